//! Draws the keys that work here, on the last row.

use std::borrow::Cow;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::action::{Action, ActionRow, Context, Keymap};
use crate::tui::text;
use crate::tui::theme::{GlyphSet, Theme};

use super::text::put_line;

/// The gap between two hints.
const GAP: &str = "  ";

/// Draws as many whole hints as fit, in the table's order; those for all actions and for the help stand last and go before
/// all others where room is short.
///
/// ```text
///  n new  ⏎ open  r respond  s start  w workaround  f fix  a assign  / filter  u undo  : actions  ? help
/// ```
pub fn footer(frame: &mut Frame<'_>, area: Rect, keys: &Keymap, context: Context, theme: &Theme) {
    let area = area.intersection(frame.area());
    put_line(frame, area, footer_line(keys.available(context), context, area.width, theme));
}

/// Returns the hints for these rows of the table in at most `width` columns.
pub fn footer_line<'e>(
    entries: impl IntoIterator<Item = &'e ActionRow>,
    context: Context,
    width: u16,
    theme: &Theme,
) -> Line<'static> {
    spans(&shown_hints(entries, context, width, theme), theme)
}

/// Returns the action whose hint stands in that column of the same line, if one does.
pub fn footer_action<'e>(
    entries: impl IntoIterator<Item = &'e ActionRow>,
    context: Context,
    (width, column): (u16, u16),
    theme: &Theme,
) -> Option<Action> {
    let mut begins = 1;
    for hint in shown_hints(entries, context, width, theme) {
        let ends = begins + hint.cols();
        if (begins..ends - GAP.len()).contains(&usize::from(column)) {
            return Some(hint.action);
        }
        begins = ends;
    }
    None
}

/// Returns the hints that fit, in the order in which they stand.
fn shown_hints<'e>(
    entries: impl IntoIterator<Item = &'e ActionRow>,
    context: Context,
    width: u16,
    theme: &Theme,
) -> Vec<Hint> {
    let (last, others): (Vec<&ActionRow>, Vec<&ActionRow>) =
        entries.into_iter().partition(|entry| matches!(entry.action, Action::Palette | Action::Help));
    // The margin at the right takes the place of the last gap.
    let mut room = (usize::from(width) + GAP.len()).saturating_sub(2);
    let mut fits = |hint: &Hint| {
        let left = room.checked_sub(hint.cols());
        room = left.unwrap_or(room);
        left.is_some()
    };
    let hints =
        |entries: Vec<&ActionRow>| entries.into_iter().filter_map(|entry| hint(entry, context, theme)).collect();
    let ends: Vec<Hint> = hints(last);
    // The help matters most of all.
    let mut ends: Vec<Hint> = ends.into_iter().rev().take_while(|hint| fits(hint)).collect();
    ends.reverse();
    let others: Vec<Hint> = hints(others);
    others.into_iter().take_while(|hint| fits(hint)).chain(ends).collect()
}

/// A key and the word for what it does.
struct Hint {
    action: Action,
    key: String,
    label: Cow<'static, str>,
}

impl Hint {
    /// Returns the columns of the hint with the gap behind it.
    fn cols(&self) -> usize {
        text::width(&self.key) + 1 + text::width(&self.label) + GAP.len()
    }
}

fn hint(entry: &ActionRow, context: Context, theme: &Theme) -> Option<Hint> {
    let all = theme.glyphs == GlyphSet::Unicode;
    entry.key_in(context).map(|key| Hint { action: entry.action, key: key.sign(all), label: entry.label.clone() })
}

fn spans(hints: &[Hint], theme: &Theme) -> Line<'static> {
    let mut line = Line::default();
    for (at, hint) in hints.iter().enumerate() {
        line.push_span(Span::raw(if at == 0 { " " } else { GAP }));
        line.push_span(Span::styled(hint.key.clone(), theme.key));
        line.push_span(Span::styled(format!(" {}", hint.label), theme.dim));
    }
    line
}
