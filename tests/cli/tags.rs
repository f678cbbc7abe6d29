//! Tags: put on and taken off by commands, found by filters, and shown.

use crate::support::Place;

#[test]
fn tags_are_put_on_and_taken_off_and_undone_as_one() {
    let place = Place::new();
    place.phoned("now");
    let ran = place.run(&["do", "tag", "1", "Slow", "#disk", "--note", "as on Friday"]).ok();
    assert!(ran.out.starts_with("#1 tagged disk, slow, note: as on Friday"), "{}", ran.out);
    let tags = |place: &Place| place.run(&["show", "1", "--json"]).ok().json()["tags"].to_string();
    assert_eq!(tags(&place), r#"["disk","slow"]"#);
    assert!(place.run(&["show", "1"]).ok().out.contains("disk, slow"));
    assert_eq!(place.run(&["do", "untag", "1", "slow", "--json"]).ok().json()["tags"].to_string(), r#"["disk"]"#);
    place.run(&["do", "undo", "1"]).ok();
    assert_eq!(tags(&place), r#"["disk","slow"]"#);
    let log = place.run(&["audit", "what:tag"]).ok().out;
    assert!(log.contains("tagged disk, slow") && log.contains("untagged slow"), "{log}");
}

#[test]
fn of_several_tickets_those_that_have_the_tag_stay_as_they_are() {
    let place = Place::new();
    for _ in 0..3 {
        place.phoned("now");
    }
    place.run(&["do", "tag", "2", "vpn"]).ok();
    let ran = place.run(&["do", "tag", "1", "2", "3", "vpn"]).ok();
    assert_eq!(ran.out.matches("tagged vpn").count(), 2, "{}", ran.out);
    assert!(!ran.out.contains("#2"), "{}", ran.out);
    assert!(place.run(&["do", "tag", "1", "2", "vpn"]).ok().out.contains("nothing changes"));
    let ran = place.run(&["do", "tag", "2", "vpn"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("#2 has vpn already"), "{}", ran.err);
    let ran = place.run(&["do", "untag", "2", "disk"]);
    assert!(ran.err.contains("#2 does not have disk"), "{}", ran.err);
}

#[test]
fn what_cannot_be_a_tag_is_told() {
    let place = Place::new();
    place.phoned("now");
    for (args, message) in [
        (vec!["1", "two words"], ""),
        (vec!["1", "a_b"], "`a_b` cannot be a tag"),
        (vec!["1", "2024"], "the word is missing"),
        (vec!["disk", "slow"], "the ticket's number is missing"),
        (vec!["1", "12-3"], "`12-3` cannot be a tag"),
    ] {
        let ran = place.run(&[vec!["do", "tag"], args.clone()].concat());
        assert_eq!(ran.code, if message.is_empty() { 0 } else { 2 }, "{args:?}: {}", ran.err);
        assert!(ran.err.contains(message), "{args:?}: {}", ran.err);
    }
}

#[test]
fn a_ticket_is_logged_with_tags_and_found_by_them_also_when_it_is_closed() {
    let place = Place::new();
    place.phoned("now");
    let args = "new --contract markant --plan standard --severity critical --channel phone --subject Down --tag disk --tag vpn";
    assert_eq!(place.run(&args.split(' ').collect::<Vec<_>>()).ok().out.lines().next(), Some("#2 Down"));
    let found = |filter: &str| {
        let ran = place.run(&["list", "--json", filter]);
        let ids =
            ran.out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].to_string());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(found("tag:disk"), ["2"]);
    assert_eq!(found("tag:#VPN,other"), ["2"]);
    assert_eq!(found("tag:dis"), Vec::<String>::new());
    assert_eq!(found("-tag:disk"), ["1"]);
    assert_eq!(found("tag:none"), ["1"]);
    place.run(&["do", "withdraw", "2"]).ok();
    assert_eq!(found("tag:disk is:withdrawn"), ["2"]);
}
