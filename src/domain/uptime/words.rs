//! A month's uptime in words: the one place for the command line, the screen and the reports.

use crate::domain::contract::{Contract, cause_in_words, span_in_words, standing_window_in_words, uptime_in_words};
use crate::domain::ledger::{EntryId, Outage};
use crate::domain::time::{Instant, Span, Zone, clock_text, duration_text, real_duration};

use super::account::{Counts, Ground, MonthUptime};
use super::notice::Notice;

/// How uptime is worked out.
pub const FORMULA: &str = "uptime % = 100 · (month − exempt − downtime) / (month − exempt)";

/// Uptime with three decimals: `99.583`. What is left over is cut, so that nothing reads as kept that is broken.
pub fn percent_text(uptime: &MonthUptime) -> String {
    let counted = uptime.counted_s();
    let thousandths = if counted == 0 { 100_000 } else { 100_000 * (counted - uptime.downtime) / counted };
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}

/// A length of downtime: `3:00:00`.
pub fn downtime_text(seconds: i64) -> String {
    duration_text(seconds)
}

/// Whether the promise holds, in a word: `kept`, `broken`, `nothing promised`.
pub fn kept_in_words(uptime: &MonthUptime) -> &'static str {
    match uptime.kept() {
        Some(true) => "kept",
        Some(false) => "broken",
        None => "nothing promised",
    }
}

/// What is promised for a month: `more than 99.1% of a month`; that nothing is.
pub fn promise_in_words(uptime: &MonthUptime) -> String {
    uptime.promise.as_ref().map_or_else(|| "no uptime is promised".to_owned(), uptime_in_words)
}

/// What a piece counts as, and why: `counts as downtime`, `exempt: window Tue 00:00-06:30; outage 3: customer`.
pub fn counts_in_words(counts: &Counts, contract: &Contract) -> String {
    match counts {
        Counts::Downtime { late } if late.is_empty() => "counts as downtime".to_owned(),
        Counts::Downtime { late } => {
            format!("counts as downtime: maintenance {} was announced too late", numbers(late))
        }
        Counts::Exempt(grounds) => {
            let grounds: Vec<String> = grounds.iter().map(|ground| ground_in_words(ground, contract)).collect();
            format!("exempt: {}", grounds.join("; "))
        }
        Counts::TooShort => {
            let least = contract.uptime.as_ref().map_or(0, |uptime| uptime.min_outage);
            format!("does not count: shorter than {}", span_in_words(Span::Time(least)))
        }
    }
}

fn ground_in_words(ground: &Ground, contract: &Contract) -> String {
    match ground {
        Ground::Window(place) => {
            let window = contract.maintenance.as_ref().and_then(|rule| rule.windows.get(*place));
            let hours = window.map_or_else(String::new, |window| format!(" {}", standing_window_in_words(window)));
            format!("standing window{hours}")
        }
        Ground::Maintenance(id) => format!("maintenance {id}"),
        Ground::Cause(id, cause) => format!("outage {id} is outside the promise ({})", cause_in_words(cause)),
    }
}

/// Numbers one after the other: `3, 5`.
fn numbers(ids: &[EntryId]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// How the announcement of a maintenance or a change stands, in a sentence of its own. `exempting` is what it would
/// exempt: maintenance does, a change does not.
pub fn notice_in_full(notice: Notice, zone: Zone) -> String {
    let from = |at: Option<Instant>| match at {
        Some(at) => {
            format!("announced too late: with that notice it may begin on {} at the earliest", clock_text(zone, at))
        }
        None => "not announced".to_owned(),
    };
    match notice {
        Notice::InTime { earliest } => {
            format!("announced in time: it may begin from {} on", clock_text(zone, earliest))
        }
        Notice::Short => "short enough to need no notice".to_owned(),
        Notice::OfKind => "of a kind that needs no notice".to_owned(),
        Notice::LateButExempt { earliest } => format!("{}; it is exempt all the same", from(earliest)),
        Notice::Late { earliest } => from(earliest),
        Notice::NoRule => "the agreement asks for no notice".to_owned(),
    }
}

/// When an outage was, and how long: `Wed 4 Nov 2026 03:10 to 04:10, 1:00:00`; `since … , running for …`.
pub fn outage_in_words(outage: &Outage, zone: Zone, now: Instant) -> String {
    let lasts = real_duration(outage.lasts(now));
    let Some(to) = outage.to else {
        return format!("since {}, running for {lasts}", clock_text(zone, outage.from));
    };
    format!("{} to {}, {lasts}", clock_text(zone, outage.from), end_text(zone, outage.from, to))
}

/// The end of something that began at `from`: without its date where that is the same.
pub fn end_text(zone: Zone, from: Instant, to: Instant) -> String {
    let (begins, ends) = (zone.wall(from), zone.wall(to));
    if begins.date != ends.date {
        return clock_text(zone, to);
    }
    if ends.second.is_multiple_of(60) { ends.hm() } else { ends.hms() }
}
