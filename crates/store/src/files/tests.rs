use std::time::{Duration, SystemTime};

use super::*;
use crate::wal::WalEntry;

fn put(files: &FileStore, bytes: &[u8]) -> FileHash {
    let mut incoming = files.begin().unwrap();
    // In pieces, as it comes over a socket.
    bytes.chunks(3).for_each(|piece| incoming.write(piece).unwrap());
    incoming.keep().unwrap()
}

fn count(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

fn none() -> std::iter::Empty<Result<WalEntry, StoreError>> {
    std::iter::empty()
}

fn make_old(files: &FileStore, hash: FileHash) {
    let mark = File::open(files.mark(hash)).unwrap();
    mark.set_modified(SystemTime::now() - Duration::from_hours(25)).unwrap();
}

#[test]
fn what_comes_in_is_there_by_its_hash_and_once() {
    let dir = tempfile::tempdir().unwrap();
    let files = FileStore::of(dir.path());
    assert_eq!((files.total().unwrap(), files.size(FileHash::of(b"abc")).unwrap()), (0, None));
    let hash = put(&files, b"abcdefgh");
    assert_eq!((hash, files.size(hash).unwrap()), (FileHash::of(b"abcdefgh"), Some(8)));
    assert_eq!(put(&files, b"abcdefgh"), hash);
    put(&files, b"");
    assert_eq!((files.all().unwrap().len(), files.total().unwrap()), (2, 8));
    assert_eq!(count(&dir.path().join("files/new")), 0);
    assert_eq!(files.read(hash, 0, 5).unwrap(), b"abcde");
    assert_eq!(files.read(hash, 5, 5).unwrap(), b"fgh");
    assert_eq!(files.read(hash, 8, 5).unwrap(), b"");
    assert_eq!(files.state(hash, 8).unwrap(), FileState::Whole);
}

#[test]
fn what_does_not_come_to_its_end_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let files = FileStore::of(dir.path());
    let mut incoming = files.begin().unwrap();
    incoming.write(b"half").unwrap();
    assert_eq!((incoming.size(), count(&dir.path().join("files/new"))), (4, 1));
    remove_unfinished(&files);
    assert_eq!(count(&dir.path().join("files/new")), 1, "it still comes in");
    drop(incoming);
    assert_eq!(count(&dir.path().join("files/new")), 0);
    // What a killed process has left is held by nobody.
    fs::write(dir.path().join("files/new/left"), "half").unwrap();
    remove_unfinished(&files);
    assert_eq!(count(&dir.path().join("files/new")), 0);
}

#[test]
fn other_bytes_and_none_are_told_apart_from_those_that_were_kept() {
    let dir = tempfile::tempdir().unwrap();
    let files = FileStore::of(dir.path());
    let hash = put(&files, b"abcdefgh");
    for (bytes, state) in
        [(&b"abcdefgX"[..], FileState::Damaged), (b"abc", FileState::Damaged), (b"abcdefgh", FileState::Whole)]
    {
        fs::write(files.path(hash), bytes).unwrap();
        assert_eq!(files.state(hash, 8).unwrap(), state, "{bytes:?}");
    }
    fs::write(files.path(hash), b"abcdefgX").unwrap();
    assert!(
        files
            .check(hash, 8)
            .unwrap_err()
            .to_string()
            .ends_with(" is damaged; frist repair takes it from a backup that has it")
    );
    // The same file once more mends it.
    put(&files, b"abcdefgh");
    assert_eq!(files.check(hash, 8), Ok(()));
    fs::remove_file(files.path(hash)).unwrap();
    assert_eq!(files.state(hash, 8).unwrap(), FileState::Missing);
    assert!(files.check(hash, 8).unwrap_err().to_string().contains(" is missing; "));
    assert!(files.read(hash, 0, 9).is_err());
}

#[test]
fn a_file_is_taken_from_elsewhere_only_if_it_is_whole_there() {
    let dir = tempfile::tempdir().unwrap();
    let (here, there) = (FileStore::of(&dir.path().join("a")), FileStore::beside(dir.path().join("b")));
    let hash = put(&there, b"abc");
    assert_eq!(count(&there.dir.join("pending")), 0, "nobody will name it there");
    assert_eq!(here.take_from(&there, hash, 3).unwrap(), FileState::Whole);
    assert_eq!((here.state(hash, 3).unwrap(), count(&here.dir.join("pending"))), (FileState::Whole, 1));
    here.keep_all();
    assert_eq!(count(&here.dir.join("pending")), 0);
    fs::remove_file(here.path(hash)).unwrap();
    fs::write(there.path(hash), b"abX").unwrap();
    assert_eq!(here.take_from(&there, hash, 3).unwrap(), FileState::Damaged);
    assert_eq!(here.size(hash).unwrap(), None);
    assert_eq!(here.take_from(&there, FileHash::of(b"x"), 1).unwrap(), FileState::Missing);
}

#[test]
fn what_no_commit_names_goes_after_a_day_and_not_before() {
    let dir = tempfile::tempdir().unwrap();
    let files = FileStore::of(dir.path());
    let [waits, named, orphan] = [&b"waits"[..], b"named", b"orphan"].map(|bytes| put(&files, bytes));
    files.named(named);
    tidy(&files, || -> std::iter::Empty<_> { panic!("nothing is old enough to be looked for") });
    make_old(&files, orphan);
    tidy(&files, none);
    let there = [waits, named, orphan].map(|hash| files.size(hash).unwrap().is_some());
    assert_eq!((there, count(&files.dir.join("pending"))), ([true, true, false], 1));
    // It comes in again: it waits anew.
    make_old(&files, waits);
    put(&files, b"waits");
    tidy(&files, none);
    assert_eq!(files.size(waits).unwrap(), Some(5));
}
