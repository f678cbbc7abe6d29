//! Draws a week's support hours as bars: a row a day, a cell an hour or half of one, breaks and the present moment visible.

use ratatui::text::{Line, Span};

use crate::domain::contract::{Contract, DayHours, closed_in_words, week_of, windows_in_words};
use crate::domain::time::{Date, DayKind, Instant, Weekday};
use crate::tui::text::{fit, pad, width};
use crate::tui::theme::Theme;

/// The columns before the bars: a mark, the day, a blank.
const DAY_COLUMNS: usize = 13;
/// The minutes of a day.
const DAY: u32 = 1440;
/// The cells of a day's bar: half hours where there is room, else hours; on narrower screens only words show.
const CELLS: [usize; 2] = [48, 24];

/// Returns the rows.
///
/// ```text
///              00    03    06    09    12    15    18    21    24
///   Mon 15 Jan ────────────────████████─███████──────────────── 08:00-12:00, 12:30-16:00
/// ▸ Wed 17 Jan ────────────────█┃██████─███████──────────────── 08:00-12:00, 12:30-16:00
///   Thu 18 Jan closed: Ascension Day
/// ```
pub fn lines(contract: &Contract, now: Instant, columns: usize, theme: &Theme) -> Vec<Line<'static>> {
    let week = week_of(contract, now);
    let wall = contract.zone.wall(now);
    let widest = week.iter().map(|day| width(&beside(day))).max().unwrap_or(0);
    let cells = CELLS.into_iter().find(|cells| DAY_COLUMNS + cells + 1 + widest <= columns);
    let cells = cells.or_else(|| CELLS.into_iter().rfind(|cells| DAY_COLUMNS + cells + 12 <= columns));
    let mut lines = Vec::new();
    lines.extend(cells.map(|cells| Line::styled(scale(cells), theme.dim)));
    for day in &week {
        let now = (day.date == wall.date).then_some(wall.second / 60);
        lines.push(row(day, now, cells, columns, theme));
    }
    lines
}

/// Returns the hours of the ordinary week in a row for each run of days with the same hours, a cell an hour.
///
/// ```text
///              00 03 06 09 12 15 18 21 24
///   Mon–Fri    ────────████████────────  08:00-16:00
///   Sat–Sun    closed
/// ```
pub fn in_brief(contract: &Contract, columns: usize, theme: &Theme) -> Vec<Line<'static>> {
    let week = &contract.support.clock.hours().week;
    let mut runs: Vec<(Weekday, Weekday)> = Vec::new();
    for day in Weekday::ALL {
        match runs.last_mut() {
            Some((_, last)) if week.on(*last) == week.on(day) => *last = day,
            _ => runs.push((day, day)),
        }
    }
    let [_, cells] = CELLS;
    let has_bars = DAY_COLUMNS + cells + 12 <= columns;
    let row = |(first, last): (Weekday, Weekday)| {
        let days =
            if first == last { first.short().to_owned() } else { format!("{}–{}", first.short(), last.short()) };
        let windows = week.on(first);
        let open = |hour: u32| windows.iter().any(|window| window.from < hour * 60 + 60 && hour * 60 < window.to);
        let bar: String = (0..24).map(|hour| if open(hour) { '█' } else { '─' }).collect();
        let words = if windows.is_empty() { "closed".to_owned() } else { windows_in_words(windows) };
        let bar = if has_bars && !windows.is_empty() { format!("{bar} ") } else { String::new() };
        let room = columns.saturating_sub(DAY_COLUMNS + width(&bar));
        Line::from(vec![
            Span::styled(pad(&format!("  {days}"), DAY_COLUMNS), theme.text),
            Span::styled(bar, theme.bar_fill),
            Span::styled(fit(&words, room), theme.dim),
        ])
    };
    let scale = has_bars.then(|| Line::styled(scale(cells), theme.dim));
    scale.into_iter().chain(runs.into_iter().map(row)).collect()
}

/// Returns the hours from 0 to 24 above the cells.
fn scale(cells: usize) -> String {
    let hours: String = (0..24).step_by(3).map(|hour| pad(&format!("{hour:02}"), cells / 8)).collect();
    format!("{}{hours}24", " ".repeat(DAY_COLUMNS))
}

fn row(day: &DayHours, now: Option<u32>, cells: Option<usize>, columns: usize, theme: &Theme) -> Line<'static> {
    let (mark, style) = if now.is_some() { ("★", theme.accent) } else { (" ", theme.text) };
    let mut spans = vec![Span::styled(pad(&format!("{mark} {}", short(day.date)), DAY_COLUMNS), style)];
    let room = columns.saturating_sub(DAY_COLUMNS);
    match cells {
        _ if day.open.is_empty() => spans.push(Span::styled(fit(&why_none(day), room), theme.stopped)),
        None => spans.push(Span::styled(fit(&beside(day), room), theme.text)),
        Some(cells) => {
            spans.extend(bar(day, now, cells, theme));
            let room = room.saturating_sub(cells + 1);
            spans.push(Span::styled(format!(" {}", fit(&beside(day), room)), theme.dim));
        }
    }
    Line::from(spans)
}

/// Returns a date as `Wed 17 Jan`, the day of the month in two columns so that the months stand below each other.
fn short(date: Date) -> String {
    let text = date.short();
    if date.day() < 10 { text.replacen(' ', "  ", 1) } else { text }
}

/// Returns why a day has no hours at all.
fn why_none(day: &DayHours) -> String {
    if day.length == 0 { "no such day here: the clocks skipped it".to_owned() } else { closed_in_words(&day.kind) }
}

/// Returns the day's hours in words, and what is unusual about it.
fn beside(day: &DayHours) -> String {
    let own = if day.windows.is_empty() { why_none(day) } else { windows_in_words(&day.windows) };
    let short = if day.kind == DayKind::Short { ", other hours this day" } else { "" };
    let clocks = match day.length {
        _ if day.open.is_empty() => String::new(),
        86_400 => String::new(),
        secs if secs < 86_400 => format!(", clocks go forward: {} h", secs / 3600),
        secs => format!(", clocks go back: {} h", secs / 3600),
    };
    format!("{own}{short}{clocks}")
}

/// Returns the cells, each run of one look as a span.
fn bar(day: &DayHours, now: Option<u32>, cells: usize, theme: &Theme) -> Vec<Span<'static>> {
    let step = DAY / cells as u32;
    let mut spans: Vec<Span<'static>> = Vec::new();
    for from in (0..DAY).step_by(step as usize) {
        let half = step / 2;
        let is_now = now.is_some_and(|now| (from..from + step).contains(&now));
        let (sign, style) = match (is_open(day, from, half), is_open(day, from + half, half)) {
            _ if is_now => ("┃", theme.accent),
            _ if day.gap.is_some_and(|(start, end)| start <= from && from + step <= end) => (" ", theme.bar_empty),
            (true, true) => ("█", theme.bar_fill),
            (true, false) => ("▌", theme.bar_fill),
            (false, true) => ("▐", theme.bar_fill),
            (false, false) => ("─", theme.bar_empty),
        };
        match spans.last_mut().filter(|last| last.style == style) {
            Some(last) => last.content.to_mut().push_str(sign),
            None => spans.push(Span::styled(sign, style)),
        }
    }
    spans
}

/// Returns whether support is open for at least half of those minutes.
fn is_open(day: &DayHours, from: u32, minutes: u32) -> bool {
    let within = |(start, end): &(u32, u32)| (*end).min(from + minutes).saturating_sub((*start).max(from));
    day.open.iter().map(within).sum::<u32>() * 2 >= minutes
}

#[cfg(test)]
mod tests;
