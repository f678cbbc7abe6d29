//! Collects what is wrong in a file while it is read: each problem names file, line and key, and what would be right.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use super::foreign::{ForeignKey, foreign_hint};
use crate::problem::{Problem, SourcePlace};

/// The size of the largest file that is read, in bytes.
pub(super) const MAX_FILE: usize = 1024 * 1024;

/// The most problems that are told of one file: a user who has more has opened something else.
pub(super) const MAX_PROBLEMS: usize = 500;

/// The most bytes of a line that are counted to tell a column: a file can be one line.
const MAX_COLUMN: usize = 4096;

/// The checks that refuse a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Strictness {
    /// All checks, for a file that is read from now on.
    New,
    /// The checks that there were from the beginning, for a text that was kept for what is past: it counts on, and what
    /// newer checks find in it is told without refusing it.
    Kept,
}

/// The problems of one file, collected while it is read.
pub(crate) struct ProblemLog<'a> {
    file: &'a str,
    text: &'a str,
    /// The byte at which each line but the first begins.
    starts: Vec<usize>,
    /// The bytes at which the syntax is wrong.
    broken: Vec<usize>,
    problems: RefCell<Vec<Problem>>,
    /// The problems that only newer checks find.
    newer: RefCell<Vec<Problem>>,
    /// What may be meant, and is told of a file that is read from now on.
    doubts: RefCell<Vec<Problem>>,
    /// The keys of other tools that somebody may have written here.
    foreign: Cell<&'static [ForeignKey]>,
}

impl<'a> ProblemLog<'a> {
    pub(super) fn new(file: &'a str, text: &'a str) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1).collect();
        let (problems, newer, doubts) = (RefCell::default(), RefCell::default(), RefCell::default());
        Self { file, text, starts, broken: Vec::new(), problems, newer, doubts, foreign: Cell::default() }
    }

    /// Keeps the bytes at which the syntax is wrong.
    pub(super) fn break_at(&mut self, broken: Vec<usize>) {
        self.broken = broken;
    }

    /// Keeps the keys of other tools that have a hint of their own in this kind of file.
    pub(super) fn know(&self, foreign: &'static [ForeignKey]) {
        self.foreign.set(foreign);
    }

    /// Returns what to write instead of another tool's key in the table at that path, where that is known.
    pub(super) fn foreign_hint(&self, path: &str, key: &str) -> Option<String> {
        foreign_hint(self.foreign.get(), path, key)
    }

    /// Returns whether the syntax is right in those bytes.
    pub(super) fn is_whole(&self, bytes: &Range<usize>) -> bool {
        !self.broken.iter().any(|at| bytes.contains(at))
    }

    /// Returns the line, from 1, of the byte at `at`.
    pub(super) fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at) + 1
    }

    /// Returns the place of `key`, at byte `at`.
    fn place(&self, at: usize, key: &str) -> SourcePlace {
        let line = self.line(at);
        let start = line.checked_sub(2).and_then(|line| self.starts.get(line)).copied().unwrap_or(0);
        let before = self.text.get(start..at).filter(|before| before.len() <= MAX_COLUMN);
        let column = before.map(|before| before.chars().count() + 1);
        SourcePlace { file: self.file.to_owned(), line: Some(line), column, key: key.to_owned() }
    }

    /// Notes a problem with `key` at byte `at`.
    pub(super) fn add(&self, at: usize, key: &str, message: &str, hint: &str) {
        if !self.is_full() {
            self.problems.borrow_mut().push(Problem::in_text(&self.place(at, key), message, hint));
        }
    }

    /// Notes a problem that only newer checks find, and that does not refuse a kept text.
    pub(super) fn add_newer(&self, at: usize, key: &str, message: &str, hint: &str) {
        if self.newer.borrow().len() < MAX_PROBLEMS {
            self.newer.borrow_mut().push(Problem::in_text(&self.place(at, key), message, hint));
        }
    }

    /// Notes what may be meant and refuses no file.
    pub(super) fn doubt(&self, at: usize, key: &str, message: &str, hint: &str) {
        if self.doubts.borrow().len() < MAX_PROBLEMS {
            self.doubts.borrow_mut().push(Problem::in_text(&self.place(at, key), message, hint));
        }
    }

    /// Returns the number of problems that refuse every file.
    pub(super) fn count(&self) -> usize {
        self.problems.borrow().len()
    }

    /// Returns whether further problems would not be kept.
    pub(super) fn is_full(&self) -> bool {
        self.problems.borrow().len() >= MAX_PROBLEMS
    }

    /// Returns the problems that refuse the file, and those that are only told, both in the order of the file: of a kept text what
    /// newer checks find, of a new file what may be meant otherwise.
    pub(super) fn into_problems(self, strictness: Strictness) -> (Vec<Problem>, Vec<Problem>) {
        let (mut refusing, mut told) = (self.problems.into_inner(), self.newer.into_inner());
        if strictness == Strictness::New {
            refusing.append(&mut told);
            told = self.doubts.into_inner();
        }
        refusing.sort_by_key(Problem::line);
        refusing.truncate(MAX_PROBLEMS);
        told.sort_by_key(Problem::line);
        (refusing, told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_one() {
        let log = ProblemLog::new("f", "a\nb\n\nc");
        assert_eq!([0, 1, 2, 3, 4, 5, 99].map(|at| log.line(at)), [1, 1, 2, 2, 3, 4, 4]);
    }

    #[test]
    fn columns_are_counted_in_characters() {
        let text = "å = 1\næø = 2\n";
        let log = ProblemLog::new("f", text);
        let at = |part: &str| log.place(text.find(part).unwrap(), "");
        let places = ["å", "1", "æø", "2"].map(|part| (at(part).line, at(part).column));
        assert_eq!(places, [(1, 1), (1, 5), (2, 1), (2, 6)].map(|(line, column)| (Some(line), Some(column))));
    }
}
