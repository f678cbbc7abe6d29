//! Whether a ticket and its outage may have one cause: what there is to ask, either way.

use super::*;
use crate::contract::Contract;
use crate::ticket::{Event, EventData, NewTicket, Ticket, event, new_events};

fn excluded(cause: &str) -> EventData {
    EventData::Excluded(event::Excluded { cause: cause.into(), words: Some("it is theirs".into()) })
}

fn ticket(id: u64, contract: &str, whats: &[EventData]) -> Ticket {
    let (plan, severity) = ("standard".to_owned(), "serious".to_owned());
    let (contract, channel, subject) = (contract.to_owned(), "phone".to_owned(), "Shop down".to_owned());
    let new = NewTicket { contract, plan, severity, channel, subject, ..NewTicket::default() };
    let at = oslo("2024-01-08 10:00");
    let mut events = new_events(&new, "", None, "anna", at);
    let event = |what: &EventData| Event { happened: at, recorded: at, by: "anna".into(), what: what.clone().into() };
    events.extend(whats.iter().map(event));
    Ticket::fold(TicketId(id), &events).unwrap()
}

/// Returns tickets 1 to 3 of Markant, of which the second is excluded as the customer's and the third is closed; ticket
/// 4 is of another vendor.
fn tickets() -> Vec<Ticket> {
    let close = EventData::Closed(event::Closed { reason: None, words: None });
    vec![
        ticket(1, "markant", &[]),
        ticket(2, "markant", &[excluded("customer")]),
        ticket(3, "markant", &[EventData::Responded, EventData::WorkStarted, close]),
        ticket(4, "moocommerce", &[]),
    ]
}

fn down(cause: Option<&str>) -> Outage {
    let tickets = (1..=5).map(TicketId).collect();
    Outage { contract: "markant".into(), cause: cause.map(str::to_owned), tickets, ..outage("2024-01-08 09:18", "") }
}

#[test]
fn open_tickets_of_the_vendor_that_are_not_excluded_are_asked_about() {
    let (book, tickets) = (Book::built_in(), tickets());
    let contract = book.get("markant").unwrap();
    let find = |id: TicketId| tickets.iter().find(|ticket| ticket.id == id);
    let asked = |cause| tickets_not_excluded(&down(cause), contract, find, oslo("2024-01-08 13:00"));
    assert_eq!(asked(Some("customer")), [TicketId(1)]);
    assert_eq!(asked(Some("third_party")), [TicketId(1)], "the second is excluded already");
    assert_eq!(asked(Some("vendor")), [], "the promise holds for that");
    assert_eq!(asked(None), []);
    let first = |outage: &Outage| first_exclusion(outage, contract, find).map(|(id, cause)| (id.0, cause.to_owned()));
    assert_eq!(first(&down(None)), Some((2, "customer".to_owned())));
    assert_eq!(first(&Outage { tickets: vec![TicketId(1)], ..down(None) }), None);
}

#[test]
fn outages_of_the_vendor_with_another_cause_are_asked_about() {
    let book = Book::built_in();
    let contract = book.get("markant").unwrap();
    let of = |cause: Option<&str>| Some(LedgerFact::Outage(down(cause)));
    let elsewhere = Outage { contract: "sesam".into(), ..down(None) };
    let ledger: Ledger = [
        entry(1, 0, of(None)),
        entry(2, 0, of(Some("vendor"))),
        entry(3, 0, of(Some("customer"))),
        entry(4, 0, Some(LedgerFact::Outage(elsewhere))),
        entry(5, 0, Some(LedgerFact::Outage(Outage { tickets: vec![], ..down(None) }))),
    ]
    .into_iter()
    .collect();
    let asked = |cause| -> Vec<u64> {
        outages_of_another_cause(&ledger, contract, TicketId(1), cause).into_iter().map(|(id, _)| id.0).collect()
    };
    assert_eq!(asked("customer"), [1, 2]);
    assert_eq!(asked("third_party"), [1, 2, 3]);
    assert_eq!(asked("vendor"), [0; 0], "the promise holds for that");
}

/// Causes may excuse tickets only, or uptime only (`excluded_tickets`, `excluded_uptime`): each side is asked by its own.
#[test]
fn a_cause_that_excuses_one_side_only_is_asked_about_on_that_side_only() {
    let book = Book::built_in();
    let mut contract = Contract::clone(book.get("markant").unwrap());
    contract.scope.excluded.retain(|cause| cause != "unpaid");
    contract.scope.excluded_tickets = vec!["unpaid".into()];
    contract.scope.excluded_uptime = vec!["flood".into()];
    let tickets = [ticket(1, "markant", &[]), ticket(2, "markant", &[excluded("unpaid")])];
    let find = |id: TicketId| tickets.iter().find(|ticket| ticket.id == id);
    // From the outage to its tickets: what excludes a ticket counts.
    let asked = |cause| tickets_not_excluded(&down(Some(cause)), &contract, find, oslo("2024-01-08 13:00"));
    assert_eq!(asked("flood"), [], "no ticket may be excluded for that");
    assert_eq!(asked("unpaid"), [TicketId(1)]);
    // From the ticket to its outages: what exempts an outage counts.
    let ledger: Ledger = [entry(1, 0, Some(LedgerFact::Outage(down(None))))].into_iter().collect();
    let outages = |cause| outages_of_another_cause(&ledger, &contract, TicketId(2), cause).len();
    assert_eq!((outages("unpaid"), outages("customer")), (0, 1));
    let first = |contract: &Contract| first_exclusion(&down(None), contract, find).map(|(id, _)| id);
    assert_eq!(first(&contract), None, "the outage is not exempt for that");
    assert_eq!(first(book.get("markant").unwrap()), Some(TicketId(2)));
    // MyProduction, force majeure: about availability only.
    let mine = book.get("myproduction").unwrap();
    let only = ticket(1, "myproduction", &[]);
    let down = Outage { contract: "myproduction".into(), ..down(Some("force_majeure")) };
    assert_eq!(tickets_not_excluded(&down, mine, |_| Some(&only), oslo("2024-01-08 13:00")), []);
}
