use std::collections::BTreeMap;

use super::*;
use frist_domain::ledger::{Ledger, check_fact};
use frist_domain::sla::TicketRow;
use frist_domain::ticket::{Event, EventData, MessageDirection, check_event, event, unfolded};
use frist_domain::time::Month;
use frist_domain::uptime::{UptimeQuery, twelve_months};

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// Noon on a workday, its night, a weekend, holidays, and the two changes of clocks.
const MOMENTS: [&str; 8] = [
    "2024-01-10T11:00:00Z",
    "2024-01-10T02:00:00Z",
    "2024-01-13T12:30:00Z",
    "2024-12-25T10:00:00Z",
    "2024-03-29T09:00:00Z",
    "2024-03-31T01:30:00Z",
    "2026-10-25T01:00:30Z",
    "2026-11-23T07:01:00Z",
];

fn histories(commits: &[Commit]) -> BTreeMap<TicketId, Vec<Event>> {
    let mut tickets: BTreeMap<TicketId, Vec<Event>> = BTreeMap::new();
    for (id, events) in commits.iter().flat_map(|c| &c.edits).filter_map(Edit::on_ticket) {
        tickets.entry(id).or_default().extend(events.iter().cloned());
    }
    tickets
}

fn rows(book: &Book, commits: &[Commit], now: Instant) -> Vec<TicketRow> {
    let tickets = histories(commits).into_iter().map(|(id, events)| Ticket::fold(id, &events).unwrap());
    tickets.map(|t| TicketRow::new(Arc::new(t.clone()), book.of_ticket(&t), now)).collect()
}

#[test]
fn a_year_of_outages_fits_what_may_be_entered_whenever_it_is_told() {
    let book = Book::built_in();
    for (seed, text) in (1..).zip(MOMENTS) {
        let now = at(text);
        let mut ledger = Ledger::default();
        for commit in week(&book, now, seed) {
            for entry in commit.edits.into_iter().filter_map(|edit| match edit {
                Edit::Ledger(entry) if !entry.id.is_kept() => Some(entry),
                Edit::Ledger(_) | Edit::Ticket { .. } => None,
            }) {
                let fact = entry.fact.as_ref().unwrap();
                assert_eq!(check_fact(fact, None, &book, &ledger, entry.at), Ok(()), "{text}: {entry:?}");
                assert!(entry.at <= now && entry.id.0 == ledger.records().count() as u64 + 1, "{text}: {entry:?}");
                ledger.put(Arc::new(entry));
            }
        }
        let last = Month::at(book.get("markant").unwrap().zone, now);
        let months = book.contracts().flat_map(|c| twelve_months(&book, &ledger, &UptimeQuery::of(&c.id), last, now));
        let (mut kept, mut broken) = (0, 0);
        for month in months {
            kept += usize::from(month.kept() == Some(true));
            broken += usize::from(month.kept() == Some(false));
        }
        assert!((1..6).contains(&broken) && kept > 30, "{text}: {kept} kept, {broken} broken");
    }
}

#[test]
fn every_moment_has_every_state_that_it_can_have() {
    let book = Book::built_in();
    for (seed, text) in (1..).zip(MOMENTS) {
        let now = at(text);
        let rows = rows(&book, &week(&book, now, seed), now);
        let open: Vec<&TicketRow> = rows.iter().filter(|r| r.ticket.is_open()).collect();
        let count = |state| open.iter().filter(|r| r.state() == Some(state)).count();
        assert!((80..130).contains(&rows.len()), "{text}: {}", rows.len());
        assert!(count(TargetState::Breached) >= 4, "{text}: {}", count(TargetState::Breached));
        let mailed = |r: &&&TicketRow| r.ticket.contract == "markant" && r.state() == Some(TargetState::NoClock);
        assert!(open.iter().any(|r| mailed(&r)), "{text}");
        assert!(open.iter().any(|r| r.sla.as_ref().unwrap().targets.is_empty()), "{text}");
        let is_open = |c: &Arc<Contract>| c.id != "missoun" && matches!(c.support.clock.opening(now), Opening::Open(_));
        if book.contracts().any(is_open) {
            assert!(count(TargetState::AtRisk) >= 1 && count(TargetState::Running) >= 1, "{text}");
        }
        if !book.contracts().all(is_open) {
            let closed = book.contracts().any(|c| c.id != "missoun" && !is_open(c));
            assert!(!closed || count(TargetState::Stopped) >= 2, "{text}");
        }
        assert!(rows.iter().filter(|r| r.ticket.closed.is_some()).count() >= 10, "{text}");
        assert!(rows.iter().any(|r| r.ticket.withdrawn), "{text}");
        assert!(rows.iter().any(|r| r.ticket.notes > 0 && r.ticket.assignee.is_some()), "{text}");
        assert!(rows.iter().any(|r| r.ticket.no_workaround.is_some()), "{text}");
        assert!(rows.iter().any(|r| r.ticket.exclusion.is_some()), "{text}");
    }
}

/// Missoun requires both, and severity follows from them; `MooCommerce` confirms receipt at once.
#[test]
fn tickets_have_what_their_agreement_requires() {
    let book = Book::built_in();
    let now = at(MOMENTS[0]);
    let many = many(&book, now, 3, 200).flatten().collect::<Vec<Commit>>();
    for row in rows(&book, &week(&book, now, 7), now).into_iter().chain(rows(&book, &many, now)) {
        let ticket = &row.ticket;
        let contract = book.get(&ticket.contract).unwrap();
        let follows = contract.priority.as_ref().map(|priority| {
            let place = |steps: &[frist_domain::contract::PriorityStep], id: &Option<String>| {
                steps.iter().position(|step| Some(&step.id) == id.as_ref()).unwrap()
            };
            let (impact, urgency) = (&ticket.impact, &ticket.urgency);
            priority.matrix[place(&priority.impact, impact)][place(&priority.urgency, urgency)].clone()
        });
        assert!(follows.is_none_or(|severity| severity == ticket.severity), "{}", ticket.id);
        assert!(!contract.support.receipt || ticket.receipt.is_some() || ticket.withdrawn, "{}", ticket.id);
    }
}

#[test]
fn nothing_in_it_could_not_have_been_entered_by_hand() {
    let book = Book::built_in();
    let now = at(MOMENTS[0]);
    let many = many(&book, now, 7, 100).flatten().collect::<Vec<Commit>>();
    for (id, events) in histories(&week(&book, now, 7)).into_iter().chain(histories(&many)) {
        for (n, event) in events.iter().enumerate().skip(2) {
            let before = Ticket::fold(id, &events[..n]).unwrap();
            let contract = book.of_ticket(&before);
            let what = event.action().unwrap();
            let checked = check_event(&before, contract.as_deref(), what, event.happened, event.recorded);
            assert_eq!(checked, Ok(()), "#{id}: {what:?}");
            assert!(event.recorded <= now);
            if let EventData::Retracted(event::Retracted { event: taken }) = what {
                assert!(matches!(events[*taken as usize].action(), Some(EventData::Fixed | EventData::Logged(_))));
            }
        }
    }
}

#[test]
fn commits_come_in_the_order_of_time_and_tickets_in_that_of_logging() {
    let book = Book::built_in();
    let commits = week(&book, at(MOMENTS[0]), 3);
    assert!(commits.is_sorted_by_key(|c| c.at));
    let mut highest = 0;
    for (id, _) in commits.iter().flat_map(|c| &c.edits).filter_map(Edit::on_ticket) {
        assert!(id.0 <= highest + 1, "#{id} after #{highest}");
        highest = highest.max(id.0);
    }
}

#[test]
fn a_seed_decides_everything() {
    let book = Book::built_in();
    let now = at(MOMENTS[0]);
    assert_eq!(week(&book, now, 5), week(&book, now, 5));
    assert_ne!(week(&book, now, 5), week(&book, now, 6));
    let thousand = |seed| many(&book, now, seed, 1_000).flatten().collect::<Vec<_>>();
    assert_eq!(thousand(5), thousand(5));
}

#[test]
fn many_are_as_many_as_asked_for_and_one_in_fifty_is_open() {
    let book = Book::built_in();
    let now = at(MOMENTS[0]);
    for n in [0, 1, 49, 1_203] {
        let commits: Vec<Commit> = many(&book, now, 1, n).flatten().collect();
        let rows = rows(&book, &commits, now);
        assert_eq!(rows.len() as u64, n);
        assert_eq!(rows.iter().filter(|r| r.ticket.is_open()).count() as u64, n.div_ceil(50));
        assert!(rows.iter().all(|r| r.ticket.reported() <= now));
    }
}

#[test]
fn each_of_many_has_a_conversation_of_three_messages() {
    use MessageDirection::{In, Out, VendorIn};
    let commits: Vec<Commit> = many(&Book::built_in(), at(MOMENTS[0]), 1, 600).flatten().collect();
    let (mut quoted, mut lengths, mut texts) = (0, Vec::new(), std::collections::BTreeSet::new());
    for (id, events) in histories(&commits) {
        let messages: Vec<&event::Message> = events
            .iter()
            .filter_map(|event| match event.action() {
                Some(EventData::Message(message)) => Some(message),
                _ => None,
            })
            .collect();
        let directions: Vec<_> = messages.iter().map(|message| message.direction).collect();
        assert!(matches!(directions[..], [In, Out, In | VendorIn]), "{id}: {directions:?}");
        for message in messages {
            quoted += usize::from(unfolded(&message.text).1.is_some());
            lengths.push(message.text.chars().count());
            texts.insert(message.text.clone());
        }
    }
    let (short, long) = (lengths.iter().filter(|n| **n < 100).count(), lengths.iter().filter(|n| **n > 500).count());
    assert!(quoted > 200 && short > 200 && long > 100, "{quoted} quoted, {short} short, {long} long");
    assert!(texts.len() > 1_200, "{} of {} are different", texts.len(), lengths.len());
}

#[test]
fn only_an_empty_store_is_filled() {
    let dir = tempfile::tempdir().unwrap();
    let book = Book::built_in();
    let now = at(MOMENTS[0]);
    let filled = fill(dir.path(), &book, now, 1, Some(60), &mut |_, _| ()).unwrap();
    assert_eq!(filled, 60);
    let again = fill(dir.path(), &book, now, 1, None, &mut |_, _| ()).unwrap_err();
    assert_eq!(again.kind, ProblemKind::Refused);
    assert!(again.message.ends_with("has tickets already"), "{again}");
}
