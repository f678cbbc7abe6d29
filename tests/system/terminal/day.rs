//! An agent's day with keys alone, in real time, and the next morning.

use frist_testkit::place::TestPlace;
use frist_testkit::session::{Launch, Session};

/// Logs a ticket with the keyboard alone: the vendor by arrows, the other choices by their first letters.
fn log_by_keys(screen: &Session, vendor: &str, choices: &[&str], subject: &str) {
    screen.press("n").see("Log ticket");
    let chosen = format!("[{vendor}]");
    loop {
        let before = screen.row("▌Vendor");
        if before.contains(&chosen) {
            break;
        }
        screen.press("\x1b[C").see_row("▌Vendor", |row| row != before);
    }
    screen.press("\t");
    for choice in choices {
        screen.press(choice).press("\t");
    }
    screen.press(subject).press("\x13").see("Queue").see(subject);
}

/// Returns the minutes and seconds of a countdown under an hour in this row, in seconds.
fn left(row: &str) -> Option<u32> {
    let parts = |word: &str| -> Option<Vec<u32>> { word.split(':').map(|part| part.parse().ok()).collect() };
    row.split_whitespace().filter_map(parts).find(|parts| parts.len() == 2).map(|p| p[0] * 60 + p[1])
}

fn a_day(columns: u16, rows: u16) {
    let place = TestPlace::new();
    let screen = place.screen(columns, rows);
    screen.see("No open tickets.").see("n  log a ticket");
    log_by_keys(&screen, "Markant", &["e", "c", "p"], "Checkout gives 502");
    log_by_keys(&screen, "MyProduction", &["", "h", "e"], "Exports stop");
    log_by_keys(&screen, "SESAM", &["p", "e", "e"], "Sync lags");
    log_by_keys(&screen, "MooCommerce", &["", "s", "p"], "Cart is empty");
    log_by_keys(&screen, "Missoun", &["", "h", "m", ""], "Sizes are lost");
    screen.see("#5 logged").see("promise");
    log_by_keys(&screen, "Allday", &["", "a", "p"], "Night shift");
    screen.see("#6 logged");
    time_passes(&screen);
    the_work_is_done(&screen);
    questions_are_asked(&screen);
    let ended = screen.quit();
    assert!(ended.written.contains("\x1b[?1049l"));
    the_next_morning(&place, columns, rows);
}

fn time_passes(screen: &Session) {
    // By its number in the list: on a large screen its subject also stands in the preview, beside another ticket's row.
    screen.see_row("◆ any", |row| left(row).is_some_and(|left| left <= 50 * 60));
    let before = left(&screen.row("◆ any")).unwrap();
    screen.see_row("◆ any", |row| left(row).is_some_and(|left| left < before));
    assert!(before > 40 * 60, "{}", screen.row("◆ any"));
}

/// Returns whether the row says that no target is open, and what the ticket is.
fn is_settled(row: &str, status: &str) -> bool {
    row.contains('✓') && row.contains(status)
}

fn the_work_is_done(screen: &Session) {
    screen.press("r").see("#6 responded").see_row("◆ any", |row| row.contains("start"));
    screen.press("s").see("#6 work started").see_row("◆ any", |row| is_settled(row, "in work"));
    screen.press("u").see("undone").see_row("◆ any", |row| !row.contains('✓'));
    screen.press("s").see_row("◆ any", |row| is_settled(row, "in work"));
    screen.press("f").see("#6 fixed").see_row("◆ any", |row| is_settled(row, "fixed"));
}

fn questions_are_asked(screen: &Session) {
    screen.press("/").press("vendor:allday").see_no("Sync lags").see("Night shift");
    screen
        .press("\r")
        .see("/vendor:allday")
        .press("v")
        .see("Why #6 is due when it is")
        .see("after 50m of support time");
    screen.press("\x1b").see_no("Why #6").press("\x1b").see("Sync lags");
}

fn the_next_morning(place: &TestPlace, columns: u16, rows: u16) {
    let screen = place.screen(columns, rows);
    for subject in ["Checkout gives", "Exports stop", "Sync lags", "Cart is", "Sizes are", "Night shift"] {
        screen.see(subject);
    }
    screen.see_row("◆ any", |row| is_settled(row, "fixed"));
    screen.quit();
    assert_eq!(place.tickets().len(), 6);
    let ticket = place.ticket("6");
    assert_eq!((&ticket["status"], &ticket["contract"]), (&"fixed".into(), &"allday".into()), "{ticket}");
    let retracted = ticket["events"].as_array().unwrap().iter().filter(|e| e["taken_back"] == true).count();
    assert_eq!(retracted, 1, "{ticket}");
}

#[test]
fn a_day_on_a_small_screen() {
    a_day(80, 24);
}

#[test]
fn a_day_on_a_large_screen() {
    a_day(160, 45);
}

#[test]
fn long_work_shows_how_far_it_is_and_ends_and_a_demonstration_opens() {
    let place = TestPlace::new();
    let made =
        place.launch_on(&place.path("made"), 80, 24).args(&["demo", "--tickets", "2000"]).start().end().with_code(0);
    assert!(
        made.written.contains("making tickets") && made.written.contains("2000 made-up tickets"),
        "{}",
        made.written
    );
    for command in ["backup", "verify", "restore", "repair"] {
        place.launch_on(&place.path("made"), 80, 24).args(&[command]).start().end().with_code(0);
    }
    let home = place.path("home");
    std::fs::create_dir(&home).unwrap();
    let home = home.to_str().unwrap();
    let demo = Launch::new(80, 24).args(&["demo"]).env("HOME", home).env("TMPDIR", home).start_and_see("frist demo");
    demo.press("q");
    demo.end().with_code(0);
}
