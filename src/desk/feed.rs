//! The feed of changes: everybody who watches hears of each, and whoever does not keep up costs nobody anything.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use super::Notice;

/// Changes that a watcher may lag behind before it is told to read anew.
const LAG: usize = 4096;

/// Those who watch.
#[derive(Default)]
pub(super) struct Feed {
    watchers: Vec<Watcher>,
}

struct Watcher {
    feed: SyncSender<Notice>,
    behind: bool,
}

impl Feed {
    /// From now on, every change.
    pub(super) fn watch(&mut self) -> Receiver<Notice> {
        let (feed, changes) = sync_channel(LAG);
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
        let mut feed = Feed::default();
        let changes = feed.watch();
        let told = Notice::Broken(String::new());
        (0..LAG + 10).for_each(|_| feed.tell(&told));
        assert_eq!(changes.try_iter().count(), LAG);
        feed.tell(&told);
        let after: Vec<Notice> = changes.try_iter().collect();
        assert!(matches!(after.as_slice(), [Notice::Resync, Notice::Broken(_)]), "{after:?}");
    }

    #[test]
    fn a_watcher_that_has_gone_is_forgotten() {
        let mut feed = Feed::default();
        drop(feed.watch());
        feed.tell(&Notice::Resync);
        assert!(feed.watchers.is_empty());
    }
}
