//! Finds which rows of a long list are to be drawn: only those that show, however many there are.

use std::ops::Range;

/// Rows that stay visible above and below the selected one while there are any.
const MARGIN: usize = 2;

/// Returns the rows to draw, of `total`, in `height` rows of the screen: as near to the former `offset` as possible with
/// `selected` and a margin around it visible.
pub fn window(total: usize, selected: usize, offset: usize, height: usize) -> Range<usize> {
    if total == 0 || height == 0 {
        return 0..0;
    }
    let selected = selected.min(total - 1);
    let margin = MARGIN.min((height - 1) / 2);
    let highest = selected.saturating_sub(margin);
    let lowest = (selected + margin + 1).saturating_sub(height);
    let start = offset.clamp(lowest.min(highest), highest).min(total.saturating_sub(height));
    start..(start + height).min(total)
}

/// The rows of a list that were drawn. How many fit is known only while drawing, so drawing returns this and the list takes
/// it in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VisibleRows {
    /// The row of the screen on which the first of them stands.
    pub top: u16,
    /// The rows, counted from 0.
    pub rows: Range<usize>,
}

/// The selected row of a list, and how far the list is scrolled.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    selected: usize,
    /// Whether nothing is selected until somebody moves.
    unchosen: bool,
    offset: usize,
}

impl Rows {
    /// Creates a list in which no row is selected until somebody moves, for what has to be chosen deliberately.
    pub fn unchosen() -> Self {
        Self { unchosen: true, ..Self::default() }
    }

    /// Returns the selected row; none while nobody has chosen one.
    pub fn chosen(&self) -> Option<usize> {
        (!self.unchosen).then_some(self.selected)
    }

    /// Returns the selected row, counted from 0; meaningless in an empty list.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// Selects a row of `total`, or the nearest there is.
    pub fn select(&mut self, row: usize, total: usize) {
        self.selected = row.min(total.saturating_sub(1));
        self.unchosen = false;
    }

    /// Follows the selected row to another place: the list scrolls with it, so that it stays where it is on the screen as
    /// far as possible.
    pub fn follow(&mut self, row: usize, total: usize) {
        let moved = row as isize - self.selected as isize;
        self.offset = self.offset.saturating_add_signed(moved);
        self.select(row, total);
    }

    /// Follows the selected row; a list that stood at its top stays there, so that what has come in above shows.
    pub fn follow_from_top(&mut self, row: usize, total: usize) {
        if self.offset == 0 {
            self.select(row, total);
        } else {
            self.follow(row, total);
        }
    }

    /// Keeps the selected row when `rows` have come in above it.
    pub fn pushed_down(&mut self, rows: usize, total: usize) {
        self.follow_from_top(self.selected + rows, total);
    }

    /// Goes down by `by` rows, up if negative, and stops at the ends. Where nothing is chosen yet it comes in from the end
    /// that it goes away from.
    pub fn step(&mut self, by: isize, total: usize) {
        let row = match (self.unchosen, by > 0) {
            (false, _) => self.selected.saturating_add_signed(by),
            (true, true) => 0_usize.saturating_add_signed(by - 1),
            (true, false) => total.saturating_add_signed(by),
        };
        self.select(row, total);
    }

    /// Returns the rows to draw now.
    pub fn visible(&self, total: usize, height: u16) -> Range<usize> {
        window(total, self.selected, self.offset, usize::from(height))
    }

    /// Takes in which rows were drawn, and scrolls the list to them.
    pub fn laid_out(&mut self, shown: &VisibleRows) {
        self.offset = shown.rows.start;
    }
}
