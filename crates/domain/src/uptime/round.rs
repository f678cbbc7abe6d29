//! Makes the months of all vendors from the contracts and the ledger: what the screen and the reports begin with.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::contract::{Book, Contract, uptime_plan_in_words};
use crate::ledger::{AnnouncedChange, Ledger, LedgerRecordId, Maintenance, Outage};
use crate::time::{CalendarPeriod, Instant, Month, OutOfRange, PeriodLength};

use super::account::MonthUptime;
use super::parties::MonthOfAll;

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

/// Whose uptime a round is about.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum UptimeParty {
    /// All outages count together.
    #[default]
    All,
    /// The service or customer of that name: outages that name others only are left out.
    One(String),
    /// Everybody whom no outage names: only the outages that hit all count.
    Others,
}

/// The promise of uptime that is asked about.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct UptimeQuery {
    /// The id of the contract.
    pub contract: String,
    /// The plan whose own promise counts, or none for the contract's.
    pub plan: Option<String>,
    /// Whose uptime it is.
    pub party: UptimeParty,
}

/// One vendor's period, mostly a month, with what it was made from.
#[derive(Clone, Debug)]
pub struct MonthRound<'a> {
    /// The contract in the version that holds on the period's first day.
    pub contract: Arc<Contract>,
    /// The plan whose own promise it is about, or none for the contract's.
    pub plan: Option<String>,
    /// The account of the period.
    pub uptime: MonthUptime,
    /// The moment at which the promise breaks if what runs goes on.
    pub breaks_at: Option<Instant>,
    /// The ledger records that touch the period.
    pub entries: UptimeRecords<'a>,
    /// Whose period it is.
    pub party: UptimeParty,
    /// Whether any outage of the vendor's, of whatever period, names that one.
    pub of_is_named: bool,
    /// The outages of any period that it was worked out from.
    pub(super) outages: Vec<(LedgerRecordId, &'a Outage)>,
}

impl UptimeParty {
    /// Makes the party of that name, or all where there is none.
    pub fn named(name: Option<&str>) -> Self {
        name.map_or(Self::All, |name| Self::One(name.to_owned()))
    }

    /// Returns the name of the one service or customer, if it is one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::One(name) => Some(name),
            Self::All | Self::Others => None,
        }
    }

    /// Returns whether that outage counts for it.
    pub fn is_hit_by(&self, outage: &Outage) -> bool {
        match self {
            Self::All => true,
            Self::One(name) => outage.hits(Some(name)),
            Self::Others => outage.affects.is_empty(),
        }
    }
}

impl UptimeQuery {
    /// Makes the question about the contract's own promise, with all outages together.
    pub fn of(contract: &str) -> Self {
        Self { contract: contract.to_owned(), ..Self::default() }
    }

    /// Returns the question about that plan's own promise.
    #[must_use]
    pub fn in_plan(self, plan: Option<&str>) -> Self {
        Self { plan: plan.map(str::to_owned), ..self }
    }

    /// Returns the question about one party.
    #[must_use]
    pub fn for_party(self, party: UptimeParty) -> Self {
        Self { party, ..self }
    }
}

impl MonthRound<'_> {
    /// Returns the one service or customer whose period it is, or none.
    pub fn of(&self) -> Option<&str> {
        self.party.name()
    }

    /// Returns what was asked, to ask it again of another period.
    pub fn query(&self) -> UptimeQuery {
        UptimeQuery { contract: self.contract.id.clone(), plan: self.plan.clone(), party: self.party.clone() }
    }
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

/// Returns one vendor's month as it stands at `now`, by the contract's own promise, or none for an unknown contract.
pub fn month_round<'a>(
    book: &Book,
    ledger: &'a Ledger,
    contract: &str,
    month: Month,
    now: Instant,
) -> Option<Result<MonthRound<'a>, OutOfRange>> {
    let period = CalendarPeriod::around(PeriodLength::Month, month);
    period_round(book, ledger, &UptimeQuery::of(contract), period, now)
}

/// Returns a period as it stands at `now`, or none for an unknown contract. Outages that do not hit the party are left out
/// before anything is joined.
pub fn period_round<'a>(
    book: &Book,
    ledger: &'a Ledger,
    query: &UptimeQuery,
    period: CalendarPeriod,
    now: Instant,
) -> Option<Result<MonthRound<'a>, OutOfRange>> {
    let (party, plan) = (&query.party, query.plan.as_deref());
    let newest = book.get(&query.contract)?;
    let made = |(contract, from, to): (&Arc<Contract>, Instant, Instant)| {
        // Outages of other months may make an unbroken stretch with those of this one.
        let mut all = UptimeRecords::of(ledger, &contract.id);
        let names = |outage: &Outage| !outage.affects.is_empty() && party.is_hit_by(outage);
        let of_is_named = all.outages.iter().any(|(_, outage)| names(outage));
        all.outages.retain(|(_, outage)| party.is_hit_by(outage));
        let entries = all.within(from, to, now);
        let made_from = MonthOfAll { contract, plan, period, entries: &entries, outages: &all.outages, now };
        let uptime = made_from.uptime(*party == UptimeParty::All)?;
        let breaks_at = made_from.breaks_at(&uptime);
        Ok(MonthRound {
            contract: Arc::clone(contract),
            plan: query.plan.clone(),
            uptime,
            breaks_at,
            entries,
            party: party.clone(),
            of_is_named,
            outages: all.outages,
        })
    };
    Some(in_force(book, newest, period).and_then(made))
}

/// Returns the contract's own month with these records of any time, judged by each customer's where the promise is theirs.
pub fn month_with(
    contract: &Contract,
    month: Month,
    all: &UptimeRecords<'_>,
    now: Instant,
) -> Result<MonthUptime, OutOfRange> {
    let period = CalendarPeriod::around(PeriodLength::Month, month);
    let (from, to) = period.bounds(contract.zone)?;
    let (entries, outages) = (all.within(from, to, now), &all.outages);
    MonthOfAll { contract, plan: None, period, entries: &entries, outages, now }.uptime(true)
}

/// Returns the round of the period that the promise is for and that has that month in it.
pub fn promised_round<'a>(
    book: &Book,
    ledger: &'a Ledger,
    query: &UptimeQuery,
    month: Month,
    now: Instant,
) -> Option<Result<MonthRound<'a>, OutOfRange>> {
    let period = promised_period(book, query, month)?;
    period_round(book, ledger, query, period, now)
}

/// Returns a round for each promise of uptime that the contract has in that month, each of the period that it is for; empty for
/// an unknown contract.
pub fn promised_rounds<'a>(
    book: &Book,
    ledger: &'a Ledger,
    contract: &str,
    month: Month,
    now: Instant,
) -> Result<Vec<MonthRound<'a>>, OutOfRange> {
    let queries = promises_in(book, contract, month).into_iter();
    queries.filter_map(|query| promised_round(book, ledger, &query, month, now)).collect()
}

/// Returns a question for each promise of uptime that the contract has in that month: one for each of
/// [`Contract::uptime_plans`].
pub fn promises_in(book: &Book, contract: &str, month: Month) -> Vec<UptimeQuery> {
    let Some(newest) = book.get(contract) else { return Vec::new() };
    let month = CalendarPeriod::around(PeriodLength::Month, month);
    let contract = in_force(book, newest, month).map_or(newest, |(contract, ..)| contract);
    contract.uptime_plans().into_iter().map(|plan| UptimeQuery::of(&contract.id).in_plan(plan)).collect()
}

/// Returns the period that the promise is for and that has that month in it, or none for an unknown contract; a month where
/// nothing is promised.
pub fn promised_period(book: &Book, query: &UptimeQuery, month: Month) -> Option<CalendarPeriod> {
    let newest = book.get(&query.contract)?;
    let period = CalendarPeriod::around(PeriodLength::Month, month);
    let contract = in_force(book, newest, period).map_or(newest, |(contract, ..)| contract);
    let length = contract.uptime_of(query.plan.as_deref()).map(|uptime| uptime.period);
    Some(CalendarPeriod::around(length.unwrap_or_default(), month))
}

/// Returns the version that holds on the period's first day, and the period's bounds in its zone, which need not be the
/// newest's.
fn in_force<'b>(
    book: &'b Book,
    newest: &'b Arc<Contract>,
    period: CalendarPeriod,
) -> Result<(&'b Arc<Contract>, Instant, Instant), OutOfRange> {
    let (first, _) = period.bounds(newest.zone)?;
    let contract = book.for_report(&newest.id, first).unwrap_or(newest);
    let (from, to) = period.bounds(contract.zone)?;
    Ok((contract, from, to))
}

/// Returns the version of that contract that holds on the period's first day, with the period's bounds, or none for an unknown
/// contract and outside the clock's years.
pub(super) fn in_force_of<'b>(
    book: &'b Book,
    contract: &str,
    period: CalendarPeriod,
) -> Option<(&'b Arc<Contract>, Instant, Instant)> {
    in_force(book, book.get(contract)?, period).ok()
}

/// Names the periods that the rounds are about: one, or, at a turn of the month in several zones and with promises for
/// periods of several lengths, more, as in `January 2024 and February 2024`.
pub fn months_in_words(rounds: &[MonthRound<'_>]) -> String {
    let periods: BTreeSet<CalendarPeriod> = rounds.iter().map(|round| round.uptime.period).collect();
    periods.into_iter().map(CalendarPeriod::long).collect::<Vec<_>>().join(" and ")
}

/// Names the vendor of one of the rounds, with the plan whose promise it is, and with its period where others have another.
pub fn vendor_among(round: &MonthRound<'_>, rounds: &[MonthRound<'_>]) -> String {
    let period = round.uptime.period;
    if rounds.iter().all(|other| other.uptime.period == period) {
        whose_promise(round)
    } else {
        format!("{}, {}", whose_promise(round), period.long())
    }
}

/// Names the vendor, and the plans whose promise it is where not all share one: `Tiers, Premium`.
pub fn whose_promise(round: &MonthRound<'_>) -> String {
    let vendor = &round.contract.vendor;
    match uptime_plan_in_words(&round.contract, round.plan.as_deref()) {
        Some(plan) => format!("{vendor}, {plan}"),
        None => vendor.clone(),
    }
}

/// The periods that a picture of the past has: as many as can be told apart in it.
const fn periods_back(length: PeriodLength) -> i32 {
    match length {
        PeriodLength::Month => 12,
        PeriodLength::Quarter => 8,
        PeriodLength::Year => 5,
    }
}

/// Returns a vendor's last periods that end with the one with `last` in it, the earliest first: twelve months, or eight quarters or
/// five years where its promise is for these; periods outside the clock's years are left out.
pub fn twelve_months(book: &Book, ledger: &Ledger, query: &UptimeQuery, last: Month, now: Instant) -> Vec<MonthUptime> {
    months_back(book, ledger, query, last, 0, now)
}

/// Returns the periods before the last of those, for a caller that has worked that out already.
pub fn months_before(book: &Book, ledger: &Ledger, query: &UptimeQuery, last: Month, now: Instant) -> Vec<MonthUptime> {
    months_back(book, ledger, query, last, 1, now)
}

/// Returns the periods from the earliest up to so many back.
fn months_back(
    book: &Book,
    ledger: &Ledger,
    query: &UptimeQuery,
    last: Month,
    up_to: i32,
    now: Instant,
) -> Vec<MonthUptime> {
    let (Some(newest), Some(last)) = (book.get(&query.contract), promised_period(book, query, last)) else {
        return Vec::new();
    };
    let all = UptimeRecords::of(ledger, &query.contract);
    let period = |back: i32| {
        let period = last.plus(-back);
        let (contract, from, to) = in_force(book, newest, period).ok()?;
        let entries = all.within(from, to, now);
        let (plan, outages) = (query.plan.as_deref(), &all.outages);
        MonthOfAll { contract, plan, period, entries: &entries, outages, now }.uptime(true).ok()
    };
    (up_to..periods_back(last.length())).rev().filter_map(period).collect()
}
