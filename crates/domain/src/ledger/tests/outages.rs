//! Which outages run, which belong to a ticket, and what stands of each sort, after edits and removals.

use super::*;

/// Numbers of the outages that run.
fn running(ledger: &Ledger) -> Vec<u64> {
    ledger.running().map(|(id, _)| id.0).collect()
}

/// Numbers of the outages that a ticket belongs to.
fn of_ticket(ledger: &Ledger, ticket: u64) -> Vec<u64> {
    ledger.outages_of(TicketId(ticket)).map(|(id, _)| id.0).collect()
}

fn with_tickets(outage: Outage, tickets: &[u64]) -> LedgerFact {
    LedgerFact::Outage(Outage { tickets: tickets.iter().map(|id| TicketId(*id)).collect(), ..outage })
}

fn runs() -> Outage {
    outage("2024-01-08 09:18", "")
}

fn ended() -> Outage {
    outage("2024-01-08 09:18", "2024-01-08 09:50")
}

#[test]
fn an_outage_runs_until_it_ends_or_is_removed_and_runs_again_when_that_is_retracted() {
    // What each revision says, and whether the outage runs then.
    let revisions = [
        (Some(LedgerFact::Outage(runs())), true),
        (Some(LedgerFact::Outage(Outage { cause: Some("customer".into()), ..runs() })), true),
        (Some(LedgerFact::Outage(ended())), false),
        (Some(LedgerFact::Outage(runs())), true),
        (None, false),
        (Some(LedgerFact::Outage(runs())), true),
        (Some(LedgerFact::Outage(ended())), false),
    ];
    let mut ledger = Ledger::default();
    for (revision, (fact, runs)) in (0..).zip(revisions) {
        assert!(ledger.put(Arc::new(entry(4, revision, fact))));
        assert_eq!(running(&ledger) == [4], runs, "after revision {revision}");
    }
    assert!(
        !ledger.put(Arc::new(entry(4, 5, Some(LedgerFact::Outage(runs()))))),
        "an earlier revision that comes late"
    );
    assert_eq!(running(&ledger), [0; 0]);
}

#[test]
fn of_several_the_running_ones_come_by_number() {
    let ledger: Ledger = [
        entry(9, 0, Some(LedgerFact::Outage(runs()))),
        entry(2, 0, Some(LedgerFact::Outage(ended()))),
        entry(3, 0, Some(release("sesam", "2024-03-01"))),
        entry(5, 0, Some(LedgerFact::Outage(Outage { contract: "markant".into(), ..runs() }))),
    ]
    .into_iter()
    .collect();
    assert_eq!(running(&ledger), [5, 9]);
}

#[test]
fn a_tickets_outages_are_those_that_name_it_now() {
    let mut ledger: Ledger = [
        entry(1, 0, Some(with_tickets(ended(), &[7]))),
        entry(2, 0, Some(with_tickets(runs(), &[8, 7]))),
        entry(3, 0, Some(with_tickets(runs(), &[]))),
    ]
    .into_iter()
    .collect();
    assert_eq!(
        (of_ticket(&ledger, 7), of_ticket(&ledger, 8), of_ticket(&ledger, 9)),
        (vec![1, 2], vec![2], Vec::<u64>::new())
    );
    ledger.put(Arc::new(entry(2, 1, Some(with_tickets(runs(), &[8])))));
    assert_eq!(of_ticket(&ledger, 7), [1], "it names the other ticket alone now");
    ledger.put(Arc::new(entry(1, 1, None)));
    assert_eq!(of_ticket(&ledger, 7), [0; 0], "it was removed");
    ledger.put(Arc::new(entry(1, 2, Some(with_tickets(ended(), &[7])))));
    assert_eq!(of_ticket(&ledger, 7), [1], "and brought back");
}

#[test]
fn each_sort_stands_by_when_it_begins_and_of_one_vendor_or_of_all() {
    let work = |contract: &str, from: &str| Maintenance {
        contract: contract.into(),
        from: oslo(from),
        to: oslo("2024-02-01 00:00"),
        ..Maintenance::default()
    };
    let change = |contract: &str, from: &str| AnnouncedChange {
        contract: contract.into(),
        from: oslo(from),
        announced: None,
        note: "x".into(),
    };
    let ledger: Ledger = [
        entry(1, 0, Some(LedgerFact::Outage(outage("2024-01-08 09:00", "")))),
        entry(2, 0, Some(LedgerFact::Outage(outage("2024-01-07 09:00", "2024-01-09 09:00")))),
        entry(3, 0, Some(LedgerFact::Outage(Outage { contract: "markant".into(), ..outage("2024-01-06 09:00", "") }))),
        entry(4, 0, Some(LedgerFact::Maintenance(work("sesam", "2024-01-09 00:00")))),
        entry(5, 0, Some(LedgerFact::Maintenance(work("markant", "2024-01-08 00:00")))),
        entry(6, 0, Some(LedgerFact::Maintenance(work("sesam", "2024-01-08 00:00")))),
        entry(7, 0, Some(LedgerFact::AnnouncedChange(change("sesam", "2024-03-02 00:00")))),
        entry(8, 0, Some(LedgerFact::AnnouncedChange(change("sesam", "2024-03-01 00:00")))),
        entry(9, 0, None),
    ]
    .into_iter()
    .collect();
    let ids = |contract: Option<&str>| -> [Vec<u64>; 3] {
        [
            ledger.outages(contract).iter().map(|(id, _)| id.0).collect(),
            ledger.maintenance(contract).iter().map(|(id, _)| id.0).collect(),
            ledger.announced_changes(contract).iter().map(|(id, _)| id.0).collect(),
        ]
    };
    assert_eq!(ids(None), [vec![3, 2, 1], vec![5, 6, 4], vec![8, 7]]);
    assert_eq!(ids(Some("sesam")), [vec![2, 1], vec![6, 4], vec![8, 7]]);
    assert!(ids(Some("acme")).iter().all(Vec::is_empty));
}

#[test]
fn how_long_an_outage_has_lasted() {
    let now = oslo("2024-01-08 10:00");
    assert_eq!((runs().until(now), runs().lasts(now)), (now, 42 * 60));
    assert_eq!((ended().until(now), ended().lasts(now)), (oslo("2024-01-08 09:50"), 32 * 60));
    // Looked at from before its beginning it has not lasted at all.
    assert_eq!(runs().lasts(oslo("2024-01-08 09:00")), 0);
}
