//! Draws a vendor's releases while one is entered or removed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::form::room;
use crate::tui::text::{clean, wrap};
use crate::tui::theme::Theme;
use crate::tui::view::lines::{draw_input, draw_lines};
use crate::tui::widget::{VisibleRows, popup, put_lines};

use super::{ReleaseLine, ReleaseRemoval, release_in_words};

/// Draws the line in which a release is entered.
///
/// ```text
/// ┌ A release of SESAM ───────────────────────────────────────┐
/// │ >  2026-12-01 Winter▏                                      │
/// │ Year-month-day, then a name if it has one. …               │
/// ```
pub(super) fn line(frame: &mut Frame<'_>, area: Rect, line: &ReleaseLine, theme: &Theme) {
    let inside = popup(frame, area, (70, 6), &format!("A release of {}", line.vendor), theme);
    let below = draw_input(frame, inside, &room::label(">", line.line.value()), &line.line, "2026-12-01 Winter", theme);
    let help =
        "Year-month-day, then a name if it has one. What comes with the next release is due at the end of that day.";
    let (words, style) = match (&line.wrong, line.saving) {
        (Some(wrong), _) => (wrong.as_str(), theme.error),
        (None, Some(_)) => ("… waiting to be written; Esc leaves it to that", theme.dim),
        (None, None) => (help, theme.dim),
    };
    let lines = wrap(words, usize::from(below.width.saturating_sub(2)));
    let lines: Vec<Line<'_>> = lines.into_iter().map(|l| Line::styled(format!(" {l}"), style)).collect();
    put_lines(frame, below, lines);
}

/// Draws the releases to choose one from.
pub(super) fn removal(frame: &mut Frame<'_>, area: Rect, removal: &ReleaseRemoval, theme: &Theme) -> VisibleRows {
    let title = format!("Remove which release of {}?", removal.vendor);
    let inside = popup(frame, area, (70, removal.entries.len() as u16 + 2), &title, theme);
    draw_lines(frame, inside, &removal.rows, removal.entries.len(), theme, |place| {
        let known = &removal.entries[place];
        let words = Span::raw(format!(" {}", clean(&release_in_words(&known.release))));
        Line::from(vec![words, Span::styled(if known.past { "  past" } else { "" }, theme.dim)])
    })
}
