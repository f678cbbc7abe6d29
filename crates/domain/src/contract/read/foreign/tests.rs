use std::collections::{BTreeMap, BTreeSet};

use super::FOREIGN_KEYS;
use crate::contract::{Calendars, built_in_calendars, read_calendar, read_contract};
use crate::reader::ForeignKey;

fn calendars() -> Calendars {
    let mut calendars = Calendars::default();
    for file in built_in_calendars().into_iter().filter(|file| file.name.ends_with("/NO.toml")) {
        calendars.insert(read_calendar(&file.name, &file.text).unwrap());
    }
    calendars
}

/// The tables of a contract without mistakes: their headers and lines, in the order of the file.
fn tables() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        ("", vec!["id = \"acme\"", "vendor = \"Acme\"", "time_zone = \"Europe/Oslo\""]),
        ("[support]", vec![]),
        ("[support.hours]", vec!["mon-fri = [\"08:00-16:00\"]"]),
        ("[hours.always.days]", vec!["mon-sun = [\"00:00-24:00\"]"]),
        ("[[severity]]", vec!["id = \"critical\"", "name = \"Critical\""]),
        ("[plan.standard]", vec!["name = \"Standard\""]),
        ("[plan.standard.target.critical]", vec!["response = { within = \"2h\" }", "correction = { within = \"9h\" }"]),
    ]
}

/// Returns the header of the table of that shape.
fn header(place: &str) -> &'static str {
    match place {
        "" => "",
        "support" => "[support]",
        "severity" => "[[severity]]",
        "plan.*" => "[plan.standard]",
        "plan.*.target.*" => "[plan.standard.target.critical]",
        "plan.*.target.*.*" => "[plan.standard.target.critical.fix]",
        "uptime" => "[uptime]",
        "plan.*.uptime" => "[plan.standard.uptime]",
        "maintenance" => "[maintenance]",
        "attainment" => "[[attainment]]",
        "scope" => "[scope]",
        other => panic!("no table for {other}"),
    }
}

/// Returns the contract with these lines in that table, in the place of lines with the same keys.
fn with(at: &'static str, lines: &[&str]) -> String {
    let key = |line: &str| line.split('=').next().unwrap().trim().to_owned();
    let keys: BTreeSet<String> = lines.iter().map(|line| key(line)).collect();
    let mut tables = tables();
    if !tables.iter().any(|(header, _)| *header == at) {
        // What a table cannot do without.
        let needed = match at {
            "[uptime]" | "[plan.standard.uptime]" if keys.contains("max_downtime") => vec![],
            "[uptime]" | "[plan.standard.uptime]" => {
                vec!["min_percent = 99.5", "credit = { percent = 5, of = \"it\" }"]
            }
            "[[attainment]]" => vec!["target = \"correction\"", "percent = 90", "period = \"year\""],
            "[scope]" => vec!["excluded = [\"customer\"]"],
            "[plan.standard.target.critical.fix]" => vec!["within = \"9h\""],
            _ => vec![],
        };
        tables.push((at, needed));
    }
    let text = tables.into_iter().flat_map(|(header, own)| {
        let more = if header == at { lines } else { &[] };
        let stays = own.into_iter().filter(|line| header != at || !keys.contains(&key(line)));
        let all: Vec<String> =
            std::iter::once(header).chain(stays).chain(more.iter().copied()).map(str::to_owned).collect();
        all
    });
    text.collect::<Vec<_>>().join("\n") + "\n"
}

fn hints(text: &str, key: &str) -> Vec<String> {
    let problems = read_contract("acme.toml", text, &calendars()).expect_err(text);
    problems
        .iter()
        .filter(|problem| problem.message.starts_with(&format!("`{key}` is not a key")))
        .map(|p| p.hint.clone())
        .collect()
}

/// Returns whether a key of that name is one that may stand there.
fn is_right(place: &str, key: &str) -> bool {
    match place {
        "severity" => key == "clock",
        "" => ["severity", "priority", "time_zone"].contains(&key),
        "support" => ["holidays", "closed", "channels", "pause", "cut_off"].contains(&key),
        "plan.*" => ["clock", "target"].contains(&key),
        _ => false,
    }
}

/// Every name of every row is told what to write, in each of its places.
#[test]
fn every_key_of_another_tool_is_told_what_to_write() {
    let mut tried = 0;
    for row in FOREIGN_KEYS {
        for place in row.places {
            for name in row.names.iter().filter(|name| !is_right(place, name)) {
                let text = with(header(place), &[&format!("{name} = 1")]);
                let first = FOREIGN_KEYS.iter().find(|row| row.places.contains(place) && row.names.contains(name));
                assert_eq!(hints(&text, name), [first.unwrap().hint()], "{name} in `{place}`");
                assert_eq!(first, Some(row), "{name} in `{place}` stands in two rows");
                tried += 1;
            }
        }
    }
    assert!(tried > 300, "{tried}");
}

/// What a hint says is itself right.
#[test]
fn what_is_to_be_written_instead_is_right() {
    let mut read: BTreeMap<String, usize> = BTreeMap::new();
    for row in FOREIGN_KEYS {
        let of = |row: &ForeignKey, place: &'static str| match (row.table, place) {
            ("", "support") => "",
            ("", place) => header(place),
            // The capitals stand for names of the file.
            ("[plan.PLAN.target.SEVERITY]", _) => "[plan.standard.target.critical]",
            ("[plan.PLAN.uptime]", _) => "[plan.standard.uptime]",
            (table, _) => table,
        };
        for place in row.places {
            let text = with(of(row, place), row.lines);
            let problems = read_contract("acme.toml", &text, &calendars()).err();
            assert_eq!(problems, None, "{} gives\n{text}", row.hint());
            *read.entry(row.hint()).or_default() += 1;
        }
    }
    assert!(read.len() > 40, "{}", read.len());
}
