//! Backups, and a store that is put together again from what is whole of it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use frist::domain::ticket::{CommitId, EventData, TicketId};
use frist::domain::time::Instant;
use frist::store::{
    Backup, BackupFile, Backups, CommitHistory, ImportReport, RestoreOptions, RestoreReport, Retention, Store,
    StoreError, StoreErrorKind, Upgrade, export, import, pack_wal, rebuild, restore, wal_begins,
};
use frist_testkit::commits::*;

const NOW: Instant = Instant::from_secs(1_767_571_200);

/// Makes a store in segments of a few commits: tickets with notes, closed ones, ledger records; returns its content.
fn filled(dir: &Path, commits: u64) -> Fold {
    let mut store = open(dir).unwrap().store;
    let all: Vec<_> = (1..=commits).map(any).collect();
    put(&mut store, all.clone());
    Fold::of(all)
}

/// Returns what is in the store now, which must be whole.
fn found(dir: &Path) -> Fold {
    let mut opened = open(dir).unwrap();
    opened.store.verify(&mut |_, _| {}).unwrap();
    Fold::from_store(&opened.store)
}

fn backups(dir: &Path) -> Backups {
    Backups::in_folder(dir.join("backups"))
}

fn backed_up(dir: &Path) -> BackupFile {
    backups(dir).make(dir, NOW, &|| false, &mut |_, _| {}).unwrap().0
}

fn restored(dir: &Path, backup: Option<&Path>) -> RestoreReport {
    restore(dir, backup, RestoreOptions::default(), NOW, &mut |_, _| {}).unwrap()
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 0x20;
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_backup_brings_everything_back_into_an_empty_place() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let all = filled(from.path(), 60);
    let file = backed_up(from.path());
    let done = restored(to.path(), Some(&file.path));
    assert_eq!(done, RestoreReport { from_backup: 60, ..RestoreReport::default() });
    assert_eq!(found(to.path()), all);
}

#[test]
fn a_backup_is_made_while_the_store_is_open_and_has_all_that_was_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path()).unwrap().store;
    put(&mut store, (1..=30).map(any));
    assert_eq!(backed_up(dir.path()).sequence, 30);
    put(&mut store, (31..=33).map(any));
    let summary = Backup::open(&backed_up(dir.path()).path).unwrap().verify(&mut |_| {}).unwrap();
    assert_eq!((summary.commits, summary.last), (33, Some(name(33))));
    assert_eq!(backups(dir.path()).list().unwrap().len(), 2);
}

#[test]
fn what_killed_backups_left_goes_with_the_next_one_and_what_is_being_written_stays() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 10);
    let folder = dir.path().join("backups");
    fs::create_dir(&folder).unwrap();
    let [left, held, other] = [
        "2026-01-05T05-00-00Z.000000000005.jsonl.gz.0badcafe.new",
        "2026-01-05T05-00-00Z.000000000006.jsonl.gz.new",
        "mine.new",
    ]
    .map(|name| folder.join(name));
    for path in [&left, &held, &other] {
        fs::write(path, "half").unwrap();
    }
    let writer = fs::File::open(&held).unwrap();
    writer.lock().unwrap();
    backed_up(dir.path());
    assert_eq!([&left, &held, &other].map(|path| path.exists()), [false, true, true]);
    drop(writer);
    backed_up(dir.path());
    assert!(!held.exists());
}

#[test]
fn a_backup_that_is_given_up_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 9);
    assert!(backups(dir.path()).make(dir.path(), NOW, &|| true, &mut |_, _| {}).is_err());
    assert_eq!(fs::read_dir(dir.path().join("backups")).unwrap().count(), 0);
}

#[test]
fn a_changed_or_cut_backup_is_never_taken_for_a_whole_one() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 12);
    let packed = backed_up(dir.path()).path;
    let mut plain = Vec::new();
    export(dir.path(), &mut plain, &mut |_, _| {}).unwrap();
    for good in [fs::read(packed).unwrap(), plain] {
        let broken = dir.path().join("broken");
        let whole = |bytes: &[u8]| {
            fs::write(&broken, bytes).unwrap();
            Backup::open(&broken).and_then(|backup| backup.verify(&mut |_| {}))
        };
        let last = whole(&good).unwrap();
        for at in (0..good.len()).step_by(1 + good.len() / 200) {
            let mut bytes = good.clone();
            bytes[at] ^= 0x01;
            // A few bits of gzip's header say nothing of what is in it.
            if let Ok(found) = whole(&bytes) {
                assert_eq!(found, last, "byte {at}");
            }
            assert!(whole(&good[..at]).is_err(), "cut at {at}");
        }
        assert!(whole(&good[..good.len() - 1]).is_err(), "its last byte is missing");
        assert!(whole(&[good.as_slice(), b"more"].concat()).is_err());
    }
}

#[test]
fn the_newest_backup_that_is_whole_is_found_and_the_others_are_told() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 10);
    let first = backed_up(dir.path());
    put(&mut open(dir.path()).unwrap().store, [any(11)]);
    let second = backed_up(dir.path());
    let length = fs::metadata(&second.path).unwrap().len();
    fs::OpenOptions::new().write(true).open(&second.path).unwrap().set_len(length / 2).unwrap();
    let (newest, broken) =
        backups(dir.path()).newest_whole(&CommitHistory::of(dir.path()).unwrap(), &mut |_, _| {}).unwrap();
    assert_eq!((newest, broken.len()), (Some(first), 1));
}

#[test]
fn wherever_the_wal_is_damaged_opening_refuses_or_loses_nothing_and_restoring_brings_all_back() {
    let dir = tempfile::tempdir().unwrap();
    let all = filled(dir.path(), 40);
    let backup = dir.path().join("old");
    fs::rename(backed_up(dir.path()).path, &backup).unwrap();
    let mut store = open(dir.path()).unwrap().store;
    let more: Vec<_> = (41..=60).map(any).collect();
    put(&mut store, more.clone());
    drop(store);
    let whole = more.into_iter().fold(all, |mut fold, commit| {
        fold.add(commit);
        fold
    });
    for path in segments(dir.path()) {
        let length = fs::metadata(&path).unwrap().len() as usize;
        for at in (0..length).step_by(1 + length / 9) {
            let hurt = tempfile::tempdir().unwrap();
            copy(dir.path(), hurt.path());
            flip(&hurt.path().join("journal").join(path.file_name().unwrap()), at);
            let opened = open(hurt.path());
            let verified = opened.and_then(|mut opened| opened.store.verify(&mut |_, _| {}));
            assert!(verified.is_err(), "{} at {at}", path.display());
            let done = restored(hurt.path(), Some(&backup));
            assert!(done.aside.is_some() && done.lost.is_none());
            let mut now = found(hurt.path());
            if done.from_state > 0 {
                // The commits themselves are gone; what they did is not.
                assert!(now.commits.len() as u64 > 0);
                now.commits.clone_from(&whole.commits);
            }
            assert_eq!(now, whole, "{} at {at}: {done:?}", path.display());
        }
    }
}

#[test]
fn without_a_backup_the_state_has_what_the_wal_has_lost() {
    let dir = tempfile::tempdir().unwrap();
    let all = filled(dir.path(), 40);
    fs::remove_file(&segments(dir.path())[1]).unwrap();
    assert!(matches!(open(dir.path()).unwrap_err().kind(), StoreErrorKind::Damaged { .. }));
    let done = restored(dir.path(), None);
    assert!(done.from_state > 0 && done.from_wal > 0 && done.lost.is_none(), "{done:?}");
    let now = found(dir.path());
    assert_eq!((now.tickets, now.ledger), (all.tickets, all.ledger));
}

#[test]
fn what_is_lost_is_told_and_only_left_behind_when_that_is_accepted() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 40);
    fs::remove_dir_all(dir.path().join("state")).unwrap();
    let second = segments(dir.path())[1].clone();
    let first_lost: u64 = second.file_stem().unwrap().to_str().unwrap().parse().unwrap();
    fs::remove_file(second).unwrap();
    let before = segments(dir.path());
    let error = restore(dir.path(), None, RestoreOptions::default(), NOW, &mut |_, _| {}).unwrap_err();
    assert!(error.to_string().contains(&format!("commits {first_lost} to 40 are damaged")), "{error}");
    assert_eq!(segments(dir.path()), before, "nothing was changed");
    assert!(!dir.path().join("journal.restoring").exists(), "and nothing is left of the try");
    let wish = RestoreOptions { accept_loss: true, ..RestoreOptions::default() };
    let done = restore(dir.path(), None, wish, NOW, &mut |_, _| {}).unwrap();
    assert_eq!((done.lost, done.from_wal), (Some((first_lost, 40)), first_lost - 1));
    assert_eq!(found(dir.path()), Fold::of((1..first_lost).map(any)));
}

#[test]
fn a_backup_of_another_store_does_not_take_this_ones_tail() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    filled(dir.path(), 20);
    let mut store = open(other.path()).unwrap().store;
    put(&mut store, (1..=10).map(|n| frist::domain::ticket::Commit { id: CommitId(uuid(n)), ..new(n) }));
    drop(store);
    let file = backed_up(other.path());
    let error = restore(dir.path(), Some(&file.path), RestoreOptions::default(), NOW, &mut |_, _| {}).unwrap_err();
    assert!(error.to_string().contains("another store"), "{error}");
    let wish = RestoreOptions { only_backup: true, ..RestoreOptions::default() };
    assert_eq!(restore(dir.path(), Some(&file.path), wish, NOW, &mut |_, _| {}).unwrap().from_backup, 10);
    assert_eq!(found(dir.path()).tickets.len(), 10);
}

fn uuid(n: u64) -> uuid::Uuid {
    uuid::Uuid::from_u128(u128::from(n) << 64)
}

#[test]
fn a_restoring_that_was_cut_off_is_finished_or_forgotten() {
    let dir = tempfile::tempdir().unwrap();
    let all = filled(dir.path(), 20);
    // Not whole yet: the old write-ahead log counts.
    fs::create_dir(dir.path().join("journal.restoring")).unwrap();
    assert_eq!(found(dir.path()), all);
    assert!(!dir.path().join("journal.restoring").exists(), "and takes no room");
    // Whole, and the old one was set aside already: it takes its place.
    fs::rename(dir.path().join("journal"), dir.path().join("journal.restoring")).unwrap();
    fs::rename(dir.path().join("state"), dir.path().join("aside")).unwrap();
    fs::write(dir.path().join("journal.restoring/whole"), "").unwrap();
    assert_eq!(found(dir.path()), all);
    assert!(!dir.path().join("journal.restoring").exists());
}

#[test]
fn a_packed_wal_reads_as_it_did_also_where_packing_was_cut_off() {
    let dir = tempfile::tempdir().unwrap();
    let all = filled(dir.path(), 80);
    let before = segments(dir.path());
    assert_eq!(pack_wal(dir.path(), 0).unwrap(), 0, "no backup has it");
    let kept = fs::read(&before[0]).unwrap();
    assert_eq!(pack_wal(dir.path(), 80).unwrap(), before.len() - 1, "the last one grows");
    assert_eq!(pack_wal(dir.path(), 80).unwrap(), 0);
    assert!(segments(dir.path())[0].to_str().unwrap().ends_with(".log.gz"));
    assert_eq!(found(dir.path()), all);
    // The packed one was there, and what it was made from not removed yet.
    fs::write(&before[0], &kept).unwrap();
    assert_eq!(found(dir.path()), all);
    assert_eq!(rebuild(dir.path(), &Upgrade::beside(dir.path()), &mut |_, _| {}).unwrap().notices.len(), 1);
    assert_eq!(found(dir.path()), all);
    put(&mut open(dir.path()).unwrap().store, [any(81)]);
    assert_eq!(backed_up(dir.path()).sequence, 81);
    // A packed file that is damaged is told, and restoring gets over it.
    fs::remove_file(&before[0]).unwrap();
    flip(&segments(dir.path())[0], 60);
    assert!(open(dir.path()).and_then(|mut opened| opened.store.verify(&mut |_, _| {})).is_err());
    let backup = backups(dir.path()).list().unwrap().pop().unwrap();
    restored(dir.path(), Some(&backup.path));
    assert_eq!(found(dir.path()).tickets.len(), all.tickets.len() + 1);
}

fn taken_in(dir: &Path, file: &Path) -> Result<ImportReport, StoreError> {
    import(dir, &Upgrade::beside(dir), (file, None), &mut |_, _| {}).map(|(done, _)| done)
}

/// Writes an export with these commits, as a desk would write it, whatever they are.
fn exported(dir: &Path, commits: &[frist::domain::ticket::Commit]) -> PathBuf {
    use serde_json::json;
    let mut lines = json!({ "frist": "backup", "version": 1, "schema": 6, "begins": 7 }).to_string() + "\n";
    for (n, commit) in (1..).zip(commits) {
        lines += &(json!({ "n": n, "chain": n, "commit": commit }).to_string() + "\n");
    }
    let crc = crc32fast::hash(lines.as_bytes());
    lines += &(json!({ "end": { "commits": commits.len(), "crc": crc } }).to_string() + "\n");
    let file = dir.join("made.jsonl");
    fs::write(&file, lines).unwrap();
    file
}

#[test]
fn what_is_no_desks_is_refused_before_anything_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    let all = filled(&store, 20);
    let before = picture(&store.join("journal"));
    let at = |id: u64, whats: Vec<EventData>| commit(500, vec![(id, whats)]);
    let changes_nothing = commit(500, vec![]);
    for (commits, why) in [
        (vec![at(u64::MAX, vec![logged("a")])], "18446744073709551615 cannot be the number of a ticket"),
        (vec![at(0, vec![logged("a")])], "0 cannot be the number of a ticket"),
        (vec![at(1, vec![])], "nothing happens to ticket 1 in a change of it"),
        (vec![at(1, vec![note("a")])], "something happens to ticket 1 before it is logged"),
        (vec![changes_nothing], "a commit changes nothing"),
        (vec![entered(500, (u64::MAX, 0), Some(3))], "cannot be the number of an entry"),
        (vec![entered(500, (1, 3), Some(3))], "entry 1 has revision 3 where 0 would be the next"),
        (vec![new(1), at(2, vec![logged("a")]), at(2, vec![logged("a")])], "the name of one before it"),
    ] {
        let refused = taken_in(&store, &exported(dir.path(), &commits)).unwrap_err().to_string();
        assert!(refused.contains(why) && refused.contains("nothing was changed"), "{refused}");
        assert_eq!(picture(&store.join("journal")), before, "{why}");
    }
    // What is a desk's may still not fit behind what is here.
    let high = TicketId::MOST.0 - 3;
    let refused = taken_in(&store, &exported(dir.path(), &[at(high, vec![logged("a")])])).unwrap_err().to_string();
    assert!(refused.contains("are too high to follow on those that are here"), "{refused}");
    assert_eq!((picture(&store.join("journal")), found(&store)), (before, all));
    let empty = dir.path().join("empty");
    taken_in(&empty, &exported(dir.path(), &[at(high, vec![logged("a")])])).unwrap();
    assert_eq!(open(&empty).unwrap().store.next_ticket_id().0, high + 1);
}

#[test]
fn a_change_of_a_ticket_without_events_does_no_harm() {
    let dir = tempfile::tempdir().unwrap();
    put(&mut open(dir.path()).unwrap().store, [new(1), commit(2, vec![(9, vec![])]), commit(3, vec![(1, vec![])])]);
    let mut opened = open(dir.path()).unwrap();
    assert_eq!(opened.store.verify(&mut |_, _| {}).unwrap().tickets, 1);
    drop(opened);
    rebuild(dir.path(), &Upgrade::beside(dir.path()), &mut |_, _| {}).unwrap();
    assert_eq!(open(dir.path()).unwrap().store.verify(&mut |_, _| {}).unwrap().commits, 3);
}

/// An import that is cut off after it has noted that everything is there, with so much of it in its place.
#[test]
fn an_import_that_was_cut_off_is_there_or_not() {
    let (from, dir) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    filled(from.path(), 30);
    let file = from.path().join("export.jsonl");
    export(from.path(), &mut fs::File::create(&file).unwrap(), &mut |_, _| {}).unwrap();
    let all = filled(dir.path(), 9);
    for unfinished in ["journal.importing", "state.importing"] {
        fs::create_dir(dir.path().join(unfinished)).unwrap();
        fs::write(dir.path().join(unfinished).join("000000000010.log"), "half").unwrap();
    }
    assert_eq!(found(dir.path()), all);
    assert!(!dir.path().join("journal.importing").exists() && !dir.path().join("state.importing").exists());
    // Whole, and nothing of it in its place: as the next opening finds it.
    let done = tempfile::tempdir().unwrap();
    copy(dir.path(), done.path());
    taken_in(done.path(), &file).unwrap();
    let now = found(done.path());
    let new = dir.path().join("journal.importing");
    fs::create_dir(&new).unwrap();
    let names =
        |dir: &Path| -> Vec<_> { segments(dir).iter().map(|path| path.file_name().unwrap().to_owned()).collect() };
    for name in names(done.path()).iter().filter(|name| !names(dir.path()).contains(name)) {
        fs::copy(done.path().join("journal").join(name), new.join(name)).unwrap();
    }
    copy(&done.path().join("state"), &dir.path().join("state.importing"));
    fs::write(new.join("whole"), "").unwrap();
    assert_eq!(found(dir.path()), now);
    assert!(!new.exists() && !dir.path().join("state.importing").exists());
}

#[test]
fn what_is_taken_in_keeps_its_numbers_in_an_empty_store_and_gets_new_ones_in_another() {
    let (from, empty, other) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let all = filled(from.path(), 30);
    let file = from.path().join("export.jsonl");
    let mut out = fs::File::create(&file).unwrap();
    export(from.path(), &mut out, &mut |_, _| {}).unwrap();
    out.flush().unwrap();
    let done = taken_in(empty.path(), &file).unwrap();
    assert_eq!((done.commits, done.known, done.shift), (30, 0, 0));
    assert_eq!(found(empty.path()), all);
    let mut again = Vec::new();
    export(empty.path(), &mut again, &mut |_, _| {}).unwrap();
    let commits = |bytes: &[u8]| -> Vec<serde_json::Value> {
        let lines =
            bytes.split(|b| *b == b'\n').filter_map(|line| serde_json::from_slice::<serde_json::Value>(line).ok());
        lines.map(|line| line["commit"].clone()).collect()
    };
    assert_eq!(commits(&again), commits(&fs::read(&file).unwrap()), "out and in and out again is the same");

    let mut store = open(other.path()).unwrap().store;
    put(&mut store, (1..=3).map(|n| frist::domain::ticket::Commit { id: CommitId(uuid(n)), ..new(n) }));
    drop(store);
    let done = taken_in(other.path(), &file).unwrap();
    assert_eq!((done.commits, done.tickets, done.shift), (30, all.tickets.len() as u64, 3));
    // Once more is nothing.
    let done = taken_in(other.path(), &file).unwrap();
    assert_eq!((done.commits, done.known, done.shift), (0, 30, 3));
    let now = found(other.path());
    assert_eq!(now.tickets.len(), all.tickets.len() + 3);
    for (id, events) in &all.tickets {
        assert_eq!(now.tickets.get(&frist::domain::ticket::TicketId(id.0 + 3)), Some(events));
    }
}

#[test]
fn a_folder_with_backups_and_nothing_else_is_no_empty_store() {
    let dir = tempfile::tempdir().unwrap();
    let all = filled(dir.path(), 20);
    backed_up(dir.path());
    fs::remove_dir_all(dir.path().join("journal")).unwrap();
    fs::remove_dir_all(dir.path().join("state")).unwrap();
    let error = open(dir.path()).unwrap_err();
    assert!(error.to_string().contains("there are backups but no journal") && error.hint().contains("frist restore"));
    let newest =
        backups(dir.path()).newest_whole(&CommitHistory::of(dir.path()).unwrap(), &mut |_, _| {}).unwrap().0.unwrap();
    restored(dir.path(), Some(&newest.path));
    assert_eq!(found(dir.path()), all);
    drop(Store::open(dir.path()).unwrap());
}

/// Returns a store that was put back to a backup of ten commits, and went on another way from there; the backup of the
/// fifteen that were left behind is still there.
fn put_back() -> (tempfile::TempDir, BackupFile) {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 10);
    let ten = backed_up(dir.path());
    put(&mut open(dir.path()).unwrap().store, (11..=15).map(any));
    let left_behind = backed_up(dir.path());
    let wish = RestoreOptions { only_backup: true, ..RestoreOptions::default() };
    let done = restore(dir.path(), Some(&ten.path), wish, NOW, &mut |_, _| {}).unwrap();
    assert_eq!((done.from_backup, done.left_out), (10, 5));
    put(&mut open(dir.path()).unwrap().store, (101..=103).map(new));
    (dir, left_behind)
}

#[test]
fn what_was_left_behind_by_an_earlier_restoring_is_never_taken_for_the_store() {
    let (dir, left_behind) = put_back();
    let now = found(dir.path());
    assert_eq!(now.commits.len(), 13);
    // It reaches further and is whole; but it is not what became of this store.
    let line = CommitHistory::of(dir.path()).unwrap();
    let (newest, passed_over) = backups(dir.path()).newest_whole(&line, &mut |_, _| {}).unwrap();
    assert_eq!(newest.map(|file| file.sequence), Some(10));
    assert!(passed_over[0].to_string().contains("of another store"), "{passed_over:?}");
    let error =
        restore(dir.path(), Some(&left_behind.path), RestoreOptions::default(), NOW, &mut |_, _| {}).unwrap_err();
    assert!(error.to_string().contains("before it was put back"), "{error}");
    // However little is left of the write-ahead log, and where only the state is left.
    let damages: [fn(&Path); 3] = [
        |dir| fs::remove_dir_all(dir.join("state")).unwrap(),
        |dir| {
            let is_segment = |path: &std::path::PathBuf| path.extension().is_some_and(|extension| extension == "log");
            let last = segments(dir).into_iter().rfind(is_segment).unwrap();
            let bytes = fs::read(&last).unwrap();
            fs::write(last, &bytes[..bytes.len() - 9]).unwrap();
        },
        |dir| fs::remove_dir_all(dir.join("journal")).unwrap(),
    ];
    for damage in damages {
        let hurt = tempfile::tempdir().unwrap();
        copy(dir.path(), hurt.path());
        damage(hurt.path());
        let error =
            restore(hurt.path(), Some(&left_behind.path), RestoreOptions::default(), NOW, &mut |_, _| {}).unwrap_err();
        assert!(error.to_string().contains("another store"), "{error}");
    }
}

#[test]
fn with_nothing_left_but_backups_those_of_the_last_wal_count() {
    let (dir, _) = put_back();
    // Later than the one that was left behind, and shorter.
    let later = backups(dir.path()).make(dir.path(), NOW.plus(60), &|| false, &mut |_, _| {}).unwrap().0;
    for folder in ["journal", "state"] {
        fs::remove_dir_all(dir.path().join(folder)).unwrap();
    }
    let line = CommitHistory::of(dir.path()).unwrap();
    let (newest, _) = backups(dir.path()).newest_whole(&line, &mut |_, _| {}).unwrap();
    assert_eq!(newest, Some(later));
}

#[test]
fn backups_of_two_stores_in_one_folder_are_told_apart() {
    let (dir, other, both) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    filled(dir.path(), 5);
    put(&mut open(other.path()).unwrap().store, (201..=220).map(new));
    let shared = Backups::in_folder(both.path().to_owned());
    let mut made = Vec::new();
    for hour in 0..6 {
        for store in [dir.path(), other.path()] {
            made.push(shared.make(store, NOW.plus(hour * 3_600), &|| false, &mut |_, _| {}).unwrap().0);
        }
    }
    // One store's rotation leaves the other's alone.
    let begins = wal_begins(dir.path()).unwrap();
    shared.rotate(begins, Retention { hourly: 2, daily: 1, weekly: 1 }).unwrap();
    assert_eq!(shared.of_wal(begins).unwrap().len(), 2);
    assert_eq!(shared.of_wal(wal_begins(other.path()).unwrap()).unwrap().len(), 6);
    // Each gets its own back, and nobody's is guessed.
    let own = |store: &Path| shared.newest_whole(&CommitHistory::of(store).unwrap(), &mut |_, _| {});
    assert_eq!(own(dir.path()).unwrap().0.unwrap().sequence, 5);
    assert_eq!(own(other.path()).unwrap().0.unwrap().sequence, 20);
    let nothing = tempfile::tempdir().unwrap();
    let error = own(nothing.path()).unwrap_err();
    assert!(error.to_string().contains("are of 2 stores") && error.hint().contains("name the one you mean"), "{error}");
}

#[test]
fn a_wal_that_was_taken_away_under_an_open_store_takes_nothing_more() {
    let taken: [fn(&Path); 3] = [
        |dir| fs::remove_dir_all(dir.join("journal")).unwrap(),
        |dir| fs::rename(dir.join("journal"), dir.join("elsewhere")).unwrap(),
        |dir| {
            let last = segments(dir).pop().unwrap();
            let bytes = fs::read(&last).unwrap();
            fs::remove_file(&last).unwrap();
            fs::write(last, bytes).unwrap();
        },
    ];
    for take in taken {
        let dir = tempfile::tempdir().unwrap();
        let mut store = open(dir.path()).unwrap().store;
        put(&mut store, [any(1)]);
        take(dir.path());
        let error = store.append(&[any(2)]).unwrap_err();
        assert!(error.to_string().contains("removed or replaced") && error.hint().contains("frist restore"), "{error}");
        assert!(store.append(&[any(2)]).is_err(), "and so it stays");
    }
}

#[test]
fn an_automatic_backup_is_made_whatever_others_stand_in_its_folder() {
    use frist::desk::{BackupPlan, keep_up};
    let (dir, left_behind) = put_back();
    assert!(left_behind.sequence > 13, "it reaches further than the store");
    let plan = BackupPlan { every: Some(3_600), ..BackupPlan::default() };
    let made = keep_up(&plan, dir.path(), 13, NOW, &|| false).unwrap();
    assert_eq!(made.map(|file| file.sequence), Some(13));
    assert_eq!(keep_up(&plan, dir.path(), 13, NOW.plus(99_999), &|| false).unwrap(), None, "nothing has changed");
}
