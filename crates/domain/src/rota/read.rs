//! Reads the text of a rota's file into a checked rota. Nothing here opens a file.
//!
//! ```toml
//! time_zone = "Europe/Oslo"
//! [[rota]]                              # the first one is the first line
//! people = ["anna", "ola"]              # one after the other
//! from   = "2026-01-05 08:00"           # when the first of them begins
//! every  = "week"                       # or day, 2 weeks, 3 days, 12h
//! [[rota]]
//! level  = "second line"                # one of the settings' levels
//! people = ["kari", "per"]
//! from   = "2026-01-05 08:00"
//! hand_over = ["mon 08:00", "fri 16:00"]   # instead of every: each of these passes it on
//! [[rota]]                              # a further one of a level follows the one before, from its own time on
//! level  = "second line"
//! people = ["per"]                      # nobody, [], where the level ends
//! from   = "2026-03-02 08:00"
//! every  = "week"
//! [[override]]                          # of two at the same time the later one counts
//! level  = "second line"                # none: the first line
//! person = "per"
//! from   = "2026-12-24 08:00"
//! to     = "2026-12-27 08:00"
//! note   = "swap with Kari"
//! ```

use super::turns::HOUR;
use super::{Override, Rhythm, Rota, RotaLine};
use crate::problem::Problem;
use crate::reader::{Node, Table, any_of, nearest, or_else, parse, parse_section};
use crate::time::{Date, Wall, Weekday, Zone, parse_wall};

const DAY: i64 = 24 * HOUR;
/// The longest turn, in days.
const LONGEST: i64 = 366;

/// Reads a rota's file; `file` is the name that problems give, `levels` those of the settings. With `people`, a person
/// who is not among them is a problem too.
///
/// Returns no rota where anything is wrong but a person who is not known: a rota read in part would name the wrong one.
pub fn read_rota(file: &str, text: &str, levels: &[String], people: &[&str]) -> (Option<Rota>, Vec<Problem>) {
    match parse(file, text, |root| rota(root, levels)) {
        Ok(rota) => {
            let ((), unknown) = parse_section(file, text, |root| tell_unknown(root, people));
            (Some(rota), unknown)
        }
        Err(problems) => (None, problems),
    }
}

fn rota(root: &Table<'_>, levels: &[String]) -> Option<Rota> {
    root.only(&["time_zone", "rota", "override"]);
    let zone = root.need("time_zone", "write time_zone = \"Europe/Oslo\"").and_then(|node| zone(&node));
    let tables = root.need("rota", "write [[rota]] and below it people, from and every").map(|node| {
        let tables = node.tables(&["level", "people", "from", "every", "hand_over"]);
        if tables.is_empty() {
            node.wrong("the rota names nobody", "write [[rota]] and below it people, from and every");
        }
        tables
    })?;
    let mut levels = levels.to_vec();
    let mut lines: Vec<Option<RotaLine>> = Vec::new();
    for (n, table) in tables.iter().enumerate() {
        let line = line(n, table, &levels);
        if n == 0 {
            // A further line of the first one's level has to name it.
            let first = line.as_ref().map_or(Rota::FIRST_LINE, |line| &line.level).to_owned();
            if !levels.contains(&first) {
                levels.push(first);
            }
        }
        lines.push(line);
    }
    let names = level_names(&tables, &lines);
    let overrides = root.get("override").map(|node| node.tables(&["level", "person", "from", "to", "note"]));
    let overrides: Vec<Option<Override>> =
        overrides.iter().flatten().map(|table| one_override(table, zone?, &names)).collect();
    let (lines, overrides) = (lines.into_iter().collect::<Option<_>>()?, overrides.into_iter().collect::<Option<_>>()?);
    Some(Rota { zone: Some(zone?), lines, overrides, earlier: Vec::new() })
}

fn zone(node: &Node<'_>) -> Option<Zone> {
    let name = node.filled()?;
    let zone = Zone::named(name);
    if zone.is_none() {
        node.wrong(&format!("there is no time zone `{name}`"), "write an IANA name, such as \"Europe/Oslo\"");
    }
    zone
}

/// Returns the levels that lines were read for, each once. A further line of a level begins later than the one before
/// it, and may be nobody's; the first one of a level is somebody's.
fn level_names(tables: &[Table<'_>], lines: &[Option<RotaLine>]) -> Vec<String> {
    let mut last: Vec<&RotaLine> = Vec::new();
    for (table, line) in tables.iter().zip(lines) {
        let Some(line) = line else { continue };
        if let Some(before) = last.iter_mut().find(|before| before.level == line.level) {
            if line.from <= before.from {
                let message = format!("the [[rota]] of `{}` before it begins no earlier", line.level);
                table.wrong("from", &message, "write a later time; the last one of a level stands last");
            }
            *before = line;
            continue;
        }
        if line.people.is_empty() {
            let hint = "name at least one, as in people = [\"anna\", \"ola\"]";
            table.wrong("people", "the list names nobody", hint);
        }
        last.push(line);
    }
    last.into_iter().map(|line| line.level.clone()).collect()
}

fn line(n: usize, table: &Table<'_>, levels: &[String]) -> Option<RotaLine> {
    let level = level(n, table, levels);
    let people = table.need("people", "write people = [\"anna\", \"ola\"]").map(|node| node.texts());
    let from = table.need("from", "write from = \"2026-01-05 08:00\"").and_then(|node| wall(&node));
    let rhythm = rhythm(table);
    Some(RotaLine { level: level?, people: people?, from: from?, rhythm: rhythm? })
}

/// Reads a line's level. The first one's may have any name or none; the others are levels that tickets are escalated
/// to.
fn level(n: usize, table: &Table<'_>, levels: &[String]) -> Option<String> {
    let hint = || or_else(&any_of(levels), "add it to `levels` in the settings");
    if n == 0 {
        return table.get("level").map_or(Some(Rota::FIRST_LINE.to_owned()), |node| node.filled().map(str::to_owned));
    }
    let node = table.need("level", &hint())?;
    let name = node.filled()?;
    if !levels.iter().any(|level| level == name) {
        node.wrong(&format!("the desk has no level `{name}`"), &hint());
        return None;
    }
    Some(name.to_owned())
}

fn rhythm(table: &Table<'_>) -> Option<Rhythm> {
    match (table.get("every"), table.get("hand_over")) {
        (Some(_), Some(node)) => {
            node.wrong("there is `every` too", "leave one of the two out");
            None
        }
        (Some(node), None) => every(&node).map(Rhythm::Every),
        (None, Some(node)) => weekly(&node).map(Rhythm::Weekly),
        (None, None) => {
            table.missing("every", "write every = \"week\", or hand_over = [\"mon 08:00\", \"fri 16:00\"]");
            None
        }
    }
}

/// Reads `week`, `day`, `2 weeks`, `3 days` or `12h` as seconds of the dial.
fn every(node: &Node<'_>) -> Option<i64> {
    let text = node.filled()?;
    let seconds = length(text).filter(|seconds| (HOUR..=LONGEST * DAY).contains(seconds));
    if seconds.is_none() {
        let hint = "write week, day, 2 weeks, 3 days or 12h; at least an hour, at most a year";
        node.wrong(&format!("`{text}` is not the length of a turn"), hint);
    }
    seconds
}

fn length(text: &str) -> Option<i64> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let number = if number.is_empty() { 1 } else { number.parse::<i64>().ok()? };
    let unit = match unit.trim() {
        "week" | "weeks" => 7 * DAY,
        "day" | "days" | "d" => DAY,
        "hour" | "hours" | "h" => HOUR,
        _ => return None,
    };
    number.checked_mul(unit)
}

/// Reads `mon 08:00` as seconds since Monday 00:00, in order.
fn weekly(node: &Node<'_>) -> Option<Vec<i64>> {
    let mut times: Vec<i64> = Vec::new();
    if node.is_empty_list() {
        node.wrong("there is no time in the list", "write hand_over = [\"mon 08:00\", \"fri 16:00\"]");
    }
    for (text, node) in node.name_nodes() {
        match time_of_week(text) {
            Some(time) if times.contains(&time) => node.wrong("this time stands here twice", "name it once"),
            Some(time) => times.push(time),
            None => {
                node.wrong(
                    &format!("`{text}` is not a time of the week"),
                    "write a day and a time, as in \"mon 08:00\"",
                );
            }
        }
    }
    times.sort_unstable();
    (!times.is_empty()).then_some(times)
}

fn time_of_week(text: &str) -> Option<i64> {
    let (day, time) = text.split_once(' ')?;
    let day = Weekday::ALL.into_iter().find(|known| known.short().eq_ignore_ascii_case(day))?;
    // Any date has every time of day.
    let second = parse_wall(&format!("1970-01-01 {}", time.trim()))?.second;
    Some(day.index() as i64 * DAY + i64::from(second))
}

fn wall(node: &Node<'_>) -> Option<Wall> {
    let text = node.filled()?;
    let years = Date::new(1980, 1, 1)?..Date::new(2101, 1, 1)?;
    let wall = parse_wall(text).filter(|wall| years.contains(&wall.date));
    if wall.is_none() {
        node.wrong(&format!("`{text}` is not a date and a time of day"), "write it as \"2026-01-05 08:00\"");
    }
    wall
}

fn one_override(table: &Table<'_>, zone: Zone, levels: &[String]) -> Option<Override> {
    let level = match table.get("level") {
        None => levels.first().cloned(),
        Some(node) => node.filled().and_then(|name| {
            let known = levels.iter().find(|level| *level == name).cloned();
            if known.is_none() {
                let hint = or_else(&any_of(levels), "add a [[rota]] for it");
                node.wrong(&format!("there is no rota for the level `{name}`"), &hint);
            }
            known
        }),
    };
    let person = table.need("person", "write person = \"kari\"").and_then(|node| node.filled().map(str::to_owned));
    let from = table.need("from", "write from = \"2026-12-24 08:00\"").and_then(|node| wall(&node));
    let to = table.need("to", "write to = \"2026-12-27 08:00\"").and_then(|node| wall(&node));
    let note = table.get("note").and_then(|node| node.text().map(str::to_owned));
    let (from, to) = (zone.earliest(from?), zone.latest(to?));
    if to <= from {
        table.wrong("to", "it ends before it has begun", "write a later time than `from`");
        return None;
    }
    Some(Override { level: level?, person: person?, from, to, note })
}

/// Notes every person whom the desk does not know, if it knows anybody.
fn tell_unknown(root: &Table<'_>, people: &[&str]) {
    if people.is_empty() {
        return;
    }
    let turns = root.get("rota").into_iter().flat_map(|node| node.list(""));
    let turns = turns.filter_map(|node| node.open_table()?.get("people"));
    let overrides = root.get("override").into_iter().flat_map(|node| node.list(""));
    let overrides = overrides.filter_map(|node| node.open_table()?.get("person"));
    for node in turns.flat_map(|node| node.list("")).chain(overrides) {
        let Some(name) = node.filled().filter(|name| !people.contains(name)) else { continue };
        let hint = match nearest(name, people.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write a NAME of the settings' [staff.NAME], or add it there".to_owned(),
        };
        node.wrong(&format!("nobody in [staff] of the settings is called `{name}`"), &hint);
    }
}
