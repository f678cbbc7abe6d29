//! Holds the line in which a ticket's number is typed.

use tui_input::Input;

use crate::domain::ticket::TicketId;

/// The number while it is typed.
#[derive(Default)]
pub struct JumpLine {
    /// The line that is typed.
    pub line: Input,
    /// The message about what is wrong with it, after a try to go there.
    pub wrong: Option<String>,
}

impl JumpLine {
    /// Returns the ticket whose number stands there; one `#` before it is taken too.
    pub fn ticket(&self) -> Option<TicketId> {
        let text = self.line.value().trim();
        text.strip_prefix('#').unwrap_or(text).parse().ok().filter(|number| *number > 0).map(TicketId)
    }
}
