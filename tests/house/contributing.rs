//! What CONTRIBUTING names is there: paths, and names in the code.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::pages::root;

const CONTRIBUTING: &str = include_str!("../../CONTRIBUTING.md");

/// Returns what stands between backticks in the lines that are no block of code.
fn quoted(text: &str) -> Vec<&str> {
    let prose: Vec<&str> = text.split("```").step_by(2).collect();
    prose.iter().flat_map(|part| part.split('`').skip(1).step_by(2)).collect()
}

/// Returns where a path may lead: one without a beginning is that of a crate, or of the program.
fn places(path: &str) -> Vec<PathBuf> {
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    let base = match first {
        "clock" | "domain" | "store" | "letter" | "config" | "desk" | "testkit" => format!("crates/{first}/src/{rest}"),
        "tui" | "cli" => format!("src/{path}"),
        _ => path.to_owned(),
    };
    [base.clone(), format!("{base}.rs"), path.to_owned()].iter().map(|place| root().join(place)).collect()
}

fn is_path(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/_-.".contains(c);
    // A file's name alone stands behind one whose folder it shares.
    text.contains('/') && text.chars().all(plain) && text.chars().next().is_some_and(char::is_alphabetic)
}

fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    text.chars().next().is_some_and(char::is_uppercase) && text.chars().all(plain) && !text.ends_with(':')
}

/// Returns every word of the code.
fn words_of_the_code() -> HashSet<String> {
    let mut words = HashSet::new();
    let mut folders: Vec<PathBuf> =
        ["crates", "src", "tests", "benches"].iter().map(|name| root().join(name)).collect();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(path).unwrap();
                let split = text.split(|c: char| !c.is_alphanumeric() && c != '_');
                words.extend(split.filter(|word| !word.is_empty()).map(str::to_owned));
            }
        }
    }
    words
}

/// Returns what the text names that is not there.
fn missing(text: &str, words: &HashSet<String>) -> Vec<String> {
    let is_missing = |name: &&str| {
        if is_path(name) {
            return !places(name).iter().any(|place| Path::exists(place));
        }
        is_name(name) && name.split("::").any(|word| !words.contains(word))
    };
    quoted(text).into_iter().filter(is_missing).map(str::to_owned).collect()
}

#[test]
fn what_contributing_names_is_there() {
    assert!(quoted(CONTRIBUTING).len() > 150, "its names were not found");
    assert_eq!(missing(CONTRIBUTING, &words_of_the_code()), [""; 0]);
}

#[test]
fn what_is_not_there_is_seen() {
    let words = HashSet::from(["Action".to_owned(), "Record".to_owned()]);
    let text = "`tui/action`, `Action::Record` and `tui/run/typed`\n```text\n`Nowhere`\n```\n`tui/nowhere/` `Nothing` `Action::Nothing`";
    assert_eq!(missing(text, &words), ["tui/nowhere/", "Nothing", "Action::Nothing"]);
}
