//! The record of a time in which somebody of the staff is away.

use serde::{Deserialize, Serialize};

use super::{Entered, LedgerKind, Record};
use crate::ledger::LedgerRecordId;
use crate::ledger::check::{Scene, after, in_range, line};
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::text::clean;
use crate::time::{Date, Instant, TimeError, Zone, clock_text, parse_moment};

/// What is known of every absence.
pub(super) const KIND: LedgerKind = LedgerKind::new(
    "absence",
    "absence",
    Right::Work,
    "entering an absence",
    Entered::LedgerCommand { name: "absence", needs: "NAME" },
    &[
        (
            r#"{"absence":{"staff":"anna","from":1704445200,"to":1704448800,"note":"holiday"}}"#,
            "absence entered: anna from Fri 5 Jan 2024 10:00 to Fri 5 Jan 2024 11:00 (holiday)",
        ),
        (r#"{"absence":{"staff":"anna","from":1704445200}}"#, "absence entered: anna from Fri 5 Jan 2024 10:00"),
    ],
);

/// A time in which somebody of the staff is away. It refuses nothing: it is said where work is given to them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Absence {
    /// The name, as the settings have it.
    pub staff: String,
    /// The moment at which it begins.
    pub from: Instant,
    /// The first moment at which they are back, or none where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Instant>,
    /// The reason, in a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Absence {
    /// The kind of record.
    pub const KIND: &'static LedgerKind = &KIND;

    /// Returns whether they are away at that moment.
    pub fn holds_at(&self, at: Instant) -> bool {
        self.from <= at && self.to.is_none_or(|to| at < to)
    }

    /// Reads when one begins: a date, which is away from its midnight in `zone` on, or a moment.
    ///
    /// # Errors
    ///
    /// If it is neither.
    pub fn read_from(text: &str, zone: Zone, now: Instant) -> Result<Instant, TimeError> {
        Date::parse(text.trim()).map_or_else(|| parse_moment(text, zone, now), |date| Ok(zone.midnight(date)))
    }

    /// Reads when one ends, the first moment at which they are back: a date is the last day, which is away as a whole.
    ///
    /// # Errors
    ///
    /// If it is neither a date nor a moment.
    pub fn read_to(text: &str, zone: Zone, now: Instant) -> Result<Instant, TimeError> {
        let last = Date::parse(text.trim());
        last.map_or_else(|| parse_moment(text, zone, now), |date| Ok(zone.midnight(date.plus_days(1))))
    }

    /// Says until when, and why: `until Mon 8 Jan 2024 08:00 (holiday)`.
    pub fn until_in_words(&self, zone: Zone) -> String {
        let until =
            self.to.map_or_else(|| "until further notice".to_owned(), |to| format!("until {}", clock_text(zone, to)));
        format!("{until}{}", self.note_in_words())
    }

    fn note_in_words(&self) -> String {
        self.note.as_ref().map_or_else(String::new, |note| format!(" ({note})"))
    }
}

impl Record for Absence {
    fn kind(&self) -> &'static LedgerKind {
        &KIND
    }

    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        line(Field::Staff, Some(&self.staff))?;
        in_range(Field::From, self.from)?;
        self.to.map_or(Ok(()), |to| in_range(Field::To, to))?;
        after(self.from, self.to, "the absence")?;
        line(Field::Note, self.note.as_deref())?;
        let overlaps = |(id, other): &(LedgerRecordId, &Self)| {
            let same = other.staff == self.staff && on.is_another(*id);
            same && self.to.is_none_or(|to| other.from < to) && other.to.is_none_or(|to| self.from < to)
        };
        match on.ledger.absences().find(overlaps) {
            Some((id, _)) => {
                let message = format!("{} is absent in that time already", clean(&self.staff));
                Err(Problem::of_field(Field::From, message, format!("it is entry {id}; remove that one first")))
            }
            None => Ok(()),
        }
    }

    fn says(&self, zone: Zone) -> String {
        let to = self.to.map_or_else(String::new, |to| format!(" to {}", clock_text(zone, to)));
        format!("{} from {}{to}{}", self.staff, clock_text(zone, self.from), self.note_in_words())
    }

    fn when(&self, zone: Zone, _now: Instant) -> String {
        clock_text(zone, self.from)
    }

    fn subject(&self) -> Option<&str> {
        self.note.as_deref()
    }

    fn moments(&self) -> Vec<Instant> {
        std::iter::once(self.from).chain(self.to).collect()
    }
}
