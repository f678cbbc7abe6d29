//! Draws the heat map: a cell for each hour of the week, with its number and a sign that is the fuller the more there is.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::report::{Cell, Table};
use crate::tui::feature::reports::ReportsView;
use crate::tui::shared::Shared;
use crate::tui::text::{pad, pad_left};
use crate::tui::theme::Theme;

use super::table::number;

/// The signs from none to most.
const SIGNS: [&str; 5] = [" ", "░", "▒", "▓", "█"];
/// The columns of a cell, the most that leave room for the whole day first; the last of them where none does.
const EACH: [usize; 3] = [5, 4, 3];
/// The columns behind the hours, with their sum.
const ALL: usize = 4;
/// The columns before the hours.
const DAY: usize = 4;

/// Draws the heat map, and takes its rows from `area`. Where not all hours fit, those around the selected one show.
pub(super) fn draw(frame: &mut Frame<'_>, area: &mut Rect, shared: &Shared, view: &ReportsView, table: &Table) {
    let last = table.columns.len().saturating_sub(1);
    let columns = usize::from(area.width).saturating_sub(DAY + ALL);
    let each = EACH.into_iter().find(|each| each * last.saturating_sub(1) <= columns).unwrap_or(EACH[EACH.len() - 1]);
    let room = (columns / each).max(1);
    let chosen = if view.in_table { view.column.saturating_sub(1).min(23) } else { 9 };
    let hours = crate::tui::widget::window(last.saturating_sub(1), chosen, 0, room);
    let mut head = vec![Span::raw(" ".repeat(DAY))];
    let name = |hour: usize| table.columns.get(hour + 1).map_or("", |column| &column.head);
    head.extend(hours.clone().map(|hour| Span::styled(pad_left(name(hour), each), shared.theme.dim)));
    head.push(Span::styled(pad_left("ALL", ALL), shared.theme.dim));
    super::put(frame, area, &[Line::from(head)]);
    let most = table.rows.iter().flat_map(|row| row.get(1..last).into_iter().flatten()).filter_map(number).max();
    for (place, row) in table.all_rows().enumerate() {
        let selected = (view.in_table && view.row == place).then_some(view.column);
        let is_total = place == table.rows.len();
        let mark = if selected.is_some() { "▌" } else { " " };
        let day = row.first().map_or("", |cell| &cell.text);
        let mut spans =
            vec![Span::styled(mark, shared.theme.accent), Span::styled(pad(day, DAY - 1), shared.theme.dim)];
        for hour in hours.clone() {
            let Some(cell) = row.get(hour + 1) else { continue };
            let level = if is_total { 0 } else { level(cell, most) };
            spans.push(slot(cell, level, each, selected == Some(hour + 1), &shared.theme));
        }
        if let Some(all) = row.get(last) {
            let style = if selected == Some(last) { shared.theme.selected } else { shared.theme.text };
            spans.push(Span::styled(pad_left(&all.text, ALL), style));
        }
        super::put(frame, area, &[Line::from(spans)]);
    }
}

/// Returns the level of a cell, from 0 for none to 4 for the most that there is.
fn level(cell: &Cell, most: Option<u64>) -> usize {
    match (number(cell), most) {
        (Some(count), Some(most)) if count > 0 => (4 * count).div_ceil(most.max(1)).clamp(1, 4) as usize,
        _ => 0,
    }
}

fn slot(cell: &Cell, level: usize, columns: usize, selected: bool, theme: &Theme) -> Span<'static> {
    let style: Style = match level {
        _ if selected => theme.selected,
        0 if number(cell) == Some(0) => theme.dim,
        0 => theme.text,
        1 => theme.running,
        2 | 3 => theme.accent,
        _ => theme.at_risk,
    };
    let sign = if selected { "›" } else { SIGNS[level] };
    let text = if cell.text.chars().count() >= columns { cell.text.clone() } else { format!("{sign}{}", cell.text) };
    Span::styled(pad_left(&text, columns), style)
}
