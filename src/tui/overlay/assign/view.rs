//! Draws the list of people whom a ticket can be assigned to.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::form::room;
use crate::tui::shared::Shared;
use crate::tui::text::{clean, fit, pad, width, wrap};
use crate::tui::view::lines::{draw_input, draw_lines};
use crate::tui::widget::{VisibleRows, popup, put_line, put_lines};

use super::{AssignChoice, AssignTo, AssigneeLoad};

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, assign: &AssignChoice, shared: &Shared) -> VisibleRows {
    let theme = &shared.theme;
    let matching = assign.matching();
    let company = open_elsewhere(assign, shared);
    let title = match assign.tickets.as_slice() {
        [(id, _)] => format!("Assign #{id} to"),
        many => format!("Assign {} tickets to", many.len()),
    };
    let rows = matching.len().clamp(1, 12) as u16
        + 3
        + if assign.unknown.is_some() { 2 } else { 0 }
        + u16::from(company.is_some());
    let mut inside = popup(frame, area, (58, rows), &title, theme);
    if let Some(words) = company.filter(|_| inside.height > 2) {
        inside.height -= 1;
        let foot = Rect { y: inside.bottom(), height: 1, ..inside };
        put_line(frame, foot, Line::styled(fit(&words, usize::from(foot.width)), theme.accent));
    }
    let below = draw_input(frame, inside, &room::label(">", assign.line.value()), &assign.line, "a name", theme);
    if matching.is_empty() {
        let assigns = format!("{} assigns to “{}”", shared.keys.say("{accept}"), assign.line.value().trim());
        let (words, style) = match assign.doubt() {
            Some(doubt) => (format!(" {doubt} {assigns} all the same."), theme.at_risk),
            None => (format!(" {assigns}"), theme.dim),
        };
        let lines = wrap(&words, usize::from(below.width.saturating_sub(1)));
        put_lines(
            frame,
            below,
            lines.into_iter().map(|line| Line::styled(format!(" {}", line.trim_start()), style)).collect(),
        );
    }
    let columns = usize::from(below.width.saturating_sub(1));
    draw_lines(frame, below, &assign.rows, matching.len(), theme, |place| match &matching[place] {
        AssignTo::Person(name) => person_line(assign.people.iter().find(|known| known.name == *name), shared, columns),
        AssignTo::Least => match assign.shares.as_slice() {
            [only] => Line::raw(format!(" {} ({only})", AssignChoice::LEAST)),
            _ => Line::raw(format!(" {}, one after the other", AssignChoice::LEAST)),
        },
        AssignTo::Nobody => Line::styled(" unassigned", theme.dim),
    })
}

/// Returns the row of a person, as in ` Anna Berg (anna), on call, away until Thu 11 Jan    3 open`.
fn person_line(known: Option<&AssigneeLoad>, shared: &Shared, columns: usize) -> Line<'static> {
    let Some(known) = known else { return Line::default() };
    let you = known.name == shared.me.name;
    let name = match (you, known.display == known.name) {
        (true, _) => format!(" {} (you)", known.display),
        (false, true) => format!(" {}", known.name),
        (false, false) => format!(" {} ({})", known.display, known.name),
    };
    let first = shared.rota.levels().next();
    let on_call = match &known.on_call {
        Some(level) if Some(level.as_str()) == first => ", on call".to_owned(),
        Some(level) => format!(", on call ({level})"),
        None => String::new(),
    };
    let away = known.away.as_ref().map_or_else(String::new, |away| format!(", {away}"));
    let open = format!(" {} open", known.open);
    let room = columns.saturating_sub(width(&open));
    // Of a long name the end is cut rather than that they are away.
    let name = fit(&format!("{}{on_call}", clean(&name)), room.saturating_sub(width(&away)));
    let away_room = room.saturating_sub(width(&name));
    let away = pad(&fit(&away, away_room), away_room);
    let spans = [Span::raw(name), Span::styled(away, shared.theme.at_risk), Span::styled(open, shared.theme.dim)];
    Line::from(spans.to_vec())
}

/// Returns which of the tickets others have open, as something to know, not as an obstacle.
fn open_elsewhere(assign: &AssignChoice, shared: &Shared) -> Option<String> {
    let mut open = assign.tickets.iter().filter_map(|(id, _)| Some((id, shared.also_open_by(*id)?)));
    let (id, company) = open.next()?;
    Some(match (assign.tickets.len(), open.count()) {
        (1, _) => format!(" ◎ {company}"),
        (_, 0) => format!(" ◎ #{id}: {company}"),
        (_, more) => format!(" ◎ #{id}: {company}; {more} more of them are open elsewhere"),
    })
}
