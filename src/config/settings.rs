//! `config.toml`: what the user set. Every key is optional; one that is wrong is told and left out, the rest holds.

use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::files::{FileError, read_text};
use crate::domain::ticket::check_line;

/// What the user set.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settings {
    /// The person's name, as it stands on tickets and events.
    pub name: Option<String>,
    /// The name of the screen's theme.
    pub theme: Option<String>,
}

const KEYS: &str = "name and theme";

impl Settings {
    /// Reads the settings file. `themes` are the themes there are; `named` says that the file was asked for by name, so
    /// that it should be there.
    ///
    /// Gives what can be used, and a sentence for everything that cannot.
    pub fn load(file: &Path, named: bool, themes: &[&str]) -> (Self, Vec<String>) {
        match read_text(file) {
            Ok(text) => Self::read(&file.display().to_string(), &text, themes),
            Err(FileError::Unreadable { error, .. }) if !named && error.kind() == std::io::ErrorKind::NotFound => {
                (Self::default(), Vec::new())
            }
            Err(error) => (Self::default(), vec![error.to_string()]),
        }
    }

    /// Reads the text of a settings file called `file`.
    pub fn read(file: &str, text: &str, themes: &[&str]) -> (Self, Vec<String>) {
        let (root, errors) = DeTable::parse_recoverable(text);
        let line = |at: usize| text.bytes().take(at).filter(|b| *b == b'\n').count() + 1;
        let mut settings = Self::default();
        let mut problems: Vec<(usize, String)> = errors
            .iter()
            .map(|error| {
                let at = line(error.span().map_or(0, |span| span.start));
                (at, format!("{}; write key = \"text\"", error.message()))
            })
            .collect();
        for (key, value) in root.get_ref() {
            let set = settings.set(key.get_ref(), value.get_ref(), themes);
            problems.extend(set.err().map(|why| (line(key.span().start), format!("{}: {why}", key.get_ref()))));
        }
        problems.sort();
        (settings, problems.into_iter().map(|(at, why)| format!("{file}:{at}: {why}")).collect())
    }

    fn set(&mut self, key: &str, value: &DeValue<'_>, themes: &[&str]) -> Result<(), String> {
        let text = || value.as_str().ok_or_else(|| format!("this is not a text; write {key} = \"…\""));
        match key {
            "name" => self.name = Some(name(text()?)?),
            "theme" => self.theme = Some(theme(text()?, themes)?),
            _ => return Err(format!("this is not a setting; the settings are {KEYS}")),
        }
        Ok(())
    }

    /// The name of the person: as set, else that of the account.
    pub fn person(&self) -> String {
        self.name.clone().unwrap_or_else(account_name)
    }
}

fn name(text: &str) -> Result<String, String> {
    check_line(text).map(|()| text.trim().to_owned()).map_err(|e| e.to_string())
}

fn theme(text: &str, themes: &[&str]) -> Result<String, String> {
    if themes.contains(&text) {
        return Ok(text.to_owned());
    }
    Err(format!("there is no theme `{text}`; the themes are {}", themes.join(", ")))
}

/// The name of the account that this runs under, else `USER` of the environment, else the account's number.
pub fn account_name() -> String {
    let uid = nix::unistd::Uid::current();
    let account = nix::unistd::User::from_uid(uid).ok().flatten().map(|user| user.name);
    let usable = |name: &String| check_line(name).is_ok();
    let environment = || std::env::var("USER").ok();
    account.filter(usable).or_else(|| environment().filter(usable)).unwrap_or_else(|| format!("uid {uid}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Settings, Vec<String>) {
        Settings::read("c.toml", text, &["dark", "light"])
    }

    #[test]
    fn what_is_set_holds() {
        let (settings, problems) = read("# mine\nname = \" Åse \"\ntheme = \"light\"\n");
        assert_eq!((settings.name.as_deref(), settings.theme.as_deref()), (Some("Åse"), Some("light")));
        assert_eq!(settings.person(), "Åse");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(read(""), (Settings::default(), vec![]));
    }

    #[test]
    fn each_mistake_is_named_and_the_rest_holds() {
        let (settings, problems) = read("theme = \"pink\"\nname = \"Åse\"\ncolour = 1\n");
        assert_eq!(settings, Settings { name: Some("Åse".into()), theme: None });
        assert_eq!(
            problems,
            [
                "c.toml:1: theme: there is no theme `pink`; the themes are dark, light",
                "c.toml:3: colour: this is not a setting; the settings are name and theme",
            ]
        );
        assert_eq!(read("name = 3").1, ["c.toml:1: name: this is not a text; write name = \"…\""]);
        assert_eq!(read("name = \" \"").1, ["c.toml:1: name: there is no text in it; write a few words"]);
    }

    #[test]
    fn broken_syntax_is_named_with_its_line() {
        let (settings, problems) = read("name = \"Åse\"\ntheme = \n");
        assert_eq!(settings.name.as_deref(), Some("Åse"));
        assert!(problems[0].starts_with("c.toml:2: "), "{problems:?}");
    }

    #[test]
    fn a_missing_file_is_fine_unless_it_was_asked_for() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("config.toml");
        assert_eq!(Settings::load(&file, false, &[]), (Settings::default(), vec![]));
        assert_eq!(Settings::load(&file, true, &[]).1.len(), 1);
        std::fs::write(&file, b"name = \"x\"\n\xff").unwrap();
        let (settings, problems) = Settings::load(&file, false, &[]);
        assert_eq!(settings, Settings::default());
        assert!(problems[0].ends_with("config.toml:2: it is not UTF-8 text; save it as UTF-8"), "{problems:?}");
    }

    #[test]
    fn an_account_has_a_name() {
        assert!(!account_name().is_empty());
    }
}
