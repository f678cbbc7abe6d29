//! `config.toml`: what the user set. Every key is optional; one that is wrong is told and left out, the rest holds.

use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::backup::BackupSettings;
use super::files::{FileError, read_text};
use super::people::People;
use frist_domain::ticket::check_line;
use frist_domain::time::Zone;

/// What the user set.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settings {
    /// The person's name, as it stands on tickets and events.
    pub name: Option<String>,
    /// The name of the screen's theme.
    pub theme: Option<String>,
    /// The Unix group that the socket and the store's folder are open to; none = nobody else.
    pub group: Option<String>,
    /// When and where backups are made.
    pub backup: BackupSettings,
    /// Who works with the desk, and what each may do.
    pub people: People,
}

const KEYS: &str = "name, theme, group, levels, [alerts], [backup], [house.CONTRACT] and [people.NAME]";

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
            // Whether it names people is not known; then nobody is known, rather than everybody welcome.
            Err(error) => (Self { people: People::unreadable(), ..Self::default() }, vec![error.to_string()]),
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
                (at, format!("{}; {}", error.message(), syntax_hint(error.message())))
            })
            .collect();
        let broken: Vec<usize> = errors.iter().map(|error| error.span().map_or(0, |span| span.start)).collect();
        for (key, value) in root.get_ref() {
            let (key, at) = (key.get_ref(), key.span().start);
            if key == "people" {
                let (people, wrong) = People::read(value.get_ref(), at, &broken);
                settings.people = people;
                problems.extend(wrong.into_iter().map(|(at, why)| (line(at), why)));
                continue;
            }
            let set = settings.set(key, value.get_ref(), themes);
            problems.extend(set.err().map(|why| (line(at), format!("{key}: {why}"))));
        }
        if settings.people.is_empty() && !broken.is_empty() && text.lines().any(is_about_people) {
            settings.people = People::unreadable();
        }
        problems.sort();
        (settings, problems.into_iter().map(|(at, why)| format!("{file}:{at}: {why}")).collect())
    }

    fn set(&mut self, key: &str, value: &DeValue<'_>, themes: &[&str]) -> Result<(), String> {
        let text = || value.as_str().ok_or_else(|| format!("this is not a text; write {key} = \"…\""));
        match key {
            "name" => self.name = Some(name(text()?)?),
            "group" => self.group = Some(name(text()?)?),
            "theme" => self.theme = Some(theme(text()?, themes)?),
            "backup" => self.backup = BackupSettings::read(value)?,
            // Read with the contracts, whose plans and severities they name.
            "house" | "levels" | "alerts" => {}
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

/// What is most likely meant where the syntax is wrong.
fn syntax_hint(message: &str) -> &'static str {
    if message.contains("unquoted key") {
        "put a name with other letters or spaces in quotes: [people.\"Åse Vik\"]"
    } else {
        "write key = \"text\""
    }
}

/// Whether a line begins as those of `[people]` do. An error of syntax can make the rest of the file unread, and that
/// there are people must not be lost with it.
fn is_about_people(line: &str) -> bool {
    line.trim_start_matches(|c: char| c == '[' || c.is_whitespace()).starts_with("people")
}

/// The name of the account that this runs under, else `USER` of the environment, else the account's number.
pub fn account_name() -> String {
    let uid = current_uid();
    let usable = |name: &String| check_line(name).is_ok();
    let environment = || std::env::var("USER").ok();
    account_of(uid).filter(usable).or_else(|| environment().filter(usable)).unwrap_or_else(|| format!("uid {uid}"))
}

/// The login name of the account of that number, where this machine knows one.
pub fn account_of(uid: u32) -> Option<String> {
    nix::unistd::User::from_uid(uid.into()).ok().flatten().map(|user| user.name)
}

/// The home folder of the account of that number, where this machine knows one.
pub(super) fn home_of(uid: u32) -> Option<PathBuf> {
    nix::unistd::User::from_uid(uid.into()).ok().flatten().map(|user| user.dir)
}

/// The number of the account that this runs under.
pub fn current_uid() -> u32 {
    nix::unistd::Uid::current().as_raw()
}

/// The zone that `TZ` names, else the machine's, else UTC.
pub fn local_zone() -> Zone {
    let named = std::env::var("TZ").ok().filter(|name| !name.is_empty());
    let name = named.or_else(|| iana_time_zone::get_timezone().ok());
    name.and_then(|name| Zone::named(name.trim_start_matches(':'))).unwrap_or(Zone::utc())
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
        assert_eq!(settings, Settings { name: Some("Åse".into()), ..Settings::default() });
        assert_eq!(
            problems,
            [
                "c.toml:1: theme: there is no theme `pink`; the themes are dark, light",
                "c.toml:3: colour: this is not a setting; the settings are name, theme, group, levels, \
                 [alerts], [backup], [house.CONTRACT] and [people.NAME]",
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
        assert!(problems[0].ends_with("; write key = \"text\""), "{problems:?}");
        let (_, problems) = read("[people.åse]\n");
        assert!(problems[0].ends_with("in quotes: [people.\"Åse Vik\"]"), "{problems:?}");
    }

    #[test]
    fn a_missing_file_is_fine_unless_it_was_asked_for() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("config.toml");
        assert_eq!(Settings::load(&file, false, &[]), (Settings::default(), vec![]));
        assert_eq!(Settings::load(&file, true, &[]).1.len(), 1);
        std::fs::write(&file, b"name = \"x\"\n\xff").unwrap();
        let (settings, problems) = Settings::load(&file, false, &[]);
        assert_eq!(settings, Settings { people: People::unreadable(), ..Settings::default() });
        assert!(!settings.people.is_empty());
        assert!(problems[0].ends_with("config.toml:2: it is not UTF-8 text; save it as UTF-8"), "{problems:?}");
    }

    #[test]
    fn a_group_is_a_name() {
        assert_eq!(read("group = \" support \"").0.group.as_deref(), Some("support"));
        let (settings, problems) = read("group = [\"support\"]");
        assert_eq!((settings.group, problems.len()), (None, 1));
        assert_eq!(problems[0], "c.toml:1: group: this is not a text; write group = \"…\"");
    }

    #[test]
    fn mistakes_about_people_stand_among_the_others_in_the_order_of_the_file() {
        let (settings, problems) = read("colour = 1\n[people.anna]\nrole = \"boss\"\n[colours]\n");
        assert_eq!(settings.people.iter().count(), 1);
        let lines: Vec<&str> = problems.iter().filter_map(|p| p.split(": ").next()).collect();
        assert_eq!(lines, ["c.toml:1", "c.toml:3", "c.toml:4"]);
    }

    #[test]
    fn an_account_has_a_name() {
        assert!(!account_name().is_empty());
        assert_eq!(account_of(0).as_deref(), Some("root"));
        assert_eq!(account_of(u32::MAX), None);
    }
}
