//! Writes a month's uptime for a person at a terminal.

use crate::cli::output::{WhenNarrow, sentences, table_in};
use crate::cli::{outage, record};
use crate::domain::contract::{outages_in_words, uptime_hours_in_words};
use crate::domain::ledger::{LedgerFact, LedgerRecordId, Outage};
use crate::domain::text::clean;
use crate::domain::time::{clock_text, duration_text};
use crate::domain::uptime::{
    DowntimePiece, EACH_CUSTOMER, EACH_SERVICE, MonthRound, MonthUptime, PartyMonth, breaks_in_words,
    claim_standing_in_words, credit_due_in_words, disagreement_in_words, end_text, for_whom, formula_among,
    formula_in_words, judged_in_words, log_lacks, months_in_words, outage_in_words, party_cells, party_in_words,
    percent_in_words, percent_text, piece_in_words, promise_in_words, reports_in_words, vendor_among, verdict_in_words,
    whose_in_words, whose_promise, worked_out_in_words,
};

/// Returns one vendor's month in full, in that many columns.
pub(super) fn of_one(round: &MonthRound<'_>, columns: Option<usize>) -> String {
    let (whose, whom) = (whose_promise(round), for_whom(&round.party));
    let title = format!("Uptime of {}{}, {}", clean(&whose), clean(&whom), round.uptime.period.long());
    let blocks = [
        title,
        table_in(columns, WhenNarrow::Wrap, &[], figures(round), &[]),
        sentences(&worked_out(&round.uptime), columns),
        parties((EACH_CUSTOMER, "CUSTOMER"), &round.parties(), columns),
        parties((EACH_SERVICE, "SERVICE"), &round.services(), columns),
        outages(round, columns),
    ];
    let rest = [pieces(round, columns), maintenance(round, columns), changes(round, columns)];
    in_blocks(blocks.into_iter().chain(rest))
}

/// Returns the month of every vendor, a row each.
pub(super) fn of_all(rounds: &[MonthRound<'_>], columns: Option<usize>) -> String {
    const HEAD: [&str; 8] = ["VENDOR", "UPTIME", "PROMISE", "", "DOWNTIME", "EXEMPT", "LEFT", "CREDIT"];
    let row = |round: &MonthRound<'_>| {
        let (uptime, judged) = (&round.uptime, round.uptime.judged());
        vec![
            vendor_among(round, rounds),
            format!("{} %", percent_text(judged)),
            promise_in_words(uptime),
            judged_in_words(uptime),
            duration_text(judged.downtime),
            duration_text(judged.exempt),
            uptime.left().map_or_else(|| "–".to_owned(), duration_text),
            credit_due_in_words(uptime),
        ]
    };
    let title = format!("Uptime, {}", months_in_words(rounds));
    let running: Vec<String> = rounds.iter().flat_map(running).collect();
    let more =
        format!("{}\nfrist uptime --contract ID tells what each minute counted as, and why.", formula_among(rounds));
    let rows = table_in(columns, WhenNarrow::Wrap, &HEAD, rounds.iter().map(row), &[1, 4, 5, 6]);
    in_blocks([title, rows, sentences(&running.join("\n"), columns), sentences(&more, columns)])
}

fn in_blocks(blocks: impl IntoIterator<Item = String>) -> String {
    let blocks: Vec<String> = blocks.into_iter().filter(|block| !block.is_empty()).collect();
    blocks.join("\n\n") + "\n"
}

fn figures(round: &MonthRound<'_>) -> Vec<Vec<String>> {
    let (uptime, left) = (&round.uptime, round.uptime.left());
    let whose = uptime.worst.as_ref().map_or_else(String::new, |worst| format!(", for {}", party_in_words(worst)));
    let period = uptime.period.length().key();
    let not_over =
        (uptime.now < uptime.to).then(|| format!("{}: the {period} is not over", clock_text(uptime.zone, uptime.now)));
    let all = [
        ("of", whose_in_words(round)),
        ("uptime", Some(percent_in_words(uptime))),
        ("promise", Some(verdict_in_words(uptime))),
        ("but", disagreement_in_words(uptime)),
        ("marked", marked(round)),
        ("hours", uptime.rules.as_ref().and_then(uptime_hours_in_words)),
        (period, Some(duration_text(uptime.month_s()))),
        ("exempt", Some(duration_text(uptime.exempt))),
        ("downtime", Some(duration_text(uptime.downtime))),
        (
            "left",
            left.filter(|left| *left >= 0)
                .map(|left| format!("{} before the promise breaks{whose}", duration_text(left))),
        ),
        (
            "over",
            left.filter(|left| *left < 0)
                .map(|over| format!("{} more than the promise allows{whose}", duration_text(-over))),
        ),
        ("running", round.breaks_at.map(|at| format!("the promise {}", breaks_in_words(at, uptime.zone)))),
        ("credit", Some(credit_due_in_words(uptime))),
        ("claim", claim_standing_in_words(uptime)),
        ("as of", not_over),
        ("times in", Some(uptime.zone.name().to_owned())),
    ];
    all.into_iter().filter_map(|(name, value)| Some(vec![name.to_owned(), value?])).collect()
}

/// Returns what the month marks beside its figures.
fn marked(round: &MonthRound<'_>) -> Option<String> {
    let marks: Vec<String> = round.unagreed().iter().map(|stretch| round.unagreed_in_words(stretch)).collect();
    (!marks.is_empty()).then(|| marks.join("; "))
}

fn worked_out(uptime: &MonthUptime) -> String {
    let rule = uptime.promise.as_ref().and_then(outages_in_words).map(|rule| format!("Outages {rule}."));
    let reports = uptime.rules.as_ref().and_then(reports_in_words);
    let lines = [formula_in_words(uptime), worked_out_in_words(uptime)].into_iter().chain(rule).chain(reports);
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the figures of each customer or service by itself.
fn parties((title, who): (&str, &str), parties: &[PartyMonth], columns: Option<usize>) -> String {
    let head = [who, "UPTIME", "", "DOWNTIME", "EXEMPT", "CREDIT"];
    let rows = parties.iter().map(|party| party_cells(party).to_vec()).collect();
    headed(title, &head, rows, &[1, 3, 4], columns)
}

fn outages(round: &MonthRound<'_>, columns: Option<usize>) -> String {
    let (zone, now) = (round.contract.zone, round.uptime.now);
    let row = |(id, outage): &(LedgerRecordId, &Outage)| {
        outage::cells((*id, outage), &log_lacks(outage, &round.contract), zone, now)
    };
    let rows = round.entries.outages.iter().map(row);
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() { "No outages.".to_owned() } else { headed("Outages", &outage::HEAD, rows, &[0, 3], columns) }
}

fn pieces(round: &MonthRound<'_>, columns: Option<usize>) -> String {
    let zone = round.contract.zone;
    let row = |piece: &DowntimePiece| {
        let outages: Vec<String> = piece.outages.iter().map(ToString::to_string).collect();
        vec![
            clock_text(zone, piece.from),
            end_text(zone, piece.from, piece.to),
            duration_text(piece.seconds()),
            outages.join(", "),
            piece_in_words(piece, round),
        ]
    };
    let rows = round.uptime.pieces.iter().map(row).collect();
    headed("What each minute counted as", &["FROM", "TO", "LENGTH", "OUTAGES", "COUNTED"], rows, &[2], columns)
}

fn maintenance(round: &MonthRound<'_>, columns: Option<usize>) -> String {
    let all = round.entries.maintenance.iter().map(|(id, work)| (*id, LedgerFact::Maintenance((*work).clone())));
    records("Maintenance", &all.collect::<Vec<_>>(), round, columns)
}

fn changes(round: &MonthRound<'_>, columns: Option<usize>) -> String {
    let all = round.entries.changes.iter().map(|(id, change)| (*id, LedgerFact::AnnouncedChange((*change).clone())));
    records("Announced changes", &all.collect::<Vec<_>>(), round, columns)
}

/// Returns the records of one kind in the columns of its fields; empty where there are none.
fn records(
    title: &str,
    all: &[(LedgerRecordId, LedgerFact)],
    round: &MonthRound<'_>,
    columns: Option<usize>,
) -> String {
    let contract = &round.contract;
    let Some(command) = all.first().and_then(|(_, fact)| fact.kind().form()) else { return String::new() };
    let rows = all.iter().map(|(id, fact)| record::cells((*id, fact), command, Some(contract), contract.zone));
    headed(title, &record::head(command), rows.collect(), &record::right(command), columns)
}

/// Returns a table below its title; empty where it has no rows.
fn headed(title: &str, head: &[&str], rows: Vec<Vec<String>>, right: &[usize], columns: Option<usize>) -> String {
    if rows.is_empty() {
        String::new()
    } else {
        format!("{title}\n{}", table_in(columns, WhenNarrow::Wrap, head, rows, right))
    }
}

/// Returns a line for each outage that runs, with when the promise breaks.
fn running(round: &MonthRound<'_>) -> Vec<String> {
    let (zone, now) = (round.contract.zone, round.uptime.now);
    let breaks = round.breaks_at.map(|at| format!("; the promise {}", breaks_in_words(at, zone))).unwrap_or_default();
    let runs = round.entries.outages.iter().filter(|(_, outage)| outage.to.is_none());
    runs.map(|(id, outage)| {
        let vendor = clean(&round.contract.vendor);
        format!("outage {id} of {vendor}: {}{breaks}", outage_in_words(outage, zone, now))
    })
    .collect()
}
