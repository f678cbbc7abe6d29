//! Accounts for one target's deadline day by day: what an agent reads out to the vendor.

mod lines;

#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::contract::{Contract, TargetKind, Within, span_in};
use crate::language::Language;
use crate::text::capital;
use crate::time::{ClockSeconds, Date, Deadline, Instant, Opening, Span, SupportClock, Zone, say_moment};

use super::compute::{paused, pauses};
use super::words::{change_in, clock_in, on_whom, promise_in, reason_in, start_words};
use super::{MissedUpdate, Start, Target, TargetState, TicketRow, state_in};

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
    why_in(Language::English, row, target, now)
}

/// Makes the account of a target in a language.
pub(crate) fn why_in(language: Language, row: &TicketRow, target: &Target, now: Instant) -> Option<Why> {
    let contract = row.contract.as_ref()?;
    let mut why = Why {
        target: target.kind,
        house: target.house,
        opening: opening(language, row, contract, target),
        standing: stands(language, row, target, contract.zone, now),
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
        let counted = (&**contract.clock_of(&target.promise), target.clock());
        why.days = lines::account(language, counted, (start, due), &pauses, until);
        why.closing = closing(language, row, contract, target, due);
    }
    Some(why)
}

fn opening(language: Language, row: &TicketRow, contract: &Contract, target: &Target) -> Vec<String> {
    let (plan, severity) = (target.terms.plan.as_str(), target.terms.severity.as_str());
    let plan_name = contract.plan(plan).map_or(plan, |p| p.name.as_str());
    let name = |id: &str| contract.severity(id).map_or(id, |s| s.name.as_str()).to_owned();
    let promise = promise_in(language, &target.promise);
    let kind = language.target(target.kind);
    let mut lines = if target.house {
        let words = capital(&language.internal(kind));
        let first = language.target_at(words, &contract.vendor, plan_name, name(severity), promise);
        vec![first, language.is_internal_target()]
    } else {
        vec![language.target_of(capital(&kind), &contract.vendor, plan_name, name(severity), promise)]
    };
    lines.extend(change_in(language, target, |at| language.moment(contract.zone, at)));
    if target.terms.kept.is_none() && severity != row.ticket.severity {
        lines.push(language.lowered_by_workaround(name(&row.ticket.severity)));
    }
    lines.push(counts_from(language, row, contract, target));
    if target.within != target.promise.within {
        lines.push(fallback(language, target));
    }
    lines.extend(days_on(language, contract, target));
    lines.extend(release_on(language, contract, target));
    lines.extend(missed_updates_in(language, row, target));
    lines
}

fn counts_from(language: Language, row: &TicketRow, contract: &Contract, target: &Target) -> String {
    let say = |at| language.moment(contract.zone, at);
    let told = |at: &Instant| row.ticket.told.iter().any(|(told, _)| told == at);
    let reopened = |at: &Instant| row.ticket.withdrawn_ends.iter().any(|end| end.reopened.0 == *at);
    match (target.promise.from, target.start) {
        (_, Start::At(at)) if target.kind == TargetKind::Update && told(&at) => language.counts_from_last_word(say(at)),
        (_, Start::At(at)) if target.kind == TargetKind::Update && reopened(&at) => {
            language.counts_from_reopening(say(at))
        }
        (Some(from), Start::At(at)) => language.counts_from_target_met(language.target(from), say(at)),
        (_, Start::WaitsFor(from)) => language.counts_from_target_unmet(language.target(from)),
        (_, start) => capital(&start_words(language, &row.ticket, contract, (start, &target.terms.severity))),
    }
}

/// Returns a sentence for each update that came too late, of many for the last ones, in the contract's zone; nothing where that is
/// not loaded.
pub fn missed_updates(row: &TicketRow, target: &Target) -> Vec<String> {
    missed_updates_in(Language::English, row, target)
}

fn missed_updates_in(language: Language, row: &TicketRow, target: &Target) -> Vec<String> {
    let Some(contract) = &row.contract else { return Vec::new() };
    let left_out = target.missed.len().saturating_sub(MISSED);
    let earlier = (left_out > 0).then(|| language.earlier_updates_missed(left_out));
    let say = |at| language.moment(contract.zone, at);
    let one = |missed: &MissedUpdate| {
        let told = row.ticket.told.iter().any(|(told, _)| *told == missed.until);
        let until = say(missed.until);
        let ends = if told { language.customer_had_word(until) } else { language.it_ended(until) };
        let by = missed.changed.map_or_else(String::new, |changed| language.terms_broke_it(say(changed)));
        language.update_missed(say(missed.due), format!("{by}{ends}"))
    };
    earlier.into_iter().chain(target.missed[left_out..].iter().map(one)).collect()
}

fn stands(language: Language, row: &TicketRow, target: &Target, zone: Zone, now: Instant) -> String {
    let state = state_in(language, row, target);
    let say = |at| if language == Language::English { say_moment(zone, at, now) } else { language.moment(zone, at) };
    let reason = reason_in(language, row, target, &say, now);
    if reason.is_empty() {
        language.state_is(state)
    } else if reason.starts_with(&state) || target.state == TargetState::None {
        language.state_is(reason)
    } else {
        language.state_is(format!("{state}, {reason}"))
    }
}

fn fallback(language: Language, target: &Target) -> String {
    match target.within {
        Within::Span(span) => {
            let clock = clock_in(language, span, target.promise.clock);
            language.span_holds_instead(format!("{}{clock}", span_in(language, span)))
        }
        Within::NextRelease => language.release_holds_instead(),
    }
}

/// Says which release the target waits for.
fn release_on(language: Language, contract: &Contract, target: &Target) -> Option<String> {
    let from = target.terms.release_from?;
    let day = contract.zone.wall(from).date;
    // A release that came out before anybody waited for it is not the one that was promised.
    let after = if target.start == Start::At(from) { language.the_report() } else { language.whole_date(day) };
    Some(match contract.releases.iter().find(|date| **date > day) {
        Some(date) if target.promise.goal => language.release_expected(after, language.whole_date(*date)),
        Some(date) => language.release_due(after, language.whole_date(*date)),
        None => language.no_release_after(after),
    })
}

/// Returns the lines that tell where a promise in days leads to.
fn days_on(language: Language, contract: &Contract, target: &Target) -> Vec<String> {
    let (Start::At(began), Within::Span(span)) = (target.start, target.within) else { return Vec::new() };
    let clock = contract.clock_of(&target.promise);
    let say = |at| language.moment(contract.zone, at);
    if let Some(outside) = target.promise.outside.filter(|_| target.outside) {
        return vec![language.hours_were_closed(say(began), span_in(language, outside))];
    }
    let start = target.counts_from(contract).unwrap_or(began);
    let Ok(promised) = clock.deadline(start, span, target.promise.clock) else { return Vec::new() };
    let mut lines = Vec::new();
    if start != began {
        lines.push(language.past_cut_off(say(start)));
    }
    lines.extend(match span {
        Span::Time(_) => Vec::new(),
        Span::Days(_) => vec![language.days_on(span_in(language, span), say(start), say(promised.due))],
        Span::SupportDays(days) => support_days_on(language, clock, start, days, promised),
        Span::EndOf(0) => vec![language.closes_same_day(say(promised.due))],
        Span::EndOf(1) => vec![language.closes_next_day(say(promised.due))],
        Span::EndOf(days) => vec![language.closes_later_day(days, say(promised.due))],
    });
    lines
}

fn support_days_on(
    language: Language,
    clock: &SupportClock,
    start: Instant,
    days: u32,
    promised: Deadline,
) -> Vec<String> {
    let zone = clock.zone();
    let first = match clock.opening(start) {
        Opening::Open(_) => start,
        Opening::Closed(opens) => opens.unwrap_or(start),
    };
    let Some(date) = same_time_on(clock, first, days) else { return Vec::new() };
    let say = |at| language.moment(zone, at);
    let days = span_in(language, Span::SupportDays(days));
    let mut lines = vec![language.same_time_on(days, say(first), language.whole_date(date))];
    let (due, first) = (zone.wall(promised.due), zone.wall(first));
    if (due.date, due.second) != (date, first.second) {
        lines.push(language.no_time_passes(say(promised.due)));
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

fn closing(language: Language, row: &TicketRow, contract: &Contract, target: &Target, due: Instant) -> Vec<String> {
    let say = |at| language.moment(contract.zone, at);
    let mut lines = Vec::new();
    if let Some(expected) = target.expected {
        lines.push(language.expected_at(say(expected)));
    }
    if target.due.is_none() {
        lines.push(language.goal_never_breached());
        return lines;
    }
    lines.push(format!("{}{}", language.due_at(say(due)), whole(language, target)));
    lines.push(match target.breach_after {
        Some(last) if last >= Instant::END.plus(-1) => language.never_breached(),
        Some(last) if target.terms.at_once => language.breached_by_change(say(last)),
        Some(last) if last > due => language.can_be_met_until(say(last)),
        _ if target.met.is_some() => language.would_be_breached(),
        _ => language.is_breached_after(),
    });
    if let Some(wait) = paused(&row.ticket, contract, target.kind).filter(|w| target.is_unmet() && w.from < due) {
        lines.push(language.moves_while_waiting(on_whom(language, wait.on)));
    }
    lines
}

/// Says how much time was promised, but for calendar days, which a change of clocks makes other than 24 hours, and a
/// release, which is no length of time.
fn whole(language: Language, target: &Target) -> String {
    match (target.whole, target.within) {
        (_, Within::Span(Span::Days(_)) | Within::NextRelease) | (None, _) => String::new(),
        (Some(whole), _) => {
            let time = amount_in(language, whole, !is_whole_minutes(whole));
            language.after_time(format!("{time}{}", language.time_of(target.clock())))
        }
    }
}

/// Returns hours and minutes, with the seconds where they are needed for the sum to be right.
fn amount(time: ClockSeconds, exact: bool) -> String {
    amount_in(Language::English, time, exact)
}

/// Returns hours and minutes in a language.
pub(crate) fn amount_in(language: Language, time: ClockSeconds, exact: bool) -> String {
    if exact { language.duration(time.secs()) } else { language.short_duration(time.secs()) }
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
