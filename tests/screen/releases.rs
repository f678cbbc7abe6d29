//! Vendors' release dates at the screen: SESAM, "a fix will be delivered in the next release".

use frist::config::{Person, Role};
use frist::desk::{Change, Desk, Request};
use frist::domain::ledger::{LedgerFact, Release};
use frist::domain::ticket::{EventData, event};
use frist::domain::time::Date;
use frist::tui::app::Setup;

use crate::at_desk::{AtDesk, MONDAY, happen, log, new, setup};

/// Returns a desk with two errors without a workaround, which wait for a release, and tickets that do not.
fn waiting(columns: u16, rows: u16) -> AtDesk {
    AtDesk::with(MONDAY, columns, rows, |d| {
        let begun = log(d, "agent1", new("sesam", "partner", "error", "email", "How are pipes named"));
        happen(d, "agent1", begun, EventData::WorkStarted);
        happen(d, "agent1", begun, EventData::WorkaroundImpossible);
        let error = log(d, "agent1", new("sesam", "customer", "error", "email", "Pipes are slow"));
        happen(d, "agent1", error, EventData::WorkaroundImpossible);
        log(d, "agent1", new("sesam", "partner", "critical", "email", "Pipes stand still"));
        let excluded = log(d, "agent1", new("sesam", "partner", "question", "email", "Our own pipes"));
        happen(
            d,
            "agent1",
            excluded,
            EventData::Excluded(event::Excluded {
                cause: "customer".to_owned(),
                words: Some("it is theirs".to_owned()),
            }),
        );
        let mended = log(d, "agent1", new("sesam", "partner", "question", "email", "Where are pipes"));
        happen(d, "agent1", mended, EventData::Fixed);
    })
}

fn enter(date: &str, name: Option<&str>) -> Change {
    let date = Date::parse(date).unwrap();
    let release = Release { contract: "sesam".to_owned(), date, name: name.map(str::to_owned) };
    Change::Enter { entry: None, revision: None, fact: Some(Box::new(LedgerFact::Release(release))) }
}

fn dates(desk: &AtDesk) -> Vec<String> {
    desk.desk.ledger().releases(Some("sesam")).iter().map(|(_, release)| release.date.to_string()).collect()
}

#[test]
fn a_release_that_is_entered_dates_what_waits_for_it_and_undo_takes_it_back() {
    let mut desk = waiting(120, 30);
    assert!(desk.row("How are pipes").contains("next release, no date"), "{}", desk.text());
    desk.keys(&["3", "G", "r"]).sees("A release of SESAM").typed("2024-02-01 Winter").keys(&["Enter"]);
    desk.sees("SESAM releases on Thu 1 Feb 2024 (Winter): 2 open tickets are due by it · u undoes it");
    desk.keys(&["1"]);
    assert!(desk.row("How are pipes").contains("1 Feb 24:00"), "{}", desk.text());
    desk.keys(&["j", "Enter"]).sees("due 1 Feb 24:00").keys(&["1"]);
    desk.keys(&["3", "u"]).sees("undone: SESAM releases on Thu 1 Feb 2024 (Winter)").keys(&["1"]);
    assert!(desk.row("How are pipes").contains("next release, no date"), "{}", desk.text());
    assert_eq!(dates(&desk), [""; 0]);
}

#[test]
fn an_earlier_release_is_what_the_tickets_follow_and_a_later_one_changes_nothing() {
    let mut desk = waiting(120, 30);
    desk.keys(&["3", "G", "r"]).typed("2024-03-01\n").sees("2 open tickets are due by it");
    desk.keys(&["r"]).typed("2024-04-02\n").sees("SESAM releases on Tue 2 Apr 2024 · u undoes it");
    desk.keys(&["r"]).typed("2024-02-01\n").sees("2 open tickets are due by it");
    // On the day of the report nothing is promised yet: the next one counts.
    desk.keys(&["r"]).typed("2024-01-08\n").sees("SESAM releases on Mon 8 Jan 2024 · u undoes it");
}

#[test]
fn what_cannot_be_read_is_refused_in_the_line_and_stays_there() {
    let mut desk = waiting(80, 24);
    desk.keys(&["3", "G", "r"]).typed("1.2.2024 Winter\n");
    desk.sees("“1.2.2024” is not a date; write year-month-day as in 2026-12-01").sees("1.2.2024 Winter");
    desk.keys(&["Backspace"]).sees_not("is not a date").keys(&["Esc"]).sees_not("A release of SESAM");
    desk.keys(&["r", "Enter"]).sees_not("A release of SESAM");
    desk.keys(&["r"]).typed("2024-02-01\n").keys(&["r"]).typed("2024-02-01 Again\n");
    desk.sees("sesam has a release on Thu 1 Feb 2024 already");
    assert_eq!(dates(&desk), ["2024-02-01"]);
}

#[test]
fn a_name_without_end_is_refused() {
    let mut desk = waiting(80, 24);
    desk.keys(&["3", "G", "r"]);
    desk.screen.paste(&format!("2024-02-01 {}", "W".repeat(5000)));
    desk.keys(&["Enter"]).sees("write a short name, or none");
    assert_eq!(dates(&desk), [""; 0]);
}

#[test]
fn one_release_is_removed_at_once_and_of_several_one_is_chosen() {
    let mut desk = waiting(120, 30);
    desk.keys(&["3", "G", "R"]).sees("No release of SESAM has been entered");
    desk.keys(&["r"]).typed("2024-02-01 Winter\n").keys(&["R"]);
    desk.sees("SESAM no longer releases on Thu 1 Feb 2024 (Winter): 2 open tickets were due by it · u undoes it");
    desk.keys(&["u"]).sees("undone: SESAM no longer releases");
    assert_eq!(dates(&desk), ["2024-02-01"]);
    desk.keys(&["r"]).typed("2024-01-02\n").keys(&["r"]).typed("2024-03-01\n").keys(&["R"]);
    desk.sees("Remove which release of SESAM?").sees("Tue 2 Jan 2024  past");
    desk.keys(&["j", "Enter"]).sees("SESAM no longer releases on Fri 1 Mar 2024 · u undoes it");
    assert_eq!(dates(&desk), ["2024-01-02", "2024-02-01"]);
    desk.keys(&["R", "Esc"]).sees_not("Remove which release");
    assert_eq!(dates(&desk).len(), 2);
}

#[test]
fn only_a_lead_may_and_nobody_fills_anything_in_first() {
    let mut desk = waiting(100, 24);
    let me = Person { name: "agent1".to_owned(), display: "agent1".to_owned(), role: Role::Agent };
    desk.start(Setup { me, ..setup(&[]) });
    for key in ["r", "R"] {
        desk.keys(&["3", "G", key]).sees("entering a vendor's release dates is for leads, and you are an agent");
        desk.sees_not("A release of SESAM").keys(&["Esc"]);
    }
}

#[test]
fn what_somebody_else_enters_shows_as_it_is_entered() {
    let mut desk = waiting(120, 30);
    desk.sees("next release, no date");
    desk.desk.commit(Request::new("lead", vec![enter("2024-02-01", Some("Winter"))])).unwrap();
    // The script's host passes the feed on with the next thing that it is asked for.
    desk.keys(&["Enter"]).keys(&["Esc"]).sees_not("next release, no date").sees("1 Feb 24:00");
    desk.keys(&["3", "G", "Enter"]);
    while !desk.text().contains("next releases") {
        desk.keys(&["j"]);
    }
    desk.sees("Thu 1 Feb 2024 (Winter)");
}

#[test]
fn at_a_demonstration_one_stays_who_one_is() {
    let mut desk = waiting(100, 24);
    desk.start(Setup { demo: true, ..setup(&[]) }).keys(&["3", "G", "r"]).typed("2024-02-01\n");
    desk.sees("SESAM releases on").sees("frist demo").sees("agent1  Mon 8 10:00");
}

#[test]
fn the_keys_are_only_the_vendors() {
    let mut desk = waiting(80, 24);
    desk.keys(&["R"]).sees("The cause of #3, explained to the customer").keys(&["Esc", "Enter", "R"]);
    desk.sees("The cause of #3, explained to the customer")
        .keys(&["Esc", "3", ":"])
        .typed("remove-rel")
        .sees("Remove a release date of the vendor's.")
        .keys(&["Enter"]);
    desk.sees("No release of");
}

#[test]
fn a_release_being_entered_at_80_by_24() {
    let mut desk = waiting(80, 24);
    desk.keys(&["3", "G", "r"]).typed("1.2.2024 Winter\n");
    insta::assert_snapshot!(desk.text());
}

#[test]
fn a_release_being_removed_at_160_by_45() {
    let mut desk = AtDesk::with(MONDAY, 160, 45, |d| {
        for (date, name) in [("2024-01-02", None), ("2024-02-01", Some("Winter")), ("2024-06-03", None)] {
            d.commit(Request::new("lead", vec![enter(date, name)])).unwrap();
        }
    });
    desk.keys(&["3", "G", "R", "j"]);
    insta::assert_snapshot!(desk.text());
}
