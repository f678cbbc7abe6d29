//! Asks for what reports need to know of tickets. Only ids and numbers go over, and a part as soon as it is there.

use frist_domain::report::{FactsQuery, TicketFacts};

use super::{AnyQuery, Query, QueryCost};
use crate::Problem;
use crate::view::View;

impl From<FactsQuery> for AnyQuery {
    fn from(query: FactsQuery) -> Self {
        Self::Facts(Box::new(query))
    }
}

impl Query for FactsQuery {
    type Answer = TicketFacts;
    type Part = TicketFacts;
    const COST: QueryCost = QueryCost::Reading;

    fn answer(self, view: &View<'_>) -> Result<Self::Answer, Problem> {
        let mut all = TicketFacts::default();
        for part in view.facts(self)? {
            all.append(&part?);
        }
        Ok(all)
    }

    fn parts(self, view: &View<'_>) -> Result<impl Iterator<Item = Result<Self::Part, Problem>>, Problem> {
        view.facts(self)
    }

    fn join<E>(&self, parts: impl Iterator<Item = Result<Self::Part, E>>) -> Result<Option<Self::Answer>, E> {
        let mut all = TicketFacts::default();
        for part in parts {
            all.append(&part?);
        }
        Ok(Some(all))
    }
}
