//! Says what can be done to the current ticket, and why the rest cannot: the desk's own refusals, told before anybody has
//! filled anything in. The desk decides again.

use crate::desk::{Change, check};
use crate::domain::contract::{Contract, Pause};
use crate::domain::ledger::LedgerFact;
use crate::domain::reply::letter;
use crate::domain::sla::TicketRow;
use crate::domain::ticket::event::{self, plain};
use crate::domain::ticket::{EventData, TicketId, check_event};
use crate::domain::time::Instant;
use crate::tui::action::{Action, ActionRow, Context, Keymap};
use crate::tui::feature::ledger_form::FormKind;

use super::{Shared, not_loaded};

/// The text for trial events, where only counts whether any text could be entered.
const ANY: &str = "x";
/// The link of trial events, which no ticket has.
pub(crate) const UNUSED_LINK: event::Linked =
    event::Linked { to: TicketId::MOST, how: event::LinkKind::Relates, off: false };
/// The tag of trial events, which no ticket has.
pub(crate) const UNUSED_TAG: &str = "x-any-tag";

impl Shared {
    /// Returns the actions of that context that cannot be done to that ticket now, with the reasons.
    pub(crate) fn refused_on_current(
        &self,
        context: Context,
        ticket: Option<TicketId>,
        now: Instant,
    ) -> Vec<(Action, String)> {
        let Some(row) = ticket.and_then(|id| self.row(id, now)) else { return Vec::new() };
        let refused = |entry: &ActionRow| Some((entry.action, self.refusal_on(&row, entry.action, now)?));
        self.keys.available(context).filter_map(refused).collect()
    }

    /// Returns the actions of that context that this person may do to no ticket. Under a list the footer leaves out only
    /// these: else it would change with every row that is stepped over, and be sent anew.
    pub(crate) fn never_allowed(&self, context: Context, ticket: Option<TicketId>, now: Instant) -> Vec<Action> {
        let Some(row) = ticket.and_then(|id| self.row(id, now)) else { return Vec::new() };
        let may_not = |entry: &&ActionRow| match self.sample(&row, entry.action) {
            _ if entry.action == Action::Outage => self.entry_refusal(FormKind::Outage).is_some(),
            _ if entry.action.writes_letter() => self.writing_refusal(row.ticket.id).is_some(),
            Some(Ok(what)) => self.not_allowed(&row, &what).is_some(),
            _ => false,
        };
        self.keys.available(context).filter(may_not).map(|entry| entry.action).collect()
    }

    /// Returns why this person may not enter anything of that sort, if so.
    pub(crate) fn entry_refusal(&self, sort: FormKind) -> Option<String> {
        let change = Change::Enter { entry: None, revision: None, fact: Some(Box::new(sort.sample())) };
        check(&self.people, &self.me, &change, None, None).err().map(|error| error.to_string())
    }

    /// Returns why no letter can be written about that ticket from here, if so.
    pub(crate) fn writing_refusal(&self, ticket: TicketId) -> Option<String> {
        let sample = LedgerFact::Outgoing(Box::new(letter(ticket, String::new())));
        let change = Change::Enter { entry: None, revision: None, fact: Some(Box::new(sample)) };
        if let Err(error) = check(&self.people, &self.me, &change, None, None) {
            return Some(error.to_string());
        }
        let words =
            "This desk has no mail: its settings name no address under [mail]; {note} notes what was said otherwise";
        self.mail.address.is_none().then(|| self.keys.say(words))
    }

    /// Returns why that action cannot be done to the current ticket, if it cannot.
    pub(crate) fn refusal(&self, action: Action, now: Instant) -> Option<String> {
        let row = self.current.and_then(|id| self.row(id, now))?;
        self.refusal_on(&row, action, now)
    }

    fn refusal_on(&self, row: &TicketRow, action: Action, now: Instant) -> Option<String> {
        if action == Action::Outage {
            return self.entry_refusal(FormKind::Outage);
        }
        if action.writes_letter() {
            return self.writing_refusal(row.ticket.id);
        }
        let what = match self.sample(row, action)? {
            Ok(what) => what,
            Err(why) => return Some(why),
        };
        self.refusal_of(row, &what, self.at, now)
    }

    /// Returns why that event cannot be recorded on a ticket, if it cannot; it happened at `happened`, or now.
    pub(crate) fn refusal_of(
        &self,
        row: &TicketRow,
        what: &EventData,
        happened: Option<Instant>,
        now: Instant,
    ) -> Option<String> {
        let (contract, at) = (row.contract.as_deref(), happened.unwrap_or(now));
        let refused = || {
            let refused = check_event(&row.ticket, contract, what, at, now).err()?;
            Some(self.refused_in_words(&row.ticket, contract, (what, at), &refused))
        };
        self.not_allowed(row, what).or_else(refused)
    }

    fn not_allowed(&self, row: &TicketRow, what: &EventData) -> Option<String> {
        let what = Box::new(what.clone());
        let change = Change::Add { ticket: row.ticket.id, revision: None, happened: None, what };
        check(&self.people, &self.me, &change, None, None).err().map(|error| error.to_string())
    }

    /// Returns an event that the action could record; the error says why there is none. None where it records nothing.
    fn sample(&self, row: &TicketRow, action: Action) -> Option<Result<EventData, String>> {
        let any = || ANY.to_owned();
        let ticket = &row.ticket;
        Some(Ok(match action {
            Action::Record(name) => plain(name)?.0,
            Action::Close => EventData::Closed(event::Closed { reason: None, words: None }),
            Action::Reopen => EventData::Reopened,
            Action::Note | Action::Tell => {
                EventData::Note(event::Note { text: any(), to_customer: action == Action::Tell })
            }
            Action::Subject => {
                let other = if ticket.subject == ANY { "y".to_owned() } else { any() };
                EventData::SubjectSet(event::SubjectSet { subject: other, was: None })
            }
            Action::Customer => {
                let customer = if ticket.customer.as_deref() == Some(ANY) { None } else { Some(any()) };
                EventData::CustomerSet(event::CustomerSet { customer, ..event::CustomerSet::default() })
            }
            Action::AcceptResponse => match ticket.proposed_response() {
                Some(_) => EventData::Responded,
                None => {
                    return Some(Err(format!(
                        "no letter of the vendor's proposes when #{} was responded to",
                        ticket.id
                    )));
                }
            },
            Action::Link => EventData::Linked(UNUSED_LINK),
            Action::MergeTicket => EventData::MergedInto(event::MergedInto { into: TicketId::MOST }),
            Action::Follow => {
                let who = self.me.name.clone();
                EventData::Followed(event::Followed { off: ticket.is_followed_by(&who), who })
            }
            // It differs from the snooze that lies on it.
            Action::Snooze => EventData::Snoozed(event::Snoozed {
                until: None,
                keep_on_reply: ticket.snooze.as_ref().is_some_and(|snooze| !snooze.keep_on_reply),
            }),
            // How the vendor's numbers look nobody knows here; one may be set whenever tags may.
            Action::Tag | Action::VendorCase => {
                EventData::Tagged(event::Tagged { add: vec![UNUSED_TAG.to_owned()], ..event::Tagged::default() })
            }
            Action::CorrectVendor | Action::CorrectChannel | Action::CorrectTime => {
                let corrected = event::ReportCorrected { channel: Some(any()), ..event::ReportCorrected::default() };
                EventData::ReportCorrected(Box::new(corrected))
            }
            Action::Spend => EventData::TimeSpent(event::TimeSpent { minutes: 1, what: any(), unpaid: true }),
            Action::Approve => EventData::Approved(event::Approved { reference: any() }),
            Action::PassOn => EventData::PassedOn(event::PassedOn { supplier: any() }),
            Action::RootCause => EventData::RootCauseExplained(event::RootCauseExplained::default()),
            Action::Assign if ticket.assignee.is_some() => EventData::Assigned(event::Assigned { to: None }),
            Action::Assign => EventData::Assigned(event::Assigned { to: Some(self.me.name.clone()) }),
            Action::Waiting if ticket.waiting().is_some() => EventData::Resumed,
            Action::Waiting => EventData::waiting(Pause::WaitingCustomer),
            Action::Exclude if ticket.exclusion.is_some() => EventData::Included,
            Action::Escalate => {
                return Some(
                    self.next_level(row).map(|level| EventData::Escalated(event::Escalated { level, to: None })),
                );
            }
            _ => return of_contract(row, &self.keys, action),
        }))
    }

    /// Returns the desk's level above the ticket's. The error says that there is none.
    pub(crate) fn next_level(&self, row: &TicketRow) -> Result<String, String> {
        let (id, now) = (row.ticket.id, row.ticket.level.as_deref());
        self.book.level_after(now).map(str::to_owned).ok_or_else(|| last_level(id, now.unwrap_or_default()))
    }
}

fn last_level(id: TicketId, level: &str) -> String {
    format!("#{id} is at {level}, the desk's last level; there is nobody to escalate it to")
}

/// Returns an impact other than the ticket's, with an urgency and the severity that follows.
fn another_priority(row: &TicketRow, contract: &Contract) -> Option<EventData> {
    let priority = contract.priority.as_ref()?;
    let (impact, urgency, severity) =
        priority.cells().find(|(impact, ..)| Some(&impact.id) != row.ticket.impact.as_ref())?;
    let (impact, urgency) = (impact.id.clone(), urgency.id.clone());
    Some(EventData::PrioritySet(event::PrioritySet { impact, urgency, severity: severity.to_owned() }))
}

/// Returns an event that the action could record, where that depends on the contract.
fn of_contract(row: &TicketRow, keys: &Keymap, action: Action) -> Option<Result<EventData, String>> {
    if !matches!(action, Action::Exclude | Action::Severity | Action::Plan | Action::Phoned) {
        return None;
    }
    let Some(contract) = &row.contract else {
        return Some(Err(not_loaded(keys, &row.ticket.contract)));
    };
    let other = |severity: &&str| **severity != *row.ticket.severity;
    Some(Ok(match action {
        Action::Exclude => EventData::Excluded(event::Excluded {
            cause: contract.scope.ticket_causes().next().cloned().unwrap_or_default(),
            words: Some(ANY.to_owned()),
        }),
        Action::Phoned => EventData::Reported(event::Reported {
            channel: contract.support.channels.first().cloned().unwrap_or_default(),
        }),
        Action::Plan => match contract.plans.iter().find(|plan| plan.id != row.ticket.plan) {
            Some(plan) => EventData::PlanSet(event::PlanSet { plan: plan.id.clone() }),
            None => return Some(Err(format!("{} has only one plan; there is none to change to", contract.vendor))),
        },
        _ if contract.priority.is_some() => another_priority(row, contract)?,
        _ => match contract.severities.iter().map(|severity| severity.id.as_str()).find(other) {
            Some(severity) => EventData::SeveritySet(event::SeveritySet { severity: severity.to_owned() }),
            None => return Some(Err(format!("{} has only one severity", contract.vendor))),
        },
    }))
}
