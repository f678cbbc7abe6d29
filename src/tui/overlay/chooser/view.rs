//! Draws a choice, and what the selected one means.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::tui::text::{fit, pad, width, wrap};
use crate::tui::theme::Theme;
use crate::tui::view::lines::draw_lines;
use crate::tui::widget::{VisibleRows, popup};

use super::Chooser;

/// The columns of the box where no meaning needs more.
const LEAST_COLUMNS: usize = 84;

/// The line below a list in which nothing is chosen yet.
const CHOOSE: &str = "Nothing is chosen yet. ↑ ↓ choose, Enter takes it, Esc changes nothing.";

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, chooser: &Chooser, theme: &Theme) -> VisibleRows {
    let labels = chooser.options.iter().map(|option| width(&option.label)).max().unwrap_or(0).max(14);
    let longest = chooser.options.iter().map(|option| width(&option.means)).max().unwrap_or(0);
    // The blanks around the label, the scroll bar and the frame.
    let columns = (labels + longest + 6).max(LEAST_COLUMNS) as u16;
    let inside = popup(frame, area, (columns, chooser.options.len() as u16 + 5), &chooser.title, theme);
    let means = usize::from(inside.width).saturating_sub(labels + 4);
    let explained = 3.min(inside.height / 2);
    let list = Rect { height: inside.height - explained, ..inside };
    let shown = draw_lines(frame, list, &chooser.rows, chooser.options.len(), theme, |place| {
        let option = &chooser.options[place];
        Line::from(vec![
            Span::raw(format!(" {} ", pad(&option.label, labels))),
            Span::styled(fit(&option.means, means), theme.dim),
        ])
    });
    let (words, style) = match chooser.selected() {
        Some(option) => (option.means.as_str(), theme.text),
        None => (CHOOSE, theme.dim),
    };
    let below = Rect { y: list.bottom(), height: explained, ..inside };
    let lines = wrap(words, usize::from(below.width.saturating_sub(2)));
    let lines: Vec<Line<'_>> = lines.into_iter().map(|l| Line::styled(format!(" {l}"), style)).collect();
    frame.render_widget(Paragraph::new(lines), below);
    shown
}
