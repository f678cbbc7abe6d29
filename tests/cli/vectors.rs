//! Every question of `tests/vectors/`, asked of the program itself: `frist calc`, one process for a file.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// A file of vectors: questions, and the answer that each must get.
struct Vectors {
    asks: Vec<Value>,
    answers: Vec<Value>,
}

fn read(file: &Path) -> Vectors {
    let text = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let (mut asks, mut answers) = (Vec::new(), Vec::new());
    for line in text.lines() {
        let mut vector: Value = serde_json::from_str(line).expect("a vector is a line of JSON");
        asks.push(vector["ask"].take());
        answers.push(vector["answer"].take());
    }
    Vectors { asks, answers }
}

/// Returns what `frist calc` answers, a line each.
fn calc(asks: &[Value], contracts: Option<&Path>) -> Vec<Value> {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let questions = dir.path().join("questions");
    let lines: Vec<String> = asks.iter().map(ToString::to_string).collect();
    std::fs::write(&questions, lines.join("\n")).expect("the questions are written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_frist"));
    command.arg("--config").arg(dir.path().join("config.toml"));
    // A file that is asked for by name should be there.
    std::fs::write(dir.path().join("config.toml"), "").expect("the settings are written");
    if let Some(folder) = contracts {
        command.arg("--contracts").arg(folder);
    }
    let output = command
        .arg("calc")
        .env_remove("FRIST_STORE")
        .stdin(Stdio::from(File::open(&questions).expect("the questions are there")))
        .output()
        .expect("frist runs");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let text = String::from_utf8(output.stdout).expect("answers are UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("an answer is a line of JSON")).collect()
}

/// Returns whether the answer is right: percents to three decimals, everything else exactly.
fn is_right(given: &Value, right: &Value) -> bool {
    let percent = |answer: &Value| answer["uptime"]["percent"].as_f64();
    let (Some(a), Some(b)) = (percent(given), percent(right)) else { return given == right };
    let without = |answer: &Value| {
        let mut answer = answer.clone();
        answer["uptime"]["percent"].take();
        answer
    };
    (a - b).abs() < 0.000_5 && without(given) == without(right)
}

fn check(file: &Path, contracts: Option<&Path>, at_least: (usize, usize)) {
    let vectors = read(file);
    let given = calc(&vectors.asks, contracts);
    assert_eq!(given.len(), vectors.asks.len(), "a line for each question");
    for ((ask, right), given) in vectors.asks.iter().zip(&vectors.answers).zip(&given) {
        assert!(is_right(given, right), "{ask}\n{given}\nnot {right}");
    }
    let (asked, months) = (given.len(), given.iter().filter(|answer| answer.get("uptime").is_some()).count());
    assert!(asked >= at_least.0 && months >= at_least.1, "only {asked} questions, {months} about uptime");
}

fn here(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(path)
}

#[test]
fn the_five_agreements() {
    check(&here("five.jsonl"), None, (1_400, 150));
}

#[test]
fn a_contract_with_split_shifts_in_another_zone() {
    check(&here("shifts.jsonl"), Some(&here("contracts")), (300, 0));
}

#[test]
fn the_holidays_of_many_countries() {
    check(&here("holidays.jsonl"), None, (250, 0));
}

#[test]
fn named_hours_every_kind_of_target_and_uptime_by_plan_and_quarter() {
    check(&here("shapes.jsonl"), Some(&here("shapes")), (800, 120));
}

/// A checkout may lie beside a folder with newer vectors; these must be right as well.
#[test]
fn vectors_beside_the_checkout() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors");
    if !beside.is_dir() {
        return;
    }
    check(&beside.join("five.jsonl"), None, (1, 1));
    check(&beside.join("shifts.jsonl"), Some(&beside.join("contracts")), (1, 0));
    check(&beside.join("holidays.jsonl"), None, (1, 0));
    check(&beside.join("shapes.jsonl"), Some(&beside.join("shapes")), (1, 1));
}
