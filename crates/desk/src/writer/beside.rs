//! Writes what one entry means for another ticket: a link and a merging stand on both tickets, and a parent's timeline tells that a
//! child was fixed. Both are one commit, and are undone together.

use frist_domain::problem::Field;
use frist_domain::ticket::event::{ChildFixed, LinkKind, Linked, MergedFrom, Message, Retracted};
use frist_domain::ticket::{Event, EventData, Record, TicketId, check_event, live};
use frist_domain::time::Instant;

use super::{Change, DraftCommit, Problem};

/// The most tickets that are looked at on the way from a child to the parent of all.
const MOST_ABOVE: usize = 1_000;

/// The place of an event: the ticket, and its number among that ticket's events.
pub(super) type EventPlace = (TicketId, u32);

impl DraftCommit<'_> {
    /// Writes what the event that was just added to that ticket means for others.
    pub(super) fn write_beside(&mut self, id: TicketId, happened: Instant, what: &EventData) -> Result<(), Problem> {
        match what {
            EventData::Linked(linked) => self.link_back(id, happened, *linked),
            EventData::MergedInto(merged) => self.merge_into(id, happened, merged.into),
            EventData::Fixed => self.tell_parent(id, happened),
            EventData::Retracted(Retracted { event }) => self.retract_beside(id, *event),
            _ => Ok(()),
        }
    }

    fn link_back(&mut self, id: TicketId, happened: Instant, linked: Linked) -> Result<(), Problem> {
        let other = self.record(linked.to).map_err(|problem| problem.about(Field::Tickets))?;
        let back = EventData::Linked(linked.back(id));
        let contract = self.contract_of(&other.ticket);
        check_event(&other.ticket, contract.as_deref(), &back, happened, self.now)?;
        self.add(&other, happened, back)?;
        self.check_parents(id)?;
        self.check_parents(linked.to)
    }

    /// Tells on the ticket's parent that it was fixed, where it has one that still takes something.
    fn tell_parent(&mut self, id: TicketId, happened: Instant) -> Result<(), Problem> {
        let child = self.record(id)?;
        let Some(parent) = child.ticket.parent() else { return Ok(()) };
        let parent = self.record(self.goes_on_at(parent)?)?;
        if parent.ticket.is_left() {
            return Ok(());
        }
        let what = EventData::ChildFixed(ChildFixed { child: id, event: child.ticket.revision - 1 });
        let event = Event { happened, recorded: self.now, by: self.by.to_owned(), what: what.into() };
        self.extend(parent.ticket.id, parent.events.to_vec(), vec![event])
    }

    /// Writes on the ticket that goes on what the merged one brings. The merged one has the event already.
    fn merge_into(&mut self, id: TicketId, happened: Instant, into: TicketId) -> Result<(), Problem> {
        let (merged, other) = (self.record(id)?, self.record(into).map_err(|problem| problem.about(Field::Into))?);
        if merged.ticket.contract != other.ticket.contract {
            let message = format!(
                "#{id} is a ticket of {}, and #{into} one of {}: each counts by its own agreement",
                merged.ticket.contract, other.ticket.contract
            );
            return Err(Problem::refused(message, "link the two instead (frist do link)").about(Field::Into));
        }
        let what = EventData::MergedFrom(MergedFrom::of(&merged.ticket));
        let contract = self.contract_of(&other.ticket);
        check_event(&other.ticket, contract.as_deref(), &what, happened, self.now)?;
        self.add(&other, happened, what)
    }

    /// Returns the ticket at which that one goes on: itself, or the last one that it was merged into.
    pub(super) fn goes_on_at(&self, id: TicketId) -> Result<TicketId, Problem> {
        let mut at = id;
        for _ in 0..MOST_ABOVE {
            match self.record(at)?.ticket.merged {
                Some(into) => at = into,
                None => return Ok(at),
            }
        }
        Err(Problem::refused(format!("#{id} was merged more often than can be followed"), "undo some of it first"))
    }

    /// Gives back to a ticket, whose merging into `into` was just undone, the letters that came for it meanwhile: they are
    /// retracted there, and stand here as they came.
    fn give_letters_back(&mut self, id: TicketId, into: TicketId, since: u32) -> Result<(), Problem> {
        let other = self.record(into)?;
        let stands = live(&other.events);
        for place in (since as usize..other.events.len()).filter(|place| stands[*place]) {
            let event = &other.events[place];
            let Some(EventData::Message(message)) = event.action() else { continue };
            let Some(came_for) = message.came_for else { continue };
            if self.goes_on_at(came_for)? != id {
                continue;
            }
            let back = Message { came_for: Some(came_for).filter(|ticket| *ticket != id), ..message.clone() };
            let back = Event { recorded: self.now, what: EventData::Message(back).into(), ..event.clone() };
            let (there, here) = (self.record(into)?, self.record(id)?);
            self.add(&there, self.now, EventData::Retracted(Retracted { event: place as u32 }))?;
            self.extend(id, here.events.to_vec(), vec![back])?;
        }
        Ok(())
    }

    /// Takes back on the other ticket what stands there for the event at that place, which was just retracted or brought
    /// back.
    fn retract_beside(&mut self, id: TicketId, event: u32) -> Result<(), Problem> {
        let Some((other, place)) = self.counterpart(id, event)? else { return Ok(()) };
        let record = self.record(other)?;
        if !live(&record.events)[place as usize] {
            return Ok(());
        }
        if let Some(further) = record.ticket.merged.filter(|further| *further != id) {
            let message = format!("#{other} was merged into #{further} since");
            return Err(Problem::refused(message, "undo that first"));
        }
        self.check_brought_back(&record, place)?;
        self.add(&record, self.now, EventData::Retracted(Retracted { event: place }))?;
        self.beside.push((other, place));
        match (action(&self.record(id)?, event), action(&record, place)) {
            (Some(EventData::MergedInto(_)), _) => self.give_letters_back(id, other, place)?,
            (_, Some(EventData::MergedInto(_))) => self.give_letters_back(other, id, event)?,
            _ => {}
        }
        self.check_parents(id)?;
        self.check_parents(other)
    }

    /// Returns whether that retraction is done already, beside another one of the same request, or will be.
    ///
    /// # Errors
    ///
    /// If the desk wrote the event by itself, and what it was written for is not taken back.
    pub(super) fn is_retracted_beside(&self, record: &Record, event: u32) -> Result<bool, Problem> {
        let id = record.ticket.id;
        if self.beside.contains(&(id, event)) {
            return Ok(true);
        }
        let mut target = event;
        while let Some(EventData::Retracted(Retracted { event })) = action(record, target)
            && *event < target
        {
            target = *event;
        }
        let Some(EventData::ChildFixed(ChildFixed { child, .. })) = action(record, target) else { return Ok(false) };
        let counterpart = self.counterpart(id, event)?;
        let is_asked = |change: &Change| matches!(change, Change::Retract { ticket, event } if counterpart == Some((*ticket, *event)));
        if self.asked.iter().any(is_asked) {
            return Ok(true);
        }
        let message = format!("the desk wrote that when #{child} was fixed");
        Err(Problem::refused(message, format!("undo the fix of #{child}")))
    }

    /// Returns the event of another ticket that stands for the one at that place, if there is one.
    fn counterpart(&self, id: TicketId, place: u32) -> Result<Option<EventPlace>, Problem> {
        let record = self.record(id)?;
        match action(&record, place) {
            Some(what @ EventData::Linked(linked)) => {
                let other = self.record(linked.to)?;
                let back = EventData::Linked(linked.back(id));
                Ok(same_in_turn((&record, what, place), &other, &back))
            }
            // A ticket is merged into the same one again only once that was undone, so that the turns are the same.
            Some(EventData::MergedInto(merged)) => {
                let turn = turn_of(
                    &record,
                    place,
                    |what| matches!(what, EventData::MergedInto(other) if other.into == merged.into),
                );
                let into = self.record(merged.into)?;
                Ok(nth(&into, turn, |what| matches!(what, EventData::MergedFrom(other) if other.from == id)))
            }
            Some(EventData::MergedFrom(merged)) => {
                let turn = turn_of(
                    &record,
                    place,
                    |what| matches!(what, EventData::MergedFrom(other) if other.from == merged.from),
                );
                let from = self.record(merged.from)?;
                Ok(nth(&from, turn, |what| matches!(what, EventData::MergedInto(other) if other.into == id)))
            }
            Some(EventData::Fixed) => self.told_parent(&record, place),
            Some(EventData::ChildFixed(fixed)) => Ok(Some((fixed.child, fixed.event))),
            Some(what @ EventData::Retracted(Retracted { event })) if *event < place => {
                let Some((other, taken)) = self.counterpart(id, *event)? else { return Ok(None) };
                let back = EventData::Retracted(Retracted { event: taken });
                Ok(same_in_turn((&record, what, place), &self.record(other)?, &back))
            }
            _ => Ok(None),
        }
    }

    /// Returns where a parent that the ticket has, or had, tells of the fix at that place.
    fn told_parent(&self, child: &Record, place: u32) -> Result<Option<EventPlace>, Problem> {
        let told = EventData::ChildFixed(ChildFixed { child: child.ticket.id, event: place });
        let parents = child.events.iter().filter_map(|event| match event.action() {
            Some(EventData::Linked(Linked { to, how: LinkKind::ChildOf, off: false })) => Some(*to),
            _ => None,
        });
        for parent in parents {
            let record = self.record(parent)?;
            let found = record.events.iter().position(|event| event.action() == Some(&told));
            if let Some(found) = found {
                return Ok(Some((parent, found as u32)));
            }
        }
        Ok(None)
    }

    /// Checks that the ticket has one parent at the most, and is not above itself.
    fn check_parents(&self, id: TicketId) -> Result<(), Problem> {
        let refused = |message: String, hint: &str| Err(Problem::refused(message, hint).about(Field::Tickets));
        let parents = |record: &Record| -> Vec<TicketId> {
            let above = record.ticket.links.iter().filter(|link| link.how == LinkKind::ChildOf);
            above.map(|link| link.to).collect()
        };
        let mut at = self.record(id)?;
        for _ in 0..MOST_ABOVE {
            match parents(&at).as_slice() {
                [] => return Ok(()),
                [above] if *above == id => {
                    return refused(format!("#{id} would be above itself"), "take the other link off first");
                }
                [above] => at = self.record(*above)?,
                _ => {
                    let message = format!("#{} would have two parents", at.ticket.id);
                    return refused(message, "take the other link off first");
                }
            }
        }
        refused(format!("#{id} has more than {MOST_ABOVE} tickets above it"), "tie it to one further up")
    }
}

fn action(record: &Record, place: u32) -> Option<&EventData> {
    record.events.get(place as usize)?.action()
}

/// Returns the place of the event `back` of the other ticket that belongs to the one at `place`: where the same happened several
/// times, the first belongs to the first, the second to the second.
fn same_in_turn(
    (record, what, place): (&Record, &EventData, u32),
    other: &Record,
    back: &EventData,
) -> Option<EventPlace> {
    nth(other, turn_of(record, place, |other| other == what), |other| other == back)
}

/// Returns how many such events the ticket has before that place.
fn turn_of(record: &Record, place: u32, is_such: impl Fn(&EventData) -> bool) -> usize {
    record.events.iter().take(place as usize).filter_map(Event::action).filter(|what| is_such(what)).count()
}

/// Returns the place of such an event on the ticket, the one behind so many others.
fn nth(record: &Record, turn: usize, is_such: impl Fn(&EventData) -> bool) -> Option<EventPlace> {
    let is_it = |event: &Event| event.action().is_some_and(&is_such);
    let mut found = record.events.iter().enumerate().filter(|(_, event)| is_it(event));
    found.nth(turn).map(|(place, _)| (record.ticket.id, place as u32))
}
