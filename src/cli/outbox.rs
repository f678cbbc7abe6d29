//! Carries out `frist outbox`: the letters that have not gone, and what becomes of them.

use serde::Serialize;

use super::args::{LetterArgs, OutboxCommand};
use super::error::CliError;
use super::json::FileJson;
use super::output::{Output, table};
use super::reply::nobody_sends;
use super::setup::Setup;
use crate::desk::{Desk, Request, SharedDesk, letter_was_sent, recall_letter, send_letter_now};
use crate::domain::ledger::{LedgerRecord, LedgerRecordId, Outgoing, OutgoingPurpose, OutgoingState};
use crate::domain::letter::Mailbox;
use crate::domain::problem::ProblemKind;
use crate::domain::reply::recorded_in_words;
use crate::domain::text::counted;
use crate::domain::time::{Instant, Zone};

/// Lists, shows, recalls or sends letters.
pub(super) fn outbox(setup: &mut Setup, command: &OutboxCommand, output: &mut Output<'_>) -> Result<(), CliError> {
    let desk = setup.open(output)?;
    match command {
        OutboxCommand::List(form) => list(setup, &desk, form.json, output),
        OutboxCommand::Show(args) => show(setup, &desk, args, output),
        OutboxCommand::Recall(args) => recall(setup, &desk, args, output),
        OutboxCommand::Retry(args) => retry(setup, &desk, args, output),
        OutboxCommand::Sent(args) => sent(setup, &desk, args, output),
        OutboxCommand::Run(form) => run(&desk, form.json, output),
    }
}

/// Says of a letter where it stands: `letter 5 of #1 to kari@acme.example, held until …: Re: Shop down`.
pub(super) fn said(entry: &LedgerRecord, letter: &Outgoing, zone: Zone) -> String {
    let to = letter.receivers().join(", ");
    format!(
        "letter {} of #{} to {to}, {}: {}",
        entry.id,
        letter.ticket,
        letter.state.in_words(zone),
        letter.head.subject
    )
}

fn list(setup: &Setup, desk: &SharedDesk, json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let (ledger, zone) = (desk.ledger(), setup.own_zone());
    if ledger.outbox().next().is_none() {
        return Err(CliError::new(ProblemKind::NotFound, "the outbox is empty", "frist reply writes a letter"));
    }
    if json {
        return ledger.outbox().try_for_each(|(entry, letter)| output.json(&LetterJson::new(entry, letter)));
    }
    let row = |(entry, letter): (&std::sync::Arc<LedgerRecord>, &Outgoing)| {
        vec![
            entry.id.to_string(),
            format!("#{}", letter.ticket),
            letter.receivers().join(", "),
            letter.head.subject.clone(),
            letter.state.in_words(zone),
            entry.author().to_owned(),
        ]
    };
    output.line(&table(&["LETTER", "TICKET", "TO", "SUBJECT", "", "BY"], ledger.outbox().map(row), &[0]))
}

/// Returns the letter of that number.
fn found(desk: &SharedDesk, id: LedgerRecordId) -> Result<(LedgerRecord, Outgoing), CliError> {
    let ledger = desk.ledger();
    let entry = ledger.get(id).map(|entry| LedgerRecord::clone(entry));
    let found = entry.and_then(|entry| {
        let letter = entry.fact.as_ref()?.outgoing()?.clone();
        Some((entry, letter))
    });
    found.ok_or_else(|| {
        let hint = "it has gone or was recalled; frist outbox list shows what is there";
        CliError::new(ProblemKind::NotFound, format!("there is no letter {id} in the outbox"), hint)
    })
}

fn show(setup: &Setup, desk: &SharedDesk, args: &LetterArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let (entry, letter) = found(desk, args.id)?;
    if args.json {
        return output.json(&LetterJson::new(&entry, &letter));
    }
    output.line(&said(&entry, &letter, setup.own_zone()))?;
    let files: Vec<String> = letter.files.iter().map(crate::domain::file::FileRef::in_words).collect();
    if !files.is_empty() {
        output.line(&format!("with {}", files.join(", ")))?;
    }
    let record = desk.record(letter.ticket)?;
    let records = record.map(|record| {
        let contract = setup.book.of_ticket(&record.ticket);
        recorded_in_words(&letter, &record.ticket, contract.as_deref())
    });
    output.line(&format!("recorded on #{} once it has gone: {}", letter.ticket, records.unwrap_or_default()))?;
    if let Some(words) = next_step(&entry, &letter) {
        output.line(&words)?;
    }
    output.line(&format!("\n{}", letter.text))
}

/// Says what somebody can do about a letter that goes no further by itself.
fn next_step(entry: &LedgerRecord, letter: &Outgoing) -> Option<String> {
    let id = entry.id;
    Some(match letter.state {
        OutgoingState::Unsure { restored: true, .. } => format!(
            "the store it waited in was restored or taken in, and it may have gone before: frist outbox sent {id} records it as \
             sent, frist outbox retry {id} sends it, perhaps a second time"
        ),
        OutgoingState::Unsure { .. } => format!(
            "the desk was stopped while it was being sent: frist outbox sent {id} records it as sent, frist outbox retry \
             {id} sends it, perhaps a second time"
        ),
        OutgoingState::Failed { next: None, .. } => {
            format!("frist outbox retry {id} tries it again, frist outbox recall {id} takes it back")
        }
        OutgoingState::Unrecorded { .. } => {
            format!("record it with frist do message, then take it off the list with frist outbox recall {id}")
        }
        OutgoingState::Held { .. } | OutgoingState::Going { .. } | OutgoingState::Failed { .. } => return None,
    })
}

fn recall(setup: &Setup, desk: &SharedDesk, args: &LetterArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let (entry, letter) = found(desk, args.id)?;
    desk.commit(Request::new(&setup.me, vec![recall_letter(&entry)]))?;
    let what = match letter.state {
        OutgoingState::Unrecorded { .. } => format!("letter {} is off the list; it has gone", args.id),
        OutgoingState::Unsure { .. } => {
            format!("letter {} is recalled, and was perhaps sent before; nothing is recorded", args.id)
        }
        _ => format!("letter {} is recalled; nothing is recorded", args.id),
    };
    output.after(&what, |output| {
        if args.json {
            return output.json(&LetterJson { state: "recalled", ..LetterJson::new(&entry, &letter) });
        }
        output.line(&what)?;
        output.line(&format!("\n{}", letter.text))
    })
}

fn retry(setup: &Setup, desk: &SharedDesk, args: &LetterArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let (entry, _) = found(desk, args.id)?;
    desk.commit(Request::new(&setup.me, send_letter_now(&entry).into_iter().collect()))?;
    let what = format!("letter {} is tried again now", args.id);
    output.after(&what, |output| {
        if args.json {
            // It may have gone by now.
            let Ok((entry, letter)) = found(desk, args.id) else {
                return output.json(&GoneJson { id: args.id.0, state: "sent" });
            };
            return output.json(&LetterJson::new(&entry, &letter));
        }
        output.line(&what)?;
        nobody_sends(desk, output);
        Ok(())
    })
}

/// Records that a letter went of which nobody knew.
fn sent(setup: &Setup, desk: &SharedDesk, args: &LetterArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let (entry, letter) = found(desk, args.id)?;
    let Some(changes) = letter_was_sent(&entry) else {
        let hint = format!("frist outbox show {} says where it stands", args.id);
        return Err(CliError::new(ProblemKind::Refused, "nothing suggests that the letter was sent", hint));
    };
    desk.commit(Request::new(&setup.me, changes))?;
    let what = format!("letter {} is recorded as sent on #{}", args.id, letter.ticket);
    output.after(&what, |output| {
        if args.json { output.json(&GoneJson { id: args.id.0, state: "sent" }) } else { output.line(&what) }
    })
}

fn run(desk: &SharedDesk, json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let sent = desk.send_letters()?;
    let waiting = desk.ledger().outbox().count();
    let outcome = RunJson { sent: sent.sent, failed: sent.failed, waiting };
    if json {
        return output.json(&outcome);
    }
    let letters = |number: usize| counted(number as u64, "letter");
    output.line(&format!("{} sent, {} not, {} in the outbox", letters(sent.sent), sent.failed, letters(waiting)))
}

/// What came of sending letters, as JSON. The shape is promised: a key may be added, none may change or go.
#[derive(Serialize)]
struct RunJson {
    sent: usize,
    failed: usize,
    /// The number of letters that are in the outbox afterwards.
    waiting: usize,
}

/// A letter that has left the outbox, as JSON.
#[derive(Serialize)]
struct GoneJson {
    id: u64,
    state: &'static str,
}

/// A letter in the outbox as JSON. The shape is promised: a key may be added, none may change or go.
#[derive(Serialize)]
pub(super) struct LetterJson<'a> {
    /// Its number; null where it was only shown beforehand.
    id: Option<u64>,
    ticket: u64,
    purpose: &'static str,
    state: &'static str,
    /// Whether somebody has to look at it: it goes no further by itself.
    needs_a_look: bool,
    /// The moment from which it may go, or is tried again; null where it goes no further by itself.
    due: Option<String>,
    /// Whether it waited in a backup or an export that was restored or taken in, and may have gone before.
    restored: bool,
    /// The reason why it did not go; null where there is none.
    reason: Option<&'a str>,
    tries: u32,
    perhaps_twice: bool,
    from: Option<&'a Mailbox>,
    to: &'a [Mailbox],
    cc: &'a [Mailbox],
    subject: &'a str,
    message_id: Option<&'a str>,
    references: &'a [String],
    text: &'a str,
    files: Vec<FileJson<'a>>,
    /// What an answer to the customer counts as: `update`, `acknowledgement` or `nothing`; null for every other letter.
    counts_as: Option<&'static str>,
    /// The keys of what is recorded besides the letter itself.
    records: Vec<&'static str>,
    by: Option<&'a str>,
}

impl<'a> LetterJson<'a> {
    pub(super) fn new(entry: &'a LedgerRecord, letter: &'a Outgoing) -> Self {
        Self { id: Some(entry.id.0), by: Some(entry.author()), ..Self::unsent(letter) }
    }

    /// Returns a letter that was composed and is in no outbox.
    pub(super) fn unsent(letter: &'a Outgoing) -> Self {
        let reason = match &letter.state {
            OutgoingState::Failed { reason, .. } | OutgoingState::Unrecorded { reason, .. } => Some(reason.as_str()),
            _ => None,
        };
        Self {
            id: None,
            ticket: letter.ticket.0,
            purpose: letter.purpose.key(),
            state: letter.state.key(),
            needs_a_look: letter.state.needs_a_look(),
            due: letter.state.due().filter(|due| *due > Instant::FIRST).map(|due| due.to_string()),
            restored: matches!(letter.state, OutgoingState::Unsure { restored: true, .. }),
            reason,
            tries: letter.tries,
            perhaps_twice: letter.perhaps_twice,
            from: letter.head.from.as_ref(),
            to: &letter.head.to,
            cc: &letter.head.cc,
            subject: &letter.head.subject,
            message_id: letter.head.message_id.as_deref(),
            references: &letter.head.references,
            text: &letter.text,
            files: letter.files.iter().map(FileJson::from).collect(),
            counts_as: (letter.purpose == OutgoingPurpose::Reply).then(|| letter.counts_as.key()),
            records: letter.then.iter().map(|what| what.sort().key).collect(),
            by: None,
        }
    }
}
