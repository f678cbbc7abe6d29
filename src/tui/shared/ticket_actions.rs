//! Records what happens to a ticket beside its targets: exclusion, paid time, approval, passing on, waiting, escalation,
//! another plan or priority.

use crate::domain::contract::{Contract, Pause, Priority, PriorityStep, cause_in_words};
use crate::domain::sla::{TicketRow, exclusion_means, pause_means};
use crate::domain::ticket::{EventData, TicketId, event};
use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::feature::correction::{self, CorrectionField};
use crate::tui::overlay::chooser::{Choice, Chooser};
use crate::tui::overlay::one_line::{LineSubject, OneLine};
use crate::tui::widget::Rows;

use super::{SeenTicket, Shared};

impl Shared {
    /// Opens what such an action asks for; the caller has checked that it is possible.
    pub(crate) fn open_ticket_action(&mut self, action: Action, id: TicketId, now: Instant) {
        match action {
            Action::Exclude => self.open_exclude(id, now),
            Action::Waiting => self.open_waiting(id, now),
            Action::Plan => self.open_plan(id, now),
            Action::Reopen => self.open_reopen(id, now),
            Action::Spend => self.open_line(id, LineSubject::Spent),
            Action::Approve => self.open_line(id, LineSubject::Approval),
            Action::PassOn => self.open_line(id, LineSubject::Supplier),
            Action::RootCause => self.open_line(id, LineSubject::RootCause),
            Action::Subject => self.open_line(id, LineSubject::Subject),
            Action::Customer => self.open_line(id, LineSubject::Customer),
            Action::Link => self.open_line(id, LineSubject::Link),
            Action::MergeTicket => self.open_line(id, LineSubject::Merge),
            Action::VendorCase => self.open_line(id, LineSubject::VendorCase),
            Action::Snooze => self.open_line(id, LineSubject::Snooze),
            Action::Tag => self.open_line(id, LineSubject::Tags),
            Action::CorrectVendor => correction::open(id, CorrectionField::Vendor, self),
            Action::CorrectChannel => correction::open(id, CorrectionField::Channel, self),
            Action::CorrectTime => correction::open(id, CorrectionField::Reported, self),
            Action::Escalate => {
                if let Some(level) = self.row(id, now).and_then(|row| self.next_level(&row).ok()) {
                    self.open_line(id, LineSubject::Level(level));
                }
            }
            _ => {}
        }
    }

    fn open_line(&mut self, id: TicketId, about: LineSubject) {
        let revision = self.ticket(id).map(|ticket| ticket.revision);
        let mut one = OneLine::new(id, revision, about);
        if let Some(ticket) = self.ticket(id) {
            one.begin_with(ticket, &self.ledger);
        }
        self.over(one);
    }

    /// Opens a line whose text is recorded on each of these tickets, as one request. Tickets that take no such event are left
    /// out and listed once it is entered; where none takes it, they are listed at once.
    pub(crate) fn open_line_on(&mut self, tickets: &[SeenTicket], about: &LineSubject, now: Instant) {
        let of = |(id, seen): &SeenTicket| OneLine::new(*id, *seen, about.clone());
        let is_possible = |one: &OneLine| {
            let row = self.row(one.ticket, now);
            let sample = one.sample();
            row.is_some_and(|row| self.refusal_of(&row, &sample, self.at, now).is_none())
        };
        let (mut possible, others): (Vec<OneLine>, Vec<OneLine>) = tickets.iter().map(of).partition(is_possible);
        if possible.is_empty() {
            let why = |one: &OneLine| {
                let refused =
                    self.row(one.ticket, now).and_then(|row| self.refusal_of(&row, &one.sample(), self.at, now));
                Some(format!("#{}: {}", one.ticket, refused?))
            };
            let refused = others.iter().filter_map(why).collect();
            return self.tell_refused(refused, tickets.len(), "recorded");
        }
        let mut first = possible.remove(0);
        first.others = possible.iter().chain(&others).map(|one| (one.ticket, one.revision)).collect();
        self.over(first);
    }

    /// Opens a choice. `rows` is [`Rows::unchosen`] where the choice decides who pays or how severe the ticket is.
    fn open_choice(&mut self, row: &TicketRow, title: String, options: Vec<Choice>, rows: Rows) {
        let revision = Some(row.ticket.revision);
        self.choose(Chooser { title, ticket: row.ticket.id, revision, options, rows });
    }

    /// Offers the contract's causes, each with what follows from it; on an excluded ticket, to include it again.
    fn open_exclude(&mut self, id: TicketId, now: Instant) {
        if let Some((row, cause)) = self.row(id, now).and_then(excluded) {
            let means = "The clocks count as though it had never been excluded.".to_owned();
            let include = Choice { label: "Include again".to_owned(), means, what: EventData::Included };
            self.open_choice(&row, format!("#{id} is excluded: {cause}"), vec![include], Rows::unchosen());
            return;
        }
        let Some((row, contract)) = self.row_with_contract(id, now) else { return };
        let option = |cause: &String| Choice {
            label: cause_in_words(cause),
            means: exclusion_means(&contract, cause),
            what: EventData::Excluded(event::Excluded { cause: cause.clone(), words: None }),
        };
        let options = contract.scope.ticket_causes().map(option).collect();
        self.open_choice(&row, format!("Why does the promise not hold for #{id}?"), options, Rows::unchosen());
    }

    /// Offers on whom the ticket waits and what that does to the clock; where it waits, first that it goes on.
    fn open_waiting(&mut self, id: TicketId, now: Instant) {
        let Some(row) = self.row(id, now) else { return };
        let waits = row.ticket.waiting().map(|wait| wait.on);
        let resumed = Choice { label: "resumed".to_owned(), means: "It goes on.".to_owned(), what: EventData::Resumed };
        let option = |(on, label): (Pause, &str)| Choice {
            label: label.to_owned(),
            means: pause_means(&row, on),
            what: EventData::waiting(on),
        };
        let on = [(Pause::WaitingCustomer, "the customer"), (Pause::WaitingVendor, "the vendor")];
        let others = on.into_iter().filter(|(on, _)| Some(*on) != waits).map(option);
        let options = waits.map(|_| resumed).into_iter().chain(others).collect();
        self.open_choice(&row, format!("#{id} waits on"), options, Rows::default());
    }

    /// Asks which kind of reopening it is. Nothing is chosen beforehand: one takes the fix back, the other starts new
    /// targets.
    fn open_reopen(&mut self, id: TicketId, now: Instant) {
        let Some(row) = self.row(id, now) else { return };
        let option = |label: &str, means: &str, what: EventData| Choice {
            label: label.to_owned(),
            means: means.to_owned(),
            what,
        };
        let options = vec![
            option(
                "did not hold",
                "The fix is retracted: its deadline is the one that it was, as though there had been no fix.",
                EventData::Reopened,
            ),
            option(
                "came back",
                "The fix and how it came out stand; a new round of targets starts now.",
                EventData::CameBack,
            ),
        ];
        self.open_choice(&row, format!("Why is #{id} reopened?"), options, Rows::unchosen());
    }

    fn open_plan(&mut self, id: TicketId, now: Instant) {
        let Some((row, contract)) = self.row_with_contract(id, now) else { return };
        let others = contract.plans.iter().filter(|plan| plan.id != row.ticket.plan);
        let option = |plan: &crate::domain::contract::Plan| Choice {
            label: plan.name.clone(),
            means: "Targets that are met stay met; the others count anew from the report.".to_owned(),
            what: EventData::PlanSet(event::PlanSet { plan: plan.id.clone() }),
        };
        let name = contract.plan(&row.ticket.plan).map_or(row.ticket.plan.as_str(), |plan| plan.name.as_str());
        let options = others.map(option).collect();
        self.open_choice(&row, format!("Plan of #{id}, now {name}"), options, Rows::unchosen());
    }

    /// Offers every impact with every urgency, and the severity that follows (Missoun, Priority Levels); the present ones
    /// are marked.
    pub(crate) fn open_priority(&mut self, row: &TicketRow, contract: &Contract, priority: &Priority) {
        let ticket = &row.ticket;
        let is_now = |impact: &PriorityStep, urgency: &PriorityStep| {
            ticket.impact.as_ref() == Some(&impact.id) && ticket.urgency.as_ref() == Some(&urgency.id)
        };
        let cell = |(impact, urgency, id): (&PriorityStep, &PriorityStep, &str)| {
            let severity = contract.severity(id)?;
            let now = if is_now(impact, urgency) { " (now)" } else { "" };
            let (impact, urgency) = (impact.id.clone(), urgency.id.clone());
            let label = format!("impact {impact}, urgency {urgency}{now}");
            let what = EventData::PrioritySet(event::PrioritySet { impact, urgency, severity: id.to_owned() });
            Some(Choice { label, means: format!("{}: {}", severity.name, severity.means), what })
        };
        let options: Vec<Choice> = priority.cells().filter_map(cell).collect();
        let title = format!("Impact and urgency of #{}, now {}", ticket.id, row.severity_name());
        self.open_choice(row, title, options, Rows::unchosen());
    }

    /// Returns the message once such a choice is written.
    pub(crate) fn choice_words(&self, id: TicketId, what: &EventData, now: Instant) -> String {
        let row = self.row(id, now);
        let contract = row.as_ref().and_then(|row| row.contract.as_ref());
        match what {
            EventData::Excluded(event::Excluded { cause, .. }) => format!("excluded: {}", cause_in_words(cause)),
            EventData::Included => "included again".to_owned(),
            EventData::Waiting(event::Waiting { on, .. }) => {
                let who = if *on == Pause::WaitingCustomer { "customer" } else { "vendor" };
                let of_contract = row.as_ref().filter(|row| row.contract.is_some());
                let means = of_contract.map_or_else(String::new, |row| format!("; {}", pause_means(row, *on)));
                format!("waiting on the {who}{means}")
            }
            EventData::Resumed => "resumed".to_owned(),
            EventData::Reopened => "reopened: it did not hold".to_owned(),
            EventData::CameBack => "reopened: it came back".to_owned(),
            EventData::PlanSet(event::PlanSet { plan }) => {
                let name = contract.as_ref().and_then(|contract| contract.plan(plan)).map_or(plan, |plan| &plan.name);
                format!("plan {name}")
            }
            EventData::PrioritySet(event::PrioritySet { impact, urgency, .. }) => {
                format!("impact {impact}, urgency {urgency}")
            }
            _ => "changed".to_owned(),
        }
    }
}

/// Returns the row with the cause for which it is excluded, if it is.
fn excluded(row: TicketRow) -> Option<(TicketRow, String)> {
    let cause = cause_in_words(&row.ticket.exclusion.as_ref()?.cause);
    Some((row, cause))
}
