//! The client's side of the socket: questions and their answers, and the feed.

use std::collections::HashMap;
use std::io::{self, Write as _};
use std::net::Shutdown;
use std::os::fd::AsFd as _;
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant as Moment};

use nix::poll::{PollFd, PollFlags, poll};

use crate::domain::journal::{Page, Search};
use crate::domain::ledger::Entry;
use crate::domain::query::{Find, Found};
use crate::domain::report::{Facts, Wanted};
use crate::domain::ticket::{Record, Ticket, TicketId};

use super::wire::{
    Answer, Ask, Asked, Claim, Greeting, Hello, MOST_ASKED, MOST_TOLD, PROTOCOL, Told, Welcome, frame, read_message,
    read_preface, write_preface,
};
use super::{DeskError, DeskErrorKind, Done, Notice, Request, SeatId};

/// How long an owner may take for its first words.
const GREET_WITHIN: Duration = Duration::from_secs(10);
/// How often whoever waits for these looks up, in milliseconds.
const LOOK_UP: u16 = 100;
/// After how long without an answer it is told that the owner is slow.
const SLOW: Duration = Duration::from_secs(2);
/// How long an owner may take nothing of what is asked.
const WRITE_WITHIN: Duration = Duration::from_secs(10);

/// Why there was no answer.
#[derive(Debug)]
pub(super) enum NoAnswer {
    /// The owner has gone; another one may answer.
    Gone,
    /// The owner is there and says nothing, for as long as was waited.
    Silent,
    /// This is the answer.
    Said(DeskError),
}

/// What comes of reaching an owner.
pub(super) enum Reached {
    /// It welcomes us; the link is not read yet.
    Welcome(Greeted),
    /// It will not have us, and says why.
    Refused(DeskError),
}

/// A link before its feed is read.
pub(super) struct Greeted {
    stream: UnixStream,
    pub(super) welcome: Welcome,
}

/// Who hears what comes without being asked for.
pub(super) struct Ears {
    /// A change.
    pub(super) notice: Box<dyn Fn(Notice) + Send>,
    /// The owner has gone.
    pub(super) gone: Box<dyn FnOnce() + Send>,
}

/// Who hears that the owner lets somebody wait (`true`), and that it has answered after all.
pub(super) type Slow = Box<dyn Fn(bool) + Send + Sync>;

/// A way to the owner.
pub(super) struct Link {
    stream: UnixStream,
    /// Held while a message is sent, so that two do not mix.
    sending: Mutex<()>,
    waiting: Arc<Mutex<Waiting>>,
    slow: Slow,
    pub(super) welcome: Welcome,
}

#[derive(Default)]
struct Waiting {
    asked: HashMap<u64, Sender<Answer>>,
    last: u64,
    gone: bool,
}

/// Says hello on a stream that has just been connected. `stay` is asked now and then, while there is no answer, whether
/// to wait for it any longer.
pub(super) fn greet(stream: UnixStream, claim: Option<Claim>, stay: &dyn Fn() -> bool) -> io::Result<Reached> {
    stream.set_read_timeout(Some(GREET_WITHIN))?;
    stream.set_write_timeout(Some(WRITE_WITHIN))?;
    // An owner that turns us away may have closed already; what it said is still there to be read.
    let _ = write_preface(&mut &stream, PROTOCOL);
    wait_for_words(&stream, stay)?;
    let version = read_preface(&mut &stream)?;
    if version != PROTOCOL {
        return Ok(Reached::Refused(other_version(version)));
    }
    let hello = Hello { pid: std::process::id(), claim };
    let bytes = frame(&hello, MOST_ASKED).ok_or(io::ErrorKind::InvalidData)?;
    let _ = (&stream).write_all(&bytes);
    match read_message(&mut &stream, MOST_TOLD, || {})? {
        Greeting::Welcome(welcome) => {
            stream.set_read_timeout(None)?;
            Ok(Reached::Welcome(Greeted { stream, welcome: *welcome }))
        }
        Greeting::Refused(failure) => Ok(Reached::Refused(failure.into())),
    }
}

fn wait_for_words(stream: &UnixStream, stay: &dyn Fn() -> bool) -> io::Result<()> {
    let until = Moment::now() + GREET_WITHIN;
    while Moment::now() < until && stay() {
        let mut there = [PollFd::new(stream.as_fd(), PollFlags::POLLIN)];
        if poll(&mut there, LOOK_UP)? > 0 {
            return Ok(());
        }
    }
    Err(io::ErrorKind::TimedOut.into())
}

fn other_version(version: u16) -> DeskError {
    let message = format!("the frist that has the store speaks version {version} of the protocol, this one {PROTOCOL}");
    DeskError::new(DeskErrorKind::Store, message, "install the same frist for everybody, and start all of them again")
}

impl Greeted {
    /// Begins to read; `ears` hear everything that is not an answer.
    pub(super) fn listen(self, ears: Ears, slow: Slow) -> io::Result<Link> {
        let waiting = Arc::new(Mutex::new(Waiting::default()));
        let (stream, shared) = (self.stream.try_clone()?, Arc::clone(&waiting));
        let hear = move || {
            while let Ok(told) = read_message(&mut &stream, MOST_TOLD, || {}) {
                match told {
                    Told::Answer(n, answer) => lock(&shared).deliver(n, answer),
                    Told::Notice(notice) => (ears.notice)(notice),
                }
            }
            lock(&shared).give_up();
            (ears.gone)();
        };
        std::thread::Builder::new().name("owner".to_owned()).spawn(hear)?;
        Ok(Link { stream: self.stream, sending: Mutex::new(()), waiting, slow, welcome: self.welcome })
    }
}

fn lock(waiting: &Mutex<Waiting>) -> MutexGuard<'_, Waiting> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Waiting {
    fn ask(&mut self) -> Option<(u64, Receiver<Answer>)> {
        if self.gone {
            return None;
        }
        let (sender, answer) = channel();
        self.last += 1;
        self.asked.insert(self.last, sender);
        Some((self.last, answer))
    }

    fn deliver(&mut self, n: u64, answer: Answer) {
        let last = !matches!(answer, Answer::Tickets(_, true) | Answer::Found(_, true, _) | Answer::Facts(_, true));
        let sender = if last { self.asked.remove(&n) } else { self.asked.get(&n).cloned() };
        // Whoever asked may have stopped waiting.
        let _ = sender.map(|sender| sender.send(answer));
    }

    /// Nobody will be answered any more.
    fn give_up(&mut self) {
        self.gone = true;
        self.asked.clear();
    }
}

impl Link {
    /// Whether nobody will answer any more.
    pub(super) fn is_gone(&self) -> bool {
        lock(&self.waiting).gone
    }

    /// Every open ticket.
    pub(super) fn open_tickets(&self, patience: Duration) -> Result<Vec<Arc<Ticket>>, NoAnswer> {
        self.tickets(Ask::Open, patience)
    }

    /// Tickets among all there are.
    pub(super) fn find(&self, find: &Find, patience: Duration) -> Result<Found, NoAnswer> {
        let answers = self.ask(Ask::Find(Box::new(find.clone())))?;
        let mut tickets = Vec::new();
        loop {
            match self.receive(&answers, patience)? {
                Answer::Found(mut part, more, cut) => {
                    tickets.append(&mut part);
                    if !more {
                        return Ok(Found { tickets, cut });
                    }
                }
                other => return Err(strange(other)),
            }
        }
    }

    /// What reports need to know of the tickets that are wanted.
    pub(super) fn facts(&self, wanted: &Wanted, patience: Duration) -> Result<Facts, NoAnswer> {
        let answers = self.ask(Ask::Facts(Box::new(wanted.clone())))?;
        let mut all = Facts::default();
        loop {
            match self.receive(&answers, patience)? {
                Answer::Facts(part, more) => {
                    all.append(&part);
                    if !more {
                        return Ok(all);
                    }
                }
                other => return Err(strange(other)),
            }
        }
    }

    /// One ticket with its events.
    pub(super) fn record(&self, id: TicketId, patience: Duration) -> Result<Option<Record>, NoAnswer> {
        match self.one(Ask::Record(id), patience)? {
            Answer::Record(found) => Ok(found.and_then(|(id, events)| Record::new(id, Arc::unwrap_or_clone(events)))),
            other => Err(strange(other)),
        }
    }

    /// A page of the journal.
    pub(super) fn journal(&self, search: Search, patience: Duration) -> Result<Page, NoAnswer> {
        match self.one(Ask::Journal(search), patience)? {
            Answer::Journal(page) => Ok(page),
            other => Err(strange(other)),
        }
    }

    /// Has this written.
    pub(super) fn commit(&self, request: Request, patience: Duration) -> Result<Done, NoAnswer> {
        match self.one(Ask::Commit(request), patience)? {
            Answer::Done(done) => Ok(done),
            other => Err(strange(other)),
        }
    }

    /// Has the alerts told that are held back; whether there are any.
    pub(super) fn tell_alerts(&self, patience: Duration) -> Result<bool, NoAnswer> {
        match self.one(Ask::TellAlerts, patience)? {
            Answer::AlertsTold(any) => Ok(any),
            other => Err(strange(other)),
        }
    }

    /// The newest revision of every entry of the ledger.
    pub(super) fn ledger(&self, patience: Duration) -> Result<Vec<Arc<Entry>>, NoAnswer> {
        match self.one(Ask::Ledger, patience)? {
            Answer::Ledger(entries) => Ok(entries),
            other => Err(strange(other)),
        }
    }

    /// Has every change told from now on.
    pub(super) fn watch(&self, patience: Duration) -> Result<SeatId, NoAnswer> {
        match self.one(Ask::Watch, patience)? {
            Answer::Seated(seat) => Ok(seat),
            other => Err(strange(other)),
        }
    }

    /// Says which ticket is open here, and waits for nothing.
    pub(super) fn look_at(&self, ticket: Option<TicketId>) {
        // If it does not arrive, the owner has gone, and the next one is told.
        drop(self.ask(Ask::LookAt(ticket)));
    }

    fn tickets(&self, ask: Ask, patience: Duration) -> Result<Vec<Arc<Ticket>>, NoAnswer> {
        let answers = self.ask(ask)?;
        let mut all = Vec::new();
        loop {
            match self.receive(&answers, patience)? {
                Answer::Tickets(mut part, more) => {
                    all.append(&mut part);
                    if !more {
                        all.sort_by_key(|ticket| ticket.id);
                        return Ok(all);
                    }
                }
                other => return Err(strange(other)),
            }
        }
    }

    fn one(&self, ask: Ask, patience: Duration) -> Result<Answer, NoAnswer> {
        self.receive(&self.ask(ask)?, patience)
    }

    fn ask(&self, ask: Ask) -> Result<Receiver<Answer>, NoAnswer> {
        let (n, answer) = lock(&self.waiting).ask().ok_or(NoAnswer::Gone)?;
        let Some(bytes) = frame(&Asked { n, ask }, MOST_ASKED) else {
            lock(&self.waiting).asked.remove(&n);
            return Err(NoAnswer::Said(too_much()));
        };
        self.send(&bytes)?;
        Ok(answer)
    }

    fn send(&self, bytes: &[u8]) -> Result<(), NoAnswer> {
        let _alone = self.sending.lock().unwrap_or_else(PoisonError::into_inner);
        (&self.stream).write_all(bytes).map_err(|_| {
            let _ = self.stream.shutdown(Shutdown::Both);
            NoAnswer::Gone
        })
    }

    /// Waits for an answer; says so when it takes long.
    fn receive(&self, answers: &Receiver<Answer>, patience: Duration) -> Result<Answer, NoAnswer> {
        match answers.recv_timeout(patience.min(SLOW)) {
            Ok(answer) => return Ok(answer),
            Err(RecvTimeoutError::Disconnected) => return Err(NoAnswer::Gone),
            Err(RecvTimeoutError::Timeout) => (self.slow)(true),
        }
        let answer = answers.recv_timeout(patience.saturating_sub(SLOW));
        // Where it has gone, the next one is waited for, and that is told by others.
        if !matches!(answer, Err(RecvTimeoutError::Disconnected)) {
            (self.slow)(false);
        }
        answer.map_err(|error| match error {
            RecvTimeoutError::Timeout => NoAnswer::Silent,
            RecvTimeoutError::Disconnected => NoAnswer::Gone,
        })
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

fn strange(answer: Answer) -> NoAnswer {
    NoAnswer::Said(match answer {
        Answer::Failed(failure) => failure.into(),
        _ => DeskError::new(DeskErrorKind::Store, "the owner of the store has answered something else", "try again"),
    })
}

fn too_much() -> DeskError {
    DeskError::new(DeskErrorKind::Refused, "that is too much for one change", "make it smaller")
}
