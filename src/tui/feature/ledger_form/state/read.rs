//! Reads what is typed into the form: moments, texts, tickets' numbers, and everything that is wrong with them.

use super::LedgerForm;
use crate::domain::ledger::{LedgerCommand, LedgerFact, LedgerFieldType, LedgerValue, Outage};
use crate::domain::problem::{Field, Problem};
use crate::domain::ticket::TicketId;
use crate::domain::time::{Instant, parse_moment};

/// Reads the lines, and collects their problems.
pub(super) struct LedgerFormReader<'a> {
    form: &'a LedgerForm,
    now: Instant,
    wrong: Vec<Problem>,
}

impl<'a> LedgerFormReader<'a> {
    pub(super) const fn new(form: &'a LedgerForm, now: Instant) -> Self {
        Self { form, now, wrong: Vec::new() }
    }

    pub(super) fn outage(mut self) -> Result<LedgerFact, Vec<Problem>> {
        let from = self.moment(Field::From).unwrap_or(self.now);
        let begun = self.form.entry.is_none().then_some(from);
        let outage = Outage {
            contract: self.form.contract().id.clone(),
            from,
            to: self.moment_or(Field::To, None, "running"),
            reported: self.moment_or(Field::Reported, begun, "none"),
            symptom: self.text(Field::Symptom),
            solution: self.text(Field::Solution),
            cause: self.form.causes().get(self.form.cause).filter(|cause| !cause.is_empty()).cloned(),
            affects: self.affects(),
            tickets: self.tickets(),
        };
        self.done(LedgerFact::Outage(outage))
    }

    /// Reads a record, every field as its table says.
    pub(super) fn record(mut self, command: &LedgerCommand) -> Result<LedgerFact, Vec<Problem>> {
        let mut fact = (command.blank)(&self.form.contract().id);
        for input in command.fields() {
            let value = match input.takes {
                LedgerFieldType::Moment | LedgerFieldType::End => LedgerValue::Moment(Some(self.needed(input.field))),
                LedgerFieldType::MomentOrNever => LedgerValue::Moment(self.announced(input.field)),
                LedgerFieldType::Text => LedgerValue::Text(Some(self.text(input.field).unwrap_or_default())),
                LedgerFieldType::TextOrNone | LedgerFieldType::Work => LedgerValue::Text(self.text(input.field)),
            };
            (command.put)(&mut fact, input.field, value);
        }
        self.done(fact)
    }

    fn done(self, fact: LedgerFact) -> Result<LedgerFact, Vec<Problem>> {
        if self.wrong.is_empty() { Ok(fact) } else { Err(self.wrong) }
    }

    fn value(&self, field: Field) -> &str {
        self.form.lines.get(&field).map_or("", |line| line.value().trim())
    }

    fn text(&self, field: Field) -> Option<String> {
        Some(self.value(field).to_owned()).filter(|text| !text.is_empty())
    }

    /// Returns the moment in a field; none where nothing is typed, or something that is no moment.
    fn moment(&mut self, field: Field) -> Option<Instant> {
        let text = self.value(field).to_owned();
        if let Some((_, at)) = self.form.moments.get(&field).filter(|(as_filled, _)| *as_filled == text) {
            return Some(*at);
        }
        if text.is_empty() {
            return None;
        }
        parse_moment(&text, self.form.zone, self.now)
            .map_err(|error| self.refuse(field, &error.message(), error.hint().as_deref().unwrap_or("change it")))
            .ok()
    }

    /// Returns the moment in a field that may be left empty, or say with the word `none` that there is no moment.
    fn moment_or(&mut self, field: Field, empty: Option<Instant>, none: &str) -> Option<Instant> {
        match self.value(field) {
            "" => empty,
            word if word.eq_ignore_ascii_case(none) => None,
            _ => self.moment(field),
        }
    }

    /// Returns when it was announced: now, where a new entry says nothing.
    fn announced(&mut self, field: Field) -> Option<Instant> {
        let empty = self.form.entry.is_none().then_some(self.now);
        self.moment_or(field, empty, "never")
    }

    fn needed(&mut self, field: Field) -> Instant {
        if self.value(field).is_empty() {
            let label = self.form.sort.input(field).map_or_else(|| field.key(), |input| input.label);
            self.refuse(field, &format!("{label}: the time is missing"), "write 2024-01-05 16:00");
        }
        self.moment(field).unwrap_or(self.now)
    }

    /// Returns the services or customers that are named, divided by commas; an empty list means all.
    fn affects(&self) -> Vec<String> {
        let names = self.value(Field::Affects).split(',').map(str::trim);
        names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }

    fn tickets(&mut self) -> Vec<TicketId> {
        let text = self.value(Field::Tickets).to_owned();
        let words = text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
        let read = |word: &str| word.trim_start_matches('#').parse().map(TicketId).ok();
        let tickets: Vec<Option<TicketId>> = words.map(read).collect();
        if tickets.iter().any(Option::is_none) {
            self.refuse(Field::Tickets, "this is not a ticket's number", "write #12 #15, or nothing");
        }
        tickets.into_iter().flatten().collect()
    }

    fn refuse(&mut self, field: Field, message: &str, hint: &str) {
        self.wrong.push(Problem { field: Some(field), ..Problem::refused(message, hint) });
    }
}
