//! Tells whom a ticket can be given to.

use frist_config::{People, Role};
use frist_domain::rota::Rota;
use frist_domain::ticket::{Ticket, TicketId, Workload, share_out};
use frist_domain::time::Instant;

/// What a desk knows of who works at it.
#[derive(Clone, Copy)]
pub struct Assignees<'a> {
    /// The people that the settings name.
    pub people: &'a People,
    /// The rota of who is on call.
    pub rota: &'a Rota,
    /// The name of the person who asks.
    pub me: &'a str,
}

impl Assignees<'_> {
    /// Returns everybody whom a ticket can be given to, the asker first, then by name: agents and leads of the
    /// settings, those who have one of these tickets, and those of the rota. People who may only look are left out.
    pub fn candidates<'t>(&self, tickets: impl Iterator<Item = &'t Ticket>) -> Vec<String> {
        let settings = self.people.iter().map(|person| person.name.as_str());
        let owners = tickets.filter_map(|ticket| ticket.assignee.as_deref());
        let mut names: Vec<&str> = settings.chain(self.rota.people()).chain(owners).collect();
        names.sort_unstable();
        names.dedup();
        let others = names.into_iter().filter(|name| *name != self.me);
        std::iter::once(self.me).chain(others).filter(|name| !self.only_looks(name)).map(str::to_owned).collect()
    }

    /// Returns whom these tickets are given to, in order, if each goes to the person with the fewest open ones among
    /// `all`. It takes into account the settings' agents and leads; where the settings name nobody, everybody who is
    /// known.
    pub fn shares<'t>(
        &self,
        tickets: &[TicketId],
        all: impl Iterator<Item = &'t Ticket> + Clone,
        now: Instant,
    ) -> Vec<String> {
        let mut people = self.candidates(all.clone());
        if !self.people.is_empty() {
            people.retain(|name| self.people.named(name).is_some());
        }
        share_out(Workload::of(&people, all, tickets), tickets.len(), now)
    }

    fn only_looks(&self, name: &str) -> bool {
        self.people.named(name).is_some_and(|person| person.role == Role::Viewer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use frist_config::Settings;
    use frist_domain::ticket::{NewTicket, new_events};

    fn ticket(id: u64, assignee: &str) -> Ticket {
        let new = NewTicket { assignee: Some(assignee.to_owned()), ..NewTicket::default() };
        Ticket::fold(TicketId(id), &new_events(&new, "", None, "x", Instant::FIRST)).unwrap()
    }

    #[test]
    fn viewers_are_given_nothing_and_strangers_nothing_by_themselves() {
        let people = Settings::read("c", "[staff.ola]\n[staff.anna]\n[staff.vy]\nrole = \"viewer\"\n", &[]).0.people;
        let tickets = [ticket(1, "gone"), ticket(2, "ola"), ticket(3, "vy")];
        let assignees = Assignees { people: &people, rota: &Rota::default(), me: "ola" };
        assert_eq!(assignees.candidates(tickets.iter()), ["ola", "anna", "gone"]);
        let three = [TicketId(7), TicketId(8), TicketId(9)];
        assert_eq!(assignees.shares(&three, tickets.iter(), Instant::FIRST), ["anna", "ola", "anna"]);
        // What is given out anew does not count for who has it now.
        assert_eq!(assignees.shares(&[TicketId(2)], tickets.iter(), Instant::FIRST), ["ola"]);
    }

    #[test]
    fn where_nobody_is_named_everybody_known_counts() {
        let (people, rota) = (People::default(), Rota::default());
        let assignees = Assignees { people: &people, rota: &rota, me: "anna" };
        let tickets = [ticket(1, "ola"), ticket(2, "anna"), ticket(3, "anna")];
        assert_eq!(assignees.shares(&[TicketId(9)], tickets.iter(), Instant::FIRST), ["ola"]);
    }
}
