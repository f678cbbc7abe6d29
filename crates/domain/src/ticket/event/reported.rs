//! The event that a ticket was reported through a channel. More than one report may come; the first that counts starts
//! the clocks.

use crate::language::Language;
use crate::problem::Problem;
use serde::{Deserialize, Serialize};

use super::{
    EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, NameKind, SayAt,
};
use crate::right::Right;
use crate::ticket::check::{EventContext, check_channel};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Report, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "reported",
    "report",
    Right::Work,
    EntryMode::By(&[EventCommand {
        alias: Some("phoned"),
        ..EventCommand::with("report", "Record that it was reported again (--channel)", &[CHANNEL], make)
    }]),
    &[(r#"{"reported":{"channel":"portal"}}"#, "reported by portal"), (r#"{"reported":{"channel":""}}"#, "reported")],
);

/// The data of a report through a channel. More than one may come; the first that counts starts the clocks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reported {
    /// The channel, as the contract names it.
    pub channel: String,
}

impl Happening for Reported {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        check_channel(&self.channel, on.contract, &on.ticket.severity)
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        ticket.reports.push(Report { at: entry.event.happened, channel: self.channel.clone() });
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        match self.channel.as_str() {
            "" => language.reported(),
            channel => language.reported_by(language.channel(channel)),
        }
    }

    fn may_precede_report(&self) -> bool {
        true
    }
}

const CHANNEL: EventInput =
    EventInput::new("channel", "The channel; phone for phoned", InputType::Name(NameKind::Channels));

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    Ok(EventData::Reported(Reported { channel: form.needed("channel", "channel NAME")? }))
}
