//! `frist calc` as a program: one answer a question, whatever the question.

use std::io::Write;
use std::process::{Command, Stdio};

use proptest::prelude::*;

use super::corpus::{corpus, harmless, hostile};
use frist_testkit::cases;

/// Feeds these to a `frist calc`; returns what it answers.
fn answers(input: &[u8]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_frist"));
    command.arg("--config").arg(dir.path().join("config.toml")).arg("calc").env("XDG_CONFIG_HOME", dir.path());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    std::fs::write(dir.path().join("config.toml"), "").unwrap();
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let bytes = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&bytes));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(matches!(output.status.code(), Some(0 | 2)), "{:?} {told}", output.status);
    harmless(&told);
    String::from_utf8(output.stdout).unwrap()
}

fn check(input: &[u8]) {
    let given = answers(input);
    harmless(&given);
    let asked = input
        .split(|byte| *byte == b'\n')
        .filter(|line| std::str::from_utf8(line).map_or(true, |text| !text.trim().is_empty()));
    assert_eq!(given.lines().count(), asked.count(), "{given}");
    for line in given.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
}

#[test]
fn the_corpus() {
    for (_, bytes) in corpus("calc") {
        check(&bytes);
    }
    check(&[b"[".repeat(900_000), b"\n{}\n".to_vec(), vec![b'x'; 3 << 20]].concat());
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn questions(lines in proptest::collection::vec(hostile("calc"), 1..20)) {
        check(&lines.join(&b'\n'));
    }
}
