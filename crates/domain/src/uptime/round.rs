//! Makes the months of all vendors from the contracts and the ledger: what the screen and the reports begin with.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::contract::{Book, Contract};
use crate::ledger::{AnnouncedChange, Ledger, LedgerRecordId, Maintenance, Outage};
use crate::time::{Instant, Month, OutOfRange};

use super::account::{MonthUptime, breaks_at, month_uptime};

/// The entries that the ledger has of one vendor, each sort by when it begins.
#[derive(Clone, Debug, Default)]
pub struct UptimeRecords<'a> {
    /// The outages with their numbers.
    pub outages: Vec<(LedgerRecordId, &'a Outage)>,
    /// The maintenance with its numbers.
    pub maintenance: Vec<(LedgerRecordId, &'a Maintenance)>,
    /// The announced changes with their numbers.
    pub changes: Vec<(LedgerRecordId, &'a AnnouncedChange)>,
}

/// One vendor's month, with what it was made from.
#[derive(Clone, Debug)]
pub struct MonthRound<'a> {
    /// The contract in the version that holds on the month's first day.
    pub contract: Arc<Contract>,
    /// The account of the month.
    pub uptime: MonthUptime,
    /// The moment at which the promise breaks if what runs goes on.
    pub breaks_at: Option<Instant>,
    /// The ledger records that touch the month.
    pub entries: UptimeRecords<'a>,
    /// The one service or customer whose month it is, or none where all outages count together.
    pub of: Option<String>,
    /// Whether any outage of the vendor's, of whatever month, names that one.
    pub of_is_named: bool,
    /// The outages of any month that it was worked out from.
    pub(super) outages: Vec<(LedgerRecordId, &'a Outage)>,
}

impl<'a> UptimeRecords<'a> {
    /// Returns all entries of that vendor.
    pub fn of(ledger: &'a Ledger, contract: &str) -> Self {
        let contract = Some(contract);
        Self {
            outages: ledger.outages(contract),
            maintenance: ledger.maintenance(contract),
            changes: ledger.announced_changes(contract),
        }
    }

    /// Returns the entries that share a moment with `[from, to)`; an outage that runs ends at `now`.
    #[must_use]
    pub fn within(&self, from: Instant, to: Instant, now: Instant) -> Self {
        let touches =
            |begins: Instant, ends: Instant| begins < to && (from < ends || (begins == ends && from <= begins));
        Self {
            outages: self.outages.iter().filter(|(_, o)| touches(o.from, o.until(now))).copied().collect(),
            maintenance: self.maintenance.iter().filter(|(_, m)| touches(m.from, m.to)).copied().collect(),
            changes: self.changes.iter().filter(|(_, c)| touches(c.from, c.from)).copied().collect(),
        }
    }
}

/// Returns one vendor's month as it stands at `now`, or none for an unknown contract.
pub fn month_round<'a>(
    book: &Book,
    ledger: &'a Ledger,
    contract: &str,
    month: Month,
    now: Instant,
) -> Option<Result<MonthRound<'a>, OutOfRange>> {
    month_round_of(book, ledger, (contract, None), month, now)
}

/// Returns the round as [`month_round`] does, of one service or customer where a name is given: outages that hit others
/// only are left out, before anything is joined.
pub fn month_round_of<'a>(
    book: &Book,
    ledger: &'a Ledger,
    (contract, of): (&str, Option<&str>),
    month: Month,
    now: Instant,
) -> Option<Result<MonthRound<'a>, OutOfRange>> {
    let newest = book.get(contract)?;
    let made = |(contract, from, to): (&Arc<Contract>, Instant, Instant)| {
        // Outages of other months may make an unbroken stretch with those of this one.
        let mut all = UptimeRecords::of(ledger, &contract.id);
        let of_is_named = all.outages.iter().any(|(_, outage)| !outage.affects.is_empty() && outage.hits(of));
        all.outages.retain(|(_, outage)| outage.hits(of));
        let entries = all.within(from, to, now);
        let uptime = month_uptime(contract, month, &all.outages, &entries.maintenance, now)?;
        let breaks_at = breaks_at(contract, month, &all.outages, &entries.maintenance, now);
        let (contract, of, outages) = (Arc::clone(contract), of.map(str::to_owned), all.outages);
        Ok(MonthRound { contract, uptime, breaks_at, entries, of, of_is_named, outages })
    };
    Some(in_force(book, newest, month).and_then(made))
}

/// Returns the version that holds on the month's first day, and the month's bounds in its zone, which need not be the newest's.
fn in_force<'b>(
    book: &'b Book,
    newest: &'b Arc<Contract>,
    month: Month,
) -> Result<(&'b Arc<Contract>, Instant, Instant), OutOfRange> {
    let (first, _) = month.bounds(newest.zone)?;
    let contract = book.for_report(&newest.id, first).unwrap_or(newest);
    let (from, to) = month.bounds(contract.zone)?;
    Ok((contract, from, to))
}

/// Names the months that the rounds are about: one, or at its turn those of several zones, as in `January 2024 and
/// February 2024`.
pub fn months_in_words(rounds: &[MonthRound<'_>]) -> String {
    let months: BTreeSet<Month> = rounds.iter().map(|round| round.uptime.month).collect();
    months.into_iter().map(Month::long).collect::<Vec<_>>().join(" and ")
}

/// Names the vendor of one of the rounds, with its month where others have another.
pub fn vendor_among(round: &MonthRound<'_>, rounds: &[MonthRound<'_>]) -> String {
    let (vendor, month) = (&round.contract.vendor, round.uptime.month);
    if rounds.iter().all(|other| other.uptime.month == month) {
        vendor.clone()
    } else {
        format!("{vendor}, {}", month.long())
    }
}

/// Returns a vendor's twelve months that end with `last`, the earliest first; months outside the clock's years are left out.
pub fn twelve_months(book: &Book, ledger: &Ledger, contract: &str, last: Month, now: Instant) -> Vec<MonthUptime> {
    months_back(book, ledger, contract, last, 0, now)
}

/// Returns the eleven months of those before `last`, for a caller that has worked that out already.
pub fn months_before(book: &Book, ledger: &Ledger, contract: &str, last: Month, now: Instant) -> Vec<MonthUptime> {
    months_back(book, ledger, contract, last, 1, now)
}

/// Returns the months from eleven back up to so many back.
fn months_back(
    book: &Book,
    ledger: &Ledger,
    contract: &str,
    last: Month,
    up_to: i32,
    now: Instant,
) -> Vec<MonthUptime> {
    let Some(newest) = book.get(contract) else { return Vec::new() };
    let all = UptimeRecords::of(ledger, contract);
    let month = |back: i32| {
        let month = last.plus(-back);
        let (contract, from, to) = in_force(book, newest, month).ok()?;
        let entries = all.within(from, to, now);
        month_uptime(contract, month, &all.outages, &entries.maintenance, now).ok()
    };
    (up_to..12).rev().filter_map(month).collect()
}
