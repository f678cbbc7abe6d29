//! What filters ask of people and organisations.

use super::*;
use crate::ledger::{LedgerRecord, LedgerRecordId, Organisation, Party as _, Person};

/// Returns Acme (7) with Kari (12), whose old record (14) is merged into hers.
fn ledger() -> Ledger {
    let acme =
        Organisation { names: vec!["Acme AS".into()], domains: vec!["acme.example".into()], ..Organisation::default() };
    let kari = Person {
        names: vec!["Kari Sund".into()],
        addresses: vec!["kari@acme.example".into()],
        organisation: Some(LedgerRecordId(7)),
        ..Person::default()
    };
    let old = Person { names: vec!["K".into()], merged_into: Some(LedgerRecordId(12)), ..Person::default() };
    let record = |(id, fact)| LedgerRecord {
        id: LedgerRecordId(id),
        revision: 0,
        at: Instant::from_secs(0),
        by: "anna".into(),
        first_by: None,
        fact: Some(fact),
    };
    [(7, acme.fact()), (12, kari.fact()), (14, old.fact())].into_iter().map(record).collect()
}

fn events(person: Option<u64>, organisation: Option<u64>) -> Vec<Event> {
    let new = NewTicket {
        contract: "missoun".into(),
        plan: "standard".into(),
        severity: "high".into(),
        channel: "phone".into(),
        subject: "Configurator".into(),
        customer: Some("Kari Nord".into()),
        person: person.map(LedgerRecordId),
        organisation: organisation.map(LedgerRecordId),
        ..NewTicket::default()
    };
    new_events(&new, "", None, "anna", at(NOW))
}

/// Returns whether a ticket of that person and organisation is found.
fn finds(filter: &str, person: Option<u64>, organisation: Option<u64>) -> bool {
    let ledger = ledger();
    let find = TicketSearch {
        filter: filter.to_owned(),
        with_closed: false,
        me: "anna".to_owned(),
        now: at(NOW),
        most: 10,
        before: None,
        zone: None,
    };
    let events = events(person, organisation);
    let finder = TicketMatcher::new(&find, &BOOK, &ledger).unwrap();
    let found = finder.take(TicketId(1), &events).is_some();
    if found {
        let stored = serde_json::to_string(&events).unwrap().to_lowercase();
        for needle in finder.needles() {
            assert!(stored.contains(needle), "{filter}: {needle} would keep it from being read");
        }
    }
    found
}

#[test]
fn people_are_asked_for_by_name_address_and_number() {
    for filter in [
        "person:sund",
        "person:kari",
        "person:\"kari sund\"",
        "person:kari@",
        "person:12",
        "person:#12",
        "person:ola,kari",
    ] {
        assert!(finds(filter, Some(12), None), "{filter}");
        assert!(finds(filter, Some(14), None), "{filter} of a merged record");
        assert!(!finds(filter, None, None), "{filter}: a name that was typed is nobody's");
    }
    assert!(finds("person:14", Some(14), None));
    assert!(!finds("person:14", Some(12), None));
    assert!(!finds("person:nord", Some(12), None), "so she was called once");
    assert!(finds("person:none", None, None) && !finds("person:none", Some(12), None));
    assert!(finds("-person:kari", None, None) && !finds("-person:kari", Some(12), None));
    assert!(finds("person:none", Some(99), None), "there is no such record here");
}

#[test]
fn organisations_are_asked_for_by_name_domain_and_number() {
    for filter in ["org:acme", "org:as", "org:acme.ex", "org:7"] {
        assert!(finds(filter, Some(12), None) && finds(filter, None, Some(7)), "{filter}");
        assert!(!finds(filter, None, None), "{filter}");
    }
    assert!(finds("org:none", None, None) && !finds("org:none", Some(12), None));
}

#[test]
fn the_present_name_is_found_as_well_as_the_one_that_was_typed() {
    for filter in ["customer:nord", "nord", "text:nord", "customer:sund", "sund", "text:sund"] {
        assert!(finds(filter, Some(12), None), "{filter}");
    }
    assert!(!finds("customer:sund", None, None));
}
