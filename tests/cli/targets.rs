//! Every kind of target on a ticket: what each command meets, and what `show`, `why`, `list`, `evidence` and `report` say.

use frist_testkit::samples::EVERY_TARGET;
use serde_json::{Value, json};

use crate::support::Place;

/// Returns a place with a critical ticket under that agreement, reported today at 09:00, at the moment 10:00 in Oslo.
fn place() -> Place {
    let mut place = Place::new();
    place.write("contracts/eight.toml", EVERY_TARGET);
    "2024-01-08T09:00:00Z".clone_into(&mut place.now);
    let args = ["--contract", "eight", "--severity", "critical", "--channel", "phone", "--subject", "Shop down"];
    place.log(&[&args[..], &["--at", "09:00"]].concat());
    place
}

fn target(place: &Place, kind: &str) -> Value {
    let ticket = place.ticket("1");
    let targets = ticket["targets"].as_array().unwrap().clone();
    targets.into_iter().find(|target| target["target"] == kind).unwrap()
}

#[test]
fn targets_are_told_in_the_order_of_the_format() {
    let place = place();
    let ticket = place.ticket("1");
    let kinds: Vec<&Value> = ticket["targets"].as_array().unwrap().iter().map(|target| &target["target"]).collect();
    let order = ["acknowledge", "response", "work_start", "update", "workaround", "correction", "fix", "root_cause"];
    assert_eq!(kinds, order);
    assert_eq!(target(&place, "correction")["waits_for"], "response");
    assert_eq!(
        (&target(&place, "correction")["state"], &target(&place, "correction")["due"]),
        (&json!("none"), &json!(null))
    );
    assert_eq!(target(&place, "fix").get("waits_for"), None);
    let shown = place.run(&["show", "1"]).ok().out;
    assert!(shown.contains("waits for response: counts from the response, which is not met yet"), "{shown}");
    assert!(shown.contains("waits for fix"), "{shown}");
    place.run(&["why", "1", "root-cause"]).ok().prints("It counts from when the fix is met, which it is not yet");
    place.run(&["why", "1", "acknowledge"]).ok().prints("Acknowledgement of Eight, Premium, Critical: within 1 h");
    // What the words and the keys of other places call a target is taken too.
    for (kind, others) in [
        ("acknowledge", &["acknowledgement"][..]),
        ("work-start", &["work start", "work_start"]),
        ("root-cause", &["root cause", "root_cause"]),
    ] {
        let said = place.run(&["why", "1", kind]).ok().out;
        for other in others {
            assert_eq!(place.run(&["why", "1", other]).ok().out, said, "{other}");
        }
    }
    place.run(&["why", "1", "correct"]).failed(2, "correct");
}

#[test]
fn each_is_met_by_its_command_and_a_missed_update_stays() {
    let mut place = place();
    place.run(&["do", "respond", "1", "--at", "09:30"]).ok();
    assert_eq!(target(&place, "acknowledge")["met"], "2024-01-08T08:30:00Z");
    assert_eq!(target(&place, "update")["due"], "2024-01-08T09:30:00Z");
    assert_eq!(target(&place, "correction")["due"], "2024-01-09T08:30:00Z");
    "2024-01-08T10:00:00Z".clone_into(&mut place.now);
    place.run(&["list", "target:update", "is:breached"]).ok().prints("Shop down");
    let told = place.run(&["do", "update", "1", "--text", "Still at it"]).ok().out;
    assert!(told.contains("next: work start due today 11:00"), "{told}");
    let update = target(&place, "update");
    assert_eq!((&update["state"], &update["due"]), (&json!("running"), &json!("2024-01-08T11:00:00Z")));
    let missed = json!([{
        "from": "2024-01-08T08:30:00Z",
        "due": "2024-01-08T09:30:00Z",
        "breach_after": "2024-01-08T09:30:00Z",
        "until": "2024-01-08T10:00:00Z",
        "over_s": 1800,
    }]);
    assert_eq!(update["missed"], missed);
    let shown = place.run(&["show", "1"]).ok().out;
    assert!(shown.contains("running: 1 update missed"), "{shown}");
    let which = "The update that was due Mon 8 Jan 2024 10:30 was missed: the customer had word Mon 8 Jan 2024 11:00";
    assert_eq!(shown.lines().filter(|line| *line == which).count(), 1, "{shown}");
    assert!(shown.contains("update: Mon 8 Jan 2024 10:30 → Mon 8 Jan 2024 12:00"), "{shown}");
    place.run(&["do", "fix", "1"]).ok();
    let owed = place.run(&["do", "close", "1"]);
    owed.failed(2, "record that the cause was explained first (root-cause)");
    let explained = place.run(&["do", "root-cause", "1", "--text", "A full disk"]).ok().out;
    assert!(explained.starts_with("#1 root cause explained: A full disk"), "{explained}");
    assert_eq!(target(&place, "root_cause")["state"], "met");
    place.run(&["do", "undo", "1"]).ok();
    assert_eq!(target(&place, "root_cause")["met"], json!(null));
    place.run(&["do", "root-cause", "1"]).ok().prints("#1 root cause explained; next: update");
    place.run(&["do", "root-cause", "1"]).failed(2, "it is explained already");
    place.run(&["audit", "what:root_cause"]).ok().prints("root cause explained");
    let closed = place.run(&["do", "close", "1"]);
    assert_eq!(closed.code, 0, "{closed:?}");
    assert!(closed.err.contains("#1 was late, and the closing does not say whose breach it is"), "{}", closed.err);
    assert_eq!(target(&place, "update")["state"], "met_late");
}

#[test]
fn evidence_lists_every_update_that_was_missed_and_reports_count_it_as_late() {
    let mut place = place();
    place.run(&["do", "respond", "1", "--at", "09:30"]).ok();
    "2024-01-08T10:00:00Z".clone_into(&mut place.now);
    place.run(&["do", "update", "1", "--text", "Still at it"]).ok();
    let evidence = place.run(&["evidence", "1"]).ok().out;
    assert!(evidence.contains("### Update\n\n**Open** (running): 1h00 of support time"), "{evidence}");
    let row = "| Mon 8 Jan 2024 09:30 | Mon 8 Jan 2024 10:30 | Mon 8 Jan 2024 11:00 | 30m of support time (30m of real time) |";
    assert!(evidence.contains(row), "{evidence}");
    assert!(
        evidence.contains("### Root cause\n\n**Not begun**: counts from the fix, which is not met yet."),
        "{evidence}"
    );
    let rows = place.run(&["report", "attainment", "--by", "target", "--json"]).ok().json_lines();
    let of = |kind: &str, key: &str| rows.iter().find(|row| row["target"] == kind).unwrap()[key].clone();
    assert_eq!(
        (of("update", "met_late"), of("acknowledge", "met"), of("fix", "running")),
        (json!(1), json!(1), json!(1))
    );
    let times = place.run(&["report", "times", "--json"]).ok().json_lines();
    let kinds: Vec<&Value> = times.iter().map(|row| &row["target"]).collect();
    assert_eq!(kinds, ["acknowledge", "response"]);
}

/// Of two entries of one kind the earlier counts, and nobody has to find out by themselves.
#[test]
fn an_earlier_entry_says_what_it_replaces() {
    let mut place = place();
    "2024-01-08T13:00:00Z".clone_into(&mut place.now);
    place.run(&["do", "start", "1", "--at", "12:00"]).ok();
    assert_eq!(target(&place, "work_start")["state"], "met_late");
    let told = place.run(&["do", "start", "1", "--at", "10:30"]).ok().out;
    assert!(
        told.contains("work start is now met today 10:30, in time; the later one of today 12:00 no longer counts"),
        "{told}"
    );
    let shown = place.run(&["show", "1"]).ok().out;
    assert!(shown.contains("work started (no longer counts: the earlier one, Mon 8 Jan 2024 10:30, does)"), "{shown}");
    place.run(&["do", "fix", "1", "--at", "12:30"]).ok();
    place.run(&["do", "reopen", "1", "--did-not-hold"]).ok().prints("reopened: it did not hold");
    let shown = place.run(&["show", "1"]).ok().out;
    assert!(shown.contains("fixed (withdrawn: it did not hold)"), "{shown}");
    place.run(&["do", "wait", "1", "--on", "customer", "--at", "12:00"]).failed(2, "that is before it was reopened");
}

/// So that the order in which changes are entered never matters.
#[test]
fn a_change_of_severity_is_not_put_before_a_later_one() {
    let mut place = place();
    "2024-01-08T13:00:00Z".clone_into(&mut place.now);
    place.run(&["do", "severity", "1", "--severity", "minor", "--at", "12:00"]).ok();
    let refused = "its severity was changed on Mon 8 Jan 2024 12:00\nhint: undo that first, or give a later time";
    place.run(&["do", "severity", "1", "--severity", "none", "--at", "11:00"]).failed(2, refused);
    place.run(&["do", "undo", "1"]).ok();
    place.run(&["do", "severity", "1", "--severity", "none", "--at", "11:00"]).ok();
}

/// A deadline that lies before a change of terms is broken at the moment of the change: evidence and scorecard say of which.
#[test]
fn an_update_that_a_change_broke_says_so_everywhere() {
    let mut place = place();
    place.run(&["do", "severity", "1", "--severity", "minor", "--at", "09:00"]).ok();
    "2024-01-08T12:00:00Z".clone_into(&mut place.now);
    place.run(&["do", "severity", "1", "--severity", "critical", "--at", "12:30"]).ok();
    place.run(&["do", "update", "1", "--text", "We look at it", "--at", "12:40"]).ok();
    let missed = &target(&place, "update")["missed"][0];
    assert_eq!((&missed["over_s"], &missed["changed"]), (&json!(600), &json!("2024-01-08T11:30:00Z")));
    let evidence = place.run(&["evidence", "1"]).ok().out;
    let late =
        "| 10m of support time (10m of real time) after the change of terms Mon 8 Jan 2024 12:30 that broke it |";
    assert!(evidence.contains(late), "{evidence}");
    place
        .run(&["why", "1", "update"])
        .ok()
        .prints("the change of its terms on Mon 8 Jan 2024 12:30 broke it, not earlier");
    let card = place.run(&["report", "scorecard", "--contract", "eight", "--month", "2024-01", "--markdown"]).ok().out;
    let row = "| 10m of support time | update | Critical | terms changed Mon 8 Jan 2024 12:30; Mon 8 Jan 2024 10:00 |";
    assert!(card.contains(row), "{card}");
}
