//! `[backup]` of the settings: when and where backups are made, and how long they are kept.
//!
//! ```toml
//! [backup]
//! every  = "1h"             # once so much time has passed and something has changed; "never" = only by frist backup
//! folder = "/mnt/safe/desk" # else in the store's folder
//! hourly = 24               # so many are kept: the newest one of each of the last hours, days, weeks
//! daily  = 14
//! weekly = 8
//! ```

use std::path::PathBuf;

use toml::de::DeValue;

use frist_domain::time::Span;

/// What is set about backups.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BackupSettings {
    /// Seconds of real time between two; none = they are not made by themselves.
    pub every: Option<i64>,
    /// Where; none = in the store's folder.
    pub folder: Option<PathBuf>,
    /// How many hours, days and weeks have one kept.
    pub keep: [usize; 3],
}

impl Default for BackupSettings {
    fn default() -> Self {
        Self { every: Some(3_600), folder: None, keep: [24, 14, 8] }
    }
}

impl BackupSettings {
    /// Reads the value of `backup`.
    pub(super) fn read(value: &DeValue<'_>) -> Result<Self, String> {
        let table = value.as_table().ok_or("this is not a table; write [backup] and its keys below it")?;
        let mut settings = Self::default();
        for (key, value) in table {
            let (key, value) = (key.get_ref().as_ref(), value.get_ref());
            settings.set(key, value).map_err(|why| format!("{key}: {why}"))?;
        }
        Ok(settings)
    }

    fn set(&mut self, key: &str, value: &DeValue<'_>) -> Result<(), String> {
        let [hourly, daily, weekly] = &mut self.keep;
        match key {
            "every" => self.every = every(value)?,
            "folder" => self.folder = Some(folder(value)?),
            "hourly" => *hourly = count(value)?,
            "daily" => *daily = count(value)?,
            "weekly" => *weekly = count(value)?,
            _ => {
                return Err(
                    "this is not known of backups; the keys are every, folder, hourly, daily and weekly".to_owned()
                );
            }
        }
        Ok(())
    }
}

fn every(value: &DeValue<'_>) -> Result<Option<i64>, String> {
    let wrong = || "this is no length of time; write every = \"1h\", or 15m, or never".to_owned();
    match value.as_str().ok_or_else(wrong)? {
        "never" => Ok(None),
        text => match Span::parse(text) {
            Ok(Span::Time(seconds)) if seconds >= 60 => Ok(Some(seconds)),
            Ok(Span::Days(days)) if days > 0 => Ok(Some(i64::from(days) * 86_400)),
            _ => Err(wrong()),
        },
    }
}

fn folder(value: &DeValue<'_>) -> Result<PathBuf, String> {
    let path = value.as_str().map(PathBuf::from).filter(|path| path.is_absolute());
    path.ok_or_else(|| "this is not a folder; write its whole path, as in folder = \"/mnt/safe/desk\"".to_owned())
}

fn count(value: &DeValue<'_>) -> Result<usize, String> {
    let number = value.as_integer().and_then(|number| usize::from_str_radix(number.as_str(), number.radix()).ok());
    number.filter(|number| *number <= 10_000).ok_or_else(|| "this is not a number; write 0 to 10000".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    fn read(text: &str) -> (BackupSettings, Vec<String>) {
        let (settings, problems) = Settings::read("c.toml", text, &[]);
        (settings.backup, problems)
    }

    #[test]
    fn what_is_set_holds() {
        let (set, problems) = read("[backup]\nevery = \"2h\"\nfolder = \"/safe\"\nhourly = 1\ndaily = 2\nweekly = 0\n");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(set, BackupSettings { every: Some(7200), folder: Some("/safe".into()), keep: [1, 2, 0] });
        assert_eq!(read("[backup]\nevery = \"never\"\n").0.every, None);
        assert_eq!(read("[backup]\nevery = \"1d\"\n").0.every, Some(86_400));
        assert_eq!(read("").0, BackupSettings::default());
    }

    #[test]
    fn a_mistake_is_named_and_backups_are_made_as_usual() {
        for (line, words) in [
            ("every = \"soon\"", "every: this is no length of time"),
            ("every = \"5bd\"", "every: this is no length of time"),
            ("folder = \"safe\"", "folder: this is not a folder; write its whole path"),
            ("daily = -1", "daily: this is not a number"),
            ("monthly = 1", "monthly: this is not known of backups"),
        ] {
            let (set, problems) = read(&format!("[backup]\n{line}\n"));
            assert!(problems.len() == 1 && problems[0].starts_with("c.toml:1: backup: "), "{problems:?}");
            assert!(problems[0].contains(words), "{problems:?}");
            assert_eq!(set, BackupSettings::default());
        }
    }
}
