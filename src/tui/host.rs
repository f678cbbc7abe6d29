//! What the screen wants of the desk, and what the desk tells it. The desk works on a thread of its own: nothing that
//! touches the disk happens on the thread that draws. Drafts have another one, so that they are kept even while whoever
//! has the store is waited for.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::config::{Draft, DraftId, Drafts, People, Person, write_new};
use crate::desk::{Changes, Desk, Done, FilterOf, Notice, Problem, Request};
use crate::domain::contract::Book;
use crate::domain::journal::Page;
use crate::domain::ledger::Ledger;
use crate::domain::query::{FilterError, Find, Found};
use crate::domain::rota::Rota;
use crate::domain::ticket::{Record, Ticket, TicketId};
use crate::tui::feature::journal::{Ask, Part};
use crate::tui::run::{Effect, Host, Wake};

use super::app::App;
use super::counting::{Count, Counter};
use crate::tui::feature::reports::Made;

/// How long work that was asked for is waited for when the screen is left. Nobody may have the store just then.
const LEAVE_WITHIN: Duration = Duration::from_secs(10);

/// How long a report that is being worked out is waited for then.
const COUNTING_WITHIN: Duration = Duration::from_millis(500);

/// What the screen wants done outside, by who does it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Work {
    /// The desk, one thing after the other.
    Desk(DeskWork),
    /// The desk as well, but on a thread of its own, so that a commit need not wait for it.
    Scan(ScanWork),
    /// Whoever keeps drafts, also while the store is waited for.
    Draft(DraftWork),
}

/// What the desk does at once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DeskWork {
    /// Write this.
    Commit {
        /// Comes back with the outcome.
        tag: u64,
        /// What is to be written.
        request: Request,
        /// The draft that it was typed as, which goes once it is written.
        draft: Option<DraftId>,
    },
    /// Read a ticket with its events.
    Load(TicketId),
    /// Read a ticket with its events, to be written down for its vendor.
    Evidence(TicketId),
    /// Read a part of the journal.
    Journal(Ask),
    /// Read everything anew that a screen has.
    LoadAgain,
    /// Have alerts told that are held back.
    TellAlerts,
    /// Tell the others which ticket is open here.
    LookAt(Option<TicketId>),
    /// Write a text to a new file.
    Write {
        /// Where.
        folder: PathBuf,
        /// What it is called; a number is added where there is one already.
        name: String,
        /// All of it.
        text: String,
    },
}

/// What reads much, or may have to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ScanWork {
    /// Work a report out.
    Count(Box<Count>),
    /// Read these tickets, for a list.
    Behind(Vec<TicketId>),
    /// Look for tickets among all there are.
    Find(Box<Find>),
    /// Look whether what a filter that was entered asks for by name was ever there.
    Names(String, FilterOf),
}

/// What is done about drafts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DraftWork {
    /// Keep what is typed.
    Keep(Draft),
    /// Forget a draft.
    Forget(DraftId),
    /// Read all drafts; the number comes back with them.
    Read(u64),
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
pub enum Told {
    /// A commit's outcome, under its tag.
    Committed(u64, Result<Done, Problem>),
    /// A ticket with its events, or none if there is no such number.
    Loaded(TicketId, Result<Option<Record>, Problem>),
    /// The same, to be written down for its vendor.
    Evidence(TicketId, Result<Option<Record>, Problem>),
    /// What a page has asked for.
    Answer(Answer),
    /// What was looked for, and what was found.
    Found(Box<Find>, Result<Found, Problem>),
    /// What is wrong with the names in that filter, if anything is.
    Names(String, Result<Option<FilterError>, Problem>),
    /// Everything anew.
    Again(Result<Fresh, Problem>),
    /// Whether alerts were held back, which are told now.
    AlertsTold(Result<bool, Problem>),
    /// Something changed.
    Notice(Notice),
    /// All drafts, the oldest first, under the number with which they were asked for, and a sentence for each that cannot be used.
    Drafts(u64, Vec<Draft>, Vec<String>),
    /// The file that was written, or why none was.
    Written(Result<PathBuf, String>),
    /// A draft could not be kept, and why.
    NotKept(String),
}

/// What a page has asked for and takes in by itself.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A report, under its number.
    Counted(u64, Result<Box<Made>, Problem>),
    /// Tickets for a list.
    Behind(Result<Vec<Arc<Ticket>>, Problem>),
    /// A part of the journal, under the number of the filter that it was asked for with.
    Journal(u64, Part, Box<Result<Page, Problem>>),
}

/// What a screen has of the desk, read anew.
#[derive(Clone, Debug)]
pub struct Fresh {
    /// The tickets.
    pub tickets: Vec<Arc<Ticket>>,
    /// The desk's contracts.
    pub book: Arc<Book>,
    /// What is kept besides tickets.
    pub ledger: Arc<Ledger>,
    /// Whom the desk takes this person for.
    pub me: Person,
    /// Who works at the desk.
    pub people: Arc<People>,
    /// Who is on call when.
    pub rota: Arc<Rota>,
}

/// Does the work on threads, and passes the desk's feed on from another. Dropping it waits until all the work is done
/// and the desk is let go: what was asked for just before leaving must not be cut off. While nobody has the store, it
/// waits only for a time.
pub struct DeskHost {
    desk: Worker<DeskWork>,
    scribe: Worker<DraftWork>,
    counter: Worker<ScanWork>,
}

impl DeskHost {
    /// Starts the threads; what they have to tell goes to `out`.
    ///
    /// `feed` is the desk's, watched since before the tickets on the screen were read, so that no change falls between.
    pub fn start(desk: Arc<dyn Desk>, feed: Changes, drafts: Drafts, out: Sender<Wake<Told>>) -> Self {
        let feed_out = out.clone();
        std::thread::spawn(move || {
            while let Ok(notice) = feed.recv() {
                if feed_out.send(Wake::Host(Told::Notice(notice))).is_err() {
                    return;
                }
            }
        });
        let drafts_out = out.clone();
        let scribe = Worker::start(move |work| {
            write_drafts(&drafts, work).map(|told| drafts_out.send(Wake::Host(told)));
        });
        let (counts, counts_out) = (Mutex::new(Counter::new(Arc::clone(&desk))), out.clone());
        let counter = Worker::start(move |work| {
            let _ = counts_out.send(Wake::Host(scan(&counts, work)));
        });
        let forget = scribe.queue.clone();
        let desk = Worker::start(move |work| {
            let draft = draft_of(&work);
            let told = perform(desk.as_ref(), work);
            if let (Some(id), Some(Told::Committed(_, Ok(_)))) = (draft, &told) {
                let _ = forget.send(Some(DraftWork::Forget(id)));
            }
            // Once the loop has ended nobody is told any more, but what was asked for is still done.
            told.map(|told| out.send(Wake::Host(told)));
        });
        Self { desk, scribe, counter }
    }
}

impl Host<App> for DeskHost {
    fn perform(&mut self, work: Work) {
        match work {
            Work::Desk(work) => self.desk.ask(work),
            Work::Scan(work) => self.counter.ask(work),
            Work::Draft(work) => self.scribe.ask(work),
        }
    }
}

impl Drop for DeskHost {
    fn drop(&mut self) {
        // Nobody needs a report any more.
        self.counter.finish(COUNTING_WITHIN);
        // The desk's first: it may have something for the other.
        self.desk.finish(LEAVE_WITHIN);
        self.scribe.finish(LEAVE_WITHIN);
    }
}

/// A thread that does one thing after the other.
struct Worker<T> {
    /// Nothing at last: then it is done.
    queue: Sender<Option<T>>,
    thread: Option<JoinHandle<()>>,
    /// Closed when the thread is done.
    done: Receiver<()>,
}

impl<T: Send + 'static> Worker<T> {
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

    /// Its thread is there until it is finished, unless it has panicked, which has been told.
    fn ask(&self, work: T) {
        let _ = self.queue.send(Some(work));
    }

    /// Waits until all that was asked for is done; after so long, the thread is left behind.
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
    counts: Mutex<Counter>,
    feed: Changes,
    drafts: Drafts,
    out: Sender<Wake<Told>>,
}

impl InlineHost {
    /// A host on this desk that tells `out`, and keeps no drafts.
    pub fn new(desk: Arc<dyn Desk>, out: Sender<Wake<Told>>) -> Self {
        let feed = desk.watch();
        let counts = Mutex::new(Counter::new(Arc::clone(&desk)));
        Self { desk, counts, feed, drafts: Drafts::new(None), out }
    }
}

impl Host<App> for InlineHost {
    fn perform(&mut self, work: Work) {
        let told = match work {
            Work::Desk(work) => perform(self.desk.as_ref(), work),
            Work::Scan(work) => Some(scan(&self.counts, work)),
            Work::Draft(work) => write_drafts(&self.drafts, work),
        };
        let notices = self.feed.try_iter().map(Told::Notice);
        for told in notices.chain(told) {
            // The loop that reads the other end outlives its host.
            let _ = self.out.send(Wake::Host(told));
        }
    }
}

const fn draft_of(work: &DeskWork) -> Option<DraftId> {
    match work {
        DeskWork::Commit { draft, .. } => *draft,
        DeskWork::Load(_)
        | DeskWork::Evidence(_)
        | DeskWork::Journal(_)
        | DeskWork::LoadAgain
        | DeskWork::TellAlerts
        | DeskWork::LookAt(_)
        | DeskWork::Write { .. } => None,
    }
}

/// Does what is asked of the desk; gives what there is to tell of it.
fn perform(desk: &dyn Desk, work: DeskWork) -> Option<Told> {
    Some(match work {
        DeskWork::Commit { tag, request, .. } => Told::Committed(tag, desk.commit(request)),
        DeskWork::Load(id) => Told::Loaded(id, desk.record(id)),
        DeskWork::Evidence(id) => Told::Evidence(id, desk.record(id)),
        DeskWork::Journal(Ask { turn, part, search }) => {
            Told::Answer(Answer::Journal(turn, part, Box::new(desk.journal(search))))
        }
        DeskWork::LoadAgain => Told::Again(desk.open_tickets().map(|tickets| Fresh {
            tickets,
            book: desk.book(),
            ledger: desk.ledger(),
            me: desk.me(),
            people: desk.people(),
            rota: desk.rota(),
        })),
        DeskWork::TellAlerts => Told::AlertsTold(desk.tell_alerts()),
        DeskWork::LookAt(ticket) => {
            desk.look_at(ticket);
            return None;
        }
        DeskWork::Write { folder, name, text } => {
            Told::Written(write_new(&folder, &name, &text).map_err(|error| format!("{}: {error}", folder.display())))
        }
    })
}

/// Works out what is asked for, and looks for tickets.
fn scan(counter: &Mutex<Counter>, work: ScanWork) -> Told {
    let mut counter = counter.lock().unwrap_or_else(PoisonError::into_inner);
    match work {
        ScanWork::Count(count) => Told::Answer(Answer::Counted(count.number, counter.count(&count).map(Box::new))),
        ScanWork::Behind(ids) => Told::Answer(Answer::Behind(counter.tickets(&ids))),
        ScanWork::Find(find) => {
            let found = counter.find(&find);
            Told::Found(find, found)
        }
        ScanWork::Names(filter, of) => {
            let wrong = counter.unknown_name(&filter, of);
            Told::Names(filter, wrong)
        }
    }
}

/// Does what is asked about drafts.
fn write_drafts(drafts: &Drafts, work: DraftWork) -> Option<Told> {
    let done = match work {
        DraftWork::Keep(draft) => drafts.keep(&draft),
        DraftWork::Forget(id) => drafts.remove(id),
        DraftWork::Read(turn) => {
            let (read, said) = drafts.read();
            return Some(Told::Drafts(turn, read, said));
        }
    };
    done.err().map(|error| Told::NotKept(error.to_string()))
}
