//! Holds the pages of the screen, a folder each: `state` is what a page has, `update` what keys and the desk's news do to
//! it, `view` how it is drawn. The shell knows them as `Page`s only; `PAGES` says which key opens which.

pub mod activity;
pub mod breach;
pub mod composer;
pub mod correction;
pub mod drill_down;
pub mod inbox;
pub mod ledger_form;
pub mod new_contract;
pub mod new_ticket;
pub mod outbox;
pub mod owed;
mod pages;
pub mod party;
pub mod people;
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
use crate::domain::ledger::LedgerRecordId;
use crate::domain::ticket::{Record, Ticket, TicketId};
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::form::Typing;
use crate::tui::form::path_line::PathLine;
use crate::tui::host::PageAnswer;
use crate::tui::input::{Mode, Msg};
use crate::tui::overlay::Overlay;
use crate::tui::shared::{Effects, ListSort, Shared};
use crate::tui::view::help::SIGNS;
use crate::tui::widget::{TextScroll, VisibleRows};

pub(crate) use pages::Pages;

/// A function that opens a page, or goes back to it where it is open already.
pub(crate) type OpenPage = fn(&mut Pages, &mut Shared, Instant) -> Effects;

/// The pages that a key opens from everywhere. A page that is opened only from another one is not among them.
pub(crate) const PAGES: &[(Action, OpenPage)] = &[
    (Action::ViewQueue, queue::open),
    (Action::ViewBreach, breach::open),
    (Action::Wall, breach::open_wall),
    (Action::ViewVendors, vendors::open),
    (Action::ViewUptime, uptime::open),
    (Action::ViewReports, reports::open),
    (Action::ViewActivity, activity::open),
    (Action::ViewPeople, people::open),
    (Action::ViewInbox, inbox::open),
    (Action::ViewOutbox, outbox::open),
    (Action::ViewOwed, owed::open),
    (Action::New, new_ticket::open),
];

/// The result of a message to a page.
pub(crate) enum PageFlow {
    /// The page took it; these effects are to be run.
    Done(Effects),
    /// It has no meaning of its own here, and does what it does on every page.
    Pass,
}

/// A function that does something with the open pages.
pub(crate) type WithPages = dyn FnOnce(&mut Pages, &mut Shared, Instant) -> Effects;

/// A request of a page to the shell, done once the message at hand has been taken in, in order.
pub(crate) enum ShellRequest {
    /// Lays an overlay over the page.
    Over(Box<dyn Overlay>),
    /// Opens a page above the others.
    Open(Box<dyn Page>),
    /// Leaves the page on top.
    Leave,
    /// Does what this action means here, as though its key had been pressed that many times.
    Act(Action, usize),
    /// Does something with the open pages.
    With(Box<WithPages>),
}

/// The page with a digit that a page belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tab {
    /// The page that this action opens.
    Of(Action),
    /// The page that it was opened from.
    Below,
    /// No page, as on a form digits are typed.
    None,
}

/// A change at the desk, as the pages hear of it.
#[derive(Clone, Copy)]
pub(crate) enum DeskNews<'a> {
    /// A ticket has changed.
    Ticket {
        /// The new state of the ticket.
        ticket: &'a Arc<Ticket>,
        /// Whether any list shows the change.
        shows: bool,
    },
    /// A ledger record has changed that only stands in the audit log.
    Entered,
    /// A ledger record has changed that figures rest on; it is in the ledger already.
    Ledger,
    /// More has changed than can be told; everything will be read again.
    Resync,
    /// Everything has been read again.
    Anew,
}

/// A page of the screen.
pub(crate) trait Page: Any {
    /// Returns where the keys go when no overlay and no text has them.
    fn context(&self) -> Context;

    /// Returns where the keys go now.
    fn mode(&self) -> Mode {
        Mode::Command(self.context())
    }

    /// Returns what the header says of the page; for a page that belongs to the one below, the part behind that one's name.
    fn title(&self, shared: &Shared, now: Instant) -> String;

    /// Returns which of the tabs it belongs to.
    fn tab(&self) -> Tab;

    /// Returns the actions that are called something else on it, each with the word for the footer and the sentence for the help.
    fn labels(&self) -> &'static [(Action, &'static str, &'static str)] {
        &[]
    }

    /// Returns the path of a file that is typed on it, which names that are there complete.
    fn path_line(&mut self) -> Option<&mut PathLine> {
        None
    }

    /// Returns the filter in force in its list, as it was entered.
    fn filter_text<'a>(&'a self, _shared: &'a Shared) -> &'a str {
        ""
    }

    /// Returns the order of its list; none where it cannot be chosen.
    fn sort(&self, _shared: &Shared) -> Option<ListSort> {
        None
    }

    /// Returns that order for the header: `↓next`; empty where it cannot be chosen.
    fn sort_text(&self, shared: &Shared) -> String {
        self.sort(shared).map_or_else(String::new, ListSort::text)
    }

    /// Sorts its list by another order.
    fn set_sort(&mut self, _sort: ListSort, _shared: &mut Shared, _now: Instant) {}

    /// Returns whether the header says how many tickets are marked.
    fn counts_marks(&self) -> bool {
        true
    }

    /// Returns the ticket that an action is about.
    fn current(&self, _shared: &Shared) -> Option<TicketId> {
        None
    }

    /// Returns the ticket whose events it shows.
    fn record(&self) -> Option<TicketId> {
        None
    }

    /// Returns whether a letter about that ticket is written on it.
    fn writes_letter(&self) -> bool {
        false
    }

    /// Returns the selected vendor, by its contract's id.
    fn vendor(&self, _shared: &Shared) -> Option<String> {
        None
    }

    /// Returns whether tickets can be marked in its list.
    fn can_mark(&self) -> bool {
        false
    }

    /// Returns the tickets of that list, in its order.
    fn listed(&self, _shared: &Shared) -> Vec<TicketId> {
        Vec::new()
    }

    /// Selects that ticket in its list, where it is listed.
    fn select(&mut self, _id: TicketId, _shared: &mut Shared) {}

    /// Returns whether another ticket has just come under the selection by itself, so that a key may be meant for the one
    /// before.
    fn has_jumped(&self, _shared: &Shared, _now: Instant) -> bool {
        false
    }

    /// Takes in that the person has been told so: the next key means the ticket that is selected.
    fn told_of_jump(&mut self, _shared: &mut Shared) {}

    /// Takes in a message that no overlay has taken.
    fn update(&mut self, msg: &Msg, shared: &mut Shared, now: Instant) -> PageFlow;

    /// Selects what was drawn on that row of the screen. Returns whether there was anything.
    fn click(&mut self, _row: u16, _shared: &mut Shared) -> bool {
        false
    }

    /// Sets the filter of its list.
    ///
    /// # Errors
    ///
    /// What is wrong with the filter; then the list stays as it was.
    fn set_filter(&mut self, _text: &str, _shared: &mut Shared, _now: Instant) -> Result<(), String> {
        Ok(())
    }

    /// Takes the filter that was entered, on a page that does not follow it while it is typed.
    fn filter_entered(&mut self, _text: &str, _shared: &mut Shared, _now: Instant) -> Effects {
        Effects::new()
    }

    /// Returns the actions that can be asked for here but not done now, with the reasons.
    fn refused(&self, _shared: &Shared, _now: Instant) -> Vec<(Action, String)> {
        Vec::new()
    }

    /// Returns the actions that the footer leaves out.
    fn refused_in_footer(&self, shared: &Shared, now: Instant) -> Vec<Action> {
        shared.never_allowed(self.context(), self.current(shared), now)
    }

    /// Returns whether somebody types here, so that a question that comes by itself has to wait.
    fn is_busy(&self) -> bool {
        self.typing().is_some()
    }

    /// Returns what is typed here and kept as a draft.
    fn typing(&self) -> Option<&dyn Typing> {
        None
    }

    /// Returns what is typed here and kept as a draft, to be changed.
    fn typing_mut(&mut self) -> Option<&mut dyn Typing> {
        None
    }

    /// Works out again what has aged, when time has passed or a message comes. Only while it is on top.
    fn age(&mut self, _shared: &Shared, _now: Instant) {}

    /// Takes in that a second has begun. Only while it is on top.
    fn tick(&mut self, _shared: &mut Shared, _now: Instant) -> Effects {
        Effects::new()
    }

    /// Works out once what hundreds of news have changed, when a frame is to be drawn or a message comes.
    fn settle(&mut self, _shared: &Shared, _now: Instant) {}

    /// Returns what it wants of the desk now. Only while it is on top.
    fn wants(&mut self) -> Effects {
        Effects::new()
    }

    /// Takes in what has changed at the desk.
    fn hear(&mut self, _news: DeskNews<'_>, _shared: &Shared, _now: Instant) {}

    /// Takes in an answer of the desk's, or returns it where another page may want it.
    fn take_answer(&mut self, answer: PageAnswer, _now: Instant) -> Option<PageAnswer> {
        Some(answer)
    }

    /// Takes in a ticket with its events, or why it cannot be read.
    fn take_record(&mut self, _id: TicketId, _read: &Result<Option<Record>, Problem>, _shared: &Shared) {}

    /// Takes in that a ledger record was written here. Only while it is on top.
    fn entered(&mut self, _id: LedgerRecordId, _shared: &mut Shared) {}

    /// Takes in that the change of a ledger record came too late. Returns what is said of it where it is shown here, under the
    /// tag of its commit.
    fn came_too_late(&mut self, _tag: u64, _words: &str, _shared: &Shared, _now: Instant) -> Option<String> {
        None
    }

    /// Returns what the signs on it mean, for the help.
    fn signs(&self) -> &'static [&'static str] {
        SIGNS
    }

    /// Returns whether anything on it counts seconds down without anybody at the keys.
    fn ticks_seconds(&self, _shared: &Shared, _now: Instant) -> bool {
        false
    }

    /// Returns whether something on it follows only once the keys have rested for a moment. Only while it is on top.
    fn waits_for_rest(&self, _shared: &Shared) -> bool {
        false
    }

    /// Takes in that the keys have rested.
    fn rested(&mut self, _shared: &mut Shared) {}

    /// Draws it; returns which rows of its list show, if it has one that scrolls.
    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows>;

    /// Takes in which rows were drawn.
    fn laid_out(&mut self, _shown: &VisibleRows, _shared: &mut Shared) {}
}

/// The rows that a page key moves in a list.
const PAGE: isize = 10;

/// Returns how far an action moves in a list, if it does: down is positive.
pub(crate) fn step_of(action: Action) -> Option<isize> {
    match action {
        Action::Down => Some(1),
        Action::Up => Some(-1),
        Action::PageDown => Some(PAGE),
        Action::PageUp => Some(-PAGE),
        Action::HalfDown => Some(PAGE / 2),
        Action::HalfUp => Some(-PAGE / 2),
        Action::Top => Some(isize::MIN + 1),
        Action::Bottom => Some(isize::MAX),
        _ => None,
    }
}

/// Scrolls a text by an action that goes up or down; none by another.
pub(crate) fn scroll(text: &mut TextScroll, action: Action) -> Option<()> {
    let page = text.page();
    text.step(match action {
        Action::PageDown => page,
        Action::PageUp => -page,
        Action::HalfDown => (page / 2).max(1),
        Action::HalfUp => -(page / 2).max(1),
        _ => step_of(action)?,
    });
    Some(())
}

impl Shared {
    /// Lays an overlay over the page.
    pub(crate) fn over(&mut self, overlay: impl Overlay + 'static) {
        self.moves.push(ShellRequest::Over(Box::new(overlay)));
    }

    /// Opens a page above the others.
    pub(crate) fn open(&mut self, page: impl Page) {
        self.moves.push(ShellRequest::Open(Box::new(page)));
    }

    /// Leaves the page on top.
    pub(crate) fn leave(&mut self) {
        self.moves.push(ShellRequest::Leave);
    }

    /// Does something with the open pages.
    pub(crate) fn with_pages(&mut self, what: impl FnOnce(&mut Pages, &mut Shared, Instant) -> Effects + 'static) {
        self.moves.push(ShellRequest::With(Box::new(what)));
    }
}
