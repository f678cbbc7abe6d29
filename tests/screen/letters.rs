//! Letters at the screen: those that wait in the inbox, those that have not gone, and those on the page of a ticket.

use std::path::Path;
use std::sync::Arc;

use frist::config::{Person as Staff, Role};
use frist::desk::{Desk, LocalDesk, ManualClock};
use frist::domain::contract::Book;
use frist::domain::ledger::{
    InboxLetter, LedgerFact, LedgerRecordId, LetterOutcome, LetterRule, Organisation, Outgoing, OutgoingState, Person,
};
use frist::domain::letter::{LetterHead, Trust, Verdict};
use frist::domain::ticket::{EventData, MessageDirection, TicketId, event};
use frist::domain::time::Instant;
use frist::store::Store;
use frist::tui::app::{MailAtDesk, Setup};
use frist_testkit::letters::{self, FIRST, file, head, mailbox};

use crate::at_desk::{AtDesk, MONDAY, happen, log, new, setup};
use crate::people::enter;

const SIZES: [(u16, u16); 3] = [(80, 24), (160, 45), (40, 12)];

fn now() -> Instant {
    Instant::parse(MONDAY).unwrap()
}

/// Opens a desk with two tickets, somebody of Acme, and these letters.
fn with(
    (columns, rows): (u16, u16),
    waiting: impl FnOnce(TicketId) -> Vec<InboxLetter>,
    outgoing: impl FnOnce(TicketId) -> Vec<Outgoing>,
) -> AtDesk {
    let past = |folder: &Path| {
        let desk = LocalDesk::open(folder, Arc::new(Book::built_in()), Arc::new(ManualClock::at(now()))).unwrap();
        log(&desk, "agent1", new("markant", "standard", "serious", "phone", "Hub is silent"));
        log(&desk, "agent1", new("sesam", "partner", "high", "phone", "Labels do not print"));
        let acme = enter(
            &desk,
            LedgerFact::Organisation(Box::new(Organisation {
                names: vec!["Acme AS".to_owned()],
                domains: vec!["acme.example".to_owned()],
                contract: Some("markant".to_owned()),
                plan: Some("standard".to_owned()),
                ..Organisation::default()
            })),
        );
        enter(
            &desk,
            LedgerFact::Person(Box::new(Person {
                names: vec!["Kari Nord".to_owned()],
                addresses: vec!["kari@acme.example".to_owned()],
                organisation: Some(acme),
                ..Person::default()
            })),
        );
        drop(desk);
        let mut store = Store::open(folder).unwrap().store;
        store.append(&[letters::commit(waiting(TicketId(1)), outgoing(TicketId(1)), now())]).unwrap();
        store.apply().unwrap();
    };
    AtDesk::with_past(Book::built_in(), past, MONDAY, columns, rows)
}

fn inbox(size: (u16, u16)) -> AtDesk {
    let mut desk = with(size, |ticket| letters::waiting(ticket, now()), |_| Vec::new());
    desk.keys(&["g i"]);
    desk
}

fn outbox(size: (u16, u16)) -> AtDesk {
    let mut desk = with(size, |_| Vec::new(), |ticket| letters::outgoing(ticket, now()));
    desk.keys(&["g o"]);
    desk
}

fn letter(desk: &AtDesk, place: u64) -> InboxLetter {
    let ledger = desk.desk.ledger();
    ledger.get(LedgerRecordId(FIRST + place)).unwrap().fact.as_ref().unwrap().letter().unwrap().clone()
}

fn letter_out(desk: &AtDesk, place: u64) -> Option<Outgoing> {
    let ledger = desk.desk.ledger();
    ledger.get(LedgerRecordId(FIRST + place))?.fact.as_ref()?.outgoing().cloned()
}

fn messages(desk: &AtDesk, ticket: u64) -> Vec<event::Message> {
    let record = desk.desk.record(TicketId(ticket)).unwrap().unwrap();
    let message = |event: &frist::domain::ticket::Event| match event.action() {
        Some(EventData::Message(message)) => Some(message.clone()),
        _ => None,
    };
    record.events.iter().filter_map(message).collect()
}

#[test]
fn the_inbox_says_who_wrote_and_how_soon_something_could_be_due() {
    let mut desk = inbox((160, 45));
    desk.is_on("Inbox").sees("✉ inbox 4");
    let kari = desk.row("Kari Nord ");
    assert!(kari.contains("The scanners in hall 3") && kari.contains("09:38"), "{kari}");
    // Beside the list stands the selected letter whole.
    desk.keys(&["G", "g g"]).sees("here because").sees("under ");
    desk.keys(&["Enter"]).sees("Letter ").keys(&["Esc"]).is_on("Inbox").keys(&["Esc"]).is_on("1 Queue");
}

#[test]
fn the_header_counts_the_letters_on_every_page_and_size() {
    for (columns, rows) in SIZES {
        let mut desk = inbox((columns, rows));
        desk.keys(&["g q"]).sees(if columns > 40 { "✉ inbox 4" } else { "4" }).keys(&["2"]);
        desk.sees(if columns > 40 { "✉ inbox 4" } else { "4" });
    }
    AtDesk::at(MONDAY, 100, 24).sees_not("inbox");
}

#[test]
fn a_desk_that_has_mail_shows_that_nothing_waits() {
    let mut desk = AtDesk::at(MONDAY, 100, 24);
    desk.keys(&["g i"]).sees("the desk has no mail").keys(&["g o"]).sees("the desk has no mail");
    desk.start(Setup {
        mail: MailAtDesk { address: Some("desk@acme.example".into()), ..MailAtDesk::default() },
        ..setup(&[])
    });
    desk.sees("✉ inbox 0").keys(&["g i"]).sees("No letter waits: what came in is on its ticket already.");
    desk.keys(&["g o"]).sees("No letter waits to go. What was sent is on its ticket.");
}

#[test]
fn a_letter_is_taken_with_what_follows_from_its_sender_and_undo_brings_it_back() {
    let mut desk = inbox((120, 40));
    select(&mut desk, "Kari Nord");
    desk.keys(&["t"]).is_on("Ticket of a letter").sees("The letter of Kari Nord").sees("received today 09:38");
    desk.sees("[Markant]").sees("Kari Nord, Acme AS").sees_not("Channel ").sees_not("Reported ").sees("must be chosen");
}

/// Selects the letter of that sender.
fn select(desk: &mut AtDesk, sender: &str) {
    for _ in 0..10 {
        if desk.row(sender).starts_with('▌') {
            return;
        }
        desk.keys(&["j"]);
    }
    panic!("{}", desk.text());
}
