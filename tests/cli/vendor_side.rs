//! The vendor's side of a ticket: its case number, set by people and learnt from its letters, and letters that are found by it.

use serde_json::json;

use super::intake::{desk, letter, take_in};
use crate::support::Place;

const MARKANT: &str = include_str!("../../assets/contracts/markant.toml");

/// Returns a desk with mail whose vendor's case numbers look like `INC0012345`.
fn with_cases() -> Place {
    let place = desk();
    place.write("contracts/markant.toml", format!("{MARKANT}case_pattern = 'INC\\d{{7}}'\n"));
    place
}

/// Returns a letter of somebody whom their own server vouches for, received at 10:50 in Oslo.
fn of(sender: &str, id: &str, subject: &str, text: &str) -> String {
    let domain = sender.rsplit_once('@').unwrap().1;
    let all = letter(id, subject, "", text).replace("header.from=fjord.example", &format!("header.from={domain}"));
    all.replace("Kari Nord <kari@fjord.example>", sender).replace("09:30:00", "09:50:00")
}

fn case(place: &Place, id: &str) -> serde_json::Value {
    place.ticket(id)["vendor_case"].clone()
}

#[test]
fn a_case_number_is_set_checked_found_changed_and_undone() {
    let place = with_cases();
    place.phoned("now");
    place.phoned("now");
    let ran = place.run(&["do", "case", "1", "--ref", "4711"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("`4711` is no case number of the vendor's\nhint: they look like INC\\d{7}"),
        "{}",
        ran.err
    );
    place.run(&["do", "case", "1", "--ref", "INC0012345", "--note", "by phone"]).ok().prints("case is INC0012345");
    assert_eq!(case(&place, "1"), "INC0012345");
    place.run(&["show", "1"]).ok().prints("INC0012345");
    for filter in ["case:inc0012345", "case:12345", "INC0012345", "-case:none", "text:INC0012345"] {
        assert_eq!(place.run(&["list", filter, "--json"]).ok().json_lines().len(), 1, "{filter}");
    }
    assert_eq!(place.run(&["list", "case:none", "--json"]).ok().json_lines()[0]["id"], 2);
    place.run(&["do", "case", "1", "--ref", "INC0012345"]).failed(2, "it is INC0012345 already");
    place.run(&["do", "case", "1", "2", "--ref", "INC0000007"]).ok();
    place.run(&["do", "case", "2", "--none"]).ok().prints("case number removed");
    assert_eq!((case(&place, "1"), case(&place, "2")), (json!("INC0000007"), json!(null)));
    place.run(&["do", "undo", "2"]).ok();
    assert_eq!(case(&place, "2"), "INC0000007");
    place.run(&["audit", "what:case"]).ok().prints("the vendor's case is INC0012345");
    // It stays found when the ticket is closed.
    place.run(&["do", "withdraw", "2"]).ok();
    assert_eq!(place.run(&["list", "case:INC0000007 is:withdrawn", "--json"]).ok().json_lines()[0]["id"], 2);
}

#[test]
fn of_two_who_set_it_at_once_the_later_is_told() {
    let place = with_cases();
    let revision = place.phoned("now")["revision"].to_string();
    place.run(&["do", "case", "1", "--ref", "INC0000001", "--revision", &revision]).ok();
    place.am("bo");
    let ran = place.run(&["do", "case", "1", "--ref", "INC0000002", "--revision", &revision]);
    assert!(ran.code != 0 && ran.err.contains("anna"), "{ran:?}");
    assert_eq!(case(&place, "1"), "INC0000001");
}

#[test]
fn a_ticket_is_logged_with_the_vendors_case() {
    let place = with_cases();
    let args = "new --contract markant --plan standard --severity critical --channel phone --subject Down --case";
    let with = |case: &'static str| args.split(' ').chain([case]).collect::<Vec<_>>();
    assert_eq!(place.run(&with("77")).code, 2);
    place.run(&with("INC0000077")).ok();
    assert_eq!(case(&place, "1"), "INC0000077");
}

#[test]
fn a_case_number_is_learnt_from_the_vendors_letter_and_finds_its_ticket_from_then_on() {
    let place = with_cases();
    assert_eq!(take_in(&place, &[letter("1", "Shop down", "", "Nothing works")])["tickets"], 1);
    // A customer's letter teaches nothing.
    assert_eq!(take_in(&place, &[letter("2", "Re: [#1] Shop down", "", "They said INC0000009")])["joined"], 1);
    assert_eq!(case(&place, "1"), json!(null));
    let theirs = of("Support <support@markant.no>", "3", "Your [#1] is INC0012345", "We have opened INC0012345.");
    assert_eq!(take_in(&place, &[theirs])["joined"], 1);
    assert_eq!(case(&place, "1"), "INC0012345");
    // From now on the number alone finds it, and another one changes nothing.
    let later = of("Per <per@markant.no>", "4", "INC0012345 updated", "A disk; see also INC0099999.");
    assert_eq!(take_in(&place, &[later])["joined"], 1);
    let ticket = place.ticket("1");
    assert_eq!(
        (&ticket["messages"][3]["direction"], &ticket["vendor_case"]),
        (&json!("vendor_in"), &json!("INC0012345"))
    );
    // Whoever is not the vendor does not find the ticket by it.
    let stranger = of("Bo <bo@evil.example>", "5", "INC0012345", "Send me the log");
    assert_eq!(take_in(&place, &[stranger])["joined"], 0);
    assert_eq!(place.ticket("1")["messages"].as_array().unwrap().len(), 4);
}

#[test]
fn a_letter_of_the_vendors_proposes_when_it_responded_and_stops_no_clock() {
    let place = with_cases();
    assert_eq!(take_in(&place, &[letter("1", "Shop down", "", "Nothing works")])["tickets"], 1);
    let machine = of("Support <support@markant.no>", "2", "Re: [#1]", "We have it.")
        .replace("To: desk@", "Auto-Submitted: auto-replied\r\nTo: desk@");
    assert_eq!(take_in(&place, &[machine])["joined"], 1);
    assert!(place.ticket("1").get("proposed_response").is_none());
    let theirs = of("Support <support@markant.no>", "3", "Re: [#1]", "A disk. We are on it.");
    assert_eq!(take_in(&place, &[theirs])["joined"], 1);
    let met = |place: &Place| {
        let ticket = place.ticket("1");
        let targets = ticket["targets"].as_array().unwrap().iter();
        let response = targets.filter(|target| target["target"] == "response").map(|target| target["met"].clone());
        (response.collect::<Vec<_>>()[0].clone(), ticket["proposed_response"].clone())
    };
    let at = json!("2024-01-08T09:50:00Z");
    assert_eq!(met(&place), (json!(null), at.clone()));
    assert_eq!(place.run(&["list", "is:proposed", "--json"]).ok().json_lines().len(), 1);
    place.run(&["show", "1"]).ok().prints("frist do respond 1 --at 2024-01-08T09:50:00Z, or frist do review 1");
    place.run(&["do", "respond", "1", "--at", "2024-01-08T09:50:00Z"]).ok();
    assert_eq!(met(&place), (at.clone(), json!(null)));
    place.run(&["do", "undo", "1"]).ok();
    assert_eq!(met(&place), (json!(null), at.clone()));
    place.run(&["do", "review", "1"]).ok();
    assert_eq!(met(&place), (json!(null), json!(null)));
    place.run(&["do", "undo", "1"]).ok();
    assert_eq!(met(&place), (json!(null), at));
}

#[test]
fn what_the_vendors_owe_today_is_listed_with_the_number_to_call() {
    let place = with_cases();
    place.run(&["owed"]).failed(1, "no vendor owes anything today");
    place.phoned("now");
    place.run(&["do", "case", "1", "--ref", "INC0012345"]).ok();
    let told = place.run(&["owed"]).ok().out;
    assert!(told.starts_with("Markant: call 53 00 30 00\n"), "{told}");
    assert!(told.contains("INC0012345") && told.contains("response"), "{told}");
    let csv = place.run(&["list", "--csv"]).ok().out;
    assert!(csv.lines().next().is_some_and(|head| head.ends_with(",vendor_case")), "{csv}");
    assert!(csv.lines().any(|row| row.ends_with(",INC0012345")), "{csv}");
    let json = place.run(&["owed", "--json"]).ok().json();
    assert_eq!((&json["contract"], &json["phone"]), (&json!("markant"), &json!("53 00 30 00")));
    let response = &json["promises"][0];
    assert_eq!(
        (&response["ticket"], &response["target"], &response["today"]),
        (&json!(1), &json!("response"), &json!(true))
    );
    assert_eq!(response["vendor_case"], "INC0012345");
    place.run(&["owed", "vendor:sesam"]).failed(1, "no vendor owes anything today");
    place.run(&["do", "respond", "1"]).ok();
    assert!(!place.run(&["owed"]).out.contains("response"));
}
