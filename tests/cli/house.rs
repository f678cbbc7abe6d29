//! What the desk knows and asks beside the agreements' files: release dates, house targets, words to customers.

use std::sync::Arc;

use frist::desk::{Desk, ManualClock, SharedDesk};
use frist::domain::time::Instant;
use serde_json::json;

use crate::support::{NOW, Place};

/// SESAM, error handling: what is promised with the next release is due at the end of that day.
#[test]
fn a_release_date_is_entered_listed_and_removed_and_targets_follow() {
    let place = Place::new();
    for severity in ["error", "question"] {
        let new = format!("--contract sesam --plan partner --severity {severity} --channel email --subject x --at -1h");
        place.log(&new.split(' ').collect::<Vec<_>>());
    }
    place.run(&["do", "no-workaround", "1"]).ok();
    let target = || place.ticket("1")["targets"][1].clone();
    let goal = || place.ticket("2")["targets"][0].clone();
    assert_eq!((&target()["due"], &target()["state"]), (&json!(null), &json!("none")));
    place.run(&["release", "list"]).failed(1, "hint: frist release add --contract ID DATE enters one");
    let out = place.run(&["release", "add", "--contract", "sesam", "2024-03-01", "--name", "Spring"]).ok().out;
    assert!(out.contains("SESAM releases on Fri 1 Mar 2024 (Spring)"), "{out}");
    place.run(&["release", "add", "--contract", "sesam", "2024-01-02"]).ok();
    assert_eq!((&target()["due"], &target()["state"]), (&json!("2024-03-01T23:00:00Z"), &json!("running")));
    // A question's is a goal: expected, and never late.
    let expected = (&goal()["expected"], &goal()["due"], &goal()["state"]);
    assert_eq!(expected, (&json!("2024-03-01T23:00:00Z"), &json!(null), &json!("none")));
    place.run(&["why", "1"]).ok().prints("The next release after Mon 8 Jan 2024 is on Fri 1 Mar 2024");
    let listed = place.run(&["release", "list"]).ok().out;
    assert!(listed.lines().nth(1).unwrap().contains("past"), "{listed}");
    let line = place.run(&["release", "list", "--json"]).ok().out.lines().last().unwrap().to_owned();
    let spring: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!((&spring["date"], &spring["name"]), (&json!("2024-03-01"), &json!("Spring")));
    place
        .run(&["release", "add", "--contract", "sesam", "2024-03-01"])
        .failed(2, "has a release on Fri 1 Mar 2024 already");
    place.run(&["release", "add", "--contract", "acme", "2024-03-01"]).failed(2, "there is no contract `acme`");
    place.run(&["release", "add", "--contract", "sesam", "1.3.2024"]).failed(2, "YYYY-MM-DD");
    place.run(&["release", "remove", &spring["id"].to_string()]).ok().prints("removed: SESAM releases on Fri 1 Mar");
    place.run(&["release", "remove", &spring["id"].to_string()]).failed(1, "there is no release");
    assert_eq!(target()["due"], json!(null));
    assert_eq!(goal()["expected"], json!(null));
    place.run(&["show", "1"]).ok().prints("next release, no date");
}

/// While somebody else has the store, a command enters a release through them.
#[test]
fn a_release_is_entered_through_whoever_has_the_store() {
    let place = Place::new();
    let owner = SharedDesk::open(place.desk(Arc::new(ManualClock::at(Instant::parse(NOW).unwrap()))));
    let owner = owner.unwrap();
    place.run(&["release", "add", "--contract", "sesam", "2024-03-01"]).ok();
    assert_eq!(owner.ledger().releases(Some("sesam")).len(), 1);
    place.run(&["release", "remove", "1"]).ok();
    assert_eq!(owner.ledger().releases(None).len(), 0);
}

/// Only leads enter releases; everybody may look at them.
#[test]
fn a_release_is_for_leads() {
    let place = Place::with_store();
    place.run(&["release", "add", "--contract", "sesam", "2024-03-01"]).ok();
    let uid = std::process::Command::new("id").arg("-u").output().unwrap().stdout;
    let uid = String::from_utf8(uid).unwrap();
    let settings = format!("[staff.ola]\naccount = \"{}\"\n[staff.kari]\nrole = \"lead\"\n", uid.trim());
    place.write("config.toml", settings);
    let refused = "entering a vendor's release dates is for leads, and you are an agent";
    place.run(&["release", "add", "--contract", "sesam", "2024-04-01"]).failed(4, refused);
    place.run(&["release", "remove", "1"]).failed(4, "ask kari");
    place.run(&["release", "list"]).ok().prints("Fri 1 Mar 2024");
}

/// Missoun promises no times; a desk may ask some of itself.
#[test]
fn house_targets_are_marked_and_are_not_the_vendors() {
    let place = Place::new();
    place.write("config.toml", "name = \"anna\"\n[internal_targets.missoun.standard.high]\nresponse = \"30m\"\n");
    let missoun = "--contract missoun --impact high --urgency high --channel portal --subject x --at -1h";
    place.log(&missoun.split(' ').collect::<Vec<_>>());
    let ticket = place.ticket("1");
    assert_eq!((&ticket["targets"][0]["house"], &ticket["state"]), (&json!(true), &json!("breached")));
    assert_eq!(ticket["targets"][0]["internal"], true);
    place.run(&["list"]).ok().prints("internal response");
    place.run(&["show", "1"]).ok().prints("internal response");
    place.run(&["why", "1"]).ok().prints("the vendor has not promised it");
    place.run(&["do", "respond", "1"]).ok();
    let closed = place.run(&["do", "close", "1", "--json"]).ok().out;
    assert!(closed.contains("\"status\":\"closed\""), "{closed}");
    place.write("config.toml", "[internal_targets.missoun.standard.worst]\nresponse = \"30m\"\n");
    let wrong = place.run(&["list", "is:closed"]);
    assert!(
        wrong.err.contains("config.toml:1: internal_targets.missoun.standard.worst: missoun has no severity `worst`"),
        "{wrong:?}"
    );
}

/// Markant, customers are kept informed until the fault is mended: how often is the desk's own rule.
#[test]
fn a_ticket_asks_for_a_word_to_the_customer() {
    let mut place = Place::new();
    place.write("config.toml", "name = \"anna\"\n[internal_targets.markant]\nupdate = \"2h\"\n");
    place.phoned("-1h");
    assert_eq!(place.ticket("1")["asks"], json!(null));
    place.now = "2024-01-08T11:00:00Z".to_owned();
    assert_eq!(place.ticket("1")["asks"], json!(["inform"]));
    assert_eq!(place.ticket("1")["needs_action"], json!(["update_customer"]));
    place.run(&["show", "1"]).ok().prints("update the customer");
    place.run(&["list", "is:needs_action"]).ok().prints("Shop down");
    place.run(&["do", "note", "1", "--text", "We are on it", "--to-customer"]).ok();
    assert_eq!(place.ticket("1")["asks"], json!(null));
    place.run(&["list", "is:needs_action"]).failed(1, "no ticket");
}
