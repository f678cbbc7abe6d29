//! Checks the text that a ticket takes: lines and notes from outside are kept as they came or refused, never quietly
//! changed.

use crate::text::drives_terminal;

/// The most characters of a line (subject, customer, reference).
pub const LINE_LIMIT: usize = 200;
/// The most characters of a note.
pub const NOTE_LIMIT: usize = 20_000;

/// The reason why a text is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{}; {}", self.message(), self.hint())]
pub enum TextError {
    /// The text has nothing in it.
    Empty,
    /// The text is too long.
    TooLong {
        /// The number of characters that it has.
        has: usize,
        /// The most characters that it may have.
        limit: usize,
    },
    /// The text has a character that is no text, at that place from 1.
    Control(u32, usize),
}

impl TextError {
    /// Says what is wrong.
    pub fn message(&self) -> String {
        match self {
            Self::Empty => "there is no text in it".to_owned(),
            Self::TooLong { has, limit } => format!("it has {has} characters, the longest is {limit}"),
            Self::Control(code, place) => format!("it has a control character (U+{code:04X}) at place {place}"),
        }
    }

    /// Says what to do about it.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Empty => "write a few words",
            Self::TooLong { .. } => "put the rest into a note",
            Self::Control(..) => "take it out",
        }
    }
}

/// Checks a single line: 1 to [`LINE_LIMIT`] characters, none of them a control character or a hidden change of direction.
pub fn check_line(text: &str) -> Result<(), TextError> {
    check(text, LINE_LIMIT, |_| false)
}

/// Checks a note: up to [`NOTE_LIMIT`] characters; line ends and tabs are text here.
pub fn check_note(text: &str) -> Result<(), TextError> {
    check(text, NOTE_LIMIT, |c| c == '\n' || c == '\t')
}

fn check(text: &str, limit: usize, also: impl Fn(char) -> bool) -> Result<(), TextError> {
    if text.chars().all(|c| c.is_whitespace() || is_invisible(c)) {
        return Err(TextError::Empty);
    }
    if let Some((place, bad)) = text.chars().enumerate().find(|(_, c)| drives_terminal(*c) && !also(*c)) {
        return Err(TextError::Control(bad as u32, place + 1));
    }
    let has = text.chars().count();
    if has > limit { Err(TextError::TooLong { has, limit }) } else { Ok(()) }
}

/// Returns whether a character joins or parts others and shows nothing itself: a text of these alone has nothing to
/// read.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{61C}' | '\u{2060}' | '\u{FE0F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_any_script_is_kept_as_it_came() {
        for text in [
            "a",
            "Handlekurv tømmes",
            "e\u{301}",
            "你好，世界",
            "👩‍👩‍👧",
            "שלום",
            "\u{200F}שלום (v2)\u{200F}",
            "\u{1F1F3}\u{1F1F4}",
            "❤\u{FE0F}",
            " a ",
        ] {
            assert_eq!(check_line(text), Ok(()), "{text}");
            assert_eq!(check_note(text), Ok(()), "{text}");
        }
        assert_eq!(check_note("one\n\ttwo\nthree"), Ok(()));
    }

    #[test]
    fn nothing_to_read_is_no_text() {
        for text in
            ["", " ", "\n", "\t \n", "\u{A0}\u{3000}", "\u{200B}\u{200D}", " \u{2060}\u{FE0F}", "\u{200F}\u{FEFF}"]
        {
            assert_eq!(check_line(text), Err(TextError::Empty), "{text:?}");
            assert_eq!(check_note(text), Err(TextError::Empty), "{text:?}");
        }
    }

    #[test]
    fn what_drives_a_terminal_is_refused_with_its_place() {
        for (text, code, place) in [
            ("\u{1b}[2Jgone", 0x1B, 1),
            ("ab\u{9b}2J", 0x9B, 3),
            ("a\rb", 0x0D, 2),
            ("a\u{7}", 0x07, 2),
            ("a\u{0}b", 0x00, 2),
            ("a\u{7f}b", 0x7F, 2),
            ("cod\u{202E}gpj.exe", 0x202E, 4),
            ("\u{2066}a", 0x2066, 1),
            ("a\u{2069}", 0x2069, 2),
            ("a\u{2028}b", 0x2028, 2),
        ] {
            assert_eq!(check_line(text), Err(TextError::Control(code, place)), "{text:?}");
            assert_eq!(check_note(text), Err(TextError::Control(code, place)), "{text:?}");
        }
        assert_eq!(check_line("a\nb"), Err(TextError::Control(0x0A, 2)));
        assert_eq!(check_line("a\tb"), Err(TextError::Control(0x09, 2)));
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        let long = |n: usize| "å".repeat(n);
        assert_eq!(check_line(&long(LINE_LIMIT)), Ok(()));
        assert_eq!(check_line(&long(LINE_LIMIT + 1)), Err(TextError::TooLong { has: 201, limit: 200 }));
        assert_eq!(check_line(&long(10_000)), Err(TextError::TooLong { has: 10_000, limit: 200 }));
        assert_eq!(check_note(&long(NOTE_LIMIT)), Ok(()));
        assert_eq!(check_note(&long(NOTE_LIMIT + 1)), Err(TextError::TooLong { has: 20_001, limit: 20_000 }));
        let said = TextError::Control(0x1B, 7).to_string();
        assert_eq!(said, "it has a control character (U+001B) at place 7; take it out");
    }
}
