//! Draws a note.

use ratatui::Frame;
use ratatui::layout::{Margin, Rect};
use ratatui::text::Line;

use crate::domain::time::{Instant, say_moment};
use crate::tui::action::Context;
use crate::tui::feature::new_ticket::view::draw_area;
use crate::tui::shared::Shared;
use crate::tui::text::fit;
use crate::tui::widget::{popup, put_line};

use super::Note;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, note: &Note, shared: &Shared, now: Instant) {
    let theme = &shared.theme;
    let when = note.at.map_or_else(String::new, |at| format!(", for {}", say_moment(shared.zone, at, now)));
    let what = if note.to_customer { "Update the customer on" } else { "Note on" };
    let title = format!("{what} #{}{when}{}", note.ticket, note.autosave.since_in_words(shared.zone, now));
    let inside = popup(frame, area, (84, 14), &title, theme);
    // What is typed stands off the frame, as in all dialogs.
    let inside = inside.inner(Margin::new(1, 0));
    let text = Rect { height: inside.height.saturating_sub(1), ..inside };
    draw_area(frame, text, &note.text, true, theme);
    let foot = Rect { y: text.bottom(), height: inside.height.min(1), ..inside };
    let keys = |words| Line::styled(shared.keys.say_in(Context::Area, words), theme.dim);
    let line = match &note.wrong {
        Some(wrong) => Line::styled(fit(wrong, usize::from(foot.width)), theme.error),
        None if note.saving.is_some() => Line::styled("… waiting to be written; Esc leaves it to that", theme.dim),
        None if shared.files.is_some() => {
            keys("{save} saves · Esc keeps · {drop} drops it · {earlier} earlier · {editor} editor")
        }
        None => keys("{save} saves · Esc keeps a draft · {drop} drops it · {earlier}: it was earlier"),
    };
    put_line(frame, foot, line);
}
