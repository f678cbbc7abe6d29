//! Gives keys their meaning in the form that corrects how a ticket was logged.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::config::{Draft, DraftOf};
use crate::desk::{Change, Problem, ProblemKind};
use crate::domain::ticket::{EventData, LINE_LIMIT, Record, TicketId};
use crate::domain::time::Instant;
use crate::tui::action::Context;
use crate::tui::feature::{DeskNews, Page, PageFlow, Tab};
use crate::tui::form::autosave::{Autosave, DraftChanges};
use crate::tui::form::{FieldInput, Form, Typing};
use crate::tui::input::{Mode, Msg};
use crate::tui::overlay::confirm::{Confirm, ConfirmedEffect};
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::{ToastKind, VisibleRows};

use super::{CorrectionField, CorrectionForm, view};

/// Opens the form about that ticket, with the keys in that field. A moment that was entered for the next entry is taken as
/// the time of report where that is what is corrected.
pub(crate) fn open(id: TicketId, focus: CorrectionField, shared: &mut Shared) {
    let Some(ticket) = shared.ticket(id).cloned() else { return };
    let events = shared.records.get(&id).map_or_else(Arc::default, |record| Arc::clone(&record.events));
    let Some(mut form) = CorrectionForm::new(&ticket, events, &shared.book, focus, shared.zone) else {
        return;
    };
    if focus == CorrectionField::Reported
        && let Some(at) = shared.at.take()
    {
        form.reported_at(at);
    }
    shared.open(form);
}

impl Page for CorrectionForm {
    fn context(&self) -> Context {
        Context::Form
    }

    fn mode(&self) -> Mode {
        self.keys_go_to()
    }

    fn title(&self, _shared: &Shared, _now: Instant) -> String {
        format!("Correct #{}", self.ticket.id)
    }

    fn tab(&self) -> Tab {
        Tab::None
    }

    fn current(&self, _shared: &Shared) -> Option<TicketId> {
        Some(self.ticket.id)
    }

    /// Takes in that somebody has changed the ticket. While its own change is on its way, the desk says what came first.
    fn hear(&mut self, news: DeskNews<'_>, shared: &Shared, _now: Instant) {
        let meant = match news {
            DeskNews::Ticket { ticket, .. } => ticket.id == self.ticket.id,
            DeskNews::Anew => true,
            DeskNews::Entered | DeskNews::Ledger | DeskNews::Resync => false,
        };
        if meant && self.saving.is_none() {
            self.follow(shared);
        }
    }

    fn take_record(&mut self, id: TicketId, _read: &Result<Option<Record>, Problem>, shared: &Shared) {
        if id == self.ticket.id && self.saving.is_none() {
            self.follow(shared);
        }
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

    /// Keeps the form with what was chosen when somebody else has changed the ticket meanwhile.
    fn came_too_late(&mut self, tag: u64, words: &str, shared: &Shared, _now: Instant) -> Option<String> {
        if self.saving != Some(tag) {
            return None;
        }
        self.saving = None;
        self.follow(shared);
        let hint = shared.keys.say("look at what is shown here again; {save} then corrects it");
        self.wrong = vec![Problem::new(ProblemKind::Conflict, words, hint)].into();
        Some(words.to_owned())
    }

    fn ticks_seconds(&self, _shared: &Shared, _now: Instant) -> bool {
        false
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, shared, self, now);
        None
    }
}

impl CorrectionForm {
    /// Takes in the newest that is known of the ticket.
    fn follow(&mut self, shared: &Shared) {
        let id = self.ticket.id;
        let events = shared.records.get(&id).map(|record| Arc::clone(&record.events));
        // Of a ticket whose record is shown, that is read again behind what the list has.
        let newest = shared.queue.row(id).map(|row| row.ticket.as_ref()).or_else(|| shared.ticket(id));
        if let Some(ticket) = newest {
            self.renew(ticket, events, &shared.book);
        }
    }
}

impl Form for CorrectionForm {
    const LONGEST_LINE: usize = LINE_LIMIT;

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
        self.line()
    }

    fn go_to_moment(&mut self, _shared: &mut Shared, _now: Instant) {
        self.focus = CorrectionField::Reported;
    }

    /// Leaves the form; what was chosen would be lost, so it asks first.
    fn back(&mut self, shared: &mut Shared, now: Instant) -> Effects {
        if CorrectionForm::is_dirty(self) {
            let question = self.drop_question().to_owned();
            shared.over(Confirm { question, then: ConfirmedEffect::Drop });
            return Effects::new();
        }
        shared.leave_typing(self, now)
    }

    fn save(&mut self, shared: &mut Shared, now: Instant) -> Effects {
        let what = match self.outcome(&shared.book, now) {
            Ok(done) => done.what,
            Err(wrong) => {
                // The form lists what is wrong as long as it is; on a small screen only this shows.
                shared.say(ToastKind::Error, wrong.to_string(), now.plus(4));
                self.reject(vec![wrong]);
                return Effects::new();
            }
        };
        let change = Change::Add {
            ticket: self.ticket.id,
            revision: Some(self.ticket.revision),
            happened: None,
            what: Box::new(EventData::ReportCorrected(Box::new(what))),
        };
        let (tag, effect) = shared.commit(format!("#{} report corrected", self.ticket.id), vec![change], true);
        self.saving = Some(tag);
        vec![effect]
    }
}

impl Typing for CorrectionForm {
    fn words(&self) -> &'static str {
        "correction"
    }

    fn is_dirty(&self) -> bool {
        CorrectionForm::is_dirty(self)
    }

    fn keep(&mut self, _now: Instant) -> DraftChanges {
        DraftChanges::default()
    }

    fn autosave(&mut self) -> &mut Autosave {
        &mut self.autosave
    }

    fn wants(&self) -> Option<DraftOf> {
        None
    }

    fn bring_back(&mut self, _draft: &Draft) {}

    fn comes_back(&self) -> String {
        String::new()
    }

    fn drop_question(&self) -> &'static str {
        "Leave the report as it stands? What you chose here is lost."
    }

    fn saving(&self) -> Option<u64> {
        self.saving
    }

    fn refuse(&mut self, error: &Problem) {
        self.reject(vec![error.clone()]);
    }
}
