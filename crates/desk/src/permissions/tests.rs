use super::*;
use frist_config::Settings;
use frist_domain::ledger::{
    Amendment, AnnouncedChange, LedgerRecordId, Maintenance, Outage, Release, SavedView, VendorReport,
};
use frist_domain::ticket::event::EVENT_KINDS;
use frist_domain::ticket::{CHANNELS, Event, Kind, NewTicket, TicketId};
use frist_domain::time::{Date, Instant, Month};

fn people(text: &str) -> People {
    let (settings, problems) = Settings::read("c.toml", text, &[]);
    assert_eq!(problems, []);
    settings.people
}

fn team() -> People {
    people(
        "[staff.anna]\nname = \"Anna Berg\"\nrole = \"lead\"\n[staff.ola]\nname = \"Ola\"\nrole = \"lead\"\n\
         [staff.kim]\n[staff.\"pål\"]\nname = \"Pål Vik\"\n[staff.vera]\nrole = \"viewer\"\n",
    )
}

fn person(name: &str, role: Role) -> Person {
    Person { name: name.to_owned(), display: name.to_owned(), role }
}

/// Returns one of each sort of event, but for alerts: nobody enters those, see [`a_person_writes_no_alert`].
fn every_what() -> Vec<EventData> {
    let people = EVENT_KINDS.into_iter().filter(|sort| sort.name != "alerted");
    people.map(|sort| serde_json::from_str(sort.samples.last().unwrap().0).unwrap()).collect()
}

fn logged() -> EventData {
    let s = str::to_owned;
    EventData::Logged(event::Logged {
        contract: s("markant"),
        version: s("1"),
        promise: None,
        plan: s("standard"),
        severity: s("critical"),
        subject: s("Shop down"),
        kind: Kind::Incident,
        customer: None,
        person: None,
        organisation: None,
        impact: None,
        urgency: None,
    })
}

/// Returns the least role that may enter it.
fn expected(what: &EventData) -> Role {
    match what {
        EventData::Excluded(_) | EventData::Included | EventData::Approved(_) => Role::Lead,
        _ => Role::Agent,
    }
}

/// Returns #7, logged by anna; event 1 is by kim, event 2 by somebody whom nobody knows and whose name is odd.
fn record() -> Record {
    let event = |by: &str, what: EventData| {
        let at = Instant::from_secs(1_704_466_800);
        Event { happened: at, recorded: at, by: by.to_owned(), what: what.into() }
    };
    let report = EventData::Reported(event::Reported { channel: CHANNELS[0].to_owned() });
    let events = vec![event("anna", logged()), event("kim", report), event("x\u{202e}y", EventData::Responded)];
    Record::new(TicketId(7), events).unwrap()
}

fn add(what: EventData) -> Change {
    Change::Add { ticket: TicketId(7), revision: None, happened: None, what: Box::new(what) }
}

fn retract(event: u32) -> Change {
    Change::Retract { ticket: TicketId(7), event }
}

fn new() -> Change {
    Change::New(Box::new(NewTicket {
        contract: "markant".into(),
        plan: "standard".into(),
        severity: "critical".into(),
        channel: "phone".into(),
        subject: "Shop down".into(),
        customer: None,
        person: None,
        organisation: None,
        reported: None,
        kind: Kind::Incident,
        impact: None,
        urgency: None,
        description: None,
        note: None,
        assignee: None,
        tags: Vec::new(),
        vendor_case: None,
        files: Vec::new(),
        description_file: None,
        letter: None,
    }))
}

fn refused(people: &People, person: &Person, change: &Change) -> (String, String) {
    let error = check(people, person, change, Some(&record()), None).unwrap_err();
    assert_eq!(error.kind, ProblemKind::NotAllowed);
    (error.message, error.hint)
}

/// There is no change that says so, whoever writes the message.
#[test]
fn a_person_writes_no_alert() {
    let sort = EVENT_KINDS.into_iter().find(|sort| sort.name == "alerted").unwrap();
    let as_asked = |what: serde_json::Value| {
        let mut asked = serde_json::to_value(add(EventData::Responded)).unwrap();
        *asked.pointer_mut("/Add/what").unwrap() = what;
        serde_json::from_value::<Change>(asked)
    };
    assert_eq!(as_asked("fixed".into()).unwrap(), add(EventData::Fixed));
    for (stored, _) in sort.samples {
        let refused = as_asked(serde_json::from_str(stored).unwrap()).unwrap_err().to_string();
        assert!(refused.contains("unknown variant `alerted`"), "{refused}");
    }
}

#[test]
fn each_event_may_be_entered_from_its_role_on() {
    let (team, record) = (team(), record());
    for what in every_what() {
        let least = expected(&what);
        for role in Role::ALL {
            let outcome = check(&team, &person("kim", role), &add(what.clone()), Some(&record), None);
            assert_eq!(outcome.is_ok(), role >= least, "{role:?} {what:?}");
            assert!(outcome.is_ok() || outcome.unwrap_err().kind == ProblemKind::NotAllowed);
        }
    }
}

#[test]
fn a_viewer_logs_nothing() {
    let allowed = Role::ALL.map(|role| check(&team(), &person("kim", role), &new(), None, None).is_ok());
    assert_eq!(allowed, [false, true, true]);
}

/// Who, in which role, retracts which event, with the ticket's record or without; whether they may.
const TAKING_BACK: &[(&str, Role, u32, bool, bool)] = &[
    ("kim", Role::Agent, 1, true, true),
    ("kim", Role::Viewer, 1, true, false),
    ("kim", Role::Agent, 0, true, false),
    ("Kim", Role::Agent, 1, true, false),
    ("pål", Role::Agent, 1, true, false),
    ("ola", Role::Lead, 1, true, true),
    ("ola", Role::Viewer, 1, true, false),
    // Another check tells that there is no such event, or no such ticket.
    ("pål", Role::Agent, 9, true, true),
    ("pål", Role::Agent, 1, false, true),
    ("vera", Role::Viewer, 9, true, false),
    ("vera", Role::Viewer, 1, false, false),
];

#[test]
fn what_others_entered_is_retracted_by_a_lead() {
    let (team, record) = (team(), record());
    for (name, role, event, known, allowed) in TAKING_BACK {
        for change in [retract(*event), add(EventData::Retracted(event::Retracted { event: *event }))] {
            let outcome = check(&team, &person(name, *role), &change, known.then_some(&record), None);
            assert_eq!(outcome.is_ok(), *allowed, "{name} {role:?} {change:?} {known}");
        }
    }
}

#[test]
fn a_refusal_says_what_and_why_and_who_may() {
    let team = team();
    let (kim, vera) = (person("kim", Role::Agent), person("vera", Role::Viewer));
    let leads = "ask Anna Berg (anna) or Ola (ola)";
    let all = "ask kim, Pål Vik (pål), Anna Berg (anna) or Ola (ola)";
    let said = [
        (&kim, add(EventData::Included), "including a ticket again is for leads, and you are an agent", leads),
        (&vera, add(EventData::Included), "including a ticket again is for leads, and you are a viewer", leads),
        (&vera, new(), "logging a ticket is for agents and leads, and you are a viewer", all),
        (&vera, add(EventData::Fixed), "changing a ticket is for agents and leads, and you are a viewer", all),
        (&kim, retract(0), "retracting what Anna Berg entered is for leads, and you are an agent", leads),
        (&kim, retract(2), "retracting what xy entered is for leads, and you are an agent", leads),
        (
            &person("pål", Role::Agent),
            retract(1),
            "retracting what kim entered is for leads, and you are an agent",
            "ask kim, Anna Berg (anna) or Ola (ola)",
        ),
    ];
    for (person, change, message, hint) in said {
        assert_eq!(refused(&team, person, &change), (message.to_owned(), hint.to_owned()));
    }
    let exclude =
        add(EventData::Excluded(event::Excluded { cause: "customer".into(), words: Some("it is theirs".to_owned()) }));
    assert_eq!(refused(&team, &kim, &exclude).0, "excluding a ticket is for leads, and you are an agent");
    let approve = add(EventData::Approved(event::Approved { reference: "mail".into() }));
    assert_eq!(refused(&team, &kim, &approve).0, "entering a customer's approval is for leads, and you are an agent");
}

#[test]
fn where_nobody_may_the_hint_says_how_to_become_one() {
    let hint = |text, role, change: &Change| refused(&people(text), &person("kim", role), change).1;
    let lead = "the person who runs the desk can make you a lead in [staff] of its settings";
    let agent = "the person who runs the desk can make you an agent in [staff] of its settings";
    assert_eq!(hint("", Role::Agent, &add(EventData::Included)), lead);
    assert_eq!(hint("[staff.kim]", Role::Agent, &add(EventData::Included)), lead);
    assert_eq!(hint("", Role::Agent, &retract(0)), lead);
    assert_eq!(hint("[staff.kim]\nrole = \"viewer\"", Role::Viewer, &add(EventData::Fixed)), agent);
}

#[test]
fn of_many_who_may_three_are_named() {
    let leads = |count: usize| {
        let text: Vec<String> = (1..=count).map(|n| format!("[staff.l{n}]\nrole = \"lead\"\n")).collect();
        refused(&people(&text.concat()), &person("kim", Role::Agent), &add(EventData::Included)).1
    };
    assert_eq!(leads(1), "ask l1");
    assert_eq!(leads(4), "ask l1, l2, l3 or l4");
    assert_eq!(leads(5), "ask l1, l2, l3 and 2 more");
}

#[test]
fn a_name_in_a_hint_cannot_drive_the_terminal_or_mislead() {
    let odd = people("[staff.\"o\\u200bla\"]\nname = \"Ola\\u200f!\"\nrole = \"lead\"");
    assert_eq!(refused(&odd, &person("kim", Role::Agent), &add(EventData::Included)).1, "ask Ola! (ola)");
}

fn outage() -> LedgerFact {
    LedgerFact::Outage(Outage { contract: "markant".into(), ..Outage::default() })
}

fn vendor_report() -> LedgerFact {
    let (month, came) = (Month::parse("2024-01").unwrap(), Instant::from_secs(0));
    LedgerFact::VendorReport(VendorReport { contract: "moocommerce".into(), month, came, note: None })
}

/// Returns one of each sort of entry, and the least role that may write one. The desk alone writes agreements, and refuses
/// others.
fn every_fact() -> Vec<(LedgerFact, Role)> {
    let contract = "markant".to_owned();
    vec![
        (LedgerFact::Release(Release { contract, date: Date::from_day(0), name: None }), Role::Lead),
        (LedgerFact::Agreement(Box::default()), Role::Lead),
        (outage(), Role::Agent),
        (LedgerFact::Maintenance(Maintenance::default()), Role::Agent),
        (LedgerFact::AnnouncedChange(AnnouncedChange::default()), Role::Agent),
        (LedgerFact::Amendment(Amendment::default()), Role::Lead),
        (vendor_report(), Role::Agent),
        (LedgerFact::SavedView(SavedView { name: "mine".into(), filter: "is:mine".into() }), Role::Agent),
    ]
}

/// Returns entry 3 as somebody wrote it last.
fn written(by: &str, fact: Option<LedgerFact>) -> LedgerRecord {
    LedgerRecord {
        id: LedgerRecordId(3),
        revision: 2,
        at: Instant::from_secs(0),
        by: by.to_owned(),
        first_by: None,
        fact,
    }
}

fn enter(entry: Option<u64>, fact: Option<LedgerFact>) -> Change {
    Change::Enter { entry: entry.map(LedgerRecordId), revision: None, fact: fact.map(Box::new) }
}

fn restore() -> Change {
    Change::Restore { entry: LedgerRecordId(3), revision: 1, seen: None }
}

#[test]
fn each_sort_of_entry_is_written_changed_and_brought_back_from_its_role_on() {
    let team = team();
    for (fact, least) in every_fact() {
        let (kims, annas) = (written("kim", Some(fact.clone())), written("anna", Some(fact.clone())));
        for role in Role::ALL {
            let may = |change: &Change, entry| check(&team, &person("kim", role), change, None, entry).is_ok();
            let said = format!("{role:?} {}", fact.words());
            assert_eq!(may(&enter(None, Some(fact.clone())), None), role >= least, "{said}");
            for entry in [&kims, &annas] {
                assert_eq!(may(&enter(Some(3), Some(fact.clone())), Some(entry)), role >= least, "{said}");
                assert_eq!(may(&restore(), Some(entry)), role >= least, "{said}");
            }
        }
    }
}

/// Who, in which role, removes an entry of which sort that kim wrote last; whether they may.
const REMOVING: &[(&str, Role, usize, bool)] = &[
    ("kim", Role::Agent, 2, true),
    ("kim", Role::Agent, 3, true),
    ("kim", Role::Agent, 4, true),
    ("kim", Role::Viewer, 2, false),
    ("Kim", Role::Agent, 2, false),
    ("pål", Role::Agent, 2, false),
    ("pål", Role::Agent, 3, false),
    ("pål", Role::Agent, 4, false),
    ("anna", Role::Lead, 2, true),
    ("anna", Role::Viewer, 2, false),
    // A release is for leads, whoever wrote it.
    ("kim", Role::Agent, 0, false),
    ("anna", Role::Lead, 0, true),
];

#[test]
fn ones_own_entry_one_may_remove_and_anothers_a_lead() {
    let (team, facts) = (team(), every_fact());
    for (name, role, sort, allowed) in REMOVING {
        let entry = written("kim", Some(facts[*sort].0.clone()));
        let outcome = check(&team, &person(name, *role), &enter(Some(3), None), None, Some(&entry));
        assert_eq!(outcome.is_ok(), *allowed, "{name} {role:?} {}", facts[*sort].0.words());
    }
}

#[test]
fn whoever_changes_anothers_entry_may_not_remove_it_for_that() {
    let team = team();
    for (fact, _) in &every_fact()[2..5] {
        let entry = LedgerRecord { first_by: Some("pål".to_owned()), ..written("kim", Some(fact.clone())) };
        let removing = |name| check(&team, &person(name, Role::Agent), &enter(Some(3), None), None, Some(&entry));
        assert!(removing("pål").is_ok(), "{}", fact.words());
        let refused = removing("kim").unwrap_err().to_string();
        assert!(refused.starts_with("removing what Pål Vik entered is for leads"), "{refused}");
    }
}

#[test]
fn that_there_is_nothing_to_remove_is_for_others_to_tell() {
    let (team, removed) = (team(), written("anna", None));
    let may = |role| check(&team, &person("kim", role), &enter(Some(3), None), None, Some(&removed)).is_ok();
    assert_eq!(Role::ALL.map(may), [false, true, true]);
    // Where it is not known what would be removed or brought back, it may be a release.
    for change in [enter(Some(3), None), restore()] {
        let may = |role| check(&team, &person("kim", role), &change, None, None).is_ok();
        assert_eq!(Role::ALL.map(may), [false, false, true]);
    }
}

#[test]
fn a_refusal_about_an_entry_says_what_and_who_may() {
    let team = team();
    let refused = |name: &str, role, change: &Change, entry: Option<&LedgerRecord>| {
        check(&team, &person(name, role), change, None, entry).unwrap_err().to_string()
    };
    let all = "and you are a viewer; ask kim, Pål Vik (pål), Anna Berg (anna) or Ola (ola)";
    for (fact, doing) in [
        (&every_fact()[2].0, "recording an outage"),
        (&every_fact()[3].0, "recording maintenance"),
        (&every_fact()[4].0, "recording an announced change"),
    ] {
        let said = refused("vera", Role::Viewer, &enter(None, Some(fact.clone())), None);
        assert_eq!(said, format!("{doing} is for agents and leads, {all}"));
    }
    let kims = written("kim", Some(outage()));
    assert_eq!(
        refused("pål", Role::Agent, &enter(Some(3), None), Some(&kims)),
        "removing what kim entered is for leads, and you are an agent; ask kim, Anna Berg (anna) or Ola (ola)"
    );
    assert_eq!(
        refused("pål", Role::Agent, &enter(None, Some(every_fact()[5].0.clone())), None),
        "amending what was promised is for leads, and you are an agent; ask Anna Berg (anna) or Ola (ola)"
    );
    assert_eq!(
        refused("pål", Role::Agent, &enter(None, Some(every_fact()[0].0.clone())), None),
        "entering a vendor's release dates is for leads, and you are an agent; ask Anna Berg (anna) or Ola (ola)"
    );
}

#[test]
fn a_ticket_goes_to_nobody_who_does_not_work_here() {
    let (team, anna) = (team(), person("anna", Role::Lead));
    let to = |to: &str| add(EventData::Assigned(event::Assigned { to: Some(to.to_owned()) }));
    for change in [to("kim"), to("anna"), add(EventData::Assigned(event::Assigned { to: None }))] {
        assert!(check(&team, &anna, &change, Some(&record()), None).is_ok(), "{change:?}");
    }
    let Change::New(mut logged) = new() else { panic!() };
    logged.assignee = Some("kmi".to_owned());
    let passed_up =
        add(EventData::Escalated(event::Escalated { level: "second line".to_owned(), to: Some("kmi".to_owned()) }));
    for change in [to("kmi"), Change::New(logged), passed_up] {
        let error = check(&team, &anna, &change, Some(&record()), None).unwrap_err();
        assert_eq!(error.kind, ProblemKind::Refused);
        assert_eq!(error.message, "nobody at this desk is called kmi");
        assert_eq!(error.hint, "give it to Anna Berg (anna), kim, Ola (ola) or Pål Vik (pål)");
    }
    let error = check(&team, &anna, &to("vera"), Some(&record()), None).unwrap_err();
    assert_eq!(error.message, "vera only looks and cannot be given a ticket");
    let nobody_named = People::default();
    assert!(check(&nobody_named, &anna, &to("kmi"), Some(&record()), None).is_ok());
}
