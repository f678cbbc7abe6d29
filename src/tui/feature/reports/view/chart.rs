//! Draws a report's picture: bars for its groups, or several charts of a trend's months. Every axis begins at 0.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::domain::report::{Cell, Report, Table};
use crate::domain::time::{Month, short_duration};
use crate::tui::feature::reports::{ReportsView, ShownReport};
use crate::tui::shared::Shared;
use crate::tui::text::{fit, pad, pad_left, width};
use crate::tui::theme::Theme;

use super::PICTURE;
use super::table::{measure, number};

/// The figures of a month that there are charts of, with the heading of each.
const OF_MONTHS: [(&str, &str); 5] = [
    ("reported", "TICKETS"),
    ("kept_percent", "KEPT, in percent, 0 to 100"),
    ("response_median_s", "RESPONSE, median"),
    ("work_start_median_s", "START, median"),
    ("correction_median_s", "CORRECTION, median"),
];
/// The number of columns from which on charts of a trend stand beside each other.
const BESIDE_FROM: u16 = 76;
/// The least columns of a chart of months, where as many as fit stand in one row.
const LEAST: u16 = 38;
/// The number of charts in the upper of two rows.
const UPPER: usize = 2;
/// The least and the most columns of a group's bar.
const GROUP: (u16, u16) = (5, 14);
/// The most columns of a month's bar.
const MONTH: u16 = 9;
/// The columns of a year.
const YEAR: u16 = 4;
/// The cells of a bar, filled from below in eighths.
const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// The steps of a bar in one row of the screen; what is more than nothing is at least one of them high.
const STEPS: u64 = 8;

/// Draws the picture. Returns whether there is one.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &ReportsView, table: &Table) -> bool {
    if view.shown == ShownReport::Report(Report::Trend) {
        return draw_months(frame, area, table, view.in_table.then_some(view.column), &shared.theme);
    }
    let Some((column, _)) = measure(table).filter(|_| table.rows.len() > 1) else { return false };
    let head = table.columns.get(column).map_or("", |column| &column.head);
    let words = if head == "KEPT" { "KEPT, in percent, 0 to 100" } else { head };
    let plot = ChartPlot { words, column, bars: groups(table, column, area.width) };
    plot.draw(frame, area, table, &shared.theme);
    true
}

/// Draws charts of what each month has: as many as fit, the one of the selected column among them.
pub(super) fn draw_months(
    frame: &mut Frame<'_>,
    area: Rect,
    table: &Table,
    selected: Option<usize>,
    theme: &Theme,
) -> bool {
    let of = |(key, words): &(&str, &'static str)| {
        let column = table.column(key)?;
        table.rows.iter().any(|row| row.get(column).and_then(number).is_some()).then_some((column, *words))
    };
    let charts: Vec<(usize, &'static str)> = OF_MONTHS.iter().filter_map(of).collect();
    let two = area.height >= 2 * PICTURE && charts.len() > UPPER;
    let (upper, lower) = match (two, area.width >= BESIDE_FROM) {
        (true, true) => (UPPER, charts.len() - UPPER),
        (true, false) => (1, 1),
        (false, _) => (usize::from((area.width / LEAST).max(1)), 0),
    };
    let charts = with_selected(charts, upper + lower, selected);
    let rows = Layout::vertical(vec![Constraint::Fill(1); if two { 2 } else { 1 }]).split(area);
    let parts = charts.split_at(upper.min(charts.len()));
    for (row, charts) in rows.iter().zip([parts.0, parts.1]) {
        let places = Layout::horizontal(vec![Constraint::Fill(1); charts.len()]).spacing(1).split(*row);
        for (place, (column, words)) in places.iter().zip(charts) {
            let plot = ChartPlot { words, column: *column, bars: months(table, *column, place.width) };
            plot.draw(frame, *place, table, theme);
        }
    }
    !charts.is_empty()
}

/// Returns the first `count` charts; the last of them is the one of the selected column where it would not be among them.
fn with_selected<T>(mut charts: Vec<(usize, T)>, count: usize, selected: Option<usize>) -> Vec<(usize, T)> {
    if let Some(place) = charts.iter().position(|(column, _)| Some(*column) == selected).filter(|place| *place >= count)
    {
        charts.swap(count.saturating_sub(1), place);
    }
    charts.truncate(count);
    charts
}

/// A chart: its heading, the column that it is of, and its bars.
struct ChartPlot<'a> {
    words: &'a str,
    column: usize,
    bars: ChartBars,
}

/// A cell of a chart: a part of a bar, or a character of a value.
#[derive(Clone, Copy)]
struct ChartCell {
    sign: char,
    is_value: bool,
}

impl ChartCell {
    const BLANK: Self = Self { sign: ' ', is_value: false };
}

/// Writes a value into a row of a chart from that column on, unless something stands there or beside it.
fn write_value(row: &mut [ChartCell], from: usize, value: &str) {
    let to = from + value.chars().count();
    let around = row.get(from.saturating_sub(1)..(to + 1).min(row.len())).unwrap_or_default();
    if to <= row.len() && around.iter().all(|cell| cell.sign == ' ') {
        for (cell, sign) in row[from..to].iter_mut().zip(value.chars()) {
            *cell = ChartCell { sign, is_value: true };
        }
    }
}

/// The bars of some of a table's rows.
struct ChartBars {
    /// The place of the first row.
    from: usize,
    /// The name below each bar.
    names: Vec<String>,
    /// The columns of a bar, and the blanks behind it.
    columns: u16,
    gap: u16,
    /// The number of bars from one name to the next.
    every: usize,
}

/// Returns a bar for each group, as many as fit.
fn groups(table: &Table, column: usize, room: u16) -> ChartBars {
    let room = room.saturating_sub(axis_columns(table, column));
    let names: Vec<String> = table.rows.iter().map(|row| name(row, table)).collect();
    let widest = names.iter().map(|name| width(name) as u16).max().unwrap_or(0);
    let each = (room / (names.len() as u16).max(1)).saturating_sub(1);
    let columns = each.clamp(GROUP.0, widest.clamp(GROUP.0, GROUP.1));
    let fits = usize::from(room / (columns + 1)).max(1);
    let (from, names) = last_of(names, fits, table.column("month").is_some());
    ChartBars { from, names, columns, gap: 1, every: 1 }
}

/// Returns a bar for each month, the last ones where not all fit; the last one has its name, and before it as many as fit.
fn months(table: &Table, column: usize, room: u16) -> ChartBars {
    let room = room.saturating_sub(axis_columns(table, column));
    let each = (room / (table.rows.len() as u16).max(1)).clamp(1, MONTH + 1);
    let gap = u16::from(each > 1);
    // A year has more letters than a month: where they are short of room every month has its own name.
    let name =
        |row: &Vec<Cell>| if each > YEAR { name(row, table) } else { row.first().map_or_else(String::new, month_name) };
    let names: Vec<String> = table.rows.iter().map(name).collect();
    let (from, names) = last_of(names, usize::from(room / each).max(1), true);
    let widest = names.iter().map(|name| width(name)).max().unwrap_or(0);
    ChartBars { from, names, columns: each - gap, gap, every: (widest + 1).div_ceil(usize::from(each)) }
}

/// Returns `fits` of the names, the last or the first, and the place of the first of them.
fn last_of(mut names: Vec<String>, fits: usize, last: bool) -> (usize, Vec<String>) {
    let from = if last { names.len().saturating_sub(fits) } else { 0 };
    names.drain(..from);
    names.truncate(fits);
    (from, names)
}

/// Returns the highest figure, in a number and in words; for a percentage a hundred.
fn top(table: &Table, column: usize) -> (u64, String) {
    if table.columns.get(column).is_some_and(|column| column.key == "kept_percent") {
        return (1000, "100".to_owned());
    }
    let cells = table.rows.iter().filter_map(|row| row.get(column)).filter_map(|cell| Some((number(cell)?, cell)));
    let highest = cells.max_by_key(|(number, _)| *number);
    highest.map_or((0, String::new()), |(number, cell)| (number, value(cell, table, column)))
}

/// Returns a figure as it stands at a bar: a length of time without its seconds, a percentage without its sign, which the heading
/// has.
fn value(cell: &Cell, table: &Table, column: usize) -> String {
    let key = table.columns.get(column).map_or("", |column| column.key.as_str());
    match number(cell) {
        Some(seconds) if key.ends_with("_s") => short_duration(i64::try_from(seconds).unwrap_or(i64::MAX)),
        _ => cell.text.trim_end_matches(" %").to_owned(),
    }
}

/// Returns the columns of the axis: its words, the line, and a blank before them.
fn axis_columns(table: &Table, column: usize) -> u16 {
    width(&top(table, column).1).max(1) as u16 + 2
}

impl ChartPlot<'_> {
    /// Draws the chart: its heading, the axis, the bars with their values, and their names.
    ///
    /// ```text
    ///  TICKETS
    ///                  95
    ///  95│            █████
    ///    │ 8    9     █████
    ///   0│ ▆▆▆▆ ▆▆▆▆  █████
    ///      Oct  Nov   2024
    /// ```
    fn draw(&self, frame: &mut Frame<'_>, area: Rect, table: &Table, theme: &Theme) {
        let axis = axis_columns(table, self.column);
        let words = if width(self.words) < usize::from(area.width) { self.words } else { self.brief() };
        let words = fit(&format!(" {words}"), usize::from(area.width));
        let mut rest = area;
        super::put(frame, &mut rest, &[Line::styled(words, theme.dim)]);
        let (highest, words) = top(table, self.column);
        let height = usize::from(rest.height.saturating_sub(1));
        // The values of the highest bars stand above these.
        let head = usize::from(height > 2);
        let canvas = self.canvas(table, highest, (height, head));
        for (row, cells) in canvas.iter().enumerate() {
            let words = match row {
                row if row == head => words.as_str(),
                row if row + 1 == height => "0",
                _ => "",
            };
            let line = if row < head { " " } else { "│" };
            let axis = format!("{}{line}", pad_left(words, usize::from(axis.saturating_sub(1))));
            let parts = cells.chunk_by(|one, next| one.is_value == next.is_value).map(|part| {
                let text: String = part.iter().map(|cell| cell.sign).collect();
                Span::styled(text, if part[0].is_value { theme.text } else { theme.bar_fill })
            });
            let line = std::iter::once(Span::styled(axis, theme.dim)).chain(parts).collect::<Line<'_>>();
            super::put(frame, &mut rest, &[line]);
        }
        let names = format!("{}{}", " ".repeat(usize::from(axis)), self.names());
        super::put(frame, &mut rest, &[Line::styled(fit(&names, usize::from(area.width)), theme.dim)]);
    }

    /// Returns the rows of the bars from the top, with their values. Where one value is wider than its bar, only the highest bar
    /// and the last have theirs, as far as nothing stands in its place.
    fn canvas(&self, table: &Table, highest: u64, (height, head): (usize, usize)) -> Vec<Vec<ChartCell>> {
        let each = usize::from(self.bars.columns + self.bars.gap);
        let shown = table.rows.iter().skip(self.bars.from).take(self.bars.names.len());
        let cells = shown.filter_map(|row| row.get(self.column));
        let bars: Vec<(u64, String)> = cells.map(|cell| self.bar(cell, table)).collect();
        let mut rows = vec![vec![ChartCell::BLANK; each * bars.len()]; height];
        let steps = STEPS * (height - head) as u64;
        let eighths = |number: u64| {
            let least = u64::from(number > 0);
            (number * steps).checked_div(highest).unwrap_or(0).max(least) as usize
        };
        for (place, (number, _)) in bars.iter().enumerate() {
            for (up, row) in rows.iter_mut().rev().enumerate() {
                let sign = EIGHTHS[eighths(*number).saturating_sub(up * STEPS as usize).min(STEPS as usize)];
                row[place * each..][..usize::from(self.bars.columns)].fill(ChartCell { sign, is_value: false });
            }
        }
        let room = usize::from(self.bars.columns).max(each.saturating_sub(1));
        let all_fit = bars.iter().all(|(_, value)| width(value) <= room);
        let tallest = (0..bars.len()).rev().max_by_key(|place| bars[*place].0);
        let few = tallest.into_iter().chain(bars.len().checked_sub(1));
        let places: Vec<usize> = if all_fit { (0..bars.len()).collect() } else { few.collect() };
        for place in places {
            let (number, value) = &bars[place];
            let above = eighths(*number).div_ceil(STEPS as usize);
            if let Some(row) = height.checked_sub(above + 1).and_then(|row| rows.get_mut(row)) {
                // In the middle of its bar, or where it is wider, up to the bar's right edge.
                let right = place * each + usize::from(self.bars.columns);
                let from = (place * each + usize::from(self.bars.columns).saturating_sub(width(value)) / 2)
                    .min(right.saturating_sub(width(value)));
                write_value(row, from, value);
            }
        }
        rows
    }

    /// Returns the heading for a narrow chart: without what its axis goes from and to, which the axis says.
    fn brief(&self) -> &str {
        self.words.split_once(", 0 to").map_or(self.words, |(before, _)| before)
    }

    /// Returns a bar's figure and the value above it; none where nothing was measured.
    fn bar(&self, cell: &Cell, table: &Table) -> (u64, String) {
        number(cell).map_or_else(Default::default, |number| (number, value(cell, table, self.column)))
    }

    /// Returns the line of names below the bars.
    fn names(&self) -> String {
        let last = self.bars.names.len().saturating_sub(1);
        let each = usize::from(self.bars.columns + self.bars.gap);
        let mut line = String::new();
        for (place, name) in
            self.bars.names.iter().enumerate().filter(|(place, _)| (last - place).is_multiple_of(self.bars.every))
        {
            line = pad(&line, place * each);
            line.push_str(&fit(name, (each * self.bars.every).saturating_sub(1)));
        }
        line
    }
}

/// Returns the name of a row: its last name, which tells it apart; for a vendor's plan or severity behind the vendor's.
fn name(row: &[Cell], table: &Table) -> String {
    let names = row.iter().zip(&table.columns).filter(|(_, column)| !column.figures);
    let names: Vec<&str> = names.map(|(cell, _)| cell.text.as_str()).collect();
    match names.as_slice() {
        [] => "all".to_owned(),
        [month] if table.column("month") == Some(0) => short_month(month),
        [only] => (*only).to_owned(),
        [first, .., last] => format!("{} {last}", fit(first, 5)),
    }
}

/// Returns the month's short name: `Mar` of `2024-03`.
fn month_name(cell: &Cell) -> String {
    Month::parse(&cell.text).map_or_else(|_| cell.text.clone(), |month| month.short().to_owned())
}

/// Returns the month's short name, and the year for January: `Mar` of `2024-03`, `2024` of `2024-01`.
fn short_month(text: &str) -> String {
    match Month::parse(text) {
        Ok(month) if month.first().month() == 1 => month.first().year().to_string(),
        Ok(month) => month.short().to_owned(),
        Err(_) => text.to_owned(),
    }
}
