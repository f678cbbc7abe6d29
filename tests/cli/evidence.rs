//! `evidence`, the deadlines in `show`, and the sentence of a closing.

use crate::support::{NOW, Place};

fn run(place: &Place, line: &str) -> crate::support::Ran {
    place.run(&line.split(' ').collect::<Vec<_>>())
}

#[test]
fn the_document_goes_to_standard_output_or_to_a_file_that_is_not_there() {
    let place = Place::new();
    place.phoned("10:30");
    let shown = run(&place, "evidence #1").ok().out;
    assert!(shown.starts_with("# Ticket #1: Shop down\n\nFor Markant"), "{shown}");
    assert_eq!(shown, run(&place, "evidence 1").ok().out);

    let path = place.path("one.md");
    let file = path.to_str().unwrap();
    let said = place.run(&["evidence", "1", "--output", file]).ok().out;
    assert_eq!(said, format!("#1 is written down in {file}\n"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), shown);

    run(&place, "do respond 1").ok();
    let refused = place.run(&["evidence", "1", "--output", file]);
    assert_eq!(refused.code, 2);
    assert_eq!(
        refused.err,
        format!("frist: {file} is there already\nhint: --force writes over it; or give another name\n")
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), shown);
    place.run(&["evidence", "1", "--output", file, "--force"]).ok();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), run(&place, "evidence 1").ok().out);
    // Shorter than what was there: nothing of it is left.
    std::fs::write(&path, "x".repeat(100_000)).unwrap();
    place.run(&["evidence", "1", "--output", file, "--force"]).ok();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), run(&place, "evidence 1").ok().out);
}

#[test]
fn what_cannot_be_written_is_said() {
    let place = Place::with_store();
    let missing = run(&place, "evidence 7");
    assert_eq!(missing.code, 1);
    assert!(missing.err.contains("there is no ticket #7"), "{}", missing.err);
    place.phoned("10:30");
    let nowhere = place.path("no/such/folder.md");
    let ran = place.run(&["evidence", "1", "--output", nowhere.to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("cannot be written"), "{}", ran.err);
    assert_eq!(run(&place, "evidence 1 --force").code, 2, "there is no file to write over");
}

#[test]
fn the_desks_own_notes_are_told_when_asked_for() {
    let place = Place::new();
    place.phoned("10:30");
    run(&place, "do note 1 --text secret").ok();
    run(&place, "do note 1 --text public --to-customer").ok();
    let told = run(&place, "evidence 1").ok().out;
    assert!(told.contains("updated the customer: public") && !told.contains("secret"), "{told}");
    let all = run(&place, "evidence 1 --with-notes").ok().out;
    assert!(all.contains("updated the customer: public") && all.contains("note: secret"), "{all}");
}

#[test]
fn show_tells_the_old_and_the_new_deadline() {
    let place = Place::new();
    place.phoned("10:30");
    run(&place, "do severity 1 --severity serious").ok();
    let shown = run(&place, "show 1").ok().out;
    let lines: Vec<&str> = shown.lines().collect();
    let place = lines.iter().position(|line| line.contains("severity set to serious")).unwrap();
    assert!(lines[place].starts_with("Mon 8 Jan 2024 11:00  anna"), "{NOW}: {shown}");
    assert_eq!(lines[place + 1].trim(), "response: Mon 8 Jan 2024 12:30 → Mon 8 Jan 2024 14:30");
    assert_eq!(lines[place + 2].trim(), "work start: Mon 8 Jan 2024 14:30 → Tue 9 Jan 2024 10:30");
    assert_eq!(lines.len(), place + 3);
}

#[test]
fn whoever_closes_what_was_late_without_a_reason_is_told_and_can_give_one() {
    let place = Place::new();
    place.phoned("2024-01-05 09:00");
    for step in ["respond", "start"] {
        place.run(&["do", step, "1"]).ok();
    }
    let told = place.run(&["do", "close", "1"]);
    assert_eq!(told.code, 0, "{told:?}");
    assert!(told.err.contains("#1 was late, and the closing does not say whose breach it is"), "{told:?}");
    run(&place, "do undo 1").ok();
    let told = place.run(&["do", "close", "1", "--reason", "ours"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    place.run(&["do", "note", "1", "--text", "x", "--at", ""]).failed(2, "is not a time");
}

#[test]
fn a_closing_takes_its_reason_with_a_sentence() {
    let place = Place::new();
    place.phoned("2024-01-05 09:00");
    run(&place, "do respond 1").ok();
    run(&place, "do start 1").ok();
    let alone = place.run(&["do", "close", "1", "--text", "Nobody answered"]);
    assert_eq!(alone.code, 2);
    assert!(alone.err.contains("the sentence goes with a reason"), "{}", alone.err);
    let ticket = place.ticket("1");
    assert!(ticket.get("reason").is_none() && ticket.get("reason_text").is_none());
    place.run(&["do", "close", "1", "--reason", "vendors", "--text", "Nobody answered"]).ok();
    let ticket = place.ticket("1");
    assert_eq!((&ticket["reason"], &ticket["reason_text"]), (&"vendors".into(), &"Nobody answered".into()));
    let shown = run(&place, "show 1").ok().out;
    assert!(shown.contains("closed; the breach is the vendor's: Nobody answered"), "{shown}");
    assert!(shown.lines().any(|l| l.starts_with("breach") && l.ends_with("the vendor's: Nobody answered")), "{shown}");
    let told = run(&place, "evidence 1").ok().out;
    assert!(told.contains("the breach is the vendor's: Nobody answered\n"), "{told}");
    // Opened again, nothing of the closing stands.
    run(&place, "do reopen 1 --did-not-hold").ok();
    assert!(place.ticket("1").get("reason_text").is_none());
}

#[test]
fn evidence_is_written_in_the_language_that_is_asked_for() {
    let place = Place::new();
    place.phoned("10:30");
    let in_language = |language: &str| place.run(&["evidence", "1", "--language", language]).ok().out;
    let (norwegian, dutch) = (in_language("no"), in_language("nl"));
    assert!(norwegian.starts_with("# Sak #1: ") && norwegian.contains("| Leverandør |"), "{norwegian}");
    assert!(dutch.starts_with("# Ticket #1: ") && dutch.contains("| Leverancier |"), "{dutch}");
    assert_eq!(in_language("nb"), norwegian);
    assert_eq!(in_language("en"), place.run(&["evidence", "1"]).ok().out);
    let refused = place.run(&["evidence", "1", "--language", "de"]);
    assert!(refused.code == 2 && refused.err.contains("en, no, nl"), "{}", refused.err);
}
