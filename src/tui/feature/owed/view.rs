//! Draws what the vendors owe today: each vendor with how it is reached, and below it what it owes.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::domain::contract::{Contract, TargetKind, vendor_reached_for};
use crate::domain::sla::due_in_list;
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::shared::Shared;
use crate::tui::text::{clean, fit, pad, width, wrap};
use crate::tui::view::lines::draw_lines;
use crate::tui::view::state::{next_word, sign, style, time};
use crate::tui::widget::{VisibleRows, put_line, put_lines};

use super::state::target_of;
use super::{OwedLine, OwedView};

/// The number of rows from which on the columns have heads, with a blank row below: a vendor's line has no columns.
const HEADS_FROM: u16 = 8;
/// The number of columns from which on case number and due moment have columns of their own.
const ROOMY_FROM: usize = 70;
/// The columns of a ticket's number, of the moment, of the case number; of what is owed and of the time left, on a roomy
/// screen and on a narrow one.
const NUMBER: usize = 5;
const DUE: usize = 12;
const TARGET_AND_LEFT: [(usize, usize); 2] = [(10, 9), (8, 7)];
const CASE: usize = 14;

/// Draws the page.
///
/// ```text
///    #     OWED       DUE          LEFT      CASE           SUBJECT
///
///  Nordlys AS · call +47 22 00 00 00 · contact Kari Nord: kari@nordlys.example
/// ▌‼ 12    response   today 10:30  −0h12     INC0012345     Hub cannot be reached
/// ```
pub(super) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    shared: &Shared,
    view: &OwedView,
    now: Instant,
) -> Option<VisibleRows> {
    if view.is_empty() {
        let words = if view.filter_text.is_empty() {
            "No vendor owes anything today. {view-queue} lists what is due later."
        } else {
            "None. {clear-filter} shows what every vendor owes."
        };
        let lines = wrap(&shared.keys.say(words), usize::from(area.width.saturating_sub(2)));
        let lines = lines.into_iter().map(|line| Line::styled(format!(" {line}"), shared.theme.dim));
        put_lines(frame, area, lines.collect());
        return None;
    }
    let heads = if area.height >= HEADS_FROM { 2 } else { 0 };
    let [head, body] = Layout::vertical([Constraint::Length(heads), Constraint::Min(0)]).areas(area);
    let columns = usize::from(area.width.saturating_sub(1));
    if heads > 0 {
        put_line(frame, Rect { height: 1, ..head }, Line::styled(fit(&head_words(columns), columns), shared.theme.dim));
    }
    let selected = view.rows.selected();
    Some(draw_lines(frame, body, &view.rows, view.lines.len(), &shared.theme, |place| match view.lines.get(place) {
        Some(OwedLine::Vendor(contract)) => vendor_line(contract, columns, shared),
        Some(OwedLine::Promise(id, kind)) => promise_line((*id, *kind), place == selected, columns, shared, now),
        None => Line::default(),
    }))
}

fn head_words(columns: usize) -> String {
    let (target, left) = widths(columns);
    let begin = format!("   {} {}", pad("#", NUMBER), pad("OWED", target));
    if columns < ROOMY_FROM {
        return format!("{begin} {} SUBJECT", pad("LEFT", left));
    }
    format!("{begin} {} {} {} SUBJECT", pad("DUE", DUE), pad("LEFT", left), pad("CASE", CASE))
}

/// Returns the columns of what is owed and of the time left.
const fn widths(columns: usize) -> (usize, usize) {
    let [roomy, narrow] = TARGET_AND_LEFT;
    if columns < ROOMY_FROM { narrow } else { roomy }
}

/// Returns the vendor's name and how it is reached, the number to call first.
fn vendor_line(contract: &Contract, columns: usize, shared: &Shared) -> Line<'static> {
    let name = fit(&clean(&contract.vendor), columns.saturating_sub(1));
    let ways = vendor_reached_for(contract, None).into_iter();
    let ways: Vec<String> = ways.map(|(name, value)| format!(" · {name} {}", clean(&value))).collect();
    let room = columns.saturating_sub(1 + width(&name));
    Line::from(vec![
        Span::styled(format!(" {name}"), shared.theme.title),
        Span::styled(fit(&ways.concat(), room), shared.theme.text),
    ])
}

fn promise_line(
    (id, kind): (TicketId, TargetKind),
    is_selected: bool,
    columns: usize,
    shared: &Shared,
    now: Instant,
) -> Line<'static> {
    let Some(row) = shared.queue.row(id).map(|row| row.at(now)) else { return Line::default() };
    let Some(target) = target_of(&row, kind) else { return Line::default() };
    let theme = &shared.theme;
    let of_state = style(target.state, theme);
    let (target_columns, left_columns) = widths(columns);
    let left = target.left.map_or_else(|| "–".to_owned(), |left| time(left.secs()));
    let mut spans = vec![
        Span::styled(if is_selected { "▌" } else { " " }, theme.accent),
        Span::styled(format!("{} ", sign(target.state)), of_state),
        Span::raw(format!(
            "{} {} ",
            pad(&id.to_string(), NUMBER),
            pad(&next_word(target, target_columns), target_columns)
        )),
    ];
    let is_roomy = columns >= ROOMY_FROM;
    if is_roomy {
        let due = due_in_list(target, shared.zone, now).unwrap_or_else(|| "–".to_owned());
        spans.push(Span::raw(format!("{} ", pad(&due, DUE))));
    }
    spans.push(Span::styled(format!("{} ", pad(&left, left_columns)), of_state));
    if is_roomy {
        let case = row.ticket.vendor_case.as_deref().unwrap_or("–");
        spans.push(Span::raw(format!("{} ", pad(&clean(case), CASE))));
    }
    let room = columns.saturating_sub(spans.iter().map(Span::width).sum());
    spans.push(Span::raw(fit(&clean(&row.ticket.subject), room)));
    Line::from(spans)
}
