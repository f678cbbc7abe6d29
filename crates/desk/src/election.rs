//! Gets a process to the store: as its owner if no other process is, else as the owner's guest.

use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use nix::sys::socket::{getsockopt, sockopt::PeerCredentials};

use frist_config::{BookSources, FileLimits, People, Person, account_of, current_uid};
use frist_domain::contract::Book;
use frist_domain::ledger::LedgerRecord;
use frist_domain::rota::Rota;
use frist_domain::time::Instant;
use frist_store::{Opened, Store, StoreErrorKind, Upgrade, has_room};

use super::agreements_in_force::AgreementsInForce;
use super::alerts::{AlertService, AlertSetup};
use super::backups::{BackupKeeper, BackupPlan};
use super::client::{HandshakeDone, HandshakeOutcome, OnSilence, OwnerLink, Subscriber, greet};
use super::identity::{Account, identify};
use super::intake::IntakeService;
use super::local::LocalDesk;
use super::mail::MailSetup;
use super::notices::NoticeService;
use super::outbox::{OutboxService, SentLetters, send_once};
use super::renewal::DeskFiles;
use super::server::{Server, ServerContext};
use super::socket::{ServerSocket, SocketAddress};
use super::unanswered::{Obstacle, OwnerWait};
use super::wire::Claim;
use super::{Clock, OpenTicket, Problem, ProblemKind, SessionId};

/// The time between two tries while another process opens or closes the store: at first, and when that takes long.
const RETRY_PAUSE: Duration = Duration::from_millis(15);
const LONG_RETRY_PAUSE: Duration = Duration::from_millis(200);
/// The time after which it takes long: then the user who waits is told.
const SLOW_AFTER: Duration = Duration::from_secs(1);
/// The time for which a desk that only others may open is waited for: they may be handing it over.
const OTHERS_HAND_OVER: Duration = Duration::from_secs(3);

/// The time for which a process that yields leaves the store to others: long enough for a service that is started anew
/// at once, short enough that nobody is without a desk for two seconds.
const HEAD_START: Duration = Duration::from_millis(1_500);

/// The place of a desk, and what this process would run it with.
pub struct DeskSetup {
    /// The store's folder.
    pub folder: PathBuf,
    /// The contracts.
    pub book: Arc<Book>,
    /// The files that the contracts were read from.
    pub sources: BookSources,
    /// The people who work here, and their roles.
    pub people: People,
    /// The Unix group that the desk is opened to.
    pub group: Option<String>,
    /// The person whom this process wants to be taken for.
    pub claim: Option<Claim>,
    /// The alerts that people are given while this process has the store.
    pub alerting: AlertSetup,
    /// The plan of the backups that are made while this process has the store.
    pub backups: BackupPlan,
    /// How large files may be while this process has the store.
    pub files: FileLimits,
    /// How letters come in and go out while this process has the store.
    pub mail: MailSetup,
    /// The clock that the desk counts by.
    pub clock: Arc<dyn Clock>,
    /// A function that is told that opening takes a while, in a sentence, once.
    pub tell: Box<dyn Fn(&str) + Send + Sync>,
    /// A function that is told how much of how much is done, where opening the store takes work: a backup before an
    /// upgrade, a state to be built.
    pub progress: Box<dyn Fn(u64, u64) + Send + Sync>,
}

/// The functions that are told something while a process waits for the store.
#[derive(Clone, Copy)]
pub(super) struct OpeningProgress<'a> {
    /// A function that is told that it takes a while.
    pub(super) tell: &'a dyn Fn(&str),
    /// A function that is told how much of how much is done.
    pub(super) progress: &'a dyn Fn(u64, u64),
}

impl OpeningProgress<'_> {
    /// Functions that do nothing: there is a screen.
    pub(super) const NOTHING: Self = Self { tell: &|_| (), progress: &|_, _| () };
}

/// The election of the process that owns the store.
pub(super) struct Election {
    setup: DeskSetup,
    /// What the files say now; those that the setup has were read at the start.
    files: Mutex<DeskFiles>,
    account: Account,
    policy: ElectionPolicy,
    /// Whether a store may be made where there is none: not once this process has been in one.
    may_create: AtomicBool,
}

/// How a process takes part in an election.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ElectionPolicy {
    /// The process takes the store where no other has it.
    Usual,
    /// The process is there to serve: a desk that cannot be opened to the place's group is not served at all.
    Serves,
    /// When an owner goes, the process leaves the store to others for a moment. What it has read of the settings may be
    /// old by then, and a service that was started anew has read them just now.
    Yields,
}

/// What the owner of the store does without being asked once it stays.
struct OwnerDuties {
    alerting: AlertSetup,
    plan: BackupPlan,
    folder: PathBuf,
    clock: Arc<dyn Clock>,
}

/// The duties at work. Dropping them stops them, the outbox first: what it has under way is let finish.
struct Duties {
    _intake: IntakeService,
    _outbox: OutboxService,
    _notices: NoticeService,
    alerts: AlertService,
    backups: BackupKeeper,
}

/// The store and the server that shares it. When this is dropped, its duties stop first, then the server.
pub(super) struct StoreOwner {
    duties: Mutex<Option<Duties>>,
    duties_to_start: Mutex<OwnerDuties>,
    server: Server,
    pub(super) desk: Arc<LocalDesk>,
}

/// A process's connection to the store.
#[derive(Clone)]
pub(super) enum Connection {
    /// The process has the store.
    Owner(Arc<StoreOwner>),
    /// The process is the guest of the owner.
    Guest(Arc<OwnerLink>),
    /// The process has no connection just now.
    None,
}

/// An election that has been won or lost, before the connection is used.
pub(super) struct Elected {
    pub(super) me: Person,
    pub(super) in_force: AgreementsInForce,
    pub(super) people: Arc<People>,
    pub(super) rota: Arc<Rota>,
    notices: Vec<String>,
    connection: NewConnection,
}

enum NewConnection {
    Owner(Arc<StoreOwner>),
    Guest(Box<HandshakeDone>),
}

/// A desk that is connected.
pub(super) struct ConnectedDesk {
    pub(super) connection: Connection,
    pub(super) me: Person,
    pub(super) in_force: AgreementsInForce,
    pub(super) people: Arc<People>,
    pub(super) rota: Arc<Rota>,
    pub(super) notices: Vec<String>,
}

/// One attempt to reach the store.
struct Attempt<'a> {
    /// What it waits for, and what is in the way.
    waiting: &'a OwnerWait,
    /// Whether to stay any longer.
    stay: &'a dyn Fn() -> bool,
}

/// The reason why it did not work this time.
enum AttemptError {
    /// It may work in a moment; if it does not, this is what to say, and how long that moment is at most.
    Retry(Problem, Duration),
    /// It will not work.
    Final(Problem),
}

impl StoreOwner {
    /// Tells people of targets and makes backups from now on. Only a process that stays does; a command that is done in
    /// a moment does not.
    pub(super) fn start_duties(&self) -> Result<(), Problem> {
        let mut duties = self.duties.lock().unwrap_or_else(PoisonError::into_inner);
        if duties.is_none() {
            let to_start = self.duties_to_start.lock().unwrap_or_else(PoisonError::into_inner);
            *duties = Some(Duties {
                alerts: to_start.alerts(&self.desk)?,
                backups: to_start.backups(&self.desk)?,
                _intake: IntakeService::start(&self.desk)?,
                _outbox: OutboxService::start(&self.desk)?,
                _notices: NoticeService::start(&self.desk)?,
            });
        }
        Ok(())
    }

    /// Sends the letters that are due, in a process that does not stay.
    pub(super) fn send_letters(&self) -> Result<SentLetters, Problem> {
        self.desk.mail().sender()?;
        Ok(send_once(&self.desk))
    }

    /// Goes by these files from now on, in the place of those of `before`; the people are known already. Returns what there is
    /// to say, a sentence each.
    pub(super) fn renew(
        &self,
        before: &DeskFiles,
        files: &DeskFiles,
        by: &str,
        clock: &dyn Clock,
    ) -> Result<Vec<String>, Problem> {
        let of_book = |sources: &BookSources| BookSources { rota: Arc::default(), ..sources.clone() };
        let counted = if of_book(&before.sources) == of_book(&files.sources) {
            Ok(Vec::new())
        } else {
            self.desk.count_by(Arc::clone(&files.book), by)
        };
        let (rota, moved) = self.desk.rota_in_force(&files.sources.rota, by, clock);
        self.desk.set_rota(Arc::clone(&rota));
        self.server.renew(BookSources { rota, ..files.sources.clone() });
        self.desk.files().set_limits(files.files);
        let said_of_mail = self.desk.set_mail(&files.mail);
        self.renew_duties(before, files)?;
        Ok(counted?.into_iter().chain(moved).chain(said_of_mail).collect())
    }

    /// Tells people and makes backups by the new settings, if they are others.
    fn renew_duties(&self, before: &DeskFiles, files: &DeskFiles) -> Result<(), Problem> {
        let mut duties = self.duties.lock().unwrap_or_else(PoisonError::into_inner);
        let mut to_start = self.duties_to_start.lock().unwrap_or_else(PoisonError::into_inner);
        (to_start.alerting, to_start.plan) = (files.alerting.clone(), files.backups.clone());
        let Some(Duties { alerts, backups, .. }) = duties.as_mut() else { return Ok(()) };
        // The one of before stops first: nothing is told twice.
        if before.alerting != files.alerting {
            alerts.stop();
            *alerts = to_start.alerts(&self.desk)?;
        }
        if before.backups != files.backups {
            *backups = to_start.backups(&self.desk)?;
        }
        Ok(())
    }

    /// Tells everybody who watches what holds from now on.
    pub(super) fn tell_renewed(&self, said: Vec<String>) {
        self.desk.tell_renewed(self.server.renewed(None, said));
    }
}

impl OwnerDuties {
    fn alerts(&self, desk: &Arc<LocalDesk>) -> Result<AlertService, Problem> {
        AlertService::start(desk, &self.alerting)
    }

    fn backups(&self, desk: &Arc<LocalDesk>) -> Result<BackupKeeper, Problem> {
        BackupKeeper::start(desk, self.folder.clone(), self.plan.clone(), Arc::clone(&self.clock))
    }
}

impl Connection {
    /// Tells the owner which ticket is open here.
    pub(super) fn look_at(&self, session: SessionId, open: OpenTicket) {
        match self {
            Self::Owner(owner) => owner.desk.look_at_from(session, open),
            Self::Guest(link) => link.look_at(open),
            Self::None => {}
        }
    }
}

impl Elected {
    /// Begins to use the connection.
    pub(super) fn connect(
        self,
        subscriber: impl FnOnce() -> Subscriber,
        slow: impl FnOnce() -> OnSilence,
    ) -> Result<ConnectedDesk, Problem> {
        let connection = match self.connection {
            NewConnection::Owner(owner) => Connection::Owner(owner),
            NewConnection::Guest(greeted) => Connection::Guest(Arc::new(
                greeted.listen(subscriber(), slow()).map_err(|e| crate::error::no_thread(&e))?,
            )),
        };
        Ok(ConnectedDesk {
            connection,
            me: self.me,
            in_force: self.in_force,
            people: self.people,
            rota: self.rota,
            notices: self.notices,
        })
    }
}

impl Election {
    pub(super) fn new(setup: DeskSetup, policy: ElectionPolicy) -> Self {
        let uid = current_uid();
        let account = Account { uid, name: account_of(uid) };
        let files = Mutex::new(DeskFiles::from(&setup));
        Self { setup, files, account, policy, may_create: AtomicBool::new(true) }
    }

    /// Makes this an election for a store that exists: none is created.
    pub(super) fn of_existing_store(self) -> Self {
        Self { may_create: AtomicBool::new(false), ..self }
    }

    /// Returns what the files say now.
    fn files(&self) -> DeskFiles {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes in what the files say now, and returns what they said before.
    pub(super) fn put_files(&self, files: DeskFiles) -> DeskFiles {
        std::mem::replace(&mut *self.files.lock().unwrap_or_else(PoisonError::into_inner), files)
    }

    /// Returns whom this process is taken for where it has the store.
    pub(super) fn own_person(&self, people: &People) -> Result<Person, Problem> {
        identify(people, self.account.uid, &self.account, self.setup.claim.as_ref())
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        self.setup.clock.as_ref()
    }

    /// Returns the functions that are told something while the desk is opened.
    pub(super) fn progress_of_opening(&self) -> OpeningProgress<'_> {
        OpeningProgress { tell: &*self.setup.tell, progress: &*self.setup.progress }
    }

    pub(super) fn now(&self) -> Instant {
        self.setup.clock.now()
    }

    /// Returns whether the store could be written again, where writing has failed.
    pub(super) fn has_room(&self) -> bool {
        has_room(&self.setup.folder)
    }

    /// Tries to enter until it works, it cannot work, `patience` is over, or `given_up` says that nobody needs it any
    /// more.
    pub(super) fn elect(
        &self,
        patience: Duration,
        progress_of_opening: OpeningProgress<'_>,
        given_up: &dyn Fn() -> bool,
    ) -> Result<Elected, Problem> {
        self.elect_after(Duration::ZERO, patience, progress_of_opening, given_up)
    }

    /// Enters as [`Election::elect`] does, once an owner has gone.
    pub(super) fn elect_next(
        &self,
        patience: Duration,
        progress_of_opening: OpeningProgress<'_>,
        given_up: &dyn Fn() -> bool,
    ) -> Result<Elected, Problem> {
        let head_start = if self.policy == ElectionPolicy::Yields { HEAD_START } else { Duration::ZERO };
        self.elect_after(head_start, patience, progress_of_opening, given_up)
    }

    /// Enters, leaving the store to others for `head_start`.
    fn elect_after(
        &self,
        head_start: Duration,
        patience: Duration,
        progress_of_opening: OpeningProgress<'_>,
        given_up: &dyn Fn() -> bool,
    ) -> Result<Elected, Problem> {
        let waiting = OwnerWait::begin(self.now());
        let stay = || {
            if waiting.elapsed() >= SLOW_AFTER
                && let Some(words) = waiting.news(self.now())
            {
                (progress_of_opening.tell)(&words);
            }
            waiting.elapsed() < patience && !given_up()
        };
        let attempt = Attempt { waiting: &waiting, stay: &stay };
        loop {
            let tried = if waiting.elapsed() < head_start {
                self.reach_owner(not_served(&self.setup.folder), Duration::MAX, &attempt)
            } else {
                self.try_once(progress_of_opening, &attempt)
            };
            match tried {
                Ok(elected) => {
                    self.may_create.store(false, Ordering::Relaxed);
                    return Ok(elected);
                }
                Err(AttemptError::Final(error)) => return Err(error),
                Err(AttemptError::Retry(error, most)) => {
                    if waiting.elapsed() >= most || !stay() {
                        return Err(error);
                    }
                }
            }
            std::thread::sleep(if waiting.elapsed() < SLOW_AFTER { RETRY_PAUSE } else { LONG_RETRY_PAUSE });
        }
    }

    fn try_once(
        &self,
        progress_of_opening: OpeningProgress<'_>,
        attempt: &Attempt<'_>,
    ) -> Result<Elected, AttemptError> {
        if let Some(owner) = self.other_account() {
            return self.reach_owner(not_ours(&self.setup.folder, &owner), OTHERS_HAND_OVER, attempt);
        }
        let (DeskSetup { folder, clock, .. }, DeskFiles { backups, .. }) = (&self.setup, self.files());
        let upgrade = Upgrade { backups: backups.of(folder), now: Some(clock.now()) };
        let open = if self.may_create.load(Ordering::Relaxed) { Store::open_upgrading } else { Store::open_existing };
        match open(folder, &upgrade, &mut |done, all| (progress_of_opening.progress)(done, all)) {
            Ok(opened) => self.become_owner(opened),
            Err(error) => match error.kind() {
                StoreErrorKind::Locked { holder } => {
                    attempt.waiting.held_by(holder.as_ref().map_or(0, |holder| holder.pid));
                    self.reach_owner(error.into(), Duration::MAX, attempt).map_err(|stop| with_reason(stop, attempt))
                }
                StoreErrorKind::NotWritable => self.reach_owner(error.into(), Duration::ZERO, attempt),
                _ => Err(AttemptError::Final(error.into())),
            },
        }
    }

    /// Returns the account that the store's folder belongs to, if that is another than ours. Only that account opens
    /// the store: another one would have to be believed when it says who asks.
    fn other_account(&self) -> Option<String> {
        let uid = std::fs::metadata(&self.setup.folder).ok()?.uid();
        (uid != self.account.uid).then(|| account_of(uid).unwrap_or_else(|| format!("uid {uid}")))
    }

    /// Serves the store, which this process now has.
    fn become_owner(&self, opened: Opened) -> Result<Elected, AttemptError> {
        let clock = &self.setup.clock;
        let DeskFiles { people, book, sources, files, mail, .. } = self.files();
        let me = self.own_person(&people).map_err(AttemptError::Final)?;
        let desk = LocalDesk::opened_by(&me.name, opened, book, Arc::clone(clock), people.clone());
        let desk = desk.map_err(AttemptError::Final)?;
        let (rota, said) = desk.rota_in_force(&sources.rota, &me.name, clock.as_ref());
        desk.files().set_limits(files);
        let said_of_mail = desk.set_mail(&mail);
        let desk = Arc::new(desk.with_rota(Arc::clone(&rota)));
        let mut notices = super::Desk::notices(desk.as_ref());
        notices.extend(said);
        notices.extend(said_of_mail);
        let server = self.serve(&desk, &me, &mut notices).map_err(AttemptError::Final)?;
        let in_force = desk.in_force();
        let connection = NewConnection::Owner(Arc::new(StoreOwner {
            duties: Mutex::default(),
            duties_to_start: Mutex::new(self.duties()),
            server,
            desk,
        }));
        Ok(Elected { me, in_force, people: Arc::new(people), rota, notices, connection })
    }

    fn duties(&self) -> OwnerDuties {
        let DeskFiles { alerting, backups: plan, .. } = self.files();
        OwnerDuties { alerting, plan, folder: self.setup.folder.clone(), clock: Arc::clone(&self.setup.clock) }
    }

    fn serve(&self, desk: &Arc<LocalDesk>, me: &Person, notices: &mut Vec<String>) -> Result<Server, Problem> {
        let socket = ServerSocket::of(&self.setup.folder, self.setup.group.as_deref()).map_err(|e| no_socket(&e))?;
        let open = socket.open().map_err(|e| no_socket(&e))?;
        match &open.shared {
            Err(error) if self.policy == ElectionPolicy::Serves => {
                // Where it cannot be removed, the next owner does.
                let _ = socket.close();
                return Err(error.clone());
            }
            shared => notices.extend(shared.as_ref().err().map(ToString::to_string)),
        }
        let context = ServerContext {
            desk: Arc::clone(desk),
            own: self.account.uid,
            shared: matches!(open.shared, Ok(true)),
            sources: Mutex::new(BookSources { rota: super::Desk::rota(desk.as_ref()), ..self.files().sources }),
            renewals: AtomicU64::default(),
            owner: me.display.clone(),
        };
        Server::start(socket, open, context).map_err(|e| no_socket(&e))
    }

    /// Goes to the process that has the store. `otherwise` is what to say if none is there for so long.
    fn reach_owner(&self, otherwise: Problem, most: Duration, attempt: &Attempt<'_>) -> Result<Elected, AttemptError> {
        let address = SocketAddress::of(&self.setup.folder);
        let stream = address.and_then(|address| address.connect()).inspect_err(|error| {
            if error.kind() == io::ErrorKind::WouldBlock {
                attempt.waiting.crowded_out();
            }
        });
        let reached = stream.and_then(|stream| {
            attempt.waiting.meets(Obstacle::Silent(listener_pid(&stream)));
            greet(stream, self.setup.claim.clone(), attempt.stay)
        });
        match reached {
            Ok(HandshakeOutcome::Welcome(greeted)) => Ok(self.become_guest(greeted)),
            Ok(HandshakeOutcome::Refused(error)) => Err(AttemptError::Final(error)),
            Err(error) => {
                match error.kind() {
                    io::ErrorKind::PermissionDenied => return Err(AttemptError::Final(closed(&self.setup.folder))),
                    io::ErrorKind::NotFound => attempt.waiting.meets(Obstacle::NoSocket),
                    // The user has been told already that it does not answer.
                    io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => {}
                    _ => attempt.waiting.meets(Obstacle::NobodyBehind),
                }
                Err(AttemptError::Retry(attempt.waiting.unanswered(self.now()).unwrap_or(otherwise), most))
            }
        }
    }

    fn become_guest(&self, greeted: HandshakeDone) -> Elected {
        let welcome = &greeted.welcome;
        // The rota is no part of the book.
        let files = self.files();
        let texts = BookSources { rota: Arc::clone(&files.sources.rota), ..welcome.sources.clone() };
        let same = texts == files.sources;
        let book = if same { files.book } else { Arc::new(welcome.sources.book()) };
        let in_force =
            AgreementsInForce::new(book, welcome.ledger.iter().map(|entry| LedgerRecord::clone(entry)).collect());
        let people = Arc::new(People::named_elsewhere(welcome.people.iter().cloned()));
        let (me, rota, notices) = (welcome.you.clone(), Arc::clone(&welcome.sources.rota), Vec::new());
        Elected { me, in_force, people, rota, notices, connection: NewConnection::Guest(Box::new(greeted)) }
    }
}

/// Explains why the process that has the store is not reached, in place of the advice to close it.
fn with_reason(stop: AttemptError, attempt: &Attempt<'_>) -> AttemptError {
    match stop {
        AttemptError::Retry(error, most) => AttemptError::Retry(attempt.waiting.explained(error), most),
        never @ AttemptError::Final(_) => never,
    }
}

/// Returns the id of the process that listens at the other end; 0 where the system does not say.
fn listener_pid(stream: &UnixStream) -> u32 {
    getsockopt(stream, PeerCredentials).map_or(0, |credentials| credentials.pid().cast_unsigned())
}

fn no_socket(error: &io::Error) -> Problem {
    Problem::new(
        ProblemKind::Store,
        format!("others cannot be served from the store's folder: {error}"),
        "put the store on a local disk with --store DIR",
    )
}

fn not_ours(folder: &Path, owner: &str) -> Problem {
    Problem::new(
        ProblemKind::Store,
        format!("the store at {} belongs to the account {owner}, and nobody serves it just now", folder.display()),
        format!("have {owner} run frist serve, or use a store of your own with --store DIR"),
    )
}

fn not_served(folder: &Path) -> Problem {
    Problem::new(
        ProblemKind::Away,
        format!("nobody serves the store at {} just now", folder.display()),
        "the person who runs the desk starts frist serve",
    )
}

fn closed(folder: &Path) -> Problem {
    Problem::new(
        ProblemKind::NotAllowed,
        format!("the desk at {} is not open to your account", folder.display()),
        "the person who runs it can name a group of yours as `group` in its settings",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemClock;

    fn election(folder: &Path) -> Election {
        with_policy(folder, ElectionPolicy::Usual)
    }

    fn with_policy(folder: &Path, policy: ElectionPolicy) -> Election {
        let setup = DeskSetup {
            folder: folder.to_owned(),
            book: Arc::new(Book::built_in()),
            sources: BookSources::built_in(),
            people: People::default(),
            group: None,
            claim: None,
            alerting: AlertSetup::default(),
            backups: BackupPlan::none(),
            files: FileLimits::default(),
            mail: MailSetup::default(),
            clock: Arc::new(SystemClock),
            tell: Box::new(|_| ()),
            progress: Box::new(|_, _| ()),
        };
        Election::new(setup, policy)
    }

    fn refused(election: &Election, patience: Duration) -> Problem {
        match election.elect(patience, OpeningProgress::NOTHING, &|| false) {
            Ok(_) => panic!("it got in"),
            Err(error) => error,
        }
    }

    #[test]
    fn a_store_that_somebody_holds_and_does_not_serve_is_waited_for_and_then_told() {
        let dir = tempfile::tempdir().unwrap();
        let held = Store::open(dir.path()).unwrap();
        let error = refused(&election(dir.path()), RETRY_PAUSE * 2);
        assert!(error.message.contains("is open in another frist"), "{error}");
        assert!(error.hint.contains("frist.sock is not there"), "{error}");
        drop(held);
        assert!(election(dir.path()).elect(Duration::from_secs(20), OpeningProgress::NOTHING, &|| false).is_ok());
    }

    #[test]
    fn who_must_not_make_a_store_makes_none_where_another_gave_its_own_up() {
        let dir = tempfile::tempdir().unwrap();
        let refused = |given_up: &dyn Fn() -> bool| {
            let elected = election(dir.path()).of_existing_store().elect(
                Duration::from_secs(20),
                OpeningProgress::NOTHING,
                given_up,
            );
            elected.err().unwrap()
        };
        assert!(refused(&|| false).message.starts_with("there is no store at "));
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
        // Another process is making one: it has the lock and nothing else yet; it goes while it is waited for.
        let lock = std::fs::File::create(dir.path().join("frist.lock")).unwrap();
        lock.try_lock().unwrap();
        let goes = || {
            lock.unlock().unwrap();
            false
        };
        assert!(refused(&goes).message.starts_with("there is no store at "));
        let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["frist.lock"]);
    }

    #[test]
    fn a_store_that_goes_while_one_is_in_it_is_not_made_anew() {
        let dir = tempfile::tempdir().unwrap();
        let usual = election(dir.path());
        drop(
            usual.elect(Duration::from_secs(20), OpeningProgress::NOTHING, &|| false).unwrap_or_else(|e| panic!("{e}")),
        );
        std::fs::remove_dir_all(dir.path()).unwrap();
        let error = usual.elect_next(Duration::from_secs(20), OpeningProgress::NOTHING, &|| false).err().unwrap();
        assert!(error.message.starts_with("there is no store at "), "{error}");
        assert!(!dir.path().exists());
    }

    #[test]
    fn nobody_waits_when_it_is_given_up_or_cannot_become_better() {
        let dir = tempfile::tempdir().unwrap();
        let _held = Store::open(dir.path()).unwrap();
        assert!(election(dir.path()).elect(Duration::MAX, OpeningProgress::NOTHING, &|| true).is_err());
        let file = dir.path().join("file");
        std::fs::write(&file, "").unwrap();
        let error = refused(&election(&file), Duration::MAX);
        assert!(error.message.contains("is not a folder"), "{error}");
    }

    #[test]
    fn who_yields_takes_a_free_store_at_the_start_and_leaves_it_to_others_when_an_owner_goes() {
        let dir = tempfile::tempdir().unwrap();
        let yielding = with_policy(dir.path(), ElectionPolicy::Yields);
        let soon = |error: Problem| assert!(error.message.contains("nobody serves the store"), "{error}");
        soon(yielding.elect_next(RETRY_PAUSE * 2, OpeningProgress::NOTHING, &|| false).err().unwrap());
        soon(
            yielding.elect_after(RETRY_PAUSE * 1000, Duration::MAX, OpeningProgress::NOTHING, &|| true).err().unwrap(),
        );
        drop(
            yielding
                .elect(Duration::from_secs(20), OpeningProgress::NOTHING, &|| false)
                .unwrap_or_else(|e| panic!("{e}")),
        );
        drop(
            yielding
                .elect_after(RETRY_PAUSE * 2, Duration::from_secs(20), OpeningProgress::NOTHING, &|| false)
                .unwrap_or_else(|e| panic!("{e}")),
        );
        let usual = election(dir.path());
        drop(
            usual
                .elect_next(Duration::from_secs(20), OpeningProgress::NOTHING, &|| false)
                .unwrap_or_else(|e| panic!("{e}")),
        );
    }
}
