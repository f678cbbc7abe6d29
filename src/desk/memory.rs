//! What a desk holds in memory: the open tickets, what sled does not have yet, and who watches.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use crate::domain::ticket::{Event, Record, Ticket, TicketId};

use super::Notice;

/// Changes that a watcher may lag behind before it is told to read anew.
const FEED: usize = 4096;

/// The desk's view of the store, shared between the writer and those who ask.
#[derive(Default)]
pub(super) struct Memory {
    /// Every open ticket.
    open: BTreeMap<TicketId, Arc<Ticket>>,
    /// Tickets that are acknowledged in the journal and not yet in sled.
    pending: HashMap<TicketId, Record>,
    watchers: Vec<Watcher>,
    /// Why nothing can be written any more.
    pub(super) broken: Option<super::DeskError>,
}

struct Watcher {
    feed: SyncSender<Notice>,
    behind: bool,
}

impl Memory {
    pub(super) fn load(&mut self, tickets: impl IntoIterator<Item = Ticket>) {
        self.open = tickets.into_iter().filter(Ticket::is_open).map(|t| (t.id, Arc::new(t))).collect();
    }

    pub(super) fn open(&self) -> Vec<Arc<Ticket>> {
        self.open.values().cloned().collect()
    }

    pub(super) fn pending(&self, id: TicketId) -> Option<&Record> {
        self.pending.get(&id)
    }

    pub(super) fn all_pending(&self) -> impl Iterator<Item = &Record> {
        self.pending.values()
    }

    /// Takes in a ticket's new state, which the journal has, and tells the watchers.
    pub(super) fn publish(&mut self, ticket: &Arc<Ticket>, events: Vec<Event>, by: &str) {
        if ticket.is_open() {
            self.open.insert(ticket.id, Arc::clone(ticket));
        } else {
            self.open.remove(&ticket.id);
        }
        self.pending.insert(ticket.id, Record { ticket: Arc::clone(ticket), events: Arc::new(events) });
        self.tell(&Notice::Changed(Arc::clone(ticket), by.to_owned()));
    }

    /// Sled has everything now.
    pub(super) fn applied(&mut self) {
        self.pending.clear();
    }

    pub(super) fn watch(&mut self) -> Receiver<Notice> {
        let (feed, changes) = sync_channel(FEED);
        self.watchers.push(Watcher { feed, behind: false });
        changes
    }

    /// A watcher that does not keep up holds nobody up: it is told to read anew once it has room.
    pub(super) fn tell(&mut self, notice: &Notice) {
        self.watchers.retain_mut(|watcher| {
            if watcher.behind {
                match watcher.feed.try_send(Notice::Resync) {
                    Ok(()) => watcher.behind = false,
                    Err(TrySendError::Full(_)) => return true,
                    Err(TrySendError::Disconnected(_)) => return false,
                }
            }
            match watcher.feed.try_send(notice.clone()) {
                Ok(()) => true,
                Err(TrySendError::Full(_)) => {
                    watcher.behind = true;
                    true
                }
                Err(TrySendError::Disconnected(_)) => false,
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watcher_that_does_not_read_holds_nobody_up_and_is_told_to_read_anew() {
        let mut memory = Memory::default();
        let feed = memory.watch();
        let told = Notice::Broken(String::new());
        (0..FEED + 10).for_each(|_| memory.tell(&told));
        assert_eq!(feed.try_iter().count(), FEED);
        memory.tell(&told);
        let after: Vec<Notice> = feed.try_iter().collect();
        assert!(matches!(after.as_slice(), [Notice::Resync, Notice::Broken(_)]), "{after:?}");
    }

    #[test]
    fn a_watcher_that_has_gone_is_forgotten() {
        let mut memory = Memory::default();
        drop(memory.watch());
        memory.tell(&Notice::Resync);
        assert!(memory.watchers.is_empty());
    }
}
