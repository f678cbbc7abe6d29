//! Shows a person or an organisation: how they are reached, the agreement, what is open and came last, and the uptime that
//! concerned them.

use serde_json::{Value, json};

use super::{ShownParty, standing};
use crate::cli::args::PartyShowArgs;
use crate::cli::error::CliError;
use crate::cli::json::FiguresJson;
use crate::cli::output::{Output, table, with_reason};
use crate::cli::setup::{Setup, zone_of};
use crate::cli::uptime::of_all;
use crate::desk::{Desk, SharedDesk};
use crate::domain::ledger::{Ledger, LedgerRecordId, Organisation, Party as _, Person};
use crate::domain::query::TicketSearch;
use crate::domain::sla::{Target, TicketRow, reason, state_in_words};
use crate::domain::time::{clock_text, short_duration};
use crate::domain::uptime::{MonthRound, promise_in_words, rounds_of_organisation};

/// The number of tickets that are shown, the last ones.
const LAST: u32 = 10;

/// What is shown of somebody, besides what their record says.
struct PartyPage<'a> {
    open: Vec<TicketRow>,
    last: Vec<TicketRow>,
    organisation: Option<(LedgerRecordId, &'a Organisation)>,
    uptime: Vec<MonthRound<'a>>,
}

/// Shows one.
pub(super) fn show<P: ShownParty>(
    setup: &Setup,
    desk: &SharedDesk,
    PartyShowArgs { who, json }: &PartyShowArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let (id, party) = ledger.party_meant::<P>(who)?;
    let organisation = party.organisation(id, &ledger);
    let page = PartyPage {
        open: tickets::<P>(setup, desk, id, false)?,
        last: tickets::<P>(setup, desk, id, true)?,
        organisation,
        uptime: organisation.map_or_else(
            || Ok(Vec::new()),
            |(_, found)| rounds_of_organisation(&setup.book, &ledger, found, setup.zone, setup.now()),
        )?,
    };
    if *json {
        let mut value = P::json(&standing(&ledger, id)?, &ledger);
        if let (Value::Object(value), Value::Object(more)) = (&mut value, page.json(setup)) {
            value.extend(more);
        }
        return output.json(&value);
    }
    output.line(&format!("{} {id} {}\n", P::WORDS, party.name()))?;
    let facts = party.facts(&ledger).into_iter().chain(page.agreement(setup)).chain([merged::<P>(&ledger, id)]);
    let facts = facts.chain([people::<P>(&ledger, id)]).filter(|(_, value)| !value.is_empty());
    let facts: Vec<Vec<String>> = facts.map(|(name, value)| vec![name.to_owned(), value]).collect();
    if !facts.is_empty() {
        output.line(&format!("{}\n", table(&[], facts, &[])))?;
    }
    page.print(setup, &ledger, output)
}

/// Returns their tickets: the open ones, what breaks first at the top, or the last ones, open or not, the newest first.
fn tickets<P: ShownParty>(
    setup: &Setup,
    desk: &SharedDesk,
    id: LedgerRecordId,
    last: bool,
) -> Result<Vec<TicketRow>, CliError> {
    let found = desk.find(&TicketSearch {
        filter: format!("{}:{id}", P::filter_key()),
        with_closed: last,
        me: setup.me.clone(),
        now: setup.now(),
        most: if last { LAST } else { u32::MAX },
        before: None,
        zone: None,
    })?;
    let mut rows: Vec<TicketRow> = found.tickets.into_iter().map(|ticket| setup.row(ticket)).collect();
    if last {
        rows.reverse();
    } else {
        rows.sort_by_cached_key(|row| row.order(setup.now()));
    }
    Ok(rows)
}

/// Returns the records that were merged into that one.
fn merged<P: ShownParty>(ledger: &Ledger, id: LedgerRecordId) -> (&'static str, String) {
    let named = |id: LedgerRecordId| Some(format!("{id} {}", ledger.own_party::<P>(id)?.name()));
    let all: Vec<String> = ledger.merged_into::<P>(id).filter_map(named).collect();
    ("merged into it", all.join(", "))
}

/// Returns the people of an organisation; empty for a person.
fn people<P: ShownParty>(ledger: &Ledger, id: LedgerRecordId) -> (&'static str, String) {
    let of = |person: &Person| ledger.organisation(person.organisation?).map(|(id, _)| id);
    let all = ledger.people().filter(|(_, person)| P::filter_key() == "org" && of(person) == Some(id));
    ("people", all.map(|(id, person)| format!("{id} {}", person.name())).collect::<Vec<_>>().join(", "))
}

impl PartyPage<'_> {
    /// Returns the contract and the plan, and which organisation says so.
    fn agreement(&self, setup: &Setup) -> Vec<(&'static str, String)> {
        let Some((_, found)) = self.organisation else { return Vec::new() };
        let Some(id) = &found.contract else { return Vec::new() };
        let contract = setup.book.get(id);
        let vendor = contract.map_or_else(|| id.clone(), |contract| format!("{} ({id})", contract.vendor));
        let plan = found.plan.as_ref().map_or_else(String::new, |plan| {
            let name = contract.and_then(|contract| contract.plan(plan)).map_or(plan, |plan| &plan.name);
            format!("{name}, by {}", found.name())
        });
        vec![("contract", vendor), ("plan", plan)]
    }

    fn print(&self, setup: &Setup, ledger: &Ledger, output: &mut Output<'_>) -> Result<(), CliError> {
        if self.open.is_empty() {
            output.line("no ticket is open")?;
        } else {
            output.line(&table(&["#", "SUBJECT", "TARGET", "DUE", "LEFT", "STATE"], self.targets(setup), &[0, 4]))?;
        }
        if !self.last.is_empty() {
            let row = |row: &TicketRow| {
                let reported = clock_text(zone_of(row, setup.zone), row.ticket.reported());
                let who = ledger.customer_of(&row.ticket).unwrap_or_default().to_owned();
                let status = row.ticket.status().words().to_owned();
                vec![row.ticket.id.to_string(), reported, status, who, row.ticket.subject.clone()]
            };
            let head = ["#", "REPORTED", "STATUS", "CUSTOMER", "SUBJECT"];
            output.line(&format!("\n{}", table(&head, self.last.iter().map(row), &[0])))?;
        }
        if self.uptime.is_empty() {
            return Ok(());
        }
        output.line(&format!("\n{}", of_all(&self.uptime).trim_end()))
    }

    /// Returns a row for each target that is open, or one for a ticket without any.
    fn targets(&self, setup: &Setup) -> Vec<Vec<String>> {
        let now = setup.now();
        let row = |row: &TicketRow, target: Option<&Target>| {
            let zone = zone_of(row, setup.zone);
            let due = target.and_then(|target| target.due).map_or_else(String::new, |due| clock_text(zone, due));
            let left =
                target.and_then(|target| target.left).map_or_else(String::new, |left| short_duration(left.secs()));
            let state = target.map_or_else(String::new, |target| {
                with_reason(&state_in_words(row, target), &reason(row, target, zone, now))
            });
            let name = target.map_or_else(String::new, Target::words);
            vec![row.ticket.id.to_string(), row.ticket.subject.clone(), name, due, left, state]
        };
        let of_ticket = |ticket: &TicketRow| {
            let open: Vec<&Target> = open_targets(ticket).collect();
            if open.is_empty() {
                return vec![row(ticket, None)];
            }
            open.into_iter().map(|target| row(ticket, Some(target))).collect()
        };
        self.open.iter().flat_map(of_ticket).collect()
    }

    fn json(&self, setup: &Setup) -> Value {
        let target = |row: &TicketRow, target: &Target| {
            json!({
                "ticket": row.ticket.id.0,
                "subject": row.ticket.subject,
                "target": target.kind.key(),
                "internal": target.house,
                "due": target.due.map(|at| at.to_string()),
                "state": target.state.key(),
            })
        };
        let targets = self.open.iter().flat_map(|row| open_targets(row).map(move |open| target(row, open)));
        let ticket = |row: &TicketRow| {
            let ticket = &row.ticket;
            json!({
                "id": ticket.id.0,
                "subject": ticket.subject,
                "status": ticket.status().key(),
                "reported": ticket.reported().to_string(),
            })
        };
        let agreement = self.organisation.and_then(|(id, found)| {
            let known = found.contract.as_ref().is_some_and(|contract| setup.book.get(contract).is_some());
            let (contract, plan, severity) = (found.contract.as_ref()?, &found.plan, &found.severity);
            Some(json!({ "contract": contract, "plan": plan, "severity": severity, "by": id.0, "loaded": known }))
        });
        let round = |round: &MonthRound<'_>| {
            json!({
                "contract": round.contract.id,
                "plan": round.plan,
                "period": round.uptime.period.to_string(),
                "of": round.of(),
                "promise": promise_in_words(&round.uptime),
                "figures": FiguresJson::from(&round.uptime),
            })
        };
        json!({
            "agreement": agreement,
            "open_tickets": self.open.len(),
            "open_targets": targets.collect::<Vec<_>>(),
            "last_tickets": self.last.iter().map(ticket).collect::<Vec<_>>(),
            "uptime": self.uptime.iter().map(round).collect::<Vec<_>>(),
        })
    }
}

/// Returns the targets of a ticket that are neither met nor settled.
fn open_targets(row: &TicketRow) -> impl Iterator<Item = &Target> {
    let targets = row.sla.iter().flat_map(|sla| &sla.targets);
    targets.filter(|target| target.is_unmet() && target.waits_for().is_none())
}
