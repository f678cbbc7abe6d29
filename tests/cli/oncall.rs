//! `oncall`: who is on call, and who has it when.

use std::sync::Arc;

use frist::config::{BookSources, load_rota};
use frist::desk::{Desk, ManualClock, SharedDesk};
use frist::domain::time::Instant;
use serde_json::{Value, json};

use crate::support::{NOW, Place};

const ROTA: &str = "time_zone = \"Europe/Oslo\"\n\
    [[rota]]\npeople = [\"anna\", \"ola\"]\nfrom = \"2024-01-08 08:00\"\nevery = \"week\"\n\
    [[rota]]\nlevel = \"second line\"\npeople = [\"kari\"]\nfrom = \"2024-01-10 08:00\"\nevery = \"week\"\n\
    [[override]]\nperson = \"kari\"\nfrom = \"2024-01-09 08:00\"\nto = \"2024-01-09 16:00\"\nnote = \"swap\"\n";

fn place() -> Place {
    let place = Place::with_store();
    place.write("oncall.toml", ROTA);
    place
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn it_tells_every_level_and_the_next_hand_over() {
    let place = place();
    let told = place.run(&["oncall"]).ok().out;
    insta::assert_snapshot!(told);
    let [first, second] = &lines(&place.run(&["oncall", "--json"]).ok().out)[..] else { panic!("two levels") };
    assert_eq!(
        first,
        &json!({
            "level": "first line", "person": "anna", "name": "anna", "since": "2024-01-08T07:00:00Z",
            "until": "2024-01-09T07:00:00Z", "why": "turn", "note": null,
            "next": {"at": "2024-01-09T07:00:00Z", "person": "kari", "name": "kari"},
        })
    );
    assert_eq!((&second["person"], &second["next"]["at"]), (&json!(null), &json!("2024-01-10T07:00:00Z")));
}

#[test]
fn at_another_moment_somebody_else_has_it() {
    let place = place();
    for (at, who, why) in [
        ("2024-01-09 07:59", "anna", "turn"),
        ("2024-01-09 08:00", "kari", "override"),
        ("2024-01-09 16:00", "anna", "turn"),
        ("2024-01-15 08:00", "ola", "turn"),
        ("2024-07-01 08:00", "ola", "turn"),
    ] {
        let told = place.run(&["oncall", "--at", at, "--level", "first line", "--json"]).ok().json();
        assert_eq!((&told["person"], &told["why"]), (&json!(who), &json!(why)), "{at}");
    }
}

#[test]
fn where_nobody_is_the_code_says_so() {
    let place = place();
    place.run(&["oncall", "--at", "2024-01-01 08:00"]).failed(1, "nobody is on call at Mon 1 Jan 2024 08:00");
    place.run(&["oncall", "--level", "second line"]).failed(1, "nobody is on call at Mon 8 Jan 2024 11:00");
    place.run(&["oncall", "--level", "board"]).failed(2, "there is no rota for the level `board`");
    place.run(&["oncall", "list", "--from", "2023-12-01 08:00", "--days", "3"]).failed(1, "nobody is on call from");
    Place::with_store().run(&["oncall"]).failed(1, "write one into oncall.toml beside the settings");
}

#[test]
fn a_list_says_who_has_it_when() {
    insta::assert_snapshot!(place().run(&["oncall", "list", "--days", "15"]).ok().out);
    let place = place();
    let all = lines(&place.run(&["oncall", "list", "--level", "first line", "--json"]).ok().out);
    let who: Vec<&str> = all.iter().filter_map(|line| line["person"].as_str()).collect();
    assert_eq!(who, ["anna", "kari", "anna", "ola", "anna"]);
}

#[test]
fn a_broken_file_is_named_and_leaves_the_rest_working() {
    let place = place();
    place.write("oncall.toml", ROTA.replace("every = \"week\"", "every = \"fortnight\""));
    let question = "new --contract markant --plan standard --severity critical --channel phone --subject x";
    assert_eq!(place.run(&question.split(' ').collect::<Vec<_>>()).code, 0);
    let ran = place.run(&["list"]);
    assert_eq!((ran.code, ran.out.contains("Markant")), (0, true));
    assert!(ran.err.contains("oncall.toml has 2 problems; ! on the screen shows all"), "{ran:?}");
    let said = "oncall.toml:5: rota[1].every: `fortnight` is not the length of a turn; write week, day, 2 weeks";
    assert!(ran.err.contains(said), "{ran:?}");
    place.run(&["oncall"]).failed(1, "the desk has no rota");
}

/// Two people take turns; in the third week, with a third one at the end of the list, it would be hers.
#[test]
fn adding_somebody_at_the_end_leaves_the_turn_that_has_begun_and_the_sentence_says_what_to_write() {
    let mut place = place();
    place.run(&["oncall"]).ok();
    place.now = "2024-01-22T10:00:00Z".to_owned();
    let more = ROTA.replacen("\"ola\"]", "\"ola\", \"kari\"]", 1);
    place.write("oncall.toml", &more);
    let who = |place: &Place, at: &str| -> Value {
        place.run(&["oncall", "--at", at, "--level", "first line", "--json"]).ok().json()["person"].clone()
    };
    let told = place.run(&["oncall", "--level", "first line"]);
    assert!(told.code == 0 && told.out.contains("anna"), "{told:?}");
    assert!(
        told.err.contains("the turn of anna at first line, 2024-01-22 08:00 to 2024-01-29 08:00, has begun"),
        "{told:?}"
    );
    assert!(told.err.contains("with level = \"first line\" and from = \"2024-01-29 08:00\""), "{told:?}");
    let further = "[[rota]]\nlevel = \"first line\"\npeople = [\"kari\", \"anna\", \"ola\"]\nfrom = \"2024-01-29 08:00\"\nevery = \"week\"\n";
    place.write("oncall.toml", ROTA.replacen("[[override]]", &format!("{further}[[override]]"), 1));
    let told = place.run(&["oncall"]).ok();
    assert_eq!(told.err, "", "as the sentence says, it is in force");
    assert_eq!((who(&place, "2024-01-28 12:00"), who(&place, "2024-01-29 08:00")), (json!("anna"), json!("kari")));
    let journal = place.run(&["audit"]).ok().out;
    assert_eq!(journal.matches("the rota of oncall.toml was put in force").count(), 2, "{journal}");
}

/// Whatever becomes of the file: who was on call is on call, and who was in the past was.
#[test]
fn a_file_that_breaks_or_goes_takes_nobody_off_call() {
    let mut place = place();
    place.run(&["oncall"]).ok();
    place.now = "2024-01-22T10:00:00Z".to_owned();
    for text in [Some("time_zone = \n"), Some("time_zone = \"UTC\"\nrota = []\n"), None] {
        match text {
            Some(text) => drop(place.write("oncall.toml", text)),
            None => std::fs::remove_file(place.path("oncall.toml")).unwrap(),
        }
        let told = place.run(&["oncall", "--at", "2024-01-16 12:00"]);
        assert!(told.code == 0 && told.out.contains("ola") && told.out.contains("kari"), "{told:?}");
        assert!(told.err.contains("oncall.toml gives no rota, so the one from before stays in force"), "{told:?}");
    }
}

#[test]
fn whoever_the_settings_do_not_know_is_told() {
    let place = place();
    let uid = String::from_utf8(std::process::Command::new("id").arg("-u").output().unwrap().stdout).unwrap();
    let settings = format!("[staff.anna]\nname = \"Anna Berg\"\naccount = \"{}\"\n[staff.kari]\n", uid.trim());
    place.write("config.toml", settings);
    let ran = place.run(&["oncall"]);
    assert!(
        ran.err.contains("oncall.toml:3: rota.people: nobody in [staff] of the settings is called `ola`"),
        "{ran:?}"
    );
    assert!(ran.out.contains("Anna Berg (anna)"), "{ran:?}");
}

/// The rota is that of whoever has the store, as the agreements are; a key's holder may look at it.
#[test]
fn a_guest_is_told_the_owners_rota() {
    let place = Place::new();
    let mut owners = place.desk(Arc::new(ManualClock::at(Instant::parse(NOW).unwrap())));
    let elsewhere = self::place();
    let asked = frist::config::PathOptions {
        store: Some(elsewhere.path("store")),
        config: Some(elsewhere.path("config.toml")),
        ..Default::default()
    };
    let paths = frist::config::Paths::find(asked).unwrap();
    let (rota, problems) = load_rota(&paths, &["second line".to_owned()], &owners.people);
    assert_eq!(problems, []);
    owners.sources = BookSources { rota: Arc::new(rota), ..BookSources::built_in() };
    let owner = SharedDesk::open(owners).unwrap();
    assert!(!owner.rota().is_empty());
    place.run(&["oncall"]).ok().prints("anna");
    let mut by_key = place.bare();
    by_key.args(["--as", "vy", "--store"]).arg(place.path("store")).env("SSH_ORIGINAL_COMMAND", "oncall");
    let out = by_key.output().unwrap();
    assert!(!String::from_utf8_lossy(&out.stderr).contains("not open to you"), "{out:?}");
}

#[test]
fn tickets_go_to_whoever_has_fewest() {
    let place = place();
    for _ in 0..5 {
        place.phoned("-1h");
    }
    place.run(&["do", "assign", "1", "2", "--to", "ola"]).ok();
    place.run(&["do", "assign", "3", "4", "5", "--to", "least"]).ok();
    let owners: Vec<String> =
        (3..=5).map(|id| place.ticket(&id.to_string())["assignee"].as_str().unwrap().to_owned()).collect();
    assert_eq!(owners, ["anna", "kari", "anna"]);
    place.run(&["do", "undo", "3", "4", "5"]).ok();
    assert_eq!(place.ticket("4")["assignee"], json!(null));
    // Whoever has it and has the fewest keeps it.
    place.run(&["do", "assign", "3", "--to", "least"]).ok().prints("assigned to anna");
    place
        .run(&["do", "assign", "3", "--to", "least"])
        .ok()
        .prints("assigned to the person with the fewest tickets already");
    place.run(&["do", "escalate", "3", "--to", "least"]).ok().prints("least");
}

/// Who is on call at the desk that was taken in is nobody's turn here. Only into an empty store it is the same desk.
#[test]
fn an_import_changes_nobodys_turn() {
    let theirs = place();
    theirs.phoned("-1h");
    let file = theirs.path("all.jsonl");
    theirs.run(&["export", "--output", file.to_str().unwrap()]).ok();
    let import = ["import", file.to_str().unwrap()];
    let told = |place: &Place| lines(&place.run(&["oncall", "--json"]).out);
    let at_theirs = told(&theirs);
    // One with a rota of its own, with and without its file.
    let ours = Place::with_store();
    ours.write(
        "oncall.toml",
        "time_zone = \"Europe/Oslo\"\n[[rota]]\npeople = [\"siri\"]\nfrom = \"2024-01-08 08:00\"\nevery = \"week\"\n",
    );
    let before = told(&ours);
    assert_eq!(before[0]["person"], "siri");
    ours.run(&import).ok();
    assert_eq!(told(&ours), before);
    std::fs::remove_file(ours.path("oncall.toml")).unwrap();
    assert_eq!(told(&ours)[0]["person"], "siri", "it is kept in the ledger");
    // One that has tickets and no rota still has none.
    let without = Place::new();
    without.phoned("-1h");
    let before = told(&without);
    without.run(&import).ok();
    assert_eq!(told(&without), before);
    // An empty store becomes the desk that was taken out.
    let empty = Place::new();
    assert_eq!(empty.run(&import).code, 0);
    assert_eq!(told(&empty), at_theirs);
}
