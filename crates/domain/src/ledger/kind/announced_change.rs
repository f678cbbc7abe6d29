//! The record of a larger change that has to be announced.

use serde::{Deserialize, Serialize};

use super::{
    DerivedFigure, DerivedValue, Entered, LedgerCommand, LedgerFact, LedgerFieldType, LedgerInput, LedgerKind,
    LedgerRow, LedgerValue, Record,
};
use crate::contract::Contract;
use crate::ledger::check::{Scene, in_range, line, past};
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::time::{Instant, Zone, clock_text};
use crate::uptime::{notice_in_full, notice_of_change};

/// What is known of every announced change.
pub(super) const KIND: LedgerKind = LedgerKind {
    words: "change",
    told: "change",
    called: "announced change",
    ..LedgerKind::new(
        "announced_change",
        "change",
        Right::Work,
        "recording an announced change",
        Entered::By(&COMMAND),
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

/// The command for announced changes.
const COMMAND: LedgerCommand = LedgerCommand {
    name: "change",
    about: "Record and list larger changes that have to be announced to the customer",
    add: "Enter a larger change, and learn whether it was announced in time",
    set: "Change an announced change; what is not given stays as it is",
    list: "List announced changes, the earliest first",
    remove: "Remove an announced change that was entered by mistake or is off",
    blank: |contract| {
        LedgerFact::AnnouncedChange(AnnouncedChange { contract: contract.to_owned(), ..AnnouncedChange::default() })
    },
    put,
    rows: &[
        LedgerRow::Field(LedgerInput::needed(
            Field::From,
            LedgerFieldType::Moment,
            ("TAKES EFFECT", "Takes effect"),
            "When it takes effect",
        )),
        LedgerRow::Field(LedgerInput::new(
            Field::Announced,
            LedgerFieldType::MomentOrNever,
            ("ANNOUNCED", "Announced"),
            "When the customer was told of it",
        )),
        LedgerRow::Field(LedgerInput::needed(
            Field::Note,
            LedgerFieldType::Text,
            ("WHAT", "What"),
            "What changes, in one line",
        )),
        LedgerRow::DerivedFigure(DerivedFigure::new("in_time", |fact, contract| {
            DerivedValue::Flag(is_in_time(fact, contract))
        })),
        LedgerRow::DerivedFigure(DerivedFigure::notice()),
    ],
};

/// A larger change that the customer has to be told of (MyProduction, "Change management"). It exempts nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct AnnouncedChange {
    /// The id of the contract.
    pub contract: String,
    /// The moment at which it takes effect.
    pub from: Instant,
    /// The moment at which the customer was told of it, or none where that was not done yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<Instant>,
    /// The change itself, in a line.
    pub note: String,
}

fn is_in_time(fact: &LedgerFact, contract: Option<&Contract>) -> Option<bool> {
    notice_of_change(contract?, fact.announced_change()?).is_in_time()
}

fn put(fact: &mut LedgerFact, field: Field, value: LedgerValue) {
    let LedgerFact::AnnouncedChange(change) = fact else { return };
    match (field, value) {
        (Field::From, LedgerValue::Moment(Some(at))) => change.from = at,
        (Field::Announced, LedgerValue::Moment(at)) => change.announced = at,
        (Field::Note, LedgerValue::Text(Some(note))) => change.note = note,
        _ => {}
    }
}

impl Record for AnnouncedChange {
    fn kind(&self) -> &'static LedgerKind {
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

    fn span(&self, _now: Instant) -> Option<(Instant, Instant)> {
        Some((self.from, self.from))
    }

    fn in_full(&self, zone: Zone) -> String {
        format!("{}, takes effect on {}", self.note, clock_text(zone, self.from))
    }

    fn comes_to(&self, contract: &Contract) -> Option<String> {
        Some(notice_in_full(notice_of_change(contract, self), contract.zone))
    }

    fn value(&self, field: Field) -> Option<LedgerValue> {
        Some(match field {
            Field::From => LedgerValue::Moment(Some(self.from)),
            Field::Announced => LedgerValue::Moment(self.announced),
            Field::Note => LedgerValue::Text(Some(self.note.clone())),
            _ => return None,
        })
    }
}
