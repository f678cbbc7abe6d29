use crate::contract::{Pause, TargetKind};
use crate::sla::fixture::{ONCE, PAUSING, TicketCase, contract, reported, with_hours};
use crate::ticket::{EventData, event};
use crate::time::ClockSeconds;

const RESPONSE: TargetKind = TargetKind::Response;
const WORK: TargetKind = TargetKind::WorkStart;
const CORRECTION: TargetKind = TargetKind::Correction;
const CUSTOMER: EventData = EventData::waiting(Pause::WaitingCustomer);
const VENDOR: EventData = EventData::waiting(Pause::WaitingVendor);

/// Returns so many seconds of a target's clock.
const fn secs(secs: i64) -> ClockSeconds {
    ClockSeconds::from_secs(secs)
}

/// Returns a ticket of Monday 8 January 2024, 08:00: response 4 h, work start 4 h of real time, correction 3 support
/// days.
fn monday() -> TicketCase {
    reported(&contract(PAUSING), ("one", "hours"), "", "2024-01-08 08:00")
}

fn dues(case: &TicketCase, now: &str) -> [String; 3] {
    [RESPONSE, WORK, CORRECTION].map(|kind| case.due(kind, now))
}

#[test]
fn without_a_pause() {
    assert_eq!(dues(&monday(), "2024-01-08 08:00"), ["2024-01-08 12:00", "2024-01-08 12:00", "2024-01-10 16:00"]);
}

#[test]
fn a_pause_moves_the_deadline_on_by_the_time_of_its_clock() {
    for (from, to, moved) in [
        ("2024-01-08 09:00", "2024-01-08 11:00", ["2024-01-08 14:00", "2024-01-08 14:00", "2024-01-11 10:00"]),
        // Two hours of support time, eighteen of real time.
        ("2024-01-08 11:00", "2024-01-09 08:30", ["2024-01-09 09:30", "2024-01-09 09:30", "2024-01-11 13:30"]),
        // Begun with the report.
        ("2024-01-08 08:00", "2024-01-08 10:00", ["2024-01-08 14:00", "2024-01-08 14:00", "2024-01-11 10:00"]),
        // Over a weekend to before the opening: an hour of support time.
        ("2024-01-08 11:59:59", "2024-01-08 12:00", ["2024-01-08 12:00", "2024-01-08 12:00", "2024-01-11 08:00"]),
    ] {
        let case = monday().then(from, CUSTOMER).then(to, EventData::Resumed);
        assert_eq!(dues(&case, "2024-01-09 12:00"), moved, "{from} to {to}");
    }
}

#[test]
fn the_warning_moves_with_the_deadline() {
    let case = monday().then("2024-01-08 09:00", VENDOR).then("2024-01-08 11:00", EventData::Resumed);
    for (now, state) in [
        ("2024-01-08 11:00", "running ()"),
        ("2024-01-08 12:59:59", "running ()"),
        ("2024-01-08 13:00", "at_risk ()"),
        ("2024-01-08 14:00", "at_risk (due now)"),
        ("2024-01-08 14:00:01", "breached (overdue by 1m)"),
    ] {
        assert_eq!(case.stands(RESPONSE, now), state, "{now}");
    }
    // A pause after the warning does not take it back: less than a quarter is left.
    let case = monday().then("2024-01-08 11:30", VENDOR).then("2024-01-08 13:30", EventData::Resumed);
    assert_eq!(case.stands(RESPONSE, "2024-01-08 13:30"), "at_risk ()");
    assert_eq!(case.target(RESPONSE, "2024-01-08 13:30").left, Some(secs(1800)));
}

#[test]
fn a_pause_that_goes_on_keeps_the_time_that_is_left() {
    let case = monday().then("2024-01-08 10:00", CUSTOMER);
    for (now, due, work) in [
        ("2024-01-08 10:00", "2024-01-08 12:00", "2024-01-08 12:00"),
        ("2024-01-08 13:00", "2024-01-08 15:00", "2024-01-08 15:00"),
        ("2024-01-08 15:00", "2024-01-09 09:00", "2024-01-08 17:00"),
        ("2024-01-12 12:00", "2024-01-12 14:00", "2024-01-12 14:00"),
    ] {
        let (response, start) = (case.target(RESPONSE, now), case.target(WORK, now));
        assert_eq!((case.due(RESPONSE, now).as_str(), case.due(WORK, now).as_str()), (due, work), "{now}");
        assert_eq!((response.left, start.left), (Some(secs(7200)), Some(secs(7200))), "{now}");
        assert_eq!((response.whole, start.whole), (Some(secs(14_400)), Some(secs(14_400))), "{now}");
        assert!(case.stands(RESPONSE, now).starts_with("stopped (paused since "), "{now}");
        assert!(case.stands(WORK, now).ends_with("10:00, waiting on the customer)"), "{now}");
    }
}

#[test]
fn a_pause_that_begins_when_it_is_due_or_later_changes_nothing() {
    for from in ["2024-01-08 12:00", "2024-01-08 12:30"] {
        let case = monday().then(from, CUSTOMER);
        assert_eq!(case.due(RESPONSE, "2024-01-09 10:00"), "2024-01-08 12:00", "{from}");
        assert_eq!(case.stands(RESPONSE, "2024-01-09 10:00"), "breached (overdue by 6h00)", "{from}");
    }
    // Due at closing, paused in the evening: it can be met until support opens, and no longer.
    let case =
        reported(&contract(PAUSING), ("one", "hours"), "", "2024-01-08 12:00").then("2024-01-08 18:00", CUSTOMER);
    assert_eq!(case.due(RESPONSE, "2024-01-09 07:59"), "2024-01-08 16:00");
    assert_eq!(
        case.stands(RESPONSE, "2024-01-09 07:59"),
        "stopped (paused since yesterday 18:00, waiting on the customer)"
    );
    assert_eq!(case.stands(RESPONSE, "2024-01-09 08:00:01"), "breached (overdue by 1m)");
}

#[test]
fn a_pause_while_support_is_closed_moves_only_real_time() {
    let case = reported(&contract(PAUSING), ("one", "hours"), "", "2024-01-08 15:00")
        .then("2024-01-08 17:00", CUSTOMER)
        .then("2024-01-08 20:00", EventData::Resumed);
    assert_eq!(dues(&case, "2024-01-09 08:00"), ["2024-01-09 11:00", "2024-01-08 22:00", "2024-01-11 15:00"]);
}

#[test]
fn time_in_two_pauses_counts_once() {
    // Entered late: an earlier wait that reaches into the one that was entered first.
    let case = monday()
        .then("2024-01-08 10:00", CUSTOMER)
        .then("2024-01-08 11:00", EventData::Resumed)
        .then("2024-01-08 09:00", VENDOR)
        .then("2024-01-08 10:30", EventData::Resumed);
    assert_eq!(case.due(RESPONSE, "2024-01-08 11:00"), "2024-01-08 14:00");
    // From one to the other without a gap.
    let case = monday()
        .then("2024-01-08 09:00", CUSTOMER)
        .then("2024-01-08 10:00", VENDOR)
        .then("2024-01-08 11:00", EventData::Resumed);
    assert_eq!(case.due(RESPONSE, "2024-01-08 11:00"), "2024-01-08 14:00");
}

#[test]
fn several_pauses_add_up() {
    let case = monday()
        .then("2024-01-08 09:00", CUSTOMER)
        .then("2024-01-08 10:00", EventData::Resumed)
        // After the first deadline, yet before the one that the first pause has moved.
        .then("2024-01-08 12:30", CUSTOMER)
        .then("2024-01-08 13:00", EventData::Resumed);
    assert_eq!(case.due(RESPONSE, "2024-01-08 13:00"), "2024-01-08 13:30");
}

#[test]
fn a_target_that_is_met_does_not_move_any_more() {
    let case = monday().then("2024-01-08 10:00", CUSTOMER).then("2024-01-08 11:00", EventData::Responded);
    for now in ["2024-01-08 11:00", "2024-01-12 15:00"] {
        assert_eq!(case.due(RESPONSE, now), "2024-01-08 13:00", "{now}");
    }
    let late = monday().then("2024-01-08 12:30", EventData::Responded).then("2024-01-08 11:30", CUSTOMER);
    let late = late.then("2024-01-08 11:45", EventData::Resumed);
    assert_eq!(late.due(RESPONSE, "2024-01-09 12:00"), "2024-01-08 12:15");
    assert_eq!(late.stands(RESPONSE, "2024-01-08 13:00"), "met_late (met late, today 12:30)");
    // A pause after it was met is none of its business.
    let after = monday().then("2024-01-08 09:00", EventData::Responded).then("2024-01-08 10:00", CUSTOMER);
    assert_eq!(after.due(RESPONSE, "2024-01-09 12:00"), "2024-01-08 12:00");
}

#[test]
fn a_range_moves_as_a_whole_and_so_do_days_and_a_fallback() {
    let pause = |case: TicketCase| case.then("2024-01-08 09:00", CUSTOMER).then("2024-01-08 10:00", EventData::Resumed);
    let range = pause(reported(&contract(PAUSING), ("one", "range"), "", "2024-01-08 08:00"));
    let target = range.target(RESPONSE, "2024-01-08 10:00");
    let wall = |at: Option<_>| range.contract.zone.wall(at.unwrap()).to_string();
    assert_eq!((wall(target.expected), wall(target.due)), ("2024-01-08 11:00".into(), "2024-01-08 15:00".into()));
    let days = pause(reported(&contract(PAUSING), ("one", "days"), "", "2024-01-08 08:00"));
    assert_eq!(days.due(RESPONSE, "2024-01-08 10:00"), "2024-01-22 09:00");
    let fallback = pause(monday().then("2024-01-08 08:30", EventData::WorkaroundImpossible));
    assert_eq!(fallback.due(CORRECTION, "2024-01-08 10:00"), "2024-01-22 09:00");
}

#[test]
fn a_closed_ticket_stands_as_it_stood_at_its_closing() {
    let case = monday()
        .then("2024-01-08 10:00", CUSTOMER)
        .then("2024-01-08 11:00", EventData::Closed(event::Closed { reason: None, words: None }));
    for now in ["2024-01-08 11:00", "2024-03-01 11:00"] {
        let row = case.row(now);
        assert_eq!(case.due(RESPONSE, now), "2024-01-08 13:00", "{now}");
        assert_eq!(row.sla.as_ref().unwrap().age.secs(), 3 * 3600);
        assert!(row.next().is_none() && row.changes_after(case.at(now)).is_none());
    }
}

#[test]
fn a_withdrawn_ticket_is_owed_nothing() {
    let case = monday().then("2024-01-08 08:05", EventData::Retracted(event::Retracted { event: 0 }));
    assert_eq!(case.row("2024-01-09 10:00").sla.unwrap().targets, []);
}

#[test]
fn a_ticket_whose_report_was_retracted_has_no_clock_where_channels_are_named() {
    let markant = crate::sla::fixture::built_in("markant");
    let case = reported(&markant, ("standard", "serious"), "email", "2024-01-08 08:00")
        .then("2024-01-08 08:05", EventData::Retracted(event::Retracted { event: 1 }));
    assert_eq!(case.stands(RESPONSE, "2024-01-08 09:00"), "no_clock (to be reported by phone or email)");
}

#[test]
fn a_deadline_past_the_years_of_the_clock_is_none_and_says_so() {
    let always = with_hours("Europe/Oslo", r#"mon-sun = ["00:00-24:00"]"#);
    let case = reported(&always, ("only", "two"), "", "2100-12-31 23:00");
    assert_eq!(case.due(RESPONSE, "2100-12-31 23:30"), "-");
    assert_eq!(case.stands(RESPONSE, "2100-12-31 23:30"), "none (support hours give no date up to 2100)");
    let once = reported(&with_hours("Europe/Oslo", ONCE), ("only", "two"), "", "2024-03-22 08:00");
    assert_eq!(once.stands(RESPONSE, "2024-03-22 09:00"), "none (support hours give no date up to 2100)");
    assert_eq!(once.stands(WORK, "2024-03-22 09:00"), "running ()");
}
