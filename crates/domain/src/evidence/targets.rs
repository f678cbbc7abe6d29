//! Writes the promised targets: how each came out, by how much, and its day-by-day account with the clause that it
//! rests on.

use super::EvidenceCase;
use crate::contract::TargetKind;
use crate::markdown::{Document, escaped};
use crate::sla::{
    MissedUpdate, Start, Target, TargetState, Why, amount, expected_in_words, is_whole_minutes, missed_in_words,
    promise_in_words, reason_as, state_in_words, why,
};
use crate::text::capital;
use crate::time::{ClockKind, ClockSeconds, Instant, Zone, clock_text, duration_text, real_duration};

pub(super) fn write(case: &EvidenceCase<'_>, heading: &str, document: &mut Document) {
    document.heading(2, heading);
    if case.promised().next().is_none() {
        document.block(nothing(case));
        return;
    }
    let summary: Vec<_> = case.promised().map(|target| summary(case, target)).collect();
    document.table(["Target", "Promised", "Due", "Met", "Outcome"], &summary);
    for target in case.promised() {
        account(case, target, document);
    }
}

fn nothing(case: &EvidenceCase<'_>) -> &'static str {
    if case.record.ticket.merged.is_some() {
        "The ticket was merged into another one, so no target is open."
    } else if case.record.ticket.withdrawn {
        "The ticket was withdrawn, so no target is open."
    } else {
        "The agreement promises no times for this plan and severity."
    }
}

fn summary(case: &EvidenceCase<'_>, target: &Target) -> [String; 5] {
    let moment = |at: Option<Instant>| at.map_or_else(|| "–".to_owned(), |at| case.say(at));
    [
        target.kind.words().to_owned(),
        escaped(&promise_in_words(&target.promise)),
        due(case, target),
        moment(target.met),
        summed_up(case, target),
    ]
}

/// Returns when the target is due, or by when a goal is expected.
fn due(case: &EvidenceCase<'_>, target: &Target) -> String {
    match (target.due, target.expected.filter(|_| target.promise.goal)) {
        (Some(due), _) => case.say(due),
        (None, Some(_)) => {
            let expected = expected_in_words(target, case.zone(), case.now, absolute).unwrap_or_default();
            format!("expected {expected}")
        }
        (None, None) => "–".to_owned(),
    }
}

/// Says how the target came out, for the table. The moments beside it are those of the last update, which may have been in
/// time where an earlier one was not.
fn summed_up(case: &EvidenceCase<'_>, target: &Target) -> String {
    let state = state_in_words(&case.row, target);
    match missed_in_words(target) {
        Some(missed) if target.met.is_some() => missed,
        Some(missed) => format!("{state}; {missed}"),
        None => state,
    }
}

fn account(case: &EvidenceCase<'_>, target: &Target, document: &mut Document) {
    let Some(why) = why(&case.row, target, case.now) else { return };
    document.heading(3, &capital(target.kind.words()));
    document.block(&outcome(case, target));
    missed(case, target, document);
    let opening = why.opening.iter().map(|line| escaped(line));
    document.list(std::iter::once(clause(case, target)).chain(opening));
    document.table(["Day", "Hours", "Counted", "So far"], &days(&why));
    document.list(why.closing.iter().map(|line| escaped(line)));
}

/// Says what in the agreement the target rests on.
fn clause(case: &EvidenceCase<'_>, target: &Target) -> String {
    let (plan, severity) = (target.terms.plan.as_str(), target.terms.severity.as_str());
    let means = case.contract.severity(severity).map_or("", |severity| severity.means.as_str());
    let words = format!("Agreement of {}, plan {}", case.agreement(), escaped(case.plan(plan)));
    format!("{words}, severity {}: {}", case.severity(severity), escaped(means))
}

fn days(why: &Why) -> Vec<[String; 4]> {
    let exact = why.days.iter().any(|day| !is_whole_minutes(day.support));
    let day = |line: &crate::sla::WhyLine| {
        let counted = if line.support == ClockSeconds::ZERO { "–".to_owned() } else { amount(line.support, exact) };
        [escaped(&line.days), escaped(&line.hours), counted, amount(line.total, exact)]
    };
    why.days.iter().map(day).collect()
}

/// Writes the updates that came too late, the oldest first.
fn missed(case: &EvidenceCase<'_>, target: &Target, document: &mut Document) {
    if target.missed.is_empty() {
        return;
    }
    let row = |missed: &MissedUpdate| {
        let late = both_on(missed.clock, case, target, missed.late_from(), missed.until);
        let over = match missed.changed {
            Some(changed) => format!("{late} after the change of terms {} that broke it", case.say(changed)),
            None => late,
        };
        [case.say(missed.from), case.say(missed.due), came(case, missed.until), over]
    };
    let rows: Vec<_> = target.missed.iter().map(row).collect();
    document.table(["Word to the customer", "Next due", "Came", "Late by"], &rows);
}

/// Says when the next word came; where the ticket was closed or came back before there was one, that none did.
fn came(case: &EvidenceCase<'_>, until: Instant) -> String {
    let (ticket, at) = (&case.row.ticket, case.say(until));
    let withdrawn = ticket.withdrawn_ends.iter().filter_map(|end| Some(end.closed?.0));
    let mut closings = ticket.closed.iter().map(|closed| closed.at).chain(withdrawn);
    if ticket.told.iter().any(|(told, _)| *told == until) {
        at
    } else if closings.any(|closed| closed == until) {
        format!("closed without a word, {at}")
    } else {
        format!("came back without a word, {at}")
    }
}

/// Says how updates came out that have ended.
fn updates_in_words(case: &EvidenceCase<'_>, target: &Target, ended: Instant) -> String {
    let ticket = &case.row.ticket;
    let end = match &ticket.closed {
        Some(closed) if closed.at == ended => "until the ticket was closed",
        _ if ticket.told.iter().any(|(told, _)| *told == ended) => "until the customer had word",
        _ => "until it came back",
    };
    match missed_in_words(target) {
        Some(missed) => format!("**Met late**: {missed} {end}, {}.", case.say(ended)),
        None => format!("**Met**: every update was in time {end}, {}.", case.say(ended)),
    }
}

/// Says how the target came out, in a sentence.
fn outcome(case: &EvidenceCase<'_>, target: &Target) -> String {
    let text = match (target.state, target.due, target.met) {
        (TargetState::Excluded, ..) if case.row.ticket.exclusion.is_none() => {
            "**Not counted**: it came back before this was met, and before it was too late.".to_owned()
        }
        (TargetState::Excluded, ..) => "**Excluded**: the promise does not hold for this ticket.".to_owned(),
        (TargetState::NoClock, ..) => format!("**Not started**: {}.", reason_of(case, target)),
        (TargetState::None, ..) if target.waits_for().is_some() => {
            format!("**Not begun**: {}.", reason_of(case, target))
        }
        (TargetState::None, ..) => format!("**No deadline**: {}.", reason_of(case, target)),
        (_, _, Some(ended)) if target.kind == TargetKind::Update => updates_in_words(case, target, ended),
        (_, Some(due), Some(met)) => met_in_words(case, target, due, met),
        (_, None, Some(met)) => format!("**Met** {}; no deadline can be named.", case.say(met)),
        (TargetState::Breached, Some(due), None) => {
            let closed = if case.row.ticket.is_open() { "" } else { " when the ticket was closed" };
            format!(
                "**Breached**: not met{closed}, overdue by {}.",
                both(case, target, target.late_from().unwrap_or(due), case.now)
            )
        }
        (_, Some(due), None) if case.now > due => {
            format!(
                "**Open**: support has been closed since it was due; overdue by {}.",
                both(case, target, due, case.now)
            )
        }
        (_, Some(due), None) => {
            format!("**Open** ({}): {} left.", state_in_words(&case.row, target), both(case, target, case.now, due))
        }
        (_, None, None) => String::new(),
    };
    capital(&text)
}

fn reason_of(case: &EvidenceCase<'_>, target: &Target) -> String {
    escaped(&reason_as(&case.row, target, (case.contract.zone, case.now), absolute))
}

/// Says a moment with its whole date: who reads the document later knows no other.
fn absolute(zone: Zone, at: Instant, _now: Instant) -> String {
    clock_text(zone, at)
}

fn met_in_words(case: &EvidenceCase<'_>, target: &Target, due: Instant, met: Instant) -> String {
    let at = case.say(met);
    match target.state {
        TargetState::Met if matches!(target.start, Start::At(start) if met < start) => {
            format!("**Met** {at}: before its time began.")
        }
        TargetState::MetLate if target.terms.at_once => {
            let late = both(case, target, target.late_from().unwrap_or(due), met);
            format!("**Met late**, {at}: {late} after the change that broke it.")
        }
        TargetState::MetLate => format!("**Met late**, {at}: {} after it was due.", both(case, target, due, met)),
        _ if met > due => {
            format!("**Met** {at}: after it was due, but before any support time had passed, so in time.")
        }
        _ if met == due => format!("**Met** {at}: just when it was due."),
        _ => format!("**Met** {at}: {} before it was due.", both(case, target, met, due)),
    }
}

/// Returns the time between two moments as support time, in the target's own hours, and as real time; of what is promised in
/// real time that alone.
fn both(case: &EvidenceCase<'_>, target: &Target, from: Instant, to: Instant) -> String {
    both_on(target.clock(), case, target, from, to)
}

fn both_on(clock: ClockKind, case: &EvidenceCase<'_>, target: &Target, from: Instant, to: Instant) -> String {
    let real = real_duration(to.since(from));
    if clock == ClockKind::Calendar {
        return format!("{real} of real time");
    }
    match case.contract.clock_of(&target.promise).elapsed(from, to) {
        Ok(support) => format!("{} of support time ({real} of real time)", duration_text(support.secs())),
        Err(_) => format!("{real} of real time"),
    }
}
