//! Reads `config.toml`: what the user set. Every key is optional; one that is wrong is told and left out, the rest
//! holds.

use std::path::{Path, PathBuf};

use super::backup::BackupSettings;
use super::columns::ColumnSettings;
use super::file_limits::FileLimits;
use super::files::{FileError, read_text};
use super::mail::MailSettings;
use super::people::People;
use super::views::{NamedFilter, read_views};
use frist_domain::problem::Problem;
use frist_domain::reader::{Node, nearest, parse_leniently, present_key};
use frist_domain::ticket::check_line;
use frist_domain::time::Zone;

/// The settings of the user.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settings {
    /// The person's name, as it stands on tickets and events.
    pub name: Option<String>,
    /// The name of the screen's theme.
    pub theme: Option<String>,
    /// How many colours the terminal shows, as one of [`COLOURS`] says it.
    pub colours: Option<String>,
    /// The signs that the terminal shows, as one of [`GLYPHS`] says it.
    pub glyphs: Option<String>,
    /// The zone in which the person's screen shows and reads moments; none: the machine's.
    pub time_zone: Option<Zone>,
    /// The Unix group that the socket and the store's folder are open to, or none where they are open to nobody else.
    pub group: Option<String>,
    /// The settings of backups.
    pub backup: BackupSettings,
    /// How large files may be that are attached to tickets.
    pub files: FileLimits,
    /// The settings of mail.
    pub mail: MailSettings,
    /// The columns of lists of tickets.
    pub columns: ColumnSettings,
    /// The filters that the person has named, in their order.
    pub views: Vec<NamedFilter>,
    /// The people who work with the desk, and what each may do.
    pub people: People,
}

/// The values of `colours`.
pub const COLOURS: [&str; 4] = ["truecolor", "256", "16", "none"];
/// The values of `glyphs`.
pub const GLYPHS: [&str; 3] = ["unicode", "console", "ascii"];

const KEYS: &str = "name, theme, colours, glyphs, time_zone, group, levels, [alerts], [backup], [columns], [files], [mail], \
                    [views], [internal_targets.CONTRACT], [keys], [[command]] and [staff.NAME]";
const NAMES: [&str; 17] = [
    "name",
    "theme",
    "colours",
    "glyphs",
    "time_zone",
    "group",
    "levels",
    "alerts",
    "backup",
    "columns",
    "files",
    "mail",
    "views",
    "internal_targets",
    "keys",
    "command",
    "staff",
];

impl Settings {
    /// Reads the settings file. `themes` are the themes there are; `named` says that the file was asked for by name, so
    /// that it should be there.
    ///
    /// Returns what can be used, and the problems of everything that cannot.
    pub fn load(file: &Path, named: bool, themes: &[&str]) -> (Self, Vec<Problem>) {
        match read_text(file) {
            Ok(text) => Self::read(&file.display().to_string(), &text, themes),
            Err(FileError::Unreadable { error, .. }) if !named && error.kind() == std::io::ErrorKind::NotFound => {
                (Self::default(), Vec::new())
            }
            // Whether it names people is not known; then nobody is known, rather than everybody welcome.
            Err(error) => (Self { people: People::unreadable(), ..Self::default() }, vec![error.into()]),
        }
    }

    /// Reads the text of a settings file called `file`.
    pub fn read(file: &str, text: &str, themes: &[&str]) -> (Self, Vec<Problem>) {
        parse_leniently(file, text, syntax_hint, |root| {
            let mut settings = Self::default();
            root.entries().iter().for_each(|(key, node)| settings.set(key, node, themes));
            if settings.people.is_empty() && !root.has_sound_syntax() && text.lines().any(is_about_people) {
                settings.people = People::unreadable();
            }
            settings
        })
    }

    /// Takes in the value of one key. A mistake in it is noted, and it is left out.
    fn set(&mut self, key: &str, node: &Node<'_>, themes: &[&str]) {
        match key {
            "name" => self.name = line_of(node, key),
            "group" => self.group = line_of(node, key),
            "theme" => self.theme = one_of(node, key, themes),
            "colours" => self.colours = one_of(node, key, &COLOURS),
            "glyphs" => self.glyphs = one_of(node, key, &GLYPHS),
            "time_zone" => self.time_zone = zone_of(node),
            "backup" => self.backup = BackupSettings::read(node),
            "files" => self.files = FileLimits::read(node),
            "mail" => self.mail = MailSettings::read(node),
            "columns" => self.columns = ColumnSettings::read(node),
            "views" => self.views = read_views(node),
            "staff" => self.people.read(key, node),
            "people" => {
                present_key(key, node);
                self.people.read(key, node);
            }
            // These keys are read with the contracts, whose plans and severities they name; the last two by the screen, whose
            // actions and keys they name.
            "internal_targets" | "house" | "levels" | "alerts" | "keys" | "command" => {}
            _ => {
                let hint = nearest(key, NAMES)
                    .map_or_else(|| format!("the settings are {KEYS}"), |near| format!("did you mean `{near}`?"));
                node.wrong("this is not a setting", &hint);
            }
        }
    }

    /// Returns the name of the person: as set, else that of the account.
    pub fn person(&self) -> String {
        self.name.clone().unwrap_or_else(account_name)
    }
}

/// Reads a text of one line, without the blanks around it.
pub(super) fn line_of(node: &Node<'_>, key: &str) -> Option<String> {
    let Some(text) = node.as_text() else {
        node.wrong("this is not a text", &format!("write {key} = \"…\""));
        return None;
    };
    check_line(text).map_err(|error| node.wrong(&error.message(), error.hint())).ok()?;
    Some(text.trim().to_owned())
}

/// Reads one of these names.
pub(super) fn one_of(node: &Node<'_>, key: &str, names: &[&str]) -> Option<String> {
    let Some(text) = node.as_text() else {
        node.wrong("this is not a text", &format!("write {key} = \"…\""));
        return None;
    };
    if !names.contains(&text) {
        let names = names.join(", ");
        let (message, hint) = match key {
            "theme" => {
                let own = format!("one of your own is themes/{text}.toml beside the settings");
                (format!("there is no theme `{text}`"), format!("the themes are {names}; {own}"))
            }
            _ => (format!("`{text}` is not known here"), format!("write one of {names}")),
        };
        node.wrong(&message, &hint);
        return None;
    }
    Some(text.to_owned())
}

/// Reads the zone in which a person reads the clock.
pub(super) fn zone_of(node: &Node<'_>) -> Option<Zone> {
    let hint = "write an IANA name, such as time_zone = \"Europe/Oslo\"";
    let Some(text) = node.as_text() else {
        node.wrong("this is not a text", hint);
        return None;
    };
    let zone = Zone::named(text);
    if zone.is_none() {
        node.wrong(&format!("there is no time zone `{text}`"), hint);
    }
    zone
}

/// Returns a hint on what is most likely meant where the syntax is wrong.
fn syntax_hint(message: &str) -> &'static str {
    if message.contains("unquoted key") {
        "put a name with other letters or spaces in quotes: [staff.\"Åse Vik\"]"
    } else {
        "write key = \"text\""
    }
}

/// Returns whether a line begins as those of `[staff]` do. A mistake of syntax can make the rest of the file unread,
/// and that there are people must not be lost with it.
fn is_about_people(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| c == '[' || c.is_whitespace());
    ["staff", "people"].iter().any(|key| line.starts_with(key))
}

/// Returns the login name of the account that this runs under, else `USER` of the environment, else the account's
/// number.
pub fn account_name() -> String {
    let uid = current_uid();
    let usable = |name: &String| check_line(name).is_ok();
    let environment = || std::env::var("USER").ok();
    account_of(uid).filter(usable).or_else(|| environment().filter(usable)).unwrap_or_else(|| format!("uid {uid}"))
}

/// Returns the login name of the account of that number, where this machine knows one.
pub fn account_of(uid: u32) -> Option<String> {
    nix::unistd::User::from_uid(uid.into()).ok().flatten().map(|user| user.name)
}

/// Returns the home folder of the account of that number, where this machine knows one.
pub(super) fn home_of(uid: u32) -> Option<PathBuf> {
    nix::unistd::User::from_uid(uid.into()).ok().flatten().map(|user| user.dir)
}

/// Returns the number of the account that this runs under.
pub fn current_uid() -> u32 {
    nix::unistd::Uid::current().as_raw()
}

/// Returns the time zone that `TZ` names, else the machine's, else UTC.
pub fn local_zone() -> Zone {
    let named = std::env::var("TZ").ok().filter(|name| !name.is_empty());
    let name = named.or_else(|| iana_time_zone::get_timezone().ok());
    name.and_then(|name| Zone::named(name.trim_start_matches(':'))).unwrap_or(Zone::utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Settings, Vec<String>) {
        let (settings, problems) = Settings::read("c.toml", text, &["dark", "light"]);
        (settings, problems.iter().map(ToString::to_string).collect())
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
        let (settings, problems) = read("theme = \"pink\"\nname = \"Åse\"\nshade = 1\n");
        assert_eq!(settings, Settings { name: Some("Åse".into()), ..Settings::default() });
        assert_eq!(
            problems,
            [
                "c.toml:1: theme: there is no theme `pink`; the themes are dark, light; one of your own is themes/pink.toml beside the settings",
                "c.toml:3: shade: this is not a setting; the settings are name, theme, colours, glyphs, time_zone, group, \
                 levels, [alerts], [backup], [columns], [files], [mail], [views], [internal_targets.CONTRACT], [keys], [[command]] and \
                 [staff.NAME]",
            ]
        );
        assert_eq!(read("name = 3").1, ["c.toml:1: name: this is not a text; write name = \"…\""]);
        assert_eq!(read("name = \" \"").1, ["c.toml:1: name: there is no text in it; write a few words"]);
    }

    #[test]
    fn what_the_terminal_shows_is_one_of_a_few() {
        let (settings, problems) = read("colours = \"16\"\nglyphs = \"ascii\"\n");
        assert_eq!((settings.colours.as_deref(), settings.glyphs.as_deref()), (Some("16"), Some("ascii")));
        assert_eq!(problems, Vec::<String>::new());
        let (settings, problems) = read("colours = \"8\"\nglyphs = true\n");
        assert_eq!(settings, Settings::default());
        assert_eq!(
            problems,
            [
                "c.toml:1: colours: `8` is not known here; write one of truecolor, 256, 16, none",
                "c.toml:2: glyphs: this is not a text; write glyphs = \"…\"",
            ]
        );
    }

    #[test]
    fn the_zone_is_an_iana_name() {
        assert_eq!(read("time_zone = \"Asia/Tokyo\"").0.time_zone, Zone::named("Asia/Tokyo"));
        let (settings, problems) = read("time_zone = \"Oslo\"\ntheme = \"light\"");
        assert_eq!((settings.time_zone, settings.theme.as_deref()), (None, Some("light")));
        assert_eq!(
            problems,
            [
                "c.toml:1: time_zone: there is no time zone `Oslo`; write an IANA name, such as time_zone = \"Europe/Oslo\""
            ]
        );
        assert!(read("time_zone = 2").1[0].starts_with("c.toml:1: time_zone: this is not a text"));
    }

    #[test]
    fn broken_syntax_is_named_with_its_line() {
        let (settings, problems) = read("name = \"Åse\"\ntheme = \n");
        assert_eq!(settings.name.as_deref(), Some("Åse"));
        assert!(problems[0].starts_with("c.toml:2: "), "{problems:?}");
        assert!(problems[0].ends_with("; write key = \"text\""), "{problems:?}");
        let (_, problems) = read("[staff.åse]\n");
        assert!(problems[0].ends_with("in quotes: [staff.\"Åse Vik\"]"), "{problems:?}");
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
        let said = problems[0].to_string();
        assert!(said.ends_with("config.toml:2: it is not UTF-8 text; save it as UTF-8"), "{said}");
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
        let (settings, problems) = read("colour = 1\n[staff.anna]\nrole = \"boss\"\n[colours]\n");
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
