//! Turns every failure of a command into words and an exit code, in one place.

use std::fmt::Write;
use std::io;

use clap::CommandFactory as _;
use clap::error::{ContextKind, ContextValue};

use super::args::Cli;
use crate::config::{FileError, PathsError};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::query::FilterError;
use crate::domain::reader::any_of;
use crate::domain::text::clean;
use crate::domain::ticket::TicketId;
use crate::domain::time::{OutOfRange, TimeError};

/// The reason why a command did not do what was asked.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CliError {
    /// A problem to tell the person.
    #[error("{}", .0.statement())]
    Told(Problem),
    /// The problem has been printed already, a line each; only the exit code is left.
    #[error("something was wrong")]
    Known(ProblemKind),
    /// The reader of the output has gone, as `head` does: nothing is wrong.
    #[error("the output was closed")]
    OutputClosed,
    /// The answer cannot be printed, as on a full disk; the reason.
    #[error("the output cannot be written: {0}")]
    NotPrinted(String),
    /// The command has done what it was asked for, and only cannot print that: a script must not repeat it.
    #[error("{what}, but that cannot be printed: {why}")]
    DoneUnprinted {
        /// The words for what was done, with the number of the ticket or entry.
        what: String,
        /// The reason why it cannot be printed.
        why: String,
    },
    /// A letter cannot be taken in just now; the mail server keeps it and tries again. The reason.
    #[error("{0}")]
    TryAgain(String),
    /// A signal, by its number, has ended it with everything in order.
    #[error("signal {0} ended it")]
    Signal(i32),
}

impl CliError {
    /// Returns a problem of that kind.
    pub fn new(kind: ProblemKind, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Told(Problem::new(kind, message, hint))
    }

    /// Returns the problem of wrong input.
    pub fn input(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(ProblemKind::Refused, message, hint)
    }

    /// Returns the error, its problem with the number of the ticket where it does not name that ticket already.
    pub(super) fn on_ticket(self, id: TicketId) -> Self {
        match self {
            Self::Told(problem) => Self::Told(problem.on_ticket(id)),
            other => other,
        }
    }

    /// Returns the error of a mail server's command: whatever went wrong, it is to try again.
    pub(super) fn into_try_again(self) -> Self {
        match self {
            Self::TryAgain(why) => Self::TryAgain(why),
            Self::Told(problem) => Self::TryAgain(problem.statement()),
            other => Self::TryAgain(other.to_string()),
        }
    }

    /// Returns the exit code.
    pub const fn code(&self) -> u8 {
        match self {
            Self::Told(problem) => code_of(problem.kind),
            Self::Known(kind) => code_of(*kind),
            Self::OutputClosed | Self::DoneUnprinted { .. } => 0,
            Self::NotPrinted(_) => code_of(ProblemKind::Store),
            Self::TryAgain(_) => TEMPFAIL,
            Self::Signal(number) => 128 + *number as u8,
        }
    }

    /// Returns what goes to standard error, with a line break behind each line; empty if all is told.
    pub fn report(&self) -> String {
        let (message, hint) = match self {
            Self::Told(problem) => (problem.statement(), problem.hint.as_str()),
            Self::NotPrinted(_) => (self.to_string(), "check where it goes"),
            Self::DoneUnprinted { .. } => (self.to_string(), "it need not be done again"),
            Self::TryAgain(why) => (why.clone(), "the mail server keeps the letter and tries again"),
            Self::Known(_) | Self::OutputClosed | Self::Signal(_) => return String::new(),
        };
        let mut text = format!("frist: {}\n", clean(&message));
        if !hint.is_empty() {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "hint: {}", clean(hint));
        }
        text
    }

    /// Returns the error of a command that has done something already: where only its answer cannot be printed, the error
    /// names `what` it has done.
    pub(super) fn although(self, what: &str) -> Self {
        let why = match self {
            Self::OutputClosed => "the output was closed".to_owned(),
            Self::NotPrinted(why) => why,
            other => return other,
        };
        Self::DoneUnprinted { what: what.to_owned(), why }
    }
}

/// The exit code that has a mail server try again later (`EX_TEMPFAIL` of sysexits.h). Most others have it send the letter back.
const TEMPFAIL: u8 = 75;

/// Returns the exit code of a command that failed for a problem of that kind.
const fn code_of(kind: ProblemKind) -> u8 {
    match kind {
        ProblemKind::NotFound => 1,
        ProblemKind::Refused => 2,
        ProblemKind::Conflict => 3,
        ProblemKind::NotAllowed => 4,
        ProblemKind::Store | ProblemKind::Away => 5,
    }
}

impl From<Problem> for CliError {
    fn from(problem: Problem) -> Self {
        Self::Told(problem)
    }
}

impl From<FilterError> for CliError {
    fn from(error: FilterError) -> Self {
        Self::Told(error.into())
    }
}

impl From<TimeError> for CliError {
    fn from(error: TimeError) -> Self {
        Self::Told(error.into())
    }
}

impl From<OutOfRange> for CliError {
    fn from(error: OutOfRange) -> Self {
        Self::Told(error.into())
    }
}

impl From<PathsError> for CliError {
    fn from(error: PathsError) -> Self {
        Self::Told(error.into())
    }
}

impl From<FileError> for CliError {
    fn from(error: FileError) -> Self {
        Self::Told(error.into())
    }
}

/// Makes an error of a failure to write the output.
impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::OutputClosed;
        }
        Self::NotPrinted(error.to_string())
    }
}

/// Makes an error of what clap found wrong with the command line. Help that was asked for is no error and does not come
/// here.
impl From<clap::Error> for CliError {
    fn from(error: clap::Error) -> Self {
        let text = error.render().to_string();
        let mut parts = text.split("\n\n").map(str::trim);
        let message = parts.next().unwrap_or_default().trim_start_matches("error: ");
        let parts = parts.map(|p| p.trim_start_matches("tip: "));
        let rest: Vec<&str> = parts.filter(|p| !p.is_empty() && !p.starts_with("For more information")).collect();
        let others = || if rest.is_empty() { "frist --help lists the commands".to_owned() } else { rest.join("; ") };
        let hint = below_others(&error).unwrap_or_else(others);
        Self::input(in_one_line(message), in_one_line(&hint))
    }
}

/// Returns the commands of the unknown one's name that stand below others: for `frist explain`, `frist contract explain`.
fn below_others(error: &clap::Error) -> Option<String> {
    let Some(ContextValue::String(name)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    let all = Cli::command();
    let groups = all.get_subcommands().filter(|group| !group.is_hide_set() && group.find_subcommand(name).is_some());
    let found: Vec<String> = groups.map(|group| format!("frist {} {name}", group.get_name())).collect();
    (!found.is_empty()).then(|| format!("did you mean {}?", any_of(found)))
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
            (ProblemKind::NotFound, 1),
            (ProblemKind::Refused, 2),
            (ProblemKind::Conflict, 3),
            (ProblemKind::NotAllowed, 4),
            (ProblemKind::Store, 5),
            (ProblemKind::Away, 5),
        ];
        for (kind, code) in kinds {
            assert_eq!(CliError::new(kind, "m", "h").code(), code);
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
        assert_eq!(CliError::Known(ProblemKind::Refused).report(), "");
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
