//! What text a ticket takes: lines and notes from outside, kept as they came or refused, never quietly changed.

use crate::domain::text::drives_terminal;

/// The longest line (subject, customer, reference), in characters.
pub const LINE_LIMIT: usize = 200;
/// The longest note, in characters.
pub const NOTE_LIMIT: usize = 20_000;

/// Why a text is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TextError {
    /// Nothing in it.
    #[error("there is no text in it; write a few words")]
    Empty,
    /// Too long.
    #[error("it has {has} characters, the longest is {limit}; put the rest into a note")]
    TooLong {
        /// How many it has.
        has: usize,
        /// How many it may have.
        limit: usize,
    },
    /// A character that is no text.
    #[error("it has a control character (U+{0:04X}) at place {1}; take it out")]
    Control(u32, usize),
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
    if text.trim().is_empty() {
        return Err(TextError::Empty);
    }
    if let Some((place, bad)) = text.chars().enumerate().find(|(_, c)| drives_terminal(*c) && !also(*c)) {
        return Err(TextError::Control(bad as u32, place + 1));
    }
    let has = text.chars().count();
    if has > limit { Err(TextError::TooLong { has, limit }) } else { Ok(()) }
}
