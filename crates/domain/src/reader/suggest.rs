//! Makes words for hints: the names that are known, and the one that was most likely meant.

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
