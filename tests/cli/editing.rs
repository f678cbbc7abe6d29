//! `do subject`, `customer`, `correct`: what was typed or logged wrongly, with what is told of it everywhere.

use serde_json::json;

use crate::support::Place;

/// Markant, standard, critical, by phone at 10:00: an answer by 12:00.
fn logged() -> Place {
    let place = Place::new();
    place.phoned("-1h");
    place
}

#[test]
fn subject_and_customer_are_changed_and_the_old_ones_stay_on_the_record() {
    let place = logged();
    let subject = place.ticket("1")["subject"].as_str().unwrap().to_owned();
    let out = place.run(&["do", "subject", "1", "--text", "Shop is down"]).ok().out;
    assert!(out.starts_with(&format!("#1 subject set to “Shop is down” (was “{subject}”)")), "{out}");
    place.run(&["do", "subject", "1", "--text", "Shop is down"]).failed(2, "that is its subject already");
    place.run(&["do", "customer", "1", "--name", "Kari"]).ok().prints("customer set to Kari");
    place.run(&["do", "customer", "1", "--name", "Ola"]).ok().prints("customer set to Ola (was Kari)");
    place.run(&["do", "customer", "1", "--name", "Ola"]).failed(2, "it is Ola's already");
    place.run(&["do", "customer", "1"]).failed(2, "--name NAME, --person WHO, or --none");
    place.run(&["do", "customer", "1", "--name", "x", "--none"]).failed(2, "--none");
    place.run(&["do", "customer", "1", "--none"]).ok().prints("customer removed (was Ola)");
    assert_eq!(place.ticket("1")["customer"], json!(null));
    place.run(&["do", "undo", "1"]).ok();
    assert_eq!(place.ticket("1")["customer"]["name"], json!("Ola"));
    place.run(&["audit", "what:customer,subject"]).ok().prints("customer set to Kari").prints("(was “");
    // What was typed can be put right on a closed ticket too.
    for event in ["respond", "start", "fix", "close"] {
        place.run(&["do", event, "1"]).ok();
    }
    place.run(&["do", "subject", "1", "--text", "Shop was down"]).ok();
    place.run(&["do", "customer", "1", "--name", "Per"]).ok();
}

#[test]
fn another_vendor_counts_from_the_report_on_and_its_agreement_is_kept() {
    let place = logged();
    place.run(&["do", "correct", "1"]).failed(2, "it is not said what was logged wrongly");
    place.run(&["do", "correct", "1", "--contract", "nowhere"]).failed(2, "there is no contract `nowhere`");
    place.run(&["do", "correct", "1", "--contract", "sesam"]).failed(2, "SESAM needs a plan of its own");
    let sesam = ["do", "correct", "1", "--contract", "sesam", "--plan", "partner", "--severity", "critical"];
    let done = place.run(&[&sesam[..], &["--channel", "email"]].concat()).ok().out;
    assert!(
        done.contains("vendor sesam (was markant), plan partner (was standard), severity critical (was critical)"),
        "{done}"
    );
    let ticket = place.ticket("1");
    assert_eq!((&ticket["contract"], &ticket["plan"]), (&json!("sesam"), &json!("partner")));
    assert_eq!(ticket["reported"], json!("2024-01-08T09:00:00Z"));
    let shown = place.run(&["show", "1"]).ok().out;
    assert!(shown.contains("response: Mon 8 Jan 2024 12:00 →"), "{shown}");
    place.run(&["list", "vendor:sesam"]).ok().prints("SESAM");
    place.run(&["list", "vendor:markant"]).failed(1, "");
    place.run(&["audit", "what:correct vendor:sesam"]).ok().prints("report corrected: vendor sesam (was markant)");
    let evidence = place.run(&["evidence", "1"]).ok().out;
    assert!(evidence.contains("The report was logged otherwise first."), "{evidence}");
    assert!(evidence.contains("Report corrected: vendor sesam (was markant)"), "{evidence}");
    assert!(!evidence.contains("12:00 →"), "no deadline of the other vendor's: {evidence}");
    let by_vendor = place.run(&["report", "attainment", "--by", "vendor", "--json"]).ok().json_lines();
    assert!(by_vendor.iter().all(|row| row["contract"] == json!("sesam")), "{by_vendor:?}");
    // Its promise counts without any file: also elsewhere, from an export.
    let file = place.run(&["export"]).ok().out;
    let other = Place::new();
    other.write("all.jsonl", &file);
    other.run(&["import", &other.path("all.jsonl").to_string_lossy()]).ok();
    assert_eq!(other.ticket("1")["targets"], ticket["targets"]);
    other.run(&["verify"]).ok();
    // And back, as though it had never been.
    place.run(&["do", "undo", "1"]).ok().prints("undone: report corrected");
    let back = place.ticket("1");
    assert_eq!((&back["contract"], &back["targets"][0]["due"]), (&json!("markant"), &json!("2024-01-08T11:00:00Z")));
    place.run(&["verify"]).ok();
}

#[test]
fn another_time_needs_a_reason_once_a_target_is_met_and_judges_it_anew() {
    let place = logged();
    let early = ["do", "correct", "1", "--reported", "07:30"];
    place.run(&["do", "correct", "1", "--reported", "11:30"]).failed(2, "that is in the future");
    place.run(&early).ok().prints("reported Mon 8 Jan 2024 07:30 (was Mon 8 Jan 2024 10:00)");
    place.run(&["do", "undo", "1"]).ok();
    place.run(&["do", "respond", "1"]).ok();
    place.run(&early).failed(2, "its response is met, so the record has to say why it is corrected");
    place.run(&[&early[..], &["--reason", "They phoned before"]].concat()).ok().prints("; They phoned before");
    let ticket = place.ticket("1");
    assert_eq!(
        (&ticket["reported"], &ticket["targets"][0]["state"]),
        (&json!("2024-01-08T06:30:00Z"), &json!("met_late"))
    );
    place.run(&["do", "correct", "1", "--reported", "11:00", "--reason", "x"]).ok();
    place.run(&["do", "respond", "1", "--at", "10:30"]).failed(2, "before it was reported");
}

#[test]
fn several_tickets_are_corrected_as_one_or_none_of_them() {
    let place = logged();
    place.phoned("-1h");
    place.run(&["do", "correct", "1", "2", "--channel", "email"]).ok().prints("#2 report corrected: channel email");
    assert_eq!(place.ticket("2")["clock"], json!("to_be_phoned"));
    place.run(&["do", "correct", "2", "--channel", "phone"]).ok();
    place.run(&["do", "correct", "1", "2", "--channel", "phone"]).failed(2, "that is how it stands already");
    assert_eq!(place.ticket("1")["clock"], json!("to_be_phoned"), "nothing was recorded");
}

#[test]
fn a_correction_does_not_leave_an_outage_or_what_came_after_behind() {
    let place = logged();
    let outage = ["outage", "add", "--contract", "markant", "--from", "10:10", "--to", "10:20", "--ticket", "1"];
    place.run(&outage).ok();
    let sesam = [
        "do",
        "correct",
        "1",
        "--contract",
        "sesam",
        "--plan",
        "partner",
        "--severity",
        "critical",
        "--channel",
        "email",
    ];
    place.run(&sesam).failed(2, "#1 belongs to outage");
    place.run(&["do", "correct", "1", "--plan", "extended"]).ok();
    place.run(&["outage", "remove", "2"]).ok();
    // By now its response is breached.
    place.run(&sesam).failed(2, "its response is breached, so the record has to say why");
    place.run(&[&sesam[..], &["--reason", "It is theirs"]].concat()).ok();
    place.am("emil");
    place.run(&["do", "severity", "1", "--severity", "question"]).ok();
    place.am("anna");
    place.run(&["do", "undo", "1"]).failed(2, "what was entered after the correction does not fit Markant");
}

#[test]
fn what_was_undone_is_done_again_until_something_else_is_entered() {
    let place = logged();
    place.run(&["do", "redo", "1"]).failed(2, "you have nothing to do again on #1");
    place.run(&["do", "respond", "1", "--at", "10:20"]).ok();
    place.run(&["do", "start", "1"]).ok();
    place.run(&["do", "undo", "1"]).ok();
    place.run(&["do", "undo", "1"]).ok();
    assert_eq!(place.ticket("1")["status"], "new");
    place.am("emil");
    place.run(&["do", "redo", "1"]).failed(2, "you have nothing to do again on #1");
    place.am("anna");
    place.run(&["do", "redo", "1"]).ok().prints("#1 done again: responded to the customer");
    // It happened when it happened.
    assert_eq!(place.ticket("1")["targets"][0]["met"], json!("2024-01-08T09:20:00Z"));
    place.run(&["do", "redo", "1"]).ok().prints("done again: work started");
    place.run(&["do", "redo", "1"]).failed(2, "you have nothing to do again");
    // What was done again is undone like anything else.
    place.run(&["do", "undo", "1"]).ok().prints("undone: work started");
    place.run(&["do", "redo", "1"]).ok().prints("done again: work started");
    place.run(&["do", "undo", "1"]).ok();
    place.run(&["do", "note", "1", "--text", "x"]).ok();
    place.run(&["do", "redo", "1"]).failed(2, "you have nothing to do again");
    place.run(&["do", "redo", "1", "--note", "x"]).failed(2, "redo takes only ticket numbers");
    place.run(&["audit", "what:undo"]).ok().prints("done again: work started").prints("retracted: work started");
    place.run(&["verify"]).ok();
}

#[test]
fn what_may_not_happen_any_more_is_not_done_again() {
    let place = logged();
    place.run(&["do", "respond", "1"]).ok();
    place.run(&["do", "start", "1"]).ok();
    place.run(&["do", "undo", "1"]).ok();
    place.am("emil");
    for event in ["start", "fix", "close"] {
        place.run(&["do", event, "1"]).ok();
    }
    place.am("anna");
    place.run(&["do", "redo", "1"]).failed(2, "it cannot be done again: #1 is closed");
}
