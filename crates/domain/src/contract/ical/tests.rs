//! iCalendar files as calendars write them, and as nobody should.

use proptest::prelude::*;

use frist_testkit::cases;

use super::*;
use crate::contract::{read_calendar, to_calendar_toml};
use crate::time::{HolidayDate, YearDay};

fn event(lines: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", lines.trim())
}

fn read(lines: &str) -> IcalHolidays {
    read_ical(event(lines).as_bytes()).expect("a calendar")
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
    assert_eq!(once(&read_ical(unix.as_bytes()).unwrap()), [("2024-12-25".to_owned(), "Christmas")]);
    let marked = format!("\u{feff}{}", event("dtstart;value=date:20241225"));
    assert_eq!(once(&read_ical(marked.as_bytes()).unwrap()), [("2024-12-25".to_owned(), "Holiday")]);
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
    for (rule, last) in [
        ("COUNT=3", 2022),
        ("UNTIL=20230605", 2023),
        ("UNTIL=20230604T090000Z", 2022),
        ("UNTIL=20230605T220000Z", 2023),
    ] {
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
        ("DTSTART:18990101\r\nSUMMARY:Meeting", "in the years 1980 to 2100"),
        ("DTSTART:20240517\r\nDTEND:20240518T100000\r\nSUMMARY:Meeting", "end is not a date"),
        ("DTSTART:20240517\r\nDTEND:20240516\r\nSUMMARY:Meeting", "ends before it begins"),
        ("DTSTART:20240517\r\nDTEND:20240519\r\nDURATION:P1D\r\nSUMMARY:Meeting", "end and its length differ"),
        ("RECURRENCE-ID:20240517\r\nDTSTART:20240518\r\nSUMMARY:Meeting", "does not say which"),
        ("DTSTART:20240517\r\nDURATION:PT2H\r\nSUMMARY:Meeting", "whole days"),
        ("DTSTART:20240517\r\nRRULE:FREQ=HOURLY\r\nSUMMARY:Meeting", "not read here"),
        ("DTSTART:20240517\r\nRRULE:FREQ=YEARLY;BYWEEKNO=20\r\nSUMMARY:Meeting", "not read here"),
        ("DTSTART:20240517\r\nRRULE:FREQ=YEARLY;COUNT=2;UNTIL=20300101\r\nSUMMARY:Meeting", "not read here"),
        ("DTSTART:20240517\r\nRRULE:FREQ=YEARLY;BYDAY=-1MO\r\nSUMMARY:Meeting", "first date is not one"),
        ("DTSTART:20240517\r\nRRULE:FREQ=MONTHLY;BYDAY=1MO,FR\r\nSUMMARY:Meeting", "not read here"),
        ("DTSTART:20240517\r\nRRULE:FREQ=YEARLY;UNTIL=20230101\r\nSUMMARY:Meeting", "first date is not one"),
        ("DTSTART:20240517\r\nRRULE:FREQ=YEARLY;UNTIL=20260516T220000Z\r\nSUMMARY:Meeting", "not certain"),
        ("DTSTART:20240517\r\nRRULE:FREQ=DAILY\r\nSUMMARY:Meeting", "too often"),
        ("DTSTART:20240517\r\nEXDATE:20240517\r\nSUMMARY:Meeting", "none of its dates is left"),
        ("DTSTART:20240517\r\nRRULE:FREQ=YEARLY\r\nEXRULE:FREQ=YEARLY\r\nSUMMARY:Meeting", "left out of it by a rule"),
        ("DTSTART:20240517\r\nRDATE:20250517T100000\r\nSUMMARY:Meeting", "time of day"),
        ("DTSTART:20240517\r\nDTSTART:20240518\r\nSUMMARY:Meeting", "cannot be read"),
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
fn an_event_that_is_too_long_is_left_out_whole_and_what_is_left_out_is_counted() {
    let long = read("DTSTART:20240101\r\nDTEND:20250101\r\nSUMMARY:Year off");
    assert_eq!(long.days, []);
    assert_eq!(long.skipped, ["Year off (20240101): it lasts 366 days, more than 31"]);
    assert_eq!(read_ical(&vec![b'x'; MAX_ICAL + 1]), Err(IcalError::TooLarge));
    let many: String = (0..300).map(|n| event(&format!("DTSTART:20240101\r\nDTEND:20240131\r\nSUMMARY:{n}"))).collect();
    let many = read_ical(many.as_bytes()).unwrap();
    assert_eq!(many.days.len(), MAX_DAYS / 30 * 30, "no event in part");
    assert_eq!((many.skipped.len(), many.more_skipped), (MAX_SKIPPED, 300 - MAX_DAYS / 30 - MAX_SKIPPED));
}

#[test]
fn the_same_day_twice_stands_once() {
    let text = event("DTSTART:20240101\r\nSUMMARY:New Year").repeat(2);
    assert_eq!(read_ical(text.as_bytes()).unwrap().days.len(), 1);
}

/// The dates of each small file from 2025 to 2030, by a reader of somebody else's.
#[test]
fn small_files_close_the_dates_that_another_reader_finds() {
    let cases: [(&str, &[u8], &[&str]); 8] = [
        ("cancelled", include_bytes!("tests/cancelled.ics"), &["2025-04-21", "2027-04-21"]),
        ("empty-rule", include_bytes!("tests/empty-rule.ics"), &["2026-12-24"]),
        ("exdate", include_bytes!("tests/exdate.ics"), &["2025-06-30", "2026-06-30", "2028-06-30"]),
        ("folded-character", include_bytes!("tests/folded-character.ics"), &["2026-01-02"]),
        (
            "interval",
            include_bytes!("tests/interval.ics"),
            &["2025-05-05", "2025-05-06", "2027-05-05", "2027-05-06", "2029-05-05", "2029-05-06"],
        ),
        (
            "nth-weekday",
            include_bytes!("tests/nth-weekday.ics"),
            &["2025-09-01", "2026-09-07", "2027-09-06", "2028-09-04"],
        ),
        ("override", include_bytes!("tests/override.ics"), &["2025-04-18", "2026-04-03", "2027-03-26", "2028-04-18"]),
        ("sequence", include_bytes!("tests/sequence.ics"), &["2026-03-17"]),
    ];
    for (name, file, dates) in cases {
        let found = read_ical(file).unwrap();
        let closed: Vec<String> =
            (2025..=2030).flat_map(|year| found.dates(year)).map(|(date, _)| date.to_string()).collect();
        assert_eq!(closed, dates, "{name}");
        assert!(found.skipped.is_empty(), "{name}: {:?}", found.skipped);
    }
    let folded = read_ical(include_bytes!("tests/folded-character.ics")).unwrap();
    assert_eq!(folded.days[0].name, "Første dag");
}

/// Returns the calendar file that is made of what was found.
fn written(name: &str, found: &IcalHolidays) -> String {
    let (id, name, days) = ("X".to_owned(), name.to_owned(), found.days.clone());
    to_calendar_toml(&HolidayCalendar { id, name, days, ..HolidayCalendar::default() })
}

/// Reads two or more events of one file; each `lines` is one's.
fn events(all: &[&str]) -> IcalHolidays {
    let text: String = all.iter().map(|lines| event(&format!("UID:u\r\n{lines}"))).collect();
    read_ical(text.as_bytes()).expect("a calendar")
}

#[test]
fn revisions_and_changes_of_single_dates_count_or_the_event_is_left_out_whole() {
    let yearly = "SEQUENCE:2\r\nDTSTART:20250418\r\nRRULE:FREQ=YEARLY;COUNT=3\r\nSUMMARY:F";
    let change = |lines: &str| format!("RECURRENCE-ID:20260418\r\n{lines}");
    let moved = change("DTSTART:20260403\r\nSUMMARY:Moved");
    for (all, days, why) in [
        // The last revision counts, whatever stands last.
        (vec![yearly, "SEQUENCE:1\r\nDTSTART:20250401"], "2025-04-18 2026-04-18 2027-04-18", ""),
        (vec!["SEQUENCE:9\r\nDTSTART:20250401\r\nSTATUS:CANCELLED", yearly], "", "it is cancelled"),
        (
            vec!["DTSTAMP:20250102T000000Z\r\nDTSTART:20250401", "DTSTAMP:20250101T000000Z\r\nDTSTART:20250402"],
            "2025-04-01",
            "",
        ),
        (vec!["DTSTART:20250401", "DTSTART:20250402"], "", "nothing says which is the latest"),
        (vec!["DTSTART:20250401", "DTSTART:20250401"], "2025-04-01", ""),
        (vec![yearly, &moved], "2025-04-18 2026-04-03 2027-04-18", ""),
        (vec![&moved, yearly], "2025-04-18 2026-04-03 2027-04-18", ""),
        (vec![yearly, &moved, &change("SEQUENCE:3\r\nSTATUS:CANCELLED")], "2025-04-18 2027-04-18", ""),
        (vec![yearly, &moved.replace("0418", "0419")], "", "changed on 2026-04-19, which is none of its dates"),
        (vec![yearly, &change("DTSTART:20260403T100000Z")], "", "time of day"),
        (vec![yearly, &moved.replace("ID:", "ID;RANGE=THISANDFUTURE:")], "", "from one of its dates on"),
        (vec![yearly, &change("DTSTART:20260403\r\nRRULE:FREQ=DAILY")], "", "changed in a way that is not read"),
        // The event itself is in another file: what is said of single dates is sure.
        (vec![&moved], "2026-04-03", ""),
    ] {
        let found = events(&all);
        let closed: Vec<String> =
            (2025..=2030).flat_map(|year| found.dates(year)).map(|(date, _)| date.to_string()).collect();
        assert_eq!(closed.join(" "), days, "{all:?}");
        match found.skipped.as_slice() {
            [] => assert_eq!(why, "", "{all:?}"),
            [said] => assert!(!why.is_empty() && said.contains(why), "{said} {all:?}"),
            more => panic!("{more:?}"),
        }
    }
}

#[test]
fn a_calendar_that_calls_its_events_off_closes_nothing() {
    let text = event("DTSTART:20240517").replace("VERSION:2.0", "METHOD:CANCEL");
    let found = read_ical(text.as_bytes()).unwrap();
    assert_eq!((found.days.len(), found.skipped[0].as_str()), (0, "Holiday (20240517): it is cancelled"));
}

/// The dates of a day that goes over the end of February, or over New Year, are not the same in every year.
#[test]
fn days_that_go_over_the_end_of_february_or_the_year_come_back_as_they_fall() {
    let dates = |lines: &str, year: i32| -> Vec<String> {
        read(lines).dates(year).into_keys().map(|date| date.to_string()).collect()
    };
    let february = "DTSTART:20240228\r\nDTEND:20240301\r\nRRULE:FREQ=YEARLY";
    assert_eq!(dates(february, 2024), ["2024-02-28", "2024-02-29"]);
    assert_eq!(dates(february, 2025), ["2025-02-28", "2025-03-01"]);
    let new_year = "DTSTART:20261231\r\nDTEND:20270102\r\nRRULE:FREQ=YEARLY;UNTIL=20281231";
    assert_eq!(dates(new_year, 2029), ["2029-01-01"]);
    assert_eq!(dates(new_year, 2030), Vec::<String>::new());
}

/// Tens of thousands of rules, of which none gives a date, are answered at once: they are not all searched through.
#[test]
fn rules_that_give_nothing_stop_nothing() {
    let hopeless = "DTSTART:20240229\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYSETPOS=366";
    let text: String = (0..20_000).map(|_| event(hopeless)).collect();
    let found = read_ical(text.as_bytes()).unwrap();
    assert_eq!((found.days.len(), found.skipped.len(), found.more_skipped), (0, MAX_SKIPPED, 20_000 - MAX_SKIPPED));
}

#[test]
fn what_is_no_calendar_is_refused() {
    for text in ["", "hello", "id = \"NO\"", "BEGIN:VCARD\r\nEND:VCARD"] {
        assert_eq!(read_ical(text.as_bytes()), Err(IcalError::NotACalendar), "{text}");
    }
    assert_eq!(read_ical(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR"), Ok(IcalHolidays::default()));
}

#[test]
fn parts_inside_parts_by_the_hundred_thousand_are_walked_over() {
    let deep = format!("BEGIN:VCALENDAR\n{}", "BEGIN:VEVENT\n".repeat(300_000));
    let found = read_ical(deep.as_bytes()).unwrap();
    assert_eq!((found.days.len(), found.skipped), (0, vec!["Holiday (no date): the file ends within it".to_owned()]));
}

/// A file that was cut off says so: the event that it ends within is named, and others that belong to it go with it.
#[test]
fn a_file_that_ends_within_an_event_names_it() {
    let whole = event("UID:u\r\nDTSTART:20240517\r\nSUMMARY:Day") + &event("UID:v\r\nDTSTART:20240518\r\nSUMMARY:Next");
    let change = "BEGIN:VEVENT\r\nUID:u\r\nRECURRENCE-ID:20240517\r\nSTATUS:CANCELLED\r\n";
    let found = read_ical((whole + "BEGIN:VCALENDAR\r\n" + change).as_bytes()).unwrap();
    assert_eq!(once(&found), [("2024-05-18".to_owned(), "Next")]);
    assert_eq!(found.skipped, ["Day (20240517): the file ends within it"]);
}

#[test]
fn a_name_that_drives_a_terminal_is_made_plain() {
    let found = read("DTSTART:20240101\r\nSUMMARY:\u{1b}[2J Day\\noff \u{202e}x");
    assert_eq!(found.days[0].name, "[2J Day off x");
    let back = read_calendar("x", &written("a\u{7}b", &found)).expect("reads back");
    assert_eq!(back.name, "ab");
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = read_ical(text.as_bytes());
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
        let found = read_ical(event(&body).as_bytes()).expect("a calendar");
        let back = read_calendar("x.toml", &written("X", &found)).expect("reads back");
        prop_assert_eq!(back.days, found.days);
    }
}
