//! The event that the promise does not hold for the ticket.

use crate::language::Language;
use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{
    EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, NameKind, ReachesBack,
    SayAt,
};
use crate::contract::cause_in_words;
use crate::right::Right;
use crate::ticket::check::{EventContext, already, line, unknown};
use crate::ticket::commit::Event;
use crate::ticket::state::{Exclusion, FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind {
    doing: "excluding a ticket",
    ..EventKind::new(
        "excluded",
        "exclude",
        Right::Exclude,
        EntryMode::By(&[EventCommand::with(
            "exclude",
            "Exclude it: the promise does not hold for it (--cause, --text)",
            FIELDS,
            make,
        )]),
        &[
            (r#"{"excluded":{"cause":"customer","words":"it is theirs"}}"#, "excluded: customer; it is theirs"),
            (r#"{"excluded":{"cause":"customer"}}"#, "excluded: customer"),
        ],
    )
};

/// The data of an exclusion from the promise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Excluded {
    /// A cause from the contract's scope.
    pub cause: String,
    /// The reason in a sentence, one line. Every new record has one; earlier ones have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

impl Happening for Excluded {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        let cause = &self.cause;
        match on.contract {
            Some(c) if c.scope.ticket_causes().next().is_none() => {
                return Err(Problem::of_field(
                    Field::Cause,
                    "this agreement excludes no cause",
                    "write a note instead",
                ));
            }
            Some(c) if !c.scope.excludes_ticket(cause) => {
                return Err(unknown(Field::Cause, cause, &c.id, c.scope.ticket_causes().map(String::as_str)));
            }
            _ => line(Field::Cause, cause)?,
        }
        if let Some(exclusion) = &on.ticket.exclusion {
            return Err(already(&exclusion.mark, "excluded"));
        }
        // The cause decides who pays, so the record says why, as for a late closing.
        let missing = || {
            Problem::of_field(
                Field::Text,
                "the reason why the promise does not hold is missing",
                "write it in a sentence",
            )
        };
        line(Field::Text, self.words.as_deref().ok_or_else(missing)?)
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        let (cause, words) = (self.cause.clone(), self.words.clone());
        ticket.exclusion = Some(Exclusion { cause, words, mark: entry.mark() });
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        let why = self.words.as_ref().map_or_else(String::new, |words| format!("; {words}"));
        format!("{}{why}", language.excluded_for(cause_in_words(&self.cause)))
    }

    fn reaches_back(&self) -> ReachesBack {
        ReachesBack::Round
    }
}

const FIELDS: &[EventInput] = &[
    EventInput::new(
        "cause",
        "Why the promise does not hold, one of the contract's causes",
        InputType::Name(NameKind::Causes),
    ),
    EventInput::new("text", "Why, in a sentence", InputType::Text),
];

/// Makes the event of the cause and the reason, both of which decide who pays.
fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    let cause = form.needed("cause", "cause CAUSE")?;
    let words = form.needed("text", "text TEXT: why, in a sentence")?;
    Ok(EventData::Excluded(Excluded { cause, words: Some(words) }))
}
