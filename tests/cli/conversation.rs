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
fn a_ticket_without_one_has_none_and_too_long_a_one_is_refused() {
    let place = Place::new();
    place.phoned("-1h");
    assert_eq!((&place.ticket("1")["description"], &place.ticket("1")["messages"]), (&json!(null), &json!([])));
    let long = "x".repeat(20_001);
    let new = ["new", "--contract", "moocommerce", "--severity", "serious", "--channel", "phone", "--subject", "x"];
    let refused = place.run(&[&new[..], &["--description", &long]].concat());
    refused.failed(2, "the description cannot be used: it has 20001 characters");
    assert_eq!(place.run(&["list", "--json"]).ok().out.lines().count(), 1);
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
    assert_eq!((&first["channel"], &first["from"]), (&json!("email"), &json!(null)));
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
    place.run(&["do", "undo", "1"]).ok();
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
