use super::*;
use crate::contract::{Pause, Promise, Promises, Within};
use crate::sla::fixture::{EIGHT, PAUSING, TicketCase, built_in, contract, reported};
use crate::ticket::event;
use crate::time::{ClockKind, Span, clock_text, parse_moment};

/// Returns what each event after the report did, in words; empty lines for those that did nothing.
fn told(case: &TicketCase) -> Vec<String> {
    let zone = case.contract.zone;
    let say = |at| clock_text(zone, at).replace(" Jan 2024", "");
    let changes = deadline_changes(TicketId(1), &case.events, &|_| Some(case.contract.clone()));
    assert_eq!(changes.len(), case.events.len());
    let line = |of: &Vec<DeadlineChange>| of.iter().map(|c| c.in_words(say)).collect::<Vec<_>>().join("; ");
    changes.iter().skip(2).map(line).collect()
}

fn severity(id: &str) -> EventData {
    EventData::SeveritySet(event::SeveritySet { severity: id.into() })
}

fn plan(id: &str) -> EventData {
    EventData::PlanSet(event::PlanSet { plan: id.into() })
}

fn channel(by: &str) -> EventData {
    EventData::Reported(event::Reported { channel: by.into() })
}

const fn back(event: u32) -> EventData {
    EventData::Retracted(event::Retracted { event })
}

const WAITING: EventData = EventData::waiting(Pause::WaitingCustomer);

/// Adds each event of the list and checks what it is to have done.
#[track_caller]
fn check(mut case: TicketCase, events: &[(&str, EventData, &str)]) {
    for (at, what, _) in events {
        case = case.then(&format!("2024-01-{at}"), what.clone());
    }
    let expected: Vec<&str> = events.iter().map(|(_, _, said)| *said).collect();
    assert_eq!(told(&case), expected);
}

fn markant(severity: &str, channel: &str) -> TicketCase {
    reported(&built_in("markant"), ("standard", severity), channel, "2024-01-08 09:00")
}

fn pausing(severity: &str) -> TicketCase {
    reported(&contract(PAUSING), ("one", severity), "phone", "2024-01-08 09:00")
}

#[test]
fn severity_up_and_down_and_retracted() {
    let up = "response: Mon 8 13:00 → Mon 8 11:00; work start: Tue 9 09:00 → Mon 8 13:00";
    let down = "response: Mon 8 11:00 → Thu 11 09:00; work start: Mon 8 13:00 → Fri 12 09:00";
    let undone = "response: Thu 11 09:00 → Mon 8 11:00; work start: Fri 12 09:00 → Mon 8 13:00";
    check(
        markant("serious", "phone"),
        &[
            ("08 09:30", severity("critical"), up),
            ("08 09:40", severity("minor"), down),
            ("08 09:45", back(3), undone),
            ("08 09:50", back(4), down),
        ],
    );
}

#[test]
fn another_plan_and_back() {
    check(
        markant("critical", "phone"),
        &[
            (
                "08 09:10",
                plan("extended"),
                "response: Mon 8 11:00 → Mon 8 09:30; work start: Mon 8 13:00 → Mon 8 11:00",
            ),
            ("08 09:20", back(2), "response: Mon 8 09:30 → Mon 8 11:00; work start: Mon 8 11:00 → Mon 8 13:00"),
        ],
    );
}

#[test]
fn a_call_later_starts_the_clocks_and_an_earlier_one_moves_them() {
    check(
        markant("critical", "email"),
        &[
            ("08 10:00", channel("email"), ""),
            (
                "08 11:00",
                channel("phone"),
                "response: not started → Mon 8 13:00; work start: not started → Mon 8 15:00",
            ),
            (
                "08 10:30",
                channel("phone"),
                "response: Mon 8 13:00 → Mon 8 12:30; work start: Mon 8 15:00 → Mon 8 14:30",
            ),
            ("08 12:00", back(4), "response: Mon 8 12:30 → Mon 8 13:00; work start: Mon 8 14:30 → Mon 8 15:00"),
            ("08 12:01", back(3), "response: Mon 8 13:00 → not started; work start: Mon 8 15:00 → not started"),
        ],
    );
}

#[test]
fn a_worse_severity_may_ask_for_a_call() {
    check(
        markant("serious", "email"),
        &[(
            "08 10:00",
            severity("critical"),
            "response: Mon 8 13:00 → not started; work start: Tue 9 09:00 → not started",
        )],
    );
}

#[test]
fn a_round_that_begins_and_a_deadline_that_lay_before_a_change() {
    check(
        markant("critical", "phone"),
        &[
            ("08 09:30", EventData::Responded, ""),
            ("08 10:00", EventData::Fixed, ""),
            ("09 09:00", EventData::CameBack, "response: met → Tue 9 11:00; work start: met → Tue 9 13:00"),
        ],
    );
    check(
        markant("serious", "phone"),
        &[
            (
                "08 12:00",
                severity("critical"),
                "response: Mon 8 13:00 → Mon 8 11:00, broken by the change; work start: Tue 9 09:00 → Mon 8 13:00",
            ),
            ("08 14:00", severity("serious"), ""),
        ],
    );
}

#[test]
fn what_was_met_stays_met_and_is_not_told() {
    check(
        markant("serious", "phone"),
        &[
            ("08 09:30", EventData::Responded, ""),
            ("08 10:00", severity("critical"), "work start: Tue 9 09:00 → Mon 8 13:00"),
            ("08 10:10", back(2), "response: met → Mon 8 11:00"),
        ],
    );
}

#[test]
fn impact_and_urgency_change_it_as_severity_does() {
    let set = EventData::PrioritySet(event::PrioritySet {
        impact: "high".into(),
        urgency: "high".into(),
        severity: "critical".into(),
    });
    let up = "response: Mon 8 13:00 → Mon 8 11:00; work start: Tue 9 09:00 → Mon 8 13:00";
    let down = "response: Mon 8 11:00 → Mon 8 13:00; work start: Mon 8 13:00 → Tue 9 09:00";
    check(markant("serious", "phone"), &[("08 09:30", set, up), ("08 09:31", back(2), down)]);
}

#[test]
fn the_fallback_and_back() {
    check(
        pausing("hours"),
        &[
            ("08 10:00", EventData::WorkaroundImpossible, "correction: Thu 11 09:00 → Mon 22 09:00"),
            ("08 11:00", back(2), "correction: Mon 22 09:00 → Thu 11 09:00"),
        ],
    );
}

#[test]
fn reopening_restores_the_old_deadline() {
    let closed = EventData::Closed(event::Closed { reason: None, words: None });
    check(
        pausing("hours"),
        &[
            ("08 09:30", EventData::Responded, ""),
            ("08 10:00", EventData::Fixed, ""),
            ("08 10:30", closed, ""),
            ("09 10:00", EventData::Reopened, "correction: met → Thu 11 09:00"),
            // Fixed and closed again, as though it had not been reopened.
            ("09 10:01", back(5), ""),
        ],
    );
}

#[test]
fn a_pause_is_told_where_it_ends_or_where_something_else_changes_the_deadline() {
    let long = "work start: Mon 8 13:00 → Mon 8 14:00; correction: Thu 11 09:00 → Thu 11 10:00";
    check(
        pausing("hours"),
        &[
            ("08 09:30", EventData::Responded, ""),
            ("08 10:00", WAITING, ""),
            ("08 10:30", EventData::Note(event::Note { text: "x".into(), to_customer: true }), ""),
            ("08 11:00", EventData::Resumed, long),
            ("08 12:00", WAITING, ""),
            (
                "08 13:00",
                severity("days"),
                "work start: Mon 8 14:00 → nothing promised; correction: Thu 11 10:00 → Wed 10 11:00",
            ),
            ("08 14:00", EventData::Resumed, "correction: Wed 10 11:00 → Wed 10 12:00"),
        ],
    );
    // Taken back while it goes on, nothing has moved.
    check(pausing("hours"), &[("08 10:00", WAITING, ""), ("08 11:00", back(2), "")]);
    let shorter = "response: Mon 8 14:00 → Mon 8 13:00; work start: Mon 8 14:00 → Mon 8 13:00; correction: Thu 11 10:00 → Thu 11 09:00";
    let longer = "response: Mon 8 13:00 → Mon 8 14:00; work start: Mon 8 13:00 → Mon 8 14:00; correction: Thu 11 09:00 → Thu 11 10:00";
    check(
        pausing("hours"),
        &[("08 10:00", WAITING, ""), ("08 11:00", EventData::Resumed, longer), ("08 12:00", back(2), shorter)],
    );
}

#[test]
fn exclusion_and_the_withdrawal_of_a_ticket() {
    let excluded =
        EventData::Excluded(event::Excluded { cause: "customer".into(), words: Some("it is theirs".to_owned()) });
    let off = "response: Mon 8 13:00 → excluded; work start: Tue 9 09:00 → excluded";
    let on = "response: excluded → Mon 8 13:00; work start: excluded → Tue 9 09:00";
    check(
        markant("serious", "phone"),
        &[
            ("08 09:30", excluded, off),
            ("08 09:40", EventData::Included, on),
            ("08 09:50", back(3), off),
            ("08 09:55", back(2), on),
            ("08 10:00", back(0), ""),
            ("08 10:10", back(6), ""),
        ],
    );
}

#[test]
fn a_release_without_a_date_and_house_targets() {
    let mut case = pausing("range");
    let hour = Promise::plain(Within::Span(Span::Time(3600)), ClockKind::Support);
    let asked = Promises { response: Some(hour), ..Promises::default() };
    let house = [("one".to_owned(), [("hours".to_owned(), asked)].into())].into();
    std::sync::Arc::make_mut(&mut case.contract).house.plans = house;
    let up = "response: Mon 8 15:00 → Mon 8 13:00; internal response: nothing promised → Mon 8 10:00; \
              work start: nothing promised → Mon 8 13:00; correction: no date → Thu 11 09:00";
    check(case, &[("08 09:30", severity("hours"), up)]);
}

#[test]
fn what_is_entered_late_counts_as_though_it_had_been_entered_then() {
    let mut case = markant("serious", "phone").then("2024-01-08 12:30", EventData::Responded);
    let late = |case: &TicketCase, happened: &str, what: EventData| Event {
        happened: case.at(happened),
        recorded: parse_moment("2024-01-08 14:00", case.contract.zone, Instant::FIRST).unwrap(),
        by: "agent1".into(),
        what: what.into(),
    };
    // Before the answer was given: it was late then, and met all the same.
    let event = late(&case, "2024-01-08 10:00", severity("critical"));
    case.events.push(event);
    assert_eq!(told(&case), ["", "work start: Tue 9 09:00 → Mon 8 13:00"]);
}

/// Where updates are promised, each word to the customer moves the next one; elsewhere a note moves nothing.
#[test]
fn a_word_to_the_customer_moves_the_next_update_and_what_counts_from_it() {
    let note = |to_customer| EventData::Note(event::Note { text: "x".into(), to_customer });
    let eight = reported(&contract(EIGHT), ("premium", "critical"), "phone", "2024-01-08 09:00");
    check(
        eight,
        &[
            ("08 09:30", EventData::ReceiptConfirmed, "update: Mon 8 10:00 → Mon 8 10:30"),
            ("08 09:40", note(false), ""),
            ("08 10:00", note(true), "update: Mon 8 10:30 → Mon 8 11:00"),
            ("08 10:10", EventData::Responded, "update: Mon 8 11:00 → Mon 8 11:10; correction: no date → Tue 9 10:10"),
            ("08 10:20", EventData::Fixed, "root cause: no date → Mon 15 10:20"),
            (
                "08 10:30",
                EventData::Reopened,
                "workaround: met → Mon 8 13:00; correction: met → Tue 9 10:10; fix: met → Mon 15 09:00; root cause: Mon 15 10:20 → no date",
            ),
        ],
    );
    check(markant("critical", "phone"), &[("08 09:30", note(true), ""), ("08 09:40", EventData::ReceiptConfirmed, "")]);
}
