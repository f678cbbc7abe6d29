//! Draws one ticket: facts, targets, timeline.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use crate::domain::sla::{DeadlineChange, TicketRow, waiting_in_words};
use crate::domain::ticket::{Event, EventData, Record, TicketSize, Uncounted, event, live, say_at, uncounted};
use crate::domain::time::{Instant, Zone, clock_text, list_moment};
use crate::tui::feature::ticket::TicketView;
use crate::tui::shared::Shared;
use crate::tui::text::{clean, fit, pad, width, wrap};
use crate::tui::theme::Theme;
use crate::tui::view::preview;
use crate::tui::widget::{VisibleRows, put_line, put_lines, scrollbar};

/// The number of columns from which on the timeline stands beside the targets instead of below them.
const BESIDE_FROM: u16 = 120;

/// The number of rows of the page under which only the subject and the targets stand above the timeline.
const TALL_FROM: u16 = 13;

/// The number of columns under which nobody is named beside an event.
const NARROW: u16 = 50;

/// The columns of the moment before an event.
const WHEN: usize = 13;

/// Draws the page.
///
/// ```text
///  #1042 Critical  Markant, Extended  in work
///  Checkout gives 502 in every shop
///  response    due today 10:30      ✓ met
///  …
///  TIMELINE
///  today 10:12   severity set to critical                         agent1
///                  response: today 14:00 → today 12:00
/// ```
pub fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    shared: &Shared,
    view: &TicketView,
    now: Instant,
) -> Option<VisibleRows> {
    if let Some(problem) = &view.problem {
        put_line(frame, area, Line::styled(format!(" {problem}"), shared.theme.error));
        return None;
    }
    let Some(record) = &view.record else {
        put_line(frame, area, Line::styled(" …", shared.theme.dim));
        return None;
    };
    let contract = shared.book.of_ticket(&record.ticket);
    let row = TicketRow::new(record.ticket.clone(), contract, now);
    let columns = if area.width >= BESIDE_FROM { area.width / 2 } else { area.width };
    let zone = shared.zone;
    let waiting = waiting_in_words(&row, zone, now);
    let is_short = area.height < TALL_FROM && area.width < BESIDE_FROM;
    let mut lines = preview::facts(&row, columns, shared, now);
    if is_short {
        // What is owed comes before who reported it and how.
        lines.truncate(1);
        lines.push(Line::styled(
            fit(&format!(" {}", clean(&record.ticket.subject)), usize::from(columns)),
            shared.theme.title,
        ));
    } else {
        lines.extend(preview::apart(&row, waiting, columns, shared, now));
    }
    if let Some(words) = TicketSize::about(&record.events).warning() {
        let wrapped = wrap(&format!("⚠ {words}"), usize::from(columns.saturating_sub(2)));
        lines.extend(wrapped.into_iter().map(|line| Line::styled(format!(" {line}"), shared.theme.at_risk)));
    }
    lines.extend((!is_short).then(Line::default));
    // However small the screen, some of the timeline shows.
    let most = if area.width >= BESIDE_FROM { area.height } else { area.height.saturating_sub(4).max(area.height / 2) };
    let room = most.saturating_sub(lines.len() as u16);
    lines.extend(preview::targets(&row, (columns, room), shared, now));
    let height = lines.len() as u16;
    let parts = if area.width >= BESIDE_FROM {
        Layout::horizontal([Constraint::Length(columns), Constraint::Min(0)]).areas(area)
    } else {
        let top = height.min(most);
        Layout::vertical([Constraint::Length(top), Constraint::Min(0)]).areas(area)
    };
    let [facts, timeline]: [Rect; 2] = parts;
    put_lines(frame, facts, lines);
    Some(draw_timeline(frame, timeline, shared, view, record, zone, now))
}

fn draw_timeline(
    frame: &mut Frame<'_>,
    area: Rect,
    shared: &Shared,
    view: &TicketView,
    record: &Record,
    zone: Zone,
    now: Instant,
) -> VisibleRows {
    let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(area);
    put_line(frame, head, Line::styled(" TIMELINE, newest first", shared.theme.dim));
    let counts: Vec<(bool, Option<Uncounted>)> =
        live(&record.events).into_iter().zip(uncounted(&record.events)).collect();
    let total = record.events.len();
    let scrolled = view.timeline.visible(total, body.height);
    let range = shown(view, scrolled, usize::from(body.height));
    let mut rows = (body.y..body.bottom()).map(|y| Rect { y, height: 1, ..body });
    for line in range.clone() {
        let place = total - 1 - line;
        let selected = line == view.timeline.selected();
        let mut text = event_line(record, place, counts[place], body.width, zone, now, &shared.theme);
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
    let said = format!("{}{taken}", clean(&say_at(event, &record.events, &|at| list_moment(zone, at, now))));
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

/// Returns an event in full, a note with all its lines.
pub fn event_text(record: &Record, place: usize, zone: Zone) -> Vec<String> {
    let event = &record.events[place];
    let name = zone.name();
    let mut lines = vec![
        format!("happened {} ({name})", clock_text(zone, event.happened)),
        format!("entered  {} by {}", clock_text(zone, event.recorded), event.by),
        String::new(),
    ];
    match event.action() {
        Some(EventData::Note(event::Note { text, .. })) => lines.extend(text.lines().flat_map(|line| wrap(line, 72))),
        _ => lines.extend(wrap(&say_at(event, &record.events, &|at| clock_text(zone, at)), 72)),
    }
    lines
}
