//! Sets the machine's clock forward and back while a desk is at work and backups are made by it.

use std::path::Path;
use std::sync::Arc;

use frist::desk::{BackupPlan, Claim, Clock, Desk, DeskSetup, ManualClock, Request, SharedDesk, keep_up};

use frist::domain::problem::Field;
use frist::domain::ticket::CommitId;
use frist::store::{Retention, Store};

use crate::tally::{Came, NOW, came, look, tried};
use frist_testkit::commits::Fold;
use frist_testkit::worker::{note, quiet_setup, ticket};

const STEPS: u64 = 24;
const DAY: i64 = 86_400;

/// Returns a place of anna's, by that clock.
pub fn place(folder: &Path, clock: Arc<dyn Clock>) -> DeskSetup {
    DeskSetup { claim: Some(Claim::As("anna".to_owned())), clock, ..quiet_setup(folder) }
}

fn desk(folder: &Path, clock: &Arc<ManualClock>) -> SharedDesk {
    SharedDesk::open(place(folder, Arc::clone(clock) as Arc<dyn Clock>)).unwrap()
}

/// Works with a clock that jumps; returns each commit with its place in the write-ahead log.
fn work(dir: &Path, plan: &BackupPlan, dice: &mut fastrand::Rng) -> Vec<(CommitId, u64)> {
    let clock = Arc::new(ManualClock::at(NOW));
    let mut open = desk(dir, &clock);
    let (mut told, mut tickets) = (Vec::new(), Vec::new());
    for step in 0..STEPS {
        clock.set(NOW.plus(dice.i64(-400 * DAY..400 * DAY)));
        let change = match dice.choice(&tickets) {
            Some(id) if step % 3 > 0 => note(*id, format!("at step {step}")),
            _ => ticket(&format!("at step {step}")),
        };
        let request = Request::new("", vec![change]);
        let id = request.id;
        let done = match open.commit(request) {
            // A ticket that was reported later than now gets nothing until then; whoever tries is told.
            Err(error) if error.field == Some(Field::At) => continue,
            done => done.unwrap(),
        };
        told.push((id, done.sequence));
        tickets.extend(done.touched.iter().filter(|t| t.first == 0).map(|t| t.ticket));
        if dice.u8(..4) == 0 {
            drop(open);
            open = desk(dir, &clock);
        }
        keep_up(plan, dir, done.sequence, clock.now(), &|| false).unwrap();
    }
    told
}

#[test]
fn the_clock_set_back_and_forward() {
    let keep = Retention { hourly: 2, daily: 1, weekly: 1 };
    let plan = BackupPlan { every: Some(60), keep, ..BackupPlan::default() };
    tried("clock set back and forward", 6, |number| {
        let dir = tempfile::tempdir().unwrap();
        let told = work(dir.path(), &plan, &mut fastrand::Rng::with_seed(number));
        let store = Store::open(dir.path()).unwrap().store;
        if let Some(lost) = told.iter().find(|(id, at)| store.commit_sequence(*id).unwrap() != Some(*at)) {
            return Came::Lost(format!("{lost:?}"));
        }
        drop(store);
        let all: Fold = look(dir.path()).unwrap();
        // The backups, and they alone, have everything as well.
        for name in ["journal", "state"] {
            std::fs::remove_dir_all(dir.path().join(name)).unwrap();
        }
        came(dir.path(), &all)
    });
}
