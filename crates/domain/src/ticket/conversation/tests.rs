use super::*;
use crate::ticket::event::{Described, Message, Note, Retracted};

fn event(at: i64, by: &str, what: EventData) -> Event {
    let at = Instant::from_secs(1_704_466_800 + at);
    Event { happened: at, recorded: at, by: by.to_owned(), what: what.into() }
}

fn note(text: &str, to_customer: bool) -> EventData {
    EventData::Note(Note { text: text.to_owned(), to_customer })
}

fn described(text: &str) -> EventData {
    EventData::Described(Described { text: text.to_owned(), text_file: None })
}

fn said(events: &[Event]) -> Vec<(&'static str, &str)> {
    conversation(events).into_iter().map(|entry| (entry.kind.direction(), entry.text)).collect()
}

#[test]
fn it_is_in_the_order_in_which_it_was_said() {
    let message = Message { direction: MessageDirection::VendorIn, text: "A disk".into(), ..Message::default() };
    let events = [
        event(0, "kari", EventData::Responded),
        event(60, "anna", note("later", false)),
        event(30, "anna", EventData::Message(message)),
        event(90, "anna", note("told", true)),
        event(5, "anna", described("Nothing flows")),
    ];
    let wanted = [("in", "Nothing flows"), ("vendor_in", "A disk"), ("note", "later"), ("out", "told")];
    assert_eq!(said(&events), wanted);
}

#[test]
fn what_was_retracted_is_not_among_it() {
    let events = [
        event(0, "a", note("x", false)),
        event(1, "a", note("y", false)),
        event(2, "a", EventData::Retracted(Retracted { event: 1 })),
    ];
    assert_eq!(said(&events), [("note", "x")]);
}

#[test]
fn the_last_description_that_stands_holds() {
    let mut events =
        vec![event(0, "a", described("one")), event(1, "a", note("x", false)), event(2, "a", described("two"))];
    assert_eq!(said(&events), [("in", "two"), ("note", "x")]);
    assert_eq!(description(&events), Some("two"));
    events.push(event(3, "a", EventData::Retracted(Retracted { event: 2 })));
    assert_eq!(description(&events), Some("one"));
    assert_eq!(description(&events[1..2]), None);
}
