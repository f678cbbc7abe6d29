//! The house rules that a compiler does not check: which folder may know which, and where a library may be named.

#![allow(clippy::unwrap_used)] // outside test functions too, in what they share

use std::fs;
use std::path::{Path, PathBuf};

/// What code in a folder may use of the crate. The longest folder that fits a file counts.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &["domain"]),
    ("store", &["domain", "store"]),
    ("config", &["domain", "config"]),
    ("desk", &["domain", "store", "config", "desk"]),
    ("cli", &["domain", "config", "desk", "cli"]),
    ("tui", &["domain", "config", "desk", "tui"]),
    ("tui/view", &["domain", "tui"]),
    ("tui/widget", &["tui"]),
];

/// Where a word may stand.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("chrono::", &["domain/time"]),
    ("chrono_tz::", &["domain/time"]),
    ("rrule::", &["domain/time"]),
    ("sled::", &["store"]),
    ("ratatui::", &["tui"]),
    ("KeyCode", &["tui/input", "tui/action"]),
    ("KeyEvent", &["tui/input", "tui/action"]),
];

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        let entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        for path in entries {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                found.push((name, fs::read_to_string(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// The file without its comments and without what follows `#[cfg(test)]`, which may reach further.
fn code(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    for line in text.lines() {
        if line.trim() == "#[cfg(test)]" {
            break;
        }
        if !line.trim_start().starts_with("//") {
            lines.push(line);
        }
    }
    lines
}

fn is_test(name: &str) -> bool {
    name.ends_with("tests.rs") || name.contains("/tests/") || name == "tui/harness.rs"
}

/// The rooms of the crate that a line names, as in `crate::store::Store`.
fn rooms_in(line: &str) -> impl Iterator<Item = &str> {
    line.split("crate::").skip(1).filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next())
}

fn problems(name: &str, text: &str) -> Vec<String> {
    let fits = |folder: &&str| name.starts_with(&format!("{folder}/")) || name == format!("{folder}.rs");
    let rule = MAY_USE.iter().filter(|(folder, _)| fits(folder)).max_by_key(|(folder, _)| folder.len());
    let mut wrong = Vec::new();
    for line in code(text) {
        if let Some((folder, allowed)) = rule {
            let strange = rooms_in(line).filter(|room| !room.is_empty() && !allowed.contains(room));
            wrong.extend(strange.map(|room| format!("{name}: {folder} may not know {room}: {}", line.trim())));
        }
        let misplaced = ONLY_IN.iter().filter(|(word, folders)| line.contains(word) && !folders.iter().any(&fits));
        wrong
            .extend(misplaced.map(|(word, folders)| format!("{name}: {word} belongs in {folders:?}: {}", line.trim())));
    }
    wrong
}

#[test]
fn arrows_point_one_way() {
    let sources = sources();
    assert!(sources.len() > 50, "the sources were not found");
    let wrong: Vec<String> =
        sources.iter().filter(|(name, _)| !is_test(name)).flat_map(|(name, text)| problems(name, text)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_arrow_that_runs_back_is_seen() {
    assert_eq!(problems("domain/sla/row.rs", "use crate::desk::Desk;").len(), 1);
    assert_eq!(problems("tui/view/queue.rs", "use crate::store::Reader;").len(), 1);
    assert_eq!(problems("desk/local.rs", "let tree = sled::open(path);").len(), 1);
    assert!(problems("desk/local.rs", "use crate::store::Reader;\n// sled::open").is_empty());
}

#[test]
fn no_file_has_grown_out_of_hand() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|(name, text)| (name, code(&text).iter().filter(|l| !l.trim().is_empty()).count()))
        .filter(|(_, lines)| *lines > 500)
        .map(|(name, lines)| format!("{name}: {lines} lines of code"))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}
