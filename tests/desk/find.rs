//! Looking for tickets among all there are gives what reading each of them would, wherever they stand.

use std::sync::{Arc, LazyLock};

use frist::desk::{Change, Desk, LocalDesk, ManualClock, Request, each_ticket_of};
use frist::domain::contract::Book;
use frist::domain::query::{Filter, TicketSearch, Viewer};
use frist::domain::sla::TicketRow;
use frist::domain::ticket::{EventData, NewTicket, TicketId, event};
use frist::domain::time::Instant;
use frist_testkit::cases;
use proptest::prelude::*;

const TICKETS: u64 = 2_600;

fn now() -> Instant {
    Instant::parse("2024-01-08T09:00:00Z").unwrap()
}

fn new(number: u64) -> NewTicket {
    let (contract, plan, severity, channel) = match number % 3 {
        0 => ("markant", "standard", "critical", "phone"),
        1 => ("missoun", "standard", "high", "email"),
        _ => ("markant", "extended", "critical", "email"),
    };
    frist_testkit::steps::with_steps(NewTicket {
        contract: contract.into(),
        plan: plan.into(),
        severity: severity.into(),
        channel: channel.into(),
        subject: format!(
            "Error {} in {}",
            number % 17,
            ["checkout", "search \"box\"", "Übersicht"][number as usize % 3]
        ),
        customer: number.is_multiple_of(4).then(|| "Fjord & Fjell AS".to_owned()),
        note: number.is_multiple_of(7).then(|| format!("seen on host {}", number % 11)),
        ..NewTicket::default()
    })
}

/// A desk with so many tickets that most of the closed ones have moved into the archive, and some have left it again.
static DESK: LazyLock<(tempfile::TempDir, LocalDesk)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let desk = LocalDesk::open(folder.path(), Arc::new(Book::built_in()), Arc::new(ManualClock::at(now()))).unwrap();
    let add = |id, what| Change::Add { ticket: TicketId(id), revision: None, happened: None, what: Box::new(what) };
    let commit = |changes: Vec<Change>| drop(desk.commit(Request::new("anna", changes)).unwrap());
    commit((1..=TICKETS).map(|number| Change::New(Box::new(new(number)))).collect());
    let life = [
        EventData::Responded,
        EventData::WorkStarted,
        EventData::Fixed,
        EventData::Closed(event::Closed { reason: None, words: None }),
    ];
    for what in life {
        let closed = (1..=TICKETS).filter(|number| number % 9 != 0);
        commit(closed.map(|number| add(number, what.clone())).collect());
    }
    commit(
        (1..40)
            .map(|number| {
                add(number * 5, EventData::Note(event::Note { text: "Told HOST 99".into(), to_customer: true }))
            })
            .collect(),
    );
    commit((1..9).map(|number| add(number * 10, EventData::Reopened)).collect());
    (folder, desk)
});

/// Returns what reading each ticket by itself finds.
fn plain(find: &TicketSearch) -> Vec<TicketId> {
    let filter = Filter::parse(&find.filter).unwrap();
    let ledger = DESK.1.ledger();
    let viewer = Viewer { me: &find.me, zone: None, now: find.now, ledger: &ledger };
    let book = DESK.1.book();
    let matches = |id: &TicketId| {
        let record = DESK.1.record(*id).unwrap().unwrap();
        let contract = book.of_ticket(&record.ticket);
        let row = TicketRow::new(Arc::clone(&record.ticket), contract, find.now);
        let may = record.ticket.is_open() || filter.wants_closed() || (find.with_closed && !record.ticket.withdrawn);
        may && filter.holds_with(&row, &record.events, viewer)
    };
    (1..=TICKETS).map(TicketId).filter(|id| find.reaches(*id)).filter(matches).collect()
}

fn term() -> impl Strategy<Value = String> {
    const TERMS: &[&str] = &[
        "is:closed",
        "is:open",
        "-is:open",
        "text:host",
        "text:\"HOST 9\"",
        "text:fjell",
        "-text:host",
        "text:5,host",
        "error",
        "checkout",
        "übersicht",
        "\"search \\\"\"",
        "vendor:markant",
        "markant",
        "fjord",
        "customer:fjord",
        "#5",
        "12",
        "sev:critical",
        "assignee:none",
        "channel:email",
        "text:told",
        "-vendor:missoun",
    ];
    prop::sample::select(TERMS).prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn what_is_found_is_what_reading_each_would_find(
        terms in prop::collection::vec(term(), 0..4),
        with_closed: bool,
        most in prop_oneof![Just(u32::MAX), 1..300_u32],
        before in prop::option::of((1..=TICKETS + 9).prop_map(TicketId)),
    ) {
        let filter = terms.join(" ");
        prop_assume!(Filter::parse(&filter).is_ok());
        let find = TicketSearch { filter, with_closed, me: "anna".into(), now: now(), most, before, zone: None };
        let (found, plain) = (DESK.1.find(&find).unwrap(), plain(&find));
        let ids: Vec<TicketId> = found.tickets.iter().map(|ticket| ticket.id).collect();
        let newest = plain.len().saturating_sub(most as usize);
        prop_assert_eq!(&ids, &plain[newest..], "{:?}", find);
        prop_assert!(found.cut || newest == 0, "{:?}", find);
        prop_assert!(!found.cut || ids.len() == most as usize, "{:?}", find);
    }
}

/// More than are asked for at once, so that they come in parts.
#[test]
fn every_ticket_of_a_contract_comes_once_the_newest_first() {
    for contract in ["markant", "missoun", "sesam"] {
        let mut ids = Vec::new();
        each_ticket_of(&DESK.1, contract, now(), |ticket| ids.push(ticket.id.0)).unwrap();
        let wanted = |number: &u64| new(*number).contract == contract;
        assert_eq!(ids, (1..=TICKETS).rev().filter(wanted).collect::<Vec<_>>(), "{contract}");
    }
}

#[test]
fn a_filter_that_cannot_be_read_is_told() {
    let find = TicketSearch {
        filter: "is:nothing".into(),
        with_closed: false,
        me: "anna".into(),
        now: now(),
        most: 9,
        before: None,
        zone: None,
    };
    assert!(DESK.1.find(&find).is_err());
}
