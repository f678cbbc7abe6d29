//! Says a revision of an entry of the ledger in plain words, as the journal tells it.

use crate::ledger::{Agreement, Amendment, Entry, Fact, InForce, Maintenance, Outage};
use crate::time::{Zone, clock_text};
use crate::uptime::stretch_in_words;

/// Says what was done to the entry, and what it says from then on; `before` is what it said until then. Moments are in
/// `zone`.
pub fn say_entry(entry: &Entry, before: Option<&Fact>, zone: Zone) -> String {
    match (&entry.fact, before) {
        (None, Some(was)) => format!("{} removed: {}", name(was), says(was, zone)),
        (None, None) => "entry removed".to_owned(),
        (Some(is @ (Fact::Agreement(_) | Fact::Amendment(_) | Fact::Rota(_))), _) => says(is, zone),
        (Some(is), None) if entry.revision > 0 => format!("{} brought back: {}", name(is), says(is, zone)),
        (Some(is), None) => format!("{} entered: {}", name(is), says(is, zone)),
        (Some(is), Some(was)) if has_ended(was, is) => format!("{} ended: {}", name(is), says(is, zone)),
        (Some(is), Some(_)) => format!("{} changed: {}", name(is), says(is, zone)),
    }
}

const fn name(fact: &Fact) -> &'static str {
    match fact {
        Fact::Release(_) => "release date",
        Fact::VendorReport(_) => "vendor's report",
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
        Fact::Agreement(agreement) => text_kept(agreement),
        Fact::Amendment(Amendment { promises, counts_by, .. }) if promises == std::slice::from_ref(counts_by) => {
            "amendment retracted: what was promised counts as it was".to_owned()
        }
        Fact::Amendment(amendment) => format!("past promises amended: they count by {}", amendment.counts_by),
        Fact::Outage(outage) => stretch_of(outage, zone),
        Fact::Maintenance(Maintenance { from, to, .. }) => stretch_in_words(*from, *to, zone),
        Fact::AnnouncedChange(change) => clock_text(zone, change.from),
        Fact::VendorReport(report) => format!("about {}, come {}", report.month.long(), clock_text(zone, report.came)),
        Fact::Rota(_) => "the rota of oncall.toml was put in force".to_owned(),
    }
}

fn text_kept(agreement: &Agreement) -> String {
    let version = match agreement.version.as_str() {
        "" => String::new(),
        version => format!(", version {version}"),
    };
    let from = &agreement.file;
    match agreement.in_force {
        Some(InForce { until: Some(_), .. }) => format!("the agreement's file is gone{version}: {from}"),
        Some(InForce { since: Some(_), .. }) => {
            format!("the agreement has changed, its text was kept{version}, from {from}")
        }
        _ => format!("the agreement's text was kept{version}, from {from}"),
    }
}

fn stretch_of(outage: &Outage, zone: Zone) -> String {
    match outage.to {
        Some(to) => stretch_in_words(outage.from, to, zone),
        None => format!("since {}", clock_text(zone, outage.from)),
    }
}

/// Says what an entry is about in a line of its own, as a ticket has a subject; empty where it has none.
pub fn subject_of(fact: &Fact) -> &str {
    let subject = match fact {
        Fact::Release(release) => release.name.as_deref(),
        Fact::Agreement(_) | Fact::Rota(_) => None,
        Fact::Amendment(amendment) => Some(amendment.words.as_str()),
        Fact::Outage(outage) => outage.symptom.as_deref(),
        Fact::Maintenance(maintenance) => maintenance.note.as_deref(),
        Fact::AnnouncedChange(change) => Some(change.note.as_str()),
        Fact::VendorReport(report) => report.note.as_deref(),
    };
    subject.unwrap_or_default()
}
