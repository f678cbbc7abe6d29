//! The account of the letters that one command has put into the spool: how each of them ended, whichever process took it in.
//!
//! ```text
//! intake/accounts/RUN    a line for each letter, behind its line break: the name of its file, a space, a letter for what came of it
//! ```
//!
//! The command makes the file and has it locked; the process that takes letters in adds to it before the spool forgets them, and
//! never makes one. So whoever takes over after a kill may add a letter a second time: the first line counts.

use std::collections::{HashMap, HashSet};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::engine::{CameOf, IntakeReport};

/// What stands in the name of a letter's file before the name of its account.
const OF: &str = ".of-";

/// The account of a command that puts letters into the spool. Dropping it removes its file.
#[derive(Debug)]
pub struct IntakeAccount {
    path: PathBuf,
    name: String,
    new_folder: PathBuf,
    /// Locked for as long as the command is there, so that nobody tidies it away.
    file: File,
    /// The letters of which it is known how they ended.
    known: HashSet<Box<str>>,
    /// The end of a line that was not whole when the file was read.
    rest: String,
    report: IntakeReport,
}

impl IntakeAccount {
    /// Makes an account in the spool's folder.
    pub(super) fn begin(spool: &Path) -> io::Result<Self> {
        let folder = folder(spool);
        DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        let name = format!("{}-{:08x}", std::process::id(), fastrand::u32(..));
        let path = folder.join(&name);
        let file = OpenOptions::new().read(true).append(true).create_new(true).mode(0o600).open(&path)?;
        let _ = file.try_lock();
        let new_folder = spool.join("new");
        let (known, report) = (HashSet::new(), IntakeReport::default());
        Ok(Self { path, name, new_folder, file, known, rest: String::new(), report })
    }

    /// Returns what stands in the name of each of its letters.
    pub(super) fn mark(&self) -> String {
        format!("{OF}{}", self.name)
    }

    /// Returns how its letters ended, as far as that is known by now. `more` says nothing here.
    ///
    /// # Errors
    ///
    /// If the account cannot be read.
    pub fn report(&mut self) -> io::Result<IntakeReport> {
        let mut text = std::mem::take(&mut self.rest);
        self.file.read_to_string(&mut text)?;
        let mut lines = text.split('\n').peekable();
        while let Some(line) = lines.next() {
            let told = line.split_once(' ').and_then(|(name, code)| Some((name, CameOf::of_code(code)?)));
            match told {
                Some((name, came_of)) if self.known.insert(name.into()) => self.report.count(came_of),
                // It may be half written, and go on.
                None if lines.peek().is_none() => line.clone_into(&mut self.rest),
                _ => {}
            }
        }
        Ok(self.report)
    }

    /// Returns of how many letters it was known how they ended when [`IntakeAccount::report`] was last asked.
    pub fn ended(&self) -> u64 {
        self.known.len() as u64
    }

    /// Returns how many of its letters are in the spool still.
    ///
    /// # Errors
    ///
    /// If the spool cannot be read.
    pub fn waiting(&self) -> io::Result<u64> {
        let mut waiting = 0;
        for entry in fs::read_dir(&self.new_folder)? {
            waiting += u64::from(account_in(&entry?.file_name().to_string_lossy()) == Some(self.name.as_str()));
        }
        Ok(waiting)
    }
}

impl Drop for IntakeAccount {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

impl CameOf {
    /// The outcomes, each with the letter that stands for it in an account.
    const CODES: [(Self, &str); 9] = [
        (Self::Ticket, "t"),
        (Self::Joined, "j"),
        (Self::Inbox, "i"),
        (Self::Unreadable, "r"),
        (Self::Undelivered, "u"),
        (Self::Blocked, "b"),
        (Self::Again, "a"),
        (Self::Dropped, "d"),
        (Self::Check, "c"),
    ];

    fn code(self) -> &'static str {
        Self::CODES.iter().find(|(came_of, _)| *came_of == self).map_or("?", |(_, code)| code)
    }

    fn of_code(code: &str) -> Option<Self> {
        Self::CODES.iter().find(|(_, known)| *known == code).map(|(came_of, _)| *came_of)
    }
}

impl IntakeReport {
    /// Counts what came of one more letter.
    pub(super) fn count(&mut self, came_of: CameOf) {
        self.letters += u64::from(came_of != CameOf::Check);
        *match came_of {
            CameOf::Check => return,
            CameOf::Ticket => &mut self.tickets,
            CameOf::Joined => &mut self.joined,
            CameOf::Inbox => &mut self.inbox,
            CameOf::Unreadable => {
                self.unreadable += 1;
                &mut self.inbox
            }
            CameOf::Undelivered => &mut self.undelivered,
            CameOf::Blocked => &mut self.blocked,
            CameOf::Again => &mut self.again,
            CameOf::Dropped => &mut self.dropped,
        } += 1;
    }
}

/// Returns the folder of the accounts of a spool.
pub(super) fn folder(spool: &Path) -> PathBuf {
    spool.join("accounts")
}

/// Returns the name of the account that the name of a letter's file names.
fn account_in(name: &str) -> Option<&str> {
    let (_, behind) = name.split_once(OF)?;
    behind.split('.').next()
}

/// Writes down how letters ended whose commands want to know. A command that has ended wants nothing, and what cannot be written
/// keeps no letter back: then the command says that it does not know.
pub(super) fn tell<'n>(spool: &Path, ended: impl Iterator<Item = (&'n str, CameOf)>) {
    let mut lines: HashMap<String, String> = HashMap::new();
    for (name, came_of) in ended {
        if let Some(account) = account_in(name) {
            let lines = lines.entry(account.to_owned()).or_default();
            lines.extend(["\n", name, " ", came_of.code()]);
        }
    }
    for (account, lines) in lines {
        let _ = append(&folder(spool).join(account), &lines);
    }
}

fn append(path: &Path, lines: &str) -> io::Result<()> {
    OpenOptions::new().append(true).open(path)?.write_all(lines.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::Spool;

    #[test]
    fn an_account_has_each_of_its_letters_once_and_no_others() {
        let dir = tempfile::tempdir().unwrap();
        let spool = Spool::of(dir.path());
        let mut account = spool.account().unwrap();
        let folder = dir.path().join("intake");
        let of = |n: u32| format!("{n}{}.archive", account.mark());
        let letters = [of(1), of(2), of(3), "4.of-another.archive".to_owned(), "5".to_owned()];
        let names = || letters.iter().map(String::as_str);
        let came_of = [CameOf::Ticket, CameOf::Unreadable, CameOf::Inbox, CameOf::Ticket, CameOf::Ticket];
        tell(&folder, names().zip(came_of));
        // A kill between the line and the end of the letter in the spool has it found again.
        tell(&folder, names().zip([CameOf::Again]));
        let report = account.report().unwrap();
        assert_eq!(report, IntakeReport { letters: 3, tickets: 1, inbox: 2, unreadable: 1, ..IntakeReport::default() });
        assert_eq!(fs::read_dir(super::folder(&folder)).unwrap().count(), 1, "none is made for who does not ask");
        // What a killed process wrote half counts once it is whole.
        append(&account.path, "\n7.of").unwrap();
        assert_eq!(account.report().unwrap(), report);
        append(&account.path, "-x j\n8.of-x").unwrap();
        assert_eq!(account.report().unwrap().joined, 1);
        drop(account);
        assert_eq!(fs::read_dir(super::folder(&folder)).unwrap().count(), 0);
    }

    #[test]
    fn it_knows_which_letters_of_its_own_wait() {
        let dir = tempfile::tempdir().unwrap();
        let spool = Spool::of(dir.path());
        let (account, other) = (spool.account().unwrap(), spool.account().unwrap());
        for (account, letters) in [(&account, 3), (&other, 2)] {
            let mut some = spool.take_many(account).unwrap();
            (0..letters).for_each(|size| some.put(b"x", 1 + size).unwrap());
            some.keep().unwrap();
        }
        spool.take(&mut &b"y"[..], 100).unwrap();
        assert_eq!((account.waiting().unwrap(), other.waiting().unwrap()), (3, 2));
        let waiting = spool.waiting().unwrap();
        assert_eq!(waiting.iter().filter(|letter| letter.of_archive).count(), 5);
        assert_eq!(waiting.iter().filter(|letter| letter.cut.is_some()).count(), 3);
    }
}
