//! Promises of uptime by plan, quarter and hours, what can be claimed where they are broken, and promises about many tickets.

use frist_testkit::promised::{OFFICE, TIERS};
use serde_json::Value;

use crate::support::{Place, Ran};

/// Returns a place on Wednesday 10 April 2024, 12:00 in Oslo, with those two agreements and an outage at each: nine and a half hours
/// at Tiers in March that hit North, and one at Office in February from an evening to the next morning.
fn april() -> Place {
    let place = Place { now: "2024-04-10T10:00:00Z".to_owned(), ..Place::with_store() };
    place.write("only/tiers.toml", TIERS);
    place.write("only/office.toml", OFFICE);
    outage(&place, "tiers", "2024-03-12 10:00", "2024-03-12 19:30", &["--affects", "North"]).ok();
    outage(&place, "office", "2024-02-14 20:00", "2024-02-15 15:00", &[]).ok();
    place
}

fn with(place: &Place, args: &[&str]) -> Ran {
    let only = place.path("only").display().to_string();
    place.run(&[args, &["--contracts", &only]].concat())
}

fn outage(place: &Place, contract: &str, from: &str, to: &str, more: &[&str]) -> Ran {
    with(place, &[&["outage", "add", "--contract", contract, "--from", from, "--to", to], more].concat())
}

#[test]
fn an_outage_tells_how_each_promise_stands_in_its_own_period() {
    let place = april();
    outage(&place, "tiers", "2024-04-01 10:00", "2024-04-01 11:00", &[])
        .ok()
        .prints("April 2024, Base: 99.861 %, kept")
        .prints(
            "April 2024, Premium: 99.861 %, broken, 38m24s over what the promise allows, credit 10% of monthly fee",
        );
    outage(&place, "office", "2024-04-01 10:00", "2024-04-01 11:00", &[])
        .ok()
        .prints("Q2 2024: 99.903 %, kept, 8h00 left before the promise breaks");
}

#[test]
fn uptime_is_that_of_each_promise_and_of_the_period_that_it_is_for() {
    let place = april();
    let table = with(&place, &["uptime", "--month", "2024-02"]).ok();
    table.prints("Tiers, Base, February 2024").prints("Tiers, Premium, February 2024").prints("Office, Q1 2024");
    with(&place, &["uptime", "--month", "2024-02"]).ok().prints("100 · (period − exempt − downtime)");
    let lines = with(&place, &["uptime", "--month", "2024-03", "--json"]).ok().json_lines();
    let told: Vec<(&str, Value, &str)> = lines
        .iter()
        .map(|line| (line["contract"].as_str().unwrap(), line["plan"].clone(), line["period"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [("office", Value::Null, "2024-Q1"), ("tiers", Value::Null, "2024-03"), ("tiers", "premium".into(), "2024-03"),]
    );
    // Two hours of the evening and nine of the day lie within the hours.
    let office = &lines[0];
    assert_eq!((&office["downtime_s"], &office["kept"]), (&39_600.into(), &false.into()));
    assert_eq!((&office["claim"], &office["claim_by"]), (&"open".into(), &"2024-04-14T22:00:00Z".into()));
    assert_eq!((&office["stated"], &office["month_s"]), (&"at least 99.9% of a quarter".into(), &Value::Null));
    assert!(office["hours"].as_str().unwrap().contains("“service”"));
    assert_eq!((&office["pieces"][0]["seconds"], &office["pieces"][0]["counted_s"]), (&68_400.into(), &39_600.into()));
    assert_eq!(office["days"].as_array().unwrap().len(), 91);
    let one = with(&place, &["uptime", "--contract", "office", "--month", "2024-03"]).ok();
    one.prints("Uptime of Office, Q1 2024").prints("quarter").prints("by the end of Sun 14 Apr 2024, 4 d 12h00 left");
    let month = with(&place, &["uptime", "--contract", "office", "--period", "2024-02", "--json"]).ok().json();
    assert_eq!((&month["kept"], &month["claim"]), (&Value::Null, &"nothing_promised".into()));
    assert_eq!(month["promise"], "nothing is promised for a month, but at most 9 h down in a quarter");
    let premium = with(&place, &["uptime", "--contract", "tiers", "--plan", "premium", "--month", "2024-03"]).ok();
    premium.prints("Uptime of Tiers, Premium, March 2024").prints("25% of monthly fee");
    with(&place, &["uptime", "--contract", "tiers", "--plan", "base", "--month", "2024-03"]).ok().prints("Tiers, Base");
    let csv = with(&place, &["uptime", "--contract", "office", "--month", "2024-02", "--csv"]).ok().out;
    assert!(csv.lines().nth(1).unwrap().starts_with("office,2024-01,quarter,"), "{csv}");
    with(&place, &["uptime", "--markdown", "--month", "2024-03"]).ok().prints("## Tiers, Premium");
}

#[test]
fn what_is_wrong_with_a_period_or_a_plan_is_told() {
    let place = april();
    for (args, words) in [
        (&["uptime", "--contract", "tiers", "--plan", "gold"][..], "Tiers has no plan `gold`"),
        (&["uptime", "--plan", "base"], "--contract"),
        (&["uptime", "--period", "2024-Q5"], "`2024-Q5` is not a month, a quarter or a year"),
        (&["uptime", "--period", "2024", "--month", "2024-01"], "cannot be used with"),
        (&["claim", "tiers", "--period", "soon"], "`soon` is not a month, a quarter or a year"),
        (&["claim", "tiers", "--of", " "], "--of names nobody"),
        (&["claim", "acme"], "there is no contract `acme`"),
        (&["claim", "office", "--of", "North"], "the uptime that Office promises is not each customer's"),
        (&["claim", "tiers", "--plan", "premium", "--of", "North"], "so no one of them has a claim"),
        (&["claim", "tiers", "--of", "Sorth"], "no outage of Tiers names `Sorth`"),
        (&["claim", "tiers", "--of", "Sorth"], "name one of North;"),
        (&["claim", "--period", "2024"], "required"),
    ] {
        with(&place, args).failed(2, words);
    }
}

#[test]
fn a_claim_has_everything_that_the_vendor_needs_to_see() {
    let place = april();
    let claim = with(&place, &["claim", "tiers", "--plan", "premium"]).ok().out;
    insta::assert_snapshot!("the_claim_of_a_plan", claim);
    let office = with(&place, &["claim", "office"]).ok().out;
    insta::assert_snapshot!("the_claim_of_a_quarter_within_hours", office);
    let json = with(&place, &["claim", "tiers", "--period", "2024-03", "--json"]).ok().json_lines();
    let told: Vec<(Value, Value, Value, Value)> = json
        .iter()
        .map(|line| (line["plan"].clone(), line["of"].clone(), line["claim"].clone(), line["owed"].clone()))
        .collect();
    // Everybody but North has nothing to claim in the base plan.
    assert_eq!(
        told,
        [
            (Value::Null, "North".into(), "open".into(), "5% of monthly fee".into()),
            ("premium".into(), Value::Null, "open".into(), "25% of monthly fee".into()),
        ]
    );
    assert_eq!((&json[1]["claim_left_s"], &json[0]["claim_by"]), (&1_771_200.into(), &Value::Null));
    assert_eq!((&json[1]["min_percent"], &json[1]["downtime_s"]), (&99.95.into(), &34_200.into()));
    assert!(
        json[0]["document"].as_str().unwrap().starts_with("# Claim to Tiers, Base: uptime for North in March 2024")
    );
    let file = place.path("claim.md").display().to_string();
    let args = ["claim", "office", "--output", &file];
    with(&place, &args).ok().prints("the claim to Office for Q1 2024 is written down in");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), office);
    with(&place, &args).failed(2, "is there already");
}

#[test]
fn where_the_promise_is_kept_there_is_nothing_to_claim() {
    let place = april();
    outage(&place, "tiers", "2024-04-01 10:00", "2024-04-01 10:10", &["--affects", "South"]).ok();
    for (args, words) in [
        (&["claim", "office", "--period", "2023-Q4"][..], "Nothing to claim: the promise is kept"),
        (&["claim", "tiers", "--plan", "base", "--of", "South", "--period", "2024-03"], "Nothing to claim"),
        (&["claim", "office", "--period", "2024-Q2"], "Nothing to claim: the promise is kept so far"),
        (&["claim", "office", "--period", "2024-Q3"], "Nothing to claim: the quarter has not begun"),
        (&["claim", "office", "--period", "2024-02"], "Nothing to claim: nothing is promised for a month"),
        (
            &["claim", "tiers", "--plan", "premium", "--period", "2024"],
            "Nothing to claim: nothing is promised for a year",
        ),
    ] {
        with(&place, args).ok().prints(words);
    }
    let json = with(&place, &["claim", "office", "--period", "2023-Q4", "--json"]).ok().json();
    assert_eq!((&json["claim"], &json["owed"], &json["credit_percent"]), (&"kept".into(), &Value::Null, &0.into()));
}

#[test]
fn the_open_claims_are_listed_by_their_last_day() {
    let mut place = april();
    let listed = with(&place, &["claim"]).ok();
    let first: Vec<&str> = listed.out.lines().filter(|line| line.contains("2024-")).collect();
    assert!(first[0].starts_with("Office") && first[0].contains("by the end of Sun 14 Apr 2024"), "{}", listed.out);
    assert!(first[1].starts_with("Tiers, Premium") && first[2].starts_with("Tiers, Base for North"), "{}", listed.out);
    assert_eq!(first.len(), 3, "{}", listed.out);
    assert_eq!(with(&place, &["claim", "--json"]).ok().json_lines().len(), 3);
    "2024-05-02T10:00:00Z".clone_into(&mut place.now);
    let later = with(&place, &["claim", "--json"]).ok().json();
    assert_eq!((&later["of"], &later["period"]), (&"North".into(), &"2024-03".into()));
    with(&place, &["claim", "tiers", "--plan", "premium", "--period", "2024-03"])
        .ok()
        .prints("25% of monthly fee was owed, and could be claimed until the end of Tue 30 Apr 2024");
    // Markant has kept what it promises.
    Place::with_store().run(&["claim"]).failed(1, "nothing can be claimed of any vendor");
}

/// Logs a ticket of that severity in the base plan, answered so many minutes later.
fn answered(place: &Place, severity: &str, reported: &str, answered: Option<&str>) {
    let what = ["--contract", "tiers", "--plan", "base", "--severity", severity, "--subject", "x", "--at", reported];
    let id = with(place, &[&["new", "--json", "--channel", "phone"], &what[..]].concat()).ok().json()["id"].to_string();
    if let Some(at) = answered {
        with(place, &["do", "respond", &id, "--at", at]).ok();
    }
}

#[test]
fn promises_about_many_tickets_say_how_they_stand_and_how_many_may_be_missed() {
    let place = april();
    for (reported, response) in [
        ("2024-01-10 10:00", "2024-01-10 10:30"),
        ("2024-02-10 10:00", "2024-02-10 10:30"),
        ("2024-03-10 10:00", "2024-03-10 10:30"),
        ("2024-03-11 10:00", "2024-03-11 11:30"),
        ("2024-04-02 10:00", "2024-04-02 13:00"),
        ("2024-04-03 10:00", "2024-04-03 10:10"),
    ] {
        answered(&place, "high", reported, Some(response));
    }
    answered(&place, "low", "2024-01-11 10:00", Some("2024-01-12 10:00"));
    answered(&place, "high", "2024-04-10 11:50", None);
    let rows = with(&place, &["report", "promises", "--from", "2024-03-01", "--json"]).ok().json_lines();
    let row = |target: &str, period: &str| {
        let found = rows.iter().find(|row| row["target"] == target && row["period"] == period);
        found.unwrap_or_else(|| panic!("{target} {period}: {rows:#?}"))
    };
    let first = row("response", "2024-Q1");
    let figures = ["met", "missed", "running", "met_percent", "may_miss", "too_many"].map(|key| first[key].to_string());
    assert_eq!(figures, ["3", "1", "0", "75.0", "null", "0"]);
    assert_eq!((&first["verdict"], &first["promised_percent"]), (&"kept".into(), &75.0.into()));
    assert_eq!((&first["severity"], &first["tickets"]["missed"]), (&"high".into(), &vec![4].into()));
    let second = row("response", "2024-Q2");
    let figures = ["met", "missed", "running", "met_percent", "too_many"].map(|key| second[key].to_string());
    assert_eq!(figures, ["1", "1", "1", "50.0", "1"]);
    assert_eq!(second["verdict"], "broken_so_far");
    assert_eq!((&row("correction", "2024-03")["promised_percent"], rows.len()), (&99.5.into(), 4));
    let table = with(&place, &["report", "promises", "--month", "2024-02"]).ok();
    table.prints("Promises about many tickets, February 2024").prints("Q1 2024").prints("✓ kept");
    let card = with(&place, &["report", "scorecard", "--contract", "tiers", "--month", "2024-03"]).ok();
    card.prints("Promises about many tickets").prints("Q1 2024").prints("98.721 % (Premium)");
    let json =
        with(&place, &["report", "scorecard", "--contract", "tiers", "--month", "2024-03", "--json"]).ok().json();
    assert_eq!(json["promises"].as_array().unwrap().len(), 2);
    assert_eq!((&json["uptimes"][1]["plan"], &json["uptimes"][1]["claim"]), (&"premium".into(), &"open".into()));
    with(&place, &["report", "scorecard", "--contract", "office", "--month", "2024-02"])
        .ok()
        .prints("(Q1 2024)")
        .prints("Q1 2024: In seconds");
    // The agreements that come with frist promise nothing of the kind.
    Place::with_store()
        .run(&["report", "promises"])
        .failed(1, "no agreement promises anything about many tickets at once");
}

#[test]
fn a_claim_is_written_in_the_language_of_the_vendor_or_the_one_that_is_asked_for() {
    let place = april();
    let claim = |more: &[&str]| {
        with(&place, &[&["claim", "tiers", "--plan", "premium", "--period", "2024-03"], more].concat()).ok().out
    };
    assert!(claim(&[]).starts_with("# Claim to Tiers, Premium: uptime in March 2024\n"));
    place.write("only/tiers.toml", format!("{TIERS}\n[vendor_side]\nlanguage = \"no\"\n"));
    let norwegian = claim(&[]);
    assert!(norwegian.starts_with("# Krav til Tiers, Premium: oppetid i mars 2024\n"), "{norwegian}");
    insta::assert_snapshot!("claim_in_norwegian", norwegian);
    insta::assert_snapshot!("claim_in_dutch", claim(&["--language", "nl"]));
    assert!(claim(&["--language", "en"]).starts_with("# Claim to Tiers"));
}
