//! A contract file that is written in a form: from the vendors' page, and on a screen of its own.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use frist::config::load_book;
use frist::desk::{Desk, LocalDesk, ManualClock};
use frist::domain::contract::{Book, ContractTemplate, read_contract};
use frist::domain::time::Instant;
use frist::tui::app::{App, InlineHost, Setup};
use frist::tui::harness::Harness;
use frist::tui::run::EndReason;

use crate::at_desk::{AtDesk, setup};

/// Wednesday 17 January 2024, 08:42:07 in Oslo.
const MOMENT: &str = "2024-01-17T07:42:07Z";

/// Returns a desk whose screen writes contract files into that folder, with the vendors' page open.
fn vendors(folder: &Path) -> AtDesk {
    let mut desk = AtDesk::at(MOMENT, 100, 24);
    desk.start(Setup { contracts: Some(folder.to_owned()), ..setup(&[]) });
    desk.keys(&["3"]);
    desk
}

type Screen = Harness<App, InlineHost>;

/// Returns a screen that was opened for a contract file in `folder`, of that id, and what it tells of the file.
fn alone(
    folder: &Path,
    (id, over): (Option<&str>, bool),
    columns: u16,
    rows: u16,
) -> (Screen, Receiver<std::path::PathBuf>, tempfile::TempDir) {
    let store = tempfile::tempdir().unwrap();
    let now = Instant::parse(MOMENT).unwrap();
    let book = Arc::new(Book::built_in());
    let desk: Arc<dyn Desk> = Arc::new(LocalDesk::open(store.path(), book, Arc::new(ManualClock::at(now))).unwrap());
    let setup = Setup { contracts: Some(folder.to_owned()), ..setup(&[]) };
    let mut app = App::new(desk.as_ref(), setup).unwrap();
    let (told, written) = channel();
    app.open_new_contract(id, over, told, now);
    (Harness::with_host(app, |out| InlineHost::new(desk, out), columns, rows, now), written, store)
}

/// Reads the file as every contract is read.
fn checked(path: &Path) -> frist::domain::contract::Contract {
    let text = std::fs::read_to_string(path).unwrap();
    read_contract("acme.toml", &text, Book::built_in().calendars()).unwrap()
}

fn look(columns: u16, rows: u16, keys: impl FnOnce(&mut Screen)) -> String {
    let (mut screen, _written, _store) = alone(Path::new("/contracts"), (None, false), columns, rows);
    keys(&mut screen);
    screen.screen()
}

#[test]
fn the_form_at_80_by_24() {
    insta::assert_snapshot!(look(80, 24, |screen| {
        screen.typed("Acme AS");
    }));
}

#[test]
fn the_form_at_160_by_45() {
    insta::assert_snapshot!(look(160, 45, |screen| {
        screen.typed("Acme AS");
    }));
}

#[test]
fn the_form_of_three_plans_at_160_by_45() {
    insta::assert_snapshot!(look(160, 45, |screen| {
        screen.typed("Acme AS").key("Up").keys(&["Right", "Right"]).keys(&["Down"; 12]);
    }));
}

#[test]
fn the_form_with_mistakes_at_120_by_36() {
    insta::assert_snapshot!(look(120, 36, |screen| {
        screen.keys(&["Down", "Down", "Down"]).keys(&["Backspace"; 11]).typed("oslo").keys(&["Down", "Down"]);
        screen.keys(&["Backspace"; 11]).typed("9-17").keys(&["Ctrl-S"]);
    }));
}

#[test]
fn the_form_at_40_by_12() {
    insta::assert_snapshot!(look(40, 12, |screen| {
        screen.typed("Acme AS");
    }));
}

/// The row with the keys, its examples and the whole week show on a small screen, whatever the template asks for.
#[test]
fn the_week_is_in_sight_at_80_by_24_whatever_the_template_and_the_row() {
    for place in 0..ContractTemplate::ALL.len() {
        let (mut screen, _written, _store) = alone(Path::new("/contracts"), (None, false), 80, 24);
        screen.typed("Acme AS").key("Up").keys(&vec!["Right"; place]);
        let mut rows = 0;
        loop {
            let text = screen.screen();
            let week = text.split_once("THE WEEK").map_or("", |(_, below)| below);
            assert!(
                week.contains("Sun") && text.contains("REPORTED"),
                "{}:\n{text}",
                ContractTemplate::ALL[place].name
            );
            assert!(text.contains('▌') || text.contains("It becomes"), "{text}");
            rows += 1;
            if text.contains("It becomes") {
                assert!(text.contains("Written in the file by hand"), "{text}");
                break;
            }
            assert!(rows < 60, "{text}");
            screen.key("Down");
        }
        assert!(rows > 12, "{rows}");
    }
}

/// Channels and a promise of uptime are lines of the form; what it does not ask for is named, with where it is told.
#[test]
fn channels_and_uptime_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let (mut screen, written, _store) = alone(folder.path(), (Some("acme"), false), 160, 45);
    screen.typed("Acme");
    for words in ["Channels", "phone, email, portal", "Uptime, percent", "none; or 99.5", "frist-contract(5)"] {
        assert!(screen.screen().contains(words), "{words}:\n{}", screen.screen());
    }
    screen.keys(&["Down"; 8]).keys(&["Backspace"; 20]).typed("phone");
    screen.keys(&["Down"; 6]).typed("99.5");
    assert!(screen.screen().contains("kept while the uptime is above it"), "{}", screen.screen());
    screen.keys(&["Ctrl-S"]);
    let contract = checked(&written.try_recv().unwrap());
    assert_eq!(contract.support.channels, ["phone"]);
    assert!(contract.uptime.is_some());
}

#[test]
fn a_contract_is_written_from_the_vendors_page() {
    let folder = tempfile::tempdir().unwrap();
    let contracts = folder.path().join("contracts");
    let mut desk = vendors(&contracts);
    desk.keys(&["N"]).typed("Nordic AB").keys(&["Ctrl-S"]);
    let path = contracts.join("nordic.toml");
    desk.sees("Wrote").sees("The desk counts by it as soon as it has read it");
    let contract = checked(&path);
    assert_eq!(
        (contract.id.as_str(), contract.vendor.as_str(), contract.zone.name()),
        ("nordic", "Nordic AB", "Europe/Oslo")
    );
    assert_eq!(contract.support.holidays, ["NO"]);
    desk.is_on("3 Vendors");
    // The next one of that name is told where it stands in the way, and what is there stays.
    desk.keys(&["N"]).typed("Nordic AB").keys(&["Ctrl-S"]);
    desk.sees("nordic.toml is there already").sees("New contract");
    assert_eq!(checked(&path).promise, contract.promise);
    let paths = frist::config::Paths::find(frist::config::PathOptions {
        store: Some(folder.path().join("store")),
        config: Some(folder.path().join("config.toml")),
        ..Default::default()
    });
    let loaded = load_book(&paths.unwrap(), None);
    assert_eq!((loaded.problems, loaded.book.get("nordic").is_some()), (vec![], true));
}

#[test]
fn the_week_and_the_examples_follow_what_is_typed() {
    let folder = tempfile::tempdir().unwrap();
    let (mut screen, _written, _store) = alone(folder.path(), (None, false), 160, 45);
    screen.typed("Acme");
    let has =
        |screen: &Screen, words: &str| assert!(screen.screen().contains(words), "“{words}” in\n{}", screen.screen());
    has(&screen, "EXAMPLES: CRITICAL");
    has(&screen, "Mon 22 Jan 10:00");
    has(&screen, "Mon 22 Jan 08:50");
    // Hours: an hour more in the evening moves the deadline of the report before the weekend.
    screen.keys(&["Down"; 5]).keys(&["Backspace"; 5]).typed("17:00");
    has(&screen, "08:00-17:00");
    has(&screen, "Fri 19 Jan 16:50");
    // Another severity's times are shown while its line is typed.
    screen.keys(&["Down"; 7]).keys(&["End"]).typed(", update 2h");
    has(&screen, "EXAMPLES: SERIOUS");
    has(&screen, "update");
}

#[test]
fn a_zone_and_a_calendar_are_completed() {
    let folder = tempfile::tempdir().unwrap();
    let (mut screen, written, _store) = alone(folder.path(), (Some("acme"), false), 100, 30);
    screen.typed("Acme").keys(&["Down"; 3]).keys(&["Backspace"; 11]).typed("amst");
    assert!(screen.screen().contains("Enter takes Europe/Amsterdam"), "{}", screen.screen());
    screen.keys(&["Enter", "Down"]).keys(&["Backspace"; 2]).typed("netherl");
    assert!(screen.screen().contains("Enter takes NL"), "{}", screen.screen());
    screen.keys(&["Enter", "Ctrl-S"]);
    let contract = checked(&written.try_recv().unwrap());
    assert_eq!((contract.zone.name(), contract.support.holidays), ("Europe/Amsterdam", vec!["NL".to_owned()]));
}

#[test]
fn a_mistake_is_told_at_its_field_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (mut screen, written, _store) = alone(folder.path(), (None, false), 100, 30);
    screen.keys(&["Ctrl-S"]);
    assert!(screen.screen().contains("✗ Vendor: the vendor's name is missing; write it"), "{}", screen.screen());
    screen.typed("Markant").keys(&["Ctrl-S"]);
    assert!(screen.screen().contains("✗ Id: there is a contract `markant` already"), "{}", screen.screen());
    assert!(screen.ended().is_none() && written.try_recv().is_err());
    screen.typed("-2").keys(&["Down"; 10]).keys(&["Backspace"; 70]).typed("first_response 4 hours");
    assert!(screen.screen().contains("write response = \"1h\""), "{}", screen.screen());
    assert!(screen.screen().contains("As it was before the mistake:"), "{}", screen.screen());
    screen.keys(&["Backspace"; 30]).typed("response 4 hours");
    assert!(screen.screen().contains("did you mean `4h`?"), "{}", screen.screen());
    screen.keys(&["Backspace"; 30]).typed("response 4h");
    assert!(!screen.screen().contains("As it was before"), "{}", screen.screen());
    screen.keys(&["Ctrl-S"]);
    assert_eq!(screen.ended(), Some(EndReason::Done), "{}", screen.screen());
    assert_eq!(written.try_recv().unwrap(), folder.path().join("markant-2.toml"));
}

#[test]
fn a_screen_for_one_file_ends_with_it_and_asks_before_what_was_typed_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (mut screen, written, _store) = alone(folder.path(), (Some("own-id"), false), 80, 24);
    screen.typed("Acme").key("Esc");
    assert!(screen.screen().contains("Leave without writing the file?"), "{}", screen.screen());
    screen.key("n").key("Ctrl-S");
    assert_eq!(screen.ended(), Some(EndReason::Done));
    assert_eq!(written.try_recv().unwrap(), folder.path().join("own-id.toml"));
    let (mut screen, written, _store) = alone(folder.path(), (None, false), 80, 24);
    screen.typed("Acme").keys(&["Esc", "y"]);
    assert_eq!((screen.ended(), written.try_recv().is_err()), (Some(EndReason::Done), true));
    let (mut screen, _written, _store) = alone(folder.path(), (None, false), 80, 24);
    screen.key("Esc");
    assert_eq!(screen.ended(), Some(EndReason::Done), "nothing was typed, so nothing is asked");
    // With --force what is there is written over, and a contract of the same id is no mistake.
    let (mut screen, written, _store) = alone(folder.path(), (Some("own-id"), true), 80, 24);
    screen.typed("Other").key("Ctrl-S");
    assert_eq!(checked(&written.try_recv().unwrap()).vendor, "Other");
}

#[test]
fn what_is_typed_is_a_draft_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = vendors(folder.path());
    desk.keys(&["N"]).typed("Nordic AB").keys(&["Up", "Right"]).keys(&["Down"; 11]).keys(&["End"]).typed(", fix 9bd");
    desk.keys(&["Esc"]);
    desk.sees("Draft kept; 3, then N, brings it back");
    desk.keys(&["N"]);
    desk.sees("Nordic AB").sees("[round-the-clock]");
    desk.keys(&["Down"; 10]).sees("fix 9bd");
    desk.keys(&["Ctrl-S"]);
    desk.sees("Wrote");
    desk.keys(&["N"]);
    assert!(!desk.screen.screen().contains("Nordic"), "{}", desk.screen.screen());
}

#[test]
fn who_reaches_only_the_desk_is_told_why_not() {
    let mut desk = AtDesk::at(MOMENT, 100, 24);
    desk.start(Setup { contracts: None, ..setup(&[]) });
    desk.keys(&["3", "N"]);
    desk.sees("Contract files are written by the person who runs the desk").is_on("3 Vendors");
}
