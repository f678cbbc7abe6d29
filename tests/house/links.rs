//! Every link in the documents leads somewhere, and the book has every page.

use std::fs;
use std::path::PathBuf;

use crate::pages::{Page, pages, root};

/// The most bytes of the README.
const README_BYTES: usize = 8 * 1024;

fn is_outside(link: &str) -> bool {
    link.contains("://") || link.starts_with("mailto:")
}

/// Returns what is wrong with a link of the page, if anything.
fn problem(page: &Page, link: &str) -> Option<String> {
    let no_heading = || format!("{}: {link} has no such heading", page.name);
    if let Some(anchor) = link.strip_prefix('#') {
        return (!page.anchors().iter().any(|own| own == anchor)).then(no_heading);
    }
    let (path, anchor) = page.lead(link);
    let (Ok(path), Ok(root)) = (path.canonicalize(), root().canonicalize()) else {
        return Some(format!("{}: {link} is not there", page.name));
    };
    let Ok(name) = path.strip_prefix(&root) else { return Some(format!("{}: {link} leads outside", page.name)) };
    if page.is_of_the_book() && !name.starts_with("docs") {
        return Some(format!("{}: {link} is not in the book; name the path as code", page.name));
    }
    let anchor = anchor?;
    let there = Page { name: name.to_string_lossy().into_owned(), text: fs::read_to_string(&path).ok()? };
    (!there.anchors().contains(&anchor)).then(no_heading)
}

#[test]
fn every_link_leads_somewhere() {
    let pages = pages();
    assert!(pages.len() > 25, "some pages were not found");
    let mut links = 0;
    let mut wrong = Vec::new();
    for page in &pages {
        for link in page.links().iter().filter(|link| !is_outside(link)) {
            links += 1;
            wrong.extend(problem(page, link));
        }
    }
    assert!(links > 150, "{links}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_link_that_leads_nowhere_is_seen() {
    let text = "# Page\n\n[a](keys.md), `[code](b.md)`, [c](no.md), [d](keys.md#nothing), [e](#page), [f](#no),\n\
                [g](../CONTRIBUTING.md), [h\n  i](https://x.org), ![j](no.svg)\n```text\n[k](no.md)\n```\n";
    let page = Page { name: "docs/page.md".to_owned(), text: text.to_owned() };
    let links = page.links();
    let sound: Vec<&str> =
        links.iter().map(String::as_str).filter(|link| is_outside(link) || problem(&page, link).is_none()).collect();
    assert_eq!(sound, ["keys.md", "#page", "https://x.org"]);
    assert_eq!(links.len() - sound.len(), 5, "{links:?}");
}

#[test]
fn headings_have_the_anchors_that_readers_follow() {
    let text = "# Backups, and after a bad night\n## `frist do`\n## A team's host\n## Twice\n## Twice\n";
    let page = Page { name: "docs/page.md".to_owned(), text: text.to_owned() };
    let expected = ["backups-and-after-a-bad-night", "frist-do", "a-teams-host", "twice", "twice-1"];
    assert_eq!(page.anchors(), expected);
}

#[test]
fn the_book_has_every_page_once() {
    let pages = pages();
    let summary = pages.iter().find(|page| page.name == "docs/SUMMARY.md").unwrap();
    let mut listed: Vec<String> = summary.links().into_iter().map(|link| format!("docs/{link}")).collect();
    listed.sort();
    let there: Vec<&str> = pages.iter().filter(|page| page.is_of_the_book()).map(|page| page.name.as_str()).collect();
    assert_eq!(listed, there);
}

/// A page of the book begins with its heading and with a sentence that says what it is for.
#[test]
fn every_page_says_what_it_is_for() {
    for page in pages().iter().filter(|page| page.is_of_the_book()) {
        let mut lines = page.text.lines();
        assert!(lines.next().is_some_and(|line| line.starts_with("# ")), "{}", page.name);
        assert_eq!(lines.next(), Some(""), "{}", page.name);
        let sentence = lines.next().unwrap_or_default();
        assert!(
            sentence.starts_with("This page ") || sentence.starts_with("These pages "),
            "{}: {sentence}",
            page.name
        );
    }
}

#[test]
fn the_readme_is_short() {
    let readme = fs::metadata(root().join("README.md")).unwrap();
    assert!(readme.len() <= README_BYTES as u64, "{} bytes; what is more belongs into docs/", readme.len());
}

/// Files of the repository that pages of the book name are there.
#[test]
fn the_files_that_pages_name_are_there() {
    let folders = ["assets/", "benches/", "crates/", "docs/", "examples/", "src/", "tests/"];
    let mut named = 0;
    for page in pages().iter().filter(|page| page.is_of_the_book()) {
        for span in page.code_spans() {
            let word = span.split_whitespace().next().unwrap_or_default();
            if folders.iter().any(|folder| word.starts_with(folder)) {
                named += 1;
                let file = root().join(word);
                assert!(file.exists() || file.with_extension("rs").exists(), "{}: there is no {word}", page.name);
            }
        }
    }
    assert!(named > 10, "{named}");
}

#[test]
fn every_picture_is_shown() {
    let leads = |page: &Page| page.links().iter().map(|link| page.lead(link).0.canonicalize()).collect::<Vec<_>>();
    let shown: Vec<PathBuf> = pages().iter().flat_map(leads).flatten().collect();
    for picture in fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path().canonicalize().unwrap())
    {
        let is_picture = picture.extension().is_some_and(|extension| extension == "svg");
        assert!(!is_picture || shown.contains(&picture), "{}", picture.display());
    }
}
