//! Holds what the commands of the ledger have in common: finding entries, writing their next revision, listing them, and
//! the contract, the zone and the month that an entry belongs to.

use std::sync::Arc;

use serde::Serialize;

use super::error::CliError;
use super::output::{Output, table};
use super::setup::Setup;
use crate::desk::{Change, Desk, Request, SharedDesk};
use crate::domain::contract::Contract;
use crate::domain::ledger::{
    AnnouncedChange, Entry, EntryId, Fact, Ledger, Maintenance, Outage, Release, VendorReport,
};
use crate::domain::problem::ProblemKind;
use crate::domain::time::{Instant, Month, Zone, parse_moment};

/// One sort of entry, as commands name it.
pub(super) trait Sort: PartialEq {
    /// The word for an entry of that sort.
    const NAME: &'static str;
    /// The command that enters, lists and removes it.
    const COMMAND: &'static str;
    /// The arguments that the command needs to enter one.
    const NEEDS: &'static str;

    /// Returns the entry, if it is of this sort.
    fn of(fact: &Fact) -> Option<&Self>;

    /// Returns the id of its contract.
    fn contract(&self) -> &str;
}

/// A sort of entry that happens at a time, so that it belongs to months.
pub(super) trait Timed: Sort {
    /// Returns its first moment and the first after it, as far as is known at `now`.
    fn when(&self, now: Instant) -> (Instant, Instant);
}

/// An entry that stands, of one sort.
#[derive(Clone, Copy)]
pub(super) struct Standing<'a, T> {
    pub(super) id: EntryId,
    /// The revision that was read.
    pub(super) revision: u32,
    /// The name of the person who wrote it.
    pub(super) by: &'a str,
    pub(super) fact: &'a T,
}

/// The entry that is written, and the revision of it that was seen; none for a new one.
pub(super) type Place = Option<(EntryId, u32)>;

impl<'a, T: Sort> Standing<'a, T> {
    fn read(entry: &'a Entry) -> Option<Self> {
        let fact = entry.fact.as_ref().and_then(T::of)?;
        Some(Self { id: entry.id, revision: entry.revision, by: &entry.by, fact })
    }

    /// Finds the entry of that number.
    ///
    /// # Errors
    ///
    /// If no entry of that number stands, or it is of another sort.
    pub(super) fn find(ledger: &'a Ledger, id: EntryId) -> Result<Self, CliError> {
        let entry = ledger.get(id).ok_or_else(|| nothing_there::<T>(id))?;
        Self::read(entry).ok_or_else(|| match &entry.fact {
            // The desk keeps agreements and rotas for itself: for people they are no entries.
            None | Some(Fact::Agreement(_) | Fact::Amendment(_) | Fact::Rota(_)) => nothing_there::<T>(id),
            Some(other) => another_sort::<T>(id, other),
        })
    }

    /// Returns where `fact` is written as the entry's next revision, after the one that was read or an earlier one that was
    /// `seen`.
    ///
    /// # Errors
    ///
    /// If the entry says the same already.
    pub(super) fn place_of(&self, fact: &T, seen: Option<u32>) -> Result<Place, CliError> {
        if fact == self.fact {
            let hint = format!("name what to change; frist {} set --help lists the options", T::COMMAND);
            return Err(CliError::input(format!("{} {} says that already", T::NAME, self.id), hint));
        }
        Ok(Some((self.id, seen.unwrap_or(self.revision))))
    }
}

fn nothing_there<T: Sort>(id: EntryId) -> CliError {
    let hint = format!("frist {} list shows the ones there are", T::COMMAND);
    CliError::new(ProblemKind::NotFound, format!("there is no {} {id}", T::NAME), hint)
}

fn another_sort<T: Sort>(id: EntryId, other: &Fact) -> CliError {
    let (name, command) = match other {
        Fact::Release(_) => (Release::NAME, Release::COMMAND),
        Fact::Outage(_) => (Outage::NAME, Outage::COMMAND),
        Fact::Maintenance(_) => (Maintenance::NAME, Maintenance::COMMAND),
        Fact::AnnouncedChange(_) => (AnnouncedChange::NAME, AnnouncedChange::COMMAND),
        Fact::VendorReport(_) => (VendorReport::NAME, VendorReport::COMMAND),
        Fact::Agreement(_) | Fact::Amendment(_) => (other.words(), "contract"),
        Fact::Rota(_) => (other.words(), "oncall"),
    };
    let hint = format!("frist {command} list shows it; frist {} list shows what can be named here", T::COMMAND);
    CliError::input(format!("entry {id} is of another sort: {name}, not {}", T::NAME), hint)
}

/// Writes an entry and returns its number.
pub(super) fn write(
    setup: &Setup,
    desk: &SharedDesk,
    place: Place,
    fact: Option<Fact>,
) -> Result<Option<EntryId>, CliError> {
    let (entry, revision) = place.unzip();
    let change = Change::Enter { entry, revision, fact: fact.map(Box::new) };
    let done = desk.commit(Request::new(&setup.me, vec![change]))?;
    Ok(done.entered.first().map(|(id, _)| *id))
}

/// Writes an entry and has `tell` print what stands under its number then.
pub(super) fn enter<T: Sort>(
    setup: &Setup,
    desk: &SharedDesk,
    place: Place,
    fact: Fact,
    tell: impl FnOnce(&Ledger, &Standing<'_, T>, &mut Output<'_>) -> Result<(), CliError>,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let Some(id) = write(setup, desk, place, Some(fact))? else { return Ok(()) };
    let ledger = desk.ledger();
    let standing = Standing::find(&ledger, id)?;
    output.after(&format!("{} {id} is written", T::NAME), |output| tell(&ledger, &standing, output))
}

/// Removes the entry of that number, unless it has a later revision than the one that was seen, and says what it was.
pub(super) fn remove<T: Sort>(
    setup: &Setup,
    desk: &SharedDesk,
    (id, seen, json): (EntryId, Option<u32>, bool),
    say: impl Fn(&Standing<'_, T>) -> String,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let standing = Standing::find(&ledger, id)?;
    write(setup, desk, Some((id, seen.unwrap_or(standing.revision))), None)?;
    let said = say(&standing);
    output.after(&format!("{} {id} is removed", T::NAME), |output| {
        if json {
            return output.json(&serde_json::json!({ "removed": id.0, "kind": T::COMMAND, "what": said }));
        }
        output.line(&format!("removed: {said}"))
    })
}

/// Returns the vendor of that contract; the contract's id where it is not loaded.
pub(super) fn vendor<'a>(setup: &'a Setup, contract: &'a str) -> &'a str {
    setup.book.get(contract).map_or(contract, |contract| &contract.vendor)
}

/// Returns the zone of that contract, or the local one where it is not loaded.
pub(super) fn zone(setup: &Setup, contract: &str) -> Zone {
    setup.book.get(contract).map_or(setup.zone, |contract| contract.zone)
}

/// Returns the contract in the version by which the account of the month of `at` goes; none where it is not loaded.
pub(super) fn contract_at<'a>(setup: &'a Setup, contract: &str, at: Instant) -> Option<&'a Arc<Contract>> {
    let newest = setup.book.get(contract)?;
    let first = Month::at(newest.zone, at).bounds(newest.zone).ok().map(|(from, _)| from);
    first.and_then(|first| setup.book.for_report(contract, first)).or(Some(newest))
}

/// The entries of a list.
pub(super) struct List<'a, T> {
    setup: &'a Setup,
    found: Vec<Standing<'a, T>>,
}

impl<'a, T: Timed> List<'a, T> {
    /// Finds the entries of one contract or of all, of one month or of all, and only those that are `wanted` besides, the
    /// earliest first.
    ///
    /// # Errors
    ///
    /// If there is no such entry, or no such contract.
    pub(super) fn new(
        setup: &'a Setup,
        ledger: &'a Ledger,
        contract: Option<&str>,
        month: Option<Month>,
        wanted: impl Fn(&T) -> bool,
    ) -> Result<Self, CliError> {
        if let Some(id) = contract {
            setup.contract(id)?;
        }
        let now = setup.now();
        let asked = |fact: &T| {
            contract.is_none_or(|id| id == fact.contract())
                && month.is_none_or(|month| touches(month, zone(setup, fact.contract()), fact.when(now)))
                && wanted(fact)
        };
        let all = || ledger.entries().filter_map(|entry| Standing::<T>::read(entry));
        let mut found: Vec<_> = all().filter(|standing| asked(standing.fact)).collect();
        found.sort_by_key(|standing| (standing.fact.when(now).0, standing.id));
        match found.as_slice() {
            [] if all().next().is_none() => Err(none_known::<T>()),
            [] => Err(none_like_that::<T>()),
            _ => Ok(Self { setup, found }),
        }
    }

    /// Prints a line of JSON for each entry.
    pub(super) fn json<J: Serialize>(
        &self,
        line: impl Fn(&Standing<'a, T>) -> J,
        output: &mut Output<'_>,
    ) -> Result<(), CliError> {
        self.found.iter().try_for_each(|standing| output.json(&line(standing)))
    }

    /// Prints a table with a row for each entry, its vendor behind the number. Columns named in `right` are set to the
    /// right.
    pub(super) fn table(
        &self,
        head: &[&str],
        row: impl Fn(&Standing<'a, T>) -> Vec<String>,
        right: &[usize],
        output: &mut Output<'_>,
    ) -> Result<(), CliError> {
        let head = [&head[..1], &["VENDOR"], &head[1..]].concat();
        let rows = self.found.iter().map(|standing| {
            let mut row = row(standing);
            row.insert(1, vendor(self.setup, standing.fact.contract()).to_owned());
            row
        });
        output.line(&table(&head, rows, right))
    }
}

/// Returns whether something lies in a month at least in part; what takes no time lasts for its second.
fn touches(month: Month, zone: Zone, (from, to): (Instant, Instant)) -> bool {
    month.bounds(zone).is_ok_and(|(begins, ends)| from < ends && begins < to.max(from.plus(1)))
}

/// Returns the error that there is no entry of that sort, with how one is entered.
pub(super) fn none_known<T: Sort>() -> CliError {
    let hint = format!("frist {} add {} enters one", T::COMMAND, T::NEEDS);
    CliError::new(ProblemKind::NotFound, format!("no {} is known", T::NAME), hint)
}

fn none_like_that<T: Sort>() -> CliError {
    let hint = format!("frist {} list shows all there are", T::COMMAND);
    CliError::new(ProblemKind::NotFound, format!("no {} is like that", T::NAME), hint)
}

/// Reads what a person typed as wall-clock times of one zone.
#[derive(Clone, Copy)]
pub(super) struct Moments {
    zone: Zone,
    now: Instant,
}

impl Moments {
    /// Creates a reader for the zone of that contract.
    pub(super) fn of(setup: &Setup, contract: &str) -> Self {
        Self { zone: zone(setup, contract), now: setup.now() }
    }

    /// Reads a moment.
    pub(super) fn read(self, text: &str) -> Result<Instant, CliError> {
        Ok(parse_moment(text, self.zone, self.now)?)
    }

    /// Reads the moment that is given, or returns `now`.
    pub(super) fn or_now(self, text: Option<&str>) -> Result<Instant, CliError> {
        text.map_or(Ok(self.now), |text| self.read(text))
    }

    /// Reads the moment, or returns none for the word that says so.
    pub(super) fn unless(self, word: &str, text: &str) -> Result<Option<Instant>, CliError> {
        if text == word { Ok(None) } else { self.read(text).map(Some) }
    }
}

/// Puts the text that is given into its place; the word `none` takes away what is there.
pub(super) fn put_text(given: Option<&String>, place: &mut Option<String>) {
    if let Some(given) = given {
        *place = (given != "none").then(|| given.clone());
    }
}

impl Sort for Release {
    const NAME: &'static str = "release";
    const COMMAND: &'static str = "release";
    const NEEDS: &'static str = "--contract ID DATE";

    fn of(fact: &Fact) -> Option<&Self> {
        match fact {
            Fact::Release(release) => Some(release),
            _ => None,
        }
    }

    fn contract(&self) -> &str {
        &self.contract
    }
}

impl Sort for Outage {
    const NAME: &'static str = "outage";
    const COMMAND: &'static str = "outage";
    const NEEDS: &'static str = "--contract ID --from TIME --to TIME";

    fn of(fact: &Fact) -> Option<&Self> {
        fact.outage()
    }

    fn contract(&self) -> &str {
        &self.contract
    }
}

impl Timed for Outage {
    fn when(&self, now: Instant) -> (Instant, Instant) {
        (self.from, self.until(now))
    }
}

impl Sort for Maintenance {
    const NAME: &'static str = "maintenance";
    const COMMAND: &'static str = "maintenance";
    const NEEDS: &'static str = "--contract ID --from TIME --to TIME";

    fn of(fact: &Fact) -> Option<&Self> {
        fact.maintenance()
    }

    fn contract(&self) -> &str {
        &self.contract
    }
}

impl Timed for Maintenance {
    fn when(&self, _: Instant) -> (Instant, Instant) {
        (self.from, self.to)
    }
}

impl Sort for AnnouncedChange {
    const NAME: &'static str = "announced change";
    const COMMAND: &'static str = "change";
    const NEEDS: &'static str = "--contract ID --from TIME --note TEXT";

    fn of(fact: &Fact) -> Option<&Self> {
        fact.announced_change()
    }

    fn contract(&self) -> &str {
        &self.contract
    }
}

impl Sort for VendorReport {
    const NAME: &'static str = "vendor's report";
    const COMMAND: &'static str = "vendor-report";
    const NEEDS: &'static str = "--contract ID MONTH";

    fn of(fact: &Fact) -> Option<&Self> {
        fact.vendor_report()
    }

    fn contract(&self) -> &str {
        &self.contract
    }
}

impl Timed for AnnouncedChange {
    fn when(&self, _: Instant) -> (Instant, Instant) {
        (self.from, self.from)
    }
}
