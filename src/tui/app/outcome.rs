//! Takes in what comes back from the desk: outcomes of commits, tickets that were read, changes by others.

use std::sync::Arc;

use crate::desk::{CommitOutcome, Notice, Problem, ProblemKind};
use crate::domain::query::{FoundTickets, TicketSearch, Viewer};
use crate::domain::ticket::{Event, Record, Ticket, TicketId, say};
use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::feature::{DeskNews, Page};
use crate::tui::shared::{Effects, HeardChange, HistoryStep, PendingCommit, Shared};

use crate::tui::host::{DeskWork, ScanWork};

use super::{App, FreshState};

impl App {
    pub(super) fn committed(&mut self, tag: u64, result: Result<CommitOutcome, Problem>, now: Instant) -> Effects {
        let Some(pending) = self.shared.outbox.pending.remove(&tag) else { return Vec::new() };
        if result.is_err() {
            self.shared.outbox.recalling.remove(&tag);
            self.shared.drop_queued(&pending);
            self.shared.let_go_of(&pending.changes, now);
        }
        match result {
            Ok(done) => self.succeeded(tag, pending, &done, now),
            Err(error) if error.kind == ProblemKind::Conflict => {
                if let Some(words) = self.told_where_typed(tag, &error.message, now) {
                    self.shared.bad(words, now);
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

    fn succeeded(&mut self, tag: u64, pending: PendingCommit, done: &CommitOutcome, now: Instant) -> Effects {
        let logged = done.touched.iter().find(|t| t.first == 0).map(|t| t.ticket);
        let label = match logged {
            Some(id) if pending.draft.is_some() => format!("#{id} logged"),
            _ => pending.label,
        };
        let due = self.shared.due_by(&pending.changes, now);
        let due = format!("{due}{}", self.shared.replaced_by(&pending.changes));
        let keys = &self.shared.keys;
        let next = match &pending.step {
            _ if pending.undoable => format!(" · {} undoes it", keys.sign(Action::Undo)),
            Some(HistoryStep::Back(_)) => format!(" · {} does it again", keys.sign(Action::Redo)),
            _ => String::new(),
        };
        self.shared.good(format!("{label}{due}{next}"), now);
        if let Some((id, letter)) = Shared::entered_letter(done).filter(|_| pending.undoable) {
            self.shared.hold_letter(id, letter, now);
        }
        self.shared.note_history(pending.step, pending.undoable.then_some(label), done);
        self.close_saved(tag);
        if pending.changes.len() > 1 {
            self.shared.unmark();
        }
        if let Some(sent) = pending.draft {
            self.shared.draft_is_sent(sent);
        }
        if let Some(id) = logged {
            self.shared.queue.select(id);
            self.shared.move_on(now);
        }
        self.show_entered(done);
        self.shared.note_causes(&pending.changes, pending.outage_changed, done, now);
        let mut effects = match self.shared.outbox.recalling.remove(&tag) {
            Some(draft) => self.shared.letter_recalled(draft, now),
            None => Effects::new(),
        };
        // The new state of its tickets comes as a change, as it does to everybody else.
        effects.extend(self.shared.send_queued(done));
        effects
    }

    /// Tells the form in which a ledger record was typed that its change came too late. Returns what is said of it where a
    /// form shows it.
    fn told_where_typed(&mut self, tag: u64, words: &str, now: Instant) -> Option<String> {
        self.pages.iter_mut().find_map(|page| page.came_too_late(tag, words, &self.shared, now))
    }

    /// Selects the ticket that was entered, where the page on top lists it.
    fn show_entered(&mut self, done: &CommitOutcome) {
        if let [(id, _)] = done.entered.as_slice() {
            self.pages.top_mut().entered(*id, &mut self.shared);
        }
    }

    pub(super) fn failed(&mut self, tag: u64, error: &Problem, now: Instant) {
        if error.kind == ProblemKind::Store {
            self.shared.broken = Some(error.to_string());
        }
        let forms = self.pages.iter_mut().filter_map(|page| page.typing_mut());
        forms.filter(|typing| typing.saving() == Some(tag)).for_each(|typing| typing.refuse(error));
        let layers = self.layers.iter_mut().filter(|layer| layer.saving() == Some(tag));
        layers.for_each(|layer| layer.refuse(error));
        self.shared.bad(error.to_string(), now);
    }

    /// Asks for the records of those of these tickets whose events are shown.
    pub(super) fn reload(&self, changed: impl Iterator<Item = TicketId>) -> Effects {
        let changed: Vec<TicketId> = changed.collect();
        let viewed = self.viewed().into_iter().filter(|id| changed.contains(id));
        viewed.map(|id| DeskWork::Load(id).into()).collect()
    }

    /// Returns the tickets whose events are shown or asked about on this screen.
    fn viewed(&self) -> Vec<TicketId> {
        let mut viewed: Vec<TicketId> = self.pages.iter().filter_map(Page::record).collect();
        viewed.extend(self.conflicting());
        viewed.sort_unstable();
        viewed.dedup();
        viewed
    }

    /// Tells the pages what has changed.
    pub(super) fn tell(&mut self, news: DeskNews<'_>, now: Instant) {
        for page in self.pages.iter_mut() {
            page.hear(news, &self.shared, now);
        }
        self.pages.note_current(&mut self.shared);
    }

    /// Takes in a ticket that has changed.
    fn ticket_changed(&mut self, ticket: &Arc<Ticket>, by: Option<&str>, new: &[Event], now: Instant) -> Effects {
        let (id, shared) = (ticket.id, &mut self.shared);
        shared.readings.hear(|| HeardChange::Ticket(Arc::clone(ticket)));
        let before = shared.queue.row(id).map(|row| row.ticket.revision);
        let fresh = before.map_or(new, |before| {
            &new[new.len().saturating_sub((ticket.revision - before.min(ticket.revision)) as usize)..]
        });
        let (by_letter, followed) = (shared.letter_news(ticket, fresh), shared.followed_news(ticket, fresh));
        let viewer = Viewer { me: &shared.me.name, zone: Some(shared.zone), now, ledger: &shared.ledger };
        let shows = shared.queue.put(Arc::clone(ticket), &shared.book, viewer);
        self.tell(DeskNews::Ticket { ticket, shows }, now);
        // Where the ticket's events are shown, they tell more.
        let told_there = self.viewed().contains(&id) && self.pages.top().typing().is_none();
        let is_told = before.is_some() && self.shared.current == Some(id) && !told_there;
        let mut effects = Effects::new();
        if let Some(words) = by_letter {
            let calls = self.shared.is_called_by(ticket);
            effects.extend(self.shared.ring_for_letter(&words, calls));
            if calls || is_told || Shared::calls_anybody(ticket) {
                self.shared.tell_letter(&words, calls, now);
            }
        } else if let Some(words) = followed.filter(|_| !told_there) {
            self.shared.tell_letter(&words, true, now);
        } else if let Some(other) = by.filter(|by| is_told && *by != self.shared.me.name) {
            self.shared.news(format!("{} has changed #{id}", self.shared.shown_name(other)), now);
        }
        effects.extend(self.follow(ticket, new, now));
        effects
    }

    pub(super) fn notice(&mut self, notice: Notice, now: Instant) -> Effects {
        match notice {
            Notice::Changed(ticket, by, new) => return self.ticket_changed(&ticket, by.as_deref(), &new, now),
            // What the desk keeps for itself changes nothing that counts now.
            Notice::Entered(entry) if entry.fact.as_ref().is_some_and(|fact| fact.kind().is_desks_own()) => {
                self.tell(DeskNews::Entered, now);
            }
            Notice::Entered(entry) if !self.shared.changes_contracts(&entry) => {
                self.shared.readings.hear(|| HeardChange::Entry(Arc::clone(&entry)));
                let renames = self.shared.renames_customers(&entry);
                Arc::make_mut(&mut self.shared.ledger).put(entry);
                self.shared.follow_held_letter(now);
                if renames {
                    self.shared.queue.filter_again(now);
                }
                self.tell(DeskNews::Ledger, now);
            }
            Notice::Entered(_) | Notice::Resync => {
                self.tell(DeskNews::Resync, now);
                return self.shared.read_anew();
            }
            Notice::Renewed(renewed) => return self.renewed(&renewed, now),
            // What was typed is kept as a draft; why it ends is said once the terminal is given back.
            Notice::ShutOut(_) => self.done = true,
            Notice::Broken(why) => self.shared.broken = Some(why),
            Notice::Alerts(message) => return self.shared.alerted(&message, now),
            Notice::Trouble(words) => return self.shared.trouble(words, now),
            Notice::Present(present) => self.shared.present = present,
            Notice::Away(why) => self.shared.away = Some(why),
            Notice::Attached(words) => {
                self.shared.away = None;
                if words.is_empty() {
                    self.shared.info("the frist that owns the store answers again", now);
                } else {
                    // The next owner has opened the store again, so that it can be written to.
                    self.shared.broken = None;
                    self.shared.info(words, now);
                }
            }
        }
        Effects::new()
    }

    /// Takes in the whole desk as it is now, read again because too much had changed to be told or the owner is another.
    pub(super) fn loaded_again(&mut self, fresh: Result<FreshState, Problem>, now: Instant) -> Effects {
        let since = self.shared.told_since_asked();
        match fresh {
            Ok(fresh) => {
                self.take_fresh(fresh, since, now);
                self.tell(DeskNews::Anew, now);
                self.reload(self.viewed().into_iter())
            }
            Err(error) => {
                self.shared.bad(error.to_string(), now);
                Vec::new()
            }
        }
    }

    fn take_fresh(&mut self, fresh: FreshState, since: Vec<HeardChange>, now: Instant) {
        let shared = &mut self.shared;
        (shared.book, shared.ledger, shared.people, shared.rota) = (fresh.book, fresh.ledger, fresh.people, fresh.rota);
        // In a demonstration a person has the name that they gave; its desk tells nobody apart.
        if !shared.demo {
            if fresh.me.role != shared.me.role {
                shared.info(format!("Your role is {} now", fresh.me.role.words()), now);
            }
            shared.me = fresh.me;
        }
        let viewer = Viewer { me: &shared.me.name, zone: Some(shared.zone), now, ledger: &shared.ledger };
        shared.queue.load(fresh.tickets, &shared.book, viewer);
        shared.take_in_told(since, now);
    }

    /// Asks for tickets that the queue should list and does not hold, mostly closed ones.
    pub(super) fn look_for(&mut self, now: Instant) -> Effects {
        let shared = &mut self.shared;
        let viewer = Viewer { me: &shared.me.name, zone: Some(shared.zone), now, ledger: &shared.ledger };
        shared.queue.to_find(viewer).map(|find| ScanWork::Find(Box::new(find)).into()).into_iter().collect()
    }

    pub(super) fn found(&mut self, find: &TicketSearch, found: Result<FoundTickets, Problem>, now: Instant) {
        let shared = &mut self.shared;
        match found {
            Ok(FoundTickets { tickets, cut }) => {
                let count = tickets.len();
                let taken = shared.queue.take_found(
                    find,
                    tickets,
                    &shared.book,
                    Viewer { me: &shared.me.name, zone: Some(shared.zone), now, ledger: &shared.ledger },
                );
                if taken && cut {
                    shared.info(format!("The newest {count} are listed; older ones may match the filter too"), now);
                }
            }
            Err(error) => {
                shared.queue.found_nothing(find);
                shared.bad(error.to_string(), now);
            }
        }
    }

    pub(super) fn loaded(&mut self, id: TicketId, read: &Result<Option<Record>, Problem>, now: Instant) -> Effects {
        if let Ok(Some(record)) = read {
            if self.is_outdated(record) {
                return vec![DeskWork::Load(id).into()];
            }
            self.tell_news(record, now);
            self.take_in_for_conflicts(record);
            self.shared.records.insert(id, record.clone());
            if self.pages.top().record() == Some(id) {
                self.shared.recent.look_at(&record.ticket);
            }
        }
        for page in self.pages.iter_mut() {
            page.take_record(id, read, &self.shared);
        }
        self.pages.note_current(&mut self.shared);
        let read = read.as_ref().ok().and_then(Option::as_ref);
        read.map_or_else(Effects::new, |record| Shared::look_for_files(&record.ticket))
    }

    /// Says what others have done to the ticket on top since its record was read last.
    fn tell_news(&mut self, record: &Record, now: Instant) {
        let id = record.ticket.id;
        let shown = self.pages.top().record() == Some(id);
        let before = self.shared.records.get(&id).filter(|_| shown);
        let seen = before.map_or(usize::MAX, |before| before.events.len());
        let new = record.events.get(seen..).unwrap_or_default();
        let others: Vec<&Event> = new.iter().filter(|e| e.by != self.shared.me.name && e.action().is_some()).collect();
        let [.., last] = others.as_slice() else { return };
        if let Some(words) = self.shared.letter_news(&record.ticket, new) {
            let calls = self.shared.is_called_by(&record.ticket);
            return self.shared.tell_letter(&words, calls, now);
        }
        let done: Vec<String> = others.iter().filter(|e| e.by == last.by).map(|e| say(e, &record.events)).collect();
        let words = format!("{} has changed #{}: {}", self.shared.shown_name(&last.by), id, done.join(", "));
        self.shared.news(words, now);
    }
}
