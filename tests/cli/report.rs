//! `report`: figures, the tickets behind them, and the forms they come in.

use serde_json::{Value, json};

use crate::support::{Place, Ran};

/// The internal targets of the desk beside two of the demonstration's agreements.
const HOUSE: &str = "name = \"anna\"
[internal_targets.markant.extended.critical]
response   = \"15m\"
correction = \"4h\"
[internal_targets.markant.extended.serious]
correction = \"1bd\"
[internal_targets.moocommerce.standard.serious]
response = \"1h\"
";

/// Returns the demonstration's week, from Wednesday 17 January 2024, 09:42:07 in Oslo.
fn demo() -> Place {
    let mut place = Place::new();
    "2024-01-17T08:42:07Z".clone_into(&mut place.now);
    place.run(&["demo"]).ok();
    // Only now: what happens in the week is made with the targets in mind.
    place.write("config.toml", HOUSE);
    place
}

/// The lines of JSON of every report of the demonstration's week, the tickets' numbers with them.
#[test]
fn the_json_of_every_report_on_the_demonstrations_week() {
    let place = demo();
    for (name, args) in [
        ("attainment", "attainment"),
        ("attainment_by_severity_and_target", "attainment --by severity,target --month 2024-01"),
        ("house", "internal --by severity,target"),
        ("times", "times --by severity"),
        ("reasons", "reasons"),
        ("billable", "billable --by agent"),
        ("trend", "trend"),
        ("heat", "heat"),
        ("scorecard", "scorecard --contract markant"),
    ] {
        let words: Vec<&str> = ["report"].into_iter().chain(args.split(' ')).chain(["--json"]).collect();
        insta::assert_snapshot!(name, place.run(&words).ok().out);
    }
}

#[test]
fn house_targets_are_a_report_of_their_own() {
    let place = Place::new();
    place.write("config.toml", "name = \"anna\"\n[internal_targets.missoun.standard.high]\nresponse = \"2h\"\n");
    place.log(
        &"--contract missoun --impact high --urgency high --channel portal --subject x --at 2024-01-05T09:00:00Z"
            .split(' ')
            .collect::<Vec<_>>(),
    );
    place.run(&["report", "attainment"]).failed(1, "1 tickets match and none of them has anything to report");
    let row = place.run(&["report", "internal", "--json"]).ok().json();
    assert_eq!(
        (&row["report"], &row["breached"], &row["tickets"]["breached"]),
        (&json!("house"), &json!(1), &json!([1]))
    );
    assert_eq!(row["kept_percent"], json!(0.0));
}

#[test]
fn a_period_holds_what_was_first_reported_in_it_in_the_vendors_zone() {
    let place = Place::new();
    // Half past midnight on 1 January in Oslo, half past eleven the day before in UTC.
    place.phoned("2023-12-31T23:30:00Z");
    let tickets = |args: &[&str]| place.run(&[&["report", "trend", "--json"], args].concat());
    assert_eq!(tickets(&["--month", "2024-01"]).ok().json()["tickets"]["reported"], json!([1]));
    tickets(&["--month", "2023-12"]).failed(1, "no ticket matches: Trend, December 2023");
    assert_eq!(tickets(&["--from", "2024-01-01", "--to", "2024-01-01"]).ok().json()["month"], json!("2024-01"));
    tickets(&["--from", "2024-01-02"]).failed(1, "no ticket matches: Trend, from 2024-01-02 on");
    tickets(&["--to", "2023-12-31"]).failed(1, "hint: name another period, contract or filter");
    tickets(&["--month", "2024-01", "--from", "2024-01-01"]).failed(2, "cannot be used with");
    tickets(&["--from", "2024-01-02", "--to", "2024-01-01"])
        .failed(2, "--from 2024-01-02 is later than --to 2024-01-01")
        .failed(2, "hint: name the first date with --from");
}

#[test]
fn filters_match_closed_tickets_and_a_term_may_be_turned_around() {
    let place = demo();
    let vendors = |args: &[&str]| -> Vec<Value> {
        let rows = place.run(&[&["report", "attainment", "--json"], args].concat()).ok().json_lines();
        rows.into_iter().map(|row| row["contract"].clone()).collect()
    };
    assert_eq!(vendors(&["vendor:markant"]), [json!("markant")]);
    assert_eq!(vendors(&["-vendor:markant", "-vendor:sesam"]), [json!("moocommerce"), json!("myproduction")]);
    assert_eq!(vendors(&["--contract", "sesam"]), [json!("sesam")]);
    let closed = place.run(&["report", "trend", "--json", "is:closed"]).ok().json_lines();
    assert!(closed.len() >= 3, "tickets of the quarter before are closed");
    let told = place.run(&["report", "attainment", "--markdown", "is:closed"]).ok();
    told.prints("- Only tickets that match this filter are counted: is:closed");
    place.run(&["report", "heat", "is:closd"]).failed(2, "the filter cannot be read");
    place.run(&["report", "heat", "--contract", "acme"]).failed(2, "there is no contract `acme`");
    place.run(&["report", "heat", "vendor:acme"]).failed(2, "no vendor is called `acme`");
}

#[test]
fn what_cannot_be_grouped_by_is_said() {
    let place = Place::new();
    place.run(&["report", "reasons", "--by", "target"]).failed(2, "reasons cannot be grouped by target");
    place.run(&["report", "attainment", "--by", "vendor,plan,agent,month"]).failed(2, "more than can be grouped by");
    place.run(&["report", "attainment", "--by", "colour"]).failed(2, "invalid value 'colour'");
    place.run(&["report", "trend", "--by", "agent"]).failed(2, "unexpected argument '--by'");
}

#[test]
fn a_spreadsheet_gets_keys_and_plain_values() {
    let place = demo();
    let csv = place.run(&["report", "attainment", "--csv"]).ok().out;
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("contract,met,met_late,breached,excluded,no_clock,running,kept_percent"));
    let rows = place.run(&["report", "attainment", "--json"]).ok().json_lines();
    let row = |row: &Value| {
        let text = |key: &str| row[key].as_str().map_or_else(|| row[key].to_string(), str::to_owned);
        ["contract", "met", "met_late", "breached", "excluded", "no_clock", "running", "kept_percent"]
            .map(text)
            .join(",")
    };
    assert_eq!(lines.collect::<Vec<_>>(), rows.iter().map(row).collect::<Vec<_>>());
}

#[test]
fn a_document_is_written_once_and_over_only_when_asked() {
    let place = demo();
    let file = place.path("march.md");
    let write = ["report", "attainment", "--markdown", "--output", file.to_str().unwrap()];
    place.run(&write).ok().prints("Attainment by vendor, all time is written down in");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("# Attainment by vendor, all time\n\n| Vendor | Met |"), "{text}");
    assert!(text.contains("| all |") && text.contains("- To phone: no report has started the clock."), "{text}");
    place.run(&write).failed(2, "is there already");
    place.run(&[&write[..], &["--force"]].concat()).ok();
}

#[test]
fn the_scorecard_as_a_document() {
    let place = demo();
    let markdown = place.run(&["report", "scorecard", "--contract", "sesam", "--month", "2023-12", "--markdown"]).ok();
    insta::assert_snapshot!("scorecard_markdown", markdown.out);
    let plain = place.run(&["report", "scorecard", "--contract", "markant"]).ok();
    insta::assert_snapshot!("scorecard_plain", plain.out);
    let file = place.path("card.md");
    let ran =
        place.run(&["report", "scorecard", "--contract", "markant", "--markdown", "--output", file.to_str().unwrap()]);
    ran.ok().prints("the scorecard of Markant, January 2024 is written down in");
    place.run(&["report", "scorecard"]).failed(2, "--contract");
    place.run(&["report", "scorecard", "--contract", "acme"]).failed(2, "there is no contract `acme`");
}

/// One table for the whole document, with the keys of the JSON.
#[test]
fn a_scorecard_for_a_spreadsheet_has_a_row_for_each_figure() {
    let place = demo();
    let card = ["report", "scorecard", "--contract", "markant"];
    let csv = place.run(&[&card[..], &["--csv"]].concat()).ok().out;
    insta::assert_snapshot!("scorecard_csv", csv);
    let json = place.run(&[&card[..], &["--json"]].concat()).ok().json();
    let rows: Vec<Vec<&str>> = csv.lines().skip(1).map(|line| line.split(',').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == 5), "no value of this month has a comma in it");
    let value = |section: &str, row: &str, figure: &str| {
        let found = rows.iter().find(|cells| cells[..3] == [section, row, figure]).unwrap();
        (found[3].to_owned(), found[4].to_owned())
    };
    let numbers =
        |numbers: &Value| numbers.as_array().unwrap().iter().map(Value::to_string).collect::<Vec<_>>().join(" ");
    let critical = &json["attainment"][0];
    assert_eq!(
        value("attainment", "critical response", "breached"),
        (critical["breached"].to_string(), numbers(&critical["tickets"]["breached"]))
    );
    let worst = &json["overruns"][0];
    assert_eq!(value("overruns", "1", "over_s"), (worst["over_s"].to_string(), worst["ticket"].to_string()));
    assert_eq!(value("uptime", "", "downtime_s"), (json["uptime"]["downtime_s"].to_string(), String::new()));
    assert_eq!(value("scorecard", "", "tickets").0, json["tickets"].to_string());
    place.run(&[&card[..], &["--csv", "--json"]].concat()).failed(2, "cannot be used with");
}

#[test]
fn a_table_for_a_person_says_how_it_is_to_be_read() {
    let place = demo();
    let ran = place.run(&["report", "times", "--contract", "markant"]).ok();
    assert!(ran.out.starts_with("Times of Markant by vendor, all time\n\nVENDOR   TARGET"), "{}", ran.out);
    ran.prints("the time at rank ⌈n · p / 100⌉");
}

/// While somebody else has the store, they read the tickets, and a guest gets the same figures.
#[test]
fn a_guest_gets_the_figures_of_whoever_has_the_store() {
    use std::sync::Arc;

    use frist::desk::{ManualClock, SharedDesk};
    use frist::domain::time::Instant;

    let place = demo();
    let asked = |place: &Place| -> Vec<Ran> {
        let reports = ["attainment", "times", "reasons", "billable", "trend", "heat"];
        reports.iter().map(|report| place.run(&["report", report, "--json"]).ok()).collect()
    };
    let alone = asked(&place);
    let clock = Arc::new(ManualClock::at(Instant::parse(&place.now).unwrap()));
    let owner = SharedDesk::open(place.desk(clock)).unwrap();
    let as_guest = asked(&place);
    drop(owner);
    assert!(alone.iter().map(|ran| &ran.out).eq(as_guest.iter().map(|ran| &ran.out)));
}

#[test]
fn more_tickets_than_are_read_at_once_are_all_counted() {
    let place = Place::new();
    place.run(&["demo", "--tickets", "3000"]).ok();
    let rows = place.run(&["report", "trend", "--json"]).ok().json_lines();
    let of_month = |row: &Value| row["tickets"]["reported"].as_array().map_or(0, Vec::len);
    assert_eq!(rows.iter().map(of_month).sum::<usize>(), 3000);
}

#[test]
fn alone_it_lists_the_reports_and_needs_no_store() {
    let place = Place::new();
    let listed = place.run(&["report"]).ok().out;
    for words in
        ["attainment", "scorecard", "Show how vendors kept their promises", "vendor, plan, severity, target, agent"]
    {
        assert!(listed.contains(words), "{words}: {listed}");
    }
    let json = place.run(&["report", "--json"]).ok().json_lines();
    assert_eq!(json.len(), 9);
    assert_eq!((&json[3]["report"], &json[3]["by"][2]), (&"reasons".into(), &"severity".into()));
    assert_eq!((&json[1]["report"], &json[1]["command"]), (&"house".into(), &"internal".into()));
    assert!(!place.path("store").exists());
    place.run(&["report", "attainmnt"]).failed(2, "attainmnt");
}
