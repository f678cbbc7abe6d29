//! Reads the book of contracts from files: those that are built in, and the user's over them; and what the settings say
//! of contracts: house rules and alerts.

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Paths;
use super::files::{read_text, toml_files};
use frist_domain::alert::{AlertSettings, read_alerts};
use frist_domain::contract::{
    Book, InternalTargets, SourceFile, built_in_calendars, built_in_contracts, read_internal_targets,
};
use frist_domain::problem::Problem;
use frist_domain::rota::Rota;

/// A book, and the problems of every file, or part of one, that could not be used.
#[derive(Debug)]
pub struct LoadedBook {
    /// The book of all that could be read.
    pub book: Book,
    /// The files that it was read from.
    pub sources: BookSources,
    /// The settings of alerts.
    pub alerts: AlertSettings,
    /// The problems of what could not be read.
    pub problems: Vec<Problem>,
}

/// The files of a desk: the texts that its book is made of, built-in ones too as far as its contracts name them, so that
/// they make the same book anywhere, and its rota.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct BookSources {
    /// The texts of the holiday calendars.
    pub calendars: Vec<SourceFile>,
    /// The texts of the contracts.
    pub contracts: Vec<SourceFile>,
    /// What the desk asks of itself.
    #[serde(default)]
    pub house: InternalTargets,
    /// The rota: no part of the book, and for everybody at the desk all the same.
    #[serde(default)]
    pub rota: Arc<Rota>,
}

impl BookSources {
    /// Returns the files that the program carries.
    pub fn built_in() -> Self {
        let mut all = Self { calendars: built_in_calendars(), contracts: built_in_contracts(), ..Self::default() };
        all.without_unnamed_calendars();
        all
    }

    /// Makes the book of these files. Calendars that the program carries and none of the contracts names are in it too.
    pub fn book(&self) -> Book {
        let is_there = |file: &SourceFile| self.calendars.iter().any(|own| own.name == file.name);
        let others = built_in_calendars().into_iter().filter(|file| !is_there(file));
        Book::new(others.chain(self.calendars.iter().cloned()), self.contracts.iter().cloned())
            .with_internal_targets(&self.house)
    }

    /// Leaves out the calendars that the program carries and no contract names: there are many, and all of these files go
    /// to each guest.
    fn without_unnamed_calendars(&mut self) {
        let contracts = &self.contracts;
        let named = |id: &str, quote: char| contracts.iter().any(|c| c.text.contains(&format!("{quote}{id}{quote}")));
        self.calendars.retain(|file| file.built_in_calendar().is_none_or(|id| named(id, '"') || named(id, '\'')));
    }
}

/// Reads the user's contracts and calendars, and the house rules and alerts in the settings. With `instead`, the
/// contracts of that folder are used in place of the ones that are built in and the user's own; the calendars stay.
///
/// A missing folder is fine, but not a missing `instead`.
pub fn load_book(paths: &Paths, instead: Option<&Path>) -> LoadedBook {
    let mut problems = Vec::new();
    let mut all =
        BookSources { calendars: built_in_calendars(), contracts: built_in_contracts(), ..BookSources::default() };
    all.calendars.extend(sources(&paths.holidays, &mut problems));
    match instead {
        Some(folder) => {
            if !folder.exists() {
                problems.push(of_folder(folder, "there is no such folder", "name another"));
            }
            all.contracts = sources(folder, &mut problems);
        }
        None => all.contracts.extend(sources(&paths.contracts, &mut problems)),
    }
    all.without_unnamed_calendars();
    let mut book = all.book();
    problems.extend_from_slice(book.problems());
    let mut alerts = AlertSettings::default();
    // The reader of the other settings tells of a settings file that cannot be read.
    if let Ok(text) = read_text(&paths.config) {
        let (house, wrong) = read_internal_targets(&paths.config.display().to_string(), &text, &book);
        problems.extend(wrong);
        book = book.with_internal_targets(&house);
        all.house = house;
        let (set, wrong) = read_alerts(&paths.config.display().to_string(), &text, &book);
        problems.extend(wrong);
        alerts = set;
    }
    LoadedBook { book, sources: all, alerts, problems }
}

/// Reads the files of a folder; those that cannot be read are named in `problems`.
fn sources(folder: &Path, problems: &mut Vec<Problem>) -> Vec<SourceFile> {
    let files = toml_files(folder).unwrap_or_else(|error| {
        problems.push(of_folder(folder, format!("the folder cannot be read ({error})"), "make it readable"));
        Vec::new()
    });
    let mut sources = Vec::new();
    for file in files {
        match read_text(&file) {
            Ok(text) => sources.push(SourceFile::user(file.display().to_string(), text)),
            Err(error) => problems.push(error.into()),
        }
    }
    sources
}

fn of_folder(folder: &Path, message: impl Into<String>, hint: &str) -> Problem {
    Problem::of_file(folder.display().to_string(), None, message, hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PathOptions;

    const SMALL: &str = "id = \"small\"\nvendor = \"Small AS\"\nservice = \"x\"\ntime_zone = \"Europe/Oslo\"\n\
        [support]\nholidays = [\"NO\"]\n[support.hours]\nmon-fri = [\"08:00-16:00\"]\n\
        [[severity]]\nid = \"a\"\nname = \"A\"\nmeans = \"a\"\n[plan.one]\nname = \"One\"\n";

    fn paths(dir: &Path) -> Paths {
        Paths::find(PathOptions {
            store: Some(dir.join("s")),
            config: Some(dir.join("config.toml")),
            ..PathOptions::default()
        })
        .unwrap()
    }

    fn ids(book: &Book) -> Vec<&str> {
        book.contracts().map(|c| c.id.as_str()).collect()
    }

    #[test]
    fn without_folders_there_are_the_five() {
        let dir = tempfile::tempdir().unwrap();
        let loaded = load_book(&paths(dir.path()), None);
        assert_eq!(loaded.problems, []);
        assert_eq!(ids(&loaded.book), ["markant", "missoun", "moocommerce", "myproduction", "sesam"]);
    }

    /// The calendars that no contract names are not sent to others, and are in the book all the same.
    #[test]
    fn only_named_calendars_are_among_the_files_and_all_are_in_the_book() {
        let dir = tempfile::tempdir().unwrap();
        let contracts = dir.path().join("contracts");
        std::fs::create_dir(&contracts).unwrap();
        std::fs::write(contracts.join("small.toml"), SMALL.replace("[\"NO\"]", "['SE']")).unwrap();
        let sent = load_book(&paths(dir.path()), None).sources;
        let names: Vec<&str> = sent.calendars.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["holidays/NL.toml", "holidays/NO.toml", "holidays/SE.toml"]);
        for book in [sent.book(), BookSources::default().book(), Book::built_in()] {
            assert!(book.calendars().get("GB-SCT").is_some());
            assert_eq!(book.calendars().iter().count(), built_in_calendars().len());
        }
        assert_eq!(sent.book().problems(), []);
    }

    #[test]
    fn a_broken_file_is_named_and_leaves_the_rest() {
        let dir = tempfile::tempdir().unwrap();
        let contracts = dir.path().join("contracts");
        std::fs::create_dir(&contracts).unwrap();
        std::fs::write(contracts.join("small.toml"), SMALL).unwrap();
        std::fs::write(contracts.join("bytes.toml"), b"\xff\xfe").unwrap();
        std::fs::write(contracts.join("long.toml"), "#".repeat(1024 * 1024 + 1)).unwrap();
        std::fs::create_dir(contracts.join("folder.toml")).unwrap();
        std::fs::write(contracts.join("wrong.toml"), "id = 3").unwrap();
        std::fs::write(contracts.join("notes.txt"), "not a contract").unwrap();
        let loaded = load_book(&paths(dir.path()), None);
        assert!(ids(&loaded.book).contains(&"small"));
        assert_eq!(loaded.book.contracts().count(), 6);
        for name in ["bytes.toml:1: ", "long.toml: ", "folder.toml: ", "wrong.toml:1: "] {
            assert!(loaded.problems.iter().any(|p| p.to_string().contains(name)), "{name} in {:?}", loaded.problems);
        }
    }

    #[test]
    fn a_folder_instead_replaces_the_built_in_contracts_and_keeps_the_calendars() {
        let dir = tempfile::tempdir().unwrap();
        let other = dir.path().join("other");
        std::fs::create_dir(&other).unwrap();
        std::fs::write(other.join("small.toml"), SMALL).unwrap();
        let loaded = load_book(&paths(dir.path()), Some(&other));
        assert_eq!((ids(&loaded.book), loaded.problems), (vec!["small"], vec![]));
        let nowhere = load_book(&paths(dir.path()), Some(&dir.path().join("nowhere")));
        assert!(nowhere.problems[0].to_string().contains("nowhere"));
    }
}
