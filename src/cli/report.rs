//! Carries out `frist report`: tickets of a period in figures, and the vendor's scorecard.

mod scorecard;

use clap::CommandFactory as _;
use serde::Serialize;

use super::args::{Cli, ClockArg, GroupedArgs, ReportArgs, ReportCommand, ScopeArgs, TableArgs};
use super::error::CliError;
use super::files;
use super::output::{Output, WhenNarrow, json_line, room, sentences, table as in_columns, table_in};
use super::setup::{Setup, known_names, tell_old_spellings};
use super::spreadsheet;
use crate::desk::{Desk, FilterOf, SharedDesk};
use crate::domain::problem::ProblemKind;
use crate::domain::query::Filter;
use crate::domain::report::{Cell, FactsQuery, GroupBy, Period, Report, ReportRequest, Table, TicketFacts, table};
use crate::domain::text::clean_lines;

/// Makes the requested report in the requested form, and writes it where it should go. Without one, lists the reports there
/// are.
pub(super) fn report(setup: &mut Setup, args: &ReportArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let Some(command) = &args.report else { return list(args.json, output) };
    let (asked, scope) = match command {
        ReportCommand::Attainment(args) => grouped(Report::Attainment, args),
        ReportCommand::House(args) => grouped(Report::House, args),
        ReportCommand::Times(args) => grouped(Report::Times, args),
        ReportCommand::Reasons(args) => grouped(Report::Reasons, args),
        ReportCommand::Billable(args) => grouped(Report::Billable, args),
        ReportCommand::Trend(scope) => (ReportRequest { report: Report::Trend, ..ReportRequest::default() }, scope),
        ReportCommand::Heat(args) => {
            let desk_clock = args.clock == ClockArg::Desk;
            (ReportRequest { report: Report::Heat, desk_clock, ..ReportRequest::default() }, &args.scope)
        }
        ReportCommand::Promises(scope) => {
            (ReportRequest { report: Report::Promises, ..ReportRequest::default() }, scope)
        }
        ReportCommand::Scorecard(args) => return scorecard::scorecard(setup, args, output),
    };
    let table = made(setup, asked, scope, output)?;
    let text = text(&table, &scope.form, room(&scope.file))?;
    let Some(path) = &scope.file.output else { return output.safe_lines(&text) };
    let said = format!("{} is written down in", table.title);
    files::write_and_tell(path, scope.file.force, &text, &said, output)
}

/// A report in the list of them. The shape is promised: a key may be added, none may change or go.
#[derive(Serialize)]
struct ReportJson {
    report: String,
    /// The name of its command.
    command: String,
    tells: String,
    by: Vec<&'static str>,
}

/// Lists the reports with what each tells and what it can be grouped by; needs no store.
fn list(json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
    let command = Cli::command();
    let reports = command.get_subcommands().filter(|command| command.get_name() == "report");
    let reports: Vec<ReportJson> = reports.flat_map(clap::Command::get_subcommands).map(ReportJson::of).collect();
    if json {
        return reports.iter().try_for_each(|report| output.json(report));
    }
    let row = |report: &ReportJson| vec![report.command.clone(), report.tells.clone(), report.by.join(", ")];
    output.line(&in_columns(&["REPORT", "TELLS", "BY"], reports.iter().map(row), &[]))?;
    output.line("frist report NAME --help tells its options")
}

impl ReportJson {
    fn of(command: &clap::Command) -> Self {
        let name = command.get_name();
        let known = Report::ALL.iter().find(|report| report.command() == name);
        let by = known.map_or(&[][..], |report| report.groups()).iter().map(|by| by.key()).collect();
        let tells = command.get_about().map(ToString::to_string).unwrap_or_default();
        let report = known.map_or(name, |report| report.key()).to_owned();
        Self { report, command: name.to_owned(), tells, by }
    }
}

fn grouped(report: Report, args: &GroupedArgs) -> (ReportRequest, &ScopeArgs) {
    let by: Vec<GroupBy> = args.by.iter().copied().map(GroupBy::from).collect();
    let by = if by.is_empty() { vec![GroupBy::Vendor] } else { by };
    (ReportRequest { report, by, ..ReportRequest::default() }, &args.scope)
}

fn made(
    setup: &mut Setup,
    mut asked: ReportRequest,
    scope: &ScopeArgs,
    output: &mut Output<'_>,
) -> Result<Table, CliError> {
    check_groups(&asked)?;
    (asked.period, asked.now) = (period(scope)?, setup.now());
    let filter = scope.filter.join(" ");
    Filter::parse(&filter)?;
    tell_old_spellings(&filter, FilterOf::Tickets, output);
    let desk = setup.open(output)?;
    known_names(&desk, &filter, FilterOf::Tickets)?;
    asked.contract = scope.contract.as_ref().map(|id| setup.contract(id).map(|c| c.id.clone())).transpose()?;
    let facts = facts(setup, &desk, asked.period_of_facts(), asked.contract.clone(), filter.clone())?;
    let table = table(&facts, &asked, &setup.book).filtered(&filter);
    if table.rows.is_empty() {
        let many = asked.report == Report::Promises && setup.book.known().iter().all(|c| c.attainment.is_empty());
        return Err(if many { nothing_about_many() } else { nothing(&facts, &table) });
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

/// Returns the facts of the tickets of that period, contract and filter.
fn facts(
    setup: &Setup,
    desk: &SharedDesk,
    period: Period,
    contract: Option<String>,
    filter: String,
) -> Result<TicketFacts, CliError> {
    let (me, zone, now) = (setup.me.clone(), setup.zone.name().to_owned(), setup.now());
    Ok(desk.facts(&FactsQuery { period, contract, filter, me, zone, now })?)
}

fn check_groups(asked: &ReportRequest) -> Result<(), CliError> {
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

fn nothing(facts: &TicketFacts, table: &Table) -> CliError {
    let title = &table.title;
    if facts.is_empty() {
        let hint = "name another period, contract or filter";
        return CliError::new(ProblemKind::NotFound, format!("no ticket matches: {title}"), hint);
    }
    let message = format!("{} tickets match and none of them has anything to report: {title}", facts.len());
    CliError::new(ProblemKind::NotFound, message, "ask for another report, or name another period, contract or filter")
}

fn nothing_about_many() -> CliError {
    let hint = "an agreement that does says so in [[attainment]] of its file";
    CliError::new(ProblemKind::NotFound, "no agreement promises anything about many tickets at once", hint)
}

/// Returns the report as text that is safe for a terminal, with a line break behind each line.
fn text(table: &Table, form: &TableArgs, columns: Option<usize>) -> Result<String, CliError> {
    let text = match form {
        TableArgs { json: true, .. } => return json(table),
        TableArgs { csv: true, .. } => csv(table)?,
        TableArgs { markdown: true, .. } => table.markdown(),
        _ => {
            format!("{}\n\n{}\n\n{}\n", table.title, plain(table, columns), sentences(&table.notes.join("\n"), columns))
        }
    };
    Ok(clean_lines(&text).into_owned())
}

/// Returns the table alone, for a person at a terminal of that many columns.
fn plain(table: &Table, columns: Option<usize>) -> String {
    let head: Vec<&str> = table.columns.iter().map(|column| column.head.as_str()).collect();
    let figures: Vec<usize> = (0..head.len()).filter(|place| table.columns[*place].figures).collect();
    let rows = table.all_rows().map(|row| row.iter().map(|cell| cell.text.clone()).collect());
    table_in(columns, WhenNarrow::Wrap, &head, rows, &figures)
}

fn json(table: &Table) -> Result<String, CliError> {
    table.rows.iter().map(|row| Ok(json_line(&table.json(row))? + "\n")).collect()
}

fn csv(table: &Table) -> Result<String, CliError> {
    let head = table.columns.iter().map(|column| column.key.clone()).collect();
    spreadsheet::records(head, table.rows.iter().map(|row| row.iter().map(Cell::plain).collect()))
}
