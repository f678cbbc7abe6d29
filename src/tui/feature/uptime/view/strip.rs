//! Draws the last twelve months, or quarters or years, of a promise of a vendor's: in a row of signs, and as a picture with the promise as a line.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::uptime::MonthUptime;
use crate::tui::text::pad_left;
use crate::tui::theme::Theme;

/// The cells filled from below, in eighths.
const EIGHTHS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
/// The rows of the picture, the line of the promise in the middle; and those where the page is tall.
pub(super) const ROWS: usize = 5;
pub(super) const TALL: usize = 9;
/// The columns before the bars.
const LABEL: usize = 8;
/// The columns of a bar, with the blank behind it.
const BAR: usize = 5;
/// The columns of what the signs mean.
const LEGEND: usize = 10;
/// The percentage at the bottom of the picture where nothing is promised.
const NO_PROMISE: f64 = 99.0;

/// Returns a sign a month, the earliest first: the fuller, the more of what the promise allows was left; `‼` where it
/// broke.
pub(super) fn in_a_row(months: &[MonthUptime], theme: &Theme) -> Vec<Span<'static>> {
    let sign = |month: &MonthUptime| match (month.kept(), super::used(month)) {
        (Some(false), _) => Span::styled("‼", theme.breached),
        (Some(true), Some(used)) => Span::styled(EIGHTHS[1 + ((1.0 - used) * 7.0).round() as usize], theme.bar_fill),
        _ => Span::styled("·", theme.dim),
    };
    months.iter().map(sign).collect()
}

/// Returns the rows of the picture in that many columns, with what its signs mean behind them where there is room.
///
/// ```text
///  100 %  ████ ████ ████      ████  █ uptime
///         ████ ████ ████      ████  ─ promise
/// 99.1 % ─████─████─████──────████─
///         ████ ████ ████ ▂▂▂▂ ████
/// 98.2 %  ████ ████ ████ ████ ████
///         Dec  Jan  Feb  Mar‼ Apr
/// ```
pub(super) fn picture(months: &[MonthUptime], (columns, rows): (u16, usize), theme: &Theme) -> Vec<Line<'static>> {
    // On a narrow screen the latest show.
    let room = usize::from(columns).saturating_sub(LABEL + 1);
    let months = &months[months.len().saturating_sub(room / BAR)..];
    let promised = months.last().and_then(MonthUptime::promised_percent);
    let bottom = promised.map_or(NO_PROMISE, |promised| (2.0 * promised - 100.0).min(99.999));
    let mut lines: Vec<Line<'static>> =
        (0..rows).rev().map(|row| picture_row(months, (row, rows), promised, bottom, theme)).collect();
    let names = months.iter().map(|month| name(month, theme));
    lines.push(std::iter::once(Span::raw(" ".repeat(LABEL + 1))).chain(names).collect());
    let signs = legend(promised.is_some(), theme).into_iter().filter(|_| months.len() * BAR + LEGEND <= room);
    for (line, (sign, words, style)) in lines.iter_mut().zip(signs) {
        line.push_span(Span::styled(format!(" {sign} "), style));
        line.push_span(Span::styled(words, theme.dim));
    }
    lines
}

/// Returns what the signs of the picture mean, to stand behind its rows from the top.
fn legend(has_promise: bool, theme: &Theme) -> Vec<(&'static str, &'static str, Style)> {
    let mut signs = vec![("█", "uptime", theme.bar_fill)];
    if has_promise {
        signs.extend([("─", "promise", theme.accent), ("‼", "broken", theme.breached)]);
    }
    signs
}

/// Returns a period's name below its bar, marked where its promise broke.
fn name(month: &MonthUptime, theme: &Theme) -> Span<'static> {
    let short = month.period.short();
    if month.kept() == Some(false) {
        let whose: String = short.trim_start_matches('\'').chars().take(BAR - 2).collect();
        return Span::styled(format!("{:<BAR$}", format!("{whose}‼")), theme.breached);
    }
    Span::styled(format!("{short:<BAR$}"), theme.dim)
}

/// Returns the row of the picture that is `row` rows above the lowest.
fn picture_row(
    months: &[MonthUptime],
    (row, rows): (usize, usize),
    promised: Option<f64>,
    bottom: f64,
    theme: &Theme,
) -> Line<'static> {
    let is_promise = promised.is_some() && row == rows / 2;
    let label = match (row, promised) {
        (row, _) if row == rows - 1 => "100 %".to_owned(),
        (row, Some(promised)) if row == rows / 2 => percent(promised),
        (0, _) => percent(bottom),
        _ => String::new(),
    };
    let label_style = if is_promise { theme.accent } else { theme.dim };
    let gap = if is_promise { "─" } else { " " };
    let mut spans = vec![Span::styled(format!("{} ", pad_left(&label, LABEL - 1)), label_style)];
    spans.push(Span::styled(gap, theme.accent));
    for month in months {
        let filled = EIGHTHS[eighths(month, (row, rows), bottom)];
        let style = if month.kept() == Some(false) { theme.breached } else { theme.bar_fill };
        match filled {
            " " => spans.push(Span::styled(gap.repeat(BAR), theme.accent)),
            sign => {
                spans.push(Span::styled(sign.repeat(BAR - 1), style));
                spans.push(Span::styled(gap, theme.accent));
            }
        }
    }
    Line::from(spans)
}

/// Returns how far a month's bar fills the cell in that row, in eighths.
fn eighths(month: &MonthUptime, (row, rows): (usize, usize), bottom: f64) -> usize {
    let share = ((month.judged().percent() - bottom) / (100.0 - bottom)).clamp(0.0, 1.0);
    // A month that is down to the bottom, or below, still shows that it is there.
    let all = ((share * (rows * 8) as f64).floor() as usize).max(1);
    all.saturating_sub(row * 8).min(8)
}

fn percent(value: f64) -> String {
    let text = format!("{value:.2}");
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}
