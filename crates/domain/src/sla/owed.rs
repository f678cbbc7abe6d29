//! Finds what vendors owe today: promises of open tickets that are due by the end of the day or broken, and what they still have
//! to send.

use std::sync::Arc;

use crate::contract::{Contract, TargetKind};
use crate::sla::{Target, TargetState, TicketRow};
use crate::time::Instant;

/// What one vendor owes under one contract.
#[derive(Debug)]
pub struct VendorOwes<'a> {
    /// The contract.
    pub contract: Arc<Contract>,
    /// The promises, what is due first at the top.
    pub promises: Vec<OwedPromise<'a>>,
}

/// A promise of a vendor's that is neither met nor settled.
#[derive(Clone, Copy, Debug)]
pub struct OwedPromise<'a> {
    /// The ticket.
    pub row: &'a TicketRow,
    /// The target.
    pub target: &'a Target,
    /// Whether it is due by the end of the day, or was due before; otherwise it is something that the vendor still has to send.
    pub today: bool,
}

/// Returns what vendors owe at `now`, who owes first at the top. The day is that of each contract's zone.
///
/// Of promises that are due later only what the vendor has to send is among it: an update or the root cause.
pub fn owed_today(rows: &[TicketRow], now: Instant) -> Vec<VendorOwes<'_>> {
    let mut all: Vec<VendorOwes<'_>> = Vec::new();
    for row in rows.iter().filter(|row| row.ticket.is_open()) {
        let (Some(contract), Some(sla)) = (&row.contract, &row.sla) else { continue };
        let open = sla.promised().filter(|target| is_open(target));
        let promises = open.filter_map(|target| {
            let today = target.due.is_some_and(|due| contract.zone.wall(due).date <= contract.zone.wall(now).date);
            let is_sent = matches!(target.kind, TargetKind::Update | TargetKind::RootCause);
            (today || is_sent).then_some(OwedPromise { row, target, today })
        });
        let promises: Vec<_> = promises.collect();
        if promises.is_empty() {
            continue;
        }
        match all.iter_mut().find(|owes| owes.contract.id == contract.id) {
            Some(owes) => owes.promises.extend(promises),
            None => all.push(VendorOwes { contract: Arc::clone(contract), promises }),
        }
    }
    let order = |it: &OwedPromise<'_>| (it.target.due.is_none(), it.target.due, it.row.ticket.id);
    for owes in &mut all {
        owes.promises.sort_by_key(order);
    }
    all.sort_by_key(|owes| owes.promises.first().map(order));
    all
}

fn is_open(target: &Target) -> bool {
    target.is_unmet() && target.waits_for().is_none() && target.state != TargetState::NoClock
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sla::fixture::{built_in, reported};
    use crate::ticket::EventData;

    #[test]
    fn what_is_due_today_or_broken_is_owed_and_what_is_met_or_due_later_is_not() {
        let contract = built_in("markant");
        let case = || reported(&contract, ("standard", "critical"), "phone", "2024-01-08 09:00");
        let owed = |case: &crate::sla::fixture::TicketCase, now: &str| {
            let rows = [case.row(now)];
            let all = owed_today(&rows, case.at(now));
            all.iter().flat_map(|owes| &owes.promises).map(|it| (it.target.kind, it.today)).collect::<Vec<_>>()
        };
        let first = owed(&case(), "2024-01-08 09:10");
        assert!(first.contains(&(TargetKind::Response, true)), "{first:?}");
        let broken = owed(&case(), "2024-01-10 09:10");
        assert!(broken.contains(&(TargetKind::Response, true)), "{broken:?}");
        let responded = case().then("2024-01-08 09:05", EventData::Responded);
        assert!(owed(&responded, "2024-01-08 09:10").iter().all(|(kind, _)| *kind != TargetKind::Response));
        // Reported by a letter it has no clock, and nothing is owed.
        let by_letter = reported(&contract, ("standard", "critical"), "email", "2024-01-08 09:00");
        assert_eq!(owed(&by_letter, "2024-01-08 09:10"), []);
        // After closing time nothing is due before the next day.
        let late = reported(&contract, ("standard", "critical"), "phone", "2024-01-08 17:00");
        assert!(owed(&late, "2024-01-08 17:10").iter().all(|(_, today)| !today));
    }
}
