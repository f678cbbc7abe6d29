//! Holds the menu of orders.

use crate::tui::shared::{ListSort, SortBy};
use crate::tui::widget::Rows;

/// The menu of what a list can be sorted by.
pub struct SortMenu {
    /// The order in force; choosing it again turns it round.
    pub before: ListSort,
    /// The selected row.
    pub rows: Rows,
}

impl SortMenu {
    /// Creates the menu with the order in force selected.
    pub fn new(before: ListSort) -> Self {
        let mut rows = Rows::default();
        let place = SortBy::ALL.iter().position(|by| *by == before.by).unwrap_or(0);
        rows.select(place, SortBy::ALL.len());
        Self { before, rows }
    }

    /// Returns the order that the row at that place chooses.
    pub fn order(&self, place: usize) -> ListSort {
        SortBy::ALL.get(place).map_or(self.before, |by| self.before.choose(*by))
    }
}
