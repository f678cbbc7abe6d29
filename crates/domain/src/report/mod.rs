//! Reports on the tickets of a period in figures, with the tickets behind each of them.
//!
//! A [`FactsCollector`] takes tickets one at a time and keeps their [`TicketFacts`]: ids and numbers. From facts [`table`] makes any
//! report, grouped as it is asked for. How figures are to be read:
//!
//! * A ticket belongs, with all its targets, to the date on which it was first reported, in its vendor's zone; see `period`.
//!   Tickets that are open count as they stand at the moment that the facts are of. Withdrawn ones count nowhere.
//! * What the desk asks of itself ([`Report::House`]) never mixes with what a vendor promises.
//! * A target that is met counts under the plan and severity under which it was met; else, and where a figure is about the
//!   ticket as a whole, those in force count.
//! * Percents are cut, never rounded up. The median and the 90th percentile are nearest ranks; see `times`.

mod attainment;
mod billable;
mod facts;
mod group;
mod heat;
mod period;
mod promises;
mod reasons;
mod scorecard;
mod table;
mod times;
mod trend;

use serde::{Deserialize, Serialize};

use crate::contract::{Book, TargetKind};
use crate::time::Instant;

pub use facts::{FactsCollector, FactsQuery, TargetOutcome, TicketFacts};
pub use group::GroupBy;
pub use period::Period;
pub use promises::{ManyStanding, ManyTargets};
pub use scorecard::{CardFigure, FigureSubject, Overrun, Scorecard, WORST, worst};
pub use table::{Cell, Column, Table, Value};

use facts::{NameTable, RoundFacts};
use group::{GroupKey, GroupNames, Groups, MOST, vendor_name};

/// The kind of a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Report {
    /// How vendors kept their promises.
    #[default]
    Attainment,
    /// How the desk kept its internal targets.
    House,
    /// How long it took until targets were met; updates, which are many, have no such time.
    Times,
    /// The reasons why promises were broken.
    Reasons,
    /// The work that was booked, and who pays for it.
    Billable,
    /// The figures month by month.
    Trend,
    /// The tickets by weekday and hour of their report.
    Heat,
    /// How promises about many targets at once stand.
    Promises,
}

/// A report that is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReportRequest {
    /// The kind of the report.
    pub report: Report,
    /// What its figures are grouped by, the first three; empty where it takes no groups.
    pub by: Vec<GroupBy>,
    /// The period of the tickets.
    pub period: Period,
    /// The id of the only contract, if one is asked for.
    pub contract: Option<String>,
    /// Whether the heat map is on the desk's clock instead of each vendor's own.
    pub desk_clock: bool,
    /// The moment as of which it is: what has not ended by then may still come out otherwise.
    pub now: Instant,
}

impl ReportRequest {
    /// Returns the period whose tickets it needs, which may be longer than the one that it is about.
    pub fn period_of_facts(&self) -> Period {
        if self.report == Report::Promises { promises::years_around(self.period) } else { self.period }
    }
}

impl Report {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Attainment,
        Self::House,
        Self::Times,
        Self::Reasons,
        Self::Billable,
        Self::Trend,
        Self::Heat,
        Self::Promises,
    ];

    /// Returns its name on the command line.
    pub const fn command(self) -> &'static str {
        match self {
            Self::House => "internal",
            other => other.key(),
        }
    }

    /// Returns the word for it in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Attainment => "attainment",
            Self::House => "house",
            Self::Times => "times",
            Self::Reasons => "reasons",
            Self::Billable => "billable",
            Self::Trend => "trend",
            Self::Heat => "heat",
            Self::Promises => "promises",
        }
    }

    /// Returns the report's name, as the beginning of a title.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Attainment => "Attainment",
            Self::House => "Internal targets",
            Self::Times => "Times",
            Self::Reasons => "Breach reasons",
            Self::Billable => "Billable time",
            Self::Trend => "Trend",
            Self::Heat => "Tickets by weekday and hour",
            Self::Promises => "Promises about many tickets",
        }
    }

    /// Returns what the report's figures can be grouped by; empty for reports that have a form of their own.
    pub const fn groups(self) -> &'static [GroupBy] {
        match self {
            Self::Attainment | Self::House | Self::Times => &GroupBy::ALL,
            Self::Reasons | Self::Billable => &[
                GroupBy::Vendor,
                GroupBy::Plan,
                GroupBy::Severity,
                GroupBy::Agent,
                GroupBy::Organisation,
                GroupBy::Month,
            ],
            Self::Trend | Self::Heat | Self::Promises => &[],
        }
    }
}

/// Makes a report. Names of vendors, plans and severities are those of `book`.
pub fn table(facts: &TicketFacts, asked: &ReportRequest, book: &Book) -> Table {
    let by: Vec<GroupBy> =
        asked.by.iter().copied().filter(|by| asked.report.groups().contains(by)).take(MOST).collect();
    let scope = ReportScope { asked, by, facts, naming: GroupNames { names: &facts.names, book } };
    let mut table = match asked.report {
        Report::Attainment | Report::House => attainment::table(&scope),
        Report::Times => times::table(&scope),
        Report::Reasons => reasons::table(&scope),
        Report::Billable => billable::table(&scope),
        Report::Trend => trend::table(&scope),
        Report::Heat => heat::table(&scope),
        Report::Promises => promises::table(&scope),
    };
    table.report = asked.report.key();
    table.title = scope.title();
    table.notes.push(
        "A ticket belongs to the date of its first report, in its vendor's zone; once it came back, its new round belongs to the \
         date of that."
            .to_owned(),
    );
    table
}

/// What a report is made from.
struct ReportScope<'a> {
    asked: &'a ReportRequest,
    by: Vec<GroupBy>,
    facts: &'a TicketFacts,
    naming: GroupNames<'a>,
}

impl ReportScope<'_> {
    /// Returns the tickets of the period and the contract.
    fn tickets(&self) -> impl Iterator<Item = &RoundFacts> {
        let names = self.names();
        // A contract that no ticket has names none.
        let wanted = self.asked.contract.as_ref().map(|id| names.place(id).unwrap_or(u32::MAX));
        let ours =
            move |fact: &&RoundFacts| wanted.is_none_or(|contract| names.terms_at(fact.terms).contract == contract);
        self.facts.facts.iter().filter(|fact| self.asked.period.holds(fact.date)).filter(ours)
    }

    fn names(&self) -> &NameTable {
        self.naming.names
    }

    /// Returns the group of something about a ticket as a whole.
    fn group(&self, fact: &RoundFacts) -> GroupKey {
        group::key(&self.by, fact, fact.terms, None, self.names())
    }

    /// Returns the group of one of the ticket's targets.
    fn target_group(&self, fact: &RoundFacts, terms: u32, kind: TargetKind) -> GroupKey {
        group::key(&self.by, fact, terms, Some(kind), self.names())
    }

    /// Makes a table with a row for each group, whose figures are `columns`; behind them the total, where `sum` says
    /// how.
    fn grouped<T: Default>(
        &self,
        groups: Groups<T>,
        columns: Vec<Column>,
        cells: impl Fn(&T) -> Vec<Cell>,
        sum: Option<fn(&mut T, T)>,
    ) -> Table {
        let groups = groups.in_order(&self.naming);
        let mut table = Table { columns: group::columns(&self.by), ..Table::default() };
        let first_figure = table.columns.len();
        table.columns.extend(columns);
        let row = |(key, group): &(GroupKey, T)| self.naming.cells(key).into_iter().chain(cells(group)).collect();
        table.rows = groups.iter().map(row).collect();
        if let Some(sum) = sum.filter(|_| groups.len() > 1 && first_figure > 0) {
            let mut whole = T::default();
            for (_, group) in groups {
                sum(&mut whole, group);
            }
            let mut names = vec![Cell::no_name("all")];
            names.resize(first_figure, Cell::no_name(""));
            table.total = Some(names.into_iter().chain(cells(&whole)).collect());
        }
        table
    }

    /// Returns `Attainment by vendor, March 2024`.
    fn title(&self) -> String {
        let by: Vec<&str> = self.by.iter().map(|by| by.key()).collect();
        let by = if by.is_empty() { String::new() } else { format!(" by {}", by.join(" and ")) };
        let of = self.asked.contract.as_ref().map(|id| format!(" of {}", vendor_name(self.naming.book, id)));
        let (words, period) = (self.asked.report.words(), self.asked.period.words());
        format!("{words}{}{by}, {period}", of.unwrap_or_default())
    }
}
