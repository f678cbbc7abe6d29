//! The feed of changes: every watcher hears of each, and one that does not keep up costs nobody anything.
//!
//! What waits for a subscriber is bounded, however long it does not look: of who is there, only the newest notice is
//! kept, and where too many changes wait, they give way to the one notice that all tickets are to be read anew.

use std::collections::VecDeque;
use std::sync::mpsc::{RecvError, RecvTimeoutError};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Notice;
use super::scope::Scope;

/// The most changes that a subscriber may lag behind before it is told to read anew.
const MAX_PENDING: usize = 1024;

/// The subscribers. When this is dropped, they hear what waits for them, and then that nothing more comes.
#[derive(Default)]
pub(super) struct Feed {
    watchers: Vec<(Scope, Arc<Channel>)>,
}

/// The notices that a subscriber hears. Dropping it ends them.
pub struct Subscription(Arc<Channel>);

/// Ends what a subscriber hears, from another thread.
pub(super) struct SubscriptionCloser(Arc<Channel>);

#[derive(Default)]
struct Channel {
    waiting: Mutex<PendingNotices>,
    more: Condvar,
}

#[derive(Default)]
struct PendingNotices {
    notices: VecDeque<Notice>,
    /// Whether [`Notice::Resync`] waits: then no change needs to wait.
    resync: bool,
    /// Whether the other end is gone.
    ended: bool,
}

impl Feed {
    /// Subscribes to every change within that scope from now on.
    pub(super) fn subscribe(&mut self, scope: Scope) -> Subscription {
        let shared = Arc::new(Channel::default());
        self.watchers.push((scope, Arc::clone(&shared)));
        Subscription(shared)
    }

    /// Tells all subscribers of a change and never waits for anybody.
    pub(super) fn tell(&mut self, notice: &Notice) {
        self.watchers.retain(|(scope, watcher)| {
            let mut waiting = watcher.lock();
            if !waiting.ended && scope.lets_through(notice) {
                waiting.put(notice.clone());
                watcher.more.notify_one();
            }
            !waiting.ended
        });
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        for (_, watcher) in &self.watchers {
            watcher.lock().ended = true;
            watcher.more.notify_all();
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut waiting = self.0.lock();
        waiting.ended = true;
        waiting.notices.clear();
    }
}

impl Channel {
    /// Locks what waits. It is whole whenever nobody changes it, so a panic elsewhere does not matter.
    fn lock(&self) -> MutexGuard<'_, PendingNotices> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PendingNotices {
    fn put(&mut self, notice: Notice) {
        match &notice {
            Notice::Changed(..) | Notice::Resync if self.resync => return,
            Notice::Changed(..) if self.notices.len() < MAX_PENDING => {}
            Notice::Changed(..) | Notice::Resync => return self.read_anew(),
            // What a subscriber that far behind has not heard is in the tickets' timelines.
            Notice::Alerts(_) if self.notices.len() >= MAX_PENDING => return,
            // These are rare, and each is news.
            Notice::Entered(_) | Notice::Alerts(_) => {}
            // What the newest says of people and contracts is all that holds.
            Notice::Renewed(_) => self.forget(|n| matches!(n, Notice::Renewed(_))),
            Notice::ShutOut(_) => self.forget(|_| true),
            Notice::Trouble(_) => self.forget(|n| matches!(n, Notice::Trouble(_))),
            Notice::Present(_) => self.forget(|n| matches!(n, Notice::Present(_))),
            Notice::Broken(_) => self.forget(|n| matches!(n, Notice::Broken(_))),
            Notice::Away(_) | Notice::Attached(_) => {
                self.forget(|n| matches!(n, Notice::Away(_) | Notice::Attached(_)));
            }
        }
        self.notices.push_back(notice);
    }

    /// Replaces all changes that wait by one word: to read everything anew.
    fn read_anew(&mut self) {
        self.forget(|n| matches!(n, Notice::Changed(..)));
        self.notices.push_back(Notice::Resync);
        self.resync = true;
    }

    fn forget(&mut self, which: impl Fn(&Notice) -> bool) {
        self.notices.retain(|notice| !which(notice));
    }

    fn take(&mut self) -> Option<Notice> {
        let notice = self.notices.pop_front()?;
        self.resync &= !matches!(notice, Notice::Resync);
        Some(notice)
    }
}

impl SubscriptionCloser {
    /// Ends the subscription: the thread that waits for changes is woken and hears the end.
    pub(super) fn close(&self) {
        self.0.lock().ended = true;
        self.0.more.notify_all();
    }
}

impl Subscription {
    /// Returns what ends this subscription from another thread.
    pub(super) fn closer(&self) -> SubscriptionCloser {
        SubscriptionCloser(Arc::clone(&self.0))
    }

    /// Waits for the next notice; fails once nothing more comes.
    pub fn recv(&self) -> Result<Notice, RecvError> {
        let waiting = self.0.more.wait_while(self.0.lock(), |w| w.notices.is_empty() && !w.ended);
        waiting.unwrap_or_else(PoisonError::into_inner).take().ok_or(RecvError)
    }

    /// Waits for the next notice so long.
    pub fn recv_timeout(&self, patience: Duration) -> Result<Notice, RecvTimeoutError> {
        let nothing = |w: &mut PendingNotices| w.notices.is_empty() && !w.ended;
        let waited = self.0.more.wait_timeout_while(self.0.lock(), patience, nothing);
        let mut waiting = waited.unwrap_or_else(PoisonError::into_inner).0;
        let ended = waiting.ended;
        waiting.take().ok_or(if ended { RecvTimeoutError::Disconnected } else { RecvTimeoutError::Timeout })
    }

    /// Returns the notices that wait now, one after the other.
    pub fn try_iter(&self) -> impl Iterator<Item = Notice> {
        std::iter::from_fn(|| self.0.lock().take())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use frist_domain::ticket::{NewTicket, Ticket, TicketId, new_events};
    use frist_domain::time::Instant;

    fn changed(id: u64) -> Notice {
        let events = new_events(&NewTicket::default(), "", None, "anna", Instant::from_secs(0));
        Notice::Changed(Arc::new(Ticket::fold(TicketId(id), &events).unwrap()), Some("anna".to_owned()), Arc::default())
    }

    fn present() -> Notice {
        Notice::Present(Arc::default())
    }

    #[test]
    fn a_watcher_that_does_not_keep_up_is_told_to_read_anew_even_if_nothing_more_happens() {
        let mut feed = Feed::default();
        let changes = feed.subscribe(Scope::Everything);
        (0..=MAX_PENDING as u64).for_each(|id| feed.tell(&changed(id)));
        (0..10).for_each(|id| feed.tell(&changed(id)));
        let heard: Vec<Notice> = changes.try_iter().collect();
        assert!(matches!(heard.as_slice(), [Notice::Resync]), "{} notices", heard.len());
        feed.tell(&changed(7));
        let after: Vec<Notice> = changes.try_iter().collect();
        assert!(matches!(after.as_slice(), [Notice::Changed(..)]), "{after:?}");
    }

    #[test]
    fn what_waits_is_bounded_whatever_it_is_and_the_last_word_of_each_kind_stays() {
        let mut feed = Feed::default();
        let changes = feed.subscribe(Scope::Everything);
        for id in 0..5 * MAX_PENDING as u64 {
            feed.tell(&changed(id));
            feed.tell(&present());
            feed.tell(&Notice::Away(id.to_string()));
            feed.tell(&Notice::Resync);
            feed.tell(&Notice::Broken(String::new()));
        }
        feed.tell(&Notice::Attached("last".to_owned()));
        let heard: Vec<Notice> = changes.try_iter().collect();
        assert_eq!(heard.len(), 4, "{heard:?}");
        assert!(heard.iter().any(|n| matches!(n, Notice::Attached(words) if words == "last")), "{heard:?}");
    }

    #[test]
    fn a_watcher_that_has_gone_is_forgotten_and_one_that_stays_hears_the_end() {
        let mut feed = Feed::default();
        let stays = feed.subscribe(Scope::Everything);
        drop(feed.subscribe(Scope::Everything));
        feed.tell(&Notice::Resync);
        assert_eq!(feed.watchers.len(), 1);
        drop(feed);
        assert!(matches!(stays.recv(), Ok(Notice::Resync)));
        assert_eq!(stays.recv().unwrap_err(), RecvError);
        assert_eq!(stays.recv_timeout(Duration::ZERO).unwrap_err(), RecvTimeoutError::Disconnected);
    }

    #[test]
    fn whoever_waits_is_woken() {
        let mut feed = Feed::default();
        let changes = feed.subscribe(Scope::Everything);
        let waits = std::thread::spawn(move || std::iter::from_fn(|| changes.recv().ok()).count());
        feed.tell(&changed(1));
        drop(feed);
        assert_eq!(waits.join().unwrap(), 1);
    }
}
