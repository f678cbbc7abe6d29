//! Says whether a command of the person's own can run now, and with what; or why its canned reply cannot be written.

use std::sync::Arc;

use crate::config::OwnProgram;
use crate::domain::ledger::Ledger;
use crate::domain::sla::TicketRow;
use crate::domain::ticket::{Record, TicketId};
use crate::domain::time::Instant;
use crate::tui::action::{Action, Context, OwnCommand, Placeholder};

use super::Shared;

/// The most programs that run beside the screen at once: a key that is held must not start hundreds.
const MOST_BESIDE: usize = 8;

/// A function that writes a ticket as JSON in one line, as `frist show --json` prints it at that moment.
pub type TicketText = fn(&TicketRow, &Record, &Ledger, Instant) -> String;

/// What own commands are given besides the ticket.
#[derive(Clone, Debug)]
pub struct OwnCommandSetup {
    /// The folder of the store.
    pub store: String,
    /// What writes a ticket as JSON.
    pub ticket_json: TicketText,
}

impl Shared {
    /// Returns the own commands of that context that cannot run now, with the reasons.
    pub(crate) fn refused_own(&self, context: Context) -> Vec<(Action, String)> {
        let rows = self.keys.rows().filter(|row| row.applies(context));
        let refused = |action: Action| match action {
            Action::Own(number) => Some((action, self.own_refusal(self.keys.own(number)?)?)),
            _ => None,
        };
        rows.filter_map(|row| refused(row.action)).collect()
    }

    /// Returns why that command cannot run now, if it cannot.
    pub(crate) fn own_refusal(&self, command: &OwnCommand) -> Option<String> {
        let name = &command.name;
        let replies = command.reply.is_some();
        if !replies && !self.has_shell {
            return Some(format!("{name} does not run here: a screen behind a key reaches nothing but the desk"));
        }
        if command.needs_ticket() && self.current.is_none() {
            return Some(format!("{name} needs a ticket, and none is selected"));
        }
        if command.needs_ticket() && !self.marks.is_empty() {
            let marked = self.marks.len();
            return Some(format!("{name} is for one ticket at a time; Esc lets go of the {marked} that are marked"));
        }
        if let Some(ticket) = self.current.filter(|_| replies) {
            let no_folder = || format!("{name} needs canned replies, and there is no folder for them here");
            return self.writing_refusal(ticket).or_else(|| self.replies.is_none().then(no_folder));
        }
        let runs = !command.waits && self.own_running >= MOST_BESIDE;
        runs.then(|| format!("{MOST_BESIDE} own commands are running already; {name} can run once one has ended"))
    }

    /// Returns the program that the command runs, for the ticket of that row where it needs one.
    ///
    /// # Errors
    ///
    /// If a text of the ticket would be taken for an option, in words.
    pub(crate) fn own_program(
        &self,
        command: &OwnCommand,
        row: Option<&TicketRow>,
        input: Option<String>,
    ) -> Result<OwnProgram, String> {
        let argv = command.argv(&|placeholder| match row {
            _ if placeholder == Placeholder::Store => self.own.store.clone(),
            Some(row) => value(placeholder, row),
            None => String::new(),
        })?;
        Ok(OwnProgram { name: command.name.clone(), argv, input })
    }
}

/// Returns what stands in the place of a placeholder.
fn value(placeholder: Placeholder, row: &TicketRow) -> String {
    let ticket = &row.ticket;
    match placeholder {
        Placeholder::Ticket => ticket.id.to_string(),
        Placeholder::Subject => ticket.subject.clone(),
        Placeholder::Customer => ticket.customer.clone().unwrap_or_default(),
        Placeholder::Contract => ticket.contract.clone(),
        Placeholder::Plan => ticket.plan.clone(),
        Placeholder::Severity => ticket.severity.clone(),
        Placeholder::Assignee => ticket.assignee.clone().unwrap_or_default(),
        Placeholder::Status => ticket.status().key().to_owned(),
        Placeholder::Due => row.next().and_then(|target| target.due).map_or_else(String::new, |due| due.to_string()),
        // Not of the ticket.
        Placeholder::Store => String::new(),
    }
}

/// An own command whose ticket is being read.
pub(crate) struct AwaitedCommand {
    /// The command.
    pub(crate) command: Arc<OwnCommand>,
    /// The ticket.
    pub(crate) ticket: TicketId,
}
