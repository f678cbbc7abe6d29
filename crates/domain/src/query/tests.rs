mod notes;
mod people;
mod targets;

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use frist_testkit::cases;

use super::{Filter, FilterError, KEYS, TicketMatcher, TicketSearch, Viewer};
use crate::contract::{Book, Pause, TargetKind};
use crate::ledger::Ledger;
use crate::sla::{TargetState, TicketRow};
use crate::ticket::{Event, EventData, NewTicket, Ticket, TicketId, event, new_events};
use crate::time::{Instant, Zone};

/// A Monday with support open from 07:00Z (08:00 in Oslo).
const NOW: &str = "2024-01-08T10:00:00Z";

/// Reading all contracts takes a while, and property tests want a row many times.
static LEDGER: LazyLock<Ledger> = LazyLock::new(Ledger::default);
static BOOK: LazyLock<Book> = LazyLock::new(Book::built_in);

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// Returns a ticket with these further events, seen at `NOW`.
fn row(id: u64, new: &NewTicket, more: &[(&str, EventData)]) -> TicketRow {
    let mut events = new_events(new, "", None, "anna", new.reported.unwrap());
    for (when, what) in more {
        events.push(Event { happened: at(when), recorded: at(when), by: "anna".into(), what: what.clone().into() });
    }
    let ticket = Ticket::fold(TicketId(id), &events).unwrap();
    TicketRow::new(Arc::new(ticket), BOOK.get(&new.contract).cloned(), at(NOW))
}

fn new(contract: &str, plan: &str, severity: &str, channel: &str, reported: &str) -> NewTicket {
    NewTicket {
        contract: contract.into(),
        plan: plan.into(),
        severity: severity.into(),
        channel: channel.into(),
        subject: "Straße ist zu: checkout gives 502".into(),
        reported: Some(at(reported)),
        customer: Some("Fjord & Fjell AS".into()),
        ..NewTicket::default()
    }
}

/// Returns Markant, critical, phoned in at 09:30Z: the answer is due within two hours.
fn phoned() -> NewTicket {
    new("markant", "standard", "critical", "phone", "2024-01-08T09:30:00Z")
}

fn seen(filter: &str, row: &TicketRow) -> bool {
    Filter::parse(filter).unwrap().matches(row, Viewer { me: "Anna", zone: None, now: at(NOW), ledger: &LEDGER })
}

fn check(row: &TicketRow, yes: &[&str], no: &[&str]) {
    for filter in yes {
        assert!(seen(filter, row), "`{filter}` should match");
    }
    for filter in no {
        assert!(!seen(filter, row), "`{filter}` should not match");
    }
}

fn error(filter: &str) -> FilterError {
    Filter::parse(filter).unwrap_err()
}

#[test]
fn words_are_looked_for_in_every_text_of_a_ticket() {
    let assigned = EventData::Assigned(event::Assigned { to: Some("Ærlig Åse".into()) });
    let row = row(1042, &phoned(), &[("2024-01-08T09:40:00Z", assigned)]);
    check(
        &row,
        &["", "  ", "checkout", "CHECKOUT 502", "straße", "Straße", "fjord", "\"fjord & fjell\"", "mark"],
        &["nothing", "checkout nothing", "-checkout", "!502", "\"checkout  gives\""],
    );
    check(&row, &["åse", "ÆRLIG", "#1042", "104", "-zebra", "!zebra checkout"], &["#104", "#10422"]);
}

#[test]
fn keys_ask_for_what_they_name() {
    let row = row(
        7,
        &phoned(),
        &[("2024-01-08T09:40:00Z", EventData::Assigned(event::Assigned { to: Some("anna".into()) }))],
    );
    check(
        &row,
        &[
            "vendor:markant",
            "VENDOR:Mark",
            "vendor:sesam,mark",
            "plan:standard",
            "plan:stand",
            "sev:crit",
            "severity:critical",
            "sev:kritisk",
            "assignee:anna",
            "assignee:ANNA",
            "assignee:me",
            "is:mine",
            "target:response",
            "target:work-start",
            "target:\"work start\"",
            "target:acknowledgement,response",
            "kind:incident",
            "channel:phone",
            "customer:fjell",
            "customer:\"fjord & f\"",
            "id:7",
            "id:#7,8",
            "#7",
            "-#8",
        ],
        &[
            "vendor:arkant",
            "-vendor:markant",
            "plan:extended",
            "sev:minor",
            "assignee:none",
            "assignee:ann",
            "-is:mine",
            "target:update,root-cause",
            "kind:question",
            "channel:email",
            "customer:sea",
            "id:8",
            "-#7",
        ],
    );
}

#[test]
fn states_are_those_of_the_next_target() {
    check(
        &row(1, &phoned(), &[]),
        &["is:running", "is:open", "is:new", "is:running,breached", "assignee:none"],
        &[
            "is:breached",
            "is:support_closed",
            "is:paused",
            "is:no_target",
            "is:met",
            "is:at_risk",
            "is:to_be_phoned",
            "is:mine",
            "is:closed",
        ],
    );
    let late = NewTicket { reported: Some(at("2024-01-05T09:00:00Z")), ..phoned() };
    check(&row(2, &late, &[]), &["is:breached", "due:overdue", "due:<2h", "-due:today"], &["is:running", "due:today"]);
    let mailed = NewTicket { channel: "email".into(), ..phoned() };
    check(
        &row(3, &mailed, &[]),
        &["is:to_be_phoned", "is:to-be-phoned", "is:no_clock", "is:no-clock", "channel:email"],
        &["is:running", "due:today"],
    );
    let missoun = new("missoun", "standard", "high", "portal", "2024-01-08T09:00:00Z");
    check(&row(4, &missoun, &[]), &["is:no_target"], &["is:met", "is:running", "due:<3d"]);
    let question = new("sesam", "partner", "question", "email", "2024-01-08T09:00:00Z");
    check(&row(5, &question, &[]), &["is:no_target", "target:correction"], &["is:running"]);
    let risky = NewTicket { reported: Some(at("2024-01-08T08:20:00Z")), ..phoned() };
    check(&row(6, &risky, &[]), &["is:at_risk", "is:at-risk", "due:<30m", "due:today"], &["is:running", "due:<10m"]);
}

#[test]
fn life_and_marks_have_their_words() {
    let t = "2024-01-08T09:45:00Z";
    check(&row(1, &phoned(), &[(t, EventData::Responded)]), &["is:responded", "target:work_start"], &["is:new"]);
    check(&row(2, &phoned(), &[(t, EventData::WorkStarted)]), &["is:in_work"], &["is:met"]);
    check(&row(3, &phoned(), &[(t, EventData::WorkaroundGiven)]), &["is:worked_around"], &["is:fixed"]);
    check(
        &row(4, &phoned(), &[(t, EventData::Responded), (t, EventData::Fixed)]),
        &["is:fixed", "is:met", "is:open"],
        &["is:closed", "is:running"],
    );
    check(
        &row(
            5,
            &phoned(),
            &[(
                t,
                EventData::Excluded(event::Excluded {
                    cause: "customer".into(),
                    words: Some("it is theirs".to_owned()),
                }),
            )],
        ),
        &["is:excluded"],
        &["is:running"],
    );
    check(&row(6, &phoned(), &[(t, EventData::waiting(Pause::WaitingCustomer))]), &["is:waiting"], &["is:excluded"]);
}

#[test]
fn closed_tickets_match_only_when_they_are_asked_for() {
    let t = "2024-01-08T09:45:00Z";
    let closed = row(9, &phoned(), &[(t, EventData::Closed(event::Closed { reason: None, words: None }))]);
    check(
        &closed,
        &["is:closed", "is:closed vendor:markant", "#9", "id:9", "is:open,closed"],
        &["", "vendor:markant", "is:open", "-is:open", "is:withdrawn"],
    );
    let withdrawn = row(10, &phoned(), &[(t, EventData::Retracted(event::Retracted { event: 0 }))]);
    check(&withdrawn, &["is:withdrawn", "#10"], &["", "is:closed", "is:open"]);
    for (filter, wants) in [
        ("", false),
        ("is:open", false),
        ("is:closed", true),
        ("is:withdrawn", true),
        ("#1", true),
        ("id:1", true),
        ("-is:closed", false),
        ("-#1", false),
        ("is:mine,closed", true),
    ] {
        assert_eq!(Filter::parse(filter).unwrap().wants_closed(), wants, "{filter}");
    }
}

#[test]
fn days_are_those_of_the_contract() {
    let serious = new("moocommerce", "standard", "serious", "phone", "2024-01-08T08:30:00Z");
    check(&row(1, &serious, &[]), &["due:today", "due:<1d"], &["due:tomorrow", "due:overdue"]);
    let sesam = new("sesam", "partner", "critical", "email", "2024-01-08T09:00:00Z");
    check(&row(2, &sesam, &[]), &["due:tomorrow", "due:<3d"], &["due:today", "due:<2h"]);
}

/// Who asks on a screen asks in days of their own: what is due at 12:30 in Oslo is due tomorrow in Auckland.
#[test]
fn days_are_those_of_who_asks_where_they_have_a_zone() {
    let holds = |filter: &str, row: &TicketRow, zone: Option<&str>| {
        let zone = zone.map(|name| Zone::named(name).unwrap());
        Filter::parse(filter).unwrap().matches(row, Viewer { me: "anna", zone, now: at(NOW), ledger: &LEDGER })
    };
    let late = row(1, &NewTicket { reported: Some(at("2024-01-08T09:30:00Z")), ..phoned() }, &[]);
    for (filter, zone, matches) in [
        ("due:today", None, true),
        ("due:today", Some("Europe/Oslo"), true),
        ("due:today", Some("Pacific/Auckland"), false),
        ("due:tomorrow", Some("Pacific/Auckland"), true),
        ("due:tomorrow", None, false),
        ("due:<1d", Some("Pacific/Auckland"), true),
    ] {
        assert_eq!(holds(filter, &late, zone), matches, "{filter} {zone:?}");
    }
}

#[test]
fn what_cannot_be_read_is_named_with_its_place_and_what_is_known() {
    let unknown = error("checkout colour:red");
    assert_eq!((unknown.place, unknown.message.as_str()), (10, "there is no key `colour:`"));
    for (key, _) in KEYS {
        assert!(unknown.hint.contains(key), "{}", unknown.hint);
    }
    let value = error("is:lost");
    assert_eq!(value.message, "`is:` does not know `lost`");
    assert!(value.hint.contains("to_be_phoned") && value.hint.contains("mine"), "{}", value.hint);
    assert_eq!(error("æøå is:lost").place, 5);
    for bad in [
        "vendor:", "vendor:,", "-", "x ! y", "\"", "a\"b c", "id:x", "id:-1", "due:<3bd", "due:3h", "due:<",
        "target:x", "kind:x", "http://x",
    ] {
        let error = error(bad);
        assert!(!error.message.is_empty() && !error.hint.is_empty(), "{bad}");
    }
    assert_eq!(value.to_string(), format!("{} at place 1; {}", value.message, value.hint));
}

#[test]
fn what_looks_like_a_key_and_is_none_is_a_word() {
    for word in ["10:30", "\"vendor:x\"", "\"http://x\"", "a,b", "#x", "--", "1:2:3"] {
        Filter::parse(word).unwrap_or_else(|e| panic!("{word}: {e}"));
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn no_text_is_too_odd(text in "\\PC*") {
        let _ = Filter::parse(&text);
    }

    #[test]
    fn no_text_of_our_own_letters_is_too_odd(text in "[-!:,\"#<a-eisdu0-9 \\né]{0,24}") {
        if let Ok(filter) = Filter::parse(&text) {
            let row = row(1, &phoned(), &[]);
            filter.matches(&row, Viewer { me: "anna", zone: None, now: at(NOW), ledger: &LEDGER });
        }
    }

    #[test]
    fn a_term_and_its_opposite_never_match_the_same_ticket(word in "[a-z0-9]{1,4}") {
        let row = row(1, &phoned(), &[]);
        prop_assert_ne!(seen(&word, &row), seen(&format!("-{word}"), &row));
    }
}

/// The audit log: audit entries of Monday 8 January 2024, 11:00 in Oslo.
mod audit_entries {
    use super::{BOOK, at};
    use crate::audit::{AuditEntry, AuditKind, AuditLine, AuditPosition, AuditSubject, RecordedLine};
    use crate::ledger::LedgerRecordId;
    use crate::query::{AuditFilter, FilterError, audit_keys};
    use crate::ticket::TicketId;
    use crate::time::{Instant, Zone};
    use frist_testkit::cases;
    use proptest::prelude::*;

    const NOW: &str = "2024-01-08T10:00:00Z";

    fn oslo() -> Zone {
        Zone::named("Europe/Oslo").unwrap()
    }

    fn parse(filter: &str) -> Result<AuditFilter, FilterError> {
        AuditFilter::parse(filter, "Anna", oslo(), at(NOW))
    }

    fn audit_entry(recorded: Instant, by: &str, kind: AuditKind, number: u64) -> AuditEntry {
        let on = if kind.is_of_ledger() {
            AuditSubject::Entry { id: LedgerRecordId(number), revision: 0 }
        } else {
            AuditSubject::Ticket { id: TicketId(number), event: 1 }
        };
        AuditEntry {
            place: AuditPosition { sequence: 7, number: 0 },
            recorded,
            happened: recorded,
            by: by.to_owned(),
            kind,
            on,
            contract: "markant".to_owned(),
            vendor: BOOK.get("markant").unwrap().vendor.clone(),
            subject: "Straße ist zu".to_owned(),
            words: "responded to the customer".to_owned(),
            stands: true,
        }
    }

    fn seen(filter: &str, audit_entry: &AuditEntry) -> bool {
        let filter = parse(filter).unwrap_or_else(|error| panic!("`{filter}`: {error}"));
        let line = AuditLine { kind: audit_entry.kind, on: audit_entry.on, contract: audit_entry.contract.clone() };
        let entered =
            RecordedLine { place: audit_entry.place, recorded: audit_entry.recorded, by: audit_entry.by.clone(), line };
        let holds = filter.admits(&entered, &audit_entry.vendor) && filter.holds_words(audit_entry);
        let early = filter.earliest().is_some_and(|earliest| audit_entry.recorded < earliest);
        let late = filter.latest().is_some_and(|latest| audit_entry.recorded >= latest);
        assert!(!(holds && (early || late)), "`{filter:?}` matches where it says that nothing can");
        holds
    }

    #[track_caller]
    fn check(audit_entry: &AuditEntry, yes: &[&str], no: &[&str]) {
        for filter in yes {
            assert!(seen(filter, audit_entry), "`{filter}` should match");
        }
        for filter in no {
            assert!(!seen(filter, audit_entry), "`{filter}` should not match");
        }
    }

    #[test]
    fn who_what_which_ticket_and_vendor_are_asked_by_keys_and_words_by_themselves() {
        check(
            &audit_entry(at(NOW), "anna", AuditKind::of_key("respond").unwrap(), 12),
            &[
                "",
                "who:anna",
                "who:ANNA",
                "who:me",
                "who:ola,me",
                "-who:ola",
                "what:respond",
                "what:resp",
                "what:re",
                "what:fix,respond",
                "!what:undo",
                "#12",
                "id:12",
                "id:#11,12",
                "-#1",
                "vendor:mark",
                "VENDOR:Markant",
                "straße",
                "customer",
                "anna",
                "\"to the\"",
                "\"#12\"",
                "who:me what:respond #12 vendor:markant straße",
            ],
            &[
                "who:ann",
                "who:ola",
                "-who:me",
                "what:fix",
                "-what:respond",
                "#1",
                "id:11",
                "entry:12",
                "vendor:arkant",
                "nothing",
                "-customer",
                "who:me what:fix",
            ],
        );
        check(
            &audit_entry(at(NOW), "ola", AuditKind::OUTAGE, 12),
            &["what:outage", "entry:12", "what:out", "\"entry 12\""],
            &["#12", "id:12", "what:undo"],
        );
        check(
            &audit_entry(at(NOW), "ola", AuditKind::of_key("no_workaround").unwrap(), 1),
            &["what:no-workaround", "what:no_work"],
            &["what:workaround"],
        );
    }

    #[test]
    fn times_are_those_at_which_the_desk_took_it_in_the_zone_of_whoever_asks() {
        let today = audit_entry(at("2024-01-07T23:00:00Z"), "anna", AuditKind::of_key("fix").unwrap(), 1);
        check(
            &today,
            &[
                "when:today",
                "since:today",
                "until:today",
                "when:week",
                "when:month",
                "when:2024-01-08",
                "when:2024-01",
                "since:2024-01-08",
                "until:2024-01-08",
                "since:\"2024-01-08 00:00\"",
                "until:\"2024-01-08 00:00\"",
                "until:2024-01-07T23:00:00Z",
                "since:-11h",
                "-when:yesterday",
                "when:yesterday,today",
                "since:00:00",
                "since:2024-01-07 until:2024-01-09",
            ],
            &[
                "when:yesterday",
                "until:yesterday",
                "since:2024-01-09",
                "until:2024-01-07",
                "-when:today",
                "since:-10h",
                "when:2023-12",
                "since:\"2024-01-08 00:01\"",
                "since:today until:yesterday",
            ],
        );
        let sunday = audit_entry(at("2024-01-07T22:59:59Z"), "anna", AuditKind::of_key("fix").unwrap(), 1);
        check(
            &sunday,
            &["when:yesterday", "until:yesterday", "-since:week"],
            &["when:today", "when:week", "since:today"],
        );
        check(
            &audit_entry(at("2024-01-14T22:59:59Z"), "anna", AuditKind::of_key("fix").unwrap(), 1),
            &["when:week"],
            &["when:today"],
        );
    }

    #[test]
    fn what_cannot_be_read_is_named_with_what_is_known() {
        let unknown = parse("anna colour:red").unwrap_err();
        assert_eq!((unknown.place, unknown.message.as_str()), (6, "there is no key `colour:`"));
        for (key, _) in audit_keys() {
            assert!(unknown.hint.contains(key), "{}", unknown.hint);
        }
        let kinds = parse("what:shout").unwrap_err().hint;
        assert!(AuditKind::all().all(|kind| kinds.contains(kind.word())), "{kinds}");
        for bad in [
            "what:",
            "who:,",
            "since:soon",
            "until:2024-13-01",
            "when:16:00",
            "since:today,yesterday",
            "id:x",
            "entry:-1",
            "is:breached",
            "-",
            "\"",
            "since:1970-01-01",
        ] {
            let error = parse(bad).err().unwrap_or_else(|| panic!("`{bad}` was read"));
            assert!(!error.message.is_empty() && !error.hint.is_empty(), "{bad}");
        }
    }

    proptest! {
        #![proptest_config(cases(256))]

        #[test]
        fn no_text_is_too_odd_and_a_filter_means_the_same_after_it_was_sent(
            text in prop_oneof!["\\PC*", "[-!:,\"#<a-ehnostuwy0-9 \\né]{0,24}"],
        ) {
            if let Ok(filter) = parse(&text) {
                let sent = serde_json::from_str(&serde_json::to_string(&filter).unwrap()).unwrap();
                prop_assert_eq!(filter, sent);
                seen(&text, &audit_entry(at(NOW), "anna", AuditKind::of_key("fix").unwrap(), 1));
            }
        }
    }
}
