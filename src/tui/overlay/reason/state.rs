//! Holds the sentence that a closing asks for once it is chosen whose breach it was.

use tui_input::Input;

use crate::domain::ticket::{BreachReason, TextError, TicketId, check_line, event};

/// The sentence while it is typed.
pub struct ReasonLine {
    /// The ticket to be closed.
    pub ticket: TicketId,
    /// The ticket's revision when the choice was opened.
    pub revision: Option<u32>,
    /// The party whose breach it was.
    pub reason: BreachReason,
    /// The line that is typed.
    pub line: Input,
    /// The message about what is wrong with it, after a try to close.
    pub wrong: Option<String>,
    /// Whether the ticket is closed by the letter that is written below, once that has gone.
    pub by_letter: bool,
}

impl ReasonLine {
    /// Creates the closing of that ticket for that reason, with the sentence still to be typed.
    pub fn new(ticket: TicketId, revision: Option<u32>, reason: BreachReason) -> Self {
        Self { ticket, revision, reason, line: Input::default(), wrong: None, by_letter: false }
    }

    /// Creates the closing with which the letter that is written about that ticket is sent.
    pub fn of_letter(ticket: TicketId, reason: BreachReason) -> Self {
        Self { by_letter: true, ..Self::new(ticket, None, reason) }
    }

    /// Returns the closing that is meant, without a sentence where nothing is typed.
    pub fn closing(&self) -> Result<event::Closed, TextError> {
        let words = self.line.value().trim();
        if !words.is_empty() {
            check_line(words)?;
        }
        Ok(event::Closed { reason: Some(self.reason), words: (!words.is_empty()).then(|| words.to_owned()) })
    }
}
