//! What stands around every page, at every width from 40 columns: where one is, the filter and the order in force, the late
//! mark, the short messages, the keys at the foot.

use frist::desk::Desk;
use frist::domain::ticket::{EventData, TicketId, event};
use frist::domain::time::{Instant, Zone};
use frist::tui::app::Setup;
use frist::tui::theme::Theme;
use ratatui::style::Color;

use crate::at_desk::{AtDesk, MONDAY, happen, log, new, setup};
use crate::snapshots::demo_desk;

fn some_tickets(columns: u16, rows: u16) -> AtDesk {
    AtDesk::with(MONDAY, columns, rows, |d| {
        log(d, "agent1", new("markant", "standard", "critical", "phone", "Shop down"));
        log(d, "agent1", new("myproduction", "standard", "critical", "phone", "Exports stop"));
        log(d, "agent1", new("sesam", "partner", "critical", "email", "Sync lags"));
    })
}

const WIDTHS: [u16; 10] = [40, 48, 59, 60, 72, 80, 99, 100, 120, 160];

#[test]
fn at_every_width_one_sees_where_one_is_how_to_go_elsewhere_and_the_time() {
    for columns in WIDTHS {
        let mut desk = some_tickets(columns, 24);
        for (keys, place) in
            [(&["2"][..], "2 Breach"), (&["4"], "4 Uptime"), (&["1"], "1 Queue"), (&["Enter"], "1 Queue ▸ #2")]
        {
            desk.keys(keys).is_on(place);
            let text = desk.text();
            let head = text.lines().next().unwrap();
            assert!(('1'..='6').all(|digit| head.contains(digit)), "{columns}: {head}");
            assert!(head.ends_with("10:00"), "{columns}: {head}");
            let names = ["3 Vendors", "5 Reports", "6 Activity"].iter().all(|name| head.contains(name));
            assert_eq!(names, columns >= 100, "{columns}: {head}");
        }
    }
}

#[test]
fn filter_and_order_are_always_in_force_where_they_can_be_seen() {
    for columns in WIDTHS {
        let mut desk = some_tickets(columns, 24);
        desk.keys(&["/"])
            .typed("vendor:markant,sesam is:open")
            .keys(&["Enter", "S", "Home", "j", "j", "j", "j", "j", "j", "Enter"]);
        let text = desk.text();
        let head: Vec<&str> = text.lines().take(2).collect();
        assert!(head.concat().contains("/vend"), "{columns}:\n{text}");
        assert!(head.concat().contains("↓age"), "{columns}:\n{text}");
        let whole = head.concat().contains("/vendor:markant,sesam is:open ↓age");
        assert!(whole || head.concat().contains("… ↓age"), "{columns}:\n{text}");
        assert!(whole || columns < 80, "{columns}: there is room for all of it\n{text}");
    }
}

#[test]
fn the_counters_lose_words_before_numbers_and_nought_is_quiet() {
    let mut desk = some_tickets(160, 24);
    desk.sees("‼ 0 breached   ! 0 at risk   ▶ 2 running");
    let dim = frist::tui::theme::Theme::default().dim.fg;
    let text = desk.text();
    let at = |words: &str| {
        let line = text.lines().nth(1).unwrap();
        frist::tui::text::width(&line[..line.find(words).unwrap()]) as u16
    };
    assert_eq!(Some(desk.screen.buffer()[(at("0 breached"), 1)].fg), dim);
    assert_ne!(Some(desk.screen.buffer()[(at("2 running"), 1)].fg), dim);
    desk.screen.resize(40, 12);
    desk.sees("‼ 0  ! 0  ▶ 2  ‖ 0").sees_not("breached");
}

/// Its agreement takes reports by web, chat and email alone: nobody has to phone anybody.
#[test]
fn a_call_is_wanted_only_where_a_call_starts_the_clock() {
    let mut desk = some_tickets(160, 24);
    desk.sees("☎ 0 to be phoned").sees("☎ 1 to be reported");
    desk.keys(&["2"]).sees("☎ 0 to be phoned");
    log(&desk.desk, "anna", new("markant", "standard", "critical", "email", "Mailed in"));
    desk.hear().sees("☎ 1 to be phoned").keys(&["1"]).sees("☎ 1 to be phoned").sees("☎ 1 to be reported");
}

#[test]
fn a_message_goes_with_the_key_that_leads_to_another_layer() {
    let mut desk = some_tickets(100, 24);
    desk.keys(&["Esc"]).sees("This is the queue").keys(&["j"]).sees("This is the queue");
    desk.keys(&["3"]).sees_not("This is the queue");
    desk.keys(&["1", "Ctrl-G"]).sees("Ctrl-G does nothing here").keys(&["a"]).sees("Assign #").sees_not("does nothing");
    desk.keys(&["Esc", "Esc"]).sees("This is the queue").keys(&["Enter"]).sees_not("This is the queue");
    // What a dialog asks for goes when it has it.
    desk.keys(&["p", "Enter"]).sees("Choose one with").keys(&["j", "Enter"]).sees_not("Choose one with");
}

#[test]
fn a_refusal_stays_until_the_next_key_however_long_that_takes() {
    let mut desk = some_tickets(100, 24);
    desk.keys(&["d"]).sees("still has to meet its response").pass(3600).sees("still has to meet its response");
    desk.keys(&["j"]).sees_not("still has to meet");
}

/// Wherever it was set, one Esc drops it there; above that layer Esc first closes what lies there.
#[test]
fn a_late_mark_that_was_set_in_a_dialog_is_dropped_there() {
    let mut desk = some_tickets(100, 24);
    desk.pass(3600).keys(&["Enter", "c", "Ctrl-T"]).typed("-20m\n").sees("for today 10:40").sees("Note on #2");
    assert!(desk.text().lines().next().unwrap().contains("next entry for today 10:40"), "{}", desk.text());
    desk.keys(&["Esc"]).sees("Note on #2").sees_not("10:40").keys(&["Esc"]).sees_not("Note on #2");
    // One that the note was opened with stays until it is dropped where it was set.
    desk.keys(&["@"]).typed("-10m\n").keys(&["c", "Esc"]).sees("next entry for today 10:50");
    desk.keys(&["Esc"]).sees_not("next entry for").is_on("1 Queue ▸ #2");
    // In a line without a moment of its own.
    desk.keys(&["t", "Ctrl-T"]).typed("-5m\n").sees("next entry for today 10:55");
    desk.keys(&["Esc"]).sees_not("next entry for").sees("#2").keys(&["Esc"]).is_on("1 Queue ▸ #2");
}

#[test]
fn the_footer_ends_with_the_actions_and_the_help_and_cuts_no_entry() {
    for columns in WIDTHS {
        let mut desk = some_tickets(columns, 24);
        for keys in [&[][..], &["Enter"], &["2"], &["3"], &["4"], &["5"], &["6"]] {
            let text = desk.keys(keys).text();
            let foot = text.lines().last().unwrap();
            assert!(foot.ends_with(": actions  ? help"), "{columns}: {foot}");
            assert!(!foot.contains('…'), "{columns}: {foot}");
        }
    }
}

#[test]
fn only_the_dialog_that_has_the_keys_is_drawn() {
    let mut desk = some_tickets(100, 24);
    desk.keys(&["c", "a", "@"]).sees("Note on #2");
    desk.keys(&["Ctrl-T"]).sees("When did it happen?").sees_not("Note on #2");
    assert_eq!(desk.text().matches('╭').count(), 1, "{}", desk.text());
    desk.keys(&["Esc"]).sees("Note on #2").sees("a@");
}

/// Nine hours ahead of the vendors, the screen shows and reads the person's own time.
#[test]
fn everything_on_the_screen_is_in_the_persons_own_time() {
    let mut desk = some_tickets(160, 45);
    desk.start(Setup { zone: Zone::named("Asia/Tokyo").unwrap(), ..setup(&[]) });
    desk.screen.resize(160, 45);
    desk.sees("Mon 8 18:00 Tokyo").keys(&["j"]).sees("today 20:00").sees("reported today 18:00 by phone");
    desk.pass(3600).keys(&["@"]).typed("18:30\n").sees("next entry for today 18:30").keys(&["r"]);
    desk.sees("responded, Mon 8 Jan 2024 18:30 (10:30 Oslo)");
    let half_past = Instant::parse("2024-01-08T09:30:00Z").unwrap();
    let responded = |id| desk.desk.record(TicketId(id)).unwrap().unwrap().ticket.responded.as_ref().map(|mark| mark.at);
    assert!((1..=3).any(|id| responded(id) == Some(half_past)));
    // The reasons are in the vendor's time, and say when that is on one's own clock.
    desk.keys(&["Enter", "v"]).sees("In your own time, that of Asia/Tokyo: due").keys(&["Esc", "Esc"]);
    // What is typed into a form is too, and so is a deadline beside it.
    desk.keys(&["n"]);
    while !desk.row("Vendor").contains("[Markant]") {
        desk.keys(&["Right"]);
    }
    desk.keys(&["Tab", "s", "Tab", "c", "Tab", "p", "Tab"]).typed("Late").keys(&["Tab", "Tab"]).typed("18:45");
    desk.sees("due today 20:45").keys(&["Ctrl-S"]).sees("#4 logged");
    let late = desk.desk.record(TicketId(4)).unwrap().unwrap();
    assert_eq!(late.ticket.reported(), Instant::parse("2024-01-08T09:45:00Z").unwrap());
}

/// A vendor's own page is in the vendor's time and says so; the list of vendors is in the person's.
#[test]
fn a_vendors_hours_are_in_its_own_time_and_say_so() {
    let mut desk = some_tickets(100, 45);
    desk.start(Setup { zone: Zone::named("Asia/Tokyo").unwrap(), ..setup(&[]) });
    desk.keys(&["3"]).sees("open until tomorrow 00:00");
    desk.screen.resize(100, 45);
    desk.keys(&["Enter"]).sees("in Europe/Oslo");
}

/// Every page is as full as a wide screen lets it be, but for those of one ticket, whose sides belong to what is said about it.
#[test]
fn at_160_by_45_no_page_of_the_demonstration_is_more_than_a_third_empty() {
    let (mut screen, _folder) = demo_desk(160, 45, &[]);
    for keys in [&["1"][..], &["2"], &["F11"], &["F11", "3"], &["4"], &["6"], &["5"]] {
        full(&screen.keys(keys).screen(), keys);
    }
    for _ in 0..8 {
        full(&screen.keys(&["Tab"]).screen(), &["5", "Tab"]);
    }
}

/// Fails where more than a third of the rows between header and footer have nothing in them but lines.
#[track_caller]
fn full(text: &str, keys: &[&str]) {
    let rows: Vec<&str> = text.lines().skip(2).take(42).collect();
    let empty = |row: &&&str| row.chars().all(|c| c.is_whitespace() || "│┃╎".contains(c));
    let blank = rows.iter().filter(empty).count() + (42 - rows.len());
    assert!(blank * 3 <= 42, "{keys:?}: {blank} of 42 rows are empty\n{text}");
}

/// What is read has the terminal's own colour, or one that shows on black and on white, or stands on frist's own ground.
#[test]
fn every_word_on_every_page_shows_on_any_terminal() {
    let (mut screen, _folder) = demo_desk(160, 45, &[]);
    let mut judged = 0;
    for keys in [
        &["1"][..],
        &["2"],
        &["3"],
        &["4"],
        &["5"],
        &["6"],
        &["1", "Enter"],
        &["v"],
        &["Esc", "c"],
        &["Esc", "p"],
        &["Esc", "?"],
        &["Esc", ":"],
        &["Esc", "n"],
        &["Ctrl-S"],
    ] {
        screen.keys(keys);
        let buffer = screen.buffer();
        for cell in &buffer.content {
            if !cell.symbol().starts_with(char::is_alphabetic) {
                continue;
            }
            judged += 1;
            let grounds: &[Color] = if cell.bg == Color::Reset { &[BLACK, WHITE] } else { &[cell.bg] };
            for ground in grounds.iter().filter(|_| cell.fg != Color::Reset) {
                let ratio = contrast(cell.fg, *ground);
                // A single letter belongs to a figure.
                let least = if is_mark(cell.fg) { 3.0 } else { 4.5 };
                assert!(ratio >= least, "{keys:?}: “{}” has {ratio:.2}\n{}", cell.symbol(), screen.screen());
            }
        }
    }
    assert!(judged > 10_000, "{judged}");
}

const BLACK: Color = Color::Rgb(0, 0, 0);
const WHITE: Color = Color::Rgb(255, 255, 255);

fn is_mark(color: Color) -> bool {
    let theme = Theme::default();
    let marks = [theme.running, theme.at_risk, theme.breached, theme.stopped, theme.no_clock, theme.met];
    marks.iter().any(|style| style.fg == Some(color))
}

/// Returns the contrast ratio of WCAG 2, from 1 to 21.
fn contrast(one: Color, other: Color) -> f64 {
    let luminance = |color| {
        let Color::Rgb(r, g, b) = color else { panic!("{color:?} has no fixed look") };
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    };
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn a_page_key_on_a_ticket_leaves_no_event_out() {
    let mut desk = some_tickets(80, 24);
    for n in 1..=30 {
        let note = event::Note { text: format!("note {n:02}"), to_customer: false };
        happen(&desk.desk, "agent1", TicketId(1), EventData::Note(note));
    }
    desk.hear().keys(&["j", "Enter", "Tab"]).is_on("1 Queue ▸ #1");
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..30 {
        let text = desk.text();
        seen.extend((1..=30).filter(|n| text.contains(&format!("note {n:02}"))));
        desk.keys(&["PgDn"]);
    }
    assert_eq!(seen.len(), 30, "{seen:?}");
    desk.sees("logged as incident");
}

#[test]
fn at_100_columns_the_form_names_every_vendor() {
    let mut desk = some_tickets(100, 24);
    desk.keys(&["n"]);
    let row = desk.row("Vendor");
    for vendor in ["Markant", "Missoun", "MooCommerce", "MyProduction", "SESAM"] {
        assert!(row.contains(vendor), "{row}");
    }
    // An empty form has one problem for each field that is missing.
    desk.keys(&["Ctrl-S"]);
    let text = desk.text();
    let beside = text.lines().filter_map(|line| Some(line.split_once('│')?.1));
    let wrong: Vec<&str> = beside.filter(|words| words.contains("✗ ")).collect();
    assert_eq!(wrong.len(), 3, "severity, channel and subject: {wrong:#?}\n{text}");
}

#[test]
fn a_maintenance_without_moments_says_of_which_field_each_problem_is() {
    let mut desk = some_tickets(120, 36);
    desk.keys(&["4", "m", "Ctrl-S"]);
    let text = desk.text();
    let missing = text.matches("the time is missing").count();
    let named = text.matches(": the time is missing").count();
    assert!(missing >= 2 && missing == named, "{text}");
}

/// On a phone: the list, a ticket, a reply, the reasons.
#[test]
fn at_40_by_12_whoever_is_on_call_can_do_their_work() {
    let mut desk = some_tickets(40, 12);
    desk.sees("Shop down").keys(&["j"]).sees("2h00").keys(&["Enter"]).is_on("1 Queue ▸ #1");
    desk.sees("Shop down").sees("response").sees("TIMELINE").sees("reported by phone");
    desk.keys(&["r"]).sees("#1 responded").keys(&["v"]).sees("Why #1 is due").sees("Clocks count from");
    for line in desk.text().lines() {
        assert!(frist::tui::text::width(line) <= 40, "{line}");
    }
}

/// A message that came without a key stands for some seconds, whatever is opened meanwhile.
#[test]
fn a_message_at_the_foot_covers_nothing_of_a_form_that_is_opened_under_it() {
    for rows in [24, 14] {
        let form = |rows, seconds| {
            let mut desk = some_tickets(80, rows);
            desk.keys(&["r", "u"]).sees("undone: #2 responded").keys(&["n"]).pass(seconds);
            desk.text().lines().map(str::to_owned).collect::<Vec<String>>()
        };
        let (under, short) = (form(rows, 0), form(rows - 1, 6));
        let body = 2..usize::from(rows) - 2;
        assert!(under[body.end].contains("undone"), "{}", under.join("\n"));
        assert_eq!(under[body.clone()].join("\n"), short[body].join("\n"), "as on a screen that is shorter by its row");
    }
}
