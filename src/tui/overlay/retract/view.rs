//! Draws the events of a ticket, to choose one of them.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::time::{Instant, list_moment};
use crate::tui::shared::Shared;
use crate::tui::text::{clean, fit, pad, width};
use crate::tui::view::lines::draw_lines;
use crate::tui::widget::{VisibleRows, popup};

use super::RetractChoice;

pub(super) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    choice: &RetractChoice,
    shared: &Shared,
    now: Instant,
) -> VisibleRows {
    let (theme, zone) = (&shared.theme, shared.zone);
    let title = format!("Retract which entry of #{}?", choice.ticket);
    let inside = popup(frame, area, (84, choice.entries.len() as u16 + 2), &title, theme);
    draw_lines(frame, inside, &choice.rows, choice.entries.len(), theme, |place| {
        let entry = &choice.entries[place];
        let when = pad(&list_moment(zone, entry.happened, now), 13);
        let who = fit(&shared.shown_name(&entry.by), 16);
        let room = usize::from(inside.width).saturating_sub(width(&when) + width(&who) + 5);
        let words = pad(&fit(&clean(&entry.words), room), room);
        Line::from(vec![
            Span::styled(format!(" {when} "), theme.dim),
            Span::raw(words),
            Span::styled(format!(" {who}"), theme.dim),
        ])
    })
}
