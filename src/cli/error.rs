//! Every failure of a command, turned into words and an exit code in one place.

use std::fmt::Write;
use std::io;

use crate::config::{FileError, PathsError};
use crate::desk::{DeskError, DeskErrorKind};
use crate::domain::query::FilterError;
use crate::domain::text::clean;
use crate::domain::ticket::Refusal;
use crate::domain::time::{OutOfRange, TimeError};

/// How a command ends when it does not end well. The number is the program's exit code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    /// Nothing matched, or there is no such ticket or entry.
    NothingMatched = 1,
    /// The command line or what was given to it makes no sense.
    BadInput = 2,
    /// Somebody else changed the ticket or the entry in between.
    Conflict = 3,
    /// This person may not do that.
    NotAllowed = 4,
    /// The store cannot be used.
    Store = 5,
}

/// Why a command did not do what was asked.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CliError {
    /// Something to tell the person.
    #[error("{message}")]
    Told {
        /// Which sort, and the exit code.
        failure: Failure,
        /// What is wrong.
        message: String,
        /// What to do; may be empty.
        hint: String,
    },
    /// It has been told already, a line each; only the exit code is left.
    #[error("something was wrong")]
    Known(Failure),
    /// Whoever read the output has gone, as `head` does: nothing is wrong.
    #[error("the output was closed")]
    OutputClosed,
    /// What there was to tell cannot be printed, as on a full disk: why.
    #[error("the output cannot be written: {0}")]
    NotPrinted(String),
    /// The command has done what it was asked for, and only cannot print that: a script must not do it once more.
    #[error("{what}, but that cannot be printed: {why}")]
    DoneUnprinted {
        /// What was done, with the number of the ticket or entry.
        what: String,
        /// Why it cannot be printed.
        why: String,
    },
    /// This signal ended it, with everything in order.
    #[error("signal {0} ended it")]
    Signal(i32),
}

impl CliError {
    /// A failure of that sort.
    pub fn new(failure: Failure, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Told { failure, message: message.into(), hint: hint.into() }
    }

    /// Bad input.
    pub fn input(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(Failure::BadInput, message, hint)
    }

    /// From a sentence of the form `what is wrong; what to do`.
    pub(super) fn sentence(failure: Failure, sentence: &str) -> Self {
        let (message, hint) = sentence.split_once("; ").unwrap_or((sentence, ""));
        Self::new(failure, message, hint)
    }

    /// The exit code.
    pub const fn code(&self) -> u8 {
        match self {
            Self::Told { failure, .. } | Self::Known(failure) => *failure as u8,
            Self::OutputClosed | Self::DoneUnprinted { .. } => 0,
            Self::NotPrinted(_) => Failure::Store as u8,
            Self::Signal(number) => 128 + *number as u8,
        }
    }

    /// What goes to standard error, with a line break behind each line; nothing if all is told.
    pub fn report(&self) -> String {
        let (message, hint) = match self {
            Self::Told { message, hint, .. } => (message.clone(), hint.as_str()),
            Self::NotPrinted(_) => (self.to_string(), "check where it goes"),
            Self::DoneUnprinted { .. } => (self.to_string(), "it need not be done again"),
            Self::Known(_) | Self::OutputClosed | Self::Signal(_) => return String::new(),
        };
        let mut text = format!("frist: {}\n", clean(&message));
        if !hint.is_empty() {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "hint: {}", clean(hint));
        }
        text
    }

    /// The same of a command that has done something already: where only its answer cannot be printed, that is told with
    /// `what` it has done.
    pub(super) fn although(self, what: &str) -> Self {
        let why = match self {
            Self::OutputClosed => "the output was closed".to_owned(),
            Self::NotPrinted(why) => why,
            other => return other,
        };
        Self::DoneUnprinted { what: what.to_owned(), why }
    }
}

impl From<DeskError> for CliError {
    fn from(error: DeskError) -> Self {
        let failure = match error.kind {
            DeskErrorKind::NotFound => Failure::NothingMatched,
            DeskErrorKind::Refused => Failure::BadInput,
            DeskErrorKind::Conflict => Failure::Conflict,
            DeskErrorKind::NotAllowed => Failure::NotAllowed,
            DeskErrorKind::Store | DeskErrorKind::Away => Failure::Store,
        };
        Self::new(failure, error.message, error.hint)
    }
}

impl From<Refusal> for CliError {
    fn from(refusal: Refusal) -> Self {
        DeskError::from(refusal).into()
    }
}

impl From<FilterError> for CliError {
    fn from(error: FilterError) -> Self {
        Self::input(format!("the filter cannot be read: {} at place {}", error.message, error.place), error.hint)
    }
}

impl From<TimeError> for CliError {
    fn from(error: TimeError) -> Self {
        let words = error.to_string();
        match error {
            TimeError::OutOfRange(_) => OutOfRange.into(),
            TimeError::Unreadable { .. } => {
                let (message, hint) = words.split_once(": ").unwrap_or((&words, ""));
                Self::input(message, hint)
            }
            TimeError::Skipped { .. } => Self::sentence(Failure::BadInput, &words),
        }
    }
}

impl From<OutOfRange> for CliError {
    fn from(error: OutOfRange) -> Self {
        Self::input(format!("that is {error}"), "give a time in these years")
    }
}

impl From<PathsError> for CliError {
    fn from(error: PathsError) -> Self {
        Self::sentence(Failure::BadInput, &error.to_string())
    }
}

impl From<FileError> for CliError {
    fn from(error: FileError) -> Self {
        Self::sentence(Failure::BadInput, &error.to_string())
    }
}

/// An error while writing the output.
impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::OutputClosed;
        }
        Self::NotPrinted(error.to_string())
    }
}

/// What clap found wrong with the command line. Help that was asked for is no error and does not come here.
impl From<clap::Error> for CliError {
    fn from(error: clap::Error) -> Self {
        let text = error.render().to_string();
        let mut parts = text.split("\n\n").map(str::trim);
        let message = parts.next().unwrap_or_default().trim_start_matches("error: ");
        let parts = parts.map(|p| p.trim_start_matches("tip: "));
        let rest: Vec<&str> = parts.filter(|p| !p.is_empty() && !p.starts_with("For more information")).collect();
        let hint = if rest.is_empty() { "frist --help tells what there is".to_owned() } else { rest.join("; ") };
        Self::input(in_one_line(message), in_one_line(&hint))
    }
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::{Instant, Zone, parse_moment};

    #[test]
    fn each_failure_has_its_code() {
        let kinds = [
            (DeskErrorKind::NotFound, 1),
            (DeskErrorKind::Refused, 2),
            (DeskErrorKind::Conflict, 3),
            (DeskErrorKind::NotAllowed, 4),
            (DeskErrorKind::Store, 5),
            (DeskErrorKind::Away, 5),
        ];
        for (kind, code) in kinds {
            assert_eq!(CliError::from(DeskError::new(kind, "m", "h")).code(), code);
        }
        assert_eq!(CliError::from(io::Error::from(io::ErrorKind::BrokenPipe)).code(), 0);
        assert_eq!(CliError::from(io::Error::from(io::ErrorKind::StorageFull)).code(), 5);
        assert_eq!(CliError::Signal(15).code(), 143);
    }

    #[test]
    fn what_is_reported_is_safe_and_has_two_lines() {
        let error = CliError::input("no \u{1b}[2Jsuch\nthing", "write\u{202e} another");
        assert_eq!(error.report(), "frist: no [2Jsuch thing\nhint: write another\n");
        assert_eq!(CliError::input("no", "").report(), "frist: no\n");
        assert_eq!(CliError::Known(Failure::BadInput).report(), "");
        assert_eq!(CliError::Signal(15).report(), "");
    }

    #[test]
    fn what_was_done_and_cannot_be_printed_is_no_failure() {
        for (kind, why) in
            [(io::ErrorKind::BrokenPipe, "the output was closed"), (io::ErrorKind::StorageFull, "no storage space")]
        {
            let error = CliError::from(io::Error::from(kind)).although("#7 is logged");
            assert_eq!(error.code(), 0);
            let told =
                format!("frist: #7 is logged, but that cannot be printed: {why}\nhint: it need not be done again\n");
            assert_eq!(error.report(), told);
        }
        assert_eq!(CliError::input("no", "").although("#7 is logged"), CliError::input("no", ""));
    }

    #[test]
    fn a_time_that_cannot_be_read_says_how_one_is_written() {
        let error = CliError::from(parse_moment("soon", Zone::utc(), Instant::FIRST).unwrap_err());
        assert_eq!(error.to_string(), "`soon` is not a time");
        assert!(error.report().contains("hint: write 2024-01-05T15:00:00Z"), "{}", error.report());
    }
}
