//! The breach view at the screen: its order, its counters, the time line, the wall.

use frist::desk::{Change, Desk, Request};
use frist::domain::ticket::{EventData, NewTicket, event};

use crate::at_desk::{AtDesk, MONDAY, happen, log, new};
use crate::snapshots::look;

/// Returns the numbers of the tickets in the order in which they are listed.
fn listed(desk: &AtDesk) -> Vec<u64> {
    let text = desk.text();
    let rows = text.lines().skip_while(|line| !line.contains("TARGET")).skip(1);
    rows.filter_map(|line| line.chars().skip(2).collect::<String>().split_whitespace().next()?.parse().ok()).collect()
}

fn at(contract: &str, plan: &str, severity: &str, channel: &str, reported: &str) -> NewTicket {
    let reported = Some(frist::domain::time::Instant::parse(reported).unwrap());
    NewTicket { reported, ..new(contract, plan, severity, channel, &format!("{severity} at {contract}")) }
}

/// Returns a desk with two breached tickets, three that run, one whose clock stands, one that needs a call, one without
/// open targets.
fn mixed(columns: u16, rows: u16) -> AtDesk {
    AtDesk::with("2024-01-08T12:00:00Z", columns, rows, |d| {
        // 1: two hours over. 2: over by much more, at a vendor that opens later.
        log(d, "anna", at("markant", "standard", "critical", "phone", "2024-01-08T07:00:00Z"));
        log(d, "anna", at("moocommerce", "standard", "critical", "phone", "2024-01-04T09:00:00Z"));
        // 3: ten minutes left. 4: fifty. 5: hours.
        log(d, "anna", at("markant", "extended", "critical", "phone", "2024-01-08T11:40:00Z"));
        log(d, "anna", at("markant", "extended", "serious", "phone", "2024-01-08T11:50:00Z"));
        log(d, "anna", at("myproduction", "standard", "medium", "email", "2024-01-08T11:30:00Z"));
        // 6: mailed in. 7: nothing is promised. 8: answered, nothing more is promised.
        log(d, "anna", at("markant", "standard", "critical", "email", "2024-01-08T11:30:00Z"));
        log(d, "anna", at("missoun", "standard", "low", "portal", "2024-01-08T11:30:00Z"));
        let answered = log(d, "anna", at("myproduction", "standard", "low", "email", "2024-01-08T11:30:00Z"));
        happen(d, "anna", answered, EventData::Responded);
    })
}

#[test]
fn what_is_breached_comes_first_by_how_long_then_what_is_breached_next_then_what_needs_a_call() {
    let mut desk = mixed(120, 30);
    desk.keys(&["2"]).sees("[6 tickets]").sees("‼ 2 breached");
    assert_eq!(listed(&desk), [2, 1, 3, 4, 5, 6]);
}

#[test]
fn each_counter_is_a_filter() {
    let mut desk = mixed(120, 30);
    desk.keys(&["2", "Right"]).sees("[‼ 2 breached]");
    assert_eq!(listed(&desk), [2, 1]);
    for (words, tickets) in [
        ("[! 1 under 15 min]", &[3][..]),
        ("[! 2 under 1 h]", &[3, 4]),
        ("[2 today]", &[3, 4]),
        ("[‖ 0 support closed]", &[]),
        ("[☎ 1 to be phoned]", &[6]),
        ("[6 tickets]", &[2, 1, 3, 4, 5, 6]),
    ] {
        desk.keys(&["Right"]).sees(words);
        assert_eq!(listed(&desk), tickets, "{words}");
    }
    desk.keys(&["Left", "Left"])
        .sees("None. Backspace shows all tickets with open targets.")
        .keys(&["Backspace"])
        .sees("[6 tickets]");
    desk.keys(&["Right", "Esc"]).sees("[6 tickets]").keys(&["Esc"]).is_on("1 Queue");
}

#[test]
fn after_closing_time_clocks_stand_and_what_was_due_today_is_counted_apart() {
    let mut desk = mixed(120, 30);
    desk.keys(&["2"]).pass(3 * 3600 + 1800).sees("‖ 1").sees("‼ 4 breached");
}

#[test]
fn the_selected_ticket_stays_selected_and_where_it_was_while_others_pass_it() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        let ticket =
            |n: u64| NewTicket { subject: format!("low {n}"), ..new("myproduction", "standard", "low", "email", "x") };
        let changes = (0..60).map(|n| Change::New(Box::new(ticket(n)))).collect();
        d.commit(Request::new("anna", changes)).unwrap();
    });
    desk.keys(&["2"]).keys(&["j"; 30]);
    let place = |desk: &AtDesk| desk.text().lines().position(|line| line.starts_with('▌')).unwrap();
    let (row, before) = (desk.row("▌"), place(&desk));
    // Five that are due sooner come in above it.
    for _ in 0..5 {
        log(&desk.desk, "anna", new("markant", "extended", "critical", "phone", "Shop down"));
    }
    desk.keys(&["Enter"]).keys(&["Esc"]).sees("[65 tickets]");
    assert_eq!((desk.row("▌")[..8].to_owned(), place(&desk)), (row[..8].to_owned(), before));
}

#[test]
fn a_key_right_after_another_ticket_came_under_the_selection_is_held_back() {
    let mut desk = mixed(120, 30);
    desk.keys(&["2", "j"]).sees("critical at markant");
    happen(
        &desk.desk,
        "berit",
        frist::domain::ticket::TicketId(1),
        EventData::Excluded(event::Excluded { cause: "customer".to_owned(), words: Some("it is theirs".to_owned()) }),
    );
    // The script's host passes the feed on with the next thing that it is asked for.
    desk.keys(&["Enter"])
        .keys(&["Esc", "r"])
        .sees("Another ticket is selected now, #")
        .sees("; press it again if you mean that one")
        // The clock stands still here, as it does under a fixed one: the second time it is meant.
        .keys(&["r"])
        .sees("responded · u undoes it");
}

#[test]
fn tickets_are_worked_on_from_the_list_as_from_the_queue() {
    let mut desk = mixed(120, 30);
    // The list's filter goes for the list alone.
    desk.keys(&["/"]).typed("vendor:markant").keys(&["Enter"]).sees("/vendor:markant");
    desk.keys(&["2"]).sees_not("/vendor:markant").keys(&["1", "Esc"]);
    desk.keys(&["2", "j", "j", "r"]).sees("#3 responded · u undoes it").sees("Breach");
    desk.keys(&["u"]).sees("undone: #3 responded");
    desk.keys(&["Enter"]).sees("Breach ▸ #3").keys(&["Esc"]).sees("[6 tickets]");
    desk.keys(&["L"]).sees("Uptime ▸ new outage").keys(&["Esc"]).sees("[6 tickets]");
    desk.keys(&["v"]).sees("Why #3 is due when it is").keys(&["Esc", "/"]).sees("Filter").sees("Queue");
}

#[test]
fn by_vendors_the_worst_vendor_comes_first_and_is_named_once() {
    let mut desk = mixed(120, 30);
    desk.keys(&["2", "S", "j", "j", "j", "Enter"]).sees("Sorted by vendor").sees("↓vendor");
    assert_eq!(listed(&desk), [2, 1, 3, 4, 6, 5]);
    let text = desk.text();
    let names = text.lines().filter(|line| line.contains(" Markant ")).count();
    assert_eq!(names, 1, "{text}");
    desk.keys(&["S", "Enter"]).sees("↑vendor");
    assert_eq!(listed(&desk), [5, 6, 4, 3, 1, 2]);
    desk.keys(&["S", "Home", "Enter"]).sees("↓next");
}

#[test]
fn an_empty_desk_says_that_nothing_is_owed() {
    let mut desk = AtDesk::at(MONDAY, 80, 24);
    desk.keys(&["2"]).sees("No open ticket has an open target.").keys(&["r"]).sees("There is no ticket here");
    desk.keys(&["Enter", "j", "k", "Right", "Left", "S", "y"]).sees("Breach");
}

#[test]
fn the_wall_needs_no_key_and_the_key_that_opened_it_closes_it() {
    let mut desk = mixed(160, 45);
    desk.keys(&["F11"]).sees("‼ breached").sees("critical at markant").sees_not("[6 tickets]");
    desk.pass(11 * 60)
        .sees("under 15 min")
        .keys(&["F11"])
        .sees("[6 tickets]")
        .keys(&["F11", "Esc"])
        .sees("[6 tickets]");
    // Where there is no room for large figures, it is the view as it is.
    desk.keys(&["F11"]).screen.resize(100, 30);
    desk.sees("[6 tickets]");
}

#[test]
fn an_untouched_wall_stays_right_over_hours() {
    let mut desk = mixed(160, 45);
    desk.keys(&["F11"]);
    for _ in 0..60 {
        desk.pass(60);
    }
    let untouched = desk.text();
    desk.keys(&["F11", "Esc", "F11"]);
    // The selected row counts seconds while somebody is at the keys; else nothing may differ, the list neither.
    let without_seconds = |text: &str| text.replace("−18:00:00 ‼ ", "−18:00 ‼    ");
    let below_the_head = |text: &str| without_seconds(text).lines().skip(2).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(below_the_head(&untouched), below_the_head(&desk.text()));
}

#[test]
fn tickets_keep_their_order_as_time_passes_and_nothing_else_happens() {
    let terms = [
        ("markant", "extended", "critical", "phone"),
        ("markant", "standard", "serious", "phone"),
        ("moocommerce", "standard", "critical", "phone"),
        ("myproduction", "standard", "medium", "email"),
        ("missoun", "standard", "high", "portal"),
        ("sesam", "partner", "error", "email"),
    ];
    let mut desk = AtDesk::with("2024-01-08T07:00:00Z", 160, 45, |d| {
        let reported = |n: i64| Some(d.now().plus(-((n * 7_919) % 36_000)));
        let ticket = |(n, (contract, plan, severity, channel)): (i64, &(&str, &str, &str, &str))| {
            Change::New(Box::new(NewTicket { reported: reported(n), ..new(contract, plan, severity, channel, "x") }))
        };
        d.commit(Request::new("anna", (0..36).zip(terms.iter().cycle()).map(ticket).collect())).unwrap();
    });
    desk.keys(&["2"]);
    let mut counters = std::collections::BTreeSet::new();
    // Over closing time, the night, and the next morning.
    for _ in 0..26 {
        desk.pass(3_600);
        let order = listed(&desk);
        desk.keys(&["Esc", "2"]);
        assert_eq!(order, listed(&desk));
        counters.insert(desk.row(" tickets]"));
    }
    assert!(counters.len() > 5, "{counters:?}");
}

/// Logs a ticket that has been breached for long.
fn broken(desk: &AtDesk) -> frist::domain::ticket::TicketId {
    log(&desk.desk, "anna", at("moocommerce", "standard", "critical", "phone", "2023-12-04T09:00:00Z"))
}

#[test]
fn a_wall_that_nobody_is_at_stays_at_what_is_worst() {
    let mut desk = mixed(160, 45);
    desk.keys(&["F11"]);
    assert_eq!(listed(&desk), [2, 1, 3, 4, 5, 6]);
    // What stood on top is answered: its next target is far off.
    happen(&desk.desk, "berit", frist::domain::ticket::TicketId(2), EventData::Responded);
    happen(&desk.desk, "berit", frist::domain::ticket::TicketId(2), EventData::WorkStarted);
    for worst in 9..40 {
        broken(&desk);
        desk.hear().pass(1);
        assert_eq!(listed(&desk)[0], 9, "{worst}: {}", desk.text());
        assert!(desk.row("▌").contains(" at moocommerce"), "{}", desk.text());
    }
    // Somebody looks further down; once they have gone it goes back to its top.
    desk.keys(&["G"]).pass(30);
    assert_ne!(listed(&desk)[0], 9);
    desk.pass(60);
    assert_eq!(listed(&desk)[0], 9);
}

#[test]
fn what_comes_in_on_top_shows_where_the_list_stands_at_its_top() {
    let mut desk = mixed(100, 11);
    desk.keys(&["2", "j", "j"]);
    let selected = desk.row("▌")[..8].to_owned();
    let worst = broken(&desk);
    desk.hear();
    assert_eq!(listed(&desk)[0], worst.0);
    assert_eq!(desk.row("▌")[..8], selected, "and the selected ticket stays selected");
}

#[test]
fn a_chosen_counter_is_marked_on_the_wall_too() {
    let mut desk = mixed(160, 45);
    desk.keys(&["F11"]).sees_not("[‼ breached]").keys(&["Right"]).sees("[‼ breached]");
}

#[test]
fn where_there_is_no_room_for_the_wall_it_says_what_it_needs() {
    let mut desk = mixed(149, 39);
    desk.keys(&["F11"]).sees("Large figures need 150 columns and 39 rows; here are 149 and 39.").sees("[6 tickets]");
    desk.screen.resize(150, 39);
    desk.sees_not("Large figures").sees_not("[6 tickets]");
    desk.screen.resize(150, 38);
    desk.sees("here are 150 and 38").keys(&["F11"]).sees_not("Large figures");
}

#[test]
fn long_numbers_are_whole_at_80_columns_too() {
    let mut desk = AtDesk::with(MONDAY, 80, 24, |d| {
        for count in [4_000, 4_000, 2_000] {
            let one = |_| Change::New(Box::new(new("missoun", "standard", "low", "portal", "x")));
            d.commit(Request::new("anna", (0..count).map(one).collect())).unwrap();
        }
        log(d, "anna", new("markant", "extended", "critical", "phone", "Shop down"));
    });
    desk.keys(&["2"]).sees("▌▶ 10001 ");
}

#[test]
fn the_breach_view_of_the_demonstration_at_80_by_24() {
    insta::assert_snapshot!(look(80, 24, &["2", "j"]));
}

#[test]
fn the_breach_view_of_the_demonstration_at_160_by_45() {
    insta::assert_snapshot!(look(160, 45, &["2", "S", "j", "j", "j", "Enter"]));
}

#[test]
fn the_wall_of_the_demonstration() {
    insta::assert_snapshot!(look(200, 60, &["F11"]));
}

/// Who sits in another zone reads moments, and days, on their own clocks.
#[test]
fn what_is_due_today_is_due_on_the_persons_own_day() {
    use frist::tui::app::Setup;
    let mut desk = AtDesk::with(MONDAY, 120, 36, |d| {
        // Due at 12:00 in Oslo, which is 00:00 of the next day in Auckland.
        crate::at_desk::log(d, "agent1", crate::at_desk::new("markant", "standard", "critical", "phone", "Shop down"));
    });
    let due = |desk: &mut AtDesk, filter: &str| {
        desk.keys(&["1", "/", "Ctrl-U"]).typed(filter).keys(&["Enter"]).text().contains("Shop down")
    };
    for (zone, is_today) in [("Europe/Oslo", true), ("Pacific/Auckland", false)] {
        desk.start(Setup { zone: frist::domain::time::Zone::named(zone).unwrap(), ..crate::at_desk::setup(&[]) });
        assert_eq!((due(&mut desk, "due:today"), due(&mut desk, "due:tomorrow")), (is_today, !is_today), "{zone}");
        // Closed tickets are looked for by the desk, by the same days.
        assert_eq!(due(&mut desk, "due:today is:open,closed"), is_today, "{zone}");
        desk.keys(&["2"]).sees(if is_today { "1 today" } else { "0 today" });
    }
}
