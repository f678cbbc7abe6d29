//! The event that files were attached.

use serde::{Deserialize, Serialize};

use super::{EntryMode, EventKind, Happening, SayAt, Until};
use crate::file::FileRef;
use crate::language::Language;
use crate::problem::Problem;
use crate::right::Right;
use crate::ticket::check::EventContext;
use crate::ticket::commit::Event;
use crate::ticket::state::{FoldedEvent, Ticket};

/// The most files of one event: many at once are better packed into one.
pub const MOST_FILES: usize = 100;

/// The row of this event in the table of sorts.
pub(super) const KIND: EventKind = EventKind::new(
    "attached",
    "attach",
    Right::Work,
    EntryMode::Otherwise("frist attach, which sends the bytes first"),
    &[
        (
            r#"{"attached":{"files":[{"sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","name":"error.log","media_type":"text/plain","size":12345}]}}"#,
            "attached error.log (text/plain, 12 KiB)",
        ),
        (
            r#"{"attached":{"files":[{"sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","name":"a.txt","media_type":"text/plain","size":3},{"sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","name":"b.txt","media_type":"text/plain","size":3}]}}"#,
            "attached a.txt (text/plain, 3 bytes), b.txt (text/plain, 3 bytes)",
        ),
    ],
);

/// The data of files that were attached. The store has their bytes before the event is written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Attached {
    /// The files, in the order in which they were named; at least one.
    pub files: Vec<FileRef>,
}

impl Happening for Attached {
    fn sort(&self) -> &'static EventKind {
        &KIND
    }

    fn check(&self, _on: &EventContext<'_>) -> Result<(), Problem> {
        check_files(&self.files)?;
        if self.files.is_empty() { Err(Problem::refused("there is no file to attach", "name one")) } else { Ok(()) }
    }

    fn fold(&self, ticket: &mut Ticket, _entry: &FoldedEvent<'_>) {
        ticket.files.extend(self.files.iter().cloned());
    }

    fn words_in(&self, language: Language, _events: &[Event], _say: SayAt<'_>) -> String {
        let files: Vec<String> = self.files.iter().map(FileRef::in_words).collect();
        language.attached(files.join(", "))
    }

    fn until(&self) -> Until {
        Until::Withdrawn
    }

    fn moves_deadlines(&self) -> bool {
        false
    }

    fn files(&self) -> Vec<&FileRef> {
        self.files.iter().collect()
    }
}

/// Checks the files that one event brings.
///
/// # Errors
///
/// If there are too many, or one has a name or a type that nobody cleaned.
pub(crate) fn check_files(files: &[FileRef]) -> Result<(), Problem> {
    if files.len() > MOST_FILES {
        let message = format!("{} files are more than the {MOST_FILES} that can be attached at once", files.len());
        return Err(Problem::refused(message, "attach them in several parts, or pack them into one file"));
    }
    files.iter().try_for_each(FileRef::check)
}
