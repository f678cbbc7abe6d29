//! Snoozed tickets: out of the list until they wake, found all the same, and given back by undo.

use crate::support::Place;

fn ids(place: &Place, filter: &str) -> Vec<String> {
    let ran = place.run(&["list", "--json", filter]);
    let id = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].to_string();
    ran.out.lines().map(id).collect()
}

#[test]
fn a_snoozed_ticket_leaves_the_list_and_is_found_all_the_same() {
    let place = Place::new();
    place.phoned("now");
    place.phoned("now");
    let ran = place.run(&["do", "snooze", "1", "--until", "tomorrow 08:00", "--note", "they are away"]).ok();
    assert!(ran.out.starts_with("#1 snoozed until ") && ran.out.contains("they are away"), "{}", ran.out);
    assert!(ran.out.contains("next: "), "its targets go on: {}", ran.out);
    let listed = place.run(&["list"]);
    assert!(listed.err.contains("1 snoozed ticket is not listed; is:snoozed lists it"), "{}", listed.err);
    assert_eq!(ids(&place, "vendor:markant"), ["2"]);
    assert_eq!(ids(&place, "is:snoozed"), ["1"]);
    assert_eq!(ids(&place, "-is:snoozed"), ["2"]);
    assert_eq!(ids(&place, "#1"), ["1"]);
    let json = place.ticket("1");
    assert_eq!(json["snoozed"]["keep_on_reply"], false);
    assert!(json["snoozed"]["until"].is_string() && json["snoozed"]["by"].is_string(), "{json}");
    assert!(place.run(&["show", "1"]).ok().out.contains("snoozed until tomorrow 08:00, by "));
    let again = place.run(&["do", "snooze", "1", "--until", "tomorrow 08:00"]);
    assert!(again.err.contains("#1 is snoozed so already"), "{}", again.err);
    place.run(&["do", "wake", "1"]).ok().prints("woken");
    assert!(place.ticket("1")["snoozed"].is_null());
    place.run(&["do", "undo", "1"]).ok();
    assert_eq!(ids(&place, "is:snoozed"), ["1"]);
    place.run(&["audit", "what:snooze"]).ok().prints("snoozed until ");
}

#[test]
fn it_wakes_by_the_clock_and_the_timeline_says_so() {
    let place = Place::new();
    place.phoned("3h ago");
    place.run(&["do", "snooze", "1", "--for", "1h", "--at", "2h ago"]).ok();
    assert_eq!(ids(&place, "is:snoozed"), Vec::<String>::new());
    let shown = place.run(&["show", "1"]).ok().out;
    assert!(shown.contains("woken: its snooze is over") && shown.contains("woken at "), "{shown}");
    assert!(place.run(&["do", "wake", "1"]).err.contains("#1 is not snoozed"));
}

#[test]
fn a_letter_wakes_it_unless_it_is_to_sleep_on() {
    let place = Place::new();
    place.phoned("now");
    place.phoned("now");
    place.run(&["do", "snooze", "1", "2", "--for", "4 support hours"]).ok();
    place
        .run(&["do", "snooze", "2", "--until-next-event", "--keep-on-reply"])
        .ok()
        .prints("snoozed until the next event, whatever is written");
    place.run(&["do", "message", "1", "2", "--from", "customer", "--text", "Well?"]).ok();
    assert_eq!(ids(&place, "is:snoozed"), ["2"]);
}

#[test]
fn what_is_no_time_to_sleep_is_told() {
    let place = Place::new();
    place.phoned("now");
    for (args, message) in [
        (&[][..], "it is missing until when it sleeps"),
        (&["--for", "4 moons"], "that is no time to sleep"),
        (&["--until", "yesterday 08:00"], "that moment has passed"),
        (&["--for", "3000d"], "that is too far ahead"),
        (&["--for", "1h", "--until-next-event"], "cannot be used with"),
    ] {
        let ran = place.run(&[&["do", "snooze", "1"], args].concat());
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
        assert!(ran.err.contains(message), "{args:?}: {}", ran.err);
    }
}
