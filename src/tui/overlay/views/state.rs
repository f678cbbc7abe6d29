//! Holds the menu of filters under names.

use tui_input::Input;

use crate::tui::shared::View;
use crate::tui::widget::Rows;

/// The filters under names while one is chosen.
pub struct ViewsMenu {
    /// The line that is typed: a digit chooses at once, letters narrow the list.
    pub line: Input,
    /// All of them.
    pub views: Vec<View>,
    /// The places of those that are listed.
    pub listed: Vec<usize>,
    /// The selected row.
    pub rows: Rows,
}

impl ViewsMenu {
    /// Creates the menu of these filters.
    pub fn new(views: Vec<View>) -> Self {
        let listed = (0..views.len()).collect();
        Self { line: Input::default(), views, listed, rows: Rows::default() }
    }

    /// Returns the one whose digit is typed, from 1 to 9.
    pub fn by_digit(&self) -> Option<&View> {
        let digit: usize = self.line.value().trim().parse().ok()?;
        self.views.get(digit.checked_sub(1)?).filter(|_| digit <= 9)
    }

    /// Returns the selected one.
    pub fn selected(&self) -> Option<&View> {
        self.views.get(*self.listed.get(self.rows.selected())?)
    }

    /// Lists those whose name holds what is typed.
    pub fn narrow(&mut self) {
        let typed = self.line.value().trim().to_lowercase();
        let holds = |view: &View| view.name.to_lowercase().contains(&typed);
        self.listed = (0..self.views.len()).filter(|place| self.views.get(*place).is_some_and(holds)).collect();
        self.rows.select(0, self.listed.len());
    }
}
