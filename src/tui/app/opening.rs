//! What was asked for and opens when the desk has told it. Keys that are typed meanwhile are meant for it; the loop has them
//! wait.

use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::input::{Msg, PASTE_LIMIT};
use crate::tui::run::Effect;
use crate::tui::screen::ticket::TicketView;

use super::{App, Effects, Screen, Told, Work};

/// What is being fetched to be opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Opening {
    /// The document about a ticket. Nothing shows before it is there.
    Evidence(TicketId),
    /// The events of a ticket whose view is open already.
    Ticket(TicketId),
    /// The figures of the reports view.
    Reports,
    /// The first page of the journal view.
    Journal,
    /// The list that a filter makes, once its names are known.
    Filter,
}

/// Whether something is waited for.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum Wait {
    /// Nothing is.
    #[default]
    Nothing,
    /// This is.
    For(Opening),
    /// What was waited for last could not be opened.
    Failed,
}

/// What is said of a filter that asks for what there never was, where keys were typed behind it.
const NOT_SET: &str = "The filter is not set";

/// What is said when the first key has to wait.
const WAITS: &str = "Being fetched: what you type waits for it, Esc stops waiting";

impl App {
    /// Has the document about that ticket fetched, to be opened.
    pub(super) fn fetch_evidence(&mut self, id: TicketId) -> Effect<Work> {
        self.waits = Wait::For(Opening::Evidence(id));
        Effect::Host(Work::Evidence(id))
    }

    /// Opens the view of that ticket, and has its events fetched.
    pub(super) fn fetch_ticket(&mut self, id: TicketId) -> Effect<Work> {
        self.screens.push(Screen::Ticket(Box::new(TicketView::new(id))));
        self.waits = Wait::For(Opening::Ticket(id));
        Effect::Host(Work::Load(id))
    }

    /// Takes in what was read, and ends the wait for it. What is not waited for any more opens nothing.
    pub(super) fn take_in_awaited(&mut self, told: Told, now: Instant) -> Effects {
        let (awaited, there) = match &told {
            Told::Evidence(id, read) => (Opening::Evidence(*id), matches!(read, Ok(Some(_)))),
            Told::Loaded(id, read) => (Opening::Ticket(*id), matches!(read, Ok(Some(_)))),
            Told::Counted(_, made) => (Opening::Reports, made.is_ok()),
            Told::Journal(_, _, page) => (Opening::Journal, page.is_ok()),
            Told::Names(_, wrong) => (Opening::Filter, matches!(wrong, Ok(None))),
            _ => return self.take_in(told, now),
        };
        let of_before = matches!(&told, Told::Names(filter, _) if !self.is_typed(filter));
        let arrives = self.waits == Wait::For(awaited) && !of_before;
        if !arrives && matches!(awaited, Opening::Evidence(_) | Opening::Filter) {
            return Effects::new();
        }
        let layers = self.layers.len();
        let effects = self.take_in(told, now);
        if arrives {
            self.toast.take_if(|toast| toast.text == WAITS);
            let opened = !matches!(awaited, Opening::Evidence(_)) || self.layers.len() > layers;
            self.waits = if there && opened { Wait::Nothing } else { Wait::Failed };
        }
        effects
    }

    /// Gives up what is waited for. Whether nothing of it shows, so that nothing else is to be left.
    pub(super) fn stop_waiting(&mut self) -> bool {
        self.toast.take_if(|toast| toast.text == WAITS);
        matches!(std::mem::take(&mut self.waits), Wait::For(Opening::Evidence(_) | Opening::Filter))
    }

    /// Says what became of what was typed, where it did not become what a person may have meant.
    pub(super) fn tell_of_input(&mut self, msg: &Msg, now: Instant) {
        match msg {
            Msg::PasteIgnored => self.info("There is no text field here to paste into", now),
            Msg::PasteCut(characters) => {
                self.bad(format!("Of {characters} pasted characters the first {PASTE_LIMIT} were taken"), now);
            }
            Msg::LeftOut => self.bad("It looks pasted: keys that record were left out; press them one by one", now),
            Msg::Waits => self.info(WAITS, now),
            Msg::StoppedWaiting => self.info("No longer waited for; what you typed meanwhile was dropped", now),
            Msg::TooMuchWaits => self.bad("Too much was typed while waiting; the rest is dropped", now),
            Msg::NotOpened => {
                let otherwise = if self.typed_filter().is_some() { NOT_SET } else { "It cannot be opened" };
                let why = self.toast.take().map_or_else(|| otherwise.to_owned(), |toast| toast.text);
                self.bad(format!("{why}; what you typed meanwhile was dropped"), now);
            }
            _ => {}
        }
    }
}
