//! Gives keys their meaning in the menu of filters under names.

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::feature::queue;
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::{Shared, View};
use crate::tui::widget::{Rows, VisibleRows};

use super::{ViewsMenu, view};

impl Overlay for ViewsMenu {
    fn mode(&self) -> Mode {
        Mode::Views
    }

    fn act(
        &mut self,
        action: Action,
        _under: &mut OverlayBase<'_>,
        shared: &mut Shared,
        now: Instant,
    ) -> Option<OverlayFlow> {
        (action == Action::DropView).then(|| self.delete(shared, now))
    }

    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.line)
    }

    fn edited(&mut self, _under: &mut OverlayBase<'_>, _shared: &mut Shared, _now: Instant) {
        self.narrow();
    }

    /// Chooses at once by a digit.
    fn chosen_by_typing(&mut self, shared: &mut Shared, _now: Instant) -> Option<OverlayFlow> {
        let view = self.by_digit().cloned()?;
        apply(&view, shared);
        Some(OverlayFlow::closed())
    }

    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, _now: Instant) -> OverlayFlow {
        if let Some(view) = self.selected() {
            apply(view, shared);
        }
        OverlayFlow::closed()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, self, shared))
    }

    fn list(&mut self) -> Option<(&mut Rows, usize)> {
        Some((&mut self.rows, self.listed.len()))
    }
}

impl ViewsMenu {
    /// Deletes the selected one from the desk; the person's own stands in their settings.
    fn delete(&self, shared: &mut Shared, now: Instant) -> OverlayFlow {
        match self.selected() {
            Some(View { kept: Some(id), name, .. }) => OverlayFlow::Closed(shared.drop_view(*id, name, now)),
            Some(View { name, .. }) => {
                shared.info(format!("{name} stands in [views] of your settings; take it out there"), now);
                OverlayFlow::open()
            }
            None => OverlayFlow::open(),
        }
    }
}

/// Goes to the queue and lists what the filter matches.
fn apply(view: &View, shared: &mut Shared) {
    let View { name, filter, .. } = view.clone();
    shared.with_pages(move |pages, shared, now| queue::open_view(pages, &name, &filter, shared, now));
}
