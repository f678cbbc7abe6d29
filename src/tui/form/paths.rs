//! Tells several paths apart that stand in one line, as terminals write files that are dropped on them.

/// Returns what is typed in pieces, one for each path, each as it is typed. Several are told apart by blanks where each begins
/// as a whole path does: with a quote, `/` or `~/`; else all of it is one.
pub(super) fn apart(typed: &str) -> Vec<&str> {
    let words = words(typed);
    let begins_path = |word: &&str| word.starts_with(['\'', '"', '/']) || word.starts_with("~/");
    if words.len() > 1 && words.iter().all(begins_path) { words } else { vec![typed] }
}

/// Splits a text at blanks, as a shell does. A quote that is not closed is a character like any other.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = end_of_quoted(rest).unwrap_or_else(|| end_of_word(rest));
        words.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    words
}

/// Returns the place behind the quote that ends a quoted word, where a blank or nothing follows.
fn end_of_quoted(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|first| matches!(first, '\'' | '"'))?;
    let end = text[1..].find(quote)? + 2;
    text[end..].chars().next().is_none_or(char::is_whitespace).then_some(end)
}

/// Returns the place of the first blank without a backslash before it.
fn end_of_word(text: &str) -> usize {
    let mut is_escaped = false;
    let blank = text.char_indices().find(|(_, c)| {
        let ends = c.is_whitespace() && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        ends
    });
    blank.map_or(text.len(), |(place, _)| place)
}
