//! Carries out `frist owed`: what the vendors owe today, vendor by vendor, with the number to call.

use serde::Serialize;

use super::args::OwedArgs;
use super::error::CliError;
use super::output::{Output, table, with_reason};
use super::setup::{Setup, zone_of};
use crate::desk::Desk;
use crate::domain::contract::vendor_reached_for;
use crate::domain::problem::ProblemKind;
use crate::domain::query::{Filter, Viewer};
use crate::domain::sla::{OwedPromise, TicketRow, VendorOwes, due_in_words, owed_today, reason, state_in_words};
use crate::domain::text::{clean, fit};
use crate::domain::time::{Instant, Zone, say_moment, short_duration};

/// The columns of a subject in the table; `--json` has all of it.
const SUBJECT: usize = 40;
const HEAD: [&str; 7] = ["#", "CASE", "SUBJECT", "TARGET", "DUE", "LEFT", "STATE"];

/// Lists what the vendors owe today.
pub(super) fn owed(setup: &mut Setup, args: &OwedArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let filter = Filter::parse(&args.filter.join(" "))?;
    let desk = setup.open(output)?;
    let (now, ledger) = (setup.now(), desk.ledger());
    let mut rows: Vec<TicketRow> = desk.open_tickets()?.into_iter().map(|ticket| setup.row(ticket)).collect();
    rows.retain(|row| filter.matches(row, Viewer { me: &setup.me, zone: None, now, ledger: &ledger }));
    let all = owed_today(&rows, now);
    if all.is_empty() {
        return Err(CliError::new(
            ProblemKind::NotFound,
            "no vendor owes anything today",
            "frist list has what is due",
        ));
    }
    for (place, owes) in all.iter().enumerate() {
        if args.json {
            output.json(&OwesJson::new(owes))?;
            continue;
        }
        if place > 0 {
            output.line("")?;
        }
        let reached = vendor_reached_for(&owes.contract, None).into_iter();
        let ways: Vec<String> = reached.map(|(name, value)| format!("{name} {value}")).collect();
        let ways = if ways.is_empty() { String::new() } else { format!(": {}", ways.join(" · ")) };
        output.line(&format!("{}{ways}", owes.contract.vendor))?;
        output.line(&table(&HEAD, owes.promises.iter().map(|it| cells(it, now, setup.zone)), &[0, 5]))?;
    }
    Ok(())
}

fn cells(it: &OwedPromise<'_>, now: Instant, local: Zone) -> Vec<String> {
    let (row, target) = (it.row, it.target);
    let zone = zone_of(row, local);
    let due = due_in_words(target, zone, now, say_moment);
    vec![
        row.ticket.id.to_string(),
        row.ticket.vendor_case.clone().unwrap_or_else(|| "–".to_owned()),
        fit(&clean(&row.ticket.subject), SUBJECT),
        target.words(),
        due.unwrap_or_else(|| "–".to_owned()),
        target.left.map_or_else(String::new, |left| short_duration(left.secs())),
        with_reason(&state_in_words(row, target), &reason(row, target, zone, now)),
    ]
}

/// What a vendor owes, as JSON. The shape is promised: a key may be added, none may change or go.
#[derive(Serialize)]
struct OwesJson<'a> {
    contract: &'a str,
    vendor: &'a str,
    phone: Option<&'a str>,
    mail: Option<&'a str>,
    promises: Vec<PromiseJson<'a>>,
}

#[derive(Serialize)]
struct PromiseJson<'a> {
    ticket: u64,
    subject: &'a str,
    vendor_case: Option<&'a str>,
    target: &'static str,
    due: Option<String>,
    breach_after: Option<String>,
    state: &'static str,
    /// Whether it is due by the end of the day, or was due before.
    today: bool,
}

impl<'a> OwesJson<'a> {
    fn new(owes: &'a VendorOwes<'a>) -> Self {
        let side = &owes.contract.vendor_side;
        let promises = owes.promises.iter().map(|it| PromiseJson {
            ticket: it.row.ticket.id.0,
            subject: &it.row.ticket.subject,
            vendor_case: it.row.ticket.vendor_case.as_deref(),
            target: it.target.kind.key(),
            due: it.target.due.map(|at| at.to_string()),
            breach_after: it.target.breach_after.map(|at| at.to_string()),
            state: it.target.state.key(),
            today: it.today,
        });
        Self {
            contract: &owes.contract.id,
            vendor: &owes.contract.vendor,
            phone: side.phone.as_deref(),
            mail: side.mail.as_deref(),
            promises: promises.collect(),
        }
    }
}
