//! Several processes: one that holds the lock, one that may not write, one that is killed while it writes.
//!
//! The other process is this test program again, running `child`, told by an environment variable what to do.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use frist::domain::ticket::EventData;
use frist::store::StoreErrorKind;
use frist_testkit::commits::*;

const ROLE: &str = "FRIST_TEST_ROLE";
const DIR: &str = "FRIST_TEST_DIR";

/// The other process. Does nothing when it is run by hand.
#[test]
#[ignore = "run by the other tests as a process of its own"]
fn child() {
    let (Ok(role), Ok(dir)) = (std::env::var(ROLE), std::env::var(DIR)) else { return };
    match role.as_str() {
        "hold" => hold(Path::new(&dir)),
        "try" => say(&match open(Path::new(&dir)) {
            Ok(_) => "opened".to_owned(),
            Err(error) => format!("{:?} {error}", error.kind()),
        }),
        "write" => write(Path::new(&dir)),
        other => panic!("{other}"),
    }
}

/// Tells the parent; the mark tells it apart from what the test harness prints.
fn say(line: &str) {
    println!("\n>{line}");
}

/// Keeps the store open until standard input ends.
fn hold(dir: &Path) {
    let _opened = open(dir).unwrap();
    say("open");
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

/// Adds to the store until it is killed, and says each number that was acknowledged.
fn write(dir: &Path) {
    let mut store = open(dir).unwrap().store;
    loop {
        let first = store.sequence() + 1;
        let commits: Vec<_> = (first..first + 1 + first % 3).map(written).collect();
        say(&store.append(&commits).unwrap().to_string());
        store.apply().unwrap();
    }
}

/// Returns what the writing child puts in as its commit `number`.
fn written(number: u64) -> frist::domain::ticket::Commit {
    match number % 3 {
        0 => commit(number, vec![(number - 1, vec![CLOSED]), (1, vec![note("seen")])]),
        1 => new(number),
        _ => commit(number, vec![(number, vec![logged("another"), EventData::Responded, note("x".repeat(500))])]),
    }
}

fn start(role: &str, dir: &Path, change: impl FnOnce(&mut Command)) -> std::io::Result<(Child, Lines)> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--ignored", "--exact", "process::child", "--nocapture"]).env(ROLE, role).env(DIR, dir);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    change(&mut command);
    let mut child = command.spawn()?;
    let lines = Lines(BufReader::new(child.stdout.take().unwrap()));
    Ok((child, lines))
}

struct Lines(BufReader<ChildStdout>);

impl Iterator for Lines {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        loop {
            let mut line = String::new();
            // A line that was cut off by the kill was not said.
            if self.0.read_line(&mut line).unwrap() == 0 || !line.ends_with('\n') {
                return None;
            }
            if let Some(said) = line.trim_end().strip_prefix('>') {
                return Some(said.to_owned());
            }
        }
    }
}

#[test]
fn a_store_that_another_process_has_says_which() {
    let dir = tempfile::tempdir().unwrap();
    let (mut child, mut lines) = start("hold", dir.path(), |_| {}).unwrap();
    assert_eq!(lines.next().as_deref(), Some("open"));
    let error = open(dir.path()).unwrap_err();
    let StoreErrorKind::Locked { holder: Some(holder) } = error.kind() else { panic!("{error}") };
    assert_eq!(holder.pid, child.id());
    let text = error.to_string();
    assert!(text.contains(&format!("is open in another frist (pid {}, user ", child.id())), "{text}");
    assert!(text.contains(dir.path().to_str().unwrap()) && text.ends_with("close that one first"), "{text}");
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    open_quiet(dir.path());
}

#[test]
fn the_lock_of_a_killed_process_is_free() {
    let dir = tempfile::tempdir().unwrap();
    let (mut child, mut lines) = start("hold", dir.path(), |_| {}).unwrap();
    assert_eq!(lines.next().as_deref(), Some("open"));
    child.kill().unwrap();
    child.wait().unwrap();
    open_quiet(dir.path());
}

#[test]
fn the_lock_is_held_until_the_last_reader_is_gone() {
    let dir = tempfile::tempdir().unwrap();
    let reader = open_quiet(dir.path()).store.reader();
    assert!(matches!(open(dir.path()).unwrap_err().kind(), StoreErrorKind::Locked { .. }));
    drop(reader);
    open_quiet(dir.path());
}

#[test]
fn a_folder_that_may_not_be_written_is_told_as_such() {
    use std::os::unix::fs::PermissionsExt;
    const NOBODY: u32 = 65_534;
    let dir = tempfile::tempdir().unwrap();
    let inside = dir.path().join("store");
    drop(open(&inside).unwrap());
    let allow = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    allow(dir.path(), 0o755);
    allow(&inside, 0o555);
    allow(&inside.join("frist.lock"), 0o444);
    // Root may write anywhere, so there the other process runs as somebody who may not; where that process cannot be
    // started (its program may lie in a folder that is closed to others) there is nothing to be seen.
    let root = nix::unistd::Uid::effective().is_root();
    let started = start("try", &inside, |command| {
        if root {
            command.uid(NOBODY);
        }
    });
    let said = started.map(|(mut child, mut lines)| (lines.next(), child.wait().unwrap()).0);
    allow(&inside, 0o755);
    match said {
        Ok(Some(said)) => {
            assert!(said.starts_with("NotWritable cannot write"), "{said}");
            assert!(said.ends_with("make it belong to you and writable, or choose another folder with --store DIR"));
        }
        other => assert!(root, "{other:?}"),
    }
}

/// Twenty times the writer is killed at some moment; whatever it had said was acknowledged is there.
#[test]
fn nothing_acknowledged_is_lost_when_the_writer_is_killed() {
    let dir = tempfile::tempdir().unwrap();
    let mut kept = 0;
    for round in 0..20 {
        let (mut child, mut lines) = start("write", dir.path(), |_| {}).unwrap();
        for _ in 0..fastrand::usize(1..40) {
            kept = lines.next().expect("it writes until it is killed").parse().unwrap();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // What it had said before the kill and stands unread in the pipe counts as well.
        kept = lines.last().map_or(kept, |last| last.parse().unwrap());
        let mut opened = open(dir.path()).unwrap();
        let there = opened.store.sequence();
        assert!(there >= kept, "round {round}: {kept} were acknowledged, {there} are there");
        Fold::of((1..=there).map(written)).check(&mut opened);
    }
}
