//! Draws the line for the sentence of a closing.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::form::room;
use crate::tui::shared::Shared;
use crate::tui::text::fit;
use crate::tui::view::lines::draw_input;
use crate::tui::widget::{popup, put_line};

use super::ReasonLine;

/// Draws the line over the page in `area`.
///
/// ```text
/// ╭ Close #1042: the breach is the vendor's ────╮
/// │ > Nobody answered on Friday                 │
/// │ In a sentence: why? Enter alone leaves …    │
/// ╰─────────────────────────────────────────────╯
/// ```
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, reason: &ReasonLine, shared: &Shared) {
    let theme = &shared.theme;
    let title = format!("Close #{}: the breach is {}", reason.ticket, reason.reason.words());
    let inside = popup(frame, area, (84, 4), &title, theme);
    let below = draw_input(frame, inside, &room::label(">", reason.line.value()), &reason.line, "in a sentence", theme);
    let line = match &reason.wrong {
        Some(wrong) => Line::styled(fit(&format!(" {wrong}"), usize::from(below.width)), theme.error),
        None => Line::styled(
            fit(
                &shared
                    .keys
                    .say(" Why? It counts in reports. {accept} closes it; {accept} alone leaves the sentence out."),
                usize::from(below.width),
            ),
            theme.dim,
        ),
    };
    put_line(frame, below, line);
}
