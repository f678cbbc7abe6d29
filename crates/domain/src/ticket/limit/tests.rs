use super::super::{TicketId, new_events};
use super::*;
use crate::ticket::{NewTicket, event};
use crate::time::Instant;

fn event(what: EventData) -> Event {
    let at = Instant::from_secs(1_704_700_800);
    Event { happened: at, recorded: at, by: "anna".into(), what: what.into() }
}

fn note(characters: usize) -> Event {
    event(EventData::Note(event::Note { text: "x".repeat(characters), to_customer: false }))
}

/// Returns a ticket with that many notes of so many characters.
fn ticket(notes: usize, characters: usize) -> Vec<Event> {
    let at = Instant::from_secs(1_704_700_800);
    let mut events = new_events(&NewTicket::default(), "", None, "anna", at);
    events.extend(std::iter::repeat_with(|| note(characters)).take(notes));
    events
}

fn check(events: &[Event], new: &Event) -> Result<(), Problem> {
    check_room(&Ticket::fold(TicketId(7), events).unwrap(), events, new)
}

const CLOSED: EventData = EventData::Closed(event::Closed { reason: None, words: None });

#[test]
fn a_ticket_takes_so_many_events_or_bytes_and_then_only_what_ends_it() {
    for events in [ticket(MOST_EVENTS - 2, 3), ticket(419, 19_900)] {
        let said = check(&events, &note(20_000)).unwrap_err().to_string();
        assert!(
            said.starts_with("#7 is full: a ticket has at most 10,000 events and 8 MiB; it can still be"),
            "{said}"
        );
        for what in [
            EventData::Reopened,
            EventData::CameBack,
            EventData::Included,
            EventData::Reported(event::Reported { channel: "phone".into() }),
        ] {
            let small = TicketSize::of(&events).events < MOST_EVENTS;
            assert_eq!(check(&events, &event(what)).is_ok(), small);
        }
        for what in [
            EventData::Responded,
            EventData::WorkStarted,
            EventData::Fixed,
            CLOSED,
            EventData::Retracted(event::Retracted { event: 5 }),
            EventData::Resumed,
        ] {
            assert_eq!(check(&events, &event(what)), Ok(()));
        }
    }
    assert_eq!(check(&ticket(MOST_EVENTS - 3, 3), &note(3)), Ok(()));
    assert_eq!(check(&ticket(400, 19_900), &note(20_000)), Ok(()));
}

/// A person who closes and undoes for ever comes to an end, and the ticket is closed even then.
#[test]
fn nobody_makes_a_ticket_larger_without_end() {
    let mut events = ticket(MOST_EVENTS - 2, 3);
    let words = Some("\u{1F600}".repeat(200));
    let close = event(EventData::Closed(event::Closed { reason: None, words }));
    // The first of them as they would be taken; each is looked at from there on.
    for _ in 0..KEPT_FREE / 2 - 5 {
        let undo = event(EventData::Retracted(event::Retracted { event: events.len() as u32 }));
        events.extend([close.clone(), undo]);
    }
    for tries in 0.. {
        assert!(tries < 20);
        let undo = event(EventData::Retracted(event::Retracted { event: events.len() as u32 }));
        events.push(close.clone());
        if check(&events, &undo).is_err() {
            break;
        }
        events.push(undo);
        assert_eq!(check(&events, &close), Ok(()), "it can be closed");
    }
    let size = TicketSize::of(&events);
    assert!(size.events <= NEVER_MORE_EVENTS && size.bytes <= NEVER_MORE_BYTES, "{size:?}");
    assert!(check(&events, &close).is_err(), "once is enough");
    // One from outside that has nearly as much as can be takes what it owes, and nothing that could go on for ever.
    let brought = ticket(NEVER_MORE_EVENTS - KEPT_OWED, 3);
    assert_eq!(check(&brought, &close), Ok(()));
    assert!(check(&brought, &event(EventData::Retracted(event::Retracted { event: 3 }))).is_err());
    // Of an old one that has far more than it can have now, too.
    let old = ticket(1_000, 19_900);
    for what in [EventData::Responded, EventData::Fixed, CLOSED, EventData::Retracted(event::Retracted { event: 3 })] {
        assert_eq!(check(&old, &event(what)), Ok(()));
    }
}

#[test]
fn it_is_said_before_there_is_no_room() {
    assert_eq!(TicketSize::of(&ticket(8_900, 3)).warning(), None);
    assert_eq!(
        TicketSize { events: 9_312, bytes: 3 << 20 }.warning().unwrap(),
        "it is nearly full (9,312 events, 3.0 MiB of at most 10,000 events and 8 MiB): what follows belongs on a new ticket"
    );
    assert!(
        TicketSize { events: 12, bytes: 8 << 20 }
            .warning()
            .unwrap()
            .starts_with("it is full (12 events, 8.0 MiB of at most")
    );
    let events = ticket(390, 19_900);
    let (about, exactly) = (TicketSize::about(&events), TicketSize::of(&events));
    assert!(about.bytes.abs_diff(exactly.bytes) * 50 < exactly.bytes, "{about:?} {exactly:?}");
}

#[test]
fn an_old_ticket_that_is_too_large_is_handed_over_with_its_oldest_long_notes_shortened() {
    let fits = ticket(300, 19_900);
    assert_eq!(in_one_piece(fits.clone()), fits);
    let old = ticket(1_200, 20_000);
    let handed = in_one_piece(old.clone());
    assert_eq!(handed.len(), old.len());
    assert!(TicketSize::of(&handed).bytes <= NEVER_MORE_BYTES);
    assert_eq!(handed.last(), old.last(), "the newest are whole");
    let Some(EventData::Note(event::Note { text, .. })) = handed[2].action() else { panic!() };
    assert!(text.starts_with("xxx") && text.contains("… (19920 more characters are left out here"), "{text}");
    let fold = |events: &[Event]| Ticket::fold(TicketId(7), events).unwrap();
    assert_eq!(fold(&handed), fold(&old));
}
