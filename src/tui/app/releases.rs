//! Entering and removing vendors' release dates, and what that does to open tickets.

use std::sync::Arc;

use crate::desk::Change;
use crate::domain::contract::{Contract, Within};
use crate::domain::ledger::{Fact, Release, check_fact};
use crate::domain::sla::{Row, Target, TargetState};
use crate::domain::text::clean;
use crate::domain::time::Instant;
use crate::tui::screen::dialog::Overlay;
use crate::tui::screen::releases::{Known, ReleaseLine, Removal, release_in_words};

use super::{App, Effects};

impl App {
    /// Opens the line for a release of the selected vendor, for those who may enter one.
    pub(super) fn open_release(&mut self, now: Instant) {
        if self.is_refused(&Change::Enter { entry: None, revision: None, fact: None }, None, now) {
            return;
        }
        if let Some(contract) = self.chosen_contract() {
            let line = ReleaseLine::new(contract.id.clone(), contract.vendor.clone());
            self.layers.push(Overlay::Release(Box::new(line)));
        }
    }

    /// Writes the release that is typed, if it can be.
    pub(super) fn save_release(&mut self, now: Instant) -> Effects {
        let Some(Overlay::Release(line)) = self.layers.top_mut() else { return Vec::new() };
        if line.saving.is_some() {
            return Vec::new();
        }
        if line.line.value().trim().is_empty() {
            self.layers.pop();
            return Vec::new();
        }
        let release = match line.release() {
            Ok(release) => release,
            Err(wrong) => {
                line.wrong = Some(wrong);
                return Vec::new();
            }
        };
        let label = format!("{} releases on {}", line.vendor, clean(&release_in_words(&release)));
        let fact = Fact::Release(release);
        if let Err(refused) = check_fact(&fact, None, &self.book, &self.ledger, now) {
            line.wrong = Some(refused.to_string());
            return Vec::new();
        }
        let change = Change::Enter { entry: None, revision: None, fact: Some(Box::new(fact)) };
        let (tag, effect) = self.commit(label, vec![change], true);
        if let Some(Overlay::Release(line)) = self.layers.top_mut() {
            line.saving = Some(tag);
        }
        vec![effect]
    }

    /// Removes the selected vendor's release; of several, asks which.
    pub(super) fn remove_release(&mut self, now: Instant) -> Effects {
        if self.is_refused(&Change::Enter { entry: None, revision: None, fact: None }, None, now) {
            return Vec::new();
        }
        let Some(contract) = self.chosen_contract() else { return Vec::new() };
        let today = contract.zone.wall(now).date;
        let mut removal = Removal::new(&contract.id, contract.vendor.clone(), &self.ledger, today);
        match removal.entries.len() {
            0 => self.info(format!("No release of {} has been entered", contract.vendor), now),
            1 => return self.remove(&removal.vendor, &removal.entries.remove(0)),
            _ => self.layers.push(Overlay::Removal(removal)),
        }
        Vec::new()
    }

    pub(super) fn accept_removal(&mut self) -> Effects {
        let Some(Overlay::Removal(removal)) = self.layers.pop() else { return Vec::new() };
        let chosen = removal.entries.get(removal.rows.selected());
        chosen.map_or_else(Vec::new, |known| self.remove(&removal.vendor, known))
    }

    fn remove(&mut self, vendor: &str, known: &Known) -> Effects {
        let label = format!("{vendor} no longer releases on {}", clean(&release_in_words(&known.release)));
        let change = Change::Enter { entry: Some(known.id), revision: known.revision, fact: None };
        vec![self.commit(label, vec![change], true).1]
    }

    fn chosen_contract(&self) -> Option<Arc<Contract>> {
        self.chosen_vendor().and_then(|id| self.book.get(&id).cloned())
    }

    /// What these changes do to open tickets, as the end of a sentence: `: 2 open tickets are due by it`. Empty for
    /// all that is no release, or that no ticket waits for. To be asked before the book has taken them in.
    pub(super) fn due_by(&self, changes: &[Change], now: Instant) -> String {
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

fn release_of(fact: &Fact) -> Option<&Release> {
    match fact {
        Fact::Release(release) => Some(release),
        _ => None,
    }
}

/// Whether something that the ticket is still owed waits for this very release, with it among those that are known.
fn follows(row: &Row, release: &Release, enters: bool, now: Instant) -> bool {
    let Some(contract) = row.contract.as_ref().filter(|contract| contract.id == release.contract) else { return false };
    let due = contract.support.clock.end_of(release.date);
    let with = if enters { with_release(row, contract, release, now) } else { row.clone() };
    let owed = |target: &Target| target.met.is_none() && target.state != TargetState::Excluded;
    let waits = |target: &Target| target.within == Within::NextRelease && target.due == Some(due) && owed(target);
    with.sla.iter().flat_map(|sla| &sla.targets).any(waits)
}

/// The row as it will be once the release is known.
fn with_release(row: &Row, contract: &Arc<Contract>, release: &Release, now: Instant) -> Row {
    let mut contract = Arc::clone(contract);
    let releases = &mut Arc::make_mut(&mut contract).releases;
    releases.push(release.date);
    releases.sort_unstable();
    Row::new(row.ticket.clone(), Some(contract), now)
}
