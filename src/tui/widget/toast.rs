//! Draws a short notice above the footer that goes by itself.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::tui::text;
use crate::tui::theme::Theme;

use super::text::put_line;

/// The kind of a notice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ToastKind {
    /// A change was made.
    Done,
    /// Information.
    Note,
    /// A failure or refusal.
    Error,
    /// A target comes near or is due.
    Alert,
    /// A target is breached.
    Breach,
}

impl ToastKind {
    /// Returns the sign in front of the notice.
    pub const fn sign(self) -> &'static str {
        match self {
            ToastKind::Done => "✓",
            ToastKind::Note => "·",
            ToastKind::Error => "✗",
            ToastKind::Alert => "!",
            ToastKind::Breach => "‼",
        }
    }
}

/// The most rows of a notice.
const MOST_ROWS: usize = 3;

/// Returns how many rows of `area` a notice takes.
pub fn toast_rows(area: Rect, message: &str) -> u16 {
    (lines(area, message).len() as u16).min(area.height)
}

fn lines(area: Rect, message: &str) -> Vec<String> {
    let room = usize::from(area.width).saturating_sub(4);
    text::fitted(&text::clean(message), room, MOST_ROWS.min(usize::from(area.height / 2).max(1)))
}

/// Draws a notice on the last rows of `area`, over what is there: one row, or up to three; a longer text is cut.
pub fn toast(frame: &mut Frame<'_>, area: Rect, kind: ToastKind, message: &str, theme: &Theme) {
    let area = area.intersection(frame.area());
    let style = match kind {
        ToastKind::Done => theme.ok,
        ToastKind::Note => theme.text,
        ToastKind::Error => theme.error,
        ToastKind::Alert => theme.at_risk,
        ToastKind::Breach => theme.breached,
    };
    let lines = lines(area, message);
    let height = (lines.len() as u16).min(area.height);
    let place = Rect { y: area.bottom() - height, height, ..area };
    frame.render_widget(Clear, place);
    let words = if kind == ToastKind::Error { theme.title } else { theme.text };
    for (n, (line, row)) in lines.iter().zip(place.rows()).enumerate() {
        let sign = if n == 0 { kind.sign() } else { " " };
        let line = text::fit(line, usize::from(row.width).saturating_sub(4));
        let notice = [Span::styled(format!(" {sign} "), style), Span::styled(line, words)];
        put_line(frame, row, Line::from_iter(notice));
    }
}
