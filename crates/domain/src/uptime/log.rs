//! Knows the log of outages that an agreement wants (SESAM, "Availability": when it was reported, cause or symptom,
//! solution, duration), and what an outage still lacks in it.

use crate::contract::{Book, Contract, LogItem};
use crate::ledger::{Ledger, LedgerRecordId, Outage};

/// Returns the facts that the agreement wants logged of that outage and that are missing, in the agreement's order. Of
/// one that is running only what can be known already. The duration follows from beginning and end, so it is never
/// entered.
pub fn log_lacks(outage: &Outage, contract: &Contract) -> Vec<LogItem> {
    let is_lacking = |item: &LogItem| match item {
        LogItem::Reported => outage.reported.is_none(),
        LogItem::Cause => outage.symptom.is_none() && outage.cause.is_none(),
        LogItem::Solution => outage.to.is_some() && outage.solution.is_none(),
        LogItem::Duration => false,
    };
    let mut lacks: Vec<LogItem> = Vec::new();
    for item in contract.uptimes().flat_map(|uptime| &uptime.log).filter(|item| is_lacking(item)) {
        if !lacks.contains(item) {
            lacks.push(*item);
        }
    }
    lacks
}

/// Returns the missing facts in words: `when it was reported, solution`.
pub fn lacks_in_words(lacks: &[LogItem]) -> String {
    lacks.iter().map(|item| item.words()).collect::<Vec<_>>().join(", ")
}

/// Returns every outage of that contract whose log lacks something, with what, the earliest first.
pub fn incomplete_outages<'a>(
    book: &Book,
    ledger: &'a Ledger,
    contract: &str,
) -> Vec<(LedgerRecordId, &'a Outage, Vec<LogItem>)> {
    let Some(contract) = book.get(contract) else { return Vec::new() };
    let outages = ledger.outages(Some(&contract.id)).into_iter();
    outages
        .map(|(id, outage)| (id, outage, log_lacks(outage, contract)))
        .filter(|(_, _, lacks)| !lacks.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Instant;

    /// Returns an outage of that contract with these of: an end, a report, a cause, a symptom, a solution.
    fn outage(contract: &str, has: &str) -> Outage {
        let text = |name: &str| has.split(' ').any(|has| has == name).then(|| name.to_owned());
        Outage {
            contract: contract.to_owned(),
            from: Instant::from_secs(1_704_700_000),
            to: text("end").map(|_| Instant::from_secs(1_704_703_600)),
            reported: text("reported").map(|_| Instant::from_secs(1_704_700_000)),
            cause: text("vendor"),
            symptom: text("symptom"),
            solution: text("solution"),
            ..Outage::default()
        }
    }

    /// SESAM, "Availability": "when it was reported, cause or symptom, solution and duration".
    #[test]
    fn an_outage_needs_what_the_agreement_wants_logged_as_far_as_it_can_be_known() {
        let book = Book::built_in();
        for (has, lacks) in [
            ("", "when it was reported, cause or symptom"),
            ("reported", "cause or symptom"),
            ("reported symptom", ""),
            ("reported vendor", ""),
            ("end", "when it was reported, cause or symptom, solution"),
            ("end reported symptom", "solution"),
            ("end symptom solution", "when it was reported"),
            ("end reported vendor solution", ""),
        ] {
            let outage = outage("sesam", has);
            assert_eq!(lacks_in_words(&log_lacks(&outage, book.get("sesam").unwrap())), lacks, "{has}");
        }
        for other in ["markant", "missoun", "moocommerce", "myproduction"] {
            assert_eq!(log_lacks(&outage(other, "end"), book.get(other).unwrap()), [], "{other}");
        }
    }
}
