//! Knows what may be claimed of a vendor where a promise of uptime was broken, and until when.
//!
//! Contract format, "Uptime": `claim_within` counts from the end of the period, in the contract's zone.

use crate::contract::{Book, Contract};
use crate::ledger::Ledger;
use crate::time::{CalendarPeriod, Instant, Month, OutOfRange, PeriodLength};

use super::account::{MonthUptime, claim_by};
use super::round::{MonthRound, UptimeQuery, in_force_of, period_round};

/// The number of months back to which claims are looked for.
const BACK: i32 = 24;
/// The same where the agreement names no last day.
const BACK_WITHOUT_DAY: i32 = 12;

/// How the claim of a period stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClaimStanding {
    /// Nothing is promised for such a period.
    NothingPromised,
    /// The period has not begun.
    NotBegun,
    /// The promise was kept, or is so far: nothing is owed.
    Kept,
    /// The promise is broken, and the agreement owes nothing for that.
    NothingOwed,
    /// The promise is broken already; what is owed can be claimed once the period is over.
    NotOver,
    /// It can be claimed.
    Open {
        /// The moment at which it is over, or none where the agreement does not say.
        by: Option<Instant>,
    },
    /// It could have been claimed and no longer can.
    Lapsed {
        /// The moment at which it was over.
        by: Instant,
    },
}

impl ClaimStanding {
    /// Returns the word for it in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NothingPromised => "nothing_promised",
            Self::NotBegun => "not_begun",
            Self::Kept => "kept",
            Self::NothingOwed => "nothing_owed",
            Self::NotOver => "not_over",
            Self::Open { .. } => "open",
            Self::Lapsed { .. } => "lapsed",
        }
    }

    /// Returns whether something is owed, whether or not it can be claimed now.
    pub const fn is_owed(self) -> bool {
        matches!(self, Self::NotOver | Self::Open { .. } | Self::Lapsed { .. })
    }
}

impl MonthUptime {
    /// Returns how the claim of the period stands at the moment that it was worked out for.
    pub fn claim(&self) -> ClaimStanding {
        match self.holds() {
            None => ClaimStanding::NothingPromised,
            Some(_) if !self.has_begun() => ClaimStanding::NotBegun,
            Some(true) => ClaimStanding::Kept,
            Some(false) if self.credit_percent() <= 0.0 => ClaimStanding::NothingOwed,
            Some(false) if self.now < self.to => ClaimStanding::NotOver,
            Some(false) => match self.claim_by.filter(|by| *by <= self.now) {
                Some(by) => ClaimStanding::Lapsed { by },
                None => ClaimStanding::Open { by: self.claim_by },
            },
        }
    }

    /// Returns the seconds that are left to claim it, if it can be claimed and the agreement says until when.
    pub fn claim_left(&self) -> Option<i64> {
        match self.claim() {
            ClaimStanding::Open { by } => by.map(|by| by.since(self.now)),
            _ => None,
        }
    }
}

/// Returns the rounds that are claimed each by itself: the customers' where the promise is each customer's own and an outage of
/// the period names any, else the one of the question. None for an unknown contract.
pub fn claims_of<'a>(
    book: &Book,
    ledger: &'a Ledger,
    query: &UptimeQuery,
    period: CalendarPeriod,
    now: Instant,
) -> Option<Result<Vec<MonthRound<'a>>, OutOfRange>> {
    let round = match period_round(book, ledger, query, period, now)? {
        Ok(round) => round,
        Err(error) => return Some(Err(error)),
    };
    let parties = round.parties();
    if parties.is_empty() {
        return Some(Ok(vec![round]));
    }
    let of = |party| period_round(book, ledger, &query.clone().for_party(party), period, now);
    parties.iter().map(|month| of(month.party())).collect()
}

/// Returns every claim that is open at `now`, the one that lapses first at the top and those without a last day at the end.
/// Where an agreement names no last day, those of the last twelve months are told.
pub fn open_claims<'a>(book: &Book, ledger: &'a Ledger, now: Instant) -> Vec<MonthRound<'a>> {
    let each = book.known().into_iter().flat_map(|contract| open_claims_on(book, ledger, contract, now));
    in_order(each.collect())
}

/// Returns the claims that are open on that contract, in the same order.
pub fn open_claims_on<'a>(book: &Book, ledger: &'a Ledger, contract: &Contract, now: Instant) -> Vec<MonthRound<'a>> {
    let present = Month::at(contract.zone, now);
    let months = (1..=BACK).map(|back| (present.plus(-back), back));
    in_order(months.flat_map(|(month, back)| open_in(book, ledger, (&contract.id, month, back), now)).collect())
}

fn in_order(mut claims: Vec<MonthRound<'_>>) -> Vec<MonthRound<'_>> {
    claims.sort_by_key(|round| (round.uptime.claim_by.is_none(), round.uptime.claim_by, round.uptime.period));
    claims
}

/// Returns the open claims of the periods of any length that end with that month, which lies so many months back: of each length,
/// of the promises for it that were in force when the period began.
fn open_in<'a>(
    book: &Book,
    ledger: &'a Ledger,
    (contract, month, back): (&str, Month, i32),
    now: Instant,
) -> Vec<MonthRound<'a>> {
    let mut open = Vec::new();
    let periods = PeriodLength::ALL.into_iter().map(|length| CalendarPeriod::around(length, month));
    for period in periods.filter(|period| period.last() == month) {
        for query in promises_for(book, contract, period) {
            if !may_be_open(book, &query, (period, back), now) {
                continue;
            }
            let rounds = claims_of(book, ledger, &query, period, now).and_then(Result::ok).unwrap_or_default();
            open.extend(rounds.into_iter().filter(|round| matches!(round.uptime.claim(), ClaimStanding::Open { .. })));
        }
    }
    open
}

/// Returns a question for each promise of the contract for periods of that length that was in force when the period began.
fn promises_for(book: &Book, contract: &str, period: CalendarPeriod) -> Vec<UptimeQuery> {
    let Some((contract, ..)) = in_force_of(book, contract, period) else { return Vec::new() };
    let is_for = |plan: Option<&str>| contract.uptime_of(plan).is_some_and(|rules| rules.period == period.length());
    contract
        .uptime_plans()
        .into_iter()
        .filter(|plan| is_for(*plan))
        .map(|plan| UptimeQuery::of(&contract.id).in_plan(plan))
        .collect()
}

/// Returns whether a credit of that period could still be claimed, before its outages are looked at.
fn may_be_open(book: &Book, query: &UptimeQuery, (period, back): (CalendarPeriod, i32), now: Instant) -> bool {
    let Some((contract, _, to)) = in_force_of(book, &query.contract, period) else { return false };
    let Some(rules) = contract.uptime_of(query.plan.as_deref()).filter(|rules| rules.credit.is_some()) else {
        return false;
    };
    match claim_by(contract, rules, to) {
        Some(by) => now < by,
        None => back <= BACK_WITHOUT_DAY,
    }
}
