//! Holds a note while it is written.

use ratatui_textarea::{CursorMove, TextArea};

use crate::config::{Draft, DraftOf};
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::form::autosave::{Autosave, DraftChanges, TypedFields};

/// The name of the text in a note's draft.
const TEXT: &str = "note";

/// A note while it is written.
pub struct Note {
    /// The ticket.
    pub ticket: TicketId,
    /// Whether it says what the customer was told.
    pub to_customer: bool,
    /// The text.
    pub text: TextArea<'static>,
    /// The moment when it happened, if that was entered.
    pub at: Option<Instant>,
    /// That moment as it was when the note was opened, before another one was set in it.
    pub began_at: Option<Instant>,
    /// The message about what is wrong with it, after a try to save.
    pub wrong: Option<String>,
    /// The tag of the commit that is on its way.
    pub saving: Option<u64>,
    /// The state of its draft.
    pub autosave: Autosave,
}

impl Note {
    /// Creates an empty note on that ticket, for something that happened at `at`, or now where that is none.
    pub fn new(ticket: TicketId, at: Option<Instant>) -> Self {
        let text = TextArea::default();
        Self {
            ticket,
            to_customer: false,
            text,
            at,
            began_at: at,
            wrong: None,
            saving: None,
            autosave: Autosave::default(),
        }
    }

    /// Returns what has to be kept of it now.
    pub fn keep(&mut self, now: Instant) -> DraftChanges {
        let typed = self.is_dirty().then(|| {
            let text = (TEXT.to_owned(), self.text.lines().join("\n"));
            TypedFields { fields: [text].into(), happened: self.at }
        });
        self.autosave.keep(DraftOf::Note(self.ticket), typed, now)
    }

    /// Fills in what was typed before.
    pub fn bring_back(&mut self, draft: &Draft) {
        self.text = text_area(draft.fields.get(TEXT).map_or("", String::as_str));
        self.at = self.at.or(draft.happened);
        self.began_at = self.at;
        self.autosave = Autosave::of(draft);
    }

    /// Returns whether anything has been typed.
    pub fn is_dirty(&self) -> bool {
        self.text.lines().iter().any(|line| !line.trim().is_empty())
    }
}

/// Returns an area with that text, the cursor at its end.
pub fn text_area(text: &str) -> TextArea<'static> {
    let mut area = TextArea::from(text.split('\n'));
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    area
}
