//! A report's picture: bars for its groups, and for a trend also a line.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::symbols::Marker;
use ratatui::text::Line;
use ratatui::widgets::{Axis, Bar, BarChart, BarGroup, Chart, Dataset, GraphType};

use crate::domain::report::{Cell, Report, Table};
use crate::domain::time::Month;
use crate::tui::app::App;
use crate::tui::screen::reports::Shown;
use crate::tui::text::fit;
use crate::tui::theme::Theme;

use super::table::{measure, number};

/// From this many columns on, a trend's line stands beside its bars.
const BESIDE_FROM: u16 = 76;
/// A bar has at most so many columns.
const WIDEST: u16 = 14;

/// Draws the picture. Whether there is one.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, shown: Shown, table: &Table) -> bool {
    let theme = &app.theme;
    if shown != Shown::Report(Report::Trend) {
        let Some((column, _)) = measure(table).filter(|_| table.rows.len() > 1) else { return false };
        bars(frame, area, table, column, theme);
        return true;
    }
    let (Some(tickets), Some(kept)) = (table.column("reported"), table.column("kept_percent")) else { return false };
    if area.width >= BESIDE_FROM {
        let [left, right] = Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]).areas(area);
        bars(frame, left, table, tickets, theme);
        line(frame, right, table, kept, theme);
    } else {
        bars(frame, area, table, tickets, theme);
    }
    true
}

/// What a picture is about, above it.
fn title(frame: &mut Frame<'_>, area: Rect, table: &Table, column: usize, theme: &Theme) -> Rect {
    let head = table.columns.get(column).map_or("", |column| &column.head);
    let words = if head == "KEPT" { "KEPT, in percent" } else { head };
    frame.render_widget(Line::styled(format!(" {words}"), theme.dim), Rect { height: 1.min(area.height), ..area });
    super::below(area, 1)
}

/// A bar for each row, as many as fit, the last ones of a trend.
fn bars(frame: &mut Frame<'_>, area: Rect, table: &Table, column: usize, theme: &Theme) {
    let area = title(frame, area, table, column, theme);
    let names: Vec<String> = table.rows.iter().map(|row| name(row, table)).collect();
    let widest = names.iter().map(|name| crate::tui::text::width(name) as u16).max().unwrap_or(3);
    let each = (area.width.saturating_sub(1) / (table.rows.len() as u16).max(1)).saturating_sub(1);
    let columns = each.clamp(5, widest.clamp(5, WIDEST));
    let fits = usize::from(area.width.saturating_sub(1) / (columns + 1)).max(1);
    let skipped = table.rows.len().saturating_sub(fits);
    let skipped = if table.column("month").is_some() { skipped } else { 0 };
    let bar = |(row, name): (&Vec<Cell>, &String)| {
        let cell = row.get(column);
        Bar::default()
            .value(cell.and_then(number).unwrap_or(0))
            .text_value(cell.map_or_else(String::new, |cell| cell.text.clone()))
            .label(Line::from(fit(name, usize::from(columns))))
            .style(theme.bar_fill)
            .value_style(theme.bar_fill.add_modifier(ratatui::style::Modifier::REVERSED))
    };
    let bars: Vec<Bar<'_>> = table.rows.iter().zip(&names).skip(skipped).take(fits).map(bar).collect();
    // A percentage is of a hundred; other bars are of the highest.
    let most = table.columns.get(column).filter(|column| column.key == "kept_percent").map(|_| 1000);
    let mut chart =
        BarChart::default().data(BarGroup::default().bars(&bars)).bar_width(columns).bar_gap(1).label_style(theme.dim);
    if let Some(most) = most {
        chart = chart.max(most);
    }
    let area = Rect { x: area.x + 1, width: area.width.saturating_sub(1), ..area };
    frame.render_widget(chart, area.intersection(frame.area()));
}

/// What a row is called: its last name, which tells it apart; of a vendor's plan or severity behind the vendor's.
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

/// `Mar` of `2024-03`; of January the year: `2024`.
fn short_month(text: &str) -> String {
    match Month::parse(text) {
        Ok(month) if month.first().month() == 1 => month.first().year().to_string(),
        Ok(month) => month.short().to_owned(),
        Err(_) => text.to_owned(),
    }
}

/// A percentage over the months, from 0 to 100.
fn line(frame: &mut Frame<'_>, area: Rect, table: &Table, column: usize, theme: &Theme) {
    let area = title(frame, area, table, column, theme);
    let value = |(place, row): (usize, &Vec<Cell>)| Some((place as f64, number(row.get(column)?)? as f64 / 10.0));
    let points: Vec<(f64, f64)> = table.rows.iter().enumerate().filter_map(value).collect();
    let lowest = points.iter().map(|(_, percent)| *percent).fold(100.0, f64::min);
    let bottom = (lowest / 10.0).floor() * 10.0 - if lowest > 0.0 { 10.0 } else { 0.0 };
    let bottom = bottom.clamp(0.0, 90.0);
    let ends = [table.rows.first(), table.rows.last()];
    let ends = ends.map(|row| row.map_or_else(String::new, |row| name(row, table)));
    let line = Dataset::default().marker(Marker::Braille).graph_type(GraphType::Line).style(theme.accent).data(&points);
    let last = (table.rows.len().saturating_sub(1)).max(1) as f64;
    let x = Axis::default().bounds([0.0, last]).labels(ends).style(theme.dim);
    let y = Axis::default().bounds([bottom, 100.0]).labels([format!("{bottom:.0}"), "100".to_owned()]).style(theme.dim);
    frame.render_widget(Chart::new(vec![line]).x_axis(x).y_axis(y), area.intersection(frame.area()));
}
