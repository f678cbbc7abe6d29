//! Reads paths of files as people type them and as terminals write those that are dropped on them.

use std::path::{Path, PathBuf};

/// A word of what is typed, without its quotes and backslashes.
struct PathWord {
    text: String,
    /// Whether it begins as only a whole path does: with a quote, `/` or `~/`.
    begins_path: bool,
}

/// Returns the paths that are typed. `home` is what `~/` stands for, `folder` where a path without a beginning is in.
///
/// Several are told apart by blanks where each begins as a whole path does, as terminals write files that are dropped on them;
/// else all of it is one path, as a name may have blanks in it. Quotes are taken off, and so are backslashes before a
/// character.
pub fn typed_paths(typed: &str, folder: &Path, home: Option<&Path>) -> Vec<PathBuf> {
    let typed = typed.trim();
    let words = words(typed);
    let texts = if words.len() > 1 && words.iter().all(|word| word.begins_path) {
        words.into_iter().map(|word| word.text).collect()
    } else if let [only] = words.as_slice() {
        vec![only.text.clone()]
    } else {
        vec![unescaped(typed)]
    };
    texts.iter().filter(|text| !text.is_empty()).map(|text| path(text, folder, home)).collect()
}

fn path(text: &str, folder: &Path, home: Option<&Path>) -> PathBuf {
    match (text.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => folder.join(text),
    }
}

/// Splits a text at blanks, as a shell does. A quote that is not closed is a character like any other.
fn words(text: &str) -> Vec<PathWord> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let quoted = if matches!(first, '\'' | '"') { rest[1..].split_once(first) } else { None };
        let quoted = quoted.filter(|(_, behind)| behind.chars().next().is_none_or(char::is_whitespace));
        let end = end_of_word(rest);
        let (text, behind) =
            quoted.map_or_else(|| (unescaped(&rest[..end]), &rest[end..]), |(text, behind)| (text.to_owned(), behind));
        let begins_path = quoted.is_some() || text.starts_with('/') || text.starts_with("~/");
        words.push(PathWord { text, begins_path });
        rest = behind.trim_start();
    }
    words
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

/// Returns the text without the backslashes that stand before a character.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        plain.push(if letter == '\\' { letters.next().unwrap_or(letter) } else { letter });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_as_they_are_typed_and_dropped() {
        let read = |typed: &str| {
            let paths = typed_paths(typed, Path::new("/srv/here"), Some(Path::new("/home/anna")));
            paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>()
        };
        for (typed, wanted) in [
            ("error.log", &["/srv/here/error.log"][..]),
            (" ../error.log ", &["/srv/here/../error.log"]),
            ("~/my log.txt", &["/home/anna/my log.txt"]),
            ("my\\ log.txt", &["/srv/here/my log.txt"]),
            ("/tmp/my\\ log.txt /tmp/b", &["/tmp/my log.txt", "/tmp/b"]),
            ("'/tmp/my log.txt' '/tmp/it'", &["/tmp/my log.txt", "/tmp/it"]),
            ("\"~/a\" ~/b", &["/home/anna/a", "/home/anna/b"]),
            // A name that ends in a quote, and one with a blank behind a folder.
            ("Anna's log.txt", &["/srv/here/Anna's log.txt"]),
            ("/tmp/my log.txt", &["/tmp/my log.txt"]),
            ("/tmp/it\\'s\\\\", &["/tmp/it's\\"]),
            ("  ", &[]),
            ("''", &[]),
        ] {
            assert_eq!(read(typed), wanted, "{typed}");
        }
    }
}
