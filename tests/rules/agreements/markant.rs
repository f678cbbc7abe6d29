//! Markant: "Rapportering av feil og responstider", "Ord og uttrykk".

use frist::domain::contract::TargetKind;
use frist::domain::sla::StateCounts;
use frist::domain::ticket::{EventData, event};

use super::case::reported;

const CRITICAL: (&str, &str, &str) = ("markant", "standard", "critical");
const SERIOUS: (&str, &str, &str) = ("markant", "standard", "serious");

fn phoned() -> EventData {
    EventData::Reported(event::Reported { channel: "phone".into() })
}

fn severity(id: &str) -> EventData {
    EventData::SeveritySet(event::SeveritySet { severity: id.into() })
}

/// "Ord og uttrykk", Responstid: the agreement's own example.
#[test]
fn two_hours_reported_at_16_is_10_on_the_next_ordinary_working_day() {
    for (reported_at, due) in [
        ("2024-01-09 16:00", "2024-01-10 10:00"),
        ("2024-01-05 16:00", "2024-01-08 10:00"),
        // Over Easter: Maundy Thursday to Easter Monday are holidays.
        ("2024-03-27 16:00", "2024-04-02 10:00"),
        // Over 17 May, a Friday, and Whit Monday.
        ("2024-05-16 16:00", "2024-05-21 10:00"),
        ("2024-12-31 16:00", "2025-01-02 10:00"),
    ] {
        let case = reported(CRITICAL, "phone", reported_at);
        assert_eq!(case.due("response", reported_at).as_deref(), Some(due), "{reported_at}");
        assert_eq!(case.breach_after("response", reported_at).as_deref(), Some(due), "{reported_at}");
    }
}

/// "Responstider": a day of the critical ones, told at each turn.
#[test]
fn a_critical_one_over_a_weekend() {
    reported(CRITICAL, "phone", "2024-01-05 15:00")
        .runs(
            "response",
            &[
                ("2024-01-05 15:00", "running"),
                ("2024-01-05 15:59:59", "running"),
                ("2024-01-05 16:00", "stopped: opens Mon 08:00"),
                ("2024-01-07 23:00", "stopped: opens tomorrow 08:00"),
                ("2024-01-08 08:00", "running"),
                ("2024-01-08 08:30", "at_risk"),
                ("2024-01-08 09:00", "at_risk: due now"),
                ("2024-01-08 09:00:01", "breached: overdue by 1m"),
                ("2024-01-08 16:30", "breached: overdue by 7h00"),
                ("2024-01-09 08:00", "breached: overdue by 7h00"),
            ],
        )
        .then("2024-01-09 09:00", EventData::Responded)
        .runs("response", &[("2024-01-09 09:00", "met_late: met late, today 09:00")]);
}

/// "Responstider": a promise that ends with the working day can be kept until support opens again.
#[test]
fn due_at_closing_and_met_before_the_next_opening_is_met() {
    let case = reported(CRITICAL, "phone", "2024-01-05 14:00").runs(
        "response",
        &[
            ("2024-01-05 15:59:59", "at_risk"),
            ("2024-01-05 16:00", "stopped: due, opens Mon 08:00"),
            ("2024-01-07 12:00", "stopped: due, opens tomorrow 08:00"),
            ("2024-01-08 08:00", "at_risk: due now"),
            ("2024-01-08 08:00:01", "breached: overdue by 1m"),
        ],
    );
    assert_eq!(case.due("response", "2024-01-05 14:00").as_deref(), Some("2024-01-05 16:00"));
    assert_eq!(case.breach_after("response", "2024-01-05 14:00").as_deref(), Some("2024-01-08 08:00"));
    case.then("2024-01-06 11:00", EventData::Responded)
        .runs("response", &[("2024-01-08 12:00", "met: met Sat 6 11:00")]);
}

/// "Kundestøtte": critical faults are always phoned in, and the response times hold only if that is done.
#[test]
fn a_critical_one_that_was_mailed_has_no_clock_until_it_is_phoned_in() {
    let mailed = reported(CRITICAL, "email", "2024-01-08 09:00").runs(
        "response",
        &[("2024-01-08 09:00", "no_clock: to be phoned"), ("2024-01-19 09:00", "no_clock: to be phoned")],
    );
    assert_eq!(mailed.due("work_start", "2024-01-19 09:00"), None);
    let count = StateCounts::of([&mailed.row("2024-01-08 10:00")]);
    assert_eq!((count.no_clock, count.total()), (1, 1));
    let phoned = mailed.then("2024-01-08 13:00", phoned()).runs("response", &[("2024-01-08 14:00", "running")]);
    assert_eq!(phoned.due("response", "2024-01-08 14:00").as_deref(), Some("2024-01-08 15:00"));
    assert_eq!(phoned.due("work_start", "2024-01-08 14:00").as_deref(), Some("2024-01-09 09:00"));
}

/// "Kundestøtte": a call that is entered late counts from when it came.
#[test]
fn a_call_entered_late_starts_the_clock_when_it_came() {
    let case = reported(CRITICAL, "email", "2024-01-08 09:00")
        .then("2024-01-08 13:00", phoned())
        .then("2024-01-08 08:30", phoned());
    assert_eq!(case.due("response", "2024-01-08 14:00").as_deref(), Some("2024-01-08 10:30"));
}

/// "Kundestøtte": requests come only by that email address or that telephone number.
#[test]
fn another_channel_than_email_and_phone_does_not_count() {
    for severity in ["serious", "minor"] {
        reported(("markant", "extended", severity), "chat", "2024-01-08 09:00")
            .runs("response", &[("2024-01-08 12:00", "no_clock: to be reported by phone or email")]);
    }
}

/// "Avviksklasser": a fault that turns out worse must be phoned in; one that turns out less bad need not.
#[test]
fn a_change_of_severity_asks_again_whether_the_channel_counts() {
    let case = reported(SERIOUS, "email", "2024-01-08 09:00");
    assert_eq!(case.due("response", "2024-01-08 09:30").as_deref(), Some("2024-01-08 13:00"));
    let worse = case
        .then("2024-01-08 10:00", severity("critical"))
        .runs("response", &[("2024-01-08 10:00", "no_clock: to be phoned")]);
    let better = worse.then("2024-01-08 11:00", severity("minor"));
    assert_eq!(better.due("response", "2024-01-08 11:00").as_deref(), Some("2024-01-11 09:00"));
}

/// "Responstider": what is not yet met is worked out again from the same report.
#[test]
fn a_change_of_severity_or_plan_counts_from_the_same_report() {
    let case = reported(SERIOUS, "phone", "2024-01-08 09:00");
    let worse = case.then("2024-01-08 10:00", severity("critical"));
    assert_eq!(worse.due("response", "2024-01-08 10:00").as_deref(), Some("2024-01-08 11:00"));
    assert_eq!(worse.due("work_start", "2024-01-08 10:00").as_deref(), Some("2024-01-08 13:00"));
    let other_plan = worse.then("2024-01-08 10:15", EventData::PlanSet(event::PlanSet { plan: "extended".into() }));
    assert_eq!(other_plan.due("response", "2024-01-08 10:15").as_deref(), Some("2024-01-08 09:30"));
    other_plan.runs("response", &[("2024-01-08 10:20", "breached: overdue by 5m, breached by the change today 10:15")]);
}

/// "Responstider": an answer that was in time stays in time, whatever the fault turns out to be; one that was late stays late.
#[test]
fn what_is_met_stays_met() {
    let in_time = reported(SERIOUS, "phone", "2024-01-08 09:00")
        .then("2024-01-08 12:30", EventData::Responded)
        .then("2024-01-08 12:45", severity("critical"))
        .then("2024-01-08 12:50", EventData::PlanSet(event::PlanSet { plan: "extended".into() }))
        .runs("response", &[("2024-01-08 12:50", "met: met today 12:30")]);
    assert_eq!(in_time.due("response", "2024-01-08 13:00").as_deref(), Some("2024-01-08 13:00"));
    assert_eq!(in_time.due("work_start", "2024-01-08 13:00").as_deref(), Some("2024-01-08 11:00"));
    let told = in_time.account(TargetKind::Response, "2024-01-08 13:00");
    assert!(told.contains("Standard, Serious") && told.contains("so what was promised then holds"), "{told}");

    let late = reported(CRITICAL, "phone", "2024-01-08 09:00")
        .then("2024-01-08 11:30", EventData::Responded)
        .then("2024-01-08 12:00", severity("minor"));
    late.runs("response", &[("2024-01-08 12:00", "met_late: met late, today 11:30")]);
}

/// "Responstider": an answer entered after the change, though it came before it, counts by what held when it came.
#[test]
fn an_answer_entered_late_counts_by_the_severity_of_its_own_moment() {
    reported(SERIOUS, "phone", "2024-01-08 09:00")
        .then("2024-01-08 12:45", severity("critical"))
        .then("2024-01-08 12:30", EventData::Responded)
        .runs("response", &[("2024-01-08 13:00", "met: met today 12:30")]);
    reported(SERIOUS, "phone", "2024-01-08 09:00")
        .then("2024-01-08 12:15", severity("critical"))
        .then("2024-01-08 12:30", EventData::Responded)
        .runs(
            "response",
            &[("2024-01-08 13:00", "met_late: met late, today 12:30, breached by the change today 12:15")],
        );
}

/// In the same second the order of entry decides.
#[test]
fn an_answer_and_a_change_in_one_second() {
    let now = "2024-01-08 12:30";
    reported(SERIOUS, "phone", "2024-01-08 09:00")
        .then(now, EventData::Responded)
        .then(now, severity("critical"))
        .runs("response", &[(now, "met: met today 12:30")]);
    reported(SERIOUS, "phone", "2024-01-08 09:00")
        .then(now, severity("critical"))
        .then(now, EventData::Responded)
        .runs("response", &[(now, "met_late: met late, today 12:30, breached by the change today 12:30")]);
}

/// "Påbegynt feilretting": mending something is working on it.
#[test]
fn a_workaround_or_a_fix_says_that_work_has_begun() {
    for what in [EventData::WorkaroundGiven, EventData::Fixed] {
        reported(CRITICAL, "phone", "2024-01-08 09:00")
            .then("2024-01-08 12:00", what)
            .runs("work_start", &[("2024-01-08 15:00", "met: met today 12:00")]);
    }
    reported(CRITICAL, "phone", "2024-01-08 09:00")
        .then("2024-01-08 12:00", EventData::Fixed)
        .then("2024-01-08 14:00", EventData::Reopened)
        .runs("work_start", &[("2024-01-08 15:00", "met: met today 12:00")]);
}

/// Without a service that answers in the night there is no clock in the night.
#[test]
fn reported_on_a_holiday_it_counts_from_the_next_opening() {
    let case = reported(("markant", "extended", "critical"), "phone", "2024-12-25 12:00");
    case.runs("response", &[("2024-12-25 12:00", "stopped: opens Fri 08:00"), ("2024-12-27 08:00", "running")]);
}

/// "Kundestøtte": mailed and phoned in within the same second, the call is what the clocks count from.
#[test]
fn the_account_names_the_report_that_counts() {
    let case = reported(CRITICAL, "email", "2024-01-09 10:00").then("2024-01-09 10:00", phoned());
    let account = case.account(TargetKind::Response, "2024-01-09 10:00");
    assert!(account.contains("from the report by phone"), "{account}");
}
