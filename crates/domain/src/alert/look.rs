//! Looks at one ticket: what people are to be told of it now, and when to look again.
//!
//! A point was told if people were told of it when it had been reached under the terms in force now: at or after its
//! moment. So a deadline that moves away (a milder severity, a later report) is told anew when it comes near again, one
//! that a pause moves is not, and a clock that is set back a little tells nothing twice. An alert of a moment that is
//! still to come was given by a clock that was wrong, and does not count.

use serde::{Deserialize, Serialize};

use crate::contract::{Contract, TargetKind};
use crate::sla::{MissingReport, Target, TargetState, missing_report, passes_while_open, reaches, sla};
use crate::ticket::{AlertPoint, AlertRecord, GivenAlert, LateReason, Ticket, TicketId};
use crate::time::{Instant, say_moment};

use super::AlertRules;

/// How far back a point may lie that nobody has been told of, in seconds. A target that was breached before that is in
/// the queue for all to see, and a desk that is opened after years should not ring for each of its tickets.
pub(super) const LOOK_BACK: i64 = 31 * 86_400;

/// The seconds by which a clock may be set back without telling anything twice.
pub(super) const SET_BACK: i64 = 60;

/// What people are told of one target of one ticket.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Alert {
    /// The number of the ticket.
    pub ticket: TicketId,
    /// The id of its contract.
    pub contract: String,
    /// The vendor's name.
    pub vendor: String,
    /// The id of the severity that counts.
    pub severity: String,
    /// The name of that severity, as it is shown.
    pub severity_name: String,
    /// The ticket's subject.
    pub subject: String,
    /// The name of the assignee, if there is one.
    pub assignee: Option<String>,
    /// The desk's level at which the ticket is, or none for the first line.
    pub level: Option<String>,
    /// The moment at which the point that is told was reached.
    pub moment: Instant,
    /// The moment at which the target is due.
    pub due: Option<Instant>,
    /// That moment as the vendor's clocks show it, in words.
    pub due_text: Option<String>,
    /// The last moment at which the target can still be met.
    pub breach_after: Option<Instant>,
    /// Whether there is a rota, and nobody is on call at the ticket's level.
    pub nobody: bool,
    /// What is to be done so that its clock begins to run, in words, where it is still to be phoned.
    #[serde(default)]
    pub to_do: Option<String>,
    /// The part of the alert that is kept with the ticket.
    pub what: AlertRecord,
}

/// What a look at a ticket has shown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AlertCheck {
    /// The alerts to give now, at most one for each target, and one for the ticket that it goes up a level.
    pub alerts: Vec<Alert>,
    /// The moment at which there may be more, if nothing happens to the ticket until then, or none for never.
    pub next: Option<Instant>,
}

/// Looks at an open ticket at `now`. `levels` are the desk's, the first to be passed up to first. The person whom an
/// alert goes to is left open.
pub fn look(ticket: &Ticket, contract: &Contract, rules: &AlertRules, levels: &[String], now: Instant) -> AlertCheck {
    if !ticket.is_open() {
        return AlertCheck::default();
    }
    let sla = sla(ticket, contract, now);
    let case = AlertCase { ticket, contract, rules, severity: &sla.severity, now };
    let mut look = AlertCheck::default();
    for target in sla.targets.iter().filter(|target| may_alert(target)) {
        case.target(target, &mut look);
    }
    let missing = missing_report(ticket, contract, &sla);
    let missing = missing.as_ref().and_then(|missing| Some((missing, sla.target(case.to_phone_for(missing)?)?)));
    if let Some((missing, target)) = missing {
        case.missing(missing, target, &mut look);
    }
    let next = missing.map(|(_, target)| target).or_else(|| sla.next());
    if let (Some(target), Some(level)) = (next, case.next_level(levels)) {
        match case.goes_up(target) {
            Some(at) if at <= now => {
                let passed_up = case.alert(target, at, Vec::new(), Some(level.to_owned()));
                look.alerts.push(passed_up.lacking(missing.map(|(missing, _)| missing)));
            }
            Some(at) => look.wait(at),
            None => {}
        }
    }
    if let Some(until) = rules.quiet_until(case.severity, now).filter(|_| !look.alerts.is_empty()) {
        look.alerts.clear();
        look.wait(until);
    }
    look
}

/// Returns whether a target has moments that are to come or to be told of.
fn may_alert(target: &Target) -> bool {
    target.is_unmet() && target.due.is_some() && target.state != TargetState::NoClock
}

impl AlertCheck {
    fn wait(&mut self, until: Instant) {
        if until < Instant::END {
            self.next = Some(self.next.map_or(until, |next| next.min(until)));
        }
    }
}

/// One ticket at one moment.
struct AlertCase<'a> {
    ticket: &'a Ticket,
    contract: &'a Contract,
    rules: &'a AlertRules,
    severity: &'a str,
    now: Instant,
}

impl AlertCase<'_> {
    fn target(&self, target: &Target, look: &mut AlertCheck) {
        let points = self.rules.points(&self.ticket.contract, self.severity, target.kind);
        let moment = |point: &AlertPoint| reaches(self.ticket, self.contract, target, *point, self.now);
        let mut reached: Vec<(Instant, AlertPoint)> = points.iter().filter_map(|p| Some((moment(p)?, *p))).collect();
        reached.sort_unstable();
        let to_come = reached.partition_point(|(at, _)| *at <= self.now);
        if let Some((at, _)) = reached.get(to_come) {
            look.wait(*at);
        }
        reached.truncate(to_come);
        reached.retain(|(at, point)| !self.was_given(target, *point, *at));
        if let Some((at, _)) = reached.last().copied().filter(|(at, _)| self.now.since(*at) <= LOOK_BACK) {
            let points = reached.into_iter().map(|(_, point)| point).collect();
            look.alerts.push(self.alert(target, at, points, None));
        }
    }

    /// Returns the target for which people are told that the ticket has to be phoned: the first whose clock waits for that and of
    /// which they are told it.
    fn to_phone_for(&self, missing: &MissingReport) -> Option<TargetKind> {
        let tells = |kind: &&TargetKind| {
            self.rules.points(&self.ticket.contract, self.severity, **kind).contains(&AlertPoint::Phone)
        };
        missing.targets.iter().find(tells).copied()
    }

    /// Tells once that the ticket has to be phoned, for whichever target.
    fn missing(&self, missing: &MissingReport, target: &Target, look: &mut AlertCheck) {
        let given = self.ticket.given.iter().filter(|given| given.point == AlertPoint::Phone);
        let was_given = given.into_iter().any(|given| given.at >= missing.since && self.has_come(given.at));
        if missing.since > self.now {
            look.wait(missing.since);
        } else if !was_given && self.now.since(missing.since) <= LOOK_BACK {
            let alert = self.alert(target, missing.since, vec![AlertPoint::Phone], None);
            look.alerts.push(alert.lacking(Some(missing)));
        }
    }

    fn was_given(&self, target: &Target, point: AlertPoint, moment: Instant) -> bool {
        let same = |g: &&GivenAlert| is_of(g, target.kind, target.house, point);
        self.ticket.given.iter().filter(same).any(|g| g.at >= moment && self.has_come(g.at))
    }

    /// Returns whether that moment, at which people were told, has come: an alert of a clock that was far ahead was not
    /// true then, and nobody would be told when it is.
    fn has_come(&self, at: Instant) -> bool {
        at.since(self.now) <= SET_BACK
    }

    /// Returns the level that the ticket goes up to next.
    fn next_level<'l>(&self, levels: &'l [String]) -> Option<&'l String> {
        let place = self.ticket.level.as_ref().and_then(|level| levels.iter().position(|l| l == level));
        levels.get(place.map_or(0, |place| place + 1))
    }

    /// Returns when the ticket goes up a level, if nobody does anything until then.
    ///
    /// It counts on the clock of `target`, the one that breaks first: as long as the vendor's support is closed, nobody
    /// could have done much about it, and nobody is called. A moment in quiet hours counts anew from their end, when
    /// people hear what they were not told in them. A target that is still to be phoned has no clock yet, and any hour counts.
    fn goes_up(&self, target: &Target) -> Option<Instant> {
        let (after, told) = (self.rules.escalate?, self.ticket.unanswered.filter(|told| self.has_come(*told))?);
        let from = |since: Instant| match target.state {
            TargetState::NoClock => Some(since.plus(after.secs())),
            _ => passes_while_open(self.ticket, self.contract, target, (since, after), self.now),
        };
        let at = from(told)?;
        self.rules.quiet_until(self.severity, at).map_or(Some(at), from)
    }

    fn alert(&self, target: &Target, moment: Instant, points: Vec<AlertPoint>, level: Option<String>) -> Alert {
        let was_quiet = self.rules.quiet_until(self.severity, moment).is_some();
        Alert {
            ticket: self.ticket.id,
            contract: self.ticket.contract.clone(),
            vendor: self.contract.vendor.clone(),
            severity: self.severity.to_owned(),
            severity_name: self.contract.severity(self.severity).map_or(self.severity, |s| &s.name).to_owned(),
            subject: self.ticket.subject.clone(),
            assignee: self.ticket.assignee.clone(),
            level: level.clone().or_else(|| self.ticket.level.clone()),
            moment,
            due: target.due,
            due_text: target.due.map(|due| say_moment(self.contract.support.clock.zone(), due, self.now)),
            breach_after: target.breach_after,
            nobody: false,
            to_do: None,
            what: AlertRecord {
                target: target.kind,
                house: target.house,
                points,
                to: None,
                level,
                call: None,
                late: was_quiet.then_some(LateReason::Quiet),
                failed: None,
            },
        }
    }
}

impl Alert {
    /// Returns the alert with what the ticket lacks, where it lacks a report that counts.
    fn lacking(self, missing: Option<&MissingReport>) -> Self {
        let Some(missing) = missing else { return self };
        let what = AlertRecord { call: missing.call.clone(), ..self.what };
        Self { to_do: Some(missing.words.clone()), what, ..self }
    }
}

fn is_of(given: &GivenAlert, target: TargetKind, house: bool, point: AlertPoint) -> bool {
    (given.target, given.house, given.point) == (target, house, point)
}
