//! Holds the form for an outage, a maintenance, an announced change, a person or an organisation: its fields, and what it would enter.

mod absence;
mod catch_up;
mod party;
mod read;

use std::collections::BTreeMap;
use std::sync::Arc;

use tui_input::Input;

use crate::config::{Draft, DraftOf};
use crate::domain::contract::{Contract, cause_in_words};
use crate::domain::ledger::{
    self as record, Absence, AnnouncedChange, LedgerCommand, LedgerFact, LedgerRecordId, LedgerValue, Maintenance,
    Outage, known_causes,
};
use crate::domain::problem::{Field, Problem};
use crate::domain::time::{Instant, Zone, time_text};
use crate::domain::uptime::same_kind;

use crate::tui::form::FieldInput;
use crate::tui::form::autosave::{Autosave, DraftChanges, TypedFields};
use crate::tui::form::choosing;
use crate::tui::form::wrong::Wrong;
pub use absence::KnownStaff;
use party::KnownOrganisation;
use read::LedgerFormReader;

/// The sort of ledger record that the form is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FormKind {
    /// An outage.
    Outage,
    /// A maintenance.
    Maintenance,
    /// A larger change that has to be announced.
    Change,
    /// A person who reports tickets.
    Person,
    /// An organisation whose people report tickets.
    Organisation,
    /// A time in which somebody of the staff is away.
    Absence,
}

/// A row of the form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryRow {
    /// A field of the record.
    Field(Field),
    /// The button that saves it.
    Save,
}

/// The state of the form.
pub struct LedgerForm {
    /// The sort of entry.
    pub sort: FormKind,
    /// The entry that is changed, with the revision that was read; none for a new one.
    pub entry: Option<(LedgerRecordId, u32)>,
    contracts: Vec<Arc<Contract>>,
    vendor: usize,
    /// The place among the causes; 0 stands for one that is not known.
    cause: usize,
    lines: BTreeMap<Field, Input>,
    /// The moments that were filled in, with the texts that stand for them: a text that is left as it is keeps its moment,
    /// even where clocks were set back and the text could mean two.
    moments: BTreeMap<Field, (String, Instant)>,
    /// The zone in which its moments are shown and typed.
    pub zone: Zone,
    /// The texts of the lines when the form was opened.
    first: BTreeMap<Field, String>,
    first_cause: usize,
    first_vendor: usize,
    /// The organisations that a person may belong to.
    organisations: Vec<KnownOrganisation>,
    /// The names of the staff, who may be away.
    staff: KnownStaff,
    /// Whether somebody else's change of the record was told and is not here yet.
    is_behind: bool,
    /// What the record of a person or an organisation says that no field shows.
    beside: Option<LedgerFact>,
    /// Whether it was filled in when it was opened, from a ticket or an entry: then no draft takes its place.
    pub is_filled: bool,
    /// The row that has the keys.
    pub focus: EntryRow,
    /// The problems after the last try to save.
    pub wrong: Wrong,
    /// The tag of the commit that is on its way.
    pub saving: Option<u64>,
    /// The state of its draft; only a new entry has one.
    pub autosave: Autosave,
}

impl FormKind {
    /// Returns the sort of that fact; none for facts that have no form.
    pub const fn of(fact: &LedgerFact) -> Option<Self> {
        match fact {
            LedgerFact::Outage(_) => Some(Self::Outage),
            LedgerFact::Maintenance(_) => Some(Self::Maintenance),
            LedgerFact::AnnouncedChange(_) => Some(Self::Change),
            LedgerFact::Person(_) => Some(Self::Person),
            LedgerFact::Organisation(_) => Some(Self::Organisation),
            LedgerFact::Absence(_) => Some(Self::Absence),
            _ => None,
        }
    }

    /// Returns an empty fact of that sort, to check whether a person may enter any.
    pub fn sample(self) -> LedgerFact {
        match self {
            Self::Outage => LedgerFact::Outage(Outage::default()),
            Self::Maintenance => LedgerFact::Maintenance(Maintenance::default()),
            Self::Change => LedgerFact::AnnouncedChange(AnnouncedChange::default()),
            Self::Person => LedgerFact::Person(Box::default()),
            Self::Organisation => LedgerFact::Organisation(Box::default()),
            Self::Absence => LedgerFact::Absence(Absence::default()),
        }
    }

    /// Returns the kind of draft of that sort.
    pub const fn draft(self) -> DraftOf {
        match self {
            Self::Outage => DraftOf::Outage,
            Self::Maintenance => DraftOf::Maintenance,
            Self::Change => DraftOf::AnnouncedChange,
            Self::Person => DraftOf::Person,
            Self::Organisation => DraftOf::Organisation,
            Self::Absence => DraftOf::Absence,
        }
    }

    /// Returns the word for the sort: `outage`, `maintenance`, `change`.
    pub fn words(self) -> &'static str {
        self.sample().words()
    }

    /// Returns whether it is a person, an organisation or an absence, which belong to no contract.
    pub const fn is_party(self) -> bool {
        matches!(self, Self::Person | Self::Organisation | Self::Absence)
    }

    /// Returns the command with the table of its fields; none for an outage, a person and an organisation, whose forms know more
    /// than a table says.
    pub fn command(self) -> Option<&'static LedgerCommand> {
        self.sample().kind().form()
    }

    /// Returns the row of that field in its table.
    pub fn input(self, field: Field) -> Option<&'static record::LedgerInput> {
        self.command()?.fields().find(|input| input.field == field)
    }

    fn rows(self) -> Vec<EntryRow> {
        use Field::{Affects, Cause, Contract, From, Reported, Solution, Symptom, Tickets, To};
        if let Some(fields) = party::fields(self) {
            return fields.iter().copied().map(EntryRow::Field).chain([EntryRow::Save]).collect();
        }
        let own = match self.command() {
            None => vec![From, To, Reported, Symptom, Cause, Solution, Affects, Tickets],
            Some(command) => command.fields().map(|input| input.field).collect(),
        };
        std::iter::once(Contract).chain(own).map(EntryRow::Field).chain([EntryRow::Save]).collect()
    }
}

impl EntryRow {
    /// Returns how the row is filled in.
    pub const fn way(self) -> FieldInput {
        match self {
            Self::Field(Field::Contract | Field::Cause | Field::Kind | Field::Plan | Field::Severity) => {
                FieldInput::Choice
            }
            Self::Field(_) => FieldInput::Line,
            Self::Save => FieldInput::Button,
        }
    }

    /// Returns the field of the record; none for the button.
    pub const fn field(self) -> Option<Field> {
        match self {
            Self::Field(field) => Some(field),
            Self::Save => None,
        }
    }
}

impl LedgerForm {
    /// Creates an empty form; `vendor` is chosen first, where it is among the contracts. None where there are no contracts.
    pub fn new(sort: FormKind, contracts: Vec<Arc<Contract>>, vendor: Option<&str>, zone: Zone) -> Option<Self> {
        let first = contracts.iter().position(|c| Some(c.id.as_str()) == vendor).unwrap_or(0);
        (!contracts.is_empty()).then(|| Self {
            sort,
            entry: None,
            contracts,
            vendor: first,
            cause: 0,
            lines: BTreeMap::new(),
            moments: BTreeMap::new(),
            zone,
            first: BTreeMap::new(),
            first_cause: 0,
            first_vendor: first,
            organisations: Vec::new(),
            staff: KnownStaff::default(),
            is_behind: false,
            beside: None,
            is_filled: false,
            focus: if sort.is_party() {
                sort.rows()[0]
            } else if vendor.is_some() {
                sort.rows()[1]
            } else {
                EntryRow::Field(Field::Contract)
            },
            wrong: Wrong::default(),
            saving: None,
            autosave: Autosave::default(),
        })
    }

    /// Creates the form for changing an entry, filled in with what it says. None for a fact without a form, or without a
    /// contract.
    pub fn of(entry: (LedgerRecordId, u32), fact: &LedgerFact, contract: &Arc<Contract>, zone: Zone) -> Option<Self> {
        let mut form = Self::new(FormKind::of(fact)?, vec![Arc::clone(contract)], Some(fact.contract()), zone)?;
        form.fill(fact);
        form.entry = Some(entry);
        form.settle();
        Some(form)
    }

    /// Fills in what that fact says.
    pub fn fill(&mut self, fact: &LedgerFact) {
        use Field::{Affects, From, Reported, Solution, Symptom, Tickets, To};
        match fact {
            LedgerFact::Outage(outage) => {
                self.set_moment(From, Some(outage.from));
                self.set_moment(To, outage.to);
                self.set_moment(Reported, outage.reported);
                self.set_text(Symptom, outage.symptom.as_deref());
                self.set_text(Solution, outage.solution.as_deref());
                self.set_text(Affects, Some(&outage.affects.join(", ")));
                let tickets: Vec<String> = outage.tickets.iter().map(|ticket| format!("#{ticket}")).collect();
                self.set_text(Tickets, Some(&tickets.join(" ")));
                let place = |cause: &String| self.causes().iter().position(|known| known == cause);
                self.cause = outage.cause.as_ref().and_then(place).unwrap_or(0);
            }
            LedgerFact::Person(person) => self.fill_person(person),
            LedgerFact::Organisation(organisation) => self.fill_organisation(organisation),
            LedgerFact::Absence(absence) => self.fill_absence(absence),
            record => {
                for field in self.sort.command().into_iter().flat_map(LedgerCommand::fields).map(|input| input.field) {
                    match record.value(field) {
                        Some(LedgerValue::Moment(at)) => self.set_moment(field, at),
                        Some(LedgerValue::Text(text)) => self.set_text(field, text.as_deref()),
                        None => {}
                    }
                }
            }
        }
    }

    /// Notes the present content as that with which it was opened: only what is typed from now on would be lost.
    pub fn settle(&mut self) {
        self.first = self.lines.iter().map(|(field, line)| (*field, line.value().to_owned())).collect();
        (self.first_cause, self.first_vendor) = (self.cause, self.vendor);
        self.is_filled = true;
    }

    fn set_text(&mut self, field: Field, text: Option<&str>) {
        self.lines.insert(field, text.unwrap_or_default().into());
    }

    fn set_moment(&mut self, field: Field, at: Option<Instant>) {
        let text = at.map_or_else(String::new, |at| typed_moment(self.zone, at));
        if let Some(at) = at {
            self.moments.insert(field, (text.clone(), at));
        }
        self.set_text(field, Some(&text));
    }

    /// Sets the beginning to that moment.
    pub fn begin_at(&mut self, at: Instant) {
        self.set_moment(Field::From, Some(at));
    }

    /// Sets the end to now, and gives the keys to the field that says what ended it.
    pub fn end_at(&mut self, now: Instant) {
        self.set_moment(Field::To, Some(now));
        self.focus = EntryRow::Field(Field::Solution);
    }

    /// Returns the contract that is chosen.
    pub fn contract(&self) -> &Arc<Contract> {
        &self.contracts[self.vendor]
    }

    /// Returns the rows of the form, from the top: the vendor only for a new entry, and the kind of a maintenance only
    /// where there is a choice.
    pub fn rows(&self) -> Vec<EntryRow> {
        let has = |row: &EntryRow| match row.field() {
            Some(Field::Contract) => self.entry.is_none() || self.sort.is_party(),
            Some(Field::Kind) => self.kinds().len() > 1,
            _ => true,
        };
        self.sort.rows().into_iter().filter(has).collect()
    }

    /// Returns the kinds of maintenance that can be chosen, the first for none of them: those that need no notice, and the
    /// one that the entry has already.
    fn kinds(&self) -> Vec<String> {
        let free = self.contract().maintenance.iter().flat_map(|rule| rule.without_notice.iter().cloned());
        let mut kinds: Vec<String> = std::iter::once(String::new()).chain(free).collect();
        let own = self.line(Field::Kind).value().to_owned();
        if !kinds.iter().any(|kind| same_kind(kind, &own)) {
            kinds.push(own);
        }
        kinds
    }

    /// Returns the causes that can be chosen, the first for one that is not known.
    fn causes(&self) -> Vec<String> {
        let known = known_causes(self.contract()).into_iter().map(str::to_owned);
        std::iter::once(String::new()).chain(known).collect()
    }

    /// Returns what can be chosen in a field, as it is shown.
    pub fn options(&self, field: Field) -> Vec<String> {
        match field {
            _ if self.sort.is_party() => self.party_options(field).into_iter().map(|(_, words)| words).collect(),
            Field::Contract => self.contracts.iter().map(|c| c.vendor.clone()).collect(),
            Field::Cause => {
                let words =
                    |cause: String| if cause.is_empty() { "not known".to_owned() } else { cause_in_words(&cause) };
                self.causes().into_iter().map(words).collect()
            }
            Field::Kind => {
                let words = |kind: String| if kind.is_empty() { "other".to_owned() } else { cause_in_words(&kind) };
                self.kinds().into_iter().map(words).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Returns what is chosen in a field, by its place among the options.
    pub fn chosen(&self, field: Field) -> Option<usize> {
        match field {
            _ if self.sort.is_party() => self.party_chosen(field),
            Field::Contract => Some(self.vendor),
            Field::Cause => Some(self.cause),
            Field::Kind => {
                let own = self.line(Field::Kind);
                self.kinds().iter().position(|kind| same_kind(kind, own.value()))
            }
            _ => None,
        }
    }

    fn choose(&mut self, place: usize) {
        match self.focus.field() {
            Some(field) if self.sort.is_party() => self.choose_of_party(field, place),
            Some(Field::Contract) => {
                let cause = self.causes().get(self.cause).cloned();
                self.vendor = place;
                self.cause = self.causes().iter().position(|known| Some(known) == cause.as_ref()).unwrap_or(0);
            }
            Some(Field::Cause) => self.cause = place,
            Some(Field::Kind) => {
                let kind = self.kinds().get(place).cloned();
                self.set_text(Field::Kind, kind.as_deref());
            }
            _ => {}
        }
        self.wrong.forget(self.focus.field());
    }

    /// Chooses the next value of the field that has the keys, or the one before, in a circle.
    pub fn turn(&mut self, forward: bool) {
        let Some(field) = self.focus.field() else { return };
        let count = self.options(field).len();
        if let Some(place) = self.chosen(field).filter(|_| count > 0) {
            self.choose(if forward { (place + 1) % count } else { (place + count - 1) % count });
        }
    }

    /// Chooses the next value that begins with that letter.
    pub fn jump(&mut self, letter: &str) {
        let Some(field) = self.focus.field() else { return };
        let options = self.options(field);
        let Some(place) = self.chosen(field).filter(|_| !options.is_empty()) else { return };
        let begins = |place: &usize| options[*place].to_lowercase().starts_with(&letter.to_lowercase());
        let after = (1..=options.len()).map(|n| (place + n) % options.len());
        if let Some(found) = after.into_iter().find(begins) {
            self.choose(found);
        }
    }

    /// Goes to the next row, or the one before; stops at the ends.
    pub fn step(&mut self, forward: bool) {
        self.focus = choosing::beside(&self.rows(), &self.focus, forward);
    }

    /// Returns the line of a field.
    pub fn line(&self, field: Field) -> Input {
        self.lines.get(&field).cloned().unwrap_or_default()
    }

    /// Returns the line that has the keys, if one has, to be changed; its problem is forgotten.
    pub fn line_mut(&mut self) -> Option<&mut Input> {
        self.wrong.forget(self.focus.field());
        let field = self.focus.field().filter(|_| self.focus.way() == FieldInput::Line)?;
        Some(self.lines.entry(field).or_default())
    }

    /// Returns whether anything was typed or chosen that would be lost.
    pub fn is_dirty(&self) -> bool {
        let first = |field: &Field| self.first.get(field).map_or("", String::as_str);
        let chosen = (self.cause, self.vendor) != (self.first_cause, self.first_vendor);
        chosen || self.lines.iter().any(|(field, line)| line.value() != first(field))
    }

    /// Returns what has to be kept of it now; nothing for an entry that is changed, as the ledger keeps what it said.
    pub fn keep(&mut self, now: Instant) -> DraftChanges {
        if self.entry.is_some() {
            return DraftChanges::default();
        }
        let typed = self.is_dirty().then(|| TypedFields { fields: self.typed(), happened: None });
        self.autosave.keep(self.sort.draft(), typed, now)
    }

    fn typed(&self) -> BTreeMap<String, String> {
        let lines = self.lines.iter().map(|(field, line)| (field.key().to_owned(), line.value().to_owned()));
        let chosen = [
            (Field::Contract.key().to_owned(), self.contract().id.clone()),
            (Field::Cause.key().to_owned(), self.causes().get(self.cause).cloned().unwrap_or_default()),
        ];
        let chosen = chosen.into_iter().filter(|_| !self.sort.is_party());
        lines.chain(chosen).filter(|(_, value)| !value.is_empty()).collect()
    }

    /// Fills in what was typed before. What can no longer be chosen is left open.
    pub fn bring_back(&mut self, draft: &Draft) {
        let field = |field: Field| draft.fields.get(field.key()).map_or("", String::as_str);
        let vendor = self.contracts.iter().position(|c| c.id == field(Field::Contract));
        self.vendor = vendor.unwrap_or(self.vendor);
        self.cause = self.causes().iter().position(|cause| cause == field(Field::Cause)).unwrap_or(0);
        let is_party = self.sort.is_party();
        let is_kept = |row: &EntryRow| row.way() == FieldInput::Line || row.field() == Some(Field::Kind) || is_party;
        for line in self.sort.rows().into_iter().filter(is_kept).filter_map(EntryRow::field) {
            self.set_text(line, Some(field(line)));
        }
        self.autosave = Autosave::of(draft);
    }

    /// Returns the fact that the form would enter, or every problem of what is typed. The ledger checks whether it fits the
    /// other entries.
    pub fn fact(&self, now: Instant) -> Result<LedgerFact, Vec<Problem>> {
        let reader = LedgerFormReader::new(self, now);
        match (self.sort, self.sort.command()) {
            (FormKind::Person, _) => self.person(),
            (FormKind::Organisation, _) => Ok(self.organisation()),
            (FormKind::Absence, _) => self.absence(now),
            (_, None) => reader.outage(),
            (_, Some(command)) => reader.record(command),
        }
    }

    /// Shows what was wrong, and goes to the first field that has a problem.
    pub fn reject(&mut self, wrong: Vec<Problem>) {
        self.saving = None;
        self.wrong = wrong.into();
        let rows = self.rows();
        if let Some(first) = self.wrong.first(rows.iter().map(|row| row.field())) {
            self.focus = rows[first];
        }
    }

    /// Returns the problem of that row; for the button, that of the record as a whole.
    pub fn wrong_with(&self, row: EntryRow) -> Option<&Problem> {
        self.wrong.with(row.field())
    }
}

/// Returns a moment as a person would type it, in that zone, to the second where that matters.
pub fn typed_moment(zone: Zone, at: Instant) -> String {
    format!("{} {}", zone.wall(at).date, time_text(zone, at))
}
