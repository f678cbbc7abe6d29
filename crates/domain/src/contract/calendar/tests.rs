//! The calendar file: every check, and the calendars together.

use proptest::prelude::*;

use super::*;
use crate::time::{HolidayDate, HolidayMove, HolidayRule, HolidayYears, Side, Weekday, YearDay};
use frist_testkit::cases;

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
    assert_eq!(
        dates(2025),
        ["2025-04-18 Good Friday", "2025-04-26 King's Day, moved from Sun 27 Apr", "2025-05-05 Every fifth"]
    );
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
    check(GOOD, &rows);
}

/// Replaces `from` by `to` in a good file, each time anew, and checks that this one mistake is told.
fn check(good: &str, rows: &[(&str, &str, usize, &str, &str)]) {
    for (from, to, line, key, message) in rows {
        assert!(good.contains(from), "{from}");
        let found = read_calendar("XX.toml", &good.replacen(from, to, 1)).expect_err(to);
        let [problem] = found.as_slice() else { panic!("`{to}` gives {found:#?}") };
        assert_eq!((problem.file(), problem.line(), problem.key()), ("XX.toml", Some(*line), *key), "{problem}");
        assert!(problem.message.contains(message) && !problem.hint.is_empty(), "{problem}");
    }
}

/// One day of each kind, as the documents show them.
const KINDS: &str = r#"id = "YY"
name = "Elsewhere"
[[day]]
name = "First Monday of May"
weekday = "mon"
nth = 1
month = 5
instead = ["2020-05-08"]
[[day]]
name = "Midsummer Day"
weekday = "sat"
on_or_after = "06-20"
[[day]]
name = "Orthodox Good Friday"
orthodox_easter = -2
[[day]]
name = "Christmas Day"
date = "12-25"
moves = { sat-sun = "free" }
stays = true
[[day]]
name = "Boxing Day"
date = "12-26"
moves = { sat = "free", sun = "free" }
stays = true
[[day]]
name = "Independence Day"
date = "07-04"
moves = { sat = "fri", sun = "mon" }
except = [2025]
[[day]]
name = "Jubilee"
date = "10-12"
moves = { sun = "none" }
only = [2025, 2026, 2027]
[[day]]
name = "Referendum"
date = "03-08"
moves = { sun = -1 }
only = 2026
"#;

#[test]
fn each_kind_of_rule_gives_its_dates() {
    let calendar = read_calendar("YY.toml", KINDS).expect("good");
    let told = |year| calendar.dates(year).into_iter().map(|(d, n)| format!("{d} {n}")).collect::<Vec<_>>();
    assert_eq!(
        told(2020),
        [
            "2020-04-17 Orthodox Good Friday",
            "2020-05-08 First Monday of May, moved from Mon 4 May",
            "2020-06-20 Midsummer Day",
            "2020-07-03 Independence Day, moved from Sat 4 Jul",
            "2020-12-25 Christmas Day",
            "2020-12-26 Boxing Day, also held on Mon 28 Dec",
            "2020-12-28 Boxing Day, moved from Sat 26 Dec",
        ]
    );
    assert_eq!(told(2026)[..2], ["2026-03-07 Referendum, moved from Sun 8 Mar", "2026-04-10 Orthodox Good Friday"]);
    let of = |year, name| told(year).iter().filter(|day| day.contains(name)).count();
    assert_eq!((of(2025, "Jubilee"), of(2026, "Jubilee"), of(2028, "Jubilee")), (0, 1, 0), "a Sunday; held; not named");
    assert_eq!((of(2024, "Independence"), of(2025, "Independence")), (1, 0));
}

#[test]
fn every_mistake_in_a_kind_of_rule_is_told() {
    let rows = [
        ("weekday = \"mon\"", "weekday = \"monday\"", 5, "day[1].weekday", "`monday` is unknown"),
        ("weekday = \"mon\"", "date = \"05-01\"", 6, "day[1].nth", "belongs to a `weekday`"),
        ("weekday = \"mon\"", "weekday = \"mon\"\neaster = 1", 6, "day[1].easter", "both `easter` and `weekday`"),
        ("nth = 1\nmonth = 5\n", "", 3, "day[1].nth", "is missing"),
        ("nth = 1\n", "", 3, "day[1].nth", "is missing"),
        ("month = 5\n", "", 3, "day[1].month", "is missing"),
        ("nth = 1", "nth = 0", 6, "day[1].nth", "none before the first"),
        ("nth = 1", "nth = 6", 6, "day[1].nth", "out of range"),
        ("month = 5", "month = 13", 7, "day[1].month", "out of range"),
        ("month = 5", "after = \"05-01\"", 7, "day[1].after", "both `after` and `nth`"),
        ("[\"2020-05-08\"]", "\"2020-05-08\"", 8, "day[1].instead", "this is a text"),
        ("[\"2020-05-08\"]", "[\"05-08\"]", 8, "day[1].instead", "has no year"),
        ("[\"2020-05-08\"]", "[\"2020-05-08\", \"2020-05-09\"]", 8, "day[1].instead", "has two dates"),
        ("[\"2020-05-08\"]", "[\"2020-05-08\"]\nfrom = 2021", 8, "day[1].instead", "2020 has no such day"),
        ("\"06-20\"", "\"2026-06-20\"", 12, "day[2].on_or_after", "has a year"),
        ("\"06-20\"", "\"02-29\"", 12, "day[2].on_or_after", "not every year"),
        ("\"06-20\"", "\"06-20\"\nbefore = \"06-27\"", 12, "day[2].on_or_after", "both `on_or_after` and `before`"),
        ("orthodox_easter = -2", "orthodox_easter = \"-2\"", 15, "day[3].orthodox_easter", "this is a text"),
        ("{ sat-sun = \"free\" }", "\"free\"", 19, "day[4].moves", "this is a text"),
        ("sat-sun", "weekend", 19, "day[4].moves.weekend", "is not a day"),
        ("{ sat-sun = \"free\" }", "{ sat-sun = \"free\", sun = 1 }", 19, "day[4].moves.sun", "named twice"),
        ("moves = { sat-sun = \"free\" }\n", "", 19, "day[4].stays", "nothing moves this one"),
        ("sat = \"fri\"", "sat = \"tue\"", 29, "day[6].moves.sat", "is not where a day can move"),
        ("sat = \"fri\"", "sat = true", 29, "day[6].moves.sat", "true or false"),
        ("[2025]", "[2025, 2025]", 30, "day[6].except", "stands here twice"),
        ("only = [2025", "every = 2\nonly = [2025", 36, "day[7].only", "and `every` limits them"),
        ("sun = -1", "sun = 0", 39, "day[8].moves.sun", "moves the day nowhere"),
        ("sun = -1 }", "sun = -1 }\non_sunday = -1", 39, "day[8].moves", "both `moves` and `on_sunday`"),
        ("only = 2026", "only = 26", 40, "day[8].only", "out of range"),
    ];
    check(KINDS, &rows);
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

#[test]
fn a_calendar_that_is_not_there_is_likely_another_one() {
    let mut calendars = Calendars::default();
    assert_eq!(calendars.hint("NO"), "add a calendar file with that id");
    for (id, name) in [("NO", "Norway"), ("GB-ENG", "England and Wales"), ("GB-SCT", "Scotland")] {
        calendars.insert(HolidayCalendar { id: id.to_owned(), name: name.to_owned(), ..HolidayCalendar::default() });
    }
    assert_eq!(calendars.hint("XX"), "write `GB-ENG`, `GB-SCT` or `NO`, or add a calendar file with that id");
    for id in ["DK", "SE", "FI", "DE"] {
        calendars.insert(HolidayCalendar { id: id.to_owned(), name: id.to_owned(), ..HolidayCalendar::default() });
    }
    for (id, hint) in [
        ("no", "write `NO`, or "),
        ("Norway", "write `NO`, or "),
        ("gb", "write `GB-ENG` or `GB-SCT`, or "),
        ("GB-SCO", "write `GB-SCT`, or "),
        ("Oslo Børs", "frist calendar list has those that there are; or "),
    ] {
        assert_eq!(calendars.hint(id), format!("{hint}add a calendar file with that id"), "{id}");
    }
}

#[test]
fn a_calendar_is_read_when_it_is_asked_for() {
    let text = |text: &str| KeptCalendar { file: "XX.toml".to_owned(), text: text.to_owned() };
    let mut calendars = Calendars::default();
    calendars.insert_file("XX".to_owned(), CalendarFile::unread(text(GOOD)));
    calendars.insert_file("YY".to_owned(), CalendarFile::unread(text("id = ")));
    assert_eq!(calendars.get("XX").map(|calendar| calendar.name.as_str()), Some("Somewhere"));
    assert_eq!(calendars.get("YY"), None, "its text cannot be read");
    assert_eq!((calendars.iter().count(), calendars.text("XX")), (1, Some(&text(GOOD))));
}

fn any_weekday() -> impl Strategy<Value = Weekday> {
    proptest::sample::select(Weekday::ALL.to_vec())
}

fn any_date() -> impl Strategy<Value = HolidayDate> {
    let side = proptest::sample::select(vec![Side::OnOrAfter, Side::After, Side::OnOrBefore, Side::Before]);
    let nth = prop_oneof![-5i32..=-1, 1i32..=5];
    let once = (2015i32..2035, prop_oneof![Just((1u32, 1u32)), Just((12, 31)), (1u32..=12, 1u32..=28)]);
    let yearly = prop_oneof![(1u32..=12, 1u32..=28), Just((2, 29)), Just((12, 31))];
    prop_oneof![
        yearly.prop_map(|(month, day)| HolidayDate::Day(YearDay::Yearly(month, day))),
        once.prop_map(|(y, (m, d))| HolidayDate::Day(YearDay::Once(Date::new(y, m, d).unwrap()))),
        (-60i64..60).prop_map(HolidayDate::Easter),
        (-60i64..60).prop_map(HolidayDate::OrthodoxEaster),
        (any_weekday(), nth, 1u32..=12).prop_map(|(weekday, nth, month)| HolidayDate::Nth { weekday, nth, month }),
        (any_weekday(), side, 1u32..=12, 1u32..=28).prop_map(|(weekday, side, month, day)| HolidayDate::Near {
            weekday,
            side,
            month,
            day
        }),
    ]
}

fn any_years() -> impl Strategy<Value = HolidayYears> {
    let limits = (1u32..4, proptest::option::of(2010i32..2030), proptest::option::of(2030i32..2040));
    let listed = |years| proptest::collection::btree_set(years, 0..4);
    prop_oneof![
        3 => (limits, listed(2015i32..2035)).prop_map(|((every, from, until), except)| HolidayYears {
            every, from, until, except: except.into_iter().collect(), ..HolidayYears::default()
        }),
        1 => listed(2015i32..2035).prop_map(|only| HolidayYears {
            only: only.into_iter().collect(), ..HolidayYears::default()
        }),
    ]
}

/// Makes any rule that a calendar file can say.
pub(super) fn any_rule() -> impl Strategy<Value = HolidayRule> {
    let to = prop_oneof![
        6 => Just(None),
        2 => prop_oneof![-6i64..=-1, 1i64..=6].prop_map(|days| Some(HolidayMove::Days(days))),
        1 => Just(Some(HolidayMove::Monday)),
        1 => Just(Some(HolidayMove::Friday)),
        1 => Just(Some(HolidayMove::FreeWeekday)),
        1 => Just(Some(HolidayMove::NotHeld)),
    ];
    let moves = prop_oneof![Just([None; 7]), proptest::array::uniform7(to)];
    let instead = proptest::collection::btree_map(2015i32..2035, 0i64..365, 0..3);
    ("[a-z\"'\\\\ .,#=é/]{0,20}x", any_date(), any_years(), moves, any::<bool>(), instead).prop_map(
        |(name, on, years, moves, stays, instead)| {
            let kept = |year: &i32| years.has(*year) && on.date(*year).is_some();
            let instead = instead.into_iter().filter(|(year, _)| kept(year));
            let instead = instead.map(|(year, day)| Date::new(year, 1, 1).unwrap().plus_days(day)).collect();
            let stays = stays && moves.iter().any(Option::is_some);
            HolidayRule { years, moves, stays, instead, ..HolidayRule::plain(name, on) }
        },
    )
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_calendar_file_reads_back_to_the_same_calendar(
        days in proptest::collection::vec(any_rule(), 0..20),
        source in "([a-z\"\\\\§=é]{1,20}x)?",
        notes in proptest::collection::vec("[a-z\"\\\\§=é]{0,20}x", 0..3),
    ) {
        let (id, name) = ("X".to_owned(), "Some \"name\"".to_owned());
        let calendar = HolidayCalendar { id, name, source, notes, days };
        prop_assert_eq!(read_calendar("x.toml", &to_calendar_toml(&calendar)), Ok(calendar));
    }
}
