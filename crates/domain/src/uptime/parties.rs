//! Works out the month of each customer, where a promise is each customer's own (Markant, `MooCommerce`: a shop's): an
//! outage names whom it hit, and one that names nobody hit all.

use crate::contract::UptimePer;
use crate::ledger::same_party;

use super::account::{MonthUptime, period_uptime};
use super::round::{MonthRound, UptimeParty};

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
        if self.party != UptimeParty::All {
            return Vec::new();
        }
        let names = self.names().into_iter().map(|name| UptimeParty::One(name.to_owned()));
        let mut parties: Vec<UptimeParty> = names.collect();
        if !parties.is_empty() {
            parties.push(UptimeParty::Others);
        }
        parties.iter().filter_map(|party| self.month_of(party)).collect()
    }

    /// Returns whom the month's outages name, each once, by name.
    fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.entries.outages.iter().flat_map(|(_, outage)| &outage.affects) {
            if !names.iter().any(|known| same_party(known, name)) {
                names.push(name.trim());
            }
        }
        names.sort_by_cached_key(|name| name.to_lowercase());
        names
    }

    fn month_of(&self, party: &UptimeParty) -> Option<PartyMonth> {
        let outages: Vec<_> = self.outages.iter().filter(|(_, outage)| party.is_hit_by(outage)).copied().collect();
        let (period, maintenance, now) = (self.uptime.period, &self.entries.maintenance, self.uptime.now);
        // The period was worked out for all, so it is within the clock's years.
        let uptime = period_uptime(&self.contract, self.plan.as_deref(), period, &outages, maintenance, now).ok()?;
        Some(PartyMonth { name: party.name().map(str::to_owned), uptime })
    }
}
