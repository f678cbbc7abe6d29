//! Measures the memory that guests which stand still, as behind a line that hangs, cost the owner.

use std::path::Path;

use frist::desk::{Change, Desk, Request, SharedDesk};
use frist::domain::ticket::{EventData, TicketId, event};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::people::{Other, desk, log};
use super::report::Report;

const TICKETS: u64 = 100;
/// The changes while the guests stand still, and as many before, when they do not.
const CHANGES: u64 = 10_000;
/// The number of stores that are filled for it.
const ROUNDS: usize = 3;

pub fn guests(report: &mut Report) {
    report.tell("two guests that stand still over 10,000 changes", "B", (0..ROUNDS).map(|_| cost() as f64));
}

/// Returns how many more bytes of the owner's memory the changes take when two guests stand still.
fn cost() -> u64 {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let owner = Other::start("own", folder.path());
    let writer = desk(folder.path());
    let tickets: Vec<TicketId> = (0..TICKETS).map(|_| log(&writer)).collect();
    let guests = [(); 2].map(|()| Other::start("watch", folder.path()));
    change(&writer, &tickets, CHANGES / 5);
    let awake = taken(&owner, || change(&writer, &tickets, CHANGES));
    for guest in &guests {
        kill(pid(guest), Signal::SIGSTOP).unwrap();
    }
    taken(&owner, || change(&writer, &tickets, CHANGES)).saturating_sub(awake)
}

/// Makes that many changes: one of each ticket, then the next of each.
fn change(desk: &SharedDesk, tickets: &[TicketId], count: u64) {
    let note = |ticket: &TicketId| Change::Add {
        ticket: *ticket,
        revision: None,
        happened: None,
        what: Box::new(EventData::Note(event::Note { text: "Called back, nobody there.".into(), to_customer: false })),
    };
    for _ in 0..count / TICKETS {
        desk.commit(Request::new("", tickets.iter().map(note).collect())).unwrap();
    }
}

/// Returns how many more bytes of memory the owner has after `run`.
fn taken(owner: &Other, run: impl FnOnce()) -> u64 {
    let before = memory(owner);
    run();
    memory(owner).saturating_sub(before)
}

fn memory(process: &Other) -> u64 {
    let path = Path::new("/proc").join(pid(process).to_string()).join("status");
    let status = std::fs::read_to_string(path).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().parse::<u64>().unwrap() << 10
}

fn pid(process: &Other) -> Pid {
    Pid::from_raw(process.0.id().cast_signed())
}
