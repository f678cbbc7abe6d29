//! Takes a short look at a desk that another process serves: for completions, which must neither wait nor change anything.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant as Moment};

use frist_domain::ledger::{LedgerFact, SavedView};
use frist_domain::query::TicketSearch;
use frist_domain::ticket::Ticket;

use super::client::{HandshakeOutcome, Subscriber, greet};
use super::socket::SocketAddress;
use super::wire::Claim;

/// What is seen of a desk at a glance.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DeskGlance {
    /// The names of the people who work at the desk.
    pub people: Vec<String>,
    /// The filters that the desk has under names.
    pub views: Vec<SavedView>,
    /// The tickets that were looked for.
    pub tickets: Vec<Arc<Ticket>>,
}

/// Asks the process that serves the store in that folder what is seen of the desk, tickets by `search`. Nothing is opened or
/// made, no lock is waited for, and nobody at the desk sees it. None where no process serves it, where it refuses this person, or
/// where it has not answered `within` that time.
pub fn glance(folder: &Path, claim: Option<Claim>, search: TicketSearch, within: Duration) -> Option<DeskGlance> {
    let (until, (tell, told)) = (Moment::now() + within, channel());
    let folder = folder.to_owned();
    // A thread, as a process that stands still may let any step wait.
    let look = move || drop(look(&folder, claim, &search, until).map(|seen| tell.send(seen)));
    std::thread::Builder::new().name("glance".to_owned()).spawn(look).ok()?;
    told.recv_timeout(until.saturating_duration_since(Moment::now())).ok()
}

fn look(folder: &Path, claim: Option<Claim>, search: &TicketSearch, until: Moment) -> io::Result<DeskGlance> {
    let stream = SocketAddress::of(folder)?.connect()?;
    let left = || until.saturating_duration_since(Moment::now());
    let HandshakeOutcome::Welcome(done) = greet(stream, claim, &|| !left().is_zero())? else {
        return Err(io::ErrorKind::PermissionDenied.into());
    };
    let link = done.listen(Subscriber { notice: Box::new(|_| ()), gone: Box::new(|| ()) }, Box::new(|_| ()))?;
    let found = link.ask(search, left()).map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?;
    let view = |fact: &LedgerFact| match fact {
        LedgerFact::SavedView(view) => Some(view.clone()),
        _ => None,
    };
    Ok(DeskGlance {
        people: link.welcome.people.iter().map(|person| person.name.clone()).collect(),
        views: link.welcome.ledger.iter().filter_map(|record| record.fact.as_ref().and_then(view)).collect(),
        tickets: found.tickets,
    })
}
