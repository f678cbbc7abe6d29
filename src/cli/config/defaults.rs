//! Lists what holds where the settings say nothing.

use super::Setup;
use crate::cli::Screen;
use crate::config::account_name;

/// What holds for a setting that the file does not have.
pub(super) struct DefaultSetting {
    /// The dotted path of the setting.
    pub(super) setting: &'static str,
    /// The value, as it would be written, or a word where none is written for it.
    pub(super) value: String,
    /// Where the value comes from.
    pub(super) from: DefaultOrigin,
}

/// Where a value comes from that the file does not have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum DefaultOrigin {
    /// The program itself.
    Program,
    /// A variable of the environment.
    Variable(&'static str),
    /// The account that it runs under.
    Account,
    /// The machine.
    Machine,
}

/// The settings whose value in the absence of one is always the same.
pub(super) const ALWAYS: &[(&str, &str)] = &[
    ("colours", "what the terminal shows"),
    ("glyphs", "what the terminal shows"),
    ("levels", "[\"second line\", \"management\"]"),
    ("alerts.at", "[\"phone\", \"75%\", \"15m\", \"due\", \"breach\"]"),
    ("alerts.escalate", "never"),
    ("alerts.command", "none"),
    ("alerts.timeout", "10"),
    ("alerts.retries", "2"),
    ("alerts.toast", "true"),
    ("alerts.bell", "true"),
    ("alerts.notify", "false"),
    ("backup.every", "\"1h\""),
    ("backup.folder", "backups/ in the store's folder"),
    ("backup.hourly", "24"),
    ("backup.daily", "14"),
    ("backup.weekly", "8"),
    ("files.max_size", "\"25MiB\""),
    ("files.max_total", "\"20GiB\""),
    ("mail.secret_file", "\"mail.secret\""),
    ("mail.sendmail", "[\"/usr/sbin/sendmail\", \"-t\", \"-i\"]"),
    ("mail.acknowledge", "true"),
    ("mail.hold", "\"10s\""),
    ("mail.reopen", "\"5bd\""),
    ("mail.max_size", "\"50MiB\""),
    ("mail.notices_after", "\"5min\""),
    ("mail.notices_together", "\"1min\""),
    ("columns.queue", "as usual"),
    ("columns.breach", "as usual"),
    ("keys.digits", "\"pages\""),
];

/// Returns every setting that has a value without the file, in the order in which they are shown.
pub(super) fn defaults(setup: &Setup, screen: Screen) -> Vec<DefaultSetting> {
    use DefaultOrigin::{Account, Machine, Program, Variable};
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let quoted = |text: &str| format!("\"{text}\"");
    let zone_from = if set("TZ") { Variable("TZ") } else { Machine };
    let first = [
        ("name", quoted(&account_name()), Account),
        ("theme", quoted(screen.themes.first().unwrap_or(&"")), Program),
        ("time_zone", quoted(setup.zone.name()), zone_from),
        ("group", "none: open to this account alone".to_owned(), Program),
    ];
    let always = ALWAYS.iter().map(|(setting, value)| (*setting, (*value).to_owned(), Program));
    let all = first.into_iter().chain(always);
    all.map(|(setting, value, from)| DefaultSetting { setting, value, from }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{BackupSettings, FileLimits, MailSettings, Settings};
    use crate::domain::alert::{AlertRules, NotificationSettings, read_alerts};
    use crate::domain::contract::{Book, InternalTargets, read_internal_targets};

    /// What is shown as the default is what the readers take where nothing is written.
    #[test]
    fn what_is_shown_is_what_holds() {
        let written = |group: &str| -> String {
            let own = ALWAYS.iter().filter_map(|(path, value)| Some((path.strip_prefix(group)?, value)));
            let words =
                |value: &str| value.starts_with(|c: char| c.is_alphabetic()) && !["true", "false"].contains(&value);
            let own = own.filter(|(key, value)| !key.contains('.') && !words(value));
            own.map(|(key, value)| format!("{key} = {value}\n")).collect::<Vec<_>>().concat()
        };
        let (settings, problems) = Settings::read("f", &format!("[backup]\n{}", written("backup.")), &[]);
        assert_eq!((settings.backup, problems), (BackupSettings::default(), vec![]));
        let (settings, problems) = Settings::read("f", &format!("[files]\n{}", written("files.")), &[]);
        assert_eq!((settings.files, problems), (FileLimits::default(), vec![]));
        let (settings, problems) = Settings::read("f", &format!("[mail]\n{}", written("mail.")), &[]);
        assert_eq!((settings.mail, problems), (MailSettings::default(), vec![]));
        let book = Book::built_in();
        let text = format!("{}[alerts]\ncommand = [\"x\"]\n{}", written(""), written("alerts."));
        let (alerts, problems) = read_alerts("f", &text, &book);
        assert_eq!(problems, []);
        assert_eq!((alerts.rules, alerts.ways), (AlertRules::default(), NotificationSettings::default()));
        let (only, _) = read_alerts("f", "[alerts]\ncommand = [\"x\"]\n", &book);
        assert_eq!(alerts.command, only.command);
        let (house, problems) = read_internal_targets("f", &text, &book);
        assert_eq!((house.levels(), problems), (InternalTargets::default().levels(), vec![]));
    }
}
