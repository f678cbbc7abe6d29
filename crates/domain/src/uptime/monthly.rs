//! Knows the reports about each month that an agreement has its vendor send (`MooCommerce`: "gir månedlige rapporter"),
//! and which of them have come.

use crate::contract::Contract;
use crate::ledger::{Ledger, LedgerRecordId, VendorReport};
use crate::time::{Instant, Month};

/// The number of months back to which a report that has not come is told.
const BACK: i32 = 12;

/// The monthly reports of a vendor that have come, and those that have not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MonthlyReports<'a> {
    /// The reports that have come, the latest month first.
    pub come: Vec<(LedgerRecordId, &'a VendorReport)>,
    /// The months that are over and have none, the earliest first: from the first month of which one came, at most a
    /// year back. Of a vendor of whom none has come, the last month.
    pub missing: Vec<Month>,
}

/// Returns which of its monthly reports that vendor has sent at `now`, or none where its agreement promises none.
pub fn monthly_reports<'a>(contract: &Contract, ledger: &'a Ledger, now: Instant) -> Option<MonthlyReports<'a>> {
    contract.uptimes().find(|uptime| uptime.monthly_report)?;
    let mut come = ledger.vendor_reports(Some(&contract.id));
    come.reverse();
    let last = Month::at(contract.zone, now).plus(-1);
    let first = come.last().map_or(last, |(_, report)| report.month);
    let months = (0..BACK).rev().map(|back| last.plus(-back));
    let has = |month: Month| come.iter().any(|(_, report)| report.month == month);
    let missing = months.filter(|month| *month >= first && !has(*month)).collect();
    Some(MonthlyReports { come, missing })
}

impl MonthlyReports<'_> {
    /// Returns the months whose report has not come, in words, or none where all have.
    pub fn missing_in_words(&self) -> Option<String> {
        let months: Vec<String> = self.missing.iter().map(|month| month.long()).collect();
        (!months.is_empty()).then(|| format!("not come for {}", months.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Book;
    use crate::ledger::{LedgerFact, LedgerRecord};

    fn ledger(months: &[&str]) -> Ledger {
        let report = |month: &&str| VendorReport {
            contract: "moocommerce".to_owned(),
            month: Month::parse(month).unwrap(),
            came: Instant::from_secs(0),
            note: None,
        };
        let entry = |(id, month)| LedgerRecord {
            id: LedgerRecordId(id),
            revision: 0,
            at: Instant::from_secs(0),
            by: "anna".to_owned(),
            first_by: None,
            fact: Some(LedgerFact::VendorReport(report(month))),
        };
        (1..).zip(months).map(entry).collect()
    }

    /// `MooCommerce`: the vendor reports every month. The month that runs has none yet.
    #[test]
    fn a_month_that_is_over_has_a_report_or_lacks_it() {
        let book = Book::built_in();
        // In Oslo it is February already.
        let now = Instant::parse("2024-01-31T23:00:00Z").unwrap();
        for (come, missing) in [
            (&[][..], "not come for January 2024"),
            (&["2024-01"], ""),
            (&["2024-02"], ""),
            (&["2023-11"], "not come for December 2023, January 2024"),
            (&["2024-01", "2023-11"], "not come for December 2023"),
        ] {
            let ledger = ledger(come);
            let reports = monthly_reports(book.get("moocommerce").unwrap(), &ledger, now).unwrap();
            assert_eq!(reports.missing_in_words().unwrap_or_default(), missing, "{come:?}");
            assert_eq!(reports.come.len(), come.len());
        }
        let old = ledger(&["2020-01"]);
        let reports = monthly_reports(book.get("moocommerce").unwrap(), &old, now).unwrap();
        assert_eq!((reports.missing.len(), reports.missing[0]), (12, Month::parse("2023-02").unwrap()));
        for other in ["markant", "missoun", "myproduction", "sesam"] {
            assert_eq!(monthly_reports(book.get(other).unwrap(), &old, now), None, "{other}");
        }
    }
}
