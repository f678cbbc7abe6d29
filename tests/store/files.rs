//! The bytes of files: beside backups, through restoring and importing, and gone when nothing names them.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use frist::domain::file::FileHash;
use frist::domain::time::Instant;
use frist::store::{
    Backups, FileStore, RestoreOptions, Retention, Store, TakenFiles, Upgrade, import, named_files, restore, wal_begins,
};
use frist_testkit::commits::*;

const NOW: Instant = Instant::from_secs(1_767_571_200);

/// Makes a store with a ticket for each of these numbers, and a file on it.
fn with_files(dir: &Path, numbers: std::ops::RangeInclusive<u64>) {
    let mut store = open(dir).unwrap().store;
    for number in numbers {
        keep_file(&store.files(), number);
        put(&mut store, [with_file(number)]);
    }
}

fn hash(number: u64) -> FileHash {
    FileHash::of(&bytes_of(number))
}

fn back_up(backups: &Backups, dir: &Path, at: i64) -> (u64, u64) {
    backups.make(dir, NOW.plus(at), &|| false, &mut |_, _| {}).unwrap().1.files
}

fn damaged(dir: &Path) -> Vec<String> {
    let (_, named) = named_files(dir, &mut |_, _| {}).unwrap();
    let damaged = named.check(&FileStore::of(dir), &mut |_, _| {}).unwrap();
    damaged.iter().map(frist::store::DamagedFile::in_words).collect()
}

fn make_old(path: &Path) {
    File::open(path).unwrap().set_modified(SystemTime::now() - Duration::from_hours(25)).unwrap();
}

#[test]
fn what_has_not_changed_is_not_written_again_and_each_backup_brings_its_files_back() {
    let dir = tempfile::tempdir().unwrap();
    let backups = Backups::in_folder(dir.path().join("kept"));
    let store = dir.path().join("store");
    with_files(&store, 1..=2);
    assert_eq!(back_up(&backups, &store, 0), (2, 0));
    let written = |number| fs::metadata(place(backups.files().folder(), hash(number))).unwrap().modified().unwrap();
    let first = written(1);
    with_files(&store, 3..=3);
    assert_eq!(back_up(&backups, &store, 1), (3, 0));
    assert_eq!(written(1), first);
    for (file, count) in backups.list().unwrap().iter().zip([2, 3]) {
        let to = dir.path().join(format!("to{count}"));
        let done = restore(&to, Some(&file.path), RestoreOptions::default(), NOW, &mut |_, _| {}).unwrap();
        assert_eq!((done.from_backup, done.files), (count, TakenFiles { taken: count, missing: vec![] }));
        assert_eq!((damaged(&to), FileStore::of(&to).total().unwrap() > 0), (vec![], true));
    }
}

#[test]
fn a_backup_without_its_files_is_restored_and_says_which_are_missing() {
    let dir = tempfile::tempdir().unwrap();
    let (store, backups) = (dir.path().join("store"), Backups::in_folder(dir.path().join("kept")));
    with_files(&store, 1..=2);
    fs::write(place(&store.join("files"), hash(2)), "other bytes").unwrap();
    assert_eq!(back_up(&backups, &store, 0), (1, 1), "a damaged file is no reason to have no backup");
    let to = dir.path().join("to");
    let file = &backups.list().unwrap()[0].path;
    let done = restore(&to, Some(file), RestoreOptions::default(), NOW, &mut |_, _| {}).unwrap();
    let said: Vec<String> = done.files.missing.iter().map(frist::store::DamagedFile::in_words).collect();
    assert_eq!((done.files.taken, said), (1, vec!["file 2.txt of #2 (6 bytes) is missing".to_owned()]));
    assert_eq!(damaged(&to), ["file 2.txt of #2 (6 bytes) is missing"]);
}

#[test]
fn a_store_whose_files_alone_are_left_is_not_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    with_files(dir.path(), 1..=1);
    for part in ["journal", "state"] {
        fs::remove_dir_all(dir.path().join(part)).unwrap();
    }
    let refused = Store::open(dir.path()).unwrap_err();
    assert!(refused.to_string().contains("there are files but no journal"), "{refused}");
}

#[test]
fn files_go_with_the_last_backup_that_names_them_and_no_others() {
    let dir = tempfile::tempdir().unwrap();
    let backups = Backups::in_folder(dir.path().join("kept"));
    let (gone, stays) = (dir.path().join("gone"), dir.path().join("stays"));
    with_files(&gone, 1..=2);
    with_files(&stays, 2..=3);
    back_up(&backups, &gone, 0);
    let of_gone = backups.list().unwrap()[0].path.clone();
    back_up(&backups, &stays, 1);
    let there = || [1, 2, 3].map(|number| backups.files().size(hash(number)).unwrap().is_some());
    let rotate = || backups.rotate(wal_begins(&stays).unwrap(), Retention::default()).unwrap();
    rotate();
    assert_eq!(there(), [true; 3]);
    // Somebody removes the backups of a store that is no more.
    fs::remove_file(of_gone).unwrap();
    rotate();
    assert_eq!(there(), [true; 3], "its first backup may only be being made");
    make_old(&backups.files().folder().join(format!("of-{:08x}", wal_begins(&gone).unwrap())));
    rotate();
    assert_eq!(there(), [false, true, true]);
}

#[test]
fn an_import_takes_the_files_in_or_says_which_it_has_not() {
    let dir = tempfile::tempdir().unwrap();
    let (from, backups) = (dir.path().join("from"), Backups::in_folder(dir.path().join("kept")));
    with_files(&from, 1..=2);
    back_up(&backups, &from, 0);
    fs::remove_file(place(backups.files().folder(), hash(1))).unwrap();
    let to = dir.path().join("to");
    with_files(&to, 7..=7);
    let file = &backups.list().unwrap()[0].path;
    let (done, _) = import(&to, &Upgrade::beside(&to), (file, None), &mut |_, _| {}).unwrap();
    let said: Vec<String> = done.files.missing.iter().map(frist::store::DamagedFile::in_words).collect();
    assert_eq!((done.files.taken, said), (1, vec!["file 1.txt of #1 (6 bytes) is missing".to_owned()]));
    // Here its ticket has another number.
    assert_eq!(damaged(&to), ["file 1.txt of #8 (6 bytes) is missing"]);
}

#[test]
fn bytes_that_no_commit_has_named_for_a_day_go_at_an_opening() {
    let dir = tempfile::tempdir().unwrap();
    with_files(dir.path(), 1..=1);
    let files = FileStore::of(dir.path());
    let [orphan, named] = [&b"orphan"[..], &bytes_of(1)].map(|bytes| {
        let mut incoming = files.begin().unwrap();
        incoming.write(bytes).unwrap();
        let hash = incoming.keep().unwrap();
        make_old(&dir.path().join("files/pending").join(hash.to_string()));
        hash
    });
    drop(open(dir.path()).unwrap());
    assert_eq!([orphan, named].map(|hash| files.size(hash).unwrap()), [None, Some(6)]);
    assert_eq!(fs::read_dir(dir.path().join("files/pending")).unwrap().count(), 0);
}
