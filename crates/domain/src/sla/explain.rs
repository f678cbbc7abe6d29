//! Says in words what would happen to a report under a contract: when its clocks start, when each target is due and why,
//! when it is breached, what meets it and what stops its clock. Nothing is logged: the report is only assumed.

use std::sync::Arc;

use crate::contract::{Contract, Pause, Promises, TargetKind, cause_in_words, opening_in_words, span_in_words};
use crate::problem::Problem;
use crate::ticket::{Event, EventData, Kind, Ticket, TicketId, event};
use crate::time::{ClockKind, Instant, Opening, Wall, Weekday, Zone, clock_text, cut_off_text};

use super::calc::{Happened, PromisedDeadline, answer_targets, answer_targets_since};
use super::compute::promised_targets;
use super::words::{channels_in_words, list_in_words, on_words};
use super::{Target, TicketRow, Why, why};

/// What would happen to a report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explanation {
    /// What is assumed, which channels count, whether support is open then: a sentence each.
    pub opening: Vec<String>,
    /// The targets, in the order in which they are told.
    pub targets: Vec<ExplainedTarget>,
    /// What else may change the deadlines, a sentence each.
    pub closing: Vec<String>,
}

/// What would happen to one target.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExplainedTarget {
    /// The deadline.
    pub deadline: PromisedDeadline,
    /// The account of the deadline.
    pub why: Why,
    /// What meets it and what stops its clock, a sentence each.
    pub further: Vec<String>,
}

/// Explains what would happen to a report at `reported` in that plan with that severity, by a channel that counts.
///
/// # Errors
/// If the moment, or a deadline, is outside of the years of the support clock.
pub fn explain(
    contract: &Arc<Contract>,
    plan: &str,
    severity: &str,
    reported: Instant,
) -> Result<Explanation, Problem> {
    let row = assumed(contract, plan, severity, reported)?;
    let deadlines = answer_targets(contract, plan, severity, reported)?;
    let chain = in_turn(contract, plan, severity, reported)?;
    let targets = promised_targets(&row.ticket, contract, reported);
    let explained = deadlines.into_iter().filter_map(|deadline| {
        let target = targets.iter().find(|target| target.kind == deadline.target)?;
        let further = further(contract, target, &deadline, &chain);
        Some(ExplainedTarget { deadline, why: why(&row, target, reported)?, further })
    });
    let targets = explained.collect::<Vec<_>>();
    Ok(Explanation {
        opening: opening(contract, plan, severity, reported),
        targets,
        closing: closing(contract, severity),
    })
}

/// Returns the row of a ticket that is reported as is assumed.
fn assumed(contract: &Arc<Contract>, plan: &str, severity: &str, reported: Instant) -> Result<TicketRow, Problem> {
    let logged = EventData::Logged(event::Logged {
        contract: contract.id.clone(),
        version: contract.version.clone(),
        promise: None,
        plan: plan.to_owned(),
        severity: severity.to_owned(),
        subject: String::new(),
        kind: Kind::default(),
        customer: None,
        person: None,
        organisation: None,
        impact: None,
        urgency: None,
    });
    let channel = contract.channels(severity).first().cloned().unwrap_or_default();
    let reports = EventData::Reported(event::Reported { channel });
    let events = [logged, reports].map(|data| Event {
        happened: reported,
        recorded: reported,
        by: String::new(),
        what: data.into(),
    });
    let ticket = Ticket::fold(TicketId(0), &events);
    let ticket = ticket.ok_or_else(|| Problem::refused("nothing is logged", "log a ticket first"))?;
    Ok(TicketRow::new(Arc::new(ticket), Some(Arc::clone(contract)), reported))
}

/// Returns the deadlines where each target is met when it is due: then those that count from another have one too.
fn in_turn(
    contract: &Contract,
    plan: &str,
    severity: &str,
    reported: Instant,
) -> Result<Vec<PromisedDeadline>, Problem> {
    let mut happened = Happened::default();
    let mut deadlines = answer_targets(contract, plan, severity, reported)?;
    for _ in TargetKind::ALL {
        happened.met.extend(deadlines.iter().filter_map(|deadline| Some((deadline.target, deadline.due?))));
        deadlines = answer_targets_since(contract, plan, severity, reported, &happened)?;
    }
    Ok(deadlines)
}

fn opening(contract: &Contract, plan: &str, severity: &str, reported: Instant) -> Vec<String> {
    let plan = contract.plan(plan).map_or(plan, |plan| &plan.name);
    let name = contract.severity(severity).map_or(severity, |severity| &severity.name);
    let at = clock_text(contract.zone, reported);
    let mut said = vec![
        format!("{name} at {}, plan {plan}, reported {at} ({})", contract.vendor, contract.zone.name()),
        match contract.channels(severity) {
            [] => "A report by any channel counts".to_owned(),
            counting => {
                let wanted = channels_in_words(counting);
                format!("It has to be {wanted}: a report by another channel starts no clock")
            }
        },
        support_in_words(contract, reported),
    ];
    if let Some(minute) = contract.support.clock.hours().cut_off {
        let clock = &contract.support.clock;
        let what = match (clock.counts_from(reported) == reported, clock.is_open(reported)) {
            (true, true) => "That is not past",
            (true, false) => "That opening is not past",
            (false, true) => "That is past",
            (false, false) => "That opening is past",
        };
        said.push(format!("{what} the cut-off of support, {}", cut_off_text(minute)));
    }
    let sets = contract.hours.iter().filter(|set| is_used(contract, severity, &set.name));
    said.extend(sets.map(|set| match set.clock.opening(reported) {
        Opening::Open(_) => format!("The hours “{}” are open then", set.name),
        Opening::Closed(Some(opens)) => {
            format!("The hours “{}” are closed then, and open {}", set.name, clock_text(contract.zone, opens))
        }
        Opening::Closed(None) => format!("The hours “{}” do not open again", set.name),
    }));
    said
}

/// Returns whether a promise of that severity, in any plan, counts by that set of hours.
fn is_used(contract: &Contract, severity: &str, set: &str) -> bool {
    let promises = contract.plans.iter().filter_map(|plan| plan.targets.get(severity));
    promises.flat_map(Promises::all).any(|(_, promise)| promise.hours.as_deref() == Some(set))
}

fn support_in_words(contract: &Contract, reported: Instant) -> String {
    match contract.support.clock.opening(reported) {
        Opening::Open(until) if until >= Instant::END => "Support is always open".to_owned(),
        Opening::Open(until) => format!("Support is open then, until {}", clock_text(contract.zone, until)),
        Opening::Closed(Some(opens)) => {
            format!("Support is closed then, and opens {}", clock_text(contract.zone, opens))
        }
        Opening::Closed(None) => format!("Support: {}", opening_in_words(contract, reported)),
    }
}

fn further(
    contract: &Contract,
    target: &Target,
    deadline: &PromisedDeadline,
    chain: &[PromisedDeadline],
) -> Vec<String> {
    let say = |at: Instant| clock_text(contract.zone, at);
    let mut said = Vec::new();
    if let Some(from) = deadline.waits_for {
        let due = |kind: TargetKind| chain.iter().find(|deadline| deadline.target == kind)?.due;
        if let (Some(met), Some(due)) = (due(from), due(target.kind)) {
            said.push(format!("If the {} is met when it is due, {}, this is due {}", from.words(), say(met), say(due)));
        }
    }
    if let Some(otherwise) = deadline.otherwise {
        said.push(format!("Once no workaround is possible it is due {} instead", say(otherwise)));
    }
    if let Some(outside) = target.promise.outside.filter(|_| !target.outside) {
        let hours = target.promise.hours.as_deref().unwrap_or("support");
        said.push(format!(
            "For a report while the hours “{hours}” are closed it would be {} of real time instead",
            span_in_words(outside)
        ));
    }
    said.push(format!("It is met {}", met_by(target.kind)));
    said.push(stopped_by(contract, target));
    said
}

/// Says what meets a target, behind "It is met".
const fn met_by(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Acknowledge => "when receipt is confirmed to the customer",
        TargetKind::Response => "by the first qualified reply to the customer",
        TargetKind::WorkStart => "when work on the cause begins",
        TargetKind::Update => {
            "by the next word to the customer, and then counts anew from that, until the ticket is closed"
        }
        TargetKind::Workaround => "by a workaround",
        TargetKind::Correction => "by a workaround or a fix",
        TargetKind::Fix => "when the cause itself is mended; a workaround does not meet it",
        TargetKind::RootCause => "when the cause is explained to the customer in writing",
    }
}

/// Says what stops the target's clock: closed hours, and waiting where the contract says so.
fn stopped_by(contract: &Contract, target: &Target) -> String {
    let waits: Vec<String> = [Pause::WaitingCustomer, Pause::WaitingVendor]
        .into_iter()
        .filter(|on| contract.pauses(target.kind, *on))
        .map(|on| format!("the {}", on_words(on)))
        .collect();
    let closed = target.clock() == ClockKind::Support;
    match (closed, waits.as_slice()) {
        (true, []) => "Its clock stands still while its hours are closed, and for nothing else".to_owned(),
        (true, on) => {
            format!(
                "Its clock stands still while its hours are closed, and while the ticket waits on {}",
                list_in_words(on)
            )
        }
        (false, []) => "Nothing stops its clock".to_owned(),
        (false, on) => format!("Its clock stands still only while the ticket waits on {}", list_in_words(on)),
    }
}

fn closing(contract: &Contract, severity: &str) -> Vec<String> {
    let cap = contract.priority.as_ref().and_then(|priority| priority.workaround_cap.as_deref());
    let lower = cap.filter(|cap| contract.rank(cap) > contract.rank(severity)).and_then(|cap| contract.severity(cap));
    let cap = lower.map(|cap| format!("Once a workaround stands, it counts as {} at most", cap.name));
    let causes: Vec<String> = contract.scope.ticket_causes().map(|cause| cause_in_words(cause)).collect();
    let excluded =
        (!causes.is_empty()).then(|| format!("None of this holds where the cause is {}", list_in_words(&causes)));
    cap.into_iter().chain(excluded).collect()
}

impl Explanation {
    /// Returns the explanation as plain text, a line each, with an empty line before each target.
    pub fn to_text(&self) -> String {
        let targets = self.targets.iter().map(ExplainedTarget::lines);
        let parts = std::iter::once(self.opening.clone()).chain(targets).chain([self.closing.clone()]);
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).map(|part| part.join("\n")).collect();
        parts.join("\n\n")
    }
}

impl ExplainedTarget {
    /// Returns the lines about the target.
    pub fn lines(&self) -> Vec<String> {
        let why = &self.why;
        let all = why.opening.iter().cloned().chain(why.day_rows());
        all.chain(why.closing.iter().cloned()).chain(self.further.iter().cloned()).collect()
    }
}

/// Returns three moments at which a report shows what a contract means: in the middle of a week's first morning, shortly
/// before a weekend, and at night. Each is the next such one from `now` on.
pub fn example_reports(zone: Zone, now: Instant) -> [Instant; 3] {
    let today = zone.wall(now).date;
    [(Weekday::Mon, 10, 0), (Weekday::Fri, 15, 50), (Weekday::Sat, 23, 0)].map(|(weekday, hour, minute)| {
        let ahead = (weekday.index() + 7 - today.weekday().index()) % 7;
        let at = |days: usize| {
            let wall = Wall { date: today.plus_days(days as i64), second: hour * 3600 + minute * 60 };
            zone.earliest(wall)
        };
        let first = at(ahead);
        if first >= now { first } else { at(ahead + 7) }
    })
}

#[cfg(test)]
mod tests;
