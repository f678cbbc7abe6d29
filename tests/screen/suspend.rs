//! Ctrl-Z: the store is given up, then the terminal, and both are taken again.

use frist::tui::app::Setup;
use frist::tui::run::ShellEffect;

use crate::at_desk::{AtDesk, MONDAY, log, new, setup};

fn with_a_ticket() -> AtDesk {
    AtDesk::with(MONDAY, 80, 24, |d| {
        log(d, "agent1", new("markant", "extended", "critical", "phone", "Shop down"));
    })
}

#[test]
fn the_program_stands_still_once_the_store_is_given_up_and_then_goes_on() {
    let mut desk = with_a_ticket();
    desk.keys(&["Ctrl-Z"]);
    let suspended = desk.screen.performed().iter().position(|done| *done == ShellEffect::Suspend);
    let after = &desk.screen.performed()[suspended.expect("it stands still")..];
    assert!(matches!(after, [_, ShellEffect::Title(_), ..]), "{after:?}");
    desk.sees("Shop down").keys(&["r"]).sees("responded");
}

#[test]
fn it_is_possible_while_something_is_typed_and_the_mouse_is_taken_again() {
    let mut desk = with_a_ticket();
    desk.keys(&["F12", "c"]).typed("half a note").keys(&["Ctrl-Z"]).sees("half a note");
    let (all, mouse) = (desk.screen.performed(), ShellEffect::Mouse(true));
    assert_eq!(all.iter().filter(|done| **done == mouse).count(), 2, "{all:?}");
}

#[test]
fn behind_a_key_there_is_no_shell_to_go_back_to() {
    let mut desk = with_a_ticket();
    desk.start(Setup { has_shell: false, ..setup(&[]) });
    desk.keys(&["Ctrl-Z"]).sees("There is no shell here");
    assert!(!desk.screen.performed().contains(&ShellEffect::Suspend));
}
