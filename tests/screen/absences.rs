//! Who of the staff is away: listed, entered and removed with the keys.

use frist::config::{Person as Staff, Role};
use frist::desk::Desk;
use frist::domain::ledger::{Absence, LedgerFact};
use frist::tui::app::Setup;

use crate::at_desk::{AtDesk, MONDAY, setup};
use crate::people::enter;

fn absences(desk: &AtDesk) -> Vec<Absence> {
    desk.desk.ledger().absences().map(|(_, absence)| absence.clone()).collect()
}

/// Opens a desk where Ola is away until Thursday, and Anna was.
fn with_ola_away(columns: u16, rows: u16) -> AtDesk {
    AtDesk::with(MONDAY, columns, rows, |d| {
        let away = |staff: &str, from: i64, to: Option<i64>| {
            let (from, to) = (d.now().plus(from), to.map(|to| d.now().plus(to)));
            enter(d, LedgerFact::Absence(Absence { staff: staff.to_owned(), from, to, note: None }));
        };
        away("ola", -7200, Some(62 * 3600));
        away("anna", -7200, Some(-3600));
    })
}

#[test]
fn who_is_away_is_listed_entered_and_removed() {
    for (columns, rows) in [(80, 24), (160, 45), (40, 12)] {
        let mut desk = with_ola_away(columns, rows);
        desk.keys(&[":"]).typed("absence\n").sees("Who is away").sees("ola").sees_not("anna").keys(&["Down", "Enter"]);
        desk.sees("▌Who").typed("me").keys(&["Tab"]).typed("2024-02-01").keys(&["Tab"]).typed("2024-02-02");
        desk.keys(&["Tab"]).typed("course").keys(&["Ctrl-S"]).is_on("1 Queue");
        let [_, _, entered] = &absences(&desk)[..] else { panic!("{:?}", absences(&desk)) };
        assert_eq!((entered.staff.as_str(), entered.note.as_deref()), ("agent1", Some("course")));
        // The last day is away as a whole: they are back on 3 February, 00:00 in Oslo.
        assert_eq!(entered.to.unwrap().to_string(), "2024-02-02T23:00:00Z");
        desk.keys(&["g d"]).sees("ola").sees("agent1").keys(&["Enter"]).sees("Remove this absence of ola");
        desk.keys(&["y"]).sees("removed").keys(&["g d"]).sees_not("ola").sees("agent1").keys(&["Esc", "u"]);
        desk.sees("undone").keys(&["g d"]).sees("ola");
    }
}

/// A slip of the keys makes nobody absent: the name is asked about once, with the nearest.
#[test]
fn a_name_that_nobody_has_is_asked_about() {
    let mut desk = with_ola_away(100, 30);
    let id = crate::at_desk::log(
        &desk.desk,
        "agent1",
        crate::at_desk::new("markant", "standard", "critical", "phone", "Shop down"),
    );
    let to = frist::domain::ticket::event::Assigned { to: Some("jonas".to_owned()) };
    crate::at_desk::happen(&desk.desk, "agent1", id, frist::domain::ticket::EventData::Assigned(to));
    desk.hear().keys(&["g d", "G", "Enter"]).typed("jo").sees("takes jonas").typed("nnas").keys(&["Ctrl-S"]);
    desk.sees("nobody called “jonnas”; do you mean jonas?");
    assert_eq!(absences(&desk).len(), 2);
    desk.keys(&["Ctrl-U"]).typed("jo").keys(&["Enter", "Ctrl-S"]).is_on("1 Queue");
    assert_eq!(absences(&desk)[2].staff, "jonas");
    desk.keys(&["g d", "G", "Enter"]).typed("nils").keys(&["Ctrl-S"]).sees("nobody called “nils”").keys(&["Ctrl-S"]);
    assert_eq!(absences(&desk)[3].staff, "nils", "entered again, it is meant");
}

#[test]
fn what_is_wrong_with_an_absence_is_said_at_its_field() {
    let mut desk = with_ola_away(100, 30);
    desk.keys(&["g d", "G", "Enter", "Ctrl-S"])
        .sees("the name is missing")
        .typed("ola")
        .keys(&["Tab"])
        .typed("some day");
    desk.keys(&["Ctrl-S"]).sees("some day").keys(&["Ctrl-U", "Ctrl-S"]).sees("nobody called “ola”");
    desk.keys(&["Ctrl-S"]).sees("absent in that time already");
    desk.keys(&["Esc"]).sees("brings it back").keys(&["g d", "G", "Enter"]).sees("ola");
}

#[test]
fn a_viewer_sees_who_is_away_and_is_offered_nothing() {
    let mut desk = with_ola_away(100, 24);
    let me = Staff { name: "agent1".to_owned(), display: "agent1".to_owned(), role: Role::Viewer };
    desk.start(Setup { me, ..setup(&[]) });
    desk.keys(&["g d"])
        .sees("ola")
        .sees_not("Enter an absence")
        .sees("viewer")
        .keys(&["Enter"])
        .sees_not("Remove this");
}
