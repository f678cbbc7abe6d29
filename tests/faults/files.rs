//! Damages every file of a store: a byte changed, cut short, gone.

use std::fs;
use std::path::{Path, PathBuf};

use frist::store::{Backups, pack_wal};

use crate::tally::{Came, NOW, came, tried};
use frist_testkit::commits::{Fold, any, copy, mixed, open, put, put_mixed};

/// Makes a closed store with packed segments, plain ones, two backups, and commits that no backup has; returns its content.
pub fn filled(dir: &Path) -> Fold {
    let backups = Backups::in_folder(dir.join("backups"));
    // What no backup has yet is there once only, so the last commits bring no files.
    let parts = [1..=20, 21..=40, 41..=60];
    for (part, some) in parts.into_iter().enumerate() {
        let mut store = open(dir).unwrap().store;
        if part < 2 {
            put_mixed(&mut store, some);
        } else {
            put(&mut store, some.map(any));
        }
        drop(store);
        if part < 2 {
            let (file, _) = backups.make(dir, NOW.plus(part as i64), &|| false, &mut |_, _| {}).unwrap();
            pack_wal(dir, file.sequence - 20 * (1 - part as u64)).unwrap();
        }
    }
    drop(open(dir).unwrap());
    Fold::of((1..=40).map(mixed).chain((41..=60).map(any)))
}

/// Returns every file below a folder, by its path there.
fn all_files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path.strip_prefix(dir).unwrap().to_owned()) }
        }
    }
    found.sort();
    found
}

/// Tries a damage on copies of one store: each try a file in turn and chances of its own.
fn hurt(fault: &str, few: u64, damage: impl Fn(&Path, &mut fastrand::Rng)) {
    let dir = tempfile::tempdir().unwrap();
    let all = filled(dir.path());
    let files = all_files(dir.path());
    for part in ["journal/000000000001.log.gz", "state/db", "frist.schema", "frist.lock"] {
        assert!(files.contains(&PathBuf::from(part)), "{files:?}");
    }
    for folder in ["files", "backups/files"] {
        assert!(files.iter().any(|path| path.starts_with(folder)), "{files:?}");
    }
    tried(fault, few, |number| {
        let work = tempfile::tempdir().unwrap();
        copy(dir.path(), work.path());
        let file = &files[number as usize % files.len()];
        damage(&work.path().join(file), &mut fastrand::Rng::with_seed(number));
        match came(work.path(), &all) {
            Came::Lost(words) => Came::Lost(format!("{}: {words}", file.display())),
            good => good,
        }
    });
}

/// Returns a file's bytes and where what is written ends, as most of sled's file is empty and changes must lie before that.
fn written(path: &Path) -> (Vec<u8>, usize) {
    let bytes = fs::read(path).unwrap();
    let end = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    (bytes, end)
}

#[test]
fn a_byte_changed_in_any_file() {
    hurt("a byte changed, any file", 60, |path, chance| {
        let (mut bytes, end) = written(path);
        if end > 0 {
            bytes[chance.usize(..end)] ^= chance.u8(1..);
            fs::write(path, bytes).unwrap();
        }
    });
}

#[test]
fn any_file_cut_short() {
    hurt("a file cut short", 40, |path, chance| {
        let (bytes, end) = written(path);
        fs::write(path, &bytes[..chance.usize(..end.max(1))]).unwrap();
    });
}

#[test]
fn any_file_missing() {
    hurt("a file missing", 30, |path, _| fs::remove_file(path).unwrap());
}

#[test]
fn a_folder_missing() {
    let dir = tempfile::tempdir().unwrap();
    let all = filled(dir.path());
    // Without write-ahead log and state there is what the newest backup has, so that one is made anew.
    Backups::in_folder(dir.path().join("backups")).make(dir.path(), NOW.plus(9), &|| false, &mut |_, _| {}).unwrap();
    let lost: [&[&str]; 7] = [
        &["journal"],
        &["state"],
        &["backups"],
        &["journal", "state"],
        &["state", "backups"],
        &["files"],
        &["journal", "state", "files"],
    ];
    tried("a folder missing", 7, |number| {
        let work = tempfile::tempdir().unwrap();
        copy(dir.path(), work.path());
        for name in lost[number as usize % lost.len()] {
            fs::remove_dir_all(work.path().join(name)).unwrap();
        }
        came(work.path(), &all)
    });
}
