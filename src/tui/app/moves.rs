//! Does what pages and overlays ask of the shell: opens and closes pages, lays overlays over them.

use crate::domain::time::Instant;
use crate::tui::feature::Move;
use crate::tui::input::Msg;
use crate::tui::overlay::{self, Stay, Under};
use crate::tui::shared::Effects;

use super::App;

impl App {
    /// Does everything that was asked for, in order, until nothing more is.
    pub(super) fn make_moves(&mut self, now: Instant) -> Effects {
        let mut effects = Effects::new();
        while !self.shared.moves.is_empty() {
            for one in std::mem::take(&mut self.shared.moves) {
                match one {
                    Move::Over(overlay) => self.layers.push(overlay),
                    Move::Open(page) => self.pages.push_boxed(page),
                    Move::Leave => {
                        self.pages.pop();
                    }
                    Move::With(what) => effects.extend(what(&mut self.pages, &mut self.shared, now)),
                    Move::Act(action) => {
                        let everywhere = self.everywhere(action, now);
                        effects.extend(everywhere.unwrap_or_else(|| self.act(action, now)));
                    }
                }
                self.pages.note_current(&mut self.shared);
            }
        }
        self.pages.note_current(&mut self.shared);
        effects
    }

    /// Hands a message to the overlay on top.
    pub(super) fn update_overlay(&mut self, msg: Msg, now: Instant) -> Effects {
        self.with_overlay(|overlay, under, shared| overlay::update(overlay, msg, under, shared, now))
    }

    /// Does something with the overlay on top, and takes away the overlays that close with it.
    pub(super) fn with_overlay(
        &mut self,
        what: impl FnOnce(&mut dyn overlay::Overlay, &mut Under<'_>, &mut crate::tui::shared::Shared) -> Stay,
    ) -> Effects {
        let page = self.pages.top_mut();
        let Some((top, below)) = self.layers.split_top() else { return Effects::new() };
        let mut under = Under { page, overlay: below.map(AsMut::as_mut), closes: false };
        let stay = what(top.as_mut(), &mut under, &mut self.shared);
        let closes = under.closes;
        match stay {
            Stay::Open(effects) => effects,
            Stay::Closed(effects) => {
                self.layers.pop();
                if closes {
                    self.layers.pop();
                }
                effects
            }
        }
    }
}
