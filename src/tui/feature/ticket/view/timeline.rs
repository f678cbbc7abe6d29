//! Draws what happened to a ticket, the newest first.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use crate::domain::sla::DeadlineChange;
use crate::domain::ticket::{Event, EventData, Record, Uncounted, say_of};
use crate::domain::time::{Instant, Zone, list_moment};
use crate::tui::feature::ticket::{TicketTab, TicketView};
use crate::tui::shared::Shared;
use crate::tui::text::{clean, fit, pad, width};
use crate::tui::theme::Theme;
use crate::tui::widget::{VisibleRows, put_line, scrollbar};

use crate::tui::feature::ticket::layout::{NARROW, WHEN};

/// Draws the events into `body`, below their head.
pub(super) fn draw(
    frame: &mut Frame<'_>,
    body: Rect,
    shared: &Shared,
    view: &TicketView,
    record: &Record,
    now: Instant,
) -> VisibleRows {
    let zone = shared.zone;
    let (total, has_keys) = (record.events.len(), view.tab() == TicketTab::Events);
    let scrolled = view.timeline.visible(total, body.height);
    let range = shown(view, scrolled, usize::from(body.height));
    let mut rows = (body.y..body.bottom()).map(|y| Rect { y, height: 1, ..body });
    for line in range.clone() {
        let place = total - 1 - line;
        // Beside the conversation it shows which of the two the keys move in.
        let selected = has_keys && line == view.timeline.selected();
        let mut text = event_line(record, place, view.counts_at(place), body.width, zone, now, &shared.theme);
        text.spans.insert(0, Span::styled(if selected { "▌" } else { " " }, shared.theme.accent));
        let style = if selected { shared.theme.selected } else { shared.theme.text };
        let below =
            view.changes_at(place).iter().map(|change| change_line(change, body.width, zone, now, &shared.theme));
        for (line, row) in std::iter::once(text.style(style)).chain(below).zip(rows.by_ref()) {
            put_line(frame, row, line);
        }
    }
    scrollbar(frame, body, &range, total, &shared.theme);
    VisibleRows { top: body.y, rows: range }
}

/// Returns the events of `range` that fit, each with a line for every deadline that it changed; the selected one is whole
/// among them.
fn shown(view: &TicketView, range: Range<usize>, height: usize) -> Range<usize> {
    let total = view.events();
    let lines = |line: usize| 1 + view.changes_at(total - 1 - line).len();
    let selected = view.timeline.selected().clamp(range.start, range.end.max(1) - 1);
    let mut start = range.start;
    while start < selected && (start..=selected).map(lines).sum::<usize>() > height {
        start += 1;
    }
    let mut room = height;
    let fits = |line: &usize| {
        let fits = room > 0;
        room = room.saturating_sub(lines(*line));
        fits
    };
    start..start + (start..range.end).take_while(fits).count()
}

/// Returns the line below the event that changed a deadline: `response: Mon 10:00 → Mon 12:00`.
fn change_line(change: &DeadlineChange, columns: u16, zone: Zone, now: Instant, theme: &Theme) -> Line<'static> {
    let words = change.in_words(|at| list_moment(zone, at, now));
    let blanks = if columns < NARROW { 4 } else { WHEN + 4 };
    // The last column is the scroll bar's.
    Line::styled(fit(&format!("{}{words}", " ".repeat(blanks)), usize::from(columns.saturating_sub(1))), theme.dim)
}

fn event_line(
    record: &Record,
    place: usize,
    (stands, uncounted): (bool, Option<Uncounted>),
    columns: u16,
    zone: Zone,
    now: Instant,
    theme: &Theme,
) -> Line<'static> {
    let event = &record.events[place];
    let say = |at| list_moment(zone, at, now);
    let when = pad(&list_moment(zone, event.happened, now), WHEN);
    let late = if entered_late(event) {
        format!(" (entered {})", list_moment(zone, event.recorded, now))
    } else {
        String::new()
    };
    let taken = match uncounted {
        _ if !stands => " (retracted)".to_owned(),
        Some(why) => format!(" ({})", why.in_words(|at| list_moment(zone, at, now))),
        None => String::new(),
    };
    let who = if columns < NARROW { String::new() } else { fit(&event.by, 12) };
    let room = usize::from(columns).saturating_sub(width(&when) + width(&who) + 4);
    let said = format!("{}{taken}", clean(&say_of(record, event, stands, &say)));
    let words = beside(&said, &late, room);
    let blank = " ".repeat(room.saturating_sub(width(&words)) + 1);
    let tone = match uncounted {
        _ if !stands => theme.dim.add_modifier(Modifier::CROSSED_OUT),
        Some(_) => theme.dim,
        None => theme.text,
    };
    Line::from(vec![
        Span::styled(format!("{when} "), theme.dim),
        Span::styled(words, tone),
        Span::raw(blank),
        Span::styled(who, theme.dim),
    ])
}

/// Returns what is said with the moment behind it, which is whole or not there.
fn beside(said: &str, late: &str, room: usize) -> String {
    match room.checked_sub(width(late)) {
        Some(left) if left >= width(said).min(room / 2) => format!("{}{late}", fit(said, left)),
        _ => fit(said, room),
    }
}

fn entered_late(event: &Event) -> bool {
    event.recorded.since(event.happened) >= 60 && !matches!(event.action(), Some(EventData::Retracted(_)))
}
