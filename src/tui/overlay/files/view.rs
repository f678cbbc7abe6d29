//! Draws the list of a ticket's files: name, size, type.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::file::size_in_words;
use crate::tui::action::Context;
use crate::tui::shared::Shared;
use crate::tui::text::{capital, clean, pad, pad_left};
use crate::tui::view::lines::{draw_help, draw_lines};
use crate::tui::widget::{VisibleRows, popup};

use super::FilesList;

/// The columns of a size, and of a type.
const SIZE: usize = 9;
const TYPE: usize = 18;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, list: &FilesList, shared: &Shared) -> VisibleRows {
    let theme = &shared.theme;
    let total = list.total();
    let inside = popup(frame, area, (72, total as u16 + 4), &list.title(), theme);
    let room = usize::from(inside.width).saturating_sub(SIZE + TYPE + 5);
    let body = Rect { height: inside.height.saturating_sub(2), ..inside };
    let shown = draw_lines(frame, body, &list.rows, total, theme, |place| {
        let Some(file) = list.files.get(place) else {
            return Line::styled(" Attach a file…", theme.text);
        };
        Line::from(vec![
            Span::styled(format!(" {}", pad(&clean(&file.name), room)), theme.text),
            Span::styled(format!(" {}", pad_left(&size_in_words(file.size), SIZE)), theme.text),
            if shared.is_missing(file) {
                Span::styled(format!("  {}", pad("missing", TYPE)), theme.error)
            } else {
                Span::styled(format!("  {}", pad(&clean(&file.media_type), TYPE)), theme.dim)
            },
        ])
    });
    let below = Rect { y: body.bottom(), height: inside.height.saturating_sub(body.height), ..inside };
    let key = shared.keys.say_in(Context::List, "{accept}");
    let is_missing = list.files.get(list.rows.selected()).is_some_and(|file| shared.is_missing(file));
    let help = match &shared.files {
        _ if total == 0 => format!("No file is attached. {}.", capital(list.refused.as_deref().unwrap_or_default())),
        _ if is_missing => "Its bytes are not in the store: frist repair takes them from a backup.".to_owned(),
        Some(folder) if list.rows.selected() < list.files.len() => format!("{key} saves it in {}.", folder.display()),
        Some(_) => format!("{key} asks for its name."),
        None => "From here files are neither written nor read: frist file and frist attach do it.".to_owned(),
    };
    draw_help(frame, below, &help, None, theme);
    shown
}
