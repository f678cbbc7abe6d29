//! Draws the page of a person or an organisation: facts, open targets, the last tickets, uptime.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::domain::ledger::{IndexedParty, Ledger, LedgerRecordId, Organisation, Party as _, Person};
use crate::domain::sla::TicketRow;
use crate::domain::time::Instant;
use crate::domain::uptime::{promise_in_words, rounds_of_organisation, standing_in_words};
use crate::tui::shared::{ListColumn, PartyId, Shared};
use crate::tui::text::clean;
use crate::tui::view::sheet::TextSheet;
use crate::tui::view::ticket_table::TicketTable;
use crate::tui::widget::{VisibleRows, put_line, scrollbar, window};

use super::PartyPage;
use super::update::is_person;

/// The columns of an open ticket here.
const OPEN: [ListColumn; 5] =
    [ListColumn::Severity, ListColumn::Subject, ListColumn::Target, ListColumn::Left, ListColumn::Due];
/// The columns of one of the last tickets.
const LAST: [ListColumn; 4] = [ListColumn::Severity, ListColumn::Subject, ListColumn::Status, ListColumn::Reported];

/// Draws the page; the selected ticket shows, and with the first one the top.
///
/// ```text
///  Kari Nord, person 12
///  organisation  Acme AS
///  addresses     kari@acme.example
///
///  OPEN TARGETS, 1
/// ▌▶ 117  ◆ crit  Hub cannot be reached      start  7h31
/// ```
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, shared: &Shared, page: &PartyPage, now: Instant) -> VisibleRows {
    let (lines, tickets) = lines(shared, page, area.width, now);
    let selected = page.selected.min(tickets.len().saturating_sub(1));
    let place = tickets.get(selected).copied().unwrap_or_default();
    let height = usize::from(area.height);
    // The facts above show again with the first ticket, the text below with the last one.
    let range = match tickets.len() {
        0 => 0..height.min(lines.len()),
        _ if selected == 0 && place < height => 0..height.min(lines.len()),
        many if selected + 1 == many && lines.len() - place <= height => {
            lines.len().saturating_sub(height)..lines.len()
        }
        _ => window(lines.len(), place, page.scroll, height),
    };
    for (y, line) in lines.iter().skip(range.start).take(range.len()).enumerate() {
        put_line(frame, Rect { y: area.y + y as u16, height: 1, ..area }, line.clone());
    }
    scrollbar(frame, area, &range, lines.len(), &shared.theme);
    VisibleRows { top: area.y, rows: range }
}

/// Returns the lines of the page, and the places of those that are tickets.
fn lines(shared: &Shared, page: &PartyPage, columns: u16, now: Instant) -> (Vec<Line<'static>>, Vec<usize>) {
    let mut sheet = TextSheet::new(usize::from(columns.saturating_sub(2)), &shared.theme);
    match page.party {
        PartyId::Person(id) => person_facts(&mut sheet, id, shared),
        PartyId::Organisation(id) => organisation_facts(&mut sheet, id, shared),
    }
    let mut tickets = Vec::new();
    let open = page.open_tickets(shared, now);
    sheet.head(&format!(
        "OPEN TARGETS, {}",
        crate::domain::text::counted(open.len() as u64, "TICKET").replace("TICKETs", "TICKETS")
    ));
    if open.is_empty() {
        sheet.remark("No ticket of theirs is open.");
    }
    put_tickets(&mut sheet, &mut tickets, (&open, &OPEN), (page, shared, columns), now);
    sheet.head("LAST TICKETS");
    let last = page.last_tickets(shared, now);
    match (&page.problem, page.last.is_some()) {
        (Some(why), _) => sheet.text(why, shared.theme.error),
        (None, false) => sheet.remark("They are being read …"),
        (None, true) if last.is_empty() => sheet.remark("There is none yet."),
        (None, true) => {}
    }
    put_tickets(&mut sheet, &mut tickets, (&last, &LAST), (page, shared, columns), now);
    uptime(&mut sheet, page.party, shared, now);
    (sheet.lines, tickets)
}

fn put_tickets(
    sheet: &mut TextSheet<'_>,
    tickets: &mut Vec<usize>,
    (rows, columns): (&[TicketRow], &[ListColumn]),
    (page, shared, width): (&PartyPage, &Shared, u16),
    now: Instant,
) {
    let table = TicketTable::new(shared, columns, width, rows, now);
    for row in rows {
        let is_selected = page.selected == tickets.len();
        tickets.push(sheet.lines.len());
        sheet.line(table.row(row, is_selected, false));
    }
}

/// Adds a fact, where there is something to say.
fn fact(sheet: &mut TextSheet<'_>, name: &str, value: &str) {
    if !value.is_empty() {
        sheet.fact(name, &clean(value));
    }
}

fn person_facts(sheet: &mut TextSheet<'_>, id: LedgerRecordId, shared: &Shared) {
    let ledger = &shared.ledger;
    let Some((id, person)) = ledger.person(id) else { return sheet.remark("It has been removed.") };
    sheet.text(&clean(&format!("{}, person {id}", person.name())), shared.theme.title);
    fact(sheet, "also called", &person.names.get(1..).unwrap_or_default().join(", "));
    fact(sheet, "addresses", &person.addresses.join(", "));
    fact(sheet, "phones", &person.phones.join(", "));
    let organisation = person.organisation.and_then(|id| ledger.organisation(id)).map(|(_, organisation)| organisation);
    fact(sheet, "organisation", organisation.map_or("", Organisation::name));
    if let Some(organisation) = organisation {
        agreement(sheet, organisation, shared);
    }
    fact(sheet, "language", person.language.as_deref().unwrap_or_default());
    fact(sheet, "note", person.note.as_deref().unwrap_or_default());
    fact(sheet, "merged", &merged::<Person>(ledger, id));
}

fn organisation_facts(sheet: &mut TextSheet<'_>, id: LedgerRecordId, shared: &Shared) {
    let ledger = &shared.ledger;
    let Some((id, organisation)) = ledger.organisation(id) else { return sheet.remark("It has been removed.") };
    sheet.text(&clean(&format!("{}, organisation {id}", organisation.name())), shared.theme.title);
    fact(sheet, "also called", &organisation.names.get(1..).unwrap_or_default().join(", "));
    fact(sheet, "domains", &organisation.domains.join(", "));
    agreement(sheet, organisation, shared);
    let of = |person: &Person| person.organisation.and_then(|id| ledger.organisation(id)).map(|(id, _)| id);
    let people = ledger.people().filter(|(_, person)| of(person) == Some(id)).map(|(_, person)| person.name());
    fact(sheet, "people", &people.collect::<Vec<_>>().join(", "));
    fact(sheet, "note", organisation.note.as_deref().unwrap_or_default());
    fact(sheet, "merged", &merged::<Organisation>(ledger, id));
}

/// Adds contract, plan and severity with what says so; what the contract has no more is named.
fn agreement(sheet: &mut TextSheet<'_>, organisation: &Organisation, shared: &Shared) {
    let Some(id) = &organisation.contract else { return };
    let by = organisation.name();
    let Some(contract) = shared.book.get(id) else {
        let words = clean(&format!("{id}, by {by}; no file has that contract")).into_owned();
        return sheet.fact_in("agreement", &words, shared.theme.error);
    };
    fact(sheet, "agreement", &format!("{}, by {by}", contract.vendor));
    let parts = [
        ("plan", &organisation.plan, organisation.plan.as_ref().map(|id| contract.plan(id).map(|plan| &plan.name))),
        (
            "severity",
            &organisation.severity,
            organisation.severity.as_ref().map(|id| contract.severity(id).map(|severity| &severity.name)),
        ),
    ];
    for (what, id, named) in parts {
        match (id, named) {
            (_, Some(Some(name))) => fact(sheet, what, &format!("{name}, by {by}")),
            (Some(id), Some(None)) => {
                let words = format!("{by} names {id}, which {} has no more", contract.vendor);
                sheet.fact_in(what, &clean(&words), shared.theme.error);
            }
            _ => {}
        }
    }
}

/// Returns the records that were merged into that one.
fn merged<P: IndexedParty>(ledger: &Ledger, id: LedgerRecordId) -> String {
    let named = |id: LedgerRecordId| Some(format!("{} ({id})", ledger.own_party::<P>(id)?.name()));
    ledger.merged_into::<P>(id).filter_map(named).collect::<Vec<_>>().join(", ")
}

/// Adds the uptime of this period where an agreement promises it to each customer.
fn uptime(sheet: &mut TextSheet<'_>, party: PartyId, shared: &Shared, now: Instant) {
    let ledger = &shared.ledger;
    let of = match party {
        PartyId::Person(id) => ledger.person(id).and_then(|(_, person)| ledger.organisation(person.organisation?)),
        PartyId::Organisation(id) => ledger.organisation(id),
    };
    let Some((_, organisation)) = of else { return };
    let rounds = rounds_of_organisation(&shared.book, ledger, organisation, shared.zone, now).unwrap_or_default();
    if rounds.is_empty() {
        return;
    }
    sheet.head("UPTIME THAT CONCERNED THEM");
    if is_person(party) {
        sheet.remark(&clean(&format!("As of {}:", organisation.name())));
    }
    for round in &rounds {
        let uptime = &round.uptime;
        let words = format!("{}, {}: {}", uptime.period, promise_in_words(uptime), standing_in_words(uptime));
        sheet
            .text(&clean(&words), if uptime.kept() == Some(false) { shared.theme.breached } else { shared.theme.text });
    }
}
