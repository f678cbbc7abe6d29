//! A ticket's state: the fold over its events that stand.

mod asked;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::contract::Pause;
use crate::file::FileRef;
use crate::ledger::LedgerRecordId;
use crate::time::Instant;

use super::alert::GivenAlert;
use super::commit::{Event, TicketId};
use super::event::{BreachReason, EventData, Kind, Link, Logged, ReportCorrected, Retracted, Snooze};
use super::live::live;

/// The mark of an event that happened: when, and who entered it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EventMark {
    /// The moment at which it happened.
    pub at: Instant,
    /// The name of the person who entered it.
    pub by: String,
    /// The event's place among the ticket's, from 0.
    pub place: u32,
}

/// The plan and severity of a ticket before a change of them: what was met then stays met by it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FormerTerms {
    /// The moment at which the change happened.
    pub until: Instant,
    /// The place of that change among the ticket's events.
    pub place: u32,
    /// The id of the plan before it.
    pub plan: String,
    /// The id of the severity before it, as set.
    pub severity: String,
}

/// One report of the ticket's matter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Report {
    /// The moment at which it came.
    pub at: Instant,
    /// The channel that it came by.
    pub channel: String,
}

/// The exclusion of a ticket from the promise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Exclusion {
    /// A cause from the contract's scope.
    pub cause: String,
    /// The reason in a sentence, or none where that was not asked for yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The moment, and who said so.
    pub mark: EventMark,
}

/// A stretch of waiting on somebody else.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WaitingTime {
    /// The party that is waited on.
    pub on: Pause,
    /// The moment at which it began.
    pub from: Instant,
    /// The moment at which it ended, or none where it goes on.
    pub to: Option<Instant>,
    /// Whether a fix or a closing ends it.
    #[serde(default)]
    pub until_fixed: bool,
}

/// The fix and the closing that a reopening withdrew: from then until the reopening nothing was owed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WithdrawnEnd {
    /// The fix, if there was one: when, and the place among the events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<(Instant, u32)>,
    /// The closing, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<(Instant, u32)>,
    /// The reopening.
    pub reopened: (Instant, u32),
}

/// Where a ticket stands in its life, in one word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// Nobody has answered or begun work.
    New,
    /// The customer was answered; work has not begun.
    Responded,
    /// Work has begun.
    InWork,
    /// A workaround stands.
    WorkedAround,
    /// The cause is mended, and the ticket is not closed.
    Fixed,
    /// The ticket is closed.
    Closed,
    /// It was merged into another ticket, where it goes on.
    Merged,
    /// The logging of the ticket was retracted.
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
            Self::Merged => "merged",
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
    /// The number of the ticket.
    pub id: TicketId,
    /// The id of the contract.
    pub contract: String,
    /// The contract's version that it was reported under.
    pub version: String,
    /// The name of the promise that it was reported under, or none in a record of before promises had names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<String>,
    /// The id of the plan.
    pub plan: String,
    /// The id of the severity, as set; a standing workaround may cap it (see `sla`).
    pub severity: String,
    /// The subject, one line.
    pub subject: String,
    /// The kind: incident, change request or question.
    pub kind: Kind,
    /// The name of the customer who reported it, as it was typed or as the person was called then.
    pub customer: Option<String>,
    /// The number of the person who reported it, where the ledger has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<LedgerRecordId>,
    /// The number of the organisation that it was entered for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<LedgerRecordId>,
    /// The impact, where severity follows from it.
    pub impact: Option<String>,
    /// The urgency, where severity follows from it.
    pub urgency: Option<String>,
    /// The plan and severity before each change of them, in the order of entry; empty for most tickets.
    pub former: Vec<FormerTerms>,
    /// The mark of the logging: when it happened (its first report), and who entered it.
    pub logged: EventMark,
    /// The reports, in the order of entry.
    pub reports: Vec<Report>,
    /// The mark of the confirmation of receipt to the customer.
    pub receipt: Option<EventMark>,
    /// The mark of the first qualified reply.
    pub responded: Option<EventMark>,
    /// The mark of the beginning of work, as entered (a workaround or a fix implies it, see [`Ticket::work_began`]).
    pub work_started: Option<EventMark>,
    /// The mark of the workaround.
    pub workaround: Option<EventMark>,
    /// The mark of the event that no workaround is possible.
    pub no_workaround: Option<EventMark>,
    /// The mark of the fix.
    pub fixed: Option<EventMark>,
    /// The mark of the explanation of the cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_cause: Option<EventMark>,
    /// The mark of the last reopening.
    pub reopened: Option<EventMark>,
    /// The fixes and closings of the round that goes on which did not hold, the oldest first; empty for most tickets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn_ends: Vec<WithdrawnEnd>,
    /// The mark of the last coming back, at which the round of targets began that goes on now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came_back: Option<EventMark>,
    /// The rounds before that, each as it stood when the ticket came back; empty for most tickets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<Ticket>,
    /// The mark of the closing.
    pub closed: Option<EventMark>,
    /// The reason given at closing for a broken promise.
    pub breach_reason: Option<BreachReason>,
    /// That reason in a sentence.
    #[serde(default)]
    pub breach_words: Option<String>,
    /// The name of the assignee, if there is one.
    pub assignee: Option<String>,
    /// The moment at which somebody was given it last.
    #[serde(default)]
    pub assigned: Option<Instant>,
    /// The desk's level that it was escalated to.
    pub level: Option<String>,
    /// The exclusion from the promise, if there is one.
    pub exclusion: Option<Exclusion>,
    /// All stretches of waiting, in order.
    pub waits: Vec<WaitingTime>,
    /// The snooze that no event has ended yet; its moment may have passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snooze: Option<Snooze>,
    /// The minutes of work booked.
    pub minutes: u64,
    /// The minutes of those that the customer pays for if the cause is one that they pay for, each with the moment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paid: Vec<(Instant, u32)>,
    /// The place where the customer's written approval can be found.
    pub approval: Option<String>,
    /// The moment at which the customer first approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<Instant>,
    /// The name of the supplier it was passed on to.
    pub passed_on: Option<String>,
    /// The files that stand, in the order in which they were attached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRef>,
    /// The tags, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The number of the ticket that it was merged into, where it points on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged: Option<TicketId>,
    /// The numbers of the tickets that were merged into it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged_from: Vec<TicketId>,
    /// The names of those who follow it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub followers: Vec<String>,
    /// The ties to other tickets, by kind and number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// The vendor's own number of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_case: Option<String>,
    /// The moment at which the vendor first wrote in this round, while nobody has said whether that is its response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_wrote: Option<Instant>,
    /// The number of notes that stand.
    pub notes: u32,
    /// The moment of the last word to the customer: reply, receipt or a note to them.
    pub last_told: Option<Instant>,
    /// The words to the customer in the round that goes on, by when they had them: of each the moment and the place among
    /// the events.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<(Instant, u32)>,
    /// The points of its targets that people were told of, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<GivenAlert>,
    /// The moment since when they were told and nobody has done anything on it; after it was passed up a level, since
    /// then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unanswered: Option<Instant>,
    /// The moment at which the customer last wrote, where nobody has said that it needs no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_wrote: Option<Instant>,
    /// The moment at which the customer first wrote after the closing, where nobody has looked at that yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrote_after_closing: Option<Instant>,
    /// The moment at which it was first known that a letter of the desk's did not arrive, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undelivered: Option<Instant>,
    /// The moment at which the first letter came of which only the beginning could be kept, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter_cut: Option<Instant>,
    /// Whether its logging was retracted.
    pub withdrawn: bool,
    /// The number of its events, retracted ones too: what a change is checked against.
    pub revision: u32,
}

/// A ticket with everything that happened to it.
#[derive(Clone, Debug)]
pub struct Record {
    /// The state of the ticket.
    pub ticket: Arc<Ticket>,
    /// The events of the ticket, retracted ones too, in the order of entry.
    pub events: Arc<Vec<Event>>,
}

impl Record {
    /// Makes the record of these events, or returns none if they do not begin with `Logged`.
    pub fn new(id: TicketId, events: Vec<Event>) -> Option<Self> {
        let ticket = Arc::new(Ticket::fold(id, &events)?);
        Some(Self { ticket, events: Arc::new(events) })
    }

    /// Returns the place of the newest event of that person that undo retracts; on a withdrawn ticket, of the
    /// withdrawal, on one that was merged into another, of the merging.
    ///
    /// 0 is the logging, and stands for the first report too, which came with it: taking that back alone would leave a
    /// ticket that was never reported. None if nothing of theirs stands.
    pub fn last_own(&self, person: &str) -> Option<u32> {
        let stands = live(&self.events);
        let wanted = |what: &EventData| match what {
            EventData::Retracted(Retracted { event }) => self.ticket.withdrawn && *event == 0,
            EventData::MergedInto(_) => self.ticket.merged.is_some(),
            what => !self.ticket.withdrawn && self.ticket.merged.is_none() && !what.is_of_desk(),
        };
        let own = |(place, event): &(usize, &Event)| {
            stands[*place] && event.by == person && event.action().is_some_and(wanted)
        };
        let (place, _) = self.events.iter().enumerate().rfind(own)?;
        Some(if place <= 1 { 0 } else { place as u32 })
    }
}

impl Record {
    /// Returns the place of the newest retraction of that person that still stands and took something away: what they
    /// undid last. None if they have entered something else since, or done all of it again.
    pub fn last_undone(&self, person: &str) -> Option<u32> {
        let stands = live(&self.events);
        let own = self.events.iter().enumerate().rev();
        let mut own = own.filter(|(place, event)| stands[*place] && event.by == person && event.action().is_some());
        let retracts = |event: &Event| match event.action() {
            Some(EventData::Retracted(Retracted { event })) => Some(*event),
            _ => None,
        };
        // What was done again is told by a retraction of a retraction, which is passed over.
        let (place, _) = own.find(|(_, event)| {
            retracts(event).is_none_or(|taken| self.events.get(taken as usize).and_then(retracts).is_none())
        })?;
        // A withdrawal is no undo: it is undone itself.
        retracts(&self.events[place]).filter(|taken| *taken > 0).map(|_| place as u32)
    }
}

impl Ticket {
    /// Returns the last moment at which something happened to it that its state tells of; of notes only those to the
    /// customer.
    pub fn last_change(&self) -> Instant {
        let marks = [
            &self.receipt,
            &self.responded,
            &self.work_started,
            &self.workaround,
            &self.no_workaround,
            &self.fixed,
            &self.root_cause,
            &self.reopened,
            &self.came_back,
            &self.closed,
        ];
        let marks = marks.into_iter().flatten().chain(self.exclusion.as_ref().map(|exclusion| &exclusion.mark));
        let waits = self.waits.iter().flat_map(|wait| [Some(wait.from), wait.to]);
        let others = [self.assigned, self.last_told, self.approved, self.former.last().map(|former| former.until)];
        let reports = self.reports.iter().map(|report| report.at);
        let moments = marks.map(|mark| mark.at).chain(waits.chain(others).flatten()).chain(reports);
        moments.fold(self.logged.at, Ord::max)
    }

    /// Folds `events` into the state that they leave, or returns none if they do not begin with `Logged`: then there is
    /// no ticket.
    pub fn fold(id: TicketId, events: &[Event]) -> Option<Self> {
        let stands = live(events);
        let mut ticket = Self::logged(id, events.first()?)?;
        ticket.withdrawn = !stands[0];
        ticket.revision = events.len() as u32;
        for place in (1..events.len()).filter(|place| stands[*place]) {
            ticket.apply(&FoldedEvent { place: place as u32, event: &events[place] });
        }
        Some(ticket)
    }

    fn logged(id: TicketId, event: &Event) -> Option<Self> {
        let EventData::Logged(logged) = event.action()?.clone() else { return None };
        let Logged { contract, version, promise, plan, severity, subject, kind, customer, .. } = logged;
        let Logged { person, organisation, impact, urgency, .. } = logged;
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
            person,
            organisation,
            impact,
            urgency,
            former: Vec::new(),
            logged: FoldedEvent { place: 0, event }.mark(),
            reports: Vec::new(),
            receipt: None,
            responded: None,
            work_started: None,
            workaround: None,
            no_workaround: None,
            fixed: None,
            root_cause: None,
            reopened: None,
            withdrawn_ends: Vec::new(),
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
            snooze: None,
            minutes: 0,
            paid: Vec::new(),
            approval: None,
            approved: None,
            passed_on: None,
            files: Vec::new(),
            tags: Vec::new(),
            merged: None,
            merged_from: Vec::new(),
            vendor_case: None,
            vendor_wrote: None,
            followers: Vec::new(),
            links: Vec::new(),
            notes: 0,
            last_told: None,
            told: Vec::new(),
            given: Vec::new(),
            unanswered: None,
            customer_wrote: None,
            wrote_after_closing: None,
            undelivered: None,
            letter_cut: None,
            withdrawn: false,
            revision: 0,
        })
    }

    /// Returns the ticket as it is once `event` is entered behind what it has.
    #[must_use]
    pub fn with(&self, event: &Event) -> Self {
        let mut ticket = self.clone();
        ticket.apply(&FoldedEvent { place: self.revision, event });
        ticket.revision += 1;
        ticket
    }

    fn apply(&mut self, entry: &FoldedEvent<'_>) {
        if entry.event.action().is_some_and(|what| what.happening().is_work()) {
            self.unanswered = None;
        }
        if self.snooze.as_ref().is_some_and(|snooze| snooze.is_ended_by(entry.event)) {
            self.snooze = None;
        }
        entry.event.what.happening().fold(self, entry);
    }

    /// Puts the round away as it stands and begins a new one, in which nothing has been done yet. The assignee, the
    /// subject, the exclusion, and what has been booked and approved go on.
    pub(super) fn begin_round(&mut self, mark: EventMark) {
        let mut rounds = std::mem::take(&mut self.rounds);
        // What people were told of the old targets says nothing of the new ones, and is told nowhere else.
        self.given.clear();
        // Files, tags, followers and links belong to the ticket, not to one of its rounds.
        let (files, tags) = (std::mem::take(&mut self.files), std::mem::take(&mut self.tags));
        let links = std::mem::take(&mut self.links);
        let followers = std::mem::take(&mut self.followers);
        rounds.push(Self { revision: mark.place, ..self.clone() });
        (self.rounds, self.files, self.tags, self.links) = (rounds, files, tags, links);
        self.followers = followers;
        self.end_wait(mark.at);
        (self.receipt, self.responded, self.work_started) = (None, None, None);
        (self.workaround, self.no_workaround, self.fixed, self.closed) = (None, None, None, None);
        (self.root_cause, self.vendor_wrote) = (None, None);
        self.told.clear();
        self.withdrawn_ends.clear();
        (self.breach_reason, self.breach_words) = (None, None);
        self.wrote_after_closing = None;
        (self.reopened, self.came_back) = (Some(mark.clone()), Some(mark));
    }

    pub(super) fn assign(&mut self, to: Option<String>, at: Instant) {
        if to.is_some() {
            self.assigned = Some(at);
        }
        self.assignee = to;
    }

    /// Keeps plan and severity as they were before the change `entry`.
    pub(super) fn keep_former(&mut self, entry: &FoldedEvent<'_>) {
        let (plan, severity) = (self.plan.clone(), self.severity.clone());
        self.former.push(FormerTerms { until: entry.event.happened, place: entry.place, plan, severity });
    }

    /// Takes a correction in: everything counts as though it had been logged so. Earlier changes of what is corrected give
    /// way, in the rounds before this one too.
    pub(super) fn correct_report(&mut self, to: &ReportCorrected) {
        for round in &mut self.rounds {
            round.correct_report(to);
        }
        if let Some(contract) = &to.contract {
            self.contract.clone_from(contract);
            // Its severities and plans are those of another agreement.
            self.former.clear();
        }
        if let Some(promise) = &to.promise {
            self.version = to.version.clone().unwrap_or_default();
            self.promise = Some(promise.clone());
        }
        if let Some(plan) = &to.plan {
            self.plan.clone_from(plan);
            self.former.iter_mut().for_each(|former| former.plan.clone_from(plan));
        }
        if let Some(severity) = &to.severity {
            self.severity.clone_from(severity);
            (self.impact, self.urgency) = (to.impact.clone(), to.urgency.clone());
            self.former.iter_mut().for_each(|former| former.severity.clone_from(severity));
        }
        if let (Some(channel), Some(report)) = (&to.channel, self.reports.first_mut()) {
            report.channel.clone_from(channel);
        }
        if let Some(at) = to.reported {
            self.logged.at = at;
            self.reports.iter_mut().take(1).for_each(|report| report.at = at);
        }
    }

    /// Notes that the customer had word by that event.
    pub(super) fn was_told(&mut self, entry: &FoldedEvent<'_>) {
        let word = (entry.event.happened, entry.place);
        self.last_told = self.last_told.max(Some(word.0));
        self.told.insert(self.told.partition_point(|earlier| *earlier <= word), word);
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

/// Returns whether a ticket with these events is at hand: open, or closed and somebody still has to look at it.
pub fn is_at_hand(events: &[Event]) -> bool {
    Ticket::fold(TicketId(0), events).is_some_and(|ticket| ticket.is_at_hand())
}

/// An event with its place among the ticket's.
pub(super) struct FoldedEvent<'a> {
    /// The place of the event, from 0.
    pub(super) place: u32,
    /// The event: what happened, when, and who entered it.
    pub(super) event: &'a Event,
}

impl FoldedEvent<'_> {
    /// Returns the mark of the event.
    pub(super) fn mark(&self) -> EventMark {
        EventMark { at: self.event.happened, by: self.event.by.clone(), place: self.place }
    }
}

/// Keeps the earliest moment: an event entered late may lie before one that was entered first.
pub(super) fn keep_first(field: &mut Option<EventMark>, mark: EventMark) {
    if field.as_ref().is_none_or(|m| mark.at < m.at) {
        *field = Some(mark);
    }
}

#[cfg(test)]
mod tests;
