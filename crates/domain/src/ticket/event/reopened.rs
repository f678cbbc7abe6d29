//! The event that the fix did not hold, or the closing was too early: as though there had been none.

use super::{EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, SayAt, Until};
use crate::language::Language;
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::{EventContext, not_before};
use crate::ticket::commit::Event;
use crate::ticket::state::{EventMark, FoldedEvent, Ticket, WithdrawnEnd, keep_first};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "reopened",
    "reopen",
    Right::Work,
    EntryMode::By(&[EventCommand::with(
        "reopen",
        "Reopen it: the fix did not hold, or it came back (--did-not-hold, --came-back)",
        FIELDS,
        make,
    )]),
    &[(r#""reopened""#, "reopened: it did not hold")],
);

/// The event that the fix did not hold, or the closing was too early: as though there had been none.
pub(super) struct Reopened;

impl Happening for Reopened {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        check_reopen(on)
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        let moment = |mark: &EventMark| (mark.at, mark.place);
        ticket.withdrawn_ends.push(WithdrawnEnd {
            fixed: ticket.fixed.as_ref().map(moment),
            closed: ticket.closed.as_ref().map(moment),
            reopened: (entry.event.happened, entry.place),
        });
        if let Some(fixed) = ticket.fixed.take() {
            // That the fix did not hold does not undo that work had begun with it.
            keep_first(&mut ticket.work_started, fixed);
            // What was explained with it was not the cause: the true one is still to be told.
            ticket.root_cause = None;
        }
        (ticket.closed, ticket.reopened) = (None, Some(entry.mark()));
        (ticket.breach_reason, ticket.breach_words) = (None, None);
        ticket.wrote_after_closing = None;
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.reopened()
    }

    fn until(&self) -> Until {
        Until::Withdrawn
    }
}

/// The fields that say which of the two a reopening is; only the person who reopens can tell.
const FIELDS: &[EventInput] = &[
    EventInput {
        excludes: Some("came-back"),
        ..EventInput::new(
            "did-not-hold",
            "The fix did not hold; it is retracted, and its deadline is the one that it was",
            InputType::Flag,
        )
    },
    EventInput::new("came-back", "It came back; the fix stands, and a new round of targets starts", InputType::Flag),
];

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    match (form.is_set("did-not-hold"), form.is_set("came-back")) {
        (true, _) => Ok(EventData::Reopened),
        (_, true) => Ok(EventData::CameBack),
        _ => Err(Problem::refused(
            "reopen needs to know whether the fix did not hold or it came back",
            "give --did-not-hold (the fix is taken back, and its deadline is the one that it was) or --came-back (the fix \
             stands, and a new round of targets starts)",
        )),
    }
}

/// Checks whether there is anything to reopen, by either of the two events.
pub(super) fn check_reopen(on: &EventContext<'_>) -> Result<(), Problem> {
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
