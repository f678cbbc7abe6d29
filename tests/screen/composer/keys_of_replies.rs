//! A key of its own for one canned reply.

use std::path::Path;

use frist::config::{Person, Role};
use frist::domain::ledger::OutgoingPurpose;
use frist::tui::action::Keymap;
use frist::tui::app::Setup;

use super::{mail, names, outbox, with_letter};
use crate::at_desk::{AtDesk, setup};

const LOOK: &str = "about: We look into it\nwait: yes\nassign: me\ntags: hub\n\nWe look into {{ subject }}.\n";
const COMMANDS: &str = "[[command]]\nname = \"we look\"\nkey = \"F2\"\nreply = \"look\"\n\
                        [[command]]\nname = \"gone\"\nkey = \"F4\"\nreply = \"gone\"\n";

fn setup_of(folder: &Path) -> Setup {
    std::fs::write(folder.join("look.txt"), LOOK).unwrap();
    let (keys, wrong) = Keymap::read("config.toml", COMMANDS);
    assert_eq!(wrong, []);
    Setup { keys, mail: (&mail()).into(), replies: Some(folder.to_owned()), ..setup(&[]) }
}

fn opened(folder: &Path, size: (u16, u16)) -> AtDesk {
    let mut desk = with_letter(size.0, size.1);
    desk.start_in(setup_of(folder), size);
    desk
}

#[test]
fn a_key_begins_a_letter_with_its_canned_reply_and_shows_what_that_does() {
    let folder = tempfile::tempdir().unwrap();
    for (size, from) in [((80, 24), &["F2"][..]), ((160, 45), &["Enter", "F2"])] {
        let mut desk = opened(folder.path(), size);
        desk.keys(from).is_on("1 Queue ▸ #1 ▸ Answer").sees("look taken over").sees("We look into Hub is silent.");
        desk.sees("[x] assigned to agent1").sees("[x] tags hub").sees("[x] waiting on the customer");
        assert_eq!(outbox(&desk), [], "nothing goes before it is sent");
        desk.keys(&["Ctrl-S", "s"]);
        let letter = outbox(&desk).remove(0);
        assert_eq!(names(&letter), ["assigned", "tagged", "waiting", "responded"]);
        assert_eq!(letter.purpose, OutgoingPurpose::Reply);
    }
}

#[test]
fn help_palette_and_footer_have_it_also_behind_a_key_of_ssh() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = opened(folder.path(), (160, 45));
    desk.start_in(Setup { has_shell: false, ..setup_of(folder.path()) }, (160, 45));
    desk.sees("F2 we look")
        .keys(&["?"])
        .typed("we look")
        .sees("Own commands")
        .sees("we look: Begin a letter with the canned reply");
    desk.keys(&["Esc", "Esc", ":"]).typed("we look").keys(&["Enter"]).sees("We look into Hub is silent.");
}

#[test]
fn a_letter_that_was_begun_comes_back_as_it_was_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = opened(folder.path(), (100, 30));
    desk.keys(&["F2"]).typed(" More soon.").keys(&["Esc", "F2"]).sees("as it was left; F8 lists the canned replies");
    assert_eq!(desk.text().matches("We look into").count(), 1, "{}", desk.text());
    desk.sees("More soon.").sees("[x] tags hub");
}

#[test]
fn what_cannot_be_written_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = opened(folder.path(), (100, 30));
    desk.keys(&["F4"]).sees("✗ There is no canned reply called gone").sees("▌Canned").keys(&["Esc"]);
    std::fs::write(folder.path().join("gone.txt"), "Hello {{ nobody }}").unwrap();
    desk.keys(&["F4"]).sees("gone.txt:1: there is no such name").sees_not("Hello");
    // Who only looks, and a desk without mail, are told before anything opens.
    let me = Person { name: "eva".into(), display: "Eva".into(), role: Role::Viewer };
    desk.start(Setup { me, ..setup_of(folder.path()) });
    desk.keys(&["F2"]).is_on("1 Queue").sees("viewer");
    let mail = Setup { mail: setup(&[]).mail, ..setup_of(folder.path()) };
    desk.start(mail);
    desk.keys(&["F2"]).is_on("1 Queue").sees("This desk has no mail");
}
