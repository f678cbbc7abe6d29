//! Draws the list of canned replies, and below it the selected one as it would be for the ticket.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::tui::shared::Shared;
use crate::tui::text::{clean, clean_lines, fit, pad, width, wrap};
use crate::tui::view::lines::{draw_input, draw_lines};
use crate::tui::widget::{VisibleRows, popup, put_line, put_lines};

use super::CannedList;

/// The columns of the box.
const COLUMNS: u16 = 84;
/// The most columns of a name.
const NAME: usize = 20;

/// Draws the list and the text.
///
/// ```text
/// ╭ Canned replies ───────────────────────────────────────────────╮
/// │ > a digit takes one, words find one                           │
/// │ 1 fixed       It works again                                  │
/// │ 2 next-word   We look into it, and wait for an answer         │
/// │ ───────────────────────────────────────────────────────────── │
/// │ Also: waiting on the customer                                 │
/// │ Hello Kari Dahl,                                              │
/// ╰───────────────────────────────────────────────────────────────╯
/// ```
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, canned: &CannedList, shared: &Shared) -> VisibleRows {
    let theme = &shared.theme;
    let inside = popup(frame, area, (COLUMNS, area.height.saturating_sub(2)), "Canned replies", theme);
    let inside = draw_input(frame, inside, ">", &canned.line, "a digit takes one, words find one", theme);
    let found: Vec<_> = canned.found().collect();
    let rows = (found.len() as u16).min(inside.height / 2).max(1);
    let list = Rect { height: rows.min(inside.height), ..inside };
    let names = found.iter().map(|(_, entry)| width(&entry.name)).max().unwrap_or(0).min(NAME);
    let room = usize::from(inside.width).saturating_sub(names + 7);
    let shown = draw_lines(frame, list, &canned.rows, found.len(), theme, |place| {
        let (digit, entry) = found[place];
        let digit = digit.map_or_else(|| " ".to_owned(), |digit| digit.to_string());
        let (about, style) = match &entry.rendered {
            Ok(_) => (entry.about.as_str(), theme.dim),
            Err(_) => ("cannot be used", theme.error),
        };
        let name = pad(&fit(&clean(&entry.name), names), names);
        Line::from(vec![Span::raw(format!(" {digit} {name}   ")), Span::styled(fit(&clean(about), room), style)])
    });
    let below = Rect { y: list.bottom(), height: inside.bottom().saturating_sub(list.bottom()), ..inside };
    let line = Line::styled("─".repeat(usize::from(below.width)), theme.border);
    put_line(frame, Rect { height: below.height.min(1), ..below }, line);
    let text = Rect { y: below.y + 1, height: below.height.saturating_sub(1), ..below };
    put_lines(frame, text, preview(canned, usize::from(text.width.saturating_sub(2)), shared));
    shown
}

/// Returns the selected reply: what it records besides, and what it says; or why it cannot be used.
fn preview(canned: &CannedList, columns: usize, shared: &Shared) -> Vec<Line<'static>> {
    let (Some(entry), theme) = (canned.selected(), &shared.theme) else { return Vec::new() };
    let rendered = match &entry.rendered {
        Ok(rendered) => rendered,
        Err(why) => return wrapped(&format!("✗ {why}"), columns, theme.error),
    };
    let does = entry.does_in_words();
    let mut lines =
        if does.is_empty() { Vec::new() } else { wrapped(&format!("Also records: {does}"), columns, theme.at_risk) };
    if let Some(subject) = &rendered.subject {
        lines.extend(wrapped(&format!("Subject: {subject}"), columns, theme.dim));
    }
    lines.extend(wrapped(&rendered.text, columns, theme.text));
    lines
}

fn wrapped(text: &str, columns: usize, style: Style) -> Vec<Line<'static>> {
    let text = clean_lines(text);
    text.lines().flat_map(|line| wrap(line, columns)).map(|line| Line::styled(format!(" {line}"), style)).collect()
}
