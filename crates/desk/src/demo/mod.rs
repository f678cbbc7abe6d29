//! Makes up tickets to try things on: a believable week around any moment, or any number of them.
//!
//! Nothing in it is random twice: the same contracts, moment and seed give the same tickets. Whatever the moment is, noon
//! or night, workday or holiday, the week has tickets in every state that the contracts allow just then: each is
//! reported at a moment searched backwards until the support clock puts it where it should be.

mod outages;
mod past;
mod rota;
mod story;
mod talk;
#[cfg(test)]
mod tests;
mod words;

use std::path::Path;
use std::sync::Arc;

use fastrand::Rng;

use super::{Problem, ProblemKind, kept_texts};
use frist_domain::contract::{Book, Contract};
use frist_domain::sla::{Sla, TargetState, sla};
use frist_domain::ticket::{BreachReason, Commit, CommitId, Edit, Ticket, TicketId};
use frist_domain::time::{Instant, Opening};
use frist_store::Store;

pub use rota::rota;

use story::{Plot, Progress, Story, StoryEvents, Terms};
use words::Subjects;

const MINUTE: i64 = 60;
const DAY: i64 = 86_400;
/// The number of tickets in one batch of [`many`].
const BATCH: u64 = 2_048;
/// The number of tickets of [`many`] of which one is open.
const ONE_OPEN_IN: u64 = 50;
/// How far back [`many`] reaches, in seconds.
const TEN_YEARS: i64 = 10 * 365 * DAY;

/// How a ticket should stand at `now`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum WantedState {
    /// The ticket's next target is in that state.
    State(TargetState),
    /// All that was promised was met in time.
    InTime,
    /// Something was met too late.
    Late,
    /// The ticket may stand in any way.
    Any,
}

/// One ticket of a week at each vendor: how far it gets, how it stands, and its tier of severity (0 = worst).
type Scene = (Progress, WantedState, usize);

const AT_RISK: WantedState = WantedState::State(TargetState::AtRisk);
const BREACHED: WantedState = WantedState::State(TargetState::Breached);
const NO_CLOCK: WantedState = WantedState::State(TargetState::NoClock);
const RUNNING: WantedState = WantedState::State(TargetState::Running);
const STOPPED: WantedState = WantedState::State(TargetState::Stopped);

const WEEK: [Scene; 21] = [
    (Progress::Fresh, BREACHED, 0),
    (Progress::Answered, BREACHED, 1),
    (Progress::Fresh, AT_RISK, 0),
    (Progress::Fresh, AT_RISK, 1),
    (Progress::Answered, AT_RISK, 1),
    (Progress::Fresh, RUNNING, 1),
    (Progress::Fresh, RUNNING, 2),
    (Progress::Answered, RUNNING, 0),
    (Progress::Fresh, STOPPED, 1),
    (Progress::Fresh, NO_CLOCK, 0),
    (Progress::InWork, WantedState::Any, 1),
    (Progress::WorkedAround, WantedState::Any, 0),
    (Progress::NoWorkaround, WantedState::Any, 0),
    (Progress::Fixed, WantedState::InTime, 2),
    (Progress::Closed(None), WantedState::InTime, 0),
    (Progress::Closed(None), WantedState::InTime, 1),
    (Progress::Closed(Some(BreachReason::Vendors)), WantedState::Late, 1),
    (Progress::Reopened, WantedState::Any, 1),
    (Progress::TakenBack, WantedState::Any, 1),
    (Progress::Waiting, WantedState::Any, 2),
    (Progress::Excluded, WantedState::Any, 2),
];

/// The scenes that happen only once in a week, at the first vendors.
const RARE: [Scene; 2] = [(Progress::Withdrawn, WantedState::Any, 2), (Progress::Escalated, WantedState::Any, 0)];

/// Returns the moment that a demonstration is given at: the last one, not after `now`, at which most vendors' support
/// is open and somebody's is closed, and stays so for a quarter of an hour. Then clocks run and others stand, whatever
/// day it is.
///
/// It is `now` itself where there was no such moment within a fortnight.
pub fn present(book: &Book, now: Instant) -> Instant {
    let minute = now.secs().rem_euclid(MINUTE);
    let mut moments = (0..14 * DAY / (5 * MINUTE)).map(|step| now.plus(-minute - step * 5 * MINUTE));
    let mixed = |at: Instant| {
        let all = book.contracts().count();
        let open = book.contracts().filter(|c| matches!(c.support.clock.opening(at), Opening::Open(_))).count();
        open < all && open * 2 > all
    };
    moments.find(|at| mixed(*at) && mixed(at.plus(15 * MINUTE))).unwrap_or(now)
}

/// Fills the empty store in `folder` with a week's tickets, or with so many; returns how many there are. `progress` is
/// told how many of how many are done.
pub fn fill(
    folder: &Path,
    book: &Book,
    now: Instant,
    seed: u64,
    tickets: Option<u64>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<u64, Problem> {
    let mut store = Store::open(folder)?.store;
    if store.sequence() > 0 {
        let message = format!("the store in {} has tickets already", folder.display());
        return Err(Problem::new(ProblemKind::Refused, message, "name a folder that is empty or not there"));
    }
    if book.contracts().next().is_none() {
        return Err(Problem::new(ProblemKind::Refused, "there are no contracts", "name others with --contracts DIR"));
    }
    match tickets {
        None => {
            store.append(&week(book, now, seed))?;
            store.apply()?;
        }
        // A ticket is one commit.
        Some(n) => {
            progress(0, n);
            store.append(&[promises(book, now.plus(-11 * DAY - TEN_YEARS), seed)])?;
            store.apply()?;
            store.load(many(book, now, seed, n), &mut |done| progress(done, n))?;
        }
    }
    Ok(store.next_ticket_id().0 - 1)
}

/// Returns the commits of a believable week that ends at `now`, with some tickets of the quarter before and a year of
/// outages and maintenance, in the order in which they were entered.
pub fn week(book: &Book, now: Instant, seed: u64) -> Vec<Commit> {
    let mut rng = Rng::with_seed(seed);
    let mut stories = Vec::new();
    for (n, contract) in book.contracts().enumerate() {
        let rare = RARE.iter().skip(n).take(1);
        let mut subjects = Subjects::new(&contract.id);
        for scene in WEEK.iter().chain(rare) {
            stories.extend(staged(&mut rng, contract, &mut subjects, *scene, now));
        }
    }
    stories.extend(past::quarter(book, now, seed));
    let mut commits = outages::year(book, now, seed);
    commits.extend(in_order(&mut rng, stories));
    // The sort is stable: entries of one second stay in their order.
    commits.sort_by_key(|commit| commit.at);
    let first = commits.first().map_or(now, |commit| commit.at);
    commits.insert(0, promises(book, first, seed));
    commits
}

/// Returns the commit that keeps what every vendor promises at that moment: the first commit of all.
fn promises(book: &Book, at: Instant, seed: u64) -> Commit {
    // A generator of its own, so that everything else is the same with and without this.
    let mut rng = Rng::with_seed(seed.rotate_left(32));
    let by = words::AGENTS[0];
    let edits = kept_texts::first_entries(book, at, by).into_iter().map(Edit::Ledger).collect();
    Commit { id: name(&mut rng), at, by: by.to_owned(), edits }
}

/// Makes batches of commits with `n` tickets in all, the oldest first: one in fifty is open and of the last days, the
/// others were closed in the ten years before. Each has a conversation. A ticket is one commit.
pub fn many(book: &Book, now: Instant, seed: u64, n: u64) -> impl Iterator<Item = Vec<Commit>> {
    let mut rng = Rng::with_seed(seed);
    let contracts: Vec<Arc<Contract>> = book.contracts().cloned().collect();
    let last = if contracts.is_empty() { 0 } else { n };
    (0..last.div_ceil(BATCH)).map(move |batch| {
        let numbers = batch * BATCH + 1..=((batch + 1) * BATCH).min(n);
        numbers.map(|id| one_of_many(&mut rng, &contracts, now, id, n)).collect()
    })
}

/// Makes the ticket `id` of `n`.
fn one_of_many(rng: &mut Rng, contracts: &[Arc<Contract>], now: Instant, id: u64, n: u64) -> Commit {
    let contract = &contracts[rng.usize(..contracts.len())];
    let closed = n - n.div_ceil(ONE_OPEN_IN);
    let is_open = id > closed;
    let progress = if is_open {
        words::pick(rng, &[Progress::Fresh, Progress::Fresh, Progress::Answered, Progress::InWork])
    } else {
        Progress::Closed(None)
    };
    let tier = rng.usize(..3);
    let terms = terms(rng, contract, tier, progress, WantedState::Any).unwrap_or_else(|| first_terms(contract));
    let subject = Subjects::new(&contract.id).next(rng, terms.tier);
    let plot = Plot::new(rng, contract, terms, progress, subject).with_conversation(rng);
    // What happens to a ticket takes less than three hours in all.
    let reported = if is_open {
        now.plus(-rng.i64(3 * 3600..10 * DAY))
    } else {
        let place = i64::try_from(id).unwrap_or(0) * (TEN_YEARS / i64::try_from(closed.max(1)).unwrap_or(1)).max(1);
        now.plus(-10 * DAY - TEN_YEARS + place.min(TEN_YEARS))
    };
    let entries = plot.told(reported, now).map_or_else(Vec::new, |story| story.entries);
    let (at, by) = entries.last().map_or((now, words::AGENTS[0]), |e| (e.at, e.by));
    let events = entries.into_iter().flat_map(|e| e.events).collect();
    Commit { id: name(rng), at, by: by.to_owned(), edits: vec![Edit::Ticket { id: TicketId(id), events }] }
}

/// Plays the scene at that vendor; nearest to what is wanted if that cannot be had at `now`.
fn staged(
    rng: &mut Rng,
    contract: &Arc<Contract>,
    subjects: &mut Subjects,
    scene: Scene,
    now: Instant,
) -> Option<Story> {
    let (progress, wanted, tier) = scene;
    let terms = terms(rng, contract, tier, progress, wanted)?;
    let subject = subjects.next(rng, terms.tier);
    let plot = Plot::new(rng, contract, terms, progress, subject);
    let chain: &[WantedState] = match wanted {
        AT_RISK => &[AT_RISK, RUNNING, STOPPED, WantedState::Any],
        RUNNING => &[RUNNING, STOPPED, WantedState::Any],
        STOPPED => &[STOPPED, RUNNING, WantedState::Any],
        BREACHED => &[BREACHED, WantedState::Any],
        WantedState::InTime => &[WantedState::InTime, WantedState::Any],
        NO_CLOCK => &[NO_CLOCK],
        WantedState::Late => &[WantedState::Late],
        _ => &[WantedState::Any],
    };
    chain.iter().find_map(|wanted| found(rng, &plot, *wanted, now))
}

/// Returns the plan, severity and channel for a scene, or none if the contract cannot play it.
fn terms(rng: &mut Rng, contract: &Contract, tier: usize, progress: Progress, wanted: WantedState) -> Option<Terms> {
    if progress == Progress::NoWorkaround {
        return no_workaround_terms(rng, contract);
    }
    let last = contract.severities.len().checked_sub(1)?;
    let severity = contract.severities[last * tier / 2].id.clone();
    let plan = contract.plans.get(rng.usize(..contract.plans.len().max(1)))?.id.clone();
    let channel =
        if wanted == NO_CLOCK { not_counting(contract, &severity)? } else { counting(rng, contract, &severity) };
    Some(Terms { plan, severity, channel, tier })
}

fn first_terms(contract: &Contract) -> Terms {
    let severity = contract.severities.first().map_or_else(String::new, |s| s.id.clone());
    let channel = contract.channels(&severity).first().cloned().unwrap_or_default();
    Terms { plan: contract.plans.first().map_or_else(String::new, |p| p.id.clone()), severity, channel, tier: 0 }
}

/// Returns terms under which a correction has another deadline once no workaround is possible.
fn no_workaround_terms(rng: &mut Rng, contract: &Contract) -> Option<Terms> {
    let (plan, severity) = contract.plans.iter().find_map(|plan| {
        let fallback =
            |p: &frist_domain::contract::Promises| p.correction.as_ref().is_some_and(|c| c.otherwise.is_some());
        plan.targets.iter().find(|(_, promises)| fallback(promises)).map(|(severity, _)| (&plan.id, severity))
    })?;
    let tier = usize::from(contract.rank(severity) != Some(0));
    let channel = counting(rng, contract, severity);
    Some(Terms { plan: plan.clone(), severity: severity.clone(), channel, tier })
}

/// Returns a channel that counts for this severity: mail or phone where any channel does.
fn counting(rng: &mut Rng, contract: &Contract, severity: &str) -> String {
    match contract.channels(severity) {
        [] => words::pick(rng, &["email", "phone"]).to_owned(),
        channels => channels[rng.usize(..channels.len())].clone(),
    }
}

/// Returns a channel of the contract that does not count for this severity.
fn not_counting(contract: &Contract, severity: &str) -> Option<String> {
    let counts = contract.channels(severity);
    contract.support.channels.iter().find(|c| !counts.is_empty() && !counts.contains(c)).cloned()
}

/// Tells the story from a moment at which it stands as wanted, preferably one at which support was open.
fn found(rng: &mut Rng, plot: &Plot, wanted: WantedState, now: Instant) -> Option<Story> {
    const ENOUGH: usize = 12;
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for reported in moments(rng, wanted, now) {
        if open.len() == ENOUGH {
            break;
        }
        let fits =
            plot.told(reported, now).and_then(|story| story.ticket()).is_some_and(|t| wanted.fits(plot, &t, now));
        if fits {
            let is_open = matches!(plot.contract.support.clock.opening(reported), Opening::Open(_));
            if is_open { open.push(reported) } else { closed.push(reported) }
        }
    }
    closed.truncate(ENOUGH);
    let fitting = if open.is_empty() { closed } else { open };
    let reported = *fitting.get(rng.usize(..fitting.len().max(1)))?;
    plot.told(reported, now)
}

/// Returns moments of report to try, from the latest to a month back. What has no need to be recent is spread over the
/// week.
fn moments(rng: &mut Rng, wanted: WantedState, now: Instant) -> Vec<Instant> {
    let spread = matches!(wanted, WantedState::Any | WantedState::InTime | WantedState::Late);
    let mut back = if spread { rng.i64(30..6 * 24 * 60) } else { rng.i64(1..5) };
    let mut moments = Vec::new();
    let to_the_minute = now.plus(-now.secs().rem_euclid(MINUTE));
    while back < 30 * 24 * 60 {
        moments.push(to_the_minute.plus(-back * MINUTE));
        back += if back < 2 * 24 * 60 { rng.i64(3..11) } else { rng.i64(20..70) };
    }
    moments
}

impl WantedState {
    fn fits(self, plot: &Plot, ticket: &Ticket, now: Instant) -> bool {
        let has = |sla: &Sla, state| sla.targets.iter().any(|t| t.state == state);
        let sla = sla(ticket, &plot.contract, now);
        match self {
            Self::State(state) => ticket.is_open() && sla.next().is_some_and(|t| t.state == state),
            Self::InTime => sla.targets.iter().all(|t| matches!(t.state, TargetState::Met | TargetState::None)),
            Self::Late => has(&sla, TargetState::MetLate),
            Self::Any => true,
        }
    }
}

/// Returns the stories' entries in the order in which they were made; tickets are numbered as they were logged.
fn in_order(rng: &mut Rng, mut stories: Vec<Story>) -> Vec<Commit> {
    stories.sort_by_key(|story| story.entries.first().map(|e| e.at));
    let numbered = (1..).zip(stories).flat_map(|(id, story)| story.entries.into_iter().map(move |e| (TicketId(id), e)));
    let mut entries: Vec<(TicketId, StoryEvents)> = numbered.collect();
    // The sort is stable: what happened to a ticket in one second stays in its order.
    entries.sort_by_key(|(id, entry)| (entry.at, *id));
    let commit = |(id, entry): (TicketId, StoryEvents)| {
        let edits = vec![Edit::Ticket { id, events: entry.events }];
        Commit { id: name(rng), at: entry.at, by: entry.by.to_owned(), edits }
    };
    entries.into_iter().map(commit).collect()
}

/// Makes a commit's name of the seed's numbers.
fn name(rng: &mut Rng) -> CommitId {
    CommitId(uuid::Builder::from_random_bytes(rng.u128(..).to_be_bytes()).into_uuid())
}
