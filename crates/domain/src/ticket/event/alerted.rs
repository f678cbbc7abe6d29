//! The alert that people were given of a target that comes near, is due or is breached. Only the desk itself writes it:
//! it is no variant of [`What`](super::What).

use super::{EntryMode, EventKind, Happening, SayAt};
use crate::language::Language;
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
    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        let kind = language.target(self.target);
        let target = if self.house { language.internal(kind) } else { kind };
        let told = match (self.points.last(), &self.level) {
            (_, Some(level)) => language.passed_up(level, target),
            (Some(AlertPoint::Phone), None) => match &self.call {
                Some(number) => language.alert_phone(number),
                None => language.alert_other_channel(),
            },
            (Some(AlertPoint::Part(part)), None) => language.alert_used(target, part),
            (Some(point @ AlertPoint::Before(_)), None) => language.alert_left(target, point),
            (Some(AlertPoint::Due), None) => language.alert_due(target),
            (Some(AlertPoint::Breach), None) => language.alert_breach(target),
            (None, None) => language.alert(target),
        };
        let to = self.to.as_ref().map_or_else(String::new, |to| language.on_call(to));
        let late = match self.late {
            Some(LateReason::Missed) => language.given_late(),
            Some(LateReason::Quiet) => language.after_quiet_hours(),
            Some(LateReason::Jumped) => language.clock_jumped(),
            None => String::new(),
        };
        let failed = self.failed.as_ref().map_or_else(String::new, |why| language.command_failed(why));
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
