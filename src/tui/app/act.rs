//! Actions in the queue and on a ticket.

use crate::config::DraftOf;
use crate::desk::{Change, Right, check, may};
use crate::domain::ledger::Entry;
use crate::domain::query::{Filter, Viewer};
use crate::domain::sla::{Row, Sla, Start, why};
use crate::domain::ticket::event::{self, plain};
use crate::domain::ticket::{BreachReason, TicketId, What, check_event, say};
use crate::domain::time::{Instant, clock_text};
use crate::tui::action::Action;
use crate::tui::run::{Effect, ShellEffect};
use crate::tui::screen::dialog::{Choice, Chooser, Confirm, FilterLine, Note, Overlay, Pager, Palette, Then, When};
use crate::tui::screen::form::Form;
use crate::tui::screen::take_back::TakeBack;
use crate::tui::widget::Rows;

use super::overlays::withdraw_question;
use super::{App, Effects, Screen, Work};

/// A page of the list, for the keys that go by pages.
const PAGE: isize = 10;

impl App {
    /// Does what was asked for in the queue or on a ticket.
    pub(super) fn act(&mut self, action: Action, now: Instant) -> Effects {
        if let Some(effects) = self.act_on_marks(action, now) {
            return effects;
        }
        if action != Action::New && action.changes_data() && self.has_jumped(now) {
            self.info("Another ticket is selected now; press it again if you mean that one", now);
            return Vec::new();
        }
        if let Some(effects) = self
            .act_vendors(action, now)
            .or_else(|| self.act_uptime(action, now))
            .or_else(|| self.act_breach(action, now))
            .or_else(|| self.act_reports(action, now))
            .or_else(|| self.act_journal(action, now))
        {
            return effects;
        }
        match action {
            Action::Record(name) => plain(name).map_or_else(Vec::new, |(what, words)| self.record(what, words, now)),
            Action::Close => self.close(now),
            Action::Undo => self.undo(now),
            Action::Copy => self.copy(now),
            _ => {
                if let Some(by) = step_of(action) {
                    self.step(by);
                    return Vec::new();
                }
                self.open(action, now)
            }
        }
    }

    /// Whether another ticket has come under the selection by itself just now.
    fn has_jumped(&self, now: Instant) -> bool {
        match self.screens.last() {
            None => self.queue.has_jumped(now),
            Some(Screen::Breach(view)) => view.has_jumped(now),
            _ => false,
        }
    }

    /// Actions that open something, or change what is shown.
    fn open(&mut self, action: Action, now: Instant) -> Effects {
        match action {
            Action::New => return self.open_form(now),
            Action::Open => return self.open_ticket(),
            Action::Evidence if self.current().is_some() => {
                return self.current().map(|id| self.fetch_evidence(id)).into_iter().collect();
            }
            Action::Back | Action::Leave => self.leave(action == Action::Leave, now),
            Action::ViewQueue => self.screens.clear(),
            Action::ViewBreach => self.open_breach(false, now),
            Action::Wall => self.open_breach(true, now),
            Action::ViewVendors => self.open_vendors(),
            Action::ViewUptime => self.open_uptime(now),
            Action::ViewReports => return self.open_reports(now),
            Action::ViewJournal => self.open_journal(),
            Action::Palette => {
                let palette = Palette::new(self.context(), self.refused(now));
                self.layers.push(Overlay::Palette(palette));
            }
            Action::Filter => {
                self.screens.clear();
                let before = self.queue.filter_text.clone();
                let line = before.clone().into();
                let selected = self.current();
                self.layers.push(Overlay::Filter(FilterLine { line, before, selected, wrong: None }));
            }
            Action::ClearFilter => {
                self.queue.set_filter(String::new(), Filter::default(), Viewer { me: &self.me.name, now });
            }
            Action::ToggleClosed => self.toggle_closed(now),
            Action::Sort => {
                self.queue.sort_next(Viewer { me: &self.me.name, now });
                self.info(format!("Sorted by {}", self.queue.sort.words()), now);
            }
            Action::Problems => self.open_problems(now),
            Action::TellAlerts => return vec![Effect::Host(Work::TellAlerts)],
            Action::Earlier => self.layers.push(Overlay::When(When::default())),
            _ => return self.open_for_ticket(action, now),
        }
        Vec::new()
    }

    fn open_for_ticket(&mut self, action: Action, now: Instant) -> Effects {
        let Some(id) = self.current() else {
            self.info("There is no ticket here; n logs one", now);
            return Vec::new();
        };
        if let Some(why) = self.refusal(action, now) {
            self.bad(why, now);
            return Vec::new();
        }
        match action {
            Action::Note => return self.open_note_on(id, false),
            Action::Tell => return self.open_note_on(id, true),
            Action::TakeBack => self.open_take_back(now),
            Action::Assign => self.open_assign(&[id], now),
            Action::Severity => self.open_severity(id, now),
            Action::Phoned => self.open_channels(id, now),
            Action::Why => self.open_why(id, now),
            Action::Outage => self.open_outage_of(id, now),
            _ => self.open_beyond(action, id, now),
        }
        Vec::new()
    }

    /// Whether this person may not do that; then says so, before they have filled anything in. The desk decides again.
    pub(super) fn is_refused(&mut self, change: &Change, entry: Option<&Entry>, now: Instant) -> bool {
        let refusal = check(&self.people, &self.me, change, None, entry).err();
        if let Some(error) = &refusal {
            self.bad(error.to_string(), now);
        }
        refusal.is_some()
    }

    fn open_note_on(&mut self, id: TicketId, to_customer: bool) -> Effects {
        let mut note = Note { to_customer, ..Note::new(id, self.at) };
        if let Some(draft) = self.take_draft(DraftOf::Note(id)) {
            note.bring_back(&draft);
        }
        self.layers.push(Overlay::Note(Box::new(note)));
        self.read_drafts()
    }

    fn open_take_back(&mut self, now: Instant) {
        let Some(Screen::Ticket(view)) = self.screens.last() else { return };
        let Some(record) = &view.record else { return };
        let everybodys = may(self.me.role, Right::TakeBackOthers);
        let choice = TakeBack::new(record, &self.me.name, everybodys);
        if choice.entries.is_empty() {
            let whose = if everybodys { "" } else { " of yours" };
            self.info(format!("There is nothing{whose} to take back on this ticket"), now);
        } else {
            self.layers.push(Overlay::TakeBack(choice));
        }
    }

    /// Closes the current ticket; where a promise was broken, the record needs to know whose fault that is.
    fn close(&mut self, now: Instant) -> Effects {
        let broken = self.current().and_then(|id| self.row(id, now)).filter(|row| {
            let owed = check_event(
                &row.ticket,
                row.contract.as_deref(),
                &What::Closed(event::Closed { reason: None, words: None }),
                now,
                now,
            );
            owed.is_ok() && row.sla.as_ref().is_some_and(Sla::is_broken)
        });
        let Some(row) = broken else {
            return self.record(What::Closed(event::Closed { reason: None, words: None }), "closed", now);
        };
        let reasons = [
            (BreachReason::Ours, "Ours", "This desk was late."),
            (BreachReason::Vendors, "The vendor's", "The vendor was late."),
            (BreachReason::Agreed, "Agreed", "The customer agreed to it."),
            (BreachReason::Disputed, "Disputed", "Vendor and desk do not agree on it."),
        ];
        let option = |(reason, label, means): (BreachReason, &str, &str)| Choice {
            label: label.to_owned(),
            means: means.to_owned(),
            what: What::Closed(event::Closed { reason: Some(reason), words: None }),
        };
        let title = format!("#{} was late. Whose breach is it?", row.ticket.id);
        let options = reasons.into_iter().map(option).collect();
        self.choose(Chooser {
            title,
            ticket: row.ticket.id,
            revision: Some(row.ticket.revision),
            options,
            rows: Rows::unchosen(),
        });
        Vec::new()
    }

    /// Records that something happened to the current ticket: now, or at the moment entered before.
    fn record(&mut self, what: What, words: &str, now: Instant) -> Effects {
        let Some(id) = self.current() else {
            self.info("There is no ticket here; n logs one", now);
            return Vec::new();
        };
        let revision = self.ticket(id).map(|t| t.revision);
        self.add(id, revision, what, words, now)
    }

    /// Records that something happened to a ticket. `revision` is the one that was looked at.
    pub(super) fn add(
        &mut self,
        id: TicketId,
        revision: Option<u32>,
        what: What,
        words: &str,
        now: Instant,
    ) -> Effects {
        let happened = self.at;
        let contract = self.row(id, now).and_then(|row| row.contract);
        let refused = self
            .ticket(id)
            .and_then(|ticket| check_event(ticket, contract.as_deref(), &what, happened.unwrap_or(now), now).err());
        if let Some(refused) = refused {
            self.bad(refused.to_string(), now);
            return Vec::new();
        }
        self.use_late_mark(happened);
        let zone = contract.map_or(self.zone, |c| c.zone);
        let when = happened.map_or_else(String::new, |at| format!(", {}", clock_text(zone, at)));
        let change = Change::Add { ticket: id, revision, happened, what: Box::new(what) };
        self.send_in_turn(format!("#{id} {words}{when}"), change)
    }

    /// The row of a ticket, open or only viewed.
    pub(super) fn row(&self, id: TicketId, now: Instant) -> Option<Row> {
        if let Some(row) = self.queue.row(id) {
            return Some(row.at(now));
        }
        let record = self.screens.iter().find_map(|screen| match screen {
            Screen::Ticket(view) if view.id == id => view.record.as_ref(),
            _ => None,
        })?;
        let contract = self.book.of_ticket(&record.ticket);
        Some(Row::new(record.ticket.clone(), contract, now))
    }

    /// In the ticket view the newest own event of that ticket, else the last thing done at this screen.
    fn undo(&mut self, now: Instant) -> Effects {
        if self.is_still_writing() {
            // Else it would take back what was done before that.
            self.info("The last entry is still being written; press u again", now);
            return Vec::new();
        }
        let own = match self.screens.last() {
            Some(Screen::Ticket(view)) => {
                view.record.as_ref().and_then(|r| r.last_own(&self.me.name)).map(|event| (view.id, event))
            }
            _ => None,
        };
        if let Some((id, event)) = own {
            if event == 0 && self.ticket(id).is_some_and(|t| !t.withdrawn) {
                let question = withdraw_question(id);
                self.layers.push(Overlay::Confirm(Confirm { question, then: Then::Withdraw(id) }));
                return Vec::new();
            }
            return self.take_back(id, event);
        }
        let Some(undo) = self.undo.pop() else {
            let words = match self.screens.last() {
                Some(Screen::Ticket(_)) => "There is nothing of yours to take back on this ticket",
                Some(_) => "Nothing was done at this screen yet",
                None => {
                    "Nothing was done at this screen yet; Enter opens the ticket, u there takes back its last entry of \
                     yours"
                }
            };
            self.info(words, now);
            return Vec::new();
        };
        vec![self.commit(format!("taken back: {}", undo.label), undo.changes, false).1]
    }

    pub(super) fn take_back(&mut self, id: TicketId, event: u32) -> Effects {
        self.undo.retain(|undo| !undo.changes.contains(&Change::TakeBack { ticket: id, event }));
        let said = self.screens.iter().find_map(|screen| match screen {
            Screen::Ticket(view) if view.id == id => {
                let events = &view.record.as_ref()?.events;
                events.get(event as usize).map(|e| say(e, events))
            }
            _ => None,
        });
        let label = format!("#{id} taken back: {}", said.unwrap_or_else(|| "the logging".to_owned()));
        vec![self.commit(label, vec![Change::TakeBack { ticket: id, event }], false).1]
    }

    fn copy(&mut self, now: Instant) -> Effects {
        let Some(row) = self.current().and_then(|id| self.row(id, now)) else { return Vec::new() };
        let text = format!("#{} {}", row.ticket.id, row.ticket.subject);
        self.good("Copied number and subject", now);
        vec![ShellEffect::Copy(text).into()]
    }

    fn step(&mut self, by: isize) {
        match self.screens.last_mut() {
            Some(Screen::Ticket(view)) => {
                let total = view.events();
                view.timeline.step(by, total);
            }
            _ => self.queue.step(by),
        }
    }

    fn open_form(&mut self, now: Instant) -> Effects {
        if self.is_refused(&Change::New(Box::default()), None, now) {
            return Vec::new();
        }
        let ticket = self.current().and_then(|id| self.ticket(id));
        let vendor = ticket.map(|t| t.contract.clone()).or_else(|| self.chosen_vendor());
        let contracts = self.book.contracts().cloned().collect();
        let Some(mut form) = Form::new(contracts, vendor.as_deref()) else {
            self.bad("No contract could be read, so no ticket can be logged; press ! to see why", now);
            return Vec::new();
        };
        if let Some(draft) = self.take_draft(DraftOf::Ticket) {
            form.bring_back(&draft);
        }
        if let Some(at) = self.at.take() {
            form.reported_at_first(at);
        }
        self.screens.push(Screen::New(Box::new(form)));
        self.read_drafts()
    }

    fn open_ticket(&mut self) -> Effects {
        match (self.screens.last(), self.current()) {
            (None | Some(Screen::Breach(_) | Screen::Behind(_)), Some(id)) => {
                vec![self.fetch_ticket(id)]
            }
            (Some(Screen::Ticket(view)), _) => {
                let text = view.record.as_ref().and_then(|record| {
                    let place = record.events.len().checked_sub(view.timeline.selected() + 1)?;
                    Some(crate::tui::view::ticket::event_text(record, place, self.current_zone()))
                });
                if let Some(lines) = text {
                    self.layers.push(Overlay::Pager(Pager::new("Event", lines)));
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Esc goes back by one layer and never out of the program; `q` leaves it at the root.
    fn leave(&mut self, ends: bool, now: Instant) {
        if self.screens.pop().is_some() {
            return;
        }
        if ends {
            self.quit_by_leaving(now);
        } else if !self.queue.filter_text.is_empty() {
            self.queue.set_filter(String::new(), Filter::default(), Viewer { me: &self.me.name, now });
        } else {
            self.info("This is the queue; q leaves the program", now);
        }
    }

    fn toggle_closed(&mut self, now: Instant) {
        self.queue.with_closed = !self.queue.with_closed;
        let words =
            if self.queue.with_closed { "Closed tickets are listed too" } else { "Only open tickets are listed" };
        self.info(words, now);
        self.refresh(now);
    }

    fn open_problems(&mut self, now: Instant) {
        let missing = self.queue.missing_contracts().into_iter().map(|(contract, tickets)| {
            format!("{tickets} open under the contract `{contract}`, which no file has: put its file back")
        });
        let lines: Vec<String> = self.problems.iter().cloned().chain(missing).collect();
        if lines.is_empty() {
            self.info("Every contract file and setting could be used", now);
        } else {
            self.layers.push(Overlay::Pager(Pager::new("What could not be used", lines)));
        }
    }

    fn open_severity(&mut self, id: TicketId, now: Instant) {
        let Some((row, contract)) = self.row_with_contract(id, now) else { return };
        if let Some(priority) = &contract.priority {
            return self.open_priority(&row, &contract, priority);
        }
        let others = contract.severities.iter().filter(|s| s.id != row.ticket.severity);
        let option = |s: &crate::domain::contract::Severity| Choice {
            label: s.name.clone(),
            means: s.means.clone(),
            what: What::SeveritySet(event::SeveritySet { severity: s.id.clone() }),
        };
        let title = format!("Severity of #{id}, now {}", row.severity_name());
        let options = others.map(option).collect();
        let revision = Some(row.ticket.revision);
        self.choose(Chooser { title, ticket: id, revision, options, rows: Rows::unchosen() });
    }

    /// Which channel it was reported by: where only one can start the clocks, that one is recorded at once.
    fn open_channels(&mut self, id: TicketId, now: Instant) {
        let Some((row, contract)) = self.row_with_contract(id, now) else { return };
        let severity = row.sla.as_ref().map_or(row.ticket.severity.as_str(), |s| s.severity.as_str());
        let mut channels: Vec<String> = contract.support.channels.clone();
        channels.extend(
            ["phone", "email"].iter().map(|c| (*c).to_owned()).filter(|c| !contract.support.channels.contains(c)),
        );
        channels.sort_by_key(|c| !contract.takes(severity, c));
        let waiting = row.sla.as_ref().is_some_and(|s| s.start == Start::NoClock);
        let option = |channel: String| Choice {
            means: match (contract.takes(severity, &channel), waiting) {
                (true, true) => "starts the clocks".to_owned(),
                (true, false) => "counts under this agreement".to_owned(),
                (false, _) => "does not count under this agreement".to_owned(),
            },
            label: channel.clone(),
            what: What::Reported(event::Reported { channel }),
        };
        let title = format!("#{id} was reported by");
        let options = channels.into_iter().map(option).collect();
        let revision = Some(row.ticket.revision);
        self.choose(Chooser { title, ticket: id, revision, options, rows: Rows::default() });
    }

    pub(super) fn choose(&mut self, chooser: Chooser) {
        self.layers.push(Overlay::Choose(chooser));
    }

    pub(super) fn row_with_contract(
        &mut self,
        id: TicketId,
        now: Instant,
    ) -> Option<(Row, std::sync::Arc<crate::domain::contract::Contract>)> {
        let row = self.row(id, now)?;
        let Some(contract) = row.contract.clone() else {
            self.bad(format!("The contract {} is not loaded; press ! to see why", row.ticket.contract), now);
            return None;
        };
        Some((row, contract))
    }

    fn open_why(&mut self, id: TicketId, now: Instant) {
        let Some((row, contract)) = self.row_with_contract(id, now) else { return };
        let targets = row.sla.iter().flat_map(|s| &s.targets);
        let mut lines: Vec<String> = Vec::new();
        for account in targets.filter_map(|t| why(&row, t, now)) {
            lines.extend(account.to_text().lines().map(str::to_owned));
            lines.push(String::new());
        }
        if lines.is_empty() {
            lines.push(format!("{} promises no time for this severity and plan.", contract.vendor));
        }
        let pager = Pager::new(format!("Why #{id} is due when it is"), lines);
        self.layers.push(Overlay::Pager(pager.for_file(format!("frist-{id}-why.txt"))));
    }
}

/// How far an action moves in a list, if it does: down is positive.
pub(super) fn step_of(action: Action) -> Option<isize> {
    match action {
        Action::Down => Some(1),
        Action::Up => Some(-1),
        Action::PageDown => Some(PAGE),
        Action::PageUp => Some(-PAGE),
        Action::Top => Some(isize::MIN + 1),
        Action::Bottom => Some(isize::MAX),
        _ => None,
    }
}
