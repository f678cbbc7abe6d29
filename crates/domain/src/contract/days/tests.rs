use super::*;
use crate::contract::{Book, SourceFile, built_in_calendars};

/// Returns a contract with these hours and further lines of `[support]`.
fn contract(zone: &str, support: &str, hours: &str) -> std::sync::Arc<Contract> {
    let text = format!(
        "id = \"x\"\nvendor = \"X\"\ntime_zone = \"{zone}\"\n[support]\n{support}\n[support.hours]\n{hours}\n\
         [[severity]]\nid = \"a\"\nname = \"A\"\nmeans = \"a\"\n[plan.one]\nname = \"One\"\n"
    );
    let book = Book::new(built_in_calendars(), [SourceFile::user("x.toml", text)]);
    assert!(book.problems().is_empty(), "{:?}", book.problems());
    book.get("x").unwrap().clone()
}

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn open(contract: &Contract, now: &str) -> Vec<Vec<(u32, u32)>> {
    week_of(contract, at(now)).into_iter().map(|day| day.open).collect()
}

#[test]
fn a_week_begins_on_monday_in_the_vendors_zone() {
    let office = contract("Pacific/Auckland", "", "mon-fri = [\"08:00-12:00\", \"12:30-16:00\"]");
    // Sunday evening in UTC is Monday morning in Auckland.
    let week = week_of(&office, at("2024-01-14T20:00:00Z"));
    assert_eq!(week[0].date.to_string(), "2024-01-15");
    assert_eq!(week[0].open, [(480, 720), (750, 960)]);
    assert_eq!((week[6].kind.clone(), week[6].open.len()), (DayKind::NoHours, 0));
}

#[test]
fn a_night_reaches_into_the_next_day_even_a_holiday() {
    let night = contract("Europe/Oslo", "closed = [\"2024-01-16\"]", "mon-tue = [\"22:00-06:00\"]");
    assert_eq!(open(&night, "2024-01-17T12:00:00Z")[..3], [vec![(1320, 1440)], vec![(0, 360)], vec![]]);
    let always = contract("Europe/Oslo", "", "mon-sun = [\"00:00-24:00\"]");
    assert!(open(&always, "2024-01-17T12:00:00Z").iter().all(|day| *day == [(0, 1440)]));
}

#[test]
fn a_change_of_clocks_shows() {
    let oslo = contract("Europe/Oslo", "", "mon-sun = [\"00:00-24:00\"]");
    let spring = week_of(&oslo, at("2024-03-31T10:00:00Z"));
    assert_eq!((spring[6].length, spring[6].gap), (23 * 3600, Some((120, 180))));
    assert_eq!((spring[5].length, spring[5].gap), (24 * 3600, None));
    let autumn = week_of(&oslo, at("2024-10-27T10:00:00Z"));
    assert_eq!((autumn[6].length, autumn[6].gap), (25 * 3600, None));
    let apia = contract("Pacific/Apia", "", "mon-sun = [\"20:00-04:00\"]");
    let skipped = week_of(&apia, at("2011-12-29T10:00:00Z"));
    assert_eq!((skipped[4].length, &skipped[4].open, skipped[4].gap), (0, &vec![], None));
    assert_eq!(skipped[5].open, [(1200, 1440)], "no night before it: that date was not");
}

#[test]
fn days_to_come_are_those_that_take_support_away_or_change_it() {
    let support = "holidays = [\"NO\"]\nclosed = [\"12-24\", \"12-22\"]\n\
                   short_day = [{ date = \"12-23\", hours = [\"08:00-12:00\"] }, { date = \"12-28\", hours = [\"09:00-10:00\"] }]";
    let office = contract("Europe/Oslo", support, "mon-fri = [\"08:00-16:00\"]");
    // 22 December 2024 is a Sunday, 23 a Monday, 28 a Saturday; 26 December a Thursday.
    let odd = odd_days(&office.support.clock, at("2024-12-20T10:00:00Z"), 60);
    let said: Vec<String> = odd.iter().map(|day| format!("{} {}", day.date.short(), day.windows.len())).collect();
    assert_eq!(said, ["Mon 23 Dec 1", "Tue 24 Dec 0", "Wed 25 Dec 0", "Thu 26 Dec 0", "Sat 28 Dec 1", "Wed 1 Jan 0"]);
    assert!(matches!(&odd[2].kind, DayKind::Holiday(name) if name.starts_with("Christmas Day")), "{odd:?}");
    assert_eq!(odd_days(&office.support.clock, at("2024-12-20T10:00:00Z"), 3).len(), 1, "the last day counts");
    assert_eq!(odd_days(&office.support.clock, at("2024-12-24T10:00:00Z"), 0).len(), 1, "today counts");
}
