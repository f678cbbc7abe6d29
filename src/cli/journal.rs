//! Carries out `frist journal`: who did what, the newest first.

use serde::Serialize;

use super::args::JournalArgs;
use super::error::CliError;
use super::output::{Narrow, Output, columns, table_in};
use super::setup::{Setup, known_names, tell_old_spellings};
use crate::desk::{Desk, FilterOf};
use crate::domain::journal::{Deed, MOST_DEEDS, On, Search};
use crate::domain::problem::ProblemKind;
use crate::domain::query::DeedFilter;
use crate::domain::text::{clean, fit};
use crate::domain::time::{Instant, Zone, say_moment};

/// The columns of what was done and of a subject in the table; `--json` has all of them.
const WORDS: usize = 60;
const SUBJECT: usize = 40;

const HEAD: [&str; 7] = ["WHEN", "HAPPENED", "WHO", "WHAT", "#", "VENDOR", "SUBJECT"];

/// Lists the deeds that match.
pub(super) fn journal(setup: &mut Setup, args: &JournalArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let text = args.filter.join(" ");
    let filter = DeedFilter::parse(&text, &setup.me, setup.zone, setup.now())?;
    tell_old_spellings(&text, FilterOf::Journal, output);
    let desk = setup.open(output)?;
    known_names(&desk, &text, FilterOf::Journal)?;
    let (now, zone) = (setup.now(), setup.zone);
    let (mut found, mut rows, mut search) = (0, Vec::new(), Some(Search { filter, ..Search::default() }));
    while let Some(asked) = search.take() {
        let page = desk.journal(Search { limit: wanted(args.limit, found), ..asked.clone() })?;
        found += page.deeds.len() as u32;
        for deed in &page.deeds {
            if args.json {
                output.json(&DeedJson::new(deed))?;
            } else {
                rows.push(cells(deed, zone, now));
            }
        }
        search = page.next.map(|next| Search { before: Some(next), ..asked });
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
    output.line(&table_in(columns(), Narrow::Cut(&[6, 5, 1]), &HEAD, rows, &[]))?;
    if search.is_some() {
        output.line(&format!("… older ones with --limit {}", args.limit.saturating_mul(2)))?;
    }
    Ok(())
}

/// Returns how many to ask for next, of `limit` in all; a limit of 0 means as many as there are.
fn wanted(limit: u32, found: u32) -> u32 {
    if limit == 0 { MOST_DEEDS } else { limit - found }
}

fn nothing(filter: &[String]) -> CliError {
    let (message, hint) = if filter.is_empty() {
        ("nothing has been done yet", "frist new logs a ticket")
    } else {
        ("nothing in the audit log matches that filter", "frist audit without a filter shows all there is")
    };
    CliError::new(ProblemKind::NotFound, message, hint)
}

/// Returns a deed's cells. Moments are in this machine's zone, as the journal is of all vendors together.
fn cells(deed: &Deed, zone: Zone, now: Instant) -> Vec<String> {
    let happened = if deed.happened == deed.recorded { String::new() } else { say_moment(zone, deed.happened, now) };
    let words = if deed.stands { deed.words.clone() } else { format!("(retracted) {}", deed.words) };
    vec![
        say_moment(zone, deed.recorded, now),
        happened,
        deed.by.clone(),
        fit(&clean(&words), WORDS),
        deed.number(),
        deed.vendor.clone(),
        fit(&clean(&deed.subject), SUBJECT),
    ]
}

/// A deed as JSON. The shape is promised: a key may be added, none may change or go.
#[derive(Serialize)]
struct DeedJson<'a> {
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

impl<'a> DeedJson<'a> {
    fn new(deed: &'a Deed) -> Self {
        let ticket = deed.ticket().map(|id| id.0);
        let entry = match deed.on {
            On::Entry { id, .. } => Some(id.0),
            On::Ticket { .. } => None,
        };
        Self {
            sequence: deed.place.sequence,
            recorded: deed.recorded.to_string(),
            happened: deed.happened.to_string(),
            by: &deed.by,
            action: deed.kind.word(),
            kind: deed.kind.key(),
            what: &deed.words,
            ticket,
            entry,
            contract: &deed.contract,
            vendor: &deed.vendor,
            subject: &deed.subject,
            retracted: !deed.stands,
            taken_back: !deed.stands,
        }
    }
}
