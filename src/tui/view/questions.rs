//! Draws questions that are answered with `y` or `n`.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::text::{width, wrap};
use crate::tui::theme::Theme;
use crate::tui::widget::{popup, put_lines};

/// The most columns of a question.
pub const MOST: u16 = 72;

/// Draws a question with its two answers.
pub fn yes_or_no(frame: &mut Frame<'_>, area: Rect, title: &str, question: &str, theme: &Theme) {
    let columns = (width(question) as u16 + 6).min(area.width).min(MOST);
    let lines = wrap(question, usize::from(columns.saturating_sub(4)));
    let inside = popup(frame, area, (columns, lines.len() as u16 + 4), title, theme);
    let mut text: Vec<Line<'_>> = lines.into_iter().map(|l| Line::raw(format!(" {l}"))).collect();
    text.push(Line::default());
    text.push(answers("yes", "no", theme));
    put_lines(frame, inside, text);
}

/// Returns the line with the two answers and what each does.
pub fn answers(yes: &str, no: &str, theme: &Theme) -> Line<'static> {
    Line::from(vec![
        Span::styled(" y", theme.key),
        Span::raw(format!(" {yes}   ")),
        Span::styled("n", theme.key),
        Span::raw(format!(" {no}")),
    ])
}
