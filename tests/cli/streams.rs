//! What comes in and goes out: texts from standard input, outputs that are closed or full, signals.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::support::{Place, Ran};

const NEW: [&str; 9] =
    ["new", "--contract", "markant", "--plan", "standard", "--severity", "serious", "--channel", "phone"];

#[test]
fn a_text_may_come_from_standard_input() {
    let place = Place::new();
    let new = [&NEW[..], &["--subject", "-", "--json"]].concat();
    assert_eq!(place.feed(&new, "Kassen står\n".as_bytes()).ok().json()["subject"], "Kassen står");
    place.feed(&["do", "note", "1", "--text", "-"], b"first\r\n\tsecond\n\n").ok().prints("first");
    let events = place.ticket("1")["events"].clone();
    let last = events.as_array().unwrap().last().unwrap()["what"].as_str().unwrap().to_owned();
    assert!(last.contains("first\n    second") && !last.ends_with('\n'), "{last:?}");
    place.feed(&["do", "respond", "1", "--note", "-"], b"called back").ok();
    place
        .feed(&["outage", "start", "--contract", "markant", "--at", "-10m", "--symptom", "-"], b"502\n")
        .ok()
        .prints("outage");
    let ended = place.feed(&["outage", "end", "--solution", "-", "--json"], b"restarted\n").ok().json();
    assert_eq!((&ended["symptom"], &ended["solution"]), (&"502".into(), &"restarted".into()));
    // Where nothing is asked for, nothing is read.
    place.feed(&["do", "start", "1"], b"").ok();
}

#[test]
fn a_text_that_is_none_is_refused_and_nothing_is_written() {
    let place = Place::new();
    place.phoned("-1h");
    let note = ["do", "note", "1", "--text", "-"];
    place.feed(&note, b"").failed(2, "there is no text on standard input");
    place.feed(&note, b" \n\n").failed(2, "there is no text on standard input");
    place.feed(&note, b"\xff\n").failed(2, "standard input is not UTF-8 text");
    place.feed(&["do", "subject", "1", "--text", "-"], b"one\ntwo").failed(2, "control character (U+000A)");
    place.feed(&["do", "close", "1", "--text", "-", "--note", "-"], b"x").failed(2, "two texts are to come from");
    assert_eq!(place.ticket("1")["revision"], 2);
    let coloured = place.feed(&note, b"\x1b[31mred\n");
    assert_eq!((coloured.code, coloured.err.as_str()), (0, "frist: control characters in the text are left out\n"));
}

/// Runs a command with its output going into `output`; returns its exit code and its standard error.
fn into(mut command: Command, args: &[&str], output: Stdio) -> (Option<i32>, String) {
    let ran = command.args(args).stdin(Stdio::null()).stdout(output).stderr(Stdio::piped()).spawn().unwrap();
    let ran = ran.wait_with_output().unwrap();
    (ran.status.code(), String::from_utf8(ran.stderr).unwrap())
}

/// Returns a pipe that nobody reads.
fn closed() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

fn full() -> Stdio {
    File::options().write(true).open("/dev/full").unwrap().into()
}

#[test]
fn what_only_prints_ends_quietly_where_nobody_reads_and_with_5_where_nothing_fits() {
    let place = Place::new();
    place.phoned("-1h");
    for line in [
        "list",
        "list --json",
        "show 1",
        "why 1",
        "audit",
        "evidence 1",
        "uptime",
        "report attainment",
        "contract list",
        "calendar list",
        "export",
        "verify",
        "completions bash",
        "man",
        "--help",
        "--version",
    ] {
        let args: Vec<&str> = line.split(' ').collect();
        assert_eq!(into(place.frist(), &args, closed()), (Some(0), String::new()), "{line}");
        let (code, told) = into(place.frist(), &args, full());
        assert_eq!(code, Some(5), "{line}: {told}");
        assert!(told.starts_with("frist: the output cannot be written: No space left"), "{line}: {told}");
    }
}

/// Else a script would do it once more.
#[test]
fn what_has_written_says_what_it_did_where_it_cannot_print_it() {
    let place = Place::with_store();
    let new = [&NEW[..], &["--subject", "x"]].concat();
    let outage = ["outage", "start", "--contract", "markant"];
    let lines: [(&[&str], &str); 6] = [
        (&new, "#1 is logged"),
        (&["do", "respond", "1", "--json"], "it is recorded on #1"),
        (&outage, "outage 2 is written"),
        (&["outage", "remove", "2"], "outage 2 is removed"),
        (&["release", "add", "--contract", "sesam", "2024-02-01"], "is written"),
        (&["backup"], "is made"),
    ];
    for (args, done) in lines {
        let (code, told) = into(place.frist(), args, full());
        assert_eq!(code, Some(0), "{args:?}: {told}");
        assert!(told.contains(done) && told.contains("cannot be printed: No space left"), "{args:?}: {told}");
    }
    let (code, told) = into(place.frist(), &["do", "start", "1"], closed());
    assert_eq!(code, Some(0));
    assert!(
        told.starts_with("frist: it is recorded on #1, but that cannot be printed: the output was closed"),
        "{told}"
    );
    assert_eq!(place.ticket("1")["status"], "in_work");
    let written = place.path("1.md");
    let (code, told) = into(place.frist(), &["evidence", "1", "--output", written.to_str().unwrap()], full());
    assert!(code == Some(0) && told.contains("#1 is written down in"), "{told}");
    assert!(fs::read_to_string(written).unwrap().contains("Markant"));
}

/// Returns whether that process ignores the signal, because the process that started the tests did: under `nohup`, in the
/// background.
fn is_ignored(process: u32, signal: Signal) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok());
    ignored.is_some_and(|bits| bits & 1 << (signal as i32 - 1) != 0)
}

/// As a shell counts: 128 and the signal's number, be it the program that ends by itself or the system that ends it.
#[test]
fn a_signal_ends_a_command_that_takes_long() {
    let place = Place::new();
    for signal in [Signal::SIGTERM, Signal::SIGINT, Signal::SIGHUP] {
        let mut child = place
            .frist()
            .arg("calc")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        // Once it has answered it is at work.
        input.write_all(b"{}\n").unwrap();
        let mut answers = BufReader::new(child.stdout.take().unwrap());
        answers.read_line(&mut String::new()).unwrap();
        kill(Pid::from_raw(child.id().cast_signed()), signal).unwrap();
        if is_ignored(child.id(), signal) {
            drop(input);
            // It ends with its input, and with the code of a bad line.
            assert_eq!(child.wait().unwrap().signal(), None);
            continue;
        }
        let status = child.wait().unwrap();
        let code = status.code().or(status.signal().map(|signal| 128 + signal));
        assert_eq!(code, Some(128 + signal as i32));
        let mut told = String::new();
        child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
        assert_eq!(told, "");
    }
}

#[test]
fn help_tells_where_a_text_may_come_from() {
    let place = Place::new();
    let help = Ran::of(place.bare().args(["do", "--help"])).ok().out;
    assert!(help.split_whitespace().collect::<Vec<_>>().join(" ").contains("- reads it from standard input"), "{help}");
}

#[test]
fn there_is_a_page_for_every_command_and_for_every_sort_of_file() {
    let place = Place::new();
    let dir = place.path("made/man");
    place.run(&["man", "--dir", dir.to_str().unwrap()]).ok().prints("the pages are in");
    let page = |name: &str| fs::read_to_string(dir.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    for (name, words) in [
        ("frist.1", "frist\\-list(1)"),
        ("frist-list.1", "\\-\\-limit"),
        ("frist-do.1", "\\-\\-store"),
        ("frist-outage-start.1", "\\-\\-symptom"),
        ("frist-report-scorecard.1", "\\-\\-markdown"),
        ("frist-contract.1", "check"),
        ("frist-contract.5", "work_start"),
        ("frist-config.5", "escalate"),
    ] {
        assert!(page(name).contains(words), "{words} in {}", page(name));
    }
    // Once more over those that are there.
    place.run(&["man", "--dir", dir.to_str().unwrap()]).ok();
    place.run(&["man", "--dir", "/proc/none"]).failed(2, "the pages cannot be written");
    assert!(!place.path("store").exists());
}

/// Whatever a command prints, a script can read: a line is a JSON object.
#[test]
fn everything_that_is_printed_is_there_as_json() {
    let place = Place::new();
    place.phoned("-1h");
    let copy = place.path("copy.jsonl").display().to_string();
    let ics = place.write("x.ics", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20240201\r\nSUMMARY:Day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    let (ics, bad) = (ics.display().to_string(), place.write("bad.toml", "id = 3\n").display().to_string());
    for (line, key) in [
        ("new --contract sesam --plan partner --severity error --channel email --subject x --json".to_owned(), "id"),
        ("list --json".to_owned(), "next"),
        ("show 1 --json".to_owned(), "events"),
        ("why 1 --json".to_owned(), "days"),
        ("evidence 1 --json".to_owned(), "document"),
        ("audit --json".to_owned(), "action"),
        ("do respond 1 --json".to_owned(), "revision"),
        ("contract list --json".to_owned(), "plans"),
        ("contract show markant --json".to_owned(), "severities"),
        ("calendar list --json".to_owned(), "name"),
        ("calendar show NO --year 2024 --json".to_owned(), "date"),
        (format!("calendar import {ics} --id own --yes --json"), "days"),
        ("release add --contract sesam 2024-02-01 --json".to_owned(), "date"),
        ("release list --json".to_owned(), "date"),
        ("outage start --contract markant --at -10m --json".to_owned(), "from"),
        ("outage list --json".to_owned(), "from"),
        ("uptime --json".to_owned(), "vendor"),
        ("report --json".to_owned(), "report"),
        ("report attainment --json".to_owned(), "tickets"),
        ("backup --json".to_owned(), "commits"),
        ("verify --json".to_owned(), "whole"),
        ("repair --json".to_owned(), "built"),
        (format!("export --output {copy} --json"), "commits"),
        ("restore --json".to_owned(), "from_backup"),
    ] {
        let ran = place.run(&line.split(' ').collect::<Vec<_>>()).ok();
        let lines = ran.json_lines();
        assert!(!lines.is_empty() && lines.iter().all(|object| object.get(key).is_some()), "{line}: {ran:?}");
    }
    let checked = place.run(&["contract", "check", &bad, "--json"]);
    assert_eq!((checked.code, &checked.json_lines()[0]["line"]), (2, &1.into()));
    for (kind, id) in [("release", "list"), ("outage", "list")]
        .map(|(kind, list)| (kind, place.run(&[kind, list, "--json"]).ok().json_lines()[0]["id"].to_string()))
    {
        let removed = place.run(&[kind, "remove", &id, "--json"]).ok().json();
        assert_eq!((removed["removed"].to_string(), &removed["kind"]), (id, &kind.into()));
    }
    let other = Place::new();
    assert_eq!(other.run(&["import", &copy, "--json"]).ok().json()["tickets"], 2);
    assert_eq!(Place::new().run(&["demo", "--tickets", "5", "--json"]).ok().json()["tickets"], 5);
}
