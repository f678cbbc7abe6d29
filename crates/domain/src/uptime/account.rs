//! Accounts for a month, a quarter or a year: what each moment of an outage counted as, and why.
//!
//! It walks once along the edges of everything that covers time in the month. Between two edges nothing changes, so
//! each such piece counts as one thing; pieces without an outage are left out.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::contract::{Contract, CountsFrom, Uptime, UptimeHours};
use crate::ledger::{LedgerRecordId, Maintenance, Outage};
use crate::time::{
    CalendarPeriod, ClockKind, ClockSeconds, Instant, Month, OutOfRange, PeriodLength, SupportClock, Zone,
};

use super::notice::notice_of;
use super::parties::PartyMonth;
use super::stretches::{OutageStretch, least, stretches};
use super::windows::{StandingWindowOnDate, windows_in};

/// A period, mostly a month, under one contract.
#[derive(Clone, PartialEq, Debug)]
pub struct MonthUptime {
    /// The period itself.
    pub period: CalendarPeriod,
    /// The month itself; of a longer period the first one.
    pub month: Month,
    /// The contract's time zone.
    pub zone: Zone,
    /// The first instant of the month.
    pub from: Instant,
    /// The first instant after the month.
    pub to: Instant,
    /// The moment that it was worked out for.
    pub now: Instant,
    /// The seconds of the period, within the hours of the promise where it has any.
    pub length: i64,
    /// The promise for periods of that length, if there was one.
    pub promise: Option<Uptime>,
    /// The promise by whose rules outages count, also where it is for periods of another length.
    pub rules: Option<Uptime>,
    /// The hours within which seconds count, where the promise has any.
    pub hours: Option<CountedHours>,
    /// The last moment at which a credit of the period can be claimed, or none where the agreement does not say.
    pub claim_by: Option<Instant>,
    /// The pieces of the month with an outage, in order; none overlaps another.
    pub pieces: Vec<DowntimePiece>,
    /// The number of exempt seconds.
    pub exempt: i64,
    /// The number of seconds of downtime.
    pub downtime: i64,
    /// Whether an outage was running at `now`, within the month.
    pub running: bool,
    /// The period of the customer who is worst off, by which the promise is judged: where it is each customer's own and an
    /// outage of the period names any. None where all that was handed in counts together.
    pub worst: Option<Box<PartyMonth>>,
}

/// The hours to which a promise of uptime is limited.
#[derive(Clone, Debug)]
pub struct CountedHours(Arc<SupportClock>);

impl PartialEq for CountedHours {
    /// Compares which hours they are, not what they say: a set of hours is read once.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// A stretch `[from, to)` of the month in which at least one outage was going on and nothing changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DowntimePiece {
    /// The first instant of the piece.
    pub from: Instant,
    /// The first instant after the piece.
    pub to: Instant,
    /// The numbers of the outages that were going on.
    pub outages: Vec<LedgerRecordId>,
    /// What it counts as.
    pub counts: PieceCounts,
    /// How many seconds of it count: all, or those within the hours of the promise.
    pub counted: i64,
}

/// What a piece counts as.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PieceCounts {
    /// The piece counts as downtime.
    Downtime {
        /// The numbers of the maintenance that went on then and exempts nothing, having been announced too late.
        late: Vec<LedgerRecordId>,
    },
    /// The piece counts as exempt, on one or more grounds.
    Exempt(Vec<ExemptionGround>),
    /// The piece counts as nothing: none of its outages had been reported, and the promise counts from the report.
    BeforeReport,
    /// The piece counts as nothing: the unbroken stretch that it belongs to is shorter than what the promise counts.
    TooShort,
}

impl PieceCounts {
    /// Returns the name in reports that programs read: `downtime`, `exempt`, `before_report`, `too_short`.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Downtime { .. } => "downtime",
            Self::Exempt(_) => "exempt",
            Self::BeforeReport => "before_report",
            Self::TooShort => "too_short",
        }
    }

    /// Returns whether the piece counts as downtime, or none where it counts as nothing, being too short or not reported.
    pub const fn is_downtime(&self) -> Option<bool> {
        match self {
            Self::Downtime { .. } => Some(true),
            Self::Exempt(_) => Some(false),
            Self::BeforeReport | Self::TooShort => None,
        }
    }
}

/// The ground on which time is exempt.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ExemptionGround {
    /// The standing window at that place among the contract's.
    Window(usize),
    /// The maintenance of that number.
    Maintenance(LedgerRecordId),
    /// The cause of the outage of that number.
    Cause(LedgerRecordId, String),
}

/// Something that covers a stretch of time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum TimeCover {
    /// An outage that counts, by its place.
    Outage(usize),
    /// An outage that is too short.
    Short(usize),
    /// An outage before its report, where that begins it.
    Unreported(usize),
    /// A standing window on one date, by its place among those of the month.
    Window(usize),
    /// A maintenance that exempts, by its place.
    Exempting(usize),
    /// A maintenance that exempts nothing.
    Late(usize),
}

/// The month, and everything that covers time in it.
struct MonthWalk<'a> {
    contract: &'a Contract,
    rules: Option<&'a Uptime>,
    hours: Option<&'a CountedHours>,
    outages: &'a [(LedgerRecordId, &'a Outage)],
    maintenance: &'a [(LedgerRecordId, &'a Maintenance)],
    stretches: Vec<OutageStretch>,
    windows: Vec<StandingWindowOnDate>,
    from: Instant,
    to: Instant,
    now: Instant,
}

/// Works out the account of `month` under `contract`, as it stands at `now`: an outage that is still running ends then,
/// or with the month. Entries of any time may be handed in; what lies outside the month is left out, but outages
/// outside it may make an unbroken stretch with those inside, so all that there are should be handed in.
///
/// A stretch shorter than the promise's least is dropped by its whole length, before anything is cut off (contract format,
/// "Uptime"; SESAM, "Definition of downtime").
pub fn month_uptime(
    contract: &Contract,
    month: Month,
    outages: &[(LedgerRecordId, &Outage)],
    maintenance: &[(LedgerRecordId, &Maintenance)],
    now: Instant,
) -> Result<MonthUptime, OutOfRange> {
    let period = CalendarPeriod::around(PeriodLength::Month, month);
    period_uptime(contract, None, period, outages, maintenance, now)
}

/// Works out the account of a period as [`month_uptime`] does, by the promise of `plan` where that has one of its own. The
/// promise's rules on outages and hours hold for a period of any length, its limit for its own.
pub fn period_uptime(
    contract: &Contract,
    plan: Option<&str>,
    period: CalendarPeriod,
    outages: &[(LedgerRecordId, &Outage)],
    maintenance: &[(LedgerRecordId, &Maintenance)],
    now: Instant,
) -> Result<MonthUptime, OutOfRange> {
    let (from, to) = period.bounds(contract.zone)?;
    let rules = contract.uptime_of(plan);
    let windows = windows_in(contract, from, to);
    let stretches = stretches(rules, outages, now);
    let hours = rules.and_then(|rules| hours_of(contract, rules));
    let walk =
        MonthWalk { contract, rules, hours: hours.as_ref(), outages, maintenance, stretches, windows, from, to, now };
    let pieces = walk.pieces()?;
    let sum = |wanted: fn(&PieceCounts) -> bool| -> i64 {
        pieces.iter().filter(|piece| wanted(&piece.counts)).map(|piece| piece.counted).sum()
    };
    let promise = rules.filter(|rules| rules.period == period.length());
    Ok(MonthUptime {
        period,
        month: period.first(),
        length: counted(hours.as_ref(), from, to)?,
        zone: contract.zone,
        from,
        to,
        now,
        promise: promise.cloned(),
        claim_by: promise.and_then(|promise| claim_by(contract, promise, to)),
        exempt: sum(|counts| matches!(counts, PieceCounts::Exempt(_))),
        downtime: sum(|counts| matches!(counts, PieceCounts::Downtime { .. })),
        running: from <= now && now < to && outages.iter().any(|(_, o)| o.to.is_none() && o.from <= now),
        pieces,
        worst: None,
        rules: rules.cloned(),
        hours,
    })
}

/// Returns the hours to which a promise of uptime is limited.
fn hours_of(contract: &Contract, rules: &Uptime) -> Option<CountedHours> {
    Some(CountedHours(Arc::clone(match rules.hours.as_ref()? {
        UptimeHours::Support => contract.clock(None),
        UptimeHours::Set(name) => contract.clock(Some(name)),
    })))
}

/// Returns how many seconds of `[from, to)` count.
fn counted(hours: Option<&CountedHours>, from: Instant, to: Instant) -> Result<i64, OutOfRange> {
    hours.map_or(Ok(to.since(from)), |hours| hours.0.elapsed(from, to).map(ClockSeconds::secs))
}

/// Returns the last moment at which a credit of a period that ends at `end` can be claimed, or none where the agreement
/// does not say, or outside the years in which the clock works.
pub(super) fn claim_by(contract: &Contract, rules: &Uptime, end: Instant) -> Option<Instant> {
    let within = rules.claim_within?;
    contract.support.clock.deadline(end, within, ClockKind::Calendar).ok().map(|claim| claim.due)
}

/// Returns when the promise of the month breaks if what is running at `now` goes on: the first moment at which it will
/// be broken, at the latest the month's end. None where nothing runs, nothing is promised, it is broken already, or the
/// month ends before.
///
/// Uptime falls while an outage goes on. It may rise only where the unbroken stretch becomes long enough to count, if a
/// cause in it exempts much. Between two such moments the first broken one is found by halving.
pub fn breaks_at(
    contract: &Contract,
    month: Month,
    outages: &[(LedgerRecordId, &Outage)],
    maintenance: &[(LedgerRecordId, &Maintenance)],
    now: Instant,
) -> Option<Instant> {
    let period = CalendarPeriod::around(PeriodLength::Month, month);
    period_breaks_at(contract, None, period, outages, maintenance, now)
}

/// Returns when the promise of the period breaks as [`breaks_at`] does, by the promise of `plan`.
pub fn period_breaks_at(
    contract: &Contract,
    plan: Option<&str>,
    period: CalendarPeriod,
    outages: &[(LedgerRecordId, &Outage)],
    maintenance: &[(LedgerRecordId, &Maintenance)],
    now: Instant,
) -> Option<Instant> {
    let at = |moment| period_uptime(contract, plan, period, outages, maintenance, moment).ok();
    let present = at(now)?;
    if !present.running || present.holds() != Some(true) {
        return None;
    }
    let broken = |moment| at(moment).is_some_and(|uptime| uptime.holds() == Some(false));
    let mut whole = now;
    for turn in turns(present.rules.as_ref(), outages, now, present.to) {
        let last = turn.plus(-1);
        if broken(last) {
            return Some(first_broken(whole, last, broken));
        }
        if broken(turn) {
            return Some(turn);
        }
        whole = turn;
    }
    None
}

/// Returns the moments after `now` at which a stretch that is running becomes long enough to count, in order, and then
/// the period's end.
fn turns(rules: Option<&Uptime>, outages: &[(LedgerRecordId, &Outage)], now: Instant, end: Instant) -> Vec<Instant> {
    let runs = |stretch: &OutageStretch| stretch.outages.iter().any(|counted| outages[counted.place].1.to.is_none());
    let running = stretches(rules, outages, end).into_iter().filter(runs);
    let counts_from = running.map(|stretch| stretch.from.plus(least(rules)));
    let turns: BTreeSet<Instant> = counts_from.filter(|at| now < *at && *at < end).chain([end]).collect();
    turns.into_iter().collect()
}

/// Returns the first broken moment after `whole`, where the promise holds, up to `broke`, where it is broken.
fn first_broken(mut whole: Instant, mut broke: Instant, broken: impl Fn(Instant) -> bool) -> Instant {
    while broke.since(whole) > 1 {
        let middle = Instant::from_secs(i64::midpoint(whole.secs(), broke.secs()));
        if broken(middle) { broke = middle } else { whole = middle }
    }
    broke
}

impl DowntimePiece {
    /// Returns the length of the piece in seconds of real time.
    pub const fn seconds(&self) -> i64 {
        self.to.since(self.from)
    }
}

impl MonthUptime {
    /// Returns how many seconds of `[from, to)` count: all, or those within the hours of the promise; 0 outside the years in
    /// which the clock works.
    pub(super) fn counted_between(&self, from: Instant, to: Instant) -> i64 {
        counted(self.hours.as_ref(), from, to).unwrap_or_default()
    }
}

impl MonthWalk<'_> {
    fn pieces(&self) -> Result<Vec<DowntimePiece>, OutOfRange> {
        let mut edges = self.edges();
        edges.sort_unstable();
        let (mut pieces, mut active) = (Vec::new(), BTreeSet::new());
        let mut since = self.from;
        for (at, begins, cover) in edges {
            if at > since {
                pieces.extend(self.piece(since, at, &active)?);
                since = at;
            }
            if begins {
                active.insert(cover)
            } else {
                active.remove(&cover)
            };
        }
        Ok(pieces)
    }

    /// Returns the edges at which something begins or ends within the month; ends sort before beginnings at one
    /// instant.
    fn edges(&self) -> Vec<(Instant, bool, TimeCover)> {
        let standing = self.windows.iter().enumerate().map(|(place, w)| (w.from, w.to, TimeCover::Window(place)));
        let outages = self.stretches.iter().flat_map(|stretch| {
            let is_short = stretch.is_short(self.rules);
            stretch.outages.iter().map(move |counted| {
                let cover = if is_short { TimeCover::Short(counted.place) } else { TimeCover::Outage(counted.place) };
                (counted.from, counted.to, cover)
            })
        });
        let in_month = self.maintenance.iter().enumerate().filter(|(_, (_, m))| m.from < self.to && self.from < m.to);
        let maintenance = in_month.map(|(place, (_, m))| {
            let cover = if notice_of(self.contract, m).exempts() {
                TimeCover::Exempting(place)
            } else {
                TimeCover::Late(place)
            };
            (m.from, m.to, cover)
        });
        let all = standing.chain(outages).chain(maintenance).chain(self.unreported());
        let within = all.map(|(from, to, cover)| (from.max(self.from), to.min(self.to), cover));
        let mut edges = Vec::new();
        for (from, to, cover) in within.filter(|(from, to, _)| from < to) {
            edges.extend([(from, true, cover), (to, false, cover)]);
        }
        edges
    }

    /// Returns the outages up to their report, where the promise counts from that.
    fn unreported(&self) -> impl Iterator<Item = (Instant, Instant, TimeCover)> {
        let by_report = self.rules.is_some_and(|rules| rules.counts_from == CountsFrom::Report);
        let outages = self.outages.iter().enumerate().filter(move |_| by_report);
        outages.filter_map(|(place, (_, outage))| {
            let until = outage.reported?.min(outage.until(self.now));
            Some((outage.from, until, TimeCover::Unreported(place)))
        })
    }

    /// Returns the piece of that stretch, or none where no outage was going on.
    fn piece(
        &self,
        from: Instant,
        to: Instant,
        active: &BTreeSet<TimeCover>,
    ) -> Result<Option<DowntimePiece>, OutOfRange> {
        let outages = numbers(active, |cover| match cover {
            TimeCover::Outage(place) => Some(self.outages[place].0),
            _ => None,
        });
        let short = numbers(active, |cover| match cover {
            TimeCover::Short(place) => Some(self.outages[place].0),
            _ => None,
        });
        let unreported = numbers(active, |cover| match cover {
            TimeCover::Unreported(place) => Some(self.outages[place].0),
            _ => None,
        });
        let (outages, counts) = match (outages.is_empty(), short.is_empty(), unreported.is_empty()) {
            (true, true, true) => return Ok(None),
            (true, true, false) => (unreported, PieceCounts::BeforeReport),
            (true, false, _) => (short, PieceCounts::TooShort),
            (false, ..) => (outages, self.counts(active)),
        };
        Ok(Some(DowntimePiece { from, to, outages, counts, counted: counted(self.hours, from, to)? }))
    }

    /// Returns what a piece counts as in which an outage is active that is long enough.
    fn counts(&self, active: &BTreeSet<TimeCover>) -> PieceCounts {
        let mut grounds: Vec<ExemptionGround> = active.iter().filter_map(|cover| self.ground(*cover, active)).collect();
        grounds.sort();
        // Where clocks are set back over midnight, a window may meet the next day's.
        grounds.dedup();
        if !grounds.is_empty() {
            return PieceCounts::Exempt(grounds);
        }
        let late = numbers(active, |cover| match cover {
            TimeCover::Late(place) => Some(self.maintenance[place].0),
            _ => None,
        });
        PieceCounts::Downtime { late }
    }

    /// Says why that cover exempts what is `active` together with it, if it does.
    fn ground(&self, cover: TimeCover, active: &BTreeSet<TimeCover>) -> Option<ExemptionGround> {
        match cover {
            TimeCover::Window(place) => {
                self.windows_hold(active).then_some(ExemptionGround::Window(self.windows[place].place))
            }
            TimeCover::Exempting(place) => Some(ExemptionGround::Maintenance(self.maintenance[place].0)),
            TimeCover::Outage(place) => {
                let (id, outage) = self.outages[place];
                let cause = outage.cause.as_ref().filter(|cause| self.contract.scope.excludes_uptime(cause))?;
                Some(ExemptionGround::Cause(id, cause.clone()))
            }
            TimeCover::Short(_) | TimeCover::Unreported(_) | TimeCover::Late(_) => None,
        }
    }

    /// Returns whether a standing window exempts what is active: one of the outages has a cause that windows are for.
    fn windows_hold(&self, active: &BTreeSet<TimeCover>) -> bool {
        let not_for = self.contract.maintenance.as_ref().map_or(&[][..], |rule| &rule.windows_not_for);
        active.iter().any(|cover| match cover {
            TimeCover::Outage(place) => {
                !self.outages[*place].1.cause.as_ref().is_some_and(|cause| not_for.contains(cause))
            }
            _ => false,
        })
    }
}

/// Returns the numbers that `of` gives for what covers a piece, from the lowest on.
fn numbers(active: &BTreeSet<TimeCover>, of: impl Fn(TimeCover) -> Option<LedgerRecordId>) -> Vec<LedgerRecordId> {
    let mut numbers: Vec<LedgerRecordId> = active.iter().filter_map(|cover| of(*cover)).collect();
    numbers.sort_unstable();
    numbers
}
