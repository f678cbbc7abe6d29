//! The screen through a key.

use std::os::unix::fs::MetadataExt as _;

use nix::unistd::{Group, Uid};
use portable_pty::{PtySize, native_pty_system};

use super::host::{Host, Kind};

/// Returns a host on which sshd can give terminals. One that does not run as root cannot hand them to the group `tty`, so
/// that they must have it from the start.
fn with_terminals(kind: Kind) -> Option<Host> {
    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let group = std::fs::metadata(pair.master.tty_name().unwrap()).unwrap().gid();
    let tty = Group::from_name("tty").unwrap().map(|tty| tty.gid.as_raw());
    if !Uid::current().is_root() && tty != Some(group) {
        eprintln!("skipped: devpts is not mounted with the group tty here; run this as root");
        return None;
    }
    Host::new(kind)
}

#[test]
fn the_forced_command_gives_the_screen_which_resizes_and_shows_what_others_do() {
    let Some(host) = with_terminals(Kind::Shipped) else { return };
    let screen = host.screen("anna", 80, 24).start_and_see("1 Queue");
    screen.see("anna");
    host.log("ola", "Checkout is down");
    screen.see("Checkout is down");
    let last_row = |rows: usize| move |text: &str| text.lines().nth(rows - 1).is_some_and(|row| row.contains("help"));
    screen.see_that("a footer in row 24", last_row(24));
    screen.resize(100, 30).see_that("a footer in row 30", last_row(30));
    screen.press("r").see("#1 responded");
    assert_eq!(host.run("ola", "show 1 --json").ok().json()["status"], "responded");
    host.run("ola", "do start 1").ok();
    screen.see("in work");
    screen.quit();
}

#[test]
fn no_key_leads_out_of_it() {
    let Some(host) = with_terminals(Kind::Shipped) else { return };
    host.log("ola", "Case");
    let screen = host.screen("anna", 80, 24).start_and_see("Case");
    // Suspend, quit, interrupt once: keys like others here.
    screen.press("\x1a\x1c\x03").see("Ctrl-C again quits");
    screen.press("!").see_no("Ctrl-C again").see("Every contract file");
    screen.press("/").press("!touch x\r").see("touch x").press("\x7f").see("Case");
    host.log("ola", "Another");
    screen.see("Another");
    screen.quit();
}

#[test]
fn asking_for_a_terminal_does_not_give_another_command() {
    let Some(host) = with_terminals(Kind::Loose) else { return };
    for command in ["sh", "bash -i", "exec sh"] {
        let ended = host.screen("anna", 80, 24).args(&["-tt", command]).start().end();
        let written = ended.with_code(2).written;
        assert!(written.contains("unrecognized subcommand"), "{written}");
    }
    let ended = host.screen("anna", 80, 24).args(&["-tt", "demo"]).start().end();
    assert!(ended.with_code(4).written.contains("only the desk"));
}
