//! Draws the palette.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::text::{fit, pad};
use crate::tui::theme::Theme;
use crate::tui::view::lines::{draw_input, draw_lines};
use crate::tui::widget::{VisibleRows, popup, put_line};

use super::Palette;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, palette: &Palette, theme: &Theme) -> VisibleRows {
    let inside = popup(frame, area, (76, palette.found.len().clamp(1, 14) as u16 + 3), "Actions", theme);
    let below = draw_input(frame, inside, ":", &palette.line, "name or what it does", theme);
    if palette.found.is_empty() {
        put_line(frame, below, Line::styled(" No action of that name.", theme.dim));
    }
    draw_lines(frame, below, &palette.rows, palette.found.len(), theme, |place| {
        let entry = palette.found[place];
        let key = entry.key_in(palette.context).map_or_else(String::new, |k| k.to_string());
        let room = usize::from(below.width).saturating_sub(28);
        let (name, help) = match palette.refusal(entry.action) {
            Some(why) => (theme.dim, Span::styled(fit(&format!("– {why}"), room), theme.dim)),
            None => (theme.accent, Span::raw(fit(entry.help, room))),
        };
        Line::from(vec![
            Span::styled(format!(" {} ", pad(&key, 9)), if name == theme.dim { name } else { theme.key }),
            Span::styled(format!("{} ", pad(entry.name, 15)), name),
            help,
        ])
    })
}
