//! The spool: raw letters that have arrived and that nobody has read anything in yet. Any process may put some in, whoever has
//! the store; only the one that has it takes them out.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::account::{self, IntakeAccount};
use super::engine::CameOf;

/// The number of bytes that are read at a time.
const PIECE: usize = 64 << 10;
/// The most bytes that are kept of a letter that is too large: its headers are among them.
pub(super) const HEAD_BYTES: usize = 256 << 10;
/// The bytes that a letter may always have, however few the settings allow: less could be headers alone.
pub const LEAST_MAX_SIZE: u64 = HEAD_BYTES as u64;
/// What stands in the name of such a letter before the number of bytes that it had.
const CUT: &str = ".cut-";
/// What stands in the name of a letter of an archive, at the end or before that.
const ARCHIVE: &str = ".archive";
/// The time after which what a killed process left half written goes. A live one holds a lock on what it writes.
const LEFT_OVER: Duration = Duration::from_hours(1);

/// The spool of a store.
#[derive(Clone, Debug)]
pub struct Spool {
    folder: PathBuf,
}

/// A letter in the spool, or in a maildir.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(super) struct Arrival {
    /// The name of its file, by which they are taken in order.
    pub(super) name: String,
    /// The path of its file.
    pub(super) path: PathBuf,
    /// The number of bytes that the letter has, where only its beginning was kept.
    pub(super) cut: Option<u64>,
    /// Whether it is from an archive, such as an mbox: it may have come to its server long ago.
    pub(super) of_archive: bool,
}

/// Letters that are put into the spool together, with two syncs for all of them.
#[derive(Debug)]
pub struct SpooledLetters<'a> {
    spool: &'a Spool,
    /// What names their account in the names of their files.
    mark: String,
    written: Vec<(PathBuf, String)>,
    /// The folder of half-written files, locked together with others who write many: nobody tidies it meanwhile.
    _folder: File,
}

impl Spool {
    /// Returns the spool of the store in the folder `store`.
    pub fn of(store: &Path) -> Self {
        Self { folder: store.join("intake") }
    }

    pub(super) fn new_folder(&self) -> PathBuf {
        self.folder.join("new")
    }

    fn tmp_folder(&self) -> PathBuf {
        self.folder.join("tmp")
    }

    fn prepare(&self) -> io::Result<()> {
        for folder in [self.folder.clone(), self.tmp_folder(), self.new_folder()] {
            if folder.is_dir() {
                continue;
            }
            match DirBuilder::new().mode(0o700).create(&folder) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
            if let Some(above) = folder.parent() {
                sync_folder(above)?;
            }
        }
        Ok(())
    }

    /// Takes a letter in. When this returns it is on the disk, and nothing in it has been looked at. Of one with more than
    /// `max_size` bytes, and than [`LEAST_MAX_SIZE`], the beginning is kept, with its headers.
    ///
    /// # Errors
    ///
    /// If `from` cannot be read, or the disk says no. Nothing of it stays then.
    pub fn take(&self, from: &mut dyn Read, max_size: u64) -> io::Result<()> {
        self.prepare()?;
        let max_size = max_size.max(LEAST_MAX_SIZE);
        let (beside, mut file, name) = self.begin()?;
        let written = write_all(&mut file, from, max_size).and_then(|cut| {
            file.sync_all()?;
            fs::rename(&beside, self.new_folder().join(named(&name, cut)))?;
            sync_folder(&self.new_folder())
        });
        if written.is_err() {
            let _ = fs::remove_file(&beside);
        }
        written
    }

    /// Begins an account of letters that are about to be put here, for whoever wants to know how each of them ends.
    ///
    /// # Errors
    ///
    /// If the folders cannot be made.
    pub fn account(&self) -> io::Result<IntakeAccount> {
        self.prepare()?;
        IntakeAccount::begin(&self.folder)
    }

    /// Begins to take many letters in, which `account` has to know of.
    ///
    /// # Errors
    ///
    /// If the folders cannot be made.
    pub fn take_many(&self, account: &IntakeAccount) -> io::Result<SpooledLetters<'_>> {
        self.prepare()?;
        let folder = File::open(self.tmp_folder())?;
        // Where the disk knows no locks, what is an hour old is tidied away all the same.
        let _ = folder.lock_shared();
        Ok(SpooledLetters { spool: self, mark: account.mark(), written: Vec::new(), _folder: folder })
    }

    fn begin(&self) -> io::Result<(PathBuf, File, String)> {
        let name = next_name();
        let beside = self.tmp_folder().join(&name);
        let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&beside)?;
        let _ = file.try_lock();
        Ok((beside, file, name))
    }

    /// Returns the letters that wait, those first that came first.
    pub(super) fn waiting(&self) -> io::Result<Vec<Arrival>> {
        arrivals(&self.new_folder())
    }

    /// Tells the accounts how letters ended, by the names of their files.
    pub(super) fn tell<'n>(&self, ended: impl Iterator<Item = (&'n str, CameOf)>) {
        account::tell(&self.folder, ended);
    }

    /// Removes what was left by processes that were killed, half-written letters and accounts: what is more than an hour old and nobody has locked.
    pub(super) fn tidy(&self) {
        let now = SystemTime::now();
        let Ok(folder) = File::open(self.tmp_folder()) else { return };
        if matches!(folder.try_lock(), Err(TryLockError::WouldBlock)) {
            return;
        }
        let folders = [self.tmp_folder(), account::folder(&self.folder)];
        for entry in folders.iter().flat_map(fs::read_dir).flatten().flatten() {
            let age = entry.metadata().and_then(|data| data.modified()).ok().and_then(|at| now.duration_since(at).ok());
            let is_written =
                || matches!(File::open(entry.path()).map(|file| file.try_lock()), Ok(Err(TryLockError::WouldBlock)));
            if age.is_some_and(|age| age > LEFT_OVER) && !is_written() {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

impl SpooledLetters<'_> {
    /// Writes a letter, of which `size` is the number of bytes that it has, also where `raw` is only its beginning. It counts
    /// once [`SpooledLetters::keep`] has returned.
    ///
    /// # Errors
    ///
    /// If the disk says no.
    pub fn put(&mut self, raw: &[u8], size: u64) -> io::Result<()> {
        let (beside, mut file, name) = self.spool.begin()?;
        file.write_all(raw)?;
        let name = format!("{name}{}{ARCHIVE}", self.mark);
        self.written.push((beside, named(&name, (size > raw.len() as u64).then_some(size))));
        Ok(())
    }

    /// Returns how many are written and not kept yet.
    pub fn len(&self) -> usize {
        self.written.len()
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty()
    }

    /// Keeps all that were written. When this returns they are on the disk.
    ///
    /// # Errors
    ///
    /// If the disk says no.
    pub fn keep(&mut self) -> io::Result<()> {
        if self.written.is_empty() {
            return Ok(());
        }
        let folder = File::open(&self.spool.folder)?;
        nix::unistd::syncfs(&folder)?;
        for (beside, name) in self.written.drain(..) {
            fs::rename(beside, self.spool.new_folder().join(name))?;
        }
        sync_folder(&self.spool.new_folder())
    }
}

impl Drop for SpooledLetters<'_> {
    fn drop(&mut self) {
        for (beside, _) in &self.written {
            let _ = fs::remove_file(beside);
        }
    }
}

/// Returns the files of a folder, by name; one that is not there has none.
pub(super) fn arrivals(folder: &Path) -> io::Result<Vec<Arrival>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type().is_ok_and(|kind| kind.is_file()) && !name.starts_with('.') {
            let cut = name.rsplit_once(CUT).and_then(|(_, size)| size.parse().ok());
            let of_archive = name.ends_with(ARCHIVE) || name.contains(&format!("{ARCHIVE}{CUT}"));
            found.push(Arrival { name, path: entry.path(), cut, of_archive });
        }
    }
    found.sort_unstable();
    Ok(found)
}

pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Returns a name that comes after all that this process has made, and after those of others that came earlier.
fn next_name() -> String {
    static MADE: AtomicU64 = AtomicU64::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let made = MADE.fetch_add(1, Ordering::Relaxed);
    format!(
        "{:012}.{:09}-{}-{made:09}-{:08x}",
        now.as_secs(),
        now.subsec_nanos(),
        std::process::id(),
        fastrand::u32(..)
    )
}

fn named(name: &str, cut: Option<u64>) -> String {
    cut.map_or_else(|| name.to_owned(), |size| format!("{name}{CUT}{size}"))
}

/// Writes all that comes, or where that is more than `max_size` the beginning; then returns how much it was.
fn write_all(file: &mut File, from: &mut dyn Read, max_size: u64) -> io::Result<Option<u64>> {
    let (mut piece, mut size) = (vec![0; PIECE], 0u64);
    loop {
        let read = match from.read(&mut piece) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        if read == 0 {
            break;
        }
        let before = usize::try_from(size).unwrap_or(usize::MAX);
        size += read as u64;
        let kept = if size <= max_size { read } else { HEAD_BYTES.saturating_sub(before).min(read) };
        file.write_all(&piece[..kept])?;
    }
    if size <= max_size {
        return Ok(None);
    }
    let kept = file.seek(SeekFrom::End(0))?.min(HEAD_BYTES as u64);
    file.set_len(kept)?;
    Ok(Some(size))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(spool: &Spool) -> Vec<(String, Option<u64>)> {
        let read = |arrival: Arrival| (fs::read_to_string(arrival.path).unwrap(), arrival.cut);
        spool.waiting().unwrap().into_iter().map(read).collect()
    }

    #[test]
    fn letters_wait_in_the_order_in_which_they_came() {
        let dir = tempfile::tempdir().unwrap();
        let spool = Spool::of(dir.path());
        let account = spool.account().unwrap();
        assert_eq!(texts(&spool), []);
        spool.take(&mut &b"one"[..], 100).unwrap();
        let mut many = spool.take_many(&account).unwrap();
        many.put(b"two", 3).unwrap();
        many.put(b"thr", 5).unwrap();
        assert_eq!(texts(&spool).len(), 1, "nothing counts before it is kept");
        many.keep().unwrap();
        drop(many);
        spool.take(&mut &b""[..], 100).unwrap();
        let waiting = [("one", None), ("two", None), ("thr", Some(5)), ("", None)];
        assert_eq!(texts(&spool), waiting.map(|(text, cut)| (text.to_owned(), cut)));
        assert_eq!(fs::read_dir(spool.tmp_folder()).unwrap().count(), 0);
    }

    #[test]
    fn of_a_letter_that_is_too_large_the_beginning_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let spool = Spool::of(dir.path());
        let head = b"Subject: large\r\n\r\n".to_vec();
        let mut large = head.as_slice().chain(io::repeat(b'x').take(3 << 20));
        spool.take(&mut large, 1 << 20).unwrap();
        let [only] = &spool.waiting().unwrap()[..] else { panic!() };
        assert_eq!(only.cut, Some(head.len() as u64 + (3 << 20)));
        let kept = fs::read(&only.path).unwrap();
        assert!(kept.starts_with(&head) && kept.len() == HEAD_BYTES);
    }

    #[test]
    fn what_is_left_half_written_goes_after_an_hour_unless_somebody_writes_on_it() {
        let dir = tempfile::tempdir().unwrap();
        let spool = Spool::of(dir.path());
        let account = spool.account().unwrap();
        spool.prepare().unwrap();
        let left = |name: &str, minutes: u64| {
            let file = File::create(spool.tmp_folder().join(name)).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_mins(minutes)).unwrap();
            file
        };
        let there = || {
            let names = fs::read_dir(spool.tmp_folder()).unwrap();
            let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        };
        let slow = left("slow", 61);
        slow.lock().unwrap();
        drop((left("old", 61), left("young", 59)));
        let many = spool.take_many(&account).unwrap();
        spool.tidy();
        assert_eq!(there(), ["old", "slow", "young"], "an mbox is being taken in");
        drop(many);
        spool.tidy();
        assert_eq!(there(), ["slow", "young"]);
        drop(slow);
        spool.tidy();
        assert_eq!(there(), ["young"]);
    }

    struct Fails;

    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }

    #[test]
    fn what_cannot_be_read_to_its_end_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let spool = Spool::of(dir.path());
        let account = spool.account().unwrap();
        assert!(spool.take(&mut b"half".chain(Fails), 100).is_err());
        assert_eq!(texts(&spool), []);
        assert_eq!(fs::read_dir(spool.tmp_folder()).unwrap().count(), 0);
        let mut many = spool.take_many(&account).unwrap();
        many.put(b"never kept", 10).unwrap();
        drop(many);
        assert_eq!(fs::read_dir(spool.tmp_folder()).unwrap().count(), 0);
    }
}
