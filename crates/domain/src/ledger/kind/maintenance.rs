//! The record of work on the service.

use serde::{Deserialize, Serialize};

use super::{
    DerivedFigure, DerivedValue, Entered, LedgerCommand, LedgerFact, LedgerFieldType, LedgerInput, LedgerKind,
    LedgerRow, LedgerValue, Record,
};
use crate::contract::{Contract, cause_in_words, span_in_words, standing_window_in_words};
use crate::ledger::LedgerRecordId;
use crate::ledger::check::{Scene, after, in_range, line, past};
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::time::{Instant, Span, Zone, clock_text};
use crate::uptime::{
    AnnouncementNotice, exemption_in_full, notice_in_full, notice_of, stretch_in_words, window_around,
};

/// What is known of all maintenance.
pub(super) const KIND: LedgerKind = LedgerKind::new(
    "maintenance",
    "maintenance",
    Right::Work,
    "recording maintenance",
    Entered::By(&COMMAND),
    &[
        (
            r#"{"maintenance":{"contract":"sesam","from":1704445200,"to":1704448800}}"#,
            "maintenance entered: Fri 5 Jan 2024 10:00 to 11:00, 1h00",
        ),
        (
            r#"{"maintenance":{"contract":"sesam","from":1704445200,"to":1704448800,"announced":1704092400,"kind":"security","note":"patches"}}"#,
            "maintenance entered: Fri 5 Jan 2024 10:00 to 11:00, 1h00",
        ),
    ],
);

/// The command for maintenance.
const COMMAND: LedgerCommand = LedgerCommand {
    name: "maintenance",
    about: "Record and list maintenance: announced in time, downtime in it is exempt from the promise",
    add: "Enter maintenance, and learn whether it was announced in time",
    set: "Change maintenance; what is not given stays as it is",
    list: "List maintenance, the earliest first",
    remove: "Remove maintenance that was entered by mistake or is off",
    blank: |contract| LedgerFact::Maintenance(Maintenance { contract: contract.to_owned(), ..Maintenance::default() }),
    put,
    rows: &[
        LedgerRow::Field(LedgerInput::needed(
            Field::From,
            LedgerFieldType::Moment,
            ("FROM", "Begins"),
            "When it begins",
        )),
        LedgerRow::Field(LedgerInput::needed(Field::To, LedgerFieldType::End, ("TO", "Ends"), "When it ends")),
        LedgerRow::DerivedFigure(DerivedFigure::lasts(|fact, _| {
            DerivedValue::Length(fact.maintenance().map_or(0, Maintenance::lasts))
        })),
        LedgerRow::Field(LedgerInput::new(
            Field::Announced,
            LedgerFieldType::MomentOrNever,
            ("ANNOUNCED", "Announced"),
            "When the customer was told of it",
        )),
        LedgerRow::Field(LedgerInput {
            help_to_add: Some(
                "What kind of work, where the agreement names kinds that need no notice, such as security or agreed: one of these",
            ),
            ..LedgerInput::new(
                Field::Kind,
                LedgerFieldType::Work,
                ("KIND", "Kind"),
                "What kind of work, one of those that the agreement names",
            )
        }),
        LedgerRow::Field(LedgerInput::new(
            Field::Note,
            LedgerFieldType::TextOrNone,
            ("WHAT", "What"),
            "What is done, in one line",
        )),
        LedgerRow::DerivedFigure(DerivedFigure::new("in_time", |fact, contract| {
            DerivedValue::Flag(judged(fact, contract).and_then(|judged| judged.notice.is_in_time()))
        })),
        LedgerRow::DerivedFigure(DerivedFigure::notice()),
        LedgerRow::DerivedFigure(DerivedFigure::new("exempts", |fact, contract| {
            DerivedValue::Flag(judged(fact, contract).map(|judged| judged.exempts()))
        })),
        LedgerRow::DerivedFigure(DerivedFigure::new("window", |fact, contract| {
            DerivedValue::Words(judged(fact, contract).and_then(|judged| judged.window))
        })),
    ],
};

/// Work on the service that was or is planned.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Maintenance {
    /// The id of the contract.
    pub contract: String,
    /// The moment at which it begins.
    pub from: Instant,
    /// The moment at which it ends.
    pub to: Instant,
    /// The moment at which the customer was told of it, or none where that was not done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<Instant>,
    /// The kind of work, such as `security`; some agreements want no notice of some kinds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The work that is done, in a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Maintenance {
    /// Returns how long it lasts, in seconds of real time.
    const fn lasts(&self) -> i64 {
        self.to.since(self.from)
    }
}

fn put(fact: &mut LedgerFact, field: Field, value: LedgerValue) {
    let LedgerFact::Maintenance(work) = fact else { return };
    match (field, value) {
        (Field::From, LedgerValue::Moment(Some(at))) => work.from = at,
        (Field::To, LedgerValue::Moment(Some(at))) => work.to = at,
        (Field::Announced, LedgerValue::Moment(at)) => work.announced = at,
        (Field::Kind, LedgerValue::Text(kind)) => work.kind = kind,
        (Field::Note, LedgerValue::Text(note)) => work.note = note,
        _ => {}
    }
}

/// The judgement of a maintenance under its agreement.
struct Judged {
    /// The notice of its announcement.
    notice: AnnouncementNotice,
    /// The standing window that contains all of it.
    window: Option<String>,
    /// The notice and the window in words.
    words: String,
}

fn judged(fact: &LedgerFact, contract: Option<&Contract>) -> Option<Judged> {
    Some(Judged::new(contract?, fact.maintenance()?))
}

impl Judged {
    fn new(contract: &Contract, maintenance: &Maintenance) -> Self {
        let notice = notice_of(contract, maintenance);
        let window = window_around(contract, maintenance.from, maintenance.to).map(standing_window_in_words);
        let consent = contract
            .maintenance
            .as_ref()
            .and_then(|rule| rule.window_consent)
            .filter(|least| maintenance.lasts() >= *least);
        let words = match (&window, consent.filter(|_| notice.is_late())) {
            (Some(window), Some(least)) => format!(
                "{}; downtime in the standing window {window} is exempt all the same, and the month marks it from {} on",
                notice_in_full(notice, contract.zone),
                span_in_words(Span::Time(least))
            ),
            (Some(window), None) => format!(
                "{}; no entry is needed: downtime in the standing window {window} is exempt",
                notice_in_full(notice, contract.zone)
            ),
            (None, _) => exemption_in_full(notice, contract.zone),
        };
        Self { notice, window, words }
    }

    /// Returns whether downtime in it is exempt, by its notice or by the window.
    const fn exempts(&self) -> bool {
        self.notice.exempts() || self.window.is_some()
    }
}

impl Record for Maintenance {
    fn kind(&self) -> &'static LedgerKind {
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
        let same = |(other, there): &(LedgerRecordId, &Self)| {
            on.is_another(*other) && (there.from, there.to) == (self.from, self.to)
        };
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

    fn span(&self, _now: Instant) -> Option<(Instant, Instant)> {
        Some((self.from, self.to))
    }

    fn in_full(&self, zone: Zone) -> String {
        let kind = self.kind.as_deref().map_or_else(String::new, |kind| format!(" ({})", cause_in_words(kind)));
        format!("{}{kind}", self.says(zone))
    }

    fn comes_to(&self, contract: &Contract) -> Option<String> {
        Some(Judged::new(contract, self).words)
    }

    fn value(&self, field: Field) -> Option<LedgerValue> {
        Some(match field {
            Field::From => LedgerValue::Moment(Some(self.from)),
            Field::To => LedgerValue::Moment(Some(self.to)),
            Field::Announced => LedgerValue::Moment(self.announced),
            Field::Kind => LedgerValue::Text(self.kind.clone()),
            Field::Note => LedgerValue::Text(self.note.clone()),
            _ => return None,
        })
    }
}
