//! Backups that share their old commits: written once, each restored by itself, and mended by the next one.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use frist::domain::time::Instant;
use frist::store::{
    Backup, BackupFile, Backups, CommitHistory, RestoreOptions, Retention, Settings, Store, restore, wal_begins,
};
use frist_testkit::commits::*;

const NOW: Instant = Instant::from_secs(1_767_571_200);
/// So short that two segments make a part.
const SEGMENTS: Settings = Settings { segment_bytes: 600 << 10, cache_bytes: 8 << 20 };

/// Adds these commits, each with a text that cannot be packed well.
fn fill(dir: &Path, numbers: std::ops::RangeInclusive<u64>) {
    let mut store = Store::open_with(dir, SEGMENTS, &mut |_, _| {}).unwrap().store;
    let mut chance = fastrand::Rng::with_seed(*numbers.start());
    let mut text = || std::iter::repeat_with(|| chance.alphanumeric()).take(15_000).collect::<String>();
    put(&mut store, numbers.map(|number| commit(number, vec![(number, vec![logged("long"), note(text())])])));
}

fn back_up(backups: &Backups, dir: &Path, at: i64) -> BackupFile {
    backups.make(dir, NOW.plus(at), &|| false, &mut |_, _| {}).unwrap().0
}

fn parts(backups: &Backups) -> Vec<(PathBuf, SystemTime)> {
    let all = files(&backups.folder().join("journal"));
    all.into_iter().map(|path| (path.clone(), fs::metadata(path).unwrap().modified().unwrap())).collect()
}

fn is_whole(file: &BackupFile) -> Result<u64, String> {
    let read = Backup::open(&file.path).and_then(|backup| backup.verify(&mut |_| {}));
    read.map(|summary| summary.commits).map_err(|error| error.to_string())
}

fn fold(dir: &Path) -> Fold {
    Fold::from_store(&Store::open(dir).unwrap().store)
}

#[test]
fn old_commits_are_written_once_and_each_backup_is_restored_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    let (store, backups) = (dir.path().join("store"), Backups::in_folder(dir.path().join("kept")));
    fill(&store, 1..=200);
    let first = back_up(&backups, &store, 0);
    let (before, all) = (parts(&backups), fold(&store));
    assert!(before.len() >= 2, "{before:?}");
    fill(&store, 201..=240);
    let second = back_up(&backups, &store, 1);
    assert_eq!(parts(&backups), before, "nothing that has not changed is written again");
    let size = |file: &BackupFile| fs::metadata(&file.path).unwrap().len();
    assert!(size(&first) < 1 << 20 && size(&second) < 2 << 20, "{} {}", size(&first), size(&second));
    for (file, wanted) in [(&first, all), (&second, fold(&store))] {
        // Without the other one.
        let to = dir.path().join(format!("to{}", file.sequence));
        let alone = dir.path().join(format!("alone{}", file.sequence));
        copy(&backups.folder().join("journal"), &alone.join("journal"));
        let path = alone.join(file.path.file_name().unwrap());
        fs::copy(&file.path, &path).unwrap();
        let done = restore(&to, Some(&path), RestoreOptions::default(), NOW, &mut |_, _| {}).unwrap();
        assert_eq!((done.from_backup, fold(&to) == wanted), (file.sequence, true));
    }
}

#[test]
fn a_damaged_part_is_told_and_written_anew_by_the_next_backup() {
    let dir = tempfile::tempdir().unwrap();
    let (store, backups) = (dir.path().join("store"), Backups::in_folder(dir.path().join("kept")));
    fill(&store, 1..=200);
    let first = back_up(&backups, &store, 0);
    assert_eq!(is_whole(&first), Ok(200));
    let part = parts(&backups)[0].0.clone();
    let good = fs::read(&part).unwrap();
    for (number, bad) in [Some(good.len() / 2), None].into_iter().enumerate() {
        match bad {
            Some(at) => {
                let mut bytes = good.clone();
                bytes[at] ^= 0x20;
                fs::write(&part, bytes).unwrap();
            }
            None => fs::remove_file(&part).unwrap(),
        }
        let said = is_whole(&first).unwrap_err();
        let how = if bad.is_some() { "is damaged" } else { "is missing" };
        assert!(said.contains(&format!("its part {} {how}", part.display())), "{said}");
        let line = CommitHistory::of(&store).unwrap();
        assert_eq!(backups.newest_whole(&line, &mut |_, _| {}).unwrap().0, None);
        let next = back_up(&backups, &store, 1 + number as i64);
        assert_eq!((is_whole(&first), is_whole(&next)), (Ok(200), Ok(200)));
        assert_eq!(fs::read(&part).unwrap(), good);
    }
}

#[test]
fn a_first_line_that_names_another_part_is_no_backup() {
    let dir = tempfile::tempdir().unwrap();
    let (store, backups) = (dir.path().join("store"), Backups::in_folder(dir.path().join("kept")));
    fill(&store, 1..=200);
    back_up(&backups, &store, 0);
    let [first, second] = &parts(&backups)[..2] else { panic!("two parts") };
    // A later part alone is none either.
    assert!(Backup::open(&second.0).unwrap_err().to_string().contains("it is a part that backups share"));
    let named = |name: &str| {
        format!("{{\"frist\":\"backup\",\"version\":2,\"schema\":7,\"begins\":1,\"parts\":[\"{name}\"]}}\n")
    };
    for name in [first.0.file_name().unwrap().to_str().unwrap(), "../../etc/passwd"] {
        let path = backups.folder().join("mine.jsonl");
        fs::write(&path, named(name)).unwrap();
        let read = Backup::open(&path).and_then(|backup| backup.verify(&mut |_| {}));
        assert!(read.unwrap_err().to_string().contains("is not a whole backup"), "{name}");
    }
}

#[test]
fn parts_go_with_the_last_backup_of_their_journal() {
    let dir = tempfile::tempdir().unwrap();
    let backups = Backups::in_folder(dir.path().join("kept"));
    let (gone, stays) = (dir.path().join("gone"), dir.path().join("stays"));
    fill(&gone, 1..=100);
    fill(&stays, 1..=100);
    let of_gone = back_up(&backups, &gone, 0);
    back_up(&backups, &stays, 1);
    let all = parts(&backups).len();
    fs::remove_file(of_gone.path).unwrap();
    for (path, _) in parts(&backups) {
        let old = SystemTime::now() - std::time::Duration::from_hours(25);
        fs::File::open(path).unwrap().set_modified(old).unwrap();
    }
    backups.rotate(wal_begins(&stays).unwrap(), Retention::default()).unwrap();
    let left = parts(&backups);
    assert!(!left.is_empty() && left.len() < all, "{left:?}");
    assert_eq!(is_whole(&backups.list().unwrap()[0]), Ok(100));
}
