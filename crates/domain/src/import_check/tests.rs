use super::*;
use crate::contract::Pause;
use crate::ledger::{Agreement, Maintenance, Outage};
use crate::ticket::event;

const AT: Instant = Instant::from_secs(1_704_700_800);

fn event(what: EventData) -> Event {
    Event { happened: AT, recorded: AT, by: "anna".into(), what: what.into() }
}

fn logged(subject: &str) -> Event {
    event(EventData::Logged(event::Logged {
        contract: "markant".into(),
        version: "2024-01".into(),
        promise: None,
        plan: "standard".into(),
        severity: "critical".into(),
        subject: subject.into(),
        kind: super::super::ticket::Kind::Incident,
        customer: None,
        person: None,
        organisation: None,
        impact: None,
        urgency: None,
    }))
}

fn note(text: &str) -> Event {
    event(EventData::Note(event::Note { text: text.into(), to_customer: false }))
}

fn on(id: u64, events: Vec<Event>) -> Edit {
    Edit::Ticket { id: TicketId(id), events }
}

fn entry(id: u64, revision: u32, fact: Option<LedgerFact>) -> Edit {
    Edit::Ledger(LedgerRecord { id: LedgerRecordId(id), revision, at: AT, by: "anna".into(), first_by: None, fact })
}

fn commit(edits: Vec<Edit>) -> Commit {
    Commit { id: CommitId(uuid::Uuid::new_v4()), at: AT, by: "anna".into(), edits }
}

/// Returns what is said to the last of these; those before are taken.
fn said(mut edits: Vec<Edit>) -> String {
    let (mut outside, last) = (ImportCheck::default(), edits.pop().unwrap());
    for edit in edits {
        outside.take(&commit(vec![edit])).unwrap();
    }
    outside.take(&commit(vec![last])).err().unwrap_or_default()
}

fn outage(tickets: Vec<TicketId>) -> LedgerFact {
    let outage = Outage { contract: "markant".into(), from: AT, tickets, ..Outage::default() };
    LedgerFact::Outage(outage)
}

#[test]
fn what_a_desk_has_written_is_taken() {
    let edits = vec![
        on(1, vec![logged("a"), note(&"ø".repeat(NOTE_LIMIT))]),
        on(
            1,
            vec![
                event(EventData::waiting(Pause::WaitingCustomer)),
                event(EventData::Retracted(event::Retracted { event: 2 })),
            ],
        ),
        on(TicketId::MOST.0, vec![logged("b")]),
        entry(1, 0, Some(outage(vec![TicketId(1)]))),
        entry(1, 1, None),
        entry(
            LedgerRecordId::MOST.0,
            0,
            Some(LedgerFact::Agreement(Box::new(Agreement { text: "x".repeat(1 << 20), ..Agreement::default() }))),
        ),
    ];
    let mut outside = ImportCheck::default();
    for edit in edits {
        assert_eq!(outside.take(&commit(vec![edit])), Ok(()));
    }
    let extent = outside.extent();
    assert_eq!((extent.tickets, extent.last_ticket), (2, TicketId::MOST));
    assert_eq!(extent.last_entries, [Some(LedgerRecordId(1)), Some(LedgerRecordId::MOST)]);
    assert_eq!(outside.size(TicketId(1)).events, 4);
}

#[test]
fn what_no_desk_has_written_is_told() {
    let far = |at| Event { happened: Instant::from_secs(at), ..note("a") };
    let begun = || on(1, vec![logged("a")]);
    let corrected = |to, from| {
        let was = event::FormerReport { reported: Some(Instant::from_secs(from)), ..event::FormerReport::default() };
        let reported = Some(Instant::from_secs(to));
        let what = event::ReportCorrected { reported, was, ..event::ReportCorrected::default() };
        event(EventData::ReportCorrected(Box::new(what)))
    };
    let work = Maintenance {
        contract: "markant".into(),
        from: AT,
        to: Instant::from_secs(i64::MAX),
        ..Maintenance::default()
    };
    let much: Vec<Event> = (0..700).map(|_| note(&"x".repeat(19_000))).collect();
    for (edits, why) in [
        (vec![on(u64::MAX, vec![logged("a")])], "18446744073709551615 cannot be the number of a ticket"),
        (vec![on(TicketId::MOST.0 + 1, vec![logged("a")])], "cannot be the number of a ticket"),
        (vec![on(0, vec![logged("a")])], "0 cannot be the number of a ticket"),
        (vec![on(1, vec![])], "nothing happens to ticket 1"),
        (vec![begun(), on(1, vec![])], "nothing happens to ticket 1"),
        (vec![on(1, vec![note("a")])], "before it is logged"),
        (vec![begun(), on(1, vec![logged("a")])], "ticket 1 is logged twice"),
        (
            vec![begun(), on(1, vec![event(EventData::Retracted(event::Retracted { event: 1 }))])],
            "retracts what has not happened yet",
        ),
        (vec![begun(), on(1, vec![far(i64::MAX)])], "outside the years 1980 to 2100"),
        (vec![begun(), on(1, vec![far(i64::MIN)])], "outside the years 1980 to 2100"),
        (vec![begun(), on(1, vec![corrected(i64::MAX, 0)])], "outside the years 1980 to 2100"),
        (vec![begun(), on(1, vec![corrected(AT.secs(), i64::MIN)])], "outside the years 1980 to 2100"),
        (vec![begun(), on(1, vec![note(&"x".repeat(NOTE_LIMIT + 1))])], "a note has more than 20000 characters"),
        (vec![on(1, vec![logged(&"x".repeat(1_001))])], "a text has more than 1000 characters"),
        (vec![begun(), on(1, much)], "ticket 1 is larger than a ticket can become"),
        (vec![entry(u64::MAX, 0, None)], "cannot be the number of an entry"),
        (vec![entry(1, 1, None)], "entry 1 has revision 1 where 0 would be the next"),
        (vec![entry(1, 0, None), entry(1, 0, None)], "entry 1 has revision 0 where 1 would be the next"),
        (vec![entry(1, 0, Some(outage(vec![TicketId(3)])))], "an outage has ticket 3, which is not there"),
        (vec![entry(1, 0, Some(LedgerFact::Maintenance(work)))], "outside the years 1980 to 2100"),
    ] {
        let found = said(edits);
        assert!(found.contains(why), "{why}: {found}");
    }
    let mut outside = ImportCheck::default();
    assert_eq!(outside.take(&commit(vec![])).unwrap_err(), "a commit changes nothing");
    let twice = commit(vec![on(1, vec![logged("a")])]);
    outside.take(&twice).unwrap();
    assert_eq!(outside.take(&twice).unwrap_err(), "a commit has the name of one before it");
}
