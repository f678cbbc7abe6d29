//! Holds what lies over a page: lists to choose from, lines and texts to write, questions, texts to read; a folder each.
//! The shell knows them as `Overlay`s only.

pub mod absences;
pub mod assign;
pub mod attach;
pub mod canned;
pub mod chooser;
pub mod confirm;
pub mod conflict;
pub mod files;
pub mod filter;
pub mod first_start;
pub mod help;
pub mod join_letter;
pub mod jump;
pub mod note;
pub mod one_line;
pub mod pager;
pub mod palette;
pub mod pick_party;
pub mod prefix;
pub mod reason;
pub mod recent;
pub mod release;
pub mod retract;
pub mod same_cause;
pub mod save_view;
pub mod send;
pub mod sort;
pub mod views;
pub mod when;

use std::path::Path;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui_textarea::TextArea;
use tui_input::Input;

use crate::desk::Problem;
use crate::domain::ledger::LedgerRecordId;
use crate::domain::query::FilterError;
use crate::domain::ticket::{Record, TicketId};
use crate::domain::time::Instant;
use crate::tui::action::{Action, Key};
use crate::tui::feature::{Page, step_of};
use crate::tui::form::Typing;
use crate::tui::form::outside::take_edited;
use crate::tui::form::path_line::PathLine;
use crate::tui::form::room;
use crate::tui::input::{Mode, Msg};
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::{Rows, VisibleRows};

use when::MomentLine;

/// Whether an overlay stays after a message, with the effects to run.
pub(crate) enum OverlayFlow {
    /// The overlay stays.
    Open(Effects),
    /// The overlay closes.
    Closed(Effects),
}

impl OverlayFlow {
    /// Returns that the overlay stays, without effects.
    pub(crate) const fn open() -> Self {
        Self::Open(Effects::new())
    }

    /// Returns that the overlay closes, without effects.
    pub(crate) const fn closed() -> Self {
        Self::Closed(Effects::new())
    }
}

/// The actions that do nothing in a line that records nothing of a ticket, or has a moment of its own.
pub(crate) const NOTHING_LATE: &[Action] = &[Action::NextField, Action::PrevField, Action::Earlier];

/// What lies below an overlay.
pub(crate) struct OverlayBase<'a> {
    /// The page on top.
    pub(crate) page: &'a mut dyn Page,
    /// The overlay below, if there is one.
    pub(crate) overlay: Option<&'a mut (dyn Overlay + 'static)>,
    /// Whether the overlay below closes together with the one above it.
    pub(crate) closes: bool,
}

impl OverlayBase<'_> {
    /// Returns the moment at which what is written below happened, where it has one of its own.
    pub(crate) fn moment(&mut self) -> Option<&mut Option<Instant>> {
        self.overlay.as_mut()?.moment()
    }

    /// Closes the choice about that ticket below, which led here and had stayed for Esc.
    pub(crate) fn close_choice(&mut self, ticket: TicketId) {
        self.closes |= self.overlay.as_ref().is_some_and(|overlay| overlay.led_to(ticket));
    }

    /// Drops what is typed below, and closes the overlay or page that it was typed in.
    pub(crate) fn drop_typing(&mut self, shared: &mut Shared) -> Effects {
        let in_overlay = self.overlay.as_mut().and_then(|overlay| overlay.typing_mut());
        let step = if let Some(typing) = in_overlay {
            self.closes = true;
            typing.autosave().forget()
        } else if let Some(typing) = self.page.typing_mut() {
            shared.leave();
            typing.autosave().forget()
        } else {
            return Effects::new();
        };
        shared.done_by(step)
    }
}

/// Something that lies over a page and has the keys.
pub(crate) trait Overlay {
    /// Returns where the keys go: the overlay's mode.
    fn mode(&self) -> Mode;

    /// Does what an action means on this overlay alone; none for every other action.
    fn act(
        &mut self,
        _action: Action,
        _under: &mut OverlayBase<'_>,
        _shared: &mut Shared,
        _now: Instant,
    ) -> Option<OverlayFlow> {
        None
    }

    /// Takes a key that asks for nothing here.
    fn unbound(&mut self, _key: Key, _shared: &mut Shared) -> OverlayFlow {
        OverlayFlow::open()
    }

    /// Takes what is entered or selected.
    fn accept(&mut self, _under: &mut OverlayBase<'_>, _shared: &mut Shared, _now: Instant) -> OverlayFlow {
        OverlayFlow::open()
    }

    /// Cleans up when Esc closes the overlay.
    fn leave(&mut self, _under: &mut OverlayBase<'_>, _shared: &mut Shared, _now: Instant) -> Effects {
        Effects::new()
    }

    /// Returns the line that is typed in.
    fn line(&mut self) -> Option<&mut Input> {
        None
    }

    /// Returns the path of a file that is typed, which names that are there complete.
    fn path_line(&mut self) -> Option<&mut PathLine> {
        None
    }

    /// Returns the file that is being sent from here; it closes once that is done.
    fn sends(&self) -> Option<&Path> {
        None
    }

    /// Follows a change of that line.
    fn edited(&mut self, _under: &mut OverlayBase<'_>, _shared: &mut Shared, _now: Instant) {}

    /// Takes what the line chooses by itself, without Enter, after a change of it; none while it chooses nothing.
    fn chosen_by_typing(&mut self, _shared: &mut Shared, _now: Instant) -> Option<OverlayFlow> {
        None
    }

    /// Returns the text of several lines that is typed in.
    fn area(&mut self) -> Option<&mut TextArea<'static>> {
        None
    }

    /// Returns the filter that is typed in it.
    fn typed_filter(&self) -> Option<&str> {
        None
    }

    /// Takes in what is wrong with the names of the filter that was entered.
    fn take_names(
        &mut self,
        _wrong: Result<Option<FilterError>, Problem>,
        _under: &mut OverlayBase<'_>,
        _shared: &mut Shared,
        _now: Instant,
    ) -> OverlayFlow {
        OverlayFlow::open()
    }

    /// Returns whether it opened by itself and nobody can have read it yet.
    fn is_unread(&self, _now: Instant) -> bool {
        false
    }

    /// Returns whether it only waits for the next key, and is gone with it.
    fn is_passing(&self) -> bool {
        false
    }

    /// Returns whether it shows the keys of the place where it was opened.
    fn is_help(&self) -> bool {
        false
    }

    /// Returns the moment at which what is written here happened.
    fn moment(&mut self) -> Option<&mut Option<Instant>> {
        None
    }

    /// Returns that moment, where it is not now.
    fn counts_for(&self) -> Option<Instant> {
        None
    }

    /// Returns whether it is a choice about that ticket, which closes once what it led to is done.
    fn led_to(&self, _ticket: TicketId) -> bool {
        false
    }

    /// Returns the ticket whose events it shows.
    fn record(&self) -> Option<TicketId> {
        None
    }

    /// Takes in a ticket with its events.
    fn take_record(&mut self, _record: &Record) {}

    /// Takes in the whole text of that letter of the inbox.
    fn take_letter_text(&mut self, _letter: LedgerRecordId, _text: &str) {}

    /// Returns what is typed here and kept as a draft.
    fn typing(&self) -> Option<&dyn Typing> {
        None
    }

    /// Returns what is typed here and kept as a draft, to be changed.
    fn typing_mut(&mut self) -> Option<&mut dyn Typing> {
        None
    }

    /// Returns the tag of its commit that is on its way; it closes once that is written.
    fn saving(&self) -> Option<u64> {
        None
    }

    /// Takes in the error of that commit, or of the file that it sends.
    fn refuse(&mut self, _error: &Problem) {}

    /// Returns the actions of other overlays of its kind that do nothing on this one: footer and help leave them out. Most
    /// have one field at most.
    fn unused(&self) -> &'static [Action] {
        &[Action::NextField, Action::PrevField]
    }

    /// Draws it over the page in `area`; returns which rows of its list show, if it has one that scrolls.
    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows>;

    /// Returns the rows of its list with how many there are, where it is one: then the keys that move in lists move in it.
    fn list(&mut self) -> Option<(&mut Rows, usize)> {
        None
    }

    /// Takes in which rows were drawn.
    fn laid_out(&mut self, shown: &VisibleRows) {
        if let Some((rows, _)) = self.list() {
            rows.laid_out(shown);
        }
    }
}

/// Hands a message to the overlay: what it means there, else what it means on all overlays.
pub(crate) fn update(
    overlay: &mut dyn Overlay,
    msg: Msg,
    under: &mut OverlayBase<'_>,
    shared: &mut Shared,
    now: Instant,
) -> OverlayFlow {
    match msg {
        Msg::Do(action) => return act(overlay, action, under, shared, now),
        Msg::Edit(edit) => {
            if let Some(line) = overlay.line() {
                line.handle(edit);
                overlay.edited(under, shared, now);
                if let Some(flow) = overlay.chosen_by_typing(shared, now) {
                    return flow;
                }
            }
        }
        Msg::AreaEdit(key) => {
            if let Some(area) = overlay.area() {
                area.input(key);
            }
        }
        Msg::Unbound(key) => return overlay.unbound(key, shared),
        Msg::Paste(text) => paste(overlay, &text, under, shared, now),
        Msg::Edited(edited) => {
            if let Some(area) = overlay.area() {
                take_edited(area, edited, shared, now);
            }
        }
        _ => {}
    }
    OverlayFlow::open()
}

fn act(
    overlay: &mut dyn Overlay,
    action: Action,
    under: &mut OverlayBase<'_>,
    shared: &mut Shared,
    now: Instant,
) -> OverlayFlow {
    if matches!(action, Action::Back | Action::No | Action::Yes) && overlay.is_unread(now) {
        shared.info("This has come just now: read it, then answer", now);
        return OverlayFlow::open();
    }
    if let Some(stay) = overlay.act(action, under, shared, now) {
        return stay;
    }
    if overlay.unused().contains(&action) {
        return OverlayFlow::open();
    }
    if let (Some(by), Some((rows, total))) = (step_of(action), overlay.list()) {
        rows.step(by, total);
        return OverlayFlow::open();
    }
    match action {
        Action::Back | Action::No | Action::Leave | Action::DropDraft => {
            OverlayFlow::Closed(overlay.leave(under, shared, now))
        }
        Action::Accept | Action::Save | Action::Yes => overlay.accept(under, shared, now),
        Action::Editor => {
            OverlayFlow::Open(overlay.area().map_or_else(Effects::new, |area| shared.edit_outside(area, now)))
        }
        Action::Earlier => {
            shared.over(MomentLine::default());
            OverlayFlow::open()
        }
        _ => OverlayFlow::open(),
    }
}

fn paste(overlay: &mut dyn Overlay, text: &str, under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) {
    let cut = if let Some(area) = overlay.area() {
        room::paste(area, text)
    } else if let Some(line) = overlay.line() {
        let cut = room::paste_line(line, text, room::ANY_LINE);
        overlay.edited(under, shared, now);
        cut
    } else {
        None
    };
    if let Some(words) = cut {
        shared.bad(words, now);
    }
}
