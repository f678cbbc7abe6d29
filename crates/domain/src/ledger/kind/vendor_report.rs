//! The record that a vendor's report about a month has come.

use serde::{Deserialize, Serialize};

use super::{Entered, LedgerKind, Record};
use crate::ledger::LedgerRecordId;
use crate::ledger::check::{Scene, line, past};
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::time::{Instant, Month, Zone, clock_text};

/// What is known of every vendor's report.
pub(super) const KIND: LedgerKind = LedgerKind {
    words: "vendor report",
    told: "vendor's report",
    called: "vendor's report",
    ..LedgerKind::new(
        "vendor_report",
        "vendor_report",
        Right::Work,
        "recording a vendor's report",
        Entered::LedgerCommand { name: "vendor-report", needs: "--contract ID MONTH" },
        &[
            (
                r#"{"vendor_report":{"contract":"moocommerce","month":"2023-12","came":1704445200}}"#,
                "vendor's report entered: about December 2023, come Fri 5 Jan 2024 10:00",
            ),
            (
                r#"{"vendor_report":{"contract":"moocommerce","month":"2023-12","came":1704445200,"note":"by mail"}}"#,
                "vendor's report entered: about December 2023, come Fri 5 Jan 2024 10:00",
            ),
        ],
    )
};

/// A report of the vendor's about one month (`MooCommerce`: the vendor reports every month).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct VendorReport {
    /// The id of the contract.
    pub contract: String,
    /// The month that it is about, in the contract's zone.
    pub month: Month,
    /// The moment at which it came.
    pub came: Instant,
    /// The place where it is, or what it says, in a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl VendorReport {
    /// The kind of record.
    pub const KIND: &'static LedgerKind = &KIND;
}

impl Record for VendorReport {
    fn kind(&self) -> &'static LedgerKind {
        &KIND
    }

    fn contract(&self) -> Option<&str> {
        Some(&self.contract)
    }

    /// Checks that there is one report about each month, which has begun when it comes.
    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        let contract = on.contract(&self.contract)?;
        past(Field::Came, "a report", Some(self.came), on.now)?;
        line(Field::Note, self.note.as_deref())?;
        if self.month > Month::at(contract.zone, self.came) {
            let message = format!("{} had not begun when it came", self.month.long());
            return Err(Problem::of_field(Field::Month, message, "give the month that it is about"));
        }
        let same = |(other, there): &(LedgerRecordId, &Self)| on.is_another(*other) && there.month == self.month;
        if let Some((other, _)) = on.ledger.vendor_reports(Some(&self.contract)).into_iter().find(same) {
            let message = format!("the report of {} about {} has come already", contract.vendor, self.month.long());
            return Err(Problem::of_field(Field::Month, message, format!("it is entry {other}; give another month")));
        }
        Ok(())
    }

    fn says(&self, zone: Zone) -> String {
        format!("about {}, come {}", self.month.long(), clock_text(zone, self.came))
    }

    fn when(&self, _zone: Zone, _now: Instant) -> String {
        self.month.long()
    }

    fn subject(&self) -> Option<&str> {
        self.note.as_deref()
    }

    fn moments(&self) -> Vec<Instant> {
        vec![self.came]
    }
}
