//! A disk that is full, and one that may only be read: a small file system in memory where one may be mounted. Where none
//! may, the limit on the size of a file stands for the full disk, and the read-only one is left out.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use std::time::{Duration, Instant};

use frist::config::BookSources;
use frist::desk::{AlertSetup, Change, Desk, DeskSetup, Notice, ProblemKind, Request, SharedDesk};

use frist::domain::ticket::NewTicket;
use frist::store::StoreErrorKind;
use tempfile::TempDir;

use crate::child::{NEW, command, frist, said};
use crate::tally::{Came, look, tried};
use frist_testkit::commits::{any, open, put};
use frist_testkit::worker::quiet_setup;

/// The longest wait. Nothing here takes as long; this only keeps a broken test from waiting for ever.
const PATIENCE: Duration = Duration::from_mins(1);

/// A file system of its own.
struct Disk(TempDir);

impl Disk {
    fn mount(megabytes: u32) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let size = format!("size={megabytes}m,mode=0755");
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(dir.path()).output();
        done.is_ok_and(|output| output.status.success()).then_some(Self(dir))
    }

    fn remount(&self, how: &str) {
        let done = Command::new("mount").args(["-o", &format!("remount,{how}")]).arg(self.0.path()).status();
        assert!(done.unwrap().success(), "{how}");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
    }
}

/// Writes in another process until it is told that there is no room; returns what was acknowledged and what it was told.
fn filled(command: &mut Command) -> (u64, String) {
    let lines = said(&command.output().unwrap().stdout);
    let told = lines.iter().filter_map(|line| line.parse().ok()).max().unwrap_or(0);
    (told, lines.last().cloned().unwrap_or_default())
}

/// Checks that the store has what was acknowledged, and takes more.
fn goes_on(store: &Path, told: u64) -> Came {
    let found = match look(store) {
        Ok(found) => found.commits.len() as u64,
        Err(refusal) => return Came::Lost(refusal.to_string()),
    };
    if found < told || found > told + 1 {
        return Came::Lost(format!("{told} were acknowledged, {found} are there"));
    }
    let mut opened = open(store).unwrap();
    put(&mut opened.store, [any((found + 1) / 4 * 4 + 5)]);
    drop(opened);
    match look(store) {
        Ok(now) if now.commits.len() as u64 == found + 1 => Came::Whole,
        other => Came::Lost(format!("{other:?}")),
    }
}

#[test]
fn a_full_disk() {
    let Some(disk) = Disk::mount(7) else { return limited() };
    let (store, ballast) = (disk.0.path().join("store"), disk.0.path().join("ballast"));
    tried("disk full (tmpfs of 7 MiB)", 8, |number| {
        let mut chance = fastrand::Rng::with_seed(number);
        let _ = fs::remove_dir_all(&store);
        let bytes = vec![1; chance.usize(1 << 20..4 << 20)];
        // The last thread that had a file of the try before open may only just be letting it go.
        let until = Instant::now() + PATIENCE;
        while let Err(error) = fs::write(&ballast, &bytes) {
            assert!(Instant::now() < until, "{error}");
        }
        let (told, last) = filled(&mut command("fill", &store));
        if !last.starts_with("refused Full ") {
            return Came::Lost(format!("the author was told {last:?}"));
        }
        fs::remove_file(&ballast).unwrap();
        goes_on(&store, told)
    });
}

/// Tries the same where nothing may be mounted: no file may be longer than a limit.
fn limited() {
    tried("disk full (limit on a file's size)", 8, |number| {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("store");
        let inner = command("fill", &store);
        let mut limited = Command::new("sh");
        let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", 1_200 + number * 50);
        limited.args(["-c", &script]).arg(inner.get_program()).args(inner.get_args());
        limited.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let (told, last) = filled(&mut limited);
        if !last.starts_with("refused Full ") {
            return Came::Lost(format!("the author was told {last:?}"));
        }
        goes_on(&store, told)
    });
}

fn run(store: &Path, args: &[&str]) -> Output {
    frist(store).args(args).output().unwrap()
}

/// Logs a ticket.
fn log(store: &Path) -> Output {
    frist(store).args(NEW).arg("Shop down").output().unwrap()
}

#[test]
fn whoever_writes_to_a_full_disk_is_told_and_goes_on_when_there_is_room() {
    let Some(disk) = Disk::mount(7) else { return };
    let (store, ballast) = (disk.0.path().join("store"), disk.0.path().join("ballast"));
    fs::write(disk.0.path().join("config.toml"), "name = \"anna\"\n").unwrap();
    assert!(log(&store).status.success());
    // As much as there is room for.
    let _ = fs::write(&ballast, vec![1; 8 << 20]);
    let refused = log(&store);
    let told = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(5), "{told}");
    assert!(told.contains("No space left") && told.contains("free some space"), "{told}");
    fs::remove_file(&ballast).unwrap();
    assert!(log(&store).status.success());
    let list = String::from_utf8(run(&store, &["list"]).stdout).unwrap();
    assert_eq!(list.matches("Shop down").count(), 2, "{list}");
}

/// The ticket stays as it was, and nothing of the file stays.
#[test]
fn a_file_that_a_full_disk_does_not_take_is_refused_and_comes_in_when_there_is_room() {
    let Some(disk) = Disk::mount(12) else { return };
    let (store, ballast) = (disk.0.path().join("store"), disk.0.path().join("ballast"));
    fs::write(disk.0.path().join("config.toml"), "name = \"anna\"\n").unwrap();
    assert!(log(&store).status.success());
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("dump.bin");
    fs::write(&file, vec![1; 3 << 20]).unwrap();
    // As much as there is room for, but for a part of the file.
    let _ = fs::write(&ballast, vec![1; 12 << 20]);
    let left = fs::metadata(&ballast).unwrap().len() - (1 << 20);
    fs::OpenOptions::new().write(true).open(&ballast).unwrap().set_len(left).unwrap();
    let attach = || run(&store, &["attach", "1", file.to_str().unwrap()]);
    let refused = attach();
    let told = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(5), "{told}");
    assert!(told.contains("No space left") && told.contains("free some space"), "{told}");
    assert_eq!(fs::read_dir(store.join("files/new")).unwrap().count(), 0);
    assert_eq!(run(&store, &["file", "1"]).status.code(), Some(1), "the ticket has none");
    fs::remove_file(&ballast).unwrap();
    assert!(attach().status.success());
    assert!(run(&store, &["file", "1", "1"]).stdout == vec![1; 3 << 20]);
}

/// An opening has something to keep of an agreement whose file has changed: without room for that, all can still be read.
#[test]
fn a_full_disk_when_there_is_a_text_to_keep_can_be_read() {
    let Some(disk) = Disk::mount(12) else { return };
    let (store, ballast) = (disk.0.path().join("store"), disk.0.path().join("ballast"));
    fs::write(disk.0.path().join("config.toml"), "name = \"anna\"\n").unwrap();
    assert!(log(&store).status.success());
    let due = || {
        let shown = run(&store, &["show", "1", "--json"]);
        let told = String::from_utf8(shown.stderr).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap_or_else(|_| panic!("{told}"));
        (json["targets"][0]["due"].clone(), told)
    };
    let (before, _) = due();
    let built_in = include_str!("../../assets/contracts/markant.toml");
    let mut file = fs::File::create(&ballast).unwrap();
    fs::create_dir(disk.0.path().join("contracts")).unwrap();
    let edited = built_in.replace("response   = \"2h\"", "response   = \"1h\"");
    fs::write(disk.0.path().join("contracts/markant.toml"), edited).unwrap();
    // As much as there is room for, to the last byte.
    while file.write_all(&[1; 512]).is_ok() {}
    drop(file);
    let (meanwhile, told) = due();
    assert_eq!(meanwhile, before, "{told}");
    assert!(told.contains("No space left") && told.contains("until then the store can only be read"), "{told}");
    let refused = log(&store);
    assert_eq!(refused.status.code(), Some(5), "{}", String::from_utf8_lossy(&refused.stderr));
    fs::remove_file(&ballast).unwrap();
    let (after, told) = due();
    assert_eq!(after, before, "{told}");
    assert!(told.contains("what markant promises has changed"), "it is kept now: {told}");
    assert!(log(&store).status.success());
}

/// Somebody who stays, as a screen does, need not close anything.
#[test]
fn whoever_stays_goes_on_by_themselves_when_there_is_room() {
    let Some(disk) = Disk::mount(9) else { return };
    let (store, ballast) = (disk.0.path().join("store"), disk.0.path().join("ballast"));
    let open = SharedDesk::open(place(&store)).unwrap();
    let feed = open.subscribe();
    open.commit(shop_down()).unwrap();
    let _ = fs::write(&ballast, vec![1; 10 << 20]);
    let refused = loop {
        // What is left of the disk takes some of them.
        if let Err(error) = open.commit(shop_down()) {
            break error;
        }
    };
    assert_eq!(refused.kind, ProblemKind::Store, "{refused}");
    assert!(refused.to_string().contains("free some space"), "{refused}");
    let known = open.open_tickets().unwrap().len();
    fs::remove_file(&ballast).unwrap();
    let said = |wanted: fn(&Notice) -> bool| while !wanted(&feed.recv_timeout(PATIENCE).unwrap()) {};
    said(|notice| matches!(notice, Notice::Broken(_)));
    said(|notice| matches!(notice, Notice::Attached(_)));
    open.commit(shop_down()).unwrap();
    let found = open.open_tickets().unwrap().len();
    assert!(found == known + 1 || found == known + 2, "{known} were known, {found} are there");
}

fn shop_down() -> Request {
    let new = NewTicket {
        contract: "markant".to_owned(),
        plan: "standard".to_owned(),
        severity: "critical".to_owned(),
        channel: "phone".to_owned(),
        subject: "Shop down".to_owned(),
        ..NewTicket::default()
    };
    Request::new("anna", vec![Change::New(Box::new(new))])
}

fn place(store: &Path) -> DeskSetup {
    DeskSetup { sources: BookSources::default(), alerting: AlertSetup::default(), ..quiet_setup(store) }
}

#[test]
fn a_disk_that_may_only_be_read() {
    let Some(disk) = Disk::mount(7) else {
        return println!("| read-only | nothing may be mounted here |");
    };
    let store = disk.0.path().join("store");
    let all = crate::files::filled(&store);
    tried("remounted read-only", 6, |_| {
        disk.remount("ro");
        let refused = open(&store).map(drop);
        let listed = run(&store, &["list"]);
        disk.remount("rw");
        let told = String::from_utf8_lossy(&listed.stderr).into_owned();
        if listed.status.code() != Some(5) || !told.contains("cannot write") {
            return Came::Lost(format!("{:?} {told}", listed.status));
        }
        match refused {
            Err(error) if *error.kind() == StoreErrorKind::NotWritable => match look(&store) {
                Ok(found) if found == all => Came::Whole,
                other => Came::Lost(format!("{other:?}")),
            },
            other => Came::Lost(format!("{other:?}")),
        }
    });
}
