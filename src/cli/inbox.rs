//! Carries out `frist inbox`: the letters that wait for somebody to say what becomes of them.

mod always;

use serde::Serialize;

use super::absence::tell_absent;
use super::args::{DropArgs, InboxCommand, InboxLetterArgs, InboxListArgs, JoinArgs, NewArgs, SenderArgs, TakeArgs};
use super::error::CliError;
use super::json::{FileJson, TicketJson};
use super::new;
use super::output::{Output, table};
use super::setup::{Setup, no_ticket};
use crate::desk::{
    AskDesk as _, Change, CommitOutcome, Desk, InboxOf, JoinedAs, RecordedLetter, Request, SharedDesk, WaitingLetter,
    bring_back, rule_of_sender,
};
use crate::domain::file::FileRef;
use crate::domain::intake::{EarliestDeadline, SenderRole, TicketParties, reporter, subject_of};
use crate::domain::ledger::{InboxLetter, Ledger, LedgerRecordId, LetterOutcome, LetterRule};
use crate::domain::letter::Mailbox;
use crate::domain::problem::ProblemKind;
use crate::domain::text::counted;
use crate::domain::ticket::Record;
use crate::domain::time::{Zone, clock_text};

/// Lists, shows, takes, joins or drops letters.
pub(super) fn inbox(setup: &mut Setup, command: &InboxCommand, output: &mut Output<'_>) -> Result<(), CliError> {
    let desk = setup.open(output)?;
    match command {
        InboxCommand::List(args) => list(setup, &desk, args, output),
        InboxCommand::Show(args) => show(setup, &desk, args, output),
        InboxCommand::Take(args) => take(setup, &desk, args, output),
        InboxCommand::Join(args) => join(setup, &desk, args, output),
        InboxCommand::Drop(args) => drop_letters(setup, &desk, args, output),
        InboxCommand::Undo(args) => undo(setup, &desk, args, output),
        InboxCommand::Always(args) => always::always(setup, &desk, args, output),
        InboxCommand::Block(args) => block(setup, &desk, args, output),
    }
}

fn list(setup: &Setup, desk: &SharedDesk, args: &InboxListArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let most = if args.limit == 0 { usize::MAX } else { args.limit as usize };
    let page = desk.ask(InboxOf { most })?;
    if page.letters.is_empty() {
        return Err(CliError::new(ProblemKind::NotFound, "the inbox is empty", "frist intake run takes in what waits"));
    }
    if args.json {
        return page.letters.iter().try_for_each(|waiting| output.json(&InboxJson::new(waiting)));
    }
    let zone = setup.own_zone();
    let row = |waiting: &WaitingLetter| {
        let letter = &waiting.letter;
        vec![
            waiting.id.to_string(),
            clock_text(zone, letter.received),
            sender_in_words(letter),
            letter.head.subject.clone(),
            waiting.earliest.as_ref().map_or_else(String::new, |earliest| due_in_words(earliest, setup, zone)),
            reason_in_words(desk, waiting),
        ]
    };
    let head = ["LETTER", "RECEIVED", "FROM", "SUBJECT", "COULD BE DUE", "WHY HERE"];
    output.line(&table(&head, page.letters.iter().map(row), &[0]))?;
    if page.total > page.letters.len() {
        output.remark(&format!("{} more; --limit 0 lists all", page.total - page.letters.len()));
    }
    Ok(())
}

/// Says who sent a letter, and that nothing proves it where that is so: `Kari Nord <kari@acme.example> (unverified)`.
fn sender_in_words(letter: &InboxLetter) -> String {
    let doubt = letter.head.trust.doubt().map_or_else(String::new, |words| format!(" ({words})"));
    format!("{}{doubt}", letter.sender())
}

/// Says how soon something could be due: `Mon 8 Jan 2024 10:30 if critical (markant)`.
fn due_in_words(earliest: &EarliestDeadline, setup: &Setup, zone: Zone) -> String {
    let severity = setup.book.get(&earliest.contract).and_then(|contract| contract.severity(&earliest.severity));
    let severity = severity.map_or(earliest.severity.as_str(), |severity| severity.name.as_str());
    format!("{} if {} ({})", clock_text(zone, earliest.due), severity.to_lowercase(), earliest.contract)
}

/// Returns the letter of that number, if it waits.
fn found(desk: &SharedDesk, id: LedgerRecordId) -> Result<WaitingLetter, CliError> {
    let page = desk.ask(InboxOf { most: usize::MAX })?;
    page.letters.into_iter().find(|waiting| waiting.id == id).ok_or_else(|| {
        let hint = "frist inbox list shows those that wait; frist audit what:letter what became of others";
        CliError::new(ProblemKind::NotFound, format!("no letter {id} waits in the inbox"), hint)
    })
}

fn show(setup: &Setup, desk: &SharedDesk, args: &InboxLetterArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let waiting = found(desk, args.id)?;
    if args.json {
        return output.json(&InboxJson::new(&waiting));
    }
    let (letter, zone) = (&waiting.letter, setup.own_zone());
    let in_words = |all: &[Mailbox]| all.iter().map(Mailbox::in_words).collect::<Vec<_>>().join(", ");
    output.line(&format!(
        "letter {} from {}, received {}",
        waiting.id,
        sender_in_words(letter),
        clock_text(zone, letter.received)
    ))?;
    let lines = [
        ("to", in_words(&letter.head.to)),
        ("cc", in_words(&letter.head.cc)),
        ("passed on for", letter.customer.as_ref().map_or_else(String::new, Mailbox::in_words)),
        ("subject", letter.head.subject.clone()),
        ("here because", reason_in_words(desk, &waiting)),
        ("like", letter.like.map_or_else(String::new, |id| format!("#{id}"))),
        ("could be due", waiting.earliest.as_ref().map_or_else(String::new, |e| due_in_words(e, setup, zone))),
        (
            "taking it",
            acknowledged_to(setup, letter).map_or_else(String::new, |to| {
                format!("acknowledges it to {to} by letter, once a day; take --no-acknowledge leaves that out")
            }),
        ),
        ("files", letter.files.iter().map(FileRef::in_words).collect::<Vec<_>>().join(", ")),
    ];
    for (what, said) in lines.iter().filter(|(_, said)| !said.is_empty()) {
        output.line(&format!("{what}: {said}"))?;
    }
    if let Some(file) = &letter.text_file {
        output.line(&format!("what follows is the beginning; the whole text has {}", file.in_words()))?;
    }
    output.line(&format!("\n{}", letter.text))
}

fn take(setup: &Setup, desk: &SharedDesk, args: &TakeArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let (waiting, ledger) = (found(desk, args.id)?, desk.ledger());
    let ticket = new::filled_in(setup, &chosen(setup, &ledger, &waiting, args), &ledger)?;
    if let Some(staff) = &ticket.assignee {
        tell_absent(setup, &ledger, staff, output);
    }
    let told = acknowledged_to(setup, &waiting.letter).filter(|_| !args.no_acknowledge);
    let changes = if args.no_acknowledge { waiting.take_unacknowledged(ticket) } else { waiting.take(ticket) };
    let done = desk.commit(Request::new(&setup.me, changes))?;
    let id = done.touched.first().ok_or_else(|| CliError::input("nothing was logged", "try again"))?.ticket;
    let record = desk.record(id)?.ok_or_else(|| no_ticket(id))?;
    let row = setup.row(record.ticket);
    output.after(&format!("letter {} is #{id}", args.id), |output| {
        if args.json {
            return output.json(&TicketJson::new(&row, setup.now()).known_by(&ledger));
        }
        output.line(&format!("letter {} is taken:", args.id))?;
        new::tell(setup, &row, output)?;
        told.map_or(Ok(()), |told| output.line(&format!("acknowledged to {told}, unless they heard of one today")))
    })
}

/// Returns to whom it is acknowledged that a letter came, should somebody take it now.
fn acknowledged_to(setup: &Setup, letter: &InboxLetter) -> Option<String> {
    let mail = &setup.settings.mail;
    letter.acknowledged_to(setup.now()).filter(|_| mail.acknowledges()).map(Mailbox::shown_address)
}

/// Returns what is chosen for the ticket of a letter: what is given, else what follows from its sender or the settings.
fn chosen(setup: &Setup, ledger: &Ledger, waiting: &WaitingLetter, args: &TakeArgs) -> NewArgs {
    let who = reporter(ledger, waiting.letter.customer());
    let person = args.person.clone().or_else(|| who.person.map(|id| id.to_string()));
    let organisation = args.organisation.clone();
    let follows = organisation.is_none() && args.person.is_none();
    let organisation = organisation.or_else(|| who.organisation.filter(|_| follows).map(|id| id.to_string()));
    let found = who.organisation.and_then(|id| ledger.organisation(id)).and_then(|(_, found)| found.contract.clone());
    let defaults = &setup.settings.mail.defaults;
    let by_settings = args.contract.is_none() && (found.is_none() || found == defaults.contract);
    let usual = |given: &Option<String>, usual: &Option<String>| {
        given.clone().or_else(|| usual.clone().filter(|_| by_settings))
    };
    let contract = args.contract.clone().or_else(|| defaults.contract.clone().filter(|_| found.is_none()));
    let chose_severity = args.severity.is_some() || args.impact.is_some();
    let unless_chosen = |usual: &Option<String>| usual.clone().filter(|_| by_settings && !chose_severity);
    NewArgs {
        contract,
        plan: usual(&args.plan, &defaults.plan),
        severity: args.severity.clone().or_else(|| unless_chosen(&defaults.severity)),
        channel: Some("email".to_owned()),
        subject: args.subject.clone().unwrap_or_else(|| subject_of(&waiting.letter)),
        at: None,
        customer: if person.is_none() { who.name } else { None },
        person,
        organisation,
        description: None,
        note: None,
        kind: super::args::KindArg::Incident,
        impact: args.impact.clone().or_else(|| unless_chosen(&defaults.impact)),
        urgency: args.urgency.clone().or_else(|| unless_chosen(&defaults.urgency)),
        assign: args.assign.clone(),
        tag: Vec::new(),
        case: None,
        attach: Vec::new(),
        json: args.json,
    }
}

fn join(setup: &Setup, desk: &SharedDesk, args: &JoinArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let waiting = found(desk, args.id)?;
    let record = desk.record(args.ticket)?.ok_or_else(|| no_ticket(args.ticket))?;
    let writer = match (args.from_vendor, args.from_customer) {
        (true, _) => JoinedAs::Vendor,
        (_, true) => JoinedAs::Customer,
        _ => writer_on(setup, desk, &waiting, &record),
    };
    desk.commit(Request::new(&setup.me, waiting.join(&record.ticket, writer)))?;
    let as_whose = match writer {
        JoinedAs::Other => ", as somebody else's than the customer's (--from-customer if it is theirs)",
        JoinedAs::Vendor => ", as the vendor's",
        JoinedAs::Known | JoinedAs::Customer => "",
    };
    let words = format!("letter {} is joined to #{}{as_whose}", args.id, args.ticket);
    tell(args.id, "joined", &words, args.json, output)
}

/// Returns as whose letter it is joined where nobody says. Where no address of the customer's is known it is taken for theirs.
fn writer_on(setup: &Setup, desk: &SharedDesk, waiting: &WaitingLetter, record: &Record) -> JoinedAs {
    let (ledger, contract) = (desk.ledger(), setup.row(record.ticket.clone()).contract);
    let own = setup.settings.mail.address.as_deref().unwrap_or_default();
    let parties = TicketParties { record, ledger: &ledger, contract: contract.as_deref(), own };
    let role = waiting.letter.customer().map_or(SenderRole::Stranger, |from| parties.role_of(&from.address));
    if role == SenderRole::Vendor {
        return JoinedAs::Vendor;
    }
    let is_others = role != SenderRole::Customer && parties.knows_customer();
    if is_others { JoinedAs::Other } else { JoinedAs::Known }
}

/// Says why a letter is here; of one from a stranger to a ticket, whose ticket that is.
fn reason_in_words(desk: &SharedDesk, waiting: &WaitingLetter) -> String {
    let letter = &waiting.letter;
    let like = letter.like.filter(|_| letter.is_strangers).and_then(|id| desk.record(id).ok()?);
    let ledger = desk.ledger();
    letter.reason_in_words(like.as_ref().and_then(|record| ledger.customer_of(&record.ticket)))
}

fn drop_letters(setup: &Setup, desk: &SharedDesk, args: &DropArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let waiting: Vec<WaitingLetter> = args.ids.iter().map(|id| found(desk, *id)).collect::<Result<_, _>>()?;
    desk.commit(Request::new(&setup.me, waiting.iter().map(WaitingLetter::drop_it).collect()))?;
    args.ids.iter().try_for_each(|id| tell(*id, "dropped", &format!("letter {id} is dropped"), args.json, output))
}

fn undo(setup: &Setup, desk: &SharedDesk, args: &InboxLetterArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let nothing = || {
        let hint = "frist audit what:letter shows what became of letters";
        CliError::new(ProblemKind::NotFound, format!("nothing became of a letter {}", args.id), hint)
    };
    let entry = desk.ask(RecordedLetter(args.id))?.ok_or_else(nothing)?;
    let outcome = entry.fact.as_ref().and_then(|fact| fact.letter()?.outcome);
    let record = match outcome.and_then(LetterOutcome::ticket) {
        Some(ticket) => desk.record(ticket)?,
        None => None,
    };
    let changes = bring_back(&entry, record.as_ref()).ok_or_else(nothing)?;
    desk.commit(Request::new(&setup.me, changes))?;
    let words = match outcome {
        Some(LetterOutcome::Taken(ticket)) => {
            format!("letter {} is in the inbox again, and #{ticket} is withdrawn", args.id)
        }
        Some(LetterOutcome::Joined(ticket)) => {
            format!("letter {} is in the inbox again, and no longer on #{ticket}", args.id)
        }
        _ => format!("letter {} is in the inbox again", args.id),
    };
    tell(args.id, "waiting", &words, args.json, output)
}

/// Returns the sender that is meant, and the letter where one was named.
fn sender_meant(desk: &SharedDesk, given: &str) -> Result<(String, Option<WaitingLetter>), CliError> {
    let Ok(id) = given.parse() else { return Ok((given.to_owned(), None)) };
    let waiting = found(desk, LedgerRecordId(id))?;
    let sender = waiting.letter.head.from.as_ref().map(|from| from.address.clone());
    let sender = sender.ok_or_else(|| CliError::input(format!("letter {id} names no sender"), "give an address"))?;
    Ok((sender, Some(waiting)))
}

fn block(setup: &Setup, desk: &SharedDesk, args: &SenderArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let (sender, waiting) = sender_meant(desk, &args.sender)?;
    let ledger = desk.ledger();
    let done = match &waiting {
        Some(waiting) => Some(desk.commit(Request::new(&setup.me, waiting.block(&ledger)))?),
        None => rule(setup, desk, (&sender, LetterRule::Block), Vec::new())?,
    };
    output.after(&format!("{sender} is blocked"), |output| {
        if args.json {
            return output.json(&RuleJson { sender: &sender, rule: LetterRule::Block.key(), taken: None, left: None });
        }
        let dropped = if waiting.is_some() { ", and this letter is dropped" } else { "" };
        let was = if done.is_none() { " already" } else { "" };
        output.line(&format!("letters from {sender} are blocked{was}{dropped}"))?;
        let others = desk.ask(InboxOf { most: usize::MAX })?.letters;
        let others =
            others.iter().filter(|other| other.letter.head.from.as_ref().is_some_and(|from| from.address == sender));
        match others.count() {
            0 => Ok(()),
            more => output
                .line(&format!("{} of theirs still in the inbox: frist inbox drop", counted(more as u64, "letter"))),
        }
    })
}

fn rule(
    setup: &Setup,
    desk: &SharedDesk,
    (sender, rule): (&str, LetterRule),
    mut changes: Vec<Change>,
) -> Result<Option<CommitOutcome>, CliError> {
    changes.extend(rule_of_sender(&desk.ledger(), sender, rule));
    if changes.is_empty() {
        return Ok(None);
    }
    Ok(Some(desk.commit(Request::new(&setup.me, changes))?))
}

fn tell(
    id: LedgerRecordId,
    outcome: &'static str,
    words: &str,
    json: bool,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    output.after(
        words,
        |output| {
            if json { output.json(&OutcomeJson { id: id.0, outcome }) } else { output.line(words) }
        },
    )
}

/// What became of a letter, as JSON. The shape is promised: a key may be added, none may change or go.
#[derive(Serialize)]
struct OutcomeJson {
    id: u64,
    outcome: &'static str,
}

/// What is done with a sender's letters, as JSON, likewise.
#[derive(Serialize)]
struct RuleJson<'a> {
    sender: &'a str,
    rule: &'static str,
    /// The number of letters of theirs that became something by this; left out by a block.
    #[serde(skip_serializing_if = "Option::is_none")]
    taken: Option<u64>,
    /// The number of those that wait on, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<u64>,
}

/// A letter that waits, as JSON, likewise.
#[derive(Serialize)]
struct InboxJson<'a> {
    id: u64,
    revision: u32,
    received: String,
    from: Option<&'a Mailbox>,
    to: &'a [Mailbox],
    cc: &'a [Mailbox],
    subject: &'a str,
    message_id: Option<&'a str>,
    verdict: &'static str,
    trust: &'static str,
    /// Why it is here: `not_verified`, `no_severity` …
    reason: &'static str,
    /// The ticket that it seems to belong to.
    like: Option<u64>,
    /// Whether its sender is a stranger to the ticket that it names.
    stranger: bool,
    /// The customer, where somebody of the desk passed the letter on.
    customer: Option<&'a Mailbox>,
    /// The earliest deadline that it could have; null where none could be.
    earliest: Option<EarliestJson<'a>>,
    text: &'a str,
    files: Vec<FileJson<'a>>,
}

#[derive(Serialize)]
struct EarliestJson<'a> {
    due: String,
    contract: &'a str,
    plan: &'a str,
    severity: &'a str,
    target: &'static str,
}

impl<'a> InboxJson<'a> {
    fn new(waiting: &'a WaitingLetter) -> Self {
        let (letter, head) = (&waiting.letter, &waiting.letter.head);
        let earliest = waiting.earliest.as_ref().map(|earliest| EarliestJson {
            due: earliest.due.to_string(),
            contract: &earliest.contract,
            plan: &earliest.plan,
            severity: &earliest.severity,
            target: earliest.target.key(),
        });
        Self {
            id: waiting.id.0,
            revision: waiting.revision,
            received: letter.received.to_string(),
            from: head.from.as_ref(),
            to: &head.to,
            cc: &head.cc,
            subject: &head.subject,
            message_id: head.message_id.as_deref(),
            verdict: head.verdict.key(),
            trust: head.trust.key(),
            reason: letter.reason.key(),
            like: letter.like.map(|id| id.0),
            stranger: letter.is_strangers,
            customer: letter.customer.as_ref(),
            earliest,
            text: &letter.text,
            files: letter.files.iter().chain(&letter.head.original).map(FileJson::from).collect(),
        }
    }
}
