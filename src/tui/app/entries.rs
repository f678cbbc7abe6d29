//! Entering outages, maintenance and announced changes: their form, ending, changing and removing them.

use std::sync::Arc;

use crate::desk::Change;
use crate::domain::ledger::{Entry, EntryId, Fact, Outage, check_fact};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::text::clean;
use crate::domain::ticket::TicketId;
use crate::domain::time::{Instant, clock_text};
use crate::domain::uptime::outage_in_words;
use crate::tui::action::Action;
use crate::tui::input::Msg;
use crate::tui::screen::dialog::{Confirm, Overlay, Then};
use crate::tui::screen::entry_form::{EntryField, EntryForm, Sort};
use crate::tui::screen::form::Way;
use crate::tui::screen::room;
use crate::tui::screen::uptime::{PageLine, fact_of};
use crate::tui::widget::ToastKind;

use super::{App, Effects, Screen};

impl App {
    /// Opens the form for something new of that sort, at the vendor that is looked at; a draft of it comes back.
    pub(super) fn open_entry_form(&mut self, sort: Sort, now: Instant) -> Effects {
        let sample = Change::Enter { entry: None, revision: None, fact: Some(Box::new(sort.sample())) };
        if self.is_refused(&sample, None, now) {
            return Vec::new();
        }
        let vendor = self.uptime_vendor();
        let contracts = self.book.contracts().cloned().collect();
        let Some(mut form) = EntryForm::new(sort, contracts, vendor.as_deref()) else {
            self.bad("No contract could be read, so nothing can be entered; press ! to see why", now);
            return Vec::new();
        };
        if let Some(draft) = self.take_draft(sort.draft()) {
            form.bring_back(&draft);
        }
        if sort == Sort::Outage
            && let Some(at) = self.at.take()
        {
            form.begin_at(at);
        }
        self.screens.push(Screen::Entry(Box::new(form)));
        self.read_drafts()
    }

    /// Opens the form for an outage filled in from a ticket; where the ticket is in a running one already, that one.
    pub(super) fn open_outage_of(&mut self, id: TicketId, now: Instant) {
        let running = self.ledger.outages_of(id).find(|(_, outage)| outage.to.is_none()).map(|(id, _)| id);
        if let Some(entry) = running {
            self.open_entry(entry, now);
            return self.info(format!("#{id} is in this outage already"), now);
        }
        let Some((row, contract)) = self.row_with_contract(id, now) else { return };
        let reported = row.ticket.reported();
        let outage = Fact::Outage(Outage {
            contract: row.ticket.contract.clone(),
            from: self.at.take().unwrap_or(reported),
            to: None,
            reported: Some(reported),
            symptom: Some(row.ticket.subject.clone()),
            tickets: vec![id],
            ..Outage::default()
        });
        let sample = Change::Enter { entry: None, revision: None, fact: Some(Box::new(outage.clone())) };
        if self.is_refused(&sample, None, now) {
            return;
        }
        let contracts = self.book.contracts().cloned().collect();
        if let Some(mut form) = EntryForm::new(Sort::Outage, contracts, Some(&contract.id)) {
            form.fill(&outage);
            form.settle();
            form.focus = EntryField::Symptom;
            self.screens.push(Screen::Entry(Box::new(form)));
        }
    }

    /// Opens the form for changing that entry.
    pub(super) fn open_entry(&mut self, id: EntryId, now: Instant) {
        let Some(entry) = self.ledger.get(id).cloned() else { return };
        let Some(fact) = &entry.fact else { return self.info("It has been removed", now) };
        let change = Change::Enter { entry: Some(id), revision: None, fact: Some(Box::new(fact.clone())) };
        if self.is_refused(&change, Some(&*entry), now) {
            return;
        }
        let Some(contract) = self.book.get(fact.contract()).cloned() else {
            return self.bad(format!("The contract {} is not loaded; press ! to see why", fact.contract()), now);
        };
        if let Some(form) = EntryForm::of((id, entry.revision), fact, &contract) {
            self.screens.push(Screen::Entry(Box::new(form)));
        }
    }

    /// Opens the selected outage to be ended, else the only one that runs at this vendor, else the only one at all.
    pub(super) fn end_outage(&mut self, now: Instant) {
        let selected = self.selected_entry().filter(|id| self.runs(*id));
        let vendor = self.uptime_vendor();
        let running: Vec<(EntryId, String)> =
            self.ledger.running().map(|(id, outage)| (id, outage.contract.clone())).collect();
        let of_vendor: Vec<EntryId> =
            running.iter().filter(|(_, c)| Some(c) == vendor.as_ref()).map(|(id, _)| *id).collect();
        let found = match (selected, of_vendor.as_slice(), running.as_slice()) {
            (Some(id), _, _) => id,
            (None, [only], _) | (None, [], [(only, _)]) => *only,
            (None, [], []) => return self.info("No outage is running", now),
            _ => return self.info("Several outages are running: select the one that has ended", now),
        };
        self.open_entry(found, now);
        if let Some(Screen::Entry(form)) = self.screens.last_mut()
            && form.entry.is_some_and(|(id, _)| id == found)
        {
            form.end_at(self.at.take().unwrap_or(now));
        }
    }

    fn runs(&self, id: EntryId) -> bool {
        self.ledger.running().any(|(running, _)| running == id)
    }

    /// Removes the selected entry; `u` brings it back.
    pub(super) fn remove_entry(&mut self, now: Instant) -> Effects {
        let Some(entry) = self.selected_entry().and_then(|id| self.ledger.get(id)).cloned() else {
            self.info("Select an outage, a maintenance or a change on a vendor's page", now);
            return Vec::new();
        };
        let change = Change::Enter { entry: Some(entry.id), revision: Some(entry.revision), fact: None };
        if self.is_refused(&change, Some(&*entry), now) {
            return Vec::new();
        }
        let label = self.entry_words(&entry, now).map(|words| format!("removed: {words}"));
        label.map_or_else(Vec::new, |label| vec![self.commit(label, vec![change], true).1])
    }

    fn selected_entry(&self) -> Option<EntryId> {
        match self.screens.last() {
            Some(Screen::Uptime(view)) => match view.line() {
                Some(PageLine::Entry(id)) => Some(id),
                _ => None,
            },
            _ => None,
        }
    }

    fn entry_words(&self, entry: &Entry, now: Instant) -> Option<String> {
        Some(self.fact_words(entry.fact.as_ref()?, now))
    }

    /// `outage of Markant, since …`, for a message.
    fn fact_words(&self, fact: &Fact, now: Instant) -> String {
        let contract = self.book.get(fact.contract());
        let zone = contract.map_or(self.zone, |c| c.zone);
        let vendor = contract.map_or_else(|| fact.contract().to_owned(), |c| c.vendor.clone());
        let when = match fact {
            Fact::Outage(outage) => outage_in_words(outage, zone, now),
            Fact::Maintenance(maintenance) => clock_text(zone, maintenance.from),
            Fact::AnnouncedChange(change) => clock_text(zone, change.from),
            Fact::Release(release) => release.date.long(),
            Fact::VendorReport(report) => report.month.long(),
            Fact::Agreement(_) | Fact::Amendment(_) | Fact::Rota(_) => String::new(),
        };
        clean(&format!("{} of {vendor}, {when}", fact.words())).into_owned()
    }

    pub(super) fn update_entry_form(&mut self, msg: Msg, now: Instant) -> Effects {
        let Some(Screen::Entry(form)) = self.screens.last_mut() else { return Vec::new() };
        if form.saving.is_some() {
            return if msg == Msg::Do(Action::Back) { self.leave_form(now) } else { Vec::new() };
        }
        match msg {
            Msg::Do(Action::Save) => return self.save_entry(now),
            Msg::Do(Action::Accept) if form.focus == EntryField::Save => return self.save_entry(now),
            Msg::Do(Action::Accept | Action::NextField) => form.step(true),
            Msg::Do(Action::PrevField) => form.step(false),
            Msg::Do(Action::NextChoice) => form.turn(true),
            Msg::Do(Action::PrevChoice) => form.turn(false),
            Msg::Do(Action::Earlier) => form.focus = EntryField::From,
            Msg::Do(Action::Back) => return self.leave_entry_form(now),
            Msg::Do(Action::DropDraft) => return self.ask_to_drop(now),
            Msg::Edit(edit) => {
                if let Some(line) = form.line_mut() {
                    line.handle(edit);
                }
            }
            Msg::Paste(text) => {
                let cut = form.line_mut().and_then(|line| super::overlays::paste_line(line, &text, room::ANY_LINE));
                if let Some(words) = cut {
                    self.bad(words, now);
                }
            }
            Msg::Unbound(key) if form.focus.way() == Way::Choice => form.jump(&key),
            _ => {}
        }
        Vec::new()
    }

    /// What is new is kept as a draft; a change that was typed would be lost, so that is asked first.
    fn leave_entry_form(&mut self, now: Instant) -> Effects {
        let Some(Screen::Entry(form)) = self.screens.last() else { return Vec::new() };
        if form.entry.is_some() && form.is_dirty() {
            let question = format!("Leave this {} as it was? What you typed is lost.", form.sort.words());
            self.layers.push(Overlay::Confirm(Confirm { question, then: Then::DropForm }));
            return Vec::new();
        }
        self.leave_form(now)
    }

    fn save_entry(&mut self, now: Instant) -> Effects {
        let Some(Screen::Entry(form)) = self.screens.last() else { return Vec::new() };
        let entry = form.entry;
        let checked = form.fact(now).and_then(|fact| {
            let checked = check_fact(&fact, entry.map(|(id, _)| id), &self.book, &self.ledger, now);
            checked.map(|()| fact).map_err(|refusal| vec![refusal])
        });
        match checked {
            Ok(fact) => self.send_entry(fact, now),
            Err(wrong) => {
                self.say(ToastKind::Error, wrong.first().map_or_else(String::new, ToString::to_string), now.plus(4));
                if let Some(Screen::Entry(form)) = self.screens.last_mut() {
                    form.reject(wrong);
                }
                Vec::new()
            }
        }
    }

    fn send_entry(&mut self, fact: Fact, now: Instant) -> Effects {
        let label = self.fact_words(&fact, now);
        let Some(Screen::Entry(form)) = self.screens.last() else { return Vec::new() };
        let (entry, draft) = (form.entry, form.keeping.id());
        let change = Change::Enter {
            entry: entry.map(|(id, _)| id),
            revision: entry.map(|(_, revision)| revision),
            fact: Some(Box::new(fact)),
        };
        let mut effects = self.keep_drafts(now);
        let (tag, effect) = match entry {
            Some(_) => self.commit(label, vec![change], true),
            None => self.commit_draft(label, change, draft),
        };
        if let Some(Screen::Entry(form)) = self.screens.last_mut() {
            form.saving = Some(tag);
        }
        effects.push(effect);
        effects
    }

    /// The change of an entry that came too late: the form stays with what was typed, and counts for what is there now.
    /// Whether there is such a form.
    pub(super) fn entry_came_too_late(&mut self, tag: u64, words: &str) -> bool {
        let ledger = Arc::clone(&self.ledger);
        let forms = self.screens.iter_mut().filter_map(|screen| match screen {
            Screen::Entry(form) => Some(form),
            _ => None,
        });
        let Some(form) = forms.into_iter().find(|form| form.saving == Some(tag)) else { return false };
        form.saving = None;
        if let Some((id, revision)) = &mut form.entry {
            *revision = ledger.get(*id).map_or(*revision, |entry| entry.revision);
            let there = fact_of(&ledger, *id).is_some();
            let hint = if there { "Ctrl-S writes over it, Esc leaves it as it is now" } else { "it has been removed" };
            form.wrong = vec![Problem::new(ProblemKind::Conflict, words, hint)].into();
        }
        true
    }
}
