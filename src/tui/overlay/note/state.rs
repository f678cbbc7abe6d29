//! Holds what is written of a ticket's conversation: what it is, by what way it came or went, and the text.

use ratatui_textarea::{CursorMove, TextArea};

use crate::config::{Draft, DraftOf};
use crate::domain::ticket::{
    CHANNELS, EventData, MessageDirection, TextError, TicketId, check_note, event, text_in_event,
};
use crate::domain::time::Instant;
use crate::tui::form::autosave::{Autosave, DraftChanges, TypedFields};
use crate::tui::form::choosing;

/// The names of the fields in a note's draft.
const TEXT: &str = "note";
const KIND: &str = "kind";
const CHANNEL: &str = "channel";

/// What is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoteKind {
    /// A note that only the desk reads.
    Internal,
    /// Something that was said between the desk and somebody outside.
    Message(MessageDirection),
    /// The description of the ticket.
    Description,
}

/// A field of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoteField {
    /// What it is.
    Kind,
    /// The way it took.
    Channel,
    /// The text.
    Text,
}

impl NoteKind {
    /// All of them, in the order of the choice.
    pub const ALL: [Self; 6] = [
        Self::Internal,
        Self::Message(MessageDirection::Out),
        Self::Message(MessageDirection::In),
        Self::Message(MessageDirection::VendorOut),
        Self::Message(MessageDirection::VendorIn),
        Self::Description,
    ];

    /// Returns its short name in the choice.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Internal => "note",
            Self::Message(MessageDirection::Out) => "to customer",
            Self::Message(MessageDirection::In) => "from customer",
            Self::Message(MessageDirection::VendorOut) => "to vendor",
            Self::Message(MessageDirection::VendorIn) => "from vendor",
            Self::Description => "description",
        }
    }

    /// Returns the words for when it is written.
    pub const fn done(self) -> &'static str {
        match self {
            Self::Internal => "note added",
            Self::Message(MessageDirection::Out) => "customer updated",
            Self::Message(_) => "message recorded",
            Self::Description => "described",
        }
    }

    /// Returns whether it came or went by some way.
    const fn has_channel(self) -> bool {
        matches!(self, Self::Message(_))
    }
}

/// What is written of a conversation.
pub struct Note {
    /// The ticket.
    pub ticket: TicketId,
    /// What it is.
    pub kind: NoteKind,
    /// The way it took, by its place among the channels; none where nobody says.
    pub channel: Option<usize>,
    /// The field that has the keys.
    pub focus: NoteField,
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
            kind: NoteKind::Internal,
            channel: None,
            focus: NoteField::Text,
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
            let text = (TEXT, self.text.lines().join("\n"));
            let kind = (KIND, self.kind.label().to_owned());
            let channel = self.channel.map(|place| (CHANNEL, CHANNELS[place].to_owned()));
            let fields = [text, kind].into_iter().chain(channel).map(|(name, value)| (name.to_owned(), value));
            TypedFields { fields: fields.collect(), happened: self.at }
        });
        self.autosave.keep(DraftOf::Note(self.ticket), typed, now)
    }

    /// Fills in what was typed before.
    pub fn bring_back(&mut self, draft: &Draft) {
        let field = |name| draft.fields.get(name).map_or("", String::as_str);
        self.text = text_area(field(TEXT));
        let kind = NoteKind::ALL.into_iter().find(|kind| kind.label() == field(KIND));
        // A draft of an earlier frist says nothing of this: it is what the key that brings it back opens.
        self.kind = kind.unwrap_or(self.kind);
        self.channel = CHANNELS.iter().position(|channel| *channel == field(CHANNEL));
        self.at = self.at.or(draft.happened);
        self.began_at = self.at;
        self.autosave = Autosave::of(draft);
    }

    /// Returns the fields that it has, from the top.
    pub fn fields(&self) -> Vec<NoteField> {
        let channel = self.kind.has_channel().then_some(NoteField::Channel);
        std::iter::once(NoteField::Kind).chain(channel).chain([NoteField::Text]).collect()
    }

    /// Gives the keys to the next field, or to the one before, in a circle.
    pub fn step(&mut self, forward: bool) {
        let fields = self.fields();
        let present = fields.iter().position(|field| *field == self.focus);
        if let Some(next) = choosing::turned(present, fields.len(), forward) {
            self.focus = fields[next];
        }
    }

    /// Returns what can be chosen in a field, as it is shown, and the place of what is chosen.
    pub fn options(&self, field: NoteField) -> (Vec<String>, Option<usize>) {
        match field {
            NoteField::Kind => {
                let chosen = NoteKind::ALL.iter().position(|kind| *kind == self.kind);
                (NoteKind::ALL.iter().map(|kind| kind.label().to_owned()).collect(), chosen)
            }
            NoteField::Channel => (CHANNELS.iter().map(|channel| (*channel).to_owned()).collect(), self.channel),
            NoteField::Text => (Vec::new(), None),
        }
    }

    /// Chooses the next value of the field that has the keys, or the one before.
    pub fn turn(&mut self, forward: bool) {
        let (options, chosen) = self.options(self.focus);
        self.choose(choosing::turned(chosen, options.len(), forward));
    }

    fn choose(&mut self, place: Option<usize>) {
        match (self.focus, place) {
            (NoteField::Kind, Some(place)) => self.kind = NoteKind::ALL[place],
            (NoteField::Channel, Some(place)) => self.channel = Some(place),
            _ => {}
        }
    }

    /// Returns the event that it records.
    ///
    /// # Errors
    ///
    /// If there is no text, or it cannot be kept.
    pub fn event(&self) -> Result<EventData, TextError> {
        let text = self.text.lines().join("\n").trim_end().to_owned();
        check_note(text_in_event(&text))?;
        let channel = self.channel.filter(|_| self.kind.has_channel()).map(|place| CHANNELS[place].to_owned());
        Ok(match self.kind {
            NoteKind::Internal => EventData::Note(event::Note { text, to_customer: false }),
            // A word to the customer of which nobody says how they had it is a note that they were told.
            NoteKind::Message(MessageDirection::Out) if channel.is_none() => {
                EventData::Note(event::Note { text, to_customer: true })
            }
            NoteKind::Message(direction) => {
                EventData::Message(event::Message { direction, channel, text, ..event::Message::default() })
            }
            NoteKind::Description => EventData::Described(event::Described { text, text_file: None }),
        })
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
