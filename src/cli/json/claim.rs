//! Writes a claim as JSON. The shape is promised: a key may be added, none may change or go.

use serde::Serialize;
use serde_json::Number;

use super::ledger::{PieceJson, floor};
use super::{FiguresJson, text};
use crate::domain::contract::{credit_in_words, floor_in_words};
use crate::domain::language::Language;
use crate::domain::uptime::{
    MonthRound, UptimeParty, claim_markdown, claim_sentence, disagreement_in_words, owed_in_words, promise_in_words,
};

/// A claim, as `frist claim --json` writes it. Instants are RFC 3339, lengths seconds.
#[derive(Serialize)]
pub(in crate::cli) struct ClaimJson<'a> {
    contract: &'a str,
    vendor: &'a str,
    /// The plan whose own promise it is; null for the contract's.
    plan: Option<&'a str>,
    /// The period: `YYYY-MM`, `YYYY-Q1` or `YYYY`.
    period: String,
    from: String,
    to: String,
    /// The service or customer whose claim it is; null for all, and for those whom no outage names.
    of: Option<&'a str>,
    /// Whether it is the claim of all whom no outage names.
    others: bool,
    /// How it stands: `nothing_promised`, `not_begun`, `kept`, `nothing_owed`, `not_over`, `open` or `lapsed`.
    claim: &'static str,
    /// The last moment for it; null where the agreement does not say.
    claim_by: Option<String>,
    /// The seconds that are left for it; null where it cannot be claimed, or has no last day.
    claim_left_s: Option<i64>,
    /// What was promised, in words and in figures.
    promise: String,
    min_percent: Option<Number>,
    max_downtime_s: Option<i64>,
    /// The limit in the agreement's other words; null where it names one only.
    stated: Option<String>,
    /// The verdict of these other words, where it differs, in words; else null.
    disagrees: Option<String>,
    /// What was measured, as in `frist uptime --json`.
    #[serde(flatten)]
    figures: FiguresJson,
    /// The credit that is promised, in words; null where none is.
    credit: Option<String>,
    /// What is owed, in words; null where nothing is.
    owed: Option<String>,
    /// What the credit is a part of.
    credit_of: Option<&'a str>,
    /// What each stretch of an outage counted as, in order.
    pieces: Vec<PieceJson>,
    /// The claim in a sentence, or that there is none.
    sentence: String,
    /// The whole draft, in Markdown.
    document: String,
}

impl<'a> ClaimJson<'a> {
    pub(in crate::cli) fn new(round: &'a MonthRound<'_>, language: Language) -> Self {
        let (contract, uptime) = (&*round.contract, &round.uptime);
        let promise = uptime.promise.as_ref();
        let (min_percent, max_downtime_s) = promise.map_or((None, None), floor);
        Self {
            contract: &contract.id,
            vendor: &contract.vendor,
            plan: round.plan.as_deref(),
            period: uptime.period.to_string(),
            from: uptime.from.to_string(),
            to: uptime.to.to_string(),
            of: round.of(),
            others: round.party == UptimeParty::Others,
            claim: uptime.claim().key(),
            claim_by: text(uptime.claim_by),
            claim_left_s: uptime.claim_left(),
            promise: promise_in_words(uptime),
            min_percent,
            max_downtime_s,
            stated: promise.and_then(|promise| Some(floor_in_words(promise.stated?, promise.period))),
            disagrees: disagreement_in_words(uptime),
            figures: FiguresJson::from(uptime),
            credit: promise.and_then(credit_in_words),
            owed: uptime.claim().is_owed().then(|| owed_in_words(uptime)),
            credit_of: promise.and_then(|promise| promise.credit.as_ref()).map(|credit| credit.of.as_str()),
            pieces: uptime.pieces.iter().map(|piece| PieceJson::new(piece, round)).collect(),
            sentence: claim_sentence(round),
            document: claim_markdown(round, language),
        }
    }
}
