//! Keeps the bytes of files, each once, by their hash. The commits only name them.
//!
//! ```text
//! files/ab/abcd…        the bytes whose SHA-256 is abcd…
//! files/new/…           what is still coming in; goes at the next opening
//! files/pending/abcd…   empty: these bytes came in and no commit has named them yet
//! ```
//!
//! Bytes are written beside, synced, renamed, and their folders synced, before the commit that names them. So a commit that
//! is there has its files, and a kill leaves bytes that nothing names at most. Those go a day later (`tidy`): until then
//! their author may still be about to name them.

mod named;
mod tidy;

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::error::{DamagePlace, StoreError, StoreErrorKind};
use super::folder;
use frist_domain::file::{FileHash, FileHasher};

pub use named::{DamagedFile, NamedFile, NamedFiles, TakenFiles};
pub(super) use tidy::{remove_unfinished, tidy};

/// The number of bytes that are read and written at a time.
const PIECE: usize = 256 << 10;

/// The files of a store, or of a folder of backups or of an export.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileStore {
    dir: PathBuf,
    /// Whether what comes in is marked until a commit names it.
    marks: bool,
}

/// How the bytes of a file were found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileState {
    /// They are as they were written.
    Whole,
    /// They are not there.
    Missing,
    /// They are others.
    Damaged,
}

impl FileStore {
    /// Returns the files of the store in the folder `store`, whichever process has it. Only that process may put any in.
    pub fn of(store: &Path) -> Self {
        Self { dir: store.join("files"), marks: true }
    }

    /// Returns the files that are kept in the folder `dir` for others: for backups, or of an export.
    pub fn beside(dir: PathBuf) -> Self {
        Self { dir, marks: false }
    }

    /// Returns the path of the folder.
    pub fn folder(&self) -> &Path {
        &self.dir
    }

    fn path(&self, hash: FileHash) -> PathBuf {
        let name = hash.to_string();
        self.dir.join(name.get(..2).unwrap_or_default()).join(name)
    }

    fn mark(&self, hash: FileHash) -> PathBuf {
        self.dir.join("pending").join(hash.to_string())
    }

    /// Returns how many bytes the file of that hash has, or none where it is not there.
    ///
    /// # Errors
    ///
    /// If the disk says no.
    pub fn size(&self, hash: FileHash) -> Result<Option<u64>, StoreError> {
        let path = self.path(hash);
        match fs::metadata(&path) {
            Ok(found) => Ok(Some(found.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::io("look at", &path, &error)),
        }
    }

    /// Returns how many bytes all files have together.
    ///
    /// # Errors
    ///
    /// If a folder cannot be read.
    pub fn total(&self) -> Result<u64, StoreError> {
        Ok(self.all()?.into_iter().map(|(_, size)| size).sum())
    }

    /// Returns every file with its size.
    pub(super) fn all(&self) -> Result<Vec<(FileHash, u64)>, StoreError> {
        let mut found = Vec::new();
        for folder in entries(&self.dir)? {
            let is_of_files = folder.file_name().to_str().is_some_and(|name| name.len() == 2);
            if !is_of_files {
                continue;
            }
            for entry in entries(&folder.path())? {
                let hash = entry.file_name().to_str().and_then(|name| name.parse().ok());
                // A file that goes meanwhile is none of them.
                found.extend(hash.zip(entry.metadata().ok()).map(|(hash, data)| (hash, data.len())));
            }
        }
        Ok(found)
    }

    /// Begins to take a file in.
    ///
    /// # Errors
    ///
    /// If the disk says no.
    pub fn begin(&self) -> Result<IncomingFile, StoreError> {
        let folder = self.dir.join("new");
        folder::private_dir(&folder)?;
        let path = folder.join(format!("{:016x}", fastrand::u64(..)));
        let file = folder::held(&path).map_err(|error| StoreError::io("write", &path, &error))?;
        Ok(IncomingFile { store: self.clone(), file, path, hasher: FileHasher::default(), size: 0 })
    }

    /// Reads all of a file, and says how it was found. `size` is what it should have.
    ///
    /// # Errors
    ///
    /// If the disk says no.
    pub fn state(&self, hash: FileHash, size: u64) -> Result<FileState, StoreError> {
        match self.size(hash)? {
            None => Ok(FileState::Missing),
            Some(found) if found != size => Ok(FileState::Damaged),
            Some(_) => {
                let mut hasher = FileHasher::default();
                self.each_piece(hash, &mut |piece| {
                    hasher.update(piece);
                    Ok(())
                })?;
                Ok(if hasher.finish() == hash { FileState::Whole } else { FileState::Damaged })
            }
        }
    }

    /// Checks that the bytes of a file are those that were kept.
    ///
    /// # Errors
    ///
    /// If they are not, they are not there, or the disk says no.
    pub fn check(&self, hash: FileHash, size: u64) -> Result<(), StoreError> {
        match self.state(hash, size)? {
            FileState::Whole => Ok(()),
            FileState::Missing => Err(self.broken(hash, "is missing")),
            FileState::Damaged => Err(self.broken(hash, "is damaged")),
        }
    }

    fn broken(&self, hash: FileHash, how: &str) -> StoreError {
        let place = DamagePlace { file: self.path(hash), offset: None, sequence: None };
        let what = format!("the file {} {how}", place.file.display());
        StoreError::new(StoreErrorKind::Damaged { place }, what, "frist repair takes it from a backup that has it")
    }

    /// Reads up to `most` bytes of a file from byte `at` on; none behind its end. It is [`FileStore::check`] that compares
    /// them with the hash.
    ///
    /// # Errors
    ///
    /// If the file is not there, or the disk says no.
    pub fn read(&self, hash: FileHash, at: u64, most: usize) -> Result<Vec<u8>, StoreError> {
        let path = self.path(hash);
        let read = || {
            let mut file = File::open(&path)?;
            file.seek(SeekFrom::Start(at))?;
            let mut bytes = Vec::with_capacity(most);
            file.take(most as u64).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        read().map_err(|error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => self.broken(hash, "is missing"),
            _ => StoreError::io("read", &path, &error),
        })
    }

    fn each_piece(
        &self,
        hash: FileHash,
        take: &mut dyn FnMut(&[u8]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let path = self.path(hash);
        let failed = |error: io::Error| StoreError::io("read", &path, &error);
        let mut file = File::open(&path).map_err(failed)?;
        let mut piece = vec![0; PIECE];
        loop {
            match file.read(&mut piece).map_err(failed)? {
                0 => return Ok(()),
                read => take(&piece[..read])?,
            }
        }
    }

    /// Takes a file from another place, if it is whole there; it is, or is put, in its own place then. Returns how it was
    /// found there.
    pub(super) fn take_from(&self, other: &Self, hash: FileHash, size: u64) -> Result<FileState, StoreError> {
        match other.size(hash)? {
            None => return Ok(FileState::Missing),
            Some(found) if found != size => return Ok(FileState::Damaged),
            Some(_) => {}
        }
        let mut incoming = self.begin()?;
        other.each_piece(hash, &mut |piece| incoming.write(piece))?;
        if incoming.hash() != hash {
            return Ok(FileState::Damaged);
        }
        incoming.keep()?;
        Ok(FileState::Whole)
    }

    /// Removes a file; one that is not there is gone already.
    pub(super) fn remove(&self, hash: FileHash) -> Result<(), StoreError> {
        let path = self.path(hash);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io("remove", &path, &error)),
            _ => Ok(()),
        }
    }

    /// Forgets which files no commit has named yet: they all stay, whatever becomes of the commits.
    pub(super) fn keep_all(&self) {
        // What stays of the marks is looked after by `tidy`.
        let _ = fs::remove_dir_all(self.dir.join("pending"));
    }

    /// Notes that a commit names the file now.
    pub(super) fn named(&self, hash: FileHash) {
        // A mark that stays is looked after by `tidy`.
        let _ = fs::remove_file(self.mark(hash));
    }
}

/// Returns what is in a folder; one that is not there has nothing.
fn entries(folder: &Path) -> Result<Vec<fs::DirEntry>, StoreError> {
    let failed = |error: io::Error| StoreError::io("read the folder", folder, &error);
    match fs::read_dir(folder) {
        Ok(entries) => entries.collect::<Result<_, _>>().map_err(failed),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(Vec::new()),
        Err(error) => Err(failed(error)),
    }
}

/// A file that is coming in. Where it is dropped before it is [`kept`](IncomingFile::keep), nothing of it stays.
#[derive(Debug)]
pub struct IncomingFile {
    store: FileStore,
    file: File,
    path: PathBuf,
    hasher: FileHasher,
    size: u64,
}

impl IncomingFile {
    /// Takes in the next bytes.
    ///
    /// # Errors
    ///
    /// If the disk says no; then what has come so far is of no use.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.file.write_all(bytes).map_err(|error| StoreError::io("write", &self.path, &error))?;
        self.hasher.update(bytes);
        self.size += bytes.len() as u64;
        Ok(())
    }

    /// Returns how many bytes have come so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns the hash of the bytes that have come so far.
    pub fn hash(&self) -> FileHash {
        self.hasher.clone().finish()
    }

    /// Keeps the file. When this returns it is on the disk, whatever happens, until a day has passed in which no commit names
    /// it.
    ///
    /// # Errors
    ///
    /// If the disk says no; then nothing of it stays.
    pub fn keep(self) -> Result<FileHash, StoreError> {
        let (store, hash) = (self.store.clone(), self.hash());
        self.file.sync_all().map_err(|error| StoreError::io("write", &self.path, &error))?;
        self.name()?;
        let (dir, place) = (&store.dir, store.path(hash));
        // A process that was killed may have made these folders and not synced their names.
        for folder in [place.parent().unwrap_or(dir), dir, dir.parent().unwrap_or(dir)] {
            folder::sync_dir(folder).map_err(|error| StoreError::io("write", folder, &error))?;
        }
        Ok(hash)
    }

    /// Gives the file its name, and syncs nothing.
    fn name(self) -> Result<(), StoreError> {
        let FileStore { dir, marks } = &self.store;
        let (hash, failed) = (self.hash(), |path: &Path, error: &io::Error| StoreError::io("write", path, error));
        if *marks {
            let mark = self.store.mark(hash);
            folder::private_dir(&dir.join("pending"))?;
            // It is made anew, so that its age is that of the last coming.
            let made = folder::private().create(true).truncate(true).open(&mark);
            let made = made.and_then(|file| file.set_modified(std::time::SystemTime::now()));
            made.map_err(|error| failed(&mark, &error))?;
        }
        let place = self.store.path(hash);
        let folder = place.parent().unwrap_or(dir);
        folder::private_dir(folder)?;
        // What is there already has the same bytes, or is damaged.
        fs::rename(&self.path, &place).map_err(|error| failed(&place, &error))
    }
}

/// The number of files from which on it costs less to sync all that the file system has to write than each by itself.
const MANY: usize = 12;

/// Keeps several files at once, as [`IncomingFile::keep`] keeps one, with few syncs for all of them.
///
/// # Errors
///
/// If the disk says no. Some may have been kept then.
pub fn keep_together(files: Vec<IncomingFile>) -> Result<(), StoreError> {
    let Some(FileStore { dir, .. }) = files.first().map(|file| file.store.clone()) else { return Ok(()) };
    if files.len() < MANY {
        return files.into_iter().try_for_each(|file| file.keep().map(drop));
    }
    let sync = || {
        let all = File::open(&dir).and_then(|folder| Ok(nix::unistd::syncfs(folder)?));
        all.map_err(|error| StoreError::io("write", &dir, &error))
    };
    // The bytes first: a name is never there before what it stands for.
    sync()?;
    files.into_iter().try_for_each(IncomingFile::name)?;
    sync()
}

impl Drop for IncomingFile {
    fn drop(&mut self) {
        // Once it is kept, nothing has this name.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests;
