//! What is wrong, as data: one type from the file or the field that it is about to the screen or the terminal that
//! shows it.
//!
//! Nothing parses a sentence again: code that needs the line, the field or the hint asks for it. Text is made by
//! `Display`, at the edge.

mod field;

pub use field::Field;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::drives_terminal;
use crate::ticket::TicketId;
use crate::time::{OutOfRange, TimeError};

/// The longest text of a problem in a file, in characters: a value is quoted in it, and a value can be as long as the file.
const MAX_MESSAGE: usize = 400;

/// One thing that is wrong.
///
/// `Display` gives `file:line: key: message; hint`, each part where it is known.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Problem {
    /// The kind of the problem; it decides the exit code.
    pub kind: ProblemKind,
    /// The field of a form that it is about.
    #[serde(default, with = "field::by_name")]
    pub field: Option<Field>,
    /// The place in a file, or in a line that was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Box<SourcePlace>>,
    /// What is wrong.
    pub message: String,
    /// What to do, or what would be right; may be empty.
    pub hint: String,
}

/// The kinds of problems.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// There is no such thing, or nothing matches.
    NotFound,
    /// The input makes no sense, or the change may not happen.
    Refused,
    /// Somebody else made a change in between.
    Conflict,
    /// This person may not do that.
    NotAllowed,
    /// The store cannot be read or written.
    Store,
    /// The process that has the store cannot be reached just now. The request may be sent again, under the same id.
    Away,
}

/// The place of a problem.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SourcePlace {
    /// The file's name; empty where it is no file.
    pub file: String,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The character of the line, from 1.
    pub column: Option<usize>,
    /// The dotted path of the file's key, such as `support.hours.mon-thu`; the second severity is `severity[2]`. May be empty.
    pub key: String,
}

impl Problem {
    /// Makes a problem of that kind.
    pub fn new(kind: ProblemKind, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { kind, field: None, place: None, message: message.into(), hint: hint.into() }
    }

    /// Makes the problem of something that is refused as a whole.
    pub fn refused(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(ProblemKind::Refused, message, hint)
    }

    /// Makes the problem of something that is refused for what stands in that field.
    pub fn of_field(field: Field, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::refused(message, hint).about(field)
    }

    /// Makes the problem of something that is wrong with a file as a whole, or with that line of it.
    pub fn of_file(
        file: impl Into<String>,
        line: Option<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self::refused(message, hint).at(SourcePlace { file: file.into(), line, ..SourcePlace::default() })
    }

    /// Makes the problem of something that is wrong in the text of a file. Every part is safe to print, whatever the
    /// file holds.
    pub fn in_text(place: &SourcePlace, message: &str, hint: &str) -> Self {
        let place = SourcePlace { file: printable(&place.file), key: printable(&place.key), ..*place };
        Self::refused(printable(message), printable(hint)).at(place)
    }

    /// Returns the problem, about that field of a form.
    #[must_use]
    pub fn about(mut self, field: Field) -> Self {
        self.field = Some(field);
        self
    }

    /// Returns the problem, at that place.
    #[must_use]
    pub fn at(mut self, place: SourcePlace) -> Self {
        self.place = Some(Box::new(place));
        self
    }

    /// Returns the problem, its message with the number of the ticket before it where it does not name that ticket already:
    /// for what is asked of several tickets at once.
    #[must_use]
    pub fn on_ticket(mut self, id: TicketId) -> Self {
        if !names_ticket(&self.message, id) {
            self.message = format!("#{id}: {}", self.message);
        }
        self
    }

    /// Returns the name of the file that the problem is in; empty where it is in none.
    pub fn file(&self) -> &str {
        self.place.as_ref().map_or("", |place| &place.file)
    }

    /// Returns the problem in a line that names its file without the folders: for a place where a path takes all the room.
    pub fn in_brief(&self) -> String {
        let (text, file) = (self.to_string(), self.file());
        match file.rsplit_once('/') {
            Some((_, name)) => text.replacen(file, name, 1),
            None => text,
        }
    }

    /// Returns the line that the problem is in, from 1.
    pub fn line(&self) -> Option<usize> {
        self.place.as_ref().and_then(|place| place.line)
    }

    /// Returns the dotted path of the file's key that the problem is about; empty where it is about none.
    pub fn key(&self) -> &str {
        self.place.as_ref().map_or("", |place| &place.key)
    }

    /// Says where the problem is and what is wrong, without what to do.
    pub fn statement(&self) -> String {
        match self.place.as_deref() {
            None => self.message.clone(),
            Some(place) if place.file.is_empty() => match place.column {
                Some(column) => format!("{} at place {column}", self.message),
                None => self.message.clone(),
            },
            Some(SourcePlace { file, line, key, .. }) => {
                let line = line.map_or_else(String::new, |line| format!(":{line}"));
                let key = if key.is_empty() { String::new() } else { format!("{key}: ") };
                format!("{file}{line}: {key}{}", self.message)
            }
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.statement())?;
        if self.hint.is_empty() { Ok(()) } else { write!(f, "; {}", self.hint) }
    }
}

impl std::error::Error for Problem {}

impl From<OutOfRange> for Problem {
    fn from(error: OutOfRange) -> Self {
        Self::refused(format!("that is {error}"), "give a time in these years")
    }
}

impl From<TimeError> for Problem {
    fn from(error: TimeError) -> Self {
        match error {
            TimeError::OutOfRange(error) => error.into(),
            error => Self::refused(error.message(), error.hint().unwrap_or_default()),
        }
    }
}

/// Returns whether the words name the ticket: `#5` does, and `#56` is another one.
fn names_ticket(words: &str, id: TicketId) -> bool {
    let number = format!("#{id}");
    words.split(&number).skip(1).any(|behind| !behind.starts_with(|c: char| c.is_ascii_digit()))
}

/// Returns `text` with unsafe characters written out (`\u{1b}`) and cut where it is too long for a message.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn in_text(file: &str, line: usize, key: &str, message: &str, hint: &str) -> Problem {
        let place = SourcePlace { file: file.to_owned(), line: Some(line), column: Some(1), key: key.to_owned() };
        Problem::in_text(&place, message, hint)
    }

    #[test]
    fn a_problem_reads_as_one_line_even_when_the_file_does_not() {
        let problem = in_text("a\n.toml", 3, "x\u{1b}[2J", "`\u{202e}` is wrong", "write it so");
        assert_eq!(problem.to_string(), "a\\u{a}.toml:3: x\\u{1b}[2J: `\\u{202e}` is wrong; write it so");
        assert_eq!(in_text("a", 1, "", "no", "yes").to_string(), "a:1: no; yes");
        assert_eq!(printable(&"x".repeat(1000)).chars().count(), MAX_MESSAGE + 1);
    }

    #[test]
    fn each_part_is_told_where_it_is_known() {
        assert_eq!(Problem::refused("no", "yes").to_string(), "no; yes");
        assert_eq!(Problem::refused("no", "").to_string(), "no");
        assert_eq!(Problem::of_file("a.toml", None, "no", "yes").to_string(), "a.toml: no; yes");
        assert_eq!(Problem::of_file("a.toml", Some(2), "no", "yes").to_string(), "a.toml:2: no; yes");
        let typed = Problem::refused("no", "yes").at(SourcePlace { column: Some(7), ..SourcePlace::default() });
        assert_eq!((typed.to_string().as_str(), typed.statement().as_str()), ("no at place 7; yes", "no at place 7"));
    }

    #[test]
    fn a_problem_of_one_of_several_tickets_names_it_once() {
        for (message, said) in [
            ("it is closed already", "#5: it is closed already"),
            ("there is no ticket #5", "there is no ticket #5"),
            ("#5 has changed: closed by anna", "#5 has changed: closed by anna"),
            ("it belongs to #56", "#5: it belongs to #56"),
            ("it came after #56 and #5", "it came after #56 and #5"),
        ] {
            let problem = Problem::refused(message, "look").on_ticket(TicketId(5));
            assert_eq!((problem.message.as_str(), problem.hint.as_str()), (said, "look"));
        }
    }

    #[test]
    fn every_field_goes_by_its_name_and_one_that_is_not_known_by_none() {
        for field in Field::ALL {
            let problem = Problem::of_field(field, "m", "h");
            let json = serde_json::to_value(&problem).unwrap();
            assert_eq!(json["field"], field.key());
            assert_eq!(serde_json::from_value::<Problem>(json).unwrap(), problem);
        }
        let json = r#"{"kind":"conflict","field":"","message":"m","hint":"h"}"#;
        let problem = Problem::new(ProblemKind::Conflict, "m", "h");
        assert_eq!(serde_json::to_string(&problem).unwrap(), json);
        for field in [r#""""#, r#""shoe size""#] {
            let json = json.replace(r#""""#, field);
            assert_eq!(serde_json::from_str::<Problem>(&json).unwrap(), problem, "{json}");
        }
    }
}
