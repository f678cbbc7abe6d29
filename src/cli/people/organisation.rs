//! Enters and changes organisations, and says what a list and JSON show of them.

use serde_json::{Value, json};

use super::{NamedRecord, ShownParty, enter, put_texts, standing};
use crate::cli::args::{OrganisationAddArgs, OrganisationSetArgs};
use crate::cli::error::CliError;
use crate::cli::ledger_records::{StandingRecord, put_text};
use crate::cli::output::Output;
use crate::cli::setup::Setup;
use crate::desk::{Desk, SharedDesk};
use crate::domain::ledger::{Ledger, LedgerKind, LedgerRecordId, Organisation, Party as _, Person};
use crate::domain::ticket::Ticket;

/// Enters an organisation.
pub(super) fn add(
    setup: &Setup,
    desk: &SharedDesk,
    args: &OrganisationAddArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let organisation = Organisation {
        names: args.name.clone(),
        domains: args.domain.clone(),
        contract: args.contract.clone(),
        plan: args.plan.clone(),
        severity: args.severity.clone(),
        note: args.note.clone(),
        ..Organisation::default()
    };
    enter(setup, desk, None, organisation.tidied(), args.json, output)
}

/// Changes an organisation. Another contract, or none, takes plan and severity away that are not given anew.
pub(super) fn set(
    setup: &Setup,
    desk: &SharedDesk,
    args: &OrganisationSetArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let (id, _) = ledger.party_meant::<Organisation>(&args.which)?;
    let standing = standing::<Organisation>(&ledger, id)?;
    let mut organisation = standing.fact.clone();
    put_texts(&args.name, &mut organisation.names);
    put_texts(&args.domain, &mut organisation.domains);
    put_text(args.contract.as_ref(), &mut organisation.contract);
    if organisation.contract != standing.fact.contract {
        (organisation.plan, organisation.severity) = (None, None);
    }
    put_text(args.plan.as_ref(), &mut organisation.plan);
    put_text(args.severity.as_ref(), &mut organisation.severity);
    put_text(args.note.as_ref(), &mut organisation.note);
    let organisation = organisation.tidied();
    let place = standing.place_of(&organisation, args.seen.revision)?;
    enter(setup, desk, place, organisation, args.seen.json, output)
}

impl ShownParty for Organisation {
    const KIND: &'static LedgerKind = Self::KIND;
    const HEAD: &'static [&'static str] = &["NAME", "DOMAINS", "CONTRACT", "PLAN", "SEVERITY"];

    fn cells(&self, _ledger: &Ledger) -> Vec<String> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let (contract, plan, severity) = (text(&self.contract), text(&self.plan), text(&self.severity));
        vec![self.name().to_owned(), self.domains.join(", "), contract, plan, severity]
    }

    fn facts(&self, _ledger: &Ledger) -> Vec<(&'static str, String)> {
        vec![
            ("also called", self.names.get(1..).unwrap_or_default().join(", ")),
            ("domains", self.domains.join(", ")),
            ("severity", self.severity.clone().unwrap_or_default()),
            ("note", self.note.clone().unwrap_or_default()),
        ]
    }

    fn json(standing: &StandingRecord<'_, Self>, ledger: &Ledger) -> Value {
        let organisation = standing.fact;
        let people = ledger.people().filter(|(_, person)| {
            person.organisation.and_then(|id| ledger.organisation(id)).is_some_and(|(id, _)| id == standing.id)
        });
        json!({
            "id": standing.id.0,
            "name": organisation.name(),
            "names": organisation.names,
            "domains": organisation.domains,
            "contract": organisation.contract,
            "plan": organisation.plan,
            "severity": organisation.severity,
            "note": organisation.note,
            "people": people.map(NamedRecord::of::<Person>).collect::<Vec<_>>(),
            "merged_into": organisation.merged_into.map(|id| id.0),
            "merged": ledger.merged_into::<Self>(standing.id).map(|id| id.0).collect::<Vec<_>>(),
            "revision": standing.revision,
            "by": standing.by,
        })
    }

    fn organisation<'a>(
        &'a self,
        id: LedgerRecordId,
        _ledger: &'a Ledger,
    ) -> Option<(LedgerRecordId, &'a Organisation)> {
        Some((id, self))
    }

    fn is_of(id: LedgerRecordId, ticket: &Ticket, ledger: &Ledger) -> bool {
        ledger.organisation_of(ticket).is_some_and(|(of, _)| of == id)
    }

    fn filter_key() -> &'static str {
        "org"
    }
}
