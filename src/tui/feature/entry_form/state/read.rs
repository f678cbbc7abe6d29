//! Reads what is typed into the form: moments, texts, tickets' numbers, and everything that is wrong with them.

use super::{EntryField, EntryForm};
use crate::domain::ledger::{AnnouncedChange, Fact, Maintenance, Outage};
use crate::domain::problem::Problem;
use crate::domain::ticket::TicketId;
use crate::domain::time::{Instant, parse_moment};

/// Reads the lines, and collects their problems.
pub(super) struct Reader<'a> {
    form: &'a EntryForm,
    now: Instant,
    wrong: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(form: &'a EntryForm, now: Instant) -> Self {
        Self { form, now, wrong: Vec::new() }
    }

    pub(super) fn outage(mut self) -> Result<Fact, Vec<Problem>> {
        let from = self.moment(EntryField::From).unwrap_or(self.now);
        let begun = self.form.entry.is_none().then_some(from);
        let outage = Outage {
            contract: self.form.contract().id.clone(),
            from,
            to: self.moment_or(EntryField::To, None, "running"),
            reported: self.moment_or(EntryField::Reported, begun, "none"),
            symptom: self.text(EntryField::Symptom),
            solution: self.text(EntryField::Solution),
            cause: self.form.causes().get(self.form.cause).filter(|cause| !cause.is_empty()).cloned(),
            affects: self.affects(),
            tickets: self.tickets(),
        };
        self.done(Fact::Outage(outage))
    }

    pub(super) fn maintenance(mut self) -> Result<Fact, Vec<Problem>> {
        let (from, to) = (self.needed(EntryField::From), self.needed(EntryField::To));
        let maintenance = Maintenance {
            contract: self.form.contract().id.clone(),
            from,
            to,
            announced: self.announced(),
            kind: self.text(EntryField::Kind),
            note: self.text(EntryField::Note),
        };
        self.done(Fact::Maintenance(maintenance))
    }

    pub(super) fn change(mut self) -> Result<Fact, Vec<Problem>> {
        let from = self.needed(EntryField::From);
        let note = self.text(EntryField::Note).unwrap_or_default();
        let change =
            AnnouncedChange { contract: self.form.contract().id.clone(), from, announced: self.announced(), note };
        self.done(Fact::AnnouncedChange(change))
    }

    fn done(self, fact: Fact) -> Result<Fact, Vec<Problem>> {
        if self.wrong.is_empty() { Ok(fact) } else { Err(self.wrong) }
    }

    fn value(&self, field: EntryField) -> &str {
        self.form.lines.get(&field).map_or("", |line| line.value().trim())
    }

    fn text(&self, field: EntryField) -> Option<String> {
        Some(self.value(field).to_owned()).filter(|text| !text.is_empty())
    }

    /// Returns the moment in a field; none where nothing is typed, or something that is no moment.
    fn moment(&mut self, field: EntryField) -> Option<Instant> {
        let text = self.value(field).to_owned();
        if let Some((_, at)) = self.form.moments.get(&field).filter(|(as_filled, _)| *as_filled == text) {
            return Some(*at);
        }
        if text.is_empty() {
            return None;
        }
        parse_moment(&text, self.form.contract().zone, self.now)
            .map_err(|error| self.refuse(field, &error.message(), error.hint().as_deref().unwrap_or("change it")))
            .ok()
    }

    /// Returns the moment in a field that may be left empty, or say with the word `none` that there is no moment.
    fn moment_or(&mut self, field: EntryField, empty: Option<Instant>, none: &str) -> Option<Instant> {
        match self.value(field) {
            "" => empty,
            word if word.eq_ignore_ascii_case(none) => None,
            _ => self.moment(field),
        }
    }

    /// Returns when it was announced: now, where a new entry says nothing.
    fn announced(&mut self) -> Option<Instant> {
        let empty = self.form.entry.is_none().then_some(self.now);
        self.moment_or(EntryField::Announced, empty, "never")
    }

    fn needed(&mut self, field: EntryField) -> Instant {
        if self.value(field).is_empty() {
            self.refuse(field, "the time is missing", "write 2024-01-05 16:00");
        }
        self.moment(field).unwrap_or(self.now)
    }

    /// Returns the services or customers that are named, divided by commas; an empty list means all.
    fn affects(&self) -> Vec<String> {
        let names = self.value(EntryField::Affects).split(',').map(str::trim);
        names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }

    fn tickets(&mut self) -> Vec<TicketId> {
        let text = self.value(EntryField::Tickets).to_owned();
        let words = text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
        let read = |word: &str| word.trim_start_matches('#').parse().map(TicketId).ok();
        let tickets: Vec<Option<TicketId>> = words.map(read).collect();
        if tickets.iter().any(Option::is_none) {
            self.refuse(EntryField::Tickets, "this is not a ticket's number", "write #12 #15, or nothing");
        }
        tickets.into_iter().flatten().collect()
    }

    fn refuse(&mut self, field: EntryField, message: &str, hint: &str) {
        self.wrong.push(Problem { field: field.fills(), ..Problem::refused(message, hint) });
    }
}
