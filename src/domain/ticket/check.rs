//! What may happen to a ticket next. Everything that is refused is refused here, before anything is written.

use crate::domain::contract::{Contract, TargetKind};
use crate::domain::time::Instant;

use super::event::{Event, Kind, What};
use super::state::Ticket;
use super::text::{TextError, check_line, check_note};

/// A change that is not made: what is wrong with it, and what to do.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{message}; {hint}")]
pub struct Refusal {
    /// The field of a form that it is about, such as `subject`.
    pub field: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Refusal {
    pub(crate) fn new(field: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { field, message: message.into(), hint: hint.into() }
    }
}

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
/// A channel that the agreement does not take is not refused: it happened, and the ticket has no clock until one that
/// counts is recorded.
pub fn check_new(new: &NewTicket, contract: &Contract, now: Instant) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if contract.plan(&new.plan).is_none() {
        let plans = contract.plans.iter().map(|p| p.id.as_str());
        wrong.push(unknown("plan", &new.plan, &contract.id, plans));
    }
    if contract.severity(&new.severity).is_none() {
        wrong.push(unknown("severity", &new.severity, &contract.id, severity_ids(contract)));
    }
    wrong.extend(line("subject", &new.subject).err());
    if !new.channel.is_empty() {
        wrong.extend(line("channel", &new.channel).err());
    }
    wrong.extend(new.customer.as_deref().and_then(|c| line("customer", c).err()));
    wrong.extend(new.assignee.as_deref().and_then(|a| line("assignee", a).err()));
    wrong.extend(new.note.as_deref().and_then(|n| check_note(n).err()).map(|e| text("note", &e)));
    wrong.extend(new.reported.and_then(|at| past("reported", at, now).err()));
    wrong
}

/// The events that log a new ticket, which has passed [`check_new`].
pub fn new_events(new: &NewTicket, version: &str, by: &str, now: Instant) -> Vec<Event> {
    let reported = new.reported.unwrap_or(now);
    let logged = What::Logged {
        contract: new.contract.clone(),
        version: version.to_owned(),
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
) -> Result<(), Refusal> {
    past("at", happened, now)?;
    if happened < ticket.reported() && !matches!(what, What::Reported { .. } | What::Retracted { .. }) {
        return Err(Refusal::new("at", "that is before it was reported", "give a time between the report and now"));
    }
    stands(ticket, what)?;
    match what {
        What::Logged { .. } => Err(Refusal::new("", "a ticket is logged once", "log a new one")),
        What::Reported { channel } => line("channel", channel),
        What::Responded => once(ticket.responded.as_ref(), "answered"),
        What::ReceiptConfirmed => once(ticket.receipt.as_ref(), "confirmed as received"),
        What::WorkStarted => once(ticket.work_began(), "in work"),
        What::WorkaroundGiven => once(ticket.workaround.as_ref(), "worked around"),
        What::WorkaroundImpossible => check_impossible(ticket, contract),
        What::Fixed => once(ticket.fixed.as_ref(), "fixed"),
        What::Closed { .. } => check_close(ticket, contract),
        What::Reopened if ticket.fixed.is_none() && ticket.closed.is_none() => {
            Err(Refusal::new("", format!("#{} is neither fixed nor closed", ticket.id), "there is nothing to reopen"))
        }
        other => check_setting(ticket, contract, other),
    }
}

fn check_setting(ticket: &Ticket, contract: Option<&Contract>, what: &What) -> Result<(), Refusal> {
    match what {
        What::SeveritySet { severity } | What::PrioritySet { severity, .. } => {
            check_severity(ticket, contract, severity, matches!(what, What::PrioritySet { .. }))
        }
        What::PlanSet { plan } => match contract {
            Some(c) if c.plan(plan).is_none() => {
                Err(unknown("plan", plan, &c.id, c.plans.iter().map(|p| p.id.as_str())))
            }
            _ => differs("plan", &ticket.plan, plan, "in plan"),
        },
        What::SubjectSet { subject } => line("subject", subject),
        What::Assigned { to: Some(to) } => {
            line("assignee", to)?;
            differs("assignee", ticket.assignee.as_deref().unwrap_or(""), to, "with")
        }
        What::Assigned { to: None } if ticket.assignee.is_none() => {
            Err(Refusal::new("assignee", format!("nobody has #{}", ticket.id), "there is nothing to take away"))
        }
        What::Note { text: note, .. } => check_note(note).map_err(|e| text("note", &e)),
        What::Escalated { level: line_text, .. }
        | What::Approved { reference: line_text }
        | What::PassedOn { supplier: line_text }
        | What::TimeSpent { what: line_text, .. } => line("text", line_text),
        What::Excluded { cause } => match contract {
            Some(c) if !c.scope.excluded.contains(cause) => {
                Err(unknown("cause", cause, &c.id, c.scope.excluded.iter().map(String::as_str)))
            }
            _ => once(ticket.exclusion.as_ref().map(|e| &e.mark), "excluded"),
        },
        What::Included if ticket.exclusion.is_none() => {
            Err(Refusal::new("", format!("#{} is not excluded", ticket.id), "there is nothing to include again"))
        }
        What::Resumed if ticket.waiting().is_none() => {
            Err(Refusal::new("", format!("#{} is not waiting", ticket.id), "there is nothing to resume"))
        }
        _ => Ok(()),
    }
}

/// A closed or withdrawn ticket takes little.
fn stands(ticket: &Ticket, what: &What) -> Result<(), Refusal> {
    let always = matches!(what, What::Retracted { .. });
    let after_closing = always || matches!(what, What::Reopened | What::Note { .. } | What::TimeSpent { .. });
    if ticket.withdrawn && !always {
        return Err(Refusal::new(
            "",
            format!("#{} was withdrawn", ticket.id),
            "undo the withdrawal first, or log a new one",
        ));
    }
    if ticket.closed.is_some() && !after_closing {
        return Err(Refusal::new("", format!("#{} is closed", ticket.id), "reopen it first"));
    }
    Ok(())
}

fn check_impossible(ticket: &Ticket, contract: Option<&Contract>) -> Result<(), Refusal> {
    let promise = contract.and_then(|c| c.promises(&ticket.plan, &ticket.severity)?.correction.as_ref());
    if contract.is_some() && promise.is_none_or(|p| p.otherwise.is_none()) {
        return Err(Refusal::new(
            "",
            "this agreement promises no other correction time without a workaround",
            "write a note instead",
        ));
    }
    if ticket.workaround.is_some() {
        return Err(Refusal::new("", "a workaround stands already", "undo that first if it does not hold"));
    }
    once(ticket.no_workaround.as_ref(), "without a possible workaround")
}

/// A ticket is closed when nothing that was promised for it is still owed.
fn check_close(ticket: &Ticket, contract: Option<&Contract>) -> Result<(), Refusal> {
    let promises = contract.and_then(|c| c.promises(&ticket.plan, &ticket.severity));
    let (Some(promises), None) = (promises, &ticket.exclusion) else { return Ok(()) };
    for kind in TargetKind::ALL.into_iter().filter(|k| promises.get(*k).is_some()) {
        let (done, hint) = match kind {
            TargetKind::Response => (ticket.responded.is_some(), "record the answer first (respond)"),
            TargetKind::WorkStart => (ticket.work_began().is_some(), "record that work began first (start)"),
            TargetKind::Correction => (ticket.corrected().is_some(), "record the fix or the workaround first (fix)"),
        };
        if !done {
            return Err(Refusal::new("", format!("#{} still owes its {}", ticket.id, kind.words()), hint));
        }
    }
    Ok(())
}

fn check_severity(
    ticket: &Ticket,
    contract: Option<&Contract>,
    severity: &str,
    by_matrix: bool,
) -> Result<(), Refusal> {
    match contract {
        Some(c) if c.severity(severity).is_none() => Err(unknown("severity", severity, &c.id, severity_ids(c))),
        _ if by_matrix => Ok(()),
        _ => differs("severity", &ticket.severity, severity, "at severity"),
    }
}

fn severity_ids(contract: &Contract) -> impl Iterator<Item = &str> {
    contract.severities.iter().map(|s| s.id.as_str())
}

fn once(already: Option<&super::state::Mark>, word: &str) -> Result<(), Refusal> {
    match already {
        Some(mark) => Err(Refusal::new(
            "",
            format!("it is {word} already (entered by {})", mark.by),
            "undo that first to enter it anew",
        )),
        None => Ok(()),
    }
}

fn differs(field: &'static str, is: &str, wanted: &str, words: &str) -> Result<(), Refusal> {
    if is == wanted {
        Err(Refusal::new(field, format!("it is {words} {wanted} already"), "choose another"))
    } else {
        Ok(())
    }
}

fn past(field: &'static str, at: Instant, now: Instant) -> Result<(), Refusal> {
    if at.checked().is_err() {
        return Err(Refusal::new(field, "that is outside the years 1980 to 2100", "give a time in these years"));
    }
    if at > now {
        return Err(Refusal::new(
            field,
            "that is in the future",
            "give a time that has passed, or leave it out for now",
        ));
    }
    Ok(())
}

fn line(field: &'static str, value: &str) -> Result<(), Refusal> {
    check_line(value).map_err(|e| text(field, &e))
}

fn text(field: &'static str, error: &TextError) -> Refusal {
    let words = error.to_string();
    let (message, hint) = words.split_once("; ").unwrap_or((&words, "change it"));
    Refusal::new(field, format!("the {field} cannot be used: {message}"), hint)
}

fn unknown<'a>(field: &'static str, given: &str, contract: &str, known: impl Iterator<Item = &'a str>) -> Refusal {
    let known: Vec<&str> = known.collect();
    let given: String = given.chars().filter(|c| !c.is_control()).take(40).collect();
    let hint = if known.is_empty() { "it has none".to_owned() } else { format!("it has {}", known.join(", ")) };
    Refusal::new(field, format!("{contract} has no {field} `{given}`"), hint)
}
