//! Tells what a ticket lacks whose clocks do not run because it has not come by a channel that counts: since when that is so, and
//! how the vendor is reached.

use crate::contract::{Contract, TargetKind};
use crate::language::Language;
use crate::text::clean;
use crate::ticket::Ticket;
use crate::time::Instant;

use super::compute::start;
use super::words::wanted_in;
use super::{Sla, Start, TargetState};

/// The channel on which somebody is called.
const PHONE: &str = "phone";

/// The report that a ticket lacks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MissingReport {
    /// The vendor's targets whose clocks wait for it, in the order in which they are told; at least one.
    pub targets: Vec<TargetKind>,
    /// The moment since which they wait: the report that does not count, or the change of severity since which it does not.
    pub since: Instant,
    /// The number to call, where phoning counts and the agreement has one.
    pub call: Option<String>,
    /// What is to be done, in words: `to be phoned, call 53 00 30 00`.
    pub words: String,
}

/// Returns the report that an open ticket lacks, or none where something came by a channel that counts, nothing is promised, or
/// the promise does not hold.
pub fn missing_report(ticket: &Ticket, contract: &Contract, sla: &Sla) -> Option<MissingReport> {
    let waits = sla.promised().filter(|target| target.is_unmet() && target.state == TargetState::NoClock);
    let targets: Vec<TargetKind> = waits.map(|target| target.kind).collect();
    if targets.is_empty() {
        return None;
    }
    let call = number_to_call(contract, &sla.severity);
    let words = wanted_in(Language::English, contract, &sla.severity);
    let words = match &call {
        Some(number) => format!("{words}, call {number}"),
        None if takes_calls(contract, &sla.severity) => {
            format!("{words}; no number is known: write phone under [vendor_side] of {}.toml", contract.id)
        }
        None => words,
    };
    Some(MissingReport { targets, since: since(ticket, contract), call, words })
}

/// Returns the number to call for a ticket of that severity: the vendor's, or that of the first contact that has one. None where
/// phoning does not count or no number is known.
pub fn number_to_call(contract: &Contract, severity: &str) -> Option<String> {
    let side = &contract.vendor_side;
    let number = side.phone.as_ref().or_else(|| side.contacts.iter().find_map(|contact| contact.phone.as_ref()));
    number.filter(|_| takes_calls(contract, severity)).map(|number| clean(number).into_owned())
}

fn takes_calls(contract: &Contract, severity: &str) -> bool {
    contract.takes(severity, PHONE)
}

/// Returns since when no report counts: the last change from terms under which one did, else the first report.
fn since(ticket: &Ticket, contract: &Contract) -> Instant {
    let counted_last =
        ticket.former.iter().rev().find(|former| start(ticket, contract, &former.severity) != Start::NoClock);
    counted_last.map_or(ticket.reported(), |former| former.until)
}
