//! Each sentence of the contract format's section "The support clock" that has a figure.

use frist::domain::time::{ClockKind, ClockSeconds, DayKind, Opening, Span};

use super::fixture::*;

#[test]
fn due_at_a_closing_time_never_at_an_opening() {
    let office = clock("Europe/Oslo", OFFICE);
    // Monday 8 January 2024.
    assert_eq!(deadline(&office, "2024-01-08 14:00", "2h"), until("2024-01-08 16:00", "2024-01-09 08:00"));
    assert_eq!(deadline(&office, "2024-01-08 14:00", "1h59m"), sharp("2024-01-08 15:59"));
    assert_eq!(deadline(&office, "2024-01-08 14:00", "2h1m"), sharp("2024-01-09 08:01"));
}

#[test]
fn due_friday_at_closing_is_broken_on_monday() {
    let office = clock("Europe/Oslo", OFFICE);
    assert_eq!(deadline(&office, "2024-01-05 14:00", "2h"), until("2024-01-05 16:00", "2024-01-08 08:00"));
    let due = at(&office, "2024-01-05 16:00");
    assert_eq!(office.opening(due), Opening::Closed(Some(at(&office, "2024-01-08 08:00"))));
    assert_eq!(office.opening(due.plus(-1)), Opening::Open(due));
    // Nothing is overdue at the opening, one second is a second later.
    assert_eq!(office.elapsed(due, at(&office, "2024-01-08 08:00")), Ok(ClockSeconds::ZERO));
    assert_eq!(office.elapsed(due, at(&office, "2024-01-08 08:00:01")), Ok(ClockSeconds::from_secs(1)));
}

#[test]
fn a_break_at_noon_is_a_closing_time_like_any_other() {
    let clock = clock("Europe/Oslo", ["08:00-12:00, 12:30-16:00"; 7]);
    assert_eq!(deadline(&clock, "2024-01-08 10:00", "2h"), until("2024-01-08 12:00", "2024-01-08 12:30"));
    assert_eq!(deadline(&clock, "2024-01-08 12:15", "3h30m"), until("2024-01-08 16:00", "2024-01-09 08:00"));
    assert_eq!(minutes(&clock, "2024-01-08 11:30", "2024-01-08 12:45"), 45);
}

#[test]
fn three_support_days() {
    let office = clock("Europe/Oslo", OFFICE);
    assert_eq!(deadline(&office, "2024-01-08 10:00", "3bd"), sharp("2024-01-11 10:00"));
    assert_eq!(deadline(&office, "2024-01-08 20:00", "3bd"), until("2024-01-11 16:00", "2024-01-12 08:00"));
    assert_eq!(deadline(&office, "2024-01-08 08:00", "3bd"), until("2024-01-10 16:00", "2024-01-11 08:00"));
    // 24 hours of support, in other words, from wherever one starts.
    for start in ["2024-01-08 10:00", "2024-01-08 20:00", "2024-01-08 08:00", "2024-01-05 15:59", "2024-01-06 12:00"] {
        assert_eq!(deadline(&office, start, "3bd"), deadline(&office, start, "24h"), "{start}");
    }
}

#[test]
fn support_days_over_days_of_unequal_length() {
    let week = ["08:00-16:00", "08:00-16:00", "08:00-16:00", "08:00-16:00", "08:00-14:00", "", ""];
    let clock = clock("Europe/Oslo", week);
    // Thursday 15:00 is past Friday's closing: due then.
    assert_eq!(deadline(&clock, "2024-01-11 15:00", "1bd"), until("2024-01-12 14:00", "2024-01-15 08:00"));
    assert_eq!(deadline(&clock, "2024-01-12 13:00", "1bd"), sharp("2024-01-15 13:00"));
}

#[test]
fn a_night_belongs_to_the_day_on_which_it_started() {
    let week = ["08:00-16:00", "08:00-16:00", "08:00-16:00", "08:00-16:00", "08:00-16:00", "22:00-06:00", ""];
    let clock = clock("Europe/Oslo", week);
    // Sunday 03:00 is Saturday's night shift; Monday is the first support day after Saturday, and 03:00 after Monday is
    // past its closing.
    assert_eq!(deadline(&clock, "2024-01-07 03:00", "1bd"), until("2024-01-08 16:00", "2024-01-09 08:00"));
    // Six support days after it, the next Saturday's night.
    assert_eq!(deadline(&clock, "2024-01-07 03:00", "6bd"), sharp("2024-01-14 03:00"));
    // After Sunday 06:00 it is Monday's 08:00 that counts.
    assert_eq!(deadline(&clock, "2024-01-07 06:00", "1bd"), until("2024-01-08 16:00", "2024-01-09 08:00"));
}

#[test]
fn calendar_days_are_the_same_wall_clock_time_on_either_clock() {
    let office = clock("Europe/Oslo", OFFICE);
    assert_eq!(deadline(&office, "2024-03-20 10:00", "14d"), sharp("2024-04-03 10:00"));
    let start = at(&office, "2024-03-20 10:00");
    let days = office.deadline(start, Span::Days(14), ClockKind::Calendar).unwrap();
    assert_eq!(days.due.since(start), 14 * 86_400 - 3600);
    assert_eq!(Ok(days), office.deadline(start, Span::Days(14), ClockKind::Support));
    // In the gap the first instant after it, in the overlap the earlier.
    assert_eq!(deadline(&office, "2024-03-30 02:30", "1d"), sharp("2024-03-31 03:00"));
    let overlap = office.deadline(at(&office, "2024-10-26 02:30"), Span::Days(1), ClockKind::Support).unwrap();
    assert_eq!(overlap.due.to_string(), "2024-10-27T00:30:00Z");
    // From the later of the two on, no day at all is not an hour ago.
    let later = at(&office, "2024-10-27T01:30:00Z");
    assert_eq!(office.deadline(later, Span::Days(0), ClockKind::Support).unwrap().due, later);
}

#[test]
fn the_calendar_clock_runs_in_real_time() {
    let office = clock("Europe/Oslo", OFFICE);
    let start = at(&office, "2024-03-30 22:00");
    let deadline = office.deadline(start, Span::parse("4h").unwrap(), ClockKind::Calendar).unwrap();
    assert_eq!(deadline.due, at(&office, "2024-03-31 03:00"));
    assert_eq!(deadline.breach_after, deadline.due);
    assert_eq!(office.elapsed_on(ClockKind::Calendar, start, deadline.due), Ok(ClockSeconds::from_secs(4 * 3600)));
    assert_eq!(office.elapsed_on(ClockKind::Calendar, deadline.due, start), Ok(ClockSeconds::ZERO));
}

#[test]
fn elapsed_is_nothing_where_the_end_is_before_the_start() {
    let office = clock("Europe/Oslo", OFFICE);
    assert_eq!(minutes(&office, "2024-01-08 12:00", "2024-01-08 09:00"), 0);
    assert_eq!(minutes(&office, "2024-01-08 09:00", "2024-01-08 09:00"), 0);
}

#[test]
fn remaining_and_overdue() {
    let office = clock("Europe/Oslo", OFFICE);
    // Due Monday 10:00, seen on Friday evening and on Tuesday morning.
    assert_eq!(minutes(&office, "2024-01-05 19:00", "2024-01-08 10:00"), 120);
    assert_eq!(minutes(&office, "2024-01-08 10:00", "2024-01-09 09:00"), 7 * 60);
}

#[test]
fn a_release_date_ends_at_midnight() {
    let office = clock("Europe/Oslo", OFFICE);
    assert_eq!(office.end_of(date("2024-06-30")), at(&office, "2024-07-01 00:00"));
    // Havana's first hour of 3 November 2024 comes twice: the 2nd ends where the first of them begins.
    let havana = clock("America/Havana", OFFICE);
    assert_eq!(havana.end_of(date("2024-11-02")).to_string(), "2024-11-03T04:00:00Z");
}

#[test]
fn the_week_of_the_format() {
    let mut hours = hours(
        "Europe/Oslo",
        [
            "08:00-12:00, 12:30-16:00",
            "08:00-12:00, 12:30-16:00",
            "08:00-12:00, 12:30-16:00",
            "08:00-12:00, 12:30-16:00",
            "08:00-14:00",
            "22:00-06:00",
            "00:00-24:00",
        ],
    );
    hours.closed = closed(&["12-24", "12-31", "2025-06-20"]);
    hours.short_days = vec![short_day("04-30", "08:00-12:00"), short_day("12-24", "08:00-12:00")];
    let clock = frist::domain::time::SupportClock::new(hours);
    // Four days of 7.5 hours, one of six, and from Saturday 22:00 to midnight on Sunday, the small hours once.
    assert_eq!(minutes(&clock, "2024-01-08 00:00", "2024-01-15 00:00"), 4 * 450 + 360 + 26 * 60);
    assert_eq!(deadline(&clock, "2024-01-13 21:00", "26h"), until("2024-01-15 00:00", "2024-01-15 08:00"));
    // A closed day wins over a short one, once or every year; the same day of another year is open.
    assert_eq!(clock.day_kind(date("2024-12-24")), DayKind::Closed);
    assert_eq!(minutes(&clock, "2024-12-24 00:00", "2024-12-25 00:00"), 0);
    assert_eq!(minutes(&clock, "2025-06-20 00:00", "2025-06-21 00:00"), 0);
    assert_eq!(minutes(&clock, "2024-06-20 00:00", "2024-06-21 00:00"), 450);
    // A short day replaces the windows: Tuesday's in 2024, Saturday's night in 2022.
    assert_eq!(minutes(&clock, "2024-04-30 00:00", "2024-05-01 00:00"), 240);
    assert_eq!(minutes(&clock, "2022-04-30 00:00", "2022-05-01 00:00"), 240);
    assert_eq!(clock.day_kind(date("2022-04-30")), DayKind::Short);
}

#[test]
fn a_short_day_opens_a_weekday_that_has_no_hours() {
    let mut hours = hours("Europe/Oslo", OFFICE);
    hours.short_days = vec![short_day("2024-01-06", "10:00-12:00")];
    let clock = frist::domain::time::SupportClock::new(hours);
    assert_eq!(deadline(&clock, "2024-01-05 15:00", "2h"), sharp("2024-01-06 11:00"));
    // It is a support day too.
    assert_eq!(deadline(&clock, "2024-01-05 11:00", "1bd"), sharp("2024-01-06 11:00"));
    assert_eq!(deadline(&clock, "2024-01-05 11:00", "2bd"), sharp("2024-01-08 11:00"));
}

/// Two hours, reported at 16:00: 10:00 on the next ordinary working day.
#[test]
fn reported_at_closing_time_is_due_on_the_next_working_day() {
    let mut hours = hours("Europe/Oslo", OFFICE);
    let holidays = ["2024-01-01", "2024-03-28", "2024-03-29", "2024-03-31", "2024-04-01", "2024-05-01", "2024-05-09"];
    let more = ["2024-05-17", "2024-05-19", "2024-05-20", "2024-12-25", "2024-12-26", "2025-01-01"];
    hours.holidays = holidays.iter().chain(&more).map(|d| (date(d), "Fridag".to_owned())).collect();
    let clock = frist::domain::time::SupportClock::new(hours);
    for (reported, due) in [
        ("2024-01-08 16:00", "2024-01-09 10:00"), // Monday
        ("2024-01-05 16:00", "2024-01-08 10:00"), // Friday
        ("2023-12-29 16:00", "2024-01-02 10:00"), // over New Year
        ("2024-03-27 16:00", "2024-04-02 10:00"), // over Easter
        ("2024-04-30 16:00", "2024-05-02 10:00"), // over 1 May
        ("2024-05-08 16:00", "2024-05-10 10:00"), // over Ascension Day
        ("2024-05-16 16:00", "2024-05-21 10:00"), // over 17 May and Whitsun
        ("2024-12-24 16:00", "2024-12-27 10:00"), // over Christmas
    ] {
        assert_eq!(deadline(&clock, reported, "2h"), sharp(due), "reported {reported}");
    }
    assert_eq!(clock.day_kind(date("2024-05-17")), DayKind::Holiday("Fridag".into()));
}

#[test]
fn both_ends_of_a_range_are_counted_alike() {
    let office = clock("Europe/Oslo", OFFICE);
    // 12h..48h of support from Monday 12:00: a day and a half, six days.
    assert_eq!(deadline(&office, "2024-01-08 12:00", "12h"), until("2024-01-09 16:00", "2024-01-10 08:00"));
    assert_eq!(deadline(&office, "2024-01-08 12:00", "48h"), sharp("2024-01-16 12:00"));
}
