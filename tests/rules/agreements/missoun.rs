//! Missoun: "Priority Levels", "Support Hours", "Support Process".

use frist::domain::contract::TargetKind;
use frist::domain::ticket::{EventData, event};

use super::case::{Case, contract, moment, reported};

fn ticket(severity: &str) -> Case {
    reported(("missoun", "standard", severity), "portal", "2024-04-26 16:00")
}

/// "Support Hours": no times are promised; a ticket has an age in support hours.
#[test]
fn nothing_is_due_and_the_age_is_told_in_support_hours() {
    for severity in ["high", "medium", "low"] {
        let case = ticket(severity);
        // Two hours on Friday 26 April; the weekend with King's Day on Saturday; a day of nine hours.
        for (now, hours) in [
            ("2024-04-26 16:00", 0),
            ("2024-04-26 18:00", 2),
            ("2024-04-28 12:00", 2),
            ("2024-04-29 12:00", 5),
            ("2024-04-30 09:00", 11),
        ] {
            let row = case.row(now);
            assert_eq!(row.sla.as_ref().unwrap().age.secs(), hours * 3600, "{now}");
            assert!(row.next().is_none() && row.state().is_none());
            assert_eq!(row.changes_after(moment(&case.contract, now)), None);
            assert!(row.sla.as_ref().unwrap().target(TargetKind::Response).is_none());
        }
    }
}

#[test]
fn the_age_stops_when_it_is_closed() {
    let closed = ticket("low").then("2024-04-29 10:00", EventData::Closed(event::Closed { reason: None, words: None }));
    assert_eq!(closed.row("2024-06-03 10:00").sla.unwrap().age.secs(), 3 * 3600);
}

/// "If and where Missoun provides for a workaround solution the priority level can never be higher than Medium."
#[test]
fn a_workaround_brings_the_priority_down_to_medium() {
    for (severity, counts) in [("high", "medium"), ("medium", "medium"), ("low", "low")] {
        let case = ticket(severity);
        assert_eq!(case.row("2024-04-29 10:00").sla.unwrap().severity, severity);
        let case = case.then("2024-04-29 10:00", EventData::WorkaroundGiven);
        let row = case.row("2024-04-29 10:00");
        assert_eq!(row.sla.as_ref().unwrap().severity, counts);
        assert_eq!(row.severity_name(), contract("missoun").severity(counts).unwrap().name);
        // What was set stays what was set: without the workaround it counts again.
        assert_eq!(row.ticket.severity, severity);
        let case = case.then("2024-04-29 10:05", EventData::Retracted(event::Retracted { event: 2 }));
        assert_eq!(case.row("2024-04-29 10:05").sla.unwrap().severity, severity);
    }
    let raised = ticket("low").then("2024-04-29 10:00", EventData::WorkaroundGiven).then(
        "2024-04-29 11:00",
        EventData::PrioritySet(event::PrioritySet {
            impact: "high".into(),
            urgency: "high".into(),
            severity: "high".into(),
        }),
    );
    assert_eq!(raised.row("2024-04-29 11:00").sla.unwrap().severity, "medium");
}

/// "Priority levels are determined based on impact and urgency".
#[test]
fn the_priority_follows_from_impact_and_urgency() {
    let set = |impact: &str, urgency: &str, severity: &str| {
        EventData::PrioritySet(event::PrioritySet {
            impact: impact.into(),
            urgency: urgency.into(),
            severity: severity.into(),
        })
    };
    for (impact, urgency, severity) in [
        ("high", "high", "high"),
        ("high", "medium", "high"),
        ("high", "low", "medium"),
        ("medium", "medium", "medium"),
        ("medium", "low", "low"),
        ("low", "high", "medium"),
        ("low", "low", "low"),
    ] {
        // Logged as something else, so that there is something to set.
        let before = if (impact, urgency) == ("low", "low") { "high" } else { "low" };
        let case = ticket(before).then("2024-04-29 10:00", set(impact, urgency, severity));
        assert_eq!(case.ticket().severity, severity);
    }
    let refused = ticket("high").try_then("2024-04-29 10:00", set("low", "low", "high")).unwrap_err();
    assert_eq!(refused.message, "impact low and urgency low make it low, not high");
    let refused = ticket("low").try_then("2024-04-29 10:00", set("huge", "low", "high")).unwrap_err();
    assert_eq!(refused.to_string(), "missoun has no impact `huge`; it has high, medium, low");
}

/// "If the root cause … is deemed to be an external failure": nothing is owed, and paid work wants a written approval.
#[test]
fn an_external_cause_is_excluded_and_an_approval_is_kept() {
    let case = ticket("high")
        .then(
            "2024-04-29 10:00",
            EventData::Excluded(event::Excluded { cause: "customer".into(), words: Some("it is theirs".to_owned()) }),
        )
        .then("2024-04-29 11:00", EventData::Approved(event::Approved { reference: "mail of 29 April".into() }))
        .then("2024-04-29 12:00", EventData::Closed(event::Closed { reason: None, words: None }));
    assert_eq!(case.ticket().approval.as_deref(), Some("mail of 29 April"));
    assert!(case.contract.scope.needs_approval("customer"));
}
