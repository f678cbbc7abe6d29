//! The pages of the screen, a folder each: `state` is what a page has, `update` what keys and the desk's news do to it, `view`
//! how it is drawn. The shell knows them as [`Page`]s only; [`PAGES`] says which key opens which.

pub mod behind;
pub mod breach;
pub mod entry_form;
pub mod journal;
pub mod new_ticket;
mod pages;
pub mod queue;
pub mod reports;
pub mod ticket;
pub mod uptime;
pub mod vendors;

use std::any::Any;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::desk::Problem;
use crate::domain::ledger::EntryId;
use crate::domain::ticket::{Record, Ticket, TicketId};
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::form::Typing;
use crate::tui::host::Answer;
use crate::tui::input::{Mode, Msg};
use crate::tui::overlay::Overlay;
use crate::tui::shared::{Effects, Shared};
use crate::tui::view::help::SIGNS;
use crate::tui::widget::VisibleRows;

pub(crate) use pages::Pages;

/// Opens a page, or goes back to it where it is open already.
pub(crate) type Open = fn(&mut Pages, &mut Shared, Instant) -> Effects;

/// The pages that a key opens from everywhere. A page that is opened only from another one is not among them.
pub(crate) const PAGES: &[(Action, Open)] = &[
    (Action::ViewQueue, queue::open),
    (Action::ViewBreach, breach::open),
    (Action::Wall, breach::open_wall),
    (Action::ViewVendors, vendors::open),
    (Action::ViewUptime, uptime::open),
    (Action::ViewReports, reports::open),
    (Action::ViewJournal, journal::open),
    (Action::New, new_ticket::open),
];

/// What came of a message.
pub(crate) enum Flow {
    /// It was meant for the page, and this is to be done outside.
    Done(Effects),
    /// It means nothing of its own here: it is what it is on every page.
    Pass,
}

/// Something to do with the pages that are open.
pub(crate) type WithPages = dyn FnOnce(&mut Pages, &mut Shared, Instant) -> Effects;

/// What a page asks of the shell; done once the message at hand has been taken in, in order.
pub(crate) enum Move {
    /// Lay this over the page.
    Over(Box<dyn Overlay>),
    /// Open this page above the others.
    Open(Box<dyn Page>),
    /// Leave the page on top.
    Leave,
    /// Do what this action means on the page, as though its key had been pressed there.
    Act(Action),
    /// Do something with the pages that are open.
    With(Box<WithPages>),
}

/// Which of the pages with a digit a page belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tab {
    /// The one that this action opens.
    Of(Action),
    /// The one that it was opened from.
    Below,
    /// None: on a form, digits are typed.
    None,
}

/// What has changed at the desk, as the pages hear of it.
#[derive(Clone, Copy)]
pub(crate) enum News<'a> {
    /// A ticket; whether that shows in any list.
    Ticket {
        /// Its new state.
        ticket: &'a Arc<Ticket>,
        /// Whether anything about it is other than before.
        shows: bool,
    },
    /// An entry of the ledger that only stands in the journal.
    Entered,
    /// An entry of the ledger that figures rest on; it is in the ledger already.
    Ledger,
    /// More than can be told: it will be read anew.
    Resync,
    /// Everything has been read anew.
    Anew,
}

/// A page of the screen.
pub(crate) trait Page: Any {
    /// Where the keys go when no overlay and no text has them.
    fn context(&self) -> Context;

    /// What has the keys.
    fn mode(&self) -> Mode {
        Mode::Command(self.context())
    }

    /// What the header says of where one is; of a page that belongs to the one below, the part behind that one's name.
    fn title(&self, shared: &Shared, now: Instant) -> String;

    /// Which of the tabs it belongs to.
    fn tab(&self) -> Tab;

    /// The filter in force in its list, as it was entered.
    fn filter_text<'a>(&'a self, _shared: &'a Shared) -> &'a str {
        ""
    }

    /// Whether the header says how many tickets are marked.
    fn counts_marks(&self) -> bool {
        true
    }

    /// The ticket that an action is about.
    fn current(&self, _shared: &Shared) -> Option<TicketId> {
        None
    }

    /// The ticket whose events it shows.
    fn record(&self) -> Option<TicketId> {
        None
    }

    /// The vendor that stands selected, by its contract's id.
    fn vendor(&self, _shared: &Shared) -> Option<String> {
        None
    }

    /// Whether tickets can be marked in its list.
    fn can_mark(&self) -> bool {
        false
    }

    /// The tickets of that list, in its order.
    fn listed(&self, _shared: &Shared) -> Vec<TicketId> {
        Vec::new()
    }

    /// Whether another ticket has come under the selection by itself just now, so that a key may be meant for the one before.
    fn has_jumped(&self, _shared: &Shared, _now: Instant) -> bool {
        false
    }

    /// Takes a message that no overlay has taken.
    fn update(&mut self, msg: &Msg, shared: &mut Shared, now: Instant) -> Flow;

    /// Selects what was drawn on that row of the screen.
    fn click(&mut self, _row: u16, _shared: &mut Shared) {}

    /// Sets the filter of its list.
    ///
    /// # Errors
    ///
    /// What is wrong with it; then it stays as it was.
    fn set_filter(&mut self, _text: &str, _shared: &mut Shared, _now: Instant) -> Result<(), String> {
        Ok(())
    }

    /// Goes by the filter that was entered, where it does not follow it while it is typed.
    fn filter_entered(&mut self, _text: &str, _shared: &mut Shared, _now: Instant) -> Effects {
        Effects::new()
    }

    /// What can be asked for here but not done just now, with the reasons.
    fn refused(&self, _shared: &Shared, _now: Instant) -> Vec<(Action, String)> {
        Vec::new()
    }

    /// What the footer leaves out.
    fn refused_in_footer(&self, shared: &Shared, now: Instant) -> Vec<Action> {
        shared.never_allowed(self.context(), self.current(shared), now)
    }

    /// Whether somebody types here, so that a question that comes by itself has to wait.
    fn is_busy(&self) -> bool {
        self.typing().is_some()
    }

    /// What is typed here and kept as a draft.
    fn typing(&self) -> Option<&dyn Typing> {
        None
    }

    /// The same, to be changed.
    fn typing_mut(&mut self) -> Option<&mut dyn Typing> {
        None
    }

    /// Time has passed, or a message comes: what is shown is worked out anew where it has aged. Only while it is on top.
    fn age(&mut self, _shared: &Shared, _now: Instant) {}

    /// A second has begun. Only while it is on top.
    fn tick(&mut self, _shared: &mut Shared, _now: Instant) -> Effects {
        Effects::new()
    }

    /// A frame is to be drawn, or a message comes: what hundreds of news have changed is worked out once.
    fn settle(&mut self, _shared: &Shared, _now: Instant) {}

    /// What it wants of the desk now. Only while it is on top.
    fn wants(&mut self) -> Effects {
        Effects::new()
    }

    /// Hears what has changed at the desk.
    fn hear(&mut self, _news: News<'_>, _shared: &Shared, _now: Instant) {}

    /// Takes in an answer of the desk's, or gives it back where another page may want it.
    fn take_answer(&mut self, answer: Answer, _now: Instant) -> Option<Answer> {
        Some(answer)
    }

    /// Takes in a ticket with its events, or why it cannot be read.
    fn take_record(&mut self, _id: TicketId, _read: &Result<Option<Record>, Problem>, _shared: &Shared) {}

    /// An entry of the ledger was written here. Only while it is on top.
    fn entered(&mut self, _id: EntryId) {}

    /// The change of an entry of the ledger came too late. Whether that is told here, under the tag of its commit.
    fn came_too_late(&mut self, _tag: u64, _words: &str, _shared: &Shared) -> bool {
        false
    }

    /// What the signs mean that show on it, for the help.
    fn signs(&self) -> &'static [&'static str] {
        SIGNS
    }

    /// Whether anything on it counts seconds down without anybody at the keys.
    fn ticks_seconds(&self, _shared: &Shared, _now: Instant) -> bool {
        false
    }

    /// Draws it; gives which rows of its list show, if it has one that scrolls.
    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows>;

    /// Those were drawn.
    fn laid_out(&mut self, _shown: &VisibleRows, _shared: &mut Shared) {}
}

/// A page of a list, for the keys that go by pages.
const PAGE: isize = 10;

/// How far an action moves in a list, if it does: down is positive.
pub(crate) fn step_of(action: Action) -> Option<isize> {
    match action {
        Action::Down => Some(1),
        Action::Up => Some(-1),
        Action::PageDown => Some(PAGE),
        Action::PageUp => Some(-PAGE),
        Action::Top => Some(isize::MIN + 1),
        Action::Bottom => Some(isize::MAX),
        _ => None,
    }
}

impl Shared {
    /// Lays that over the page.
    pub(crate) fn over(&mut self, overlay: impl Overlay + 'static) {
        self.moves.push(Move::Over(Box::new(overlay)));
    }

    /// Opens that page above the others.
    pub(crate) fn open(&mut self, page: impl Page) {
        self.moves.push(Move::Open(Box::new(page)));
    }

    /// Leaves the page on top.
    pub(crate) fn leave(&mut self) {
        self.moves.push(Move::Leave);
    }

    /// Does something with the pages that are open.
    pub(crate) fn with_pages(&mut self, what: impl FnOnce(&mut Pages, &mut Shared, Instant) -> Effects + 'static) {
        self.moves.push(Move::With(Box::new(what)));
    }
}
