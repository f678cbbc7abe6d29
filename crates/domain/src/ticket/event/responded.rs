//! The event that the first qualified reply went to the customer.

use super::{Command, Entered, Happening, Sort, What};
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::{Scene, once};
use crate::ticket::commit::Event;
use crate::ticket::state::{Entry, Ticket, keep_first};

/// The row of this event in the table of sorts.
pub(super) const SORT: Sort = Sort::new(
    "responded",
    "respond",
    Right::Work,
    Entered::By(&[Command::plain("respond", "Record the first qualified reply to the customer", "responded", || {
        What::Responded
    })]),
    &[(r#""responded""#, "responded to the customer")],
);

/// The event that the first qualified reply went to the customer.
pub(super) struct Responded;

impl Happening for Responded {
    fn sort(&self) -> &'static Sort {
        &SORT
    }

    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        once(on.ticket.responded.as_ref(), on.happened, "answered")
    }

    fn fold(&self, ticket: &mut Ticket, entry: &Entry<'_>) {
        keep_first(&mut ticket.responded, entry.mark());
        ticket.was_told(entry.event.happened);
    }

    fn words(&self, _events: &[Event]) -> String {
        "responded to the customer".to_owned()
    }

    fn is_of_round(&self) -> bool {
        true
    }

    fn is_still_owed(&self, ticket: &Ticket) -> bool {
        ticket.responded.is_none()
    }
}
