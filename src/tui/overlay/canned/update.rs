//! Gives keys their meaning in the list of canned replies.

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::time::Instant;
use crate::tui::feature::composer::Composer;
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::{Effects, Shared};
use crate::tui::widget::{Rows, VisibleRows};

use super::{CannedList, view};

impl Overlay for CannedList {
    fn mode(&self) -> Mode {
        Mode::Pick
    }

    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.line)
    }

    fn edited(&mut self, _under: &mut OverlayBase<'_>, _shared: &mut Shared, _now: Instant) {
        self.search();
    }

    fn chosen_by_typing(&mut self, shared: &mut Shared, now: Instant) -> Option<OverlayFlow> {
        self.select_by_digit().then(|| self.take(shared, now))
    }

    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        self.take(shared, now)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, self, shared))
    }

    fn list(&mut self) -> Option<(&mut Rows, usize)> {
        let found = self.found().len();
        Some((&mut self.rows, found))
    }
}

impl CannedList {
    /// Takes the selected one over into the letter.
    fn take(&self, shared: &mut Shared, now: Instant) -> OverlayFlow {
        let Some(entry) = self.selected().cloned() else { return OverlayFlow::open() };
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
}
