//! Draws the list of the breach page.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use crate::domain::sla::TicketRow;
use crate::domain::time::Instant;
use crate::tui::feature::breach::{BreachCounter, BreachView};
use crate::tui::shared::{ListColumn, Shared, SortBy};
use crate::tui::view::ticket_table::TicketTable;
use crate::tui::widget::{VisibleRows, put_line, scrollbar};

/// The columns of the list, unless the person has chosen others.
const COLUMNS: [ListColumn; 9] = [
    ListColumn::Severity,
    ListColumn::Subject,
    ListColumn::Vendor,
    ListColumn::Target,
    ListColumn::Left,
    ListColumn::Due,
    ListColumn::Used,
    ListColumn::Assignee,
    ListColumn::Told,
];

/// Draws the list with its heads; where it is by vendors, the first ticket of each has the vendor's name.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &BreachView, now: Instant) -> VisibleRows {
    let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(area);
    let (visible, range) = (view.visible(body.height), view.visible_range(body.height));
    let rows: Vec<(TicketRow, bool)> =
        visible.into_iter().filter_map(|(id, selected)| Some((shared.queue.row(id)?.at(now), selected))).collect();
    let (rows, selected): (Vec<TicketRow>, Vec<bool>) = rows.into_iter().unzip();
    let chosen = shared.lists.columns.breach.as_deref().unwrap_or(&COLUMNS);
    let table = TicketTable::new(shared, chosen, area.width, &rows, now).with_leaving(view.leaving().clone());
    put_line(frame, head, table.head(Some(view.sort)));
    if view.is_empty() {
        let words = match view.counter {
            BreachCounter::All => " No open ticket has an open target.".to_owned(),
            _ => shared.keys.say(" None. {clear-filter} shows all tickets with open targets."),
        };
        put_line(frame, body, Line::styled(words, shared.theme.dim));
        return VisibleRows { top: body.y, rows: range };
    }
    for (y, row) in rows.iter().enumerate() {
        let place = Rect { y: body.y + y as u16, height: 1, width: body.width.saturating_sub(1), ..body };
        let above = y.checked_sub(1).and_then(|above| rows.get(above));
        let same_vendor = view.sort.by == SortBy::Vendor && above.is_some_and(|above| above.vendor() == row.vendor());
        put_line(frame, place, table.row(row, selected[y], same_vendor));
    }
    scrollbar(frame, body, &range, view.len(), &shared.theme);
    VisibleRows { top: body.y, rows: range }
}
