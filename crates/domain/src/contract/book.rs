//! The book of contracts: those that are built in, and over them the user's own. A file that does not load is named and
//! leaves the others usable.

mod built_in;
mod kept_texts;
#[cfg(test)]
mod tests;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::calendar::{CalendarFile, Calendars, read_calendar};
use super::internal::InternalTargets;
use super::model::Contract;
use super::read::read_contract;
use crate::ledger::{KeptCalendar, Ledger};
use crate::problem::{Problem, SourcePlace};
use crate::reader::line_of;
use crate::ticket::Ticket;
use crate::time::Instant;

pub use self::built_in::{built_in_calendars, built_in_contracts};
use self::kept_texts::KeptAgreements;
pub use self::kept_texts::{ChangedPromise, FormerPromise, TextToKeep};

/// The place that a file comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The program carries the file.
    BuiltIn,
    /// The user wrote the file: it goes before a built-in one.
    User,
}

/// A contract or calendar file, not yet read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SourceFile {
    /// The name of the file that problems give.
    pub name: String,
    /// The whole text of the file.
    pub text: String,
    /// The place that it comes from.
    pub origin: Origin,
}

/// All contracts in all versions, and the calendars that they count with: the files count for reports from now on, the
/// ledger's texts for everything before.
#[derive(Clone, Debug, Default)]
pub struct Book {
    calendars: Calendars,
    /// The versions of each contract, the earliest first.
    versions: BTreeMap<String, Vec<Arc<Contract>>>,
    /// The newest version of each contract, by vendor.
    newest: Vec<Arc<Contract>>,
    /// The names of the contract files that the program carries itself.
    built_in: BTreeSet<String>,
    /// What was promised so far, whether its files are still there or not.
    kept: KeptAgreements,
    house: InternalTargets,
    levels: Vec<String>,
    problems: Vec<Problem>,
}

/// A file that has been read, and the name of the file that it was.
struct ReadFile<T> {
    file: String,
    origin: Origin,
    value: T,
}

impl SourceFile {
    /// Returns a file of the user's.
    pub fn user(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), origin: Origin::User }
    }

    /// Returns the id of a calendar that the program carries, which is in the file's name; none for a file of the user's.
    pub fn built_in_calendar(&self) -> Option<&str> {
        let id = self.name.strip_prefix("holidays/")?.strip_suffix(".toml");
        id.filter(|_| self.origin == Origin::BuiltIn)
    }

    fn built_in((name, text): (&str, &str)) -> Self {
        Self { name: name.to_owned(), text: text.to_owned(), origin: Origin::BuiltIn }
    }
}

impl Book {
    /// Reads all files: the calendars first, since contracts name them.
    ///
    /// A user's calendar goes before a built-in one with the same id. A user's contract goes before a built-in one with
    /// the same id and the same `effective` date (or none in both); with another date it is a further version. Two files
    /// of one origin that would replace each other are a problem, and the first of them holds.
    pub fn new(
        calendars: impl IntoIterator<Item = SourceFile>,
        contracts: impl IntoIterator<Item = SourceFile>,
    ) -> Self {
        let mut book = Self { levels: InternalTargets::default().levels(), ..Self::default() };
        book.read_calendars(calendars);
        book.read_contracts(contracts);
        book
    }

    /// Returns the contracts and calendars that the program carries.
    pub fn built_in() -> Self {
        Self::new(built_in_calendars(), built_in_contracts())
    }

    /// Returns what the program carries, and over it the user's calendars and contracts.
    pub fn with_user(
        calendars: impl IntoIterator<Item = SourceFile>,
        contracts: impl IntoIterator<Item = SourceFile>,
    ) -> Self {
        Self::new(built_in_calendars().into_iter().chain(calendars), built_in_contracts().into_iter().chain(contracts))
    }

    /// Returns the newest version of every contract, sorted by vendor.
    pub fn contracts(&self) -> impl Iterator<Item = &Arc<Contract>> {
        self.newest.iter()
    }

    /// Returns the newest version of every contract, with those whose files are gone and of which something is kept,
    /// sorted by vendor.
    pub fn known(&self) -> Vec<&Arc<Contract>> {
        let gone = self.kept.ids().filter(|id| !self.versions.contains_key(*id)).filter_map(|id| self.last_kept(id));
        let mut all: Vec<&Arc<Contract>> = self.newest.iter().chain(gone).collect();
        all.sort_by_cached_key(|contract| by_vendor(contract));
        all
    }

    /// Returns the newest version of the contract `id`; where its file is gone, what was kept last.
    pub fn get(&self, id: &str) -> Option<&Arc<Contract>> {
        self.versions(id).last().or_else(|| self.last_kept(id))
    }

    /// Returns all versions of the contract `id` that there are files of, the earliest first; none for an unknown id.
    pub fn versions(&self, id: &str) -> &[Arc<Contract>] {
        self.versions.get(id).map_or(&[], Vec::as_slice)
    }

    /// Returns the contract that a ticket was reported under, as it was then, or as it was amended: what its promise's
    /// name stands for and nothing else. None where that is not kept, or cannot be read any more.
    pub fn of_ticket(&self, ticket: &Ticket) -> Option<Arc<Contract>> {
        let found = match &ticket.promise {
            Some(promise) => self.promised(promise),
            None => self.of_version(&ticket.contract, &ticket.version),
        };
        found.cloned()
    }

    /// Returns the contract `id` as it holds for a report at `at`. Of the texts with different `effective` dates, the
    /// last to take effect on or before the local date of the report, in its own zone; where all are later, the
    /// earliest. Of a text that has changed without a new date, what the store's owner had read by then.
    pub fn for_report(&self, id: &str, at: Instant) -> Option<&Arc<Contract>> {
        if let Some(kept) = self.kept_for(id, at) {
            return Some(kept);
        }
        let versions = self.versions(id);
        let holds = |contract: &Contract| contract.effective.is_none_or(|from| from <= contract.zone.wall(at).date);
        versions.iter().rfind(|contract| holds(contract)).or_else(|| versions.first())
    }

    /// Returns the contract as [`Book::for_report`] does, for a report that is to be logged: none for a contract whose
    /// file is gone, other than one that cannot be read just now.
    pub fn for_new(&self, id: &str, at: Instant) -> Option<&Arc<Contract>> {
        if self.versions(id).is_empty() && !self.is_broken(id) {
            return None;
        }
        self.for_report(id, at)
    }

    /// Returns the levels that a ticket is escalated to, one after the other.
    pub fn levels(&self) -> &[String] {
        &self.levels
    }

    /// Returns the level that a ticket is escalated to from `level`, or from the desk itself; none from the last one.
    /// From a level that the desk no longer has it is the first.
    pub fn level_after(&self, level: Option<&str>) -> Option<&str> {
        let place = level.and_then(|level| self.levels().iter().position(|l| l == level));
        self.levels().get(place.map_or(0, |place| place + 1)).map(String::as_str)
    }

    /// Returns the book with what the desk asks of itself.
    #[must_use]
    pub fn with_internal_targets(mut self, house: &InternalTargets) -> Self {
        self.levels = house.levels();
        self.house = house.clone();
        self.change(|contract| contract.house = house.of(&contract.id).cloned().unwrap_or_default());
        self
    }

    /// Returns the book with what the ledger knows: release dates, and what was promised so far. What does not belong
    /// to a promise is taken from the newest file: how the text was read, when it is reviewed, how the vendor is reached.
    #[must_use]
    pub fn with_ledger(mut self, ledger: &Ledger) -> Self {
        self.keep(ledger);
        let versions = self.versions.clone();
        for contract in self.kept.all_mut() {
            let contract = Arc::make_mut(contract);
            let files = versions.get(&contract.id).map_or(&[][..], Vec::as_slice);
            let same = files.iter().find(|file| file.effective == contract.effective);
            if let Some(file) = same.or(files.last()) {
                contract.take_beside_promise(file);
            }
            contract.house = self.house.of(&contract.id).cloned().unwrap_or_default();
        }
        self.change(|contract| {
            contract.releases =
                ledger.releases(Some(&contract.id)).into_iter().map(|(_, release)| release.date).collect();
        });
        self
    }

    /// Changes every contract in every version.
    fn change(&mut self, change: impl Fn(&mut Contract)) {
        let all = self.versions.values_mut().flatten().chain(self.kept.all_mut());
        all.for_each(|contract| change(Arc::make_mut(contract)));
        self.list_newest();
    }

    fn list_newest(&mut self) {
        self.newest = self.versions.values().filter_map(|versions| versions.last().cloned()).collect();
        self.newest.sort_by_cached_key(|contract| by_vendor(contract));
    }

    /// Returns the holiday calendars.
    pub const fn calendars(&self) -> &Calendars {
        &self.calendars
    }

    /// Returns the problems of the files that could not be used.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Returns the problems that today's checks find in texts that were kept. The texts are never refused for them, but
    /// one that cannot be read at all counts for nothing.
    pub fn kept_problems(&self) -> &[Problem] {
        self.kept.problems()
    }

    /// Takes in the calendars: the user's are read at once, so that their mistakes are told, the program's own when they
    /// are first asked for.
    fn read_calendars(&mut self, files: impl IntoIterator<Item = SourceFile>) {
        let mut loaded = BTreeMap::new();
        for source in files {
            let text = KeptCalendar { file: source.name.clone(), text: source.text.clone() };
            let (id, calendar) = if let Some(id) = source.built_in_calendar() {
                (id.to_owned(), CalendarFile::unread(text))
            } else {
                let Some(calendar) = self.noted(read_calendar(&source.name, &source.text)) else { continue };
                (calendar.id.clone(), CalendarFile::read(calendar, Some(text)))
            };
            let what = format!("the calendar `{id}`");
            self.place(&mut loaded, id, &source, calendar, &what, "give one of them another id");
        }
        for (id, ReadFile { value, .. }) in loaded {
            self.calendars.insert_file(id, value);
        }
    }

    fn read_contracts(&mut self, files: impl IntoIterator<Item = SourceFile>) {
        let mut loaded = BTreeMap::new();
        for source in files {
            if source.origin == Origin::BuiltIn {
                self.built_in.insert(source.name.clone());
            }
            let read = read_contract(&source.name, &source.text, &self.calendars);
            let Some(contract) = self.noted(read) else { continue };
            // No date sorts before every date, as it must: such a contract has held from the beginning.
            let key = (contract.id.clone(), contract.effective);
            let (what, hint) =
                (format!("the contract `{}`", contract.id), "give one of them another id, or another effective date");
            self.place(&mut loaded, key, &source, contract, &what, hint);
        }
        for ((id, _), contract) in loaded {
            self.versions.entry(id).or_default().push(Arc::new(contract.value));
        }
        self.list_newest();
    }

    /// Returns what was read, and keeps the problems.
    fn noted<T>(&mut self, read: Result<T, Vec<Problem>>) -> Option<T> {
        read.map_err(|problems| self.problems.extend(problems)).ok()
    }

    /// Puts `value` where its key belongs: over one of the program's, never over another of the same origin.
    fn place<K: Ord, T>(
        &mut self,
        loaded: &mut BTreeMap<K, ReadFile<T>>,
        key: K,
        source: &SourceFile,
        value: T,
        what: &str,
        hint: &str,
    ) {
        let new = ReadFile { file: source.name.clone(), origin: source.origin, value };
        match loaded.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(new);
            }
            Entry::Occupied(entry) if entry.get().origin == source.origin => {
                let message = format!("{what} is in {} already", entry.get().file);
                let (file, line) = (source.name.clone(), Some(line_of(&source.text, "id")));
                let place = SourcePlace { file, line, column: None, key: "id".to_owned() };
                self.problems.push(Problem::in_text(&place, &message, hint));
            }
            Entry::Occupied(mut entry) if source.origin == Origin::User => {
                entry.insert(new);
            }
            Entry::Occupied(_) => {}
        }
    }
}

/// Returns what contracts are sorted by: their vendors' names, then their ids.
fn by_vendor(contract: &Contract) -> (String, String) {
    (contract.vendor.to_lowercase(), contract.id.clone())
}
