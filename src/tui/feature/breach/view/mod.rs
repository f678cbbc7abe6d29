//! Draws the breached targets and those that breach next: counters, a time line of the next hours, the list, the workloads.

mod ahead;
mod list;
mod wall;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders};

use crate::domain::time::Instant;
use crate::tui::feature::breach::{BreachCounter, BreachView, PersonWorkload};
use crate::tui::shared::Shared;
use crate::tui::text::{fit, pad, pad_left, width};
use crate::tui::theme::Theme;
use crate::tui::view::oncall::{self, OnCall};
use crate::tui::widget::{VisibleRows, put_line};

/// The number of columns from which on the workloads stand beside the list.
const BESIDE_FROM: u16 = 140;
const SIDE: u16 = 36;
/// Rows of the screen above and below the page.
const FRAME_ROWS: u16 = 3;
/// The number of rows from which on the workloads stand below the list where there is no room beside it.
const BELOW_FROM: u16 = 16;

/// Draws the page.
///
/// ```text
///  84 tickets  ‼ 9 breached  ! 3 under 15 min  ! 12 under 1 h  30 today  ‖ 20 support closed  ☎ 2 to be phoned
///  now  targets due  12       13       14       15       16       17       18       19
///  ··2··1···3··│···1····│···
///  #    TARGET    LEFT        DUE          …
/// ```
pub fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &BreachView, now: Instant) -> VisibleRows {
    if view.wall && wall::fits(area) {
        return wall::draw(frame, area, shared, view, now);
    }
    let line = if area.height >= 10 { 2 } else { 0 };
    let parts = [u16::from(view.wall), 1, line].map(Constraint::Length).into_iter().chain([Constraint::Min(0)]);
    let on_call = oncall::levels(shared, now);
    let [small, top, ahead, rest] = Layout::vertical(parts).areas(area);
    let whole = frame.area();
    put_line(frame, small, Line::styled(no_room(whole), shared.theme.dim));
    put_line(frame, top, counters(view, &shared.theme, top.width));
    ahead::draw(frame, ahead, shared, view, now);
    if rest.width >= BESIDE_FROM {
        let [left, right] = Layout::horizontal([Constraint::Min(1), Constraint::Length(SIDE)]).areas(rest);
        let shown = list::draw(frame, left, shared, view, now);
        draw_people(frame, right, shared, view, &on_call);
        shown
    } else if rest.height >= BELOW_FROM {
        let more = u16::from(!on_call.is_empty());
        let parts = [Constraint::Min(0), Constraint::Length(1), Constraint::Length(more)];
        let [above, below, last] = Layout::vertical(parts).areas(rest);
        let shown = list::draw(frame, above, shared, view, now);
        put_line(frame, below, Line::styled(fit(&loads_in_a_row(view), usize::from(below.width)), shared.theme.dim));
        put_line(frame, last, Line::styled(on_call_in_a_row(&on_call, last.width), shared.theme.text));
        shown
    } else {
        list::draw(frame, rest, shared, view, now)
    }
}

/// Returns why the large figures that were asked for are not shown.
fn no_room(screen: Rect) -> String {
    let (columns, rows) = (wall::ROOM.0, wall::ROOM.1 + FRAME_ROWS);
    format!(" Large figures need {columns} columns and {rows} rows; here are {} and {}.", screen.width, screen.height)
}

/// How much the counters say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Say {
    /// Every word.
    All,
    /// Shorter words.
    Brief,
    /// Words only where a sign alone would not do.
    Signs,
    /// The same, without what there is none of.
    Few,
}

/// Returns the counters, the chosen one in brackets, in the longest form that fits.
fn counters(view: &BreachView, theme: &Theme, columns: u16) -> Line<'static> {
    let fits = |say: &Say| counters_line(view, theme, *say).width() <= usize::from(columns);
    let say = [Say::All, Say::Brief, Say::Signs].into_iter().find(fits).unwrap_or(Say::Few);
    counters_line(view, theme, say)
}

fn counters_line(view: &BreachView, theme: &Theme, say: Say) -> Line<'static> {
    let mut spans = vec![Span::raw(" ")];
    for counter in view.offered() {
        let (sign, words) = counter.words();
        let count = view.count_of(counter);
        if say == Say::Few && count == 0 && counter != view.counter {
            continue;
        }
        let figure = count.to_string();
        let words = match (say, counter) {
            (Say::All, _) | (_, BreachCounter::All) => words,
            (_, BreachCounter::Paused) => "paused",
            (Say::Brief, BreachCounter::Stopped) => "off hours",
            (Say::Brief, BreachCounter::Call) => "to phone",
            (Say::Brief, _) => words,
            (Say::Signs | Say::Few, BreachCounter::Quarter) => "<15m",
            (Say::Signs | Say::Few, BreachCounter::Hour) => "<1h",
            (Say::Signs | Say::Few, BreachCounter::Today) => "today",
            (Say::Signs | Say::Few, _) => "",
        };
        let text = [sign, &figure, words].into_iter().filter(|part| !part.is_empty());
        let text = text.collect::<Vec<_>>().join(" ");
        let text = if view.counter == counter { format!("[{text}]") } else { format!(" {text} ") };
        spans.push(Span::styled(text, if count == 0 { theme.dim } else { style_of(counter, theme) }));
    }
    Line::from(spans)
}

const fn style_of(counter: BreachCounter, theme: &Theme) -> Style {
    match counter {
        BreachCounter::All => theme.text,
        BreachCounter::Breached => theme.breached,
        BreachCounter::Quarter | BreachCounter::Hour => theme.at_risk,
        BreachCounter::Today => theme.running,
        BreachCounter::Stopped | BreachCounter::Paused => theme.stopped,
        BreachCounter::Call => theme.no_clock,
    }
}

/// Draws the workloads, a row each, and who is on call.
fn draw_people(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &BreachView, on_call: &[OnCall]) {
    let theme = &shared.theme;
    let block = Block::new().borders(Borders::LEFT).border_style(theme.border);
    let inside = block.inner(area);
    frame.render_widget(block, area);
    let head = format!(" {} {} {} {}", pad("ASSIGNEE", 16), pad_left("OPEN", 4), pad_left("‼", 3), pad_left("<1h", 4));
    let rows = view.loads.iter().map(|load| load_line(load, theme));
    let lines = std::iter::once(Line::styled(head, theme.dim)).chain(rows);
    for (y, line) in lines.chain(on_call_lines(on_call, theme)).enumerate() {
        let row = Rect { y: inside.y + y as u16, height: 1, ..inside };
        put_line(frame, row.intersection(inside), line);
    }
}

/// Returns the lines on who is on call, below the workloads.
///
/// ```text
///  ON CALL
///  first line: Anna Berg
///    until Mon 08:00, then Ola
/// ```
fn on_call_lines(on_call: &[OnCall], theme: &Theme) -> Vec<Line<'static>> {
    let columns = usize::from(SIDE - 1);
    let mut lines = Vec::new();
    if !on_call.is_empty() {
        lines.extend([Line::default(), Line::styled(" ON CALL", theme.dim)]);
    }
    for one in on_call {
        lines.push(Line::styled(fit(&format!(" {}: {}", one.level, one.who), columns), theme.text));
        if !one.until.is_empty() {
            lines.push(Line::styled(fit(&format!("   {}", one.until), columns), theme.dim));
        }
    }
    lines
}

/// Returns who is on call in one row: with when each hands over where there is room, else only who it is.
fn on_call_in_a_row(on_call: &[OnCall], columns: u16) -> String {
    let whole = |one: &OnCall| match one.until.as_str() {
        "" => format!("{}: {}", one.level, one.who),
        until => format!("{}: {} {until}", one.level, one.who),
    };
    let brief = |one: &OnCall| format!("{}: {}", one.level, one.who);
    let all = |words: &dyn Fn(&OnCall) -> String| on_call.iter().map(words).collect::<Vec<_>>().join("   ");
    // The first line always says when; the others say it as there is room.
    let first = on_call.first().map(whole).into_iter().chain(on_call.iter().skip(1).map(brief));
    let texts = [all(&whole), first.collect::<Vec<_>>().join("   "), all(&brief)];
    let text = texts.iter().find(|text| width(text) + 10 <= usize::from(columns)).unwrap_or(&texts[2]);
    fit(&format!(" on call  {text}"), usize::from(columns))
}

fn load_line(load: &PersonWorkload, theme: &Theme) -> Line<'static> {
    let figure = |count: usize, columns: usize, style: Style| {
        Span::styled(format!(" {}", pad_left(&count.to_string(), columns)), if count == 0 { theme.dim } else { style })
    };
    Line::from(vec![
        Span::styled(format!(" {}", pad(name(load), 16)), theme.text),
        figure(load.open, 4, theme.text),
        figure(load.breached, 3, theme.breached),
        figure(load.soon, 4, theme.at_risk),
    ])
}

fn name(load: &PersonWorkload) -> &str {
    load.who.as_deref().unwrap_or("unassigned")
}

fn loads_in_a_row(view: &BreachView) -> String {
    let one = |load: &PersonWorkload| match load.breached {
        0 => format!("{} {}", name(load), load.open),
        breached => format!("{} {} (‼ {breached})", name(load), load.open),
    };
    format!(" {}", view.loads.iter().map(one).collect::<Vec<_>>().join("   "))
}
