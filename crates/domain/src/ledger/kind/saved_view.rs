//! The record of a filter that is kept under a name, for everybody at the desk.

use serde::{Deserialize, Serialize};

use super::{Entered, LedgerKind, Record};
use crate::ledger::LedgerRecordId;
use crate::ledger::check::{Scene, line};
use crate::problem::{Field, Problem};
use crate::query::Filter;
use crate::right::Right;
use crate::time::Zone;

/// What is known of every view.
pub(super) const KIND: LedgerKind = LedgerKind {
    words: "view",
    told: "view",
    called: "view",
    ..LedgerKind::new(
        "saved_view",
        "view",
        Right::Work,
        "saving a view",
        Entered::UnderName("frist view save"),
        &[(
            r#"{"saved_view":{"name":"late at Markant","filter":"vendor:markant is:breached"}}"#,
            "view entered: late at Markant: vendor:markant is:breached",
        )],
    )
};

/// A filter of tickets under a name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SavedView {
    /// The name, one line.
    pub name: String,
    /// The text of the filter, as it was entered.
    pub filter: String,
}

impl SavedView {
    /// The kind of record.
    pub const KIND: &'static LedgerKind = &KIND;

    /// Returns whether it is called that; capital letters make no difference.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.to_lowercase() == name.trim().to_lowercase()
    }
}

impl Record for SavedView {
    fn kind(&self) -> &'static LedgerKind {
        &KIND
    }

    /// Checks the name, which no other view has, and that the filter can be read. Of the names in the filter nothing is
    /// asked: contracts come and go.
    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        line(Field::Name, Some(&self.name))?;
        let same = |(other, view): &(LedgerRecordId, &Self)| on.is_another(*other) && view.is_called(&self.name);
        if on.ledger.views().any(|view| same(&view)) {
            let message = format!("there is a view called {} already", self.name);
            return Err(Problem::of_field(Field::Name, message, "give it another name, or delete that one first"));
        }
        line(Field::Filter, Some(&self.filter))?;
        Filter::parse(&self.filter)
            .map(drop)
            .map_err(|error| Problem::of_field(Field::Filter, error.message.clone(), error.hint))
    }

    fn says(&self, _zone: Zone) -> String {
        format!("{}: {}", self.name, self.filter)
    }

    fn subject(&self) -> Option<&str> {
        Some(&self.name)
    }
}
