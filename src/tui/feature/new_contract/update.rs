//! Gives keys their meaning in the form for a contract file.

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::config::{Draft, DraftOf};
use crate::desk::Problem;
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::{Page, PageFlow, Pages, Tab};
use crate::tui::form::autosave::{Autosave, DraftChanges};
use crate::tui::form::{FieldInput, Form, Typing};
use crate::tui::host::DeskWork;
use crate::tui::input::{Mode, Msg};
use crate::tui::overlay::confirm::{Confirm, ConfirmedEffect};
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::{ToastKind, VisibleRows};

use super::{ContractForm, view};

/// What makes a contract file count once it is written.
pub(crate) const COUNTS_WHEN: &str =
    "It counts once frist is started again, and frist serve where that serves the desk";

/// Why no earlier time can be set here.
const NO_MOMENT: &str = "A contract file is about no moment";

/// Opens the form; a draft comes back.
pub(crate) fn open(shared: &mut Shared, now: Instant) -> Effects {
    let Some(mut form) = form(shared, now) else { return Effects::new() };
    if let Some(draft) = shared.take_draft(DraftOf::Contract) {
        form.bring_back(&draft);
    }
    shared.open(form);
    shared.read_drafts()
}

/// Opens the form on a screen that is there for it alone, with that id.
pub(crate) fn open_asked(pages: &mut Pages, shared: &mut Shared, (id, over): (Option<&str>, bool), now: Instant) {
    if let Some(form) = form(shared, now) {
        pages.push(form.asked(id, over));
    }
}

/// Returns an empty form; where none can be filled in, says why.
fn form(shared: &mut Shared, now: Instant) -> Option<ContractForm> {
    let Some(folder) = shared.contracts.clone() else {
        shared.bad("Contract files are written by the person who runs the desk, on its machine", now);
        return None;
    };
    match ContractForm::new(&shared.book, folder, shared.zone) {
        Ok(form) => Some(form),
        Err(problem) => {
            shared.bad(problem.to_string(), now);
            None
        }
    }
}

impl Page for ContractForm {
    fn context(&self) -> Context {
        Context::Form
    }

    fn mode(&self) -> Mode {
        self.keys_go_to()
    }

    fn title(&self, shared: &Shared, now: Instant) -> String {
        format!("New contract{}", self.autosave.since_in_words(shared.zone, now))
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
        self.take(msg, shared, now)
    }

    /// A file is about no moment, so nothing is entered late.
    fn refused(&self, _shared: &Shared, _now: Instant) -> Vec<(Action, String)> {
        vec![(Action::Earlier, NO_MOMENT.to_owned())]
    }

    fn refused_in_footer(&self, _shared: &Shared, _now: Instant) -> Vec<Action> {
        vec![Action::Earlier]
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, shared, self, now);
        None
    }
}

impl Form for ContractForm {
    fn way(&self) -> FieldInput {
        self.focus.way()
    }

    fn go(&mut self, forward: bool) {
        self.step(forward);
    }

    fn choose_next(&mut self, forward: bool) {
        self.turn(forward);
    }

    fn choose_by(&mut self, letter: &str) {
        self.jump(letter);
    }

    fn typed_line(&mut self) -> Option<&mut Input> {
        self.line_mut()
    }

    fn line_edited(&mut self) {
        self.follow_line();
    }

    fn take_suggestion(&mut self) -> bool {
        self.complete()
    }

    fn go_to_moment(&mut self, shared: &mut Shared, now: Instant) {
        shared.info(NO_MOMENT, now);
    }

    /// Leaves the form and keeps what is typed as a draft. A screen that is there for the form alone keeps none, so it asks
    /// first.
    fn back(&mut self, shared: &mut Shared, now: Instant) -> Effects {
        if self.alone && ContractForm::is_dirty(self) {
            let question = "Leave without writing the file? What you typed is lost.".to_owned();
            shared.over(Confirm { question, then: ConfirmedEffect::Drop });
            return Effects::new();
        }
        shared.leave_typing(self, now)
    }

    fn save(&mut self, shared: &mut Shared, now: Instant) -> Effects {
        if !self.is_ready() {
            let first =
                self.first_wrong().map_or_else(String::new, |problem| format!("{}; {}", problem.message, problem.hint));
            shared.say(ToastKind::Error, first, now.plus(4));
            return Effects::new();
        }
        let tag = shared.next_tag();
        self.saving = Some(tag);
        let step = ContractForm::keep(self, now);
        let mut effects = shared.done_by(step);
        let work = DeskWork::WriteContract { tag, path: self.path(), text: self.text(), over: self.writes_over() };
        effects.push(work.into());
        effects
    }
}

impl Typing for ContractForm {
    fn words(&self) -> &'static str {
        "contract"
    }

    fn is_dirty(&self) -> bool {
        ContractForm::is_dirty(self)
    }

    fn keep(&mut self, now: Instant) -> DraftChanges {
        ContractForm::keep(self, now)
    }

    fn autosave(&mut self) -> &mut Autosave {
        &mut self.autosave
    }

    fn wants(&self) -> Option<DraftOf> {
        let is_new = self.autosave.is_fresh() && !ContractForm::is_dirty(self) && !self.alone;
        is_new.then_some(DraftOf::Contract)
    }

    fn bring_back(&mut self, draft: &Draft) {
        ContractForm::bring_back(self, draft);
    }

    fn comes_back(&self) -> String {
        "{view-vendors}, then {new-contract}, brings it back".to_owned()
    }

    fn drop_question(&self) -> &'static str {
        "Drop what is typed of this contract? It is lost."
    }

    fn saving(&self) -> Option<u64> {
        self.saving
    }

    fn refuse(&mut self, error: &Problem) {
        self.reject(error);
    }
}
