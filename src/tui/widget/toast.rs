//! A short notice above the footer that goes by itself.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::tui::text;
use crate::tui::theme::Theme;

/// What a notice is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ToastKind {
    /// Something was done.
    Done,
    /// Something to know.
    Note,
    /// Something failed.
    Error,
}

impl ToastKind {
    /// The sign in front of it.
    pub const fn sign(self) -> &'static str {
        match self {
            ToastKind::Done => "✓",
            ToastKind::Note => "·",
            ToastKind::Error => "✗",
        }
    }
}

/// Draws a notice on the last row of `area`, over what is there. Cut if too long.
pub fn toast(frame: &mut Frame<'_>, area: Rect, kind: ToastKind, message: &str, theme: &Theme) {
    let area = area.intersection(frame.area());
    let row = Rect { y: area.bottom().saturating_sub(1), height: area.height.min(1), ..area };
    let style = match kind {
        ToastKind::Done => theme.ok,
        ToastKind::Note => theme.text,
        ToastKind::Error => theme.error,
    };
    let room = usize::from(row.width).saturating_sub(4);
    let notice = format!(" {} {} ", kind.sign(), text::fit(message, room));
    frame.render_widget(Clear, row);
    frame.render_widget(Line::from(Span::styled(text::fit(&notice, usize::from(row.width)), style)), row);
}
