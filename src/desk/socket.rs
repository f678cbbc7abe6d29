//! The socket beside the lock: where it is, who may reach it, how to get there.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use nix::unistd::Group;

use super::{DeskError, DeskErrorKind};

/// Its name in the store's folder.
const NAME: &str = "frist.sock";
/// A path of more bytes does not fit into a socket's address.
const LONGEST: usize = 100;

/// The way to the socket of the store in a folder. A folder whose path is too long for an address is held open, and the
/// socket reached through it.
#[derive(Debug)]
pub(super) struct Address {
    path: PathBuf,
    /// What the path leads through.
    _folder: Option<File>,
}

impl Address {
    /// The address of the socket in `folder`, which must be there.
    pub(super) fn of(folder: &Path) -> io::Result<Self> {
        let path = folder.join(NAME);
        if path.as_os_str().len() <= LONGEST {
            return Ok(Self { path, _folder: None });
        }
        let open = File::open(folder)?;
        let path = PathBuf::from(format!("/proc/self/fd/{}/{NAME}", open.as_raw_fd()));
        Ok(Self { path, _folder: Some(open) })
    }

    /// Reaches whoever serves there.
    pub(super) fn connect(&self) -> io::Result<UnixStream> {
        UnixStream::connect(&self.path)
    }

    /// Serves there. A socket that somebody left is removed: whoever holds the store's lock is the only one who may.
    pub(super) fn listen(&self) -> io::Result<UnixListener> {
        self.remove()?;
        let listener = UnixListener::bind(&self.path)?;
        fs::set_permissions(&self.path, Permissions::from_mode(0o600))?;
        Ok(listener)
    }

    /// Removes the socket, if it is there.
    pub(super) fn remove(&self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Lets the accounts of a group reach the socket. They can pass through the folder, and neither list nor open
    /// anything else in it.
    pub(super) fn open_to(&self, folder: &Path, group: &str) -> Result<(), DeskError> {
        let found = Group::from_name(group).ok().flatten();
        let gid = found.ok_or_else(|| no_group(group))?.gid.as_raw();
        let opened = chown(folder, None, Some(gid))
            .and_then(|()| chown(&self.path, None, Some(gid)))
            .and_then(|()| fs::set_permissions(folder, Permissions::from_mode(0o710)))
            .and_then(|()| fs::set_permissions(&self.path, Permissions::from_mode(0o660)));
        opened.map_err(|error| {
            let message = format!("the desk cannot be opened to the group `{group}`: {error}");
            let hint = format!("the desk's account must be in that group: usermod -aG {group} ACCOUNT");
            DeskError::new(DeskErrorKind::Store, message, hint)
        })
    }
}

fn no_group(group: &str) -> DeskError {
    let message = format!("there is no group `{group}` on this machine");
    DeskError::new(DeskErrorKind::Store, message, "make it with groupadd, or change `group` in the settings")
}
