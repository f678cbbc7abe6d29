//! Carries out `frist reply`: writes a letter to the customer, the vendor or somebody else, which waits in the outbox.

use super::args::{RecordArg, ReplyArgs};
use super::error::CliError;
use super::file::{open_all, send_all};
use super::outbox::{LetterJson, said};
use super::output::Output;
use super::setup::{Setup, no_ticket, zone_of};
use crate::config::{CannedReply, RenderedReply, ReplyOnTicket, reply_named};
use crate::desk::{Change, Desk, Request, SharedDesk};
use crate::domain::ledger::{Ledger, LedgerFact, Outgoing, OutgoingPurpose, is_address};
use crate::domain::letter::Mailbox;
use crate::domain::problem::ProblemKind;
use crate::domain::reply::{
    Correspondent, Receivers, ReplyChoice, asks_in_words, counts_as_without, letter, quotation, receivers,
    recorded_beside, recorded_in_words, subject,
};
use crate::domain::sla::TicketRow;
use crate::domain::text::clean;
use crate::domain::ticket::event::{Closed, CountsAs};
use crate::domain::ticket::{EventData, Record, TicketId, check_line};

/// Writes the letter into the outbox, and says when it goes and what it records then.
pub(super) fn reply(setup: &mut Setup, args: &ReplyArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let sources = open_all(&args.attach)?;
    let desk = setup.open(output)?;
    let id = TicketId(args.id);
    let record = desk.record(id)?.ok_or_else(|| no_ticket(id))?;
    let ledger = desk.ledger();
    let row = setup.row(record.ticket.clone());
    let (mut letter, asks_for) = composed(setup, args, (&record, &row), &ledger)?;
    if let Some(asks_for) = asks_for {
        output.remark(&format!("{}; --to {} sends it there", asks_in_words(&asks_for), asks_for.address));
    }
    if args.dry_run {
        return preview(args, (&row, &letter), output);
    }
    letter.files = send_all(&desk, sources, None)?;
    let fact = Box::new(LedgerFact::Outgoing(Box::new(letter)));
    let done =
        desk.commit(Request::new(&setup.me, vec![Change::Enter { entry: None, revision: None, fact: Some(fact) }]))?;
    let entered = done.entries.iter().find_map(|entry| Some((entry, entry.fact.as_ref()?.outgoing()?)));
    let Some((entry, letter)) = entered else {
        return Err(CliError::new(ProblemKind::Store, "the letter was not entered", "look with frist outbox list"));
    };
    output.after(&format!("letter {} is in the outbox", entry.id), |output| {
        if args.json {
            return output.json(&LetterJson::new(entry, letter));
        }
        output.line(&said(entry, letter, zone_of(&row, setup.zone)))?;
        output.line(&format!("recorded on #{id} once it has gone: {}", in_words(letter, &row)))?;
        nobody_sends(&desk, output);
        Ok(())
    })
}

/// Says who sends the letter, where no process is there to do it by itself.
pub(super) fn nobody_sends(desk: &SharedDesk, output: &mut Output<'_>) {
    if desk.owns() {
        output.remark("nobody serves the store now: a screen or frist serve sends letters, or frist outbox run once");
    }
}

fn in_words(letter: &Outgoing, row: &TicketRow) -> String {
    recorded_in_words(letter, &row.ticket, row.contract.as_deref())
}

fn composed(
    setup: &Setup,
    args: &ReplyArgs,
    (record, row): (&Record, &TicketRow),
    ledger: &Ledger,
) -> Result<(Outgoing, Option<Mailbox>), CliError> {
    let contract = row.contract.as_deref();
    let with = if args.to_vendor { Correspondent::Vendor } else { Correspondent::Customer };
    let to = to(setup, args, record, (ledger, row), with)?;
    let zone = zone_of(row, setup.zone);
    let on = on_ticket(setup, row, ledger);
    let canned = args.template.as_deref().map(|name| canned(setup, name, &on)).transpose()?;
    let parts = canned.iter().map(|(_, rendered)| rendered.text.as_str()).chain(args.text.as_deref());
    let mut text = parts.collect::<Vec<_>>().join("\n\n");
    if args.quote || !args.forward_to.is_empty() {
        let quoted = quotation(record, with, zone, on.language_of(with));
        text.extend(quoted.map(|quoted| format!("\n\n{quoted}")));
    }
    let (purpose, prefix) = match with {
        _ if !args.forward_to.is_empty() => (OutgoingPurpose::Forward, "Fwd: "),
        Correspondent::Vendor => (OutgoingPurpose::Vendor, "Re: "),
        Correspondent::Customer => (OutgoingPurpose::Reply, "Re: "),
    };
    let closes = args.close.then(|| Closed { reason: args.reason.map(Into::into), words: args.reason_text.clone() });
    let does = canned.as_ref().map(|(reply, _)| reply.actions.clone()).unwrap_or_default();
    let choice = ReplyChoice {
        records_only_itself: args.no_response || does.is_no_response || purpose == OutgoingPurpose::Forward,
        waits: args.wait || does.waits && !args.close,
        closes,
    };
    let mut letter = letter(record.ticket.id, text);
    letter.purpose = purpose;
    let own_subject = canned.as_ref().and_then(|(_, rendered)| rendered.subject.as_ref());
    letter.head.subject = match args.subject.as_ref().or(own_subject) {
        Some(given) => one_line(given)?,
        None => subject(record, with, prefix),
    };
    (letter.head.to, letter.head.cc) = (to.to, to.cc);
    letter.then = on.also_done(&does);
    letter.then.extend(recorded_beside(&record.ticket, contract, with, &choice));
    leave_out(&mut letter, &args.no_record, row);
    Ok((letter, to.asks_for))
}

/// Leaves that out of what a letter records. A response is an update, and an update acknowledges: without the one there is not the
/// other.
fn leave_out(letter: &mut Outgoing, left_out: &[RecordArg], row: &TicketRow) {
    let has = |what: RecordArg| left_out.contains(&what);
    if letter.purpose == OutgoingPurpose::Reply {
        let left_out = (has(RecordArg::Update), has(RecordArg::Acknowledgement));
        letter.counts_as = counts_as_without(left_out, &row.ticket, row.contract.as_deref());
    }
    let counts_as = letter.counts_as;
    letter.then.retain(|what| match what {
        EventData::Responded => !has(RecordArg::Response) && counts_as == CountsAs::Update,
        EventData::Reported(_) => !has(RecordArg::Report),
        EventData::SeveritySet(_) => !has(RecordArg::Severity),
        EventData::Assigned(_) => !has(RecordArg::Assignment),
        EventData::Tagged(_) => !has(RecordArg::Tags),
        EventData::Waiting(_) => !has(RecordArg::Waiting),
        _ => true,
    });
}

/// Returns what a canned reply is filled in by.
fn on_ticket<'a>(setup: &'a Setup, row: &'a TicketRow, ledger: &'a Ledger) -> ReplyOnTicket<'a> {
    ReplyOnTicket {
        ticket: &row.ticket,
        contract: row.contract.as_deref(),
        ledger,
        me: &setup.me,
        address: setup.settings.mail.address.as_deref().unwrap_or_default(),
    }
}

/// Returns the canned reply of that name in the language of whoever reported the ticket, and its text.
fn canned(setup: &Setup, name: &str, on: &ReplyOnTicket<'_>) -> Result<(CannedReply, RenderedReply), CliError> {
    let reply = reply_named(&setup.paths.replies, name, on.language().as_deref())?;
    let rendered = reply.render(&on.values())?;
    Ok((reply, rendered))
}

fn one_line(given: &str) -> Result<String, CliError> {
    check_line(given).map_err(|error| CliError::input(format!("--subject: {}", error.message()), error.hint()))?;
    Ok(given.trim().to_owned())
}

fn to(
    setup: &Setup,
    args: &ReplyArgs,
    record: &Record,
    (ledger, row): (&Ledger, &TicketRow),
    with: Correspondent,
) -> Result<Receivers, CliError> {
    let own = setup.settings.mail.address.as_deref().unwrap_or_default();
    let mut to = match (args.forward_to.is_empty(), args.to.is_empty()) {
        (false, _) => Receivers { to: mailboxes(&args.forward_to)?, ..Receivers::default() },
        (true, false) => Receivers { to: mailboxes(&args.to)?, ..Receivers::default() },
        (true, true) => receivers(record, (ledger, row.contract.as_deref()), with, args.all, own)?,
    };
    if args.no_cc {
        to.cc.clear();
    }
    to.cc.extend(mailboxes(&args.cc)?);
    Ok(to)
}

fn mailboxes(given: &[String]) -> Result<Vec<Mailbox>, CliError> {
    let one = |text: &String| {
        let text = text.trim();
        if is_address(text) {
            return Ok(Mailbox::of(text));
        }
        let message = format!("{} is not an address that letters can go to", clean(text));
        Err(CliError::input(message, "write one such as kari@acme.example"))
    };
    given.iter().map(one).collect()
}

fn preview(args: &ReplyArgs, (row, letter): (&TicketRow, &Outgoing), output: &mut Output<'_>) -> Result<(), CliError> {
    if args.json {
        return output.json(&LetterJson::unsent(letter));
    }
    let lines = [
        format!("To: {}", words(&letter.head.to)),
        format!("Cc: {}", words(&letter.head.cc)),
        format!("Subject: {}", letter.head.subject),
    ];
    let head = lines.iter().filter(|line| !line.ends_with(": "));
    head.map(String::as_str).try_for_each(|line| output.line(line))?;
    output.line(&format!("\n{}\n", letter.text))?;
    output.line(&format!("recorded on #{} once it has gone: {}", letter.ticket, in_words(letter, row)))
}

fn words(mailboxes: &[Mailbox]) -> String {
    mailboxes.iter().map(Mailbox::in_words).collect::<Vec<_>>().join(", ")
}
