//! Makes up a year of outages and maintenance at every vendor, so that the months have something to show: mostly short,
//! some for a cause that the agreement excludes, and a bad month here and there.

use fastrand::Rng;

use super::words::{AGENTS, pick};
use super::{DAY, MINUTE, name};
use frist_domain::contract::{Book, Contract, UptimeFloor};
use frist_domain::ledger::{AnnouncedChange, LedgerFact, LedgerRecord, LedgerRecordId, Maintenance, Outage};
use frist_domain::ticket::{Commit, Edit};
use frist_domain::time::Instant;

const HOUR: i64 = 60 * MINUTE;
/// How far back the outages reach, in seconds.
const YEAR: i64 = 365 * DAY;

const TROUBLES: [(&str, &str); 10] = [
    ("database refused connections", "failed over to the second node"),
    ("disk of the web node was full", "old exports removed, alarm set at 80 %"),
    ("certificate had run out", "renewed, and renewal is watched now"),
    ("deploy left the cache empty", "deploy rolled back"),
    ("load balancer sent everything to one node", "configuration put right"),
    ("storage of the cloud region was slow", "the provider mended it"),
    ("nightly job locked the tables", "job moved and split up"),
    ("memory of the workers ran out", "workers restarted, leak mended"),
    ("name servers did not answer", "the provider mended it"),
    ("upgrade took longer than planned", "finished by hand"),
];

const WORKS: [&str; 4] = ["new kernel", "database upgrade", "new firewall rules", "move to larger disks"];

/// Returns everything of the year before `now`, the first entered first.
pub(super) fn year(book: &Book, now: Instant, seed: u64) -> Vec<Commit> {
    // A generator of its own, so that the tickets are the same with and without this.
    let mut rng = Rng::with_seed(!seed);
    let mut facts: Vec<(Instant, LedgerFact)> = Vec::new();
    for (n, contract) in book.contracts().enumerate() {
        facts.extend(
            outages(&mut rng, contract, n, now).map(|outage| (outage.to.unwrap_or(now), LedgerFact::Outage(outage))),
        );
        facts.extend(works(&mut rng, contract, now));
    }
    facts.sort_by_key(|(at, _)| *at);
    let commit = |(id, (at, fact)): (u64, (Instant, LedgerFact))| {
        let by = pick(&mut rng, &AGENTS).to_owned();
        let entry =
            LedgerRecord { id: LedgerRecordId(id), revision: 0, at, by: by.clone(), first_by: None, fact: Some(fact) };
        Commit { id: name(&mut rng), at, by, edits: vec![Edit::Ledger(entry)] }
    };
    (1..).zip(facts).map(commit).collect()
}

/// Returns about one outage a month, and one long enough to break a promise at every second vendor.
fn outages<'a>(rng: &'a mut Rng, contract: &'a Contract, n: usize, now: Instant) -> impl Iterator<Item = Outage> + 'a {
    let bad = n.is_multiple_of(2);
    (1..=12).map(move |month| {
        let length = if bad && month == 3 + n as i64 { longest(contract) + HOUR } else { rng.i64(6..55) * MINUTE };
        let from = to_the_minute(now.plus(-month * (YEAR / 12) + rng.i64(0..20 * DAY)));
        let to = from.plus(length).min(now);
        let (symptom, solution) = TROUBLES[(n * 3 + month as usize) % TROUBLES.len()];
        let excluded = contract.scope.uptime_causes().next().filter(|_| month % 5 == 0);
        Outage {
            contract: contract.id.clone(),
            from: from.min(to.plus(-MINUTE)),
            to: Some(to),
            reported: Some(from.plus(rng.i64(1..9) * MINUTE).min(to)),
            symptom: Some(symptom.to_owned()),
            solution: Some(solution.to_owned()),
            cause: Some(excluded.map_or("vendor", String::as_str).to_owned()),
            affects: Vec::new(),
            tickets: Vec::new(),
        }
    })
}

/// Returns at least as many seconds as any month's promise allows.
fn longest(contract: &Contract) -> i64 {
    match contract.uptime.as_ref().map(|uptime| uptime.floor) {
        Some(UptimeFloor::Downtime(most)) => most,
        Some(UptimeFloor::Percent { min, .. }) => ((100.0 - min) / 100.0 * (31 * DAY) as f64) as i64,
        None => 2 * HOUR,
    }
}

/// Returns maintenance announced three weeks before, one announced the day before, what is planned, and where the
/// agreement wants larger changes announced, one of those.
fn works(rng: &mut Rng, contract: &Contract, now: Instant) -> Vec<(Instant, LedgerFact)> {
    let mut work = |days: i64, notice: i64| {
        let from = to_the_minute(now.plus(days * DAY));
        let announced = from.plus(-notice * DAY);
        let maintenance = Maintenance {
            contract: contract.id.clone(),
            from,
            to: from.plus(rng.i64(1..4) * HOUR),
            announced: Some(announced),
            kind: None,
            note: Some(pick(rng, &WORKS).to_owned()),
        };
        (announced, LedgerFact::Maintenance(maintenance))
    };
    let mut all = vec![work(-70, 21), work(-9, 1), work(6, 21)];
    if contract.maintenance.as_ref().is_some_and(|rule| rule.changes.is_some()) {
        let announced = to_the_minute(now.plus(-12 * DAY));
        let note = "the old editor goes, the new one takes its place".to_owned();
        let change = AnnouncedChange {
            contract: contract.id.clone(),
            from: announced.plus(35 * DAY),
            announced: Some(announced),
            note,
        };
        all.push((announced, LedgerFact::AnnouncedChange(change)));
    }
    all
}

const fn to_the_minute(at: Instant) -> Instant {
    at.plus(-at.secs().rem_euclid(MINUTE))
}
