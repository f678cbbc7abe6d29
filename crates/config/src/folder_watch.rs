//! Has the system tell (inotify) when something happens in a folder, so that nothing wakes while nothing does.

use std::os::fd::{AsFd, BorrowedFd};
use std::path::Path;

use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify};

/// What is told of a folder.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FolderEvents {
    /// Which files there are: what was made, moved or removed in it, and that the folder itself was moved.
    Files,
    /// That, what was written, and whatever else happened to the folder or what is in it.
    Contents,
}

/// A watch over folders; it can be read once something has happened in one of them.
pub struct FolderWatch(Inotify);

impl FolderWatch {
    /// Makes a watch over nothing yet; none where the system has none left.
    pub fn new() -> Option<Self> {
        Inotify::init(InitFlags::IN_NONBLOCK | InitFlags::IN_CLOEXEC).ok().map(Self)
    }

    /// Watches this folder as well. Returns whether the system tells of it.
    pub fn add(&self, folder: &Path, events: FolderEvents) -> bool {
        let moved = AddWatchFlags::IN_MOVE | AddWatchFlags::IN_MOVE_SELF;
        let files = moved | AddWatchFlags::IN_CREATE | AddWatchFlags::IN_DELETE;
        let flags = match events {
            FolderEvents::Files => files,
            FolderEvents::Contents => {
                let written = AddWatchFlags::IN_CLOSE_WRITE | AddWatchFlags::IN_ATTRIB;
                files | written | AddWatchFlags::IN_DELETE_SELF | AddWatchFlags::IN_ONLYDIR
            }
        };
        self.0.add_watch(folder, flags).is_ok()
    }

    /// Takes in that something has happened. What it was does not matter: whoever watches looks at the files.
    pub fn clear(&self) {
        // There may be nothing after all.
        let _ = self.0.read_events();
    }
}

impl AsFd for FolderWatch {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}
