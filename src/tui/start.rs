//! Starts the screen on a real terminal: a desk, the model, the loop.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use crate::config::Drafts;
use crate::desk::{self, Desk, Problem};
use crate::domain::time::Instant;

use super::app::{App, DeskHost, FreshSettingsFeed, Setup, Work};
use super::live;
use super::run::{Clock, EndReason, Host, Logged, Program, SystemClock, Wake};
use super::terminal::TerminalError;
use super::theme::GlyphSet;

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

/// How the screen is shown, who else is told what it does, and what it goes by.
pub struct Look {
    /// Whether its pages are printed as lines of text.
    pub is_plain: bool,
    /// The file that is told what happens, without what is typed.
    pub log: Option<File>,
    /// What the settings say whenever they change; none where they count as they were read.
    pub fresh: Option<FreshSettingsFeed>,
}

/// Opens the screen on this desk and stays until the person leaves or the terminal goes. The desk's clock says what time it
/// is.
///
/// # Errors
///
/// If the tickets cannot be read or there is no terminal; the terminal is as it was before.
pub fn start(
    desk: &Arc<dyn Desk>,
    clock: Arc<dyn desk::Clock>,
    mut setup: Setup,
    first: FirstPage,
    Look { is_plain, log, fresh }: Look,
) -> Result<EndReason, StartError> {
    let feed = desk.subscribe();
    let drafts = Drafts::new(setup.drafts.clone());
    // Lines are taken from what is drawn with all signs, and get those of the terminal when they are printed.
    let plain = is_plain.then(|| std::mem::take(&mut setup.theme.glyphs));
    let mut app = App::new(desk.as_ref(), setup)?;
    match first {
        FirstPage::Queue => {}
        FirstPage::Wall => app.open_wall(desk.now()),
        FirstPage::NewContract { id, over, written } => app.open_new_contract(id.as_deref(), over, written, desk.now()),
    }
    let clock = OnDesk { desk: clock, machine: SystemClock };
    let desk = Arc::clone(desk);
    let host = move |out| DeskHost::start(desk, feed, drafts, out).with_settings(fresh);
    match log {
        None => run(app, host, clock, plain),
        Some(log) => run(Logged::new(app, log), |out| LoggedHost(host(out)), clock, plain),
    }
}

/// Runs the program, as lines of text in these signs if there are any.
fn run<P, H>(
    program: P,
    host: impl FnOnce(Sender<Wake<P::Event>>) -> H,
    clock: OnDesk,
    plain: Option<GlyphSet>,
) -> Result<EndReason, StartError>
where
    P: Program,
    P::Event: Send + 'static,
    H: Host<P>,
{
    Ok(match plain {
        Some(glyphs) => live::run_plain(program, host, clock, glyphs)?,
        None => live::run(program, host, clock)?,
    })
}

/// The host of a screen whose log is kept.
struct LoggedHost(DeskHost);

impl Host<Logged<App>> for LoggedHost {
    fn perform(&mut self, work: Work) {
        self.0.perform(work);
    }
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
