//! Holds the shell: which pages are open and what lies over them, where a message goes, what the desk's news and answers
//! do. It knows pages and overlays by their traits only, and never blocks.

mod act;
mod conflicts;
mod contract;
mod drafts;
mod evidence;
mod following;
mod marks;
mod mouse;
mod moves;
mod opening;
mod outcome;
mod own;
mod program;
mod quit;
mod settings;
mod suspend;
mod title;

use std::path::PathBuf;
use std::sync::mpsc::Sender;

use ratatui::layout::Rect;

use crate::desk::{Desk, OpenTicket, Problem};
use crate::domain::time::Instant;
use crate::tui::feature::{Pages, breach};
use crate::tui::layer::Layers;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::first_start::FirstStart;
use crate::tui::shared::{AwaitedCommand, Effects, Shared};

pub use crate::tui::host::{
    DeskHost, DeskWork, FreshSettings, FreshSettingsFeed, FreshState, HostEvent, InlineHost, ProgramRunner, ScanWork,
    Work,
};
pub use crate::tui::shared::{ListSettings, MailAtDesk, OwnCommandSetup, Setup, TicketText};

/// The whole screen.
pub struct App {
    /// The state that pages and overlays share.
    pub shared: Shared,
    /// The open pages.
    pages: Pages,
    /// The overlays over the page on top.
    layers: Layers<Box<dyn Overlay>>,
    /// What other screens have been told of this one.
    shown_open: OpenTicket,
    /// When the desk was told last that somebody is at this screen; at first, when it was opened.
    touched: Instant,
    quit_armed: Option<Instant>,
    /// Whether it stands still as soon as the store is given up.
    suspending: bool,
    /// The own command that runs once its ticket has been read.
    awaited_command: Option<AwaitedCommand>,
    /// The window's title, as it was set last.
    title: Option<String>,
    mouse: bool,
    /// The row of the last click on a list, and when that was.
    clicked: Option<(u16, Instant)>,
    /// The row of the footer, as it was drawn.
    footer: Rect,
    /// The first row of the list of the page on top, as it was drawn.
    list_top: Option<u16>,
    done: bool,
    later: Effects,
    /// The channel for the contract file, where the screen was opened to write one: it ends with the form.
    written: Option<Sender<PathBuf>>,
}

impl App {
    /// Creates the screen of this desk as it is now. The error is that the desk could not be read.
    pub fn new(desk: &dyn Desk, setup: Setup) -> Result<Self, Problem> {
        let first_start = setup.first_start;
        let mut app = Self {
            shared: Shared::new(desk, setup)?,
            pages: Pages::default(),
            layers: Layers::default(),
            shown_open: OpenTicket::default(),
            touched: desk.now(),
            quit_armed: None,
            suspending: false,
            awaited_command: None,
            title: None,
            mouse: false,
            clicked: None,
            footer: Rect::default(),
            list_top: None,
            done: false,
            later: Effects::new(),
            written: None,
        };
        if first_start {
            app.layers.push(Box::new(FirstStart));
        }
        let drafts = app.shared.read_drafts();
        let title = app.new_title();
        app.later.extend(title);
        app.later.extend(drafts);
        let filters = app.shared.filters.read();
        app.later.extend(filters);
        app.pages.note_current(&mut app.shared);
        Ok(app)
    }

    /// Opens the breach page in large figures, as `frist wall` shows it.
    pub fn open_wall(&mut self, now: Instant) {
        // It is worked out from what is here, so it has no effects.
        breach::open_wall(&mut self.pages, &mut self.shared, now);
        self.pages.note_current(&mut self.shared);
    }
}
