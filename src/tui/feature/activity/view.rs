//! Draws the audit log: who did what, the newest first, with the full words beside it where there is room.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders};

use crate::domain::audit::{AuditEntry, AuditKind};
use crate::domain::time::{Instant, Zone, clock_text, list_moment};
use crate::tui::feature::activity::ActivityView;
use crate::tui::shared::Shared;
use crate::tui::text::{clean, fit, pad, pad_left, width, wrap};
use crate::tui::view::preview;
use crate::tui::widget::{VisibleRows, cell, popup_area, put_line, put_lines, scrollbar};

/// The sign before an audit entry that was entered late, with when it happened.
const LATE: &str = "‹";
/// The sign before an audit entry that retracts something.
const UNDO: &str = "↶";

/// The width of each column; 0 means that it is left out.
#[derive(Clone, Copy)]
struct ActivityColumns {
    when: usize,
    happened: usize,
    who: usize,
    what: usize,
    number: usize,
    vendor: usize,
    subject: usize,
}

/// Draws the page.
///
/// ```text
///  WHEN          WHO     WHAT                         #        VENDOR     SUBJECT
/// ▌today 10:12   anna    responded to the customer    #1042    Markant    Checkout gives 502
///  today 10:05   ola     ↶ took back: work started    #1041    Markant    Shop down
/// ```
pub fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    shared: &Shared,
    view: &ActivityView,
    now: Instant,
) -> Option<VisibleRows> {
    if view.audit_entries.is_empty() {
        draw_none(frame, area, shared, view, now);
        return None;
    }
    let (list, side) = preview::beside(area);
    let shown = draw_list(frame, list, shared, view, now);
    if let (Some(side), Some(audit_entry)) = (side, view.selected()) {
        draw_preview(frame, side, shared, audit_entry);
    }
    Some(shown)
}

/// Draws what there is to say where there are no audit entries to show.
fn draw_none(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &ActivityView, now: Instant) {
    let theme = &shared.theme;
    let key = |action: &str, words: &'static str| {
        Line::from(vec![Span::styled(pad(&shared.keys.say(action), 5), theme.key), Span::raw(words)])
    };
    let lines = if let Some(problem) = &view.problem {
        vec![Line::styled(clean(problem).into_owned(), theme.error)]
    } else if view.is_searching() {
        vec![Line::styled(searching(view, shared.zone, now), theme.dim)]
    } else if view.filter_text.is_empty() {
        vec![Line::styled("Nothing has been done yet.", theme.title), Line::default(), key("{new}", "  log a ticket")]
    } else {
        vec![
            Line::styled("Nothing in the audit log matches the filter.", theme.title),
            Line::default(),
            key("{back}", "  all of it again"),
            key("{filter}", "  change the filter"),
        ]
    };
    let widest = lines.iter().map(Line::width).max().unwrap_or(0) as u16;
    put_lines(frame, popup_area(area, widest, lines.len() as u16), lines);
}

fn searching(view: &ActivityView, zone: Zone, now: Instant) -> String {
    match view.back_to {
        Some(at) => format!("… searching, back to {}", list_moment(zone, at, now)),
        None => "… searching".to_owned(),
    }
}

fn draw_list(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &ActivityView, now: Instant) -> VisibleRows {
    let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(area);
    let total = view.audit_entries.len();
    let range = view.rows.visible(total, body.height);
    let shown = &view.audit_entries[range.clone()];
    let columns = columns(usize::from(area.width), shown);
    draw_head(frame, head, columns, shared, view, now);
    let row_columns = body.width.saturating_sub(u16::from(range.len() < total));
    for (y, (place, audit_entry)) in range.clone().zip(shown).enumerate() {
        let row = Rect { y: body.y + y as u16, height: 1, width: row_columns, ..body };
        let selected = place == view.rows.selected();
        let (mark, style) = if selected { ("▌", shared.theme.selected) } else { (" ", Style::default()) };
        let spans =
            std::iter::once(Span::styled(mark, shared.theme.accent)).chain(row_line(audit_entry, columns, shared, now));
        put_line(frame, row, Line::from(spans.collect::<Vec<_>>()).style(style));
    }
    scrollbar(frame, body, &range, total, &shared.theme);
    VisibleRows { top: body.y, rows: range }
}

/// Draws the columns' names, and at the right end what there is besides the rows.
fn draw_head(
    frame: &mut Frame<'_>,
    area: Rect,
    c: ActivityColumns,
    shared: &Shared,
    view: &ActivityView,
    now: Instant,
) {
    let heads = [
        ("WHEN", c.when),
        ("HAPPENED", c.happened),
        ("WHO", c.who),
        ("WHAT", c.what),
        ("#", c.number),
        ("VENDOR", c.vendor),
        ("SUBJECT", c.subject),
    ];
    let cell = |(head, wide): (&str, usize)| if head == "#" { pad_left(head, wide) } else { pad(head, wide) };
    let cells: Vec<String> = heads.into_iter().filter(|(_, wide)| *wide > 0).map(cell).collect();
    put_line(frame, area, Line::styled(format!(" {}", cells.join(" ")), shared.theme.dim));
    let Some((words, style)) = besides(view, shared, now) else { return };
    let words = format!(" {} ", fit(&words, usize::from(area.width).saturating_sub(2)));
    let columns = (width(&words) as u16).min(area.width);
    put_line(frame, Rect { x: area.right() - columns, width: columns, ..area }, Line::styled(words, style));
}

fn besides(view: &ActivityView, shared: &Shared, now: Instant) -> Option<(String, Style)> {
    let theme = &shared.theme;
    if let Some(problem) = &view.problem {
        return Some((format!("✗ {}", clean(problem)), theme.error));
    }
    if view.is_full() {
        return Some((shared.keys.say("older ones: {filter} until:…"), theme.at_risk));
    }
    view.is_searching().then(|| (searching(view, shared.zone, now), theme.dim))
}

/// Returns the columns that fit: always when, who and what, the rest as there is room.
fn columns(columns: usize, shown: &[AuditEntry]) -> ActivityColumns {
    let wide = |from: usize, wide: usize| if columns >= from { wide } else { 0 };
    let number = shown.iter().map(|audit_entry| width(&audit_entry.number())).max().unwrap_or(0).max(5);
    let who = shown
        .iter()
        .map(|audit_entry| width(&audit_entry.by))
        .max()
        .unwrap_or(0)
        .clamp(3, if columns >= 100 { 14 } else { 8 });
    let mut c = ActivityColumns {
        when: if columns >= 40 { 13 } else { 0 },
        happened: wide(110, 13),
        who,
        what: 0,
        number: wide(48, number),
        vendor: wide(72, 8),
        subject: 0,
    };
    let taken: usize = [c.when, c.happened, c.who, c.number, c.vendor].iter().map(|w| w + usize::from(*w > 0)).sum();
    let room = columns.saturating_sub(taken + 3);
    c.subject = if columns >= 64 { room * 2 / 5 } else { 0 };
    c.what = room.saturating_sub(c.subject);
    c
}

fn row_line(audit_entry: &AuditEntry, c: ActivityColumns, shared: &Shared, now: Instant) -> Vec<Span<'static>> {
    let theme = &shared.theme;
    let quiet = if audit_entry.stands { theme.text } else { theme.dim };
    let late = if audit_entry.happened == audit_entry.recorded {
        String::new()
    } else {
        list_moment(shared.zone, audit_entry.happened, now)
    };
    let who = if audit_entry.by == shared.me.name { theme.accent } else { quiet };
    vec![
        cell(&list_moment(shared.zone, audit_entry.recorded, now), c.when, theme.dim),
        cell(&late, c.happened, theme.dim),
        cell(&audit_entry.by, c.who, who),
        what_cell(audit_entry, c, shared, now),
        cell(&pad_left(&audit_entry.number(), c.number), c.number, quiet),
        cell(shared.vendor_in(&audit_entry.vendor, c.vendor), c.vendor, quiet),
        cell(&audit_entry.subject, c.subject, theme.dim),
    ]
}

/// Returns the cell of what was done. Before it stands the mark of an audit entry that retracts something, and the
/// moment when it happened where there is no column for that.
fn what_cell(audit_entry: &AuditEntry, c: ActivityColumns, shared: &Shared, now: Instant) -> Span<'static> {
    let undo = if audit_entry.kind == AuditKind::UNDO { format!("{UNDO} ") } else { String::new() };
    let late = match c.happened {
        0 if audit_entry.happened != audit_entry.recorded => {
            format!("{LATE}{} ", short_moment(audit_entry, shared.zone, now))
        }
        _ => String::new(),
    };
    let taken = if audit_entry.stands { "" } else { "(retracted) " };
    let style = if audit_entry.stands { shared.theme.text } else { shared.theme.dim };
    cell(&format!("{late}{taken}{undo}{}", clean(&audit_entry.words)), c.what, style)
}

/// Returns when it happened, without the day where that is the day on which it was entered.
fn short_moment(audit_entry: &AuditEntry, zone: Zone, now: Instant) -> String {
    let (happened, recorded) = (zone.wall(audit_entry.happened), zone.wall(audit_entry.recorded));
    if happened.date == recorded.date {
        format!("{}{}", happened.hm(), zone.doubled(audit_entry.happened))
    } else {
        list_moment(zone, audit_entry.happened, now)
    }
}

/// Draws the selected audit entry in full.
fn draw_preview(frame: &mut Frame<'_>, area: Rect, shared: &Shared, audit_entry: &AuditEntry) {
    let theme = &shared.theme;
    let block = Block::new().borders(Borders::LEFT).border_style(theme.border);
    let inside = block.inner(area);
    frame.render_widget(block, area);
    let room = usize::from(inside.width.saturating_sub(2));
    let wrapped = |text: &str, style: Style| {
        let lines = text.lines().flat_map(|line| wrap(line, room)).map(|line| Line::styled(format!(" {line}"), style));
        lines.collect::<Vec<_>>()
    };
    let mut lines = vec![Line::from(vec![
        Span::styled(format!(" {} ", audit_entry.number()), theme.accent),
        Span::styled(fit(&audit_entry.vendor, room.saturating_sub(width(&audit_entry.number()) + 1)), theme.text),
    ])];
    lines.extend(wrapped(&audit_entry.subject, theme.title));
    lines.push(Line::default());
    if !audit_entry.stands {
        lines.push(Line::styled(" ✗ retracted since", theme.at_risk));
    }
    let tone = if audit_entry.stands { theme.text } else { theme.dim.add_modifier(Modifier::CROSSED_OUT) };
    lines.extend(wrapped(&audit_entry.words, tone));
    lines.push(Line::default());
    lines.extend(moments(audit_entry, shared).iter().flat_map(|words| wrapped(words, theme.dim)));
    put_lines(frame, inside, lines);
}

/// Returns who entered it when, and when it happened where that was another time.
fn moments(audit_entry: &AuditEntry, shared: &Shared) -> Vec<String> {
    let entered =
        format!("entered {} by {}", clock_text(shared.zone, audit_entry.recorded), shared.shown_name(&audit_entry.by));
    let happened = format!("happened {}", clock_text(shared.zone, audit_entry.happened));
    if audit_entry.happened == audit_entry.recorded { vec![entered] } else { vec![entered, happened] }
}
