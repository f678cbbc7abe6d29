//! Says an event in plain words, as the timeline and the audit log tell it.

use super::commit::Event;
use crate::time::Instant;

/// Says what happened, in a few words; `events` are those of the ticket, which a retraction refers to.
pub fn say(event: &Event, events: &[Event]) -> String {
    event.what.happening().words(events)
}

/// Says what happened as [`say`] does, with moments as `moment` writes them; there they are in UTC.
pub fn say_at(event: &Event, events: &[Event], moment: &dyn Fn(Instant) -> String) -> String {
    event.what.happening().words_at(events, moment)
}
