//! Enters outages, maintenance, announced changes, people and organisations: opens their form, ends, changes and removes them.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use crate::config::{Draft, DraftOf};
use crate::desk::{Change, Problem, ProblemKind};
use crate::domain::contract::Contract;
use crate::domain::ledger::{LedgerFact, LedgerRecord, LedgerRecordId, Outage, check_fact};
use crate::domain::problem::Field;
use crate::domain::text::clean;
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::action::Context;
use crate::tui::feature::{DeskNews, Page, PageFlow, Tab};
use crate::tui::form::autosave::{Autosave, DraftChanges};
use crate::tui::form::{FieldInput, Form, Typing};
use crate::tui::input::{Mode, Msg};
use crate::tui::overlay::confirm::{Confirm, ConfirmedEffect};
use crate::tui::shared::{Effects, Shared, brings_back, not_loaded};
use crate::tui::widget::{ToastKind, VisibleRows};

use super::{EntryRow, FormKind, LedgerForm, view};

/// Opens the form for a new entry of that sort, at that vendor; a draft of it comes back.
pub(crate) fn open(sort: FormKind, vendor: Option<&str>, shared: &mut Shared, now: Instant) -> Effects {
    let sample = Change::Enter { entry: None, revision: None, fact: Some(Box::new(sort.sample())) };
    if shared.is_refused(&sample, None, now) {
        return Effects::new();
    }
    let Some(mut form) = LedgerForm::new(sort, contracts(vendor, shared), vendor, shared.zone) else {
        let why = shared.keys.say("No contract could be read, so nothing can be entered; press {problems} to see why");
        shared.bad(why, now);
        return Effects::new();
    };
    form.know_organisations(&shared.ledger);
    form.know_staff(&shared.me.name, shared.staff_names());
    if let Some(draft) = shared.take_draft(sort.draft()) {
        form.bring_back(&draft);
    }
    if sort == FormKind::Outage
        && let Some(at) = shared.at.take()
    {
        form.begin_at(at);
    }
    shared.open(form);
    shared.read_drafts()
}

/// Opens the form for a person who is called as a customer was typed.
pub(crate) fn open_for_name(name: &str, shared: &mut Shared, now: Instant) {
    let sample = Change::Enter { entry: None, revision: None, fact: Some(Box::new(FormKind::Person.sample())) };
    if shared.is_refused(&sample, None, now) {
        return;
    }
    if let Some(mut form) = LedgerForm::new(FormKind::Person, contracts(None, shared), None, shared.zone) {
        form.know_organisations(&shared.ledger);
        form.call(name);
        shared.open(form);
    }
}

/// Returns the contracts that can be chosen: those that there are files of, and the one of that vendor as it was kept, where its
/// file is gone.
fn contracts(vendor: Option<&str>, shared: &Shared) -> Vec<Arc<Contract>> {
    let mut contracts: Vec<Arc<Contract>> = shared.book.contracts().cloned().collect();
    let gone = vendor.filter(|id| contracts.iter().all(|contract| contract.id != *id));
    contracts.extend(gone.and_then(|id| shared.book.get(id)).cloned());
    contracts
}

/// Opens the form for an outage filled in from a ticket; where a running outage has that ticket already, the form for that
/// one.
pub(crate) fn open_outage_of(id: TicketId, shared: &mut Shared, now: Instant) {
    let running = shared.ledger.outages_of(id).find(|(_, outage)| outage.to.is_none()).map(|(id, _)| id);
    if let Some(entry) = running {
        open_to_change(entry, shared, now);
        return shared.info(format!("#{id} is in this outage already"), now);
    }
    let Some((row, contract)) = shared.row_with_contract(id, now) else { return };
    let reported = row.ticket.reported();
    let outage = LedgerFact::Outage(Outage {
        contract: row.ticket.contract.clone(),
        from: shared.at.take().unwrap_or(reported),
        to: None,
        reported: Some(reported),
        symptom: Some(row.ticket.subject.clone()),
        tickets: vec![id],
        ..Outage::default()
    });
    let sample = Change::Enter { entry: None, revision: None, fact: Some(Box::new(outage.clone())) };
    if shared.is_refused(&sample, None, now) {
        return;
    }
    let contracts = contracts(Some(&contract.id), shared);
    if let Some(mut form) = LedgerForm::new(FormKind::Outage, contracts, Some(&contract.id), shared.zone) {
        form.fill(&outage);
        form.settle();
        form.focus = EntryRow::Field(Field::Symptom);
        shared.open(form);
    }
}

/// Opens the form for changing that entry.
pub(crate) fn open_to_change(id: LedgerRecordId, shared: &mut Shared, now: Instant) {
    if let Some(form) = form_of(id, shared, now) {
        shared.open(form);
    }
}

/// Opens the form for that outage, with an end now or at the moment entered before.
pub(crate) fn open_to_end(id: LedgerRecordId, shared: &mut Shared, now: Instant) {
    if let Some(mut form) = form_of(id, shared, now) {
        form.end_at(shared.at.take().unwrap_or(now));
        shared.open(form);
    }
}

/// Returns the form for changing that entry; where that cannot be done, says so and returns none.
fn form_of(id: LedgerRecordId, shared: &mut Shared, now: Instant) -> Option<LedgerForm> {
    let entry = shared.ledger.get(id).cloned()?;
    let Some(fact) = &entry.fact else {
        shared.info("It has been removed", now);
        return None;
    };
    let change = Change::Enter { entry: Some(id), revision: None, fact: Some(Box::new(fact.clone())) };
    if shared.is_refused(&change, Some(&*entry), now) {
        return None;
    }
    if let Some(sort) = FormKind::of(fact).filter(|sort| sort.is_party()) {
        let mut form = LedgerForm::new(sort, contracts(None, shared), None, shared.zone)?;
        form.know_organisations(&shared.ledger);
        form.fill(fact);
        form.entry = Some((id, entry.revision));
        form.settle();
        return Some(form);
    }
    let Some(contract) = shared.book.get(fact.contract()).cloned() else {
        shared.bad(not_loaded(&shared.keys, fact.contract()), now);
        return None;
    };
    LedgerForm::of((id, entry.revision), fact, &contract, shared.zone)
}

/// Removes that entry; `u` brings it back.
pub(crate) fn remove(entry: &LedgerRecord, shared: &mut Shared, now: Instant) -> Effects {
    let change = Change::Enter { entry: Some(entry.id), revision: Some(entry.revision), fact: None };
    if shared.is_refused(&change, Some(entry), now) {
        return Effects::new();
    }
    let Some(fact) = &entry.fact else { return Effects::new() };
    let label = format!("removed: {}", fact_words(fact, shared, now));
    vec![shared.commit(label, vec![change], true).1]
}

/// Returns the words for a fact in a message: `outage of Markant, since …`.
fn fact_words(fact: &LedgerFact, shared: &Shared, now: Instant) -> String {
    if FormKind::of(fact).is_some_and(FormKind::is_party) {
        return clean(&format!("{} {}", fact.words(), fact.subject())).into_owned();
    }
    let contract = shared.book.get(fact.contract());
    let vendor = contract.map_or_else(|| fact.contract().to_owned(), |c| c.vendor.clone());
    let (own, there) = (shared.zone, contract.map_or(shared.zone, |contract| contract.zone));
    let (when, at_vendor) = (fact.when(own, now), fact.when(there, now));
    let both = if when == at_vendor { String::new() } else { format!(" ({at_vendor} {})", there.city()) };
    clean(&format!("{} of {vendor}, {when}{both}", fact.words())).into_owned()
}

impl Page for LedgerForm {
    fn context(&self) -> Context {
        Context::Form
    }

    fn mode(&self) -> Mode {
        self.keys_go_to()
    }

    fn title(&self, shared: &Shared, now: Instant) -> String {
        let (page, sort) = (if self.sort.is_party() { "People" } else { "Uptime" }, self.sort.words());
        match self.entry {
            Some((id, _)) => format!("{page} ▸ {sort} {id}"),
            None => format!("{page} ▸ new {sort}{}", self.autosave.since_in_words(shared.zone, now)),
        }
    }

    fn tab(&self) -> Tab {
        Tab::None
    }

    fn typing(&self) -> Option<&dyn Typing> {
        Some(self)
    }

    fn typing_mut(&mut self) -> Option<&mut dyn Typing> {
        Some(self)
    }

    fn update(&mut self, msg: &Msg, shared: &mut Shared, now: Instant) -> PageFlow {
        self.take(msg, shared, now)
    }

    /// Keeps the form with what was typed when the change of its entry came too late, and takes in what others have made of it.
    fn came_too_late(&mut self, tag: u64, words: &str, shared: &Shared, now: Instant) -> Option<String> {
        if self.saving != Some(tag) {
            return None;
        }
        self.saving = None;
        self.wrong = vec![Problem::new(ProblemKind::Conflict, words, "what they have changed is being read")].into();
        self.tell_others_change(shared, now);
        let said = self.wrong.each().next().map(|problem| problem.message.clone());
        Some(said.unwrap_or_else(|| words.to_owned()))
    }

    /// Takes in what came too late for this form's own change, once it is here.
    fn hear(&mut self, news: DeskNews<'_>, shared: &Shared, now: Instant) {
        if self.is_behind() && matches!(news, DeskNews::Ledger | DeskNews::Anew) {
            self.tell_others_change(shared, now);
        }
    }

    fn ticks_seconds(&self, _shared: &Shared, _now: Instant) -> bool {
        true
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, now: Instant) -> Option<VisibleRows> {
        view::draw(frame, area, shared, self, now);
        None
    }
}

impl Form for LedgerForm {
    fn way(&self) -> FieldInput {
        self.focus.way()
    }

    fn go(&mut self, forward: bool) {
        self.step(forward);
    }

    fn choose_next(&mut self, forward: bool) {
        self.turn(forward);
    }

    fn choose_by(&mut self, letter: &str) {
        self.jump(letter);
    }

    fn typed_line(&mut self) -> Option<&mut Input> {
        self.line_mut()
    }

    fn take_suggestion(&mut self) -> bool {
        self.take_organisation() || self.take_staff()
    }

    fn go_to_moment(&mut self, _shared: &mut Shared, _now: Instant) {
        if !self.sort.is_party() {
            self.focus = EntryRow::Field(Field::From);
        }
    }

    /// Leaves the form. A new entry is kept as a draft; a change that was typed would be lost, so it asks first.
    fn back(&mut self, shared: &mut Shared, now: Instant) -> Effects {
        if self.entry.is_some() && LedgerForm::is_dirty(self) {
            let question = format!("Leave this {} as it was? What you typed is lost.", self.sort.words());
            shared.over(Confirm { question, then: ConfirmedEffect::Drop });
            return Effects::new();
        }
        shared.leave_typing(self, now)
    }

    fn save(&mut self, shared: &mut Shared, now: Instant) -> Effects {
        let save = shared.keys.say("{save}");
        let checked = self.fact(now).and_then(|fact| {
            let doubt = if self.sort == FormKind::Absence { self.doubts_staff(&save) } else { None };
            doubt.map_or(Ok(fact), |doubt| Err(vec![doubt]))
        });
        let checked = checked.and_then(|fact| {
            let checked = check_fact(&fact, self.entry.map(|(id, _)| id), &shared.book, &shared.ledger, now);
            checked.map(|()| fact).map_err(|refusal| vec![refusal])
        });
        match checked {
            Ok(fact) => self.send(fact, shared, now),
            Err(wrong) => {
                let first = wrong.first().map_or_else(String::new, ToString::to_string);
                shared.say(ToastKind::Error, first, now.plus(4));
                self.reject(wrong);
                Effects::new()
            }
        }
    }
}

impl LedgerForm {
    /// Takes in what somebody else has made of the record, and says what that is and what the next save does.
    fn tell_others_change(&mut self, shared: &Shared, now: Instant) {
        let record = self.entry.and_then(|(id, _)| shared.ledger.get(id));
        let Some(others) = self.catch_up(record) else { return };
        let who = shared.shown_name(&others.by);
        let what = match record.and_then(|record| record.fact.as_ref()).filter(|_| self.sort.is_party()) {
            Some(fact) => fact_words(fact, shared, now),
            None => self.entry.map_or_else(String::new, |(id, _)| format!("{} {id}", self.sort.words())),
        };
        let (message, hint) = if others.is_removed {
            (format!("{who} has removed {what} meanwhile"), "{save} enters it again, Esc leaves it removed".to_owned())
        } else {
            let label = |field: &Field| view::label(self.sort, *field);
            let shown = |(field, says): &(Field, String)| {
                let says = if says.is_empty() { "nothing" } else { says };
                format!("{}: {}", label(field), clean(says))
            };
            let fields: Vec<String> = others.fields.iter().map(shown).collect();
            let both: Vec<&str> = others.both.iter().map(label).collect();
            let over = if both.is_empty() {
                "{save} keeps that and writes what you changed".to_owned()
            } else {
                format!("{{save}} keeps that, but writes yours over {}; Esc leaves theirs", both.join(", "))
            };
            (format!("{who} has changed {what} meanwhile ({})", fields.join("; ")), over)
        };
        self.wrong = vec![Problem::new(ProblemKind::Conflict, message, shared.keys.say(&hint))].into();
    }

    fn send(&mut self, fact: LedgerFact, shared: &mut Shared, now: Instant) -> Effects {
        let label = fact_words(&fact, shared, now);
        let change = Change::Enter {
            entry: self.entry.map(|(id, _)| id),
            revision: self.entry.map(|(_, revision)| revision),
            fact: Some(Box::new(fact)),
        };
        let step = LedgerForm::keep(self, now);
        let mut effects = shared.done_by(step);
        let (tag, effect) = match self.entry {
            Some(_) => shared.commit(label, vec![change], true),
            None => shared.commit_draft(label, vec![change], self.autosave.id()),
        };
        self.saving = Some(tag);
        effects.push(effect);
        effects
    }
}

impl Typing for LedgerForm {
    fn words(&self) -> &'static str {
        self.sort.words()
    }

    fn is_dirty(&self) -> bool {
        LedgerForm::is_dirty(self)
    }

    fn keep(&mut self, now: Instant) -> DraftChanges {
        LedgerForm::keep(self, now)
    }

    fn autosave(&mut self) -> &mut Autosave {
        &mut self.autosave
    }

    fn wants(&self) -> Option<DraftOf> {
        let is_new = self.entry.is_none() && self.autosave.is_fresh() && !LedgerForm::is_dirty(self) && !self.is_filled;
        is_new.then(|| self.sort.draft())
    }

    fn bring_back(&mut self, draft: &Draft) {
        LedgerForm::bring_back(self, draft);
    }

    fn comes_back(&self) -> String {
        brings_back(self.sort.draft()).to_owned()
    }

    fn drop_question(&self) -> &'static str {
        "Drop what is typed here? It is lost."
    }

    fn saving(&self) -> Option<u64> {
        self.saving
    }

    fn refuse(&mut self, error: &Problem) {
        self.reject(vec![error.clone()]);
    }
}
