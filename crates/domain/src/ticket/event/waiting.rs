//! The event that nothing can be done until somebody else has acted.

use crate::language::Language;
use crate::problem::{Field, Problem};
use crate::sla::on_whom;
use serde::{Deserialize, Serialize};

use super::{
    EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, ReachesBack, SayAt,
};
use crate::contract::Pause;
use crate::right::Right;
use crate::ticket::check::EventContext;
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket, WaitingTime};
use crate::time::Instant;

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "waiting",
    "wait",
    Right::Work,
    EntryMode::By(&[EventCommand::with("wait", "Wait for the customer or the vendor (--on)", &[ON], make)]),
    &[
        (r#"{"waiting":{"on":"waiting_customer"}}"#, "waiting on the customer"),
        (r#"{"waiting":{"on":"waiting_vendor"}}"#, "waiting on the vendor"),
        (r#"{"waiting":{"on":"waiting_customer","until_fixed":true}}"#, "waiting on the customer"),
    ],
);

/// The data of waiting on somebody else.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Waiting {
    /// The party that is waited on.
    pub on: Pause,
    /// Whether it ends with the fix or the closing, as all waiting does that was entered since there is this field.
    /// Waiting that was entered before went on until somebody resumed it, and its deadlines were told so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub until_fixed: bool,
}

impl Happening for Waiting {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        let Some(wait) = on.ticket.waiting() else { return Ok(()) };
        if wait.on == self.on {
            return Err(Problem::refused(format!("#{} is waiting on them already", on.ticket.id), "resume it first"));
        }
        after_wait_began(wait.from, on.happened)
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        let at = entry.event.happened;
        ticket.end_wait(at);
        // Entered late, it may have ended already with what was entered before it.
        let ends = ticket.fixed.iter().chain(&ticket.closed).map(|mark| mark.at).filter(|end| *end > at).min();
        let to = ends.filter(|_| self.until_fixed);
        ticket.waits.push(WaitingTime { on: self.on, from: at, to, until_fixed: self.until_fixed });
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.waiting_on(on_whom(language, self.on))
    }

    fn reaches_back(&self) -> ReachesBack {
        ReachesBack::Reopening
    }
}

const ON: EventInput = EventInput::new("on", "On whom", InputType::OneOf("WHOM", &[("customer", ""), ("vendor", "")]));

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    let on = match form.needed("on", "on customer or --on vendor")?.as_str() {
        "vendor" => Pause::WaitingVendor,
        _ => Pause::WaitingCustomer,
    };
    Ok(EventData::waiting(on))
}

/// Checks that what ends a stretch of waiting, or begins another, does not lie before that stretch began.
pub(super) fn after_wait_began(from: Instant, happened: Instant) -> Result<(), Problem> {
    if happened < from {
        return Err(Problem::of_field(Field::At, "that is before the waiting began", "give a later time"));
    }
    Ok(())
}
