//! Writes the claim of a period as a document for the vendor: what was promised, what was measured, what is owed and until when
//! it can be claimed, with each piece of it. Also where there is nothing to claim, which it says.

use crate::contract::{
    BandLimit, credit_in_words, outages_in_words, span_in_words, stated_in_words, uptime_hours_in_words,
};
use crate::markdown::{Document, escaped};
use crate::text::capital;
use crate::time::{Instant, Span, Zone, clock_text, duration_text, real_duration};

use super::account::MonthUptime;
use super::claim::ClaimStanding;
use super::report::{write_maintenance, write_outages, write_pieces};
use super::round::{MonthRound, whose_promise};
use super::words::{
    disagreement_in_words, for_whom, formula_in_words, percent_text, promise_in_words, reports_in_words,
    verdict_in_words, whose_in_words, worked_out_in_words,
};

/// Returns the title of a claim: `Claim to Tiers, Premium: uptime for North in March 2024`.
pub fn claim_title(round: &MonthRound<'_>) -> String {
    let (whose, whom, period) = (whose_promise(round), for_whom(&round.party), round.uptime.period.long());
    format!("Claim to {whose}: uptime{whom} in {period}")
}

/// Writes the claim as a Markdown document.
pub fn claim_markdown(round: &MonthRound<'_>) -> String {
    let mut document = Document::default();
    let uptime = &round.uptime;
    document.heading(1, &escaped(&claim_title(round)));
    document.block(&escaped(&claim_sentence(round)));
    let rows = claim_figures(round).into_iter().map(|(name, value)| [name.to_owned(), escaped(&value)]);
    document.table(["", ""], &rows.collect::<Vec<_>>());
    document.block(&escaped(&formula_in_words(uptime)));
    document.block(&escaped(&worked_out_in_words(uptime)));
    let rule = uptime.rules.as_ref().and_then(outages_in_words).map(|rule| format!("Outages {rule}."));
    let hours = uptime.rules.as_ref().and_then(uptime_hours_in_words).map(|hours| format!("{}.", capital(&hours)));
    let reports = uptime.rules.as_ref().and_then(reports_in_words).map(str::to_owned);
    rule.into_iter().chain(reports).chain(hours).for_each(|words| document.block(&escaped(&words)));
    write_outages(round, 2, &mut document);
    write_pieces(round, 2, &mut document);
    write_maintenance(round, 2, &mut document);
    document.text()
}

/// Says in a sentence what is claimed, or why nothing is: `We claim 25% of monthly fee: the uptime was 99.200 %, and at least
/// 99.95% of a month is promised.`
pub fn claim_sentence(round: &MonthRound<'_>) -> String {
    let uptime = &round.uptime;
    let (percent, promise) = (percent_text(uptime), promise_in_words(uptime));
    let measured = format!("the uptime was {percent} %, and the promise is {promise}");
    let so_far = if uptime.now < uptime.to { " so far" } else { "" };
    match uptime.claim() {
        ClaimStanding::NothingPromised => format!("Nothing to claim: {promise}."),
        ClaimStanding::NotBegun => {
            format!("Nothing to claim: the {} has not begun; the promise is {promise}.", uptime.period.length().key())
        }
        ClaimStanding::Kept => format!("Nothing to claim: the promise is kept{so_far}; {measured}."),
        ClaimStanding::NothingOwed => {
            format!("Nothing to claim: the promise is broken, but the agreement owes nothing for that; {measured}.")
        }
        ClaimStanding::NotOver => {
            let period = uptime.period.length().key();
            format!("{} will be owed once the {period} is over: so far {measured}.", capital(&owed_in_words(uptime)))
        }
        ClaimStanding::Open { .. } => format!("We claim {}: {measured}.", owed_in_words(uptime)),
        ClaimStanding::Lapsed { by } => {
            let by = last_moment_in_words(uptime.zone, by);
            format!("{} was owed, and could be claimed until {by}: {measured}.", capital(&owed_in_words(uptime)))
        }
    }
}

/// Returns the figures of a claim, each with its name.
pub fn claim_figures(round: &MonthRound<'_>) -> Vec<(&'static str, String)> {
    let uptime = &round.uptime;
    let credit = uptime.promise.as_ref().and_then(credit_in_words);
    let as_of = (uptime.now < uptime.to)
        .then(|| format!("{}: the {} is not over", clock_text(uptime.zone, uptime.now), uptime.period.length().key()));
    let over = uptime.left().filter(|left| *left < 0).map(|over| format!("{} too much", duration_text(-over)));
    let down = std::iter::once(duration_text(uptime.downtime)).chain(over).collect::<Vec<_>>().join(", ");
    let all = [
        ("Whose", whose_in_words(round)),
        ("Promised", Some(verdict_in_words(uptime))),
        ("Also stated", uptime.promise.as_ref().and_then(stated_in_words)),
        ("But", disagreement_in_words(uptime)),
        ("Measured", Some(format!("{} %", percent_text(uptime)))),
        ("Downtime", Some(down)),
        ("Exempt", Some(duration_text(uptime.exempt))),
        ("Credit promised", credit),
        ("Owed", uptime.claim().is_owed().then(|| owed_in_full(uptime))),
        ("To be claimed", claim_standing_in_words(uptime)),
        ("As of", as_of),
        ("Times in", Some(uptime.zone.name().to_owned())),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// Returns what is owed: `25% of monthly fee`.
pub fn owed_in_words(uptime: &MonthUptime) -> String {
    let of = uptime.credit().map_or_else(String::new, |credit| format!(" of {}", credit.of));
    format!("{}%{of}", uptime.credit_percent())
}

/// Returns what is owed with the band by which it is: `25% of monthly fee, being below 99.5%`.
fn owed_in_full(uptime: &MonthUptime) -> String {
    let band = uptime.band().map(|band| match band.from {
        BandLimit::Below(limit) => format!(", being below {limit}%"),
        BandLimit::Over(seconds) => format!(", being over {} down", span_in_words(Span::Time(seconds))),
    });
    owed_in_words(uptime) + &band.unwrap_or_default()
}

/// Says until when a claim can be made: `by the end of Tue 30 Apr 2024, 12 d 4h00 left`, or none where nothing is owed.
pub fn claim_standing_in_words(uptime: &MonthUptime) -> Option<String> {
    let by = |at| last_moment_in_words(uptime.zone, at);
    let period = uptime.period.length().key();
    match uptime.claim() {
        ClaimStanding::NothingPromised | ClaimStanding::NotBegun | ClaimStanding::Kept | ClaimStanding::NothingOwed => {
            None
        }
        ClaimStanding::NotOver => Some(match uptime.claim_by {
            Some(at) => format!("once the {period} is over, by {}", by(at)),
            None => format!("once the {period} is over; the agreement names no last day"),
        }),
        ClaimStanding::Open { by: Some(at) } => {
            Some(format!("by {}, {} left", by(at), real_duration(at.since(uptime.now))))
        }
        ClaimStanding::Open { by: None } => Some("the agreement names no last day".to_owned()),
        ClaimStanding::Lapsed { by: at } => Some(format!("no longer: it could be until {}", by(at))),
    }
}

/// Returns the last moment for something: `the end of Tue 30 Apr 2024`, or the moment where that is no midnight.
pub fn last_moment_in_words(zone: Zone, at: Instant) -> String {
    let date = zone.wall(at).date;
    if zone.midnight(date) == at {
        return format!("the end of {}", date.plus_days(-1).long());
    }
    clock_text(zone, at)
}
