//! What may be entered: every bad outage, maintenance and change with the sentence that refuses it.

use std::sync::LazyLock;

use super::*;
use crate::contract::Contract;
use crate::problem::Field;
use crate::time::Month;

static BOOK: LazyLock<Book> = LazyLock::new(Book::built_in);

const NOW: &str = "2024-01-08 10:00";
const LONG: &str = "the longest is 200; put the rest into a note";

/// Returns what is there already: three outages of SESAM, one of them running, one that hit North and South, and one that was
/// removed; one of Markant; maintenance.
fn there() -> Ledger {
    let named = Outage {
        symptom: Some("Hub cannot be reached".into()),
        cause: Some("vendor".into()),
        tickets: vec![TicketId(7)],
        ..outage("2024-01-05 10:00", "2024-01-05 11:00")
    };
    let affects = vec!["North".into(), "South".into()];
    let both = Outage { affects, ..outage("2024-01-02 10:00", "2024-01-02 11:00") };
    [
        entry(1, 0, Some(LedgerFact::Outage(named))),
        entry(2, 0, Some(LedgerFact::Outage(outage("2024-01-08 09:18", "")))),
        entry(3, 0, Some(LedgerFact::Maintenance(work("2024-01-09 20:00", "2024-01-09 22:00")))),
        entry(4, 0, Some(LedgerFact::Outage(Outage { contract: "markant".into(), ..outage("2024-01-04 10:00", "") }))),
        entry(5, 0, Some(LedgerFact::Outage(outage("2024-01-03 10:00", "2024-01-03 11:00")))),
        entry(5, 1, None),
        entry(6, 0, Some(LedgerFact::Outage(both))),
    ]
    .into_iter()
    .collect()
}

fn work(from: &str, to: &str) -> Maintenance {
    Maintenance { contract: "sesam".into(), from: oslo(from), to: oslo(to), ..Maintenance::default() }
}

fn change(note: &str) -> AnnouncedChange {
    let contract = "myproduction".to_owned();
    AnnouncedChange {
        contract,
        from: oslo("2024-03-01 08:00"),
        announced: Some(oslo("2024-01-08 09:00")),
        note: note.into(),
    }
}

/// Returns an hour on 6 January, on which nothing else was.
fn hour() -> Outage {
    outage("2024-01-06 10:00", "2024-01-06 11:00")
}

/// Returns the field and the sentence with which it is refused as a new entry, or nothing.
fn refusal(fact: &LedgerFact) -> String {
    refusal_of(fact, None)
}

fn refusal_of(fact: &LedgerFact, id: Option<u64>) -> String {
    let checked = check_fact(fact, id.map(LedgerRecordId), &BOOK, &there(), oslo(NOW));
    checked.err().map_or_else(String::new, |refusal| format!("{}: {refusal}", refusal.field.map_or("", Field::key)))
}

#[test]
fn every_outage_that_cannot_be_is_refused_with_what_to_do() {
    let ticket = |id| TicketId(id);
    let ends = "give an end after its beginning";
    let passed = "give a time that has passed";
    let years = "that is outside the years 1980 to 2100, in which the support clock works; give a time in these years";
    let sesams = "give one of vendor, customer, third_party, application, environment, force_majeure, unpaid, maintenance, or none while it is \
                  not known";
    for (outage, refused) in [
        (
            Outage { contract: "acme".into(), ..hour() },
            "contract: there is no contract `acme`; there are markant, missoun, moocommerce, myproduction, sesam"
                .into(),
        ),
        (
            Outage { contract: "\u{1b}[2Jx".into(), ..hour() },
            "contract: there is no contract `[2Jx`; there are markant, missoun, moocommerce, myproduction, sesam"
                .into(),
        ),
        (outage("2024-01-08 10:01", ""), format!("from: an outage cannot be in the future; {passed}")),
        (Outage { from: Instant::FIRST.plus(-1), ..hour() }, format!("from: {years}")),
        (outage("2024-01-06 10:00", "2024-01-06 09:59"), format!("to: the outage would end before it begins; {ends}")),
        (outage("2024-01-06 10:00", "2024-01-06 10:00"), format!("to: the outage would have no length; {ends}")),
        (outage("2024-01-06 10:00", "2024-01-08 10:01"), format!("to: an outage cannot be in the future; {passed}")),
        (Outage { to: Some(Instant::END), ..hour() }, format!("to: {years}")),
        (
            Outage { reported: Some(oslo("2024-01-08 10:01")), ..hour() },
            format!("reported: a report cannot be in the future; {passed}"),
        ),
        (Outage { reported: Some(Instant::END), ..hour() }, format!("reported: {years}")),
        (Outage { cause: Some("weather".into()), ..hour() }, format!("cause: there is no cause `weather`; {sesams}")),
        (Outage { cause: Some("Vendor".into()), ..hour() }, format!("cause: there is no cause `Vendor`; {sesams}")),
        (Outage { cause: Some("\u{202e}".into()), ..hour() }, format!("cause: there is no cause ``; {sesams}")),
        (
            Outage { cause: Some("x".repeat(99)), ..hour() },
            format!("cause: there is no cause `{}`; {sesams}", "x".repeat(40)),
        ),
        (
            Outage { symptom: Some(" ".into()), ..hour() },
            "symptom: the symptom cannot be used: there is no text in it; write a few words".into(),
        ),
        (
            Outage { symptom: Some("a\u{1b}[2J".into()), ..hour() },
            "symptom: the symptom cannot be used: it has a control character (U+001B) at place 2; take it out".into(),
        ),
        (
            Outage { solution: Some("two\nlines".into()), ..hour() },
            "solution: the solution cannot be used: it has a control character (U+000A) at place 4; take it out".into(),
        ),
        (
            Outage { solution: Some("y".repeat(201)), ..hour() },
            format!("solution: the solution cannot be used: it has 201 characters, {LONG}"),
        ),
        (
            Outage { tickets: vec![ticket(3), ticket(4), ticket(3)], ..hour() },
            "tickets: #3 is named twice; name it once".into(),
        ),
        (Outage { affects: vec!["North".into(), "South".into()], ..hour() }, String::new()),
        (
            Outage { affects: vec!["North".into(), " north".into()], ..hour() },
            "affects:  north is named twice; name it once".into(),
        ),
        (
            Outage { affects: vec!["North".into(), " ".into()], ..hour() },
            "affects: a name of what it hit is empty; name a service or a customer, or none: then it hit all".into(),
        ),
        (
            Outage { affects: vec!["North, South".into()], ..hour() },
            "affects: `North, South` has a comma in it; name each by itself".into(),
        ),
        (
            Outage { affects: (0..51).map(|n| format!("Shop {n}")).collect(), ..hour() },
            "affects: more than 50 are named; name none: then it hit all".into(),
        ),
    ] {
        assert_eq!(refusal(&LedgerFact::Outage(outage.clone())), refused, "{outage:?}");
    }
}

#[test]
fn an_outage_is_told_once() {
    let lasted = "outage 1 of SESAM, which lasted from Fri 5 Jan 2024 10:00 to Fri 5 Jan 2024 11:00";
    let hit_both = "outage 6 of SESAM, which lasted from Tue 2 Jan 2024 10:00 to Tue 2 Jan 2024 11:00";
    let runs = "outage 2 of SESAM, which has been running since Mon 8 Jan 2024 09:18";
    let apart = "change that one, or say in the symptom or the cause what is different";
    let is = |outage: &str| format!("from: that is {outage}; {apart}");
    let overlaps = |outage: &str| {
        format!(
            "from: this overlaps {outage}, and nothing in symptom, cause or whom it hit tells the two apart; {apart}"
        )
    };
    let hub = "Hub cannot be reached";
    let of = |cause: &str, outage: Outage| Outage { cause: Some(cause.into()), ..outage };
    let hit = |affects: &[&str], outage: Outage| Outage {
        affects: affects.iter().map(|name| (*name).to_owned()).collect(),
        ..outage
    };
    let says = |text: &str, outage: Outage| Outage { symptom: Some(text.into()), ..outage };
    let on_7 = |outage: Outage| Outage { tickets: vec![TicketId(6), TicketId(7)], ..outage };
    for (outage, refused) in [
        // By its words, whatever the letters, wherever the two meet.
        (says(" hub CANNOT be reached ", outage("2024-01-05 09:00", "2024-01-05 10:01")), overlaps(lasted)),
        (says(hub, outage("2024-01-05 10:59", "2024-01-05 12:00")), overlaps(lasted)),
        (says(hub, outage("2024-01-05 09:00", "")), overlaps(lasted)),
        (says(hub, outage("2024-01-05 10:00", "2024-01-05 11:00")), is(lasted)),
        // A cause that is not known yet tells nothing apart; another one does, also of an outage inside another.
        (says(hub, of("vendor", outage("2024-01-05 10:20", "2024-01-05 10:40"))), overlaps(lasted)),
        (says(hub, of("customer", outage("2024-01-05 10:20", "2024-01-05 10:40"))), String::new()),
        // So does whom it hit, in whatever order and letters the names stand.
        (hit(&["south", "North "], outage("2024-01-02 10:00", "2024-01-02 11:00")), is(hit_both)),
        (hit(&["North", "South"], outage("2024-01-02 10:30", "2024-01-02 12:00")), overlaps(hit_both)),
        (hit(&["North"], outage("2024-01-02 10:00", "2024-01-02 11:00")), String::new()),
        // By a ticket that both name, whatever the words.
        (
            on_7(says("Pipes stand", outage("2024-01-05 10:30", "2024-01-05 12:00"))),
            format!("from: this overlaps {lasted} and names #7 too; change that one, or leave #7 out"),
        ),
        // While it runs: again, from later on, and one that ended within it.
        (outage("2024-01-08 09:18", ""), is(runs)),
        (outage("2024-01-08 09:30", ""), overlaps(runs)),
        (outage("2024-01-07 09:30", ""), overlaps(runs)),
        (outage("2024-01-08 09:20", "2024-01-08 09:30"), overlaps(runs)),
        // A cause that is not known yet tells nothing apart; another one does, also of an outage inside another.
        (says(hub, Outage { cause: None, ..outage("2024-01-05 10:20", "2024-01-05 10:40") }), overlaps(lasted)),
        (says(hub, of("customer", outage("2024-01-05 10:20", "2024-01-05 10:40"))), String::new()),
        // It may be another: another time, other words, another vendor, or the same that was removed.
        (says("Hub cannot be reached", outage("2024-01-05 11:00", "2024-01-05 12:00")), String::new()),
        (says("Hub cannot be reached", outage("2024-01-05 09:00", "2024-01-05 10:00")), String::new()),
        (on_7(outage("2024-01-05 11:00", "2024-01-05 12:00")), String::new()),
        (outage("2024-01-05 10:00", "2024-01-05 11:00"), String::new()),
        (says("Pipes stand", outage("2024-01-08 09:18", "")), String::new()),
        (Outage { contract: "moocommerce".into(), ..outage("2024-01-08 09:18", "") }, String::new()),
        (outage("2024-01-03 10:00", "2024-01-03 11:00"), String::new()),
    ] {
        assert_eq!(refusal(&LedgerFact::Outage(outage.clone())), refused, "{outage:?}");
    }
}

#[test]
fn an_outage_may_be_changed_without_being_taken_for_another() {
    let ended = LedgerFact::Outage(outage("2024-01-08 09:18", "2024-01-08 09:50"));
    assert_eq!(refusal_of(&ended, Some(2)), "");
    assert!(refusal_of(&ended, Some(1)).starts_with("from: this overlaps outage 2 of SESAM"));
    assert!(refusal_of(&ended, None).starts_with("from: this overlaps outage 2 of SESAM"));
}

#[test]
fn a_cause_is_one_that_is_told_apart_everywhere_or_that_the_agreement_names() {
    for contract in BOOK.contracts() {
        for cause in CAUSES {
            let outage = Outage { contract: contract.id.clone(), cause: Some(cause.into()), ..hour() };
            assert_eq!(
                refusal(&LedgerFact::Outage(Outage { symptom: Some("x".into()), ..outage })),
                "",
                "{} {cause}",
                contract.id
            );
        }
        assert_eq!(known_causes(contract), CAUSES, "{}", contract.id);
    }
    let mut own = Contract::clone(BOOK.get("sesam").unwrap());
    own.scope.excluded = vec!["customer".into(), "weather".into()];
    own.scope.excluded_uptime = vec!["flood".into()];
    own.scope.excluded_tickets = vec!["licence".into()];
    own.maintenance.as_mut().unwrap().windows_not_for = vec!["vendor".into(), "release".into()];
    assert_eq!(known_causes(&own)[CAUSES.len()..], ["weather", "flood", "licence", "release"]);
}

/// `MooCommerce`: the vendor reports every month.
#[test]
fn a_vendors_report_is_about_a_month_that_has_begun_and_comes_once() {
    let book = &*BOOK;
    let report = |month: &str, came: &str| VendorReport {
        contract: "moocommerce".into(),
        month: Month::parse(month).unwrap(),
        came: oslo(came),
        note: None,
    };
    let come = entry(1, 0, Some(LedgerFact::VendorReport(report("2023-12", "2024-01-03 10:00"))));
    let ledger: Ledger = [come].into_iter().collect();
    let now = oslo("2024-01-08 10:00");
    let refused = |report: VendorReport, id: Option<u64>| {
        let refused = check_fact(&LedgerFact::VendorReport(report), id.map(LedgerRecordId), book, &ledger, now);
        refused.err().map_or_else(String::new, |refusal| format!("{}: {refusal}", refusal.field.map_or("", Field::key)))
    };
    assert_eq!(refused(report("2023-11", "2024-01-03 10:00"), None), "");
    assert_eq!(refused(report("2024-01", "2024-01-08 10:00"), None), "");
    assert_eq!(refused(report("2023-12", "2024-01-04 10:00"), Some(1)), "");
    let twice = "the report of MooCommerce about December 2023 has come already";
    assert!(refused(report("2023-12", "2024-01-04 10:00"), None).contains(twice));
    assert!(refused(report("2023-11", "2024-01-09 10:00"), None).contains("cannot be in the future"));
    assert!(refused(report("2024-02", "2024-01-08 10:00"), None).contains("February 2024 had not begun when it came"));
    let unknown = VendorReport { contract: "acme".into(), ..report("2023-11", "2024-01-03 10:00") };
    assert!(refused(unknown, None).contains("there is no contract `acme`"));
    let two_lines = VendorReport { note: Some("a\nb".into()), ..report("2023-11", "2024-01-03 10:00") };
    assert!(refused(two_lines, None).starts_with("note: "));
}

#[test]
fn every_maintenance_that_cannot_be_is_refused_with_what_to_do() {
    let good = || work("2024-01-20 20:00", "2024-01-20 22:00");
    let ends = "give an end after its beginning";
    let years = "that is outside the years 1980 to 2100, in which the support clock works; give a time in these years";
    for (work, refused) in [
        (good(), String::new()),
        (work("2023-01-20 20:00", "2023-01-20 22:00"), String::new()),
        (work("2024-01-09 20:00", "2024-01-09 23:00"), String::new()),
        (Maintenance { contract: "markant".into(), ..work("2024-01-09 20:00", "2024-01-09 22:00") }, String::new()),
        (
            Maintenance { contract: "acme".into(), ..good() },
            "contract: there is no contract `acme`; there are markant, missoun, moocommerce, myproduction, sesam"
                .into(),
        ),
        (
            work("2024-01-20 20:00", "2024-01-20 19:00"),
            format!("to: the maintenance would end before it begins; {ends}"),
        ),
        (work("2024-01-20 20:00", "2024-01-20 20:00"), format!("to: the maintenance would have no length; {ends}")),
        (Maintenance { from: Instant::FIRST.plus(-1), ..good() }, format!("from: {years}")),
        (Maintenance { to: Instant::END, ..good() }, format!("to: {years}")),
        (
            Maintenance { announced: Some(oslo("2024-01-08 10:01")), ..good() },
            "announced: an announcement cannot be in the future; give a time that has passed".into(),
        ),
        (
            Maintenance { kind: Some(String::new()), ..good() },
            "kind: the kind cannot be used: there is no text in it; write a few words".into(),
        ),
        (
            Maintenance { note: Some("a\u{9b}b".into()), ..good() },
            "note: the note cannot be used: it has a control character (U+009B) at place 2; take it out".into(),
        ),
        (
            work("2024-01-09 20:00", "2024-01-09 22:00"),
            "from: SESAM has a maintenance from then to then already; it is entry 3; change that one".into(),
        ),
    ] {
        assert_eq!(refusal(&LedgerFact::Maintenance(work.clone())), refused, "{work:?}");
    }
    let again = LedgerFact::Maintenance(work("2024-01-09 20:00", "2024-01-09 22:00"));
    assert_eq!(refusal_of(&again, Some(3)), "", "it may be written again");
}

#[test]
fn every_change_that_cannot_be_is_refused_with_what_to_do() {
    for (change, refused) in [
        (change("New version of the API"), String::new()),
        (AnnouncedChange { announced: None, ..change("x") }, String::new()),
        (
            AnnouncedChange { contract: String::new(), ..change("x") },
            "contract: there is no contract ``; there are markant, missoun, moocommerce, myproduction, sesam".into(),
        ),
        (
            AnnouncedChange { from: Instant::END, ..change("x") },
            "from: that is outside the years 1980 to 2100, in which the support clock works; give a time in these years"
                .to_owned(),
        ),
        (
            AnnouncedChange { announced: Some(oslo("2024-01-08 10:01")), ..change("x") },
            "announced: an announcement cannot be in the future; give a time that has passed".into(),
        ),
        (change(""), "note: the note cannot be used: there is no text in it; write a few words".into()),
        (
            change("x\u{202e}"),
            "note: the note cannot be used: it has a control character (U+202E) at place 2; take it out".into(),
        ),
        (change(&"x".repeat(201)), format!("note: the note cannot be used: it has 201 characters, {LONG}")),
    ] {
        assert_eq!(refusal(&LedgerFact::AnnouncedChange(change.clone())), refused, "{change:?}");
    }
}
