//! Finds windows that run over midnight into one of the next day, which would be counted once and read as two.

use std::collections::BTreeSet;

use crate::reader::Table;
use crate::time::{Week, Weekday, Window};

/// Minutes of a day.
const DAY: u32 = 1440;

/// Notes each such pair at the key of the later day. `named` has the key under which each day stands.
pub(super) fn check(week: &Week, table: &Table<'_>, named: &[Option<&str>; 7]) {
    let mut told = BTreeSet::new();
    for day in Weekday::ALL {
        let next = Weekday::ALL[(day.index() + 1) % Weekday::ALL.len()];
        let Some((night, other)) = pair(week.on(day), week.on(next)) else { continue };
        let (from, into) = (named[day.index()], named[next.index()]);
        // A range of days has the same pair every night.
        let Some(node) = into.filter(|into| told.insert((from, *into))).and_then(|into| table.get(into)) else {
            continue;
        };
        let name = |day: Weekday| day.short().to_lowercase();
        let message = format!("the windows {} {night} and {} {other} overlap after midnight", name(day), name(next));
        node.wrong_from_now_on(&message, "let one end before or when the next begins");
    }
}

/// Returns the window of a day that ends on the next date, and the one of that date into which it runs.
fn pair(day: &[Window], next: &[Window]) -> Option<(Window, Window)> {
    day.iter().find_map(|night| {
        let other = next.iter().find(|other| other.from + DAY < night.to)?;
        Some((*night, *other))
    })
}
