mod reopenings;

use std::sync::{Arc, LazyLock};

use super::super::{BreachReason, TicketId};
use super::*;
use crate::contract::{Book, Pause};
use crate::ticket::event;

static BOOK: LazyLock<Book> = LazyLock::new(Book::built_in);

fn contract(id: &str) -> Arc<Contract> {
    BOOK.get(id).unwrap().clone()
}

fn minute(n: i64) -> Instant {
    Instant::from_secs(1_704_700_800 + n * 60)
}

fn new(contract: &str, plan: &str, severity: &str, channel: &str) -> NewTicket {
    let step = |step: &str| (contract == "missoun").then(|| step.to_owned());
    NewTicket {
        impact: step(if severity == "medium" { "high" } else { severity }),
        urgency: step(if severity == "medium" { "low" } else { severity }),
        contract: contract.into(),
        plan: plan.into(),
        severity: severity.into(),
        channel: channel.into(),
        subject: "Shop down".into(),
        ..NewTicket::default()
    }
}

fn partner() -> NewTicket {
    new("sesam", "partner", "critical", "email")
}

/// Returns a ticket logged at minute 0, with what is entered at the minutes that are given.
fn ticket(new: &NewTicket, done: &[(i64, EventData)]) -> Ticket {
    let mut events = new_events(new, "", None, "anna", minute(0));
    let event = |(at, what): &(i64, EventData)| Event {
        happened: minute(*at),
        recorded: minute(*at),
        by: "anna".into(),
        what: what.clone().into(),
    };
    events.extend(done.iter().map(event));
    Ticket::fold(TicketId(7), &events).unwrap()
}

/// Returns what is said to `what` at minute 100 of minute 200; empty if it is let through.
fn said(new: &NewTicket, done: &[(i64, EventData)], what: &EventData) -> String {
    said_at(new, done, what, 100)
}

fn said_at(new: &NewTicket, done: &[(i64, EventData)], what: &EventData, at: i64) -> String {
    let contract = contract(&new.contract);
    let checked = check_event(&ticket(new, done), Some(&contract), what, minute(at), minute(200));
    checked.err().map_or_else(String::new, |refusal| refusal.to_string())
}

fn s(text: &str) -> String {
    text.to_owned()
}

const CLOSED: EventData = EventData::Closed(event::Closed { reason: None, words: None });
const ON_CUSTOMER: EventData = EventData::waiting(Pause::WaitingCustomer);
const ON_VENDOR: EventData = EventData::waiting(Pause::WaitingVendor);

fn excluded_for(cause: &str) -> EventData {
    EventData::Excluded(event::Excluded { cause: s(cause), words: Some(s("it is theirs")) })
}

fn priority(impact: &str, urgency: &str, severity: &str) -> EventData {
    EventData::PrioritySet(event::PrioritySet { impact: s(impact), urgency: s(urgency), severity: s(severity) })
}

#[test]
fn what_may_happen_to_an_open_ticket() {
    for what in [
        EventData::Reported(event::Reported { channel: s("phone") }),
        // The agreement does not take it, and yet it happened.
        EventData::Reported(event::Reported { channel: s("chat") }),
        EventData::ReceiptConfirmed,
        EventData::Responded,
        EventData::WorkStarted,
        EventData::WorkaroundGiven,
        EventData::WorkaroundImpossible,
        EventData::Fixed,
        EventData::RootCauseExplained(event::RootCauseExplained { text: Some(s("a full disk\nof logs")) }),
        EventData::RootCauseExplained(event::RootCauseExplained::default()),
        EventData::SeveritySet(event::SeveritySet { severity: s("error") }),
        EventData::PlanSet(event::PlanSet { plan: s("customer") }),
        EventData::SubjectSet(event::SubjectSet { subject: s("Another"), was: None }),
        EventData::Assigned(event::Assigned { to: Some(s("bo")) }),
        EventData::Escalated(event::Escalated { level: s("lead"), to: Some(s("cy")) }),
        excluded_for("customer"),
        ON_CUSTOMER,
        EventData::Note(event::Note { text: s("two\nlines"), to_customer: true }),
        EventData::TimeSpent(event::TimeSpent { minutes: 1, what: s("looking"), unpaid: false }),
        EventData::PassedOn(event::PassedOn { supplier: s("host") }),
        EventData::Retracted(event::Retracted { event: 1 }),
    ] {
        assert_eq!(said(&partner(), &[], &what), "", "{what:?}");
    }
}

#[test]
fn nothing_happens_in_the_future_before_the_report_or_outside_the_years() {
    let refused = |at| said_at(&partner(), &[], &EventData::Responded, at);
    assert_eq!(refused(0), "");
    assert_eq!(refused(200), "");
    assert_eq!(refused(201), "that is in the future; give a time that has passed, or leave it out for now");
    assert_eq!(refused(-1), "that is before it was reported; give a time between the report and now");
    assert_eq!(refused(-100_000_000), "that is outside the years 1980 to 2100; give a time in these years");
    // An earlier report that comes to light is what moves the report itself.
    assert_eq!(said_at(&partner(), &[], &EventData::Reported(event::Reported { channel: s("phone") }), -30), "");
    let earlier = [(-30, EventData::Reported(event::Reported { channel: s("phone") }))];
    assert_eq!(said_at(&partner(), &earlier, &EventData::Responded, -20), "");
}

/// What has happened, what is tried, and what is said to it.
type Refused = (Vec<(i64, EventData)>, EventData, &'static str);

fn of_what_happened() -> Vec<Refused> {
    vec![
        (vec![], ticket_logged(), "a ticket is logged once; log a new one"),
        (
            vec![],
            EventData::Reported(event::Reported { channel: s("a\u{1b}[2J") }),
            "the channel cannot be used: it has a control character (U+001B) at place 2; take it out",
        ),
        (
            vec![],
            EventData::Reported(event::Reported { channel: s("phoen") }),
            "there is no channel `phoen`; give one of phone, email, web, chat, portal",
        ),
        (
            vec![(50, EventData::Responded)],
            EventData::Responded,
            "it is answered already (entered by anna); undo that first to enter it anew",
        ),
        (
            vec![(50, EventData::ReceiptConfirmed)],
            EventData::ReceiptConfirmed,
            "it is acknowledged already (entered by anna); undo that first to enter it anew",
        ),
        (
            vec![(50, EventData::WorkStarted)],
            EventData::WorkStarted,
            "it is in work already (entered by anna); undo that first to enter it anew",
        ),
        (
            vec![(50, EventData::Fixed)],
            EventData::WorkStarted,
            "it is in work already (entered by anna); undo that first to enter it anew",
        ),
        (
            vec![(50, EventData::WorkaroundGiven)],
            EventData::WorkaroundGiven,
            "it is worked around already (entered by anna); undo that first to enter it anew",
        ),
        (
            vec![(50, EventData::WorkaroundGiven)],
            EventData::WorkaroundImpossible,
            "a workaround stands already; undo that first if it does not hold",
        ),
        (
            vec![(50, EventData::WorkaroundImpossible)],
            EventData::WorkaroundImpossible,
            "it is without a possible workaround already (entered by anna); undo that first to enter it anew",
        ),
        (
            vec![(50, EventData::Fixed)],
            EventData::WorkaroundImpossible,
            "it is fixed already (entered by anna); undo that first to enter it anew",
        ),
        (
            vec![(50, EventData::SeveritySet(event::SeveritySet { severity: s("question") }))],
            EventData::WorkaroundImpossible,
            "this agreement promises no other correction time without a workaround; write a note instead",
        ),
        (
            vec![(50, EventData::Fixed)],
            EventData::Fixed,
            "it is fixed already (entered by anna); undo that first to enter it anew",
        ),
        (
            vec![(50, EventData::Fixed), (150, EventData::Reopened)],
            EventData::Fixed,
            "that is before it was reopened; give a later time",
        ),
    ]
}

fn of_the_end() -> Vec<Refused> {
    vec![
        (vec![], CLOSED, "#7 still has to meet its work start; record that work began first (start)"),
        (
            vec![(50, EventData::WorkStarted)],
            CLOSED,
            "#7 still has to meet its correction; record the fix or the workaround first (fix)",
        ),
        (
            vec![(50, EventData::WorkStarted), (150, EventData::Fixed)],
            CLOSED,
            "that is before it was corrected; give a later time",
        ),
        (vec![(150, EventData::Fixed)], CLOSED, "that is before it was in work; give a later time"),
        (
            vec![(150, EventData::Responded), (50, EventData::Fixed)],
            CLOSED,
            "that is before it was answered; give a later time",
        ),
        (
            vec![(50, EventData::WorkaroundGiven), (150, EventData::Fixed)],
            CLOSED,
            "that is before it was fixed; give a later time",
        ),
        (
            vec![(50, EventData::WorkaroundGiven), (60, EventData::Fixed), (150, EventData::Reopened)],
            CLOSED,
            "that is before it was reopened; give a later time",
        ),
        (vec![], EventData::Reopened, "#7 is neither fixed nor closed; there is nothing to reopen"),
        (vec![(150, EventData::Fixed)], EventData::Reopened, "that is before it was fixed; give a later time"),
        (
            vec![(50, EventData::Fixed), (150, CLOSED)],
            EventData::Reopened,
            "that is before it was closed; give a later time",
        ),
    ]
}

fn of_settings() -> Vec<Refused> {
    vec![
        (
            vec![],
            EventData::SeveritySet(event::SeveritySet { severity: s("nonsense\u{202E}") }),
            "sesam has no severity `nonsense`; it has critical, error, question",
        ),
        (
            vec![],
            EventData::SeveritySet(event::SeveritySet { severity: s("critical") }),
            "it is at severity critical already; choose another",
        ),
        (
            vec![],
            EventData::PlanSet(event::PlanSet { plan: s("gold") }),
            "sesam has no plan `gold`; it has partner, customer",
        ),
        (
            vec![],
            EventData::PlanSet(event::PlanSet { plan: s("partner") }),
            "it is in plan partner already; choose another",
        ),
        (
            vec![],
            priority("high", "low", "error"),
            "sesam does not work with impact and urgency; choose the severity itself",
        ),
        (
            vec![],
            EventData::SubjectSet(event::SubjectSet { subject: s(" "), was: None }),
            "the subject cannot be used: there is no text in it; write a few words",
        ),
        (
            vec![(50, EventData::Assigned(event::Assigned { to: Some(s("bo")) }))],
            EventData::Assigned(event::Assigned { to: Some(s("bo")) }),
            "it is assigned to bo already; choose another",
        ),
        (vec![], EventData::Assigned(event::Assigned { to: None }), "#7 is unassigned; there is no assignee to remove"),
        (
            vec![],
            EventData::Assigned(event::Assigned { to: Some(s("")) }),
            "the assignee cannot be used: there is no text in it; write a few words",
        ),
        (
            vec![],
            EventData::Escalated(event::Escalated { level: s(""), to: None }),
            "the level cannot be used: there is no text in it; write a few words",
        ),
        (
            vec![],
            EventData::Escalated(event::Escalated { level: s("lead"), to: Some(s("a\nb")) }),
            "the assignee cannot be used: it has a control character (U+000A) at place 2; take it out",
        ),
    ]
}

fn of_waiting_and_records() -> Vec<Refused> {
    vec![
        (vec![], excluded_for("weather"), "sesam has no cause `weather`; it has customer, environment"),
        (
            vec![(50, excluded_for("customer"))],
            excluded_for("environment"),
            "it is excluded already (entered by anna); undo that first to enter it anew",
        ),
        (vec![], EventData::Included, "#7 is not excluded; there is nothing to include again"),
        (vec![(50, ON_CUSTOMER)], ON_CUSTOMER, "#7 is waiting on them already; resume it first"),
        (vec![(150, ON_CUSTOMER)], ON_VENDOR, "that is before the waiting began; give a later time"),
        (vec![], EventData::Resumed, "#7 is not waiting; there is nothing to resume"),
        (vec![(150, ON_CUSTOMER)], EventData::Resumed, "that is before the waiting began; give a later time"),
        (
            vec![],
            EventData::Note(event::Note { text: s("\u{9b}2J"), to_customer: false }),
            "the note cannot be used: it has a control character (U+009B) at place 1; take it out",
        ),
        (
            vec![],
            EventData::TimeSpent(event::TimeSpent { minutes: 0, what: s("a"), unpaid: false }),
            "there is no time to book; give at least one minute",
        ),
        (vec![], EventData::TimeSpent(event::TimeSpent { minutes: 1_440, what: s("a"), unpaid: false }), ""),
        (
            vec![],
            EventData::TimeSpent(event::TimeSpent { minutes: 1_441, what: s("a"), unpaid: true }),
            "1441 minutes are more than a day, which has 1440; book each day by itself",
        ),
        (
            vec![],
            EventData::TimeSpent(event::TimeSpent { minutes: 5, what: s(""), unpaid: false }),
            "the text cannot be used: there is no text in it; write a few words",
        ),
        (
            vec![],
            EventData::Approved(event::Approved { reference: s("mail") }),
            "this agreement asks for no approval of paid work; write a note instead",
        ),
        (
            vec![],
            EventData::PassedOn(event::PassedOn { supplier: "x".repeat(201) }),
            "the supplier cannot be used: it has 201 characters, the longest is 200; put the rest into a note",
        ),
        (vec![], EventData::Retracted(event::Retracted { event: 2 }), "#7 has no event 2; retract one that it has"),
    ]
}

fn ticket_logged() -> EventData {
    new_events(&partner(), "", None, "anna", minute(0)).remove(0).action().unwrap().clone()
}

#[test]
fn every_refusal_says_what_is_wrong_and_what_to_do() {
    let refusals =
        [of_what_happened(), of_the_end(), of_settings(), of_waiting_and_records(), reopenings::of_reopenings()];
    for (done, what, expected) in refusals.into_iter().flatten() {
        assert_eq!(said(&partner(), &done, &what), expected, "{what:?}");
    }
}

#[test]
fn an_earlier_moment_is_taken_though_a_later_one_is_there() {
    for what in [
        EventData::Responded,
        EventData::ReceiptConfirmed,
        EventData::WorkStarted,
        EventData::WorkaroundGiven,
        EventData::Fixed,
    ] {
        let done = [(150, what.clone())];
        assert_eq!(said(&partner(), &done, &what), "", "{what:?}");
        assert_ne!(said_at(&partner(), &done, &what, 150), "", "{what:?}");
    }
    assert_eq!(said(&partner(), &[(150, EventData::Fixed)], &EventData::WorkStarted), "");
}

#[test]
fn a_closed_ticket_takes_notes_time_and_reopening() {
    let done = [(10, EventData::WorkStarted), (20, EventData::Fixed), (30, CLOSED)];
    for what in [
        EventData::Reopened,
        EventData::Note(event::Note { text: s("afterwards"), to_customer: false }),
        EventData::TimeSpent(event::TimeSpent { minutes: 5, what: s("report"), unpaid: false }),
        EventData::Retracted(event::Retracted { event: 4 }),
    ] {
        assert_eq!(said(&partner(), &done, &what), "", "{what:?}");
    }
    for what in [
        EventData::Responded,
        CLOSED,
        EventData::Reported(event::Reported { channel: s("phone") }),
        excluded_for("customer"),
        ON_CUSTOMER,
    ] {
        assert_eq!(said(&partner(), &done, &what), "#7 is closed; reopen it first", "{what:?}");
    }
}

#[test]
fn a_withdrawn_ticket_takes_only_that_back() {
    let done = [(10, EventData::Retracted(event::Retracted { event: 0 }))];
    assert_eq!(said(&partner(), &done, &EventData::Retracted(event::Retracted { event: 2 })), "");
    for what in
        [EventData::Responded, EventData::Reopened, EventData::Note(event::Note { text: s("a"), to_customer: false })]
    {
        let expected = "#7 was withdrawn; undo the withdrawal first, or log a new one";
        assert_eq!(said(&partner(), &done, &what), expected, "{what:?}");
    }
}

#[test]
fn what_is_owed_is_asked_for_at_closing_and_nothing_else() {
    let reason = EventData::Closed(event::Closed { reason: Some(BreachReason::Ours), words: None });
    let markant = new("markant", "standard", "critical", "phone");
    assert_eq!(said(&markant, &[], &reason), "#7 still has to meet its response; record the answer first (respond)");
    let answered = [(10, EventData::Responded), (20, EventData::WorkStarted)];
    assert_eq!(said(&markant, &answered, &reason), "");
    assert_eq!(said(&markant, &[(10, excluded_for("customer"))], &CLOSED), "");
    let missoun = new("missoun", "standard", "high", "portal");
    assert_eq!(said(&missoun, &[], &CLOSED), "");
}

#[test]
fn the_sentence_of_a_closing_is_a_line_beside_a_reason() {
    let closed = |reason, words: &str| EventData::Closed(event::Closed { reason, words: Some(s(words)) });
    let missoun = new("missoun", "standard", "high", "portal");
    let ours = Some(BreachReason::Ours);
    assert_eq!(said(&missoun, &[], &closed(ours, "We slept")), "");
    let alone = "the sentence goes with a reason; say whose breach it is as well";
    assert_eq!(said(&missoun, &[], &closed(None, "We slept")), alone);
    let empty = "the reason cannot be used: there is no text in it; write a few words";
    assert_eq!(said(&missoun, &[], &closed(ours, " ")), empty);
    let two = "the reason cannot be used: it has a control character (U+000A) at place 3; take it out";
    assert_eq!(said(&missoun, &[], &closed(ours, "We\nslept")), two);
}

#[test]
fn without_its_contract_only_what_needs_none_is_checked() {
    let ticket = ticket(&partner(), &[]);
    let said = |what: EventData| {
        let refused = check_event(&ticket, None, &what, minute(1), minute(200)).err();
        refused.map_or_else(String::new, |r| r.to_string())
    };
    for what in [
        CLOSED,
        EventData::WorkaroundImpossible,
        EventData::SeveritySet(event::SeveritySet { severity: s("anything") }),
        EventData::PlanSet(event::PlanSet { plan: s("anything") }),
        excluded_for("anything"),
        priority("a", "b", "c"),
        EventData::Reported(event::Reported { channel: String::new() }),
    ] {
        assert_eq!(said(what.clone()), "", "{what:?}");
    }
    for what in [
        EventData::SeveritySet(event::SeveritySet { severity: s("\u{1b}c") }),
        EventData::PlanSet(event::PlanSet { plan: s("\u{1b}c") }),
        excluded_for("\u{1b}c"),
        priority("\u{1b}c", "b", "c"),
        priority("a", "\u{1b}c", "c"),
        priority("a", "b", "\u{1b}c"),
    ] {
        assert!(said(what.clone()).contains("control character (U+001B)"), "{what:?}");
    }
}

fn wrong(new: &NewTicket) -> Vec<String> {
    let told = |r: &Problem| format!("{}: {r}", r.field.map_or("", Field::key));
    check_new(new, &contract(&new.contract), minute(200)).iter().map(told).collect()
}

#[test]
fn a_new_ticket_that_can_be_logged() {
    let good = |change: fn(&mut NewTicket)| {
        let mut new = partner();
        change(&mut new);
        assert_eq!(wrong(&new), [""; 0]);
    };
    good(|_| {});
    good(|n| n.channel = s("chat"));
    good(|n| n.channel = String::new());
    good(|n| n.subject = s("店铺挂了 🛒 e\u{301}"));
    good(|n| n.subject = "å".repeat(200));
    good(|n| n.reported = Some(minute(200)));
    good(|n| n.note = Some(s("one\ntwo")));
    good(|n| (n.customer, n.assignee) = (Some(s("Kari")), Some(s("bo"))));
    let mut missoun = new("missoun", "standard", "medium", "portal");
    (missoun.impact, missoun.urgency) = (Some(s("high")), Some(s("low")));
    assert_eq!(wrong(&missoun), [""; 0]);
}

#[test]
fn everything_that_is_wrong_with_a_new_ticket_is_told_at_once() {
    let new = NewTicket {
        contract: s("sesam"),
        plan: s("gold"),
        severity: s("urgent"),
        channel: s("a\tb"),
        subject: "x".repeat(10_000),
        customer: Some(s("")),
        reported: Some(minute(201)),
        impact: Some(s("high")),
        note: Some(s(" \n")),
        assignee: Some(s("\u{2066}bo")),
        ..NewTicket::default()
    };
    assert_eq!(
        wrong(&new),
        [
            "plan: sesam has no plan `gold`; it has partner, customer",
            "severity: sesam has no severity `urgent`; it has critical, error, question",
            "subject: the subject cannot be used: it has 10000 characters, the longest is 200; put the rest into a note",
            "impact: sesam does not work with impact and urgency; choose the severity itself",
            "channel: the channel cannot be used: it has a control character (U+0009) at place 2; take it out",
            "customer: the customer cannot be used: there is no text in it; write a few words",
            "assignee: the assignee cannot be used: it has a control character (U+2066) at place 1; take it out",
            "note: the note cannot be used: there is no text in it; write a few words",
            "reported: that is in the future; give a time that has passed, or leave it out for now",
        ]
    );
}

#[test]
fn a_contracts_own_channel_is_known_and_a_mistyped_one_is_not() {
    let text = crate::contract::built_in_contracts()[0].text.replace("\"email\"]", "\"email\", \"fax\"]");
    let contract =
        crate::contract::read_contract("f", &text, &crate::contract::Book::built_in().calendars().clone()).unwrap();
    let said = |channel: &str| {
        let ticket = new("markant", "standard", "critical", channel);
        check_new(&ticket, &contract, minute(0)).first().map(ToString::to_string)
    };
    assert_eq!((said("fax"), said("web")), (None, None));
    let refused = "there is no channel `phoen`; give one of phone, email, fax, web, chat, portal";
    assert_eq!(said("phoen").as_deref(), Some(refused));
    let gone = ticket(&partner(), &[]);
    let any = EventData::Reported(event::Reported { channel: s("fax") });
    assert_eq!(check_event(&gone, None, &any, minute(100), minute(200)), Ok(()), "without the contract none is known");
}

mod decides;
mod new;
mod paid;
mod rounds;
