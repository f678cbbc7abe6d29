//! Draws the queue: open tickets by what breaches first, with a preview beside it where there is room.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::domain::sla::{Target, TargetState, TicketRow, due_in_words, needed_actions, reason};
use crate::domain::time::{Instant, list_moment, short_duration};
use crate::tui::shared::Shared;
use crate::tui::text::pad;
use crate::tui::theme::Theme;
use crate::tui::view::lines::MARKED;
use crate::tui::view::{preview, state};
use crate::tui::widget::{VisibleRows, cell, scrollbar};

/// The sign before the subject of a ticket that somebody else has open.
const OPEN_ELSEWHERE: &str = "◆";
/// The sign before the subject of a ticket that needs action besides its targets.
const ASKS: &str = "✉";

/// The width of each column; 0 means that it is left out.
#[derive(Clone, Copy)]
struct QueueColumns {
    id: usize,
    severity: usize,
    vendor: usize,
    subject: usize,
    next: usize,
    due: usize,
    left: usize,
    who: usize,
}

/// Draws the queue.
///
/// ```text
///     #   SEV      VENDOR        SUBJECT                  NEXT      DUE          LEFT        WHO
///  ▌1042  Critical Markant       Checkout gives 502       work      today 11:00  −0:12:31 ‼  agent1
///   1041  Critical Markant       Shop down, mailed in     ☎ no clock until phoned in         –
/// ```
pub fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
    if shared.queue.is_empty() {
        draw_empty(frame, area, shared);
        return None;
    }
    let (list, side) = preview::beside(area);
    let shown = draw_list(frame, list, shared, now);
    if let (Some(side), Some(row)) = (side, shared.queue.selected()) {
        preview::draw(frame, side, &row.at(now), shared, now);
    }
    Some(shown)
}

/// Draws what to press at a first start, or that a filter matches nothing.
fn draw_empty(frame: &mut Frame<'_>, area: Rect, shared: &Shared) {
    let theme = &shared.theme;
    let lines = if shared.queue.is_searching() {
        vec![Line::styled("Looking through all tickets…", theme.title)]
    } else if shared.queue.is_incomplete() {
        vec![
            Line::styled("That is looked for among all tickets.", theme.title),
            Line::default(),
            Line::from(vec![Span::styled("Enter", theme.key), Span::raw("  look for it")]),
        ]
    } else if shared.queue.filter_text.is_empty() {
        vec![
            Line::styled("No open tickets.", theme.title),
            Line::default(),
            Line::from(vec![Span::styled("n", theme.key), Span::raw("  log a ticket")]),
            Line::from(vec![Span::styled(".", theme.key), Span::raw("  show closed tickets")]),
            Line::from(vec![Span::styled("?", theme.key), Span::raw("  all keys")]),
            Line::from(vec![Span::styled("q", theme.key), Span::raw("  leave")]),
            Line::default(),
            Line::styled("frist demo  opens a desk with a week's tickets in it", theme.dim),
        ]
    } else {
        vec![
            Line::styled("No ticket matches the filter.", theme.title),
            Line::default(),
            Line::from(vec![Span::styled("Esc", theme.key), Span::raw("  all open tickets again")]),
            Line::from(vec![Span::styled("/", theme.key), Span::raw("    change the filter")]),
        ]
    };
    let widest = lines.iter().map(Line::width).max().unwrap_or(0) as u16;
    let place = crate::tui::widget::popup_area(area, widest, lines.len() as u16);
    crate::tui::widget::put_lines(frame, place, lines);
}

fn draw_list(frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> VisibleRows {
    let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(area);
    let rows = shared.queue.visible(body.height);
    let digits = rows.iter().map(|(row, _)| row.ticket.id.to_string().len()).max().unwrap_or(1);
    let columns = columns(usize::from(area.width), digits);
    frame.render_widget(head_line(columns, &shared.theme), head);
    let range = shared.queue.visible_range(body.height);
    // The column of the scroll bar belongs to no row, so that it is not drawn again with the selection.
    let row_columns = body.width.saturating_sub(u16::from(range.len() < shared.queue.len()));
    for (y, (row, selected)) in rows.into_iter().enumerate() {
        let place = Rect { y: body.y + y as u16, height: 1, width: row_columns, ..body };
        let lively = selected && shared.is_lively(now);
        let line = row_line(&row.at(now), columns, lively, shared, now);
        let style = if selected { shared.theme.selected } else { Style::default() };
        let mark = match (shared.is_marked(row.ticket.id), selected) {
            (true, _) => MARKED,
            (false, true) => "▌",
            (false, false) => " ",
        };
        let spans = std::iter::once(Span::styled(mark, shared.theme.accent)).chain(line);
        frame.render_widget(Line::from(spans.collect::<Vec<_>>()).style(style), place);
    }
    scrollbar(frame, body, &range, shared.queue.len(), &shared.theme);
    VisibleRows { top: body.y, rows: range }
}

/// Returns the columns that fit: always the number, the subject and the time left, the rest as there is room.
fn columns(width: usize, digits: usize) -> QueueColumns {
    let wide = |from: usize, columns: usize| if width >= from { columns } else { 0 };
    let mut c = QueueColumns {
        id: digits.max(3),
        severity: wide(50, 8),
        vendor: if width >= 100 { 13 } else { wide(64, 9) },
        subject: 0,
        next: wide(72, if width >= 100 { 10 } else { 8 }),
        due: wide(58, 12),
        left: if width >= 118 { 28 } else { 12 },
        who: wide(92, 10),
    };
    let others = [c.id, c.severity, c.vendor, c.next, c.due, c.left, c.who];
    let taken: usize = others.iter().map(|w| w + usize::from(*w > 0)).sum();
    c.subject = width.saturating_sub(taken + 3);
    c
}

fn head_line(c: QueueColumns, theme: &Theme) -> Line<'static> {
    let heads = [
        ("#", c.id),
        ("SEVERITY", c.severity),
        ("VENDOR", c.vendor),
        ("SUBJECT", c.subject),
        ("NEXT", c.next),
        ("DUE", c.due),
        ("LEFT", c.left),
        ("ASSIGNEE", c.who),
    ];
    let shown = heads.into_iter().filter(|(_, columns)| *columns > 0);
    let cells: Vec<String> = shown.map(|(head, columns)| pad(head, columns)).collect();
    Line::styled(format!(" {}", cells.join(" ")), theme.dim)
}

fn row_line(row: &TicketRow, c: QueueColumns, lively: bool, shared: &Shared, now: Instant) -> Vec<Span<'static>> {
    let theme = &shared.theme;
    let ticket = &row.ticket;
    let tone = row.state().map_or(theme.text, |s| state::style(s, theme));
    let quiet = if ticket.is_open() { theme.text } else { theme.dim };
    let mut spans = vec![cell(&ticket.id.to_string(), c.id, quiet)];
    spans.push(cell(row.severity_name(), c.severity, tone));
    spans.push(cell(row.vendor_in(c.vendor), c.vendor, quiet));
    let mut room = c.subject;
    let marks = [
        (shared.is_open_elsewhere(ticket.id), OPEN_ELSEWHERE, theme.accent),
        (!needed_actions(row, now).is_empty(), ASKS, theme.at_risk),
    ];
    for (_, mark, style) in marks.into_iter().filter(|(shows, ..)| *shows) {
        if room > 2 {
            spans.push(Span::styled(format!("{mark} "), style));
            room -= 2;
        }
    }
    spans.push(cell(&ticket.subject, room, quiet));
    spans.extend(countdown(row, c, lively, shared, now));
    let who = ticket.assignee.as_deref().unwrap_or("–");
    let mine = if who == shared.me.name { theme.accent } else { quiet };
    spans.push(cell(who, c.who, mine));
    spans
}

/// Returns the columns NEXT, DUE and LEFT: of the target that breaches first, or one sentence where there is none to count.
fn countdown(row: &TicketRow, c: QueueColumns, lively: bool, shared: &Shared, now: Instant) -> Vec<Span<'static>> {
    let theme = &shared.theme;
    match row.next() {
        Some(target) if target.due.is_some() => counted(row, target, c, lively, shared, now),
        Some(target) => {
            let words = format!("{} {}", state::sign(target.state), reason(row, target, shared.zone, now));
            vec![cell(&words, merged(c), state::style(target.state, theme))]
        }
        None => vec![cell(&nothing_owed(row), merged(c), theme.dim)],
    }
}

fn counted(
    row: &TicketRow,
    target: &Target,
    c: QueueColumns,
    lively: bool,
    shared: &Shared,
    now: Instant,
) -> Vec<Span<'static>> {
    let tone = state::style(target.state, &shared.theme);
    let zone = shared.zone;
    let due = due_in_words(target, zone, now, list_moment).unwrap_or_default();
    let mut left = state::left(target, lively);
    if c.left > 12 && target.state == TargetState::Stopped {
        left = format!("{left}  {}", reason(row, target, shared.zone, now));
    }
    let bold = if target.state == TargetState::Breached { tone.add_modifier(Modifier::BOLD) } else { tone };
    vec![
        cell(&state::next_word(target, c.next), c.next, shared.theme.text),
        cell(&due, c.due, shared.theme.text),
        cell(&left, c.left, bold),
    ]
}

fn merged(c: QueueColumns) -> usize {
    let parts = [c.next, c.due, c.left].into_iter().filter(|w| *w > 0);
    parts.map(|w| w + 1).sum::<usize>().saturating_sub(1)
}

fn nothing_owed(row: &TicketRow) -> String {
    let Some(sla) = &row.sla else { return format!("? contract {} is not loaded", row.ticket.contract) };
    if !row.ticket.is_open() {
        return row.ticket.status().words().to_owned();
    }
    let excluded = sla.targets.iter().any(|t| t.state == TargetState::Excluded);
    match (sla.targets.is_empty(), excluded) {
        (true, _) => format!("– nothing promised, age {}", short_duration(sla.age.secs())),
        (false, true) => "⊘ excluded".to_owned(),
        (false, false) => format!("✓ no open targets, {}", row.ticket.status().words()),
    }
}
