//! Knows what the ledger keeps of agreements: the texts that past reports count by, each by the name of its promise,
//! when each was in force, and what was corrected since.
//!
//! ```text
//! a ticket      → the name of its promise, or its version in a record of before promises had names → the text
//! a month       → the promises in force: of the latest effective date, the one that was read last before the month
//! an amendment  → the text that counts in another one's place, for tickets and months alike
//! ```

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::Book;
use crate::contract::calendar::{Calendars, read_calendar};
use crate::contract::model::Contract;
use crate::contract::read::read_contract_as;
use crate::ledger::{Agreement, InForce, KeptCalendar, Ledger, LedgerRecordId};
use crate::problem::Problem;
use crate::reader::Strictness;
use crate::ticket::Ticket;
use crate::time::{Date, Instant};

/// The agreements that are kept, as they count.
#[derive(Clone, Debug, Default)]
pub(super) struct KeptAgreements {
    /// The texts by the names of their promises, as they were read.
    texts: BTreeMap<String, Arc<Contract>>,
    /// The names that promises are kept under, by the names that they would get now where those are others.
    renamed: BTreeMap<String, String>,
    /// The promises that count in the place of others.
    amended: BTreeMap<String, String>,
    /// The promises of tickets that name only a contract and a version.
    of_versions: BTreeMap<(String, String), String>,
    /// The texts of before promises had names, by contract and version, in a store that is not upgraded yet.
    unnamed: BTreeMap<(String, String), Arc<Contract>>,
    /// The times at which the promises of a contract are in force, in the order in which they were kept.
    terms: BTreeMap<String, Vec<InForceFrom>>,
    /// The problems that today's checks find in the texts.
    problems: Vec<Problem>,
}

/// The time in which a promise is in force.
#[derive(Clone, Debug)]
struct InForceFrom {
    entry: LedgerRecordId,
    promise: String,
    version: String,
    file: String,
    effective: Option<Date>,
    since: Option<Instant>,
    until: Option<Instant>,
}

/// The entry that the desk has to write so that an agreement is kept: a new one, or the next revision of one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TextToKeep {
    /// The number of the entry, or none for a new one.
    pub entry: Option<LedgerRecordId>,
    /// The agreement that the entry says.
    pub agreement: Agreement,
}

/// A promise that has changed without a new effective date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangedPromise {
    /// The moment at which the store's owner first read what holds now.
    pub at: Instant,
    /// The version of the text that holds now.
    pub version: String,
    /// The date from which that text is effective, by which it is told from others of its contract.
    pub effective: Option<Date>,
    /// The promises before it, the first one first, but for those that count by it since they were amended.
    pub before: Vec<FormerPromise>,
    /// The name of the promise that holds now.
    pub now: String,
}

/// A promise that another one has taken the place of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FormerPromise {
    /// The name of the promise.
    pub promise: String,
    /// The version of its text.
    pub version: String,
}

impl KeptAgreements {
    /// Reads what the ledger says anew, but for texts that were read before.
    fn read(&mut self, files: &ContractFiles<'_>, ledger: &Ledger) {
        (self.amended, self.of_versions, self.unnamed, self.terms) = Default::default();
        for (entry, kept) in ledger.agreements() {
            let place = (kept.contract.clone(), kept.version.clone());
            let Some(promise) = &kept.promise else {
                let contract = self.read_text(files, kept);
                self.unnamed.extend(contract.map(|contract| (place, contract)));
                continue;
            };
            if !self.texts.contains_key(promise)
                && let Some(contract) = self.read_text(files, kept)
            {
                self.put_text(promise, contract);
            }
            self.of_versions.entry(place).or_insert_with(|| promise.clone());
            self.put_term(entry, promise, kept);
        }
        for (_, amendment) in ledger.amendments() {
            let counts_by = &amendment.counts_by;
            self.amended.extend(amendment.promises.iter().map(|promise| (promise.clone(), counts_by.clone())));
        }
    }

    /// Reads a text that was kept, or returns none if it cannot be read any more, which is told.
    fn read_text(&mut self, files: &ContractFiles<'_>, kept: &Agreement) -> Option<Arc<Contract>> {
        let there = files.versions.get(&kept.contract).into_iter().flatten();
        let same = |contract: &&Arc<Contract>| {
            contract.source == kept.text && files.calendars.texts_of(contract) == kept.calendars
        };
        if let Some(contract) = there.into_iter().find(same) {
            return Some(Arc::clone(contract));
        }
        let name = match kept.version.as_str() {
            "" => format!("the kept text of {}", kept.contract),
            version => format!("the kept text of {}, version {version}", kept.contract),
        };
        let mut own = Calendars::default();
        for calendar in &kept.calendars {
            match read_calendar(&name, &calendar.text) {
                Ok(calendar) => own.insert(calendar),
                Err(problems) => self.tell(problems),
            }
        }
        // A text of before promises had names was kept without its calendars.
        let calendars = if kept.promise.is_none() { files.calendars } else { &own };
        // Problems that newer checks find are told and refuse nothing: what counted goes on counting.
        match read_contract_as(Strictness::Kept, &name, &kept.text, calendars) {
            Ok((mut contract, found)) => {
                self.tell(found);
                contract.file.clone_from(&kept.file);
                Some(Arc::new(contract))
            }
            Err(problems) => {
                self.tell(problems);
                None
            }
        }
    }

    /// Keeps the problems that are new: each is told once, however often the ledger is read.
    fn tell(&mut self, problems: Vec<Problem>) {
        let new: Vec<Problem> = problems.into_iter().filter(|problem| !self.problems.contains(problem)).collect();
        self.problems.extend(new);
    }

    fn put_text(&mut self, promise: &str, mut contract: Arc<Contract>) {
        if contract.promise != promise {
            self.renamed.insert(contract.promise.clone(), promise.to_owned());
            promise.clone_into(&mut Arc::make_mut(&mut contract).promise);
        }
        self.texts.insert(promise.to_owned(), contract);
    }

    fn put_term(&mut self, entry: LedgerRecordId, promise: &str, kept: &Agreement) {
        let (Some(InForce { since, until }), Some(text)) = (kept.in_force, self.texts.get(promise)) else { return };
        let (version, file, effective) = (kept.version.clone(), kept.file.clone(), text.effective);
        let term = InForceFrom { entry, promise: promise.to_owned(), version, file, effective, since, until };
        self.terms.entry(kept.contract.clone()).or_default().push(term);
    }

    /// Returns all texts, so that what does not belong to the promise can be changed.
    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut Arc<Contract>> {
        self.texts.values_mut().chain(self.unnamed.values_mut())
    }

    /// Returns the ids of the contracts that are kept.
    pub(super) fn ids(&self) -> impl Iterator<Item = &String> {
        self.terms.keys()
    }

    pub(super) fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Returns the newest term of the text with that effective date, unless its file was found gone.
    fn newest(&self, id: &str, effective: Option<Date>) -> Option<&InForceFrom> {
        let terms = self.terms.get(id).into_iter().flatten().filter(|term| term.effective == effective);
        terms.max_by_key(|term| (term.since, Reverse(term.entry))).filter(|term| term.until.is_none())
    }
}

/// The files, as far as they are needed to read what is kept.
struct ContractFiles<'a> {
    calendars: &'a Calendars,
    versions: &'a BTreeMap<String, Vec<Arc<Contract>>>,
}

impl Book {
    /// Takes in the agreements that the ledger keeps. A file that promises the same as a kept text gets the name of the
    /// kept promise.
    pub(super) fn keep(&mut self, ledger: &Ledger) {
        let mut kept = std::mem::take(&mut self.kept);
        kept.read(&ContractFiles { calendars: &self.calendars, versions: &self.versions }, ledger);
        for contract in self.versions.values_mut().flatten() {
            if let Some(name) = kept.renamed.get(&contract.promise) {
                let name = name.clone();
                Arc::make_mut(contract).promise = name;
            }
        }
        self.kept = kept;
    }

    /// Returns the contract whose promise has that name, kept or in a file; where it was amended, the one that counts
    /// in its place.
    pub fn promised(&self, name: &str) -> Option<&Arc<Contract>> {
        let name = self.kept.amended.get(name).map_or(name, String::as_str);
        let in_file = || self.versions.values().flatten().find(|contract| contract.promise == name);
        self.kept.texts.get(name).or_else(in_file)
    }

    /// Returns every text of the contract `id`: those of files, then those that are kept.
    pub fn texts<'b>(&'b self, id: &'b str) -> impl Iterator<Item = &'b Arc<Contract>> {
        self.versions(id).iter().chain(self.kept.texts.values().filter(move |contract| contract.id == id))
    }

    /// Returns the moments at which another text of the contract `id` may have come into force, the earliest first.
    pub fn turns(&self, id: &str) -> Vec<Instant> {
        let terms = self.kept.terms.get(id).into_iter().flatten();
        let read = terms.flat_map(|term| term.since.into_iter().chain(term.until));
        let dated = self.texts(id).filter_map(|contract| Some(contract.zone.midnight(contract.effective?)));
        let mut turns: Vec<Instant> = read.chain(dated).collect();
        turns.sort_unstable();
        turns.dedup();
        turns
    }

    /// Returns whether a promise of that name is kept.
    pub fn keeps(&self, name: &str) -> bool {
        self.kept.texts.contains_key(name)
    }

    /// Returns the name of the promise that tickets of before promises had names were reported under, where it is known.
    pub fn promise_of_version(&self, id: &str, version: &str) -> Option<&str> {
        self.kept.of_versions.get(&(id.to_owned(), version.to_owned())).map(String::as_str)
    }

    /// Returns the contract that a ticket of before promises had names counts by: what the files said when the store
    /// was upgraded. Before that it is what they say: the version of that name, else its kept text, else the newest.
    pub fn of_version(&self, id: &str, version: &str) -> Option<&Arc<Contract>> {
        if let Some(promise) = self.promise_of_version(id, version) {
            return self.promised(promise);
        }
        let there = self.versions(id).iter().rfind(|contract| contract.version == version);
        let unnamed = || self.kept.unnamed.get(&(id.to_owned(), version.to_owned()));
        there.or_else(unnamed).or_else(|| self.get(id))
    }

    /// Returns the kept promise in force for a report at `at`, or none for a contract of which nothing is kept.
    pub(super) fn kept_for(&self, id: &str, at: Instant) -> Option<&Arc<Contract>> {
        let terms = self.kept.terms.get(id)?;
        let holds = |term: &&InForceFrom| {
            let zone = self.kept.texts.get(&term.promise).map(|contract| contract.zone);
            let on = zone.map(|zone| zone.wall(at).date);
            term.effective.is_none_or(|from| on.is_some_and(|on| from <= on))
                && term.since.is_none_or(|since| since <= at)
                && term.until.is_none_or(|until| at < until)
        };
        // Of two that held from the beginning, as after an import, the one that was here first.
        let order = |term: &&InForceFrom| (term.effective, term.since, Reverse(term.entry));
        let term = terms.iter().filter(holds).max_by_key(order);
        let term = term.or_else(|| terms.iter().min_by_key(|term| (term.effective, term.since, term.entry)))?;
        self.promised(&term.promise)
    }

    /// Returns the version that was kept last of a contract whose file is gone.
    pub(super) fn last_kept(&self, id: &str) -> Option<&Arc<Contract>> {
        let term =
            self.kept.terms.get(id)?.iter().max_by_key(|term| (term.effective, term.since, Reverse(term.entry)))?;
        self.promised(&term.promise)
    }

    /// Returns whether the file of the contract's last kept text cannot be read just now: then that text stays in
    /// force.
    pub(super) fn is_broken(&self, id: &str) -> bool {
        self.broken_by(id).is_some()
    }

    /// Returns the first problem of the file of the contract's last kept text, if that cannot be read just now.
    fn broken_by(&self, id: &str) -> Option<&Problem> {
        let terms = self.kept.terms.get(id).into_iter().flatten();
        let mut last =
            terms.filter(|term| self.kept.newest(id, term.effective).is_some_and(|newest| newest.entry == term.entry));
        last.find_map(|term| self.problems.iter().find(|problem| problem.file() == term.file))
    }

    /// Returns the contracts whose promise stays in force though no file of theirs can be read, as they were kept last, each
    /// with what is wrong with the file; sorted by id.
    pub fn unreadable(&self) -> Vec<(&Arc<Contract>, &Problem)> {
        let gone = self.kept.ids().filter(|id| self.versions(id).is_empty());
        gone.filter_map(|id| Some((self.last_kept(id)?, self.broken_by(id)?))).collect()
    }

    /// Returns the name of a plan of the contract `id`: as the newest text has it, else as one that has it says.
    pub fn plan_name(&self, id: &str, plan: &str) -> Option<&str> {
        self.texts_known(id).into_iter().find_map(|contract| Some(contract.plan(plan)?.name.as_str()))
    }

    /// Returns the name of a severity of the contract `id`, likewise.
    pub fn severity_name(&self, id: &str, severity: &str) -> Option<&str> {
        self.texts_known(id).into_iter().find_map(|contract| Some(contract.severity(severity)?.name.as_str()))
    }

    /// Returns the texts of the contract that are there or kept, the one that goes before the others first.
    fn texts_known(&self, id: &str) -> Vec<&Arc<Contract>> {
        let kept = self.kept.texts.values().filter(|contract| contract.id == id);
        self.get(id).into_iter().chain(self.versions(id).iter().rev()).chain(kept).collect()
    }

    /// Returns the entries to write so that the contract `id` is kept as its files say it now, as it is in use. A
    /// promise that is not kept yet is in force from `now` on where it takes the place of another one, and from the
    /// beginning where it is the first; one whose file is gone is in force until `now`, if the contract has others.
    pub fn to_keep(&self, ledger: &Ledger, id: &str, now: Instant) -> Vec<TextToKeep> {
        let files = self.versions(id);
        if files.is_empty() || self.is_broken(id) {
            return Vec::new();
        }
        let terms = self.kept.terms.get(id).map_or(&[][..], Vec::as_slice);
        let newer = files.iter().filter(|contract| {
            self.kept.newest(id, contract.effective).is_none_or(|term| term.promise != contract.promise)
        });
        let newer = newer.map(|contract| {
            let known = terms.iter().any(|term| term.effective == contract.effective);
            let in_force = InForce { since: known.then_some(now), until: None };
            TextToKeep { entry: None, agreement: self.agreement(contract, &contract.version, Some(in_force)) }
        });
        let gone = terms.iter().filter(|term| {
            let newest = self.kept.newest(id, term.effective);
            newest.is_some_and(|newest| newest.entry == term.entry)
                && files.iter().all(|contract| contract.effective != term.effective)
        });
        let gone = gone.filter_map(|term| {
            let (_, kept) = ledger.agreements().find(|(entry, _)| *entry == term.entry)?;
            let in_force = InForce { since: term.since, until: Some(now) };
            Some(TextToKeep {
                entry: Some(term.entry),
                agreement: Agreement { in_force: Some(in_force), ..kept.clone() },
            })
        });
        newer.chain(gone).collect()
    }

    /// Returns the entries to write for a store of before promises had names, in which tickets were reported under
    /// `used` contracts and versions: for each, what the files say. A text that this frist brings may be a corrected
    /// one, so the one that the store has goes before it.
    pub fn to_keep_of_versions<'a>(
        &'a self,
        ledger: &'a Ledger,
        used: impl IntoIterator<Item = (String, String)> + 'a,
    ) -> impl Iterator<Item = TextToKeep> + 'a {
        let unnamed = ledger.agreements().filter(|(_, kept)| kept.promise.is_none());
        let unnamed = unnamed.map(|(entry, kept)| (Some(entry), (kept.contract.clone(), kept.version.clone())));
        let named = |(id, version): &(String, String)| {
            ledger.agreements().any(|(_, a)| (&a.contract, &a.version) == (id, version))
        };
        let others = used.into_iter().filter(move |pair| !named(pair)).map(|pair| (None, pair));
        unnamed.chain(others).filter_map(|(entry, (id, version))| {
            let there = self.of_version(&id, &version)?;
            let kept = self.kept.unnamed.get(&(id.clone(), version.clone()));
            let contract = kept.filter(|_| self.built_in.contains(&there.file)).unwrap_or(there);
            // A text whose file is gone is in force for nothing but its tickets: that is how its months counted so far. Where all
            // files are gone, so that they counted by nothing, the one that was kept last is.
            let files = self.versions(&id);
            let in_file = files.iter().any(|file| Arc::ptr_eq(file, there));
            let last = files.is_empty() && entry.is_some() && entry == last_of(ledger, &id);
            let in_force = (last || in_file && there.version == version).then(InForce::default);
            Some(TextToKeep { entry, agreement: self.agreement(contract, &version, in_force) })
        })
    }

    fn agreement(&self, contract: &Contract, version: &str, in_force: Option<InForce>) -> Agreement {
        Agreement {
            contract: contract.id.clone(),
            version: version.to_owned(),
            file: contract.file.clone(),
            text: contract.source.clone(),
            promise: Some(contract.promise.clone()),
            calendars: self.calendars.texts_of(contract),
            in_force,
        }
    }

    /// Returns whether a ticket of the contract keeps what was promised before that change.
    pub fn is_before(&self, changed: &ChangedPromise, ticket: &Ticket) -> bool {
        let promise = match &ticket.promise {
            Some(promise) => Some(promise.as_str()),
            None => self.promise_of_version(&ticket.contract, &ticket.version),
        };
        changed.before.iter().any(|former| Some(former.promise.as_str()) == promise)
    }

    /// Returns the promises of the contract `id` that have changed without a new effective date, those effective last at the end.
    pub fn changes(&self, id: &str) -> Vec<ChangedPromise> {
        let mut found = Vec::new();
        let mut terms: Vec<&InForceFrom> = self.kept.terms.get(id).into_iter().flatten().collect();
        terms.sort_by_key(|term| (term.effective, term.since, term.entry));
        for slot in terms.chunk_by(|a, b| a.effective == b.effective) {
            let Some((last, earlier)) = slot.split_last() else { continue };
            let Some(at) = last.since else { continue };
            let mut before: Vec<FormerPromise> = Vec::new();
            for term in earlier {
                let counts_by = self.kept.amended.get(&term.promise).unwrap_or(&term.promise);
                if *counts_by != last.promise && before.iter().all(|former| former.promise != term.promise) {
                    let (promise, version) = (term.promise.clone(), term.version.clone());
                    before.push(FormerPromise { promise, version });
                }
            }
            let (version, now) = (last.version.clone(), last.promise.clone());
            found.push(ChangedPromise { at, version, effective: last.effective, before, now });
        }
        found
    }
}

/// Returns the entry of the text of the contract `id` that was kept last.
fn last_of(ledger: &Ledger, id: &str) -> Option<LedgerRecordId> {
    ledger.agreements().filter(|(_, kept)| kept.contract == id).last().map(|(entry, _)| entry)
}

impl Calendars {
    /// Returns the texts of the calendars that a contract names.
    pub(super) fn texts_of(&self, contract: &Contract) -> Vec<KeptCalendar> {
        contract.calendars().into_iter().filter_map(|id| self.text(id)).cloned().collect()
    }
}
