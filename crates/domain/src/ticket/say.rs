//! An event in plain words, as the timeline and the journal tell it.

use super::alert::{Alerted, Late, Point};
use super::event::{Event, What};
use crate::contract::{Pause, cause_in_words};

/// What happened, in a few words; `events` are those of the ticket, which a retraction refers to.
pub fn say(event: &Event, events: &[Event]) -> String {
    match &event.what {
        What::Logged { severity, plan, kind, .. } => {
            format!("logged as {} in plan {plan}, severity {severity}", kind.words())
        }
        What::Reported { channel } if channel.is_empty() => "reported".to_owned(),
        What::Reported { channel } => format!("reported by {channel}"),
        What::ReceiptConfirmed => "receipt confirmed to the customer".to_owned(),
        What::Responded => "responded to the customer".to_owned(),
        What::WorkStarted => "work started".to_owned(),
        What::WorkaroundGiven => "workaround given".to_owned(),
        What::WorkaroundImpossible => "no workaround possible".to_owned(),
        What::Fixed => "fixed".to_owned(),
        What::Closed { reason, words } => {
            let whose = reason.map_or_else(String::new, |reason| format!("; the breach is {}", reason.words()));
            let why = words.as_ref().map_or_else(String::new, |words| format!(": {words}"));
            format!("closed{whose}{why}")
        }
        What::Reopened => "reopened".to_owned(),
        What::CameBack => "reopened: it came back, a new round of targets starts".to_owned(),
        What::Retracted { event } => {
            // Only what came before it can have been taken back, so this ends.
            let (place, before) = (*event as usize, events.get(..*event as usize).unwrap_or(&[]));
            let taken = events.get(place).map_or_else(|| "an event".to_owned(), |e| say(e, before));
            format!("took back: {taken}")
        }
        What::Alerted(alerted) => say_alerted(alerted),
        other => say_setting(other),
    }
}

/// What people were told, whom, and what came in between.
fn say_alerted(alerted: &Alerted) -> String {
    let target = alerted.target_in_words();
    let told = match (alerted.points.last(), &alerted.level) {
        (_, Some(level)) => format!("nobody has done anything: passed up to {level} for the {target}"),
        (Some(point), None) => format!("alert: {target} {}", point_in_words(*point)),
        (None, None) => format!("alert: {target}"),
    };
    let to = alerted.to.as_ref().map_or_else(String::new, |to| format!("; on call: {to}"));
    let late = match alerted.late {
        Some(Late::Missed) => "; told late, as no frist was open then",
        Some(Late::Quiet) => "; told after the quiet hours",
        Some(Late::Jumped) => "; held back, as the clock jumped",
        None => "",
    };
    let failed = alerted.failed.as_ref().map_or_else(String::new, |why| format!("; the command failed: {why}"));
    format!("{told}{to}{late}{failed}")
}

/// Where a target stands at that point, after its name.
pub fn point_in_words(point: Point) -> String {
    match point {
        Point::Part(part) => format!("has used {part} % of its time"),
        Point::Before(_) => format!("has {point} left"),
        Point::Due => "is due".to_owned(),
        Point::Breach => "is breached".to_owned(),
    }
}

fn say_setting(what: &What) -> String {
    match what {
        What::SeveritySet { severity } => format!("severity set to {severity}"),
        What::PlanSet { plan } => format!("plan set to {plan}"),
        What::PrioritySet { impact, urgency, severity } => {
            format!("impact {impact}, urgency {urgency}: severity {severity}")
        }
        What::SubjectSet { subject } => format!("subject set to “{subject}”"),
        What::Assigned { to: Some(to) } => format!("assigned to {to}"),
        What::Assigned { to: None } => "assigned to nobody".to_owned(),
        What::Escalated { level, to: Some(to) } => format!("escalated to {level} ({to})"),
        What::Escalated { level, to: None } => format!("escalated to {level}"),
        What::Excluded { cause, words } => {
            let why = words.as_ref().map_or_else(String::new, |words| format!("; {words}"));
            format!("excluded: {}{why}", cause_in_words(cause))
        }
        What::Included => "included again".to_owned(),
        What::Waiting { on: Pause::WaitingCustomer, .. } => "waiting on the customer".to_owned(),
        What::Waiting { on: Pause::WaitingVendor, .. } => "waiting on the vendor".to_owned(),
        What::Resumed => "resumed".to_owned(),
        What::Note { text, to_customer: true } => format!("told the customer: {text}"),
        What::Note { text, .. } => format!("note: {text}"),
        What::TimeSpent { minutes, what, unpaid: false } => format!("{minutes} min spent: {what}"),
        What::TimeSpent { minutes, what, unpaid: true } => format!("{minutes} min spent, unpaid: {what}"),
        What::Approved { reference } => format!("customer's approval: {reference}"),
        What::PassedOn { supplier } => format!("passed on to {supplier}"),
        _ => String::new(),
    }
}
