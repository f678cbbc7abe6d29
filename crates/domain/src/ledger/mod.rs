//! Keeps what the desk has besides tickets: the dates of vendors' releases, the agreements' texts that tickets were
//! reported under, what uptime follows from (outages, maintenance, announced changes), and the rotas that were in
//! force.
//!
//! A record has a number and revisions; a later revision replaces the one before, or removes it. Every revision is
//! kept: undo brings an earlier one back, and the audit log tells who wrote which.

mod check;
mod kind;
mod merge;
mod party;
mod records;
mod same_cause;
mod typed;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use rpds::RedBlackTreeSetSync;
use serde::{Deserialize, Serialize};

use crate::rota::Rota;
use crate::ticket::TicketId;
use crate::time::Instant;

pub use check::check_fact;
pub use kind::{
    Absence, Agreement, Amendment, AnnouncedChange, CAUSES, DerivedFigure, DerivedValue, Entered, INBOX_TEXT, InForce,
    InboxLetter, InboxReason, KeptCalendar, LEDGER_KINDS, LedgerCommand, LedgerFact, LedgerFieldType, LedgerInput,
    LedgerKind, LedgerRow, LedgerValue, LetterAlertRecord, LetterOutcome, LetterRule, MOST_LETTER_FILES, Maintenance,
    Organisation, Outage, Outgoing, OutgoingPurpose, OutgoingState, Person, RecordRight, Release, SavedView,
    SenderRule, ToldLetter, VendorReport, check_affected, check_cause, is_acknowledged, is_address, known_causes,
    same_party, short_reason,
};
pub use merge::{merge, part, said_of_merging};
pub(crate) use party::begins_like;
pub use party::{IndexedParty, Party, folded};
pub use same_cause::{first_exclusion, outage_cause_in_words, outages_of_another_cause, tickets_not_excluded};
pub use typed::{TypedCustomer, TypedCustomers};

/// A ledger record's number, from 1, given by the desk.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LedgerRecordId(pub u64);

impl LedgerRecordId {
    /// The first number of what the desk keeps by itself. It has numbers of its own, so that none is left out between
    /// those that people see.
    const KEPT_FROM: Self = Self(1 << 40);

    /// The highest number that a record may have.
    pub const MOST: Self = Self((1 << 41) - 1);

    /// Returns the highest number that a record of this one's sort may have: people's come before what the desk keeps.
    pub const fn last_of_sort(self) -> Self {
        if self.is_kept() { Self::MOST } else { Self(Self::KEPT_FROM.0 - 1) }
    }

    /// Returns whether the record is one that the desk keeps by itself.
    pub const fn is_kept(self) -> bool {
        self.0 >= Self::KEPT_FROM.0
    }

    /// Returns the number behind the last of what the desk keeps by itself.
    pub fn next_kept(ids: impl Iterator<Item = Self>) -> Self {
        let next = ids.filter(|id| id.is_kept()).map(|id| Self(id.0.saturating_add(1))).max();
        next.unwrap_or(Self::KEPT_FROM)
    }
}

impl fmt::Display for LedgerRecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One revision of one ledger record. The store keeps it for ever: a field may be added with a default, none may change
/// its meaning, none may go.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LedgerRecord {
    /// The number of the record.
    pub id: LedgerRecordId,
    /// The number of the revision, from 0.
    pub revision: u32,
    /// The moment at which it was written.
    pub at: Instant,
    /// The name of the person who wrote it.
    pub by: String,
    /// The author of the record's first revision, or none for the author of this one, or in a record of before this was
    /// kept somebody whom [`Ledger::put`] finds in the revisions before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_by: Option<String>,
    /// The fact that it says, or none where it was removed.
    pub fact: Option<LedgerFact>,
}

impl LedgerRecord {
    /// Returns the name of the person who entered it first, whoever has changed it since.
    pub fn author(&self) -> &str {
        self.first_by.as_deref().unwrap_or(&self.by)
    }

    /// Returns the outage that the revision says, or none if it says something else, or was removed.
    pub fn outage(&self) -> Option<&Outage> {
        self.fact.as_ref()?.outage()
    }
}

/// The newest revision of every record. A copy costs next to nothing, and shares with the first what neither changes.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    records: records::Records,
    /// The outages that have not ended.
    running: Arc<BTreeSet<LedgerRecordId>>,
    /// The outages of each ticket that belongs to any: a ticket that is looked at asks with every frame.
    of_tickets: Arc<BTreeSet<(TicketId, LedgerRecordId)>>,
    /// The people and organisations, by what they are found by.
    parties: Arc<party::PartyIndex>,
    /// The letters that wait in the inbox.
    inbox: RedBlackTreeSetSync<LedgerRecordId>,
    /// The letters in the outbox.
    outbox: RedBlackTreeSetSync<LedgerRecordId>,
}

impl Ledger {
    /// Takes a revision in, unless a later one is there; returns whether it did.
    pub fn put(&mut self, mut entry: Arc<LedgerRecord>) -> bool {
        let known = self.records.get(entry.id);
        let newer = known.is_none_or(|known| known.revision < entry.revision);
        if let Some(known) = known.filter(|_| newer && entry.first_by.is_none()) {
            Arc::make_mut(&mut entry).first_by = Some(known.author().to_owned());
        }
        if newer {
            self.index(&entry);
            self.records.put(entry);
        }
        newer
    }

    /// Puts what that record says into the indexes, and takes out what it said before.
    fn index(&mut self, entry: &LedgerRecord) {
        let known = self.records.get(entry.id).cloned();
        let before = known.as_ref().and_then(|known| known.fact.as_ref());
        self.index_party(entry, before);
        let letter = entry.fact.as_ref().and_then(LedgerFact::letter);
        set_in(&mut self.inbox, entry.id, letter.is_some_and(InboxLetter::waits));
        set_in(&mut self.outbox, entry.id, matches!(entry.fact, Some(LedgerFact::Outgoing(_))));
        if let Some(before) = before.and_then(LedgerFact::outage) {
            let of_tickets = Arc::make_mut(&mut self.of_tickets);
            for ticket in &before.tickets {
                of_tickets.remove(&(*ticket, entry.id));
            }
            Arc::make_mut(&mut self.running).remove(&entry.id);
        }
        let Some(outage) = entry.outage() else { return };
        Arc::make_mut(&mut self.of_tickets).extend(outage.tickets.iter().map(|ticket| (*ticket, entry.id)));
        if outage.to.is_none() {
            Arc::make_mut(&mut self.running).insert(entry.id);
        }
    }

    fn index_party(&mut self, entry: &LedgerRecord, before: Option<&LedgerFact>) {
        let is_party = |fact: &LedgerFact| matches!(fact, LedgerFact::Person(_) | LedgerFact::Organisation(_));
        if !before.into_iter().chain(&entry.fact).any(is_party) {
            return;
        }
        let parties = Arc::make_mut(&mut self.parties);
        if let Some(before) = before {
            parties.remove(entry.id, before);
        }
        if let Some(fact) = &entry.fact {
            parties.add(entry.id, fact);
        }
    }

    fn outage(&self, id: LedgerRecordId) -> Option<(LedgerRecordId, &Outage)> {
        Some((id, self.get(id)?.outage()?))
    }

    /// Returns the record of that number in its newest revision, removed or not.
    pub fn get(&self, id: LedgerRecordId) -> Option<&Arc<LedgerRecord>> {
        self.records.get(id)
    }

    /// Returns every record in its newest revision, removed ones too, by number.
    pub fn records(&self) -> impl Iterator<Item = &Arc<LedgerRecord>> {
        self.records.all()
    }

    /// Returns the facts that stand, by number.
    pub fn facts(&self) -> impl Iterator<Item = (LedgerRecordId, &LedgerFact)> {
        self.records.all().filter_map(|entry| Some((entry.id, entry.fact.as_ref()?)))
    }

    /// Returns the facts that stand and are no letters, by number.
    fn plain_facts(&self) -> impl Iterator<Item = (LedgerRecordId, &LedgerFact)> {
        self.records.plain().filter_map(|entry| Some((entry.id, entry.fact.as_ref()?)))
    }

    /// Returns the releases that stand, of one vendor or of all, the earliest first.
    pub fn releases(&self, contract: Option<&str>) -> Vec<(LedgerRecordId, &Release)> {
        let mut all: Vec<(LedgerRecordId, &Release)> = self
            .plain_facts()
            .filter_map(|(id, fact)| match fact {
                LedgerFact::Release(release) if contract.is_none_or(|c| c == release.contract) => Some((id, release)),
                _ => None,
            })
            .collect();
        all.sort_by_key(|(id, release)| (release.date, *id));
        all
    }

    /// Returns the agreements' texts that stand, the first written first.
    pub fn agreements(&self) -> impl Iterator<Item = (LedgerRecordId, &Agreement)> {
        self.plain_facts().filter_map(|(id, fact)| match fact {
            LedgerFact::Agreement(agreement) => Some((id, &**agreement)),
            _ => None,
        })
    }

    /// Returns the corrections of the past that stand, the first made first.
    pub fn amendments(&self) -> impl Iterator<Item = (LedgerRecordId, &Amendment)> {
        self.plain_facts().filter_map(|(id, fact)| match fact {
            LedgerFact::Amendment(amendment) => Some((id, amendment)),
            _ => None,
        })
    }

    /// Returns the rotas that were in force, each with the moment from which it was, the first one first.
    pub fn rotas(&self) -> Vec<(Instant, &Rota)> {
        let all = self.records.plain().filter_map(|entry| match &entry.fact {
            Some(LedgerFact::Rota(rota)) => Some((entry.at, &**rota)),
            _ => None,
        });
        all.collect()
    }

    /// Returns the filters under names that stand, the first saved first.
    pub fn views(&self) -> impl Iterator<Item = (LedgerRecordId, &SavedView)> {
        self.plain_facts().filter_map(|(id, fact)| match fact {
            LedgerFact::SavedView(view) => Some((id, view)),
            _ => None,
        })
    }

    /// Returns the absences of staff that stand, the first entered first.
    pub fn absences(&self) -> impl Iterator<Item = (LedgerRecordId, &Absence)> {
        self.plain_facts().filter_map(|(id, fact)| match fact {
            LedgerFact::Absence(absence) => Some((id, absence)),
            _ => None,
        })
    }

    /// Returns the absence of that person of the staff at that moment, if they are away.
    pub fn absence_of(&self, staff: &str, at: Instant) -> Option<&Absence> {
        self.absences().map(|(_, absence)| absence).find(|absence| absence.staff == staff && absence.holds_at(at))
    }

    /// Returns the outages that stand, of one vendor or of all, the earliest first.
    pub fn outages(&self, contract: Option<&str>) -> Vec<(LedgerRecordId, &Outage)> {
        self.of(contract, LedgerFact::outage, |outage| outage.from)
    }

    /// Returns the maintenance that stands, of one vendor or of all, the earliest first.
    pub fn maintenance(&self, contract: Option<&str>) -> Vec<(LedgerRecordId, &Maintenance)> {
        self.of(contract, LedgerFact::maintenance, |maintenance| maintenance.from)
    }

    /// Returns the announced changes that stand, of one vendor or of all, the earliest first.
    pub fn announced_changes(&self, contract: Option<&str>) -> Vec<(LedgerRecordId, &AnnouncedChange)> {
        self.of(contract, LedgerFact::announced_change, |change| change.from)
    }

    /// Returns the vendors' reports that have come, of one vendor or of all, the earliest month first.
    pub fn vendor_reports(&self, contract: Option<&str>) -> Vec<(LedgerRecordId, &VendorReport)> {
        let mut all = self.of(contract, LedgerFact::vendor_report, |report| report.came);
        all.sort_by_key(|(id, report)| (report.month, *id));
        all
    }

    /// Returns the letters that wait in the inbox, by number.
    pub fn inbox(&self) -> impl Iterator<Item = (LedgerRecordId, &InboxLetter)> {
        self.inbox.iter().filter_map(|id| Some((*id, self.get(*id)?.fact.as_ref()?.letter()?)))
    }

    /// Returns how many letters wait in the inbox.
    pub fn inbox_count(&self) -> usize {
        self.inbox.size()
    }

    /// Returns what is done with the letters of senders, the rule first entered first.
    pub fn sender_rules(&self) -> impl Iterator<Item = (LedgerRecordId, &SenderRule)> {
        self.plain_facts().filter_map(|(id, fact)| match fact {
            LedgerFact::SenderRule(rule) => Some((id, rule)),
            _ => None,
        })
    }

    /// Returns what is done with letters from that address: a rule for it alone comes before one for its domain.
    pub fn rule_of_sender(&self, address: &str) -> Option<LetterRule> {
        let about = self.sender_rules().map(|(_, rule)| rule).filter(|rule| rule.is_about(address));
        about.min_by_key(|rule| rule.sender.starts_with('@')).map(|rule| rule.rule)
    }

    /// Returns the letters in the outbox, by number: the first written first.
    pub fn outbox(&self) -> impl Iterator<Item = (&Arc<LedgerRecord>, &Outgoing)> {
        self.outbox.iter().filter_map(|id| {
            let record = self.records.get(*id)?;
            Some((record, record.fact.as_ref()?.outgoing()?))
        })
    }

    /// Returns the outages that have not ended, by number.
    pub fn running(&self) -> impl Iterator<Item = (LedgerRecordId, &Outage)> {
        self.running.iter().filter_map(|id| self.outage(*id))
    }

    /// Returns the outages that a ticket belongs to, by number.
    pub fn outages_of(&self, ticket: TicketId) -> impl Iterator<Item = (LedgerRecordId, &Outage)> {
        let found = self.of_tickets.range((ticket, LedgerRecordId(0))..=(ticket, LedgerRecordId(u64::MAX)));
        found.filter_map(|(_, id)| self.outage(*id))
    }

    /// Returns the facts of one sort that stand, of one vendor or of all, by when they begin.
    fn of<'a, T>(
        &'a self,
        contract: Option<&str>,
        sort: impl Fn(&'a LedgerFact) -> Option<&'a T>,
        begins: impl Fn(&T) -> Instant,
    ) -> Vec<(LedgerRecordId, &'a T)> {
        let wanted = |fact: &&LedgerFact| contract.is_none_or(|id| fact.contract() == id);
        let found = self.plain_facts().filter(|(_, fact)| wanted(fact));
        let mut all: Vec<(LedgerRecordId, &T)> = found.filter_map(|(id, fact)| Some((id, sort(fact)?))).collect();
        all.sort_by_key(|(id, fact)| (begins(fact), *id));
        all
    }
}

fn set_in(index: &mut RedBlackTreeSetSync<LedgerRecordId>, id: LedgerRecordId, is_in: bool) {
    if is_in {
        index.insert_mut(id);
    } else if index.contains(&id) {
        index.remove_mut(&id);
    }
}

impl FromIterator<LedgerRecord> for Ledger {
    fn from_iter<I: IntoIterator<Item = LedgerRecord>>(entries: I) -> Self {
        let mut ledger = Self::default();
        for entry in entries {
            ledger.put(Arc::new(entry));
        }
        ledger
    }
}

#[cfg(test)]
mod tests;
