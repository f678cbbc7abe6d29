//! A larger change that has to be announced.

use serde::{Deserialize, Serialize};

use super::{Entered, Kind, Record};
use crate::ledger::check::{Scene, in_range, line, past};
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::time::{Instant, Zone, clock_text};

/// What is known of it.
pub(super) const KIND: Kind = Kind {
    words: "change",
    told: "change",
    called: "announced change",
    ..Kind::new(
        "announced_change",
        "change",
        Right::Work,
        "recording an announced change",
        Entered::Command("change"),
        &[
            (
                r#"{"announced_change":{"contract":"sesam","from":1704445200,"note":"TLS 1.3"}}"#,
                "change entered: Fri 5 Jan 2024 10:00",
            ),
            (
                r#"{"announced_change":{"contract":"sesam","from":1704445200,"announced":1704092400,"note":"TLS 1.3"}}"#,
                "change entered: Fri 5 Jan 2024 10:00",
            ),
        ],
    )
};

/// A larger change that the customer has to be told of (MyProduction, "Change management"). It exempts nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct AnnouncedChange {
    /// Contract id.
    pub contract: String,
    /// When it takes effect.
    pub from: Instant,
    /// When the customer was told of it; none: not yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<Instant>,
    /// What changes, in a line.
    pub note: String,
}

impl Record for AnnouncedChange {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn contract(&self) -> Option<&str> {
        Some(&self.contract)
    }

    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        on.contract(&self.contract)?;
        in_range(Field::From, self.from)?;
        past(Field::Announced, "an announcement", self.announced, on.now)?;
        line(Field::Note, Some(&self.note))
    }

    fn says(&self, zone: Zone) -> String {
        clock_text(zone, self.from)
    }

    fn when(&self, zone: Zone, _now: Instant) -> String {
        clock_text(zone, self.from)
    }

    fn subject(&self) -> Option<&str> {
        Some(&self.note)
    }

    fn moments(&self) -> Vec<Instant> {
        std::iter::once(self.from).chain(self.announced).collect()
    }

    fn in_months_from(&self) -> Option<Instant> {
        Some(self.from)
    }
}
