//! Measures what several people at one desk cost: commits by one and by eight, a change on somebody else's screen, an owner
//! that is killed, guests that stand still.
//!
//! The owner and the others at the desk are processes of their own: this program again, told by the environment what to be.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // a bench may fail, as a test may

use std::time::Duration;

use criterion::Criterion;

#[path = "compare/commit.rs"]
mod commit;
#[path = "desk/killed.rs"]
mod killed;
#[path = "compare/measure.rs"]
mod measure;
#[path = "compare/people.rs"]
mod people;
#[path = "figures/report.rs"]
mod report;
#[path = "desk/still.rs"]
mod still;

use measure::timed;
use people::{Other, PIECE, at_once, log, work};
use report::Report;

fn main() {
    if people::was_another() {
        return;
    }
    let mut criterion = Criterion::default().configure_from_args().sample_size(50);
    let mut report = Report::of("desk");
    writes(&mut criterion, &mut report);
    people(&mut criterion, &mut report);
    killed::owners(&mut report);
    still::guests(&mut report);
    criterion.final_summary();
}

/// Measures a commit in the write-ahead log, and in sled too, beside what the disk takes for as many bytes.
fn writes(criterion: &mut Criterion, report: &mut Report) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut disk = commit::Disk::new(folder.path());
    let turns = commit::by_turns(&mut disk, 500);
    println!("a record has {} bytes", disk.size());
    report.tell("bare append and fdatasync", "s", seconds(&turns.bare));
    report.tell("commit, acknowledged", "s", seconds(&turns.acknowledged));
    report.tell("commit, in sled", "s", seconds(&turns.in_sled));
    criterion.bench_function("commit, acknowledged and in sled", |b| {
        b.iter(|| {
            disk.acknowledged();
            disk.apply();
        });
    });
}

/// Measures commits through the socket, by one person and by eight at once, and how soon somebody else sees one.
fn people(criterion: &mut Criterion, report: &mut Report) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let _owner = Other::start("own", folder.path());
    let desks = people::guests(folder.path());
    let (mut one, mut eight) = (Vec::new(), Vec::new());
    for _ in 0..10 {
        one.push(timed(|| work(&desks[0], 100)) / 100);
        eight.push(timed(|| at_once(&desks, 1600)) / 1600);
    }
    report.tell("commits by one person", "/s", rates(&one));
    report.tell("commits by eight people at once", "/s", rates(&eight));
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
    report.tell("from a change to the notice in another process", "s", seconds(&seen));
}

fn seconds(times: &[Duration]) -> impl Iterator<Item = f64> {
    times.iter().map(Duration::as_secs_f64)
}

/// Returns the rates, in one a second.
fn rates(each: &[Duration]) -> impl Iterator<Item = f64> {
    each.iter().map(|time| 1.0 / time.as_secs_f64())
}
