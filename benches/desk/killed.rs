//! Measures how long a store is without an owner when the owner is killed while eight write.

use std::path::Path;
use std::time::{Duration, Instant as Moment};

use super::people::{Other, PEOPLE};
use super::report::Report;
use frist_testkit::owner::{named, next_after};

const KILLS: usize = 20;
/// The pieces of work that a new writer does before the next kill, so that the others are back at work, too.
const PIECES: usize = 10;

pub fn owners(report: &mut Report) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut writers: Vec<Other> = (0..PEOPLE).map(|_| Other::start("write", folder.path())).collect();
    let times = (0..KILLS).map(|_| kill(&mut writers, folder.path()).as_secs_f64());
    report.tell("the store without an owner after a kill", "s", times);
}

/// Kills the owner, waits for the next one, and starts another writer in its place.
fn kill(writers: &mut Vec<Other>, store: &Path) -> Duration {
    let gone = named(store).expect("the lock names its owner");
    let place = writers.iter().position(|writer| writer.0.id() == gone).expect("one of the writers");
    let since = Moment::now();
    drop(writers.swap_remove(place));
    let without = next_after(store, gone, since);
    let mut new = Other::start("write", store);
    (0..PIECES).for_each(|_| new.hear());
    writers.push(new);
    without
}
