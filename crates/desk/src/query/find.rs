//! Asks for tickets among all there are, closed and withdrawn ones too. Only what is found goes over.

use std::sync::Arc;

use frist_domain::query::{FoundTickets, TicketSearch};
use frist_domain::ticket::Ticket;

use super::{AnyQuery, Query, QueryCost, some_at_a_time};
use crate::Problem;
use crate::view::View;

impl From<TicketSearch> for AnyQuery {
    fn from(query: TicketSearch) -> Self {
        Self::Find(Box::new(query))
    }
}

impl Query for TicketSearch {
    type Answer = FoundTickets;
    /// Some of the tickets, and whether there may be older ones that were not looked for.
    type Part = (Vec<Arc<Ticket>>, bool);
    const COST: QueryCost = QueryCost::Reading;

    fn answer(self, view: &View<'_>) -> Result<Self::Answer, Problem> {
        view.find(&self)
    }

    fn parts(self, view: &View<'_>) -> Result<impl Iterator<Item = Result<Self::Part, Problem>>, Problem> {
        let FoundTickets { tickets, cut } = view.find(&self)?;
        Ok(some_at_a_time(tickets).map(move |part| Ok((part, cut))))
    }

    fn join<E>(&self, parts: impl Iterator<Item = Result<Self::Part, E>>) -> Result<Option<Self::Answer>, E> {
        let mut found = None;
        for part in parts {
            let (mut tickets, cut) = part?;
            let found = found.get_or_insert(FoundTickets { tickets: Vec::new(), cut });
            found.tickets.append(&mut tickets);
        }
        Ok(found)
    }
}
