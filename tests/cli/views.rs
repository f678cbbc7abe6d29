//! Filters under names: saved for the desk, listed with one's own, named in `frist list`, deleted.

use serde_json::{Value, json};

use crate::support::{Place, Ran};

fn filled() -> Place {
    let place = Place::new();
    place.phoned("-1h");
    let lags = ["--contract", "sesam", "--plan", "partner", "--severity", "error", "--channel", "email"];
    place.log(&[&lags[..], &["--subject", "Sync lags"]].concat());
    place
}

fn views(place: &Place) -> Vec<Value> {
    place.run(&["view", "list", "--json"]).ok().out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_view_is_saved_changed_used_and_deleted_by_its_name() {
    let place = filled();
    place.run(&["view", "list"]).failed(1, "no view is known");
    let saved = place.run(&["view", "save", "late at SESAM", "vendor:sesam", "-is:breached"]).ok();
    saved.prints("view late at SESAM saved: vendor:sesam !is:breached");
    let listed = place.run(&["list", "--view", "Late at sesam"]).ok().prints("Sync lags");
    assert!(!listed.out.contains("Shop down"), "{listed:?}");
    // What else is looked for must match too.
    place.run(&["list", "--view", "late at SESAM", "vendor:markant"]).failed(1, "no ticket matches that filter");
    place.run(&["view", "list"]).ok().prints("late at SESAM").prints("desk").prints("vendor:sesam");
    // The same name again changes it.
    place.run(&["view", "save", "Late at SESAM", "vendor:markant"]).ok();
    assert_eq!(views(&place).len(), 1);
    place.run(&["list", "--view", "late at SESAM"]).ok().prints("Shop down");
    place.run(&["view", "delete", "late at SESAM"]).ok().prints("deleted; it was: vendor:markant");
    place.run(&["list", "--view", "late at SESAM"]).failed(1, "there is no view called late at SESAM");
    place.run(&["audit", "what:view"]).ok().prints("view removed: Late at SESAM: vendor:markant");
}

#[test]
fn what_is_wrong_with_a_view_is_said_before_anything_is_written() {
    let place = filled();
    place.run(&["view", "save", "x", "is:lat"]).failed(2, "`is:` does not know `lat`");
    place.run(&["view", "save", " ", "is:breached"]).failed(2, "there is no text in it");
    place.run(&["view", "save", "mine", "is:mine"]).ok();
    place.run(&["list", "--view", "mime"]).failed(1, "did you mean `mine`?");
    place.run(&["view", "delete", "nothing like it"]).failed(1, "frist view list shows the ones there are");
}

#[test]
fn ones_own_stand_in_the_settings_and_come_first() {
    let place = filled();
    place.run(&["view", "save", "all", "is:open"]).ok();
    place.write("config.toml", "name = \"anna\"\n[views]\nmarkant = \"vendor:markant\"\nold = \"is:closed\"\n");
    let (own, of_desk) = (json!(true), json!(false));
    let told: Vec<_> =
        views(&place).iter().map(|view| (view["name"].clone(), view["own"].clone(), view["open"].clone())).collect();
    assert_eq!(
        told,
        [
            (json!("markant"), own.clone(), json!(1)),
            (json!("old"), own, Value::Null),
            (json!("all"), of_desk, json!(2))
        ]
    );
    place.run(&["list", "--view", "markant"]).ok().prints("Shop down");
    place.run(&["view", "delete", "markant"]).failed(2, "take it out of [views] of the settings");
}

#[test]
fn agents_save_and_leads_delete_what_others_saved() {
    let place = filled();
    place.write(
        "config.toml",
        "name = \"x\"\n[staff.ola]\n[staff.bo]\n[staff.vy]\nrole = \"viewer\"\n[staff.anna]\nrole = \"lead\"\n",
    );
    let over =
        |name: &str, original: &str| Ran::of(place.frist().args(["--as", name]).env("SSH_ORIGINAL_COMMAND", original));
    over("vy", "view save mine is:mine").failed(4, "saving a view is for agents and leads, and you are a viewer");
    over("ola", "view save open is:open").ok();
    over("vy", "list --view open").ok().prints("Shop down");
    over("bo", "view delete open").failed(4, "removing what ola entered is for leads");
    over("anna", "view delete open").ok();
}

#[test]
fn closed_tickets_stand_behind_open_ones_the_last_closed_first() {
    let place = filled();
    for subject in ["One", "Two"] {
        let terms = ["--contract", "sesam", "--plan", "partner", "--severity", "question", "--channel", "email"];
        place.log(&[&terms[..], &["--subject", subject, "--at", "-40m"]].concat());
    }
    for (id, at) in [("3", "-20m"), ("4", "-30m")] {
        for what in ["respond", "fix", "close"] {
            place.run(&["do", what, id, "--at", at]).ok();
        }
    }
    let listed = place.run(&["list", "is:open,closed", "--json"]).ok();
    let ids: Vec<u64> =
        listed.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, [1, 2, 3, 4]);
}
