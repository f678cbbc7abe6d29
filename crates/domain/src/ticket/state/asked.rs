//! Answers questions about a ticket's state: where it stands, by which terms it counts, who pays for work on it.

use super::{EventMark, Status, Ticket, WaitingTime};
use crate::contract::Contract;
use crate::ticket::event::Snooze;
use crate::time::Instant;

impl Ticket {
    /// Returns plan and severity (as set) that were in force behind the event at that moment (when it happened, and its
    /// place): those after the last change that had happened by then.
    pub fn terms_at(&self, moment: (Instant, u32)) -> (&str, &str) {
        let changed = self.former.iter().rposition(|f| (f.until, f.place) <= moment);
        match self.former.get(changed.map_or(0, |last| last + 1)) {
            Some(former) => (&former.plan, &former.severity),
            None => (&self.plan, &self.severity),
        }
    }

    /// Returns whether the customer pays for work on the ticket by the hour: it is excluded for a cause that the
    /// agreement bills.
    pub fn is_billable(&self, contract: &Contract) -> bool {
        self.exclusion.as_ref().is_some_and(|e| contract.scope.is_billable(&e.cause))
    }

    /// Returns whether the customer has to approve paid work before it is done, and has not yet (Missoun, external causes).
    pub fn needs_approval(&self, contract: &Contract) -> bool {
        self.approval.is_none() && self.wants_approval(contract)
    }

    /// Returns whether the customer has to approve paid work, approved or not.
    pub fn wants_approval(&self, contract: &Contract) -> bool {
        self.exclusion.as_ref().is_some_and(|e| contract.scope.needs_approval(&e.cause))
    }

    /// Returns whether the customer has to be told that the cause is outside the vendor's software, and has had no word
    /// since that was recorded (Missoun: "shall inform Customer of such fact"). A customer who has approved has been
    /// told.
    pub fn needs_word_of_cause(&self, contract: &Contract) -> bool {
        let found = self.exclusion.as_ref().map(|exclusion| exclusion.mark.at);
        self.needs_approval(contract) && self.last_told.max(self.responded.as_ref().map(|mark| mark.at)) < found
    }

    /// Returns the minutes that the customer pays for, and those of them that were done before the customer had approved them.
    pub fn paid_minutes(&self, contract: &Contract) -> (u64, u64) {
        if !self.is_billable(contract) {
            return (0, 0);
        }
        let sum = |wanted: &dyn Fn(Instant) -> bool| {
            self.paid.iter().filter(|(at, _)| wanted(*at)).map(|(_, minutes)| u64::from(*minutes)).sum()
        };
        let unapproved = |at| self.wants_approval(contract) && self.approved.is_none_or(|approved| at < approved);
        (sum(&|_| true), sum(&unapproved))
    }

    /// Returns when the matter was first reported by any channel.
    pub fn reported(&self) -> Instant {
        self.reports.iter().map(|r| r.at).min().unwrap_or(self.logged.at)
    }

    /// Returns when the round of targets that goes on now began, where it is not the first: then its clocks count from there.
    pub fn round_began(&self) -> Option<Instant> {
        self.came_back.as_ref().map(|mark| mark.at)
    }

    /// Returns the mark of the beginning of work: as entered, or with the workaround or the fix, whichever was first.
    pub fn work_began(&self) -> Option<&EventMark> {
        [&self.work_started, &self.workaround, &self.fixed].into_iter().flatten().min_by_key(|m| (m.at, m.place))
    }

    /// Returns when the customer first had word in this round that the report has come, with the place of the event:
    /// whatever they are told tells that as well. What the desk sent by itself when the report came does too.
    pub fn acknowledged(&self) -> Option<(Instant, u32)> {
        let receipt = self.receipt.as_ref().map(|mark| (mark.at, mark.place));
        self.told.first().copied().into_iter().chain(receipt).min()
    }

    /// Returns the mark of the correction: by a workaround or a fix, whichever was first.
    pub fn corrected(&self) -> Option<&EventMark> {
        [&self.workaround, &self.fixed].into_iter().flatten().min_by_key(|m| (m.at, m.place))
    }

    /// Returns the waiting that goes on now, if any does.
    pub fn waiting(&self) -> Option<&WaitingTime> {
        self.waits.last().filter(|w| w.to.is_none())
    }

    /// Returns whether it is a ticket of its own no more: it was withdrawn, or merged into another one. Then nothing is owed for
    /// it, and it counts nowhere.
    pub const fn is_left(&self) -> bool {
        self.withdrawn || self.merged.is_some()
    }

    /// Returns whether that person follows it.
    pub fn is_followed_by(&self, person: &str) -> bool {
        self.followers.iter().any(|follower| follower == person)
    }

    /// Returns the snooze in which it lies at that moment, if it does.
    pub fn snoozed_at(&self, now: Instant) -> Option<&Snooze> {
        self.snooze.as_ref().filter(|snooze| self.is_open() && snooze.lasts_at(now))
    }

    /// Returns when the clock ended its snooze, where nothing has happened since that would have done so.
    pub fn woken_at(&self, now: Instant) -> Option<Instant> {
        self.snooze.as_ref()?.until.filter(|until| self.is_open() && *until <= now)
    }

    /// Returns whether anybody still has to do something about the ticket.
    pub const fn is_open(&self) -> bool {
        self.closed.is_none() && !self.is_left()
    }

    /// Returns whether something came after the closing, or did not arrive or not whole, and nobody has looked at it yet.
    pub const fn is_to_be_reviewed(&self) -> bool {
        (self.wrote_after_closing.is_some() || self.undelivered.is_some() || self.letter_cut.is_some())
            && !self.is_left()
    }

    /// Returns when the customer last wrote, where the desk has had no word for them since: the ticket is open, and what they
    /// wrote is more than the report itself.
    pub fn unanswered_since(&self) -> Option<Instant> {
        let told = self.last_told.max(self.responded.as_ref().map(|mark| mark.at));
        self.customer_wrote.filter(|at| self.is_open() && *at > self.reported() && told < Some(*at))
    }

    /// Returns when the vendor responded, as the first letter of its own proposes: only a person may record it. None where it
    /// is recorded that the customer was responded to, or somebody has looked at the letter and left it.
    pub fn proposed_response(&self) -> Option<Instant> {
        self.vendor_wrote.filter(|at| self.is_open() && self.responded.is_none() && *at >= self.reported())
    }

    /// Returns whether the ticket is kept at hand: it is open, or closed and somebody still has to look at it.
    pub const fn is_at_hand(&self) -> bool {
        self.is_open() || self.is_to_be_reviewed()
    }

    /// Returns where the ticket stands, in one word.
    pub const fn status(&self) -> Status {
        if self.withdrawn {
            Status::Withdrawn
        } else if self.merged.is_some() {
            Status::Merged
        } else if self.closed.is_some() {
            Status::Closed
        } else if self.fixed.is_some() {
            Status::Fixed
        } else if self.workaround.is_some() {
            Status::WorkedAround
        } else if self.work_started.is_some() {
            Status::InWork
        } else if self.responded.is_some() {
            Status::Responded
        } else {
            Status::New
        }
    }
}
