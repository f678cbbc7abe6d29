//! Gives keys their meaning while release dates are entered or removed.

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::desk::{Change, Problem};
use crate::domain::ledger::{LedgerFact, check_fact};
use crate::domain::text::clean;
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context};
use crate::tui::input::Mode;
use crate::tui::overlay::{NOTHING_LATE, Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::Shared;
use crate::tui::widget::{Rows, VisibleRows};

use super::{ReleaseLine, ReleaseRemoval, release_in_words, view};

impl Overlay for ReleaseLine {
    fn mode(&self) -> Mode {
        Mode::Line
    }

    fn line(&mut self) -> Option<&mut Input> {
        self.saving.is_none().then_some(&mut self.line)
    }

    fn edited(&mut self, _under: &mut OverlayBase<'_>, _shared: &mut Shared, _now: Instant) {
        self.wrong = None;
    }

    /// Writes the release that is typed, if it can be.
    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        if self.saving.is_some() {
            return OverlayFlow::open();
        }
        if self.line.value().trim().is_empty() {
            return OverlayFlow::closed();
        }
        let release = match self.release() {
            Ok(release) => release,
            Err(wrong) => {
                self.wrong = Some(wrong);
                return OverlayFlow::open();
            }
        };
        let label = format!("{} releases on {}", self.vendor, clean(&release_in_words(&release)));
        let fact = LedgerFact::Release(release);
        if let Err(refused) = check_fact(&fact, None, &shared.book, &shared.ledger, now) {
            self.wrong = Some(refused.to_string());
            return OverlayFlow::open();
        }
        let change = Change::Enter { entry: None, revision: None, fact: Some(Box::new(fact)) };
        let (tag, effect) = shared.commit(label, vec![change], true);
        self.saving = Some(tag);
        OverlayFlow::Open(vec![effect])
    }

    fn saving(&self) -> Option<u64> {
        self.saving
    }

    fn refuse(&mut self, error: &Problem) {
        (self.saving, self.wrong) = (None, Some(error.to_string()));
    }

    fn unused(&self) -> &'static [Action] {
        NOTHING_LATE
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        view::line(frame, area, self, &shared.theme);
        None
    }
}

impl Overlay for ReleaseRemoval {
    fn mode(&self) -> Mode {
        Mode::Command(Context::List)
    }

    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, _now: Instant) -> OverlayFlow {
        let chosen = self.entries.get(self.rows.selected());
        OverlayFlow::Closed(chosen.map_or_else(Vec::new, |known| shared.remove_release(&self.vendor, known)))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        Some(view::removal(frame, area, self, &shared.theme))
    }

    fn list(&mut self) -> Option<(&mut Rows, usize)> {
        Some((&mut self.rows, self.entries.len()))
    }
}
