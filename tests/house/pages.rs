//! Reads the documents as Markdown: their pages, and what of them a reader can follow.

use std::fs;
use std::path::{Path, PathBuf};

/// A Markdown file of the repository.
pub struct Page {
    /// The path from the root, with `/`.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// Returns the folder of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns every Markdown file of the repository, by name.
pub fn pages() -> Vec<Page> {
    let (mut found, mut folders) = (Vec::new(), vec![root().to_owned()]);
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && !name.starts_with('.') && name != "target" {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(Page { name: from_root(&path), text: fs::read_to_string(path).unwrap() });
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

fn from_root(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

impl Page {
    /// Returns whether it belongs to the book that is made of `docs/`.
    pub fn is_of_the_book(&self) -> bool {
        self.name.starts_with("docs/") && self.name != "docs/SUMMARY.md"
    }

    /// Returns its lines without blocks of code.
    pub fn prose(&self) -> Vec<&str> {
        let mut in_code = false;
        let mut lines = Vec::new();
        for line in self.text.lines() {
            let fence = line.trim_start().starts_with("```");
            if !fence && !in_code {
                lines.push(line);
            }
            in_code ^= fence;
        }
        lines
    }

    /// Returns where its links and pictures lead, as they are written.
    pub fn links(&self) -> Vec<String> {
        let text: String = self.prose().iter().flat_map(|line| [without_code(line).0, "\n".to_owned()]).collect();
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
        targets.map(|(target, _)| target.to_owned()).collect()
    }

    /// Returns what stands in it as code within a sentence.
    pub fn code_spans(&self) -> Vec<String> {
        self.prose().into_iter().flat_map(|line| without_code(line).1).collect()
    }

    /// Returns the anchors of its headings, as GitHub and mdBook make them: a second one of the same words ends in `-1`.
    pub fn anchors(&self) -> Vec<String> {
        let mut anchors: Vec<String> = Vec::new();
        for line in self.prose().into_iter().filter(|line| line.starts_with('#')) {
            let words = line.trim_start_matches('#').trim().replace('`', "").to_lowercase();
            let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            let anchor = kept.collect::<String>().replace(' ', "-");
            let again = anchors.iter().filter(|other| **other == anchor).count();
            anchors.push(if again == 0 { anchor } else { format!("{anchor}-{again}") });
        }
        anchors
    }

    /// Returns the file that a link of it leads to, and the anchor there; the file is its own where only an anchor is
    /// named.
    pub fn lead(&self, link: &str) -> (PathBuf, Option<String>) {
        let (file, anchor) =
            link.split_once('#').map_or((link, None), |(file, anchor)| (file, Some(anchor.to_owned())));
        let own = root().join(&self.name);
        let path = if file.is_empty() { own } else { own.parent().unwrap().join(file) };
        (path, anchor)
    }
}

/// Returns the line without what stands in it as code, and that.
fn without_code(line: &str) -> (String, Vec<String>) {
    let parts: Vec<&str> = line.split('`').collect();
    let outside: Vec<&str> = parts.iter().step_by(2).copied().collect();
    let inside = parts.iter().skip(1).step_by(2).map(|part| (*part).to_owned()).collect();
    (outside.join("`"), inside)
}
