//! A revision of an entry of the ledger in plain words, as the journal tells it.

use crate::domain::ledger::{Entry, Fact, Maintenance, Outage};
use crate::domain::time::{Zone, clock_text};
use crate::domain::uptime::stretch_in_words;

/// What was done to the entry, and what it says from then on; `before` is what it said until then. Moments are in `zone`.
pub fn say_entry(entry: &Entry, before: Option<&Fact>, zone: Zone) -> String {
    match (&entry.fact, before) {
        (None, Some(was)) => format!("{} removed: {}", name(was), says(was, zone)),
        (None, None) => "entry removed".to_owned(),
        (Some(is @ (Fact::Agreement(_) | Fact::Rota(_))), _) => says(is, zone),
        (Some(is), None) if entry.revision > 0 => format!("{} brought back: {}", name(is), says(is, zone)),
        (Some(is), None) => format!("{} entered: {}", name(is), says(is, zone)),
        (Some(is), Some(was)) if has_ended(was, is) => format!("{} ended: {}", name(is), says(is, zone)),
        (Some(is), Some(_)) => format!("{} changed: {}", name(is), says(is, zone)),
    }
}

const fn name(fact: &Fact) -> &'static str {
    match fact {
        Fact::Release(_) => "release date",
        other => other.words(),
    }
}

fn has_ended(was: &Fact, is: &Fact) -> bool {
    let end = |fact: &Fact| fact.outage().map(|outage| outage.to);
    end(was) == Some(None) && matches!(end(is), Some(Some(_)))
}

fn says(fact: &Fact, zone: Zone) -> String {
    match fact {
        Fact::Release(release) => release.date.long(),
        Fact::Agreement(agreement) if agreement.version.is_empty() => {
            format!("the agreement's text was kept, from {}", agreement.file)
        }
        Fact::Agreement(agreement) => {
            format!("the agreement's text was kept, version {}, from {}", agreement.version, agreement.file)
        }
        Fact::Outage(outage) => stretch_of(outage, zone),
        Fact::Maintenance(Maintenance { from, to, .. }) => stretch_in_words(*from, *to, zone),
        Fact::AnnouncedChange(change) => clock_text(zone, change.from),
        Fact::Rota(_) => "the rota of oncall.toml was put in force".to_owned(),
    }
}

fn stretch_of(outage: &Outage, zone: Zone) -> String {
    match outage.to {
        Some(to) => stretch_in_words(outage.from, to, zone),
        None => format!("since {}", clock_text(zone, outage.from)),
    }
}

/// What an entry is about in a line of its own, as a ticket has a subject; empty where it has none.
pub fn subject_of(fact: &Fact) -> &str {
    let subject = match fact {
        Fact::Release(release) => release.name.as_deref(),
        Fact::Agreement(_) | Fact::Rota(_) => None,
        Fact::Outage(outage) => outage.symptom.as_deref(),
        Fact::Maintenance(maintenance) => maintenance.note.as_deref(),
        Fact::AnnouncedChange(change) => Some(change.note.as_str()),
    };
    subject.unwrap_or_default()
}
