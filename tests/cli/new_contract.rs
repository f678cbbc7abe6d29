//! `contract new`, `templates` and `explain`.

use std::fs;

use crate::support::{Place, Ran};

const TEMPLATES: [&str; 6] =
    ["office-hours", "round-the-clock", "bronze-silver-gold", "support-days", "phone-at-night", "internal-it"];

#[test]
fn the_templates_are_listed() {
    let place = Place::new();
    let listed = place.run(&["contract", "templates"]).ok().out;
    for name in TEMPLATES {
        assert!(listed.lines().any(|line| line.starts_with(name)), "{name} in {listed}");
    }
    let lines = place.run(&["contract", "templates", "--json"]).ok().json_lines();
    assert_eq!(lines.iter().map(|line| line["name"].as_str().unwrap()).collect::<Vec<_>>(), TEMPLATES);
    assert!(lines.iter().all(|line| line["summary"].as_str().unwrap().ends_with('.')));
}

/// Every template is written, checked, and known from then on.
#[test]
fn each_template_is_written_and_counts_at_once_for_commands() {
    let place = Place::new();
    for name in TEMPLATES {
        let written = place.run(&["contract", "new", name, "--template", name]).ok().out;
        let file = place.path(&format!("contracts/{name}.toml"));
        assert!(written.starts_with(&format!("{}: ok\n", file.display())), "{written}");
        assert!(written.contains("start again what is running"), "{written}");
        place.run(&["contract", "check", file.to_str().unwrap()]).ok();
        assert!(fs::read_to_string(file).unwrap().lines().filter(|line| line.contains('#')).count() > 8);
        let tried = written.lines().last().unwrap().split_once("frist ").unwrap().1;
        let words = shlex::split(tried).unwrap();
        place.run(&words.iter().map(String::as_str).collect::<Vec<_>>()).ok();
    }
    assert_eq!(place.run(&["contract", "list", "--json"]).ok().json_lines().len(), 5 + TEMPLATES.len());
}

#[test]
fn options_say_what_is_other_than_in_the_template() {
    let place = Place::new();
    let options = [
        "--vendor",
        "Blå \"Sky\" AS",
        "--service",
        "Hosting",
        "--time-zone",
        "Europe/Amsterdam",
        "--hours",
        "mon-thu 09:00-17:00, fri 09:00-12:00",
        "--severities",
        "P1, P2",
        "--plans",
        "Basic, Premium",
    ];
    let json = place.run(&[&["contract", "new", "--json"], &options[..]].concat()).ok().json();
    assert_eq!((&json["id"], &json["ok"]), (&"bla-sky".into(), &true.into()));
    let shown = place.run(&["contract", "show", "bla-sky", "--json"]).ok().json();
    assert_eq!((&shown["vendor"], &shown["time_zone"]), (&"Blå \"Sky\" AS".into(), &"Europe/Amsterdam".into()));
    assert_eq!(shown["hours"][0]["hours"], "09:00-17:00");
    let ids = |key: &str| shown[key].as_array().unwrap().iter().map(|one| one["id"].clone()).collect::<Vec<_>>();
    assert_eq!(
        (ids("severities"), ids("plans")),
        (vec!["p1".into(), "p2".into()], vec!["basic".into(), "premium".into()])
    );
    let holidays = shown["facts"].as_array().unwrap().iter().find(|fact| fact["name"] == "holidays").unwrap();
    assert_eq!(holidays["text"], "NL", "the calendar follows from the time zone");
}

#[test]
fn an_id_alone_is_enough_and_without_one_it_says_what_is_missing() {
    let place = Place::new();
    place.run(&["contract", "new", "nordic-web"]).ok();
    let shown = place.run(&["contract", "show", "nordic-web", "--json"]).ok().json();
    assert_eq!((&shown["vendor"], &shown["time_zone"]), (&"Nordic Web".into(), &"Europe/Oslo".into()));
    let nameless = place.run(&["contract", "new"]).failed(2, "the contract has no name");
    assert!(nameless.err.contains("frist contract new acme"), "{nameless:?}");
}

#[test]
fn nothing_that_is_there_is_written_over_without_force() {
    let place = Place::new();
    place.run(&["contract", "new", "acme"]).ok();
    let file = place.path("contracts/acme.toml");
    let before = fs::read_to_string(&file).unwrap();
    let again = ["contract", "new", "acme", "--template", "internal-it"];
    place.run(&again).failed(2, "there is a contract `acme` already");
    place.run(&["contract", "new", "markant"]).failed(2, "there is a contract `markant` already");
    // A file with mistakes is no contract, and is not written over either.
    fs::write(&file, "id = 3").unwrap();
    let refused = place.run(&again);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.err.contains("acme.toml is there already") && refused.err.contains("--force"), "{refused:?}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "id = 3");
    let forced = Ran::of(place.frist().args(again).arg("--force"));
    assert_eq!(forced.code, 0, "{forced:?}");
    let now = fs::read_to_string(&file).unwrap();
    assert!(now.contains("[priority]") && now != before, "{now}");
}

#[test]
fn it_is_written_where_it_is_wanted_or_printed() {
    let place = Place::new();
    let elsewhere = place.path("drafts/acme-2025.toml");
    let out = place.run(&["contract", "new", "acme", "--out", elsewhere.to_str().unwrap()]).ok().out;
    assert!(elsewhere.exists() && out.contains("It counts once it lies in "), "{out}");
    let printed = place.run(&["contract", "new", "acme", "--out", "-"]).ok().out;
    assert_eq!(printed, fs::read_to_string(elsewhere).unwrap());
    let folder = place.path("others");
    fs::create_dir(&folder).unwrap();
    place.run(&["contract", "new", "acme", "--contracts", folder.to_str().unwrap(), "--vendor", "Acme"]).ok();
    assert!(folder.join("acme.toml").exists());
    // Where a file is in the place of the folder.
    place.write("taken", "");
    let into = place.path("taken/other.toml");
    let refused = place.run(&["contract", "new", "other", "--out", into.to_str().unwrap()]);
    let refused = refused.failed(2, "taken/other.toml cannot be written");
    assert!(refused.err.contains("--out"), "{refused:?}");
}

/// A folder that may not be written to. Whoever may write everywhere cannot try that.
#[test]
#[cfg(unix)]
fn a_folder_that_is_not_ones_own_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let folder = place.path("contracts");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).unwrap();
    let may_all_the_same = fs::write(folder.join("probe"), "").is_ok();
    let refused = place.run(&["contract", "new", "acme"]);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
    if may_all_the_same {
        assert_eq!(refused.code, 0, "{refused:?}");
    } else {
        refused.failed(2, "acme.toml cannot be written");
    }
}

#[test]
fn a_templates_cut_off_and_closed_days_do_not_stay_unseen() {
    let place = Place::new();
    let new = ["contract", "new", "--template", "support-days", "--out", "-", "--hours", "mon-sun 00:00-24:00"];
    let kept = place.run(&[&new[..], &["kept"]].concat());
    assert_eq!(kept.code, 0, "{kept:?}");
    for words in [
        "the cut-off of the template stays: 14:00; --cut-off says otherwise",
        "the closed days of the template stay: 12-24, 12-31",
    ] {
        assert!(kept.err.contains(words), "{kept:?}");
    }
    let given = place.run(&[&new[..], &["given", "--cut-off", "18:00", "--closed", "none"]].concat());
    assert_eq!((given.code, given.err.as_str()), (0, ""), "{given:?}");
    assert!(given.out.contains("cut_off  = \"18:00\"") && !given.out.contains("closed   ="), "{}", given.out);
}

/// A command that stands below another is found from its own name.
#[test]
fn explain_alone_is_told_where_it_stands() {
    let ran = Place::new().run(&["explain", "markant"]);
    assert!(ran.code == 2 && ran.err.contains("hint: did you mean `frist contract explain`?"), "{ran:?}");
}

#[test]
fn each_mistake_is_told_with_its_option_and_nothing_is_written() {
    let place = Place::new();
    let refused = |options: &[&str], wanted: &[&str]| {
        let ran = place.run(&[&["contract", "new", "acme"], options].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
        for words in wanted {
            assert!(ran.err.contains(words), "`{words}` in {ran:?}");
        }
    };
    refused(
        &["--time-zone", "Oslo"],
        &["--time-zone: `Oslo` is not a time zone; write a name of the IANA list: `Europe/Oslo`"],
    );
    refused(&["--holidays", "norway"], &["--holidays: there is no holiday calendar `norway`; write `NO`"]);
    refused(&["--hours", "mon-fri 9-17"], &["--hours: `9-17` is not a window; did you mean `09:00-17:00`?"]);
    refused(
        &["--hours", "Monday 09:00-17:00", "--vendor", " "],
        &["--hours: `monday` is not a day; did you mean `mon`?", "--vendor: the text is empty"],
    );
    refused(&["--template", "office"], &["invalid value 'office'", "office-hours"]);
    refused(&["--hours", "8-16"], &["--hours: `8-16` is not a day; did you mean mon-fri 08:00-16:00, in a file"]);
    refused(&["--hours", "24/7"], &["--hours: `24/7` is not a day; write mon-sun 00:00-24:00, in a file"]);
    refused(&["--closed", "24.12."], &["--closed: `24.12.` is not a date; write MM-DD for every year"]);
    let late = ["--template", "support-days", "--hours", "mon-fri 16:00-20:00"];
    refused(&late, &["--cut-off: every report is past this cut-off: support never opens before 16:00; write a time"]);
    let foreign = place.run(&["contract", "new", "--vendor", "日本"]);
    assert!(foreign.code == 2 && foreign.err.contains("no id can be made of the vendor's name `日本`"), "{foreign:?}");
    assert!(foreign.err.contains("hint: write one in front, as in frist contract new acme --vendor"), "{foreign:?}");
    let odd = place.run(&["contract", "new", "Acme!"]);
    assert!(odd.code == 2 && odd.err.contains("the id: `Acme!` is not an id"), "{odd:?}");
    assert!(!place.path("contracts").exists());
}

#[test]
fn what_would_happen_is_told_in_words() {
    let place = Place::new();
    let explain = |more: &[&str]| place.run(&[&["contract", "explain"], more].concat());
    let told =
        explain(&["markant", "--plan", "standard", "--severity", "critical", "--reported", "Fri 15:50"]).ok().out;
    let wanted = [
        "Critical at Markant, plan Standard, reported Fri 12 Jan 2024 15:50 (Europe/Oslo)",
        "It has to be phoned in: a report by another channel starts no clock",
        "Support is open then, until Fri 12 Jan 2024 16:00",
        "Response of Markant, Standard, Critical: within 2 h of support time",
        "  Sat 13 – Sun 14 Jan  no support hours",
        "Due Mon 15 Jan 2024 09:50",
        "It is breached after that moment",
        "It is met by the first qualified reply to the customer",
    ];
    let mut lines = told.lines();
    for words in wanted {
        assert!(lines.any(|line| line.starts_with(words)), "`{words}` in its place in {told}");
    }
    // A name instead of an id, another case, a full date, and no plan where there is one only.
    let named =
        explain(&["sesam", "--plan", "PARTNER", "--severity", "ERROR", "--reported", "2024-01-05 10:00"]).ok().out;
    assert!(named.contains("reported Fri 5 Jan 2024 10:00"), "{named}");
    let nothing = explain(&["missoun", "--severity", "high"]).ok().out;
    assert!(nothing.contains("Missoun promises no time for this."), "{nothing}");
}

#[test]
fn a_file_is_explained_before_it_counts() {
    let place = Place::new();
    let file = place.path("draft.toml");
    let file = file.to_str().unwrap();
    place.run(&["contract", "new", "acme", "--template", "support-days", "--out", file]).ok();
    let json = place
        .run(&["contract", "explain", file, "--severity", "stop", "--reported", "Mon 14:00", "--json"])
        .ok()
        .json();
    assert_eq!(
        (&json["contract"], &json["plan"], &json["reported"]),
        (&"acme".into(), &"standard".into(), &"2024-01-08T13:00:00Z".into())
    );
    let targets = json["targets"].as_array().unwrap();
    let response = targets.iter().find(|target| target["target"] == "response").unwrap();
    assert_eq!(
        (&response["due"], &response["breach_after"]),
        (&"2024-01-09T15:00:00Z".into(), &"2024-01-10T07:00:00Z".into())
    );
    let days = response["days"].as_array().unwrap();
    assert_eq!(days.last().unwrap()["total_s"], 8 * 3600);
    assert!(json["text"].as_str().unwrap().contains("past the cut-off"), "{json}");
    std::fs::write(file, "id = 3\n[sla]\n").unwrap();
    let broken = place.run(&["contract", "explain", file, "--severity", "stop"]);
    assert_eq!((broken.code, broken.out.as_str()), (2, ""), "{broken:?}");
    assert!(
        broken.err.contains(":2: sla: `sla` is not a key that is known here; write response = \"1h\" under"),
        "{broken:?}"
    );
}

#[test]
fn what_cannot_be_explained_says_what_to_write() {
    let place = Place::new();
    let explain = |more: &[&str]| place.run(&[&["contract", "explain"], more].concat());
    explain(&["acme", "--severity", "x"]).failed(2, "there is no contract `acme`");
    explain(&["none.toml", "--severity", "x"]).failed(2, "none.toml: it cannot be read");
    let severity = explain(&["missoun", "--severity", "hig"]).failed(2, "missoun has no severity `hig`");
    assert!(severity.err.contains("did you mean `high`?"), "{severity:?}");
    let plan = explain(&["markant", "--severity", "critical"]).failed(2, "markant has several plans");
    assert!(plan.err.contains("--plan with `standard` or `extended`"), "{plan:?}");
    explain(&["missoun", "--severity", "high", "--plan", "gold"]).failed(2, "missoun has no plan `gold`");
    let when = explain(&["missoun", "--severity", "high", "--reported", "someday"]).failed(2, "--reported: ");
    assert!(when.err.contains("\"Fri 15:50\""), "{when:?}");
    let late = explain(&["sesam", "--plan", "partner", "--severity", "error", "--reported", "2100-12-31 23:00"]);
    assert_eq!(late.code, 2, "{late:?}");
}

#[test]
fn a_name_that_two_severities_share_is_asked_for_by_id() {
    let place = Place::new();
    let text = include_str!("../../assets/contracts/markant.toml").replacen("= \"Serious\"", "= \"Critical\"", 1);
    let file = place.write("twins.toml", text);
    let file = file.to_str().unwrap();
    place.run(&["contract", "check", file]).ok().prints("two severities have the name `Critical`").prints(": ok");
    let explain =
        |severity: &str| place.run(&["contract", "explain", file, "--plan", "standard", "--severity", severity]);
    explain("CRITICAL").failed(2, "markant has more than one severity `CRITICAL`");
    explain("CRITICAL").failed(2, "hint: write the id: `critical` or `serious`");
    explain("critical").ok();
}
