use super::*;
use crate::domain::contract::{Book, SourceFile, built_in_calendars};
use crate::domain::time::Instant;

/// Returns the rows for a contract with these hours and further lines of `[support]`.
fn rows(support: &str, hours: &str, now: &str, columns: usize) -> Vec<String> {
    let text = format!(
        "id = \"x\"\nvendor = \"X\"\ntime_zone = \"Europe/Oslo\"\n[support]\n{support}\n[support.hours]\n{hours}\n\
         [[severity]]\nid = \"a\"\nname = \"A\"\nmeans = \"a\"\n[plan.one]\nname = \"One\"\n"
    );
    let book = Book::new(built_in_calendars(), [SourceFile::user("x.toml", text)]);
    assert!(book.problems().is_empty(), "{:?}", book.problems());
    let lines = lines(book.get("x").unwrap(), Instant::parse(now).unwrap(), columns, &Theme::default());
    lines.iter().map(ToString::to_string).collect()
}

const WEDNESDAY: &str = "2024-01-17T07:42:07Z";

#[test]
fn breaks_and_the_present_moment_show() {
    let rows = rows("", "mon-fri = [\"08:00-12:00\", \"12:30-16:00\"]\nsat = [\"10:00-12:00\"]", WEDNESDAY, 100);
    assert_eq!(rows.len(), 8);
    assert_eq!(rows[0], "             00    03    06    09    12    15    18    21    24");
    assert_eq!(rows[1], "  Mon 15 Jan ────────────────████████─███████──────────────── 08:00-12:00, 12:30-16:00");
    assert_eq!(rows[3], "★ Wed 17 Jan ────────────────█┃██████─███████──────────────── 08:00-12:00, 12:30-16:00");
    assert_eq!(rows[6], "  Sat 20 Jan ────────────────────████──────────────────────── 10:00-12:00");
    assert_eq!(rows[7], "  Sun 21 Jan closed");
}

#[test]
fn with_less_room_a_cell_is_an_hour_and_a_break_still_shows() {
    let day = |columns| rows("", "mon-fri = [\"08:00-12:00\", \"12:30-16:00\"]", WEDNESDAY, columns)[1].clone();
    assert_eq!(day(78), "  Mon 15 Jan ────────████▐███──────── 08:00-12:00, 12:30-16:00");
    assert_eq!(rows("", "mon = [\"08:00-16:00\"]", WEDNESDAY, 30)[0], "  Mon 15 Jan 08:00-16:00", "no bars, no scale");
    for columns in 0..100 {
        let rows = rows("", "mon-sun = [\"08:00-12:00\", \"12:30-16:00\"]", WEDNESDAY, columns);
        assert!(rows.iter().all(|row| width(row) <= columns.max(DAY_COLUMNS)), "{columns}: {rows:#?}");
    }
}

#[test]
fn a_night_goes_on_the_next_day_and_a_holiday_that_it_reaches_into_is_named() {
    let rows = rows("closed = [\"2024-01-16\"]", "mon-tue = [\"22:00-06:00\"]", WEDNESDAY, 100);
    assert_eq!(rows[1], "  Mon 15 Jan ────────────────────────────────────────────████ 22:00-06:00");
    assert_eq!(rows[2], "  Tue 16 Jan ████████████──────────────────────────────────── closed by the agreement");
    assert_eq!(rows[3], "★ Wed 17 Jan closed");
}

#[test]
fn around_the_clock_is_a_full_bar_and_a_change_of_clocks_is_told() {
    let always = "mon-sun = [\"00:00-24:00\"]";
    assert_eq!(rows("", always, WEDNESDAY, 100)[1], format!("  Mon 15 Jan {} 00:00-24:00", "█".repeat(48)));
    let spring = rows("", always, "2024-03-27T10:00:00Z", 100);
    let bar = format!("████  {}", "█".repeat(42));
    assert_eq!(spring[7], format!("  Sun 31 Mar {bar} 00:00-24:00, clocks go forward: 23 h"));
    assert!(rows("", always, "2024-10-23T10:00:00Z", 100)[7].ends_with("00:00-24:00, clocks go back: 25 h"));
}

#[test]
fn a_holiday_is_named_instead_of_a_bar_and_a_day_with_other_hours_says_so() {
    let support = "holidays = [\"NO\"]\nshort_day = [{ date = \"2024-03-27\", hours = [\"08:00-12:00\"] }]";
    let rows = rows(support, "mon-fri = [\"08:00-16:00\"]", "2024-03-27T10:00:00Z", 100);
    assert!(rows[3].ends_with(" 08:00-12:00, other hours this day"), "{}", rows[3]);
    assert!(rows[4].starts_with("  Thu 28 Mar closed: Maundy Thursday"), "{}", rows[4]);
    assert!(!rows[4].contains('─'));
}
