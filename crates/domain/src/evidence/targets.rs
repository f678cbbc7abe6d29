//! Writes the promised targets: how each came out, by how much, and its day-by-day account with the clause that it
//! rests on.

use super::EvidenceCase;
use crate::markdown::{Document, escaped};
use crate::sla::{Target, TargetState, Why, promise_in_words, reason, state_in_words, why};
use crate::text::capital;
use crate::time::{Instant, duration_text, real_duration, short_duration};

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
    if case.record.ticket.withdrawn {
        "The ticket was withdrawn, so no target is open."
    } else {
        "The agreement promises no times for this plan and severity."
    }
}

fn summary(case: &EvidenceCase<'_>, target: &Target) -> [String; 5] {
    let moment = |at: Option<Instant>| at.map_or_else(|| "–".to_owned(), |at| case.say(at));
    [
        target.kind.words().to_owned(),
        promise_in_words(&target.promise),
        moment(target.due),
        moment(target.met),
        state_in_words(&case.row, target),
    ]
}

fn account(case: &EvidenceCase<'_>, target: &Target, document: &mut Document) {
    let Some(why) = why(&case.row, target, case.now) else { return };
    document.heading(3, &capital(target.kind.words()));
    document.block(&outcome(case, target));
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
    let exact = why.days.iter().any(|day| day.support % 60 != 0);
    let amount = |seconds: i64| if exact { duration_text(seconds) } else { short_duration(seconds) };
    let day = |line: &crate::sla::WhyLine| {
        let counted = if line.support == 0 { "–".to_owned() } else { amount(line.support) };
        [escaped(&line.days), escaped(&line.hours), counted, amount(line.total)]
    };
    why.days.iter().map(day).collect()
}

/// Says how the target came out, in a sentence.
fn outcome(case: &EvidenceCase<'_>, target: &Target) -> String {
    let text = match (target.state, target.due, target.met) {
        (TargetState::Excluded, ..) => "**Excluded**: the promise does not hold for this ticket.".to_owned(),
        (TargetState::NoClock, ..) => format!("**Not started**: {}.", reason_of(case, target)),
        (TargetState::None, ..) => format!("**No deadline**: {}.", reason_of(case, target)),
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
    escaped(&reason(&case.row, target, case.now))
}

fn met_in_words(case: &EvidenceCase<'_>, target: &Target, due: Instant, met: Instant) -> String {
    let at = case.say(met);
    match target.state {
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

/// Returns the time between two moments as support time, in the hours that the target counts by, and as real time.
fn both(case: &EvidenceCase<'_>, target: &Target, from: Instant, to: Instant) -> String {
    let real = real_duration(to.since(from));
    match case.contract.clock_of(&target.promise).elapsed(from, to) {
        Ok(support) => format!("{} of support time ({real} of real time)", duration_text(support)),
        Err(_) => format!("{real} of real time"),
    }
}
