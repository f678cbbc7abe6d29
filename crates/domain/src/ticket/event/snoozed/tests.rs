use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use frist_testkit::cases;

use super::{Snoozed, woken_by_clock};
use crate::contract::{Book, Contract};
use crate::sla::TicketRow;
use crate::ticket::event::{Closed, MessageDirection, Tagged};
use crate::ticket::{Event, EventData, NewTicket, Ticket, TicketId, check_event, event, new_events};
use crate::time::{Instant, Zone};

static MARKANT: LazyLock<Arc<Contract>> = LazyLock::new(|| Book::built_in().get("markant").unwrap().clone());

/// Returns that many minutes after Monday 8 January 2024, 09:00 in Oslo.
fn minute(n: i64) -> Instant {
    Instant::parse("2024-01-08T08:00:00Z").unwrap().plus(n * 60)
}

fn logged() -> Vec<Event> {
    let new = NewTicket {
        contract: "markant".into(),
        plan: "standard".into(),
        severity: "minor".into(),
        channel: "phone".into(),
        subject: "Slow".into(),
        ..NewTicket::default()
    };
    new_events(&new, "", None, "anna", minute(0))
}

fn entered(at: i64, by: &str, what: EventData) -> Event {
    Event { happened: minute(at), recorded: minute(at), by: by.into(), what: what.into() }
}

fn snoozed(until: Option<i64>, keep_on_reply: bool) -> EventData {
    EventData::Snoozed(Snoozed { until: until.map(minute), keep_on_reply })
}

fn tagged() -> EventData {
    EventData::Tagged(Tagged { add: vec!["disk".into()], remove: Vec::new() })
}

fn letter(direction: MessageDirection) -> EventData {
    EventData::Message(event::Message { direction, text: "Well?".into(), ..event::Message::default() })
}

fn retracted(event: u32) -> EventData {
    EventData::Retracted(event::Retracted { event })
}

fn row(events: &[Event], now: Instant) -> TicketRow {
    let ticket = Ticket::fold(TicketId(7), events).unwrap();
    TicketRow::new(Arc::new(ticket), Some(MARKANT.clone()), now)
}

fn sleeps(rest: &[Event], now: i64) -> bool {
    let events = [logged(), rest.to_vec()].concat();
    row(&events, minute(now)).snoozed(minute(now)).is_some()
}

#[test]
fn it_sleeps_until_the_moment_and_the_row_says_when_that_is() {
    let asleep = [entered(1, "anna", snoozed(Some(30), false))];
    assert!(sleeps(&asleep, 29) && !sleeps(&asleep, 30));
    let events = [logged(), asleep.to_vec()].concat();
    assert!(row(&events, minute(20)).changes_after(minute(20)).unwrap() <= minute(30));
    let bare = TicketRow::new(Arc::new(Ticket::fold(TicketId(7), &events).unwrap()), None, minute(20));
    assert_eq!(bare.changes_after(minute(20)), Some(minute(30)));
    assert_eq!(woken_by_clock(&events, minute(29)), []);
    assert_eq!(woken_by_clock(&events, minute(40)), [(3, minute(30))]);
    let later = [events, vec![entered(50, "ola", tagged())]].concat();
    assert_eq!(woken_by_clock(&later, minute(60)), [(3, minute(30))]);
}

#[test]
fn what_another_does_and_what_is_written_wakes_it_and_what_oneself_does_not() {
    use MessageDirection::{In, Out, VendorIn};
    for (by, what, keeps, sleeps_on) in [
        ("anna", tagged(), false, true),
        ("ola", tagged(), false, false),
        ("ola", tagged(), true, false),
        ("anna", letter(In), false, false),
        ("anna", letter(In), true, true),
        ("ola", letter(VendorIn), true, true),
        ("ola", letter(VendorIn), false, false),
        ("anna", letter(Out), false, true),
        ("ola", EventData::Followed(event::Followed { who: "ola".into(), off: false }), false, true),
        ("anna", EventData::Woken, true, false),
        ("anna", EventData::Closed(Closed { reason: None, words: None }), true, false),
    ] {
        for until in [Some(600), None] {
            let all = [entered(1, "anna", snoozed(until, keeps)), entered(2, by, what.clone())];
            assert_eq!(sleeps(&all, 3), sleeps_on, "{by} {what:?} {keeps}");
        }
    }
}

#[test]
fn undoing_gives_what_was() {
    let first = entered(1, "anna", snoozed(Some(60), false));
    let second = entered(2, "anna", snoozed(Some(20), false));
    let undone = entered(3, "anna", retracted(3));
    assert!(!sleeps(&[first.clone(), second.clone()], 30));
    assert!(sleeps(&[first.clone(), second, undone], 30));
    // What another did and undid has not woken it.
    let other = [first, entered(4, "ola", tagged()), entered(5, "ola", retracted(3))];
    assert!(!sleeps(&other[..2], 30) && sleeps(&other, 30));
}

#[test]
fn no_snooze_hides_a_breach() {
    let events = [logged(), vec![entered(1, "anna", snoozed(Some(60 * 24 * 90), true))]].concat();
    let due = row(&events, minute(2)).next().unwrap().breached_from().unwrap();
    assert!(row(&events, due.plus(-1)).snoozed(due.plus(-1)).is_some());
    assert!(row(&events, due).snoozed(due).is_none());
    // What is breached already may be snoozed.
    let late = [logged(), vec![Event { happened: due, recorded: due, ..entered(0, "anna", snoozed(None, true)) }]];
    assert!(row(&late.concat(), due.plus(60)).snoozed(due.plus(60)).is_some());
}

#[test]
fn times_are_read_and_support_time_is_the_contracts() {
    let oslo = Zone::named("Europe/Oslo").unwrap();
    // Friday 12 January 2024, 14:00 in Oslo.
    let now = Instant::parse("2024-01-12T13:00:00Z").unwrap();
    let read = |text: &str| Snoozed::of_words(text, Some(&MARKANT), oslo, now).map(|read| read.until);
    let at = |text: &str| Ok(Some(Instant::parse(text).unwrap()));
    assert_eq!(read("4h"), at("2024-01-12T17:00:00Z"));
    assert_eq!(read("for 30m keep"), at("2024-01-12T13:30:00Z"));
    assert_eq!(read("2d"), at("2024-01-14T13:00:00Z"));
    assert_eq!(read("until Mon 08:00"), at("2024-01-15T07:00:00Z"));
    assert_eq!(read("tomorrow 08:00"), at("2024-01-13T07:00:00Z"));
    assert_eq!(read("15:00"), at("2024-01-12T14:00:00Z"));
    assert_eq!(read("08:00"), at("2024-01-13T07:00:00Z"));
    assert_eq!(read("next event"), Ok(None));
    let hours = |number: i64| read(&format!("{number} support hours")).unwrap().unwrap();
    let clock = &MARKANT.support.clock;
    for number in [1, 4, 9] {
        assert_eq!(clock.elapsed(now, hours(number)).unwrap().secs(), number * 3600);
        assert!(clock.is_open(hours(number)), "somebody is there to look at it");
    }
    assert!(hours(4).since(now) > 2 * 86_400, "a weekend lies between");
    for wrong in ["", "soon", "4 hours of nothing", "keep", "99999 support days"] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
    assert!(Snoozed::of_words("4 support hours", None, oslo, now).is_err());
}

fn what() -> impl Strategy<Value = EventData> {
    prop_oneof![
        (prop::option::of(1..500_i64), any::<bool>()).prop_map(|(until, keeps)| snoozed(until, keeps)),
        Just(EventData::Woken),
        Just(tagged()),
        Just(EventData::Responded),
        Just(EventData::Fixed),
        Just(EventData::Closed(Closed { reason: None, words: None })),
        Just(EventData::Reopened),
        prop::sample::select(MessageDirection::ALL.to_vec()).prop_map(letter),
        (2..12_u32).prop_map(retracted),
    ]
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn after_its_moment_it_is_back_whatever_has_happened(
        steps in prop::collection::vec((what(), 0..40_i64, any::<bool>()), 1..14),
        asked in 0..700_i64,
    ) {
        let (mut events, mut clock) = (logged(), 0);
        for (what, minutes, by_anna) in steps {
            clock += minutes;
            let ticket = Ticket::fold(TicketId(7), &events).unwrap();
            if check_event(&ticket, Some(&MARKANT), &what, minute(clock), minute(clock)).is_ok() {
                events.push(entered(clock, if by_anna { "anna" } else { "ola" }, what));
            }
        }
        let now = minute(clock + asked);
        let row = row(&events, now);
        if let Some(snooze) = row.snoozed(now) {
            prop_assert!(snooze.until.is_none_or(|until| now < until), "its moment has passed");
            prop_assert!(row.ticket.is_open());
            // It is known when to look again, also after a restart.
            prop_assert!(snooze.until.is_none_or(|until| row.changes_after(now).is_some_and(|at| at <= until)));
        }
        // The same events tell the same, however often they are read.
        prop_assert_eq!(&Ticket::fold(TicketId(7), &events).unwrap(), &*row.ticket);
    }
}
