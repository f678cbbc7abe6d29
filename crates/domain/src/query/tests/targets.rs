//! Terms beside `target:`, which ask about that target.

use super::*;

/// Reported this morning and not answered: the response is breached, and the work start still runs.
#[test]
fn a_state_beside_target_is_that_targets() {
    let morning = NewTicket { reported: Some(at("2024-01-08T07:30:00Z")), ..phoned() };
    let late = row(1, &morning, &[]);
    let targets = &late.sla.as_ref().unwrap().targets;
    let states: Vec<(TargetKind, TargetState)> = targets.iter().map(|target| (target.kind, target.state)).collect();
    assert_eq!(states, [(TargetKind::Response, TargetState::Breached), (TargetKind::WorkStart, TargetState::Running)]);
    check(
        &late,
        &[
            "is:breached",
            "is:breached target:response",
            "target:response is:breached due:overdue",
            "target:response,work_start is:running",
            "is:running target:work_start",
            "-is:breached target:work_start",
            "due:<3d target:work_start",
            "-due:overdue target:work_start",
            "target:work_start target:response",
            "is:breached -target:correction",
            "is:new,running target:response",
        ],
        &[
            "is:running",
            "is:breached target:work_start",
            "is:running target:response",
            "-is:breached target:response",
            "due:overdue target:work_start",
            "target:response,work_start is:running due:overdue",
            "target:correction",
            "is:breached target:correction",
            "is:met target:work_start",
            "target:response target:work_start is:breached",
            "is:running -target:correction",
        ],
    );
    let answered = row(2, &morning, &[("2024-01-08T08:00:00Z", EventData::Responded)]);
    check(
        &answered,
        &["is:met target:response", "is:met,running target:response", "is:running target:work_start"],
        &["is:met", "target:response", "is:running target:response", "is:met target:work_start"],
    );
}
