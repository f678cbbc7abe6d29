//! The vendors: which one is selected, whether its page has the keys, and how far that is scrolled.

use crate::tui::widget::Rows;

/// The state of the vendors' view.
#[derive(Default)]
pub struct Vendors {
    /// The contract that is selected, by its id; none or one that is gone = the first.
    chosen: Option<String>,
    /// Whether the page has the keys: on a narrow screen it then covers the list.
    pub reading: bool,
    /// The first line of the page that shows; what is drawn of it may begin earlier, where the page ends.
    pub scroll: usize,
    /// How far the list is scrolled.
    pub rows: Rows,
}

impl Vendors {
    /// The view with that contract selected.
    pub fn at(contract: Option<String>) -> Self {
        Self { chosen: contract, ..Self::default() }
    }

    /// The place of the selected contract among `ids`.
    pub fn place(&self, ids: &[&str]) -> usize {
        ids.iter().position(|id| Some(*id) == self.chosen.as_deref()).unwrap_or(0)
    }

    /// Goes down the list by so many contracts, up if negative; another one's page begins at its top.
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

    /// Goes down the page by so many lines, up if negative.
    pub fn scroll_by(&mut self, lines: isize) {
        self.scroll = self.scroll.saturating_add_signed(lines);
    }

    /// The lines of the page to draw, of `total`, in `height` rows of the screen.
    pub fn visible(&self, total: usize, height: u16) -> std::ops::Range<usize> {
        let first = self.scroll.min(total.saturating_sub(usize::from(height)));
        first..(first + usize::from(height)).min(total)
    }
}
