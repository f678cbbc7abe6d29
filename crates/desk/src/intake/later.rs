//! Letters that were read, and those among them that wait for others to be committed first.

use std::collections::HashSet;

use frist_domain::file::FileHash;
use frist_domain::letter::LetterKey;
use frist_letter::{Letter, MboxLetter};

use super::source::Waiting;

/// Letters that could be about others which were read with them: they wait until those are committed, in their order. So it takes
/// as many commits one after the other as there are letters in the longest thread, and not as there are answers.
#[derive(Default)]
pub(super) struct LaterLetters<'a> {
    pub(super) letters: Vec<ReadLetter<'a>>,
    /// What later letters could answer to, or be the same as.
    pub(super) keys: HashSet<LetterKey>,
}

/// A letter that was read, or of which only the headers could be.
pub(super) struct ReadLetter<'a> {
    pub(super) waiting: Waiting,
    pub(super) raw: &'a MboxLetter,
    /// The hash of all its bytes.
    pub(super) original: FileHash,
    pub(super) letter: Letter,
    pub(super) whole: bool,
}

impl ReadLetter<'_> {
    /// Returns what the letter is found by.
    pub(super) fn key(&self) -> Option<LetterKey> {
        LetterKey::of(self.letter.message_id.as_deref(), Some(self.original))
    }

    /// Returns whether one of these decides about it: a letter that it answers to, or one that is the same.
    pub(super) fn is_about(&self, keys: &HashSet<LetterKey>) -> bool {
        let answered = self.letter.in_reply_to.iter().chain(&self.letter.references).map(|id| LetterKey::of_id(id));
        !keys.is_empty() && self.key().into_iter().chain(answered).any(|key| keys.contains(&key))
    }
}
