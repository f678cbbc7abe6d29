//! The event that a workaround stands.

use super::{Command, Entered, Happening, Sort, What};
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::{Scene, once};
use crate::ticket::commit::Event;
use crate::ticket::state::{Entry, Ticket, keep_first};

/// The row of this event in the table of sorts.
pub(super) const SORT: Sort = Sort::new(
    "workaround_given",
    "workaround",
    Right::Work,
    Entered::By(&[Command::plain("workaround", "Record that a workaround was given", "workaround given", || {
        What::WorkaroundGiven
    })]),
    &[(r#""workaround_given""#, "workaround given")],
);

/// The event that a workaround stands.
pub(super) struct WorkaroundGiven;

impl Happening for WorkaroundGiven {
    fn sort(&self) -> &'static Sort {
        &SORT
    }

    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        once(on.ticket.workaround.as_ref(), on.happened, "worked around")
    }

    fn fold(&self, ticket: &mut Ticket, entry: &Entry<'_>) {
        keep_first(&mut ticket.workaround, entry.mark());
    }

    fn words(&self, _events: &[Event]) -> String {
        "workaround given".to_owned()
    }

    fn is_of_round(&self) -> bool {
        true
    }
}
