//! Every view on every size of terminal: nothing fails, nothing is drawn outside, the essentials stay.

use frist::desk::{Change, Desk, Request};
use frist::domain::ledger::{LedgerFact, Outage};
use frist::domain::ticket::{EventData, event};
use frist::tui::theme::Theme;

use crate::at_desk::{AtDesk, MONDAY, happen, log, new, setup};

/// The keys that lead to every page and dialog, from the queue.
pub const WAYS: &[&[&str]] = &[
    &[],
    &["Enter"],
    &["Enter", "Enter"],
    &["n"],
    &["n", "Tab", "Tab", "Tab", "Tab", "Tab", "Tab", "Tab"],
    &["?"],
    &[":"],
    &["/", "x", "x"],
    &["a"],
    &["*", "a"],
    &["*", "r"],
    &["2", "*", "a"],
    &["p"],
    &["m"],
    &["c", "a", "Enter", "b"],
    &["c", "a", "Esc"],
    &["@", "2", "5"],
    &["v"],
    &["Enter", "u"],
    &["!"],
    &["3"],
    &["3", "Enter", "G"],
    &["3", "N", "A", "c", "m", "e"],
    &["3", "N", "Ctrl-S"],
    &["3", "N", "Down", "Down", "Down", "Down", "Down", "Down", "Down", "Down", "Down"],
    &["L"],
    &["2"],
    &["2", "Right", "Right"],
    &["F11"],
    &["g t"],
    &["g t", "j", "/", "x"],
    &["4"],
    &["4", "Enter", "G"],
    &["4", "Tab", "Tab", "Right"],
    &["4", "Enter", "Enter"],
    &["4", "Enter", "G", "Enter"],
    &["4", "m", "2", "5"],
    &["4", "c"],
    &["4", "v"],
    &["4", "E"],
    &["5"],
    &["5", "Down", "Right"],
    &["5", "Down", "Enter"],
    &["5", "Tab", "Tab", "b"],
    &["5", "Tab", "Tab", "Tab", "Tab", "Tab"],
    &["5", "Shift-Tab", "Shift-Tab", "Down", "Right"],
    &["5", "Shift-Tab", "Down", "G"],
    &["5", "/", "x", ":"],
    &["5", "E"],
    &["6"],
    &["6", "G"],
    &["6", "/", "w", "h"],
    &["6", "/", "z", "z", "Enter"],
    &["g c"],
    &["g c", "Tab"],
    &["g c", "Tab", "Tab"],
    &["g c", "N", "A"],
    &["g c", "/", "x"],
];

pub fn a_mixed_desk(columns: u16, rows: u16) -> AtDesk {
    AtDesk::with(MONDAY, columns, rows, |d| {
        let id = log(
            d,
            "agent1",
            new("markant", "extended", "critical", "phone", "Kassen gir 502 i alle butikker 全部の店"),
        );
        happen(d, "agent2", id, EventData::Responded);
        happen(d, "agent2", id, EventData::Note(event::Note { text: "two\nlines".to_owned(), to_customer: true }));
        log(d, "agent1", new("markant", "standard", "critical", "email", "Mailed in: e\u{301}e\u{301}"));
        log(d, "agent1", new("sesam", "partner", "question", "email", "When is the next release?"));
        log(d, "agent1", new("missoun", "standard", "low", "portal", "Sizes"));
        log(d, "agent1", new("moocommerce", "standard", "minor", "email", &"long ".repeat(40)));
        let outage = Outage {
            contract: "markant".to_owned(),
            from: d.now().plus(-4_000_000),
            symptom: Some("全部の店 ".repeat(30)),
            tickets: vec![id],
            ..Outage::default()
        };
        let change = Change::Enter { entry: None, revision: None, fact: Some(Box::new(LedgerFact::Outage(outage))) };
        d.commit(Request::new("agent1", vec![change])).unwrap();
    })
}

#[test]
fn every_view_can_be_drawn_from_30_by_8_to_300_by_100() {
    for way in WAYS {
        let mut desk = a_mixed_desk(80, 24);
        desk.keys(way);
        for columns in [1, 2, 15, 16, 17, 29, 30, 31, 44, 50, 58, 64, 72, 80, 92, 100, 118, 120, 140, 141, 200, 300] {
            for rows in [1, 2, 3, 4, 5, 8, 9, 10, 24, 45, 100] {
                desk.screen.resize(columns, rows);
                assert!(desk.text().lines().all(|l| frist::tui::text::width(l) <= usize::from(columns)));
            }
        }
    }
}

/// The sizes of terminals that are looked at: from a phone to a wide screen.
const SIZES: [(u16, u16); 6] = [(80, 24), (100, 30), (120, 36), (160, 45), (60, 20), (40, 12)];

/// Returns whether a sign may stand in the last column: frames, scroll bars and bars end there, and `…` says that a line goes
/// on.
fn may_end_a_row(sign: &str) -> bool {
    matches!(sign, " " | "…") || sign.chars().all(|c| ('\u{2500}'..='\u{259f}').contains(&c))
}

/// Returns the rows of the screen, a sign for each cell.
fn cells(desk: &AtDesk) -> Vec<Vec<String>> {
    let buffer = desk.screen.buffer();
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    (0..rows).map(|y| (0..columns).map(|x| buffer[(x, y)].symbol().to_owned()).collect()).collect()
}

/// Returns where the heads of a table stand in a row, each with its first and its last column; none where it has no heads.
fn heads(row: &[String]) -> Vec<(usize, usize)> {
    let text: String = row.iter().map(|sign| sign.chars().next().unwrap_or(' ')).collect();
    // What stands beside the table is none of it.
    let first = text.find(|c: char| c.is_ascii_uppercase()).unwrap_or(0);
    let end = text[first..].find('│').map_or(text.len(), |at| first + at);
    let end = text[..end].chars().count();
    let is_head = ["SUBJECT", "VENDOR ", "SEVERITY ", "TARGET ", "MONTH "].iter().any(|head| text.contains(head))
        && !text.chars().any(|c| c.is_ascii_lowercase())
        // There a blank parts two columns, as it parts two words elsewhere.
        && !text.contains("UPTIME PROMISE");
    let chars: Vec<char> = text.chars().collect();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (place, c) in chars.iter().enumerate().take(end).filter(|(_, c)| !c.is_whitespace() && **c != '│' && **c != '┃')
    {
        let joins = |(_, end): &&mut (usize, usize)| {
            *end + 1 == place || (*end + 2 == place && c.is_alphabetic() && chars[*end].is_alphabetic())
        };
        match found.last_mut().filter(joins) {
            Some((_, end)) => *end = place,
            None => found.push((place, place)),
        }
    }
    if is_head { found } else { Vec::new() }
}

#[test]
fn on_no_page_and_no_size_is_a_line_cut_without_a_sign_or_do_two_columns_touch() {
    let mut wrong: Vec<String> = Vec::new();
    for way in WAYS {
        let mut desk = a_mixed_desk(80, 24);
        desk.keys(way);
        for (columns, rows) in SIZES {
            desk.screen.resize(columns, rows);
            let (cells, text) = (cells(&desk), desk.text());
            for row in &cells {
                let last = row.last().unwrap();
                // The calendar of a month is as wide as a small screen, figures and all.
                let is_calendar = way.first() == Some(&"4") && columns == 80 && last == "h";
                if !may_end_a_row(last) && !is_calendar {
                    wrong.push(format!("{way:?} at {columns}x{rows}: `{last}` ends a row\n{text}"));
                }
            }
            for (y, row) in cells.iter().enumerate() {
                let heads_here = heads(row);
                let across =
                    heads_here.first().map_or(0, |(from, _)| *from)..heads_here.last().map_or(0, |(_, to)| to + 1);
                let below = &cells[y + 1..cells.len().max(y + 2) - 1];
                let body = below.iter().take_while(|row| row[across.clone()].iter().any(|sign| sign != " "));
                let is_frame = |row: &&Vec<String>| row.iter().any(|sign| matches!(sign.as_str(), "╭" | "╰"));
                // A sentence is no row, nor is the head of what follows.
                let is_sentence = |row: &&Vec<String>| {
                    let text = row.concat();
                    text.starts_with(" No") || text.trim_start().chars().take(2).all(char::is_uppercase)
                };
                let body = body.take_while(|row| heads(row).is_empty() && !is_frame(row) && !is_sentence(row));
                let body: Vec<&Vec<String>> = body.collect();
                // A column begins at its head, or ends there where it is set to the right.
                let blank = |x: Option<usize>| {
                    let free = |row: &&&Vec<String>| x.and_then(|x| row.get(x)).is_none_or(|sign| may_end_a_row(sign));
                    body.iter().filter(free).count() == body.len()
                };
                // Where no deadline counts, one sentence takes the place of the time left and the moment.
                let counted = |from: usize, to: usize| {
                    let head = row[from..=to].concat();
                    head.contains("LEFT") || head == "DUE"
                };
                for (from, to) in heads_here.into_iter().filter(|(from, to)| !counted(*from, *to)) {
                    let stands = blank(from.checked_sub(1)) || blank(Some(to + 1));
                    if !stands {
                        wrong
                            .push(format!("{way:?} at {columns}x{rows}: the column at {from} touches another\n{text}"));
                    }
                }
            }
        }
    }
    let all: Vec<&str> = wrong.iter().filter_map(|text| text.lines().next()).collect();
    let first: Vec<&str> = wrong.iter().take(4).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} times:\n{}\n{}", wrong.len(), all.join("\n"), first.join("\n"));
}

/// The pages that are looked at on a wide screen, and those of them that a small one has to fill as well.
const WIDE: [&[&str]; 16] = [
    &[],
    &["2"],
    &["3"],
    &["3", "j"],
    &["3", "G"],
    &["4"],
    &["4", "j", "j"],
    &["5"],
    &["5", "Tab"],
    &["5", "Tab", "Tab"],
    &["5", "Tab", "Tab", "Tab"],
    &["5", "Tab", "Tab", "Tab", "Tab"],
    &["5", "Shift-Tab", "Shift-Tab", "Shift-Tab"],
    &["5", "Shift-Tab", "Shift-Tab"],
    &["5", "Shift-Tab"],
    &["6"],
];
const SMALL: [&[&str]; 6] = [&[], &["2"], &["3"], &["3", "G"], &["4"], &["6"]];

#[test]
fn no_page_of_the_demonstration_is_more_than_a_third_empty() {
    let mut wrong = Vec::new();
    for (columns, rows, ways) in [(160, 45, &WIDE[..]), (80, 24, &SMALL)] {
        for way in ways {
            let text = crate::snapshots::look(columns, rows, way);
            let body = text.lines().skip(2).take(usize::from(rows) - 3);
            let empty = body.filter(|line| line.chars().all(|c| matches!(c, ' ' | '│' | '┃'))).count();
            if empty * 3 > usize::from(rows - 3) {
                wrong.push(format!("{way:?} at {columns}x{rows}: {empty} rows are empty\n{text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn at_30_by_8_a_queue_still_tells_number_subject_and_time_left() {
    let mut desk = a_mixed_desk(30, 8);
    desk.sees("Kassen").sees("2h00").sees("☎").keys(&["Enter"]).sees("#2");
}

#[test]
fn a_screen_that_is_resized_while_a_form_is_open_keeps_what_was_typed() {
    let mut desk = a_mixed_desk(160, 45);
    desk.keys(&["n", "Tab", "Tab", "Tab", "Tab"]).typed("Half a subject");
    desk.screen.resize(40, 10);
    desk.sees("Half a subject");
    desk.screen.resize(160, 45);
    desk.sees("Half a subject");
}

#[test]
fn wide_screens_show_a_preview_of_the_selected_ticket() {
    let mut desk = a_mixed_desk(160, 45);
    desk.sees("it has to be phoned in: it came by email").keys(&["j"]).sees("reported today 10:00 by phone");
}

#[test]
fn nothing_in_a_subject_reaches_the_terminal_as_anything_but_text() {
    let mut desk = a_mixed_desk(80, 24);
    desk.keys(&["n", "Tab", "Tab", "Tab", "Tab"]);
    desk.screen.paste("\u{1b}]0;owned\u{7}\u{202e}evil\u{9b}31m");
    let text = desk.text();
    assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{9b}']), "{text:?}");
}

#[test]
fn files_that_could_not_be_used_are_named_and_the_rest_works() {
    let mut desk = AtDesk::at(MONDAY, 100, 24);
    desk.start(setup(&["acme.toml:12: support.hours.mon: not a window; write 08:00-16:00"]));
    desk.sees("acme.toml:12").keys(&["!"]).sees("write 08:00-16:00").keys(&["Esc", "n"]).sees("Vendor");
}

#[test]
fn the_selected_row_shows_without_colour() {
    use ratatui::style::Modifier;
    let mono = Theme::named("mono").unwrap();
    assert!(mono.selected.add_modifier.intersects(Modifier::REVERSED | Modifier::BOLD | Modifier::UNDERLINED));
}

#[test]
fn the_queue_keeps_its_selection_while_rows_move_as_time_passes() {
    let mut desk = a_mixed_desk(100, 24);
    desk.keys(&["G", "k"]);
    let selected = desk.row("▌");
    let number: String = selected.chars().skip(1).take(4).collect();
    desk.pass(3 * 3600).sees("‼");
    assert!(desk.row("▌").contains(number.trim()), "{}", desk.text());
}
