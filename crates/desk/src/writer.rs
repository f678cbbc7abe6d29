//! The one thread that writes. It takes all requests that wait, checks them, appends them to the write-ahead log and
//! syncs once; now they are acknowledged. Before it takes the next ones, it brings sled up to them.

mod beside;
mod editing;
mod files;
mod inbox;
mod letters;
mod order;
mod staged;

use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex};

use frist_config::{People, Person};
use frist_domain::contract::Contract;
use frist_domain::ledger::{LedgerFact, LedgerRecord, LedgerRecordId};
use frist_domain::problem::Field;
use frist_domain::ticket::{
    Commit, Edit, Event, EventData, Record, Ticket, TicketId, check_alert, check_event, check_new, check_room, event,
    live, new_events, say,
};
use frist_domain::time::Instant;
use frist_store::{Reader, Store, StoreError, StoreErrorKind};

use super::files::DeskFileStore;
use super::ledger_changes::{LedgerChanges, asked_for, no_ledger_record};
use super::local::lock;
use super::mail::MailInForce;
use super::owner_state::OwnerState;
use super::permissions::{Right, check, may};
use super::resubmission;
use super::{Change, Clock, CommitOutcome, Problem, ProblemKind, Request, TouchedTicket};
use beside::EventPlace;
pub(super) use letters::check_letter;
use letters::check_restoring;
pub(super) use order::{TicketAlert, WriteOrder};
use staged::{ChangedRecord, StagedBatch, audit_entries, edits};

/// The most requests that share one sync.
const BATCH: usize = 256;

/// What is to be written, and where its outcome goes.
pub(super) struct WriteJob {
    pub(super) order: WriteOrder,
    /// The person whose rights count, or none where it may do everything.
    pub(super) person: Option<Person>,
    pub(super) reply: Sender<Result<CommitOutcome, Problem>>,
}

/// Everything that the writing thread needs.
pub(super) struct Writer {
    pub(super) store: Store,
    pub(super) reader: Reader,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) owner_state: Arc<Mutex<OwnerState>>,
    /// The people, and what each may do.
    pub(super) people: Arc<Mutex<Arc<People>>>,
    /// The files, whose bytes must be there before a commit names them.
    pub(super) files: Arc<DeskFileStore>,
    /// How letters go out.
    pub(super) mail: Arc<Mutex<Arc<MailInForce>>>,
}

impl Writer {
    /// Serves requests until nobody can send any more.
    pub(super) fn run(mut self, queue: &Receiver<WriteJob>) {
        while let Ok(first) = queue.recv() {
            let jobs: Vec<WriteJob> = std::iter::once(first).chain(queue.try_iter().take(BATCH - 1)).collect();
            self.serve(jobs);
        }
    }

    fn serve(&mut self, jobs: Vec<WriteJob>) {
        let (files, jobs): (Vec<WriteJob>, Vec<WriteJob>) =
            jobs.into_iter().partition(|job| matches!(job.order, WriteOrder::Files(..)));
        for job in &files {
            self.count_by(job);
        }
        let staged = self.stage_all(jobs);
        if !staged.commits.is_empty() {
            self.write(staged);
        }
    }

    /// Checks the requests of a batch, and answers those that are refused or were done before.
    fn stage_all(&self, jobs: Vec<WriteJob>) -> StagedBatch {
        let mut staged = self.begin();
        for job in jobs {
            if let Some(place) = staged.commits.iter().position(|commit| commit.id == job.order.id()) {
                if job.order.request().is_some_and(|request| resubmission::is_of(request, &staged.commits[place])) {
                    staged.again.push((job, place));
                } else {
                    drop(job.reply.send(Err(resubmission::taken())));
                }
                continue;
            }
            match self.stage(&mut staged, &job) {
                Ok(done) => staged.accepted.push((job, done)),
                // The asker may have gone; then nobody needs the answer.
                Err(outcome) => drop(job.reply.send(*outcome)),
            }
        }
        staged
    }

    fn write(&mut self, staged: StagedBatch) {
        let first_sequence = self.store.sequence() + 1;
        match self.store.append(&staged.commits) {
            Ok(_) => self.acknowledge(staged, first_sequence),
            Err(error) if matches!(error.kind(), StoreErrorKind::TooLarge { .. }) => self.one_by_one(staged, error),
            Err(error) => self.refuse_all(staged, error.into()),
        }
    }

    fn begin(&self) -> StagedBatch {
        let owner_state = lock(&self.owner_state);
        StagedBatch {
            book: owner_state.in_force.book(),
            ledger: owner_state.in_force.ledger(),
            next_id: self.store.next_ticket_id().0,
            next_entry: self.store.next_ledger_record_id().0,
            ..StagedBatch::default()
        }
    }

    /// Checks an order against the state that earlier ones of the batch will leave. An `Err` is its outcome: a
    /// refusal, or what came of it the first time.
    fn stage(
        &self,
        staged: &mut StagedBatch,
        job: &WriteJob,
    ) -> Result<CommitOutcome, Box<Result<CommitOutcome, Problem>>> {
        if let Some(broken) = &lock(&self.owner_state).broken {
            return Err(Box::new(Err(broken.clone())));
        }
        if let Some(before) = job.order.request().and_then(|request| self.done_before(request)) {
            return Err(Box::new(before));
        }
        let (now, by) = (self.clock.now(), job.order.by());
        let mut draft = DraftCommit {
            writer: self,
            staged,
            now,
            by,
            person: job.person.as_ref(),
            is_mail: matches!(job.order, WriteOrder::Mail(_)),
            asked: job.order.changes(),
            beside: Vec::new(),
            changed: Vec::new(),
            touched: Vec::new(),
            next_id: staged.next_id,
            entering: LedgerChanges::new(&staged.ledger, staged.next_entry, now, by),
            entered: Vec::new(),
        };
        draft.carry_out(&job.order).map_err(|e| Box::new(Err(e)))?;
        let DraftCommit { changed, touched, next_id, entering, entered, .. } = draft;
        let LedgerChanges { ledger, entries, next: next_entry, .. } = entering;
        if touched.is_empty() && entered.is_empty() {
            let nothing = Problem::new(ProblemKind::Refused, "nothing was asked for", "name a change");
            return Err(Box::new(Err(nothing)));
        }
        (staged.next_id, staged.next_entry, staged.ledger) = (next_id, next_entry, ledger);
        let mut edits = edits(&changed, &touched);
        edits.extend(entries.iter().map(|entry| Edit::Ledger(LedgerRecord::clone(entry))));
        staged.entries.extend(entries.iter().cloned());
        staged.take_in(changed, &touched, job.order.person());
        staged.commits.push(Commit { id: job.order.id(), at: now, by: by.to_owned(), edits });
        Ok(CommitOutcome { sequence: 0, touched, entered, entries })
    }

    fn done_before(&self, request: &Request) -> Option<Result<CommitOutcome, Problem>> {
        let sequence = self.store.commit_sequence(request.id).transpose()?;
        Some(sequence.map_err(Problem::from).and_then(|sequence| self.outcome_of(sequence, request)))
    }

    /// Returns the outcome of a commit that is in the write-ahead log, for an asker who did not hear it then.
    ///
    /// Where the write-ahead log keeps no such commit any more, as after a restoring from the state alone, the name has
    /// to do.
    fn outcome_of(&self, sequence: u64, request: &Request) -> Result<CommitOutcome, Problem> {
        let entry = self.store.wal_entries(sequence).next().transpose()?;
        if entry.as_ref().is_some_and(|entry| !resubmission::is_of(request, &entry.commit)) {
            return Err(resubmission::taken());
        }
        let mut touched = Vec::new();
        for (id, events) in entry.iter().flat_map(|entry| &entry.commit.edits).filter_map(Edit::on_ticket) {
            let record = self.reader.ticket(id)?;
            let place = record.and_then(|r| r.events.windows(events.len().max(1)).position(|w| w == events));
            touched.extend(place.map(|first| TouchedTicket {
                ticket: id,
                first: first as u32,
                count: events.len() as u32,
            }));
        }
        let edits = entry.iter().flat_map(|entry| &entry.commit.edits);
        let written = edits.filter_map(|edit| if let Edit::Ledger(entry) = edit { Some(entry) } else { None });
        let entries: Vec<Arc<LedgerRecord>> = written.map(|entry| Arc::new(entry.clone())).collect();
        let asked = entries.iter().filter(|entry| asked_for(entry));
        let entered = asked.map(|entry| (entry.id, entry.revision)).collect();
        Ok(CommitOutcome { sequence, touched, entered, entries })
    }

    /// Acknowledges a batch that the write-ahead log has: shows it, answers, then brings sled up to it.
    fn acknowledge(&mut self, staged: StagedBatch, first_sequence: u64) {
        {
            let mut owner_state = lock(&self.owner_state);
            let audit_entries = audit_entries(&staged, &owner_state.in_force.ledger(), first_sequence);
            owner_state.record_audit_entries(audit_entries);
            owner_state.enter(staged.entries);
            for ChangedRecord { record, first, by } in staged.tickets.into_values() {
                owner_state.publish(record, first, by);
            }
        }
        let mut accepted = staged.accepted;
        for (sequence, (job, done)) in (first_sequence..).zip(&mut accepted) {
            done.sequence = sequence;
            drop(job.reply.send(Ok(done.clone())));
        }
        for (job, place) in staged.again {
            drop(job.reply.send(Ok(accepted[place].1.clone())));
        }
        match self.store.apply() {
            Ok(()) => lock(&self.owner_state).applied(),
            Err(error) => self.break_down(error.into()),
        }
    }

    /// Tries the requests of a batch one by one. A change that is too large spoils only itself: nothing was written, so
    /// the others can still be.
    fn one_by_one(&mut self, staged: StagedBatch, error: StoreError) {
        let again = staged.again.into_iter().map(|(job, _)| job);
        let mut jobs: Vec<WriteJob> = staged.accepted.into_iter().map(|(job, _)| job).chain(again).collect();
        if jobs.len() > 1 {
            for job in jobs {
                self.serve(vec![job]);
            }
        } else if let Some(job) = jobs.pop() {
            drop(job.reply.send(Err(error.into())));
        }
    }

    fn refuse_all(&mut self, staged: StagedBatch, error: Problem) {
        lock(&self.owner_state).refused.extend(staged.commits.iter().map(resubmission::refused));
        let again = staged.again.into_iter().map(|(job, _)| job);
        for job in staged.accepted.into_iter().map(|(job, _)| job).chain(again) {
            drop(job.reply.send(Err(error.clone())));
        }
        self.break_down(error);
    }

    /// Stops writing after an error: nothing more is written until the store has been opened anew.
    fn break_down(&mut self, error: Problem) {
        lock(&self.owner_state).break_down(error);
    }
}

/// An order on its way to becoming a commit.
struct DraftCommit<'a> {
    writer: &'a Writer,
    staged: &'a StagedBatch,
    now: Instant,
    by: &'a str,
    person: Option<&'a Person>,
    /// Whether the desk itself does something with letters.
    is_mail: bool,
    /// All changes that are asked for.
    asked: &'a [Change],
    /// What was retracted beside what was asked for.
    beside: Vec<EventPlace>,
    changed: Vec<Record>,
    touched: Vec<TouchedTicket>,
    next_id: u64,
    entering: LedgerChanges<'a>,
    entered: Vec<(LedgerRecordId, u32)>,
}

impl DraftCommit<'_> {
    fn carry_out(&mut self, order: &WriteOrder) -> Result<(), Problem> {
        match order {
            WriteOrder::Request(request) | WriteOrder::Mail(request) => {
                let several = is_about_several(&request.changes);
                request.changes.iter().try_for_each(|change| {
                    let refused = |problem: Problem| match change.ticket().filter(|_| several) {
                        Some(ticket) => problem.on_ticket(ticket),
                        None => problem,
                    };
                    self.change(change).map_err(refused)
                })
            }
            // It is carried out before anything is staged.
            WriteOrder::Files(..) => Ok(()),
            WriteOrder::Alerts(_, alerts) => alerts.iter().try_for_each(|alert| self.keep_alert(alert)),
        }
    }

    /// Keeps an alert with its ticket. A full one has room for it.
    fn keep_alert(&mut self, given: &TicketAlert) -> Result<(), Problem> {
        let TicketAlert { ticket, happened, alert } = given;
        let record = self.record(*ticket)?;
        check_alert(&record.ticket, alert, *happened, self.now)?;
        let what = alert.clone().into();
        let event = Event { happened: *happened, recorded: self.now, by: self.by.to_owned(), what };
        self.extend(*ticket, record.events.to_vec(), vec![event])
    }

    fn change(&mut self, change: &Change) -> Result<(), Problem> {
        match change {
            Change::New(new) => {
                self.permit(change, None, None)?;
                let contract = self.contract_for_new(&new.contract, new.reported.unwrap_or(self.now))?;
                if let Some(wrong) = check_new(new, &contract, self.now).into_iter().next() {
                    return Err(wrong);
                }
                self.writer.files.check_arrived(&new.files)?;
                if let Some(letter) = &new.letter {
                    self.writer.files.check_arrived(letter.all_files())?;
                }
                self.check_parties(new.person, new.organisation)?;
                self.entering.keep_for_ticket(&contract.id, &self.staged.book);
                let id = TicketId(self.next_id);
                if id > TicketId::MOST {
                    let hint = "begin a new store; frist export takes out what is here";
                    return Err(Problem::new(ProblemKind::Refused, "the numbers of tickets are used up", hint));
                }
                self.next_id += 1;
                let promise = Some(contract.promise.as_str());
                self.extend(id, Vec::new(), new_events(new, &contract.version, promise, self.by, self.now))
            }
            Change::Add { ticket, revision, happened, what } => {
                let asked = self.record(*ticket)?;
                // What is written of a letter goes where the ticket goes on; people are told that it was merged.
                let (record, what) = match asked.ticket.merged.filter(|_| self.is_mail) {
                    Some(_) => (self.record(self.goes_on_at(*ticket)?)?, &come_for(*ticket, what)),
                    None => (asked, what),
                };
                let ticket = &record.ticket.id;
                self.permit(change, Some(&record), None)?;
                seen(&record, *revision)?;
                let happened = happened.unwrap_or(self.now);
                if let EventData::Retracted(event::Retracted { event }) = **what {
                    if self.is_retracted_beside(&record, event)? {
                        return Ok(());
                    }
                    check_retract(&record, event, self.by, self.is_lead_of_others())?;
                    self.check_brought_back(&record, event)?;
                }
                let contract = self.contract_of(&record.ticket);
                check_event(&record.ticket, contract.as_deref(), what, happened, self.now)?;
                self.writer.files.check_arrived(what.files())?;
                let what = self.completed(&record, what)?;
                self.add(&record, happened, what.clone())?;
                self.write_beside(*ticket, happened, &what)
            }
            Change::Enter { entry, revision, fact } => {
                let standing = entry.map(|id| self.entering.standing(id)).transpose()?;
                self.permit(change, None, standing.as_deref())?;
                let fact = fact.as_deref().cloned();
                let kept_by_itself = match fact {
                    Some(LedgerFact::Rota(_)) => Some(("the desk keeps the rota by itself", "change oncall.toml")),
                    Some(LedgerFact::LetterAlert(_)) => {
                        Some(("the desk itself says what people were told", "take, join or drop letters (frist inbox)"))
                    }
                    _ => None,
                };
                if let Some((why, hint)) = kept_by_itself.filter(|_| self.person.is_some()) {
                    return Err(Problem::new(ProblemKind::Refused, why, hint));
                }
                self.check_inbox(standing.as_deref(), fact.as_ref())?;
                let fact = self.with_outcome(fact)?;
                let fact = self.letter_to_enter(standing.as_deref(), fact)?;
                self.check_tickets_of(fact.as_ref())?;
                if let Some(fact) = &fact {
                    self.writer.files.check_arrived(fact.files())?;
                }
                self.entered.push(self.entering.enter(*entry, *revision, fact, &self.staged.book)?);
                Ok(())
            }
            Change::Restore { entry, revision, seen } => {
                let found = self.revision(*entry, *revision)?;
                check_restoring(&found)?;
                self.permit_restoring(change, &found)?;
                self.entered.push(self.entering.restore(*seen, found, &self.staged.book)?);
                Ok(())
            }
            Change::Retract { ticket, event } => {
                let record = self.record(*ticket)?;
                self.permit(change, Some(&record), None)?;
                if self.is_retracted_beside(&record, *event)? {
                    return Ok(());
                }
                let of_others = self.is_lead_of_others();
                check_retract(&record, *event, self.by, of_others)?;
                self.check_brought_back(&record, *event)?;
                let what = EventData::Retracted(event::Retracted { event: *event });
                self.add(&record, self.now, what.clone())?;
                self.write_beside(*ticket, self.now, &what)
            }
        }
    }

    /// Checks whether the asker may do that.
    fn permit(&self, change: &Change, record: Option<&Record>, entry: Option<&LedgerRecord>) -> Result<(), Problem> {
        self.person.map_or(Ok(()), |person| check(&self.writer.people(), person, change, record, entry))
    }

    /// Checks whether the asker may have an entry say again what it said at that revision; where that is nothing,
    /// whether they may remove it, or have brought it back themselves just before.
    fn permit_restoring(&self, change: &Change, found: &LedgerRecord) -> Result<(), Problem> {
        let standing = self.entering.standing(found.id)?;
        if let Some(fact) = &found.fact {
            let again = Change::Enter { entry: Some(found.id), revision: None, fact: Some(Box::new(fact.clone())) };
            return self.permit(&again, None, Some(&*standing));
        }
        if standing.by == self.by && standing.revision == found.revision + 1 {
            return self.permit(change, None, Some(&*standing));
        }
        self.permit(&Change::Enter { entry: Some(found.id), revision: None, fact: None }, None, Some(&*standing))
    }

    /// Returns a revision of an entry that stands, or was removed.
    fn revision(&self, id: LedgerRecordId, revision: u32) -> Result<LedgerRecord, Problem> {
        self.entering.standing(id)?;
        // A revision of the same batch is in nobody's store yet.
        let new = self.staged.entries.iter().chain(&self.entering.entries).filter(|new| new.id == id);
        let stored = self.writer.reader.entry(id)?;
        let mut all = stored.into_iter().chain(new.map(|new| LedgerRecord::clone(new)));
        all.find(|entry| entry.revision == revision).ok_or_else(|| no_ledger_record(id))
    }

    /// Checks whether the tickets that an entry names are there, and of its vendor.
    fn check_tickets_of(&self, fact: Option<&LedgerFact>) -> Result<(), Problem> {
        let Some(fact) = fact else { return Ok(()) };
        for id in fact.tickets() {
            let ticket = self.record(*id).map_err(|error| error.about(Field::Tickets))?.ticket;
            if ticket.contract != fact.contract() {
                let message = format!("#{id} is a ticket of {}, not of {}", ticket.contract, fact.contract());
                let refused = Problem::new(ProblemKind::Refused, message, "name tickets of the same vendor");
                return Err(refused.about(Field::Tickets));
            }
        }
        Ok(())
    }

    /// Returns whether the asker may retract what others entered. Where no people are named there is no lead:
    /// everybody's entries are safe from everybody else.
    fn is_lead_of_others(&self) -> bool {
        let named = !self.writer.people().is_empty();
        named && self.person.is_some_and(|person| may(person.role, Right::TakeBackOthers))
    }

    fn add(&mut self, record: &Record, happened: Instant, what: EventData) -> Result<(), Problem> {
        let event = Event { happened, recorded: self.now, by: self.by.to_owned(), what: what.into() };
        check_room(&record.ticket, &record.events, &event)?;
        self.extend(record.ticket.id, record.events.to_vec(), vec![event])
    }

    fn extend(&mut self, id: TicketId, mut events: Vec<Event>, new: Vec<Event>) -> Result<(), Problem> {
        let (first, count) = (events.len() as u32, new.len() as u32);
        events.extend(new);
        let record = Record::new(id, events).ok_or_else(|| not_found(id))?;
        self.changed.retain(|r| r.ticket.id != id);
        self.changed.push(record);
        match self.touched.iter_mut().find(|t| t.ticket == id) {
            Some(touched) => touched.count += count,
            None => self.touched.push(TouchedTicket { ticket: id, first, count }),
        }
        Ok(())
    }

    /// Returns the ticket as this request, then this batch, then the store would have it.
    fn record(&self, id: TicketId) -> Result<Record, Problem> {
        if let Some(record) = self.changed.iter().find(|r| r.ticket.id == id) {
            return Ok(record.clone());
        }
        if let Some(changed) = self.staged.tickets.get(&id) {
            return Ok(changed.record.clone());
        }
        let stored = self.writer.reader.ticket(id)?;
        stored.and_then(|r| Record::new(r.id, r.events)).ok_or_else(|| not_found(id))
    }

    fn contract_of(&self, ticket: &Ticket) -> Option<Arc<Contract>> {
        self.staged.book.of_ticket(ticket)
    }

    fn contract_for_new(&self, id: &str, at: Instant) -> Result<Arc<Contract>, Problem> {
        self.staged.book.for_new(id, at).cloned().ok_or_else(|| {
            let known: Vec<&str> = self.staged.book.contracts().map(|c| c.id.as_str()).collect();
            let given: String = id.chars().filter(|c| !c.is_control()).take(40).collect();
            let message = format!("there is no contract `{given}`");
            Problem::of_field(Field::Contract, message, format!("there are {}", known.join(", ")))
        })
    }
}

/// Returns the event for the ticket at which that one goes on: of a letter it is kept for which one it came.
fn come_for(ticket: TicketId, what: &EventData) -> Box<EventData> {
    Box::new(match what {
        EventData::Message(message) => EventData::Message(event::Message { came_for: Some(ticket), ..message.clone() }),
        other => other.clone(),
    })
}

/// Returns whether the changes are about more than one ticket that there is already: what is refused then says of which.
fn is_about_several(changes: &[Change]) -> bool {
    let mut tickets = changes.iter().filter_map(Change::ticket);
    tickets.next().is_some_and(|first| tickets.any(|other| other != first))
}

fn not_found(id: TicketId) -> Problem {
    Problem::new(ProblemKind::NotFound, format!("there is no ticket #{id}"), "frist list shows the ones there are")
}

/// Refuses a change where somebody else has changed the ticket since the asker looked: that is told, not written over.
/// That the desk has told people meanwhile how the ticket stands, or has noted something of another ticket, changes nothing that the asker could have meant.
fn seen(record: &Record, revision: Option<u32>) -> Result<(), Problem> {
    let Some(revision) = revision.filter(|r| *r < record.ticket.revision) else { return Ok(()) };
    let by_people =
        record.events[revision as usize..].iter().filter(|e| e.action().is_some_and(|what| !what.is_of_desk()));
    let since: Vec<String> = by_people.map(|e| format!("{} by {}", say(e, &record.events), e.by)).collect();
    if since.is_empty() {
        return Ok(());
    }
    Err(Problem::new(
        ProblemKind::Conflict,
        format!("#{} has changed: {}", record.ticket.id, since.join(", ")),
        "look at it again, then repeat the change",
    ))
}

/// Checks that the event can be retracted: only one that still stands can, and most people may retract only their own.
fn check_retract(record: &Record, event: u32, by: &str, of_others: bool) -> Result<(), Problem> {
    let refused = |message: String, hint: &str| Err(Problem::new(ProblemKind::Refused, message, hint));
    let id = record.ticket.id;
    let Some(target) = record.events.get(event as usize) else {
        return refused(format!("#{id} has no event {event}"), "frist show lists its events");
    };
    if target.action().is_none() {
        return refused(format!("an alert of #{id} was given, which cannot be undone"), "there is nothing to undo");
    }
    if target.by != by && !of_others {
        let message = format!("{} entered that, not you", target.by);
        return Err(Problem::new(ProblemKind::NotAllowed, message, "ask them to undo it"));
    }
    if let Some(into) = record.ticket.merged.filter(|_| !matches!(target.action(), Some(EventData::MergedInto(_)))) {
        return refused(format!("#{id} was merged into #{into}"), "undo the merging first");
    }
    if live(&record.events)[event as usize] {
        Ok(())
    } else {
        refused(format!("that was retracted already on #{id}"), "there is nothing to undo")
    }
}

#[cfg(test)]
mod tests;
