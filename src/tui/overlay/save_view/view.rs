//! Draws the line in which the name of a filter is typed.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::tui::shared::Shared;
use crate::tui::view::lines::{draw_help, draw_input};
use crate::tui::widget::popup;

use super::SaveViewLine;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, line: &SaveViewLine, shared: &Shared) {
    let inside = popup(frame, area, (66, 5), &format!("Save /{}", line.filter), &shared.theme);
    let below = draw_input(frame, inside, "name", &line.line, "late at Markant", &shared.theme);
    let there = shared.ledger.views().any(|(_, view)| view.is_called(line.line.value()));
    let help = if there {
        "The desk has a view of that name; {accept} has it say this filter."
    } else {
        "Everybody at the desk finds it by {views} and its digit. {accept} saves it."
    };
    draw_help(frame, below, &shared.keys.say(help), line.wrong.as_deref(), &shared.theme);
}
