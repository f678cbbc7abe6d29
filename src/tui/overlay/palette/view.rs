//! Draws the palette.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::action::ActionRow;
use crate::tui::text::{fit, pad, width, wrap};
use crate::tui::theme::{GlyphSet, Theme};
use crate::tui::view::lines::{draw_input, draw_lines};
use crate::tui::widget::{VisibleRows, popup, put_line, put_lines};

use super::{Palette, PaletteEntry};

/// The most rows of the list.
const ROWS: usize = 14;
/// The rows below the list, in which the selected entry is told whole.
const TOLD: u16 = 2;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, palette: &Palette, theme: &Theme) -> VisibleRows {
    let rows = palette.found.len().clamp(1, ROWS) as u16 + 3 + TOLD;
    let inside = popup(frame, area, (100, rows), "Actions", theme);
    let below = draw_input(frame, inside, ":", &palette.line, "what to do, in any program's words, or a number", theme);
    if palette.found.is_empty() {
        put_line(frame, below, Line::styled(" No action of that name.", theme.dim));
    }
    let told = TOLD.min(below.height.saturating_sub(1));
    let list = Rect { height: below.height - told, ..below };
    let shown = draw_lines(frame, list, &palette.rows, palette.found.len(), theme, |place| {
        line(&palette.found[place], palette, usize::from(list.width).saturating_sub(1), theme)
    });
    if let Some(entry) = palette.found.get(palette.rows.selected()) {
        let at = Rect { y: list.bottom(), height: told, ..below };
        let lines = wrap(&sentence(entry, palette), usize::from(at.width.saturating_sub(2)));
        let lines: Vec<Line<'_>> = lines.into_iter().map(|line| Line::styled(format!(" {line}"), theme.dim)).collect();
        put_lines(frame, at, lines);
    }
    shown
}

/// Returns an entry in a line of that many columns.
fn line(entry: &PaletteEntry, palette: &Palette, columns: usize, theme: &Theme) -> Line<'static> {
    match entry {
        PaletteEntry::Action(row) => action_line(row, palette, columns, theme),
        PaletteEntry::Ticket(id) => Line::from(vec![
            Span::styled(format!(" {} ", pad(&palette.keys.say("{accept}"), key_columns(columns))), theme.key),
            Span::raw(fit(&format!("Open ticket #{id}"), columns)),
        ]),
        PaletteEntry::Instead(words) => Line::styled(fit(&format!(" {words}"), columns), theme.dim),
    }
}

/// Returns how many columns the keys have: on a narrow screen fewer.
const fn key_columns(columns: usize) -> usize {
    if columns < 50 { 6 } else { 12 }
}

fn action_line(row: &ActionRow, palette: &Palette, columns: usize, theme: &Theme) -> Line<'static> {
    let keys: Vec<String> =
        row.keys_in(palette.context).map(|key| key.sign(theme.glyphs == GlyphSet::Unicode)).collect();
    let taken = key_columns(columns);
    let all = keys.join("  ");
    let keys = if width(&all) <= taken { all } else { keys.first().cloned().unwrap_or_default() };
    let refused = palette.refusal(row.action);
    let quiet = |style| if refused.is_some() { theme.dim } else { style };
    let mut line = Line::from(vec![
        Span::styled(format!(" {} ", pad(&fit(&keys, taken), taken)), quiet(theme.key)),
        Span::styled(format!("{} ", pad(&row.name, 16)), quiet(theme.accent)),
    ]);
    let room = columns.saturating_sub(line.width());
    let words = refused.map_or_else(|| row.help.to_string(), |why| format!("– {why}"));
    line.push_span(Span::styled(fit(&words, room), quiet(theme.text)));
    line
}

/// Returns what an entry means, whole.
fn sentence(entry: &PaletteEntry, palette: &Palette) -> String {
    match entry {
        PaletteEntry::Action(row) => match palette.refusal(row.action) {
            Some(why) => format!("Not now: {why}"),
            None => row.help.to_string(),
        },
        PaletteEntry::Ticket(id) => format!("Go to ticket #{id}, whether it is in the list or not."),
        PaletteEntry::Instead(words) => words.clone(),
    }
}
