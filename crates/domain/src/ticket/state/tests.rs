use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use frist_testkit::cases;

use super::super::{NewTicket, check_event, live, new_events};
use super::*;
use crate::contract::{Book, Contract};
use crate::file::FileHash;
use crate::ticket::event;

static SESAM: LazyLock<Arc<Contract>> = LazyLock::new(|| Book::built_in().get("sesam").unwrap().clone());

fn minute(n: i64) -> Instant {
    Instant::from_secs(1_704_700_800 + n * 60)
}

/// Returns a ticket logged at minute 0, and events at the minutes that are given.
fn events(rest: &[(i64, EventData)]) -> Vec<Event> {
    let new = NewTicket {
        contract: "sesam".into(),
        plan: "partner".into(),
        severity: "critical".into(),
        channel: "email".into(),
        subject: "Sync lags".into(),
        ..NewTicket::default()
    };
    let mut events = new_events(&new, "", None, "anna", minute(0));
    let entered = |(at, what): &(i64, EventData)| Event {
        happened: minute(*at),
        recorded: minute(1000),
        by: "anna".into(),
        what: what.clone().into(),
    };
    events.extend(rest.iter().map(entered));
    events
}

fn fold(rest: &[(i64, EventData)]) -> Ticket {
    Ticket::fold(TicketId(7), &events(rest)).unwrap()
}

fn at(mark: Option<&EventMark>) -> Option<i64> {
    mark.map(|m| m.at.since(minute(0)) / 60)
}

fn severity(id: &str) -> EventData {
    EventData::SeveritySet(event::SeveritySet { severity: id.into() })
}

fn only_retracts(event: u32) -> EventData {
    EventData::Retracted(event::Retracted { event })
}

fn a_file(name: &str) -> FileRef {
    FileRef { sha256: FileHash::of(name.as_bytes()), name: name.into(), media_type: "text/plain".into(), size: 9 }
}

fn attached(names: &[&str]) -> EventData {
    EventData::Attached(event::Attached { files: names.iter().copied().map(a_file).collect() })
}

#[test]
fn a_ticket_has_the_files_that_stand_in_their_order() {
    let names = |ticket: &Ticket| ticket.files.iter().map(|file| file.name.clone()).collect::<Vec<_>>();
    let steps = [(1, attached(&["a.log", "b.log"])), (2, attached(&["c.log"]))];
    assert_eq!(names(&fold(&steps)), ["a.log", "b.log", "c.log"]);
    let undone = [&steps[..], &[(3, only_retracts(2))]].concat();
    assert_eq!(names(&fold(&undone)), ["c.log"]);
    let again = [&undone[..], &[(4, only_retracts(4))]].concat();
    assert_eq!(names(&fold(&again)), ["a.log", "b.log", "c.log"]);
}

#[test]
fn the_files_stay_with_a_ticket_that_comes_back() {
    let closed = EventData::Closed(event::Closed { reason: None, words: None });
    let back = fold(&[(1, attached(&["a.log"])), (2, EventData::Fixed), (3, closed), (4, EventData::CameBack)]);
    assert_eq!((back.files, back.rounds[0].files.len()), (vec![a_file("a.log")], 0));
}

#[test]
fn a_closed_ticket_takes_files_and_a_withdrawn_one_does_not() {
    let check = |events: &[Event], what: &EventData| {
        check_event(&Ticket::fold(TicketId(7), events).unwrap(), Some(&SESAM), what, minute(60), minute(60))
    };
    let closed = events(&[(1, EventData::Closed(event::Closed { reason: None, words: None }))]);
    assert_eq!(check(&closed, &attached(&["a.log"])), Ok(()));
    assert!(check(&events(&[(1, only_retracts(0))]), &attached(&["a.log"])).is_err());
    assert_eq!(check(&closed, &attached(&[])).unwrap_err().message, "there is no file to attach");
    let many = check(&closed, &attached(&["a"; event::MOST_FILES + 1])).unwrap_err();
    assert_eq!(many.message, "101 files are more than the 100 that can be attached at once");
    assert!(check(&closed, &attached(&["../a"])).is_err());
}

#[test]
fn a_new_ticket() {
    let ticket = fold(&[]);
    assert_eq!((ticket.status(), ticket.is_open(), ticket.revision), (Status::New, true, 2));
    assert_eq!((ticket.plan.as_str(), ticket.severity.as_str()), ("partner", "critical"));
    assert_eq!(ticket.reports, [Report { at: minute(0), channel: "email".into() }]);
    assert_eq!((ticket.reported(), &ticket.logged.by), (minute(0), &"anna".to_owned()));
}

#[test]
fn events_that_do_not_begin_with_logging_are_no_ticket() {
    assert_eq!(Ticket::fold(TicketId(1), &[]), None);
    assert_eq!(Ticket::fold(TicketId(1), &events(&[])[1..]), None);
    assert!(Record::new(TicketId(1), vec![]).is_none());
    assert!(!is_at_hand(&[]));
}

#[test]
fn a_life_in_one_word_after_another() {
    let steps = [
        (EventData::Responded, Status::Responded),
        (EventData::WorkStarted, Status::InWork),
        (EventData::WorkaroundGiven, Status::WorkedAround),
        (EventData::Fixed, Status::Fixed),
        (EventData::Closed(event::Closed { reason: Some(BreachReason::Vendors), words: None }), Status::Closed),
        (EventData::Reopened, Status::WorkedAround),
    ];
    let mut done = Vec::new();
    for (minute, (what, status)) in (1..).zip(steps) {
        done.push((minute, what));
        let ticket = fold(&done);
        assert_eq!(ticket.status(), status);
        assert_eq!(ticket.is_open(), status != Status::Closed);
        assert_eq!(is_at_hand(&events(&done)), ticket.is_open());
        assert_eq!(ticket.breach_reason.is_some(), status == Status::Closed);
    }
}

#[test]
fn of_two_moments_the_earlier_counts_whichever_was_entered_first() {
    for (what, read) in [
        (EventData::Responded, (|t: &Ticket| t.responded.clone()) as fn(&Ticket) -> Option<EventMark>),
        (EventData::ReceiptConfirmed, |t| t.receipt.clone()),
        (EventData::WorkStarted, |t| t.work_started.clone()),
        (EventData::WorkaroundGiven, |t| t.workaround.clone()),
        (EventData::WorkaroundImpossible, |t| t.no_workaround.clone()),
        (EventData::Fixed, |t| t.fixed.clone()),
    ] {
        let late = fold(&[(30, what.clone()), (10, what.clone()), (20, what.clone())]);
        assert_eq!(at(read(&late).as_ref()), Some(10), "{what:?}");
        let without = fold(&[(30, what.clone()), (10, what.clone()), (20, what.clone()), (40, only_retracts(3))]);
        assert_eq!(at(read(&without).as_ref()), Some(20), "{what:?}");
    }
    let reports = fold(&[(-30, EventData::Reported(event::Reported { channel: "phone".into() }))]);
    assert_eq!(reports.reported(), minute(-30));
}

#[test]
fn work_begins_with_whatever_shows_it_first() {
    assert_eq!(at(fold(&[(20, EventData::Fixed)]).work_began()), Some(20));
    assert_eq!(at(fold(&[(20, EventData::Fixed), (15, EventData::WorkaroundGiven)]).work_began()), Some(15));
    assert_eq!(at(fold(&[(20, EventData::Fixed), (5, EventData::WorkStarted)]).work_began()), Some(5));
    assert_eq!(at(fold(&[(20, EventData::Fixed), (25, EventData::WorkStarted)]).work_began()), Some(20));
}

#[test]
fn reopening_takes_the_fix_back_and_leaves_that_work_had_begun() {
    let reopened = fold(&[
        (20, EventData::Fixed),
        (30, EventData::Closed(event::Closed { reason: None, words: None })),
        (40, EventData::Reopened),
    ]);
    assert_eq!((&reopened.fixed, &reopened.closed), (&None, &None));
    assert_eq!((at(reopened.work_began()), at(reopened.reopened.as_ref())), (Some(20), Some(40)));
    assert_eq!(reopened.corrected(), None);
    assert_eq!(reopened.status(), Status::InWork);
    let again = fold(&[(20, EventData::Fixed), (40, EventData::Reopened), (60, EventData::Fixed)]);
    assert_eq!(at(again.corrected()), Some(60));
    let undone = fold(&[(20, EventData::Fixed), (40, EventData::Reopened), (41, only_retracts(3))]);
    assert_eq!((at(undone.fixed.as_ref()), &undone.reopened), (Some(20), &None));
}

#[test]
fn a_retraction_and_a_retraction_of_it() {
    let done = [(10, EventData::Responded), (11, only_retracts(2)), (12, only_retracts(3)), (13, only_retracts(4))];
    for (events_in, stands) in [(1, true), (2, false), (3, true), (4, false)] {
        assert_eq!(fold(&done[..events_in]).responded.is_some(), stands, "{events_in}");
    }
    assert_eq!(live(&events(&done)), [true, true, false, true, false, true]);
}

#[test]
fn a_retraction_of_what_comes_after_it_or_is_not_there_takes_nothing_back() {
    let done = [(10, only_retracts(3)), (11, EventData::Responded), (12, only_retracts(4)), (13, only_retracts(99))];
    assert_eq!(live(&events(&done)), [true; 6]);
    assert!(fold(&done).responded.is_some());
}

#[test]
fn taking_the_logging_back_withdraws_it_until_that_is_retracted() {
    let withdrawn = fold(&[(1, only_retracts(0))]);
    assert_eq!((withdrawn.status(), withdrawn.is_open()), (Status::Withdrawn, false));
    let back = fold(&[(1, only_retracts(0)), (2, only_retracts(2))]);
    assert_eq!((back.status(), back.is_open()), (Status::New, true));
}

#[test]
fn plan_and_severity_are_known_for_every_moment() {
    let done = [
        (10, severity("error")),
        (20, EventData::PlanSet(event::PlanSet { plan: "customer".into() })),
        (30, severity("question")),
        // Entered last, though it happened before.
        (15, EventData::Responded),
    ];
    let ticket = fold(&done);
    let terms = |minutes: i64, place: u32| ticket.terms_at((minute(minutes), place));
    assert_eq!(terms(5, 5), ("partner", "critical"));
    assert_eq!(terms(10, 1), ("partner", "critical"));
    assert_eq!(terms(10, 5), ("partner", "error"));
    let answered = ticket.responded.as_ref().unwrap();
    assert_eq!(ticket.terms_at((answered.at, answered.place)), ("partner", "error"));
    assert_eq!(terms(20, 9), ("customer", "error"));
    assert_eq!(terms(30, 9), ("customer", "question"));
    let undone = fold(&[(10, severity("error")), (20, severity("question")), (21, only_retracts(2))]);
    let mark = |minutes| (minute(minutes), 9);
    assert_eq!(undone.terms_at(mark(15)).1, "critical");
    assert_eq!(undone.terms_at(mark(20)).1, "question");
    assert_eq!(fold(&[]).former, []);
}

#[test]
fn a_change_entered_late_holds_from_its_own_moment_on() {
    let ticket = fold(&[(30, severity("error")), (10, severity("question"))]);
    let mark = |minutes| (minute(minutes), 9);
    assert_eq!(ticket.severity, "question");
    assert_eq!(ticket.terms_at(mark(5)).1, "critical");
    assert_eq!(ticket.terms_at(mark(20)).1, "question");
    assert_eq!(ticket.terms_at(mark(40)).1, "question");
}

#[test]
fn waits_follow_one_another() {
    let (customer, vendor) = (Pause::WaitingCustomer, Pause::WaitingVendor);
    let waits = |done: &[(i64, EventData)]| -> Vec<(Pause, i64, Option<i64>)> {
        let minutes = |at: Instant| at.since(minute(0)) / 60;
        fold(done).waits.iter().map(|w| (w.on, minutes(w.from), w.to.map(minutes))).collect()
    };
    let first = (10, EventData::waiting(customer));
    assert_eq!(waits(std::slice::from_ref(&first)), [(customer, 10, None)]);
    assert_eq!(waits(&[first.clone(), (20, EventData::Resumed)]), [(customer, 10, Some(20))]);
    let over = [first.clone(), (20, EventData::waiting(vendor)), (30, EventData::Resumed), (40, EventData::Resumed)];
    assert_eq!(waits(&over), [(customer, 10, Some(20)), (vendor, 20, Some(30))]);
    assert_eq!(waits(&[first.clone(), (5, EventData::Resumed)]), [(customer, 10, Some(10))]);
    // The resuming is retracted: it waits on.
    assert!(fold(&[first, (20, EventData::Resumed), (21, only_retracts(3))]).waiting().is_some());
}

/// A fix and a closing end what is waited for; what was entered before that was so went on until it was resumed.
#[test]
fn waiting_ends_with_the_fix_and_with_the_closing() {
    let customer = Pause::WaitingCustomer;
    let end = |first: EventData, then: EventData| {
        let ticket = fold(&[(10, first), (20, then), (30, EventData::Reopened)]);
        (ticket.waits[0].to.map(|to| to.since(minute(0)) / 60), ticket.waiting().is_some())
    };
    let closed = EventData::Closed(event::Closed { reason: None, words: None });
    assert_eq!(end(EventData::waiting(customer), EventData::Fixed), (Some(20), false));
    assert_eq!(end(EventData::waiting(customer), closed.clone()), (Some(20), false));
    for then in [EventData::Fixed, closed] {
        assert_eq!(end(EventData::Waiting(event::Waiting { on: customer, until_fixed: false }), then), (None, true));
    }
    let undone = fold(&[(10, EventData::waiting(customer)), (20, EventData::Fixed), (21, only_retracts(3))]);
    assert!(undone.waiting().is_some(), "the fix is retracted, so it waits on");
}

/// Waiting that is entered after the fix and began before it ended with it, whichever was entered first.
#[test]
fn waiting_that_is_entered_late_ends_with_the_fix_that_is_there() {
    let customer = Pause::WaitingCustomer;
    let end = |done: &[(i64, EventData)]| fold(done).waits[0].to.map(|to| to.since(minute(0)) / 60);
    let closed = EventData::Closed(event::Closed { reason: None, words: None });
    let late = (11, EventData::waiting(customer));
    assert_eq!(end(&[(12, EventData::Fixed), late.clone()]), Some(12));
    assert_eq!(end(&[(12, EventData::Fixed), (14, closed.clone()), late.clone()]), Some(12), "the first end counts");
    assert_eq!(end(&[(10, EventData::Fixed), (14, closed), late.clone()]), Some(14), "the fix lies before it");
    assert_eq!(end(&[(11, EventData::Fixed), late.clone()]), None, "in the second of the fix it was entered behind it");
    assert_eq!(end(&[(12, EventData::Fixed), late, (20, only_retracts(2))]), None, "the fix is retracted");
    let old = EventData::Waiting(event::Waiting { on: customer, until_fixed: false });
    assert_eq!(end(&[(12, EventData::Fixed), (11, old)]), None, "of before it went on until somebody resumed it");
}

/// "Came back": the old fix stands, in a round that is put away as it was, and nothing of the new one has been done.
#[test]
fn coming_back_begins_a_round_and_leaves_the_one_before_as_it_was() {
    let closed = EventData::Closed(event::Closed { reason: Some(BreachReason::Ours), words: Some("late".into()) });
    let first = [(5, EventData::Responded), (20, EventData::Fixed), (30, closed)];
    let before = fold(&first);
    let back = fold(&[&first[..], &[(40, EventData::CameBack)]].concat());
    assert_eq!(
        (back.status(), at(back.came_back.as_ref()), back.round_began()),
        (Status::New, Some(40), Some(minute(40)))
    );
    assert_eq!((&back.responded, back.work_began(), back.corrected(), &back.closed), (&None, None, None, &None));
    assert_eq!((back.breach_reason, back.reported()), (None, minute(0)));
    let [round] = back.rounds.as_slice() else { panic!("{:?}", back.rounds) };
    assert_eq!(*round, before);
    // A second time; and the reopening that takes a fix back belongs to the round that goes on.
    let again = fold(
        &[
            &first[..],
            &[
                (40, EventData::CameBack),
                (50, EventData::Fixed),
                (60, EventData::CameBack),
                (70, EventData::Fixed),
                (80, EventData::Reopened),
            ],
        ]
        .concat(),
    );
    let fixes: Vec<_> = again.rounds.iter().map(|round| at(round.fixed.as_ref())).collect();
    assert_eq!((fixes, at(again.fixed.as_ref()), again.status()), (vec![Some(20), Some(50)], None, Status::InWork));
    let undone = fold(&[&first[..], &[(40, EventData::CameBack), (41, only_retracts(5))]].concat());
    assert_eq!((undone.status(), undone.rounds.len()), (Status::Closed, 0));
}

#[test]
fn what_else_is_kept() {
    let ticket = fold(&[
        (1, EventData::Assigned(event::Assigned { to: Some("bo".into()) })),
        (2, EventData::Escalated(event::Escalated { level: "lead".into(), to: None })),
        (3, EventData::Note(event::Note { text: "hm".into(), to_customer: false })),
        (4, EventData::Note(event::Note { text: "we are on it".into(), to_customer: true })),
        (5, EventData::TimeSpent(event::TimeSpent { minutes: 20, what: "looking".into(), unpaid: false })),
        (6, EventData::TimeSpent(event::TimeSpent { minutes: u32::MAX, what: "looking".into(), unpaid: false })),
        (7, EventData::Approved(event::Approved { reference: "mail".into() })),
        (8, EventData::PassedOn(event::PassedOn { supplier: "host".into() })),
        (9, EventData::SubjectSet(event::SubjectSet { subject: "Sync stands".into(), was: None })),
        (
            10,
            EventData::PrioritySet(event::PrioritySet {
                impact: "high".into(),
                urgency: "low".into(),
                severity: "error".into(),
            }),
        ),
    ]);
    assert_eq!((ticket.assignee.as_deref(), ticket.level.as_deref()), (Some("bo"), Some("lead")));
    assert_eq!((ticket.notes, ticket.last_told, ticket.minutes), (2, Some(minute(4)), 20 + u64::from(u32::MAX)));
    assert_eq!((ticket.approval.as_deref(), ticket.passed_on.as_deref()), (Some("mail"), Some("host")));
    assert_eq!((ticket.subject.as_str(), ticket.severity.as_str()), ("Sync stands", "error"));
    assert_eq!((ticket.impact.as_deref(), ticket.urgency.as_deref()), (Some("high"), Some("low")));
    let taken = fold(&[
        (1, EventData::Assigned(event::Assigned { to: Some("bo".into()) })),
        (2, EventData::Escalated(event::Escalated { level: "lead".into(), to: Some("cy".into()) })),
        (3, EventData::Excluded(event::Excluded { cause: "customer".into(), words: Some("it is theirs".to_owned()) })),
        (4, EventData::Included),
        (5, EventData::Assigned(event::Assigned { to: None })),
    ]);
    assert_eq!((taken.assignee, taken.exclusion), (None, None));
}

fn any_what() -> impl Strategy<Value = EventData> {
    prop_oneof![
        Just(EventData::Reported(event::Reported { channel: "phone".into() })),
        Just(EventData::ReceiptConfirmed),
        Just(EventData::Responded),
        Just(EventData::WorkStarted),
        Just(EventData::WorkaroundGiven),
        Just(EventData::WorkaroundImpossible),
        Just(EventData::Fixed),
        Just(EventData::RootCauseExplained(event::RootCauseExplained { text: Some("A full disk".into()) })),
        Just(EventData::Closed(event::Closed { reason: None, words: None })),
        Just(EventData::Reopened),
        Just(EventData::CameBack),
        Just(EventData::Waiting(event::Waiting { on: Pause::WaitingCustomer, until_fixed: false })),
        prop::sample::select(vec!["critical", "error", "question"]).prop_map(severity),
        prop::sample::select(vec!["partner", "customer"])
            .prop_map(|p| EventData::PlanSet(event::PlanSet { plan: p.into() })),
        Just(EventData::SubjectSet(event::SubjectSet { subject: "Other".into(), was: None })),
        (prop::option::of(Just("Kari".to_owned())), prop::option::of(1..3_u64)).prop_map(|(customer, record)| {
            let person = record.filter(|_| customer.is_some()).map(LedgerRecordId);
            let organisation = record.map(LedgerRecordId);
            EventData::CustomerSet(event::CustomerSet { customer, person, organisation, was: None })
        }),
        (prop::sample::select(vec![None, Some("error")]), prop::option::of(-90..0_i64)).prop_map(|(severity, at)| {
            EventData::ReportCorrected(Box::new(event::ReportCorrected {
                severity: severity.map(str::to_owned),
                plan: Some("partner".into()),
                reported: at.map(minute),
                ..event::ReportCorrected::default()
            }))
        }),
        prop::option::of(Just("bo".to_owned())).prop_map(|to| EventData::Assigned(event::Assigned { to })),
        Just(EventData::Escalated(event::Escalated { level: "lead".into(), to: Some("cy".into()) })),
        Just(EventData::Excluded(event::Excluded { cause: "customer".into(), words: Some("it is theirs".to_owned()) })),
        Just(EventData::Included),
        Just(EventData::waiting(Pause::WaitingCustomer)),
        Just(EventData::waiting(Pause::WaitingVendor)),
        Just(EventData::Resumed),
        (prop::option::of(-50..90_i64), any::<bool>()).prop_map(|(until, keep_on_reply)| {
            EventData::Snoozed(event::Snoozed { until: until.map(minute), keep_on_reply })
        }),
        Just(EventData::Woken),
        any::<bool>().prop_map(|off| EventData::Followed(event::Followed { who: "ola".into(), off })),
        any::<bool>().prop_map(|to_customer| EventData::Note(event::Note { text: "A note".into(), to_customer })),
        prop::sample::select(event::MessageDirection::ALL.to_vec()).prop_map(|direction| {
            EventData::Message(event::Message { direction, text: "Hello".into(), ..event::Message::default() })
        }),
        Just(EventData::Described(event::Described { text: "Nothing flows".into(), text_file: None })),
        Just(EventData::Attached(event::Attached { files: vec![a_file("error.log")] })),
        Just(EventData::TimeSpent(event::TimeSpent { minutes: 5, what: "looking".into(), unpaid: false })),
        Just(EventData::Approved(event::Approved { reference: "mail".into() })),
        Just(EventData::PassedOn(event::PassedOn { supplier: "host".into() })),
        prop::option::of(Just("INC0012345".to_owned()))
            .prop_map(|case| EventData::VendorCaseSet(event::VendorCaseSet { case })),
        (1..4_u64, prop::sample::select(event::LinkKind::ALL.to_vec()), any::<bool>())
            .prop_map(|(to, how, off)| EventData::Linked(event::Linked { to: TicketId(to), how, off })),
        Just(EventData::MergedInto(event::MergedInto { into: TicketId(3) })),
        (-90..0_i64).prop_map(|at| {
            let reports = vec![Report { at: minute(at), channel: "phone".into() }];
            EventData::MergedFrom(event::MergedFrom {
                from: TicketId(4),
                reports,
                minutes: 5,
                paid: Vec::new(),
                vendor_case: None,
            })
        }),
        prop::sample::subsequence(vec!["disk", "full", "slow"], 1..3).prop_flat_map(|tags| {
            let tags: Vec<String> = tags.into_iter().map(str::to_owned).collect();
            any::<bool>().prop_map(move |on| {
                let (add, remove) = if on { (tags.clone(), Vec::new()) } else { (Vec::new(), tags.clone()) };
                EventData::Tagged(event::Tagged { add, remove })
            })
        }),
        (0..24_u32).prop_map(only_retracts),
    ]
}

prop_compose! {
    /// Makes events that the checks let through, entered on time or late.
    fn allowed()(steps in prop::collection::vec((any_what(), 0..60_i64, prop::bool::weighted(0.3)), 0..24)) -> Vec<Event> {
        let mut events = events(&[]);
        let mut clock = 0;
        for (what, minutes, late) in steps {
            clock += minutes;
            let happened = minute(if late { clock - 45 } else { clock });
            let ticket = Ticket::fold(TicketId(7), &events).unwrap();
            if check_event(&ticket, Some(&SESAM), &what, happened, minute(clock)).is_ok() {
                events.push(Event { happened, recorded: minute(clock), by: "anna".into(), what: what.into() });
            }
        }
        events
    }
}

/// Returns the state but for the count of events.
fn state(events: &[Event]) -> Ticket {
    Ticket { revision: 0, ..Ticket::fold(TicketId(7), events).unwrap() }
}

fn with(events: &[Event], what: EventData) -> Vec<Event> {
    let last = events.last().unwrap().recorded;
    let mut events = events.to_vec();
    events.push(Event { happened: last, recorded: last, by: "anna".into(), what: what.into() });
    events
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn the_same_events_make_the_same_ticket(events in allowed()) {
        prop_assert_eq!(state(&events), state(&events.clone()));
        prop_assert_eq!(Ticket::fold(TicketId(7), &events).unwrap().revision as usize, events.len());
        // A record that was written and read again is the same one.
        let read: Vec<Event> = serde_json::from_str(&serde_json::to_string(&events).unwrap()).unwrap();
        prop_assert_eq!(&read, &events);
    }

    #[test]
    fn taking_an_event_back_is_as_though_it_had_never_been(events in allowed(), which in any::<prop::sample::Index>()) {
        // Not the logging, without which there is no ticket, and only what still stands can be retracted.
        let place = 1 + which.index(events.len() - 1);
        if live(&events)[place] {
            let mut without = events.clone();
            // In its place, what does nothing: the places of the others stay what they are.
            without[place].what = only_retracts(u32::MAX).into();
            prop_assert_eq!(state(&with(&events, only_retracts(place as u32))), state(&without));
        }
    }

    #[test]
    fn undone_and_done_again_is_as_before(events in allowed(), which in any::<prop::sample::Index>()) {
        let place = which.index(events.len());
        if live(&events)[place] {
            let undone = with(&events, only_retracts(place as u32));
            let again = with(&undone, only_retracts(events.len() as u32));
            prop_assert_eq!(state(&again), state(&events));
            let undone_again = with(&again, only_retracts(undone.len() as u32));
            prop_assert_eq!(state(&undone_again), state(&undone));
        }
    }

    #[test]
    fn what_the_checks_let_through_makes_sense(events in allowed()) {
        let ticket = state(&events);
        prop_assert!(ticket.waits.iter().rev().skip(1).all(|w| w.to.is_some()));
        prop_assert!(ticket.waits.iter().all(|w| w.to.is_none_or(|to| to >= w.from)));
        prop_assert_eq!(ticket.is_open(), is_at_hand(&events));
        prop_assert!(ticket.work_began().is_none_or(|w| ticket.corrected().is_none_or(|c| w.at <= c.at)));
    }
}

fn said_by_customer(keeps_waiting: bool) -> EventData {
    let message = event::Message { text: "It works".into(), keeps_waiting, ..event::Message::default() };
    EventData::Message(message)
}

#[test]
fn a_customers_word_ends_the_waiting_for_them_when_it_came() {
    let waiting = |on| EventData::waiting(on);
    let wait = |events: &[(i64, EventData)]| fold(events).waits.last().copied().map(|wait| wait.to);
    let customer = Pause::WaitingCustomer;
    assert_eq!(wait(&[(5, waiting(customer)), (9, said_by_customer(false))]), Some(Some(minute(9))));
    assert_eq!(wait(&[(5, waiting(customer)), (9, said_by_customer(true))]), Some(None), "the desk goes on waiting");
    assert_eq!(wait(&[(5, waiting(customer)), (3, said_by_customer(false))]), Some(None), "that was before");
    assert_eq!(wait(&[(5, waiting(Pause::WaitingVendor)), (9, said_by_customer(false))]), Some(None));
    for direction in [event::MessageDirection::Out, event::MessageDirection::VendorIn] {
        let other = EventData::Message(event::Message { direction, text: "x".into(), ..event::Message::default() });
        assert_eq!(wait(&[(5, waiting(customer)), (9, other)]), Some(None), "{direction:?}");
    }
}

#[test]
fn a_message_to_the_customer_is_a_word_to_them_and_others_are_not() {
    for direction in event::MessageDirection::ALL {
        let message = event::Message { direction, text: "x".into(), ..event::Message::default() };
        let told = fold(&[(7, EventData::Message(message))]).last_told;
        assert_eq!(told, (direction == event::MessageDirection::Out).then(|| minute(7)), "{direction:?}");
    }
}
