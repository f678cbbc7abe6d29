//! Whose breach it was, in a sentence: what a closing asks for after its reason.

use tui_input::Input;

use crate::domain::ticket::{BreachReason, TextError, TicketId, What, check_line, event};

/// The sentence while it is typed.
pub struct Reason {
    /// Which ticket is to be closed.
    pub ticket: TicketId,
    /// Its revision when the choice was opened.
    pub revision: Option<u32>,
    /// Whose breach it was.
    pub reason: BreachReason,
    /// What is typed.
    pub line: Input,
    /// What is wrong with it, after a try to close.
    pub wrong: Option<String>,
}

impl Reason {
    /// The closing of that ticket for that reason, the sentence still to be typed.
    pub fn new(ticket: TicketId, revision: Option<u32>, reason: BreachReason) -> Self {
        Self { ticket, revision, reason, line: Input::default(), wrong: None }
    }

    /// The closing that is meant; without a sentence where nothing is typed.
    pub fn closing(&self) -> Result<What, TextError> {
        let words = self.line.value().trim();
        if !words.is_empty() {
            check_line(words)?;
        }
        Ok(What::Closed(event::Closed {
            reason: Some(self.reason),
            words: (!words.is_empty()).then(|| words.to_owned()),
        }))
    }
}
