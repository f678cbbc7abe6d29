//! Holds the list of absences.

use crate::domain::ledger::{Absence, Ledger, LedgerRecordId};
use crate::domain::time::Instant;
use crate::tui::widget::Rows;

/// Who is away and who will be; behind them stands that an absence can be entered.
pub struct AbsenceList {
    /// The absences that are not over, by when they begin.
    pub absences: Vec<(LedgerRecordId, Absence)>,
    /// Why this person may enter and remove none, if so: then no row offers it.
    pub refused: Option<String>,
    /// The selected row.
    pub rows: Rows,
}

impl AbsenceList {
    /// Creates the list of the absences that are not over at `now`.
    pub fn new(ledger: &Ledger, refused: Option<String>, now: Instant) -> Self {
        let lasts = |absence: &Absence| absence.to.is_none_or(|to| now < to);
        let mut absences: Vec<(LedgerRecordId, Absence)> =
            ledger.absences().filter(|(_, it)| lasts(it)).map(|(id, it)| (id, it.clone())).collect();
        absences.sort_by_key(|(id, absence)| (absence.from, *id));
        Self { absences, refused, rows: Rows::default() }
    }

    /// Returns how many rows there are.
    pub const fn total(&self) -> usize {
        self.absences.len() + if self.refused.is_none() { 1 } else { 0 }
    }
}
