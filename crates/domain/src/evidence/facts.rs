//! Writes what the ticket is, how it was reported, and what takes it out of the promise or stops its clock.

use super::EvidenceCase;
use crate::contract::Pause;
use crate::markdown::{Document, escaped};
use crate::sla::{pause_in_brief, start_in_words};
use crate::text::capital;
use crate::ticket::{Event, EventData, Kind, Status, live, say_at};
use crate::time::short_duration;

pub(super) fn write(case: &EvidenceCase<'_>, document: &mut Document) {
    document.table(["Fact", "Value"], &facts(case));
    document.heading(2, "Reported");
    document.table(["When", "UTC", "By", "Counts"], &reports(case));
    if let Some(sla) = &case.row.sla {
        let start = start_in_words(&case.record.ticket, case.contract, sla);
        document.block(&format!("{}.", escaped(&capital(&start))));
    }
    corrections(case, document);
    exclusion(case, document);
    pauses(case, document);
    closing(case, document);
}

fn facts(case: &EvidenceCase<'_>) -> Vec<[String; 2]> {
    let (ticket, contract) = (&case.record.ticket, case.contract);
    let in_force = case.row.sla.as_ref().map_or(ticket.severity.as_str(), |sla| sla.severity.as_str());
    let set = case.severity(&ticket.severity);
    let severity = if in_force == ticket.severity {
        set
    } else {
        format!("{}; set to {set}, lowered by a standing workaround", case.severity(in_force))
    };
    let means = contract.severity(in_force).map(|severity| escaped(&severity.means));
    let priority = ticket.impact.as_ref().zip(ticket.urgency.as_ref());
    let support = case.row.sla.as_ref().filter(|sla| sla.promised().next().is_none() && !ticket.is_left());
    let all = [
        ("Vendor", Some(escaped(&contract.vendor))),
        ("Service", contract.service.as_deref().map(escaped)),
        ("Agreement", Some(case.agreement())),
        ("Plan", Some(escaped(case.plan(&ticket.plan)))),
        ("Severity", Some(severity)),
        ("It means", means),
        ("Impact and urgency", priority.map(|(i, u)| format!("{}, {}", escaped(i), escaped(u)))),
        ("Kind", Some(kind(ticket.kind).to_owned())),
        ("Customer", ticket.customer.as_deref().map(escaped)),
        ("First reported", Some(format!("{} ({})", case.say(ticket.reported()), ticket.reported()))),
        ("Status", Some(status(case))),
        ("Age", support.map(|sla| format!("{} of support time", short_duration(sla.age.secs())))),
        ("Passed on to", ticket.passed_on.as_deref().map(escaped)),
        ("Customer's approval", ticket.approval.as_deref().map(escaped)),
    ];
    all.into_iter().filter_map(|(name, value)| Some([name.to_owned(), value?])).collect()
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Incident => "incident",
        Kind::ChangeRequest => "change request",
        Kind::Question => "question",
    }
}

fn status(case: &EvidenceCase<'_>) -> String {
    let ticket = &case.record.ticket;
    let at = match ticket.status() {
        Status::Closed => ticket.closed.as_ref(),
        Status::Fixed => ticket.fixed.as_ref(),
        _ => None,
    };
    let words = ticket.status().words();
    at.map_or_else(|| words.to_owned(), |mark| format!("{words} {}", case.say(mark.at)))
}

/// Returns every report, the earliest first.
fn reports(case: &EvidenceCase<'_>) -> Vec<[String; 4]> {
    let ticket = &case.record.ticket;
    let severity = case.row.sla.as_ref().map_or(ticket.severity.as_str(), |sla| sla.severity.as_str());
    let mut reports: Vec<_> = ticket.reports.iter().collect();
    reports.sort_by_key(|report| report.at);
    let row = |report: &&crate::ticket::Report| {
        let counts = if case.contract.takes(severity, &report.channel) { "yes" } else { "no" };
        let by = if report.channel.is_empty() { "not said".to_owned() } else { escaped(&report.channel) };
        [case.say(report.at), report.at.to_string(), by, counts.to_owned()]
    };
    reports.iter().map(row).collect()
}

/// Writes which corrections of the report stand, and what was logged before each.
fn corrections(case: &EvidenceCase<'_>, document: &mut Document) {
    let events = &case.record.events;
    let stands = live(events);
    let corrects = |event: &Event| matches!(event.action(), Some(EventData::ReportCorrected(_)));
    let line = |event: &Event| {
        let said = capital(&say_at(event, events, &|at| case.say(at)));
        format!("{} (entered by {}, {}).", escaped(&said), escaped(&event.by), case.say(event.recorded))
    };
    let lines: Vec<String> = events
        .iter()
        .zip(stands)
        .filter(|(event, stands)| *stands && corrects(event))
        .map(|(event, _)| line(event))
        .collect();
    if !lines.is_empty() {
        document
            .block("The report was logged otherwise first. All times count as though it had been logged so at once.");
        document.list(lines);
    }
}

fn exclusion(case: &EvidenceCase<'_>, document: &mut Document) {
    let Some(exclusion) = &case.record.ticket.exclusion else { return };
    document.heading(2, "Excluded");
    let (why, by) = (escaped(&exclusion.cause), escaped(&exclusion.mark.by));
    let when = case.say(exclusion.mark.at);
    document.block(&format!("The promise does not hold for this ticket. Cause: {why} (entered by {by}, for {when})."));
    if let Some(words) = &exclusion.words {
        document.block(&format!("Why: {}", escaped(words)));
    }
}

fn pauses(case: &EvidenceCase<'_>, document: &mut Document) {
    let waits = &case.record.ticket.waits;
    if waits.is_empty() {
        return;
    }
    document.heading(2, "Waiting");
    let row = |wait: &crate::ticket::WaitingTime| {
        let to = wait.to.map_or_else(|| "still".to_owned(), |at| case.say(at));
        let on = match wait.on {
            Pause::WaitingCustomer => "the customer",
            Pause::WaitingVendor => "the vendor",
        };
        [case.say(wait.from), to, on.to_owned(), pause_in_brief(case.contract, wait.on)]
    };
    let rows: Vec<_> = waits.iter().map(row).collect();
    document.table(["From", "To", "On", "Stops the clock"], &rows);
}

fn closing(case: &EvidenceCase<'_>, document: &mut Document) {
    let ticket = &case.record.ticket;
    let Some((closed, reason)) = ticket.closed.as_ref().zip(ticket.breach_reason) else { return };
    document.heading(2, "Closing");
    let by = escaped(&closed.by);
    let words = ticket.breach_words.as_ref().map_or_else(|| ".".to_owned(), |words| format!(": {}", escaped(words)));
    document.block(&format!("Closed {} by {by}; the breach is {}{words}", case.say(closed.at), reason.words()));
}
