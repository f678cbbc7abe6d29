//! Notices by mail: the process that has the store tells people of the staff what happens on their tickets while they are at no
//! screen, as each of them has chosen in the settings.
//!
//! ```text
//! events on the disk ─► whom do they tell? ─► wait up to a minute ─► noted as told ─► one letter into the outbox
//! ```
//!
//! A notice is no promise. What was told is noted before its letter is put into the outbox: a kill in between loses a letter, and
//! none is told twice, whichever process has the store next.

#[cfg(test)]
mod tests;
mod told;
mod watch;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::thread::JoinHandle;
use std::time::{Duration, Instant as Moment};

use super::feed::{Subscription, SubscriptionCloser};
use super::local::LocalDesk;
use super::{Desk as _, Notice, Problem};
pub use watch::{NoticeWatch, refuses_notices};

/// The longest time without a look at the clock while somebody is to be told something: it may be set or stand still meanwhile.
const LONGEST_WAIT: Duration = Duration::from_secs(20);
/// The wait where nobody is.
const NOTHING_WAITS: Duration = Duration::from_hours(1);
/// The time for which further changes are awaited, so that many at once are looked at once.
const TOGETHER: Duration = Duration::from_secs(1);

/// The watch at work. Dropping it stops it; what it has not told yet the next one tells.
pub(super) struct NoticeService {
    stop: Arc<AtomicBool>,
    feed: SubscriptionCloser,
    thread: Option<JoinHandle<()>>,
}

impl NoticeService {
    /// Starts the watch.
    pub(super) fn start(desk: &Arc<LocalDesk>) -> Result<Self, Problem> {
        let feed = desk.subscribe();
        let (closer, stop, desk) = (feed.closer(), Arc::new(AtomicBool::new(false)), Arc::clone(desk));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::Builder::new().name("notices".to_owned()).spawn(move || run(&desk, &feed, &stopped));
        let thread = thread.map_err(|error| crate::error::no_thread(&error))?;
        Ok(Self { stop, feed: closer, thread: Some(thread) })
    }
}

impl Drop for NoticeService {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        self.feed.close();
        if let Some(thread) = self.thread.take() {
            // A panic in there has stopped the notices, not the desk.
            let _ = thread.join();
        }
    }
}

fn run(desk: &Arc<LocalDesk>, feed: &Subscription, stop: &AtomicBool) {
    let mut watch = NoticeWatch::new(Arc::clone(desk));
    let mut said = None;
    while !stop.load(Ordering::SeqCst) {
        let turn = catch_unwind(AssertUnwindSafe(|| watch.turn()));
        let problem = match turn {
            Ok(Ok(())) => None,
            Ok(Err(problem)) => Some(format!("Notices by mail have stopped: {problem}")),
            Err(_) => Some("Notices by mail have stopped by a fault of frist's own; they go on in a moment".to_owned()),
        };
        if let Some(words) = problem.as_ref().filter(|words| said.as_ref() != Some(*words)) {
            desk.tell_trouble(words);
        }
        said = problem;
        if !wait(feed, watch.wait().map_or(NOTHING_WAITS, |wait| wait.min(LONGEST_WAIT))) {
            return;
        }
    }
}

/// Waits for so long, or until tickets have changed. Returns false once there is nothing more to wait for.
fn wait(feed: &Subscription, patience: Duration) -> bool {
    let mut until = Moment::now() + patience;
    let mut has_heard = false;
    loop {
        match feed.recv_timeout(until.saturating_duration_since(Moment::now())) {
            Ok(Notice::Changed(..) | Notice::Resync | Notice::Renewed(_)) if !has_heard => {
                has_heard = true;
                until = until.min(Moment::now() + TOGETHER);
            }
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}
