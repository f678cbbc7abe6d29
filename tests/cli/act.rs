//! `do`: what happens to tickets.

use serde_json::json;

use crate::support::Place;

#[test]
fn a_ticket_goes_from_its_report_to_its_closing() {
    let place = Place::new();
    place.phoned("-1h");
    let done = place.run(&["do", "respond", "1", "--at", "10:20"]).ok().out;
    assert_eq!(done, "#1 responded to the customer; next: work start due today 14:00 (running)\n");
    for (action, status) in [
        ("start", "in_work"),
        ("workaround", "worked_around"),
        ("fix", "fixed"),
        ("close", "closed"),
        ("reopen --did-not-hold", "worked_around"),
    ] {
        let args: Vec<&str> = ["do"].into_iter().chain(action.split(' ')).chain(["1", "--json"]).collect();
        let ticket = place.run(&args).ok().json();
        assert_eq!(ticket["status"], status, "{action}");
    }
    let ticket = place.ticket("1");
    assert_eq!(ticket["targets"][0]["met"], "2024-01-08T09:20:00Z");
    assert_eq!(ticket["closed"], json!(null));
}

#[test]
fn every_action_that_needs_something_says_what() {
    let place = Place::new();
    place.phoned("-1h");
    for (action, option) in [
        ("assign", "--to NAME"),
        ("severity", "--severity ID"),
        ("plan", "--plan ID"),
        ("report", "--channel NAME"),
        ("note", "--text TEXT"),
        ("exclude", "--cause CAUSE"),
        ("wait", "--on customer"),
        ("spend", "--minutes N"),
        ("subject", "--text TEXT"),
        ("approve", "--text TEXT"),
        ("pass-on", "--text TEXT"),
    ] {
        place.run(&["do", action, "1"]).failed(2, option);
    }
    place.run(&["do", "exclude", "1", "--cause", "customer"]).failed(2, "--text TEXT");
    place.run(&["do", "respond", "1", "--to", "emil"]).failed(2, "frist do respond does not take --to");
    place.run(&["do", "respond", "1", "--to-customer"]).failed(2, "--to-customer needs a note");
    place.run(&["do", "undo", "1", "--at", "10:00"]).failed(2, "undo takes only ticket numbers");
    place.run(&["do", "dance", "1"]).failed(2, "dance");
    place.run(&["do", "respond"]).failed(2, "<ID>");
}

/// Each event has its own options, and help of its own.
#[test]
fn help_of_an_event_tells_what_it_takes() {
    let place = Place::new();
    let help = place.run(&["do", "--help"]).ok().out;
    for event in ["respond", "no-workaround", "pass-on", "withdraw"] {
        assert!(help.contains(event), "{event} in {help}");
    }
    let help = place.run(&["do", "wait", "--help"]).ok().out;
    assert!(help.contains("--on") && help.contains("customer, vendor") && !help.contains("--cause"), "{help}");
    place.phoned("-1h");
    place.run(&["do", "--json", "--to", "emil", "assign", "1"]).ok();
    assert_eq!(place.ticket("1")["assignee"], json!("emil"));
}

#[test]
fn each_action_does_what_it_says() {
    let place = Place::new();
    place.phoned("-1h");
    for args in [
        &["acknowledge", "1"][..],
        &["assign", "1", "--to", "emil"],
        &["assign", "1", "--to", "none"],
        &["assign", "1", "--to", "me"],
        &["severity", "1", "--severity", "serious"],
        &["plan", "1", "--plan", "extended"],
        &["phoned", "1", "--channel", "email"],
        &["note", "1", "--text", "two\nlines", "--to-customer"],
        &["note", "1", "--note", "-- begins with a dash"],
        &["exclude", "1", "--cause", "customer", "--text", "their DNS"],
        &["include", "1"],
        &["wait", "1", "--on", "customer"],
        &["resume", "1"],
        &["escalate", "1", "--level", "second line", "--to", "noor"],
        &["spend", "1", "--minutes", "15", "--text", "looking"],
        &["pass-on", "1", "--text", "Payment provider"],
        &["subject", "1", "--text", "Shop was down"],
    ] {
        place.run(&[&["do"], args].concat()).ok();
    }
    let ticket = place.ticket("1");
    assert_eq!(
        (&ticket["assignee"], &ticket["severity"], &ticket["plan"], &ticket["subject"]),
        (&json!("noor"), &json!("serious"), &json!("extended"), &json!("Shop was down"))
    );
    let shown = place.run(&["show", "1"]).ok().out;
    for words in
        ["excluded: customer; their DNS", "second line", "15 min", "Payment provider", "updated the customer: two"]
    {
        assert!(shown.contains(words), "`{words}` in {shown}");
    }
    let sesam = "--contract sesam --plan partner --severity critical --channel email --subject x --at -1h";
    place.log(&sesam.split(' ').collect::<Vec<_>>());
    let before = place.ticket("2")["targets"][1]["due"].clone();
    place.run(&["do", "no-workaround", "2"]).ok();
    assert_ne!(place.ticket("2")["targets"][1]["due"], before);
}

/// Missoun, external causes: paid work only after the customer's written approval.
#[test]
fn paid_time_is_booked_once_the_customer_has_approved_it() {
    let place = Place::new();
    let without = "--contract myproduction --severity critical --channel email --subject x --at -1h";
    place.log(&without.split(' ').collect::<Vec<_>>());
    place.run(&["do", "approve", "1", "--text", "a mail"]).failed(2, "this agreement asks for no approval");
    let missoun = "--contract missoun --impact high --urgency high --channel portal --subject x --at -1h";
    place.log(&missoun.split(' ').collect::<Vec<_>>());
    place.run(&["do", "exclude", "2", "--cause", "third_party", "--text", "their gateway"]).ok();
    let spend = ["do", "spend", "2", "--minutes", "30", "--text", "looking"];
    place.run(&spend).failed(2, "hint: record where the approval can be found first (approve)");
    let unpaid = ["do", "spend", "2", "--minutes", "20", "--unpaid", "--text", "analysis"];
    place.run(&unpaid).ok().prints("20 min spent, unpaid: analysis");
    place.run(&["do", "approve", "2", "--text", "mail of 8 January"]).ok();
    place.run(&spend).ok();
    place.run(&[&spend[..], &["--at", "-10m"]].concat()).failed(2, "before the customer approved paid work");
    let billed = place.run(&["report", "billable", "--json"]).ok().json();
    assert_eq!((&billed["minutes"], &billed["billable_minutes"]), (&json!(50), &json!(30)), "{billed}");
    assert!(place.run(&["show", "2"]).ok().out.contains("mail of 8 January"));
}

#[test]
fn several_tickets_change_together_or_not_at_all() {
    let place = Place::new();
    for _ in 0..3 {
        place.phoned("-1h");
    }
    assert_eq!(place.run(&["do", "respond", "1", "2"]).ok().out.lines().count(), 2);
    place.run(&["do", "respond", "3", "2"]).failed(2, "answered already");
    assert_eq!(place.ticket("3")["status"], "new");
    place.run(&["do", "start", "3", "9"]).failed(1, "there is no ticket #9");
    assert_eq!(place.ticket("3")["status"], "new");
}

/// Of several it is said which one is refused, once, wherever the refusal comes from; of one the answer is about that one.
#[test]
fn a_refusal_of_several_names_the_ticket() {
    let place = Place::new();
    for _ in 0..3 {
        place.phoned("-1h");
    }
    place.run(&["do", "respond", "2"]).ok();
    let said = |args: &[&str]| {
        let ran = place.run(args);
        assert_ne!(ran.code, 0, "{ran:?}");
        ran.err.lines().next().unwrap().to_owned()
    };
    let one = said(&["do", "respond", "2"]);
    let refused = one.strip_prefix("frist: ").unwrap();
    assert!(!refused.contains('#'), "{refused}");
    assert_eq!(said(&["do", "respond", "3", "2"]), format!("frist: #2: {refused}"));
    assert!(said(&["do", "severity", "1", "3", "--severity", "dire"]).starts_with("frist: #1: "));
    assert!(said(&["do", "respond", "1", "3", "--at", "2031-01-01 10:00"]).starts_with("frist: #1: "));
    for args in
        [&["do", "undo", "2", "3"][..], &["do", "withdraw", "2", "9"], &["do", "start", "3", "1", "--revision", "1"]]
    {
        let said = said(args);
        assert_eq!(said.matches('#').count(), 1, "{said}");
    }
}

#[test]
fn undo_takes_back_ones_own_last_entry_and_nobody_elses() {
    let place = Place::new();
    place.phoned("-1h");
    place.run(&["do", "respond", "1"]).ok();
    assert!(place.run(&["do", "undo", "1"]).ok().out.contains("undone: responded to the customer"));
    assert_eq!(place.ticket("1")["status"], "new");
    assert_eq!(place.ticket("1")["events"][2]["taken_back"], true);
    place.am("emil");
    place.run(&["do", "undo", "1"]).failed(4, "you have nothing to undo on #1");
    place.am("anna");
    place.run(&["do", "undo", "1"]).failed(2, "hint: frist do withdraw 1");
    assert_eq!((&place.ticket("1")["status"], &place.ticket("1")["revision"]), (&json!("new"), &json!(4)));
}

/// What one command recorded is undone by one; two commands of the same second are two.
#[test]
fn undo_takes_back_all_that_one_command_recorded() {
    let place = Place::new();
    place.phoned("-1h");
    place.run(&["do", "respond", "1", "--note", "We are at it", "--to-customer"]).ok();
    let out = place.run(&["do", "undo", "1"]).ok().out;
    assert!(out.contains("undone: ") && out.contains("We are at it") && out.contains("undone: responded"), "{out}");
    assert_eq!(place.ticket("1")["status"], "new");
    place.run(&["do", "undo", "1"]).failed(2, "frist do withdraw 1");

    place.run(&["do", "respond", "1"]).ok();
    place.run(&["do", "note", "1", "--text", "Apart"]).ok();
    assert!(place.run(&["do", "undo", "1"]).ok().out.contains("Apart"));
    assert_eq!(place.ticket("1")["status"], "responded");
    assert!(place.run(&["do", "undo", "1"]).ok().out.contains("undone: responded"));

    place.run(&["do", "start", "1", "--note", "Begun"]).ok();
    place.run(&["do", "fix", "1", "--note", "Mended"]).ok();
    place.run(&["do", "undo", "1"]).ok();
    assert_eq!(place.ticket("1")["status"], "in_work");
    // What came with the logging goes one by one, and the logging by name.
    let args = ["--contract", "markant", "--plan", "standard", "--severity", "critical", "--channel", "phone"];
    place.log(&[&args[..], &["--subject", "Again", "--note", "By hand", "--assign", "emil"]].concat());
    assert!(place.run(&["do", "undo", "2"]).ok().out.contains("undone: assigned"));
    assert!(place.run(&["do", "undo", "2"]).ok().out.contains("By hand"));
    place.run(&["do", "undo", "2"]).failed(2, "frist do withdraw 2");
}

#[test]
fn a_ticket_is_withdrawn_by_name_and_the_withdrawal_can_be_undone() {
    let place = Place::new();
    place.phoned("-1h");
    place.run(&["do", "start", "1"]).ok();
    place.am("emil");
    place.run(&["do", "withdraw", "1"]).failed(4, "anna entered that, not you");
    place.am("anna");
    place.run(&["do", "withdraw", "1", "--note", "x"]).failed(2, "withdraw takes only ticket numbers");
    let out = place.run(&["do", "withdraw", "1"]).ok().out;
    assert!(out.contains("#1 withdrawn, retracted: logged as incident"), "{out}");
    assert_eq!(place.ticket("1")["status"], "withdrawn");
    place.run(&["do", "respond", "1"]).failed(2, "undo the withdrawal first");
    place.run(&["do", "withdraw", "1"]).failed(2, "retracted already");
    place.run(&["list"]).failed(1, "no open tickets");
    place.run(&["list", "is:withdrawn"]).ok();
    place.am("emil");
    place.run(&["do", "undo", "1"]).failed(4, "you have nothing to undo on #1");
    place.am("anna");
    let out = place.run(&["do", "undo", "1"]).ok().out;
    assert!(out.starts_with("#1 retracted the withdrawal; next: response due"), "{out}");
    assert_eq!(place.ticket("1")["status"], "in_work");
    // And from there on as before: the last entry, then nothing more.
    assert!(place.run(&["do", "undo", "1"]).ok().out.contains("undone: work started"));
    place.run(&["do", "undo", "1"]).failed(2, "frist do withdraw 1");
}

#[test]
fn a_change_in_between_is_a_conflict() {
    let place = Place::new();
    let seen = place.phoned("-1h")["revision"].to_string();
    place.am("emil");
    place.run(&["do", "respond", "1"]).ok();
    place.am("anna");
    let ran = place.run(&["do", "start", "1", "--revision", &seen]);
    ran.failed(3, "#1 has changed: responded to the customer by emil");
    place.run(&["do", "start", "1", "--revision", "3", "--note", "at once"]).ok();
}

#[test]
fn what_may_not_happen_is_refused_in_words() {
    let place = Place::new();
    place.phoned("-1h");
    place.run(&["do", "close", "1"]).failed(2, "#1 still has to meet its response");
    place.run(&["do", "reopen", "1", "--did-not-hold"]).failed(2, "neither fixed nor closed");
    place.run(&["do", "no-workaround", "1"]).failed(2, "promises no other correction time");
    place.run(&["do", "respond", "1", "--at", "-2h"]).failed(2, "before it was reported");
    place.run(&["do", "respond", "1", "--at", "2024-01-08T10:00:01Z"]).failed(2, "in the future");
    place.run(&["do", "severity", "1", "--severity", "huge"]).failed(2, "it has critical, serious, minor");
    place.run(&["do", "exclude", "1", "--cause", "weather", "--text", "rain"]).failed(2, "customer");
    place.run(&["do", "note", "1", "--text", " "]).failed(2, "there is no text in it");
}

/// `MooCommerce`, escalation: without a level it is the desk's next one, up to management.
#[test]
fn without_a_level_a_ticket_is_escalated_to_the_next_one() {
    let place = Place::new();
    place.phoned("-1h");
    place.run(&["do", "escalate", "1"]).ok().prints("#1 escalated to second line; next:");
    place.run(&["do", "escalate", "1", "--to", "kari"]).ok().prints("escalated to management (kari)");
    place.run(&["do", "escalate", "1"]).failed(2, "#1 is at the desk's last level, management");
    place.run(&["do", "undo", "1"]).ok();
    place.run(&["do", "escalate", "1"]).ok().prints("escalated to management");
    place.run(&["do", "escalate", "1", "--level", "the board"]).ok().prints("escalated to the board");
}

/// None of the five agreements stops its clocks for waiting.
#[test]
fn waiting_says_that_the_clock_runs_on() {
    let place = Place::new();
    place.phoned("-1h");
    let words = "the clock runs on: this agreement does not pause it";
    place.run(&["do", "wait", "1", "--on", "customer"]).ok().prints(words);
    place.run(&["show", "1"]).ok().prints("waiting on the customer since today 11:00").prints(words);
    place.run(&["do", "resume", "1"]).ok();
    assert!(!place.run(&["show", "1"]).ok().out.contains(words));
}

/// Missoun, Priority Levels: the severity follows from impact and urgency.
#[test]
fn impact_and_urgency_are_changed_and_the_severity_follows() {
    let place = Place::new();
    let logged = "--contract missoun --impact low --urgency low --channel portal --subject x --at -1h";
    place.log(&logged.split(' ').collect::<Vec<_>>());
    place.run(&["do", "severity", "1", "--severity", "high"]).failed(2, "follows from impact and urgency");
    let change = |impact, urgency| place.run(&["do", "severity", "1", "--impact", impact, "--urgency", urgency]);
    change("high", "medium").ok().prints("impact high, urgency medium: severity high");
    assert_eq!(place.ticket("1")["severity"], "high");
    change("none", "medium").failed(2, "missoun has no impact `none`");
    place.run(&["do", "severity", "1", "--impact", "high"]).failed(2, "--urgency");
    place.phoned("-1h");
    place
        .run(&["do", "severity", "2", "--impact", "high", "--urgency", "high"])
        .failed(2, "markant does not work with impact and urgency");
}

/// Markant, standard, critical: an answer within two hours. A breach is in no figure lost by what is set after it.
#[test]
fn a_breach_stays_in_figures_and_documents_when_the_severity_changes_after_it() {
    let place = Place::new();
    place.phoned("-3h");
    let attainment = || {
        let row = &place.run(&["report", "attainment", "--by", "target", "--json"]).ok().json_lines()[0];
        (row["breached"].clone(), row["kept_percent"].clone())
    };
    let before = attainment();
    assert_eq!(before.0, json!(1));
    place.run(&["do", "severity", "1", "--severity", "minor"]).ok();
    assert_eq!(attainment(), before);
    let ticket = place.ticket("1");
    let response = &ticket["targets"][0];
    assert_eq!((&response["state"], &response["due"]), (&json!("breached"), &json!("2024-01-08T09:00:00Z")));
    assert_eq!((&response["severity"], &response["kept_at"]), (&json!("critical"), &json!("2024-01-08T10:00:00Z")));
    assert!(place.run(&["show", "1"]).ok().out.contains("broken before its terms changed today"), "{ticket}");
    let evidence = place.run(&["evidence", "1"]).ok().out;
    assert!(evidence.contains("It was broken before its terms changed on Mon 8 Jan 2024"), "{evidence}");
    let card = place.run(&["report", "scorecard", "--contract", "markant", "--month", "2024-01"]).ok().out;
    assert!(card.contains("terms changed Mon 8 Jan 2024"), "{card}");
}

/// Nobody but who reopens knows which it was: neither is taken for granted.
#[test]
fn a_reopening_says_which_of_the_two_it_was() {
    let place = Place::new();
    place.phoned("-3h");
    place.run(&["do", "fix", "1", "--at", "-1h"]).ok();
    let refused = place.run(&["do", "reopen", "1"]);
    refused.failed(2, "--did-not-hold").failed(2, "--came-back");
    place.run(&["do", "reopen", "1", "--did-not-hold", "--came-back"]).failed(2, "--came-back");
    place.run(&["do", "fix", "1", "--came-back"]).failed(2, "frist do fix does not take --came-back");
    assert_eq!(place.ticket("1")["status"], "fixed", "nothing is recorded by what was refused");
    place.run(&["do", "reopen", "1", "--came-back"]).ok().prints("it came back, a new round of targets starts");
    let ticket = place.ticket("1");
    assert_eq!(ticket["targets"][0]["due"], "2024-01-08T12:00:00Z");
    let rounds = ticket["rounds"].as_array().unwrap();
    assert_eq!((rounds.len(), &rounds[0]["until"]), (1, &json!("2024-01-08T10:00:00Z")));
    let of = |n: usize| rounds[0]["targets"][n]["state"].clone();
    assert_eq!((of(0), of(1), &rounds[0]["fixed"]), (json!("breached"), json!("met"), &json!("2024-01-08T09:00:00Z")));
    place.run(&["show", "1"]).ok().prints("round 2 since today 11:00; round 1: response breached, work start met");
    let evidence = place.run(&["evidence", "1"]).ok().out;
    assert!(evidence.contains("## Targets of round 1, until it came back Mon 8 Jan 2024 11:00"), "{evidence}");
    assert!(evidence.contains("## Targets of round 2, since it came back Mon 8 Jan 2024 11:00"), "{evidence}");
    let month = place.run(&["report", "attainment", "--by", "target", "--json"]).ok().json_lines();
    assert_eq!((&month[0]["breached"], &month[0]["running"]), (&json!(1), &json!(1)));
    place.run(&["do", "undo", "1"]).ok();
    assert_eq!((&place.ticket("1")["status"], &place.ticket("1")["rounds"]), (&json!("fixed"), &json!(null)));
}

#[test]
fn nobody_is_a_persons_name_in_no_case_of_letters() {
    let place = Place::new();
    place.phoned("-1h");
    for word in ["none", "nobody", "unassigned", "Unassigned", "NOBODY"] {
        place.run(&["do", "assign", "1", "--to", "emil"]).ok();
        place.run(&["do", "assign", "1", "--to", word]).ok();
        assert_eq!(place.ticket("1")["assignee"], json!(null), "{word}");
        place.run(&["list", "assignee:Unassigned"]).ok().prints("Shop down");
    }
}
