//! What sending the letter records besides itself, and what of that is left out.
//!
//! An answer to the customer is a response, an update and an acknowledgement, each of which is the next as well: without the
//! update there is no response, and without the acknowledgement no update.

use crate::domain::ledger::OutgoingPurpose;
use crate::domain::reply::{ReplyChoice, is_to_acknowledge, recorded_beside};
use crate::domain::ticket::event::CountsAs;
use crate::domain::ticket::{EventData, Record, Ticket};

use super::{Composer, SendHow};

/// Something that a canned reply records, and whether it does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AlsoRecorded {
    /// What happens to the ticket.
    pub what: EventData,
    /// Whether it is recorded.
    pub on: bool,
}

/// Something that sending the letter records, and that can be left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum LetterRecord {
    /// The response, or the report to the vendor: what the rules of answers say.
    ByRule(EventData),
    /// That the customer has an update.
    Update,
    /// That the customer knows that the report has come.
    Acknowledgement,
    /// What a canned reply does.
    Also(EventData),
}

impl Composer {
    /// Returns what sending records besides the letter itself, each with whether it does.
    pub(crate) fn records(&self) -> Vec<(LetterRecord, bool)> {
        let by_rule = self.by_rule().into_iter().map(|what| (LetterRecord::ByRule(what), self.counts));
        let update = (LetterRecord::Update, self.counts_as == CountsAs::Update);
        let acknowledgement = (LetterRecord::Acknowledgement, self.counts_as >= CountsAs::Acknowledgement);
        let answer = self.answered_ticket();
        let acknowledgement =
            answer.filter(|ticket| is_to_acknowledge(ticket, self.contract.as_deref())).map(|_| acknowledgement);
        let also = self.also.iter().map(|also| (LetterRecord::Also(also.what.clone()), also.on));
        by_rule.chain(answer.map(|_| update)).chain(acknowledgement).chain(also).collect()
    }

    /// Leaves that out of what sending records, or records it after all. `place` is its own among [`Self::records`].
    pub(super) fn turn_record(&mut self, place: usize) {
        let records = self.records();
        let Some((what, on)) = records.get(place) else { return };
        let acknowledges = records.iter().any(|(what, _)| *what == LetterRecord::Acknowledgement);
        match what {
            LetterRecord::ByRule(EventData::Responded) if !on => {
                (self.counts, self.counts_as) = (true, CountsAs::Update);
            }
            LetterRecord::ByRule(_) => self.counts = !on,
            LetterRecord::Update if !on => self.counts_as = CountsAs::Update,
            LetterRecord::Update if acknowledges => (self.counts, self.counts_as) = (false, CountsAs::Acknowledgement),
            LetterRecord::Acknowledgement if !on => self.counts_as = CountsAs::Acknowledgement,
            LetterRecord::Update | LetterRecord::Acknowledgement => {
                (self.counts, self.counts_as) = (false, CountsAs::Nothing);
            }
            LetterRecord::Also(what) => {
                if let Some(also) = self.also.iter_mut().find(|also| also.what == *what) {
                    also.on = !also.on;
                }
            }
        }
    }

    /// Returns the ticket where the letter answers its customer, and there is something open that it can count as.
    fn answered_ticket(&self) -> Option<&Ticket> {
        let record = self.record.as_ref().filter(|_| self.kind.purpose() == OutgoingPurpose::Reply)?;
        Some(record.ticket.as_ref()).filter(|ticket| ticket.is_open())
    }

    /// Returns what the letter counts as; where nothing can be left out, it is a word to the customer.
    pub(crate) fn counts_as(&self) -> CountsAs {
        if self.answered_ticket().is_some() { self.counts_as } else { CountsAs::default() }
    }

    /// Returns what sending records by the rules of answers, whether it is left out or not.
    fn by_rule(&self) -> Vec<EventData> {
        let Some(record) = self.record.as_ref().filter(|_| self.kind.purpose() != OutgoingPurpose::Forward) else {
            return Vec::new();
        };
        recorded_beside(&record.ticket, self.contract.as_deref(), self.kind.with(), &ReplyChoice::default())
    }

    /// Returns what the letter records besides itself: first what a canned reply does, then what an answer says, then what
    /// sending it this way does. A ticket that is closed waits for nobody.
    pub(super) fn then(&self, record: &Record, how: &SendHow) -> Vec<EventData> {
        let closes = matches!(how, SendHow::AndClose(_));
        let by_rule = self.by_rule().into_iter().filter(|_| self.counts);
        let chosen = self.also.iter().filter(|also| also.on).map(|also| also.what.clone());
        let chosen = chosen.filter(|what| !closes || !matches!(what, EventData::Waiting(_)));
        let mut then: Vec<EventData> = chosen.chain(by_rule).collect();
        let ends = ReplyChoice {
            records_only_itself: true,
            waits: *how == SendHow::AndWait,
            closes: match how {
                SendHow::AndClose(closing) => Some(closing.clone()),
                SendHow::Send | SendHow::AndWait => None,
            },
        };
        for what in recorded_beside(&record.ticket, self.contract.as_deref(), self.kind.with(), &ends) {
            then.retain(|known| *known != what);
            then.push(what);
        }
        then
    }
}
