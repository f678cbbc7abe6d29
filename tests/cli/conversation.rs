//! What was said on a ticket: the description, messages in each direction and notes, by the command line and in JSON.

use serde_json::json;

use crate::support::Place;

/// Logs a ticket with a description that has several lines.
fn described(place: &Place) -> serde_json::Value {
    let new = ["new", "--contract", "markant", "--plan", "standard", "--severity", "serious", "--channel", "phone"];
    let rest = ["--subject", "Hub is silent", "--customer", "Kari Dahl", "--at", "-1h", "--description", "-", "--json"];
    place.feed(&[&new[..], &rest[..]].concat(), b"It does not answer since eight.\n\nThree lorries wait.\n").ok().json()
}

#[test]
fn a_ticket_is_logged_with_a_description_that_can_be_written_anew() {
    let place = Place::new();
    assert_eq!(described(&place)["revision"], 3);
    let shown = place.ticket("1");
    assert_eq!(shown["description"], "It does not answer since eight.\n\nThree lorries wait.");
    assert_eq!(shown["messages"], json!([]));
    place.run(&["do", "describe", "1", "--text", "It answers slowly"]).ok().prints("description: It answers slowly");
    assert_eq!(place.ticket("1")["description"], "It answers slowly");
    place.run(&["do", "undo", "1"]).ok().prints("undone");
    assert_eq!(place.ticket("1")["description"], shown["description"]);
}

#[test]
fn a_ticket_without_one_has_none() {
    let place = Place::new();
    place.phoned("-1h");
    assert_eq!((&place.ticket("1")["description"], &place.ticket("1")["messages"]), (&json!(null), &json!([])));
}

/// Nothing that a customer wrote is refused for its length: the ticket has the beginning, and a file has all of it.
#[test]
fn a_text_that_is_too_long_for_an_entry_is_kept_whole_as_a_file() {
    let place = Place::new();
    let long = |word: &str| word.repeat(20_001 / word.chars().count() + 1);
    let new = ["new", "--contract", "markant", "--plan", "standard", "--severity", "serious", "--channel", "phone"];
    place.feed(&[&new[..], &["--subject", "x", "--description", "-"]].concat(), long("åtte ").as_bytes()).ok();
    let said = ["do", "message", "1", "--from", "customer", "--text", "-"];
    place.feed(&said, long("word ").as_bytes()).ok().prints("… whole text: message.txt (text/plain, 20 KiB)");
    place.feed(&["do", "note", "1", "--text", "-"], long("note ").as_bytes()).ok();
    let shown = place.ticket("1");
    let description = shown["description"].as_str().unwrap();
    assert!(description.starts_with("åtte åtte") && description.chars().count() <= 4_000);
    assert_eq!(shown["description_file"]["name"], "description.txt");
    let messages = shown["messages"].as_array().unwrap();
    assert_eq!(messages[0]["text_file"], shown["files"][1]);
    assert!(messages[1]["text"].as_str().unwrap().ends_with("… whole text: note.txt (text/plain, 20 KiB)"));
    let names: Vec<_> = shown["files"].as_array().unwrap().iter().map(|file| file["name"].clone()).collect();
    assert_eq!(names, ["description.txt", "message.txt", "note.txt"]);
    assert_eq!(place.run(&["file", "1", "1"]).ok().out, long("åtte ").trim_end());
    assert_eq!(place.run(&["file", "1", "2"]).ok().out, long("word ").trim_end());
    place.run(&["show", "1"]).ok().prints("  … whole text: description.txt (text/plain, ");
    place.run(&["evidence", "1"]).ok().prints("whole text: message.txt");
    let (all, files) = (place.path("all.jsonl"), place.path("taken"));
    place
        .run(&["export", "--output", all.to_str().unwrap(), "--files", files.to_str().unwrap()])
        .ok()
        .prints("3 files");
    // Undoing the note takes its file with it.
    place.run(&["do", "undo", "1"]).ok();
    let left = place.ticket("1");
    assert_eq!((left["files"].as_array().unwrap().len(), left["messages"].as_array().unwrap().len()), (2, 1));
}

#[test]
fn every_key_of_a_message_is_there_and_null_where_nothing_is_known() {
    let place = Place::new();
    described(&place);
    place.run(&["do", "message", "1", "--from", "customer", "--text", "Thank you"]).ok();
    let shown = place.ticket("1");
    assert_eq!(shown["customer"], json!({"name": "Kari Dahl", "person": null, "organisation": null}));
    assert_eq!((&shown["vendor_case"], &shown["tags"], &shown["links"]), (&json!(null), &json!([]), &json!([])));
    assert_eq!(
        shown["messages"][0],
        json!({
            "direction": "in", "from": "Kari Dahl", "to": [], "cc": [], "subject": null, "channel": null,
            "at": shown["messages"][0]["at"], "by": shown["messages"][0]["by"], "message_id": null, "verdict": null,
            "trust": null, "counts_as": null, "writer": null, "text": "Thank you", "folded": null, "text_file": null, "files": [],
        })
    );
    // A list has the name alone.
    assert_eq!(place.run(&["list", "--json"]).ok().json()["customer"], "Kari Dahl");
}

#[test]
fn messages_stand_in_the_order_in_which_they_were_said_with_what_is_quoted_apart() {
    let place = Place::new();
    described(&place);
    place.run(&["do", "note", "1", "--text", "Vendor has it"]).ok();
    let quoted = "Thank you.\n\nOn Mon, the desk wrote:\n> Does it print?\n";
    let message = ["do", "message", "1", "--from", "customer", "--channel", "email", "--text", quoted, "--at", "-30m"];
    place.run(&message).ok().prints("from the customer by email: Thank you.");
    place.run(&["do", "message", "1", "--to", "vendor", "--person", "Duty desk", "--note", "And now?"]).ok();
    place.run(&["do", "update", "1", "--text", "Soon"]).ok();
    let shown = place.ticket("1");
    let said: Vec<_> = shown["messages"].as_array().unwrap().iter().map(|m| (&m["direction"], &m["text"])).collect();
    let wanted = [("in", "Thank you."), ("note", "Vendor has it"), ("vendor_out", "And now?"), ("out", "Soon")];
    assert_eq!(said, wanted.map(|(direction, text)| (json!(direction), json!(text))).each_ref().map(|(a, b)| (a, b)));
    let first = &shown["messages"][0];
    assert_eq!((&first["channel"], &first["from"]), (&json!("email"), &json!("Kari Dahl")));
    assert_eq!(first["folded"], "On Mon, the desk wrote:\n> Does it print?");
    assert_eq!(shown["messages"][2]["to"], json!(["Duty desk"]));
    let page = place.run(&["show", "1"]).ok();
    page.prints("from the customer by email, Kari Dahl").prints("(2 lines quoted)").prints("to the vendor, Duty desk");
}

#[test]
fn a_message_needs_a_direction_and_goes_one_way_only() {
    let place = Place::new();
    place.phoned("-1h");
    let said = |args: &[&str]| place.run(&[&["do", "message", "1", "--text", "x"], args].concat());
    said(&[]).failed(2, "give --from or --to, with customer or vendor");
    said(&["--from", "customer", "--to", "vendor"]).failed(2, "--to");
    said(&["--from", "customer", "--channel", "pigeon"]).failed(2, "there is no channel `pigeon`");
    said(&["--from", "customer", "--to-customer"]).failed(2, "--to-customer goes with a note");
    assert_eq!(place.ticket("1")["revision"], 2);
}

#[test]
fn the_customers_word_ends_the_waiting_for_them_unless_told_otherwise() {
    let place = Place::new();
    place.phoned("-3h");
    place.run(&["do", "wait", "1", "--on", "customer", "--at", "-2h"]).ok();
    place.run(&["do", "message", "1", "--from", "customer", "--text", "Later", "--keep-waiting"]).ok();
    let waits = |place: &Place| place.run(&["show", "1"]).ok().out.lines().any(|line| line.starts_with("waiting "));
    assert!(waits(&place));
    place.run(&["do", "message", "1", "--from", "customer", "--text", "Here it is", "--at", "-1h"]).ok();
    assert!(!waits(&place));
    // The word that came while the desk was to go on waiting ended nothing.
    let said = place.run(&["show", "1"]).ok().out;
    assert!(said.contains("ends waiting on the customer: from the customer: Here it is"), "{said}");
    assert!(
        said.contains("from the customer: Later") && !said.contains("customer: from the customer: Later"),
        "{said}"
    );
    place.run(&["do", "undo", "1"]).ok();
    assert!(place.run(&["show", "1"]).ok().out.contains("  from the customer: Here it is"), "undone, it ended nothing");
    assert!(waits(&place), "what the word ended goes on again");
}

#[test]
fn what_was_said_is_found_by_its_words() {
    let place = Place::new();
    described(&place);
    place.run(&["do", "message", "1", "--from", "vendor", "--text", "A node lost its disk"]).ok();
    for words in ["text:lorries", "text:disk"] {
        assert_eq!(place.run(&["list", words, "--json"]).ok().json()["id"], 1, "{words}");
    }
}
