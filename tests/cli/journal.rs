//! `frist journal`: who did what, from the command line.

use serde_json::{Value, json};

use crate::support::Place;

/// Returns a place with two tickets, one of which was answered, and an answer that was taken back.
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
    assert!(lines[2].contains("took back: note: called back") && lines[2].contains("#2"), "{}", ran.out);
    assert!(lines[3].contains("(taken back) note: called back"), "{}", ran.out);
    let all = place.run(&["audit", "--json"]).ok().json_lines();
    assert_eq!(all.len(), lines.len() - 1);
    let newest = &all[0];
    assert_eq!(newest["kind"], "outage");
    assert_eq!((&newest["entry"], &newest["ticket"]), (&json!(2), &Value::Null));
    let undo = &all[1];
    let keys: Vec<&String> = undo.as_object().unwrap().keys().collect();
    let promised = [
        "by",
        "contract",
        "entry",
        "happened",
        "kind",
        "recorded",
        "sequence",
        "subject",
        "taken_back",
        "ticket",
        "vendor",
        "what",
    ];
    assert_eq!(keys, promised);
    assert_eq!((&undo["kind"], &undo["ticket"], &undo["vendor"]), (&json!("undo"), &json!(2), &json!("Markant")));
    assert_eq!((&all[2]["taken_back"], &undo["taken_back"]), (&json!(true), &json!(false)));
    let sequences: Vec<u64> = all.iter().map(|deed| deed["sequence"].as_u64().unwrap()).collect();
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
    place.run(&["audit", "who:nobody"]).failed(1, "nothing in the journal matches that filter");
    place.run(&["audit", "what:shout"]).failed(2, "`what:` does not know `shout`");
    Place::with_store().run(&["audit"]).failed(1, "nothing has been done yet");
}
