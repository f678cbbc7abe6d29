//! Says once, after an upgrade, what is new in this frist: the heads of the newest part of the change log.

use std::fs;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;

use super::version::VERSION;

const CHANGES: &str = include_str!("../../CHANGELOG.md");
/// The file that has the version of the frist that was started last.
const SEEN: &str = "version";
/// The most heads that are told.
const MOST: usize = 6;

/// Returns what is new since the frist that was started before with this folder of state, and notes this one. At the very
/// first start everything is new, and nothing is said.
pub(super) fn since_last_start(folder: &Path) -> Option<String> {
    let file = folder.join(SEEN);
    let seen = fs::read_to_string(&file).ok();
    if seen.as_deref().map(str::trim) == Some(VERSION) {
        return None;
    }
    // Where it cannot be noted it is told again, which is better than not at all.
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    let _ = made.and_then(|()| fs::write(&file, format!("{VERSION}\n")));
    seen.map(|_| in_words(CHANGES))
}

fn in_words(changes: &str) -> String {
    let newest = changes.split("\n## ").nth(1).unwrap_or_default();
    let heads = newest.split("**").skip(1).step_by(2).filter_map(|head| head.strip_suffix('.'));
    let heads: Vec<String> = heads.take(MOST).map(|head| head.replace('`', "")).collect();
    let new = if heads.is_empty() { String::new() } else { format!(" New: {}.", heads.join(" · ")) };
    format!("This is frist {VERSION} now.{new} CHANGELOG.md tells all.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_once_after_an_upgrade_and_not_at_the_first_start() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("frist");
        assert_eq!(since_last_start(&folder), None);
        assert_eq!(since_last_start(&folder), None);
        fs::write(folder.join(SEEN), "0.0.9\n").unwrap();
        let told = since_last_start(&folder).unwrap();
        assert!(told.starts_with(&format!("This is frist {VERSION} now. New: ")), "{told}");
        assert_eq!(since_last_start(&folder), None);
    }

    #[test]
    fn the_heads_of_the_newest_part_are_what_is_new() {
        let changes =
            "# Changelog\n\n## Unreleased\n\n- **Targets.** Every **kind**.\n- **`N`.** x\n\n## 0.1\n\n- **Old.** y\n";
        assert!(in_words(changes).contains(" New: Targets · N. "), "{}", in_words(changes));
        assert!(!in_words("# Changelog\n").contains("New"));
    }
}
