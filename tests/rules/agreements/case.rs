//! A ticket under one of the built-in contracts, told in wall-clock times of its zone.

use std::sync::{Arc, LazyLock};

use frist::domain::contract::{Book, Contract, TargetKind, read_internal_targets};
use frist::domain::problem::Problem;
use frist::domain::sla::{NeededAction, Target, TicketRow, needed_actions, reason, why};
use frist::domain::ticket::{Event, EventData, NewTicket, Ticket, TicketId, check_event, check_new, event, new_events};
use frist::domain::time::{Date, Instant, parse_moment};

use frist_testkit::steps::with_steps;

static BOOK: LazyLock<Book> = LazyLock::new(Book::built_in);

pub fn contract(id: &str) -> Arc<Contract> {
    BOOK.get(id).unwrap().clone()
}

pub struct Case {
    pub contract: Arc<Contract>,
    pub events: Vec<Event>,
}

/// Returns a ticket reported by `channel` at `at`, entered at once.
pub fn reported(promise: (&str, &str, &str), channel: &str, at: &str) -> Case {
    let contract = contract(promise.0);
    let now = moment(&contract, at);
    let new = NewTicket {
        contract: promise.0.into(),
        plan: promise.1.into(),
        severity: promise.2.into(),
        channel: channel.into(),
        subject: "The shop is down".into(),
        ..NewTicket::default()
    };
    let new = with_steps(new);
    assert_eq!(check_new(&new, &contract, now), []);
    let events = new_events(&new, &contract.version, None, "agent1", now);
    Case { contract, events }
}

pub fn moment(contract: &Contract, at: &str) -> Instant {
    parse_moment(at, contract.zone, Instant::FIRST).unwrap()
}

impl Case {
    /// Adds what happened at `at`, entered at once; fails if it is refused.
    pub fn then(mut self, at: &str, what: EventData) -> Self {
        self.try_then(at, what).unwrap();
        self
    }

    /// Returns the ticket under an agreement whose vendor releases on these days.
    pub fn releases(mut self, dates: &[&str]) -> Self {
        Arc::make_mut(&mut self.contract).releases = dates.iter().map(|date| Date::parse(date).unwrap()).collect();
        self
    }

    /// Returns the ticket at a desk with these internal targets.
    pub fn house(mut self, rules: &str) -> Self {
        let (house, problems) = read_internal_targets("config.toml", rules, &BOOK);
        assert!(problems.is_empty(), "{problems:?}");
        self.contract = BOOK.clone().with_internal_targets(&house).get(&self.contract.id).unwrap().clone();
        self
    }

    /// Retracts what was entered last.
    pub fn undone(self, at: &str) -> Self {
        let event = self.events.len() as u32 - 1;
        self.then(at, EventData::Retracted(event::Retracted { event }))
    }

    /// Returns the actions that it needs besides its targets.
    pub fn asks(&self, now: &str) -> Vec<&'static str> {
        needed_actions(&self.row(now), moment(&self.contract, now)).into_iter().map(NeededAction::key).collect()
    }

    pub fn try_then(&mut self, at: &str, what: EventData) -> Result<(), Problem> {
        let happened = moment(&self.contract, at);
        let now = self.events.iter().map(|e| e.recorded).max().unwrap().max(happened);
        check_event(&self.ticket(), Some(&self.contract), &what, happened, now)?;
        self.events.push(Event { happened, recorded: now, by: "agent1".into(), what: what.into() });
        Ok(())
    }

    pub fn ticket(&self) -> Ticket {
        Ticket::fold(TicketId(1), &self.events).unwrap()
    }

    pub fn row(&self, now: &str) -> TicketRow {
        TicketRow::new(Arc::new(self.ticket()), Some(self.contract.clone()), moment(&self.contract, now))
    }

    fn target(&self, kind: &str, now: &str) -> Target {
        let kind = TargetKind::of_key(kind).unwrap();
        let sla = self.row(now).sla.unwrap();
        // The vendor's word before the desk's own.
        let own = || sla.targets.iter().find(|target| target.kind == kind);
        sla.target(kind).or_else(own).unwrap_or_else(|| panic!("no {kind:?}")).clone()
    }

    fn wall(&self, at: Instant) -> String {
        self.contract.zone.wall(at).to_string()
    }

    /// Returns the state and, where there is one, the reason: `stopped: opens Mon 08:00`.
    pub fn stands(&self, kind: &str, now: &str) -> String {
        let target = self.target(kind, now);
        match reason(&self.row(now), &target, self.contract.zone, moment(&self.contract, now)) {
            reason if reason.is_empty() => target.state.key().to_owned(),
            reason => format!("{}: {reason}", target.state.key()),
        }
    }

    /// Returns when the target is due, or none.
    pub fn due(&self, kind: &str, now: &str) -> Option<String> {
        self.target(kind, now).due.map(|at| self.wall(at))
    }

    pub fn expected(&self, kind: &str, now: &str) -> Option<String> {
        self.target(kind, now).expected.map(|at| self.wall(at))
    }

    pub fn breach_after(&self, kind: &str, now: &str) -> Option<String> {
        self.target(kind, now).breach_after.map(|at| self.wall(at))
    }

    /// Asserts the state of a target at one moment after another.
    pub fn runs(self, kind: &str, stands: &[(&str, &str)]) -> Self {
        for (now, expected) in stands {
            assert_eq!(self.stands(kind, now), *expected, "{kind} at {now}");
        }
        self
    }

    pub fn account(&self, kind: TargetKind, now: &str) -> String {
        let row = self.row(now);
        let target = row.sla.as_ref().unwrap().target(kind).unwrap();
        why(&row, target, moment(&self.contract, now)).unwrap().to_text()
    }

    /// Returns the targets that there are, by key.
    pub fn targets(&self, now: &str) -> Vec<&'static str> {
        self.row(now).sla.unwrap().targets.iter().map(|t| t.kind.key()).collect()
    }
}
