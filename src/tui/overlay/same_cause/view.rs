//! Draws the question whether something else has the same cause.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::tui::text::clean;
use crate::tui::theme::Theme;
use crate::tui::view::questions::yes_or_no;

use super::SameCause;

/// Draws the question.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, question: &SameCause, theme: &Theme) {
    yes_or_no(frame, area, "The same cause?", &clean(&question.question), theme);
}
