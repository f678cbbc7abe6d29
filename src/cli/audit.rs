//! Carries out `frist audit`: who did what, the newest first.

use serde::Serialize;

use super::args::AuditArgs;
use super::error::CliError;
use super::output::{Output, WhenNarrow, columns, table_in};
use super::setup::{Setup, known_names, tell_old_spellings};
use crate::desk::{Desk, FilterOf};
use crate::domain::audit::{AuditEntry, AuditSearch, AuditSubject, MAX_PAGE_ENTRIES};
use crate::domain::problem::ProblemKind;
use crate::domain::query::AuditFilter;
use crate::domain::text::{clean, fit};
use crate::domain::time::{Instant, Zone, say_moment};

/// The columns of what was done and of a subject in the table; `--json` has all of them.
const WORDS: usize = 60;
const SUBJECT: usize = 40;

const HEAD: [&str; 7] = ["WHEN", "HAPPENED", "WHO", "WHAT", "#", "VENDOR", "SUBJECT"];

/// Lists the audit entries that match.
pub(super) fn audit(setup: &mut Setup, args: &AuditArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let text = args.filter.join(" ");
    let filter = AuditFilter::parse(&text, &setup.me, setup.zone, setup.now())?;
    tell_old_spellings(&text, FilterOf::AuditLog, output);
    let desk = setup.open(output)?;
    known_names(&desk, &text, FilterOf::AuditLog)?;
    let (now, zone) = (setup.now(), setup.zone);
    let (mut found, mut rows, mut search) = (0, Vec::new(), Some(AuditSearch { filter, ..AuditSearch::default() }));
    while let Some(asked) = search.take() {
        let page = desk.audit(AuditSearch { limit: wanted(args.limit, found), ..asked.clone() })?;
        found += page.audit_entries.len() as u32;
        for audit_entry in &page.audit_entries {
            if args.json {
                output.json(&AuditEntryJson::new(audit_entry))?;
            } else {
                rows.push(cells(audit_entry, zone, now));
            }
        }
        search = page.next.map(|next| AuditSearch { before: Some(next), ..asked });
        if args.limit > 0 && found >= args.limit {
            break;
        }
    }
    if found == 0 {
        return Err(nothing(&args.filter));
    }
    if args.json {
        return Ok(());
    }
    output.line(&table_in(columns(), WhenNarrow::Cut(&[6, 5, 1]), &HEAD, rows, &[]))?;
    if search.is_some() {
        output.line(&format!("… older ones with --limit {}", args.limit.saturating_mul(2)))?;
    }
    Ok(())
}

/// Returns how many to ask for next, of `limit` in all; a limit of 0 means as many as there are.
fn wanted(limit: u32, found: u32) -> u32 {
    if limit == 0 { MAX_PAGE_ENTRIES } else { limit - found }
}

fn nothing(filter: &[String]) -> CliError {
    let (message, hint) = if filter.is_empty() {
        ("nothing has been done yet", "frist new logs a ticket")
    } else {
        ("nothing in the audit log matches that filter", "frist audit without a filter shows all there is")
    };
    CliError::new(ProblemKind::NotFound, message, hint)
}

/// Returns an audit entry's cells. Moments are in this machine's zone, as the audit log is of all vendors together.
fn cells(audit_entry: &AuditEntry, zone: Zone, now: Instant) -> Vec<String> {
    let happened = if audit_entry.happened == audit_entry.recorded {
        String::new()
    } else {
        say_moment(zone, audit_entry.happened, now)
    };
    let words =
        if audit_entry.stands { audit_entry.words.clone() } else { format!("(retracted) {}", audit_entry.words) };
    vec![
        say_moment(zone, audit_entry.recorded, now),
        happened,
        audit_entry.by.clone(),
        fit(&clean(&words), WORDS),
        audit_entry.number(),
        audit_entry.vendor.clone(),
        fit(&clean(&audit_entry.subject), SUBJECT),
    ]
}

/// An audit entry as JSON. The shape is promised: a key may be added, none may change or go.
#[derive(Serialize)]
struct AuditEntryJson<'a> {
    sequence: u64,
    recorded: String,
    happened: String,
    by: &'a str,
    /// What was done, by the word of filters.
    action: &'static str,
    /// The same by the word that the store keeps.
    kind: &'static str,
    what: &'a str,
    ticket: Option<u64>,
    entry: Option<u64>,
    contract: &'a str,
    vendor: &'a str,
    subject: &'a str,
    retracted: bool,
    /// The same by the word of earlier versions.
    taken_back: bool,
}

impl<'a> AuditEntryJson<'a> {
    fn new(audit_entry: &'a AuditEntry) -> Self {
        let ticket = audit_entry.ticket().map(|id| id.0);
        let entry = match audit_entry.on {
            AuditSubject::Entry { id, .. } => Some(id.0),
            AuditSubject::Ticket { .. } => None,
        };
        Self {
            sequence: audit_entry.place.sequence,
            recorded: audit_entry.recorded.to_string(),
            happened: audit_entry.happened.to_string(),
            by: &audit_entry.by,
            action: audit_entry.kind.word(),
            kind: audit_entry.kind.key(),
            what: &audit_entry.words,
            ticket,
            entry,
            contract: &audit_entry.contract,
            vendor: &audit_entry.vendor,
            subject: &audit_entry.subject,
            retracted: !audit_entry.stands,
            taken_back: !audit_entry.stands,
        }
    }
}
