//! Files of tickets: attached, listed, written out, backed up and mended, as an agent and the person who runs the desk do it.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use serde_json::json;

use crate::support::{Place, Ran};

const SHA_OF_LOG: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// Returns a desk with a ticket that has `error.log`, whose bytes are `abc`, and a picture.
fn desk() -> Place {
    let place = Place::new();
    place.phoned("-1h");
    let log = place.write("error.log", "abc");
    let picture = place.write("shot.png", b"\x89PNG\r\n\x1a\n\0\xff\x1b[2J");
    place.run(&["attach", "1", log.to_str().unwrap(), picture.to_str().unwrap()]).ok();
    place
}

fn kept(place: &Place, folder: &str) -> PathBuf {
    place.path(folder).join("ba").join(SHA_OF_LOG)
}

#[test]
fn files_are_attached_listed_and_written_as_they_were() {
    let place = desk();
    let notes = place.feed(&["attach", "1", "-", "--name", "../x/notes.txt"], "Åse ringte\n".as_bytes()).ok();
    assert_eq!(notes.out, "#1 attached notes.txt (text/plain, 12 bytes)\n");
    let listed = place.run(&["file", "1"]).ok().out;
    let rows: Vec<Vec<&str>> = listed.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(
        rows[1..],
        [
            vec!["1", "error.log", "text/plain", "3", "bytes"],
            vec!["2", "shot.png", "image/png", "14", "bytes"],
            vec!["3", "notes.txt", "text/plain", "12", "bytes"],
        ]
    );
    assert_eq!(place.run(&["file", "1", "1"]).ok().out, "abc");
    assert_eq!(place.run(&["file", "1", "3", "--output", "-"]).ok().out, "Åse ringte\n");
    let to = place.path("out.png");
    place.run(&["file", "1", "2", "--output", to.to_str().unwrap()]).ok().prints("is written to");
    assert_eq!(fs::read(&to).unwrap(), b"\x89PNG\r\n\x1a\n\0\xff\x1b[2J");
    assert!(!place.path("out.png.new").exists());
    let first = json!({"name": "error.log", "type": "text/plain", "size": 3, "sha256": SHA_OF_LOG});
    assert_eq!(place.run(&["file", "1", "1", "--json"]).ok().json(), first);
    assert_eq!(place.run(&["file", "1", "--json"]).ok().json_lines().len(), 3);
    let ticket = place.ticket("1");
    assert_eq!((ticket["files"][0].clone(), ticket["files"].as_array().unwrap().len()), (first, 3));
    let shown = place.run(&["show", "1"]).ok();
    shown.prints("1: error.log (text/plain, 3 bytes); 2: shot.png (image/png, 14 bytes)");
    place.run(&["audit", "what:attach"]).ok().prints("attached error.log (text/plain, 3 bytes)");
    place.run(&["evidence", "1"]).ok().prints("attached notes.txt (text/plain, 12 bytes)");
}

#[test]
fn a_file_that_is_there_stays_unless_it_is_said() {
    let place = desk();
    let there = place.write("mine.txt", "mine");
    let write = ["file", "1", "1", "--output", there.to_str().unwrap()];
    place.run(&write).failed(2, "is there already");
    assert_eq!(fs::read_to_string(&there).unwrap(), "mine");
    place.run(&[&write[..], &["--force"]].concat()).ok();
    assert_eq!(fs::read_to_string(&there).unwrap(), "abc");
    let folder = place.path("folder");
    fs::create_dir(&folder).unwrap();
    place.run(&["file", "1", "1", "--output", folder.to_str().unwrap()]).ok();
    assert_eq!(fs::read_to_string(folder.join("error.log")).unwrap(), "abc");
}

#[test]
fn a_ticket_is_logged_with_its_files_or_not_at_all() {
    let place = Place::new();
    let log = place.write("error.log", "abc");
    let new = |file: &str| {
        let args = ["--contract", "markant", "--plan", "standard", "--severity", "critical", "--channel", "phone"];
        [&["new"], &args[..], &["--subject", "Shop down", "--attach", file]].concat().join("\n")
    };
    let run = |file: &str| place.run(&new(file).split('\n').collect::<Vec<_>>());
    run("/nowhere").failed(2, "/nowhere cannot be read");
    run("/").failed(2, "/ is a folder");
    run("-").failed(2, "frist attach N - --name NAME");
    assert!(!place.path("store").exists(), "nothing was made for it");
    run(log.to_str().unwrap()).ok().prints("attached error.log (text/plain, 3 bytes)");
    assert_eq!(place.run(&["list", "has:file", "--json"]).ok().json()["files"][0]["name"], "error.log");
    // Undoing the attaching alone leaves the ticket.
    place.run(&["list", "text:ERROR.log"]).ok().prints("Shop down");
}

#[test]
fn undoing_takes_files_away_and_doing_it_again_brings_them_back() {
    let place = desk();
    place.run(&["do", "undo", "1"]).ok().prints("undone: attached error.log");
    place.run(&["file", "1"]).failed(1, "#1 has no files");
    assert_eq!(place.run(&["list", "has:file"]).code, 1);
    place.run(&["do", "redo", "1"]).ok();
    assert_eq!(place.run(&["file", "1", "1"]).ok().out, "abc");
}

#[test]
fn what_cannot_be_attached_or_shown_is_told_and_changes_nothing() {
    let place = desk();
    let log = place.path("error.log");
    let log = log.to_str().unwrap();
    for (args, code, words) in [
        (&["attach", "1", "/nowhere"][..], 2, "/nowhere cannot be read"),
        (&["attach", "1", "/"], 2, "/ is a folder"),
        (&["attach", "1", "-"], 2, "has no name"),
        (&["attach", "1", log, log, "--name", "x"], 2, "--name is for one file"),
        (&["attach", "9", log], 1, "there is no ticket #9"),
        (&["file", "9"], 1, "there is no ticket #9"),
        (&["file", "1", "3"], 1, "#1 has no file 3"),
        (&["file", "1", "0"], 1, "#1 has no file 0"),
        (&["list", "has:wings"], 2, "`has:` does not know `wings`"),
    ] {
        place.run(args).failed(code, words);
    }
    assert_eq!(place.ticket("1")["revision"], 3);
}

/// Opening a pipe waits for whoever writes into it, and a folder has no bytes.
#[test]
fn what_is_no_plain_file_is_refused_by_name_at_once() {
    let place = Place::new();
    place.phoned("-1h");
    let pipe = place.path("pipe");
    nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
    let attached = place.run(&["attach", "1", pipe.to_str().unwrap()]);
    attached.failed(2, "pipe is a pipe\nhint: frist attach N - --name NAME takes what comes on standard input");
    place.run(&["attach", "1", "/dev/null"]).failed(2, "/dev/null is no plain file");
    assert_eq!(place.ticket("1")["revision"], 2);
}

#[test]
fn a_file_whose_bytes_are_gone_is_marked_where_it_is_listed() {
    let place = desk();
    fs::remove_file(kept(&place, "store/files")).unwrap();
    let listed = place.run(&["file", "1"]).ok();
    listed.prints("missing, 3 bytes");
    let files = place.run(&["file", "1", "--json"]).ok().json_lines();
    assert_eq!((&files[0]["missing"], files[1].get("missing")), (&json!(true), None));
    place.run(&["show", "1"]).ok().prints("error.log (text/plain, 3 bytes) · missing in the store");
}

#[test]
fn an_export_without_files_says_how_many_it_leaves_out() {
    let place = desk();
    let all = place.path("all.jsonl");
    let exported = place.run(&["export", "--output", all.to_str().unwrap()]);
    assert_eq!(exported.code, 0);
    assert_eq!(
        exported.err,
        "frist: 2 files of tickets are not in the export; --files FOLDER writes them into a folder\n"
    );
    let bare = Place::new();
    bare.phoned("-1h");
    bare.run(&["export"]).ok();
}

#[test]
fn the_limits_of_the_settings_say_how_much_is_allowed() {
    let place = Place::new();
    place.phoned("-1h");
    place.write("config.toml", "name = \"anna\"\n[files]\nmax_size = \"1KB\"\nmax_total = \"1500B\"\n");
    let (large, small) = (place.write("large", vec![b'x'; 2_000]), place.write("small", vec![b'y'; 900]));
    let ran = place.run(&["attach", "1", large.to_str().unwrap()]);
    ran.failed(2, "large has 2 KiB, and a file may have 1000 bytes");
    place.feed(&["attach", "1", "-", "--name", "piped"], &[b'z'; 1_001]).failed(2, "max_size under [files]");
    place.run(&["attach", "1", small.to_str().unwrap()]).ok();
    let other = place.write("other", vec![b'w'; 900]);
    let refused = place.run(&["attach", "1", other.to_str().unwrap()]);
    assert!(refused.err.contains("max_total under [files]"), "{refused:?}");
    refused.failed(2, "the files of the desk have 900 bytes of 1.5 KiB together");
    assert_eq!(place.ticket("1")["files"].as_array().unwrap().len(), 1);
    place.write("config.toml", "[files]\nmax_size = 5\n");
    assert!(place.run(&["list"]).err.contains("files: max_size: this is not a size"));
}

#[test]
fn a_damaged_file_is_named_with_its_tickets_and_mended_from_a_backup() {
    let place = desk();
    place.run(&["backup"]).ok().prints("2 commits, 2 files");
    place.run(&["verify"]).ok().prints("whole: 2 files of tickets").prints("whole: 2 files with the backups");
    for damage in [|path: &PathBuf| fs::write(path, "abX").unwrap(), |path: &PathBuf| fs::remove_file(path).unwrap()] {
        damage(&kept(&place, "store/files"));
        let refused = place.run(&["file", "1", "1"]);
        assert!(refused.out.is_empty() && refused.err.contains("frist repair"), "{refused:?}");
        let found = place.run(&["verify"]);
        assert_eq!(found.code, 5, "{found:?}");
        assert!(
            found.out.contains("not whole: 1 of 2 files of tickets:\n  error.log of #1 (3 bytes) is "),
            "{found:?}"
        );
        place.run(&["repair"]).ok().prints("1 file taken from the backups");
        assert_eq!(place.run(&["file", "1", "1"]).ok().out, "abc");
        place.run(&["verify"]).ok();
    }
    // It is nowhere whole any more.
    fs::remove_file(kept(&place, "store/files")).unwrap();
    fs::write(kept(&place, "store/backups/files"), "abX").unwrap();
    let lost = place.run(&["repair"]);
    assert!(
        lost.code == 5 && lost.err.contains("error.log of #1 (3 bytes) is missing, and whole nowhere else"),
        "{lost:?}"
    );
    let found = place.run(&["verify", "--json"]).json_lines();
    assert_eq!(found[1]["damaged"][0]["tickets"], json!([1]));
    assert_eq!((&found[1]["part"], &found[3]["part"]), (&json!("files"), &json!("backup_files")));
    // Attached once more, it is there for every ticket that names it.
    place.run(&["attach", "1", place.path("error.log").to_str().unwrap()]).ok();
    assert_eq!(place.run(&["file", "1", "1"]).ok().out, "abc");
}

#[test]
fn backups_exports_and_imports_carry_the_files() {
    let (from, other, bare) = (desk(), Place::new(), Place::new());
    from.run(&["backup"]).ok();
    let backup = fs::read_dir(from.path("store/backups")).unwrap().map(|entry| entry.unwrap().path());
    let backup = backup.filter(|path| path.is_file()).last().unwrap();
    other.run(&["restore", backup.to_str().unwrap()]).ok().prints("2 files of the backup");
    assert_eq!(other.run(&["file", "1", "1"]).ok().out, "abc");
    let (all, files) = (from.path("all.jsonl"), from.path("taken"));
    let export = ["export", "--output", all.to_str().unwrap(), "--files", files.to_str().unwrap()];
    from.run(&export).ok().prints("2 files written into");
    let import = ["import", all.to_str().unwrap()];
    let without = bare.run(&import);
    assert!(without.code == 0 && without.err.contains("error.log of #1 (3 bytes) is missing"), "{without:?}");
    let again = bare.run(&[&import[..], &["--files", files.to_str().unwrap()]].concat()).ok();
    again.prints("2 files taken in");
    assert_eq!(bare.run(&["file", "1", "1"]).ok().out, "abc");
}

/// A key must reach nothing of the host: files go through standard input and output.
#[test]
fn who_comes_with_a_key_attaches_and_reads_through_the_pipe_alone() {
    let place = Place::new();
    place.write("config.toml", "[staff.anna]\n[staff.vy]\nrole = \"viewer\"\n");
    let asked = |name: &str, original: &str, input: &[u8]| {
        let mut command = place.frist();
        let (from, mut to) = std::io::pipe().unwrap();
        to.write_all(input).unwrap();
        drop(to);
        let output = command.args(["--as", name]).env("SSH_ORIGINAL_COMMAND", original).stdin(from).output().unwrap();
        Ran::from(output)
    };
    let new = "new --contract markant --plan standard --severity critical --channel phone --subject x";
    assert_eq!(asked("anna", new, b"").code, 0);
    asked("anna", "attach 1 - --name error.log", b"abc").ok().prints("attached error.log (text/plain, 3 bytes)");
    assert_eq!(asked("vy", "file 1 1", b"").ok().out, "abc");
    asked("vy", "attach 1 - --name error.log", b"abc").failed(4, "attaching files is for agents and leads");
    for original in ["attach 1 /etc/passwd", "file 1 1 --output /tmp/x", &format!("{new} --attach /etc/passwd")] {
        asked("anna", original, b"").failed(4, "with --as you reach only the desk");
    }
}
