//! What people of the staff are told by mail while they are at no screen: which events of a ticket tell whom what, and the letter
//! that says it.
//!
//! A notice is no promise: it is told once or, where the desk is killed at the wrong moment, not at all. Nothing of a ticket hangs
//! on it.

use serde::{Deserialize, Serialize};

use crate::ledger::{Outgoing, OutgoingPurpose};
use crate::letter::{LetterHead, Mailbox, SUBJECT_CHARS, Verdict};
use crate::reply::letter;
use crate::sla::TicketRow;
use crate::text::{clean, counted, fit};
use crate::ticket::{AlertPoint, Event, EventContent, EventData, MessageDirection, Ticket};
use crate::time::{Instant, Zone, clock_text};

/// The most tickets that one letter tells of; of more, the number is told.
const MOST_TICKETS: usize = 20;
/// The columns of a ticket's subject in a letter.
const SUBJECT_COLUMNS: usize = 120;

/// What somebody can be told of by mail.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// Somebody else, or a rule, has given them a ticket.
    Assigned,
    /// The customer has written on a ticket of theirs.
    Answered,
    /// A target of a ticket of theirs comes near.
    Near,
    /// A target of a ticket of theirs is due.
    Due,
    /// A target of a ticket of theirs is breached.
    Breached,
}

impl NoticeKind {
    /// Every kind, in the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::Assigned, Self::Answered, Self::Near, Self::Due, Self::Breached];

    /// Returns the name in settings and JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Answered => "answered",
            Self::Near => "near",
            Self::Due => "due",
            Self::Breached => "breached",
        }
    }

    /// Returns the kind of that name in settings.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == name)
    }

    /// Says it in a few words, as a letter's subject has it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Assigned => "assigned to you",
            Self::Answered => "answered by the customer",
            Self::Near => "a target comes near",
            Self::Due => "a target is due",
            Self::Breached => "a target is breached",
        }
    }
}

/// Something of a ticket that somebody is to be told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TicketNotice {
    /// What it is.
    pub kind: NoticeKind,
    /// The name of whoever did it, as it stands on the event.
    pub by: String,
    /// The target that it is about, in words.
    pub target: Option<String>,
    /// The moment at which it happened.
    pub at: Instant,
}

/// Returns whom an event of a ticket tells something, by the name that stands on tickets, and what. Nobody is told of what they did
/// themselves, and a letter that a machine wrote tells nobody.
pub fn notice_of<'a>(ticket: &'a Ticket, event: &'a Event) -> Option<(&'a str, TicketNotice)> {
    let holder = ticket.assignee.as_deref();
    let (kind, target) = match &event.what {
        // Who has it now is told; of somebody who had it in between there is nothing to tell.
        EventContent::Action(EventData::Assigned(assigned)) if assigned.to.as_deref() == holder => {
            (NoticeKind::Assigned, None)
        }
        EventContent::Action(EventData::Message(message)) if message.direction == MessageDirection::In => {
            let is_machines = message.letter.as_ref().is_some_and(|letter| !letter.verdict.counts());
            (!is_machines).then_some((NoticeKind::Answered, None))?
        }
        EventContent::Alert(alert) => {
            let kind = match alert.points.last()? {
                AlertPoint::Phone | AlertPoint::Part(_) | AlertPoint::Before(_) => NoticeKind::Near,
                AlertPoint::Due => NoticeKind::Due,
                AlertPoint::Breach => NoticeKind::Breached,
            };
            (kind, Some(alert.target_in_words()))
        }
        EventContent::Action(_) => return None,
    };
    let person = holder.filter(|person| *person != event.by)?;
    Some((person, TicketNotice { kind, by: event.by.clone(), target, at: event.happened }))
}

/// A ticket, and what somebody is told of it.
#[derive(Clone, Debug)]
pub struct TicketNotices {
    /// The ticket as it stands now.
    pub row: TicketRow,
    /// Its customer and their organisation, in words; none where nobody is named.
    pub customer: Option<String>,
    /// What is told, at least one, in the order in which it happened.
    pub notices: Vec<TicketNotice>,
}

/// Whom a letter goes to, and in which zone they read the clock.
#[derive(Clone, Debug)]
pub struct NoticeReader {
    /// The name that stands on tickets.
    pub person: String,
    /// To whom it goes.
    pub to: Mailbox,
    /// Their zone.
    pub zone: Zone,
}

/// Makes the letter that tells somebody of these tickets, at least one; `shown` gives a person's name as it is shown. The desk gives
/// it its sender and its Message-ID.
pub fn notice_letter(
    reader: &NoticeReader,
    tickets: &[TicketNotices],
    shown: impl Fn(&str) -> String,
) -> Option<Outgoing> {
    let first = tickets.first()?;
    let each = tickets.iter().take(MOST_TICKETS).map(|ticket| told(ticket, reader.zone, &shown));
    let more = tickets.len().checked_sub(MOST_TICKETS).filter(|more| *more > 0);
    let more = more.map(|more| {
        format!("And {}: frist list assignee:me shows all of yours.\n", counted(more as u64, "more ticket"))
    });
    let text = each.chain(more).chain([why(&reader.person)]).collect::<Vec<_>>().join("\n");
    Some(to_reader(reader, first.row.ticket.id, &subject(tickets), text))
}

/// Makes the letter that tells somebody that no more notices go to them until a moment; it is about the ticket of the notice that was
/// one too many.
pub fn notices_held(reader: &NoticeReader, ticket: crate::ticket::TicketId, until: Instant, most: usize) -> Outgoing {
    let until = clock_text(reader.zone, until);
    let text = format!(
        "You have had {} within an hour. No more are sent to you until {until} ({}), and what happens until then is told by \
         no letter.\n\n  see your tickets   frist list assignee:me\n\n{}",
        counted(most as u64, "notice"),
        reader.zone.name(),
        why(&reader.person)
    );
    to_reader(reader, ticket, &format!("No more notices until {until}"), text)
}

fn to_reader(reader: &NoticeReader, ticket: crate::ticket::TicketId, subject: &str, text: String) -> Outgoing {
    Outgoing {
        head: LetterHead {
            to: vec![reader.to.clone()],
            subject: clean(subject).chars().take(SUBJECT_CHARS).collect(),
            verdict: Verdict::Automatic,
            ..LetterHead::default()
        },
        purpose: OutgoingPurpose::Notice,
        ..letter(ticket, text)
    }
}

fn subject(tickets: &[TicketNotices]) -> String {
    let named = |it: &TicketNotices| {
        let worst = it.notices.iter().map(|notice| notice.kind).max().unwrap_or(NoticeKind::Assigned);
        format!("[#{}] {}: {}", it.row.ticket.id, worst.words(), fit(&it.row.ticket.subject, SUBJECT_COLUMNS))
    };
    match tickets {
        [] => String::new(),
        [only] => named(only),
        [first, rest @ ..] => format!("{} and {}", named(first), counted(rest.len() as u64, "more ticket")),
    }
}

/// Says what there is to tell of one ticket: each thing in a line, then what one wants to know to decide whether to look.
fn told(it: &TicketNotices, zone: Zone, shown: &impl Fn(&str) -> String) -> String {
    let ticket = &it.row.ticket;
    let happened = it.notices.iter().map(|notice| {
        let target = notice.target.as_deref().unwrap_or("a target");
        let what = match notice.kind {
            NoticeKind::Assigned => format!("{} assigned it to you", said_by(&notice.by, shown)),
            NoticeKind::Answered => "the customer has answered".to_owned(),
            NoticeKind::Near => format!("{target} comes near"),
            NoticeKind::Due => format!("{target} is due"),
            NoticeKind::Breached => format!("{target} is breached"),
        };
        format!("  {}: {what}", clock_text(zone, notice.at))
    });
    let facts = [
        ("customer", it.customer.clone().unwrap_or_else(|| "nobody is named".to_owned())),
        ("severity", severity(&it.row)),
        ("deadline", deadline(&it.row, zone)),
        ("see it", format!("frist show {}, or # and {} on the screen", ticket.id, ticket.id)),
    ];
    let facts = facts.iter().map(|(name, value)| format!("  {name:<9} {}", clean(value)));
    let head = format!("#{} {}", ticket.id, fit(&ticket.subject, SUBJECT_COLUMNS));
    let lines = [head].into_iter().chain(happened).chain([String::new()]).chain(facts).chain([String::new()]);
    lines.collect::<Vec<_>>().join("\n")
}

fn said_by(by: &str, shown: &impl Fn(&str) -> String) -> String {
    if by == crate::ticket::DESK { "the desk".to_owned() } else { clean(&shown(by)).into_owned() }
}

fn severity(row: &TicketRow) -> String {
    let id = row.sla.as_ref().map_or(&row.ticket.severity, |sla| &sla.severity);
    match &row.contract {
        Some(contract) => {
            let name = contract.severity(id).map_or(id.as_str(), |severity| &severity.name);
            format!("{name} ({}, {})", contract.vendor, row.ticket.plan)
        }
        None => id.clone(),
    }
}

/// Says when what breaks next is due, on the reader's clock and on the vendor's where that shows another time.
fn deadline(row: &TicketRow, zone: Zone) -> String {
    let next = row.sla.as_ref().and_then(|sla| sla.next());
    let Some((target, due)) = next.and_then(|target| Some((target, target.due?))) else {
        return "none runs".to_owned();
    };
    let own = clock_text(zone, due);
    let vendors = row.contract.as_ref().map(|contract| (clock_text(contract.zone, due), contract.zone.name()));
    let vendors = vendors.filter(|(text, _)| *text != own);
    let vendors =
        vendors.map_or_else(String::new, |(text, name)| format!(", which is {text} with the vendor ({name})"));
    let internal = if target.house { "internal " } else { "" };
    format!("{internal}{} due {own} ({}){vendors}", target.kind.words(), zone.name())
}

fn why(person: &str) -> String {
    format!(
        "You get this as the desk's settings ask for it in notices under [staff.{}].\nAn answer to it reaches no customer and no \
         ticket.\n",
        clean(person)
    )
}

#[cfg(test)]
mod tests;
