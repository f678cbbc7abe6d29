//! What is wrong in a file: a problem names file, line and key, and what would be right; the log collects them.

use crate::text::drives_terminal;
use std::cell::RefCell;
use std::fmt;

/// The largest file that is read, in bytes.
pub(crate) const MAX_FILE: usize = 1024 * 1024;

/// The most problems that are told of one file: whoever has more has opened something else.
pub(crate) const MAX_PROBLEMS: usize = 500;

/// The longest message, in characters: a value is quoted in it, and a value can be as long as the file.
const MAX_MESSAGE: usize = 400;

/// One thing that is wrong in a contract or calendar file. `Display` gives `file:line: key: message; hint`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The file's name.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The dotted path of the key, such as `support.hours.mon-thu`; the second severity is `severity[2]`. May be empty.
    pub key: String,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub hint: String,
}

impl Problem {
    /// A problem whose texts are safe to print, whatever the file holds.
    pub(crate) fn new(file: &str, line: usize, key: &str, message: &str, hint: &str) -> Self {
        Self { file: printable(file), line, key: printable(key), message: printable(message), hint: printable(hint) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        write!(f, "{}; {}", self.message, self.hint)
    }
}

/// Which checks refuse a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Strictness {
    /// All: a file that is read from now on.
    New,
    /// Those that there were from the beginning: a text that was kept for what is past counts on, and what newer checks find
    /// in it is told without refusing it.
    Kept,
}

/// Collects the problems of one file while it is read.
pub(crate) struct Log<'a> {
    file: &'a str,
    /// Where each line but the first begins.
    starts: Vec<usize>,
    problems: RefCell<Vec<Problem>>,
    /// What only newer checks find.
    newer: RefCell<Vec<Problem>>,
}

impl<'a> Log<'a> {
    pub(crate) fn new(file: &'a str, text: &str) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1).collect();
        Self { file, starts, problems: RefCell::default(), newer: RefCell::default() }
    }

    /// The line, from 1, of the byte at `at`.
    pub(crate) fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at) + 1
    }

    /// Notes a problem with `key` at byte `at`.
    pub(crate) fn add(&self, at: usize, key: &str, message: &str, hint: &str) {
        if !self.is_full() {
            self.problems.borrow_mut().push(Problem::new(self.file, self.line(at), key, message, hint));
        }
    }

    /// Notes a problem that only newer checks find, and that does not refuse a kept text.
    pub(crate) fn add_newer(&self, at: usize, key: &str, message: &str, hint: &str) {
        if self.newer.borrow().len() < MAX_PROBLEMS {
            self.newer.borrow_mut().push(Problem::new(self.file, self.line(at), key, message, hint));
        }
    }

    /// How many were noted that refuse every file.
    pub(crate) fn count(&self) -> usize {
        self.problems.borrow().len()
    }

    /// Whether further problems would not be kept.
    pub(crate) fn is_full(&self) -> bool {
        self.problems.borrow().len() >= MAX_PROBLEMS
    }

    /// What refuses the file, and what is only told, both in the order of the file.
    pub(crate) fn into_problems(self, strictness: Strictness) -> (Vec<Problem>, Vec<Problem>) {
        let (mut refusing, mut told) = (self.problems.into_inner(), self.newer.into_inner());
        if strictness == Strictness::New {
            refusing.append(&mut told);
        }
        refusing.sort_by_key(|problem| problem.line);
        refusing.truncate(MAX_PROBLEMS);
        told.sort_by_key(|problem| problem.line);
        (refusing, told)
    }
}

/// `text` with unsafe characters written out (`\u{1b}`) and cut where it is too long for a message.
fn printable(text: &str) -> String {
    let mut out = String::new();
    for (n, c) in text.chars().enumerate() {
        if n == MAX_MESSAGE {
            out.push('…');
            break;
        }
        if drives_terminal(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// `a, b or c`, each in backquotes, for a hint.
pub(crate) fn any_of<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    let mut names: Vec<String> = names.into_iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match names.pop() {
        None => String::new(),
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} or {last}", names.join(", ")),
    }
}

/// The hint `write KNOWN, or OTHERWISE`; just `otherwise` where nothing is known.
pub(crate) fn or_else(known: &str, otherwise: &str) -> String {
    if known.is_empty() { otherwise.to_owned() } else { format!("write {known}, or {otherwise}") }
}

/// The name among `known` that somebody who wrote `text` most likely meant.
pub(crate) fn nearest<'k>(text: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    if text.len() > 64 {
        return None;
    }
    let wanted = text.to_lowercase().replace('-', "_");
    let near = known.into_iter().map(|name| (edits(&wanted, name), name)).min_by_key(|(edits, _)| *edits)?;
    (near.0 <= (text.len() / 3).clamp(1, 3)).then_some(near.1)
}

/// How many letters must be put in, taken out or changed to make `b` of `a`.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let kept = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = kept.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_reads_as_one_line_even_when_the_file_does_not() {
        let problem = Problem::new("a\n.toml", 3, "x\u{1b}[2J", "`\u{202e}` is wrong", "write it so");
        assert_eq!(problem.to_string(), "a\\u{a}.toml:3: x\\u{1b}[2J: `\\u{202e}` is wrong; write it so");
        assert_eq!(Problem::new("a", 1, "", "no", "yes").to_string(), "a:1: no; yes");
        assert_eq!(printable(&"x".repeat(1000)).chars().count(), MAX_MESSAGE + 1);
    }

    #[test]
    fn lines_are_counted_from_one() {
        let log = Log::new("f", "a\nb\n\nc");
        assert_eq!([0, 1, 2, 3, 4, 5, 99].map(|at| log.line(at)), [1, 1, 2, 2, 3, 4, 4]);
    }

    #[test]
    fn the_nearest_name_is_offered_and_a_far_one_is_not() {
        let known = ["channels", "holidays", "clock"];
        assert_eq!(nearest("chanels", known), Some("channels"));
        assert_eq!(nearest("Clock", known), Some("clock"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("", known), None);
        assert_eq!(any_of(["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
