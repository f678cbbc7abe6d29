//! The desk of the process that owns the store: reads from memory and sled, writes through one thread.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use frist_config::{People, Person, Role, account_name};
use frist_domain::alert::AlertMessage;
use frist_domain::audit::RecordedLine;
use frist_domain::contract::Book;
use frist_domain::ledger::{Ledger, LedgerRecord};
use frist_domain::rota::Rota;
use frist_domain::ticket::{CommitId, Record, Ticket, TicketId};
use frist_domain::time::Instant;
use frist_store::{Opened, Reader, Store};

use super::agreements_in_force::AgreementsInForce;
use super::files::DeskFileStore;
use super::inbox_deadlines::InboxDeadlines;
use super::intake::{Acknowledged, Intake, IntakeReport, SharedIntake, acknowledge_taken, taken_by_hand};
use super::kept_texts;
use super::mail::{MailInForce, MailSetup};
use super::owner_state::{HeldAlerts, OwnerState, UnwrittenCommit};
use super::permissions::check_work;
use super::renewal::RenewedDesk;
use super::scan::UnappliedRecords;
use super::scope::Scope;
use super::view::View;
use super::writer::{TicketAlert, WriteJob, WriteOrder, Writer};
use super::{
    Clock, CommitOutcome, Desk, DynQuery, Notice, OpenTicket, Problem, ProblemKind, Request, SessionId, Subscription,
};

/// The most changes in one request of a person's: the others wait while they are checked.
const MOST_CHANGES: usize = 4096;

/// A desk with a store of its own. Dropping it waits until everything acknowledged is in sled.
pub struct LocalDesk {
    clock: Arc<dyn Clock>,
    pub(super) reader: Reader,
    owner_state: Arc<Mutex<OwnerState>>,
    jobs: Option<Sender<WriteJob>>,
    writer: Option<JoinHandle<()>>,
    /// The people, whom the writer asks too.
    people: Arc<Mutex<Arc<People>>>,
    rota: Mutex<Arc<Rota>>,
    files: Arc<DeskFileStore>,
    /// How letters go out, which the writer asks too.
    mail: Arc<Mutex<Arc<MailInForce>>>,
    intake: SharedIntake,
    /// The addresses that had an acknowledgement today.
    acknowledged: Mutex<Acknowledged>,
    inbox_deadlines: Mutex<InboxDeadlines>,
    notices: Vec<String>,
}

impl LocalDesk {
    /// Opens the store in `folder`, which is made if it is not there.
    pub fn open(folder: &Path, book: Arc<Book>, clock: Arc<dyn Clock>) -> Result<Self, Problem> {
        Self::on(Store::open(folder)?, book, clock)
    }

    /// Opens a desk on a store that has just been opened.
    pub fn on(opened: Opened, book: Arc<Book>, clock: Arc<dyn Clock>) -> Result<Self, Problem> {
        Self::for_people(opened, book, clock, People::default())
    }

    /// Opens a desk on a store that has just been opened, for people who may not all do everything.
    pub fn for_people(opened: Opened, book: Arc<Book>, clock: Arc<dyn Clock>, people: People) -> Result<Self, Problem> {
        Self::opened_by(&account_name(), opened, book, clock, people)
    }

    /// Opens the desk in the name of `by`: what the desk writes by itself is in that name.
    pub(super) fn opened_by(
        by: &str,
        opened: Opened,
        book: Arc<Book>,
        clock: Arc<dyn Clock>,
        people: People,
    ) -> Result<Self, Problem> {
        let Opened { mut store, open, mut notices, ledger } = opened;
        let (reader, files) = (store.reader(), Arc::new(DeskFileStore::new(store.files())));
        let kept = kept_texts::keep(&mut store, &reader, book, ledger.into_iter().collect(), (clock.now(), by))?;
        notices.extend(kept.notices);
        let owner_state = Arc::new(Mutex::new(OwnerState::new(kept.in_force)));
        lock(&owner_state).load(open);
        if let Some(error) = kept.no_room.map(Problem::from) {
            notices.push(format!("{error}; until then the store can only be read"));
            lock(&owner_state).break_down(error);
        }
        let people = Arc::new(Mutex::new(Arc::new(people)));
        let (jobs, queue) = channel();
        let mail = Arc::default();
        let writer = Writer {
            store,
            reader: reader.clone(),
            clock: Arc::clone(&clock),
            owner_state: Arc::clone(&owner_state),
            people: Arc::clone(&people),
            files: Arc::clone(&files),
            mail: Arc::clone(&mail),
        };
        let told = Arc::clone(&owner_state);
        let write = move || {
            // Requests that wait for the writer hear that it has gone; those that come later, why.
            if catch_unwind(AssertUnwindSafe(|| writer.run(&queue))).is_err() {
                lock(&told).break_down(panicked());
            }
        };
        let writer = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(write)
            .map_err(|e| crate::error::no_thread(&e))?;
        Ok(Self {
            clock,
            reader,
            owner_state,
            jobs: Some(jobs),
            writer: Some(writer),
            people,
            rota: Mutex::default(),
            intake: Arc::new(Mutex::new(Intake::of(&store_folder(&files)))),
            acknowledged: Mutex::new(Acknowledged::read(&store_folder(&files).join("intake"))),
            files,
            mail,
            inbox_deadlines: Mutex::default(),
            notices,
        })
    }

    /// Gives the desk that rota.
    #[must_use]
    pub fn with_rota(self, rota: Arc<Rota>) -> Self {
        self.set_rota(rota);
        self
    }

    /// Has the desk go by that rota from now on.
    pub(super) fn set_rota(&self, rota: Arc<Rota>) {
        *self.rota.lock().unwrap_or_else(PoisonError::into_inner) = rota;
    }

    /// Has letters go out by these settings from now on; returns what there is to say, a sentence each.
    pub fn set_mail(&self, setup: &MailSetup) -> Vec<String> {
        let in_force = MailInForce::of(setup);
        let said = in_force.notice();
        *self.mail.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(in_force);
        said.into_iter().collect()
    }

    /// Returns how letters go out now.
    pub(super) fn mail(&self) -> Arc<MailInForce> {
        Arc::clone(&self.mail.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Writes what the desk itself does with letters, in the name of the request, whoever that is.
    pub(super) fn write_mail(&self, request: Request) -> Result<CommitOutcome, Problem> {
        self.hand_to_writer(WriteOrder::Mail(request), None)
    }

    /// Returns the files of the store, and those that are coming in.
    pub(super) fn files(&self) -> &DeskFileStore {
        &self.files
    }

    /// Has the desk go by what these people may do from now on, with the next change that is checked.
    pub(super) fn set_people(&self, people: Arc<People>) {
        *self.people.lock().unwrap_or_else(PoisonError::into_inner) = people;
    }

    /// Counts by these contracts from now on, as their files say them, and keeps what they promise in the name of `by`. Returns
    /// a sentence for each contract whose promise has changed.
    pub(super) fn count_by(&self, book: Arc<Book>, by: &str) -> Result<Vec<String>, Problem> {
        let done = self.hand_to_writer(WriteOrder::files(book, by), None)?;
        Ok(done.entries.iter().filter_map(|entry| kept_texts::notice(entry)).collect())
    }

    /// Tells those who watch what holds from now on.
    pub(super) fn tell_renewed(&self, renewed: RenewedDesk) {
        lock(&self.owner_state).tell(&Notice::Renewed(Arc::new(renewed)));
    }

    /// Writes what this person asks for, if they may; in their name, whatever the request says.
    pub fn commit_as(&self, person: &Person, mut request: Request) -> Result<CommitOutcome, Problem> {
        if request.changes.len() > MOST_CHANGES {
            return Err(too_many(request.changes.len()));
        }
        request.by.clone_from(&person.name);
        let taken = taken_by_hand(&request, self.now());
        let done = self.write(request, Some(person.clone()))?;
        acknowledge_taken(self, taken, &done);
        Ok(done)
    }

    /// Writes the request, if that person may; whatever it is where there is no person.
    pub(super) fn write(&self, request: Request, person: Option<Person>) -> Result<CommitOutcome, Problem> {
        self.hand_to_writer(WriteOrder::Request(request), person)
    }

    /// Keeps alerts that were given with their tickets: all of them, or none.
    pub(super) fn keep_alerts(&self, alerts: Vec<TicketAlert>) -> Result<(), Problem> {
        self.hand_to_writer(WriteOrder::alerts(alerts), None).map(drop)
    }

    /// Writes what the desk itself asks for, several requests that may share a sync, and returns what came of each.
    ///
    /// # Errors
    ///
    /// If nothing can be written any more.
    pub(super) fn write_several(
        &self,
        requests: impl IntoIterator<Item = Request>,
    ) -> Result<Vec<Result<CommitOutcome, Problem>>, Problem> {
        let jobs = self.jobs.as_ref().ok_or_else(|| self.stopped())?;
        let mut outcomes = Vec::new();
        for request in requests {
            let (reply, outcome) = channel();
            let job = WriteJob { order: WriteOrder::Mail(request), person: None, reply };
            jobs.send(job).map_err(|_| self.stopped())?;
            outcomes.push(outcome);
        }
        Ok(outcomes.into_iter().map(|outcome| outcome.recv().unwrap_or_else(|_| Err(self.stopped()))).collect())
    }

    /// Returns whether sled does not have everything yet that was acknowledged.
    pub(super) fn has_pending(&self) -> bool {
        lock(&self.owner_state).has_pending()
    }

    /// Returns why nothing can be written any more, where that is so.
    pub(super) fn broken(&self) -> Option<Problem> {
        lock(&self.owner_state).broken.clone()
    }

    /// Returns the store's folder.
    pub(super) fn folder(&self) -> PathBuf {
        store_folder(&self.files)
    }

    /// Returns what takes letters in.
    pub(super) fn intake(&self) -> SharedIntake {
        Arc::clone(&self.intake)
    }

    /// Returns the deadlines of the letters that wait, as far as they were worked out.
    pub(super) fn inbox_deadlines(&self) -> MutexGuard<'_, InboxDeadlines> {
        self.inbox_deadlines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the addresses that had an acknowledgement today.
    pub(super) fn acknowledged(&self) -> MutexGuard<'_, Acknowledged> {
        self.acknowledged.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in some of the letters that wait.
    ///
    /// # Errors
    ///
    /// If a folder cannot be read or the store takes nothing.
    pub(super) fn take_letters(&self) -> Result<IntakeReport, Problem> {
        self.intake.lock().unwrap_or_else(PoisonError::into_inner).turn(self)
    }

    fn hand_to_writer(&self, order: WriteOrder, person: Option<Person>) -> Result<CommitOutcome, Problem> {
        let (reply, outcome) = channel();
        let jobs = self.jobs.as_ref().ok_or_else(|| self.stopped())?;
        jobs.send(WriteJob { order, person, reply }).map_err(|_| self.stopped())?;
        outcome.recv().map_err(|_| self.stopped())?
    }

    fn stopped(&self) -> Problem {
        lock(&self.owner_state).broken.clone().unwrap_or_else(panicked)
    }

    /// Returns the contracts as they count, and the ledger.
    pub(super) fn in_force(&self) -> AgreementsInForce {
        lock(&self.owner_state).in_force.clone()
    }

    /// Returns whether nothing can be written any more.
    pub(super) fn is_broken(&self) -> bool {
        lock(&self.owner_state).broken.is_some()
    }

    /// Returns every open ticket, by number.
    pub(super) fn tickets(&self) -> Vec<Arc<Ticket>> {
        lock(&self.owner_state).open()
    }

    /// Returns an open ticket, or none if it is closed, or there is no such number.
    pub(super) fn open_ticket(&self, id: TicketId) -> Option<Arc<Ticket>> {
        lock(&self.owner_state).open_ticket(id)
    }

    /// Gives those who watch the alerts for people.
    pub(super) fn tell_alerts(&self, message: &AlertMessage) {
        lock(&self.owner_state).tell(&Notice::Alerts(Arc::new(message.clone())));
    }

    /// Tells those who watch that something has failed which the desk does without being asked.
    pub(super) fn tell_trouble(&self, words: &str) {
        lock(&self.owner_state).tell(&Notice::Trouble(words.to_owned()));
    }

    /// Returns the time since the machine was started, where the desk's clock is the machine's.
    pub(super) fn since_boot(&self) -> Option<Duration> {
        self.clock.since_boot()
    }

    /// Holds alerts back from now on, or not any more; nobody has wanted them yet.
    pub(super) fn hold_alerts(&self, held: bool) {
        lock(&self.owner_state).alerts = HeldAlerts { held, wanted: false };
    }

    /// Returns whether somebody wants the alerts that are held back; each wish is returned once.
    pub(super) fn alerts_are_wanted(&self) -> bool {
        std::mem::take(&mut lock(&self.owner_state).alerts.wanted)
    }

    /// Has the alerts told that are held back, if this person may; returns whether there were any.
    pub(super) fn want_alerts(&self, person: &Person) -> Result<bool, Problem> {
        check_work(&self.people(), person, "giving alerts that are held back")?;
        let alerts = &mut lock(&self.owner_state).alerts;
        alerts.wanted = alerts.held;
        Ok(alerts.held)
    }

    /// Returns the commits that could not be written.
    pub(super) fn refused(&self) -> Vec<UnwrittenCommit> {
        lock(&self.owner_state).refused.clone()
    }

    /// Returns whether there is such a commit after all.
    pub(super) fn has(&self, id: CommitId) -> bool {
        self.reader.commit_sequence(id).is_ok_and(|sequence| sequence.is_some())
    }

    /// Returns the sequence number of the last commit that is in the state.
    pub(super) fn sequence(&self) -> u64 {
        self.reader.sequence()
    }

    /// Returns a ticket with its events as it is now, or none if there is no such number.
    pub(super) fn stored(&self, id: TicketId) -> Result<Option<Record>, Problem> {
        if let Some(pending) = lock(&self.owner_state).pending(id) {
            return Ok(Some(pending.clone()));
        }
        Ok(self.reader.ticket(id)?.and_then(|r| Record::new(r.id, r.events)))
    }

    /// Returns the contracts, the ledger, and the tickets that sled does not have yet.
    pub(super) fn as_it_is(&self) -> (Arc<Book>, Arc<Ledger>, UnappliedRecords) {
        let owner_state = lock(&self.owner_state);
        (owner_state.in_force.book(), owner_state.in_force.ledger(), owner_state.all_pending())
    }

    /// Returns the contracts, and the audit entries and revisions of entries that sled does not have yet.
    pub(super) fn audit_entries_as_they_are(&self) -> (Arc<Book>, Vec<RecordedLine>, Vec<Arc<LedgerRecord>>) {
        let owner_state = lock(&self.owner_state);
        let (audit_entries, entries) = owner_state.pending_audit_entries();
        (owner_state.in_force.book(), audit_entries, entries)
    }

    /// Subscribes to every change within that scope from now on.
    pub(super) fn subscribe_within(&self, scope: Scope) -> Subscription {
        lock(&self.owner_state).subscribe(scope)
    }

    /// Notes that somebody sits down to watch.
    pub(super) fn open_session(&self, person: &Person) -> SessionId {
        let now = self.clock.now();
        lock(&self.owner_state).open_session(person, now)
    }

    /// Notes which ticket is open at that session now.
    pub(super) fn look_at_from(&self, session: SessionId, open: OpenTicket) {
        let now = self.clock.now();
        lock(&self.owner_state).look_at(session, open, now);
    }

    /// Returns whether somebody of that name is at a screen: has touched a key there within that time.
    pub(super) fn is_at_screen(&self, name: &str, within: Duration) -> bool {
        let now = self.clock.now();
        lock(&self.owner_state).is_at_screen(name, within.as_secs().cast_signed(), now)
    }

    /// Notes that the person at that session has gone.
    pub(super) fn close_session(&self, session: SessionId) {
        lock(&self.owner_state).close_session(session);
    }
}

/// Locks the memory. It is whole even if a thread panicked while it held the lock: every change to it is a single
/// insert or remove.
pub(super) fn lock(owner_state: &Mutex<OwnerState>) -> MutexGuard<'_, OwnerState> {
    owner_state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn store_folder(files: &DeskFileStore) -> PathBuf {
    let folder = files.store.folder();
    folder.parent().unwrap_or(folder).to_owned()
}

fn panicked() -> Problem {
    Problem::new(ProblemKind::Store, "what writes to the store has failed and stopped", "start frist again")
}

fn too_many(changes: usize) -> Problem {
    let message = format!("{changes} changes are more than the {MOST_CHANGES} that can be made at once");
    Problem::new(ProblemKind::Refused, message, "make them in several parts")
}

impl Desk for LocalDesk {
    fn now(&self) -> Instant {
        self.clock.now()
    }

    fn book(&self) -> Arc<Book> {
        lock(&self.owner_state).in_force.book()
    }

    fn ledger(&self) -> Arc<Ledger> {
        lock(&self.owner_state).in_force.ledger()
    }

    /// Answers without asking for permission: the process that has the store is believed in the name of a request.
    fn answer(&self, query: &mut dyn DynQuery) -> Result<(), Problem> {
        query.here(&View::of_owner(self))
    }

    fn me(&self) -> Person {
        let name = account_name();
        Person { display: name.clone(), name, role: Role::Lead }
    }

    fn people(&self) -> Arc<People> {
        Arc::clone(&self.people.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn rota(&self) -> Arc<Rota> {
        Arc::clone(&self.rota.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn look_at(&self, _: OpenTicket) {}

    fn subscribe(&self) -> Subscription {
        self.subscribe_within(Scope::Everything)
    }

    fn notices(&self) -> Vec<String> {
        self.notices.clone()
    }
}

impl Drop for LocalDesk {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(writer) = self.writer.take() {
            // Everybody who waited for the writer has been told of its panic; there is nobody left to tell.
            let _ = writer.join();
        }
    }
}
