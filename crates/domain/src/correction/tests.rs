use std::sync::LazyLock;

use super::*;
use crate::contract::TargetKind;
use crate::sla::deadline_changes;
use crate::ticket::{NewTicket, TicketId, event, new_events};
use crate::time::parse_moment;

static BOOK: LazyLock<Book> = LazyLock::new(Book::built_in);

/// A ticket of Markant, reported by phone on Monday 8 January 2024 at 9:00, with what happened to it since.
struct Case {
    events: Vec<Event>,
}

fn at(text: &str) -> Instant {
    parse_moment(&format!("2024-01-{text}"), BOOK.get("markant").unwrap().zone, Instant::FIRST).unwrap()
}

fn logged() -> Case {
    let new = NewTicket {
        contract: "markant".into(),
        plan: "standard".into(),
        severity: "serious".into(),
        channel: "phone".into(),
        subject: "Shop down".into(),
        ..NewTicket::default()
    };
    let promise = BOOK.get("markant").unwrap().promise.clone();
    Case { events: new_events(&new, "", Some(&promise), "anna", at("08 09:00")) }
}

impl Case {
    fn then(mut self, when: &str, what: EventData) -> Self {
        self.events.push(Event { happened: at(when), recorded: at(when), by: "anna".into(), what: what.into() });
        self
    }

    fn ticket(&self) -> Ticket {
        Ticket::fold(TicketId(7), &self.events).unwrap()
    }

    fn complete(&self, asked: &ReportCorrected, now: &str) -> Result<CompletedCorrection, Problem> {
        complete_correction(&self.ticket(), &self.events, asked, &BOOK, at(now))
    }

    #[track_caller]
    fn corrected(self, asked: &ReportCorrected, now: &str) -> Self {
        let what = self.complete(asked, now).unwrap().what;
        self.then(now, EventData::ReportCorrected(Box::new(what)))
    }

    #[track_caller]
    fn refused(&self, asked: &ReportCorrected, now: &str) -> String {
        self.complete(asked, now).unwrap_err().to_string()
    }

    fn due(&self, kind: TargetKind, now: &str) -> String {
        let ticket = self.ticket();
        let contract = BOOK.of_ticket(&ticket).unwrap();
        let sla = sla(&ticket, &contract, at(now));
        sla.target(kind).and_then(|t| t.due).map_or("-".to_owned(), |due| clock_text(contract.zone, due))
    }

    /// Returns what the last event did to deadlines, in words.
    fn told(&self) -> String {
        let changes = deadline_changes(TicketId(7), &self.events, &|ticket| BOOK.of_ticket(ticket));
        let zone = BOOK.get("markant").unwrap().zone;
        let last = changes.last().unwrap().iter().filter(|change| !change.house);
        last.map(|change| change.in_words(|at| clock_text(zone, at).replace(" Jan 2024", "")))
            .collect::<Vec<_>>()
            .join("; ")
    }
}

fn asked() -> ReportCorrected {
    ReportCorrected::default()
}

fn sesam() -> ReportCorrected {
    ReportCorrected {
        contract: Some("sesam".into()),
        plan: Some("partner".into()),
        severity: Some("critical".into()),
        channel: Some("email".into()),
        ..asked()
    }
}

fn said(what: &ReportCorrected) -> String {
    let what = EventData::ReportCorrected(Box::new(what.clone()));
    let event = Event { happened: at("08 10:00"), recorded: at("08 10:00"), by: "anna".into(), what: what.into() };
    say(&event, &[])
}

#[test]
fn another_severity_counts_from_the_report_on_and_not_from_the_correction() {
    let case = logged();
    assert_eq!(case.due(TargetKind::Response, "08 09:30"), "Mon 8 Jan 2024 13:00");
    let case = case.corrected(&ReportCorrected { severity: Some("critical".into()), ..asked() }, "08 10:30");
    // Critical is two hours; one that was set now would count from the report as well, and keep what was before.
    assert_eq!(case.due(TargetKind::Response, "08 10:40"), "Mon 8 Jan 2024 11:00");
    assert_eq!(case.ticket().former, []);
    assert!(case.told().starts_with("response: Mon 8 13:00 → Mon 8 11:00"), "{}", case.told());
}

#[test]
fn another_time_moves_every_clock_and_a_target_that_was_met_is_judged_anew() {
    let case = logged().then("08 12:00", EventData::Responded);
    let earlier = ReportCorrected { reported: Some(at("05 15:00")), ..asked() };
    assert_eq!(
        case.refused(&earlier, "08 13:00"),
        "its response is met, so the record has to say why it is corrected; give the reason in a sentence"
    );
    let case = case.corrected(&ReportCorrected { reason: Some("Phoned on Friday".into()), ..earlier }, "08 13:00");
    let ticket = case.ticket();
    assert_eq!((ticket.reported(), ticket.logged.at), (at("05 15:00"), at("05 15:00")));
    assert!(case.told().starts_with("response: met, due Mon 8 13:00 → met late, due "), "{}", case.told());
}

#[test]
fn another_vendor_needs_a_plan_and_a_severity_of_its_own() {
    let case = logged();
    let only = ReportCorrected { contract: Some("sesam".into()), ..asked() };
    let refused = case.refused(&only, "08 10:00");
    assert!(refused.starts_with("SESAM needs a plan of its own; give one of "), "{refused}");
    let without_severity = ReportCorrected { plan: Some("partner".into()), ..only };
    let refused = case.refused(&without_severity, "08 10:00");
    assert!(refused.starts_with("SESAM needs a severity of its own; give one of critical"), "{refused}");
    let unknown = ReportCorrected { plan: Some("gold".into()), ..sesam() };
    assert!(case.refused(&unknown, "08 10:00").starts_with("sesam has no plan `gold`; it has "));
    let nowhere = ReportCorrected { contract: Some("nowhere".into()), ..asked() };
    assert!(case.refused(&nowhere, "08 10:00").starts_with("there is no contract `nowhere`; there are "));
    let done = case.complete(&sesam(), "08 10:00").unwrap();
    assert_eq!(done.what.promise, Some(BOOK.get("sesam").unwrap().promise.clone()));
    assert_eq!((done.contract.id.as_str(), done.ticket.contract.as_str()), ("sesam", "sesam"));
    assert_eq!(
        said(&done.what),
        "report corrected: vendor sesam (was markant), plan partner (was standard), severity critical (was serious), \
         channel email (was phone)"
    );
    let case = case.corrected(&sesam(), "08 10:00");
    assert!(case.told().contains("response: Mon 8 13:00 → "), "{}", case.told());
    assert!(BOOK.of_ticket(&case.ticket()).is_some_and(|contract| contract.id == "sesam"));
}

#[test]
fn a_severity_that_follows_from_impact_and_urgency_is_found() {
    let missoun = ReportCorrected {
        contract: Some("missoun".into()),
        plan: Some("standard".into()),
        impact: Some("low".into()),
        urgency: Some("low".into()),
        ..asked()
    };
    let done = logged().complete(&missoun, "08 10:00").unwrap();
    assert_eq!((done.ticket.severity.as_str(), done.ticket.impact.as_deref()), ("low", Some("low")));
    let without = ReportCorrected { impact: None, urgency: None, severity: Some("low".into()), ..missoun };
    assert!(logged().refused(&without, "08 10:00").starts_with("missoun needs the impact; give one of "));
}

#[test]
fn what_stands_already_is_no_correction() {
    let same = ReportCorrected {
        contract: Some("markant".into()),
        plan: Some("standard".into()),
        severity: Some("serious".into()),
        channel: Some("phone".into()),
        reported: Some(at("08 09:00")),
        ..asked()
    };
    assert_eq!(logged().refused(&same, "08 10:00"), "that is how it stands already; choose another");
    // A severity that was set meanwhile is one, as the ticket had another one before it.
    let set = EventData::SeveritySet(event::SeveritySet { severity: "critical".into() });
    let case = logged().then("08 09:30", set);
    let from_the_report_on = ReportCorrected { severity: Some("critical".into()), ..asked() };
    let done = case.complete(&from_the_report_on, "08 10:00").unwrap();
    assert_eq!(done.what.severity, Some("critical".into()));
}

#[test]
fn a_report_is_not_later_than_what_happened_nor_in_the_future() {
    let case = logged().then("08 09:40", EventData::Note(event::Note { text: "seen".into(), to_customer: false }));
    let later = |when| ReportCorrected { reported: Some(at(when)), ..asked() };
    assert_eq!(
        case.refused(&later("08 10:00"), "08 10:30"),
        "that is after what happened already: note: seen, Mon 8 Jan 2024 09:40; give an earlier time, or undo that first"
    );
    assert!(case.complete(&later("08 09:40"), "08 10:30").is_ok());
    assert!(case.refused(&later("08 11:00"), "08 10:30").starts_with("that is in the future"));
    // What was retracted stands in nobody's way.
    let retracted = case.then("08 10:00", EventData::Retracted(event::Retracted { event: 2 }));
    assert!(retracted.complete(&later("08 10:00"), "08 10:30").is_ok());
}

#[test]
fn a_closed_ticket_is_corrected_where_its_closing_would_stand() {
    let closed = EventData::Closed(Closed { reason: None, words: None });
    let case = logged()
        .then("08 10:00", EventData::Responded)
        .then("08 10:30", EventData::WorkStarted)
        .then("08 11:00", EventData::Fixed)
        .then("08 11:30", closed);
    let other = ReportCorrected { severity: Some("critical".into()), ..asked() };
    assert!(case.refused(&other, "09 10:00").starts_with("it is closed, so the record has to say why"));
    let other = ReportCorrected { reason: Some("It was the shop".into()), ..other };
    let case = case.corrected(&other, "09 10:00");
    assert_eq!((case.ticket().severity.as_str(), case.ticket().is_open()), ("critical", false));
    let late = ReportCorrected { reported: Some(at("08 10:10")), ..other };
    assert!(case.refused(&late, "09 10:00").starts_with("that is after what happened already: responded"));
}

#[test]
fn an_exclusion_that_the_other_vendor_does_not_know_stands_in_the_way() {
    let cause = BOOK.get("markant").unwrap().scope.ticket_causes().next().unwrap().clone();
    let excluded = EventData::Excluded(event::Excluded { cause: "of nobody".into(), words: None });
    let shut_out = logged().then("08 09:30", excluded);
    assert!(shut_out.refused(&sesam(), "08 10:00").ends_with("; include it again first"), "{cause}");
}

#[test]
fn rounds_before_are_corrected_too_and_the_correction_can_be_retracted() {
    let case = logged()
        .then("08 10:00", EventData::Responded)
        .then("08 11:00", EventData::Fixed)
        .then("08 14:00", EventData::CameBack);
    let asked = ReportCorrected { severity: Some("critical".into()), reason: Some("It was down".into()), ..asked() };
    let case = case.corrected(&asked, "08 15:00");
    let ticket = case.ticket();
    assert_eq!((ticket.rounds[0].severity.as_str(), ticket.severity.as_str()), ("critical", "critical"));
    let back = case.then("08 15:10", EventData::Retracted(event::Retracted { event: 5 }));
    assert_eq!(back.ticket().rounds[0].severity, "serious");
    assert!(!back.told().is_empty());
}
