//! Carries out `frist serve`: owns the store without a screen. It ends when a signal says so, with everything written.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::error::CliError;
use super::output::Output;
use super::reread::{Reread, Rereading};
use super::setup::Setup;
use crate::config::RereadFiles;
use crate::desk::{Desk, Notice, SharedDesk, Subscription};
use crate::domain::problem::ProblemKind;

/// The message when it leaves without having owned the store.
const LEFT_WAITING: &str = "waits no longer";

/// An event that wakes it.
enum Wake {
    /// A notice about the store.
    Notice(Notice),
    /// Settings, contracts or the rota were read again.
    Reread(Box<Reread>),
    /// A signal, by its number, that asks it to leave.
    Stop(i32),
}

/// Owns the store and serves others until a signal comes. While another process owns the store this one waits as its guest,
/// and takes over when that ends. A line on standard error tells each change.
///
/// # Errors
///
/// When the signal has come, which is the program's exit code then. If the store cannot be opened, or cannot be opened to
/// the settings' group; the caller may start it again.
pub(super) fn serve(setup: &mut Setup, output: &mut Output<'_>) -> Result<(), CliError> {
    let (wakes, woken) = channel();
    // This comes before the store is opened, so that a signal meanwhile ends it as cleanly as a later one.
    let signalled = Arc::new(AtomicBool::new(false));
    hear_signals(wakes.clone(), Arc::clone(&signalled)).map_err(|e| no_thread(&e))?;
    let is_new = setup.new_store();
    let desk = match setup.keep(&|| signalled.load(Ordering::SeqCst)) {
        Ok(desk) => Arc::new(desk),
        Err(error) => return Err(given_up(&woken, output).unwrap_or(error)),
    };
    if let Some(words) = is_new {
        output.remark(&words);
    }
    for notice in desk.notices() {
        output.remark(&notice);
    }
    pass_on(desk.subscribe_unseen(), wakes.clone()).map_err(|e| no_thread(&e))?;
    let tell = move |reread| drop(wakes.send(Wake::Reread(Box::new(reread))));
    let rereading = Rereading::start(setup, &desk, tell).map_err(|e| no_thread(&e))?;
    let signal = Serving { setup, desk: &desk, said: String::new() }.run(&woken, output);
    let last = if desk.owns() { "everything is written; the store is free" } else { LEFT_WAITING };
    drop(rereading);
    drop(desk);
    output.remark(last);
    signal.map_or(Ok(()), |signal| Err(CliError::Signal(signal)))
}

/// Returns the end by a signal, if one has ended the wait for the store.
fn given_up(woken: &Receiver<Wake>, output: &mut Output<'_>) -> Option<CliError> {
    let Ok(Wake::Stop(signal)) = woken.try_recv() else { return None };
    output.remark(LEFT_WAITING);
    Some(CliError::Signal(signal))
}

struct Serving<'a> {
    setup: &'a Setup,
    desk: &'a SharedDesk,
    /// The last line that was printed, which is not repeated.
    said: String,
}

impl Serving<'_> {
    /// Prints what becomes of the store until a signal comes, and returns that.
    fn run(&mut self, woken: &Receiver<Wake>, output: &mut Output<'_>) -> Option<i32> {
        self.say(self.stands(), output);
        for wake in woken {
            match wake {
                Wake::Stop(signal) => return Some(signal),
                // A broken store is opened again by itself once it can be.
                Wake::Notice(Notice::Away(why) | Notice::Broken(why)) => self.say(why, output),
                Wake::Notice(Notice::Attached(_)) => self.say(self.stands(), output),
                Wake::Notice(Notice::Alerts(message)) => {
                    let people = self.desk.people();
                    self.say(format!("alert: {}", message.in_words(|name| people.shown(name))), output);
                }
                Wake::Notice(Notice::Trouble(words)) => self.say(words, output),
                Wake::Reread(reread) => Self::tell_reread(&reread, output),
                Wake::Notice(Notice::ShutOut(why)) => self.say(why.to_string(), output),
                Wake::Notice(
                    Notice::Changed(..) | Notice::Entered(_) | Notice::Present(_) | Notice::Renewed(_) | Notice::Resync,
                ) => {}
            }
        }
        None
    }

    /// Prints what holds from now on, what does not, and what is wrong.
    fn tell_reread(reread: &Reread, output: &mut Output<'_>) {
        let RereadFiles { changes, kept, .. } = &reread.files;
        reread.new_problems.iter().for_each(|problem| output.remark(&problem.to_string()));
        kept.iter().chain(&reread.said).for_each(|said| output.remark(said));
        if !changes.is_empty() {
            output.remark(&format!("settings read again: {}", changes.join("; ")));
        }
    }

    /// Returns which process owns the store, and who may connect.
    fn stands(&self) -> String {
        let folder = self.setup.paths.store.display();
        if self.desk.owns() {
            let open_to = self.setup.settings.group.as_ref();
            let whom = open_to.map_or("this account alone".to_owned(), |group| format!("the group {group}"));
            return format!("serves {folder}, open to {whom}");
        }
        let kept = self.desk.owner_in_words().unwrap_or_else(|| "the frist that owned the store has gone".to_owned());
        format!("waits at {folder}: {kept}")
    }

    fn say(&mut self, line: String, output: &mut Output<'_>) {
        if line != self.said {
            output.remark(&line);
            self.said = line;
        }
    }
}

/// Has the first signal wake the loop. A second one ends the process at once: what is acknowledged is on the disk in any
/// case.
fn hear_signals(wakes: Sender<Wake>, signalled: Arc<AtomicBool>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    let hear = move || {
        let mut signals = signals.forever();
        let Some(first) = signals.next() else { return };
        // If nobody listens any more it is leaving already.
        let _ = wakes.send(Wake::Stop(first));
        signalled.store(true, Ordering::SeqCst);
        if let Some(signal) = signals.next() {
            std::process::exit(128 + signal);
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(hear).map(drop)
}

fn pass_on(notices: Subscription, wakes: Sender<Wake>) -> io::Result<()> {
    let pass = move || {
        while let Ok(notice) = notices.recv() {
            if wakes.send(Wake::Notice(notice)).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("notices".to_owned()).spawn(pass).map(drop)
}

fn no_thread(error: &io::Error) -> CliError {
    CliError::new(ProblemKind::Store, format!("signals cannot be heard: {error}"), "close other programs")
}
