//! Text that drives a terminal, past every check into a store: nothing that the program writes lets it out.

use std::path::Path;
use std::process::{Command, Output};

use frist::domain::ticket::{EventData, event};

use super::corpus::harmless;
use frist_testkit::commits::{commit, logged, note, open, put};

/// A text that does what it can to a terminal.
pub const EVIL: &str =
    "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\u{202e}evil\r\u{8}\u{1b}]52;c;eA==\u{1b}\\ =cmd|' /C calc'!A0";

fn frist(dir: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frist"));
    command.arg("--config").arg(dir.join("config.toml")).arg("--store").arg(dir.join("store"));
    command.args(args).output().unwrap()
}

#[test]
fn what_is_in_a_store_never_reaches_the_terminal_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("config.toml"), "").unwrap();
    let mut evil = commit(
        1,
        vec![(
            1,
            vec![
                logged(EVIL),
                note(format!("{EVIL}\n{EVIL}")),
                EventData::Assigned(event::Assigned { to: Some(EVIL.into()) }),
            ],
        )],
    );
    evil.by = EVIL.into();
    put(&mut open(&dir.path().join("store")).unwrap().store, [evil]);
    let export = dir.path().join("all.jsonl");
    let out = export.to_str().unwrap();
    let asked: [&[&str]; 14] = [
        &["list"],
        &["list", "--json"],
        &["show", "1"],
        &["show", "1", "--json"],
        &["why", "1"],
        &["audit"],
        &["audit", "--json"],
        &["evidence", "1"],
        &["report", "attainment", "--csv"],
        &["report", "attainment", "--by", "agent"],
        &["export"],
        &["export", "--output", out],
        &["list", EVIL],
        &["do", "assign", "1", EVIL],
    ];
    let mut shown = 0;
    for args in asked {
        let output = frist(dir.path(), args);
        let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        harmless(&text);
        assert!(!text.contains("panicked"), "{text}");
        shown += usize::from(text.contains("evil"));
    }
    assert!(shown > 6, "{shown} of them showed it at all");
}
