//! The event that the promise holds for the ticket after all.

use super::{Command, Entered, Happening, Sort, What};
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::Scene;
use crate::ticket::commit::Event;
use crate::ticket::state::{Entry, Ticket};

/// The row of this event in the table of sorts.
pub(super) const SORT: Sort = Sort {
    doing: "including a ticket again",
    ..Sort::new(
        "included",
        "include",
        Right::Exclude,
        Entered::By(&[Command::plain(
            "include",
            "Include it again: the promise holds after all",
            "included again",
            || What::Included,
        )]),
        &[(r#""included""#, "included again")],
    )
};

/// The event that the promise holds for the ticket after all.
pub(super) struct Included;

impl Happening for Included {
    fn sort(&self) -> &'static Sort {
        &SORT
    }

    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        let ticket = on.ticket;
        if ticket.exclusion.is_none() {
            return Err(Problem::refused(
                format!("#{} is not excluded", ticket.id),
                "there is nothing to include again",
            ));
        }
        Ok(())
    }

    fn fold(&self, ticket: &mut Ticket, __entry: &Entry<'_>) {
        ticket.exclusion = None;
    }

    fn words(&self, _events: &[Event]) -> String {
        "included again".to_owned()
    }
}
