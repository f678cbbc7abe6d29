//! Reads `[backup]` of the settings: when and where backups are made, and how long they are kept.
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

use frist_domain::reader::{Node, nearest};
use frist_domain::time::Span;

const KEYS: [&str; 5] = ["every", "folder", "hourly", "daily", "weekly"];

/// The settings of backups.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BackupSettings {
    /// The seconds of real time between two backups, or none where they are not made by themselves.
    pub every: Option<i64>,
    /// The folder of backups, or none for the one in the store's folder.
    pub folder: Option<PathBuf>,
    /// The numbers of hours, days and weeks of which one backup is kept.
    pub keep: [usize; 3],
}

impl Default for BackupSettings {
    fn default() -> Self {
        Self { every: Some(3_600), folder: None, keep: [24, 14, 8] }
    }
}

impl BackupSettings {
    /// Reads `[backup]`. Where anything is wrong in it, all of it has its usual values: with half of what was meant,
    /// backups might be made where nobody looks for them.
    pub(super) fn read(node: &Node<'_>) -> Self {
        let Some(table) = node.as_table() else {
            node.wrong("this is not a table", "write [backup] and its keys below it");
            return Self::default();
        };
        let mut settings = Self::default();
        let set =
            |(key, node): (&str, Node<'_>)| settings.set(key, &node.with_path(format!("backup: {key}"))).is_some();
        // Every key is looked at, so that all mistakes are told.
        let read: Vec<bool> = table.entries().into_iter().map(set).collect();
        if read.contains(&false) { Self::default() } else { settings }
    }

    /// Takes in one key, or returns none where it is wrong, which is noted.
    fn set(&mut self, key: &str, node: &Node<'_>) -> Option<()> {
        let [hourly, daily, weekly] = &mut self.keep;
        match key {
            "every" => self.every = every(node)?,
            "folder" => self.folder = Some(folder(node)?),
            "hourly" => *hourly = count(node)?,
            "daily" => *daily = count(node)?,
            "weekly" => *weekly = count(node)?,
            _ => {
                let hint = nearest(key, KEYS).map_or_else(
                    || "the keys are every, folder, hourly, daily and weekly".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                node.wrong("[backup] has no such key", &hint);
                return None;
            }
        }
        Some(())
    }
}

/// Reads how often a backup is made, in seconds of real time; the inner value is none for `never`.
#[expect(clippy::option_option, reason = "the outer one is a mistake, the inner one a setting")]
fn every(node: &Node<'_>) -> Option<Option<i64>> {
    let read = node.as_text().and_then(|text| match (text, Span::parse(text)) {
        ("never", _) => Some(None),
        (_, Ok(Span::Time(seconds))) if seconds >= 60 => Some(Some(seconds)),
        (_, Ok(Span::Days(days))) if days > 0 => Some(Some(i64::from(days) * 86_400)),
        _ => None,
    });
    if read.is_none() {
        node.wrong("this is not a length of time", "write every = \"1h\", or 15m, or never");
    }
    read
}

fn folder(node: &Node<'_>) -> Option<PathBuf> {
    let path = node.as_text().map(PathBuf::from).filter(|path| path.is_absolute());
    if path.is_none() {
        node.wrong("this is not a folder", "write its whole path, as in folder = \"/mnt/safe/desk\"");
    }
    path
}

fn count(node: &Node<'_>) -> Option<usize> {
    let number = node.as_number().filter(|number| *number <= 10_000);
    if number.is_none() {
        node.wrong("this is not a number", "write 0 to 10000");
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    fn read(text: &str) -> (BackupSettings, Vec<String>) {
        let (settings, problems) = Settings::read("c.toml", text, &[]);
        (settings.backup, problems.iter().map(ToString::to_string).collect())
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
            ("every = \"soon\"", "every: this is not a length of time"),
            ("every = \"5bd\"", "every: this is not a length of time"),
            ("folder = \"safe\"", "folder: this is not a folder; write its whole path"),
            ("daily = -1", "daily: this is not a number"),
            ("monthly = 1", "monthly: [backup] has no such key"),
        ] {
            let (set, problems) = read(&format!("[backup]\n{line}\n"));
            assert!(problems.len() == 1 && problems[0].starts_with("c.toml:2: backup: "), "{problems:?}");
            assert!(problems[0].contains(words), "{problems:?}");
            assert_eq!(set, BackupSettings::default());
        }
    }
}
