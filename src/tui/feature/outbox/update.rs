//! Gives keys their meaning on the page of letters that have not gone yet.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::ledger::OutgoingState;
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::feature::{DeskNews, Page, PageFlow, Pages, Tab, step_of};
use crate::tui::input::Msg;
use crate::tui::overlay::pager::Pager;
use crate::tui::shared::{Effects, Shared};
use crate::tui::view::letters;
use crate::tui::widget::VisibleRows;

use super::{OutboxView, view};

/// What can be done with a letter here.
const ON_LETTERS: [Action; 3] = [Action::SendNow, Action::WasSent, Action::RecallLetter];

/// Goes back to the page where it is open below, else opens it.
pub(crate) fn open(pages: &mut Pages, shared: &mut Shared, _now: Instant) -> Effects {
    if !pages.back_to::<OutboxView>() {
        let mut page = OutboxView::new();
        page.arrange(shared);
        pages.push(page);
    }
    Effects::new()
}

impl Page for OutboxView {
    fn context(&self) -> Context {
        Context::Outbox
    }

    fn title(&self, _shared: &Shared, _now: Instant) -> String {
        "Outbox".to_owned()
    }

    fn tab(&self) -> Tab {
        Tab::Of(Action::ViewOutbox)
    }

    fn counts_marks(&self) -> bool {
        false
    }

    fn update(&mut self, msg: &Msg, shared: &mut Shared, now: Instant) -> PageFlow {
        let Msg::Do(action) = *msg else { return PageFlow::Pass };
        let mut effects = Effects::new();
        match action {
            Action::SendNow | Action::WasSent | Action::RecallLetter => effects = self.act(action, shared, now),
            Action::Open => self.open_selected(shared, now),
            _ => match step_of(action) {
                Some(by) => self.rows.step(by, self.list.len()),
                None => return PageFlow::Pass,
            },
        }
        self.arrange(shared);
        PageFlow::Done(effects)
    }

    fn refused(&self, shared: &Shared, _now: Instant) -> Vec<(Action, String)> {
        let Some((id, letter)) = self.selected().and_then(|id| Some((id, shared.outgoing_letter(id)?.1))) else {
            return ON_LETTERS.into_iter().map(|action| (action, "No letter waits".to_owned())).collect();
        };
        if let Some(why) = shared.letter_refusal(id) {
            return ON_LETTERS.into_iter().map(|action| (action, why.clone())).collect();
        }
        let not = |action, why: &str| (action, why.to_owned());
        match &letter.state {
            OutgoingState::Going { .. } => {
                ON_LETTERS.into_iter().map(|action| not(action, "That letter is going just now")).collect()
            }
            OutgoingState::Unsure { .. } => Vec::new(),
            OutgoingState::Unrecorded { .. } => vec![not(Action::SendNow, "That letter has gone")],
            OutgoingState::Held { .. } | OutgoingState::Failed { .. } => {
                vec![not(Action::WasSent, "Nothing suggests that the letter was sent")]
            }
        }
    }

    fn refused_in_footer(&self, shared: &Shared, now: Instant) -> Vec<Action> {
        let mut refused: Vec<Action> = self.refused(shared, now).into_iter().map(|(action, _)| action).collect();
        if self.list.is_empty() {
            refused.push(Action::Open);
        }
        refused
    }

    /// Returns the ticket of the selected letter: what is copied, and what a number that is jumped from means.
    fn current(&self, shared: &Shared) -> Option<TicketId> {
        self.selected().and_then(|id| shared.outgoing_letter(id)).map(|(_, letter)| letter.ticket)
    }

    fn settle(&mut self, shared: &Shared, _now: Instant) {
        self.arrange(shared);
    }

    fn hear(&mut self, news: DeskNews<'_>, _shared: &Shared, _now: Instant) {
        self.is_stale |= matches!(news, DeskNews::Ledger | DeskNews::Anew);
    }

    fn ticks_seconds(&self, shared: &Shared, now: Instant) -> bool {
        let is_due_soon = |at: Instant| (0..3_600).contains(&at.since(now));
        shared.ledger.outbox().any(|(_, letter)| letter.state.due().is_some_and(is_due_soon))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, shared, self, now)
    }

    fn laid_out(&mut self, shown: &VisibleRows, _shared: &mut Shared) {
        self.rows.laid_out(shown);
    }
}

impl OutboxView {
    fn act(&self, action: Action, shared: &mut Shared, now: Instant) -> Effects {
        let refused = self.refused(shared, now).into_iter().find(|(refused, _)| *refused == action);
        if let Some((_, why)) = refused {
            shared.bad(why, now);
            return Effects::new();
        }
        let Some(id) = self.selected() else { return Effects::new() };
        match action {
            Action::SendNow => shared.send_letter(id, now),
            Action::WasSent => shared.letter_was_sent(id, now),
            _ => shared.recall_letter(id, now),
        }
    }

    /// Opens the selected letter whole.
    fn open_selected(&self, shared: &mut Shared, now: Instant) {
        let selected = self.selected().and_then(|id| Some((id, shared.outgoing_letter(id)?.1.clone())));
        let Some((id, letter)) = selected else { return };
        let lines = letters::outgoing_text(&letter, shared, now);
        shared.over(Pager::new(format!("Letter {id}"), lines));
    }
}
