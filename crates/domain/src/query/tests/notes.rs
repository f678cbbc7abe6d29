//! What is looked for in texts, and what must be read for it.

use super::*;
use crate::file::{FileHash, FileRef};

fn attached(name: &str) -> EventData {
    let file = FileRef { sha256: FileHash::of(b""), name: name.to_owned(), media_type: "text/plain".into(), size: 0 };
    EventData::Attached(event::Attached { files: vec![file] })
}

#[test]
fn files_are_found_by_their_names_and_tickets_by_having_any() {
    let events = |more: &[EventData]| {
        let mut events = new_events(&phoned(), "", None, "anna", at(NOW));
        let event = |what: &EventData| Event {
            happened: at(NOW),
            recorded: at(NOW),
            by: "anna".into(),
            what: what.clone().into(),
        };
        events.extend(more.iter().map(event));
        events
    };
    let viewer = Viewer { me: "anna", zone: None, now: at(NOW), ledger: &LEDGER };
    let holds = |filter: &str, events: &[Event]| {
        let ticket = Arc::new(Ticket::fold(TicketId(1), events).unwrap());
        let row = TicketRow::new(ticket, None, at(NOW));
        Filter::parse(filter).unwrap().holds_with(&row, events, viewer)
    };
    let with = events(&[attached("Feil.LOG")]);
    assert!(holds("has:file", &with) && holds("text:feil.log", &with) && !holds("-has:file", &with));
    let retracted = EventData::Retracted(event::Retracted { event: 2 });
    for without in [events(&[]), events(&[attached("Feil.LOG"), retracted])] {
        assert!(!holds("has:file", &without) && !holds("text:feil", &without) && holds("-has:file", &without));
    }
    assert_eq!(error("has:wings").message, "`has:` does not know `wings`");
}

fn told(text: &str) -> EventData {
    EventData::Note(event::Note { text: text.to_owned(), to_customer: false })
}

#[test]
fn text_is_looked_for_in_subject_customer_and_notes_that_stand() {
    let mut events = new_events(&new("markant", "standard", "critical", "phone", NOW), "", None, "anna", at(NOW));
    let event = |what: EventData| Event { happened: at(NOW), recorded: at(NOW), by: "anna".into(), what: what.into() };
    events.push(event(told("The catalogue was EMPTY")));
    events.push(event(told("never said")));
    events.push(event(EventData::Retracted(event::Retracted { event: events.len() as u32 - 1 })));
    events.push(event(EventData::TimeSpent(event::TimeSpent {
        minutes: 5,
        what: "reading logs".into(),
        unpaid: false,
    })));
    let row = row(1, &new("markant", "standard", "critical", "phone", NOW), &[]);
    let viewer = Viewer { me: "anna", zone: None, now: at(NOW), ledger: &LEDGER };
    let holds = |filter: &str| Filter::parse(filter).unwrap().holds_with(&row, &events, viewer);
    for found in ["text:502", "text:fjord", "text:empty", "text:\"catalogue was\"", "text:nothing,logs", "-text:never"]
    {
        assert!(holds(found), "{found}");
    }
    for not_found in ["text:never", "-text:logs", "text:anna", "text:empty vendor:missoun"] {
        assert!(!holds(not_found), "{not_found}");
    }
    // A row has no notes: whoever has them decides.
    assert!(Filter::parse("text:never").unwrap().holds(&row, viewer));
    assert!(Filter::parse("text:x").unwrap().wants_notes() && !Filter::parse("x").unwrap().wants_notes());
}

#[test]
fn what_must_stand_in_a_tickets_events_is_known_before_they_are_read() {
    let needles = |filter: &str| {
        let find = TicketSearch {
            filter: filter.into(),
            with_closed: true,
            me: "anna".into(),
            now: at(NOW),
            most: 9,
            before: None,
            zone: None,
        };
        let finder = TicketMatcher::new(&find, &BOOK, &LEDGER).unwrap();
        finder.needles().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(needles("is:closed text:Empty customer:fjord catalogue"), ["empty", "fjord", "catalogue"]);
    // Any of several; what is not asked for; what may be the vendor's name or the number; what JSON writes otherwise.
    for none in ["text:a,b", "-text:empty", "-empty", "mark", "12", "text:Straße", r#"text:"a\b""#, "is:closed"] {
        assert_eq!(needles(none), [""; 0], "{none}");
    }
}
