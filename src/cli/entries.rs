//! Holds what the commands of the ledger have in common: finding entries, writing their next revision, listing them, and
//! the contract, the zone and the month that an entry belongs to.

use std::sync::Arc;

use serde::Serialize;

use super::error::CliError;
use super::output::{Output, table};
use super::setup::Setup;
use crate::desk::{Change, Desk, Request, SharedDesk};
use crate::domain::contract::Contract;
use crate::domain::ledger::{Entry, EntryId, Fact, Ledger, Outage, Release, VendorReport};
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
    /// Where `fact` is written in its place, after the revision that was read or an earlier one that was `seen`.
    ///
    /// # Errors
    ///
    /// If it says the same.
    pub(super) fn place_of(&self, fact: &T, seen: Option<u32>) -> Result<Place, CliError> {
        self.place_named(fact, seen, (T::NAME, T::COMMAND))
    }

    /// Finds the entry of that number.
    ///
    /// # Errors
    ///
    /// If no entry of that number stands, or it is of another sort.
    pub(super) fn find(ledger: &'a Ledger, id: EntryId) -> Result<Self, CliError> {
        Self::find_named(ledger, id, (T::NAME, T::COMMAND), T::of)
    }
}

impl<'a> Standing<'a, Fact> {
    /// The entry, whatever its kind; none if it was removed.
    pub(super) fn of_any_kind(entry: &'a Entry) -> Option<Self> {
        Self::read_as(entry, Some)
    }
}

impl<'a, T> Standing<'a, T> {
    fn read_as(entry: &'a Entry, of: impl Fn(&'a Fact) -> Option<&'a T>) -> Option<Self> {
        let fact = entry.fact.as_ref().and_then(of)?;
        Some(Self { id: entry.id, revision: entry.revision, by: &entry.by, fact })
    }

    /// The entry of that number, if it is what `of` finds in it, under that name and that command.
    ///
    /// # Errors
    ///
    /// If nothing of that number stands, or what stands is of another sort.
    pub(super) fn find_named(
        ledger: &'a Ledger,
        id: EntryId,
        named: Named<'_>,
        of: impl Fn(&'a Fact) -> Option<&'a T>,
    ) -> Result<Self, CliError> {
        let entry = ledger.get(id).ok_or_else(|| nothing_there(named, id))?;
        // What no command enters and lists is no entry to people.
        let other = || entry.fact.as_ref().and_then(|fact| Some((fact.kind().called, fact.kind().command()?)));
        Self::read_as(entry, of).ok_or_else(|| match other() {
            None => nothing_there(named, id),
            Some(other) => another_sort(named, id, other),
        })
    }
}

impl<T: PartialEq> Standing<'_, T> {
    /// Where `fact` is written in its place, after the revision that was read or an earlier one that was `seen`.
    ///
    /// # Errors
    ///
    /// If it says the same.
    pub(super) fn place_named(
        &self,
        fact: &T,
        seen: Option<u32>,
        (name, command): Named<'_>,
    ) -> Result<Place, CliError> {
        if fact == self.fact {
            let hint = format!("name what is to be different; frist {command} set --help tells what there is");
            return Err(CliError::input(format!("{name} {} says that already", self.id), hint));
        }
        Ok(Some((self.id, seen.unwrap_or(self.revision))))
    }
}

/// What a sort of entry is called, and the command that enters, lists and removes it.
pub(super) type Named<'a> = (&'a str, &'a str);

fn nothing_there((name, command): Named<'_>, id: EntryId) -> CliError {
    let hint = format!("frist {command} list shows the ones there are");
    CliError::new(ProblemKind::NotFound, format!("there is no {name} {id}"), hint)
}

fn another_sort((wanted, lists): Named<'_>, id: EntryId, (name, command): Named<'_>) -> CliError {
    let hint = format!("frist {command} list shows it; frist {lists} list shows what can be named here");
    CliError::input(format!("entry {id} is of another sort: {name}, not {wanted}"), hint)
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
    let tell = |ledger: &Ledger, id, output: &mut Output<'_>| tell(ledger, &Standing::find(ledger, id)?, output);
    enter_named(setup, desk, place, (fact, T::NAME), tell, output)
}

/// Writes what is entered under that name, and has told its number.
pub(super) fn enter_named(
    setup: &Setup,
    desk: &SharedDesk,
    place: Place,
    (fact, name): (Fact, &str),
    tell: impl FnOnce(&Ledger, EntryId, &mut Output<'_>) -> Result<(), CliError>,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let Some(id) = write(setup, desk, place, Some(fact))? else { return Ok(()) };
    let ledger = desk.ledger();
    output.after(&format!("{name} {id} is written"), |output| tell(&ledger, id, output))
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
    let place = (id, seen.unwrap_or(standing.revision));
    remove_named(setup, desk, place, ((T::NAME, T::COMMAND), &say(&standing), json), output)
}

/// Removes an entry at the revision that was seen, and tells what it was.
pub(super) fn remove_named(
    setup: &Setup,
    desk: &SharedDesk,
    place: (EntryId, u32),
    ((name, command), said, json): (Named<'_>, &str, bool),
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    write(setup, desk, Some(place), None)?;
    output.after(&format!("{name} {} is removed", place.0), |output| {
        if json {
            return output.json(&serde_json::json!({ "removed": place.0.0, "kind": command, "what": said }));
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
    found: Vec<Listed<'a, T>>,
}

/// One entry of a list.
pub(super) struct Listed<'a, T> {
    pub(super) standing: Standing<'a, T>,
    /// Its contract's id.
    pub(super) contract: &'a str,
    /// Its first moment and the first after it.
    pub(super) when: (Instant, Instant),
}

/// What a sort is called, its command, and what that needs to enter one.
pub(super) type Entering<'a> = (Named<'a>, &'a str);

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
        which: (Option<&str>, Option<Month>),
        wanted: impl Fn(&T) -> bool,
    ) -> Result<Self, CliError> {
        let now = setup.now();
        let listed = |standing: Standing<'a, T>| {
            let (contract, when) = (standing.fact.contract(), standing.fact.when(now));
            Listed { standing, contract, when }
        };
        let all = ledger.entries().filter_map(|entry| Standing::read_as(entry, T::of)).map(listed);
        Self::of(setup, all.collect(), which, wanted, ((T::NAME, T::COMMAND), T::NEEDS))
    }
}

impl<'a, T> List<'a, T> {
    /// Of all of a sort those of one contract or of all, of one month or of all, that are `wanted` besides.
    ///
    /// # Errors
    ///
    /// If there is none, or no such contract.
    pub(super) fn of(
        setup: &'a Setup,
        all: Vec<Listed<'a, T>>,
        (contract, month): (Option<&str>, Option<Month>),
        wanted: impl Fn(&T) -> bool,
        entering: Entering<'_>,
    ) -> Result<Self, CliError> {
        if let Some(id) = contract {
            setup.contract(id)?;
        }
        if all.is_empty() {
            return Err(none_known(entering));
        }
        let asked = |listed: &Listed<'_, T>| {
            contract.is_none_or(|id| id == listed.contract)
                && month.is_none_or(|month| touches(month, zone(setup, listed.contract), listed.when))
                && wanted(listed.standing.fact)
        };
        let mut found: Vec<_> = all.into_iter().filter(asked).collect();
        found.sort_by_key(|listed| (listed.when.0, listed.standing.id));
        if found.is_empty() { Err(none_like_that(entering.0)) } else { Ok(Self { setup, found }) }
    }

    /// Prints a line of JSON for each entry.
    pub(super) fn json<J: Serialize>(
        &self,
        line: impl Fn(&Standing<'a, T>) -> J,
        output: &mut Output<'_>,
    ) -> Result<(), CliError> {
        self.found.iter().try_for_each(|listed| output.json(&line(&listed.standing)))
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
        let rows = self.found.iter().map(|listed| {
            let mut row = row(&listed.standing);
            row.insert(1, vendor(self.setup, listed.contract).to_owned());
            row
        });
        output.line(&table(&head, rows, right))
    }
}

/// Returns whether something lies in a month at least in part; what takes no time lasts for its second.
fn touches(month: Month, zone: Zone, (from, to): (Instant, Instant)) -> bool {
    month.bounds(zone).is_ok_and(|(begins, ends)| from < ends && begins < to.max(from.plus(1)))
}

/// That there is no entry of that sort, and how one is entered.
pub(super) fn none_known(((name, command), needs): Entering<'_>) -> CliError {
    let hint = format!("frist {command} add {needs} enters one");
    CliError::new(ProblemKind::NotFound, format!("no {name} is known"), hint)
}

fn none_like_that((name, command): Named<'_>) -> CliError {
    let hint = format!("frist {command} list shows all there are");
    CliError::new(ProblemKind::NotFound, format!("no {name} is like that"), hint)
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
