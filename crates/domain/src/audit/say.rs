//! Says a revision of an entry of the ledger in plain words, as the audit log tells it.

use crate::ledger::{Entry, Fact};
use crate::time::Zone;

/// Says what was done to the entry, and what it says from then on; `before` is what it said until then. Moments are in
/// `zone`.
pub fn say_entry(entry: &Entry, before: Option<&Fact>, zone: Zone) -> String {
    let name = |fact: &Fact| fact.kind().told;
    match (&entry.fact, before) {
        (None, Some(was)) => format!("{} removed: {}", name(was), was.says(zone)),
        (None, None) => "entry removed".to_owned(),
        // A record that no command enters, lists and removes says by itself what was done.
        (Some(is), _) if is.kind().command().is_none() => is.says(zone),
        (Some(is), None) if entry.revision > 0 => format!("{} brought back: {}", name(is), is.says(zone)),
        (Some(is), None) => format!("{} entered: {}", name(is), is.says(zone)),
        (Some(is), Some(was)) if has_ended(was, is) => format!("{} ended: {}", name(is), is.says(zone)),
        (Some(is), Some(_)) => format!("{} changed: {}", name(is), is.says(zone)),
    }
}

fn has_ended(was: &Fact, is: &Fact) -> bool {
    let end = |fact: &Fact| fact.outage().map(|outage| outage.to);
    end(was) == Some(None) && matches!(end(is), Some(Some(_)))
}
