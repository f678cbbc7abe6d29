//! The two folders that letters are taken from: the spool, and the maildir of the settings.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::spool::{Arrival, Spool, arrivals, sync_folder};

/// Where letters wait.
#[derive(Clone, Debug)]
pub(super) struct Sources {
    pub(super) spool: Spool,
    /// The maildir that a fetcher fills.
    pub(super) maildir: Option<PathBuf>,
}

/// A letter that waits, and which of the two folders it is in.
#[derive(Clone, Debug, Default)]
pub(super) struct Waiting {
    pub(super) arrival: Arrival,
    pub(super) in_maildir: bool,
}

impl Sources {
    /// Returns the folders in which letters arrive.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        let maildir = self.maildir.as_ref().map(|maildir| maildir.join("new"));
        std::iter::once(self.spool.new_folder()).chain(maildir).collect()
    }

    /// Returns the letters that wait, those of the spool first, each in the order in which they arrived.
    pub(super) fn waiting(&self) -> io::Result<Vec<Waiting>> {
        let spooled = self.spool.waiting()?.into_iter().map(|arrival| Waiting { arrival, in_maildir: false });
        let mut all: Vec<Waiting> = spooled.collect();
        if let Some(maildir) = &self.maildir {
            let fetched = arrivals(&maildir.join("new"))?;
            all.extend(fetched.into_iter().map(|arrival| Waiting { arrival, in_maildir: true }));
        }
        Ok(all)
    }

    /// Forgets letters whose commits are on the disk. Where this is cut off they are found in the store the next time.
    pub(super) fn done(&self, letters: &[Waiting]) -> io::Result<()> {
        for letter in letters {
            let path = &letter.arrival.path;
            let gone = if letter.in_maildir { self.seen(path, &letter.arrival.name) } else { fs::remove_file(path) };
            match gone {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        let is_in = |maildir: bool| letters.iter().any(|letter| letter.in_maildir == maildir);
        if let Some(maildir) = self.maildir.as_deref().filter(|_| is_in(true)) {
            sync_folder(&maildir.join("cur"))?;
            sync_folder(&maildir.join("new"))?;
        }
        if is_in(false) { sync_folder(&self.spool.new_folder()) } else { Ok(()) }
    }

    /// Moves a letter of the maildir to those that were seen, with the mark of it in its name.
    fn seen(&self, path: &Path, name: &str) -> io::Result<()> {
        let Some(maildir) = &self.maildir else { return Ok(()) };
        let flags = if name.contains(":2,") { "" } else { ":2,S" };
        fs::rename(path, maildir.join("cur").join(format!("{name}{flags}")))
    }
}
