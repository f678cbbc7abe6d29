//! Draws the line in which a file's path is typed.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::tui::shared::Shared;
use crate::tui::view::lines::{draw_help, draw_input};
use crate::tui::widget::popup;

use super::AttachLine;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, attach: &AttachLine, shared: &Shared) {
    let theme = &shared.theme;
    let inside = popup(frame, area, (72, 5), &format!("Attach a file to #{}", attach.ticket), theme);
    let below = draw_input(frame, inside, "File", &attach.line, "error.log, /var/log/syslog, ~/picture.png", theme);
    let help = format!("A path, from {} on. {}", attach.folder.display(), shared.keys.say("{accept} attaches it."));
    draw_help(frame, below, &help, attach.wrong.as_deref(), theme);
}
