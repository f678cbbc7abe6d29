//! Checks commits that come from outside, as an import brings them: whether each of them can be one of a desk's, and
//! follows on those before it. What is refused here has changed nothing yet.
//!
//! Whether a change was allowed when it was made is not asked again: rules change, and what was recorded stands. What is
//! asked is what everything else in the program relies on.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::ledger::{LedgerFact, LedgerRecord, LedgerRecordId};
use super::ticket::{
    Commit, CommitId, Edit, Event, EventContent, EventData, NEVER_MORE_BYTES, NEVER_MORE_EVENTS, NOTE_LIMIT, TicketId,
    TicketSize, event,
};
use super::time::Instant;

/// The longest text beside notes, in characters: five times as much as a line may have, as earlier versions counted
/// otherwise and names in agreements' files are bounded by nothing else.
const LONGEST: usize = 1_000;

/// What has been seen of a file so far: a number or two for each of its tickets, entries and commits.
#[derive(Debug, Default)]
pub struct ImportCheck {
    tickets: HashMap<TicketId, TicketSize>,
    /// The next revision of each entry.
    entries: HashMap<LedgerRecordId, u32>,
    names: HashSet<CommitId>,
}

/// The size and the highest numbers of a whole file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ImportExtent {
    /// The number of tickets.
    pub tickets: usize,
    /// The highest number of a ticket; 0 where there is none.
    pub last_ticket: TicketId,
    /// The highest number of an entry that people entered, and of one that the desk keeps by itself, or none where
    /// there is none.
    pub last_entries: [Option<LedgerRecordId>; 2],
}

impl ImportCheck {
    /// Returns the size and the highest numbers of all that was taken in.
    pub fn extent(&self) -> ImportExtent {
        ImportExtent {
            tickets: self.tickets.len(),
            last_ticket: self.tickets.keys().max().copied().unwrap_or(TicketId(0)),
            last_entries: [false, true]
                .map(|kept| self.entries.keys().filter(|id| id.is_kept() == kept).max().copied()),
        }
    }

    /// Returns how much of that ticket was taken in.
    pub fn size(&self, id: TicketId) -> TicketSize {
        self.tickets.get(&id).copied().unwrap_or_default()
    }

    /// Takes the next commit in.
    ///
    /// # Errors
    ///
    /// If something is wrong with it, in words that go on a sentence.
    pub fn take(&mut self, commit: &Commit) -> Result<(), String> {
        if !self.names.insert(commit.id) {
            return Err("a commit has the name of one before it".to_owned());
        }
        moment(commit.at)?;
        text("a name", &commit.by, LONGEST)?;
        if commit.edits.is_empty() {
            return Err("a commit changes nothing".to_owned());
        }
        commit.edits.iter().try_for_each(|edit| match edit {
            Edit::Ticket { id, events } => self.add(*id, events),
            Edit::Ledger(entry) => self.enter(entry),
        })
    }

    fn add(&mut self, id: TicketId, events: &[Event]) -> Result<(), String> {
        if !(1..=TicketId::MOST.0).contains(&id.0) {
            return Err(format!("{id} cannot be the number of a ticket"));
        }
        if events.is_empty() {
            return Err(format!("nothing happens to ticket {id} in a change of it"));
        }
        let size = self.tickets.entry(id).or_default();
        for (place, event) in (size.events..).zip(events) {
            check_event(id, place, event)?;
        }
        *size = size.and(events);
        if size.events > NEVER_MORE_EVENTS || size.bytes > NEVER_MORE_BYTES {
            return Err(format!("ticket {id} is larger than a ticket can become"));
        }
        Ok(())
    }

    fn enter(&mut self, entry: &LedgerRecord) -> Result<(), String> {
        let id = entry.id;
        if !(1..=LedgerRecordId::MOST.0).contains(&id.0) {
            return Err(format!("{id} cannot be the number of an entry"));
        }
        moment(entry.at)?;
        text("a name", &entry.by, LONGEST)?;
        text("a name", entry.first_by.as_deref().unwrap_or_default(), LONGEST)?;
        let next = self.entries.entry(id).or_default();
        if entry.revision != *next {
            return Err(format!("entry {id} has revision {} where {next} would be the next", entry.revision));
        }
        *next += 1;
        entry.fact.as_ref().map_or(Ok(()), |fact| self.check_fact(fact))
    }

    fn check_fact(&self, fact: &LedgerFact) -> Result<(), String> {
        fact.moments().into_iter().try_for_each(moment)?;
        if let Some(id) = fact.tickets().iter().find(|id| !self.tickets.contains_key(id)) {
            return Err(format!("an {} has ticket {id}, which is not there", fact.words()));
        }
        // Whole files are read as such before they count; a commit's size bounds them.
        if fact.kind().holds_files { Ok(()) } else { texts(fact, NOTE_LIMIT) }
    }
}

fn check_event(id: TicketId, place: usize, event: &Event) -> Result<(), String> {
    moment(event.happened)?;
    moment(event.recorded)?;
    text("a name", &event.by, LONGEST)?;
    match event.action() {
        Some(EventData::Logged(_)) if place > 0 => return Err(format!("ticket {id} is logged twice")),
        Some(EventData::Logged(_)) => {}
        _ if place == 0 => return Err(format!("something happens to ticket {id} before it is logged")),
        Some(EventData::ReportCorrected(corrected)) => {
            corrected.reported.into_iter().chain(corrected.was.reported).try_for_each(moment)?;
        }
        Some(EventData::Retracted(event::Retracted { event })) if *event as usize >= place => {
            return Err(format!("ticket {id} retracts what has not happened yet"));
        }
        Some(what) if what.files().iter().any(|file| file.check().is_err()) => {
            return Err(format!("ticket {id} has a file with a name or a type that no file has"));
        }
        _ => {}
    }
    match &event.what {
        EventContent::Action(EventData::Note(event::Note { text: note, .. })) => text("a note", note, NOTE_LIMIT),
        // It may have the output of a command that was to tell people.
        EventContent::Alert(alert) => texts(alert, NOTE_LIMIT),
        EventContent::Action(what) => texts(what, LONGEST),
    }
}

/// Checks a moment: deadlines are counted from it, and nothing can be counted from a moment that lies outside all
/// calendars.
fn moment(at: Instant) -> Result<(), String> {
    at.checked().map(drop).map_err(|_| "a moment lies outside the years 1980 to 2100".to_owned())
}

fn text(what: &str, text: &str, limit: usize) -> Result<(), String> {
    // Most are far shorter in bytes already.
    if text.len() <= limit || text.chars().count() <= limit {
        return Ok(());
    }
    Err(format!("{what} has more than {limit} characters"))
}

/// Checks all texts in it, whatever they are.
fn texts(of: &impl serde::Serialize, limit: usize) -> Result<(), String> {
    fn all(value: &Value, limit: usize) -> Result<(), String> {
        match value {
            Value::String(words) => text("a text", words, limit),
            Value::Array(values) => values.iter().try_for_each(|value| all(value, limit)),
            Value::Object(fields) => fields.values().try_for_each(|value| all(value, limit)),
            _ => Ok(()),
        }
    }
    all(&serde_json::to_value(of).map_err(|error| error.to_string())?, limit)
}

#[cfg(test)]
mod tests;
