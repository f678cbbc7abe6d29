//! Draws the month as a calendar, a cell a day with its downtime in hours and minutes.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::time::{Instant, Weekday, Zone, short_duration};
use crate::domain::uptime::{DayUptime, MonthUptime};
use crate::tui::feature::uptime::UptimeView;
use crate::tui::text::{pad, width};
use crate::tui::theme::Theme;

/// The columns of a day.
const CELL: usize = 8;
/// The columns of the calendar; the last day needs no blank behind it.
pub(super) const COLUMNS: u16 = 7 * CELL as u16 - 1;

/// What the signs of a day mean.
const LEGEND: &str = " 1h12 down  ⊘ exempt  ‹ short";

/// Returns the rows: the weekdays' names, then the weeks, and what the signs mean where the last week leaves room, else below.
///
/// ```text
///  Mon    Tue    Wed    Thu    Fri    Sat    Sun
///                                             1  ·
///   2  ·   3⊘30m 4 1h12 …
/// ```
pub(super) fn lines(
    month: &MonthUptime,
    view: &UptimeView,
    own: Zone,
    now: Instant,
    theme: &Theme,
) -> Vec<Line<'static>> {
    let names = Weekday::ALL.iter().map(|day| pad(&format!(" {}", day.short()), CELL)).collect::<String>();
    let mut lines = vec![Line::styled(names, theme.dim)];
    let mut week: Vec<Span<'static>> = Vec::new();
    let today = month.zone.wall(now).date;
    for day in month.days_of(view.month) {
        let place = day.date.weekday().index();
        if week.is_empty() && place > 0 {
            week.push(Span::raw(" ".repeat(place * CELL)));
        }
        let style = cell_style(&day, day.date > today, theme);
        let style = if view.date() == Some(day.date) { theme.selected.patch(style) } else { style };
        week.push(Span::styled(cell(&day, day.date > today, day.date == today), style));
        if place == 6 {
            lines.push(Line::from(std::mem::take(&mut week)));
        }
    }
    let legend = legend(month.zone, own, now);
    let last = week.iter().map(Span::width).sum::<usize>();
    if last > 0 && last + width(&legend) < usize::from(COLUMNS) {
        // The days of the next month leave room for it.
        week.push(Span::styled(legend, theme.dim));
        lines.push(Line::from(week));
        return lines;
    }
    if !week.is_empty() {
        lines.push(Line::from(week));
    }
    lines.push(Line::styled(legend, theme.dim));
    lines
}

/// Returns what the signs mean, and whose days they are where the person's begin at another moment.
fn legend(zone: Zone, own: Zone, now: Instant) -> String {
    let days = if zone.offset(now) == own.offset(now) { String::new() } else { format!("  days of {}", zone.city()) };
    format!("{LEGEND}{days}")
}

/// Returns a day's cell: ` 4 1h12` downtime; ` 4⊘30m` only exempt time; ` 4‹9m` too short to count; ` 4  ·` nothing; ` 4
/// ★` today.
fn cell(day: &DayUptime, to_come: bool, today: bool) -> String {
    let (sign, text) = match (day.downtime, day.exempt, day.too_short) {
        (0, 0, 0) if to_come => (' ', String::new()),
        (0, 0, 0) if today => (' ', " ★".to_owned()),
        (0, 0, 0) => (' ', " ·".to_owned()),
        (0, 0, short) => ('‹', length(short)),
        (0, exempt, _) => ('⊘', length(exempt)),
        (down, _, _) => (' ', length(down)),
    };
    pad(&format!("{:>2}{sign}{text}", day.date.day()), CELL)
}

/// Returns a length in at most four columns: `1h12`, from ten hours on `10h`.
fn length(seconds: i64) -> String {
    let text = short_duration(seconds);
    if text.len() <= 4 { text } else { format!("{}h", seconds / 3600) }
}

const fn cell_style(day: &DayUptime, to_come: bool, theme: &Theme) -> Style {
    match day {
        DayUptime { downtime: 1.., .. } => theme.breached,
        DayUptime { exempt: 1.., .. } => theme.stopped,
        _ if to_come => theme.dim,
        _ => theme.text,
    }
}
