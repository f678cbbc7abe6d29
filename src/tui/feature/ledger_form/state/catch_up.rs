//! Takes in what somebody else has made of the record while it is changed here: theirs stands wherever nothing was typed.

use std::collections::BTreeMap;
use std::sync::Arc;

use tui_input::Input;

use super::LedgerForm;
use crate::domain::ledger::LedgerRecord;
use crate::domain::problem::Field;

/// What somebody else has changed meanwhile.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OthersChange {
    /// The name of the person who wrote it last.
    pub by: String,
    /// The fields, each with what it says now.
    pub fields: Vec<(Field, String)>,
    /// Those of them that were changed here too.
    pub both: Vec<Field>,
    /// Whether it was removed.
    pub is_removed: bool,
}

impl LedgerForm {
    /// Takes in the record as it is now. Returns what somebody else has changed; none while that is not here yet.
    pub fn catch_up(&mut self, record: Option<&Arc<LedgerRecord>>) -> Option<OthersChange> {
        let (_, revision) = self.entry.as_mut()?;
        let newer = record.filter(|record| record.revision > *revision);
        self.is_behind = newer.is_none();
        let record = newer?;
        *revision = record.revision;
        let by = record.by.clone();
        let Some(fact) = &record.fact else {
            return Some(OthersChange { by, fields: Vec::new(), both: Vec::new(), is_removed: true });
        };
        let (was, choices) = (std::mem::take(&mut self.first), (self.cause, self.first_cause));
        let (typed, moments) = (self.lines.clone(), self.moments.clone());
        self.fill(fact);
        self.settle();
        if choices.0 != choices.1 {
            self.cause = choices.0;
        }
        Some(self.put_back(by, &was, typed, moments))
    }

    /// Puts back what was typed here over what the record says now.
    fn put_back(
        &mut self,
        by: String,
        was: &BTreeMap<Field, String>,
        typed: BTreeMap<Field, Input>,
        mut moments: BTreeMap<Field, (String, crate::domain::time::Instant)>,
    ) -> OthersChange {
        let was = |field: &Field| was.get(field).map_or("", String::as_str);
        let now = |field: &Field| self.first.get(field).map_or("", String::as_str);
        let changed = self.first.keys().filter(|field| now(field) != was(field));
        let fields: Vec<(Field, String)> = changed.map(|field| (*field, now(field).to_owned())).collect();
        let mut both = Vec::new();
        for (field, line) in typed {
            if line.value() == was(&field) {
                continue;
            }
            if fields.iter().any(|(other, says)| *other == field && says != line.value()) {
                both.push(field);
            }
            if let Some(moment) = moments.remove(&field) {
                self.moments.insert(field, moment);
            }
            self.lines.insert(field, line);
        }
        OthersChange { by, fields, both, is_removed: false }
    }

    /// Returns whether somebody else's change was told that is not here yet.
    pub const fn is_behind(&self) -> bool {
        self.is_behind
    }
}
