//! Takes files in, in pieces, before a commit names them: the part of the process that has the store.
//!
//! Pieces of several files come by turns; each file has a name of its own until its last piece. Until then it costs room on the
//! disk, which the limits of the settings count as well, and goes where nobody sends on.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::Read;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant as Moment};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use frist_config::FileLimits;
use frist_domain::file::{FileHash, FileHasher, FileRef, clean_name, media_type, size_in_words};
use frist_domain::ledger::LedgerRecordId;
use frist_domain::text::counted;
use frist_domain::ticket::TicketId;
use frist_store::{FileStore, IncomingFile};

use super::{AskDesk as _, Desk, FilePiece, Problem, ProblemKind, RecordFilePiece, SendFile};

/// The bytes of a piece: with what stands around it, a message has at most 256 KiB.
pub(super) const PIECE_BYTES: usize = 180 << 10;
/// The most files that come in at one time: from one person, and from all.
const MAX_INCOMING_OF_ONE: usize = 4;
const MAX_INCOMING: usize = 64;
/// The time after which a file goes whose next piece has not come.
const NEXT_WITHIN: Duration = Duration::from_mins(10);
/// The time without a piece after which a file makes room for another, where there are too many.
const SILENT_AFTER: Duration = Duration::from_secs(20);

/// Bytes that go over the socket, as base64.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FileBytes(pub Vec<u8>);

impl Serialize for FileBytes {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        use base64::Engine as _;
        to.serialize_str(&base64::engine::general_purpose::STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for FileBytes {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        use base64::Engine as _;
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        let bytes = base64::engine::general_purpose::STANDARD.decode(text.as_bytes());
        bytes.map(Self).map_err(serde::de::Error::custom)
    }
}

/// The files of the store, and those that are coming in.
pub(super) struct DeskFileStore {
    pub(super) store: FileStore,
    limits: Mutex<FileLimits>,
    incoming: Mutex<IncomingFiles>,
}

#[derive(Default)]
struct IncomingFiles {
    files: HashMap<Uuid, Incoming>,
    /// The bytes of all files that are kept, once they were counted.
    kept: Option<u64>,
}

struct Incoming {
    file: IncomingFile,
    by: String,
    heard: Moment,
}

impl IncomingFiles {
    /// Checks that no more files come in at once than may. Where there are too many, one goes that nobody sends on: its sender may
    /// have been cut off.
    fn make_room(&mut self, by: &str, piece: &SendFile) -> Result<(), Problem> {
        if self.files.contains_key(&piece.id) {
            return Ok(());
        }
        let own = self.files.values().filter(|file| file.by == by).count();
        if own >= MAX_INCOMING_OF_ONE {
            self.drop_silent(|file| file.by == by);
        } else if self.files.len() >= MAX_INCOMING {
            self.drop_silent(|_| true);
        }
        let own = self.files.values().filter(|file| file.by == by).count();
        if own < MAX_INCOMING_OF_ONE && self.files.len() < MAX_INCOMING {
            return Ok(());
        }
        let message = "too many files are being sent to the desk at once";
        Err(Problem::new(ProblemKind::Store, message, "wait until the others have arrived, then try again"))
    }

    /// Drops the one of these files that was heard of longest ago, if that is long enough.
    fn drop_silent(&mut self, among: impl Fn(&Incoming) -> bool) {
        let silent = self.files.iter().filter(|(_, file)| among(file) && file.heard.elapsed() >= SILENT_AFTER);
        if let Some(id) = silent.max_by_key(|(_, file)| file.heard.elapsed()).map(|(id, _)| *id) {
            self.files.remove(&id);
        }
    }
}

impl DeskFileStore {
    pub(super) fn new(store: FileStore) -> Self {
        Self { store, limits: Mutex::default(), incoming: Mutex::default() }
    }

    /// Goes by these limits from now on.
    pub(super) fn set_limits(&self, limits: FileLimits) {
        *self.limits.lock().unwrap_or_else(PoisonError::into_inner) = limits;
    }

    fn lock(&self) -> MutexGuard<'_, IncomingFiles> {
        self.incoming.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in a piece in the name of `by`; returns the hash and the size of the file once its last piece is there and all of it
    /// is on the disk.
    pub(super) fn take(&self, by: &str, piece: &SendFile) -> Result<Option<(FileHash, u64)>, Problem> {
        let mut all = self.lock();
        all.files.retain(|_, file| file.heard.elapsed() < NEXT_WITHIN);
        all.make_room(by, piece)?;
        self.check_limits(&mut all, piece)?;
        let found = match all.files.entry(piece.id) {
            Entry::Occupied(found) if found.get().by == by => found.into_mut(),
            Entry::Vacant(free) if piece.at == 0 => {
                let file = self.store.begin()?;
                free.insert(Incoming { file, by: by.to_owned(), heard: Moment::now() })
            }
            _ => return Err(interrupted(&piece.name)),
        };
        found.heard = Moment::now();
        let has = found.file.size();
        if has == piece.at {
            if let Err(error) = found.file.write(&piece.bytes.0) {
                all.files.remove(&piece.id);
                return Err(error.into());
            }
        } else if has != piece.at + piece.bytes.0.len() as u64 {
            // A piece that came before, whose answer was not heard, is passed over.
            all.files.remove(&piece.id);
            return Err(interrupted(&piece.name));
        }
        if !piece.last {
            return Ok(None);
        }
        let Some(Incoming { file, .. }) = all.files.remove(&piece.id) else { return Err(interrupted(&piece.name)) };
        // Syncing takes a while; other files come in meanwhile.
        drop(all);
        let (size, is_new) = (file.size(), self.store.size(file.hash())?.is_none());
        let hash = file.keep()?;
        if let Some(kept) = self.lock().kept.as_mut().filter(|_| is_new) {
            *kept += size;
        }
        Ok(Some((hash, size)))
    }

    /// Checks the limits with this piece taken in, or the whole of its file where its size is known beforehand.
    fn check_limits(&self, all: &mut IncomingFiles, piece: &SendFile) -> Result<(), Problem> {
        let limits = *self.limits.lock().unwrap_or_else(PoisonError::into_inner);
        let size = piece.size.unwrap_or(0).max(piece.at + piece.bytes.0.len() as u64);
        if size > limits.max_size {
            all.files.remove(&piece.id);
            return Err(too_large(piece, size, limits.max_size));
        }
        let kept = match all.kept {
            Some(kept) => kept,
            None => *all.kept.insert(self.store.total()?),
        };
        let others = all.files.iter().filter(|(id, _)| **id != piece.id).map(|(_, other)| other.file.size());
        let together = kept + others.sum::<u64>() + size;
        if together > limits.max_total {
            all.files.remove(&piece.id);
            // Somebody may have removed what nothing needs; it is counted anew the next time.
            all.kept = None;
            return Err(no_room(piece, kept, limits.max_total));
        }
        Ok(())
    }

    /// Notes that files of so many bytes were kept beside the limits: letters are taken in whatever there is already.
    pub(super) fn note_kept(&self, bytes: u64) {
        if let Some(kept) = self.lock().kept.as_mut() {
            *kept += bytes;
        }
    }

    /// Checks that the bytes of these files are there: a commit may name no others.
    pub(super) fn check_arrived<'f>(&self, files: impl IntoIterator<Item = &'f FileRef>) -> Result<(), Problem> {
        for file in files {
            if self.store.size(file.sha256)? != Some(file.size) {
                let message = format!("the file {} has not arrived", file.name);
                return Err(Problem::refused(message, "send it again: frist attach sends a file before it names it"));
            }
        }
        Ok(())
    }
}

fn interrupted(name: &str) -> Problem {
    let message = format!("{} did not arrive: the process that has the store has changed meanwhile", clean_name(name));
    Problem::new(ProblemKind::Store, message, "attach it again")
}

fn too_large(piece: &SendFile, size: u64, most: u64) -> Problem {
    let is_all = piece.size.is_some();
    let (name, at_least) = (clean_name(&piece.name), if is_all { "" } else { "at least " });
    let (mut has, mut may) = (size_in_words(size), size_in_words(most));
    if has == may {
        (has, may) = (counted(size, "byte"), counted(most, "byte"));
    }
    let message = format!("{name} has {at_least}{has}, and a file may have {may}");
    Problem::refused(
        message,
        "pack it, or send a part of it; max_size under [files] of the desk's settings allows more",
    )
}

fn no_room(piece: &SendFile, kept: u64, most: u64) -> Problem {
    let message = format!(
        "there is no room for {}: the files of the desk have {} of {} together",
        clean_name(&piece.name),
        size_in_words(kept),
        size_in_words(most)
    );
    Problem::refused(message, "max_total under [files] of the desk's settings allows more")
}

/// Sends a file of that name to the desk, in pieces, and returns what a ticket says of it. `size` is how many bytes it has, where
/// that is known: then one that is too large is refused at once.
///
/// # Errors
///
/// If it cannot be read, is larger than a file may be, there is no room, or the person may not attach files. Nothing of it stays
/// then.
pub fn send_file(desk: &dyn Desk, name: &str, size: Option<u64>, from: &mut dyn Read) -> Result<FileRef, Problem> {
    let (id, mut at, mut kind) = (Uuid::new_v4(), 0, None);
    let name = clean_name(name);
    loop {
        let mut bytes = Vec::new();
        let read = from.take(PIECE_BYTES as u64).read_to_end(&mut bytes);
        read.map_err(|error| Problem::refused(format!("{name} cannot be read: {error}"), "name a file of yours"))?;
        let kind = *kind.get_or_insert_with(|| media_type(&name, &bytes[..bytes.len().min(4_096)]));
        let (length, last) = (bytes.len() as u64, bytes.len() < PIECE_BYTES);
        let piece = SendFile { id, name: name.clone(), at, size, bytes: FileBytes(bytes), last };
        if let Some((sha256, size)) = desk.ask(piece)? {
            return Ok(FileRef { sha256, name, media_type: kind.to_owned(), size });
        }
        at += length;
    }
}

/// What a file belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileHome {
    /// That ticket.
    Ticket(TicketId),
    /// The letter of that record, which waits in the inbox.
    Letter(LedgerRecordId),
}

impl From<TicketId> for FileHome {
    fn from(ticket: TicketId) -> Self {
        Self::Ticket(ticket)
    }
}

/// Fetches a file of a ticket or of a letter in pieces, and hands each to `take`.
///
/// # Errors
///
/// If the ticket or the letter has no such file, its bytes are missing or damaged, or `take` fails. What was handed over until then is of no use.
pub fn fetch_file<E: From<Problem>>(
    desk: &dyn Desk,
    of: impl Into<FileHome>,
    file: &FileRef,
    take: &mut dyn FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let (of, sha256) = (of.into(), file.sha256);
    let (mut at, mut hasher) = (0, FileHasher::default());
    while at < file.size {
        let FileBytes(bytes) = match of {
            FileHome::Ticket(ticket) => desk.ask(FilePiece { ticket, sha256, at })?,
            FileHome::Letter(record) => desk.ask(RecordFilePiece { record, sha256, at })?,
        };
        if bytes.is_empty() {
            break;
        }
        hasher.update(&bytes);
        at += bytes.len() as u64;
        take(&bytes)?;
    }
    if at == file.size && hasher.finish() == file.sha256 {
        return Ok(());
    }
    let message = format!("{} is not as it was kept", file.name);
    Err(Problem::new(ProblemKind::Store, message, "frist verify tells what is wrong with the store").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incoming(store: &FileStore, by: &str, silent: Duration) -> (Uuid, Incoming) {
        let heard = Moment::now().checked_sub(silent).unwrap();
        (Uuid::new_v4(), Incoming { file: store.begin().unwrap(), by: by.to_owned(), heard })
    }

    /// Senders that were killed would else keep everybody of that name from attaching anything for minutes.
    #[test]
    fn what_nobody_sends_on_makes_room_and_what_is_being_sent_does_not() {
        let dir = tempfile::tempdir().unwrap();
        let store = FileStore::of(dir.path());
        let piece = SendFile {
            id: Uuid::new_v4(),
            name: "a".into(),
            at: 0,
            size: None,
            bytes: FileBytes::default(),
            last: true,
        };
        let of = |silent: Duration| {
            let files = (0..MAX_INCOMING_OF_ONE).map(|_| incoming(&store, "anna", silent)).collect();
            IncomingFiles { files, kept: None }
        };
        let mut busy = of(Duration::ZERO);
        assert!(busy.make_room("anna", &piece).unwrap_err().message.contains("too many files"));
        assert!(busy.make_room("ola", &piece).is_ok());
        assert_eq!(busy.files.len(), MAX_INCOMING_OF_ONE);
        let mut silent = of(SILENT_AFTER);
        assert!(silent.make_room("anna", &piece).is_ok());
        assert_eq!(silent.files.len(), MAX_INCOMING_OF_ONE - 1);
    }
}
