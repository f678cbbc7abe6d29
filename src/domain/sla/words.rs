//! What a target's state means, in words: one sentence for the screen, the command line and the account alike.

use crate::domain::contract::{Contract, Promise, Within};
use crate::domain::ticket::Ticket;
use crate::domain::time::{ClockKind, Instant, Opening, Span, say_moment, short_duration};

use super::{Row, Sla, Start, Target, TargetState};

/// `a`, `a or b`, `a, b or c`.
pub fn list_in_words(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// How it must be reported, as the end of `until …`: `phoned in`, `reported by email or phone`.
pub fn channels_in_words(channels: &[String]) -> String {
    match channels {
        [one] if one == "phone" => "phoned in".to_owned(),
        many => format!("reported by {}", list_in_words(many)),
    }
}

/// What a promise says: `within 2 h of support time`, `expected within 6 h, at the latest 8 h, of support time`.
pub fn promise_in_words(promise: &Promise) -> String {
    let Within::Span(span) = promise.within else { return "with the next release".to_owned() };
    let clock = clock_words(span, promise.clock);
    let within = match promise.expected {
        Some(first) => format!("expected within {}, at the latest {}{clock}", span_words(first), span_words(span)),
        None => format!("within {}{clock}", span_words(span)),
    };
    match promise.otherwise {
        Some(Within::Span(other)) => format!("{within}; {} if no workaround is possible", span_words(other)),
        Some(Within::NextRelease) => format!("{within}; with the next release if no workaround is possible"),
        None => within,
    }
}

fn span_words(span: Span) -> String {
    match span {
        Span::SupportDays(1) => "1 support day".to_owned(),
        Span::SupportDays(n) => format!("{n} support days"),
        Span::Days(1) => "1 calendar day".to_owned(),
        Span::Days(n) => format!("{n} calendar days"),
        Span::Time(s) if s < 3600 => format!("{} min", s / 60),
        Span::Time(s) if s % 3600 == 0 => format!("{} h", s / 3600),
        Span::Time(s) => format!("{} h {} min", s / 3600, s / 60 % 60),
    }
}

const fn clock_words(span: Span, clock: ClockKind) -> &'static str {
    match (span, clock) {
        (Span::Time(_), ClockKind::Support) => " of support time",
        (Span::Time(_), ClockKind::Calendar) => " of real time",
        _ => "",
    }
}

/// Why the clocks count from when they do.
pub fn start_in_words(ticket: &Ticket, contract: &Contract, sla: &Sla) -> String {
    match sla.start {
        Start::NoClock => {
            let wanted = channels_in_words(contract.channels(&sla.severity));
            let came = ticket.reports.iter().map(|r| r.channel.clone()).collect::<Vec<_>>();
            format!("no clock until {wanted}: it came by {} only, which does not count", list_in_words(&came))
        }
        Start::At(at) => {
            let channel = ticket.reports.iter().find(|r| r.at == at).map_or("", |r| r.channel.as_str());
            let by = if channel.is_empty() { String::new() } else { format!(" by {channel}") };
            format!("clocks count from the report{by} at {}", contract.zone.wall(at))
        }
    }
}

/// Why a target stands as it does, in a few words.
pub fn reason(row: &Row, target: &Target, now: Instant) -> String {
    let (Some(contract), Some(sla)) = (&row.contract, &row.sla) else { return String::new() };
    let say = |at: Instant| say_moment(contract.zone, at, now);
    match target.state {
        TargetState::NoClock => format!("no clock until {}", channels_in_words(contract.channels(&sla.severity))),
        TargetState::None => "next release, no date".to_owned(),
        TargetState::Excluded => {
            let cause = row.ticket.exclusion.as_ref().map_or("", |e| e.cause.as_str());
            format!("excluded: {cause}")
        }
        TargetState::Met => target.met.map_or_else(String::new, |at| format!("met {}", say(at))),
        TargetState::MetLate => target.met.map_or_else(String::new, |at| format!("met late, {}", say(at))),
        TargetState::Breached => target.left.map_or_else(String::new, |left| format!("{} over", short_duration(-left))),
        TargetState::Stopped => stopped(contract, &row.ticket, target, now),
        TargetState::AtRisk if target.expected.is_some_and(|e| now >= e) => "past the expected time".to_owned(),
        TargetState::Running | TargetState::AtRisk => String::new(),
    }
}

fn stopped(contract: &Contract, ticket: &Ticket, target: &Target, now: Instant) -> String {
    if let Some(wait) = ticket.waiting().filter(|w| contract.support.pause.contains(&w.on)) {
        return format!("paused since {}", say_moment(contract.zone, wait.from, now));
    }
    match contract.support.clock.opening(now) {
        Opening::Closed(Some(opens)) if target.due.is_some_and(|due| now >= due) => {
            format!("due, support closed until {}", say_moment(contract.zone, opens, now))
        }
        Opening::Closed(Some(opens)) => format!("opens {}", say_moment(contract.zone, opens, now)),
        Opening::Closed(None) => "support does not open again".to_owned(),
        Opening::Open(_) => "due now".to_owned(),
    }
}
