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
    Ledger, LedgerFact, LedgerKind, LedgerRecord, LedgerRecordId, Outage, Release, VendorReport,
};
use crate::domain::problem::ProblemKind;
use crate::domain::time::{Instant, Month, Zone, parse_moment};

/// What an entry says, as the commands for its kind read it.
pub(super) trait RecordType: PartialEq {
    /// Returns it, if the fact is of its kind.
    fn of(fact: &LedgerFact) -> Option<&Self>;
}

/// An entry that stands.
#[derive(Clone, Copy)]
pub(super) struct StandingRecord<'a, T> {
    pub(super) id: LedgerRecordId,
    /// The revision that was read.
    pub(super) revision: u32,
    /// The name of the person who wrote it.
    pub(super) by: &'a str,
    /// What it says.
    pub(super) fact: &'a T,
    /// The same, whatever its kind.
    whole: &'a LedgerFact,
}

/// The entry that is written, and the revision of it that was seen; none for a new one.
pub(super) type SeenRevision = Option<(LedgerRecordId, u32)>;

impl<'a, T: RecordType> StandingRecord<'a, T> {
    /// Returns what the entry says, if it stands and says such a thing.
    pub(super) fn read(entry: &'a LedgerRecord) -> Option<Self> {
        let whole = entry.fact.as_ref()?;
        Some(Self { id: entry.id, revision: entry.revision, by: &entry.by, fact: T::of(whole)?, whole })
    }

    /// Finds the entry of that number.
    ///
    /// # Errors
    ///
    /// If no entry of that number stands, or it is of another kind.
    pub(super) fn find(ledger: &'a Ledger, id: LedgerRecordId, kind: &LedgerKind) -> Result<Self, CliError> {
        let entry = ledger.get(id).ok_or_else(|| nothing_there(kind, id))?;
        Self::read(entry).filter(|standing| standing.whole.kind() == kind).ok_or_else(|| {
            // For people, only what a command lists is an entry.
            let listed = entry.fact.as_ref().map(LedgerFact::kind).filter(|other| other.command().is_some());
            listed.map_or_else(|| nothing_there(kind, id), |other| another_kind(kind, id, other))
        })
    }

    /// Returns where `fact` is written as the entry's next revision, after the one that was read or an earlier one that was
    /// `seen`.
    ///
    /// # Errors
    ///
    /// If the entry says the same already.
    pub(super) fn place_of(&self, fact: &T, seen: Option<u32>) -> Result<SeenRevision, CliError> {
        if fact == self.fact {
            let kind = self.whole.kind();
            let hint = format!("name what to change; frist {} set --help lists the options", command(kind));
            return Err(CliError::input(format!("{} {} says that already", kind.called, self.id), hint));
        }
        Ok(Some((self.id, seen.unwrap_or(self.revision))))
    }
}

/// Returns the name of the command for records of that kind.
fn command(kind: &LedgerKind) -> &'static str {
    kind.command().unwrap_or(kind.name)
}

fn nothing_there(kind: &LedgerKind, id: LedgerRecordId) -> CliError {
    let hint = format!("frist {} list shows the ones there are", command(kind));
    CliError::new(ProblemKind::NotFound, format!("there is no {} {id}", kind.called), hint)
}

fn another_kind(kind: &LedgerKind, id: LedgerRecordId, other: &LedgerKind) -> CliError {
    let hint =
        format!("frist {} list shows it; frist {} list shows what can be named here", command(other), command(kind));
    CliError::input(format!("entry {id} is of another sort: {}, not {}", other.called, kind.called), hint)
}

/// Writes an entry and returns its number.
pub(super) fn write(
    setup: &Setup,
    desk: &SharedDesk,
    place: SeenRevision,
    fact: Option<LedgerFact>,
) -> Result<Option<LedgerRecordId>, CliError> {
    let (entry, revision) = place.unzip();
    let change = Change::Enter { entry, revision, fact: fact.map(Box::new) };
    let done = desk.commit(Request::new(&setup.me, vec![change]))?;
    Ok(done.entered.first().map(|(id, _)| *id))
}

/// Writes an entry and has `tell` print what stands under its number then.
pub(super) fn enter<T: RecordType>(
    setup: &Setup,
    desk: &SharedDesk,
    place: SeenRevision,
    fact: LedgerFact,
    tell: impl FnOnce(&Ledger, &StandingRecord<'_, T>, &mut Output<'_>) -> Result<(), CliError>,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let kind = fact.kind();
    let Some(id) = write(setup, desk, place, Some(fact))? else { return Ok(()) };
    let ledger = desk.ledger();
    let standing = StandingRecord::find(&ledger, id, kind)?;
    output.after(&format!("{} {id} is written", kind.called), |output| tell(&ledger, &standing, output))
}

/// Prints when it is on the person's own clocks, where they do not show the same as the contract's.
pub(super) fn tell_in_own_time(
    setup: &Setup,
    contract: &str,
    when: impl Fn(Zone) -> String,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let own = setup.own_zone();
    let said = when(own);
    if said == when(zone(setup, contract)) {
        return Ok(());
    }
    output.line(&format!("in your own time, that of {}: {said}", own.name()))
}

/// Removes the entry of that number, unless it has a later revision than the one that was seen, and says what it was.
pub(super) fn remove<T: RecordType>(
    setup: &Setup,
    desk: &SharedDesk,
    kind: &LedgerKind,
    (id, seen, json): (LedgerRecordId, Option<u32>, bool),
    (say, when): (impl Fn(&StandingRecord<'_, T>) -> String, impl Fn(&T, Zone) -> String),
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    let standing = StandingRecord::find(&ledger, id, kind)?;
    write(setup, desk, Some((id, seen.unwrap_or(standing.revision))), None)?;
    let said = say(&standing);
    output.after(&format!("{} {id} is removed", kind.called), |output| {
        if json {
            return output.json(&serde_json::json!({ "removed": id.0, "kind": command(kind), "what": said }));
        }
        output.line(&format!("removed: {said}"))?;
        tell_in_own_time(setup, standing.whole.contract(), |zone| when(standing.fact, zone), output)
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
pub(super) struct RecordList<'a, T> {
    setup: &'a Setup,
    found: Vec<StandingRecord<'a, T>>,
}

impl<'a, T: RecordType> RecordList<'a, T> {
    /// Finds the entries of a kind, of one contract or of all, of one month or of all, and only those that are `wanted`
    /// besides, the earliest first.
    ///
    /// # Errors
    ///
    /// If there is no such entry, or no such contract.
    pub(super) fn new(
        setup: &'a Setup,
        ledger: &'a Ledger,
        kind: &LedgerKind,
        (contract, month): (Option<&str>, Option<Month>),
        wanted: impl Fn(&T) -> bool,
    ) -> Result<Self, CliError> {
        if let Some(id) = contract {
            setup.contract(id)?;
        }
        let span = |standing: &StandingRecord<'_, T>| standing.whole.span(setup.now());
        let asked = |standing: &StandingRecord<'_, T>| {
            let of = standing.whole.contract();
            contract.is_none_or(|id| id == of)
                && month.is_none_or(|month| span(standing).is_some_and(|span| touches(month, zone(setup, of), span)))
                && wanted(standing.fact)
        };
        let all =
            || ledger.records().filter_map(|entry| StandingRecord::read(entry)).filter(|it| it.whole.kind() == kind);
        let mut found: Vec<StandingRecord<'_, T>> = all().filter(asked).collect();
        found.sort_by_key(|standing| (span(standing).map(|(from, _)| from), standing.id));
        match found.as_slice() {
            [] if all().next().is_none() => Err(none_known(kind)),
            [] => Err(none_like_that(kind)),
            _ => Ok(Self { setup, found }),
        }
    }

    /// Prints a line of JSON for each entry.
    pub(super) fn json<J: Serialize>(
        &self,
        line: impl Fn(&StandingRecord<'a, T>) -> J,
        output: &mut Output<'_>,
    ) -> Result<(), CliError> {
        self.found.iter().try_for_each(|standing| output.json(&line(standing)))
    }

    /// Prints a table with a row for each entry, its vendor behind the number. Columns named in `right` are set to the
    /// right.
    pub(super) fn table(
        &self,
        head: &[&str],
        row: impl Fn(&StandingRecord<'a, T>) -> Vec<String>,
        right: &[usize],
        output: &mut Output<'_>,
    ) -> Result<(), CliError> {
        let head = [&head[..1], &["VENDOR"], &head[1..]].concat();
        let rows = self.found.iter().map(|standing| {
            let mut row = row(standing);
            row.insert(1, vendor(self.setup, standing.whole.contract()).to_owned());
            row
        });
        output.line(&table(&head, rows, right))
    }
}

/// Returns whether something lies in a month at least in part; what takes no time lasts for its second.
fn touches(month: Month, zone: Zone, (from, to): (Instant, Instant)) -> bool {
    month.bounds(zone).is_ok_and(|(begins, ends)| from < ends && begins < to.max(from.plus(1)))
}

/// Returns the error that there is no entry of that kind, with how one is entered.
pub(super) fn none_known(kind: &LedgerKind) -> CliError {
    let hint = format!("frist {} add {} enters one", command(kind), kind.needs());
    CliError::new(ProblemKind::NotFound, format!("no {} is known", kind.called), hint)
}

fn none_like_that(kind: &LedgerKind) -> CliError {
    let hint = format!("frist {} list shows all there are", command(kind));
    CliError::new(ProblemKind::NotFound, format!("no {} is like that", kind.called), hint)
}

/// Reads what a person typed as wall-clock times of one zone.
#[derive(Clone, Copy)]
pub(super) struct MomentReader {
    zone: Zone,
    now: Instant,
}

impl MomentReader {
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

impl RecordType for LedgerFact {
    fn of(fact: &LedgerFact) -> Option<&Self> {
        Some(fact)
    }
}

impl RecordType for Release {
    fn of(fact: &LedgerFact) -> Option<&Self> {
        match fact {
            LedgerFact::Release(release) => Some(release),
            _ => None,
        }
    }
}

impl RecordType for Outage {
    fn of(fact: &LedgerFact) -> Option<&Self> {
        fact.outage()
    }
}

impl RecordType for VendorReport {
    fn of(fact: &LedgerFact) -> Option<&Self> {
        fact.vendor_report()
    }
}
