//! Says a revision of a ledger record in plain words, as the audit log tells it.

use crate::ledger::{LedgerFact, LedgerRecord};
use crate::time::Zone;

/// Says what was done to the entry, and what it says from then on; `before` is what it said until then. Moments are in
/// `zone`.
pub fn say_ledger_record(entry: &LedgerRecord, before: Option<&LedgerFact>, zone: Zone) -> String {
    let name = |fact: &LedgerFact| fact.kind().told;
    match (&entry.fact, before) {
        (None, Some(LedgerFact::Outgoing(letter))) => letter.left_in_words(),
        (None, Some(was)) => format!("{} removed: {}", name(was), was.says(zone)),
        (None, None) => "entry removed".to_owned(),
        // A record that no command enters, lists and removes says by itself what was done.
        (Some(is), _) if is.kind().tells_itself() => is.says(zone),
        (Some(is), None) if entry.revision > 0 => format!("{} brought back: {}", name(is), is.says(zone)),
        (Some(is), None) => format!("{} entered: {}", name(is), is.says(zone)),
        (Some(is), Some(was)) if has_ended(was, is) => format!("{} ended: {}", name(is), is.says(zone)),
        (Some(is), Some(_)) => format!("{} changed: {}", name(is), is.says(zone)),
    }
}

fn has_ended(was: &LedgerFact, is: &LedgerFact) -> bool {
    let end = |fact: &LedgerFact| fact.outage().map(|outage| outage.to);
    end(was) == Some(None) && matches!(end(is), Some(Some(_)))
}
