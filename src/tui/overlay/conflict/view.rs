//! Draws a change that came too late, and what has happened meanwhile.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::domain::ticket::say;
use crate::domain::time::{Instant, say_moment};
use crate::tui::shared::Shared;
use crate::tui::text::{clean, wrap};
use crate::tui::view::questions::{MOST, answers};
use crate::tui::widget::{popup, put_lines};

use super::Conflict;

/// Draws what others have done meanwhile, what was meant, and the question what is to become of it. The last line, which
/// has the question, always shows.
///
/// ```text
/// ╭ #12 has changed meanwhile ─────────────╮
/// │ Anna Berg, today 10:12:                │
/// │   responded to the customer            │
/// │                                        │
/// │ Not written: #12 fixed                 │
/// │                                        │
/// │ y write it all the same   n drop it    │
/// ╰────────────────────────────────────────╯
/// ```
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, conflict: &Conflict, shared: &Shared, now: Instant) {
    let theme = &shared.theme;
    let columns = usize::from(MOST.min(area.width).saturating_sub(4));
    let mut lines = happened_since(conflict, columns, shared, now);
    lines.push(Line::default());
    let wanted = wrap(&format!("Not written: {}", clean(&conflict.wanted)), columns);
    lines.extend(wanted.into_iter().map(|l| Line::styled(format!(" {l}"), theme.title)));
    lines.push(Line::default());
    lines.push(answers("write it all the same", "drop it", theme));
    let title = format!("#{} has changed meanwhile", conflict.ticket);
    let inside = popup(frame, area, (MOST, lines.len() as u16 + 2), &title, theme);
    let hidden = lines.len().saturating_sub(usize::from(inside.height));
    put_lines(frame, inside, lines.split_off(hidden));
}

/// Returns lines on who did what since; until the ticket has been read again, the desk's own message.
fn happened_since(conflict: &Conflict, columns: usize, shared: &Shared, now: Instant) -> Vec<Line<'static>> {
    let Some(record) = conflict.record.as_ref().filter(|_| !conflict.since().is_empty()) else {
        return wrap(&conflict.told, columns).into_iter().map(|l| Line::raw(format!(" {l}"))).collect();
    };
    let mut lines = Vec::new();
    for event in conflict.since() {
        let who = format!(" {}, {}:", shared.shown_name(&event.by), say_moment(shared.zone, event.recorded, now));
        lines.push(Line::styled(who, shared.theme.dim));
        let words = wrap(&clean(&say(event, &record.events)), columns.saturating_sub(2));
        lines.extend(words.into_iter().map(|l| Line::raw(format!("   {l}"))));
    }
    lines
}
