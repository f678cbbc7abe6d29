//! What is typed and kept as a draft: a new ticket, an entry of the ledger, a note.

use crate::config::{Draft, DraftOf};
use crate::desk::Problem;
use crate::domain::time::Instant;
use crate::tui::form::keeping::{Keeping, Step};

/// Something that is being typed.
pub(crate) trait Typing {
    /// What it is, in a word.
    fn words(&self) -> &'static str;

    /// Whether anything has been typed that would be lost.
    fn is_dirty(&self) -> bool;

    /// What has to be kept of it now.
    fn keep(&mut self, now: Instant) -> Step;

    /// Its draft.
    fn keeping(&mut self) -> &mut Keeping;

    /// The draft that it would begin with, had it been known when it was opened: while nothing is typed, kept or filled in.
    fn wants(&self) -> Option<DraftOf>;

    /// Fills in what was typed before.
    fn bring_back(&mut self, draft: &Draft);

    /// How the draft comes back once it has been left.
    fn comes_back(&self) -> String;

    /// What is asked before all of it is dropped.
    fn drop_question(&self) -> &'static str;

    /// The tag of the commit that is on its way.
    fn saving(&self) -> Option<u64>;

    /// That commit has failed: what was typed stays, with what is wrong with it.
    fn refuse(&mut self, error: &Problem);
}
