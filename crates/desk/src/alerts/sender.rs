//! Takes messages to the desk's own command, one after the other, on a thread of its own: a command that hangs holds up
//! the next message and nothing else. What has come together meanwhile goes as one message.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use frist_domain::alert::{AlertCommand, AlertMessage};

use super::super::Desk as _;
use super::super::local::LocalDesk;
use super::command::run_command;
use super::{AlertMonitor, lock};

/// The alert sender at work. Dropping it, once no sender is left, ends the command that runs; its message is not
/// written down then.
pub(super) struct AlertSender {
    thread: Option<JoinHandle<()>>,
    stop: Arc<AtomicBool>,
}

impl AlertSender {
    /// Starts a thread that takes the messages that are sent.
    pub(super) fn start(
        command: AlertCommand,
        monitor: Arc<Mutex<AlertMonitor>>,
        desk: Arc<LocalDesk>,
        stop: Arc<AtomicBool>,
    ) -> io::Result<(Self, Sender<AlertMessage>)> {
        let (send, messages) = channel();
        let stopped = Arc::clone(&stop);
        let work = move || {
            while let Some(message) = next(&messages) {
                let people = desk.people();
                let text = message.to_json(|name| people.shown(name)).to_string();
                let run = || run_command(&command, &text, &|| stopped.load(Ordering::SeqCst));
                let done =
                    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err("a fault of frist's own".to_owned()));
                let failed = done.err();
                if stopped.load(Ordering::SeqCst) && failed.is_some() {
                    return;
                }
                if let Some(why) = &failed {
                    desk.tell_trouble(&not_passed_on(why));
                }
                lock(&monitor).record(&message, failed.as_deref());
            }
        };
        let thread = std::thread::Builder::new().name("courier".to_owned()).spawn(work)?;
        Ok((Self { thread: Some(thread), stop }, send))
    }
}

impl Drop for AlertSender {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Returns what people are told of a command that does not work.
fn not_passed_on(why: &str) -> String {
    format!("An alert was not passed on: {why}; mend `command` under [alerts] of the desk's settings")
}

/// Returns the next message, with all that wait behind it, or none once nobody can send any more.
fn next(messages: &Receiver<AlertMessage>) -> Option<AlertMessage> {
    let first = messages.recv().ok()?;
    let (mut alerts, mut letters) = (first.alerts, first.letters);
    for message in messages.try_iter() {
        alerts.extend(message.alerts);
        letters.extend(message.letters);
    }
    Some(AlertMessage::new(first.at, alerts).with_letters(letters, 0))
}
