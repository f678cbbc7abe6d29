//! One full life under each agreement, written down for its vendor. `INSTA_UPDATE=always cargo test` takes a changed
//! document over; read it first, as the vendor would.

use std::sync::Arc;

use frist::domain::contract::Pause;
use frist::domain::evidence::{Notes, evidence};
use frist::domain::language::Language;
use frist::domain::ticket::{BreachReason, EventData, Record, TicketId, event};
use insta::assert_snapshot;

use super::case::{Case, moment, reported};

impl Case {
    /// Returns the document, which must be the same when it is written twice.
    fn evidence(&self, now: &str) -> String {
        let record = Record::new(TicketId(1), self.events.clone()).unwrap();
        let text = evidence(&record, &self.contract, moment(&self.contract, now), Notes::ToCustomer, Language::English);
        let again = Record { ticket: Arc::new(self.ticket()), events: Arc::new(self.events.clone()) };
        assert_eq!(
            text,
            evidence(&again, &self.contract, moment(&self.contract, now), Notes::ToCustomer, Language::English)
        );
        text
    }

    /// Returns the document of a closed ticket, which no later moment changes.
    fn evidence_in(&self, now: &str, language: Language) -> String {
        let record = Record::new(TicketId(1), self.events.clone()).unwrap();
        evidence(&record, &self.contract, moment(&self.contract, now), Notes::ToCustomer, language)
    }

    fn closed_evidence(&self, now: &str) -> String {
        let text = self.evidence(now);
        assert_eq!(text, self.evidence("2031-06-02 12:00"));
        text
    }
}

fn closed(reason: BreachReason, words: &str) -> EventData {
    EventData::Closed(event::Closed { reason: Some(reason), words: Some(words.into()) })
}

fn told(text: &str) -> EventData {
    EventData::Note(event::Note { text: text.into(), to_customer: true })
}

/// Mailed in, phoned in, made worse, answered late over a weekend.
#[test]
fn markant() {
    let case = reported(("markant", "standard", "serious"), "email", "2024-01-05 12:00")
        .then("2024-01-05 12:30", EventData::SeveritySet(event::SeveritySet { severity: "critical".into() }))
        .then("2024-01-05 13:00", EventData::Reported(event::Reported { channel: "phone".into() }))
        .then("2024-01-05 13:30", EventData::WorkStarted)
        .then("2024-01-05 13:20", told("We have called Markant.\nThey look into it."))
        .then("2024-01-05 13:40", EventData::Note(event::Note { text: "They sound tired".into(), to_customer: false }))
        .then("2024-01-08 08:45", EventData::Responded)
        .then("2024-01-08 09:00", EventData::PassedOn(event::PassedOn { supplier: "Hosting AS".into() }))
        .then("2024-01-08 10:00", EventData::Retracted(event::Retracted { event: 8 }))
        .then("2024-01-08 11:00", EventData::Fixed)
        .then("2024-01-08 11:30", closed(BreachReason::Vendors, "Nobody answered on Friday afternoon"));
    assert_snapshot!(case.closed_evidence("2024-01-08 12:00"));
    assert_snapshot!("markant_in_norwegian", case.evidence_in("2024-01-08 12:00", Language::Norwegian));
    assert_snapshot!("markant_in_dutch", case.evidence_in("2024-01-08 12:00", Language::Dutch));
}

/// Reported in the night when the clocks go forward, answered late after Easter, reopened once.
#[test]
fn myproduction() {
    let case = reported(("myproduction", "standard", "critical"), "email", "2024-03-30 22:00")
        .then("2024-03-31 04:00", EventData::Fixed)
        .then("2024-03-31 09:00", EventData::Reopened)
        .then("2024-04-02 09:30", EventData::Responded)
        .then("2024-04-02 09:30", EventData::Fixed)
        .then("2024-04-02 10:00", closed(BreachReason::Disputed, "They count from the second report"));
    assert_snapshot!(case.closed_evidence("2024-04-02 11:00"));
}

/// The fallback, once no workaround is possible; fixed and reopened; still open, so the present is in it.
#[test]
fn sesam() {
    let case = reported(("sesam", "partner", "critical"), "phone", "2024-05-16 15:00")
        .then("2024-05-16 15:20", EventData::Responded)
        .then("2024-05-16 15:30", EventData::WorkStarted)
        .then("2024-05-21 10:00", EventData::WorkaroundImpossible)
        .then("2024-05-21 11:00", EventData::waiting(Pause::WaitingCustomer))
        .then("2024-05-21 12:00", EventData::Resumed)
        .then("2024-05-21 13:00", EventData::Fixed)
        .then("2024-05-22 09:00", EventData::Reopened);
    assert_snapshot!(case.evidence("2024-05-22 12:00"));
}

/// A range: past what was expected, within what was promised; the cause turns out to lie elsewhere.
#[test]
fn moocommerce() {
    let case = reported(("moocommerce", "standard", "serious"), "phone", "2024-01-08 09:30")
        .then("2024-01-08 12:00", EventData::WorkStarted)
        .then("2024-01-08 16:00", EventData::Responded)
        .then("2024-01-09 09:00", EventData::WorkaroundGiven)
        .then("2024-01-09 10:00", EventData::Closed(event::Closed { reason: None, words: None }));
    assert_snapshot!(case.closed_evidence("2024-01-09 11:00"));
}

/// No times, impact and urgency, a cap by a workaround, an external cause.
#[test]
fn missoun() {
    let set = EventData::PrioritySet(event::PrioritySet {
        impact: "high".into(),
        urgency: "high".into(),
        severity: "high".into(),
    });
    let case = reported(("missoun", "standard", "low"), "portal", "2024-04-26 16:00")
        .then("2024-04-26 16:30", set)
        .then("2024-04-26 17:00", EventData::WorkaroundGiven)
        .then(
            "2024-04-29 10:00",
            EventData::Excluded(event::Excluded { cause: "customer".into(), words: Some("it is theirs".to_owned()) }),
        )
        .then("2024-04-29 11:00", EventData::Approved(event::Approved { reference: "mail of 29 April".into() }))
        .then("2024-04-29 12:00", EventData::Closed(event::Closed { reason: None, words: None }));
    assert_snapshot!(case.closed_evidence("2024-04-29 12:00"));
}
