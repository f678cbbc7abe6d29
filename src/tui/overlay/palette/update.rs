//! Gives keys their meaning in the palette.

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::time::Instant;
use crate::tui::feature::{ShellRequest, ticket};
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::Shared;
use crate::tui::widget::{Rows, VisibleRows};

use super::{Palette, PaletteEntry, view};

impl Overlay for Palette {
    fn mode(&self) -> Mode {
        Mode::Pick
    }

    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.line)
    }

    fn edited(&mut self, _under: &mut OverlayBase<'_>, _shared: &mut Shared, _now: Instant) {
        self.search();
    }

    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        match self.found.get(self.rows.selected()) {
            Some(PaletteEntry::Action(row)) => match self.refusal(row.action) {
                Some(why) => shared.bad(why.to_owned(), now),
                None => shared.moves.push(ShellRequest::Act(row.action, 1)),
            },
            Some(PaletteEntry::Ticket(id)) => return OverlayFlow::Closed(ticket::open(*id, shared)),
            // It says all there is to say.
            Some(PaletteEntry::Instead(_)) => return OverlayFlow::open(),
            None => {}
        }
        OverlayFlow::closed()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, self, &shared.theme))
    }

    fn list(&mut self) -> Option<(&mut Rows, usize)> {
        Some((&mut self.rows, self.found.len()))
    }
}
