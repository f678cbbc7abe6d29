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
    // What was typed stays, so that a slip is mended and not typed again.
    desk.typed("no.log\n").sees("no.log cannot be read").sees("File no.log").keys(&["Backspace"; 6]).typed(".\n");
    desk.sees("is a folder").sees("File .");
    assert_eq!(names(&desk), [""; 0]);
}

#[test]
fn a_path_is_completed_by_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("logs of today")).unwrap();
    fs::write(folder.path().join("logs of today/hub one.log"), "1").unwrap();
    fs::write(folder.path().join("logs of today/hub two.log"), "2").unwrap();
    let mut desk = desk_in(folder.path());
    desk.keys(&["X", "Enter"]).typed("lo").keys(&["Tab"]).sees("File logs of today/");
    desk.keys(&["Tab"]).sees("File logs of today/hub").sees("hub one.log  hub two.log");
    desk.typed(" t").keys(&["Tab"]).sees("File logs of today/hub two.log").sees_not("hub one.log").keys(&["Enter"]);
    desk.sees("#1 attached hub two.log");
    desk.keys(&["X", "Up", "Down", "Enter"]).typed("nothing").keys(&["Tab"]).sees("that begins with nothing");
    // A path as a shell or a terminal writes it.
    desk.keys(&["Backspace"; 7]).typed("logs\\ of\\ today/hub\\ one.log\n").sees("#1 attached hub one.log");
    assert_eq!(names(&desk), ["hub two.log", "hub one.log"]);
}

#[test]
fn a_file_whose_bytes_are_gone_is_marked() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("hub.log"), "refused\n").unwrap();
    let mut desk = desk_in(folder.path());
    desk.keys(&["X", "Enter"]).typed("hub.log\n").sees("#1 attached hub.log").keys(&["Enter"]).sees("⊕ hub.log");
    desk.sees_not("missing in the store").keys(&["Esc"]);
    fs::remove_dir_all(desk.store().join("files")).unwrap();
    desk.keys(&["X"]).sees("missing").keys(&["Up"]).sees("frist repair takes them").keys(&["Esc", "Enter"]);
    desk.sees("⊕ hub.log (text/plain, 8 bytes) · missing in the store");
}

#[test]
fn where_no_file_may_be_touched_the_list_says_how_else() {
    let mut desk = AtDesk::with(MONDAY, 80, 24, |d| {
        log(d, "agent1", new("markant", "standard", "serious", "phone", "Hub is silent"));
    });
    desk.keys(&["X"]).sees("neither written nor read").keys(&["Enter"]).sees("frist attach 1 - --name NAME");
}
