//! `frist journal`: who did what, from the command line.

use serde_json::{Value, json};

use crate::support::Place;

/// Returns a place with two tickets, one of which was answered, and an answer that was retracted.
fn place() -> Place {
    let place = Place::new();
    place.phoned("2024-01-08T08:30:00Z");
    place.phoned("now");
    place.run(&["do", "respond", "1", "2", "--note", "called back"]).ok();
    place.run(&["do", "undo", "2"]).ok();
    place
        .run(&["outage", "add", "--contract", "markant", "--from", "09:00", "--to", "09:30", "--symptom", "gone"])
        .ok();
    place
}

#[test]
fn it_tells_the_newest_first_in_a_table_or_a_line_of_json_each() {
    let place = place();
    let ran = place.run(&["audit"]).ok();
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines[0].starts_with("WHEN") && lines[0].ends_with("SUBJECT"), "{}", ran.out);
    assert!(
        lines[1].contains("outage entered: Mon 8 Jan 2024 09:00 to 09:30") && lines[1].ends_with("gone"),
        "{}",
        ran.out
    );
    // One undo takes back all that one command recorded.
    assert!(lines[2].contains("retracted: responded to the customer") && lines[2].contains("#2"), "{}", ran.out);
    assert!(lines[3].contains("retracted: note: called back"), "{}", ran.out);
    assert!(lines[4].contains("(retracted) note: called back"), "{}", ran.out);
    let all = place.run(&["audit", "--json"]).ok().json_lines();
    assert_eq!(all.len(), lines.len() - 1);
    let newest = &all[0];
    assert_eq!(newest["kind"], "outage");
    assert_eq!((&newest["entry"], &newest["ticket"]), (&json!(2), &Value::Null));
    let undo = &all[1];
    let keys: Vec<&String> = undo.as_object().unwrap().keys().collect();
    let promised = [
        "action",
        "by",
        "contract",
        "entry",
        "happened",
        "kind",
        "recorded",
        "retracted",
        "sequence",
        "subject",
        "taken_back",
        "ticket",
        "vendor",
        "what",
    ];
    assert_eq!(keys, promised);
    assert_eq!((&undo["kind"], &undo["ticket"], &undo["vendor"]), (&json!("undo"), &json!(2), &json!("Markant")));
    assert_eq!((&all[3]["taken_back"], &undo["taken_back"]), (&json!(true), &json!(false)));
    assert_eq!((&all[3]["retracted"], &undo["retracted"]), (&json!(true), &json!(false)));
    let sequences: Vec<u64> = all.iter().map(|audit_entry| audit_entry["sequence"].as_u64().unwrap()).collect();
    assert!(sequences.is_sorted_by(|a, b| a >= b), "{sequences:?}");
}

#[test]
fn filters_are_those_of_the_screen_and_a_limit_says_that_there_is_more() {
    let place = place();
    let found = |args: &[&str]| place.run(&[&["audit", "--json"], args].concat()).ok().json_lines();
    assert_eq!(found(&["what:respond"]).len(), 2);
    assert_eq!(found(&["what:respond", "#1"]).len(), 1);
    assert_eq!(found(&["what:log", "-#1"]).len(), 1);
    assert_eq!(found(&["vendor:markant", "when:today", "gone"]).len(), 1);
    let limited = place.run(&["audit", "--limit", "2"]).ok();
    assert_eq!(limited.out.lines().count(), 4);
    assert!(limited.out.ends_with("\n… older ones with --limit 4\n"), "{}", limited.out);
    assert_eq!(found(&["--limit", "0"]).len(), found(&[]).len());
    place.run(&["audit", "who:nobody"]).failed(1, "nothing in the audit log matches that filter");
    place.run(&["audit", "what:shout"]).failed(2, "`what:` does not know `shout`");
    Place::with_store().run(&["audit"]).failed(1, "nothing has been done yet");
}

#[test]
fn what_has_another_name_now_is_read_and_told_by_its_new_one() {
    let place = place();
    let done = place.run(&["do", "receipt", "1"]);
    assert_eq!(done.code, 0, "{done:?}");
    assert!(done.err.contains("`frist do receipt` is called `frist do acknowledge` now"), "{}", done.err);
    let old = place.run(&["journal", "what:receipt", "--json"]);
    assert!(old.err.contains("`frist journal` is called `frist audit` now"), "{}", old.err);
    assert!(old.err.contains("`what:receipt` is called `what:acknowledge` now"), "{}", old.err);
    let new = place.run(&["audit", "what:acknowledge", "--json"]).ok();
    assert_eq!((&old.out, new.err.as_str()), (&new.out, ""));
    assert_eq!((&new.json()["action"], &new.json()["kind"]), (&json!("acknowledge"), &json!("receipt")));
    let listed = place.run(&["list", "who:none", "-is:stopped"]);
    assert!(listed.err.contains("`who:` is called `assignee:` now"), "{}", listed.err);
    assert!(listed.err.contains("`is:stopped` is called `is:support_closed,paused` now"), "{}", listed.err);
    assert_eq!(listed.out, place.run(&["list", "assignee:none", "-is:support_closed,paused"]).ok().out);
    place.run(&["report", "house"]).failed(1, "`frist report house` is called `frist report internal` now");
}

#[test]
fn an_update_is_a_note_that_the_customer_was_told() {
    let place = place();
    place.run(&["do", "update", "1", "--text", "half done"]).ok().prints("updated the customer: half done");
    place.run(&["do", "update", "1", "--note", "done"]).ok();
    place.run(&["do", "update", "1"]).failed(2, "something is missing to record that");
    assert_eq!(place.run(&["audit", "what:note", "#1", "--json"]).ok().json_lines().len(), 3);
}
