//! `frist do`: something happened to one or more tickets.

use std::collections::VecDeque;

use super::args::{ActionArg, DoArgs, ReasonArg, WaitArg};
use super::error::CliError;
use super::json::TicketJson;
use super::output::Output;
use super::setup::{Setup, no_ticket, not_loaded, zone_of};
use crate::desk::{Change, Desk, Done, Hands, Request, SharedDesk};
use crate::domain::contract::Pause;
use crate::domain::ledger::{outage_cause_in_words, outages_of_another_cause};
use crate::domain::problem::ProblemKind;
use crate::domain::sla::{Row, Sla, due_in_words, pause_means};
use crate::domain::ticket::{BreachReason, Event, Record, Size, TicketId, What, say};
use crate::domain::time::{Instant, parse_moment, say_moment};

/// Records it for all the tickets as one commit, and tells what is next for each.
pub(super) fn act(setup: &mut Setup, args: &DoArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    only_what_it_takes(args)?;
    // What is missing is told before the store is opened.
    if !takes_back(args.action) && args.action != ActionArg::Escalate {
        what(setup, args, None)?;
    }
    let desk = setup.open(output)?;
    let mut least = if to_least(args) { Some(shares(setup, &desk, args)?) } else { None };
    let mut changes = Vec::new();
    for id in &args.ids {
        let id = TicketId(*id);
        let record = desk.record(id)?.ok_or_else(|| no_ticket(id))?;
        match args.action {
            ActionArg::Withdraw => changes.push(Change::TakeBack { ticket: id, event: 0 }),
            ActionArg::Undo => changes.push(undo(&setup.me, &record)?),
            ActionArg::Assign if least.is_some() => {
                let to = least.as_mut().and_then(VecDeque::pop_front);
                // Whoever has it already and has the fewest keeps it.
                if record.ticket.assignee != to {
                    changes.extend(added(setup, &DoArgs { to, ..args.clone() }, &record)?);
                }
            }
            _ => changes.extend(added(setup, args, &record)?),
        }
    }
    if changes.is_empty() {
        return output.line("they are all with whoever has the fewest already");
    }
    let done = desk.commit(Request::new(&setup.me, changes))?;
    output.after(&recorded(&done), |output| {
        done.touched.iter().try_for_each(|touched| {
            let record = desk.record(touched.ticket)?.ok_or_else(|| no_ticket(touched.ticket))?;
            tell(setup, args, &done, &record, output)?;
            if let Some(words) = Size::of(&record.events).warning() {
                output.remark(&format!("#{} {words}", touched.ticket));
            }
            Ok::<(), CliError>(())
        })?;
        if args.json { Ok(()) } else { tell_same_cause(setup, &desk, &done, args, output) }
    })
}

/// A ticket is excluded: whether its outage has the same cause is for people to say, with this command.
fn tell_same_cause(
    setup: &Setup,
    desk: &SharedDesk,
    done: &Done,
    args: &DoArgs,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let Some(cause) = args.cause.as_ref().filter(|_| args.action == ActionArg::Exclude) else { return Ok(()) };
    let ledger = desk.ledger();
    for touched in &done.touched {
        let id = touched.ticket;
        let record = desk.record(id)?.ok_or_else(|| no_ticket(id))?;
        let Some(contract) = setup.book.get(&record.ticket.contract) else { continue };
        for (outage, fact) in outages_of_another_cause(&ledger, contract, id, cause) {
            output.line(&format!(
                "#{id} belongs to outage {outage}, whose cause is {}; if it is the same: frist outage set {outage} \
                 --cause {cause}",
                outage_cause_in_words(fact)
            ))?;
        }
    }
    Ok(())
}

/// That it was recorded, and on which tickets.
fn recorded(done: &Done) -> String {
    let numbers: Vec<String> = done.touched.iter().map(|touched| format!("#{}", touched.ticket)).collect();
    format!("it is recorded on {}", numbers.join(", "))
}

fn to_least(args: &DoArgs) -> bool {
    args.action == ActionArg::Assign && args.to.as_deref() == Some("least")
}

/// Whose the tickets become, in order, if each goes to whoever has the fewest by then.
fn shares(setup: &Setup, desk: &SharedDesk, args: &DoArgs) -> Result<VecDeque<String>, CliError> {
    let (people, rota, open) = (desk.people(), desk.rota(), desk.open_tickets()?);
    let hands = Hands { people: &people, rota: &rota, me: &setup.me };
    let ids: Vec<TicketId> = args.ids.iter().map(|id| TicketId(*id)).collect();
    let shares = hands.shares(&ids, open.iter().map(AsRef::as_ref), setup.now());
    if shares.is_empty() {
        return Err(CliError::input("there is nobody to assign it to", "name an agent in the settings' [people]"));
    }
    Ok(shares.into())
}

/// What is to be added to one ticket: what happened, and the note beside it.
fn added(setup: &Setup, args: &DoArgs, record: &Record) -> Result<Vec<Change>, CliError> {
    let row = setup.row(record.ticket.clone());
    let zone = zone_of(&row, setup.zone);
    let happened = args.at.as_deref().map(|at| parse_moment(at, zone, setup.now())).transpose()?;
    let beside = args.note.as_ref().filter(|_| args.action != ActionArg::Note);
    let note = beside.map(|text| What::Note { text: text.clone(), to_customer: args.to_customer });
    let whats = std::iter::once(what(setup, args, Some(&row))?).chain(note);
    let add = |(n, what)| Change::Add {
        ticket: record.ticket.id,
        // The second change of a request sees the first.
        revision: if n == 0 { args.revision } else { None },
        happened,
        what: Box::new(what),
    };
    Ok(whats.enumerate().map(add).collect())
}

/// Whether it records nothing new, but takes back what is there.
const fn takes_back(action: ActionArg) -> bool {
    matches!(action, ActionArg::Undo | ActionArg::Withdraw)
}

/// Takes back the last thing that stands and that this person entered; on a withdrawn ticket, the withdrawal. The
/// logging and the report that came with it are not undone: without them there is no ticket, and that is asked for by
/// name.
fn undo(me: &str, record: &Record) -> Result<Change, CliError> {
    let ticket = record.ticket.id;
    match record.last_own(me) {
        Some(event) if event > 0 => Ok(Change::TakeBack { ticket, event }),
        Some(_) => {
            let message = format!("nothing that you entered stands on #{ticket} but its logging");
            Err(CliError::input(message, format!("frist do withdraw {ticket} takes the whole ticket back")))
        }
        None => {
            let message = format!("nothing that you entered stands on #{ticket}");
            Err(CliError::new(ProblemKind::NotAllowed, message, "only one's own entries can be taken back"))
        }
    }
}

/// What was recorded. A withdrawal is called by its name.
fn said(event: &Event, events: &[Event]) -> String {
    let withdraws = |event: &Event| matches!(event.what, What::Retracted { event: 0 });
    match event.what {
        What::Retracted { event: taken } if events.get(taken as usize).is_some_and(withdraws) => {
            "took back the withdrawal".to_owned()
        }
        _ if withdraws(event) => format!("withdrawn, {}", say(event, events)),
        _ => say(event, events),
    }
}

fn tell(setup: &Setup, args: &DoArgs, done: &Done, record: &Record, output: &mut Output<'_>) -> Result<(), CliError> {
    let row = setup.row(record.ticket.clone());
    if args.action == ActionArg::Close && args.reason.is_none() && row.sla.as_ref().is_some_and(Sla::is_broken) {
        // A script that closes need not know; the reports count it all the same, so whoever closes is told.
        output.remark(&format!(
            "#{0} was late, and it is not said whose breach it is: take it back with frist do undo {0}, and close it with \
             --reason ours, vendors, agreed or disputed",
            record.ticket.id
        ));
    }
    if args.json {
        return output.json(&TicketJson::new(&row, setup.now()));
    }
    let touched = done.touched.iter().find(|t| t.ticket == record.ticket.id);
    let new = touched.map_or(&[][..], |t| &record.events[t.first as usize..(t.first + t.count) as usize]);
    // Of a time that comes twice, whoever gave it is told which was taken.
    let zone = zone_of(&row, setup.zone);
    let when = new.first().map(|event| event.happened).filter(|at| !zone.doubled(*at).is_empty());
    let when = when.map_or_else(String::new, |at| format!(", {}", say_moment(zone, at, setup.now())));
    let said: Vec<String> = new.iter().map(|event| said(event, &record.events)).collect();
    // Who waits may think that the clock waits too.
    let wait = row.ticket.waiting().filter(|_| args.action == ActionArg::Wait);
    let means = row.contract.as_ref().zip(wait).map(|(contract, wait)| format!("; {}", pause_means(contract, wait.on)));
    let (said, means) = (said.join(", "), means.unwrap_or_default());
    output.line(&format!("#{} {said}{when}{means}; {}", record.ticket.id, next(setup, &row, setup.now())))
}

/// What the ticket owes next.
fn next(setup: &Setup, row: &Row, now: Instant) -> String {
    match row.next() {
        Some(next) => {
            let due = due_in_words(next, zone_of(row, setup.zone), now, say_moment).map(|due| format!(" due {due}"));
            format!("next: {}{} ({})", next.words(), due.unwrap_or_default(), next.state.words())
        }
        None if row.contract.is_none() => not_loaded(&row.ticket),
        None => format!("nothing is owed ({})", row.ticket.status().words()),
    }
}

/// What happened, as the options say it; to that ticket, where it is known already.
fn what(setup: &Setup, args: &DoArgs, row: Option<&Row>) -> Result<What, CliError> {
    Ok(match args.action {
        ActionArg::Respond => What::Responded,
        ActionArg::Start => What::WorkStarted,
        ActionArg::Workaround => What::WorkaroundGiven,
        ActionArg::NoWorkaround => What::WorkaroundImpossible,
        ActionArg::Fix => What::Fixed,
        ActionArg::Close => What::Closed { reason: args.reason.map(BreachReason::from), words: args.text.clone() },
        ActionArg::Reopen => reopened(args)?,
        ActionArg::Receipt => What::ReceiptConfirmed,
        ActionArg::Include => What::Included,
        ActionArg::Resume => What::Resumed,
        ActionArg::Assign => What::Assigned { to: assignee(setup, &needed(args.to.as_ref(), "to NAME")?) },
        ActionArg::Severity if args.impact.is_some() => priority(args, row)?,
        ActionArg::Severity => What::SeveritySet { severity: needed(args.severity.as_ref(), "severity ID")? },
        ActionArg::Plan => What::PlanSet { plan: needed(args.plan.as_ref(), "plan ID")? },
        ActionArg::Report => What::Reported { channel: needed(args.channel.as_ref(), "channel NAME")? },
        ActionArg::Exclude => excluded(args)?,
        ActionArg::Wait => What::waiting(Pause::from(needed(args.on.as_ref(), "on customer or --on vendor")?)),
        ActionArg::Escalate => {
            let to = args.to.as_deref().and_then(|to| assignee(setup, to));
            What::Escalated { level: level(setup, args, row)?, to }
        }
        _ => written(args)?,
    })
}

/// Which of the two a reopening was; nobody can tell that but the person who reopens.
fn reopened(args: &DoArgs) -> Result<What, CliError> {
    match (args.reopening.did_not_hold, args.reopening.came_back) {
        (true, _) => Ok(What::Reopened),
        (_, true) => Ok(What::CameBack),
        _ => Err(CliError::input(
            "reopen needs to know which it was",
            "give --did-not-hold (the fix is taken back, and its deadline is the one that it was) or --came-back (the fix \
             stands, and a new round of targets starts)",
        )),
    }
}

/// The cause and why, both of which decide who pays.
fn excluded(args: &DoArgs) -> Result<What, CliError> {
    let cause = needed(args.cause.as_ref(), "cause CAUSE")?;
    let words = needed(args.text.as_ref(), "text TEXT: why, in a sentence")?;
    Ok(What::Excluded { cause, words: Some(words) })
}

/// The severity that follows from impact and urgency; what does not fit the agreement is refused by the desk.
fn priority(args: &DoArgs, row: Option<&Row>) -> Result<What, CliError> {
    let impact = needed(args.impact.as_ref(), "impact NAME")?;
    let urgency = needed(args.urgency.as_ref(), "urgency NAME")?;
    let priority = row.and_then(|row| row.contract.as_ref()?.priority.as_ref());
    let follows = priority.and_then(|priority| priority.severity_of(&impact, &urgency));
    let severity = follows.or_else(|| row.map(|row| row.ticket.severity.as_str())).unwrap_or_default().to_owned();
    Ok(What::PrioritySet { impact, urgency, severity })
}

/// The level that was named, else the desk's next one above the ticket's.
fn level(setup: &Setup, args: &DoArgs, row: Option<&Row>) -> Result<String, CliError> {
    if let Some(level) = &args.level {
        return Ok(level.clone());
    }
    let (now, id) = (row.and_then(|row| row.ticket.level.as_deref()), row.map_or(0, |row| row.ticket.id.0));
    setup.book.level_after(now).map(str::to_owned).ok_or_else(|| {
        let message = format!("#{id} is at the desk's last level, {}", now.unwrap_or_default());
        CliError::input(message, "give --level NAME for another")
    })
}

/// What happened, where a text says it.
fn written(args: &DoArgs) -> Result<What, CliError> {
    let text = || needed(args.text.as_ref(), "text TEXT");
    Ok(match args.action {
        ActionArg::Spend => {
            What::TimeSpent { minutes: needed(args.minutes.as_ref(), "minutes N")?, what: text()?, unpaid: args.unpaid }
        }
        ActionArg::Approve => What::Approved { reference: text()? },
        ActionArg::PassOn => What::PassedOn { supplier: text()? },
        ActionArg::Subject => What::SubjectSet { subject: text()? },
        _ => {
            let text = needed(args.text.as_ref().or(args.note.as_ref()), "text TEXT")?;
            What::Note { text, to_customer: args.to_customer }
        }
    })
}

fn needed<T: Clone>(value: Option<&T>, option: &str) -> Result<T, CliError> {
    value.cloned().ok_or_else(|| CliError::input("something is missing to record that", format!("give --{option}")))
}

fn assignee(setup: &Setup, to: &str) -> Option<String> {
    match to {
        "none" | "nobody" => None,
        "me" => Some(setup.me.clone()),
        name => Some(name.to_owned()),
    }
}

/// An option that the action has no use for is a mistake, not something to pass over.
fn only_what_it_takes(args: &DoArgs) -> Result<(), CliError> {
    use ActionArg as A;
    let given: [(&str, bool, &[A]); 14] = [
        ("to", args.to.is_some(), &[A::Assign, A::Escalate]),
        ("severity", args.severity.is_some(), &[A::Severity]),
        ("impact", args.impact.is_some(), &[A::Severity]),
        ("plan", args.plan.is_some(), &[A::Plan]),
        ("channel", args.channel.is_some(), &[A::Report]),
        ("text", args.text.is_some(), &[A::Note, A::Subject, A::Spend, A::Approve, A::PassOn, A::Close, A::Exclude]),
        ("reason", args.reason.is_some(), &[A::Close]),
        ("cause", args.cause.is_some(), &[A::Exclude]),
        ("on", args.on.is_some(), &[A::Wait]),
        ("level", args.level.is_some(), &[A::Escalate]),
        ("did-not-hold", args.reopening.did_not_hold, &[A::Reopen]),
        ("came-back", args.reopening.came_back, &[A::Reopen]),
        ("minutes", args.minutes.is_some(), &[A::Spend]),
        ("unpaid", args.unpaid, &[A::Spend]),
    ];
    if let Some((name, ..)) = given.iter().find(|(_, is, takers)| *is && !takers.contains(&args.action)) {
        return Err(CliError::input(
            format!("--{name} says nothing about that"),
            "leave it out, or choose another action",
        ));
    }
    let notes = args.note.is_some() || args.action == A::Note;
    if args.to_customer && !notes {
        return Err(CliError::input("--to-customer is about a note", "give --note TEXT as well"));
    }
    if takes_back(args.action) && (args.at.is_some() || args.note.is_some() || args.revision.is_some()) {
        let name = if args.action == A::Undo { "undo" } else { "withdraw" };
        return Err(CliError::input(format!("{name} takes only tickets"), "leave the other options out"));
    }
    if args.action == A::Note && args.note.is_some() && args.text.is_some() {
        return Err(CliError::input("there are two texts for the note", "give --text or --note"));
    }
    Ok(())
}

impl From<ReasonArg> for BreachReason {
    fn from(arg: ReasonArg) -> Self {
        match arg {
            ReasonArg::Ours => Self::Ours,
            ReasonArg::Vendors => Self::Vendors,
            ReasonArg::Agreed => Self::Agreed,
            ReasonArg::Disputed => Self::Disputed,
        }
    }
}

impl From<WaitArg> for Pause {
    fn from(arg: WaitArg) -> Self {
        match arg {
            WaitArg::Customer => Self::WaitingCustomer,
            WaitArg::Vendor => Self::WaitingVendor,
        }
    }
}
