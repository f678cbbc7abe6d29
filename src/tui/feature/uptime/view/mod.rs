//! Draws the months' uptime: every vendor in a list, and the page of the selected one beside or over it.

pub mod account;
mod calendar;
mod list;
mod page;
mod strip;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Block, BorderType, Borders};

use crate::domain::time::{Instant, duration_text, real_duration, short_duration};
use crate::domain::uptime::MonthUptime;
use crate::tui::feature::uptime::{UptimePane, UptimeView};
use crate::tui::shared::Shared;
use crate::tui::text::wrap;
use crate::tui::theme::Theme;
use crate::tui::widget::put_lines;

/// The number of columns from which on the page stands beside the list.
const BESIDE_FROM: u16 = 124;
/// The columns of the list beside the page.
const LIST: u16 = 44;
/// Seconds before the end of the promise from which on the time left shows seconds.
const SECONDS_WITHIN: i64 = 3600;

/// Draws the page.
///
/// ```text
///  November 2026                          ← → another month
/// ▌Markant       99.583 % ✓ kept    ████▌─────  3h28 left  ██▇███▂█████
///  SESAM         99.120 % ‼ broken  ██████████‼ 2h44 over  ██████████▁▂
/// ```
pub fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &UptimeView, now: Instant) {
    if view.vendors.is_empty() {
        return draw_none(frame, area, shared);
    }
    if area.width >= BESIDE_FROM {
        let [left, side] = Layout::horizontal([Constraint::Length(LIST), Constraint::Min(1)]).areas(area);
        list::draw(frame, left, shared, view, false, now);
        let (line, style) = match view.pane {
            UptimePane::Vendors => (BorderType::Plain, shared.theme.border),
            UptimePane::Page | UptimePane::Calendar => (BorderType::Thick, shared.theme.accent),
        };
        let block = Block::new().borders(Borders::LEFT).border_type(line).border_style(style);
        let inside = block.inner(side);
        frame.render_widget(block, side);
        page::draw(frame, inside, shared, view, now);
    } else if view.pane == UptimePane::Vendors {
        list::draw(frame, area, shared, view, true, now);
    } else {
        page::draw(frame, area, shared, view, now);
    }
}

fn draw_none(frame: &mut Frame<'_>, area: Rect, shared: &Shared) {
    let words =
        "No agreement could be read, so no month can be worked out; {problems} shows what could not be used, and why.";
    let lines = wrap(&shared.keys.say(words), usize::from(area.width.saturating_sub(2)));
    let lines: Vec<Line<'_>> = lines.into_iter().map(|line| Line::raw(format!(" {line}"))).collect();
    put_lines(frame, area, lines);
}

/// Returns the verdict of a month: the sign and the word of its promise, and their style.
fn verdict(month: &MonthUptime, theme: &Theme) -> (&'static str, Style) {
    match month.kept() {
        Some(true) if is_at_risk(month) => ("! kept", theme.at_risk),
        Some(true) => ("✓ kept", theme.met),
        Some(false) => ("‼ broken", theme.breached),
        None if month.promise.is_some() => ("· not begun", theme.dim),
        None => ("– no promise", theme.dim),
    }
}

/// Returns whether more than three quarters of what the promise allows are used up.
fn is_at_risk(month: &MonthUptime) -> bool {
    month.allowed().is_some_and(|allowed| month.judged().downtime * 4 > allowed * 3)
}

/// Returns the used share of what the promise allows; none where nothing is promised.
fn used(month: &MonthUptime) -> Option<f64> {
    let downtime = month.judged().downtime;
    match month.allowed()? {
        allowed if allowed > 0 => Some(downtime as f64 / allowed as f64),
        _ if downtime > 0 => Some(f64::INFINITY),
        _ => Some(0.0),
    }
}

/// Returns the full minutes of what is left, in seconds: rounded down, so that it never reads as more than it is.
const fn whole_minutes(seconds: i64) -> i64 {
    seconds - seconds.rem_euclid(60)
}

/// Returns what is left before the promise breaks, or by how much it is over: with seconds where they matter.
fn left_text(month: &MonthUptime) -> String {
    let time = |seconds: i64| {
        if seconds < SECONDS_WITHIN { duration_text(seconds) } else { short_duration(whole_minutes(seconds)) }
    };
    match month.left() {
        Some(left) if left >= 0 => format!("{} left", time(left)),
        // The minutes are rounded up, so that nothing that is over reads as less than it is.
        Some(over) => format!("{} over", short_duration(-over)),
        None => String::new(),
    }
}

/// Returns how long something has been going on, for a narrow place: `42m`, `5 d 9h41`.
pub fn age_text(seconds: i64) -> String {
    if seconds < 2 * 86_400 { short_duration(seconds) } else { real_duration(seconds) }
}
