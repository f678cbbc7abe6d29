//! Decides what becomes of a letter.

use super::on_ticket::SenderRole;
use super::thread::TicketClue;
use crate::ledger::{InboxReason, LetterRule};
use crate::letter::{Trust, Verdict};
use crate::ticket::TicketId;
use crate::time::Instant;

/// What decides about a letter, as far as it was found out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LetterFacts {
    /// Whether it could be read.
    pub readable: bool,
    /// What kind of letter it is.
    pub verdict: Verdict,
    /// How far its sender is to be believed, by the mail server.
    pub trust: Trust,
    /// The rule for its sender.
    pub rule: Option<LetterRule>,
    /// The ticket that a report on a letter that did not arrive is about, where that letter is one of the desk's.
    pub undelivered: Option<TicketId>,
    /// Whether it has to do with a notice that the desk sent to one of its staff, which is no letter of a ticket's.
    pub of_notice: bool,
    /// The tickets that it names and that are there, the surest first: how it names them, how its sender stands to the ticket,
    /// and how the ticket stands to letters.
    pub named: Vec<(TicketId, TicketClue, SenderRole, TicketStand)>,
    /// Whether its sender has sent too many new ones.
    pub too_many: bool,
    /// What does not follow for a new ticket; none where everything does.
    pub lacks: Option<InboxReason>,
}

/// How a ticket stands to a letter that belongs to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TicketStand {
    /// It takes letters: it is open, or was closed not long ago.
    Takes,
    /// It was closed too long ago.
    Late,
    /// It takes no more: it is full, and what follows is a new ticket that names it.
    Full,
}

/// What becomes of a letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Destination {
    /// It is noted on the ticket that a letter of the desk's did not arrive.
    Undelivered(TicketId),
    /// It is added to that ticket, and counts as a word of the customer's or not.
    Ticket {
        /// The ticket.
        ticket: TicketId,
        /// Whether it ends a waiting for the customer.
        counts: bool,
    },
    /// It makes a ticket, which names the full one that it belongs to.
    New(Option<TicketId>),
    /// It waits in the inbox for that reason; the ticket is a suggestion.
    Inbox(InboxReason, Option<TicketId>),
    /// Its sender is blocked: it is kept and asks for nothing.
    Blocked,
}

/// Decides what becomes of a letter. A letter never reopens a ticket, and one that nobody vouches for changes nothing.
///
/// Whatever names a ticket, a letter before it or a signature of the desk's own, can have been passed on to anybody: a letter goes
/// to the ticket only where its sender is on it. The customer's word alone ends a waiting for them.
pub fn decide(facts: &LetterFacts) -> Destination {
    if let Some(ticket) = facts.undelivered {
        return Destination::Undelivered(ticket);
    }
    if facts.rule == Some(LetterRule::Block) {
        return Destination::Blocked;
    }
    let likely = facts.named.first().map(|(ticket, ..)| *ticket);
    if !facts.readable {
        return Destination::Inbox(InboxReason::Unreadable, likely);
    }
    let vouched = facts.rule == Some(LetterRule::Always) && facts.trust == Trust::Unknown;
    if facts.of_notice {
        return Destination::Inbox(InboxReason::AnswersNotice, likely);
    }
    if facts.trust == Trust::Failed {
        return Destination::Inbox(InboxReason::NotGenuine, likely);
    }
    if facts.trust != Trust::Verified && !vouched {
        return Destination::Inbox(InboxReason::NotVerified, likely);
    }
    let believed = facts.named.iter().find(|(_, _, role, _)| *role != SenderRole::Stranger);
    let counts = facts.verdict.counts();
    match believed {
        Some((ticket, _, role, TicketStand::Takes)) => {
            let is_theirs = matches!(role, SenderRole::Customer | SenderRole::Vendor);
            return Destination::Ticket { ticket: *ticket, counts: counts && is_theirs };
        }
        Some((ticket, _, _, TicketStand::Late)) => {
            return Destination::Inbox(InboxReason::LateForTicket, Some(*ticket));
        }
        Some((_, _, _, TicketStand::Full)) | None => {}
    }
    let full = believed.map(|(ticket, ..)| *ticket);
    if !counts {
        return Destination::Inbox(InboxReason::NotAPerson, likely);
    }
    if believed.is_none() && likely.is_some() {
        return Destination::Inbox(InboxReason::StrangerToTicket, likely);
    }
    if facts.too_many {
        return Destination::Inbox(InboxReason::TooMany, full);
    }
    facts.lacks.map_or(Destination::New(full), |reason| Destination::Inbox(reason, full))
}

/// The most new tickets of one sender within [`NewTicketLimit::WITHIN`] seconds.
const MOST_NEW: usize = 10;

/// The new tickets of one sender, so that a flood of them becomes no flood of tickets.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NewTicketLimit(Vec<Instant>);

impl NewTicketLimit {
    /// The time in seconds within which they are counted.
    pub const WITHIN: i64 = 600;

    /// Returns whether one more that was received at `at` is too many.
    pub fn is_reached(&self, at: Instant) -> bool {
        self.0.iter().filter(|other| other.since(at).abs() < Self::WITHIN).count() >= MOST_NEW
    }

    /// Notes a new ticket, and forgets those that count no more.
    pub fn note(&mut self, at: Instant) {
        self.0.retain(|other| other.since(at).abs() < Self::WITHIN);
        self.0.push(at);
    }

    /// Returns whether there is nothing to remember any more at `now`.
    pub fn is_over(&self, now: Instant) -> bool {
        self.0.iter().all(|at| now.since(*at).abs() >= Self::WITHIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> LetterFacts {
        LetterFacts {
            readable: true,
            verdict: Verdict::Person,
            trust: Trust::Verified,
            rule: None,
            undelivered: None,
            of_notice: false,
            named: Vec::new(),
            too_many: false,
            lacks: None,
        }
    }

    fn named(
        clue: TicketClue,
        role: SenderRole,
        stand: TicketStand,
    ) -> Vec<(TicketId, TicketClue, SenderRole, TicketStand)> {
        vec![(TicketId(7), clue, role, stand)]
    }

    #[test]
    fn what_becomes_of_a_letter() {
        use Destination::{Blocked, Inbox, New, Ticket, Undelivered};
        use SenderRole::{Customer, Stranger};
        use TicketClue::{Marker, PlusAddress, Reference, Subject};
        use TicketStand::{Full, Late, Takes};
        let seven = Some(TicketId(7));
        let on = |counts| Ticket { ticket: TicketId(7), counts };
        let cases = [
            ("a new one", facts(), New(None)),
            ("unverified", LetterFacts { trust: Trust::Unknown, ..facts() }, Inbox(InboxReason::NotVerified, None)),
            ("failed", LetterFacts { trust: Trust::Failed, ..facts() }, Inbox(InboxReason::NotGenuine, None)),
            (
                "unverified, always taken",
                LetterFacts { trust: Trust::Unknown, rule: Some(LetterRule::Always), ..facts() },
                New(None),
            ),
            (
                "failed, always taken",
                LetterFacts { trust: Trust::Failed, rule: Some(LetterRule::Always), ..facts() },
                Inbox(InboxReason::NotGenuine, None),
            ),
            ("blocked", LetterFacts { rule: Some(LetterRule::Block), ..facts() }, Blocked),
            ("a machine", LetterFacts { verdict: Verdict::Automatic, ..facts() }, Inbox(InboxReason::NotAPerson, None)),
            ("a list", LetterFacts { verdict: Verdict::List, ..facts() }, Inbox(InboxReason::NotAPerson, None)),
            ("answer", LetterFacts { named: named(Reference, Customer, Takes), ..facts() }, on(true)),
            ("by the address", LetterFacts { named: named(PlusAddress, Customer, Takes), ..facts() }, on(true)),
            ("by the marker", LetterFacts { named: named(Marker, Customer, Takes), ..facts() }, on(true)),
            (
                "out of office",
                LetterFacts { named: named(Reference, Customer, Takes), verdict: Verdict::Automatic, ..facts() },
                on(false),
            ),
            (
                "a loop",
                LetterFacts { named: named(Reference, Customer, Takes), verdict: Verdict::Loop, ..facts() },
                on(false),
            ),
            (
                "an unverified answer changes nothing",
                LetterFacts { named: named(PlusAddress, Customer, Takes), trust: Trust::Unknown, ..facts() },
                Inbox(InboxReason::NotVerified, seven),
            ),
            ("number in subject", LetterFacts { named: named(Subject, Customer, Takes), ..facts() }, on(true)),
            (
                "number in a stranger's subject",
                LetterFacts { named: named(Subject, Stranger, Takes), ..facts() },
                Inbox(InboxReason::StrangerToTicket, seven),
            ),
            (
                "late",
                LetterFacts { named: named(Reference, Customer, Late), ..facts() },
                Inbox(InboxReason::LateForTicket, seven),
            ),
            ("full", LetterFacts { named: named(Reference, Customer, Full), ..facts() }, New(seven)),
            (
                "full, and nothing follows",
                LetterFacts { named: named(Reference, Customer, Full), lacks: Some(InboxReason::NoPlan), ..facts() },
                Inbox(InboxReason::NoPlan, seven),
            ),
            (
                "an answer to a notice, from whomever",
                LetterFacts { of_notice: true, named: named(Subject, Customer, Takes), ..facts() },
                Inbox(InboxReason::AnswersNotice, seven),
            ),
            ("too many", LetterFacts { too_many: true, ..facts() }, Inbox(InboxReason::TooMany, None)),
            (
                "too many of them are answers",
                LetterFacts { too_many: true, named: named(Reference, Customer, Takes), ..facts() },
                on(true),
            ),
            (
                "nothing follows",
                LetterFacts { lacks: Some(InboxReason::NoContract), ..facts() },
                Inbox(InboxReason::NoContract, None),
            ),
            ("unreadable", LetterFacts { readable: false, ..facts() }, Inbox(InboxReason::Unreadable, None)),
            (
                "a report from nobody in particular",
                LetterFacts { undelivered: seven, verdict: Verdict::Bounce, trust: Trust::Unknown, ..facts() },
                Undelivered(TicketId(7)),
            ),
            (
                "a report on what is not ours",
                LetterFacts { verdict: Verdict::Bounce, trust: Trust::Unknown, ..facts() },
                Inbox(InboxReason::NotVerified, None),
            ),
        ];
        for (what, facts, destination) in cases {
            assert_eq!(decide(&facts), destination, "{what}");
        }
    }

    #[test]
    fn what_names_a_ticket_counts_by_who_sends_it() {
        use Destination::{Inbox, Ticket};
        use SenderRole::{Copied, Desk, Stranger, Vendor};
        use TicketClue::{Marker, PlusAddress, Reference};
        use TicketStand::{Full, Takes};
        let seven = Some(TicketId(7));
        let on = |counts| Ticket { ticket: TicketId(7), counts };
        let cases = [
            (
                "somebody who was copied in ends no waiting",
                LetterFacts { named: named(Reference, Copied, Takes), ..facts() },
                on(false),
            ),
            ("nor does the desk", LetterFacts { named: named(PlusAddress, Desk, Takes), ..facts() }, on(false)),
            ("the vendor", LetterFacts { named: named(Reference, Vendor, Takes), ..facts() }, on(true)),
            (
                "a stranger cites a letter",
                LetterFacts { named: named(Reference, Stranger, Takes), ..facts() },
                Inbox(InboxReason::StrangerToTicket, seven),
            ),
            (
                "a stranger has the address of the ticket",
                LetterFacts { named: named(PlusAddress, Stranger, Takes), ..facts() },
                Inbox(InboxReason::StrangerToTicket, seven),
            ),
            (
                "a stranger has its marker line",
                LetterFacts { named: named(Marker, Stranger, Takes), ..facts() },
                Inbox(InboxReason::StrangerToTicket, seven),
            ),
            (
                "a stranger who is always taken in",
                LetterFacts {
                    named: named(Marker, Stranger, Takes),
                    trust: Trust::Unknown,
                    rule: Some(LetterRule::Always),
                    ..facts()
                },
                Inbox(InboxReason::StrangerToTicket, seven),
            ),
            (
                "a stranger to a full ticket makes none that follows it",
                LetterFacts { named: named(Reference, Stranger, Full), ..facts() },
                Inbox(InboxReason::StrangerToTicket, seven),
            ),
        ];
        for (what, facts, destination) in cases {
            assert_eq!(decide(&facts), destination, "{what}");
        }
    }

    #[test]
    fn the_eleventh_new_one_in_ten_minutes_is_too_many_whatever_their_order() {
        let mut limit = NewTicketLimit::default();
        for second in [0, 599, 10, 20, 30, 40, 50, 60, 70] {
            assert!(!limit.is_reached(Instant::from_secs(10_000 + second)));
            limit.note(Instant::from_secs(10_000 + second));
        }
        assert!(!limit.is_reached(Instant::from_secs(10_300)));
        limit.note(Instant::from_secs(10_300));
        assert!(limit.is_reached(Instant::from_secs(10_301)));
        assert!(!limit.is_reached(Instant::from_secs(10_000 + 600 + 10)), "the first have passed");
        assert!(!limit.is_over(Instant::from_secs(10_700)));
        assert!(limit.is_over(Instant::from_secs(12_000)));
    }
}
