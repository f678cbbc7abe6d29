//! Gives keys their meaning in the list of canned replies.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::time::Instant;
use crate::tui::action::Context;
use crate::tui::feature::composer::Composer;
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::{Rows, VisibleRows};

use super::{CannedList, view};

impl Overlay for CannedList {
    fn mode(&self) -> Mode {
        Mode::Command(Context::List)
    }

    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        let Some(entry) = self.selected().cloned() else { return OverlayFlow::closed() };
        if let Err(why) = &entry.rendered {
            shared.bad(why.clone(), now);
            return OverlayFlow::open();
        }
        shared.with_pages(move |pages, _, _| {
            if let Some(composer) = pages.top_as::<Composer>() {
                composer.take_canned(entry);
            }
            Effects::new()
        });
        OverlayFlow::closed()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, self, shared))
    }

    fn list(&mut self) -> Option<(&mut Rows, usize)> {
        Some((&mut self.rows, self.entries.len()))
    }
}
