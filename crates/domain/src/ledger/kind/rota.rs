//! The record of a rota that is in force from when the record was written.

use super::{Entered, LedgerKind, Record};
use crate::ledger::check::Scene;
use crate::problem::Problem;
use crate::right::Right;
use crate::rota::Rota;
use crate::time::Zone;

/// What is known of every rota.
pub(super) const KIND: LedgerKind = LedgerKind {
    holds_files: true,
    ..LedgerKind::new(
        "rota",
        "rota",
        Right::Releases,
        "entering a vendor's release dates",
        Entered::Desk("when it reads a file that says another"),
        &[(r#"{"rota":{"zone":null,"lines":[],"overrides":[]}}"#, "the rota of oncall.toml was put in force")],
    )
};

impl Record for Rota {
    fn kind(&self) -> &'static LedgerKind {
        &KIND
    }

    /// Accepts each: the desk writes it itself, from a file that has been read.
    fn check(&self, _on: &Scene<'_>) -> Result<(), Problem> {
        Ok(())
    }

    fn says(&self, _zone: Zone) -> String {
        "the rota of oncall.toml was put in force".to_owned()
    }
}
