//! Who reports the ticket, and what follows from their organisation: contract, plan and severity, where nothing was chosen by
//! hand.

use super::{TicketField, TicketForm};
use crate::domain::ledger::{Ledger, Organisation, Party as _};
use crate::tui::form::people::KnownPerson;

/// What was taken from an organisation, so that it goes again with the person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Presets {
    /// The place of the vendor that was chosen before.
    vendor: usize,
    plan: bool,
    severity: bool,
}

impl TicketForm {
    /// Follows what is typed as the customer: who may be meant, and that another text than the name of the person who was
    /// chosen is a plain name.
    pub fn follow_customer(&mut self, ledger: &Ledger) {
        let drafted = self.drafted.take().and_then(|id| ledger.person(id)).map(|found| KnownPerson::of(ledger, found));
        if let Some(person) = drafted.filter(|person| self.customer.value().trim() == person.name) {
            self.people.put(person);
        }
        if self.people.follow(self.customer.value(), ledger) {
            self.drop_presets();
        }
    }

    /// Has people looked up again, as the ledger has changed.
    pub fn people_changed(&mut self) {
        self.people.look_again();
    }

    /// Returns who is proposed: only while the customer has the keys.
    pub fn proposed(&self) -> &[KnownPerson] {
        if self.focus == TicketField::Customer { self.people.found() } else { &[] }
    }

    /// Returns the place of the selected one of those who are proposed.
    pub const fn selected_proposal(&self) -> usize {
        self.people.selected()
    }

    /// Selects the next of those who are proposed, or the one before; behind the last one goes to the next field, before the
    /// first one to the field before. Returns whether anybody is proposed.
    pub fn step_proposed(&mut self, forward: bool) -> bool {
        let any = !self.proposed().is_empty();
        if any && !self.people.step(forward) {
            self.step(forward);
        }
        any
    }

    /// Takes the selected one of those who are proposed, and what follows from their organisation. Returns whether there was one.
    pub fn take_proposed(&mut self) -> bool {
        if self.proposed().is_empty() {
            return false;
        }
        let Some(person) = self.people.choose(self.people.selected()).cloned() else { return false };
        self.customer = person.name.as_str().into();
        if let Some((_, organisation)) = &person.organisation {
            self.take_presets(organisation);
        }
        true
    }

    /// Returns the person who was chosen.
    pub fn person(&self) -> Option<&KnownPerson> {
        self.people.chosen()
    }

    /// Returns the name of somebody whom the desk knows by what was typed and left without choosing them: a plain name brings no
    /// agreement with it.
    pub fn known_by_name(&self) -> Option<&str> {
        let typed = self.customer.value().trim().to_lowercase();
        let left = self.focus != TicketField::Customer && self.person().is_none() && !typed.is_empty();
        let known = self.people.found().iter().find(|known| known.name.to_lowercase() == typed)?;
        left.then_some(known.name.as_str())
    }

    /// Returns the organisation of the person who was chosen.
    fn organisation(&self) -> Option<&Organisation> {
        self.person()?.organisation.as_ref().map(|(_, organisation)| organisation)
    }

    pub(super) fn take_presets(&mut self, organisation: &Organisation) {
        let mut presets = Presets { vendor: self.vendor, plan: false, severity: false };
        let own = self.contracts.iter().position(|contract| Some(&contract.id) == organisation.contract.as_ref());
        if let Some(place) = own.filter(|place| self.by_hand.is_empty() && *place != self.vendor) {
            self.choose_vendor(place);
        }
        let contract = std::sync::Arc::clone(self.contract());
        if !self.by_hand.contains(&TicketField::Plan)
            && let Some(own) = organisation.plan_under(&contract)
        {
            self.plan = contract.plans.iter().position(|plan| plan.id == own);
            presets.plan = true;
        }
        // Where it follows from impact and urgency, those are asked for.
        if !self.by_hand.contains(&TicketField::Severity)
            && let Some(own) = organisation.severity_under(&contract).filter(|_| contract.priority.is_none())
        {
            self.severity = contract.severities.iter().position(|severity| severity.id == own);
            presets.severity = true;
        }
        for field in [TicketField::Vendor, TicketField::Plan, TicketField::Severity] {
            self.wrong.forget(field.fills());
        }
        self.presets = Some(presets);
    }

    /// Takes back what followed from an organisation, but not what was chosen by hand since.
    fn drop_presets(&mut self) {
        let Some(presets) = self.presets.take() else { return };
        if self.by_hand.is_empty() && presets.vendor != self.vendor {
            return self.choose_vendor(presets.vendor);
        }
        if presets.plan && !self.by_hand.contains(&TicketField::Plan) {
            self.plan = (self.contract().plans.len() == 1).then_some(0);
        }
        if presets.severity && !self.by_hand.contains(&TicketField::Severity) {
            self.severity = None;
        }
    }

    /// Says who was chosen, and what stands in the form because their organisation has it: `Kari Nord, Acme AS: Markant, plan
    /// Extended, severity Serious`.
    pub fn person_in_words(&self) -> Option<String> {
        let (person, contract) = (self.person()?, self.contract());
        let Some(organisation) = self.organisation() else { return Some(format!("{}.", person.in_words())) };
        let plan = organisation.plan_under(contract).and_then(|id| contract.plan(id));
        let plan =
            plan.filter(|plan| Some(plan.id.as_str()) == self.plan_id()).map(|plan| format!("plan {}", plan.name));
        let severity = organisation.severity_under(contract).and_then(|id| contract.severity(id));
        let severity = severity.filter(|severity| Some(severity.id.as_str()) == self.severity_id());
        let severity = severity.map(|severity| format!("severity {}", severity.name));
        let vendor = (organisation.contract.as_ref() == Some(&contract.id)).then(|| contract.vendor.clone());
        let known: Vec<String> = vendor.into_iter().chain(plan).chain(severity).collect();
        let (who, whose) = (person.in_words(), organisation.name());
        Some(if known.is_empty() { format!("{who}.") } else { format!("{who}. {}: by {whose}.", known.join(", ")) })
    }

    /// Warns of what is chosen otherwise than the organisation has it: the contract, else the plan.
    pub fn differs_in_words(&self) -> Option<String> {
        let (organisation, contract) = (self.organisation()?, self.contract());
        let other = organisation.contract.as_ref().filter(|own| **own != contract.id);
        if let Some(own) = other {
            let vendor = self.contracts.iter().find(|known| known.id == *own).map_or(own, |known| &known.vendor);
            return Some(format!(
                "The tickets of {} come under {vendor}, not {}.",
                organisation.name(),
                contract.vendor
            ));
        }
        let plan = self.plan_id().and_then(|plan| organisation.differing_plan(&contract.id, plan))?;
        Some(format!("{}.", crate::tui::text::capital(&plan)))
    }
}
