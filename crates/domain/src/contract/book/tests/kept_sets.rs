//! What is promised by further sets of hours stays promised: they and the calendars that they name are kept by value.

use super::kept_texts::{CLOSED, OTHER_YEAR, Store, files, logged};
use super::*;
use crate::ledger::{LedgerFact, LedgerRecordId, Outage};
use crate::sla::sla;
use crate::time::{CalendarPeriod, PeriodLength};
use crate::uptime::period_uptime;

/// An agreement that counts by a further set of hours with a calendar of its own, and says all else that an agreement may say.
const SETS: &str = "id = \"acme\"\nvendor = \"Acme\"\ntime_zone = \"Europe/Oslo\"\n\
    [support]\nclosed = [\"easter-3\"]\npause = { states = [\"waiting_customer\"], targets = [\"fix\"] }\n\
    [support.hours]\nmon-fri = [\"08:00-16:00\"]\n\
    [hours.late]\nholidays = [\"own\"]\ncut_off = \"20:00\"\n[hours.late.days]\nmon-sat = [\"08:00-22:00\"]\n\
    [[severity]]\nid = \"high\"\nname = \"High\"\nmeans = \"x\"\nclock = \"late\"\n\
    [plan.standard]\nname = \"Standard\"\n[plan.standard.target.high]\nacknowledge = { within = \"1h\", outside = \"9h\" }\n\
    response = \"2h\"\nupdate = \"1bd\"\nworkaround = \"end of 1bd\"\nfix = \"3bd\"\nroot_cause = { within = \"5bd\", from = \"fix\" }\n\
    [plan.standard.uptime]\nmin_percent = 99.5\nperiod = \"quarter\"\nclaim_within = \"30d\"\n\
    credit = { of = \"fee\", bands = [{ below = 99.5, percent = 5 }, { over = \"7h\", percent = 15 }] }\n\
    [[attainment]]\ntarget = \"response\"\npercent = 95\nperiod = \"month\"\n\
    [uptime]\nmin_percent = 99.9\nhours = \"late\"\n";

/// Changes of it, each of another part.
const PARTS: [(&str, &str); 21] = [
    ("easter-3", "easter-2"),
    ("[\"fix\"]", "[\"workaround\"]"),
    ("waiting_customer", "waiting_vendor"),
    ("holidays = [\"own\"]", "holidays = []"),
    ("\"20:00\"", "\"21:00\""),
    ("22:00", "23:00"),
    ("clock = \"late\"\n", ""),
    ("\"9h\"", "\"8h\""),
    (", outside", ", clock = \"support\", outside"),
    ("update = \"1bd\"", "update = \"2bd\""),
    ("end of 1bd", "1bd"),
    ("\"3bd\"", "\"end of 3bd\""),
    ("from = \"fix\"", "from = \"workaround\""),
    ("99.5\nperiod", "99.7\nperiod"),
    ("\"quarter\"", "\"year\""),
    ("\"30d\"", "\"60d\""),
    ("percent = 15", "percent = 25"),
    ("\"7h\"", "\"8h\""),
    ("percent = 95", "percent = 90"),
    ("period = \"month\"", "period = \"year\""),
    ("hours = \"late\"\n", "hours = \"support\"\n"),
];

#[test]
fn each_part_of_an_agreement_with_further_hours_belongs_to_its_promise() {
    let name = |calendar: &str, contract: &str| files(calendar, contract).get("acme").unwrap().promise.clone();
    let acme = name(CLOSED, SETS);
    let mut names = vec![acme.clone(), name(OTHER_YEAR, SETS)];
    for (from, to) in PARTS {
        assert_eq!(SETS.matches(from).count(), 1, "{from}");
        names.push(name(CLOSED, &SETS.replace(from, to)));
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), PARTS.len() + 2, "no two of them promise the same");
    for (same, contract) in [
        (
            "the order of bands",
            SETS.replace(
                "{ below = 99.5, percent = 5 }, { over = \"7h\", percent = 15 }",
                "{ over = \"7h\", percent = 15 }, { below = 99.5, percent = 5 }",
            ),
        ),
        (
            "a clock that is named where it held anyway",
            SETS.replace("response = \"2h\"", "response = { within = \"2h\", clock = \"late\" }"),
        ),
        (
            "a set that says itself what it would inherit",
            SETS.replace("cut_off = \"20:00\"", "cut_off = \"20:00\"\nclosed = [\"easter-3\"]"),
        ),
        ("a review", SETS.replace("time_zone", "next_review = 2030-01-01\ntime_zone")),
        ("notes", SETS.replace("time_zone", "notes = [\"read so\"]\ntime_zone")),
    ] {
        assert_eq!(name(CLOSED, &contract), acme, "{same}");
    }
}

/// Returns everything that is told of the past: deadlines of the targets that a ticket has, a month, a quarter.
fn told_of_past(book: &Book, ticket: &Ticket) -> String {
    let contract = book.of_ticket(ticket).unwrap();
    let dues: Vec<_> = sla(ticket, &contract, ticket.reported()).targets.iter().map(|target| target.due).collect();
    let outage = Outage { from: oslo("2026-05-29", 9), to: Some(oslo("2026-05-29", 15)), ..Outage::default() };
    let uptime = |length, text, plan| {
        let period = CalendarPeriod::parse(length, text).unwrap();
        let contract = book.for_report("acme", period.bounds(contract.zone).unwrap().0).unwrap();
        let known = [(LedgerRecordId(1), &outage)];
        let given = period_uptime(contract, plan, period, &known, &[], oslo("2027-01-01", 0)).unwrap();
        (given.downtime, given.length, given.kept(), given.credit_percent())
    };
    let periods = [
        uptime(PeriodLength::Month, "2026-05", None),
        uptime(PeriodLength::Quarter, "2026-Q2", Some("standard")),
        uptime(PeriodLength::Year, "2026", Some("standard")),
    ];
    format!("{dues:?} {periods:?} {:?}", contract.attainment)
}

#[test]
fn whichever_part_of_an_agreement_with_further_hours_changes_the_past_counts_as_it_did() {
    let mut store = Store::default();
    // A Thursday; on the Friday the further hours are closed.
    let first = oslo("2026-05-28", 15);
    let book = store.opened(&files(CLOSED, SETS), first);
    let ticket = logged(&book, first);
    let before = told_of_past(&book, &ticket);
    let [kept] = store.entries.as_slice() else { panic!("the agreement is kept") };
    let Some(LedgerFact::Agreement(kept)) = &kept.fact else { panic!("the agreement is kept") };
    assert_eq!(kept.calendars.iter().map(|calendar| &*calendar.text).collect::<Vec<_>>(), [CLOSED]);
    for (day, (from, to)) in (1..).zip(PARTS) {
        let changed = files(CLOSED, &SETS.replace(from, to));
        let book = store.opened(&changed, oslo(&format!("2027-02-{day:02}"), 9));
        assert_eq!(told_of_past(&book, &ticket), before, "{to}");
        assert_eq!(book.changes("acme").len(), 1, "{to}");
    }
    for gone in [files(OTHER_YEAR, SETS), files(CLOSED, ""), files("", "")] {
        let book = store.opened(&gone, oslo("2027-03-01", 9));
        assert_eq!(told_of_past(&book, &ticket), before);
    }
}
