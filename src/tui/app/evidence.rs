//! Opens the document about a ticket for its vendor.

use crate::desk::Problem;
use crate::domain::evidence::{Notes, evidence};
use crate::domain::ticket::{Record, TicketId};
use crate::domain::time::Instant;
use crate::tui::overlay::pager::Pager;
use crate::tui::shared::not_loaded;

use super::App;

impl App {
    /// Opens the document about that ticket, made of the record that was read for it; says so where there is none.
    pub(super) fn open_evidence(&mut self, id: TicketId, read: Result<Option<Record>, Problem>, now: Instant) {
        let shared = &mut self.shared;
        let record = match read {
            Ok(Some(record)) => record,
            Ok(None) => return shared.bad(format!("There is no ticket #{id}"), now),
            Err(error) => return shared.bad(error.to_string(), now),
        };
        let Some(contract) = shared.book.of_ticket(&record.ticket) else {
            return shared.bad(not_loaded(&shared.keys, &record.ticket.contract), now);
        };
        let title = format!("Evidence on #{id} for {}", contract.vendor);
        let write = |language| evidence(&record, &contract, now, Notes::ToCustomer, language);
        let pager = Pager::in_languages(title, contract.vendor_side.documents(), write);
        shared.over(pager.for_file(format!("frist-{id}.md")));
    }
}
