//! Gives keys their meaning while an assignee is chosen.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::domain::sla::TicketRow;
use crate::domain::ticket::{EventData, TicketId, event};
use crate::domain::time::Instant;
use crate::tui::input::Mode;
use crate::tui::overlay::{Overlay, OverlayBase, OverlayFlow};
use crate::tui::shared::{Effects, SeenTicket, Shared};
use crate::tui::widget::{Rows, VisibleRows};

use super::{AssignChoice, AssignTo, view};

impl Overlay for AssignChoice {
    fn mode(&self) -> Mode {
        Mode::Pick
    }

    fn line(&mut self) -> Option<&mut Input> {
        Some(&mut self.line)
    }

    fn edited(&mut self, _under: &mut OverlayBase<'_>, _shared: &mut Shared, _now: Instant) {
        self.rows = Rows::default();
        self.unknown = None;
    }

    fn accept(&mut self, _under: &mut OverlayBase<'_>, shared: &mut Shared, now: Instant) -> OverlayFlow {
        match self.meant() {
            Some(to) if self.asks_again(&to) => OverlayFlow::open(),
            Some(to) => OverlayFlow::Closed(self.assign(&to, shared, now)),
            None => OverlayFlow::open(),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, _now: Instant) -> Option<VisibleRows> {
        Some(view::draw(frame, area, self, shared))
    }

    fn list(&mut self) -> Option<(&mut Rows, usize)> {
        let total = self.matching().len();
        Some((&mut self.rows, total))
    }
}

impl AssignChoice {
    fn assign(&self, to: &AssignTo, shared: &mut Shared, now: Instant) -> Effects {
        let ids = self.tickets.iter().map(|(id, _)| *id);
        let given: BTreeMap<TicketId, Option<String>> = match to {
            AssignTo::Person(name) => ids.map(|id| (id, Some(name.clone()))).collect(),
            AssignTo::Nobody => ids.map(|id| (id, None)).collect(),
            AssignTo::Least => ids.zip(self.shares.iter().cloned().map(Some)).collect(),
        };
        match self.tickets.as_slice() {
            [(id, revision)] => {
                let who = given.get(id).cloned().flatten();
                if *to == AssignTo::Least && shared.ticket(*id).is_some_and(|ticket| ticket.assignee == who) {
                    shared.info(format!("#{id} stays with {}, who has the fewest", who.unwrap_or_default()), now);
                    return Effects::new();
                }
                let words = who.as_ref().map_or_else(|| "unassigned".to_owned(), |who| assigned_to(who, shared, now));
                shared.add(*id, *revision, EventData::Assigned(event::Assigned { to: who }), &words, now)
            }
            many => share_among(many, &given, to, shared, now),
        }
    }
}

/// Says to whom it is assigned, and until when they are away: `assigned to ola, who is away until Thu 11 Jan`.
fn assigned_to(who: &str, shared: &Shared, now: Instant) -> String {
    let away = shared.away_in_words(who, now).map_or_else(String::new, |away| format!(", who is {away}"));
    format!("assigned to {who}{away}")
}

/// Assigns several tickets at once. A ticket that already has its assignee stays as it is and counts as no refusal.
fn share_among(
    tickets: &[SeenTicket],
    given: &BTreeMap<TicketId, Option<String>>,
    to: &AssignTo,
    shared: &mut Shared,
    now: Instant,
) -> Effects {
    let has = |id: &TicketId| shared.ticket(*id).and_then(|ticket| ticket.assignee.clone());
    let changes = |(id, _): &SeenTicket| given.get(id).is_some_and(|who| *who != has(id));
    let moved: Vec<SeenTicket> = tickets.iter().copied().filter(changes).collect();
    let words = match to {
        AssignTo::Person(name) => assigned_to(name, shared, now),
        AssignTo::Nobody => "unassigned".to_owned(),
        AssignTo::Least => {
            format!("assigned: {}", counted(moved.iter().filter_map(|(id, _)| given.get(id)?.as_deref())))
        }
    };
    if moved.is_empty() {
        shared.info("All of them are assigned like that already", now);
        return Vec::new();
    }
    let what = |_: &Shared, row: &TicketRow| {
        Ok(EventData::Assigned(event::Assigned { to: given.get(&row.ticket.id).cloned().flatten() }))
    };
    shared.record_on(&moved, what, &words, now)
}

/// Counts names, as in `anna 2, ola 3`.
fn counted<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts.into_iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
}
