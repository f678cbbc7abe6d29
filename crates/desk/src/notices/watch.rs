//! Finds what people are to be told in what the store has, and writes the letters. It has no thread and no clock but the desk's, so
//! a test moves it by hand.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use frist_config::{NoticeWishes, People, local_zone};
use frist_domain::audit::{AuditPosition, AuditSubject, RecordedLine};
use frist_domain::ledger::{Ledger, LedgerFact, Outgoing, folded};
use frist_domain::letter::Mailbox;
use frist_domain::notice::{NoticeReader, TicketNotice, TicketNotices, notice_letter, notice_of, notices_held};
use frist_domain::sla::TicketRow;
use frist_domain::ticket::{DESK, Record, TicketId, live};
use frist_domain::time::Instant;
use frist_letter::MailRules;

use super::told::{Allowance, MOST_LETTERS, ToldNotices};
use crate::local::LocalDesk;
use crate::{Change, Desk as _, Problem, ProblemKind, Request};

/// The seconds after which nobody is told any more: what was yesterday is seen in the queue.
const STALE: i64 = 86_400;
/// The most entries of the audit log that are looked at: of a desk that has imported more, the newest are.
const MOST_LOOKED_AT: usize = 50_000;
/// The sorts of events that may tell somebody something.
const TELLING: [&str; 3] = ["assign", "message", "alert"];

/// What somebody is to be told.
#[derive(Debug, Default)]
struct Gathered {
    /// When the first of it was found.
    since: Instant,
    /// The events, in the order in which they were committed.
    events: Vec<GatheredEvent>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct GatheredEvent {
    /// The sequence number of its commit.
    sequence: u64,
    ticket: TicketId,
    /// Its place among the ticket's events, from 0.
    event: u32,
}

/// Watches what happens on tickets, for those who want to be told by mail.
pub struct NoticeWatch {
    desk: Arc<LocalDesk>,
    store: PathBuf,
    /// What was told; none until somebody wants notices.
    told: Option<ToldNotices>,
    gathered: BTreeMap<String, Gathered>,
    /// The people of whom it was said that no notices can go to them, and why.
    refused: BTreeSet<(String, &'static str)>,
}

/// Returns why no notices go to that address, whatever the settings say; none where they do.
pub fn refuses_notices(address: &str, own: &MailRules, ledger: &Ledger) -> Option<&'static str> {
    if own.is_own(address) {
        return Some("it is the desk's own address");
    }
    let is_same = |other: &String| folded(other) == folded(address);
    ledger.people().any(|(_, person)| person.addresses.iter().any(is_same)).then_some("it is a customer's address")
}

impl NoticeWatch {
    /// Makes a watch that has looked at nothing yet. What is done from now on is told, and what an earlier one has not told.
    pub fn new(desk: Arc<LocalDesk>) -> Self {
        let store = desk.folder();
        let mut watch = Self { desk, store, told: None, gathered: BTreeMap::new(), refused: BTreeSet::new() };
        if watch.is_wanted() {
            watch.told = Some(ToldNotices::read(&watch.store).unwrap_or_else(|| watch.begin()));
        }
        watch
    }

    fn is_wanted(&self) -> bool {
        self.desk.people().notice_wishes().next().is_some() && self.desk.mail().sender().is_ok()
    }

    /// Takes everything up to now as told.
    fn begin(&self) -> ToldNotices {
        let told = ToldNotices::from(&self.store, self.newest());
        // Where it cannot be written, it is tried again with the first letter.
        let _ = told.write(told.through());
        told
    }

    /// Returns the sequence number of the newest commit.
    fn newest(&self) -> u64 {
        self.lines().next().map_or(0, |line| line.map_or(0, |line| line.place.sequence))
    }

    /// Looks at what has happened since the last time, and puts the letters into the outbox whose time has come.
    ///
    /// # Errors
    ///
    /// If the store cannot be read or written. What was not told then is told the next time, but for a letter that was noted as told
    /// and could not be put into the outbox.
    pub fn turn(&mut self) -> Result<(), Problem> {
        if !self.is_wanted() {
            if self.told.take().is_some() {
                ToldNotices::forget(&self.store);
            }
            self.gathered.clear();
            return Ok(());
        }
        if self.told.is_none() {
            self.told = Some(self.begin());
        }
        let now = self.desk.now();
        self.gather(now)?;
        let together = self.together();
        let due = |gathered: &Gathered| !(0..together).contains(&now.since(gathered.since));
        let due: Vec<String> =
            self.gathered.iter().filter(|(_, it)| due(it)).map(|(person, _)| person.clone()).collect();
        due.iter().try_for_each(|person| self.tell(person, now))
    }

    /// Returns how long nothing need be looked at, if nothing changes; none where nothing waits.
    pub fn wait(&self) -> Option<Duration> {
        let now = self.desk.now();
        let together = self.together();
        let left = self.gathered.values().map(|it| it.since.plus(together).since(now).max(0).unsigned_abs());
        left.min().map(Duration::from_secs)
    }

    /// Returns the seconds for which what there is to tell somebody is gathered: several things are one letter, and nobody gets more
    /// than one within that time.
    fn together(&self) -> i64 {
        self.desk.mail().settings.notices_together.as_secs().cast_signed()
    }

    /// Returns the entries of the audit log, the newest first.
    fn lines(&self) -> impl Iterator<Item = Result<RecordedLine, Problem>> {
        let (_, pending, _) = self.desk.audit_entries_as_they_are();
        let end = AuditPosition { sequence: u64::MAX, number: 0 };
        let before = pending.first().map_or(end, |line| line.place);
        let stored = self.desk.reader.audit_entries(before);
        pending.into_iter().rev().map(Ok).chain(stored.map(|line| line.map_err(Problem::from)))
    }

    /// Returns what was done to tickets that may tell somebody something, since the last look, in order; and the number of the newest
    /// commit.
    fn news(&self, now: Instant) -> Result<(Vec<RecordedLine>, u64), Problem> {
        let after = self.told.as_ref().map_or(0, ToldNotices::through);
        let (mut news, mut newest) = (Vec::new(), after);
        for line in self.lines().take(MOST_LOOKED_AT) {
            let line = line?;
            if line.place.sequence <= after || now.since(line.recorded) > STALE {
                break;
            }
            newest = newest.max(line.place.sequence);
            if TELLING.contains(&line.line.kind.key()) {
                news.push(line);
            }
        }
        news.reverse();
        Ok((news, newest))
    }

    fn gather(&mut self, now: Instant) -> Result<(), Problem> {
        let (news, newest) = self.news(now)?;
        let people = self.desk.people();
        let mut records: HashMap<TicketId, Option<Record>> = HashMap::new();
        let mut is_noted = false;
        for line in news {
            let AuditSubject::Ticket { id, event } = line.line.on else { continue };
            let record = match records.entry(id) {
                std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
                std::collections::hash_map::Entry::Vacant(new) => new.insert(self.desk.stored(id)?),
            };
            let at = GatheredEvent { sequence: line.place.sequence, ticket: id, event };
            let Some((person, _)) = record.as_ref().and_then(|record| told_by(record, at, &people)) else { continue };
            is_noted |= self.keep(person, at, now);
        }
        let Some(told) = &mut self.told else { return Ok(()) };
        told.look_through(newest);
        // What somebody at a screen has seen is told by no later process either.
        if is_noted { self.write_down() } else { Ok(()) }
    }

    /// Keeps an event for somebody's next letter; returns whether they know already, as they are at a screen.
    fn keep(&mut self, person: String, at: GatheredEvent, now: Instant) -> bool {
        let is_at_screen = self.is_at_screen(&person);
        let Some(told) = self.told.as_mut().filter(|told| told.of(&person) < at.sequence) else { return false };
        // One that waits is decided about when its letter is to go.
        if is_at_screen && !self.gathered.contains_key(&person) {
            told.note(&person, at.sequence);
            return true;
        }
        let gathered = self.gathered.entry(person).or_insert_with(|| Gathered { since: now, events: Vec::new() });
        gathered.events.push(at);
        false
    }

    fn is_at_screen(&self, person: &str) -> bool {
        let always = self.desk.people().notices_of(person).is_some_and(|wishes| wishes.always);
        !always && self.desk.is_at_screen(person, self.desk.mail().settings.notices_after)
    }

    /// Writes down what was told. Whatever waits for its letter is looked at again by a process that takes this one's place.
    fn write_down(&self) -> Result<(), Problem> {
        let Some(told) = &self.told else { return Ok(()) };
        let waits = self.gathered.values().filter_map(|it| it.events.first());
        let first = waits.map(|at| at.sequence.saturating_sub(1)).min();
        let through = first.map_or(told.through(), |first| first.min(told.through()));
        told.write(through).map_err(|error| {
            let message = format!("what was told by mail cannot be noted: {error}");
            Problem::new(ProblemKind::Store, message, "make room on the store's disk; until then no notices go out")
        })
    }

    /// Puts what was gathered for somebody into the outbox.
    fn tell(&mut self, person: &str, now: Instant) -> Result<(), Problem> {
        let Some(gathered) = self.gathered.remove(person) else { return Ok(()) };
        let letter = if self.is_at_screen(person) { None } else { self.letter(person, &gathered.events, now)? };
        let Some(told) = &mut self.told else { return Ok(()) };
        gathered.events.iter().for_each(|at| told.note(person, at.sequence));
        let letter = letter.and_then(|(reader, letter)| match told.allow(person, now) {
            Allowance::Letter => Some(letter),
            Allowance::LastWord(until) => Some(notices_held(&reader, letter.ticket, until, MOST_LETTERS)),
            Allowance::Nothing => None,
        });
        self.write_down()?;
        let Some(letter) = letter else { return Ok(()) };
        let fact = Some(Box::new(LedgerFact::Outgoing(Box::new(letter))));
        let request = Request::new(DESK, vec![Change::Enter { entry: None, revision: None, fact }]);
        let outcomes = self.desk.write_several([request])?;
        outcomes.into_iter().try_for_each(|outcome| outcome.map(drop))
    }

    /// Returns the letter that tells somebody of these events, as far as there is still something to tell.
    fn letter(
        &mut self,
        person: &str,
        events: &[GatheredEvent],
        now: Instant,
    ) -> Result<Option<(NoticeReader, Outgoing)>, Problem> {
        let people = self.desk.people();
        let Some(reader) = people.notices_of(person).and_then(|wishes| self.reader(person, wishes, &people)) else {
            return Ok(None);
        };
        let (book, ledger) = (self.desk.book(), self.desk.ledger());
        let mut tickets: Vec<TicketNotices> = Vec::new();
        for at in events {
            let Some(record) = self.desk.stored(at.ticket)? else { continue };
            let Some((_, notice)) = told_by(&record, *at, &people).filter(|(told, _)| told == person) else { continue };
            if let Some(known) = tickets.iter_mut().find(|known| known.row.ticket.id == at.ticket) {
                known.notices.push(notice);
                continue;
            }
            let contract = book.of_ticket(&record.ticket);
            tickets.push(TicketNotices {
                customer: customer(&ledger, &record),
                row: TicketRow::new(Arc::clone(&record.ticket), contract, now),
                notices: vec![notice],
            });
        }
        Ok(notice_letter(&reader, &tickets, |name| people.shown(name)).map(|letter| (reader, letter)))
    }

    /// Returns whom a letter goes to; none where none may go there, which is then said once.
    fn reader(&mut self, person: &str, wishes: &NoticeWishes, people: &People) -> Option<NoticeReader> {
        let address = wishes.mail.clone()?;
        let own = MailRules { address: self.desk.mail().settings.address.clone(), ..MailRules::default() };
        if let Some(why) = refuses_notices(&address, &own, &self.desk.ledger()) {
            if self.refused.insert((person.to_owned(), why)) {
                self.desk.tell_trouble(&format!(
                    "No notices go to {} at {address}: {why}; give another one as mail under [staff.{person}]",
                    people.shown(person)
                ));
            }
            return None;
        }
        let name = people.shown(person);
        Some(NoticeReader {
            person: person.to_owned(),
            to: Mailbox { name: Some(name), address },
            zone: wishes.zone.unwrap_or_else(local_zone),
        })
    }
}

/// Returns whom an event tells something, and what, where it still stands and they want to be told of it.
fn told_by(record: &Record, at: GatheredEvent, people: &People) -> Option<(String, TicketNotice)> {
    let place = at.event as usize;
    let event = record.events.get(place)?;
    if record.ticket.withdrawn || !*live(&record.events).get(place)? {
        return None;
    }
    let (person, notice) = notice_of(&record.ticket, event)?;
    let wants = people.notices_of(person).is_some_and(|wishes| wishes.kinds.contains(&notice.kind));
    wants.then(|| (person.to_owned(), notice))
}

fn customer(ledger: &Ledger, record: &Record) -> Option<String> {
    let name = ledger.customer_of(&record.ticket).map(str::to_owned);
    let organisation = ledger.organisation_of(&record.ticket).and_then(|(_, it)| it.names.first().cloned());
    match (name, organisation) {
        (Some(name), Some(organisation)) => Some(format!("{name}, {organisation}")),
        (name, organisation) => name.or(organisation),
    }
}
