//! Alerts: the process that owns the store tells people when a ticket has to be phoned, when a target comes near, is due or is
//! breached, and when a letter waits in the inbox, each time once.
//!
//! ```text
//! feed, clock ─► watchman ─► everybody's screen (a notice)
//!                   │
//!                   ├─ no command ───────────────► the ticket's timeline
//!                   └─ courier: the desk's command ─► the ticket's timeline, with why it failed
//! ```
//!
//! Of letters a record of the ledger has what the timeline has of tickets.
//!
//! An alert is given first and written down then. An owner that dies in between has not written it, and the next owner
//! gives it again: it is never lost. Within one run it is never given twice: the alert monitor knows what it has in
//! hand, and a screen what it has heard.

mod command;
mod jump;
mod letters;
mod monitor;
mod sender;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant as Moment};

use frist_domain::alert::{AlertCommand, AlertMessage, AlertRules};
use frist_domain::time::Instant;

use super::feed::{Subscription, SubscriptionCloser};
use super::local::LocalDesk;
use super::{Desk as _, Problem};
pub use command::run_command;
use jump::{ClockCheck, ClockJumps};
pub use monitor::AlertMonitor;
use sender::AlertSender;

/// The longest time without a look at the clock. After a machine was suspended, or its clock was set, alerts are right
/// again after at most this long.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// The time after a change for which others are awaited, so that what comes up by them is one message: a person who
/// logs ten tickets in a row wants one call and not ten.
const TOGETHER: Duration = Duration::from_secs(1);

/// The time after a fault of frist's own until the watch goes on.
const AFTER_FAULT: Duration = Duration::from_secs(5);

/// What an owner needs to know to tell people.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AlertSetup {
    /// The rules by which people are told.
    pub rules: AlertRules,
    /// The command that is run with each message, if there is one.
    pub command: Option<AlertCommand>,
}

impl AlertSetup {
    /// Makes alerting that tells nobody anything.
    pub const fn none() -> Self {
        Self { rules: AlertRules::none(), command: None }
    }
}

/// The alert monitor and the alert sender at work. Dropping it stops both; a message that is under way then is given
/// again by the next owner.
pub struct AlertService {
    stop: Arc<AtomicBool>,
    feed: SubscriptionCloser,
    thread: Option<JoinHandle<()>>,
    sender: Option<AlertSender>,
}

impl AlertService {
    /// Starts the watch.
    pub(super) fn start(desk: &Arc<LocalDesk>, alerting: &AlertSetup) -> Result<Self, Problem> {
        Self::watch(desk, alerting, AlertMonitor::new(Arc::clone(desk), alerting.clone()))
    }

    /// Starts alerts at a demonstration: people are taken to know whatever has been reached by now, so that it does not
    /// begin with a week's alerts, and no command is run.
    ///
    /// # Errors
    ///
    /// If there is no thread to be had.
    pub fn of_demo(desk: &Arc<LocalDesk>, rules: AlertRules) -> Result<Self, Problem> {
        let alerting = AlertSetup { rules, command: None };
        let mut monitor = AlertMonitor::new(Arc::clone(desk), alerting.clone());
        monitor.know();
        Self::watch(desk, &alerting, monitor)
    }

    fn watch(desk: &Arc<LocalDesk>, alerting: &AlertSetup, monitor: AlertMonitor) -> Result<Self, Problem> {
        let feed = desk.subscribe();
        let closer = feed.closer();
        let stop = Arc::new(AtomicBool::new(false));
        let monitor = Arc::new(Mutex::new(monitor));
        let sender = alerting
            .command
            .clone()
            .map(|command| AlertSender::start(command, Arc::clone(&monitor), Arc::clone(desk), Arc::clone(&stop)));
        let sender = sender.transpose().map_err(|error| crate::error::no_thread(&error))?;
        let (sender, send) = sender.unzip();
        let mut watch = MonitorLoop { desk: Arc::clone(desk), monitor, jumps: ClockJumps::default(), send };
        watch.look_at_clock();
        let stopped = Arc::clone(&stop);
        let thread = std::thread::Builder::new().name("alerts".to_owned()).spawn(move || watch.on(&feed, &stopped));
        let thread = thread.map_err(|error| crate::error::no_thread(&error))?;
        Ok(Self { stop, feed: closer, thread: Some(thread), sender })
    }
}

impl AlertService {
    /// Stops the watch and what it has under way, which is given again by the next one.
    pub(super) fn stop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        self.feed.close();
        if let Some(thread) = self.thread.take() {
            // A panic in there has stopped the alerts, not the desk.
            let _ = thread.join();
        }
        drop(self.sender.take());
    }
}

impl Drop for AlertService {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The watch at work.
struct MonitorLoop {
    desk: Arc<LocalDesk>,
    monitor: Arc<Mutex<AlertMonitor>>,
    jumps: ClockJumps,
    /// The way to the alert sender, if there is a command.
    send: Option<Sender<AlertMessage>>,
}

impl MonitorLoop {
    /// Watches until there is nothing more to wait for. A fault of frist's own is told, and everything is looked at
    /// anew: nobody must sleep because the watch has fallen asleep.
    fn on(&mut self, feed: &Subscription, stop: &AtomicBool) {
        while catch_unwind(AssertUnwindSafe(|| self.until_end(feed, stop))).is_err() {
            self.desk.tell_trouble(&format!(
                "Alerts stopped by a fault of frist's own; they go on in {} s",
                AFTER_FAULT.as_secs()
            ));
            lock(&self.monitor).look_anew();
            if !rest(feed, AFTER_FAULT) {
                return;
            }
        }
    }

    fn until_end(&mut self, feed: &Subscription, stop: &AtomicBool) {
        while !stop.load(Ordering::SeqCst) && await_next(feed, &self.monitor, self.jumps.holds()) {
            let now = self.look_at_clock();
            if !self.jumps.holds() {
                let message = lock(&self.monitor).turn(now);
                if let Some(message) = message {
                    self.give(message);
                }
            }
        }
    }

    fn give(&self, message: AlertMessage) {
        let Some(send) = &self.send else {
            lock(&self.monitor).record(&message, None);
            return;
        };
        let (for_command, for_screens) = message.part_for_command();
        if let Some(message) = for_screens {
            lock(&self.monitor).record(&message, None);
        }
        if let Some(message) = for_command {
            let _ = send.send(message);
        }
    }

    /// Checks whether the clock has jumped, and tells people so; or whether alerts that were held back for that can be
    /// told. Returns what the clock showed.
    fn look_at_clock(&mut self) -> Instant {
        let held = self.jumps.holds();
        let now = self.desk.now();
        let seen = self.jumps.look(now, self.desk.since_boot());
        if self.jumps.holds() && held && self.desk.alerts_are_wanted() {
            self.jumps.let_go();
            lock(&self.monitor).clock_jumped();
        }
        // Who hears that alerts are held may want them at once.
        if held != self.jumps.holds() {
            self.desk.hold_alerts(self.jumps.holds());
        }
        if let Some(seen) = seen {
            self.desk.tell_trouble(&seen.in_words());
        }
        match seen {
            Some(ClockCheck::Over) => lock(&self.monitor).clock_jumped(),
            Some(ClockCheck::Right) => lock(&self.monitor).look_anew(),
            Some(ClockCheck::Jumped(_)) | None => {}
        }
        now
    }
}

/// Lets so much time pass, whatever is heard; returns false once there is nothing more to hear.
fn rest(feed: &Subscription, time: Duration) -> bool {
    let until = Moment::now() + time;
    loop {
        match feed.recv_timeout(until.saturating_duration_since(Moment::now())) {
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

/// Waits until there is something to look at; where alerts are held back, for a moment, as they may be wanted or the
/// clock be right again. Returns false once there is nothing more to wait for.
fn await_next(feed: &Subscription, monitor: &Mutex<AlertMonitor>, held: bool) -> bool {
    if !held {
        return wait(feed, monitor, TOGETHER);
    }
    match feed.recv_timeout(TOGETHER) {
        Ok(notice) => lock(monitor).hear(&notice),
        Err(RecvTimeoutError::Timeout) => {}
        Err(RecvTimeoutError::Disconnected) => return false,
    }
    true
}

/// Waits until something changes, and then for `together` longer, or until something is to be looked at. Returns false
/// once there is nothing more to wait for.
fn wait(feed: &Subscription, monitor: &Mutex<AlertMonitor>, together: Duration) -> bool {
    let patience = lock(monitor).wait().min(LONGEST_WAIT);
    match feed.recv_timeout(patience) {
        Ok(notice) => {
            // At the start there is something to look at whatever is heard.
            let starts = lock(monitor).has_news();
            lock(monitor).hear(&notice);
            starts || gather(feed, monitor, together)
        }
        Err(RecvTimeoutError::Timeout) => true,
        Err(RecvTimeoutError::Disconnected) => false,
    }
}

/// Hears the further notices that come within that time (of the machine, as the desk's clock may stand), but not longer
/// than until the clock makes the alert monitor look: what was heard may be no news to it. Returns false once nothing
/// more comes.
fn gather(feed: &Subscription, monitor: &Mutex<AlertMonitor>, within: Duration) -> bool {
    let until = Moment::now() + within;
    while lock(monitor).has_news() {
        let patience = until.saturating_duration_since(Moment::now()).min(lock(monitor).until_due());
        match feed.recv_timeout(patience) {
            Ok(notice) => lock(monitor).hear(&notice),
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
    true
}

/// Locks the alert monitor, even after a panic: that has stopped the alerts, but what they have in hand can still be
/// told.
fn lock(monitor: &Mutex<AlertMonitor>) -> MutexGuard<'_, AlertMonitor> {
    monitor.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
