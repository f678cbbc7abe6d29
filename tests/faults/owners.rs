//! Forces two owners: the lock's file is taken away from under the owner, and another process opens the store.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Child;

use frist::desk::{BackupPlan, store_maintenance};
use frist::store::RestoreOptions;

use crate::child::command;
use crate::tally::{Came, NOW, came, tried};
use frist_testkit::commits::{Fold, any, open};

/// A process that owns the store, and the end of what it says.
struct Owner {
    child: Child,
    lines: BufReader<std::process::ChildStdout>,
    told: u64,
}

impl Owner {
    fn of(dir: &Path) -> Self {
        let mut child = command("hold", dir).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        let mut owner = Self { child, lines, told: 0 };
        owner.hear();
        owner
    }

    /// Has it write one more commit.
    fn write(&mut self) {
        self.child.stdin.as_mut().unwrap().write_all(b".").unwrap();
        self.hear();
    }

    fn hear(&mut self) {
        let mut line = String::new();
        while !line.starts_with('>') {
            line.clear();
            assert_ne!(self.lines.read_line(&mut line).unwrap(), 0, "it has ended");
        }
        self.told = line.trim_end()[1..].parse().unwrap();
    }

    fn end(mut self) -> u64 {
        drop(self.child.stdin.take());
        assert!(self.child.wait().unwrap().success());
        self.told
    }
}

/// Takes the lock's file away.
fn unlock(dir: &Path, number: u64) {
    let lock = dir.join("frist.lock");
    match number % 3 {
        0 => fs::remove_file(&lock).unwrap(),
        1 => fs::rename(&lock, dir.join("elsewhere")).unwrap(),
        _ => {
            fs::copy(&lock, dir.join("other")).unwrap();
            fs::rename(dir.join("other"), &lock).unwrap();
        }
    }
}

#[test]
fn a_second_owner_forced() {
    tried("two owners forced", 3, |number| {
        let dir = tempfile::tempdir().unwrap();
        let mut owner = Owner::of(dir.path());
        for _ in 0..=number % 5 {
            owner.write();
        }
        unlock(dir.path(), number);
        if let Ok(mut second) = open(dir.path()) {
            let sequence = second.store.sequence();
            drop(second.store.append(&[any(sequence + 1)]));
            return Came::Lost("another one has the store as well".into());
        }
        unlock(dir.path(), 0);
        if store_maintenance::restore(
            &BackupPlan::none(),
            dir.path(),
            None,
            RestoreOptions::default(),
            NOW,
            &mut |_, _| {},
        )
        .is_ok()
        {
            return Came::Lost("it was restored under its owner".into());
        }
        owner.write();
        let told = owner.end();
        came(dir.path(), &Fold::of((1..=told).map(any)))
    });
}
