//! What is closed and old moves into the archive, and nobody notices: what is read is the fold of the write-ahead log.

use std::collections::BTreeMap;

use super::*;
use frist_domain::audit::AuditPosition;
use frist_domain::ticket::{event, is_at_hand};

fn event(number: u64, what: EventData) -> Event {
    let at = Instant::from_secs(1_700_000_000 + number as i64);
    Event { happened: at, recorded: at, by: "anna".into(), what: what.into() }
}

const CLOSE: EventData = EventData::Closed(event::Closed { reason: None, words: None });

fn note(text: impl Into<String>) -> EventData {
    EventData::Note(event::Note { text: text.into(), to_customer: false })
}

/// Makes commit `number` on a ticket; its name says when it was made, but for every other block of them.
fn on(number: u64, ticket: u64, whats: Vec<EventData>) -> Commit {
    let seconds = 1_700_000_000 + number;
    let name = if (number / 256).is_multiple_of(2) {
        uuid::Uuid::new_v7(uuid::Timestamp::from_unix_time(seconds, 0, 0, 0))
    } else {
        uuid::Uuid::from_u128(number.into())
    };
    let events = whats.into_iter().map(|what| event(number, what)).collect();
    let edits = vec![Edit::Ticket { id: TicketId(ticket), events }];
    Commit { id: CommitId(name), at: Instant::from_secs(seconds as i64), by: "anna".into(), edits }
}

fn logged(number: u64) -> EventData {
    let Edit::Ticket { events, .. } = commit(number).edits.remove(0) else { panic!("it is about a ticket") };
    events[0].action().unwrap().clone()
}

/// Thousands of tickets, as a desk has them: most closed by a later commit, some at once, some never, some reopened long
/// after, some with more to say than fits beside others.
fn life() -> Vec<Commit> {
    let mut commits = Vec::new();
    for ticket in 1..=2_000_u64 {
        let mut add = |id, whats| commits.push(on(commits.len() as u64 + 1, id, whats));
        let text = if ticket % 97 == 0 { "much ".repeat(20_000) } else { format!("about {ticket}") };
        match ticket % 5 {
            0 => add(ticket, vec![logged(ticket), note(text), CLOSE]),
            1 if ticket % 50 == 1 => add(ticket, vec![logged(ticket), note(text)]),
            _ => {
                add(ticket, vec![logged(ticket), note(text)]);
                add(ticket, vec![EventData::Responded, CLOSE]);
            }
        }
        if ticket > 1_500 && ticket % 30 == 0 {
            add(ticket - 1_490, vec![note("come back"), EventData::Reopened]);
            add(ticket - 1_400, vec![note("told afterwards")]);
        }
    }
    commits
}

fn fold(commits: &[Commit]) -> BTreeMap<TicketId, Vec<Event>> {
    let mut tickets: BTreeMap<TicketId, Vec<Event>> = BTreeMap::new();
    for edit in commits.iter().flat_map(|commit| &commit.edits) {
        let Edit::Ticket { id, events } = edit else { continue };
        tickets.entry(*id).or_default().extend(events.iter().cloned());
    }
    tickets
}

/// Reads everything in every way there is.
fn check(store: &mut Store, commits: &[Commit], what: &str) {
    let (reader, should) = (store.reader(), fold(commits));
    let all: BTreeMap<_, _> = reader.tickets().map(Result::unwrap).map(|ticket| (ticket.id, ticket.events)).collect();
    assert_eq!(all.len(), should.len(), "{what}");
    for (id, events) in &should {
        assert!(all[id] == *events, "{what}: ticket {id} among all");
        assert!(reader.ticket(*id).unwrap().unwrap().events == *events, "{what}: ticket {id}");
    }
    let open = reader.open_tickets().unwrap();
    assert!(open.iter().map(|ticket| ticket.id).eq(should.iter().filter(|(_, e)| is_at_hand(e)).map(|(id, _)| *id)));
    let end = AuditPosition { sequence: u64::MAX, number: 0 };
    let audit_entries = reader.audit_entries(end).map(Result::unwrap).count();
    assert_eq!(audit_entries, should.values().map(Vec::len).sum::<usize>(), "{what}");
    for (sequence, commit) in (1..).zip(commits) {
        assert_eq!(reader.commit_sequence(commit.id).unwrap(), Some(sequence), "{what}: the name of commit {sequence}");
    }
    assert_eq!(reader.commit_sequence(CommitId(uuid::Uuid::new_v4())).unwrap(), None);
    assert_eq!(reader.commit_sequence(CommitId(uuid::Uuid::now_v7())).unwrap(), None);
    for sequence in [1, 255, 256, 257, 2_000, commits.len() as u64] {
        let at = Instant::from_secs(1_700_000_000 + sequence as i64);
        assert_eq!(reader.commits_from(at).unwrap(), sequence, "{what}");
    }
    store.verify(&mut |_, _| {}).unwrap();
}

#[test]
fn whatever_comes_at_once_the_store_reads_as_the_fold_of_its_commits() {
    let commits = life();
    for sizes in [vec![7, 300, 41, 1], vec![1_000]] {
        let what = format!("batches of {sizes:?}");
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path()).unwrap().store;
        let mut rest = commits.as_slice();
        for size in sizes.iter().cycle() {
            let (some, after) = rest.split_at((*size).min(rest.len()));
            store.append(some).unwrap();
            store.apply().unwrap();
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        let meta = store.shared.state.meta();
        assert!(meta.closed <= 1_100 && meta.archived >= 2_560, "{what}: {meta:?}");
        check(&mut store, &commits, &what);
        drop(store);
        let built = rebuild(dir.path(), &Upgrade::beside(dir.path()), &mut |_, _| {}).unwrap();
        check(&mut { built.store }, &commits, &format!("{what}, built again"));
    }
}

#[test]
fn what_is_loaded_is_what_was_put_in_by_turns() {
    let commits = life();
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap().store;
    let mut told = Vec::new();
    let batches: Vec<Vec<Commit>> = commits.chunks(700).map(<[Commit]>::to_vec).collect();
    store.load(batches.into_iter(), &mut |done| told.push(done)).unwrap();
    assert!(told.is_sorted() && told.last() == Some(&(commits.len() as u64)), "{told:?}");
    check(&mut store, &commits, "loaded");
    store.append(&[on(commits.len() as u64 + 1, 1, vec![note("and on")])]).unwrap();
    store.apply().unwrap();
}

#[test]
fn a_load_that_cannot_be_written_or_put_in_is_told_and_ends() {
    let commits = life();
    let batches = || commits.chunks(100).map(<[Commit]>::to_vec).collect::<Vec<_>>().into_iter();
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap().store;
    store.wal.fill_disk();
    assert_eq!(store.load(batches(), &mut |_| ()).unwrap_err().kind(), &StoreErrorKind::Full);
    assert_eq!(store.load(batches(), &mut |_| ()).unwrap_err().kind(), &StoreErrorKind::Refused);
    drop(store);

    let dir = tempfile::tempdir().unwrap();
    let mut store = open_with_one(dir.path());
    store.shared.state.spoil(TicketId(1));
    let moved = commits.iter().map(|commit| Commit { id: CommitId(uuid::Uuid::new_v4()), ..commit.clone() });
    let error = store.load(std::iter::once(moved.collect()), &mut |_| ()).unwrap_err();
    assert!(matches!(error.kind(), StoreErrorKind::Damaged { .. }), "{error}");
    drop(store);
    let opened = Store::open(dir.path()).unwrap();
    assert!(opened.notices[0].contains("built again"), "{:?}", opened.notices);
    assert_eq!(opened.store.sequence(), commits.len() as u64 + 1, "what is in the journal stays");
}

/// A month's report should not read ten years.
#[test]
fn blocks_of_which_nothing_happened_within_are_left_out() {
    let commits: Vec<_> = (1..=640).map(|number| on(number, number, vec![logged(number), CLOSE])).collect();
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap().store;
    store.load(std::iter::once(commits.clone()), &mut |_| ()).unwrap();
    let at = |number: i64| Instant::from_secs(1_700_000_000 + number);
    let all = store.reader().blocks().count();
    let (first, last) = (at(300), at(420));
    let read: Vec<_> = store.reader().blocks_within(first, last).map(|block| block.unwrap().read().unwrap()).collect();
    let ids: Vec<TicketId> = read.iter().flatten().map(|ticket| ticket.id).collect();
    let within = |events: &[Event]| events.iter().any(|event| event.happened >= first && event.happened <= last);
    for (id, _) in fold(&commits).iter().filter(|(_, events)| within(events)) {
        assert!(ids.contains(id), "{id}");
    }
    assert_eq!((read.len(), all), (3, 10));
}
