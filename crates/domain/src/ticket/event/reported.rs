//! The event that a ticket was reported through a channel. More than one report may come; the first that counts starts
//! the clocks.

use crate::problem::Problem;
use serde::{Deserialize, Serialize};

use super::{Command, Entered, Form, Happening, Input, Names, Sort, Takes, What};
use crate::right::Right;
use crate::ticket::check::{Scene, check_channel};
use crate::ticket::commit::Event;
use crate::ticket::state::{Entry, Report, Ticket};

/// The row of this event in the table of sorts.
pub(super) const SORT: Sort = Sort::new(
    "reported",
    "report",
    Right::Work,
    Entered::By(&[Command {
        alias: Some("phoned"),
        ..Command::with("report", "Record that it was reported again (--channel)", &[CHANNEL], make)
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
    fn sort(&self) -> &'static Sort {
        &SORT
    }

    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        check_channel(&self.channel, on.contract, &on.ticket.severity)
    }

    fn fold(&self, ticket: &mut Ticket, entry: &Entry<'_>) {
        ticket.reports.push(Report { at: entry.event.happened, channel: self.channel.clone() });
    }

    fn words(&self, _events: &[Event]) -> String {
        if self.channel.is_empty() {
            return "reported".to_owned();
        }
        format!("reported by {}", self.channel)
    }

    fn may_precede_report(&self) -> bool {
        true
    }
}

const CHANNEL: Input = Input::new("channel", "The channel; phone for phoned", Takes::Name(Names::Channels));

fn make(form: &Form<'_>) -> Result<What, Problem> {
    Ok(What::Reported(Reported { channel: form.needed("channel", "channel NAME")? }))
}
