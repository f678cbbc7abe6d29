//! Draws a labelled line of text that is typed.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use tui_input::Input;
use unicode_segmentation::UnicodeSegmentation;

use crate::tui::text;
use crate::tui::theme::Theme;

use super::text::put_line;

/// The parts of a field.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// The label in front.
    pub label: &'a str,
    /// Columns for the label, so that fields below each other line up.
    pub label_cols: u16,
    /// The text with its cursor.
    pub input: &'a Input,
    /// The text that shows while nothing is entered.
    pub placeholder: &'a str,
    /// Whether it has the keys; then the cursor stands in it.
    pub focused: bool,
}

/// Draws a field on the first row of `area`: with the keys scrolled so that the cursor shows, else from its beginning on.
///
/// ```text
/// Subject   Checkout gives 502 in every sh
/// ```
pub fn field(frame: &mut Frame<'_>, area: Rect, field: &Field<'_>, theme: &Theme) {
    let area = area.intersection(frame.area());
    let row = Rect { height: area.height.min(1), ..area };
    let label_cols = field.label_cols.min(row.width);
    let entry = Rect { x: row.x + label_cols, width: row.width - label_cols, ..row };
    let label = text::fit(field.label, usize::from(label_cols.saturating_sub(1)));
    let label_style = if field.focused { theme.accent } else { theme.dim };
    put_line(frame, Rect { width: label_cols, ..row }, Line::styled(label, label_style));
    draw_entry(frame, entry, field, theme);
}

/// Draws the text, and the cursor.
fn draw_entry(frame: &mut Frame<'_>, area: Rect, field: &Field<'_>, theme: &Theme) {
    let style = if field.focused { theme.field_focus } else { theme.field };
    let (shown, cursor) = scrolled(field.input, usize::from(area.width));
    let cols = usize::from(area.width);
    let content = if field.input.value().is_empty() {
        Span::styled(text::pad(field.placeholder, cols), style.patch(theme.dim))
    } else if field.focused {
        Span::styled(text::pad(&shown, cols), style)
    } else {
        Span::styled(text::pad(&text::fit(field.input.value(), cols), cols), style)
    };
    put_line(frame, area, Line::from(content));
    if field.focused && !area.is_empty() {
        frame.set_cursor_position(Position { x: area.x + cursor as u16, y: area.y });
    }
}

/// Returns the part of the text that shows in `cols` columns, and the cursor's column in it. The last column is the
/// cursor's when it stands at the end.
fn scrolled(input: &Input, cols: usize) -> (String, usize) {
    let before: String = input.value().chars().take(input.cursor()).collect();
    let after: String = input.value().chars().skip(input.cursor()).collect();
    let (before, after) = (text::clean(&before), text::clean(&after));
    let under_cursor = after.graphemes(true).next().map_or(1, |grapheme| text::width(grapheme).max(1));
    let mut start = before.as_ref();
    while text::width(start) + under_cursor > cols && !start.is_empty() {
        start = start.graphemes(true).next().map_or("", |first| &start[first.len()..]);
    }
    let column = text::width(start);
    (beginning(&format!("{start}{after}"), cols), column.min(cols.saturating_sub(1)))
}

/// Returns as many whole graphemes as fit; a field that goes on has no `…`, which could be taken for typed text.
fn beginning(value: &str, cols: usize) -> String {
    let mut used = 0;
    let fits = |grapheme: &&str| {
        used += text::width(grapheme);
        used <= cols
    };
    value.graphemes(true).take_while(fits).collect()
}
