//! Draws a scorecard: all parts of the document one below the other, scrolled to what is selected.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::report::{CardFigure, Scorecard, Table};
use crate::tui::feature::reports::{FinishedReport, ReportsView, ScorecardParts};
use crate::tui::shared::Shared;
use crate::tui::text::{clean, fit, pad, width, wrap};
use crate::tui::theme::Theme;
use crate::tui::widget::{scrollbar, window};

use super::table;

/// Columns of a figure's name.
const NAME: usize = 20;
/// The most columns of a sentence.
const SENTENCE: usize = 120;

/// Draws the scorecard.
///
/// ```text
///  Scorecard of Markant, January 2024
///  Tickets             19
/// ▌Targets met in time›85.0 %
///  …
///  SEVERITY  TARGET      MET  LATE  BREACHED  EXCLUDED  NO CLOCK  RUNNING     KEPT
///  …
///  WORST OVERRUNS
///  …
/// ```
pub(super) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    shared: &Shared,
    view: &ReportsView,
    made: &FinishedReport,
    card: &ScorecardParts,
) {
    let page = page(area, shared, view, made, card);
    let shown = page.shown(view.in_table.then_some(view.row), usize::from(area.height));
    let mut rest = area;
    super::put(frame, &mut rest, page.lines.get(shown.clone()).unwrap_or(&[]));
    scrollbar(frame, area, &shown, page.lines.len(), &shared.theme);
}

fn page<'a>(
    area: Rect,
    shared: &'a Shared,
    view: &ReportsView,
    made: &FinishedReport,
    card: &ScorecardParts,
) -> ScorecardPage<'a> {
    let mut page = ScorecardPage {
        // The last column is the scrollbar's.
        columns: usize::from(area.width).saturating_sub(1),
        roomy: area.height >= super::ROOMY,
        theme: &shared.theme,
        selected: view.in_table.then_some((view.row, view.column)),
        lines: Vec::new(),
        rows: Vec::new(),
    };
    page.heading(&made.table.title, false);
    card.figures.iter().for_each(|figure| page.figure(figure));
    if page.roomy || made.table.rows.is_empty() {
        page.table("ATTAINMENT", &made.table, true);
    } else {
        page.rows_of(&made.table, true);
    }
    if !card.promises.rows.is_empty() {
        page.table("PROMISES ABOUT MANY TICKETS", &card.promises, false);
    }
    page.overruns(card);
    page.table("TIMES", &card.times, true);
    page.table("BREACH REASONS", &card.reasons, false);
    page.account(card);
    page.notes([&made.table, &card.promises, &card.times, &card.reasons], usize::from(area.height));
    page
}

/// The lines of the page while they are put together.
struct ScorecardPage<'a> {
    columns: usize,
    /// Whether parts stand apart.
    roomy: bool,
    theme: &'a Theme,
    /// The selected row, and its column.
    selected: Option<(usize, usize)>,
    lines: Vec<Line<'static>>,
    /// The lines of each row that can be selected.
    rows: Vec<Range<usize>>,
}

impl ScorecardPage<'_> {
    /// Returns the lines to draw: the first ones, or those around the selected row; with the first and the last row also
    /// what stands above and below it.
    fn shown(&self, selected: Option<usize>, height: usize) -> Range<usize> {
        let last = self.rows.len().saturating_sub(1);
        let line = match selected {
            None | Some(0) => 0,
            Some(row) if row >= last => self.lines.len().saturating_sub(1),
            Some(row) => self.rows.get(row).map_or(0, |lines| lines.end.saturating_sub(1)),
        };
        window(self.lines.len(), line, 0, height)
    }

    fn heading(&mut self, words: &str, apart: bool) {
        if apart && self.roomy {
            self.lines.push(Line::default());
        }
        let style = if apart { self.theme.dim } else { self.theme.title };
        self.lines.push(Line::styled(format!(" {}", fit(words, self.columns.saturating_sub(1))), style));
    }

    /// Returns whether the next row that is added is the selected one.
    fn is_next_selected(&self) -> bool {
        self.selected.is_some_and(|(row, _)| row == self.rows.len())
    }

    /// Adds the lines of a row that can be selected.
    fn row(&mut self, lines: impl IntoIterator<Item = Line<'static>>) {
        let first = self.lines.len();
        self.lines.extend(lines);
        self.rows.push(first..self.lines.len());
    }

    /// Adds a name and its value, which is wrapped below itself where it is too long.
    fn figure(&mut self, figure: &CardFigure) {
        let selected = self.is_next_selected();
        let (mark, sign) = if selected { ("▌", "›") } else { (" ", " ") };
        let style = if selected { self.theme.selected } else { self.theme.text };
        let name = NAME.min(self.columns / 2);
        let lines = wrap(&figure.text, self.columns.saturating_sub(name + 1).max(1));
        let line = |(place, text): (usize, String)| {
            let name = pad(if place == 0 { figure.name } else { "" }, name.saturating_sub(1));
            let mark = Span::styled(mark, self.theme.accent);
            Line::from(vec![mark, Span::styled(name, self.theme.dim), Span::styled(format!("{sign}{text}"), style)])
        };
        let lines: Vec<Line<'static>> = lines.into_iter().enumerate().map(line).collect();
        self.row(lines);
    }

    fn table(&mut self, heading: &str, table: &Table, bars: bool) {
        if table.rows.is_empty() {
            return self.heading(&format!("{heading}: nothing in this month"), true);
        }
        self.heading(heading, true);
        self.rows_of(table, bars);
    }

    fn rows_of(&mut self, table: &Table, bars: bool) {
        let first = self.rows.len();
        let selected = self.selected.and_then(|(row, column)| Some((row.checked_sub(first)?, column)));
        let mut lines = table::lines(table, selected, self.columns, bars, self.theme).into_iter();
        self.lines.extend(lines.next());
        lines.for_each(|line| self.row([line]));
    }

    fn overruns(&mut self, card: &ScorecardParts) {
        if card.overruns.is_empty() {
            return self.heading(&format!("WORST OVERRUNS: {}", Scorecard::NO_OVERRUN), true);
        }
        self.heading("WORST OVERRUNS", true);
        for (ticket, words) in &card.overruns {
            let selected = self.is_next_selected();
            let (mark, style) = if selected { ("▌", self.theme.selected) } else { (" ", self.theme.text) };
            let number = format!("#{ticket} ");
            let room = self.columns.saturating_sub(width(&number) + 4);
            let line = |(place, words): (usize, String)| {
                let (head, sign) = if place == 0 { (number.clone(), "‼") } else { (" ".repeat(width(&number)), " ") };
                let head = [mark.to_owned(), head].map(|words| Span::styled(words, self.theme.accent));
                let words = Span::styled(format!("{sign} {words}"), style);
                head.into_iter().chain([words]).collect::<Line<'_>>().style(style)
            };
            let lines: Vec<Line<'static>> = wrap(&clean(words), room).into_iter().enumerate().map(line).collect();
            self.row(lines);
        }
    }

    /// Adds the account of the uptime: the formula, and the month's seconds in it.
    fn account(&mut self, card: &ScorecardParts) {
        self.heading("UPTIME", true);
        self.sentence(&card.formula);
        let selected = self.is_next_selected();
        let (mark, style) = if selected { ("▌", self.theme.selected) } else { (" ", self.theme.text) };
        let lines = card.account.lines().flat_map(|line| self.wrapped(line)).collect::<Vec<_>>();
        let line = |line| Line::from(vec![Span::styled(mark, self.theme.accent), Span::styled(line, style)]);
        let lines: Vec<Line<'static>> = lines.into_iter().map(line).collect();
        self.row(lines);
        self.sentence(&card.as_of);
    }

    /// Adds how the figures are to be read, where all of it fits into `height` rows.
    fn notes(&mut self, tables: [&Table; 4], height: usize) {
        let before = self.lines.len();
        self.lines.push(Line::default());
        let notes = tables.iter().filter(|table| !table.rows.is_empty()).flat_map(|table| &table.notes);
        notes.for_each(|note| self.sentence(note));
        if self.lines.len() > height {
            self.lines.truncate(before);
        }
    }

    fn sentence(&mut self, words: &str) {
        let lines = self.wrapped(words).into_iter();
        self.lines.extend(lines.map(|line| Line::styled(format!(" {line}"), self.theme.dim)).collect::<Vec<_>>());
    }

    fn wrapped(&self, words: &str) -> Vec<String> {
        wrap(words, self.columns.saturating_sub(1).min(SENTENCE))
    }
}
