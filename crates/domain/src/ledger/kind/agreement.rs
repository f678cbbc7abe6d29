//! The record of an agreement's text that is in use.

use serde::{Deserialize, Serialize};

use super::{Entered, LedgerKind, Record};
use crate::ledger::check::Scene;
use crate::problem::Problem;
use crate::right::Right;
use crate::time::{Instant, Zone};

/// What is known of every agreement's text.
pub(super) const KIND: LedgerKind = LedgerKind {
    changes_contracts: true,
    holds_files: true,
    ..LedgerKind::new(
        "agreement",
        "agreement",
        Right::Releases,
        "entering a vendor's release dates",
        Entered::Desk("when the contract is first used, and when what its file promises has changed"),
        &[
            (
                r#"{"agreement":{"contract":"sesam","version":"2024","file":"sesam.toml","text":"x"}}"#,
                "the agreement's text was kept, version 2024, from sesam.toml",
            ),
            (
                r#"{"agreement":{"contract":"sesam","version":"","file":"sesam.toml","text":"x","promise":"p1","calendars":[{"file":"NO.toml","text":"y"}],"in_force":{"since":1704445200}}}"#,
                "the agreement has changed, its text was kept, from sesam.toml",
            ),
        ],
    )
};

/// An agreement's text with the holiday calendars that it names, by value. The desk writes it when the contract is first used,
/// and when what its file promises has changed, so that what was reported keeps what was promised then.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Agreement {
    /// The id of the contract.
    pub contract: String,
    /// The version of the agreement's text, as tickets have it.
    pub version: String,
    /// The name of the file that it came from.
    pub file: String,
    /// The whole text of that file.
    pub text: String,
    /// The name of the promise, as tickets have it. None in a record of before promises had names, until the store is
    /// upgraded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<String>,
    /// The texts of the holiday calendars that it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calendars: Vec<KeptCalendar>,
    /// The time in which it is in force for reports, or none where it is only for the tickets that name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_force: Option<InForce>,
}

/// The text of a holiday calendar.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KeptCalendar {
    /// The name of the file that it came from.
    pub file: String,
    /// The whole text of that file.
    pub text: String,
}

/// The time in which a promise is in force, beside its text's `effective` date, which decides between texts with
/// different dates.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct InForce {
    /// The moment at which the store's owner first read it in place of another one, or none where it held from the
    /// beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Instant>,
    /// The moment at which the store's owner first found its file gone while the contract has others, or none where the
    /// file is there, or was to the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

impl Record for Agreement {
    fn kind(&self) -> &'static LedgerKind {
        &KIND
    }

    fn contract(&self) -> Option<&str> {
        Some(&self.contract)
    }

    /// Accepts each: the desk writes it itself, from a file that has been read.
    fn check(&self, _on: &Scene<'_>) -> Result<(), Problem> {
        Ok(())
    }

    fn says(&self, _zone: Zone) -> String {
        let version = match self.version.as_str() {
            "" => String::new(),
            version => format!(", version {version}"),
        };
        let from = &self.file;
        match self.in_force {
            Some(InForce { until: Some(_), .. }) => format!("the agreement's file is gone{version}: {from}"),
            Some(InForce { since: Some(_), .. }) => {
                format!("the agreement has changed, its text was kept{version}, from {from}")
            }
            _ => format!("the agreement's text was kept{version}, from {from}"),
        }
    }

    fn moments(&self) -> Vec<Instant> {
        let in_force = self.in_force.unwrap_or_default();
        in_force.since.into_iter().chain(in_force.until).collect()
    }
}
