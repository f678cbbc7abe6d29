//! Draws what stands around every page: the two rows at the top, and the line about what is broken.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::time::{Instant, say_moment};
use crate::tui::feature::uptime::view::age_text;
use crate::tui::feature::{Pages, Tab};
use crate::tui::shared::Shared;
use crate::tui::text::{fit, width};

use super::tabs::{tabs, view_name};

/// The number of columns from which on the pages stand in the first row.
const TABS_FROM: u16 = 100;

/// Draws the rows at the top: the present page, the person, and how many tickets are in each state.
pub(crate) fn draw_head(frame: &mut Frame<'_>, area: Rect, shared: &Shared, pages: &Pages, now: Instant) {
    let theme = &shared.theme;
    let row = |y: u16| Rect { y: area.y + y, height: 1.min(area.height), ..area };
    let mark = late_mark(shared, area.width, now);
    let taken = width(&mark) as u16;
    let mut place = place_line(shared, pages, area.width, taken, now);
    let page = pages.top();
    let filter = page.filter_text(shared);
    let filter = if filter.is_empty() { String::new() } else { format!("/{filter} ") };
    let marks = if page.counts_marks() { shared.marks() } else { 0 };
    let filter = if marks == 0 { filter } else { format!("{marks} marked  {filter}") };
    let (below, beside) = on_call(shared, now, area.width, &filter);
    let room = area.width.saturating_sub(place.width() as u16 + taken + 2);
    let who = who_and_when(shared, now, area.width, room, &beside);
    let who = if taken > 0 && width(&who) > usize::from(room) { String::new() } else { who };
    add_tabs(&mut place, shared, pages, area.width, width(&who) + usize::from(taken));
    two_ends(frame, row(0), place, &who, theme.dim);
    let before_who = Rect { width: area.width.saturating_sub(width(&who) as u16), ..row(0) };
    two_ends(frame, before_who, Line::default(), &mark, theme.selected);
    if area.height > 1 {
        let shown = format!("{below}{filter}");
        let room = area.width.saturating_sub(width(&shown) as u16 + u16::from(!shown.is_empty()));
        two_ends(frame, row(1), counts(shared, room, now), &shown, theme.accent);
    }
}

/// Returns the moment that the next entry counts for. It stands before everything else, as whatever is recorded now counts
/// for then.
fn late_mark(shared: &Shared, columns: u16, now: Instant) -> String {
    let Some(at) = shared.at else { return String::new() };
    let when = say_moment(shared.current_zone(), at, now);
    let (long, short) = (format!(" next entry for {when} "), format!(" for {when} "));
    if width(&long) <= usize::from(columns) { long } else { short }
}

/// Returns the present place, cut to what the late mark leaves.
fn place_line(shared: &Shared, pages: &Pages, columns: u16, mark: u16, now: Instant) -> Line<'static> {
    let theme = &shared.theme;
    let mut line = Line::from(vec![Span::styled(" frist ", theme.title), Span::styled("▸ ", theme.dim)]);
    let room = usize::from(columns).saturating_sub(line.width() + usize::from(mark) + 1);
    let place = place(shared, pages, columns, now);
    line.push_span(Span::styled(if mark == 0 { place } else { fit(&place, room) }, theme.accent));
    line
}

/// Returns who is on call: first the text for the second row, before `filter`, where the counts leave room for it there;
/// else the texts to try in the first row, the longest first.
fn on_call(shared: &Shared, now: Instant, columns: u16, filter: &str) -> (String, Vec<String>) {
    let texts: Vec<String> = super::oncall::in_brief(shared, now).into_iter().map(|text| format!("{text}  ")).collect();
    let taken = counts_line(shared, CountWords::All(3), now).width() + width(filter);
    match texts.first() {
        Some(text) if taken + width(text) <= usize::from(columns) => (text.clone(), Vec::new()),
        _ => (String::new(), texts),
    }
}

/// Adds the pages behind the place, on a wide screen and where they fit before what takes `right` columns.
fn add_tabs(line: &mut Line<'static>, shared: &Shared, pages: &Pages, columns: u16, right: usize) {
    let Some(tabs) = tabs(pages, &shared.keys, &shared.theme).filter(|_| columns >= TABS_FROM) else { return };
    let taken = line.width() + tabs.iter().map(Span::width).sum::<usize>() + right;
    if taken + 6 <= usize::from(columns) {
        line.spans.push(Span::raw("   "));
        line.spans.extend(tabs);
    }
}

fn place(shared: &Shared, pages: &Pages, columns: u16, now: Instant) -> String {
    let demo = match (shared.demo, columns >= 100) {
        (true, true) => " (demo: nothing is kept, the clock is set)",
        (true, false) => " (demo)",
        (false, _) => "",
    };
    let page = pages.top();
    let title = page.title(shared, now);
    match page.tab() {
        Tab::Below => format!("{} ▸ {title}{demo}", view_name(pages, &shared.keys)),
        Tab::Of(_) | Tab::None => format!("{title}{demo}"),
    }
}

/// Returns the text at the right end. Who is on call (one of these texts) and how many others are there stand in it only
/// where they fit into `room` with the rest.
fn who_and_when(shared: &Shared, now: Instant, columns: u16, room: u16, on_call: &[String]) -> String {
    let wall = shared.zone.wall(now);
    let time = if shared.is_lively(now) { wall.hms() } else { wall.hm() };
    let time = format!("{time}{}", shared.zone.doubled(now));
    if columns < 56 {
        return format!("{time} ");
    }
    let zone = zone_note(shared, now);
    let viewer = if shared.only_looks() { " (viewer)" } else { "" };
    let own = format!("{}{viewer}  {} {time}{zone} ", fit(&shared.me.display, 20), wall.date.short());
    let others = match shared.others_here() {
        0 => String::new(),
        1 => "1 other here  ".to_owned(),
        many => format!("{many} others here  "),
    };
    // Who is on call matters more than how many are here.
    let with_others = on_call.iter().map(|on_call| format!("{on_call}{others}"));
    let all = with_others.chain(on_call.iter().cloned()).chain([others.clone()]);
    let fits = |before: &String| width(before) + width(&own) <= usize::from(room);
    match all.into_iter().find(fits) {
        Some(before) => before + &own,
        None if width(&own) <= usize::from(room) => own,
        // The present page matters more than whose screen it is.
        None => format!("{time} "),
    }
}

/// Returns the name of this screen's zone where a vendor's differs now: moments of a ticket are in its vendor's zone.
pub fn zone_note(shared: &Shared, now: Instant) -> String {
    let here = shared.zone.offset(now);
    if shared.book.contracts().all(|c| c.zone.offset(now) == here) {
        return String::new();
    }
    let name = shared.zone.name();
    format!(" {}", name.rsplit('/').next().unwrap_or(name).replace('_', " "))
}

/// How much the counts of tickets say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CountWords {
    /// Every count in words, with that many blanks between them; the rarest without where they are less than three.
    All(usize),
    /// The same, in fewer letters.
    Short,
    /// Words only for the counts that need attention or, where some clocks are paused, for why clocks do not run.
    Pressing,
    /// Signs alone.
    Signs,
}

/// Returns the counts by state, in the longest form that fits.
fn counts(shared: &Shared, columns: u16, now: Instant) -> Line<'static> {
    let mut lines =
        [CountWords::All(3), CountWords::All(2), CountWords::Short, CountWords::Pressing, CountWords::Signs]
            .map(|say| counts_line(shared, say, now));
    let fits = lines.iter().position(|line| line.width() <= usize::from(columns) + 2);
    std::mem::take(&mut lines[fits.unwrap_or(lines.len() - 1)])
}

fn counts_line(shared: &Shared, say: CountWords, now: Instant) -> Line<'static> {
    let (count, theme) = (shared.queue.counts(), &shared.theme);
    let needing_action = shared.queue.needing_action();
    let mut parts = vec![
        ("‼", count.breached, "breached", theme.breached),
        ("!", count.at_risk, "at risk", theme.at_risk),
        ("▶", count.running, "running", theme.running),
        ("‖", count.stopped, if say == CountWords::Short { "off hours" } else { "support closed" }, theme.stopped),
    ];
    // The agreements that pause a clock are few.
    if count.paused > 0 {
        parts.push(("‖", count.paused, "paused", theme.stopped));
    }
    parts.push((
        "☎",
        count.no_clock,
        if say == CountWords::Short { "to phone" } else { "to be phoned" },
        theme.no_clock,
    ));
    // Such tickets are rare, so their count shows only when there are any.
    if needing_action > 0 {
        let words = match (say, needing_action) {
            (CountWords::All(3), 1) => "needs action",
            (CountWords::All(3), _) => "need action",
            _ => "",
        };
        parts.push(("✉", needing_action, words, theme.at_risk));
    }
    let mut spans = vec![Span::raw(" ")];
    spans.extend(outage(shared, say, now).map(|words| Span::styled(words, theme.breached)));
    for (sign, number, words, style) in parts {
        let style = if number == 0 { theme.dim } else { style };
        let worded = match say {
            CountWords::All(_) | CountWords::Short => true,
            // Two reasons share the sign of a clock that stands, and only their words tell them apart.
            CountWords::Pressing if count.paused > 0 => sign == "‖",
            CountWords::Pressing => matches!(sign, "‼" | "!"),
            CountWords::Signs => false,
        };
        let gap = if let CountWords::All(gap) = say { gap } else { 2 };
        let words = if worded { format!(" {words}") } else { String::new() };
        spans.push(Span::styled(format!("{sign} {number}{words}{}", " ".repeat(gap)), style));
    }
    Line::from(spans)
}

/// Returns the running outages: the vendor and how long; of several, how many and how long the longest.
fn outage(shared: &Shared, say: CountWords, now: Instant) -> Option<String> {
    let mut running: Vec<_> = shared.ledger.running().map(|(_, outage)| outage).collect();
    running.sort_by_key(|outage| outage.from);
    let first = running.first()?;
    let age = age_text(first.lasts(now));
    let blanks = " ".repeat(if let CountWords::All(gap) = say { gap } else { 2 });
    let vendor = |columns: usize| {
        let contract = shared.book.get(&first.contract);
        contract.map_or(first.contract.as_str(), |contract| contract.vendor_in(columns))
    };
    Some(match (running.len(), say) {
        (1, CountWords::Signs) => format!("▼ {} {age}{blanks}", fit(vendor(12), 12)),
        (1, CountWords::Pressing) => format!("▼ {} down {age}{blanks}", fit(vendor(12), 12)),
        (1, CountWords::All(_) | CountWords::Short) => format!("▼ {} down {age}{blanks}", fit(vendor(16), 16)),
        (many, CountWords::Signs) => format!("▼ {many} {age}{blanks}"),
        (many, _) => format!("▼ {many} down {age}{blanks}"),
    })
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
        [one] => Some(format!(" ✗ ! shows the problem: {one}")),
        [first, ..] => Some(format!(" ✗ ! shows {} problems: {first}", shared.problems.len())),
    }
}

/// Draws that line.
pub fn draw_banner(frame: &mut Frame<'_>, area: Rect, shared: &Shared) {
    if let Some(text) = banner(shared) {
        frame.render_widget(Line::styled(fit(&text, usize::from(area.width)), shared.theme.error), area);
    }
}

/// Draws one text at the left end of a row, another at the right; the left one gives way.
fn two_ends(frame: &mut Frame<'_>, row: Rect, left: Line<'static>, right: &str, style: Style) {
    frame.render_widget(left, row);
    let columns = (width(right) as u16).min(row.width);
    let at = Rect { x: row.right() - columns, width: columns, ..row };
    frame.render_widget(Line::styled(right.to_owned(), style), at);
}
