use super::*;
use crate::contract::{Book, Calendars, SourceFile, TargetKind, built_in_calendars, read_calendar, read_contract};
use crate::language::assert_translated;
use crate::ticket::{BreachReason, Event, EventContent, EventData, Kind, TicketId, event};
use crate::time::parse_moment;
use frist_testkit::samples::EVERY_TARGET;

/// A ticket under a built-in contract, with what happened at wall-clock times of January 2024.
struct Told {
    contract: Arc<Contract>,
    events: Vec<Event>,
}

fn told(contract: &str, (plan, severity): (&str, &str), channel: &str, events: &[(&str, EventData)]) -> Told {
    told_under(Book::built_in().get(contract).unwrap().clone(), (plan, severity), channel, events)
}

/// A ticket under the agreement that promises every kind of target.
fn told_of_every_target(events: &[(&str, EventData)]) -> Told {
    let mut calendars = Calendars::default();
    for file in built_in_calendars() {
        calendars.insert(read_calendar(&file.name, &file.text).unwrap());
    }
    let contract = Arc::new(read_contract("eight.toml", EVERY_TARGET, &calendars).unwrap());
    told_under(contract, ("premium", "critical"), "phone", events)
}

fn told_under(
    contract: Arc<Contract>,
    (plan, severity): (&str, &str),
    channel: &str,
    events: &[(&str, EventData)],
) -> Told {
    let logged = EventData::Logged(event::Logged {
        contract: contract.id.clone(),
        version: contract.version.clone(),
        promise: None,
        plan: plan.into(),
        severity: severity.into(),
        subject: "The shop is down".into(),
        kind: Kind::Incident,
        customer: None,
        person: None,
        organisation: None,
        impact: None,
        urgency: None,
    });
    let reported = EventData::Reported(event::Reported { channel: channel.into() });
    let mut told = Told { contract, events: Vec::new() };
    told.then("08 09:00", logged).then("08 09:00", reported);
    for (at, what) in events {
        told.then(at, what.clone());
    }
    told
}

impl Told {
    /// Returns the document in English; in the other languages nothing of that is left.
    fn said(&self, now: &str, notes: Notes) -> String {
        let of = |language| evidence(&self.record(), &self.contract, self.at(now), notes, language);
        let english = of(Language::English);
        for language in [Language::Norwegian, Language::Dutch] {
            assert_translated(&english, &of(language));
        }
        english
    }

    fn at(&self, at: &str) -> Instant {
        parse_moment(&format!("2024-01-{at}"), self.contract.zone, Instant::FIRST).unwrap()
    }

    fn then(&mut self, at: &str, what: EventData) -> &mut Self {
        let happened = self.at(at);
        self.events.push(Event { happened, recorded: happened, by: "agent1".into(), what: what.into() });
        self
    }

    fn record(&self) -> Record {
        Record::new(TicketId(1), self.events.clone()).unwrap()
    }

    fn text(&self, now: &str) -> String {
        self.said(now, Notes::ToCustomer)
    }

    fn in_full(&self, now: &str) -> String {
        self.said(now, Notes::All)
    }
}

fn note(text: &str, to_customer: bool) -> EventData {
    EventData::Note(event::Note { text: text.into(), to_customer })
}

const CLOSED: EventData = EventData::Closed(event::Closed { reason: None, words: None });
const MARKANT: (&str, &str) = ("standard", "critical");

#[test]
fn the_present_shows_only_while_a_target_is_still_to_be_met() {
    let done = [("08 10:00", EventData::Responded), ("08 11:00", EventData::WorkStarted)];
    let all_met = told("markant", MARKANT, "phone", &done);
    let (early, late) = (all_met.text("08 12:00"), all_met.text("30 12:00"));
    assert_eq!(early, late);
    assert!(!early.contains("as of"), "{early}");

    let running = told("markant", MARKANT, "phone", &done[..1]);
    let (early, late) = (running.text("08 12:00"), running.text("08 12:30"));
    assert_eq!(early.matches("as of Mon 8 Jan 2024 12:00 (2024-01-08T11:00:00Z)").count(), 1, "{early}");
    assert_ne!(early, late);
    assert!(early.contains("**Open** (at risk): 1h00 of support time (1h00 of real time) left."), "{early}");

    // Without a promise the age goes on, and stands once it is closed.
    let missoun = told("missoun", ("standard", "high"), "portal", &[]);
    assert!(missoun.text("08 12:00").contains("| Age | 3h00 of support time |"), "{}", missoun.text("08 12:00"));
    assert!(missoun.text("08 12:00").contains("as of"));
    let closed = told("missoun", ("standard", "high"), "portal", &[("08 11:00", CLOSED)]);
    assert_eq!(closed.text("08 12:00"), closed.text("30 12:00"));
    assert!(closed.text("30 12:00").contains("| Age | 2h00 of support time |"));
}

#[test]
fn a_closed_ticket_is_told_the_same_for_ever() {
    for events in [
        vec![("08 15:00", EventData::Responded), ("08 15:30", CLOSED)],
        vec![("08 10:00", EventData::Responded), ("08 15:30", EventData::Fixed), ("09 15:30", CLOSED)],
        // Closed with nothing met, which a record may have.
        vec![("08 15:30", CLOSED)],
        vec![
            (
                "08 10:00",
                EventData::Excluded(event::Excluded {
                    cause: "customer".into(),
                    words: Some("it is theirs".to_owned()),
                }),
            ),
            ("08 15:30", CLOSED),
        ],
    ] {
        let told = told("markant", MARKANT, "phone", &events);
        let text = told.text("09 16:00");
        assert_eq!(text, told.text("09 16:00"));
        assert_eq!(text, told.text("31 16:00"), "{events:?}");
    }
}

#[test]
fn by_how_much_in_support_time_and_in_real_time() {
    for (met, said) in [
        ("08 10:00", "**Met** Mon 8 Jan 2024 10:00: 1h00 of support time (1h00 of real time) before it was due."),
        ("08 11:00", "**Met** Mon 8 Jan 2024 11:00: just when it was due."),
        ("09 08:30", "**Met late**, Tue 9 Jan 2024 08:30: 5h30 of support time (21h30 of real time) after it was due."),
        (
            "12 08:00",
            "**Met late**, Fri 12 Jan 2024 08:00: 29h00 of support time (3 d 21h00 of real time) after it was due.",
        ),
    ] {
        let text = told("markant", MARKANT, "phone", &[(met, EventData::Responded)]).text("15 12:00");
        assert!(text.contains(said), "{said}\n{text}");
    }
    let open = told("markant", MARKANT, "phone", &[]);
    let over = "**Breached**: not met, overdue by 5h00 of support time (5h00 of real time).";
    assert!(open.text("08 16:00").contains(over), "{}", open.text("08 16:00"));
    let closed = told("markant", MARKANT, "phone", &[("08 16:00", CLOSED)]);
    assert!(closed.text("20 16:00").contains("**Breached**: not met when the ticket was closed, overdue by 5h00 of"));
    let mailed = told("markant", MARKANT, "email", &[]).text("20 16:00");
    assert!(mailed.contains("**Not started**: to be phoned."), "{mailed}");
    assert!(mailed.contains("| Mon 8 Jan 2024 09:00 | 2024-01-08T08:00:00Z | email | no |"), "{mailed}");
}

#[test]
fn what_is_due_at_closing_time_can_be_met_in_the_gap() {
    let mut told = told("markant", MARKANT, "phone", &[]);
    told.events.clear();
    told.then("08 14:00", super::tests::told("markant", MARKANT, "phone", &[]).events[0].action().unwrap().clone());
    told.then("08 14:00", EventData::Reported(event::Reported { channel: "phone".into() }));
    let open = told.text("08 18:00");
    assert!(
        open.contains("**Open**: support has been closed since it was due; overdue by 0m of support time"),
        "{open}"
    );
    told.then("08 18:00", EventData::Responded);
    let met = told.text("08 19:00");
    assert!(met.contains("after it was due, but before any support time had passed, so in time."), "{met}");
}

#[test]
fn the_desks_own_notes_and_house_targets_stay_at_the_desk() {
    let mut told = told(
        "markant",
        MARKANT,
        "phone",
        &[
            ("08 09:10", note("They never answer the phone", false)),
            ("08 09:20", note("We are looking into it", true)),
            ("08 09:30", EventData::Retracted(event::Retracted { event: 2 })),
            ("08 09:40", EventData::Retracted(event::Retracted { event: 4 })),
            ("08 09:50", EventData::Retracted(event::Retracted { event: 3 })),
        ],
    );
    let text = told.text("08 10:00");
    assert!(!text.contains("never answer"), "{text}");
    assert!(text.contains("| ~~updated the customer: We are looking into it~~ (retracted) |"), "{text}");
    assert!(text.contains("retracted: updated the customer: We are looking into it |"), "{text}");
    assert_eq!(told.in_full("08 10:00").matches("never answer").count(), 3);

    let promises = told.contract.promises("standard", "minor").unwrap().clone();
    let house = [("standard".to_owned(), [("critical".to_owned(), promises)].into())].into();
    Arc::make_mut(&mut told.contract).house.plans = house;
    told.then("08 10:00", EventData::SeveritySet(event::SeveritySet { severity: "serious".into() }));
    let text = told.text("08 11:00");
    assert!(!text.contains("internal") && text.contains("severity set to serious (response: Mon"), "{text}");
    assert!(!text.to_lowercase().contains("correction"), "{:?} {text}", TargetKind::Correction);
}

#[test]
fn text_from_outside_is_text_and_nothing_else() {
    let hostile = "x | y\n# Head\n<img src=x onerror=alert(1)> [a](b) `c` **d**\u{1b}[2J\u{202e}~~e~~";
    let mut told = told("markant", MARKANT, "phone", &[("08 09:20", note(hostile, true))]);
    if let EventContent::Action(EventData::Logged(event::Logged { subject, customer, .. })) = &mut told.events[0].what {
        *subject = hostile.into();
        *customer = Some(hostile.into());
    }
    let words = Some(hostile.to_owned());
    told.then("08 10:00", EventData::PassedOn(event::PassedOn { supplier: hostile.into() }));
    told.then(
        "08 10:00",
        EventData::Excluded(event::Excluded { cause: hostile.into(), words: Some("it is theirs".to_owned()) }),
    );
    told.then("08 16:00", EventData::Closed(event::Closed { reason: Some(BreachReason::Disputed), words }));
    told.events.iter_mut().for_each(|event| event.by = hostile.into());
    told.then("08 16:00", EventData::Retracted(event::Retracted { event: 2 }));
    Arc::make_mut(&mut told.contract).notes = vec![hostile.into()];
    let text = told.in_full("09 10:00");
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}') && !text.contains("<img"), "{text}");
    assert!(text.contains("&lt;img src=x onerror=alert(1)&gt;"), "{text}");
    let quiet = super::tests::told("markant", MARKANT, "phone", &[]).text("09 10:00");
    let headings = |text: &str| text.lines().filter(|l| l.starts_with('#')).count();
    // Excluded and Closing are there besides.
    assert_eq!(headings(&text), headings(&quiet) + 2, "{text}");
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let cells = line.replace("\\\\", "").replace("\\|", "").matches('|').count() - 1;
        assert!((2..=5).contains(&cells), "{line}");
    }
    for c in ["**d**", "`c`", "[a]"] {
        assert!(!text.replace("\\*", "").replace("\\`", "").replace("\\[", "").contains(c), "{c} in {text}");
    }
}

#[test]
fn a_withdrawn_ticket_owes_nothing() {
    let told = told("markant", MARKANT, "phone", &[("08 09:20", EventData::Retracted(event::Retracted { event: 0 }))]);
    let text = told.text("09 10:00");
    assert!(text.contains("The ticket was withdrawn, so no target is open."), "{text}");
    assert_eq!(text, told.text("20 10:00"));
}

/// What counts round the clock is told in the time of its own hours, and a pause by the targets that it stops.
#[test]
fn a_target_with_hours_of_its_own_is_told_in_them() {
    let book = Book::with_user([], [SourceFile::user("everything.toml", frist_testkit::EVERYTHING)]);
    let contract = book.get("nordlys").unwrap().clone();
    let of = |severity: &str, events: &[(&str, EventData)]| {
        let mut told = told("markant", ("base", severity), "phone", events);
        told.contract = contract.clone();
        told
    };
    // Reported on Monday at 09:00; the response, of half an hour, came in the night after.
    let late = of("critical", &[("08 23:30", EventData::Responded)]).text("09 00:00");
    let said = "**Met late**, Mon 8 Jan 2024 23:30: 14h00 of support time (14h00 of real time) after it was due.";
    assert!(late.contains(said), "{late}");
    let paused = of(
        "serious",
        &[("08 10:00", EventData::waiting(crate::contract::Pause::WaitingCustomer)), ("08 11:00", EventData::Resumed)],
    );
    let text = paused.text("08 12:00");
    assert!(text.contains("| the customer | only of correction, fix |"), "{text}");
}

#[test]
fn a_missed_update_is_told_without_contradicting_the_last_one() {
    let explained = || EventData::RootCauseExplained(event::RootCauseExplained::default());
    let closed = || EventData::Closed(event::Closed { reason: Some(BreachReason::Ours), words: None });
    let ticket = told_of_every_target(&[
        ("08 12:40", EventData::Responded),
        ("08 13:00", EventData::Fixed),
        ("08 13:10", explained()),
        ("08 13:20", closed()),
    ]);
    let text = ticket.text("20 12:00");
    let row = "| update | within 1 h of support time | Mon 8 Jan 2024 14:10 | Mon 8 Jan 2024 13:20 | 1 update missed |";
    assert!(text.contains(row), "{text}");
    assert!(
        text.contains("**Met late**: 1 update missed until the ticket was closed, Mon 8 Jan 2024 13:20."),
        "{text}"
    );
    assert!(
        text.contains(
            "The update that was due Mon 8 Jan 2024 10:00 was missed: the customer had word Mon 8 Jan 2024 12:40"
        ),
        "{text}"
    );
    // Word and closing in one moment: the customer had word.
    let at_once = told_of_every_target(&[("08 12:40", EventData::Responded), ("08 12:40", closed())]);
    let text = at_once.text("20 12:00");
    assert!(text.contains("was missed: the customer had word Mon 8 Jan 2024 12:40"), "{text}");
}

#[test]
fn what_a_round_left_open_is_not_counted_and_an_early_explanation_is_no_time_before_it_was_due() {
    let explained = || EventData::RootCauseExplained(event::RootCauseExplained::default());
    let back = told_of_every_target(&[
        ("08 09:20", EventData::Responded),
        ("08 09:50", EventData::Fixed),
        ("08 10:00", EventData::CameBack),
    ]);
    let text = back.text("09 12:00");
    assert!(text.contains("every update was in time until it came back, Mon 8 Jan 2024 10:00."), "{text}");
    assert!(text.contains("**Not counted**: it came back before this was met, and before it was too late."), "{text}");
    assert!(text.contains("| Mon 15 Jan 2024 09:50 | – | not counted |"), "{text}");
    let early = told_of_every_target(&[("08 09:20", explained()), ("08 13:00", EventData::Fixed)]).text("08 14:00");
    assert!(early.contains("**Met** Mon 8 Jan 2024 09:20: before its time began."), "{early}");
}

/// Times of several kinds: a goal, calendar days in hours of their own, and another time outside of these.
const KINDS: &str = r#"
id = "kinds"
vendor = "Kinds"
time_zone = "Europe/Oslo"
[support]
holidays = ["NO"]
[support.hours]
mon-fri = ["08:00-16:00"]
[hours.late]
[hours.late.days]
mon-fri = ["12:00-20:00"]
[[severity]]
id = "one"
name = "One"
means = "One."
clock = "late"
[plan.only]
name = "Only"
[plan.only.target.one]
response = { within = "2h", outside = "12h" }
work_start = "14d"
update = { within = "1h", outside = "3h" }
fix = { within = "1bd", goal = true, clock = "support" }
"#;

fn told_of_kinds(events: &[(&str, EventData)]) -> Told {
    let mut calendars = Calendars::default();
    for file in built_in_calendars() {
        calendars.insert(read_calendar(&file.name, &file.text).unwrap());
    }
    let contract = Arc::new(read_contract("kinds.toml", KINDS, &calendars).unwrap());
    told_under(contract, ("only", "one"), "phone", events)
}

#[test]
fn what_is_promised_in_real_time_is_told_in_real_time_alone() {
    let text = told_of_kinds(&[]).text("08 20:00");
    let line = |target: &str| {
        let heading = format!("### {target}\n\n");
        text.split_once(&heading).unwrap().1.lines().next().unwrap().to_owned()
    };
    // Reported at 09:00, when its hours are closed: 12 hours of real time.
    assert_eq!(line("Response"), "**Open** (at risk): 1h00 of real time left.");
    assert_eq!(line("Work start"), "**Open** (running): 13 d 13h00 of real time left.");
    let late = told_of_kinds(&[("08 22:00", EventData::Responded)]).text("09 10:00");
    assert!(late.contains("**Met late**, Mon 8 Jan 2024 22:00: 1h00 of real time after it was due."), "{late}");
    // The first update counted in real time, the next one in hours.
    let told = told_of_kinds(&[("08 13:30", note("we look at it", true))]).text("08 14:00");
    assert!(told.contains("| Mon 8 Jan 2024 13:30 | 1h30 of real time |"), "{told}");
    assert!(told.contains("**Open** (running): 30m of support time (30m of real time) left."), "{told}");
    // No hours are named where none count.
    assert!(text.contains("| work start | within 14 calendar days |"), "{text}");
    assert!(text.contains("within 2 h of support time, in the hours “late”, or 12 h of real time"), "{text}");
}

#[test]
fn a_goal_is_told_with_the_moment_by_which_it_is_expected() {
    let text = told_of_kinds(&[]).text("08 20:00");
    assert!(text.contains("| expected Tue 9 Jan 2024 09:00 |"), "{text}");
    assert!(text.contains("**No deadline**: a goal: expected by Tue 9 Jan 2024 09:00."), "no relative dates: {text}");
    assert!(text.contains("1 support day on from Mon 8 Jan 2024 09:00 is the same time on Tue 9 Jan 2024"), "{text}");
    assert!(text.contains("| Tue 9 Jan | 08:00–09:00 | 1h00 | 8h00 |"), "{text}");
    assert!(text.contains("- That is a goal, and never breached"), "{text}");
}

#[test]
fn a_closing_or_a_return_without_a_word_is_none() {
    let done = |last: (&'static str, EventData)| {
        let first = [("08 09:30", EventData::Responded), ("08 10:00", EventData::Fixed)];
        told_of_every_target(&first.into_iter().chain([last]).collect::<Vec<_>>())
    };
    let cause = || EventData::RootCauseExplained(event::RootCauseExplained::default());
    let mut closed = done(("08 10:10", cause()));
    closed.then("08 13:00", CLOSED);
    let text = closed.text("08 14:00");
    assert!(text.contains("| closed without a word, Mon 8 Jan 2024 13:00 |"), "{text}");
    let mut back = done(("08 10:10", cause()));
    back.then("08 13:00", EventData::CameBack);
    let text = back.text("08 14:00");
    assert!(text.contains("| came back without a word, Mon 8 Jan 2024 13:00 |"), "{text}");
}

#[test]
fn an_update_that_a_change_broke_is_late_from_the_change_on() {
    let severity = |id: &str| EventData::SeveritySet(event::SeveritySet { severity: id.into() });
    let text = told_of_every_target(&[("08 09:00", severity("minor")), ("08 12:30", severity("critical"))])
        .then("08 12:40", note("we look at it", true))
        .text("08 12:45");
    let row = "| Mon 8 Jan 2024 09:00 | Mon 8 Jan 2024 10:00 | Mon 8 Jan 2024 12:40 | 10m of support time (10m of real \
               time) after the change of terms Mon 8 Jan 2024 12:30 that broke it |";
    assert!(text.contains(row), "{text}");
}

#[test]
fn the_timeline_marks_what_no_longer_counts() {
    let earlier =
        told("markant", MARKANT, "phone", &[("08 13:00", EventData::Responded), ("08 10:00", EventData::Responded)]);
    let text = earlier.text("08 14:00");
    assert!(
        text.contains("responded to the customer (no longer counts: the earlier one, Mon 8 Jan 2024 10:00, does)"),
        "{text}"
    );
    let again = [("08 10:00", EventData::Responded), ("08 11:00", EventData::Fixed), ("08 12:00", EventData::Reopened)];
    let text = told("markant", MARKANT, "phone", &again).text("08 14:00");
    assert!(text.contains("| fixed (withdrawn: it did not hold)"), "{text}");
    assert!(text.contains("| reopened: it did not hold"), "{text}");
}
