//! Tells of whom a ticket is, of a person or else of an organisation; merges records, and joins typed names to people.

use std::sync::Arc;

use crate::desk::{Change, Problem, check};
use crate::domain::ledger::{Ledger, LedgerFact, LedgerRecordId, Organisation, Party, Person, merge};
use crate::domain::query::TicketSearch;
use crate::domain::text::{clean, counted};
use crate::domain::ticket::{EventData, Ticket, TicketId, event};
use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::overlay::confirm::{Confirm, ConfirmedEffect};
use crate::tui::overlay::pick_party::{PartyPick, PickedFor};

use super::{Effects, Shared};

/// The most tickets that are given a person in one step: they are one commit, which one key takes back.
const JOINED_AT_ONCE: usize = 1_000;

fn facts<P: Party>(revisions: [(LedgerRecordId, P); 2]) -> [(LedgerRecordId, LedgerFact); 2] {
    revisions.map(|(id, party)| (id, party.fact()))
}

/// A person or an organisation, by the number of the record that stays.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum PartyId {
    /// A person.
    Person(LedgerRecordId),
    /// An organisation.
    Organisation(LedgerRecordId),
}

impl PartyId {
    /// Returns whose ticket it is: the person's, else the organisation's; none where neither is known.
    pub fn of(ledger: &Ledger, ticket: &Ticket) -> Option<Self> {
        let person = ledger.person_of(ticket).map(|(id, _)| Self::Person(id));
        person.or_else(|| ledger.organisation_of(ticket).map(|(id, _)| Self::Organisation(id)))
    }

    /// Returns the person or the organisation of that record, where it is of one; of a merged record the one that stays.
    pub fn of_record(ledger: &Ledger, id: LedgerRecordId) -> Option<Self> {
        let person = ledger.person(id).map(|(id, _)| Self::Person(id));
        person.or_else(|| ledger.organisation(id).map(|(id, _)| Self::Organisation(id)))
    }

    /// Returns everybody whose ticket it is: the person, and the organisation.
    pub fn all_of(ledger: &Ledger, ticket: &Ticket) -> impl Iterator<Item = Self> {
        let person = ledger.person_of(ticket).map(|(id, _)| Self::Person(id));
        person.into_iter().chain(ledger.organisation_of(ticket).map(|(id, _)| Self::Organisation(id)))
    }

    /// Returns the number of the record.
    pub const fn number(self) -> LedgerRecordId {
        match self {
            Self::Person(id) | Self::Organisation(id) => id,
        }
    }

    /// Returns whether that ticket is one of theirs.
    pub fn has(self, ledger: &Ledger, ticket: &Ticket) -> bool {
        match self {
            Self::Person(id) => ledger.person_of(ticket).is_some_and(|(of, _)| of == id),
            Self::Organisation(id) => ledger.organisation_of(ticket).is_some_and(|(of, _)| of == id),
        }
    }

    /// Returns the filter that finds their tickets.
    pub fn filter(self) -> String {
        match self {
            Self::Person(id) => format!("person:{id}"),
            Self::Organisation(id) => format!("org:{id}"),
        }
    }

    /// Returns the name that is shown.
    pub fn name(self, ledger: &Ledger) -> String {
        let name = match self {
            Self::Person(id) => ledger.person(id).map(|(_, person)| person.name()),
            Self::Organisation(id) => ledger.organisation(id).map(|(_, organisation)| organisation.name()),
        };
        clean(name.unwrap_or_default()).into_owned()
    }
}

impl Shared {
    /// Returns the search for the newest tickets of somebody, closed ones too, at most so many.
    pub(crate) fn tickets_of(&self, party: PartyId, most: u32, now: Instant) -> TicketSearch {
        TicketSearch {
            filter: party.filter(),
            with_closed: true,
            me: self.me.name.clone(),
            now,
            most,
            before: None,
            zone: Some(self.zone.name().to_owned()),
        }
    }

    /// Returns whose ticket that is, the person's, else the organisation's; says what to do where neither is known.
    pub(crate) fn party_of(&mut self, id: TicketId, now: Instant) -> Option<PartyId> {
        let ticket = self.ticket(id)?;
        let party = PartyId::of(&self.ledger, ticket);
        if party.is_none() {
            let words = match ticket.customer.as_ref().map(|name| clean(name).into_owned()) {
                Some(name) => format!("#{id} has only a typed name, {name}; {{customer}} says which person that is"),
                None => format!("It is not known who reported #{id}; {{customer}} enters it"),
            };
            self.info(self.keys.say(&words), now);
        }
        party
    }

    /// Asks into which other record that one is merged, for those who may.
    pub(crate) fn ask_merge(&mut self, party: PartyId, now: Instant) {
        let id = party.number();
        let Some(record) = self.ledger.get(id).cloned() else { return };
        // Whom it is merged into makes no difference to who may do it.
        let sample = match record.fact.clone() {
            Some(LedgerFact::Person(mut person)) => {
                person.merged_into = Some(id);
                LedgerFact::Person(person)
            }
            Some(LedgerFact::Organisation(mut organisation)) => {
                organisation.merged_into = Some(id);
                LedgerFact::Organisation(organisation)
            }
            _ => return self.info("It has been removed", now),
        };
        let change = Change::Enter { entry: Some(id), revision: None, fact: Some(Box::new(sample)) };
        if self.is_refused(&change, Some(&*record), now) {
            return;
        }
        let pick = PartyPick::new(PickedFor::Merge(party), &self.ledger);
        if pick.found.is_empty() {
            return self.info("There is no other one to merge it into", now);
        }
        self.over(pick);
    }

    /// Asks before a person or an organisation is removed, with what is theirs, for those who may.
    pub(crate) fn ask_remove(&mut self, party: PartyId, now: Instant) {
        let id = party.number();
        let Some(record) = self.ledger.get(id).cloned().filter(|record| record.fact.is_some()) else {
            return self.info("It has been removed", now);
        };
        let change = Change::Enter { entry: Some(id), revision: Some(record.revision), fact: None };
        if self.is_refused(&change, Some(&*record), now) {
            return;
        }
        let merged = match party {
            PartyId::Person(id) => self.ledger.merged_into::<Person>(id).count(),
            PartyId::Organisation(id) => self.ledger.merged_into::<Organisation>(id).count(),
        };
        if merged > 0 {
            let words =
                "Other records are merged into it; undo of the merging, or frist person unmerge, parts them first";
            return self.info(words, now);
        }
        let open = self.queue.open_rows().filter(|row| party.has(&self.ledger, &row.ticket)).count();
        let tickets = match open {
            0 => "No ticket of theirs is open.".to_owned(),
            1 => "1 ticket of theirs is open, and keeps the name.".to_owned(),
            many => format!("{many} tickets of theirs are open, and keep the name."),
        };
        let question = format!("Remove {}? {tickets} Undo brings it back.", party.name(&self.ledger));
        self.over(Confirm { question, then: ConfirmedEffect::Remove(id) });
    }

    /// Returns what this person may not do to people and organisations, with the reasons.
    pub(crate) fn party_refusals(&self) -> Vec<(Action, String)> {
        let enter = |fact: Person| {
            let fact = Some(Box::new(fact.fact()));
            check(&self.people, &self.me, &Change::Enter { entry: None, revision: None, fact }, None, None).err()
        };
        let merged = Person { merged_into: Some(LedgerRecordId(0)), ..Person::default() };
        let to_enter = [Action::AddParty, Action::EditParty, Action::JoinTyped, Action::RemoveEntry];
        let refused = |actions: &[Action], fact: Person| {
            let why = enter(fact).map(|error| error.to_string());
            why.map_or_else(Vec::new, |why| actions.iter().map(|action| (*action, why.clone())).collect())
        };
        [refused(&to_enter, Person::default()), refused(&[Action::MergeParty], merged)].concat()
    }

    /// Merges a record into another one of its kind; `u` parts them again.
    pub(crate) fn merge(&mut self, from: PartyId, into: PartyId, now: Instant) -> Effects {
        let ledger = Arc::clone(&self.ledger);
        let facts = match (from, into) {
            (PartyId::Person(from), PartyId::Person(into)) => merge::<Person>(&ledger, from, into).map(facts),
            (PartyId::Organisation(from), PartyId::Organisation(into)) => {
                merge::<Organisation>(&ledger, from, into).map(facts)
            }
            _ => return Effects::new(),
        };
        let facts = match facts {
            Ok(facts) => facts,
            Err(refused) => {
                self.bad(refused.to_string(), now);
                return Effects::new();
            }
        };
        let change = |(id, fact): (LedgerRecordId, LedgerFact)| Change::Enter {
            entry: Some(id),
            revision: ledger.get(id).map(|record| record.revision),
            fact: Some(Box::new(fact)),
        };
        let label = format!("merged: {} into {}", from.name(&ledger), into.name(&ledger));
        vec![self.commit(label, facts.into_iter().map(change).collect(), true).1]
    }

    /// Asks who a name is that was typed on tickets.
    pub(crate) fn ask_join(&mut self, name: &str, now: Instant) {
        let sample = event::CustomerSet::default();
        let what = Box::new(EventData::CustomerSet(sample));
        let change = Change::Add { ticket: TicketId(0), revision: None, happened: None, what };
        if self.is_refused(&change, None, now) {
            return;
        }
        let pick = PartyPick::new(PickedFor::Join(name.to_owned()), &self.ledger);
        if pick.found.is_empty() {
            return self.info(self.keys.say("Nobody is known yet whom it could be; {add-person} enters somebody"), now);
        }
        self.over(pick);
    }

    /// Gives these tickets the person that their typed name is; `u` takes it back on each.
    pub(crate) fn join(
        &mut self,
        name: &str,
        person: LedgerRecordId,
        tickets: Result<Vec<Arc<Ticket>>, Problem>,
        now: Instant,
    ) -> Effects {
        let ledger = Arc::clone(&self.ledger);
        let (tickets, (id, found)) = match (tickets, ledger.person(person)) {
            (Err(error), _) => {
                self.bad(error.to_string(), now);
                return Effects::new();
            }
            (Ok(_), None) => {
                self.info("That person has been removed", now);
                return Effects::new();
            }
            (Ok(tickets), Some(found)) => (tickets, found),
        };
        if tickets.is_empty() {
            self.info(format!("No ticket has {} as a name alone any more", clean(name)), now);
            return Effects::new();
        }
        if tickets.len() > JOINED_AT_ONCE {
            let words = "are too many for one step; frist person join does them all";
            self.bad(format!("{} tickets of {} {words}", tickets.len(), clean(name)), now);
            return Effects::new();
        }
        let change = |ticket: &Arc<Ticket>| Change::Add {
            ticket: ticket.id,
            revision: Some(ticket.revision),
            happened: None,
            what: Box::new(EventData::CustomerSet(event::CustomerSet::joining(ticket, id, found))),
        };
        let changes: Vec<Change> = tickets.iter().map(change).collect();
        let count = counted(changes.len() as u64, "ticket");
        let label = clean(&format!("{count} of “{name}”: it is {}", found.name())).into_owned();
        vec![self.commit(label, changes, true).1]
    }

    /// Says until when somebody of the staff is away; none where they are not. `away until Thu 11 Jan`
    pub(crate) fn away_in_words(&self, staff: &str, now: Instant) -> Option<String> {
        let absence = self.ledger.absence_of(staff, now)?;
        Some(match absence.to {
            None => "away until further notice".to_owned(),
            Some(to) => format!("away until {}", self.day_in_words(to)),
        })
    }

    /// Says a moment at which an absence begins or ends; most last for whole days. `Thu 11 Jan`
    pub(crate) fn day_in_words(&self, at: Instant) -> String {
        let wall = self.zone.wall(at);
        let time = if wall.hm() == "00:00" { String::new() } else { format!(" {}", wall.hm()) };
        format!("{}{time}", wall.date.short())
    }
}
