//! Draws the wall: the counters in large figures and the worst tickets below, for a screen across the room.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use tui_big_text::{BigText, PixelSize};

use crate::domain::time::Instant;
use crate::tui::feature::breach::{BreachCounter, BreachView};
use crate::tui::shared::Shared;
use crate::tui::text::width;
use crate::tui::widget::{VisibleRows, put_line};

use super::{ahead, list, loads_in_a_row, on_call_in_a_row, style_of};
use crate::tui::view::oncall;

/// The counters in large figures.
const LARGE: [BreachCounter; 6] = [
    BreachCounter::Breached,
    BreachCounter::Quarter,
    BreachCounter::Hour,
    BreachCounter::Today,
    BreachCounter::Stopped,
    BreachCounter::Call,
];
/// The rows of a large figure.
const FIGURE: u16 = 8;
/// The columns of a digit.
const DIGIT: u16 = 8;

/// The columns and rows that large figures need; on a smaller area the page is drawn without them, and says so.
pub(super) const ROOM: (u16, u16) = (150, 36);

/// Returns whether the area is large enough.
pub(super) const fn fits(area: Rect) -> bool {
    area.width >= ROOM.0 && area.height >= ROOM.1
}

/// Draws the wall.
///
/// ```text
///    ████        ██
///       ██      ███         …
///    breached   under 15 min
/// ```
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &BreachView, now: Instant) -> VisibleRows {
    let on_call = oncall::levels(shared, now);
    let parts = [
        Constraint::Length(1),
        Constraint::Length(FIGURE),
        Constraint::Length(2),
        Constraint::Length(3),
        Constraint::Min(0),
        Constraint::Length(2),
        Constraint::Length(u16::from(!on_call.is_empty())),
    ];
    let [_, figures, words, line, rest, people, last] = Layout::vertical(parts).areas(area);
    let each = area.width / LARGE.len() as u16;
    for (place, counter) in LARGE.into_iter().enumerate() {
        let column = |row: Rect| Rect { x: row.x + place as u16 * each, width: each, ..row };
        draw_figure(frame, column(figures), shared, view, counter);
        draw_words(frame, column(words), shared, view, counter);
    }
    ahead::draw(frame, Rect { height: 2, ..line }, shared, view, now);
    let shown = list::draw(frame, rest, shared, view, now);
    let bold = shared.theme.text.add_modifier(Modifier::BOLD);
    put_line(frame, Rect { y: people.y + 1, height: 1, ..people }, Line::styled(loads_in_a_row(view), bold));
    put_line(frame, last, Line::styled(on_call_in_a_row(&on_call, last.width), bold));
    shown
}

fn figure_style(shared: &Shared, view: &BreachView, counter: BreachCounter) -> Style {
    if view.count_of(counter) == 0 { shared.theme.dim } else { style_of(counter, &shared.theme) }
}

fn draw_figure(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &BreachView, counter: BreachCounter) {
    let text = view.count_of(counter).to_string();
    let columns = text.len() as u16 * DIGIT;
    let size = if columns <= area.width { PixelSize::Full } else { PixelSize::HalfWidth };
    let columns = if size == PixelSize::Full { columns } else { columns / 2 }.min(area.width);
    let place = Rect { x: area.x + (area.width - columns) / 2, width: columns, ..area };
    let figure = BigText::builder()
        .pixel_size(size)
        .style(figure_style(shared, view, counter))
        .lines([Line::from(text)])
        .build();
    frame.render_widget(figure, place);
}

fn draw_words(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &BreachView, counter: BreachCounter) {
    let (sign, words) = counter.words();
    let chosen = view.counter == counter;
    let text = if chosen { format!("[{sign} {words}]") } else { format!("{sign} {words}") };
    let blank = " ".repeat(usize::from(area.width).saturating_sub(width(&text)) / 2);
    let style = figure_style(shared, view, counter).add_modifier(Modifier::BOLD);
    put_line(frame, Rect { height: 1, ..area }, Line::from(vec![Span::raw(blank), Span::styled(text, style)]));
}
