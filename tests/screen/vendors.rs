//! The vendors' view: who is open, and every clause of an agreement on its page.

use std::sync::Arc;

use frist::desk::{Change, Desk, LocalDesk, ManualClock, Request};
use frist::domain::contract::{Book, SourceFile, built_in_calendars, built_in_contracts, read_internal_targets};
use frist::domain::ledger::{Ledger, LedgerFact, LedgerRecord, LedgerRecordId, Release, VendorReport};
use frist::domain::time::{Date, Instant, Month};
use frist::tui::app::{App, InlineHost};
use frist::tui::harness::Harness;
use frist::tui::run::ShellEffect;

use crate::at_desk::{AtDesk, MONDAY, log, new, setup};
use crate::snapshots::look;

type Screen = Harness<App, InlineHost>;

/// Returns a desk with these contracts and no tickets.
fn with_book(book: Book, moment: &str, columns: u16, rows: u16) -> (Screen, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let now = Instant::parse(moment).unwrap();
    let clock = Arc::new(ManualClock::at(now));
    let book = Arc::new(book);
    let desk: Arc<dyn Desk> = Arc::new(LocalDesk::open(folder.path(), book.clone(), clock).unwrap());
    let mut app = App::new(desk.as_ref(), setup(&[])).unwrap();
    // The desk's own ledger knows no releases.
    app.shared.book = book;
    (Harness::with_host(app, |out| InlineHost::new(desk, out), columns, rows, now), folder)
}

/// Returns a book with one contract that has these hours.
fn with_hours(zone: &str, support: &str, hours: &str) -> Book {
    let text = format!(
        "id = \"acme\"\nvendor = \"Acme\"\ntime_zone = \"{zone}\"\n[support]\n{support}\n[support.hours]\n{hours}\n\
         [[severity]]\nid = \"a\"\nname = \"A\"\nmeans = \"a\"\n[plan.one]\nname = \"One\"\n"
    );
    let book = Book::new(built_in_calendars(), [SourceFile::user("acme.toml", text)]);
    assert!(book.problems().is_empty(), "{:?}", book.problems());
    book
}

fn copied(screen: &Screen) -> String {
    let copy = |effect: &ShellEffect| match effect {
        ShellEffect::Copy(text) => Some(text.clone()),
        _ => None,
    };
    screen.performed().iter().rev().find_map(copy).unwrap()
}

/// Returns the page of the vendor at that place in the list, as `y` copies it.
fn page_of(book: Book, moment: &str, place: usize) -> String {
    let (mut screen, _folder) = with_book(book, moment, 80, 24);
    screen.key("3").keys(&vec!["j"; place]).key("y");
    copied(&screen)
}

/// Returns the page of a built-in agreement, by its place in the list, on Wednesday 17 January 2024 at 08:42 in Oslo.
fn page(place: usize) -> String {
    page_of(Book::built_in(), "2024-01-17T07:42:07Z", place)
}

/// Asserts that each of these stands on the page in one line, however it is spaced.
#[track_caller]
fn says(page: &str, facts: &[&str]) {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = page.lines().map(plain).collect();
    let whole = plain(page);
    for fact in facts {
        assert!(lines.iter().any(|line| line.contains(fact)) || whole.contains(fact), "no “{fact}” on\n{page}");
    }
}

#[test]
fn markant_at_160_by_45() {
    insta::assert_snapshot!(look(160, 45, &["3", "g g"]));
}

#[test]
fn missoun_at_160_by_45() {
    insta::assert_snapshot!(look(160, 45, &["3", "g g", "j"]));
}

#[test]
fn moocommerce_at_160_by_45() {
    insta::assert_snapshot!(look(160, 45, &["3", "g g", "j", "j"]));
}

#[test]
fn myproduction_at_160_by_45() {
    insta::assert_snapshot!(look(160, 45, &["3", "g g", "j", "j", "j"]));
}

#[test]
fn sesam_at_160_by_45() {
    insta::assert_snapshot!(look(160, 45, &["3", "G"]));
}

#[test]
fn the_list_at_80_by_24() {
    insta::assert_snapshot!(look(80, 24, &["3"]));
}

#[test]
fn below_the_list_stands_what_one_wants_next_of_the_selected_vendor() {
    let text = look(80, 24, &["3", "g g"]);
    for words in [
        "DUE NEXT AT MARKANT, 3 OF 12",
        "phone         53 00 30 00",
        "hours         Mon–Fri 08:00-16:00; Sat–Sun closed",
        "next closed   Thu 28 Mar: closed: Maundy Thursday",
        "PROMISES",
        "SEVERITY  STANDARD",
        "response 2 h",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    // What breaks first stands first, and another vendor has its own.
    assert!(text.find("Indexer has been").unwrap() < text.find("Shop down").unwrap(), "{text}");
    let text = look(80, 24, &["3", "g g", "j"]);
    assert!(text.contains("DUE NEXT AT MISSOUN") && text.contains("No open ticket has an open target."), "{text}");
    assert!(text.contains("No times are promised."), "{text}");
    // Beside the agreement only the tickets are not told there.
    let text = look(160, 45, &["3", "g g"]);
    assert!(text.contains("DUE NEXT AT MARKANT") && !text.contains("next closed"), "{text}");
}

#[test]
fn a_page_at_80_by_24() {
    insta::assert_snapshot!(look(80, 24, &["3", "G", "Enter"]));
}

#[test]
fn a_page_that_is_copied() {
    insta::assert_snapshot!(page(1));
}

/// "SLA for drift av Magento-nettbutikk".
#[test]
fn markants_agreement_is_found_clause_by_clause() {
    let page = page(0);
    // "Kundestøtte": weekdays 08:00 to 16:00, by email or phone, a critical one by phone.
    says(&page, &["Mon 15 Jan", "08:00-16:00", "channels phone or email", "Critical (Kritisk) phone"]);
    // "Responstider", standard and extended ("Utvidet").
    says(
        &page,
        &["TARGETS, PLAN STANDARD", "Critical 2 h 4 h", "Serious 4 h 8 h", "Minor 3 support days 4 support days"],
    );
    says(&page, &["TARGETS, PLAN EXTENDED", "Critical 30 min 2 h", "Serious 1 h 4 h"]);
    // "Oppetid": above 99.1 %, else half of the month's cost back.
    says(&page, &["promised more than 99.1% of a month", "credit 50% of monthly cost"]);
    // "Servicevindu og planlagt vedlikehold": Tuesdays 00:00 to 06:30, else three working days' notice.
    says(&page, &["windows Tue 00:00-06:30", "notice 3 support days before"]);
    // "Unntak", "Kostnader i forbindelse med feil utenfor Markants ansvarsområde".
    says(&page, &["customer excluded, billed by the hour", "third party excluded, billed by the hour"]);
    says(
        &page,
        &["application excluded, billed by the hour", "force majeure excluded", "pauses nothing stops the clocks"],
    );
    says(&page, &["approval the customer's, in writing, before paid work for application"]);
    // "Ord og uttrykk": the agreement's own example.
    says(&page, &["reported at 16:00 that is being mended by 10:00"]);
}

/// "Service level agreement", last update 10 October 2022.
#[test]
fn missouns_agreement_is_found_clause_by_clause() {
    let page = page(1);
    // "Priority Levels": from impact and urgency; never above medium once a workaround stands.
    says(&page, &["urgency high urgency medium urgency low", "impact high High High Medium"]);
    says(&page, &["impact medium High Medium Low", "impact low Medium Low Low"]);
    says(&page, &["workaround once a workaround stands, Medium at most"]);
    // "Submitting Support Requests", "Support Hours": the portal, 9:00 to 18:00, local holidays.
    says(&page, &["channels portal", "09:00-18:00", "Holidays by the calendar NL"]);
    // "Maintenance Windows": two weeks before; not for security updates and critical issues.
    says(&page, &["notice 14 calendar days before; none for security, critical"]);
    // "Support Process": external failures, paid work after written approval.
    says(&page, &["third party excluded, billed by the hour"]);
    says(&page, &["approval the customer's, in writing, before paid work"]);
    // No times and no uptime are promised anywhere in it.
    says(&page, &["No times are promised.", "No uptime is promised.", "version 2022-10-10"]);
}

/// "Service Level Agreement", reviewed 8 January 2024, next review 1 February 2024.
#[test]
fn moocommerces_agreement_is_found_clause_by_clause() {
    let page = page(2);
    // "Henvendelser": phone for serious and critical; Monday to Friday 09:00 to 17:00.
    says(&page, &["09:00-17:00", "Critical (Kritisk) phone", "Serious (Alvorlig) phone"]);
    // "Responstid": the table of deviations, with its ranges.
    says(
        &page,
        &["Critical 2 h 2 h", "Serious expected within 6 h, at the latest 8 h expected within 3 h, at the latest 4 h"],
    );
    says(&page, &["Minor expected within 12 h, at the latest 48 h expected within 12 h, at the latest 36 h"]);
    // "Oppetid og refusjon": 3.5 hours a month, else half of the support cost; planned maintenance excepted.
    says(&page, &["promised at most 3 h 30 min down in a month", "credit 50% of monthly support cost"]);
    says(&page, &["notice any, before it starts"]);
    // "Formål", "Kostnader på grunn av feil utenfor MooCommerces ansvarsområde", "Eskaleringsprosedyrer".
    says(&page, &["application excluded", "customer excluded, billed by the hour", "escalated to a higher level"]);
    // "Siste gjennomgang", "Neste planlagte gjennomgang".
    says(&page, &["version 2024-01-08", "next review 2024-02-01"]);
    assert!(!page.contains("past"), "{page}");
    let later = page_of(Book::built_in(), "2024-02-02T09:00:00Z", 2);
    says(&later, &["! review was due 2024-02-01, which is past: ask whether the text still holds"]);
}

/// "`MyProduction` Cloud Service Level Agreement", updated 27 November 2020.
#[test]
fn myproductions_agreement_is_found_clause_by_clause() {
    let page = page(3);
    // The support window and the four levels.
    says(&page, &["channels web, chat or email", "08:00-16:00", "Critical 1 h", "High 2 h", "Medium 4 h", "Low 24 h"]);
    // "Service Availability": at least 95 %; 24 hours' notice of more than 30 minutes where possible.
    says(&page, &["promised at least 95% of a month", "credit none is promised", "force majeure excluded"]);
    says(&page, &["notice 24 h before if longer than 30 min; late notice exempts it as well"]);
    // "Notification of changes".
    says(&page, &["at least 30 days before", "version 2020-11-27"]);
}

/// "Service level objective" of SESAM.
#[test]
fn sesams_agreement_is_found_clause_by_clause() {
    let page = page(4);
    // "Requirements for processing and reaction times", partners and customers.
    says(
        &page,
        &["TARGETS, PLAN PARTNER", "Critical 8 h 3 support days, or 10 support days if no workaround is possible"],
    );
    says(&page, &["Error 2 support days 10 support days, or next release if no workaround is possible"]);
    says(&page, &["Question – next release", "TARGETS, PLAN CUSTOMER", "Critical 8 h 10 support days"]);
    says(&page, &["next releases none is known: what waits for one has no deadline"]);
    // "Availability for the Services": 99.5 %, ten minutes, nightly maintenance, 48 hours' notice.
    says(&page, &["promised at least 99.5% of a month", "outages shorter than 10 min do not count"]);
    says(&page, &["windows every day 00:00-03:00", "notice 48 h before"]);
    // "Definition of downtime" and the last paragraph: what is not the vendor's.
    says(&page, &["customer excluded", "environment excluded", "keeps a log of every downtime"]);
    // Standard business hours, without Christmas Eve and New Year's Eve; the vendor sets the priority.
    let december = page_of(Book::built_in(), "2024-12-10T09:00:00Z", 4);
    says(&december, &["Tue 24 Dec closed by the agreement", "Wed 25 Dec closed: Christmas Day"]);
    says(&december, &["Tue 31 Dec closed by the agreement", "The vendor sets the priority."]);
}

#[test]
fn from_a_ticket_its_vendor_is_selected_and_the_way_back_is_the_ticket() {
    let mut desk = AtDesk::with(MONDAY, 80, 24, |d| {
        log(d, "agent1", new("sesam", "partner", "critical", "email", "Pipes stand still"));
    });
    desk.keys(&["Enter", "3"]);
    assert!(desk.row("▌").contains("SESAM"), "{}", desk.text());
    desk.sees("1 open").keys(&["Enter"]).sees("SUPPORT HOURS").keys(&["Esc"]).sees("Missoun");
    desk.keys(&["Esc"]).sees("TIMELINE").keys(&["3", "q"]).sees("TIMELINE");
    desk.keys(&["3", "1"]).sees("SUBJECT").keys(&["3", "3", "Esc"]).sees("SUBJECT");
    desk.keys(&["3", "k", "n"]);
    assert!(desk.row("Vendor").contains("[MyProduction]"), "a new ticket is for the selected vendor: {}", desk.text());
}

#[test]
fn tickets_that_press_are_counted_by_vendor() {
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        log(d, "agent1", new("markant", "extended", "critical", "phone", "Down"));
        log(d, "agent1", new("markant", "standard", "minor", "email", "Small"));
    });
    desk.keys(&["3"]).sees("2 open").pass(24 * 60);
    assert!(desk.row("Markant").contains("2 open                 ! 1 at risk"), "{}", desk.text());
    desk.pass(10 * 60);
    assert!(desk.row("Markant").contains("2 open  ‼ 1 breached"), "{}", desk.text());
}

#[test]
fn a_wide_screen_scrolls_the_page_beside_the_list() {
    let mut desk = AtDesk::at(MONDAY, 130, 30);
    desk.keys(&["3"]).sees("Operation of Magento shops").keys(&["PgDn", "PgDn"]);
    desk.sees_not("Operation of Magento shops").keys(&["j"]).sees("Missoun platform");
    desk.keys(&["Enter", "G"]).sees("THE TEXT").sees("MooCommerce").keys(&["g g"]).sees("Missoun platform");
    desk.keys(&["j", "k", "Esc", "j"]).sees("Operation of WooCommerce shops");
}

#[test]
fn the_first_row_names_the_views_where_there_is_room() {
    let mut desk = AtDesk::at(MONDAY, 120, 24);
    let names = "frist  1 Queue  2 Breach  3 Vendors  4 Uptime  5 Reports  6 Activity";
    desk.sees(names).is_on("1 Queue").keys(&["3"]).sees(names).is_on("3 Vendors");
    desk.keys(&["n"]).sees_not("3 Vendors").is_on("New ticket").keys(&["Esc"]);
    desk.screen.resize(99, 24);
    desk.sees("frist  1 2  3 Vendors  4 5 6").is_on("3 Vendors");
    desk.screen.resize(40, 24);
    assert!(desk.text().starts_with(" 1 2  3 Vendors  4 5 6"), "{}", desk.text());
}

#[test]
fn without_any_agreement_the_view_says_what_to_do() {
    let book = Book::new(built_in_calendars(), []);
    let (mut screen, _folder) = with_book(book, MONDAY, 80, 24);
    screen.keys(&["3", "j", "Enter", "PgDn", "y"]);
    assert!(screen.screen().contains("No agreement could be read."), "{}", screen.screen());
    screen.keys(&["Esc"]);
    assert!(screen.screen().contains("No open tickets."), "{}", screen.screen());
}

#[test]
fn a_file_that_is_broken_leaves_the_others_on_the_list() {
    let broken = SourceFile::user("markant.toml", "id = 3");
    let files = built_in_contracts().into_iter().filter(|file| !file.name.contains("markant")).chain([broken]);
    let mut desk = AtDesk::with(MONDAY, 100, 24, |d| {
        log(d, "agent1", new("markant", "standard", "minor", "email", "Small"));
    });
    desk.keys(&["3"]).sees("Markant");
    let (mut screen, _folder) = with_book(Book::new(built_in_calendars(), files), MONDAY, 100, 24);
    screen.key("3");
    assert!(screen.screen().contains("▌Missoun") && !screen.screen().contains("Markant"), "{}", screen.screen());
}

#[test]
fn support_that_is_always_open_or_never_again_says_so() {
    let always = page_of(with_hours("Asia/Tokyo", "", "mon-sun = [\"00:00-24:00\"]"), MONDAY, 0);
    says(&always, &["● always open", "now: Mon 8 Jan 18:00 in Asia/Tokyo", "NEXT 60 DAYS None.", "00:00-24:00"]);
    let never = "short_day = [{ date = \"2023-12-20\", hours = [\"08:00-12:00\"] }]";
    let never = page_of(with_hours("Europe/Oslo", never, ""), MONDAY, 0);
    says(&never, &["○ closed, does not open again", "Mon 8 Jan closed"]);
}

#[test]
fn house_targets_are_marked_and_release_dates_to_come_are_named() {
    let book = Book::built_in();
    let house = "[internal_targets.missoun.standard.high]\nresponse = \"2h\"\n";
    let (house, problems) = read_internal_targets("config.toml", house, &book);
    assert!(problems.is_empty(), "{problems:?}");
    let missoun = page_of(book.with_internal_targets(&house), MONDAY, 1);
    says(&missoun, &["No times are promised.", "not the vendor's word", "internal: High 2 h"]);
    let release = |(n, date): (usize, &str)| {
        let date = Date::parse(date).unwrap();
        let fact = LedgerFact::Release(Release { contract: "sesam".to_owned(), date, name: None });
        let (id, at) = (LedgerRecordId(n as u64 + 1), Instant::parse(MONDAY).unwrap());
        LedgerRecord { id, revision: 0, at, by: "lead".to_owned(), first_by: None, fact: Some(fact) }
    };
    let ledger: Ledger = ["2024-01-05", "2024-02-01", "2024-01-08"].into_iter().enumerate().map(release).collect();
    let sesam = page_of(Book::built_in().with_ledger(&ledger), MONDAY, 4);
    says(&sesam, &["next releases Mon 8 Jan 2024, Thu 1 Feb 2024"]);
}

/// `MooCommerce`: the vendor reports every month; its page says which months' reports have come.
#[test]
fn the_page_says_which_monthly_reports_have_come() {
    let folder = tempfile::tempdir().unwrap();
    let now = Instant::parse(MONDAY).unwrap();
    let desk = LocalDesk::open(folder.path(), Arc::new(Book::built_in()), Arc::new(ManualClock::at(now))).unwrap();
    let report = VendorReport {
        contract: "moocommerce".to_owned(),
        month: Month::parse("2023-11").unwrap(),
        came: Instant::parse("2024-01-03T09:00:00Z").unwrap(),
        note: None,
    };
    let fact = Some(Box::new(LedgerFact::VendorReport(report)));
    desk.commit(Request::new("anna", vec![Change::Enter { entry: None, revision: None, fact }])).unwrap();
    let desk: Arc<dyn Desk> = Arc::new(desk);
    let app = App::new(desk.as_ref(), setup(&[])).unwrap();
    let mut screen = Harness::with_host(app, |out| InlineHost::new(desk, out), 80, 24, now);
    screen.key("3").key("j").key("j").key("y");
    let come = ["report the vendor sends one about every month", "come November 2023 (Wed 3 Jan 2024)"];
    says(
        &copied(&screen),
        &[&come[..], &["✉ not come for December 2023", "acknowledge every report, at once"]].concat(),
    );
}

#[test]
fn a_promise_that_changed_without_a_new_date_is_told_with_when_and_how_many_tickets_keep_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let now = Instant::parse(MONDAY).unwrap();
    let open = |book: Book, at: Instant| {
        LocalDesk::open(folder.path(), Arc::new(book), Arc::new(ManualClock::at(at))).unwrap()
    };
    let first = open(Book::built_in(), now.plus(-3600));
    log(&first, "anna", new("markant", "standard", "serious", "phone", "Shop down"));
    drop(first);
    let markant = built_in_contracts().into_iter().find(|file| file.name.contains("markant")).unwrap();
    let edited = SourceFile::user("markant.toml", markant.text.replace("response   = \"4h\"", "response   = \"3h\""));
    let desk: Arc<dyn Desk> = Arc::new(open(Book::with_user([], [edited]), now));
    assert!(desk.notices()[0].contains("what markant promises has changed"), "{:?}", desk.notices());
    let app = App::new(desk.as_ref(), setup(&[])).unwrap();
    let mut screen = Harness::with_host(app, |out| InlineHost::new(desk, out), 80, 24, now);
    screen.key("3").key("y");
    let changed = "changed on Mon 8 Jan 2024 10:00; 1 open ticket keeps what was promised before";
    says(&copied(&screen), &[changed]);
}
