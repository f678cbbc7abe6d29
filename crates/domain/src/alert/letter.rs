//! Looks at one letter that waits in the inbox: what people are to be told of it now, and when to look again.
//!
//! People are told once that it came in, and at each point of the earliest deadline that it could have. Until somebody takes it,
//! nobody knows which deadline that is: so the worst that could be chosen is told, and under which severity it would have to be
//! phoned.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::contract::{Book, Contract, TargetKind};
use crate::intake::{EarliestDeadline, PhoneProspect, imagined_row};
use crate::ledger::{InboxLetter, LedgerRecordId, ToldLetter};
use crate::letter::{Trust, Verdict};
use crate::sla::{TicketRow, number_to_call, reaches};
use crate::text::{clean, fit};
use crate::ticket::{AlertPoint, LateReason};
use crate::time::{Instant, say_moment, short_duration};

use super::AlertRules;
use super::look::{LOOK_BACK, SET_BACK};

/// The seconds after its receipt in which people are told that a letter came. One that is older then, as an mbox has them, is
/// history.
const FRESH: i64 = 86_400;
/// The columns of a sender's address and of a subject in words.
const COLUMNS: (usize, usize) = (36, 24);

/// What people are told of one letter in the inbox.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LetterAlert {
    /// The number of its record.
    pub letter: LedgerRecordId,
    /// The address that sent it, as the letter says.
    pub sender: String,
    /// Its subject, empty where it has none.
    pub subject: String,
    /// Whether somebody vouches for its sender: the mail server or a rule of the desk's. Nobody is called for another.
    pub is_vouched: bool,
    /// Whether people are told that it came in.
    pub arrived: bool,
    /// The points of the earliest deadline that have been reached and not been told, in the order of their moments.
    pub points: Vec<AlertPoint>,
    /// The moment at which what is told was reached.
    pub moment: Instant,
    /// The earliest deadline that it could have.
    pub earliest: Option<PossibleDeadline>,
    /// The severity under which it would have to be phoned.
    pub phone: Option<PossibleCall>,
    /// The name of the person on call, where there is a rota.
    pub to: Option<String>,
    /// Whether there is a rota, and nobody is on call.
    pub nobody: bool,
    /// The reason why it is told late, if it is.
    pub late: Option<LateReason>,
}

/// A deadline that a letter could have.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PossibleDeadline {
    /// The id of the contract.
    pub contract: String,
    /// The vendor's name.
    pub vendor: String,
    /// The id of the severity.
    pub severity: String,
    /// The name of that severity, as it is shown.
    pub severity_name: String,
    /// The target.
    pub target: TargetKind,
    /// The moment at which it would be due.
    pub due: Instant,
    /// That moment as the vendor's clocks show it, in words.
    pub due_text: String,
    /// The seconds of the target's own clock that are left, negative once past.
    pub left: i64,
}

/// A severity under which a letter would have to be phoned.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PossibleCall {
    /// The name of the severity, as it is shown.
    pub severity_name: String,
    /// The vendor's number, where it is known whom to call and the agreement has one.
    pub number: Option<String>,
}

/// A letter that waits, with what decides when people are told of it.
#[derive(Clone, Copy, Debug)]
pub struct WaitingCase<'a> {
    /// The number of its record.
    pub id: LedgerRecordId,
    /// The letter.
    pub letter: &'a InboxLetter,
    /// The moment at which it was put into the inbox.
    pub since: Instant,
    /// Whether a rule of the desk's says that letters of its sender are always taken in.
    pub is_always_taken: bool,
    /// The earliest deadline that it could have.
    pub earliest: Option<&'a EarliestDeadline>,
    /// The severity under which it would have to be phoned.
    pub phone: Option<&'a PhoneProspect>,
    /// What people were told of it already.
    pub told: Option<&'a LetterTold>,
}

/// What people were told of a letter, and when.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LetterTold {
    arrived: Option<Instant>,
    points: Vec<(AlertPoint, Instant)>,
}

/// What a look at a letter has shown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LetterCheck {
    /// The alert to give now.
    pub alert: Option<LetterAlert>,
    /// The moment at which there may be more, if nothing happens to the letter until then, or none for never.
    pub next: Option<Instant>,
}

impl LetterTold {
    /// Notes that people were told that at `at`.
    pub fn note(&mut self, told: &ToldLetter, at: Instant) {
        if told.arrived {
            self.arrived = Some(at);
        }
        for point in &told.points {
            match self.points.iter_mut().find(|(known, _)| known == point) {
                Some(known) => known.1 = at,
                None => self.points.push((*point, at)),
            }
        }
    }

    fn has(&self, point: AlertPoint, moment: Instant, now: Instant) -> bool {
        self.points.iter().any(|(told, at)| *told == point && *at >= moment && at.since(now) <= SET_BACK)
    }
}

/// Returns whether somebody vouches for the sender of a letter: the mail server, or a rule of the desk's, by which it is always
/// taken in, where the mail server says nothing.
pub const fn is_vouched(letter: &InboxLetter, is_always_taken: bool) -> bool {
    match letter.head.trust {
        Trust::Verified => true,
        Trust::Unknown => is_always_taken,
        Trust::Failed => false,
    }
}

/// Looks at a letter that waits at `now`. Nobody is told of one that no person wrote, nor of one for which nothing is promised
/// anywhere. The person whom an alert goes to is left open.
pub fn look_at_letter(case: &WaitingCase<'_>, book: &Book, rules: &AlertRules, now: Instant) -> LetterCheck {
    let letter = case.letter;
    let is_of_person = letter.waits() && letter.head.verdict == Verdict::Person;
    if !rules.inbox || !is_of_person || (case.earliest.is_none() && case.phone.is_none()) {
        return LetterCheck::default();
    }
    let row = case.earliest.and_then(|found| imagined(book, letter, found, now));
    let mut reached = row.as_ref().map(|row| moments(row, rules, letter.received)).unwrap_or_default();
    let to_come = reached.partition_point(|(at, _)| *at <= now);
    let mut check = LetterCheck { alert: None, next: reached.get(to_come).map(|(at, _)| *at) };
    reached.truncate(to_come);
    let none = LetterTold::default();
    let told = case.told.unwrap_or(&none);
    reached.retain(|(at, point)| now.since(*at) <= LOOK_BACK && !told.has(*point, *at, now));
    let was_told = told.arrived.is_some_and(|at| at >= letter.received && at.since(now) <= SET_BACK);
    let arrived = !was_told && case.since.since(letter.received) <= FRESH && now.since(letter.received) <= LOOK_BACK;
    let Some(moment) = reached.last().map(|(at, _)| *at).or_else(|| arrived.then_some(letter.received)) else {
        return check;
    };
    let severities = [case.earliest.map(|found| &found.severity), case.phone.map(|found| &found.severity)];
    let quiet_until = |at: Instant| {
        let each = severities.into_iter().flatten().map(|severity| rules.quiet_until(severity, at));
        each.min().flatten()
    };
    if let Some(until) = quiet_until(now) {
        check.next = Some(check.next.map_or(until, |next| next.min(until)));
        return check;
    }
    let late = quiet_until(moment).is_some().then_some(LateReason::Quiet);
    let points = reached.into_iter().map(|(_, point)| point).collect();
    check.alert = Some(alert(case, book, row.as_ref(), (arrived, points, moment, late), now));
    check
}

type Reached = (bool, Vec<AlertPoint>, Instant, Option<LateReason>);

fn alert(
    case: &WaitingCase<'_>,
    book: &Book,
    row: Option<&TicketRow>,
    (arrived, points, moment, late): Reached,
    now: Instant,
) -> LetterAlert {
    let letter = case.letter;
    LetterAlert {
        letter: case.id,
        sender: letter.head.from.as_ref().map_or_else(|| "nobody named".to_owned(), |from| from.address.clone()),
        subject: letter.head.subject.clone(),
        is_vouched: is_vouched(letter, case.is_always_taken),
        arrived,
        points,
        moment,
        earliest: case.earliest.zip(row).and_then(|(found, row)| possible_deadline(found, row, now)),
        phone: case.phone.and_then(|phone| possible_call(phone, book.for_new(&phone.contract, letter.received)?)),
        to: None,
        nobody: false,
        late,
    }
}

fn imagined(book: &Book, letter: &InboxLetter, found: &EarliestDeadline, now: Instant) -> Option<TicketRow> {
    let contract: &Arc<Contract> = book.for_new(&found.contract, letter.received)?;
    imagined_row(contract, (&found.plan, &found.severity), letter.received, now.max(letter.received))
}

/// Returns the moments of the points of the ticket's next target, in order.
fn moments(row: &TicketRow, rules: &AlertRules, received: Instant) -> Vec<(Instant, AlertPoint)> {
    let (Some(target), Some(contract)) = (row.next(), row.contract.as_ref()) else { return Vec::new() };
    let points = rules.points(&contract.id, &row.ticket.severity, target.kind);
    let moment = |point: &AlertPoint| Some((reaches(&row.ticket, contract, target, *point, received)?, *point));
    let mut moments: Vec<(Instant, AlertPoint)> = points.iter().filter_map(moment).collect();
    moments.sort_unstable();
    moments
}

fn possible_deadline(found: &EarliestDeadline, row: &TicketRow, now: Instant) -> Option<PossibleDeadline> {
    let (target, contract) = (row.next()?, row.contract.as_ref()?);
    Some(PossibleDeadline {
        contract: contract.id.clone(),
        vendor: contract.vendor.clone(),
        severity: found.severity.clone(),
        severity_name: severity_name(contract, &found.severity),
        target: target.kind,
        due: target.due?,
        due_text: say_moment(contract.zone, target.due?, now),
        left: target.left?.secs(),
    })
}

fn possible_call(phone: &PhoneProspect, contract: &Contract) -> Option<PossibleCall> {
    contract.severity(&phone.severity)?;
    Some(PossibleCall {
        severity_name: severity_name(contract, &phone.severity),
        number: number_to_call(contract, &phone.severity).filter(|_| phone.is_certain),
    })
}

fn severity_name(contract: &Contract, severity: &str) -> String {
    contract.severity(severity).map_or(severity, |found| &found.name).to_owned()
}

impl LetterAlert {
    /// Returns what is kept of it.
    pub fn told(&self) -> ToldLetter {
        ToldLetter { letter: self.letter, arrived: self.arrived, points: self.points.clone() }
    }

    /// Returns the point that is told: the last of its points, or that it came in.
    pub fn point(&self) -> String {
        self.points.last().map_or_else(|| "arrived".to_owned(), ToString::to_string)
    }

    /// Says what there is to tell of it: `letter from kari@acme.example “Shop down” waits; 30m left if Critical at Markant`. It is made
    /// safe to draw.
    pub fn in_words(&self) -> String {
        let subject = match fit(&self.subject, COLUMNS.1) {
            subject if subject.is_empty() => String::new(),
            subject => format!(" “{subject}”"),
        };
        let who = if self.is_vouched { "letter" } else { "unverified letter" };
        let sender = fit(&self.sender, COLUMNS.0);
        let parts =
            [self.earliest.as_ref().map(PossibleDeadline::in_words), self.phone.as_ref().map(PossibleCall::in_words)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        format!("{who} from {sender}{subject} waits; {}", parts.join("; "))
    }

    /// Returns what a command is given of it.
    pub(super) fn to_json(&self) -> Value {
        let earliest = self.earliest.as_ref();
        json!({
            "letter": self.letter.0,
            "from": clean(&self.sender),
            "subject": clean(&self.subject),
            "point": self.point(),
            "moment": self.moment.to_string(),
            "contract": earliest.map(|found| &found.contract),
            "vendor": earliest.map(|found| &found.vendor),
            "severity": earliest.map(|found| &found.severity),
            "target": earliest.map(|found| found.target.key()),
            "due": earliest.map(|found| found.due.to_string()),
            "call": self.phone.as_ref().and_then(|phone| phone.number.as_ref()),
            "on_call": self.to,
            "late": self.late,
            "text": self.in_words(),
        })
    }
}

impl PossibleDeadline {
    fn in_words(&self) -> String {
        let Self { severity_name, vendor, due_text, .. } = self;
        let left = short_duration(self.left.abs());
        match self.left {
            0 => format!("due now if {severity_name} at {vendor}"),
            past if past < 0 => format!("overdue by {left} if {severity_name} at {vendor}, was due {due_text}"),
            _ => format!("{left} left if {severity_name} at {vendor}, due {due_text}"),
        }
    }
}

impl PossibleCall {
    fn in_words(&self) -> String {
        let call = self.number.as_ref().map_or_else(String::new, |number| format!(", call {number}"));
        format!("to be phoned if {}{call}", self.severity_name)
    }
}
