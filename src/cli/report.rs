//! `frist report`: tickets of a period in figures, and the vendor's scorecard.

mod scorecard;

use super::args::{ClockArg, GroupedArgs, ReportCommand, ScopeArgs, TableArgs};
use super::error::{CliError, Failure};
use super::files;
use super::output::{Output, json_line, table as in_columns};
use super::setup::Setup;
use crate::desk::{Desk, SharedDesk};
use crate::domain::query::Filter;
use crate::domain::report::{Asked, By, Cell, Facts, Period, Report, Table, Wanted, table};
use crate::domain::text::clean_lines;

/// Makes the report that is asked for, in the form that is asked for, and writes it where it should go.
pub(super) fn report(setup: &mut Setup, command: &ReportCommand, output: &mut Output<'_>) -> Result<(), CliError> {
    let (asked, scope) = match command {
        ReportCommand::Attainment(args) => grouped(Report::Attainment, args),
        ReportCommand::House(args) => grouped(Report::House, args),
        ReportCommand::Times(args) => grouped(Report::Times, args),
        ReportCommand::Reasons(args) => grouped(Report::Reasons, args),
        ReportCommand::Billable(args) => grouped(Report::Billable, args),
        ReportCommand::Trend(scope) => (Asked { report: Report::Trend, ..Asked::default() }, scope),
        ReportCommand::Heat(args) => {
            let desk_clock = args.clock == ClockArg::Desk;
            (Asked { report: Report::Heat, desk_clock, ..Asked::default() }, &args.scope)
        }
        ReportCommand::Scorecard(args) => return scorecard::scorecard(setup, args, output),
    };
    let table = made(setup, asked, scope, output)?;
    let text = text(&table, &scope.form)?;
    let Some(path) = &scope.file.output else { return output.safe_lines(&text) };
    let said = format!("{} is written down in", table.title);
    files::write_and_tell(path, scope.file.force, &text, &said, output)
}

fn grouped(report: Report, args: &GroupedArgs) -> (Asked, &ScopeArgs) {
    let by: Vec<By> = args.by.iter().copied().map(By::from).collect();
    let by = if by.is_empty() { vec![By::Vendor] } else { by };
    (Asked { report, by, ..Asked::default() }, &args.scope)
}

fn made(setup: &mut Setup, mut asked: Asked, scope: &ScopeArgs, output: &mut Output<'_>) -> Result<Table, CliError> {
    check_groups(&asked)?;
    asked.period = period(scope)?;
    let filter = scope.filter.join(" ");
    Filter::parse(&filter)?;
    let desk = setup.open(output)?;
    asked.contract = scope.contract.as_ref().map(|id| setup.contract(id).map(|c| c.id.clone())).transpose()?;
    let facts = facts(setup, &desk, asked.period, asked.contract.clone(), filter.clone())?;
    let table = table(&facts, &asked, &setup.book).filtered(&filter);
    if table.rows.is_empty() {
        return Err(nothing(&facts, &table));
    }
    Ok(table)
}

fn period(scope: &ScopeArgs) -> Result<Period, CliError> {
    match (scope.month, scope.from, scope.to) {
        (Some(month), ..) => Ok(Period::month(month)),
        (None, Some(from), Some(to)) if from > to => {
            let message = format!("--from {from} is later than --to {to}");
            Err(CliError::input(message, "name the first date with --from and the last one with --to"))
        }
        (None, from, to) => Ok(Period { from, to }),
    }
}

/// What the desk knows of these tickets.
fn facts(
    setup: &Setup,
    desk: &SharedDesk,
    period: Period,
    contract: Option<String>,
    filter: String,
) -> Result<Facts, CliError> {
    let (me, zone, now) = (setup.me.clone(), setup.zone.name().to_owned(), setup.now());
    Ok(desk.facts(&Wanted { period, contract, filter, me, zone, now })?)
}

fn check_groups(asked: &Asked) -> Result<(), CliError> {
    const MOST: usize = 3;
    let groups = asked.report.groups();
    let known = || groups.iter().map(|by| by.key()).collect::<Vec<_>>().join(", ");
    if let Some(other) = asked.by.iter().find(|by| !groups.contains(by)) {
        let message = format!("{} cannot be grouped by {}", asked.report.key(), other.key());
        return Err(CliError::input(message, format!("group it by {}", known())));
    }
    if asked.by.len() > MOST {
        return Err(CliError::input(
            "that is more than can be grouped by at once",
            format!("name up to {MOST} of {}", known()),
        ));
    }
    Ok(())
}

fn nothing(facts: &Facts, table: &Table) -> CliError {
    let title = &table.title;
    if facts.is_empty() {
        let hint = "name another period, contract or filter";
        return CliError::new(Failure::NothingMatched, format!("no ticket matches: {title}"), hint);
    }
    let message = format!("{} tickets match and none of them has anything to report: {title}", facts.len());
    CliError::new(
        Failure::NothingMatched,
        message,
        "ask for another report, or name another period, contract or filter",
    )
}

/// The report with nothing in it that drives a terminal, and a line break behind each line.
fn text(table: &Table, form: &TableArgs) -> Result<String, CliError> {
    let text = match form {
        TableArgs { json: true, .. } => return json(table),
        TableArgs { csv: true, .. } => csv(table)?,
        TableArgs { markdown: true, .. } => table.markdown(),
        _ => format!("{}\n\n{}\n\n{}\n", table.title, plain(table), table.notes.join("\n")),
    };
    Ok(clean_lines(&text).into_owned())
}

/// The table alone, for a person at a terminal.
fn plain(table: &Table) -> String {
    let head: Vec<&str> = table.columns.iter().map(|column| column.head.as_str()).collect();
    let figures: Vec<usize> = (0..head.len()).filter(|place| table.columns[*place].figures).collect();
    in_columns(&head, table.all_rows().map(|row| row.iter().map(|cell| cell.text.clone()).collect()), &figures)
}

fn json(table: &Table) -> Result<String, CliError> {
    table.rows.iter().map(|row| Ok(json_line(&table.json(row))? + "\n")).collect()
}

fn csv(table: &Table) -> Result<String, CliError> {
    let head = table.columns.iter().map(|column| column.key.clone()).collect();
    records(head, table.rows.iter().map(|row| row.iter().map(Cell::plain).collect()))
}

/// Records with commas between their fields, the head first.
fn records(head: Vec<String>, rows: impl Iterator<Item = Vec<String>>) -> Result<String, CliError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for record in std::iter::once(head).chain(rows) {
        writer.write_record(record).map_err(std::io::Error::from)?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
