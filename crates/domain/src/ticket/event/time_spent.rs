//! The event that time was spent on the ticket.

use crate::language::Language;
use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, SayAt, Until};
use crate::right::Right;
use crate::ticket::check::{EventContext, line};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "time_spent",
    "spend",
    Right::Work,
    EntryMode::By(&[EventCommand::with("spend", "Book time that was spent on it (--minutes, --text)", FIELDS, make)]),
    &[
        (r#"{"time_spent":{"minutes":20,"what":"looking"}}"#, "20 min spent: looking"),
        (r#"{"time_spent":{"minutes":20,"what":"looking","unpaid":true}}"#, "20 min spent, unpaid: looking"),
    ],
);

/// The data of time that was spent on the ticket.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TimeSpent {
    /// The minutes of work.
    pub minutes: u32,
    /// The work that was done.
    pub what: String,
    /// Whether nobody pays for it, whatever the cause: effort and analysis that the agreement has no fee for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unpaid: bool,
}

impl Happening for TimeSpent {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        if !self.unpaid {
            check_paid(on)?;
        }
        match self.minutes {
            0 => Err(Problem::of_field(Field::Minutes, "there is no time to book", "give at least one minute")),
            1..=MOST_MINUTES => line(Field::Text, &self.what),
            minutes => {
                let message = format!("{minutes} minutes are more than a day, which has {MOST_MINUTES}");
                Err(Problem::of_field(Field::Minutes, message, "book each day by itself"))
            }
        }
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        ticket.minutes += u64::from(self.minutes);
        ticket.paid.extend((!self.unpaid).then_some((entry.event.happened, self.minutes)));
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        if self.unpaid {
            language.minutes_unpaid(self.minutes, &self.what)
        } else {
            language.minutes_spent(self.minutes, &self.what)
        }
    }

    fn until(&self) -> Until {
        Until::Withdrawn
    }

    fn moves_deadlines(&self) -> bool {
        false
    }

    fn searched(&self) -> Option<&str> {
        Some(&self.what)
    }
}

/// The most minutes of work that are booked at once: a slip of the keys would else stand in every sum. Longer work that
/// was booked before there was this limit stands.
pub const MOST_MINUTES: u32 = 1_440;

const FIELDS: &[EventInput] = &[
    EventInput::new("minutes", "Minutes of work", InputType::Minutes),
    EventInput::new("text", "What for", InputType::Text),
    EventInput::new("unpaid", "Nobody pays for it, whatever the cause", InputType::Flag),
];

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    let minutes = form.needed("minutes", "minutes N")?;
    let wrong =
        |_| Problem::of_field(Field::Minutes, format!("`{minutes}` is not a number of minutes"), "give --minutes N");
    let minutes = minutes.parse().map_err(wrong)?;
    Ok(EventData::TimeSpent(TimeSpent {
        minutes,
        what: form.needed("text", "text TEXT")?,
        unpaid: form.is_set("unpaid"),
    }))
}

/// Checks that work that the customer pays for is approved before it is done, where the agreement asks for that
/// (Missoun: "before performing such services").
fn check_paid(on: &EventContext<'_>) -> Result<(), Problem> {
    if !on.contract.is_some_and(|contract| on.ticket.wants_approval(contract)) {
        return Ok(());
    }
    match on.ticket.approved {
        Some(approved) if approved <= on.happened => Ok(()),
        Some(_) => Err(Problem::refused(
            "that was before the customer approved paid work",
            "book it as unpaid, or give a time after the approval",
        )),
        None => Err(Problem::refused(
            "the customer has not approved paid work in writing yet",
            "record where the approval can be found first (approve), or book it as unpaid",
        )),
    }
}
