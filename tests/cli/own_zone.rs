//! A person whose clocks are not the contract's: what is confirmed is said on both, and the rest in the contract's zone.

use crate::support::Place;

/// Markant counts in Oslo; the person sits in Tokyo, eight hours ahead.
fn in_tokyo() -> Place {
    let place = Place::with_store();
    place.write("config.toml", "name = \"anna\"\ntime_zone = \"Asia/Tokyo\"\n");
    place
}

const NEW: [&str; 13] = [
    "new",
    "--contract",
    "markant",
    "--plan",
    "standard",
    "--severity",
    "critical",
    "--channel",
    "phone",
    "--subject",
    "Shop down",
    "--at",
    "10:00",
];

#[test]
fn what_happens_to_a_ticket_is_confirmed_on_both_clocks() {
    let place = in_tokyo();
    place
        .run(&NEW)
        .ok()
        .prints("reported Mon 8 Jan 2024 10:00 (18:00 Tokyo)")
        .prints("in your own time, that of Asia/Tokyo: response Mon 8 Jan 2024 20:00");
    place
        .run(&["do", "respond", "1", "--at", "10:30"])
        .ok()
        .prints("#1 responded to the customer, Mon 8 Jan 2024 10:30 (18:30 Tokyo); next: ")
        .prints(" Tokyo) (");
    // What is recorded at once happens now, which needs no moment.
    let out = place.run(&["do", "start", "1"]).ok().out;
    assert!(out.starts_with("#1 work started; no open targets"), "{out}");
    let out = place.run(&["do", "correct", "1", "--reported", "09:30", "--reason", "heard wrongly"]).ok().out;
    assert!(out.contains("Mon 8 Jan 2024 09:30 (17:30 Tokyo)"), "{out}");
    // What is listed stays in the contract's zone.
    let shown = place.run(&["show", "1"]).ok().out;
    assert!(shown.contains("Mon 8 Jan 2024 09:30") && !shown.contains("Tokyo"), "{shown}");
    assert!(shown.contains("those of Europe/Oslo"), "{shown}");
}

#[test]
fn what_is_entered_in_the_ledger_is_confirmed_on_both_clocks() {
    let place = in_tokyo();
    let outage = ["outage", "add", "--contract", "markant", "--from", "09:00", "--to", "09:30", "--symptom", "gone"];
    let own = "in your own time, that of Asia/Tokyo: ";
    place
        .run(&outage)
        .ok()
        .prints("Mon 8 Jan 2024 09:00 to 09:30")
        .prints(&format!("{own}Mon 8 Jan 2024 17:00 to 17:30, 30m"));
    let work =
        ["maintenance", "add", "--contract", "markant", "--from", "2024-01-09 20:00", "--to", "2024-01-09 21:00"];
    place.run(&work).ok().prints(own).prints("Wed 10 Jan 2024 04:00");
    place
        .run(&["outage", "remove", "1"])
        .ok()
        .prints("removed: outage 1")
        .prints(&format!("{own}Mon 8 Jan 2024 17:00"));
    let json = place.run(&[&outage[..], &["--json"]].concat()).ok().out;
    assert!(!json.contains("own time"), "{json}");
}

#[test]
fn on_the_contracts_own_clocks_nothing_is_said_twice() {
    let place = Place::with_store();
    let out = place.run(&NEW).ok().out;
    assert!(!out.contains("reported ") && !out.contains("in your own time"), "{out}");
    assert!(!place.run(&["show", "1"]).ok().out.contains("those of"));
    let out = place.run(&["do", "respond", "1", "--at", "10:30"]).ok().out;
    assert!(out.starts_with("#1 responded to the customer; next: "), "{out}");
}
