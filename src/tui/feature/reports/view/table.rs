//! Draws a report's table: names on the left, figures on the right, the selected one marked. On a narrow screen the figures
//! that tell least have no room, unless they are selected; `…` says so.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::domain::report::{Cell, Table, Value};
use crate::tui::feature::reports::ReportsView;
use crate::tui::shared::Shared;
use crate::tui::text::{pad, pad_left, width};
use crate::tui::theme::Theme;
use crate::tui::widget::{BarState, bar, put_line, scrollbar, window};

/// The most columns of a name, on ever narrower screens.
const NAMES: [usize; 4] = [22, 12, 8, 5];
/// The columns of the bar behind a row, where there is room for it.
const BAR: u16 = 20;

/// The columns that are left out first where not all fit, in this order; the others are what the table is about.
const FIRST_TO_GO: [&str; 24] = [
    "excluded",
    "no_clock",
    "running",
    "met_late",
    "agreed",
    "disputed",
    "none",
    "vendors",
    "ours",
    "count",
    "longest_s",
    "p90_s",
    "unapproved_minutes",
    "billable_tickets",
    "booked_tickets",
    "met",
    "promised_percent",
    "missed",
    "too_many",
    "correction_median_s",
    "work_start_median_s",
    "response_median_s",
    "breached",
    "billable_minutes",
];

/// The columns that are drawn, each with its place and its width.
struct TableColumns {
    shown: Vec<(usize, usize)>,
    /// The blanks before a figure.
    gap: usize,
    bar: bool,
    /// Whether some columns have no room.
    cut: bool,
}

/// Draws heads and rows. Returns whether there are bars behind the rows.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &ReportsView, table: &Table) -> bool {
    let theme = &shared.theme;
    let columns = columns(table, view.in_table.then_some(view.column), usize::from(area.width));
    put_line(frame, Rect { height: 1.min(area.height), ..area }, Line::styled(heads(table, &columns), theme.dim));
    let rows: Vec<&Vec<Cell>> = table.all_rows().collect();
    let body = super::below(area, 1);
    let chosen = if view.in_table { view.row } else { 0 };
    let range = window(rows.len(), chosen.min(rows.len().saturating_sub(1)), 0, usize::from(body.height));
    for (y, place) in range.clone().enumerate() {
        let Some(row) = rows.get(place) else { continue };
        let selected = (view.in_table && place == view.row).then_some(view.column);
        let line = line(row, table, &columns, selected, is_total(table, place), theme);
        let at = Rect { y: body.y + y as u16, height: 1, ..body };
        put_line(frame, at, line);
    }
    scrollbar(frame, body, &range, rows.len(), theme);
    columns.bar
}

/// Returns all of a table in `room` columns of the screen, its heads first. `selected` is a row and a column; the row may
/// belong to something else.
pub(super) fn lines(
    table: &Table,
    selected: Option<(usize, usize)>,
    room: usize,
    bars: bool,
    theme: &Theme,
) -> Vec<Line<'static>> {
    let selected = selected.filter(|(row, _)| *row < table.all_rows().count());
    let mut columns = columns(table, selected.map(|(_, column)| column), room);
    columns.bar &= bars;
    let cell_of = |place: usize| selected.filter(|(row, _)| *row == place).map(|(_, column)| column);
    let row =
        |(place, row): (usize, &Vec<Cell>)| line(row, table, &columns, cell_of(place), is_total(table, place), theme);
    let rows = table.all_rows().enumerate().map(row);
    std::iter::once(Line::styled(heads(table, &columns), theme.dim)).chain(rows).collect()
}

const fn is_total(table: &Table, place: usize) -> bool {
    place == table.rows.len()
}

/// Returns which columns fit, with the selected one among them. Names shrink where what the table is about would not fit
/// beside them, and figures stand nearer to each other where that has all of them fit.
fn columns(table: &Table, chosen: Option<usize>, room: usize) -> TableColumns {
    let mut widths: Vec<usize> = (0..table.columns.len()).map(|place| column_width(table, place)).collect();
    let (names, figures): (Vec<usize>, Vec<usize>) =
        (0..table.columns.len()).partition(|place| !table.columns[*place].figures);
    let taken =
        |widths: &[usize], places: &[usize], gap| places.iter().map(|place| widths[*place] + gap).sum::<usize>();
    let about = figures.iter().filter(|place| !FIRST_TO_GO.contains(&table.columns[**place].key.as_str()));
    let least = taken(&widths, &about.copied().collect::<Vec<_>>(), 1);
    for most in NAMES {
        for place in &names {
            widths[*place] = widths[*place].min(most);
        }
        if taken(&widths, &names, 1) + 2 + least <= room {
            break;
        }
    }
    let left = room.saturating_sub(taken(&widths, &names, 1) + 2);
    let gap = if taken(&widths, &figures, 2) <= left { 2 } else { 1 };
    let mut fitting = figures.clone();
    while taken(&widths, &fitting, gap) > left && fitting.len() > 1 {
        let goes = first_to_go(table, &fitting, chosen);
        fitting.retain(|place| Some(*place) != goes);
    }
    let used = taken(&widths, &names, 1) + 2 + taken(&widths, &fitting, gap);
    let cut = fitting.len() < figures.len();
    let shown = names.into_iter().chain(fitting).map(|place| (place, widths[place])).collect();
    TableColumns { shown, gap, bar: used + usize::from(BAR) + 3 <= room && measure(table).is_some(), cut }
}

/// Returns which of these columns is left out first where not all fit, except the selected one.
fn first_to_go(table: &Table, fitting: &[usize], chosen: Option<usize>) -> Option<usize> {
    let may_go = |place: &usize| fitting.contains(place) && Some(*place) != chosen;
    let told = FIRST_TO_GO.iter().filter_map(|key| table.column(key)).find(may_go);
    told.or_else(|| fitting.iter().rev().copied().find(may_go))
}

fn column_width(table: &Table, place: usize) -> usize {
    let Some(column) = table.columns.get(place) else { return 0 };
    let cells = table.all_rows().filter_map(|row| row.get(place)).map(|cell| width(&cell.text));
    let widest = cells.chain([width(&column.head)]).max().unwrap_or(0);
    if column.figures { widest } else { widest.min(NAMES[0]) }
}

fn heads(table: &Table, columns: &TableColumns) -> String {
    let head = |(place, width): &(usize, usize)| set(table, *place, &table.columns[*place].head, *width, columns.gap);
    let more = if columns.cut { "…" } else { "" };
    let bar = if columns.bar { format!("  {}", bar_head(table)) } else { String::new() };
    format!(" {}{more}{bar}", columns.shown.iter().map(head).collect::<String>())
}

/// Returns what the bars behind the rows say, in at most as many columns as they have.
fn bar_head(table: &Table) -> &'static str {
    let key = measure(table).and_then(|(column, _)| table.columns.get(column)).map_or("", |column| &column.key);
    match key {
        "kept_percent" => "0 TO 100 %",
        "median_s" => "0 TO THE LONGEST",
        _ => "0 TO THE MOST",
    }
}

/// Returns a text in its column: names to the left with a blank behind, figures to the right with `gap` blanks before.
fn set(table: &Table, place: usize, text: &str, columns: usize, gap: usize) -> String {
    if table.columns[place].figures {
        format!("{}{}", " ".repeat(gap), pad_left(text, columns))
    } else {
        format!("{} ", pad(text, columns))
    }
}

fn line(
    row: &[Cell],
    table: &Table,
    columns: &TableColumns,
    selected: Option<usize>,
    is_total: bool,
    theme: &Theme,
) -> Line<'static> {
    let mark = if selected.is_some() { "▌" } else { " " };
    let mut spans = vec![Span::styled(mark, theme.accent)];
    let gap = columns.gap;
    for (place, width) in &columns.shown {
        let Some(cell) = row.get(*place) else { continue };
        let text = set(table, *place, &cell.text, *width, gap);
        let style = if is_total { theme.text.add_modifier(Modifier::BOLD) } else { cell_style(cell, theme) };
        if selected == Some(*place) {
            spans.push(Span::raw(" ".repeat(gap - 1)));
            // Without colours it shows by its brackets.
            spans.push(Span::styled(pad_left(&format!("›{}", cell.text), *width + 1), theme.selected));
        } else {
            spans.push(Span::styled(text, style));
        }
    }
    if columns.bar && !is_total {
        spans.push(Span::raw("  "));
        spans.extend(row_bar(row, table, theme));
    }
    Line::from(spans)
}

fn cell_style(cell: &Cell, theme: &Theme) -> Style {
    match cell.value {
        Value::None | Value::Number(0) => theme.dim,
        _ => theme.text,
    }
}

/// Returns the column that bars are about, and the value of a whole bar: a hundred for a percentage, else the largest
/// figure.
pub(super) fn measure(table: &Table) -> Option<(usize, u64)> {
    let keys = ["kept_percent", "median_s", "broken", "minutes"];
    let column = keys.iter().find_map(|key| table.column(key))?;
    let whole = match table.columns.get(column)?.key.as_str() {
        "kept_percent" => 1000,
        "median_s" => largest(table, table.column("longest_s").unwrap_or(column)),
        _ => largest(table, column),
    };
    (whole > 0).then_some((column, whole))
}

fn largest(table: &Table, column: usize) -> u64 {
    table.rows.iter().filter_map(|row| number(row.get(column)?)).max().unwrap_or(0)
}

/// Returns the value of a cell as a number.
pub(super) const fn number(cell: &Cell) -> Option<u64> {
    match cell.value {
        Value::Number(number) | Value::Tenths(number) => Some(number),
        // What is promised is no measure of what happened.
        Value::None | Value::Text(_) | Value::Thousandths(_) => None,
    }
}

fn row_bar(row: &[Cell], table: &Table, theme: &Theme) -> Vec<Span<'static>> {
    let Some((column, whole)) = measure(table) else { return Vec::new() };
    let Some(value) = row.get(column).and_then(number) else { return Vec::new() };
    let share = value as f64 / whole as f64;
    let is_kept = table.columns[column].key == "kept_percent";
    let state = match (is_kept, value) {
        (true, 1000) => BarState::Met,
        (true, _) => BarState::AtRisk,
        (false, _) => BarState::Running,
    };
    bar(share, BAR, state, theme).spans
}
