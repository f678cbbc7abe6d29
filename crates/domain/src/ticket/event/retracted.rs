//! The event that takes one's own earlier event back, as though it had never been.

use crate::language::Language;
use crate::problem::Problem;
use serde::{Deserialize, Serialize};

use super::{CommandEffect, EntryMode, EventCommand, EventData, EventKind, Happening, SayAt, Until};
use crate::right::Right;
use crate::ticket::check::EventContext;
use crate::ticket::commit::Event;
use crate::ticket::say_in;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "retracted",
    "undo",
    Right::Work,
    EntryMode::By(&[
        EventCommand {
            name: "undo",
            alias: None,
            about: "Undo the last thing that you entered; on a withdrawn ticket, the withdrawal",
            fields: &[],
            does: CommandEffect::TakeBackLast,
        },
        EventCommand {
            name: "redo",
            alias: None,
            about: "Do again what you undid last",
            fields: &[],
            does: CommandEffect::DoAgain,
        },
        EventCommand {
            name: "withdraw",
            alias: None,
            about: "Withdraw the whole ticket that you logged",
            fields: &[],
            does: CommandEffect::Withdraw,
        },
    ]),
    &[(r#"{"retracted":{"event":4}}"#, "retracted: acknowledged to the customer")],
);

/// The data of a retraction.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Retracted {
    /// The place of the retracted event in the ticket's events, from 0.
    pub event: u32,
}

impl Happening for Retracted {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        if self.event >= on.ticket.revision {
            let message = format!("#{} has no event {}", on.ticket.id, self.event);
            return Err(Problem::refused(message, "retract one that it has"));
        }
        Ok(())
    }

    // It is decided before any event is folded which ones stand.
    fn fold(&self, _ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {}

    // A retraction of a retraction does again what was retracted.
    fn words_in(&self, language: Language, events: &[Event], say: SayAt<'_>) -> String {
        let (mut taken, mut again) = (self.taken(events), false);
        while let Some((event, before)) = taken
            && let Some(EventData::Retracted(earlier)) = event.action()
        {
            (taken, again) = (earlier.taken(before), !again);
        }
        let said = taken.map_or_else(|| language.an_event(), |(event, before)| say_in(language, event, before, say));
        if again { language.done_again(said) } else { language.retracted(said) }
    }

    fn until(&self) -> Until {
        Until::Ever
    }

    fn may_precede_report(&self) -> bool {
        true
    }

    fn ends_it(&self) -> bool {
        true
    }

    /// Returns whether the retracted event is internal: the retraction says the same again.
    fn is_internal(&self, events: &[Event]) -> bool {
        self.taken(events).is_some_and(|(event, before)| event.what.is_internal(before))
    }
}

impl Retracted {
    /// Returns the event that this retracts, and those before it: only these can have been retracted by it in turn, so
    /// that following retractions ends.
    fn taken(self, events: &[Event]) -> Option<(&Event, &[Event])> {
        let place = self.event as usize;
        Some((events.get(place)?, events.get(..place)?))
    }
}
