//! Writes tickets and targets as JSON. These shapes are promised: a key may be added, none may change or go.

mod claim;
mod conversation;
mod ledger;
mod report;

use std::sync::Arc;

use serde::Serialize;
use serde_json::Number;

use super::output::json_line;
use crate::domain::contract::TargetKind;
use crate::domain::file::{FileHash, FileRef};
use crate::domain::ledger::{Ledger, Party as _};
use crate::domain::sla::{
    MissedUpdate, NeededAction, PromisedDeadline, Stoppage, Target, TargetState, TicketRow, needed_actions, stoppage,
};
use crate::domain::ticket::event::Link;
use crate::domain::ticket::{BreachReason, Kind, Record, Ticket, live, say};
use crate::domain::time::{Instant, PeriodLength};
use crate::domain::uptime::{MonthUptime, party_in_words};

pub(super) use claim::ClaimJson;
use conversation::ConversationJson;
pub(super) use ledger::{OutageJson, RecordJson, UptimeJson};
pub(super) use report::ScorecardJson;

/// A ticket as JSON.
#[derive(Serialize)]
pub(super) struct TicketJson<'a> {
    id: u64,
    contract: &'a str,
    vendor: &'a str,
    plan: &'a str,
    severity: &'a str,
    subject: &'a str,
    kind: Kind,
    customer: Option<CustomerField<'a>>,
    /// The records of who reported it; left out where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_record: Option<CustomerJson<'a>>,
    status: &'static str,
    assignee: Option<&'a str>,
    reported: String,
    closed: Option<String>,
    /// The reason why a promise was broken, as the closing says.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<BreachReason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason_text: Option<&'a str>,
    /// The cause for which the promise does not hold, and why; left out where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    excluded: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    excluded_text: Option<&'a str>,
    /// The state of the next target; none if there is no open target.
    state: Option<&'static str>,
    /// The reason why the clock of the next target does not run; left out where it runs, or there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<&'static str>,
    /// The next target; none if there is no open target.
    next: Option<TargetJson>,
    revision: u32,
    targets: Vec<TargetJson>,
    /// The earlier rounds of a ticket that came back; left out where it never did.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rounds: Vec<RoundJson>,
    /// The moment at which the customer wrote, where the desk has had no word for them since.
    #[serde(skip_serializing_if = "Option::is_none")]
    unanswered_since: Option<String>,
    /// When the vendor responded, as its letter proposes; nobody has recorded it.
    #[serde(skip_serializing_if = "Option::is_none")]
    proposed_response: Option<String>,
    /// The snooze for which it is out of the queue; left out where it is not snoozed.
    #[serde(skip_serializing_if = "Option::is_none")]
    snoozed: Option<SnoozeJson<'a>>,
    /// The actions that it needs besides; left out where it needs none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    needs_action: Vec<&'static str>,
    /// The same by the words of earlier versions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    asks: Vec<&'static str>,
    /// The description and the conversation, where the whole ticket is asked for.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    conversation: Option<ConversationJson<'a>>,
    /// The vendor's own number of it.
    vendor_case: Option<&'a str>,
    /// Its tags, in order.
    tags: &'a [String],
    /// The ticket that it was merged into; left out where it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    merged_into: Option<u64>,
    /// The tickets that were merged into it; left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    merged_from: Vec<u64>,
    /// The names of those who follow it.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    followers: &'a [String],
    /// The ties to other tickets.
    links: Vec<LinkJson>,
    /// Its files, in the order in which `frist file` counts them.
    files: Vec<FileJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    events: Option<Vec<EventJson<'a>>>,
    #[serde(skip)]
    ticket: &'a Ticket,
}

/// A snooze that lasts.
#[derive(Serialize)]
struct SnoozeJson<'a> {
    /// The moment at which it ends; `null` where only an event ends it.
    until: Option<String>,
    /// Whether it goes on when somebody writes.
    keep_on_reply: bool,
    /// Who snoozed it.
    by: &'a str,
}

impl<'a> SnoozeJson<'a> {
    fn of(row: &'a TicketRow, now: Instant) -> Option<Self> {
        let snooze = row.snoozed(now)?;
        let until = snooze.until.map(|at| at.to_string());
        Some(Self { until, keep_on_reply: snooze.keep_on_reply, by: &snooze.mark.by })
    }
}

/// Who reported a ticket: in lists a name, and where the whole ticket is asked for all that is known.
#[derive(Serialize)]
#[serde(untagged)]
enum CustomerField<'a> {
    Name(&'a str),
    Known {
        /// The name as it was typed.
        name: Option<&'a str>,
        person: Option<PersonJson<'a>>,
        organisation: Option<OrganisationJson<'a>>,
    },
}

impl<'a> CustomerField<'a> {
    /// Returns all that is known of who reported a ticket; none where nobody is named.
    fn known(ticket: &'a Ticket, ledger: &'a Ledger) -> Option<Self> {
        let (person, organisation) =
            CustomerJson::of(ticket, ledger).map_or((None, None), |known| (known.person, known.organisation));
        let name = ticket.customer.as_deref();
        let is_known = name.is_some() || person.is_some() || organisation.is_some();
        is_known.then_some(Self::Known { name, person, organisation })
    }
}

/// The records of who reported a ticket.
#[derive(Serialize)]
struct CustomerJson<'a> {
    person: Option<PersonJson<'a>>,
    organisation: Option<OrganisationJson<'a>>,
}

/// A person who reported a ticket.
#[derive(Serialize)]
struct PersonJson<'a> {
    id: u64,
    name: &'a str,
    addresses: &'a [String],
    phones: &'a [String],
    language: Option<&'a str>,
}

/// The organisation that a ticket was reported for.
#[derive(Serialize)]
struct OrganisationJson<'a> {
    id: u64,
    name: &'a str,
    /// The plan that its agreement says, where that differs from the ticket's.
    #[serde(skip_serializing_if = "Option::is_none")]
    other_plan: Option<&'a str>,
}

impl<'a> CustomerJson<'a> {
    /// Returns the records of a ticket; none where it has neither.
    fn of(ticket: &'a Ticket, ledger: &'a Ledger) -> Option<Self> {
        let person = ledger.person_of(ticket).map(|(id, person)| PersonJson {
            id: id.0,
            name: person.name(),
            addresses: &person.addresses,
            phones: &person.phones,
            language: person.language.as_deref(),
        });
        let organisation = ledger.organisation_of(ticket).map(|(id, found)| {
            let under = found.contract.as_ref() == Some(&ticket.contract);
            let other_plan = found.plan.as_deref().filter(|plan| under && *plan != ticket.plan);
            OrganisationJson { id: id.0, name: found.name(), other_plan }
        });
        (person.is_some() || organisation.is_some()).then_some(Self { person, organisation })
    }
}

/// A tie to another ticket, with how that one stands where it is known.
#[derive(Serialize)]
struct LinkJson {
    link: &'static str,
    ticket: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
}

impl From<&Link> for LinkJson {
    fn from(link: &Link) -> Self {
        Self { link: link.how.key(), ticket: link.to.0, subject: None, status: None }
    }
}

/// A file as JSON.
#[derive(Serialize)]
pub(super) struct FileJson<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    media_type: &'a str,
    size: u64,
    sha256: FileHash,
    /// Present only where its bytes are not in the store, and where that was asked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    missing: bool,
}

impl FileJson<'_> {
    /// Returns it with whether its bytes are missing in the store.
    pub(super) const fn marked(self, missing: bool) -> Self {
        Self { missing, ..self }
    }
}

impl<'a> From<&'a FileRef> for FileJson<'a> {
    fn from(file: &'a FileRef) -> Self {
        Self { name: &file.name, media_type: &file.media_type, size: file.size, sha256: file.sha256, missing: false }
    }
}

/// A round of targets that was over when the ticket came back.
#[derive(Serialize)]
struct RoundJson {
    /// The moment when it came back.
    until: Option<String>,
    fixed: Option<String>,
    closed: Option<String>,
    targets: Vec<TargetJson>,
}

/// A target of a ticket as JSON.
#[derive(Serialize)]
struct TargetJson {
    target: &'static str,
    /// Present only for an internal target of the desk, which is no promise of the vendor's.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
    /// The same by the word of earlier versions.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    house: bool,
    expected: Option<String>,
    due: Option<String>,
    breach_after: Option<String>,
    met: Option<String>,
    state: &'static str,
    /// The reason why its clock does not run: `support_closed`, `paused` or `to_be_phoned`; left out where it runs, has
    /// ended or does not exist.
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<&'static str>,
    /// The target that has to be met before this one begins; left out where it has begun.
    #[serde(skip_serializing_if = "Option::is_none")]
    waits_for: Option<&'static str>,
    /// The earlier updates that came too late; left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missed: Vec<MissedJson>,
    /// Present only where it counts by another plan or severity than those in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<String>,
    /// The moment of the change of plan, severity or fallback that brought its terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    terms_since: Option<String>,
    /// The moment of a change that it did not follow, as it was met or broken by then.
    #[serde(skip_serializing_if = "Option::is_none")]
    kept_at: Option<String>,
}

/// An update that came too late.
#[derive(Serialize)]
struct MissedJson {
    /// The word to the customer before it, the report, or the change of terms that it counts from.
    from: String,
    due: String,
    breach_after: String,
    /// The moment of the next word, or of the closing.
    until: String,
    /// The seconds of its own clock by which that was late.
    over_s: i64,
    /// Present only where a change of terms broke it: the moment of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<String>,
}

impl From<&MissedUpdate> for MissedJson {
    fn from(missed: &MissedUpdate) -> Self {
        Self {
            from: missed.from.to_string(),
            due: missed.due.to_string(),
            breach_after: missed.breach_after.to_string(),
            until: missed.until.to_string(),
            over_s: missed.over.secs(),
            changed: missed.changed.map(|at| at.to_string()),
        }
    }
}

/// A target of a report that is asked about.
#[derive(Serialize)]
pub(super) struct AnswerJson {
    target: &'static str,
    expected: Option<String>,
    due: Option<String>,
    breach_after: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    otherwise: Option<String>,
    /// The target that has to be met before this one begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    waits_for: Option<&'static str>,
}

#[derive(Serialize)]
struct EventJson<'a> {
    happened: String,
    recorded: String,
    by: &'a str,
    what: String,
    retracted: bool,
    /// The same by the word of earlier versions.
    taken_back: bool,
}

/// Returns a ticket with its events in one line, as `frist show --json` prints it.
pub fn ticket_json(row: &TicketRow, record: &Record, ledger: &Ledger, now: Instant) -> String {
    // There is nothing in it that JSON could not say.
    json_line(&TicketJson::whole(row, record, ledger, now)).unwrap_or_default()
}

fn text(at: Option<Instant>) -> Option<String> {
    at.map(|at| at.to_string())
}

impl<'a> TicketJson<'a> {
    pub(super) fn new(row: &'a TicketRow, now: Instant) -> Self {
        let ticket = &row.ticket;
        let targets = row.sla.as_ref().map_or(&[][..], |sla| &sla.targets);
        Self {
            id: ticket.id.0,
            contract: &ticket.contract,
            vendor: row.vendor(),
            plan: &ticket.plan,
            severity: &ticket.severity,
            subject: &ticket.subject,
            kind: ticket.kind,
            customer: ticket.customer.as_deref().map(CustomerField::Name),
            customer_record: None,
            status: ticket.status().key(),
            assignee: ticket.assignee.as_deref(),
            reported: ticket.reported().to_string(),
            closed: text(ticket.closed.as_ref().map(|mark| mark.at)),
            reason: ticket.breach_reason,
            reason_text: ticket.breach_words.as_deref(),
            excluded: ticket.exclusion.as_ref().map(|exclusion| exclusion.cause.as_str()),
            excluded_text: ticket.exclusion.as_ref().and_then(|exclusion| exclusion.words.as_deref()),
            state: row.state().map(TargetState::key),
            clock: row.next().and_then(|next| clock(row, next)),
            next: row.next().map(|next| TargetJson::new(row, next)),
            revision: ticket.revision,
            targets: targets.iter().map(|target| TargetJson::new(row, target)).collect(),
            rounds: rounds(row),
            unanswered_since: ticket.unanswered_since().map(|at| at.to_string()),
            proposed_response: ticket.proposed_response().map(|at| at.to_string()),
            snoozed: SnoozeJson::of(row, now),
            needs_action: needed_actions(row, now).into_iter().map(NeededAction::action).collect(),
            asks: needed_actions(row, now).into_iter().map(NeededAction::key).collect(),
            conversation: None,
            merged_into: ticket.merged.map(|into| into.0),
            merged_from: ticket.merged_from.iter().map(|from| from.0).collect(),
            vendor_case: ticket.vendor_case.as_deref(),
            tags: &ticket.tags,
            followers: &ticket.followers,
            links: ticket.links.iter().map(LinkJson::from).collect(),
            files: ticket.files.iter().map(FileJson::from).collect(),
            events: None,
            ticket,
        }
    }

    /// Returns the ticket with the person and the organisation that the ledger has of it, and the person's present name.
    pub(super) fn known_by(self, ledger: &'a Ledger) -> Self {
        let ticket = self.ticket;
        let customer_record = CustomerJson::of(ticket, ledger);
        Self { customer: ledger.customer_of(ticket).map(CustomerField::Name), customer_record, ..self }
    }

    /// Returns the ticket with how those stand that it is linked to.
    pub(super) fn linked(mut self, others: &[Arc<Ticket>]) -> Self {
        for link in &mut self.links {
            let other = others.iter().find(|other| other.id.0 == link.ticket);
            link.subject = other.map(|other| other.subject.clone());
            link.status = other.map(|other| other.status().key());
        }
        self
    }

    /// Returns the ticket with all its events, its conversation and all that the ledger has of its customer.
    pub(super) fn whole(row: &'a TicketRow, record: &'a Record, ledger: &'a Ledger, now: Instant) -> Self {
        let stands = live(&record.events);
        let events = record.events.iter().zip(stands).map(|(event, stands)| EventJson {
            happened: event.happened.to_string(),
            recorded: event.recorded.to_string(),
            by: &event.by,
            what: say(event, &record.events),
            retracted: !stands,
            taken_back: !stands,
        });
        let ticket = &row.ticket;
        let conversation = Some(ConversationJson::new(&record.events, ledger.customer_of(ticket)));
        Self {
            customer: CustomerField::known(ticket, ledger),
            customer_record: CustomerJson::of(ticket, ledger),
            conversation,
            events: Some(events.collect()),
            ..Self::new(row, now)
        }
    }
}

fn rounds(row: &TicketRow) -> Vec<RoundJson> {
    let earlier = row.earlier_rounds();
    let began = earlier.iter().skip(1).chain([row]).map(|round| text(round.ticket.round_began()));
    let of = |(round, until): (&TicketRow, Option<String>)| RoundJson {
        until,
        fixed: text(round.ticket.fixed.as_ref().map(|mark| mark.at)),
        closed: text(round.ticket.closed.as_ref().map(|mark| mark.at)),
        targets: round.sla.iter().flat_map(|sla| &sla.targets).map(|target| TargetJson::new(round, target)).collect(),
    };
    earlier.iter().zip(began).map(of).collect()
}

/// Returns why the target's clock does not run.
fn clock(row: &TicketRow, target: &Target) -> Option<&'static str> {
    stoppage(row, target).map(Stoppage::key)
}

impl TargetJson {
    fn new(row: &TicketRow, target: &Target) -> Self {
        Self {
            target: target.kind.key(),
            internal: target.house,
            house: target.house,
            expected: text(target.expected),
            due: text(target.due),
            breach_after: text(target.breach_after),
            met: text(target.met),
            state: target.state.key(),
            clock: clock(row, target),
            waits_for: target.waits_for().map(TargetKind::key),
            missed: target.missed.iter().map(MissedJson::from).collect(),
            plan: target.terms.kept.map(|_| target.terms.plan.clone()),
            severity: target.terms.kept.map(|_| target.terms.severity.clone()),
            terms_since: text(target.terms.since),
            kept_at: text(target.terms.kept),
        }
    }
}

impl From<&PromisedDeadline> for AnswerJson {
    fn from(answer: &PromisedDeadline) -> Self {
        Self {
            target: answer.target.key(),
            expected: text(answer.expected),
            due: text(answer.due),
            breach_after: text(answer.breach_after),
            otherwise: text(answer.otherwise),
            waits_for: answer.waits_for.map(TargetKind::key),
        }
    }
}

/// The figures of a month, or of a longer period: lengths in seconds, within the hours of the promise where it has any,
/// percents to six decimals.
#[derive(Serialize)]
pub(super) struct FiguresJson {
    period_s: i64,
    /// The same, of a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    month_s: Option<i64>,
    exempt_s: i64,
    downtime_s: i64,
    percent: f64,
    /// Whether the promise is kept; null where no uptime is promised, or the period has not begun.
    kept: Option<bool>,
    credit_percent: Number,
    /// The customer who is worst off, by whose own figures `kept` and the credit are judged; left out where all count together.
    #[serde(skip_serializing_if = "Option::is_none")]
    worst: Option<String>,
}

impl From<&MonthUptime> for FiguresJson {
    fn from(uptime: &MonthUptime) -> Self {
        Self {
            period_s: uptime.month_s(),
            month_s: (uptime.period.length() == PeriodLength::Month).then(|| uptime.month_s()),
            exempt_s: uptime.exempt,
            downtime_s: uptime.downtime,
            percent: (uptime.percent() * 1e6).round() / 1e6,
            kept: uptime.kept(),
            credit_percent: number(uptime.credit_percent()),
            worst: uptime.worst.as_ref().map(|worst| party_in_words(worst).to_owned()),
        }
    }
}

impl FiguresJson {
    /// Returns the figures of a period with outages that are made up: whether the promise is kept is said of one to come, too.
    pub(super) fn of_question(uptime: &MonthUptime) -> Self {
        Self { kept: uptime.holds(), ..Self::from(uptime) }
    }
}

/// Returns the number as a person writes it: 50, 12.5.
fn number(value: f64) -> Number {
    let whole = (value.fract() == 0.0).then(|| Number::from(value as i64));
    whole.or_else(|| Number::from_f64(value)).unwrap_or_else(|| Number::from(0))
}
