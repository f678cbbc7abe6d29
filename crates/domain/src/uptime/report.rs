//! Writes a month's uptime as a document for a customer or a vendor, and as rows for a spreadsheet.
//!
//! The text is the same for the same data: no clock but the one handed in, which shows only while the month is not over.

use serde::Serialize;

use crate::contract::{cause_in_words, outages_in_words, uptime_hours_in_words};
use crate::language::Language;
use crate::ledger::{AnnouncedChange, Maintenance, Outage};
use crate::markdown::{Document, escaped};
use crate::text::{capital, clean};
use crate::time::{Instant, clock_text, duration_text};

use super::account::{DowntimePiece, MonthUptime};
use super::claim_draft::claim_standing_in_words;
use super::notice::{notice_of, notice_of_change};
use super::parties::PartyMonth;
use super::round::{MonthRound, months_in_words, vendor_among, whose_promise};
use super::words::{
    EACH_CUSTOMER, EACH_SERVICE, credit_due_in_words, disagreement_in_words, for_whom, formula_in_words,
    judged_in_words, notice_in, party_cells, percent_in_words, percent_text, piece_in, piece_in_words,
    promise_in_words, reports_in_words, verdict_in_words, whose_in_words, worked_out_in_words,
};

/// Writes the report about one vendor's month.
pub fn markdown(round: &MonthRound<'_>) -> String {
    let mut document = Document::default();
    let (whose, whom, period) = (whose_promise(round), for_whom(&round.party), round.uptime.period.long());
    document.heading(1, &escaped(&format!("Uptime of {whose}{whom}, {period}")));
    document.block(&opening(round));
    write(round, 2, &mut document);
    document.text()
}

/// Writes the monthly round: a table of all vendors, then each one's report.
pub fn round_markdown(rounds: &[MonthRound<'_>]) -> String {
    let mut document = Document::default();
    document.heading(1, &format!("Uptime, {}", months_in_words(rounds)));
    let row = |round: &MonthRound<'_>| {
        let (uptime, judged) = (&round.uptime, round.uptime.judged());
        [
            escaped(&vendor_among(round, rounds)),
            format!("{} %", percent_text(judged)),
            escaped(&promise_in_words(uptime)),
            escaped(&judged_in_words(uptime)),
            duration_text(judged.downtime),
            duration_text(judged.exempt),
            escaped(&credit_due_in_words(uptime)),
        ]
    };
    let rows: Vec<[String; 7]> = rounds.iter().map(row).collect();
    document.table(["Vendor", "Uptime", "Promise", "", "Downtime", "Exempt", "Credit"], &rows);
    for round in rounds {
        document.heading(2, &escaped(&vendor_among(round, rounds)));
        document.block(&opening(round));
        write(round, 3, &mut document);
    }
    document.text()
}

fn opening(round: &MonthRound<'_>) -> String {
    let uptime = &round.uptime;
    let service =
        round.contract.service.as_deref().map_or_else(String::new, |service| format!("{}. ", escaped(service)));
    let as_of = if uptime.now < uptime.to {
        format!(
            " The {} is not over: this is how it stood on {}.",
            uptime.period.length().key(),
            clock_text(uptime.zone, uptime.now)
        )
    } else {
        String::new()
    };
    let whose = whose_in_words(round).map_or_else(String::new, |whose| format!(" Figures of {}.", escaped(&whose)));
    format!("{service}Times are in {}.{as_of}{whose}", escaped(uptime.zone.name()))
}

fn write(round: &MonthRound<'_>, level: usize, document: &mut Document) {
    let uptime = &round.uptime;
    document.table(["", ""], &figures(uptime));
    document.block(&escaped(&formula_in_words(uptime)));
    document.block(&escaped(&worked_out_in_words(uptime)));
    if let Some(disagreement) = disagreement_in_words(uptime) {
        document.block(&escaped(&format!("{}.", capital(&disagreement))));
    }
    for stretch in round.unagreed() {
        document.block(&escaped(&format!("{}.", capital(&round.unagreed_in_words(&stretch)))));
    }
    if let Some(rule) = uptime.promise.as_ref().and_then(outages_in_words) {
        document.block(&escaped(&format!("Outages {rule}.")));
    }
    if let Some(words) = uptime.rules.as_ref().and_then(reports_in_words) {
        document.block(&words);
    }
    if let Some(hours) = uptime.rules.as_ref().and_then(uptime_hours_in_words) {
        document.block(&escaped(&format!("{}.", capital(&hours))));
    }
    write_parties(("Customers", "Customer", EACH_CUSTOMER), &round.parties(), level, document);
    write_parties(("Services", "Service", EACH_SERVICE), &round.services(), level, document);
    write_outages(Language::English, round, level, document);
    write_pieces(Language::English, round, level, document);
    write_maintenance(Language::English, round, level, document);
}

/// Writes the outages of the period.
pub(super) fn write_outages(language: Language, round: &MonthRound<'_>, level: usize, document: &mut Document) {
    let uptime = &round.uptime;
    document.heading(level, &language.outages_title());
    if round.entries.outages.is_empty() {
        document.block(&language.none_in_period(language.bare_period(uptime.period.length())));
    }
    let rows = round.entries.outages.iter().map(|(id, outage)| outage_row(language, &id.to_string(), outage, uptime));
    let heads = [
        "#".to_owned(),
        language.head_from(),
        language.head_to(),
        language.head_lasted(),
        language.head_reported(),
        language.head_cause(),
        language.head_symptom(),
        language.head_solution(),
        language.head_tickets(),
    ];
    document.rows(&heads, &rows.collect::<Vec<_>>());
}

/// Writes what each piece of the outages counted as.
pub(super) fn write_pieces(language: Language, round: &MonthRound<'_>, level: usize, document: &mut Document) {
    if round.uptime.pieces.is_empty() {
        return;
    }
    document.heading(level, &language.pieces_title());
    let rows: Vec<[String; 5]> = round.uptime.pieces.iter().map(|piece| piece_row(language, piece, round)).collect();
    let heads = [
        language.head_from(),
        language.head_to(),
        language.head_length(),
        language.outages_title(),
        language.head_counted(),
    ];
    document.rows(&heads, &rows);
}

fn write_parties(
    (title, head, words): (&str, &str, &str),
    parties: &[PartyMonth],
    level: usize,
    document: &mut Document,
) {
    if parties.is_empty() {
        return;
    }
    document.heading(level, title);
    document.block(words);
    let rows: Vec<[String; 6]> = parties.iter().map(|party| party_cells(party).map(|cell| escaped(&cell))).collect();
    document.table([head, "Uptime", "", "Downtime", "Exempt", "Credit"], &rows);
}

/// Writes the maintenance and the announced changes of the period.
pub(super) fn write_maintenance(language: Language, round: &MonthRound<'_>, level: usize, document: &mut Document) {
    let contract = &round.contract;
    let say = |at| language.moment(contract.zone, at);
    let said = |at: Option<Instant>| at.map_or_else(String::new, say);
    if !round.entries.maintenance.is_empty() {
        document.heading(level, &language.maintenance_title());
        let row = |maintenance: &Maintenance, id: String| {
            [
                id,
                said(maintenance.announced),
                say(maintenance.from),
                language.end(contract.zone, maintenance.from, maintenance.to),
                text(maintenance.kind.as_deref()),
                text(maintenance.note.as_deref()),
                escaped(&notice_in(language, notice_of(contract, maintenance), say)),
            ]
        };
        let rows: Vec<[String; 7]> = round.entries.maintenance.iter().map(|(id, m)| row(m, id.to_string())).collect();
        let heads = [
            "#".to_owned(),
            language.head_announced(),
            language.head_from(),
            language.head_to(),
            language.head_kind(),
            language.head_what(),
            language.head_notice(),
        ];
        document.rows(&heads, &rows);
    }
    if !round.entries.changes.is_empty() {
        document.heading(level, &language.changes_title());
        let row = |change: &AnnouncedChange, id: String| {
            let notice = notice_in(language, notice_of_change(contract, change), say);
            [id, said(change.announced), say(change.from), escaped(&change.note), escaped(&notice)]
        };
        let rows: Vec<[String; 5]> = round.entries.changes.iter().map(|(id, c)| row(c, id.to_string())).collect();
        let heads = [
            "#".to_owned(),
            language.head_announced(),
            language.head_takes_effect(),
            language.head_what(),
            language.head_notice(),
        ];
        document.rows(&heads, &rows);
    }
}

fn figures(uptime: &MonthUptime) -> Vec<[String; 2]> {
    let row = |name: &str, value: String| [name.to_owned(), value];
    let mut rows = vec![
        row("Uptime", percent_in_words(uptime)),
        row("Promise", escaped(&verdict_in_words(uptime))),
        row(&capital(uptime.period.length().key()), duration_text(uptime.month_s())),
        row("Exempt", duration_text(uptime.exempt)),
        row("Downtime", duration_text(uptime.downtime)),
    ];
    match uptime.left() {
        Some(left) if left >= 0 => rows.push(row("Left before the promise breaks", duration_text(left))),
        Some(over) => rows.push(row("Over what the promise allows", duration_text(-over))),
        None => {}
    }
    rows.push(row("Credit", escaped(&credit_due_in_words(uptime))));
    rows.extend(claim_standing_in_words(uptime).map(|words| row("To be claimed", escaped(&words))));
    rows
}

fn outage_row(language: Language, id: &str, outage: &Outage, uptime: &MonthUptime) -> [String; 9] {
    let say = |at: Instant| language.moment(uptime.zone, at);
    let tickets: Vec<String> = outage.tickets.iter().map(|ticket| format!("\\#{ticket}")).collect();
    [
        id.to_owned(),
        say(outage.from),
        outage.to.map_or_else(|| language.still_running(), |to| language.end(uptime.zone, outage.from, to)),
        language.duration(outage.lasts(uptime.now)),
        outage.reported.map_or_else(String::new, say),
        text(outage.cause.as_deref().map(cause_in_words).as_deref()),
        text(outage.symptom.as_deref()),
        text(outage.solution.as_deref()),
        tickets.join(", "),
    ]
}

fn piece_row(language: Language, piece: &DowntimePiece, round: &MonthRound<'_>) -> [String; 5] {
    let zone = round.contract.zone;
    let outages: Vec<String> = piece.outages.iter().map(ToString::to_string).collect();
    [
        language.moment(zone, piece.from),
        language.end(zone, piece.from, piece.to),
        language.duration(piece.seconds()),
        outages.join(", "),
        escaped(&piece_in(language, piece, round)),
    ]
}

fn text(text: Option<&str>) -> String {
    text.map_or_else(String::new, escaped)
}

/// A row for a spreadsheet: one for the month, then one for each piece of it. Instants are RFC 3339, lengths seconds. The
/// shape is promised: a column may be added, none may change or go.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ReportRow {
    /// The id of the contract.
    pub contract: String,
    /// The month as `YYYY-MM`; of a longer period the first one.
    pub month: String,
    /// The sort of row: `month`, or `quarter` or `year` where the promise is for these, `downtime`, `exempt`,
    /// `before_report` or `too_short`.
    pub row: &'static str,
    /// The first instant.
    pub from: String,
    /// The first instant after it.
    pub to: String,
    /// The length in seconds.
    pub seconds: i64,
    /// The exempt seconds, of the month.
    pub exempt_s: Option<i64>,
    /// The seconds of downtime, of the month.
    pub downtime_s: Option<i64>,
    /// The uptime in percent, of the month.
    pub percent: Option<String>,
    /// Whether the promise was kept, of the month, where there is one.
    pub kept: Option<bool>,
    /// The credit in percent, of the month.
    pub credit_percent: Option<f64>,
    /// The numbers of the outages that were going on, of a piece.
    pub outages: String,
    /// The promise of the month, or what the piece counts as and why.
    pub ground: String,
    /// The one service or customer that was asked about; empty where all outages count together.
    pub of: String,
    /// The plan whose own promise it is; empty for the contract's.
    pub plan: String,
    /// The period: `YYYY-MM`, `YYYY-Q1`, `YYYY`.
    pub period: String,
    /// The seconds that count, within the hours of the promise where it has any.
    pub counted_s: i64,
    /// The last moment at which what is owed can be claimed, of the period.
    pub claim_by: Option<String>,
}

/// Returns the rows of one vendor's month. Their texts are one line each, with nothing that drives a terminal.
pub fn csv_rows(round: &MonthRound<'_>) -> Vec<ReportRow> {
    let uptime = &round.uptime;
    let row = |row, from: Instant, to: Instant| ReportRow {
        contract: clean(&round.contract.id).into_owned(),
        month: uptime.month.to_string(),
        row,
        from: from.to_string(),
        to: to.to_string(),
        seconds: to.since(from),
        exempt_s: None,
        downtime_s: None,
        percent: None,
        kept: None,
        credit_percent: None,
        outages: String::new(),
        ground: String::new(),
        of: round.of().map_or_else(String::new, |of| clean(of).into_owned()),
        plan: round.plan.as_deref().map_or_else(String::new, |plan| clean(plan).into_owned()),
        period: uptime.period.to_string(),
        counted_s: to.since(from),
        claim_by: None,
    };
    let month = ReportRow {
        exempt_s: Some(uptime.exempt),
        downtime_s: Some(uptime.downtime),
        percent: Some(percent_text(uptime)),
        kept: uptime.kept(),
        credit_percent: Some(uptime.credit_percent()),
        ground: promise_in_words(uptime),
        counted_s: uptime.month_s(),
        claim_by: uptime.claim_by.map(|at| at.to_string()),
        ..row(uptime.period.length().key(), uptime.from, uptime.to)
    };
    let piece = |piece: &DowntimePiece| {
        let outages: Vec<String> = piece.outages.iter().map(ToString::to_string).collect();
        let ground = clean(&piece_in_words(piece, round)).into_owned();
        let counted_s = piece.counted;
        ReportRow { outages: outages.join(" "), ground, counted_s, ..row(piece.counts.key(), piece.from, piece.to) }
    };
    std::iter::once(month).chain(uptime.pieces.iter().map(piece)).collect()
}
