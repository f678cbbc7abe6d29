//! Reads and writes a week's hours as one line: `mon-thu 08:00-12:00 12:30-16:00, fri 08:00-14:00`.

use super::blocks::list;
use crate::contract::model::Contract;
use crate::contract::read::{CUT_OFF_HINT, never_before};
use crate::problem::Problem;
use crate::time::{Week, Weekday};

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Returns the lines of `[support.hours]` that a line of hours stands for, day and windows. What makes no sense is written as
/// it is, for the reader of the file to say what is wrong with it.
pub(super) fn to_pairs(line: &str) -> Vec<(String, String)> {
    let mut days: Vec<(String, Vec<String>)> = Vec::new();
    let joined = line.replace('–', "-").replace(" - ", "-").replace(';', ",");
    for part in joined.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let mut words = part.split_whitespace();
        let first = words.next().unwrap_or_default();
        let begins_with_time = first.starts_with(|c: char| c.is_ascii_digit());
        match days.last_mut().filter(|_| begins_with_time) {
            Some((_, windows)) => windows.extend(part.split_whitespace().map(str::to_owned)),
            None => days.push((first.trim_end_matches(':').to_lowercase(), words.map(str::to_owned).collect())),
        }
    }
    days.into_iter().map(|(day, windows)| (day, list(windows.iter().map(String::as_str)))).collect()
}

/// Returns what is wrong with a cut-off that the hours of no weekday suit. A file may have it where a single day opens earlier.
pub(super) fn late_cut_off(contract: &Contract) -> Option<Problem> {
    let hours = contract.support.clock.hours();
    Some(Problem::refused(never_before(hours.cut_off, hours.week.days.iter())?, CUT_OFF_HINT))
}

/// Returns the line for a week; days with the same hours that follow on each other stand together.
pub(super) fn to_line(week: &Week) -> String {
    let mut runs: Vec<(Weekday, Weekday)> = Vec::new();
    for day in Weekday::ALL {
        match runs.last_mut() {
            Some((_, last)) if week.on(*last) == week.on(day) => *last = day,
            _ => runs.push((day, day)),
        }
    }
    let open = runs.into_iter().filter(|(first, _)| !week.on(*first).is_empty());
    let said = open.map(|(first, last)| {
        let name = |day: Weekday| DAYS[day.index()];
        let days = if first == last { name(first).to_owned() } else { format!("{}-{}", name(first), name(last)) };
        let windows: Vec<String> = week.on(first).iter().map(ToString::to_string).collect();
        format!("{days} {}", windows.join(" "))
    });
    said.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(line: &str) -> Vec<String> {
        to_pairs(line).into_iter().map(|(day, windows)| format!("{day} = {windows}")).collect()
    }

    #[test]
    fn a_line_names_days_and_their_windows() {
        assert_eq!(pairs("mon-fri 08:00-16:00"), ["mon-fri = [\"08:00-16:00\"]"]);
        let two = ["mon-thu = [\"08:00-12:00\", \"12:30-16:00\"]", "fri = [\"08:00-14:00\"]"];
        for line in [
            "mon-thu 08:00-12:00 12:30-16:00, fri 08:00-14:00",
            "Mon-Thu: 08:00-12:00, 12:30-16:00; Fri: 08:00-14:00",
            "mon-thu 08:00 - 12:00, 12:30 - 16:00, fri 08:00 - 14:00",
        ] {
            assert_eq!(pairs(line), two, "{line}");
        }
        assert_eq!(pairs("mon–fri 08:00–16:00"), ["mon-fri = [\"08:00-16:00\"]"]);
        assert_eq!(pairs(" , "), [""; 0]);
        assert_eq!(pairs("08:00-16:00"), ["08:00-16:00 = []"], "the reader says that this is no day");
        assert_eq!(pairs("mon nine"), ["mon = [\"nine\"]"]);
    }

    #[test]
    fn a_week_is_a_line_and_back() {
        for line in [
            "mon-thu 08:00-12:00 12:30-16:00, fri 08:00-14:00",
            "mon-sun 00:00-24:00",
            "tue 22:00-06:00, sat-sun 10:00-12:00",
            "",
        ] {
            let lines: Vec<String> = to_pairs(line).iter().map(|(day, windows)| format!("{day} = {windows}")).collect();
            let week =
                crate::reader::parse("x", &lines.join("\n"), |root| Some(crate::contract::read::week(root))).unwrap();
            assert_eq!(to_line(&week), line);
        }
    }
}
