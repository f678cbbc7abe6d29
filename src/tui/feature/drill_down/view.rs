//! Draws the tickets behind a figure, or of somebody, a row each.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use crate::domain::sla::TicketRow;
use crate::domain::ticket::Ticket;
use crate::domain::time::Instant;
use crate::tui::shared::{ListColumn, Shared};
use crate::tui::text::fit;
use crate::tui::view::lines::draw_lines;
use crate::tui::view::ticket_table::TicketTable;
use crate::tui::widget::{VisibleRows, put_line};

use super::{DrillDown, DrilledFrom};

/// The columns of the list.
const COLUMNS: [ListColumn; 6] = [
    ListColumn::Severity,
    ListColumn::Subject,
    ListColumn::Vendor,
    ListColumn::Status,
    ListColumn::Reported,
    ListColumn::Assignee,
];

/// Returns how many tickets there are: `12 tickets`.
pub fn count_in_words(view: &DrillDown) -> String {
    match view.tickets.len() {
        1 => "1 ticket".to_owned(),
        many => format!("{many} tickets"),
    }
}

/// Draws what the tickets have in common, then the tickets.
pub fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &DrillDown, now: Instant) -> VisibleRows {
    let rows = [Constraint::Length(1), Constraint::Length(1), Constraint::Min(0)];
    let [head, names, body] = Layout::vertical(rows).areas(area);
    let range = view.rows.visible(view.tickets.len(), body.height);
    let shown = view.tickets.get(range.clone()).unwrap_or_default();
    let read = shown.iter().map(|id| view.ticket(*id));
    let row = |ticket: &Arc<Ticket>| TicketRow::new(Arc::clone(ticket), shared.book.of_ticket(ticket), now);
    let read: Vec<Option<TicketRow>> = read.map(|ticket| ticket.map(row)).collect();
    let rows: Vec<TicketRow> = read.iter().flatten().cloned().collect();
    let table = TicketTable::new(shared, &COLUMNS, area.width, &rows, now);
    let (title, style) = match (&view.problem, &view.of) {
        (Some(why), _) => (why.clone(), shared.theme.error),
        (None, DrilledFrom::Figure(figure)) => (format!("{}: {figure}", count_in_words(view)), shared.theme.title),
        (None, DrilledFrom::Party(party)) => {
            let name = party.name(&shared.ledger);
            let known = if view.is_searching { "being looked for".to_owned() } else { count_in_words(view) };
            (format!("{name}: {known}, closed ones too"), shared.theme.title)
        }
    };
    let title = fit(&format!(" {title}"), usize::from(area.width));
    put_line(frame, head, Line::styled(title, style));
    put_line(frame, names, table.head(None));
    draw_lines(frame, body, &view.rows, view.tickets.len(), &shared.theme, |place| {
        let selected = place == view.rows.selected();
        match (view.tickets.get(place), read.get(place - range.start)) {
            (Some(_), Some(Some(row))) => table.row(row, selected, false),
            (Some(id), _) => table.unread(*id, selected),
            (None, _) => Line::default(),
        }
    })
}
