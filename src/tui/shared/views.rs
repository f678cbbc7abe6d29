//! Knows the filters under names: the person's own of the settings, and those that the desk keeps for everybody.

use crate::desk::Change;
use crate::domain::ledger::{LedgerFact, LedgerRecordId, SavedView};
use crate::domain::query::{Filter, Viewer};
use crate::domain::time::Instant;

use super::{Effects, Shared};

/// A filter under a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct View {
    /// The name.
    pub name: String,
    /// The text of the filter.
    pub filter: String,
    /// How many open tickets match; none where only the desk can tell.
    pub count: Option<usize>,
    /// The record that keeps it at the desk; none for the person's own.
    pub kept: Option<LedgerRecordId>,
}

impl Shared {
    /// Returns the filters under names with how many open tickets each matches: the person's own first.
    pub(crate) fn views(&self, now: Instant) -> Vec<View> {
        let own = self.lists.views.iter().map(|view| (None, &view.name, &view.filter));
        let of_desk = self.ledger.views().map(|(id, view)| (Some(id), &view.name, &view.filter));
        let view = |(kept, name, filter): (Option<LedgerRecordId>, &String, &String)| View {
            name: name.clone(),
            filter: filter.clone(),
            count: Filter::parse(filter).ok().and_then(|filter| self.count(&filter, now)),
            kept,
        };
        own.chain(of_desk).map(view).collect()
    }

    fn count(&self, filter: &Filter, now: Instant) -> Option<usize> {
        self.queue.count(filter, Viewer { me: &self.me.name, zone: Some(self.zone), now, ledger: &self.ledger })
    }

    /// Returns why this person may save no view for the desk, if so.
    pub(crate) fn view_refusal(&mut self, now: Instant) -> bool {
        let sample = SavedView { name: "x".to_owned(), filter: String::new() };
        let change = Change::Enter { entry: None, revision: None, fact: Some(Box::new(LedgerFact::SavedView(sample))) };
        self.is_refused(&change, None, now)
    }

    /// Saves a filter for the desk under that name; one that has the name already says this from now on.
    pub(crate) fn save_view(&mut self, name: &str, filter: &str) -> Effects {
        let there = self.ledger.views().find(|(_, view)| view.is_called(name)).map(|(id, _)| id);
        let revision = there.and_then(|id| self.ledger.get(id)).map(|record| record.revision);
        let view = SavedView { name: name.trim().to_owned(), filter: filter.trim().to_owned() };
        let label = format!("view {} saved", view.name);
        let fact = Some(Box::new(LedgerFact::SavedView(view)));
        vec![self.commit(label, vec![Change::Enter { entry: there, revision, fact }], true).1]
    }

    /// Deletes a view of the desk; what others saved only a lead may delete.
    pub(crate) fn drop_view(&mut self, id: LedgerRecordId, name: &str, now: Instant) -> Effects {
        let Some(record) = self.ledger.get(id).cloned() else { return Effects::new() };
        let change = Change::Enter { entry: Some(id), revision: Some(record.revision), fact: None };
        if self.is_refused(&change, Some(&record), now) {
            return Effects::new();
        }
        vec![self.commit(format!("view {name} deleted"), vec![change], true).1]
    }
}
