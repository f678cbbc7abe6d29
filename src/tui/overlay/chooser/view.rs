//! Draws a choice, and what the selected one means.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::shared::Shared;
use crate::tui::text::{fit, fitted, pad, width};
use crate::tui::view::lines::draw_lines;
use crate::tui::widget::{VisibleRows, popup, put_line, put_lines};

use super::Chooser;

/// The columns of the box where no meaning needs more.
const LEAST_COLUMNS: usize = 84;

/// The rest of the line below a list in which nothing is chosen yet, behind the keys that choose.
const CHOOSE: &str = "choose, {accept} takes it, Esc changes nothing.";

/// Draws the choice. What the selected one means stands below a line where the row has no room for it, so that it does not
/// read as one more choice.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, chooser: &Chooser, shared: &Shared) -> VisibleRows {
    let theme = &shared.theme;
    let labels = chooser.options.iter().map(|option| width(&option.label)).max().unwrap_or(0).max(14);
    let longest = chooser.options.iter().map(|option| width(&option.means)).max().unwrap_or(0);
    // The blanks around the label, the scroll bar and the frame.
    let columns = (labels + longest + 6).max(LEAST_COLUMNS) as u16;
    let inside = popup(frame, area, (columns, chooser.options.len() as u16 + 5), &chooser.title, theme);
    let room = usize::from(inside.width).saturating_sub(labels + 3);
    let choose = format!("Nothing is chosen yet. {} {}", shared.keys.up_and_down(), shared.keys.say(CHOOSE));
    let words = match chooser.selected() {
        Some(option) if width(&option.means) > room => Some(option.means.as_str()),
        Some(_) => None,
        None => Some(choose.as_str()),
    };
    let explained = 3.min(inside.height / 2);
    let list = Rect { height: inside.height - explained, ..inside };
    let shown = draw_lines(frame, list, &chooser.rows, chooser.options.len(), theme, |place| {
        let option = &chooser.options[place];
        Line::from(vec![
            Span::raw(format!(" {} ", pad(&fit(&option.label, usize::from(inside.width).saturating_sub(2)), labels))),
            Span::styled(fit(&option.means, room), theme.dim),
        ])
    });
    let below = Rect { y: list.bottom(), height: explained, ..inside };
    if let Some(words) = words.filter(|_| !below.is_empty()) {
        put_line(frame, Rect { height: 1, ..below }, Line::styled("─".repeat(usize::from(below.width)), theme.border));
        let lines = fitted(words, usize::from(below.width.saturating_sub(2)), usize::from(below.height - 1));
        let lines: Vec<Line<'_>> = lines.into_iter().map(|l| Line::styled(format!(" {l}"), theme.text)).collect();
        put_lines(frame, Rect { y: below.y + 1, height: below.height - 1, ..below }, lines);
    }
    shown
}
