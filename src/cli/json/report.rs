//! Writes the scorecard as JSON. The reports' own rows are made in `domain/report`.

use serde::{Serialize, Serializer};

use super::{FiguresJson, text};
use crate::domain::report::{Overrun, Scorecard, Table, Value};
use crate::domain::time::ClockSeconds;
use crate::domain::uptime::{MonthRound, credit_due_in_words, promise_in_words};

/// A vendor's month, as `frist report scorecard --json` writes it.
#[derive(Serialize)]
pub(in crate::cli) struct ScorecardJson<'a> {
    report: &'static str,
    contract: &'a str,
    vendor: &'a str,
    /// `YYYY-MM`, in the contract's zone.
    month: String,
    from: String,
    to: String,
    /// The number of tickets that were reported in it.
    tickets: &'a Value,
    /// The percentage of decided targets that were met in time; null where none is decided.
    kept_percent: &'a Value,
    /// The rows that `frist report attainment --by severity,target --json` writes.
    attainment: Rows<'a>,
    /// The rows that `frist report times --json` writes.
    times: Rows<'a>,
    /// The rows that `frist report reasons --json` writes.
    reasons: Rows<'a>,
    /// The overruns, the worst first.
    overruns: Vec<OverrunJson<'a>>,
    /// The rows that `frist report promises --json` writes.
    promises: Rows<'a>,
    /// The uptime of the first promise; the only one, where plans have none of their own.
    uptime: Option<UptimeFigures<'a>>,
    /// The uptime of every promise.
    uptimes: Vec<UptimeFigures<'a>>,
}

#[derive(Serialize)]
struct UptimeFigures<'a> {
    /// The plan whose own promise it is; null for the contract's.
    plan: Option<&'a str>,
    /// The period that the promise is for and that has the month in it.
    period: String,
    #[serde(flatten)]
    figures: FiguresJson,
    /// The promise in words.
    promise: String,
    /// The credit in words.
    credit: String,
    /// How its claim stands: `nothing_promised`, `not_begun`, `kept`, `nothing_owed`, `not_over`, `open` or `lapsed`.
    claim: &'static str,
    /// The last moment for a claim; null where the agreement does not say.
    claim_by: Option<String>,
}

impl<'a> From<&'a MonthRound<'_>> for UptimeFigures<'a> {
    fn from(round: &'a MonthRound<'_>) -> Self {
        let uptime = &round.uptime;
        Self {
            plan: round.plan.as_deref(),
            period: uptime.period.to_string(),
            figures: FiguresJson::from(uptime),
            promise: promise_in_words(uptime),
            credit: credit_due_in_words(uptime),
            claim: uptime.claim().key(),
            claim_by: text(uptime.claim_by),
        }
    }
}

/// A breached target.
#[derive(Serialize)]
struct OverrunJson<'a> {
    ticket: u64,
    subject: &'a str,
    target: &'static str,
    severity: &'a str,
    due: Option<String>,
    /// The moment when it was met; null where it is not met.
    met: Option<String>,
    /// The seconds overdue, on the target's own clock.
    overdue_s: ClockSeconds,
    /// The same by the word of earlier versions.
    over_s: ClockSeconds,
    /// The clock: `support` or `calendar`.
    clock: crate::domain::time::ClockKind,
    reason: Option<crate::domain::ticket::BreachReason>,
    reason_text: Option<&'a str>,
}

/// The rows of a report.
struct Rows<'a>(&'a Table);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.rows.iter().map(|row| self.0.json(row)))
    }
}

impl<'a> ScorecardJson<'a> {
    pub(in crate::cli) fn new(card: &'a Scorecard<'_>) -> Self {
        let (contract, uptime) = (&card.round.contract, &card.round.uptime);
        Self {
            report: "scorecard",
            contract: &contract.id,
            vendor: &contract.vendor,
            month: uptime.month.to_string(),
            from: uptime.from.to_string(),
            to: uptime.to.to_string(),
            tickets: &card.tickets.value,
            kept_percent: &card.kept.value,
            attainment: Rows(&card.attainment),
            times: Rows(&card.times),
            reasons: Rows(&card.reasons),
            overruns: card.overruns.iter().map(OverrunJson::from).collect(),
            promises: Rows(&card.promises),
            uptime: card.promised.first().map(UptimeFigures::from),
            uptimes: card.promised.iter().map(UptimeFigures::from).collect(),
        }
    }
}

impl<'a> From<&'a Overrun> for OverrunJson<'a> {
    fn from(overrun: &'a Overrun) -> Self {
        Self {
            ticket: overrun.ticket.0,
            subject: &overrun.subject,
            target: overrun.target.key(),
            severity: &overrun.severity,
            due: text(overrun.due),
            met: text(overrun.met),
            overdue_s: overrun.over,
            over_s: overrun.over,
            clock: overrun.clock,
            reason: overrun.reason,
            reason_text: overrun.reason_text.as_deref(),
        }
    }
}
