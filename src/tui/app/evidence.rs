//! The document for the vendor, and the sentence of a closing: what goes on a ticket's record for others to read.

use crate::desk::Problem;
use crate::domain::evidence::{Notes, evidence};
use crate::domain::ticket::{BreachReason, Record, TicketId};
use crate::domain::time::Instant;
use crate::tui::screen::dialog::{Overlay, Pager};
use crate::tui::screen::reason::Reason;

use super::{App, Effects};

impl App {
    /// Opens the document about a ticket that was read for it.
    pub(super) fn open_evidence(&mut self, id: TicketId, read: Result<Option<Record>, Problem>, now: Instant) {
        let record = match read {
            Ok(Some(record)) => record,
            Ok(None) => return self.bad(format!("There is no ticket #{id}"), now),
            Err(error) => return self.bad(error.to_string(), now),
        };
        let Some(contract) = self.book.of_ticket(&record.ticket) else {
            let contract = &record.ticket.contract;
            return self.bad(format!("The contract {contract} is not loaded; press ! to see why"), now);
        };
        let text = evidence(&record, &contract, now, Notes::ToCustomer);
        let lines = text.lines().map(str::to_owned).collect();
        let pager = Pager::new(format!("Evidence on #{id} for {}", contract.vendor), lines);
        self.layers.push(Overlay::Pager(pager.for_file(format!("frist-{id}.md"))));
    }

    /// Asks for the sentence beside the reason of a closing. The choice stays below, for Esc.
    pub(super) fn ask_reason(&mut self, ticket: TicketId, revision: Option<u32>, reason: BreachReason) {
        self.layers.push(Overlay::Reason(Reason::new(ticket, revision, reason)));
    }

    /// Closes the ticket with the sentence that is typed, if it is one.
    pub(super) fn accept_reason(&mut self, now: Instant) -> Effects {
        let Some(Overlay::Reason(reason)) = self.layers.top_mut() else { return Vec::new() };
        let closing = match reason.closing() {
            Ok(closing) => closing,
            Err(error) => {
                reason.wrong = Some(error.to_string());
                return Vec::new();
            }
        };
        let (ticket, revision, words) =
            (reason.ticket, reason.revision, format!("closed, breach: {}", reason.reason.words()));
        self.layers.pop();
        if matches!(self.layers.top(), Some(Overlay::Choose(chooser)) if chooser.ticket == ticket) {
            self.layers.pop();
        }
        self.add(ticket, revision, closing, &words, now)
    }
}
