//! SESAM: "Reaction time target and correction time".

use frist::domain::contract::TargetKind;
use frist::domain::ticket::{EventData, event};

use super::case::{Case, reported};

const MONDAY: &str = "2024-01-08 10:00";

fn critical(plan: &str) -> Case {
    reported(("sesam", plan, "critical"), "email", MONDAY)
}

fn error() -> Case {
    reported(("sesam", "partner", "error"), "email", MONDAY)
}

fn correction(case: &Case, now: &str) -> Option<String> {
    case.due("correction", now)
}

/// "A workaround … 3 days for Partners. If this is not possible, a fix will be delivered within 10 days."
#[test]
fn a_partners_critical_error_is_worked_around_in_three_days_or_mended_in_ten() {
    assert_eq!(correction(&critical("partner"), MONDAY).as_deref(), Some("2024-01-11 10:00"));
    let known = critical("partner").then("2024-01-10 15:00", EventData::WorkaroundImpossible);
    assert_eq!(correction(&known, "2024-01-10 15:00").as_deref(), Some("2024-01-22 10:00"));
    known
        .runs(
            "correction",
            &[
                ("2024-01-11 10:00:01", "running"),
                ("2024-01-17 13:59:59", "running"),
                ("2024-01-17 14:00", "at_risk"),
                ("2024-01-22 10:00:01", "breached: overdue by 1m"),
            ],
        )
        .then("2024-01-22 10:00", EventData::Fixed)
        .runs("correction", &[("2024-01-22 12:00", "met: met today 10:00")]);
}

/// "n/a for customers": ten days, and no other time without a workaround.
#[test]
fn a_customers_critical_error_is_mended_in_ten_days() {
    let mut case = critical("customer");
    assert_eq!(correction(&case, MONDAY).as_deref(), Some("2024-01-22 10:00"));
    let refused = case.try_then("2024-01-09 10:00", EventData::WorkaroundImpossible).unwrap_err();
    assert_eq!(refused.message, "this agreement promises no other correction time without a workaround");
}

/// "A workaround of the error shall be delivered within 10 business days. If this is not possible … the next release."
#[test]
fn an_error_is_worked_around_in_ten_days_or_comes_with_the_next_release() {
    assert_eq!(correction(&error(), MONDAY).as_deref(), Some("2024-01-22 10:00"));
    let known = error()
        .then("2024-01-20 12:00", EventData::WorkaroundImpossible)
        .runs("correction", &[("2024-03-01 10:00", "none: next release, no date")]);
    assert_eq!(correction(&known, "2024-03-01 10:00"), None);
    known
        .then("2024-03-01 11:00", EventData::Fixed)
        .runs("correction", &[("2024-03-01 12:00", "met: met today 11:00")]);
}

/// "The error is evaluated with the goal of a fix in the next release."
#[test]
fn a_question_has_no_date() {
    for plan in ["partner", "customer"] {
        let case = reported(("sesam", plan, "question"), "email", MONDAY)
            .runs("correction", &[("2024-06-03 10:00", "none: a goal: no date is known")]);
        assert_eq!(case.targets(MONDAY), ["correction"]);
    }
}

/// "until a temporary or permanent fix is implemented".
#[test]
fn a_workaround_or_a_fix_meets_it_whichever_is_first() {
    for what in [EventData::WorkaroundGiven, EventData::Fixed] {
        critical("partner")
            .then("2024-01-11 10:00", what.clone())
            .runs("correction", &[("2024-01-12 10:00", "met: met yesterday 10:00")]);
        critical("partner")
            .then("2024-01-11 10:01", what)
            .runs("correction", &[("2024-01-12 10:00", "met_late: met late, yesterday 10:01")]);
    }
    critical("partner")
        .then("2024-01-10 10:00", EventData::WorkaroundGiven)
        .then("2024-01-17 10:00", EventData::Fixed)
        .runs("correction", &[("2024-01-17 10:00", "met: met 10 Jan 10:00")]);
}

/// "With “reaction time” is meant the time … until SESAM has started the work": it runs beside the correction.
#[test]
fn the_reaction_is_the_start_of_work() {
    assert_eq!(critical("partner").targets(MONDAY), ["work_start", "correction"]);
    critical("partner")
        .then("2024-01-08 11:00", EventData::Responded)
        .runs("work_start", &[("2024-01-08 11:00", "running")]);
    critical("partner")
        .then("2024-01-09 10:00", EventData::WorkStarted)
        .runs("work_start", &[("2024-01-09 12:00", "met: met today 10:00")])
        .runs("correction", &[("2024-01-09 12:00", "running")]);
}

/// A fix that does not hold leaves the promise as it was.
#[test]
fn reopening_brings_the_old_deadline_back() {
    let fixed =
        critical("partner").then("2024-01-09 12:00", EventData::WorkStarted).then("2024-01-10 12:00", EventData::Fixed);
    let reopened = fixed
        .then("2024-01-11 09:00", EventData::Reopened)
        .runs("correction", &[("2024-01-11 09:00", "at_risk"), ("2024-01-11 10:01", "breached: overdue by 1m")]);
    assert_eq!(correction(&reopened, "2024-01-11 09:00").as_deref(), Some("2024-01-11 10:00"));
    let fallback = critical("partner")
        .then("2024-01-10 10:00", EventData::WorkaroundImpossible)
        .then("2024-01-12 10:00", EventData::Fixed)
        .then("2024-01-15 10:00", EventData::Reopened);
    assert_eq!(correction(&fallback, "2024-01-15 10:00").as_deref(), Some("2024-01-22 10:00"));
    fallback
        .then("2024-01-23 10:00", EventData::Fixed)
        .runs("correction", &[("2024-01-23 12:00", "met_late: met late, today 10:00")]);
}

/// "If this is not possible": what is known only after the correction changes nothing, and what was known before it holds.
#[test]
fn the_fallback_counts_if_it_was_known_before_the_correction() {
    let late = critical("partner").then("2024-01-15 10:00", EventData::Fixed);
    let state = "met_late: met late, 15 Jan 10:00";
    let mut late = late.runs("correction", &[("2024-01-23 10:00", state)]);
    let refused = late.try_then("2024-01-16 10:00", EventData::WorkaroundImpossible).unwrap_err();
    assert!(refused.message.starts_with("it is fixed already"), "{refused}");
    // Known on the 10th, entered only after the fix.
    late.then("2024-01-10 10:00", EventData::WorkaroundImpossible)
        .runs("correction", &[("2024-01-23 10:00", "met: met 15 Jan 10:00")]);
    // A workaround after all, after the fix that was in time: it stays in time.
    critical("partner")
        .then("2024-01-10 10:00", EventData::WorkaroundImpossible)
        .then("2024-01-18 10:00", EventData::Fixed)
        .then("2024-01-19 10:00", EventData::WorkaroundGiven)
        .runs("correction", &[("2024-01-23 10:00", "met: met Thu 18 10:00")]);
}

/// "excluding public holidays … and excluding Christmas Eve and New Year's Eve".
#[test]
fn christmas_and_new_years_eve_are_no_support_days() {
    let case = reported(("sesam", "partner", "critical"), "email", "2024-12-23 15:00");
    // 24, 25 and 26 December closed, then a weekend: 23 (1 h), 27 (7 h).
    assert_eq!(case.due("work_start", "2024-12-23 15:00").as_deref(), Some("2024-12-27 15:00"));
    // 27, 30 December, and 2 January, with 31 December and 1 January closed.
    assert_eq!(case.due("correction", "2024-12-23 15:00").as_deref(), Some("2025-01-02 15:00"));
    let told = case.account(TargetKind::Correction, "2024-12-23 15:00");
    assert!(
        told.contains("Tue 24 Dec               closed by the agreement") || told.contains("closed by the agreement")
    );
}

/// "The correction time therefore includes the reaction time": both count from the report, at whatever hour it came.
#[test]
fn three_days_end_at_closing_for_a_report_in_the_evening() {
    let case = reported(("sesam", "partner", "critical"), "email", "2024-01-08 20:00");
    assert_eq!(correction(&case, "2024-01-08 20:00").as_deref(), Some("2024-01-11 16:00"));
    assert_eq!(case.breach_after("correction", "2024-01-08 20:00").as_deref(), Some("2024-01-12 08:00"));
    case.then("2024-01-12 07:59", EventData::WorkaroundGiven)
        .runs("correction", &[("2024-01-12 09:00", "met: met today 07:59")]);
}

/// "The vendor assigns the priority": it may change, and what was promised changes with it.
#[test]
fn another_priority_counts_from_the_same_report() {
    let case =
        error().then("2024-01-09 09:00", EventData::SeveritySet(event::SeveritySet { severity: "critical".into() }));
    assert_eq!(case.due("work_start", "2024-01-09 09:00").as_deref(), Some("2024-01-09 10:00"));
    assert_eq!(correction(&case, "2024-01-09 09:00").as_deref(), Some("2024-01-11 10:00"));
    let case = case.then("2024-01-09 09:30", EventData::PlanSet(event::PlanSet { plan: "customer".into() }));
    assert_eq!(correction(&case, "2024-01-09 09:30").as_deref(), Some("2024-01-22 10:00"));
}
