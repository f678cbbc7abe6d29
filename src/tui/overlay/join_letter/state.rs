//! Holds the choice of a ticket for a letter, narrowed by what is typed: a number, or words of the subject.

use tui_input::Input;

use crate::domain::intake::{Reporter, reporter};
use crate::domain::ledger::{InboxLetter, LedgerRecordId, folded};
use crate::domain::sla::TicketRow;
use crate::domain::ticket::TicketId;
use crate::tui::shared::Shared;
use crate::tui::widget::Rows;

/// The most that are listed: whoever wants another one types more.
const MOST: usize = 50;

/// The choice while something is typed.
pub struct LetterJoin {
    /// The letter.
    pub letter: LedgerRecordId,
    /// Who sent it, in words.
    pub sender: String,
    /// The ticket that it seems to belong to.
    pub like: Option<TicketId>,
    /// Who reports by it.
    who: Reporter,
    /// The line that is typed.
    pub line: Input,
    /// The tickets that match: the likely one first, then those of its sender.
    pub found: Vec<TicketId>,
    /// The selected one.
    pub rows: Rows,
}

impl LetterJoin {
    /// Creates the choice for that letter.
    pub fn new(id: LedgerRecordId, letter: &InboxLetter, shared: &Shared) -> Self {
        let mut join = Self {
            letter: id,
            sender: letter.sender(),
            like: letter.like,
            who: reporter(&shared.ledger, letter.customer()),
            line: Input::default(),
            found: Vec::new(),
            rows: Rows::unchosen(),
        };
        join.follow(shared);
        // Only the likely one is taken by a single key.
        join.rows = if join.like.is_some() { Rows::default() } else { Rows::unchosen() };
        join
    }

    /// Lists the tickets that match what is typed.
    pub fn follow(&mut self, shared: &Shared) {
        let typed = folded(self.line.value());
        let mut found: Vec<(u8, std::cmp::Reverse<TicketId>)> = shared
            .queue
            .open_rows()
            .filter(|row| matches(row, &typed))
            .map(|row| (self.distance(row, shared), std::cmp::Reverse(row.ticket.id)))
            .collect();
        found.sort_unstable();
        self.found = found.into_iter().map(|(_, id)| id.0).take(MOST).collect();
        // A closed ticket is at hand by its number alone.
        let named = self.number().or(self.like.filter(|_| typed.is_empty()));
        if let Some(named) = named {
            self.found.retain(|id| *id != named);
            self.found.insert(0, named);
        }
        self.rows = if typed.is_empty() { Rows::unchosen() } else { Rows::default() };
    }

    /// Returns the number that is typed.
    fn number(&self) -> Option<TicketId> {
        let text = self.line.value().trim();
        text.strip_prefix('#').unwrap_or(text).parse().ok().filter(|number| *number > 0).map(TicketId)
    }

    /// Returns how far a ticket is from the letter's sender.
    fn distance(&self, row: &TicketRow, shared: &Shared) -> u8 {
        let person = shared.ledger.person_of(&row.ticket).map(|(id, _)| id);
        let organisation = shared.ledger.organisation_of(&row.ticket).map(|(id, _)| id);
        match (
            person.is_some() && person == self.who.person,
            organisation.is_some() && organisation == self.who.organisation,
        ) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        }
    }

    /// Returns the selected ticket.
    pub fn selected(&self) -> Option<TicketId> {
        self.found.get(self.rows.chosen()?).copied()
    }
}

/// Returns whether every word that is typed stands in number, subject or customer.
fn matches(row: &TicketRow, typed: &str) -> bool {
    if typed.trim().is_empty() {
        return true;
    }
    let ticket = &row.ticket;
    let text = folded(&format!("#{} {} {}", ticket.id, ticket.subject, ticket.customer.as_deref().unwrap_or_default()));
    typed.split_whitespace().all(|word| text.contains(word))
}
