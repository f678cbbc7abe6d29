//! Reads all that the files of a desk say, and reads it again while the program runs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::changes::changes;
use super::files::{FileError, read_text, toml_files};
use super::{BookSources, LoadedBook, Paths, Settings, load_book, load_rota};
use frist_domain::alert::AlertSettings;
use frist_domain::contract::Book;
use frist_domain::problem::Problem;
use frist_domain::reader::has_sound_syntax;

/// What is read, and which names it is read with.
#[derive(Clone, Debug)]
pub struct FilesToRead {
    /// The places of the files.
    pub paths: Paths,
    /// The folder of contracts in the place of the built-in ones and the user's.
    pub instead: Option<PathBuf>,
    /// The themes that can be set.
    pub themes: &'static [&'static str],
}

/// What the files of a desk say.
#[derive(Clone, Debug)]
pub struct LoadedFiles {
    /// The settings.
    pub settings: Settings,
    /// The contracts.
    pub book: Arc<Book>,
    /// The files that the contracts were read from, and the rota.
    pub sources: BookSources,
    /// The settings of alerts.
    pub alerts: AlertSettings,
    /// The problems of every file, or part of one, that could not be used.
    pub problems: Vec<Problem>,
    /// Whether the settings file cannot be read, or its syntax is broken.
    is_broken: bool,
    /// Whether there is a settings file with anything in it.
    is_there: bool,
}

/// What came of reading the files again.
#[derive(Clone, Debug)]
pub struct RereadFiles {
    /// What holds from now on: what they say, or what they said before where they are broken.
    pub files: LoadedFiles,
    /// What is another at the desk, a few words each.
    pub changes: Vec<String>,
    /// What is another on this person's own screen, a few words each.
    pub own_changes: Vec<String>,
    /// What stays as it was, and why, a sentence each.
    pub kept: Vec<String>,
}

/// Returns the files of the user's own themes, which lie in `themes/` beside the settings file.
pub fn theme_files(config: &Path) -> Vec<PathBuf> {
    let folder = config.parent().map_or_else(|| PathBuf::from("themes"), |folder| folder.join("themes"));
    // A folder that cannot be read has no themes; the setting that names one says that it is not there.
    toml_files(&folder).unwrap_or_default()
}

impl FilesToRead {
    /// Reads all of them. What cannot be used is left out and told.
    pub fn load(&self) -> LoadedFiles {
        let Self { paths, instead, .. } = self;
        let text = read_text(&paths.config);
        // A file that is empty may be one that is about to be written.
        let is_there = match &text {
            Ok(text) => !text.trim().is_empty(),
            Err(FileError::Unreadable { error, .. }) => error.kind() != std::io::ErrorKind::NotFound,
            Err(_) => true,
        };
        let is_broken = is_there && !text.is_ok_and(|text| has_sound_syntax(&text));
        let names = self.theme_names();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (settings, mut problems) = Settings::load(&paths.config, paths.config_named, &names);
        let LoadedBook { book, mut sources, alerts, problems: wrong } = load_book(paths, instead.as_deref());
        problems.extend(wrong);
        let (rota, wrong) = load_rota(paths, &sources.house.levels(), &settings.people);
        problems.extend(wrong);
        sources.rota = Arc::new(rota);
        LoadedFiles { settings, book: Arc::new(book), sources, alerts, problems, is_broken, is_there }
    }

    /// Returns the names of the themes that can be set: those that the program has, and those of files.
    pub fn theme_names(&self) -> Vec<String> {
        let own = theme_files(&self.paths.config);
        let own = own.iter().filter_map(|file| file.file_stem()).map(|stem| stem.to_string_lossy().into_owned());
        self.themes.iter().map(|name| (*name).to_owned()).chain(own).collect()
    }

    /// Reads all of them again. Settings that are gone or whose syntax is broken stay as they were `before`, and so do the
    /// agreements while a file of theirs has become unreadable: what is half written must let nobody in and change no promise.
    pub fn load_again(&self, before: &LoadedFiles) -> RereadFiles {
        let mut files = self.load();
        let mut kept = Vec::new();
        let config = self.paths.config.display();
        if files.is_broken || !files.is_there && before.is_there {
            let why = if files.is_there { "cannot be read" } else { "is gone or empty" };
            kept.push(format!("{config} {why}, so the settings of before hold"));
            files.settings = before.settings.clone();
            files.alerts = before.alerts.clone();
            files.sources.house = before.sources.house.clone();
            files.is_there = before.is_there;
        }
        if let Some(problem) = files.problems.iter().find(|problem| is_theme(problem, &self.paths.config)) {
            let (theme, why) = (before.settings.theme.clone(), problem.message.clone());
            let held = theme.as_deref().unwrap_or("the usual one");
            kept.push(format!("{why}; the theme of before holds, {held}"));
            files.settings.theme = theme;
        }
        let paths = &self.paths;
        let folders = [Some(paths.contracts.as_path()), Some(paths.holidays.as_path()), self.instead.as_deref()];
        if let Some(file) = newly_broken(folders, before, &files) {
            kept.push(format!("{file} cannot be used, so the agreements of before hold"));
            let rota = Arc::clone(&files.sources.rota);
            files.sources = BookSources { rota, ..before.sources.clone() };
            files.book = Arc::clone(&before.book);
        } else if files.is_broken {
            // The internal targets of before go with the contracts of now.
            files.book = Arc::new(files.sources.book());
        }
        let (changes, own_changes) = changes(before, &files);
        RereadFiles { files, changes, own_changes, kept }
    }
}

/// Returns whether the settings name a theme that there is not.
fn is_theme(problem: &Problem, config: &Path) -> bool {
    problem.key() == "theme" && Path::new(problem.file()) == config
}

/// Returns a contract or calendar in which something is wrong and was not before.
fn newly_broken(folders: [Option<&Path>; 3], before: &LoadedFiles, now: &LoadedFiles) -> Option<String> {
    let is_source = |file: &str| Path::new(file).parent().is_some_and(|folder| folders.contains(&Some(folder)));
    let was_wrong = |file: &str| before.problems.iter().any(|problem| problem.file() == file);
    now.problems.iter().map(Problem::file).find(|file| is_source(file) && !was_wrong(file)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PathOptions, Role};

    fn files(dir: &Path) -> FilesToRead {
        let asked =
            PathOptions { store: Some(dir.join("s")), config: Some(dir.join("config.toml")), ..PathOptions::default() };
        FilesToRead { paths: Paths::find(asked).unwrap(), instead: None, themes: &["dark", "light"] }
    }

    fn write(dir: &Path, name: &str, text: &str) {
        let path = dir.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    const STAFF: &str = "[staff.anna]\nrole = \"lead\"\n[staff.ola]\n";

    #[test]
    fn what_has_changed_holds_and_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let to_read = files(dir.path());
        write(dir.path(), "config.toml", STAFF);
        let before = to_read.load();
        write(dir.path(), "config.toml", "theme = \"light\"\n[staff.anna]\n[staff.kim]\nrole = \"viewer\"\n");
        let now = to_read.load_again(&before);
        assert_eq!(
            now.changes,
            ["anna is agent now", "kim is on the staff now, as viewer", "ola is no longer on the staff"]
        );
        assert_eq!(now.own_changes, ["theme"]);
        assert!(now.kept.is_empty() && now.files.problems.is_empty());
        assert_eq!(now.files.settings.people.named("anna").map(|p| p.role), Some(Role::Agent));
        assert!(to_read.load_again(&now.files).changes.is_empty());
    }

    #[test]
    fn broken_and_missing_settings_stay_as_they_were() {
        let dir = tempfile::tempdir().unwrap();
        let to_read = files(dir.path());
        write(dir.path(), "config.toml", STAFF);
        let before = to_read.load();
        let holds = |why: &str| {
            let now = to_read.load_again(&before);
            assert_eq!(now.files.settings, before.settings, "{why}");
            assert!(now.kept.len() == 1 && now.kept[0].contains(why) && now.changes.is_empty(), "{now:?}");
            assert!(!now.files.problems.is_empty() || why == "is gone");
        };
        write(dir.path(), "config.toml", "[staff.anna]\nrole = \n");
        holds("cannot be read, so the settings of before hold");
        std::fs::write(dir.path().join("config.toml"), b"\xff").unwrap();
        holds("cannot be read");
        std::fs::remove_file(dir.path().join("config.toml")).unwrap();
        write(dir.path(), "config.toml", "\n");
        holds("is gone");
        std::fs::remove_file(dir.path().join("config.toml")).unwrap();
        let paths = Paths { config_named: false, ..to_read.paths.clone() };
        let now = FilesToRead { paths, ..to_read.clone() }.load_again(&before);
        assert!(!now.files.settings.people.is_empty() && now.kept[0].contains("is gone"), "{now:?}");
        // A mistake in one of them leaves that one out, as at the start: it shuts nobody in.
        write(dir.path(), "config.toml", "colour = 1\n[staff.anna]\nrole = \"boss\"\n");
        let now = to_read.load_again(&before);
        assert_eq!(now.changes, ["anna is viewer now", "ola is no longer on the staff"]);
        assert_eq!(now.files.problems.len(), 2);
    }

    #[test]
    fn a_theme_that_there_is_not_leaves_the_one_of_before() {
        let dir = tempfile::tempdir().unwrap();
        let to_read = files(dir.path());
        write(dir.path(), "config.toml", "theme = \"light\"\n");
        let before = to_read.load();
        write(dir.path(), "config.toml", "theme = \"lihgt\"\ncolours = \"256\"\n");
        let now = to_read.load_again(&before);
        assert_eq!(now.files.settings.theme.as_deref(), Some("light"));
        assert_eq!(now.kept, ["there is no theme `lihgt`; the theme of before holds, light"]);
        assert!(now.files.problems.len() == 1 && now.own_changes == ["theme"], "{now:?}");
    }

    #[test]
    fn agreements_stay_as_they_were_while_a_file_of_theirs_is_broken() {
        let dir = tempfile::tempdir().unwrap();
        let to_read = files(dir.path());
        let small = "id = \"small\"\nvendor = \"Small AS\"\nservice = \"x\"\ntime_zone = \"Europe/Oslo\"\n[support]\n\
            [support.hours]\nmon-fri = [\"08:00-16:00\"]\n[[severity]]\nid = \"a\"\nname = \"A\"\nmeans = \"a\"\n\
            [plan.one]\nname = \"One\"\n";
        let before = to_read.load();
        write(dir.path(), "contracts/small.toml", small);
        let with = to_read.load_again(&before);
        assert_eq!(with.changes, ["contracts: small.toml is new"]);
        assert!(with.files.book.get("small").is_some());
        write(dir.path(), "contracts/small.toml", "id = \"sm");
        let broken = to_read.load_again(&with.files);
        assert!(broken.files.book.get("small").is_some() && broken.changes.is_empty(), "{broken:?}");
        assert!(broken.kept[0].ends_with("small.toml cannot be used, so the agreements of before hold"), "{broken:?}");
        std::fs::remove_file(dir.path().join("contracts/small.toml")).unwrap();
        let gone = to_read.load_again(&broken.files);
        assert_eq!(gone.changes, ["contracts: small.toml is gone"]);
        assert!(gone.files.book.get("small").is_none());
    }
}
