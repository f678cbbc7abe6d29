//! Gives keys their meaning while a file's path is typed.

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::config::home_folder;
use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::host::ScanWork;
use crate::tui::input::Mode;
use crate::tui::overlay::{NOTHING_LATE, Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::Shared;
use crate::tui::widget::VisibleRows;

use super::{AttachLine, view};

impl Overlay for AttachLine {
    fn mode(&self) -> Mode {
        Mode::Line
    }

    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.line)
    }

    fn edited(&mut self, _under: &mut OverlayBase<'_>, _shared: &mut Shared, _now: Instant) {
        self.wrong = None;
    }

    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        let Some(path) = self.path(home_folder().as_deref()) else {
            self.wrong = Some("Type the path of a file, or drop one on the terminal".to_owned());
            return OverlayFlow::open();
        };
        shared.info(format!("… {} is being sent", path.display()), now);
        OverlayFlow::Closed(vec![ScanWork::SendFile(self.ticket, path).into()])
    }

    fn unused(&self) -> &'static [Action] {
        NOTHING_LATE
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, self, shared);
        None
    }
}
