//! The event that the waiting is over.

use super::waiting::after_wait_began;
use super::{Command, Entered, Happening, Sort, What};
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::Scene;
use crate::ticket::commit::Event;
use crate::ticket::state::{Entry, Ticket};

/// The row of this event in the table of sorts.
pub(super) const SORT: Sort = Sort::new(
    "resumed",
    "resume",
    Right::Work,
    Entered::By(&[Command::plain("resume", "Resume it: the waiting is over", "resumed", || What::Resumed)]),
    &[(r#""resumed""#, "resumed")],
);

/// The event that the waiting is over.
pub(super) struct Resumed;

impl Happening for Resumed {
    fn sort(&self) -> &'static Sort {
        &SORT
    }

    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        match on.ticket.waiting() {
            Some(wait) => after_wait_began(wait.from, on.happened),
            None => Err(Problem::refused(format!("#{} is not waiting", on.ticket.id), "there is nothing to resume")),
        }
    }

    fn fold(&self, ticket: &mut Ticket, entry: &Entry<'_>) {
        ticket.end_wait(entry.event.happened);
    }

    fn words(&self, _events: &[Event]) -> String {
        "resumed".to_owned()
    }

    fn ends_it(&self) -> bool {
        true
    }
}
