//! Draws the line in which a file's path is typed.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::tui::action::Context;
use crate::tui::shared::Shared;
use crate::tui::text::clean;
use crate::tui::view::lines::{draw_help, draw_input};
use crate::tui::widget::popup;

use super::AttachLine;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, attach: &AttachLine, shared: &Shared) {
    let (theme, path) = (&shared.theme, &attach.path);
    let inside = popup(frame, area, (72, 7), &format!("Attach a file to #{}", attach.ticket), theme);
    let below = draw_input(frame, inside, "File", &path.line, "error.log, /var/log/syslog, ~/picture.png", theme);
    let help = match (&attach.sending, path.proposed()) {
        (Some(file), _) => format!("… {} is being sent", file.display()),
        (None, Some(names)) => names,
        (None, None) => {
            let keys = shared.keys.say_in(Context::Text, "{next-field} completes it, {accept} attaches the file.");
            format!("A path, from {} on. {keys}", path.folder().display())
        }
    };
    draw_help(frame, below, &clean(&help), path.wrong.as_deref(), theme);
}
