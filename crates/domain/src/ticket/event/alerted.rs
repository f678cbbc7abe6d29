//! The alert that people were given of a target that comes near, is due or is breached. Only the desk itself writes it:
//! it is no variant of [`What`](super::What).

use super::{EntryMode, EventKind, Happening};
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::alert::{AlertPoint, AlertRecord, LateReason, take_in};
use crate::ticket::check::EventContext;
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The row of this event in the table of sorts.
pub(in crate::ticket) const KIND: EventKind = EventKind::new(
    "alerted",
    "alert",
    Right::Work,
    EntryMode::Otherwise("written by the desk itself"),
    &[
        (
            r#"{"alerted":{"target":"response","points":["75%"],"to":"anna","late":"quiet"}}"#,
            "alert: response has used 75 % of its time; on call: anna; told after the quiet hours",
        ),
        (
            r#"{"alerted":{"target":"correction","house":true,"level":"second line","failed":"no such file"}}"#,
            "nobody has done anything: passed up to second line for the internal correction; the command failed: no such file",
        ),
        (
            r#"{"alerted":{"target":"response","points":["phone"],"to":"anna","call":"53 00 30 00"}}"#,
            "alert: to be phoned, call 53 00 30 00; on call: anna",
        ),
    ],
);

impl Happening for AlertRecord {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, _on: &EventContext<'_>) -> Result<(), Problem> {
        Ok(())
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        let at = entry.event.happened;
        take_in(&mut ticket.given, self, at);
        let since = ticket.unanswered.unwrap_or(at);
        ticket.unanswered = Some(if self.level.is_some() { at } else { since });
        if let Some(level) = &self.level {
            ticket.level = Some(level.clone());
        }
    }

    /// Says what people were told, whom, and what came in between.
    fn words(&self, _events: &[Event]) -> String {
        let target = self.target_in_words();
        let told = match (self.points.last(), &self.level) {
            (_, Some(level)) => format!("nobody has done anything: passed up to {level} for the {target}"),
            (Some(AlertPoint::Phone), None) => match &self.call {
                Some(number) => format!("alert: to be phoned, call {number}"),
                None => "alert: to be reported by a channel that counts".to_owned(),
            },
            (Some(point), None) => format!("alert: {target} {}", point_in_words(*point)),
            (None, None) => format!("alert: {target}"),
        };
        let to = self.to.as_ref().map_or_else(String::new, |to| format!("; on call: {to}"));
        let late = match self.late {
            Some(LateReason::Missed) => "; given late, as no frist was open then",
            Some(LateReason::Quiet) => "; told after the quiet hours",
            Some(LateReason::Jumped) => "; held back, as the clock jumped",
            None => "",
        };
        let failed = self.failed.as_ref().map_or_else(String::new, |why| format!("; the command failed: {why}"));
        format!("{told}{to}{late}{failed}")
    }

    fn moves_deadlines(&self) -> bool {
        false
    }

    fn is_internal(&self, _events: &[Event]) -> bool {
        true
    }
}

/// Says where a target stands at that point, after its name.
pub fn point_in_words(point: AlertPoint) -> String {
    match point {
        AlertPoint::Part(part) => format!("has used {part} % of its time"),
        AlertPoint::Before(_) => format!("has {point} left"),
        AlertPoint::Due => "is due".to_owned(),
        AlertPoint::Breach => "is breached".to_owned(),
        AlertPoint::Phone => "waits for a report that counts".to_owned(),
    }
}
