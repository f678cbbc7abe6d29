//! Marked tickets: what is recorded goes for all of them, and is undone as one.

use frist::desk::Desk;
use frist::domain::ticket::{EventData, Ticket, TicketId, event};

use crate::at_desk::{AtDesk, MONDAY, happen, log, new};

/// Returns a desk with five tickets at SESAM, of which the third is answered already and two belong to somebody.
fn five(columns: u16, rows: u16) -> AtDesk {
    AtDesk::with(MONDAY, columns, rows, |d| {
        for n in 1..=5 {
            log(d, "agent1", new("sesam", "partner", "critical", "phone", &format!("matter {n}")));
        }
        happen(d, "berit", TicketId(3), EventData::Responded);
        happen(d, "berit", TicketId(4), EventData::Assigned(event::Assigned { to: Some("berit".to_owned()) }));
        happen(d, "berit", TicketId(5), EventData::Assigned(event::Assigned { to: Some("carl".to_owned()) }));
    })
}

fn tickets(desk: &AtDesk) -> Vec<Ticket> {
    (1..=5).map(|id| desk.desk.record(TicketId(id)).unwrap().unwrap().ticket.as_ref().clone()).collect()
}

fn owners(desk: &AtDesk) -> Vec<String> {
    tickets(desk).into_iter().map(|t| t.assignee.unwrap_or_default()).collect()
}

fn answered(desk: &AtDesk) -> usize {
    tickets(desk).iter().filter(|t| t.responded.is_some()).count()
}

#[test]
fn what_is_recorded_goes_for_all_marked_and_is_one_undo() {
    let mut desk = five(100, 24);
    desk.keys(&["/"]).typed("is:new").keys(&["Enter", "Space", "Space"]).sees("2 marked").keys(&["r"]);
    desk.sees("responded · u undoes it").sees_not("marked");
    assert_eq!(answered(&desk), 3);
    desk.keys(&["u"]).sees("undone");
    assert_eq!(answered(&desk), 1);
}

#[test]
fn marking_again_takes_the_mark_away_and_so_does_esc() {
    let mut desk = five(100, 24);
    desk.keys(&["Space", "k", "Space"]).sees_not("marked").keys(&["*"]).sees("5 marked");
    assert_eq!(desk.text().matches('■').count(), 5, "{}", desk.text());
    desk.keys(&["*"]).sees_not("marked").keys(&["*", "Esc"]).sees_not("marked").sees("Queue");
}

#[test]
fn what_cannot_be_done_to_some_is_done_to_the_others_and_told_with_the_reason() {
    let mut desk = five(100, 24);
    desk.keys(&["*", "r"]).sees("Not responded: 1 of 5").sees("#3: ").sees("4 tickets responded");
    assert_eq!(answered(&desk), 5);
    desk.keys(&["Esc", "*", "r"]).sees("Not responded: 5 of 5");
    let before: usize = tickets(&desk).iter().map(|t| t.revision as usize).sum();
    desk.keys(&["Esc"]).sees("5 marked").keys(&["u"]).sees("undone: 4 tickets responded");
    assert_eq!(tickets(&desk).iter().map(|t| t.revision as usize).sum::<usize>(), before + 4);
}

#[test]
fn what_asks_for_more_is_for_one_ticket_at_a_time() {
    let mut desk = five(100, 24);
    desk.keys(&["*", "x"]).sees("exclude is for one ticket at a time; Esc lets go of the 5 that are marked");
    desk.keys(&["Esc", "x"]).sees("Why does the promise not hold");
}

#[test]
fn assigned_to_somebody_are_all_that_are_not_theirs_already() {
    let mut desk = five(100, 24);
    desk.keys(&["*", "a"])
        .sees("Assign 5 tickets to")
        .typed("berit")
        .keys(&["Enter"])
        .sees("4 tickets assigned to berit");
    assert_eq!(owners(&desk), ["berit"; 5]);
    desk.keys(&["u"]).sees("undone");
    assert_eq!(owners(&desk), ["", "", "", "berit", "carl"]);
    desk.keys(&["*", "a"])
        .typed("nobody at all")
        .sees("Enter assigns to")
        .keys(&["Enter"])
        .sees("The desk knows nobody called “nobody at all”. Enter")
        .keys(&["Enter"])
        .sees("5 tickets assigned to");
}

/// A slip of the pen would give a ticket to nobody there is.
#[test]
fn a_name_that_nobody_has_is_asked_about_and_the_one_that_comes_near_is_named() {
    let mut desk = five(100, 24);
    let before = owners(&desk);
    desk.keys(&["a"]).typed("berot").keys(&["Enter"]).sees("nobody called “berot”. Do you mean").sees("berit? Enter");
    assert_eq!(owners(&desk), before);
    // What is typed on is asked about anew.
    desk.keys(&["Backspace"]).typed("x").sees_not("Do you mean").keys(&["Enter"]).sees("nobody called “berox”");
    assert_eq!(owners(&desk), before);
    desk.keys(&["Enter"]).sees("assigned to berox");
}

#[test]
fn given_to_whoever_has_fewest_they_go_round() {
    let mut desk = five(100, 24);
    desk.keys(&["*", "a"]).typed("fewest").sees("one after the other").keys(&["Enter"]).sees("tickets assigned: ");
    let owners = owners(&desk);
    for name in ["agent1", "berit", "carl"] {
        let has = owners.iter().filter(|owner| *owner == name).count();
        assert!((1..=2).contains(&has), "{owners:?}");
    }
}

#[test]
fn marked_in_the_breach_view_they_are_assigned_too() {
    let mut desk = five(120, 30);
    desk.keys(&["2", "*", "a"]).sees("Assign 5 tickets to").keys(&["Enter"]).sees("5 tickets assigned to agent1");
    desk.sees("Breach").keys(&["u"]).sees("undone");
    assert_eq!(owners(&desk), ["", "", "", "berit", "carl"]);
}

#[test]
fn nothing_happens_to_a_marked_ticket_that_has_left_the_list() {
    let mut desk = five(100, 24);
    desk.keys(&["*", "/"]).typed("assignee:carl").keys(&["Enter"]).sees("1 marked").keys(&["Backspace", "r"]);
    assert_eq!(answered(&desk), 2);
}

#[test]
fn a_time_that_was_entered_counts_for_all_of_them() {
    let mut desk = five(100, 24);
    desk.keys(&["@"]).typed("-0m").keys(&["Enter", "*", "s"]).sees("5 tickets work started");
    assert!(tickets(&desk).iter().all(|ticket| ticket.work_started.is_some()));
}

/// Returns a desk with tickets of Markant, which promises no correction, so that what nobody has mended can be closed
/// there.
fn a_mixed_list(columns: u16, rows: u16) -> AtDesk {
    AtDesk::with(MONDAY, columns, rows, |d| {
        for (n, severity) in ["critical", "serious", "serious", "minor", "minor"].into_iter().enumerate() {
            log(d, "agent1", new("markant", "standard", severity, "phone", &format!("matter {n}")));
        }
        log(d, "agent1", new("sesam", "partner", "error", "email", "still owed"));
        log(d, "agent1", new("myproduction", "standard", "critical", "email", "late"));
        for id in 1..=4 {
            happen(d, "berit", TicketId(id), EventData::Responded);
            happen(d, "berit", TicketId(id), EventData::WorkStarted);
        }
        happen(d, "berit", TicketId(4), EventData::Fixed);
        happen(d, "berit", TicketId(3), EventData::Assigned(event::Assigned { to: Some("berit".to_owned()) }));
    })
}

fn closed(desk: &AtDesk) -> Vec<u64> {
    let all = (1..=7).map(|id| desk.desk.record(TicketId(id)).unwrap().unwrap().ticket);
    all.filter(|ticket| ticket.closed.is_some()).map(|ticket| ticket.id.0).collect()
}

/// One key too many would close a whole list.
#[test]
fn closing_several_says_how_many_and_which_kinds_and_wants_a_yes() {
    let mut desk = a_mixed_list(100, 24);
    desk.pass(3600 + 60).keys(&["*", "d"]).sees("Close 4 tickets? 3 are not fixed, 1 is of the highest severity,");
    desk.sees("assigned to somebody else. 3 others stay as they are: 1 breached a").sees("2 still have open targets.");
    for key in ["Enter", "d", "j"] {
        desk.keys(&[key]).sees("Close 4 tickets?");
    }
    desk.keys(&["n"]).sees_not("Close 4").sees("7 marked");
    assert_eq!(closed(&desk), [0; 0]);
    desk.keys(&["d", "Esc"]).sees("7 marked").keys(&["d", "y"]).sees("4 tickets closed");
    // The question has told why.
    desk.sees_not("Not closed").sees("still owed");
    assert_eq!(closed(&desk), [1, 2, 3, 4]);
    desk.keys(&["Esc", "u"]).sees("undone: 4 tickets closed");
    assert_eq!(closed(&desk), [0; 0]);
}

#[test]
fn fixing_several_asks_too_and_one_that_is_marked_is_as_one_that_is_selected() {
    let mut desk = a_mixed_list(100, 24);
    desk.keys(&["*", "f"]).sees("Fix 6 tickets? 3 have no work started,").sees("1 other stays as it is.").keys(&["y"]);
    desk.sees("6 tickets fixed").keys(&["Esc", "u"]).sees("undone");
    desk.keys(&["*", "w"]).sees("Record a workaround for 7 tickets?").keys(&["n"]).sees("7 marked");
    desk.keys(&["Esc", "Space", "f"]).sees("fixed · u undoes it");
}

/// A moment that was set is named in the question, and kept by a no.
#[test]
fn a_question_about_several_names_the_moment_that_it_counts_for() {
    let mut desk = a_mixed_list(100, 24);
    desk.pass(600).keys(&["@"]).typed("-0m\n").keys(&["*", "f"]).sees("Fix 6 tickets for today 10:10?");
    desk.keys(&["n"]).sees("next entry for today 10:10").keys(&["f", "y"]).sees("6 tickets fixed");
    desk.sees_not("next entry for");
}

#[test]
fn the_question_before_several_are_closed() {
    let asked = |columns, rows| a_mixed_list(columns, rows).pass(3660).keys(&["*", "d"]).text();
    insta::assert_snapshot!("close_several_at_80_by_24", asked(80, 24));
    insta::assert_snapshot!("close_several_at_160_by_45", asked(160, 45));
    insta::assert_snapshot!("close_several_at_40", asked(40, 24));
}

#[test]
fn marked_tickets_at_80_by_24() {
    insta::assert_snapshot!(five(80, 24).keys(&["Space", "Space", "j", "Space"]).text());
}
