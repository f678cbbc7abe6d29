//! Starts the screen on a real terminal: a desk, the model, the loop.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use crate::config::Drafts;
use crate::desk::{self, Desk, Problem};
use crate::domain::time::Instant;

use super::app::{App, DeskHost, FreshSettingsFeed, Setup};
use super::live;
use super::run::{Clock, EndReason, SystemClock};
use super::terminal::TerminalError;

/// The reason why the screen did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The tickets cannot be read.
    #[error(transparent)]
    Desk(#[from] Problem),
    /// There is no terminal, or it cannot be written to.
    #[error(transparent)]
    Terminal(#[from] TerminalError),
}

/// What the screen opens on.
pub enum FirstPage {
    /// The queue.
    Queue,
    /// The breached targets, in large figures.
    Wall,
    /// The form for a contract file; the screen ends with it.
    NewContract {
        /// The id that was given.
        id: Option<String>,
        /// Whether a file that is there may be written over, and a contract of the same id takes its place.
        over: bool,
        /// The channel that is told which file was written.
        written: Sender<PathBuf>,
    },
}

/// Opens the screen on this desk and stays until the person leaves or the terminal goes; with `plain`, its pages are printed
/// as lines of text. The desk's clock says what time it is, and `fresh` what the settings say whenever they change.
///
/// # Errors
///
/// If the tickets cannot be read or there is no terminal; the terminal is as it was before.
pub fn start(
    desk: &Arc<dyn Desk>,
    clock: Arc<dyn desk::Clock>,
    setup: Setup,
    (first, plain): (FirstPage, bool),
    fresh: Option<FreshSettingsFeed>,
) -> Result<EndReason, StartError> {
    let feed = desk.subscribe();
    let drafts = Drafts::new(setup.drafts.clone());
    let mut app = App::new(desk.as_ref(), setup)?;
    match first {
        FirstPage::Queue => {}
        FirstPage::Wall => app.open_wall(desk.now()),
        FirstPage::NewContract { id, over, written } => app.open_new_contract(id.as_deref(), over, written, desk.now()),
    }
    let clock = OnDesk { desk: clock, machine: SystemClock };
    let desk = Arc::clone(desk);
    let host = move |out| DeskHost::start(desk, feed, drafts, out).with_settings(fresh);
    Ok(if plain { live::run_plain(app, host, clock)? } else { live::run(app, host, clock)? })
}

/// The desk's time, with the machine's clock for what happens within a second.
struct OnDesk {
    desk: Arc<dyn desk::Clock>,
    machine: SystemClock,
}

impl Clock for OnDesk {
    fn now(&self) -> Instant {
        self.desk.now()
    }

    fn since_second(&self) -> Duration {
        self.machine.since_second()
    }
}
