//! Starts processes that use a desk as the program does. Each is this test program again, running [`work`], told by the
//! environment what to do; what it says comes back line by line.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, LazyLock};
use std::thread::JoinHandle;

use frist_config::{BookSources, FileLimits, People};
use frist_desk::{
    AlertSetup, BackupPlan, Change, Claim, Desk, DeskSetup, MailSetup, Notice, Problem, ProblemKind, Request,
    SharedDesk, Subscription, SystemClock, send_file,
};
use frist_domain::contract::Book;
use frist_domain::ticket::{CommitId, EventData, NewTicket, TicketId, event};
use uuid::Uuid;

const ROLE: &str = "FRIST_TEST_ROLE";
const DIR: &str = "FRIST_TEST_DIR";
const NAME: &str = "FRIST_TEST_NAME";
const FROM: &str = "FRIST_TEST_FROM";

/// The number of commits that each writer makes: a ticket and an event by turns.
pub const EACH: u64 = 250;

/// Does what the environment tells this process to do, as a [`Worker`]; nothing where it tells nothing.
///
/// A test program that starts workers has an ignored test `worker` at its root that calls this.
pub fn work() {
    let (Ok(role), Ok(dir)) = (std::env::var(ROLE), std::env::var(DIR)) else { return };
    let name = std::env::var(NAME).unwrap_or_default();
    let desk = desk(Path::new(&dir), &name);
    match role.as_str() {
        "attach" => attach(&desk, name.parse().unwrap(), std::env::var(FROM).unwrap().parse().unwrap()),
        "write" => write(&desk, name.parse().unwrap(), std::env::var(FROM).unwrap().parse().unwrap()),
        "watch" => watch(&desk),
        other => panic!("{other}"),
    }
}

/// The built-in agreements, read once for all tests of a program: without optimisation that takes as long as a test.
static BOOK: LazyLock<Arc<Book>> = LazyLock::new(|| Arc::new(Book::built_in()));

/// Returns a place at the desk of that folder that names nobody, tells nobody, and does nothing by itself; a test says what is
/// otherwise.
pub fn quiet_setup(folder: &Path) -> DeskSetup {
    DeskSetup {
        folder: folder.to_owned(),
        book: Arc::clone(&BOOK),
        sources: BookSources::built_in(),
        people: People::default(),
        group: None,
        claim: None,
        alerting: AlertSetup::none(),
        backups: BackupPlan::none(),
        files: FileLimits::default(),
        mail: MailSetup::default(),
        clock: Arc::new(SystemClock),
        tell: Box::new(|_| ()),
        progress: Box::new(|_, _| ()),
    }
}

/// Opens the desk of that folder as this person: as the owner, or as a guest of the process that has the store.
pub fn desk(folder: &Path, name: &str) -> SharedDesk {
    SharedDesk::open(DeskSetup { claim: Some(Claim::As(name.to_owned())), ..quiet_setup(folder) }).unwrap()
}

/// Tells the parent a line; the mark tells it apart from what the test harness prints.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n>{line}").and_then(|()| out.flush()).unwrap();
}

/// Returns the name of a writer's commit: the same when it is asked for again after a kill.
pub fn commit_id(writer: u64, number: u64) -> CommitId {
    CommitId(Uuid::from_u64_pair(writer + 1, number + 1))
}

/// Returns the change that logs a critical ticket under Markant.
pub fn ticket(subject: &str) -> Change {
    Change::New(Box::new(NewTicket {
        contract: "markant".into(),
        plan: "standard".into(),
        severity: "critical".into(),
        channel: "phone".into(),
        subject: subject.into(),
        ..NewTicket::default()
    }))
}

/// Returns the change that adds a note to a ticket.
pub fn note(ticket: TicketId, text: String) -> Change {
    let what = Box::new(EventData::Note(event::Note { text, to_customer: false }));
    Change::Add { ticket, revision: None, happened: None, what }
}

/// Makes the writer's commits from number `from` on, and says `NUMBER SEQUENCE` for each that was acknowledged.
fn write(desk: &SharedDesk, writer: u64, from: u64) {
    for number in from..EACH {
        let mark = format!("{writer}/{number}");
        // A writer that is killed and started again asks for the very same under the same name. Of the tickets that are
        // noted on, as many are there as this writer has logged by then.
        let logged = number.div_ceil(2).max(1);
        let change =
            if number % 2 == 1 { note(TicketId(1 + (writer * 31 + number * 7) % logged), mark) } else { ticket(&mark) };
        let request = Request { id: commit_id(writer, number), by: String::new(), changes: vec![change] };
        let done = loop {
            match desk.commit(request.clone()) {
                Err(error) if error.kind == ProblemKind::Away => {}
                outcome => break outcome.unwrap(),
            }
        };
        say(&format!("{number} {}", done.sequence));
    }
}

/// Makes the writer's commits as [`write`] does: a ticket first, then a file on it each time, of up to three pieces.
fn attach(desk: &SharedDesk, writer: u64, from: u64) {
    for number in from..EACH {
        let done = loop {
            let asked = if number == 0 { Ok(ticket(&format!("{writer}"))) } else { with_file(desk, (writer, number)) };
            let request = |change| Request { id: commit_id(writer, number), by: String::new(), changes: vec![change] };
            match asked.and_then(|change| desk.commit(request(change))) {
                // The next owner knows nothing of a file that had come in half.
                Err(error) if matches!(error.kind, ProblemKind::Away | ProblemKind::Store) => {}
                outcome => break outcome.unwrap(),
            }
        };
        say(&format!("{number} {}", done.sequence));
    }
}

/// Sends a file, and returns the change that attaches it to the first ticket.
fn with_file(desk: &SharedDesk, (writer, number): (u64, u64)) -> Result<Change, Problem> {
    let bytes = format!("{writer}/{number} ").repeat((number as usize * 7_919) % 80_000);
    let file = send_file(desk, "file.txt", Some(bytes.len() as u64), &mut bytes.as_bytes())?;
    let what = Box::new(EventData::Attached(event::Attached { files: vec![file] }));
    Ok(Change::Add { ticket: TicketId(1), revision: None, happened: None, what })
}

/// Watches as a screen does, and says how much it knows: `TICKETS REVISIONS RESYNCS`, whenever nothing more waits.
fn watch(desk: &SharedDesk) {
    let feed = desk.subscribe();
    let mut known = SeenTickets::default();
    known.read(desk);
    say("watching");
    while let Ok(notice) = feed.recv() {
        known.hear(desk, notice, &feed);
        say(&format!("{} {} {}", known.revisions.len(), known.revisions.values().sum::<u32>(), known.resyncs));
    }
}

/// What a watcher knows of the tickets.
#[derive(Default)]
struct SeenTickets {
    revisions: std::collections::HashMap<TicketId, u32>,
    resyncs: u32,
}

impl SeenTickets {
    fn read(&mut self, desk: &SharedDesk) {
        let tickets = desk.open_tickets().unwrap();
        self.revisions = tickets.iter().map(|t| (t.id, t.revision)).collect();
    }

    fn hear(&mut self, desk: &SharedDesk, first: Notice, feed: &Subscription) {
        for notice in std::iter::once(first).chain(feed.try_iter()) {
            match notice {
                Notice::Changed(ticket, ..) => drop(self.revisions.insert(ticket.id, ticket.revision)),
                Notice::Resync => {
                    self.resyncs += 1;
                    self.read(desk);
                }
                _ => {}
            }
        }
    }
}

/// A child process, killed when dropped.
pub struct Worker {
    /// The process itself.
    pub child: Child,
    /// The thread that hears what it says, until it has ended.
    pub reader: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the process; its lines go to `said`, each with `tag`.
    pub fn start<T: Copy + Send + 'static>(
        role: &str,
        dir: &Path,
        name: &str,
        from: u64,
        said: (T, Sender<(T, String)>),
    ) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--ignored", "--exact", "worker", "--nocapture"]);
        command.env(ROLE, role).env(DIR, dir).env(NAME, name).env(FROM, from.to_string());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let (tag, said) = said;
        let reader = std::thread::spawn(move || {
            let mut line = String::new();
            // A line that was cut off by the kill was not said.
            while out.read_line(&mut line).is_ok() && line.ends_with('\n') {
                let lost = line.trim_end().strip_prefix('>').map(|words| said.send((tag, words.to_owned())).is_err());
                if lost == Some(true) {
                    return;
                }
                line.clear();
            }
        });
        Self { child, reader: Some(reader) }
    }

    /// Starts a process whose lines are read here.
    pub fn listened(role: &str, dir: &Path, name: &str) -> (Self, Receiver<((), String)>) {
        let (said, lines) = channel();
        (Self::start(role, dir, name, 0, ((), said)), lines)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
