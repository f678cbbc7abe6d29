//! Draws the list of vendors with their month: uptime, promise, budget, what is left, the last twelve months.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::ledger::LedgerFact;
use crate::domain::time::{Instant, PeriodLength, clock_text};
use crate::domain::uptime::{MonthUptime, lacks_in_words, percent_text};
use crate::tui::feature::uptime::{ClaimLine, UptimeView, VendorMonths, fact_of};
use crate::tui::shared::Shared;
use crate::tui::text::{clean, fit, pad, pad_left, width, wrap};
use crate::tui::theme::Theme;
use crate::tui::widget::{BarState, bar, put_line, put_lines, window};

use super::{is_at_risk, left_text, strip, used, verdict};

/// The columns of a vendor's name.
const NAME: usize = 14;
/// The number of columns from which on a vendor takes one row instead of two.
const ONE_ROW_FROM: u16 = 76;

/// Draws the month's head, then each vendor in one row or two.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &UptimeView, now: Instant) {
    let theme = &shared.theme;
    let row = |y: u16| Rect { y: area.y + y, height: 1, ..area }.intersection(area);
    put_line(frame, row(0), head(view, theme));
    let one_row = area.width >= ONE_ROW_FROM;
    if one_row {
        put_line(frame, row(1), Line::styled(columns(), theme.dim));
    }
    let (first, each) = if one_row { (2, 1) } else { (1, 2) };
    let fits = usize::from(area.height.saturating_sub(first)) / each;
    let chosen = view.vendor_rows.selected();
    let range = window(view.vendors.len(), chosen, 0, fits.max(1));
    let mut y = first;
    for place in range {
        let Some(vendor) = view.vendors.get(place) else { continue };
        for line in lines(vendor, one_row, shared.is_lively(now), theme) {
            let (mark, style) = if place == chosen { ("▌", theme.selected) } else { (" ", theme.text) };
            let spans: Vec<Span<'_>> = std::iter::once(Span::styled(mark, theme.accent)).chain(line.spans).collect();
            put_line(frame, row(y), Line::from(spans).style(style));
            y += 1;
        }
    }
    let below = Rect { y: area.y + y, height: area.height.saturating_sub(y), ..area };
    let claims = draw_claims(frame, below, shared, view, now);
    let below = Rect { y: below.y + claims, height: below.height - claims, ..below };
    draw_incomplete(frame, below, shared, view);
}

/// Draws what can be claimed of any vendor, with the time that is left for it. Returns the rows that it took.
fn draw_claims(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &UptimeView, now: Instant) -> u16 {
    if view.claims.is_empty() || area.height < 3 {
        return 0;
    }
    let columns = usize::from(area.width.saturating_sub(2));
    let style = |claim: &ClaimLine| if claim.is_pressing(now) { shared.theme.at_risk } else { shared.theme.text };
    let of = |claim: &ClaimLine| {
        let style = style(claim);
        wrap(&clean(&claim.in_words(now)), columns).into_iter().map(move |line| Line::styled(format!(" {line}"), style))
    };
    let mut lines: Vec<Line<'_>> = view.claims.iter().flat_map(of).collect();
    // The other half is for what is lacking in the log.
    let rows = usize::from(area.height / 2).max(2) - 1;
    if lines.len() > rows {
        lines.truncate(rows.saturating_sub(1));
        lines.push(Line::styled(" … and more; frist claim lists all", shared.theme.dim));
    }
    let taken = lines.len() as u16 + 2;
    let head = Line::styled(" CAN BE CLAIMED", shared.theme.dim);
    let place = Rect { y: area.y + 1, height: (area.height - 1).min(taken - 1), ..area };
    put_lines(frame, place, std::iter::once(head).chain(lines).collect::<Vec<_>>());
    taken.min(area.height)
}

/// Draws the outages of any month whose log lacks something: what is not entered while it is known is not known later.
fn draw_incomplete(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &UptimeView) {
    let columns = usize::from(area.width.saturating_sub(2));
    let mut lines = Vec::new();
    for vendor in view.vendors.iter().filter(|vendor| vendor.is_first) {
        for (id, lacks) in &vendor.incomplete {
            let outage = fact_of(&shared.ledger, *id).and_then(LedgerFact::outage);
            let when = outage.map_or_else(String::new, |outage| clock_text(shared.zone, outage.from));
            let words = format!("✉ {} outage {id}, {when}: {}", clean(&vendor.contract.vendor), lacks_in_words(lacks));
            lines.extend(wrap(&words, columns).into_iter().map(|line| Line::raw(format!(" {line}"))));
        }
    }
    if lines.is_empty() || area.height < 3 {
        return;
    }
    let head = Line::styled(" NEEDS ACTION, FOR THE LOG", shared.theme.dim);
    let rows = usize::from(area.height) - 2;
    if lines.len() > rows {
        lines.truncate(rows.saturating_sub(1));
        lines.push(Line::styled(" … and more; frist outage list has all", shared.theme.dim));
    }
    let place = Rect { y: area.y + 1, height: area.height - 1, ..area };
    put_lines(frame, place, std::iter::once(head).chain(lines).collect::<Vec<_>>());
}

/// Returns the month, `November 2026`, and how to go to another.
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
        Span::styled(format!("{} ", pad(&name(vendor), NAME)), theme.text),
        Span::styled(format!("{} ", pad_left(&format!("{} %", percent_text(month.judged())), 9)), theme.text),
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

/// Returns the vendor's name, and how many of its outages need action; below its first promise only whose the other is. A promise
/// for longer than a month says for which period its figures are.
fn name(vendor: &VendorMonths) -> String {
    let plans = vendor.plans.as_deref();
    let period = vendor.shown().map(|shown| shown.period).filter(|period| period.length() != PeriodLength::Month);
    let period = period.map_or_else(String::new, |period| format!(" {}", period.short()));
    let count = if vendor.is_first { vendor.incomplete.len() } else { 0 };
    let count = if count == 0 { String::new() } else { format!(" ✉{count}") };
    let behind = format!("{period}{count}");
    let room = NAME - width(&behind);
    let whose = match (vendor.is_first, plans) {
        (true, None) => vendor.contract.vendor_in(room).to_owned(),
        (true, Some(plans)) => format!("{}, {plans}", vendor.contract.vendor),
        (false, plans) => format!("  {}", plans.unwrap_or_default()),
    };
    if behind.is_empty() { whose } else { format!("{}{behind}", fit(&whose, room)) }
}

/// Returns the budget of the month as a bar of that many columns: the used share of the downtime that the promise allows.
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
