//! Says a promise of uptime in words, as the facts of a list: the contract's own, or a plan's.

use super::{
    claim_in_words, counts_from_in_words, credit_in_words, log_in_words, outages_in_words, per_in_words, span_in,
    stated_in_words, uptime_hours_in_words, uptime_in_words,
};
use crate::contract::model::{BandLimit, CreditBand, Uptime};
use crate::language::Language;
use crate::time::Span;

/// Returns what is promised, as names and values: only what the agreement has, and without the credit.
pub fn uptime_facts(uptime: &Uptime) -> Vec<(&'static str, String)> {
    let said = [
        ("promised", Some(uptime_in_words(uptime))),
        ("hours", uptime_hours_in_words(uptime)),
        ("outages", outages_in_words(uptime)),
        ("counted", counts_from_in_words(uptime).map(str::to_owned)),
        ("whose", per_in_words(uptime).map(str::to_owned)),
        ("also stated", stated_in_words(uptime)),
        ("outage log", log_in_words(uptime)),
    ];
    said.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// Returns what is owed when the promise is broken, a line for each band, and until when it is claimed.
pub fn credit_bands_in_words(uptime: &Uptime) -> Vec<(&'static str, String)> {
    let mut said: Vec<(&'static str, String)> = match uptime.credit.as_ref() {
        None => vec![("credit", "none is promised".to_owned())],
        Some(credit) if credit.bands.is_empty() => {
            credit_in_words(uptime).into_iter().map(|words| ("credit", words)).collect()
        }
        Some(credit) => {
            let of = format!("of {}, the highest that applies:", credit.of);
            let bands = credit.bands.iter().map(|band| ("", band_in(Language::English, band)));
            std::iter::once(("credit", of)).chain(bands).collect()
        }
    };
    said.extend(claim_in_words(uptime).map(|claim| ("claim", claim)));
    said
}

/// Returns a band of a credit in a language: `10% below 99.5%`, `25% over 7 h down`.
pub(super) fn band_in(language: Language, band: &CreditBand) -> String {
    let percent = language.number(band.percent);
    match band.from {
        BandLimit::Below(limit) => language.band_below(percent, language.number(limit)),
        BandLimit::Over(seconds) => language.band_over(percent, span_in(language, Span::Time(seconds))),
    }
}
