//! Draws the line for the sentence of a closing.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::form::room;
use crate::tui::shared::Shared;
use crate::tui::text::wrap;
use crate::tui::view::lines::draw_input;
use crate::tui::widget::{popup, put_lines};

use super::ReasonLine;

/// The columns of the box.
const COLUMNS: u16 = 84;

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
    let (does, accepts) = if reason.by_letter { ("Send, close", "sends and closes") } else { ("Close", "closes") };
    let title = format!("{does} #{}: the breach is {}", reason.ticket, reason.reason.words());
    let help = format!("Why? Reports count it. {{accept}} {accepts}; with nothing typed, without a sentence.");
    let (words, style) = match &reason.wrong {
        Some(wrong) => (wrong.clone(), theme.error),
        None => (shared.keys.say(&help), theme.dim),
    };
    let lines = wrap(&words, usize::from(COLUMNS.min(area.width).saturating_sub(4)));
    let inside = popup(frame, area, (COLUMNS, lines.len() as u16 + 3), &title, theme);
    let below = draw_input(frame, inside, &room::label(">", reason.line.value()), &reason.line, "in a sentence", theme);
    put_lines(frame, below, lines.into_iter().map(|line| Line::styled(format!(" {line}"), style)).collect());
}
