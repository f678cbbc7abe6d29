//! Checks what becomes of letters in the inbox. The desk itself puts them there; people say what becomes of them, and change
//! nothing that they say.

use frist_domain::ledger::{LedgerFact, LedgerRecord, LetterOutcome};
use frist_domain::ticket::TicketId;

use super::{DraftCommit, Problem};

impl DraftCommit<'_> {
    /// Returns what is entered of a letter: one that a ticket is made of has the number of the one that the same request made.
    ///
    /// # Errors
    ///
    /// If the request made none.
    pub(super) fn with_outcome(&self, fact: Option<LedgerFact>) -> Result<Option<LedgerFact>, Problem> {
        let Some(LedgerFact::Letter(mut letter)) = fact else { return Ok(fact) };
        if letter.outcome == Some(LetterOutcome::Taken(TicketId(0))) {
            let made = self.touched.iter().rev().find(|touched| touched.first == 0).map(|touched| touched.ticket);
            let none = || Problem::refused("no ticket is made of the letter", "take it with frist inbox take");
            letter.outcome = Some(LetterOutcome::Taken(made.ok_or_else(none)?));
        }
        Ok(Some(LedgerFact::Letter(letter)))
    }

    /// Refuses whatever a person asks for that is more than saying what becomes of a letter that waits.
    pub(super) fn check_inbox(
        &self,
        standing: Option<&LedgerRecord>,
        fact: Option<&LedgerFact>,
    ) -> Result<(), Problem> {
        let was = standing.and_then(|standing| standing.fact.as_ref()?.letter());
        let is = fact.and_then(LedgerFact::letter);
        if let Some(was) = was.filter(|was| !was.waits() && is.is_some_and(|is| !is.waits())) {
            let message =
                format!("that letter is {} already", was.outcome.map_or("dealt with", |outcome| outcome.key()));
            return Err(Problem::refused(message, "frist inbox lists those that wait"));
        }
        if self.person.is_none() || self.is_mail {
            return Ok(());
        }
        match (was, is) {
            (None, None) => Ok(()),
            (Some(was), Some(is)) if is.came_as(was) => Ok(()),
            (Some(_), _) => Err(Problem::refused("a letter stays as it came", "take, join or drop it (frist inbox)")),
            (None, Some(_)) => Err(Problem::refused("letters come in by mail", "frist intake takes one in")),
        }
    }
}
