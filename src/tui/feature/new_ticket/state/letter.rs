//! The form as it makes a ticket of a letter: what follows from its sender stands in it, and channel, time and text are the
//! letter's.

use std::sync::Arc;

use super::{TicketField, TicketForm};
use crate::desk::{Change, WaitingLetter};
use crate::domain::contract::{Contract, PriorityStep};
use crate::domain::intake::{IntakeDefaults, line_of, reporter, subject_of};
use crate::domain::ledger::{LedgerRecordId, Organisation};
use crate::domain::reply::EMAIL;
use crate::domain::ticket::NewTicket;
use crate::domain::time::Instant;
use crate::tui::form::people::KnownPerson;
use crate::tui::shared::Shared;

/// The letter that a form makes a ticket of.
pub(super) struct FormLetter {
    /// The letter, as it was when the form was opened.
    waiting: WaitingLetter,
    /// The organisation of its sender.
    organisation: Option<LedgerRecordId>,
    /// Who sent it, in words.
    sender: String,
    /// To whom it is acknowledged that the letter came, and whether that is wanted; none where the rule leaves it out.
    acknowledges: Option<(String, bool)>,
    /// The texts that stood in the form at first.
    first: (String, String),
}

impl TicketForm {
    /// Creates the form for a ticket of that letter. None where there are no contracts.
    pub fn of_letter(
        contracts: Vec<Arc<Contract>>,
        waiting: WaitingLetter,
        shared: &Shared,
        now: Instant,
    ) -> Option<Self> {
        let (ledger, defaults) = (&shared.ledger, &shared.mail.defaults);
        let who = reporter(ledger, waiting.letter.customer());
        let organisation = who.organisation.and_then(|id| ledger.organisation(id)).map(|(_, found)| found);
        let own = organisation.and_then(|found| found.contract.as_deref());
        let mut form = Self::new(contracts, own.or(defaults.contract.as_deref()), shared.zone)?;
        let name = who.name.as_deref().map(line_of).unwrap_or_default();
        form.subject = subject_of(&waiting.letter).into();
        form.customer = name.as_str().into();
        form.letter = Some(FormLetter {
            organisation: who.organisation,
            sender: waiting.letter.sender(),
            acknowledges: waiting
                .letter
                .acknowledged_to(now)
                .filter(|_| shared.mail.acknowledges)
                .map(|to| (to.in_words(), true)),
            waiting,
            first: (form.subject.value().to_owned(), name),
        });
        if let Some(person) = who.person.and_then(|id| ledger.person(id)) {
            form.people.put(KnownPerson::of(ledger, person));
            form.customer = form.people.chosen().map_or("", |person| &person.name).into();
        }
        form.choose_vendor(form.vendor);
        form.preset(organisation, defaults);
        form.first = form.choices();
        form.focus = form.first_open();
        Some(form)
    }

    /// Chooses what follows from the organisation, else from the settings.
    fn preset(&mut self, organisation: Option<&Organisation>, defaults: &IntakeDefaults) {
        if let Some(organisation) = organisation {
            self.take_presets(organisation);
        }
        let contract = Arc::clone(self.contract());
        if defaults.contract.as_ref() != Some(&contract.id) {
            return;
        }
        let plan = |id: &String| contract.plans.iter().position(|plan| plan.id == *id);
        self.plan = self.plan.or(defaults.plan.as_ref().and_then(plan));
        if let Some(priority) = &contract.priority {
            let place = |steps: &[PriorityStep], id: &Option<String>| {
                steps.iter().position(|step| Some(&step.id) == id.as_ref())
            };
            self.impact = self.impact.or(place(&priority.impact, &defaults.impact));
            self.urgency = self.urgency.or(place(&priority.urgency, &defaults.urgency));
        } else {
            let severity = |id: &String| contract.severities.iter().position(|severity| severity.id == *id);
            self.severity = self.severity.or(defaults.severity.as_ref().and_then(severity));
        }
    }

    /// Returns the first field in which something is still to be chosen, else the button. Nothing follows from a vendor that
    /// only stands first.
    fn first_open(&self) -> TicketField {
        let is_open = |field: &TicketField| match field {
            TicketField::Vendor => self.presets.is_none() && self.plan.is_none(),
            field => field.way() == super::FieldInput::Choice && self.chosen(*field).is_none(),
        };
        self.fields().into_iter().find(is_open).unwrap_or(TicketField::Save)
    }

    /// Chooses email as the channel of a letter's ticket.
    pub(super) fn choose_email(&mut self) {
        if self.letter.is_some() {
            self.channel = self.channels().iter().position(|channel| channel == EMAIL);
        }
    }

    /// Returns the letter that the form makes a ticket of.
    pub fn letter(&self) -> Option<&WaitingLetter> {
        self.letter.as_ref().map(|letter| &letter.waiting)
    }

    /// Returns to whom it is acknowledged that the letter came, and whether that is wanted.
    pub fn acknowledges(&self) -> Option<(&str, bool)> {
        let (to, is_wanted) = self.letter.as_ref()?.acknowledges.as_ref()?;
        Some((to, *is_wanted))
    }

    pub(super) fn choose_acknowledging(&mut self, is_wanted: bool) {
        if let Some((_, wanted)) = self.letter.as_mut().and_then(|letter| letter.acknowledges.as_mut()) {
            *wanted = is_wanted;
        }
    }

    /// Returns the changes that log this ticket, of the letter where it is made of one.
    pub fn logging(&self, new: NewTicket) -> Vec<Change> {
        let leaves_out = self.acknowledges().is_some_and(|(_, is_wanted)| !is_wanted);
        match self.letter() {
            Some(letter) if leaves_out => letter.take_unacknowledged(new),
            Some(letter) => letter.take(new),
            None => vec![Change::New(Box::new(new))],
        }
    }

    /// Returns who sent that letter, and when it was received.
    pub fn letter_sent(&self) -> Option<(&str, Instant)> {
        self.letter.as_ref().map(|letter| (letter.sender.as_str(), letter.waiting.letter.received))
    }

    /// Returns the organisation that a letter's ticket is for where its customer is nobody whom the desk knows.
    pub(super) fn letters_organisation(&self) -> Option<LedgerRecordId> {
        let letter = self.letter.as_ref().filter(|letter| letter.first.1 == self.customer.value());
        letter.and_then(|letter| letter.organisation)
    }

    /// Returns whether anything stands otherwise in it than when it was opened.
    pub(super) fn differs_from_letter(&self) -> Option<bool> {
        let (subject, customer) = &self.letter.as_ref()?.first;
        let texts =
            subject != self.subject.value() || (customer != self.customer.value() && self.people.chosen().is_none());
        let note = self.note.lines().iter().any(|line| !line.trim().is_empty());
        Some(texts || note || self.choices() != self.first)
    }
}
