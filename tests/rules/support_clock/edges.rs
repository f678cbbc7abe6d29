//! Ends of months, years and of the years in which the clock works; holidays and nights; hours that never come.

use frist::domain::time::{ClockKind, ClockSeconds, DayKind, Instant, Opening, OutOfRange, Span, SupportClock};

use super::fixture::*;

fn due(clock: &SupportClock, start: Instant, span: &str) -> Result<Instant, OutOfRange> {
    clock.deadline(start, Span::parse(span).unwrap(), ClockKind::Support).map(|d| d.due)
}

#[test]
fn a_night_over_the_ends_of_months_and_years() {
    let nights = clock("Europe/Oslo", NIGHTS);
    for (eve, morning) in [
        ("2024-12-31", "2025-01-01"),
        ("2024-02-29", "2024-03-01"),
        ("2023-02-28", "2023-03-01"),
        ("2024-04-30", "2024-05-01"),
    ] {
        let (start, end) = (format!("{eve} 22:00"), format!("{morning} 06:00"));
        assert_eq!(minutes(&nights, &start, &end), 480, "{eve}");
        let next = format!("{morning} 22:00");
        assert_eq!(deadline(&nights, &start, "8h"), until(&end, &next), "{eve}");
        assert_eq!(deadline(&nights, &format!("{eve} 12:00"), "3h"), sharp(&format!("{morning} 01:00")), "{eve}");
    }
    // 03:00 on New Year's morning is the old year's last shift; a support day later it is 03:00 after the next.
    assert_eq!(deadline(&nights, "2025-01-01 03:00", "1bd"), sharp("2025-01-02 03:00"));
}

#[test]
fn an_account_shows_the_night_on_the_day_on_which_it_started() {
    let nights = clock("Europe/Oslo", NIGHTS);
    let days = nights.account(at(&nights, "2025-01-01 03:00"), at(&nights, "2025-01-01 23:00"));
    let told: Vec<(String, i64)> = days.iter().map(|d| (d.date.to_string(), d.support.secs() / 3600)).collect();
    assert_eq!(told, [("2024-12-31".to_owned(), 3), ("2025-01-01".to_owned(), 1)]);
}

#[test]
fn an_account_names_why_a_day_has_no_hours() {
    let mut hours = hours("Europe/Oslo", OFFICE);
    hours.holidays = [(date("2024-01-01"), "Nyttårsdag".to_owned())].into();
    hours.closed = closed(&["12-29"]);
    hours.short_days = vec![short_day("01-02", "08:00-10:00")];
    let clock = SupportClock::new(hours);
    let days = clock.account(at(&clock, "2023-12-28 15:00"), at(&clock, "2024-01-03 09:00"));
    let told: Vec<(DayKind, i64)> = days.into_iter().map(|d| (d.kind, d.support.secs() / 3600)).collect();
    let expected = [
        (DayKind::Ordinary, 1),
        (DayKind::Closed, 0),
        (DayKind::NoHours, 0),
        (DayKind::NoHours, 0),
        (DayKind::Holiday("Nyttårsdag".into()), 0),
        (DayKind::Short, 2),
        (DayKind::Ordinary, 1),
    ];
    assert_eq!(told, expected);
    // Longer than the clock works is cut to that.
    assert_eq!(
        clock.account(Instant::from_secs(i64::MIN), Instant::FIRST).iter().map(|d| d.support.secs()).sum::<i64>(),
        0
    );
}

#[test]
fn a_holiday_closes_the_night_that_starts_on_it_only() {
    let mut hours = hours("Europe/Oslo", NIGHTS);
    hours.holidays = [(date("2024-05-17"), "17. mai".to_owned())].into();
    let clock = SupportClock::new(hours);
    // The night before goes on into the holiday, the holiday's own does not begin.
    assert_eq!(minutes(&clock, "2024-05-16 12:00", "2024-05-17 12:00"), 480);
    assert_eq!(minutes(&clock, "2024-05-17 12:00", "2024-05-18 12:00"), 0);
    assert_eq!(deadline(&clock, "2024-05-16 23:00", "7h"), until("2024-05-17 06:00", "2024-05-18 22:00"));
    assert_eq!(deadline(&clock, "2024-05-17 02:00", "1bd"), sharp("2024-05-19 02:00"));
}

#[test]
fn the_leap_day() {
    let mut hours = hours("Europe/Oslo", OFFICE);
    hours.closed = closed(&["02-29"]);
    let clock = SupportClock::new(hours);
    assert_eq!(deadline(&clock, "2024-02-28 15:00", "2h"), sharp("2024-03-01 09:00"));
    assert_eq!(deadline(&clock, "2023-02-28 15:00", "2h"), sharp("2023-03-01 09:00"));
    assert_eq!(deadline(&clock, "2024-01-29 10:00", "31d"), sharp("2024-02-29 10:00"));
    // 2000 had one, 2100 has none.
    assert_eq!(minutes(&clock, "2000-02-28 00:00", "2000-03-02 00:00"), 3 * 480 - 480);
    assert_eq!(deadline(&clock, "2100-02-26 15:00", "2h"), sharp("2100-03-01 09:00"));
}

#[test]
fn it_says_where_it_does_not_work() {
    let office = clock("Europe/Oslo", OFFICE);
    let (first, last) = (Instant::FIRST, Instant::END.plus(-1));
    for outside in [first.plus(-1), Instant::END, Instant::from_secs(i64::MIN), Instant::from_secs(i64::MAX)] {
        assert_eq!(office.elapsed(outside, first), Err(OutOfRange));
        assert_eq!(office.elapsed(first, outside), Err(OutOfRange));
        assert_eq!(office.elapsed_on(ClockKind::Calendar, first, outside), Err(OutOfRange));
        assert_eq!(office.opening(outside), Opening::Closed(None));
        for span in ["0m", "1h", "1d", "1bd"] {
            assert_eq!(due(&office, outside, span), Err(OutOfRange), "{span}");
        }
    }
    assert!(office.elapsed(first, last).is_ok());
    for span in ["10h", "1d", "1bd"] {
        assert_eq!(due(&office, last, span), Err(OutOfRange), "{span}");
        assert!(due(&office, first, span).is_ok(), "{span}");
    }
    for kind in [ClockKind::Support, ClockKind::Calendar] {
        assert_eq!(office.deadline(first, Span::Time(i64::MAX), kind), Err(OutOfRange));
        assert_eq!(office.deadline(first, Span::Days(u32::MAX), kind), Err(OutOfRange));
        assert_eq!(office.deadline(first, Span::SupportDays(u32::MAX), kind), Err(OutOfRange));
    }
}

#[test]
fn the_first_and_the_last_day() {
    let office = clock("Europe/Oslo", OFFICE);
    // 1 January 1980 was a Tuesday, 31 December 2100 is a Friday.
    assert_eq!(due(&office, Instant::FIRST, "1h"), Ok(at(&office, "1980-01-01 09:00")));
    assert_eq!(deadline(&office, "2100-12-31 15:00", "30m"), sharp("2100-12-31 15:30"));
    // It can be met up to the end of the years in which anything can be told.
    let end = office.zone().wall(Instant::END.plus(-1)).to_string();
    assert_eq!(deadline(&office, "2100-12-31 15:00", "1h"), until("2100-12-31 16:00", &end));
    // A zone far ahead of UTC has begun 1980 before the clock works, one behind it has not ended 2100.
    let auckland = clock("Pacific/Auckland", ALWAYS);
    assert_eq!(due(&auckland, Instant::FIRST, "1h"), Ok(Instant::FIRST.plus(3600)));
    let honolulu = clock("Pacific/Honolulu", ["", "", "", "", "22:00-06:00", "", ""]);
    assert_eq!(honolulu.opening(Instant::END.plus(-1)), Opening::Closed(Some(Instant::END.plus(8 * 3600))));
}

#[test]
fn hours_that_never_come() {
    let never = clock("Europe/Oslo", NEVER);
    let start = at(&never, "2024-01-08 10:00");
    assert_eq!(never.elapsed(start, Instant::END.plus(-1)), Ok(ClockSeconds::ZERO));
    assert_eq!(never.opening(start), Opening::Closed(None));
    assert_eq!(due(&never, start, "1m"), Err(OutOfRange));
    assert_eq!(due(&never, start, "1bd"), Err(OutOfRange));
    assert_eq!(due(&never, start, "2d"), Ok(at(&never, "2024-01-10 10:00")));
    // No time at all has passed at once, and goes on having passed.
    let at_once = never.deadline(start, Span::Time(0), ClockKind::Support).unwrap();
    assert_eq!((at_once.due, at_once.breach_after), (start, Instant::END.plus(-1)));
}

#[test]
fn hours_that_come_once() {
    let mut hours = hours("Europe/Oslo", NEVER);
    hours.short_days = vec![short_day("2024-01-08", "08:00-12:00")];
    let once = SupportClock::new(hours);
    let last = once.zone().wall(Instant::END.plus(-1)).to_string();
    assert_eq!(deadline(&once, "2024-01-01 10:00", "3h"), sharp("2024-01-08 11:00"));
    assert_eq!(deadline(&once, "2024-01-01 10:00", "4h"), until("2024-01-08 12:00", &last));
    assert_eq!(due(&once, at(&once, "2024-01-01 10:00"), "4h1m"), Err(OutOfRange));
    assert_eq!(due(&once, at(&once, "2024-01-08 13:00"), "1m"), Err(OutOfRange));
}
