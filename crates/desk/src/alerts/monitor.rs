//! The alert monitor: knows when each open ticket is to be looked at, gives what is to be told, and writes down that it
//! was. It has no thread and no clock but the desk's, so a test moves it by hand.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use frist_domain::alert::{Alert, AlertCheck, AlertMessage, LetterAlert, look};
use frist_domain::audit::{AuditEntry, AuditKind, AuditSearch};
use frist_domain::contract::{Book, TargetKind};
use frist_domain::ledger::{LedgerFact, LetterAlertRecord, ToldLetter};
use frist_domain::rota::Rota;
use frist_domain::ticket::{AlertPoint, AlertRecord, DESK, LateReason, Ticket, TicketId};
use frist_domain::time::Instant;

use super::super::local::LocalDesk;
use super::super::writer::TicketAlert;
use super::super::{Change, Desk as _, Notice, ProblemKind, Request};
use super::AlertSetup;
use super::letters::{LetterMonitor, LetterNews};

/// The seconds after its moment from which on a point that is told was missed, unless it came about by a change since
/// the last look, or within as many seconds before.
const IN_TIME: i64 = 60;
/// The audit entries of a page of the audit log, and the pages, that are read to see what was done within that time:
/// the people of a desk fill few.
const PAGE: u32 = 64;
const PAGES: usize = 160;
/// The most alerts that are written down in one commit.
const TOGETHER: usize = 256;
/// The most letters that one record says people were told of.
const LETTERS_TOGETHER: usize = 2_048;

/// One thing that people are told: a point of a target, or that the ticket is passed up to a level.
type AlertKey = (TicketId, TargetKind, bool, Result<AlertPoint, String>);

/// An alert monitor over the open tickets of a desk.
pub struct AlertMonitor {
    desk: Arc<LocalDesk>,
    alerting: AlertSetup,
    /// The moments at which to look at tickets, the next one first.
    queue: BTreeSet<(Instant, TicketId)>,
    /// Every open ticket as it was at the last look, or when this alert monitor began to watch.
    seen: HashMap<TicketId, CheckedTicket>,
    /// The contracts as they were at the last look.
    book: Arc<Book>,
    /// The tickets that are known to have changed since they were looked at.
    changed: HashSet<TicketId>,
    /// The alerts that were given and are not written down yet.
    in_hand: HashSet<AlertKey>,
    /// Whether every ticket is to be looked at.
    anew: bool,
    /// Whether what is given next was held back because the clock had jumped.
    after_jump: bool,
    /// When the letters that wait in the inbox are to be looked at.
    letters: LetterMonitor,
    /// What was summed up of letters in what is given, until it is written down.
    summed: Vec<ToldLetter>,
}

/// A ticket at the last look at it.
struct CheckedTicket {
    revision: u32,
    /// The moment to look again, if there is one.
    next: Option<Instant>,
}

impl AlertMonitor {
    /// Makes an alert monitor that has not looked at anything yet. Whatever is reached by a change from now on was not
    /// missed.
    pub fn new(desk: Arc<LocalDesk>, alerting: AlertSetup) -> Self {
        let as_found = |ticket: Arc<Ticket>| (ticket.id, CheckedTicket { revision: ticket.revision, next: None });
        Self {
            queue: BTreeSet::new(),
            seen: desk.tickets().into_iter().map(as_found).collect(),
            book: desk.book(),
            desk,
            alerting,
            changed: HashSet::new(),
            in_hand: HashSet::new(),
            anew: true,
            after_jump: false,
            letters: LetterMonitor::new(),
            summed: Vec::new(),
        }
    }

    /// Notes that the clock has been set: every ticket is to be looked at, whatever was to come when. What is given
    /// then was held back.
    pub fn clock_jumped(&mut self) {
        self.after_jump = true;
        self.look_anew();
    }

    /// Asks for every ticket and every letter to be looked at.
    pub fn look_anew(&mut self) {
        self.anew = true;
        self.letters.look_anew();
    }

    /// Takes in what the desk's feed tells.
    pub fn hear(&mut self, notice: &Notice) {
        self.letters.hear(notice);
        match notice {
            Notice::Changed(ticket, ..) => drop(self.changed.insert(ticket.id)),
            Notice::Entered(entry) if entry.fact.as_ref().is_none_or(LedgerFact::changes_contracts) => {
                self.anew = true;
            }
            Notice::Resync | Notice::Renewed(_) => self.anew = true,
            _ => {}
        }
    }

    /// Returns how long nothing need be looked at, if nothing is heard.
    pub fn wait(&self) -> Duration {
        if self.has_news() { Duration::ZERO } else { self.until_due() }
    }

    /// Returns whether something was heard that is to be looked at, whatever the clock shows.
    pub(super) fn has_news(&self) -> bool {
        self.anew || !self.changed.is_empty() || self.letters.has_news()
    }

    /// Returns how long it is until the clock alone makes it look.
    pub(super) fn until_due(&self) -> Duration {
        let next = self.queue.first().map(|(at, _)| *at).into_iter().chain(self.letters.next()).min();
        let next = next.map(|at| at.since(self.desk.now()).max(0).unsigned_abs());
        next.map_or(Duration::MAX, Duration::from_secs)
    }

    /// Takes whatever has been reached by now as known, without telling or keeping it.
    pub fn know(&mut self) {
        let now = self.desk.now();
        self.alerts(now);
        self.letters.turn(&self.desk, &self.alerting.rules, now);
    }

    /// Looks at everything that there is to look at by `now`, and tells those who watch what there is to tell. What is
    /// given here is in hand until it is recorded. The moment is the one at which the clock was found to be right.
    pub fn turn(&mut self, now: Instant) -> Option<AlertMessage> {
        let mut alerts = self.alerts(now);
        let LetterNews { mut letters, summed } = self.letters.turn(&self.desk, &self.alerting.rules, now);
        if std::mem::take(&mut self.after_jump) {
            for alert in &mut alerts {
                alert.what.late = Some(LateReason::Jumped);
            }
            for letter in &mut letters {
                letter.late = Some(LateReason::Jumped);
            }
        }
        if alerts.is_empty() && letters.is_empty() && summed.is_empty() {
            return None;
        }
        let rota = self.desk.rota();
        for letter in &mut letters {
            call(letter, &rota, now);
        }
        for alert in &mut alerts {
            let duty = rota.on_call(alert.level.as_deref(), now);
            alert.what.to = duty.map(|duty| duty.person.to_owned());
            alert.nobody = alert.what.to.is_none() && !rota.is_empty();
        }
        let message = AlertMessage::new(now, alerts).with_letters(letters, summed.len());
        self.summed.extend(summed);
        self.desk.tell_alerts(&message);
        Some(message)
    }

    /// Returns the alerts that are to be told, which are in hand from now on.
    ///
    /// Whether a ticket has changed is seen from its revision and not from what was heard: a change can be read before the
    /// word of it has come, and of very many changes no single one is told.
    fn alerts(&mut self, now: Instant) -> Vec<Alert> {
        let book = self.desk.book();
        let other_terms = !Arc::ptr_eq(&book, &self.book);
        let (mut alerts, mut of_late) = (Vec::new(), None);
        for ticket in self.take_due(now) {
            let look = self.look(&ticket, &book, now);
            let before = self.look_again(&ticket, look.next);
            let changed = other_terms || before != Some(ticket.revision);
            for alert in look.alerts {
                let late = !changed && now.since(alert.moment) > IN_TIME;
                let missed = late && !of_late.get_or_insert_with(|| self.changed_of_late(now)).contains(&ticket.id);
                alerts.extend(self.take_in_hand(alert, missed));
            }
        }
        self.book = book;
        alerts
    }

    /// Returns the open tickets whose time to be looked at has come.
    fn take_due(&mut self, now: Instant) -> Vec<Arc<Ticket>> {
        let changed = std::mem::take(&mut self.changed);
        if std::mem::take(&mut self.anew) {
            return self.take_all();
        }
        let due = self.queue.iter().take_while(|(at, _)| *at <= now).map(|(_, id)| *id);
        let ids: BTreeSet<TicketId> = due.chain(changed).collect();
        let mut tickets = Vec::new();
        for id in ids {
            match self.desk.open_ticket(id) {
                Some(ticket) => tickets.push(ticket),
                None => self.forget(id),
            }
        }
        tickets
    }

    fn take_all(&mut self) -> Vec<Arc<Ticket>> {
        let tickets = self.desk.tickets();
        let open: HashSet<TicketId> = tickets.iter().map(|ticket| ticket.id).collect();
        self.seen.retain(|id, _| open.contains(id));
        self.queue.retain(|(_, id)| open.contains(id));
        tickets
    }

    fn look(&self, ticket: &Ticket, book: &Book, now: Instant) -> AlertCheck {
        let contract = book.of_ticket(ticket);
        contract.map_or_else(AlertCheck::default, |c| look(ticket, &c, &self.alerting.rules, book.levels(), now))
    }

    /// Notes that the ticket was looked at and when it is to be looked at next; returns the revision that was seen
    /// before.
    fn look_again(&mut self, ticket: &Ticket, next: Option<Instant>) -> Option<u32> {
        let before = self.seen.insert(ticket.id, CheckedTicket { revision: ticket.revision, next });
        if let Some(at) = before.as_ref().and_then(|seen| seen.next) {
            self.queue.remove(&(at, ticket.id));
        }
        self.queue.extend(next.map(|at| (at, ticket.id)));
        before.map(|seen| seen.revision)
    }

    fn forget(&mut self, id: TicketId) {
        if let Some(at) = self.seen.remove(&id).and_then(|seen| seen.next) {
            self.queue.remove(&(at, id));
        }
    }

    /// Returns the alert without what is in hand already, or none if that is all of it.
    fn take_in_hand(&mut self, mut alert: Alert, missed: bool) -> Option<Alert> {
        let (id, what) = (alert.ticket, &mut alert.what);
        let (target, house) = (what.target, what.house);
        what.points.retain(|point| !self.in_hand.contains(&(id, target, house, Ok(*point))));
        let keys = keys(id, what);
        let new = keys.iter().any(|key| !self.in_hand.contains(key));
        self.in_hand.extend(keys);
        if missed {
            what.late.get_or_insert(LateReason::Missed);
        }
        new.then_some(alert)
    }

    /// Returns the tickets on which people have done anything of late, also before this one began to watch. The newest
    /// audit entries tell that of all tickets at once: after a quiet weekend thousands are late.
    fn changed_of_late(&self, now: Instant) -> HashSet<TicketId> {
        let (mut of_late, mut before) = (HashSet::new(), None);
        for _ in 0..PAGES {
            let search = AuditSearch { before, limit: PAGE, ..AuditSearch::default() };
            let Ok(page) = self.desk.audit(search) else { break };
            let is_recent = |audit_entry: &&AuditEntry| now.since(audit_entry.recorded) <= IN_TIME;
            let recent = page.audit_entries.iter().take_while(is_recent);
            of_late.extend(
                recent.filter(|audit_entry| audit_entry.kind != AuditKind::ALERT).filter_map(AuditEntry::ticket),
            );
            before = page.next;
            if before.is_none() || !page.audit_entries.iter().all(|audit_entry| is_recent(&audit_entry)) {
                break;
            }
        }
        of_late
    }

    /// Writes down with each ticket that people were told, and why the desk's command could not pass it on, if it could
    /// not. What cannot be written down stays in hand, so that it is not given again in this run.
    pub fn record(&mut self, message: &AlertMessage, failed: Option<&str>) {
        self.record_letters(message, failed);
        for alerts in message.alerts.chunks(TOGETHER) {
            if self.write(message.at, alerts, failed).is_err() && alerts.len() > 1 {
                // A ticket may have been closed meanwhile.
                for alert in alerts {
                    let _ = self.write(message.at, std::slice::from_ref(alert), failed);
                }
            }
        }
    }

    /// Writes down that people were told of these letters, and of those that were summed up. What cannot be written is given again
    /// by the next owner.
    fn record_letters(&mut self, message: &AlertMessage, failed: Option<&str>) {
        let summed = if message.unverified > 0 { std::mem::take(&mut self.summed) } else { Vec::new() };
        let told: Vec<ToldLetter> = message.letters.iter().map(|letter| letter.told()).chain(summed).collect();
        let to = message.letters.iter().find_map(|letter| letter.to.clone());
        for letters in told.chunks(LETTERS_TOGETHER) {
            let (at, letters, to) = (message.at.min(self.desk.now()), letters.to_vec(), to.clone());
            let given = LetterAlertRecord { at, letters, to, failed: failed.map(str::to_owned) };
            let fact = Some(Box::new(LedgerFact::LetterAlert(Box::new(given))));
            let _ =
                self.desk.write(Request::new(DESK, vec![Change::Enter { entry: None, revision: None, fact }]), None);
        }
    }

    fn write(&mut self, at: Instant, alerts: &[Arc<Alert>], failed: Option<&str>) -> Result<(), ()> {
        // The clock may have been set back meanwhile.
        let happened = at.min(self.desk.now());
        let given = |alert: &Arc<Alert>| TicketAlert {
            ticket: alert.ticket,
            happened,
            alert: AlertRecord { failed: failed.map(str::to_owned), ..alert.what.clone() },
        };
        match self.desk.keep_alerts(alerts.iter().map(given).collect()) {
            Err(error) if alerts.len() > 1 || error.kind == ProblemKind::Store => Err(()),
            // It is written, or the ticket is not open any more: then there is nothing to be told of it.
            _ => {
                for key in alerts.iter().flat_map(|alert| keys(alert.ticket, &alert.what)) {
                    self.in_hand.remove(&key);
                }
                Ok(())
            }
        }
    }
}

/// Finds who is on call for a letter. Nobody is called for one whose sender nobody vouches for.
fn call(letter: &mut LetterAlert, rota: &Rota, now: Instant) {
    if letter.is_vouched {
        letter.to = rota.on_call(None, now).map(|duty| duty.person.to_owned());
        letter.nobody = letter.to.is_none() && !rota.is_empty();
    }
}

fn keys(ticket: TicketId, what: &AlertRecord) -> Vec<AlertKey> {
    let points = what.points.iter().map(|point| Ok(*point));
    let level = what.level.iter().map(|level| Err(level.clone()));
    points.chain(level).map(|told| (ticket, what.target, what.house, told)).collect()
}
