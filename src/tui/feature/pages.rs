//! Holds the open pages, the last one on top. The queue is always at the bottom.

use std::any::Any;

use crate::tui::shared::Shared;

use super::Page;
use super::queue::QueuePage;

/// The open pages.
pub(crate) struct Pages {
    root: Box<dyn Page>,
    above: Vec<Box<dyn Page>>,
    /// How often a page was opened or left.
    turns: u64,
}

impl Default for Pages {
    fn default() -> Self {
        Self { root: Box::new(QueuePage), above: Vec::new(), turns: 0 }
    }
}

impl Pages {
    /// Returns the page on top.
    pub(crate) fn top(&self) -> &dyn Page {
        self.above.last().unwrap_or(&self.root).as_ref()
    }

    /// Returns the page on top, to be changed.
    pub(crate) fn top_mut(&mut self) -> &mut dyn Page {
        self.above.last_mut().unwrap_or(&mut self.root).as_mut()
    }

    /// Returns the page on top, if it is of that kind.
    pub(crate) fn top_as<P: Page>(&mut self) -> Option<&mut P> {
        let top: &mut dyn Any = self.top_mut();
        top.downcast_mut()
    }

    /// Returns the page with the list that the ticket on top was opened from: the nearest one below it that lists tickets.
    pub(crate) fn list_below(&self) -> Option<&dyn Page> {
        self.iter().rev().skip(1).find(|page| page.record().is_none())
    }

    /// Returns that page to be changed.
    pub(crate) fn list_below_mut(&mut self) -> Option<&mut dyn Page> {
        let (_, below) = self.above.split_last_mut()?;
        let nearest = below.iter_mut().rev().find(|page| page.record().is_none());
        Some(nearest.unwrap_or(&mut self.root).as_mut())
    }

    /// Opens a page above the others.
    pub(crate) fn push(&mut self, page: impl Page) {
        self.push_boxed(Box::new(page));
    }

    /// Opens a page whose kind is not known above the others.
    pub(crate) fn push_boxed(&mut self, page: Box<dyn Page>) {
        self.above.push(page);
        self.turns += 1;
    }

    /// Leaves the page on top. Returns whether there was one to leave, as the queue stays.
    pub(crate) fn pop(&mut self) -> bool {
        self.cut_to(self.above.len().saturating_sub(1))
    }

    /// Leaves all pages but the queue.
    pub(crate) fn clear(&mut self) {
        self.cut_to(0);
    }

    /// Leaves what is above the lowest page of that kind. Returns whether there is one.
    pub(crate) fn back_to<P: Page>(&mut self) -> bool {
        let place = self.above.iter().position(|page| is::<P>(page.as_ref()));
        if let Some(place) = place {
            self.cut_to(place + 1);
        }
        place.is_some()
    }

    /// Leaves all pages of that kind.
    pub(crate) fn leave_all<P: Page>(&mut self) {
        self.retain(|page| !is::<P>(page));
    }

    /// Leaves the pages for which this is false.
    pub(crate) fn retain(&mut self, keep: impl Fn(&dyn Page) -> bool) {
        let before = self.above.len();
        self.above.retain(|page| keep(page.as_ref()));
        self.turns += u64::from(self.above.len() != before);
    }

    /// Leaves the pages above the lowest `stay`. Returns whether there were any.
    fn cut_to(&mut self, stay: usize) -> bool {
        let leaves = self.above.len() > stay;
        self.above.truncate(stay);
        self.turns += u64::from(leaves);
        leaves
    }

    /// Returns a number that is another one whenever a page was opened or left.
    pub(crate) fn turns(&self) -> u64 {
        self.turns
    }

    /// Returns whether no page stands above the queue.
    pub(crate) fn is_at_root(&self) -> bool {
        self.above.is_empty()
    }

    /// Returns the pages from the queue to the top.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &dyn Page> {
        std::iter::once(&self.root).chain(&self.above).map(AsRef::as_ref)
    }

    /// Returns the pages to be changed, as when they are told what happens outside.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut dyn Page> {
        std::iter::once(&mut self.root).chain(&mut self.above).map(AsMut::as_mut)
    }

    /// Notes which ticket is current, and drops the records of tickets that are no longer open.
    pub(crate) fn note_current(&self, shared: &mut Shared) {
        shared.current = self.top().current(shared);
        shared.records.retain(|id, _| self.iter().any(|page| page.record() == Some(*id)));
    }
}

/// Returns whether the page is of that kind.
pub(crate) fn is<P: Page>(page: &dyn Page) -> bool {
    let page: &dyn Any = page;
    page.is::<P>()
}
