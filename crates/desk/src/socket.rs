//! Knows the socket beside the lock: where it is, who may reach it, how to get there.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use nix::sys::socket::{self, AddressFamily, SockFlag, SockType, UnixAddr};
use nix::unistd::Group;

use frist_config::{FolderEvents, FolderWatch};

use super::{Problem, ProblemKind};

/// The socket's name in the store's folder.
const SOCKET_NAME: &str = "frist.sock";
/// The most bytes of a path that fit into a socket's address.
const MAX_ADDRESS_BYTES: usize = 100;

/// The way to the socket of the store in a folder. A folder whose path is too long for an address is held open, and the
/// socket reached through it.
#[derive(Debug)]
pub(super) struct SocketAddress {
    path: PathBuf,
    /// The open folder that the path leads through.
    _folder: Option<File>,
}

impl SocketAddress {
    /// Returns the address of the socket in `folder`, which must be there.
    pub(super) fn of(folder: &Path) -> io::Result<Self> {
        let path = folder.join(SOCKET_NAME);
        if path.as_os_str().len() <= MAX_ADDRESS_BYTES {
            return Ok(Self { path, _folder: None });
        }
        let open = File::open(folder)?;
        let path = PathBuf::from(format!("/proc/self/fd/{}/{SOCKET_NAME}", open.as_raw_fd()));
        Ok(Self { path, _folder: Some(open) })
    }

    /// Reaches the process that serves there, without waiting.
    ///
    /// # Errors
    ///
    /// Of kind `WouldBlock` if so many wait there already that the system lets nobody else: that process does not look.
    pub(super) fn connect(&self) -> io::Result<UnixStream> {
        let flags = SockFlag::SOCK_NONBLOCK | SockFlag::SOCK_CLOEXEC;
        let socket = socket::socket(AddressFamily::Unix, SockType::Stream, flags, None)?;
        socket::connect(socket.as_raw_fd(), &UnixAddr::new(&self.path)?)?;
        let stream = UnixStream::from(socket);
        stream.set_nonblocking(false)?;
        Ok(stream)
    }

    /// Listens at the address. A socket left by another process is removed: only the process that holds the store's
    /// lock may do so.
    fn listen(&self) -> io::Result<UnixListener> {
        self.remove()?;
        let listener = UnixListener::bind(&self.path)?;
        fs::set_permissions(&self.path, Permissions::from_mode(0o600))?;
        Ok(listener)
    }

    /// Removes the socket, if it is there.
    fn remove(&self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Lets the accounts of a group reach the socket. They can pass through the folder, and neither list nor open
    /// anything else in it.
    fn open_to(&self, folder: &Path, group: &str) -> Result<(), Problem> {
        let found = Group::from_name(group).ok().flatten();
        let gid = found.ok_or_else(|| no_group(group))?.gid.as_raw();
        let opened = chown(folder, None, Some(gid))
            .and_then(|()| chown(&self.path, None, Some(gid)))
            .and_then(|()| fs::set_permissions(folder, Permissions::from_mode(0o710)))
            .and_then(|()| fs::set_permissions(&self.path, Permissions::from_mode(0o660)));
        opened.map_err(|error| {
            let message = format!("the desk cannot be opened to the group `{group}`: {error}");
            let hint = format!("the desk's account must be in that group: usermod -aG {group} ACCOUNT");
            Problem::new(ProblemKind::Store, message, hint)
        })
    }
}

/// A file's identity: its file system and its number there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct FileId(u64, u64);

impl FileId {
    fn of(path: &Path) -> Option<Self> {
        let file = fs::symlink_metadata(path).ok()?;
        Some(Self(file.dev(), file.ino()))
    }
}

/// The owner's side of the address: the socket, and whom it is open to.
#[derive(Debug)]
pub(super) struct ServerSocket {
    address: SocketAddress,
    folder: PathBuf,
    group: Option<String>,
    /// The folder that the store was opened in: another one that has come into its place has a store and an owner of
    /// its own.
    home: Option<FileId>,
}

/// A socket that is listened to.
#[derive(Debug)]
pub(super) struct OpenSocket {
    pub(super) listener: UnixListener,
    file: Option<FileId>,
    /// Whether other accounts are let in, or why they cannot be.
    pub(super) shared: Result<bool, Problem>,
}

impl ServerSocket {
    /// Describes the socket of the store in `folder`, open to the accounts of that group.
    pub(super) fn of(folder: &Path, group: Option<&str>) -> io::Result<Self> {
        let (address, home) = (SocketAddress::of(folder)?, FileId::of(folder));
        Ok(Self { address, folder: folder.to_owned(), group: group.map(str::to_owned), home })
    }

    /// Opens the socket, or opens it anew.
    pub(super) fn open(&self) -> io::Result<OpenSocket> {
        let listener = self.address.listen()?;
        let opened = self.group.as_deref().map(|group| self.address.open_to(&self.folder, group));
        let shared = opened.map_or(Ok(false), |opened| opened.map(|()| true));
        Ok(OpenSocket { listener, file: FileId::of(&self.address.path), shared })
    }

    /// Returns whether nobody finds the socket any more: its file was removed or replaced, and the store's folder is
    /// still where it was.
    pub(super) fn is_gone(&self, open: &OpenSocket) -> bool {
        FileId::of(&self.address.path) != open.file && self.is_home()
    }

    /// Removes the socket, unless it is that of another store by now.
    pub(super) fn close(&self) -> io::Result<()> {
        if self.is_home() { self.address.remove() } else { Ok(()) }
    }

    /// Watches the folder of the socket; none where the system does not, as for want of watches.
    pub(super) fn watch(&self) -> Option<FolderWatch> {
        FolderWatch::new().filter(|watch| watch.add(&self.folder, FolderEvents::Files))
    }

    pub(super) fn is_home(&self) -> bool {
        self.home.is_some() && FileId::of(&self.folder) == self.home
    }
}

fn no_group(group: &str) -> Problem {
    let message = format!("there is no group `{group}` on this machine");
    Problem::new(ProblemKind::Store, message, "make it with groupadd, or change `group` in the settings")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_is_gone_when_its_file_is_and_not_when_the_folder_is_another_ones() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("store");
        fs::create_dir(&folder).unwrap();
        let socket = ServerSocket::of(&folder, None).unwrap();
        let open = socket.open().unwrap();
        assert!(!socket.is_gone(&open));
        fs::rename(folder.join(SOCKET_NAME), folder.join("elsewhere")).unwrap();
        assert!(socket.is_gone(&open));
        let anew = socket.open().unwrap();
        assert!(!socket.is_gone(&anew));
        // The folder is moved away, and another store with an owner of its own stands in its place.
        fs::rename(&folder, dir.path().join("moved")).unwrap();
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join(SOCKET_NAME), "").unwrap();
        assert!(!socket.is_gone(&anew));
        socket.close().unwrap();
        assert!(folder.join(SOCKET_NAME).exists());
    }
}
