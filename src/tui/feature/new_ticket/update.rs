//! Gives keys their meaning in the form for a new ticket.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui_textarea::TextArea;
use tui_input::{Input, InputRequest};

use crate::config::{Draft, DraftOf};
use crate::desk::{Change, Problem};
use crate::domain::ledger::LedgerRecordId;
use crate::domain::ticket::LINE_LIMIT;
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::{DeskNews, Page, PageFlow, Pages, Tab};
use crate::tui::form::autosave::{Autosave, DraftChanges};
use crate::tui::form::path_line::PathLine;
use crate::tui::form::{FieldInput, Form, Typing};
use crate::tui::host::{DeskWork, PageAnswer, ScanWork};
use crate::tui::input::{Mode, Msg};
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::{ToastKind, VisibleRows};

use super::{TicketField, TicketForm, view};

/// Opens the form, at the vendor of the current ticket or the selected one; a draft comes back.
pub(crate) fn open(pages: &mut Pages, shared: &mut Shared, now: Instant) -> Effects {
    if shared.is_refused(&Change::New(Box::default()), None, now) {
        return Effects::new();
    }
    let vendor = shared.current_vendor().or_else(|| pages.top().vendor(shared));
    let contracts = shared.book.contracts().cloned().collect();
    let Some(mut form) = TicketForm::new(contracts, vendor.as_deref(), shared.zone) else {
        let why = shared.keys.say("No contract could be read, so no ticket can be logged; press {problems} to see why");
        shared.bad(why, now);
        return Effects::new();
    };
    form.files.begin_in(shared.files.clone());
    if let Some(draft) = shared.take_draft(DraftOf::Ticket) {
        form.bring_back(&draft);
    }
    if let Some(at) = shared.at.take() {
        form.reported_at_first(at);
    }
    form.follow_customer(&shared.ledger);
    pages.push(form);
    shared.read_drafts()
}

/// Opens the form for a ticket of that letter of the inbox, with what follows from its sender.
pub(crate) fn open_of_letter(id: LedgerRecordId, shared: &mut Shared, now: Instant) -> Effects {
    if shared.is_refused(&Change::New(Box::default()), None, now) {
        return Effects::new();
    }
    let contracts = shared.book.contracts().cloned().collect();
    let form = match shared.waiting_letter(id) {
        Some(letter) => TicketForm::of_letter(contracts, letter, shared, now),
        None => return Effects::new(),
    };
    let Some(mut form) = form else {
        let why = shared.keys.say("No contract could be read, so no ticket can be logged; press {problems} to see why");
        shared.bad(why, now);
        return Effects::new();
    };
    form.follow_customer(&shared.ledger);
    shared.open(form);
    Effects::new()
}

impl Page for TicketForm {
    fn context(&self) -> Context {
        Context::Form
    }

    fn mode(&self) -> Mode {
        if self.proposed().is_empty() { self.keys_go_to() } else { Mode::Proposals }
    }

    fn title(&self, shared: &Shared, now: Instant) -> String {
        let what = if self.letter().is_some() { "Ticket of a letter" } else { "New ticket" };
        format!("{what}{}", self.autosave.since_in_words(shared.zone, now))
    }

    fn tab(&self) -> Tab {
        Tab::None
    }

    fn typing(&self) -> Option<&dyn Typing> {
        Some(self)
    }

    fn typing_mut(&mut self) -> Option<&mut dyn Typing> {
        Some(self)
    }

    fn update(&mut self, msg: &Msg, shared: &mut Shared, now: Instant) -> PageFlow {
        let moves = |form: &mut Self| match msg {
            Msg::Do(Action::Down) => form.step_proposed(true),
            Msg::Do(Action::Up) => form.step_proposed(false),
            Msg::Edit(InputRequest::DeletePrevChar) => form.drop_last_file(),
            _ => false,
        };
        if self.saving.is_none() && moves(self) {
            return PageFlow::Done(Effects::new());
        }
        let completes = *msg == Msg::Do(Action::NextField) && self.focus == TicketField::Files;
        if self.saving.is_none() && completes && self.files.line.can_complete() {
            return PageFlow::Done(vec![ScanWork::CompletePath(self.files.line.question()).into()]);
        }
        let flow = self.take(msg, shared, now);
        self.follow_customer(&shared.ledger);
        flow
    }

    fn path_line(&mut self) -> Option<&mut PathLine> {
        Some(&mut self.files.line)
    }

    fn age(&mut self, shared: &Shared, _now: Instant) {
        self.follow_customer(&shared.ledger);
    }

    fn hear(&mut self, news: DeskNews<'_>, _shared: &Shared, _now: Instant) {
        if matches!(news, DeskNews::Ledger | DeskNews::Anew) {
            self.people_changed();
        }
    }

    fn wants(&mut self) -> Effects {
        self.files.take_unseen().into_iter().map(|path| DeskWork::LookAtFile(path).into()).collect()
    }

    fn take_answer(&mut self, answer: PageAnswer, _now: Instant) -> Option<PageAnswer> {
        let PageAnswer::FileSeen(path, seen) = answer else { return Some(answer) };
        self.take_seen(&path, seen);
        None
    }

    /// Shows that somebody else has settled the letter meanwhile.
    fn came_too_late(&mut self, tag: u64, words: &str, _shared: &Shared, _now: Instant) -> Option<String> {
        let is_own = self.letter().is_some() && self.saving == Some(tag);
        if is_own {
            self.reject(vec![Problem::refused(words, "go back to the inbox")]);
        }
        is_own.then(|| words.to_owned())
    }

    fn ticks_seconds(&self, _shared: &Shared, _now: Instant) -> bool {
        true
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, shared, self, now);
        None
    }
}

impl Form for TicketForm {
    const LONGEST_LINE: usize = LINE_LIMIT;

    fn way(&self) -> FieldInput {
        self.focus.way()
    }

    fn go(&mut self, forward: bool) {
        self.take_typed_files();
        self.step(forward);
    }

    fn choose_next(&mut self, forward: bool) {
        self.turn(forward);
    }

    fn choose_by(&mut self, letter: &str) {
        self.jump(letter);
    }

    fn typed_line(&mut self) -> Option<&mut Input> {
        self.line()
    }

    fn typed_area(&mut self) -> Option<&mut TextArea<'static>> {
        self.area()
    }

    fn line_edited(&mut self) {
        if self.focus == TicketField::Files {
            self.files.line.edited();
        }
    }

    fn take_suggestion(&mut self) -> bool {
        self.take_proposed() || self.take_typed_files()
    }

    fn go_to_moment(&mut self, _shared: &mut Shared, _now: Instant) {
        // A letter's ticket was reported when the letter was received.
        if self.letter().is_none() {
            self.focus = TicketField::Reported;
        }
    }

    fn save(&mut self, shared: &mut Shared, now: Instant) -> Effects {
        self.take_typed_files();
        let new = match self.ticket(now) {
            Ok(new) => new,
            Err(wrong) => {
                let first = wrong.first().map_or_else(String::new, ToString::to_string);
                self.reject(wrong);
                // The form lists what is wrong as long as it is; on a small screen only this shows.
                shared.say(ToastKind::Error, first, now.plus(4));
                return Effects::new();
            }
        };
        // Kept as it is sent: if the answer comes after the screen is gone, the draft that goes is this one.
        let step = self.keep(now);
        let mut effects = shared.done_by(step);
        let changes = self.logging(new);
        let files = self.files.paths();
        let (tag, effect) = shared.commit_draft_with("logged".to_owned(), changes, self.autosave.id(), files);
        self.saving = Some(tag);
        effects.push(effect);
        effects
    }
}

impl TicketForm {
    /// Adds the files whose paths are typed. Returns whether any was.
    fn take_typed_files(&mut self) -> bool {
        self.focus == TicketField::Files && self.take_files()
    }
}

impl Typing for TicketForm {
    fn words(&self) -> &'static str {
        "ticket"
    }

    fn is_dirty(&self) -> bool {
        TicketForm::is_dirty(self)
    }

    fn keep(&mut self, now: Instant) -> DraftChanges {
        TicketForm::keep(self, now)
    }

    fn autosave(&mut self) -> &mut Autosave {
        &mut self.autosave
    }

    fn wants(&self) -> Option<DraftOf> {
        (self.letter().is_none() && self.autosave.is_fresh() && !TicketForm::is_dirty(self)).then_some(DraftOf::Ticket)
    }

    fn bring_back(&mut self, draft: &Draft) {
        TicketForm::bring_back(self, draft);
    }

    fn comes_back(&self) -> String {
        "{new} brings it back".to_owned()
    }

    fn drop_question(&self) -> &'static str {
        "Drop this ticket? What you typed is lost."
    }

    fn saving(&self) -> Option<u64> {
        self.saving
    }

    fn refuse(&mut self, error: &Problem) {
        self.reject(vec![error.clone()]);
    }
}
