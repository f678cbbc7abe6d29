//! Draws what one wants to know next of the selected vendor, below the list: which of its tickets are due first, how it is
//! reached and when it is open, what it promises.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::domain::contract::{
    Contract, HoursInWords, Plan, Promises, all_hours_in_words, odd_days, promise_in_brief, review_in_words,
    review_is_past, vendor_side_in_words,
};
use crate::domain::sla::TicketRow;
use crate::domain::time::Instant;
use crate::tui::shared::{ListColumn, ListSort, Shared, SortKey};
use crate::tui::text::{fit, width};
use crate::tui::view::sheet::TextSheet;
use crate::tui::view::ticket_table::TicketTable;
use crate::tui::widget::put_lines;

use super::agreement::differs;

/// The tickets that show before anything else does.
const LEAST_TICKETS: usize = 3;
/// The rows before the tickets: a blank and the head.
const HEAD: usize = 2;
/// Days ahead that the next holiday or closure is looked for.
const AHEAD: i64 = 366;
/// The columns between two columns of a table.
const GAP: usize = 2;
/// The columns of a ticket here.
const COLUMNS: [ListColumn; 5] =
    [ListColumn::Severity, ListColumn::Subject, ListColumn::Target, ListColumn::Left, ListColumn::Due];

/// Draws it. Where the agreement stands beside the list, only the tickets are not told there.
pub(super) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    shared: &Shared,
    contract: &Contract,
    is_alone: bool,
    now: Instant,
) {
    let tickets = due_first(shared, contract, now);
    let (room, columns) = (usize::from(area.height), usize::from(area.width.saturating_sub(2)));
    let least = HEAD + tickets.len().clamp(1, LEAST_TICKETS);
    if room < least {
        return;
    }
    let mut below: Vec<Line<'static>> = Vec::new();
    if is_alone {
        let glance = at_a_glance(shared, contract, columns, now);
        let left = room - least;
        let promises = [false, true].map(|in_brief| promises(shared, contract, columns, in_brief));
        // A part shows whole or not at all.
        if glance.len() <= left {
            below.extend(glance);
        }
        let fits = promises.into_iter().find(|part| below.len() + part.len() <= left);
        below.extend(fits.unwrap_or_default());
    }
    let shown = tickets.len().min(room - below.len() - HEAD);
    let lines = ticket_lines(shared, contract, (&tickets[..shown], tickets.len()), area.width, now);
    put_lines(frame, area, lines.into_iter().chain(below).collect());
}

/// Returns the open tickets of that vendor with an open target, what breaks first at the top.
fn due_first(shared: &Shared, contract: &Contract, now: Instant) -> Vec<TicketRow> {
    let of_it = shared.queue.open_rows().filter(|row| row.ticket.contract == contract.id && row.next().is_some());
    let mut rows: Vec<(SortKey, &TicketRow)> =
        of_it.map(|row| (SortKey::of(row, ListSort::default(), now), row)).collect();
    rows.sort_by(|(key, _), (other, _)| key.cmp(other));
    rows.into_iter().map(|(_, row)| row.at(now)).collect()
}

fn ticket_lines(
    shared: &Shared,
    contract: &Contract,
    (shown, of): (&[TicketRow], usize),
    columns: u16,
    now: Instant,
) -> Vec<Line<'static>> {
    let mut sheet = TextSheet::new(usize::from(columns.saturating_sub(2)), &shared.theme);
    let count = if shown.len() < of { format!(", {} OF {of}", shown.len()) } else { String::new() };
    sheet.head(&format!("DUE NEXT AT {}{count}", contract.vendor.to_uppercase()));
    if shown.is_empty() {
        sheet.text("No open ticket has an open target.", shared.theme.dim);
    }
    let table = TicketTable::new(shared, &COLUMNS, columns, shown, now);
    sheet.lines.extend(shown.iter().map(|row| table.row(row, false, false)));
    sheet.lines
}

/// Returns how the vendor is reached, its hours, and the next day on which they differ.
fn at_a_glance(shared: &Shared, contract: &Contract, columns: usize, now: Instant) -> Vec<Line<'static>> {
    let mut sheet = TextSheet::new(columns, &shared.theme);
    sheet.line(Line::default());
    if let Some(review) = review_in_words(contract, now).filter(|_| review_is_past(contract, now)) {
        sheet.fact_in("review", &format!("was due {review}"), shared.theme.at_risk);
    }
    for (name, value) in &vendor_side_in_words(contract) {
        sheet.fact(name, value);
    }
    if let Some(HoursInWords { week, .. }) = all_hours_in_words(contract).first() {
        let week: Vec<String> = week.iter().map(|(days, hours)| format!("{days} {hours}")).collect();
        // What else stands here is in the person's own time.
        let differs = contract.zone.offset(now) != shared.zone.offset(now);
        let place = if differs { format!(", time of {}", contract.zone.city()) } else { String::new() };
        sheet.fact("hours", &format!("{}{place}", week.join("; ")));
    }
    let next = odd_days(&contract.support.clock, now, AHEAD).into_iter().next();
    let next = next.map_or_else(
        || "no holiday or closure in the next year".to_owned(),
        |day| format!("{}: {}", day.date.short(), differs(&day)),
    );
    sheet.fact("next closed", &next);
    sheet.lines
}

/// Returns what is promised for each severity, a column for each plan; `in_brief` in a row each, cut where it is longer.
fn promises(shared: &Shared, contract: &Contract, columns: usize, in_brief: bool) -> Vec<Line<'static>> {
    let mut sheet = TextSheet::new(columns, &shared.theme);
    sheet.head("PROMISES");
    let any = contract.plans.iter().flat_map(|plan| plan.targets.values()).any(|promises| promises.all().count() > 0);
    if !any {
        sheet.text("No times are promised.", shared.theme.text);
        return sheet.lines;
    }
    let heads: Vec<String> = contract.plans.iter().map(|plan| plan.name.to_uppercase()).collect();
    let heads: Vec<&str> = std::iter::once("SEVERITY").chain(heads.iter().map(String::as_str)).collect();
    let names = contract.severities.iter().map(|severity| width(&severity.name)).max().unwrap_or(0).max(heads[0].len());
    let each = columns.saturating_sub(names + 1) / contract.plans.len().max(1);
    let rows = contract.severities.iter().map(|severity| {
        let cells = contract.plans.iter().map(|plan| cell(plan, &severity.id));
        let cells = cells.map(|cell| if in_brief { fit(&cell, each.saturating_sub(GAP)) } else { cell });
        std::iter::once(severity.name.clone()).chain(cells).collect()
    });
    sheet.table(&heads, &rows.collect::<Vec<Vec<String>>>());
    sheet.lines
}

/// Returns what a plan promises for that severity: `response 2h, work start 4h`.
fn cell(plan: &Plan, severity: &str) -> String {
    let said = |promises: &Promises| {
        let each = promises.all().map(|(kind, promise)| format!("{} {}", kind.words(), promise_in_brief(promise)));
        each.collect::<Vec<_>>().join(", ")
    };
    plan.targets.get(severity).map(said).filter(|said| !said.is_empty()).unwrap_or_else(|| "–".to_owned())
}
