//! Works out the uptime that concerned an organisation.

use super::round::{MonthRound, UptimeParty, promised_round, promises_in};
use crate::contract::{Book, UptimePer};
use crate::ledger::{Ledger, Organisation, Party as _};
use crate::time::{Instant, Month, OutOfRange, Zone};

/// Returns this period's round of each promise of uptime that is made to each customer and concerns that organisation: an
/// outage hits it where it names one of its names, or nobody. `zone` is that of the month where no file has the contract.
///
/// # Errors
///
/// If a period is out of range.
pub fn rounds_of_organisation<'a>(
    book: &Book,
    ledger: &'a Ledger,
    of: &Organisation,
    zone: Zone,
    now: Instant,
) -> Result<Vec<MonthRound<'a>>, OutOfRange> {
    let Some(contract) = of.contract.as_deref() else { return Ok(Vec::new()) };
    let month = Month::at(book.get(contract).map_or(zone, |contract| contract.zone), now);
    let outages = ledger.outages(Some(contract));
    let named =
        |name: &&String| outages.iter().any(|(_, outage)| !outage.affects.is_empty() && outage.hits(Some(name)));
    let name = of.names.iter().find(named).map_or(of.name(), String::as_str);
    let queries = promises_in(book, contract, month);
    let own = |plan: Option<&str>| plan == of.plan.as_deref();
    let has_own = queries.iter().any(|query| query.plan.is_some() && own(query.plan.as_deref()));
    let asked =
        queries.into_iter().filter(|query| if has_own { own(query.plan.as_deref()) } else { query.plan.is_none() });
    let mut rounds = Vec::new();
    for query in asked {
        let query = query.for_party(UptimeParty::One(name.to_owned()));
        rounds.extend(promised_round(book, ledger, &query, month, now).transpose()?);
    }
    rounds.retain(|round| round.uptime.promise.as_ref().is_some_and(|promise| promise.per == UptimePer::Customer));
    Ok(rounds)
}
