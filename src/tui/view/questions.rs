//! Questions that are answered with `y` or `n`.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::domain::ticket::say;
use crate::domain::time::{Instant, say_moment};
use crate::tui::app::App;
use crate::tui::screen::conflict::Conflict;
use crate::tui::screen::dialog::Confirm;
use crate::tui::screen::same_cause::SameCause;
use crate::tui::text::{clean, width, wrap};
use crate::tui::theme::Theme;
use crate::tui::widget::popup;

/// How wide a conflict is told.
const CONFLICT: u16 = 72;

/// Draws a question.
pub fn confirm(frame: &mut Frame<'_>, area: Rect, confirm: &Confirm, theme: &Theme) {
    yes_or_no(frame, area, "Sure?", &confirm.question, theme);
}

/// Draws the question whether something else has the same cause.
pub fn same_cause(frame: &mut Frame<'_>, area: Rect, question: &SameCause, theme: &Theme) {
    yes_or_no(frame, area, "The same cause?", &clean(&question.question), theme);
}

fn yes_or_no(frame: &mut Frame<'_>, area: Rect, title: &str, question: &str, theme: &Theme) {
    let columns = (width(question) as u16 + 6).min(area.width).min(CONFLICT);
    let lines = wrap(question, usize::from(columns.saturating_sub(4)));
    let inside = popup(frame, area, (columns, lines.len() as u16 + 4), title, theme);
    let mut text: Vec<Line<'_>> = lines.into_iter().map(|l| Line::raw(format!(" {l}"))).collect();
    text.push(Line::default());
    text.push(answers("yes", "no", theme));
    frame.render_widget(Paragraph::new(text), inside);
}

/// Draws what others have done meanwhile, what was meant, and the question what is to become of it. The end, which has
/// the question, always shows.
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
pub fn conflict(frame: &mut Frame<'_>, area: Rect, conflict: &Conflict, app: &App, now: Instant) {
    let theme = &app.theme;
    let columns = usize::from(CONFLICT.min(area.width).saturating_sub(4));
    let mut lines = happened_since(conflict, columns, app, now);
    lines.push(Line::default());
    let wanted = wrap(&format!("Not written: {}", clean(&conflict.wanted)), columns);
    lines.extend(wanted.into_iter().map(|l| Line::styled(format!(" {l}"), theme.title)));
    lines.push(Line::default());
    lines.push(answers("write it all the same", "drop it", theme));
    let title = format!("#{} has changed meanwhile", conflict.ticket);
    let inside = popup(frame, area, (CONFLICT, lines.len() as u16 + 2), &title, theme);
    let hidden = lines.len().saturating_sub(usize::from(inside.height));
    frame.render_widget(Paragraph::new(lines.split_off(hidden)), inside);
}

/// Who did what since: as the desk told it, until the ticket has been read again.
fn happened_since(conflict: &Conflict, columns: usize, app: &App, now: Instant) -> Vec<Line<'static>> {
    let Some(record) = conflict.record.as_ref().filter(|_| !conflict.since().is_empty()) else {
        return wrap(&conflict.told, columns).into_iter().map(|l| Line::raw(format!(" {l}"))).collect();
    };
    let contract = app.book.of_ticket(&record.ticket);
    let zone = contract.map_or(app.zone, |c| c.zone);
    let mut lines = Vec::new();
    for event in conflict.since() {
        let who = format!(" {}, {}:", app.shown_name(&event.by), say_moment(zone, event.recorded, now));
        lines.push(Line::styled(who, app.theme.dim));
        let words = wrap(&clean(&say(event, &record.events)), columns.saturating_sub(2));
        lines.extend(words.into_iter().map(|l| Line::raw(format!("   {l}"))));
    }
    lines
}

fn answers(yes: &str, no: &str, theme: &Theme) -> Line<'static> {
    Line::from(vec![
        Span::styled(" y", theme.key),
        Span::raw(format!(" {yes}   ")),
        Span::styled("n", theme.key),
        Span::raw(format!(" {no}")),
    ])
}
