//! Gives keys their meaning while a file's path is typed.

use std::path::Path;

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::desk::Problem;
use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::form::path_line::PathLine;
use crate::tui::host::ScanWork;
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::Shared;
use crate::tui::widget::VisibleRows;

use super::{AttachLine, view};

impl Overlay for AttachLine {
    fn mode(&self) -> Mode {
        Mode::Line
    }

    /// Completes the path.
    fn act(
        &mut self,
        action: Action,
        _under: &mut OverlayBase<'_>,
        _shared: &mut Shared,
        _now: Instant,
    ) -> Option<OverlayFlow> {
        let completes = action == Action::NextField;
        completes.then(|| OverlayFlow::Open(vec![ScanWork::CompletePath(self.path.question()).into()]))
    }

    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.path.line)
    }

    fn path_line(&mut self) -> Option<&mut PathLine> {
        Some(&mut self.path)
    }

    fn edited(&mut self, _under: &mut OverlayBase<'_>, _shared: &mut Shared, _now: Instant) {
        self.path.edited();
        self.sending = None;
    }

    /// Sends the file. The line stays until that is done, so that a path that was wrong can be mended.
    fn accept(&mut self, _under: &mut OverlayBase<'_>, _shared: &mut Shared, _now: Instant) -> OverlayFlow {
        let Some(path) = self.path.path() else {
            self.path.wrong = Some("Type the path of a file, or drop one on the terminal".to_owned());
            return OverlayFlow::open();
        };
        if self.sending.as_ref() == Some(&path) {
            return OverlayFlow::open();
        }
        self.path.edited();
        self.sending = Some(path.clone());
        OverlayFlow::Open(vec![ScanWork::SendFile(self.ticket, path).into()])
    }

    fn sends(&self) -> Option<&Path> {
        self.sending.as_deref()
    }

    fn refuse(&mut self, error: &Problem) {
        self.sending = None;
        self.path.wrong = Some(error.to_string());
    }

    fn unused(&self) -> &'static [Action] {
        &[Action::PrevField, Action::Earlier]
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, self, shared);
        None
    }
}
