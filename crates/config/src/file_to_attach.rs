//! Opens files of this machine that are to be attached to tickets, in one way for the command line and the screen.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{FileTypeExt as _, OpenOptionsExt as _};
use std::path::Path;

use nix::fcntl::OFlag;

use frist_domain::problem::Problem;

/// A file that was opened to be attached, once: what was checked is what is read.
#[derive(Debug)]
pub struct FileToAttach {
    /// The name, without its folders.
    pub name: String,
    /// The number of its bytes when it was opened.
    pub size: u64,
    /// The file, to be read from its beginning.
    pub file: File,
}

impl FileToAttach {
    /// Opens the file. It waits for nobody, as opening a named pipe else does.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or is a folder, a pipe or something else that is no plain file.
    pub fn open(path: &Path) -> Result<Self, Problem> {
        let cannot = |error: io::Error| {
            Problem::refused(format!("{} cannot be read: {error}", path.display()), "name a file that you may read")
        };
        // Opening alone can do something to a device, so that it is looked at before as well.
        check(path, &path.metadata().map_err(cannot)?)?;
        let flags = OFlag::O_NONBLOCK.bits();
        let file = OpenOptions::new().read(true).custom_flags(flags).open(path).map_err(cannot)?;
        let data = file.metadata().map_err(cannot)?;
        check(path, &data)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { name, size: data.len(), file })
    }
}

/// Checks that it is a plain file.
fn check(path: &Path, data: &Metadata) -> Result<(), Problem> {
    let kind = data.file_type();
    if kind.is_file() {
        return Ok(());
    }
    let (what, hint) = if kind.is_dir() {
        ("a folder", "pack it into one file, as with tar")
    } else {
        let what = if kind.is_fifo() { "a pipe" } else { "no plain file" };
        (what, "frist attach N - --name NAME takes what comes on standard input")
    };
    Err(Problem::refused(format!("{} is {what}", path.display()), hint))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use nix::sys::stat::Mode;
    use nix::unistd::mkfifo;

    use super::*;

    #[test]
    fn a_plain_file_is_opened_and_anything_else_named() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("a.log"), "abc").unwrap();
        std::os::unix::fs::symlink(at("a.log"), at("link.log")).unwrap();
        mkfifo(&at("pipe"), Mode::S_IRWXU).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
        for name in ["a.log", "link.log"] {
            let mut opened = FileToAttach::open(&at(name)).unwrap();
            let mut text = String::new();
            opened.file.read_to_string(&mut text).unwrap();
            assert_eq!((opened.name.as_str(), opened.size, text.as_str()), (name, 3, "abc"));
        }
        // Nobody writes into the pipe: opening it waits for nobody.
        for (path, what) in [
            (at("."), "is a folder"),
            (at("pipe"), "is a pipe"),
            (at("socket"), "is no plain file"),
            ("/dev/null".into(), "is no plain file"),
            (at("nowhere"), "cannot be read: No such file"),
        ] {
            let refused = FileToAttach::open(&path).unwrap_err();
            assert!(refused.message.starts_with(&format!("{} {what}", path.display())), "{refused}");
        }
    }
}
