//! Does what pages and overlays ask of the shell: opens and closes pages, lays overlays over them.

use crate::domain::time::Instant;
use crate::tui::feature::ShellRequest;
use crate::tui::input::Msg;
use crate::tui::overlay::{self, OverlayBase, OverlayFlow};
use crate::tui::shared::Effects;

use super::App;

impl App {
    /// Does everything that was asked for, in order, until nothing more is.
    pub(super) fn make_moves(&mut self, now: Instant) -> Effects {
        let mut effects = Effects::new();
        while !self.shared.moves.is_empty() {
            for one in std::mem::take(&mut self.shared.moves) {
                match one {
                    ShellRequest::Over(overlay) => self.layers.push(overlay),
                    ShellRequest::Open(page) => self.pages.push_boxed(page),
                    ShellRequest::Leave => {
                        self.pages.pop();
                    }
                    ShellRequest::With(what) => effects.extend(what(&mut self.pages, &mut self.shared, now)),
                    ShellRequest::Act(action, times) => {
                        for _ in 0..times {
                            effects.extend(self.dispatch(Msg::Do(action), now));
                        }
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
        what: impl FnOnce(&mut dyn overlay::Overlay, &mut OverlayBase<'_>, &mut crate::tui::shared::Shared) -> OverlayFlow,
    ) -> Effects {
        let page = self.pages.top_mut();
        let Some((top, below)) = self.layers.split_top() else { return Effects::new() };
        let mut under = OverlayBase { page, overlay: below.map(AsMut::as_mut), closes: false };
        let stay = what(top.as_mut(), &mut under, &mut self.shared);
        let closes = under.closes;
        match stay {
            OverlayFlow::Open(effects) => effects,
            OverlayFlow::Closed(effects) => {
                self.layers.pop();
                if closes {
                    self.layers.pop();
                }
                effects
            }
        }
    }
}
