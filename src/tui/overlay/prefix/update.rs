//! Takes the key that follows.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::time::Instant;
use crate::tui::action::{Action, AtOnce, Key, Keymap};
use crate::tui::feature::ShellRequest;
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::Shared;
use crate::tui::widget::VisibleRows;

use super::{Prefix, view};

/// The most steps at once of what is no row of a list.
const MOST_STEPS: usize = 100;

impl Overlay for Prefix {
    fn mode(&self) -> Mode {
        match self.first {
            Some(first) if self.number.is_empty() => Mode::After(self.place, first),
            _ => Mode::Count(self.place),
        }
    }

    fn act(
        &mut self,
        action: Action,
        _under: &mut OverlayBase<'_>,
        shared: &mut Shared,
        _now: Instant,
    ) -> Option<OverlayFlow> {
        match (action, self.count()) {
            (Action::Back, _) => return Some(OverlayFlow::closed()),
            (Action::Top | Action::Bottom, Some(row)) => go_to_row(row, shared),
            (_, Some(times)) if action.at_once() == AtOnce::Moves => {
                // A month or a report takes longer to step to than a row.
                let most = if matches!(action, Action::Down | Action::Up) { times } else { times.min(MOST_STEPS) };
                shared.moves.push(ShellRequest::Act(action, most));
            }
            (_, Some(_)) => {
                let key = shared.keys.row(action).and_then(|row| row.key_in(self.place));
                self.refuse(&key.map_or_else(String::new, |key| key.sign(true)));
                return Some(OverlayFlow::open());
            }
            (_, None) => shared.moves.push(ShellRequest::Act(action, 1)),
        }
        Some(OverlayFlow::closed())
    }

    fn unbound(&mut self, key: Key, shared: &mut Shared) -> OverlayFlow {
        self.wrong = None;
        match (key, self.count()) {
            (Key::Char(digit @ '0'..='9'), _) if self.takes_numbers() => self.push(digit, &shared.keys),
            (_, Some(row)) if begins_top(key, &shared.keys) => {
                go_to_row(row, shared);
                return OverlayFlow::closed();
            }
            _ => self.refuse(&key.sign(true)),
        }
        OverlayFlow::open()
    }

    fn is_passing(&self) -> bool {
        true
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, self, &shared.theme);
        None
    }
}

/// Asks for that row of the list below, the first being 1.
fn go_to_row(row: usize, shared: &mut Shared) {
    shared.moves.push(ShellRequest::Act(Action::Top, 1));
    shared.moves.push(ShellRequest::Act(Action::Down, row.saturating_sub(1)));
}

/// Returns whether the key is the first of two that go to the top.
fn begins_top(key: Key, keys: &Keymap) -> bool {
    let top = keys.row(Action::Top);
    top.is_some_and(|row| row.keys.iter().any(|press| press.after(key).is_some()))
}
