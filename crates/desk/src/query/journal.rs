//! Asks for a page of the journal: who did what, newest first.

use frist_domain::journal::{Page, Search};

use super::{Ask, Cost, Query, whole};
use crate::Problem;
use crate::view::View;

impl From<Search> for Ask {
    fn from(query: Search) -> Self {
        Self::Journal(Box::new(query))
    }
}

impl Query for Search {
    type Answer = Page;
    type Part = Page;
    const COST: Cost = Cost::Little;

    fn answer(self, view: &View<'_>) -> Result<Self::Answer, Problem> {
        view.journal(&self)
    }

    fn parts(self, view: &View<'_>) -> Result<impl Iterator<Item = Result<Self::Part, Problem>>, Problem> {
        self.answer(view).map(whole)
    }

    fn join<E>(&self, mut parts: impl Iterator<Item = Result<Self::Part, E>>) -> Result<Option<Self::Answer>, E> {
        parts.next().transpose()
    }
}
