//! Carries out `frist report scorecard`: a vendor's month on one page.

use serde_json::Value;

use super::{facts, plain};
use crate::cli::args::ScorecardArgs;
use crate::cli::error::CliError;
use crate::cli::files;
use crate::cli::json::ScorecardJson;
use crate::cli::output::{Output, WhenNarrow, json_line, room, table_in};
use crate::cli::setup::Setup;
use crate::cli::spreadsheet::records;
use crate::desk::{Desk, SharedDesk};
use crate::domain::report::{Cell, Overrun, Period, Scorecard, Table, TicketFacts, worst};
use crate::domain::text::{clean, clean_lines};
use crate::domain::ticket::TicketId;
use crate::domain::time::Month;
use crate::domain::uptime::{month_round, promised_rounds};

/// Makes the scorecard and writes it where it should go.
pub(super) fn scorecard(setup: &mut Setup, args: &ScorecardArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let desk = setup.open(output)?;
    let contract = setup.contract(&args.contract)?;
    let (id, zone) = (contract.id.clone(), contract.zone);
    let (book, ledger, now) = (setup.book.clone(), desk.ledger(), setup.now());
    let month = args.month.unwrap_or_else(|| Month::at(zone, now));
    let Some(round) = month_round(&book, &ledger, &id, month, now).transpose()? else { return Ok(()) };
    let promised = promised_rounds(&book, &ledger, &id, month, now)?;
    let facts = facts(setup, &desk, Scorecard::period_of_facts(month), Some(id.clone()), String::new())?;
    let overruns = overruns(setup, &desk, &facts, &id, Period::month(month))?;
    let card = Scorecard::new(&round, &promised, &facts, &book, overruns);
    let text = match args {
        ScorecardArgs { json: true, .. } => json_line(&ScorecardJson::new(&card))? + "\n",
        ScorecardArgs { csv: true, .. } => clean_lines(&csv(&card)?).into_owned(),
        ScorecardArgs { markdown, .. } => document(&card, *markdown, room(&args.file)),
    };
    let Some(path) = &args.file.output else { return output.safe_lines(&text) };
    let said = format!("the {} is written down in", card.title().replacen('S', "s", 1));
    files::write_and_tell(path, args.file.force, &text, &said, output)
}

fn overruns(
    setup: &Setup,
    desk: &SharedDesk,
    facts: &TicketFacts,
    contract: &str,
    period: Period,
) -> Result<Vec<Overrun>, CliError> {
    let mut overruns = Vec::new();
    for which in worst(facts, contract, period) {
        let record = desk.record(which.ticket)?;
        overruns.extend(record.and_then(|record| Overrun::of(&record.ticket, which, &setup.book, setup.now())));
    }
    Ok(overruns)
}

fn document(card: &Scorecard<'_>, markdown: bool, columns: Option<usize>) -> String {
    let text = if markdown { card.markdown() } else { for_a_terminal(card, columns) };
    clean_lines(&text).into_owned()
}

fn for_a_terminal(card: &Scorecard<'_>, columns: Option<usize>) -> String {
    let figures = card.figures().into_iter().map(|figure| vec![figure.name.to_owned(), figure.text]);
    let promises =
        (!card.promises.rows.is_empty()).then(|| headed("Promises about many tickets", &card.promises, columns));
    let before = [
        format!("{}\n{}", card.title(), card.as_of()),
        table_in(columns, WhenNarrow::Wrap, &[], figures, &[]),
        headed("Attainment by severity and target", &card.attainment, columns),
    ];
    let behind = [
        overruns_in_columns(card, columns),
        headed("Times", &card.times, columns),
        headed("Breach reasons", &card.reasons, columns),
        card.account(),
    ];
    before.into_iter().chain(promises).chain(behind).collect::<Vec<_>>().join("\n\n") + "\n"
}

fn headed(title: &str, table: &Table, columns: Option<usize>) -> String {
    if table.rows.is_empty() {
        format!("{title}: nothing in this month")
    } else {
        format!("{title}\n{}", plain(table, columns))
    }
}

fn overruns_in_columns(card: &Scorecard<'_>, columns: Option<usize>) -> String {
    if card.overruns.is_empty() {
        return format!("Worst overruns: {}", Scorecard::NO_OVERRUN);
    }
    let head = Scorecard::OVERRUNS.map(str::to_uppercase);
    let head: Vec<&str> = head.iter().map(String::as_str).chain(["SUBJECT"]).collect();
    let rows = card.overrun_rows().into_iter().map(|(cells, subject)| cells.into_iter().chain([subject]).collect());
    format!("Worst overruns\n{}", table_in(columns, WhenNarrow::Wrap, &head, rows, &[0]))
}

/// The heads of the spreadsheet.
const COLUMNS: [&str; 5] = ["section", "row", "figure", "value", "tickets"];
/// The keys of the JSON that say whose month it is.
const WHOSE: [&str; 5] = ["contract", "vendor", "month", "from", "to"];
/// The keys of an overrun.
const OVERRUN: [&str; 9] = ["subject", "target", "severity", "due", "met", "over_s", "clock", "reason", "reason_text"];
/// The keys of the uptime.
const UPTIME: [&str; 8] =
    ["month_s", "exempt_s", "downtime_s", "percent", "kept", "credit_percent", "promise", "credit"];

/// Returns the whole document as one table, a row for each figure: its part of the document, its row there, its key as in
/// the JSON, its value, and the numbers of the tickets behind it.
fn csv(card: &Scorecard<'_>) -> Result<String, CliError> {
    let json = serde_json::to_value(ScorecardJson::new(card)).map_err(std::io::Error::from)?;
    let mut rows: Vec<[String; 5]> = keyed("scorecard", "", &json, &WHOSE, &[]).collect();
    rows.push(figure("scorecard", "", "tickets", &card.tickets));
    rows.push(figure("scorecard", "", "kept_percent", &card.kept));
    rows.extend(of_table(&card.attainment));
    rows.extend(of_table(&card.promises));
    for (place, (overrun, json)) in
        card.overruns.iter().zip(json["overruns"].as_array().into_iter().flatten()).enumerate()
    {
        rows.extend(keyed("overruns", &(place + 1).to_string(), json, &OVERRUN, &[overrun.ticket]));
    }
    rows.extend(of_table(&card.times).chain(of_table(&card.reasons)));
    rows.extend(keyed("uptime", "", &json["uptime"], &UPTIME, &[]));
    for (round, json) in card.promised.iter().zip(json["uptimes"].as_array().into_iter().flatten()).skip(1) {
        rows.extend(keyed("uptime", &card.whose(round).unwrap_or_default(), json, &UPTIME, &[]));
    }
    records(COLUMNS.map(str::to_owned).to_vec(), rows.into_iter().map(Vec::from))
}

/// Returns a table's figures, each in the row of its names.
fn of_table(table: &Table) -> impl Iterator<Item = [String; 5]> {
    table.rows.iter().flat_map(move |row| {
        let cells = || table.columns.iter().zip(row);
        let names: Vec<String> = cells().filter(|(column, _)| !column.figures).map(|(_, cell)| cell.plain()).collect();
        let name = names.join(" ");
        let figures = cells().filter(|(column, _)| column.figures);
        figures.map(move |(column, cell)| figure(table.report, &name, &column.key, cell))
    })
}

fn figure(section: &str, row: &str, key: &str, cell: &Cell) -> [String; 5] {
    [section.to_owned(), row.to_owned(), key.to_owned(), cell.plain(), numbers(&cell.tickets)]
}

/// Returns the values under these keys of a JSON object.
fn keyed<'a>(
    section: &'a str,
    row: &'a str,
    json: &'a Value,
    keys: &'a [&str],
    tickets: &'a [TicketId],
) -> impl Iterator<Item = [String; 5]> {
    let value = |key: &str| match &json[key] {
        Value::Null => String::new(),
        Value::String(text) => clean(text).into_owned(),
        other => other.to_string(),
    };
    keys.iter().map(move |key| [section.to_owned(), row.to_owned(), (*key).to_owned(), value(key), numbers(tickets)])
}

fn numbers(tickets: &[TicketId]) -> String {
    tickets.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
