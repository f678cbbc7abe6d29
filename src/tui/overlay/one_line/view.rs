//! Draws the line, its subject, and what is to be typed.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::time::{Instant, say_moment};
use crate::tui::form::room;
use crate::tui::shared::Shared;
use crate::tui::view::lines::{draw_help, draw_input};
use crate::tui::widget::popup;

use super::OneLine;

/// Draws the line over the page in `area`.
///
/// ```text
/// ╭ Time spent on #12, for today 10:30 ────────────────╮
/// │ > 30 looked into the logs                          │
/// │ Minutes, or 1h30m, then what for. Enter books it.  │
/// ╰────────────────────────────────────────────────────╯
/// ```
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, one: &OneLine, shared: &Shared, now: Instant) {
    let theme = &shared.theme;
    let when = shared.at.map_or_else(String::new, |at| format!(", for {}", say_moment(shared.zone, at, now)));
    let inside = popup(frame, area, (72, 6), &format!("{}{when}", one.title()), theme);
    let below = draw_input(frame, inside, &room::label(">", one.line.value()), &one.line, one.example(), theme);
    draw_help(frame, below, &shared.keys.say(one.help()), one.wrong.as_deref(), theme);
}
