//! Measures how long targets took that are met: for reports.

use crate::contract::{Contract, TargetKind};
use crate::ticket::Ticket;
use crate::time::{ClockKind, ClockSeconds};

use super::Target;
use super::compute::pauses;

/// Returns the support time from the start of the target's clock until it was met, without what the contract pauses
/// it for; 0 where it was met before a report counted. None where it is not met, or no report counts, and of updates, which
/// are many.
///
/// It is support time also where the promise counts another one, so that one figure can be set beside the other.
pub fn taken(ticket: &Ticket, contract: &Contract, target: &Target) -> Option<ClockSeconds> {
    let (start, met) = (target.counts_from(contract)?, target.met.filter(|_| target.kind != TargetKind::Update)?);
    let clock = contract.clock_of(&target.promise);
    let counted = |from, to| clock.elapsed(from, to).unwrap_or_default();
    let all = pauses(ticket, contract, target.kind);
    let paused: ClockSeconds = all.iter().map(|p| counted(p.from.max(start), p.to.map_or(met, |to| to.min(met)))).sum();
    Some(clock.elapsed(start, met).ok()? - paused)
}

/// Returns how far past its deadline a breached target was met, or else is at the moment that it was worked out for: on
/// its own clock. Of updates it is the worst. 0 where nothing is breached.
pub fn overrun(contract: &Contract, target: &Target) -> ClockSeconds {
    let late = |due, met| contract.clock_of(&target.promise).elapsed_on(target.clock(), due, met).unwrap_or_default();
    let present = match (target.late_from(), target.met) {
        (Some(from), Some(met)) => late(from, met),
        _ => target.left.map_or(ClockSeconds::ZERO, |left| (-left).max(ClockSeconds::ZERO)),
    };
    target.missed.iter().map(|missed| missed.over).fold(present, ClockSeconds::max)
}

/// Returns the clock that an overrun is counted on, in words.
pub const fn clock_in_words(clock: ClockKind) -> &'static str {
    match clock {
        ClockKind::Support => "of support time",
        ClockKind::Calendar => "of real time",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Pause;
    use crate::sla::fixture::{PAUSING, TicketCase, contract, reported};
    use crate::ticket::EventData;

    fn measured(case: &TicketCase, kind: TargetKind, now: &str) -> (Option<i64>, i64) {
        let (row, target) = (case.row(now), case.target(kind, now));
        (taken(&row.ticket, &case.contract, &target).map(ClockSeconds::secs), overrun(&case.contract, &target).secs())
    }

    /// Returns a ticket with four hours of response time on office hours from 8 to 16.
    fn friday() -> TicketCase {
        reported(&contract(PAUSING), ("one", "hours"), "email", "2024-01-05 14:00")
    }

    #[test]
    fn nights_and_pauses_do_not_count() {
        let met = friday().then("2024-01-08 09:00", EventData::Responded);
        assert_eq!(measured(&met, TargetKind::Response, "2024-01-09 10:00"), (Some(3 * 3600), 0));
        let waited = friday()
            .then("2024-01-05 15:00", EventData::waiting(Pause::WaitingCustomer))
            .then("2024-01-08 09:00", EventData::Resumed)
            .then("2024-01-08 10:00", EventData::Responded);
        assert_eq!(measured(&waited, TargetKind::Response, "2024-01-09 10:00").0, Some(2 * 3600));
        let in_a_pause = friday()
            .then("2024-01-05 15:00", EventData::waiting(Pause::WaitingCustomer))
            .then("2024-01-08 09:00", EventData::Responded);
        assert_eq!(measured(&in_a_pause, TargetKind::Response, "2024-01-09 10:00").0, Some(3600));
    }

    #[test]
    fn what_is_late_is_late_by_its_own_clock() {
        let late = friday().then("2024-01-08 12:30", EventData::Responded);
        assert_eq!(measured(&late, TargetKind::Response, "2024-01-09 10:00"), (Some(23_400), 2 * 3600 + 1800));
        assert_eq!(measured(&friday(), TargetKind::Response, "2024-01-08 11:00"), (None, 3600));
        // Work start is counted in real time: due on Friday at 18:00.
        assert_eq!(measured(&friday(), TargetKind::WorkStart, "2024-01-05 20:00"), (None, 2 * 3600));
        assert_eq!(measured(&friday(), TargetKind::WorkStart, "2024-01-05 17:00"), (None, 0));
    }
}
