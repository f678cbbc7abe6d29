//! Reads the file of a holiday calendar. Each day is a rule of one kind, with the years that have it and where it moves.

use crate::contract::read::day_range;
use crate::problem::Problem;
use crate::reader::{Node, Table, any_of, parse};
use crate::time::{Date, HolidayCalendar, HolidayDate, HolidayMove, HolidayRule, HolidayYears, Side, Weekday, YearDay};

const KEYS: [&str; 5] = ["id", "name", "source", "notes", "day"];
const DAY_KEYS: [&str; 20] = [
    "name",
    "date",
    "easter",
    "orthodox_easter",
    "weekday",
    "nth",
    "month",
    "on_or_after",
    "after",
    "on_or_before",
    "before",
    "moves",
    "on_sunday",
    "stays",
    "instead",
    "every",
    "from",
    "until",
    "only",
    "except",
];
/// The keys of which a day has one: what its date depends on.
const DATES: [&str; 4] = ["date", "easter", "orthodox_easter", "weekday"];
/// The keys that say which day of the week is meant.
const WHICH: [&str; 6] = ["nth", "month", "on_or_after", "after", "on_or_before", "before"];
pub(super) const SIDES: [(&str, Side); 4] = [
    ("on_or_after", Side::OnOrAfter),
    ("after", Side::After),
    ("on_or_before", Side::OnOrBefore),
    ("before", Side::Before),
];
pub(super) const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];
/// The words for where a day moves.
pub(super) const MOVES: [(&str, HolidayMove); 4] = [
    ("mon", HolidayMove::Monday),
    ("fri", HolidayMove::Friday),
    ("free", HolidayMove::FreeWeekday),
    ("none", HolidayMove::NotHeld),
];
const MOVES_LIKE: &str = "write moves = { sat = \"fri\", sun = \"mon\" }";
const WHICH_LIKE: &str = "write nth = 1 and month = 5 (nth = -1 is the last), or on_or_after = \"06-20\"";
/// The most days from Easter Sunday that a rule may name.
const FROM_EASTER: i32 = 200;

/// Reads a calendar file; `file` is the name that problems give.
///
/// # Errors
/// If anything in it is wrong: every problem, in the order of the file.
pub fn read_calendar(file: &str, text: &str) -> Result<HolidayCalendar, Vec<Problem>> {
    parse(file, text, |root| {
        root.only(&KEYS);
        let source = root.get("source").and_then(|node| node.filled()).unwrap_or_default().to_owned();
        let notes = root.get("notes").map(|node| node.texts()).unwrap_or_default();
        let id = root.need("id", "write id = \"NO\"").and_then(|node| calendar_id(&node));
        let name = root.need("name", "write name = \"Norway\"").and_then(|node| node.filled().map(str::to_owned));
        let days = root.get("day").map_or_else(Vec::new, |node| node.tables(&DAY_KEYS));
        let days = days.iter().filter_map(rule).collect();
        Some(HolidayCalendar { id: id?, name: name?, source, notes, days })
    })
}

/// Reads a calendar's id, which may have capitals: it is mostly a country's code.
fn calendar_id(node: &Node<'_>) -> Option<String> {
    let text = node.text()?;
    node.check_id(&text.to_ascii_lowercase()).then(|| text.to_owned())
}

fn rule(day: &Table<'_>) -> Option<HolidayRule> {
    let before = day.problems();
    let name = day.need("name", "write name = \"New Year's Day\"").and_then(|node| node.filled());
    let (on, years, moves) = (when(day), years(day), moves(day));
    let stays = day.get("stays").and_then(|node| node.flag()).unwrap_or_default();
    let read = HolidayRule { name: name?.to_owned(), on: on?, years, moves, stays, instead: instead(day) };
    if day.problems() == before {
        check_together(day, &read);
    }
    Some(read)
}

/// Reads what the date depends on: exactly one of the keys that tell it.
fn when(day: &Table<'_>) -> Option<HolidayDate> {
    let given: Vec<(&str, Node<'_>)> = DATES.into_iter().filter_map(|key| Some((key, day.get(key)?))).collect();
    let of_weekday = WHICH.into_iter().find(|key| day.get(key).is_some());
    if let Some(key) = of_weekday.filter(|_| day.get("weekday").is_none()) {
        day.wrong(key, &format!("`{key}` belongs to a `weekday`"), "write weekday = \"mon\" beside it");
        return None;
    }
    match given.as_slice() {
        [] => {
            let hint = "write date = \"12-25\", date = \"2024-06-20\", easter = -2 for Good Friday, or weekday = \"mon\" \
                        with nth = 1 and month = 5";
            day.missing("date", hint);
            None
        }
        [("date", node)] => node.day().map(HolidayDate::Day),
        [("easter", node)] => days_from_easter(node).map(HolidayDate::Easter),
        [("orthodox_easter", node)] => days_from_easter(node).map(HolidayDate::OrthodoxEaster),
        [(_, node)] => node.choice(&WEEKDAYS).and_then(|weekday| which(day, weekday)),
        [(first, node), (second, _), ..] => {
            node.wrong(&format!("the day has both `{first}` and `{second}`"), "keep one of them");
            None
        }
    }
}

fn days_from_easter(node: &Node<'_>) -> Option<i64> {
    node.integer(-FROM_EASTER, FROM_EASTER).map(i64::from)
}

/// Reads which day of the week is meant: one of a month, or the nearest on one side of a date.
fn which(day: &Table<'_>, weekday: Weekday) -> Option<HolidayDate> {
    let given: Vec<_> = SIDES.into_iter().filter_map(|(key, side)| Some((key, side, day.get(key)?))).collect();
    let of_month = day.get("nth").or_else(|| day.get("month"));
    match (given.as_slice(), of_month) {
        ([], None) => {
            day.missing("nth", WHICH_LIKE);
            None
        }
        ([], Some(_)) => {
            let nth = day.need("nth", WHICH_LIKE).and_then(|node| which_one(&node));
            let month = day.need("month", "write month = 5 for May").and_then(|node| node.integer(1, 12));
            Some(HolidayDate::Nth { weekday, nth: nth?, month: month?.unsigned_abs() })
        }
        ([(_, side, node)], None) => {
            let (month, day) = yearly(node)?;
            Some(HolidayDate::Near { weekday, side: *side, month, day })
        }
        ([(first, _, node), others @ ..], month) => {
            let second = others.first().map_or(if month.is_some() { "nth" } else { "" }, |(key, ..)| key);
            node.wrong(&format!("the day has both `{first}` and `{second}`"), "keep one of them");
            None
        }
    }
}

fn which_one(node: &Node<'_>) -> Option<i32> {
    let nth = node.integer(-5, 5)?;
    if nth == 0 {
        node.wrong("there is none before the first", "write 1 for the first, -1 for the last");
    }
    (nth != 0).then_some(nth)
}

/// Reads a month and a day that every year has.
fn yearly(node: &Node<'_>) -> Option<(u32, u32)> {
    match node.day()? {
        YearDay::Yearly(2, 29) => node.wrong("not every year has that day", "write 02-28 or 03-01"),
        YearDay::Yearly(month, day) => return Some((month, day)),
        YearDay::Once(_) | YearDay::Easter(_) => node.wrong("the date has a year", "write MM-DD, as in \"06-20\""),
    }
    None
}

fn years(day: &Table<'_>) -> HolidayYears {
    let year = |key| day.get(key).and_then(|node| node.integer(1583, 9999));
    let listed = |key| day.get(key).map(|node| list_of_years(&node)).unwrap_or_default();
    let (from, until) = (year("from"), year("until"));
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        day.wrong("until", "`until` is before `from`", "write the first year under from and the last one under until");
    }
    let every = day.get("every").and_then(|node| node.integer(1, 1000)).unwrap_or(1);
    let only = listed("only");
    let limit = ["every", "from", "until", "except"].into_iter().find(|key| day.get(key).is_some());
    if let (Some(limit), false) = (limit, only.is_empty()) {
        let message = format!("`only` names the years one by one, and `{limit}` limits them as well");
        day.wrong("only", &message, "keep one of them");
    }
    HolidayYears { every: every.unsigned_abs(), from, until, only, except: listed("except") }
}

/// Reads `2020` or `[2020, 2025]`.
fn list_of_years(node: &Node<'_>) -> Vec<i32> {
    if !node.is_list() {
        return node.integer(1583, 9999).into_iter().collect();
    }
    let mut years = Vec::new();
    for node in node.list("[2020, 2025]") {
        let Some(year) = node.integer(1583, 9999) else { continue };
        if years.contains(&year) {
            node.wrong(&format!("{year} stands here twice"), "name each year once");
        }
        years.push(year);
    }
    years
}

/// Reads `moves`, or `on_sunday`, which is the older word for a move from Sundays.
fn moves(day: &Table<'_>) -> [Option<HolidayMove>; 7] {
    let mut moves = [None; 7];
    let on_sunday = day.get("on_sunday");
    if let Some(node) = &on_sunday {
        moves[Weekday::Sun.index()] = node.integer(-6, 6).filter(|days| *days != 0).map(days_later);
    }
    let Some(node) = day.get("moves") else { return moves };
    if on_sunday.is_some() {
        node.wrong("the day has both `moves` and `on_sunday`", "write moves = { sun = -1 } for on_sunday = -1");
        return moves;
    }
    let Some(table) = node.open_table() else { return moves };
    for (key, node) in table.entries() {
        let Some(weekdays) = day_range(key) else {
            node.wrong(&format!("`{key}` is not a day"), "write a day or a range of days, such as sat, sun or tue-thu");
            continue;
        };
        let to = destination(&node);
        for weekday in weekdays {
            if moves[weekday.index()].is_some() {
                let message = format!("{} is named twice", weekday.short());
                node.wrong(&message, "name each day of the week once");
            }
            moves[weekday.index()] = to;
        }
    }
    moves
}

fn days_later(days: i32) -> HolidayMove {
    HolidayMove::Days(days.into())
}

/// Reads where a day moves: a word, or a number of days.
fn destination(node: &Node<'_>) -> Option<HolidayMove> {
    if node.as_text().is_some() {
        let text = node.text()?;
        let found = MOVES.iter().find(|(word, _)| *word == text).map(|(_, to)| *to);
        if found.is_none() {
            let hint =
                format!("write {}, or a number of days from -6 to 6", any_of(MOVES.iter().map(|(word, _)| word)));
            node.wrong(&format!("`{text}` is not where a day can move"), &hint);
        }
        return found;
    }
    let days = node.integer(-6, 6)?;
    if days == 0 {
        node.wrong("this moves the day nowhere", "take it out, or write how many days later it is held");
    }
    (days != 0).then(|| days_later(days))
}

/// Reads the dates that go before the rule, at most one of each year.
fn instead(day: &Table<'_>) -> Vec<Date> {
    let Some(node) = day.get("instead") else { return Vec::new() };
    let mut dates: Vec<Date> = Vec::new();
    for node in node.list("[\"2020-05-08\"]") {
        let Some(date) = node.date() else { continue };
        if dates.iter().any(|known| known.year() == date.year()) {
            node.wrong(&format!("{} has two dates here", date.year()), "keep one date for each year");
        }
        dates.push(date);
    }
    dates
}

/// Notes what contradicts itself in a day whose keys are right one by one.
fn check_together(day: &Table<'_>, read: &HolidayRule) {
    if read.stays && read.moves.iter().all(Option::is_none) {
        let message = "`stays` keeps the date of a day that moves, and nothing moves this one";
        day.wrong("stays", message, &format!("{MOVES_LIKE}, or take it out"));
    }
    let without = |date: &&Date| !read.years.has(date.year()) || read.on.date(date.year()).is_none();
    if let Some(date) = read.instead.iter().find(without) {
        let message = format!("{} has no such day that {date} could be held for", date.year());
        day.wrong("instead", &message, "write it as a day of its own, or correct the year");
    }
}
