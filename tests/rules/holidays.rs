//! The holiday calendars that the program carries, beside the dates of another implementation: every year from 2000 to
//! 2050.

use std::collections::BTreeSet;
use std::path::Path;

use frist::domain::contract::{Book, built_in_calendars, read_calendar, to_calendar_toml};
use frist::domain::time::{Date, HolidayCalendar, HolidayMove, Moved, Weekday};

const YEARS: std::ops::RangeInclusive<i32> = 2000..=2050;

fn all() -> Vec<HolidayCalendar> {
    built_in_calendars().iter().map(|file| read_calendar(&file.name, &file.text).expect("a good file")).collect()
}

/// Returns the holidays of a calendar, a year a line: `2024 01-01 03-29 …`.
fn year_by_year(calendar: &HolidayCalendar) -> String {
    let line = |year| {
        let dates = calendar.dates(year).into_keys().map(|date| format!(" {:02}-{:02}", date.month(), date.day()));
        format!("{year}{}\n", dates.collect::<String>())
    };
    YEARS.map(line).collect()
}

#[test]
fn every_calendar_has_the_dates_of_another_implementation() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/holidays");
    let mut files: BTreeSet<String> =
        std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    for calendar in all() {
        let file = format!("{}.txt", calendar.id);
        let expected = std::fs::read_to_string(folder.join(&file)).expect(&file);
        for (given, right) in year_by_year(&calendar).lines().zip(expected.lines()) {
            assert_eq!(given, right, "{}", calendar.id);
        }
        assert_eq!(year_by_year(&calendar), expected, "{}", calendar.id);
        assert!(files.remove(&file), "{file} stands for one calendar");
    }
    assert_eq!(files, BTreeSet::new(), "each file of dates belongs to a calendar");
}

#[test]
fn every_file_is_named_by_its_id_and_says_its_source() {
    let book = Book::built_in();
    for (file, calendar) in built_in_calendars().iter().zip(all()) {
        assert_eq!(file.name, format!("holidays/{}.toml", calendar.id));
        assert_eq!(book.calendars().get(&calendar.id), Some(&calendar), "the book reads it by that id");
        assert!(calendar.source.len() > 15 && calendar.name.len() > 2, "{}", calendar.id);
        assert!(!calendar.days.is_empty(), "{}", calendar.id);
        let again = read_calendar("again", &to_calendar_toml(&calendar));
        assert_eq!(again.as_ref(), Ok(&calendar), "it is written as it was read");
    }
    assert_eq!(book.calendars().iter().count(), built_in_calendars().len());
}

/// What the law moves to a weekday is one afterwards, and what goes to a free one meets no other holiday.
#[test]
fn a_day_that_moves_lands_where_its_rule_says() {
    for calendar in all() {
        let holidays = calendar.holidays(YEARS);
        for holiday in &holidays {
            let Some(Moved::From(due)) = holiday.moved else { continue };
            let rule = calendar.days.iter().find(|rule| rule.name == holiday.name).expect("its rule");
            let context = format!("{} {} {}", calendar.id, holiday.date, holiday.name);
            match rule.moves[due.weekday().index()] {
                Some(HolidayMove::FreeWeekday) => {
                    assert!(!matches!(holiday.date.weekday(), Weekday::Sat | Weekday::Sun), "{context}");
                    let there = holidays.iter().filter(|other| other.date == holiday.date).count();
                    assert_eq!(there, 1, "{context}");
                }
                Some(HolidayMove::Monday) => assert_eq!(holiday.date.weekday(), Weekday::Mon, "{context}"),
                Some(HolidayMove::Friday) => assert_eq!(holiday.date.weekday(), Weekday::Fri, "{context}"),
                Some(HolidayMove::Days(days)) => assert_eq!(holiday.date, due.plus_days(days), "{context}"),
                Some(HolidayMove::NotHeld) | None => assert!(rule.instead.contains(&holiday.date), "{context}"),
            }
        }
    }
}

#[test]
fn a_german_state_has_the_days_of_all_and_some_more() {
    let all = all();
    let dates = |calendar: &HolidayCalendar| calendar.dates_in(YEARS).into_keys().collect::<BTreeSet<Date>>();
    let germany = dates(all.iter().find(|calendar| calendar.id == "DE").expect("DE"));
    let states: Vec<_> = all.iter().filter(|calendar| calendar.id.starts_with("DE-")).collect();
    assert_eq!(states.len(), 16);
    for state in states {
        let own = dates(state);
        assert!(own.is_superset(&germany) && own.len() > germany.len(), "{}", state.id);
    }
}

/// The name of a day that moved says from where, and where its own date is kept that says so as well.
#[test]
fn a_day_that_moves_says_where() {
    let book = Book::built_in();
    let rows = [
        ("NL", "2025-04-26", "King's Day (Koningsdag), moved from Sun 27 Apr"),
        ("GB-ENG", "2020-05-08", "Early May bank holiday, moved from Mon 4 May"),
        ("GB-ENG", "2021-12-28", "Boxing Day, moved from Sun 26 Dec"),
        ("GB-ENG", "2021-12-25", "Christmas Day, also held on Mon 27 Dec"),
        ("US", "2021-12-31", "New Year's Day, moved from Sat 1 Jan"),
        ("US", "2022-01-01", "New Year's Day, also held on Fri 31 Dec"),
        ("IE", "2024-02-05", "Saint Brigid's Day, moved from Thu 1 Feb"),
    ];
    for (id, date, name) in rows {
        let (calendar, date) = (book.calendars().get(id).expect(id), Date::parse(date).expect(date));
        assert_eq!(calendar.dates(date.year()).get(&date).map(String::as_str), Some(name), "{id} {date}");
    }
}

/// The page of calendars says from which year on each is right.
#[test]
fn only_the_calendar_that_the_page_names_has_years_without_a_day() {
    let page = include_str!("../../docs/calendars.md");
    for calendar in all() {
        let empty: Vec<i32> = YEARS.filter(|year| calendar.dates(*year).is_empty()).collect();
        let (id, last) = (&calendar.id, empty.last().copied());
        let named = last.is_none_or(|last| page.contains(&format!("`{id}` from {} on", last + 1)));
        assert!(named && empty.len() == last.map_or(0, |last| (last - 1999) as usize), "{id}: {empty:?}");
    }
}
