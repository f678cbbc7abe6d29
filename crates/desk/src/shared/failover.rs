//! Keeps hold of the store: finds the next owner where one has gone, and opens one's own store again once it can be.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError, Weak};
use std::time::{Duration, Instant as Moment};

use super::super::Notice;
use super::super::election::OpeningProgress;
use super::{Connection, Inner, Part, SCREEN_WAITS, State};

/// The time between two checks of whether there is room again after writing has failed: at first, and at the most.
const MEND_AFTER: Duration = Duration::from_secs(1);
const MEND_AT_LEAST_EVERY: Duration = Duration::from_secs(5);
/// The time between two tries to find an owner while something is wrong that will not pass without help.
const TRY_AGAIN: Duration = Duration::from_secs(1);

/// The time that what reads the store may take to end when the store is given up, and between two looks at whether it
/// has.
const CLOSED_WITHIN: Duration = Duration::from_secs(2);
const LOOK_AGAIN: Duration = Duration::from_millis(5);

impl State {
    /// Returns whether there is no owner, and one is to be found.
    fn looks_for_owner(&self) -> bool {
        let takes_part = self.part != Part::StaysAway && self.shut_out.is_none();
        !self.closing && takes_part && matches!(self.connection, Connection::None)
    }
}

impl Inner {
    /// Finds an owner whenever there is none, until the desk is closed. A fault of frist's own is told and tried again:
    /// without this nobody would ever find the next owner.
    pub(super) fn watch_for_failover(self: &Arc<Self>) {
        while catch_unwind(AssertUnwindSafe(|| self.find_owners())).is_err() {
            self.tell(&Notice::Away("a fault of frist's own; looking for the store again".to_owned()));
            let state = self.lock();
            drop(self.changed.wait_timeout_while(state, TRY_AGAIN, |s| !s.closing));
        }
    }

    fn find_owners(self: &Arc<Self>) {
        loop {
            let state = self.lock();
            let state = self.changed.wait_while(state, |s| !s.closing && !s.looks_for_owner());
            let state = state.unwrap_or_else(PoisonError::into_inner);
            if state.closing {
                return;
            }
            drop(state);
            self.find_owner();
        }
    }

    fn find_owner(self: &Arc<Self>) {
        let returns = self.lock().part.has_returned();
        let gone = "the frist that owned the store has gone; finding the next one";
        self.tell(&Notice::Away(if returns { "finding the store again" } else { gone }.to_owned()));
        let closing = || {
            let state = self.lock();
            state.closing || state.shut_out.is_some()
        };
        let away = |words: &str| self.tell(&Notice::Away(words.to_owned()));
        let progress_of_opening = OpeningProgress { tell: &away, ..OpeningProgress::NOTHING };
        let elected = self.election.elect_next(SCREEN_WAITS, progress_of_opening, &closing);
        match elected.and_then(|elected| self.adopt(elected)) {
            Ok(()) => self.resume(),
            Err(error) => {
                self.tell(&Notice::Away(error.to_string()));
                let state = self.lock();
                drop(self.changed.wait_timeout_while(state, TRY_AGAIN, |s| !s.closing));
            }
        }
    }

    /// Goes on with the next owner where the last one left off.
    fn resume(self: &Arc<Self>) {
        if self.lock().subscribed && !self.ensure_subscribed() {
            return;
        }
        let Some(words) = self.owner_in_words() else { return };
        self.tell(&Notice::Attached(words));
        self.tell(&Notice::Resync);
        self.tell_written_after_all();
    }

    /// Tells what is written after all: a user who was told that something could not be written believes that, and a
    /// disk that failed while it was synced may have it.
    pub(super) fn tell_written_after_all(&self) {
        let (connection, refused) = {
            let mut state = self.lock();
            (state.connection.clone(), std::mem::take(&mut state.refused))
        };
        let Connection::Owner(owner) = connection else { return };
        for refused in refused.into_iter().filter(|refused| owner.desk.has(refused.id)) {
            let words = format!("A change that seemed lost was written after all: {}", refused.words);
            owner.desk.tell_trouble(&words);
        }
    }

    /// Has the store opened again once its disk takes something: writing has failed, and the store takes nothing until
    /// then. So work goes on without anybody closing anything.
    pub(super) fn mend(self: &Arc<Self>) {
        let (inner, era) = (Arc::clone(self), self.lock().era);
        let mend = move || {
            let mut pause = MEND_AFTER;
            while inner.stays(era, pause) {
                if inner.election.has_room() {
                    return inner.release(era);
                }
                pause = (pause * 2).min(MEND_AT_LEAST_EVERY);
            }
        };
        // Without it the store is opened again when this process is closed, as the person who works at it has been
        // told.
        drop(std::thread::Builder::new().name("mender".to_owned()).spawn(mend));
    }

    /// Waits so long, and returns whether that owner is still the one.
    fn stays(&self, era: u64, patience: Duration) -> bool {
        let there = |state: &mut State| !state.closing && state.era == era;
        let waited = self.changed.wait_timeout_while(self.lock(), patience, there);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        there(&mut state)
    }

    /// Gives the store up, and looks for no other owner until [`Self::come_back`]. Returns whether that was possible: what
    /// still reads the store keeps it open.
    pub(super) fn step_back(&self) -> bool {
        let connection = {
            let mut state = self.lock();
            state.part = Part::StaysAway;
            if let Connection::Owner(owner) = &state.connection {
                state.refused = owner.desk.refused();
            }
            std::mem::replace(&mut state.connection, Connection::None)
        };
        let owner = match &connection {
            Connection::Owner(owner) => Arc::downgrade(owner),
            Connection::Guest(_) | Connection::None => Weak::new(),
        };
        // Its threads may want to tell something: not while the state is held.
        let closed = catch_unwind(AssertUnwindSafe(|| drop(connection)));
        let until = Moment::now() + CLOSED_WITHIN;
        while owner.strong_count() > 0 && Moment::now() < until {
            std::thread::sleep(LOOK_AGAIN);
        }
        closed.is_ok() && owner.strong_count() == 0
    }

    /// Finds an owner again, perhaps in this process.
    pub(super) fn come_back(&self) {
        let mut state = self.lock();
        state.part = Part::Returns;
        drop(state);
        self.changed.notify_all();
    }

    /// Gives the store up, so that failover finds an owner: this process, most likely.
    fn release(&self, era: u64) {
        let mut state = self.lock();
        if state.era != era {
            return;
        }
        let connection = std::mem::replace(&mut state.connection, Connection::None);
        if let Connection::Owner(owner) = &connection {
            state.refused = owner.desk.refused();
        }
        drop(state);
        // Its threads may want to tell something: not while the state is held. Whatever becomes of it, the next one is
        // looked for.
        let gone = catch_unwind(AssertUnwindSafe(|| drop(connection)));
        self.changed.notify_all();
        if gone.is_err() {
            self.tell(&Notice::Trouble("A fault of frist's own closed the store; it is being opened again".to_owned()));
        }
    }
}
