//! Holds the form that corrects how a ticket was logged: what stands there, what is chosen instead, and what follows.

use std::sync::Arc;

use tui_input::Input;

use crate::domain::contract::{Book, Contract, PriorityStep};
use crate::domain::correction::{CompletedCorrection, complete_correction};
use crate::domain::problem::{Field, Problem};
use crate::domain::ticket::event::ReportCorrected;
use crate::domain::ticket::{CHANNELS, Event, Ticket};
use crate::domain::time::{Instant, Zone, parse_moment};
use crate::tui::feature::ledger_form::typed_moment;
use crate::tui::form::FieldInput;
use crate::tui::form::autosave::Autosave;
use crate::tui::form::choosing;
use crate::tui::form::wrong::Wrong;

/// A field of the form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // each is named as the form labels it
pub enum CorrectionField {
    Vendor,
    Plan,
    Severity,
    Impact,
    Urgency,
    Channel,
    Reported,
    Reason,
    Save,
}

impl CorrectionField {
    /// Returns the field's label in the form.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Vendor => "Vendor",
            Self::Plan => "Plan",
            Self::Severity => "Severity",
            Self::Impact => "Impact",
            Self::Urgency => "Urgency",
            Self::Channel => "Channel",
            Self::Reported => "Reported",
            Self::Reason => "Reason",
            Self::Save => "Correct it",
        }
    }

    /// Returns how the field is filled in.
    pub const fn way(self) -> FieldInput {
        match self {
            Self::Reported | Self::Reason => FieldInput::Line,
            Self::Save => FieldInput::Button,
            _ => FieldInput::Choice,
        }
    }

    /// Returns the field of the record that it fills in; none for the button.
    pub(super) const fn fills(self) -> Option<Field> {
        Some(match self {
            Self::Vendor => Field::Contract,
            Self::Plan => Field::Plan,
            Self::Severity => Field::Severity,
            Self::Impact => Field::Impact,
            Self::Urgency => Field::Urgency,
            Self::Channel => Field::Channel,
            Self::Reported => Field::Reported,
            Self::Reason => Field::Reason,
            Self::Save => return None,
        })
    }
}

/// The state of the form.
pub struct CorrectionForm {
    /// The ticket as it was when the form was opened.
    pub ticket: Ticket,
    /// The events of the ticket, as far as they are known.
    pub(super) events: Arc<Vec<Event>>,
    contracts: Vec<Arc<Contract>>,
    vendor: usize,
    plan: Option<usize>,
    severity: Option<usize>,
    impact: Option<usize>,
    urgency: Option<usize>,
    channel: Option<usize>,
    /// The moment when it was reported, as typed.
    pub reported: Input,
    /// The text that stood there first: it means the moment that the ticket has.
    reported_first: String,
    /// The reason why it is corrected, as typed.
    pub reason: Input,
    /// Whether somebody has changed the ticket since the form was opened.
    pub renewed: bool,
    /// The field that has the keys.
    pub focus: CorrectionField,
    /// The problems, by field, after the last try to save.
    pub wrong: Wrong,
    /// The tag of the commit that is on its way.
    pub saving: Option<u64>,
    /// The zone of the moments in it.
    pub zone: Zone,
    /// No draft is kept of it: what it says belongs to the ticket as it was.
    pub(super) autosave: Autosave,
}

impl CorrectionForm {
    /// Creates the form with what stands there.
    pub fn new(
        ticket: &Ticket,
        events: Arc<Vec<Event>>,
        book: &Book,
        focus: CorrectionField,
        zone: Zone,
    ) -> Option<Self> {
        let contracts = contracts_of(ticket, book);
        let vendor = contracts.iter().position(|contract| contract.id == ticket.contract).unwrap_or(0);
        let reported = typed_moment(zone, first_report(ticket));
        let mut form = Self {
            ticket: ticket.clone(),
            events,
            vendor,
            plan: None,
            severity: None,
            impact: None,
            urgency: None,
            channel: None,
            reported: reported.clone().into(),
            reported_first: reported,
            reason: Input::default(),
            renewed: false,
            focus,
            wrong: Wrong::default(),
            saving: None,
            zone,
            autosave: Autosave::default(),
            contracts,
        };
        if form.contracts.is_empty() {
            return None;
        }
        form.choose_vendor(vendor);
        form.choose_channel();
        Some(form)
    }

    /// Takes in what the ticket says since somebody else has changed it. What was chosen and typed here stays; the rest is as
    /// the ticket has it now.
    pub fn renew(&mut self, ticket: &Ticket, events: Option<Arc<Vec<Event>>>, book: &Book) {
        self.events = events.unwrap_or_else(|| Arc::clone(&self.events));
        if ticket.revision <= self.ticket.revision {
            return;
        }
        let (chosen, stood) = (self.ids(), Self::ids_of(&self.ticket));
        let typed = self.reported.value().trim() != self.reported_first;
        (self.ticket, self.contracts, self.renewed) = (ticket.clone(), contracts_of(ticket, book), true);
        let own = |place: usize| if chosen[place] == stood[place] { None } else { chosen[place].clone() };
        let vendor = own(0).unwrap_or_else(|| ticket.contract.clone());
        self.choose_vendor(self.contracts.iter().position(|contract| contract.id == vendor).unwrap_or(0));
        self.choose_channel();
        for (place, field) in Self::CHOICES.into_iter().enumerate().skip(1) {
            let again = own(place).and_then(|id| self.place_of(field, &id));
            if let Some(again) = again {
                self.choose(field, again);
            }
        }
        self.reported_first = typed_moment(self.zone, first_report(ticket));
        if !typed {
            self.reported = self.reported_first.clone().into();
        }
        self.wrong = Wrong::default();
    }

    /// The fields in which something is chosen, the vendor first.
    const CHOICES: [CorrectionField; 6] = [
        CorrectionField::Vendor,
        CorrectionField::Plan,
        CorrectionField::Severity,
        CorrectionField::Impact,
        CorrectionField::Urgency,
        CorrectionField::Channel,
    ];

    /// Returns the ids of what is chosen in these fields.
    fn ids(&self) -> [Option<String>; 6] {
        Self::CHOICES.map(|field| self.ids_in(field).get(self.chosen(field)?).cloned())
    }

    /// Returns the ids of what the ticket has in these fields.
    fn ids_of(ticket: &Ticket) -> [Option<String>; 6] {
        let channel = ticket.reports.first().map(|report| report.channel.clone());
        let (impact, urgency) = (ticket.impact.clone(), ticket.urgency.clone());
        [
            Some(ticket.contract.clone()),
            Some(ticket.plan.clone()),
            Some(ticket.severity.clone()),
            impact,
            urgency,
            channel,
        ]
    }

    fn place_of(&self, field: CorrectionField, id: &str) -> Option<usize> {
        self.ids_in(field).iter().position(|known| known == id)
    }

    /// Returns the ids of what can be chosen in a field.
    fn ids_in(&self, field: CorrectionField) -> Vec<String> {
        let contract = self.contract();
        match field {
            CorrectionField::Vendor => self.contracts.iter().map(|contract| contract.id.clone()).collect(),
            CorrectionField::Plan => contract.plans.iter().map(|plan| plan.id.clone()).collect(),
            CorrectionField::Severity => contract.severities.iter().map(|severity| severity.id.clone()).collect(),
            // These are shown by their ids.
            _ => self.options(field),
        }
    }

    /// Returns the contract that is chosen.
    pub fn contract(&self) -> &Arc<Contract> {
        &self.contracts[self.vendor]
    }

    /// Returns the fields of the form, from the top.
    pub fn fields(&self) -> Vec<CorrectionField> {
        use CorrectionField::{Channel, Impact, Plan, Reason, Reported, Save, Severity, Urgency, Vendor};
        let severity: &[CorrectionField] = match self.contract().priority {
            Some(_) => &[Impact, Urgency],
            None => &[Severity],
        };
        [&[Vendor, Plan], severity, &[Channel, Reported, Reason, Save]].concat()
    }

    /// Returns what can be chosen in a field, as it is shown.
    pub fn options(&self, field: CorrectionField) -> Vec<String> {
        let contract = self.contract();
        let steps = |of: Option<&Vec<PriorityStep>>| of.into_iter().flatten().map(|step| step.id.clone()).collect();
        match field {
            CorrectionField::Vendor => self.contracts.iter().map(|contract| contract.vendor.clone()).collect(),
            CorrectionField::Plan => contract.plans.iter().map(|plan| plan.name.clone()).collect(),
            CorrectionField::Severity => contract.severities.iter().map(|severity| severity.name.clone()).collect(),
            CorrectionField::Impact => steps(contract.priority.as_ref().map(|priority| &priority.impact)),
            CorrectionField::Urgency => steps(contract.priority.as_ref().map(|priority| &priority.urgency)),
            CorrectionField::Channel => self.channels(),
            _ => Vec::new(),
        }
    }

    /// Returns what is chosen in a field, by its place among the options.
    pub const fn chosen(&self, field: CorrectionField) -> Option<usize> {
        match field {
            CorrectionField::Vendor => Some(self.vendor),
            CorrectionField::Plan => self.plan,
            CorrectionField::Severity => self.severity,
            CorrectionField::Impact => self.impact,
            CorrectionField::Urgency => self.urgency,
            CorrectionField::Channel => self.channel,
            _ => None,
        }
    }

    /// Returns the agreement's channels first, then the others that a report may have come by, and the one that it came by.
    fn channels(&self) -> Vec<String> {
        let own = self.contract().support.channels.iter().map(String::as_str);
        let first = self.ticket.reports.first().map(|report| report.channel.as_str()).filter(|by| !by.is_empty());
        let mut channels: Vec<String> = Vec::new();
        for channel in own.chain(CHANNELS).chain(first) {
            if !channels.iter().any(|known| known == channel) {
                channels.push(channel.to_owned());
            }
        }
        channels
    }

    fn choose(&mut self, field: CorrectionField, place: usize) {
        match field {
            CorrectionField::Vendor => {
                let channel = self.channel_id();
                self.choose_vendor(place);
                self.channel = self.channels().iter().position(|known| Some(known) == channel.as_ref());
            }
            CorrectionField::Plan => self.plan = Some(place),
            CorrectionField::Severity => self.severity = Some(place),
            CorrectionField::Impact => self.impact = Some(place),
            CorrectionField::Urgency => self.urgency = Some(place),
            CorrectionField::Channel => self.channel = Some(place),
            _ => {}
        }
        self.wrong.forget(field.fills());
    }

    /// Chooses a vendor: with the ticket's own one what the ticket has, with another one only what it has one of.
    fn choose_vendor(&mut self, place: usize) {
        self.vendor = place;
        let contract = Arc::clone(self.contract());
        let own = !self.is_other_vendor();
        let ticket = &self.ticket;
        let only = |places: usize| (places == 1).then_some(0);
        let plan = contract.plans.iter().position(|plan| own && plan.id == ticket.plan);
        self.plan = plan.or_else(|| only(contract.plans.len()));
        self.severity = contract.severities.iter().position(|severity| own && severity.id == ticket.severity);
        let step = |steps: Option<&Vec<PriorityStep>>, is: Option<&String>| {
            steps?.iter().position(|step| own && Some(&step.id) == is)
        };
        self.impact = step(contract.priority.as_ref().map(|p| &p.impact), ticket.impact.as_ref());
        self.urgency = step(contract.priority.as_ref().map(|p| &p.urgency), ticket.urgency.as_ref());
    }

    fn choose_channel(&mut self) {
        let first = self.ticket.reports.first().map(|report| &report.channel);
        self.channel = self.channels().iter().position(|known| Some(known) == first);
    }

    /// Returns whether another vendor is chosen.
    pub fn is_other_vendor(&self) -> bool {
        self.contract().id != self.ticket.contract
    }

    /// Chooses the next value of the field that has the keys, or the one before, in a circle.
    pub fn turn(&mut self, forward: bool) {
        let options = self.options(self.focus);
        if let Some(next) = choosing::turned(self.chosen(self.focus), options.len(), forward) {
            self.choose(self.focus, next);
        }
    }

    /// Chooses the next value that begins with that letter.
    pub fn jump(&mut self, letter: &str) {
        let options = self.options(self.focus);
        if let Some(place) = choosing::beginning_with(&options, self.chosen(self.focus), letter) {
            self.choose(self.focus, place);
        }
    }

    /// Goes to the next field, or the one before; stops at the ends.
    pub fn step(&mut self, forward: bool) {
        self.focus = choosing::beside(&self.fields(), &self.focus, forward);
    }

    /// Returns the line of text that has the keys, if one has; its problem is forgotten.
    pub fn line(&mut self) -> Option<&mut Input> {
        self.wrong.forget(self.focus.fills());
        match self.focus {
            CorrectionField::Reported => Some(&mut self.reported),
            CorrectionField::Reason => Some(&mut self.reason),
            _ => None,
        }
    }

    /// Fills in another moment at which it was reported.
    pub fn reported_at(&mut self, at: Instant) {
        self.reported = typed_moment(self.zone, at).into();
    }

    fn channel_id(&self) -> Option<String> {
        self.channels().get(self.channel?).cloned()
    }

    /// Returns the moment that is typed; none where the text is the one that stood there.
    fn moment(&self, now: Instant) -> Result<Option<Instant>, Problem> {
        let text = self.reported.value().trim();
        if text == self.reported_first || text.is_empty() {
            return Ok(None);
        }
        let at = parse_moment(text, self.zone, now).map_err(|e| Problem::from(e).about(Field::Reported))?;
        Ok(Some(at))
    }

    /// Returns the correction that the form asks for: what is chosen otherwise than it stands there.
    ///
    /// # Errors
    ///
    /// If the moment cannot be read.
    pub fn asked(&self, now: Instant) -> Result<ReportCorrected, Problem> {
        let (contract, ticket, other) = (self.contract(), &self.ticket, self.is_other_vendor());
        let changed = |id: Option<&String>, is: &str| id.filter(|id| other || **id != is).cloned();
        let step = |steps: Option<&Vec<PriorityStep>>, place: Option<usize>| Some(steps?.get(place?)?.id.clone());
        let priority = contract.priority.as_ref();
        let (impact, urgency) =
            (step(priority.map(|p| &p.impact), self.impact), step(priority.map(|p| &p.urgency), self.urgency));
        let moved = other || impact != ticket.impact || urgency != ticket.urgency;
        let severity = self.severity.filter(|_| priority.is_none()).and_then(|place| contract.severities.get(place));
        let plan = self.plan.and_then(|place| contract.plans.get(place));
        let channel = self.channel_id();
        let was = ticket.reports.first().map_or("", |report| report.channel.as_str());
        let reason = self.reason.value().trim();
        Ok(ReportCorrected {
            contract: other.then(|| contract.id.clone()),
            plan: changed(plan.map(|plan| &plan.id), &ticket.plan),
            severity: changed(severity.map(|severity| &severity.id), &ticket.severity),
            impact: impact.filter(|_| moved && priority.is_some()),
            urgency: urgency.filter(|_| moved && priority.is_some()),
            channel: channel.filter(|channel| channel != was),
            reported: self.moment(now)?,
            reason: (!reason.is_empty()).then(|| reason.to_owned()),
            ..ReportCorrected::default()
        })
    }

    /// Returns the correction as it would be recorded, with the ticket and the contract that it counts by then.
    ///
    /// # Errors
    ///
    /// If it is refused.
    pub fn outcome(&self, book: &Book, now: Instant) -> Result<CompletedCorrection, Problem> {
        complete_correction(&self.ticket, &self.events, &self.asked(now)?, book, now)
    }

    /// Returns the correction as it would be recorded if a reason were given, for what is shown before there is one.
    pub fn preview(&self, book: &Book, now: Instant) -> Option<CompletedCorrection> {
        let mut asked = self.asked(now).ok()?;
        asked.reason.get_or_insert_with(|| "-".to_owned());
        complete_correction(&self.ticket, &self.events, &asked, book, now).ok()
    }

    /// Returns whether anything was chosen or typed otherwise than it stands there.
    pub fn is_dirty(&self) -> bool {
        let typed = self.reported.value().trim() != self.reported_first;
        typed || self.asked(Instant::FIRST).is_ok_and(|asked| !asked.is_empty() || asked.reason.is_some())
    }

    /// Shows what was wrong, and goes to the first field that has a problem.
    pub fn reject(&mut self, wrong: Vec<Problem>) {
        self.saving = None;
        self.wrong = wrong.into();
        let fields = self.fields();
        if let Some(first) = self.wrong.first(fields.iter().map(|field| field.fills())) {
            self.focus = fields[first];
        }
    }
}

/// Returns the contracts to choose from. The ticket's own stands among them with the text that it was reported under.
fn contracts_of(ticket: &Ticket, book: &Book) -> Vec<Arc<Contract>> {
    let own = book.of_ticket(ticket);
    let of_id = |newest: &Arc<Contract>| match &own {
        Some(own) if own.id == newest.id => Arc::clone(own),
        _ => Arc::clone(newest),
    };
    let mut contracts: Vec<Arc<Contract>> = book.contracts().map(of_id).collect();
    contracts.extend(own.filter(|own| contracts.iter().all(|contract| contract.id != own.id)));
    contracts
}

/// Returns when the report came that the ticket was logged with.
fn first_report(ticket: &Ticket) -> Instant {
    ticket.reports.first().map_or(ticket.logged.at, |report| report.at)
}
