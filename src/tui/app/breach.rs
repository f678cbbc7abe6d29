//! Actions in the breach view.

use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::screen::breach::{BreachView, Counter};

use super::act::step_of;
use super::{App, Effects, Screen};

/// After so many seconds without a key nobody is at the wall.
const UNATTENDED: i64 = 60;

impl App {
    fn breach_mut(&mut self) -> Option<&mut BreachView> {
        match self.screens.last_mut() {
            Some(Screen::Breach(view)) => Some(view),
            _ => None,
        }
    }

    /// Opens the view, at its worst ticket; as a wall if asked for.
    pub(super) fn open_breach(&mut self, wall: bool, now: Instant) {
        if self.breach_mut().is_none() {
            let view = BreachView::new(&self.queue, now);
            self.screens.push(Screen::Breach(Box::new(view)));
        }
        if let Some(view) = self.breach_mut() {
            view.set_wall(wall);
        }
    }

    /// Opens on what is broken, in large figures.
    pub fn open_wall(&mut self, now: Instant) {
        self.open_breach(true, now);
    }

    /// Works the view out again, wherever it is open.
    pub(super) fn refresh_breach(&mut self, now: Instant) {
        for screen in &mut self.screens {
            if let Screen::Breach(view) = screen {
                view.refresh(&self.queue, now);
            }
        }
    }

    /// Tickets have changed; hundreds can between two frames, so it is worked out before the next one.
    pub(super) fn tell_breach(&mut self) {
        for screen in &mut self.screens {
            if let Screen::Breach(view) = screen {
                view.notice_change();
            }
        }
    }

    /// Works the view out again where tickets have changed since it was.
    pub(super) fn settle_breach(&mut self, now: Instant) {
        if self.screens.iter().any(|screen| matches!(screen, Screen::Breach(view) if view.is_changed())) {
            self.refresh_breach(now);
        }
    }

    /// As time passes, while it is looked at.
    pub(super) fn tick_breach(&mut self, now: Instant) {
        let unattended = now.since(self.last_key) >= UNATTENDED;
        if let Some(view) = self.breach_mut().filter(|_| unattended) {
            view.leave_alone();
        }
        if self.breach_mut().is_some_and(|view| view.has_aged(now)) {
            self.refresh_breach(now);
        }
    }

    /// What means something of its own in the breach view; none where that is not on top, or for all else.
    pub(super) fn act_breach(&mut self, action: Action, now: Instant) -> Option<Effects> {
        let view = self.breach_mut()?;
        match action {
            Action::NextCounter => view.turn(true),
            Action::PrevCounter => view.turn(false),
            Action::ClearFilter => view.choose(Counter::All),
            Action::Sort => view.by_vendor = !view.by_vendor,
            Action::Wall => view.set_wall(!view.wall),
            Action::Back if view.wall => view.set_wall(false),
            Action::Back if view.counter != Counter::All => view.choose(Counter::All),
            _ => {
                view.step(step_of(action)?);
                return Some(Effects::new());
            }
        }
        let by_vendor = view.by_vendor;
        self.refresh_breach(now);
        if action == Action::Sort {
            self.info(if by_vendor { "Listed by vendors" } else { "Listed by what breaks first" }, now);
        }
        Some(Effects::new())
    }
}
