//! Draws the list of vendors with their month: uptime, promise, budget, what is left, the last twelve months.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::ledger::LedgerFact;
use crate::domain::time::{Instant, PeriodLength, Zone, clock_text};
use crate::domain::uptime::{MonthUptime, lacks_in_words, percent_text};
use crate::tui::action::Action;
use crate::tui::feature::uptime::{ClaimLine, UptimeView, VendorMonths, fact_of};
use crate::tui::shared::Shared;
use crate::tui::text::{clean, fit, pad, pad_left, width, wrap};
use crate::tui::theme::Theme;
use crate::tui::widget::{BarState, bar, put_line, put_lines, window};

use super::{is_at_risk, left_text, page, strip, used, verdict};

/// The columns of a vendor's name.
const NAME: usize = 14;
/// The number of columns from which on a vendor takes one row instead of two.
const ONE_ROW_FROM: u16 = 76;
/// What the signs of the twelve months mean.
const LEGEND: &str = "12 MONTHS  █ none used  ▁ all  ‼ broken";

/// Draws the month's head, then each vendor in one row or two.
pub(super) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    shared: &Shared,
    view: &UptimeView,
    is_alone: bool,
    now: Instant,
) {
    let theme = &shared.theme;
    let row = |y: u16| Rect { y: area.y + y, height: 1, ..area }.intersection(area);
    let mut top = head(view, shared);
    let legend = Line::styled(LEGEND, theme.dim);
    let gap = usize::from(area.width).saturating_sub(top.width() + legend.width());
    let has_legend = gap > 2;
    if has_legend {
        top.push_span(Span::raw(" ".repeat(gap - 1)));
        top.push_span(Span::styled(LEGEND, theme.dim));
    }
    put_line(frame, row(0), top);
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
        for line in lines(vendor, one_row, theme) {
            let (mark, style) = if place == chosen { ("▌", theme.selected) } else { (" ", theme.text) };
            let spans: Vec<Span<'_>> = std::iter::once(Span::styled(mark, theme.accent)).chain(line.spans).collect();
            put_line(frame, row(y), Line::from(spans).style(style));
            y += 1;
        }
    }
    if !has_legend {
        put_line(frame, row(y), Line::styled(format!(" {LEGEND}"), theme.dim));
        y += 1;
    }
    let below = Rect { y: area.y + y, height: area.height.saturating_sub(y), ..area };
    let claims = draw_claims(frame, below, shared, view, now);
    let below = Rect { y: below.y + claims, height: below.height - claims, ..below };
    let incomplete = draw_incomplete(frame, below, shared, view);
    if is_alone {
        let below = Rect { y: below.y + incomplete, height: below.height - incomplete, ..below };
        page::draw_in_brief(frame, below, shared, view, now);
    }
}

/// Draws what can be claimed of any vendor, with the time that is left for it. Returns the rows that it took.
fn draw_claims(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &UptimeView, now: Instant) -> u16 {
    let claims: Vec<&ClaimLine> = view.claims.iter().filter(|claim| !claim.is_over(now)).collect();
    if claims.is_empty() || area.height < 3 {
        return 0;
    }
    let columns = usize::from(area.width.saturating_sub(2));
    // The other half is for what is lacking in the log, where anything is.
    let log_lacks = view.vendors.iter().any(|vendor| !vendor.incomplete.is_empty());
    let rows = usize::from(if log_lacks { area.height / 2 } else { area.height - 1 }).max(2) - 1;
    let mut lines: Vec<Line<'_>> = Vec::new();
    for (place, claim) in claims.iter().enumerate() {
        let style = if claim.is_pressing(now) { shared.theme.at_risk } else { shared.theme.text };
        let of_it = claim_lines(claim, columns, shared.zone, now);
        // A claim is shown whole or not at all, and the last row says that there are more.
        let room = rows - lines.len() - usize::from(place + 1 < claims.len());
        if of_it.len() > room {
            lines.push(Line::styled(" … and more; frist claim lists all", shared.theme.dim));
            break;
        }
        lines.extend(of_it.into_iter().map(|line| Line::styled(format!(" {line}"), style)));
    }
    let taken = lines.len() as u16 + 2;
    let head = Line::styled(" CAN BE CLAIMED", shared.theme.dim);
    let place = Rect { y: area.y + 1, height: (area.height - 1).min(taken - 1), ..area };
    put_lines(frame, place, std::iter::once(head).chain(lines).collect::<Vec<_>>());
    taken.min(area.height)
}

/// Returns the lines of a claim: one where that has room, else what is owed, and below it until when.
fn claim_lines(claim: &ClaimLine, columns: usize, own: Zone, now: Instant) -> Vec<String> {
    let whole = clean(&claim.in_words(own, now)).into_owned();
    if width(&whole) <= columns {
        return vec![whole];
    }
    let mut lines = wrap(&clean(&claim.what()), columns);
    let by = claim.by_in_words(own, now).filter(|by| width(by) + 2 <= columns).or_else(|| claim.by_in_short(own, now));
    lines.extend(by.iter().flat_map(|by| wrap(by, columns.saturating_sub(2))).map(|line| format!("  {line}")));
    lines
}

/// Draws the outages of any month whose log lacks something: what is not entered while it is known is not known later.
/// Returns the rows that it took.
fn draw_incomplete(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &UptimeView) -> u16 {
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
        return 0;
    }
    let head = Line::styled(" NEEDS ACTION, FOR THE LOG", shared.theme.dim);
    let rows = usize::from(area.height) - 2;
    if lines.len() > rows {
        lines.truncate(rows.saturating_sub(1));
        lines.push(Line::styled(" … and more; frist outage list has all", shared.theme.dim));
    }
    let taken = (lines.len() as u16 + 2).min(area.height);
    let place = Rect { y: area.y + 1, height: area.height - 1, ..area };
    put_lines(frame, place, std::iter::once(head).chain(lines).collect::<Vec<_>>());
    taken
}

/// Returns the month, `November 2026`, and how to go to another.
pub(super) fn head(view: &UptimeView, shared: &Shared) -> Line<'static> {
    let keys = [Action::PrevMonth, Action::NextMonth].map(|action| shared.keys.sign(action)).join(" ");
    Line::from(vec![
        Span::styled(format!(" {} ", view.month.long()), shared.theme.title),
        Span::styled(format!(" {keys} another month"), shared.theme.dim),
    ])
}

fn columns() -> String {
    let (vendor, uptime, promise) = (pad("VENDOR", NAME), pad_left("UPTIME", 9), pad("PROMISE", 13));
    format!(" {vendor} {uptime} {promise}{} {} 12 MONTHS", pad("USED", 14), pad_left("LEFT", 12))
}

fn lines(vendor: &VendorMonths, one_row: bool, theme: &Theme) -> Vec<Line<'static>> {
    let Some(month) = vendor.shown() else { return Vec::new() };
    let (words, style) = verdict(month, theme);
    let first = vec![
        Span::styled(format!("{} ", pad(&name(vendor), NAME)), theme.text),
        Span::styled(format!("{} ", pad_left(&format!("{} %", percent_text(month.judged())), 9)), theme.text),
        Span::styled(pad(words, 13), style),
    ];
    let mut second = gauge(month, 14, theme).spans;
    second.push(Span::styled(format!(" {} ", pad_left(&left_text(month), 12)), style));
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
