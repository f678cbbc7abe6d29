//! Checks what may be entered. Everything that is refused is refused before anything is written: what holds for one kind
//! alone is in its file, what several have in common is here.

use crate::contract::{Book, Contract};
use crate::problem::{Field, Problem};
use crate::text::clean;
use crate::ticket::{check_line, check_note, refused_text};
use crate::time::Instant;

use super::{Ledger, LedgerFact, LedgerRecordId};

/// The desk that a record is checked against.
pub(super) struct Scene<'a> {
    /// The entry whose next revision it would be; none for a new one.
    pub(super) id: Option<LedgerRecordId>,
    pub(super) book: &'a Book,
    pub(super) ledger: &'a Ledger,
    pub(super) now: Instant,
}

impl<'a> Scene<'a> {
    /// Returns the contract of that id.
    ///
    /// # Errors
    /// If it is not there.
    pub(super) fn contract(&self, id: &str) -> Result<&'a Contract, Problem> {
        self.book.get(id).map(|contract| &**contract).ok_or_else(|| {
            let known: Vec<&str> = self.book.contracts().map(|c| c.id.as_str()).collect();
            let message = format!("there is no contract `{}`", clean(id));
            Problem::of_field(Field::Contract, message, format!("there are {}", known.join(", ")))
        })
    }

    /// Returns whether that is another entry than the one that is written.
    pub(super) fn is_another(&self, id: LedgerRecordId) -> bool {
        self.id != Some(id)
    }
}

/// Checks whether `fact` may be the next revision of the record `id`, or a new entry where there is none. Whether the
/// tickets that it names are there is for the desk to know.
pub fn check_fact(
    fact: &LedgerFact,
    id: Option<LedgerRecordId>,
    book: &Book,
    ledger: &Ledger,
    now: Instant,
) -> Result<(), Problem> {
    fact.record().check(&Scene { id, book, ledger, now })
}

pub(super) fn in_range(field: Field, at: Instant) -> Result<(), Problem> {
    at.checked()
        .map(drop)
        .map_err(|error| Problem::of_field(field, format!("that is {error}"), "give a time in these years"))
}

pub(super) fn past(field: Field, what: &str, at: Option<Instant>, now: Instant) -> Result<(), Problem> {
    let Some(at) = at else { return Ok(()) };
    in_range(field, at)?;
    if at > now {
        return Err(Problem::of_field(field, format!("{what} cannot be in the future"), "give a time that has passed"));
    }
    Ok(())
}

pub(super) fn after(from: Instant, to: Option<Instant>, what: &str) -> Result<(), Problem> {
    match to {
        Some(to) if to < from => Err(Problem::of_field(
            Field::To,
            format!("{what} would end before it begins"),
            "give an end after its beginning",
        )),
        Some(to) if to == from => {
            Err(Problem::of_field(Field::To, format!("{what} would have no length"), "give an end after its beginning"))
        }
        _ => Ok(()),
    }
}

pub(super) fn line(field: Field, text: Option<&str>) -> Result<(), Problem> {
    text.map_or(Ok(()), |text| check_line(text).map_err(|error| refused_text(field, &error)))
}

pub(super) fn note(field: Field, text: Option<&str>) -> Result<(), Problem> {
    text.map_or(Ok(()), |text| check_note(text).map_err(|error| refused_text(field, &error)))
}
