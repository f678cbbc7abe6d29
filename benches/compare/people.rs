//! Puts several people at one desk. The owner and its watchers are processes of their own: the running program again, told
//! by the environment what to be.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use std::sync::atomic::{AtomicU64, Ordering};

use frist::desk::{Change, Desk, Notice, ProblemKind, Request, SharedDesk};

use frist::domain::ticket::{EventData, NewTicket, TicketId, event};
use frist_testkit::worker::quiet_setup;

const ROLE: &str = "FRIST_BENCH_ROLE";
const DIR: &str = "FRIST_BENCH_DIR";
/// The people at the desk.
pub const PEOPLE: u64 = 8;
/// The commits that one person makes to one ticket.
pub const PIECE: u64 = 20;

/// Runs as one of the other processes if it was started as one, and returns whether it was.
pub fn was_another() -> bool {
    let told = (std::env::var(ROLE), std::env::var(DIR));
    let (Ok(role), Ok(folder)) = told else { return false };
    be(&role, Path::new(&folder));
    true
}

/// Returns the desk in `folder`: its owner if there is none yet, else a guest.
pub fn desk(folder: &Path) -> SharedDesk {
    SharedDesk::open(quiet_setup(folder)).unwrap()
}

/// Returns a desk for each person, all guests of an owner in another process.
pub fn guests(folder: &Path) -> Vec<SharedDesk> {
    let desks: Vec<SharedDesk> = (0..PEOPLE).map(|_| desk(folder)).collect();
    assert!(desks.iter().all(|desk| !desk.owns()));
    desks
}

/// Another process at the desk; it is killed when this is dropped.
pub struct Other(pub Child);

impl Other {
    /// Starts a process that is an `own`er, a `watch`er or a `write`r, and waits until it is there.
    pub fn start(role: &str, folder: &Path) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.env(ROLE, role).env(DIR, folder).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut other = Self(command.spawn().unwrap());
        other.hear();
        other
    }

    /// Waits until it says something.
    pub fn hear(&mut self) {
        self.0.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs as one of the other processes. It says that it is there; a watcher also says each change that comes, a writer each
/// piece of work.
fn be(role: &str, folder: &Path) {
    let desk = desk(folder);
    let feed = desk.subscribe();
    let mut out = std::io::stdout();
    let mut say = || out.write_all(b".").and_then(|()| out.flush()).unwrap();
    say();
    if role == "write" {
        write(&desk, say);
    }
    while let Ok(notice) = feed.recv() {
        if role == "watch" && matches!(notice, Notice::Changed(..)) {
            say();
        }
    }
}

/// Logs tickets on and on, whichever process owns the store meanwhile.
fn write(desk: &SharedDesk, mut say: impl FnMut()) -> ! {
    loop {
        for _ in 0..PIECE {
            let request = new();
            while let Err(error) = desk.commit(request.clone()) {
                assert_eq!(error.kind, ProblemKind::Away, "{error}");
            }
        }
        say();
    }
}

fn note(id: TicketId) -> Request {
    Request::add(
        "",
        id,
        None,
        EventData::Note(event::Note { text: "Called back, nobody there.".into(), to_customer: false }),
    )
}

fn new() -> Request {
    let new = NewTicket {
        contract: "markant".into(),
        plan: "standard".into(),
        severity: "critical".into(),
        channel: "phone".into(),
        subject: "Checkout gives 502 in every shop".into(),
        ..NewTicket::default()
    };
    Request::new("", vec![Change::New(Box::new(new))])
}

/// Logs a ticket and returns its number; there is a new one every so often, so that none gets a history that nobody has.
pub fn log(desk: &SharedDesk) -> TicketId {
    desk.commit(new()).unwrap().touched[0].ticket
}

/// Makes that many commits as one person.
pub fn work(desk: &SharedDesk, commits: u64) {
    let mut id = TicketId(0);
    for n in 0..commits {
        if n % PIECE == 0 {
            id = log(desk);
        } else {
            desk.commit(note(id)).unwrap();
        }
    }
}

/// Makes that many commits as all of them together.
pub fn at_once(desks: &[SharedDesk], commits: u64) {
    let left = AtomicU64::new(commits / PIECE);
    std::thread::scope(|scope| {
        for desk in desks {
            scope.spawn(|| {
                // In pieces, so that nobody waits long for the slowest.
                while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1)).is_ok() {
                    work(desk, PIECE);
                }
            });
        }
    });
}
