//! The desk that several processes share: the process that gets the store's lock owns the store and serves the others;
//! when the owner goes, one of the others takes its place, and nobody starts anything again.
//!
//! ```text
//! enter:  lock free ──────────────► open the store, serve          (Own)
//!         lock held, or not ours ──► connect to the socket          (Far)
//!         nobody answers yet ──────► a moment later again
//! ```
//!
//! Where the owner goes in the middle of a question, the next one is asked. A commit has a name of its own, so one that
//! was written and not acknowledged is not written twice. `failover` does what happens without anybody asking.

mod failover;
mod renewal;

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant as Moment};

use frist_config::{People, Person};
use frist_domain::contract::Book;
use frist_domain::ledger::{Ledger, LedgerRecord};
use frist_domain::rota::Rota;
use frist_domain::time::Instant;

use super::agreements_in_force::AgreementsInForce;
use super::client::{NoAnswer, OnSilence, Subscriber};
use super::election::{Connection, Elected, Election, ElectionPolicy, StoreOwner};
use super::feed::{Feed, Subscription};
use super::owner_state::UnwrittenCommit;
use super::presence::PresentSession;
use super::scope::Scope;
use super::unanswered::SilentOwner;
use super::view::View;
use super::wire::Subscribed;
use super::{Desk, DeskSetup, DynQuery, Notice, OpenTicket, Problem, ProblemKind, SentLetters, SessionId};

/// The time for which a command waits for an owner, or for its answer, before it gives up.
const COMMAND_WAITS: Duration = Duration::from_secs(30);
/// The time for which a screen waits: it stays, says that it waits, and waits.
const SCREEN_WAITS: Duration = Duration::from_hours(24);

/// A desk on a store that others may have open too.
pub struct SharedDesk {
    inner: Arc<Inner>,
    failover: Option<JoinHandle<()>>,
}

struct Inner {
    election: Election,
    state: Mutex<State>,
    changed: Condvar,
    feed: Mutex<Feed>,
    /// Held while an owner is asked to tell every change: each is asked once.
    asking: Mutex<()>,
}

struct State {
    connection: Connection,
    /// The number of owners that there were, so that the loss of one is not taken for that of the next.
    era: u64,
    me: Person,
    in_force: AgreementsInForce,
    people: Arc<People>,
    rota: Arc<Rota>,
    notices: Vec<String>,
    session: Option<SessionId>,
    /// The people who are there, as the owner said last.
    present: Arc<Vec<PresentSession>>,
    looking_at: OpenTicket,
    /// The commits that this process could not write as the owner before.
    refused: Vec<UnwrittenCommit>,
    /// Whether changes are to be told.
    subscribed: bool,
    /// Whether the one who watches is nobody whom the others should see.
    unseen: bool,
    /// Why this person is no longer let in, where that is so.
    shut_out: Option<Problem>,
    part: Part,
    closing: bool,
}

/// Whether this process looks for an owner of the store when there is none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// It does.
    Takes,
    /// It stays away, as it is about to stand still.
    StaysAway,
    /// It stayed away until just now, and looks for one again.
    Returns,
}

impl Part {
    /// Says whether it returned just now, once.
    fn has_returned(&mut self) -> bool {
        let returned = *self == Self::Returns;
        if returned {
            *self = Self::Takes;
        }
        returned
    }
}

impl SharedDesk {
    /// Opens the store of this place, or reaches the process that has it.
    ///
    /// # Errors
    ///
    /// If the store cannot be opened and no process serves it, or if the one that does refuses us.
    pub fn open(setup: DeskSetup) -> Result<Self, Problem> {
        Self::elect(Election::new(setup, ElectionPolicy::Usual))
    }

    /// Opens the desk as [`SharedDesk::open`] does where there must be a store: none is made. `yields`: as for
    /// [`SharedDesk::join`].
    ///
    /// # Errors
    ///
    /// Also fails if there is no store, or the process that was making it has given it up.
    pub fn reach(setup: DeskSetup, yields: bool) -> Result<Self, Problem> {
        let policy = if yields { ElectionPolicy::Yields } else { ElectionPolicy::Usual };
        Self::elect(Election::new(setup, policy).of_existing_store())
    }

    /// Opens the desk as [`SharedDesk::open`] does, for a process that is there to serve the others. It waits for an
    /// owner that does not answer until `given_up` says that nobody needs it any more.
    ///
    /// # Errors
    ///
    /// Also fails if the desk cannot be opened to the group that it should be open to.
    pub fn serve(setup: DeskSetup, given_up: &dyn Fn() -> bool) -> Result<Self, Problem> {
        Self::elect_within(Election::new(setup, ElectionPolicy::Serves), SCREEN_WAITS, given_up)
    }

    /// Opens the desk as [`SharedDesk::open`] does, for a process that is not to keep the store if it can be helped:
    /// when an owner goes, it takes its place only where nobody else has soon after.
    ///
    /// # Errors
    ///
    /// As for [`SharedDesk::open`].
    pub fn join(setup: DeskSetup) -> Result<Self, Problem> {
        Self::elect(Election::new(setup, ElectionPolicy::Yields))
    }

    fn elect(election: Election) -> Result<Self, Problem> {
        Self::elect_within(election, COMMAND_WAITS, &|| false)
    }

    fn elect_within(election: Election, patience: Duration, given_up: &dyn Fn() -> bool) -> Result<Self, Problem> {
        let elected = election.elect(patience, election.progress_of_opening(), given_up)?;
        let state = State {
            connection: Connection::None,
            era: 0,
            me: elected.me.clone(),
            in_force: elected.in_force.clone(),
            people: Arc::clone(&elected.people),
            rota: Arc::clone(&elected.rota),
            notices: Vec::new(),
            session: None,
            present: Arc::default(),
            looking_at: OpenTicket::default(),
            refused: Vec::new(),
            subscribed: false,
            unseen: false,
            shut_out: None,
            part: Part::Takes,
            closing: false,
        };
        let (changed, feed) = (Condvar::new(), Mutex::new(Feed::default()));
        let inner = Arc::new(Inner { election, state: Mutex::new(state), changed, feed, asking: Mutex::new(()) });
        inner.adopt(elected)?;
        let watcher = Arc::clone(&inner);
        let failover =
            std::thread::Builder::new().name("keeper".to_owned()).spawn(move || watcher.watch_for_failover());
        let failover = failover.map_err(|error| crate::error::no_thread(&error))?;
        Ok(Self { inner, failover: Some(failover) })
    }

    /// Returns whether this process has the store.
    pub fn owns(&self) -> bool {
        matches!(self.inner.lock().connection, Connection::Owner(_))
    }

    /// Sends the letters of the outbox that are due, where this process has the store; a process that stays does so by
    /// itself.
    ///
    /// # Errors
    ///
    /// If another process has the store, or the desk has no mail.
    pub fn send_letters(&self) -> Result<SentLetters, Problem> {
        let Connection::Owner(owner) = self.inner.lock().connection.clone() else {
            let hint = "frist outbox list shows what waits there";
            return Err(Problem::refused("the process that has the store sends letters by itself", hint));
        };
        owner.send_letters()
    }

    /// Names the process that has the store in words, or returns none while there is none.
    pub fn owner_in_words(&self) -> Option<String> {
        self.inner.owner_in_words()
    }

    /// Tells what becomes of the store, without being at the desk: the others do not see somebody who watches like
    /// this. Changes of tickets are told too while this process has the store.
    pub fn subscribe_unseen(&self) -> Subscription {
        self.inner.lock().unseen = true;
        self.subscribe()
    }
}

impl Drop for SharedDesk {
    fn drop(&mut self) {
        let connection = {
            let mut state = self.inner.lock();
            state.closing = true;
            std::mem::replace(&mut state.connection, Connection::None)
        };
        self.inner.changed.notify_all();
        drop(connection);
        if let Some(failover) = self.failover.take() {
            let _ = failover.join();
        }
        // It may have found an owner, or become one, before it knew.
        let connection = std::mem::replace(&mut self.inner.lock().connection, Connection::None);
        drop(connection);
    }
}

impl Inner {
    // A thread that panicked while it held the lock has left the state whole: it is changed field by field, without
    // anything in between.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, notice: &Notice) {
        self.feed.lock().unwrap_or_else(PoisonError::into_inner).tell(notice);
    }

    /// Makes the outcome of an election the desk's connection to the store.
    fn adopt(self: &Arc<Self>, elected: Elected) -> Result<(), Problem> {
        let era = self.lock().era + 1;
        let connection = elected.connect(|| self.subscriber(era), || self.on_silence())?;
        let mut state = self.lock();
        state.era = era;
        state.me = connection.me;
        state.in_force = connection.in_force;
        state.people = connection.people;
        state.rota = connection.rota;
        state.notices = connection.notices;
        state.session = None;
        state.present = Arc::default();
        state.connection = connection.connection;
        // Until now, its loss could not be told from that of the one before.
        let gone = matches!(&state.connection, Connection::Guest(link) if link.is_gone());
        drop(state);
        self.changed.notify_all();
        if gone {
            self.lost(era);
        }
        Ok(())
    }

    fn subscriber(self: &Arc<Self>, era: u64) -> Subscriber {
        let (hears, loses) = (Arc::downgrade(self), Arc::downgrade(self));
        let with = move |inner: &Weak<Self>, act: &dyn Fn(&Self)| inner.upgrade().iter().for_each(|i| act(i));
        Subscriber {
            notice: Box::new(move |notice| with(&hears, &|inner| inner.pass_on(notice.clone()))),
            gone: Box::new(move || with(&loses, &|inner| inner.lost(era))),
        }
    }

    fn on_silence(self: &Arc<Self>) -> OnSilence {
        let inner = Arc::downgrade(self);
        Box::new(move |slow| {
            let Some(inner) = inner.upgrade() else { return };
            let words = slow.map(|(pid, time)| format!("{}; waiting for it", inner.silence(pid, time).0));
            match words {
                // No screen would show it.
                Some(words) if !inner.lock().subscribed => (inner.election.progress_of_opening().tell)(&words),
                Some(words) => inner.tell(&Notice::Away(words)),
                None => inner.tell(&Notice::Attached(String::new())),
            }
        })
    }

    /// Says that an owner has not answered for so long, and what can be done.
    fn silence(&self, pid: u32, time: Duration) -> (String, String) {
        let now = self.election.now();
        let silence = SilentOwner { pid, since: now.plus(-(time.as_secs() as i64)) };
        (silence.words(now), silence.hint())
    }

    /// Tells a change to those who watch here. They are not told of themselves.
    fn pass_on(&self, notice: Notice) {
        match notice {
            Notice::Present(all) => {
                let mut state = self.lock();
                state.present = all;
                self.tell_present(&state);
            }
            Notice::Entered(entry) => self.enter(entry),
            Notice::Renewed(renewed) => self.take_renewed(renewed),
            Notice::ShutOut(refused) => self.shut_out(refused),
            other => self.tell(&other),
        }
    }

    /// Tells who else is there, once it is known where one sits oneself.
    fn tell_present(&self, state: &State) {
        if let Some(own) = state.session {
            let others: Vec<PresentSession> = state.present.iter().filter(|p| p.session != own).cloned().collect();
            self.tell(&Notice::Present(Arc::new(others)));
        }
    }

    /// Notes that the owner of that era has gone; failover finds the next one.
    fn lost(&self, era: u64) {
        let mut state = self.lock();
        if state.era == era {
            state.connection = Connection::None;
            drop(state);
            self.changed.notify_all();
        }
    }

    fn owner_in_words(&self) -> Option<String> {
        match &self.lock().connection {
            Connection::Owner(_) => Some("this frist owns the store now".to_owned()),
            Connection::Guest(link) => {
                Some(format!("{} owns the store now (pid {})", link.welcome.owner, link.welcome.pid))
            }
            Connection::None => None,
        }
    }

    /// Has the present owner tell every change; returns whether it could be asked.
    fn ensure_subscribed(self: &Arc<Self>) -> bool {
        let _asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        let (connection, era, me, unseen) = {
            let state = self.lock();
            if state.session.is_some() {
                return true;
            }
            (state.connection.clone(), state.era, state.me.clone(), state.unseen)
        };
        if unseen {
            if let Connection::Owner(owner) = &connection {
                self.forward(owner.desk.subscribe());
                self.stay(owner);
            }
            return true;
        }
        let subscribed = match &connection {
            Connection::Owner(owner) => {
                let session = owner.desk.open_session(&me);
                self.forward(owner.desk.subscribe_within(Scope::of(&me)));
                self.stay(owner);
                Ok(Subscribed { session, entered: owner.desk.ledger().records().cloned().collect() })
            }
            Connection::Guest(link) => link.subscribe(COMMAND_WAITS),
            Connection::None => Err(NoAnswer::Gone),
        };
        let Ok(Subscribed { session, entered }) = subscribed else {
            self.lost(era);
            return false;
        };
        if !self.note_session(era, session) {
            return false;
        }
        // Entries of the time between the hello and the watching are not told.
        for entry in entered {
            self.enter(entry);
        }
        let mut told = OpenTicket::default();
        // It may change while it is told: the last one told must be the newest.
        while told != self.lock().looking_at {
            told = self.lock().looking_at;
            connection.look_at(session, told);
        }
        true
    }

    /// Has the owner do its duties, now that somebody stays here.
    fn stay(self: &Arc<Self>, owner: &StoreOwner) {
        // The store was opened on a full disk.
        if owner.desk.is_broken() {
            self.mend();
        }
        if let Err(error) = owner.start_duties() {
            self.tell(&Notice::Trouble(error.to_string()));
        }
    }

    /// Takes a revision in, and tells it if it is news.
    fn enter(&self, entry: Arc<LedgerRecord>) {
        if self.lock().in_force.put(Arc::clone(&entry)) {
            self.tell(&Notice::Entered(entry));
        }
    }

    /// Notes where one sits with that owner, if it is still there.
    fn note_session(&self, era: u64, session: SessionId) -> bool {
        let mut state = self.lock();
        let there = state.era == era && !matches!(state.connection, Connection::None);
        if there {
            state.session = Some(session);
            self.tell_present(&state);
        }
        there
    }

    /// Passes the changes of a desk of our own on, until it is closed.
    fn forward(self: &Arc<Self>, feed: Subscription) {
        let inner = Arc::downgrade(self);
        let pass_on = move || {
            while let Ok(notice) = feed.recv() {
                let Some(inner) = inner.upgrade() else { return };
                let broken = matches!(notice, Notice::Broken(_));
                inner.pass_on(notice);
                if broken {
                    inner.mend();
                }
            }
        };
        // Without it nothing is told, as on a machine that has no threads left; questions are still answered.
        drop(std::thread::Builder::new().name("pump".to_owned()).spawn(pass_on));
    }

    /// Returns the connection to the store, and waits for one while there is none.
    fn connection(&self, until: Moment) -> Result<(Connection, u64), Problem> {
        let state = self.lock();
        let patience = until.saturating_duration_since(Moment::now());
        let absent = |s: &mut State| !s.closing && s.shut_out.is_none() && matches!(s.connection, Connection::None);
        let waited = self.changed.wait_timeout_while(state, patience, absent);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        match &state.connection {
            Connection::None => Err(state.shut_out.clone().unwrap_or_else(away)),
            connection => Ok((connection.clone(), state.era)),
        }
    }

    /// Has a query answered by the process that has the store; again by the next one, if it goes meanwhile.
    fn answer(&self, query: &mut dyn DynQuery) -> Result<(), Problem> {
        let patience = if self.lock().subscribed { SCREEN_WAITS } else { COMMAND_WAITS };
        let until = Moment::now() + patience;
        loop {
            let (connection, era) = self.connection(until)?;
            let outcome = match &connection {
                Connection::Owner(owner) => {
                    let me = self.lock().me.clone();
                    return query.here(&View::of(&owner.desk, &me));
                }
                Connection::Guest(link) => query.there(link, until.saturating_duration_since(Moment::now())),
                Connection::None => Err(NoAnswer::Gone),
            };
            match outcome {
                Ok(()) => return Ok(()),
                Err(NoAnswer::Gone) => self.lost(era),
                Err(NoAnswer::Silent(pid, time)) => {
                    let (words, hint) = self.silence(pid, time);
                    let message = format!("{words}, so nobody knows whether the change was made");
                    return Err(Problem::new(ProblemKind::Away, message, format!("check whether it was made; {hint}")));
                }
                Err(NoAnswer::Said(error)) => return Err(error),
            }
        }
    }
}

fn away() -> Problem {
    Problem::new(
        ProblemKind::Away,
        "the frist that owns the store does not answer, so nobody knows whether the change was made",
        "check whether it was made, and try again",
    )
}

impl Desk for SharedDesk {
    fn now(&self) -> Instant {
        self.inner.election.now()
    }

    fn book(&self) -> Arc<Book> {
        let state = self.inner.lock();
        match &state.connection {
            Connection::Owner(owner) => owner.desk.book(),
            _ => state.in_force.book(),
        }
    }

    fn ledger(&self) -> Arc<Ledger> {
        let state = self.inner.lock();
        match &state.connection {
            Connection::Owner(owner) => owner.desk.ledger(),
            _ => state.in_force.ledger(),
        }
    }

    fn me(&self) -> Person {
        self.inner.lock().me.clone()
    }

    fn people(&self) -> Arc<People> {
        Arc::clone(&self.inner.lock().people)
    }

    fn rota(&self) -> Arc<Rota> {
        Arc::clone(&self.inner.lock().rota)
    }

    fn answer(&self, query: &mut dyn DynQuery) -> Result<(), Problem> {
        self.inner.answer(query)?;
        // A person who watches is told anyway; one who does not should see what they have done.
        for entry in query.entries() {
            self.inner.enter(Arc::clone(entry));
        }
        Ok(())
    }

    fn subscribe(&self) -> Subscription {
        let feed = self.inner.feed.lock().unwrap_or_else(PoisonError::into_inner).subscribe(Scope::Everything);
        self.inner.lock().subscribed = true;
        // If the owner has gone meanwhile, the next one is asked when it is found.
        self.inner.ensure_subscribed();
        feed
    }

    fn look_at(&self, open: OpenTicket) {
        let (connection, session) = {
            let mut state = self.inner.lock();
            state.looking_at = open;
            (state.connection.clone(), state.session)
        };
        if let Some(session) = session {
            connection.look_at(session, open);
        }
    }

    fn notices(&self) -> Vec<String> {
        self.inner.lock().notices.clone()
    }

    fn shut_out(&self) -> Option<Problem> {
        self.inner.lock().shut_out.clone()
    }

    fn step_back(&self) -> bool {
        self.inner.step_back()
    }

    fn come_back(&self) {
        self.inner.come_back();
    }
}

#[cfg(test)]
mod tests;
