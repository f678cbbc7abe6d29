//! The house rules that the compiler does not check. What a crate may know its manifest says; here is what folders inside the
//! program may know, and where a word may stand.

use std::fs;
use std::path::{Path, PathBuf};

/// What code in a folder of the program may use, of the program's own rooms and of the other crates. The longest folder
/// that fits a file counts.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("src/cli", &["cli", "config", "desk", "domain"]),
    ("src/tui", &["tui", "config", "desk", "domain"]),
    ("src/tui/view", &["tui", "domain"]),
    (VIEWS, &["tui", "domain"]),
    ("src/tui/widget", &["tui"]),
];

/// Stands for the drawing of each page and each overlay: `view.rs`, or what is in a folder `view`, wherever that is in the
/// screen.
const VIEWS: &str = "views";

/// The folders in which a word may stand.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("ratatui::", &["src/tui"]),
    // It cuts lines without a sign; `put_lines` says that they go on.
    ("Paragraph", &[]),
    ("KeyCode", &["src/tui/input", "src/tui/action"]),
    ("KeyEvent", &["src/tui/input", "src/tui/action"]),
];

/// Returns every source file of the program and of the crates, by its path from here.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let crates = fs::read_dir(root.join("crates")).unwrap().map(|entry| entry.unwrap().path().join("src"));
    let mut folders: Vec<PathBuf> = crates.chain([root.join("src")]).collect();
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.push((name, fs::read_to_string(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// Returns the file without its comments and without what is there for tests only, which may reach further.
fn code(text: &str) -> Vec<&str> {
    let (mut code, mut lines) = (Vec::new(), text.lines());
    while let Some(line) = lines.next() {
        if line.trim() == "#[cfg(test)]" {
            skip_item(line.len() - line.trim_start().len(), &mut lines);
        } else if !line.trim_start().starts_with("//") {
            code.push(line);
        }
    }
    code
}

/// Skips the attributes and the item that come next, at that indentation.
fn skip_item<'a>(indent: usize, lines: &mut impl Iterator<Item = &'a str>) {
    for line in lines {
        let at_its_end = line.len() - line.trim_start().len() == indent;
        if at_its_end && !line.trim_start().starts_with('#') && line.ends_with([';', '}', ',']) {
            return;
        }
    }
}

fn is_test(name: &str) -> bool {
    name.ends_with("tests.rs") || name.contains("/tests/") || name == "src/tui/harness.rs"
}

/// Returns the rooms that a line names, as in `crate::tui::App`, `frist_store::Store`, or `use crate::{cli, tui}`.
fn rooms_in(line: &str) -> Vec<&str> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut rooms = Vec::new();
    for (place, word) in ["crate::", "frist_"].iter().flat_map(|word| line.match_indices(word)) {
        let part_of_another = line[..place].ends_with(is_name);
        let rest = &line[place + word.len()..];
        let list = rest.strip_prefix('{').map(|list| list.split('}').next().unwrap_or(list));
        let names = list.map_or_else(|| vec![rest], |list| list.split(',').map(str::trim).collect());
        let names = names.into_iter().filter_map(|name| name.split(|c| !is_name(c)).next());
        rooms.extend(names.filter(|name| !part_of_another && !name.is_empty()));
    }
    rooms
}

fn problems(name: &str, text: &str) -> Vec<String> {
    let fits = |folder: &&str| name.starts_with(&format!("{folder}/")) || name == format!("{folder}.rs");
    let draws = name.starts_with("src/tui/") && (name.ends_with("/view.rs") || name.contains("/view/"));
    let narrowest = MAY_KNOW.iter().filter(|(folder, _)| fits(folder)).max_by_key(|(folder, _)| folder.len());
    let rule = MAY_KNOW.iter().find(|(folder, _)| draws && *folder == VIEWS).or(narrowest);
    let mut wrong = Vec::new();
    for line in code(text) {
        if let Some((folder, allowed)) = rule {
            let strange = rooms_in(line).into_iter().filter(|room| !allowed.contains(room));
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
    for folder in ["src/cli/", "src/tui/view/", "crates/clock/src/", "crates/desk/src/"] {
        assert!(sources.iter().any(|(name, _)| name.starts_with(folder)), "nothing of {folder} was found");
    }
    let wrong: Vec<String> =
        sources.iter().filter(|(name, _)| !is_test(name)).flat_map(|(name, text)| problems(name, text)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_arrow_that_runs_back_is_seen() {
    assert_eq!(problems("src/tui/view/queue.rs", "use crate::store::Reader;").len(), 1);
    assert_eq!(problems("src/tui/view/queue.rs", "use frist_desk::Desk;").len(), 1);
    assert_eq!(problems("src/tui/feature/queue/view.rs", "use crate::desk::Desk;").len(), 1);
    assert_eq!(problems("src/tui/feature/uptime/view/page.rs", "use crate::config::Paths;").len(), 1);
    assert!(problems("src/tui/feature/queue/update.rs", "use crate::desk::Desk;").is_empty());
    assert_eq!(problems("src/cli/list.rs", "use crate::{config::Paths, tui, store};").len(), 2);
    assert_eq!(problems("crates/desk/src/local.rs", "fn key(code: KeyCode) {}").len(), 1);
    assert!(problems("src/cli/list.rs", "use crate::desk::Desk;\n// frist_store::Store").is_empty());
}

#[test]
fn what_stands_behind_something_for_tests_is_read_too() {
    let run = "use crate::store::Reader;";
    for item in [
        "#[cfg(test)]\nmod tests;",
        "#[cfg(test)]\n#[path = \"x.rs\"]\nmod x;",
        "#[cfg(test)]\nmod tests {\n    use crate::store::Reader;\n\n    fn one() {}\n}",
        "#[cfg(test)]\nimpl Queue {\n    fn spoil() {\n        crate::store::spoil();\n    }\n}",
        "#[cfg(test)]\nuse crate::store::{\n    Reader,\n};",
    ] {
        assert_eq!(problems("src/tui/queue.rs", item), Vec::<String>::new());
        assert_eq!(problems("src/tui/queue.rs", &format!("{item}\n{run}")).len(), 1, "{item}");
    }
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
