//! Draws the vendors: a list with who is open, what one wants next of the selected one, and its agreement beside or over it.

pub(super) mod agreement;
mod brief;
pub(crate) mod week;

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Borders};

use crate::domain::contract::{Contract, opening_shown_in, review_is_past};
use crate::domain::sla::StateCounts;
use crate::domain::time::{Instant, Opening, Zone};
use crate::tui::feature::vendors::Vendors;
use crate::tui::shared::Shared;
use crate::tui::text::{pad, pad_left, wrap};
use crate::tui::theme::Theme;
use crate::tui::widget::{VisibleRows, put_line, put_lines, scrollbar, window};

use agreement::{AgreementPage, counted, opening_sign};

/// The number of columns from which on the agreement stands beside the list.
const BESIDE_FROM: u16 = 120;
/// The columns for a vendor's name in the list.
const NAME: usize = 14;
/// The columns of the list beside the agreement.
const LIST: u16 = 44;
/// The number of columns from which on a vendor takes one row instead of two.
const ONE_ROW_FROM: u16 = 80;
/// The number of columns from which on when support opens next has all its words there, and the review stands behind the
/// figures.
const ROOMY_FROM: u16 = 96;

/// Draws the page.
///
/// ```text
/// ▌Markant        ● open until 16:00     │ Markant
///    12 open  ‼ 2 breached  ! 1 at risk  │ Operation of Magento shops
///  Missoun        ○ opens 09:00          │ …
///    9 open                              │
/// ```
pub fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &Vendors, now: Instant) -> Option<VisibleRows> {
    let contracts = shared.agreements(now);
    let ids: Vec<&str> = contracts.iter().map(|c| c.id.as_str()).collect();
    let place = view.place(&ids);
    let Some(chosen) = contracts.get(place) else {
        draw_none(frame, area, shared);
        return None;
    };
    if area.width >= BESIDE_FROM {
        let [list, side] = Layout::horizontal([Constraint::Length(LIST), Constraint::Min(1)]).areas(area);
        let below = draw_list(frame, list, shared, &contracts, place, now);
        brief::draw(frame, below, shared, chosen, false, now);
        let (line, style) = if view.reading {
            (BorderType::Thick, shared.theme.accent)
        } else {
            (BorderType::Plain, shared.theme.border)
        };
        let block = Block::new().borders(Borders::LEFT).border_type(line).border_style(style);
        let inside = block.inner(side);
        frame.render_widget(block, side);
        Some(draw_page(frame, inside, shared, view, chosen, now))
    } else if view.reading {
        Some(draw_page(frame, area, shared, view, chosen, now))
    } else {
        let below = draw_list(frame, area, shared, &contracts, place, now);
        brief::draw(frame, below, shared, chosen, true, now);
        None
    }
}

fn draw_none(frame: &mut Frame<'_>, area: Rect, shared: &Shared) {
    let words = "No agreement could be read. {new-contract} writes a contract file; or put files into the settings' folder \
                 contracts/. {problems} shows what could not be used, and why.";
    let lines = wrap(&shared.keys.say(words), usize::from(area.width.saturating_sub(2)));
    let mut lines: Vec<Line<'_>> = lines.into_iter().map(|line| Line::raw(format!(" {line}"))).collect();
    lines.extend(missing(shared));
    put_lines(frame, area, lines);
}

fn draw_page(
    frame: &mut Frame<'_>,
    area: Rect,
    shared: &Shared,
    view: &Vendors,
    contract: &Contract,
    now: Instant,
) -> VisibleRows {
    let columns = usize::from(area.width.saturating_sub(2));
    let lines = agreement::lines(&AgreementPage::of(shared, contract, now), columns);
    let (total, range) = (lines.len(), view.visible(lines.len(), area.height));
    let shown: Vec<Line<'_>> = lines.into_iter().skip(range.start).take(range.len()).collect();
    put_lines(frame, area, shown);
    scrollbar(frame, area, &range, total, &shared.theme);
    VisibleRows { top: area.y, rows: range }
}

/// Draws the list; returns what is left below it.
fn draw_list(
    frame: &mut Frame<'_>,
    area: Rect,
    shared: &Shared,
    contracts: &[Arc<Contract>],
    chosen: usize,
    now: Instant,
) -> Rect {
    let counts = shared.queue.counts_by_contract();
    let one_row = area.width >= ONE_ROW_FROM;
    let each = if one_row { 1 } else { 2 };
    let fits = usize::from(area.height) / each;
    let first = window(contracts.len(), chosen, 0, fits.max(1)).start;
    let mut lines: Vec<(Line<'static>, bool)> = Vec::new();
    for (place, contract) in contracts.iter().enumerate().skip(first) {
        let count = counts.get(contract.id.as_str()).copied().unwrap_or_default();
        let rows = entry(contract, count, (shared.zone, now), area.width, &shared.theme);
        lines.extend(rows.into_iter().map(|line| (line, place == chosen)));
    }
    lines.extend(missing(shared).into_iter().map(|line| (line, false)));
    let taken = (lines.len() as u16).min(area.height);
    for (y, (line, selected)) in lines.into_iter().take(usize::from(taken)).enumerate() {
        let mark = Span::styled(if selected { "▌" } else { " " }, shared.theme.accent);
        let style = if selected { shared.theme.selected } else { shared.theme.text };
        let spans = std::iter::once(mark).chain(line.spans).collect::<Vec<_>>();
        let place = Rect { y: area.y + y as u16, height: 1, ..area };
        put_line(frame, place, Line::from(spans).style(style));
    }
    Rect { y: area.y + taken, height: area.height - taken, ..area }
}

/// Returns a vendor in one row or two: name, whether open, its tickets by state, whether its review is past.
fn entry(
    contract: &Contract,
    count: StateCounts,
    (zone, now): (Zone, Instant),
    columns: u16,
    theme: &Theme,
) -> Vec<Line<'static>> {
    let one_row = columns >= ONE_ROW_FROM;
    let is_tight = one_row && columns < ROOMY_FROM;
    let opening = contract.support.clock.opening(now);
    let style = if matches!(opening, Opening::Open(_)) { theme.ok } else { theme.stopped };
    let words = opening_shown_in(&contract.support.clock, zone, now).replace("today ", "");
    let mut first = vec![
        Span::styled(format!("{} ", pad(contract.vendor_in(NAME), NAME)), theme.text),
        Span::styled(pad(&format!("{} {words}", opening_sign(opening)), if is_tight { 24 } else { 28 }), style),
    ];
    let mut second = if one_row { figures(count, theme) } else { counted(count, theme) };
    if review_is_past(contract, now) && !is_tight {
        second.push(Span::styled("  review was due", theme.at_risk));
    }
    if one_row {
        first.extend(second);
        return vec![Line::from(first)];
    }
    second.insert(0, Span::raw("  "));
    vec![Line::from(first), Line::from(second)]
}

/// Returns how many tickets are open and how many need attention, each in a place of its own, for rows above each other.
fn figures(count: StateCounts, theme: &Theme) -> Vec<Span<'static>> {
    let cell = |sign: &str, number: usize, word: &str, columns: usize, style: Style| match number {
        0 => Span::raw(" ".repeat(columns)),
        _ => Span::styled(pad(&format!("  {sign} {number} {word}"), columns), style),
    };
    vec![
        Span::styled(format!("{} open", pad_left(&count.total().to_string(), 3)), theme.text),
        cell("‼", count.breached, "breached", 15, theme.breached),
        cell("!", count.at_risk, "at risk", 14, theme.at_risk),
    ]
}

/// Returns the contracts of open tickets that no file has.
fn missing(shared: &Shared) -> Vec<Line<'static>> {
    let missing: BTreeMap<String, usize> = shared.queue.missing_contracts();
    let line = |(id, tickets): (String, usize)| {
        let words = format!("? {id}: {tickets} open, but no file has it; {{problems}} tells more");
        Line::styled(shared.keys.say(&words), shared.theme.error)
    };
    missing.into_iter().map(line).collect()
}
