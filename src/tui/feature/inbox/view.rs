//! Draws the page of letters that wait: a row each, what could be due first at the top, and the selected one whole.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders};

use crate::domain::ledger::{InboxLetter, LedgerRecordId};
use crate::domain::sla::TicketRow;
use crate::domain::time::{Instant, figure_duration, past_in_list};
use crate::tui::feature::Page as _;
use crate::tui::shared::Shared;
use crate::tui::text::{clean, fit, pad, pad_left, wrap};
use crate::tui::view::lines::{MARKED, draw_lines};
use crate::tui::view::{letters, state};
use crate::tui::widget::{VisibleRows, put_line, put_lines};

use super::InboxView;

/// The number of columns from which on the selected letter stands beside the list, and below it from so many rows on.
const BESIDE_FROM: u16 = 120;
const BELOW_FROM: u16 = 15;
/// The number of columns of a list from which on sender and subject have columns of their own.
const ROOMY_FROM: usize = 60;
/// The number of columns of a list from which on it says why each letter is here.
const REASON_FROM: usize = 96;
/// The columns of the time left, of the severity, of the sender, of the receipt.
const LEFT: usize = 7;
const SEVERITY: usize = 5;
const FROM: usize = 20;
const RECEIVED: usize = 10;

/// Draws the page.
///
/// ```text
///     LEFT  IF        FROM                  SUBJECT                         RECEIVED
/// ▌!  9:58  crit      Kari Nord             unverified: Hub cannot be reac  08:12
/// ```
pub(super) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    shared: &Shared,
    view: &InboxView,
    now: Instant,
) -> Option<VisibleRows> {
    if view.list.is_empty() {
        if !view.filter_text.is_empty() {
            put_line(
                frame,
                area,
                Line::raw(shared.keys.say(" No letter matches; {clear-filter} lists all that wait.")),
            );
            return None;
        }
        let lines = wrap(&empty_words(shared), usize::from(area.width.saturating_sub(2)));
        put_lines(frame, area, lines.into_iter().map(|line| Line::raw(format!(" {line}"))).collect());
        return None;
    }
    let (list, preview) = parts(area, view.list.len());
    let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(list);
    let columns = usize::from(list.width.saturating_sub(1));
    put_line(frame, head, head_line(view, columns, shared));
    let shown = draw_lines(frame, body, &view.rows, view.list.len(), &shared.theme, |place| {
        view.list.get(place).map_or_else(Line::default, |id| row(view, *id, columns, shared, now))
    });
    if let Some(preview) = preview {
        draw_preview(frame, preview, view, shared, now);
    }
    Some(shown)
}

/// Returns the places of the list and of the selected letter.
fn parts(area: Rect, letters: usize) -> (Rect, Option<Rect>) {
    if area.width >= BESIDE_FROM {
        let [list, preview] = Layout::horizontal([Constraint::Percentage(54), Constraint::Percentage(46)]).areas(area);
        return (list, Some(preview));
    }
    if area.height >= BELOW_FROM {
        // A short list leaves its room to the letter.
        let rows = (area.height * 2 / 5).min(u16::try_from(letters + 1).unwrap_or(u16::MAX));
        let [list, preview] = Layout::vertical([Constraint::Length(rows), Constraint::Min(0)]).areas(area);
        return (list, Some(preview));
    }
    (area, None)
}

fn draw_preview(frame: &mut Frame<'_>, area: Rect, view: &InboxView, shared: &Shared, now: Instant) {
    let borders = if area.x > 0 { Borders::LEFT } else { Borders::TOP };
    let block = Block::new().borders(borders).border_style(shared.theme.border);
    let inside = block.inner(area);
    frame.render_widget(block, area);
    let selected = view.selected().and_then(|id| Some((id, shared.inbox_letter(id)?)));
    if let Some((id, letter)) = selected {
        let earliest = view.earliest(id).flatten();
        let size = (usize::from(inside.width), area.x == 0);
        let above = Rect { height: inside.height.saturating_sub(1), ..inside };
        put_lines(frame, above, letters::inbox_lines(letter, earliest, size, shared, now));
        let foot = Rect { y: inside.bottom().saturating_sub(1), height: 1.min(inside.height), ..inside };
        put_line(frame, foot, Line::styled(fit(&keys(view, shared, now), usize::from(foot.width)), shared.theme.dim));
    }
}

/// Says what the keys do that settle a letter; whoever only looks is told how to open it.
fn keys(view: &InboxView, shared: &Shared, now: Instant) -> String {
    if !view.refused(shared, now).is_empty() {
        return shared.keys.say(" {open} opens it whole");
    }
    let words = " {open} opens it, {take-letter} makes a ticket, {join-letter} joins it to one, {drop-letter} drops it";
    shared.keys.say(words)
}

fn empty_words(shared: &Shared) -> String {
    if shared.mail.is_set_up() {
        return "No letter waits. One that comes in and becomes no ticket by itself is listed here.".to_owned();
    }
    "No letter waits, and the desk has no mail: give it an address under [mail] of its settings.".to_owned()
}

fn head_line(view: &InboxView, columns: usize, shared: &Shared) -> Line<'static> {
    let left = format!("  {} ", pad_left("LEFT", LEFT));
    let words = if columns < ROOMY_FROM {
        format!("{left} FROM, SUBJECT")
    } else {
        let (from, subject, reason) = widths(columns);
        let reason = reason.map_or_else(String::new, |columns| format!("  {}", pad("WHY HERE", columns)));
        let (severity, from, subject) = (pad("IF", SEVERITY), pad("FROM", from), pad("SUBJECT", subject));
        format!("{left} {severity} {from}  {subject}{reason}  {}", pad("RECEIVED", RECEIVED))
    };
    let marked = match (view.marks.len(), view.total - view.list.len()) {
        (0, 0) => String::new(),
        (0, more) => format!("{more} more wait "),
        (marked, _) => format!("{marked} marked "),
    };
    let words = pad(&fit(&words, columns.saturating_sub(marked.len())), columns.saturating_sub(marked.len()));
    Line::from(vec![Span::styled(words, shared.theme.dim), Span::styled(marked, shared.theme.accent)])
}

/// Returns the columns of the sender, of the subject, and of why a letter is here where there is room for that.
fn widths(columns: usize) -> (usize, usize, Option<usize>) {
    let taken = 2 + LEFT + 2 + SEVERITY + 1 + 2 + 2 + RECEIVED;
    let room = columns.saturating_sub(taken);
    let reason = (columns >= REASON_FROM).then_some(room / 3);
    let room = room.saturating_sub(reason.map_or(0, |columns| columns + 2));
    let from = FROM.min(room * 2 / 5);
    (from, room - from, reason)
}

fn row(view: &InboxView, id: LedgerRecordId, columns: usize, shared: &Shared, now: Instant) -> Line<'static> {
    let Some(letter) = shared.inbox_letter(id) else { return Line::default() };
    let theme = &shared.theme;
    let mark = match (view.marks.contains(&id), view.selected() == Some(id)) {
        (true, _) => MARKED,
        (false, true) => "▌",
        (false, false) => " ",
    };
    let earliest = view.earliest(id);
    let row = earliest.flatten().and_then(|found| letters::imagined(letter, found, shared, now));
    let (sign, left, severity, style) = soonest(row.as_ref(), earliest.is_none(), shared);
    let mut spans =
        vec![Span::styled(mark, theme.accent), Span::styled(sign, style), Span::styled(pad_left(&left, LEFT), style)];
    let sender = clean(&short_sender(letter)).into_owned();
    let subject = clean(letters::subject_or_none(letter)).into_owned();
    let doubt = letter.head.trust.doubt().map(|words| format!("{words}: ")).unwrap_or_default();
    if columns < ROOMY_FROM {
        let room = columns.saturating_sub(LEFT + 4 + doubt.len());
        spans.extend([Span::raw("  "), Span::styled(doubt, theme.at_risk)]);
        spans.push(Span::raw(fit(&format!("{sender}: {subject}"), room)));
        return Line::from(spans);
    }
    let (from, room, reason) = widths(columns);
    let received = past_in_list(shared.zone, letter.received, now);
    spans.push(Span::raw(format!("  {} {}  ", pad(&severity, SEVERITY), pad(&sender, from))));
    let room = room.saturating_sub(doubt.len());
    spans.extend([Span::styled(doubt, theme.at_risk), Span::raw(pad(&subject, room))]);
    if let Some(columns) = reason {
        let words = letter.reason_in_words(None);
        spans.push(Span::styled(format!("  {}", pad(&words, columns)), theme.dim));
    }
    spans.push(Span::raw(format!("  {}", pad(&received, RECEIVED))));
    Line::from(spans)
}

/// Returns sign, time left and severity of what could be due first.
fn soonest(row: Option<&TicketRow>, is_awaited: bool, shared: &Shared) -> (&'static str, String, String, Style) {
    let theme = &shared.theme;
    let next = row.and_then(|row| Some((row, row.next()?)));
    let Some((row, target)) = next else {
        let left = if is_awaited { "…" } else { "–" };
        return (" ", left.to_owned(), String::new(), theme.dim);
    };
    let left = target.left.map_or_else(|| "–".to_owned(), |left| figure_duration(left.secs()));
    (state::sign(target.state), left, row.severity_short(), state::style(target.state, theme))
}

/// Returns the name of whoever sent it, else the address.
fn short_sender(letter: &InboxLetter) -> String {
    letter.head.from.as_ref().map_or_else(|| letter.sender(), |from| from.short().into_owned())
}
