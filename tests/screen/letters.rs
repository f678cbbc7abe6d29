//! Letters at the screen: those that wait in the inbox, those that have not gone, and those on the page of a ticket.

use std::path::Path;
use std::sync::Arc;

use frist::config::{Person as Staff, Role};
use frist::desk::{Change, Desk, LocalDesk, ManualClock, Request};
use frist::domain::contract::Book;
use frist::domain::ledger::{
    InboxLetter, LedgerFact, LedgerRecordId, LetterOutcome, LetterRule, Organisation, Outgoing, OutgoingState, Person,
};
use frist::domain::letter::{LetterHead, Mailbox, Trust, Verdict};
use frist::domain::ticket::{EventData, MessageDirection, TicketId, event};
use frist::domain::time::Instant;
use frist::store::Store;
use frist::tui::app::{MailAtDesk, Setup};
use frist_testkit::letters::{self, FIRST, file, head, mailbox};

use crate::at_desk::{AtDesk, MONDAY, happen, log, new, setup};
use crate::people::enter;

pub(crate) const SIZES: [(u16, u16); 3] = [(80, 24), (160, 45), (40, 12)];

pub(crate) fn now() -> Instant {
    Instant::parse(MONDAY).unwrap()
}

/// Opens a desk with two tickets, somebody of Acme, and these letters.
pub(crate) fn with(
    (columns, rows): (u16, u16),
    waiting: impl FnOnce(TicketId) -> Vec<InboxLetter>,
    outgoing: impl FnOnce(TicketId) -> Vec<Outgoing>,
) -> AtDesk {
    let past = |folder: &Path| {
        let desk = LocalDesk::open(folder, Arc::new(Book::built_in()), Arc::new(ManualClock::at(now()))).unwrap();
        log(&desk, "agent1", new("markant", "standard", "serious", "phone", "Hub is silent"));
        log(&desk, "agent1", new("sesam", "partner", "error", "phone", "Labels do not print"));
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
        letters::keep_files(folder, &[file("screen.png", "image/png")]);
        let mut store = Store::open(folder).unwrap().store;
        store.append(&[letters::commit(waiting(TicketId(1)), outgoing(TicketId(1)), now())]).unwrap();
        store.apply().unwrap();
    };
    AtDesk::with_past(Book::built_in(), past, MONDAY, columns, rows)
}

pub(crate) fn inbox(size: (u16, u16)) -> AtDesk {
    let mut desk = with(size, |ticket| letters::waiting(ticket, now()), |_| Vec::new());
    desk.keys(&["g i"]);
    desk
}

fn outbox(size: (u16, u16)) -> AtDesk {
    let mut desk = with(size, |_| Vec::new(), |ticket| letters::outgoing(ticket, now()));
    desk.keys(&["g s"]);
    desk
}

pub(crate) fn letter(desk: &AtDesk, place: u64) -> InboxLetter {
    let ledger = desk.desk.ledger();
    ledger.get(LedgerRecordId(FIRST + place)).unwrap().fact.as_ref().unwrap().letter().unwrap().clone()
}

fn letter_out(desk: &AtDesk, place: u64) -> Option<Outgoing> {
    let ledger = desk.desk.ledger();
    ledger.get(LedgerRecordId(FIRST + place))?.fact.as_ref()?.outgoing().cloned()
}

pub(crate) fn messages(desk: &AtDesk, ticket: u64) -> Vec<event::Message> {
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
    desk.is_on("Inbox").sees("inbox 4");
    let kari = desk.row("Kari Nord ");
    assert!(kari.contains("unverified: The scanners in hall") && kari.contains("09:38"), "{kari}");
    // Beside the list stands the selected letter whole.
    desk.keys(&["G", "g g"])
        .sees("here because")
        .sees("At the earliest overdue by 15m: if it is a serious one of Markant's");
    desk.keys(&["Enter"]).sees("Letter ").keys(&["Esc"]).is_on("Inbox").keys(&["Esc"]).is_on("1 Queue");
}

#[test]
fn the_header_counts_the_letters_on_every_page_and_size() {
    for (columns, rows) in SIZES {
        let mut desk = inbox((columns, rows));
        desk.keys(&["g q"]).sees(if columns > 40 { "inbox 4" } else { "4" }).keys(&["2"]);
        desk.sees(if columns > 40 { "inbox 4" } else { "4" });
    }
    AtDesk::at(MONDAY, 100, 24).sees_not("inbox");
}

#[test]
fn a_desk_that_has_mail_shows_that_nothing_waits() {
    let mut desk = AtDesk::at(MONDAY, 100, 24);
    desk.keys(&["g i"]).sees("the desk has no mail").keys(&["g s"]).sees("the desk has no mail");
    desk.start(Setup {
        mail: MailAtDesk { address: Some("desk@acme.example".into()), ..MailAtDesk::default() },
        ..setup(&[])
    });
    desk.sees("inbox 0")
        .keys(&["g i"])
        .sees("No letter waits. One that comes in and becomes no ticket by itself is listed here.");
    desk.keys(&["g s"]).sees("No letter waits to go. What was sent is on its ticket.");
}

/// Selects the row with these words.
pub(crate) fn select(desk: &mut AtDesk, words: &str) {
    desk.keys(&["g g"]);
    for _ in 0..10 {
        let text = desk.text();
        if text.lines().any(|line| line.starts_with('▌') && line.contains(words)) {
            return;
        }
        desk.keys(&["j"]);
    }
    panic!("{}", desk.text());
}

#[test]
fn a_letter_is_taken_with_what_follows_from_its_sender_and_undo_brings_it_back() {
    let mut desk = inbox((120, 40));
    select(&mut desk, "Kari Nord");
    desk.keys(&["t"]).is_on("Ticket of a letter").sees("The letter of Kari Nord").sees("received today 09:38");
    // Vendor and plan follow from the organisation; the severity is chosen, and channel, time and text are the letter's.
    desk.sees("Kari Nord <kari@acme.example>, Acme AS")
        .sees_not("Channel")
        .sees_not("Reported ")
        .sees_not("Description");
    desk.keys(&["s", "Ctrl-S"]).sees("#3 logged").is_on("Inbox").sees("inbox 3");
    assert_eq!(letter(&desk, 0).outcome, Some(LetterOutcome::Taken(TicketId(3))));
    let ticket = desk.desk.record(TicketId(3)).unwrap().unwrap().ticket;
    assert_eq!(
        (ticket.reported(), ticket.plan.as_str(), ticket.severity.as_str()),
        (now().plus(-1320), "standard", "serious")
    );
    assert_eq!(ticket.reports[0].channel, "email");
    assert_eq!(ticket.subject, "The scanners in hall 3 have lost the network");
    let said = messages(&desk, 3);
    assert!(said[0].letter.is_some() && said[0].files.len() == 1 && said[0].text.contains("Three lorries"), "{said:?}");
    desk.keys(&["u"]).sees("undone").sees("inbox 4").sees("Kari Nord");
    assert!(desk.desk.record(TicketId(3)).unwrap().unwrap().ticket.withdrawn);
}

#[test]
fn taking_says_who_is_to_be_phoned_where_a_letter_does_not_count() {
    let mut desk = inbox((120, 40));
    select(&mut desk, "Kari Nord");
    desk.keys(&["t", "c"]).sees("☎ to be phoned in: this channel");
}

#[test]
fn what_was_settled_meanwhile_is_not_taken_a_second_time() {
    let mut desk = inbox((120, 40));
    select(&mut desk, "Kari Nord");
    desk.keys(&["t", "s"]);
    let waiting = desk.desk.ledger().get(LedgerRecordId(FIRST)).unwrap().clone();
    let seen = letter(&desk, 0);
    let dropped = InboxLetter { outcome: Some(LetterOutcome::Dropped), ..seen };
    let fact = Some(Box::new(LedgerFact::Letter(Box::new(dropped))));
    let change = Change::Enter { entry: Some(waiting.id), revision: Some(0), fact };
    desk.desk.commit(Request::new("agent2", vec![change])).unwrap();
    desk.hear().keys(&["Ctrl-S"]).is_on("Ticket of a letter").sees("✗ that letter is dropped already");
    assert!(desk.desk.record(TicketId(3)).unwrap().is_none());
    desk.keys(&["Esc"]).is_on("Inbox").sees("inbox 3");
}

#[test]
fn a_letter_is_joined_to_the_likely_ticket_or_one_that_is_typed() {
    let mut desk = inbox((120, 40));
    select(&mut desk, "Per Moe");
    desk.sees("looks like").keys(&["="]).sees("Join the letter of Per Moe").sees("likely");
    desk.keys(&["Enter"]).sees("#1 has the letter of Per Moe").sees("inbox 3");
    assert_eq!(letter(&desk, 1).outcome, Some(LetterOutcome::Joined(TicketId(1))));
    let said = &messages(&desk, 1)[0];
    assert_eq!((said.direction, said.with.as_deref()), (MessageDirection::In, Some("Per Moe")));
    desk.keys(&["u"]).sees("inbox 4");
    assert_eq!(messages(&desk, 1).len(), 1, "retracted, and kept");
    select(&mut desk, "Kari Nord");
    // Nothing is likely, so nothing is chosen.
    desk.keys(&["=", "Enter"])
        .sees("Choose a ticket")
        .typed("labels")
        .sees("Labels do not print")
        .sees_not("Hub is silent");
    desk.keys(&["Enter"]).sees("#2 has the letter of Kari Nord");
    select(&mut desk, "Per Moe");
    desk.keys(&["="]).typed("#99").sees("#99").sees("not open here").keys(&["Enter"]).sees("99");
    assert!(letter(&desk, 1).waits());
}

#[test]
fn a_letter_is_dropped_at_once_and_several_after_a_question() {
    let mut desk = inbox((120, 40));
    select(&mut desk, "Vendor News");
    desk.keys(&["d"]).sees("dropped: the letter of Vendor News").sees("inbox 3").keys(&["u"]).sees("inbox 4");
    desk.keys(&["*"]).sees("4 marked").keys(&["t"]).sees("That is for one letter");
    desk.keys(&["d"]).sees("Drop 4 letters?").keys(&["n"]).sees("inbox 4");
    desk.keys(&["Esc"]).sees_not("marked").keys(&["g g", "Space", "Space", "d", "y"]).sees("2 letters dropped");
    desk.sees("inbox 2").keys(&["u"]).sees("inbox 4");
}

#[test]
fn a_sender_is_always_taken_or_blocked_with_all_that_waits_of_theirs() {
    let twice = |ticket| {
        let mut all = letters::waiting(ticket, now());
        all.push(InboxLetter {
            head: head(mailbox("Vendor News", "NEWS@vendor.example"), "More news"),
            ..all[2].clone()
        });
        all
    };
    let mut desk = with((120, 40), twice, |_| Vec::new());
    desk.keys(&["g i"]);
    select(&mut desk, "Kari Nord");
    desk.keys(&["a", "y", "y"]).sees("letters of kari@acme.example are always taken in from now on").keys(&["Esc"]);
    assert_eq!(desk.desk.ledger().rule_of_sender("kari@acme.example"), Some(LetterRule::Always));
    desk.keys(&["a"]).sees("are always taken in already").sees("inbox 5");
    select(&mut desk, "Vendor News");
    desk.keys(&["b"]).sees("Block news@vendor.example? 2 letters of theirs are dropped").keys(&["y"]).sees("inbox 3");
    assert_eq!(desk.desk.ledger().rule_of_sender("news@vendor.example"), Some(LetterRule::Block));
    desk.keys(&["u"]).sees("inbox 5");
    assert_eq!(desk.desk.ledger().rule_of_sender("news@vendor.example"), None);
}

#[test]
fn a_viewer_reads_letters_and_is_offered_nothing_else() {
    let mut desk = inbox((160, 45));
    let viewer = Staff { name: "agent1".to_owned(), display: "agent1".to_owned(), role: Role::Viewer };
    desk.start(Setup { me: viewer, ..setup(&[]) });
    desk.keys(&["g i"]).sees("inbox 4").sees_not("t take").sees_not("d drop").keys(&["t"]).is_on("Inbox");
    desk.keys(&["d"]).sees("inbox 4");
    assert!((0..4).all(|place| letter(&desk, place).waits()));
    desk.keys(&["Enter"]).sees("Letter 9");
}

#[test]
fn the_outbox_says_where_each_letter_stands_and_counts_down() {
    let mut desk = outbox((160, 45));
    desk.is_on("Outbox").sees("‼ outbox 2").sees("goes in 0:08").sees("failed, again 4:12").sees("not sent");
    desk.sees("perhaps sent").pass(3).sees("goes in 0:05").sees("failed, again 4:09");
    desk.keys(&["Enter"]).sees("Letter 9").keys(&["Esc", "g q"]).sees("‼ outbox 2");
}

#[test]
fn a_letter_is_recalled_sent_now_or_said_to_have_gone() {
    let mut desk = outbox((120, 40));
    select(&mut desk, "Re: held");
    desk.keys(&["s"]).sees("Nothing suggests that the letter was sent").keys(&["r"]).sees("#1: the letter goes now");
    assert_eq!(letter_out(&desk, 0).unwrap().state, OutgoingState::Held { until: now() });
    select(&mut desk, "Re: held");
    desk.keys(&["d"]).sees("Recalled; it is a draft, M on #1 opens it");
    assert_eq!(letter_out(&desk, 0), None);
    desk.keys(&["u"]).sees("There is nothing to undo");
    select(&mut desk, "Re: given up");
    desk.keys(&["r"]);
    assert_eq!(letter_out(&desk, 2).unwrap().state, OutgoingState::Held { until: now() });
    select(&mut desk, "Re: perhaps sent");
    desk.keys(&["r"]).sees("It was perhaps sent already").keys(&["n", "s"]).sees("recorded as sent");
    assert_eq!(letter_out(&desk, 3), None);
    let said = &messages(&desk, 1)[0];
    assert_eq!((said.direction, said.text.as_str()), (MessageDirection::Out, "We call you at ten."));
    assert!(said.letter.as_ref().unwrap().message_id.is_some());
}

#[test]
fn a_letter_that_perhaps_went_is_sent_again_only_after_a_question() {
    let mut desk = outbox((160, 40));
    select(&mut desk, "Re: perhaps sent");
    desk.keys(&["r", "y"]).sees("the letter goes now");
    assert!(letter_out(&desk, 3).unwrap().perhaps_twice);
}

pub(crate) fn by_letter(direction: MessageDirection, text: &str, head: LetterHead) -> EventData {
    let (channel, letter) = (Some("email".to_owned()), Some(Box::new(head)));
    EventData::Message(event::Message {
        direction,
        channel,
        text: text.to_owned(),
        letter,
        ..event::Message::default()
    })
}

/// Opens the page of a ticket with letters of all kinds.
fn with_conversation(columns: u16, rows: u16) -> AtDesk {
    let kari = || mailbox("Kari Nord", "kari@acme.example");
    let files = ["logo.png", "line.png"].map(|name| file(name, "image/png"));
    let whole = file("letter.txt", "text/plain");
    let past = |folder: &Path| {
        drop(LocalDesk::open(folder, Arc::new(Book::built_in()), Arc::new(ManualClock::at(now()))).unwrap());
        letters::keep_files(folder, &files);
        letters::keep_files(folder, std::slice::from_ref(&whole));
        let d = LocalDesk::open(folder, Arc::new(Book::built_in()), Arc::new(ManualClock::at(now()))).unwrap();
        let d = &d;
        log(d, "agent1", new("markant", "standard", "serious", "phone", "Hub is silent"));
        let first = LetterHead {
            cc: vec![mailbox("Ola Vik", "ola@acme.example")],
            dated: Some(now().plus(-7200)),
            pictures: files.to_vec(),
            ..head(kari(), "Re: Hub is silent")
        };
        let EventData::Message(first) = by_letter(MessageDirection::In, "It is silent again.", first) else { panic!() };
        let first = event::Message { text_file: Some(whole.clone()), ..first };
        happen(d, "frist", TicketId(1), EventData::Message(first));
        let away = LetterHead { verdict: Verdict::Automatic, ..head(kari(), "Out of office") };
        happen(d, "frist", TicketId(1), by_letter(MessageDirection::In, "I am away until Monday.", away));
        let doubtful = LetterHead { trust: Trust::Unknown, ..head(Mailbox::of("per@elsewhere.example"), "A question") };
        happen(d, "agent1", TicketId(1), by_letter(MessageDirection::In, "Is it mended?", doubtful));
        let answer = LetterHead {
            from: Some(Mailbox::of("desk@acme.example")),
            to: vec![kari()],
            subject: "Re: Hub is silent".to_owned(),
            perhaps_twice: true,
            ..LetterHead::default()
        };
        happen(d, "agent1", TicketId(1), by_letter(MessageDirection::Out, "We look into it.", answer));
    };
    let mut desk = AtDesk::with_past(Book::built_in(), past, MONDAY, columns, rows);
    desk.keys(&["Enter"]);
    desk
}

#[test]
fn letters_on_a_ticket_say_who_wrote_to_whom_and_how_far_they_are_to_be_believed() {
    let mut desk = with_conversation(118, 60);
    desk.sees("Kari Nord <kari@acme.example> in their own words, to desk@acme.example, cc Ola Vik");
    desk.sees("dated today 08:00").sees("whole text: letter.txt").sees("+ 2 pictures of its text or signature");
    desk.sees("a machine answered by itself").sees("subject: Out of office").sees_not("I am away until Monday.");
    desk.sees("⚠ unverified: nothing proves who sent it").sees("subject: A question").sees("Is it mended?");
    desk.sees("⚠ perhaps sent twice").sees_not("subject: Re: Hub is silent");
    desk.keys(&["+"]).sees("I am away until Monday.").sees("⊕ logo.png").keys(&["+"]).sees_not("⊕ logo.png");
    desk.keys(&["Enter"]).sees("Conversation").sees("in their own words");
}

/// Opens a desk with a closed ticket to which the customer wrote afterwards, and one whose letter did not arrive.
fn needing_action(columns: u16, rows: u16) -> AtDesk {
    AtDesk::with(MONDAY, columns, rows, |d| {
        log(d, "agent1", new("markant", "standard", "serious", "phone", "Hub is silent"));
        log(d, "agent1", new("markant", "standard", "serious", "phone", "Labels do not print"));
        for what in [EventData::Responded, EventData::WorkStarted, EventData::Fixed] {
            happen(d, "agent1", TicketId(1), what);
        }
        happen(d, "agent1", TicketId(1), EventData::Closed(event::Closed { reason: None, words: None }));
        let kari = head(mailbox("Kari Nord", "kari@acme.example"), "Re: Hub is silent");
        happen(d, "frist", TicketId(1), by_letter(MessageDirection::In, "It is back.", kari));
        let undelivered = event::Undelivered {
            message_id: "frist.2.1@acme.example".to_owned(),
            recipient: Some("kari@acme.example".to_owned()),
            reason: Some("550 no such user".to_owned()),
            ..event::Undelivered::default()
        };
        happen(d, "frist", TicketId(2), EventData::Undelivered(undelivered));
    })
}

#[test]
fn what_came_after_the_closing_is_seen_in_the_queue_and_settled_by_one_key() {
    for (columns, rows) in SIZES {
        let mut desk = needing_action(columns, rows);
        assert!(desk.row("Hub is silent").contains('✉'), "{}", desk.text());
        desk.keys(&["/"]).typed("is:needs_action").keys(&["Enter"]).sees("Hub is silent").sees("Labels do not print");
        select(&mut desk, "Hub is silent");
        desk.keys(&["Enter"]).sees("The customer wrote after closing").sees("o reopens it");
        desk.keys(&["Z"]).sees_not("The customer wrote after closing");
        let ticket = desk.desk.record(TicketId(1)).unwrap().unwrap().ticket;
        assert!(!ticket.is_open() && !ticket.is_to_be_reviewed());
    }
    let mut desk = needing_action(80, 24);
    select(&mut desk, "Hub is silent");
    desk.keys(&["Enter", "o", "j", "Enter"]).sees_not("The customer wrote after closing");
    assert!(desk.desk.record(TicketId(1)).unwrap().unwrap().ticket.is_open());
}

#[test]
fn a_letter_that_did_not_arrive_is_told_on_its_ticket() {
    let mut desk = needing_action(100, 30);
    select(&mut desk, "Labels do not print");
    desk.keys(&["Enter"]).sees("A letter to kari@acme.example did not arrive: 550 no such user");
    desk.keys(&["Z"]).sees_not("✉ A letter to").keys(&["Z"]).sees("every letter arrived");
}

#[test]
fn the_looks_of_letters() {
    for (columns, rows) in SIZES {
        let size = format!("{columns}x{rows}");
        insta::assert_snapshot!(format!("inbox_{size}"), inbox((columns, rows)).text());
        insta::assert_snapshot!(format!("outbox_{size}"), outbox((columns, rows)).text());
        insta::assert_snapshot!(format!("ticket_with_letters_{size}"), with_conversation(columns, rows).text());
        insta::assert_snapshot!(format!("needing_action_{size}"), needing_action(columns, rows).text());
        let mut desk = inbox((columns, rows));
        select(&mut desk, "Per Moe");
        insta::assert_snapshot!(format!("joining_{size}"), desk.keys(&["="]).text());
        let mut desk = inbox((columns, rows));
        select(&mut desk, "Kari Nord");
        insta::assert_snapshot!(format!("taking_{size}"), desk.keys(&["t"]).text());
    }
}
