//! The record of an organisation whose people report tickets, and of the agreement that their tickets come under.

use serde::{Deserialize, Serialize};

use super::person::{is_domain, tidy};
use super::{Entered, LedgerFact, LedgerKind, Record, RecordRight};
use crate::contract::Contract;
use crate::ledger::check::{Scene, line, note};
use crate::ledger::party::{Party, check_merge, check_names, check_number, folded};
use crate::ledger::{Ledger, LedgerRecordId};
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::text::clean;
use crate::ticket::unknown;
use crate::time::Zone;

/// What is known of every organisation.
pub(super) const KIND: LedgerKind = LedgerKind::new(
    "organisation",
    "organisation",
    Right::Work,
    "entering an organisation",
    Entered::LedgerCommand { name: "organisation", needs: "--name NAME" },
    &[
        (r#"{"organisation":{"names":["Acme AS"]}}"#, "organisation entered: Acme AS"),
        (
            r#"{"organisation":{"names":["Acme AS","Acme"],"domains":["acme.example"],"contract":"missoun","plan":"extended","severity":"high","note":"invoices by post"}}"#,
            "organisation entered: Acme AS, missoun, plan extended",
        ),
        (
            r#"{"organisation":{"names":["Acme"],"merged_into":7}}"#,
            "organisation entered: Acme, which is the same as organisation 7",
        ),
    ],
);

/// An organisation. The store keeps it for ever: a field may be added with a default.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Organisation {
    /// The names, at least one; the first is the one that is shown.
    pub names: Vec<String>,
    /// The mail domains of its people, in small letters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<String>,
    /// The id of the contract that its tickets come under, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<String>,
    /// The id of its plan in that contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// The id of the severity that its tickets have where nothing else is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    /// What else there is to know of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The number of the record that stays, where this one was found to be the same organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<LedgerRecordId>,
    /// What went over to the record that stays, which did not have it: it goes back when they are parted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<String>,
}

impl Organisation {
    /// The kind of record.
    pub const KIND: &'static LedgerKind = &KIND;

    /// Returns the organisation with texts trimmed, domains in small letters, and nothing named twice.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        tidy(&mut self.names, str::to_owned);
        tidy(&mut self.domains, |domain| domain.trim_start_matches('@').to_lowercase());
        self
    }
}

impl Party for Organisation {
    const WORDS: &'static str = "organisation";
    const KEY_FIELD: Field = Field::Domain;

    fn of(fact: &LedgerFact) -> Option<&Self> {
        match fact {
            LedgerFact::Organisation(organisation) => Some(organisation),
            _ => None,
        }
    }

    fn names(&self) -> &[String] {
        &self.names
    }

    fn keys(&self) -> &[String] {
        &self.domains
    }

    fn merged_into(&self) -> Option<LedgerRecordId> {
        self.merged_into
    }

    fn fact(self) -> LedgerFact {
        LedgerFact::Organisation(Box::new(self))
    }

    fn moved(&self) -> &[String] {
        &self.moved
    }

    fn set_merged(&mut self, into: Option<LedgerRecordId>, moved: Vec<String>) {
        (self.merged_into, self.moved) = (into, moved);
    }

    fn single(&self, _ledger: &Ledger) -> Vec<(&'static str, Option<String>)> {
        vec![
            ("contract", self.contract.clone()),
            ("plan", self.plan.clone()),
            ("severity", self.severity.clone()),
            ("note", self.note.clone()),
        ]
    }

    fn lists(&self) -> Vec<&[String]> {
        vec![&self.names, &self.domains]
    }

    fn lists_mut(&mut self) -> Vec<&mut Vec<String>> {
        vec![&mut self.names, &mut self.domains]
    }
}

impl Record for Organisation {
    fn kind(&self) -> &'static LedgerKind {
        &KIND
    }

    fn right(&self, before: Option<&LedgerFact>) -> RecordRight {
        RecordRight::of_party(self, before, &KIND, "merging organisations or parting them")
    }

    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        check_names(&self.names)?;
        check_number(Field::Domain, &self.domains)?;
        self.domains.iter().try_for_each(|domain| check_domain(domain))?;
        self.check_agreement(on)?;
        note(Field::Note, self.note.as_deref())?;
        self.check_own_names(on)?;
        check_merge(self, on)
    }

    fn says(&self, _zone: Zone) -> String {
        let name = self.names.first().map_or("", String::as_str);
        let contract = self.contract.as_ref().map_or_else(String::new, |contract| format!(", {contract}"));
        let plan = self.plan.as_ref().map_or_else(String::new, |plan| format!(", plan {plan}"));
        let same = self.merged_into.map_or_else(String::new, |id| format!(", which is the same as organisation {id}"));
        format!("{name}{contract}{plan}{same}")
    }

    fn subject(&self) -> Option<&str> {
        self.names.first().map(String::as_str)
    }

    fn concerns(&self) -> Vec<LedgerRecordId> {
        self.merged_into.into_iter().collect()
    }

    fn renumber(&mut self, number: &dyn Fn(LedgerRecordId) -> LedgerRecordId) {
        self.merged_into = self.merged_into.map(number);
    }
}

impl Organisation {
    /// Returns its plan, where that is one of this contract's and its tickets come under it.
    pub fn plan_under(&self, contract: &Contract) -> Option<&str> {
        self.plan.as_deref().filter(|plan| self.is_under(contract) && contract.plan(plan).is_some())
    }

    /// Returns the severity that its tickets have where nothing else is said, likewise.
    pub fn severity_under(&self, contract: &Contract) -> Option<&str> {
        self.severity.as_deref().filter(|severity| self.is_under(contract) && contract.severity(severity).is_some())
    }

    fn is_under(&self, contract: &Contract) -> bool {
        self.contract.as_deref() == Some(&contract.id)
    }

    /// Says that the plan of a ticket is not that of its organisation; none where it is, or none is known under that contract.
    pub fn differing_plan(&self, contract: &str, plan: &str) -> Option<String> {
        let own = self.plan.as_deref().filter(|_| self.contract.as_deref() == Some(contract))?;
        (own != plan).then(|| format!("the plan of {} is {own}, and the ticket has {plan}", self.name()))
    }

    fn check_agreement(&self, on: &Scene<'_>) -> Result<(), Problem> {
        let Some(id) = &self.contract else {
            let field = if self.plan.is_some() { Field::Plan } else { Field::Severity };
            return if self.plan.is_none() && self.severity.is_none() {
                Ok(())
            } else {
                Err(Problem::of_field(field, format!("a {field} is one of a contract's"), "give the contract too"))
            };
        };
        let contract = on.contract(id)?;
        if let Some(plan) = self.plan.as_deref().filter(|plan| contract.plan(plan).is_none()) {
            return Err(unknown(Field::Plan, plan, id, contract.plans.iter().map(|plan| plan.id.as_str())));
        }
        if let Some(severity) = self.severity.as_deref().filter(|severity| contract.severity(severity).is_none()) {
            let known = contract.severities.iter().map(|severity| severity.id.as_str());
            return Err(unknown(Field::Severity, severity, id, known));
        }
        Ok(())
    }

    /// Checks that no other organisation has one of its names: reports and filters go by them.
    fn check_own_names(&self, on: &Scene<'_>) -> Result<(), Problem> {
        if self.merged_into.is_some() {
            return Ok(());
        }
        let own: Vec<String> = self.names.iter().map(|name| folded(name)).collect();
        let mut others = on.ledger.organisations().filter(|(id, _)| on.is_another(*id));
        let taken = others.find_map(|(id, other)| {
            let name = other.names.iter().find(|name| own.contains(&folded(name)))?;
            Some((id, name))
        });
        match taken {
            Some((id, name)) => {
                let message = format!("organisation {id} is called {} already", clean(name));
                Err(Problem::of_field(Field::Name, message, "use that one, or give another name"))
            }
            None => Ok(()),
        }
    }
}

fn check_domain(domain: &str) -> Result<(), Problem> {
    line(Field::Domain, Some(domain))?;
    if is_domain(domain) && *domain == domain.to_lowercase() {
        return Ok(());
    }
    let message = format!("`{}` is no mail domain", clean(domain));
    Err(Problem::of_field(Field::Domain, message, "write what stands behind the @, in small letters: example.com"))
}
