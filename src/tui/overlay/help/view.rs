//! Draws the help: what the signs mean first, then the keys by group, in as many columns as there is room for.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::tui::action::Keymap;
use crate::tui::text::{fit, pad, width, wrap};
use crate::tui::theme::Theme;
use crate::tui::view::lines::draw_input;
use crate::tui::widget::{VisibleRows, popup, put_line, scrollbar};

use super::Help;
use super::state::HelpEntry;

/// The fewest columns that an entry is drawn in beside another one.
const COLUMN: usize = 48;
/// The blanks between two columns of entries.
const GAP: usize = 3;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, help: &Help, keys: &Keymap, theme: &Theme) -> VisibleRows {
    let area = area.intersection(frame.area());
    let inside = popup(frame, area, (area.width, area.height), &help.title, theme);
    let below = draw_input(frame, inside, "/", &help.line, "type to search", theme);
    let room = usize::from(below.width).saturating_sub(3);
    let lines = lines(help, room, keys, theme);
    let range = help.scroll.visible(lines.len(), below.height);
    let total = lines.len();
    for (y, line) in lines.into_iter().skip(range.start).take(range.len()).enumerate() {
        let row = Rect { y: below.y + y as u16, height: 1, ..below };
        put_line(frame, row, line);
    }
    scrollbar(frame, below, &range, total, theme);
    VisibleRows { top: below.y, rows: range }
}

/// Returns all lines of the help, of at most that many columns behind a blank.
fn lines<'a>(help: &'a Help, room: usize, keys: &Keymap, theme: &Theme) -> Vec<Line<'a>> {
    let mut lines = legend(&help.legend(), room, theme);
    let instead = help.instead(keys);
    let told = instead.iter().flat_map(|words| wrap(words, room));
    lines.extend(told.map(|line| Line::raw(format!(" {line}"))));
    let groups = help.found();
    for (group, entries) in &groups {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(Line::styled(format!(" {}", fit(group.title(), room)), theme.title));
        lines.extend(columns(entries, room, theme));
    }
    if groups.is_empty() && instead.is_empty() {
        let none =
            format!("No key here does anything with “{}”; the palette knows other programs' words.", help.line.value());
        lines.extend(wrap(&none, room).into_iter().map(|line| Line::styled(format!(" {line}"), theme.dim)));
    }
    lines
}

/// Returns what the signs mean, each sign in its colour, several on a line as far as they fit.
fn legend<'a>(parts: &[&'a str], room: usize, theme: &Theme) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    for part in parts {
        let words = wrap(part, room);
        // A sentence begins a line of its own.
        let beside = |line: &Line<'_>| !part.ends_with('.') && line.width() + GAP + width(part) <= room + 1;
        let fits = lines.last().is_some_and(beside);
        match (lines.last_mut(), words.as_slice()) {
            (Some(line), _) if fits => {
                line.push_span(Span::raw(" ".repeat(GAP)));
                line.spans.extend(sign_spans(part, theme));
            }
            (_, [_]) => {
                let mut line = Line::raw(" ");
                line.spans.extend(sign_spans(part, theme));
                lines.push(line);
            }
            _ => lines.extend(words.into_iter().map(|line| Line::raw(format!(" {line}")))),
        }
    }
    lines
}

/// Returns a sign in the colour that it has everywhere, and what it means.
fn sign_spans<'a>(part: &'a str, theme: &Theme) -> Vec<Span<'a>> {
    let (sign, words) = part.split_at(part.chars().next().map_or(0, char::len_utf8));
    match style_of(sign, theme) {
        Some(style) => vec![Span::styled(sign, style), Span::raw(words)],
        None => vec![Span::raw(part)],
    }
}

/// Returns the style of a state's sign.
fn style_of(sign: &str, theme: &Theme) -> Option<Style> {
    Some(match sign {
        "‼" | "▼" | "✗" => theme.breached,
        "!" | "✉" => theme.at_risk,
        "▶" => theme.running,
        "‖" => theme.stopped,
        "☎" => theme.no_clock,
        "✓" => theme.met,
        _ => return None,
    })
}

/// Returns entries side by side, filled row by row, with what is said of each whole.
fn columns(entries: &[&HelpEntry], room: usize, theme: &Theme) -> Vec<Line<'static>> {
    let beside = ((room + GAP) / (COLUMN + GAP)).clamp(1, 3);
    let column = (room + GAP) / beside - GAP;
    let keys = entries.iter().map(|entry| width(&entry.keys)).max().unwrap_or(0).min(column / 3);
    let mut lines = Vec::new();
    for row in entries.chunks(beside) {
        let cells: Vec<Vec<Line<'static>>> = row.iter().map(|entry| cell(entry, keys, column, theme)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for y in 0..height {
            let mut line = Line::raw(" ");
            for cell in &cells {
                let part = cell.get(y).cloned().unwrap_or_default();
                let blanks = (column + GAP).saturating_sub(part.width());
                line.spans.extend(part.spans);
                line.push_span(Span::raw(" ".repeat(blanks)));
            }
            lines.push(line);
        }
    }
    lines
}

/// Returns an entry in that many columns: its keys, what it does, and why it cannot be done now.
fn cell(entry: &HelpEntry, keys: usize, column: usize, theme: &Theme) -> Vec<Line<'static>> {
    let (key_style, style) = if entry.refused.is_some() { (theme.dim, theme.dim) } else { (theme.key, theme.text) };
    let words = column.saturating_sub(keys + 2).max(1);
    let mut lines: Vec<Line<'static>> = Vec::new();
    let mut before = wrap(&entry.keys, keys.max(1)).into_iter();
    let mut after = wrap(&entry.help, words).into_iter();
    loop {
        let (left, right) = (before.next(), after.next());
        if left.is_none() && right.is_none() {
            break;
        }
        lines.push(Line::from(vec![
            Span::styled(format!("{}  ", pad(&left.unwrap_or_default(), keys)), key_style),
            Span::styled(right.unwrap_or_default(), style),
        ]));
    }
    if let Some(why) = &entry.refused {
        let said = format!("Not now: {why}");
        let not_now = if width(&said) <= words { vec![said] } else { wrap(&format!("– {why}"), words) };
        let line = |said| Line::from(vec![Span::raw(" ".repeat(keys + 2)), Span::styled(said, theme.dim)]);
        lines.extend(not_now.into_iter().map(line));
    }
    lines
}
