//! Promises of uptime by plan, quarter and hours at the screen, what can be claimed where they are broken, and promises about
//! many tickets.

use std::sync::Arc;

use frist::desk::{Change, Desk, LocalDesk, ManualClock, Request};
use frist::domain::contract::{Book, SourceFile, built_in_calendars};
use frist::domain::ledger::{LedgerFact, Outage};
use frist::domain::ticket::{EventData, NewTicket};
use frist::domain::time::Instant;
use frist_testkit::promised::{OFFICE, TIERS};

use crate::at_desk::{AtDesk, happen, log, new};

/// Wednesday 10 April 2024, 12:00 in Oslo.
const WEDNESDAY: &str = "2024-04-10T10:00:00Z";

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn book() -> Book {
    let file = |name: &str, text: &str| SourceFile::user(name, text.to_owned());
    Book::new(built_in_calendars(), [file("tiers.toml", TIERS), file("office.toml", OFFICE)])
}

fn down(desk: &LocalDesk, contract: &str, from: &str, to: &str, affects: &[&str]) {
    let outage = Outage {
        contract: contract.to_owned(),
        from: at(from),
        to: Some(at(to)),
        symptom: Some("database gone".to_owned()),
        affects: affects.iter().map(|name| (*name).to_owned()).collect(),
        ..Outage::default()
    };
    let change = Change::Enter { entry: None, revision: None, fact: Some(Box::new(LedgerFact::Outage(outage))) };
    desk.commit(Request::new("anna", vec![change])).unwrap();
}

/// Fills the desk: nine and a half hours down at Tiers in March, which hit North; a night and a morning at Office in February; and
/// in each month a ticket at Tiers, of which March's was answered late.
fn fill(desk: &LocalDesk) {
    down(desk, "tiers", "2024-03-12T09:00:00Z", "2024-03-12T18:30:00Z", &["North"]);
    down(desk, "office", "2024-02-14T19:00:00Z", "2024-02-15T14:00:00Z", &[]);
    for (reported, minutes) in [("2024-01-10T09:00:00Z", 5), ("2024-02-10T09:00:00Z", 5), ("2024-03-10T09:00:00Z", 90)]
    {
        let ticket = new("tiers", "base", "high", "phone", "Shop down");
        let reported = at(reported);
        let id = log(desk, "anna", NewTicket { reported: Some(reported), ..ticket });
        let (happened, what) = (Some(reported.plus(minutes * 60)), Box::new(EventData::Responded));
        let answered = Change::Add { ticket: id, revision: None, happened, what };
        desk.commit(Request::new("anna", vec![answered])).unwrap();
    }
    let late = log(desk, "anna", new("tiers", "base", "high", "phone", "Shop down again"));
    happen(desk, "anna", late, EventData::Responded);
}

fn desk(columns: u16, rows: u16) -> AtDesk {
    AtDesk::with_book(book(), WEDNESDAY, columns, rows, fill)
}

#[test]
fn the_list_has_a_row_for_each_promise_and_what_can_be_claimed() {
    let mut desk = desk(80, 24);
    desk.keys(&["4"]).sees("Office Q2").sees("Tiers, Base").sees("  Premium").sees("CAN BE CLAIMED");
    desk.sees("Office, Q1 2024: 20% of quarterly fee").sees("   by the end of Sun 14 Apr 2024, 4 d 12h00 left");
    insta::assert_snapshot!("promises_list_80x24", desk.text());
    // Twelve hours later half a day is gone.
    desk.pass(12 * 3600).sees(" 0m left").sees_not(" 12h00 left");
}

/// Beside the page of a vendor the list has 44 columns.
#[test]
fn each_claim_is_shown_whole_with_its_last_day_and_what_is_left() {
    let mut desk = desk(130, 42);
    desk.keys(&["4"]).sees("CAN BE CLAIMED").sees("until Sun 14 Apr 2024, 4 d 12h00 left").sees("of quarterly fee");
    desk.sees("until Tue 30 Apr 2024, 20 d 12h00 left").sees("25% of monthly");
    // At the first moment after its last day it is gone.
    desk.pass(4 * 86_400 + 12 * 3600 - 1).sees("1s left");
    desk.pass(1).sees_not("of quarterly fee").sees("25% of monthly");
}

/// The file of Tiers is gone; what was promised is kept.
#[test]
fn an_outage_of_a_vendor_whose_file_is_gone_is_entered_for_that_vendor() {
    let only = |name: &str, text: &str| SourceFile::user(name, text.to_owned());
    let past = |folder: &std::path::Path| {
        let clock = Arc::new(ManualClock::at(at(WEDNESDAY)));
        fill(&LocalDesk::open(folder, Arc::new(book()), clock).unwrap());
    };
    let office = Book::new(built_in_calendars(), [only("office.toml", OFFICE)]);
    let mut desk = AtDesk::with_past(office, past, WEDNESDAY, 100, 30);
    desk.keys(&["4", "j", "L"]).sees("Uptime ▸ new outage").sees("Tiers");
    desk.typed("-10m").keys(&["Ctrl-S"]).sees_not("new outage");
    let outages = desk.desk.ledger().outages(Some("tiers")).len();
    assert_eq!(outages, 2, "{}", desk.text());
}

#[test]
fn a_quarter_has_its_page_and_its_calendar_the_month() {
    let mut desk = desk(160, 45);
    desk.keys(&["4", "k", "Left", "Left", "Enter"])
        .sees("Office, Q1 2024")
        .sees("‼ broken")
        .sees("claim by the end of")
        .sees("14 Apr, 4 d left");
    desk.sees("Q1‼").sees("11h00");
    insta::assert_snapshot!("quarter_160x45", desk.text());
    desk.keys(&["Left", "Left"]).sees("Office, Q4 2023").sees_not("claim by");
    desk.keys(&["v"]).sees("Office, Q4 2023: why each minute counted or not").sees("Only the hours “service” count");
}

#[test]
fn one_key_writes_the_claim_of_the_promise_that_is_shown() {
    let mut desk = desk(100, 40);
    desk.keys(&["4", "Left", "j", "j", "C"]).sees("Claim to Tiers, Premium, March 2024");
    desk.sees("We claim 25% of monthly fee: the uptime was 98.721 %");
    desk.keys(&["Esc", "k", "C"])
        .sees("Claim to Tiers, Base: uptime for North in March 2024")
        .sees("5% of monthly fee");
    desk.keys(&["Esc", "Left", "C"]).sees("Nothing to claim: the promise is kept");
    insta::assert_snapshot!("claim_80x24", self::desk(80, 24).keys(&["4", "Left", "j", "j", "Enter", "C"]).text());
}

#[test]
fn the_page_on_a_narrow_screen_says_until_when_a_claim_can_be_made() {
    let mut desk = desk(80, 24);
    desk.keys(&["4", "Left", "j", "j", "Enter"]).sees("Tiers, Premium, March 2024").sees("claim by the end of");
    desk.sees("30 Apr, 20 d left");
    insta::assert_snapshot!("plan_80x24", desk.text());
}

/// Two customers of Tiers have half of what the base plan allows each, which together would break it.
#[test]
fn a_promise_to_each_customer_is_judged_by_the_one_who_is_worst_off() {
    let mut desk = AtDesk::with_book(book(), WEDNESDAY, 160, 45, |desk| {
        down(desk, "tiers", "2024-04-02T09:00:00Z", "2024-04-02T11:00:00Z", &["North"]);
        down(desk, "tiers", "2024-04-03T09:00:00Z", "2024-04-03T11:30:00Z", &["South"]);
    });
    desk.keys(&["4", "j", "Enter"]).sees("Tiers, Base, April 2024").sees("99.652 % ✓").sees("worst: South");
    desk.sees("1h06 left").sees("69 %").sees("none is due");
    desk.keys(&["v"]).sees("kept (worst: South)").sees("North: 99.722 %, kept").sees("South: 99.652 %, kept");
}

#[test]
fn a_period_to_come_has_not_begun() {
    let mut desk = desk(160, 45);
    desk.keys(&["4", "Right", "Right", "Right"]).sees("July 2024").sees("not begun").sees_not("✓ kept");
}

#[test]
fn the_vendors_page_tells_what_can_be_claimed() {
    let mut desk = desk(160, 45);
    desk.keys(&["3", "k"]).sees("can be claimed: Office, Q1 2024: 20% of quarterly fee");
}

#[test]
fn the_report_of_promises_tells_how_many_may_still_be_missed() {
    let mut desk = desk(160, 45);
    desk.keys(&["5", "Shift-Tab", "Shift-Tab"]).sees("[promises]").sees("Q2 2024").sees("✓ kept so far");
    insta::assert_snapshot!("promises_160x45", desk.text());
    insta::assert_snapshot!("promises_80x24", self::desk(80, 24).keys(&["5", "Shift-Tab", "Shift-Tab"]).text());
    desk.keys(&["Left"]).sees("‼ broken").keys(&["Down", "Right"]);
    let mut card = self::desk(160, 45);
    card.keys(&["5", "Shift-Tab", "v", "Left"])
        .sees("Scorecard of Tiers, March 2024")
        .sees("PROMISES ABOUT MANY TICKETS");
    insta::assert_snapshot!("scorecard_of_promises_160x45", card.text());
}

#[test]
fn without_such_a_promise_the_report_says_so() {
    let mut desk = AtDesk::with(WEDNESDAY, 80, 24, |_| ());
    desk.keys(&["5", "Shift-Tab", "Shift-Tab"]).sees("No agreement promises anything about many tickets at once");
}
