//! Limits how large a ticket may become, so that it can be handed over whole to anybody who asks for it: everything
//! else about a ticket is bounded by its events.
//!
//! A ticket that has reached its limit takes what ends it and nothing else: the answer, the fix, the closing, and the undo
//! of what is there. Some room is kept for that; past even this it can still be answered, fixed and closed once.

use std::fmt::Write as _;
use std::io;

use super::commit::Event;
use super::content::EventContent;
use super::event::{Described, EventData, Message, Note};
use super::state::Ticket;
use crate::problem::Problem;

/// The most events that a ticket may have.
pub const MOST_EVENTS: usize = 10_000;
/// The most bytes that its events may have, as they are kept.
pub const MOST_BYTES: usize = 8 << 20;
/// The most events that may follow then which end it. Each has a few hundred bytes, as a sentence is its longest text.
const KEPT_FREE: usize = 1_000;
/// The most events that a ticket can have by that: only tickets of before there was a limit have more.
pub const NEVER_MORE_EVENTS: usize = MOST_EVENTS + 2 * KEPT_FREE;
/// The most bytes that a ticket's events can have by that.
pub const NEVER_MORE_BYTES: usize = MOST_BYTES + (4 << 20);
/// The number of those events that are left for what is still owed and for what the desk writes by itself, where a file
/// from outside has brought a ticket that is nearly as large.
const KEPT_OWED: usize = 100;
/// About how many bytes an event with a text has beside it, and any other event in all.
const ABOUT_A_NOTE: usize = 150;
const ABOUT_ANY: usize = 300;
const ABOUT_A_FILE: usize = 400;
/// The number of characters of a long note that are left where a ticket is larger than one can become.
const LEFT_OF_A_NOTE: usize = 80;
/// The part of the limit from which on it is said that it comes near, in percent.
const NEAR: usize = 90;

/// The size of a ticket.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TicketSize {
    /// The number of its events.
    pub events: usize,
    /// The number of their bytes, as they are kept.
    pub bytes: usize,
}

impl TicketSize {
    /// Measures these events.
    pub fn of(events: &[Event]) -> Self {
        Self { events: events.len(), bytes: events.iter().map(bytes_of).sum() }
    }

    /// Returns the size with these events as well.
    pub fn and(self, new: &[Event]) -> Self {
        let new = Self::of(new);
        Self { events: self.events.saturating_add(new.events), bytes: self.bytes.saturating_add(new.bytes) }
    }

    /// Estimates the size from the texts alone: for what is drawn again and again.
    pub fn about(events: &[Event]) -> Self {
        let files = |event: &Event| event.action().map_or(0, |what| what.files().len() * ABOUT_A_FILE);
        let text = |event: &Event| event.what.searched().map_or(ABOUT_ANY, |text| ABOUT_A_NOTE + text.len());
        let bytes = |event: &Event| text(event) + files(event);
        Self { events: events.len(), bytes: events.iter().map(bytes).sum() }
    }

    /// Returns whether a ticket of about this size has so much room that nobody need look more closely: no text is kept
    /// more than twice as long as it is, and few events have that much beside it.
    const fn is_far_from_full(self) -> bool {
        self.events < MOST_EVENTS / 2 && self.bytes < MOST_BYTES / 8
    }

    const fn is_within(self) -> bool {
        self.events <= MOST_EVENTS && self.bytes <= MOST_BYTES
    }

    /// Says in a sentence that the limit comes near or has been reached, or none while there is room.
    pub fn warning(self) -> Option<String> {
        let near = self.events * 100 >= MOST_EVENTS * NEAR || self.bytes * 100 >= MOST_BYTES * NEAR;
        let (has, most) = (self.in_words(), most_in_words());
        if self.events >= MOST_EVENTS || self.bytes >= MOST_BYTES {
            return Some(format!("it is full ({has} of {most}): close it, and log a new ticket for what follows"));
        }
        near.then(|| format!("it is nearly full ({has} of {most}): what follows belongs on a new ticket"))
    }

    /// Returns `9,312 events, 3.1 MiB`.
    fn in_words(self) -> String {
        let tenths = self.bytes * 10 / (1 << 20);
        format!("{} events, {}.{} MiB", grouped(self.events), tenths / 10, tenths % 10)
    }
}

fn most_in_words() -> String {
    format!("at most {} events and {} MiB", grouped(MOST_EVENTS), MOST_BYTES >> 20)
}

/// Writes a number with a comma before its thousands.
fn grouped(number: usize) -> String {
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", number / 1_000, number % 1_000) }
}

/// Counts the bytes that an event has as it is kept.
fn bytes_of(event: &Event) -> usize {
    let mut count = ByteCounter(0);
    // Nothing in an event cannot be written, and counting takes all.
    let _ = serde_json::to_writer(&mut count, event);
    // One more for the comma between two events.
    count.0 + 1
}

struct ByteCounter(usize);

impl io::Write for ByteCounter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Checks whether there is room on the ticket for one more thing that people do. Alerts need none: there are as many as
/// the agreement has moments to tell of. `ticket` is the fold of `events`, to which `new` is to be added.
///
/// # Errors
///
/// If there is no room, with what to do.
pub fn check_room(ticket: &Ticket, events: &[Event], new: &Event) -> Result<(), Problem> {
    let far = TicketSize::about(events).is_far_from_full();
    if far || TicketSize::of(events).and(std::slice::from_ref(new)).is_within() {
        return Ok(());
    }
    let last = events.iter().rev().filter_map(Event::action);
    let room = last.take_while(|what| what.happening().ends_it()).count() < KEPT_FREE
        && events.len() < NEVER_MORE_EVENTS - KEPT_OWED;
    let it = new.what.happening();
    if it.ends_it() && room || it.is_still_owed(ticket) {
        return Ok(());
    }
    let message = format!("#{} is full: a ticket has {}", ticket.id, most_in_words());
    let hint =
        "it can still be answered, fixed and closed, and the last entry undone; log a new ticket for what follows";
    Err(Problem::refused(message, hint))
}

/// Returns the events as they can be handed over in one piece: of a ticket from before there was a limit, which has
/// more than one can have now, the longest texts are shortened, the oldest first, until it fits. Everything else about
/// it stays.
pub fn in_one_piece(mut events: Vec<Event>) -> Vec<Event> {
    if TicketSize::about(&events).is_far_from_full() {
        return events;
    }
    let mut bytes = TicketSize::of(&events).bytes;
    for event in &mut events {
        if bytes <= NEVER_MORE_BYTES {
            break;
        }
        let before = bytes_of(event);
        if let Some(text) = long_text(&mut event.what)
            && let Some((end, _)) = text.char_indices().nth(LEFT_OF_A_NOTE)
        {
            let left_out = text[end..].chars().count();
            text.truncate(end);
            // Writing to a text cannot fail.
            let _ = write!(
                text,
                "… ({left_out} more characters are left out here, as the ticket has more than {} MiB; the person who runs the desk can \
                 read them)",
                MOST_BYTES >> 20
            );
        }
        bytes -= before.saturating_sub(bytes_of(event));
    }
    events
}

/// Returns the text of an event that may be as long as a note, so that it can be shortened.
const fn long_text(what: &mut EventContent) -> Option<&mut String> {
    match what {
        EventContent::Action(
            EventData::Note(Note { text, .. })
            | EventData::Message(Message { text, .. })
            | EventData::Described(Described { text, .. }),
        ) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
