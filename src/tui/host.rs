//! Carries out what the screen wants of the desk, and brings back what the desk tells. The desk works on a thread of its
//! own: nothing that touches the disk happens on the thread that draws. Drafts have another thread, so that they are kept
//! even while the process that owns the store is waited for.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::config::{
    CannedReply, Draft, DraftId, Drafts, FilterHistory, FilterLanguage, OwnProgram, People, Person, replies,
    write_file, write_new,
};
use crate::desk::{
    AskDesk as _, CommitOutcome, Desk, FileHome, FilterOf, MissingFiles, Notice, OpenTicket, Problem, Request,
    Subscription, with_texts_as_files,
};
use crate::domain::alert::NotificationSettings;
use crate::domain::audit::AuditPage;
use crate::domain::contract::Book;
use crate::domain::file::{FileHash, FileRef};
use crate::domain::intake::{EarliestDeadline, IntakeDefaults};
use crate::domain::ledger::{Ledger, LedgerRecordId};
use crate::domain::letter::Mailbox;
use crate::domain::query::{FilterError, FoundTickets, TicketSearch};
use crate::domain::rota::Rota;
use crate::domain::ticket::{Record, Ticket, TicketId};
use crate::domain::time::Zone;
use crate::tui::action::Keymap;
use crate::tui::feature::activity::{ActivityPart, ActivityQuery};
use crate::tui::feature::people::CustomerFigures;
use crate::tui::form::path_line::{PathNames, PathQuestion};
use crate::tui::run::{Effect, Host, Wake};
use crate::tui::shared::{ListSettings, MailAtDesk, PartyId};
use crate::tui::theme::Theme;

use super::app::App;
use super::file_work::{self, SeenFile};
use super::letter_work;

use super::report_work::{ReportWork, ReportWorker};
use crate::tui::feature::reports::FinishedReport;

/// The time that requested work may take when the screen is left. It may be that no process owns the store then.
const LEAVE_WITHIN: Duration = Duration::from_secs(10);

/// The time that a report which is being worked out may take then.
const COUNTING_WITHIN: Duration = Duration::from_millis(500);

/// Work for outside the loop, by who does it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Work {
    /// Work of the desk, done in order.
    Desk(DeskWork),
    /// Work of the desk on a thread of its own, so that a commit need not wait for it.
    Scan(ScanWork),
    /// Work on drafts, done also while the store is waited for.
    Draft(DraftWork),
    /// Runs a program beside the screen, however long it takes.
    Run(Box<OwnProgram>),
}

/// Work that the desk does at once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DeskWork {
    /// Writes a change.
    Commit {
        /// The tag that comes back with the outcome.
        tag: u64,
        /// The changes to write.
        request: Request,
        /// The draft that it was typed as; it is dropped once the change is written.
        draft: Option<DraftId>,
        /// The files of this machine that go with the ticket that it logs: they are sent first.
        files: Vec<PathBuf>,
    },
    /// Looks whether a file of this machine can be sent.
    LookAtFile(PathBuf),
    /// Reads a ticket with its events.
    Load(TicketId),
    /// Looks whether the bytes of these files of a ticket are in the store.
    LookForFiles(TicketId, Vec<FileHash>),
    /// Reads a ticket with its events, for the document for its vendor.
    Evidence(TicketId),
    /// Reads a ticket with its events, for an own command.
    ForCommand(TicketId),
    /// Reads a part of the audit log.
    Audit(ActivityQuery),
    /// Reads again everything that a screen has.
    LoadAgain,
    /// Has the alerts told that are held back.
    TellAlerts,
    /// Gives the store up, once everything asked for before is done: the program is about to stand still.
    StepBack,
    /// Takes part again.
    ComeBack,
    /// Tells the other screens which ticket is open here, and whether a letter about it is written.
    LookAt(OpenTicket),
    /// Writes a contract file.
    WriteContract {
        /// The tag that comes back with the outcome.
        tag: u64,
        /// The path of the file.
        path: PathBuf,
        /// The whole text.
        text: String,
        /// Whether a file that is there is written over.
        over: bool,
    },
    /// Writes a text to a new file.
    Write {
        /// The folder of the file.
        folder: PathBuf,
        /// The name of the file; a number is added where there is one already.
        name: String,
        /// The whole text.
        text: String,
    },
}

/// Work that reads many tickets, or may have to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ScanWork {
    /// Works out a report.
    Count(Box<ReportWork>),
    /// Reads these tickets, for a list.
    DrillDown(Vec<TicketId>),
    /// Looks for the tickets of a person or an organisation, for a page.
    PartyTickets(PartyId, Box<TicketSearch>),
    /// Counts the customers of all tickets.
    Customers,
    /// Works out the earliest deadline that each of these letters of the inbox could have.
    Earliest(Vec<LedgerRecordId>, Box<IntakeDefaults>),
    /// Looks for the tickets with that typed name, which are that person's.
    Typed(String, LedgerRecordId),
    /// Looks for tickets among all there are.
    Find(Box<TicketSearch>),
    /// Looks up whether the names in a filter that was entered ever existed.
    Names(String, FilterOf),
    /// Looks for the names that a path which is typed can be completed to.
    CompletePath(PathQuestion),
    /// Sends a file of this machine to the desk, for that ticket.
    SendFile(TicketId, PathBuf),
    /// Reads the canned replies of that folder, for the letter about that ticket.
    Replies(TicketId, PathBuf),
    /// Looks for the address of that contract's vendor in the letters of other tickets, for the letter about that ticket.
    VendorAddress(TicketId, String),
    /// Sends a file of this machine to the desk, for the letter that asks under that number.
    SendLetterFile(u64, PathBuf),
    /// Reads the whole text of a letter that waits in the inbox, which is that file.
    LetterText(LedgerRecordId, Box<FileRef>),
    /// Writes a file of a ticket or of a letter to a new file.
    SaveFile {
        /// What it belongs to.
        of: FileHome,
        /// The file.
        file: Box<FileRef>,
        /// The folder that it is written to; its name gets a number where there is such a file already.
        folder: PathBuf,
    },
}

/// Work on drafts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DraftWork {
    /// Keeps what is typed.
    Keep(Draft),
    /// Forgets a draft.
    Forget(DraftId),
    /// Reads all drafts; the number comes back with them.
    Read(u64),
    /// Keeps the filters that were entered.
    KeepFilters(FilterLanguage, FilterHistory),
    /// Reads the filters that were entered before.
    ReadFilters,
}

impl From<DeskWork> for Effect<Work> {
    fn from(work: DeskWork) -> Self {
        Effect::Host(Work::Desk(work))
    }
}

impl From<ScanWork> for Effect<Work> {
    fn from(work: ScanWork) -> Self {
        Effect::Host(Work::Scan(work))
    }
}

impl From<DraftWork> for Effect<Work> {
    fn from(work: DraftWork) -> Self {
        Effect::Host(Work::Draft(work))
    }
}

/// What the desk tells the screen.
#[derive(Clone, Debug)]
pub enum HostEvent {
    /// The outcome of a commit, under its tag.
    Committed(u64, Result<CommitOutcome, Problem>),
    /// A ticket with its events, or none if there is no such number.
    Loaded(TicketId, Result<Option<Record>, Problem>),
    /// A ticket with its events, for the document for its vendor.
    Evidence(TicketId, Result<Option<Record>, Problem>),
    /// A ticket with its events, for an own command.
    ForCommand(TicketId, Result<Option<Record>, Problem>),
    /// The name of an own command whose program beside the screen has ended, and why it has failed, if it has.
    Ran(String, Result<(), String>),
    /// The answer to what a page has asked for.
    Answer(PageAnswer),
    /// What was looked for, and what was found.
    Found(Box<TicketSearch>, Result<FoundTickets, Problem>),
    /// A typed name, the person whose it is, and the tickets that have it.
    Typed(String, LedgerRecordId, Result<Vec<Arc<Ticket>>, Problem>),
    /// The filter, and what is wrong with its names, if anything is.
    Names(String, Result<Option<FilterError>, Problem>),
    /// The names that a path can be completed to.
    PathNames(PathQuestion, PathNames),
    /// The file that was sent for a ticket from that path, or why none was.
    FileSent(TicketId, PathBuf, Result<FileRef, Problem>),
    /// The files of tickets that were looked for, and those of them whose bytes are not in the store.
    MissingFiles(Vec<FileHash>, Result<Vec<FileHash>, Problem>),
    /// The whole text of that letter of the inbox.
    LetterText(LedgerRecordId, Result<String, Problem>),
    /// The reason why a file could not be saved.
    FileFailed(Problem),
    /// Everything that a screen has, read again.
    Again(Result<FreshState, Problem>),
    /// Whether alerts were held back, which are told now.
    AlertsTold(Result<bool, Problem>),
    /// The settings, read again.
    Settings(Box<FreshSettings>),
    /// Whether the store is given up, so that the program can stand still.
    SteppedBack(bool),
    /// A change, or other news of the desk.
    Notice(Notice),
    /// All drafts, the oldest first, under the number with which they were asked for, and a sentence for each that cannot
    /// be used.
    Drafts(u64, Vec<Draft>, Vec<String>),
    /// The filters that were entered before: those of tickets, those of the audit log.
    Filters(FilterHistory, FilterHistory),
    /// The path of the file that was written, or why none was.
    Written(Result<PathBuf, String>),
    /// The path of the contract file that was written, or why none was, under its tag.
    ContractWritten(u64, Result<PathBuf, Problem>),
    /// The reason why a draft could not be kept.
    NotKept(String),
}

/// The answer to a question that a page has asked and takes in by itself.
#[derive(Clone, Debug)]
pub enum PageAnswer {
    /// A report, under its number.
    Counted(u64, Result<Box<FinishedReport>, Problem>),
    /// The tickets for a list.
    DrillDown(Result<Vec<Arc<Ticket>>, Problem>),
    /// The tickets of a person or an organisation, the newest last.
    PartyTickets(PartyId, Result<FoundTickets, Problem>),
    /// What was seen of a file of this machine, or why it cannot be sent.
    FileSeen(PathBuf, Result<SeenFile, Problem>),
    /// The canned replies for the letter about that ticket, and what is wrong with those that cannot be used.
    Replies(TicketId, Vec<CannedReply>, Vec<Problem>),
    /// The address of the vendor in the newest letter of another ticket, for the letter about that ticket; none where no letter
    /// has one.
    VendorAddress(TicketId, Option<Mailbox>),
    /// The file that was sent for a letter, under the number that was asked with, or why none was.
    LetterFile(u64, Result<FileRef, Problem>),
    /// What was counted of the customers of all tickets.
    Customers(Result<Box<CustomerFigures>, Problem>),
    /// The earliest deadline that each letter of the inbox could have; none where it could have none.
    Earliest(Vec<(LedgerRecordId, Option<EarliestDeadline>)>),
    /// A part of the audit log, under the number of the filter that it was asked for with.
    Activity(u64, ActivityPart, Box<Result<AuditPage, Problem>>),
}

/// What a screen has of the desk, read again.
#[derive(Clone, Debug)]
pub struct FreshState {
    /// The open tickets.
    pub tickets: Vec<Arc<Ticket>>,
    /// The contracts.
    pub book: Arc<Book>,
    /// The ledger.
    pub ledger: Arc<Ledger>,
    /// The person that the desk takes the one at this screen for.
    pub me: Person,
    /// The people who work at the desk.
    pub people: Arc<People>,
    /// The rota: who is on call when.
    pub rota: Arc<Rota>,
}

/// What a screen goes by of its person's settings, read again.
#[derive(Clone, Debug)]
pub struct FreshSettings {
    /// The colours and styles; none where they cannot be read.
    pub theme: Option<Theme>,
    /// The person's zone.
    pub zone: Zone,
    /// The keys.
    pub keys: Keymap,
    /// The ways in which the person is told of targets.
    pub ways: NotificationSettings,
    /// The columns of lists of tickets, and the filters under names.
    pub lists: ListSettings,
    /// What they say of mail.
    pub mail: MailAtDesk,
    /// The problems of files that cannot be used.
    pub problems: Vec<Problem>,
    /// What is another, a few words each.
    pub changes: Vec<String>,
    /// What is wrong, or stays as it was for that, a sentence each.
    pub wrong: Vec<String>,
}

/// The settings whenever they were read again; it waits for the next.
pub type FreshSettingsFeed = Box<dyn Iterator<Item = FreshSettings> + Send>;

/// Does the work on threads, and passes the desk's feed on from another. Dropping it waits until all the work is done and
/// the desk is let go: what was asked for just before leaving must not be cut off. While no process owns the store, it
/// waits only for a limited time.
pub struct DeskHost {
    out: Sender<Wake<HostEvent>>,
    desk: WorkerThread<DeskWork>,
    scribe: WorkerThread<DraftWork>,
    counter: WorkerThread<ScanWork>,
}

impl DeskHost {
    /// Starts the threads; what they have to tell goes to `out`.
    ///
    /// `feed` is the desk's, watched since before the tickets on the screen were read, so that no change falls between.
    pub fn start(desk: Arc<dyn Desk>, feed: Subscription, drafts: Drafts, out: Sender<Wake<HostEvent>>) -> Self {
        let feed_out = out.clone();
        std::thread::spawn(move || {
            while let Ok(notice) = feed.recv() {
                if feed_out.send(Wake::Host(HostEvent::Notice(notice))).is_err() {
                    return;
                }
            }
        });
        let drafts_out = out.clone();
        let scribe = WorkerThread::start(move |work| {
            write_drafts(&drafts, work).map(|told| drafts_out.send(Wake::Host(told)));
        });
        let (counts, counts_out) = (Mutex::new(ReportWorker::new(Arc::clone(&desk))), out.clone());
        let counter = WorkerThread::start(move |work| {
            let _ = counts_out.send(Wake::Host(scan(&counts, work)));
        });
        let forget = scribe.queue.clone();
        let own_out = out.clone();
        let desk = WorkerThread::start(move |work| {
            let draft = draft_of(&work);
            let told = perform(desk.as_ref(), work);
            if let (Some(id), Some(HostEvent::Committed(_, Ok(_)))) = (draft, &told) {
                let _ = forget.send(Some(DraftWork::Forget(id)));
            }
            // Once the loop has ended nobody listens any more, but the requested work is still done.
            told.map(|told| out.send(Wake::Host(told)));
        });
        Self { out: own_out, desk, scribe, counter }
    }

    /// Passes settings on, too, whenever they were read again.
    #[must_use]
    pub fn with_settings(self, fresh: Option<FreshSettingsFeed>) -> Self {
        if let Some(fresh) = fresh {
            let out = self.out.clone();
            std::thread::spawn(move || {
                for settings in fresh {
                    if out.send(Wake::Host(HostEvent::Settings(Box::new(settings)))).is_err() {
                        return;
                    }
                }
            });
        }
        self
    }
}

impl Host<App> for DeskHost {
    fn perform(&mut self, work: Work) {
        match work {
            Work::Desk(work) => self.desk.ask(work),
            Work::Scan(work) => self.counter.ask(work),
            Work::Draft(work) => self.scribe.ask(work),
            Work::Run(program) => run_beside(*program, &self.out),
        }
    }
}

impl Drop for DeskHost {
    fn drop(&mut self) {
        // No report is needed any more.
        self.counter.finish(COUNTING_WITHIN);
        // The desk's thread ends first: it may have work for the other.
        self.desk.finish(LEAVE_WITHIN);
        self.scribe.finish(LEAVE_WITHIN);
    }
}

/// A thread that does one thing after the other.
struct WorkerThread<T> {
    /// The queue of work; a none at its end ends the thread.
    queue: Sender<Option<T>>,
    thread: Option<JoinHandle<()>>,
    /// The channel that is closed when the thread is done.
    done: Receiver<()>,
}

impl<T: Send + 'static> WorkerThread<T> {
    fn start(work: impl Fn(T) + Send + 'static) -> Self {
        let (queue, asked) = channel();
        let (running, done) = channel::<()>();
        let thread = std::thread::spawn(move || {
            let _running = running;
            while let Ok(Some(next)) = asked.recv() {
                work(next);
            }
        });
        Self { queue, thread: Some(thread), done }
    }

    /// Queues work. The thread is there until it is finished, unless it has panicked, which has been told.
    fn ask(&self, work: T) {
        let _ = self.queue.send(Some(work));
    }

    /// Waits until all requested work is done; after `within` the thread is left behind.
    fn finish(&mut self, within: Duration) {
        let _ = self.queue.send(None);
        let in_time = self.done.recv_timeout(within) != Err(RecvTimeoutError::Timeout);
        if let Some(thread) = self.thread.take().filter(|_| in_time) {
            let _ = thread.join();
        }
    }
}

/// Does the work at once, for scripts.
pub struct InlineHost {
    desk: Arc<dyn Desk>,
    counts: Mutex<ReportWorker>,
    feed: Subscription,
    drafts: Drafts,
    out: Sender<Wake<HostEvent>>,
    /// What runs programs beside the screen.
    runner: ProgramRunner,
}

/// A function that runs a program, and returns why it has failed, in words, if it has.
pub type ProgramRunner = Box<dyn FnMut(&OwnProgram) -> Result<(), String>>;

impl InlineHost {
    /// Creates a host on this desk that tells `out`, and keeps no drafts.
    pub fn new(desk: Arc<dyn Desk>, out: Sender<Wake<HostEvent>>) -> Self {
        let feed = desk.subscribe();
        let counts = Mutex::new(ReportWorker::new(Arc::clone(&desk)));
        Self { desk, counts, feed, drafts: Drafts::new(None), out, runner: Box::new(|_| Ok(())) }
    }

    /// Has programs beside the screen run by this from now on. Before, none is run.
    pub fn run_programs_by(&mut self, runner: ProgramRunner) {
        self.runner = runner;
    }
}

impl Host<App> for InlineHost {
    fn perform(&mut self, work: Work) {
        let told = match work {
            Work::Desk(work) => perform(self.desk.as_ref(), work),
            Work::Scan(work) => Some(scan(&self.counts, work)),
            Work::Draft(work) => write_drafts(&self.drafts, work),
            Work::Run(program) => {
                let ended = (self.runner)(&program);
                Some(HostEvent::Ran(program.name, ended))
            }
        };
        let notices = self.feed.try_iter().map(HostEvent::Notice);
        for told in notices.chain(told) {
            // The loop that reads the other end outlives its host.
            let _ = self.out.send(Wake::Host(told));
        }
    }
}

/// Runs the program on a thread of its own, which tells what came of it. Nothing waits for that thread: a program that never
/// ends holds neither the screen nor its end.
fn run_beside(program: OwnProgram, out: &Sender<Wake<HostEvent>>) {
    let (own, name) = (out.clone(), program.name.clone());
    let run = move || {
        let ended = program.run_beside();
        let _ = own.send(Wake::Host(HostEvent::Ran(program.name, ended)));
    };
    if let Err(error) = std::thread::Builder::new().name("own command".to_owned()).spawn(run) {
        let _ = out.send(Wake::Host(HostEvent::Ran(name, Err(format!("it cannot be started: {error}")))));
    }
}

const fn draft_of(work: &DeskWork) -> Option<DraftId> {
    match work {
        DeskWork::Commit { draft, .. } => *draft,
        DeskWork::LookAtFile(_)
        | DeskWork::Load(_)
        | DeskWork::LookForFiles(..)
        | DeskWork::Evidence(_)
        | DeskWork::ForCommand(_)
        | DeskWork::Audit(_)
        | DeskWork::LoadAgain
        | DeskWork::TellAlerts
        | DeskWork::StepBack
        | DeskWork::ComeBack
        | DeskWork::LookAt(_)
        | DeskWork::WriteContract { .. }
        | DeskWork::Write { .. } => None,
    }
}

/// Does what is asked of the desk; returns what there is to tell of it.
fn perform(desk: &dyn Desk, work: DeskWork) -> Option<HostEvent> {
    Some(match work {
        DeskWork::Commit { tag, request, files, .. } => {
            let sent = file_work::send_with(desk, request, &files);
            let sent = sent.and_then(|request| with_texts_as_files(desk, request));
            HostEvent::Committed(tag, sent.and_then(|request| desk.commit(request)))
        }
        DeskWork::LookAtFile(path) => {
            let seen = file_work::look_at(&path);
            HostEvent::Answer(PageAnswer::FileSeen(path, seen))
        }
        DeskWork::Load(id) => HostEvent::Loaded(id, desk.record(id)),
        DeskWork::LookForFiles(id, files) => {
            let missing = desk.ask(MissingFiles { ticket: id });
            HostEvent::MissingFiles(files, missing)
        }
        DeskWork::Evidence(id) => HostEvent::Evidence(id, desk.record(id)),
        DeskWork::ForCommand(id) => HostEvent::ForCommand(id, desk.record(id)),
        DeskWork::Audit(ActivityQuery { turn, part, search }) => {
            HostEvent::Answer(PageAnswer::Activity(turn, part, Box::new(desk.audit(search))))
        }
        DeskWork::LoadAgain => HostEvent::Again(desk.open_tickets().map(|tickets| FreshState {
            tickets,
            book: desk.book(),
            ledger: desk.ledger(),
            me: desk.me(),
            people: desk.people(),
            rota: desk.rota(),
        })),
        DeskWork::TellAlerts => HostEvent::AlertsTold(desk.tell_alerts()),
        DeskWork::StepBack => HostEvent::SteppedBack(desk.step_back()),
        DeskWork::ComeBack => {
            desk.come_back();
            return None;
        }
        DeskWork::LookAt(open) => {
            desk.look_at(open);
            return None;
        }
        DeskWork::WriteContract { tag, path, text, over } => {
            let written = write_file(&path, &text, over).map_err(|error| not_written(&path, &error));
            HostEvent::ContractWritten(tag, written.map(|()| path))
        }
        DeskWork::Write { folder, name, text } => HostEvent::Written(
            write_new(&folder, &name, text.as_bytes()).map_err(|error| format!("{}: {error}", folder.display())),
        ),
    })
}

fn not_written(path: &Path, error: &io::Error) -> Problem {
    let (name, hint) = (path.display(), "frist contract new --out FILE writes it to another place");
    match error.kind() {
        io::ErrorKind::AlreadyExists => Problem::refused(format!("{name} is there already"), "choose another id"),
        _ => Problem::refused(format!("{name} cannot be written: {error}"), hint),
    }
}

/// Works out a report, or looks for tickets or names.
fn scan(counter: &Mutex<ReportWorker>, work: ScanWork) -> HostEvent {
    let mut counter = counter.lock().unwrap_or_else(PoisonError::into_inner);
    match work {
        ScanWork::Count(count) => {
            HostEvent::Answer(PageAnswer::Counted(count.number, counter.count(&count).map(Box::new)))
        }
        ScanWork::DrillDown(ids) => HostEvent::Answer(PageAnswer::DrillDown(counter.tickets(&ids))),
        ScanWork::PartyTickets(party, find) => HostEvent::Answer(PageAnswer::PartyTickets(party, counter.find(&find))),
        ScanWork::Customers => HostEvent::Answer(PageAnswer::Customers(counter.customers().map(Box::new))),
        ScanWork::Earliest(letters, defaults) => {
            HostEvent::Answer(PageAnswer::Earliest(counter.earliest(&letters, &defaults)))
        }
        ScanWork::Typed(name, person) => {
            let found = counter.typed(&name);
            HostEvent::Typed(name, person, found)
        }
        ScanWork::Find(find) => {
            let found = counter.find(&find);
            HostEvent::Found(find, found)
        }
        ScanWork::Names(filter, of) => {
            let wrong = counter.unknown_name(&filter, of);
            HostEvent::Names(filter, wrong)
        }
        ScanWork::CompletePath(question) => {
            let names = file_work::names(&question);
            HostEvent::PathNames(question, names)
        }
        ScanWork::SendFile(ticket, path) => {
            let sent = file_work::send(counter.desk(), &path);
            HostEvent::FileSent(ticket, path, sent)
        }
        ScanWork::Replies(ticket, folder) => {
            let (found, wrong) = replies(&folder);
            HostEvent::Answer(PageAnswer::Replies(ticket, found, wrong))
        }
        ScanWork::VendorAddress(ticket, contract) => {
            let found = letter_work::vendor_address(counter.desk(), &contract, ticket);
            HostEvent::Answer(PageAnswer::VendorAddress(ticket, found))
        }
        ScanWork::SendLetterFile(number, path) => {
            HostEvent::Answer(PageAnswer::LetterFile(number, file_work::send(counter.desk(), &path)))
        }
        ScanWork::LetterText(letter, file) => {
            HostEvent::LetterText(letter, file_work::read_text(counter.desk(), letter, &file))
        }
        ScanWork::SaveFile { of, file, folder } => match file_work::save(counter.desk(), of, &file, &folder) {
            Ok(path) => HostEvent::Written(Ok(path)),
            Err(why) => HostEvent::FileFailed(why),
        },
    }
}

/// Does what is asked about drafts; returns what there is to tell of it.
fn write_drafts(drafts: &Drafts, work: DraftWork) -> Option<HostEvent> {
    let done = match work {
        DraftWork::Keep(draft) => drafts.keep(&draft),
        DraftWork::Forget(id) => drafts.remove(id),
        DraftWork::KeepFilters(language, history) => history.keep(drafts.folder(), language),
        DraftWork::ReadFilters => {
            let read = |language| FilterHistory::read(drafts.folder(), language);
            return Some(HostEvent::Filters(read(FilterLanguage::Tickets), read(FilterLanguage::Audit)));
        }
        DraftWork::Read(turn) => {
            let (read, said) = drafts.read();
            return Some(HostEvent::Drafts(turn, read, said));
        }
    };
    done.err().map(|error| HostEvent::NotKept(error.to_string()))
}
