//! Carries out `frist list`: the tickets that a filter matches, those that breach first at the top.

use std::cmp::Reverse;

use serde_json::Value;

use super::args::ListArgs;
use super::error::CliError;
use super::json::TicketJson;
use super::output::{Output, WhenNarrow, columns, table_in, with_reason};
use super::setup::{Setup, known_names, not_loaded, tell_old_spellings, zone_of};
use super::spreadsheet;
use super::view::filter_of;
use crate::desk::{Desk, FilterOf};
use crate::domain::problem::ProblemKind;
use crate::domain::query::{Filter, TicketSearch, Viewer};
use crate::domain::sla::{Target, TicketRow, due_in_words, reason, state_in_words};
use crate::domain::text::{clean, fit};
use crate::domain::time::{Instant, Zone, say_moment, short_duration};

/// The columns of a subject in the table; `--json` has all of it.
const SUBJECT: usize = 60;

/// The most closed tickets in a table without `--limit`: nobody reads on behind them.
const MOST: u32 = 10_000;

const HEAD: [&str; 9] = ["#", "SEV", "VENDOR", "SUBJECT", "NEXT", "DUE", "LEFT", "STATE", "ASSIGNEE"];

/// The columns that are left out first where a terminal is narrow. What is left also tells the state, and then the
/// assignee, the vendor, the next target and the severity.
const EXPENDABLE: [usize; 5] = [7, 8, 2, 4, 1];

/// Lists the tickets that match.
pub(super) fn list(setup: &mut Setup, args: &ListArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let typed = args.filter.join(" ");
    Filter::parse(&typed)?;
    let desk = setup.open(output)?;
    let text = match &args.view {
        Some(name) => format!("{} {typed}", filter_of(setup, &desk, name)?).trim().to_owned(),
        None => typed,
    };
    let filter = Filter::parse(&text)?;
    tell_old_spellings(&text, FilterOf::Tickets, output);
    known_names(&desk, &text, FilterOf::Tickets)?;
    let now = setup.now();
    let mut cut = false;
    let tickets = if filter.wants_closed() || filter.wants_notes() {
        let most = most(args);
        let found = desk.find(&TicketSearch {
            filter: text.clone(),
            with_closed: false,
            me: setup.me.clone(),
            now,
            most,
            before: None,
            zone: None,
        })?;
        if found.cut {
            cut = true;
            output.remark(&format!("only the newest {most} are listed; --limit 0 lists all that match"));
        }
        found.tickets
    } else {
        desk.open_tickets()?
    };
    let mut rows: Vec<TicketRow> = tickets.into_iter().map(|ticket| setup.row(ticket)).collect();
    let ledger = desk.ledger();
    rows.retain(|row| filter.matches(row, Viewer { me: &setup.me, zone: None, now, ledger: &ledger }));
    leave_snoozed_out(&mut rows, &filter, now, output);
    // Closed ones come behind the open ones, the last closed first.
    rows.sort_by_cached_key(|row| (closed(row).map(Reverse), row.order(now)));
    if rows.is_empty() {
        return Err(nothing(&text));
    }
    let all = rows.len();
    rows.truncate(args.limit.filter(|most| *most > 0).map_or(all, |most| most as usize));
    if rows.len() < all && !cut {
        output.remark(&format!(
            "only {} of {all} are listed, what breaks first; --limit 0 lists all that match",
            rows.len()
        ));
    }
    if args.csv {
        return csv(&rows, now, output);
    }
    if args.json {
        return rows.iter().try_for_each(|row| output.json(&TicketJson::new(row, now).known_by(&ledger)));
    }
    let rows = rows.iter().map(|row| cells(row, now, setup.zone));
    output.line(&table_in(columns(), WhenNarrow::Cut(&EXPENDABLE), &HEAD, rows, &[0, 6]))
}

/// Leaves out the tickets that are snoozed, unless the filter is for them, and says how many they are.
fn leave_snoozed_out(rows: &mut Vec<TicketRow>, filter: &Filter, now: Instant, output: &mut Output<'_>) {
    if !filter.hides_snoozed() {
        return;
    }
    let all = rows.len();
    rows.retain(|row| row.snoozed(now).is_none());
    match all - rows.len() {
        0 => {}
        1 => output.remark("1 snoozed ticket is not listed; is:snoozed lists it"),
        more => output.remark(&format!("{more} snoozed tickets are not listed; is:snoozed lists them")),
    }
}

/// Returns when a ticket was closed, if it is.
fn closed(row: &TicketRow) -> Option<Instant> {
    row.ticket.closed.as_ref().filter(|_| !row.ticket.is_open()).map(|closed| closed.at)
}

/// Prints a row for each ticket, with its next target.
fn csv(rows: &[TicketRow], now: Instant, output: &mut Output<'_>) -> Result<(), CliError> {
    const OWN: [&str; 13] = [
        "id", "contract", "vendor", "plan", "severity", "subject", "kind", "customer", "status", "assignee",
        "reported", "closed", "state",
    ];
    const NEXT: [&str; 4] = ["target", "expected", "due", "breach_after"];
    // A column that came later stands behind those that scripts count on.
    const LAST: [&str; 1] = ["vendor_case"];
    let text = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut records = Vec::new();
    for row in rows {
        let json = serde_json::to_value(TicketJson::new(row, now)).map_err(std::io::Error::from)?;
        let own = OWN.iter().map(|key| text(&json[key]));
        let next = NEXT.iter().map(|key| text(&json["next"][key]));
        records.push(own.chain(next).chain(LAST.iter().map(|key| text(&json[key]))).collect());
    }
    let head = OWN.iter().chain(&NEXT).chain(&LAST).map(|key| (*key).to_owned()).collect();
    output.safe_lines(&spreadsheet::records(head, records.into_iter())?)
}

/// Returns how many closed tickets are read at most. A script that asks for all of them must not get a part without
/// knowing.
const fn most(args: &ListArgs) -> u32 {
    match args.limit {
        Some(0) => u32::MAX,
        Some(most) => most,
        None if args.json || args.csv => u32::MAX,
        None => MOST,
    }
}

fn nothing(filter: &str) -> CliError {
    let (message, hint) = if filter.is_empty() {
        ("there are no open tickets", "frist new logs one; frist list is:closed shows the closed ones")
    } else {
        ("no ticket matches that filter", "closed tickets match only with is:closed or their number")
    };
    CliError::new(ProblemKind::NotFound, message, hint)
}

/// Returns a ticket's cells: its next target, when it is due, and the time left on its clock.
fn cells(row: &TicketRow, now: Instant, local: Zone) -> Vec<String> {
    let ticket = &row.ticket;
    let next = row.next();
    let due = next.and_then(|t| due_in_words(t, zone_of(row, local), now, say_moment));
    vec![
        ticket.id.to_string(),
        row.severity_name().to_owned(),
        row.vendor().to_owned(),
        fit(&clean(&ticket.subject), SUBJECT),
        next.map_or_else(|| "–".to_owned(), Target::words),
        due.unwrap_or_else(|| "–".to_owned()),
        next.and_then(|t| t.left).map_or_else(String::new, |left| short_duration(left.secs())),
        state(row, local, now),
        ticket.assignee.clone().unwrap_or_else(|| "–".to_owned()),
    ]
}

/// Returns the state of the ticket, in a few words.
fn state(row: &TicketRow, local: Zone, now: Instant) -> String {
    if let Some(next) = row.next() {
        return with_reason(&state_in_words(row, next), &reason(row, next, zone_of(row, local), now));
    }
    let sla = row.sla.as_ref();
    match sla {
        _ if !row.ticket.is_open() => row.ticket.status().words().to_owned(),
        None => not_loaded(&row.ticket),
        Some(sla) if sla.targets.is_empty() => format!("nothing promised, age {}", short_duration(sla.age.secs())),
        Some(_) if row.ticket.exclusion.is_some() => "excluded".to_owned(),
        Some(_) => row.ticket.status().words().to_owned(),
    }
}
