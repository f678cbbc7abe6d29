//! Says in words what a target's state means: one sentence for the screen, the command line and the account alike.

pub(super) use crate::contract::span_in_words as span_words;
use crate::contract::{Contract, Pause, Promise, TargetKind, Within, cause_in_words, further_in_words, goal_in_words};
use crate::ticket::{Report, Ticket};
use crate::time::{
    ClockKind, Instant, Opening, Span, Zone, clock_text, coming_in_list, past_in_list, say_moment, short_duration,
};

use super::compute::paused;
use super::{Sla, Start, Target, TargetState, TicketRow};

/// Returns `a`, `a or b`, `a, b or c`.
pub fn list_in_words(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// Says by which channel a ticket has to come: `to be phoned`, `to be reported by portal`.
pub(super) fn wanted_in_words(contract: &Contract, severity: &str) -> String {
    match contract.channels(severity) {
        [] => TargetState::NoClock.words().to_owned(),
        [one] if one == "phone" => "to be phoned".to_owned(),
        many => format!("to be {}", channels_in_words(many)),
    }
}

/// Says how the ticket must be reported, as the end of `until …`: `phoned in`, `reported by email or phone`.
pub fn channels_in_words(channels: &[String]) -> String {
    match channels {
        [one] if one == "phone" => "phoned in".to_owned(),
        many => format!("reported by {}", list_in_words(many)),
    }
}

/// Says what a promise is: `within 2 h of support time`, `expected within 6 h, at the latest 8 h, of support time`.
pub fn promise_in_words(promise: &Promise) -> String {
    let further = further_in_words(promise);
    let Within::Span(span) = promise.within else {
        return format!("with the next release{}{further}", goal_in_words(promise));
    };
    let clock = clock_words(span, promise.clock);
    let within = match promise.expected {
        Some(first) if matches!(first, Span::EndOf(_)) => {
            format!("expected by {}, at the latest {}{clock}", span_words(first), span_words(span))
        }
        None if matches!(span, Span::EndOf(_)) => format!("by {}", span_words(span)),
        Some(first) => format!("expected within {}, at the latest {}{clock}", span_words(first), span_words(span)),
        None => format!("within {}{clock}", span_words(span)),
    };
    match promise.otherwise {
        Some(Within::Span(other)) => format!("{within}{further}; {} if no workaround is possible", span_words(other)),
        Some(Within::NextRelease) => format!("{within}{further}; with the next release if no workaround is possible"),
        None => format!("{within}{}{further}", goal_in_words(promise)),
    }
}

pub(super) const fn clock_words(span: Span, clock: ClockKind) -> &'static str {
    match (span, clock) {
        (Span::Time(_), ClockKind::Support) => " of support time",
        (Span::Time(_), ClockKind::Calendar) => " of real time",
        _ => "",
    }
}

/// Says why the clocks count from when they do.
pub fn start_in_words(ticket: &Ticket, contract: &Contract, sla: &Sla) -> String {
    start_words(ticket, contract, sla.start, &sla.severity)
}

pub(super) fn start_words(ticket: &Ticket, contract: &Contract, start: Start, severity: &str) -> String {
    let Start::At(at) = start else {
        let wanted = channels_in_words(contract.channels(severity));
        return match came_by(ticket) {
            Some(came) => format!("it has to be {wanted}: it came by {came} only, which does not count"),
            None => format!("it has to be {wanted}: it is not known how it came"),
        };
    };
    if ticket.round_began() == Some(at) {
        return format!("clocks count from when it came back, {}", clock_text(contract.zone, at));
    }
    let counts = |r: &&Report| r.at == at && contract.takes(severity, &r.channel);
    let Some(report) = ticket.reports.iter().find(counts) else {
        return format!("clocks count from the change at {}", clock_text(contract.zone, at));
    };
    let channel = report.channel.as_str();
    let by = if channel.is_empty() { String::new() } else { format!(" by {channel}") };
    format!("clocks count from the report{by} at {}", clock_text(contract.zone, at))
}

/// Returns the channels of the ticket's reports, each once.
fn came_by(ticket: &Ticket) -> Option<String> {
    let mut channels: Vec<String> = Vec::new();
    for report in &ticket.reports {
        if !report.channel.is_empty() && !channels.contains(&report.channel) {
            channels.push(report.channel.clone());
        }
    }
    let (last, others) = channels.split_last()?;
    Some(if others.is_empty() { last.clone() } else { format!("{} and {last}", others.join(", ")) })
}

/// Says when a target is due, with moments as `say` writes them. A release is due at the end of its day: that day's
/// 24:00, not the next one's midnight.
pub fn due_in_words(target: &Target, zone: Zone, now: Instant, say: SayMoment) -> Option<String> {
    target.due.map(|due| deadline_in_words(target.within, zone, due, now, say))
}

/// Says when a target is expected: the first value of a range, or a goal. A release is there by the end of its day.
pub fn expected_in_words(target: &Target, zone: Zone, now: Instant, say: SayMoment) -> Option<String> {
    target.expected.map(|expected| deadline_in_words(target.within, zone, expected, now, say))
}

/// Says the deadline of a promise: a release is there by the end of its day.
pub fn deadline_in_words(within: Within, zone: Zone, at: Instant, now: Instant, say: SayMoment) -> String {
    if within != Within::NextRelease {
        return say(zone, at, now);
    }
    let said = say(zone, at.plus(-1), now);
    said.rsplit_once(' ').map_or(said.clone(), |(day, _)| format!("{day} 24:00"))
}

/// Says for a column of a list when a target is due: `today 11:00`, `Mon 30 11:00`; what has passed begins with `since`. A
/// release is due at the end of its day.
pub fn due_in_list(target: &Target, zone: Zone, now: Instant) -> Option<String> {
    let due = target.due?;
    if due > now {
        return due_in_words(target, zone, now, coming_in_list);
    }
    Some(format!("since {}", past_in_list(zone, due, now)))
}

/// A function that says a moment: in that zone, at that moment, as seen at `now`.
pub type SayMoment = fn(Zone, Instant, Instant) -> String;

/// Says why a target stands as it does, in a few words, with moments in that zone as seen at `now`.
pub fn reason(row: &TicketRow, target: &Target, zone: Zone, now: Instant) -> String {
    reason_as(row, target, (zone, now), say_moment)
}

/// Says why a target stands as it does, in a few words, with moments as `say` writes them.
pub fn reason_as(row: &TicketRow, target: &Target, (zone, now): (Zone, Instant), say: SayMoment) -> String {
    let (Some(contract), Some(sla)) = (&row.contract, &row.sla) else { return String::new() };
    let standing = standing(row, (contract, sla), target, (zone, now), say);
    match (missed_in_words(target), target.kind) {
        (Some(missed), TargetKind::Update) if standing.is_empty() || target.met.is_some() => missed,
        (Some(missed), _) => format!("{standing}; {missed}"),
        (None, _) => standing,
    }
}

/// Says how many updates came too late: `1 update missed`, or none where all were in time.
pub fn missed_in_words(target: &Target) -> Option<String> {
    match target.missed.len() {
        0 => None,
        1 => Some("1 update missed".to_owned()),
        many => Some(format!("{many} updates missed")),
    }
}

fn standing(
    row: &TicketRow,
    (contract, sla): (&Contract, &Sla),
    target: &Target,
    (zone, now): (Zone, Instant),
    say_moment: SayMoment,
) -> String {
    let say = |at: Instant| say_moment(zone, at, now);
    if let Some(from) = target.waits_for() {
        return format!("counts from the {}, which is not met yet", from.words());
    }
    match target.state {
        TargetState::NoClock => wanted_in_words(contract, &sla.severity),
        TargetState::None if target.promise.goal => match expected_in_words(target, contract.zone, now, say_moment) {
            Some(expected) => format!("a goal: expected by {expected}"),
            None => "a goal: no date is known".to_owned(),
        },
        TargetState::None if target.within == Within::NextRelease => "next release, no date".to_owned(),
        TargetState::None => "support hours give no date up to 2100".to_owned(),
        TargetState::Excluded => {
            let cause = row.ticket.exclusion.as_ref().map(|exclusion| exclusion.cause.as_str());
            cause.map_or_else(
                || "not counted: it came back first".to_owned(),
                |cause| format!("excluded: {}", cause_in_words(cause)),
            )
        }
        TargetState::Met if target.kind == TargetKind::Update => {
            target.met.map_or_else(String::new, |at| format!("met until {}", say(at)))
        }
        TargetState::Met => target.met.map_or_else(String::new, |at| format!("met {}", say(at))),
        TargetState::MetLate => {
            target.met.map_or_else(String::new, |at| format!("met late, {}{}", say(at), broken_in_brief(target, say)))
        }
        TargetState::Breached => target.left.map_or_else(String::new, |left| {
            format!("overdue by {}{}", short_duration((-left).secs()), broken_in_brief(target, say))
        }),
        TargetState::Stopped => stopped(contract, &row.ticket, target, (now, &say)),
        TargetState::AtRisk if target.due.is_some_and(|due| now >= due) => "due now".to_owned(),
        TargetState::AtRisk if target.expected.is_some_and(|e| now >= e) => "past the expected time".to_owned(),
        TargetState::Running | TargetState::AtRisk => String::new(),
    }
}

/// Says what a change of its terms has to do with a breached target: `, broken before its terms changed today 14:00`.
fn broken_in_brief(target: &Target, say: impl Fn(Instant) -> String) -> String {
    match (target.terms.kept, target.terms.since) {
        (Some(at), _) if target.met.is_some_and(|met| met <= at) => String::new(),
        (Some(at), _) => format!(", broken before its terms changed {}", say(at)),
        (None, Some(at)) if target.terms.at_once => format!(", breached by the change {}", say(at)),
        _ => String::new(),
    }
}

/// Says what there is to say of a breached target besides by how much it is overdue: that a change of its terms broke it, and how
/// many updates were missed before. Moments are as `say` writes them.
pub fn breached_further(target: &Target, say: impl Fn(Instant) -> String) -> Option<String> {
    let broken = broken_in_brief(target, say);
    let broken = broken.strip_prefix(", ").map(str::to_owned);
    let parts: Vec<String> = broken.into_iter().chain(missed_in_words(target)).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Says in a sentence what a change of plan, severity or fallback did to a target, or none where none has to do with
/// it.
pub fn change_in_words(target: &Target, say: impl Fn(Instant) -> String) -> Option<String> {
    let terms = &target.terms;
    if let Some(changed) = terms.kept {
        let what = if target.met.is_some_and(|met| met <= changed) { "met" } else { "broken" };
        return Some(format!(
            "It was {what} before its terms changed on {}, so what was promised then holds",
            say(changed)
        ));
    }
    let since = terms.since?;
    let from = if target.start == Start::At(since) { ", and from then on" } else { "" };
    let at_once =
        if terms.at_once { "; its deadline lay before that, so the change broke it, not earlier" } else { "" };
    Some(format!("It counts by terms that hold since {}{from}{at_once}", say(since)))
}

fn stopped(
    contract: &Contract,
    ticket: &Ticket,
    target: &Target,
    (now, say): (Instant, &impl Fn(Instant) -> String),
) -> String {
    if let Some(wait) = paused(ticket, contract, target.kind) {
        return format!("paused since {}, waiting on the {}", say(wait.from), on_words(wait.on));
    }
    let due = if target.due.is_some_and(|due| now >= due) { "due, opens" } else { "opens" };
    match contract.clock_of(&target.promise).opening(now) {
        Opening::Closed(Some(opens)) => format!("{due} {}", say(opens)),
        _ => "does not open again".to_owned(),
    }
}

pub(super) const fn on_words(on: Pause) -> &'static str {
    match on {
        Pause::WaitingCustomer => "customer",
        Pause::WaitingVendor => "vendor",
    }
}
