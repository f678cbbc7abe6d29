//! Measures frist's own side of what `benches/compare/run` measures within a process. It prints times in nanoseconds, as
//! JSON.
//!
//! `compare commit FOLDER` writes to the disk of that folder; `compare clock CONTRACT` answers questions from standard
//! input.

#![allow(clippy::unwrap_used)] // a bench may fail, as a test may

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use serde_json::{Value, json};

mod clock;
mod commit;
mod measure;
mod people;

/// The commits that are made by turns with bare writes.
const COMMITS: usize = 1000;
/// The rounds in which one person and eight work by turns, and the commits by each of them then.
const ROUNDS: usize = 10;
const EACH: u64 = 100;
/// The times that all questions are answered.
const ANSWERS: usize = 20;

fn main() -> ExitCode {
    if people::was_another() {
        return ExitCode::SUCCESS;
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["commit", folder] => println!("{}", commits(Path::new(folder))),
        ["clock", contract] => println!("{}", deadlines(contract)),
        _ => {
            eprintln!("compare commit FOLDER, or compare clock CONTRACT < QUESTIONS; benches/compare/run does both");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

/// Measures what bare writes and commits take.
fn commits(folder: &Path) -> Value {
    let mut disk = commit::Disk::new(&folder.join("one"));
    let turns = commit::by_turns(&mut disk, COMMITS);
    let shared = folder.join("eight");
    let _owner = people::Other::start("own", &shared);
    let desks = people::guests(&shared);
    let (mut one, mut eight) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        one.push(measure::timed(|| people::work(&desks[0], EACH)) / EACH as u32);
        let all = EACH * people::PEOPLE;
        eight.push(measure::timed(|| people::at_once(&desks, all)) / all as u32);
    }
    json!({
        "bytes": disk.size(),
        "bare": nanoseconds(&turns.bare),
        "acknowledged": nanoseconds(&turns.acknowledged),
        "in_sled": nanoseconds(&turns.in_sled),
        "one_person": nanoseconds(&one),
        "eight_people": nanoseconds(&eight),
    })
}

/// Returns the answers, and how long all of them together took.
fn deadlines(contract: &str) -> Value {
    let questions = clock::questions(std::io::stdin().lock());
    clock::with_clock(contract, |clock| {
        let answers = clock::answers(clock, &questions);
        json!({
            "due": answers.iter().map(|answer| answer.due.to_string()).collect::<Vec<_>>(),
            "breach_after": answers.iter().map(|answer| answer.breach_after.to_string()).collect::<Vec<_>>(),
            "times": nanoseconds(&clock::times(clock, &questions, ANSWERS)),
        })
    })
}

fn nanoseconds(times: &[Duration]) -> Vec<u64> {
    times.iter().map(|time| time.as_nanos() as u64).collect()
}
