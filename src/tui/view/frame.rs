//! What stands around every view: the two rows at the top, and the line about what is broken.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::time::{Instant, say_moment};
use crate::tui::app::{App, Screen};
use crate::tui::text::{fit, width};

use super::tabs::{tabs, view_name};
use super::uptime::age_text;

/// From this many columns on the views stand in the first row.
const TABS_FROM: u16 = 100;

/// Draws the rows at the top: where one is, who, and how many tickets stand how.
pub fn draw_head(frame: &mut Frame<'_>, area: Rect, app: &App, now: Instant) {
    let theme = &app.theme;
    let row = |y: u16| Rect { y: area.y + y, height: 1.min(area.height), ..area };
    let mark = late_mark(app, area.width, now);
    let taken = width(&mark) as u16;
    let mut place = place_line(app, area.width, taken, now);
    let filter = match app.screens.last() {
        None => app.queue.filter_text.as_str(),
        Some(Screen::Journal(view)) => &view.filter_text,
        // It goes for the list and for nothing else.
        Some(_) => "",
    };
    let filter = if filter.is_empty() { String::new() } else { format!("/{filter} ") };
    let filter =
        if app.marks() == 0 || app.journal().is_some() { filter } else { format!("{} marked  {filter}", app.marks()) };
    let (below, beside) = on_call(app, now, area.width, &filter);
    let room = area.width.saturating_sub(place.width() as u16 + taken + 2);
    let who = who_and_when(app, now, area.width, room, &beside);
    let who = if taken > 0 && width(&who) > usize::from(room) { String::new() } else { who };
    add_tabs(&mut place, app, area.width, width(&who) + usize::from(taken));
    two_ends(frame, row(0), place, &who, theme.dim);
    let before_who = Rect { width: area.width.saturating_sub(width(&who) as u16), ..row(0) };
    two_ends(frame, before_who, Line::default(), &mark, theme.selected);
    if area.height > 1 {
        let shown = format!("{below}{filter}");
        let room = area.width.saturating_sub(width(&shown) as u16 + u16::from(!shown.is_empty()));
        two_ends(frame, row(1), counts(app, room, now), &shown, theme.accent);
    }
}

/// The moment that the next entry counts for. It outranks all else up here: whatever is recorded now counts for then.
fn late_mark(app: &App, columns: u16, now: Instant) -> String {
    let Some(at) = app.at else { return String::new() };
    let when = say_moment(app.current_zone(), at, now);
    let (long, short) = (format!(" next entry for {when} "), format!(" for {when} "));
    if width(&long) <= usize::from(columns) { long } else { short }
}

/// Where one is, cut to what the late mark leaves.
fn place_line(app: &App, columns: u16, mark: u16, now: Instant) -> Line<'static> {
    let theme = &app.theme;
    let mut line = Line::from(vec![Span::styled(" frist ", theme.title), Span::styled("▸ ", theme.dim)]);
    let room = usize::from(columns).saturating_sub(line.width() + usize::from(mark) + 1);
    let place = place(app, columns, now);
    line.push_span(Span::styled(if mark == 0 { place } else { fit(&place, room) }, theme.accent));
    line
}

/// Who is on call: in the second row, before `filter`, where the counts leave room for it there; else what there is to try
/// in the first row, the most words first.
fn on_call(app: &App, now: Instant, columns: u16, filter: &str) -> (String, Vec<String>) {
    let texts: Vec<String> = super::oncall::in_brief(app, now).into_iter().map(|text| format!("{text}  ")).collect();
    let taken = counts_line(app, Say::All(3), now).width() + width(filter);
    match texts.first() {
        Some(text) if taken + width(text) <= usize::from(columns) => (text.clone(), Vec::new()),
        _ => (String::new(), texts),
    }
}

/// The views behind the place, on a wide screen and where they fit before what takes `right` columns.
fn add_tabs(line: &mut Line<'static>, app: &App, columns: u16, right: usize) {
    let Some(tabs) = tabs(app).filter(|_| columns >= TABS_FROM) else { return };
    let taken = line.width() + tabs.iter().map(Span::width).sum::<usize>() + right;
    if taken + 6 <= usize::from(columns) {
        line.spans.push(Span::raw("   "));
        line.spans.extend(tabs);
    }
}

fn place(app: &App, columns: u16, now: Instant) -> String {
    let demo = match (app.demo, columns >= 100) {
        (true, true) => " (demo: nothing is kept, the clock is set)",
        (true, false) => " (demo)",
        (false, _) => "",
    };
    match app.screens.last() {
        None => format!("Queue{demo}"),
        Some(Screen::Ticket(view)) => format!("{} ▸ #{}{demo}", view_name(app), view.id),
        Some(Screen::Vendors(_)) => format!("Vendors{demo}"),
        Some(Screen::Breach(_)) => format!("Breach{demo}"),
        Some(Screen::Uptime(_)) => format!("Uptime{demo}"),
        Some(Screen::Reports(_)) => format!("Reports{demo}"),
        Some(Screen::Behind(view)) => format!("Reports ▸ {}{demo}", super::behind::count_in_words(view)),
        Some(Screen::Journal(_)) => format!("Journal{demo}"),
        Some(Screen::Entry(form)) => {
            let draft = super::draft_words(app, &form.keeping, now);
            match form.entry {
                Some((id, _)) => format!("Uptime ▸ {} {id}{demo}", form.sort.words()),
                None => format!("Uptime ▸ new {}{draft}{demo}", form.sort.words()),
            }
        }
        Some(Screen::New(form)) => format!("New ticket{}{demo}", super::draft_words(app, &form.keeping, now)),
    }
}

/// At the right end; who is on call (one of these texts) and how many others are there only where it fits into `room` with
/// the rest.
fn who_and_when(app: &App, now: Instant, columns: u16, room: u16, on_call: &[String]) -> String {
    let wall = app.zone.wall(now);
    let time = if app.is_lively(now) { wall.hms() } else { wall.hm() };
    let time = format!("{time}{}", app.zone.doubled(now));
    if columns < 56 {
        return format!("{time} ");
    }
    let zone = zone_note(app, now);
    let viewer = if app.only_looks() { " (viewer)" } else { "" };
    let own = format!("{}{viewer}  {} {time}{zone} ", fit(&app.me.display, 20), wall.date.short());
    let others = match app.others_here() {
        0 => String::new(),
        1 => "1 other here  ".to_owned(),
        many => format!("{many} others here  "),
    };
    // Who is on call goes before how many are here.
    let with_others = on_call.iter().map(|on_call| format!("{on_call}{others}"));
    let all = with_others.chain(on_call.iter().cloned()).chain([others.clone()]);
    let fits = |before: &String| width(before) + width(&own) <= usize::from(room);
    match all.into_iter().find(fits) {
        Some(before) => before + &own,
        None if width(&own) <= usize::from(room) => own,
        // Where one is comes before whose screen it is.
        None => format!("{time} "),
    }
}

/// Moments of a ticket are in its vendor's zone: where this screen's is another, the clock says which it shows.
pub(super) fn zone_note(app: &App, now: Instant) -> String {
    let here = app.zone.offset(now);
    if app.book.contracts().all(|c| c.zone.offset(now) == here) {
        return String::new();
    }
    let name = app.zone.name();
    format!(" {}", name.rsplit('/').next().unwrap_or(name).replace('_', " "))
}

/// How much is said of how many stand how.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Say {
    /// All in words, with so many blanks between them; the rarest without where they are less than three.
    All(usize),
    /// Only what presses in words.
    Pressing,
    /// The signs alone.
    Signs,
}

/// How many stand how: in words with as much room between them as there is, else only what presses, else by the signs alone.
fn counts(app: &App, columns: u16, now: Instant) -> Line<'static> {
    let mut lines = [Say::All(3), Say::All(2), Say::Pressing, Say::Signs].map(|say| counts_line(app, say, now));
    let fits = lines.iter().position(|line| line.width() <= usize::from(columns) + 2);
    std::mem::take(&mut lines[fits.unwrap_or(lines.len() - 1)])
}

fn counts_line(app: &App, say: Say, now: Instant) -> Line<'static> {
    let (count, theme) = (app.queue.counts(), &app.theme);
    let asking = app.queue.asking();
    let mut parts = vec![
        ("‼", count.breached, "breached", theme.breached),
        ("!", count.at_risk, "at risk", theme.at_risk),
        ("▶", count.running, "running", theme.running),
        ("‖", count.stopped, "stopped", theme.stopped),
        ("☎", count.no_clock, if count.no_clock == 1 { "needs a call" } else { "need a call" }, theme.no_clock),
    ];
    // Rare, and so only there when there is one.
    if asking > 0 {
        let words = match (say, asking) {
            (Say::All(3), 1) => "asks",
            (Say::All(3), _) => "ask",
            _ => "",
        };
        parts.push(("✉", asking, words, theme.at_risk));
    }
    let mut spans = vec![Span::raw(" ")];
    spans.extend(outage(app, say, now).map(|words| Span::styled(words, theme.breached)));
    for (sign, number, words, style) in parts {
        let style = if number == 0 { theme.dim } else { style };
        let text = match say {
            Say::All(gap) => format!("{sign} {number} {words}{}", " ".repeat(gap)),
            Say::Pressing if matches!(sign, "‼" | "!") => format!("{sign} {number} {words}  "),
            Say::Pressing | Say::Signs => format!("{sign} {number}  "),
        };
        spans.push(Span::styled(text, style));
    }
    Line::from(spans)
}

/// The outages that are running: whose and how long, of several how many and how long the longest.
fn outage(app: &App, say: Say, now: Instant) -> Option<String> {
    let mut running: Vec<_> = app.ledger.running().map(|(_, outage)| outage).collect();
    running.sort_by_key(|outage| outage.from);
    let first = running.first()?;
    let age = age_text(first.lasts(now));
    let blanks = " ".repeat(if let Say::All(gap) = say { gap } else { 2 });
    let vendor = app.book.get(&first.contract).map_or(first.contract.as_str(), |contract| contract.vendor.as_str());
    Some(match (running.len(), say) {
        (1, Say::Signs) => format!("▼ {} {age}{blanks}", fit(vendor, 12)),
        (1, Say::Pressing) => format!("▼ {} down {age}{blanks}", fit(vendor, 12)),
        (1, Say::All(_)) => format!("▼ {} down {age}{blanks}", fit(vendor, 16)),
        (many, Say::Signs) => format!("▼ {many} {age}{blanks}"),
        (many, _) => format!("▼ {many} down {age}{blanks}"),
    })
}

/// What is broken, in one line: a store that takes nothing any more, one that is out of reach just now, else files that
/// could not be used.
pub fn banner(app: &App) -> Option<String> {
    if let Some(broken) = &app.broken {
        return Some(format!(" ✗ Nothing more is written: {broken}"));
    }
    if let Some(away) = &app.away {
        let waits = match app.waiting() {
            0 => String::new(),
            1 => "1 entry waits: ".to_owned(),
            many => format!("{many} entries wait: "),
        };
        return Some(format!(" … {waits}{away}"));
    }
    match app.problems.as_slice() {
        [] => None,
        [one] => Some(format!(" ✗ ! shows what could not be used: {one}")),
        [first, ..] => Some(format!(" ✗ ! shows {} things that could not be used: {first}", app.problems.len())),
    }
}

/// Draws that line.
pub fn draw_banner(frame: &mut Frame<'_>, area: Rect, app: &App) {
    if let Some(text) = banner(app) {
        frame.render_widget(Line::styled(fit(&text, usize::from(area.width)), app.theme.error), area);
    }
}

/// One text at the left end of a row, another at the right; the left one gives way.
fn two_ends(frame: &mut Frame<'_>, row: Rect, left: Line<'static>, right: &str, style: Style) {
    frame.render_widget(left, row);
    let columns = (width(right) as u16).min(row.width);
    let at = Rect { x: row.right() - columns, width: columns, ..row };
    frame.render_widget(Line::styled(right.to_owned(), style), at);
}
