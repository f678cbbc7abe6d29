//! Says an event in plain words, as the timeline and the audit log tell it.

use super::commit::Event;
use super::event::EventData;
use super::state::{Record, Ticket};
use crate::contract::Pause;
use crate::language::Language;
use crate::time::Instant;

/// Says what happened, in a few words, with moments in UTC; `events` are those of the ticket, which a retraction refers to.
pub fn say(event: &Event, events: &[Event]) -> String {
    say_in(Language::English, event, events, &|at| at.to_string())
}

/// Says what happened as [`say`] does, with moments as `moment` writes them.
pub fn say_at(event: &Event, events: &[Event], moment: &dyn Fn(Instant) -> String) -> String {
    say_in(Language::English, event, events, moment)
}

/// Says in a language what happened as [`say`] does, with moments as `moment` writes them.
pub fn say_in(language: Language, event: &Event, events: &[Event], moment: &dyn Fn(Instant) -> String) -> String {
    event.what.happening().words_in(language, events, moment)
}

/// Says what happened to a ticket as [`say_at`] does. Where a waiting ended with it, though it is something else, that comes
/// first: `ends waiting on the customer: from the customer by email: …`. What was retracted ended none: `stands` says whether it
/// was not.
pub fn say_of(record: &Record, event: &Event, stands: bool, moment: &dyn Fn(Instant) -> String) -> String {
    let words = say_at(event, &record.events, moment);
    match waiting_ended_by(&record.ticket, event).filter(|_| stands) {
        Some(Pause::WaitingCustomer) => format!("ends waiting on the customer: {words}"),
        Some(_) => format!("ends waiting on the vendor: {words}"),
        None => words,
    }
}

/// Returns on whom it was waited until that event, which is a customer's word, a fix or a closing; none where it ended no
/// waiting.
fn waiting_ended_by(ticket: &Ticket, event: &Event) -> Option<Pause> {
    let can_end = match event.action()? {
        EventData::Message(message) => message.may_end_waiting(),
        EventData::Fixed | EventData::Closed(_) => true,
        _ => false,
    };
    let ended = ticket.waits.iter().find(|wait| wait.to == Some(event.happened) && wait.from < event.happened)?;
    can_end.then_some(ended.on)
}
