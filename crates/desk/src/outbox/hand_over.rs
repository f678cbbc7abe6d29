//! Gives one letter to the command, and notes before and after what becomes of it.

use std::sync::Arc;
use std::time::Duration;

use frist_domain::file::FileRef;
use frist_domain::ledger::{LedgerFact, LedgerRecord, Outgoing, OutgoingPurpose, OutgoingState, short_reason};
use frist_domain::letter::Mailbox;
use frist_domain::problem::{Problem, ProblemKind};
use frist_domain::reply::Correspondent;
use frist_domain::ticket::{DESK, EventData, Ticket};
use frist_domain::time::Instant;
use frist_letter::{Automatic, MarkedThread, Outgoing as WrittenLetter, OutgoingFile};

use super::super::local::LocalDesk;
use super::super::mail::MailSender;
use super::super::program::{ProgramFailure, run_program};
use super::super::writer::check_letter;
use super::super::{Change, Desk as _, Request};
use super::StopSign;

/// The time that the command has for a letter: a large one over a slow line takes minutes.
const WITHIN: Duration = Duration::from_mins(5);
/// The seconds until the next try, after each that failed. After the last of them somebody has to look.
const PAUSES: [i64; 9] = [60, 120, 300, 900, 3_600, 7_200, 14_400, 28_800, 43_200];
/// The number of these after which a notice is not tried any more: it is about the moment.
const TRIES_OF_NOTICE: usize = 4;
/// The seconds after which a letter that is due and was not tried does not go by itself any more.
const STALE: i64 = 86_400;
/// The most bytes that are read of a file at once.
const PIECE: usize = 1 << 20;

/// The hand-over of a letter.
pub(super) struct HandOver<'a> {
    pub(super) desk: &'a LocalDesk,
    pub(super) sender: &'a MailSender<'a>,
    pub(super) stop: &'a StopSign,
}

impl HandOver<'_> {
    /// Returns whether the letter has been due for so long that somebody has to say whether it is still to go: it may have
    /// gone before the store was restored from a backup, and an answer of last week may be wrong by now.
    pub(super) fn has_waited_too_long(&self, record: &LedgerRecord) -> bool {
        let Some(letter) = record.fact.as_ref().and_then(|fact| fact.outgoing()) else { return false };
        let waited = letter.state.due().map_or(0, |due| self.desk.now().since(due));
        let too_long = waited > STALE;
        if too_long {
            self.fail(record, letter, "it was to go more than a day ago, and may have gone", None);
        }
        too_long
    }

    /// Sends that letter; returns whether it went, or none where nothing was done or nobody knows.
    pub(super) fn carry_out(&self, record: &Arc<LedgerRecord>) -> Option<bool> {
        let letter = record.fact.as_ref()?.outgoing()?;
        let (letter, bytes) = match self.prepared(letter) {
            Ok(prepared) => prepared,
            Err(why) => {
                self.fail(record, letter, &why.to_string(), None);
                return Some(false);
            }
        };
        // Whoever recalls it at this moment is asked by the same writer: one of the two is refused.
        let going = Outgoing { tries: letter.tries + 1, ..letter };
        let since = self.desk.now();
        let record = put(self.desk, record, &going, OutgoingState::Going { since }).ok()?;
        let run = run_program(self.sender.sendmail, bytes, WITHIN, &|| self.stop.cuts_off());
        match run {
            Ok(()) => {
                self.gone(&record, &going);
                Some(true)
            }
            // Nobody knows whether it went. The next owner finds it as it is.
            Err(failure) if failure.was_cut_off && self.stop.is_set() => None,
            Err(failure) => {
                self.not_taken(&record, going, &failure);
                Some(false)
            }
        }
    }

    /// Returns the letter as it can be recorded now, and its bytes.
    fn prepared(&self, letter: &Outgoing) -> Result<(Outgoing, Vec<u8>), Problem> {
        let stored = self.desk.stored(letter.ticket)?;
        let record = stored.ok_or_else(|| Problem::refused("its ticket is not there any more", "recall it"))?;
        let letter = Outgoing { then: still_to_record(&letter.then, &record.ticket), ..letter.clone() };
        let contract = self.desk.book().of_ticket(&record.ticket);
        check_letter(&letter, &record, contract.as_deref(), self.desk.now())?;
        let bytes = self.written(&letter)?;
        Ok((letter, bytes))
    }

    fn written(&self, letter: &Outgoing) -> Result<Vec<u8>, Problem> {
        let head = &letter.head;
        let files = letter.files.iter().map(|file| self.read(file)).collect::<Result<_, _>>()?;
        let written = WrittenLetter {
            message_id: head.message_id.clone().unwrap_or_default(),
            from: head.from.clone().unwrap_or_else(|| Mailbox::of(self.sender.address)),
            reply_to: head.reply_to.clone(),
            to: head.to.clone(),
            cc: head.cc.clone(),
            subject: head.subject.clone(),
            in_reply_to: head.references.last().cloned(),
            references: head.references.clone(),
            text: letter.text.clone(),
            marker: marked_side(letter.purpose)
                .map(|with| self.sender.secret.marker(MarkedThread { ticket: letter.ticket, with })),
            files,
            automatic: match letter.purpose {
                OutgoingPurpose::Acknowledgement => Some(Automatic::Replied),
                OutgoingPurpose::Notice => Some(Automatic::Generated),
                OutgoingPurpose::Reply | OutgoingPurpose::Vendor | OutgoingPurpose::Forward => None,
            },
            date: self.desk.now(),
            language: None,
        };
        Ok(frist_letter::write(&written))
    }

    fn read(&self, file: &FileRef) -> Result<OutgoingFile, Problem> {
        let store = &self.desk.files().store;
        store.check(file.sha256, file.size)?;
        let mut bytes = Vec::new();
        loop {
            let piece = store.read(file.sha256, bytes.len() as u64, PIECE)?;
            if piece.is_empty() {
                return Ok(OutgoingFile { name: file.name.clone(), media_type: file.media_type.clone(), bytes });
            }
            bytes.extend(piece);
        }
    }

    /// Records on the ticket that the letter went, and takes it out of the outbox, as one commit in its writer's name.
    fn gone(&self, record: &LedgerRecord, letter: &Outgoing) {
        let at = self.desk.now();
        let add = |what: EventData| Change::Add {
            ticket: letter.ticket,
            revision: None,
            happened: Some(at),
            what: Box::new(what),
        };
        let removed = Change::Enter { entry: Some(record.id), revision: Some(record.revision), fact: None };
        let changes = letter.recorded().into_iter().map(add).chain([removed]).collect();
        let Err(error) = self.desk.write_mail(Request::new(record.author(), changes)) else { return };
        if error.kind == ProblemKind::Store {
            // It stays noted as going, and the next owner asks people.
            return;
        }
        let state = OutgoingState::Unrecorded { at, reason: short_reason(&error.message) };
        let _ = put(self.desk, record, letter, state);
        self.desk.tell_trouble(&format!(
            "A letter of #{} has gone and could not be recorded: {}; frist outbox shows it",
            letter.ticket, error.message
        ));
    }

    fn not_taken(&self, record: &LedgerRecord, going: Outgoing, failure: &ProgramFailure) {
        let pauses = if going.purpose == OutgoingPurpose::Notice { &PAUSES[..TRIES_OF_NOTICE] } else { &PAUSES[..] };
        let next = pauses.get((going.tries as usize).saturating_sub(1)).map(|pause| self.desk.now().plus(*pause));
        let letter = Outgoing { perhaps_twice: going.perhaps_twice || failure.was_cut_off, ..going };
        self.fail(record, &letter, &failure.reason, next);
    }

    fn fail(&self, record: &LedgerRecord, letter: &Outgoing, reason: &str, next: Option<Instant>) {
        let state = OutgoingState::Failed { reason: short_reason(reason), next };
        let _ = put(self.desk, record, letter, state);
        // It is told once, and again when somebody has to look; the outbox shows the tries in between.
        if next.is_none() || letter.tries <= 1 {
            let then = if next.is_some() { "it is tried again" } else { "somebody has to look at it" };
            self.desk.tell_trouble(&format!(
                "A letter of #{} did not go: {reason}; {then}, and frist outbox shows it",
                letter.ticket
            ));
        }
    }
}

/// Writes that a letter stands otherwise; returns the record as it is then.
pub(super) fn put(
    desk: &LocalDesk,
    record: &LedgerRecord,
    letter: &Outgoing,
    state: OutgoingState,
) -> Result<LedgerRecord, Problem> {
    let fact = LedgerFact::Outgoing(Box::new(Outgoing { state, ..letter.clone() }));
    let change =
        Change::Enter { entry: Some(record.id), revision: Some(record.revision), fact: Some(Box::new(fact.clone())) };
    let done = desk.write_mail(Request::new(DESK, vec![change]))?;
    let revision = done.entered.first().map_or(record.revision, |(_, revision)| *revision);
    let first_by = Some(record.author().to_owned());
    Ok(LedgerRecord { revision, first_by, fact: Some(fact), ..record.clone() })
}

/// Returns whose thread an answer to a letter goes on, by its purpose. What is forwarded goes to somebody who is in neither.
const fn marked_side(purpose: OutgoingPurpose) -> Option<Correspondent> {
    match purpose {
        OutgoingPurpose::Reply | OutgoingPurpose::Acknowledgement => Some(Correspondent::Customer),
        OutgoingPurpose::Vendor => Some(Correspondent::Vendor),
        OutgoingPurpose::Forward | OutgoingPurpose::Notice => None,
    }
}

/// Returns what is still to be recorded of what a letter records besides: what others have recorded meanwhile is there.
fn still_to_record(then: &[EventData], ticket: &Ticket) -> Vec<EventData> {
    let is_there = |what: &EventData| match what {
        EventData::Responded => ticket.responded.is_some(),
        EventData::ReceiptConfirmed => ticket.receipt.is_some(),
        EventData::WorkStarted => ticket.work_started.is_some(),
        EventData::WorkaroundGiven => ticket.workaround.is_some(),
        EventData::Fixed => ticket.fixed.is_some(),
        EventData::Waiting(wait) => ticket.waiting().is_some_and(|waits| waits.on == wait.on),
        EventData::Resumed => ticket.waiting().is_none(),
        EventData::Closed(_) => !ticket.is_open(),
        EventData::Assigned(assigned) => ticket.assignee == assigned.to,
        EventData::SeveritySet(set) => ticket.severity == set.severity,
        EventData::Tagged(tags) => !tags.changes(ticket),
        _ => false,
    };
    then.iter().filter(|what| !is_there(what)).cloned().collect()
}
