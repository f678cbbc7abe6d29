//! Works out the month of each customer, where a promise is each customer's own (Markant, `MooCommerce`: a shop's): an
//! outage names whom it hit, and one that names nobody hit all.

use crate::contract::{Contract, UptimePer};
use crate::ledger::{LedgerRecordId, Outage, same_party};
use crate::time::{CalendarPeriod, Instant, OutOfRange};

use super::account::{MonthUptime, period_breaks_at, period_uptime};
use super::round::{MonthRound, UptimeParty, UptimeRecords};

/// The period of one customer.
#[derive(Clone, PartialEq, Debug)]
pub struct PartyMonth {
    /// The customer's name, as an outage of the month names it first, or none for all whom no outage of the month
    /// names.
    pub name: Option<String>,
    /// The customer's account: outages that hit others only are left out.
    pub uptime: MonthUptime,
}

impl PartyMonth {
    /// Returns whose period it is.
    pub fn party(&self) -> UptimeParty {
        self.name.clone().map_or(UptimeParty::Others, UptimeParty::One)
    }
}

impl MonthRound<'_> {
    /// Returns the period of each customer whom an outage of it names, by name, and then of all others. Empty where the
    /// promise is not each customer's own, where no outage names anybody, and where the round is of one customer
    /// already.
    pub fn parties(&self) -> Vec<PartyMonth> {
        let is_each = self.uptime.promise.as_ref().is_some_and(|promise| promise.per == UptimePer::Customer);
        if is_each { self.each_named() } else { Vec::new() }
    }

    /// Returns the period of each service whom an outage of it names, and of all others, where the promise is the service's. The
    /// figure of all outages together decides there; these tell what each had.
    pub fn services(&self) -> Vec<PartyMonth> {
        let is_whole = self.uptime.promise.as_ref().is_some_and(|promise| promise.per == UptimePer::Service);
        if is_whole { self.each_named() } else { Vec::new() }
    }

    fn each_named(&self) -> Vec<PartyMonth> {
        if self.party == UptimeParty::All { self.made_from().each_named() } else { Vec::new() }
    }

    fn made_from(&self) -> MonthOfAll<'_> {
        MonthOfAll {
            contract: &self.contract,
            plan: self.plan.as_deref(),
            period: self.uptime.period,
            entries: &self.entries,
            outages: &self.outages,
            now: self.uptime.now,
        }
    }
}

/// What the period of all customers together was made from.
pub(super) struct MonthOfAll<'a> {
    pub(super) contract: &'a Contract,
    pub(super) plan: Option<&'a str>,
    pub(super) period: CalendarPeriod,
    /// The records that touch the period.
    pub(super) entries: &'a UptimeRecords<'a>,
    /// The outages of any period.
    pub(super) outages: &'a [(LedgerRecordId, &'a Outage)],
    pub(super) now: Instant,
}

impl MonthOfAll<'_> {
    /// Returns the period of all together, judged by each customer's where the promise is theirs and it is `of_all`.
    pub(super) fn uptime(&self, of_all: bool) -> Result<MonthUptime, OutOfRange> {
        let maintenance = &self.entries.maintenance;
        let uptime = period_uptime(self.contract, self.plan, self.period, self.outages, maintenance, self.now)?;
        Ok(MonthUptime { worst: self.worst().filter(|_| of_all), ..uptime })
    }

    /// Returns the period of the customer who is worst off, or none where the promise is not each customer's own, or no outage
    /// of the period names anybody.
    fn worst(&self) -> Option<Box<PartyMonth>> {
        let rules = self.contract.uptime_of(self.plan)?;
        if rules.per != UptimePer::Customer || rules.period != self.period.length() {
            return None;
        }
        self.each_named().into_iter().min_by_key(|party| (party.uptime.holds(), party.uptime.left())).map(Box::new)
    }

    /// Returns when the promise breaks if what runs goes on: to the first customer where that period is judged by each one's. None
    /// where it is broken already.
    pub(super) fn breaks_at(&self, uptime: &MonthUptime) -> Option<Instant> {
        let breaks_at = |outages: &[(LedgerRecordId, &Outage)]| {
            let maintenance = &self.entries.maintenance;
            period_breaks_at(self.contract, self.plan, self.period, outages, maintenance, self.now)
        };
        if uptime.worst.is_none() {
            return breaks_at(self.outages);
        }
        let each = self.parties().into_iter().filter(|_| uptime.holds() == Some(true));
        each.filter_map(|party| breaks_at(&self.outages_of(&party))).min()
    }

    fn each_named(&self) -> Vec<PartyMonth> {
        self.parties().iter().filter_map(|party| self.month_of(party)).collect()
    }

    /// Returns the customers whom an outage of the period names, by name, and then all others; nobody where none is named.
    fn parties(&self) -> Vec<UptimeParty> {
        let names = self.names().into_iter().map(|name| UptimeParty::One(name.to_owned()));
        let mut parties: Vec<UptimeParty> = names.collect();
        if !parties.is_empty() {
            parties.push(UptimeParty::Others);
        }
        parties
    }

    /// Returns whom the period's outages name, each once, by name.
    fn names(&self) -> Vec<&str> {
        names_in(self.entries.outages.iter().map(|(_, outage)| *outage))
    }

    fn outages_of(&self, party: &UptimeParty) -> Vec<(LedgerRecordId, &Outage)> {
        self.outages.iter().filter(|(_, outage)| party.is_hit_by(outage)).copied().collect()
    }

    fn month_of(&self, party: &UptimeParty) -> Option<PartyMonth> {
        let (outages, maintenance) = (self.outages_of(party), &self.entries.maintenance);
        // The period was worked out for all, so it is within the clock's years.
        let uptime = period_uptime(self.contract, self.plan, self.period, &outages, maintenance, self.now).ok()?;
        Some(PartyMonth { name: party.name().map(str::to_owned), uptime })
    }
}

/// Returns whom these outages name, each once, by name.
pub fn names_in<'a>(outages: impl Iterator<Item = &'a Outage>) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for name in outages.flat_map(|outage| &outage.affects) {
        if !names.iter().any(|known| same_party(known, name)) {
            names.push(name.trim());
        }
    }
    names.sort_by_cached_key(|name| name.to_lowercase());
    names
}
