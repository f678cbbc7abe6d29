//! What comes back from the desk: outcomes of commits, tickets that were read, changes by others.

use std::sync::Arc;

use crate::desk::{Change, DeskError, DeskErrorKind, Done, Notice, Request, undo_of};
use crate::domain::query::Viewer;
use crate::domain::ticket::{Record, Ticket, TicketId};
use crate::domain::time::Instant;
use crate::tui::run::Effect;

use super::{App, Effects, Fresh, Pending, Screen, Undo, Work};

impl App {
    /// Sends changes to the desk. The label is what the screen says once they are on the disk.
    pub(super) fn commit(
        &mut self,
        label: impl Into<String>,
        changes: Vec<Change>,
        undoable: bool,
    ) -> (u64, Effect<Work>) {
        self.next_tag += 1;
        let tag = self.next_tag;
        self.pending.insert(tag, Pending { label: label.into(), undoable });
        (tag, Effect::Host(Work::Commit(tag, Request::new(self.me.clone(), changes))))
    }

    pub(super) fn committed(&mut self, tag: u64, result: Result<Done, DeskError>, now: Instant) -> Effects {
        let Some(pending) = self.pending.remove(&tag) else { return Vec::new() };
        match result {
            Ok(done) => self.succeeded(tag, pending, &done, now),
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
        self.good(if pending.undoable { format!("{label} · u takes it back") } else { label.clone() }, now);
        if pending.undoable {
            self.undo.push(Undo { label, changes: undo_of(done) });
        }
        self.close_saved(tag);
        if let Some(id) = logged {
            self.queue.select(id);
        }
        self.reload(done.touched.iter().map(|t| t.ticket))
    }

    fn failed(&mut self, tag: u64, error: &DeskError, now: Instant) {
        if error.kind == DeskErrorKind::Store {
            self.broken = Some(error.to_string());
        }
        self.keep_unsaved(tag, error);
        self.bad(error.to_string(), now);
    }

    /// Reads open views of these tickets again.
    pub(super) fn reload(&self, changed: impl Iterator<Item = TicketId>) -> Effects {
        let changed: Vec<TicketId> = changed.collect();
        let viewed = self.screens.iter().filter_map(|screen| match screen {
            Screen::Ticket(view) if changed.contains(&view.id) => Some(view.id),
            _ => None,
        });
        viewed.map(|id| Effect::Host(Work::Load(id))).collect()
    }

    /// The tickets that are open on this screen.
    fn viewed(&self) -> Vec<TicketId> {
        let view = |screen: &Screen| match screen {
            Screen::Ticket(view) => Some(view.id),
            Screen::New(_) => None,
        };
        self.screens.iter().filter_map(view).collect()
    }

    pub(super) fn notice(&mut self, notice: Notice, now: Instant) -> Effects {
        match notice {
            Notice::Changed(ticket, by) => {
                let id = ticket.id;
                let viewer = Viewer { me: &self.me, now };
                self.queue.put(ticket, &self.book, viewer);
                if by != self.me && self.current() == Some(id) {
                    self.info(format!("{by} has changed #{id}"), now);
                }
                self.reload(std::iter::once(id))
            }
            Notice::Resync => vec![Effect::Host(Work::LoadAgain { closed: self.queue.has_closed })],
            Notice::Broken(why) => {
                self.broken = Some(why);
                Vec::new()
            }
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
                if !words.is_empty() {
                    self.info(words, now);
                }
                Vec::new()
            }
        }
    }

    /// Takes the desk as it is now, after there was too much to tell, or with another owner.
    pub(super) fn loaded_again(&mut self, fresh: Result<Fresh, DeskError>, now: Instant) -> Effects {
        match fresh {
            Ok(Fresh { tickets, book, me }) => {
                self.book = book;
                self.me = me.name;
                self.queue.load(tickets, &self.book, Viewer { me: &self.me, now });
                self.reload(self.viewed().into_iter())
            }
            Err(error) => {
                self.bad(error.to_string(), now);
                Vec::new()
            }
        }
    }

    pub(super) fn loaded_all(&mut self, tickets: Result<Vec<Arc<Ticket>>, DeskError>, now: Instant) {
        match tickets {
            Ok(tickets) => {
                let keep = self.queue.wants_closed();
                self.queue.has_closed = keep;
                let kept = tickets.into_iter().filter(|t| keep || t.is_open()).collect();
                self.queue.load(kept, &self.book, Viewer { me: &self.me, now });
            }
            Err(error) => self.bad(error.to_string(), now),
        }
    }

    pub(super) fn loaded(&mut self, id: TicketId, result: &Result<Option<Record>, DeskError>) {
        for screen in &mut self.screens {
            if let Screen::Ticket(view) = screen
                && view.id == id
            {
                match result {
                    Ok(Some(record)) => {
                        let contract = self.book.of_ticket(&record.ticket.contract, &record.ticket.version);
                        view.put(record.clone(), contract.as_deref());
                    }
                    Ok(None) => view.problem = Some(format!("There is no ticket #{id}.")),
                    Err(error) => view.problem = Some(error.to_string()),
                }
            }
        }
    }
}
