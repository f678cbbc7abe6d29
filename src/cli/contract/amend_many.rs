//! Tells which verdicts of promises about many tickets an amendment would turn over.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::cli::error::CliError;
use crate::cli::setup::Setup;
use crate::domain::contract::{Book, Contract};
use crate::domain::ledger::Ledger;
use crate::domain::report::{
    Cell, FactsCollector, FactsQuery, Period, Report, ReportRequest, Table, TicketFacts, table,
};
use crate::domain::ticket::Ticket;
use crate::domain::time::Instant;

/// The columns that name a promise, and those that say how it stands.
const NAMES: [&str; 3] = ["period", "target", "severity"];
const STANDS: [&str; 4] = ["met", "missed", "promised_percent", "verdict"];

/// Counts the tickets of a contract by the texts that count now, and by those that would.
pub(super) struct ManyPromises<'a> {
    wanted: &'a FactsQuery,
    books: [&'a Book; 2],
    /// A collector for each book; none where no text of the contract has such a promise.
    collectors: Option<[FactsCollector<'a>; 2]>,
}

/// What becomes of one promise in one period.
pub(super) struct ManyChange {
    period: String,
    target: String,
    severity: String,
    now: String,
    then: String,
}

/// Returns the question for all tickets of the contract.
pub(super) fn all_of(setup: &Setup, contract: &Contract, now: Instant) -> FactsQuery {
    let (me, zone) = (setup.me.clone(), setup.zone.name().to_owned());
    let (period, filter) = (Period::default(), String::new());
    FactsQuery { period, contract: Some(contract.id.clone()), filter, me, zone, now }
}

impl<'a> ManyPromises<'a> {
    /// Begins to count, by the book as it is and as it would be.
    pub(super) fn new(wanted: &'a FactsQuery, books: [&'a Book; 2], ledger: &'a Ledger) -> Result<Self, CliError> {
        let id = wanted.contract.as_deref().unwrap_or_default();
        let any = books.iter().any(|book| book.texts(id).any(|text| !text.attainment.is_empty()));
        let collector = || FactsCollector::new(wanted, ledger);
        let collectors = if any { Some([collector()?, collector()?]) } else { None };
        Ok(Self { wanted, books, collectors })
    }

    /// Counts a ticket.
    pub(super) fn take(&mut self, ticket: &Arc<Ticket>) {
        for (collector, book) in self.collectors.iter_mut().flatten().zip(self.books) {
            // Without a filter nothing is asked of the events.
            collector.take(Arc::clone(ticket), &[], book);
        }
    }

    /// Returns what changes; none where nothing is promised about many tickets.
    pub(super) fn changes(self) -> Option<Vec<ManyChange>> {
        let [now, then] = self.collectors?.map(|mut collector| collector.facts());
        let report = |facts: &TicketFacts, book: &Book| {
            let (contract, now) = (self.wanted.contract.clone(), self.wanted.now);
            let asked = ReportRequest { report: Report::Promises, contract, now, ..ReportRequest::default() };
            standings(&table(facts, &asked, book))
        };
        let (was, is) = (report(&now, self.books[0]), report(&then, self.books[1]));
        let of = |all: &[([String; 3], String)], name: &[String; 3]| {
            all.iter().find(|(other, _)| other == name).map_or("nothing promised", |(_, says)| says).to_owned()
        };
        let mut changes: Vec<ManyChange> = Vec::new();
        let mut told: Vec<&[String; 3]> = Vec::new();
        for (name, _) in was.iter().chain(&is) {
            let (now, then) = (of(&was, name), of(&is, name));
            if now != then && !told.contains(&name) {
                told.push(name);
                let [period, target, severity] = name.clone();
                changes.push(ManyChange { period, target, severity, now, then });
            }
        }
        Some(changes)
    }
}

/// Returns how each promise of the report stands, with its period, target and severities.
fn standings(table: &Table) -> Vec<([String; 3], String)> {
    let place = |key: &str| table.columns.iter().position(|column| column.key == key);
    let of = |row: &[Cell], key: &str| {
        place(key).and_then(|place| row.get(place)).map_or_else(String::new, |cell| cell.text.clone())
    };
    let row = |row: &Vec<Cell>| {
        let [met, missed, promised, verdict] = STANDS.map(|key| of(row, key));
        (NAMES.map(|key| of(row, key)), format!("{verdict}: {met} met, {missed} missed, {promised} promised"))
    };
    table.rows.iter().map(row).collect()
}

impl ManyChange {
    /// Returns the row of the table.
    pub(super) fn row(&self) -> Vec<String> {
        let Self { period, target, severity, now, then } = self;
        vec![period.clone(), target.clone(), severity.clone(), now.clone(), then.clone()]
    }

    /// Returns the line of JSON. The shape is promised: a key may be added, none may change or go.
    pub(super) fn json(&self) -> Value {
        let Self { period, target, severity, now, then } = self;
        json!({ "attainment": target, "severity": severity, "period": period, "now": now, "then": then })
    }
}
