//! What is told while everything is being read anew: it is newer than what was read, in whatever order they arrive.

use std::sync::Arc;

use frist::desk::{Change, Desk, LocalDesk, ManualClock, Notice, Request};
use frist::domain::contract::Book;
use frist::domain::ledger::{LedgerFact, Outage};
use frist::domain::ticket::{EventData, TicketId, event};
use frist::domain::time::Instant;
use frist::tui::app::{App, FreshState, HostEvent, Work};
use frist::tui::harness::Harness;
use frist::tui::run::Host;

use crate::at_desk::{MONDAY, happen, log, new, setup};

/// A host that does nothing by itself.
struct Slow;

impl Host<App> for Slow {
    fn perform(&mut self, _: Work) {}
}

/// Returns what a screen reads of the desk, as it is at this moment.
fn read(desk: &LocalDesk) -> HostEvent {
    let (book, ledger, people, rota) = (desk.book(), desk.ledger(), desk.people(), desk.rota());
    HostEvent::Again(Ok(FreshState {
        tickets: desk.open_tickets().unwrap(),
        book,
        ledger,
        me: desk.me(),
        people,
        rota,
    }))
}

#[test]
fn a_change_that_is_told_before_an_older_reading_arrives_stays() {
    let (folder, now) = (tempfile::tempdir().unwrap(), Instant::parse(MONDAY).unwrap());
    let desk = LocalDesk::open(folder.path(), Arc::new(Book::built_in()), Arc::new(ManualClock::at(now))).unwrap();
    let ticket = |subject| new("markant", "standard", "critical", "phone", subject);
    log(&desk, "ola", ticket("First"));
    for what in [EventData::Responded, EventData::WorkStarted, EventData::Fixed] {
        happen(&desk, "ola", TicketId(1), what);
    }
    let mut screen = Harness::new(App::new(&desk, setup(&[])).unwrap(), Slow, 100, 30, now);
    let told = desk.subscribe();

    // Two readings are asked for; the first has read when a ticket is logged, another is closed and an outage is entered.
    screen.tell(HostEvent::Notice(Notice::Resync));
    let older = read(&desk);
    log(&desk, "ola", ticket("Second"));
    happen(&desk, "ola", TicketId(1), EventData::Closed(event::Closed { reason: None, words: None }));
    let outage = Outage { contract: "sesam".to_owned(), from: now, ..Outage::default() };
    let fact = Some(Box::new(LedgerFact::Outage(outage)));
    desk.commit(Request::new("ola", vec![Change::Enter { entry: None, revision: None, fact }])).unwrap();
    for notice in told.try_iter() {
        screen.tell(HostEvent::Notice(notice));
    }
    screen.tell(HostEvent::Notice(Notice::Resync));
    let newer = read(&desk);
    let logged_last = log(&desk, "ola", ticket("Third"));
    let last: Vec<Notice> = told.try_iter().collect();

    for answer in [older, newer] {
        screen.tell(answer);
        let text = screen.screen();
        assert!(text.contains("Second") && !text.contains("First"), "{text}");
        let ledger = &screen.program().shared.ledger;
        assert!(ledger.records().any(|entry| entry.outage().is_some()), "{ledger:?}");
    }
    for notice in last {
        screen.tell(HostEvent::Notice(notice));
    }
    assert!(screen.screen().contains("Third") && logged_last == TicketId(3), "{}", screen.screen());
}
