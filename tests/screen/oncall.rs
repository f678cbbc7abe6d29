//! Who is on call, at the screen: in the header, in the breach view, on the wall, and who is offered a ticket.

use std::time::Duration;

use frist::desk::Desk;
use frist::domain::ticket::{EventData, TicketId, event};
use frist::tui::run::Program;

use crate::at_desk::{AtDesk, happen, log, new};

/// A Monday, 07:59:58 in Oslo; Anna hands over to Ola at half a minute past eight.
const BEFORE: &str = "2024-01-15T06:59:58Z";

const ROTA: &str = "time_zone = \"Europe/Oslo\"\n\
    [[rota]]\npeople = [\"anna\", \"ola\"]\nfrom = \"2024-01-08 08:00:30\"\nevery = \"week\"\n\
    [[rota]]\nlevel = \"second line\"\npeople = [\"kari\"]\nfrom = \"2024-01-01 08:00\"\nevery = \"week\"\n";

fn on_call(columns: u16, rows: u16) -> AtDesk {
    AtDesk::with_rota(ROTA, BEFORE, columns, rows, |d| {
        let id = log(d, "agent1", new("markant", "standard", "critical", "phone", "Shop down"));
        happen(d, "agent1", id, EventData::Assigned(event::Assigned { to: Some("ola".to_owned()) }));
        log(d, "agent1", new("sesam", "partner", "critical", "phone", "Sync lags"));
    })
}

#[test]
fn the_header_changes_over_at_the_second_of_the_hand_over_while_nobody_touches_anything() {
    for (columns, rows) in [(80, 24), (160, 45), (200, 60)] {
        let mut desk = on_call(columns, rows);
        desk.sees("on call: anna").pass(31).sees("on call: anna").pass(1).sees("on call: ola").sees_not("call: anna");
    }
}

#[test]
fn the_screen_wakes_for_a_hand_over_within_the_minute() {
    let rota = ROTA.replace("08:00:30", "08:05:30");
    // Long after the last key, with nothing on the screen that ticks.
    let desk = AtDesk::with_rota(&rota, BEFORE, 80, 24, |_| ());
    let ten_past = desk.screen.now().plus(312);
    let wake = desk.screen.program().wake_in(ten_past);
    assert_eq!(wake, Some(Duration::from_secs(20)), "not before there is something to show, and then at once");
}

#[test]
fn the_breach_view_tells_every_level_until_when_and_who_is_next() {
    let mut wide = on_call(160, 45);
    wide.keys(&["2"]).sees("ON CALL").sees("first line: anna").sees("until today 08:00, then ola");
    wide.sees("second line: kari").pass(32).sees("first line: ola").sees("until 22 Jan 08:00, then anna");
    let mut narrow = on_call(80, 24);
    narrow.keys(&["2"]).sees("on call  first line: anna until today 08:00, then ola   second line: kari");
    let mut wall = on_call(200, 60);
    wall.keys(&["F11"]).sees("on call  first line: anna until today 08:00, then ola");
    wall.pass(32).sees("first line: ola");
}

#[test]
fn before_the_first_hand_over_nobody_is_on_call_and_without_a_rota_nothing_is_said() {
    let mut early = AtDesk::with_rota(ROTA, "2024-01-07T12:00:00Z", 80, 24, |_| ());
    early.sees("on call: nobody").keys(&["2"]).sees("first line: nobody from Mon 08:00 on anna");
    AtDesk::at(BEFORE, 160, 45).keys(&["2"]).sees_not("on call").sees_not("ON CALL");
}

#[test]
fn whoever_sits_here_is_you() {
    let rota = ROTA.replace("anna", "agent1");
    let mut desk = AtDesk::with_rota(&rota, BEFORE, 80, 24, |_| ());
    desk.sees("on call: you").pass(32).sees("on call: ola");
}

#[test]
fn assigning_tells_who_is_on_call_and_how_much_each_has() {
    let mut desk = on_call(100, 30);
    desk.keys(&["a"]);
    for row in ["agent1 (you)", "anna, on call", "kari, on call (second line)", "fewest tickets (agent1)"] {
        desk.sees(row);
    }
    assert!(desk.row("agent1 (you)").contains("0 open"), "{}", desk.text());
    desk.keys(&["Esc", "j", "a"]).typed("ola").sees("1 open").sees_not("0 open");
}

#[test]
fn whoever_has_fewest_is_found_on_request() {
    let mut desk = on_call(100, 30);
    desk.keys(&["a"]).typed("fewest").keys(&["Enter"]);
    let has = |id| desk.desk.record(TicketId(id)).unwrap().unwrap().ticket.assignee.clone();
    assert!(has(1).as_deref() == Some("agent1") || has(2).as_deref() == Some("agent1"), "{}", desk.text());
}

#[test]
fn on_call_at_80_by_24() {
    insta::assert_snapshot!(on_call(80, 24).keys(&["a"]).text());
}

#[test]
fn on_call_in_the_breach_view_at_160_by_45() {
    insta::assert_snapshot!(on_call(160, 45).keys(&["2"]).text());
}
