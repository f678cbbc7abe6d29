//! Holds the reports page: which report of what it shows, which cell is selected, and what was worked out last. The figures
//! are worked out elsewhere; until they arrive, the former ones stay.

mod card;

use crate::domain::report::{GroupBy, Period, Report, ReportRequest, Table};
use crate::domain::time::{Instant, Month};

pub use card::{FigureLink, ScorecardParts, SelectableRow};

/// The length of a period.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PeriodLength {
    /// A month.
    #[default]
    Month,
    /// A quarter of a year.
    Quarter,
    /// A year.
    Year,
    /// All time.
    All,
}

/// What the page shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ShownReport {
    /// A report.
    Report(Report),
    /// A vendor's month on one page.
    Scorecard,
}

/// A report or scorecard that was worked out.
#[derive(Clone, Debug, Default)]
pub struct FinishedReport {
    /// The figures.
    pub table: Table,
    /// The trend of the twelve months to the end of its period, for charts beside it; none where it is the trend itself, or a
    /// scorecard.
    pub year: Option<Table>,
    /// The parts around the table of a scorecard; none for a report.
    pub card: Option<ScorecardParts>,
    /// The whole as a document in Markdown.
    pub document: String,
    /// The name of the file that it can be written to.
    pub file: String,
}

/// The state of the page.
pub struct ReportsView {
    /// The report or scorecard that is shown.
    pub shown: ShownReport,
    /// The place among the groupings.
    by: usize,
    /// Whether the heat map is in the desk's zone.
    pub desk_clock: bool,
    /// The length of the period.
    pub length: PeriodLength,
    /// A month of the period.
    pub month: Month,
    /// The only contract that it is about; none for all.
    pub contract: Option<String>,
    /// The contract whose scorecard is shown, where the reports are of all contracts.
    card: Option<String>,
    /// The text of the filter, as it was typed.
    pub filter: String,
    /// Whether the table has the arrow keys, and not the period.
    pub in_table: bool,
    /// The selected row.
    pub row: usize,
    /// The selected column among all columns.
    pub column: usize,
    /// What was worked out last; none at first.
    pub made: Option<FinishedReport>,
    /// The reason why nothing could be worked out.
    pub wrong: Option<String>,
    /// The number of what is being worked out, and since when.
    pub asked: Option<(u64, Instant)>,
    /// The turn, counted up whenever tickets may have changed since they were read.
    pub turn: u64,
    /// The moment when the figures were worked out, in which turn, and how many seconds that took.
    last: Option<(Instant, u64, i64)>,
}

impl PeriodLength {
    /// Returns the next length, in a circle.
    pub const fn next(self) -> Self {
        match self {
            Self::Month => Self::Quarter,
            Self::Quarter => Self::Year,
            Self::Year => Self::All,
            Self::All => Self::Month,
        }
    }

    /// Returns the length in a word.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::All => "all time",
        }
    }

    const fn months(self) -> i32 {
        match self {
            Self::Month | Self::All => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

impl ShownReport {
    /// The reports and the scorecard, in the order of the tabs.
    pub const ALL: [Self; 9] = [
        Self::Report(Report::Attainment),
        Self::Report(Report::House),
        Self::Report(Report::Times),
        Self::Report(Report::Reasons),
        Self::Report(Report::Billable),
        Self::Report(Report::Trend),
        Self::Report(Report::Heat),
        Self::Report(Report::Promises),
        Self::Scorecard,
    ];

    /// Returns the short word for its tab.
    pub const fn tab(self) -> &'static str {
        match self {
            Self::Report(Report::Heat) => "heat map",
            Self::Report(report) => report.command(),
            Self::Scorecard => "scorecard",
        }
    }
}

impl ReportsView {
    /// Creates a page that shows the attainment of that month.
    pub fn new(month: Month) -> Self {
        Self {
            shown: ShownReport::ALL[0],
            by: 0,
            desk_clock: false,
            length: PeriodLength::default(),
            month,
            contract: None,
            card: None,
            filter: String::new(),
            in_table: false,
            row: 0,
            column: 0,
            made: None,
            wrong: None,
            asked: None,
            turn: 0,
            last: None,
        }
    }

    /// Shows the next report, or the one before, in a circle.
    pub fn turn_report(&mut self, forward: bool) {
        let all = ShownReport::ALL;
        let place = all.iter().position(|shown| *shown == self.shown).unwrap_or(0);
        self.shown = all[(place + if forward { 1 } else { all.len() - 1 }) % all.len()];
        (self.by, self.row, self.column, self.in_table) = (0, 0, 0, false);
        self.made = None;
    }

    /// Returns the groupings of the figures: each group alone, and vendor and severity each with the target.
    fn groupings(&self) -> Vec<Vec<GroupBy>> {
        let ShownReport::Report(report) = self.shown else { return Vec::new() };
        let groups = report.groups();
        let mut all: Vec<Vec<GroupBy>> = groups.iter().map(|by| vec![*by]).collect();
        if groups.contains(&GroupBy::Target) && report != Report::Times {
            all.extend([GroupBy::Vendor, GroupBy::Severity].map(|by| vec![by, GroupBy::Target]));
        }
        all
    }

    /// Returns the present grouping.
    pub fn by(&self) -> Vec<GroupBy> {
        self.groupings().get(self.by).cloned().unwrap_or_default()
    }

    /// Takes the next grouping; the heat map goes to the other clock. Returns whether there is another one.
    pub fn turn_groups(&mut self) -> bool {
        if self.shown == ShownReport::Report(Report::Heat) {
            self.desk_clock = !self.desk_clock;
            return true;
        }
        let groupings = self.groupings().len();
        self.by = (self.by + 1) % groupings.max(1);
        (self.row, self.column) = (0, 0);
        groupings > 1
    }

    /// Goes to the next of these contracts, behind the last to all of them; a scorecard is always of one.
    pub fn turn_vendor(&mut self, contracts: &[String]) {
        let is_card = self.shown == ShownReport::Scorecard;
        let present = if is_card { self.card_of(contracts) } else { self.contract.clone() };
        let place = present.and_then(|id| contracts.iter().position(|contract| *contract == id));
        let next = contracts.get(place.map_or(0, |place| place + 1)).cloned();
        if is_card {
            (self.card, self.contract) = (next.or_else(|| contracts.first().cloned()), None);
        } else {
            self.contract = next;
        }
        (self.row, self.column) = (0, 0);
    }

    /// Returns whose scorecard is shown: that of the contract that reports are of, else one of these, the first to begin
    /// with.
    pub fn card_of(&self, contracts: &[String]) -> Option<String> {
        self.contract.as_ref().or(self.card.as_ref()).or(contracts.first()).cloned()
    }

    /// Goes that many periods on, back if negative. Returns whether there are periods.
    pub fn go_by(&mut self, periods: i32) -> bool {
        self.month = self.month.plus(periods * self.months());
        self.length != PeriodLength::All || self.shown == ShownReport::Scorecard
    }

    fn months(&self) -> i32 {
        if self.shown == ShownReport::Scorecard { 1 } else { self.length.months() }
    }

    /// Returns the period that is shown: a scorecard's is a month, and a trend of less than a year goes back to a year
    /// before its end.
    pub fn period(&self) -> Period {
        match self.shown {
            ShownReport::Scorecard => Period::month(self.month),
            ShownReport::Report(Report::Trend) => self.of_length().year_to_its_end(),
            ShownReport::Report(_) => self.of_length(),
        }
    }

    fn of_length(&self) -> Period {
        match self.length {
            PeriodLength::Month => Period::month(self.month),
            PeriodLength::Quarter => Period::quarter(self.month),
            PeriodLength::Year => Period::year(self.month),
            PeriodLength::All => Period::ALL,
        }
    }

    /// Returns whether the period begins only after that month: then nothing has been reported in it.
    pub fn is_to_come(&self, present: Month) -> bool {
        let period = if self.shown == ShownReport::Scorecard { Period::month(self.month) } else { self.of_length() };
        period.from.is_some_and(|from| from >= present.plus(1).first())
    }

    /// Returns the filter of what is shown; none for a scorecard, which is of all of the vendor's tickets.
    pub fn filter_shown(&self) -> Option<&str> {
        Some(self.filter.as_str()).filter(|filter| self.shown != ShownReport::Scorecard && !filter.is_empty())
    }

    /// Returns the report that is to be worked out as of `now`; none for a scorecard.
    pub fn asks(&self, now: Instant) -> Option<ReportRequest> {
        let ShownReport::Report(report) = self.shown else { return None };
        let (by, period, contract) = (self.by(), self.period(), self.contract.clone());
        Some(ReportRequest { report, by, period, contract, desk_clock: self.desk_clock, now })
    }

    /// Takes in what was worked out, if it is what was asked for last.
    pub fn take(&mut self, number: u64, made: Result<FinishedReport, String>, now: Instant) {
        let Some((_, since)) = self.asked.filter(|(asked, _)| *asked == number) else { return };
        (self.asked, self.last) = (None, Some((now, self.turn, now.since(since))));
        match made {
            Ok(made) => (self.made, self.wrong) = (Some(made), None),
            Err(wrong) => (self.made, self.wrong) = (None, Some(wrong)),
        }
        self.select(0, 0);
    }

    /// Returns whether the figures are to be worked out again: tickets have changed, or a minute has passed. What takes
    /// long is not done again and again.
    pub fn has_aged(&self, now: Instant) -> bool {
        let Some((made, turn, took)) = self.last.filter(|_| self.asked.is_none()) else { return false };
        let age = now.since(made);
        age >= 20 * took && (age >= 60 || (turn != self.turn && age >= 1))
    }

    /// Returns the rows that can be selected.
    pub fn rows(&self) -> Vec<SelectableRow<'_>> {
        self.made.as_ref().map_or_else(Vec::new, FinishedReport::rows)
    }

    /// Returns the columns of the selected row that have figures.
    pub fn figures(&self) -> Vec<usize> {
        let Some(SelectableRow::Cells(table, _)) = self.rows().get(self.row).copied() else { return Vec::new() };
        table.columns.iter().enumerate().filter(|(_, column)| column.figures).map(|(place, _)| place).collect()
    }

    /// Goes down by `down` rows and to the right by `right` figures, as far as there are any.
    pub fn select(&mut self, down: isize, right: isize) {
        self.row = self.row.saturating_add_signed(down).min(self.rows().len().saturating_sub(1));
        let figures = self.figures();
        let place = figures.iter().position(|column| *column >= self.column).unwrap_or(figures.len().saturating_sub(1));
        let place = place.saturating_add_signed(right).min(figures.len().saturating_sub(1));
        // Rows without columns are passed through: the column is there again behind them.
        self.column = figures.get(place).copied().unwrap_or(self.column);
    }

    /// Returns where the selected figure leads.
    pub fn leads(&self) -> Option<FigureLink> {
        self.made.as_ref()?.leads(self.row, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::{Cell, Column};
    use crate::domain::ticket::TicketId;

    fn view() -> ReportsView {
        ReportsView::new(Month::parse("2024-02").unwrap())
    }

    #[test]
    fn a_trend_has_a_year_and_a_scorecard_a_month() {
        let mut view = view();
        assert_eq!(view.period().words(), "February 2024");
        view.shown = ShownReport::Report(Report::Trend);
        assert_eq!(view.period().words(), "2023-03-01 to 2024-02-29");
        (view.shown, view.length) = (ShownReport::Scorecard, PeriodLength::All);
        assert_eq!(view.period().words(), "February 2024");
        assert!(view.go_by(-2));
        assert_eq!(view.period().words(), "December 2023");
    }

    #[test]
    fn names_are_stepped_over_and_the_ends_hold() {
        let mut view = view();
        let cell = |n| Cell::count(n, vec![TicketId(n as u64)]);
        let row = |n| vec![Cell::name("Markant", "markant"), cell(n), cell(n + 1)];
        let columns = vec![Column::names("a", "VENDOR"), Column::figures("b", "MET"), Column::figures("c", "LATE")];
        let table = Table { columns, rows: vec![row(1), row(3)], ..Table::default() };
        view.asked = Some((7, Instant::FIRST));
        view.take(6, Ok(FinishedReport::default()), Instant::FIRST);
        assert!(view.rows().is_empty(), "that was not asked for last");
        view.take(7, Ok(FinishedReport { table, ..FinishedReport::default() }), Instant::FIRST);
        assert_eq!(view.leads(), Some(FigureLink::Tickets("Markant, met".to_owned(), vec![TicketId(1)])));
        view.select(5, 5);
        assert_eq!(view.leads(), Some(FigureLink::Tickets("Markant, late".to_owned(), vec![TicketId(4)])));
        view.select(isize::MIN + 1, -1);
        assert_eq!(view.leads(), Some(FigureLink::Tickets("Markant, met".to_owned(), vec![TicketId(1)])));
    }

    #[test]
    fn what_took_long_is_not_done_again_at_once() {
        let at = |seconds| Instant::FIRST.plus(seconds);
        for (took, changed, age, aged) in
            [(0, false, 59, false), (0, false, 60, true), (0, true, 0, false), (0, true, 1, true), (3, true, 59, false)]
        {
            let mut view = view();
            view.asked = Some((1, at(0)));
            view.take(1, Ok(FinishedReport::default()), at(took));
            view.turn += u64::from(changed);
            assert_eq!(view.has_aged(at(took + age)), aged, "{took} {changed} {age}");
        }
    }
}
