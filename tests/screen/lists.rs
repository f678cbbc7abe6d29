//! Lists of tickets: their columns, their order, and where the cursor stands in them.

use frist::config::{ColumnSettings, ListColumn};
use frist::desk::{Desk, LocalDesk};
use frist::domain::ticket::{EventData, NewTicket, TicketId, event};
use frist::domain::time::Instant;
use frist::tui::app::{ListSettings, Setup};
use frist::tui::theme::Theme;

use crate::at_desk::{AtDesk, MONDAY, happen, log, new, setup};

/// Returns a ticket that was reported at that moment.
fn at(vendor: &str, severity: &str, channel: &str, moment: &str, subject: &str) -> NewTicket {
    let reported = Instant::parse(moment).unwrap();
    let plan = if vendor == "sesam" { "partner" } else { "standard" };
    NewTicket { reported: Some(reported), ..new(vendor, plan, severity, channel, subject) }
}

/// Fills a desk with tickets of several vendors: breached, running, to be phoned, and one that nothing is promised for.
fn several(desk: &LocalDesk) {
    log(desk, "anna", at("markant", "critical", "phone", "2024-01-08T07:20:00Z", "Checkout gives 502 in every shop"));
    log(desk, "anna", at("sesam", "error", "email", "2024-01-08T08:50:00Z", "Sync lags"));
    log(desk, "anna", at("moocommerce", "serious", "phone", "2024-01-05T10:00:00Z", "Search finds nothing"));
    log(desk, "anna", at("markant", "critical", "email", "2024-01-08T08:59:00Z", "Mailed in"));
    log(desk, "anna", at("missoun", "low", "portal", "2024-01-08T08:00:00Z", "Sizes"));
    happen(desk, "anna", TicketId(1), EventData::Assigned(event::Assigned { to: Some("Anna Berg".to_owned()) }));
}

/// Returns the numbers of the listed tickets, in order.
fn numbers(desk: &AtDesk) -> Vec<u64> {
    let number = |line: &str| line.chars().skip(2).collect::<String>().split_whitespace().next()?.parse().ok();
    let text = desk.text();
    let body = text.lines().skip_while(|line| !line.contains("SUBJECT")).skip(1);
    body.map_while(number).collect()
}

/// Returns the columns between the beginnings of two heads.
fn between(desk: &AtDesk, from: &str, to: &str) -> usize {
    let text = desk.text();
    let heads = text.lines().find(|line| line.contains("SUBJECT")).unwrap().to_owned();
    let place = |head: &str| heads[..heads.find(head).unwrap()].chars().count();
    place(to) - place(from)
}

#[test]
fn the_subject_has_34_columns_at_80_and_56_at_120() {
    for (columns, least) in [(80, 34), (100, 45), (120, 56), (139, 56), (160, 45), (220, 56)] {
        let mut desk = AtDesk::with(MONDAY, columns, 30, several);
        for page in [&["1"][..], &["2"]] {
            let subject = between(desk.keys(page), "SUBJECT", "VENDOR") - 2;
            assert!(subject >= least, "{columns}: {subject}\n{}", desk.text());
        }
    }
    // Numbers of four digits cost gaps, no columns.
    let mut desk = AtDesk::with(MONDAY, 80, 24, |d| {
        let changes = (0..1000).map(|n| {
            frist::desk::Change::New(Box::new(new("sesam", "partner", "error", "email", &format!("matter {n}"))))
        });
        d.commit(frist::desk::Request::new("anna", changes.collect())).unwrap();
    });
    desk.keys(&["G"]);
    assert!(between(&desk, "SUBJECT", "VENDOR") > 34, "{}", desk.text());
    desk.sees("1000").sees("BY");
}

#[test]
fn time_left_is_a_column_of_figures_and_the_sign_stands_at_the_left() {
    let mut desk = AtDesk::with(MONDAY, 120, 30, several);
    let text = desk.text();
    let heads: Vec<char> = text.lines().find(|line| line.contains("SUBJECT")).unwrap().chars().collect();
    let edge = heads.windows(5).position(|w| w.iter().collect::<String>() == "LEFT ").unwrap() + 4;
    for (subject, sign, figure) in [("Search", '‼', "−3h00"), ("Checkout", '!', "20:00"), ("Sync", '▶', "15h50")]
    {
        let row: Vec<char> = desk.row(subject).chars().collect();
        let before: String = row[..edge].iter().collect();
        assert_eq!((row[1], row[edge]), (sign, ' '), "{text}");
        assert!(before.ends_with(&format!(" {figure}")), "{before}|\n{text}");
    }
    // The past and the future read differently.
    assert!(desk.row("Search").contains("since Fri 5") && desk.row("Sync").contains("Wed 10 09:50"), "{text}");
    desk.sees("today 10:20").sees("nothing promised, age").sees("◆ crit").sees("▲ ser").sees("● low");
    assert!(desk.row("Mailed in").contains("to be phoned"), "{text}");
    assert!(desk.row("Checkout").trim_end().ends_with(" Anna"), "{text}");
    desk.pass(601).sees("  9:59  ");
    desk.screen.resize(80, 24);
    assert!(desk.row("Checkout").trim_end().ends_with(" AB"), "{}", desk.text());
    // A phone shows state, number, subject and time left.
    desk.screen.resize(40, 12);
    desk.sees("Checkout gives").sees_not("VENDOR").sees_not("SEV").sees("LEFT");
}

#[test]
fn a_person_chooses_the_columns_and_their_order() {
    let mut desk = AtDesk::with(MONDAY, 120, 30, several);
    let columns = ColumnSettings {
        queue: Some(vec![ListColumn::Left, ListColumn::Subject, ListColumn::Age, ListColumn::Vendor]),
        breach: Some(vec![ListColumn::Due, ListColumn::Subject]),
    };
    desk.start(Setup { lists: ListSettings { columns, ..ListSettings::default() }, ..setup(&[]) });
    let heads = |desk: &AtDesk| desk.row("SUBJECT").split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(heads(&desk), ["#", "LEFT", "SUBJECT", "AGE", "VENDOR"]);
    desk.sees("2d").sees_not("◆ crit");
    assert_eq!(heads(desk.keys(&["2"])), ["#", "DUE", "SUBJECT"]);
}

#[test]
fn the_order_is_chosen_in_a_menu_and_turned_round_by_choosing_it_again() {
    let mut desk = AtDesk::with(MONDAY, 120, 30, several);
    desk.sees("↓next");
    let by_left = numbers(&desk);
    let choose = |desk: &mut AtDesk, steps: usize| {
        desk.keys(&["S", "Home"]).keys(&vec!["j"; steps]).keys(&["Enter"]);
        numbers(desk)
    };
    assert_eq!(choose(&mut desk, 3), [1, 4, 5, 3, 2]);
    desk.sees("↓vendor");
    assert_eq!(choose(&mut desk, 6), [3, 1, 5, 2, 4]);
    desk.sees("↓age").sees("the oldest");
    assert_eq!(choose(&mut desk, 6), [4, 2, 5, 1, 3]);
    desk.sees("↑age").sees("the newest");
    desk.keys(&["S"]).sees("turn round: the oldest").keys(&["Esc"]).sees("↑age");
    assert_eq!(choose(&mut desk, 0), by_left);
    desk.sees("↓next");
    // The breach page has an order of its own.
    desk.keys(&["2", "S", "G", "Enter"]).sees("↓last change").keys(&["1"]).sees("↓next");
}

#[test]
fn closed_tickets_stand_below_the_open_ones_and_the_last_closed_first() {
    let mut desk = AtDesk::with(MONDAY, 100, 30, several);
    let close = EventData::Closed(event::Closed { reason: None, words: None });
    for id in [2, 5, 4] {
        desk.pass(60);
        for first in [EventData::Responded, EventData::Fixed] {
            let _ = desk.desk.commit(frist::desk::Request::new(
                "anna",
                vec![frist::desk::Change::Add {
                    ticket: TicketId(id),
                    revision: None,
                    happened: None,
                    what: Box::new(first),
                }],
            ));
        }
        happen(&desk.desk, "anna", TicketId(id), close.clone());
    }
    desk.keys(&["."]).sees("closed 10:0");
    assert_eq!(numbers(&desk)[2..], [4, 5, 2], "{}", desk.text());
    // Turned round, open tickets still come first.
    desk.keys(&["S", "Enter"]).sees("↑next");
    assert_eq!(numbers(&desk)[2..], [4, 5, 2], "{}", desk.text());
    desk.keys(&["/"]).typed("is:closed\n").sees("/is:closed");
    assert_eq!(numbers(&desk), [4, 5, 2]);
}

#[test]
fn after_a_closing_the_cursor_stays_where_it_was_also_where_closed_tickets_are_listed() {
    for keys in [&[][..], &["."]] {
        let mut desk = AtDesk::with(MONDAY, 100, 30, |d| {
            for n in 1..=4 {
                let id = log(d, "agent1", new("missoun", "standard", "low", "portal", &format!("matter {n}")));
                happen(d, "agent1", id, EventData::Fixed);
            }
        });
        desk.keys(keys).keys(&["j"]);
        let before = (cursor(&desk), numbers(&desk));
        // The ticket that was closed stays under the cursor; the next key finds the one that comes into its row.
        desk.keys(&["d"]).sees("closed");
        assert_eq!((cursor(&desk), numbers(&desk)), before, "{}", desk.text());
        assert!(desk.row("▌").contains("matter 2"), "{}", desk.text());
        desk.keys(&["j"]);
        assert_eq!(cursor(&desk), before.0, "{}", desk.text());
        assert!(desk.row("▌").contains("matter") && numbers(&desk)[1] == before.1[2], "{}", desk.text());
    }
}

/// Returns the row of the screen on which the cursor stands.
fn cursor(desk: &AtDesk) -> usize {
    desk.text().lines().position(|line| line.starts_with('▌')).unwrap()
}

#[test]
fn what_one_has_acted_on_stays_in_its_row_until_one_moves_on() {
    let mut desk = AtDesk::with(MONDAY, 100, 30, five);
    desk.keys(&["/"]).typed("is:new\n").keys(&["j"]);
    let before = (cursor(&desk), numbers(&desk));
    desk.keys(&["r"]).sees("#2 responded").sees("◂ matter 2");
    assert_eq!((cursor(&desk), numbers(&desk)), before, "{}", desk.text());
    // Undo is about the ticket under the cursor, and the message names it.
    desk.keys(&["u"]).sees("undone: #2 responded").sees_not("◂");
    assert_eq!((cursor(&desk), numbers(&desk)), before, "{}", desk.text());
    // A second thing is recorded on the same ticket.
    desk.keys(&["r", "s"]).sees("#2 work started").sees("◂ matter 2");
    desk.keys(&["j"]).sees_not("matter 2");
    assert_eq!((cursor(&desk), desk.row("▌").contains("matter 3")), (before.0, true), "{}", desk.text());
    // Undone from elsewhere, the ticket comes back and the cursor stays on its own.
    desk.keys(&["u", "u"]).sees("undone: #2 responded").sees("matter 2");
    assert!(desk.row("▌").contains("matter 3"), "{}", desk.text());
    // The page's own key has the list in order again; the cursor keeps its row.
    let row = cursor(&desk);
    desk.keys(&["r"]).sees("◂ matter 3").keys(&["1"]).sees_not("matter 3");
    assert_eq!(cursor(&desk), row, "{}", desk.text());
}

#[test]
fn a_ticket_that_was_answered_keeps_its_row_though_its_next_target_is_far_off() {
    for page in ["1", "2"] {
        let mut desk = AtDesk::with(MONDAY, 100, 30, several);
        desk.keys(&[page]);
        let checkout = numbers(&desk).iter().position(|id| *id == 1).unwrap();
        desk.keys(&vec!["j"; checkout]);
        let before = (cursor(&desk), numbers(&desk));
        desk.keys(&["r"]).sees("#1 responded");
        assert_eq!((cursor(&desk), numbers(&desk)), before, "{page}\n{}", desk.text());
        desk.pass(60);
        assert_eq!((cursor(&desk), numbers(&desk)), before, "{page}\n{}", desk.text());
        desk.keys(&["j"]);
        // The breach page has it there anyway.
        assert_eq!(numbers(&desk) == before.1, page == "2", "{page}: it is where it belongs\n{}", desk.text());
    }
    // On the breach page it stays where another counter counts it.
    let mut desk = AtDesk::with(MONDAY, 100, 30, several);
    desk.keys(&["2", "Right"]).sees("[‼ 1 breached]").keys(&["x"]).keys(&["Esc"]);
    desk.keys(&["f"]).sees("#3 fixed").sees("‼ 0 breached").sees("◂ Search finds");
    desk.keys(&["u"]).sees("[‼ 1 breached]").sees_not("◂").keys(&["f", "j"]).sees_not("Search finds");
}

/// Fills a desk with five tickets of one vendor, which are listed by number.
fn five(desk: &LocalDesk) {
    for n in 1..=5 {
        log(desk, "agent1", new("missoun", "standard", "low", "portal", &format!("matter {n}")));
    }
}

#[test]
fn from_inside_a_ticket_the_next_and_the_one_before_are_a_key_away() {
    let mut desk = AtDesk::with(MONDAY, 100, 30, |d| {
        five(d);
        (1..=5).for_each(|id| happen(d, "agent1", TicketId(id), EventData::Fixed));
    });
    desk.keys(&["j", "Enter"]).sees("Queue ▸ #2").keys(&["J"]).sees("Queue ▸ #3").keys(&["K", "K"]).sees("Queue ▸ #1");
    desk.keys(&["K"]).sees("Queue ▸ #1").sees("This is the first ticket of the list");
    // The list below has come along, and one Esc goes back to it.
    desk.keys(&["J", "J", "J", "J"]).sees("Queue ▸ #5").keys(&["J"]).sees("This is the last ticket of the list");
    desk.keys(&["Esc"]);
    assert!(desk.row("▌").contains("matter 5"), "{}", desk.text());
    // After a closing the next is the one that came into its place.
    desk.keys(&["k", "k", "Enter", "d"]).sees("closed").keys(&["J"]).sees("Queue ▸ #4");
    // The same from the breach page, where the list is its own.
    let mut desk = AtDesk::with(MONDAY, 100, 30, several);
    desk.keys(&["2", "Enter"]).sees("Breach ▸ #3").keys(&["J"]).sees("Breach ▸ #1");
}

#[test]
fn a_number_goes_to_its_ticket_and_what_was_looked_at_is_found_again() {
    let mut desk = AtDesk::with(MONDAY, 100, 30, five);
    desk.keys(&["g h"]).sees("No ticket was looked at yet");
    desk.keys(&["3", "#"]).sees("Go to a ticket").typed("x\n").sees("made of digits").keys(&["Backspace"]).typed("4\n");
    desk.sees("Vendors ▸ #4").keys(&["#"]).typed("#2\n").sees("▸ #2").keys(&["#"]).typed("99\n");
    desk.sees("There is no ticket #99").keys(&["1", "g h"]).sees("Looked at last");
    let text = desk.text();
    let listed: Vec<&str> = text.lines().filter(|line| line.contains("│") && line.contains(" #")).collect();
    assert!(listed.len() == 2 && listed[0].contains("#2  matter 2") && listed[1].contains("#4  matter 4"), "{text}");
    desk.keys(&["j", "Enter"]).sees("▸ #4");
}

#[test]
fn a_range_is_marked_from_where_it_begins_to_where_one_goes() {
    let mut desk = AtDesk::with(MONDAY, 100, 30, five);
    let marked = |desk: &AtDesk| desk.text().lines().filter(|line| line.starts_with('■')).count();
    desk.keys(&["j", "V"]).sees("1 marked").keys(&["j", "j"]).sees("3 marked");
    assert_eq!(marked(&desk), 3);
    desk.keys(&["k", "k", "k"]).sees("2 marked").keys(&["G", "V"]).sees("4 marked").keys(&["g g"]).sees("4 marked");
    // It adds to what was marked before, and Esc drops all of it.
    desk.keys(&["V"]).sees("5 marked").keys(&["Esc", "j"]).sees_not("marked");
    desk.keys(&["Space", "j", "V", "j", "r"]).sees("#2, #4 and #5 responded").sees_not(" marked");
    desk.keys(&["k"]).sees_not(" marked");
}

#[test]
fn the_words_of_a_filter_are_marked_where_they_stand() {
    use ratatui::style::Modifier;
    let mut desk = AtDesk::with(MONDAY, 100, 30, several);
    desk.keys(&["/"]).typed("search").keys(&["Enter"]);
    let text = desk.text();
    let row = text.lines().position(|line| line.contains("Search finds")).unwrap();
    let line = text.lines().nth(row).unwrap();
    let start = line[..line.find("Search").unwrap()].chars().count();
    // The row is selected, so its colours are those for that ground.
    let theme = Theme::named("dark").unwrap();
    let accent = theme.on_own.iter().find(|(sign, _)| Some(*sign) == theme.accent.fg).map(|(_, own)| *own);
    let bold = |desk: &AtDesk, column: usize| {
        let cell = &desk.screen.buffer()[(column as u16, row as u16)];
        cell.modifier.contains(Modifier::BOLD) && Some(cell.fg) == accent
    };
    assert!((start..start + 6).all(|column| bold(&desk, column)), "{text}");
    assert!(!bold(&desk, start + 7), "{text}");
}
