//! Everything that can be asked of a desk: a file for each query, and one list of them.
//!
//! ```text
//! desk.ask(query) ─► this process has the store: answered from the asker's view of it
//!                └─► another one has:  Ask ─► serve ─► the same view there ─► parts ─► joined here
//! ```
//!
//! A query is added by its file and by its lines in [`AnyQuery`] and [`AnyQuery::serve`]. Neither the desks nor the two ends
//! of the socket know any of them.

mod alerts;
mod audit;
mod commit;
mod facts;
mod file;
mod find;
mod inbox;
mod open;
mod record;

use std::io;
use std::iter::{Once, once};
use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use frist_domain::audit::AuditSearch;
use frist_domain::ledger::LedgerRecord;
use frist_domain::query::TicketSearch;
use frist_domain::report::FactsQuery;
use frist_domain::ticket::Ticket;

use super::client::{NoAnswer, OwnerLink};
use super::server::GuestConnection;
use super::view::View;
use super::wire::TICKETS_PER_PART;
use super::{Desk, OpenTicket, Problem, ProblemKind, Request};

pub use alerts::TellAlerts;
pub use file::{FilePiece, SendFile};
pub use inbox::{InboxOf, InboxPage, RecordFilePiece, RecordedLetter, TakeLetters, WaitingLetter};
pub use open::OpenTickets;
pub use record::RecordOf;

/// Something that can be asked of a desk. Only those of [`AnyQuery`] are: what answers them is made nowhere else.
pub trait Query: Clone + Into<AnyQuery> + Send + 'static {
    /// The answer to the query.
    type Answer;
    /// The part of the answer that goes over in one message.
    type Part: Serialize + DeserializeOwned;
    /// What answering the query costs the process that has the store.
    const COST: QueryCost;

    /// Answers the query, where the store is.
    fn answer(self, view: &View<'_>) -> Result<Self::Answer, Problem>;

    /// Answers in parts, each a message of a size that anybody takes.
    fn parts(self, view: &View<'_>) -> Result<impl Iterator<Item = Result<Self::Part, Problem>>, Problem>;

    /// Makes the answer of its parts; none where that is not one.
    fn join<E>(&self, parts: impl Iterator<Item = Result<Self::Part, E>>) -> Result<Option<Self::Answer>, E>;

    /// Returns the revisions of the ledger that the answer tells of, so that the asker knows them at once.
    fn entries(_: &Self::Answer) -> &[Arc<LedgerRecord>] {
        &[]
    }
}

/// What answering a query costs the process that has the store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QueryCost {
    /// It costs next to nothing.
    Little,
    /// It costs the memory of a ticket with all its events.
    Ticket,
    /// It costs the reading of many tickets, which may take seconds: others are answered meanwhile.
    Reading,
}

/// Everything that a guest can ask, as it goes over the socket: every query that there is, and what only the two ends
/// of the socket have to do with each other.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnyQuery {
    /// The question for all open tickets.
    Open(OpenTickets),
    /// The question for tickets among all there are.
    Find(Box<TicketSearch>),
    /// The question for what reports need to know of the tickets that are wanted.
    Facts(Box<FactsQuery>),
    /// The question for one ticket with its events.
    Record(RecordOf),
    /// The question for a page of the audit log.
    Audit(Box<AuditSearch>),
    /// The request to write this.
    Commit(Request),
    /// The request to take in a piece of a file.
    SendFile(Box<SendFile>),
    /// The question for a piece of a ticket's file.
    FilePiece(FilePiece),
    /// The question for the letters that wait in the inbox.
    Inbox(InboxOf),
    /// The question for the record of a letter.
    RecordedLetter(RecordedLetter),
    /// The question for a piece of a file of a letter in the inbox.
    RecordFilePiece(RecordFilePiece),
    /// The request to take in letters that have arrived.
    TakeLetters(TakeLetters),
    /// The request to tell the alerts that are held back.
    TellAlerts(TellAlerts),
    /// The request to tell every change from now on.
    Subscribe,
    /// The message that this guest has this ticket open now.
    LookAt(OpenTicket),
    /// The question whether anybody is there.
    Alive,
}

impl AnyQuery {
    /// Answers the question to a guest, under the number that it was asked with.
    pub(super) fn serve(self, guest: &mut GuestConnection<'_>, n: u64) -> io::Result<()> {
        match self {
            Self::Open(query) => guest.serve(n, query),
            Self::Find(query) => guest.serve(n, *query),
            Self::Facts(query) => guest.serve(n, *query),
            Self::Record(query) => guest.serve(n, query),
            Self::Audit(query) => guest.serve(n, *query),
            Self::Commit(query) => guest.serve(n, query),
            Self::SendFile(query) => guest.serve(n, *query),
            Self::FilePiece(query) => guest.serve(n, query),
            Self::Inbox(query) => guest.serve(n, query),
            Self::RecordedLetter(query) => guest.serve(n, query),
            Self::RecordFilePiece(query) => guest.serve(n, query),
            Self::TakeLetters(query) => guest.serve(n, query),
            Self::TellAlerts(query) => guest.serve(n, query),
            Self::Subscribe => guest.subscribe(n),
            Self::LookAt(open) => guest.look_at(n, open),
            Self::Alive => guest.hear(n),
        }
    }
}

/// A query on its way, whichever it is: what makes one call of a desk do for all of them.
pub trait DynQuery {
    /// Has the query answered here, where the store is.
    fn here(&mut self, view: &View<'_>) -> Result<(), Problem>;
    /// Has the query answered by the process that has the store.
    fn there(&mut self, link: &OwnerLink, patience: Duration) -> Result<(), NoAnswer>;
    /// Returns the revisions of the ledger that the answer tells of.
    fn entries(&self) -> &[Arc<LedgerRecord>];
}

struct DynQueryOf<Q: Query> {
    query: Q,
    answer: Option<Q::Answer>,
}

impl<Q: Query> DynQuery for DynQueryOf<Q> {
    fn here(&mut self, view: &View<'_>) -> Result<(), Problem> {
        self.answer = Some(self.query.clone().answer(view)?);
        Ok(())
    }

    fn there(&mut self, link: &OwnerLink, patience: Duration) -> Result<(), NoAnswer> {
        self.answer = Some(link.ask(&self.query, patience)?);
        Ok(())
    }

    fn entries(&self) -> &[Arc<LedgerRecord>] {
        self.answer.as_ref().map_or(&[], Q::entries)
    }
}

/// Asks a desk, with the type of the answer known.
pub trait AskDesk: Desk {
    /// Asks, and waits for the answer.
    ///
    /// # Errors
    ///
    /// If the desk says something else; of kind [`ProblemKind::Away`] where the process that has the store cannot be
    /// reached.
    fn ask<Q: Query>(&self, query: Q) -> Result<Q::Answer, Problem> {
        let mut query = DynQueryOf { query, answer: None };
        self.answer(&mut query)?;
        query.answer.ok_or_else(something_else)
    }
}

impl<D: Desk + ?Sized> AskDesk for D {}

/// Returns the problem of an answer that does not belong to the question.
pub(super) fn something_else() -> Problem {
    Problem::new(ProblemKind::Store, "the owner of the store has answered something else", "try again")
}

/// Returns the only part of an answer that is small.
fn whole<T>(answer: T) -> Once<Result<T, Problem>> {
    once(Ok(answer))
}

/// Splits tickets into parts, at least one.
fn some_at_a_time(tickets: Vec<Arc<Ticket>>) -> impl ExactSizeIterator<Item = Vec<Arc<Ticket>>> {
    let parts = tickets.len().div_ceil(TICKETS_PER_PART).max(1);
    (0..parts).map(move |part| tickets.iter().skip(part * TICKETS_PER_PART).take(TICKETS_PER_PART).cloned().collect())
}
