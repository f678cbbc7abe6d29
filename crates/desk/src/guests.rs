//! Counts who is at the desk, by person, and what each may take of it. The service account of an SSH host is one
//! account for many people: what counts is who somebody is, not what they come in by.
//!
//! A client that has not said yet who it is is in its handshake, where the newest push out the oldest: saying it takes
//! a moment. Inside there is always room for others: nobody has more sessions than are left twice over, the last ones
//! are for people who have none yet, and some are for those who may do more.

use std::collections::{BTreeMap, HashMap};
use std::net::Shutdown;
use std::os::fd::AsRawFd as _;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant as Moment};

use frist_config::{Person, Role};

use super::socket::OpenSocket;
use super::{Problem, ProblemKind};

/// The time for which guests are waited for when the owner leaves: for what they have asked already.
const LEAVE_WITHIN: Duration = Duration::from_millis(500);
/// The most clients in their handshake at one time: of one account, and of all.
const MAX_HANDSHAKES_OF_ONE: usize = 32;
const MAX_HANDSHAKES: usize = 128;
/// The most screens and commands at one time, and those of one person.
const MAX_SESSIONS: usize = 256;
const MAX_SESSIONS_OF_ONE: usize = 64;
/// The sessions that are for leads, and those besides that are for agents and leads.
const RESERVED_FOR_LEADS: usize = 32;
const RESERVED_FOR_AGENTS: usize = 32;
/// The number of kept sessions that people without any session may have all the same.
const RESERVED_FOR_NEWCOMERS: usize = 8;
/// The most bytes that one person's questions may take at one time: two of the largest.
pub(super) const MAX_GRANTED_BYTES: usize = 10 << 20;
/// The number of people who are named when there is no room.
const MAX_NAMED_HOLDERS: usize = 5;

/// The clients in their handshake and those who have a session.
#[derive(Default)]
pub(super) struct Guests {
    state: Mutex<GuestTable>,
    changed: Condvar,
}

#[derive(Default)]
struct GuestTable {
    /// The clients in their handshake with their accounts, by the order in which they came.
    handshaking: BTreeMap<u64, (u32, Arc<UnixStream>)>,
    guests: HashMap<u64, (Person, Arc<UnixStream>)>,
    /// The bytes that each person's questions take.
    granted: HashMap<String, usize>,
    last: u64,
    /// The socket that they connect to.
    open: Option<Arc<OpenSocket>>,
    closed: bool,
}

/// The token of one client's handshake and session, given back when it is dropped.
pub(super) struct SessionToken {
    guests: Arc<Guests>,
    number: u64,
}

/// A part of the bytes that one person's questions may take, given back when it is dropped.
pub(super) struct MemoryGrant {
    guests: Arc<Guests>,
    name: String,
    bytes: usize,
}

impl Guests {
    fn lock(&self) -> MutexGuard<'_, GuestTable> {
        // It is whole whenever nobody changes it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns whether nobody is let in any more.
    pub(super) fn closed(&self) -> bool {
        self.lock().closed
    }

    /// Has clients come in by what this opens, unless nobody is let in any more.
    pub(super) fn listen_on<E>(
        &self,
        open: impl FnOnce() -> Result<OpenSocket, E>,
    ) -> Option<Result<Arc<OpenSocket>, E>> {
        let mut table = self.lock();
        if table.closed {
            return None;
        }
        let opened = open().map(Arc::new);
        if let Ok(open) = &opened {
            table.open = Some(Arc::clone(open));
        }
        Some(opened)
    }

    /// Lets nobody in any more and wakes the thread that waits for a client.
    pub(super) fn close(&self) {
        let mut table = self.lock();
        table.closed = true;
        if let Some(open) = table.open.take() {
            let _ = nix::sys::socket::shutdown(open.listener.as_raw_fd(), nix::sys::socket::Shutdown::Both);
        }
        drop(table);
        self.changed.notify_all();
    }

    pub(super) fn wait_for_close(&self, patience: Duration) {
        drop(self.changed.wait_timeout_while(self.lock(), patience, |table| !table.closed));
    }

    /// Notes that somebody has come from that account, or returns none if the owner is going: a guest that is let go
    /// finds the next one.
    pub(super) fn begin_handshake(self: &Arc<Self>, uid: u32, stream: &Arc<UnixStream>) -> Option<SessionToken> {
        let mut table = self.lock();
        if table.closed {
            return None;
        }
        let of_one = table.handshaking.iter().filter(|(_, (other, _))| *other == uid).map(|(number, _)| *number);
        let (oldest_of_one, of_one) = (of_one.clone().next(), of_one.count());
        let pushed_out = match oldest_of_one {
            Some(oldest) if of_one >= MAX_HANDSHAKES_OF_ONE => Some(oldest),
            _ if table.handshaking.len() >= MAX_HANDSHAKES => table.handshaking.keys().next().copied(),
            _ => None,
        };
        if let Some((_, oldest)) = pushed_out.and_then(|number| table.handshaking.remove(&number)) {
            let _ = oldest.shutdown(Shutdown::Both);
        }
        table.last += 1;
        let number = table.last;
        table.handshaking.insert(number, (uid, Arc::clone(stream)));
        Some(SessionToken { guests: Arc::clone(self), number })
    }

    /// Shuts everybody's way in or both, and waits a moment until they have gone.
    pub(super) fn disconnect_all(&self, how: Shutdown) {
        let table = self.lock();
        let handshaking = table.handshaking.values().map(|(_, stream)| stream);
        for stream in handshaking.chain(table.guests.values().map(|(_, stream)| stream)) {
            // A guest that has gone already needs no shutting.
            let _ = stream.shutdown(how);
        }
        let some = |table: &mut GuestTable| !table.guests.is_empty() || !table.handshaking.is_empty();
        drop(self.changed.wait_timeout_while(table, LEAVE_WITHIN, some));
    }
}

impl GuestTable {
    /// Checks whether there is a session for that person.
    fn check_room(&self, person: &Person) -> Result<(), Problem> {
        let own = self.of(&person.name);
        if own >= MAX_SESSIONS_OF_ONE {
            return Err(too_many(&format!("{} has {own} screens and commands at this desk", person.display)));
        }
        let left = sessions_for(person.role, own).saturating_sub(self.guests.len());
        if left == 0 || own >= left * 2 {
            return Err(too_many(&format!(
                "there are as many screens and commands at this desk as it has room for: {}",
                self.holders()
            )));
        }
        Ok(())
    }

    fn of(&self, name: &str) -> usize {
        self.guests.values().filter(|(other, _)| other.name == name).count()
    }

    /// Returns who has how many sessions, the most first.
    fn holders(&self) -> String {
        let mut count: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
        for (person, _) in self.guests.values() {
            count.entry(&person.name).or_insert((0, &person.display)).0 += 1;
        }
        let mut count: Vec<_> = count.into_values().collect();
        count.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        let rest: usize = count.iter().skip(MAX_NAMED_HOLDERS).map(|(count, _)| count).sum();
        let named = count.iter().take(MAX_NAMED_HOLDERS).map(|(count, name)| format!("{name} has {count}"));
        let others = (rest > 0).then(|| format!("others have {rest}"));
        named.chain(others).collect::<Vec<_>>().join(", ")
    }
}

/// Returns the number of sessions that a person of that role who has `own` sessions finds at the desk.
fn sessions_for(role: Role, own: usize) -> usize {
    let kept = match role {
        Role::Viewer => RESERVED_FOR_LEADS + RESERVED_FOR_AGENTS,
        Role::Agent => RESERVED_FOR_LEADS,
        Role::Lead => 0,
    };
    let first = if own == 0 { kept.min(RESERVED_FOR_NEWCOMERS) } else { 0 };
    MAX_SESSIONS - kept + first
}

fn too_many(message: &str) -> Problem {
    Problem::new(ProblemKind::Store, message, "close some of them, or try again later")
}

impl SessionToken {
    /// Finishes the handshake, as that person.
    pub(super) fn finish_handshake(&self, person: &Person) -> Result<(), Problem> {
        let mut table = self.guests.lock();
        table.check_room(person)?;
        // A client that was pushed out meanwhile finds out with the next message.
        if let Some((_, stream)) = table.handshaking.remove(&self.number) {
            table.guests.insert(self.number, (person.clone(), stream));
        }
        Ok(())
    }

    /// Takes so many bytes of what one person's questions may hold, waiting for them until `until`, or returns none if
    /// there is no room for so long.
    pub(super) fn grant(&self, person: &Person, bytes: usize, until: Moment) -> Option<MemoryGrant> {
        let full = |table: &mut GuestTable| {
            let granted = table.granted.get(&person.name).copied().unwrap_or(0);
            !table.closed && granted > 0 && granted + bytes > MAX_GRANTED_BYTES
        };
        let patience = until.saturating_duration_since(Moment::now());
        let waited = self.guests.changed.wait_timeout_while(self.guests.lock(), patience, full);
        let (mut table, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if full(&mut table) {
            return None;
        }
        *table.granted.entry(person.name.clone()).or_default() += bytes;
        Some(MemoryGrant { guests: Arc::clone(&self.guests), name: person.name.clone(), bytes })
    }
}

impl Drop for SessionToken {
    fn drop(&mut self) {
        let mut table = self.guests.lock();
        table.handshaking.remove(&self.number);
        table.guests.remove(&self.number);
        drop(table);
        self.guests.changed.notify_all();
    }
}

impl Drop for MemoryGrant {
    fn drop(&mut self) {
        let mut table = self.guests.lock();
        if let Some(granted) = table.granted.get_mut(&self.name) {
            *granted -= self.bytes;
            if *granted == 0 {
                table.granted.remove(&self.name);
            }
        }
        drop(table);
        self.guests.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, role: Role) -> Person {
        Person { name: name.to_owned(), display: name.to_uppercase(), role }
    }

    /// Lets that person in as often as they are let in; their passes, and what the refusal says.
    fn flood(guests: &Arc<Guests>, person: &Person) -> (Vec<SessionToken>, String) {
        let mut tokens = Vec::new();
        loop {
            let (stream, _) = UnixStream::pair().unwrap();
            let token = guests.begin_handshake(7, &Arc::new(stream)).unwrap();
            match token.finish_handshake(person) {
                Ok(()) => tokens.push(token),
                Err(error) => return (tokens, error.to_string()),
            }
        }
    }

    #[test]
    fn one_person_has_so_many_sessions_and_the_refusal_says_how_many() {
        let guests = Arc::new(Guests::default());
        let (vy, said) = flood(&guests, &person("vy", Role::Viewer));
        assert_eq!(vy.len(), MAX_SESSIONS_OF_ONE);
        assert_eq!(said, "VY has 64 screens and commands at this desk; close some of them, or try again later");
        // The others come in as ever, of the same account too.
        assert_eq!(flood(&guests, &person("anna", Role::Lead)).0.len(), MAX_SESSIONS_OF_ONE);
        drop(vy);
        assert_eq!(flood(&guests, &person("vy", Role::Viewer)).0.len(), MAX_SESSIONS_OF_ONE);
    }

    #[test]
    fn whatever_viewers_hold_there_is_room_for_agents_and_whatever_these_hold_for_leads() {
        let guests = Arc::new(Guests::default());
        let mut all = Vec::new();
        let mut said = String::new();
        for (role, sessions) in [(Role::Viewer, 200), (Role::Agent, 232), (Role::Lead, 256)] {
            for n in 0..20 {
                let (tokens, refused) = flood(&guests, &person(&format!("{}{n}", role.words()), role));
                // A person who comes later finds less room, and the first ones of each role find some.
                assert!(n > 2 || !tokens.is_empty(), "{role:?} {n}");
                (all, said) = (all.into_iter().chain(tokens).collect(), refused);
            }
            assert_eq!(all.len(), sessions, "{role:?}");
        }
        assert!(said.contains("as it has room for: VIEWER0 has 64, VIEWER1 has 64, VIEWER2 has "), "{said}");
        assert!(said.contains("others have "), "{said}");
    }

    #[test]
    fn at_the_door_the_newest_push_out_the_oldest_of_their_account() {
        let guests = Arc::new(Guests::default());
        let come = |uid| {
            let (stream, other) = UnixStream::pair().unwrap();
            (guests.begin_handshake(uid, &Arc::new(stream)).unwrap(), other)
        };
        let waits = |(_, other): &(SessionToken, UnixStream)| {
            other.set_nonblocking(true).unwrap();
            std::io::Read::read(&mut &*other, &mut [0]).is_err()
        };
        let quiet = come(1);
        let flood: Vec<_> = (0..=MAX_HANDSHAKES_OF_ONE).map(|_| come(2)).collect();
        assert!(waits(&quiet) && !waits(&flood[0]) && waits(&flood[1]));
    }

    #[test]
    fn one_persons_questions_take_so_much_at_one_time_and_those_of_others_as_much() {
        let guests = Arc::new(Guests::default());
        let (ola, anna) = (person("ola", Role::Agent), person("anna", Role::Lead));
        let token = flood(&guests, &ola).0.pop().unwrap();
        let portion = |person, bytes| token.grant(person, bytes, Moment::now());
        let half = portion(&ola, MAX_GRANTED_BYTES / 2).unwrap();
        let other_half = portion(&ola, MAX_GRANTED_BYTES / 2).unwrap();
        assert!(portion(&ola, 1).is_none());
        assert!(portion(&anna, MAX_GRANTED_BYTES).is_some());
        drop(half);
        assert!(portion(&ola, MAX_GRANTED_BYTES).is_none());
        drop(other_half);
        assert!(portion(&ola, MAX_GRANTED_BYTES + 1).is_some(), "one question is always heard");
    }
}
