//! Reads many tickets at once, on as many threads as the machine has: for reports, and to look for tickets.

use std::collections::HashMap;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;

use aho_corasick::AhoCorasick;

use frist_domain::contract::Book;
use frist_domain::ledger::Ledger;
use frist_domain::query::{FoundTickets, TicketMatcher, TicketSearch};
use frist_domain::report::{FactsCollector, FactsQuery, TicketFacts};
use frist_domain::ticket::{Event, Record, Ticket, TicketId};
use frist_store::{TicketBlock, TicketRecord};

use super::Problem;
use super::scope::Scope;

/// The groups of neighbours that each thread reads before the caller is told how far it is.
const BLOCKS_AT_ONCE: usize = 16;
/// The most threads that read: more would wait for sled and not for the processor.
const MOST_THREADS: usize = 8;

/// Tickets that are acknowledged and not in sled yet. They were looked up before sled is read: what leaves there later is
/// in sled by then, and what is here counts.
pub(super) type UnappliedRecords = HashMap<TicketId, Record>;

/// Returns how many groups are read in one part.
pub(super) fn part() -> usize {
    BLOCKS_AT_ONCE * threads()
}

fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS)
}

/// Has each thread work on a run of these groups; returns what they made in order.
fn in_parallel<T: Send>(groups: &[TicketBlock], work: impl Fn(&[TicketBlock]) -> T + Sync) -> Vec<T> {
    let runs = groups.chunks(groups.len().div_ceil(threads()).max(1));
    thread::scope(|scope| {
        let working: Vec<_> = runs.map(|run| scope.spawn(|| work(run))).collect();
        let done = working.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        done.collect()
    })
}

/// Collects what reports need to know of the wanted tickets of these groups.
pub(super) fn facts(
    groups: &[TicketBlock],
    wanted: &FactsQuery,
    newer: &UnappliedRecords,
    (book, ledger): (&Book, &Ledger),
    scope: Scope,
) -> Result<TicketFacts, Problem> {
    let parts = in_parallel(groups, |run| {
        let mut collector = FactsCollector::new(wanted, ledger)?;
        for group in run {
            for TicketRecord { id, events } in group.read()?.iter().filter(|record| !newer.contains_key(&record.id)) {
                if let Some(ticket) = Ticket::fold(*id, events).filter(|ticket| scope.covers(ticket)) {
                    collector.take(Arc::new(ticket), events, book);
                }
            }
        }
        Ok::<_, Problem>(collector.facts())
    });
    let mut all = TicketFacts::default();
    for part in parts {
        all.append(&part?);
    }
    Ok(all)
}

/// Collects what reports need to know of the wanted tickets that are not in sled yet.
pub(super) fn facts_of_unapplied(
    newer: &UnappliedRecords,
    wanted: &FactsQuery,
    (book, ledger): (&Book, &Ledger),
    scope: Scope,
) -> Result<TicketFacts, Problem> {
    let mut collector = FactsCollector::new(wanted, ledger)?;
    for record in newer.values().filter(|record| scope.covers(&record.ticket)) {
        collector.take(Arc::clone(&record.ticket), &record.events, book);
    }
    Ok(collector.facts())
}

/// Looks for tickets among these groups, those with the highest numbers first, until there are enough.
pub(super) fn find(
    groups: &[TicketBlock],
    find: &TicketSearch,
    newer: &UnappliedRecords,
    (book, ledger): (&Book, &Ledger),
    scope: Scope,
) -> Result<FoundTickets, Problem> {
    let finder = TicketMatcher::new(find, book, ledger)?;
    let sieve = BytePrefilter::new(&finder);
    let most = find.most as usize;
    let fits = |id, events: &[Event]| finder.take(id, events).filter(|ticket| scope.covers(ticket));
    let mut tickets: Vec<_> = newer.iter().filter_map(|(id, record)| fits(*id, &record.events)).collect();
    let groups = &groups[..groups.partition_point(|group| find.reaches(group.first()))];
    let mut parts = groups.rchunks(part());
    // Tickets that are not in sled yet may have any numbers, and do not count as the highest.
    let pending = tickets.len();
    while tickets.len() - pending < most
        && let Some(part) = parts.next()
    {
        for found in in_parallel(part, |run| search(run, &fits, &sieve, newer)) {
            tickets.append(&mut found?);
        }
    }
    let more = parts.next().is_some();
    Ok(newest(tickets, most, more))
}

/// Looks for tickets among the open ones.
pub(super) fn find_open(
    open: &[TicketRecord],
    find: &TicketSearch,
    newer: &UnappliedRecords,
    (book, ledger): (&Book, &Ledger),
    scope: Scope,
) -> Result<FoundTickets, Problem> {
    let finder = TicketMatcher::new(find, book, ledger)?;
    let stored = open.iter().filter(|record| !newer.contains_key(&record.id)).map(|r| (r.id, r.events.as_slice()));
    let all = stored.chain(newer.iter().map(|(id, record)| (*id, record.events.as_slice())));
    let fits = |ticket: &Arc<Ticket>| scope.covers(ticket);
    let tickets = all.filter_map(|(id, events)| finder.take(id, events)).filter(fits).collect();
    Ok(newest(tickets, find.most as usize, false))
}

fn newest(mut tickets: Vec<Arc<Ticket>>, most: usize, more: bool) -> FoundTickets {
    tickets.sort_unstable_by_key(|ticket| ticket.id);
    let surplus = tickets.len().saturating_sub(most);
    tickets.drain(..surplus);
    FoundTickets { tickets, cut: more || surplus > 0 }
}

fn search(
    groups: &[TicketBlock],
    fits: &(impl Fn(TicketId, &[Event]) -> Option<Arc<Ticket>> + Sync),
    sieve: &BytePrefilter,
    newer: &UnappliedRecords,
) -> Result<Vec<Arc<Ticket>>, Problem> {
    let mut found = Vec::new();
    for group in groups {
        let read = group.read_if(|bytes| sieve.lets_through(bytes))?;
        let stored = read.iter().filter(|record| !newer.contains_key(&record.id));
        found.extend(stored.filter_map(|record| fits(record.id, &record.events)));
    }
    Ok(found)
}

/// Keeps back tickets that need not be read to know that they do not match.
struct BytePrefilter(Vec<AhoCorasick>);

impl BytePrefilter {
    fn new(finder: &TicketMatcher<'_>) -> Self {
        // A pattern that cannot be made would only have saved time.
        let pattern = |text| AhoCorasick::builder().ascii_case_insensitive(true).build([text]).ok();
        Self(finder.needles().into_iter().filter_map(pattern).collect())
    }

    fn lets_through(&self, bytes: &[u8]) -> bool {
        self.0.iter().all(|pattern| pattern.is_match(bytes))
    }
}
