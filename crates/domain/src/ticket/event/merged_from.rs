//! The event that another ticket was merged into this one. The desk writes it beside the other one's, and takes both back
//! together. The first report of the two that counts starts the clocks.

use serde::{Deserialize, Serialize};

use super::merged_into::check_first_round;
use super::{EntryMode, EventKind, Happening, SayAt};
use crate::language::Language;
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::EventContext;
use crate::ticket::commit::{Event, TicketId};
use crate::ticket::state::{FoldedEvent, Report, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "merged_from",
    "merge",
    Right::Work,
    EntryMode::Otherwise("the desk writes it on the ticket that another one is merged into"),
    &[
        (r#"{"merged_from":{"from":12,"reports":[{"at":1704466800,"channel":"phone"}]}}"#, "#12 was merged into it"),
        (
            r#"{"merged_from":{"from":12,"reports":[],"minutes":45,"paid":[[1704466800,30]]}}"#,
            "#12 was merged into it, with 45 min of work",
        ),
        (r#"{"merged_from":{"from":12,"reports":[],"vendor_case":"INC0042"}}"#, "#12 was merged into it"),
    ],
);

/// The data of a merging, on the ticket that goes on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MergedFrom {
    /// The number of the ticket that was merged into this one.
    pub from: TicketId,
    /// Its reports: the earliest of all that counts starts the clocks.
    pub reports: Vec<Report>,
    /// The minutes of work that were booked on it, which are told of no other ticket from now on.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub minutes: u64,
    /// The minutes of those that the customer may have to pay for, each with the moment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paid: Vec<(crate::time::Instant, u32)>,
    /// The number of its case at the vendor's, which is this ticket's from now on where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_case: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_zero(minutes: &u64) -> bool {
    *minutes == 0
}

impl MergedFrom {
    /// Returns what that ticket brings to the one that it is merged into.
    pub fn of(ticket: &Ticket) -> Self {
        Self {
            from: ticket.id,
            reports: ticket.reports.clone(),
            minutes: ticket.minutes,
            paid: ticket.paid.clone(),
            vendor_case: ticket.vendor_case.clone(),
        }
    }
}

impl Happening for MergedFrom {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        check_first_round(on.ticket)
    }

    fn fold(&self, ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {
        ticket.merged_from.push(self.from);
        ticket.reports.extend(self.reports.iter().cloned());
        ticket.minutes += self.minutes;
        ticket.paid.extend(&self.paid);
        if ticket.vendor_case.is_none() {
            ticket.vendor_case.clone_from(&self.vendor_case);
        }
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        let work = if self.minutes > 0 { language.with_work(self.minutes) } else { String::new() };
        language.merged_from(self.from, work)
    }

    fn may_precede_report(&self) -> bool {
        true
    }
}
