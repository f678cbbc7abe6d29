//! The event that the cause is mended.

use super::{Command, Entered, Happening, Sort, What};
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::{Scene, not_before, once};
use crate::ticket::commit::Event;
use crate::ticket::state::{Entry, Ticket, keep_first};

/// The row of this event in the table of sorts.
pub(super) const SORT: Sort = Sort::new(
    "fixed",
    "fix",
    Right::Work,
    Entered::By(&[Command::plain("fix", "Record that the cause is mended", "fixed", || What::Fixed)]),
    &[(r#""fixed""#, "fixed")],
);

/// The event that the cause is mended.
pub(super) struct Fixed;

impl Happening for Fixed {
    fn sort(&self) -> &'static Sort {
        &SORT
    }

    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        once(on.ticket.fixed.as_ref(), on.happened, "fixed")?;
        not_before(on.ticket.reopened.as_ref(), on.happened, "reopened")
    }

    fn fold(&self, ticket: &mut Ticket, entry: &Entry<'_>) {
        keep_first(&mut ticket.fixed, entry.mark());
        ticket.end_wait_with_fix(entry.event.happened);
    }

    fn words(&self, _events: &[Event]) -> String {
        "fixed".to_owned()
    }

    fn is_of_round(&self) -> bool {
        true
    }

    fn is_still_owed(&self, ticket: &Ticket) -> bool {
        ticket.fixed.is_none()
    }
}
