//! Defines what can happen to a ticket: a file for each sort of event, and the table that names them all.
//!
//! A sort's file has its data, which is kept for ever (a field may be added with a default, none may change its meaning, none
//! may go), when it may happen, what it does to the ticket's state, its words, who may enter it and by which command, what
//! filters call it, and samples of what the store keeps.

pub(super) mod alerted;
mod approved;
mod assigned;
mod attached;
mod came_back;
mod child_fixed;
mod closed;
mod customer_set;
mod described;
mod escalated;
mod excluded;
mod fixed;
mod followed;
mod form;
mod included;
mod linked;
mod logged;
mod merged_from;
mod merged_into;
mod message;
mod note;
mod passed_on;
mod plan_set;
mod priority_set;
mod receipt_confirmed;
mod reopened;
mod report_corrected;
mod reported;
mod responded;
mod resumed;
mod retracted;
mod reviewed;
mod root_cause_explained;
mod severity_set;
mod snoozed;
mod subject_set;
mod tagged;
mod time_spent;
mod undelivered;
mod vendor_case_set;
mod waiting;
mod woken;
mod work_started;
mod workaround_given;
mod workaround_impossible;

use serde::{Deserialize, Serialize};

use super::check::EventContext;
use super::commit::Event;
use super::state::{FoldedEvent, Ticket};
use crate::contract::Pause;
use crate::file::FileRef;
use crate::language::Language;
use crate::problem::Problem;
use crate::right::Right;
use crate::time::Instant;

pub use alerted::point_in_words;
pub use approved::Approved;
pub use assigned::Assigned;
pub(crate) use attached::check_files;
pub use attached::{Attached, MOST_FILES};
pub use child_fixed::ChildFixed;
pub use closed::{BreachReason, Closed, LEAVE_CHILDREN, OwedBeforeClosing, owed_before_closing};
pub use customer_set::CustomerSet;
pub use described::Described;
pub use escalated::Escalated;
pub use excluded::Excluded;
pub use followed::Followed;
pub use form::{CommandEffect, EntryMode, EventCommand, EventForm, EventInput, InputType, NameKind, assignee_named};
pub use linked::{Link, LinkKind, Linked};
pub use logged::{Kind, Logged};
pub use merged_from::MergedFrom;
pub use merged_into::MergedInto;
pub(in crate::ticket) use message::side_in_words;
pub use message::{CountsAs, Message, MessageDirection};
pub use note::Note;
pub use passed_on::PassedOn;
pub use plan_set::PlanSet;
pub use priority_set::PrioritySet;
pub use report_corrected::{FormerReport, ReportCorrected};
pub use reported::Reported;
pub use retracted::Retracted;
pub use root_cause_explained::RootCauseExplained;
pub use severity_set::SeveritySet;
pub use snoozed::{Snooze, Snoozed, woken_by_clock};
pub use subject_set::SubjectSet;
pub(in crate::ticket) use tagged::check_tags;
pub use tagged::{MOST_TAGS, Tagged, tag_of};
pub use time_spent::{MOST_MINUTES, TimeSpent};
pub use undelivered::Undelivered;
pub use vendor_case_set::VendorCaseSet;
pub(in crate::ticket) use vendor_case_set::check_case;
pub use waiting::Waiting;

/// What people did. Ids are those of the ticket's contract.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventData {
    /// The ticket was entered. This is always the first event, and only the first.
    Logged(Logged),
    /// The ticket was reported through a channel.
    Reported(Reported),
    /// Receipt was confirmed to the customer.
    ReceiptConfirmed,
    /// The first qualified reply went to the customer.
    Responded,
    /// Work on finding or mending the cause has begun.
    WorkStarted,
    /// A workaround stands.
    WorkaroundGiven,
    /// It is known that there can be no workaround.
    WorkaroundImpossible,
    /// The cause is mended.
    Fixed,
    /// The cause was explained to the customer in writing.
    RootCauseExplained(RootCauseExplained),
    /// Nothing more is to be done.
    Closed(Closed),
    /// The fix did not hold, or the closing was too early: as though there had been none.
    Reopened,
    /// What was mended is broken again: the fix and its verdict stand, and a new round of targets starts.
    CameBack,
    /// The ticket has another severity.
    SeveritySet(SeveritySet),
    /// The ticket has another plan.
    PlanSet(PlanSet),
    /// The ticket has another impact and urgency, and the severity that follows.
    PrioritySet(PrioritySet),
    /// The ticket has another subject.
    SubjectSet(SubjectSet),
    /// The ticket has other tags.
    Tagged(Tagged),
    /// Somebody follows the ticket, or no longer.
    Followed(Followed),
    /// The ticket is tied to another one, or no longer.
    Linked(Linked),
    /// The ticket was merged into another one.
    MergedInto(MergedInto),
    /// Another ticket was merged into this one.
    MergedFrom(MergedFrom),
    /// The vendor's own number of the ticket is known, or another one.
    VendorCaseSet(VendorCaseSet),
    /// A child of the ticket was fixed.
    ChildFixed(ChildFixed),
    /// The ticket has another customer, or none.
    CustomerSet(CustomerSet),
    /// The ticket was logged wrongly: its clocks count as though it had been logged so from the beginning.
    ReportCorrected(Box<ReportCorrected>),
    /// The ticket has another assignee, or none.
    Assigned(Assigned),
    /// The ticket was passed up to the desk's next level.
    Escalated(Escalated),
    /// The promise does not hold for the ticket.
    Excluded(Excluded),
    /// The promise holds for the ticket after all.
    Included,
    /// Nothing can be done until somebody else has acted.
    Waiting(Waiting),
    /// The waiting is over.
    Resumed,
    /// The ticket need not be looked at until a moment, or until something happens.
    Snoozed(Snoozed),
    /// Somebody woke it before that.
    Woken,
    /// The ticket has a description, or another one.
    Described(Described),
    /// Something was said or written between the desk and the customer, or the vendor.
    Message(Message),
    /// A letter of the desk's did not arrive.
    Undelivered(Undelivered),
    /// Somebody has looked at what came after the closing, or did not arrive, and leaves the ticket as it is.
    Reviewed,
    /// A note was written.
    Note(Note),
    /// Files were attached.
    Attached(Attached),
    /// Time was spent on the ticket.
    TimeSpent(TimeSpent),
    /// The customer approved paid work in writing.
    Approved(Approved),
    /// The error was passed on to the supplier that is responsible for it.
    PassedOn(PassedOn),
    /// One's own earlier event is retracted, as though it had never been.
    Retracted(Retracted),
}

/// Every sort of event, alerts too, in the order in which they usually happen.
pub const EVENT_KINDS: [&EventKind; 44] = [
    &logged::KIND,
    &reported::KIND,
    &receipt_confirmed::KIND,
    &responded::KIND,
    &work_started::KIND,
    &workaround_given::KIND,
    &workaround_impossible::KIND,
    &fixed::KIND,
    &root_cause_explained::KIND,
    &closed::KIND,
    &reopened::KIND,
    &came_back::KIND,
    &severity_set::KIND,
    &priority_set::KIND,
    &plan_set::KIND,
    &subject_set::KIND,
    &customer_set::KIND,
    &tagged::KIND,
    &followed::KIND,
    &linked::KIND,
    &merged_into::KIND,
    &merged_from::KIND,
    &child_fixed::KIND,
    &vendor_case_set::KIND,
    &report_corrected::KIND,
    &assigned::KIND,
    &escalated::KIND,
    &excluded::KIND,
    &included::KIND,
    &waiting::KIND,
    &resumed::KIND,
    &snoozed::KIND,
    &woken::KIND,
    &described::KIND,
    &message::KIND,
    &undelivered::KIND,
    &reviewed::KIND,
    &note::KIND,
    &attached::KIND,
    &time_spent::KIND,
    &approved::KIND,
    &passed_on::KIND,
    &alerted::KIND,
    &retracted::KIND,
];

impl EventData {
    /// Makes the event of waiting on somebody, until it is resumed, fixed or closed.
    pub const fn waiting(on: Pause) -> Self {
        Self::Waiting(Waiting { on, until_fixed: true })
    }

    /// Returns the event's own file: all that there is to say of it.
    pub(in crate::ticket) fn happening(&self) -> &dyn Happening {
        match self {
            Self::Logged(event) => event,
            Self::Reported(event) => event,
            Self::ReceiptConfirmed => &receipt_confirmed::ReceiptConfirmed,
            Self::Responded => &responded::Responded,
            Self::WorkStarted => &work_started::WorkStarted,
            Self::WorkaroundGiven => &workaround_given::WorkaroundGiven,
            Self::WorkaroundImpossible => &workaround_impossible::WorkaroundImpossible,
            Self::Fixed => &fixed::Fixed,
            Self::RootCauseExplained(event) => event,
            Self::Closed(event) => event,
            Self::Reopened => &reopened::Reopened,
            Self::CameBack => &came_back::CameBack,
            Self::SeveritySet(event) => event,
            Self::PlanSet(event) => event,
            Self::PrioritySet(event) => event,
            Self::SubjectSet(event) => event,
            Self::CustomerSet(event) => event,
            Self::Tagged(event) => event,
            Self::Followed(event) => event,
            Self::Linked(event) => event,
            Self::MergedInto(event) => event,
            Self::MergedFrom(event) => event,
            Self::ChildFixed(event) => event,
            Self::VendorCaseSet(event) => event,
            Self::ReportCorrected(event) => &**event,
            Self::Assigned(event) => event,
            Self::Escalated(event) => event,
            Self::Excluded(event) => event,
            Self::Included => &included::Included,
            Self::Waiting(event) => event,
            Self::Resumed => &resumed::Resumed,
            Self::Snoozed(event) => event,
            Self::Woken => &woken::Woken,
            Self::Described(event) => event,
            Self::Message(event) => event,
            Self::Undelivered(event) => event,
            Self::Reviewed => &reviewed::Reviewed,
            Self::Note(event) => event,
            Self::Attached(event) => event,
            Self::TimeSpent(event) => event,
            Self::Approved(event) => event,
            Self::PassedOn(event) => event,
            Self::Retracted(event) => event,
        }
    }

    /// Returns the event's sort.
    pub fn sort(&self) -> &'static EventKind {
        self.happening().sort()
    }

    /// Returns the assignee whom the event gives the ticket to, if anybody.
    pub fn assignee(&self) -> Option<&str> {
        self.happening().assignee()
    }

    /// Returns whether the desk writes it by itself, beside what somebody does to another ticket.
    pub fn is_of_desk(&self) -> bool {
        self.happening().is_of_desk()
    }

    /// Returns the files that the event brings, whose bytes the store must have.
    pub fn files(&self) -> Vec<&FileRef> {
        self.happening().files()
    }
}

/// Writes a moment in an event's words.
pub(in crate::ticket) type SayAt<'a> = &'a dyn Fn(Instant) -> String;

/// What is known of every event of one sort, whatever it says.
#[derive(Debug)]
pub struct EventKind {
    /// The name in what the store keeps.
    pub name: &'static str,
    /// The key in filters of the audit log and in JSON; sorts that are one thing to people share theirs.
    pub key: &'static str,
    /// The right that a person who enters it needs.
    pub right: Right,
    /// The words for entering it where that is refused, before `is for leads`.
    pub doing: &'static str,
    /// The way in which people enter it.
    pub entered: EntryMode,
    /// The forms that it has in the store, each with its words. A retraction's words are those for the table's own
    /// samples.
    pub samples: &'static [(&'static str, &'static str)],
}

impl EventKind {
    /// Makes a sort that has no words of its own for being refused.
    const fn new(
        name: &'static str,
        key: &'static str,
        right: Right,
        entered: EntryMode,
        samples: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self { name, key, right, doing: "changing a ticket", entered, samples }
    }

    /// Returns the commands that enter an event of this sort.
    pub const fn commands(&self) -> &'static [EventCommand] {
        match self.entered {
            EntryMode::By(commands) => commands,
            EntryMode::Otherwise(_) => &[],
        }
    }
}

/// Returns every command that enters something, with the sort that it enters.
pub fn commands() -> impl Iterator<Item = (&'static EventKind, &'static EventCommand)> {
    EVENT_KINDS.into_iter().flat_map(|sort| sort.commands().iter().map(move |command| (sort, command)))
}

/// Returns the event that the command of that name records as it stands, without asking for anything, and what is said
/// then.
pub fn plain(name: &str) -> Option<(EventData, &'static str)> {
    match commands().find(|(_, command)| command.name == name)?.1.does {
        CommandEffect::Record { what, done } => Some((what(), done)),
        _ => None,
    }
}

/// How long in a ticket's life something may happen to it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::ticket) enum Until {
    /// Until the ticket is closed or withdrawn.
    Closed,
    /// Also when the ticket is closed, until it is withdrawn.
    Withdrawn,
    /// Always.
    Ever,
}

/// How far back an event may lie that is entered late.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::ticket) enum ReachesBack {
    /// As far as the report: it counts for no round, or for whichever goes on.
    Report,
    /// As far as the last coming back: the rounds before that stand as they were.
    Round,
    /// As far as the last reopening, of either sort: what it changes would go on past an end that was there then.
    Reopening,
}

/// Something that can happen to a ticket: all that there is to say of it.
pub(in crate::ticket) trait Happening {
    /// Returns the event's sort.
    fn sort(&self) -> &'static EventKind;

    /// Checks whether it may happen to the ticket. What holds for every event has been checked before.
    fn check(&self, on: &EventContext<'_>) -> Result<(), Problem>;

    /// Applies it to the ticket's state.
    fn fold(&self, ticket: &mut Ticket, entry: &FoldedEvent<'_>);

    /// Says in a language what happened, in a few words, with moments as `say` writes them; `events` are those of the
    /// ticket. What people wrote stands as they wrote it.
    fn words_in(&self, language: Language, events: &[Event], say: SayAt<'_>) -> String;

    /// Returns how long in a ticket's life it may happen.
    fn until(&self) -> Until {
        Until::Closed
    }

    /// Returns whether it may have happened before the ticket was reported.
    fn may_precede_report(&self) -> bool {
        false
    }

    /// Returns whether it meets or moves a target of the round that goes on: what came before the ticket came back
    /// belongs to the round before, whose verdict stands.
    fn is_of_round(&self) -> bool {
        false
    }

    /// Returns how far back it may lie where the ticket was reopened.
    fn reaches_back(&self) -> ReachesBack {
        if self.is_of_round() { ReachesBack::Round } else { ReachesBack::Report }
    }

    /// Returns whether it leads to a ticket's end, or retracts something: a ticket that is full still takes it.
    fn ends_it(&self) -> bool {
        self.is_of_round()
    }

    /// Returns whether no agreement lets the ticket be closed without it, and it is not there yet.
    fn is_still_owed(&self, _ticket: &Ticket) -> bool {
        false
    }

    /// Returns whether the customer has word by it: then a target that counts from word to word begins anew.
    fn tells_customer(&self) -> bool {
        false
    }

    /// Returns whether a deadline can follow from it, be that a word to the customer or not.
    fn moves_deadlines(&self) -> bool {
        true
    }

    /// Returns whether all clocks of the ticket count anew by it, those of targets that are met too.
    fn counts_anew(&self) -> bool {
        false
    }

    /// Returns whether it says nothing that is for the vendor.
    fn is_internal(&self, _events: &[Event]) -> bool {
        false
    }

    /// Returns whether the desk writes it by itself, beside what somebody does to another ticket: nobody has done anything
    /// to this one by it.
    fn is_of_desk(&self) -> bool {
        false
    }

    /// Returns whether somebody has done something on the ticket by it, so that an alert is answered.
    fn is_work(&self) -> bool {
        !self.is_of_desk()
    }

    /// Returns the assignee whom it gives the ticket to.
    fn assignee(&self) -> Option<&str> {
        None
    }

    /// Returns the text of it that words are looked for in.
    fn searched(&self) -> Option<&str> {
        None
    }

    /// Returns the files that it brings: the store has their bytes, and words are looked for in their names.
    fn files(&self) -> Vec<&FileRef> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests;
