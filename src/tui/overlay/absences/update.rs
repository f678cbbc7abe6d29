//! Gives keys their meaning in the list of absences.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::text::clean;
use crate::domain::time::Instant;
use crate::tui::action::Context;
use crate::tui::feature::ledger_form::{self, FormKind};
use crate::tui::input::Mode;
use crate::tui::overlay::confirm::{Confirm, ConfirmedEffect};
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::Shared;
use crate::tui::widget::{Rows, VisibleRows};

use super::{AbsenceList, view};

impl Overlay for AbsenceList {
    fn mode(&self) -> Mode {
        Mode::Command(Context::List)
    }

    /// Asks before the selected absence is removed; behind them opens the form for another.
    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        if let Some(why) = &self.refused {
            shared.bad(why.clone(), now);
            return OverlayFlow::open();
        }
        let Some((id, absence)) = self.absences.get(self.rows.selected()) else {
            return OverlayFlow::Closed(ledger_form::open(FormKind::Absence, None, shared, now));
        };
        let (staff, when) = (shared.shown_name(&absence.staff), view::when(absence, shared, now));
        let question = clean(&format!("Remove this absence of {staff}, {when}? Undo brings it back.")).into_owned();
        shared.over(Confirm { question, then: ConfirmedEffect::Remove(*id) });
        OverlayFlow::closed()
    }

    fn list(&mut self) -> Option<(&mut Rows, usize)> {
        let total = self.total();
        Some((&mut self.rows, total))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, self, shared, now))
    }
}
