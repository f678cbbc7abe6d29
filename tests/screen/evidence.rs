//! The document for the vendor, deadlines old and new in the timeline, and the sentence of a closing.

use frist::desk::Desk;
use frist::domain::ticket::{BreachReason, EventData, TicketId, event};
use frist::tui::run::ShellEffect;

use crate::at_desk::{AtDesk, MONDAY, happen, log, new};

fn markant(columns: u16, rows: u16) -> AtDesk {
    AtDesk::with(MONDAY, columns, rows, |d| {
        log(d, "agent1", new("markant", "standard", "serious", "phone", "Shop down"));
    })
}

#[test]
fn the_document_opens_in_the_queue_and_on_a_ticket_and_is_copied_whole() {
    let mut desk = markant(120, 30);
    desk.keys(&["E"]).sees("Evidence on #1 for Markant").sees("# Ticket #1: Shop down").sees("as of Mon 8 Jan");
    desk.keys(&["y"]).sees("sent to the terminal's clipboard");
    let copied = desk.screen.performed().iter().rev().find_map(|effect| match effect {
        ShellEffect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.unwrap();
    assert!(copied.starts_with("# Ticket #1: Shop down\n\nFor Markant"), "{copied}");
    assert!(copied.contains("\n## Timeline\n") && copied.ends_with("until the fault is mended."), "{copied}");
    desk.keys(&["Esc"]).sees_not("Evidence on").keys(&["Enter", "E"]).sees("Evidence on #1 for Markant");
}

#[test]
fn the_document_and_the_account_are_written_to_files_of_their_own_that_nothing_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = markant(120, 30);
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("frist-1.md"), "mine").unwrap();
    desk.start(frist::tui::app::Setup { files: Some(folder.path().to_owned()), ..crate::at_desk::setup(&[]) });
    desk.keys(&["E", "s"]).sees("Written to").keys(&["Esc", "v", "s"]).sees("frist-1-why.txt");
    assert_eq!(std::fs::read_to_string(path("frist-1.md")).unwrap(), "mine");
    let document = std::fs::read_to_string(path("frist-1-2.md")).unwrap();
    assert!(document.starts_with("# Ticket #1: Shop down\n") && document.ends_with('\n'), "{document}");
    assert!(std::fs::read_to_string(path("frist-1-why.txt")).unwrap().contains("of support time"));
    drop(folder);
    desk.keys(&["s"]).sees("It cannot be written to").sees("y copies it");
}

#[test]
fn one_key_shows_the_document_in_the_next_language() {
    let mut desk = markant(120, 30);
    desk.keys(&["E"]).sees("# Ticket #1: Shop down").keys(&["L"]).sees("# Sak #1: Shop down").sees("Leverandør");
    desk.keys(&["L"]).sees("Leverancier").keys(&["y"]).sees("sent to the terminal's clipboard");
    desk.keys(&["L"]).sees("| Vendor |").keys(&["Esc", "v", "L"]).sees("This text is in one language only");
}

#[test]
fn behind_a_key_no_file_is_written() {
    let mut desk = markant(100, 24);
    desk.keys(&["E", "s"]).sees("No file can be written from here; y copies it");
}

#[test]
fn without_a_ticket_there_is_nothing_to_write_down() {
    let mut desk = AtDesk::at(MONDAY, 80, 24);
    desk.keys(&["E"]).sees("There is no ticket here");
}

#[test]
fn the_timeline_shows_old_and_new_deadline() {
    let mut desk = markant(100, 30);
    desk.pass(600).keys(&["Enter", "p", "j", "Enter"]).sees("severity set to critical");
    let text = desk.text();
    let lines: Vec<&str> = text.lines().collect();
    let place = lines.iter().position(|line| line.contains("severity set to critical")).unwrap();
    assert!(lines[place + 1].trim_start().starts_with("response: today 14:00 → today 12:00"), "{text}");
    assert!(lines[place + 2].trim_start().starts_with("work start: Tue 10:00 → today 14:00"), "{text}");
    assert!(lines[place + 3].contains("reported by phone"), "{text}");
}

/// However many deadlines have moved, the selected event is on the screen.
#[test]
fn the_selected_event_shows_below_many_changes() {
    let mut desk = markant(80, 16);
    for turn in 0..8 {
        let severity = ["critical", "minor"][turn % 2].to_owned();
        happen(&desk.desk.clone(), "agent2", TicketId(1), EventData::SeveritySet(event::SeveritySet { severity }));
    }
    desk.keys(&["Enter"]).sees("severity set to minor").keys(&["G"]).sees("logged as incident");
    desk.keys(&["g g"]).sees("severity set to minor");
    for _ in 0..9 {
        desk.keys(&["j", "Enter"]).sees("happened").keys(&["Esc"]);
    }
    desk.sees("logged as incident").keys(&["k", "k"]).sees("severity set to critical");
}

#[test]
fn a_closing_asks_for_a_sentence_and_takes_none_too() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        for subject in ["One", "Two"] {
            log(d, "agent1", new("myproduction", "standard", "critical", "email", subject));
        }
    });
    desk.pass(2 * 3600).keys(&["r", "d", "j", "j", "Enter"]).sees("the breach is the vendor's");
    // Esc goes back to the choice, and another Esc leaves the ticket as it is.
    desk.keys(&["Esc"]).sees("Whose breach is it?").keys(&["Enter"]).sees("with nothing typed, without a sentence");
    desk.typed("Nobody answered").keys(&["Enter"]).sees("closed, breach: the vendor's").sees_not("Whose breach");
    let ticket = |desk: &AtDesk, id| desk.desk.record(TicketId(id)).unwrap().unwrap().ticket;
    assert_eq!(ticket(&desk, 1).breach_reason, Some(BreachReason::Vendors));
    assert_eq!(ticket(&desk, 1).breach_words.as_deref(), Some("Nobody answered"));
    desk.pass(2).keys(&["j", "r", "d", "j", "Enter"]).typed("  ").keys(&["Enter"]).sees("closed, breach: ours");
    assert_eq!(ticket(&desk, 2).breach_reason, Some(BreachReason::Ours));
    assert_eq!(ticket(&desk, 2).breach_words, None);
}

#[test]
fn a_sentence_that_is_too_long_stays_to_be_shortened() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        log(d, "agent1", new("myproduction", "standard", "critical", "email", "One"));
    });
    desk.pass(2 * 3600).keys(&["r", "d", "j", "Enter"]);
    desk.screen.paste(&"x".repeat(201));
    desk.sees("201/200")
        .keys(&["Enter"])
        .sees("the longest is 200")
        .keys(&["Backspace", "Enter"])
        .sees("closed, breach: ours");
}
