//! Every kind of rule by itself, and what they give together.

use proptest::prelude::*;

use super::*;
use crate::week::YearDay;
use frist_testkit::cases;

fn date(text: &str) -> Date {
    Date::parse(text).expect(text)
}

fn calendar(days: Vec<HolidayRule>) -> HolidayCalendar {
    HolidayCalendar { days, ..HolidayCalendar::default() }
}

fn plain(name: &str, on: HolidayDate) -> HolidayRule {
    HolidayRule::plain(name.into(), on)
}

fn yearly(name: &str, month: u32, day: u32) -> HolidayRule {
    plain(name, HolidayDate::Day(YearDay::Yearly(month, day)))
}

fn once(text: &str) -> HolidayRule {
    plain(text, HolidayDate::Day(YearDay::Once(date(text))))
}

/// Returns the dates of a year, in one text.
fn dates(days: &[HolidayRule], year: i32) -> String {
    calendar(days.to_vec()).dates(year).keys().map(Date::to_string).collect::<Vec<_>>().join(" ")
}

/// Returns the dates of a year with their names, in one text.
fn named(days: &[HolidayRule], year: i32) -> String {
    let dates = calendar(days.to_vec()).dates(year);
    dates.iter().map(|(date, name)| format!("{date} {name}")).collect::<Vec<_>>().join("; ")
}

#[test]
fn the_nth_weekday_of_a_month_is_counted_from_either_end() {
    let nth = |weekday, nth, month| [plain("n-th", HolidayDate::Nth { weekday, nth, month })];
    for (rule, year, on) in [
        (nth(Weekday::Mon, 1, 5), 2023, "2023-05-01"),
        (nth(Weekday::Mon, 1, 5), 2024, "2024-05-06"),
        (nth(Weekday::Thu, 4, 11), 2024, "2024-11-28"),
        (nth(Weekday::Mon, -1, 5), 2024, "2024-05-27"),
        (nth(Weekday::Mon, -1, 12), 2024, "2024-12-30"),
        (nth(Weekday::Thu, -1, 2), 2024, "2024-02-29"),
        (nth(Weekday::Tue, -2, 2), 2023, "2023-02-21"),
        (nth(Weekday::Fri, 5, 3), 2024, "2024-03-29"),
        (nth(Weekday::Fri, 5, 4), 2024, ""),
        (nth(Weekday::Fri, -5, 4), 2024, ""),
        (nth(Weekday::Fri, 0, 4), 2024, ""),
        (nth(Weekday::Fri, i32::MIN, 4), 2024, ""),
    ] {
        assert_eq!(dates(&rule, year), on, "{rule:?}");
    }
}

#[test]
fn a_weekday_is_found_on_each_side_of_a_date() {
    let near = |weekday, side, month, day| [plain("near", HolidayDate::Near { weekday, side, month, day })];
    // 20 June 2026 is a Saturday, 22 November 2028 a Wednesday.
    for (rule, year, on) in [
        (near(Weekday::Sat, Side::OnOrAfter, 6, 20), 2026, "2026-06-20"),
        (near(Weekday::Sat, Side::After, 6, 20), 2026, "2026-06-27"),
        (near(Weekday::Fri, Side::OnOrAfter, 6, 20), 2026, "2026-06-26"),
        (near(Weekday::Fri, Side::After, 6, 20), 2026, "2026-06-26"),
        (near(Weekday::Wed, Side::Before, 11, 23), 2028, "2028-11-22"),
        (near(Weekday::Wed, Side::Before, 11, 22), 2028, "2028-11-15"),
        (near(Weekday::Wed, Side::OnOrBefore, 11, 22), 2028, "2028-11-22"),
        (near(Weekday::Thu, Side::OnOrBefore, 11, 22), 2028, "2028-11-16"),
        (near(Weekday::Mon, Side::After, 12, 31), 2026, "2026-01-05"),
        (near(Weekday::Mon, Side::After, 12, 31), 2027, "2027-01-04"),
    ] {
        assert_eq!(dates(&rule, year), on, "{rule:?}");
    }
}

#[test]
fn a_day_may_follow_the_orthodox_easter() {
    assert_eq!(dates(&[plain("Good Friday", HolidayDate::OrthodoxEaster(-2))], 2024), "2024-05-03");
}

#[test]
fn a_sunday_moves_the_day_even_over_new_year() {
    // 1 January 2023 was a Sunday.
    let moved = [yearly("New Year", 1, 1).moved_from(Weekday::Sun, HolidayMove::Days(-1))];
    assert_eq!(named(&moved, 2023), "");
    assert_eq!(named(&moved, 2022), "2022-01-01 New Year; 2022-12-31 New Year, moved from Sun 1 Jan");
}

#[test]
fn a_weekend_moves_a_day_to_the_monday_or_the_friday() {
    let day =
        yearly("Day", 7, 4).moved_from(Weekday::Sat, HolidayMove::Friday).moved_from(Weekday::Sun, HolidayMove::Monday);
    // A Saturday in 2026, a Sunday in 2027, a Tuesday in 2028.
    assert_eq!(dates(std::slice::from_ref(&day), 2026), "2026-07-03");
    assert_eq!(dates(std::slice::from_ref(&day), 2027), "2027-07-05");
    assert_eq!(dates(std::slice::from_ref(&day), 2028), "2028-07-04");
    let both = [HolidayRule { stays: true, ..day }];
    assert_eq!(named(&both, 2026), "2026-07-03 Day, moved from Sat 4 Jul; 2026-07-04 Day, also held on Fri 3 Jul");
    assert_eq!(named(&both, 2028), "2028-07-04 Day");
}

/// Ireland's rule for the first of February: the Monday after, unless it is a Friday.
#[test]
fn any_day_of_the_week_may_move() {
    let mut brigid = yearly("Brigid", 2, 1);
    for weekday in [Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Sat, Weekday::Sun] {
        brigid = brigid.moved_from(weekday, HolidayMove::Monday);
    }
    let on = |year| dates(std::slice::from_ref(&brigid), year);
    assert_eq!((on(2027), on(2028), on(2030)), ("2027-02-01".into(), "2028-02-07".into(), "2030-02-01".into()));
}

#[test]
fn a_day_may_not_be_held_on_a_sunday() {
    let day = [yearly("Day", 10, 12).moved_from(Weekday::Sun, HolidayMove::NotHeld)];
    assert_eq!((dates(&day, 2025), dates(&day, 2026)), (String::new(), "2026-10-12".to_owned()));
}

#[test]
fn the_next_free_weekday_is_no_other_holiday_and_each_has_its_own() {
    let free = |name: &str, month, day| HolidayRule {
        stays: true,
        ..yearly(name, month, day)
            .moved_from(Weekday::Sat, HolidayMove::FreeWeekday)
            .moved_from(Weekday::Sun, HolidayMove::FreeWeekday)
    };
    let british = [free("Boxing Day", 12, 26), free("Christmas Day", 12, 25)];
    let moved = |days: &[HolidayRule], year| {
        let all = calendar(days.to_vec());
        let moved = all.holidays(year..=year).into_iter().filter(|h| matches!(h.moved, Some(Moved::From(_))));
        moved.map(|holiday| format!("{} {}", holiday.date, holiday.name)).collect::<Vec<_>>().join("; ")
    };
    // Both at the weekend: in the order of their dates, whatever the order of the rules.
    assert_eq!(moved(&british, 2021), "2021-12-27 Christmas Day; 2021-12-28 Boxing Day");
    assert_eq!(moved(&british, 2022), "2022-12-27 Christmas Day", "Monday is Boxing Day");
    assert_eq!(moved(&british, 2020), "2020-12-28 Boxing Day");
    // A day that another rule moves there is no free one, and neither is one of the next year.
    let to_monday = yearly("Eve", 12, 24).moved_from(Weekday::Fri, HolidayMove::Monday);
    assert_eq!(
        moved(&[british[0].clone(), british[1].clone(), to_monday], 2021),
        "2021-12-27 Eve; 2021-12-28 Christmas Day; 2021-12-29 Boxing Day"
    );
    let new_year = [free("Old", 12, 31), yearly("New", 1, 2)];
    assert_eq!(moved(&new_year, 2023), "2023-01-03 Old", "31 December 2022 was a Saturday, and Monday is a holiday");
}

#[test]
fn a_day_that_finds_no_free_weekday_stays() {
    let start = date("2022-01-01");
    let closed = (1..=60).map(|days| once(&start.plus_days(days).to_string()));
    let day = yearly("Day", 1, 1).moved_from(Weekday::Sat, HolidayMove::FreeWeekday);
    let all = calendar(closed.chain([day]).collect());
    assert_eq!(all.dates(2022)[&start], "Day");
}

#[test]
fn one_year_may_have_another_date() {
    let spring = HolidayRule {
        instead: vec![date("2022-06-02"), date("2012-06-04")],
        ..plain("Spring", HolidayDate::Nth { weekday: Weekday::Mon, nth: -1, month: 5 })
    };
    let on = |year| named(std::slice::from_ref(&spring), year);
    assert_eq!((on(2021), on(2012)), ("2021-05-31 Spring".into(), "2012-06-04 Spring, moved from Mon 28 May".into()));
    assert_eq!(on(2022), "2022-06-02 Spring, moved from Mon 30 May");
    let sunday = HolidayRule { stays: true, instead: vec![date("2026-05-05")], ..yearly("May", 5, 3) };
    let sunday = [sunday.moved_from(Weekday::Sun, HolidayMove::Monday)];
    assert_eq!(dates(&sunday, 2026), "2026-05-05", "it goes before every move, and the due date is none then");
}

#[test]
fn years_limit_a_rule() {
    let held = |years: HolidayYears| {
        let five = calendar(vec![HolidayRule { years, ..yearly("Five", 5, 5) }]);
        (1990..2030).filter(|year| !five.dates(*year).is_empty()).collect::<Vec<i32>>()
    };
    let all = HolidayYears::default;
    assert_eq!(held(HolidayYears { every: 5, from: Some(2005), until: Some(2015), ..all() }), [2005, 2010, 2015]);
    assert_eq!(held(HolidayYears { only: vec![2020, 2025], ..all() }), [2020, 2025]);
    assert_eq!(held(HolidayYears { from: Some(2024), except: vec![2025, 2027], ..all() }), [2024, 2026, 2028, 2029]);
    assert_eq!(
        held(HolidayYears { every: 0, from: Some(2029), ..all() }),
        [2029],
        "0 divides nothing and is taken as 1"
    );
}

#[test]
fn a_day_that_the_year_lacks_is_left_out() {
    let leap = calendar(vec![yearly("Leap day", 2, 29)]);
    assert_eq!(leap.dates(2023).len(), 0);
    assert_eq!(leap.dates(2024).into_keys().next(), Some(date("2024-02-29")));
    assert!(leap.dates(i32::MAX).is_empty() && leap.dates(i32::MIN).is_empty());
}

#[test]
fn two_on_one_date_are_joined_and_the_same_name_stands_once() {
    let once = plain("Jubilee", HolidayDate::Day(YearDay::Once(date("2024-05-01"))));
    let all = calendar(vec![yearly("Labour Day", 5, 1), once, yearly("Labour Day", 5, 1)]);
    assert_eq!(all.dates(2024)[&date("2024-05-01")], "Labour Day / Jubilee");
    assert_eq!(all.dates(2025)[&date("2025-05-01")], "Labour Day");
}

fn any_weekday() -> impl Strategy<Value = Weekday> {
    proptest::sample::select(Weekday::ALL.to_vec())
}

fn any_date() -> impl Strategy<Value = HolidayDate> {
    let side = || proptest::sample::select(vec![Side::OnOrAfter, Side::After, Side::OnOrBefore, Side::Before]);
    prop_oneof![
        (1u32..=12, 1u32..=31).prop_map(|(month, day)| HolidayDate::Day(YearDay::Yearly(month, day))),
        prop_oneof![Just((1u32, 1u32)), Just((12, 31)), Just((12, 25)), Just((12, 26))]
            .prop_map(|(month, day)| HolidayDate::Day(YearDay::Yearly(month, day))),
        (-60i64..60).prop_map(HolidayDate::Easter),
        (-60i64..60).prop_map(HolidayDate::OrthodoxEaster),
        (any_weekday(), -5i32..=5, 1u32..=12).prop_map(|(weekday, nth, month)| HolidayDate::Nth {
            weekday,
            nth,
            month
        }),
        (any_weekday(), side(), 1u32..=12, 1u32..=28).prop_map(|(weekday, side, month, day)| HolidayDate::Near {
            weekday,
            side,
            month,
            day
        }),
    ]
}

fn any_rule() -> impl Strategy<Value = HolidayRule> {
    let to = prop_oneof![
        4 => Just(None),
        1 => (-6i64..=6).prop_map(|days| Some(HolidayMove::Days(days))),
        1 => Just(Some(HolidayMove::Monday)),
        1 => Just(Some(HolidayMove::Friday)),
        3 => Just(Some(HolidayMove::FreeWeekday)),
        1 => Just(Some(HolidayMove::NotHeld)),
    ];
    (any_date(), proptest::array::uniform7(to), any::<bool>(), 1u32..4).prop_map(|(on, moves, stays, every)| {
        HolidayRule { moves, stays, years: HolidayYears { every, ..HolidayYears::default() }, ..plain("x", on) }
    })
}

proptest! {
    #![proptest_config(cases(256))]

    /// What moves to a free weekday lands from Monday to Friday on a date that no other rule has.
    #[test]
    fn a_free_weekday_is_free(days in proptest::collection::vec(any_rule(), 1..12), year in 1990i32..2060) {
        let all = calendar(days);
        let placed = all.placed(&(year..=year));
        let free = placed.iter().filter(|(held, on)| held.to == Destination::FreeWeekday && on.is_some());
        for (held, on) in free {
            let on = on.expect("one that was found");
            prop_assert!(is_working_day(on) && on > held.due, "{}", on);
            let mut others = placed.iter().filter(|(other, _)| !std::ptr::eq(other, held));
            prop_assert!(others.all(|(_, other)| *other != Some(on)), "two on {}", on);
            let due = placed.iter().any(|(other, to)| other.due == on && (other.stays || to.is_none()));
            prop_assert!(!due, "another one is due on {}", on);
        }
    }

    /// A year has the same dates by itself and among others.
    #[test]
    fn years_together_are_the_years_one_by_one(
        days in proptest::collection::vec(any_rule(), 0..12),
        first in 1990i32..2060,
        more in 0i32..5,
    ) {
        let all = calendar(days);
        let apart: BTreeMap<Date, String> = (first..=first + more).flat_map(|year| all.dates(year)).collect();
        prop_assert_eq!(all.dates_in(first..=first + more), apart);
    }

    /// Every date is one that a rule gives, and the other date of one that moved is told.
    #[test]
    fn what_moved_says_where(days in proptest::collection::vec(any_rule(), 0..12), year in 1990i32..2060) {
        let all = calendar(days);
        for holiday in all.holidays(year..=year) {
            match holiday.moved {
                None => {}
                Some(Moved::From(due)) => {
                    prop_assert!(due != holiday.date);
                    prop_assert!(holiday.in_words().ends_with(&due.short()));
                }
                Some(Moved::AlsoOn(other)) => {
                    let there = all.holidays(other.year()..=other.year());
                    prop_assert!(there.iter().any(|o| o.date == other && o.moved == Some(Moved::From(holiday.date))));
                }
            }
        }
    }
}
