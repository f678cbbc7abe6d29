//! Undoes what a person entered last on a ticket: all that one command recorded there.

use std::collections::BTreeMap;

use crate::cli::error::CliError;
use crate::desk::{Change, Desk};
use crate::domain::audit::{AuditSearch, AuditSubject, MAX_PAGE_ENTRIES};
use crate::domain::problem::ProblemKind;
use crate::domain::query::AuditFilter;
use crate::domain::ticket::{Event, EventData, Record, live};
use crate::domain::time::Zone;

/// Retracts what this person's last command on the ticket recorded, as far as it stands; on a withdrawn ticket, the withdrawal.
/// It does not undo the logging and the report that came with it: without them there is no ticket, and that is asked for by name.
pub(super) fn last(desk: &dyn Desk, me: &str, record: &Record) -> Result<Vec<Change>, CliError> {
    let ticket = record.ticket.id;
    match record.last_own(me) {
        Some(event) if event > 0 => {
            let events = of_one_command(desk, record, event, is_entry)?;
            Ok(events.into_iter().map(|event| Change::Retract { ticket, event }).collect())
        }
        Some(_) => {
            let message = format!("you have nothing to undo on #{ticket} but its logging");
            Err(CliError::input(message, format!("frist do withdraw {ticket} withdraws the whole ticket")))
        }
        None => {
            let message = format!("you have nothing to undo on #{ticket}");
            Err(CliError::new(ProblemKind::NotAllowed, message, "you can undo only what you entered yourself"))
        }
    }
}

/// Does again what this person's last undoing on the ticket undid, all of it: retracts its retractions that stand.
pub(super) fn again(desk: &dyn Desk, me: &str, record: &Record) -> Result<Vec<Change>, CliError> {
    let ticket = record.ticket.id;
    let Some(event) = record.last_undone(me) else {
        let message = format!("you have nothing to do again on #{ticket}");
        return Err(CliError::input(message, "only what you undid last, and entered nothing since, can be done again"));
    };
    let events = of_one_command(desk, record, event, |event| !is_entry(event))?;
    Ok(events.into_iter().map(|event| Change::Retract { ticket, event }).collect())
}

/// Returns whether the event is something that a person entered, and no retraction. A withdrawal, and anything else that was
/// retracted, is undone by itself.
fn is_entry(event: &Event) -> bool {
    !matches!(event.action(), None | Some(EventData::Retracted(_)))
}

/// Returns the places of the events that the command recorded which recorded the one at `last`, the last first: an answer with
/// the note that was given beside it. What came with the logging is undone one by one, as the logging itself is not.
fn of_one_command(
    desk: &dyn Desk,
    record: &Record,
    last: u32,
    counts: fn(&Event) -> bool,
) -> Result<Vec<u32>, CliError> {
    let nearby = nearby(record, last, counts);
    if nearby.len() < 2 {
        return Ok(vec![last]);
    }
    // Within a second there may have been several commands; only the audit log knows them apart.
    let commits = commits(desk, record, last)?;
    let commit = commits.get(&last);
    let with_logging = commit.is_some() && commits.get(&0) == commit;
    let events: Vec<u32> = nearby.into_iter().filter(|event| commits.get(event) == commit).collect();
    Ok(if with_logging || commit.is_none() { vec![last] } else { events })
}

/// Returns the places of the events from `last` back that were recorded in the same second by the same person, stand and count, the
/// last first.
fn nearby(record: &Record, last: u32, counts: fn(&Event) -> bool) -> Vec<u32> {
    let stands = live(&record.events);
    let Some(event) = record.events.get(last as usize) else { return Vec::new() };
    let together = |other: &Event| (other.recorded, &other.by) == (event.recorded, &event.by) && counts(other);
    let back = (2..=last).rev().take_while(|place| together(&record.events[*place as usize]));
    back.filter(|place| stands[*place as usize]).collect()
}

/// Returns the commit, by its sequence number, of each event of the ticket that was recorded in the second of the one at `last`.
fn commits(desk: &dyn Desk, record: &Record, last: u32) -> Result<BTreeMap<u32, u64>, CliError> {
    let Some(recorded) = record.events.get(last as usize).map(|event| event.recorded) else {
        return Ok(BTreeMap::new());
    };
    let ticket = record.ticket.id;
    let filter = format!("#{ticket} since:\"{recorded}\" until:\"{}\"", recorded.plus(1));
    let filter = AuditFilter::parse(&filter, "", Zone::utc(), desk.now())?;
    let (mut commits, mut before) = (BTreeMap::new(), None);
    loop {
        let page = desk.audit(AuditSearch { filter: filter.clone(), before, limit: MAX_PAGE_ENTRIES, after: 0 })?;
        commits.extend(page.audit_entries.iter().filter_map(|entry| match entry.on {
            AuditSubject::Ticket { id, event } if id == ticket => Some((event, entry.place.sequence)),
            _ => None,
        }));
        before = page.next;
        if before.is_none() {
            return Ok(commits);
        }
    }
}
