//! The event that a ticket was snoozed: until a moment, or until something happens, it need not be looked at.

use serde::{Deserialize, Serialize};

use super::{
    EntryMode, EventCommand, EventData, EventForm, EventInput, EventKind, Happening, InputType, MessageDirection, SayAt,
};
use crate::contract::Contract;
use crate::language::Language;
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::ticket::check::EventContext;
use crate::ticket::commit::Event;
use crate::ticket::live::live;
use crate::ticket::state::{EventMark, FoldedEvent, Ticket};
use crate::time::{ClockKind, ClockSeconds, Instant, Span, Zone, parse_coming};

/// The longest time that a ticket is snoozed for, in seconds: a year and a day.
const LONGEST: i64 = 366 * 86_400;

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "snoozed",
    "snooze",
    Right::Work,
    EntryMode::By(&[EventCommand::with(
        "snooze",
        "Snooze it: it leaves the queue until a moment, for some time, or until the next event",
        &[UNTIL, FOR, NEXT, KEEP],
        make,
    )]),
    &[
        (r#"{"snoozed":{"until":1704704400}}"#, "snoozed until 2024-01-08T09:00:00Z"),
        (r#"{"snoozed":{}}"#, "snoozed until the next event"),
        (
            r#"{"snoozed":{"until":1704704400,"keep_on_reply":true}}"#,
            "snoozed until 2024-01-08T09:00:00Z, whatever is written",
        ),
    ],
);

/// The data of snoozing. Its targets go on as they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Snoozed {
    /// The moment at which it wakes, or none where only an event wakes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// Whether it sleeps on when the customer or the vendor writes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keep_on_reply: bool,
}

/// A snooze as it lies on a ticket, until an event ends it. One whose moment has passed is over and still here.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Snooze {
    /// The moment at which it was snoozed, and who did so.
    pub mark: EventMark,
    /// The moment at which it wakes, or none where only an event wakes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// Whether it sleeps on when the customer or the vendor writes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keep_on_reply: bool,
}

impl Snooze {
    /// Returns whether it lasts at that moment, if no event ends it.
    pub fn lasts_at(&self, now: Instant) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    /// Returns whether that event ends it: an alert, what ends the ticket or begins it anew, a letter, and whatever another
    /// person does. What is retracted counts as though it had never been.
    pub(in crate::ticket) fn is_ended_by(&self, event: &Event) -> bool {
        let Some(what) = event.action() else { return true };
        match what {
            EventData::Closed(_)
            | EventData::Reopened
            | EventData::CameBack
            | EventData::Woken
            | EventData::Undelivered(_) => true,
            EventData::Retracted(_) | EventData::Followed(_) => false,
            // The desk sends it by itself for a letter, which has woken the ticket or must not.
            EventData::Message(message) if message.acknowledges => false,
            EventData::Message(message)
                if matches!(message.direction, MessageDirection::In | MessageDirection::VendorIn) =>
            {
                !self.keep_on_reply
            }
            _ => event.by != self.mark.by,
        }
    }
}

/// Returns where in the timeline a snooze ended by the clock: the moments, each with the number of the events that had been
/// entered by then.
pub fn woken_by_clock(events: &[Event], now: Instant) -> Vec<(usize, Instant)> {
    let (mut woken, mut lies): (_, Option<Snooze>) = (Vec::new(), None);
    for (place, (event, _)) in events.iter().zip(live(events)).enumerate().filter(|(_, (_, stands))| *stands) {
        if let Some(until) = lies.as_ref().and_then(|snooze| snooze.until).filter(|until| *until <= event.recorded) {
            woken.push((place, until));
            lies = None;
        }
        lies = lies.filter(|snooze| !snooze.is_ended_by(event));
        if let Some(EventData::Snoozed(snoozed)) = event.action() {
            lies = Some(snoozed.lies(FoldedEvent { place: place as u32, event }.mark()));
        }
    }
    let last = lies.and_then(|snooze| snooze.until).filter(|until| *until <= now);
    woken.extend(last.map(|until| (events.len(), until)));
    woken
}

impl Snoozed {
    const fn lies(self, mark: EventMark) -> Snooze {
        Snooze { mark, until: self.until, keep_on_reply: self.keep_on_reply }
    }

    /// Reads until when a ticket is snoozed: `next event`; `4 support hours`, `30 support minutes` in the support time of the
    /// contract; `4h`, `2d`, `3bd` from now on; or a moment to come, as `tomorrow 08:00`, `Mon 08:00` or `15:00`. Behind it
    /// may stand `keep`: then it sleeps on when somebody writes.
    ///
    /// # Errors
    ///
    /// If the text is none of these, or counts support time where the contract is not loaded.
    pub fn of_words(text: &str, contract: Option<&Contract>, zone: Zone, now: Instant) -> Result<Self, Problem> {
        let text = text.trim();
        let (text, keep_on_reply) = text.strip_suffix("keep").map_or((text, false), |rest| (rest.trim_end(), true));
        let text = text.strip_prefix("until ").or_else(|| text.strip_prefix("for ")).unwrap_or(text).trim();
        if matches!(text, "next event" | "next" | "the next event") {
            return Ok(Self { until: None, keep_on_reply });
        }
        let until = match support_time(text) {
            Some(span) => after(span, ClockKind::Support, contract, now)?,
            None => match Span::parse(text) {
                Ok(span @ Span::Time(_)) => after(span, ClockKind::Calendar, None, now)?,
                Ok(Span::Days(days)) => zone.exact(zone.wall(now).plus(i64::from(days) * 86_400), now)?,
                Ok(span) => after(span, ClockKind::Support, contract, now)?,
                Err(_) => coming(text, zone, now)?,
            },
        };
        Ok(Self { until: Some(until), keep_on_reply })
    }
}

/// Reads `4 support hours` or `30 support minutes`.
fn support_time(text: &str) -> Option<Span> {
    let (number, unit) = text.split_once(char::is_whitespace)?;
    let number: u32 = number.parse().ok()?;
    let seconds = match unit.trim() {
        "support hours" | "support hour" => 3600,
        "support minutes" | "support minute" => 60,
        "support days" | "support day" => return Some(Span::SupportDays(number)),
        _ => return None,
    };
    Some(Span::Time(i64::from(number) * seconds))
}

/// Returns the moment after so much time from now on. What ends with a support day wakes when support opens again: nobody
/// would look at it before.
fn after(span: Span, kind: ClockKind, contract: Option<&Contract>, now: Instant) -> Result<Instant, Problem> {
    let far = || Problem::of_field(Field::To, "that is too far ahead", "a ticket is snoozed for a year at most");
    if let (Span::Time(seconds), ClockKind::Calendar) = (span, kind) {
        return now.plus(seconds).checked().map_err(|_| far());
    }
    let contract = contract.ok_or_else(|| {
        let message = "its contract is not loaded, so that there is no support time";
        Problem::of_field(Field::To, message, "give a moment, as in tomorrow 08:00")
    })?;
    let clock = &contract.support.clock;
    let end = match span {
        Span::Time(seconds) => clock.after(now, ClockSeconds::from_secs(seconds)).map_err(|_| far())?.breach_after,
        span => clock.deadline(now, span, kind).map_err(|_| far())?.breach_after,
    };
    Ok(end)
}

/// Reads a moment to come; a time of day that has passed today is tomorrow's.
fn coming(text: &str, zone: Zone, now: Instant) -> Result<Instant, Problem> {
    let at = parse_coming(text, zone, now).map_err(|error| {
        let hint = "write 4h, 4 support hours, 3bd, tomorrow 08:00, Mon 08:00, 15:00, 2024-01-31 08:00 or next event";
        Problem::of_field(Field::To, format!("that is no time to sleep: {error}"), hint)
    })?;
    let is_time = text.len() <= 5 && text.contains(':');
    if at <= now && is_time { Ok(parse_coming(&format!("tomorrow {text}"), zone, now)?) } else { Ok(at) }
}

impl Happening for Snoozed {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem> {
        if let Some(until) = self.until {
            if until <= on.happened {
                let message = "that moment has passed";
                return Err(Problem::of_field(Field::To, message, "give one to come, as in tomorrow 08:00"));
            }
            if until.since(on.happened) > LONGEST {
                let hint = "a ticket is snoozed for a year at most";
                return Err(Problem::of_field(Field::To, "that is too far ahead", hint));
            }
        }
        let lies = on.ticket.snoozed_at(on.happened);
        if lies.is_some_and(|snooze| (snooze.until, snooze.keep_on_reply) == (self.until, self.keep_on_reply)) {
            let message = format!("#{} is snoozed so already", on.ticket.id);
            return Err(Problem::refused(message, "there is nothing to change"));
        }
        Ok(())
    }

    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>) {
        ticket.snooze = Some(self.lies(entry.mark()));
    }

    fn words_in(&self, language: Language, _events: &[Event], say: SayAt<'_>) -> String {
        let until = self.until.map_or_else(|| language.snoozed_until_event(), |at| language.snoozed_until(say(at)));
        if self.keep_on_reply { language.whatever_is_written(until) } else { until }
    }

    fn moves_deadlines(&self) -> bool {
        false
    }

    fn is_internal(&self, _events: &[Event]) -> bool {
        true
    }

    fn is_work(&self) -> bool {
        false
    }
}

const UNTIL: EventInput = EventInput {
    excludes: Some("for"),
    ..EventInput::new("until", "The moment at which it is back: tomorrow 08:00, Mon 08:00, 15:00", InputType::Coming)
};
const FOR: EventInput = EventInput {
    excludes: Some("until-next-event"),
    ..EventInput::new("for", "How long: 4h, 2d, or in support time \"4 support hours\", 3bd", InputType::Coming)
};
const NEXT: EventInput = EventInput {
    excludes: Some("until"),
    ..EventInput::new("until-next-event", "Until somebody writes or does something", InputType::Flag)
};
const KEEP: EventInput =
    EventInput::new("keep-on-reply", "It sleeps on when the customer or the vendor writes", InputType::Flag);

fn make(form: &EventForm<'_>) -> Result<EventData, Problem> {
    let keep_on_reply = form.is_set("keep-on-reply");
    if form.is_set("until-next-event") {
        return Ok(EventData::Snoozed(Snoozed { until: None, keep_on_reply }));
    }
    if !form.is_set("until") && !form.is_set("for") {
        let hint = "give --until TIME, --for TIME or --until-next-event";
        return Err(Problem::of_field(Field::To, "it is missing until when it sleeps", hint));
    }
    let until = form.moment("until")?.map_or_else(|| form.moment("for"), |at| Ok(Some(at)))?;
    Ok(EventData::Snoozed(Snoozed { until, keep_on_reply }))
}

#[cfg(test)]
mod tests;
