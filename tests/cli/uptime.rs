//! Outages, maintenance, announced changes and the month's uptime from the command line.

use frist_testkit::promised::OFFICE;
use serde_json::{Value, json};

use crate::support::{NOW, Place, Ran};

/// Returns a place on Saturday 20 April 2024, 12:00 in Oslo: a month of 30 days without a change of clocks.
fn april() -> Place {
    Place { now: "2024-04-20T10:00:00Z".to_owned(), ..Place::with_store() }
}

fn outage(place: &Place, contract: &str, from: &str, to: &str, more: &[&str]) -> Ran {
    place.run(&[&["outage", "add", "--contract", contract, "--from", from, "--to", to], more].concat())
}

fn month(place: &Place, contract: &str) -> Value {
    place.run(&["uptime", "--contract", contract, "--month", "2024-04", "--json"]).ok().json()
}

#[test]
fn an_outage_is_started_ended_changed_listed_and_removed() {
    let mut place = april();
    let started = place.run(&["outage", "start", "--contract", "markant", "--at", "-42m", "--symptom", "502"]).ok();
    started.prints("outage 1 of Markant: since Sat 20 Apr 2024 11:18, running for 42m").prints(
        "April 2024: 99.902 %, kept, 5h46m47s left before the promise breaks; it breaks on Sat 20 Apr 2024 17:46:48",
    );
    place.now = "2024-04-20T11:00:00Z".to_owned();
    place.run(&["outage", "list", "--running"]).ok().prints("running").prints("1h42").prints("Sat 20 Apr 2024 11:18");
    assert_eq!(month(&place, "markant")["downtime_s"], 6120);
    place.run(&["outage", "end", "--solution", "restarted"]).ok().prints("11:18 to 13:00, 1h42");
    place.run(&["outage", "end", "1"]).failed(2, "outage 1 of Markant has ended already");
    place.run(&["outage", "end"]).failed(1, "no outage is running");
    place.run(&["outage", "set", "1", "--to", "12:18", "--cause", "customer"]).ok().prints("100.000 %");
    let listed = place.run(&["outage", "list", "--json"]).ok().json();
    assert_eq!(
        (&listed["cause"], &listed["solution"], &listed["seconds"]),
        (&"customer".into(), &"restarted".into(), &3600.into())
    );
    place.run(&["outage", "set", "1", "--to", "12:18"]).failed(2, "says that already");
    place.run(&["outage", "remove", "1"]).ok().prints("removed: outage 1 of Markant");
    place.run(&["outage", "list"]).failed(1, "no outage is known");
}

#[test]
fn of_several_that_run_one_has_to_be_named() {
    let place = april();
    for contract in ["markant", "sesam"] {
        place.run(&["outage", "start", "--contract", contract]).ok();
    }
    place.run(&["outage", "end"]).failed(2, "2 outages are running").failed(2, "1 of Markant, 2 of SESAM");
    place.run(&["outage", "end", "2", "--at", "now"]).failed(2, "the outage would have no length");
}

#[test]
fn the_worked_figures_of_the_agreements() {
    let place = april();
    // MooCommerce's own: 30 days, 180 minutes down.
    outage(&place, "moocommerce", "2024-04-08 10:00", "2024-04-08 13:00", &[]).ok().prints("99.583 %, kept, 30m left");
    place.run(&["outage", "set", "1", "--to", "2024-04-08 13:30"]).ok().prints("kept, 0m left");
    place
        .run(&["outage", "set", "1", "--to", "2024-04-08 13:30:01"])
        .ok()
        .prints("broken")
        .prints("credit 50% of monthly support cost");
    // Markant's breaks between 6 h 28 min and 6 h 29 min.
    outage(&place, "markant", "2024-04-08 10:00", "2024-04-08 16:28", &[]).ok().prints("kept, 47s left");
    place
        .run(&["outage", "set", "2", "--to", "2024-04-08 16:29"])
        .ok()
        .prints("broken")
        .prints("credit 50% of monthly cost");
}

#[test]
fn what_cannot_be_is_told_in_a_sentence_and_nothing_is_written() {
    let place = april();
    let from = "2024-04-19 10:00";
    outage(&place, "markant", from, "2024-04-19 09:00", &[]).failed(2, "the outage would end before it begins");
    outage(&place, "markant", from, "2024-04-21 09:00", &[]).failed(2, "an outage cannot be in the future");
    outage(&place, "markant", from, "2024-04-19 11:00", &["--cause", "moon"]).failed(2, "there is no cause `moon`");
    outage(&place, "markant", from, "2024-04-19 11:00", &["--ticket", "7"]).failed(1, "there is no ticket #7");
    outage(&place, "acme", from, "2024-04-19 11:00", &[]).failed(2, "there is no contract `acme`");
    outage(&place, "markant", "soon", "2024-04-19 11:00", &[]).failed(2, "`soon` is not a time");
    place.run(&["uptime", "--month", "2024-13"]).failed(2, "`2024-13` is not a month");
    place.run(&["uptime", "--contract", "acme"]).failed(2, "there is no contract `acme`");
    place.run(&["outage", "remove", "9"]).failed(1, "there is no outage 9");
    place.run(&["outage", "list"]).failed(1, "no outage is known");
    outage(&place, "markant", from, "2024-04-19 11:00", &[]).ok();
    outage(&place, "markant", "2024-04-19 10:30", "2024-04-19 12:00", &[])
        .failed(2, "this overlaps outage 1 of Markant");
    place.run(&["maintenance", "remove", "1"]).failed(2, "entry 1 is of another sort: outage, not maintenance");
    assert_eq!(place.run(&["outage", "list", "--json"]).ok().json_lines().len(), 1);
}

#[test]
fn maintenance_is_told_whether_its_notice_was_in_time() {
    let place = Place::with_store();
    let add = |contract: &str, from: &str, to: &str, more: &[&str]| {
        place.run(&[&["maintenance", "add", "--contract", contract, "--from", from, "--to", to], more].concat()).ok()
    };
    for (contract, from, to, more, words) in [
        ("markant", "2024-01-11 20:00", "2024-01-11 22:00", &[][..], "announced in time"),
        ("markant", "2024-01-10 20:00", "2024-01-10 22:00", &[], "downtime in it is not exempt"),
        ("markant", "2024-01-09 01:00", "2024-01-09 01:14", &[], "no entry is needed"),
        (
            "markant",
            "2024-01-09 01:00",
            "2024-01-09 02:00",
            &[],
            "exempt all the same, and the month marks it from 15 min on",
        ),
        ("markant", "2024-01-09 01:00", "2024-01-09 02:30", &["--kind", "agreed"], "no entry is needed"),
        ("missoun", "2024-01-21 10:00", "2024-01-21 12:00", &[], "announced too late"),
        ("missoun", "2024-01-22 12:00", "2024-01-22 13:00", &[], "announced in time"),
        ("missoun", "2024-01-09 12:00", "2024-01-09 13:00", &["--kind", "security"], "of a kind that needs no notice"),
        ("moocommerce", "2024-01-08 11:30", "2024-01-08 12:30", &[], "announced in time"),
        ("moocommerce", "2024-01-08 13:30", "2024-01-08 14:30", &["--announced", "never"], "not announced"),
        ("myproduction", "2024-01-08 20:00", "2024-01-08 20:30", &[], "short enough to need no notice"),
        ("myproduction", "2024-01-08 20:00", "2024-01-08 20:31", &[], "it is exempt all the same"),
        ("sesam", "2024-01-10 11:00", "2024-01-10 12:00", &[], "announced in time"),
        ("sesam", "2024-01-10 10:59", "2024-01-10 11:30", &[], "downtime in it is not exempt"),
    ] {
        add(contract, from, to, more).prints(words);
    }
    place.run(&["maintenance", "list", "--contract", "markant"]).ok().prints("announced too late");
    let change =
        |from: &str| place.run(&["change", "add", "--contract", "myproduction", "--from", from, "--note", "x"]).ok();
    change("2024-02-07 11:00").prints("announced in time");
    change("2024-02-06 11:00").prints("announced too late");
    assert_eq!(place.run(&["change", "list", "--json"]).ok().json_lines().len(), 2);
    assert_eq!(place.now, NOW);
}

/// Where an agreement names kinds of maintenance that need no notice, a word that is none of them is a slip that would cost the
/// exemption.
#[test]
fn a_kind_of_maintenance_is_one_of_those_that_the_agreement_names() {
    let place = Place::with_store();
    let add = |contract: &str, kind: &str| {
        let days = ["--from", "2024-01-09 12:00", "--to", "2024-01-09 13:00"];
        place.run(&[&["maintenance", "add", "--contract", contract, "--kind", kind, "--json"], &days[..]].concat())
    };
    add("missoun", "secruity").failed(2, "Missoun names no kind of maintenance `secruity`").failed(2, "give security");
    add("markant", "security").failed(2, "hint: give agreed, or no kind for all else");
    let entered = add("missoun", " Security ").ok().json();
    assert_eq!((&entered["kind"], &entered["exempts"]), (&"security".into(), &true.into()));
    place.run(&["maintenance", "set", "1", "--kind", "securty"]).failed(2, "names no kind of maintenance `securty`");
    place.run(&["maintenance", "set", "1", "--note", "new kernel"]).ok().prints("(security)");
    assert_eq!(place.run(&["maintenance", "set", "1", "--kind", "none", "--json"]).ok().json()["kind"], Value::Null);
    // SESAM names none, so that any word is one and decides nothing.
    assert_eq!(add("sesam", "upgrade").ok().json()["kind"], "upgrade");
    place.run(&["maintenance", "add", "--help"]).ok().prints("one of these");
}

/// Markant and `MooCommerce`: uptime and credit are each customer's; an outage names whom it hit.
#[test]
fn each_customer_has_figures_of_its_own_where_the_promise_is_theirs() {
    let place = april();
    let day = |day: &str, hours: &str, contract: &str, more: &[&str]| {
        let (from, to) = hours.split_once('-').unwrap();
        let (from, to) = (format!("2024-04-{day} {from}"), format!("2024-04-{day} {to}"));
        outage(&place, contract, &from, &to, more).ok();
    };
    day("08", "10:00-15:00", "markant", &["--affects", "South"]);
    day("09", "10:00-12:00", "markant", &["--affects", "North", "--affects", "south"]);
    day("10", "10:00-10:30", "markant", &[]);
    day("11", "10:00-11:00", "missoun", &["--affects", "North"]);
    let month = month(&place, "markant");
    assert_eq!((&month["of"], &month["downtime_s"], &month["kept"]), (&Value::Null, &27_000.into(), &false.into()));
    let customers = month["customers"].as_array().unwrap().iter().map(|one| {
        let figures = [&one["downtime_s"], &one["kept"], &one["credit_percent"], &one["left_s"]];
        (one["name"].as_str(), figures.map(ToString::to_string).join(" "))
    });
    assert_eq!(
        customers.collect::<Vec<_>>(),
        [
            (Some("North"), "9000 true 0 14327".to_owned()),
            (Some("South"), "27000 false 50 -3673".to_owned()),
            (None, "1800 true 0 21527".to_owned()),
        ]
    );
    let plain = place.run(&["uptime", "--contract", "markant"]).ok();
    plain.prints("Each customer has a figure of its own").prints("CUSTOMER").prints("all others");
    let document = place.run(&["uptime", "--contract", "markant", "--markdown"]).ok();
    let document = document.prints("## Customers");
    let document = document.prints("| North | 99.652 % | kept | 2h30 | 0m | none is due |");
    document.prints("| South | 98.958 % | broken | 7h30 | 0m | 50% of monthly cost |");
    // Missoun promises no uptime to anybody: whom an outage hit makes no figures there.
    let missoun = place.run(&["uptime", "--contract", "missoun"]).ok();
    assert!(!missoun.out.contains("Each customer"), "{}", missoun.out);
    assert_eq!(self::month(&place, "missoun")["customers"], Value::Array(vec![]));
}

/// Eight hours together break what Markant promises; four for each of two customers do not.
#[test]
fn a_promise_to_each_customer_is_judged_by_the_one_who_is_worst_off() {
    let place = april();
    outage(&place, "markant", "2024-04-08 10:00", "2024-04-08 14:00", &["--affects", "North"]).ok();
    let told = outage(&place, "markant", "2024-04-09 10:00", "2024-04-09 14:30", &["--affects", "South"]).ok();
    told.prints("April 2024: North: 99.444 %, kept, 2h28m47s left before the promise breaks; South: 99.375 %, kept")
        .prints("; all others: 100.000 %, kept");
    let plain = place.run(&["uptime", "--contract", "markant"]).ok();
    let plain = plain.prints("98.819 %, all outages together").prints(": kept (worst: South, 99.375 %)");
    plain.prints("1h58m47s before the promise breaks, for South").prints("none is due");
    place.run(&["uptime"]).ok().prints("99.375 %").prints("kept (worst: South)");
    let document = place.run(&["uptime", "--markdown"]).ok();
    document.prints("| Markant | 99.375 % | more than 99.1% of a month | kept (worst: South) | 4h30 |");
    let json = month(&place, "markant");
    assert_eq!((&json["kept"], &json["worst"], &json["left_s"]), (&true.into(), &"South".into(), &7127.into()));
    assert_eq!((&json["downtime_s"], &json["claim"]), (&30_600.into(), &"kept".into()));
    assert_eq!(month(&place, "sesam")["worst"], Value::Null);
    let card = place.run(&["report", "scorecard", "--contract", "markant"]).ok();
    card.prints("kept (worst: South, 99.375 %)").prints("none is due").prints("Worst overruns: no ticket missed");
    // What one has more of breaks it, and is owed to that one.
    outage(&place, "markant", "2024-04-10 10:00", "2024-04-10 13:00", &["--affects", "North"])
        .ok()
        .prints("North: 99.027 %, broken")
        .prints("South: 99.375 %, kept");
    place.run(&["uptime", "--contract", "markant"]).ok().prints("50% of monthly cost, for North");
    // A question that names nobody asks about all together.
    let ask = br#"{"contract":"markant","month":"2024-04","outages":[{"from":"2024-04-08T08:00:00Z","to":"2024-04-08T12:00:00Z","affects":["North"]},{"from":"2024-04-09T08:00:00Z","to":"2024-04-09T12:00:00Z","affects":["South"]}]}
"#;
    let answer = place.feed(&["calc"], ask).json();
    assert_eq!((&answer["uptime"]["kept"], &answer["uptime"]["worst"]), (&false.into(), &Value::Null));
}

/// What runs for one customer breaks the promise when that one's figures do.
#[test]
fn a_running_outage_of_one_customer_breaks_the_promise_by_that_ones_figures() {
    let place = april();
    outage(&place, "markant", "2024-04-08 10:00", "2024-04-08 16:00", &["--affects", "North"]).ok();
    let south = ["outage", "start", "--contract", "markant", "--at", "-60m", "--affects", "South"];
    place.run(&south).ok().prints("South: 99.861 %, kept").prints("; it breaks on Sat 20 Apr 2024 17:28:48");
}

#[test]
fn a_month_to_come_has_not_begun() {
    let place = april();
    let plain = place.run(&["uptime", "--contract", "markant", "--month", "2024-05"]).ok();
    plain.prints("more than 99.1% of a month: not begun");
    place.run(&["uptime", "--month", "2024-05"]).ok().prints("not begun");
    let json = place.run(&["uptime", "--contract", "markant", "--month", "2024-05", "--json"]).ok().json();
    assert_eq!(
        (&json["claim"], &json["kept"], &json["credit_percent"]),
        (&json!("not_begun"), &json!(null), &json!(0))
    );
}

/// A month in which the uptime was broken and no ticket was late: the card says both.
#[test]
fn a_scorecard_of_a_broken_uptime_says_that_no_target_was_missed() {
    let place = april();
    outage(&place, "markant", "2024-04-08 10:00", "2024-04-08 20:00", &[]).ok();
    let card = ["report", "scorecard", "--contract", "markant", "--month", "2024-04"];
    let plain = place.run(&card).ok();
    plain.prints("98.611 %").prints("broken").prints("50% of monthly cost").prints("o ticket missed a target");
    let markdown = place.run(&[&card[..], &["--markdown"]].concat()).ok();
    markdown.prints("## Worst overruns\n\nNo ticket missed a target.");
    let json = place.run(&[&card[..], &["--json"]].concat()).ok().json();
    assert_eq!((&json["overruns"], &json["tickets"]), (&json!([]), &json!(0)));
    let uptime = &json["uptime"];
    assert_eq!(
        (&uptime["kept"], &uptime["credit_percent"], &uptime["claim"]),
        (&json!(false), &json!(50), &json!("not_over"))
    );
}

/// Whom an outage hit is amended like the rest of it, and back to all.
#[test]
fn whom_an_outage_hit_can_be_amended() {
    let place = april();
    outage(&place, "markant", "2024-04-08 10:00", "2024-04-08 18:00", &["--affects", "North"]).ok();
    let affects = |place: &Place| place.run(&["outage", "list", "--json"]).ok().json()["affects"].clone();
    assert_eq!(affects(&place), json!(["North"]));
    let judged = |place: &Place| month(place, "markant")["worst"].clone();
    assert_eq!(judged(&place), "North");
    place
        .run(&["outage", "set", "1", "--affects", "South", "--affects", "West"])
        .ok()
        .prints("South: 98.888 %, broken");
    assert_eq!((affects(&place), judged(&place)), (json!(["South", "West"]), json!("South")));
    place.run(&["outage", "set", "1", "--cause", "vendor"]).ok();
    assert_eq!(affects(&place), json!(["South", "West"]), "what is not named stays");
    for name in ["", "  "] {
        let refused = "a name of what it hit is empty";
        place.run(&["outage", "set", "1", "--affects", name]).failed(2, refused);
        outage(&place, "markant", "2024-04-09 10:00", "2024-04-09 11:00", &["--affects", name]).failed(2, refused);
    }
    place.run(&["outage", "set", "1", "--affects", "South", "--affects", "south"]).failed(2, "is named twice");
    place.run(&["outage", "set", "1", "--affects", "all"]).ok();
    assert_eq!((affects(&place), judged(&place)), (json!([]), Value::Null));
    place.run(&["audit", "what:outage"]).ok();
}

/// What a promise that counts from the report leaves out stands among what each minute counted as.
#[test]
fn the_minutes_before_a_report_are_told() {
    let place = april();
    place.write("only/by-report.toml", OFFICE.replace("period = \"quarter\"", "counts_from = \"report\""));
    let only = place.path("only").display().to_string();
    let with = |args: &[&str]| place.run(&[args, &["--contracts", &only]].concat());
    let times = ["--from", "2024-04-08 15:00", "--to", "2024-04-08 17:00", "--reported", "2024-04-08 15:40"];
    with(&[&["outage", "add", "--contract", "office"], &times[..]].concat()).ok();
    let plain = with(&["uptime", "--contract", "office", "--month", "2024-04"]).ok();
    let plain = plain.prints("Outages count from their report.").prints("does not count: before it was reported");
    plain.prints("cut after three decimals");
    let json = with(&["uptime", "--contract", "office", "--month", "2024-04", "--json"]).ok().json();
    let pieces = json["pieces"].as_array().unwrap().iter();
    let pieces: Vec<String> = pieces.map(|piece| format!("{} {}", piece["counts"], piece["seconds"])).collect();
    assert_eq!(pieces, ["\"before_report\" 2400", "\"downtime\" 4800"]);
    assert_eq!(json["downtime_s"], 4800);
}

#[test]
fn the_month_of_one_customer_says_whose_it_is() {
    let place = april();
    outage(&place, "markant", "2024-04-08 10:00", "2024-04-08 15:00", &["--affects", "South"]).ok();
    let of =
        |of: &str, more: &[&str]| place.run(&[&["uptime", "--contract", "markant", "--of", of], more].concat()).ok();
    of("north", &[]).prints("Uptime of Markant for north, April 2024").prints("100.000 %");
    of("north", &[]).prints("north: no outage names it, so only those that hit all count");
    of("South", &[]).prints("Uptime of Markant for South, April 2024").prints("5h00");
    of("South", &["--markdown"]).prints("# Uptime of Markant for South, April 2024").prints("Figures of South.");
    let json = of("South", &["--json"]).json();
    assert_eq!((&json["of"], &json["downtime_s"]), (&"South".into(), &18_000.into()));
    assert_eq!(json["customers"], Value::Array(vec![]));
    let csv = of("South", &["--csv"]).out;
    assert!(csv.lines().next().unwrap().ends_with(",ground,of,plan,period,counted_s,claim_by"), "{csv}");
    assert!(csv.lines().skip(1).all(|line| line.contains(",South,,2024-04,")), "{csv}");
    let file = place.path("south.md").display().to_string();
    of("South", &["--markdown", "--output", &file])
        .prints("the uptime of Markant for South in April 2024 is written down");
    place.run(&["uptime", "--of", "South"]).failed(2, "--contract");
}

/// Markant names 99.1 % and six and a half hours, `MooCommerce` three and a half hours and 99.5 %: the month says where the two
/// come to different verdicts.
#[test]
fn a_month_says_where_the_agreements_two_limits_disagree() {
    let place = april();
    outage(&place, "markant", "2024-04-08 10:00", "2024-04-08 16:29", &[]).ok();
    let words =
        "the agreement also says at most 6 h 30 min down in a month: by that it is kept; it is broken by what decides";
    assert_eq!(month(&place, "markant")["disagrees"], words);
    place.run(&["uptime", "--contract", "markant"]).ok().prints("but").prints("by that it is kept");
    let document = place.run(&["uptime", "--contract", "markant", "--markdown"]).ok();
    document.prints("The agreement also says at most").prints("it is broken by what decides.");
    assert_eq!(month(&place, "sesam")["disagrees"], Value::Null);
    outage(&place, "moocommerce", "2024-04-08 10:00", "2024-04-08 13:31", &[]).ok();
    let moo = month(&place, "moocommerce");
    assert_eq!((&moo["kept"], moo["disagrees"].as_str().is_some_and(|w| w.contains("99.5"))), (&false.into(), true));
}

#[test]
fn the_monthly_round_has_every_vendor_and_each_form() {
    let place = april();
    outage(&place, "markant", "2024-04-08 10:00", "2024-04-08 17:00", &["--symptom", "disk | full\u{202e}"])
        .failed(2, "control character");
    outage(&place, "markant", "2024-04-08 10:00", "2024-04-08 17:00", &["--symptom", "disk | full"]).ok();
    let round = place.run(&["uptime"]).ok().prints("uptime % = 100").prints("Markant").prints("broken");
    assert_eq!(round.out.lines().filter(|line| line.contains(" %  ")).count(), 5, "{}", round.out);
    let lines = place.run(&["uptime", "--json"]).ok().json_lines();
    assert_eq!(lines.len(), 5);
    assert!(lines.iter().all(|line| line["formula"].is_string() && line["pieces"].is_array()), "{lines:?}");
    assert_eq!((&lines[1]["contract"], &lines[1]["kept"]), (&"missoun".into(), &Value::Null));
    let csv = place.run(&["uptime", "--contract", "markant", "--csv"]).ok();
    assert_eq!(csv.out.lines().count(), 3, "{}", csv.out);
    place.run(&["uptime", "--contract", "markant", "--csv", "--json"]).failed(2, "cannot be used with");
    place.run(&["uptime", "--markdown"]).ok().prints("# Uptime, April 2024").prints("| MooCommerce |");
}

#[test]
fn the_report_states_formula_figures_grounds_and_credit() {
    let place = april();
    outage(
        &place,
        "markant",
        "2024-04-08 10:00",
        "2024-04-08 17:00",
        &["--symptom", "disk | full", "--solution", "cleaned"],
    )
    .ok();
    outage(&place, "markant", "2024-04-09 06:00", "2024-04-09 07:00", &["--symptom", "upgrade ran over"]).ok();
    outage(
        &place,
        "markant",
        "2024-04-10 06:00",
        "2024-04-10 07:00",
        &["--symptom", "their own", "--cause", "customer"],
    )
    .ok();
    place
        .run(&["maintenance", "add", "--contract", "markant", "--from", "2024-04-24 20:00", "--to", "2024-04-24 22:00"])
        .ok();
    let report = place.run(&["uptime", "--contract", "markant", "--markdown"]).ok().out;
    insta::assert_snapshot!(report);
}

#[test]
fn a_report_goes_to_a_file_and_over_none() {
    let place = april();
    let file = place.path("april.md");
    let args = ["uptime", "--contract", "sesam", "--markdown", "--output", file.to_str().unwrap()];
    place.run(&args).ok().prints("the uptime of SESAM in April 2024 is written down in");
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("# Uptime of SESAM, April 2024\n"));
    place.run(&args).failed(2, "is there already");
}

#[test]
fn what_somebody_else_has_changed_is_not_written_over() {
    let place = april();
    outage(&place, "markant", "2024-04-08 10:00", "2024-04-08 11:00", &[]).ok();
    place.run(&["outage", "set", "1", "--symptom", "disk"]).ok();
    place.am("berit");
    place.run(&["outage", "set", "1", "--symptom", "net", "--revision", "0"]).failed(3, "anna has changed entry 1");
}

#[test]
fn calc_answers_a_months_uptime_and_says_what_is_wrong() {
    let place = Place::new();
    let ask = br#"{"contract":"moocommerce","month":"2024-04","outages":[{"from":"2024-04-08T08:00:00Z","to":"2024-04-08T11:00:00Z"}]}
{"contract":"missoun","month":"2024-03"}
{"contract":"sesam","month":"2024-01","outages":[{"from":"2024-01-08T09:00:00Z"}]}
{"contract":"sesam","month":"2024-1"}
{"contract":"sesam","month":"2024-01","outages":[{"from":"2024-01-08T09:00:00Z","to":"2024-01-07T09:00:00Z"}]}
"#;
    let ran = place.feed(&["calc"], ask);
    let [moo, missoun, running, bad_month, backwards] = &ran.json_lines()[..] else { panic!("{ran:?}") };
    assert_eq!(moo["uptime"]["percent"], 99.583_333);
    assert_eq!((&missoun["uptime"]["kept"], &missoun["uptime"]["month_s"]), (&Value::Null, &2_674_800.into()));
    // An hour until now.
    assert_eq!(running["uptime"]["downtime_s"], 3600);
    assert_eq!(bad_month["error"], "`2024-1` is not a month: write 2024-03, from 1980-01 to 2100-12");
    assert_eq!((&backwards["line"], ran.code), (&5.into(), 2));
}
