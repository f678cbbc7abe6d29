//! Asks the support clock questions from outside: its answers, and what an answer costs.

use std::hint::black_box;
use std::io::BufRead;
use std::time::Duration;

use frist::domain::contract::{Book, SourceFile, built_in_calendars};
use frist::domain::time::{ClockKind, Deadline, Instant, Span, SupportClock};

use super::measure::timed;

/// A moment, and the number of support hours after it.
type Question = (Instant, Span);

/// Reads the questions, a line each: a moment and a number of support hours.
pub fn questions(input: impl BufRead) -> Vec<Question> {
    input.lines().map(|line| question(&line.unwrap())).collect()
}

fn question(line: &str) -> Question {
    let (start, hours) = line.split_once(' ').unwrap();
    (Instant::parse(start).unwrap(), Span::Time(hours.parse::<i64>().unwrap() * 3600))
}

/// Runs something with the clock of the only contract in a file.
pub fn with_clock<T>(contract: &str, run: impl FnOnce(&SupportClock) -> T) -> T {
    let text = std::fs::read_to_string(contract).unwrap();
    let book = Book::new(built_in_calendars(), [SourceFile::user(contract, text)]);
    assert!(book.problems().is_empty(), "the contract cannot be read");
    run(&book.contracts().next().unwrap().support.clock)
}

/// Returns all answers.
pub fn answers(clock: &SupportClock, questions: &[Question]) -> Vec<Deadline> {
    questions.iter().map(|(start, span)| clock.deadline(*start, *span, ClockKind::Support).unwrap()).collect()
}

/// Returns how long all answers together take, `rounds` times.
pub fn times(clock: &SupportClock, questions: &[Question], rounds: usize) -> Vec<Duration> {
    let all = || {
        for (start, span) in questions {
            let _ = black_box(clock.deadline(black_box(*start), black_box(*span), ClockKind::Support));
        }
    };
    (0..rounds).map(|_| timed(all)).collect()
}
