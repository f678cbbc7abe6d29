//! Files that people write, and filters: contracts, the rota, alerts, iCalendar, both filter languages.

use frist::domain::alert::read_alerts;
use frist::domain::contract::{
    Book, Calendars, built_in_calendars, read_calendar, read_contract, read_ical, to_calendar_toml,
};
use frist::domain::problem::Problem;
use frist::domain::query::{AuditFilter, Filter};
use frist::domain::rota::read_rota;
use frist::domain::text::clean;
use frist::domain::time::{HolidayCalendar, Instant, Zone};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::corpus::{harmless, hostile_text, texts};
use frist_testkit::cases;

/// Asserts that each problem says what is wrong and what would be right, in one line that a terminal can show.
fn told(problems: &[Problem]) {
    for problem in problems {
        assert!(!problem.message.is_empty() && !problem.hint.is_empty(), "{problem}");
        let text = problem.to_string();
        harmless(&text);
        assert!(!text.contains('\n') && text.len() < 4_096, "{text:?}");
    }
}

fn contract(text: &str) {
    let mut known = Calendars::default();
    for calendar in built_in_calendars().iter().filter_map(|source| read_calendar(&source.name, &source.text).ok()) {
        known.insert(calendar);
    }
    if let Err(problems) = read_contract("x.toml", text, &known) {
        assert!(!problems.is_empty());
        told(&problems);
    }
}

fn filter(text: &str) {
    if let Err(error) = Filter::parse(text) {
        assert!(!error.message.is_empty() && !error.hint.is_empty());
        assert!((1..=text.chars().count() + 1).contains(&error.place), "{error}");
        harmless(&clean(&error.to_string()));
    }
}

fn audit_entries(text: &str) {
    let now = Instant::from_secs(1_767_571_200);
    if let Err(error) = AuditFilter::parse(text, "anna", Zone::named("Europe/Oslo").unwrap(), now) {
        assert!(!error.message.is_empty() && !error.hint.is_empty());
        assert!((1..=text.chars().count() + 1).contains(&error.place), "{error}");
        harmless(&clean(&error.to_string()));
    }
}

fn ical(text: &str) {
    match read_ical(text.as_bytes()) {
        Ok(found) => {
            found.skipped.iter().for_each(|why| harmless(&clean(why)));
            let (id, name, days) = ("XX".to_owned(), "x".to_owned(), found.days.clone());
            let written = to_calendar_toml(&HolidayCalendar { id, name, days, ..HolidayCalendar::default() });
            assert!(found.days.is_empty() || read_calendar("x.toml", &written).is_ok(), "{written}");
        }
        Err(error) => harmless(&error.to_string()),
    }
}

fn oncall(text: &str) {
    let (rota, problems) = read_rota("oncall.toml", text, &["second".to_owned()], &["anna", "ola"]);
    told(&problems);
    if let Some(rota) = rota {
        // Far from every turn as well.
        for at in [0, 1_767_571_200, 250_000_000_000, -60_000_000_000] {
            let _ = rota.on_call(None, Instant::from_secs(at));
            let _ = rota.next_hand_over(Some("second"), Instant::from_secs(at));
        }
    }
}

/// Returns the reader of alerts, with the contracts read once: they take longer than the input that is tried.
fn alerts() -> impl Fn(&str) {
    let book = Book::built_in();
    move |text| told(&read_alerts("config.toml", text, &book).1)
}

#[test]
fn the_corpus() {
    let alerts = alerts();
    let names = ["contract", "filter", "deeds", "ical", "oncall", "alerts"];
    let readers: [&dyn Fn(&str); 6] = [&contract, &filter, &audit_entries, &ical, &oncall, &alerts];
    for (name, read) in names.into_iter().zip(readers) {
        for (_, text) in texts(name) {
            read(&text);
        }
    }
}

/// What would not fit into a corpus.
#[test]
fn much_of_everything() {
    let alerts = alerts();
    let readers: [&dyn Fn(&str); 5] = [&contract, &filter, &audit_entries, &oncall, &alerts];
    for unit in ["[", "a.", "a={", "(", "-", "\"", "BEGIN:VEVENT\n", "RDATE:2024\n ", "\u{1b}[", "is:", "[[turn]]\n"] {
        let text = unit.repeat(30_000);
        for read in readers {
            read(&text);
        }
        ical(&format!("BEGIN:VCALENDAR\n{text}"));
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn contracts(text in hostile_text("contract")) { contract(&text); }

    #[test]
    fn filters(text in hostile_text("filter")) { filter(&text); }

    #[test]
    fn filters_of_the_audit(text in hostile_text("deeds")) { audit_entries(&text); }

    #[test]
    fn calendars(text in hostile_text("ical")) { ical(&text); }

    #[test]
    fn rotas(text in hostile_text("oncall")) { oncall(&text); }
}

#[test]
fn alert_settings() {
    let alerts = alerts();
    let thrown = TestRunner::new(cases(64)).run(&hostile_text("alerts"), |text| {
        alerts(&text);
        Ok(())
    });
    thrown.unwrap();
}
