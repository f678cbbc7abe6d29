//! Holds the line in which a file's path is typed.

use std::path::{Path, PathBuf};

use tui_input::Input;

use crate::domain::ticket::TicketId;

/// The path while it is typed.
pub struct AttachLine {
    /// The ticket.
    pub ticket: TicketId,
    /// The folder that a path without a beginning is in.
    pub folder: PathBuf,
    /// The line that is typed.
    pub line: Input,
    /// The message about what is wrong with it, after a try to take it.
    pub wrong: Option<String>,
}

impl AttachLine {
    /// Creates an empty line for a file that is to be attached to that ticket.
    pub fn new(ticket: TicketId, folder: PathBuf) -> Self {
        Self { ticket, folder, line: Input::default(), wrong: None }
    }

    /// Returns the path that is typed, none where nothing is. `home` is what `~/` stands for. Terminals put a file that is
    /// dropped on them between quotes, which are taken off.
    pub fn path(&self, home: Option<&Path>) -> Option<PathBuf> {
        let typed = self.line.value().trim();
        let bare = ['\'', '"'].into_iter().find_map(|quote| typed.strip_prefix(quote)?.strip_suffix(quote));
        let typed = bare.unwrap_or(typed);
        let path = match (typed.strip_prefix("~/"), home) {
            (Some(rest), Some(home)) => home.join(rest),
            _ => self.folder.join(typed),
        };
        (!typed.is_empty()).then_some(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_taken_as_shells_and_terminals_write_it() {
        let path = |typed: &str| {
            let mut line = AttachLine::new(TicketId(1), PathBuf::from("/srv/here"));
            line.line = typed.into();
            line.path(Some(Path::new("/home/anna"))).map(|path| path.display().to_string())
        };
        for (typed, wanted) in [
            ("error.log", "/srv/here/error.log"),
            (" ../error.log ", "/srv/here/../error.log"),
            ("/var/log/x", "/var/log/x"),
            ("~/my log.txt", "/home/anna/my log.txt"),
            ("'/tmp/my log.txt'", "/tmp/my log.txt"),
            ("\"~/a\"", "/home/anna/a"),
        ] {
            assert_eq!(path(typed).as_deref(), Some(wanted), "{typed}");
        }
        assert_eq!((path("  "), path("''")), (None, None));
    }
}
