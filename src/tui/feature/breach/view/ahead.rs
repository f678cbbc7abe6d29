//! Draws the time line: every deadline of the next hours, a cell for so many minutes.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::time::Instant;
use crate::tui::feature::breach::{AHEAD, BreachView};
use crate::tui::shared::Shared;
use crate::tui::theme::Theme;
use crate::tui::view::frame::zone_note;
use crate::tui::widget::put_line;

/// Draws the hours, and below them how many deadlines each cell has.
///
/// ```text
///  now  targets due     12               13               14
///  ··2··1·····│··3·······│····1·····│
/// ```
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &BreachView, now: Instant) {
    if area.height < 2 || area.width < 20 {
        return;
    }
    let cells = usize::from(area.width - 2);
    let hours = hours(shared, cells, now);
    let row = |y: u16| Rect { y: area.y + y, height: 1, ..area };
    let here = format!("now{}", zone_note(shared, now));
    put_line(frame, row(0), Line::styled(labels(&hours, &here, cells), shared.theme.dim));
    put_line(frame, row(1), Line::from(marks(view, &hours, cells, now, &shared.theme)));
}

/// Returns the full hours on this screen's clock, each with the cell in which it begins.
fn hours(shared: &Shared, cells: usize, now: Instant) -> Vec<(usize, String)> {
    let to_hour = 3600 - i64::from(shared.zone.wall(now).second % 3600);
    let hour = |n: i64| {
        let at = now.plus(to_hour + n * 3600);
        Some((cell_of(at, cells, now)?, shared.zone.wall(at).hm()[..2].to_owned()))
    };
    (0..8).filter_map(hour).collect()
}

fn cell_of(at: Instant, cells: usize, now: Instant) -> Option<usize> {
    let ahead = usize::try_from(at.since(now)).ok()?;
    let cell = ahead * cells / AHEAD as usize;
    (cell < cells).then_some(cell)
}

/// Returns the line of the hours. Before the first stands `here`, with the clock's zone where vendors have others and there
/// is room; between two, what the figures below count.
fn labels(hours: &[(usize, String)], here: &str, cells: usize) -> String {
    let mut line: Vec<char> = vec![' '; cells + 2];
    let mut put = |place: usize, text: &str| {
        if place + text.len() <= line.len() {
            line[place..place + text.len()].iter_mut().zip(text.chars()).for_each(|(cell, c)| *cell = c);
        }
    };
    for (cell, hour) in hours {
        put(cell + 1, hour);
    }
    let room = hours.first().map_or(cells, |(cell, _)| *cell);
    if let Some(text) = [here, "now"].into_iter().find(|text| text.chars().count() < room) {
        put(1, text);
    }
    if let Some((place, words)) =
        ["targets due", "targets", "due"].iter().find_map(|words| Some((gap(&line, words.len())?, words)))
    {
        line[place..place + words.len()].iter_mut().zip(words.chars()).for_each(|(cell, c)| *cell = c);
    }
    line.into_iter().collect()
}

/// Returns the first place on the line with room for that many columns and two blanks on each side.
fn gap(line: &[char], columns: usize) -> Option<usize> {
    line.windows(columns + 4).position(|cells| cells.iter().all(|cell| *cell == ' ')).map(|place| place + 2)
}

/// Returns a figure for each cell that has deadlines, `+` from ten on, and the hours as lines.
fn marks(
    view: &BreachView,
    hours: &[(usize, String)],
    cells: usize,
    now: Instant,
    theme: &Theme,
) -> Vec<Span<'static>> {
    let mut counts = vec![0_usize; cells];
    for deadline in &view.ahead {
        if let Some(cell) = cell_of(deadline.due, cells, now) {
            counts[cell] += 1;
        }
    }
    let soon = cells / 8;
    let mut spans: Vec<Span<'static>> = vec![Span::raw(" ")];
    for (cell, count) in counts.into_iter().enumerate() {
        let hour = hours.iter().any(|(at, _)| *at == cell);
        let (sign, style) = match count {
            0 if hour => ("│".to_owned(), theme.border),
            0 => ("·".to_owned(), theme.bar_empty),
            1..=9 => (count.to_string(), mark_style(cell, soon, theme)),
            _ => ("+".to_owned(), mark_style(cell, soon, theme)),
        };
        match spans.last_mut().filter(|last| last.style == style) {
            Some(last) => last.content.to_mut().push_str(&sign),
            None => spans.push(Span::styled(sign, style)),
        }
    }
    spans
}

const fn mark_style(cell: usize, soon: usize, theme: &Theme) -> Style {
    if cell < soon { theme.at_risk } else { theme.running }
}
