use std::collections::BTreeSet;

use insta::assert_snapshot;

use super::*;
use crate::audit::AuditKind as Deed;
use crate::ticket::{Commit, CommitId, Edit, EventContent, TicketId, say, say_in};
use crate::time::Instant;

/// Returns every sample of every sort, in the order of the table.
fn samples() -> impl Iterator<Item = (&'static EventKind, &'static str, &'static str)> {
    EVENT_KINDS.into_iter().flat_map(|sort| sort.samples.iter().map(move |(stored, words)| (sort, *stored, *words)))
}

fn read(stored: &str) -> EventContent {
    serde_json::from_str(stored).unwrap_or_else(|error| panic!("{stored}: {error}"))
}

fn read_action(stored: &str) -> EventData {
    let EventContent::Action(what) = read(stored) else { panic!("{stored} is an alert") };
    what
}

fn every_what() -> Vec<EventContent> {
    samples().map(|(_, stored, _)| read(stored)).collect()
}

fn commit(whats: Vec<EventContent>) -> Commit {
    let event = |what| Event {
        happened: Instant::from_secs(1_704_466_800),
        recorded: Instant::from_secs(1_704_466_860),
        by: "agent1".into(),
        what,
    };
    Commit {
        id: CommitId(uuid::Uuid::from_u128(1)),
        at: Instant::from_secs(1_704_466_860),
        by: "agent1".into(),
        edits: vec![Edit::Ticket { id: TicketId(1042), events: whats.into_iter().map(event).collect() }],
    }
}

/// Returns the names that what people do can have in a record, as its reader knows them.
fn names_in_records() -> Vec<String> {
    let error = serde_json::from_str::<EventData>(r#""unheard_of""#).unwrap_err().to_string();
    let known = error.split_once("expected one of ").unwrap().1;
    known.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_table_has_every_sort_of_event_once() {
    let (mut known, mut table) = (names_in_records(), EVENT_KINDS.map(|sort| sort.name.to_owned()).to_vec());
    known.push(alerted::KIND.name.to_owned());
    known.sort_unstable();
    table.sort_unstable();
    assert_eq!(table, known);
}

/// What the write-ahead log holds for ever. If this fails, a record has changed its form: old write-ahead logs must
/// still be read.
#[test]
fn the_stored_form_of_every_event() {
    assert_snapshot!(serde_json::to_string(&commit(vec![EventData::Responded.into()])).unwrap(), @r#"
    {"id":"00000000-0000-0000-0000-000000000001","at":1704466860,"by":"agent1","edits":[{"ticket":{"id":1042,"events":[{"t":1704466800,"rec":1704466860,"by":"agent1","what":"responded"}]}}]}
    "#);
    for (sort, stored, _) in samples() {
        let what = read(stored);
        assert_eq!(serde_json::to_string(&what).unwrap(), stored);
        assert_eq!(what.sort().name, sort.name, "{stored}");
    }
}

#[test]
fn every_sort_of_event_is_complete() {
    for sort in EVENT_KINDS {
        assert!(!sort.samples.is_empty(), "{} has no sample", sort.name);
        assert!(Deed::of_key(sort.key).is_some() && Deed::from(&read(sort.samples[0].0)).key() == sort.key);
        assert!(!sort.doing.is_empty(), "{}: what is it called where it is refused?", sort.name);
        match sort.entered {
            EntryMode::By(commands) => assert!(!commands.is_empty(), "{} has no command", sort.name),
            EntryMode::Otherwise(how) => assert!(!how.is_empty(), "{}: how is it entered?", sort.name),
        }
    }
}

#[test]
fn every_command_has_a_name_of_its_own_and_says_what_it_records() {
    let mut names = BTreeSet::new();
    for (sort, command) in commands() {
        for name in std::iter::once(command.name).chain(command.alias) {
            assert!(names.insert(name), "{name} twice");
        }
        assert!(!command.about.is_empty(), "{}", command.name);
        // It is called as filters call what it records.
        let word = Deed::of_key(sort.key).map(Deed::word);
        let is_second = ["withdraw", "redo", "update", "untag", "unlink", "wake", "unfollow"].contains(&command.name);
        assert!(word == Some(command.name.replace('-', "_").as_str()) || is_second, "{}", command.name);
        for field in command.fields {
            assert!(!field.help.is_empty(), "{} --{}", command.name, field.name);
            for other in field.needs.into_iter().chain(field.excludes) {
                assert!(command.field(other).is_some(), "{} has no --{other}", command.name);
            }
        }
    }
}

#[test]
fn every_event_is_read_as_it_was_written() {
    let commit = commit(every_what());
    let text = serde_json::to_string(&commit).unwrap();
    assert_eq!(serde_json::from_str::<Commit>(&text).unwrap(), commit);
}

/// A field that a later version adds is no reason to refuse what else a record says.
#[test]
fn unknown_fields_are_ignored() {
    let text = r#"{"id":"00000000-0000-0000-0000-000000000001","at":5,"by":"a","later":1,"edits":[{"ticket":{"id":1,"new":[],
        "events":[{"t":1,"rec":2,"by":"a","what":{"reported":{"channel":"phone","line":3}},"why":"x"}]}}]}"#;
    let read: Commit = serde_json::from_str(text).unwrap();
    let (id, events) = read.edits[0].on_ticket().unwrap();
    assert_eq!((id, events.len()), (TicketId(1), 1));
    assert_eq!(events[0].action(), Some(&EventData::Reported(Reported { channel: "phone".into() })));
}

#[test]
fn fields_that_came_later_may_be_missing() {
    let logged = read_action(r#"{"logged":{"contract":"a","version":"","plan":"p","severity":"s","subject":"x"}}"#);
    let EventData::Logged(Logged { kind, customer, impact, urgency, .. }) = logged else { panic!("{logged:?}") };
    assert_eq!((kind, customer, impact, urgency), (Kind::Incident, None, None, None));
    assert_eq!(read_action(r#"{"closed":{}}"#), EventData::Closed(Closed { reason: None, words: None }));
    assert_eq!(
        read_action(r#"{"escalated":{"level":"lead"}}"#),
        EventData::Escalated(Escalated { level: "lead".into(), to: None })
    );
    assert_eq!(read_action(r#"{"note":{"text":"a"}}"#), EventData::Note(Note { text: "a".into(), to_customer: false }));
    assert_eq!(read_action(r#"{"assigned":{}}"#), EventData::Assigned(Assigned { to: None }));
    for missing in [r#"{"reported":{}}"#, r#"{"logged":{"contract":"a"}}"#, r#"{"unheard_of":{}}"#, r#""unheard_of""#] {
        assert!(serde_json::from_str::<EventContent>(missing).is_err(), "{missing}");
    }
}

#[test]
fn every_event_is_told_in_words() {
    let events: Vec<Event> = { commit(every_what()).edits[0].on_ticket().unwrap().1.to_vec() };
    for ((_, stored, words), event) in samples().zip(&events) {
        assert_eq!(say(event, &events), words, "{stored}");
    }
}

#[test]
fn every_event_is_told_in_each_language() {
    let events: Vec<Event> = { commit(every_what()).edits[0].on_ticket().unwrap().1.to_vec() };
    for event in &events {
        let [english, norwegian, dutch] =
            Language::ALL.map(|language| say_in(language, event, &events, &|at| at.to_string()));
        assert!(english != norwegian && english != dutch, "{english}");
    }
}

#[test]
fn a_retraction_of_a_retraction_is_told_to_its_end() {
    let retracted = |event| EventData::Retracted(Retracted { event });
    let whats = [EventData::Responded, retracted(0), retracted(1), retracted(3)].map(EventContent::from).to_vec();
    let events = commit(whats).edits[0].on_ticket().unwrap().1.to_vec();
    assert_eq!(say(&events[2], &events), "done again: responded to the customer");
    assert_eq!(say(&events[3], &events), "done again: an event");
    let whats = [EventData::Responded, retracted(0), retracted(1), retracted(2)].map(EventContent::from).to_vec();
    let events = commit(whats).edits[0].on_ticket().unwrap().1.to_vec();
    assert_eq!(say(&events[3], &events), "retracted: responded to the customer");
}

/// A request has a [`EventData`], so that nobody can have it written that people were told.
#[test]
fn an_alert_is_read_in_a_record_and_nowhere_else() {
    for (sort, stored, _) in samples() {
        match read(stored) {
            EventContent::Alert(_) => {
                assert_eq!(sort.name, alerted::KIND.name);
                assert!(serde_json::from_str::<EventData>(stored).is_err(), "{stored}");
            }
            EventContent::Action(what) => {
                assert_ne!(sort.name, alerted::KIND.name);
                assert_eq!(serde_json::from_str::<EventData>(stored).unwrap(), what);
            }
        }
    }
}

/// A name with an escape in it cannot be borrowed from the text, nor can one in a value that was read before.
#[test]
fn an_event_is_read_however_its_name_is_written() {
    for (_, stored, _) in samples() {
        let value: serde_json::Value = serde_json::from_str(stored).unwrap();
        assert_eq!(serde_json::from_value::<EventContent>(value).unwrap(), read(stored));
    }
    assert_eq!(read(r#""respond\u0065d""#), read(r#""responded""#));
    let sample = alerted::KIND.samples[0].0;
    assert_eq!(read(&sample.replacen("alerted", "\\u0061lerted", 1)), read(sample));
}
