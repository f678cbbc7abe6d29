//! Accounts for one target's deadline day by day: what an agent reads out to the vendor.

mod lines;

#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::contract::{Contract, TargetKind, Within};
use crate::text::capital;
use crate::time::{
    ClockKind, ClockSeconds, Date, Deadline, Instant, Opening, Span, SupportClock, clock_text, duration_text,
    short_duration,
};

use super::compute::{paused, pauses};
use super::words::{change_in_words, clock_words, on_words, promise_in_words, reason, span_words, start_words};
use super::{MissedUpdate, Start, Target, TargetState, TicketRow, state_in_words};

/// The most missed updates that are told one by one.
const MISSED: usize = 5;

/// One line of the account: a day with hours that counted, a run of days without, or a pause.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WhyLine {
    /// The dates: `Mon 8 Jan`, or `Sat 6 – Sun 7 Jan`.
    pub days: String,
    /// The hours: `08:00–10:00`, or why nothing counted.
    pub hours: String,
    /// The time of the target's clock that counted on it.
    pub support: ClockSeconds,
    /// The time that has counted so far.
    pub total: ClockSeconds,
}

/// The explanation of why a target is due when it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Why {
    /// The moment that is promised.
    pub target: TargetKind,
    /// Whether the target is an internal one of the desk's.
    pub house: bool,
    /// What is promised, and where it began, a sentence each.
    pub opening: Vec<String>,
    /// The state of the target, in a sentence.
    pub standing: String,
    /// The account: day by day where support time is counted, stretch by stretch where real time is and a pause held it
    /// up. Its sum is what was promised.
    pub days: Vec<WhyLine>,
    /// When it is due and when it is breached, a sentence each.
    pub closing: Vec<String>,
}

/// Explains why a target of this row is due when it is, as seen at `now`; none where its contract is not loaded.
pub fn why(row: &TicketRow, target: &Target, now: Instant) -> Option<Why> {
    let contract = row.contract.as_ref()?;
    let mut why = Why {
        target: target.kind,
        house: target.house,
        opening: opening(row, contract, target),
        standing: stands(row, target, &reason(row, target, contract.zone, now)),
        days: vec![],
        closing: vec![],
    };
    // A goal is expected by what would be its deadline, and its time counts likewise.
    let goal = target.expected.filter(|_| target.promise.goal && target.within != Within::NextRelease);
    if let (Some(start), Some(due)) = (target.counts_from(contract), target.due.or(goal)) {
        // Nothing holds a release up.
        let pauses =
            if target.within == Within::NextRelease { vec![] } else { pauses(&row.ticket, contract, target.kind) };
        let until = target.met.or(row.ticket.closed.as_ref().map(|c| c.at)).map_or(now, |at| at.min(now));
        why.days = lines::account(contract.clock_of(&target.promise), target.clock(), (start, due), &pauses, until);
        why.closing = closing(row, contract, target, due);
    }
    Some(why)
}

fn opening(row: &TicketRow, contract: &Contract, target: &Target) -> Vec<String> {
    let (plan, severity) = (target.terms.plan.as_str(), target.terms.severity.as_str());
    let plan_name = contract.plan(plan).map_or(plan, |p| p.name.as_str());
    let name = |id: &str| contract.severity(id).map_or(id, |s| s.name.as_str()).to_owned();
    let promise = promise_in_words(&target.promise);
    let words = capital(&target.words());
    let of = if target.house { "at" } else { "of" };
    let mut lines = vec![format!("{words} {of} {}, {plan_name}, {}: {promise}", contract.vendor, name(severity))];
    if target.house {
        lines.push("This is an internal target of the desk; the vendor has not promised it".to_owned());
    }
    lines.extend(change_in_words(target, |at| clock_text(contract.zone, at)));
    if target.terms.kept.is_none() && severity != row.ticket.severity {
        lines.push(format!("A workaround stands, so the severity is no longer {}", name(&row.ticket.severity)));
    }
    lines.push(counts_from(row, contract, target));
    if target.within != target.promise.within {
        lines.push(fallback(target));
    }
    lines.extend(days_on(contract, target));
    lines.extend(release_on(contract, target));
    lines.extend(missed_updates(row, target));
    lines
}

fn counts_from(row: &TicketRow, contract: &Contract, target: &Target) -> String {
    let say = |at| clock_text(contract.zone, at);
    let told = |at: &Instant| row.ticket.told.iter().any(|(told, _)| told == at);
    let reopened = |at: &Instant| row.ticket.withdrawn_ends.iter().any(|end| end.reopened.0 == *at);
    match (target.promise.from, target.start) {
        (_, Start::At(at)) if target.kind == TargetKind::Update && told(&at) => {
            format!("It counts from the last word to the customer, {}", say(at))
        }
        (_, Start::At(at)) if target.kind == TargetKind::Update && reopened(&at) => {
            format!("It counts from when it was reopened, {}", say(at))
        }
        (Some(from), Start::At(at)) => format!("It counts from when the {} was met, {}", from.words(), say(at)),
        (_, Start::WaitsFor(from)) => format!("It counts from when the {} is met, which it is not yet", from.words()),
        (_, start) => capital(&start_words(&row.ticket, contract, start, &target.terms.severity)),
    }
}

/// Returns a sentence for each update that came too late, of many for the last ones, in the contract's zone; nothing where that is
/// not loaded.
pub fn missed_updates(row: &TicketRow, target: &Target) -> Vec<String> {
    let Some(contract) = &row.contract else { return Vec::new() };
    let left_out = target.missed.len().saturating_sub(MISSED);
    let earlier = (left_out > 0).then(|| format!("{left_out} earlier updates were missed as well"));
    let say = |at| clock_text(contract.zone, at);
    let one = |missed: &MissedUpdate| {
        let told = row.ticket.told.iter().any(|(told, _)| *told == missed.until);
        let ends = if told { "the customer had word" } else { "it ended" };
        let by = missed.changed.map_or_else(String::new, |changed| {
            format!("the change of its terms on {} broke it, not earlier; ", say(changed))
        });
        format!("The update that was due {} was missed: {by}{ends} {}", say(missed.due), say(missed.until))
    };
    earlier.into_iter().chain(target.missed[left_out..].iter().map(one)).collect()
}

fn stands(row: &TicketRow, target: &Target, reason: &str) -> String {
    let state = state_in_words(row, target);
    if reason.is_empty() {
        format!("State: {state}")
    } else if reason.starts_with(&state) || target.state == TargetState::None {
        format!("State: {reason}")
    } else {
        format!("State: {state}, {reason}")
    }
}

fn fallback(target: &Target) -> String {
    let instead = match target.within {
        Within::Span(span) => format!("the {}{} hold", span_words(span), clock_words(span, target.promise.clock)),
        Within::NextRelease => "it comes with the next release".to_owned(),
    };
    format!("No workaround is possible, so {instead}")
}

/// Says which release the target waits for.
fn release_on(contract: &Contract, target: &Target) -> Option<String> {
    let from = target.terms.release_from?;
    let day = contract.zone.wall(from).date;
    // A release that came out before anybody waited for it is not the one that was promised.
    let after = if target.start == Start::At(from) { "the report".to_owned() } else { day.long() };
    let then = if target.promise.goal {
        "expected by the end of that day, which is a goal and never breached"
    } else {
        "due at the end of that day"
    };
    Some(match contract.releases.iter().find(|date| **date > day) {
        Some(date) => format!("The next release after {after} is on {}: {then}", date.long()),
        None => format!("No release after {after} is known; frist release add enters one"),
    })
}

/// Returns the lines that tell where a promise in days leads to.
fn days_on(contract: &Contract, target: &Target) -> Vec<String> {
    let (Start::At(began), Within::Span(span)) = (target.start, target.within) else { return Vec::new() };
    let clock = contract.clock_of(&target.promise);
    let say = |at| clock_text(contract.zone, at);
    if let Some(outside) = target.promise.outside.filter(|_| target.outside) {
        let outside = span_words(outside);
        return vec![format!("Its hours were closed at {}, so {outside} of real time hold instead", say(began))];
    }
    let start = target.counts_from(contract).unwrap_or(began);
    let Ok(promised) = clock.deadline(start, span, target.promise.clock) else { return Vec::new() };
    let mut lines = Vec::new();
    if start != began {
        lines.push(format!("That is past the cut-off, so it counts from {}", say(start)));
    }
    lines.extend(match span {
        Span::Time(_) => Vec::new(),
        Span::Days(_) => vec![format!("{} on from {} is {}", span_words(span), say(start), say(promised.due))],
        Span::SupportDays(days) => support_days_on(clock, start, days, promised),
        Span::EndOf(_) => vec![format!(
            "Support closes for {} at {}",
            span_words(span).trim_start_matches("the end of "),
            say(promised.due)
        )],
    });
    lines
}

fn support_days_on(clock: &SupportClock, start: Instant, days: u32, promised: Deadline) -> Vec<String> {
    let zone = clock.zone();
    let first = match clock.opening(start) {
        Opening::Open(_) => start,
        Opening::Closed(opens) => opens.unwrap_or(start),
    };
    let Some(date) = same_time_on(clock, first, days) else { return Vec::new() };
    let say = |at| clock_text(zone, at);
    let days = span_words(Span::SupportDays(days));
    let mut lines = vec![format!("{days} on from {} is the same time on {}", say(first), date.long())];
    let (due, first) = (zone.wall(promised.due), zone.wall(first));
    if (due.date, due.second) != (date, first.second) {
        lines.push(format!("No support time passes from {} until then", say(promised.due)));
    }
    lines
}

/// Returns the date on which the wall shows the same time that many support days later.
fn same_time_on(clock: &SupportClock, first: Instant, days: u32) -> Option<Date> {
    // In the small hours of a night that began the day before, the support day is the one before.
    let day = clock.account(first, first.plus(1)).into_iter().find(|day| day.support > ClockSeconds::ZERO)?.date;
    let shown = clock.zone().wall(first).date;
    let later = (1..=200_000).map(|n| day.plus_days(n)).filter(|date| !clock.windows(*date).is_empty());
    let nth = later.take(days as usize).last().filter(|_| days > 0)?;
    Some(nth.plus_days(shown.days_since(day)))
}

fn closing(row: &TicketRow, contract: &Contract, target: &Target, due: Instant) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(expected) = target.expected {
        lines.push(format!("Expected {}", clock_text(contract.zone, expected)));
    }
    if target.due.is_none() {
        lines.push("That is a goal, and never breached".to_owned());
        return lines;
    }
    lines.push(format!("Due {}{}", clock_text(contract.zone, due), whole(target)));
    lines.push(match target.breach_after {
        Some(last) if last >= Instant::END.plus(-1) => {
            "Support does not open again after that, so it is not breached".to_owned()
        }
        Some(last) if target.terms.at_once => format!("Breached by the change, {}", clock_text(contract.zone, last)),
        Some(last) if last > due => format!(
            "Support is closed from then on: it can be met until {}, and is breached after that",
            clock_text(contract.zone, last)
        ),
        _ if target.met.is_some() => "It would have been breached after that moment".to_owned(),
        _ => "It is breached after that moment".to_owned(),
    });
    if let Some(wait) = paused(&row.ticket, contract, target.kind).filter(|w| target.is_unmet() && w.from < due) {
        lines.push(format!("The deadline moves on while the ticket waits on the {}", on_words(wait.on)));
    }
    lines
}

/// Says how much time was promised, but for calendar days, which a change of clocks makes other than 24 hours, and a
/// release, which is no length of time.
fn whole(target: &Target) -> String {
    let time = if target.clock() == ClockKind::Support { "support time" } else { "real time" };
    match (target.whole, target.within) {
        (_, Within::Span(Span::Days(_)) | Within::NextRelease) | (None, _) => String::new(),
        (Some(whole), _) => format!(", after {} of {time}", amount(whole, !is_whole_minutes(whole))),
    }
}

/// Returns hours and minutes, with the seconds where they are needed for the sum to be right.
pub(crate) fn amount(time: ClockSeconds, exact: bool) -> String {
    if exact { duration_text(time.secs()) } else { short_duration(time.secs()) }
}

/// Returns whether a time can be told in minutes.
pub(crate) const fn is_whole_minutes(time: ClockSeconds) -> bool {
    time.secs() % 60 == 0
}

impl Why {
    /// Returns the account as plain text, a line each, as it is copied and printed.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        push_lines(&mut text, &self.opening);
        push_lines(&mut text, std::slice::from_ref(&self.standing));
        push_lines(&mut text, &self.day_rows());
        push_lines(&mut text, &self.closing);
        text
    }

    /// Returns the days as rows of a table, each column as wide as its widest cell.
    pub fn day_rows(&self) -> Vec<String> {
        let width = |pick: fn(&WhyLine) -> &str| self.days.iter().map(|l| pick(l).width()).max().unwrap_or(0);
        let (days, hours) = (width(|l| &l.days), width(|l| &l.hours));
        let exact = self.days.iter().any(|l| !is_whole_minutes(l.support));
        let row = |line: &WhyLine| {
            let counted = counted(line, exact);
            let row = format!("  {}  {}  {counted}", padded(&line.days, days), padded(&line.hours, hours));
            row.trim_end().to_owned()
        };
        self.days.iter().map(row).collect()
    }
}

/// Returns `1h00`, and from the second line on `1h00, 2h00 so far`.
fn counted(line: &WhyLine, exact: bool) -> String {
    match line.support {
        ClockSeconds::ZERO => String::new(),
        support if support == line.total => format!("{:>5}", amount(support, exact)),
        support => format!("{:>5}, {} so far", amount(support, exact), amount(line.total, exact)),
    }
}

fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

fn push_lines(text: &mut String, lines: &[String]) {
    for line in lines {
        let _ = writeln!(text, "{line}");
    }
}
