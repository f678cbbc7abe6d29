//! Shows the store as one person may see it: every query, a guest's and the owner's own, reads through here, so that
//! nothing outside the asker's scope comes out of any of them.

use std::sync::Arc;

use frist_config::Person;
use frist_domain::audit::{AuditPage, AuditSearch};
use frist_domain::file::FileHash;
use frist_domain::ledger::{LedgerRecord, LedgerRecordId};
use frist_domain::query::{FoundTickets, TicketMatcher, TicketSearch};
use frist_domain::report::{FactsQuery, TicketFacts};
use frist_domain::ticket::{Record, Ticket, TicketId, original_letters};

use super::audit::AuditReader;
use super::files::{FileBytes, PIECE_BYTES};
use super::intake::IntakeReport;
use super::local::LocalDesk;
use super::permissions::check_work;
use super::scan;
use super::scope::Scope;
use super::{
    CommitOutcome, FilePiece, InboxPage, MissingFiles, Problem, ProblemKind, RecordFilePiece, Request, SendFile,
};

/// What a query is answered from: the desk of the process that has the store, and who asks.
pub struct View<'a> {
    desk: &'a LocalDesk,
    /// The asker, or none for the process that has the store, which may do everything under any name.
    person: Option<&'a Person>,
    scope: Scope,
}

impl<'a> View<'a> {
    /// Makes the view of somebody who was let in.
    pub(super) const fn of(desk: &'a LocalDesk, person: &'a Person) -> Self {
        Self { desk, person: Some(person), scope: Scope::of(person) }
    }

    /// Makes the view of the process that has the store.
    pub(super) const fn of_owner(desk: &'a LocalDesk) -> Self {
        Self { desk, person: None, scope: Scope::Everything }
    }

    /// Returns every open ticket, by number.
    pub(super) fn open_tickets(&self) -> Vec<Arc<Ticket>> {
        let mut tickets = self.desk.tickets();
        tickets.retain(|ticket| self.scope.covers(ticket));
        tickets
    }

    /// Returns a ticket with its events, or none if there is none of that number, or none that the asker may see.
    pub(super) fn record(&self, id: TicketId) -> Result<Option<Record>, Problem> {
        Ok(self.desk.stored(id)?.filter(|record| self.scope.covers(&record.ticket)))
    }

    /// Looks for tickets among all there are.
    pub(super) fn find(&self, find: &TicketSearch) -> Result<FoundTickets, Problem> {
        let (book, ledger, newer) = self.desk.as_it_is();
        if TicketMatcher::new(find, &book, &ledger)?.wants_only_open() {
            return scan::find_open(&self.desk.reader.open_tickets()?, find, &newer, (&book, &ledger), self.scope);
        }
        let groups: Vec<_> = self.desk.reader.blocks().collect::<Result<_, _>>()?;
        scan::find(&groups, find, &newer, (&book, &ledger), self.scope)
    }

    /// Returns what reports need to know of the tickets that are wanted, in parts: one for every so many tickets that
    /// were read, also where none of them is wanted, so that the asker knows that it goes on.
    pub(super) fn facts(
        &self,
        wanted: FactsQuery,
    ) -> Result<impl Iterator<Item = Result<TicketFacts, Problem>> + use<>, Problem> {
        let (scope, (book, ledger, newer)) = (self.scope, self.desk.as_it_is());
        let (from, to) = wanted.period.moments();
        let groups: Vec<_> = self.desk.reader.blocks_within(from, to).collect::<Result<_, _>>()?;
        let mut first = Some(scan::facts_of_unapplied(&newer, &wanted, (&book, &ledger), scope)?);
        let mut read = 0;
        Ok(std::iter::from_fn(move || {
            if let Some(first) = first.take() {
                return Some(Ok(first));
            }
            let part = groups.get(read..)?.chunks(scan::part()).next()?;
            read += part.len();
            Some(scan::facts(part, &wanted, &newer, (&book, &ledger), scope))
        }))
    }

    /// Returns a page of the audit log.
    pub(super) fn audit(&self, search: &AuditSearch) -> Result<AuditPage, Problem> {
        // This is read before sled: what leaves memory later is in sled by then.
        let (book, pending, pending_entries) = self.desk.audit_entries_as_they_are();
        let record = |id| self.record(id);
        AuditReader { reader: self.desk.reader.clone(), pending, pending_entries, book, record: &record }.page(search)
    }

    /// Writes a request in the asker's name and if they may; a request of the process that has the store is written in
    /// the name that it has.
    pub(super) fn commit(&self, request: Request) -> Result<CommitOutcome, Problem> {
        match self.person {
            Some(person) => self.desk.commit_as(person, request),
            None => self.desk.write(request, None),
        }
    }

    /// Takes in a piece of a file, if the asker may attach any; returns the file's hash and size once it is there.
    pub(super) fn take_file(&self, piece: &SendFile) -> Result<Option<(FileHash, u64)>, Problem> {
        if let Some(person) = self.person {
            check_work(&super::Desk::people(self.desk), person, "attaching files")?;
        }
        let by = self.person.map_or("", |person| person.name.as_str());
        self.desk.files().take(by, piece)
    }

    /// Returns a piece of a file of a ticket that the asker may see.
    pub(super) fn file_piece(&self, FilePiece { ticket, sha256, at }: FilePiece) -> Result<FileBytes, Problem> {
        let record = self.record(ticket)?;
        let file = record.as_ref().and_then(|record| {
            let own = record.ticket.files.iter().find(|file| file.sha256 == sha256).cloned();
            own.or_else(|| original_letters(&record.events).into_iter().find(|file| file.sha256 == sha256))
        });
        let Some(file) = file else {
            let message = format!("#{ticket} has no such file");
            return Err(Problem::new(ProblemKind::NotFound, message, "frist file lists the files of a ticket"));
        };
        let store = &self.desk.files().store;
        if at == 0 {
            store.check(sha256, file.size)?;
        }
        Ok(FileBytes(store.read(sha256, at, PIECE_BYTES)?))
    }

    /// Returns which files of a ticket are not in the store, or not with as many bytes as they should have.
    pub(super) fn missing_files(&self, MissingFiles { ticket }: MissingFiles) -> Result<Vec<FileHash>, Problem> {
        let Some(record) = self.record(ticket)? else { return Ok(Vec::new()) };
        let store = &self.desk.files().store;
        let mut missing = Vec::new();
        for file in &record.ticket.files {
            if store.size(file.sha256)? != Some(file.size) {
                missing.push(file.sha256);
            }
        }
        Ok(missing)
    }

    /// Takes in some of the letters that wait, if the asker may work on tickets.
    pub(super) fn take_letters(&self) -> Result<IntakeReport, Problem> {
        if let Some(person) = self.person {
            check_work(&super::Desk::people(self.desk), person, "taking letters in")?;
        }
        self.desk.take_letters()
    }

    /// Returns the letters that wait in the inbox, the one that could be due first at the front.
    pub(super) fn inbox(&self, most: usize) -> InboxPage {
        let (book, ledger) = (super::Desk::book(self.desk), super::Desk::ledger(self.desk));
        let all = self.desk.inbox_deadlines().of(&ledger, &book, &self.desk.mail().defaults());
        InboxPage::of(&ledger, all, most)
    }

    /// Returns the record of a letter, whatever became of it.
    pub(super) fn recorded_letter(&self, id: LedgerRecordId) -> Option<Arc<LedgerRecord>> {
        let ledger = super::Desk::ledger(self.desk);
        ledger.get(id).filter(|entry| entry.fact.as_ref().is_some_and(|fact| fact.letter().is_some())).cloned()
    }

    /// Returns a piece of a file of a ledger record that the asker may see.
    pub(super) fn record_file_piece(&self, asked: RecordFilePiece) -> Result<FileBytes, Problem> {
        let RecordFilePiece { record, sha256, at } = asked;
        let ledger = super::Desk::ledger(self.desk);
        let fact = ledger.get(record).and_then(|found| found.fact.as_ref());
        let file = fact.and_then(|fact| fact.files().into_iter().find(|file| file.sha256 == sha256));
        let Some(file) = file else {
            let message = format!("letter {record} has no such file");
            return Err(Problem::new(ProblemKind::NotFound, message, "frist inbox show lists the files of a letter"));
        };
        let store = &self.desk.files().store;
        if at == 0 {
            store.check(sha256, file.size)?;
        }
        Ok(FileBytes(store.read(sha256, at, PIECE_BYTES)?))
    }

    /// Has the alerts told that are held back; returns whether there were any.
    pub(super) fn want_alerts(&self) -> Result<bool, Problem> {
        match self.person {
            Some(person) => self.desk.want_alerts(person),
            None => self.desk.want_alerts(&super::Desk::me(self.desk)),
        }
    }
}
