//! Tells the audit log as the store's owner knows it, a page at a time: from what sled keeps of each audit entry, and
//! before that from what is acknowledged and not yet in sled.
//!
//! A page is a bounded piece of work whatever the filter is: where little matches, it ends early and says where to go on.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use frist_domain::audit::{
    AuditEntry, AuditKind, AuditPage, AuditPosition, AuditSearch, AuditSubject, MAX_PAGE_ENTRIES, RecordedLine,
    RetractedEntries, say_ledger_record,
};
use frist_domain::contract::Book;
use frist_domain::ledger::{LedgerFact, LedgerRecord, LedgerRecordId};
use frist_domain::ticket::{Event, Record, TicketId, live, say_at};
use frist_domain::time::{Zone, clock_text};
use frist_store::{AuditEntries, Reader};

use super::Problem;

/// The most audit entries that are looked at for one page.
const MOST_LOOKED_AT: usize = 20_000;
/// The most tickets and entries that are read for one page.
const MOST_READ: usize = 2_000;
/// The number of bytes of a page's texts at which the page ends: a note can be long.
const MOST_BYTES: usize = 1 << 20;

/// What an owner's audit log is told from.
pub(super) struct AuditReader<'a> {
    /// The audit entries that sled has.
    pub(super) reader: Reader,
    /// The audit entries that are acknowledged and not yet in sled, in order.
    pub(super) pending: Vec<RecordedLine>,
    /// The revisions of entries that are acknowledged and not yet in sled.
    pub(super) pending_entries: Vec<Arc<LedgerRecord>>,
    pub(super) book: Arc<Book>,
    /// A function that reads a ticket as it is now.
    pub(super) record: &'a dyn Fn(TicketId) -> Result<Option<Record>, Problem>,
}

/// A ticket as audit entries are told from it.
struct TicketHistory {
    events: Arc<Vec<Event>>,
    stands: Vec<bool>,
    subject: String,
}

/// One page while it is made.
struct PageBuilder<'a> {
    log: &'a AuditReader<'a>,
    search: &'a AuditSearch,
    page: AuditPage,
    bytes: usize,
    tickets: HashMap<TicketId, Option<TicketHistory>>,
    entries: HashMap<LedgerRecordId, Vec<LedgerRecord>>,
    /// The tickets and entries of audit entries that were retracted, or put back.
    undone: (BTreeSet<TicketId>, BTreeSet<LedgerRecordId>),
}

impl AuditReader<'_> {
    /// Makes the page that is asked for.
    pub(super) fn page(&self, search: &AuditSearch) -> Result<AuditPage, Problem> {
        let newest = self.pending.last().map_or(self.reader.sequence(), |audit_entry| audit_entry.place.sequence);
        let end = AuditPosition { sequence: newest + 1, number: 0 };
        let mut before = search.before.map_or(end, |before| before.min(end));
        if let Some(latest) = search.filter.latest() {
            let first_after = AuditPosition { sequence: self.reader.commits_from(latest)?, number: 0 };
            // What is not in sled yet is looked at all the same.
            if self.pending.is_empty() {
                before = before.min(first_after);
            }
        }
        let mut builder = PageBuilder {
            log: self,
            search,
            page: AuditPage { newest, ..AuditPage::default() },
            bytes: 0,
            tickets: HashMap::new(),
            entries: HashMap::new(),
            undone: (BTreeSet::new(), BTreeSet::new()),
        };
        builder.fill(before)?;
        builder.finish()
    }

    /// Returns the audit entries before that place, the newest first: what is pending, then what sled has.
    fn audit_entries(&self, before: AuditPosition) -> (impl Iterator<Item = &RecordedLine>, AuditEntries) {
        let first = self.pending.first().map(|audit_entry| audit_entry.place);
        let pending = self.pending.iter().rev().filter(move |audit_entry| audit_entry.place < before);
        (pending, self.reader.audit_entries(first.map_or(before, |first| first.min(before))))
    }
}

impl PageBuilder<'_> {
    /// Adds audit entries from `before` on backwards, until the page is full or there are no more.
    fn fill(&mut self, before: AuditPosition) -> Result<(), Problem> {
        let (pending, mut stored) = self.log.audit_entries(before);
        let mut looked_at = 0;
        for entered in pending {
            if entered.place.sequence <= self.search.after || !self.wants_more(entered, looked_at) {
                return Ok(());
            }
            looked_at += 1;
            self.look_at(entered)?;
        }
        let earliest = self.search.filter.earliest();
        while let Some(entered) = stored.next() {
            let entered = entered?;
            let too_early = earliest.is_some_and(|earliest| stored.latest().is_some_and(|latest| latest < earliest));
            let known = entered.place.sequence <= self.search.after;
            if too_early || known || !self.wants_more(&entered, looked_at) {
                return Ok(());
            }
            looked_at += 1;
            self.look_at(&entered)?;
        }
        Ok(())
    }

    /// Returns whether there is room for one more entry; if not, the page goes on behind the last one that was looked
    /// at.
    fn wants_more(&mut self, next: &RecordedLine, looked_at: usize) -> bool {
        let full = self.page.audit_entries.len() >= self.search.limit.clamp(1, MAX_PAGE_ENTRIES) as usize
            || looked_at >= MOST_LOOKED_AT
            || self.tickets.len() + self.entries.len() >= MOST_READ
            || self.bytes >= MOST_BYTES;
        if full {
            self.page.next = Some(AuditPosition { number: next.place.number + 1, ..next.place });
        }
        !full
    }

    fn look_at(&mut self, entered: &RecordedLine) -> Result<(), Problem> {
        self.page.back_to = Some(entered.recorded);
        if self.search.after > 0 {
            self.note_undone(entered)?;
        }
        let contract = self.log.book.get(&entered.line.contract);
        let vendor = contract.map_or(entered.line.contract.as_str(), |contract| contract.vendor.as_str());
        if !self.search.filter.admits(entered, vendor) {
            return Ok(());
        }
        let zone = contract.map_or(Zone::utc(), |contract| contract.zone);
        let vendor = vendor.to_owned();
        if let Some(audit_entry) = self.audit_entry(entered, vendor, zone)?
            && self.search.filter.holds_words(&audit_entry)
        {
            self.bytes += audit_entry.words.len() + audit_entry.subject.len();
            self.page.audit_entries.push(audit_entry);
        }
        Ok(())
    }

    fn note_undone(&mut self, entered: &RecordedLine) -> Result<(), Problem> {
        match entered.line.on {
            AuditSubject::Ticket { id, .. } if entered.line.kind == AuditKind::UNDO => {
                self.undone.0.insert(id);
            }
            AuditSubject::Entry { id, revision } if revision > 0 => {
                self.entry(id)?;
                self.undone.1.insert(id);
            }
            AuditSubject::Ticket { .. } | AuditSubject::Entry { .. } => {}
        }
        Ok(())
    }

    /// Returns the audit entry in words, or none where its ticket or entry is not to be found.
    fn audit_entry(
        &mut self,
        entered: &RecordedLine,
        vendor: String,
        zone: Zone,
    ) -> Result<Option<AuditEntry>, Problem> {
        let (happened, subject, words, stands) = match entered.line.on {
            AuditSubject::Ticket { id, event } => {
                let Some(history) = self.ticket(id)? else { return Ok(None) };
                let place = event as usize;
                let Some(done) = history.events.get(place) else { return Ok(None) };
                let stands = history.stands.get(place).copied().unwrap_or(true);
                (
                    done.happened,
                    history.subject.clone(),
                    say_at(done, &history.events, &|at| clock_text(zone, at)),
                    stands,
                )
            }
            AuditSubject::Entry { id, revision } => {
                let revisions = self.entry(id)?;
                let Some(entry) = revisions.iter().find(|entry| entry.revision == revision) else { return Ok(None) };
                let before = revisions.iter().rev().find(|earlier| earlier.revision < revision);
                let before = before.and_then(|before| before.fact.as_ref());
                let subject = entry.fact.as_ref().or(before).map_or("", LedgerFact::subject).to_owned();
                (entered.recorded, subject, say_ledger_record(entry, before, zone), stands(revisions, entry))
            }
        };
        Ok(Some(AuditEntry {
            place: entered.place,
            recorded: entered.recorded,
            happened,
            by: entered.by.clone(),
            kind: entered.line.kind,
            on: entered.line.on,
            contract: entered.line.contract.clone(),
            vendor,
            subject,
            words,
            stands,
        }))
    }

    fn ticket(&mut self, id: TicketId) -> Result<Option<&TicketHistory>, Problem> {
        if !self.tickets.contains_key(&id) {
            let record = (self.log.record)(id)?;
            let history = record.map(|record| TicketHistory {
                stands: live(&record.events),
                subject: record.ticket.subject.clone(),
                events: record.events,
            });
            self.tickets.insert(id, history);
        }
        Ok(self.tickets.get(&id).and_then(Option::as_ref))
    }

    /// Returns every revision of an entry, in order.
    fn entry(&mut self, id: LedgerRecordId) -> Result<&[LedgerRecord], Problem> {
        if !self.entries.contains_key(&id) {
            let mut revisions = self.log.reader.entry(id)?;
            let last = revisions.last().map(|entry| entry.revision);
            let pending = self.log.pending_entries.iter().filter(|entry| entry.id == id);
            let newer = pending.filter(|entry| last.is_none_or(|last| entry.revision > last));
            revisions.extend(newer.map(|entry| LedgerRecord::clone(entry)));
            self.entries.insert(id, revisions);
        }
        Ok(self.entries.get(&id).map_or(&[], Vec::as_slice))
    }

    fn finish(mut self) -> Result<AuditPage, Problem> {
        let (tickets, entries) = std::mem::take(&mut self.undone);
        let mut taken = RetractedEntries::default();
        for id in tickets {
            if let Some(history) = self.ticket(id)? {
                let back = (0..).zip(&history.stands).filter(|(_, stands)| !**stands).map(|(place, _)| place);
                taken.tickets.push((id, back.collect()));
            }
        }
        for id in entries {
            let removed = self.entry(id)?.last().filter(|newest| newest.fact.is_none()).map(|newest| newest.revision);
            taken.entries.push((id, removed));
        }
        self.page.taken = taken;
        Ok(self.page)
    }
}

/// Returns whether a revision counts: the entry stands, or this is what removed it. What was said of a letter until it left
/// the outbox was so.
fn stands(revisions: &[LedgerRecord], entry: &LedgerRecord) -> bool {
    if entry.fact.as_ref().is_some_and(|fact| fact.outgoing().is_some()) {
        return true;
    }
    revisions.last().is_none_or(|newest| newest.fact.is_some() || newest.revision == entry.revision)
}
