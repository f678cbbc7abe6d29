//! The files of a ticket: listed, attached and saved with the keys.

use std::fs;

use frist::desk::Desk;
use frist::domain::ticket::TicketId;
use frist::tui::app::Setup;

use crate::at_desk::{AtDesk, MONDAY, log, new, setup};

/// Opens a desk with one ticket, started in a folder where files may be read and written.
fn desk_in(folder: &std::path::Path) -> AtDesk {
    let mut desk = AtDesk::with(MONDAY, 80, 24, |d| {
        log(d, "agent1", new("markant", "standard", "serious", "phone", "Hub is silent"));
    });
    desk.start(Setup { files: Some(folder.to_owned()), ..setup(&[]) });
    desk
}

fn names(desk: &AtDesk) -> Vec<String> {
    let ticket = desk.desk.record(TicketId(1)).unwrap().unwrap().ticket;
    ticket.files.iter().map(|file| file.name.clone()).collect()
}

#[test]
fn a_file_is_attached_shown_saved_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("hub.log"), "refused\n").unwrap();
    let mut desk = desk_in(folder.path());
    desk.keys(&["X"]).sees("Files of #1").sees("Attach a file…").keys(&["Enter"]).sees("Attach a file to #1");
    desk.typed("hub.log\n").sees("#1 attached hub.log");
    assert_eq!(names(&desk), ["hub.log"]);
    desk.keys(&["Enter"]).sees("[CONVERSATION 1]").sees("⊕ hub.log (text/plain, 8 bytes)");
    // The newest is selected; what is there already is not written over.
    desk.keys(&["X"]).sees("hub.log").keys(&["Enter"]).sees("hub-2.log");
    assert_eq!(fs::read_to_string(folder.path().join("hub-2.log")).unwrap(), "refused\n");
    desk.keys(&["u"]).sees("undone");
    assert_eq!(names(&desk), [""; 0]);
}

#[test]
fn a_file_that_is_not_there_is_named_and_nothing_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_in(folder.path());
    desk.keys(&["X", "Enter", "Enter"]).sees("Type the path of a file");
    desk.typed("no.log\n").sees("no.log cannot be read").keys(&["X", "Enter"]).typed(".\n").sees("is a folder");
    assert_eq!(names(&desk), [""; 0]);
}

#[test]
fn where_no_file_may_be_touched_the_list_says_how_else() {
    let mut desk = AtDesk::with(MONDAY, 80, 24, |d| {
        log(d, "agent1", new("markant", "standard", "serious", "phone", "Hub is silent"));
    });
    desk.keys(&["X"]).sees("neither written nor read").keys(&["Enter"]).sees("frist attach 1 - --name NAME");
}
