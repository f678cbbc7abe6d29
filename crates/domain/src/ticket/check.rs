//! What may happen to a ticket next. Everything that is refused is refused here, before anything is written.

use crate::contract::{Contract, Pause, Priority, PriorityStep, TargetKind};
use crate::time::Instant;

use super::event::{BreachReason, Event, Kind, What};
use super::state::{Mark, Ticket};
use super::text::{TextError, check_line, check_note};
use crate::problem::{Field, Problem};
use crate::text::drives_terminal;

/// Channels that a report may come by whatever the agreement says. One that the agreement does not take starts no clock.
pub const CHANNELS: [&str; 5] = ["phone", "email", "web", "chat", "portal"];

/// The longest work that is booked at once, in minutes: a slip of the keys would else stand in every sum. What was booked
/// before there was this limit stands.
pub const MOST_MINUTES: u32 = 1_440;

/// What an agent fills in to log a ticket.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct NewTicket {
    /// Contract id.
    pub contract: String,
    /// Plan id.
    pub plan: String,
    /// Severity id; follows from impact and urgency where the contract has a matrix and both are given.
    pub severity: String,
    /// Channel; empty only where the contract names none.
    pub channel: String,
    /// One line.
    pub subject: String,
    /// Who reported it.
    pub customer: Option<String>,
    /// When it was reported; none = now.
    pub reported: Option<Instant>,
    /// Incident, change request or question.
    pub kind: Kind,
    /// Impact, where severity follows from it.
    pub impact: Option<String>,
    /// Urgency, where severity follows from it.
    pub urgency: Option<String>,
    /// A first note.
    pub note: Option<String>,
    /// Who takes it.
    pub assignee: Option<String>,
}

/// Everything that is wrong with a new ticket, in the order of the form; empty if it can be logged.
///
/// A channel of [`CHANNELS`] that the agreement does not take is not refused: it happened, and the ticket has no clock
/// until one that counts is recorded.
pub fn check_new(new: &NewTicket, contract: &Contract, now: Instant) -> Vec<Problem> {
    let mut wrong = Vec::new();
    if contract.plan(&new.plan).is_none() {
        let plans = contract.plans.iter().map(|p| p.id.as_str());
        wrong.push(unknown(Field::Plan, &new.plan, &contract.id, plans));
    }
    if contract.severity(&new.severity).is_none() {
        wrong.push(unknown(Field::Severity, &new.severity, &contract.id, severity_ids(contract)));
    }
    wrong.extend(line(Field::Subject, &new.subject).err());
    wrong.extend(check_priority(contract, new.impact.as_deref(), new.urgency.as_deref(), &new.severity).err());
    wrong.extend(check_channel(&new.channel, Some(contract), &new.severity).err());
    wrong.extend(new.customer.as_deref().and_then(|c| line(Field::Customer, c).err()));
    wrong.extend(new.assignee.as_deref().and_then(|a| line(Field::Assignee, a).err()));
    wrong.extend(new.note.as_deref().and_then(|n| check_note(n).err()).map(|e| refused_text(Field::Note, &e)));
    wrong.extend(new.reported.and_then(|at| past(Field::Reported, at, now).err()));
    wrong
}

/// The events that log a new ticket, which has passed [`check_new`], under a text of that version and a promise of that name.
pub fn new_events(new: &NewTicket, version: &str, promise: Option<&str>, by: &str, now: Instant) -> Vec<Event> {
    let reported = new.reported.unwrap_or(now);
    let logged = What::Logged {
        contract: new.contract.clone(),
        version: version.to_owned(),
        promise: promise.map(str::to_owned),
        plan: new.plan.clone(),
        severity: new.severity.clone(),
        subject: new.subject.trim().to_owned(),
        kind: new.kind,
        customer: new.customer.clone(),
        impact: new.impact.clone(),
        urgency: new.urgency.clone(),
    };
    let event = |happened, what| Event { happened, recorded: now, by: by.to_owned(), what };
    let mut events = vec![event(reported, logged), event(reported, What::Reported { channel: new.channel.clone() })];
    if let Some(text) = &new.note {
        events.push(event(now, What::Note { text: text.clone(), to_customer: false }));
    }
    if let Some(to) = &new.assignee {
        events.push(event(now, What::Assigned { to: Some(to.clone()) }));
    }
    events
}

/// Whether `what` may be added to the ticket, having happened at `happened`.
///
/// `contract` is none where the ticket's contract is not loaded; then only what needs no contract is checked.
pub fn check_event(
    ticket: &Ticket,
    contract: Option<&Contract>,
    what: &What,
    happened: Instant,
    now: Instant,
) -> Result<(), Problem> {
    past(Field::At, happened, now)?;
    if happened < ticket.reported() && !matches!(what, What::Reported { .. } | What::Retracted { .. }) {
        return Err(Problem::of_field(
            Field::At,
            "that is before it was reported",
            "give a time between the report and now",
        ));
    }
    stands(ticket, what)?;
    if is_of_round(what) {
        not_before(ticket.came_back.as_ref(), happened, "back")?;
    }
    match what {
        What::Logged { .. } => Err(Problem::refused("a ticket is logged once", "log a new one")),
        What::Reported { channel } => check_channel(channel, contract, &ticket.severity),
        What::Responded => once(ticket.responded.as_ref(), happened, "answered"),
        What::ReceiptConfirmed => once(ticket.receipt.as_ref(), happened, "confirmed as received"),
        What::WorkStarted => once(ticket.work_began(), happened, "in work"),
        What::WorkaroundGiven => once(ticket.workaround.as_ref(), happened, "worked around"),
        What::WorkaroundImpossible => check_impossible(ticket, contract, happened),
        What::Fixed => {
            once(ticket.fixed.as_ref(), happened, "fixed")?;
            not_before(ticket.reopened.as_ref(), happened, "reopened")
        }
        What::Closed { reason, words } => {
            check_reason(*reason, words.as_deref())?;
            check_close(ticket, contract, happened)
        }
        What::Reopened | What::CameBack => check_reopen(ticket, happened),
        What::Waiting { on, .. } => check_waiting(ticket, *on, happened),
        What::Resumed => check_resumed(ticket, happened),
        What::TimeSpent { unpaid: false, .. } => {
            check_paid(ticket, contract, happened)?;
            check_texts(what)
        }
        What::Retracted { event } if *event >= ticket.revision => {
            Err(Problem::refused(format!("#{} has no event {event}", ticket.id), "take back one that it has"))
        }
        other => check_setting(ticket, contract, other),
    }
}

/// Whether it meets or moves a target of the round that goes on: what came before the ticket came back belongs to the round
/// before, whose verdict stands.
pub(super) const fn is_of_round(what: &What) -> bool {
    matches!(
        what,
        What::ReceiptConfirmed
            | What::Responded
            | What::WorkStarted
            | What::WorkaroundGiven
            | What::WorkaroundImpossible
            | What::Fixed
    )
}

/// Work that the customer pays for is approved before it is done, where the agreement asks for that (Missoun: "before performing
/// such services").
fn check_paid(ticket: &Ticket, contract: Option<&Contract>, happened: Instant) -> Result<(), Problem> {
    if !contract.is_some_and(|contract| ticket.wants_approval(contract)) {
        return Ok(());
    }
    match ticket.approved {
        Some(approved) if approved <= happened => Ok(()),
        Some(_) => Err(Problem::refused(
            "that was before the customer approved paid work",
            "book it as unpaid, or give a time after the approval",
        )),
        None => Err(Problem::refused(
            "the customer has not approved paid work in writing yet",
            "record where the approval can be found first (approve), or book it as unpaid",
        )),
    }
}

fn check_setting(ticket: &Ticket, contract: Option<&Contract>, what: &What) -> Result<(), Problem> {
    match what {
        What::SeveritySet { severity } => {
            check_severity(contract, severity)?;
            if let Some(contract) = contract.filter(|contract| contract.priority.is_some()) {
                let message = format!("the severity of {} follows from impact and urgency", contract.id);
                return Err(Problem::of_field(Field::Severity, message, "give both of them instead"));
            }
            differs(Field::Severity, &ticket.severity, severity, "at severity")
        }
        What::PrioritySet { impact, urgency, severity } => {
            line(Field::Impact, impact)?;
            line(Field::Urgency, urgency)?;
            check_severity(contract, severity)?;
            contract.map_or(Ok(()), |c| check_priority(c, Some(impact), Some(urgency), severity))?;
            let (is, wanted) = (priority_of(ticket), (Some(&**impact), Some(&**urgency), &**severity));
            if is == wanted {
                Err(nothing_new(Field::Impact, &format!("it is impact {impact}, urgency {urgency}")))
            } else {
                Ok(())
            }
        }
        What::PlanSet { plan } => {
            check_plan(contract, plan)?;
            differs(Field::Plan, &ticket.plan, plan, "in plan")
        }
        What::Assigned { to: Some(to) } => {
            line(Field::Assignee, to)?;
            differs(Field::Assignee, ticket.assignee.as_deref().unwrap_or(""), to, "with")
        }
        What::Assigned { to: None } if ticket.assignee.is_none() => Err(Problem::of_field(
            Field::Assignee,
            format!("nobody has #{}", ticket.id),
            "there is nothing to take away",
        )),
        What::Excluded { cause, words } => check_exclusion(ticket, contract, cause, words.as_deref()),
        What::Included if ticket.exclusion.is_none() => {
            Err(Problem::refused(format!("#{} is not excluded", ticket.id), "there is nothing to include again"))
        }
        What::Approved { .. } if contract.is_some_and(|c| !c.scope.asks_approval()) => {
            Err(Problem::refused("this agreement asks for no approval of paid work", "write a note instead"))
        }
        other => check_texts(other),
    }
}

/// What is only text.
fn check_texts(what: &What) -> Result<(), Problem> {
    match what {
        What::SubjectSet { subject } => line(Field::Subject, subject),
        What::Note { text: note, .. } => check_note(note).map_err(|e| refused_text(Field::Note, &e)),
        What::Escalated { level, to } => {
            line(Field::Level, level)?;
            to.as_deref().map_or(Ok(()), |to| line(Field::Assignee, to))
        }
        What::Approved { reference } => line(Field::Reference, reference),
        What::PassedOn { supplier } => line(Field::Supplier, supplier),
        What::TimeSpent { minutes: 0, .. } => {
            Err(Problem::of_field(Field::Minutes, "no time is nothing to book", "give at least one minute"))
        }
        What::TimeSpent { minutes, .. } if *minutes > MOST_MINUTES => {
            let message = format!("{minutes} minutes are more than a day, which has {MOST_MINUTES}");
            Err(Problem::of_field(Field::Minutes, message, "book each day by itself"))
        }
        What::TimeSpent { what, .. } => line(Field::Text, what),
        _ => Ok(()),
    }
}

/// A channel that the agreement does not take is no mistake, but none at all is, where it names any, and so is one that
/// nobody has heard of: taken as it is, a slip of the pen would stop the clock without a word.
fn check_channel(channel: &str, contract: Option<&Contract>, severity: &str) -> Result<(), Problem> {
    let named = contract.map_or(&[][..], |c| c.channels(severity));
    if channel.is_empty() && named.is_empty() {
        return Ok(());
    }
    if channel.is_empty() {
        let hint = format!("give one of {}", named.join(", "));
        return Err(Problem::of_field(Field::Channel, "it is not said how it was reported", hint));
    }
    line(Field::Channel, channel)?;
    match contract.map(known_channels) {
        Some(known) if !known.contains(&channel) => {
            let message = format!("there is no channel `{}`", shown(channel));
            Err(Problem::of_field(Field::Channel, message, format!("give one of {}", known.join(", "))))
        }
        _ => Ok(()),
    }
}

/// The contract's own channels and those of its severities, then the common ones, none twice.
fn known_channels(contract: &Contract) -> Vec<&str> {
    let of_severities = contract.severities.iter().flat_map(|s| &s.channels);
    let own = contract.support.channels.iter().chain(of_severities).map(String::as_str);
    let mut known = Vec::new();
    for channel in own.chain(CHANNELS) {
        if !known.contains(&channel) {
            known.push(channel);
        }
    }
    known
}

fn check_plan(contract: Option<&Contract>, plan: &str) -> Result<(), Problem> {
    match contract {
        Some(c) if c.plan(plan).is_none() => {
            Err(unknown(Field::Plan, plan, &c.id, c.plans.iter().map(|p| p.id.as_str())))
        }
        _ => line(Field::Plan, plan),
    }
}

/// Where severity follows from impact and urgency, both are needed and the three must fit; elsewhere there is neither of the two.
fn check_priority(
    contract: &Contract,
    impact: Option<&str>,
    urgency: Option<&str>,
    severity: &str,
) -> Result<(), Problem> {
    let Some(priority) = &contract.priority else {
        return match (impact, urgency) {
            (None, None) => Ok(()),
            _ => Err(Problem::of_field(
                Field::Impact,
                format!("{} does not work with impact and urgency", contract.id),
                "choose the severity itself",
            )),
        };
    };
    let place = |field, given: Option<&str>, scale: &[PriorityStep]| match given {
        None => {
            let known = scale.iter().map(|step| step.id.as_str()).collect::<Vec<_>>().join(", ");
            Err(Problem::of_field(field, format!("{} needs the {field}", contract.id), format!("give one of {known}")))
        }
        Some(given) => match scale.iter().position(|step| step.id == given) {
            Some(place) => Ok(Some(place)),
            None => Err(unknown(field, given, &contract.id, scale.iter().map(|step| step.id.as_str()))),
        },
    };
    let row = place(Field::Impact, impact, &priority.impact)?;
    let column = place(Field::Urgency, urgency, &priority.urgency)?;
    row.zip(column).map_or(Ok(()), |cell| follows(priority, cell, severity))
}

fn follows(priority: &Priority, (row, column): (usize, usize), severity: &str) -> Result<(), Problem> {
    match priority.matrix.get(row).and_then(|cells| cells.get(column)) {
        Some(cell) if cell != severity => Err(Problem::of_field(
            Field::Severity,
            format!(
                "impact {} and urgency {} make it {cell}, not {}",
                priority.impact[row].id,
                priority.urgency[column].id,
                shown(severity)
            ),
            "change one of the three",
        )),
        _ => Ok(()),
    }
}

fn check_exclusion(
    ticket: &Ticket,
    contract: Option<&Contract>,
    cause: &str,
    words: Option<&str>,
) -> Result<(), Problem> {
    match contract {
        Some(c) if c.scope.ticket_causes().next().is_none() => {
            return Err(Problem::of_field(Field::Cause, "this agreement leaves no cause out", "write a note instead"));
        }
        Some(c) if !c.scope.excludes_ticket(cause) => {
            return Err(unknown(Field::Cause, cause, &c.id, c.scope.ticket_causes().map(String::as_str)));
        }
        _ => line(Field::Cause, cause)?,
    }
    if let Some(exclusion) = &ticket.exclusion {
        return Err(already(&exclusion.mark, "excluded"));
    }
    // It decides who pays, so the record says why, as for a late closing.
    let missing =
        || Problem::of_field(Field::Text, "it is not said why the promise does not hold", "say it in a sentence");
    line(Field::Text, words.ok_or_else(missing)?)
}

fn check_waiting(ticket: &Ticket, on: Pause, happened: Instant) -> Result<(), Problem> {
    let Some(wait) = ticket.waiting() else { return Ok(()) };
    if wait.on == on {
        return Err(Problem::refused(format!("#{} is waiting on them already", ticket.id), "resume it first"));
    }
    after_wait_began(wait.from, happened)
}

fn check_resumed(ticket: &Ticket, happened: Instant) -> Result<(), Problem> {
    match ticket.waiting() {
        Some(wait) => after_wait_began(wait.from, happened),
        None => Err(Problem::refused(format!("#{} is not waiting", ticket.id), "there is nothing to resume")),
    }
}

fn after_wait_began(from: Instant, happened: Instant) -> Result<(), Problem> {
    if happened < from {
        return Err(Problem::of_field(Field::At, "that is before the waiting began", "give a later time"));
    }
    Ok(())
}

/// A sentence without the reason that it is about would count in no report.
fn check_reason(reason: Option<BreachReason>, words: Option<&str>) -> Result<(), Problem> {
    match (reason, words) {
        (None, Some(_)) => {
            Err(Problem::of_field(Field::Reason, "the sentence goes with a reason", "say whose breach it is as well"))
        }
        (_, words) => words.map_or(Ok(()), |words| line(Field::Reason, words)),
    }
}

fn check_reopen(ticket: &Ticket, happened: Instant) -> Result<(), Problem> {
    if ticket.fixed.is_none() && ticket.closed.is_none() {
        return Err(Problem::refused(
            format!("#{} is neither fixed nor closed", ticket.id),
            "there is nothing to reopen",
        ));
    }
    not_before(ticket.fixed.as_ref(), happened, "fixed")?;
    not_before(ticket.closed.as_ref(), happened, "closed")
}

/// A closed or withdrawn ticket takes little.
fn stands(ticket: &Ticket, what: &What) -> Result<(), Problem> {
    let always = matches!(what, What::Retracted { .. });
    let after_closing =
        always || matches!(what, What::Reopened | What::CameBack | What::Note { .. } | What::TimeSpent { .. });
    if ticket.withdrawn && !always {
        return Err(Problem::refused(
            format!("#{} was withdrawn", ticket.id),
            "undo the withdrawal first, or log a new one",
        ));
    }
    if ticket.closed.is_some() && !after_closing {
        return Err(Problem::refused(format!("#{} is closed", ticket.id), "reopen it first"));
    }
    Ok(())
}

fn check_impossible(ticket: &Ticket, contract: Option<&Contract>, happened: Instant) -> Result<(), Problem> {
    let promise = contract.and_then(|c| c.promises(&ticket.plan, &ticket.severity)?.correction.as_ref());
    if contract.is_some() && promise.is_none_or(|p| p.otherwise.is_none()) {
        return Err(Problem::refused(
            "this agreement promises no other correction time without a workaround",
            "write a note instead",
        ));
    }
    if ticket.workaround.is_some() {
        return Err(Problem::refused("a workaround stands already", "undo that first if it does not hold"));
    }
    once(ticket.fixed.as_ref(), happened, "fixed")?;
    once(ticket.no_workaround.as_ref(), happened, "without a possible workaround")
}

/// A ticket is closed when nothing that was promised for it is still owed.
fn check_close(ticket: &Ticket, contract: Option<&Contract>, happened: Instant) -> Result<(), Problem> {
    let promises = contract.and_then(|c| c.promises(&ticket.plan, &ticket.severity));
    for kind in TargetKind::ALL {
        let (done, word, hint) = match kind {
            TargetKind::Response => (ticket.responded.as_ref(), "answered", "record the answer first (respond)"),
            TargetKind::WorkStart => (ticket.work_began(), "in work", "record that work began first (start)"),
            TargetKind::Correction => (ticket.corrected(), "corrected", "record the fix or the workaround first (fix)"),
        };
        not_before(done, happened, word)?;
        let owed = ticket.exclusion.is_none() && promises.is_some_and(|p| p.get(kind).is_some());
        if owed && done.is_none() {
            return Err(Problem::refused(format!("#{} still owes its {}", ticket.id, kind.words()), hint));
        }
    }
    not_before(ticket.fixed.as_ref(), happened, "fixed")?;
    not_before(ticket.reopened.as_ref(), happened, "reopened")
}

fn check_severity(contract: Option<&Contract>, severity: &str) -> Result<(), Problem> {
    match contract {
        Some(c) if c.severity(severity).is_none() => Err(unknown(Field::Severity, severity, &c.id, severity_ids(c))),
        _ => line(Field::Severity, severity),
    }
}

fn severity_ids(contract: &Contract) -> impl Iterator<Item = &str> {
    contract.severities.iter().map(|s| s.id.as_str())
}

/// What has happened already is not entered again, unless it was earlier: then the earlier moment is the one that counts.
fn once(before: Option<&Mark>, happened: Instant, word: &str) -> Result<(), Problem> {
    before.filter(|mark| mark.at <= happened).map_or(Ok(()), |mark| Err(already(mark, word)))
}

fn already(mark: &Mark, word: &str) -> Problem {
    Problem::refused(format!("it is {word} already (entered by {})", mark.by), "undo that first to enter it anew")
}

fn not_before(mark: Option<&Mark>, happened: Instant, word: &str) -> Result<(), Problem> {
    match mark {
        Some(mark) if happened < mark.at => {
            Err(Problem::of_field(Field::At, format!("that is before it was {word}"), "give a later time"))
        }
        _ => Ok(()),
    }
}

fn differs(field: Field, is: &str, wanted: &str, words: &str) -> Result<(), Problem> {
    if is == wanted { Err(nothing_new(field, &format!("it is {words} {wanted}"))) } else { Ok(()) }
}

/// Impact, urgency and severity of a ticket.
fn priority_of(ticket: &Ticket) -> (Option<&str>, Option<&str>, &str) {
    (ticket.impact.as_deref(), ticket.urgency.as_deref(), &ticket.severity)
}

fn nothing_new(field: Field, is: &str) -> Problem {
    Problem::of_field(field, format!("{is} already"), "choose another")
}

fn past(field: Field, at: Instant, now: Instant) -> Result<(), Problem> {
    if at.checked().is_err() {
        return Err(Problem::of_field(field, "that is outside the years 1980 to 2100", "give a time in these years"));
    }
    if at > now {
        return Err(Problem::of_field(
            field,
            "that is in the future",
            "give a time that has passed, or leave it out for now",
        ));
    }
    Ok(())
}

fn line(field: Field, value: &str) -> Result<(), Problem> {
    check_line(value).map_err(|e| refused_text(field, &e))
}

/// The refusal of a text in that field.
pub(crate) fn refused_text(field: Field, error: &TextError) -> Problem {
    Problem::of_field(field, format!("the {field} cannot be used: {}", error.message()), error.hint())
}

fn unknown<'a>(field: Field, given: &str, contract: &str, known: impl Iterator<Item = &'a str>) -> Problem {
    let known: Vec<&str> = known.collect();
    let given = shown(given);
    let hint = if known.is_empty() { "it has none".to_owned() } else { format!("it has {}", known.join(", ")) };
    Problem::of_field(field, format!("{contract} has no {field} `{given}`"), hint)
}

/// What somebody gave, fit to be said back to them.
fn shown(given: &str) -> String {
    given.chars().filter(|c| !drives_terminal(*c)).take(40).collect()
}

#[cfg(test)]
mod tests;
