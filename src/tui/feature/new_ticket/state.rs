//! Holds the form for a new ticket: its fields, what can be chosen in each, and what it would log.

mod files;
mod letter;
mod reporter;

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui_textarea::TextArea;
use tui_input::Input;

use crate::config::{Draft, DraftOf};
use crate::domain::contract::{Contract, PriorityStep, Promises};
use crate::domain::ledger::LedgerRecordId;
use crate::domain::problem::{self, Problem};
use crate::domain::sla::{PromisedDeadline, answer_targets};
use crate::domain::ticket::event::Tagged;
use crate::domain::ticket::{CHANNELS, NewTicket, check_new, text_in_event};
use crate::domain::time::{Instant, Zone, doubled_in_words, parse_moment};

use crate::tui::feature::ledger_form::typed_moment;
use crate::tui::form::FieldInput;
use crate::tui::form::autosave::{Autosave, DraftChanges, TypedFields};
use crate::tui::form::choosing;
use crate::tui::form::people::ProposedPeople;
use crate::tui::form::wrong::Wrong;
use crate::tui::overlay::note::text_area;

pub use files::FormFiles;
use letter::FormLetter;
use reporter::Presets;

/// A field of the form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // each is named as the form labels it
pub enum TicketField {
    Vendor,
    Plan,
    Severity,
    Impact,
    Urgency,
    Channel,
    Subject,
    Customer,
    Reported,
    Kind,
    Description,
    Note,
    Tags,
    VendorCase,
    Files,
    /// Whether it is acknowledged to the sender of the letter that the ticket is made of.
    Acknowledge,
    Save,
}

/// The name of the person's number in drafts.
const PERSON: &str = "person";

/// The state of the form.
pub struct TicketForm {
    contracts: Vec<Arc<Contract>>,
    vendor: usize,
    plan: Option<usize>,
    kind: usize,
    severity: Option<usize>,
    impact: Option<usize>,
    urgency: Option<usize>,
    channel: Option<usize>,
    /// The subject as typed.
    pub subject: Input,
    /// The customer who reported it, as typed.
    pub customer: Input,
    /// The people that the desk knows who may be meant, and the one who was chosen.
    people: ProposedPeople,
    /// The number of the person that a draft had, until the ledger has been asked for them.
    drafted: Option<LedgerRecordId>,
    /// The fields whose values were chosen by hand, or came back with a draft: nothing that is known of the customer
    /// changes those.
    by_hand: Vec<TicketField>,
    /// What was taken from the organisation of the person who was chosen.
    presets: Option<Presets>,
    /// The moment when it was reported, as typed; empty means now.
    pub reported: Input,
    /// The zone in which its moments are shown and typed.
    pub zone: Zone,
    /// The moment that was filled in there, with the text that stands for it.
    marked: Option<(String, Instant)>,
    /// The customer's matter in full.
    pub description: TextArea<'static>,
    /// A first note, which the desk alone reads.
    pub note: TextArea<'static>,
    /// The tags, as typed.
    pub tags: Input,
    /// The vendor's number of the case, as typed.
    pub vendor_case: Input,
    /// The files that go with it.
    pub files: FormFiles,
    /// The field that has the keys.
    pub focus: TicketField,
    /// The problems, by field, after the last try to save.
    pub wrong: Wrong,
    /// The tag of the commit that is on its way.
    pub saving: Option<u64>,
    /// The state of its draft.
    pub autosave: Autosave,
    /// The choices with which it was opened: others are somebody's work already.
    first: TicketChoices,
    /// The letter that it makes a ticket of.
    letter: Option<FormLetter>,
}

/// The places of what is chosen: vendor, plan, kind, severity, impact, urgency, channel.
type TicketChoices = [Option<usize>; 7];

impl TicketField {
    /// Returns the field's label in the form; the refusals' field names are the same in lower case.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Vendor => "Vendor",
            Self::Plan => "Plan",
            Self::Kind => "Kind",
            Self::Severity => "Severity",
            Self::Impact => "Impact",
            Self::Urgency => "Urgency",
            Self::Channel => "Channel",
            Self::Subject => "Subject",
            Self::Customer => "Customer",
            Self::Reported => "Reported",
            Self::Description => "Description",
            Self::Note => "Note",
            Self::Tags => "Tags",
            Self::VendorCase => "Case",
            Self::Files => "Files",
            Self::Acknowledge => "Acknowledge",
            Self::Save => "Log ticket",
        }
    }

    /// Returns how the field is filled in.
    pub const fn way(self) -> FieldInput {
        match self {
            Self::Subject | Self::Customer | Self::Reported | Self::Tags | Self::VendorCase | Self::Files => {
                FieldInput::Line
            }
            Self::Description | Self::Note => FieldInput::Area,
            Self::Save => FieldInput::Button,
            _ => FieldInput::Choice,
        }
    }

    /// Returns the field of the record that it fills in; none for the button.
    const fn fills(self) -> Option<problem::Field> {
        Some(match self {
            Self::Vendor => problem::Field::Contract,
            Self::Plan => problem::Field::Plan,
            Self::Kind => problem::Field::Kind,
            Self::Severity => problem::Field::Severity,
            Self::Impact => problem::Field::Impact,
            Self::Urgency => problem::Field::Urgency,
            Self::Channel => problem::Field::Channel,
            Self::Subject => problem::Field::Subject,
            Self::Customer => problem::Field::Customer,
            Self::Reported => problem::Field::Reported,
            Self::Description => problem::Field::Description,
            Self::Note => problem::Field::Note,
            Self::Tags => problem::Field::Tags,
            Self::VendorCase => problem::Field::Case,
            Self::Files => problem::Field::Files,
            Self::Acknowledge | Self::Save => return None,
        })
    }

    /// Returns the field's name in drafts.
    const fn key(self) -> &'static str {
        match self.fills() {
            Some(field) => field.key(),
            None => "",
        }
    }
}

/// Returns the tags that are typed.
fn tags_of(typed: &str) -> Result<Vec<String>, Problem> {
    let tags = Tagged::of_words(typed)?;
    match tags.remove.as_slice() {
        [] => Ok(tags.add),
        _ => Err(Problem::of_field(problem::Field::Tags, "a tag does not begin with -", "leave the sign away")),
    }
}

impl TicketForm {
    /// Creates an empty form for one of these contracts; `vendor` is chosen first, where it is among them. None where there
    /// are no contracts: then no ticket can be logged.
    pub fn new(contracts: Vec<Arc<Contract>>, vendor: Option<&str>, zone: Zone) -> Option<Self> {
        if contracts.is_empty() {
            return None;
        }
        let first = contracts.iter().position(|c| Some(c.id.as_str()) == vendor).unwrap_or(0);
        let mut form = Self {
            contracts,
            vendor: first,
            plan: None,
            kind: 0,
            severity: None,
            impact: None,
            urgency: None,
            channel: None,
            subject: Input::default(),
            customer: Input::default(),
            people: ProposedPeople::default(),
            drafted: None,
            by_hand: Vec::new(),
            presets: None,
            reported: Input::default(),
            zone,
            marked: None,
            description: TextArea::default(),
            note: TextArea::default(),
            tags: Input::default(),
            vendor_case: Input::default(),
            files: FormFiles::default(),
            focus: TicketField::Vendor,
            wrong: Wrong::default(),
            saving: None,
            autosave: Autosave::default(),
            first: TicketChoices::default(),
            letter: None,
        };
        form.choose_vendor(first);
        form.first = form.choices();
        Some(form)
    }

    fn choices(&self) -> TicketChoices {
        let (vendor, kind) = (Some(self.vendor), Some(self.kind));
        [vendor, self.plan, kind, self.severity, self.impact, self.urgency, self.channel]
    }

    /// Returns the contract that is chosen.
    pub fn contract(&self) -> &Arc<Contract> {
        &self.contracts[self.vendor]
    }

    /// Returns the fields of the form, from the top: the kind only where the agreement tells several apart, impact and
    /// urgency only where severity follows from them.
    pub fn fields(&self) -> Vec<TicketField> {
        let severity: &[TicketField] = match self.contract().priority {
            Some(_) => &[TicketField::Impact, TicketField::Urgency],
            None => &[TicketField::Severity],
        };
        let mut fields = vec![TicketField::Vendor, TicketField::Plan];
        fields.extend(severity);
        fields.extend([TicketField::Channel, TicketField::Subject, TicketField::Customer, TicketField::Reported]);
        fields.extend((self.contract().kinds.len() > 1).then_some(TicketField::Kind));
        fields.extend([TicketField::Description, TicketField::Note, TicketField::Tags]);
        // Where the file does not say how the vendor's numbers look, few of them will be known when it is logged.
        let has_cases = self.contract().vendor_side.case_pattern.is_some();
        fields.extend(has_cases.then_some(TicketField::VendorCase));
        fields.extend([TicketField::Files, TicketField::Save]);
        if self.letter.is_some() {
            let place = fields.len() - 1;
            fields.splice(place..place, self.acknowledges().map(|_| TicketField::Acknowledge));
            // They are the letter's.
            fields.retain(|f| !matches!(f, TicketField::Channel | TicketField::Reported | TicketField::Description));
        }
        fields
    }

    /// Returns what can be chosen in a field, as it is shown.
    pub fn options(&self, field: TicketField) -> Vec<String> {
        let contract = self.contract();
        match field {
            TicketField::Vendor => self.contracts.iter().map(|c| c.vendor.clone()).collect(),
            TicketField::Plan => contract.plans.iter().map(|p| p.name.clone()).collect(),
            TicketField::Kind => contract.kinds.iter().map(|kind| kind.words().to_owned()).collect(),
            TicketField::Severity => contract.severities.iter().map(|s| s.name.clone()).collect(),
            TicketField::Impact => contract.priority.as_ref().map_or_else(Vec::new, |p| ids(&p.impact)),
            TicketField::Urgency => contract.priority.as_ref().map_or_else(Vec::new, |p| ids(&p.urgency)),
            TicketField::Channel => self.channels(),
            TicketField::Acknowledge => ["by letter", "not"].map(str::to_owned).to_vec(),
            _ => Vec::new(),
        }
    }

    /// Returns what the agreement means by each step of impact or urgency; empty for other fields, and where it says
    /// nothing.
    pub fn meanings(&self, field: TicketField) -> Vec<(&str, &str)> {
        let priority = self.contract().priority.as_ref();
        let steps = priority.and_then(|priority| match field {
            TicketField::Impact => Some(&priority.impact),
            TicketField::Urgency => Some(&priority.urgency),
            _ => None,
        });
        let told = steps.into_iter().flatten().filter(|step| !step.means.is_empty());
        told.map(|step| (step.id.as_str(), step.means.as_str())).collect()
    }

    /// Returns what is chosen in a field, by its place among the options.
    pub fn chosen(&self, field: TicketField) -> Option<usize> {
        match field {
            TicketField::Vendor => Some(self.vendor),
            TicketField::Plan => self.plan,
            TicketField::Kind => Some(self.kind),
            TicketField::Severity => self.severity,
            TicketField::Impact => self.impact,
            TicketField::Urgency => self.urgency,
            TicketField::Channel => self.channel,
            TicketField::Acknowledge => self.acknowledges().map(|(_, is_wanted)| usize::from(!is_wanted)),
            _ => None,
        }
    }

    /// Returns the agreement's channels first, then the others that a report may have come by.
    fn channels(&self) -> Vec<String> {
        let own = &self.contract().support.channels;
        let others = CHANNELS.iter().map(|c| (*c).to_owned()).filter(|c| !own.contains(c));
        own.iter().cloned().chain(others).collect()
    }

    fn choose(&mut self, field: TicketField, place: usize) {
        match field {
            TicketField::Vendor => self.choose_vendor(place),
            TicketField::Plan => self.plan = Some(place),
            TicketField::Kind => self.kind = place,
            TicketField::Severity => self.severity = Some(place),
            TicketField::Impact => self.impact = Some(place),
            TicketField::Urgency => self.urgency = Some(place),
            TicketField::Channel => self.channel = Some(place),
            TicketField::Acknowledge => self.choose_acknowledging(place == 0),
            _ => {}
        }
        self.by_hand.push(field);
        self.wrong.forget(field.fills());
    }

    /// Chooses a vendor. It has other plans, severities and channels; what has only one value is chosen at once.
    fn choose_vendor(&mut self, place: usize) {
        self.vendor = place;
        self.by_hand.clear();
        (self.kind, self.severity, self.impact, self.urgency) = (0, None, None, None);
        self.plan = (self.contract().plans.len() == 1).then_some(0);
        self.channel = (self.contract().support.channels.len() == 1).then_some(0);
        self.choose_email();
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

    /// Goes to the next field, or the one before; stops at the ends. Where no file may be read, none can be named.
    pub fn step(&mut self, forward: bool) {
        let mut fields = self.fields();
        fields.retain(|field| *field != TicketField::Files || self.files.are_read());
        self.focus = choosing::beside(&fields, &self.focus, forward);
        self.people.select_first();
    }

    /// Returns the line of text that has the keys, if one has; its problem is forgotten.
    pub fn line(&mut self) -> Option<&mut Input> {
        let field = self.focus;
        self.wrong.forget(field.fills());
        match field {
            TicketField::Subject => Some(&mut self.subject),
            TicketField::Customer => Some(&mut self.customer),
            TicketField::Reported => Some(&mut self.reported),
            TicketField::Tags => Some(&mut self.tags),
            TicketField::VendorCase => Some(&mut self.vendor_case),
            TicketField::Files => Some(&mut self.files.line.line),
            _ => None,
        }
    }

    /// Returns the text of several lines that has the keys, if one has; its problem is forgotten.
    pub fn area(&mut self) -> Option<&mut TextArea<'static>> {
        let field = self.focus;
        self.wrong.forget(field.fills());
        match field {
            TicketField::Description => Some(&mut self.description),
            TicketField::Note => Some(&mut self.note),
            _ => None,
        }
    }

    /// Returns the severity id that is chosen, or that follows from impact and urgency.
    pub fn severity_id(&self) -> Option<&str> {
        let contract = self.contract();
        match &contract.priority {
            Some(p) => p.severity_at(self.impact?, self.urgency?),
            None => contract.severities.get(self.severity?).map(|s| s.id.as_str()),
        }
    }

    /// Returns the channel that is chosen.
    pub fn channel_id(&self) -> Option<String> {
        self.channels().get(self.channel?).cloned()
    }

    /// Returns whether anything was typed that would be lost.
    pub fn is_dirty(&self) -> bool {
        if let Some(differs) = self.differs_from_letter() {
            return differs;
        }
        let lines = [&self.subject, &self.customer, &self.reported, &self.tags, &self.vendor_case];
        let mut texts = [&self.description, &self.note].into_iter().flat_map(TextArea::lines);
        let typed = lines.iter().any(|l| !l.value().trim().is_empty()) || texts.any(|l| !l.trim().is_empty());
        typed || !self.files.is_empty() || self.choices() != self.first
    }

    /// Returns what has to be kept of it now.
    pub fn keep(&mut self, now: Instant) -> DraftChanges {
        // What was chosen for a letter goes with the form: the letter itself is what waits.
        let typed =
            (self.letter.is_none() && self.is_dirty()).then(|| TypedFields { fields: self.typed(), happened: None });
        self.autosave.keep(DraftOf::Ticket, typed, now)
    }

    /// Returns what the fields hold, by their names: choices as they are shown, the vendor by its contract's id.
    fn typed(&self) -> BTreeMap<String, String> {
        let value = |field: TicketField| match field {
            TicketField::Vendor => Some(self.contract().id.clone()),
            TicketField::Subject => Some(self.subject.value().to_owned()),
            TicketField::Customer => Some(self.customer.value().to_owned()),
            TicketField::Reported => Some(self.reported.value().to_owned()),
            TicketField::Description => Some(self.description.lines().join("\n")),
            TicketField::Note => Some(self.note.lines().join("\n")),
            TicketField::Tags => Some(self.tags.value().to_owned()),
            TicketField::VendorCase => Some(self.vendor_case.value().to_owned()),
            TicketField::Files => Some(self.files_kept()),
            choice => self.options(choice).get(self.chosen(choice)?).cloned(),
        };
        let filled = self.fields().into_iter().filter_map(|field| Some((field.key().to_owned(), value(field)?)));
        let person = self.people.chosen().map(|person| (PERSON.to_owned(), person.id.to_string()));
        filled.filter(|(_, value)| !value.is_empty()).chain(person).collect()
    }

    /// Fills in what was typed before. What can no longer be chosen is left open.
    pub fn bring_back(&mut self, draft: &Draft) {
        let field = |field: TicketField| draft.fields.get(field.key()).map_or("", String::as_str);
        let vendor = self.contracts.iter().position(|c| c.id == field(TicketField::Vendor));
        self.choose_vendor(vendor.unwrap_or(self.vendor));
        self.by_hand.extend(vendor.map(|_| TicketField::Vendor));
        for choice in self.fields().into_iter().filter(|f| f.way() == FieldInput::Choice && *f != TicketField::Vendor) {
            let place = self.options(choice).iter().position(|option| option == field(choice));
            if let Some(place) = place {
                self.choose(choice, place);
            }
        }
        self.subject = field(TicketField::Subject).into();
        self.customer = field(TicketField::Customer).into();
        self.drafted = draft.fields.get(PERSON).and_then(|id| id.parse().ok()).map(LedgerRecordId);
        self.reported = field(TicketField::Reported).into();
        self.description = text_area(field(TicketField::Description));
        self.note = text_area(field(TicketField::Note));
        self.tags = field(TicketField::Tags).into();
        self.vendor_case = field(TicketField::VendorCase).into();
        self.bring_files_back(field(TicketField::Files));
        self.focus = TicketField::Subject;
        self.autosave = Autosave::of(draft);
    }

    /// Fills in when it was reported, unless that is typed already. As long as the text is left as it is, it means that
    /// moment, whichever vendor's zone it is shown in.
    pub fn reported_at_first(&mut self, at: Instant) {
        if self.reported.value().trim().is_empty() {
            self.show_marked(at);
        }
    }

    fn show_marked(&mut self, at: Instant) {
        let text = typed_moment(self.zone, at);
        self.reported = text.clone().into();
        self.marked = Some((text, at));
    }

    /// Returns the moment that was filled in, while its text stands.
    fn marked_at(&self) -> Option<Instant> {
        self.marked.as_ref().filter(|(text, _)| text == self.reported.value()).map(|(_, at)| *at)
    }

    /// Returns when it was reported: as typed, in the person's zone, or now.
    pub fn reported_at(&self, now: Instant) -> Result<Instant, Problem> {
        if let Some(at) = self.letter_sent().map(|(_, received)| received).or_else(|| self.marked_at()) {
            return Ok(at);
        }
        if self.reported.value().trim().is_empty() {
            return Ok(now);
        }
        let at = parse_moment(self.reported.value(), self.zone, now);
        at.map_err(|e| {
            let hint = e.hint().unwrap_or_else(|| "leave it empty for now".to_owned());
            Problem::of_field(problem::Field::Reported, e.message(), hint)
        })
    }

    /// Says which of the two a time that was typed is, in an hour that comes twice as clocks go back; else none.
    pub fn doubled_in_words(&self, now: Instant) -> Option<String> {
        let typed = !self.reported.value().trim().is_empty();
        doubled_in_words(self.zone, self.reported_at(now).ok().filter(|_| typed)?)
    }

    /// Returns the plan id that is chosen.
    pub fn plan_id(&self) -> Option<&str> {
        self.contract().plans.get(self.plan?).map(|plan| plan.id.as_str())
    }

    /// Returns what is promised for the chosen plan and severity, if anything.
    pub fn promises(&self) -> Option<&Promises> {
        self.contract().promises(self.plan_id()?, self.severity_id()?)
    }

    /// Returns the deadlines that the ticket would have, from the report on; none while something needed is not chosen.
    pub fn deadlines(&self, now: Instant) -> Option<Vec<PromisedDeadline>> {
        let start = self.reported_at(now).ok()?;
        answer_targets(self.contract(), self.plan_id()?, self.severity_id()?, start).ok()
    }

    /// Returns whether a report by the chosen channel starts the clocks; none while channel or severity is not chosen.
    pub fn channel_counts(&self) -> Option<bool> {
        Some(self.contract().takes(self.severity_id()?, &self.channel_id()?))
    }

    /// Returns the ticket that the form describes, or everything that is wrong with it.
    pub fn ticket(&self, now: Instant) -> Result<NewTicket, Vec<Problem>> {
        let contract = self.contract();
        let mut wrong: Vec<Problem> = self.missing().collect();
        let reported = self.reported_at(now).map_err(|e| wrong.push(e)).ok();
        let text = |input: &Input| Some(input.value().trim().to_owned()).filter(|t| !t.is_empty());
        let name = |steps: Option<&Vec<PriorityStep>>, place: Option<usize>| Some(steps?.get(place?)?.id.clone());
        let long =
            |text: &TextArea<'_>| Some(text.lines().join("\n").trim().to_owned()).filter(|text| !text.is_empty());
        let new = NewTicket {
            contract: contract.id.clone(),
            plan: self.plan_id().unwrap_or_default().to_owned(),
            severity: self.severity_id().unwrap_or_default().to_owned(),
            channel: self.channel_id().unwrap_or_default(),
            subject: self.subject.value().trim().to_owned(),
            customer: text(&self.customer),
            person: self.person().map(|person| person.id),
            organisation: match self.person() {
                Some(person) => person.organisation.as_ref().map(|(id, _)| *id),
                None => self.letters_organisation(),
            },
            reported: reported.filter(|_| !self.reported.value().trim().is_empty()),
            kind: contract.kinds.get(self.kind).copied().unwrap_or_default(),
            impact: name(contract.priority.as_ref().map(|p| &p.impact), self.impact),
            urgency: name(contract.priority.as_ref().map(|p| &p.urgency), self.urgency),
            description: long(&self.description),
            description_file: None,
            note: long(&self.note),
            assignee: None,
            tags: tags_of(self.tags.value()).map_err(|e| wrong.push(e)).unwrap_or_default(),
            // Typed for another vendor, and hidden since.
            vendor_case: text(&self.vendor_case).filter(|_| contract.vendor_side.case_pattern.is_some()),
            files: Vec::new(),
            letter: None,
        };
        let held = |text: &Option<String>| text.as_deref().map(|text| text_in_event(text).to_owned());
        let sent = NewTicket { description: held(&new.description), note: held(&new.note), ..new.clone() };
        let refused = check_new(&sent, contract, now);
        // A choice that is missing has been named already: a field has one problem.
        for problem in refused {
            let named = wrong.iter().any(|there| there.field == problem.field && problem.field.is_some());
            let follows = form_follows(problem.field, self.contract().priority.is_some());
            if !named && !follows {
                wrong.push(problem);
            }
        }
        if wrong.is_empty() { Ok(new) } else { Err(wrong) }
    }

    fn missing(&self) -> impl Iterator<Item = Problem> {
        let choices = self.fields().into_iter().filter(|f| f.way() == FieldInput::Choice && self.chosen(*f).is_none());
        choices.map(|f| Problem {
            field: f.fills(),
            ..Problem::refused(
                format!("choose the {}", f.label().to_lowercase()),
                "its first letter does, or turn through them",
            )
        })
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

    /// Returns the problem of that field.
    pub fn wrong_with(&self, field: TicketField) -> Option<&Problem> {
        self.wrong.with(field.fills())
    }
}

/// Returns whether the field is none of the form's, as what stands in it follows from others.
const fn form_follows(field: Option<problem::Field>, has_priority: bool) -> bool {
    matches!(field, Some(problem::Field::Severity)) && has_priority
}

fn ids(steps: &[PriorityStep]) -> Vec<String> {
    steps.iter().map(|step| step.id.clone()).collect()
}
