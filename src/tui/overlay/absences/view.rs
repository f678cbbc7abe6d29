//! Draws the list of absences: who, from when, until when, why.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::ledger::Absence;
use crate::domain::time::Instant;
use crate::tui::action::Context;
use crate::tui::shared::Shared;
use crate::tui::text::{clean, fit, pad, width};
use crate::tui::view::lines::{draw_help, draw_lines};
use crate::tui::widget::{VisibleRows, popup};

use super::AbsenceList;

/// The most columns of a name.
const NAME: usize = 20;

/// Draws the list.
///
/// ```text
/// ╭ Who is away ─────────────────────────────────────────────╮
/// │ Ola Vik   away until Thu 11 Jan (holiday)                │
/// │ Anna Berg from Mon 15 Jan 08:00 until further notice     │
/// │ Enter an absence…                                        │
/// ╰──────────────────────────────────────────────────────────╯
/// ```
pub(super) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    list: &AbsenceList,
    shared: &Shared,
    now: Instant,
) -> VisibleRows {
    let theme = &shared.theme;
    let inside = popup(frame, area, (76, list.total().max(1) as u16 + 4), "Who is away", theme);
    let body = Rect { height: inside.height.saturating_sub(2), ..inside };
    let names: Vec<String> =
        list.absences.iter().map(|(_, it)| fit(&clean(&shared.shown_name(&it.staff)), NAME)).collect();
    let columns = names.iter().map(|name| width(name)).max().unwrap_or(0);
    let shown = draw_lines(frame, body, &list.rows, list.total(), theme, |place| match list.absences.get(place) {
        Some((_, absence)) => Line::from(vec![
            Span::raw(format!(" {} ", pad(&names[place], columns))),
            Span::styled(
                fit(&clean(&when(absence, shared, now)), usize::from(body.width).saturating_sub(columns + 2)),
                if absence.holds_at(now) { theme.at_risk } else { theme.text },
            ),
        ]),
        None => Line::raw(" Enter an absence…"),
    });
    let below = Rect { y: body.bottom(), height: inside.height.saturating_sub(body.height), ..inside };
    let key = shared.keys.say_in(Context::List, "{accept}");
    let help = match &list.refused {
        Some(why) if list.absences.is_empty() => format!("Nobody is away. {why}"),
        Some(why) => why.clone(),
        None if list.rows.selected() < list.absences.len() => format!("{key} removes it, after a question."),
        None => format!("{key} asks who it is, and from when to when."),
    };
    draw_help(frame, below, &help, None, theme);
    shown
}

/// Says from when and until when, and why: `from Mon 15 Jan until Fri 19 Jan (holiday)`.
pub(super) fn when(absence: &Absence, shared: &Shared, now: Instant) -> String {
    let begins =
        if absence.holds_at(now) { "away".to_owned() } else { format!("from {}", shared.day_in_words(absence.from)) };
    let until = absence.to.map_or_else(|| "further notice".to_owned(), |to| shared.day_in_words(to));
    let note = absence.note.as_ref().map_or_else(String::new, |note| format!(" ({note})"));
    format!("{begins} until {until}{note}")
}
