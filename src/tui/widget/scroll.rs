//! Shows the position in a long list.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use std::ops::Range;

use crate::tui::theme::Theme;

/// How far a text is scrolled, in rows of the screen.
#[derive(Clone, Debug, Default)]
pub struct TextScroll {
    offset: usize,
    /// The rows that showed when it was drawn last.
    height: usize,
}

impl TextScroll {
    /// Returns the rows to draw now, of `total`, in `height` rows of the screen.
    pub fn visible(&self, total: usize, height: u16) -> Range<usize> {
        let height = usize::from(height);
        let start = self.offset.min(total.saturating_sub(height));
        start..(start + height).min(total)
    }

    /// Returns the row behind the last one that showed.
    pub const fn end(&self) -> usize {
        self.offset.saturating_add(self.height)
    }

    /// Takes in which rows were drawn.
    pub fn laid_out(&mut self, shown: &Range<usize>) {
        (self.offset, self.height) = (shown.start, shown.len());
    }

    /// Goes down by `by` rows, up if negative; past an end it stops there when it is drawn.
    pub fn step(&mut self, by: isize) {
        self.offset = self.offset.saturating_add_signed(by);
    }

    /// Returns how many rows a page goes by: all that showed but one, so that nothing is passed unseen.
    pub fn page(&self) -> isize {
        self.height.saturating_sub(1).max(1) as isize
    }
}

/// Draws a scrollbar in the last column of `area`: the thumb is the part of `total` rows that is `visible`. Nothing is
/// drawn when all of them are.
pub fn scrollbar(frame: &mut Frame<'_>, area: Rect, visible: &Range<usize>, total: usize, theme: &Theme) {
    let area = area.intersection(frame.area());
    if area.is_empty() || visible.len() >= total {
        return;
    }
    let thumb = thumb(visible, total, area.height);
    for y in 0..area.height {
        let (sign, style) = if thumb.contains(&y) { ("┃", theme.dim) } else { ("│", theme.border) };
        let cell = Rect { x: area.right() - 1, y: area.y + y, width: 1, height: 1 };
        frame.render_widget(Span::styled(sign, style), cell);
    }
}

/// Returns the rows of the track that the thumb covers: at least one, and one at an end only when the list is there.
fn thumb(visible: &Range<usize>, total: usize, track: u16) -> Range<u16> {
    let height = usize::from(track);
    let size = (visible.len() * height / total).clamp(1, height);
    let (gone, hidden) = (visible.start, total - visible.len());
    let room = height - size;
    let start = match gone {
        0 => 0,
        _ if gone >= hidden => room,
        _ => (gone * room / hidden).clamp(room.min(1), room.saturating_sub(1).max(room.min(1))),
    };
    start as u16..(start + size) as u16
}
