//! Asks for a page of the audit log: who did what, newest first.

use frist_domain::audit::{AuditPage, AuditSearch};

use super::{AnyQuery, Query, QueryCost, whole};
use crate::Problem;
use crate::view::View;

impl From<AuditSearch> for AnyQuery {
    fn from(query: AuditSearch) -> Self {
        Self::Audit(Box::new(query))
    }
}

impl Query for AuditSearch {
    type Answer = AuditPage;
    type Part = AuditPage;
    const COST: QueryCost = QueryCost::Little;

    fn answer(self, view: &View<'_>) -> Result<Self::Answer, Problem> {
        view.audit(&self)
    }

    fn parts(self, view: &View<'_>) -> Result<impl Iterator<Item = Result<Self::Part, Problem>>, Problem> {
        self.answer(view).map(whole)
    }

    fn join<E>(&self, mut parts: impl Iterator<Item = Result<Self::Part, E>>) -> Result<Option<Self::Answer>, E> {
        parts.next().transpose()
    }
}
