//! Runs commands of the person's own, and says what came of them; or begins a letter with their canned reply.

use std::sync::Arc;

use crate::config::OwnProgram;
use crate::desk::Problem;
use crate::domain::sla::TicketRow;
use crate::domain::ticket::{Record, TicketId};
use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::action::OwnCommand;
use crate::tui::feature::Page;
use crate::tui::feature::composer::{self, LetterKind};
use crate::tui::host::{DeskWork, Work};
use crate::tui::run::{Effect, ShellEffect};
use crate::tui::shared::{AwaitedCommand, Effects, OpeningState, PendingOpening};

use super::App;

impl App {
    /// Returns what cannot be done on that page now, with the reasons.
    pub(super) fn refused_on(&self, page: &dyn Page, now: Instant) -> Vec<(Action, String)> {
        let mut refused = page.refused(&self.shared, now);
        refused.extend(self.shared.refused_own(page.context()));
        refused
    }

    /// Runs the person's own command of that number, once its ticket has been read where it gets all of it.
    pub(super) fn run_own(&mut self, number: u8, now: Instant) -> Effects {
        let Some(command) = self.shared.keys.own(number).map(Arc::clone) else { return Effects::new() };
        if let Some(why) = self.shared.own_refusal(&command) {
            self.shared.bad(why, now);
            return Effects::new();
        }
        if let Some((reply, ticket)) = command.reply.as_deref().zip(self.shared.current) {
            return composer::open_with(ticket, LetterKind::Customer, Some(reply), &mut self.shared, now);
        }
        let ticket = self.shared.current.filter(|_| command.needs_ticket());
        let row = ticket.and_then(|id| self.shared.row(id, now));
        match ticket {
            Some(ticket) if command.takes_json || row.is_none() => {
                self.shared.waits = OpeningState::For(PendingOpening::OwnCommand(ticket));
                self.awaited_command = Some(AwaitedCommand { command, ticket });
                vec![DeskWork::ForCommand(ticket).into()]
            }
            _ => self.start_own(&command, row.as_ref(), None, now),
        }
    }

    /// Runs the command that waited for that ticket.
    pub(super) fn run_awaited(&mut self, id: TicketId, read: Result<Option<Record>, Problem>, now: Instant) -> Effects {
        let awaited = self.awaited_command.take().filter(|awaited| awaited.ticket == id);
        let Some(AwaitedCommand { command, .. }) = awaited else { return Effects::new() };
        let shared = &mut self.shared;
        let record = match read {
            Ok(Some(record)) => record,
            Ok(None) => {
                shared.bad(format!("There is no ticket #{id}"), now);
                return Effects::new();
            }
            Err(error) => {
                shared.bad(error.to_string(), now);
                return Effects::new();
            }
        };
        let row = TicketRow::new(Arc::clone(&record.ticket), shared.book.of_ticket(&record.ticket), now);
        let input = command.takes_json.then(|| (shared.own.ticket_json)(&row, &record, &shared.ledger, now) + "\n");
        self.start_own(&command, Some(&row), input, now)
    }

    fn start_own(
        &mut self,
        command: &OwnCommand,
        row: Option<&TicketRow>,
        input: Option<String>,
        now: Instant,
    ) -> Effects {
        let program = match self.shared.own_program(command, row, input) {
            Ok(program) => program,
            Err(why) => {
                self.shared.bad(format!("{}: {why}", command.name), now);
                return Effects::new();
            }
        };
        if command.waits {
            // The program has the terminal for as long as it likes.
            let mut effects = self.keep_drafts(now);
            effects.push(ShellEffect::Run(Box::new(program)).into());
            return effects;
        }
        self.shared.own_running += 1;
        let of = row.map_or_else(String::new, |row| format!(" for #{}", row.ticket.id));
        self.shared.info(format!("{} started{of}", command.name), now);
        vec![Effect::Host(Work::Run(Box::new(program)))]
    }

    /// Takes in that a program beside the screen has ended. Only what has failed is told.
    pub(super) fn ran_beside(&mut self, name: &str, ended: Result<(), String>, now: Instant) {
        self.shared.own_running = self.shared.own_running.saturating_sub(1);
        if let Err(why) = ended {
            self.shared.bad(format!("{name}: {why}"), now);
        }
    }

    /// Takes in that a program that had the terminal has ended.
    pub(super) fn ran_in_terminal(&mut self, program: &OwnProgram, ended: Result<(), String>, now: Instant) -> Effects {
        match ended {
            Ok(()) => self.shared.info(format!("{} has ended", program.name), now),
            Err(why) => self.shared.bad(format!("{}: {why}", program.name), now),
        }
        self.taken_again()
    }
}
