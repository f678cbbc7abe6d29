//! What the screen wants of the desk, and what the desk tells it. The desk works on a thread of its own: nothing that
//! touches the disk happens on the thread that draws.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use crate::config::Person;
use crate::desk::{Desk, DeskError, Done, Notice, Request};
use crate::domain::contract::Book;
use crate::domain::ticket::{Record, Ticket, TicketId};
use crate::tui::run::{Host, Wake};

use super::App;

/// What the screen wants of the desk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Work {
    /// Write this; the tag comes back with the outcome.
    Commit(u64, Request),
    /// Read a ticket with its events.
    Load(TicketId),
    /// Read a ticket with its events, to be written down for its vendor.
    Evidence(TicketId),
    /// Read every ticket, closed ones too.
    LoadAll,
    /// Read everything anew that a screen has, closed tickets if it has those.
    LoadAgain {
        /// Whether it has closed tickets.
        closed: bool,
    },
    /// Tell the others which ticket is open here.
    LookAt(Option<TicketId>),
}

/// What the desk tells the screen.
#[derive(Clone, Debug)]
pub enum Told {
    /// A commit's outcome, under its tag.
    Committed(u64, Result<Done, DeskError>),
    /// A ticket with its events, or none if there is no such number.
    Loaded(TicketId, Result<Option<Record>, DeskError>),
    /// The same, to be written down for its vendor.
    Evidence(TicketId, Result<Option<Record>, DeskError>),
    /// Every ticket.
    All(Result<Vec<Arc<Ticket>>, DeskError>),
    /// Everything anew.
    Again(Result<Fresh, DeskError>),
    /// Something changed.
    Notice(Notice),
}

/// What a screen has of the desk, read anew.
#[derive(Clone, Debug)]
pub struct Fresh {
    /// The tickets.
    pub tickets: Vec<Arc<Ticket>>,
    /// The desk's contracts.
    pub book: Arc<Book>,
    /// Whom the desk takes this person for.
    pub me: Person,
}

/// Does the work on a thread, and passes the desk's feed on from another. Dropping it waits until all the work is done
/// and the desk is let go: what was asked for just before leaving must not be cut off.
pub struct DeskHost {
    work: Option<Sender<Work>>,
    worker: Option<JoinHandle<()>>,
}

impl DeskHost {
    /// Starts both threads; what they have to tell goes to `out`.
    ///
    /// `feed` is the desk's, watched since before the tickets on the screen were read, so that no change falls between.
    pub fn start(desk: Arc<dyn Desk>, feed: Receiver<Notice>, out: Sender<Wake<Told>>) -> Self {
        let feed_out = out.clone();
        std::thread::spawn(move || {
            while let Ok(notice) = feed.recv() {
                if feed_out.send(Wake::Host(Told::Notice(notice))).is_err() {
                    return;
                }
            }
        });
        let (work, queue) = channel();
        let worker = std::thread::spawn(move || {
            while let Ok(work) = queue.recv() {
                // Once the loop has ended nobody is told any more, but what was asked for is still done.
                perform(desk.as_ref(), work).map(|told| out.send(Wake::Host(told)));
            }
        });
        Self { work: Some(work), worker: Some(worker) }
    }
}

impl Host<App> for DeskHost {
    fn perform(&mut self, work: Work) {
        // Its thread is there until the host is dropped, unless it has panicked, which has been told.
        let _ = self.work.as_ref().map(|queue| queue.send(work));
    }
}

impl Drop for DeskHost {
    fn drop(&mut self) {
        drop(self.work.take());
        if let Some(worker) = self.worker.take() {
            let _ = worker.join();
        }
    }
}

/// Does the work at once, for scripts.
pub struct InlineHost {
    desk: Arc<dyn Desk>,
    feed: Receiver<Notice>,
    out: Sender<Wake<Told>>,
}

impl InlineHost {
    /// A host on this desk that tells `out`.
    pub fn new(desk: Arc<dyn Desk>, out: Sender<Wake<Told>>) -> Self {
        let feed = desk.watch();
        Self { desk, feed, out }
    }
}

impl Host<App> for InlineHost {
    fn perform(&mut self, work: Work) {
        let told = perform(self.desk.as_ref(), work);
        let notices = self.feed.try_iter().map(Told::Notice);
        for told in notices.chain(told) {
            // The loop that reads the other end outlives its host.
            let _ = self.out.send(Wake::Host(told));
        }
    }
}

/// Does it; gives what there is to tell of it.
fn perform(desk: &dyn Desk, work: Work) -> Option<Told> {
    Some(match work {
        Work::Commit(tag, request) => Told::Committed(tag, desk.commit(request)),
        Work::Load(id) => Told::Loaded(id, desk.record(id)),
        Work::Evidence(id) => Told::Evidence(id, desk.record(id)),
        Work::LoadAll => Told::All(desk.all_tickets()),
        Work::LoadAgain { closed } => {
            let tickets = if closed { desk.all_tickets() } else { desk.open_tickets() };
            Told::Again(tickets.map(|tickets| Fresh { tickets, book: desk.book(), me: desk.me() }))
        }
        Work::LookAt(ticket) => {
            desk.look_at(ticket);
            return None;
        }
    })
}
