//! The part of the form that is about an absence: who of the staff it is, and from when to when.

use super::LedgerForm;
use crate::domain::ledger::{Absence, LedgerFact};
use crate::domain::problem::{Field, Problem};
use crate::domain::reader::nearest;
use crate::domain::text::clean;
use crate::domain::time::{Instant, TimeError};

/// The names of those who may be away.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct KnownStaff {
    /// The name of the person at the screen, whom `me` means.
    pub me: String,
    /// The names that the settings have, or that stand on tickets.
    pub names: Vec<String>,
    /// A name that nobody has and that was entered once: entered again, it is meant.
    doubted: Option<String>,
}

impl LedgerForm {
    /// Notes who may be away.
    pub fn know_staff(&mut self, me: &str, names: Vec<String>) {
        self.staff = KnownStaff { me: me.to_owned(), names, doubted: None };
    }

    /// Returns the names of the staff that begin as the one that is typed.
    pub fn staff_like(&self) -> Vec<&str> {
        let typed = self.text_of(Field::Staff).to_lowercase();
        if self.focus.field() != Some(Field::Staff) || self.staff.names.contains(&typed) {
            return Vec::new();
        }
        self.staff.names.iter().map(String::as_str).filter(|name| name.to_lowercase().starts_with(&typed)).collect()
    }

    /// Takes the first of them. Returns whether there was one and something is typed.
    pub fn take_staff(&mut self) -> bool {
        let first = self.staff_like().first().map(|name| (*name).to_owned());
        let Some(first) = first.filter(|_| !self.text_of(Field::Staff).is_empty()) else { return false };
        self.set_text(Field::Staff, Some(&first));
        true
    }

    fn text_of(&self, field: Field) -> &str {
        self.lines.get(&field).map_or("", |line| line.value().trim())
    }

    fn staff_meant(&self) -> &str {
        let typed = self.text_of(Field::Staff);
        if typed.eq_ignore_ascii_case("me") { &self.staff.me } else { typed }
    }

    pub(super) fn fill_absence(&mut self, absence: &Absence) {
        self.set_text(Field::Staff, Some(&absence.staff));
        self.set_moment(Field::From, Some(absence.from));
        self.set_moment(Field::To, absence.to);
        self.set_text(Field::Note, absence.note.as_deref());
    }

    /// Returns the absence that the form would enter.
    pub(super) fn absence(&self, now: Instant) -> Result<LedgerFact, Vec<Problem>> {
        let mut wrong = Vec::new();
        let staff = self.staff_meant().to_owned();
        if staff.is_empty() {
            wrong.push(Problem::of_field(Field::Staff, "the name is missing", "say who is away, or me"));
        }
        let mut read = |field, read: fn(&str, _, _) -> Result<Instant, TimeError>| {
            let text = self.text_of(field);
            let kept = self.moments.get(&field).filter(|(as_filled, _)| as_filled == text).map(|(_, at)| *at);
            if text.is_empty() || kept.is_some() {
                return kept;
            }
            let refuse = |error: TimeError| {
                let hint = error.hint().unwrap_or_else(|| "write a date such as 2024-01-05".to_owned());
                wrong.push(Problem::of_field(field, error.message(), hint));
            };
            read(text, self.zone, now).map_err(refuse).ok()
        };
        let from = read(Field::From, Absence::read_from).unwrap_or(now);
        let to = read(Field::To, Absence::read_to);
        let note = Some(self.text_of(Field::Note).to_owned()).filter(|note| !note.is_empty());
        if wrong.is_empty() { Ok(LedgerFact::Absence(Absence { staff, from, to, note })) } else { Err(wrong) }
    }

    /// Returns a problem where nobody that is known is called so, the first time; the second time it is meant. `save` is the key
    /// that enters it.
    pub fn doubts_staff(&mut self, save: &str) -> Option<Problem> {
        let staff = self.staff_meant().to_owned();
        let known = self.staff.names.is_empty() || self.staff.names.contains(&staff);
        if known || staff.is_empty() || self.staff.doubted.as_ref() == Some(&staff) {
            return None;
        }
        let near = nearest(&staff, self.staff.names.iter().map(String::as_str));
        let near = near.map_or_else(String::new, |near| format!("; do you mean {near}?"));
        let message = format!("the desk knows nobody called “{}”{near}", clean(&staff));
        self.staff.doubted = Some(staff);
        Some(Problem::of_field(Field::Staff, message, format!("{save} enters it all the same")))
    }
}
