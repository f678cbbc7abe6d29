//! Files that say they are backups, for restoring and importing.

use std::io::{Cursor, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use frist::store::{Backup, BackupSummary, RestoreOptions, StoreError, export, restore};
use proptest::prelude::*;

use super::corpus::{corpus, harmless, hostile};
use frist_testkit::cases;
use frist_testkit::commits::{any, open, put};

fn read(bytes: &[u8]) -> Result<BackupSummary, StoreError> {
    let backup = Backup::read(Path::new("x.jsonl"), Box::new(Cursor::new(bytes.to_vec())))?;
    backup.verify(&mut |_| {})
}

fn check(bytes: &[u8]) {
    if let Err(error) = read(bytes) {
        let text = error.to_string();
        harmless(&frist::domain::text::clean(&text));
        assert!(text.len() < 4_096 && !error.hint().is_empty(), "{text}");
    }
}

#[test]
fn the_corpus() {
    for (_, bytes) in corpus("backup") {
        check(&bytes);
    }
}

/// Blanks without end in a small file: no line of ours is that long, and it is given up at the first one.
#[test]
fn a_file_that_grows_when_it_is_unpacked_is_given_up() {
    let dir = tempfile::tempdir().unwrap();
    let bomb = dir.path().join("bomb.jsonl.gz");
    let mut out = GzEncoder::new(std::fs::File::create(&bomb).unwrap(), Compression::fast());
    for _ in 0..64 {
        out.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    out.finish().unwrap();
    assert!(Backup::open(&bomb).is_err());
}

/// Nothing that is no whole backup changes a store.
#[test]
fn what_is_refused_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    put(&mut open(dir.path()).unwrap().store, (1..=5).map(any));
    let mut good = Vec::new();
    export(dir.path(), &mut good, &mut |_, _| {}).unwrap();
    let bad = dir.path().join("bad.jsonl");
    let now = frist::domain::time::Instant::from_secs(1_767_571_200);
    let before = frist_testkit::commits::picture(&dir.path().join("journal"));
    for at in (0..good.len()).step_by(good.len() / 40) {
        let mut bytes = good.clone();
        bytes[at] ^= 0x15;
        std::fs::write(&bad, bytes).unwrap();
        assert!(restore(dir.path(), Some(&bad), RestoreOptions::default(), now, &mut |_, _| {}).is_err(), "byte {at}");
    }
    assert_eq!(frist_testkit::commits::picture(&dir.path().join("journal")), before);
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn backups(bytes in hostile("backup")) { check(&bytes); }
}
