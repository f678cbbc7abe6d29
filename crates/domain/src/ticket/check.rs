//! Checks what may happen to a ticket next. Everything that is refused is refused here, before anything is written.

use crate::contract::{Contract, PriorityStep};
use crate::ledger::LedgerRecordId;
use crate::time::{Instant, clock_text};

use super::alert::AlertRecord;
use super::commit::Event;
use super::event::{
    Assigned, Attached, Described, EventData, Happening, Kind, Logged, Message, Note, ReachesBack, Reported, Tagged,
    Until, VendorCaseSet, check_case, check_files, check_tags,
};
use super::state::{EventMark, Ticket};
use super::text::{TextError, check_line, check_note};
use crate::file::FileRef;
use crate::problem::{Field, Problem};
use crate::text::drives_terminal;

/// The channels that a report may come by whatever the agreement says. One that the agreement does not take starts no
/// clock.
pub const CHANNELS: [&str; 5] = ["phone", "email", "web", "chat", "portal"];

/// The data that an agent fills in to log a ticket.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct NewTicket {
    /// The id of the contract.
    pub contract: String,
    /// The id of the plan.
    pub plan: String,
    /// The id of the severity; follows from impact and urgency where the contract has a matrix and both are given.
    pub severity: String,
    /// The channel of the report; empty only where the contract names none.
    pub channel: String,
    /// The subject, one line.
    pub subject: String,
    /// The name of the customer who reported it.
    pub customer: Option<String>,
    /// The number of the person who reported it; then `customer` is their name.
    #[serde(default)]
    pub person: Option<LedgerRecordId>,
    /// The number of the organisation that it is reported for.
    #[serde(default)]
    pub organisation: Option<LedgerRecordId>,
    /// The moment at which it was reported, or none for now.
    pub reported: Option<Instant>,
    /// The kind: incident, change request or question.
    pub kind: Kind,
    /// The impact, where severity follows from it.
    pub impact: Option<String>,
    /// The urgency, where severity follows from it.
    pub urgency: Option<String>,
    /// The description: the matter in full, or none where the subject says it.
    pub description: Option<String>,
    /// The whole description as a file, where `description` is only its beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description_file: Option<FileRef>,
    /// The text of a first note.
    pub note: Option<String>,
    /// The name of the assignee.
    pub assignee: Option<String>,
    /// The tags, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The vendor's own number of it, where the vendor has one already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_case: Option<String>,
    /// The files that came with the report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRef>,
    /// The letter that reported it, which is its first message then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter: Option<Box<Message>>,
}

/// Returns everything that is wrong with a new ticket, in the order of the form; empty if it can be logged.
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
    if new.customer.is_none() && new.person.is_some() {
        wrong.push(Problem::of_field(Field::Customer, "the person has no name", "give the name too"));
    }
    wrong.extend(new.assignee.as_deref().and_then(|a| line(Field::Assignee, a).err()));
    let description = new.description.as_deref().and_then(|text| check_note(text).err());
    wrong.extend(description.map(|error| refused_text(Field::Description, &error)));
    wrong.extend(new.note.as_deref().and_then(|n| check_note(n).err()).map(|e| refused_text(Field::Note, &e)));
    wrong.extend(check_files(&new.files).err());
    wrong.extend(check_tags(&new.tags).err());
    wrong.extend(new.vendor_case.as_deref().and_then(|case| check_case(case, Some(contract)).err()));
    wrong.extend(new.description_file.as_ref().and_then(|file| file.check().err()));
    wrong.extend(new.letter.as_deref().and_then(|letter| letter.check_content().err()));
    wrong.extend(new.reported.and_then(|at| past(Field::Reported, at, now).err()));
    wrong
}

/// Makes the events that log a new ticket, which has passed [`check_new`], under a text of that version and a promise
/// of that name.
pub fn new_events(new: &NewTicket, version: &str, promise: Option<&str>, by: &str, now: Instant) -> Vec<Event> {
    let reported = new.reported.unwrap_or(now);
    let logged = EventData::Logged(Logged {
        contract: new.contract.clone(),
        version: version.to_owned(),
        promise: promise.map(str::to_owned),
        plan: new.plan.clone(),
        severity: new.severity.clone(),
        subject: new.subject.trim().to_owned(),
        kind: new.kind,
        customer: new.customer.clone(),
        person: new.person,
        organisation: new.organisation,
        impact: new.impact.clone(),
        urgency: new.urgency.clone(),
    });
    let reported_by = EventData::Reported(Reported { channel: new.channel.clone() });
    let event = |happened, what: EventData| Event { happened, recorded: now, by: by.to_owned(), what: what.into() };
    let mut events = vec![event(reported, logged), event(reported, reported_by)];
    if let Some(text) = &new.description {
        events.push(event(
            reported,
            EventData::Described(Described { text: text.clone(), text_file: new.description_file.clone() }),
        ));
    }
    if let Some(letter) = &new.letter {
        events.push(event(reported, EventData::Message(Message::clone(letter))));
    }
    if let Some(text) = &new.note {
        events.push(event(now, EventData::Note(Note { text: text.clone(), to_customer: false })));
    }
    if !new.files.is_empty() {
        events.push(event(now, EventData::Attached(Attached { files: new.files.clone() })));
    }
    if !new.tags.is_empty() {
        events.push(event(now, EventData::Tagged(Tagged { add: new.tags.clone(), remove: Vec::new() })));
    }
    if let Some(case) = &new.vendor_case {
        events.push(event(now, EventData::VendorCaseSet(VendorCaseSet { case: Some(case.clone()) })));
    }
    if let Some(to) = &new.assignee {
        events.push(event(now, EventData::Assigned(Assigned { to: Some(to.clone()) })));
    }
    events
}

/// Checks whether `what` may be added to the ticket, having happened at `happened`.
///
/// `contract` is none where the ticket's contract is not loaded; then only what needs no contract is checked.
pub fn check_event(
    ticket: &Ticket,
    contract: Option<&Contract>,
    what: &EventData,
    happened: Instant,
    now: Instant,
) -> Result<(), Problem> {
    check_happening(what.happening(), &EventContext { ticket, contract, happened }, now)
}

/// Checks whether an alert that was given at `happened` may be kept with the ticket.
///
/// # Errors
///
/// If the ticket is closed or withdrawn, or the alert is older than its report.
pub fn check_alert(ticket: &Ticket, alert: &AlertRecord, happened: Instant, now: Instant) -> Result<(), Problem> {
    check_happening(alert, &EventContext { ticket, contract: None, happened }, now)
}

fn check_happening(event: &dyn Happening, on: &EventContext<'_>, now: Instant) -> Result<(), Problem> {
    let EventContext { ticket, happened, .. } = *on;
    past(Field::At, happened, now)?;
    if happened < ticket.reported() && !event.may_precede_report() {
        return Err(Problem::of_field(
            Field::At,
            "that is before it was reported",
            "give a time between the report and now",
        ));
    }
    takes(ticket, event.until())?;
    check_reach(event.reaches_back(), ticket, happened)?;
    event.check(on)
}

/// Checks that what is entered late does not lie before a reopening that it may not reach behind.
fn check_reach(reach: ReachesBack, ticket: &Ticket, happened: Instant) -> Result<(), Problem> {
    if reach != ReachesBack::Report {
        not_before(ticket.came_back.as_ref(), happened, "back")?;
    }
    if reach == ReachesBack::Reopening {
        not_before(ticket.reopened.as_ref(), happened, "reopened")?;
    }
    Ok(())
}

/// Checks that plan, severity or priority are not changed for a moment before a change that is there already: each holds
/// until the next one, so that the order in which they were entered never matters.
pub(super) fn after_last_change(on: &EventContext<'_>) -> Result<(), Problem> {
    let EventContext { ticket, contract, happened } = *on;
    let later = ticket.former.iter().enumerate().filter(|(_, former)| former.until > happened);
    let Some((place, last)) = later.max_by_key(|(_, former)| (former.until, former.place)) else { return Ok(()) };
    let after = ticket.former.get(place + 1).map(|former| (&former.plan, &former.severity));
    let (plan, severity) = after.unwrap_or((&ticket.plan, &ticket.severity));
    let what = match (*plan != last.plan, *severity != last.severity) {
        (true, _) => "plan",
        (_, true) => "severity",
        _ => "priority",
    };
    let when = contract.map_or_else(|| "later".to_owned(), |c| format!("on {}", clock_text(c.zone, last.until)));
    let message = format!("its {what} was changed {when}");
    Err(Problem::of_field(Field::At, message, "undo that first, or give a later time"))
}

/// What an event is checked against.
#[derive(Clone, Copy)]
pub(super) struct EventContext<'a> {
    /// The ticket as it is.
    pub(super) ticket: &'a Ticket,
    /// The ticket's contract, or none where that is not loaded, and then only what needs no contract is checked.
    pub(super) contract: Option<&'a Contract>,
    /// The moment at which the event happened.
    pub(super) happened: Instant,
}

/// Checks a channel. One that the agreement does not take is no mistake, but none at all is, where it names any, and so
/// is one that nobody has heard of: taken as it is, a slip of the pen would stop the clock without a word.
pub(crate) fn check_channel(channel: &str, contract: Option<&Contract>, severity: &str) -> Result<(), Problem> {
    let named = contract.map_or(&[][..], |c| c.channels(severity));
    if channel.is_empty() && named.is_empty() {
        return Ok(());
    }
    if channel.is_empty() {
        let hint = format!("give one of {}", named.join(", "));
        return Err(Problem::of_field(Field::Channel, "the channel is missing", hint));
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

/// Returns the contract's own channels and those of its severities, then the common ones, none twice.
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

/// Checks impact and urgency: where severity follows from them, both are needed and the three must fit; elsewhere there
/// is neither of the two.
pub(crate) fn check_priority(
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
    let known = |field, given: Option<&str>, scale: &[PriorityStep]| match given {
        None => {
            let known = scale.iter().map(|step| step.id.as_str()).collect::<Vec<_>>().join(", ");
            Err(Problem::of_field(field, format!("{} needs the {field}", contract.id), format!("give one of {known}")))
        }
        Some(given) if scale.iter().any(|step| step.id == given) => Ok(given.to_owned()),
        Some(given) => Err(unknown(field, given, &contract.id, scale.iter().map(|step| step.id.as_str()))),
    };
    let impact = known(Field::Impact, impact, &priority.impact)?;
    let urgency = known(Field::Urgency, urgency, &priority.urgency)?;
    match priority.severity_of(&impact, &urgency) {
        Some(follows) if follows != severity => {
            let message = format!("impact {impact} and urgency {urgency} make it {follows}, not {}", shown(severity));
            Err(Problem::of_field(Field::Severity, message, "change one of the three"))
        }
        _ => Ok(()),
    }
}

/// Checks that the ticket still takes such an event: a closed or withdrawn ticket takes little.
fn takes(ticket: &Ticket, until: Until) -> Result<(), Problem> {
    if ticket.withdrawn && until < Until::Ever {
        return Err(Problem::refused(
            format!("#{} was withdrawn", ticket.id),
            "undo the withdrawal first, or log a new one",
        ));
    }
    if let Some(into) = ticket.merged.filter(|_| until < Until::Ever) {
        let message = format!("#{} was merged into #{into}", ticket.id);
        return Err(Problem::refused(message, format!("enter it on #{into}, or undo the merging first")));
    }
    if ticket.closed.is_some() && until < Until::Withdrawn {
        return Err(Problem::refused(format!("#{} is closed", ticket.id), "reopen it first"));
    }
    Ok(())
}

pub(super) fn check_severity(contract: Option<&Contract>, severity: &str) -> Result<(), Problem> {
    match contract {
        Some(c) if c.severity(severity).is_none() => Err(unknown(Field::Severity, severity, &c.id, severity_ids(c))),
        _ => line(Field::Severity, severity),
    }
}

fn severity_ids(contract: &Contract) -> impl Iterator<Item = &str> {
    contract.severities.iter().map(|s| s.id.as_str())
}

/// Refuses what has happened already, unless it was earlier: then the earlier moment is the one that counts.
pub(super) fn once(before: Option<&EventMark>, happened: Instant, word: &str) -> Result<(), Problem> {
    before.filter(|mark| mark.at <= happened).map_or(Ok(()), |mark| Err(already(mark, word)))
}

pub(super) fn already(mark: &EventMark, word: &str) -> Problem {
    Problem::refused(format!("it is {word} already (entered by {})", mark.by), "undo that first to enter it anew")
}

pub(super) fn not_before(mark: Option<&EventMark>, happened: Instant, word: &str) -> Result<(), Problem> {
    match mark {
        Some(mark) if happened < mark.at => {
            Err(Problem::of_field(Field::At, format!("that is before it was {word}"), "give a later time"))
        }
        _ => Ok(()),
    }
}

pub(super) fn differs(field: Field, is: &str, wanted: &str, words: &str) -> Result<(), Problem> {
    if is == wanted { Err(nothing_new(field, &format!("it is {words} {wanted}"))) } else { Ok(()) }
}

pub(crate) fn nothing_new(field: Field, is: &str) -> Problem {
    Problem::of_field(field, format!("{is} already"), "choose another")
}

/// Checks that a moment has passed, in the years of the support clock.
pub(crate) fn past(field: Field, at: Instant, now: Instant) -> Result<(), Problem> {
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

pub(super) fn line(field: Field, value: &str) -> Result<(), Problem> {
    check_line(value).map_err(|e| refused_text(field, &e))
}

/// Returns the problem of a text that is refused in that field.
pub(crate) fn refused_text(field: Field, error: &TextError) -> Problem {
    Problem::of_field(field, format!("the {field} cannot be used: {}", error.message()), error.hint())
}

pub(crate) fn unknown<'a>(field: Field, given: &str, contract: &str, known: impl Iterator<Item = &'a str>) -> Problem {
    let known: Vec<&str> = known.collect();
    let given = shown(given);
    let hint = if known.is_empty() { "it has none".to_owned() } else { format!("it has {}", known.join(", ")) };
    Problem::of_field(field, format!("{contract} has no {field} `{given}`"), hint)
}

/// Returns the text that was given, fit to be said back.
fn shown(given: &str) -> String {
    given.chars().filter(|c| !drives_terminal(*c)).take(40).collect()
}

#[cfg(test)]
mod tests;
