//! The part of the form that is about a person or an organisation: lists of texts divided by commas, choices that may be left
//! open, and the organisation that follows from an address.

use super::{FormKind, LedgerForm};
use crate::domain::ledger::{Ledger, LedgerFact, LedgerRecordId, Organisation, Party as _, Person, folded};
use crate::domain::problem::{Field, Problem};
use crate::domain::text::clean;

/// Returns the fields of such a record, from the top; none for other records.
pub(super) const fn fields(sort: FormKind) -> Option<&'static [Field]> {
    use Field::{
        Address, Contract, Domain, From, Language, Name, Note, Organisation, Phone, Plan, Severity, Staff, To,
    };
    match sort {
        FormKind::Person => Some(&[Name, Address, Phone, Organisation, Language, Note]),
        FormKind::Organisation => Some(&[Name, Domain, Contract, Plan, Severity, Note]),
        FormKind::Absence => Some(&[Staff, From, To, Note]),
        FormKind::Outage | FormKind::Maintenance | FormKind::Change => None,
    }
}

/// The word that leaves a person without an organisation.
const NONE: &str = "none";

/// An organisation that a person may belong to.
pub(super) struct KnownOrganisation {
    id: LedgerRecordId,
    names: Vec<String>,
    domains: Vec<String>,
}

/// The organisation that follows from an address of a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FollowingOrganisation {
    /// The number of the record.
    pub id: LedgerRecordId,
    /// The name that is shown.
    pub name: String,
    /// The domain of the address that it follows from.
    pub domain: String,
}

impl LedgerForm {
    /// Notes which organisations a person may belong to.
    pub fn know_organisations(&mut self, ledger: &Ledger) {
        let known = |(id, it): (LedgerRecordId, &Organisation)| KnownOrganisation {
            id,
            names: it.names.clone(),
            domains: it.domains.clone(),
        };
        self.organisations = ledger.organisations().map(known).collect();
    }

    /// Fills in how somebody new is called.
    pub fn call(&mut self, name: &str) {
        self.set_text(Field::Name, Some(name));
        self.settle();
        self.focus = super::EntryRow::Field(Field::Address);
    }

    /// Returns the organisation that the domain of an address belongs to, or the nearest domain above it, where none is named: of
    /// somebody new, or whose addresses are changed here.
    pub fn organisation_following(&self) -> Option<FollowingOrganisation> {
        let text = |field| self.lines.get(&field).map_or("", tui_input::Input::value);
        let is_changed =
            self.entry.is_none() || self.first.get(&Field::Address).is_none_or(|was| was != text(Field::Address));
        if self.sort != FormKind::Person || !is_changed || !text(Field::Organisation).trim().is_empty() {
            return None;
        }
        let mut addresses = text(Field::Address).split(',').map(|address| address.trim().to_lowercase());
        addresses.find_map(|address| self.with_domain(address.rsplit_once('@')?.1))
    }

    fn with_domain(&self, domain: &str) -> Option<FollowingOrganisation> {
        let mut above = domain;
        loop {
            let has = |it: &&KnownOrganisation| it.domains.iter().any(|own| own.to_lowercase() == above);
            if let Some(found) = self.organisations.iter().find(has) {
                let name = found.names.first().cloned().unwrap_or_default();
                return Some(FollowingOrganisation { id: found.id, name, domain: above.to_owned() });
            }
            above = above.split_once('.')?.1;
        }
    }

    pub(super) fn fill_person(&mut self, person: &Person) {
        self.beside = Some(LedgerFact::Person(Box::new(person.clone())));
        self.set_text(Field::Name, Some(&person.names.join(", ")));
        self.set_text(Field::Address, Some(&person.addresses.join(", ")));
        self.set_text(Field::Phone, Some(&person.phones.join(", ")));
        let organisation = person.organisation.map(|id| self.name_of(id));
        self.set_text(Field::Organisation, organisation.as_deref());
        self.set_text(Field::Language, person.language.as_deref());
        self.set_text(Field::Note, person.note.as_deref());
    }

    pub(super) fn fill_organisation(&mut self, organisation: &Organisation) {
        self.beside = Some(LedgerFact::Organisation(Box::new(organisation.clone())));
        self.set_text(Field::Name, Some(&organisation.names.join(", ")));
        self.set_text(Field::Domain, Some(&organisation.domains.join(", ")));
        self.set_text(Field::Contract, organisation.contract.as_deref());
        self.set_text(Field::Plan, organisation.plan.as_deref());
        self.set_text(Field::Severity, organisation.severity.as_deref());
        self.set_text(Field::Note, organisation.note.as_deref());
    }

    /// Returns the name of an organisation; its number where it is gone.
    fn name_of(&self, id: LedgerRecordId) -> String {
        let known = self.organisations.iter().find(|known| known.id == id);
        known.and_then(|known| known.names.first().cloned()).unwrap_or_else(|| id.to_string())
    }

    fn chosen_contract(&self) -> Option<&crate::domain::contract::Contract> {
        let id = self.lines.get(&Field::Contract)?.value();
        self.contracts.iter().find(|contract| contract.id == id).map(AsRef::as_ref)
    }

    /// Returns what can be chosen in a field, each with the words for it; the first leaves it open, and what stands there
    /// already can stay.
    pub(super) fn party_options(&self, field: Field) -> Vec<(String, String)> {
        let mut options = match (field, self.chosen_contract()) {
            (Field::Contract, _) => self.contracts.iter().map(|it| (it.id.clone(), it.vendor.clone())).collect(),
            (Field::Plan, Some(contract)) => contract.plans.iter().map(|it| (it.id.clone(), it.name.clone())).collect(),
            (Field::Severity, Some(contract)) => {
                contract.severities.iter().map(|it| (it.id.clone(), it.name.clone())).collect()
            }
            (Field::Plan | Field::Severity, None) => Vec::new(),
            _ => return Vec::new(),
        };
        options.insert(0, (String::new(), "none".to_owned()));
        let own = self.line(field).value().to_owned();
        if options.iter().all(|(id, _)| *id != own) {
            options.push((own.clone(), own));
        }
        options
    }

    pub(super) fn party_chosen(&self, field: Field) -> Option<usize> {
        let own = self.line(field);
        self.party_options(field).iter().position(|(id, _)| id == own.value())
    }

    /// Chooses a value. Another contract has other plans and severities, so those are open again.
    pub(super) fn choose_of_party(&mut self, field: Field, place: usize) {
        let Some((id, _)) = self.party_options(field).into_iter().nth(place) else { return };
        self.set_text(field, Some(&id));
        if field == Field::Contract {
            self.set_text(Field::Plan, None);
            self.set_text(Field::Severity, None);
        }
    }

    /// Returns the organisations that are likely meant by what is typed, while that has the keys; empty once one is named.
    pub fn organisations_like(&self) -> Vec<String> {
        if self.focus.field() != Some(Field::Organisation) {
            return Vec::new();
        }
        let wanted = folded(self.line(Field::Organisation).value());
        let is_named = self.organisations.iter().any(|it| it.names.iter().any(|name| folded(name) == wanted));
        if wanted.is_empty() || is_named {
            return Vec::new();
        }
        let like = |names: &Vec<String>| names.iter().any(|name| folded(name).starts_with(&wanted));
        let found = self.organisations.iter().map(|it| &it.names).filter(|names| like(names));
        found.filter_map(|names| names.first().cloned()).take(5).collect()
    }

    /// Takes the first of them. Returns whether there was one.
    pub fn take_organisation(&mut self) -> bool {
        let Some(first) = self.organisations_like().into_iter().next() else { return false };
        self.set_text(Field::Organisation, Some(&first));
        true
    }

    fn list(&self, field: Field) -> Vec<String> {
        self.line(field).value().split(',').map(str::to_owned).collect()
    }

    fn one(&self, field: Field) -> Option<String> {
        Some(self.line(field).value().trim().to_owned()).filter(|text| !text.is_empty())
    }

    pub(super) fn person(&self) -> Result<LedgerFact, Vec<Problem>> {
        let before = match &self.beside {
            Some(LedgerFact::Person(person)) => person.as_ref().clone(),
            _ => Person::default(),
        };
        let person = Person {
            names: self.list(Field::Name),
            addresses: self.list(Field::Address),
            phones: self.list(Field::Phone),
            organisation: self.organisation_meant().map_err(|wrong| vec![wrong])?,
            language: self.one(Field::Language),
            note: self.one(Field::Note),
            ..before
        };
        Ok(person.tidied().fact())
    }

    pub(super) fn organisation(&self) -> LedgerFact {
        let before = match &self.beside {
            Some(LedgerFact::Organisation(organisation)) => organisation.as_ref().clone(),
            _ => Organisation::default(),
        };
        let organisation = Organisation {
            names: self.list(Field::Name),
            domains: self.list(Field::Domain),
            contract: self.one(Field::Contract),
            plan: self.one(Field::Plan),
            severity: self.one(Field::Severity),
            note: self.one(Field::Note),
            ..before
        };
        organisation.tidied().fact()
    }

    /// Returns the organisation that is named, by a name or a number; where nothing is typed, the one that follows from an
    /// address, if one does.
    fn organisation_meant(&self) -> Result<Option<LedgerRecordId>, Problem> {
        let Some(typed) = self.one(Field::Organisation) else {
            return Ok(self.organisation_following().map(|found| found.id));
        };
        let wanted = folded(&typed);
        let is_it =
            |it: &&KnownOrganisation| it.id.to_string() == wanted || it.names.iter().any(|name| folded(name) == wanted);
        let found = self.organisations.iter().find(is_it).map(|it| Some(it.id));
        let found = found.or_else(|| (wanted == NONE).then_some(None));
        found.ok_or_else(|| {
            let message = format!("there is no organisation `{}`", clean(&typed));
            Problem::of_field(Field::Organisation, message, "enter it first, or write none")
        })
    }
}
