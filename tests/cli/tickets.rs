//! `new`, `list`, `show` and `why`.

use serde_json::json;

use crate::support::{Place, Ran, small_contracts};

#[test]
fn a_logged_ticket_tells_its_number_and_its_targets() {
    let place = Place::new();
    let args = "new --contract markant --plan standard --severity critical --channel phone --at 10:30";
    let ran = place.run(&[args.split(' ').collect(), vec!["--subject", "Shop down"]].concat()).ok();
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[0], "#1 Shop down");
    // 10:30 in Oslo and two hours: 12:30.
    assert!(lines.iter().any(|l| l.starts_with("response") && l.contains("Mon 8 Jan 2024 12:30")), "{}", ran.out);
    assert!(lines.iter().any(|l| l.starts_with("work start") && l.contains("Mon 8 Jan 2024 14:30")), "{}", ran.out);
    assert_eq!(place.phoned("now")["id"], 2);
}

#[test]
fn the_json_of_a_ticket_has_the_promised_shape() {
    let place = Place::new();
    let ticket = place.log(&[
        "--contract",
        "moocommerce",
        "--severity",
        "serious",
        "--channel",
        "phone",
        "--subject",
        "Slow",
        "--at",
        "2024-01-08T08:30:00Z",
        "--customer",
        "Fjell AS",
        "--assign",
        "me",
        "--kind",
        "question",
        "--note",
        "hei",
    ]);
    assert_eq!(
        ticket,
        json!({
            "id": 1, "contract": "moocommerce", "vendor": "MooCommerce", "plan": "standard", "severity": "serious",
            "subject": "Slow", "kind": "question", "customer": "Fjell AS", "status": "new", "assignee": "anna",
            "reported": "2024-01-08T08:30:00Z", "closed": null, "state": "running", "revision": 4,
            "needs_action": ["acknowledge"], "asks": ["receipt"], "vendor_case": null, "tags": [], "links": [], "files": [],
            "next": {"target": "work_start", "expected": "2024-01-08T11:30:00Z", "due": "2024-01-08T12:30:00Z",
                     "breach_after": "2024-01-08T12:30:00Z", "met": null, "state": "running"},
            "targets": [
                {"target": "response", "expected": "2024-01-08T14:30:00Z", "due": "2024-01-09T08:30:00Z",
                 "breach_after": "2024-01-09T08:30:00Z", "met": null, "state": "running"},
                {"target": "work_start", "expected": "2024-01-08T11:30:00Z", "due": "2024-01-08T12:30:00Z",
                 "breach_after": "2024-01-08T12:30:00Z", "met": null, "state": "running"},
            ],
        })
    );
    assert_eq!(place.run(&["list", "--json"]).ok().json(), ticket);
}

#[test]
fn a_report_that_does_not_count_has_no_clock_and_says_why() {
    let place = Place::new();
    let ran = place.run(&[
        "new",
        "--contract",
        "markant",
        "--plan",
        "extended",
        "--severity",
        "critical",
        "--channel",
        "email",
        "--subject",
        "Shop down, mailed in",
    ]);
    assert!(ran.ok().out.contains("it has to be phoned in: it came by email only"));
    let ticket = place.ticket("1");
    assert_eq!((&ticket["state"], &ticket["targets"][0]["due"]), (&json!("no_clock"), &json!(null)));
    assert!(place.run(&["list"]).ok().out.contains("to be phoned"));
    place.run(&["do", "report", "1", "--channel", "phone"]).ok();
    assert_eq!(place.ticket("1")["targets"][0]["due"], "2024-01-08T10:30:00Z");
}

#[test]
fn severity_follows_from_impact_and_urgency_where_the_contract_works_that_way() {
    let place = Place::new();
    let base = ["--contract", "missoun", "--channel", "portal", "--subject", "x", "--impact", "high", "--urgency"];
    let ticket = place.log(&[&base[..], &["low"]].concat());
    assert_eq!((&ticket["severity"], &ticket["targets"]), (&json!("medium"), &json!([])));
    assert_eq!(place.log(&[&base[..], &["high", "--severity", "high"]].concat())["severity"], "high");
    let both = place.run(&[&["new"], &base[..], &["high", "--severity", "low"]].concat());
    both.failed(2, "impact and urgency make severity high, not low");
    place.run(&[&["new"], &base[..], &["huge"]].concat()).failed(2, "there is no urgency `huge`");
    let one = ["new", "--contract", "missoun", "--channel", "portal", "--subject", "x", "--impact", "high"];
    place.run(&one).failed(2, "--urgency");
    let alone = "new --contract missoun --channel portal --subject x --severity high";
    place.run(&alone.split(' ').collect::<Vec<_>>()).failed(2, "missoun needs the impact");
    let nothing = "new --contract missoun --channel portal --subject x";
    place.run(&nothing.split(' ').collect::<Vec<_>>()).failed(2, "give --impact and --urgency");
    let none = "new --contract sesam --plan partner --channel email --subject x --impact high --urgency high";
    place.run(&none.split(' ').collect::<Vec<_>>()).failed(2, "sesam has no matrix");
}

#[test]
fn what_there_is_only_one_of_may_be_left_out() {
    let place = Place::new();
    let folder = small_contracts(&place);
    let mut command = place.frist();
    command.arg("--contracts").arg(folder);
    let ran = Ran::of(command.args("new --contract small --severity any --subject x --json".split(' ')));
    assert_eq!(ran.ok().json()["plan"], "one");
    let base = "new --contract markant --severity serious --subject x";
    let args = |more: &str| format!("{base} {more}").split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let run = |more: &str| Ran::of(place.frist().args(args(more)));
    run("--channel phone").failed(2, "give --plan standard or extended");
    run("--plan standard").failed(2, "give --channel phone or email");
    let critical = "new --contract markant --plan standard --severity critical --subject x";
    place.run(&critical.split(' ').collect::<Vec<_>>()).failed(2, "for critical only phone counts");
    place.run(&["new", "--contract", "markant", "--plan", "standard", "--subject", "x"]).failed(2, "give --severity");
    let both = place.run(&["new", "--contract", "markant", "--subject", "x"]);
    let both = both.failed(2, "the plan and the severity are missing");
    assert!(
        both.err.contains("hint: give --plan standard or extended and --severity critical, serious or minor"),
        "{both:?}"
    );
}

#[test]
fn tickets_are_listed_by_what_breaks_first() {
    let place = Place::new();
    for at in ["-10m", "-3h", "-1h"] {
        place.phoned(at);
    }
    let ids: Vec<u64> =
        place.run(&["list", "--json"]).ok().json_lines().iter().filter_map(|t| t["id"].as_u64()).collect();
    assert_eq!(ids, [2, 3, 1]);
    let table = place.run(&["list"]).ok().out;
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines[0].split_whitespace().collect::<Vec<_>>()[..4], ["#", "SEV", "VENDOR", "SUBJECT"]);
    assert!(lines[1].trim_start().starts_with("2 ") && lines[1].contains("today 10:00"), "{table}");
    assert!(lines.iter().all(|l| !l.ends_with(' ')), "{table}");
}

#[test]
fn a_filter_chooses_and_nothing_found_is_told() {
    let place = Place::with_store();
    place.phoned("-3h");
    place.phoned("-10m");
    place.run(&["do", "assign", "2", "--to", "me"]).ok();
    let ids = |args: &[&str]| {
        let ran = place.run(&[&["list", "--json"], args].concat()).ok();
        ran.json_lines().iter().filter_map(|t| t["id"].as_u64()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&["is:breached"]), [1]);
    assert_eq!(ids(&["-is:breached"]), [2]);
    assert_eq!(ids(&["is:mine"]), [2]);
    assert_eq!(ids(&["vendor:mark", "shop down"]), [1, 2]);
    place.run(&["list", "vendor:sesam"]).failed(1, "no ticket matches");
    place.run(&["list", "is:closed"]).failed(1, "no ticket matches");
    place.run(&["list", "is:lost"]).failed(2, "`is:` does not know `lost`");
    Place::with_store().run(&["list"]).failed(1, "there are no open tickets");
}

#[test]
fn show_tells_everything_and_why_tells_the_deadline_day_by_day() {
    let place = Place::new();
    place.phoned("2024-01-05T15:00:00Z");
    place.run(&["do", "respond", "1", "--note", "called back"]).ok();
    let shown = place.run(&["show", "#1"]).ok().out;
    for words in [
        "#1 Shop down",
        "Markant (markant)",
        "Fri 5 Jan 2024 16:00",
        "responded to the customer",
        "note: called back",
        "met late",
    ] {
        assert!(shown.contains(words), "`{words}` in {shown}");
    }
    let events = place.ticket("1");
    assert_eq!(events["events"][2]["what"], "responded to the customer");
    assert_eq!(events["events"][2]["taken_back"], false);
    let why = place.run(&["why", "1", "response"]).ok().out;
    for words in ["Sat 6 – Sun 7 Jan", "no support hours", "Mon 8 Jan", "08:00–10:00", "Due Mon 8 Jan 2024 10:00"] {
        assert!(why.contains(words), "`{words}` in {why}");
    }
    let all = place.run(&["why", "1"]).ok().out;
    assert!(all.contains("Response of Markant") && all.contains("Work start of Markant"), "{all}");
    assert_eq!(place.run(&["why", "1", "work_start"]).ok().out, place.run(&["why", "1", "work-start"]).ok().out);
    place.run(&["why", "1", "correction"]).failed(1, "Markant promises no correction for Critical");
}

#[test]
fn a_ticket_that_there_is_not_is_told() {
    let place = Place::with_store();
    place.run(&["show", "7"]).failed(1, "there is no ticket #7");
    place.run(&["why", "7"]).failed(1, "there is no ticket #7");
    place.run(&["do", "respond", "7"]).failed(1, "there is no ticket #7");
    place.run(&["show", "seven"]).failed(2, "whole number");
    place.run(&["show", "0"]).failed(1, "there is no ticket #0");
    place.run(&["show", "18446744073709551615"]).failed(1, "there is no ticket");
}

#[test]
fn a_ticket_whose_contracts_file_is_gone_counts_by_the_text_that_was_kept() {
    let place = Place::new();
    place.phoned("-1h");
    let due = place.ticket("1")["targets"].clone();
    let folder = small_contracts(&place);
    let with = |args: &[&str]| {
        let mut command = place.frist();
        command.arg("--contracts").arg(&folder);
        Ran::of(command.args(args))
    };
    with(&["list"]).ok().prints("Markant");
    assert_eq!(with(&["show", "1", "--json"]).ok().json()["targets"], due);
    with(&["why", "1"]).ok().prints("Response of Markant, Standard, Critical: within 2 h of support time");
    with(&["do", "respond", "1"]).ok().prints("#1 responded to the customer; next: work start");
    let new = ["new", "--contract", "markant", "--plan", "standard", "--severity", "critical", "--subject", "x"];
    with(&new).failed(2, "there is no contract `markant`");
    assert_eq!(place.ticket("1")["status"], "responded");
}

#[test]
fn a_limit_leaves_the_older_closed_tickets_out_and_says_so() {
    let place = Place::new();
    for id in ["1", "2", "3"] {
        place.phoned("now");
        for step in ["respond", "start", "fix", "close"] {
            place.run(&["do", step, id]).ok();
        }
    }
    let ids = |args: &[&str]| {
        let ran = place.run(&[&["list", "is:closed", "--json"], args].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
        let id = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_u64().unwrap();
        (ran.out.lines().map(id).collect::<Vec<_>>(), ran.err)
    };
    assert_eq!(ids(&[]), (vec![1, 2, 3], String::new()));
    assert_eq!(ids(&["--limit", "0"]), (vec![1, 2, 3], String::new()));
    let (newest, said) = ids(&["--limit", "2"]);
    assert_eq!(newest, [2, 3]);
    assert!(said.contains("only the newest 2 are listed; --limit 0 lists all that match"), "{said}");
}

/// Oslo, 25 October 2026, 02:40 for the second time: half an hour ago, and not an hour and a half.
#[test]
fn in_the_hour_that_comes_twice_the_later_reading_is_taken_and_said() {
    let mut place = Place::new();
    place.now = "2026-10-25T01:40:00Z".to_owned();
    let options =
        ["--contract", "myproduction", "--severity", "critical", "--channel", "email", "--subject", "All stands still"];
    let new = |at: &str| place.run(&[&["new"], &options[..], &["--at", at]].concat()).ok();
    new("02:10").prints("reported Sun 25 Oct 2026 02:10+01:00");
    assert_eq!(place.ticket("1")["reported"], "2026-10-25T01:10:00Z");
    new("02:10+02:00").prints("reported Sun 25 Oct 2026 02:10+02:00");
    assert_eq!(place.ticket("2")["reported"], "2026-10-25T00:10:00Z");
    place.run(&["do", "respond", "1", "--at", "02:30"]).ok().prints("responded to the customer, today 02:30+01:00;");
    place.run(&["show", "1"]).ok().prints("Sun 25 Oct 2026 02:10+01:00");
    let evidence = place.run(&["evidence", "1"]).ok().prints("Sun 25 Oct 2026 02:10+01:00 (2026-10-25T01:10:00Z)").out;
    assert!(evidence.contains("**Met** Sun 25 Oct 2026 02:30+01:00"), "{evidence}");
}

/// What people type: how long ago, and yesterday.
#[test]
fn a_moment_is_given_as_people_say_it_and_a_refusal_lists_the_forms() {
    let place = Place::new();
    let options = ["new", "--contract", "sesam", "--plan", "partner", "--severity", "error", "--channel", "email"];
    for (at, reported) in [
        ("20m", "2024-01-08T09:40:00Z"),
        ("1h ago", "2024-01-08T09:00:00Z"),
        ("yesterday", "2024-01-07T10:00:00Z"),
        ("yesterday 16:00", "2024-01-07T15:00:00Z"),
    ] {
        let logged = place.run(&[&options[..], &["--subject", at, "--at", at, "--json"]].concat()).ok().json();
        assert_eq!(logged["reported"], reported, "{at}");
        place.run(&["outage", "start", "--contract", "sesam", "--at", at, "--symptom", at]).ok();
    }
    let refused = place.run(&["do", "respond", "1", "--at", "soon"]);
    refused.failed(2, "yesterday 16:00").failed(2, "1h ago");
    place.run(&["audit", "since:20m"]).ok();
    place.run(&["audit", "since:\"1h ago\""]).ok();
}

/// A limit is one for whatever there is: a script that asks for two rows gets two.
#[test]
fn a_limit_holds_for_open_tickets_too() {
    let place = Place::new();
    for at in ["-10m", "-3h", "-1h"] {
        place.phoned(at);
    }
    for form in [&["--json"][..], &["--csv"], &[]] {
        let ran = place.run(&[&["list", "--limit", "2"], form].concat());
        let head = usize::from(form != ["--json"]);
        assert_eq!((ran.code, ran.out.lines().count()), (0, 2 + head), "{ran:?}");
        assert_eq!(ran.err, "frist: only 2 of 3 are listed, what breaks first; --limit 0 lists all that match\n");
    }
    let first = place.run(&["list", "--limit", "1", "--json"]).json();
    assert_eq!((&first["id"], &first["next"]["target"]), (&json!(2), &json!("response")));
    place.run(&["list", "--limit", "3"]).ok();
    place.run(&["list", "--limit", "0"]).ok();
}

#[test]
fn a_list_for_a_spreadsheet_has_the_next_target_and_no_formulas() {
    let place = Place::new();
    let new = "new --contract markant --plan standard --severity critical --channel phone --at 10:30 --customer";
    let new: Vec<&str> = new.split(' ').chain(["@fjell", "--subject", "=HYPERLINK(\"http://x\",\"a\")"]).collect();
    place.run(&new).ok();
    let csv = place.run(&["list", "--csv"]).ok().out;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(
        lines[0],
        "id,contract,vendor,plan,severity,subject,kind,customer,status,assignee,reported,closed,state,target,expected,due,breach_after,vendor_case"
    );
    assert_eq!(
        lines[1],
        "1,markant,Markant,standard,critical,\"'=HYPERLINK(\"\"http://x\"\",\"\"a\"\")\",incident,'@fjell,new,,\
         2024-01-08T09:30:00Z,,running,response,,2024-01-08T11:30:00Z,2024-01-08T11:30:00Z,"
    );
    place.run(&["list", "--csv", "--json"]).failed(2, "--json");
}

#[test]
fn a_name_in_a_filter_that_nothing_has_is_a_mistake() {
    let place = Place::new();
    place.phoned("-10m");
    for (filter, words, hint) in [
        ("vendor:marknat", "no vendor is called `marknat`", "near to it: markant"),
        ("vendor:markant,sesm", "no vendor is called `sesm`", "near to it: sesam"),
        ("-sev:criticla", "no severity is called `criticla`", "critical"),
        ("plan:gold", "no plan is called `gold`", "there are standard"),
    ] {
        for command in [&["list"][..], &["report", "attainment"]] {
            let ran = place.run(&[command, &[filter]].concat()).failed(2, words);
            assert!(ran.err.contains(hint), "{ran:?}");
        }
    }
    place.run(&["audit", "vendor:marknat"]).failed(2, "no vendor is called `marknat`");
    place.run(&["list", "vendor:ses"]).failed(1, "no ticket matches");
    place.run(&["list", "vendor:mark", "sev:Critical"]).ok();
}

#[test]
fn a_name_that_only_old_tickets_have_is_known() {
    let place = Place::new();
    let folder = small_contracts(&place);
    let mut command = place.frist();
    command.arg("--contracts").arg(folder);
    Ran::of(command.args("new --contract small --severity any --subject x".split(' '))).ok();
    place.run(&["list", "vendor:small"]).ok();
    for step in ["respond", "fix", "close"] {
        place.run(&["do", step, "1"]);
    }
    place.run(&["list", "vendor:small"]).failed(1, "no ticket matches");
    place.run(&["audit", "vendor:small"]).ok();
}
