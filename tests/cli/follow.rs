//! Following: whoever follows a ticket stands on it, filters find it, and undo takes it back.

use crate::support::Place;

#[test]
fn a_ticket_is_followed_and_found_by_that_and_no_longer_after_undo() {
    let place = Place::new();
    place.phoned("now");
    place.phoned("now");
    place.run(&["do", "follow", "1"]).ok().prints("#1 followed by ");
    let found = |filter: &str| {
        let ran = place.run(&["list", "--json", filter]);
        let id = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].to_string();
        ran.out.lines().map(id).collect::<Vec<_>>()
    };
    assert_eq!(
        (found("followed:me"), found("followed:none"), found("-followed:me")),
        (vec!["1".into()], vec!["2".into()], vec!["2".into()])
    );
    assert_eq!(place.ticket("1")["followers"].as_array().unwrap().len(), 1);
    assert!(place.run(&["show", "1"]).ok().out.contains("followed by"));
    let twice = place.run(&["do", "follow", "1"]);
    assert!(twice.code == 2 && twice.err.contains("follows #1 already"), "{}", twice.err);
    let both = place.run(&["do", "follow", "1", "2"]).ok().out;
    assert!(both.contains("#2 followed by") && !both.contains("#1"), "{both}");
    assert!(place.run(&["do", "follow", "1", "2"]).ok().out.contains("nothing changes"));
    place.run(&["do", "undo", "1"]).ok();
    assert!(place.ticket("1")["followers"].is_null());
    place.run(&["do", "unfollow", "2"]).ok().prints("no longer followed by");
    place.run(&["audit", "what:follow"]).ok().prints("followed by ");
}
