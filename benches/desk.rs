//! What several people at one desk cost: commits by one and by eight, a change on somebody else's screen, bytes sent.
//!
//! The owner and whoever watches are processes of their own: this program again, told by the environment what to be.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // a bench may fail, as a test may

use std::time::Duration;

use criterion::Criterion;

#[path = "compare/commit.rs"]
mod commit;
#[path = "compare/measure.rs"]
mod measure;
#[path = "compare/people.rs"]
mod people;
#[path = "../tests/terminal/place.rs"]
#[allow(dead_code)]
mod place;
#[path = "../tests/terminal/session.rs"]
#[allow(dead_code)]
mod session;

use measure::timed;
use people::{Other, PEOPLE, PIECE, at_once, log, work};

fn main() {
    if people::was_another() {
        return;
    }
    let mut criterion = Criterion::default().configure_from_args().sample_size(50);
    writes(&mut criterion);
    people(&mut criterion);
    amounts(&mut criterion);
    criterion.final_summary();
}

/// A commit in the journal, and in sled too, beside what the disk takes for as many bytes.
fn writes(criterion: &mut Criterion) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut disk = commit::Disk::new(folder.path());
    let turns = commit::by_turns(&mut disk, 500);
    let bare = median(turns.bare);
    println!("bare append + fdatasync            {bare:>10.1?}, of {} bytes", disk.size());
    for (what, times) in [("acknowledged", turns.acknowledged), ("in sled", turns.in_sled)] {
        let time = median(times);
        println!("one commit, {what:<22} {time:>10.1?}, {:.1} times that", ratio(time, bare));
    }
    criterion.bench_function("commit, acknowledged and in sled", |b| {
        b.iter(|| {
            disk.acknowledged();
            disk.apply();
        });
    });
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

/// Commits through the socket, by one person and by eight at once, and how soon somebody else sees one.
fn people(criterion: &mut Criterion) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let _owner = Other::start("own", folder.path());
    let desks = people::guests(folder.path());
    let (mut one, mut eight) = (Vec::new(), Vec::new());
    for _ in 0..10 {
        one.push(timed(|| work(&desks[0], 100)) / 100);
        eight.push(timed(|| at_once(&desks, 1600)) / 1600);
    }
    let (one, eight) = (median(one), median(eight));
    let rate = |each: Duration| 1.0 / each.as_secs_f64();
    println!("commits by one person              {:>8.0}/s", rate(one));
    println!("commits by {PEOPLE} people at once        {:>8.0}/s, {:.1} times that", rate(eight), ratio(one, eight));
    criterion.bench_function("commit by a guest", |b| b.iter_custom(|n| timed(|| work(&desks[0], n))));
    criterion.bench_function("20 commits by one of eight guests", |b| {
        b.iter_custom(|n| timed(|| at_once(&desks, n * PIECE)));
    });

    let mut watcher = Other::start("watch", folder.path());
    let mut seen = Vec::new();
    criterion.bench_function("from a change to another's notice", |b| {
        b.iter_custom(|n| {
            (0..n)
                .map(|_| {
                    let time = timed(|| {
                        log(&desks[0]);
                        watcher.hear();
                    });
                    seen.push(time);
                    time
                })
                .sum()
        });
    });
    println!("the slowest of {} changes was seen after {:.1?}", seen.len(), seen.iter().max().unwrap());
}

/// What a terminal is sent.
fn amounts(_: &mut Criterion) {
    let place = place::Place::new();
    place.run(&["--now", place::MONDAY, "demo"]).ok();
    for (columns, rows) in [(80, 24), (160, 45)] {
        let screen = place.still_screen(columns, rows);
        let mut written: Vec<usize> = (0..12).map(|_| step_down(&screen)).collect();
        written.sort_unstable();
        let most = written.last().unwrap();
        println!("an arrow key at {columns}×{rows:<18} {:>8} bytes, {most} at most", written[written.len() / 2]);
        screen.quit();
    }
    let place = place::Place::new();
    std::fs::write(place.path("contracts/slow.toml"), SLOW).unwrap();
    let new = ["new", "--contract", "slow", "--severity", "any", "--channel", "phone", "--subject", "Not today"];
    (0..20).for_each(|_| drop(place.run(&new).ok()));
    let screen = place.screen(80, 24);
    // Seconds tick for half a minute after the last key; what comes then is a minute untouched.
    std::thread::sleep(Duration::from_secs(35));
    let from = screen.settle();
    std::thread::sleep(Duration::from_mins(1));
    println!("a minute untouched                 {:>8} bytes", screen.written_since(from).len());
    screen.quit();
}

/// An agreement that leaves two days.
const SLOW: &str = r#"
id = "slow"
vendor = "Slow"
service = "Anything"
time_zone = "Europe/Oslo"
[support]
[support.hours]
mon-sun = ["00:00-24:00"]
[[severity]]
id = "any"
name = "Any"
means = "Anything"
[plan.one]
name = "One"
[plan.one.target.any]
response = "48h"
"#;

/// Bytes that a step down in the queue writes.
fn step_down(screen: &session::Session) -> usize {
    let selected = |text: &str| text.lines().find(|line| line.starts_with('▌')).map(str::to_owned);
    let (from, before) = (screen.settle(), selected(&screen.text()));
    screen.press("\x1b[B").see_that("the next row selected", |text| selected(text) != before);
    screen.written_since(from).len()
}
