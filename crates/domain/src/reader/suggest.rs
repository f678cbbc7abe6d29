//! Makes words for hints: the names that are known, and the one that was most likely meant.

use crate::time::Date;

/// Returns `a, b or c`, each in backquotes, for a hint.
pub fn any_of<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    let mut names: Vec<String> = names.into_iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match names.pop() {
        None => String::new(),
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} or {last}", names.join(", ")),
    }
}

/// Returns the hint `write KNOWN, or OTHERWISE`; just `otherwise` where nothing is known.
pub fn or_else(known: &str, otherwise: &str) -> String {
    if known.is_empty() { otherwise.to_owned() } else { format!("write {known}, or {otherwise}") }
}

/// Returns the name among `known` that somebody who wrote `text` most likely meant.
pub fn nearest<'k>(text: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    if text.len() > 64 {
        return None;
    }
    let wanted = text.to_lowercase().replace('-', "_");
    let near = known.into_iter().map(|name| (edits(&wanted, name), name)).min_by_key(|(edits, _)| *edits)?;
    (near.0 <= (text.len() / 3).clamp(1, 3)).then_some(near.1)
}

/// Returns the date that `1.1.2024`, `2024/01/01` or `31/1/2024` means; none where day and month may be taken for each other.
pub(super) fn meant_date(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.trim().split(['.', '/', '-', ' ']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let number = |part: &str| part.parse::<u32>().ok();
    let (year, month, day) = match (first.len(), third.len()) {
        (4, _) => (first, number(second)?, number(third)?),
        (_, 4) => (third, number(second)?, number(first)?),
        _ => return None,
    };
    let may_be_swapped = third.len() == 4 && !text.contains('.') && day <= 12 && day != month;
    if may_be_swapped { None } else { Date::new(year.parse().ok()?, month, day) }
}

/// Returns a key as files write keys: small letters, `_` between words, however they were set apart.
pub fn snake_case(text: &str) -> String {
    let mut out = String::new();
    let mut small = false;
    for c in text.trim().chars() {
        if c.is_uppercase() && small {
            out.push('_');
        }
        small = c.is_lowercase() || c.is_ascii_digit();
        let parts_words = matches!(c, '-' | ' ' | '.');
        if parts_words { out.push('_') } else { out.extend(c.to_lowercase()) }
    }
    out
}

/// Counts the letters that must be put in, taken out or changed to make `b` of `a`.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let kept = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = kept.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_in_other_ways_of_writing_is_known_where_it_is_sure() {
        for (text, date) in [
            ("1.1.2024", "2024-01-01"),
            ("31.12.2024", "2024-12-31"),
            ("2024/3/5", "2024-03-05"),
            ("5/5/2024", "2024-05-05"),
        ] {
            assert_eq!(meant_date(text).map(|date| date.to_string()).as_deref(), Some(date), "{text}");
        }
        for text in ["3/4/2024", "31.2.2024", "1.1.24", "2024", "soon", "12-24", "30-04"] {
            assert_eq!(meant_date(text), None, "{text}");
        }
    }

    #[test]
    fn the_nearest_name_is_offered_and_a_far_one_is_not() {
        let known = ["channels", "holidays", "clock"];
        assert_eq!(nearest("chanels", known), Some("channels"));
        assert_eq!(nearest("Clock", known), Some("clock"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("", known), None);
        assert_eq!(any_of(["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(["timeZone", "Time-Zone", "time zone", "TIME_ZONE"].map(snake_case), ["time_zone"; 4]);
    }
}
