//! Everything that can be asked of a desk: a file for each query, and one list of them.
//!
//! ```text
//! desk.ask(query) ─► this process has the store: answered from the asker's view of it
//!                └─► another one has:  Ask ─► serve ─► the same view there ─► parts ─► joined here
//! ```
//!
//! A query is added by its file and by its lines in [`Ask`] and [`Ask::serve`]. Neither the desks nor the two ends
//! of the socket know any of them.

mod alerts;
mod commit;
mod facts;
mod find;
mod journal;
mod open;
mod record;

use std::io;
use std::iter::{Once, once};
use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use frist_domain::journal::Search;
use frist_domain::ledger::Entry;
use frist_domain::query::Find;
use frist_domain::report::Wanted;
use frist_domain::ticket::{Ticket, TicketId};

use super::remote::{Link, NoAnswer};
use super::server::Guest;
use super::view::View;
use super::wire::PART;
use super::{Desk, Problem, ProblemKind, Request};

pub use alerts::TellAlerts;
pub use open::OpenTickets;
pub use record::RecordOf;

/// Something that can be asked of a desk. Only those of [`Ask`] are: what answers them is made nowhere else.
pub trait Query: Clone + Into<Ask> + Send + 'static {
    /// What comes of it.
    type Answer;
    /// What goes over of that in one message.
    type Part: Serialize + DeserializeOwned;
    /// What answering it takes of whoever has the store.
    const COST: Cost;

    /// Returns the answer, where the store is.
    fn answer(self, view: &View<'_>) -> Result<Self::Answer, Problem>;

    /// Answers in parts, each a message of a size that anybody takes.
    fn parts(self, view: &View<'_>) -> Result<impl Iterator<Item = Result<Self::Part, Problem>>, Problem>;

    /// Makes the answer of its parts; none where that is not one.
    fn join<E>(&self, parts: impl Iterator<Item = Result<Self::Part, E>>) -> Result<Option<Self::Answer>, E>;

    /// Revisions of the ledger that the answer tells of, so that whoever asked knows them at once.
    fn entries(_: &Self::Answer) -> &[Arc<Entry>] {
        &[]
    }
}

/// What answering a query takes of whoever has the store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cost {
    /// Next to nothing.
    Little,
    /// The memory of a ticket with all its events.
    Ticket,
    /// The reading of many tickets, which may take seconds: others are answered meanwhile.
    Reading,
}

/// Everything that a guest can ask, as it goes over the socket: every query that there is, and what only the two ends of the
/// socket have to do with each other.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// All open tickets.
    Open(OpenTickets),
    /// Tickets among all there are.
    Find(Box<Find>),
    /// What reports need to know of the tickets that are wanted.
    Facts(Box<Wanted>),
    /// One ticket with its events.
    Record(RecordOf),
    /// A page of the journal.
    Journal(Box<Search>),
    /// Write this.
    Commit(Request),
    /// Tell the alerts that are held back.
    TellAlerts(TellAlerts),
    /// From now on tell every change.
    Watch,
    /// This guest has this ticket open now.
    LookAt(Option<TicketId>),
    /// Whether anybody is there.
    Alive,
}

impl Ask {
    /// Answers it to a guest, under the number that it was asked with.
    pub(super) fn serve(self, guest: &mut Guest<'_>, n: u64) -> io::Result<()> {
        match self {
            Self::Open(query) => guest.serve(n, query),
            Self::Find(query) => guest.serve(n, *query),
            Self::Facts(query) => guest.serve(n, *query),
            Self::Record(query) => guest.serve(n, query),
            Self::Journal(query) => guest.serve(n, *query),
            Self::Commit(query) => guest.serve(n, query),
            Self::TellAlerts(query) => guest.serve(n, query),
            Self::Watch => guest.watch(n),
            Self::LookAt(ticket) => guest.look_at(n, ticket),
            Self::Alive => guest.hear(n),
        }
    }
}

/// A query on its way, whichever it is: what makes one call of a desk do for all of them.
pub trait Inquiry {
    /// Has it answered here, where the store is.
    fn here(&mut self, view: &View<'_>) -> Result<(), Problem>;
    /// Has it answered by whoever has the store.
    fn there(&mut self, link: &Link, patience: Duration) -> Result<(), NoAnswer>;
    /// Returns what the answer tells of the ledger.
    fn entries(&self) -> &[Arc<Entry>];
}

struct InquiryOf<Q: Query> {
    query: Q,
    answer: Option<Q::Answer>,
}

impl<Q: Query> Inquiry for InquiryOf<Q> {
    fn here(&mut self, view: &View<'_>) -> Result<(), Problem> {
        self.answer = Some(self.query.clone().answer(view)?);
        Ok(())
    }

    fn there(&mut self, link: &Link, patience: Duration) -> Result<(), NoAnswer> {
        self.answer = Some(link.ask(&self.query, patience)?);
        Ok(())
    }

    fn entries(&self) -> &[Arc<Entry>] {
        self.answer.as_ref().map_or(&[], Q::entries)
    }
}

/// Asking a desk, with the type of the answer known.
pub trait Asking: Desk {
    /// Asks, and waits for the answer.
    ///
    /// # Errors
    ///
    /// What the desk says instead; [`ProblemKind::Away`] where whoever has the store cannot be reached.
    fn ask<Q: Query>(&self, query: Q) -> Result<Q::Answer, Problem> {
        let mut inquiry = InquiryOf { query, answer: None };
        self.answer(&mut inquiry)?;
        inquiry.answer.ok_or_else(something_else)
    }
}

impl<D: Desk + ?Sized> Asking for D {}

/// Returns the problem of an answer that is none to what was asked.
pub(super) fn something_else() -> Problem {
    Problem::new(ProblemKind::Store, "the owner of the store has answered something else", "try again")
}

/// Returns the only part of an answer that is small.
fn whole<T>(answer: T) -> Once<Result<T, Problem>> {
    once(Ok(answer))
}

/// Returns some tickets at a time, at least once.
fn some_at_a_time(tickets: Vec<Arc<Ticket>>) -> impl ExactSizeIterator<Item = Vec<Arc<Ticket>>> {
    let parts = tickets.len().div_ceil(PART).max(1);
    (0..parts).map(move |part| tickets.iter().skip(part * PART).take(PART).cloned().collect())
}
