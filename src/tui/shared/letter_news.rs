//! Says what letters have brought to a ticket, to whoever has it open or works on it.

use crate::domain::letter::Mailbox;
use crate::domain::text::clean;
use crate::domain::ticket::event::Message;
use crate::domain::ticket::{Event, EventData, MessageDirection, Ticket};
use crate::domain::time::Instant;
use crate::tui::text::fit;
use crate::tui::widget::ToastKind;

use super::{Effects, Shared};

/// Seconds that a notice stays which calls the assignee.
const STAYS: i64 = 20;
/// The columns of the subject in it.
const SUBJECT: usize = 40;

impl Shared {
    /// Says what the last of these new events has brought by letter: `Kari Nord answered on #12: Hub is silent`. None where no
    /// letter did, or this person has entered it.
    pub(crate) fn letter_news(&self, ticket: &Ticket, new: &[Event]) -> Option<String> {
        let last = new.iter().rev().find(|event| event.action().is_some() && event.by != self.me.name)?;
        let subject = fit(&clean(&ticket.subject), SUBJECT);
        let id = ticket.id;
        Some(match last.action()? {
            EventData::Undelivered(_) => format!("A letter about #{id} did not arrive: {subject}"),
            EventData::Message(message) if message.letter.is_some() => match message.direction {
                MessageDirection::In => format!("{}: {subject}", self.customer_did(ticket, message, last.happened)?),
                MessageDirection::VendorIn => format!("The vendor wrote on #{id}: {subject}"),
                MessageDirection::Out if message.acknowledges => format!("#{id} was acknowledged by letter: {subject}"),
                MessageDirection::Out => format!("A letter to the customer of #{id} has gone: {subject}"),
                MessageDirection::VendorOut => format!("A letter to the vendor about #{id} has gone: {subject}"),
            },
            _ => return None,
        })
    }

    /// Says what the customer has done by that letter, which was received at `at`.
    fn customer_did(&self, ticket: &Ticket, message: &Message, at: Instant) -> Option<String> {
        let letter = message.letter.as_deref()?;
        let id = ticket.id;
        if !letter.verdict.counts() {
            return Some(format!("A machine of the customer's answered on #{id}"));
        }
        if ticket.wrote_after_closing.is_some() {
            return Some(format!("The customer wrote after closing: #{id}"));
        }
        let name = |from: &Mailbox| from.name.clone().unwrap_or_else(|| from.address.clone());
        let who = letter.from.as_ref().map(name);
        let who = who.or_else(|| self.ledger.customer_of(ticket).map(str::to_owned));
        let who = who.unwrap_or_else(|| "The customer".to_owned());
        let did = if ticket.last_told.is_some_and(|told| told < at) { "answered" } else { "wrote" };
        Some(format!("{} {did} on #{id}", clean(&who)))
    }

    /// Returns whether what came by letter on that ticket calls this person, whatever they are doing: it is theirs, or they
    /// follow it.
    pub(crate) fn is_called_by(&self, ticket: &Ticket) -> bool {
        ticket.assignee.as_deref() == Some(self.me.name.as_str()) || ticket.is_followed_by(&self.me.name)
    }

    /// Says that another has done something on a ticket that this person follows; none where they do not, or nobody else did.
    pub(crate) fn followed_news(&self, ticket: &Ticket, new: &[Event]) -> Option<String> {
        let own = |event: &&Event| event.action().is_some() && event.by != self.me.name;
        let last = new.iter().rev().find(own).filter(|_| ticket.is_followed_by(&self.me.name))?;
        let subject = fit(&clean(&ticket.subject), SUBJECT);
        Some(format!("{} has changed #{}, which you follow: {subject}", self.shown_name(&last.by), ticket.id))
    }

    /// Returns whether somebody has to look at what came by letter on that ticket, and nobody in particular does.
    pub(crate) fn calls_anybody(ticket: &Ticket) -> bool {
        ticket.assignee.is_none() && ticket.is_to_be_reviewed()
    }

    /// Says what came by letter. It stays longer for whoever it calls, and hides neither a refusal nor an alert.
    pub(crate) fn tell_letter(&mut self, words: &str, calls: bool, now: Instant) {
        let is_alert = |kind| matches!(kind, ToastKind::Alert | ToastKind::Breach | ToastKind::Error);
        if self.toast.as_ref().is_some_and(|toast| is_alert(toast.kind)) {
            return;
        }
        self.say(ToastKind::Note, words, now.plus(if calls { STAYS } else { 5 }));
    }

    /// Rings the bell for whoever a letter calls, as for an alert.
    pub(crate) fn ring_for_letter(&self, words: &str, calls: bool) -> Effects {
        if calls { self.ring_with(words) } else { Effects::new() }
    }
}
