//! What several people at one desk cost: commits by one and by eight, a change on somebody else's screen, bytes sent.
//!
//! The owner and whoever watches are processes of their own: this program again, told by the environment what to be.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // a bench may fail, as a test may

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant as Moment};

use criterion::Criterion;
use frist::config::{People, Sources};
use frist::desk::{Alerting, BackupPlan, Change, Desk, Notice, Place, Request, SharedDesk, System};
use frist::domain::contract::Book;
use frist::domain::ticket::{Commit, CommitId, Edit, Event, NewTicket, TicketId, What};
use frist::domain::time::Instant;
use frist::store::Store;

#[path = "../tests/terminal/place.rs"]
#[allow(dead_code)]
mod place;
#[path = "../tests/terminal/session.rs"]
#[allow(dead_code)]
mod session;

const ROLE: &str = "FRIST_BENCH_ROLE";
const DIR: &str = "FRIST_BENCH_DIR";
const PEOPLE: u64 = 8;
/// What one person does to one ticket.
const PIECE: u64 = 20;

fn main() {
    if let (Ok(role), Ok(dir)) = (std::env::var(ROLE), std::env::var(DIR)) {
        return be(&role, Path::new(&dir));
    }
    let mut criterion = Criterion::default().configure_from_args().sample_size(50);
    writes(&mut criterion);
    people(&mut criterion);
    amounts(&mut criterion);
    criterion.final_summary();
}

fn desk(folder: &Path) -> SharedDesk {
    let place = Place {
        folder: folder.to_owned(),
        book: Arc::new(Book::built_in()),
        sources: Sources::built_in(),
        people: People::default(),
        group: None,
        claim: None,
        alerting: Alerting::none(),
        backups: BackupPlan::none(),
        clock: Arc::new(System),
        tell: Box::new(|_| ()),
        progress: Box::new(|_, _| ()),
    };
    SharedDesk::open(place).unwrap()
}

/// Another process at the desk. Ended when dropped.
struct Other(Child);

impl Other {
    fn start(role: &str, folder: &Path) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.env(ROLE, role).env(DIR, folder).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut other = Self(command.spawn().unwrap());
        other.hear();
        other
    }

    /// Waits until it says something.
    fn hear(&mut self) {
        self.0.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Says that it is there; whoever watches, also each change that comes.
fn be(role: &str, folder: &Path) {
    let desk = desk(folder);
    let feed = desk.watch();
    let mut out = std::io::stdout();
    let mut say = || out.write_all(b".").and_then(|()| out.flush()).unwrap();
    say();
    while let Ok(notice) = feed.recv() {
        if role == "watch" && matches!(notice, Notice::Changed(..)) {
            say();
        }
    }
}

fn note(id: TicketId) -> Request {
    Request::add("", id, None, What::Note { text: "Called back, nobody there.".into(), to_customer: false })
}

/// A new ticket every so often, so that none of them gets a history that nobody has.
fn log(desk: &SharedDesk) -> TicketId {
    let new = NewTicket {
        contract: "markant".into(),
        plan: "standard".into(),
        severity: "critical".into(),
        channel: "phone".into(),
        subject: "Checkout gives 502 in every shop".into(),
        ..NewTicket::default()
    };
    desk.commit(Request::new("", vec![Change::New(Box::new(new))])).unwrap().touched[0].ticket
}

/// So many commits by one person.
fn work(desk: &SharedDesk, commits: u64) {
    let mut id = TicketId(0);
    for n in 0..commits {
        if n % PIECE == 0 {
            id = log(desk);
        } else {
            desk.commit(note(id)).unwrap();
        }
    }
}

fn commit(number: u64) -> Commit {
    let at = Instant::from_secs(1_704_704_400);
    let what = What::Note { text: "Called back, nobody there.".into(), to_customer: false };
    let event = Event { happened: at, recorded: at, by: "anna".into(), what };
    let id = CommitId(uuid::Uuid::from_u64_pair(1, number));
    Commit { id, at, by: "anna".into(), edits: vec![Edit::Ticket { id: TicketId(number), events: vec![event] }] }
}

/// A commit in the journal, and in sled too, beside what the disk takes for as many bytes.
fn writes(criterion: &mut Criterion) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut file = File::create(folder.path().join("bare")).unwrap();
    let bytes = vec![b'x'; serde_json::to_vec(&commit(1)).unwrap().len() + 20];
    let mut store = Store::open(&folder.path().join("store")).unwrap().store;
    let mut number = 0;
    let mut next = move || {
        number += 1;
        [commit(number)]
    };
    // By turns, so that a disk that is busy for a while is so for all three.
    let (mut bare, mut journal, mut sled) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..500 {
        bare.push(timed(|| file.write_all(&bytes).and_then(|()| file.sync_data()).unwrap()));
        let append = timed(|| assert!(store.append(&next()).is_ok()));
        let apply = timed(|| store.apply().unwrap());
        journal.push(append);
        sled.push(append + apply);
    }
    let bare = median(bare);
    println!("bare append + fdatasync            {bare:>10.1?}");
    for (what, times) in [("acknowledged", journal), ("in sled", sled)] {
        let time = median(times);
        println!("one commit, {what:<22} {time:>10.1?}, {:.1} times that", ratio(time, bare));
    }
    criterion.bench_function("commit, acknowledged and in sled", |b| {
        b.iter(|| store.append(&next()).and_then(|_| store.apply()).unwrap());
    });
}

fn timed(run: impl FnOnce()) -> Duration {
    let begun = Moment::now();
    run();
    begun.elapsed()
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
    let desks: Vec<SharedDesk> = (0..PEOPLE).map(|_| desk(folder.path())).collect();
    assert!(desks.iter().all(|desk| !desk.owns()));
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

/// So many commits by all of them together.
fn at_once(desks: &[SharedDesk], commits: u64) {
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
