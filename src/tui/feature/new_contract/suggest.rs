//! Finds the names that a half typed zone or holiday calendar may mean.

use crate::domain::contract::{Calendars, OutlineField};
use crate::domain::time::Zone;

/// The most names that are offered.
const MOST: usize = 5;

/// Returns what the whole line of that part may become, the likeliest first; empty where it is right already, or nothing
/// fits.
pub(super) fn suggestions(field: &OutlineField, text: &str, calendars: &Calendars) -> Vec<String> {
    match field {
        OutlineField::Zone => zones(text),
        OutlineField::Holidays => holidays(text, calendars),
        _ => Vec::new(),
    }
}

fn zones(text: &str) -> Vec<String> {
    if Zone::named(text.trim()).is_some() {
        return Vec::new();
    }
    Zone::likely(text).into_iter().take(MOST).map(str::to_owned).collect()
}

/// Returns the line with its last word as the calendars whose id begins with it, or in whose name it stands.
fn holidays(text: &str, calendars: &Calendars) -> Vec<String> {
    let (before, last) = text.rsplit_once(',').map_or(("", text), |(before, last)| (before, last));
    let wanted = last.trim().to_lowercase();
    if wanted.is_empty() || calendars.iter().any(|calendar| calendar.id == last.trim()) {
        return Vec::new();
    }
    let begins = |id: &str| id.to_lowercase().starts_with(&wanted);
    let fits = |name: &str| wanted.len() > 2 && name.to_lowercase().contains(&wanted);
    let mut found: Vec<(bool, String)> = calendars
        .iter()
        .filter(|calendar| begins(&calendar.id) || fits(&calendar.name))
        .map(|calendar| (!begins(&calendar.id), calendar.id.clone()))
        .collect();
    found.sort();
    let line = |id: String| if before.is_empty() { id } else { format!("{}, {id}", before.trim_end()) };
    found.into_iter().take(MOST).map(|(_, id)| line(id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contract::Book;

    #[test]
    fn what_is_half_typed_is_offered_whole() {
        let book = Book::built_in();
        let of = |field: OutlineField, text: &str| suggestions(&field, text, book.calendars());
        assert_eq!(of(OutlineField::Zone, "oslo"), ["Europe/Oslo"]);
        assert_eq!(of(OutlineField::Zone, "Europe/Oslo"), [""; 0]);
        assert_eq!(of(OutlineField::Zone, "europe").len(), MOST);
        assert_eq!(of(OutlineField::Holidays, "n"), ["NL", "NO"]);
        assert_eq!(of(OutlineField::Holidays, "NO, de-by"), ["NO, DE-BY"]);
        assert_eq!(of(OutlineField::Holidays, "NO, bavar"), ["NO, DE-BY"]);
        assert_eq!(of(OutlineField::Holidays, "NO"), [""; 0]);
        assert_eq!(of(OutlineField::Holidays, "NO, "), [""; 0]);
        assert_eq!(of(OutlineField::Vendor, "oslo"), [""; 0]);
    }
}
