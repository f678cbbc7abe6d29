use insta::assert_snapshot;

use super::*;

fn every_what() -> Vec<What> {
    let s = str::to_owned;
    vec![
        What::Logged {
            contract: s("missoun"),
            version: s("2022-10-10"),
            promise: None,
            plan: s("standard"),
            severity: s("high"),
            subject: s("Configurator “loses” sizes"),
            kind: Kind::ChangeRequest,
            customer: Some(s("Kari")),
            impact: Some(s("high")),
            urgency: Some(s("medium")),
        },
        What::Reported { channel: s("portal") },
        What::ReceiptConfirmed,
        What::Responded,
        What::WorkStarted,
        What::WorkaroundGiven,
        What::WorkaroundImpossible,
        What::Fixed,
        What::Closed { reason: Some(BreachReason::Vendors), words: None },
        What::Closed { reason: Some(BreachReason::Agreed), words: Some(s("They asked us to wait")) },
        What::Closed { reason: None, words: None },
        What::Reopened,
        What::SeveritySet { severity: s("low") },
        What::PlanSet { plan: s("standard") },
        What::PrioritySet { impact: s("low"), urgency: s("low"), severity: s("low") },
        What::SubjectSet { subject: s("Sizes") },
        What::Assigned { to: Some(s("agent2")) },
        What::Assigned { to: None },
        What::Escalated { level: s("lead"), to: Some(s("boss")) },
        What::Escalated { level: s("lead"), to: None },
        What::Excluded { cause: s("customer"), words: Some(s("it is theirs")) },
        What::Excluded { cause: s("customer"), words: None },
        What::Included,
        What::Waiting { on: Pause::WaitingCustomer, until_fixed: false },
        What::Waiting { on: Pause::WaitingVendor, until_fixed: false },
        What::Resumed,
        What::Note { text: s("two\nlines"), to_customer: true },
        What::TimeSpent { minutes: 20, what: s("looking"), unpaid: false },
        What::Approved { reference: s("mail of 29 April") },
        What::PassedOn { supplier: s("host") },
        What::Retracted { event: 3 },
        What::CameBack,
        What::waiting(Pause::WaitingCustomer),
    ]
}

fn commit(whats: Vec<What>) -> Commit {
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

/// What the journal holds for ever. If this fails, a record has changed its form: old journals must still be read.
#[test]
fn the_stored_form_of_every_event() {
    assert_snapshot!(serde_json::to_string(&commit(vec![What::Responded])).unwrap(), @r#"
    {"id":"00000000-0000-0000-0000-000000000001","at":1704466860,"by":"agent1","edits":[{"ticket":{"id":1042,"events":[{"t":1704466800,"rec":1704466860,"by":"agent1","what":"responded"}]}}]}
    "#);
    let whats: Vec<String> = every_what().iter().map(|w| serde_json::to_string(w).unwrap()).collect();
    assert_snapshot!(whats.join("\n"), @r#"
    {"logged":{"contract":"missoun","version":"2022-10-10","plan":"standard","severity":"high","subject":"Configurator “loses” sizes","kind":"change_request","customer":"Kari","impact":"high","urgency":"medium"}}
    {"reported":{"channel":"portal"}}
    "receipt_confirmed"
    "responded"
    "work_started"
    "workaround_given"
    "workaround_impossible"
    "fixed"
    {"closed":{"reason":"vendors"}}
    {"closed":{"reason":"agreed","words":"They asked us to wait"}}
    {"closed":{}}
    "reopened"
    {"severity_set":{"severity":"low"}}
    {"plan_set":{"plan":"standard"}}
    {"priority_set":{"impact":"low","urgency":"low","severity":"low"}}
    {"subject_set":{"subject":"Sizes"}}
    {"assigned":{"to":"agent2"}}
    {"assigned":{"to":null}}
    {"escalated":{"level":"lead","to":"boss"}}
    {"escalated":{"level":"lead"}}
    {"excluded":{"cause":"customer","words":"it is theirs"}}
    {"excluded":{"cause":"customer"}}
    "included"
    {"waiting":{"on":"waiting_customer"}}
    {"waiting":{"on":"waiting_vendor"}}
    "resumed"
    {"note":{"text":"two\nlines","to_customer":true}}
    {"time_spent":{"minutes":20,"what":"looking"}}
    {"approved":{"reference":"mail of 29 April"}}
    {"passed_on":{"supplier":"host"}}
    {"retracted":{"event":3}}
    "came_back"
    {"waiting":{"on":"waiting_customer","until_fixed":true}}
    "#);
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
    assert_eq!(events[0].what, What::Reported { channel: "phone".into() });
}

#[test]
fn fields_that_came_later_may_be_missing() {
    let read = |text: &str| serde_json::from_str::<What>(text).unwrap();
    let logged = read(r#"{"logged":{"contract":"a","version":"","plan":"p","severity":"s","subject":"x"}}"#);
    let What::Logged { kind, customer, impact, urgency, .. } = logged else { panic!("{logged:?}") };
    assert_eq!((kind, customer, impact, urgency), (Kind::Incident, None, None, None));
    assert_eq!(read(r#"{"closed":{}}"#), What::Closed { reason: None, words: None });
    assert_eq!(read(r#"{"escalated":{"level":"lead"}}"#), What::Escalated { level: "lead".into(), to: None });
    assert_eq!(read(r#"{"note":{"text":"a"}}"#), What::Note { text: "a".into(), to_customer: false });
    assert_eq!(read(r#"{"assigned":{}}"#), What::Assigned { to: None });
    for missing in [r#"{"reported":{}}"#, r#"{"logged":{"contract":"a"}}"#, r#"{"unheard_of":{}}"#, r#""unheard_of""#] {
        assert!(serde_json::from_str::<What>(missing).is_err(), "{missing}");
    }
}

#[test]
fn every_event_is_told_in_words() {
    let events: Vec<Event> = { commit(every_what()).edits[0].on_ticket().unwrap().1.to_vec() };
    let told: Vec<String> = events.iter().map(|e| super::super::say(e, &events)).collect();
    assert!(told.iter().all(|t| !t.is_empty()));
    assert_snapshot!(told.join("\n"), @"
    logged as change request in plan standard, severity high
    reported by portal
    receipt confirmed to the customer
    responded to the customer
    work started
    workaround given
    no workaround possible
    fixed
    closed; the breach is the vendor's
    closed; the breach is agreed with the customer: They asked us to wait
    closed
    reopened
    severity set to low
    plan set to standard
    impact low, urgency low: severity low
    subject set to “Sizes”
    assigned to agent2
    assigned to nobody
    escalated to lead (boss)
    escalated to lead
    excluded: customer; it is theirs
    excluded: customer
    included again
    waiting on the customer
    waiting on the vendor
    resumed
    told the customer: two
    lines
    20 min spent: looking
    customer's approval: mail of 29 April
    passed on to host
    took back: responded to the customer
    reopened: it came back, a new round of targets starts
    waiting on the customer
    ");
}

#[test]
fn a_retraction_of_a_retraction_is_told_to_its_end() {
    let whats =
        vec![What::Responded, What::Retracted { event: 0 }, What::Retracted { event: 1 }, What::Retracted { event: 3 }];
    let events = commit(whats).edits[0].on_ticket().unwrap().1.to_vec();
    assert_eq!(super::super::say(&events[2], &events), "took back: took back: responded to the customer");
    assert_eq!(super::super::say(&events[3], &events), "took back: took back: an event");
}
