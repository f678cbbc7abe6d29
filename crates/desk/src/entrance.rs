//! Gets a process to the store: as its owner if no other process is, else as the owner's guest.

use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use nix::sys::socket::{getsockopt, sockopt::PeerCredentials};

use frist_config::{People, Person, Sources, account_of, current_uid};
use frist_domain::contract::Book;
use frist_domain::ledger::Entry;
use frist_domain::rota::Rota;
use frist_domain::ticket::TicketId;
use frist_domain::time::Instant;
use frist_store::{Opened, Store, StoreErrorKind, Upgrade, has_room};

use super::alerts::{Alerting, Alerts};
use super::backups::{BackupKeeper, BackupPlan};
use super::identity::{Account, identify};
use super::known::Known;
use super::local::LocalDesk;
use super::remote::{Ears, Greeted, Link, Reached, Slow, greet};
use super::server::{Hall, Server};
use super::silence::{Obstacle, Waiting};
use super::socket::{Address, Door};
use super::wire::Claim;
use super::{Clock, Problem, ProblemKind, SessionId};

/// The time between two tries while another process opens or closes the store: at first, and when that takes long.
const PAUSE: Duration = Duration::from_millis(15);
const LONG_PAUSE: Duration = Duration::from_millis(200);
/// The time after which it takes long: then the user who waits is told.
const LONG: Duration = Duration::from_secs(1);
/// The time for which a desk that only others may open is waited for: they may be handing it over.
const OTHERS_HAND_OVER: Duration = Duration::from_secs(3);

/// The time for which a process that yields leaves the store to others: long enough for a service that is started anew
/// at once, short enough that nobody is without a desk for two seconds.
const HEAD_START: Duration = Duration::from_millis(1_500);

/// The place of a desk, and what this process would run it with.
pub struct Place {
    /// The store's folder.
    pub folder: PathBuf,
    /// The contracts.
    pub book: Arc<Book>,
    /// The files that the contracts were read from.
    pub sources: Sources,
    /// The people who work here, and their roles.
    pub people: People,
    /// The Unix group that the desk is opened to.
    pub group: Option<String>,
    /// The person whom this process wants to be taken for.
    pub claim: Option<Claim>,
    /// The alerts that people are given while this process has the store.
    pub alerting: Alerting,
    /// The plan of the backups that are made while this process has the store.
    pub backups: BackupPlan,
    /// The clock that the desk counts by.
    pub clock: Arc<dyn Clock>,
    /// A function that is told that opening takes a while, in a sentence, once.
    pub tell: Box<dyn Fn(&str) + Send + Sync>,
    /// A function that is told how much of how much is done, where opening the store takes work: a backup before an
    /// upgrade, a state to be built.
    pub progress: Box<dyn Fn(u64, u64) + Send + Sync>,
}

/// The functions that are told something while a process waits at the door.
#[derive(Clone, Copy)]
pub(super) struct Heard<'a> {
    /// A function that is told that it takes a while.
    pub(super) tell: &'a dyn Fn(&str),
    /// A function that is told how much of how much is done.
    pub(super) progress: &'a dyn Fn(u64, u64),
}

impl Heard<'_> {
    /// Functions that do nothing: there is a screen.
    pub(super) const NOTHING: Self = Self { tell: &|_| (), progress: &|_, _| () };
}

/// The way into a desk.
pub(super) struct Entrance {
    place: Place,
    account: Account,
    manner: Manner,
    /// Whether a store may be made where there is none: not once this process has been in one.
    makes: AtomicBool,
}

/// How a process behaves at the door.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Manner {
    /// The process takes the store where no other has it.
    Usual,
    /// The process is there to serve: a desk that cannot be opened to the place's group is not served at all.
    Serves,
    /// When an owner goes, the process leaves the store to others for a moment. What it has read of the settings may be
    /// old by then, and a service that was started anew has read them just now.
    Yields,
}

/// What the owner of the store does without being asked once it stays.
struct Duties {
    alerting: Alerting,
    plan: BackupPlan,
    folder: PathBuf,
    clock: Arc<dyn Clock>,
}

/// The store and the door to it. When this is dropped, its duties stop first, then the door closes.
pub(super) struct Owner {
    duties: Mutex<Option<(Alerts, BackupKeeper)>>,
    to_do: Duties,
    _server: Server,
    pub(super) desk: Arc<LocalDesk>,
}

/// A process's hold on the store.
#[derive(Clone)]
pub(super) enum Hold {
    /// The process has the store.
    Own(Arc<Owner>),
    /// The process is the guest of the owner.
    Far(Arc<Link>),
    /// The process has no hold just now.
    Nothing,
}

/// A hold that is not in use yet.
pub(super) struct Entered {
    pub(super) me: Person,
    pub(super) known: Known,
    pub(super) people: Arc<People>,
    pub(super) rota: Arc<Rota>,
    notices: Vec<String>,
    way: Way,
}

enum Way {
    Own(Arc<Owner>),
    Far(Box<Greeted>),
}

/// A hold in use.
pub(super) struct Settled {
    pub(super) hold: Hold,
    pub(super) me: Person,
    pub(super) known: Known,
    pub(super) people: Arc<People>,
    pub(super) rota: Arc<Rota>,
    pub(super) notices: Vec<String>,
}

/// A process that stands at the door.
struct AtDoor<'a> {
    /// What it waits for, and what is in the way.
    waiting: &'a Waiting,
    /// Whether to stay any longer.
    stay: &'a dyn Fn() -> bool,
}

/// The reason why it did not work this time.
enum Stop {
    /// It may work in a moment; if it does not, this is what to say, and how long that moment is at most.
    NotYet(Problem, Duration),
    /// It will not work.
    Never(Problem),
}

impl Owner {
    /// Tells people of targets and makes backups from now on. Only a process that stays does; a command that is done in
    /// a moment does not.
    pub(super) fn stay(&self) -> Result<(), Problem> {
        let mut duties = self.duties.lock().unwrap_or_else(PoisonError::into_inner);
        if duties.is_none() {
            let Duties { alerting, plan, folder, clock } = &self.to_do;
            let alerts = Alerts::start(&self.desk, alerting)?;
            let backups = BackupKeeper::start(&self.desk, folder.clone(), plan.clone(), Arc::clone(clock))?;
            *duties = Some((alerts, backups));
        }
        Ok(())
    }
}

impl Hold {
    /// Tells the owner which ticket is open here.
    pub(super) fn look_at(&self, session: SessionId, ticket: Option<TicketId>) {
        match self {
            Self::Own(owner) => owner.desk.look_at_from(session, ticket),
            Self::Far(link) => link.look_at(ticket),
            Self::Nothing => {}
        }
    }
}

impl Entered {
    /// Begins to use the hold.
    pub(super) fn settle(self, ears: impl FnOnce() -> Ears, slow: impl FnOnce() -> Slow) -> Result<Settled, Problem> {
        let hold = match self.way {
            Way::Own(owner) => Hold::Own(owner),
            Way::Far(greeted) => {
                Hold::Far(Arc::new(greeted.listen(ears(), slow()).map_err(|e| crate::error::no_thread(&e))?))
            }
        };
        Ok(Settled {
            hold,
            me: self.me,
            known: self.known,
            people: self.people,
            rota: self.rota,
            notices: self.notices,
        })
    }
}

impl Entrance {
    pub(super) fn new(place: Place, manner: Manner) -> Self {
        let uid = current_uid();
        let account = Account { uid, name: account_of(uid) };
        Self { place, account, manner, makes: AtomicBool::new(true) }
    }

    /// Makes this entrance one that finds a store and makes none.
    pub(super) fn where_there_is_one(self) -> Self {
        Self { makes: AtomicBool::new(false), ..self }
    }

    /// Returns the functions that are told something while the desk is opened.
    pub(super) fn heard(&self) -> Heard<'_> {
        Heard { tell: &*self.place.tell, progress: &*self.place.progress }
    }

    pub(super) fn now(&self) -> Instant {
        self.place.clock.now()
    }

    /// Returns whether the store could be written again, where writing has failed.
    pub(super) fn has_room(&self) -> bool {
        has_room(&self.place.folder)
    }

    /// Tries to enter until it works, it cannot work, `patience` is over, or `given_up` says that nobody needs it any
    /// more.
    pub(super) fn enter(
        &self,
        patience: Duration,
        heard: Heard<'_>,
        given_up: &dyn Fn() -> bool,
    ) -> Result<Entered, Problem> {
        self.enter_after(Duration::ZERO, patience, heard, given_up)
    }

    /// Enters as [`Entrance::enter`] does, once an owner has gone.
    pub(super) fn enter_next(
        &self,
        patience: Duration,
        heard: Heard<'_>,
        given_up: &dyn Fn() -> bool,
    ) -> Result<Entered, Problem> {
        let head_start = if self.manner == Manner::Yields { HEAD_START } else { Duration::ZERO };
        self.enter_after(head_start, patience, heard, given_up)
    }

    /// Enters, leaving the store to others for `head_start`.
    fn enter_after(
        &self,
        head_start: Duration,
        patience: Duration,
        heard: Heard<'_>,
        given_up: &dyn Fn() -> bool,
    ) -> Result<Entered, Problem> {
        let waiting = Waiting::begin(self.now());
        let stay = || {
            if waiting.elapsed() >= LONG
                && let Some(words) = waiting.news(self.now())
            {
                (heard.tell)(&words);
            }
            waiting.elapsed() < patience && !given_up()
        };
        let door = AtDoor { waiting: &waiting, stay: &stay };
        loop {
            let tried = if waiting.elapsed() < head_start {
                self.visit(not_served(&self.place.folder), Duration::MAX, &door)
            } else {
                self.try_once(heard, &door)
            };
            match tried {
                Ok(entered) => {
                    self.makes.store(false, Ordering::Relaxed);
                    return Ok(entered);
                }
                Err(Stop::Never(error)) => return Err(error),
                Err(Stop::NotYet(error, most)) => {
                    if waiting.elapsed() >= most || !stay() {
                        return Err(error);
                    }
                }
            }
            std::thread::sleep(if waiting.elapsed() < LONG { PAUSE } else { LONG_PAUSE });
        }
    }

    fn try_once(&self, heard: Heard<'_>, door: &AtDoor<'_>) -> Result<Entered, Stop> {
        if let Some(owner) = self.belongs_to_another() {
            return self.visit(not_ours(&self.place.folder, &owner), OTHERS_HAND_OVER, door);
        }
        let Place { folder, backups, clock, .. } = &self.place;
        let upgrade = Upgrade { backups: backups.of(folder), now: Some(clock.now()) };
        let open = if self.makes.load(Ordering::Relaxed) { Store::open_upgrading } else { Store::open_existing };
        match open(folder, &upgrade, &mut |done, all| (heard.progress)(done, all)) {
            Ok(opened) => self.own(opened),
            Err(error) => match error.kind() {
                StoreErrorKind::Locked { holder } => {
                    door.waiting.held_by(holder.as_ref().map_or(0, |holder| holder.pid));
                    self.visit(error.into(), Duration::MAX, door).map_err(|stop| explained(stop, door))
                }
                StoreErrorKind::NotWritable => self.visit(error.into(), Duration::ZERO, door),
                _ => Err(Stop::Never(error.into())),
            },
        }
    }

    /// Returns the account that the store's folder belongs to, if that is another than ours. Only that account opens
    /// the store: another one would have to be believed when it says who asks.
    fn belongs_to_another(&self) -> Option<String> {
        let uid = std::fs::metadata(&self.place.folder).ok()?.uid();
        (uid != self.account.uid).then(|| account_of(uid).unwrap_or_else(|| format!("uid {uid}")))
    }

    /// Serves the store, which this process now has.
    fn own(&self, opened: Opened) -> Result<Entered, Stop> {
        let Place { people, claim, book, clock, sources, .. } = &self.place;
        let me = identify(people, self.account.uid, &self.account, claim.as_ref()).map_err(Stop::Never)?;
        let desk = LocalDesk::opened_by(&me.name, opened, Arc::clone(book), Arc::clone(clock), people.clone());
        let desk = desk.map_err(Stop::Never)?;
        let (rota, said) = desk.rota_in_force(&sources.rota, &me.name, clock.as_ref());
        let desk = Arc::new(desk.with_rota(Arc::clone(&rota)));
        let mut notices = super::Desk::notices(desk.as_ref());
        notices.extend(said);
        let server = self.serve(&desk, &me, &mut notices).map_err(Stop::Never)?;
        let known = desk.known();
        let way = Way::Own(Arc::new(Owner { duties: Mutex::default(), to_do: self.duties(), _server: server, desk }));
        Ok(Entered { me, known, people: Arc::new(people.clone()), rota, notices, way })
    }

    fn duties(&self) -> Duties {
        let Place { alerting, backups, folder, clock, .. } = &self.place;
        Duties { alerting: alerting.clone(), plan: backups.clone(), folder: folder.clone(), clock: Arc::clone(clock) }
    }

    fn serve(&self, desk: &Arc<LocalDesk>, me: &Person, notices: &mut Vec<String>) -> Result<Server, Problem> {
        let door = Door::of(&self.place.folder, self.place.group.as_deref()).map_err(|e| no_socket(&e))?;
        let open = door.open().map_err(|e| no_socket(&e))?;
        match &open.shared {
            Err(error) if self.manner == Manner::Serves => {
                // Where it cannot be removed, the next owner does.
                let _ = door.close();
                return Err(error.clone());
            }
            shared => notices.extend(shared.as_ref().err().map(ToString::to_string)),
        }
        let hall = Hall {
            desk: Arc::clone(desk),
            people: self.place.people.clone(),
            own: self.account.uid,
            shared: matches!(open.shared, Ok(true)),
            sources: Sources { rota: super::Desk::rota(desk.as_ref()), ..self.place.sources.clone() },
            owner: me.display.clone(),
        };
        Server::start(door, open, hall).map_err(|e| no_socket(&e))
    }

    /// Goes to the process that has the store. `otherwise` is what to say if none is there for so long.
    fn visit(&self, otherwise: Problem, most: Duration, door: &AtDoor<'_>) -> Result<Entered, Stop> {
        let address = Address::of(&self.place.folder);
        let stream = address.and_then(|address| address.connect()).inspect_err(|error| {
            if error.kind() == io::ErrorKind::WouldBlock {
                door.waiting.crowded_out();
            }
        });
        let reached = stream.and_then(|stream| {
            door.waiting.meets(Obstacle::Silent(listens(&stream)));
            greet(stream, self.place.claim.clone(), door.stay)
        });
        match reached {
            Ok(Reached::Welcome(greeted)) => Ok(self.guest(greeted)),
            Ok(Reached::Refused(error)) => Err(Stop::Never(error)),
            Err(error) => {
                match error.kind() {
                    io::ErrorKind::PermissionDenied => return Err(Stop::Never(closed(&self.place.folder))),
                    io::ErrorKind::NotFound => door.waiting.meets(Obstacle::NoSocket),
                    // The user has been told already that it does not answer.
                    io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => {}
                    _ => door.waiting.meets(Obstacle::NobodyBehind),
                }
                Err(Stop::NotYet(door.waiting.unanswered(self.now()).unwrap_or(otherwise), most))
            }
        }
    }

    fn guest(&self, greeted: Greeted) -> Entered {
        let welcome = &greeted.welcome;
        // The rota is no part of the book.
        let texts = Sources { rota: Arc::clone(&self.place.sources.rota), ..welcome.sources.clone() };
        let same = texts == self.place.sources;
        let book = if same { Arc::clone(&self.place.book) } else { Arc::new(welcome.sources.book()) };
        let known = Known::new(book, welcome.ledger.iter().map(|entry| Entry::clone(entry)).collect());
        let people = Arc::new(People::named_elsewhere(welcome.people.iter().cloned()));
        let (me, rota, notices) = (welcome.you.clone(), Arc::clone(&welcome.sources.rota), Vec::new());
        Entered { me, known, people, rota, notices, way: Way::Far(Box::new(greeted)) }
    }
}

/// Explains why the process that has the store is not reached, in place of the advice to close it.
fn explained(stop: Stop, door: &AtDoor<'_>) -> Stop {
    match stop {
        Stop::NotYet(error, most) => Stop::NotYet(door.waiting.explained(error), most),
        never @ Stop::Never(_) => never,
    }
}

/// Returns the id of the process that listens at the other end; 0 where the system does not say.
fn listens(stream: &UnixStream) -> u32 {
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
    use crate::System;

    fn entrance(folder: &Path) -> Entrance {
        mannered(folder, Manner::Usual)
    }

    fn mannered(folder: &Path, manner: Manner) -> Entrance {
        let place = Place {
            folder: folder.to_owned(),
            book: Arc::new(Book::built_in()),
            sources: Sources::built_in(),
            people: People::default(),
            group: None,
            claim: None,
            alerting: Alerting::default(),
            backups: BackupPlan::none(),
            clock: Arc::new(System),
            tell: Box::new(|_| ()),
            progress: Box::new(|_, _| ()),
        };
        Entrance::new(place, manner)
    }

    fn refused(entrance: &Entrance, patience: Duration) -> Problem {
        match entrance.enter(patience, Heard::NOTHING, &|| false) {
            Ok(_) => panic!("it got in"),
            Err(error) => error,
        }
    }

    #[test]
    fn a_store_that_somebody_holds_and_does_not_serve_is_waited_for_and_then_told() {
        let dir = tempfile::tempdir().unwrap();
        let held = Store::open(dir.path()).unwrap();
        let error = refused(&entrance(dir.path()), PAUSE * 2);
        assert!(error.message.contains("is open in another frist"), "{error}");
        assert!(error.hint.contains("frist.sock is not there"), "{error}");
        drop(held);
        assert!(entrance(dir.path()).enter(Duration::from_secs(20), Heard::NOTHING, &|| false).is_ok());
    }

    #[test]
    fn who_must_not_make_a_store_makes_none_where_another_gave_its_own_up() {
        let dir = tempfile::tempdir().unwrap();
        let refused = |given_up: &dyn Fn() -> bool| {
            let entered =
                entrance(dir.path()).where_there_is_one().enter(Duration::from_secs(20), Heard::NOTHING, given_up);
            entered.err().unwrap()
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
        let usual = entrance(dir.path());
        drop(usual.enter(Duration::from_secs(20), Heard::NOTHING, &|| false).unwrap_or_else(|e| panic!("{e}")));
        std::fs::remove_dir_all(dir.path()).unwrap();
        let error = usual.enter_next(Duration::from_secs(20), Heard::NOTHING, &|| false).err().unwrap();
        assert!(error.message.starts_with("there is no store at "), "{error}");
        assert!(!dir.path().exists());
    }

    #[test]
    fn nobody_waits_when_it_is_given_up_or_cannot_become_better() {
        let dir = tempfile::tempdir().unwrap();
        let _held = Store::open(dir.path()).unwrap();
        assert!(entrance(dir.path()).enter(Duration::MAX, Heard::NOTHING, &|| true).is_err());
        let file = dir.path().join("file");
        std::fs::write(&file, "").unwrap();
        let error = refused(&entrance(&file), Duration::MAX);
        assert!(error.message.contains("is not a folder"), "{error}");
    }

    #[test]
    fn who_yields_takes_a_free_store_at_the_start_and_leaves_it_to_others_when_an_owner_goes() {
        let dir = tempfile::tempdir().unwrap();
        let yielding = mannered(dir.path(), Manner::Yields);
        let soon = |error: Problem| assert!(error.message.contains("nobody serves the store"), "{error}");
        soon(yielding.enter_next(PAUSE * 2, Heard::NOTHING, &|| false).err().unwrap());
        soon(yielding.enter_after(PAUSE * 1000, Duration::MAX, Heard::NOTHING, &|| true).err().unwrap());
        drop(yielding.enter(Duration::from_secs(20), Heard::NOTHING, &|| false).unwrap_or_else(|e| panic!("{e}")));
        drop(
            yielding
                .enter_after(PAUSE * 2, Duration::from_secs(20), Heard::NOTHING, &|| false)
                .unwrap_or_else(|e| panic!("{e}")),
        );
        let usual = entrance(dir.path());
        drop(usual.enter_next(Duration::from_secs(20), Heard::NOTHING, &|| false).unwrap_or_else(|e| panic!("{e}")));
    }
}
