//! Carries out `frist vendor-report`: which of the reports that a vendor sends about each month have come.
//!
//! It is not made of a table of fields: its list also has the months whose report has not come, which are no records, and
//! what has come is never changed.

use serde::Serialize;

use super::args::VendorReportCommand;
use super::error::CliError;
use super::ledger_records::{MomentReader, StandingRecord, enter, remove, tell_in_own_time, vendor, zone};
use super::output::{Output, table};
use super::setup::Setup;
use crate::desk::{Desk, SharedDesk};
use crate::domain::ledger::{Ledger, LedgerFact, VendorReport};
use crate::domain::problem::ProblemKind;
use crate::domain::time::{Month, Zone, clock_text};
use crate::domain::uptime::monthly_reports;

/// Enters, lists or removes vendors' reports.
pub(super) fn vendor_report(
    setup: &mut Setup,
    command: &VendorReportCommand,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let desk = setup.open(output)?;
    match command {
        VendorReportCommand::Add { contract, month, at, note, json } => {
            let contract = setup.contract(contract)?.id.clone();
            let came = MomentReader::of(setup, &contract).or_now(at.as_deref())?;
            let report = VendorReport { contract, month: *month, came, note: note.clone() };
            let tell = |_: &Ledger, standing: &StandingRecord<'_, VendorReport>, output: &mut Output<'_>| {
                if *json {
                    return output.json(&ReportJson::new(standing));
                }
                output.line(&said(setup, standing))?;
                tell_in_own_time(setup, &standing.fact.contract, |zone| clock_text(zone, standing.fact.came), output)
            };
            enter(setup, &desk, None, LedgerFact::VendorReport(report), tell, output)
        }
        VendorReportCommand::List { contract, json } => list(setup, &desk, contract.as_deref(), *json, output),
        VendorReportCommand::Remove { id, json } => {
            let said = |standing: &StandingRecord<'_, VendorReport>| said(setup, standing);
            let when = |report: &VendorReport, zone: Zone| clock_text(zone, report.came);
            remove(setup, &desk, VendorReport::KIND, (*id, None, *json), (said, when), output)
        }
    }
}

/// Lists the months whose report has come, the latest first, and those whose report is missing; for all vendors that send
/// any.
fn list(
    setup: &Setup,
    desk: &SharedDesk,
    contract: Option<&str>,
    json: bool,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    if let Some(id) = contract {
        setup.contract(id)?;
    }
    let ledger = desk.ledger();
    let missing = missing(setup, &ledger, contract);
    let mut come = ledger.vendor_reports(contract);
    come.reverse();
    let standing: Vec<StandingRecord<'_, VendorReport>> =
        come.iter().filter_map(|(id, _)| StandingRecord::find(&ledger, *id, VendorReport::KIND).ok()).collect();
    if standing.is_empty() && missing.is_empty() {
        let hint = "an agreement that has its vendor send them says monthly_report = true under [uptime]";
        return Err(CliError::new(ProblemKind::NotFound, "no report is due, and none has come", hint));
    }
    if json {
        standing.iter().try_for_each(|standing| output.json(&ReportJson::new(standing)))?;
        return missing.iter().try_for_each(|(contract, month)| output.json(&ReportJson::missing(contract, *month)));
    }
    let row = |standing: &StandingRecord<'_, VendorReport>| {
        let VendorReport { contract, month, came, note } = standing.fact;
        let when = clock_text(zone(setup, contract), *came);
        let note = note.clone().unwrap_or_default();
        vec![standing.id.to_string(), vendor(setup, contract).to_owned(), month.long(), when, note]
    };
    let lacking = |(contract, month): &(String, Month)| {
        let vendor = vendor(setup, contract).to_owned();
        vec![String::new(), vendor, month.long(), "not come".to_owned(), String::new()]
    };
    let rows = missing.iter().rev().map(lacking).chain(standing.iter().map(row));
    output.line(&table(&["#", "VENDOR", "MONTH", "CAME", "NOTE"], rows, &[0]))
}

/// Returns the months whose report is missing, by contract.
fn missing(setup: &Setup, ledger: &Ledger, contract: Option<&str>) -> Vec<(String, Month)> {
    let asked = setup.book.known().into_iter().filter(|known| contract.is_none_or(|id| id == known.id));
    let of = asked.filter_map(|known| Some((known.id.clone(), monthly_reports(known, ledger, setup.now())?.missing)));
    of.flat_map(|(id, months)| months.into_iter().map(move |month| (id.clone(), month))).collect()
}

fn said(setup: &Setup, standing: &StandingRecord<'_, VendorReport>) -> String {
    let VendorReport { contract, month, came, .. } = standing.fact;
    let came = clock_text(zone(setup, contract), *came);
    format!("vendor's report {} of {} about {}, come {came}", standing.id, vendor(setup, contract), month.long())
}

/// A vendor's report as JSON. The shape is promised: a key may be added, none may change or go.
#[derive(Serialize)]
struct ReportJson<'a> {
    /// The number of the entry; null where it has not come.
    id: Option<u64>,
    contract: &'a str,
    /// `YYYY-MM`, in the contract's zone.
    month: String,
    /// The moment when it came; null where it has not.
    came: Option<String>,
    note: Option<&'a str>,
}

impl<'a> ReportJson<'a> {
    fn new(standing: &StandingRecord<'a, VendorReport>) -> Self {
        let VendorReport { contract, month, came, note } = standing.fact;
        let (id, came) = (Some(standing.id.0), Some(came.to_string()));
        Self { id, contract, month: month.to_string(), came, note: note.as_deref() }
    }

    fn missing(contract: &'a str, month: Month) -> Self {
        Self { id: None, contract, month: month.to_string(), came: None, note: None }
    }
}
