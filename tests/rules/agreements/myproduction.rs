//! MyProduction: "Expected response times during the Support Window".

use frist::domain::ticket::{EventData, event};

use super::case::reported;

#[test]
fn a_response_in_time_and_one_too_late() {
    let start = "2024-01-08 15:30";
    let critical = || reported(("myproduction", "standard", "critical"), "chat", start);
    critical().runs(
        "response",
        &[
            (start, "running"),
            ("2024-01-08 18:00", "stopped: opens tomorrow 08:00"),
            ("2024-01-09 08:14:59", "running"),
            ("2024-01-09 08:15", "at_risk"),
            ("2024-01-09 08:30", "at_risk: due now"),
            ("2024-01-09 08:30:01", "breached: overdue by 1m"),
        ],
    );
    critical()
        .then("2024-01-09 08:30", EventData::Responded)
        .runs("response", &[("2024-01-09 09:00", "met: met today 08:30")]);
    critical()
        .then("2024-01-09 08:31", EventData::Responded)
        .runs("response", &[("2024-01-10 09:00", "met_late: met late, yesterday 08:31")]);
}

/// "Support Window": support hours, so 24 hours are three working days.
#[test]
fn twenty_four_hours_are_three_days_of_eight() {
    for (start, due, last) in [
        ("2024-01-08 08:00", "2024-01-10 16:00", "2024-01-11 08:00"),
        ("2024-01-08 12:00", "2024-01-11 12:00", "2024-01-11 12:00"),
        ("2024-01-12 16:00", "2024-01-17 16:00", "2024-01-18 08:00"),
        ("2024-12-23 12:00", "2024-12-30 12:00", "2024-12-30 12:00"),
    ] {
        let case = reported(("myproduction", "standard", "low"), "email", start);
        assert_eq!(case.due("response", start).as_deref(), Some(due), "{start}");
        assert_eq!(case.breach_after("response", start).as_deref(), Some(last), "{start}");
    }
}

/// "MyProduction will provide support via web tickets, chat, and email": not by phone.
#[test]
fn a_phone_call_starts_no_clock() {
    let called = reported(("myproduction", "standard", "high"), "phone", "2024-01-08 09:00")
        .runs("response", &[("2024-01-08 12:00", "no_clock: to be reported by web, chat or email")]);
    let mailed = called.then("2024-01-08 12:30", EventData::Reported(event::Reported { channel: "email".into() }));
    assert_eq!(mailed.due("response", "2024-01-08 13:00").as_deref(), Some("2024-01-08 14:30"));
}

/// Only a response is promised: nothing else keeps a ticket from being closed.
#[test]
fn an_answered_one_can_be_closed() {
    let mut case = reported(("myproduction", "standard", "low"), "web", "2024-01-08 09:00");
    let refused =
        case.try_then("2024-01-08 09:30", EventData::Closed(event::Closed { reason: None, words: None })).unwrap_err();
    assert_eq!(refused.to_string(), "#1 still has to meet its response; record the answer first (respond)");
    case.then("2024-01-08 10:00", EventData::Responded)
        .then("2024-01-08 10:00", EventData::Closed(event::Closed { reason: None, words: None }));
}
