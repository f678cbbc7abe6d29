//! Knows where files are, and what the user set: folders, settings, the person's name, the desk's people, drafts of
//! what is not sent yet, the book of contracts and the rota, read from files.
//!
//! Nothing in here stops the program over a file that is wrong: what can be used is used, and the rest is told in
//! [problems](frist_domain::problem::Problem) that name file, line and key.

mod backup;
mod book;
mod changes;
mod columns;
mod drafts;
mod editor;
mod file_limits;
mod file_to_attach;
mod files;
mod filter_history;
mod first_start;
mod folder_watch;
mod loaded;
mod mail;
#[cfg(test)]
mod mistakes;
mod notices;
mod own_program;
mod paths;
mod people;
mod replies;
mod reply_on_ticket;
mod rota;
mod settings;
mod views;
mod watch;

pub use backup::BackupSettings;
pub use book::{BookSources, LoadedBook, load_book};
pub use columns::{ColumnSettings, ListColumn};
pub use drafts::{Draft, DraftId, DraftOf, Drafts};
pub use editor::Editor;
pub use file_limits::FileLimits;
pub use file_to_attach::FileToAttach;
pub use files::{FileError, read_bytes_up_to, read_text, replace_text, write_file, write_new};
pub use filter_history::{FilterHistory, FilterLanguage};
pub use first_start::is_first_start;
pub use folder_watch::{FolderEvents, FolderWatch};
pub use loaded::{FilesToRead, LoadedFiles, RereadFiles, theme_files};
pub use mail::{MailDefaults, MailSettings};
pub use notices::NoticeWishes;
pub use own_program::{OwnProgram, can_be_found};
pub use paths::{PathOptions, Paths, PathsError, home_folder, state_folder};
pub use people::{People, Person, Role};
pub use replies::{CannedReply, RenderedReply, ReplyActions, VARIABLES, replies, reply_named};
pub use reply_on_ticket::{ReplyOnTicket, in_language};
pub use rota::load_rota;
pub use settings::{COLOURS, GLYPHS, Settings, account_name, account_of, current_uid, local_zone};
pub use views::NamedFilter;
pub use watch::{FileStamps, FileWatch, WatchStopper};
