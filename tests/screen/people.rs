//! People at the screen: who is proposed as a customer, what follows from their organisation, and their tickets.

use frist::desk::{Change, Desk, LocalDesk, Request};
use frist::domain::ledger::{Absence, LedgerFact, LedgerRecordId, Organisation, Party as _, Person};
use frist::domain::ticket::{NewTicket, TicketId};

use crate::at_desk::{AtDesk, MONDAY, log, new};

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Enters a record as that person.
pub fn enter(desk: &LocalDesk, fact: LedgerFact) -> LedgerRecordId {
    let change = Change::Enter { entry: None, revision: None, fact: Some(Box::new(fact)) };
    desk.commit(Request::new("agent1", vec![change])).unwrap().entered[0].0
}

fn organisation(name: &str, contract: &str, plan: &str, severity: &str) -> Organisation {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let (names, contract, plan, severity) = (texts(&[name]), text(contract), text(plan), text(severity));
    Organisation { names, contract, plan, severity, ..Organisation::default() }
}

fn person(name: &str, address: &str, organisation: Option<LedgerRecordId>) -> Person {
    Person { names: texts(&[name]), addresses: texts(&[address]), organisation, ..Person::default() }
}

/// Enters Acme, with Kari and Ola, and Karl, who is of no organisation. Returns Acme, Kari.
pub fn known(desk: &LocalDesk, acme: Organisation) -> (LedgerRecordId, LedgerRecordId) {
    let acme = enter(desk, acme.fact());
    let kari = enter(desk, person("Kari Nord", "kari@acme.example", Some(acme)).fact());
    enter(desk, person("Ola Vik", "ola@acme.example", Some(acme)).fact());
    enter(desk, person("Karl Moe", "karl@home.example", None).fact());
    (acme, kari)
}

pub fn of_sesam() -> Organisation {
    organisation("Acme AS", "sesam", "partner", "error")
}

/// Opens the form for a new ticket with the keys at the customer.
fn at_customer(acme: Organisation, columns: u16, rows: u16) -> AtDesk {
    let mut desk = AtDesk::with(MONDAY, columns, rows, |d| {
        known(d, acme);
    });
    desk.keys(&["n"]);
    while !desk.row("Customer").contains('▌') {
        desk.keys(&["Tab"]);
    }
    desk
}

fn only(desk: &AtDesk) -> frist::domain::ticket::Ticket {
    desk.desk.record(TicketId(1)).unwrap().unwrap().ticket.as_ref().clone()
}

#[test]
fn a_person_who_is_chosen_brings_the_organisation_and_its_agreement() {
    for (columns, rows) in [(80, 24), (160, 45)] {
        let mut desk = at_customer(of_sesam(), columns, rows);
        desk.typed("kar").sees("Kari Nord <kari@acme.example>, Acme AS").sees("Karl Moe <karl@home.example>");
        desk.sees_not("Ola Vik").keys(&["Enter"]).sees_not("Karl Moe");
        for (row, value) in
            [("Vendor", "[SESAM]"), ("Plan", "[Partner]"), ("Severity", "[Error]"), ("▌Customer", "Kari Nord")]
        {
            assert!(desk.row(row).contains(value), "{row}: {}", desk.text());
        }
        let said = desk.text().replace(['\n', '│'], " ");
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(columns > 80 || said.contains("SESAM, plan Partner, severity Error: by Acme AS."), "{said}");
        desk.keys(&["Up"]).typed("Sync lags").keys(&["Up"]).typed("p").keys(&["Ctrl-S"]).sees("#1 logged");
        let ticket = only(&desk);
        assert_eq!(ticket.customer.as_deref(), Some("Kari Nord"));
        assert_eq!((ticket.organisation, ticket.person), (Some(LedgerRecordId(1)), Some(LedgerRecordId(2))));
        assert_eq!(
            (ticket.contract.as_str(), ticket.plan.as_str(), ticket.severity.as_str()),
            ("sesam", "partner", "error")
        );
    }
}

/// A name that was typed whole and left with Tab is a plain name: the form says what is lost by it.
#[test]
fn a_known_name_that_was_not_chosen_is_told() {
    let mut desk = at_customer(of_sesam(), 160, 45);
    desk.typed("kari nord").sees("Kari Nord <kari@acme.example>").sees_not("as a name alone").keys(&["Tab"]);
    desk.sees("Kari Nord stands here as a name alone").sees_not("[SESAM]");
    desk.keys(&["Up", "Enter"]).sees_not("as a name alone").sees("[SESAM]");
}

#[test]
fn an_organisations_name_proposes_its_people() {
    at_customer(of_sesam(), 80, 24).typed("acm").sees("Kari Nord").sees("Ola Vik").sees_not("Karl");
}

#[test]
fn what_is_typed_and_not_chosen_stays_a_plain_name() {
    let mut desk = at_customer(of_sesam(), 80, 24);
    desk.typed("Kari").keys(&["Tab"]).sees_not("kari@acme").keys(&["Up", "Up"]).typed("Sync lags");
    desk.keys(&["Up"]).typed("p").keys(&["Up", "Right", "Up", "Right", "Ctrl-S"]).sees("#1 logged");
    let ticket = only(&desk);
    assert_eq!((ticket.customer.as_deref(), ticket.person, ticket.organisation), (Some("Kari"), None, None));
}

#[test]
fn what_was_chosen_by_hand_stays_with_a_warning() {
    let mut desk = at_customer(of_sesam(), 120, 36);
    desk.keys(&["Up", "Up", "Up", "Up", "Up"]).typed("S").keys(&["Tab"]).typed("c").keys(&["Tab", "Tab", "Tab", "Tab"]);
    desk.typed("kari").keys(&["Enter"]);
    assert!(desk.row("Plan").contains("[Customer]"), "{}", desk.text());
    desk.sees("The plan of Acme AS is partner, and").keys(&["Up", "Up", "Up", "Up", "Up"]).typed("M");
    desk.sees("The tickets of Acme AS come under SESAM");
}

#[test]
fn another_name_takes_back_what_followed_from_the_organisation() {
    let mut desk = at_customer(of_sesam(), 120, 36);
    let before = desk.row("Vendor");
    desk.typed("kari").keys(&["Enter"]).sees("[SESAM]").typed("n");
    assert_eq!(desk.row("Vendor"), before);
    desk.sees_not("by Acme AS").sees_not("[Partner]");
    // Going back to it proposes them again.
    desk.keys(&["Backspace"]).sees("Kari Nord <kari").keys(&["Enter"]).sees("[SESAM]");
}

#[test]
fn where_severity_follows_from_impact_and_urgency_those_are_still_asked_for() {
    let mut desk = at_customer(organisation("Acme AS", "missoun", "", "high"), 120, 36);
    desk.typed("kari").keys(&["Enter"]).sees("[Missoun]").keys(&["Up"]).typed("Down").keys(&["Up"]).typed("p");
    desk.keys(&["Ctrl-S"]).sees("choose the impact");
}

#[test]
fn a_draft_keeps_who_was_chosen() {
    let mut desk = at_customer(of_sesam(), 120, 36);
    desk.typed("kari")
        .keys(&["Enter", "Esc"])
        .sees("Queue")
        .keys(&["n"])
        .sees("Kari Nord <kari@acme.example>, Acme AS");
    assert!(desk.row("Plan").contains("[Partner]"), "{}", desk.text());
}

#[test]
fn on_a_phone_whoever_is_proposed_shows_below_the_name() {
    at_customer(of_sesam(), 40, 12).typed("kari").sees("Customer").sees("⏎ Kari Nord <kari@a");
}

/// Logs a ticket that was typed for Kari, and two that are hers, the first of them closed; and one of nobody.
pub fn with_tickets(columns: u16, rows: u16) -> AtDesk {
    AtDesk::with(MONDAY, columns, rows, |d| {
        let (acme, kari) = known(d, of_sesam());
        let ticket = |subject: &str| new("sesam", "partner", "error", "phone", subject);
        let hers = |subject: &str| NewTicket {
            customer: Some("Kari Nord".to_owned()),
            person: Some(kari),
            organisation: Some(acme),
            ..ticket(subject)
        };
        let first = log(d, "agent1", hers("First of hers"));
        for what in ["responded", "work_started", "fixed"] {
            let what = serde_json::from_str(&format!("\"{what}\"")).unwrap();
            d.commit(Request::add("agent1", first, None, what)).unwrap();
        }
        let closed = frist::domain::ticket::event::Closed { reason: None, words: None };
        d.commit(Request::add("agent1", first, None, frist::domain::ticket::EventData::Closed(closed))).unwrap();
        log(d, "agent1", NewTicket { customer: Some("kari".to_owned()), ..ticket("Typed for her") });
        log(d, "agent1", hers("Second of hers"));
        log(d, "agent1", NewTicket { organisation: Some(acme), ..ticket("Of Acme alone") });
        log(d, "agent1", ticket("Of nobody"));
    })
}

/// Selects the ticket of that subject in the queue.
pub fn select(desk: &mut AtDesk, subject: &str) {
    desk.keys(&["g g"]);
    for _ in 0..5 {
        let text = desk.text();
        // Not beside the list, where the preview is.
        let mut selected = text.lines().filter(|row| row.starts_with('▌')).map(|row| row.split('│').next().unwrap());
        if selected.any(|row| row.contains(subject)) {
            return;
        }
        desk.keys(&["j"]);
    }
    panic!("{}", desk.text());
}

#[test]
fn the_customers_line_proposes_people_and_takes_the_selected_one() {
    let mut desk = with_tickets(100, 30);
    select(&mut desk, "Typed for her");
    desk.keys(&[", c"]).sees("Kari Nord <kari@acme.example>, Acme AS").sees("“kari”, a name alone").keys(&["Enter"]);
    desk.sees("#2 customer Kari Nord <kari@acme.example>, Acme AS");
    let ticket = desk.desk.record(TicketId(2)).unwrap().unwrap().ticket;
    assert_eq!((ticket.person, ticket.organisation), (Some(LedgerRecordId(2)), Some(LedgerRecordId(1))));
    desk.keys(&["u"]).sees("undone");
    assert_eq!(desk.desk.record(TicketId(2)).unwrap().unwrap().ticket.person, None);
    desk.keys(&[", c"]).typed(" n").keys(&["Down", "Enter"]).sees("#2 customer kari n");
    assert_eq!(desk.desk.record(TicketId(2)).unwrap().unwrap().ticket.person, None);
}

#[test]
fn the_tickets_of_whoever_reported_one_are_a_key_away() {
    for (columns, rows) in [(80, 24), (160, 45), (40, 12)] {
        let mut desk = with_tickets(columns, rows);
        select(&mut desk, "Second of hers");
        desk.keys(&["H"]).sees("Kari Nord: 2 tickets, closed").sees("First of hers").sees("Second of hers");
        desk.sees_not("Typed for her").keys(&["j", "Enter"]).sees("#1").sees("First of hers").keys(&["Esc", "Esc"]);
        select(&mut desk, "Of Acme alone");
        desk.keys(&["Enter", "H"]).sees("Acme AS: 3 tickets, closed").sees("First of hers").sees("Of Acme alone");
        desk.keys(&["Esc", "Esc"]);
        select(&mut desk, "Of nobody");
        desk.keys(&["H"]).sees("It is not known who reported #5");
        select(&mut desk, "Typed for her");
        desk.keys(&["H"]).sees("#2 has only a typed name, kari");
    }
}

#[test]
fn the_page_of_whoever_reported_a_ticket_is_a_key_away() {
    for (columns, rows) in [(80, 24), (160, 45)] {
        let mut desk = with_tickets(columns, rows);
        select(&mut desk, "Second of hers");
        desk.keys(&["g p"]).sees("Kari Nord, person 2").sees("kari@acme.example").keys(&["Esc"]).is_on("1 Queue");
        desk.keys(&["Enter", "g p"]).sees("Kari Nord, person 2").keys(&["Esc"]).sees("#3").keys(&["Esc"]);
        select(&mut desk, "Of Acme alone");
        desk.keys(&[":"]).typed("their-page\n").sees("Acme AS, organisation 1").keys(&["Esc"]);
        select(&mut desk, "Of nobody");
        desk.keys(&["g p"]).sees("It is not known who reported #5");
        select(&mut desk, "Typed for her");
        desk.keys(&["g p"]).sees("#2 has only a typed name, kari");
    }
}

#[test]
fn filters_know_organisations_and_names_of_files() {
    let mut desk = with_tickets(100, 30);
    desk.keys(&["/"]).sees("person:kari  org:acme").sees("has:file  file:error.log").typed("organisation:acme\n");
    desk.sees("Second of hers").sees("Of Acme alone").sees_not("Of nobody");
    desk.keys(&["/"]).keys(&["Ctrl-U"]).typed("file:log\n").sees_not("Second of hers");
}

#[test]
fn a_ticket_that_becomes_theirs_comes_into_the_open_list() {
    let mut desk = with_tickets(100, 30);
    select(&mut desk, "Second of hers");
    desk.keys(&["H"]).sees("Kari Nord: 2 tickets");
    let hers =
        NewTicket { person: Some(LedgerRecordId(2)), ..new("sesam", "partner", "error", "phone", "Third of hers") };
    log(&desk.desk, "agent2", NewTicket { customer: Some("Kari Nord".to_owned()), ..hers });
    desk.hear().sees("Kari Nord: 3 tickets").sees("Third of hers");
}

#[test]
fn assigning_marks_who_is_away_and_says_so() {
    let mut desk = AtDesk::with(MONDAY, 100, 30, |d| {
        let away = |staff: &str, to: Option<i64>| {
            let (from, to) = (d.now().plus(-7200), to.map(|to| d.now().plus(to)));
            enter(d, LedgerFact::Absence(Absence { staff: staff.to_owned(), from, to, note: None }));
        };
        // Until Thursday 00:00 in Oslo, until today 14:00, and for as long as is not known.
        away("ola", Some(62 * 3600));
        away("anna", Some(4 * 3600));
        away("kari", None);
        for who in ["ola", "anna", "kari"] {
            let id = log(d, "agent1", new("markant", "standard", "critical", "phone", "Shop down"));
            let to = frist::domain::ticket::event::Assigned { to: Some(who.to_owned()) };
            let assigned = frist::domain::ticket::EventData::Assigned(to);
            d.commit(Request::add("agent1", id, None, assigned)).unwrap();
        }
        log(d, "agent1", new("sesam", "partner", "critical", "phone", "Sync lags"));
    });
    select(&mut desk, "Sync lags");
    desk.keys(&["a"]).sees("ola, away until Thu 11 Jan").sees("anna, away until Mon 8 Jan 14:00");
    desk.sees("kari, away until further notice").typed("ola").keys(&["Enter"]);
    desk.sees("#4 assigned to ola, who is away until Thu 11 Jan");
}
