//! Draws the queue: open tickets by what breaches first, with a preview beside it where there is room.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Margin, Rect};
use ratatui::text::{Line, Span};

use crate::domain::query::Viewer;
use crate::domain::sla::TicketRow;
use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::shared::{ListColumn, Shared};
use crate::tui::text::{pad, wrap};
use crate::tui::view::preview;
use crate::tui::view::ticket_table::TicketTable;
use crate::tui::widget::{VisibleRows, put_line, scrollbar};

/// The columns of the list, unless the person has chosen others.
const COLUMNS: [ListColumn; 7] = [
    ListColumn::Severity,
    ListColumn::Subject,
    ListColumn::Vendor,
    ListColumn::Target,
    ListColumn::Left,
    ListColumn::Due,
    ListColumn::Assignee,
];

/// Draws the queue.
pub fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
    if shared.queue.is_empty() {
        draw_empty(frame, area, shared);
        return None;
    }
    let (list, side) = preview::beside(area);
    let shown = draw_list(frame, list, shared, now);
    if let (Some(side), Some(row)) = (side, shared.queue.previewed()) {
        preview::draw(frame, side, &row.at(now), shared, now);
    }
    Some(shown)
}

/// Draws what to press at a first start, or that a filter matches nothing.
fn draw_empty(frame: &mut Frame<'_>, area: Rect, shared: &Shared) {
    let (area, theme) = (area.inner(Margin::new(1, 0)), &shared.theme);
    let key = |action| shared.keys.sign(action);
    let lines = if shared.queue.is_searching() {
        vec![Line::styled("Looking through all tickets…", theme.title)]
    } else if shared.queue.is_incomplete() {
        vec![
            Line::styled("That is looked for among all tickets.", theme.title),
            Line::default(),
            Line::from(vec![Span::styled(shared.keys.say("{accept}"), theme.key), Span::raw("  look for it")]),
        ]
    } else if shared.queue.filter_text.is_empty() {
        let demo = wrap("frist demo opens a desk with a week's tickets in it", usize::from(area.width));
        let mut lines = vec![
            Line::styled("No open tickets.", theme.title),
            Line::default(),
            Line::from(vec![Span::styled(key(Action::New), theme.key), Span::raw("  log a ticket")]),
            Line::from(vec![Span::styled(key(Action::ToggleClosed), theme.key), Span::raw("  show closed tickets")]),
            Line::from(vec![Span::styled(key(Action::Help), theme.key), Span::raw("  all keys")]),
            Line::from(vec![Span::styled(key(Action::Leave), theme.key), Span::raw("  leave")]),
            Line::default(),
        ];
        lines.extend(demo.into_iter().map(|line| Line::styled(line, theme.dim)));
        lines
    } else {
        let mut lines = vec![Line::styled("No ticket matches the filter.", theme.title)];
        if let Some(meant) = shared.queue.terms_meant(&shared.book) {
            lines.push(Line::raw(format!("Those are words in its text; for vendors and states write {meant}")));
        }
        lines.extend([
            Line::default(),
            Line::from(vec![Span::styled("Esc", theme.key), Span::raw("  all open tickets again")]),
            Line::from(vec![Span::styled(pad(&key(Action::Filter), 3), theme.key), Span::raw("  change the filter")]),
        ]);
        lines
    };
    let widest = lines.iter().map(Line::width).max().unwrap_or(0) as u16;
    let place = crate::tui::widget::popup_area(area, widest, lines.len() as u16);
    crate::tui::widget::put_lines(frame, place, lines);
}

fn draw_list(frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> VisibleRows {
    let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(area);
    let visible = shared.queue.visible(body.height);
    let selected = visible.iter().position(|(_, selected)| *selected);
    let rows: Vec<TicketRow> = visible.into_iter().map(|(row, _)| row.at(now)).collect();
    let chosen = shared.lists.columns.queue.as_deref().unwrap_or(&COLUMNS);
    let leaving =
        shared.queue.leaving(Viewer { me: &shared.me.name, zone: Some(shared.zone), now, ledger: &shared.ledger });
    let table = TicketTable::new(shared, chosen, area.width, &rows, now).with_leaving(leaving);
    let table = table.with_words(shared.queue.filter_words());
    put_line(frame, head, table.head(Some(shared.queue.sort())));
    let range = shared.queue.visible_range(body.height);
    // The column of the scroll bar belongs to no row, so that it is not drawn again with the selection.
    let row_columns = body.width.saturating_sub(u16::from(range.len() < shared.queue.len()));
    for (y, row) in rows.iter().enumerate() {
        let place = Rect { y: body.y + y as u16, height: 1, width: row_columns, ..body };
        put_line(frame, place, table.row(row, selected == Some(y), false));
    }
    scrollbar(frame, body, &range, shared.queue.len(), &shared.theme);
    VisibleRows { top: body.y, rows: range }
}
