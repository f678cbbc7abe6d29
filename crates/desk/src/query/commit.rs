//! Writes: all of a request, or nothing.

use std::sync::Arc;

use frist_domain::ledger::LedgerRecord;

use super::{AnyQuery, Query, QueryCost, whole};
use crate::view::View;
use crate::{CommitOutcome, Problem, Request};

impl From<Request> for AnyQuery {
    fn from(query: Request) -> Self {
        Self::Commit(query)
    }
}

impl Query for Request {
    type Answer = CommitOutcome;
    type Part = CommitOutcome;
    const COST: QueryCost = QueryCost::Little;

    fn answer(self, view: &View<'_>) -> Result<Self::Answer, Problem> {
        view.commit(self)
    }

    fn parts(self, view: &View<'_>) -> Result<impl Iterator<Item = Result<Self::Part, Problem>>, Problem> {
        self.answer(view).map(whole)
    }

    fn join<E>(&self, mut parts: impl Iterator<Item = Result<Self::Part, E>>) -> Result<Option<Self::Answer>, E> {
        parts.next().transpose()
    }

    fn entries(done: &CommitOutcome) -> &[Arc<LedgerRecord>] {
        &done.entries
    }
}
