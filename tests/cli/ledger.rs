//! Entries of the ledger from the command line: what each field does, what JSON has of them, who may write them, and what
//! is done while others have the store.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Arc;

use frist::desk::{Change, Desk, ManualClock, Request, SharedDesk};
use frist::domain::ledger::{LedgerFact, LedgerRecordId};
use frist::domain::time::Instant;
use serde_json::{Value, json};

use crate::support::{NOW, Place, Ran, SMALL};

fn run(place: &Place, line: &str) -> Ran {
    place.run(&shlex::split(line).unwrap().iter().map(String::as_str).collect::<Vec<_>>())
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// Returns the bytes of the write-ahead log; every change makes it longer.
fn journal(place: &Place) -> u64 {
    let files = std::fs::read_dir(place.path("store/journal")).unwrap();
    files.map(|file| file.unwrap().metadata().unwrap().len()).sum()
}

/// SESAM, "Availability": reported when, cause or symptom, solution, duration.
#[test]
fn a_list_of_outages_has_everything_that_an_agreement_wants_logged() {
    let place = Place::new();
    place.phoned("-1h");
    run(
        &place,
        "outage add --contract sesam --from '2024-01-07 03:10' --to '2024-01-07 04:40' --reported '2024-01-07 03:30' \
         --symptom 'Nightly job hangs' --solution 'Job killed' --cause third_party",
    )
    .ok();
    run(&place, "outage start --contract markant --at 10:18 --ticket '#1'").ok();
    let listed = run(&place, "outage list").ok().out;
    let [head, first, second] = listed.lines().collect::<Vec<_>>()[..] else { panic!("{listed}") };
    for words in ["SESAM", "Sun 7 Jan 2024 03:10", "04:40", "1h30", "Sun 7 Jan 2024 03:30", "third party"] {
        assert!(first.contains(words), "`{words}` in {first}");
    }
    assert!(first.contains("Nightly job hangs  Job killed"), "{first}");
    assert!(head.contains("REPORTED") && head.contains("CAUSE OR SYMPTOM") && head.contains("SOLUTION"), "{head}");
    // Reported when it began unless something else is said.
    assert!(second.contains("running     42m  Mon 8 Jan 2024 10:18") && second.ends_with("#1"), "{second}");
    assert!(head.ends_with("NEEDS"), "{head}");
}

/// SESAM's log wants all of it; the command that enters what is lacking is told at once.
#[test]
fn sesam_an_outage_whose_log_lacks_something_needs_action() {
    let place = Place::with_store();
    let needs = |place: &Place| run(place, "outage list --json").ok().json()["needs"].clone();
    let added = run(&place, "outage add --contract sesam --from '2024-01-07 03:10' --to '2024-01-07 04:40'").ok();
    added
        .prints("needs action: the log that SESAM wants lacks when it was reported, cause or symptom, solution")
        .prints("frist outage set 1 --reported TIME --symptom TEXT --solution TEXT");
    assert_eq!(needs(&place), json!(["reported", "cause", "solution"]));
    let listed = run(&place, "outage list").ok().out;
    assert!(listed.lines().last().unwrap().ends_with("when it was reported, cause or symptom, solution"), "{listed}");
    let set = "outage set 1 --reported '2024-01-07 03:30' --symptom hangs --solution killed";
    assert!(!run(&place, set).ok().out.contains("needs action"));
    assert_eq!(needs(&place), json!([]));
    // One that is running cannot have a solution yet.
    run(&place, "outage start --contract sesam --at 10:18 --symptom slow").ok();
    assert!(!run(&place, "outage list --running").ok().out.contains("solution"));
}

/// A ticket and its outage mostly have one cause: nothing follows by itself, but the command that says so is told.
#[test]
fn what_else_may_have_the_same_cause_is_told_with_the_command_for_it() {
    let place = Place::new();
    place.phoned("-1h");
    place.phoned("-50m");
    run(&place, "outage start --contract markant --at 10:18 --ticket 1 --ticket 2").ok();
    let id = run(&place, "outage list --json").ok().json()["id"].clone();
    let excluded = run(&place, "do exclude 1 --cause customer --text 'their DNS'").ok();
    excluded.prints(&format!(
        "#1 belongs to outage {id}, whose cause is not known; if it is the same: frist outage set {id} --cause customer"
    ));
    assert_eq!(run(&place, "outage list --json").ok().json()["cause"], json!(null));
    let set = run(&place, &format!("outage set {id} --symptom 'no DNS'")).ok();
    set.prints(&format!("#1, which belongs to it, is excluded: customer; if the cause is the same: frist outage set {id} --cause customer"));
    let set = run(&place, &format!("outage set {id} --cause customer")).ok();
    set.prints("#2 belongs to it and is not excluded; if the cause is the same: frist do exclude 2 --cause customer --text TEXT");
    assert!(!place.ticket("2").to_string().contains("excluded\":\"customer"));
    let excluded = run(&place, "do exclude 2 --cause customer --text 'their DNS'").ok();
    assert!(!excluded.out.contains("belongs to outage"), "{excluded:?}");
    let ticket = place.ticket("2");
    assert_eq!((&ticket["excluded"], &ticket["excluded_text"]), (&json!("customer"), &json!("their DNS")));
}

#[test]
fn what_is_not_given_stays_and_a_word_takes_a_field_away() {
    let place = Place::with_store();
    run(&place, "outage start --contract markant --at -42m --symptom 502 --cause vendor").ok();
    place.phoned("-1h");
    place.phoned("-1h");
    let set = |options: &str| run(&place, &format!("outage set 1 --json {options}")).ok().json();
    let before = run(&place, "outage list --json").ok().json();
    for (options, key, value) in [
        ("--from 10:00", "from", json!("2024-01-08T09:00:00Z")),
        ("--to 10:30", "to", json!("2024-01-08T09:30:00Z")),
        ("--to running", "to", json!(null)),
        ("--reported 10:05", "reported", json!("2024-01-08T09:05:00Z")),
        ("--reported none", "reported", json!(null)),
        ("--symptom 503", "symptom", json!("503")),
        ("--symptom none", "symptom", json!(null)),
        ("--solution restarted", "solution", json!("restarted")),
        ("--solution none", "solution", json!(null)),
        ("--cause customer", "cause", json!("customer")),
        ("--cause none", "cause", json!(null)),
        ("--ticket 1 --ticket 2", "tickets", json!([1, 2])),
        ("--ticket 2", "tickets", json!([2])),
        ("--ticket none", "tickets", json!([])),
    ] {
        let before = run(&place, "outage list --json").ok().json();
        let after = set(options);
        assert_eq!(after[key], value, "{options}");
        let derived = ["running", "seconds", "revision"];
        for other in keys(&before).into_iter().filter(|other| *other != key && !derived.contains(other)) {
            assert_eq!(after[other], before[other], "{other} after {options}");
        }
        assert_eq!(after["revision"].as_u64(), before["revision"].as_u64().map(|n| n + 1), "{options}");
    }
    assert_eq!(keys(&before), keys(&set("--symptom again")));
    run(&place, "maintenance add --contract sesam --from '2024-01-11 12:00' --to '2024-01-11 13:00' --kind x --note y")
        .ok();
    let set = |options: &str| run(&place, &format!("maintenance set 2 --json {options}")).ok().json();
    assert_eq!(set("--from '2024-01-11 11:00'")["seconds"], 7200);
    assert_eq!(set("--announced never")["announced"], json!(null));
    assert_eq!((&set("--kind none")["kind"], &set("--note none")["note"]), (&json!(null), &json!(null)));
    run(&place, "maintenance set 2 --note none").failed(2, "maintenance 2 says that already");
    run(&place, "change add --contract myproduction --from '2024-03-01 12:00' --note 'New editor' --announced never")
        .ok();
    let announced = run(&place, "change set 3 --announced -1d --json").ok().json();
    assert_eq!((&announced["in_time"], &announced["note"]), (&json!(true), &json!("New editor")));
    run(&place, "change set 3").failed(2, "hint: name what to change");
}

#[test]
fn lists_keep_to_a_vendor_and_to_a_month_on_its_clocks() {
    let place = Place::with_store();
    // Ten minutes around midnight in Oslo, which is an hour before that of UTC.
    run(&place, "outage add --contract markant --from '2023-12-31 23:55' --to '2024-01-01 00:05' --symptom a").ok();
    run(&place, "outage add --contract markant --from '2023-12-31 23:00' --to '2024-01-01 00:00' --symptom b").ok();
    run(&place, "outage add --contract sesam --from '2024-01-02 12:00' --to '2024-01-02 12:30' --symptom c").ok();
    run(&place, "outage start --contract sesam --at '2024-01-03 12:00' --symptom d").ok();
    run(&place, "maintenance add --contract sesam --from '2024-02-01 00:00' --to '2024-02-01 01:00'").ok();
    run(&place, "change add --contract sesam --from '2024-02-01 00:00' --note x").ok();
    let found = |line: &str| {
        let lines = run(&place, &format!("{line} --json")).ok().json_lines();
        lines.iter().map(|line| line["id"].to_string()).collect::<Vec<_>>().join(" ")
    };
    for (line, ids) in [
        ("outage list", "2 1 3 4"),
        ("outage list --month 2023-12", "2 1"),
        ("outage list --month 2024-01", "1 3 4"),
        ("outage list --month 2024-01 --contract markant", "1"),
        ("outage list --running", "4"),
        ("maintenance list --month 2024-02", "5"),
        ("change list --month 2024-02 --contract sesam", "6"),
    ] {
        assert_eq!(found(line), ids, "{line}");
    }
    for line in ["outage list --month 2024-02", "maintenance list --month 2024-01", "change list --contract markant"] {
        run(&place, line).failed(1, "is like that").failed(1, "list shows all there are");
    }
    run(&place, "outage list --contract acme").failed(2, "there is no contract `acme`");
}

#[test]
fn what_cannot_be_is_refused_with_a_hint_and_nothing_is_written() {
    let place = Place::with_store();
    run(&place, "outage start --contract markant --at -42m --symptom 502").ok();
    run(&place, "outage start --contract sesam --at -42m").ok();
    run(&place, "maintenance add --contract sesam --from '2024-01-11 12:00' --to '2024-01-11 13:00'").ok();
    run(&place, "release add --contract sesam 2024-03-01").ok();
    // With the first ticket its agreement becomes entry 5, which is nobody's to look at.
    place.phoned("-1h");
    let before = journal(&place);
    for (line, code, words) in [
        ("outage end", 2, "2 outages are running"),
        ("outage end", 2, "hint: say which one is over: 1 of Markant, 2 of SESAM"),
        ("outage end 1 --at 09:00", 2, "would end before it begins"),
        ("outage end 1 --at 11:01", 2, "cannot be in the future"),
        ("outage end 1 --cause moon", 2, "hint: give one of vendor, customer,"),
        ("outage end 9", 1, "there is no outage 9"),
        ("outage end 3", 2, "entry 3 is of another sort: maintenance, not outage"),
        ("outage end x", 2, "an entry's number is a whole number"),
        ("outage start --contract markant --at -30m --symptom 502", 2, "this overlaps outage 1 of Markant"),
        ("outage start --contract markant --at 12:00", 2, "an outage cannot be in the future"),
        ("outage start --contract markant --symptom x --reported 12:00", 2, "a report cannot be in the future"),
        ("outage start --contract sesam --symptom x --ticket 1", 2, "#1 is a ticket of markant, not of sesam"),
        ("outage start --contract markant --symptom x --ticket 1 --ticket 1", 2, "#1 is named twice"),
        ("outage start --contract markant --symptom ''", 2, "symptom"),
        ("outage start --contract markant --at '2024-03-31 02:30'", 2, "does not exist in Europe/Oslo"),
        ("outage add --contract markant --from 10:00", 2, "--to <TIME>"),
        ("outage set 1 --from 12:00", 2, "cannot be in the future"),
        ("outage set 4 --symptom x", 2, "entry 4 is of another sort: release, not outage"),
        ("outage set 4 --symptom x", 2, "frist release list shows it"),
        ("outage set 5 --symptom x", 1, "there is no outage 5"),
        ("outage remove 3", 2, "maintenance, not outage"),
        ("outage list --month 2024-13", 2, "`2024-13` is not a month"),
        (
            "maintenance add --contract sesam --from '2024-01-12 12:00' --to '2024-01-12 11:00'",
            2,
            "end before it begins",
        ),
        ("maintenance add --contract sesam --from '2024-01-12 12:00' --to '2024-01-12 12:00'", 2, "have no length"),
        ("maintenance add --contract sesam --from '2024-01-11 12:00' --to '2024-01-11 13:00'", 2, "it is entry 3"),
        ("maintenance add --contract acme --from 12:00 --to 13:00", 2, "hint: there are markant,"),
        ("maintenance set 3 --announced 12:00", 2, "an announcement cannot be in the future"),
        ("maintenance set 1 --note x", 2, "outage, not maintenance"),
        ("maintenance remove 8", 1, "hint: frist maintenance list shows the ones there are"),
        ("change add --contract sesam --from 12:00 --note ''", 2, "note"),
        ("change set 3 --note x", 2, "maintenance, not announced change"),
        ("change remove 8", 1, "there is no announced change 8"),
        ("release remove 1", 2, "outage, not release"),
        ("uptime --month 1979-12", 2, "from 1980-01 to 2100-12"),
        ("uptime --contract acme", 2, "hint: there are markant,"),
        ("uptime --force", 2, "--output"),
    ] {
        let ran = run(&place, line);
        assert_eq!(ran.out, "", "{line}");
        ran.failed(code, words).failed(code, "\nhint: ");
        assert_eq!(journal(&place), before, "{line}");
    }
    run(&place, "outage end 1").ok();
    assert!(journal(&place) > before);
}

#[test]
fn a_revision_that_somebody_has_gone_beyond_is_a_conflict() {
    let place = Place::with_store();
    run(&place, "outage start --contract markant --symptom 502 --at -42m").ok();
    run(&place, "maintenance add --contract sesam --from '2024-01-11 12:00' --to '2024-01-11 13:00'").ok();
    run(&place, "change add --contract sesam --from '2024-02-01 00:00' --note x").ok();
    run(&place, "outage set 1 --symptom 503").ok();
    run(&place, "maintenance set 2 --note x").ok();
    run(&place, "change set 3 --note y").ok();
    place.am("berit");
    let before = journal(&place);
    for line in [
        "outage set 1 --symptom 504 --revision 0",
        "outage end 1 --revision 0",
        "outage remove 1 --revision 0",
        "maintenance set 2 --note y --revision 0",
        "maintenance remove 2 --revision 0",
        "change set 3 --note z --revision 0",
        "change remove 3 --revision 0",
    ] {
        run(&place, line).failed(3, "anna has changed entry").failed(3, "look at it again");
        assert_eq!(journal(&place), before, "{line}");
    }
    run(&place, "outage end 1 --revision 1 --json").ok();
    run(&place, "change remove 3 --revision 1").ok().prints("removed: announced change 3 of SESAM: y");
}

/// While somebody else has the store, a command works through them and tells how the month stands with what it entered.
#[test]
fn an_outage_is_entered_through_whoever_has_the_store() {
    let place = Place::new();
    let owner = SharedDesk::open(place.desk(Arc::new(ManualClock::at(Instant::parse(NOW).unwrap())))).unwrap();
    let started = run(&place, "outage start --contract moocommerce --at -3h").ok();
    started.prints("running for 3h00").prints("January 2024: 99.596 %, kept, 30m left before the promise breaks");
    assert_eq!(owner.ledger().running().count(), 1);
    let mut outage = owner.ledger().outages(None)[0].1.clone();
    outage.symptom = Some("Payment page blank".to_owned());
    let fact = Some(Box::new(LedgerFact::Outage(outage)));
    owner
        .commit(Request::new("?", vec![Change::Enter { entry: Some(LedgerRecordId(1)), revision: None, fact }]))
        .unwrap();
    run(&place, "outage end").ok().prints("30m left");
    let ended = owner.ledger();
    let (_, ended) = ended.outages(None)[0];
    assert_eq!((ended.symptom.as_deref(), ended.to.is_some()), (Some("Payment page blank"), true));
}

#[test]
fn agents_enter_what_happened_and_viewers_only_look() {
    let place = Place::with_store();
    let uid = String::from_utf8(Command::new("id").arg("-u").output().unwrap().stdout).unwrap();
    let team = |who: &str| {
        let account = |name: &str| if name == who { format!("account = \"{}\"\n", uid.trim()) } else { String::new() };
        let person = |name: &str, role: &str| format!("[staff.{name}]\nrole = \"{role}\"\n{}", account(name));
        let team = [person("kari", "lead"), person("ola", "agent"), person("per", "agent"), person("vy", "viewer")];
        place.write("config.toml", team.concat());
    };
    team("ola");
    run(&place, "outage start --contract markant --at -42m").ok();
    run(&place, "maintenance add --contract sesam --from '2024-01-11 12:00' --to '2024-01-11 13:00'").ok();
    run(&place, "change add --contract sesam --from '2024-02-01 00:00' --note x").ok();
    let before = journal(&place);
    team("vy");
    for line in [
        "outage start --contract sesam",
        "outage end",
        "outage add --contract sesam --from 09:00 --to 10:00",
        "outage set 1 --symptom x",
        "outage remove 1",
        "maintenance add --contract sesam --from 12:00 --to 13:00",
        "maintenance set 2 --note x",
        "maintenance remove 2",
        "change add --contract sesam --from 12:00 --note x",
        "change set 3 --note y",
        "change remove 3",
    ] {
        run(&place, line).failed(4, "and you are a viewer").failed(4, "hint: ask ");
        assert_eq!(journal(&place), before, "{line}");
    }
    run(&place, "uptime").ok().prints("Markant");
    team("per");
    run(&place, "outage end --cause vendor").ok();
    run(&place, "maintenance remove 2").failed(4, "removing what ola entered is for leads");
    team("kari");
    run(&place, "maintenance remove 2").ok();
}

#[test]
fn over_a_key_everything_but_a_file_is_open() {
    let place = Place::with_store();
    place.write("config.toml", "name = \"somebody\"\n[staff.ola]\n[staff.vy]\nrole = \"viewer\"\n");
    let over = |name: &str, original: &str| {
        let mut command = place.frist();
        Ran::of(command.args(["--as", name]).env("SSH_ORIGINAL_COMMAND", original))
    };
    over("ola", "outage start --contract markant --symptom 'Shop down; rm -rf /'").ok();
    let outage = over("vy", "outage list --json").ok().json();
    assert_eq!((&outage["symptom"], &outage["by"]), (&json!("Shop down; rm -rf /"), &json!("ola")));
    over("vy", "outage end").failed(4, "and you are a viewer");
    over("vy", "uptime --contract markant --markdown").ok().prints("# Uptime of Markant, January 2024");
    let file = place.path("report.md");
    over("ola", &format!("uptime --markdown --output {}", file.display())).failed(4, "you reach only the desk");
    assert!(!file.exists());
}

/// `MooCommerce`: "gir månedlige rapporter til våre kunder".
#[test]
fn a_vendors_monthly_reports_are_entered_as_they_come_and_those_that_have_not_are_named() {
    let place = Place::with_store();
    run(&place, "vendor-report list").ok().prints("MooCommerce").prints("December 2023").prints("not come");
    run(&place, "vendor-report list --contract markant").failed(1, "no report is due, and none has come");
    run(&place, "vendor-report add --contract moocommerce 2023-11 --at '2024-01-03 10:00' --note 'mail of 3 January'")
        .ok()
        .prints("vendor's report 1 of MooCommerce about November 2023, come Wed 3 Jan 2024 10:00");
    run(&place, "vendor-report add --contract moocommerce 2023-11").failed(2, "about November 2023 has come already");
    run(&place, "vendor-report add --contract moocommerce 2024-03").failed(2, "March 2024 had not begun when it came");
    run(&place, "vendor-report add --contract moocommerce 2024-13").failed(2, "is not a month");
    run(&place, "vendor-report add --contract acme 2023-12").failed(2, "acme");
    let listed = run(&place, "vendor-report list --json").ok().json_lines();
    let [come, missing] = &listed[..] else { panic!("{listed:?}") };
    assert_eq!(
        (&come["id"], &come["month"], &come["note"]),
        (&1.into(), &"2023-11".into(), &"mail of 3 January".into())
    );
    assert_eq!((&missing["id"], &missing["month"], &missing["came"]), (&Value::Null, &"2023-12".into(), &Value::Null));
    run(&place, "audit what:vendor_report").ok().prints("vendor's report entered: about November 2023");
    run(&place, "outage remove 1").failed(2, "entry 1 is of another sort: vendor's report, not outage");
    run(&place, "vendor-report add --contract moocommerce 2023-12 --json").ok();
    let list = run(&place, "vendor-report list").ok();
    assert!(!list.out.contains("not come"), "{}", list.out);
    run(&place, "vendor-report remove 1").ok().prints("removed: vendor's report 1 of MooCommerce");
    run(&place, "contract show moocommerce").ok().prints("the vendor sends one about every month");
}

#[test]
fn the_shapes_of_json_stay() {
    let place = Place::with_store();
    run(&place, "outage start --contract markant --at -42m").ok();
    run(&place, "maintenance add --contract markant --from '2024-01-09 01:00' --to '2024-01-09 02:00'").ok();
    run(&place, "change add --contract markant --from '2024-01-20 12:00' --note x").ok();
    let month = run(&place, "uptime --contract markant --json").ok().json();
    let shape = |value: &Value| keys(value).into_iter().collect::<Vec<_>>().join(" ");
    assert_eq!(
        shape(&month),
        "breaks_at changes claim claim_by contract credit_of credit_percent customers days disagrees downtime_s \
         exempt_s formula from hours kept left_s maintenance max_downtime_s min_percent month month_s of outages \
         percent period period_s pieces plan promise running services stated to unagreed vendor"
    );
    let outage =
        "affects by cause contract from id needs reported revision running seconds solution symptom tickets to";
    let maintenance = "announced by contract exempts from id in_time kind note notice revision seconds to window";
    let change = "announced by contract from id in_time note notice revision";
    for (sort, key, expected) in
        [("outage", "outages", outage), ("maintenance", "maintenance", maintenance), ("change", "changes", change)]
    {
        let listed = run(&place, &format!("{sort} list --json")).ok().json();
        assert_eq!(shape(&listed), expected);
        assert_eq!(month[key], json!([listed]), "the same in the month as in the list");
    }
    assert_eq!(shape(&month["pieces"][0]), "counted_s counts from ground outages seconds to");
    assert_eq!(shape(&month["days"][7]), "date downtime_s exempt_s too_short_s");
    assert_eq!(
        json!([month["month"], month["from"], month["to"], month["min_percent"], month["max_downtime_s"]]),
        json!(["2024-01", "2023-12-31T23:00:00Z", "2024-01-31T23:00:00Z", 99.1, null])
    );
    assert_eq!(json!([month["credit_percent"], month["credit_of"]]), json!([0, "monthly cost"]));
    assert_eq!(
        month["pieces"],
        json!([{ "from": "2024-01-08T09:18:00Z", "to": "2024-01-08T10:00:00Z", "seconds": 2520, "counted_s": 2520,
                 "counts": "downtime", "outages": [1], "ground": "counts as downtime" }])
    );
    assert_eq!(month["days"][7], json!({"date": "2024-01-08", "downtime_s": 2520, "exempt_s": 0, "too_short_s": 0}));
    assert_eq!(month["maintenance"][0]["window"], "Tue 00:00-06:30");
    let missoun = run(&place, "uptime --contract missoun --json").ok().json();
    for key in ["kept", "left_s", "min_percent", "max_downtime_s", "credit_of", "breaks_at"] {
        assert_eq!(missoun[key], json!(null), "{key}");
    }
}

#[test]
fn a_running_outage_moves_the_figures_and_when_the_promise_breaks_stays() {
    let mut place = Place::with_store();
    run(&place, "outage start --contract moocommerce --at 10:00").ok();
    let mut at = |now: &str| {
        place.now = format!("2024-01-08T{now}Z");
        let month = run(&place, "uptime --contract moocommerce --json").ok().json();
        let figures = ["downtime_s", "left_s", "kept", "running", "breaks_at", "credit_percent"];
        (Value::from_iter(figures.map(|key| month[key].clone())), run(&place, "uptime").ok().out)
    };
    let breaks = "2024-01-08T12:30:01Z";
    let (figures, said) = at("10:00:00");
    assert_eq!(figures, json!([3600, 9000, true, true, breaks, 0]));
    assert!(said.contains("running for 1h00; the promise breaks on Mon 8 Jan 2024 13:30:01"), "{said}");
    assert_eq!(at("12:30:00").0, json!([12600, 0, true, true, breaks, 0]));
    let (figures, said) = at("12:30:01");
    assert_eq!(figures, json!([12601, -1, false, true, null, 50]));
    assert!(said.contains("−1s  50% of monthly support cost"), "{said}");
}

/// What a file or a person may write stays text, and does not break the row that it stands in.
#[test]
fn text_from_outside_is_text_in_every_form() {
    let place = Place::with_store();
    let cause = "moon, \"full\" | `x`\u{200b}\u{feff}";
    let scope = format!("\n[uptime]\nmin_percent = 99\n[scope]\nexcluded = ['{cause}']\n");
    let contracts = place.write("other/small.toml", format!("{SMALL}{scope}"));
    let folder = contracts.parent().unwrap().to_str().unwrap();
    let over = |args: &[&str]| place.run(&[&["--contracts", folder], args].concat());
    let add =
        ["outage", "add", "--contract", "small", "--from", "09:00", "--to", "10:00", "--cause", cause, "--symptom"];
    for symptom in ["\u{1b}[2J", "\u{9b}2J", "a\nb", "\u{202e}x", "\u{2028}", "\u{7f}"] {
        over(&[&add[..], &[symptom]].concat()).failed(2, "symptom");
    }
    over(&[&add[..], &["=1+1 | <b>\u{200b}*x*"]].concat()).ok();
    let csv = over(&["uptime", "--csv"]).ok().out;
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(csv.as_bytes()).records().collect::<Result<_, _>>().unwrap();
    assert_eq!(rows.len(), 2, "{csv}");
    assert_eq!(&rows[1][12], "exempt: outage 1 is outside the promise (moon, \"full\" | `x`)");
    let markdown = over(&["uptime", "--contract", "small", "--markdown"]).ok().out;
    assert!(markdown.contains("| moon, \"full\" \\| \\`x\\` | =1+1 \\| &lt;b&gt;\\*x\\* |"), "{markdown}");
    over(&["uptime", "--contract", "small"]).ok().prints("=1+1 | <b>*x*");
    let outage = over(&["outage", "list", "--json"]).ok().json();
    assert_eq!((&outage["cause"], &outage["symptom"]), (&json!(cause), &json!("=1+1 | <b>\u{200b}*x*")));
    for form in [&["uptime"][..], &["uptime", "--csv"], &["uptime", "--markdown"], &["outage", "list"]] {
        let text = over(form).ok().out;
        assert!(!text.contains(['\u{200b}', '\u{feff}']), "{text}");
    }
}

/// The whole of it goes to the file, as it would to the terminal.
#[test]
fn every_form_can_go_to_a_file() {
    let place = Place::with_store();
    run(&place, "outage start --contract markant --at -42m --symptom 502").ok();
    for form in ["", "--json", "--csv", "--markdown", "--contract markant", "--contract markant --markdown"] {
        let shown = run(&place, &format!("uptime {form}")).ok().out;
        let file = place.path("month");
        run(&place, &format!("uptime {form} --force --output {}", file.display())).ok().prints("is written down in");
        assert_eq!(std::fs::read_to_string(file).unwrap(), shown, "{form}");
    }
    let nowhere = place.path("no/such/folder");
    run(&place, &format!("uptime --output {}", nowhere.display())).failed(2, "give another name with --output");
}

#[test]
fn completions_and_the_manual_know_the_commands() {
    let place = Place::new();
    let completions = run(&place, "completions elvish").ok().out;
    let manual = run(&place, "man").ok().out;
    for command in ["outage", "maintenance", "change", "uptime"] {
        assert!(completions.contains(&format!("&'frist;{command}'")), "{command}");
        assert!(manual.contains(&format!("frist\\-{command}")), "{command}");
    }
    assert!(completions.contains("--markdown") && completions.contains("--announced"));
}
