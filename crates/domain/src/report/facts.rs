//! Keeps what reports need to know of each ticket: numbers, and places in a list of names.
//!
//! Tickets are taken one at a time and let go again, so that a million of them cost a few dozen bytes each and not
//! their texts. [`TicketFacts`] made in parts are put together again; so the process that has the store can make them, and a
//! screen elsewhere makes every report from them without another ticket being read.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::contract::{Book, Contract, TargetKind};
use crate::ledger::{Ledger, Party as _};
use crate::query::{Filter, FilterError, Viewer};
use crate::sla::{Start, Target, TargetState, TicketRow, overrun, taken};
use crate::ticket::{BreachReason, Event, Ticket, TicketId};
use crate::time::{ClockSeconds, Date, Instant, Zone};

use super::period::Period;

/// The tickets that are asked for, and the moment as of which.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FactsQuery {
    /// The dates on which they were reported.
    pub period: Period,
    /// The id of the only contract, if one is asked for.
    pub contract: Option<String>,
    /// The filter, as it was typed: closed tickets match like open ones.
    pub filter: String,
    /// The name of the person who asks, which is what `assignee:me` means.
    pub me: String,
    /// The time zone of the desk's own clock, by its IANA name, for the heat map and for tickets whose contract is not
    /// loaded.
    pub zone: String,
    /// The moment for which targets are worked out.
    pub now: Instant,
}

/// How a target counts in figures.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetOutcome {
    /// It was met by its last moment.
    Met,
    /// It was met after its last moment.
    MetLate,
    /// It is not met, and past its last moment.
    Breached,
    /// The promise does not hold for the ticket.
    Excluded,
    /// No report has started its clock, whether or not somebody has answered: there was nothing to keep.
    NoClock,
    /// It is neither met nor breached so far, or so far as the ticket was closed.
    Running,
}

/// The outcome of one target of a ticket.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct OutcomeFacts {
    /// The place of the contract, plan and severity by which it counts: once met, those under which it was met.
    pub(super) terms: u32,
    pub(super) standing: TargetOutcome,
    /// The support seconds from its start until it was met, or none where it was not, or where the promise does not
    /// hold.
    pub(super) taken: Option<u32>,
    /// The seconds on its own clock past its deadline at which it was met, or is now; 0 where it is not breached.
    pub(super) over: u32,
}

/// The figures of one round of a ticket.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct RoundFacts {
    pub(super) ticket: TicketId,
    /// The place of the contract, plan and severity in force.
    pub(super) terms: u32,
    /// The place of the assignee's name.
    pub(super) agent: Option<u32>,
    /// The place of the organisation's name.
    #[serde(default)]
    pub(super) organisation: Option<u32>,
    /// The date of the first report, in the vendor's zone; of a later round, of the coming back.
    pub(super) date: Date,
    /// The hour of the week of that, from Monday 0:00: on the vendor's clock, and on the desk's.
    pub(super) hours: [u8; 2],
    /// The minutes of work booked on it.
    pub(super) minutes: u64,
    /// The minutes that the customer pays for.
    pub(super) billable: u64,
    /// The minutes of those that needed an approval which was not there when they were worked.
    pub(super) unapproved: u64,
    pub(super) closed: bool,
    /// The round of the ticket, from 0: of a later one its targets count, the ticket has been counted.
    #[serde(default)]
    pub(super) round: u32,
    /// The reason given at closing.
    pub(super) reason: Option<BreachReason>,
    /// The outcomes of the vendor's targets: response, work start, correction.
    pub(super) vendor: [Option<OutcomeFacts>; 3],
    /// The outcomes of the desk's internal targets of these kinds.
    pub(super) house: [Option<OutcomeFacts>; 3],
    /// The outcomes of all other targets, which few agreements have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) further: Vec<FurtherOutcome>,
}

/// The outcome of a target that has no place of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct FurtherOutcome {
    pub(super) kind: TargetKind,
    /// Whether it is an internal target of the desk's.
    pub(super) house: bool,
    pub(super) outcome: OutcomeFacts,
}

/// A contract, plan and severity, by their places among the names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub(super) struct TermPlaces {
    pub(super) contract: u32,
    pub(super) plan: u32,
    pub(super) severity: u32,
}

/// Every name once.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct NameTable {
    all: Vec<String>,
    terms: Vec<TermPlaces>,
    #[serde(skip)]
    places: HashMap<String, u32>,
    #[serde(skip)]
    term_places: HashMap<TermPlaces, u32>,
}

/// What is known of tickets, for every report.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TicketFacts {
    pub(super) names: NameTable,
    pub(super) facts: Vec<RoundFacts>,
}

impl PartialEq for NameTable {
    /// Compares the names alone: their places follow from them.
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all && self.terms == other.terms
    }
}

impl Eq for NameTable {}

impl NameTable {
    fn name(&mut self, name: &str) -> u32 {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let place = self.all.len() as u32;
        self.all.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        place
    }

    fn terms(&mut self, contract: &str, plan: &str, severity: &str) -> u32 {
        let terms = TermPlaces { contract: self.name(contract), plan: self.name(plan), severity: self.name(severity) };
        *self.term_places.entry(terms).or_insert_with(|| {
            self.terms.push(terms);
            self.terms.len() as u32 - 1
        })
    }

    /// Returns the name in that place; an empty one where there is none, as in what a broken owner sent.
    pub(super) fn get(&self, place: u32) -> &str {
        self.all.get(place as usize).map_or("", String::as_str)
    }

    /// Returns the terms in that place.
    pub(super) fn terms_at(&self, place: u32) -> TermPlaces {
        const NONE: TermPlaces = TermPlaces { contract: u32::MAX, plan: u32::MAX, severity: u32::MAX };
        self.terms.get(place as usize).copied().unwrap_or(NONE)
    }

    /// Returns the place of that name, if it is there.
    pub(super) fn place(&self, name: &str) -> Option<u32> {
        self.all.iter().position(|known| known == name).map(|place| place as u32)
    }

    /// Takes in the terms that `other` has in that place, and returns their place here.
    fn adopt(&mut self, other: &Self, place: u32) -> u32 {
        let terms = other.terms_at(place);
        self.terms(other.get(terms.contract), other.get(terms.plan), other.get(terms.severity))
    }
}

impl TicketFacts {
    /// Returns how many tickets there are.
    pub fn len(&self) -> usize {
        self.facts.iter().filter(|fact| fact.round == 0).count()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// Takes in the facts of other tickets.
    pub fn append(&mut self, part: &Self) {
        let terms: Vec<u32> = (0..part.names.terms.len()).map(|n| self.names.adopt(&part.names, n as u32)).collect();
        let of = |place: u32| terms.get(place as usize).copied().unwrap_or(u32::MAX);
        self.facts.reserve(part.facts.len());
        for fact in &part.facts {
            let mut fact = fact.clone();
            fact.terms = of(fact.terms);
            fact.agent = fact.agent.map(|agent| self.names.name(part.names.get(agent)));
            fact.organisation = fact.organisation.map(|place| self.names.name(part.names.get(place)));
            for outcome in fact.outcomes_mut() {
                outcome.terms = of(outcome.terms);
            }
            self.facts.push(fact);
        }
    }
}

/// Takes tickets and keeps what reports need to know of those that are wanted.
pub struct FactsCollector<'a> {
    wanted: &'a FactsQuery,
    filter: Filter,
    zone: Zone,
    ledger: &'a Ledger,
    facts: TicketFacts,
}

impl<'a> FactsCollector<'a> {
    /// Makes a collector that knows of no ticket yet; `ledger` knows people and organisations.
    ///
    /// # Errors
    ///
    /// If the filter cannot be read.
    pub fn new(wanted: &'a FactsQuery, ledger: &'a Ledger) -> Result<Self, FilterError> {
        let zone = Zone::named(&wanted.zone).unwrap_or(Zone::utc());
        Ok(Self { wanted, filter: Filter::parse(&wanted.filter)?, zone, ledger, facts: TicketFacts::default() })
    }

    /// Takes a ticket and its events, with its contract from `book`. A withdrawn one counts nowhere, nor does one that was merged into another.
    pub fn take(&mut self, ticket: Arc<Ticket>, events: &[Event], book: &Book) {
        let wanted = self.wanted;
        if ticket.is_left() || wanted.contract.as_ref().is_some_and(|wanted| *wanted != ticket.contract) {
            return;
        }
        let contract = book.of_ticket(&ticket);
        let zone = contract.as_ref().map_or(self.zone, |contract| contract.zone);
        let holds = |round: &Ticket| wanted.period.holds(zone.wall(began(round)).date);
        if !ticket.rounds.iter().chain([ticket.as_ref()]).any(holds) {
            return;
        }
        let row = TicketRow::new(ticket, contract, wanted.now);
        if !self.filter.holds_with(
            &row,
            events,
            Viewer { me: &wanted.me, zone: None, now: wanted.now, ledger: self.ledger },
        ) {
            return;
        }
        let earlier = row.earlier_rounds();
        for round in earlier.iter().chain([&row]).filter(|round| holds(&round.ticket)) {
            let fact = self.fact(&row, round, zone);
            self.facts.facts.push(fact);
        }
    }

    /// Returns what has been taken since the last time.
    pub fn facts(&mut self) -> TicketFacts {
        std::mem::take(&mut self.facts)
    }

    /// Makes the figures of a round of a ticket: its targets as they came out in it, and with the first round the
    /// ticket as it is now.
    fn fact(&mut self, row: &TicketRow, round: &TicketRow, zone: Zone) -> RoundFacts {
        let (ticket, contract) = (&row.ticket, row.contract.as_deref());
        let names = &mut self.facts.names;
        let reported = began(&round.ticket);
        let place = ticket.rounds.iter().position(|earlier| earlier.came_back == round.ticket.came_back);
        let place = place.unwrap_or(ticket.rounds.len());
        let severity = row.sla.as_ref().map_or(&ticket.severity, |sla| &sla.severity);
        let (paid, unapproved) = contract.map_or((0, 0), |contract| ticket.paid_minutes(contract));
        // Work is the ticket's, and counted with its first round.
        let of_ticket = |minutes: u64| if place > 0 { 0 } else { minutes };
        let mut fact = RoundFacts {
            ticket: ticket.id,
            terms: names.terms(&ticket.contract, &ticket.plan, severity),
            agent: ticket.assignee.as_deref().map(|agent| names.name(agent)),
            organisation: self.ledger.organisation_of(ticket).map(|(_, found)| names.name(found.name())),
            date: zone.wall(reported).date,
            hours: [hour_of_week(zone, reported), hour_of_week(self.zone, reported)],
            minutes: of_ticket(ticket.minutes),
            billable: of_ticket(paid),
            unapproved: of_ticket(unapproved),
            closed: round.ticket.closed.is_some(),
            round: place as u32,
            reason: round.ticket.breach_reason,
            vendor: [None; 3],
            house: [None; 3],
            further: Vec::new(),
        };
        let targets = round.sla.iter().flat_map(|sla| &sla.targets);
        for (target, contract) in targets.filter_map(|target| Some((target, contract?))) {
            let outcome = outcome(names, &round.ticket, contract, target);
            let side = if target.house { &mut fact.house } else { &mut fact.vendor };
            match place_of(target.kind) {
                Some(place) => side[place] = Some(outcome),
                None => fact.further.push(FurtherOutcome { kind: target.kind, house: target.house, outcome }),
            }
        }
        fact
    }
}

/// Returns when a round began: with the first report, or when the ticket came back.
fn began(round: &Ticket) -> Instant {
    round.round_began().unwrap_or_else(|| round.reported())
}

/// Returns the place of a target among those that have one of their own: those that most agreements promise.
pub(super) const fn place_of(kind: TargetKind) -> Option<usize> {
    match kind {
        TargetKind::Response => Some(0),
        TargetKind::WorkStart => Some(1),
        TargetKind::Correction => Some(2),
        _ => None,
    }
}

/// Returns the hours since Monday 0:00 on the clocks of that zone, as they show it.
fn hour_of_week(zone: Zone, at: Instant) -> u8 {
    let wall = zone.wall(at);
    (wall.date.weekday().index() as u32 * 24 + wall.second / 3600) as u8
}

fn outcome(names: &mut NameTable, ticket: &Ticket, contract: &Contract, target: &Target) -> OutcomeFacts {
    let standing = TargetOutcome::of(target);
    let in_force = !matches!(standing, TargetOutcome::Excluded | TargetOutcome::NoClock);
    let taken = taken(ticket, contract, target).filter(|_| in_force);
    let seconds = |time: ClockSeconds| u32::try_from(time.secs().max(0)).unwrap_or(u32::MAX);
    let is_broken = matches!(standing, TargetOutcome::MetLate | TargetOutcome::Breached);
    OutcomeFacts {
        terms: names.terms(&contract.id, &target.terms.plan, &target.terms.severity),
        standing,
        taken: taken.map(seconds),
        over: if is_broken { seconds(overrun(contract, target)) } else { 0 },
    }
}

impl TargetOutcome {
    /// Returns how that target counts. Updates of which one came too late were late, whatever the next one is.
    pub fn of(target: &Target) -> Self {
        match (target.state, target.start) {
            (TargetState::Excluded, _) => Self::Excluded,
            (TargetState::NoClock, _) | (TargetState::Met, Start::NoClock) => Self::NoClock,
            (TargetState::Met, Start::At(_) | Start::WaitsFor(_)) => Self::Met,
            (TargetState::MetLate, _) => Self::MetLate,
            (TargetState::Breached, _) => Self::Breached,
            _ if !target.missed.is_empty() => Self::MetLate,
            (TargetState::Running | TargetState::AtRisk | TargetState::Stopped | TargetState::None, _) => Self::Running,
        }
    }

    /// Returns whether the vendor's promise was broken.
    pub const fn is_broken(self) -> bool {
        matches!(self, Self::MetLate | Self::Breached)
    }
}

impl RoundFacts {
    /// Returns whether any of the vendor's promises was broken.
    pub(super) fn is_broken(&self) -> bool {
        self.outcomes(false).any(|(_, outcome)| outcome.standing.is_broken())
    }

    /// Returns the targets with their outcomes, the vendor's or the internal ones, in the order of their kinds.
    pub(super) fn outcomes(&self, house: bool) -> impl Iterator<Item = (TargetKind, &OutcomeFacts)> {
        let placed = if house { &self.house } else { &self.vendor };
        TargetKind::ALL.into_iter().filter_map(move |kind| {
            let of = |further: &&FurtherOutcome| further.kind == kind && further.house == house;
            let further = || self.further.iter().find(of).map(|further| &further.outcome);
            let outcome = place_of(kind).map_or_else(further, |place| placed[place].as_ref());
            Some((kind, outcome?))
        })
    }

    fn outcomes_mut(&mut self) -> impl Iterator<Item = &mut OutcomeFacts> {
        let further = self.further.iter_mut().map(|further| &mut further.outcome);
        self.vendor.iter_mut().chain(&mut self.house).flatten().chain(further)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::SourceFile;
    use crate::ticket::{EventData, NewTicket, new_events};
    use crate::time::parse_moment;

    /// Facts go over the socket and are put together from parts; those of every kind of target, too.
    #[test]
    fn outcomes_of_every_kind_are_kept_whole() {
        let book = Book::with_user([], [SourceFile::user("eight.toml", frist_testkit::samples::EVERY_TARGET)]);
        let contract = book.get("eight").unwrap();
        let at = |text: &str| parse_moment(text, contract.zone, Instant::FIRST).unwrap();
        let new = NewTicket {
            contract: "eight".to_owned(),
            plan: "premium".to_owned(),
            severity: "critical".to_owned(),
            channel: "phone".to_owned(),
            subject: "Shop down".to_owned(),
            reported: Some(at("2024-01-08 09:00")),
            ..NewTicket::default()
        };
        let mut events = new_events(&new, "", None, "anna", at("2024-01-08 09:00"));
        let happened = at("2024-01-08 10:30");
        events.push(Event { happened, recorded: happened, by: "anna".to_owned(), what: EventData::Responded.into() });
        let wanted = FactsQuery {
            period: Period::ALL,
            contract: None,
            filter: String::new(),
            me: "anna".to_owned(),
            zone: "Europe/Oslo".to_owned(),
            now: at("2024-01-08 11:00"),
        };
        let ledger = Ledger::default();
        let mut collector = FactsCollector::new(&wanted, &ledger).unwrap();
        collector.take(Arc::new(Ticket::fold(TicketId(1), &events).unwrap()), &events, &book);
        let facts = collector.facts();
        let outcomes = |facts: &TicketFacts| -> Vec<(TargetKind, TargetOutcome, Option<u32>, u32)> {
            let of = |(kind, of): (TargetKind, &OutcomeFacts)| (kind, of.standing, of.taken, of.over);
            facts.facts[0].outcomes(false).map(of).collect()
        };
        let expected = [
            (TargetKind::Acknowledge, TargetOutcome::MetLate, Some(5400), 1800),
            (TargetKind::Response, TargetOutcome::Met, Some(5400), 0),
            (TargetKind::WorkStart, TargetOutcome::Running, None, 0),
            (TargetKind::Update, TargetOutcome::MetLate, None, 1800),
            (TargetKind::Workaround, TargetOutcome::Running, None, 0),
            (TargetKind::Correction, TargetOutcome::Running, None, 0),
            (TargetKind::Fix, TargetOutcome::Running, None, 0),
            (TargetKind::RootCause, TargetOutcome::Running, None, 0),
        ];
        assert_eq!(outcomes(&facts), expected);
        let sent: TicketFacts = serde_json::from_str(&serde_json::to_string(&facts).unwrap()).unwrap();
        let mut together = TicketFacts::default();
        together.append(&sent);
        assert_eq!(together, facts);
        assert!(facts.facts[0].is_broken());
    }

    /// What an earlier frist made has three places for each side, and no list.
    #[test]
    fn facts_without_further_outcomes_are_read_as_they_were() {
        let old = r#"{"ticket":1,"terms":0,"agent":null,"date":"2024-01-08","hours":[9,9],"minutes":0,"billable":0,"unapproved":0,
            "closed":false,"reason":null,"vendor":[{"terms":0,"standing":"met","taken":60,"over":0},null,{"terms":0,"standing":"breached","taken":null,"over":5}],
            "house":[null,null,null]}"#;
        let read: RoundFacts = serde_json::from_str(old).unwrap();
        let kinds: Vec<TargetKind> = read.outcomes(false).map(|(kind, _)| kind).collect();
        assert_eq!(kinds, [TargetKind::Response, TargetKind::Correction]);
        assert!(read.further.is_empty() && read.is_broken());
    }
}
