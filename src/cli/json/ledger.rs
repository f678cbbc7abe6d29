//! Writes ledger records and a month's uptime as JSON. Instants are RFC 3339, lengths seconds of real time. These
//! shapes are promised too: a key may be added, none may change or go.

use serde::{Serialize, Serializer};
use serde_json::{Number, Value};

use super::{FiguresJson, number, text};
use crate::cli::ledger_records::StandingRecord;
use crate::domain::contract::{Contract, Credit, LogItem, Uptime, UptimeFloor, floor_in_words, uptime_hours_in_words};
use crate::domain::ledger::{Ledger, LedgerCommand, LedgerFact, LedgerRecordId, Outage};
use crate::domain::time::{Date, Instant};
use crate::domain::uptime::{
    DayUptime, DowntimePiece, MonthRound, PartyMonth, UnagreedDowntime, disagreement_in_words, formula, log_lacks,
    piece_in_words, promise_in_words,
};

/// An outage as JSON.
#[derive(Serialize)]
pub(in crate::cli) struct OutageJson<'a> {
    id: u64,
    contract: &'a str,
    from: String,
    /// The end; null while it is running.
    to: Option<String>,
    running: bool,
    /// The length so far, in seconds.
    seconds: i64,
    reported: Option<String>,
    symptom: Option<&'a str>,
    solution: Option<&'a str>,
    cause: Option<&'a str>,
    /// The services or customers that it hit; empty means all.
    affects: &'a [String],
    /// The numbers of the tickets that belong to it.
    tickets: Vec<u64>,
    /// The log items that the agreement asks for and that are missing: `reported`, `cause`, `solution`.
    needs: Vec<&'static str>,
    /// The revision, which `--revision` takes.
    revision: u32,
    /// The name of the person who wrote that revision.
    by: &'a str,
}

impl<'a> OutageJson<'a> {
    pub(in crate::cli) fn new(standing: &StandingRecord<'a, Outage>, lacks: &[LogItem], now: Instant) -> Self {
        let outage = standing.fact;
        Self {
            id: standing.id.0,
            contract: &outage.contract,
            from: outage.from.to_string(),
            to: text(outage.to),
            running: outage.to.is_none(),
            seconds: outage.lasts(now),
            reported: text(outage.reported),
            symptom: outage.symptom.as_deref(),
            solution: outage.solution.as_deref(),
            cause: outage.cause.as_deref(),
            affects: &outage.affects,
            tickets: outage.tickets.iter().map(|ticket| ticket.0).collect(),
            needs: lacks.iter().map(|item| item.key()).collect(),
            revision: standing.revision,
            by: standing.by,
        }
    }
}

/// A record as JSON, with the keys of its kind's table of fields.
pub(in crate::cli) struct RecordJson(Vec<(&'static str, Value)>);

impl RecordJson {
    /// Creates the JSON of a record; the contract is none where it is not loaded.
    pub(in crate::cli) fn new(
        standing: &StandingRecord<'_, LedgerFact>,
        command: &LedgerCommand,
        contract: Option<&Contract>,
    ) -> Self {
        let whose = [("id", standing.id.0.into()), ("contract", standing.fact.contract().into())];
        let written = [("revision", standing.revision.into()), ("by", standing.by.into())];
        Self(whose.into_iter().chain(command.json(standing.fact, contract)).chain(written).collect())
    }
}

impl Serialize for RecordJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// One vendor's month, as `frist uptime --json` writes it.
#[derive(Serialize)]
pub(in crate::cli) struct UptimeJson<'a> {
    contract: &'a str,
    vendor: &'a str,
    /// The plan whose own promise it is; null for the contract's.
    plan: Option<&'a str>,
    /// `YYYY-MM`, in the contract's zone; of a longer period the first month.
    month: String,
    /// The period: `YYYY-MM`, `YYYY-Q1` or `YYYY`, as the promise is for.
    period: String,
    from: String,
    to: String,
    /// The one service or customer that was asked about; null where all outages count together.
    of: Option<&'a str>,
    /// The keys `period_s`, `month_s`, `exempt_s`, `downtime_s`, `percent`, `kept`, `credit_percent`.
    #[serde(flatten)]
    figures: FiguresJson,
    /// The promise in words.
    promise: String,
    /// The promise in figures: one of these two keys, and neither where nothing is promised.
    min_percent: Option<Number>,
    max_downtime_s: Option<i64>,
    /// The verdict of the agreement's other words for the limit, where that differs, in words; else null.
    disagrees: Option<String>,
    /// The limit in the agreement's other words; null where it names one only.
    stated: Option<String>,
    /// The hours within which downtime and the period count, in words; null where all do.
    hours: Option<String>,
    /// The seconds of downtime before the promise breaks; negative once it is broken. Null where nothing is promised.
    left_s: Option<i64>,
    /// What the credit is a part of; null where none is promised.
    credit_of: Option<&'a str>,
    /// How its claim stands: `nothing_promised`, `kept`, `nothing_owed`, `not_over`, `open` or `lapsed`.
    claim: &'static str,
    /// The last moment for a claim; null where the agreement does not say.
    claim_by: Option<String>,
    /// Whether an outage is running.
    running: bool,
    /// The moment when the promise breaks if what is running goes on.
    breaks_at: Option<String>,
    formula: String,
    /// The outages that touch the month.
    outages: Vec<OutageJson<'a>>,
    maintenance: Vec<RecordJson>,
    changes: Vec<RecordJson>,
    /// What each stretch of an outage counted as, in order.
    pieces: Vec<PieceJson>,
    /// Every day of the period.
    days: Vec<DayJson>,
    /// The interruptions in standing windows that needed the customer's consent or notice and had none; they are exempt.
    unagreed: Vec<UnagreedJson>,
    /// Each customer's own figures, where the promise is made to each one and an outage of the month names any; else empty.
    customers: Vec<CustomerJson>,
    /// The figures of each service that an outage of the period names, where the promise is for all of them together; else empty.
    services: Vec<CustomerJson>,
}

/// A stretch in a standing window that is marked.
#[derive(Serialize)]
struct UnagreedJson {
    from: String,
    to: String,
    seconds: i64,
    /// The numbers of the outages that were going on.
    outages: Vec<u64>,
}

/// One customer's month.
#[derive(Serialize)]
struct CustomerJson {
    /// The name; null stands for all customers whom no outage of the month names.
    name: Option<String>,
    /// The figures, with the same keys as those of the month.
    #[serde(flatten)]
    figures: FiguresJson,
    /// The seconds left, as for the month.
    left_s: Option<i64>,
    /// The verdict that differs, as for the month.
    disagrees: Option<String>,
}

/// A stretch in which nothing changed.
#[derive(Serialize)]
pub(super) struct PieceJson {
    from: String,
    to: String,
    seconds: i64,
    /// The seconds that count, within the hours of the promise where it has any.
    counted_s: i64,
    /// `downtime`, `exempt`, `before_report` or `too_short`.
    counts: &'static str,
    /// The numbers of the outages that were going on.
    outages: Vec<u64>,
    /// What it counts as and why, in words.
    ground: String,
}

/// A day in the contract's zone; lengths in seconds.
#[derive(Serialize)]
struct DayJson {
    date: Date,
    downtime_s: i64,
    exempt_s: i64,
    too_short_s: i64,
}

impl<'a> UptimeJson<'a> {
    /// Creates the JSON of a month; `ledger` is what the round was made from.
    pub(in crate::cli) fn new(round: &'a MonthRound<'_>, ledger: &'a Ledger) -> Self {
        let (contract, uptime) = (&*round.contract, &round.uptime);
        let promise = uptime.promise.as_ref();
        let (min_percent, max_downtime_s) = promise.map_or((None, None), floor);
        Self {
            contract: &contract.id,
            vendor: &contract.vendor,
            plan: round.plan.as_deref(),
            month: uptime.month.to_string(),
            period: uptime.period.to_string(),
            from: uptime.from.to_string(),
            to: uptime.to.to_string(),
            of: round.of(),
            figures: FiguresJson::from(uptime),
            promise: promise_in_words(uptime),
            min_percent,
            max_downtime_s,
            disagrees: disagreement_in_words(uptime),
            stated: promise.and_then(|promise| Some(floor_in_words(promise.stated?, promise.period))),
            hours: uptime.rules.as_ref().and_then(uptime_hours_in_words),
            left_s: uptime.left(),
            claim: uptime.claim().key(),
            claim_by: text(uptime.claim_by),
            credit_of: promise.and_then(|promise| promise.credit.as_ref()).map(|Credit { of, .. }| of.as_str()),
            running: uptime.running,
            breaks_at: text(round.breaks_at),
            formula: formula(uptime),
            outages: outages(round, ledger),
            maintenance: records(round.entries.maintenance.iter().map(|(id, _)| *id), round, ledger),
            changes: records(round.entries.changes.iter().map(|(id, _)| *id), round, ledger),
            pieces: uptime.pieces.iter().map(|piece| PieceJson::new(piece, round)).collect(),
            days: uptime.days().into_iter().map(DayJson::from).collect(),
            unagreed: round.unagreed().iter().map(UnagreedJson::from).collect(),
            customers: round.parties().into_iter().map(CustomerJson::from).collect(),
            services: round.services().into_iter().map(CustomerJson::from).collect(),
        }
    }
}

/// Returns the least uptime in percent, or the most downtime in seconds.
pub(super) fn floor(promise: &Uptime) -> (Option<Number>, Option<i64>) {
    match promise.floor {
        UptimeFloor::Percent { min, .. } => (Some(number(min)), None),
        UptimeFloor::Downtime(most) => (None, Some(most)),
    }
}

fn outages<'a>(round: &MonthRound<'_>, ledger: &'a Ledger) -> Vec<OutageJson<'a>> {
    let all = round.entries.outages.iter().filter_map(|(id, _)| StandingRecord::read(ledger.get(*id)?));
    all.map(|standing| OutageJson::new(&standing, &log_lacks(standing.fact, &round.contract), round.uptime.now))
        .collect()
}

/// Returns the JSON of records of the month whose kinds have a table of fields.
fn records(ids: impl Iterator<Item = LedgerRecordId>, round: &MonthRound<'_>, ledger: &Ledger) -> Vec<RecordJson> {
    let all = ids.filter_map(|id| StandingRecord::<LedgerFact>::read(ledger.get(id)?));
    all.filter_map(|standing| Some(RecordJson::new(&standing, standing.fact.kind().form()?, Some(&round.contract))))
        .collect()
}

impl PieceJson {
    pub(super) fn new(piece: &DowntimePiece, round: &MonthRound<'_>) -> Self {
        Self {
            from: piece.from.to_string(),
            to: piece.to.to_string(),
            seconds: piece.seconds(),
            counted_s: piece.counted,
            counts: piece.counts.key(),
            outages: piece.outages.iter().map(|id| id.0).collect(),
            ground: piece_in_words(piece, round),
        }
    }
}

impl From<&UnagreedDowntime> for UnagreedJson {
    fn from(stretch: &UnagreedDowntime) -> Self {
        Self {
            from: stretch.from.to_string(),
            to: stretch.to.to_string(),
            seconds: stretch.seconds(),
            outages: stretch.outages.iter().map(|id| id.0).collect(),
        }
    }
}

impl From<PartyMonth> for CustomerJson {
    fn from(PartyMonth { name, uptime }: PartyMonth) -> Self {
        Self {
            name,
            figures: FiguresJson::from(&uptime),
            left_s: uptime.left(),
            disagrees: disagreement_in_words(&uptime),
        }
    }
}

impl From<DayUptime> for DayJson {
    fn from(day: DayUptime) -> Self {
        Self { date: day.date, downtime_s: day.downtime, exempt_s: day.exempt, too_short_s: day.too_short }
    }
}
