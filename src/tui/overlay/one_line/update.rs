//! Gives keys their meaning in such a line.

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::ticket::{EventData, check_event, event};
use crate::domain::time::{Instant, say_moment};
use crate::tui::action::Action;
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::{Effects, SeenTicket, Shared};
use crate::tui::widget::VisibleRows;

use super::{LineSubject, OneLine, view};

impl OneLine {
    /// Records the snooze on each ticket, in the support time of its own contract, or shows what is wrong with what is typed.
    fn accept_snooze(&mut self, under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        let (happened, zone) = (shared.at.unwrap_or(now), shared.zone);
        let Some(row) = shared.row(self.ticket, now) else { return OverlayFlow::Closed(Effects::new()) };
        let checked = self.snooze(&row, zone, happened).and_then(|what| {
            let refused = shared.refusal_of(&row, &what, shared.at, now);
            refused.map_or(Ok(what), Err)
        });
        let what = match checked {
            Ok(what) => what,
            Err(why) => {
                self.wrong = Some(why);
                return OverlayFlow::open();
            }
        };
        under.close_choice(self.ticket);
        let words = match &what {
            EventData::Snoozed(event::Snoozed { until: Some(at), .. }) if self.others.is_empty() => {
                format!("snoozed until {}", say_moment(zone, *at, now))
            }
            EventData::Woken => "woken".to_owned(),
            _ => "snoozed".to_owned(),
        };
        if self.others.is_empty() {
            return OverlayFlow::Closed(shared.add(self.ticket, self.revision, what, &words, now));
        }
        let others = self.others.iter().copied();
        let all: Vec<SeenTicket> = std::iter::once((self.ticket, self.revision)).chain(others).collect();
        OverlayFlow::Closed(shared.record_on(&all, |_, row| self.snooze(row, zone, happened), &words, now))
    }
}

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
        if self.about == LineSubject::Snooze && matches!(action, Action::NextField | Action::PrevField) {
            self.wrong = None;
            self.propose_snooze(if action == Action::NextField { 1 } else { -1 });
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
            LineSubject::Customer | LineSubject::Snooze => &[],
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
        if self.about == LineSubject::Snooze {
            return self.accept_snooze(under, shared, now);
        }
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
