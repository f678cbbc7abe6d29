//! Finds who reports a ticket, and what follows from their organisation: contract, plan and severity.

use crate::cli::args::NewArgs;
use crate::cli::error::CliError;
use crate::domain::contract::Contract;
use crate::domain::ledger::{Ledger, LedgerRecordId, Organisation, Party as _, Person};
use crate::domain::ticket::NewTicket;

/// Who reports a ticket, with the organisation whose agreement it comes under.
pub(super) struct Presets<'a> {
    person: Option<(LedgerRecordId, &'a Person)>,
    organisation: Option<(LedgerRecordId, &'a Organisation)>,
}

impl<'a> Presets<'a> {
    /// Finds the person and the organisation that are given; without one, the person's.
    ///
    /// # Errors
    ///
    /// If one of them is not there, or several could be meant.
    pub(super) fn find(ledger: &'a Ledger, args: &NewArgs) -> Result<Self, CliError> {
        let person = args.person.as_deref().map(|who| ledger.party_meant::<Person>(who)).transpose()?;
        let organisation = args.organisation.as_deref().map(|which| ledger.party_meant::<Organisation>(which));
        let own = || ledger.organisation(person?.1.organisation?);
        Ok(Self { person, organisation: organisation.transpose()?.or_else(own) })
    }

    /// Returns the id of the contract that the ticket comes under.
    ///
    /// # Errors
    ///
    /// If none is given, and none is known of the organisation.
    pub(super) fn contract<'b>(&'b self, args: &'b NewArgs) -> Result<&'b str, CliError> {
        let own = self.organisation.and_then(|(_, found)| found.contract.as_deref());
        args.contract.as_deref().or(own).ok_or_else(|| {
            let (message, hint) = match (self.organisation, self.person) {
                (Some((id, found)), _) => (
                    format!("no contract is known of {}", found.name()),
                    format!("give --contract, or enter it: frist organisation set {id} --contract ID"),
                ),
                (None, Some((id, person))) => (
                    format!("it is not known whom {} belongs to", person.name()),
                    format!("give --contract, or enter it: frist person set {id} --organisation WHICH"),
                ),
                (None, None) => ("the contract is missing".to_owned(), "give --contract ID".to_owned()),
            };
            CliError::input(message, hint)
        })
    }

    /// Returns the plan of the organisation, where it is one of that contract's.
    pub(super) fn plan(&self, contract: &Contract) -> Option<&'a str> {
        self.organisation.and_then(|(_, found)| found.plan_under(contract))
    }

    /// Returns the default severity of the organisation, likewise.
    pub(super) fn severity(&self, contract: &Contract) -> Option<&'a str> {
        self.organisation.and_then(|(_, found)| found.severity_under(contract))
    }

    /// Puts person, organisation and name into the ticket. A name that is given stays beside the person.
    pub(super) fn put_into(&self, ticket: &mut NewTicket) {
        ticket.person = self.person.map(|(id, _)| id);
        ticket.organisation = self.organisation.map(|(id, _)| id);
        let name = self.person.map(|(_, person)| person.name().to_owned());
        ticket.customer = ticket.customer.take().or(name);
    }

    /// Says what was taken from the organisation, as nobody gave it.
    pub(super) fn said(&self, args: &NewArgs, ticket: &NewTicket) -> Option<String> {
        let (_, found) = self.organisation?;
        let severity =
            args.severity.is_none() && args.impact.is_none() && found.severity.as_ref() == Some(&ticket.severity);
        let taken = [
            (args.contract.is_none(), "contract", &ticket.contract),
            (args.plan.is_none() && found.plan.as_ref() == Some(&ticket.plan), "plan", &ticket.plan),
            (severity, "severity", &ticket.severity),
        ];
        let taken: Vec<String> =
            taken.into_iter().filter(|(is, ..)| *is).map(|(_, what, id)| format!("{what} {id}")).collect();
        (!taken.is_empty()).then(|| format!("{}: by {}", taken.join(", "), found.name()))
    }

    /// Says that a plan was given which is not the organisation's.
    pub(super) fn differs(&self, ticket: &NewTicket) -> Option<String> {
        self.organisation?.1.differing_plan(&ticket.contract, &ticket.plan)
    }
}
