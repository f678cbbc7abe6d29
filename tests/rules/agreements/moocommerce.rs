//! MooCommerce: "Henvendelser", "Avvikstype".

use frist::domain::contract::TargetKind;
use frist::domain::ticket::{EventData, event};

use super::case::reported;

const MONDAY: &str = "2024-01-08 10:00";

/// "Alvorlig: 6-8 timer": expected by the first, late after the second.
#[test]
fn a_range_warns_from_the_first_and_is_broken_after_the_second() {
    let serious = || reported(("moocommerce", "standard", "serious"), "phone", MONDAY);
    serious()
        .runs(
            "response",
            &[
                ("2024-01-08 15:59:59", "running"),
                ("2024-01-08 16:00", "at_risk: past the expected time"),
                ("2024-01-08 17:00", "stopped: opens tomorrow 09:00"),
                ("2024-01-09 09:00", "at_risk: past the expected time"),
                ("2024-01-09 10:00", "at_risk: due now"),
                ("2024-01-09 10:00:01", "breached: overdue by 1m"),
            ],
        )
        .runs(
            "work_start",
            &[
                ("2024-01-08 12:59:59", "running"),
                ("2024-01-08 13:00", "at_risk: past the expected time"),
                ("2024-01-08 14:01", "breached: overdue by 1m"),
            ],
        );
    // Later than expected is not late.
    serious()
        .then("2024-01-09 09:30", EventData::Responded)
        .runs("response", &[("2024-01-09 10:00", "met: met today 09:30")]);
    let told = serious().account(TargetKind::Response, MONDAY);
    assert!(told.contains("Expected Mon 8 Jan 2024 16:00\nDue Tue 9 Jan 2024 10:00"), "{told}");
}

/// "telefonoppringninger kreves for å rapportere alvorlige og kritiske tjenesteavbrudd".
#[test]
fn critical_and_serious_ones_have_no_clock_until_they_are_phoned_in() {
    for (severity, due) in [("critical", "2024-01-08 17:00"), ("serious", "2024-01-09 15:00")] {
        let mailed = reported(("moocommerce", "standard", severity), "email", MONDAY)
            .runs("response", &[(MONDAY, "no_clock: to be phoned"), ("2024-01-30 10:00", "no_clock: to be phoned")]);
        let phoned = mailed.then("2024-01-08 15:00", EventData::Reported(event::Reported { channel: "phone".into() }));
        assert_eq!(phoned.due("response", "2024-01-08 15:00").as_deref(), Some(due), "{severity}");
    }
}

/// "E-poster må brukes for å rapportere alle andre typer": a minor one counts by email, and by phone too.
#[test]
fn a_minor_one_counts_by_email_or_phone_and_no_other_way() {
    for channel in ["email", "phone"] {
        let case = reported(("moocommerce", "standard", "minor"), channel, MONDAY);
        assert_eq!(case.due("response", MONDAY).as_deref(), Some("2024-01-16 10:00"), "{channel}");
    }
    reported(("moocommerce", "standard", "minor"), "portal", MONDAY)
        .runs("response", &[(MONDAY, "no_clock: to be reported by email or phone")]);
}

/// "mottak av henvendelsen vanligvis blir bekreftet umiddelbart": a receipt is no answer.
#[test]
fn a_confirmed_receipt_is_not_the_response() {
    let case = reported(("moocommerce", "standard", "critical"), "phone", MONDAY)
        .then("2024-01-08 10:01", EventData::ReceiptConfirmed)
        .runs("response", &[("2024-01-08 10:01", "running")]);
    assert!(case.ticket().receipt.is_some() && case.ticket().last_told.is_some());
}

/// The same clause: a ticket whose customer has had no word needs action, until they have one.
#[test]
fn a_receipt_that_is_missing_needs_action() {
    let case = reported(("moocommerce", "standard", "minor"), "email", MONDAY);
    assert_eq!(case.asks(MONDAY), ["receipt"]);
    let confirmed = case.then("2024-01-08 10:01", EventData::ReceiptConfirmed);
    assert_eq!(confirmed.asks("2024-01-08 10:02"), [""; 0]);
    for other in ["markant", "myproduction"] {
        let severity = if other == "markant" { "minor" } else { "low" };
        let channel = if other == "markant" { "phone" } else { "email" };
        assert_eq!(reported((other, "standard", severity), channel, MONDAY).asks(MONDAY), [""; 0], "{other}");
    }
}

/// "Eskaleringsprosedyrer": passing it up changes who has it, not when it is due.
#[test]
fn escalating_leaves_the_deadline() {
    let case = reported(("moocommerce", "standard", "critical"), "phone", MONDAY).then(
        "2024-01-08 10:30",
        EventData::Escalated(event::Escalated { level: "management".into(), to: Some("lead".into()) }),
    );
    assert_eq!(case.due("response", "2024-01-08 10:30").as_deref(), Some("2024-01-08 12:00"));
    assert_eq!((case.ticket().level.as_deref(), case.ticket().assignee.as_deref()), (Some("management"), Some("lead")));
}

/// The contract names no pause: waiting on the customer stops no clock.
#[test]
fn waiting_stops_nothing() {
    let case = reported(("moocommerce", "standard", "critical"), "phone", MONDAY)
        .then("2024-01-08 10:30", EventData::waiting(frist::domain::contract::Pause::WaitingCustomer))
        .runs("response", &[("2024-01-08 11:00", "running"), ("2024-01-08 11:30", "at_risk")]);
    assert_eq!(case.due("response", "2024-01-08 11:59").as_deref(), Some("2024-01-08 12:00"));
}
