//! Draws the line, its subject, and what is to be typed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::domain::time::{Instant, say_moment};
use crate::tui::form::room;
use crate::tui::shared::Shared;
use crate::tui::text::clean;
use crate::tui::view::lines::{draw_help, draw_input, draw_lines};
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
    let people = one.people.found();
    let listed = if people.is_empty() { 0 } else { people.len() as u16 + 1 };
    let inside = popup(frame, area, (72, 6 + listed), &format!("{}{when}", one.title()), theme);
    let below = draw_input(frame, inside, &room::label(">", one.line.value()), &one.line, one.example(), theme);
    // What is wrong with it shows however few rows there are; the list scrolls.
    let foot = if one.wrong.is_some() { 2 } else { 1 };
    let listed = listed.min(below.height.saturating_sub(foot));
    let (list, foot) =
        (Rect { height: listed, ..below }, Rect { y: below.y + listed, height: below.height - listed, ..below });
    draw_help(frame, foot, &shared.keys.say(one.help()), one.wrong.as_deref(), theme);
    if listed > 0 {
        draw_lines(frame, list, &one.rows, people.len() + 1, theme, |place| match people.get(place) {
            Some(person) => Line::raw(format!(" {}", person.in_words())),
            None => Line::raw(format!(" “{}”, a name alone", clean(one.line.value().trim()))),
        });
    }
}
