//! Reads the TOML files that people write: contracts, calendars, the rota, the settings.
//!
//! The code that reads a kind of file takes values from a [`Table`] and says what is wrong with them where they are.
//! Problems are collected, so that one look at a file finds every mistake, each with its line and a hint.
//!
//! It is part of the domain, because texts of contracts that the ledger keeps are read wherever the ledger is. Only text goes in:
//! files are opened elsewhere.

mod foreign;
mod log;
mod node;
mod renamed;
mod suggest;
mod written;

pub use foreign::ForeignKey;
pub use log::Strictness;
pub use node::{Node, Table};
pub use renamed::{OLD_KEYS, RenamedKey, present_key, renamed_notice};
pub use suggest::{any_of, nearest, or_else, snake_case};
pub use written::{WrittenValue, written_values};

use std::collections::BTreeSet;

use toml::de::DeTable;

use crate::problem::Problem;
use log::{MAX_FILE, ProblemLog};
use node::join;

const SYNTAX_HINT: &str =
    "correct the line by the rules of TOML, as in key = \"text\", key = [\"a\", \"b\"] or [table]";

/// Parses a file and hands its root to `read`; the value that `read` returns holds only if no problem was noted.
///
/// # Errors
/// If anything in it is wrong: every problem, in the order of the file. Where the syntax is broken, only that is told:
/// the rest of the file would only give misleading problems on top.
pub fn parse<T>(file: &str, text: &str, read: impl FnOnce(&Table<'_>) -> Option<T>) -> Result<T, Vec<Problem>> {
    parse_as(file, text, Strictness::New, read).map(|(value, _)| value)
}

/// Parses a file as [`parse`] does, and also returns what is told of it without refusing it: of a kept text what newer checks find,
/// of a new file what may be meant otherwise.
pub fn parse_as<T>(
    file: &str,
    text: &str,
    strictness: Strictness,
    read: impl FnOnce(&Table<'_>) -> Option<T>,
) -> Result<(T, Vec<Problem>), Vec<Problem>> {
    let log = ProblemLog::new(file, text);
    let value = if text.len() > MAX_FILE {
        log.add(
            0,
            "",
            "the file is larger than 1 MiB",
            "a contract or calendar needs a few KiB: is this the right file?",
        );
        None
    } else {
        let (root, errors) = DeTable::parse_recoverable(text);
        note_syntax(&log, text, &errors, |line, _| (key_of_line(text, line), SYNTAX_HINT));
        if errors.is_empty() { read(&Table::root(&log, root.get_ref())) } else { None }
    };
    match (value, log.into_problems(strictness)) {
        (Some(value), (refusing, told)) if refusing.is_empty() => Ok((value, told)),
        (_, (refusing, _)) => Err(refusing),
    }
}

/// Returns whether a text is TOML, whatever it says.
pub fn has_sound_syntax(text: &str) -> bool {
    DeTable::parse(text).is_ok()
}

/// Hands the root of a file to `read`, and returns its value with every problem that it noted. Where the syntax is
/// broken, nothing is read and nothing told: for one of several readers of a file, of which another one tells that.
pub fn parse_section<T: Default>(file: &str, text: &str, read: impl FnOnce(&Table<'_>) -> T) -> (T, Vec<Problem>) {
    let log = ProblemLog::new(file, text);
    let Ok(root) = DeTable::parse(text) else { return (T::default(), Vec::new()) };
    let value = read(&Table::root(&log, root.get_ref()));
    (value, log.into_problems(Strictness::New).0)
}

/// Hands the readable part of a file to `read`, whatever is wrong with the rest, and returns its value with every
/// problem. `hint` says what to do about a mistake of syntax of that message.
pub fn parse_leniently<T>(
    file: &str,
    text: &str,
    hint: impl Fn(&str) -> &'static str,
    read: impl FnOnce(&Table<'_>) -> T,
) -> (T, Vec<Problem>) {
    let mut log = ProblemLog::new(file, text);
    let (root, errors) = DeTable::parse_recoverable(text);
    log.break_at(errors.iter().map(|error| place_of(error, text)).collect());
    note_syntax(&log, text, &errors, |_, message| (String::new(), hint(message)));
    let value = read(&Table::root(&log, root.get_ref()));
    (value, log.into_problems(Strictness::New).0)
}

/// Returns the line, from 1, that sets `key` in a file which could be read; 1 where none does.
pub(crate) fn line_of(text: &str, key: &str) -> usize {
    DeTable::parse(text).ok().map_or(1, |root| {
        let at = root.get_ref().get_key_value(key).map_or(0, |(key, _)| key.span().start);
        ProblemLog::new("", text).line(at)
    })
}

/// Notes the parser's errors, one a line: what follows on the same line is mostly an echo of the first. `words` gives
/// the key and the hint for a line and the parser's message.
fn note_syntax(
    log: &ProblemLog<'_>,
    text: &str,
    errors: &[toml::de::Error],
    words: impl Fn(usize, &str) -> (String, &'static str),
) {
    let mut lines = BTreeSet::new();
    for error in errors.iter().take_while(|_| !log.is_full()) {
        let at = place_of(error, text);
        if lines.insert(log.line(at)) {
            let (key, hint) = words(log.line(at), error.message());
            log.add(at, &key, error.message(), hint);
        }
    }
}

/// Returns the byte of the text that an error of the parser's is about.
fn place_of(error: &toml::de::Error, text: &str) -> usize {
    error.span().map_or(0, |span| span.start.min(text.len()))
}

/// Returns the key that a line seems to set, with the table header above it: the best that can be said where syntax is broken.
fn key_of_line(text: &str, line: usize) -> String {
    let lines: Vec<&str> = text.lines().take(line).map(str::trim).collect();
    let header = lines.iter().rev().find(|l| l.starts_with('[')).map_or("", |l| l.trim_matches(['[', ']', ' ']));
    let own = lines.get(line.saturating_sub(1)).and_then(|l| l.split_once('=')).map_or("", |(key, _)| key.trim_end());
    join(header, own)
}
