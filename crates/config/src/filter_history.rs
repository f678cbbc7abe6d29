//! Keeps the filters that a person entered, between starts: a file of one line each, the newest last.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::PathBuf;

use super::files::read_text;

/// The number of filters that are kept of each language.
const MOST: usize = 50;

/// The language of a filter.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FilterLanguage {
    /// Filters of tickets.
    Tickets,
    /// Filters of the audit log.
    Audit,
}

impl FilterLanguage {
    const fn file_name(self) -> &'static str {
        match self {
            Self::Tickets => "filters.txt",
            Self::Audit => "audit-filters.txt",
        }
    }
}

/// The filters that were entered, the newest last, each once.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FilterHistory(Vec<String>);

impl FilterHistory {
    /// Reads the file in that folder. One that cannot be read counts as empty: nobody has to know that it was ever there.
    pub fn read(folder: Option<&PathBuf>, language: FilterLanguage) -> Self {
        let text = folder.and_then(|folder| read_text(&folder.join(language.file_name())).ok()).unwrap_or_default();
        let mut history = Self::default();
        text.lines().for_each(|line| history.enter(line));
        history
    }

    /// Puts a filter at the end; one that was entered before moves there.
    pub fn enter(&mut self, filter: &str) {
        let filter = filter.trim();
        if filter.is_empty() || filter.contains('\n') {
            return;
        }
        self.0.retain(|known| known != filter);
        self.0.push(filter.to_owned());
        let over = self.0.len().saturating_sub(MOST);
        self.0.drain(..over);
    }

    /// Returns the filter that was entered that many before the newest, which is 0.
    pub fn back(&self, steps: usize) -> Option<&str> {
        let place = self.0.len().checked_sub(steps + 1)?;
        self.0.get(place).map(String::as_str)
    }

    /// Writes the file in that folder, which only its owner can read.
    pub fn keep(&self, folder: Option<&PathBuf>, language: FilterLanguage) -> io::Result<()> {
        let Some(folder) = folder else { return Ok(()) };
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let path = folder.join(language.file_name());
        let beside = path.with_extension("new");
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        file.write_all(self.0.iter().flat_map(|line| [line.as_str(), "\n"]).collect::<String>().as_bytes())?;
        drop(file);
        fs::rename(beside, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_entered_is_there_after_the_next_start_each_once() {
        let folder = tempfile::tempdir().unwrap();
        let place = Some(folder.path().join("of anna"));
        let (tickets, audit) = (FilterLanguage::Tickets, FilterLanguage::Audit);
        let mut history = FilterHistory::read(place.as_ref(), tickets);
        for filter in ["is:mine", " vendor:markant ", "", "is:mine"] {
            history.enter(filter);
        }
        history.keep(place.as_ref(), tickets).unwrap();
        let read = FilterHistory::read(place.as_ref(), tickets);
        assert_eq!((read.back(0), read.back(1), read.back(2)), (Some("is:mine"), Some("vendor:markant"), None));
        assert_eq!(FilterHistory::read(place.as_ref(), audit), FilterHistory::default());
        // It grows no further, and what no folder keeps goes with the screen.
        (0..100).for_each(|n| history.enter(&format!("#{n}")));
        assert_eq!((history.back(MOST - 1), history.back(MOST)), (Some("#50"), None));
        history.keep(None, tickets).unwrap();
    }
}
