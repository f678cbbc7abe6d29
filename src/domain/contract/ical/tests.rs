//! iCalendar files as calendars write them, and as nobody should.

use proptest::prelude::*;

use crate::cases::cases;

use super::*;
use crate::domain::contract::read_calendar;

fn event(lines: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", lines.trim())
}

fn read(lines: &str) -> IcalHolidays {
    read_ical(&event(lines)).expect("a calendar")
}

fn once(found: &IcalHolidays) -> Vec<(String, &str)> {
    let day = |rule: &HolidayRule| match rule.on {
        HolidayDate::Day(YearDay::Once(date)) => date.to_string(),
        other => format!("{other:?}"),
    };
    found.days.iter().map(|rule| (day(rule), rule.name.as_str())).collect()
}

#[test]
fn an_all_day_event_is_a_day_and_its_end_is_not_part_of_it() {
    let one = read("DTSTART;VALUE=DATE:20240517\r\nDTEND;VALUE=DATE:20240518\r\nSUMMARY:Constitution Day");
    assert_eq!(once(&one), [("2024-05-17".to_owned(), "Constitution Day")]);
    assert_eq!(once(&read("SUMMARY:A\r\nDTSTART;VALUE=DATE:20240517")), [("2024-05-17".to_owned(), "A")]);
    assert_eq!(once(&read("SUMMARY:A\r\nDTSTART:20240517\r\nDTEND:20240517")), [("2024-05-17".to_owned(), "A")]);
    let three = read("DTSTART;VALUE=DATE:20240229\r\nDTEND;VALUE=DATE:20240303\r\nSUMMARY:B");
    let days: Vec<_> = once(&three).into_iter().map(|(day, _)| day).collect();
    assert_eq!(days, ["2024-02-29", "2024-03-01", "2024-03-02"]);
    assert_eq!(read("DTSTART;VALUE=DATE:20240101\r\nDURATION:P1W\r\nSUMMARY:C").days.len(), 7);
}

#[test]
fn folded_lines_escapes_and_line_ends_of_every_kind_are_read() {
    let folded =
        "DTSTART;VALUE=\r\n DATE:2024\r\n 1225\r\nSUMMARY;LANGUAGE=en:Christmas\\, first day\\; of \\\r\n nmany";
    assert_eq!(once(&read(folded)), [("2024-12-25".to_owned(), "Christmas, first day; of many")]);
    let unix = event("DTSTART;VALUE=DATE:20241225\r\nSUMMARY:Chr\r\n\tistmas").replace("\r\n", "\n");
    assert_eq!(once(&read_ical(&unix).unwrap()), [("2024-12-25".to_owned(), "Christmas")]);
    let marked = format!("\u{feff}{}", event("dtstart;value=date:20241225"));
    assert_eq!(once(&read_ical(&marked).unwrap()), [("2024-12-25".to_owned(), "Holiday")]);
}

#[test]
fn an_alarm_inside_an_event_does_not_move_it() {
    let alarm = "DTSTART:20240517\r\nBEGIN:VALARM\r\nDURATION:P9D\r\nSUMMARY:Ring\r\nEND:VALARM\r\nSUMMARY:Day";
    assert_eq!(once(&read(alarm)), [("2024-05-17".to_owned(), "Day")]);
}

#[test]
fn a_yearly_event_is_a_day_of_every_year_from_its_own_on() {
    let found = read("DTSTART;VALUE=DATE:20200605\r\nRRULE:FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=5\r\nSUMMARY:Founders");
    assert!(found.skipped.is_empty() && found.dates(2019).is_empty());
    for year in [2020, 2021, 2099] {
        assert_eq!(found.dates(year).into_keys().collect::<Vec<_>>(), [Date::new(year, 6, 5).unwrap()]);
    }
    for (rule, last) in [("COUNT=3", 2022), ("UNTIL=20230605", 2023), ("UNTIL=20230604T220000Z", 2022)] {
        let found = read(&format!("DTSTART:20200605\r\nRRULE:FREQ=YEARLY;{rule}"));
        let years: Vec<i32> = (2015..2035).filter(|year| !found.dates(*year).is_empty()).collect();
        assert_eq!(years, (2020..=last).collect::<Vec<_>>(), "{rule}");
    }
    let old = read("DTSTART:19700501\r\nRRULE:FREQ=YEARLY");
    assert_eq!(old.dates(2024).into_keys().collect::<Vec<_>>(), [Date::new(2024, 5, 1).unwrap()]);
    let over_new_year = read("DTSTART:20201231\r\nDTEND:20210102\r\nRRULE:FREQ=YEARLY");
    assert_eq!((over_new_year.dates(2020).len(), over_new_year.dates(2021).len()), (1, 2));
}

#[test]
fn what_cannot_be_taken_is_named_with_its_reason() {
    let rows = [
        ("DTSTART:20240517T080000Z\r\nSUMMARY:Meeting", "time of day"),
        ("DTSTART;TZID=Europe/Oslo:20240517T080000\r\nSUMMARY:Meeting", "time of day"),
        ("DTSTART:20240231\r\nSUMMARY:Meeting", "cannot be read"),
        ("SUMMARY:Meeting", "no date"),
        ("DTSTART:18990101\r\nSUMMARY:Meeting", "outside the years"),
        ("DTSTART:20240517\r\nDTEND:20240518T100000\r\nSUMMARY:Meeting", "end is not a date"),
        ("DTSTART:20240517\r\nDURATION:PT2H\r\nSUMMARY:Meeting", "whole days"),
        ("DTSTART:20240517\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:Meeting", "not simply every year"),
        ("DTSTART:20240517\r\nRRULE:FREQ=YEARLY;BYDAY=-1MO\r\nSUMMARY:Meeting", "not simply every year"),
        ("DTSTART:20240517\r\nRRULE:FREQ=YEARLY;INTERVAL=2\r\nSUMMARY:Meeting", "not simply every year"),
        ("DTSTART:20240517\r\nRRULE:FREQ=YEARLY\r\nEXDATE:20250517\r\nSUMMARY:Meeting", "dates of its own"),
        ("DTSTART:20240517\r\nRDATE:20250517\r\nSUMMARY:Meeting", "dates of its own"),
        ("DTSTART:20240517\r\nSTATUS:CANCELLED\r\nSUMMARY:Meeting", "cancelled"),
    ];
    for (lines, why) in rows {
        let found = read(lines);
        assert_eq!(found.days, [], "{lines}");
        assert_eq!(found.skipped.len(), 1, "{lines}");
        assert!(found.skipped[0].starts_with("Meeting (") && found.skipped[0].contains(why), "{:?}", found.skipped);
    }
}

#[test]
fn long_events_and_long_files_are_cut_with_a_sentence() {
    let long = read("DTSTART:20240101\r\nDTEND:20250101\r\nSUMMARY:Year off");
    assert_eq!(long.days.len(), 31);
    assert_eq!(long.skipped, ["Year off (20240101): only the first 31 of its 366 days are taken"]);
    assert_eq!(read_ical(&"x".repeat(MAX_ICAL + 1)), Err(IcalError::TooLarge));
    let many: String = (0..300).map(|n| event(&format!("DTSTART:20240101\r\nDTEND:20240131\r\nSUMMARY:{n}"))).collect();
    let many = read_ical(&many).unwrap();
    assert_eq!((many.days.len(), many.skipped.len()), (MAX_DAYS, 300 - MAX_DAYS / 30));
}

#[test]
fn the_same_day_twice_stands_once() {
    let text = event("DTSTART:20240101\r\nSUMMARY:New Year").repeat(2);
    assert_eq!(read_ical(&text).unwrap().days.len(), 1);
}

#[test]
fn what_is_no_calendar_is_refused() {
    for text in ["", "hello", "id = \"NO\"", "BEGIN:VCARD\r\nEND:VCARD"] {
        assert_eq!(read_ical(text), Err(IcalError::NotACalendar), "{text}");
    }
    assert_eq!(read_ical("BEGIN:VCALENDAR\r\nEND:VCALENDAR"), Ok(IcalHolidays::default()));
}

#[test]
fn parts_inside_parts_by_the_hundred_thousand_are_walked_over() {
    let deep = format!("BEGIN:VCALENDAR\n{}", "BEGIN:VEVENT\n".repeat(300_000));
    assert_eq!(read_ical(&deep), Ok(IcalHolidays::default()));
}

#[test]
fn a_name_that_drives_a_terminal_is_made_plain() {
    let found = read("DTSTART:20240101\r\nSUMMARY:\u{1b}[2J Day\\noff \u{202e}x");
    assert_eq!(found.days[0].name, "[2J Day off x");
    let back = read_calendar("x", &to_calendar_toml("X", "a\u{7}b", &found.days)).expect("reads back");
    assert_eq!(back.name, "ab");
}

fn any_rule() -> impl Strategy<Value = HolidayRule> {
    let on = prop_oneof![
        (1u32..=12, 1u32..=28).prop_map(|(month, day)| HolidayDate::Day(YearDay::Yearly(month, day))),
        (1980i32..2100, 1u32..=12, 1u32..=28)
            .prop_map(|(y, m, d)| HolidayDate::Day(YearDay::Once(Date::new(y, m, d).unwrap()))),
        (-60i64..60).prop_map(HolidayDate::Easter),
    ];
    let years = (1u32..10, proptest::option::of(1990i32..2000), proptest::option::of(2000i32..2050));
    ("[a-z\"'\\\\ .,#=é/]{0,20}x", on, -1i64..=1, years)
        .prop_map(|(name, on, on_sunday, (every, from, until))| HolidayRule { name, on, on_sunday, every, from, until })
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_calendar_file_reads_back_to_the_same_rules(days in proptest::collection::vec(any_rule(), 0..20)) {
        let text = to_calendar_toml("X", "Some \"name\"", &days);
        let back = read_calendar("x.toml", &text).expect("reads back");
        prop_assert_eq!((back.id.as_str(), back.name.as_str()), ("X", "Some \"name\""));
        prop_assert_eq!(back.days, days);
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = read_ical(&text);
    }

    #[test]
    fn any_property_is_read_or_skipped_and_what_is_read_can_be_kept(
        lines in proptest::collection::vec(
            ("(DTSTART|DTEND|DURATION|SUMMARY|RRULE|BEGIN|END|EXDATE|\\PC{0,4})",
             "[;:=\"A-Z,\\\\ \r\n]{0,6}",
             "(20[0-9]{6}|P[0-9]{1,9}[DW]|FREQ=YEARLY(;COUNT=[0-9]{1,12})?|FREQ=YEARLY;UNTIL=[0-9é]{8,9}|\\PC{0,12})"),
            0..12,
        )
    ) {
        let lines = lines.iter().map(|(name, middle, value)| format!("{name}{middle}:{value}"));
        let body = lines.collect::<Vec<_>>().join("\r\n");
        let found = read_ical(&event(&body)).expect("a calendar");
        let back = read_calendar("x.toml", &to_calendar_toml("X", "X", &found.days)).expect("reads back");
        prop_assert_eq!(back.days, found.days);
    }
}
