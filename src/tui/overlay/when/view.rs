//! Draws the line in which a moment is typed.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::tui::theme::Theme;
use crate::tui::view::lines::{draw_help, draw_input};
use crate::tui::widget::popup;

use super::MomentLine;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, when: &MomentLine, theme: &Theme) {
    let inside = popup(frame, area, (66, 6), "When did it happen?", theme);
    let below = draw_input(frame, inside, ">", &when.line, "10:30", theme);
    let help = "10:30, yesterday 16:00, -20m or 2024-01-05 16:00, in your own time. Then record what happened.";
    draw_help(frame, below, help, when.wrong.as_deref(), theme);
}
