//! The list of vendors with their month: uptime, promise, budget, what is left, the last twelve months.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::time::Instant;
use crate::domain::uptime::{MonthUptime, percent_text};
use crate::tui::app::App;
use crate::tui::screen::uptime::{UptimeView, VendorMonths};
use crate::tui::text::{pad, pad_left};
use crate::tui::theme::Theme;
use crate::tui::widget::{BarState, bar, window};

use super::{is_at_risk, left_text, strip, used, verdict};

/// Columns of a vendor's name.
const NAME: usize = 14;
/// From this many columns on a vendor takes one row instead of two.
const ONE_ROW_FROM: u16 = 76;

/// Draws the month's head, then a vendor in one row or two.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, view: &UptimeView, now: Instant) {
    let theme = &app.theme;
    let row = |y: u16| Rect { y: area.y + y, height: 1, ..area }.intersection(area);
    frame.render_widget(head(view, theme), row(0));
    let one_row = area.width >= ONE_ROW_FROM;
    if one_row {
        frame.render_widget(Line::styled(columns(), theme.dim), row(1));
    }
    let (first, each) = if one_row { (2, 1) } else { (1, 2) };
    let fits = usize::from(area.height.saturating_sub(first)) / each;
    let chosen = view.vendor_rows.selected();
    let range = window(view.vendors.len(), chosen, 0, fits.max(1));
    let mut y = first;
    for place in range {
        let Some(vendor) = view.vendors.get(place) else { continue };
        for line in lines(vendor, one_row, app.is_lively(now), theme) {
            let (mark, style) = if place == chosen { ("▌", theme.selected) } else { (" ", theme.text) };
            let spans: Vec<Span<'_>> = std::iter::once(Span::styled(mark, theme.accent)).chain(line.spans).collect();
            frame.render_widget(Line::from(spans).style(style), row(y));
            y += 1;
        }
    }
}

/// `November 2026`, and how to go to another.
pub(super) fn head(view: &UptimeView, theme: &Theme) -> Line<'static> {
    Line::from(vec![
        Span::styled(format!(" {} ", view.month.long()), theme.title),
        Span::styled(" ← → another month", theme.dim),
    ])
}

fn columns() -> String {
    let names = [("VENDOR", NAME + 1), ("UPTIME", 10), ("PROMISE", 13), ("USED", 15)];
    let head: String = names.iter().map(|(name, columns)| pad(name, *columns)).collect();
    format!(" {head}{} 12 MONTHS", pad_left("LEFT", 12))
}

fn lines(vendor: &VendorMonths, one_row: bool, lively: bool, theme: &Theme) -> Vec<Line<'static>> {
    let Some(month) = vendor.shown() else { return Vec::new() };
    let (words, style) = verdict(month, theme);
    let first = vec![
        Span::styled(pad(&vendor.contract.vendor, NAME + 1), theme.text),
        Span::styled(format!("{} ", pad_left(&format!("{} %", percent_text(month)), 9)), theme.text),
        Span::styled(pad(words, 13), style),
    ];
    let mut second = gauge(month, 14, theme).spans;
    second.push(Span::styled(format!(" {} ", pad_left(&left_text(month, lively), 12)), style));
    second.extend(strip::in_a_row(&vendor.months, theme));
    if one_row {
        return vec![first.into_iter().chain(second).collect()];
    }
    second.insert(0, Span::raw("  "));
    vec![Line::from(first), Line::from(second)]
}

/// The budget of the month as a bar of so many columns: how much of the downtime that the promise allows is used up.
pub(super) fn gauge(month: &MonthUptime, columns: u16, theme: &Theme) -> Line<'static> {
    let state = match month.kept() {
        Some(false) => BarState::Breached,
        Some(true) if is_at_risk(month) => BarState::AtRisk,
        _ => BarState::Running,
    };
    match used(month) {
        Some(used) => bar(used, columns, state, theme),
        None => Line::styled(pad("", usize::from(columns)), theme.dim),
    }
}
