//! Works reports out on a thread of their own, as reading every ticket of a year takes longer than a frame. What was read
//! is kept, so that another report, grouping, vendor or month of it is there at once.

use std::sync::Arc;

use crate::desk::{Desk, FilterOf, Problem, each_ticket, unknown_name};
use crate::domain::intake::{EarliestDeadline, IntakeDefaults, earliest_deadline};
use crate::domain::ledger::{LedgerRecordId, folded};
use crate::domain::query::{FilterError, FoundTickets, TicketSearch};
use crate::domain::report::{
    FactsQuery, Overrun, Period, Report, ReportRequest, Scorecard, Table, TicketFacts, table, worst,
};
use crate::domain::ticket::{Ticket, TicketId};
use crate::domain::time::{Instant, Month, Zone, clock_text};
use crate::domain::uptime::{formula_among, month_round, promised_rounds};
use crate::tui::feature::people::{CustomerCount, CustomerFigures};
use crate::tui::feature::reports::{FinishedReport, ScorecardParts};

/// What is to be worked out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportWork {
    /// The number that comes back with the answer.
    pub number: u64,
    /// The report or scorecard.
    pub what: WantedReport,
    /// The turn of the asker: what was read in another turn is read again.
    pub turn: u64,
    /// The text of the filter on tickets.
    pub filter: String,
    /// The name of the person who asks, for `me` in filters.
    pub me: String,
    /// The name of the screen's zone.
    pub zone: String,
    /// The moment as of which it is worked out.
    pub now: Instant,
}

/// A report or a scorecard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WantedReport {
    /// A report.
    Report(ReportRequest),
    /// A vendor's month.
    Scorecard {
        /// The id of the contract.
        contract: String,
        /// The month, in the contract's zone.
        month: Month,
    },
}

/// Works out reports, and keeps the facts that it read last.
pub(crate) struct ReportWorker {
    desk: Arc<dyn Desk>,
    known: Option<CachedFacts>,
}

/// The facts that were read last, and what was asked for then.
struct CachedFacts {
    turn: u64,
    wanted: FactsQuery,
    facts: TicketFacts,
}

impl ReportWorker {
    pub(crate) fn new(desk: Arc<dyn Desk>) -> Self {
        Self { desk, known: None }
    }

    /// Works out a report or a scorecard.
    pub(crate) fn count(&mut self, count: &ReportWork) -> Result<FinishedReport, Problem> {
        match &count.what {
            WantedReport::Report(asked) => {
                let book = self.desk.book();
                let year = year_beside(asked);
                let needed = asked.period_of_facts();
                let with_year = year.as_ref().map_or(needed, |year| needed.spanning(year.period));
                let facts = self.facts(count, needed, with_year)?;
                let year = year.map(|year| table(facts, &year, &book));
                let table = table(facts, asked, &book).filtered(&count.filter);
                let file = format!("frist-{}-{}.md", table.report, file_name(asked.period));
                Ok(FinishedReport { document: table.markdown(), table, file, year, ..FinishedReport::default() })
            }
            WantedReport::Scorecard { contract, month } => self.scorecard(count, contract, *month),
        }
    }

    /// Returns the desk that it reads.
    pub(crate) fn desk(&self) -> &dyn Desk {
        self.desk.as_ref()
    }

    /// Returns the tickets of these numbers as they are now, without those that do not exist.
    pub(crate) fn tickets(&self, ids: &[TicketId]) -> Result<Vec<Arc<Ticket>>, Problem> {
        let mut tickets = Vec::new();
        for id in ids {
            tickets.extend(self.desk.record(*id)?.map(|record| record.ticket));
        }
        Ok(tickets)
    }

    /// Looks for tickets.
    pub(crate) fn find(&self, find: &TicketSearch) -> Result<FoundTickets, Problem> {
        self.desk.find(find)
    }

    /// Counts the customers of all tickets, closed ones too.
    pub(crate) fn customers(&self) -> Result<CustomerFigures, Problem> {
        let (ledger, mut count) = (self.desk.ledger(), CustomerCount::default());
        each_ticket(self.desk.as_ref(), "", self.desk.now(), |ticket| count.count(ticket, &ledger))?;
        Ok(count.done())
    }

    /// Works out the earliest deadline that each of these letters could have.
    pub(crate) fn earliest(
        &self,
        letters: &[LedgerRecordId],
        defaults: &IntakeDefaults,
    ) -> Vec<(LedgerRecordId, Option<EarliestDeadline>)> {
        let (ledger, book) = (self.desk.ledger(), self.desk.book());
        let letter = |id: &LedgerRecordId| Some((*id, ledger.get(*id)?.fact.as_ref()?.letter()?));
        let found = letters.iter().filter_map(letter);
        found.map(|(id, letter)| (id, earliest_deadline(letter, (&ledger, &book), defaults))).collect()
    }

    /// Returns the tickets of no known person with that typed name.
    pub(crate) fn typed(&self, name: &str) -> Result<Vec<Arc<Ticket>>, Problem> {
        let (wanted, mut found) = (folded(name), Vec::new());
        each_ticket(self.desk.as_ref(), "person:none", self.desk.now(), |ticket| {
            if ticket.customer.as_deref().is_some_and(|customer| folded(customer) == wanted) {
                found.push(Arc::clone(ticket));
            }
        })?;
        Ok(found)
    }

    /// Looks up whether the names in a filter are known; returns what is wrong with the first that is not.
    pub(crate) fn unknown_name(&self, filter: &str, of: FilterOf) -> Result<Option<FilterError>, Problem> {
        unknown_name(self.desk.as_ref(), filter, of)
    }

    /// Returns the facts of that period, and of the whole of `needed`. Where they have to be read, those from the year before
    /// the period on are read with them, for a person who goes on to look at other months.
    fn facts(&mut self, count: &ReportWork, period: Period, needed: Period) -> Result<&TicketFacts, Problem> {
        let has = |known: &CachedFacts| {
            known.turn == count.turn && known.wanted.filter == count.filter && known.wanted.period.covers(needed)
        };
        // The facts from before are dropped before as many are read again.
        let known = match self.known.take().filter(has) {
            Some(known) => known,
            None => self.read(count, around(period).spanning(needed))?,
        };
        Ok(&self.known.insert(known).facts)
    }

    fn read(&self, count: &ReportWork, period: Period) -> Result<CachedFacts, Problem> {
        let (filter, me, zone, now) = (count.filter.clone(), count.me.clone(), count.zone.clone(), count.now);
        let wanted = FactsQuery { period, contract: None, filter, me, zone, now };
        let facts = self.desk.facts(&wanted)?;
        Ok(CachedFacts { turn: count.turn, wanted, facts })
    }

    fn scorecard(&mut self, count: &ReportWork, contract: &str, month: Month) -> Result<FinishedReport, Problem> {
        let (desk, now, period) = (Arc::clone(&self.desk), count.now, Period::month(month));
        let (book, ledger) = (desk.book(), desk.ledger());
        let Some(Ok(round)) = month_round(&book, &ledger, contract, month, now) else {
            return Ok(FinishedReport::default());
        };
        let Ok(promised) = promised_rounds(&book, &ledger, contract, month, now) else {
            return Ok(FinishedReport::default());
        };
        let facts = self.facts(count, Scorecard::period_of_facts(month), Scorecard::period_of_facts(month))?;
        let mut overruns = Vec::new();
        for which in worst(facts, contract, period) {
            let ticket = desk.record(which.ticket)?.map(|record| record.ticket);
            overruns.extend(ticket.and_then(|ticket| Overrun::of(&ticket, which, &book, now)));
        }
        let card = Scorecard::new(&round, &promised, facts, &book, overruns);
        Ok(FinishedReport {
            table: Table { title: card.title(), ..card.attainment.clone() },
            document: card.markdown(),
            file: format!("frist-scorecard-{contract}-{month}.md"),
            year: None,
            card: Some(card_for_screen(&card)),
        })
    }
}

fn card_for_screen(card: &Scorecard<'_>) -> ScorecardParts {
    let uptime = &card.round.uptime;
    ScorecardParts {
        contract: card.round.contract.id.clone(),
        month: uptime.month,
        figures: card.figures(),
        overruns: card.overruns.iter().map(|overrun| (overrun.ticket, overrun_line(overrun, uptime.zone))).collect(),
        promises: card.promises.clone(),
        times: card.times.clone(),
        reasons: card.reasons.clone(),
        formula: formula_among(card.promised),
        account: card.account(),
        as_of: card.as_of(),
    }
}

/// Returns the line of an overrun, as in `response overdue by 2h30 of support time, due Mon 15 Jan 2024 11:41 (the
/// vendor's): Shop down`.
fn overrun_line(overrun: &Overrun, zone: Zone) -> String {
    let due = overrun.due.map_or_else(String::new, |due| format!(", due {}", clock_text(zone, due)));
    let reason = overrun.reason_in_words();
    let reason = if reason.is_empty() { String::new() } else { format!(" ({reason})") };
    let (target, over) = (overrun.target.words(), overrun.over_in_words());
    format!("{target} overdue by {over}{due}{reason}: {}", overrun.subject)
}

/// Returns the trend that stands beside a report, of the year to the end of its period; none beside a trend.
fn year_beside(asked: &ReportRequest) -> Option<ReportRequest> {
    let period = asked.period.year_to_its_end();
    let year = ReportRequest { report: Report::Trend, by: Vec::new(), period, ..asked.clone() };
    (asked.report != Report::Trend).then_some(year)
}

/// Returns the period from the beginning of the year before on; without a beginning where the period has none.
fn around(period: Period) -> Period {
    let first = period.from.map(|from| Period::year(Month::of(from).plus(-12)).from);
    Period { from: first.flatten(), to: None }
}

/// Returns a period as a part of a file's name.
fn file_name(period: Period) -> String {
    let words = period.words();
    match (period.from, period.to) {
        (Some(from), Some(to)) if Month::of(from) == Month::of(to) => Month::of(from).to_string(),
        _ => words.replace(' ', "-"),
    }
}
