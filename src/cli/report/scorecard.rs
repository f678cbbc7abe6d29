//! `frist report scorecard`: a vendor's month on one page.

use super::{facts, plain};
use crate::cli::args::ScorecardArgs;
use crate::cli::error::CliError;
use crate::cli::files;
use crate::cli::json::ScorecardJson;
use crate::cli::output::{Output, json_line, table as in_columns};
use crate::cli::setup::Setup;
use crate::desk::{Desk, SharedDesk};
use crate::domain::report::{Facts, Overrun, Period, Scorecard, Table, worst};
use crate::domain::text::clean_lines;
use crate::domain::time::Month;
use crate::domain::uptime::{month_round, worked_out_in_words};

/// Makes the scorecard and writes it where it should go.
pub(super) fn scorecard(setup: &mut Setup, args: &ScorecardArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let desk = setup.open(output)?;
    let contract = setup.contract(&args.contract)?;
    let (id, zone) = (contract.id.clone(), contract.zone);
    let (book, ledger, now) = (setup.book.clone(), desk.ledger(), setup.now());
    let month = args.month.unwrap_or_else(|| Month::at(zone, now));
    let Some(round) = month_round(&book, &ledger, &id, month, now).transpose()? else { return Ok(()) };
    let facts = facts(setup, &desk, Period::month(month), Some(id.clone()), String::new())?;
    let overruns = overruns(setup, &desk, &facts, &id, Period::month(month))?;
    let card = Scorecard::new(&round, &facts, &book, overruns);
    let text = if args.json { json_line(&ScorecardJson::new(&card))? + "\n" } else { document(&card, args.markdown) };
    let Some(path) = &args.file.output else { return output.safe_lines(&text) };
    files::write(path, args.file.force, &text)?;
    output.line(&format!("the {} is written down in {}", card.title().replacen('S', "s", 1), path.display()))
}

fn overruns(
    setup: &Setup,
    desk: &SharedDesk,
    facts: &Facts,
    contract: &str,
    period: Period,
) -> Result<Vec<Overrun>, CliError> {
    let mut overruns = Vec::new();
    for (id, kind) in worst(facts, contract, period) {
        let record = desk.record(id)?;
        overruns.extend(record.and_then(|record| Overrun::of(&record.ticket, kind, &setup.book, setup.now())));
    }
    Ok(overruns)
}

fn document(card: &Scorecard<'_>, markdown: bool) -> String {
    let text = if markdown { card.markdown() } else { for_a_terminal(card) };
    clean_lines(&text).into_owned()
}

fn for_a_terminal(card: &Scorecard<'_>) -> String {
    let figures = card.figures().into_iter().map(|(name, value)| vec![name.to_owned(), value]);
    let blocks = [
        format!("{}\n{}", card.title(), card.as_of()),
        in_columns(&[], figures, &[]),
        headed("Attainment by severity and target", &card.attainment),
        overruns_in_columns(card),
        headed("Times", &card.times),
        headed("Breach reasons", &card.reasons),
        worked_out_in_words(&card.round.uptime),
    ];
    blocks.join("\n\n") + "\n"
}

fn headed(title: &str, table: &Table) -> String {
    if table.rows.is_empty() { format!("{title}: nothing in this month") } else { format!("{title}\n{}", plain(table)) }
}

fn overruns_in_columns(card: &Scorecard<'_>) -> String {
    if card.overruns.is_empty() {
        return "Worst overruns: no promise was broken".to_owned();
    }
    let head = Scorecard::OVERRUNS.map(str::to_uppercase);
    let head: Vec<&str> = head.iter().map(String::as_str).chain(["SUBJECT"]).collect();
    let rows = card.overrun_rows().into_iter().map(|(cells, subject)| cells.into_iter().chain([subject]).collect());
    format!("Worst overruns\n{}", in_columns(&head, rows, &[0]))
}
