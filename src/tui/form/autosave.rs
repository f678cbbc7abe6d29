//! Tracks how far what is typed into a form or a note has been kept as a draft.

use std::collections::BTreeMap;

use crate::config::{Draft, DraftId, DraftOf};
use crate::domain::time::{Instant, Zone, say_moment};

/// What is typed: the fields by their names, and when it happened, if that was entered apart from them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TypedFields {
    /// The fields that hold something, by name.
    pub fields: BTreeMap<String, String>,
    /// The moment when it happened.
    pub happened: Option<Instant>,
}

/// The work that is to be done about drafts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DraftChanges {
    /// The draft to keep.
    pub keep: Option<Draft>,
    /// The drafts to forget after that.
    pub forget: Vec<DraftId>,
}

/// The draft of one form or note while it is open.
#[derive(Debug, Default)]
pub struct Autosave {
    id: DraftId,
    /// The draft as it was kept last.
    kept: Option<Draft>,
    /// The draft that it was brought back from, until it has been kept under its own name.
    replaces: Option<DraftId>,
    /// The draft that it was brought back from, until it is known whether that was still there.
    unsure: Option<DraftId>,
    /// The moment when the draft was kept that it was brought back from.
    pub since: Option<Instant>,
}

impl Autosave {
    /// Returns the state of what was brought back from that draft.
    pub fn of(draft: &Draft) -> Self {
        let from = Some(draft.id);
        Self { replaces: from, unsure: from, since: Some(draft.kept), ..Self::default() }
    }

    /// Returns the draft's id.
    pub fn id(&self) -> DraftId {
        self.id
    }

    /// Returns the age of the draft that it was brought back from, as it stands behind a title; empty where there is none.
    pub fn since_in_words(&self, zone: Zone, now: Instant) -> String {
        self.since.map_or_else(String::new, |since| format!(", draft of {}", say_moment(zone, since, now)))
    }

    /// Returns whether nothing was kept or brought back yet.
    pub fn is_fresh(&self) -> bool {
        self.kept.is_none() && self.since.is_none()
    }

    /// Returns whether this draft is the one that is open here.
    pub fn has(&self, id: DraftId) -> bool {
        self.id == id || self.replaces == Some(id) || self.unsure == Some(id)
    }

    /// Returns whether the draft that it was brought back from was already gone, now that the drafts have been read. Says
    /// so once.
    pub fn turns_out_gone(&mut self, there: &[Draft]) -> bool {
        self.unsure.take().is_some_and(|from| !there.iter().any(|draft| draft.id == from))
    }

    /// Returns what is to be kept of what is typed now, if it has changed since; where nothing is typed, forgets the draft.
    pub fn keep(&mut self, of: DraftOf, typed: Option<TypedFields>, now: Instant) -> DraftChanges {
        let Some(TypedFields { fields, happened }) = typed else { return self.forget() };
        let same = |kept: &Draft| kept.fields == fields && kept.happened == happened;
        if self.kept.as_ref().is_some_and(same) {
            return DraftChanges::default();
        }
        let draft = Draft { id: self.id, of, kept: now, fields, happened };
        self.kept = Some(draft.clone());
        DraftChanges { keep: Some(draft), forget: self.let_go().into_iter().collect() }
    }

    /// Returns which drafts are to be forgotten when what is typed has been dropped.
    pub fn forget(&mut self) -> DraftChanges {
        let own = self.kept.take().map(|draft| draft.id);
        DraftChanges { keep: None, forget: own.into_iter().chain(self.let_go()).collect() }
    }

    /// Returns the draft that it was brought back from, if it may still be there. From now on it is gone by this form's own
    /// doing.
    fn let_go(&mut self) -> Option<DraftId> {
        self.unsure = None;
        self.replaces.take()
    }

    /// Returns the draft as it was kept last, for when the form or the note is closed.
    pub fn into_draft(self) -> Option<Draft> {
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_secs(100);

    fn typed(text: &str) -> TypedFields {
        TypedFields { fields: BTreeMap::from([("note".to_owned(), text.to_owned())]), happened: None }
    }

    #[test]
    fn only_what_has_changed_is_kept_again() {
        let mut autosave = Autosave::default();
        assert_eq!(autosave.keep(DraftOf::Ticket, None, NOW), DraftChanges::default());
        let first = autosave.keep(DraftOf::Ticket, Some(typed("a")), NOW);
        assert_eq!(first.keep.as_ref().map(|d| d.id), Some(autosave.id()));
        assert_eq!(autosave.keep(DraftOf::Ticket, Some(typed("a")), NOW.plus(1)), DraftChanges::default());
        assert!(autosave.keep(DraftOf::Ticket, Some(typed("ab")), NOW.plus(2)).keep.is_some());
        let emptied = autosave.keep(DraftOf::Ticket, None, NOW.plus(3));
        assert_eq!(emptied.forget, [autosave.id()]);
        assert!(autosave.into_draft().is_none());
    }

    #[test]
    fn what_is_brought_back_is_kept_under_a_name_of_its_own_before_the_old_one_goes() {
        let mut before = Autosave::default();
        before.keep(DraftOf::Ticket, Some(typed("a")), NOW);
        let old = before.into_draft().unwrap();
        let mut autosave = Autosave::of(&old);
        assert!(autosave.has(old.id) && autosave.since == Some(NOW));
        let step = autosave.keep(DraftOf::Ticket, Some(typed("a")), NOW.plus(9));
        assert_ne!(step.keep.unwrap().id, old.id);
        assert_eq!(step.forget, [old.id]);
        assert!(!autosave.turns_out_gone(std::slice::from_ref(&old)));
        assert!(Autosave::of(&old).turns_out_gone(&[]));
    }
}
