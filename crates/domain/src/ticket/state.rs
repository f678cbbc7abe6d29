//! A ticket's state: the fold over its events that stand.

mod asked;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::contract::Pause;
use crate::time::Instant;

use super::alert::Given;
use super::commit::{Event, TicketId};
use super::event::{BreachReason, Kind, Logged, Retracted, What};
use super::live::live;

/// That something happened: when, and who entered it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// When it happened.
    pub at: Instant,
    /// Who entered it.
    pub by: String,
    /// The event's place among the ticket's, from 0.
    pub place: u32,
}

/// What a ticket was under before a change of plan or severity: what was met then stays met by it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Former {
    /// When the change happened.
    pub until: Instant,
    /// The place of that change among the ticket's events.
    pub place: u32,
    /// Plan id before it.
    pub plan: String,
    /// Severity id before it, as set.
    pub severity: String,
}

/// One report of the ticket's matter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Report {
    /// When it came.
    pub at: Instant,
    /// By which channel.
    pub channel: String,
}

/// That the promise does not hold for this ticket.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Exclusion {
    /// A cause from the contract's scope.
    pub cause: String,
    /// Why, in a sentence; none where that was not asked for yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// When, and who said so.
    pub mark: Mark,
}

/// A stretch of waiting on somebody else.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wait {
    /// On whom.
    pub on: Pause,
    /// Since when.
    pub from: Instant,
    /// Until when; none = still.
    pub to: Option<Instant>,
    /// Whether a fix or a closing ends it.
    #[serde(default)]
    pub until_fixed: bool,
}

/// Where a ticket stands in its life, in one word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// Nobody has answered or begun.
    New,
    /// Answered; work has not begun.
    Responded,
    /// Work has begun.
    InWork,
    /// A workaround stands.
    WorkedAround,
    /// Mended, not closed.
    Fixed,
    /// Done.
    Closed,
    /// Its logging was taken back.
    Withdrawn,
}

impl Status {
    /// Returns the key in JSON and the filter.
    pub const fn key(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Responded => "responded",
            Self::InWork => "in_work",
            Self::WorkedAround => "worked_around",
            Self::Fixed => "fixed",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Returns the words on a screen.
    pub const fn words(self) -> &'static str {
        match self {
            Self::InWork => "in work",
            Self::WorkedAround => "worked around",
            other => other.key(),
        }
    }
}

/// A ticket as its events have left it. Ids are those of its contract.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ticket {
    /// Its number.
    pub id: TicketId,
    /// Contract id.
    pub contract: String,
    /// The contract's version that it was reported under.
    pub version: String,
    /// The name of the promise that it was reported under; none in a record of before promises had names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<String>,
    /// Plan id.
    pub plan: String,
    /// Severity id, as set; a standing workaround may cap it (see `sla`).
    pub severity: String,
    /// One line.
    pub subject: String,
    /// Incident, change request or question.
    pub kind: Kind,
    /// Who reported it.
    pub customer: Option<String>,
    /// Impact, where severity follows from it.
    pub impact: Option<String>,
    /// Urgency, where severity follows from it.
    pub urgency: Option<String>,
    /// Plan and severity before each change of them, in the order of entry; empty for most tickets.
    pub former: Vec<Former>,
    /// When it happened that it was logged (its first report), and by whom it was entered.
    pub logged: Mark,
    /// Every report, in the order of entry.
    pub reports: Vec<Report>,
    /// Receipt confirmed to the customer.
    pub receipt: Option<Mark>,
    /// First qualified reply.
    pub responded: Option<Mark>,
    /// Work begun, as entered (a workaround or a fix implies it, see [`Ticket::work_began`]).
    pub work_started: Option<Mark>,
    /// A workaround stands.
    pub workaround: Option<Mark>,
    /// No workaround is possible.
    pub no_workaround: Option<Mark>,
    /// Mended.
    pub fixed: Option<Mark>,
    /// The last reopening.
    pub reopened: Option<Mark>,
    /// When it came back last: the round of targets that goes on now began then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came_back: Option<Mark>,
    /// The rounds before that, each as it stood when the ticket came back; empty for most tickets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<Ticket>,
    /// Closed.
    pub closed: Option<Mark>,
    /// The reason given at closing for a broken promise.
    pub breach_reason: Option<BreachReason>,
    /// The same in a sentence.
    #[serde(default)]
    pub breach_words: Option<String>,
    /// Who has it.
    pub assignee: Option<String>,
    /// When somebody was given it last.
    #[serde(default)]
    pub assigned: Option<Instant>,
    /// The desk's level that it was escalated to.
    pub level: Option<String>,
    /// The promise does not hold.
    pub exclusion: Option<Exclusion>,
    /// All waiting, in order.
    pub waits: Vec<Wait>,
    /// Minutes of work booked.
    pub minutes: u64,
    /// Those of them that the customer pays for if the cause is one that they pay for: when, and how many.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paid: Vec<(Instant, u32)>,
    /// Where the customer's written approval can be found.
    pub approval: Option<String>,
    /// When the customer first approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<Instant>,
    /// The supplier it was passed on to.
    pub passed_on: Option<String>,
    /// How many notes stand.
    pub notes: u32,
    /// The last word to the customer: reply, receipt or a note to them.
    pub last_told: Option<Instant>,
    /// What people were told of its targets, each point of each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<Given>,
    /// Since when they were told and nobody has done anything on it; after it was passed up a level, since then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unanswered: Option<Instant>,
    /// Its logging was taken back.
    pub withdrawn: bool,
    /// How many events it has, retracted ones too: what a change is checked against.
    pub revision: u32,
}

/// A ticket with everything that happened to it.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its state.
    pub ticket: Arc<Ticket>,
    /// Its events, retracted ones too, in the order of entry.
    pub events: Arc<Vec<Event>>,
}

impl Record {
    /// Returns the record that these events make. None if they do not begin with `Logged`.
    pub fn new(id: TicketId, events: Vec<Event>) -> Option<Self> {
        let ticket = Arc::new(Ticket::fold(id, &events)?);
        Some(Self { ticket, events: Arc::new(events) })
    }

    /// Returns the newest event of that person that undo takes back, by its place; on a withdrawn ticket, the withdrawal.
    ///
    /// 0 is the logging, and stands for the first report too, which came with it: taking that back alone would leave a
    /// ticket that was never reported. None if nothing of theirs stands.
    pub fn last_own(&self, person: &str) -> Option<u32> {
        let stands = live(&self.events);
        let wanted = |what: &What| match what {
            What::Retracted(Retracted { event }) => self.ticket.withdrawn && *event == 0,
            what => !what.is_desks_own() && !self.ticket.withdrawn,
        };
        let own = |(place, event): &(usize, &Event)| stands[*place] && event.by == person && wanted(&event.what);
        let (place, _) = self.events.iter().enumerate().rfind(own)?;
        Some(if place <= 1 { 0 } else { place as u32 })
    }
}

impl Ticket {
    /// Returns the state that `events` leave. None if they do not begin with `Logged`: then there is no ticket.
    pub fn fold(id: TicketId, events: &[Event]) -> Option<Self> {
        let stands = live(events);
        let mut ticket = Self::logged(id, events.first()?)?;
        ticket.withdrawn = !stands[0];
        ticket.revision = events.len() as u32;
        for place in (1..events.len()).filter(|place| stands[*place]) {
            ticket.apply(&Entry { place: place as u32, event: &events[place] });
        }
        Some(ticket)
    }

    fn logged(id: TicketId, event: &Event) -> Option<Self> {
        let What::Logged(logged) = event.what.clone() else { return None };
        let Logged { contract, version, promise, plan, severity, subject, kind, customer, impact, urgency } = logged;
        Some(Self {
            id,
            contract,
            version,
            promise,
            plan,
            severity,
            subject,
            kind,
            customer,
            impact,
            urgency,
            former: Vec::new(),
            logged: Entry { place: 0, event }.mark(),
            reports: Vec::new(),
            receipt: None,
            responded: None,
            work_started: None,
            workaround: None,
            no_workaround: None,
            fixed: None,
            reopened: None,
            came_back: None,
            rounds: Vec::new(),
            closed: None,
            breach_reason: None,
            breach_words: None,
            assignee: None,
            assigned: None,
            level: None,
            exclusion: None,
            waits: Vec::new(),
            minutes: 0,
            paid: Vec::new(),
            approval: None,
            approved: None,
            passed_on: None,
            notes: 0,
            last_told: None,
            given: Vec::new(),
            unanswered: None,
            withdrawn: false,
            revision: 0,
        })
    }

    fn apply(&mut self, entry: &Entry<'_>) {
        let what = &entry.event.what;
        if !what.is_desks_own() {
            self.unanswered = None;
        }
        what.happening().fold(self, entry);
    }

    /// Puts the round away as it stands and begins a new one, in which nothing has been done yet. Who has it, what it is about,
    /// whether the promise holds, and what has been booked and approved go on.
    pub(super) fn begin_round(&mut self, mark: Mark) {
        let mut rounds = std::mem::take(&mut self.rounds);
        // What people were told of the old targets says nothing of the new ones, and is told nowhere else.
        self.given.clear();
        rounds.push(Self { revision: mark.place, ..self.clone() });
        self.rounds = rounds;
        self.end_wait(mark.at);
        (self.receipt, self.responded, self.work_started) = (None, None, None);
        (self.workaround, self.no_workaround, self.fixed, self.closed) = (None, None, None, None);
        (self.breach_reason, self.breach_words) = (None, None);
        (self.reopened, self.came_back) = (Some(mark.clone()), Some(mark));
    }

    pub(super) fn assign(&mut self, to: Option<String>, at: Instant) {
        if to.is_some() {
            self.assigned = Some(at);
        }
        self.assignee = to;
    }

    /// Keeps plan and severity as they were before the change `entry`.
    pub(super) fn keep_former(&mut self, entry: &Entry<'_>) {
        let (plan, severity) = (self.plan.clone(), self.severity.clone());
        self.former.push(Former { until: entry.event.happened, place: entry.place, plan, severity });
    }

    /// Notes that the customer had word at `at`.
    pub(super) fn was_told(&mut self, at: Instant) {
        self.last_told = self.last_told.max(Some(at));
    }

    /// Ends the waiting that goes on, if any does.
    pub(super) fn end_wait(&mut self, at: Instant) {
        if let Some(wait) = self.waits.last_mut().filter(|w| w.to.is_none()) {
            wait.to = Some(at.max(wait.from));
        }
    }

    /// Ends the waiting where a fix or a closing ends it.
    pub(super) fn end_wait_with_fix(&mut self, at: Instant) {
        if self.waiting().is_some_and(|wait| wait.until_fixed) {
            self.end_wait(at);
        }
    }
}

/// Returns whether a ticket with these events is open.
pub fn is_open(events: &[Event]) -> bool {
    Ticket::fold(TicketId(0), events).is_some_and(|ticket| ticket.is_open())
}

/// An event with its place among the ticket's.
pub(super) struct Entry<'a> {
    /// Its place, from 0.
    pub(super) place: u32,
    /// What happened, when, and who entered it.
    pub(super) event: &'a Event,
}

impl Entry<'_> {
    /// Returns the mark that it happened.
    pub(super) fn mark(&self) -> Mark {
        Mark { at: self.event.happened, by: self.event.by.clone(), place: self.place }
    }
}

/// Keeps the earliest moment: an event entered late may lie before one that was entered first.
pub(super) fn keep_first(field: &mut Option<Mark>, mark: Mark) {
    if field.as_ref().is_none_or(|m| mark.at < m.at) {
        *field = Some(mark);
    }
}

#[cfg(test)]
mod tests;
