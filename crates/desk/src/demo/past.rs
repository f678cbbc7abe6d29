//! Makes up a quarter of a year of closed tickets before the week, so that reports have something to show: most of them
//! met in time, some late, with the reasons for it, and one at each vendor that the customer pays for.

use std::sync::Arc;

use fastrand::Rng;

use super::story::{Plot, Progress, Story};
use super::words::Subjects;
use super::{DAY, MINUTE, WantedState, terms};
use frist_domain::contract::{Book, Contract};
use frist_domain::ticket::BreachReason;
use frist_domain::time::{Instant, Opening};

/// The tickets of each vendor, the latest first: how each ends, and its tier of severity.
const TOLD: [(Progress, usize); 6] = [
    (Progress::Closed(None), 1),
    (Progress::ClosedLate(Lateness::Vendors), 0),
    (Progress::Closed(None), 0),
    (Progress::PaidFor, 2),
    (Progress::ClosedLate(Lateness::Other), 1),
    (Progress::Closed(None), 2),
];
/// How far back the latest is, and how far each is from the one before, in seconds.
const LATEST: i64 = 10 * DAY;
const APART: i64 = 15 * DAY;

/// The hours by which a step is put off until something is late.
const PUT_OFF: [i64; 6] = [2, 5, 9, 26, 75, 150];

/// The reason why something was late.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Lateness {
    /// It was the vendor's fault.
    Vendors,
    /// It was another reason at each vendor.
    Other,
}

impl Lateness {
    /// Returns the reason, and the sentence beside it. `n` is the vendor's place.
    pub(super) fn reason(self, n: usize) -> (BreachReason, Option<&'static str>) {
        let others = [
            (BreachReason::Ours, Some("nobody was at the desk")),
            (BreachReason::Agreed, Some("the customer wanted it after the weekend")),
            (BreachReason::Disputed, None),
        ];
        match self {
            Self::Vendors => (BreachReason::Vendors, Some("their second line was late")),
            Self::Other => others[n % others.len()],
        }
    }
}

/// Makes the tickets' stories. What a vendor's agreement cannot have is left out.
pub(super) fn quarter(book: &Book, now: Instant, seed: u64) -> Vec<Story> {
    // A generator of its own, so that the week is the same with and without this.
    let mut rng = Rng::with_seed(seed.wrapping_add(0x7061_7374));
    let mut stories = Vec::new();
    for (n, contract) in book.contracts().enumerate() {
        let mut subjects = Subjects::new(&contract.id);
        for (place, (progress, tier)) in (0..).zip(TOLD) {
            let around = now.plus(-LATEST - place * APART - rng.i64(0..APART));
            stories.extend(told(&mut rng, contract, n, &mut subjects, progress, tier, around, now));
        }
    }
    stories
}

#[allow(clippy::too_many_arguments)] // all of them say what is told, once
fn told(
    rng: &mut Rng,
    contract: &Arc<Contract>,
    n: usize,
    subjects: &mut Subjects,
    progress: Progress,
    tier: usize,
    around: Instant,
    now: Instant,
) -> Option<Story> {
    if progress == Progress::PaidFor && contract.scope.billable.is_empty() {
        return None;
    }
    let terms = terms(rng, contract, tier, progress, WantedState::Any)?;
    let subject = subjects.next(rng, terms.tier);
    let plot = Plot::new(rng, contract, terms, progress, subject).at_vendor(n);
    let reported = open_before(rng, contract, around);
    let Progress::ClosedLate(_) = progress else { return plot.told(reported, now) };
    let late = |hours: &i64| plot.told_late(hours * 60, reported, now).filter(|story| is_late(&plot, story, now));
    PUT_OFF.iter().find_map(late)
}

fn is_late(plot: &Plot, story: &Story, now: Instant) -> bool {
    story.ticket().is_some_and(|ticket| WantedState::Late.fits(plot, &ticket, now))
}

/// Returns a moment before `around` at which support was open; any moment where it hardly ever is.
fn open_before(rng: &mut Rng, contract: &Contract, around: Instant) -> Instant {
    let to_the_minute = around.plus(-around.secs().rem_euclid(MINUTE));
    let mut moments = (0..400).map(|_| to_the_minute.plus(-rng.i64(0..7 * 24 * 60) * MINUTE));
    let open = |at: &Instant| matches!(contract.support.clock.opening(*at), Opening::Open(_));
    moments.find(open).unwrap_or(to_the_minute)
}
