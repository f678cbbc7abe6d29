//! The part of the alert monitor that knows when each letter of the inbox is to be looked at.
//!
//! What people were told of letters is in records of the ledger, which are read once; a letter that somebody has dealt with is
//! forgotten. Of many thousands that wait, only those are looked at whose moment has come, or that have changed.

use std::collections::{BTreeSet, HashMap, HashSet};

use frist_domain::alert::{
    AlertRules, LetterAlert, LetterTold, UnverifiedLimit, WaitingCase, is_vouched, look_at_letter,
};
use frist_domain::ledger::{InboxLetter, Ledger, LedgerFact, LedgerRecord, LedgerRecordId, LetterRule, ToldLetter};
use frist_domain::letter::Verdict;
use frist_domain::ticket::LateReason;
use frist_domain::time::Instant;

use super::super::Desk as _;
use super::super::Notice;
use super::super::local::LocalDesk;

/// The seconds after its moment from which on what is told was missed, unless the letter came in within as many seconds before.
const IN_TIME: i64 = 60;

/// When each letter that waits is to be looked at, and what people were told of it.
#[derive(Default)]
pub(super) struct LetterMonitor {
    /// The moments at which to look at letters, the next one first.
    queue: BTreeSet<(Instant, LedgerRecordId)>,
    /// Every letter that waits and was looked at, with the moment to look again, if there is one.
    seen: HashMap<LedgerRecordId, Option<Instant>>,
    /// What people were told of the letters that wait; none before the ledger was read for it.
    told: Option<HashMap<LedgerRecordId, LetterTold>>,
    /// The records that tell of senders: people, organisations, rules.
    senders: HashSet<LedgerRecordId>,
    /// The letters that are known to have changed since they were looked at.
    changed: HashSet<LedgerRecordId>,
    /// Whether every letter is to be looked at.
    anew: bool,
    limit: UnverifiedLimit,
    /// What is held back of letters whose senders nobody vouches for, until it is summed up.
    held: HashMap<LedgerRecordId, ToldLetter>,
}

/// What there is to tell of letters.
#[derive(Default)]
pub(super) struct LetterNews {
    pub(super) letters: Vec<LetterAlert>,
    /// What is summed up of letters whose senders nobody vouches for.
    pub(super) summed: Vec<ToldLetter>,
}

impl LetterMonitor {
    /// Makes one that has not looked at anything yet.
    pub(super) fn new() -> Self {
        Self { anew: true, ..Self::default() }
    }

    /// Asks for every letter to be looked at.
    pub(super) fn look_anew(&mut self) {
        self.anew = true;
    }

    /// Takes in what the desk's feed tells.
    pub(super) fn hear(&mut self, notice: &Notice) {
        match notice {
            Notice::Entered(entry) => match &entry.fact {
                Some(LedgerFact::Letter(letter)) if letter.waits() || self.seen.contains_key(&entry.id) => {
                    self.changed.insert(entry.id);
                }
                // What could be due follows from these too.
                Some(LedgerFact::Person(_) | LedgerFact::Organisation(_) | LedgerFact::SenderRule(_)) => {
                    self.senders.insert(entry.id);
                    self.anew |= !self.seen.is_empty();
                }
                None if self.senders.contains(&entry.id) => self.anew |= !self.seen.is_empty(),
                None => {}
                Some(fact) => self.anew |= fact.changes_contracts() && !self.seen.is_empty(),
            },
            Notice::Resync | Notice::Renewed(_) => self.anew = true,
            _ => {}
        }
    }

    /// Returns whether something was heard that is to be looked at, whatever the clock shows.
    pub(super) fn has_news(&self) -> bool {
        self.anew || !self.changed.is_empty()
    }

    /// Returns the next moment at which the clock alone makes it look.
    pub(super) fn next(&self) -> Option<Instant> {
        let next = self.queue.first().map(|(at, _)| *at);
        next.into_iter().chain(self.limit.sums_up_at()).min()
    }

    /// Returns what there is to tell of letters at `now`; it counts as told from now on.
    pub(super) fn turn(&mut self, desk: &LocalDesk, rules: &AlertRules, now: Instant) -> LetterNews {
        let ledger = desk.ledger();
        if self.told.is_none() {
            self.read_told(&ledger, now);
        }
        let due = self.take_due(&ledger, now);
        let mut alerts = Vec::new();
        for (record, letter) in due.iter().filter_map(|id| waiting(&ledger, *id)) {
            alerts.extend(self.look(desk, (&ledger, rules), (record, letter), now));
        }
        self.limited(&ledger, alerts, now)
    }

    /// Reads what people were told by this run and those before.
    fn read_told(&mut self, ledger: &Ledger, now: Instant) {
        let mut told: HashMap<LedgerRecordId, LetterTold> = HashMap::new();
        let tells_of_senders = |fact: &LedgerFact| {
            matches!(fact, LedgerFact::Person(_) | LedgerFact::Organisation(_) | LedgerFact::SenderRule(_))
        };
        self.senders.extend(ledger.facts().filter(|(_, fact)| tells_of_senders(fact)).map(|(id, _)| id));
        for given in ledger.facts().filter_map(|(_, fact)| fact.letter_alert()) {
            for letter in &given.letters {
                let Some((_, found)) = waiting(ledger, letter.letter) else { continue };
                told.entry(letter.letter).or_default().note(letter, given.at);
                if given.to.is_none()
                    && !is_vouched(found, is_always_taken(ledger, found))
                    && now.since(given.at) < UnverifiedLimit::WITHIN
                {
                    self.limit.note(given.at);
                }
            }
        }
        self.told = Some(told);
    }

    /// Returns the letters whose time to be looked at has come.
    fn take_due(&mut self, ledger: &Ledger, now: Instant) -> BTreeSet<LedgerRecordId> {
        let changed = std::mem::take(&mut self.changed);
        let ids: BTreeSet<LedgerRecordId> = if std::mem::take(&mut self.anew) {
            self.seen.keys().copied().chain(ledger.inbox().map(|(id, _)| id)).collect()
        } else {
            let due = self.queue.iter().take_while(|(at, _)| *at <= now).map(|(_, id)| *id);
            due.chain(changed).collect()
        };
        for gone in ids.iter().filter(|id| waiting(ledger, **id).is_none()) {
            self.forget(*gone);
        }
        ids
    }

    fn forget(&mut self, id: LedgerRecordId) {
        if let Some(at) = self.seen.remove(&id).flatten() {
            self.queue.remove(&(at, id));
        }
        self.held.remove(&id);
        if let Some(told) = &mut self.told {
            told.remove(&id);
        }
    }

    fn look(
        &mut self,
        desk: &LocalDesk,
        (ledger, rules): (&Ledger, &AlertRules),
        (record, letter): (&LedgerRecord, &InboxLetter),
        now: Instant,
    ) -> Option<LetterAlert> {
        let (id, book) = (record.id, desk.book());
        let (earliest, phone) = desk.inbox_deadlines().of_letter((id, letter), ledger, &book, &desk.mail().defaults());
        let case = WaitingCase {
            id,
            letter,
            since: record.at,
            is_always_taken: is_always_taken(ledger, letter),
            earliest: earliest.as_ref(),
            phone: phone.as_ref(),
            told: self.told.as_ref().and_then(|told| told.get(&id)),
        };
        let check = look_at_letter(&case, &book, rules, now);
        let before = self.seen.insert(id, check.next);
        if let Some(at) = before.flatten() {
            self.queue.remove(&(at, id));
        }
        self.queue.extend(check.next.map(|at| (at, id)));
        let mut alert = check.alert?;
        // What comes about by a change while a frist is open was not missed.
        let was_missed = match before {
            None => now.since(record.at) > IN_TIME,
            Some(next) => next.is_some_and(|at| now.since(at) > IN_TIME),
        };
        if was_missed && now.since(alert.moment) > IN_TIME {
            alert.late.get_or_insert(LateReason::Missed);
        }
        self.told.get_or_insert_default().entry(id).or_default().note(&alert.told(), now);
        Some(alert)
    }

    /// Returns what people are told of now: of letters that nobody vouches for, not more than the limit lets through, and what
    /// was held back once its time has come.
    fn limited(&mut self, ledger: &Ledger, alerts: Vec<LetterAlert>, now: Instant) -> LetterNews {
        let (mut letters, others): (Vec<_>, Vec<_>) = alerts.into_iter().partition(|alert| alert.is_vouched);
        let taken = self.limit.take(others.len(), now);
        for (place, alert) in others.into_iter().enumerate() {
            if place < taken {
                letters.push(alert);
            } else {
                let told = alert.told();
                let none = ToldLetter { letter: alert.letter, arrived: false, points: Vec::new() };
                let held = self.held.entry(alert.letter).or_insert(none);
                held.arrived |= told.arrived;
                held.points.extend(told.points);
            }
        }
        let mut summed = Vec::new();
        if taken > 0 || self.limit.sums_up_at().is_some_and(|at| at <= now) {
            let held = std::mem::take(&mut self.held).into_values();
            summed = held.filter(|told| waiting(ledger, told.letter).is_some()).collect();
            self.limit.let_go();
        } else if !self.held.is_empty() {
            self.limit.hold(now);
        }
        LetterNews { letters, summed }
    }
}

/// Returns a letter that a person wrote and that waits.
fn waiting(ledger: &Ledger, id: LedgerRecordId) -> Option<(&LedgerRecord, &InboxLetter)> {
    let record = ledger.get(id)?;
    let is_of_person = |letter: &&InboxLetter| letter.waits() && letter.head.verdict == Verdict::Person;
    let letter = record.fact.as_ref()?.letter().filter(is_of_person)?;
    Some((record, letter))
}

fn is_always_taken(ledger: &Ledger, letter: &InboxLetter) -> bool {
    let sender = letter.head.from.as_ref().map(|from| from.address.to_lowercase());
    sender.is_some_and(|sender| ledger.rule_of_sender(&sender) == Some(LetterRule::Always))
}
