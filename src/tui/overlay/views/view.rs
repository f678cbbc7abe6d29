//! Draws the filters under names: digit, name, how many open tickets match, filter.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::shared::Shared;
use crate::tui::text::{fit, pad, pad_left, width};
use crate::tui::view::lines::{draw_help, draw_input, draw_lines};
use crate::tui::widget::{VisibleRows, popup};

use super::ViewsMenu;

/// The columns of a popup, and the most of a name.
const COLUMNS: u16 = 76;
const NAME: usize = 24;

const EMPTY: &str = "No filter has a name yet. On the queue, {filter} filters and {save-view} saves the filter for the desk; your own stand in [views] \
                     of your settings.";

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, menu: &ViewsMenu, shared: &Shared) -> VisibleRows {
    let theme = &shared.theme;
    let inside = popup(frame, area, (COLUMNS, menu.listed.len().clamp(3, 14) as u16 + 3), "Views", theme);
    let hint = shared.keys.say("a digit takes it, letters look for it, {drop-view} deletes");
    let below = draw_input(frame, inside, "'", &menu.line, &hint, theme);
    if menu.views.is_empty() {
        draw_help(frame, below, &shared.keys.say(EMPTY), None, theme);
    } else if menu.listed.is_empty() {
        draw_help(frame, below, "No view of that name.", None, theme);
    }
    let names = menu.views.iter().map(|view| width(&view.name)).max().unwrap_or(0).clamp(8, NAME);
    let room = usize::from(below.width).saturating_sub(names + 14);
    draw_lines(frame, below, &menu.rows, menu.listed.len(), theme, |row| {
        let place = menu.listed[row];
        let view = &menu.views[place];
        let digit = if place < 9 { (place + 1).to_string() } else { " ".to_owned() };
        let count = view.count.map_or_else(|| "·".to_owned(), |count| count.to_string());
        Line::from(vec![
            Span::styled(format!(" {digit}  "), theme.key),
            Span::styled(pad(&view.name, names), theme.text),
            Span::styled(
                format!(" {}  ", pad_left(&count, 6)),
                if view.count == Some(0) { theme.dim } else { theme.text },
            ),
            Span::styled(fit(&view.filter, room), theme.dim),
        ])
    })
}
