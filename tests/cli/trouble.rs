//! Stores that cannot be used, and outputs that go away.

use std::io::Read;
use std::process::Stdio;
use std::sync::Arc;

use frist::desk::{ManualClock, SharedDesk};
use frist::domain::time::Instant;

use crate::support::{Place, Ran};

#[test]
fn commands_work_the_same_while_another_frist_has_the_store() {
    let place = Place::new();
    let now = Instant::parse(&place.now).unwrap();
    let holder = SharedDesk::open(place.desk(Arc::new(ManualClock::at(now))));
    let holder = holder.unwrap();
    place.run(&["list"]).failed(1, "no open tickets");
    place.phoned("-1h");
    place.run(&["do", "respond", "1"]).ok();
    place.run(&["do", "respond", "7"]).failed(1, "there is no ticket #7");
    assert!(holder.owns());
    drop(holder);
    assert_eq!(place.ticket("1")["status"], "responded");
}

#[test]
fn a_store_that_cannot_be_one_is_told() {
    let place = Place::new();
    place.write("store", "a file");
    place.run(&["list"]).failed(5, "is not a folder");
    let nowhere = ["--store", "/proc/none/store", "demo"];
    Ran::of(place.bare().args(nowhere)).failed(5, "cannot create");
    let later = Place::new();
    later.phoned("-1h");
    let version = std::fs::read_dir(later.path("store"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| std::fs::read_to_string(p).is_ok_and(|text| text.starts_with("schema ")))
        .expect("the store says its version");
    std::fs::write(version, "schema 999\n").unwrap();
    later.run(&["list"]).failed(5, "written by a later frist");
}

/// A mistyped name must neither be answered by an empty desk nor leave one behind.
#[test]
fn what_only_reads_or_changes_makes_no_store() {
    let place = Place::new();
    let lines = [
        "list",
        "list is:closed --json",
        "show 1",
        "why 1",
        "evidence 1",
        "audit",
        "do respond 1",
        "release list",
        "release add --contract markant 2024-02-01",
        "outage list",
        "outage start --contract markant",
        "maintenance list",
        "change list",
        "oncall",
        "uptime",
        "report attainment",
        "report scorecard --contract markant",
        "backup",
        "verify",
        "repair",
        "export",
        "--as anna list",
    ];
    for line in lines {
        let ran = place.run(&line.split(' ').collect::<Vec<_>>()).failed(5, "there is no store at");
        assert!(ran.err.contains(place.path("store").to_str().unwrap()), "{line}: {ran:?}");
        assert_eq!(ran.out, "", "{line}");
        let left: Vec<_> = std::fs::read_dir(place.dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["config.toml"], "{line}");
    }
    for line in ["", "wall", "demo", "new --contract acme --subject x", "import nowhere"] {
        let args: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
        let ran = if line == "demo" { Ran::of(place.bare().args(args)) } else { place.run(&args) };
        ran.failed(2, "");
        assert!(!place.path("store").exists(), "{line}");
    }
}

#[test]
fn a_new_store_is_told_once() {
    let place = Place::new();
    let new = "new --contract markant --plan standard --severity serious --channel phone --subject x --json";
    let new: Vec<&str> = new.split(' ').collect();
    let told = format!("frist: There was no store at {}: a new one is made.\n", place.path("store").display());
    assert_eq!(place.run(&new).ok().err, told);
    assert_eq!(place.run(&new).ok().err, "");
    let copy = place.path("copy.jsonl");
    place.run(&["export", "--output", copy.to_str().unwrap()]).ok();
    for line in [&["demo"][..], &["import", copy.to_str().unwrap()], &["restore", copy.to_str().unwrap()]] {
        let other = Place::new();
        let ran = other.run(line).ok();
        assert!(ran.err.ends_with("store: a new one is made.\n"), "{line:?}: {ran:?}");
        other.run(&["list"]).ok();
    }
}

#[test]
fn a_folder_that_may_not_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let folder = place.path("store");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o500)).unwrap();
    let allowed = std::fs::write(folder.join("probe"), "").is_ok();
    // Whoever may do anything may write here as well; then there is nothing to tell.
    if !allowed {
        place.run(&["list"]).failed(5, "cannot");
    }
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn the_environment_names_the_store() {
    let place = Place::new();
    place.phoned("-1h");
    let mut command = place.bare();
    command.env("FRIST_STORE", place.path("store")).args(["list", "--json"]);
    assert_eq!(Ran::of(&mut command).ok().json()["id"], 1);
}

#[test]
fn a_reader_that_goes_ends_it_quietly() {
    let place = Place::new();
    place.run(&["demo", "--tickets", "2000"]).ok();
    let mut command = place.frist();
    command.args(["list", "is:open,closed", "--json"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut first = [0; 100];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn text_in_files_cannot_drive_the_terminal() {
    let place = Place::new();
    place.write("contracts/evil\u{1b}[2J.toml", "id = \"\u{1b}]0;x\u{7}\"");
    let ran = place.run(&["contract", "list"]);
    assert!(!ran.err.is_empty() && !ran.err.contains('\u{1b}') && !ran.err.contains('\u{7}'), "{ran:?}");
}
