//! What was reported counts as it was promised then, whatever becomes of contract files and calendars, until it is amended on
//! purpose.

use serde_json::{Value, json};

use super::support::*;

const ACME: &str = r#"
id = "acme"
vendor = "Acme AS"
time_zone = "Europe/Oslo"
[support]
holidays = ["OWN"]
[support.hours]
mon-fri = ["08:00-16:00"]
[[severity]]
id = "high"
name = "High"
means = "Anything"
[plan.one]
name = "One"
[plan.one.target.high]
response = "4h"
correction = "4h"
[uptime]
min_percent = 99.9
"#;

/// A Thursday, 14:00 in Oslo.
const THURSDAY: &str = "2026-05-28T12:00:00Z";
/// The Monday after, 09:00 in Oslo.
const MONDAY: &str = "2026-06-01T07:00:00Z";
const NEXT_MONTH: &str = "2026-07-01T07:00:00Z";

const NEW: [&str; 9] =
    ["new", "--contract", "acme", "--severity", "high", "--channel", "email", "--subject", "Export stands still"];

fn ical(date: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:{date}@x\r\nDTSTART;VALUE=DATE:{date}\r\n\
         SUMMARY:Bridge day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

fn calendar(dates: &[&str]) -> String {
    let days = dates.iter().map(|date| format!("[[day]]\nname = \"Bridge day\"\ndate = \"{date}\"\n"));
    format!("id = \"OWN\"\nname = \"Own\"\n{}", days.collect::<String>())
}

fn import(place: &Place, date: &str) {
    let file = place.write("days.ics", ical(date));
    let ran = place.run(&["calendar", "import", file.to_str().unwrap(), "--id", "OWN", "--name", "Own", "--yes"]);
    assert_eq!(ran.code, 0, "{ran:?}");
}

/// Returns a place with a ticket that is answered and closed in time over a Friday on which Acme was closed.
fn closed_over_friday() -> Place {
    let mut place = Place::new();
    THURSDAY.clone_into(&mut place.now);
    import(&place, "20260529");
    place.write("contracts/acme.toml", ACME);
    place.run(&NEW).ok();
    MONDAY.clone_into(&mut place.now);
    for step in ["respond", "start", "fix", "close"] {
        place.run(&["do", step, "1"]).ok();
    }
    place
}

/// Returns what is said of the past: the ticket, its document, the month's attainment and uptime.
fn past(place: &Place) -> Vec<String> {
    let questions: [&[&str]; 5] = [
        &["show", "1", "--json"],
        &["why", "1"],
        &["evidence", "1"],
        &["report", "attainment", "--month", "2026-05", "--json"],
        &["uptime", "--contract", "acme", "--month", "2026-05", "--json"],
    ];
    let answer = |args: &&[&str]| {
        let ran = place.run(args);
        assert_eq!(ran.code, 0, "{ran:?}");
        ran.out
    };
    questions.iter().map(answer).collect()
}

fn states(place: &Place, id: &str) -> Value {
    let targets = place.ticket(id)["targets"].clone();
    targets.as_array().unwrap().iter().map(|target| target["state"].clone()).collect()
}

#[test]
fn a_calendar_that_is_imported_again_or_shrinks_changes_no_past_figure() {
    let mut place = closed_over_friday();
    NEXT_MONTH.clone_into(&mut place.now);
    assert_eq!(states(&place, "1"), json!(["met", "met"]));
    let before = past(&place);
    import(&place, "20270528");
    assert_eq!(past(&place), before);
    place.write("holidays/OWN.toml", calendar(&[]));
    assert_eq!(past(&place), before);
    std::fs::remove_file(place.path("holidays/OWN.toml")).unwrap();
    assert_eq!(past(&place), before, "the calendar is gone, and so nothing can be read of the contract");
}

#[test]
fn an_import_over_a_calendar_tells_which_tickets_stand_on_it() {
    let mut place = closed_over_friday();
    place.phoned("-1h");
    NEXT_MONTH.clone_into(&mut place.now);
    place.run(&NEW).ok();
    let file = place.write("days.ics", ical("20270528"));
    let args = ["calendar", "import", file.to_str().unwrap(), "--id", "OWN"];
    let said = "tickets reported under contracts with it, which count by it as it was: acme 2";
    let shown = place.run(&args);
    assert!(shown.out.contains(said) && shown.code == 2, "{shown:?}");
    let done = place.run(&[&args[..], &["--yes", "--json"]].concat()).ok().json();
    assert_eq!(done["tickets"], json!({ "acme": 2 }));
    let new = [&args[..4], &["NEW", "--yes", "--json"]].concat();
    assert_eq!(place.run(&new).ok().json()["tickets"], json!({}), "nothing stands on a new one");
}

#[test]
fn an_edited_file_changes_no_past_figure_and_neither_does_its_removal() {
    let mut place = closed_over_friday();
    NEXT_MONTH.clone_into(&mut place.now);
    let before = past(&place);
    place.write("contracts/acme.toml", ACME.replace("\"4h\"", "\"1h\""));
    let told = place.run(&["list", "is:closed"]);
    assert!(told.err.contains("what acme promises has changed, and holds for reports from now on"), "{told:?}");
    assert_eq!(past(&place), before);
    place.run(&["list", "is:closed"]).ok();
    let due = |place: &Place, id: &str| place.ticket(id)["targets"][0]["due"].clone();
    place.run(&NEW).ok();
    assert_eq!(due(&place, "2"), "2026-07-01T08:00:00Z");
    place.run(&[&NEW[..], &["--at", "2026-06-30 09:00"]].concat()).ok();
    assert_eq!(due(&place, "3"), "2026-06-30T11:00:00Z", "reported before the change was read");
    std::fs::remove_file(place.path("contracts/acme.toml")).unwrap();
    assert_eq!(past(&place), before);
    assert_eq!([due(&place, "2"), due(&place, "3")], ["2026-07-01T08:00:00Z", "2026-06-30T11:00:00Z"]);
    place.run(&NEW).failed(2, "there is no contract `acme`");
}

/// A plan and a severity that the file no longer has are called as the text called them that the tickets count by.
#[test]
fn what_a_file_has_lost_keeps_its_name_in_reports() {
    let mut place = closed_over_friday();
    NEXT_MONTH.clone_into(&mut place.now);
    let other = ACME.replace("plan.one", "plan.other").replace("\"One\"", "\"Other\"");
    let other = other.replace("id = \"high\"\nname = \"High\"", "id = \"any\"\nname = \"Any\"");
    place.write("contracts/acme.toml", other.replace("target.high", "target.any"));
    place.run(&["list"]);
    let rows = place.run(&["report", "attainment", "--by", "plan,severity", "--month", "2026-05"]).out;
    assert!(rows.contains("One") && rows.contains("High"), "{rows}");
}

/// What was promised stays in force while the file cannot be read, so the list has it, with what is wrong.
#[test]
fn a_contract_whose_file_cannot_be_read_is_listed_with_what_is_wrong() {
    let mut place = closed_over_friday();
    NEXT_MONTH.clone_into(&mut place.now);
    place.write("contracts/acme.toml", ACME.replace("\"4h\"", "\"soon\""));
    let listed = place.run(&["contract", "list"]);
    assert!(listed.out.lines().any(|line| line.starts_with("acme ") && line.contains("Acme AS")), "{listed:?}");
    assert!(
        listed.out.contains("acme: its file cannot be read, so what it promised last goes on: ")
            && listed.out.contains("contracts/acme.toml:16: plan.one.target.high.response: "),
        "{listed:?}"
    );
    let lines = place.run(&["contract", "list", "--json"]).json_lines();
    let acme = lines.iter().find(|line| line["id"] == "acme").unwrap();
    assert!(acme["problem"].as_str().unwrap().contains("plan.one.target.high.response"), "{acme}");
    assert_eq!(lines[0].get("problem"), None);
    std::fs::remove_file(place.path("contracts/acme.toml")).unwrap();
    let gone = place.run(&["contract", "list"]);
    assert!(!gone.out.contains("acme"), "its file is gone, on purpose: {gone:?}");
}

/// An agreement of which nearly everything counts by a set of hours with a calendar and a cut-off of its own.
const SETS: &str = r#"
id = "acme"
vendor = "Acme AS"
time_zone = "Europe/Oslo"
notes = ["as we read it"]
[support]
holidays = ["OWN"]
closed = ["easter-3"]
[support.hours]
mon-fri = ["08:00-16:00"]
[hours.late]
holidays = ["LATE"]
closed = ["easter+49"]
cut_off = "20:00"
[hours.late.days]
mon-sun = ["08:00-22:00"]
[[hours.late.short_day]]
date  = "2026-05-31"
hours = ["10:00-12:00"]
[[severity]]
id = "high"
name = "High"
means = "Anything"
[plan.one]
name = "One"
clock = "late"
[plan.one.target.high]
response = { within = "20h", outside = "30h" }
correction = { within = "end of 2bd", clock = "support" }
[[attainment]]
target = "response"
percent = 95
period = "month"
[uptime]
min_percent = 99.9
hours = "late"
[plan.one.uptime]
min_percent = 99.5
period = "quarter"
"#;

/// What may be changed in it, and to what.
const CHANGES: [(&str, &str); 15] = [
    ("closed = [\"easter-3\"]", "closed = [\"easter+54\"]"),
    ("holidays = [\"LATE\"]", "holidays = [\"OWN\"]"),
    ("holidays = [\"LATE\"]", "holidays = []"),
    ("closed = [\"easter+49\"]", "closed = [\"easter+55\"]"),
    ("cut_off = \"20:00\"", "cut_off = \"12:00\""),
    ("mon-sun = [\"08:00-22:00\"]", "mon-sun = [\"00:00-24:00\"]"),
    ("hours = [\"10:00-12:00\"]", "hours = [\"08:00-22:00\"]"),
    ("date  = \"2026-05-31\"", "date  = \"2026-05-30\""),
    ("clock = \"late\"\n", ""),
    ("outside = \"30h\"", "outside = \"1h\""),
    ("\"20h\", ", "\"2h\", "),
    (", clock = \"support\"", ""),
    ("hours = \"late\"\n", ""),
    ("percent = 95", "percent = 90"),
    ("min_percent = 99.5", "min_percent = 99.4"),
];

/// Returns a place with a ticket of it that is answered on a Saturday, closed in time, and an outage beside it.
fn closed_by_sets() -> Place {
    let mut place = Place::new();
    THURSDAY.clone_into(&mut place.now);
    place.write("holidays/OWN.toml", calendar(&["2026-06-05"]));
    place.write("holidays/LATE.toml", late_calendar(&["2026-05-29"]));
    place.write("contracts/acme.toml", SETS);
    place.run(&NEW).ok();
    "2026-06-01T07:00:00Z".clone_into(&mut place.now);
    place.run(&["do", "respond", "1", "--at", "2026-05-30 19:00"]).ok();
    for step in ["fix", "close"] {
        place.run(&["do", step, "1"]).ok();
    }
    place.run(&["outage", "add", "--contract", "acme", "--from", "2026-05-04 06:00", "--to", "2026-05-04 12:00"]).ok();
    NEXT_MONTH.clone_into(&mut place.now);
    place
}

fn late_calendar(dates: &[&str]) -> String {
    calendar(dates).replace("OWN", "LATE").replace("\"Own\"", "\"Late\"")
}

#[test]
fn each_part_of_an_agreement_with_sets_of_hours_can_change_and_no_past_figure_does() {
    let mut place = closed_by_sets();
    assert_eq!(states(&place, "1"), json!(["met", "met"]));
    assert_eq!(place.ticket("1")["targets"][0]["due"], "2026-05-30T18:00:00Z", "Friday is none of its days");
    let before = past(&place);
    let changed = |place: &Place, what: &str| {
        let said = place.run(&["list", "is:closed"]).err;
        assert!(said.contains("what acme promises has changed, and holds for reports from now on"), "{what}: {said}");
        assert_eq!(past(place), before, "{what}");
        let list = place.run(&["contract", "list"]).ok().out;
        assert!(list.contains("the promise changed on") && list.contains("1 ticket keeps"), "{what}: {list}");
    };
    for (day, (from, to)) in (2..).zip(CHANGES) {
        place.now = format!("2026-07-{day:02}T07:00:00Z");
        assert_eq!(SETS.matches(from).count(), 1, "{from}");
        place.write("contracts/acme.toml", SETS.replace(from, to));
        changed(&place, to);
    }
    place.write("contracts/acme.toml", SETS);
    for (day, (name, dates)) in
        (1..).zip([("LATE", &["2026-05-30"][..]), ("OWN", &["2026-05-29"]), ("LATE", &[]), ("OWN", &[])])
    {
        place.now = format!("2026-08-{day:02}T07:00:00Z");
        let text = if name == "OWN" { calendar(dates) } else { late_calendar(dates) };
        place.write(&format!("holidays/{name}.toml"), text);
        changed(&place, name);
    }
    for gone in ["holidays/LATE.toml", "holidays/OWN.toml", "contracts/acme.toml"] {
        std::fs::remove_file(place.path(gone)).unwrap();
        assert_eq!(past(&place), before, "{gone} is gone");
    }
    place.run(&["backup"]).ok();
    let backup = std::fs::read_dir(place.path("store/backups")).unwrap().next().unwrap().unwrap().path();
    let mut elsewhere = Place::new();
    elsewhere.now.clone_from(&place.now);
    assert_eq!(elsewhere.run(&["restore", backup.to_str().unwrap()]).code, 0);
    assert_eq!(past(&elsewhere), before, "a machine without any of the files");
}

#[test]
fn what_is_no_promise_changes_without_a_word() {
    let place = closed_by_sets();
    let before = past(&place);
    let other_names =
        late_calendar(&["2026-05-29"]).replace("Bridge day", "Day off").replace("\"Late\"", "\"Evenings\"");
    place.write("holidays/LATE.toml", other_names);
    place.write(
        "contracts/acme.toml",
        SETS.replace("as we read it", "read again").replace("notes", "next_review = 2027-01-01\nnotes"),
    );
    assert_eq!(place.run(&["list", "is:closed"]).ok().err, "");
    assert!(!place.run(&["contract", "list"]).ok().out.contains("changed"));
    let after = past(&place);
    // A ticket's document has the notes of now.
    assert_eq!((&after[..2], &after[3..]), (&before[..2], &before[3..]));
    assert_eq!(after[2], before[2].replace("as we read it", "read again"));
}

#[test]
fn an_override_of_a_built_in_text_without_a_version_changes_nothing_when_it_is_edited_or_goes() {
    let mut place = Place::new();
    let built_in = include_str!("../../assets/contracts/markant.toml");
    assert!(!built_in.contains("version "), "that is what this is about");
    place.write("contracts/markant.toml", built_in.replace("response   = \"2h\"", "response   = \"3h\""));
    place.phoned("now");
    "2024-01-08T12:30:00Z".clone_into(&mut place.now);
    place.run(&["do", "respond", "1"]).ok();
    let targets = place.ticket("1")["targets"].clone();
    assert_eq!((&targets[0]["state"], &targets[0]["due"]), (&json!("met"), &json!("2024-01-08T13:00:00Z")));
    place.write("contracts/markant.toml", built_in.replace("response   = \"2h\"", "response   = \"1h\""));
    assert_eq!(place.run(&["show", "1", "--json"]).json()["targets"], targets);
    std::fs::remove_file(place.path("contracts/markant.toml")).unwrap();
    assert_eq!(place.run(&["show", "1", "--json"]).json()["targets"], targets);
}

#[test]
fn a_store_that_is_restored_elsewhere_needs_no_contract_and_no_calendar_file() {
    let mut place = closed_over_friday();
    NEXT_MONTH.clone_into(&mut place.now);
    place.run(&["outage", "add", "--contract", "acme", "--from", "2026-05-04 09:00", "--to", "2026-05-04 12:00"]).ok();
    place.run(&["backup"]).ok();
    place.run(&["export", "--output", place.path("all.jsonl").to_str().unwrap()]).ok();
    let before = past(&place);
    let all_months = place.run(&["uptime", "--month", "2026-05", "--json"]).ok().json_lines();
    assert_eq!(all_months.len(), 6);
    for (command, file) in [("restore", None), ("import", Some("all.jsonl"))] {
        let mut elsewhere = Place::new();
        NEXT_MONTH.clone_into(&mut elsewhere.now);
        let backups = place.path("store/backups");
        let backup = std::fs::read_dir(backups).unwrap().next().unwrap().unwrap().path();
        let file = file.map_or(backup, |name| place.path(name));
        let ran = elsewhere.run(&[command, file.to_str().unwrap()]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert_eq!(past(&elsewhere), before, "{command}");
        assert_eq!(elsewhere.run(&["uptime", "--month", "2026-05", "--json"]).ok().json_lines(), all_months);
    }
}

#[test]
fn a_change_is_told_with_how_many_tickets_keep_what_was_promised_before() {
    let mut place = closed_over_friday();
    assert!(!place.run(&["contract", "list"]).ok().out.contains("changed"));
    NEXT_MONTH.clone_into(&mut place.now);
    place.write("contracts/acme.toml", ACME.replace("min_percent = 99.9", "min_percent = 99.5"));
    let list = place.run(&["contract", "list"]);
    let said = "Acme AS: the promise changed on Wed 1 Jul 2026 09:00; 1 ticket keeps what was promised before; frist contract \
                amend acme corrects it";
    assert!(list.out.contains(said), "{list:?}");
    place.run(&["contract", "show", "acme"]).ok().prints(said);
    let json = place.run(&["contract", "list", "--json"]).ok().json_lines();
    let acme = json.iter().find(|line| line["id"] == "acme").unwrap();
    assert_eq!((&acme["changed"][0]["tickets"], &acme["changed"][0]["at"]), (&json!(1), &json!(NEXT_MONTH)));
    assert_eq!(place.run(&["contract", "show", "acme", "--json"]).ok().json()["changed"], acme["changed"]);
    assert_eq!(place.run(&["contract", "show", "markant", "--json"]).ok().json()["changed"], json!([]));
    // What does not belong to the promise is no change.
    place.write("contracts/markant.toml", format!("# ours\n{}", include_str!("../../assets/contracts/markant.toml")));
    assert_eq!(place.run(&["contract", "list"]).ok().out.matches("changed").count(), 1);
}

#[test]
fn the_past_is_amended_on_purpose_once_it_is_shown_what_changes_and_back_again() {
    let mut place = closed_over_friday();
    NEXT_MONTH.clone_into(&mut place.now);
    place.run(&["outage", "add", "--contract", "acme", "--from", "2026-05-04 09:00", "--to", "2026-05-04 12:00"]).ok();
    place
        .run(&["contract", "amend", "acme", "--text", "x", "--yes"])
        .failed(1, "counts by another promise than its file's");
    let before = past(&place);
    let edited = ACME.replace("response = \"4h\"", "response = \"1h\"").replace("99.9", "99.0");
    place.write("contracts/acme.toml", edited);
    let amend = ["contract", "amend", "acme", "--text", "the paper says one hour"];
    let shown = place.run(&amend);
    assert!(shown.err.contains("frist: nothing was recorded\nhint: add --yes to record it"), "{shown:?}");
    assert_eq!(shown.code, 2);
    for words in [
        "what was reported under the promise from before Wed 1 Jul 2026 09:00 would count by ",
        "1  response  due Mon 1 Jun 2026 10:00, met  due Thu 28 May 2026 15:00, met late",
        "2026-05  99.596 %, broken  99.596 %, kept",
    ] {
        assert!(shown.out.contains(words), "{words} in {}", shown.out);
    }
    assert_eq!(past(&place), before, "nothing was recorded");
    place.run(&amend[..3]).failed(2, "an amendment needs a sentence");
    place.run(&[&amend[..], &["--yes"]].concat()).ok().prints("the amendment is recorded");
    assert_eq!(states(&place, "1"), json!(["met_late", "met"]));
    place.run(&["contract", "list"]).ok().prints("no ticket keeps what was promised before");
    let audit_entry = place.run(&["audit", "what:amend", "--json"]).ok().json();
    assert_eq!((&audit_entry["by"], &audit_entry["subject"]), (&json!("anna"), &json!("the paper says one hour")));
    std::fs::remove_file(place.path("contracts/acme.toml")).unwrap();
    assert_eq!(states(&place, "1"), json!(["met_late", "met"]), "it needs no file either");
    let back = place.run(&["contract", "amend", "acme", "--back", "--yes"]).ok();
    assert!(back.out.contains("the amendment is retracted") && !back.out.contains("undoes it"), "{}", back.out);
    back.prints("due Mon 1 Jun 2026 10:00, met");
    assert_eq!(past(&place), before);
    place.run(&["contract", "amend", "acme", "--back", "--yes"]).failed(1, "nothing of acme was amended");
}

#[test]
fn an_amendment_is_told_as_json_too() {
    let mut place = closed_over_friday();
    NEXT_MONTH.clone_into(&mut place.now);
    place.run(&["outage", "add", "--contract", "acme", "--from", "2026-05-04 09:00", "--to", "2026-05-04 12:00"]).ok();
    place.write("contracts/acme.toml", ACME.replace("response = \"4h\"", "response = \"1h\"").replace("99.9", "99.0"));
    let amend = ["contract", "amend", "acme", "--text", "the paper says one hour", "--json"];
    let shown = place.run(&amend);
    assert_eq!(shown.code, 2, "{shown:?}");
    assert!(shown.err.contains("nothing was recorded"), "{shown:?}");
    let lines = shown.json_lines();
    let [target, month, last] = &lines[..] else { panic!("{lines:?}") };
    let (was, then) = ("due Mon 1 Jun 2026 10:00, met", "due Thu 28 May 2026 15:00, met late");
    assert_eq!(target, &json!({ "ticket": 1, "target": "response", "now": was, "then": then }));
    assert_eq!(month, &json!({ "month": "2026-05", "now": "99.596 %, broken", "then": "99.596 %, kept" }));
    assert_eq!((&last["contract"], &last["recorded"], &last["back"]), (&json!("acme"), &json!(false), &json!(false)));
    assert_eq!(states(&place, "1"), json!(["met", "met"]));
    let done = place.run(&[&amend[..], &["--yes"]].concat()).ok().json_lines();
    assert_eq!((&done[0], &done[2]["recorded"]), (target, &json!(true)));
    assert_eq!(states(&place, "1"), json!(["met_late", "met"]));
    let back = place.run(&["contract", "amend", "acme", "--back", "--yes", "--json"]).ok().json_lines();
    assert_eq!((&back[2]["back"], &back[2]["recorded"]), (&json!(true), &json!(true)));
}

#[test]
fn only_a_lead_amends_the_past() {
    let mut place = closed_over_friday();
    NEXT_MONTH.clone_into(&mut place.now);
    place.write("contracts/acme.toml", ACME.replace("\"4h\"", "\"1h\""));
    place.run(&["list", "is:closed"]);
    let people = "[staff.anna]\nname = \"Anna\"\nrole = \"lead\"\n[staff.ola]\nname = \"Ola\"\nrole = \"agent\"\n";
    place.write("config.toml", format!("name = \"ola\"\n{people}"));
    let amend = ["contract", "amend", "acme", "--text", "x", "--yes"];
    place.run(&amend).failed(4, "amending what was promised is for leads, and you are an agent");
    place.write("config.toml", format!("name = \"anna\"\n{people}"));
    place.run(&amend).ok();
    assert_eq!(states(&place, "1"), json!(["met_late", "met_late"]));
}

/// A third of the tickets in time keeps a promise of a third, and breaks one of all.
#[test]
fn an_amendment_tells_which_promises_about_many_tickets_come_out_otherwise() {
    let mut place = Place::new();
    THURSDAY.clone_into(&mut place.now);
    import(&place, "20260529");
    let many = "[[attainment]]\ntarget = \"response\"\npercent = 90\nperiod = \"month\"\n";
    place.write("contracts/acme.toml", format!("{ACME}{many}"));
    place.run(&NEW).ok();
    MONDAY.clone_into(&mut place.now);
    for step in ["respond", "start", "fix", "close"] {
        place.run(&["do", step, "1"]).ok();
    }
    NEXT_MONTH.clone_into(&mut place.now);
    place.write("contracts/acme.toml", format!("{ACME}{many}").replace("response = \"4h\"", "response = \"1h\""));
    let amend = ["contract", "amend", "acme", "--text", "the paper says one hour"];
    let shown = place.run(&amend).out;
    let (now, then) = ("✓ kept: 1 met, 0 missed, 90 % promised", "‼ broken: 0 met, 1 missed, 90 % promised");
    assert!(shown.contains("no month would change"), "{shown}");
    assert!(shown.contains(&format!("May 2026  response  all       {now}  {then}")), "{shown}");
    let lines = place.run(&[&amend[..], &["--json"]].concat()).json_lines();
    let change = json!({ "attainment": "response", "severity": "all", "period": "May 2026", "now": now, "then": then });
    assert!(lines.contains(&change), "{lines:?}");
    place.write("contracts/acme.toml", format!("{ACME}{many}").replace("min_percent = 99.9", "min_percent = 99.0"));
    place.run(&amend).prints("no promise about many tickets would come out otherwise");
}

/// Acme's uptime is for a quarter until the first of May, and for a month since.
#[test]
fn a_text_that_changes_the_period_within_a_quarter_is_warned_of() {
    let place = Place { now: NEXT_MONTH.to_owned(), ..Place::with_store() };
    let text = |effective: &str, period: &str| {
        format!("effective = {effective}{}period = \"{period}\"\n", ACME.replace("holidays = [\"OWN\"]\n", ""))
    };
    let first = place.write("old.toml", text("2026-01-01", "quarter"));
    let second = place.write("new.toml", text("2026-05-01", "month"));
    let (first, second) = (first.to_str().unwrap(), second.to_str().unwrap());
    let says = "the change on Fri 1 May 2026 lies within Q2 2026";
    let checked = place.run(&["contract", "check", second, first]).ok();
    assert!(checked.out.contains(&format!("warning: {second}:1: effective: {says}")), "{checked:?}");
    assert!(checked.out.contains(&format!("{second}: ok")) && checked.out.contains(&format!("{first}: ok")));
    let lines = place.run(&["contract", "check", first, second, "--json"]).ok().json_lines();
    assert_eq!(lines[0], json!({ "file": first, "ok": true, "warnings": [] }));
    assert_eq!((&lines[1]["warnings"][0]["key"], &lines[1]["ok"]), (&json!("effective"), &json!(true)));
    place.run(&["contract", "check", second]).ok().prints("new.toml: ok");
    assert!(!place.run(&["contract", "check", second]).out.contains("warning"), "alone it follows nothing");
    place.write("contracts/old.toml", text("2026-01-01", "quarter"));
    place.run(&["contract", "check", second]).ok().prints(says);
    place.write("contracts/new.toml", text("2026-05-01", "month"));
    place.run(&["contract", "list"]).ok().prints(&format!("Acme AS: {says}")).prints("effective = 2026-07-01");
    let json = place.run(&["contract", "list", "--json"]).ok().json_lines();
    let acme = json.iter().find(|line| line["id"] == "acme").unwrap();
    assert!(acme["warnings"][0].as_str().unwrap().starts_with(says), "{acme}");
    let place = Place { now: NEXT_MONTH.to_owned(), ..Place::with_store() };
    place.write("contracts/old.toml", text("2026-01-01", "quarter"));
    place.write("contracts/new.toml", text("2026-07-01", "month"));
    assert!(!place.run(&["contract", "list"]).ok().out.contains("lies within"));
}
