//! Links: on both tickets at once, undone on both, refused in circles; what a parent and its children know of each other.

use crate::support::Place;
use serde_json::{Value, json};

fn three() -> Place {
    let place = Place::new();
    for _ in 0..3 {
        place.phoned("now");
    }
    place
}

fn shown(place: &Place, id: &str) -> Value {
    place.run(&["show", id, "--json"]).ok().json()
}

fn links(place: &Place, id: &str) -> Vec<String> {
    let of = |link: &Value| format!("{} {}", link["link"].as_str().unwrap(), link["ticket"]);
    shown(place, id)["links"].as_array().unwrap().iter().map(of).collect()
}

#[test]
fn a_link_stands_on_both_tickets_and_is_undone_on_both() {
    let place = three();
    let ran = place.run(&["do", "link", "1", "--to", "#2", "--is", "blocked-by"]).ok();
    assert!(ran.out.contains("#1 is blocked by #2") && ran.out.contains("#2 blocks #1"), "{}", ran.out);
    assert_eq!(
        (links(&place, "1"), links(&place, "2")),
        (vec!["blocked_by 2".to_owned()], vec!["blocks 1".to_owned()])
    );
    assert_eq!(shown(&place, "1")["links"][0]["status"], "new");
    assert!(place.run(&["show", "2"]).ok().out.contains("blocks #1, new: "));
    let listed = place.run(&["list", "--json", "#2"]).ok().json();
    assert_eq!(listed["links"], json!([{"link": "blocks", "ticket": 1}]));
    // From the other ticket as well.
    place.run(&["do", "undo", "2"]).ok();
    assert_eq!((links(&place, "1"), links(&place, "2")), (vec![], vec![]));
    place.run(&["do", "redo", "2"]).ok();
    assert_eq!((links(&place, "1").len(), links(&place, "2").len()), (1, 1));
    place.run(&["do", "unlink", "2", "--to", "1"]).ok();
    assert_eq!((links(&place, "1"), links(&place, "2")), (vec![], vec![]));
    place.run(&["do", "undo", "1"]).ok();
    assert_eq!((links(&place, "1").len(), links(&place, "2").len()), (1, 1));
    let log = place.run(&["audit", "what:link"]).ok().out;
    assert!(log.contains("is blocked by #2") && log.contains("link removed: blocks #1"), "{log}");
}

#[test]
fn what_makes_no_sense_is_refused_and_nothing_is_written() {
    let place = three();
    place.run(&["do", "link", "1", "--to", "2", "--is", "child-of"]).ok();
    place.run(&["do", "link", "2", "--to", "3", "--is", "child-of"]).ok();
    for (args, message) in [
        ("link 1 --to 1", "#1 cannot be linked to itself"),
        ("link 1 --to 9", "there is no ticket #9"),
        ("link 1 --to 3 --is child-of", "#1 is a child of #2 already"),
        ("link 3 --to 1 --is parent-of", "#1 is a child of #2 already"),
        ("link 3 --to 1 --is child-of", "would be above itself"),
        ("link 1 --to 2 --is child-of", "#1 is a child of #2 already"),
        ("unlink 1 --to 3", "#1 has no link to #3"),
        ("unlink 1 --to 2 --is blocks", "#1 has no such link to #2"),
    ] {
        let ran = place.run(&[vec!["do"], args.split(' ').collect()].concat());
        assert!(ran.code != 0 && ran.err.contains(message), "{args}: {}", ran.err);
    }
    assert_eq!(
        (links(&place, "1"), links(&place, "3")),
        (vec!["child_of 2".to_owned()], vec!["parent_of 2".to_owned()])
    );
    place.run(&["do", "link", "1", "--to", "2"]).ok();
    assert!(place.run(&["do", "unlink", "1", "--to", "2"]).err.contains("give --is child-of or relates"));
}

#[test]
fn linked_tickets_are_found() {
    let place = three();
    place.run(&["do", "link", "1", "2", "--to", "3", "--is", "child-of"]).ok();
    let found = |filter: &str| {
        let ran = place.run(&["list", "--json", filter]);
        let mut ids: Vec<String> =
            ran.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].to_string()).collect();
        ids.sort();
        ids
    };
    assert_eq!(found("is:parent"), ["3"]);
    assert_eq!(found("is:child"), ["1", "2"]);
    assert_eq!(found("link:#3"), ["1", "2"]);
    assert_eq!(found("has:link"), ["1", "2", "3"]);
    assert_eq!(found("-has:link"), Vec::<String>::new());
    place.run(&["do", "withdraw", "1"]).ok();
    assert_eq!(found("link:3 is:open,withdrawn"), ["1", "2"]);
}

#[test]
fn a_parent_is_not_closed_over_open_children_unless_that_is_meant() {
    let place = Place::new();
    for _ in 0..3 {
        let args = "new --json --contract markant --plan standard --severity minor --channel phone --kind question --subject Why";
        let ran = place.run(&args.split(' ').collect::<Vec<_>>());
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    place.run(&["do", "respond", "1", "2", "3"]).ok();
    place.run(&["do", "fix", "1", "2", "3"]).ok();
    place.run(&["do", "link", "2", "3", "--to", "1", "--is", "child-of"]).ok();
    let ran = place.run(&["do", "close", "1"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("its children are open: #2, #3") && ran.err.contains("--leave-children"), "{}", ran.err);
    place.run(&["do", "close", "1", "--leave-children"]).ok();
    place.run(&["do", "undo", "1"]).ok();
    place.run(&["do", "close", "3", "1", "2"]).ok();
    assert_eq!(shown(&place, "1")["status"], "closed");
}

#[test]
fn a_parent_tells_when_a_child_is_fixed_and_nothing_else_comes_of_it() {
    let place = three();
    place.run(&["do", "link", "1", "--to", "2", "--is", "child-of"]).ok();
    let before = shown(&place, "2");
    place.run(&["do", "respond", "1"]).ok();
    place.run(&["do", "fix", "1"]).ok();
    let told = |place: &Place| {
        let events = shown(place, "2")["events"].as_array().unwrap().clone();
        events.iter().filter(|event| event["what"] == "its child #1 was fixed" && event["retracted"] == false).count()
    };
    assert_eq!(told(&place), 1);
    let after = shown(&place, "2");
    assert_eq!((&before["status"], &before["targets"]), (&after["status"], &after["targets"]));
    // Whoever looked at the parent before may still change it.
    let seen = before["revision"].to_string();
    place.run(&["do", "respond", "2", "--revision", &seen]).ok();
    // It goes with the fix, and is nobody's entry.
    place.run(&["do", "undo", "2"]).ok();
    assert_eq!((told(&place), &shown(&place, "2")["status"]), (1, &json!("new")));
    place.run(&["do", "undo", "1"]).ok();
    assert_eq!(told(&place), 0);
    place.run(&["do", "redo", "1"]).ok();
    assert_eq!(told(&place), 1);
    assert_eq!(shown(&place, "1")["status"], "fixed");
}
