//! Keeps drafts: what somebody has typed into a form or a note and not sent yet, until it is sent or dropped.
//!
//! A draft is a small file of its own, written beside and renamed, that only its owner can read. A file that cannot be
//! used is moved out of the way and never stops anything.

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use frist_domain::ticket::TicketId;
use frist_domain::time::Instant;

use super::files::{FileError, read_text_up_to};
use frist_domain::problem::Problem;

/// The size of the largest draft that is kept, in MiB, as its file has it: a hundred times what a note may have.
const LIMIT: u64 = 8;
/// The ending of a draft's file name.
const ENDING: &str = "json";

/// The name of a draft. A person who goes on with an earlier draft keeps it under a new name, so that two screens never
/// write the same file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DraftId(Uuid);

impl DraftId {
    /// Makes a name that no draft has.
    pub fn new() -> Self {
        Self(Uuid::new_v4())
    }
}

impl Default for DraftId {
    fn default() -> Self {
        Self::new()
    }
}

/// What a draft is to become.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftOf {
    /// A new ticket.
    Ticket,
    /// A note on this ticket.
    Note(TicketId),
    /// A letter about this ticket.
    Letter(TicketId),
    /// An outage in the ledger.
    Outage,
    /// A maintenance in the ledger.
    Maintenance,
    /// A change that has to be announced.
    AnnouncedChange,
    /// A person whom the desk is to know.
    Person,
    /// An organisation.
    Organisation,
    /// An absence of somebody of the staff.
    Absence,
    /// A contract file.
    Contract,
}

/// What somebody typed and did not send.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// The name of the draft.
    pub id: DraftId,
    /// What the draft is to become.
    pub of: DraftOf,
    /// The moment at which it was kept last.
    pub kept: Instant,
    /// The texts of its fields, by the fields' names.
    pub fields: BTreeMap<String, String>,
    /// The moment at which it happened, if that was entered apart from the fields.
    #[serde(default)]
    pub happened: Option<Instant>,
}

/// The place at which drafts are kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Drafts {
    folder: Option<PathBuf>,
}

impl Drafts {
    /// Makes drafts that are kept in this folder, which is made when there is something to keep. Without a folder they
    /// are kept nowhere and go with the screen.
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self { folder }
    }

    /// Returns the folder.
    pub const fn folder(&self) -> Option<&PathBuf> {
        self.folder.as_ref()
    }

    /// Reads every draft that can be used, the oldest first, and a sentence for each that cannot.
    pub fn read(&self) -> (Vec<Draft>, Vec<String>) {
        let entries = self.folder.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
        let files = entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == ENDING));
        let (mut drafts, mut said) = (Vec::new(), Vec::new());
        for path in files {
            match read_or_move(&path) {
                Ok(draft) => drafts.push(draft),
                Err(words) => said.push(words),
            }
        }
        drafts.sort_by_key(|draft: &Draft| draft.kept);
        (drafts, said)
    }

    /// Keeps a draft in the place of what was kept under its name. Fails for one that could not be read again: it is
    /// not kept, and what was there stays.
    pub fn keep(&self, draft: &Draft) -> io::Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let file = path_of(folder, draft.id);
        let beside = file.with_extension("new");
        let written = write(&beside, draft).and_then(|()| fs::rename(&beside, &file));
        if written.is_err() {
            // The rest of it is of no use; the error that counts is the first one.
            let _ = fs::remove_file(&beside);
        }
        written
    }

    /// Removes a draft, if it is there.
    pub fn remove(&self, id: DraftId) -> io::Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        match fs::remove_file(path_of(folder, id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

fn path_of(folder: &Path, id: DraftId) -> PathBuf {
    folder.join(format!("{}.{ENDING}", id.0))
}

fn write(path: &Path, draft: &Draft) -> io::Result<()> {
    let bytes = serde_json::to_vec(draft)?;
    if bytes.len() as u64 > LIMIT << 20 {
        return Err(io::Error::other(format!("it has more than {LIMIT} MiB")));
    }
    let mut file: File = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(&bytes)?;
    file.sync_data()
}

/// Reads the draft in that file, or returns a sentence for the user. A damaged file is renamed, so that it is neither
/// read again nor lost; one that could not be read stays as it is.
fn read_or_move(path: &Path) -> Result<Draft, String> {
    let text = match read_text_up_to(path, LIMIT) {
        Ok(text) => text,
        Err(FileError::NotText { .. }) => String::new(),
        Err(error) => return Err(format!("A draft cannot be read: {}", Problem::from(error))),
    };
    serde_json::from_str(&text).map_err(|_| {
        let aside = path.with_extension("damaged");
        let place = if fs::rename(path, &aside).is_ok() { aside } else { path.to_owned() };
        format!("A draft is damaged and cannot be opened; what is left of it is in {}", place.display())
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn draft(of: DraftOf, kept: i64, text: &str) -> Draft {
        let fields = BTreeMap::from([("note".to_owned(), text.to_owned())]);
        Draft { id: DraftId::new(), of, kept: Instant::from_secs(kept), fields, happened: None }
    }

    #[test]
    fn what_is_kept_is_read_again_the_oldest_first_until_it_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::new(Some(folder.path().join("a/b")));
        assert_eq!(drafts.read().0, []);
        let (note, mut ticket) = (draft(DraftOf::Note(TicketId(3)), 20, "x\ny"), draft(DraftOf::Ticket, 10, "æ"));
        drafts.keep(&note).unwrap();
        drafts.keep(&ticket).unwrap();
        ticket.fields.insert("subject".to_owned(), "Down".to_owned());
        drafts.keep(&ticket).unwrap();
        assert_eq!(drafts.read().0, [ticket.clone(), note.clone()]);
        drafts.remove(ticket.id).unwrap();
        drafts.remove(ticket.id).unwrap();
        assert_eq!(drafts.read(), (vec![note], vec![]));
    }

    #[test]
    fn nobody_else_can_read_them() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::new(Some(folder.path().join("of anna")));
        let note = draft(DraftOf::Note(TicketId(3)), 20, "secret");
        drafts.keep(&note).unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder.path().join("of anna")), 0o700);
        assert_eq!(mode(&path_of(&folder.path().join("of anna"), note.id)), 0o600);
    }

    #[test]
    fn a_damaged_one_is_moved_out_of_the_way_and_the_others_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::new(Some(folder.path().to_owned()));
        let whole = draft(DraftOf::Ticket, 1, "whole");
        drafts.keep(&whole).unwrap();
        for (name, bytes) in [("half", &b"{\"id\":\"x"[..]), ("none", b""), ("bytes", b"\xff\xfe")] {
            fs::write(folder.path().join(format!("{name}.json")), bytes).unwrap();
        }
        let (found, said) = drafts.read();
        assert_eq!((found, said.len()), (vec![whole.clone()], 3));
        assert!(said.iter().all(|words| words.starts_with("A draft is damaged")), "{said:?}");
        assert_eq!(drafts.read(), (vec![whole], vec![]), "it is said once");
        assert!(folder.path().join("half.damaged").exists());
        assert!(!folder.path().join("half.json").exists());
    }

    #[test]
    fn a_large_one_is_kept_whole_or_refused() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::new(Some(folder.path().to_owned()));
        let mut note = draft(DraftOf::Note(TicketId(3)), 20, &"x".repeat(3 << 19));
        drafts.keep(&note).unwrap();
        assert_eq!(drafts.read(), (vec![note.clone()], vec![]));
        let before = note.clone();
        note.fields.insert("note".to_owned(), "x".repeat(9 << 20));
        assert_eq!(drafts.keep(&note).unwrap_err().to_string(), "it has more than 8 MiB");
        assert_eq!(drafts.read(), (vec![before], vec![]));
        // One that another program has left is not set aside either.
        let large = folder.path().join("large.json");
        fs::write(&large, "x".repeat(9 << 20)).unwrap();
        let (_, said) = drafts.read();
        assert!(said.len() == 1 && said[0].contains("larger than 8 MiB") && large.exists(), "{said:?}");
    }

    #[test]
    fn what_cannot_be_written_is_an_error_and_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        let drafts = Drafts::new(Some(folder.path().join("file")));
        assert!(drafts.keep(&draft(DraftOf::Ticket, 1, "x")).is_err());
        assert!(Drafts::new(None).keep(&draft(DraftOf::Ticket, 1, "x")).is_ok());
    }
}
