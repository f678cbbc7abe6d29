//! Sends letters: the process that has the store gives those that are due to the command of the settings, one after the
//! other.
//!
//! ```text
//! held ─► going (noted) ─► the command ─► on the ticket, out of the outbox (one commit)
//!                                     └─► failed: tried again after a growing pause, then somebody has to look
//! ```
//!
//! A note stands before each hand-over. Where it is found by the next owner, the desk was stopped in between, and nobody knows
//! whether the letter went: it is not sent again until somebody says so.

mod hand_over;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::thread::JoinHandle;
use std::time::{Duration, Instant as Moment};

use frist_domain::ledger::{Ledger, LedgerRecord, OutgoingPurpose, OutgoingState};
use frist_domain::ticket::DESK;
use frist_domain::time::Instant;

use super::feed::{Subscription, SubscriptionCloser};
use super::local::LocalDesk;
use super::{Change, Desk as _, Problem, Request};
use hand_over::HandOver;

/// The longest time without a look at the clock, which may be set or stand still meanwhile.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// The wait where no letter is in the outbox.
const NOTHING_WAITS: Duration = Duration::from_hours(1);
/// The shortest wait: what is due could not be sent just now, and is not tried at once again.
const SHORTEST_WAIT: Duration = Duration::from_millis(100);
/// The time for which a letter that is under way is let finish when the desk is closed.
const LET_FINISH: Duration = Duration::from_secs(5);

/// What came of sending the letters that were due.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct SentLetters {
    /// The number of letters that the mail server took.
    pub sent: usize,
    /// The number of letters that it did not take.
    pub failed: usize,
}

/// The outbox at work. Dropping it stops it; a letter that is under way has a moment to finish.
pub(super) struct OutboxService {
    stop: Arc<StopSign>,
    feed: SubscriptionCloser,
    thread: Option<JoinHandle<()>>,
}

/// Whether the outbox is to stop, and for how long it was told so.
#[derive(Default)]
pub(super) struct StopSign {
    is_set: AtomicBool,
    since: std::sync::OnceLock<Moment>,
}

impl StopSign {
    fn set(&self) {
        self.since.get_or_init(Moment::now);
        self.is_set.store(true, Ordering::SeqCst);
    }

    /// Returns whether no further letter is begun.
    fn is_set(&self) -> bool {
        self.is_set.load(Ordering::SeqCst)
    }

    /// Returns whether a letter that is under way is cut off.
    fn cuts_off(&self) -> bool {
        self.since.get().is_some_and(|since| since.elapsed() >= LET_FINISH)
    }
}

impl OutboxService {
    /// Starts sending what is due.
    pub(super) fn start(desk: &Arc<LocalDesk>) -> Result<Self, Problem> {
        let feed = desk.subscribe();
        let (closer, stop, desk) = (feed.closer(), Arc::new(StopSign::default()), Arc::clone(desk));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::Builder::new().name("outbox".to_owned()).spawn(move || run(&desk, &feed, &stopped));
        let thread = thread.map_err(|error| crate::error::no_thread(&error))?;
        Ok(Self { stop, feed: closer, thread: Some(thread) })
    }
}

impl Drop for OutboxService {
    fn drop(&mut self) {
        self.stop.set();
        self.feed.close();
        if let Some(thread) = self.thread.take() {
            // A panic in there has stopped the outbox, not the desk.
            let _ = thread.join();
        }
    }
}

fn run(desk: &Arc<LocalDesk>, feed: &Subscription, stop: &StopSign) {
    note_interrupted(desk);
    while !stop.is_set() {
        let sent = catch_unwind(AssertUnwindSafe(|| send_due(desk, stop)));
        if sent.is_err() {
            desk.tell_trouble("Sending letters has stopped by a fault of frist's own; it goes on in a moment");
        }
        if !wait(desk, feed) {
            return;
        }
    }
}

/// Sends what is due, once, in a process that does not stay.
pub(super) fn send_once(desk: &LocalDesk) -> SentLetters {
    note_interrupted(desk);
    send_due(desk, &StopSign::default())
}

/// Sends every letter that is due, the first written first.
fn send_due(desk: &LocalDesk, stop: &StopSign) -> SentLetters {
    let mut outcome = SentLetters::default();
    let due: Vec<Arc<LedgerRecord>> = due(&desk.ledger(), desk.now());
    for letter in due {
        if stop.is_set() || desk.is_broken() {
            break;
        }
        // Where the desk has no mail any more, letters stay as they are: they are shown, and nothing is lost.
        let mail = desk.mail();
        let Ok(sender) = mail.sender() else { break };
        let hand_over = HandOver { desk, sender: &sender, stop };
        if hand_over.has_waited_too_long(&letter) {
            outcome.failed += 1;
            continue;
        }
        match hand_over.carry_out(&letter) {
            Some(true) => outcome.sent += 1,
            Some(false) => outcome.failed += 1,
            None => {}
        }
    }
    outcome
}

fn due(ledger: &Ledger, now: Instant) -> Vec<Arc<LedgerRecord>> {
    let is_due = |state: &OutgoingState| state.due().is_some_and(|due| due <= now);
    let due = ledger.outbox().filter(|(_, letter)| is_due(&letter.state));
    due.map(|(record, _)| Arc::clone(record)).collect()
}

/// Notes of letters that an owner before this one had under way that nobody knows whether they went.
fn note_interrupted(desk: &LocalDesk) {
    let ledger = desk.ledger();
    for (record, letter) in ledger.outbox() {
        if let OutgoingState::Going { since } = letter.state {
            let state = OutgoingState::Unsure { since, restored: false };
            let Ok(noted) = hand_over::put(desk, record, letter, state) else { continue };
            if letter.purpose == OutgoingPurpose::Notice {
                // It is no promise, and nobody is to be told twice.
                let removed = Change::Enter { entry: Some(noted.id), revision: Some(noted.revision), fact: None };
                let _ = desk.write_mail(Request::new(DESK, vec![removed]));
            } else {
                desk.tell_trouble(&format!(
                    "A letter of #{} was perhaps sent when the desk was stopped; frist outbox show {} says what to do",
                    letter.ticket, record.id
                ));
            }
        }
    }
}

/// Waits until a letter may be due, or the ledger changes. Returns false once there is nothing more to wait for.
fn wait(desk: &LocalDesk, feed: &Subscription) -> bool {
    let until = Moment::now() + until_due(desk);
    loop {
        let patience = until.saturating_duration_since(Moment::now());
        match feed.recv_timeout(patience) {
            Ok(super::Notice::Entered(record)) if concerns(&record) => return true,
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

fn concerns(record: &LedgerRecord) -> bool {
    record.fact.as_ref().and_then(|fact| fact.outgoing()).is_some()
}

fn until_due(desk: &LocalDesk) -> Duration {
    let now = desk.now();
    let next = desk.ledger().outbox().filter_map(|(_, letter)| letter.state.due()).min();
    let seconds = next.map(|next| next.since(now).max(0).cast_unsigned());
    // Where no letter waits, the next one is told of.
    seconds.map_or(NOTHING_WAITS, |seconds| Duration::from_secs(seconds).clamp(SHORTEST_WAIT, LONGEST_WAIT))
}
