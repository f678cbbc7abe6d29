//! Working under a name that a key gives: `frist --as NAME`, and what was asked for instead of it.

use std::process::Command;

use serde_json::Value;

use crate::support::{Place, Ran};

const PEOPLE: &str = "name = \"somebody\"\n[staff.anna]\nrole = \"lead\"\n[staff.ola]\n[staff.vy]\nrole = \"viewer\"\n";

/// Returns a desk with people at it, and a ticket.
fn desk() -> Place {
    let place = Place::new();
    place.write("config.toml", PEOPLE);
    place.phoned("-1h");
    place
}

/// Returns what a key for `name` runs, when `original` stands behind `ssh HOST`.
fn behind_key(place: &Place, name: &str, original: &str) -> Command {
    let mut command = place.frist();
    command.args(["--as", name]).env("SSH_ORIGINAL_COMMAND", original);
    command
}

fn over(place: &Place, name: &str, original: &str) -> Ran {
    Ran::of(&mut behind_key(place, name, original))
}

#[test]
fn what_is_asked_for_over_a_key_is_done_under_its_name() {
    let place = desk();
    over(&place, "ola", "do respond 1").ok();
    over(&place, "ola", "frist do note 1 --text 'Shop down; rm -rf /'").ok();
    let ticket: Value = over(&place, "anna", "show 1 --json").ok().json();
    let text = ticket.to_string();
    assert!(text.contains("Shop down; rm -rf /") && text.contains("\"ola\""), "{text}");
    let mine = over(
        &place,
        "ola",
        "new --contract markant --plan standard --severity critical --channel phone \
                     --subject \"$(id) `id` *\" --assign me --json",
    );
    let mine = mine.ok().json();
    assert_eq!((mine["subject"].as_str(), mine["assignee"].as_str()), (Some("$(id) `id` *"), Some("ola")));
}

#[test]
fn it_has_the_rights_of_that_person() {
    let place = desk();
    over(&place, "vy", "list").ok();
    over(&place, "vy", "do respond 1").failed(4, "");
    over(&place, "eve", "list").failed(4, "there is nobody called `eve`").failed(4, "ask anna");
    assert_eq!(place.ticket("1")["status"], "new");
}

#[test]
fn no_other_place_can_be_named_by_any_road() {
    let place = desk();
    let other = place.path("other");
    let named = other.display();
    over(&place, "ola", &format!("--store {named} list")).failed(4, "--store is not for you to set here");
    over(&place, "ola", &format!("list --config={named}")).failed(4, "--config is not for you to set here");
    over(&place, "ola", "--as anna list").failed(4, "the person who runs the desk sets it");
    over(&place, "ola", "demo --tickets 5").failed(4, "you reach only the desk");
    over(&place, "ola", "contract check /etc/passwd").failed(4, "you reach only the desk");
    over(&place, "ola", "list; touch other").failed(2, "unrecognized subcommand");
    // Without --store the account's own home says where the desk is, whatever the environment does.
    let home = place.path("home");
    let from_env = |variables: &[&str]| {
        let mut command = place.bare();
        command.args(["--as", "ola", "contract", "list"]);
        for variable in variables {
            command.env(variable, &home);
        }
        Ran::of(&mut command)
    };
    from_env(&["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"]).ok();
    from_env(&["FRIST_STORE"]).failed(4, "puts --store DIR into its authorized_keys");
    assert!(!other.exists() && !home.exists());
}

#[test]
fn help_is_there_and_a_screen_needs_a_terminal() {
    let place = desk();
    assert!(over(&place, "ola", "--help").ok().out.contains("Usage: frist"));
    for original in ["", "  ", "frist"] {
        over(&place, "ola", original).failed(2, "terminal");
    }
}

#[test]
fn a_store_that_is_named_counts_whatever_the_environment_says() {
    let place = desk();
    let mut command = behind_key(&place, "ola", "list");
    command.env("FRIST_STORE", place.path("other"));
    assert!(Ran::of(&mut command).ok().out.contains("Shop down"));
    assert!(!place.path("other").exists());
}

#[test]
fn without_as_nothing_is_taken_from_ssh() {
    let place = desk();
    let mut command = place.frist();
    command.arg("list").env("SSH_ORIGINAL_COMMAND", "frist serve");
    assert!(Ran::of(&mut command).ok().out.contains("Shop down"));
}

#[test]
fn a_name_that_is_none_is_told() {
    desk().run(&["--as", "", "list"]).failed(2, "--as: there is no text in it");
}
