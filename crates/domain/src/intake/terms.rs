//! What a ticket is logged under that a letter makes by itself: contract, plan and severity, as they follow from the sender's
//! organisation or from the settings.

use std::sync::Arc;

use crate::contract::{Book, Contract};
use crate::ledger::{InboxReason, Ledger, LedgerRecordId, Organisation, Party as _, Person};
use crate::letter::Mailbox;
use crate::time::Instant;

/// What the settings say of letters that nothing else decides.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct IntakeDefaults {
    /// The contract.
    pub contract: Option<String>,
    /// The plan.
    pub plan: Option<String>,
    /// The severity.
    pub severity: Option<String>,
    /// The impact, where severity follows from it.
    pub impact: Option<String>,
    /// The urgency, where severity follows from it.
    pub urgency: Option<String>,
}

/// Who reports by a letter, as far as the ledger knows them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reporter {
    /// The name, as the ledger or the letter has it.
    pub name: Option<String>,
    /// The person of that address.
    pub person: Option<LedgerRecordId>,
    /// The person's organisation, or the one of the address's domain.
    pub organisation: Option<LedgerRecordId>,
}

/// What a ticket is logged under.
#[derive(Clone, Debug)]
pub struct TicketTerms {
    /// The contract, in the version that holds for a report at that moment.
    pub contract: Arc<Contract>,
    /// The id of the plan.
    pub plan: String,
    /// The id of the severity.
    pub severity: String,
    /// The impact, where severity follows from it.
    pub impact: Option<String>,
    /// The urgency, where severity follows from it.
    pub urgency: Option<String>,
}

/// Returns who reports by a letter of that customer's.
pub fn reporter(ledger: &Ledger, customer: Option<&Mailbox>) -> Reporter {
    let Some(mailbox) = customer else { return Reporter::default() };
    let person = ledger.party_with::<Person>(&mailbox.address);
    let of_person = person.and_then(|(_, person)| ledger.organisation(person.organisation?));
    let of_domain = || ledger.party_with::<Organisation>(mailbox.address.rsplit_once('@')?.1);
    let organisation = of_person.or_else(of_domain);
    let name = person.map(|(_, person)| person.name().to_owned());
    Reporter {
        name: name.or_else(|| Some(mailbox.short().into_owned())),
        person: person.map(|(id, _)| id),
        organisation: organisation.map(|(id, _)| id),
    }
}

/// Returns what a ticket of that reporter is logged under at `at`.
///
/// # Errors
///
/// The first thing that does not follow, as the reason why the letter waits in the inbox.
pub fn terms_for(
    reporter: &Reporter,
    (ledger, book): (&Ledger, &Book),
    defaults: &IntakeDefaults,
    at: Instant,
) -> Result<TicketTerms, InboxReason> {
    let organisation = reporter.organisation.and_then(|id| ledger.organisation(id)).map(|(_, found)| found);
    let own = organisation.and_then(|found| found.contract.as_deref());
    let id = own.or(defaults.contract.as_deref()).ok_or(InboxReason::NoContract)?;
    let contract = book.for_new(id, at).cloned().ok_or(InboxReason::NotFitting)?;
    // Another contract may have a plan or a severity of the same name, which means something else there.
    let by_settings = defaults.contract.as_deref() == Some(id);
    let plan = organisation.and_then(|found| found.plan_under(&contract));
    let plan = plan.or(defaults.plan.as_deref().filter(|_| by_settings));
    let plan = match (plan, contract.plans.as_slice()) {
        (Some(plan), _) if contract.plan(plan).is_some() => plan.to_owned(),
        (Some(_), _) => return Err(InboxReason::NotFitting),
        (None, [only]) => only.id.clone(),
        (None, _) => return Err(InboxReason::NoPlan),
    };
    let (severity, impact, urgency) = severity_for(&contract, organisation, defaults, by_settings)?;
    Ok(TicketTerms { contract, plan, severity, impact, urgency })
}

type SeverityTerms = (String, Option<String>, Option<String>);

fn severity_for(
    contract: &Contract,
    organisation: Option<&Organisation>,
    defaults: &IntakeDefaults,
    by_settings: bool,
) -> Result<SeverityTerms, InboxReason> {
    if let Some(priority) = &contract.priority {
        let (Some(impact), Some(urgency)) = (&defaults.impact, &defaults.urgency) else {
            return Err(InboxReason::NoSeverity);
        };
        if !by_settings {
            return Err(InboxReason::NoSeverity);
        }
        let severity = priority.severity_of(impact, urgency).ok_or(InboxReason::NotFitting)?;
        return Ok((severity.to_owned(), Some(impact.clone()), Some(urgency.clone())));
    }
    let own = organisation.and_then(|found| found.severity_under(contract));
    match (own.or(defaults.severity.as_deref().filter(|_| by_settings)), contract.severities.as_slice()) {
        (Some(severity), _) if contract.severity(severity).is_some() => Ok((severity.to_owned(), None, None)),
        (Some(_), _) => Err(InboxReason::NotFitting),
        (None, [only]) => Ok((only.id.clone(), None, None)),
        (None, _) => Err(InboxReason::NoSeverity),
    }
}
