//! Draws the page of people: its three lists, one of them with its rows.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::domain::ledger::{Ledger, LedgerRecordId, Organisation, Party as _, Person, TypedCustomer};
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::tui::shared::{PartyId, Shared};
use crate::tui::text::{clean, fit, pad, pad_left, wrap};
use crate::tui::view::lines::draw_lines;
use crate::tui::widget::{VisibleRows, put_line, put_lines};

use super::state::PeopleRow;
use super::{PeopleTab, PeopleView};

/// The columns between two columns.
const GAP: usize = 2;
/// The columns of a number of tickets.
const COUNT: usize = 7;
/// The columns of the last ticket, with its date and without.
const LAST: (usize, usize) = (18, 7);
/// The number of columns from which on the last ticket has its date.
const DATED_FROM: usize = 100;
/// The number of columns from which on there is room for addresses, agreements and who may be meant.
const ROOMY_FROM: usize = 60;

/// Draws the page.
///
/// ```text
///  [Organisations 8]  People 14  Typed names 3
///  ORGANISATION       AGREEMENT         DOMAINS          OPEN  LAST
/// ▌Acme AS            SESAM, Partner    acme.example        2  #117
/// ```
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, view: &PeopleView) -> Option<VisibleRows> {
    let rows = [Constraint::Length(1), Constraint::Length(1), Constraint::Min(0)];
    let [tabs, head, body] = Layout::vertical(rows).areas(area);
    put_line(frame, tabs, tabs_line(view, shared));
    if view.list.is_empty() {
        let words = shared.keys.say(&empty_words(view));
        let style = if view.problem.is_some() { shared.theme.error } else { shared.theme.text };
        let lines = wrap(&words, usize::from(area.width.saturating_sub(2)));
        put_lines(frame, body, lines.into_iter().map(|line| Line::styled(format!(" {line}"), style)).collect());
        return None;
    }
    let columns = columns(view.tab, usize::from(area.width));
    let heads: Vec<String> = columns.iter().map(|column| column.head.to_owned()).collect();
    put_line(frame, head, Line::styled(format!(" {}", cells_text(&columns, &heads)), shared.theme.dim));
    let line = |place: usize| {
        let Some(row) = view.list.get(place) else { return Line::default() };
        let mark = if view.rows.chosen() == Some(place) { "▌" } else { " " };
        // The bar of the selected row reaches as far as that of every list.
        let text =
            pad(&cells_text(&columns, &cells(row, view, shared, &columns)), usize::from(body.width).saturating_sub(2));
        Line::from(vec![Span::styled(mark, shared.theme.accent), Span::raw(text)])
    };
    Some(draw_lines(frame, body, &view.rows, view.list.len(), &shared.theme, line))
}

fn tabs_line(view: &PeopleView, shared: &Shared) -> Line<'static> {
    let typed = view.totals.2.map_or_else(|| "…".to_owned(), |typed| typed.to_string());
    let tabs = [
        (PeopleTab::Organisations, "Organisations", view.totals.0.to_string()),
        (PeopleTab::People, "People", view.totals.1.to_string()),
        (PeopleTab::Typed, "Typed names", typed),
    ];
    let tab = |(tab, name, count): (PeopleTab, &str, String)| {
        if tab == view.tab {
            Span::styled(format!("[{name} {count}]"), shared.theme.accent)
        } else {
            Span::styled(format!(" {name} {count} "), shared.theme.dim)
        }
    };
    let spans = std::iter::once(Span::raw(" ")).chain(tabs.into_iter().map(tab));
    Line::from(spans.collect::<Vec<_>>())
}

/// Says why nothing is listed, and what to do.
fn empty_words(view: &PeopleView) -> String {
    let filter = &view.filter_text;
    match (view.tab, &view.problem) {
        (PeopleTab::Typed, Some(why)) => why.clone(),
        (PeopleTab::Typed, None) if view.figures.is_none() => "The tickets are being counted …".to_owned(),
        _ if !filter.is_empty() => format!("Nothing here matches “{}”; {{clear-filter}} shows all.", clean(filter)),
        (PeopleTab::Organisations, _) => {
            "No organisation is known yet. {add-person} enters one; frist organisation import reads \
                                          a file of them."
                .to_owned()
        }
        (PeopleTab::People, _) => {
            "Nobody is known yet. {add-person} enters somebody; frist person import reads a CSV or vCard \
                                   file. Tickets need none of it: a typed name does."
                .to_owned()
        }
        (PeopleTab::Typed, _) => "No ticket has a customer who was only typed.".to_owned(),
    }
}

/// A column of a list.
struct PartyColumn {
    head: &'static str,
    columns: usize,
    right: bool,
}

/// Returns the columns of a list that there is room for.
fn columns(tab: PeopleTab, width: usize) -> Vec<PartyColumn> {
    let last = if width >= DATED_FROM { LAST.0 } else { LAST.1 };
    let texts: &[(&str, usize)] = match (tab, width >= ROOMY_FROM) {
        (PeopleTab::Organisations, true) => &[("ORGANISATION", 4), ("AGREEMENT", 3), ("DOMAINS", 3)],
        (PeopleTab::Organisations, false) => &[("ORGANISATION", 1)],
        (PeopleTab::People, true) => &[("NAME", 3), ("ORGANISATION", 3), ("ADDRESSES", 4)],
        (PeopleTab::People, false) => &[("NAME", 1)],
        (PeopleTab::Typed, true) => &[("TYPED", 1), ("MAY BE", 1)],
        (PeopleTab::Typed, false) => &[("TYPED", 1)],
    };
    let figures: &[(&str, usize, bool)] = match tab {
        PeopleTab::Typed => &[("TICKETS", COUNT, true), ("OPEN", 4, true)],
        PeopleTab::Organisations | PeopleTab::People => &[("OPEN", 4, true), ("LAST", last, false)],
    };
    let taken: usize = figures.iter().map(|(_, columns, _)| columns + GAP).sum();
    let room = width.saturating_sub(2 + taken + GAP * (texts.len() - 1));
    let parts: usize = texts.iter().map(|(_, part)| part).sum();
    let text = |(head, part): &(&'static str, usize)| PartyColumn { head, columns: room * part / parts, right: false };
    let figure =
        |(head, columns, right): &(&'static str, usize, bool)| PartyColumn { head, columns: *columns, right: *right };
    texts.iter().map(text).chain(figures.iter().map(figure)).collect()
}

fn cells_text(columns: &[PartyColumn], cells: &[String]) -> String {
    let cell = |(column, cell): (&PartyColumn, &String)| {
        let cell = fit(cell, column.columns);
        if column.right { pad_left(&cell, column.columns) } else { pad(&cell, column.columns) }
    };
    columns.iter().zip(cells).map(cell).collect::<Vec<_>>().join(&" ".repeat(GAP))
}

/// Returns the cells of a row, those of the columns that are there.
fn cells(row: &PeopleRow, view: &PeopleView, shared: &Shared, columns: &[PartyColumn]) -> Vec<String> {
    let all: Vec<(&str, String)> = match row {
        PeopleRow::Known(party) => known_cells(*party, view, shared, columns),
        PeopleRow::Typed(typed) => typed_cells(typed, &shared.ledger),
    };
    let cell = |column: &PartyColumn| {
        all.iter().find(|(head, _)| *head == column.head).map(|(_, cell)| clean(cell).into_owned())
    };
    columns.iter().map(|column| cell(column).unwrap_or_default()).collect()
}

fn known_cells(
    party: PartyId,
    view: &PeopleView,
    shared: &Shared,
    columns: &[PartyColumn],
) -> Vec<(&'static str, String)> {
    let (open, breached) = view.open.get(&party).copied().unwrap_or_default();
    let open = if breached > 0 { format!("‼{open}") } else { open.to_string() };
    let last = view.figures.as_ref().map_or_else(
        || "…".to_owned(),
        |figures| {
            let is_dated = columns.iter().any(|column| column.head == "LAST" && column.columns == LAST.0);
            let said = |(ticket, at): &(TicketId, Instant)| {
                let number = format!("#{ticket}");
                if is_dated { format!("{number:<6} {}", shared.zone.wall(*at).date.short()) } else { number }
            };
            figures.last.get(&party).map_or_else(|| "–".to_owned(), said)
        },
    );
    let mut cells = match party {
        PartyId::Person(id) => person_cells(id, &shared.ledger),
        PartyId::Organisation(id) => organisation_cells(id, shared),
    };
    cells.extend([("OPEN", open), ("LAST", last)]);
    cells
}

fn person_cells(id: LedgerRecordId, ledger: &Ledger) -> Vec<(&'static str, String)> {
    let Some((_, person)) = ledger.person(id) else { return Vec::new() };
    let organisation = person.organisation.and_then(|id| ledger.organisation(id));
    let organisation = organisation.map_or_else(|| "–".to_owned(), |(_, it)| it.name().to_owned());
    vec![("NAME", person.name().to_owned()), ("ORGANISATION", organisation), ("ADDRESSES", person.addresses.join(", "))]
}

fn organisation_cells(id: LedgerRecordId, shared: &Shared) -> Vec<(&'static str, String)> {
    let Some((_, organisation)) = shared.ledger.organisation(id) else { return Vec::new() };
    vec![
        ("ORGANISATION", organisation.name().to_owned()),
        ("AGREEMENT", agreement(organisation, shared)),
        ("DOMAINS", organisation.domains.join(", ")),
    ]
}

/// Returns vendor and plan: `SESAM, Partner`; a dash where none is known.
fn agreement(organisation: &Organisation, shared: &Shared) -> String {
    let Some(id) = &organisation.contract else { return "–".to_owned() };
    let contract = shared.book.get(id);
    let vendor = contract.map_or(id.as_str(), |contract| contract.vendor.as_str());
    let plan = organisation
        .plan
        .as_ref()
        .map(|plan| contract.and_then(|contract| contract.plan(plan)).map_or(plan.as_str(), |plan| plan.name.as_str()));
    plan.map_or_else(|| vendor.to_owned(), |plan| format!("{vendor}, {plan}"))
}

fn typed_cells(typed: &TypedCustomer, ledger: &Ledger) -> Vec<(&'static str, String)> {
    let may_be = ledger.people_called(&typed.name);
    let said = |(id, person): &(LedgerRecordId, &Person)| {
        let organisation = person.organisation.and_then(|id| ledger.organisation(id));
        organisation
            .map_or_else(|| format!("{id} {}", person.name()), |(_, it)| format!("{}, {}", person.name(), it.name()))
    };
    vec![
        ("TYPED", format!("“{}”", typed.name)),
        ("MAY BE", may_be.iter().map(said).collect::<Vec<_>>().join("; ")),
        ("TICKETS", typed.tickets.to_string()),
        ("OPEN", typed.open.to_string()),
    ]
}
