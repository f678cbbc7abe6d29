//! Holds in memory what a desk needs at hand: the open tickets, what sled does not have yet, who sits at it, and who
//! watches.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use frist_config::Person;
use frist_domain::audit::RecordedLine;
use frist_domain::ledger::LedgerRecord;
use frist_domain::ticket::{CommitId, Record, Ticket, TicketId, TicketSize};
use frist_domain::time::Instant;

use super::agreements_in_force::AgreementsInForce;
use super::feed::{Feed, Subscription};
use super::presence::{OpenTicket, Presence};
use super::scope::Scope;
use super::{Notice, Problem, SessionId};

/// About the most bytes of new events that are told with a change: what waits for those who watch is bounded.
const MOST_TOLD: usize = 32 << 10;

/// The desk's view of the store, shared between the writer and those who ask.
#[derive(Default)]
pub(super) struct OwnerState {
    /// The open tickets, by number.
    open: BTreeMap<TicketId, Arc<Ticket>>,
    /// Tickets that are acknowledged in the write-ahead log and not yet in sled.
    pending: HashMap<TicketId, Record>,
    /// The audit entries that are acknowledged in the write-ahead log and not yet in sled, in order.
    pending_audit_entries: Vec<RecordedLine>,
    /// The revisions of entries that are acknowledged in the write-ahead log and not yet in sled, in order.
    pending_entries: Vec<Arc<LedgerRecord>>,
    /// The contracts, and the ledger.
    pub(super) in_force: AgreementsInForce,
    feed: Feed,
    presence: Presence,
    pub(super) alerts: HeldAlerts,
    /// The commits that could not be written when that was found out. A disk that fails may have them all the same.
    pub(super) refused: Vec<UnwrittenCommit>,
    /// The reason why nothing can be written any more.
    pub(super) broken: Option<Problem>,
}

/// A commit whose author was told that it could not be written.
#[derive(Clone, Debug)]
pub(super) struct UnwrittenCommit {
    pub(super) id: CommitId,
    /// Who asked for what, in words.
    pub(super) words: String,
}

/// The alerts that are held back while it is not clear what the time is.
#[derive(Default)]
pub(super) struct HeldAlerts {
    /// Whether they are held back.
    pub(super) held: bool,
    /// Whether somebody wants them all the same.
    pub(super) wanted: bool,
}

impl OwnerState {
    pub(super) fn new(in_force: AgreementsInForce) -> Self {
        Self { in_force, ..Self::default() }
    }

    /// Takes in revisions of the ledger, which the write-ahead log has, and tells the subscribers.
    pub(super) fn enter(&mut self, entries: Vec<Arc<LedgerRecord>>) {
        for entry in entries {
            self.in_force.put(Arc::clone(&entry));
            self.pending_entries.push(Arc::clone(&entry));
            self.tell(&Notice::Entered(entry));
        }
    }

    pub(super) fn load(&mut self, tickets: impl IntoIterator<Item = Arc<Ticket>>) {
        self.open = tickets.into_iter().filter(|t| t.is_at_hand()).map(|t| (t.id, t)).collect();
    }

    pub(super) fn open(&self) -> Vec<Arc<Ticket>> {
        self.open.values().cloned().collect()
    }

    pub(super) fn open_ticket(&self, id: TicketId) -> Option<Arc<Ticket>> {
        self.open.get(&id).cloned()
    }

    pub(super) fn pending(&self, id: TicketId) -> Option<&Record> {
        self.pending.get(&id)
    }

    pub(super) fn all_pending(&self) -> HashMap<TicketId, Record> {
        self.pending.clone()
    }

    /// Takes in a ticket's new state, which the write-ahead log has, and tells the subscribers. `first` is the place of
    /// the first event that is new.
    pub(super) fn publish(&mut self, record: Record, first: u32, by: Option<String>) {
        let ticket = Arc::clone(&record.ticket);
        if ticket.is_at_hand() {
            self.open.insert(ticket.id, Arc::clone(&ticket));
        } else {
            self.open.remove(&ticket.id);
        }
        let new = record.events.get(first as usize..).unwrap_or_default();
        let told = if TicketSize::about(new).bytes <= MOST_TOLD { new } else { &[] };
        let notice = Notice::Changed(Arc::clone(&ticket), by, told.into());
        self.pending.insert(ticket.id, record);
        self.tell(&notice);
    }

    /// Takes in the audit entries of a batch, which the write-ahead log has, before anybody is told of it.
    pub(super) fn record_audit_entries(&mut self, audit_entries: Vec<RecordedLine>) {
        self.pending_audit_entries.extend(audit_entries);
    }

    /// Returns the audit entries and the revisions of entries that are not yet in sled.
    pub(super) fn pending_audit_entries(&self) -> (Vec<RecordedLine>, Vec<Arc<LedgerRecord>>) {
        (self.pending_audit_entries.clone(), self.pending_entries.clone())
    }

    /// Returns whether sled does not have everything yet.
    pub(super) fn has_pending(&self) -> bool {
        !self.pending_audit_entries.is_empty()
    }

    /// Forgets what was pending: sled has everything now.
    pub(super) fn applied(&mut self) {
        self.pending.clear();
        self.pending_audit_entries.clear();
        self.pending_entries.clear();
    }

    /// Subscribes to every change within that scope from now on; who sits where comes first, if anybody does.
    pub(super) fn subscribe(&mut self, scope: Scope) -> Subscription {
        let feed = self.feed.subscribe(scope);
        if !self.presence.is_empty() {
            self.tell_presence();
        }
        feed
    }

    /// Notes that nothing is written any more, and tells everybody.
    pub(super) fn break_down(&mut self, error: Problem) {
        self.tell(&Notice::Broken(error.to_string()));
        self.broken = Some(error);
    }

    /// Tells those who watch.
    pub(super) fn tell(&mut self, notice: &Notice) {
        self.feed.tell(notice);
    }

    /// Notes that somebody sits down, and tells the others.
    pub(super) fn open_session(&mut self, person: &Person, now: Instant) -> SessionId {
        let session = self.presence.join(person, now);
        self.tell_presence();
        session
    }

    /// Notes which ticket is open at that session now, or none, and tells the others.
    pub(super) fn look_at(&mut self, session: SessionId, open: OpenTicket, now: Instant) {
        if self.presence.look_at(session, open, now) {
            self.tell_presence();
        }
    }

    /// Returns whether somebody of that name has been at a screen within so many seconds before `now`.
    pub(super) fn is_at_screen(&self, name: &str, within: i64, now: Instant) -> bool {
        self.presence.is_at_screen(name, within, now)
    }

    /// Notes that the person at that session has gone, and tells the others.
    pub(super) fn close_session(&mut self, session: SessionId) {
        self.presence.leave(session);
        self.tell_presence();
    }

    fn tell_presence(&mut self) {
        let present = Notice::Present(self.presence.present());
        self.tell(&present);
    }
}
