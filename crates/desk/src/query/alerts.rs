//! Has the alerts told that are held back because the clock has jumped.

use serde::{Deserialize, Serialize};

use super::{AnyQuery, Query, QueryCost, whole};
use crate::Problem;
use crate::view::View;

/// Asks to have the alerts told that are held back; the answer is whether there are any. Viewers may not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TellAlerts;

impl From<TellAlerts> for AnyQuery {
    fn from(query: TellAlerts) -> Self {
        Self::TellAlerts(query)
    }
}

impl Query for TellAlerts {
    type Answer = bool;
    type Part = bool;
    const COST: QueryCost = QueryCost::Little;

    fn answer(self, view: &View<'_>) -> Result<Self::Answer, Problem> {
        view.want_alerts()
    }

    fn parts(self, view: &View<'_>) -> Result<impl Iterator<Item = Result<Self::Part, Problem>>, Problem> {
        self.answer(view).map(whole)
    }

    fn join<E>(&self, mut parts: impl Iterator<Item = Result<Self::Part, E>>) -> Result<Option<Self::Answer>, E> {
        parts.next().transpose()
    }
}
