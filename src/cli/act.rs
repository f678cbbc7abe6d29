//! Carries out `frist do`: records that something happened to one or more tickets.

mod undo;

use std::collections::{BTreeSet, VecDeque};

use super::absence::tell_absent;
use super::args::DoArgs;
use super::error::CliError;
use super::json::TicketJson;
use super::output::Output;
use super::setup::{Setup, no_ticket, not_loaded, zone_of};
use crate::desk::{Assignees, Change, CommitOutcome, Desk, Request, SharedDesk, with_texts_as_files};
use crate::domain::ledger::{Ledger, outage_cause_in_words, outages_of_another_cause};
use crate::domain::sla::{Sla, TicketRow, due_in_words, pause_means, replaced_in_words, state_in_words};
use crate::domain::ticket::event::{
    Closed, CommandEffect, EventForm, Excluded, InputType, LEAVE_CHILDREN, Note, Retracted, Snoozed,
};
use crate::domain::ticket::{Event, EventData, Record, Ticket, TicketId, TicketSize, say_at};
use crate::domain::time::{Instant, Zone, beside_in, in_both_zones, parse_moment, say_moment};

/// Records the event on all the tickets as one commit, and says what is next for each.
pub(super) fn act(setup: &mut Setup, args: &DoArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    only_what_it_takes(args)?;
    // Missing fields are reported before the store is opened.
    args.command.event(&form(setup, args, None))?;
    let desk = setup.open(output)?;
    let ledger = desk.ledger();
    let mut least = if to_least(args) { Some(shares(setup, &desk, args)?) } else { None };
    let mut changes = Vec::new();
    for id in &args.ids {
        let id = TicketId(*id);
        let record = desk.record(id)?.ok_or_else(|| no_ticket(id))?;
        children_are_closed(args, &desk, &record.ticket)?;
        match (args.command.does, &mut least) {
            (CommandEffect::Withdraw, _) => changes.push(Change::Retract { ticket: id, event: 0 }),
            (CommandEffect::TakeBackLast, _) => changes.extend(undo::last(&desk, &setup.me, &record)?),
            (CommandEffect::DoAgain, _) => changes.extend(undo::again(&desk, &setup.me, &record)?),
            (_, Some(least)) => {
                let to = least.pop_front();
                // A ticket stays with its assignee where that is the person with the fewest.
                if record.ticket.assignee != to {
                    changes.extend(on_it(args, id, added(setup, &ledger, &given_to(to, args), &record))?);
                }
            }
            (_, None) => {
                let new = on_it(args, id, added(setup, &ledger, args, &record))?;
                // Of several tickets, those that have the tags already, or are followed, stay as they are.
                let is_there = args.ids.len() > 1 && is_so_already(&new, &record);
                changes.extend(new.into_iter().filter(|_| !is_there));
            }
        }
    }
    if changes.is_empty() {
        let done = if args.sort.name == "tagged" {
            "nothing changes: all of them have these tags so already"
        } else if args.sort.name == "followed" {
            "nothing changes: it is so on all of them already"
        } else {
            "all of them are assigned to the person with the fewest tickets already"
        };
        return output.line(done);
    }
    for staff in assigned(&changes) {
        tell_absent(setup, &ledger, &staff, output);
    }
    let request = with_texts_as_files(&desk, Request::new(&setup.me, changes))?;
    let done = desk.commit(request)?;
    output.after(&recorded(&done), |output| {
        done.touched.iter().try_for_each(|touched| {
            let record = desk.record(touched.ticket)?.ok_or_else(|| no_ticket(touched.ticket))?;
            tell(setup, &ledger, args, (&done, &record), output)?;
            if let Some(words) = TicketSize::of(&record.events).warning() {
                output.remark(&format!("#{} {words}", touched.ticket));
            }
            Ok::<(), CliError>(())
        })?;
        if args.json { Ok(()) } else { tell_same_cause(setup, &desk, &done, output) }
    })
}

/// Refuses to close a ticket whose children are open, unless they are closed with it or that is meant.
fn children_are_closed(args: &DoArgs, desk: &dyn Desk, ticket: &Ticket) -> Result<(), CliError> {
    if args.sort.name != "closed" || args.given.contains_key(LEAVE_CHILDREN) {
        return Ok(());
    }
    let others = ticket.children().filter(|child| !args.ids.contains(&child.0));
    let mut open = Vec::new();
    for child in others {
        open.extend(desk.record(child)?.filter(|record| record.ticket.is_open()).map(|_| format!("#{child}")));
    }
    if open.is_empty() {
        return Ok(());
    }
    let are = if open.len() == 1 { "its child is open" } else { "its children are open" };
    let message = format!("#{} cannot be closed yet: {are}: {}", ticket.id, open.join(", "));
    Err(CliError::input(message, format!("close them first or with it, or give --{LEAVE_CHILDREN}")))
}

/// Returns whether the changes are about tags or a follower alone, and the ticket has them so.
fn is_so_already(changes: &[Change], record: &Record) -> bool {
    let [Change::Add { what, .. }] = changes else { return false };
    match &**what {
        EventData::Tagged(tags) => !tags.changes(&record.ticket),
        EventData::Followed(followed) => !followed.changes(&record.ticket),
        _ => false,
    }
}

/// Returns the people whom these changes give tickets to, each once.
fn assigned(changes: &[Change]) -> BTreeSet<String> {
    let to = |change: &Change| match change {
        Change::Add { what, .. } => what.assignee().map(str::to_owned),
        _ => None,
    };
    changes.iter().filter_map(to).collect()
}

/// Returns the result, of several tickets with the number of the one that is refused.
fn on_it<T>(args: &DoArgs, id: TicketId, result: Result<T, CliError>) -> Result<T, CliError> {
    let several = args.ids.iter().any(|other| *other != id.0);
    result.map_err(|error| if several { error.on_ticket(id) } else { error })
}

/// Says after an exclusion which outages of the ticket have another cause; whether it is the same is for people to say,
/// with this command.
fn tell_same_cause(
    setup: &Setup,
    desk: &SharedDesk,
    done: &CommitOutcome,
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let ledger = desk.ledger();
    for touched in &done.touched {
        let id = touched.ticket;
        let record = desk.record(id)?.ok_or_else(|| no_ticket(id))?;
        let Some(contract) = setup.book.get(&record.ticket.contract) else { continue };
        let causes = new_events(done, &record).iter().filter_map(|event| match event.action() {
            Some(EventData::Excluded(Excluded { cause, .. })) => Some(cause),
            _ => None,
        });
        for cause in causes {
            for (outage, fact) in outages_of_another_cause(&ledger, contract, id, cause) {
                output.line(&format!(
                    "#{id} belongs to outage {outage}, whose cause is {}; if it is the same: frist outage set {outage} \
                     --cause {cause}",
                    outage_cause_in_words(fact)
                ))?;
            }
        }
    }
    Ok(())
}

/// Returns the events that the commit added to the ticket.
fn new_events<'r>(done: &CommitOutcome, record: &'r Record) -> &'r [Event] {
    let touched = done.touched.iter().find(|t| t.ticket == record.ticket.id);
    touched.map_or(&[][..], |t| &record.events[t.first as usize..(t.first + t.count) as usize])
}

/// Returns the words for what was recorded, and on which tickets.
fn recorded(done: &CommitOutcome) -> String {
    let numbers: Vec<String> = done.touched.iter().map(|touched| format!("#{}", touched.ticket)).collect();
    format!("it is recorded on {}", numbers.join(", "))
}

fn to_least(args: &DoArgs) -> bool {
    args.sort.name == "assigned" && args.given.get("to").is_some_and(|to| to == "least")
}

/// Returns the arguments with that person as the assignee.
fn given_to(to: Option<String>, args: &DoArgs) -> DoArgs {
    let mut args = args.clone();
    args.given.remove("to");
    args.given.extend(to.map(|to| ("to".to_owned(), to)));
    args
}

/// Returns the assignees of the tickets, in order, if each goes to the person with the fewest by then.
fn shares(setup: &Setup, desk: &SharedDesk, args: &DoArgs) -> Result<VecDeque<String>, CliError> {
    let (people, rota, open) = (desk.people(), desk.rota(), desk.open_tickets()?);
    let assignees = Assignees { people: &people, rota: &rota, me: &setup.me };
    let ids: Vec<TicketId> = args.ids.iter().map(|id| TicketId(*id)).collect();
    let shares = assignees.shares(&ids, open.iter().map(AsRef::as_ref), setup.now());
    if shares.is_empty() {
        return Err(CliError::input("the desk has nobody to assign it to", "name an agent in the settings' [staff]"));
    }
    Ok(shares.into())
}

/// Returns the given fields for that ticket; without one only for finding what is missing.
fn form<'a>(setup: &'a Setup, args: &'a DoArgs, on: Option<(&'a TicketRow, &'a Ledger)>) -> EventForm<'a> {
    let ticket = on.map(|(row, _)| (&*row.ticket, row.contract.as_deref()));
    EventForm { given: &args.given, me: &setup.me, book: &setup.book, ledger: on.map(|(_, ledger)| ledger), ticket }
}

/// Returns the changes that add to one ticket: what happened, and the note beside it.
fn added(setup: &Setup, ledger: &Ledger, args: &DoArgs, record: &Record) -> Result<Vec<Change>, CliError> {
    let row = setup.row(record.ticket.clone());
    let zone = zone_of(&row, setup.zone);
    let happened = args.at.as_deref().map(|at| parse_moment(at, zone, setup.now())).transpose()?;
    let read = with_coming(setup, args, &row, happened)?;
    let read = with_moments(setup, read.as_ref().unwrap_or(args), zone)?.or(read);
    let what = args.command.event(&form(setup, read.as_ref().unwrap_or(args), Some((&row, ledger))))?;
    // Where the event is a text itself, --note is that text.
    let is_text = what.as_ref().is_some_and(|what| TEXTS.contains(&what.sort().name));
    let beside = args.note().filter(|_| !is_text);
    let note = beside.map(|text| EventData::Note(Note { text: text.clone(), to_customer: args.is_to_customer() }));
    let add = |(n, what)| Change::Add {
        ticket: record.ticket.id,
        // The second change of a request sees the first.
        revision: if n == 0 { args.revision } else { None },
        happened,
        what: Box::new(what),
    };
    Ok(what.into_iter().chain(note).enumerate().map(add).collect())
}

/// Returns the arguments with the moments among their fields read, or none where there are none. They are in the zone of the
/// contract that is given with them, else of the ticket's.
fn with_moments(setup: &Setup, args: &DoArgs, zone: Zone) -> Result<Option<DoArgs>, CliError> {
    let moments = args.command.fields.iter().filter(|field| matches!(field.takes, InputType::Moment));
    let given: Vec<(&str, &String)> =
        moments.filter_map(|field| Some((field.name, args.given.get(field.name)?))).collect();
    if given.is_empty() {
        return Ok(None);
    }
    let zone = args.given.get("contract").and_then(|id| setup.book.get(id)).map_or(zone, |contract| contract.zone);
    let mut read = args.clone();
    for (name, text) in given {
        let at = parse_moment(text, zone, setup.now())?;
        read.given.insert(name.to_owned(), at.to_string());
    }
    Ok(Some(read))
}

/// Returns the arguments with the moments to come among their fields read, or none where there are none: in the ticket's zone,
/// and in the support time of its contract.
fn with_coming(
    setup: &Setup,
    args: &DoArgs,
    row: &TicketRow,
    happened: Option<Instant>,
) -> Result<Option<DoArgs>, CliError> {
    let coming = args.command.fields.iter().filter(|field| matches!(field.takes, InputType::Coming));
    let given: Vec<(&str, &String)> =
        coming.filter_map(|field| Some((field.name, args.given.get(field.name)?))).collect();
    if given.is_empty() {
        return Ok(None);
    }
    let mut read = args.clone();
    for (name, text) in given {
        let from = happened.unwrap_or_else(|| setup.now());
        let until = Snoozed::of_words(text, row.contract.as_deref(), zone_of(row, setup.zone), from)?.until;
        read.given.remove(name);
        read.given.extend(until.map(|at| (name.to_owned(), at.to_string())));
    }
    Ok(Some(read))
}

/// Returns the words for what was recorded; a withdrawal is called by its name, and what `undo` took back is undone.
fn said(setup: &Setup, event: &Event, record: &Record, args: &DoArgs) -> String {
    let (events, own) = (record.events.as_slice(), setup.own_zone());
    let zone = setup.book.of_ticket(&record.ticket).map_or(setup.zone, |contract| contract.zone);
    let say = |event: &Event, events: &[Event]| say_at(event, events, &|at| in_both_zones(zone, own, at));
    let withdraws = |event: &Event| event.action() == Some(&EventData::Retracted(Retracted { event: 0 }));
    match event.action() {
        Some(EventData::Retracted(Retracted { event: taken }))
            if events.get(*taken as usize).is_some_and(withdraws) =>
        {
            "retracted the withdrawal".to_owned()
        }
        Some(EventData::Retracted(Retracted { event: undone }))
            if matches!(args.command.does, CommandEffect::TakeBackLast) && !withdraws(event) =>
        {
            format!("undone: {}", events.get(*undone as usize).map_or_else(String::new, |event| say(event, events)))
        }
        _ if withdraws(event) => format!("withdrawn, {}", say(event, events)),
        _ => say(event, events),
    }
}

/// Says for when it was recorded: of a time that was given and comes twice which of the two was taken, and the same in the
/// person's own zone where that differs from the contract's.
fn when(setup: &Setup, args: &DoArgs, new: &[Event], zone: Zone) -> String {
    let own = setup.own_zone();
    let Some(at) = new.first().map(|event| event.happened) else { return String::new() };
    if args.at.is_some() && zone.offset(at) != own.offset(at) {
        return format!(", {}", in_both_zones(zone, own, at));
    }
    if zone.doubled(at).is_empty() { String::new() } else { format!(", {}", say_moment(zone, at, setup.now())) }
}

fn tell(
    setup: &Setup,
    ledger: &Ledger,
    args: &DoArgs,
    (done, record): (&CommitOutcome, &Record),
    output: &mut Output<'_>,
) -> Result<(), CliError> {
    let row = setup.row(record.ticket.clone());
    let new = new_events(done, record);
    let closes = |event: &Event| matches!(event.action(), Some(EventData::Closed(Closed { reason: None, .. })));
    if new.iter().any(closes) && row.sla.as_ref().is_some_and(Sla::is_broken) {
        // A script need not give a reason; the reports count the breach all the same, so the person who closes is told.
        output.remark(&format!(
            "#{0} was late, and the closing does not say whose breach it is: undo it with frist do undo {0}, and close it with \
             --reason ours, vendors, agreed or disputed",
            record.ticket.id
        ));
    }
    if args.json {
        return output.json(&TicketJson::new(&row, setup.now()).known_by(ledger));
    }
    let when = when(setup, args, new, zone_of(&row, setup.zone));
    let said: Vec<String> = new.iter().map(|event| said(setup, event, record, args)).collect();
    // A person who waits may think that the clock waits too.
    let waits = |event: &Event| matches!(event.action(), Some(EventData::Waiting(_)));
    let wait = row.ticket.waiting().filter(|_| new.iter().any(waits));
    let means = row.contract.as_ref().and(wait).map(|wait| format!("; {}", pause_means(&row, wait.on)));
    let (said, means) = (said.join(", "), means.unwrap_or_default());
    let replaced = replaced(setup, &row, record, new.len()).map_or_else(String::new, |words| format!("; {words}"));
    output.line(&format!("#{} {said}{when}{means}{replaced}; {}", record.ticket.id, next(setup, &row, setup.now())))
}

/// Says what the last events of the ticket, so many of them, have replaced: an earlier moment counts in the place of a later one.
fn replaced(setup: &Setup, row: &TicketRow, record: &Record, new: usize) -> Option<String> {
    let before = record.events.get(..record.events.len().checked_sub(new)?)?;
    let was = Ticket::fold(record.ticket.id, before)?;
    let (zone, own, now) = (zone_of(row, setup.zone), setup.own_zone(), setup.now());
    let say = |at| format!("{}{}", say_moment(zone, at, now), beside_in(zone, own, at));
    replaced_in_words((&was, &row.ticket), row.contract.as_deref(), now, say)
}

/// Returns the next target of the ticket in words.
fn next(setup: &Setup, row: &TicketRow, now: Instant) -> String {
    match row.next() {
        Some(next) => {
            let zone = zone_of(row, setup.zone);
            let due = due_in_words(next, zone, now, say_moment).map(|due| format!(" due {due}"));
            let own = next.due.map_or_else(String::new, |at| beside_in(zone, setup.own_zone(), at));
            format!("next: {}{}{own} ({})", next.words(), due.unwrap_or_default(), state_in_words(row, next))
        }
        None if row.contract.is_none() => not_loaded(&row.ticket),
        None => format!("no open targets ({})", row.ticket.status().words()),
    }
}

/// The sorts of events that are a text, which --note gives as --text does.
const TEXTS: [&str; 3] = ["note", "message", "described"];

/// Refuses a text that is given twice, or `--to-customer` without a note: such a mistake must not be passed over.
fn only_what_it_takes(args: &DoArgs) -> Result<(), CliError> {
    let (is_note, is_text) = (args.sort.name == "note", TEXTS.contains(&args.sort.name));
    if args.is_to_customer() && is_text && !is_note {
        return Err(CliError::input(
            "--to-customer goes with a note",
            "give --to customer to a message, or leave it out",
        ));
    }
    if args.is_to_customer() && !is_note && args.note().is_none() {
        return Err(CliError::input("--to-customer needs a note", "give --note TEXT as well"));
    }
    if is_text && args.note().is_some() && args.given.contains_key("text") {
        return Err(CliError::input("there are two texts for it", "give --text or --note"));
    }
    Ok(())
}
