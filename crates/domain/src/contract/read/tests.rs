//! Every check of the contract file, each with a file that fails it.

mod any_text;
mod doubts;
mod hints;
mod mistakes;
mod shapes;
mod values;
mod vendor_side;

use super::super::{Calendars, Contract, SourceFile, built_in_calendars, read_calendar, read_contract};
use crate::problem::Problem;

/// A contract that uses everything the format has and has no mistake.
const GOOD: &str = r#"id = "acme"
vendor = "Acme AS"
service = "Acme hosting"
version = "2024-01-08"
effective = 2024-01-08
next_review = 2024-02-01
time_zone = "Europe/Oslo"
notes = ["One.", "Two."]

[support]
holidays = ["NO"]
closed = ["12-24", "12-31", 2025-06-20, "easter-1"]
open = ["easter-3", "2026-04-03"]
severity_change = "change"
clock = "support"
channels = ["phone", "email"]
pause = ["waiting_customer"]
[support.hours]
mon-thu = ["08:00-12:00", "12:30-16:00"]
fri = ["08:00-14:00"]
sat = ["22:00-06:00"]
sun = ["06:00-24:00"]
[[support.short_day]]
date = "04-30"
hours = ["08:00-12:00"]
[[support.short_day]]
date = "2025-05-02"
hours = ["10:00-11:00"]

[[severity]]
id = "critical"
name = "Critical"
own_name = "Kritisk"
means = "Down."
channels = ["phone"]
[[severity]]
id = "minor"
name = "Minor"

[priority]
impact = [{ id = "high", means = "All." }, "low"]
urgency = ["high", "medium", "low"]
matrix = [["critical", "critical", "minor"],
          ["critical", "minor", "minor"]]
workaround_cap = "minor"

[plan.standard]
name = "Standard"
[plan.standard.target.critical]
response = "30m"
work_start = { within = "4h", clock = "calendar" }
correction = { within = "3bd", otherwise = "10bd" }
[plan.standard.target.minor]
response = "12h..48h"
correction = "next release"

[uptime]
min_percent = 99.1
inclusive = false
min_outage = "10m"
counts_from = "report"
per = "customer"
stated = { max_downtime = "6h30m" }
credit = { percent = 50, of = "monthly cost" }

[maintenance]
windows = [{ days = "tue", hours = "00:00-06:30" }]
notice = "3bd"
notice_over = "30m"
strict = true
without_notice = ["security"]
windows_not_for = ["vendor"]

[scope]
excluded = ["customer", "third_party"]
excluded_uptime = ["force_majeure"]
excluded_tickets = ["unpaid"]
billable = ["customer"]
approval = false
"#;

fn calendars() -> Calendars {
    let mut calendars = Calendars::default();
    for SourceFile { name, text, .. } in built_in_calendars() {
        calendars.insert(read_calendar(&name, &text).expect("a built-in calendar"));
    }
    calendars
}

fn read(text: &str) -> Result<Contract, Vec<Problem>> {
    read_contract("acme.toml", text, &calendars())
}

/// Returns `GOOD` with one part written otherwise.
fn changed(from: &str, to: &str) -> String {
    assert_eq!(GOOD.matches(from).count(), 1, "`{from}` must stand once in the good contract");
    GOOD.replace(from, to)
}

fn problems(text: &str) -> Vec<Problem> {
    read(text).err().unwrap_or_default()
}

#[test]
fn the_good_contract_has_no_mistake() {
    assert_eq!(problems(GOOD), []);
}

#[test]
fn many_mistakes_are_told_at_once_in_the_order_of_the_file() {
    let text = GOOD
        .replace("vendor =", "vender =")
        .replace("Europe/Oslo", "Oslo")
        .replace("12:30-16:00", "11:30-16:00")
        .replace("response = \"30m\"", "response = \"soon\"")
        .replace("99.1", "199");
    let found = problems(&text);
    let keys: Vec<(Option<usize>, &str)> = found.iter().map(|p| (p.line(), p.key())).collect();
    let expected = [
        (1, "vendor"),
        (2, "vender"),
        (7, "time_zone"),
        (19, "support.hours.mon-thu"),
        (50, "plan.standard.target.critical.response"),
        (58, "uptime.min_percent"),
    ];
    assert_eq!(keys, expected.map(|(line, key)| (Some(line), key)));
}

#[test]
fn a_problem_reads_as_a_sentence() {
    let text = changed("clock = \"support\"", "clok = \"support\"");
    let shown: Vec<String> = problems(&text).iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["acme.toml:15: support.clok: `clok` is not a key that is known here; did you mean `clock`?"]);
    let text = changed("\"12:30-16:00\"", "\"11:00-16:00\"");
    assert_eq!(
        problems(&text)[0].to_string(),
        "acme.toml:19: support.hours.mon-thu: the windows 08:00-12:00 and 11:00-16:00 overlap; \
         let one end before or when the next begins"
    );
}

#[test]
fn broken_syntax_is_told_for_every_line_and_nothing_else() {
    let text = "id = \"acme\nvendor = Acme\n[support]\nholidays = [\"NO\"\nclock = \nunknown = 1\n";
    let found = problems(text);
    let places: Vec<(Option<usize>, &str)> = found.iter().map(|p| (p.line(), p.key())).collect();
    // The list that line 4 opens is missed where the next key comes.
    let expected = [(1, "id"), (2, "vendor"), (5, "support.clock"), (6, "support.unknown")];
    assert_eq!(places, expected.map(|(line, key)| (Some(line), key)), "{found:#?}");
    assert!(found[1].message.contains("must be quoted"), "{}", found[1]);
    let one = problems(&format!("{GOOD}unknown = 1\n=\n"));
    assert_eq!(one.len(), 1, "{one:#?}");
    assert_eq!(problems("a = 1\na = 2\n").iter().map(Problem::line).collect::<Vec<_>>(), [Some(2)]);
}

#[test]
fn a_file_over_a_mebibyte_is_refused_with_a_sentence() {
    let found = problems(&format!("{GOOD}#{}", "x".repeat(1024 * 1024)));
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("larger than 1 MiB"), "{found:?}");
}

#[test]
fn an_empty_file_is_told_what_it_lacks() {
    let found = problems("");
    let keys: Vec<&str> = found.iter().map(Problem::key).collect();
    assert_eq!(keys, ["id", "vendor", "time_zone", "severity", "plan"]);
}
