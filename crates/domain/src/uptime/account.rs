//! Accounts for a month, a quarter or a year: what each moment of an outage counted as, and why.
//!
//! It walks once along the edges of everything that covers time in the month. Between two edges nothing changes, so
//! each such piece counts as one thing; pieces without an outage are left out.

use std::collections::BTreeSet;

use crate::contract::{Contract, Uptime, UptimeHours};
use crate::ledger::{LedgerRecordId, Maintenance, Outage};
use crate::time::{CalendarPeriod, ClockSeconds, Instant, Month, OutOfRange, PeriodLength, SupportClock, Zone};

use super::notice::notice_of;
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
    /// The pieces of the month with an outage, in order; none overlaps another.
    pub pieces: Vec<DowntimePiece>,
    /// The number of exempt seconds.
    pub exempt: i64,
    /// The number of seconds of downtime.
    pub downtime: i64,
    /// Whether an outage was running at `now`, within the month.
    pub running: bool,
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
    /// The piece counts as nothing: the unbroken stretch that it belongs to is shorter than what the promise counts.
    TooShort,
}

impl PieceCounts {
    /// Returns the name in reports that programs read: `downtime`, `exempt`, `too_short`.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Downtime { .. } => "downtime",
            Self::Exempt(_) => "exempt",
            Self::TooShort => "too_short",
        }
    }

    /// Returns whether the piece counts as downtime, or none where it counts as nothing, being too short.
    pub const fn is_downtime(&self) -> Option<bool> {
        match self {
            Self::Downtime { .. } => Some(true),
            Self::Exempt(_) => Some(false),
            Self::TooShort => None,
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
    outages: &'a [(LedgerRecordId, &'a Outage)],
    maintenance: &'a [(LedgerRecordId, &'a Maintenance)],
    stretches: Vec<OutageStretch>,
    windows: Vec<StandingWindowOnDate>,
    from: Instant,
    to: Instant,
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
    let walk = MonthWalk { contract, rules, outages, maintenance, stretches, windows, from, to };
    let pieces = walk.pieces();
    let hours = rules.and_then(|rules| hours_of(contract, rules));
    let counted = |from: Instant, to: Instant| {
        hours.map_or(Ok(to.since(from)), |clock| clock.elapsed(from, to).map(ClockSeconds::secs))
    };
    let sum = |wanted: fn(&PieceCounts) -> bool| -> Result<i64, OutOfRange> {
        pieces.iter().filter(|piece| wanted(&piece.counts)).map(|piece| counted(piece.from, piece.to)).sum()
    };
    Ok(MonthUptime {
        period,
        month: period.first(),
        length: counted(from, to)?,
        zone: contract.zone,
        from,
        to,
        now,
        promise: rules.filter(|rules| rules.period == period.length()).cloned(),
        exempt: sum(|counts| matches!(counts, PieceCounts::Exempt(_)))?,
        downtime: sum(|counts| matches!(counts, PieceCounts::Downtime { .. }))?,
        running: from <= now && now < to && outages.iter().any(|(_, o)| o.to.is_none() && o.from <= now),
        pieces,
    })
}

/// Returns the clock of the hours to which a promise of uptime is limited.
fn hours_of<'a>(contract: &'a Contract, rules: &Uptime) -> Option<&'a SupportClock> {
    Some(match rules.hours.as_ref()? {
        UptimeHours::Support => contract.clock(None).as_ref(),
        UptimeHours::Set(name) => contract.clock(Some(name)).as_ref(),
    })
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
    let at = |moment| month_uptime(contract, month, outages, maintenance, moment).ok();
    let present = at(now)?;
    if !present.running || present.kept() != Some(true) {
        return None;
    }
    let broken = |moment| at(moment).is_some_and(|uptime| uptime.kept() == Some(false));
    let mut whole = now;
    for turn in turns(contract, outages, now, present.to) {
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
/// the month's end.
fn turns(contract: &Contract, outages: &[(LedgerRecordId, &Outage)], now: Instant, end: Instant) -> Vec<Instant> {
    let runs = |stretch: &OutageStretch| stretch.outages.iter().any(|counted| outages[counted.place].1.to.is_none());
    let rules = contract.uptime.as_ref();
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
    /// Returns the length of the piece in seconds.
    pub const fn seconds(&self) -> i64 {
        self.to.since(self.from)
    }
}

impl MonthWalk<'_> {
    fn pieces(&self) -> Vec<DowntimePiece> {
        let mut edges = self.edges();
        edges.sort_unstable();
        let (mut pieces, mut active) = (Vec::new(), BTreeSet::new());
        let mut since = self.from;
        for (at, begins, cover) in edges {
            if at > since {
                pieces.extend(self.piece(since, at, &active));
                since = at;
            }
            if begins {
                active.insert(cover)
            } else {
                active.remove(&cover)
            };
        }
        pieces
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
        let all = standing.chain(outages).chain(maintenance);
        let within = all.map(|(from, to, cover)| (from.max(self.from), to.min(self.to), cover));
        let mut edges = Vec::new();
        for (from, to, cover) in within.filter(|(from, to, _)| from < to) {
            edges.extend([(from, true, cover), (to, false, cover)]);
        }
        edges
    }

    fn piece(&self, from: Instant, to: Instant, active: &BTreeSet<TimeCover>) -> Option<DowntimePiece> {
        let counted = numbers(active, |cover| match cover {
            TimeCover::Outage(place) => Some(self.outages[place].0),
            _ => None,
        });
        if counted.is_empty() {
            let outages = numbers(active, |cover| match cover {
                TimeCover::Short(place) => Some(self.outages[place].0),
                _ => None,
            });
            return (!outages.is_empty()).then_some(DowntimePiece { from, to, outages, counts: PieceCounts::TooShort });
        }
        let mut grounds: Vec<ExemptionGround> = active.iter().filter_map(|cover| self.ground(*cover, active)).collect();
        grounds.sort();
        // Where clocks are set back over midnight, a window may meet the next day's.
        grounds.dedup();
        let counts = if grounds.is_empty() {
            let late = numbers(active, |cover| match cover {
                TimeCover::Late(place) => Some(self.maintenance[place].0),
                _ => None,
            });
            PieceCounts::Downtime { late }
        } else {
            PieceCounts::Exempt(grounds)
        };
        Some(DowntimePiece { from, to, outages: counted, counts })
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
            TimeCover::Short(_) | TimeCover::Late(_) => None,
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
