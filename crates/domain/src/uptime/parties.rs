//! Works out the month of each customer, where a promise is each customer's own (Markant, `MooCommerce`: a shop's): an
//! outage names whom it hit, and one that names nobody hit all.

use crate::contract::UptimePer;
use crate::ledger::same_party;

use super::account::{MonthUptime, month_uptime};
use super::round::MonthRound;

/// The month of one customer.
#[derive(Clone, PartialEq, Debug)]
pub struct PartyMonth {
    /// The customer's name, as an outage of the month names it first, or none for all whom no outage of the month
    /// names.
    pub name: Option<String>,
    /// The customer's account: outages that hit others only are left out.
    pub uptime: MonthUptime,
}

impl MonthRound<'_> {
    /// Returns the month of each customer whom an outage of it names, by name, and then of all others. Empty where the
    /// promise is not each customer's own, where no outage names anybody, and where the round is of one customer
    /// already.
    pub fn parties(&self) -> Vec<PartyMonth> {
        let is_each = self.uptime.promise.as_ref().is_some_and(|promise| promise.per == UptimePer::Customer);
        if !is_each || self.of.is_some() {
            return Vec::new();
        }
        let names = self.names();
        let others = (!names.is_empty()).then_some(None);
        names.into_iter().map(Some).chain(others).filter_map(|name| self.party(name)).collect()
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

    fn party(&self, name: Option<&str>) -> Option<PartyMonth> {
        let hit = |affects: &[String]| affects.is_empty() || affects.iter().any(|other| is_named(other, name));
        let outages: Vec<_> = self.outages.iter().filter(|(_, outage)| hit(&outage.affects)).copied().collect();
        let (month, maintenance, now) = (self.uptime.month, &self.entries.maintenance, self.uptime.now);
        // The month was worked out for all, so it is within the clock's years.
        let uptime = month_uptime(&self.contract, month, &outages, maintenance, now).ok()?;
        Some(PartyMonth { name: name.map(str::to_owned), uptime })
    }
}

fn is_named(other: &str, name: Option<&str>) -> bool {
    name.is_some_and(|name| same_party(other, name))
}
