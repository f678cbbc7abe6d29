//! The record of a vendor's release on a date.

use serde::{Deserialize, Serialize};

use super::{Entered, LedgerKind, Record};
use crate::ledger::LedgerRecordId;
use crate::ledger::check::Scene;
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::ticket::check_line;
use crate::time::{Date, Instant, Zone};

/// What is known of every release.
pub(super) const KIND: LedgerKind = LedgerKind {
    told: "release date",
    changes_contracts: true,
    ..LedgerKind::new(
        "release",
        "release",
        Right::Releases,
        "entering a vendor's release dates",
        Entered::LedgerCommand { name: "release", needs: "--contract ID DATE" },
        &[
            (r#"{"release":{"contract":"sesam","date":"2024-03-01"}}"#, "release date entered: Fri 1 Mar 2024"),
            (
                r#"{"release":{"contract":"sesam","date":"2024-03-01","name":"4.2"}}"#,
                "release date entered: Fri 1 Mar 2024",
            ),
        ],
    )
};

/// A release of a vendor's: what is promised "with the next release" (SESAM, error handling) is due at the end of its day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Release {
    /// The id of the contract.
    pub contract: String,
    /// The local date in the contract's zone.
    pub date: Date,
    /// The name of the release, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Release {
    /// The kind of record.
    pub const KIND: &'static LedgerKind = &KIND;
}

impl Record for Release {
    fn kind(&self) -> &'static LedgerKind {
        &KIND
    }

    fn contract(&self) -> Option<&str> {
        Some(&self.contract)
    }

    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        on.contract(&self.contract)?;
        if let Some(name) = &self.name {
            check_line(name)
                .map_err(|error| Problem::of_field(Field::Name, error.to_string(), "write a short name, or none"))?;
        }
        let same = |(other, there): &(LedgerRecordId, &Self)| on.is_another(*other) && there.date == self.date;
        if let Some((other, _)) = on.ledger.releases(Some(&self.contract)).into_iter().find(same) {
            let message = format!("{} has a release on {} already", self.contract, self.date.long());
            return Err(Problem::of_field(Field::Date, message, format!("it is entry {other}; give another date")));
        }
        Ok(())
    }

    fn says(&self, _zone: Zone) -> String {
        self.date.long()
    }

    fn when(&self, _zone: Zone, _now: Instant) -> String {
        self.date.long()
    }

    fn subject(&self) -> Option<&str> {
        self.name.as_deref()
    }
}
