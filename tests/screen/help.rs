//! What somebody finds without a manual: the help, the palette, keys of their own, the greeting at the first start.

use frist::domain::ticket::{EventData, TicketId};
use frist::tui::action::Keymap;
use frist::tui::app::Setup;

use crate::at_desk::{AtDesk, MONDAY, happen, log, new, setup};

fn desk(columns: u16, rows: u16) -> AtDesk {
    AtDesk::with(MONDAY, columns, rows, |desk| {
        log(desk, "agent1", new("markant", "extended", "critical", "phone", "Shop down"));
    })
}

/// Returns the place of these words on the screen.
#[track_caller]
fn row_of(desk: &AtDesk, words: &str) -> usize {
    let text = desk.text();
    text.lines().position(|line| line.contains(words)).unwrap_or_else(|| panic!("no “{words}”:\n{text}"))
}

#[test]
fn the_help_says_what_signs_mean_then_the_keys_by_group() {
    let mut desk = desk(100, 94);
    desk.keys(&["?"]).sees("Help: Queue").sees("‼ breached").sees("type to search");
    let headings = ["‼ breached", " See", "Record what happened", "Change, and take back", "Write and answer", " Go"];
    let rows: Vec<usize> = headings.iter().map(|words| row_of(&desk, words)).collect();
    assert!(rows.is_sorted(), "{rows:?}\n{}", desk.text());
    desk.keys(&["?"]).sees("Help: Queue").keys(&["Esc"]).sees_not("Help: Queue");
}

#[test]
fn letters_search_in_the_help_by_any_programs_words() {
    let mut desk = desk(80, 24);
    desk.keys(&["?", "/"]).typed("comment").sees("Write a note, or what").sees_not("Log a new ticket.");
    desk.keys(&["Esc"]).sees("Help: Queue").sees("‼ breached").typed("breached").sees("‼ breached");
    desk.keys(&["Esc"]).typed("nonsense").sees("No key here does anything with “nonsense”");
    desk.keys(&["Esc", "Esc"]).sees_not("Help: Queue").is_on("1 Queue");
}

/// Letters in the help are letters, whatever they do on the page below.
#[test]
fn nothing_is_recorded_from_within_the_help() {
    let mut desk = desk(80, 24);
    desk.keys(&["?"]).typed("rsfq").keys(&["Esc", "Esc", "Enter"]).sees("#1").sees_not("responded");
}

#[test]
fn what_cannot_be_done_now_says_why_in_one_line() {
    let mut desk = AtDesk::with(MONDAY, 80, 24, |desk| {
        log(desk, "agent1", new("markant", "extended", "critical", "phone", "Shop down"));
        happen(desk, "agent1", TicketId(1), EventData::Responded);
    });
    desk.keys(&["?"])
        .typed("qualified reply")
        .sees("Record the first qualified reply")
        .sees("– it is answered already");
}

/// At every width each key and sentence of the help is whole.
#[test]
fn nothing_in_the_help_is_cut_at_any_width() {
    for columns in [40, 60, 80, 120, 160] {
        // Without a ticket nothing is refused: only reasons are cut, at the end of their line.
        let mut desk = AtDesk::at(MONDAY, columns, 400);
        desk.keys(&["?"]);
        let text = desk.text();
        let help: Vec<&str> = text.lines().filter(|line| line.starts_with('│')).collect();
        let words = help.join(" ");
        assert!(!words.contains('…'), "{columns}:\n{text}");
        for key in ["Ctrl-C", "Ctrl-L", "Backspace", "F12", "g g"] {
            assert!(words.contains(key), "{key} at {columns}:\n{text}");
        }
    }
}

#[test]
fn a_wide_help_stands_in_columns() {
    for (columns, beside) in [(80, 1), (120, 2), (160, 3)] {
        let mut desk = desk(columns, 120);
        desk.keys(&["?"]);
        let row = desk.row("3  g v");
        let pages = ["g b", "g v", "g u", "g r"].iter().filter(|key| row.contains(**key)).count();
        assert_eq!(pages, beside, "{columns}: {row}");
    }
}

#[test]
fn the_help_of_a_dialog_is_its_own() {
    let mut desk = desk(80, 30);
    desk.keys(&["x", "?"]).sees("Take what is entered or selected.").sees_not("Log a new ticket.").keys(&["Esc"]);
    desk.sees("Why does the promise not hold for #1?")
        .keys(&["Esc", ":", "F1"])
        .sees("Take what is entered or selected.");
}

#[test]
fn the_palette_knows_other_programs_words() {
    let mut desk = desk(100, 24);
    desk.keys(&[":"]).typed("assign to me").keys(&["Enter"]).sees("Assign #1");
    desk.keys(&["Esc", ":"]).typed("comment").keys(&["Enter"]).sees("Ctrl-S saves").keys(&["Ctrl-G"]);
    desk.keys(&[":"]).typed("tag").sees("A ticket cannot be tagged").keys(&["Enter"]).sees("A ticket cannot be tagged");
}

#[test]
fn a_number_in_the_palette_opens_that_ticket() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |desk| {
        for n in 1..=12 {
            log(desk, "agent1", new("markant", "extended", "critical", "phone", &format!("Shop {n} down")));
        }
    });
    desk.keys(&[":"]).typed("11").sees("Open ticket #11").keys(&["Enter"]).sees("Shop 11 down").sees("#11");
    desk.keys(&["Esc", ":"]).typed("#3\n").sees("Shop 3 down");
}

/// Returns a set-up with the keys that this text chooses.
fn with_keys(text: &str) -> Setup {
    let (keys, problems) = Keymap::read("config.toml", text);
    assert_eq!(problems, []);
    Setup { keys, ..setup(&[]) }
}

#[test]
fn keys_of_ones_own_work_and_show_everywhere() {
    let mut desk = desk(100, 24);
    desk.start(with_keys(
        "[keys]\nnote = \"N\"\nhelp = [\"F1\", \"F2\"]\nwall = \"Space w\"\nmark = \"m\"\nphoned = \"Q\"\n",
    ));
    desk.screen.resize(110, 24);
    desk.sees("N note").sees("F1 help").keys(&["c"]).sees("c does nothing here; F1 shows the keys");
    desk.keys(&["N"]).sees("Ctrl-S saves").keys(&["Ctrl-G", "F2"]).typed("note").sees("N").keys(&["Esc", "Esc"]);
    desk.keys(&[":"])
        .typed("note")
        .sees("N  ")
        .keys(&["Esc"])
        .keys(&["Space"])
        .sees("w wall")
        .keys(&["w"])
        .is_on("2 Breach");
}

#[test]
fn digits_count_for_those_who_want_them_to() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |desk| {
        for n in 1..=12 {
            log(desk, "agent1", new("markant", "extended", "critical", "phone", &format!("Shop {n} down")));
        }
    });
    desk.start(with_keys("[keys]\ndigits = \"counts\"\n"));
    desk.keys(&["5", "j", "Enter"]).sees("Shop 6 down").keys(&["Esc", "1", "2", "G", "Enter"]).sees("Shop 12 down");
    desk.keys(&["Esc", "2", "k", "Enter"]).sees("Shop 10 down").keys(&["Esc", "3", "g", "g", "Enter"]);
    desk.sees("Shop 3 down").keys(&["Esc", "g v"]).is_on("g v Vendors");
}

#[test]
fn the_first_start_greets_and_any_key_goes_on() {
    let mut desk = desk(80, 24);
    let first = || Setup { first_start: true, ..setup(&[]) };
    desk.start(first()).sees("Welcome to frist").sees("Any key goes on").keys(&["r"]).sees_not("Welcome to frist");
    desk.keys(&["Enter"]).sees("#1").sees_not("responded");
    desk.start(first()).keys(&["?"]).sees("Help: Queue").keys(&["Esc"]).sees_not("Welcome to frist");
    desk.start(setup(&[])).sees_not("Welcome to frist");
}

#[test]
fn the_card_of_the_first_start_fits_the_smallest_screen() {
    let mut desk = desk(40, 12);
    desk.start(Setup { first_start: true, ..setup(&[]) });
    desk.screen.resize(40, 12);
    desk.sees("Welcome to frist").sees("all keys; back").sees("Any key goes on.").keys(&["x"]).sees_not("Welcome");
}

/// A line has one field, and a number or a filter's name is nothing that happened earlier.
#[test]
fn a_dialog_names_no_key_that_does_nothing_in_it() {
    let mut desk = desk(120, 24);
    for keys in [&["#"][..], &["@"], &["3", "r"]] {
        desk.keys(&["1"]).keys(keys).sees("accept").sees_not("earlier").sees_not("next field").sees_not("delete");
        desk.keys(&["Tab", "Ctrl-T"]).sees("accept").keys(&["F1"]).sees_not("Go to the next field");
        desk.keys(&["Esc", "Esc"]).sees_not("accept");
    }
    // A view can be deleted where views are listed, and nowhere else.
    desk.keys(&["1", "'"]).sees("F8 delete").keys(&["F1"]).sees("Delete the selected view").keys(&["Esc", "Esc"]);
    desk.keys(&[":", "F1"]).sees_not("Delete the selected view").keys(&["Esc", "Esc"]);
}
