//! Works out deadlines on the clock of a promise: the one place that knows which hours it counts by, and what holds outside
//! of them.

use crate::contract::{Contract, Promise};
use crate::time::{ClockKind, Deadline, Instant, OutOfRange, Span};

/// Returns the deadline of a span of that promise for what it counts from: a report, a word to the customer, another target
/// that was met. The cut-off of its hours applies.
pub(super) fn deadline_of(
    contract: &Contract,
    promise: &Promise,
    span: Span,
    from: Instant,
) -> Result<Deadline, OutOfRange> {
    contract.clock_of(promise).deadline_of_report(from, span, promise.clock)
}

/// Returns the deadline that holds instead of the promise's own where its clock is not open at `from`, if it names one: real
/// time from then.
pub(super) fn holds_outside(
    contract: &Contract,
    promise: &Promise,
    from: Instant,
) -> Result<Option<Deadline>, OutOfRange> {
    let outside = promise.outside.filter(|_| promise.clock == ClockKind::Support);
    let clock = contract.clock_of(promise);
    let outside = outside.filter(|_| !clock.is_open(from));
    outside.map(|span| clock.deadline(from, span, ClockKind::Calendar)).transpose()
}

#[cfg(test)]
mod tests {
    use crate::contract::{Pause, TargetKind};
    use crate::sla::fixture::{TicketCase, contract, reported};
    use crate::ticket::EventData;

    const SHAPES: &str = r#"
id = "shapes"
vendor = "Shapes"
time_zone = "Europe/Oslo"
[support]
holidays = ["NO"]
cut_off = "15:00"
pause = { states = ["waiting_customer"], targets = ["correction"] }
[support.hours]
mon-fri = ["08:00-16:00"]
[hours.always]
holidays = []
cut_off = "24:00"
[hours.always.days]
mon-sun = ["00:00-24:00"]
[[severity]]
id = "p1"
name = "P1"
means = "Down."
clock = "always"
[[severity]]
id = "p2"
name = "P2"
means = "Limping."
[plan.one]
name = "One"
[plan.one.target.p1]
response = "30m"
correction = { within = "4h", from = "response" }
[plan.one.target.p2]
response = { within = "2h", outside = "12h" }
work_start = "2h"
correction = "end of 1bd"
"#;
    const RESPONSE: TargetKind = TargetKind::Response;
    const WORK: TargetKind = TargetKind::WorkStart;
    const CORRECTION: TargetKind = TargetKind::Correction;

    fn ticket(severity: &str, at: &str) -> TicketCase {
        reported(&contract(SHAPES), ("one", severity), "phone", at)
    }

    /// On a Saturday night the critical one runs, and the other sleeps.
    #[test]
    fn each_severity_has_its_own_hours() {
        let (night, soon) = ("2024-01-06 23:00", "2024-01-06 23:10");
        assert_eq!(ticket("p1", night).due(RESPONSE, soon), "2024-01-06 23:30");
        assert_eq!(ticket("p1", night).stands(RESPONSE, soon), "running ()");
        assert_eq!(ticket("p2", night).due(WORK, soon), "2024-01-08 10:00");
        assert!(
            ticket("p2", night).stands(WORK, soon).starts_with("stopped"),
            "{}",
            ticket("p2", night).stands(WORK, soon)
        );
    }

    #[test]
    fn outside_of_its_hours_a_target_has_another_time_in_real_time() {
        let (night, soon) = ("2024-01-06 23:00", "2024-01-06 23:10");
        assert_eq!(ticket("p2", night).due(RESPONSE, soon), "2024-01-07 11:00");
        assert_eq!(ticket("p2", night).stands(RESPONSE, soon), "running ()", "real time runs at night");
        assert_eq!(ticket("p2", "2024-01-08 10:00").due(RESPONSE, "2024-01-08 10:00"), "2024-01-08 12:00");
        let why = ticket("p2", night).why(RESPONSE, soon);
        assert!(why.contains("so 12 h of real time hold instead"), "{why}");
    }

    #[test]
    fn past_the_cut_off_the_next_support_day_counts() {
        let late = ticket("p2", "2024-01-08 15:00");
        let dues = [RESPONSE, WORK, CORRECTION].map(|kind| late.due(kind, "2024-01-08 15:00"));
        assert_eq!(dues, ["2024-01-09 10:00", "2024-01-09 10:00", "2024-01-10 16:00"]);
        let why = late.why(WORK, "2024-01-08 15:30");
        assert!(why.contains("That is past the cut-off, so it counts from "), "{why}");
        let early = ticket("p2", "2024-01-08 14:59:59");
        assert_eq!(early.due(WORK, "2024-01-08 15:00"), "2024-01-09 08:59");
        assert_eq!(early.due(CORRECTION, "2024-01-08 15:00"), "2024-01-09 16:00");
    }

    #[test]
    fn what_counts_from_another_target_waits_for_it() {
        let case = ticket("p1", "2024-01-06 23:00");
        let waits = "none (counts from the response, which is not met yet)";
        assert_eq!(case.stands(CORRECTION, "2024-01-06 23:10"), waits);
        let why = case.why(CORRECTION, "2024-01-06 23:10");
        assert!(why.contains("It counts from when the response is met, which it is not yet"), "{why}");
        let answered = case.then("2024-01-06 23:20", EventData::Responded);
        assert_eq!(answered.due(CORRECTION, "2024-01-06 23:30"), "2024-01-07 03:20");
        let why = answered.why(CORRECTION, "2024-01-06 23:30");
        assert!(why.contains("It counts from when the response was met, "), "{why}");
    }

    #[test]
    fn the_age_counts_in_the_hours_of_what_is_promised() {
        let age = |severity: &str| ticket(severity, "2024-01-06 23:00").row("2024-01-08 09:00").sla.unwrap().age.secs();
        assert_eq!((age("p1"), age("p2")), (34 * 3600, 3600));
    }

    #[test]
    fn a_pause_stops_only_the_targets_that_it_names() {
        let case = ticket("p2", "2024-01-08 10:00")
            .then("2024-01-08 11:00", EventData::waiting(Pause::WaitingCustomer))
            .then("2024-01-08 13:00", EventData::Resumed);
        let dues = [RESPONSE, WORK, CORRECTION].map(|kind| case.due(kind, "2024-01-08 14:00"));
        assert_eq!(dues, ["2024-01-08 12:00", "2024-01-08 12:00", "2024-01-10 10:00"]);
    }
}
