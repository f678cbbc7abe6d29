//! Draws a question with its answers.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::tui::theme::Theme;
use crate::tui::view::questions::yes_or_no;

use super::Confirm;

/// Draws a question.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, confirm: &Confirm, theme: &Theme) {
    yes_or_no(frame, area, "Sure?", &confirm.question, theme);
}
