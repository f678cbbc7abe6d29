//! `contract`, `calendar`, `completions` and `man`.

use crate::support::{Place, Ran, SMALL, small_contracts};

#[test]
fn contracts_are_listed_and_shown() {
    let place = Place::new();
    let list = place.run(&["contract", "list"]).ok().out;
    assert_eq!(list.lines().count(), 6, "{list}");
    assert!(list.contains("markant") && list.contains("open until today 16:00"), "{list}");
    let lines = place.run(&["contract", "list", "--json"]).ok().json_lines();
    assert_eq!((lines.len(), &lines[0]["id"], &lines[0]["plans"][1]), (5, &"markant".into(), &"extended".into()));
    let shown = place.run(&["contract", "show", "markant"]).ok().out;
    for words in
        ["Mon–Fri  08:00-16:00", "Critical (Kritisk)", "within 30 min of support time", "How the text was read"]
    {
        assert!(shown.contains(words), "`{words}` in {shown}");
    }
    assert!(place.run(&["contract", "show", "missoun"]).ok().out.contains("no times are promised"));
    place.run(&["contract", "show", "acme"]).failed(2, "there is no contract `acme`");
}

#[test]
fn a_contract_is_shown_with_all_its_terms() {
    let place = Place::new();
    let shows = |id: &str, wanted: &[&str]| {
        let shown = place.run(&["contract", "show", id]).ok().out;
        let shown: Vec<String> = shown.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        for line in wanted {
            assert!(shown.iter().any(|l| l == line), "`{line}` in {shown:#?}");
        }
    };
    shows("markant", &["uptime more than 99.1% of a month", "credit 50% of monthly cost"]);
    shows(
        "markant",
        &[
            "maintenance Tue 00:00-06:30; 15 min or more want consent or notice",
            "notice 3 support days before; none for agreed",
        ],
    );
    shows("sesam", &["24 Dec closed", "31 Dec closed", "outages shorter than 10 min do not count"]);
    shows(
        "sesam",
        &[
            "uptime at least 99.5% of a month",
            "maintenance every day 00:00-03:00; not for outages with the cause vendor",
        ],
    );
    shows(
        "missoun",
        &["notice 14 calendar days before; none for security, critical", "excluded customer, third party"],
    );
    shows("missoun", &["billable customer, third party", "approval the customer's, in writing, before paid work"]);
    shows("missoun", &["pauses nothing stops the clocks", "workaround once a workaround stands, Medium at most"]);
    shows("sesam", &["releases none is known: what waits for one has no deadline"]);
    shows("moocommerce", &["uptime at most 3 h 30 min down in a month", "notice any, before it starts"]);
    shows("myproduction", &["notice 24 h before if longer than 30 min; late notice exempts it as well"]);
    let short = "\n[[support.short_day]]\ndate = \"12-23\"\nhours = [\"08:00-12:00\"]\n[[severity]]";
    place.write("contracts/small.toml", SMALL.replacen("\n[[severity]]", short, 1));
    shows("small", &["23 Dec 08:00-12:00"]);
    place.write("contracts/small.toml", SMALL);
    shows("small", &["support always open"]);
    assert!(place.run(&["contract", "list"]).ok().out.contains("always open"));
}

/// A contract with all of the format: nothing of it is left out, in words or as JSON.
#[test]
fn a_contract_that_has_everything_is_shown_with_everything() {
    let place = Place::new();
    place.write("contracts/nordlys.toml", frist_testkit::EVERYTHING);
    let shown = place.run(&["contract", "show", "nordlys"]).ok().out;
    insta::assert_snapshot!("contract_show_everything", shown);
    let json = place.run(&["contract", "show", "nordlys", "--json"]).ok().json();
    insta::assert_snapshot!("contract_show_everything_json", serde_json::to_string_pretty(&json).expect("JSON"));
    let listed = place.run(&["contract", "list", "--json"]).ok().json_lines();
    let nordlys = listed.iter().find(|contract| contract["id"] == "nordlys").expect("it is listed");
    assert_eq!(nordlys["short"], "Nordlys");
}

#[test]
fn how_a_vendor_is_reached_is_checked() {
    let place = Place::new();
    let wrong = frist_testkit::EVERYTHING.replace("INC\\d{7}", "INC(").replace("\"Nordlys\"", "\"Nordlys AS\"");
    let file = place.write("a.toml", wrong);
    let ran = place.run(&["contract", "check", file.to_str().unwrap()]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.out.contains(":3: short: `Nordlys AS` takes 10 columns; write at most 8"), "{ran:?}");
    assert!(ran.out.contains("vendor_side.case_pattern: `INC(` is no pattern: unclosed group; write what"), "{ran:?}");
}

#[test]
fn a_calendar_that_is_not_known_is_told_with_those_that_are() {
    let place = Place::new();
    let file = place.write("a.toml", SMALL.replace("[support]", "[support]\nholidays = [\"XX\"]"));
    let out = place.run(&["contract", "check", file.to_str().unwrap()]).out;
    let hint = "; frist calendar list has those that there are; or add a calendar file with that id\n";
    assert!(out.ends_with(hint), "{out}");
    let file = place.write("b.toml", SMALL.replace("[support]", "[support]\nholidays = [\"gb\"]"));
    let out = place.run(&["contract", "check", file.to_str().unwrap()]).out;
    assert!(out.ends_with("; write `GB-ENG`, `GB-NIR` or `GB-SCT`, or add a calendar file with that id\n"), "{out}");
}

#[test]
fn a_review_that_is_past_is_told() {
    let mut place = Place::new();
    let past = "which is past";
    assert!(!place.run(&["contract", "show", "moocommerce"]).ok().out.contains(past));
    place.now = "2024-02-02T10:00:00Z".into();
    assert!(place.run(&["contract", "show", "moocommerce"]).ok().out.contains("2024-02-01, which is past"));
}

#[test]
fn a_contract_file_is_checked_to_its_last_mistake() {
    let place = Place::new();
    let good = place.write("good.toml", SMALL);
    let ran = place.run(&["contract", "check", good.to_str().unwrap()]).ok();
    assert!(ran.out.ends_with("good.toml: ok\n"), "{ran:?}");
    let bad = place.write("bad.toml", SMALL.replace("\"1h\"", "\"soon\"").replace("Europe/Oslo", "Europe/Olso"));
    let files = [good.to_str().unwrap(), bad.to_str().unwrap(), "/nowhere.toml"];
    let ran = place.run(&[&["contract", "check"], &files[..]].concat());
    assert_eq!((ran.code, ran.err.as_str()), (2, ""));
    assert!(ran.out.contains("good.toml: ok\n"), "{ran:?}");
    assert!(ran.out.contains("bad.toml:5: time_zone: "), "{ran:?}");
    assert!(ran.out.contains("bad.toml:16: plan.one.target.any.response: "), "{ran:?}");
    assert!(ran.out.contains("/nowhere.toml: it cannot be read"), "{ran:?}");
    let text = place.write("text.toml", b"id = \"\xff\"");
    assert_eq!(place.run(&["contract", "check", text.to_str().unwrap()]).code, 2);
}

#[test]
fn the_users_files_hold_beside_the_built_in_ones_and_broken_ones_are_named() {
    let place = Place::new();
    place.write("contracts/small.toml", SMALL);
    assert_eq!(place.run(&["contract", "list", "--json"]).ok().json_lines().len(), 6);
    place.write("contracts/broken.toml", "id = 3");
    let ran = place.run(&["contract", "list", "--json"]);
    assert_eq!((ran.code, ran.json_lines().len()), (0, 6));
    assert_eq!(ran.err.lines().count(), 1, "a line each, however much is wrong: {ran:?}");
    assert!(ran.err.starts_with("frist: broken.toml has ") && ran.err.contains("the first at line 1: id: "), "{ran:?}");
    assert!(ran.err.contains("; frist contract check /") && ran.err.ends_with("/broken.toml shows all\n"), "{ran:?}");
    place.write("contracts/broken.toml", SMALL.replace("\"1h\"", "\"soon\""));
    let ran = place.run(&["contract", "list", "--json"]);
    assert!(ran.err.contains("broken.toml:16: plan.one.target.any.response: "), "one is told itself: {ran:?}");
}

#[test]
fn a_folder_of_contracts_replaces_the_built_in_ones() {
    let place = Place::new();
    let folder = small_contracts(&place);
    let with = |folder: &std::path::Path| {
        Ran::of(place.bare().arg("--contracts").arg(folder).args(["contract", "list", "--json"]))
    };
    assert_eq!(with(&folder).ok().json()["id"], "small");
    with(&place.path("nowhere")).failed(2, "there is no folder");
    let empty = place.path("empty");
    std::fs::create_dir(&empty).unwrap();
    with(&empty).failed(1, "there are no contracts");
}

#[test]
fn settings_that_are_wrong_are_named_and_the_rest_holds() {
    let place = Place::new();
    place.write("config.toml", "theme = \"pink\"\nname = \"Åse\"\n");
    let ran = place.run(&[
        "new",
        "--contract",
        "missoun",
        "--impact",
        "low",
        "--urgency",
        "low",
        "--channel",
        "portal",
        "--subject",
        "x",
        "--assign",
        "me",
        "--json",
    ]);
    assert_eq!((ran.code, &ran.json()["assignee"]), (0, &"Åse".into()));
    assert!(ran.err.contains("config.toml:1: theme: there is no theme `pink`; the themes are dark, "), "{ran:?}");
}

#[test]
fn calendars_are_listed_and_shown() {
    let place = Place::new();
    let list = place.run(&["calendar", "list"]).ok().out;
    assert!(list.contains("NL      Netherlands") && list.contains("NO      Norway"), "{list}");
    assert!(list.contains("GB-SCT  Scotland") && list.contains("DE-BY   Bavaria"), "{list}");
    let shown = place.run(&["calendar", "show", "NO", "--year", "2024"]).ok().out;
    assert!(shown.contains("2024-05-17  Fri 17 May  Constitution Day"), "{shown}");
    assert!(shown.contains("\nsource: Lov om helligdager og helligdagsfred (1995)"), "{shown}");
    let moved = place.run(&["calendar", "show", "US", "--year", "2026"]).ok().out;
    assert!(moved.contains("2026-07-03  Fri 3 Jul   Independence Day, moved from Sat 4 Jul"), "{moved}");
    assert!(moved.contains("\nnote: A holiday on a Saturday is observed on the Friday before"), "{moved}");
    assert_eq!(place.run(&["calendar", "show", "NO"]).ok().out, shown, "the present year");
    place.run(&["calendar", "show", "norway"]).failed(2, "write `NO`");
    place.run(&["calendar", "show", "NO", "--year", "1900"]).failed(2, "1980 to 2100");
}

const ICS: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20240606\r\n\
    SUMMARY:National day\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20240607T100000Z\r\n\
    SUMMARY:Meeting\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[test]
fn a_calendar_is_made_of_an_icalendar_file() {
    let place = Place::new();
    let file = place.write("se.ics", ICS);
    let file = file.to_str().unwrap();
    let args = ["calendar", "import", file, "--id", "firm", "--name", "Firm"];
    let shown = place.run(&args);
    assert_eq!(shown.code, 2, "{shown:?}");
    assert!(shown.out.contains("2024-06-06  Thu 6 Jun  National day"), "{shown:?}");
    assert!(shown.out.contains("2025-06-06") && shown.err.contains("hint: add --yes"), "{shown:?}");
    assert!(shown.err.contains("Meeting"), "what is left out is told: {shown:?}");
    assert!(!place.path("holidays").exists());
    place.run(&[&args[..5], &["--yes"]].concat());
    assert!(
        place.run(&["calendar", "list"]).ok().out.contains("firm    firm"),
        "the name is the id where none is given"
    );
    place.run(&[&args[..], &["--yes"]].concat());
    let year = place.run(&["calendar", "show", "firm", "--year", "2026"]).ok().out;
    assert!(year.contains("2026-06-06"), "{year}");
    place
        .run(&["calendar", "import", file, "--id", "../x", "--name", "x", "--yes"])
        .failed(2, "cannot be a calendar's id");
    let text = place.write("no.ics", "hello");
    place
        .run(&["calendar", "import", text.to_str().unwrap(), "--id", "x", "--name", "x"])
        .failed(2, "not an iCalendar file");
    place.run(&["calendar", "import", "/nowhere.ics", "--id", "x", "--name", "x"]).failed(2, "cannot be read");
}

/// Next year's file under the same id: what it adds and what goes is shown, and what is past stays closed.
#[test]
fn an_import_over_a_calendar_shows_what_changes_and_takes_no_past_date_away() {
    let mut place = Place::new();
    let file = |place: &Place, days: &[&str]| {
        let event = |day: &&str| format!("BEGIN:VEVENT\nDTSTART;VALUE=DATE:{day}\nSUMMARY:D{day}\nEND:VEVENT\n");
        let events: String = days.iter().map(event).collect();
        place.write("days.ics", format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR\n"));
    };
    let import = |place: &Place, yes: bool| {
        let path = place.path("days.ics");
        let args = ["calendar", "import", path.to_str().unwrap(), "--id", "own", "--yes"];
        place.run(&args[..if yes { 6 } else { 5 }])
    };
    file(&place, &["20240105", "20240529", "20240601"]);
    let first = import(&place, true).ok().out;
    assert!(!first.contains("is there already"), "{first}");
    file(&place, &["20240601", "20250530"]);
    place.now = "2024-05-30T10:00:00Z".to_owned();
    let asked = import(&place, false);
    assert_eq!(asked.code, 2, "{asked:?}");
    assert!(asked.out.contains("dates added: 1\n2025-05-30"), "{asked:?}");
    assert!(asked.out.contains("dates removed: 0"), "{asked:?}");
    assert!(asked.out.contains("dates before today that only it has, and that stay: 2"), "{asked:?}");
    import(&place, true).ok();
    let year = place.run(&["calendar", "show", "own", "--year", "2024"]).ok().out;
    for day in ["2024-01-05", "2024-05-29", "2024-06-01"] {
        assert!(year.contains(day), "{year}");
    }
    place.write("days.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nEND:VEVENT\nEND:VCALENDAR\n");
    assert!(import(&place, true).ok().out.contains("dates removed: 2\n2024-06-01"));
    // What cannot be read is not written over: its past dates would be lost.
    place.write("holidays/own.toml", "id = \"own\"\nname = 3\n");
    import(&place, true).failed(2, "cannot be read, so that its past dates would be lost");
}

#[test]
fn an_import_names_fifty_events_that_it_leaves_out_and_counts_the_others() {
    let place = Place::new();
    let meeting = |n| format!("BEGIN:VEVENT\nUID:{n}\nDTSTART:20240607T100000Z\nSUMMARY:M{n}\nEND:VEVENT\n");
    let events: String = (0..73).map(meeting).collect();
    let day = "BEGIN:VEVENT\nDTSTART:20240607\nEND:VEVENT\n";
    let file = place.write("m.ics", format!("BEGIN:VCALENDAR\n{events}{day}END:VCALENDAR\n"));
    let ran = place.run(&["calendar", "import", file.to_str().unwrap(), "--id", "own", "--yes"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("M0 (") && ran.err.contains("M49 (") && !ran.err.contains("M50 ("), "{ran:?}");
    assert!(ran.err.contains("frist: 23 more events are left out"), "{ran:?}");
}

/// A line may be folded inside a character, which is then no text by itself.
#[test]
fn a_file_folded_inside_a_character_is_imported() {
    let place = Place::new();
    let ics = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20240102\r\nRRULE:\r\nSUMMARY:F\xc3\r\n \xb8rste\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let file = place.write("f.ics", ics);
    place.run(&["calendar", "import", file.to_str().unwrap(), "--id", "own", "--yes"]).ok();
    assert!(place.run(&["calendar", "show", "own", "--year", "2024"]).ok().out.contains("Første"));
}

#[test]
fn completions_and_the_manual_are_written() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish"] {
        let ran = place.run(&["completions", shell]).ok();
        assert!(ran.out.contains(" complete --index "), "{shell} asks the program");
    }
    for shell in ["elvish", "powershell"] {
        let ran = place.run(&["completions", shell]).ok();
        assert!(ran.out.contains("frist") && ran.out.contains("calendar"), "{shell}");
    }
    let man = place.run(&["man"]).ok().out;
    assert!(man.contains(".TH frist 1") && man.contains("Exit codes"), "{man}");
}
