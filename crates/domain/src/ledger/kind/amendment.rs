//! The record that what was kept of an agreement is corrected.

use serde::{Deserialize, Serialize};

use super::{Entered, LedgerKind, Record};
use crate::ledger::check::{Scene, line};
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::time::Zone;

/// What is known of every amendment.
pub(super) const KIND: LedgerKind = LedgerKind {
    changes_contracts: true,
    ..LedgerKind::new(
        "amendment",
        "amend",
        Right::Amend,
        "amending what was promised",
        Entered::Otherwise("frist contract amend"),
        &[
            (
                r#"{"amendment":{"contract":"sesam","promises":["p1"],"counts_by":"p2","words":"a slip"}}"#,
                "past promises amended: they count by p2",
            ),
            (
                r#"{"amendment":{"contract":"sesam","promises":["p1"],"counts_by":"p1","words":"it was none"}}"#,
                "amendment retracted: what was promised counts as it was",
            ),
        ],
    )
};

/// A correction of the past, made on purpose: what was reported under some promises counts by another one. The newest
/// that names a promise holds for it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Amendment {
    /// The id of the contract.
    pub contract: String,
    /// The names of the promises that are corrected.
    pub promises: Vec<String>,
    /// The name of the promise that counts in their place: a kept one too. Naming a promise itself takes a correction
    /// of it back.
    pub counts_by: String,
    /// The reason in a sentence.
    pub words: String,
}

impl Record for Amendment {
    fn kind(&self) -> &'static LedgerKind {
        &KIND
    }

    fn contract(&self) -> Option<&str> {
        Some(&self.contract)
    }

    /// Checks a correction: only what is kept can be corrected, by what is kept, of one contract.
    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        let id = &on.contract(&self.contract)?.id;
        line(Field::Words, Some(&self.words))?;
        let names = self.promises.iter().chain([&self.counts_by]);
        let kept =
            |name: &String| on.book.keeps(name) && on.book.promised(name).is_some_and(|promised| promised.id == *id);
        if self.promises.is_empty() || !names.into_iter().all(kept) {
            let hint = format!("frist contract amend {id} names what is kept of it");
            return Err(Problem::of_field(Field::Promises, format!("this is not a kept text of {id}"), hint));
        }
        Ok(())
    }

    fn says(&self, _zone: Zone) -> String {
        if self.promises == std::slice::from_ref(&self.counts_by) {
            return "amendment retracted: what was promised counts as it was".to_owned();
        }
        format!("past promises amended: they count by {}", self.counts_by)
    }

    fn subject(&self) -> Option<&str> {
        Some(&self.words)
    }
}
