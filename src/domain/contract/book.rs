//! The book of contracts: those that are built in, and over them the user's own. A file that does not load is named and
//! leaves the others usable.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::calendar::{Calendars, read_calendar};
use super::house::House;
use super::model::Contract;
use super::problem::Problem;
use super::read::{line_of, read_contract};
use crate::domain::ledger::{Agreement, Ledger};
use crate::domain::time::Instant;

/// Where a file comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The program carries it.
    BuiltIn,
    /// The user wrote it: it goes before a built-in one.
    User,
}

/// A contract or calendar file, not yet read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SourceFile {
    /// The name that problems give.
    pub name: String,
    /// All of its text.
    pub text: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// All contracts in all versions, and the calendars that they count with.
#[derive(Clone, Debug, Default)]
pub struct Book {
    calendars: Calendars,
    /// The versions of each contract, the earliest first.
    versions: BTreeMap<String, Vec<Arc<Contract>>>,
    /// The newest of each, by vendor.
    newest: Vec<Arc<Contract>>,
    /// Versions that tickets were reported under, by id and version, whether their files are still there or not.
    kept: BTreeMap<(String, String), Arc<Contract>>,
    levels: Vec<String>,
    problems: Vec<Problem>,
}

/// A file that has been read, and the name of the file that it was.
struct Loaded<T> {
    file: String,
    origin: Origin,
    value: T,
}

impl SourceFile {
    /// A file of the user's.
    pub fn user(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), origin: Origin::User }
    }

    fn built_in((name, text): (&str, &str)) -> Self {
        Self { name: name.to_owned(), text: text.to_owned(), origin: Origin::BuiltIn }
    }
}

/// The calendars that the program carries.
pub fn built_in_calendars() -> Vec<SourceFile> {
    [
        ("holidays/NO.toml", include_str!("../../../assets/holidays/NO.toml")),
        ("holidays/NL.toml", include_str!("../../../assets/holidays/NL.toml")),
    ]
    .map(SourceFile::built_in)
    .into()
}

/// The contracts that the program carries.
pub fn built_in_contracts() -> Vec<SourceFile> {
    [
        ("contracts/markant.toml", include_str!("../../../assets/contracts/markant.toml")),
        ("contracts/missoun.toml", include_str!("../../../assets/contracts/missoun.toml")),
        ("contracts/moocommerce.toml", include_str!("../../../assets/contracts/moocommerce.toml")),
        ("contracts/myproduction.toml", include_str!("../../../assets/contracts/myproduction.toml")),
        ("contracts/sesam.toml", include_str!("../../../assets/contracts/sesam.toml")),
    ]
    .map(SourceFile::built_in)
    .into()
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
        let mut book = Self { levels: House::default().levels(), ..Self::default() };
        book.read_calendars(calendars);
        book.read_contracts(contracts);
        book
    }

    /// The five contracts and two calendars that the program carries.
    pub fn built_in() -> Self {
        Self::new(built_in_calendars(), built_in_contracts())
    }

    /// What the program carries, and over it the user's calendars and contracts.
    pub fn with_user(
        calendars: impl IntoIterator<Item = SourceFile>,
        contracts: impl IntoIterator<Item = SourceFile>,
    ) -> Self {
        Self::new(built_in_calendars().into_iter().chain(calendars), built_in_contracts().into_iter().chain(contracts))
    }

    /// The newest version of every contract, sorted by vendor.
    pub fn contracts(&self) -> impl Iterator<Item = &Arc<Contract>> {
        self.newest.iter()
    }

    /// The newest version of the contract `id`.
    pub fn get(&self, id: &str) -> Option<&Arc<Contract>> {
        self.versions(id).last()
    }

    /// All versions of the contract `id`, the earliest first; none for an unknown id.
    pub fn versions(&self, id: &str) -> &[Arc<Contract>] {
        self.versions.get(id).map_or(&[], Vec::as_slice)
    }

    /// The contract `id` in the version with that name; of two with one name the newer. Where its file is gone, the text
    /// that was kept for the tickets reported under it.
    pub fn version(&self, id: &str, version: &str) -> Option<&Arc<Contract>> {
        let there = self.versions(id).iter().rfind(|contract| contract.version == version);
        there.or_else(|| self.kept.get(&(id.to_owned(), version.to_owned())))
    }

    /// The contract that a ticket was reported under: that version, or the newest where that version's file is gone.
    pub fn of_ticket(&self, id: &str, version: &str) -> Option<Arc<Contract>> {
        self.version(id, version).or_else(|| self.get(id)).cloned()
    }

    /// The version of the contract `id` that holds for a report at `at`: the last to take effect on or before the local
    /// date of the report, in that version's own zone; where all are later, the earliest.
    pub fn for_report(&self, id: &str, at: Instant) -> Option<&Arc<Contract>> {
        let versions = self.versions(id);
        let holds = |contract: &Contract| contract.effective.is_none_or(|from| from <= contract.zone.wall(at).date);
        versions.iter().rfind(|contract| holds(contract)).or_else(|| versions.first())
    }

    /// The levels that a ticket is escalated to, one after the other.
    pub fn levels(&self) -> &[String] {
        &self.levels
    }

    /// The level that a ticket is escalated to from `level`, or from the desk itself; none from the last one. From a level
    /// that the desk no longer has, the first.
    pub fn level_after(&self, level: Option<&str>) -> Option<&str> {
        let place = level.and_then(|level| self.levels().iter().position(|l| l == level));
        self.levels().get(place.map_or(0, |place| place + 1)).map(String::as_str)
    }

    /// The same book with what the desk asks of itself.
    #[must_use]
    pub fn with_house(mut self, house: &House) -> Self {
        self.levels = house.levels();
        self.change(|contract| contract.house = house.of(&contract.id).cloned().unwrap_or_default());
        self
    }

    /// The same book with what the ledger knows: release dates, and the texts of versions whose files are gone. A text
    /// that cannot be read any more is left out: then the newest version stands in for it.
    #[must_use]
    pub fn with_ledger(mut self, ledger: &Ledger) -> Self {
        for kept in ledger.agreements().filter(|kept| self.is_gone(kept)).collect::<Vec<_>>() {
            if let Ok(contract) = read_contract(&kept.file, &kept.text, &self.calendars) {
                self.kept.insert((kept.contract.clone(), kept.version.clone()), Arc::new(contract));
            }
        }
        self.change(|contract| {
            contract.releases =
                ledger.releases(Some(&contract.id)).into_iter().map(|(_, release)| release.date).collect();
        });
        self
    }

    fn is_gone(&self, kept: &Agreement) -> bool {
        !self.versions(&kept.contract).iter().any(|contract| contract.version == kept.version)
    }

    /// Changes every contract in every version.
    fn change(&mut self, change: impl Fn(&mut Contract)) {
        let all = self.versions.values_mut().flatten().chain(self.kept.values_mut());
        all.for_each(|contract| change(Arc::make_mut(contract)));
        self.list_newest();
    }

    fn list_newest(&mut self) {
        self.newest = self.versions.values().filter_map(|versions| versions.last().cloned()).collect();
        self.newest.sort_by_cached_key(|contract| (contract.vendor.to_lowercase(), contract.id.clone()));
    }

    /// The holiday calendars.
    pub const fn calendars(&self) -> &Calendars {
        &self.calendars
    }

    /// What is wrong in the files that could not be used.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    fn read_calendars(&mut self, files: impl IntoIterator<Item = SourceFile>) {
        let mut loaded = BTreeMap::new();
        for source in files {
            let read = read_calendar(&source.name, &source.text);
            let Some(calendar) = self.noted(read) else { continue };
            let what = format!("the calendar `{}`", calendar.id);
            self.place(&mut loaded, calendar.id.clone(), &source, calendar, &what, "give one of them another id");
        }
        for calendar in loaded.into_values() {
            self.calendars.insert(calendar.value);
        }
    }

    fn read_contracts(&mut self, files: impl IntoIterator<Item = SourceFile>) {
        let mut loaded = BTreeMap::new();
        for source in files {
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

    /// What was read; problems are kept.
    fn noted<T>(&mut self, read: Result<T, Vec<Problem>>) -> Option<T> {
        read.map_err(|problems| self.problems.extend(problems)).ok()
    }

    /// Puts `value` where its key belongs: over one of the program's, never over another of the same origin.
    fn place<K: Ord, T>(
        &mut self,
        loaded: &mut BTreeMap<K, Loaded<T>>,
        key: K,
        source: &SourceFile,
        value: T,
        what: &str,
        hint: &str,
    ) {
        let new = Loaded { file: source.name.clone(), origin: source.origin, value };
        match loaded.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(new);
            }
            Entry::Occupied(entry) if entry.get().origin == source.origin => {
                let message = format!("{what} is in {} already", entry.get().file);
                let line = line_of(&source.text, "id");
                self.problems.push(Problem::new(&source.name, line, "id", &message, hint));
            }
            Entry::Occupied(mut entry) if source.origin == Origin::User => {
                entry.insert(new);
            }
            Entry::Occupied(_) => {}
        }
    }
}
