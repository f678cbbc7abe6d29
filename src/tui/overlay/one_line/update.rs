//! Gives keys their meaning in such a line.

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::ticket::check_event;
use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::{SeenTicket, Shared};
use crate::tui::widget::VisibleRows;

use super::{LineSubject, OneLine, view};

impl Overlay for OneLine {
    fn mode(&self) -> Mode {
        Mode::Line
    }

    /// Moves among the people who may be meant by the customer that is typed.
    fn act(
        &mut self,
        action: Action,
        _under: &mut OverlayBase<'_>,
        shared: &mut Shared,
        _now: Instant,
    ) -> Option<OverlayFlow> {
        if self.about == LineSubject::Tags && action == Action::NextField {
            self.complete_tag(&shared.queue.tags());
            return Some(OverlayFlow::open());
        }
        let by = match action {
            Action::NextField => 1,
            Action::PrevField => -1,
            _ => return None,
        };
        let total = self.people.found().len() + 1;
        self.rows.step(by, total);
        Some(OverlayFlow::open())
    }

    fn unused(&self) -> &'static [Action] {
        match self.about {
            LineSubject::Customer => &[],
            LineSubject::Tags => &[Action::PrevField],
            _ => &[Action::NextField, Action::PrevField],
        }
    }

    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.line)
    }

    fn edited(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, _now: Instant) {
        self.wrong = None;
        self.follow(&shared.ledger);
    }

    /// Records what the line says, or shows below it what is wrong.
    fn accept(&mut self, under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        let row = shared.row(self.ticket, now);
        let contract = row.as_ref().and_then(|row| row.contract.as_deref());
        let happened = shared.at.unwrap_or(now);
        let checked = self.what().and_then(|(what, words)| match &row {
            Some(row) => check_event(&row.ticket, contract, &what, happened, now)
                .map(|()| (what, words))
                .map_err(|refusal| refusal.to_string()),
            None => Ok((what, words)),
        });
        let (what, words) = match checked {
            Ok(recorded) => recorded,
            Err(why) => {
                self.wrong = Some(why);
                return OverlayFlow::open();
            }
        };
        under.close_choice(self.ticket);
        if self.others.is_empty() {
            return OverlayFlow::Closed(shared.add(self.ticket, self.revision, what, &words, now));
        }
        let others = self.others.iter().copied();
        let all: Vec<SeenTicket> = std::iter::once((self.ticket, self.revision)).chain(others).collect();
        OverlayFlow::Closed(shared.record_on(&all, |_, _| Ok(what.clone()), &words, now))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, self, shared, now);
        None
    }
}
