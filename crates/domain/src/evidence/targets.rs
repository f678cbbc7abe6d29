//! Writes the promised targets: how each came out, by how much, and its day-by-day account with the clause that it
//! rests on.

use super::EvidenceCase;
use crate::contract::TargetKind;
use crate::language::Language;
use crate::markdown::{Document, escaped};
use crate::sla::{
    MissedUpdate, Start, Target, TargetState, Why, amount_in, deadline_said, is_whole_minutes, missed_in, promise_in,
    reason_in, state_in, why_in,
};
use crate::text::capital;
use crate::time::{ClockKind, ClockSeconds, Instant};

pub(super) fn write(case: &EvidenceCase<'_>, heading: &str, document: &mut Document) {
    document.heading(2, heading);
    if case.promised().next().is_none() {
        document.block(&nothing(case));
        return;
    }
    let summary: Vec<_> = case.promised().map(|target| summary(case, target)).collect();
    let language = case.language;
    let heads = [
        language.head_target(),
        language.head_promised(),
        language.head_due(),
        language.head_met(),
        language.head_outcome(),
    ];
    document.rows(&heads, &summary);
    for target in case.promised() {
        account(case, target, document);
    }
}

fn nothing(case: &EvidenceCase<'_>) -> String {
    if case.record.ticket.merged.is_some() {
        case.language.merged_nothing_open()
    } else if case.record.ticket.withdrawn {
        case.language.withdrawn_nothing_open()
    } else {
        case.language.no_times_promised()
    }
}

fn summary(case: &EvidenceCase<'_>, target: &Target) -> [String; 5] {
    let moment = |at: Option<Instant>| at.map_or_else(|| "–".to_owned(), |at| case.say(at));
    [
        case.language.target(target.kind),
        escaped(&promise_in(case.language, &target.promise)),
        due(case, target),
        moment(target.met),
        summed_up(case, target),
    ]
}

/// Returns when the target is due, or by when a goal is expected.
fn due(case: &EvidenceCase<'_>, target: &Target) -> String {
    match (target.due, target.expected.filter(|_| target.promise.goal)) {
        (Some(due), _) => case.say(due),
        (None, Some(expected)) => case.language.expected_on(deadline_said(target.within, expected, &|at| case.say(at))),
        (None, None) => "–".to_owned(),
    }
}

/// Says how the target came out, for the table. The moments beside it are those of the last update, which may have been in
/// time where an earlier one was not.
fn summed_up(case: &EvidenceCase<'_>, target: &Target) -> String {
    let state = state_in(case.language, &case.row, target);
    match missed_in(case.language, target) {
        Some(missed) if target.met.is_some() => missed,
        Some(missed) => format!("{state}; {missed}"),
        None => state,
    }
}

fn account(case: &EvidenceCase<'_>, target: &Target, document: &mut Document) {
    let language = case.language;
    let Some(why) = why_in(language, &case.row, target, case.now) else { return };
    document.heading(3, &capital(&language.target(target.kind)));
    document.block(&outcome(case, target));
    missed(case, target, document);
    let opening = why.opening.iter().map(|line| escaped(line));
    document.list(std::iter::once(clause(case, target)).chain(opening));
    let heads = [language.head_day(), language.head_hours(), language.head_counted(), language.head_so_far()];
    document.rows(&heads, &days(language, &why));
    document.list(why.closing.iter().map(|line| escaped(line)));
}

/// Says what in the agreement the target rests on.
fn clause(case: &EvidenceCase<'_>, target: &Target) -> String {
    let (plan, severity) = (target.terms.plan.as_str(), target.terms.severity.as_str());
    let means = case.contract.severity(severity).map_or("", |severity| severity.means.as_str());
    case.language.clause(case.agreement(), escaped(case.plan(plan)), case.severity(severity), escaped(means))
}

fn days(language: Language, why: &Why) -> Vec<[String; 4]> {
    let exact = why.days.iter().any(|day| !is_whole_minutes(day.support));
    let day = |line: &crate::sla::WhyLine| {
        let counted = if line.support == ClockSeconds::ZERO {
            "–".to_owned()
        } else {
            amount_in(language, line.support, exact)
        };
        [escaped(&line.days), escaped(&line.hours), counted, amount_in(language, line.total, exact)]
    };
    why.days.iter().map(day).collect()
}

/// Writes the updates that came too late, the oldest first.
fn missed(case: &EvidenceCase<'_>, target: &Target, document: &mut Document) {
    if target.missed.is_empty() {
        return;
    }
    let language = case.language;
    let row = |missed: &MissedUpdate| {
        let late = both_on(missed.clock, case, target, missed.late_from(), missed.until);
        let over = match missed.changed {
            Some(changed) => language.late_after_terms(late, case.say(changed)),
            None => late,
        };
        [case.say(missed.from), case.say(missed.due), came(case, missed.until), over]
    };
    let rows: Vec<_> = target.missed.iter().map(row).collect();
    let heads = [language.head_word(), language.head_next_due(), language.head_came(), language.head_late_by()];
    document.rows(&heads, &rows);
}

/// Says when the next word came; where the ticket was closed or came back before there was one, that none did.
fn came(case: &EvidenceCase<'_>, until: Instant) -> String {
    let (ticket, at) = (&case.row.ticket, case.say(until));
    let withdrawn = ticket.withdrawn_ends.iter().filter_map(|end| Some(end.closed?.0));
    let mut closings = ticket.closed.iter().map(|closed| closed.at).chain(withdrawn);
    if ticket.told.iter().any(|(told, _)| *told == until) {
        at
    } else if closings.any(|closed| closed == until) {
        case.language.closed_without_word(at)
    } else {
        case.language.back_without_word(at)
    }
}

/// Says how updates came out that have ended.
fn updates_in_words(case: &EvidenceCase<'_>, target: &Target, ended: Instant) -> String {
    let (ticket, language) = (&case.row.ticket, case.language);
    let end = match &ticket.closed {
        Some(closed) if closed.at == ended => language.until_closed(),
        _ if ticket.told.iter().any(|(told, _)| *told == ended) => language.until_word(),
        _ => language.until_back(),
    };
    match missed_in(language, target) {
        Some(missed) => language.updates_late(missed, end, case.say(ended)),
        None => language.updates_in_time(end, case.say(ended)),
    }
}

/// Says how the target came out, in a sentence.
fn outcome(case: &EvidenceCase<'_>, target: &Target) -> String {
    let language = case.language;
    let text = match (target.state, target.due, target.met) {
        (TargetState::Excluded, ..) if case.row.ticket.exclusion.is_none() => language.not_counted_came_back(),
        (TargetState::Excluded, ..) => language.out_excluded(),
        (TargetState::NoClock, ..) => language.out_not_started(reason_of(case, target)),
        (TargetState::None, ..) if target.waits_for().is_some() => language.out_not_begun(reason_of(case, target)),
        (TargetState::None, ..) => language.out_no_deadline(reason_of(case, target)),
        (_, _, Some(ended)) if target.kind == TargetKind::Update => updates_in_words(case, target, ended),
        (_, Some(due), Some(met)) => met_in_words(case, target, due, met),
        (_, None, Some(met)) => language.out_met_undated(case.say(met)),
        (TargetState::Breached, Some(due), None) => {
            let over = both(case, target, target.late_from().unwrap_or(due), case.now);
            if case.row.ticket.is_open() { language.out_breached(over) } else { language.out_breached_closed(over) }
        }
        (_, Some(due), None) if case.now > due => language.out_open_closed_since(both(case, target, due, case.now)),
        (_, Some(due), None) => {
            language.out_open(state_in(language, &case.row, target), both(case, target, case.now, due))
        }
        (_, None, None) => String::new(),
    };
    capital(&text)
}

fn reason_of(case: &EvidenceCase<'_>, target: &Target) -> String {
    // Moments have their whole date: who reads the document later knows no other.
    escaped(&reason_in(case.language, &case.row, target, &|at| case.say(at), case.now))
}

fn met_in_words(case: &EvidenceCase<'_>, target: &Target, due: Instant, met: Instant) -> String {
    let (language, at) = (case.language, case.say(met));
    match target.state {
        TargetState::Met if matches!(target.start, Start::At(start) if met < start) => language.out_met_early(at),
        TargetState::MetLate if target.terms.at_once => {
            language.out_late_by_change(at, both(case, target, target.late_from().unwrap_or(due), met))
        }
        TargetState::MetLate => language.out_late(at, both(case, target, due, met)),
        _ if met > due => language.out_in_gap(at),
        _ if met == due => language.out_just_in_time(at),
        _ => language.out_in_time(at, both(case, target, met, due)),
    }
}

/// Returns the time between two moments as support time, in the target's own hours, and as real time; of what is promised in
/// real time that alone.
fn both(case: &EvidenceCase<'_>, target: &Target, from: Instant, to: Instant) -> String {
    both_on(target.clock(), case, target, from, to)
}

fn both_on(clock: ClockKind, case: &EvidenceCase<'_>, target: &Target, from: Instant, to: Instant) -> String {
    let language = case.language;
    let real = language.real_duration(to.since(from));
    if clock == ClockKind::Calendar {
        return language.real_time(real);
    }
    match case.contract.clock_of(&target.promise).elapsed(from, to) {
        Ok(support) => language.both_times(language.duration(support.secs()), real),
        Err(_) => language.real_time(real),
    }
}
