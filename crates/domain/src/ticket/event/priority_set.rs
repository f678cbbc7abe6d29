//! The event that the ticket has another impact and urgency, and the severity that follows.

use crate::language::Language;
use crate::problem::{Field, Problem};
use serde::{Deserialize, Serialize};

use super::{EntryMode, EventKind, Happening, ReachesBack, SayAt};
use crate::contract::Contract;
use crate::right::Right;
use crate::ticket::check::{EventContext, after_last_change, check_priority, check_severity, line, nothing_new};
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "priority_set",
    "severity",
    Right::Work,
    EntryMode::Otherwise("by severity --impact --urgency"),
    &[(
        r#"{"priority_set":{"impact":"low","urgency":"low","severity":"low"}}"#,
        "impact low, urgency low: severity low",
    )],
);

/// The data of another impact and urgency, and the severity that follows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PrioritySet {
    /// The id of the impact.
    pub impact: String,
    /// The id of the urgency.
    pub urgency: String,
    /// The id of the severity from the matrix.
    pub severity: String,
}

impl Happening for PrioritySet {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        let Self { impact, urgency, severity } = self;
        line(Field::Impact, impact)?;
        line(Field::Urgency, urgency)?;
        check_severity(on.contract, severity)?;
        on.contract.map_or(Ok(()), |c| check_priority(c, Some(impact), Some(urgency), severity))?;
        let ticket = on.ticket;
        let is = (ticket.impact.as_deref(), ticket.urgency.as_deref(), &*ticket.severity);
        if is == (Some(&**impact), Some(&**urgency), &**severity) {
            return Err(nothing_new(Field::Impact, &format!("it is impact {impact}, urgency {urgency}")));
        }
        after_last_change(on)
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        ticket.keep_former(entry);
        (ticket.impact, ticket.urgency) = (Some(self.impact.clone()), Some(self.urgency.clone()));
        ticket.severity.clone_from(&self.severity);
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        language.priority_set(&self.impact, &self.urgency, &self.severity)
    }

    fn reaches_back(&self) -> ReachesBack {
        ReachesBack::Reopening
    }
}

impl PrioritySet {
    /// Makes the event of that impact and urgency, with the severity that follows for the ticket; where none does, the
    /// severity that it has, and checking it tells what is wrong.
    pub fn of(ticket: Option<(&Ticket, Option<&Contract>)>, impact: String, urgency: String) -> Self {
        let priority = ticket.and_then(|(_, contract)| contract?.priority.as_ref());
        let follows = priority.and_then(|priority| priority.severity_of(&impact, &urgency));
        let severity = follows.or_else(|| ticket.map(|(ticket, _)| &*ticket.severity)).unwrap_or_default().to_owned();
        Self { impact, urgency, severity }
    }
}
