use std::sync::Arc;

use super::*;
use crate::contract::{Book, TargetKind};
use crate::ticket::event::{Assigned, Message, MessageDirection};
use crate::ticket::{AlertRecord, DESK, Record, TicketId};
use crate::time::Instant;

/// A Monday, 10:00 in Oslo.
const MONDAY: Instant = Instant::from_secs(1_704_704_400);

fn event(by: &str, what: impl Into<EventContent>) -> Event {
    Event { happened: MONDAY, recorded: MONDAY, by: by.to_owned(), what: what.into() }
}

fn assigned(to: &str) -> EventData {
    EventData::Assigned(Assigned { to: Some(to.to_owned()) })
}

/// Returns a ticket that anna has.
fn ticket() -> Arc<Ticket> {
    let logged = serde_json::from_str::<EventContent>(
        r#"{"logged":{"contract":"markant","version":"","plan":"standard","severity":"critical","subject":"Shop\u001b[2J down","kind":"incident"}}"#,
    );
    let reported = serde_json::from_str::<EventContent>(r#"{"reported":{"channel":"phone"}}"#);
    let events = vec![
        event("ola", logged.unwrap()),
        event("ola", reported.unwrap()),
        event("ola", assigned("kim")),
        event("ola", assigned("anna")),
    ];
    Record::new(TicketId(7), events).unwrap().ticket
}

fn told(event: &Event) -> Option<(String, NoticeKind)> {
    notice_of(&ticket(), event).map(|(person, notice)| (person.to_owned(), notice.kind))
}

fn anna(kind: NoticeKind) -> (String, NoticeKind) {
    ("anna".to_owned(), kind)
}

#[test]
fn who_has_the_ticket_is_told_of_what_others_do() {
    assert_eq!(told(&event("ola", assigned("anna"))), Some(anna(NoticeKind::Assigned)));
    assert_eq!(told(&event(DESK, assigned("anna"))), Some(anna(NoticeKind::Assigned)));
    assert_eq!(told(&event("anna", assigned("anna"))), None, "she did it herself");
    assert_eq!(told(&event("ola", assigned("kim"))), None, "kim does not have it any more");
    assert_eq!(told(&event("ola", EventData::Responded)), None);
}

#[test]
fn a_customers_word_is_told_and_not_one_of_a_machine() {
    use MessageDirection::{In, Out, VendorIn};
    let message = |direction, verdict: Option<Verdict>| {
        let letter = verdict.map(|verdict| Box::new(LetterHead { verdict, ..LetterHead::default() }));
        event(DESK, EventData::Message(Message { direction, text: "Hei".into(), letter, ..Message::default() }))
    };
    assert_eq!(told(&message(In, Some(Verdict::Person))), Some(anna(NoticeKind::Answered)));
    assert_eq!(told(&message(In, None)), Some(anna(NoticeKind::Answered)));
    for verdict in [Verdict::Automatic, Verdict::Bounce, Verdict::List, Verdict::Loop] {
        assert_eq!(told(&message(In, Some(verdict))), None, "{verdict:?}");
    }
    assert_eq!((told(&message(Out, None)), told(&message(VendorIn, None))), (None, None));
}

fn alert(points: &[AlertPoint]) -> Event {
    let alert = AlertRecord {
        target: TargetKind::Response,
        house: false,
        points: points.to_vec(),
        to: None,
        level: None,
        late: None,
        failed: None,
        call: None,
    };
    event(DESK, EventContent::Alert(alert))
}

#[test]
fn of_a_target_the_last_point_is_told() {
    assert_eq!(told(&alert(&[AlertPoint::Part(75)])), Some(anna(NoticeKind::Near)));
    assert_eq!(told(&alert(&[AlertPoint::Before(900)])), Some(anna(NoticeKind::Near)));
    assert_eq!(told(&alert(&[AlertPoint::Part(75), AlertPoint::Due])), Some(anna(NoticeKind::Due)));
    assert_eq!(told(&alert(&[AlertPoint::Due, AlertPoint::Breach])), Some(anna(NoticeKind::Breached)));
    assert_eq!(told(&alert(&[])), None, "it goes to whoever is on call");
}

fn reader() -> NoticeReader {
    NoticeReader {
        person: "anna".into(),
        to: Mailbox::of("anna@acme.example"),
        zone: Zone::named("Asia/Tokyo").unwrap(),
    }
}

fn told_of(events: &[Event]) -> TicketNotices {
    let ticket = ticket();
    let notices = events.iter().map(|event| notice_of(&ticket, event).unwrap().1).collect();
    let contract = Book::built_in().of_ticket(&ticket);
    let row = TicketRow::new(ticket, contract, MONDAY);
    TicketNotices { row, customer: Some("Kari Nord, Nord AS".into()), notices }
}

#[test]
fn a_letter_says_what_one_wants_to_know_and_nothing_that_drives_a_terminal() {
    let it = told_of(&[event("ola", assigned("anna")), alert(&[AlertPoint::Before(900)])]);
    let letter = notice_letter(&reader(), &[it], |name| format!("{name} Berg")).unwrap();
    assert_eq!(letter.head.subject, "[#7] a target comes near: Shop[2J down");
    let expected = "#7 Shop[2J down\n  Mon 8 Jan 2024 18:00: ola Berg assigned it to you\n  \
                    Mon 8 Jan 2024 18:00: response comes near\n\n  customer  Kari Nord, Nord AS\n  \
                    severity  Critical (Markant, standard)\n  \
                    deadline  response due Mon 8 Jan 2024 20:00 (Asia/Tokyo), which is Mon 8 Jan 2024 12:00 with the vendor \
                    (Europe/Oslo)\n  see it    frist show 7, or # and 7 on the screen\n\n\
                    You get this as the desk's settings ask for it in notices under [staff.anna].\n\
                    An answer to it reaches no customer and no ticket.\n";
    assert_eq!(letter.text, expected);
    assert_eq!((letter.purpose, letter.head.verdict), (OutgoingPurpose::Notice, Verdict::Automatic));
    assert_eq!(letter.recorded(), []);
}

#[test]
fn several_tickets_are_one_letter_of_bounded_length() {
    let tickets: Vec<TicketNotices> = (0..50).map(|_| told_of(&[event("ola", assigned("anna"))])).collect();
    let letter = notice_letter(&reader(), &tickets, str::to_owned).unwrap();
    assert_eq!(letter.head.subject, "[#7] assigned to you: Shop[2J down and 49 more tickets");
    assert!(letter.text.contains("And 30 more tickets: frist list assignee:me") && letter.text.len() < 12_000);
    assert!(notice_letter(&reader(), &[], str::to_owned).is_none());
}

#[test]
fn that_there_were_too_many_is_said_with_until_when() {
    let letter = notices_held(&reader(), TicketId(7), MONDAY, 30);
    assert_eq!(letter.head.subject, "No more notices until Mon 8 Jan 2024 18:00");
    assert!(letter.text.starts_with("You have had 30 notices within an hour. "), "{}", letter.text);
}
