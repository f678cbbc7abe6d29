//! Says an event in plain words, as the timeline and the audit log tell it.

use super::commit::Event;

/// Says what happened, in a few words; `events` are those of the ticket, which a retraction refers to.
pub fn say(event: &Event, events: &[Event]) -> String {
    event.what.happening().words(events)
}
