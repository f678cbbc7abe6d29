//! Draws the tickets to which a letter may belong.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::time::Instant;
use crate::tui::shared::Shared;
use crate::tui::text::{clean, fit, pad, pad_left};
use crate::tui::view::lines::{draw_input, draw_lines};
use crate::tui::view::ticket_table::sign;
use crate::tui::widget::{VisibleRows, popup, put_line};

use super::LetterJoin;

/// The columns for the words that a ticket is the likely one.
const LIKELY: usize = 8;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, join: &LetterJoin, shared: &Shared, now: Instant) -> VisibleRows {
    let theme = &shared.theme;
    let title = format!("Join the letter of {}", clean(&join.sender));
    let rows = join.found.len().clamp(1, 12) as u16 + 3;
    let inside = popup(frame, area, (84, rows), &title, theme);
    let below = draw_input(frame, inside, ">", &join.line, "a ticket's number, or words of its subject", theme);
    if join.found.is_empty() {
        let words = " no open ticket is like that; a closed one is found by its number";
        put_line(frame, below, Line::styled(fit(words, usize::from(below.width)), theme.dim));
    }
    let digits = join.found.iter().map(|id| id.to_string().len()).max().unwrap_or(1);
    let room = usize::from(inside.width).saturating_sub(digits + LIKELY + 8);
    draw_lines(frame, below, &join.rows, join.found.len(), theme, |place| {
        let id = join.found[place];
        let row = shared.row(id, now);
        let (sign, tone) = row.as_ref().map_or((" ", theme.dim), |row| sign(row, theme));
        let subject = row.as_ref().map_or_else(|| "not open here".to_owned(), |row| clean(&row.ticket.subject).into());
        let likely = if join.like == Some(id) { "likely" } else { "" };
        Line::from(vec![
            Span::raw(" "),
            Span::styled(sign, tone),
            Span::styled(format!(" #{}  ", pad_left(&id.to_string(), digits)), theme.text),
            Span::styled(pad(&subject, room), theme.text),
            Span::styled(format!(" {}", pad(likely, LIKELY)), theme.accent),
        ])
    })
}
