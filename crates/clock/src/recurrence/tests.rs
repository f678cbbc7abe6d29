//! Rules beside a plain reading of them, day by day.

use proptest::prelude::*;

use super::*;
use frist_testkit::cases;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn dates(start: &str, rule: &str) -> Result<Vec<String>, RecurrenceError> {
    let dates = Recurrence::parse(rule)?.dates(date(start), 400)?;
    Ok(dates.into_iter().take(4).map(|date| date.to_string()).collect())
}

#[test]
fn rules_give_the_dates_that_rfc_5545_says() {
    for (start, rule, expected) in [
        ("2025-05-05", "FREQ=YEARLY;INTERVAL=2;COUNT=3", &["2025-05-05", "2027-05-05", "2029-05-05"][..]),
        ("2025-09-01", "FREQ=YEARLY;BYMONTH=9;BYDAY=1MO;COUNT=2", &["2025-09-01", "2026-09-07"]),
        ("2025-05-26", "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;UNTIL=20270531", &["2025-05-26", "2026-05-25", "2027-05-31"]),
        ("2025-09-01", "FREQ=YEARLY;BYMONTH=9;BYDAY=MO;BYSETPOS=1;COUNT=2;", &["2025-09-01", "2026-09-07"]),
        ("2025-01-31", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", &["2025-01-31", "2025-02-28", "2025-03-31"]),
        ("2025-01-31", "freq=monthly;count=3", &["2025-01-31", "2025-03-31", "2025-05-31"]),
        (
            "2025-01-06",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=MO;COUNT=3",
            &["2025-01-06", "2025-01-10", "2025-01-20"],
        ),
        ("2024-02-29", "FREQ=YEARLY;COUNT=3", &["2024-02-29", "2028-02-29", "2032-02-29"]),
        // A whole month's days, as no month is named.
        ("2025-01-05", "FREQ=YEARLY;BYMONTHDAY=5;COUNT=3", &["2025-01-05", "2025-02-05", "2025-03-05"]),
    ] {
        assert_eq!(
            dates(start, rule).as_deref(),
            Ok(&*expected.iter().map(ToString::to_string).collect::<Vec<_>>()),
            "{rule}"
        );
    }
}

#[test]
fn what_is_not_clear_is_refused() {
    use RecurrenceError::{OtherStart, TooMany, UncertainEnd, Unknown};
    for (rule, why) in [
        ("", Unknown),
        ("FREQ=SECONDLY;COUNT=1", Unknown),
        ("FREQ=YEARLY;FREQ=DAILY", Unknown),
        ("FREQ=YEARLY;INTERVAL=0", Unknown),
        ("FREQ=YEARLY;COUNT=2;UNTIL=20300101", Unknown),
        ("FREQ=YEARLY;RSCALE=CHINESE", Unknown),
        ("FREQ=YEARLY;BYEASTER=1", Unknown),
        ("FREQ=YEARLY;BYSETPOS=1", Unknown),
        ("FREQ=WEEKLY;BYDAY=1MO", Unknown),
        ("FREQ=WEEKLY;BYMONTHDAY=5", Unknown),
        ("FREQ=MONTHLY;BYDAY=6MO", Unknown),
        ("FREQ=MONTHLY;BYDAY=-5MO", Unknown),
        ("FREQ=MONTHLY;BYDAY=1MO,FR", Unknown),
        ("FREQ=YEARLY;UNTIL=2030", Unknown),
        ("FREQ=YEARLY;BYDAY=é", Unknown),
        ("FREQ=MONTHLY;BYDAY=-5MO", Unknown),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", OtherStart),
        ("FREQ=YEARLY;BYDAY=53MO", OtherStart),
        ("FREQ=YEARLY;UNTIL=20240101", OtherStart),
        ("FREQ=YEARLY;UNTIL=20260504T220000Z", UncertainEnd),
        ("FREQ=DAILY", TooMany),
    ] {
        assert_eq!(dates("2025-05-05", rule), Err(why), "{rule}");
    }
    assert!(Recurrence::parse(&format!("FREQ=YEARLY;BYMONTH={}", "1,".repeat(400))).is_err());
}

/// Returns whether the plain reading of a rule has `day`: its period comes, and it passes each part.
fn plainly(rule: &Recurrence, start: Date, day: Date) -> bool {
    let weeks = |date: Date| (date.day_number() - date.weekday().index() as i64).div_euclid(7);
    let months = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
    let periods = match rule.frequency {
        Frequency::Daily => day.days_since(start),
        Frequency::Weekly => weeks(day) - weeks(start),
        Frequency::Monthly => months(day) - months(start),
        Frequency::Yearly => i64::from(day.year() - start.year()),
    };
    // Which one of its weekday it is, from the start of the month or year, and from its end.
    let first = |yearly: bool| Date::new(day.year(), if yearly { 1 } else { day.month() }, 1).unwrap();
    let end = |yearly: bool| {
        let next = if yearly || day.month() == 12 { (day.year() + 1, 1) } else { (day.year(), day.month() + 1) };
        Date::new(next.0, next.1, 1).unwrap()
    };
    let yearly = rule.frequency == Frequency::Yearly && rule.months.is_empty();
    let nth = day.days_since(first(yearly)) / 7 + 1;
    let from_end = -((end(yearly).days_since(day) - 1) / 7 + 1);
    let right = |n: i32| n == 0 || i64::from(n) == nth || i64::from(n) == from_end;
    let length = end(false).days_since(first(false)) as i32;
    let month_day = |wanted: i32| wanted == day.day() as i32 || wanted == day.day() as i32 - length - 1;
    let no_days = rule.month_days.is_empty() && rule.week_days.is_empty();
    let as_start = match rule.frequency {
        _ if !no_days => true,
        Frequency::Daily => true,
        Frequency::Weekly => day.weekday() == start.weekday(),
        Frequency::Monthly => day.day() == start.day(),
        Frequency::Yearly => day.day() == start.day() && (!rule.months.is_empty() || day.month() == start.month()),
    };
    periods % i64::from(rule.interval) == 0
        && as_start
        && (rule.months.is_empty() || rule.months.contains(&(day.month() as i32)))
        && (rule.month_days.is_empty() || rule.month_days.iter().any(|wanted| month_day(*wanted)))
        && (rule.week_days.is_empty() || rule.week_days.iter().any(|(n, wd)| *wd == day.weekday() && right(*n)))
}

fn any_rule() -> impl Strategy<Value = String> {
    let part = |name: &'static str, values: &'static str| {
        proptest::option::weighted(0.4, values).prop_map(move |value| value.map(|value| format!(";{name}={value}")))
    };
    (
        proptest::sample::select(vec!["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
        part("INTERVAL", "[1-7]"),
        part("BYMONTH", "[1-9](,1[0-2])?"),
        part("BYMONTHDAY", "-?[1-9](,[12][0-9])?"),
        part("BYDAY", "((-?[1-5])?(MO|TU|SU)|MO,FR|-1MO,2FR)"),
    )
        .prop_map(|(frequency, interval, months, days, weekdays)| {
            let parts = [interval, months, days, weekdays].into_iter().flatten().collect::<String>();
            format!("FREQ={frequency}{parts}")
        })
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn a_rule_gives_what_its_plain_reading_gives(rule in any_rule(), start in 0_i64..6_000) {
        let Ok(rule) = Recurrence::parse(&rule) else { return Ok(()) };
        let begin = Date::from_day(12_000 + start);
        // The first day that fits, so that most rules are asked something.
        let Some(start) = (0..4_000).map(|n| begin.plus_days(n)).find(|day| plainly(&rule, *day, *day)) else { return Ok(()) };
        let Ok(given) = rule.dates(start, 50_000) else { return Err(TestCaseError::fail("a rule that begins with its start")) };
        let span = 3_000;
        let given: Vec<Date> = given.into_iter().filter(|day| day.days_since(start) < span).collect();
        let plain: Vec<Date> = (0..span).map(|n| start.plus_days(n)).filter(|day| plainly(&rule, start, *day)).collect();
        prop_assert_eq!(given, plain, "{:?}", rule);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(FREQ|UNTIL|COUNT|BYDAY|BYMONTHDAY|[A-Z;=,0-9-]{0,8}){0,6}\\PC{0,4}", start in 0_i64..6_000) {
        if let Ok(rule) = Recurrence::parse(&text) {
            let _ = rule.dates(Date::from_day(12_000 + start), 100);
        }
    }
}
