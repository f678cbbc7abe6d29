//! The owner's side of the socket: a thread for each guest, who is told who they are, then answered.
//!
//! A guest costs a bounded amount: what it sends is held to a size, what it is told lies in a bounded feed, and one that
//! takes nothing for [`WRITE_WITHIN`] is dropped; it reads anew when it comes back.

use std::collections::HashMap;
use std::io::{self, Write as _};
use std::iter;
use std::net::Shutdown;
use std::os::fd::AsRawFd as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use nix::sys::socket::{getsockopt, sockopt::PeerCredentials};

use crate::config::{People, Person, Sources, account_of};
use crate::domain::query::Found;
use crate::domain::report::Facts;
use crate::domain::ticket::{Ticket, in_one_piece};

use super::identity::{Account, identify};
use super::local::LocalDesk;
use super::socket::Address;
use super::wire::{
    Answer, Ask, Asked, Failure, Greeting, Hello, MOST_ASKED, MOST_TOLD, PART, PROTOCOL, Told, Welcome, frame,
    read_message, read_preface, unreadable, write_preface,
};
use super::{Desk as _, DeskError, DeskErrorKind, SeatId};

/// How long a guest may take for its first words, and for the rest of a message that it has begun.
const READ_WITHIN: Duration = Duration::from_secs(10);
/// How long a guest may take nothing of what it is told.
const WRITE_WITHIN: Duration = Duration::from_secs(10);
/// How long guests are waited for when the owner leaves: for what they have asked already.
const LEAVE_WITHIN: Duration = Duration::from_millis(500);
/// Guests at one time, and those of one account that is not the desk's own.
const MOST_GUESTS: usize = 256;
const MOST_OF_ONE: usize = 64;
/// How long nobody is let in after that has failed, mostly for want of files that may be open.
const DOOR_JAMS: Duration = Duration::from_millis(50);
/// A hello is short.
const MOST_HELLO: u32 = 64 << 10;
/// Changes that are told in one write.
const TOLD_AT_ONCE: usize = 64;

/// What a server needs to know to answer.
pub(super) struct Hall {
    pub(super) desk: Arc<LocalDesk>,
    pub(super) people: People,
    /// The account that the desk runs under.
    pub(super) own: u32,
    /// Whether other accounts are let in.
    pub(super) shared: bool,
    pub(super) sources: Sources,
    /// The owner's own name.
    pub(super) owner: String,
}

/// Serves until it is dropped.
pub(super) struct Server {
    address: Address,
    listener: UnixListener,
    guests: Arc<Guests>,
    accepting: Option<JoinHandle<()>>,
}

impl Server {
    /// Begins to serve.
    pub(super) fn start(address: Address, listener: UnixListener, hall: Hall) -> io::Result<Self> {
        let guests = Arc::new(Guests::default());
        let door = listener.try_clone()?;
        let inside = Arc::clone(&guests);
        let hall = Arc::new(hall);
        let accept = move || {
            while !inside.closed() {
                match door.accept() {
                    Ok((stream, _)) => let_in(stream, &hall, &inside),
                    // The door is being closed, or the guest has gone again, or there is no room just now.
                    Err(_) => inside.wait_for_close(DOOR_JAMS),
                }
            }
        };
        let accepting = std::thread::Builder::new().name("door".to_owned()).spawn(accept)?;
        Ok(Self { address, listener, guests, accepting: Some(accepting) })
    }
}

impl Drop for Server {
    /// Nobody new is let in; what has been asked is still answered; then everybody is sent away.
    fn drop(&mut self) {
        // Where it cannot be removed, the next owner does.
        let _ = self.address.remove();
        self.guests.close();
        let _ = nix::sys::socket::shutdown(self.listener.as_raw_fd(), nix::sys::socket::Shutdown::Both);
        if let Some(accepting) = self.accepting.take() {
            let _ = accepting.join();
        }
        self.guests.dismiss(Shutdown::Read);
        self.guests.dismiss(Shutdown::Both);
    }
}

/// Why somebody is not let in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum NotIn {
    /// The owner is going: whoever is let go finds the next one.
    Closing,
    /// There is no room.
    Full,
}

/// Those who are inside.
#[derive(Default)]
struct Guests {
    state: Mutex<Inside>,
    left: Condvar,
}

#[derive(Default)]
struct Inside {
    guests: HashMap<u64, (u32, UnixStream)>,
    last: u64,
    closed: bool,
}

impl Guests {
    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn closed(&self) -> bool {
        self.lock().closed
    }

    fn close(&self) {
        self.lock().closed = true;
        self.left.notify_all();
    }

    fn wait_for_close(&self, patience: Duration) {
        drop(self.left.wait_timeout_while(self.lock(), patience, |inside| !inside.closed));
    }

    /// A guest's number, if there is room. `own` is the account that the desk runs under.
    fn enter(&self, uid: u32, own: u32, stream: UnixStream) -> Result<u64, NotIn> {
        let mut inside = self.lock();
        let of_one = inside.guests.values().filter(|(other, _)| *other == uid).count();
        if inside.closed {
            return Err(NotIn::Closing);
        }
        if inside.guests.len() >= MOST_GUESTS || (uid != own && of_one >= MOST_OF_ONE) {
            return Err(NotIn::Full);
        }
        inside.last += 1;
        let number = inside.last;
        inside.guests.insert(number, (uid, stream));
        Ok(number)
    }

    fn leave(&self, number: u64) {
        self.lock().guests.remove(&number);
        self.left.notify_all();
    }

    /// Shuts everybody's way in or both, and waits a moment until they have gone.
    fn dismiss(&self, how: Shutdown) {
        let inside = self.lock();
        for (_, stream) in inside.guests.values() {
            // One that has gone already needs no shutting.
            let _ = stream.shutdown(how);
        }
        drop(self.left.wait_timeout_while(inside, LEAVE_WITHIN, |inside| !inside.guests.is_empty()));
    }
}

/// Gives a guest a thread, if there is room.
fn let_in(stream: UnixStream, hall: &Arc<Hall>, guests: &Arc<Guests>) {
    let Ok(credentials) = getsockopt(&stream, PeerCredentials) else { return };
    let uid = credentials.uid();
    if uid != hall.own && !hall.shared {
        return;
    }
    let entered = stream.try_clone().map_err(|_| NotIn::Full).and_then(|clone| guests.enter(uid, hall.own, clone));
    let number = match entered {
        Ok(number) => number,
        Err(NotIn::Full) => return turn_away(&stream),
        Err(NotIn::Closing) => return,
    };
    let (hall, pass) = (Arc::clone(hall), Pass { guests: Arc::clone(guests), number });
    let attend = move || {
        let _pass = pass;
        let account = Account { uid, name: account_of(uid) };
        // An error means that the guest has gone, or is no guest; there is nobody to tell.
        let _ = Guest::greet(&hall, stream, &account).and_then(|guest| guest.map_or(Ok(()), |mut g| g.attend()));
    };
    // Where no thread can be started, the guest is let go and tries again.
    drop(std::thread::Builder::new().name(format!("guest {number}")).spawn(attend));
}

/// A guest's place, given back when its thread ends, however it ends.
struct Pass {
    guests: Arc<Guests>,
    number: u64,
}

impl Drop for Pass {
    fn drop(&mut self) {
        self.guests.leave(self.number);
    }
}

/// Says that there is no room. It fits into what a socket holds, so nobody is waited for.
fn turn_away(mut stream: &UnixStream) {
    let full = DeskError::new(
        DeskErrorKind::Store,
        "there are as many screens and commands at this desk as it has room for",
        "close some, or try again later",
    );
    let words = frame(&Greeting::Refused(full.into()), MOST_TOLD).unwrap_or_default();
    // Whoever has gone already need not know.
    drop(stream.set_nonblocking(true).and_then(|()| write_preface(&mut stream, PROTOCOL)));
    drop(stream.write_all(&words));
}

/// Somebody who has been welcomed.
struct Guest<'a> {
    hall: &'a Hall,
    person: Person,
    stream: UnixStream,
    out: Arc<Mutex<UnixStream>>,
    seat: Option<SeatId>,
    /// Reads tickets, for a report or because somebody looks for some.
    reading: Option<JoinHandle<()>>,
}

impl<'a> Guest<'a> {
    /// Finds out who it is. None: not welcome, and told so.
    fn greet(hall: &'a Hall, stream: UnixStream, account: &Account) -> io::Result<Option<Self>> {
        stream.set_read_timeout(Some(READ_WITHIN))?;
        stream.set_write_timeout(Some(WRITE_WITHIN))?;
        let version = read_preface(&mut &stream)?;
        write_preface(&mut &stream, PROTOCOL)?;
        if version != PROTOCOL {
            return Ok(None);
        }
        let hello: Hello = read_message(&mut &stream, MOST_HELLO, || {})?;
        let known = identify(&hall.people, hall.own, account, hello.claim.as_ref());
        let greeting = match &known {
            Ok(person) => Greeting::Welcome(Box::new(hall.welcome(person))),
            Err(error) => Greeting::Refused(error.clone().into()),
        };
        let bytes = frame(&greeting, MOST_TOLD).ok_or(io::ErrorKind::InvalidData)?;
        (&stream).write_all(&bytes)?;
        let out = Arc::new(Mutex::new(stream.try_clone()?));
        Ok(known.ok().map(|person| Self { hall, person, stream, out, seat: None, reading: None }))
    }

    /// Answers until it has gone.
    fn attend(&mut self) -> io::Result<()> {
        loop {
            self.stream.set_read_timeout(None)?;
            let begun = || drop(self.stream.set_read_timeout(Some(READ_WITHIN)));
            match read_message::<Asked>(&mut &self.stream, MOST_ASKED, begun) {
                Ok(asked) => self.answer(asked)?,
                Err(error) => {
                    if error.kind() == io::ErrorKind::InvalidData {
                        self.tell(0, Answer::Failed(unreadable(&error)))?;
                    }
                    return Err(error);
                }
            }
        }
    }

    fn answer(&mut self, Asked { n, ask }: Asked) -> io::Result<()> {
        let desk = Arc::clone(&self.hall.desk);
        let answer = match ask {
            Ask::Open => return self.tell_tickets(n, &desk.tickets()),
            Ask::Find(find) => return self.meanwhile(move |desk, out| tell_found(out, n, desk.find(&find))),
            Ask::Facts(wanted) => {
                return self.meanwhile(move |desk, out| match desk.facts_in_parts(&wanted) {
                    Ok(parts) => tell_facts(out, n, parts),
                    Err(error) => tell(out, n, Answer::Failed(error.into())),
                });
            }
            Ask::Record(id) => answer(desk.record(id), |found| {
                let whole = |events| Arc::new(in_one_piece(Arc::unwrap_or_clone(events)));
                Answer::Record(found.map(|record| (record.ticket.id, whole(record.events))))
            }),
            Ask::Journal(search) => answer(desk.journal(search), Answer::Journal),
            Ask::Commit(request) => answer(desk.commit_as(&self.person, request), Answer::Done),
            Ask::Ledger => Answer::Ledger(desk.ledger().entries().cloned().collect()),
            Ask::Watch => return self.watch(n),
            Ask::LookAt(ticket) => {
                self.seat.into_iter().for_each(|seat| desk.look_at_from(seat, ticket));
                Answer::Heard
            }
        };
        self.tell(n, answer)
    }

    fn tell(&self, n: u64, answer: Answer) -> io::Result<()> {
        tell(&self.out, n, answer)
    }

    /// Answers from a thread of its own, so that a commit need not wait until everything has been read; one after the other
    /// where the guest asks for more meanwhile.
    fn meanwhile(
        &mut self,
        answer: impl FnOnce(&LocalDesk, &Mutex<UnixStream>) -> io::Result<()> + Send + 'static,
    ) -> io::Result<()> {
        if let Some(before) = self.reading.take() {
            // A panic of its has been told; the guest waits for an answer and hears nothing, as from an owner that has gone.
            let _ = before.join();
        }
        let (desk, out) = (Arc::clone(&self.hall.desk), Arc::clone(&self.out));
        // An error means that the guest has gone.
        let read = move || drop(answer(&desk, &out));
        self.reading = Some(std::thread::Builder::new().name("reading".to_owned()).spawn(read)?);
        Ok(())
    }

    /// Tells them in parts, each of which is a message of a size that anybody takes.
    fn tell_tickets(&self, n: u64, tickets: &[Arc<Ticket>]) -> io::Result<()> {
        let mut parts = tickets.chunks(PART).peekable();
        while let Some(part) = parts.next() {
            self.tell(n, Answer::Tickets(part.to_vec(), parts.peek().is_some()))?;
        }
        if tickets.is_empty() { self.tell(n, Answer::Tickets(Vec::new(), false)) } else { Ok(()) }
    }

    /// Passes every change on, from a thread that ends with the guest or with the desk.
    fn watch(&mut self, n: u64) -> io::Result<()> {
        if self.seat.is_some() {
            return self.tell(n, Answer::Heard);
        }
        let seat = self.hall.desk.sit(&self.person);
        self.seat = Some(seat);
        self.tell(n, Answer::Seated(seat))?;
        let feed = self.hall.desk.watch();
        let out = Arc::clone(&self.out);
        let pass_on = move || {
            while let Ok(first) = feed.recv() {
                let notices = iter::once(first).chain(feed.try_iter().take(TOLD_AT_ONCE - 1));
                let bytes: Vec<u8> =
                    notices.filter_map(|notice| frame(&Told::Notice(notice), MOST_TOLD)).flatten().collect();
                if send(&out, &bytes).is_err() {
                    return;
                }
            }
        };
        std::thread::Builder::new().name("feed".to_owned()).spawn(pass_on).map(drop)
    }
}

impl Drop for Guest<'_> {
    fn drop(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Both);
        // It ends with the next part, for which there is no way any more. Until then it has the store.
        if let Some(reading) = self.reading.take() {
            let _ = reading.join();
        }
        if let Some(seat) = self.seat {
            self.hall.desk.leave(seat);
        }
    }
}

impl Hall {
    fn welcome(&self, person: &Person) -> Welcome {
        let (pid, owner, sources) = (std::process::id(), self.owner.clone(), self.sources.clone());
        let ledger = self.desk.ledger().entries().cloned().collect();
        let people = self.people.iter().cloned().collect();
        Welcome { you: person.clone(), pid, owner, people, sources, ledger }
    }
}

fn tell(out: &Mutex<UnixStream>, n: u64, answer: Answer) -> io::Result<()> {
    let bytes = frame(&Told::Answer(n, answer), MOST_TOLD);
    let bytes = bytes.or_else(|| frame(&Told::Answer(n, Answer::Failed(too_much())), MOST_TOLD));
    send(out, &bytes.unwrap_or_default())
}

/// Tells them in parts, that there are no more, and whether there may be others.
fn tell_found(out: &Mutex<UnixStream>, n: u64, found: Result<Found, DeskError>) -> io::Result<()> {
    match found {
        Ok(Found { tickets, cut }) => {
            tickets.chunks(PART).try_for_each(|part| tell(out, n, Answer::Found(part.to_vec(), true, cut)))?;
            tell(out, n, Answer::Found(Vec::new(), false, cut))
        }
        Err(error) => tell(out, n, Answer::Failed(error.into())),
    }
}

/// Tells every part as it is there, and that there are no more.
fn tell_facts(
    out: &Mutex<UnixStream>,
    n: u64,
    parts: impl Iterator<Item = Result<Facts, DeskError>>,
) -> io::Result<()> {
    for part in parts {
        match part {
            Ok(part) => tell(out, n, Answer::Facts(Box::new(part), true))?,
            Err(error) => return tell(out, n, Answer::Failed(error.into())),
        }
    }
    tell(out, n, Answer::Facts(Box::default(), false))
}

fn answer<T>(outcome: Result<T, DeskError>, of: impl FnOnce(T) -> Answer) -> Answer {
    outcome.map_or_else(|error| Answer::Failed(error.into()), of)
}

fn too_much() -> Failure {
    DeskError::new(DeskErrorKind::Store, "the answer is too large to be sent", "ask for less").into()
}

/// Sends all of it; after a failure the stream is of no use to either side.
fn send(out: &Mutex<UnixStream>, bytes: &[u8]) -> io::Result<()> {
    let mut stream = out.lock().unwrap_or_else(PoisonError::into_inner);
    let sent = stream.write_all(bytes);
    if sent.is_err() {
        let _ = stream.shutdown(Shutdown::Both);
    }
    sent
}
