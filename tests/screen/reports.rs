//! The reports at the screen: which report of what, cells that open their tickets, documents, and figures that follow what
//! happens.

use frist::desk::{Desk, LocalDesk};
use frist::domain::ticket::{BreachReason, EventData, NewTicket, TicketId, event};
use frist::domain::time::Instant;
use frist::tui::run::ShellEffect;

use crate::at_desk::{AtDesk, happen, log, new};
use crate::snapshots::look;

/// Monday 5 February 2024, 13:00 in Oslo.
const MONDAY: &str = "2024-02-05T12:00:00Z";

fn reported(desk: &LocalDesk, contract: &str, plan: &str, severity: &str, at: &str) -> TicketId {
    let reported = Some(Instant::parse(at).unwrap());
    let ticket = new(contract, plan, severity, "phone", &format!("{severity} of {at}"));
    log(desk, "anna", NewTicket { reported, ..ticket })
}

/// Fills the desk: in January a ticket met late and closed for the vendor's fault, one breached and open; in February one
/// just answered in time.
fn fill(desk: &LocalDesk) {
    let late = reported(desk, "markant", "standard", "critical", "2024-01-09T09:00:00Z");
    for what in [EventData::Responded, EventData::Fixed] {
        happen(desk, "anna", late, what);
    }
    happen(desk, "anna", late, EventData::Closed(event::Closed { reason: Some(BreachReason::Vendors), words: None }));
    reported(desk, "markant", "standard", "critical", "2024-01-10T09:00:00Z");
    let answered = reported(desk, "markant", "standard", "critical", "2024-02-05T11:50:00Z");
    happen(desk, "anna", answered, EventData::Responded);
}

fn desk(columns: u16, rows: u16) -> AtDesk {
    AtDesk::with(MONDAY, columns, rows, fill)
}

/// Returns the words of a row, split at its blanks.
fn words(row: &str) -> Vec<String> {
    row.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn it_opens_on_the_present_month_and_goes_by_periods() {
    let mut desk = desk(80, 24);
    desk.keys(&["5"]).sees("◂ February 2024 ▸").sees("[attainment]");
    desk.keys(&["Right"]).sees("◂ February 2024 ▸").sees("What comes after is still to be reported");
    assert_eq!(words(&desk.row("Markant  "))[1..], ["1", "0", "0", "0", "0", "1", "100.0", "%"]);
    desk.keys(&["Left"]).sees("◂ January 2024 ▸");
    assert_eq!(words(&desk.row("Markant  "))[1..], ["0", "2", "2", "0", "0", "0", "0.0", "%"]);
    desk.keys(&["Left"]).sees("◂ December 2023 ▸").sees("Nothing to report on tickets of December 2023");
    desk.keys(&["p"]).sees("October to December 2023").keys(&["Right"]).sees("January to March 2024");
    desk.keys(&["p"]).sees("◂ 2024 ▸").keys(&["p"]).sees("all time").keys(&["Right"]).sees("p shortens the period");
    desk.keys(&["p", "t"]).sees("◂ February 2024 ▸");
}

#[test]
fn a_figure_opens_its_tickets_and_they_open_too() {
    let mut desk = desk(80, 24);
    desk.keys(&["5", "Left", "Down", "Right", "Enter"]).sees("1 ticket: Markant, late").sees("critical of 2024-01-09");
    desk.keys(&["Enter"]).sees("#1 Critical").sees("closed").keys(&["Esc"]).sees("1 ticket: Markant, late");
    desk.keys(&["Esc"]).sees("[attainment]").sees("›2");
    desk.keys(&["Right", "Enter"]).sees("1 ticket: Markant, breached").sees("critical of 2024-01-10");
    desk.keys(&["y"]).sees("The numbers: sent to the terminal's clipboard");
    assert_eq!(desk.screen.performed().last(), Some(&ShellEffect::Copy("#2".to_owned())));
    desk.keys(&["Esc", "Right", "Enter"]).sees("No ticket stands behind that");
    // Back to the periods, then out.
    desk.keys(&["Esc", "Left"]).sees("◂ December 2023 ▸").keys(&["Esc"]).sees("Queue");
}

#[test]
fn every_report_can_be_turned_to_and_grouped() {
    let mut desk = desk(100, 30);
    desk.keys(&["5", "p", "p", "p"]).sees("by vendor");
    for by in [
        "by plan",
        "by severity",
        "by target",
        "by agent",
        "by organisation",
        "by month",
        "by vendor, target",
        "by severity, target",
    ] {
        desk.keys(&["b"]).sees(by);
    }
    desk.keys(&["b"]).sees("by vendor").keys(&["Tab"]).sees("This desk has no internal targets");
    desk.keys(&["Tab"]).sees("[times]").sees("90TH").keys(&["Tab"]).sees("[reasons]").sees("VENDOR'S");
    desk.keys(&["Tab"]).sees("[billable]").sees("Nothing to report on tickets of all time");
    desk.keys(&["Tab"]).sees("[trend]").sees("2024-01").sees("2024-02").keys(&["b"]).sees("no groups");
    desk.keys(&["Tab"]).sees("[heat map]").sees("vendors' clocks").keys(&["b"]).sees("desk's clock");
    desk.keys(&["Tab"]).sees("[promises]").sees("No agreement promises anything about many tickets");
    desk.keys(&["Tab"])
        .sees("[scorecard]")
        .sees("Scorecard of Markant, February 2024")
        .keys(&["p"])
        .sees("of one month");
    desk.keys(&["v"]).sees("Scorecard of Missoun").keys(&["Tab"]).sees("[attainment]").sees("v all vendors");
}

#[test]
fn a_filter_counts_only_what_matches_and_says_what_is_wrong_with_it() {
    let mut desk = desk(80, 24);
    desk.keys(&["5", "Left", "/"])
        .typed("is:clozed")
        .sees("does not know `clozed`")
        .keys(&["Enter"])
        .sees("does not know");
    for _ in 0.."clozed".len() {
        desk.keys(&["Backspace"]);
    }
    desk.typed("closed").keys(&["Enter"]).sees("/ is:closed");
    assert_eq!(words(&desk.row("Markant  "))[1..4], ["0", "2", "0"]);
    desk.keys(&["/"]).typed(" x").keys(&["Esc"]).sees("/ is:closed");
    // The document says so too; a scorecard is never filtered.
    desk.keys(&["E"]).sees("Only tickets that match this filter are counted: is:closed").keys(&["Esc"]);
    desk.keys(&["Shift-Tab"]).sees("Tickets             2").sees_not("is:closed");
    desk.keys(&["/"]).sees("A scorecard is of all of the vendor's tickets").keys(&["Tab"]).sees("/ is:closed");
    desk.keys(&["Backspace"]).sees_not("is:closed");
    assert_eq!(words(&desk.row("Markant  "))[1..4], ["0", "2", "2"]);
}

#[test]
fn a_filter_shows_on_a_narrow_screen_too() {
    let mut desk = desk(50, 15);
    desk.keys(&["5", "p", "p", "Tab", "Tab", "Tab", "Tab", "Tab", "/"]).typed("is:closed").keys(&["Enter"]);
    desk.sees("◂ 2024 ▸   / is:closed");
}

#[test]
fn a_narrow_table_keeps_what_it_is_about_and_what_is_selected() {
    let heads = |columns, keys: &[&str]| {
        let text = look(columns, 15, keys);
        words(text.lines().find(|line| line.contains("VENDOR")).unwrap()).join(" ")
    };
    assert_eq!(heads(60, &["5"]), "VENDOR MET LATE BREACHED TO PHONE RUNNING KEPT…");
    assert_eq!(
        heads(60, &["5", "Down", "Right", "Right", "Right"]),
        "VENDOR MET LATE BREACHED EXCLUDED RUNNING KEPT…",
        "the selected one stays"
    );
    assert_eq!(heads(60, &["5", "Tab", "Tab", "Tab"]), "VENDOR BREACHED OURS VENDOR'S NONE GIVEN STILL OPEN…");
    assert_eq!(heads(36, &["5"]), "VENDOR MET BREACHED KEPT…");
    assert_eq!(heads(33, &["5", "Tab", "Tab", "Tab"]), "VENDOR BREACHED STILL OPEN…");
    assert_eq!(heads(20, &["5"]), "VENDOR KEPT…");
}

/// Fills the desk with twelve months, each with a ticket more than the one before, all answered and mended at once.
fn a_year(desk: &LocalDesk) {
    for month in 1..=12 {
        for _ in 0..month {
            let ticket = reported(desk, "markant", "standard", "critical", &format!("2023-{month:02}-10T09:00:00Z"));
            happen(desk, "anna", ticket, EventData::Responded);
            happen(desk, "anna", ticket, EventData::Fixed);
        }
    }
}

#[test]
fn a_trend_has_a_chart_of_each_of_its_figures_from_0_and_names_as_many_months_as_fit() {
    let mut desk = AtDesk::with("2023-12-31T12:00:00Z", 160, 45, a_year);
    desk.keys(&["5", "Tab", "Tab", "Tab", "Tab", "Tab"]).sees("[trend]").sees("2023-12");
    desk.sees(" TICKETS ").sees(" KEPT, in percent, 0 to 100").sees(" RESPONSE, median").sees(" START, median");
    let line = |begin: &str| desk.text().lines().find(|line| line.starts_with(begin)).unwrap_or_default().to_owned();
    assert!(line(" TICKETS ").contains(" KEPT, in percent"), "beside each other");
    let months = "2023  Feb   Mar   Apr   May   Jun   Jul   Aug   Sep   Oct   Nov   Dec";
    assert_eq!(line("    2023").matches(months).count(), 2, "{}", desk.text());
    assert_eq!(line("  0│").matches(" 0│").count(), 2);
    assert!(line(" 12│").contains(" 100│"), "the highest number of tickets, and all of what was promised");
    // Where months are narrower than their names every second one has its own, the last one always.
    let mut narrow = AtDesk::with("2023-12-31T12:00:00Z", 80, 45, a_year);
    narrow.keys(&["5", "Tab", "Tab", "Tab", "Tab", "Tab"]).sees("Feb Apr Jun Aug Oct Dec");
}

/// Twelve rows and a chart of six: the most that a year needs.
#[test]
fn a_year_at_80_by_24_has_its_months_and_a_chart() {
    let mut desk = AtDesk::with("2023-12-31T12:00:00Z", 80, 24, a_year);
    desk.keys(&["5", "Tab", "Tab", "Tab", "Tab", "Tab"]).sees("2023-01").sees("2023-12").sees("KEPT, in percent");
}

#[test]
fn where_not_all_charts_fit_the_selected_figures_is_there() {
    let mut desk = desk(80, 19);
    desk.keys(&["5", "Tab", "Tab", "Tab", "Tab", "Tab"]).sees(" TICKETS ").sees(" KEPT, in").sees_not("START, median");
    desk.keys(&["Down"]).keys(&["Right"; 6]).sees("START, median").sees_not("KEPT, in");
}

#[test]
fn figures_follow_what_others_do_and_what_time_does() {
    let mut desk = desk(80, 24);
    desk.keys(&["5"]);
    assert_eq!(words(&desk.row("Markant  "))[1..7], ["1", "0", "0", "0", "0", "1"]);
    happen(&desk.desk, "ola", TicketId(3), EventData::WorkStarted);
    desk.keys(&["Left", "Right"]).pass(2);
    assert_eq!(words(&desk.row("Markant  "))[1..7], ["2", "0", "0", "0", "0", "0"]);
    let now = desk.desk.now();
    reported(&desk.desk, "markant", "extended", "critical", &now.to_string());
    desk.keys(&["Left", "Right"]).pass(2);
    assert_eq!(words(&desk.row("Markant  "))[1..7], ["2", "0", "0", "0", "0", "2"]);
    desk.pass(3 * 3600 - 600).pass(60);
    assert_eq!(words(&desk.row("Markant  "))[3], "2", "{}", desk.text());
}

#[test]
fn a_report_is_written_down_to_be_copied_or_saved() {
    let mut desk = desk(80, 24);
    desk.keys(&["5", "Left", "y"]).sees("Attainment by vendor, January 2024: sent to the terminal's clipboard");
    let Some(ShellEffect::Copy(text)) = desk.screen.performed().last().cloned() else { panic!("nothing copied") };
    assert!(text.starts_with("# Attainment by vendor, January 2024\n\n| Vendor |"), "{text}");
    desk.keys(&["E"])
        .sees("# Attainment by vendor, January 2024")
        .keys(&["s"])
        .sees("No file can be written from here");
    desk.keys(&["Esc", "Shift-Tab", "E"]).sees("# Scorecard of Markant, January 2024");
}

#[test]
fn a_scorecard_has_all_parts_of_its_document() {
    let mut desk = desk(160, 45);
    desk.keys(&["5", "Left", "Shift-Tab"])
        .sees("Targets met in time 0.0 %")
        .sees("ATTAINMENT")
        .sees("‼ response overdue by 153h00 of support time")
        .sees("(the vendor's)")
        .sees("TIMES")
        .sees("90TH")
        .sees("BREACH REASONS")
        .sees("STILL OPEN")
        .sees("uptime % = 100 · (month − exempt − downtime) / (month − exempt)")
        .sees("In seconds: 100 · (2678400 − 0 − 0) / (2678400 − 0) = 100.000 %.")
        .sees("About the tickets that were first reported in the month. Times are in Europe/Oslo.");
    let text = desk.text();
    let parts = ["ATTAINMENT", "WORST OVERRUNS", "TIMES", "BREACH REASONS", "UPTIME"].map(|part| text.find(part));
    assert!(parts.is_sorted() && parts[0].is_some(), "{text}");
}

#[test]
fn a_scorecard_longer_than_the_screen_scrolls_to_what_is_selected() {
    let mut desk = desk(80, 24);
    desk.keys(&["5", "Left", "Shift-Tab"]).sees("Uptime promised     more than 99.1% of a month: kept");
    desk.sees("Scorecard of Markant, January 2024").sees_not("BREACH REASONS");
    desk.keys(&["G"]).sees("BREACH REASONS").sees("In seconds:").sees_not("Scorecard of Markant, January 2024");
    desk.keys(&["g g"]).sees("Scorecard of Markant, January 2024").sees_not("In seconds:");
    let mut narrow = self::desk(40, 24);
    narrow.keys(&["5", "Left", "Shift-Tab"]).sees("more than 99.1% of").sees("a month: kept");
}

#[test]
fn every_figure_of_a_scorecard_leads_to_what_is_behind_it() {
    let mut desk = desk(100, 45);
    desk.keys(&["5", "Left", "Shift-Tab", "Down", "Enter"])
        .sees("2 tickets: tickets")
        .sees(" 10 Jan ")
        .sees("closed 13:00");
    desk.keys(&["Esc", "Down", "Enter"]).sees("2 tickets: targets met in time");
    desk.keys(&["Esc"]);
    // Uptime, what is promised, downtime, exempt and credit: the vendor's month with that figure selected.
    for figure in ["Uptime ", "Uptime ", "Downtime ", "Exempt ", "Credit "] {
        desk.keys(&["Down", "Enter"]).sees(&format!("▌{figure}")).sees("Markant, January 2024  ✓ kept");
        desk.keys(&["Esc", "Esc"]).sees("[scorecard]");
    }
}

#[test]
fn a_scorecards_overruns_times_and_reasons_open_their_tickets() {
    let mut desk = desk(100, 45);
    desk.keys(&["5", "Left", "Shift-Tab", "G", "Enter"]).sees("▌Uptime ").sees("Markant, January 2024");
    desk.keys(&["Esc", "Esc"]).sees("[scorecard]");
    desk.keys(&["Up", "Enter"]).sees("2 tickets: breached").keys(&["Esc", "Right", "Right", "Enter"]);
    desk.sees("1 ticket: vendor's").keys(&["Esc", "Up", "Enter"]).sees("1 ticket: work start, median");
    desk.keys(&["Esc", "Up", "Up", "Enter"]).sees("1 ticket: worst overruns").keys(&["Enter"]).sees("Critical");
}

#[test]
fn a_heat_map_has_the_whole_day_from_80_columns_on_and_nothing_lies_over_what_is_below() {
    let heat = ["5", "Shift-Tab", "Shift-Tab", "Shift-Tab"];
    for columns in [80, 100, 110, 120, 125, 160] {
        let text = look(columns, 24, &heat);
        let hours = text.lines().find(|line| line.contains(" ALL")).unwrap();
        assert!(hours.contains(" 00 ") && hours.contains(" 23 "), "{columns}:\n{text}");
        let months = text.lines().skip_while(|line| !line.contains("THE LAST 4 MONTHS"));
        assert!(months.clone().count() > 5 && !text.contains("Tickets by weekday"), "{columns}:\n{text}");
    }
    assert!(look(120, 36, &heat).contains("Tickets by weekday"));
}

#[test]
fn reports_look_so() {
    insta::assert_snapshot!("attainment_at_80_by_24", look(80, 24, &["5", "Down", "Right"]));
    insta::assert_snapshot!("times_at_160_by_45", look(160, 45, &["5", "p", "p", "p", "Tab", "Tab", "Down", "Right"]));
    insta::assert_snapshot!("a_trend_at_80_by_24", look(80, 24, &["5", "Tab", "Tab", "Tab", "Tab", "Tab"]));
    insta::assert_snapshot!("a_trend_at_160_by_45", look(160, 45, &["5", "Tab", "Tab", "Tab", "Tab", "Tab"]));
    insta::assert_snapshot!(
        "a_heat_map_at_80_by_24",
        look(80, 24, &["5", "Shift-Tab", "Shift-Tab", "Shift-Tab", "Down", "Down", "Right"])
    );
    insta::assert_snapshot!("a_heat_map_at_160_by_45", look(160, 45, &["5", "Shift-Tab", "Shift-Tab", "Shift-Tab"]));
    insta::assert_snapshot!("a_scorecard_at_80_by_24", look(80, 24, &["5", "Shift-Tab"]));
    insta::assert_snapshot!("a_scorecard_at_160_by_45", look(160, 45, &["5", "Shift-Tab"]));
    insta::assert_snapshot!("the_tickets_behind_a_figure", look(80, 24, &["5", "Down", "Enter"]));
}
