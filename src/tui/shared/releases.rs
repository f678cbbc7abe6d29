//! Enters and removes vendors' release dates, and says what that does to open tickets.

use std::sync::Arc;

use crate::desk::Change;
use crate::domain::contract::{Contract, Within};
use crate::domain::ledger::{LedgerFact, Release};
use crate::domain::sla::{Target, TargetState, TicketRow};
use crate::domain::text::clean;
use crate::domain::time::Instant;
use crate::tui::overlay::release::{EnteredRelease, release_in_words};

use super::{Effects, Shared};

impl Shared {
    /// Removes that release of the vendor's.
    pub(crate) fn remove_release(&mut self, vendor: &str, known: &EnteredRelease) -> Effects {
        let label = format!("{vendor} no longer releases on {}", clean(&release_in_words(&known.release)));
        let change = Change::Enter { entry: Some(known.id), revision: known.revision, fact: None };
        vec![self.commit(label, vec![change], true).1]
    }

    /// Returns what these changes do to open tickets, as the end of a sentence: `: 2 open tickets are due by it`. Empty for
    /// changes of no release, or where no ticket waits for it. It must be asked before the book has taken the changes in.
    pub(crate) fn due_by(&self, changes: &[Change], now: Instant) -> String {
        let [Change::Enter { entry, fact, .. }] = changes else { return String::new() };
        let entered = fact.as_deref().and_then(release_of);
        let known = entry.and_then(|id| self.ledger.get(id)).and_then(|entry| release_of(entry.fact.as_ref()?));
        let (release, words) = match (entered, known) {
            (Some(release), _) => (release, ["is due by it", "are due by it"]),
            (None, Some(release)) => (release, ["was due by it", "were due by it"]),
            (None, None) => return String::new(),
        };
        match (self.queue.open_rows().filter(|row| follows(row, release, entered.is_some(), now)).count(), words) {
            (0, _) => String::new(),
            (1, [one, _]) => format!(": 1 open ticket {one}"),
            (count, [_, many]) => format!(": {count} open tickets {many}"),
        }
    }
}

fn release_of(fact: &LedgerFact) -> Option<&Release> {
    match fact {
        LedgerFact::Release(release) => Some(release),
        _ => None,
    }
}

/// Returns whether an open target of the ticket waits for this very release, with it among those that are known.
fn follows(row: &TicketRow, release: &Release, enters: bool, now: Instant) -> bool {
    let Some(contract) = row.contract.as_ref().filter(|contract| contract.id == release.contract) else { return false };
    let due = contract.support.clock.end_of(release.date);
    let with = if enters { with_release(row, contract, release, now) } else { row.clone() };
    let owed = |target: &Target| target.met.is_none() && target.state != TargetState::Excluded;
    let waits = |target: &Target| target.within == Within::NextRelease && target.due == Some(due) && owed(target);
    with.sla.iter().flat_map(|sla| &sla.targets).any(waits)
}

/// Returns the row as it will be once the release is known.
fn with_release(row: &TicketRow, contract: &Arc<Contract>, release: &Release, now: Instant) -> TicketRow {
    let mut contract = Arc::clone(contract);
    let releases = &mut Arc::make_mut(&mut contract).releases;
    releases.push(release.date);
    releases.sort_unstable();
    TicketRow::new(row.ticket.clone(), Some(contract), now)
}
