//! The desk of the process that owns the store: reads from memory and sled, writes through one thread.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use crate::config::{People, Person, Role, account_name};
use crate::domain::contract::Book;
use crate::domain::ticket::{Record, Ticket, TicketId};
use crate::domain::time::Instant;
use crate::store::{Opened, Reader, Store};

use super::memory::Memory;
use super::writer::{Job, Writer};
use super::{Clock, Desk, DeskError, DeskErrorKind, Done, Notice, Request, SeatId};

/// A desk with a store of its own. Dropping it waits until everything acknowledged is in sled.
pub struct LocalDesk {
    clock: Arc<dyn Clock>,
    book: Arc<Book>,
    reader: Reader,
    memory: Arc<Mutex<Memory>>,
    jobs: Option<Sender<Job>>,
    writer: Option<JoinHandle<()>>,
    notices: Vec<String>,
}

impl LocalDesk {
    /// Opens the store in `folder`, which is made if it is not there.
    pub fn open(folder: &Path, book: Arc<Book>, clock: Arc<dyn Clock>) -> Result<Self, DeskError> {
        Self::on(Store::open(folder)?, book, clock)
    }

    /// A desk on a store that has just been opened.
    pub fn on(opened: Opened, book: Arc<Book>, clock: Arc<dyn Clock>) -> Result<Self, DeskError> {
        Self::for_people(opened, book, clock, People::default())
    }

    /// The same for people who may not all do everything.
    pub fn for_people(
        opened: Opened,
        book: Arc<Book>,
        clock: Arc<dyn Clock>,
        people: People,
    ) -> Result<Self, DeskError> {
        let Opened { store, open, notices, ledger: _ } = opened;
        let reader = store.reader();
        let memory = Arc::new(Mutex::new(Memory::default()));
        lock(&memory).load(open.iter().filter_map(|r| Ticket::fold(r.id, &r.events)));
        let (jobs, queue) = channel();
        let writer = Writer {
            store,
            reader: reader.clone(),
            book: Arc::clone(&book),
            clock: Arc::clone(&clock),
            memory: Arc::clone(&memory),
            people,
        };
        let writer =
            std::thread::Builder::new().name("writer".to_owned()).spawn(move || writer.run(&queue)).map_err(|e| {
                DeskError::new(
                    DeskErrorKind::Store,
                    format!("no thread can be started: {e}"),
                    "close other programs and try again",
                )
            })?;
        Ok(Self { clock, book, reader, memory, jobs: Some(jobs), writer: Some(writer), notices })
    }

    /// Writes what this person asks for, if they may; in their name, whatever the request says.
    pub fn commit_as(&self, person: &Person, mut request: Request) -> Result<Done, DeskError> {
        request.by.clone_from(&person.name);
        self.write(request, Some(person.clone()))
    }

    fn write(&self, request: Request, person: Option<Person>) -> Result<Done, DeskError> {
        let (reply, outcome) = channel();
        let jobs = self.jobs.as_ref().ok_or_else(stopped)?;
        jobs.send(Job { request, person, reply }).map_err(|_| stopped())?;
        outcome.recv().map_err(|_| stopped())?
    }

    /// Somebody sits down to watch.
    pub(super) fn sit(&self, person: &Person) -> SeatId {
        lock(&self.memory).sit(person)
    }

    /// They have this ticket open now.
    pub(super) fn look_at_from(&self, seat: SeatId, ticket: Option<TicketId>) {
        lock(&self.memory).look_at(seat, ticket);
    }

    /// They have gone.
    pub(super) fn leave(&self, seat: SeatId) {
        lock(&self.memory).leave(seat);
    }
}

/// Memory is whole even if a thread panicked while it held the lock: every change to it is a single insert or remove.
pub(super) fn lock(memory: &Mutex<Memory>) -> MutexGuard<'_, Memory> {
    memory.lock().unwrap_or_else(PoisonError::into_inner)
}

fn stopped() -> DeskError {
    DeskError::new(DeskErrorKind::Store, "the store has been closed", "start frist again")
}

impl Desk for LocalDesk {
    fn now(&self) -> Instant {
        self.clock.now()
    }

    fn book(&self) -> Arc<Book> {
        Arc::clone(&self.book)
    }

    fn open_tickets(&self) -> Result<Vec<Arc<Ticket>>, DeskError> {
        Ok(lock(&self.memory).open())
    }

    fn all_tickets(&self) -> Result<Vec<Arc<Ticket>>, DeskError> {
        let mut all = BTreeMap::new();
        for record in self.reader.tickets() {
            let record = record?;
            all.extend(Ticket::fold(record.id, &record.events).map(|t| (record.id, Arc::new(t))));
        }
        let memory = lock(&self.memory);
        all.extend(memory.all_pending().map(|r| (r.ticket.id, Arc::clone(&r.ticket))));
        Ok(all.into_values().collect())
    }

    fn record(&self, id: TicketId) -> Result<Option<Record>, DeskError> {
        if let Some(pending) = lock(&self.memory).pending(id) {
            return Ok(Some(pending.clone()));
        }
        Ok(self.reader.ticket(id)?.and_then(|r| Record::new(r.id, r.events)))
    }

    /// Whoever has the store in their own process needs no permission: the request's name is believed.
    fn commit(&self, request: Request) -> Result<Done, DeskError> {
        self.write(request, None)
    }

    fn me(&self) -> Person {
        let name = account_name();
        Person { display: name.clone(), name, role: Role::Lead }
    }

    fn look_at(&self, _: Option<TicketId>) {}

    fn watch(&self) -> Receiver<Notice> {
        lock(&self.memory).watch()
    }

    fn notices(&self) -> Vec<String> {
        self.notices.clone()
    }
}

impl Drop for LocalDesk {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(writer) = self.writer.take() {
            // A panic in the writer has been told to whoever waited for it; there is nobody left to tell.
            let _ = writer.join();
        }
    }
}
