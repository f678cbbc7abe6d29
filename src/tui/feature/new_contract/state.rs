//! Holds the form for a contract file: its template, the parts that are asked for, and what they come to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use tui_input::Input;

use crate::config::{Draft, DraftOf};
use crate::domain::contract::{Book, Contract, ContractOutline, ContractTemplate, OutlineField, calendar_of_zone};
use crate::domain::problem::Problem;
use crate::domain::time::{Instant, Zone};
use crate::tui::form::FieldInput;
use crate::tui::form::autosave::{Autosave, DraftChanges, TypedFields};
use crate::tui::form::choosing;

use super::suggest::suggestions;

/// The key of the template's name in drafts.
const TEMPLATE: &str = "template";

/// A row of the form.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ContractRow {
    /// The template that the file begins with.
    Template,
    /// A part of the contract.
    Field(OutlineField),
    /// The button that writes the file.
    Save,
}

/// The state of the form.
pub struct ContractForm {
    outline: ContractOutline,
    lines: BTreeMap<OutlineField, Input>,
    book: Arc<Book>,
    /// The folder of the contract files.
    folder: PathBuf,
    /// Whether a file that is there is written over, and a contract of the same id takes its place.
    over: bool,
    /// Whether the screen is open for this form alone.
    pub alone: bool,
    /// The row that has the keys.
    pub focus: ContractRow,
    /// The rows in which something was typed, or that were gone through: what is wrong with them is told.
    seen: BTreeSet<OutlineField>,
    /// What is wrong, with the part that it is about, if it is about one.
    wrong: Vec<(Option<OutlineField>, Problem)>,
    /// The contract as it stood when nothing was wrong with it last, for the examples.
    last_good: Option<Arc<Contract>>,
    /// Whether there is something wrong with it since.
    is_stale: bool,
    /// The error of the last try to write the file.
    refused: Option<Problem>,
    /// The tag of the file that is on its way.
    pub saving: Option<u64>,
    /// The state of its draft.
    pub autosave: Autosave,
}

impl ContractRow {
    /// Returns how the row is filled in.
    pub const fn way(&self) -> FieldInput {
        match self {
            Self::Template => FieldInput::Choice,
            Self::Field(_) => FieldInput::Line,
            Self::Save => FieldInput::Button,
        }
    }

    /// Returns the part of the contract; none for the template and the button.
    pub const fn field(&self) -> Option<&OutlineField> {
        match self {
            Self::Field(field) => Some(field),
            Self::Template | Self::Save => None,
        }
    }
}

impl ContractForm {
    /// Creates a form for a file in that folder, with the first template, at a desk in that zone.
    ///
    /// # Errors
    /// If the template cannot be used: the first problem.
    pub fn new(book: &Arc<Book>, folder: PathBuf, zone: Zone) -> Result<Self, Problem> {
        let [first, ..] = &ContractTemplate::ALL;
        let outline = outline(book, first.name)?;
        let mut form = Self {
            outline,
            lines: BTreeMap::new(),
            book: Arc::clone(book),
            folder,
            over: false,
            alone: false,
            focus: ContractRow::Field(OutlineField::Vendor),
            seen: BTreeSet::new(),
            wrong: Vec::new(),
            last_good: None,
            is_stale: false,
            refused: None,
            saving: None,
            autosave: Autosave::default(),
        };
        form.outline.set(OutlineField::Vendor, "");
        form.outline.set(OutlineField::Service, "");
        form.outline.set(OutlineField::Zone, zone.name());
        form.outline.set(OutlineField::Holidays, calendar_of_zone(zone).unwrap_or_default());
        form.fill_lines();
        form.check();
        Ok(form)
    }

    /// Returns the form of a screen that is open for it alone, with that id.
    #[must_use]
    pub fn asked(mut self, id: Option<&str>, over: bool) -> Self {
        (self.alone, self.over) = (true, over);
        if let Some(id) = id {
            self.set(OutlineField::Id, id);
            self.fill_lines();
        }
        self
    }

    /// Returns the rows, from the top.
    pub fn rows(&self) -> Vec<ContractRow> {
        let fields = self.outline.fields().into_iter().map(ContractRow::Field);
        std::iter::once(ContractRow::Template).chain(fields).chain([ContractRow::Save]).collect()
    }

    /// Returns the template that is chosen.
    pub const fn template(&self) -> &'static ContractTemplate {
        self.outline.template()
    }

    /// Returns the line of a part, with its cursor.
    pub fn line(&self, field: &OutlineField) -> Input {
        self.lines.get(field).cloned().unwrap_or_else(|| self.outline.value(field).into())
    }

    /// Returns what an empty part stands for.
    pub fn placeholder(&self, field: &OutlineField) -> String {
        match field {
            OutlineField::Vendor => "Acme AS".to_owned(),
            OutlineField::Id => match self.outline.value(field) {
                id if id.is_empty() => "made of the vendor's name".to_owned(),
                id => id,
            },
            OutlineField::Service => "what it is for; may stay empty".to_owned(),
            OutlineField::Zone => "Europe/Oslo".to_owned(),
            OutlineField::Holidays => "none; or NO, DE-BY".to_owned(),
            OutlineField::Hours => "mon-thu 08:00-12:00 12:30-16:00, fri 08:00-14:00".to_owned(),
            OutlineField::CutOff => "none; or 15:00".to_owned(),
            OutlineField::Closed => "none; or 12-24, 2026-05-15, easter-1".to_owned(),
            OutlineField::Channels => "any; or phone, email, portal".to_owned(),
            OutlineField::Uptime => "none; or 99.5".to_owned(),
            OutlineField::Severities => "the most severe first: Critical, Serious, Minor".to_owned(),
            OutlineField::Plans => "Standard; or Bronze, Silver, Gold".to_owned(),
            OutlineField::Targets { .. } => "no times; or response 1h, correction 3bd".to_owned(),
        }
    }

    /// Returns the label of a part: the times of a severity by its name, with the plan's where there are several.
    pub fn label(&self, field: &OutlineField) -> String {
        let name = |names: &OutlineField, id: &str| {
            let found = self.outline.named(names).into_iter().find(|(known, _)| known == id);
            found.map_or_else(|| id.to_owned(), |(_, name)| name)
        };
        match field {
            OutlineField::Vendor => "Vendor".to_owned(),
            OutlineField::Id => "Id".to_owned(),
            OutlineField::Service => "Service".to_owned(),
            OutlineField::Zone => "Time zone".to_owned(),
            OutlineField::Holidays => "Holidays".to_owned(),
            OutlineField::Hours => "Hours".to_owned(),
            OutlineField::CutOff => "Cut-off".to_owned(),
            OutlineField::Closed => "Closed days".to_owned(),
            OutlineField::Channels => "Channels".to_owned(),
            OutlineField::Uptime => "Uptime, percent".to_owned(),
            OutlineField::Severities => "Severities".to_owned(),
            OutlineField::Plans => "Plans".to_owned(),
            OutlineField::Targets { plan, severity } => {
                let severity = name(&OutlineField::Severities, severity);
                match self.outline.named(&OutlineField::Plans).len() {
                    0 | 1 => severity,
                    _ => format!("{} {severity}", name(&OutlineField::Plans, plan)),
                }
            }
        }
    }

    /// Returns the id of the contract.
    pub fn id(&self) -> String {
        self.outline.value(&OutlineField::Id).trim().to_owned()
    }

    /// Returns the path of the file.
    pub fn path(&self) -> PathBuf {
        self.folder.join(format!("{}.toml", self.id()))
    }

    /// Returns the text of the file.
    pub fn text(&self) -> String {
        self.outline.text()
    }

    /// Returns whether a file that is there is written over.
    pub const fn writes_over(&self) -> bool {
        self.over
    }

    /// Returns the contract as it stood when nothing was wrong with it last.
    pub const fn last_good(&self) -> Option<&Arc<Contract>> {
        self.last_good.as_ref()
    }

    /// Returns whether [`last_good`](Self::last_good) is how it stood before a mistake.
    pub const fn is_stale(&self) -> bool {
        self.is_stale
    }

    /// Returns the plan and the severity that the examples are about: those of the row that has the keys, else the first.
    pub fn example_of(&self) -> Option<(String, String)> {
        if let ContractRow::Field(OutlineField::Targets { plan, severity }) = &self.focus {
            return Some((plan.clone(), severity.clone()));
        }
        let contract = self.last_good.as_ref()?;
        Some((contract.plans.first()?.id.clone(), contract.severities.first()?.id.clone()))
    }

    /// Returns the names that the line with the keys may mean, the likeliest first.
    pub fn suggested(&self) -> Vec<String> {
        let Some(field) = self.focus.field() else { return Vec::new() };
        suggestions(field, self.line(field).value(), self.book.calendars())
    }

    /// Takes the likeliest name for the line with the keys. Returns whether there was one.
    pub fn complete(&mut self) -> bool {
        let (Some(field), Some(first)) = (self.focus.field().cloned(), self.suggested().into_iter().next()) else {
            return false;
        };
        self.lines.insert(field, first.into());
        self.follow_line();
        true
    }

    /// Goes to the next row, or the one before; stops at the ends.
    pub fn step(&mut self, forward: bool) {
        if let Some(field) = self.focus.field().cloned() {
            self.seen.insert(field);
        }
        self.focus = choosing::beside(&self.rows(), &self.focus, forward);
    }

    /// Chooses the next template, or the one before, in a circle; what every contract has stays.
    pub fn turn(&mut self, forward: bool) {
        let all: &'static [ContractTemplate] = &ContractTemplate::ALL;
        let place = all.iter().position(|template| template.name == self.template().name).unwrap_or(0);
        let next = if forward { (place + 1) % all.len() } else { (place + all.len() - 1) % all.len() };
        self.choose(&all[next]);
    }

    /// Chooses the next template that begins with that letter.
    pub fn jump(&mut self, letter: &str) {
        let all: &'static [ContractTemplate] = &ContractTemplate::ALL;
        let place = all.iter().position(|template| template.name == self.template().name).unwrap_or(0);
        let after = (1..=all.len()).map(|n| &all[(place + n) % all.len()]);
        let letter = letter.to_lowercase();
        if let Some(found) = after.into_iter().find(|template| template.name.starts_with(&letter)) {
            self.choose(found);
        }
    }

    fn choose(&mut self, template: &'static ContractTemplate) {
        // Every template is a good contract with the calendars that come along.
        if let Ok(next) = self.outline.with_template(template, self.book.calendars()) {
            self.outline = next;
            self.fill_lines();
            self.check();
        }
    }

    /// Returns the line that has the keys, if one has, to be changed; then [`follow_line`](Self::follow_line) takes in what it
    /// says.
    pub fn line_mut(&mut self) -> Option<&mut Input> {
        let field = self.focus.field()?.clone();
        let line = self.line(&field);
        Some(self.lines.entry(field).or_insert(line))
    }

    /// Takes in what the line with the keys says now.
    pub fn follow_line(&mut self) {
        let Some(field) = self.focus.field().cloned() else { return };
        let text = self.line(&field).value().to_owned();
        self.seen.insert(field.clone());
        // The template's cut-off may not suit other hours.
        if field == OutlineField::Hours {
            self.seen.insert(OutlineField::CutOff);
        }
        self.set(field, &text);
    }

    fn set(&mut self, field: OutlineField, text: &str) {
        self.refused = None;
        self.outline.set(field, text);
        // Lines that follow from others are written anew.
        let typed = self.outline.changes().keys().cloned().collect::<BTreeSet<_>>();
        self.lines.retain(|field, _| typed.contains(field));
        self.check();
    }

    fn fill_lines(&mut self) {
        let fields = self.outline.changes().keys();
        self.lines = fields.map(|field| (field.clone(), self.outline.value(field).into())).collect();
    }

    /// Works out what is wrong, and what the contract comes to.
    fn check(&mut self) {
        let mut outline = self.outline.clone();
        let mut wrong = Vec::new();
        if outline.value(&OutlineField::Vendor).trim().is_empty() {
            // The examples show all the same.
            outline.set(OutlineField::Vendor, "Acme");
            let missing = Problem::refused("the vendor's name is missing", "write it, as in Acme AS");
            wrong.push((Some(OutlineField::Vendor), missing));
        }
        let checked = outline.check(self.book.calendars());
        wrong.extend(checked.wrong);
        if let Some(known) = self.book.get(&self.id()).filter(|_| !self.over) {
            let message = format!("there is a contract `{}` already, of {}", known.id, known.vendor);
            wrong.push((Some(OutlineField::Id), Problem::refused(message, "choose another id")));
        }
        self.wrong = wrong;
        self.is_stale = checked.contract.is_none();
        if let Some(contract) = checked.contract {
            self.last_good = Some(Arc::new(contract));
        }
    }

    /// Returns what is wrong with a part, once something was typed there.
    pub fn wrong_with(&self, field: &OutlineField) -> Option<&Problem> {
        let own = |(at, _): &&(Option<OutlineField>, Problem)| at.as_ref() == Some(field);
        self.wrong.iter().find(own).map(|(_, problem)| problem).filter(|_| self.seen.contains(field))
    }

    /// Returns all that is wrong and may be told, with the label of its part.
    pub fn told(&self) -> Vec<(Option<String>, &Problem)> {
        let shown = self.wrong.iter().filter(|(field, _)| field.as_ref().is_none_or(|field| self.seen.contains(field)));
        let named = shown.map(|(field, problem)| (field.as_ref().map(|field| self.label(field)), problem));
        self.refused.iter().map(|problem| (None, problem)).chain(named).collect()
    }

    /// Returns whether nothing is wrong. Else all of it is told from now on, and the keys go to the first part that has
    /// something wrong.
    pub fn is_ready(&mut self) -> bool {
        self.seen.extend(self.outline.fields());
        let rows = self.rows();
        let wrong = |row: &&ContractRow| row.field().is_some_and(|field| self.wrong_with(field).is_some());
        if let Some(first) = rows.iter().find(wrong) {
            self.focus = first.clone();
        }
        self.wrong.is_empty()
    }

    /// Returns the first thing that is wrong.
    pub fn first_wrong(&self) -> Option<&Problem> {
        self.wrong.first().map(|(_, problem)| problem)
    }

    /// Takes in why the file could not be written.
    pub fn reject(&mut self, error: &Problem) {
        self.saving = None;
        self.refused = Some(error.clone());
        self.focus = ContractRow::Field(OutlineField::Id);
    }

    /// Returns whether anything was typed that would be lost.
    pub fn is_dirty(&self) -> bool {
        let follows = |field: &OutlineField| matches!(field, OutlineField::Zone | OutlineField::Holidays);
        let typed = self.outline.changes().iter().filter(|(field, _)| !follows(field) || self.seen.contains(field));
        let chosen = self.template().name != ContractTemplate::ALL[0].name;
        chosen || typed.into_iter().any(|(_, text)| !text.trim().is_empty())
    }

    /// Returns what has to be kept of it now.
    pub fn keep(&mut self, now: Instant) -> DraftChanges {
        let typed = self.is_dirty().then(|| TypedFields { fields: self.typed(), happened: None });
        self.autosave.keep(DraftOf::Contract, typed, now)
    }

    fn typed(&self) -> BTreeMap<String, String> {
        let changes = self.outline.changes().iter().map(|(field, text)| (key(field), text.clone()));
        changes.chain([(TEMPLATE.to_owned(), self.template().name.to_owned())]).collect()
    }

    /// Fills in what was typed before.
    pub fn bring_back(&mut self, draft: &Draft) {
        let template = draft.fields.get(TEMPLATE).map_or("", String::as_str);
        if let Ok(before) = outline(&self.book, template) {
            self.outline = before;
        }
        for (key, text) in &draft.fields {
            if let Some(field) = field_of(key) {
                self.outline.set(field.clone(), text);
                self.seen.insert(field);
            }
        }
        self.fill_lines();
        self.check();
        self.autosave = Autosave::of(draft);
    }
}

fn outline(book: &Book, template: &str) -> Result<ContractOutline, Problem> {
    let template = ContractTemplate::named(template).unwrap_or(&ContractTemplate::ALL[0]);
    let first = |problems: Vec<Problem>| {
        let why = problems.into_iter().next();
        why.unwrap_or_else(|| {
            Problem::refused("the template cannot be used", "take your own calendars away for a while")
        })
    };
    ContractOutline::new(template, book.calendars()).map_err(first)
}

/// Returns the name of a part in drafts.
fn key(field: &OutlineField) -> String {
    match field {
        OutlineField::Vendor => "vendor".to_owned(),
        OutlineField::Id => "id".to_owned(),
        OutlineField::Service => "service".to_owned(),
        OutlineField::Zone => "zone".to_owned(),
        OutlineField::Holidays => "holidays".to_owned(),
        OutlineField::Hours => "hours".to_owned(),
        OutlineField::CutOff => "cut_off".to_owned(),
        OutlineField::Closed => "closed".to_owned(),
        OutlineField::Channels => "channels".to_owned(),
        OutlineField::Uptime => "uptime".to_owned(),
        OutlineField::Severities => "severities".to_owned(),
        OutlineField::Plans => "plans".to_owned(),
        OutlineField::Targets { plan, severity } => format!("targets {plan} {severity}"),
    }
}

fn field_of(key: &str) -> Option<OutlineField> {
    Some(match key.split(' ').collect::<Vec<_>>().as_slice() {
        ["vendor"] => OutlineField::Vendor,
        ["id"] => OutlineField::Id,
        ["service"] => OutlineField::Service,
        ["zone"] => OutlineField::Zone,
        ["holidays"] => OutlineField::Holidays,
        ["hours"] => OutlineField::Hours,
        ["cut_off"] => OutlineField::CutOff,
        ["closed"] => OutlineField::Closed,
        ["channels"] => OutlineField::Channels,
        ["uptime"] => OutlineField::Uptime,
        ["severities"] => OutlineField::Severities,
        ["plans"] => OutlineField::Plans,
        ["targets", plan, severity] => {
            OutlineField::Targets { plan: (*plan).to_owned(), severity: (*severity).to_owned() }
        }
        _ => return None,
    })
}
