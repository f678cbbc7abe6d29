//! Draws the tickets behind a figure, a row each.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::domain::sla::TicketRow;
use crate::domain::ticket::TicketId;
use crate::domain::time::{Instant, clock_text};
use crate::tui::shared::Shared;
use crate::tui::text::{fit, pad};
use crate::tui::view::lines::draw_lines;
use crate::tui::widget::{VisibleRows, cell, put_line};

use super::DrillDown;

/// The width of each column; 0 means that it is left out.
struct DrillDownColumns {
    id: usize,
    reported: usize,
    vendor: usize,
    severity: usize,
    status: usize,
    who: usize,
    subject: usize,
}

/// Returns how many tickets there are: `12 tickets`.
pub fn count_in_words(view: &DrillDown) -> String {
    match view.tickets.len() {
        1 => "1 ticket".to_owned(),
        many => format!("{many} tickets"),
    }
}

/// Draws the words for the figure, then its tickets.
pub fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &DrillDown, now: Instant) -> VisibleRows {
    let rows = [Constraint::Length(1), Constraint::Length(1), Constraint::Min(0)];
    let [head, names, body] = Layout::vertical(rows).areas(area);
    let columns = columns(usize::from(area.width));
    let title = fit(&format!(" {}: {}", count_in_words(view), view.title), usize::from(area.width));
    put_line(frame, head, Line::styled(title, shared.theme.title));
    put_line(frame, names, Line::styled(heads(&columns), shared.theme.dim));
    draw_lines(frame, body, &view.rows, view.tickets.len(), &shared.theme, |place| {
        let Some(id) = view.tickets.get(place).copied() else { return Line::default() };
        let mark = Span::styled(if place == view.rows.selected() { "▌" } else { " " }, shared.theme.accent);
        std::iter::once(mark).chain(cells(id, &columns, shared, view, now)).collect()
    })
}

fn columns(width: usize) -> DrillDownColumns {
    let wide = |from: usize, columns: usize| if width >= from { columns } else { 0 };
    let mut columns = DrillDownColumns {
        id: 6,
        reported: wide(60, 21),
        vendor: wide(72, 12),
        severity: wide(92, 9),
        status: wide(44, 12),
        who: wide(100, 10),
        subject: 0,
    };
    let DrillDownColumns { id, reported, vendor, severity, status, who, .. } = columns;
    let taken: usize = [id, reported, vendor, severity, status, who].iter().map(|w| w + usize::from(*w > 0)).sum();
    columns.subject = width.saturating_sub(taken + 3);
    columns
}

fn heads(c: &DrillDownColumns) -> String {
    let heads = [
        ("#", c.id),
        ("REPORTED", c.reported),
        ("VENDOR", c.vendor),
        ("SEVERITY", c.severity),
        ("STATUS", c.status),
        ("ASSIGNEE", c.who),
        ("SUBJECT", c.subject),
    ];
    let shown = heads.into_iter().filter(|(_, columns)| *columns > 0);
    format!(" {}", shown.map(|(head, columns)| pad(head, columns)).collect::<Vec<_>>().join(" "))
}

fn cells(id: TicketId, c: &DrillDownColumns, shared: &Shared, view: &DrillDown, now: Instant) -> Vec<Span<'static>> {
    let theme = &shared.theme;
    let number = cell(&id.to_string(), c.id, theme.text);
    let Some(ticket) = view.ticket(id) else { return vec![number, Span::styled("…", theme.dim)] };
    let row = TicketRow::new(ticket.clone(), shared.book.of_ticket(ticket), now);
    let zone = shared.zone;
    vec![
        number,
        cell(&clock_text(zone, ticket.reported()), c.reported, theme.text),
        cell(row.vendor_in(c.vendor), c.vendor, theme.text),
        cell(row.severity_name(), c.severity, theme.text),
        cell(ticket.status().words(), c.status, theme.text),
        cell(ticket.assignee.as_deref().unwrap_or("–"), c.who, theme.text),
        cell(&ticket.subject, c.subject, theme.text),
    ]
}
