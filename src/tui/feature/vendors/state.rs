//! Holds the vendors' page: which vendor is selected, whether its agreement has the keys, and how far that is scrolled.

use crate::tui::widget::Rows;

/// The state of the vendors' page.
#[derive(Default)]
pub struct Vendors {
    /// The id of the selected contract; none, or one that is gone, stands for the first.
    chosen: Option<String>,
    /// Whether the agreement has the keys: on a narrow screen it then covers the list.
    pub reading: bool,
    /// The first line of the agreement that shows; drawing may begin earlier, where the text ends.
    pub scroll: usize,
    /// The scroll position of the list.
    pub rows: Rows,
}

impl Vendors {
    /// Creates the page with that contract selected.
    pub fn at(contract: Option<String>) -> Self {
        Self { chosen: contract, ..Self::default() }
    }

    /// Returns the place of the selected contract among `ids`.
    pub fn place(&self, ids: &[&str]) -> usize {
        ids.iter().position(|id| Some(*id) == self.chosen.as_deref()).unwrap_or(0)
    }

    /// Goes down the list by `by` contracts, up if negative; another one's agreement begins at its top.
    pub fn step(&mut self, by: isize, ids: &[&str]) {
        let before = self.place(ids);
        self.rows.select(before, ids.len());
        self.rows.step(by, ids.len());
        let after = self.rows.selected();
        if after != before {
            self.scroll = 0;
        }
        self.chosen = ids.get(after).map(|id| (*id).to_owned());
    }

    /// Goes down the agreement by `lines` lines, up if negative.
    pub fn scroll_by(&mut self, lines: isize) {
        self.scroll = self.scroll.saturating_add_signed(lines);
    }

    /// Returns the lines of the agreement to draw, of `total`, in `height` rows of the screen.
    pub fn visible(&self, total: usize, height: u16) -> std::ops::Range<usize> {
        let first = self.scroll.min(total.saturating_sub(usize::from(height)));
        first..(first + usize::from(height)).min(total)
    }
}
