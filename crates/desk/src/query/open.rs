//! Asks for every open ticket.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use frist_domain::ticket::Ticket;

use super::{AnyQuery, Query, QueryCost, some_at_a_time};
use crate::Problem;
use crate::view::View;

/// Asks for every open ticket, by number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OpenTickets;

impl From<OpenTickets> for AnyQuery {
    fn from(query: OpenTickets) -> Self {
        Self::Open(query)
    }
}

impl Query for OpenTickets {
    type Answer = Vec<Arc<Ticket>>;
    type Part = Vec<Arc<Ticket>>;
    const COST: QueryCost = QueryCost::Little;

    fn answer(self, view: &View<'_>) -> Result<Self::Answer, Problem> {
        Ok(view.open_tickets())
    }

    fn parts(self, view: &View<'_>) -> Result<impl Iterator<Item = Result<Self::Part, Problem>>, Problem> {
        Ok(some_at_a_time(view.open_tickets()).map(Ok))
    }

    fn join<E>(&self, parts: impl Iterator<Item = Result<Self::Part, E>>) -> Result<Option<Self::Answer>, E> {
        let mut all = Vec::new();
        for part in parts {
            all.append(&mut part?);
        }
        Ok(Some(all))
    }
}
