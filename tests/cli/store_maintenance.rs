//! Backups, restoring, checking, taking out and in, as the person who runs the desk does it.

use std::fs;
use std::path::PathBuf;

use crate::serve::Serve;
use crate::support::Place;
use nix::sys::signal::Signal;

/// Returns a desk with two tickets.
fn desk() -> Place {
    let place = Place::new();
    place.phoned("-1h");
    place.phoned("-2h");
    place
}

fn journal(place: &Place) -> PathBuf {
    place.path("store/journal/000000000001.log")
}

fn flip(path: &PathBuf, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 0x20;
    fs::write(path, bytes).unwrap();
}

#[test]
fn after_a_bad_night_following_what_the_program_says_brings_everything_back() {
    let place = desk();
    place.run(&["backup"]).ok().prints("2 commits");
    place.phoned("-3h");
    flip(&journal(&place), 100);
    let refused = place.run(&["list"]);
    assert_eq!(refused.code, 5, "{refused:?}");
    assert!(refused.err.contains("the journal is damaged") && refused.err.contains("frist restore"), "{refused:?}");
    let ran = place.run(&["verify"]);
    assert_eq!(ran.code, 5, "{ran:?}");
    assert!(ran.out.contains("not whole: the journal is damaged"), "{ran:?}");
    assert!(ran.out.contains("whole: ") && ran.out.contains("2 commits"), "{ran:?}");
    let restored = place.run(&["restore"]).ok();
    for words in [
        "made today 11:00",
        "2 commits of the backup",
        "1 commit of the journal beyond it",
        "what was there before is in",
    ] {
        assert!(restored.out.contains(words), "{words}: {restored:?}");
    }
    assert_eq!(place.ticket("3")["subject"], "Shop down");
    place.run(&["verify"]).ok().prints("whole: 3 commits in the journal; 3 tickets with 6 events in the state");
}

/// Half an export would be taken for a whole one.
#[test]
fn an_export_that_does_not_come_to_its_end_leaves_no_file() {
    let place = desk();
    let file = place.path("all.jsonl");
    let export = ["export", "--output", file.to_str().unwrap()];
    flip(&journal(&place), 100);
    place.run(&export).failed(5, "the journal is damaged");
    assert!(!file.exists());
    flip(&journal(&place), 100);
    place.run(&export).ok().prints("2 commits");
    place.run(&export).failed(2, "cannot be written");
    assert!(file.exists(), "what was there before stays");
}

#[test]
fn a_backup_can_be_made_while_somebody_has_the_store_and_restoring_cannot() {
    let place = desk();
    place.write("config.toml", "name = \"anna\"\n[alerts]\nat = []\n");
    let mut serve = Serve::start(&place);
    serve.says("serves");
    place.run(&["backup"]).ok().prints("store/backups/2024-01-08T10-00-00Z.000000000002.jsonl.gz: 2 commits");
    place.run(&["verify"]).ok().prints("the state was not looked at, as another frist owns the store");
    for command in ["restore", "repair"] {
        place.run(&[command]).failed(5, "close every frist on this store, frist serve too");
    }
    assert_eq!(serve.ends_at(Signal::SIGTERM).0, Some(143));
    place.run(&["repair"]).ok().prints("the state is rebuilt from the store's log");
    assert_eq!(place.ticket("2")["subject"], "Shop down");
}

#[test]
fn what_is_taken_out_goes_in_elsewhere_as_it_was_or_under_new_numbers() {
    let (from, empty, other) = (desk(), Place::new(), desk());
    for name in ["all.jsonl", "all.jsonl.gz"] {
        from.run(&["export", "--output", from.path(name).to_str().unwrap()]).ok().prints("2 commits");
    }
    let plain = from.run(&["export"]).ok().out;
    assert_eq!(plain, fs::read_to_string(from.path("all.jsonl")).unwrap());
    assert!(fs::metadata(from.path("all.jsonl.gz")).unwrap().len() < plain.len() as u64 / 2);
    let path = from.path("all.jsonl.gz");
    let path = path.to_str().unwrap();
    empty.run(&["import", path]).ok().prints("2 commits of 2 tickets");
    assert_eq!(empty.ticket("1"), from.ticket("1"));
    let imported = other.run(&["import", path]).ok();
    assert!(imported.out.contains("the numbers are higher by 2"), "{imported:?}");
    assert_eq!(other.ticket("3")["reported"], from.ticket("1")["reported"]);
    other.run(&["import", path]).ok().prints("2 commits of these names had been taken in before, and stay as they are");
    from.run(&["export", "--output", path]).failed(2, "name a new file");
}

#[test]
fn what_is_no_backup_is_told_and_changes_nothing() {
    let place = desk();
    let bad = place.write("bad.jsonl", "{\"frist\":\"backup\"}\n");
    let bad = bad.to_str().unwrap();
    for command in ["restore", "import"] {
        place.run(&[command, bad]).failed(5, "is not a whole backup");
        place.run(&[command, "/nowhere"]).failed(2, "there is no file /nowhere");
        place.run(&[command, "/"]).failed(2, "/ is a folder");
    }
    assert_eq!(place.ticket("2")["subject"], "Shop down");
    assert!(!place.path("store/journal.restoring").exists());
}

#[test]
fn where_there_is_no_store_each_says_so() {
    let place = Place::new();
    for command in ["verify", "repair", "export", "backup"] {
        place.run(&[command]).failed(5, "there is no store at");
    }
    place.run(&["restore"]).failed(1, "there is no backup in");
    assert!(!place.path("store").exists());
}

#[test]
fn where_backups_go_is_set() {
    let place = desk();
    let safe = place.path("safe");
    place.write("config.toml", format!("[backup]\nfolder = {:?}\nevery = \"never\"\n", safe.display().to_string()));
    place.run(&["backup"]).ok();
    assert_eq!(fs::read_dir(safe).unwrap().count(), 1);
    place.write("config.toml", "[backup]\nevery = \"now\"\n");
    let ran = place.run(&["list"]);
    assert!(ran.err.contains("backup: every: this is not a length of time"), "{ran:?}");
}
