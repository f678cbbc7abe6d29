//! Draws the list: each ticket's next target, the time left on its own clock, the due moment, and the assignee.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::sla::{Target, TargetState, TicketRow, due_in_words, state_in_words};
use crate::domain::time::{Instant, list_moment, short_duration};
use crate::tui::feature::breach::{BreachCounter, BreachView};
use crate::tui::shared::Shared;
use crate::tui::text::pad;
use crate::tui::view::lines::MARKED;
use crate::tui::view::state;
use crate::tui::widget::{VisibleRows, cell, scrollbar};

/// The width of each column; 0 means that it is left out.
#[derive(Clone, Copy)]
struct BreachColumns {
    id: usize,
    target: usize,
    left: usize,
    due: usize,
    bar: usize,
    severity: usize,
    vendor: usize,
    subject: usize,
    who: usize,
    told: usize,
}

/// Draws the list with its heads; where it is by vendors, the first ticket of each has the vendor's name.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &BreachView, now: Instant) -> VisibleRows {
    let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(area);
    let (rows, range) = (view.visible(body.height), view.visible_range(body.height));
    let digits = rows.iter().map(|(id, _)| id.to_string().len()).max().unwrap_or(1);
    let columns = columns(usize::from(area.width), digits);
    frame.render_widget(Line::styled(heads(columns), shared.theme.dim), head);
    if view.is_empty() {
        let words = match view.counter {
            BreachCounter::All => " No open ticket has an open target.",
            _ => " None. Backspace shows all open targets.",
        };
        frame.render_widget(Line::styled(words, shared.theme.dim), body);
        return VisibleRows { top: body.y, rows: range };
    }
    let mut vendor: Option<String> = None;
    for (y, (id, selected)) in rows.into_iter().enumerate() {
        let place = Rect { y: body.y + y as u16, height: 1, width: body.width.saturating_sub(1), ..body };
        let Some(row) = shared.queue.row(id) else { continue };
        let row = row.at(now);
        let shown = view.by_vendor && vendor.as_deref() == Some(row.vendor());
        let mark = match (shared.is_marked(id), selected) {
            (true, _) => MARKED,
            (false, true) => "▌",
            (false, false) => " ",
        };
        let mut spans = vec![Span::styled(mark, shared.theme.accent)];
        spans.extend(cells(&row, columns, shown, selected && shared.is_lively(now), shared, now));
        vendor = Some(row.vendor().to_owned());
        let style = if selected { shared.theme.selected } else { Style::default() };
        frame.render_widget(Line::from(spans).style(style), place);
    }
    scrollbar(frame, body, &range, view.len(), &shared.theme);
    VisibleRows { top: body.y, rows: range }
}

/// Returns the columns that fit: always the number, the next target, the time left and the subject.
fn columns(width: usize, digits: usize) -> BreachColumns {
    let wide = |from: usize, columns: usize| if width >= from { columns } else { 0 };
    let mut c = BreachColumns {
        id: digits.max(4),
        target: wide(40, 10),
        left: 12,
        due: wide(58, 12),
        bar: wide(110, 12),
        severity: wide(92, 8),
        vendor: wide(72, 12),
        subject: 0,
        who: wide(80, 9),
        told: wide(122, 11),
    };
    let others = [c.id, c.target, c.left, c.due, c.bar, c.severity, c.vendor, c.who, c.told];
    let taken: usize = others.iter().map(|w| w + usize::from(*w > 0)).sum();
    c.subject = width.saturating_sub(taken + 3);
    c
}

fn heads(c: BreachColumns) -> String {
    let heads = [
        ("#", c.id),
        ("TARGET", c.target),
        ("LEFT", c.left),
        ("DUE", c.due),
        ("", c.bar),
        ("SEVERITY", c.severity),
        ("VENDOR", c.vendor),
        ("SUBJECT", c.subject),
        ("ASSIGNEE", c.who),
        ("LAST UPDATE", c.told),
    ];
    let shown = heads.into_iter().filter(|(_, columns)| *columns > 0);
    format!(" {}", shown.map(|(head, columns)| pad(head, columns)).collect::<Vec<_>>().join(" "))
}

fn cells(
    row: &TicketRow,
    c: BreachColumns,
    same_vendor: bool,
    lively: bool,
    shared: &Shared,
    now: Instant,
) -> Vec<Span<'static>> {
    let theme = &shared.theme;
    let ticket = &row.ticket;
    let next = row.next();
    let tone = next.map_or(theme.text, |target| state::style(target.state, theme));
    let mut spans = vec![cell(&ticket.id.to_string(), c.id, theme.text)];
    spans.push(cell(&next.map_or_else(String::new, |next| state::next_word(next, c.target)), c.target, theme.text));
    if let Some(target) = next.filter(|target| target.due.is_none()) {
        spans.push(cell(&without_due(row, target, c), left_and_due(c), tone));
    } else {
        spans.push(cell(&next.map_or_else(String::new, |target| state::left(target, lively)), c.left, tone));
        spans.push(cell(&next.map_or_else(String::new, |target| due(target, shared, now)), c.due, theme.text));
    }
    if let Some(target) = next.filter(|_| c.bar > 0) {
        spans.extend(state::target_bar(target, c.bar as u16, theme).spans);
        spans.push(Span::raw(" "));
    }
    spans.push(cell(row.severity_name(), c.severity, tone));
    spans.push(cell(if same_vendor { "" } else { row.vendor_in(c.vendor) }, c.vendor, theme.text));
    spans.push(cell(&ticket.subject, c.subject, theme.text));
    let who = ticket.assignee.as_deref().unwrap_or("–");
    spans.push(cell(who, c.who, if who == shared.me.name { theme.accent } else { theme.text }));
    spans.push(cell(&told(row, now), c.told, theme.dim));
    spans
}

/// Returns the words for a target without a deadline, which stand in the columns of the time left and of the due moment.
fn without_due(row: &TicketRow, target: &Target, c: BreachColumns) -> String {
    let to_phone = target.state == TargetState::NoClock && c.due == 0;
    let words = if to_phone { "to phone".to_owned() } else { state_in_words(row, target) };
    format!("{} {words}", state::sign(target.state))
}

const fn left_and_due(c: BreachColumns) -> usize {
    if c.due == 0 { c.left } else { c.left + 1 + c.due }
}

fn due(target: &Target, shared: &Shared, now: Instant) -> String {
    due_in_words(target, shared.zone, now, list_moment).unwrap_or_default()
}

/// Returns how long ago the customer was last told something.
fn told(row: &TicketRow, now: Instant) -> String {
    match row.ticket.last_told.or(row.ticket.responded.as_ref().map(|mark| mark.at)) {
        Some(at) if now.since(at) >= 2 * 86_400 => format!("{} d ago", now.since(at) / 86_400),
        Some(at) => format!("{} ago", short_duration(now.since(at))),
        None => "never".to_owned(),
    }
}
