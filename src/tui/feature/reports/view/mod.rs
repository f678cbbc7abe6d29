//! Draws the reports: which one of what, its table, and a picture of it where there is room.

mod card;
mod chart;
mod heat;
mod table;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::report::Report;
use crate::tui::action::Action;
use crate::tui::feature::reports::{FinishedReport, PeriodLength, ReportsView, ShownReport};
use crate::tui::shared::Shared;
use crate::tui::text::{fit, width, wrap};
use crate::tui::widget::{put_line, put_lines};

/// The least rows of a picture.
const PICTURE: u16 = 6;
/// The most rows of a picture; a trend has two rows of charts.
const HIGHEST: u16 = 11;
/// The most rows of the charts of a year, which stand in two rows where there is room.
const YEAR: u16 = 30;
/// The rows of what is said instead of a table.
const NOTHING: u16 = 4;
/// The number of rows of the page from which on notes stand below the table.
const ROOMY: u16 = 20;

/// Draws the page.
///
/// ```text
/// [attainment]  internal   times   reasons   billable   trend   heat map   scorecard
///  ◂ January 2024 ▸   p month   b by vendor   v all vendors
///  VENDOR         MET  LATE  BREACHED  EXCLUDED  NO CLOCK  RUNNING    KEPT
/// ▌Markant         17     0         3         2         2       14  85.0 % ████████▌─
/// ```
pub fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &ReportsView) {
    let rows = [Constraint::Length(1), Constraint::Length(1), Constraint::Min(0)];
    let [tabs, controls, body] = Layout::vertical(rows).areas(area);
    draw_tabs(frame, tabs, shared, view);
    put_line(frame, controls, controls_line(shared, view, usize::from(area.width)));
    match (&view.made, &view.wrong) {
        (_, Some(wrong)) => say(frame, body, wrong, shared.theme.error),
        (None, None) => say(frame, body, "Reading tickets …", shared.theme.dim),
        (Some(made), None) if made.table.rows.is_empty() && view.shown != ShownReport::Scorecard => {
            say(frame, body, &nothing(shared, view), shared.theme.dim);
            draw_year(frame, below(body, NOTHING), shared, made);
        }
        (Some(made), None) => draw_made(frame, body, shared, view, made),
    }
}

/// Returns what is said instead of a table without rows.
fn nothing(shared: &Shared, view: &ReportsView) -> String {
    let filter = if view.filter.is_empty() { "" } else { " that match the filter; {clear-filter} takes it away" };
    let no_house = shared.book.contracts().all(|contract| contract.house.plans.is_empty());
    if view.shown == ShownReport::Report(Report::House) && no_house {
        return "This desk has no internal targets; [internal_targets] in the settings sets them.".to_owned();
    }
    let no_many = shared.book.contracts().all(|contract| contract.attainment.is_empty());
    if view.shown == ShownReport::Report(Report::Promises) && no_many {
        return "No agreement promises anything about many tickets at once; one that does says so in [[attainment]] of its \
                file."
            .to_owned();
    }
    let words = view.period().words();
    shared.keys.say(&format!(
        "Nothing to report on tickets of {words}{filter}. {{before}} and {{after}} go to another period, {{period-length}} takes a \
         longer one."
    ))
}

fn say(frame: &mut Frame<'_>, area: Rect, words: &str, style: Style) {
    let lines = wrap(words, usize::from(area.width.saturating_sub(2)));
    let lines: Vec<Line<'_>> = lines.into_iter().map(|line| Line::styled(format!(" {line}"), style)).collect();
    let [_, below] = Layout::vertical([Constraint::Length(1.min(area.height)), Constraint::Min(0)]).areas(area);
    put_lines(frame, below, lines);
}

/// Draws the names of the reports, the present one marked: nearer to each other on a narrow screen, and only that one where they
/// do not fit.
fn draw_tabs(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &ReportsView) {
    for tabs in [tabs(shared, view), near_tabs(shared, view)] {
        if tabs.width() <= usize::from(area.width) {
            return put_line(frame, area, tabs);
        }
    }
    let place = ShownReport::ALL.iter().position(|shown| *shown == view.shown).unwrap_or(0) + 1;
    let next = shared.keys.say("{next-report}: the next");
    let words = format!(" [{}] {place}/{}, {next}", view.shown.tab(), ShownReport::ALL.len());
    put_line(frame, area, Line::styled(fit(&words, usize::from(area.width)), shared.theme.accent));
}

/// Returns the names of the reports, with the brackets of the present one in the room between it and its neighbours.
fn tabs(shared: &Shared, view: &ReportsView) -> Line<'static> {
    let tab = |shown: &ShownReport| {
        if *shown == view.shown {
            Span::styled(format!("[{}]", shown.tab()), shared.theme.accent)
        } else {
            Span::styled(format!(" {} ", shown.tab()), shared.theme.dim)
        }
    };
    std::iter::once(Span::raw(" ")).chain(ShownReport::ALL.iter().map(tab)).collect()
}

/// Returns the names of the reports with one blank between each two.
fn near_tabs(shared: &Shared, view: &ReportsView) -> Line<'static> {
    let tab = |shown: &ShownReport| {
        if *shown == view.shown {
            Span::styled(format!(" [{}]", shown.tab()), shared.theme.accent)
        } else {
            Span::styled(format!(" {}", shown.tab()), shared.theme.dim)
        }
    };
    ShownReport::ALL.iter().map(tab).collect()
}

/// Returns the period, the grouping, the vendor and the filter, each with its key as far as they fit.
fn controls_line(shared: &Shared, view: &ReportsView, columns: usize) -> Line<'static> {
    let theme = &shared.theme;
    let style = if view.in_table { theme.text } else { theme.title };
    let mut spans = vec![Span::raw(" "), Span::styled(period_words(view), style)];
    if view.asked.is_some() {
        spans.push(Span::styled(" …", theme.at_risk));
    }
    let mut parts = Vec::new();
    // The choices that change every figure show before the others.
    if let Some(filter) = view.filter_shown() {
        parts.push((Action::Filter, fit(filter, columns / 3)));
    }
    if view.shown != ShownReport::Scorecard {
        parts.push((Action::PeriodLength, view.length.words().to_owned()));
    }
    let by: Vec<&str> = view.by().iter().map(|by| by.key()).collect();
    match view.shown {
        ShownReport::Report(Report::Heat) if view.desk_clock => {
            parts.push((Action::GroupBy, "desk's clock".to_owned()));
        }
        ShownReport::Report(Report::Heat) => parts.push((Action::GroupBy, "vendors' clocks".to_owned())),
        _ if by.is_empty() => {}
        _ => parts.push((Action::GroupBy, format!("by {}", by.join(", ")))),
    }
    let contract = match view.shown {
        ShownReport::Scorecard => view.card_of(&shared.contract_ids()),
        ShownReport::Report(_) => view.contract.clone(),
    };
    let vendor = contract.as_ref().map(|id| shared.book.get(id).map_or(id.clone(), |c| c.vendor.clone()));
    parts.push((Action::NextVendor, vendor.unwrap_or_else(|| "all vendors".to_owned())));
    for (action, words) in parts {
        let key = shared.keys.sign(action);
        let room = columns.saturating_sub(spans.iter().map(Span::width).sum::<usize>());
        if room > 7 + width(&key) {
            spans.push(Span::styled(format!("   {key} "), theme.key));
            spans.push(Span::styled(fit(&crate::tui::text::clean(&words), room - 5 - width(&key)), theme.text));
        }
    }
    let counted = counted_words(view.shown).map(|words| format!("   {words}"));
    let room = columns.saturating_sub(spans.iter().map(Span::width).sum::<usize>() + 1);
    spans.extend(counted.filter(|words| width(words) <= room).map(|words| Span::styled(words, theme.dim)));
    Line::from(spans)
}

/// Says whether a report counts targets or tickets: a ticket has several targets, and the rest of the screen counts tickets.
const fn counted_words(shown: ShownReport) -> Option<&'static str> {
    match shown {
        ShownReport::Report(Report::Attainment | Report::House) => Some("counts targets"),
        ShownReport::Report(Report::Trend) => Some("kept: targets"),
        ShownReport::Report(Report::Reasons | Report::Heat) => Some("counts tickets"),
        _ => None,
    }
}

fn period_words(view: &ReportsView) -> String {
    let words = view.period().words();
    let fixed = view.length == PeriodLength::All && view.shown != ShownReport::Scorecard;
    match (fixed, view.in_table) {
        (true, _) => words,
        (false, true) => format!("  {words}  "),
        (false, false) => format!("◂ {words} ▸"),
    }
}

fn draw_made(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &ReportsView, made: &FinishedReport) {
    let mut rest = area;
    if let Some(card) = &made.card {
        return card::draw(frame, area, shared, view, made, card);
    }
    if view.shown == ShownReport::Report(Report::Heat) {
        heat::draw(frame, &mut rest, shared, view, &made.table);
        let year = draw_year(frame, without_notes(rest, area, made), shared, made);
        notes(frame, below(rest, year), shared, made);
        return;
    }
    let rows = (made.table.all_rows().count() as u16 + 1).min(rest.height);
    let has_bars = table::draw(frame, Rect { height: rows, ..rest }, shared, view, &made.table);
    rest = below(rest, rows);
    // Bars behind the rows say the same.
    let pictured = !has_bars || view.shown == ShownReport::Report(Report::Trend);
    if pictured && rest.height >= PICTURE {
        let picture = below(rest, u16::from(rest.height > PICTURE));
        let notes_rows = rows_of_notes(area, made);
        let highest = if view.shown == ShownReport::Report(Report::Trend) { 2 * HIGHEST } else { HIGHEST };
        let height = picture.height.saturating_sub(notes_rows).min(highest);
        if height >= PICTURE && chart::draw(frame, Rect { height, ..picture }, shared, view, &made.table) {
            rest = below(picture, height);
        }
    }
    let year = draw_year(frame, without_notes(rest, area, made), shared, made);
    notes(frame, below(rest, year), shared, made);
}

/// Returns what the notes of the page leave of `rest`, where they are shown.
fn without_notes(rest: Rect, page: Rect, made: &FinishedReport) -> Rect {
    Rect { height: rest.height.saturating_sub(rows_of_notes(page, made)), ..rest }
}

/// Returns how many rows the notes take with the blank above them; none on a page that is too low for them.
fn rows_of_notes(page: Rect, made: &FinishedReport) -> u16 {
    if page.height >= ROOMY { note_lines(page, made).len() as u16 + 1 } else { 0 }
}

/// Returns the notes, wrapped.
fn note_lines(area: Rect, made: &FinishedReport) -> Vec<String> {
    let columns = usize::from(area.width.saturating_sub(2)).min(120);
    made.table.notes.iter().flat_map(|note| wrap(note, columns)).collect()
}

/// Draws charts of the year that ends with the period below its figures, where they leave room. Returns the rows that it took.
fn draw_year(frame: &mut Frame<'_>, area: Rect, shared: &Shared, made: &FinishedReport) -> u16 {
    let Some(year) = made.year.as_ref().filter(|year| year.rows.len() > 1) else { return 0 };
    // A blank row, the heading, and charts that are high enough to read.
    if area.height < PICTURE + 2 {
        return 0;
    }
    let mut rest = below(area, 1);
    let words = format!(" THE LAST {} MONTHS", year.rows.len());
    put(frame, &mut rest, &[Line::styled(words, shared.theme.dim)]);
    let charts = Rect { height: rest.height.min(YEAR), ..rest };
    chart::draw_months(frame, charts, year, None, &shared.theme);
    charts.bottom() - area.y
}

/// Draws how the figures are to be read, where there is room for all of it.
fn notes(frame: &mut Frame<'_>, area: Rect, shared: &Shared, made: &FinishedReport) {
    let lines = note_lines(area, made).into_iter().map(|line| Line::styled(format!(" {line}"), shared.theme.dim));
    let lines: Vec<Line<'_>> = lines.collect();
    let rows = lines.len() as u16;
    if rows < area.height {
        let place = Rect { y: area.bottom() - rows, height: rows, ..area };
        put_lines(frame, place, lines);
    }
}

/// Draws lines one below the other, and takes their rows from `area`.
fn put(frame: &mut Frame<'_>, area: &mut Rect, lines: &[Line<'_>]) {
    for line in lines {
        let row = Rect { height: 1.min(area.height), ..*area };
        put_line(frame, row, line.clone());
        *area = below(*area, row.height);
    }
}

fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}
