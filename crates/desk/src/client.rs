//! The client's side of the socket: questions and their answers, and the feed.

use std::collections::HashMap;
use std::io::{self, Write as _};
use std::net::Shutdown;
use std::os::fd::AsFd as _;
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant as Moment};

use nix::poll::{PollFd, PollFlags, poll};

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::query::something_else;
use super::wire::{
    AnyQuery, Claim, Greeting, Hello, MAX_QUESTION_BYTES, MAX_REPLY_BYTES, PROTOCOL, Question, Reply, Subscribed,
    Welcome, frame, read_message, read_preface, write_preface,
};
use super::{Notice, OpenTicket, Problem, ProblemKind, Query};

/// The time that an owner may take for its first words.
const GREET_WITHIN: Duration = Duration::from_secs(10);
/// The time between two checks of whether to wait for these any longer, in milliseconds.
const LOOK_UP: u16 = 100;
/// The time after which an owner that says nothing is asked whether it is there.
const HEARTBEAT_EVERY: Duration = Duration::from_millis(500);
/// The time without an answer to that after which people are told.
const SLOW: Duration = Duration::from_secs(2);
/// The time for which an owner may take nothing of what is asked.
const WRITE_WITHIN: Duration = Duration::from_secs(10);

/// The reason why there was no answer.
#[derive(Debug)]
pub enum NoAnswer {
    /// The owner has gone; another one may answer.
    Gone,
    /// The owner, the process with that id, is there and has not answered for as long as was waited, nor said anything
    /// else for so long.
    Silent(u32, Duration),
    /// The owner said this in place of an answer.
    Said(Problem),
}

/// The outcome of reaching an owner.
pub(super) enum HandshakeOutcome {
    /// The owner welcomes us; the link is not read yet.
    Welcome(HandshakeDone),
    /// The owner refuses us, and says why.
    Refused(Problem),
}

/// A link before its feed is read.
pub(super) struct HandshakeDone {
    stream: UnixStream,
    pub(super) welcome: Welcome,
}

/// The functions that hear what comes without being asked for.
pub(super) struct Subscriber {
    /// A function that hears a change.
    pub(super) notice: Box<dyn Fn(Notice) + Send>,
    /// A function that hears that the owner has gone.
    pub(super) gone: Box<dyn FnOnce() + Send>,
}

/// A function that hears that the owner, the process with that id, has not answered for so long; and, with none, that
/// it has answered after all.
pub(super) type OnSilence = Box<dyn Fn(Option<(u32, Duration)>) + Send + Sync>;

/// A link to the owner.
pub struct OwnerLink {
    line: Arc<LinkState>,
    pub(super) welcome: Welcome,
}

/// What the threads that ask, listen and feel the pulse share.
struct LinkState {
    stream: UnixStream,
    /// Held while a message is sent, so that two do not mix.
    sending: Mutex<()>,
    waiting: Mutex<PendingQuestions>,
    /// Signals that the link is over.
    over: Condvar,
}

struct PendingQuestions {
    asked: HashMap<u64, Sender<Reply>>,
    last: u64,
    gone: bool,
    /// The moment at which the owner said anything last.
    heard: Moment,
    /// The last question whether the owner is there, while it is not answered.
    heartbeat: Option<Heartbeat>,
}

struct Heartbeat {
    since: Moment,
    /// The question's number, or none where it could not be sent yet.
    sent: Option<u64>,
}

/// Says hello on a stream that has just been connected. While there is no answer, `stay` is asked now and then whether
/// to wait for it any longer.
pub(super) fn greet(stream: UnixStream, claim: Option<Claim>, stay: &dyn Fn() -> bool) -> io::Result<HandshakeOutcome> {
    stream.set_read_timeout(Some(GREET_WITHIN))?;
    stream.set_write_timeout(Some(WRITE_WITHIN))?;
    // An owner that turns us away may have closed already; what it said is still there to be read.
    let _ = write_preface(&mut &stream, PROTOCOL);
    wait_for_words(&stream, stay)?;
    let version = read_preface(&mut &stream)?;
    if version != PROTOCOL {
        return Ok(HandshakeOutcome::Refused(other_version(version)));
    }
    let hello = Hello { pid: std::process::id(), claim };
    let bytes = frame(&hello, MAX_QUESTION_BYTES).ok_or(io::ErrorKind::InvalidData)?;
    let _ = (&stream).write_all(&bytes);
    wait_for_words(&stream, stay)?;
    match read_message(&mut &stream, MAX_REPLY_BYTES)? {
        Greeting::Welcome(welcome) => {
            stream.set_read_timeout(None)?;
            Ok(HandshakeOutcome::Welcome(HandshakeDone { stream, welcome: *welcome }))
        }
        Greeting::Refused(failure) => Ok(HandshakeOutcome::Refused(failure)),
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

fn other_version(version: u16) -> Problem {
    let message =
        format!("the frist that owns the store speaks version {version} of the protocol, this one {PROTOCOL}");
    Problem::new(ProblemKind::Store, message, "install the same frist for everybody, and start all of them again")
}

impl HandshakeDone {
    /// Begins to read; `subscriber` hears everything that is not an answer.
    pub(super) fn listen(self, subscriber: Subscriber, slow: OnSilence) -> io::Result<OwnerLink> {
        let line = Arc::new(LinkState {
            stream: self.stream,
            sending: Mutex::new(()),
            waiting: Mutex::new(PendingQuestions::new()),
            over: Condvar::new(),
        });
        let heard = Arc::clone(&line);
        let hear = move || {
            while let Ok(told) = read_message(&mut &heard.stream, MAX_REPLY_BYTES) {
                let mut waiting = heard.lock();
                waiting.heard = Moment::now();
                match told {
                    Reply::Notice(notice) => {
                        drop(waiting);
                        (subscriber.notice)(notice);
                    }
                    Reply::Part(n, ..) | Reply::End(n) | Reply::Failed(n, _) => waiting.deliver(n, told),
                }
            }
            heard.lock().give_up();
            heard.over.notify_all();
            (subscriber.gone)();
        };
        std::thread::Builder::new().name("owner".to_owned()).spawn(hear)?;
        let (felt, pid) = (Arc::clone(&line), self.welcome.pid);
        let feel = move || felt.check_heartbeat(|silent| slow(silent.map(|time| (pid, time))));
        std::thread::Builder::new().name("pulse".to_owned()).spawn(feel)?;
        Ok(OwnerLink { line, welcome: self.welcome })
    }
}

impl LinkState {
    fn lock(&self) -> MutexGuard<'_, PendingQuestions> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the owner now and then whether it is there, and tells when it lets that wait, until it is over.
    fn check_heartbeat(&self, slow: impl Fn(Option<Duration>)) {
        let (mut told, mut awake) = (false, Moment::now());
        loop {
            let begun = Moment::now();
            let waited = self.over.wait_timeout_while(self.lock(), HEARTBEAT_EVERY, |waiting| !waiting.gone);
            let (mut waiting, _) = waited.unwrap_or_else(PoisonError::into_inner);
            if waiting.gone {
                // Where the owner has gone, the next one is waited for, and that is told by others.
                return;
            }
            if begun.elapsed() > HEARTBEAT_EVERY * 2 {
                // This process itself stood still: what has come meanwhile is not read yet.
                awake = Moment::now();
            }
            let silent = waiting.silent(awake);
            if silent.is_some() != told {
                told = silent.is_some();
                drop(waiting);
                slow(silent);
            } else if waiting.heard.elapsed() >= HEARTBEAT_EVERY {
                waiting.heartbeat.get_or_insert_with(|| Heartbeat { since: Moment::now(), sent: None });
                drop(waiting);
                self.heartbeat();
            }
        }
    }

    /// Asks whether the owner is there, unless that is asked already or could not be sent without waiting.
    fn heartbeat(&self) {
        let Ok(_alone) = self.sending.try_lock() else { return };
        let mut room = [PollFd::new(self.stream.as_fd(), PollFlags::POLLOUT)];
        if !poll(&mut room, 0u16).is_ok_and(|ready| ready > 0) {
            return;
        }
        let n = {
            let mut waiting = self.lock();
            let n = waiting.last + 1;
            let Some(heartbeat) = waiting.heartbeat.as_mut().filter(|heartbeat| heartbeat.sent.is_none()) else {
                return;
            };
            heartbeat.sent = Some(n);
            waiting.last = n;
            n
        };
        let bytes = frame(&Question { n, ask: AnyQuery::Alive }, MAX_QUESTION_BYTES).unwrap_or_default();
        if (&self.stream).write_all(&bytes).is_err() {
            let _ = self.stream.shutdown(Shutdown::Both);
        }
    }
}

impl PendingQuestions {
    fn new() -> Self {
        Self { asked: HashMap::new(), last: 0, gone: false, heard: Moment::now(), heartbeat: None }
    }

    /// Returns for how long the owner has said nothing, if that is too long; time before `awake` does not count.
    fn silent(&self, awake: Moment) -> Option<Duration> {
        let asked = self.heartbeat.as_ref()?.since;
        let waits = asked.max(self.heard).max(awake).elapsed();
        (waits >= SLOW).then(|| self.heard.elapsed())
    }

    fn ask(&mut self) -> Option<(u64, Receiver<Reply>)> {
        if self.gone {
            return None;
        }
        let (sender, answer) = channel();
        self.last += 1;
        self.asked.insert(self.last, sender);
        Some((self.last, answer))
    }

    fn deliver(&mut self, n: u64, told: Reply) {
        if self.heartbeat.as_ref().is_some_and(|heartbeat| heartbeat.sent == Some(n)) {
            self.heartbeat = None;
            return;
        }
        let last = !matches!(told, Reply::Part(_, _, true));
        let sender = if last { self.asked.remove(&n) } else { self.asked.get(&n).cloned() };
        // The asker may have stopped waiting.
        let _ = sender.map(|sender| sender.send(told));
    }

    /// Gives up: nobody will be answered any more.
    fn give_up(&mut self) {
        self.gone = true;
        self.asked.clear();
    }
}

impl OwnerLink {
    /// Returns whether nobody will answer any more.
    pub(super) fn is_gone(&self) -> bool {
        self.line.lock().gone
    }

    /// Has a query answered by the owner.
    pub(super) fn ask<Q: Query>(&self, query: &Q, patience: Duration) -> Result<Q::Answer, NoAnswer> {
        let answers = self.send(query.clone().into())?;
        let mut more = true;
        let parts = std::iter::from_fn(|| {
            let part = if more { self.receive(&answers, patience).transpose() } else { None };
            more = matches!(part, Some(Ok((_, true))));
            part.map(|part| part.and_then(|(part, _)| read(&part)))
        });
        query.join(parts)?.ok_or_else(|| NoAnswer::Said(something_else()))
    }

    /// Has every change told from now on.
    pub(super) fn subscribe(&self, patience: Duration) -> Result<Subscribed, NoAnswer> {
        let answers = self.send(AnyQuery::Subscribe)?;
        let part = self.receive(&answers, patience)?;
        part.map_or_else(|| Err(NoAnswer::Said(something_else())), |(part, _)| read(&part))
    }

    /// Says which ticket is open here, and waits for nothing.
    pub(super) fn look_at(&self, open: OpenTicket) {
        // If it does not arrive, the owner has gone, and the next one is told.
        drop(self.send(AnyQuery::LookAt(open)));
    }

    /// Sends a question; its answer comes by the receiver.
    fn send(&self, ask: AnyQuery) -> Result<Receiver<Reply>, NoAnswer> {
        let (n, answer) = self.line.lock().ask().ok_or(NoAnswer::Gone)?;
        let Some(bytes) = frame(&Question { n, ask }, MAX_QUESTION_BYTES) else {
            self.line.lock().asked.remove(&n);
            return Err(NoAnswer::Said(too_much()));
        };
        self.write(&bytes)?;
        Ok(answer)
    }

    fn write(&self, bytes: &[u8]) -> Result<(), NoAnswer> {
        let LinkState { stream, sending, .. } = &*self.line;
        let _alone = sending.lock().unwrap_or_else(PoisonError::into_inner);
        (&*stream).write_all(bytes).map_err(|_| {
            let _ = stream.shutdown(Shutdown::Both);
            NoAnswer::Gone
        })
    }

    /// Waits for a part of an answer, and whether there are more; none where the answer has no more parts. The thread
    /// that feels the owner's pulse tells people that the owner does not answer at all.
    fn receive(
        &self,
        answers: &Receiver<Reply>,
        patience: Duration,
    ) -> Result<Option<(Box<RawValue>, bool)>, NoAnswer> {
        let told = answers.recv_timeout(patience).map_err(|error| match error {
            RecvTimeoutError::Timeout => NoAnswer::Silent(self.welcome.pid, self.line.lock().heard.elapsed()),
            RecvTimeoutError::Disconnected => NoAnswer::Gone,
        })?;
        match told {
            Reply::Part(_, part, more) => Ok(Some((part, more))),
            Reply::Failed(_, failure) => Err(NoAnswer::Said(failure)),
            Reply::End(_) | Reply::Notice(_) => Ok(None),
        }
    }
}

impl Drop for OwnerLink {
    fn drop(&mut self) {
        let _ = self.line.stream.shutdown(Shutdown::Both);
    }
}

/// Reads a part as the type that it should be.
fn read<T: DeserializeOwned>(part: &RawValue) -> Result<T, NoAnswer> {
    serde_json::from_str(part.get()).map_err(|_| NoAnswer::Said(something_else()))
}

fn too_much() -> Problem {
    Problem::new(ProblemKind::Refused, "that is too much for one change", "make it smaller")
}
