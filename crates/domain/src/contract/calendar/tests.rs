//! The calendar file: every check, and the calendars together.

use super::*;

const GOOD: &str = r#"id = "XX"
name = "Somewhere"
source = "A law"
notes = ["Read so."]
[[day]]
name = "King's Day"
date = "04-27"
on_sunday = -1
from = 2014
until = 2030
[[day]]
name = "Jubilee"
date = 2024-06-20
[[day]]
name = "Good Friday"
easter = -2
[[day]]
name = "Every fifth"
date = "05-05"
every = 5
"#;

fn dates(year: i32) -> Vec<String> {
    let calendar = read_calendar("XX.toml", GOOD).expect("good");
    calendar.dates(year).into_iter().map(|(date, name)| format!("{date} {name}")).collect()
}

#[test]
fn a_good_calendar_gives_its_dates() {
    assert_eq!(dates(2024), ["2024-03-29 Good Friday", "2024-04-27 King's Day", "2024-06-20 Jubilee"]);
    assert_eq!(dates(2025), ["2025-04-18 Good Friday", "2025-04-26 King's Day", "2025-05-05 Every fifth"]);
    assert_eq!(dates(2031), ["2031-04-11 Good Friday"]);
}

#[test]
fn every_mistake_is_told_with_line_and_key() {
    let rows = [
        ("id = \"XX\"", "id = \"X X\"", 1, "id", "is not an id"),
        ("name = \"Somewhere\"\n", "", 1, "name", "is missing"),
        ("source = \"A law\"", "source = 1", 3, "source", "this is a number"),
        ("[\"Read so.\"]", "\"Read so.\"", 4, "notes", "this is a text"),
        ("notes =", "note =", 4, "note", "is not a key"),
        ("\"King's Day\"", "\"\\u001b\"", 6, "day[1].name", "U+001B"),
        ("name = \"King's Day\"\n", "", 5, "day[1].name", "is missing"),
        ("\"04-27\"", "\"27-04\"", 7, "day[1].date", "is not a date"),
        ("date = \"04-27\"\n", "", 5, "day[1].date", "is missing"),
        ("on_sunday = -1", "on_sunday = -7", 8, "day[1].on_sunday", "out of range"),
        ("until = 2030", "until = 2013", 10, "day[1].until", "before `from`"),
        ("from = 2014", "from = \"2014\"", 9, "day[1].from", "this is a text"),
        ("from = 2014", "since = 2014", 9, "day[1].since", "is not a key"),
        ("easter = -2", "easter = -2000", 16, "day[3].easter", "out of range"),
        ("easter = -2", "easter = -2\ndate = \"04-01\"", 17, "day[3].date", "both"),
        ("every = 5", "every = 0", 20, "day[4].every", "out of range"),
        ("every = 5", "every = 2.5", 20, "day[4].every", "this is a number"),
    ];
    for (from, to, line, key, message) in rows {
        assert!(GOOD.contains(from), "{from}");
        let found = read_calendar("XX.toml", &GOOD.replacen(from, to, 1)).expect_err(to);
        let [problem] = found.as_slice() else { panic!("`{to}` gives {found:#?}") };
        assert_eq!((problem.file(), problem.line(), problem.key()), ("XX.toml", Some(line), key), "{problem}");
        assert!(problem.message.contains(message), "{problem}");
    }
}

#[test]
fn calendars_are_joined_over_all_years_of_the_clock_and_replaced_by_id() {
    let mut calendars = Calendars::default();
    calendars.insert(read_calendar("a", GOOD).expect("good"));
    calendars.insert(read_calendar("b", &GOOD.replace("XX", "YY").replace("Jubilee", "Feast")).expect("good"));
    let ids = ["XX".to_owned(), "YY".to_owned()];
    let all = calendars.holidays(&ids);
    let on = |text: &str| all.get(&Date::parse(text).expect(text)).map(String::as_str);
    assert_eq!(on("2024-06-20"), Some("Jubilee / Feast"));
    assert_eq!(on("2024-03-29"), Some("Good Friday"));
    assert_eq!((on("1979-04-13"), on("2101-04-15")), (Some("Good Friday"), Some("Good Friday")));
    calendars.insert(read_calendar("c", "id = \"YY\"\nname = \"None\"").expect("good"));
    assert_eq!(calendars.holidays(&ids)[&Date::parse("2024-06-20").unwrap()], "Jubilee");
    assert_eq!(calendars.iter().count(), 2);
}
