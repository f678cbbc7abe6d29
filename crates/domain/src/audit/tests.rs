use super::*;
use crate::ledger::{AnnouncedChange, LedgerFact, LedgerRecord, Maintenance, Outage, Release};
use crate::ticket::{Event, EventData, event};
use crate::time::{Date, Zone};

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn oslo() -> Zone {
    Zone::named("Europe/Oslo").unwrap()
}

fn entry(revision: u32, fact: Option<LedgerFact>) -> LedgerRecord {
    LedgerRecord {
        id: LedgerRecordId(5),
        revision,
        at: at("2024-01-08T09:00:00Z"),
        by: "anna".to_owned(),
        first_by: None,
        fact,
    }
}

fn outage(to: Option<&str>) -> LedgerFact {
    LedgerFact::Outage(Outage {
        contract: "markant".to_owned(),
        from: at("2024-01-08T08:00:00Z"),
        to: to.map(at),
        symptom: Some("shop down".to_owned()),
        ..Outage::default()
    })
}

#[test]
fn every_sort_has_a_key_of_its_own_which_is_also_what_the_store_keeps() {
    for kind in AuditKind::all() {
        assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.key()));
        assert_eq!(AuditKind::all().filter(|other| other.key() == kind.key()).count(), 1, "{kind:?}");
    }
}

#[test]
fn an_entry_is_told_by_what_was_done_to_it_and_what_it_says() {
    let (runs, ended) = (outage(None), outage(Some("2024-01-08T08:40:00Z")));
    let stretch = "Mon 8 Jan 2024 09:00 to 09:40, 40m";
    for (revision, fact, before, words) in [
        (0, Some(runs.clone()), None, "outage entered: since Mon 8 Jan 2024 09:00".to_owned()),
        (1, Some(ended.clone()), Some(&runs), format!("outage ended: {stretch}")),
        (2, Some(ended.clone()), Some(&ended), format!("outage changed: {stretch}")),
        (3, None, Some(&ended), format!("outage removed: {stretch}")),
        (4, Some(ended.clone()), None, format!("outage brought back: {stretch}")),
        (5, None, None, "entry removed".to_owned()),
    ] {
        assert_eq!(say_ledger_record(&entry(revision, fact), before, oslo()), words);
    }
    let release =
        Release { contract: "sesam".to_owned(), date: Date::new(2024, 2, 1).unwrap(), name: Some("4.2".to_owned()) };
    let (from, to) = (at("2024-01-09T20:00:00Z"), at("2024-01-09T22:00:00Z"));
    let maintenance = Maintenance { contract: "sesam".to_owned(), from, to, ..Maintenance::default() };
    let change = AnnouncedChange { from, note: "a new editor".to_owned(), ..AnnouncedChange::default() };
    for (fact, words) in [
        (LedgerFact::Release(release), "release date entered: Thu 1 Feb 2024"),
        (LedgerFact::Maintenance(maintenance), "maintenance entered: Tue 9 Jan 2024 21:00 to 23:00, 2h00"),
        (LedgerFact::AnnouncedChange(change), "change entered: Tue 9 Jan 2024 21:00"),
    ] {
        assert_eq!(say_ledger_record(&entry(0, Some(fact)), None, oslo()), words);
    }
    assert_eq!(runs.subject(), "shop down");
}

#[test]
fn a_removal_is_found_as_what_its_entry_was() {
    let removal = line_of_ledger_record(&entry(1, None), Some((AuditKind::OUTAGE, "markant")));
    assert_eq!((removal.kind, removal.contract.as_str()), (AuditKind::OUTAGE, "markant"));
    assert_eq!(removal.on, AuditSubject::Entry { id: LedgerRecordId(5), revision: 1 });
}

#[test]
fn the_lines_of_events_bear_their_places_among_the_tickets_events() {
    let event = |what: EventData| Event {
        happened: at("2024-01-08T08:00:00Z"),
        recorded: at("2024-01-08T08:00:00Z"),
        by: "ola".into(),
        what: what.into(),
    };
    let events = [event(EventData::Responded), event(EventData::Retracted(event::Retracted { event: 3 }))];
    let lines: Vec<AuditLine> = lines_of_events(TicketId(9), 3, "sesam", &events).collect();
    let on = |event| AuditSubject::Ticket { id: TicketId(9), event };
    let told: Vec<(AuditKind, AuditSubject)> = lines.iter().map(|line| (line.kind, line.on)).collect();
    assert_eq!(told, [(AuditKind::of_key("respond").unwrap(), on(3)), (AuditKind::UNDO, on(4))]);
}
