//! What people have been told by mail, in a file beside the store: whichever process has the store next tells nothing twice.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use frist_domain::time::Instant;

/// The most letters that one person gets within an hour.
pub(super) const MOST_LETTERS: usize = 30;
/// The seconds of that hour.
const HOUR: i64 = 3_600;

/// What has been told, of each person and altogether.
#[derive(Debug, Default)]
pub(super) struct ToldNotices {
    file: PathBuf,
    record: ToldRecord,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
struct ToldRecord {
    /// The sequence number of the commit up to which everything was looked at.
    through: u64,
    /// What each person has had, by the name that stands on tickets.
    #[serde(default)]
    people: BTreeMap<String, ToldPerson>,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
struct ToldPerson {
    /// The sequence number of the commit up to which they were told, or wanted to be told nothing.
    through: u64,
    /// The moment at which the hour began in which letters are counted, and how many went since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<Instant>,
    #[serde(default)]
    letters: usize,
}

/// Whether somebody may have a further letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Allowance {
    /// They may.
    Letter,
    /// They have had enough, and are told so: until that moment.
    LastWord(Instant),
    /// They have had enough and know.
    Nothing,
}

impl ToldNotices {
    /// Reads what is noted in the store's folder; none where nothing is, or it cannot be read: then nothing of what was before is
    /// told.
    pub(super) fn read(store: &Path) -> Option<Self> {
        let file = file_in(store);
        let record = serde_json::from_slice(&fs::read(&file).ok()?).ok()?;
        Some(Self { file, record })
    }

    /// Begins with everything up to that commit taken as told.
    pub(super) fn from(store: &Path, through: u64) -> Self {
        Self { file: file_in(store), record: ToldRecord { through, ..ToldRecord::default() } }
    }

    /// Forgets what is noted in the store's folder, as nobody wants notices.
    pub(super) fn forget(store: &Path) {
        // Where it stays, somebody who wants notices again hears of a day at most.
        let _ = fs::remove_file(file_in(store));
    }

    /// Returns the number of the commit up to which everything was looked at: the lowest of those who wait for their letter.
    pub(super) const fn through(&self) -> u64 {
        self.record.through
    }

    /// Notes up to which commit everything was looked at.
    pub(super) fn look_through(&mut self, through: u64) {
        self.record.through = through;
    }

    /// Returns the number of the commit up to which somebody was told.
    pub(super) fn of(&self, person: &str) -> u64 {
        self.record.people.get(person).map_or(0, |told| told.through)
    }

    /// Notes that somebody is told of everything up to that commit.
    pub(super) fn note(&mut self, person: &str, through: u64) {
        let told = self.record.people.entry(person.to_owned()).or_default();
        told.through = told.through.max(through);
    }

    /// Counts a letter to somebody, if they may have one.
    pub(super) fn allow(&mut self, person: &str, now: Instant) -> Allowance {
        let told = self.record.people.entry(person.to_owned()).or_default();
        let since = told.since.filter(|since| (0..HOUR).contains(&now.since(*since)));
        if since.is_none() {
            (told.since, told.letters) = (Some(now), 0);
        }
        told.letters = told.letters.saturating_add(1);
        match told.letters {
            letters if letters <= MOST_LETTERS => Allowance::Letter,
            letters if letters == MOST_LETTERS + 1 => Allowance::LastWord(told.since.unwrap_or(now).plus(HOUR)),
            _ => Allowance::Nothing,
        }
    }

    /// Writes it down, with `through` in the place of the commit up to which everything was looked at. When this returns it is on
    /// the disk.
    pub(super) fn write(&self, through: u64) -> io::Result<()> {
        let record = ToldRecord { through, ..self.record.clone() };
        let beside = self.file.with_extension("json.new");
        let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        file.write_all(&serde_json::to_vec(&record)?)?;
        file.sync_all()?;
        fs::rename(&beside, &self.file)?;
        self.file.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    }
}

fn file_in(store: &Path) -> PathBuf {
    store.join("notices.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_told_is_known_to_the_next_process() {
        let dir = tempfile::tempdir().unwrap();
        assert!(ToldNotices::read(dir.path()).is_none());
        let mut told = ToldNotices::from(dir.path(), 7);
        told.note("anna", 9);
        told.look_through(12);
        told.write(8).unwrap();
        let next = ToldNotices::read(dir.path()).unwrap();
        assert_eq!((next.through(), next.of("anna"), next.of("ola")), (8, 9, 0));
        fs::write(dir.path().join("notices.json"), "{").unwrap();
        assert!(ToldNotices::read(dir.path()).is_none());
        ToldNotices::forget(dir.path());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn after_thirty_letters_within_an_hour_comes_one_that_says_so_and_then_none() {
        let mut told = ToldNotices::default();
        let at = |minute: i64| Instant::from_secs(minute * 60);
        for minute in 0..30 {
            assert_eq!(told.allow("anna", at(minute)), Allowance::Letter);
        }
        assert_eq!(told.allow("anna", at(30)), Allowance::LastWord(at(60)));
        assert_eq!(told.allow("ola", at(30)), Allowance::Letter);
        for minute in 31..60 {
            assert_eq!(told.allow("anna", at(minute)), Allowance::Nothing);
        }
        assert_eq!(told.allow("anna", at(60)), Allowance::Letter);
    }
}
