//! Records on marked tickets: an event goes to all of them as one change that can be undone. A ticket on which it cannot be
//! recorded is left out and listed.

use std::collections::BTreeSet;

use crate::desk::Change;
use crate::domain::sla::TicketRow;
use crate::domain::ticket::event::{self, plain};
use crate::domain::ticket::{EventData, MessageDirection, TicketId};
use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::overlay::confirm::BulkAction;
use crate::tui::overlay::note::NoteKind;
use crate::tui::overlay::one_line::LineSubject;
use crate::tui::overlay::pager::Pager;

use super::{Effects, Shared};

/// A ticket, and its revision that was looked at.
pub(crate) type SeenTicket = (TicketId, Option<u32>);

/// A range of a list that is being marked: it reaches from where it was begun to the selected ticket.
pub(crate) struct MarkedRange {
    /// The ticket at which it was begun.
    pub(crate) from: TicketId,
    /// What was marked before.
    pub(crate) before: BTreeSet<TicketId>,
}

impl Shared {
    /// Returns whether that ticket is marked.
    pub fn is_marked(&self, id: TicketId) -> bool {
        self.marks.contains(&id)
    }

    /// Returns how many tickets are marked.
    pub fn marks(&self) -> usize {
        self.marks.len()
    }

    /// Clears all marks.
    pub(crate) fn unmark(&mut self) {
        self.range = None;
        self.marks.clear();
    }

    /// Does an action to the marked tickets.
    pub(crate) fn record_on_marked(&mut self, action: Action, ids: &[TicketId], now: Instant) -> Effects {
        let seen = |id: &TicketId| (*id, self.ticket(*id).map(|ticket| ticket.revision));
        let marked: &[SeenTicket] = &ids.iter().map(seen).collect::<Vec<_>>();
        let same = |what: EventData| move |_: &Shared, _: &TicketRow| Ok(what.clone());
        match action {
            Action::Close | Action::Record("fix" | "workaround") if marked.len() > 1 => {
                self.ask_bulk(action, marked, now)
            }
            // A single marked ticket is treated like a selected one.
            Action::Close | Action::Record("fix" | "workaround") => {
                self.record_bulk(BulkAction::of(action, marked), now)
            }
            Action::Record(name) => match plain(name) {
                Some((what, words)) => self.record_on(marked, same(what), words, now),
                None => Effects::new(),
            },
            Action::Escalate => self.record_on(marked, escalated, "escalated", now),
            Action::RootCause => {
                self.open_line_on(marked, &LineSubject::RootCause, now);
                Effects::new()
            }
            Action::Customer => {
                self.open_line_on(marked, &LineSubject::Customer, now);
                Effects::new()
            }
            Action::VendorCase => {
                self.open_line_on(marked, &LineSubject::VendorCase, now);
                Effects::new()
            }
            Action::Link => {
                self.open_line_on(marked, &LineSubject::Link, now);
                Effects::new()
            }
            Action::MergeTicket => {
                self.open_line_on(marked, &LineSubject::Merge, now);
                Effects::new()
            }
            // Of several, all are followed; those that are already stay so.
            Action::Follow if marked.len() > 1 => {
                let followed = event::Followed { who: self.me.name.clone(), off: false };
                self.record_on(marked, same(EventData::Followed(followed)), "followed", now)
            }
            Action::Follow => ids.first().map_or_else(Effects::new, |id| self.follow_ticket(*id, now)),
            Action::Snooze => {
                self.open_line_on(marked, &LineSubject::Snooze, now);
                Effects::new()
            }
            Action::Tag => {
                self.open_line_on(marked, &LineSubject::Tags, now);
                Effects::new()
            }
            Action::Tell if marked.len() > 1 => {
                self.open_line_on(marked, &LineSubject::Word, now);
                Effects::new()
            }
            Action::Tell => ids
                .first()
                .map_or_else(Effects::new, |id| self.open_note_on(*id, NoteKind::Message(MessageDirection::Out))),
            Action::Assign => {
                self.open_assign(ids, now);
                Effects::new()
            }
            _ => {
                let (name, many) = (self.keys.row(action).map_or("that", |entry| &*entry.name), marked.len());
                self.info(
                    format!("{name} is for one ticket at a time; Esc lets go of the {many} that are marked"),
                    now,
                );
                Effects::new()
            }
        }
    }

    /// Has this person follow the ticket, or no longer where they do.
    pub(crate) fn follow_ticket(&mut self, id: TicketId, now: Instant) -> Effects {
        let Some(ticket) = self.ticket(id) else { return Effects::new() };
        let (off, revision) = (ticket.is_followed_by(&self.me.name), ticket.revision);
        let what = EventData::Followed(event::Followed { who: self.me.name.clone(), off });
        self.add(id, Some(revision), what, if off { "no longer followed" } else { "followed" }, now)
    }

    /// Records on each of these tickets what `what` gives for it, as one request. Tickets on which it cannot be recorded
    /// are left out and listed, each with the reason.
    pub(crate) fn record_on(
        &mut self,
        tickets: &[SeenTicket],
        what: impl Fn(&Shared, &TicketRow) -> Result<EventData, String>,
        words: &str,
        now: Instant,
    ) -> Effects {
        let (mut changes, mut done, mut refused) = (Vec::new(), Vec::new(), Vec::new());
        let happened = self.at;
        for (id, revision) in tickets {
            let Some(row) = self.row(*id, now) else { continue };
            let possible = what(self, &row).and_then(|what| match self.refusal_of(&row, &what, happened, now) {
                None => Ok(what),
                Some(why) => Err(why),
            });
            let ticket = row.ticket.id;
            match possible {
                Ok(what) => {
                    done.push(ticket);
                    self.note_replacing(ticket, happened, &what, now);
                    changes.push(Change::Add { ticket, revision: *revision, happened, what: Box::new(what) });
                }
                Err(why) => refused.push(format!("#{ticket}: {why}")),
            }
        }
        self.tell_refused(refused, tickets.len(), words);
        if changes.is_empty() {
            return Effects::new();
        }
        self.use_late_mark(happened);
        let when = happened.map_or_else(String::new, |at| format!(", {}", self.moment_of_all(&done, at, now)));
        vec![self.commit(format!("{}{when}", label(&done, words)), changes, true).1]
    }

    /// Returns a moment for the confirmation of what happened to several tickets: in both zones where all have the same one
    /// that is not this screen's, else in this screen's.
    fn moment_of_all(&self, tickets: &[TicketId], at: Instant, now: Instant) -> String {
        let mut contracts = tickets.iter().filter_map(|id| self.row(*id, now)?.contract);
        let first = contracts.next();
        let offset = first.as_ref().map(|contract| contract.zone.offset(at));
        let same = contracts.all(|contract| Some(contract.zone.offset(at)) == offset);
        self.in_both_zones(first.as_deref().filter(|_| same), at)
    }

    /// Lists the tickets on which something could not be recorded, and why; `of` is how many there were.
    pub(crate) fn tell_refused(&mut self, refused: Vec<String>, of: usize, words: &str) {
        if !refused.is_empty() {
            let title = format!("Not {words}: {} of {of}", refused.len());
            self.over(Pager::new(title, refused));
        }
    }
}

/// Returns what was done to which tickets: `#12 responded`, `#12, #13 and #14 responded`, `9 tickets responded`.
fn label(tickets: &[TicketId], words: &str) -> String {
    format!("{} {words}", several(tickets))
}

/// Names up to three tickets and counts more: `#12`, `#12, #13 and #14`, `9 tickets`.
pub(crate) fn several(tickets: &[TicketId]) -> String {
    match tickets {
        [one] => format!("#{one}"),
        [but_last @ .., last] if tickets.len() <= 3 => {
            let before: Vec<String> = but_last.iter().map(|id| format!("#{id}")).collect();
            format!("{} and #{last}", before.join(", "))
        }
        many => format!("{} tickets", many.len()),
    }
}

fn escalated(shared: &Shared, row: &TicketRow) -> Result<EventData, String> {
    shared.next_level(row).map(|level| EventData::Escalated(event::Escalated { level, to: None }))
}
