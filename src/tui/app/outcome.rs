//! What comes back from the desk: outcomes of commits, tickets that were read, changes by others.

use std::sync::Arc;

use crate::config::DraftId;
use crate::desk::{Change, Done, Notice, Problem, ProblemKind, Request, undo_of};
use crate::domain::ledger::{Entry, Fact};
use crate::domain::query::{Find, Found, Viewer};
use crate::domain::ticket::{DESK, Event, Record, TicketId, What, say};
use crate::domain::time::Instant;
use crate::tui::run::Effect;

use super::reading::Heard;
use super::{App, Effects, Fresh, Pending, Screen, Undo, Work};

impl App {
    /// Sends changes to the desk. The label is what the screen says once they are on the disk.
    pub(super) fn commit(
        &mut self,
        label: impl Into<String>,
        changes: Vec<Change>,
        undoable: bool,
    ) -> (u64, Effect<Work>) {
        let outage_changed = self.changes_outage(&changes);
        self.send(Pending { label: label.into(), undoable, changes, outage_changed, draft: None })
    }

    /// Sends what was typed as a draft, which goes once it is written.
    pub(super) fn commit_draft(&mut self, label: String, change: Change, draft: DraftId) -> (u64, Effect<Work>) {
        let changes = vec![change];
        let outage_changed = self.changes_outage(&changes);
        self.send(Pending { label, undoable: true, changes, outage_changed, draft: Some(draft) })
    }

    fn send(&mut self, pending: Pending) -> (u64, Effect<Work>) {
        self.next_tag += 1;
        let tag = self.next_tag;
        let request = Request::new(self.me.name.clone(), pending.changes.clone());
        let work = Work::Commit { tag, request, draft: pending.draft };
        self.pending.insert(tag, pending);
        (tag, Effect::Host(work))
    }

    pub(super) fn committed(&mut self, tag: u64, result: Result<Done, Problem>, now: Instant) -> Effects {
        let Some(pending) = self.pending.remove(&tag) else { return Vec::new() };
        if result.is_err() {
            self.drop_held(&pending);
        }
        match result {
            Ok(done) => self.succeeded(tag, pending, &done, now),
            Err(error) if error.kind == ProblemKind::Conflict => {
                if self.entry_came_too_late(tag, &error.message) {
                    self.bad(error.message, now);
                    return Vec::new();
                }
                self.came_too_late(pending, &error, now)
            }
            Err(error) => {
                self.failed(tag, &error, now);
                Vec::new()
            }
        }
    }

    fn succeeded(&mut self, tag: u64, pending: Pending, done: &Done, now: Instant) -> Effects {
        let logged = done.touched.iter().find(|t| t.first == 0).map(|t| t.ticket);
        let label = match logged {
            Some(id) => format!("#{id} logged"),
            None => pending.label,
        };
        let due = self.due_by(&pending.changes, now);
        self.good(format!("{label}{due}{}", if pending.undoable { " · u takes it back" } else { "" }), now);
        if pending.undoable {
            self.undo.push(Undo { label, changes: undo_of(done) });
        }
        self.close_saved(tag);
        if pending.changes.len() > 1 {
            self.unmark();
        }
        if let Some(sent) = pending.draft {
            self.draft_is_sent(sent);
        }
        if let Some(id) = logged {
            self.queue.select(id);
        }
        self.show_entered(done);
        self.note_causes(&pending.changes, pending.outage_changed, done, now);
        // What it has made of its tickets is told as a change, as to everybody else.
        self.let_go(done)
    }

    /// Selects what was entered, where it is looked at.
    fn show_entered(&mut self, done: &Done) {
        if let (Some(Screen::Uptime(view)), [(id, _)]) = (self.screens.last_mut(), done.entered.as_slice()) {
            view.want(*id);
        }
    }

    /// Whether contracts count otherwise with that revision of an entry, or did with the one before.
    fn changes_contracts(&self, entry: &Entry) -> bool {
        let before = self.ledger.get(entry.id).and_then(|before| before.fact.as_ref());
        entry.fact.iter().chain(before).any(Fact::changes_contracts)
    }

    fn failed(&mut self, tag: u64, error: &Problem, now: Instant) {
        if error.kind == ProblemKind::Store {
            self.broken = Some(error.to_string());
        }
        self.keep_unsaved(tag, error);
        self.bad(error.to_string(), now);
    }

    /// Reads open views of these tickets again.
    pub(super) fn reload(&self, changed: impl Iterator<Item = TicketId>) -> Effects {
        let changed: Vec<TicketId> = changed.collect();
        let viewed = self.viewed().into_iter().filter(|id| changed.contains(id));
        viewed.map(|id| Effect::Host(Work::Load(id))).collect()
    }

    /// The tickets whose events are shown or asked about on this screen.
    fn viewed(&self) -> Vec<TicketId> {
        let view = |screen: &Screen| match screen {
            Screen::Ticket(view) => Some(view.id),
            _ => None,
        };
        let mut viewed: Vec<TicketId> = self.screens.iter().filter_map(view).collect();
        viewed.extend(self.conflicting());
        viewed.sort_unstable();
        viewed.dedup();
        viewed
    }

    pub(super) fn notice(&mut self, notice: Notice, now: Instant) -> Effects {
        if matches!(notice, Notice::Changed(..) | Notice::Entered(_) | Notice::Resync) {
            self.tell_journal();
        }
        match notice {
            Notice::Changed(ticket, by, new) => {
                let (id, changed) = (ticket.id, Arc::clone(&ticket));
                self.readings.hear(|| Heard::Ticket(Arc::clone(&changed)));
                let viewer = Viewer { me: &self.me.name, now };
                let known = self.queue.row(id).is_some();
                if self.queue.put(ticket, &self.book, viewer) {
                    self.tell_breach();
                }
                self.reports_aged(Some(&changed));
                // Where its events are shown, they tell more.
                if known
                    && by != self.me.name
                    && by != DESK
                    && self.current() == Some(id)
                    && !self.viewed().contains(&id)
                {
                    self.news(format!("{} has changed #{id}", self.shown_name(&by)), now);
                }
                self.follow(&changed, &new, now)
            }
            // What the desk keeps for itself changes nothing that counts now.
            Notice::Entered(entry) if matches!(entry.fact, Some(Fact::Agreement(_) | Fact::Rota(_))) => Vec::new(),
            Notice::Entered(entry) if !self.changes_contracts(&entry) => {
                self.readings.hear(|| Heard::Entry(Arc::clone(&entry)));
                Arc::make_mut(&mut self.ledger).put(entry);
                self.reports_aged(None);
                self.refresh_uptime(now);
                Vec::new()
            }
            Notice::Entered(_) | Notice::Resync => self.read_anew(),
            Notice::Broken(why) => {
                self.broken = Some(why);
                Vec::new()
            }
            Notice::Alerts(message) => self.alerted(&message, now),
            Notice::Trouble(words) => self.trouble(words, now),
            Notice::Present(present) => {
                self.present = present;
                Vec::new()
            }
            Notice::Away(why) => {
                self.away = Some(why);
                Vec::new()
            }
            Notice::Attached(words) => {
                self.away = None;
                if words.is_empty() {
                    self.info("the frist that has the store answers again", now);
                } else {
                    // The next owner has opened the store anew, so that it can be written again.
                    self.broken = None;
                    self.info(words, now);
                }
                Vec::new()
            }
        }
    }

    /// Takes the desk as it is now, after there was too much to tell, or with another owner.
    pub(super) fn loaded_again(&mut self, fresh: Result<Fresh, Problem>, now: Instant) -> Effects {
        let since = self.told_since_asked();
        match fresh {
            Ok(Fresh { tickets, book, ledger, me, people, rota }) => {
                (self.book, self.ledger, self.people, self.rota) = (book, ledger, people, rota);
                // At a demonstration one is who one said; its desk has nobody to tell apart.
                if !self.demo {
                    if me.role != self.me.role {
                        self.info(format!("Your role is {} now", me.role.words()), now);
                    }
                    self.me = me;
                }
                let me = self.me.name.clone();
                let viewer = Viewer { me: &me, now };
                self.queue.load(tickets, &self.book, viewer);
                self.take_in_told(since, viewer);
                self.refresh_uptime(now);
                self.refresh_breach(now);
                self.reports_aged(None);
                self.reload(self.viewed().into_iter())
            }
            Err(error) => {
                self.bad(error.to_string(), now);
                Vec::new()
            }
        }
    }

    /// Has tickets looked for that the queue should list and has not, closed ones mostly.
    pub(super) fn look_for(&mut self, now: Instant) -> Effects {
        let viewer = Viewer { me: &self.me.name, now };
        self.queue.to_find(viewer).map(|find| Effect::Host(Work::Find(Box::new(find)))).into_iter().collect()
    }

    pub(super) fn found(&mut self, find: &Find, found: Result<Found, Problem>, now: Instant) {
        match found {
            Ok(Found { tickets, cut }) => {
                let count = tickets.len();
                let taken = self.queue.take_found(find, tickets, &self.book, Viewer { me: &self.me.name, now });
                if taken && cut {
                    self.info(format!("The newest {count} are listed; older ones may match the filter too"), now);
                }
            }
            Err(error) => {
                self.queue.found_nothing(find);
                self.bad(error.to_string(), now);
            }
        }
    }

    pub(super) fn loaded(&mut self, id: TicketId, result: &Result<Option<Record>, Problem>, now: Instant) -> Effects {
        if let Ok(Some(record)) = result {
            if self.is_outdated(record) {
                return vec![Effect::Host(Work::Load(id))];
            }
            self.tell_news(record, now);
            self.take_in_for_conflicts(record);
        }
        for screen in &mut self.screens {
            if let Screen::Ticket(view) = screen
                && view.id == id
            {
                match result {
                    Ok(Some(record)) => {
                        let contract = self.book.of_ticket(&record.ticket);
                        view.put(record.clone(), contract.as_deref());
                    }
                    Ok(None) => view.problem = Some(format!("There is no ticket #{id}.")),
                    Err(error) => view.problem = Some(error.to_string()),
                }
            }
        }
        Vec::new()
    }

    /// Says what others have done to the ticket that is looked at since it was read last.
    fn tell_news(&mut self, record: &Record, now: Instant) {
        let before = match self.screens.last() {
            Some(Screen::Ticket(view)) if view.id == record.ticket.id => view.record.as_ref(),
            _ => None,
        };
        let seen = before.map_or(usize::MAX, |before| before.events.len());
        let new = record.events.get(seen..).unwrap_or_default();
        let others: Vec<&Event> =
            new.iter().filter(|e| e.by != self.me.name && !matches!(e.what, What::Alerted(_))).collect();
        let [.., last] = others.as_slice() else { return };
        let done: Vec<String> = others.iter().filter(|e| e.by == last.by).map(|e| say(e, &record.events)).collect();
        let words = format!("{} has changed #{}: {}", self.shown_name(&last.by), record.ticket.id, done.join(", "));
        self.news(words, now);
    }
}
