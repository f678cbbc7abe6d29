//! Reads every record of the open tickets at an opening and folds it to the ticket's state, on two threads. The events
//! are let go as soon as they are folded: there are many times as many of them as anybody asks for.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;

use super::fault::Fault;
use super::record;
use super::trees::RawTicket;
use frist_domain::ticket::Ticket;

/// The number of records that one of the threads takes at a time: enough that passing them on costs nothing, few enough
/// that both are done at nearly the same time.
const PART: usize = 256;

/// Folded tickets, and how much was read for them.
#[derive(Default)]
pub(super) struct FoldedTickets {
    /// Each ticket that begins with its logging, in the order of the records.
    pub tickets: Vec<Arc<Ticket>>,
    /// The number of records that were read.
    pub records: u64,
    /// The number of events in these records.
    pub events: u64,
}

impl FoldedTickets {
    fn add(&mut self, (id, bytes): &RawTicket) -> Result<(), Fault> {
        let events = record::decode(*id, bytes)?.events;
        self.records += 1;
        self.events += events.len() as u64;
        self.tickets.extend(Ticket::fold(*id, &events).map(Arc::new));
        Ok(())
    }

    fn of(records: &[RawTicket]) -> Result<Self, Fault> {
        let mut folded = Self::default();
        records.iter().try_for_each(|record| folded.add(record))?;
        Ok(folded)
    }

    fn append(&mut self, mut other: Self) {
        self.tickets.append(&mut other.tickets);
        self.records += other.records;
        self.events += other.events;
    }
}

/// Some records with their place among all.
type TicketPart = (usize, Vec<RawTicket>);

/// Folds these records. This thread reads them, and folds as well whenever the other one has enough to do.
pub(super) fn fold(records: impl Iterator<Item = Result<RawTicket, Fault>>) -> Result<FoldedTickets, Fault> {
    let (here, there) = thread::scope(|scope| {
        let (give, take) = sync_channel(1);
        let beside = scope.spawn(move || fold_given(&take));
        let here = fold_or_give(records, &give);
        // So that the other thread comes to its end.
        drop(give);
        (here, beside.join())
    });
    let there = there.unwrap_or_else(|_| Err(Fault::Damaged("what reads the tickets has failed".into())));
    let mut parts = here?;
    parts.append(&mut there?);
    parts.sort_unstable_by_key(|(place, _)| *place);
    let mut all = FoldedTickets::default();
    for (_, part) in parts {
        all.append(part);
    }
    Ok(all)
}

fn fold_or_give(
    records: impl Iterator<Item = Result<RawTicket, Fault>>,
    give: &SyncSender<TicketPart>,
) -> Result<Vec<(usize, FoldedTickets)>, Fault> {
    let (mut folded, mut records) = (Vec::new(), records.peekable());
    let mut place = 0;
    while records.peek().is_some() {
        let part = (place, records.by_ref().take(PART).collect::<Result<Vec<_>, _>>()?);
        if let Err(TrySendError::Full((place, part)) | TrySendError::Disconnected((place, part))) = give.try_send(part)
        {
            folded.push((place, FoldedTickets::of(&part)?));
        }
        place += 1;
    }
    Ok(folded)
}

fn fold_given(take: &Receiver<TicketPart>) -> Result<Vec<(usize, FoldedTickets)>, Fault> {
    take.iter().map(|(place, part)| Ok((place, FoldedTickets::of(&part)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use frist_domain::ticket::{Event, EventData, Kind, TicketId, event};
    use frist_domain::time::Instant;

    fn logged() -> EventData {
        let text = || "x".to_owned();
        EventData::Logged(event::Logged {
            contract: text(),
            version: text(),
            promise: None,
            plan: text(),
            severity: text(),
            subject: text(),
            kind: Kind::Incident,
            customer: None,
            person: None,
            organisation: None,
            impact: None,
            urgency: None,
        })
    }

    fn record(id: u64, whats: Vec<EventData>) -> Result<RawTicket, Fault> {
        let at = Instant::FIRST;
        let event = |what: EventData| Event { happened: at, recorded: at, by: "anna".to_owned(), what: what.into() };
        Ok((TicketId(id), record::encode(&whats.into_iter().map(event).collect::<Vec<_>>())?))
    }

    #[test]
    fn every_record_is_folded_once_and_they_stay_in_order() {
        for count in [0, 1, PART as u64, 20 * PART as u64 + 3] {
            let folded = fold((0..count).map(|id| record(id, vec![logged(), EventData::Responded]))).unwrap();
            assert_eq!((folded.records, folded.events), (count, 2 * count));
            let ids: Vec<u64> = folded.tickets.iter().map(|ticket| ticket.id.0).collect();
            assert_eq!(ids, (0..count).collect::<Vec<_>>());
            assert!(folded.tickets.iter().all(|ticket| ticket.responded.is_some()));
        }
    }

    #[test]
    fn what_does_not_begin_with_its_logging_is_counted_and_no_ticket() {
        let folded = fold([record(1, vec![EventData::Responded]), record(2, vec![logged()])].into_iter()).unwrap();
        assert_eq!((folded.records, folded.events, folded.tickets.len()), (2, 2, 1));
    }

    #[test]
    fn one_bad_record_wherever_it_stands_is_a_fault() {
        let bad = [Ok((TicketId(7), b"\x01{".to_vec())), Err(Fault::Damaged("a page".into()))];
        for bad in bad {
            for at in [0, PART, 3 * PART, 8 * PART + 5] {
                let records =
                    (0..10 * PART).map(|id| if id == at { bad.clone() } else { record(id as u64, vec![logged()]) });
                assert!(matches!(fold(records), Err(Fault::Damaged(_))), "{at}");
            }
        }
    }
}
