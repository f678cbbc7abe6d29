//! The owner's side of the socket: it has a thread for each guest, tells the guest who it is, then answers.
//!
//! A guest costs a bounded amount: what it sends is held to a size and a time for a whole message, and with all that
//! the same person sends to a size for all of it; what it is told lies in a bounded feed; and one that takes nothing
//! for [`WRITE_WITHIN`] is dropped; it reads anew when it comes back.

use std::io::{self, Read, Write as _};
use std::iter;
use std::net::Shutdown;
use std::os::fd::AsFd as _;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant as Moment};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::socket::{getsockopt, sockopt::PeerCredentials};

use serde::Serialize;

use frist_config::{BookSources, FolderWatch, Person, account_of};
use frist_domain::ledger::{Ledger, LedgerRecord};

use super::feed::Subscription;
use super::guests::{Guests, MAX_GRANTED_BYTES, MemoryGrant, SessionToken};
use super::identity::{Account, identify};
use super::local::LocalDesk;
use super::query::QueryCost;
use super::renewal::RenewedDesk;
use super::scope::Scope;
use super::socket::{OpenSocket, ServerSocket};
use super::view::View;
use super::wire::{
    Claim, Greeting, Hello, MAX_QUESTION_BYTES, MAX_REPLY_BYTES, PROTOCOL, Question, Reply, Subscribed, Welcome, frame,
    read_body, read_length, read_preface, unreadable, write_preface,
};
use super::{Desk as _, Notice, OpenTicket, Problem, ProblemKind, Query, SessionId};

/// The time that a guest may take to say who it is, and for the rest of a message that it has begun, all of it.
const READ_WITHIN: Duration = Duration::from_secs(10);
/// The size in bytes up to which a message costs so little that it does not count as anybody's.
const UNCOUNTED_BYTES: usize = 64 << 10;
/// The bytes that a record takes of what one person's questions may; then a search, or the facts for a report; then how
/// long they wait for each other.
const RECORD_BYTES: usize = MAX_GRANTED_BYTES / 8;
const SCAN_BYTES: usize = MAX_GRANTED_BYTES / 2;
const GRANT_WITHIN: Duration = Duration::from_secs(30);
/// The time for which a guest may take nothing of what it is told.
const WRITE_WITHIN: Duration = Duration::from_secs(10);
/// The time for which nobody is let in after that has failed, mostly for want of files that may be open.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// The time between two checks of whether the socket is still where others look for it, in milliseconds, where the system
/// does not tell.
const SOCKET_CHECK_MILLIS: u16 = 1000;
/// The size of the longest hello, in bytes.
const MAX_HELLO_BYTES: u32 = 64 << 10;
/// The most changes that are told in one write.
const MAX_NOTICES_PER_WRITE: usize = 64;

/// What a server needs to know to answer.
pub(super) struct ServerContext {
    pub(super) desk: Arc<LocalDesk>,
    /// The number of the account that the desk runs under.
    pub(super) own: u32,
    /// Whether other accounts are let in.
    pub(super) shared: bool,
    pub(super) sources: Mutex<BookSources>,
    /// How often settings, contracts or the rota were read again.
    pub(super) renewals: AtomicU64,
    /// The owner's own name.
    pub(super) owner: String,
}

/// A server at work, until it is dropped.
pub(super) struct Server {
    context: Arc<ServerContext>,
    socket: Arc<ServerSocket>,
    guests: Arc<Guests>,
    accepting: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts to serve.
    pub(super) fn start(socket: ServerSocket, open: OpenSocket, context: ServerContext) -> io::Result<Self> {
        let (context, socket, guests) = (Arc::new(context), Arc::new(socket), Arc::new(Guests::default()));
        let acceptor =
            Acceptor { socket: Arc::clone(&socket), context: Arc::clone(&context), guests: Arc::clone(&guests) };
        let Some(Ok(open)) = guests.listen_on(|| io::Result::Ok(open)) else {
            return Err(io::ErrorKind::NotConnected.into());
        };
        let accept = move || acceptor.accept_all(open);
        let accepting = std::thread::Builder::new().name("door".to_owned()).spawn(accept)?;
        Ok(Self { context, socket, guests, accepting: Some(accepting) })
    }

    /// Has guests count by these files from now on, and asks again who each of them is.
    pub(super) fn renew(&self, sources: BookSources) {
        *self.context.lock_sources() = sources;
        self.context.renewals.fetch_add(1, Ordering::SeqCst);
    }

    /// Returns what holds now, as it is told that person; of none, the process itself.
    pub(super) fn renewed(&self, you: Option<&Person>, said: Vec<String>) -> RenewedDesk {
        self.context.renewed(you, said)
    }
}

impl Drop for Server {
    /// Lets nobody new in, lets what has been asked be answered, then sends everybody away.
    fn drop(&mut self) {
        self.guests.close();
        if let Some(accepting) = self.accepting.take() {
            let _ = accepting.join();
        }
        // Where it cannot be removed, the next owner does.
        let _ = self.socket.close();
        self.guests.disconnect_all(Shutdown::Read);
        self.guests.disconnect_all(Shutdown::Both);
    }
}

/// The thread that accepts clients.
struct Acceptor {
    socket: Arc<ServerSocket>,
    context: Arc<ServerContext>,
    guests: Arc<Guests>,
}

impl Acceptor {
    /// Accepts every client until the socket is closed, and opens it anew where its file is removed.
    fn accept_all(&self, mut open: Arc<OpenSocket>) {
        let (mut failed, watch) = (false, self.socket.watch());
        // What happened before the folder was watched is looked for at once.
        let mut patience = PollTimeout::ZERO;
        while !self.guests.closed() {
            let outcome = match wait_for_client(&open, watch.as_ref(), patience) {
                Ok(true) => open.listener.accept().map(|(stream, _)| spawn_guest(stream, &self.context, &self.guests)),
                Ok(false) => Ok(()),
                Err(error) => Err(error),
            };
            if outcome.is_err() {
                // The socket is being closed, or the guest has gone again, or there is no room just now.
                self.guests.wait_for_close(ACCEPT_PAUSE);
            }
            if self.socket.is_gone(&open) {
                match self.open_anew() {
                    Ok(anew) => {
                        (open, failed) = (anew, false);
                        self.say("the socket frist.sock was gone from the store's folder; it is there again");
                    }
                    // It is tried again and again, and told once.
                    Err(error) if !failed => {
                        failed = true;
                        self.say(&format!("the socket frist.sock is gone, and cannot be made anew: {error}"));
                    }
                    Err(_) => {}
                }
            }
            let is_told = watch.is_some() && !failed && self.socket.is_home();
            patience = if is_told { PollTimeout::NONE } else { SOCKET_CHECK_MILLIS.into() };
        }
    }

    fn say(&self, words: &str) {
        self.context.desk.tell_trouble(words);
    }

    fn open_anew(&self) -> io::Result<Arc<OpenSocket>> {
        let opened = self.guests.listen_on(|| self.socket.open());
        let open = opened.unwrap_or_else(|| Err(io::ErrorKind::NotConnected.into()))?;
        if let Err(error) = &open.shared {
            self.say(&error.to_string());
        }
        Ok(open)
    }
}

/// Waits for a client, or until something happens to the socket's file, at most `patience`; returns whether a client came.
fn wait_for_client(open: &OpenSocket, watch: Option<&FolderWatch>, patience: PollTimeout) -> io::Result<bool> {
    let client = PollFd::new(open.listener.as_fd(), PollFlags::POLLIN);
    let Some(watch) = watch else { return Ok(poll(&mut [client], patience)? > 0) };
    let mut both = [client, PollFd::new(watch.as_fd(), PollFlags::POLLIN)];
    poll(&mut both, patience)?;
    if both[1].any() == Some(true) {
        watch.clear();
    }
    Ok(both[0].any() == Some(true))
}

/// Gives a client that has come a thread.
fn spawn_guest(stream: UnixStream, context: &Arc<ServerContext>, guests: &Arc<Guests>) {
    let Ok(credentials) = getsockopt(&stream, PeerCredentials) else { return };
    let (uid, stream) = (credentials.uid(), Arc::new(stream));
    if uid != context.own && !context.shared {
        return;
    }
    let Some(token) = guests.begin_handshake(uid, &stream) else { return };
    let context = Arc::clone(context);
    let attend = move || {
        let account = Account { uid, name: account_of(uid) };
        // An error means that the guest has gone, or is no guest; there is nobody to tell.
        let _ = GuestConnection::greet(&context, stream, token, &account)
            .and_then(|guest| guest.map_or(Ok(()), |mut g| g.attend()));
    };
    // Where no thread can be started, the guest is let go and tries again.
    drop(std::thread::Builder::new().name("guest".to_owned()).spawn(attend));
}

/// Reads a stream up to a moment: the time is for all of a message, however many pieces it comes in.
struct DeadlineReader<'a>(&'a UnixStream, Moment);

impl Read for DeadlineReader<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = self.1.saturating_duration_since(Moment::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.0.set_read_timeout(Some(left))?;
        self.0.read(into)
    }
}

impl<'a> DeadlineReader<'a> {
    /// Begins a time limit of `time` from now on.
    fn within(stream: &'a UnixStream, time: Duration) -> Self {
        Self(stream, Moment::now() + time)
    }
}

/// The way out to a guest; a thread that locks it sends a whole message.
type GuestWriter = Mutex<Arc<UnixStream>>;

/// A guest who has been welcomed.
pub(super) struct GuestConnection<'a> {
    context: &'a Arc<ServerContext>,
    account: Account,
    claim: Option<Claim>,
    person: Person,
    /// How often files had been read again when the person was looked up.
    renewals: u64,
    token: Arc<SessionToken>,
    stream: Arc<UnixStream>,
    out: Arc<GuestWriter>,
    session: Option<SessionId>,
    /// The ledger as it was told in the greeting, until the guest watches.
    greeted_with: Option<Arc<Ledger>>,
    /// The thread that reads tickets, for a report or a search.
    reading: Option<JoinHandle<()>>,
}

impl<'a> GuestConnection<'a> {
    /// Finds out who the guest is. Returns none if it is not welcome, and has been told so.
    fn greet(
        context: &'a Arc<ServerContext>,
        stream: Arc<UnixStream>,
        token: SessionToken,
        account: &Account,
    ) -> io::Result<Option<Self>> {
        stream.set_write_timeout(Some(WRITE_WITHIN))?;
        let mut words = DeadlineReader::within(&stream, READ_WITHIN);
        let version = read_preface(&mut words)?;
        write_preface(&mut &*stream, PROTOCOL)?;
        if version != PROTOCOL {
            return Ok(None);
        }
        let length = read_length(&mut words, MAX_HELLO_BYTES)?;
        let hello: Hello = read_body(&mut words, length)?;
        let renewals = context.renewals.load(Ordering::SeqCst);
        let known = identify(&context.desk.people(), context.own, account, hello.claim.as_ref())
            .and_then(|person| token.finish_handshake(&person).map(|()| person));
        let ledger = context.desk.ledger();
        let greeting = match &known {
            Ok(person) => Greeting::Welcome(Box::new(context.welcome(person, &ledger))),
            Err(error) => Greeting::Refused(error.clone()),
        };
        let bytes = frame(&greeting, MAX_REPLY_BYTES).ok_or(io::ErrorKind::InvalidData)?;
        (&*stream).write_all(&bytes)?;
        let (token, out) = (Arc::new(token), Arc::new(Mutex::new(Arc::clone(&stream))));
        let (greeted_with, session, reading) = (Some(ledger), None, None);
        let (account, claim) = (account.clone(), hello.claim);
        Ok(known.ok().map(|person| Self {
            context,
            account,
            claim,
            person,
            renewals,
            token,
            stream,
            out,
            session,
            greeted_with,
            reading,
        }))
    }

    /// Looks up again who the guest is, where the settings were read again since. Whoever is not let in any more is told so, in
    /// the place of the answer to question `n`, and let go.
    fn look_up_again(&mut self, n: u64) -> io::Result<()> {
        let renewals = self.context.renewals.load(Ordering::SeqCst);
        if renewals == self.renewals {
            return Ok(());
        }
        match identify(&self.context.desk.people(), self.context.own, &self.account, self.claim.as_ref()) {
            Ok(person) => {
                (self.person, self.renewals) = (person, renewals);
                Ok(())
            }
            Err(refused) => {
                fail(&self.out, n, refused.clone())?;
                tell_shut_out(&self.out, refused)?;
                Err(io::ErrorKind::ConnectionAborted.into())
            }
        }
    }

    /// Answers the guest until it has gone.
    fn attend(&mut self) -> io::Result<()> {
        loop {
            match self.next() {
                Ok((Question { n, ask }, _held)) => {
                    self.look_up_again(n)?;
                    ask.serve(self, n)?;
                }
                Err(error) => {
                    if error.kind() == io::ErrorKind::InvalidData {
                        fail(&self.out, 0, unreadable(&error))?;
                    }
                    return Err(error);
                }
            }
        }
    }

    /// Waits for a question, and for the bytes that it takes until it is answered.
    fn next(&self) -> io::Result<(Question, Option<MemoryGrant>)> {
        self.stream.set_read_timeout(None)?;
        let length = read_length(&mut &*self.stream, MAX_QUESTION_BYTES)?;
        let mut rest = DeadlineReader::within(&self.stream, READ_WITHIN);
        let held = match length as usize {
            ..=UNCOUNTED_BYTES => None,
            bytes => Some(self.token.grant(&self.person, bytes, rest.1).ok_or(io::ErrorKind::TimedOut)?),
        };
        // It waited for other questions of the same person.
        rest.1 = rest.1.max(Moment::now() + READ_WITHIN / 2);
        Ok((read_body(&mut rest, length)?, held))
    }

    /// Answers a query in parts, which take memory until they have gone out.
    pub(super) fn serve<Q: Query>(&mut self, n: u64, query: Q) -> io::Result<()> {
        match Q::COST {
            QueryCost::Reading => self.meanwhile(n, query),
            QueryCost::Ticket => {
                let Some(_held) = self.token.grant(&self.person, RECORD_BYTES, Moment::now() + GRANT_WITHIN) else {
                    return fail(&self.out, n, too_many_at_once(&self.person));
                };
                send_parts(&self.out, n, query, &View::of(&self.context.desk, &self.person))
            }
            QueryCost::Little => send_parts(&self.out, n, query, &View::of(&self.context.desk, &self.person)),
        }
    }

    /// Answers from a thread of its own, so that a commit need not wait until everything has been read; one after the
    /// other where the guest asks for more meanwhile.
    fn meanwhile<Q: Query>(&mut self, n: u64, query: Q) -> io::Result<()> {
        if let Some(before) = self.reading.take() {
            // A panic of its has been told; the guest waits for an answer and hears nothing, as from an owner that has
            // gone.
            let _ = before.join();
        }
        let (desk, out) = (Arc::clone(&self.context.desk), Arc::clone(&self.out));
        let (token, person) = (Arc::clone(&self.token), self.person.clone());
        // An error means that the guest has gone.
        let read = move || match token.grant(&person, SCAN_BYTES, Moment::now() + GRANT_WITHIN) {
            Some(_held) => drop(send_parts(&out, n, query, &View::of(&desk, &person))),
            None => drop(fail(&out, n, too_many_at_once(&person))),
        };
        self.reading = Some(std::thread::Builder::new().name("reading".to_owned()).spawn(read)?);
        Ok(())
    }

    /// Shows the others which ticket the guest has open.
    pub(super) fn look_at(&self, n: u64, open: OpenTicket) -> io::Result<()> {
        self.session.into_iter().for_each(|session| self.context.desk.look_at_from(session, open));
        self.hear(n)
    }

    /// Says that the question was heard.
    pub(super) fn hear(&self, n: u64) -> io::Result<()> {
        end(&self.out, n)
    }

    /// Passes every change on, from a thread that ends with the guest or with the desk.
    pub(super) fn subscribe(&mut self, n: u64) -> io::Result<()> {
        if self.session.is_some() {
            return end(&self.out, n);
        }
        let session = self.context.desk.open_session(&self.person);
        self.session = Some(session);
        let feed = self.context.desk.subscribe_within(Scope::of(&self.person));
        // An entry that is written from here on comes as a change.
        let (before, ledger) = (self.greeted_with.take().unwrap_or_default(), self.context.desk.ledger());
        let known = |id| before.get(id).map(|entry| entry.revision);
        let told = told_to_guests(&ledger);
        let entered = told.filter(|entry| known(entry.id) != Some(entry.revision)).cloned().collect();
        send_message(&self.out, n, &Reply::Part(n, Subscribed { session, entered }, false))?;
        let watcher = GuestFeed {
            context: Arc::downgrade(self.context),
            account: self.account.clone(),
            claim: self.claim.clone(),
            out: Arc::clone(&self.out),
        };
        // What was read again since the guest was looked up is in the feed only where it came after this.
        let missed = self.context.renewals.load(Ordering::SeqCst) != self.renewals;
        let pass_on = move || watcher.pass_on(&feed, missed);
        std::thread::Builder::new().name("feed".to_owned()).spawn(pass_on).map(drop)
    }
}

/// The thread's end of what a guest is told without having asked.
struct GuestFeed {
    /// The server, which must not be held open for a guest that is only told of changes.
    context: Weak<ServerContext>,
    account: Account,
    claim: Option<Claim>,
    out: Arc<GuestWriter>,
}

impl GuestFeed {
    /// Passes every change on until the guest has gone, or is not let in any more. `missed`: it has to be told first of what
    /// was read again.
    fn pass_on(&self, feed: &Subscription, missed: bool) {
        if missed && self.send(self.renewed(Vec::new())).is_err() {
            return;
        }
        while let Ok(first) = feed.recv() {
            let notices = iter::once(first).chain(feed.try_iter().take(MAX_NOTICES_PER_WRITE - 1));
            let own = notices.filter_map(|notice| match notice {
                Notice::Renewed(renewed) => self.renewed(renewed.said.clone()),
                other => Some(other),
            });
            if self.send(own).is_err() {
                return;
            }
        }
    }

    /// Sends these notices; none behind the one that lets the guest go.
    fn send(&self, notices: impl IntoIterator<Item = Notice>) -> io::Result<()> {
        let mut bytes = Vec::new();
        for notice in notices {
            if let Notice::ShutOut(refused) = notice {
                send(&self.out, &bytes)?;
                tell_shut_out(&self.out, refused)?;
                let stream = self.out.lock().unwrap_or_else(PoisonError::into_inner);
                stream.shutdown(Shutdown::Both)?;
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            bytes.extend(frame(&Reply::<()>::Notice(notice), MAX_REPLY_BYTES).into_iter().flatten());
        }
        send(&self.out, &bytes)
    }

    /// Returns what the guest is told where files were read again; none where the owner is going.
    fn renewed(&self, said: Vec<String>) -> Option<Notice> {
        let context = self.context.upgrade()?;
        let known = identify(&context.desk.people(), context.own, &self.account, self.claim.as_ref());
        Some(match known {
            Ok(person) => Notice::Renewed(Arc::new(context.renewed(Some(&person), said))),
            Err(refused) => Notice::ShutOut(refused),
        })
    }
}

impl Drop for GuestConnection<'_> {
    fn drop(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Both);
        // It ends with the next part, for which there is no way any more. Until then it has the store.
        if let Some(reading) = self.reading.take() {
            let _ = reading.join();
        }
        if let Some(session) = self.session {
            self.context.desk.close_session(session);
        }
    }
}

impl ServerContext {
    fn lock_sources(&self) -> MutexGuard<'_, BookSources> {
        self.sources.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn renewed(&self, you: Option<&Person>, said: Vec<String>) -> RenewedDesk {
        let people = self.desk.people().iter().cloned().collect();
        RenewedDesk { you: you.cloned(), people, sources: self.lock_sources().clone(), said }
    }

    fn welcome(&self, person: &Person, ledger: &Ledger) -> Welcome {
        let (pid, owner, sources) = (std::process::id(), self.owner.clone(), self.lock_sources().clone());
        let ledger = told_to_guests(ledger).cloned().collect();
        let people = self.desk.people().iter().cloned().collect();
        Welcome { you: person.clone(), pid, owner, people, sources, ledger }
    }
}

/// Returns the records that a guest is told of at once. Letters may be very many, and are asked for.
fn told_to_guests(ledger: &Ledger) -> impl Iterator<Item = &Arc<LedgerRecord>> {
    ledger.records().filter(|entry| entry.fact.as_ref().is_none_or(|fact| fact.letter().is_none()))
}

/// Tells the answer in its parts, each as soon as it is there. That there are no more is said with the last one where
/// that is known by then: most answers are one message.
fn send_parts<Q: Query>(out: &GuestWriter, n: u64, query: Q, view: &View<'_>) -> io::Result<()> {
    let mut parts = match query.parts(view) {
        Ok(parts) => parts,
        Err(error) => return fail(out, n, error),
    };
    while let Some(part) = parts.next() {
        let more = parts.size_hint().1 != Some(0);
        match part {
            Ok(part) => send_message(out, n, &Reply::Part(n, part, more))?,
            Err(error) => return fail(out, n, error),
        }
        if !more {
            return Ok(());
        }
    }
    end(out, n)
}

/// Tells a guest that it is no longer let in, and why.
fn tell_shut_out(out: &GuestWriter, refused: Problem) -> io::Result<()> {
    send(out, &frame(&Reply::<()>::Notice(Notice::ShutOut(refused)), MAX_REPLY_BYTES).unwrap_or_default())
}

fn send_message<P: Serialize>(out: &GuestWriter, n: u64, told: &Reply<P>) -> io::Result<()> {
    match frame(told, MAX_REPLY_BYTES) {
        Some(bytes) => send(out, &bytes),
        None => fail(out, n, too_much()),
    }
}

fn fail(out: &GuestWriter, n: u64, failure: Problem) -> io::Result<()> {
    send(out, &frame(&Reply::<()>::Failed(n, failure), MAX_REPLY_BYTES).unwrap_or_default())
}

fn end(out: &GuestWriter, n: u64) -> io::Result<()> {
    send(out, &frame(&Reply::<()>::End(n), MAX_REPLY_BYTES).unwrap_or_default())
}

fn too_many_at_once(person: &Person) -> Problem {
    let message = format!("{} has as many requests open as one person may have", person.display);
    Problem::new(ProblemKind::Store, message, "wait until the earlier requests are answered, or close some screens")
}

fn too_much() -> Problem {
    Problem::new(ProblemKind::Store, "the answer is too large to be sent", "ask for less")
}

/// Sends all bytes; after a failure the stream is of no use to either side.
fn send(out: &GuestWriter, bytes: &[u8]) -> io::Result<()> {
    let stream = out.lock().unwrap_or_else(PoisonError::into_inner);
    let sent = (&**stream).write_all(bytes);
    if sent.is_err() {
        let _ = stream.shutdown(Shutdown::Both);
    }
    sent
}
