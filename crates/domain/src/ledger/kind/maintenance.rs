//! Work on the service.

use serde::{Deserialize, Serialize};

use super::{Entered, Kind, Record};
use crate::ledger::EntryId;
use crate::ledger::check::{Scene, after, in_range, line, past};
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::time::{Instant, Zone, clock_text};
use crate::uptime::stretch_in_words;

/// What is known of it.
pub(super) const KIND: Kind = Kind::new(
    "maintenance",
    "maintenance",
    Right::Work,
    "recording maintenance",
    Entered::Command("maintenance"),
    &[
        (
            r#"{"maintenance":{"contract":"sesam","from":1704445200,"to":1704448800}}"#,
            "maintenance entered: Fri 5 Jan 2024 10:00 to 11:00, 1:00:00",
        ),
        (
            r#"{"maintenance":{"contract":"sesam","from":1704445200,"to":1704448800,"announced":1704092400,"kind":"security","note":"patches"}}"#,
            "maintenance entered: Fri 5 Jan 2024 10:00 to 11:00, 1:00:00",
        ),
    ],
);

/// Work on the service that was or is planned.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Maintenance {
    /// Contract id.
    pub contract: String,
    /// When it begins.
    pub from: Instant,
    /// When it ends.
    pub to: Instant,
    /// When the customer was told of it; none: not at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<Instant>,
    /// What kind of work, such as `security`; some agreements want no notice of some kinds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What is done, in a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Record for Maintenance {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn contract(&self) -> Option<&str> {
        Some(&self.contract)
    }

    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        let contract = on.contract(&self.contract)?;
        in_range(Field::From, self.from)?;
        after(self.from, Some(self.to), "the maintenance")?;
        in_range(Field::To, self.to)?;
        past(Field::Announced, "an announcement", self.announced, on.now)?;
        line(Field::Kind, self.kind.as_deref())?;
        line(Field::Note, self.note.as_deref())?;
        let same =
            |(other, there): &(EntryId, &Self)| on.is_another(*other) && (there.from, there.to) == (self.from, self.to);
        if let Some((other, _)) = on.ledger.maintenance(Some(&self.contract)).into_iter().find(same) {
            let message = format!("{} has a maintenance from then to then already", contract.vendor);
            return Err(Problem::of_field(Field::From, message, format!("it is entry {other}; change that one")));
        }
        Ok(())
    }

    fn says(&self, zone: Zone) -> String {
        stretch_in_words(self.from, self.to, zone)
    }

    fn when(&self, zone: Zone, _now: Instant) -> String {
        clock_text(zone, self.from)
    }

    fn subject(&self) -> Option<&str> {
        self.note.as_deref()
    }

    fn moments(&self) -> Vec<Instant> {
        [self.from, self.to].into_iter().chain(self.announced).collect()
    }

    fn in_months_from(&self) -> Option<Instant> {
        Some(self.from)
    }
}
