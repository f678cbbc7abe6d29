//! Draws the menu of orders: each with what would stand first.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::shared::SortBy;
use crate::tui::text::{fit, pad};
use crate::tui::theme::Theme;
use crate::tui::view::lines::draw_lines;
use crate::tui::widget::{VisibleRows, popup};

use super::SortMenu;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, menu: &SortMenu, theme: &Theme) -> VisibleRows {
    let inside = popup(frame, area, (52, SortBy::ALL.len() as u16 + 2), "Sort by", theme);
    let room = usize::from(inside.width).saturating_sub(17);
    draw_lines(frame, inside, &menu.rows, SortBy::ALL.len(), theme, |place| {
        let order = menu.order(place);
        let in_force = order.by == menu.before.by;
        let arrow = if in_force { menu.before.arrow() } else { " " };
        let words = if in_force { format!("turn round: {}", order.words()) } else { order.words().to_owned() };
        Line::from(vec![
            Span::styled(format!(" {arrow} "), theme.accent),
            Span::raw(format!("{}  ", pad(order.by.word(), 11))),
            Span::styled(fit(&words, room), theme.dim),
        ])
    })
}
