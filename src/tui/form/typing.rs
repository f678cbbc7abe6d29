//! Names what forms and notes must do so that what is typed in them is kept as drafts.

use crate::config::{Draft, DraftOf};
use crate::desk::Problem;
use crate::domain::time::Instant;
use crate::tui::form::autosave::{Autosave, DraftChanges};

/// A form or note that is being typed.
pub(crate) trait Typing {
    /// Returns the word for what it is.
    fn words(&self) -> &'static str;

    /// Returns whether anything has been typed that would be lost.
    fn is_dirty(&self) -> bool;

    /// Returns what has to be kept of it now.
    fn keep(&mut self, now: Instant) -> DraftChanges;

    /// Returns the state of its draft.
    fn autosave(&mut self) -> &mut Autosave;

    /// Returns the kind of draft that it would have begun with, had the drafts been read by then; none once something is
    /// typed, kept or filled in.
    fn wants(&self) -> Option<DraftOf>;

    /// Fills in what was typed before.
    fn bring_back(&mut self, draft: &Draft);

    /// Returns how the draft comes back once it has been left, in words.
    fn comes_back(&self) -> String;

    /// Returns the question before all of it is dropped.
    fn drop_question(&self) -> &'static str;

    /// Returns the tag of the commit that is on its way.
    fn saving(&self) -> Option<u64>;

    /// Takes in the error of that commit: what was typed stays, with what is wrong with it.
    fn refuse(&mut self, error: &Problem);
}
