//! People and organisations from the command line: entered, found, merged, joined, taken from and to files, and what follows from
//! them for tickets.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Place, Ran};

fn run(place: &Place, line: &str) -> Ran {
    place.run(&shlex::split(line).unwrap().iter().map(String::as_str).collect::<Vec<_>>())
}

/// Returns a desk with Acme (1), whose plan at Markant is the extended one, and Kari of it (2).
fn acme() -> Place {
    let place = Place::with_store();
    let acme =
        "organisation add --name 'Acme AS' --domain Acme.example --contract markant --plan extended --severity serious";
    run(&place, acme).ok().prints("organisation 1 Acme AS");
    run(&place, "person add --name 'Kari Nord' --address kari@ACME.example --phone '+47 22 00 00 00' --language nb")
        .ok();
    place
}

fn log(place: &Place, more: &str) -> Value {
    run(place, &format!("new --json --channel phone --subject 'Shop down' {more}")).ok().json()
}

#[test]
fn a_person_is_entered_with_the_organisation_of_the_domain() {
    let place = acme();
    let kari = run(&place, "person show kari --json").ok().json();
    assert_eq!(
        kari,
        json!({
            "id": 2, "name": "Kari Nord", "names": ["Kari Nord"], "addresses": ["kari@acme.example"],
            "phones": ["+47 22 00 00 00"], "organisation": {"id": 1, "name": "Acme AS"}, "language": "nb", "note": null,
            "merged_into": null, "merged": [], "revision": 0, "by": "anna",
            "agreement": {"contract": "markant", "plan": "extended", "severity": "serious", "by": 1, "loaded": true},
            "open_tickets": 0, "open_targets": [], "last_tickets": [], "uptime": kari["uptime"],
        })
    );
    assert_eq!(kari["uptime"][0]["of"], "Acme AS");
    run(&place, "person add --name Kari --address kari@acme.example")
        .failed(2, "person 2, Kari Nord, has kari@acme.example already");
    run(&place, "person add --name Kari --address kari").failed(2, "is no mail address");
    run(&place, "person set 2 --phone none --address kari@acme.example --address k@home.example --note 'mornings'")
        .ok();
    let kari = run(&place, "person show k@home.example --json").ok().json();
    assert_eq!(
        (&kari["phones"], &kari["addresses"][1], &kari["note"]),
        (&json!([]), &json!("k@home.example"), &json!("mornings"))
    );
    run(&place, "person set 2 --note mornings").failed(2, "says that already");
    run(&place, "person list").ok().prints("Kari Nord").prints("Acme AS");
    run(&place, "person list ola").failed(1, "there is no person `ola`");
    run(&place, "organisation show acme").ok().prints("2 Kari Nord").prints("Extended, by Acme AS");
    run(&place, "person remove kari").ok().prints("removed: person 2 Kari Nord");
    run(&place, "person list").failed(1, "frist person add --name NAME enters one");
    run(&place, "audit what:person").ok().prints("person removed: Kari Nord <kari@acme.example>");
}

#[test]
fn a_new_ticket_takes_contract_plan_and_severity_from_the_organisation() {
    let place = acme();
    run(&place, "new --channel phone --subject 'Shop down' --person kari")
        .ok()
        .prints("contract markant, plan extended, severity serious: by Acme AS");
    let shown = place.ticket("1");
    assert_eq!(
        (&shown["contract"], &shown["plan"], &shown["severity"]),
        (&json!("markant"), &json!("extended"), &json!("serious"))
    );
    assert_eq!((&shown["customer"]["name"], &shown["customer"]["person"]["id"]), (&json!("Kari Nord"), &json!(2)));
    assert_eq!(
        shown["customer_record"],
        json!({
            "person": {"id": 2, "name": "Kari Nord", "addresses": ["kari@acme.example"], "phones": ["+47 22 00 00 00"], "language": "nb"},
            "organisation": {"id": 1, "name": "Acme AS"},
        })
    );
    // What is given counts, and is told where it differs.
    let ran = run(&place, "new --channel phone --subject x --person 2 --plan standard --severity critical");
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (0, "frist: the plan of Acme AS is extended, and the ticket has standard\n")
    );
    assert_eq!(place.ticket("2")["customer_record"]["organisation"]["other_plan"], "extended");
    run(&place, "show 2")
        .ok()
        .prints("Kari Nord (person 2)")
        .prints("the plan of Acme AS is extended, and the ticket has standard");
    // Another contract has nothing of it.
    let lags = "new --contract sesam --severity error --channel email --subject lags --organisation acme.example";
    run(&place, lags).failed(2, "more than one plan");
    assert_eq!(log(&place, "--organisation acme --customer Ola")["customer"], "Ola");
    // What is not known is said with what to do.
    run(&place, "new --channel phone --subject x --person ola").failed(1, "there is no person `ola`");
    run(&place, "person add --name Per --organisation none").ok();
    run(&place, "new --channel phone --subject x --person per").failed(2, "it is not known whom Per belongs to");
    run(&place, "new --channel phone --subject x").failed(2, "--contract");
}

#[test]
fn a_new_name_is_shown_on_every_ticket_and_both_are_found() {
    let place = acme();
    log(&place, "--person kari");
    run(&place, "person set kari --name 'Kari Sund'").ok();
    assert_eq!(place.ticket("1")["customer"]["person"]["name"], "Kari Sund");
    assert_eq!(place.ticket("1")["customer"]["name"], "Kari Nord", "as it was typed");
    for filter in
        ["person:sund", "person:kari@", "person:2", "org:acme", "org:1", "customer:sund", "customer:nord", "sund"]
    {
        assert_eq!(run(&place, &format!("list --json {filter}")).ok().json()["id"], 1, "{filter}");
    }
    for filter in ["person:nord", "person:none", "org:none", "-org:acme"] {
        run(&place, &format!("list {filter}")).failed(1, "no ticket matches");
    }
    for does in ["respond", "fix", "close"] {
        run(&place, &format!("do {does} 1")).ok();
    }
    assert_eq!(run(&place, "list --json is:closed person:kari").ok().json()["customer"], "Kari Sund");
}

#[test]
fn two_records_of_one_person_are_merged_and_parted_again() {
    let place = acme();
    run(&place, "person add --name 'K. Nord' --address k@home.example --organisation none").ok();
    log(&place, "--person kari");
    log(&place, "--person k@home.example --contract markant --plan standard --severity critical");
    run(&place, "person merge k@home.example --into kari").ok().prints("frist person unmerge 3 parts them again");
    let numbers = |filter: &str| -> Vec<u64> {
        run(&place, &format!("list --json {filter}"))
            .ok()
            .json_lines()
            .iter()
            .map(|t| t["id"].as_u64().unwrap())
            .collect()
    };
    assert_eq!(numbers("person:kari").len(), 2);
    assert_eq!(place.ticket("2")["customer"]["person"]["name"], "Kari Nord");
    assert_eq!(place.ticket("2")["customer_record"]["organisation"]["name"], "Acme AS");
    let kari = run(&place, "person show 3 --json").ok().json();
    assert_eq!((&kari["id"], &kari["merged"]), (&json!(2), &json!([3])));
    assert_eq!(kari["addresses"], json!(["kari@acme.example", "k@home.example"]));
    assert_eq!(run(&place, "person list --json").ok().json_lines().len(), 1);
    run(&place, "person merge 3 --into 2").failed(2, "person 3, K. Nord, is merged into 2 already");
    run(&place, "person remove kari").failed(2, "frist person unmerge 3");
    run(&place, "person unmerge 3").ok().prints("person 3 K. Nord · k@home.example");
    assert_eq!(
        (place.ticket("2")["customer"]["person"]["name"].clone(), numbers("person:kari")),
        (json!("K. Nord"), vec![1])
    );
    run(&place, "person unmerge 3").failed(2, "is not merged into another");
    run(&place, "organisation add --name Acme --domain acme.no").ok();
    run(&place, "organisation merge acme.no --into 1").ok();
    assert_eq!(run(&place, "organisation show acme.no --json").ok().json()["names"], json!(["Acme AS", "Acme"]));
}

#[test]
fn customers_who_were_typed_are_joined_only_when_somebody_says_so() {
    let place = acme();
    for name in ["kari  nord", "Kari Nord", "Ola"] {
        log(&place, &format!("--contract markant --plan standard --severity critical --customer '{name}'"));
    }
    let typed = run(&place, "person typed --json").ok().json_lines();
    assert_eq!(
        typed[0],
        json!({"name": "Kari Nord", "tickets": 2, "open": 2, "may_be": [{"id": 2, "name": "Kari Nord"}]})
    );
    assert_eq!(typed[1], json!({"name": "Ola", "tickets": 1, "open": 1, "may_be": []}));
    run(&place, "list person:kari").failed(1, "no ticket matches");
    run(&place, "person join nobody kari").failed(1, "frist person typed lists");
    run(&place, "person join 'KARI NORD' kari").ok().prints("2 tickets of KARI NORD are Kari Nord's now");
    assert_eq!(run(&place, "list --json person:kari org:acme").ok().json_lines().len(), 2);
    run(&place, "show 1").ok().prints("customer set to kari  nord, person 2, organisation 1");
    run(&place, "do undo 1").ok();
    assert_eq!(run(&place, "list --json person:kari").ok().json_lines().len(), 1);
    run(&place, "do customer 3 --person kari").ok();
    assert_eq!(place.ticket("3")["customer"]["person"]["name"], "Kari Nord");
    run(&place, "do customer 3 --name Per").ok();
    assert_eq!(
        (place.ticket("3")["customer"].clone(), place.ticket("3").get("customer_record").cloned()),
        (json!({"name": "Per", "person": null, "organisation": null}), None)
    );
    run(&place, "do customer 3 --organisation acme").ok();
    assert_eq!(place.ticket("3")["customer"]["name"], "Per");
    assert_eq!(place.ticket("3")["customer_record"]["organisation"]["id"], 1);
    run(&place, "do customer 3 --none").ok();
    assert_eq!(place.ticket("3")["customer"], Value::Null);
}

#[test]
fn people_go_to_a_file_and_come_back_in_both_forms() {
    let place = acme();
    run(&place, "person set kari --note 'first line; and, more' --name 'Kari Nord' --name Kari").ok();
    for (option, name) in [("", "people.csv"), ("--vcard", "people.vcf")] {
        let file = place.path(name);
        run(&place, &format!("person export {option} --output {}", file.display()))
            .ok()
            .prints("1 person is written to");
        run(&place, &format!("person import {}", file.display()))
            .ok()
            .prints("0 people entered; 0 changed, 1 as they were");
        let other = Place::with_store();
        run(&other, &format!("person import {}", file.display()))
            .ok()
            .prints("1 person entered, 1 new organisations with them");
        let (here, there) =
            (run(&place, "person show kari@acme.example --json"), run(&other, "person show kari@acme.example --json"));
        for key in ["names", "addresses", "phones", "language", "note"] {
            assert_eq!(there.json()[key], here.json()[key], "{name}: {key}");
        }
        assert_eq!(there.json()["organisation"]["name"], "Acme AS");
    }
    let line = run(&place, "person export --json").ok().json();
    assert_eq!(line, run(&place, "person list --json").ok().json());
    assert_eq!(run(&place, "organisation export --json").ok().json()["plan"], "extended");
    let file = place.path("organisations.csv");
    run(&place, &format!("organisation export --output {}", file.display())).ok();
    let other = Place::with_store();
    run(&other, &format!("organisation import {}", file.display())).ok();
    assert_eq!(run(&other, "organisation list --json").ok().json()["plan"], "extended");
}

#[test]
fn lines_that_cannot_be_entered_are_named_and_nothing_is_written_unless_the_rest_is_wanted() {
    let place = acme();
    let rows =
        "name,email,company\nOla,ola@beta.example,Beta\nPer,per,Beta\nKari,kari@acme.example,\nLong,l@l.example\n";
    let refused = place
        .feed(&["person", "import", "-"], rows.as_bytes())
        .failed(2, "nothing was entered: 2 of the lines cannot be");
    assert!(
        refused.err.contains("line 3: `per` is no mail address") && refused.err.contains("line 5: "),
        "{refused:?}"
    );
    run(&place, "person list ola").failed(1, "there is no person");
    let ran = place.feed(&["person", "import", "-", "--keep-going", "--json"], rows.as_bytes());
    assert_eq!(ran.json(), json!({"entered": 1, "changed": 1, "unchanged": 0, "failed": 2, "organisations": 1}));
    assert_eq!(run(&place, "person show ola --json").ok().json()["organisation"]["name"], "Beta");
    assert_eq!(run(&place, "person show 2 --json").ok().json()["names"], json!(["Kari Nord", "Kari"]));
    place.feed(&["person", "import", "-"], b"a,b\n1,2\n").failed(2, "the file has to have a column called name");
    run(&place, "person import /nowhere").failed(2, "/nowhere");
}

#[test]
fn everybody_may_look_agents_enter_and_leads_merge() {
    let place = acme();
    run(&place, "person add --name Kari2 --address k2@acme.example").ok();
    place.write(
        "config.toml",
        "name = \"somebody\"\n[staff.anna]\nrole = \"lead\"\n[staff.ola]\n[staff.vy]\nrole = \"viewer\"\n",
    );
    let over = |name: &str, original: &str| {
        let mut command: Command = place.frist();
        Ran::of(command.args(["--as", name]).env("SSH_ORIGINAL_COMMAND", original))
    };
    over("vy", "person list").ok().prints("Kari Nord");
    over("vy", "person show kari@acme.example").ok();
    over("vy", "person add --name x").failed(4, "entering a person is for agents and leads");
    over("ola", "person add --name Per").ok();
    over("ola", "person merge 3 --into 2")
        .failed(4, "merging people or parting them is for leads")
        .failed(4, "ask anna");
    over("anna", "person merge 3 --into 2").ok();
    over("ola", "person unmerge 3").failed(4, "merging people or parting them is for leads");
    over("ola", "organisation set acme --note x").ok();
    over("ola", "absence add nobodyknows").failed(2, "nobody at this desk is called nobodyknows");
}

#[test]
fn who_is_away_is_told_where_work_is_given_to_them() {
    let place = acme();
    run(&place, "absence list").failed(1, "no absence is known");
    run(&place, "absence add anna --from 2024-01-08 --to 2024-01-09 --note holiday")
        .ok()
        .prints("away from Mon 8 Jan 2024 00:00 until Wed 10 Jan 2024 00:00 (holiday)");
    run(&place, "absence add anna --from 2024-01-09").failed(2, "absent in that time already");
    log(&place, "--person kari");
    let told = run(&place, "do assign 1 --to anna");
    assert_eq!((told.code, told.err.as_str()), (0, "frist: anna is absent until Wed 10 Jan 2024 00:00 (holiday)\n"));
    let told = run(&place, "new --channel phone --subject x --person kari --assign me");
    assert!(told.code == 0 && told.err.contains("anna is absent until"), "{told:?}");
    run(&place, "absence list").ok().prints("away").prints("holiday");
    let id = run(&place, "absence list --json").ok().json()["id"].clone();
    run(&place, &format!("absence remove {id}")).ok().prints("removed: absence");
    run(&place, "do assign 1 --to none").ok();
    run(&place, "do assign 1 --to anna").ok();
}

#[test]
fn figures_are_grouped_by_organisation() {
    let place = acme();
    log(&place, "--person kari");
    place.phoned("-10m");
    let rows = run(&place, "report attainment --by organisation --json").ok().json_lines();
    let names: Vec<&Value> = rows.iter().map(|row| &row["organisation"]).collect();
    assert!(names.contains(&&json!("Acme AS")), "{rows:?}");
    run(&place, "do spend 1 --minutes 30 --text looking").ok();
    run(&place, "report billable --by organisation --csv").ok().prints("organisation").prints("Acme AS");
    run(&place, "report attainment --by organisation --markdown").ok().prints("Acme AS");
    run(&place, "report attainment --by vendor org:acme --json").ok();
}

#[test]
fn a_page_has_what_is_open_what_came_last_and_the_uptime_that_concerned_them() {
    let place = acme();
    log(&place, "--person kari --at -1h");
    log(&place, "--person kari --at -2h");
    for does in ["respond 2", "fix 2", "close 2 --reason ours"] {
        run(&place, &format!("do {does}")).ok();
    }
    run(&place, "outage add --contract markant --from '2024-01-05 10:00' --to '2024-01-05 18:00' --reported '2024-01-05 10:00' --affects 'acme as'").ok();
    run(&place, "outage add --contract markant --from '2024-01-06 10:00' --to '2024-01-06 20:00' --reported '2024-01-06 10:00' --affects Beta").ok();
    let page = run(&place, "person show kari").ok();
    for words in ["#  SUBJECT", "response", "#  REPORTED", "closed", "Uptime, January 2024", "8h00"] {
        assert!(page.out.contains(words), "`{words}` in {}", page.out);
    }
    let page = run(&place, "organisation show acme --json").ok().json();
    assert_eq!((&page["open_tickets"], page["last_tickets"].as_array().unwrap().len()), (&json!(1), 2));
    assert_eq!(page["uptime"][0]["figures"]["downtime_s"], 8 * 3600);
    assert_eq!(page["last_tickets"][0]["id"], 2);
}

#[test]
fn an_import_of_another_desk_gives_people_new_numbers_everywhere() {
    let place = acme();
    run(&place, "person add --name 'K. Nord' --organisation none").ok();
    run(&place, "person merge 3 --into kari").ok();
    log(&place, "--person kari");
    run(&place, "do customer 1 --name Per --organisation acme").ok();
    run(&place, "do customer 1 --person 3").ok();
    let file = place.path("all.jsonl");
    run(&place, &format!("export --output {}", file.display())).ok();
    let other = Place::with_store();
    run(&other, "person add --name Ola --address ola@beta.example").ok();
    other.phoned("-1h");
    run(&other, &format!("import {}", file.display())).ok();
    let ticket = other.ticket("2");
    let record = &ticket["customer_record"];
    assert_eq!(
        (&record["person"]["name"], &record["organisation"]["name"]),
        (&json!("Kari Nord"), &json!("Acme AS")),
        "{ticket}"
    );
    let kari = run(&other, "person show kari --json").ok().json();
    assert_eq!(kari["merged"].as_array().unwrap().len(), 1);
    assert_eq!(kari["organisation"]["name"], "Acme AS");
    assert_eq!(run(&other, "list --json person:kari").ok().json()["id"], 2);
    run(&other, "list person:ola").failed(1, "no ticket matches");
    run(&other, "verify").ok();
}

/// Returns every file below a folder, with its path from there.
fn files(folder: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.push((path, std::fs::read(entry.path()).unwrap_or_default()));
            }
        }
    }
    found
}

/// Every door that a person's name or address comes in by; then each file that has it is one of those that the page on people
/// names.
#[test]
fn what_a_person_is_called_stands_in_the_log_the_state_and_backups_and_nowhere_else() {
    const NEEDLES: [&str; 2] = ["Zylpha Quorn", "zylpha@quorn.example"];
    let place = acme();
    run(&place, "person add --name 'Zylpha Quorn' --address zylpha@quorn.example --organisation acme --note 'Zylpha Quorn calls'").ok();
    run(&place, "person add --name 'Z. Q.' --organisation none").ok();
    run(&place, "person merge 4 --into zylpha").ok();
    log(&place, "--person zylpha --note 'Zylpha Quorn was here'");
    log(&place, "--contract markant --plan standard --severity critical --customer 'Zylpha Quorn'");
    run(&place, "person join 'zylpha quorn' 3").ok();
    run(&place, "list person:zylpha@quorn.example").ok();
    run(&place, "view save hers person:3").ok();
    run(&place, "report attainment --by organisation person:zylpha").ok();
    run(&place, "list person:nobody").failed(1, "no ticket matches");
    run(&place, "person add --name x --address zylpha@quorn.example").failed(2, "already");
    run(&place, "backup").ok();
    let holds = |bytes: &[u8]| NEEDLES.iter().any(|text| bytes.windows(text.len()).any(|w| w == text.as_bytes()));
    let known = |path: &str| path.starts_with("store/journal/") || path.starts_with("store/state/");
    let mut found = std::collections::BTreeSet::new();
    for (path, bytes) in files(place.dir.path()) {
        assert!(!NEEDLES.iter().any(|text| path.contains(text)), "{path} is called after her");
        if holds(&bytes) {
            assert!(known(&path), "{path} has what a person is called");
            found.insert(path.split('/').take(2).collect::<Vec<_>>().join("/"));
        }
    }
    assert!(found.contains("store/journal"), "{found:?}");
}

#[test]
fn a_new_desk_may_begin_with_its_customers() {
    for first in ["person add --name Kari", "organisation add --name Acme"] {
        let place = Place::new();
        run(&place, first).ok();
    }
    let place = Place::new();
    run(&place, "person list").failed(5, "no store");
}

#[test]
fn a_file_of_people_is_no_file_of_organisations_and_what_is_not_read_is_told() {
    let place = acme();
    place.write("people.csv", "name,address\nOla Vik,ola@vik.example\n");
    let file = place.path("people.csv").display().to_string();
    let refused = place.run(&["organisation", "import", &file]);
    refused.failed(2, "this is a file of people");
    place.write("slip.csv", "name,adress\nOla Vik,ola@vik.example\n");
    let slip = place.path("slip.csv").display().to_string();
    let told = place.run(&["person", "import", &slip]);
    assert!(told.code == 0 && told.err.contains("not read: `adress`"), "{told:?}");
}

/// A person with open tickets goes only where that is said, and what was removed comes back.
#[test]
fn a_record_with_open_tickets_is_removed_by_force_and_restored() {
    let place = acme();
    log(&place, "--person kari");
    run(&place, "person remove kari").failed(2, "1 ticket of Kari Nord is open");
    run(&place, "organisation remove acme").failed(2, "--force removes the record all the same");
    run(&place, "person restore 2").failed(1, "no person 2 was removed");
    run(&place, "person remove kari --force").ok().prints("frist person restore 2 brings it back");
    assert_eq!(place.ticket("1")["customer"]["name"], "Kari Nord");
    // It was no organisation.
    run(&place, "organisation restore 2").failed(1, "no organisation 2 was removed");
    run(&place, "person restore 2").ok().prints("person 2 Kari Nord");
    run(&place, "person show 2").ok().prints("Shop down");
    for does in ["respond", "fix", "close"] {
        run(&place, &format!("do {does} 1")).ok();
    }
    run(&place, "person remove kari").ok();
    run(&place, "organisation remove acme").ok();
    assert_eq!(run(&place, "organisation restore 1 --json").ok().json()["domains"], json!(["acme.example"]));
    run(&place, "audit what:organisation").ok().prints("organisation brought back: Acme AS");
}

#[test]
fn a_merging_says_what_of_the_other_record_is_dropped() {
    let place = acme();
    run(&place, "organisation add --name 'Berg AS' --contract sesam --plan partner").ok();
    run(&place, "person add --name 'K. Nord' --organisation berg --language nb").ok();
    run(&place, "person merge 4 --into kari").ok().prints("organisation: Acme AS stays, Berg AS is dropped");
    let ran = run(&place, "organisation merge berg --into acme").ok();
    ran.prints("contract: markant stays, sesam is dropped").prints("plan: extended stays, partner is dropped");
}

#[test]
fn tickets_are_found_by_the_name_of_a_file_and_by_the_whole_word_of_an_organisation() {
    let place = acme();
    let path = place.path("hub-error.log");
    std::fs::write(&path, "refused").unwrap();
    log(&place, &format!("--person kari --attach {}", path.display()));
    for filter in ["organisation:acme", "file:ERROR.log", "file:.png,hub"] {
        assert_eq!(run(&place, &format!("list --json {filter}")).ok().json()["id"], 1, "{filter}");
    }
    run(&place, "list file:.png").failed(1, "no ticket matches");
    run(&place, "list -file:hub").failed(1, "no ticket matches");
}
