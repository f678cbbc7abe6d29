//! The form of a new ticket: its files, who is proposed as the customer, and which fields show.

use std::fs;

use frist::config::{Person as Staff, Role};
use frist::desk::Desk;
use frist::domain::ledger::{LedgerRecordId, Organisation, Party as _, Person};
use frist::domain::ticket::{Ticket, TicketId};
use frist::tui::app::Setup;

use crate::at_desk::{AtDesk, MONDAY, setup};
use crate::people::{enter, known, of_sesam};

/// Opens the form in a folder where files may be read, with all chosen but the files, which have the keys.
fn at_files(folder: &std::path::Path, columns: u16, rows: u16) -> AtDesk {
    let mut desk = AtDesk::with(MONDAY, columns, rows, |d| {
        known(d, of_sesam());
    });
    desk.start(Setup { files: Some(folder.to_owned()), ..setup(&[]) });
    desk.screen.resize(columns, rows);
    desk.keys(&["n"]).go_to("Subject");
    desk.typed("Hub is silent").keys(&["Tab"]).typed("kari n").keys(&["Enter"]).sees("[SESAM]").go_to("Channel");
    desk.typed("p").go_to("Files");
    desk
}

impl AtDesk {
    /// Presses the key for the next field, else the one before, until that one has the keys.
    fn go_to(&mut self, field: &str) -> &mut Self {
        for key in ["Tab", "Shift-Tab"] {
            for _ in 0..14 {
                let text = self.text();
                if text.lines().any(|row| row.starts_with(&format!("▌{field}"))) {
                    return self;
                }
                self.keys(&[key]);
            }
        }
        panic!("{}", self.text());
    }
}

fn only(desk: &AtDesk) -> Ticket {
    desk.desk.record(TicketId(1)).unwrap().unwrap().ticket.as_ref().clone()
}

fn names(ticket: &Ticket) -> Vec<&str> {
    ticket.files.iter().map(|file| file.name.as_str()).collect()
}

#[test]
fn files_are_named_shown_taken_off_and_logged_with_the_ticket() {
    for (columns, rows) in [(80, 24), (160, 45)] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("hub one.log"), "refused\n").unwrap();
        fs::write(folder.path().join("two.png"), b"\x89PNG\r\n\x1a\n").unwrap();
        let mut desk = at_files(folder.path(), columns, rows);
        desk.typed("hub\\ one.log").keys(&["Enter"]).sees("⊕ hub one.log (text/plain, 8 bytes)");
        // Files that are dropped on the terminal are pasted whole; the second is one that is there already.
        let dropped = |name: &str| format!("'{}'", folder.path().join(name).display());
        desk.screen.paste(&format!("{} {}", dropped("two.png"), dropped("hub one.log")));
        desk.keys(&["Enter"]).sees("⊕ two.png (image/png, 8 bytes)");
        desk.keys(&["Backspace"]).sees_not("two.png").sees("hub one.log").typed("two.png").keys(&["Ctrl-S"]);
        desk.sees("#1 logged");
        let record = desk.desk.record(TicketId(1)).unwrap().unwrap();
        assert_eq!(names(&record.ticket), ["hub one.log", "two.png"]);
        // All of it is one entry, which one key takes back.
        desk.keys(&["u"]).sees("undone");
        assert!(!only(&desk).is_open());
    }
}

#[test]
fn a_file_that_cannot_be_sent_is_told_at_its_field_and_stays_to_be_corrected() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.log"), "refused\n").unwrap();
    let mut desk = at_files(folder.path(), 160, 45);
    desk.typed("no.log").keys(&["Enter"]).sees("no.log cannot be read").sees_not("⊕");
    assert!(desk.row("▌Files").contains("no.log"), "{}", desk.text());
    desk.keys(&["Ctrl-U"])
        .typed(".")
        .keys(&["Tab"])
        .sees("There is nothing in")
        .keys(&["Enter"])
        .sees("is a folder")
        .go_to("Files")
        .keys(&["Ctrl-U"]);
    desk.typed("a.log").keys(&["Enter"]).sees("⊕ a.log (");
    // It goes between being named and being sent.
    fs::remove_file(folder.path().join("a.log")).unwrap();
    desk.keys(&["Ctrl-S"]).sees("a.log cannot be read").go_to("Files");
    assert!(desk.desk.record(TicketId(1)).unwrap().is_none(), "nothing is logged without its file");
    desk.keys(&["Backspace", "Ctrl-S"]).sees("#1 logged");
    assert_eq!(names(&only(&desk)), [""; 0]);
}

#[test]
fn a_draft_keeps_which_files_were_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("hub.log"), "refused\n").unwrap();
    let mut desk = at_files(folder.path(), 100, 30);
    desk.typed("hub.log").keys(&["Enter", "Esc"]).is_on("1 Queue").keys(&["n"]).sees("⊕ hub.log (text/plain, 8 bytes)");
    desk.keys(&["Ctrl-S"]).sees("#1 logged");
    assert_eq!(names(&only(&desk)), ["hub.log"]);
}

/// With a key, and wherever else no file of this machine may be read, the field says so and is passed over.
#[test]
fn where_no_file_may_be_read_the_field_says_why() {
    let mut desk = AtDesk::at(MONDAY, 80, 24);
    desk.keys(&["n"]).sees("none from here; frist attach").go_to("Note").keys(&["Tab"]).sees_not("▌Files");
    desk.keys(&["Shift-Tab"]).sees("▌Note");
}

#[test]
fn any_of_those_who_are_proposed_can_be_taken() {
    let mut desk = AtDesk::with(MONDAY, 80, 24, |d| {
        known(d, of_sesam());
        let second = Organisation { names: vec!["Berg AS".to_owned()], ..Organisation::default() };
        let second = enter(d, second.fact());
        let kari = |addresses: &[&str], organisation| Person {
            names: vec!["Kari Nord".to_owned()],
            addresses: addresses.iter().map(|address| (*address).to_owned()).collect(),
            organisation,
            ..Person::default()
        };
        enter(d, kari(&["kari@berg.example"], Some(second)).fact());
        enter(d, kari(&[], None).fact());
        enter(d, kari(&[], None).fact());
    });
    desk.keys(&["n"]).go_to("Customer").typed("kari n");
    desk.sees("⏎ Kari Nord <kari@acme.example>, Acme AS").sees("Kari Nord <kari@berg.example>, Berg AS");
    // Those who would read the same have their numbers.
    desk.sees("Kari Nord, person 7").sees("Kari Nord, person 8");
    desk.keys(&["Down"]).sees("⏎ Kari Nord <kari@berg.example>").keys(&["Up"]).sees("⏎ Kari Nord <kari@acme.example>");
    desk.keys(&["Down", "Down", "Down", "Up", "Up", "Enter"]).sees_not("person 7");
    desk.sees("Kari Nord <kari@berg.example>, Berg AS.");
    // Behind the last one, and before the first one, the keys lead on as in any field.
    desk.typed("x").keys(&["Backspace"]).sees("person 7").keys(&["Down", "Down", "Down", "Down"]).sees("▌Reported");
    desk.keys(&["Up", "Up"]).sees("▌Subject");
}

#[test]
fn the_field_that_has_the_keys_shows_in_both_directions() {
    for (columns, rows) in [(80, 24), (40, 12), (80, 10)] {
        let mut desk = AtDesk::at(MONDAY, columns, rows);
        desk.keys(&["n"]);
        let rows_that_show = |desk: &AtDesk| desk.text().lines().filter(|row| row.starts_with('▌')).count();
        for _ in 0..12 {
            assert_eq!(rows_that_show(&desk), 1, "{}", desk.text());
            if desk.text().contains("▌Note") {
                break;
            }
            desk.keys(&["Tab"]);
        }
        desk.keys(&["Tab"]).sees("▌Tags").keys(&["Tab"]).sees("Log ticket");
        if rows == 24 {
            // There is room for all of them.
            desk.sees(" Vendor");
        }
        for _ in 0..12 {
            desk.keys(&["Shift-Tab"]);
            assert_eq!(rows_that_show(&desk), 1, "{}", desk.text());
        }
        desk.sees("▌Vendor").sees(" Plan");
    }
}

#[test]
fn a_viewer_is_not_offered_to_attach_files() {
    let mut desk = crate::people::with_tickets(80, 24);
    let me = Staff { name: "agent1".to_owned(), display: "agent1".to_owned(), role: Role::Viewer };
    desk.start(Setup { me, files: Some("/tmp".into()), ..setup(&[]) });
    desk.keys(&["X"]).sees("Files of #").sees_not("Attach a file").sees("viewer").keys(&["Enter"]).sees_not("Attach a");
    desk.keys(&["Esc"]);
    assert_eq!(desk.desk.ledger().people().next().unwrap().0, LedgerRecordId(2));
}
