//! Says an event in plain words, as the timeline and the audit log tell it.

use super::commit::Event;
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
