//! The event that the fix did not hold, or the closing was too early: as though there had been none.

use super::{Command, Entered, Form, Happening, Input, Sort, Takes, Until, What};
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::{Scene, not_before};
use crate::ticket::commit::Event;
use crate::ticket::state::{Entry, Ticket, keep_first};

/// The row of this event in the table of sorts.
pub(super) const SORT: Sort = Sort::new(
    "reopened",
    "reopen",
    Right::Work,
    Entered::By(&[Command::with(
        "reopen",
        "Reopen it: the fix did not hold, or it came back (--did-not-hold, --came-back)",
        FIELDS,
        make,
    )]),
    &[(r#""reopened""#, "reopened")],
);

/// The event that the fix did not hold, or the closing was too early: as though there had been none.
pub(super) struct Reopened;

impl Happening for Reopened {
    fn sort(&self) -> &'static Sort {
        &SORT
    }

    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        check_reopen(on)
    }

    fn fold(&self, ticket: &mut Ticket, entry: &Entry<'_>) {
        // That the fix did not hold does not undo that work had begun with it.
        if let Some(fixed) = ticket.fixed.take() {
            keep_first(&mut ticket.work_started, fixed);
        }
        (ticket.closed, ticket.reopened) = (None, Some(entry.mark()));
        (ticket.breach_reason, ticket.breach_words) = (None, None);
    }

    fn words(&self, _events: &[Event]) -> String {
        "reopened".to_owned()
    }

    fn until(&self) -> Until {
        Until::Withdrawn
    }
}

/// The fields that say which of the two a reopening is; only the person who reopens can tell.
const FIELDS: &[Input] = &[
    Input {
        excludes: Some("came-back"),
        ..Input::new(
            "did-not-hold",
            "The fix did not hold; it is retracted, and its deadline is the one that it was",
            Takes::Flag,
        )
    },
    Input::new("came-back", "It came back; the fix stands, and a new round of targets starts", Takes::Flag),
];

fn make(form: &Form<'_>) -> Result<What, Problem> {
    match (form.is_set("did-not-hold"), form.is_set("came-back")) {
        (true, _) => Ok(What::Reopened),
        (_, true) => Ok(What::CameBack),
        _ => Err(Problem::refused(
            "reopen needs to know whether the fix did not hold or it came back",
            "give --did-not-hold (the fix is taken back, and its deadline is the one that it was) or --came-back (the fix \
             stands, and a new round of targets starts)",
        )),
    }
}

/// Checks whether there is anything to reopen, by either of the two events.
pub(super) fn check_reopen(on: &Scene<'_>) -> Result<(), Problem> {
    let ticket = on.ticket;
    if ticket.fixed.is_none() && ticket.closed.is_none() {
        return Err(Problem::refused(
            format!("#{} is neither fixed nor closed", ticket.id),
            "there is nothing to reopen",
        ));
    }
    not_before(ticket.fixed.as_ref(), on.happened, "fixed")?;
    not_before(ticket.closed.as_ref(), on.happened, "closed")
}
