//! Draws lists of tickets: the same columns, in the same places, on every page that has one.

mod cells;
mod columns;

use std::collections::BTreeSet;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::sla::TicketRow;
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::shared::{ListColumn, ListSort, Shared, SortBy};
use crate::tui::text::{pad, pad_left, width};
use crate::tui::view::lines::MARKED;

use columns::TableColumns;

pub use cells::{closed_in_list, sign};

/// The sign before the subject of a ticket that somebody else has open.
pub const OPEN_ELSEWHERE: &str = "◎";
/// The sign before the subject of a ticket that needs action besides its targets.
const ASKS: &str = "✉";
/// The sign before the subject of a ticket whose customer wrote last.
pub const UNANSWERED: &str = "↩";
/// The sign of tickets that are snoozed.
pub const SNOOZED: &str = "☾";
/// The sign before the subject of a ticket that waits for the customer or the vendor.
const WAITS: &str = "‖";
/// The sign before the subject of a ticket that is listed only until the person moves on.
const LEAVES: &str = "◂";

/// The columns of a list of tickets on a screen, and how its rows are drawn.
///
/// ```text
///     # SEV     SUBJECT                             VENDOR   TARGET     LEFT  BY
/// ▌‼ 46  ▲ ser  Product pages are slow              MooComm  start   −28h04  jo
///  ☎ 100 ◆ crit Database refuses connections        Markant  to be phoned    –
/// ```
pub struct TicketTable<'a> {
    shared: &'a Shared,
    now: Instant,
    columns: TableColumns,
    /// The words of the filter, in small letters, which are marked in subjects.
    words: Vec<&'a str>,
    /// The tickets that are listed only until the person moves on.
    leaving: BTreeSet<TicketId>,
}

impl<'a> TicketTable<'a> {
    /// Makes the table of these rows, which are those on the screen, with the chosen columns as far as there is room.
    pub fn new(shared: &'a Shared, chosen: &[ListColumn], columns: u16, rows: &[TicketRow], now: Instant) -> Self {
        let columns = TableColumns::of(shared, chosen, columns, rows, now);
        Self { shared, now, columns, words: Vec::new(), leaving: BTreeSet::new() }
    }

    /// Has these tickets drawn as ones that leave the list when the person moves on.
    #[must_use]
    pub fn with_leaving(mut self, leaving: BTreeSet<TicketId>) -> Self {
        self.leaving = leaving;
        self
    }

    /// Has these words marked in subjects; they are in small letters.
    #[must_use]
    pub fn with_words(mut self, words: impl Iterator<Item = &'a str>) -> Self {
        self.words = words.filter(|word| !word.is_empty()).collect();
        self
    }

    /// Returns the columns that the subject has.
    pub fn subject_columns(&self) -> usize {
        self.columns.width_of(ListColumn::Subject)
    }

    /// Returns the heads of the columns; the one that the list is sorted by has an arrow.
    pub fn head(&self, sort: Option<ListSort>) -> Line<'static> {
        let mut text = format!("   {}", pad_left("#", self.columns.digits));
        for &(column, columns) in &self.columns.shown {
            let (name, right) = columns::head(column);
            let arrow = sort.filter(|sort| sorted(sort.by) == Some(column)).map(ListSort::arrow);
            let name = match arrow.filter(|_| width(name) < columns) {
                Some(arrow) if right => format!("{arrow}{name}"),
                Some(arrow) => format!("{name}{arrow}"),
                None => name.to_owned(),
            };
            let cell = if right { pad_left(&name, columns) } else { pad(&name, columns) };
            text.push_str(&" ".repeat(self.columns.gap_before(column)));
            text.push_str(&cell);
        }
        Line::styled(text, self.shared.theme.dim)
    }

    /// Returns the row of a ticket; `same_vendor` says that the row above has named its vendor.
    pub fn row(&self, row: &TicketRow, selected: bool, same_vendor: bool) -> Line<'static> {
        let mut spans = self.first_cells(row.ticket.id, selected, Some(row));
        let mut cells = cells::cells(self, row, same_vendor);
        spans.append(&mut cells);
        self.line(spans, selected)
    }

    /// Returns the row of a ticket that has not been read yet.
    pub fn unread(&self, id: TicketId, selected: bool) -> Line<'static> {
        let mut spans = self.first_cells(id, selected, None);
        spans.push(Span::styled("  …", self.shared.theme.dim));
        self.line(spans, selected)
    }

    fn line(&self, spans: Vec<Span<'static>>, selected: bool) -> Line<'static> {
        Line::from(spans).style(if selected { self.shared.theme.selected } else { Style::default() })
    }

    /// Returns the mark, the sign of the state and the number.
    fn first_cells(&self, id: TicketId, selected: bool, row: Option<&TicketRow>) -> Vec<Span<'static>> {
        let theme = &self.shared.theme;
        let mark = match (self.shared.is_marked(id), selected) {
            (true, _) => MARKED,
            (false, true) => "▌",
            (false, false) => " ",
        };
        let (sign, tone) = row.map_or((" ", theme.dim), |row| cells::sign(row, theme));
        let number = format!(" {}", pad_left(&id.to_string(), self.columns.digits));
        vec![Span::styled(mark, theme.accent), Span::styled(sign, tone), Span::styled(number, self.plain(row))]
    }

    /// Returns the style of what is coloured by nothing: closed tickets are dim, and those that leave the list.
    fn plain(&self, row: Option<&TicketRow>) -> Style {
        let theme = &self.shared.theme;
        let dim = |row: &TicketRow| !row.ticket.is_open() || self.leaving.contains(&row.ticket.id);
        if row.is_some_and(dim) { theme.dim } else { theme.text }
    }
}

/// Returns the column that shows what a list is sorted by; none does for what breaks first, as two hours of one vendor's
/// support may be over before one hour of another's.
const fn sorted(by: SortBy) -> Option<ListColumn> {
    Some(match by {
        SortBy::Urgency => return None,
        SortBy::Due => ListColumn::Due,
        SortBy::Severity => ListColumn::Severity,
        SortBy::Vendor => ListColumn::Vendor,
        SortBy::Customer => ListColumn::Customer,
        SortBy::Assignee => ListColumn::Assignee,
        SortBy::Age => ListColumn::Age,
        SortBy::Changed => ListColumn::Changed,
    })
}
