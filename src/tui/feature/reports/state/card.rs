//! Says what in a report or a scorecard can be selected, and where that leads: to tickets, or to the vendor's month on the
//! uptime page.

use crate::domain::report::{CardFigure, Cell, FigureSubject, Table};
use crate::domain::ticket::TicketId;
use crate::domain::time::Month;
use crate::tui::feature::uptime::UptimeFigure;

use super::FinishedReport;

/// The parts around a scorecard's attainment, in the order of the document: the figures above it, the rest below.
#[derive(Clone, Debug)]
pub struct ScorecardParts {
    /// The id of the contract.
    pub contract: String,
    /// The month, in the contract's zone.
    pub month: Month,
    /// The figures at the top.
    pub figures: Vec<CardFigure>,
    /// The worst overruns, a line each, with their tickets.
    pub overruns: Vec<(TicketId, String)>,
    /// The promises about many targets at once.
    pub promises: Table,
    /// The times by target.
    pub times: Table,
    /// The reasons why promises were broken.
    pub reasons: Table,
    /// The formula of the uptime.
    pub formula: String,
    /// The account of the uptime, with the seconds of each promise in a line.
    pub account: String,
    /// The zone of the moments, and the moment until when it counts.
    pub as_of: String,
}

/// A row that can be selected.
#[derive(Clone, Copy, Debug)]
pub enum SelectableRow<'a> {
    /// A figure at the top of a scorecard.
    Figure(&'a CardFigure),
    /// A row of a table, of which one cell is selected.
    Cells(&'a Table, &'a [Cell]),
    /// One of the worst overruns.
    Overrun(TicketId),
    /// The account of the uptime.
    Account,
}

/// The place where a figure leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FigureLink {
    /// These tickets, with words for what they are.
    Tickets(String, Vec<TicketId>),
    /// A figure of a vendor's month.
    Uptime {
        /// The id of the contract.
        contract: String,
        /// The month.
        month: Month,
        /// The plan whose own promise it is of, or none for the contract's.
        plan: Option<String>,
        /// The figure.
        figure: UptimeFigure,
    },
}

impl FinishedReport {
    /// Returns the rows that can be selected, from the top down.
    pub fn rows(&self) -> Vec<SelectableRow<'_>> {
        let of = |table| Table::all_rows(table).map(move |row| SelectableRow::Cells(table, row));
        let Some(card) = &self.card else { return of(&self.table).collect() };
        let figures = card.figures.iter().map(SelectableRow::Figure);
        let overruns = card.overruns.iter().map(|(ticket, _)| SelectableRow::Overrun(*ticket));
        let above = figures.chain(of(&self.table)).chain(of(&card.promises)).chain(overruns);
        above.chain(of(&card.times)).chain(of(&card.reasons)).chain([SelectableRow::Account]).collect()
    }

    /// Returns where the figure in that row and column leads.
    pub(super) fn leads(&self, row: usize, column: usize) -> Option<FigureLink> {
        match self.rows().get(row)? {
            SelectableRow::Figure(figure) => self.figure_leads(figure),
            SelectableRow::Cells(table, cells) => cell_leads(table, cells, column),
            SelectableRow::Overrun(ticket) => Some(FigureLink::Tickets("worst overruns".to_owned(), vec![*ticket])),
            SelectableRow::Account => self.uptime(UptimeFigure::Uptime, None),
        }
    }

    fn figure_leads(&self, figure: &CardFigure) -> Option<FigureLink> {
        match &figure.about {
            FigureSubject::Tickets(tickets) => Some(FigureLink::Tickets(figure.name.to_lowercase(), tickets.clone())),
            FigureSubject::Uptime => self.uptime(UptimeFigure::Uptime, figure.plan.as_ref()),
            FigureSubject::Downtime => self.uptime(UptimeFigure::Downtime, figure.plan.as_ref()),
            FigureSubject::Exempt => self.uptime(UptimeFigure::Exempt, figure.plan.as_ref()),
            FigureSubject::Credit => self.uptime(UptimeFigure::Credit, figure.plan.as_ref()),
        }
    }

    fn uptime(&self, figure: UptimeFigure, plan: Option<&String>) -> Option<FigureLink> {
        let card = self.card.as_ref()?;
        Some(FigureLink::Uptime { contract: card.contract.clone(), month: card.month, plan: plan.cloned(), figure })
    }
}

/// Returns the tickets behind a cell, named by the row's names and the column's head.
fn cell_leads(table: &Table, cells: &[Cell], column: usize) -> Option<FigureLink> {
    let names = table.columns.iter().zip(cells).filter(|(column, cell)| !column.figures && !cell.text.is_empty());
    let names = names.map(|(_, cell)| cell.text.clone());
    let head = table.columns.get(column)?.head.to_lowercase();
    let words: Vec<String> = names.chain([head]).collect();
    Some(FigureLink::Tickets(words.join(", "), cells.get(column)?.tickets.clone()))
}
