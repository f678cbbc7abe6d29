//! Says a period's uptime in words: the one place for the command line, the screen and the reports.

use crate::contract::{
    Contract, CountsFrom, Uptime, cause_in_words, credit_in_words, floor_in, span_in, standing_window_in, uptime_in,
};
use crate::language::Language;
use crate::ledger::{LedgerRecordId, Outage};
use crate::time::{Instant, Span, Zone, clock_text, duration_text, real_duration, rough_duration, time_text};

use super::account::{DowntimePiece, ExemptionGround, MonthUptime, PieceCounts};
use super::notice::AnnouncementNotice;
use super::parties::PartyMonth;
use super::round::{MonthRound, UptimeParty};

/// The sentence above the customers' own figures.
pub const EACH_CUSTOMER: &str = "Each customer has a figure of its own, by which the promise is judged; the figures of time above count all outages together.";

/// The sentence above the figures of services whose uptime is promised as a whole.
pub const EACH_SERVICE: &str =
    "Each service that an outage names, by itself; the promise is for all outages together, as above.";

/// Returns the formula by which uptime is worked out, for a period of the length of that word: `month`.
fn formula_of(period: &str) -> String {
    Language::English.formula_for(period)
}

/// Returns the formula by which the uptime of that period is worked out.
pub fn formula(uptime: &MonthUptime) -> String {
    formula_of(uptime.period.length().key())
}

/// Returns the formula with how its result is written, which is never more than it comes to: `…, cut after three decimals`.
pub fn formula_in_words(uptime: &MonthUptime) -> String {
    formula_in(Language::English, uptime)
}

/// Returns the formula in a language, with how its result is written.
pub(super) fn formula_in(language: Language, uptime: &MonthUptime) -> String {
    let period = language.bare_period(uptime.period.length());
    format!("{}{}", language.formula_for(period), language.cut_decimals())
}

/// Returns the formula by which the uptime of those periods is worked out, which may be of several lengths.
pub fn formula_among(rounds: &[MonthRound<'_>]) -> String {
    let length = |round: &MonthRound<'_>| round.uptime.period.length();
    let first = rounds.first().map(length).unwrap_or_default();
    formula_of(if rounds.iter().all(|round| length(round) == first) { first.key() } else { "period" })
        + &Language::English.cut_decimals()
}

/// Returns the name of the customer of a month, or `all others`.
pub fn party_in_words(party: &PartyMonth) -> &str {
    party.name.as_deref().unwrap_or("all others")
}

/// Returns a customer's month in a table: who, uptime, whether the promise is kept, downtime, exempt time, credit.
pub fn party_cells(party: &PartyMonth) -> [String; 6] {
    let uptime = &party.uptime;
    [
        party_in_words(party).to_owned(),
        format!("{} %", percent_text(uptime)),
        kept_in_words(uptime).to_owned(),
        duration_text(uptime.downtime),
        duration_text(uptime.exempt),
        credit_due_in_words(uptime),
    ]
}

/// Says whose figures they are, where they are of one service or customer: its name, and whether any outage names it.
pub fn whose_in_words(round: &MonthRound<'_>) -> Option<String> {
    whose_in(Language::English, round)
}

/// Says in a language whose figures they are.
pub(super) fn whose_in(language: Language, round: &MonthRound<'_>) -> Option<String> {
    match &round.party {
        UptimeParty::All => None,
        UptimeParty::One(of) if round.of_is_named => Some(of.clone()),
        UptimeParty::One(of) => Some(language.one_unnamed(of)),
        UptimeParty::Others => Some(language.all_unnamed()),
    }
}

/// Says for whom it is, behind the vendor's name: ` for North`, ` for all others`; empty for all together.
pub fn for_whom(party: &UptimeParty) -> String {
    for_whom_in(Language::English, party)
}

/// Says in a language for whom it is.
pub(super) fn for_whom_in(language: Language, party: &UptimeParty) -> String {
    match party {
        UptimeParty::All => String::new(),
        UptimeParty::One(of) => language.for_one(of),
        UptimeParty::Others => language.for_others(),
    }
}

/// Returns the uptime with three decimals: `99.583`. What is left over is cut, so that nothing reads as kept that is
/// broken.
pub fn percent_text(uptime: &MonthUptime) -> String {
    let counted = uptime.counted_s();
    let thousandths = if counted == 0 { 100_000 } else { 100_000 * (counted - uptime.downtime) / counted };
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}

/// Returns the uptime in percent: `99.583 %`; where the promise is judged by each customer's, with that it is not these.
pub fn percent_in_words(uptime: &MonthUptime) -> String {
    let together = if uptime.worst.is_some() { ", all outages together" } else { "" };
    format!("{} %{together}", percent_text(uptime))
}

/// Says whether the promise holds, and of the customers with a promise each whose figures decide: `kept (worst: North)`.
pub fn judged_in_words(uptime: &MonthUptime) -> String {
    let kept = kept_in_words(uptime);
    match &uptime.worst {
        Some(worst) => format!("{kept} (worst: {})", party_in_words(worst)),
        None => kept.to_owned(),
    }
}

/// Says in a word whether the promise holds: `kept`, `broken`, `not begun`, `nothing promised`.
pub fn kept_in_words(uptime: &MonthUptime) -> &'static str {
    match uptime.holds() {
        Some(_) if !uptime.has_begun() => "not begun",
        Some(true) => "kept",
        Some(false) => "broken",
        None => "nothing promised",
    }
}

/// Says what is promised for a period: `more than 99.1% of a month`; or that nothing is.
pub fn promise_in_words(uptime: &MonthUptime) -> String {
    promise_in(Language::English, uptime)
}

/// Says in a language what is promised for a period.
pub(super) fn promise_in(language: Language, uptime: &MonthUptime) -> String {
    match (&uptime.promise, &uptime.rules) {
        (Some(promise), _) => uptime_in(language, promise),
        (None, Some(rules)) => {
            language.nothing_for_period(language.a_period(uptime.period.length()), uptime_in(language, rules))
        }
        (None, None) => language.no_uptime_promised(),
    }
}

/// Says how much downtime is left: `5h59m45s left before the promise breaks`, `1s over what the promise allows`, or
/// none where nothing is promised.
pub fn left_in_words(uptime: &MonthUptime) -> Option<String> {
    Some(match uptime.left()? {
        left if left >= 0 => format!("{} left before the promise breaks", duration_text(left)),
        over => format!("{} over what the promise allows", duration_text(-over)),
    })
}

/// Says how a month stands, in a line: `99.905 %, kept, 5h59m45s left before the promise breaks`; of a broken one also
/// the credit.
pub fn standing_in_words(uptime: &MonthUptime) -> String {
    let credit = uptime.credit().map(|_| format!("credit {}", credit_due_in_words(uptime)));
    let more: Vec<String> = left_in_words(uptime).into_iter().chain(credit).map(|words| format!(", {words}")).collect();
    format!("{} %, {}{}", percent_text(uptime), kept_in_words(uptime), more.concat())
}

/// Says how a round stands as [`standing_in_words`] does, of each customer where the promise is theirs and an outage names any:
/// `North: 99.930 %, kept, …; South: …; all others: …`.
pub fn round_standing_in_words(round: &MonthRound<'_>) -> String {
    let parties = round.parties();
    if parties.is_empty() {
        return standing_in_words(&round.uptime);
    }
    let one = |party: &PartyMonth| format!("{}: {}", party_in_words(party), standing_in_words(&party.uptime));
    parties.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Returns the credit that is due: `50% of monthly cost`, `none is due`, `none is promised`.
pub fn credit_due_in_words(uptime: &MonthUptime) -> String {
    let promised = uptime.promise.as_ref().and_then(credit_in_words);
    match (promised, uptime.credit()) {
        (Some(_), Some(credit)) => {
            let whose =
                uptime.worst.as_ref().map_or_else(String::new, |worst| format!(", for {}", party_in_words(worst)));
            format!("{}% of {}{whose}", uptime.credit_percent(), credit.of)
        }
        (Some(_), None) => "none is due".to_owned(),
        (None, _) => "none is promised".to_owned(),
    }
}

/// Returns the formula with this month's seconds in it, as a sentence.
pub fn worked_out_in_words(uptime: &MonthUptime) -> String {
    worked_out_in(Language::English, uptime)
}

/// Returns in a language the formula with this month's seconds in it.
pub(super) fn worked_out_in(language: Language, uptime: &MonthUptime) -> String {
    match in_seconds(uptime) {
        Some(seconds) => language.in_seconds(language.number(seconds)),
        None => language.all_exempt(uptime.month_s(), language.the_period(uptime.period.length())),
    }
}

/// Returns the right side of the formula with this month's seconds, and what it comes to, or none for a month that is wholly
/// exempt.
pub fn in_seconds(uptime: &MonthUptime) -> Option<String> {
    let (month, exempt, down) = (uptime.month_s(), uptime.exempt, uptime.downtime);
    let percent = percent_text(uptime);
    (uptime.counted_s() > 0)
        .then(|| format!("100 · ({month} − {exempt} − {down}) / ({month} − {exempt}) = {percent} %"))
}

/// Says what is promised and whether it holds: `more than 99.1% of a month: kept`; or that nothing is.
pub fn verdict_in_words(uptime: &MonthUptime) -> String {
    verdict_in(Language::English, uptime)
}

/// Says in a language what is promised and whether it holds.
pub(super) fn verdict_in(language: Language, uptime: &MonthUptime) -> String {
    let promise = promise_in(language, uptime);
    match (&uptime.promise, &uptime.worst) {
        (None, _) => promise,
        (Some(_), None) => format!("{promise}: {}", kept_in(language, uptime)),
        (Some(_), Some(worst)) => {
            let percent = language.number(percent_text(&worst.uptime));
            let who = worst.name.clone().unwrap_or_else(|| language.all_others());
            format!("{promise}: {}", language.worst_of(kept_in(language, uptime), who, percent))
        }
    }
}

fn kept_in(language: Language, uptime: &MonthUptime) -> String {
    match uptime.holds() {
        Some(_) if !uptime.has_begun() => language.not_begun(),
        Some(true) => language.kept(),
        Some(false) => language.broken(),
        None => language.nothing_promised(),
    }
}

/// Says what a piece of the round counts as, and why; where the promise has hours, also how much of it lies within these:
/// `counts as downtime; 2h00 of it within the hours`.
pub fn piece_in_words(piece: &DowntimePiece, round: &MonthRound<'_>) -> String {
    piece_in(Language::English, piece, round)
}

/// Says in a language what a piece of the round counts as, and why.
pub(super) fn piece_in(language: Language, piece: &DowntimePiece, round: &MonthRound<'_>) -> String {
    let words = counts_in(language, &piece.counts, &round.contract, round.uptime.rules.as_ref());
    match (piece.counts.is_downtime(), piece.counted) {
        (None, _) => words,
        (_, counted) if counted == piece.seconds() => words,
        (_, 0) => language.outside_hours_piece(words),
        (_, counted) => language.within_hours_piece(words, language.duration(counted)),
    }
}

/// Says what counts as what: `counts as downtime`, `exempt: window Tue 00:00-06:30; outage 3: customer`.
pub fn counts_in_words(counts: &PieceCounts, contract: &Contract, rules: Option<&Uptime>) -> String {
    counts_in(Language::English, counts, contract, rules)
}

fn counts_in(language: Language, counts: &PieceCounts, contract: &Contract, rules: Option<&Uptime>) -> String {
    match counts {
        PieceCounts::Downtime { late } if late.is_empty() => language.counts_as_downtime(),
        PieceCounts::Downtime { late } => language.announced_late_downtime(numbers(late)),
        PieceCounts::Exempt(grounds) => {
            let grounds: Vec<String> = grounds.iter().map(|ground| ground_in(language, ground, contract)).collect();
            language.exempt_for(grounds.join("; "))
        }
        PieceCounts::BeforeReport => language.before_report(),
        PieceCounts::TooShort => {
            let least = rules.map_or(0, |uptime| uptime.min_outage);
            language.too_short(span_in(language, Span::Time(least)))
        }
    }
}

/// Says that outages count from their report only, or none where they count from their beginning.
pub fn reports_in_words(rules: &Uptime) -> Option<String> {
    reports_in(Language::English, rules)
}

/// Says in a language that outages count from their report only.
pub(super) fn reports_in(language: Language, rules: &Uptime) -> Option<String> {
    (rules.counts_from == CountsFrom::Report).then(|| language.outages_from_report())
}

/// Says that the two limits which the agreement names disagree about the month, or none where they agree, or it names
/// one.
pub fn disagreement_in_words(uptime: &MonthUptime) -> Option<String> {
    disagreement_in(Language::English, uptime)
}

/// Says in a language that the two limits of the agreement disagree.
pub(super) fn disagreement_in(language: Language, uptime: &MonthUptime) -> Option<String> {
    let promise = uptime.promise.as_ref()?;
    let stated = promise.stated?;
    let (kept, broken) = (language.kept(), language.broken());
    let (decides, other) = if uptime.stated_otherwise()? { (broken, kept) } else { (kept, broken) };
    Some(language.stated_disagrees(floor_in(language, stated, promise.period), other, decides))
}

fn ground_in(language: Language, ground: &ExemptionGround, contract: &Contract) -> String {
    match ground {
        ExemptionGround::Window(place) => {
            let window = contract.maintenance.as_ref().and_then(|rule| rule.windows.get(*place));
            let hours = window.map_or_else(String::new, |window| format!(" {}", standing_window_in(language, window)));
            format!("{}{hours}", language.standing_window())
        }
        ExemptionGround::Maintenance(id) => language.maintenance_of(id),
        ExemptionGround::Cause(id, cause) => language.outage_outside(id, cause_in_words(cause)),
    }
}

/// Returns numbers one after the other: `3, 5`.
fn numbers(ids: &[LedgerRecordId]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Says how the announcement of a maintenance or a change stands: `announced in time: it may begin from … on`.
pub fn notice_in_full(notice: AnnouncementNotice, zone: Zone) -> String {
    notice_said(notice, |at| clock_text(zone, at))
}

/// Says the same as [`notice_in_full`], with moments as `say` writes them.
pub fn notice_said(notice: AnnouncementNotice, say: impl Fn(Instant) -> String) -> String {
    notice_in(Language::English, notice, say)
}

/// Says in a language how an announcement stands, with moments as `say` writes them.
pub(super) fn notice_in(language: Language, notice: AnnouncementNotice, say: impl Fn(Instant) -> String) -> String {
    let from = |at: Option<Instant>| at.map_or_else(|| language.not_announced(), |at| language.announced_late(say(at)));
    match notice {
        AnnouncementNotice::InTime { earliest } => language.announced_in_time(say(earliest)),
        AnnouncementNotice::Before => language.announced_before(),
        AnnouncementNotice::Afterwards { exempt: false } => language.announced_after(),
        AnnouncementNotice::Afterwards { exempt: true } => language.exempt_all_the_same(language.announced_after()),
        AnnouncementNotice::Short => language.short_without_notice(),
        AnnouncementNotice::OfKind => language.kind_without_notice(),
        AnnouncementNotice::LateButExempt { earliest } => language.exempt_all_the_same(from(earliest)),
        AnnouncementNotice::Late { earliest } => from(earliest),
        AnnouncementNotice::NoRule => language.no_notice_asked(),
    }
}

/// Says how the announcement of a maintenance stands, and what that does to downtime within it.
pub fn exemption_in_full(notice: AnnouncementNotice, zone: Zone) -> String {
    let words = notice_in_full(notice, zone);
    match notice {
        // The words say it already.
        AnnouncementNotice::LateButExempt { .. } | AnnouncementNotice::Afterwards { exempt: true } => words,
        _ if notice.exempts() => format!("{words}; downtime in it is exempt"),
        _ => format!("{words}; downtime in it is not exempt"),
    }
}

/// Says when a promise breaks that still holds: `breaks on Mon 8 Jan 2024 16:59:46 if what is running goes on`.
pub fn breaks_in_words(at: Instant, zone: Zone) -> String {
    format!("breaks on {} if what is running goes on", clock_text(zone, at))
}

/// Says when an outage was, and how long: `Wed 4 Nov 2026 03:10 to 04:10, 1h00`; `since … , running for …`.
pub fn outage_in_words(outage: &Outage, zone: Zone, now: Instant) -> String {
    match outage.to {
        Some(to) => stretch_in_words(outage.from, to, zone),
        None => {
            format!("since {}, running for {}", clock_text(zone, outage.from), rough_duration(outage.lasts(now)))
        }
    }
}

/// Returns a stretch of time and how long it is: `Wed 4 Nov 2026 03:10 to 04:10, 1h00`.
pub fn stretch_in_words(from: Instant, to: Instant, zone: Zone) -> String {
    format!("{} to {}, {}", clock_text(zone, from), end_text(zone, from, to), real_duration(to.since(from)))
}

/// Returns the end of something that began at `from`: without its date where that is the same.
pub fn end_text(zone: Zone, from: Instant, to: Instant) -> String {
    let (begins, ends) = (zone.wall(from), zone.wall(to));
    if begins.date != ends.date {
        return clock_text(zone, to);
    }
    time_text(zone, to)
}
