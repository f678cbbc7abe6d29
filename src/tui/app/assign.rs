//! Who has a ticket from now on: one of those who are known, whoever has the fewest, or nobody.

use std::collections::BTreeMap;

use crate::desk::Hands;
use crate::domain::sla::Row;
use crate::domain::ticket::{Load, TicketId, What, event};
use crate::domain::time::Instant;
use crate::tui::screen::dialog::{Assign, Known, Overlay, To};
use crate::tui::widget::Rows;

use super::marks::Seen;
use super::{App, Effects};

impl App {
    fn hands(&self) -> Hands<'_> {
        Hands { people: &self.people, rota: &self.rota, me: &self.me.name }
    }

    /// Asks whom these tickets are assigned to.
    pub(super) fn open_assign(&mut self, ids: &[TicketId], now: Instant) {
        let tickets = ids.iter().map(|id| (*id, self.ticket(*id).map(|ticket| ticket.revision))).collect();
        let have: Vec<Option<&str>> =
            ids.iter().map(|id| self.ticket(*id).and_then(|ticket| ticket.assignee.as_deref())).collect();
        let has_all = |name: &str| have.iter().all(|has| *has == Some(name));
        let names = self.hands().known(self.queue.tickets());
        let loads = Load::of(&names, self.queue.tickets(), &[]);
        let people =
            loads.into_iter().filter(|load| !has_all(&load.person)).map(|load| self.known(load, now)).collect();
        let shares = self.hands().shares(ids, self.queue.tickets(), now);
        let taken = have.iter().any(Option::is_some);
        let line = tui_input::Input::default();
        self.layers.push(Overlay::Assign(Assign { tickets, line, people, shares, taken, rows: Rows::default() }));
    }

    fn known(&self, Load { person, open, .. }: Load, now: Instant) -> Known {
        let has_it = |level: &&str| self.rota.on_call(Some(level), now).is_some_and(|duty| duty.person == person);
        let on_call = self.rota.levels().find(has_it).map(str::to_owned);
        Known { display: self.shown_name(&person), name: person, on_call, open }
    }

    pub(super) fn accept_assign(&mut self, now: Instant) -> Effects {
        let Some(Overlay::Assign(assign)) = self.layers.top() else { return Vec::new() };
        let Some(to) = assign.meant() else { return Vec::new() };
        let Some(Overlay::Assign(assign)) = self.layers.pop() else { return Vec::new() };
        let shares: BTreeMap<TicketId, Option<String>> = match &to {
            To::Person(name) => assign.tickets.iter().map(|(id, _)| (*id, Some(name.clone()))).collect(),
            To::Nobody => assign.tickets.iter().map(|(id, _)| (*id, None)).collect(),
            To::Least => assign.tickets.iter().map(|(id, _)| *id).zip(assign.shares.into_iter().map(Some)).collect(),
        };
        match assign.tickets.as_slice() {
            [(id, revision)] => {
                let who = shares.get(id).cloned().flatten();
                if to == To::Least && self.ticket(*id).is_some_and(|ticket| ticket.assignee == who) {
                    self.info(format!("#{id} stays with {}, who has the fewest", who.unwrap_or_default()), now);
                    return Vec::new();
                }
                let words = format!("assigned to {}", who.as_deref().unwrap_or("nobody"));
                self.add(*id, *revision, What::Assigned(event::Assigned { to: who }), &words, now)
            }
            many => self.share_among(many, &shares, &to, now),
        }
    }

    /// Several at once. A ticket that is to be whose it is stays as it is, and is no reason to say more than that.
    fn share_among(
        &mut self,
        tickets: &[Seen],
        shares: &BTreeMap<TicketId, Option<String>>,
        to: &To,
        now: Instant,
    ) -> Effects {
        let has = |id: &TicketId| self.ticket(*id).and_then(|ticket| ticket.assignee.clone());
        let changes = |(id, _): &Seen| shares.get(id).is_some_and(|who| *who != has(id));
        let moved: Vec<Seen> = tickets.iter().copied().filter(changes).collect();
        let words = match to {
            To::Person(name) => format!("assigned to {name}"),
            To::Nobody => "assigned to nobody".to_owned(),
            To::Least => {
                format!("assigned: {}", counted(moved.iter().filter_map(|(id, _)| shares.get(id)?.as_deref())))
            }
        };
        if moved.is_empty() {
            self.info("They are all where they would be already", now);
            return Vec::new();
        }
        let what = |_: &App, row: &Row| {
            Ok(What::Assigned(event::Assigned { to: shares.get(&row.ticket.id).cloned().flatten() }))
        };
        self.record_on(&moved, what, &words, now)
    }
}

/// `anna 2, ola 3`.
fn counted<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts.into_iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
}
