//! Draws the line in which a ticket's number is typed.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::tui::shared::Shared;
use crate::tui::view::lines::{draw_help, draw_input};
use crate::tui::widget::popup;

use super::JumpLine;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, jump: &JumpLine, shared: &Shared) {
    let theme = &shared.theme;
    let inside = popup(frame, area, (48, 4), "Go to a ticket", theme);
    let below = draw_input(frame, inside, "#", &jump.line, "its number", theme);
    draw_help(frame, below, &shared.keys.say("{accept} opens it; Esc stays here."), jump.wrong.as_deref(), theme);
}
