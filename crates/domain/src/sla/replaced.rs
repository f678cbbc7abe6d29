//! Says what an entry replaces that lies before one of the same kind: the earlier one counts.

use crate::contract::{Contract, TargetKind};
use crate::ticket::{EventMark, Ticket};
use crate::time::Instant;

use super::{Target, TargetState, sla};

/// Says what was replaced where a ticket `was` one and `is` another behind an entry, or none where nothing was:
/// `response is now met Mon 10:00, in time; the later one of Mon 13:00 no longer counts`. Moments are as `say` writes them.
pub fn replaced_in_words(
    (was, is): (&Ticket, &Ticket),
    contract: Option<&Contract>,
    now: Instant,
    say: impl Fn(Instant) -> String,
) -> Option<String> {
    if was.came_back != is.came_back || was.reopened != is.reopened {
        return None;
    }
    let (later, earlier) = marks(was).into_iter().zip(marks(is)).find_map(replaced)?;
    let gone = format!("the later one of {} no longer counts", say(later));
    let targets = contract.map(|contract| (sla(was, contract, now).targets, sla(is, contract, now).targets));
    let (before, after) = targets.unwrap_or_default();
    let met_before = |target: &&Target| {
        let same = before.iter().find(|other| (other.kind, other.house) == (target.kind, target.house));
        same.filter(|other| target.kind != TargetKind::Update && other.met > target.met)
    };
    let turned: Vec<(&Target, &Target)> = after
        .iter()
        .filter(|target| target.met.is_some())
        .filter_map(|target| Some((met_before(&target)?, target)))
        .collect();
    if turned.is_empty() {
        return Some(gone);
    }
    let names = turned.iter().map(|(_, target)| target.words()).collect::<Vec<_>>().join(" and ");
    let are = if turned.len() == 1 { "is" } else { "are" };
    let in_time = turned.iter().all(|(was, is)| (was.state, is.state) == (TargetState::MetLate, TargetState::Met));
    let verdict = if in_time { ", in time" } else { "" };
    Some(format!("{names} {are} now met {}{verdict}; {gone}", say(earlier)))
}

/// Returns what counts once in a round, the first of each kind.
fn marks(ticket: &Ticket) -> [Option<&EventMark>; 7] {
    [
        ticket.receipt.as_ref(),
        ticket.responded.as_ref(),
        ticket.work_started.as_ref(),
        ticket.workaround.as_ref(),
        ticket.no_workaround.as_ref(),
        ticket.fixed.as_ref(),
        ticket.root_cause.as_ref(),
    ]
}

/// Returns the moment that counted and the earlier one that counts now.
fn replaced((was, is): (Option<&EventMark>, Option<&EventMark>)) -> Option<(Instant, Instant)> {
    let (was, is) = (was?.at, is?.at);
    (is < was).then_some((was, is))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sla::fixture::{PAUSING, contract, reported};
    use crate::ticket::EventData;
    use crate::time::clock_text;

    /// Returns what is said of an entry at `at`, made after one of the same kind at `first`.
    fn said(first: &str, at: &str, what: &EventData) -> Option<String> {
        let was = reported(&contract(PAUSING), ("one", "hours"), "email", "2024-01-08 08:00").then(first, what.clone());
        let is = was.clone().then(at, what.clone());
        let now = "2024-01-09 10:00";
        let (before, after) = (was.row(now), is.row(now));
        assert_eq!(
            *after.ticket,
            before.ticket.with(is.events.last().unwrap()),
            "one more event is folded the same way"
        );
        replaced_in_words((&before.ticket, &after.ticket), Some(&is.contract), is.at(now), |at| {
            clock_text(is.contract.zone, at)
        })
    }

    #[test]
    fn an_earlier_entry_says_what_it_replaces_and_that_the_verdict_turns() {
        assert_eq!(
            said("2024-01-08 13:00", "2024-01-08 10:00", &EventData::Responded).as_deref(),
            Some(
                "response is now met Mon 8 Jan 2024 10:00, in time; the later one of Mon 8 Jan 2024 13:00 no longer counts"
            )
        );
        assert_eq!(
            said("2024-01-08 11:00", "2024-01-08 10:00", &EventData::Fixed).as_deref(),
            Some(
                "work start and correction are now met Mon 8 Jan 2024 10:00; the later one of Mon 8 Jan 2024 11:00 no longer \
                 counts"
            )
        );
        assert_eq!(
            said("2024-01-08 13:00", "2024-01-08 10:00", &EventData::ReceiptConfirmed).as_deref(),
            Some("the later one of Mon 8 Jan 2024 13:00 no longer counts"),
            "nothing is promised of it"
        );
        assert_eq!(said("2024-01-08 10:00", "2024-01-08 13:00", &EventData::Responded), None);
    }
}
