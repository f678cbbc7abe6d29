//! Reports when tickets are reported: a row for each weekday, a column for each hour.

use crate::ticket::TicketId;
use crate::time::Weekday;

use super::ReportScope;
use super::table::{Cell, Column, Table};

const HOURS: usize = 24;

pub(super) fn table(scope: &ReportScope<'_>) -> Table {
    let mut slots: Vec<Vec<TicketId>> = vec![Vec::new(); 7 * HOURS];
    let clock = usize::from(scope.asked.desk_clock);
    for fact in scope.tickets().filter(|fact| fact.round == 0) {
        if let Some(slot) = slots.get_mut(usize::from(fact.hours[clock])) {
            slot.push(fact.ticket);
        }
    }
    let hours = (0..HOURS).map(|hour| format!("{hour:02}")).map(|hour| Column::figures(&hour, &hour));
    let columns = std::iter::once(Column::names("weekday", "DAY")).chain(hours).chain([Column::figures("all", "ALL")]);
    let is_empty = slots.iter().all(Vec::is_empty);
    let day = |(day, slots): (&Weekday, &[Vec<TicketId>])| {
        let name = day.short();
        row(Cell::name(name, &name.to_lowercase()), slots.to_vec())
    };
    let of_hour = |hour: usize| slots.iter().skip(hour).step_by(HOURS).flatten().copied().collect();
    let total = row(Cell::no_name("all"), (0..HOURS).map(of_hour).collect());
    let whose = if clock == 0 { "each vendor's own zone" } else { "the desk's zone" };
    Table {
        columns: columns.collect(),
        rows: if is_empty { Vec::new() } else { Weekday::ALL.iter().zip(slots.chunks(HOURS)).map(day).collect() },
        total: (!is_empty).then_some(total),
        notes: vec![format!("Tickets by weekday and hour of their first report, on the clocks of {whose}.")],
        ..Table::default()
    }
}

/// Makes a row of a name, a cell for each hour, and their sum.
fn row(name: Cell, hours: Vec<Vec<TicketId>>) -> Vec<Cell> {
    let all = hours.concat();
    let cell = |tickets: Vec<TicketId>| match tickets.len() {
        0 => Cell { text: "·".to_owned(), ..Cell::count(0, tickets) },
        count => Cell::count(count, tickets),
    };
    let cells = hours.into_iter().map(cell);
    std::iter::once(name).chain(cells).chain([Cell::count(all.len(), all)]).collect()
}
