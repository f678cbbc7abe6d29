//! Changes of clocks: windows that open, close or lie in a gap or an overlap, dates that are missing, midnights that
//! come twice.

use frist::domain::time::{ClockKind, ClockSeconds, Date, Instant, Opening, Span, Wall, Zone};

use super::fixture::*;
use super::plan::ZONES;
use super::reference::{self, DAY, Pick, changes, dial, instant, instant_walked};

/// Returns the open minutes of one date with that window every day.
fn open_on(zone: &str, windows: &str, day: &str) -> i64 {
    let clock = daily(zone, windows);
    let day = date(day);
    let (from, to) = (clock.end_of(day.plus_days(-1)), clock.end_of(day));
    clock.elapsed(from, to).unwrap().secs() / 60
}

#[test]
fn windows_around_a_gap() {
    // Oslo, 31 March 2024: 02:00 becomes 03:00.
    for (window, minutes) in [
        ("02:30-05:00", 120),
        ("02:00-05:00", 120),
        ("03:00-05:00", 120),
        ("00:00-02:30", 120),
        ("00:00-02:00", 120),
        ("00:00-03:00", 120),
        ("02:10-02:50", 0),
        ("02:00-03:00", 0),
        ("01:00-04:00", 120),
        ("00:00-24:00", 23 * 60),
        ("00:00-02:30, 02:45-04:00", 180),
    ] {
        assert_eq!(open_on("Europe/Oslo", window, "2024-03-31"), minutes, "{window}");
    }
}

#[test]
fn windows_around_an_overlap() {
    // Oslo, 27 October 2024: 03:00 becomes 02:00. The earlier 02:30 opens, the later closes.
    for (window, minutes) in [
        ("02:30-05:00", 210),
        ("02:00-05:00", 240),
        ("03:00-05:00", 120),
        ("00:00-02:30", 210),
        ("00:00-02:00", 180),
        ("00:00-03:00", 240),
        ("02:10-02:50", 100),
        ("02:00-03:00", 120),
        ("01:00-04:00", 240),
        ("00:00-24:00", 25 * 60),
        // Both in the hour that comes twice: from the earlier 02:10 to the later 02:50, and nothing twice.
        ("02:10-02:20, 02:40-02:50", 100),
    ] {
        assert_eq!(open_on("Europe/Oslo", window, "2024-10-27"), minutes, "{window}");
    }
}

#[test]
fn a_night_is_an_hour_shorter_or_longer() {
    let nights = clock("Europe/Oslo", NIGHTS);
    assert_eq!(minutes(&nights, "2024-03-30 12:00", "2024-03-31 12:00"), 7 * 60);
    assert_eq!(minutes(&nights, "2024-10-26 12:00", "2024-10-27 12:00"), 9 * 60);
    assert_eq!(deadline(&nights, "2024-03-30 22:00", "5h"), sharp("2024-03-31 04:00"));
    assert_eq!(deadline(&nights, "2024-10-26 22:00", "8h"), sharp("2024-10-27 05:00"));
}

#[test]
fn deadlines_in_a_gap_and_in_an_overlap() {
    let clock = daily("Europe/Oslo", "00:00-06:00");
    assert_eq!(deadline(&clock, "2024-03-31 00:00", "2h"), sharp("2024-03-31 03:00"));
    // A support day later, 02:30 is in the gap: the first instant after it.
    assert_eq!(deadline(&clock, "2024-03-30 02:30", "1bd"), sharp("2024-03-31 03:00"));
    let due = |start: &str, span: &str| {
        let span = Span::parse(span).unwrap();
        clock.deadline(at(&clock, start), span, ClockKind::Support).unwrap().due.to_string()
    };
    assert_eq!(due("2024-10-26 02:30", "1bd"), "2024-10-27T00:30:00Z");
    assert_eq!(due("2024-10-27 00:00", "2h30m"), "2024-10-27T00:30:00Z");
    assert_eq!(due("2024-10-27 00:00", "3h30m"), "2024-10-27T01:30:00Z");
}

#[test]
fn half_an_hour_in_lord_howe() {
    // 02:00 becomes 02:30 on 6 October 2024, and 01:30 on 7 April.
    assert_eq!(open_on("Australia/Lord_Howe", "00:00-24:00", "2024-10-06"), 23 * 60 + 30);
    assert_eq!(open_on("Australia/Lord_Howe", "00:00-24:00", "2024-04-07"), 24 * 60 + 30);
    assert_eq!(open_on("Australia/Lord_Howe", "02:15-04:00", "2024-10-06"), 90);
    assert_eq!(open_on("Australia/Lord_Howe", "01:45-04:00", "2024-04-07"), 165);
}

#[test]
fn a_midnight_that_is_missing_or_comes_twice() {
    // Cairo, 26 April 2024: 00:00 becomes 01:00. The day before still closes at its end, and nothing is open twice.
    let cairo = daily("Africa/Cairo", "00:00-24:00");
    assert_eq!(open_on("Africa/Cairo", "00:00-24:00", "2024-04-26"), 23 * 60);
    assert_eq!(open_on("Africa/Cairo", "22:00-24:00", "2024-04-25"), 120);
    assert_eq!(open_on("Africa/Cairo", "00:00-02:00", "2024-04-26"), 60);
    assert!(matches!(cairo.opening(at(&cairo, "2024-04-25 23:59")), Opening::Open(to) if to >= Instant::END));
    // Havana, 3 November 2024: 01:00 becomes 00:00, and 24:00 of the 2nd closes at the later of the two.
    let havana = clock("America/Havana", ["", "", "", "", "", "22:00-24:00", ""]);
    assert_eq!(minutes(&havana, "2024-11-02 12:00", "2024-11-03 12:00"), 180);
}

#[test]
fn clocks_set_back_over_midnight() {
    // St John's, 30 October 1988: at 00:01 it is 22:01 of the 29th again. The small hours that opened at the first
    // 00:00 are open through the second evening, which is still the 29th on the wall.
    let clock = daily("America/St_Johns", "00:00-08:00");
    let second_evening = at(&clock, "1988-10-30T02:00:00Z");
    assert_eq!(clock.zone().wall(second_evening).to_string(), "1988-10-29 22:30");
    let closing = at(&clock, "1988-10-30 08:00");
    assert_eq!(clock.opening(second_evening), Opening::Open(closing));
    let account = clock.account(second_evening, second_evening.plus(1800));
    assert_eq!(account.iter().map(|d| d.support.secs()).sum::<i64>(), 1800);
    assert_eq!(account.last().unwrap().date, date("1988-10-30"));
    // An hour and a half before the 30th begins, that is, a day later: before the 31st opens.
    let deadline = clock.deadline(second_evening, Span::SupportDays(1), ClockKind::Support).unwrap();
    assert_eq!((deadline.due, deadline.breach_after), (closing, at(&clock, "1988-10-31 00:00")));
}

#[test]
fn a_date_that_is_missing_has_no_hours_and_is_no_support_day() {
    // Apia went from 29 to 31 December 2011.
    let office = daily("Pacific/Apia", "08:00-16:00");
    assert_eq!(minutes(&office, "2011-12-29 00:00", "2012-01-01 00:00"), 2 * 480);
    assert_eq!(deadline(&office, "2011-12-29 10:00", "1bd"), sharp("2011-12-31 10:00"));
    assert_eq!(deadline(&office, "2011-12-29 10:00", "8h"), sharp("2011-12-31 10:00"));
    assert_eq!(deadline(&office, "2011-12-29 10:00", "1d"), sharp("2011-12-31 00:00"));
    let nights = clock("Pacific/Apia", ["", "", "", "", "22:00-06:00", "", ""]);
    assert_eq!(minutes(&nights, "2011-12-29 00:00", "2012-01-02 00:00"), 0);
    let account = office.account(at(&office, "2011-12-29 10:00"), at(&office, "2011-12-31 10:00"));
    let dates: Vec<String> = account.iter().map(|d| d.date.to_string()).collect();
    assert_eq!(dates, ["2011-12-29", "2011-12-31"]);
}

#[test]
fn open_all_hours_is_real_time() {
    for zone in ["UTC", "Europe/Oslo", "America/Havana", "Africa/Cairo", "Pacific/Apia", "America/St_Johns"] {
        let clock = clock(zone, ALWAYS);
        let (from, to) = (Instant::FIRST, Instant::END.plus(-1));
        assert_eq!(clock.elapsed(from, to), Ok(ClockSeconds::from_secs(to.since(from))), "{zone}");
        let start = at(&clock, "1999-05-05 05:05");
        let deadline = clock.deadline(start, Span::Time(50_000 * 3600), ClockKind::Support).unwrap();
        assert_eq!((deadline.due, deadline.breach_after), (start.plus(50_000 * 3600), deadline.due), "{zone}");
        assert!(matches!(clock.opening(start), Opening::Open(until) if until >= Instant::END), "{zone}");
    }
}

#[test]
fn summer_time_goes_on_to_the_end_of_2100() {
    let office = clock("Europe/Oslo", OFFICE);
    let opens = |day: &str| match office.opening(office.end_of(date(day).plus_days(-1))) {
        Opening::Closed(Some(opens)) => opens.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(opens("2099-07-01"), "2099-07-01T06:00:00Z");
    assert_eq!(opens("2100-03-26"), "2100-03-26T07:00:00Z");
    assert_eq!(opens("2100-03-29"), "2100-03-29T06:00:00Z");
    assert_eq!(opens("2100-07-01"), "2100-07-01T06:00:00Z");
    assert_eq!(opens("2100-11-01"), "2100-11-01T07:00:00Z");
    assert_eq!(open_on("Europe/Oslo", "00:00-24:00", "2100-03-28"), 23 * 60);
    assert_eq!(open_on("Europe/Oslo", "00:00-24:00", "2100-10-31"), 25 * 60);
    assert_eq!(open_on("Pacific/Auckland", "00:00-24:00", "2100-04-04"), 25 * 60);
    assert_eq!(open_on("Pacific/Auckland", "00:00-24:00", "2100-09-26"), 23 * 60);
}

/// The zone's own reading of a wall-clock time, beside trying every offset, around every change of clocks.
#[test]
fn wall_clock_times_around_every_change() {
    for tz in ZONES {
        let zone = Zone::named(tz.name()).unwrap();
        for change in changes(tz) {
            let before = dial(tz, change - 1) + 1;
            for local in (before - 2 * 3600..before + 3 * 3600).step_by(15 * 60).chain([before - DAY, before + DAY / 2])
            {
                let second = local.rem_euclid(DAY) as u32;
                let wall = Wall { date: Date::from_day(local.div_euclid(DAY)), second };
                assert_eq!(zone.earliest(wall).secs(), instant(tz, local, Pick::Earlier), "{tz} {wall}");
                assert_eq!(zone.latest(wall).secs(), instant(tz, local, Pick::Later), "{tz} {wall}");
            }
        }
    }
}

/// The reference itself, beside walking all minutes.
#[test]
fn the_reference_finds_what_walking_finds() {
    for tz in ZONES {
        let changes = reference::changes(tz);
        for change in changes.iter().rev().take(1).chain(changes.first()) {
            let before = dial(tz, change - 1) + 1;
            for local in (before - 3600..=before + 3600).step_by(30 * 60) {
                for pick in [Pick::Earlier, Pick::Later] {
                    assert_eq!(instant(tz, local, pick), instant_walked(tz, local, pick), "{tz} {local}");
                }
            }
        }
    }
}
