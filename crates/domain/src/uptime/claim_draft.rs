//! Writes the claim of a period as a document for the vendor: what was promised, what was measured, what is owed and until when
//! it can be claimed, with each piece of it. Also where there is nothing to claim, which it says.

use crate::contract::{BandLimit, credit_in, outages_span, span_in, stated_in, uptime_hours_in};
use crate::language::Language;
use crate::markdown::{Document, escaped};
use crate::text::capital;
use crate::time::{Instant, Span, Zone};

use super::account::MonthUptime;
use super::claim::ClaimStanding;
use super::report::{write_maintenance, write_outages, write_pieces};
use super::round::{MonthRound, whose_promise};
use super::words::{
    disagreement_in, for_whom_in, formula_in, percent_text, promise_in, reports_in, verdict_in, whose_in, worked_out_in,
};

/// Returns the title of a claim: `Claim to Tiers, Premium: uptime for North in March 2024`.
pub fn claim_title(round: &MonthRound<'_>) -> String {
    claim_title_in(Language::English, round)
}

fn claim_title_in(language: Language, round: &MonthRound<'_>) -> String {
    let whom = for_whom_in(language, &round.party);
    language.claim_title(whose_promise(round), whom, language.period(round.uptime.period))
}

/// Writes the claim as a Markdown document.
pub fn claim_markdown(round: &MonthRound<'_>, language: Language) -> String {
    let mut document = Document::default();
    let uptime = &round.uptime;
    document.heading(1, &escaped(&claim_title_in(language, round)));
    document.block(&escaped(&claim_sentence_in(language, round)));
    let rows = claim_figures_in(language, round).into_iter().map(|(name, value)| [name, escaped(&value)]);
    document.table(["", ""], &rows.collect::<Vec<_>>());
    document.block(&escaped(&formula_in(language, uptime)));
    document.block(&escaped(&worked_out_in(language, uptime)));
    let rules = uptime.rules.as_ref();
    let short = rules.and_then(outages_span).map(|least| language.short_outages(span_in(language, least)));
    let hours = rules.and_then(|rules| uptime_hours_in(language, rules)).map(|hours| format!("{}.", capital(&hours)));
    let reports = rules.and_then(|rules| reports_in(language, rules));
    short.into_iter().chain(reports).chain(hours).for_each(|words| document.block(&escaped(&words)));
    write_outages(language, round, 2, &mut document);
    write_pieces(language, round, 2, &mut document);
    write_maintenance(language, round, 2, &mut document);
    document.text()
}

/// Says in a sentence what is claimed, or why nothing is: `We claim 25% of monthly fee: the uptime was 99.200 %, and at least
/// 99.95% of a month is promised.`
pub fn claim_sentence(round: &MonthRound<'_>) -> String {
    claim_sentence_in(Language::English, round)
}

fn claim_sentence_in(language: Language, round: &MonthRound<'_>) -> String {
    let uptime = &round.uptime;
    let (percent, promise) = (language.number(percent_text(uptime)), promise_in(language, uptime));
    let measured = language.measured_promised(percent, &promise);
    let period = language.the_period(uptime.period.length());
    let owed = owed_in(language, uptime);
    match uptime.claim() {
        ClaimStanding::NothingPromised => language.nothing_to_claim(promise),
        ClaimStanding::NotBegun => language.claim_not_begun(period, promise),
        ClaimStanding::Kept if uptime.now < uptime.to => language.claim_kept_so_far(measured),
        ClaimStanding::Kept => language.claim_kept(measured),
        ClaimStanding::NothingOwed => language.claim_owes_nothing(measured),
        ClaimStanding::NotOver => language.claim_not_over(capital(&owed), period, measured),
        ClaimStanding::Open { .. } => language.we_claim(owed, measured),
        ClaimStanding::Lapsed { by } => {
            language.claim_lapsed(capital(&owed), last_moment_in(language, uptime.zone, by), measured)
        }
    }
}

/// Returns the figures of a claim, each with its name.
pub fn claim_figures(round: &MonthRound<'_>) -> Vec<(String, String)> {
    claim_figures_in(Language::English, round)
}

fn claim_figures_in(language: Language, round: &MonthRound<'_>) -> Vec<(String, String)> {
    let uptime = &round.uptime;
    let promise = uptime.promise.as_ref();
    let as_of = (uptime.now < uptime.to).then(|| {
        language.not_over_at(language.moment(uptime.zone, uptime.now), language.the_period(uptime.period.length()))
    });
    let over = uptime.left().filter(|left| *left < 0).map(|over| language.too_much(language.duration(-over)));
    let down = std::iter::once(language.duration(uptime.downtime)).chain(over).collect::<Vec<_>>().join(", ");
    let all = [
        (language.fact_whose(), whose_in(language, round)),
        (language.head_promised(), Some(verdict_in(language, uptime))),
        (language.fact_also_stated(), promise.and_then(|promise| stated_in(language, promise))),
        (language.fact_but(), disagreement_in(language, uptime)),
        (language.fact_measured(), Some(format!("{} %", language.number(percent_text(uptime))))),
        (language.fact_downtime(), Some(down)),
        (language.fact_exempt(), Some(language.duration(uptime.exempt))),
        (language.fact_credit_promised(), promise.and_then(|promise| credit_in(language, promise))),
        (language.fact_owed(), uptime.claim().is_owed().then(|| owed_in_full(language, uptime))),
        (language.fact_to_be_claimed(), claim_standing_in(language, uptime)),
        (language.fact_as_of(), as_of),
        (language.fact_times_in(), Some(uptime.zone.name().to_owned())),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// Returns what is owed: `25% of monthly fee`.
pub fn owed_in_words(uptime: &MonthUptime) -> String {
    owed_in(Language::English, uptime)
}

fn owed_in(language: Language, uptime: &MonthUptime) -> String {
    let percent = language.number(uptime.credit_percent());
    match uptime.credit() {
        Some(credit) => language.percent_of(percent, &credit.of),
        None => language.bare_percent(percent),
    }
}

/// Returns what is owed with the band by which it is: `25% of monthly fee, being below 99.5%`.
fn owed_in_full(language: Language, uptime: &MonthUptime) -> String {
    let band = uptime.band().map(|band| match band.from {
        BandLimit::Below(limit) => language.being_below(language.number(limit)),
        BandLimit::Over(seconds) => language.being_over(span_in(language, Span::Time(seconds))),
    });
    owed_in(language, uptime) + &band.unwrap_or_default()
}

/// Says until when a claim can be made: `by the end of Tue 30 Apr 2024, 12 d 4h00 left`, or none where nothing is owed.
pub fn claim_standing_in_words(uptime: &MonthUptime) -> Option<String> {
    claim_standing_in(Language::English, uptime)
}

fn claim_standing_in(language: Language, uptime: &MonthUptime) -> Option<String> {
    let by = |at| last_moment_in(language, uptime.zone, at);
    let period = || language.the_period(uptime.period.length());
    match uptime.claim() {
        ClaimStanding::NothingPromised | ClaimStanding::NotBegun | ClaimStanding::Kept | ClaimStanding::NothingOwed => {
            None
        }
        ClaimStanding::NotOver => Some(match uptime.claim_by {
            Some(at) => language.claim_once_over_by(period(), by(at)),
            None => language.claim_once_over(period()),
        }),
        ClaimStanding::Open { by: Some(at) } => {
            Some(language.claim_by(by(at), language.real_duration(at.since(uptime.now))))
        }
        ClaimStanding::Open { by: None } => Some(language.claim_without_end()),
        ClaimStanding::Lapsed { by: at } => Some(language.claim_no_longer(by(at))),
    }
}

/// Returns the last moment for something: `the end of Tue 30 Apr 2024`, or the moment where that is no midnight.
pub fn last_moment_in_words(zone: Zone, at: Instant) -> String {
    last_moment_in(Language::English, zone, at)
}

fn last_moment_in(language: Language, zone: Zone, at: Instant) -> String {
    let date = zone.wall(at).date;
    if zone.midnight(date) == at {
        return language.end_of(language.whole_date(date.plus_days(-1)));
    }
    language.moment(zone, at)
}
