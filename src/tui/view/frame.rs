//! Draws the rows at the top: where one is and how to go elsewhere, the filter and the order in force, the clock; below them
//! how many tickets are in each state. The late mark goes before everything else.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::domain::time::{Instant, say_moment};
use crate::tui::action::Action;
use crate::tui::feature::Pages;
use crate::tui::shared::Shared;
use crate::tui::text::{fit, width};
use crate::tui::widget::put_line;

use super::counts::{CountWords, counts, counts_line};
use super::lines::MARKED;
use super::tabs;

/// The number of columns from which on the first row has room for more than the present page and the time.
const ROOMY_FROM: u16 = 60;

/// The number of columns from which on the clock always shows.
const CLOCK_FROM: u16 = 40;

/// What the counts of letters are called, in the longest form first.
const LETTERS: [(&str, &str); 3] = [("inbox", "‼ outbox"), ("inbox", "outbox"), ("in", "out")];

/// The columns that stay free for whose screen it is where the counts of letters have their keys beside them.
const BESIDE_LETTERS: usize = 16;

/// The fewest columns in which a shortened filter still says something.
const LEAST_FILTER: usize = 6;

/// Draws the rows at the top. `late` is the moment that the next entry counts for, where that is not now.
///
/// ```text
///  frist  1 Queue  2 3 4 5 6                  /is:open ↓next     jo 09:43
///  ‼ 11 breached  ! 8 at risk  ▶ 14  ‖ 7  ☎ 2            on call: Ola
/// ```
pub(crate) fn draw_head(
    frame: &mut Frame<'_>,
    area: Rect,
    shared: &Shared,
    pages: &Pages,
    late: Option<Instant>,
    now: Instant,
) {
    let theme = &shared.theme;
    let row = |y: u16| Rect { y: area.y + y, height: 1.min(area.height), ..area };
    let columns = usize::from(area.width);
    let mark = late_mark(shared, late, columns, now);
    let time = time(shared, now);
    let least = if mark.is_empty() { width(&time) } else { width(&mark) };
    let place = tabs::place(shared, pages, area.width, columns.saturating_sub(least + 1), now);
    // A blank stands on both sides of what is in the middle.
    let room = columns.saturating_sub(place.width() + width(&mark) + 2);
    let list = list_text(shared, pages, area.width);
    let below =
        if area.height > 1 { second_row(shared, columns, &list, room, &time, now) } else { SecondRow::default() };
    let in_first = if below.has_list { String::new() } else { list };
    let letters = letters(shared, area.width, room.saturating_sub(width(&in_first) + width(&time) + 3));
    let room = room.saturating_sub(letters.as_ref().map_or(0, |(words, _)| width(words) + 2));
    let left = room.saturating_sub(width(&in_first) + usize::from(!in_first.is_empty()) * 2);
    // The clock gives way to nothing but the mark, and the list beside it is shortened.
    let clock = if area.width >= CLOCK_FROM && mark.is_empty() { width(&time).min(room) } else { 0 };
    let who = who_and_when(shared, now, area.width, left.max(clock), below.on_call.is_empty());
    let room = room.saturating_sub(width(&who));
    two_ends(frame, row(0), place, &who, Style::default());
    let before_who = Rect { width: area.width.saturating_sub(width(&who) as u16), ..row(0) };
    two_ends(frame, before_who, Line::default(), &mark, theme.selected);
    let before_mark = Rect { width: before_who.width.saturating_sub(width(&mark) as u16), ..row(0) };
    let gap = if width(&mark) + width(&who) == 0 { "" } else { "  " };
    let in_first = format!("{}{gap}", shortened(&in_first, room));
    two_ends(frame, before_mark, Line::default(), in_first.trim_start(), theme.accent);
    if let Some((words, style)) = letters {
        let taken = width(in_first.trim_start()) as u16;
        let gap = if taken + width(&mark) as u16 + width(&who) as u16 == 0 { " " } else { "  " };
        let before_list = Rect { width: before_mark.width.saturating_sub(taken), ..before_mark };
        two_ends(frame, before_list, Line::default(), &format!("{words}{gap}"), style);
    }
    if area.height > 1 {
        let end = [below.on_call.as_str(), &below.list].into_iter().filter(|text| !text.is_empty());
        let end = end.map(|text| format!("{text} ")).collect::<Vec<_>>().join(" ");
        two_ends(frame, row(1), counts(shared, columns.saturating_sub(width(&end)), now), &end, theme.accent);
    }
}

/// Returns how many letters wait in the inbox, and how many in the outbox need a look, in the longest form that fits; none where
/// the desk has no mail and none waits.
fn letters(shared: &Shared, columns: u16, room: usize) -> Option<(String, Style)> {
    let (waiting, to_look_at) = (shared.ledger.inbox_count(), shared.letters_to_look_at());
    if waiting + to_look_at == 0 && (!shared.mail.is_set_up() || columns < ROOMY_FROM) {
        return None;
    }
    let both = |(of_inbox, of_outbox): (&str, &str), with_keys: bool| {
        let key = |action| if with_keys { format!(" ({})", shared.keys.sign(action)) } else { String::new() };
        let inbox = (waiting > 0 || to_look_at == 0).then(|| format!("{of_inbox} {waiting}{}", key(Action::ViewInbox)));
        let outbox = (to_look_at > 0).then(|| format!("{of_outbox} {to_look_at}{}", key(Action::ViewOutbox)));
        inbox.into_iter().chain(outbox).collect::<Vec<_>>().join(" ")
    };
    let named = both(LETTERS[0], true);
    let forms = LETTERS.map(|names| both(names, false));
    let named = Some(named).filter(|words| width(words) + BESIDE_LETTERS <= room);
    let words = named.or_else(|| forms.into_iter().find(|words| width(words) <= room))?;
    let theme = &shared.theme;
    let style = match (to_look_at, waiting) {
        (0, 0) => theme.dim,
        (0, _) => theme.at_risk,
        (_, _) => theme.breached,
    };
    Some((words, style))
}

/// Returns the moment that the next entry counts for. It stands before everything else, as whatever is recorded now counts
/// for then.
fn late_mark(shared: &Shared, late: Option<Instant>, columns: usize, now: Instant) -> String {
    let Some(at) = late else { return String::new() };
    let when = say_moment(shared.zone, at, now);
    let (long, short) = (format!(" next entry for {when} "), format!(" for {when} "));
    if width(&long) <= columns { long } else { short }
}

/// Returns the filter and the order in force in the list, and how many tickets are marked: `2 marked  /is:open ↓next`; on a
/// narrow screen `■ 2 /is:open ↓next`.
fn list_text(shared: &Shared, pages: &Pages, columns: u16) -> String {
    let page = pages.top();
    let marks = if page.counts_marks() { shared.marks() } else { 0 };
    let marks = match marks {
        0 => String::new(),
        _ if columns < ROOMY_FROM => format!("{MARKED} {marks}"),
        _ => format!("{marks} marked "),
    };
    let filter = page.filter_text(shared);
    let filter = if filter.is_empty() { String::new() } else { format!("/{filter}") };
    let parts = [marks, filter, page.sort_text(shared)];
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// The texts at the right end of the second row.
#[derive(Default)]
struct SecondRow {
    on_call: String,
    list: String,
    /// Whether filter and order stand here, and not in the first row.
    has_list: bool,
}

/// Returns what stands at the right end of the second row: who is on call, and filter and order where the first row has no
/// room for them beside the time.
fn second_row(shared: &Shared, columns: usize, list: &str, room: usize, time: &str, now: Instant) -> SecondRow {
    let fits = width(list) + width(time) + 2 <= room;
    let hopeless = room.saturating_sub(width(time)) < LEAST_FILTER + 2;
    let has_list = !list.is_empty() && !fits && (columns >= usize::from(ROOMY_FROM) || hopeless);
    let signs = counts_line(shared, CountWords::Signs, now).width();
    let list = if has_list { shortened(list, columns.saturating_sub(signs + 1)) } else { String::new() };
    let taken = if list.is_empty() { 1 } else { width(&list) + 3 };
    let on_call = |say: CountWords| {
        let room = columns.saturating_sub(counts_line(shared, say, now).width() + taken);
        super::oncall::in_brief(shared, now).into_iter().find(|text| width(text) <= room)
    };
    let on_call = [CountWords::Short, CountWords::Pressing, CountWords::Signs].into_iter().find_map(on_call);
    SecondRow { on_call: on_call.unwrap_or_default(), list, has_list }
}

/// Returns filter and order in that many columns: the filter gives way, the order stays.
fn shortened(list: &str, columns: usize) -> String {
    if width(list) <= columns {
        return list.to_owned();
    }
    let (filter, order) = list.rsplit_once(' ').unwrap_or((list, ""));
    let room = columns.saturating_sub(width(order) + 1);
    if order.is_empty() || !order.starts_with(['↓', '↑']) || room < LEAST_FILTER {
        return fit(list, columns);
    }
    format!("{} {order}", fit(filter, room))
}

fn time(shared: &Shared, now: Instant) -> String {
    format!("{}{} ", shared.zone.wall(now).hm(), shared.zone.doubled(now))
}

/// Returns the text at the right end in at most `room` columns: the time; whose screen it is and the day; then, as far as
/// they fit, who is on call where the second row has no room for it, that this is a demonstration, and how many others are
/// here.
fn who_and_when(shared: &Shared, now: Instant, columns: u16, room: usize, with_on_call: bool) -> String {
    let time = time(shared, now);
    if columns < ROOMY_FROM {
        return if width(&time) <= room { time } else { String::new() };
    }
    let wall = shared.zone.wall(now);
    let viewer = if shared.only_looks() { " (viewer)" } else { "" };
    let name = format!("{}{viewer}", fit(&shared.me.display, 20));
    let day = format!("{} {}", wall.date.weekday().short(), wall.date.day());
    let zone = zone_note(shared, now);
    let with_zone = format!("{}{zone} ", time.trim_end());
    // Whose time it is matters more than whose screen.
    let own = [format!("{name}  {day} {with_zone}"), format!("{name} {with_zone}"), with_zone, time];
    let Some(mut text) = own.into_iter().find(|text| width(text) <= room) else { return String::new() };
    for piece in beside_name(shared, now, with_on_call) {
        let longer = format!("{piece}  {text}");
        if width(&longer) <= room {
            text = longer;
        }
    }
    text
}

/// Returns what may stand before the name, what matters most first.
fn beside_name(shared: &Shared, now: Instant, with_on_call: bool) -> Vec<String> {
    let on_call = if with_on_call { super::oncall::in_brief(shared, now) } else { Vec::new() };
    let others = match shared.others_here() {
        0 => None,
        1 => Some("1 other here".to_owned()),
        many => Some(format!("{many} others here")),
    };
    let demo = shared.demo.then(|| "demo: nothing is kept, the clock is set".to_owned());
    on_call.into_iter().last().into_iter().chain(others).chain(demo).collect()
}

/// Returns the name of this screen's zone where a vendor's differs now.
pub fn zone_note(shared: &Shared, now: Instant) -> String {
    let here = shared.zone.offset(now);
    if shared.book.contracts().all(|c| c.zone.offset(now) == here) {
        return String::new();
    }
    format!(" {}", shared.zone.city())
}

/// Returns what is broken, in one line: a store that takes nothing any more, else one that is out of reach now, else files
/// that could not be used.
pub fn banner(shared: &Shared) -> Option<String> {
    if let Some(broken) = &shared.broken {
        return Some(format!(" ✗ Nothing more is written: {broken}"));
    }
    if let Some(away) = &shared.away {
        let waits = match shared.waiting() {
            0 => String::new(),
            1 => "1 entry waits: ".to_owned(),
            many => format!("{many} entries wait: "),
        };
        return Some(format!(" … {waits}{away}"));
    }
    match shared.problems.as_slice() {
        [] => None,
        [one] => Some(format!(" ✗ {} shows the problem: {}", shared.keys.sign(Action::Problems), one.in_brief())),
        [first, ..] => {
            let (key, count) = (shared.keys.sign(Action::Problems), shared.problems.len());
            Some(format!(" ✗ {key} shows {count} problems: {}", first.in_brief()))
        }
    }
}

/// Draws that line.
pub fn draw_banner(frame: &mut Frame<'_>, area: Rect, shared: &Shared) {
    if let Some(text) = banner(shared) {
        put_line(frame, area, Line::styled(fit(&text, usize::from(area.width)), shared.theme.error));
    }
}

/// Draws one text at the left end of a row, another at the right; the left one gives way.
fn two_ends(frame: &mut Frame<'_>, row: Rect, left: Line<'static>, right: &str, style: Style) {
    put_line(frame, row, left);
    let columns = (width(right) as u16).min(row.width);
    let at = Rect { x: row.right() - columns, width: columns, ..row };
    put_line(frame, at, Line::styled(right.to_owned(), style));
}
