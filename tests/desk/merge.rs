//! Merging tickets: whatever is merged into what and in which order, no report is lost or counted twice, the clocks count from the
//! earliest report that counts, and undoing gives back what was.

use std::collections::BTreeMap;
use std::sync::Arc;

use frist::desk::{Change, Desk, LocalDesk, ManualClock, Request};
use frist::domain::contract::Book;
use frist::domain::sla::{Start, TicketRow};
use frist::domain::ticket::{EventData, NewTicket, Record, Ticket, TicketId, event, live};
use frist::domain::time::Instant;
use frist_testkit::cases;
use proptest::prelude::*;

const NOW: &str = "2024-01-08T12:00:00Z";

fn now() -> Instant {
    Instant::parse(NOW).unwrap()
}

fn desk(folder: &std::path::Path) -> LocalDesk {
    LocalDesk::open(folder, Arc::new(Book::built_in()), Arc::new(ManualClock::at(now()))).unwrap()
}

/// Logs a ticket of Markant, critical, for which only the phone counts, so many minutes ago.
fn log(desk: &LocalDesk, minutes: i64, channel: &str) -> TicketId {
    let new = NewTicket {
        contract: "markant".into(),
        plan: "standard".into(),
        severity: "critical".into(),
        channel: channel.into(),
        subject: "Shop down".into(),
        reported: Some(now().plus(-60 * minutes)),
        ..NewTicket::default()
    };
    desk.commit(Request::new("anna", vec![Change::New(Box::new(new))])).unwrap().touched[0].ticket
}

fn record(desk: &LocalDesk, id: TicketId) -> Record {
    desk.record(id).unwrap().unwrap()
}

fn merge(id: TicketId, into: TicketId) -> Request {
    Request::add("anna", id, None, EventData::MergedInto(event::MergedInto { into }))
}

/// Returns the state of a ticket but for how many events it has.
fn state(desk: &LocalDesk, id: TicketId) -> Ticket {
    Ticket { revision: 0, ..record(desk, id).ticket.as_ref().clone() }
}

fn start(desk: &LocalDesk, id: TicketId) -> Option<Start> {
    let row = TicketRow::new(record(desk, id).ticket, Book::built_in().for_new("markant", now()).cloned(), now());
    row.sla.map(|sla| sla.start)
}

#[derive(Clone, Debug)]
struct Told {
    minutes: i64,
    channel: &'static str,
    booked: u32,
}

prop_compose! {
    fn told()(minutes in 1..600_i64, phone in prop::bool::weighted(0.6), booked in 0..3_u32) -> Told {
        Told { minutes, channel: if phone { "phone" } else { "email" }, booked: booked * 10 }
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn whatever_the_order_no_report_is_lost_and_undoing_gives_back_what_was(
        tickets in prop::collection::vec(told(), 2..5),
        picks in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(folder.path());
        let ids: Vec<TicketId> = tickets.iter().map(|told| log(&desk, told.minutes, told.channel)).collect();
        for (id, told) in ids.iter().zip(&tickets).filter(|(_, told)| told.booked > 0) {
            let what = event::TimeSpent { minutes: told.booked, what: "looking".into(), unpaid: false };
            desk.commit(Request::add("anna", *id, None, EventData::TimeSpent(what))).unwrap();
        }
        let events = |id: TicketId| { let record = record(&desk, id); live(&record.events).iter().filter(|stands| **stands).count() };
        let before: Vec<Ticket> = ids.iter().map(|id| state(&desk, *id)).collect();
        let counts: Vec<usize> = ids.iter().map(|id| events(*id)).collect();
        // Which tickets each one stands for, and what was merged, to be undone the last first.
        let mut stands_for: BTreeMap<TicketId, Vec<usize>> = ids.iter().enumerate().map(|(n, id)| (*id, vec![n])).collect();
        let (mut done, mut merged) = (Vec::new(), 0);
        for (from, into) in picks {
            let (from, into) = (*from.get(&ids), *into.get(&ids));
            let outcome = desk.commit(merge(from, into));
            let fits = from != into && stands_for.contains_key(&from) && stands_for.contains_key(&into);
            prop_assert_eq!(outcome.is_ok(), fits, "{:?} into {:?}: {:?}", from, into, outcome);
            if fits {
                let brought = stands_for.remove(&from).unwrap();
                stands_for.get_mut(&into).unwrap().extend(brought);
                done.push((from, into));
                merged += 1;
            }
        }
        for (id, all) in &stands_for {
            let ticket = state(&desk, *id);
            let mut moments: Vec<Instant> = ticket.reports.iter().map(|report| report.at).collect();
            let mut wanted: Vec<Instant> = all.iter().map(|n| now().plus(-60 * tickets[*n].minutes)).collect();
            moments.sort();
            wanted.sort();
            prop_assert_eq!(&moments, &wanted);
            let phoned = all.iter().filter(|n| tickets[**n].channel == "phone");
            let first = phoned.map(|n| now().plus(-60 * tickets[*n].minutes)).min();
            prop_assert_eq!(start(&desk, *id), Some(first.map_or(Start::NoClock, Start::At)));
            prop_assert_eq!(ticket.minutes, all.iter().map(|n| u64::from(tickets[*n].booked)).sum::<u64>());
        }
        prop_assert_eq!(desk.open_tickets().unwrap().len(), ids.len() - merged);
        prop_assert_eq!(ids.iter().map(|id| events(*id)).sum::<usize>(), counts.iter().sum::<usize>() + 2 * merged);
        // From either ticket, the last first; an earlier one is refused while its ticket is merged further.
        for (n, (from, into)) in done.iter().rev().enumerate() {
            let on = if n % 2 == 0 { from } else { into };
            let place = record(&desk, *on).last_own("anna").unwrap();
            desk.commit(Request::new("anna", vec![Change::Retract { ticket: *on, event: place }])).unwrap();
        }
        for (id, was) in ids.iter().zip(&before) {
            prop_assert_eq!(&state(&desk, *id), was);
        }
    }
}

#[test]
fn what_makes_no_sense_is_refused_and_a_merged_ticket_takes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    let (one, two, three) = (log(&desk, 30, "phone"), log(&desk, 20, "phone"), log(&desk, 10, "phone"));
    let refused = |request: Request| desk.commit(request).unwrap_err().message;
    assert!(refused(merge(one, one)).contains("cannot be merged into itself"));
    assert!(refused(merge(one, TicketId(9))).contains("there is no ticket #9"));
    desk.commit(merge(one, two)).unwrap();
    assert!(refused(merge(one, three)).contains("#1 was merged into #2"));
    assert!(refused(merge(two, one)).contains("#1 was merged into #2"));
    assert!(refused(Request::add("anna", one, None, EventData::Responded)).contains("#1 was merged into #2"));
    assert!(refused(Request::new("anna", vec![Change::Retract { ticket: one, event: 0 }])).contains("was merged"));
    desk.commit(merge(two, three)).unwrap();
    let undo = |ticket: TicketId, event: u32| Request::new("anna", vec![Change::Retract { ticket, event }]);
    assert!(refused(undo(one, 2)).contains("#2 was merged into #3 since"));
    let undone = desk.commit(undo(three, 2)).unwrap();
    assert_eq!(undone.touched.len(), 2);
    desk.commit(undo(one, 2)).unwrap();
    // It is merged anew, and not done again as it was.
    assert!(refused(undo(one, 3)).contains("is not done again"));
    desk.commit(merge(one, two)).unwrap();
    desk.commit(Request::add("anna", three, None, EventData::Responded)).unwrap();
    desk.commit(Request::add("anna", three, None, EventData::CameBack)).unwrap_err();
    let mut other = NewTicket {
        contract: "sesam".into(),
        plan: "partner".into(),
        severity: "critical".into(),
        ..NewTicket::default()
    };
    (other.channel, other.subject) = ("phone".into(), "Other".into());
    desk.commit(Request::new("anna", vec![Change::New(Box::new(other))])).unwrap();
    assert!(refused(merge(three, TicketId(4))).contains("each counts by its own agreement"));
}

#[test]
fn the_vendors_case_goes_with_a_ticket_to_one_that_has_none() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    let [one, two, three] = [30, 20, 10].map(|minutes| log(&desk, minutes, "phone"));
    let case = |id: TicketId| record(&desk, id).ticket.vendor_case.clone();
    let set = |id, case: &str| {
        let case = EventData::VendorCaseSet(event::VendorCaseSet { case: Some(case.to_owned()) });
        desk.commit(Request::add("anna", id, None, case)).unwrap();
    };
    set(one, "INC0001");
    desk.commit(merge(one, two)).unwrap();
    assert_eq!(case(two).as_deref(), Some("INC0001"));
    let place = record(&desk, two).last_own("anna").unwrap();
    desk.commit(Request::new("anna", vec![Change::Retract { ticket: two, event: place }])).unwrap();
    assert_eq!((case(one).as_deref(), case(two)), (Some("INC0001"), None), "each has its own again");
    set(three, "INC0003");
    desk.commit(merge(one, three)).unwrap();
    assert_eq!(case(three).as_deref(), Some("INC0003"), "its own stays");
}
