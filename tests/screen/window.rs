//! What concerns the window and not the picture: Ctrl-Z, the title, the focus, the mouse.

use frist::tui::app::Setup;
use frist::tui::run::{Program, ShellEffect};

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

fn titles(desk: &AtDesk) -> Vec<String> {
    let title = |done: &'_ ShellEffect| match done {
        ShellEffect::Title(title) => Some(title.clone()),
        _ => None,
    };
    desk.screen.performed().iter().filter_map(title).collect()
}

#[test]
fn the_title_tells_what_needs_attention_and_is_set_when_that_changes() {
    let mut desk = with_a_ticket();
    desk.pass(1).pass(1);
    assert_eq!(titles(&desk), ["frist"], "nothing presses yet");
    desk.pass(24 * 3600);
    assert_eq!(titles(&desk).last(), Some(&"frist: 1 breached".to_owned()));
    let sent = titles(&desk).len();
    desk.pass(5);
    assert_eq!(titles(&desk).len(), sent, "it stays as it is");
}

#[test]
fn while_nobody_looks_it_ticks_by_the_minute() {
    let mut desk = with_a_ticket();
    let wakes_in = |desk: &AtDesk| desk.screen.program().wake_in(desk.screen.now()).unwrap().as_secs();
    desk.keys(&["j"]);
    assert_eq!(wakes_in(&desk), 1);
    desk.screen.focus(false);
    assert_eq!(wakes_in(&desk), 60);
    desk.screen.focus(true);
    assert_eq!(wakes_in(&desk), 1);
}

/// Clicks on the row of the screen that has these words, at the column where they begin.
fn click(desk: &mut AtDesk, words: &str) {
    let text = desk.text();
    let (y, line) = text.lines().enumerate().find(|(_, line)| line.contains(words)).unwrap();
    let x = frist::tui::text::width(line.split(words).next().unwrap());
    desk.screen.bytes(format!("\x1b[<0;{};{}M", x + 1, y + 1).as_bytes());
}

fn with_three_tickets() -> AtDesk {
    AtDesk::with(MONDAY, 100, 24, |d| {
        for subject in ["First", "Second", "Third"] {
            log(d, "agent1", new("markant", "extended", "critical", "phone", subject));
        }
    })
}

#[test]
fn a_click_selects_and_a_second_one_opens() {
    let mut desk = with_three_tickets();
    click(&mut desk, "Second");
    assert!(desk.row("Second").starts_with('▌'), "{}", desk.text());
    desk.pass(5);
    click(&mut desk, "Second");
    desk.sees("Third");
    click(&mut desk, "Third");
    desk.sees("First");
    click(&mut desk, "Third");
    desk.sees("#3").sees_not("First");
}

#[test]
fn a_click_on_the_head_sorts_and_one_below_the_list_does_nothing() {
    let mut desk = with_three_tickets();
    let before = desk.text();
    desk.screen.bytes(b"\x1b[<0;5;20M\x1b[<0;5;20M");
    assert_eq!(desk.text(), before);
    let head = desk.text().lines().position(|line| line.contains("SUBJECT")).unwrap();
    desk.screen.bytes(format!("\x1b[<0;5;{}M", head + 1).as_bytes());
    assert_ne!(desk.text(), before);
}

#[test]
fn a_click_in_the_footer_is_the_key_that_stands_there() {
    let mut desk = with_three_tickets();
    click(&mut desk, "? help");
    desk.sees("Help").keys(&["Esc"]);
    click(&mut desk, "n new");
    desk.sees("Log ticket").keys(&["Esc"]);
    let last = desk.text().lines().last().unwrap().to_owned();
    let gap = last.find("  ").unwrap();
    let before = desk.text();
    desk.screen.bytes(format!("\x1b[<0;{};24M", gap + 1).as_bytes());
    assert_eq!(desk.text(), before, "between two of them there is nothing");
}
