//! People on the screen: a ticket shows who reported it by the present name, and filters go by it.

use frist::desk::{Change, Desk as _, Request};
use frist::domain::ledger::{LedgerRecordId, Party as _, Person};
use frist::domain::ticket::NewTicket;

use crate::at_desk::*;

/// Enters a person of that name, or calls the one of that number so.
fn call(desk: &AtDesk, entry: Option<LedgerRecordId>, name: &str) -> LedgerRecordId {
    let person = Person { names: vec![name.to_owned()], ..Person::default() };
    let change = Change::Enter { entry, revision: None, fact: Some(Box::new(person.fact())) };
    desk.desk.commit(Request::new("ola", vec![change])).unwrap().entered[0].0
}

#[test]
fn somebody_who_is_called_otherwise_now_is_shown_and_found_so_at_once() {
    let mut desk = AtDesk::with(MONDAY, 160, 45, |_| {});
    let kari = call(&desk, None, "Kari Nord");
    let ticket = NewTicket {
        customer: Some("Kari Nord".to_owned()),
        person: Some(kari),
        ..new("markant", "standard", "critical", "phone", "Shop down")
    };
    log(&desk.desk, "ola", ticket);
    desk.hear().sees("Shop down").sees("Kari Nord");
    desk.keys(&["/"]).typed("person:sund").keys(&["Enter"]).sees_not("Shop down");
    call(&desk, Some(kari), "Kari Sund");
    desk.hear().pass(1).sees("Shop down").sees("Kari Sund").sees_not("Kari Nord");
    call(&desk, Some(kari), "Kari Berg");
    desk.hear().pass(1).sees_not("Shop down");
}
