//! Writes what the ticket is, how it was reported, and what takes it out of the promise or stops its clock.

use super::EvidenceCase;
use crate::markdown::{Document, escaped};
use crate::sla::{on_whom, pause_in_brief, start_in};
use crate::text::capital;
use crate::ticket::{Event, EventData, Status, live, say_in};

pub(super) fn write(case: &EvidenceCase<'_>, document: &mut Document) {
    let language = case.language;
    document.rows(&[language.head_fact(), language.head_value()], &facts(case));
    document.heading(2, &language.reported_title());
    let heads = [language.head_when(), language.head_utc(), language.head_by(), language.head_counts()];
    document.rows(&heads, &reports(case));
    if let Some(sla) = &case.row.sla {
        let start = start_in(language, &case.record.ticket, case.contract, sla);
        document.block(&format!("{}.", escaped(&capital(&start))));
    }
    corrections(case, document);
    exclusion(case, document);
    pauses(case, document);
    closing(case, document);
}

fn facts(case: &EvidenceCase<'_>) -> Vec<[String; 2]> {
    let (ticket, contract, language) = (&case.record.ticket, case.contract, case.language);
    let in_force = case.row.sla.as_ref().map_or(ticket.severity.as_str(), |sla| sla.severity.as_str());
    let set = case.severity(&ticket.severity);
    let severity = if in_force == ticket.severity { set } else { language.lowered(case.severity(in_force), set) };
    let means = contract.severity(in_force).map(|severity| escaped(&severity.means));
    let priority = ticket.impact.as_ref().zip(ticket.urgency.as_ref());
    let support = case.row.sla.as_ref().filter(|sla| sla.promised().next().is_none() && !ticket.is_left());
    let all = [
        (language.fact_vendor(), Some(escaped(&contract.vendor))),
        (language.fact_service(), contract.service.as_deref().map(escaped)),
        (language.fact_agreement(), Some(case.agreement())),
        (language.fact_plan(), Some(escaped(case.plan(&ticket.plan)))),
        (language.fact_severity(), Some(severity)),
        (language.fact_means(), means),
        (language.fact_priority(), priority.map(|(i, u)| format!("{}, {}", escaped(i), escaped(u)))),
        (language.fact_kind(), Some(language.kind(ticket.kind))),
        (language.fact_customer(), ticket.customer.as_deref().map(escaped)),
        (language.fact_reported(), Some(format!("{} ({})", case.say(ticket.reported()), ticket.reported()))),
        (language.fact_status(), Some(status(case))),
        (language.fact_age(), support.map(|sla| language.age_of(language.short_duration(sla.age.secs())))),
        (language.fact_passed_on(), ticket.passed_on.as_deref().map(escaped)),
        (language.fact_approval(), ticket.approval.as_deref().map(escaped)),
    ];
    all.into_iter().filter_map(|(name, value)| Some([name, value?])).collect()
}

fn status(case: &EvidenceCase<'_>) -> String {
    let ticket = &case.record.ticket;
    let at = match ticket.status() {
        Status::Closed => ticket.closed.as_ref(),
        Status::Fixed => ticket.fixed.as_ref(),
        _ => None,
    };
    let words = case.language.status(ticket.status());
    at.map_or_else(|| words.clone(), |mark| format!("{words} {}", case.say(mark.at)))
}

/// Returns every report, the earliest first.
fn reports(case: &EvidenceCase<'_>) -> Vec<[String; 4]> {
    let (ticket, language) = (&case.record.ticket, case.language);
    let severity = case.row.sla.as_ref().map_or(ticket.severity.as_str(), |sla| sla.severity.as_str());
    let mut reports: Vec<_> = ticket.reports.iter().collect();
    reports.sort_by_key(|report| report.at);
    let row = |report: &&crate::ticket::Report| {
        let takes = case.contract.takes(severity, &report.channel);
        let counts = if takes { language.stop_yes() } else { language.stop_no() };
        let by = match report.channel.as_str() {
            "" => language.not_said(),
            channel => escaped(&language.channel(channel)),
        };
        [case.say(report.at), report.at.to_string(), by, counts]
    };
    reports.iter().map(row).collect()
}

/// Writes which corrections of the report stand, and what was logged before each.
fn corrections(case: &EvidenceCase<'_>, document: &mut Document) {
    let events = &case.record.events;
    let stands = live(events);
    let corrects = |event: &Event| matches!(event.action(), Some(EventData::ReportCorrected(_)));
    let line = |event: &Event| {
        let said = capital(&say_in(case.language, event, events, &|at| case.say(at)));
        case.language.entered_by(escaped(&said), escaped(&event.by), case.say(event.recorded))
    };
    let lines: Vec<String> = events
        .iter()
        .zip(stands)
        .filter(|(event, stands)| *stands && corrects(event))
        .map(|(event, _)| line(event))
        .collect();
    if !lines.is_empty() {
        document.block(&case.language.logged_otherwise());
        document.list(lines);
    }
}

fn exclusion(case: &EvidenceCase<'_>, document: &mut Document) {
    let Some(exclusion) = &case.record.ticket.exclusion else { return };
    document.heading(2, &case.language.excluded_title());
    let (why, by) = (escaped(&exclusion.cause), escaped(&exclusion.mark.by));
    let when = case.say(exclusion.mark.at);
    document.block(&case.language.excluded_because(why, by, when));
    if let Some(words) = &exclusion.words {
        document.block(&case.language.why_so(escaped(words)));
    }
}

fn pauses(case: &EvidenceCase<'_>, document: &mut Document) {
    let waits = &case.record.ticket.waits;
    if waits.is_empty() {
        return;
    }
    let language = case.language;
    document.heading(2, &language.waiting_title());
    let row = |wait: &crate::ticket::WaitingTime| {
        let to = wait.to.map_or_else(|| language.still(), |at| case.say(at));
        let on = on_whom(language, wait.on);
        [case.say(wait.from), to, on, pause_in_brief(language, case.contract, wait.on)]
    };
    let rows: Vec<_> = waits.iter().map(row).collect();
    let heads = [language.head_from(), language.head_to(), language.head_on(), language.head_stops()];
    document.rows(&heads, &rows);
}

fn closing(case: &EvidenceCase<'_>, document: &mut Document) {
    let ticket = &case.record.ticket;
    let Some((closed, reason)) = ticket.closed.as_ref().zip(ticket.breach_reason) else { return };
    document.heading(2, &case.language.closing_title());
    let by = escaped(&closed.by);
    let words = ticket.breach_words.as_ref().map_or_else(|| ".".to_owned(), |words| format!(": {}", escaped(words)));
    let said = case.language.closed_as(case.say(closed.at), by, reason.said(case.language));
    document.block(&format!("{said}{words}"));
}
