//! Says a period's uptime in words: the one place for the command line, the screen and the reports.

use crate::contract::{
    Contract, CountsFrom, Uptime, cause_in_words, credit_in_words, floor_in_words, span_in_words,
    standing_window_in_words, uptime_in_words,
};
use crate::ledger::{LedgerRecordId, Outage};
use crate::time::{Instant, Span, Zone, clock_text, duration_text, real_duration, time_text};

use super::account::{DowntimePiece, ExemptionGround, MonthUptime, PieceCounts};
use super::notice::AnnouncementNotice;
use super::parties::PartyMonth;
use super::round::{MonthRound, UptimeParty};

/// The sentence above the customers' own figures.
pub const EACH_CUSTOMER: &str = "Each customer has a figure of its own, by which the promise is judged; the figures of time above count all outages together.";

/// The sentence above the figures of services whose uptime is promised as a whole.
pub const EACH_SERVICE: &str =
    "Each service that an outage names, by itself; the promise is for all outages together, as above.";

/// How a percentage is written, behind the formula.
const CUT: &str = ", cut after three decimals";

/// Returns the formula by which uptime is worked out, for a period of the length of that word: `month`.
fn formula_of(period: &str) -> String {
    format!("uptime % = 100 · ({period} − exempt − downtime) / ({period} − exempt)")
}

/// Returns the formula by which the uptime of that period is worked out.
pub fn formula(uptime: &MonthUptime) -> String {
    formula_of(uptime.period.length().key())
}

/// Returns the formula with how its result is written, which is never more than it comes to: `…, cut after three decimals`.
pub fn formula_in_words(uptime: &MonthUptime) -> String {
    formula(uptime) + CUT
}

/// Returns the formula by which the uptime of those periods is worked out, which may be of several lengths.
pub fn formula_among(rounds: &[MonthRound<'_>]) -> String {
    let length = |round: &MonthRound<'_>| round.uptime.period.length();
    let first = rounds.first().map(length).unwrap_or_default();
    formula_of(if rounds.iter().all(|round| length(round) == first) { first.key() } else { "period" }) + CUT
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
    match &round.party {
        UptimeParty::All => None,
        UptimeParty::One(of) if round.of_is_named => Some(of.clone()),
        UptimeParty::One(of) => Some(format!("{of}: no outage names it, so only those that hit all count")),
        UptimeParty::Others => Some("all whom no outage names".to_owned()),
    }
}

/// Says for whom it is, behind the vendor's name: ` for North`, ` for all others`; empty for all together.
pub fn for_whom(party: &UptimeParty) -> String {
    match party {
        UptimeParty::All => String::new(),
        UptimeParty::One(of) => format!(" for {of}"),
        UptimeParty::Others => " for all others".to_owned(),
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
    match (&uptime.promise, &uptime.rules) {
        (Some(promise), _) => uptime_in_words(promise),
        (None, Some(rules)) => {
            let (period, promised) = (uptime.period.length().key(), uptime_in_words(rules));
            format!("nothing is promised for a {period}, but {promised}")
        }
        (None, None) => "no uptime is promised".to_owned(),
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
    if let Some(seconds) = in_seconds(uptime) {
        return format!("In seconds: {seconds}.");
    }
    let (length, period) = (uptime.month_s(), uptime.period.length().key());
    format!("All {length} s of the {period} are exempt, which counts as 100 %.")
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
    let promise = promise_in_words(uptime);
    match (&uptime.promise, &uptime.worst) {
        (None, _) => promise,
        (Some(_), None) => format!("{promise}: {}", kept_in_words(uptime)),
        (Some(_), Some(worst)) => {
            let (kept, who) = (kept_in_words(uptime), party_in_words(worst));
            format!("{promise}: {kept} (worst: {who}, {} %)", percent_text(&worst.uptime))
        }
    }
}

/// Says what a piece of the round counts as, and why; where the promise has hours, also how much of it lies within these:
/// `counts as downtime; 2h00 of it within the hours`.
pub fn piece_in_words(piece: &DowntimePiece, round: &MonthRound<'_>) -> String {
    let words = counts_in_words(&piece.counts, &round.contract, round.uptime.rules.as_ref());
    match (piece.counts.is_downtime(), piece.counted) {
        (None, _) => words,
        (_, counted) if counted == piece.seconds() => words,
        (_, 0) => format!("{words}, but lies outside the hours"),
        (_, counted) => format!("{words}; {} of it lie within the hours", duration_text(counted)),
    }
}

/// Says what counts as what: `counts as downtime`, `exempt: window Tue 00:00-06:30; outage 3: customer`.
pub fn counts_in_words(counts: &PieceCounts, contract: &Contract, rules: Option<&Uptime>) -> String {
    match counts {
        PieceCounts::Downtime { late } if late.is_empty() => "counts as downtime".to_owned(),
        PieceCounts::Downtime { late } => {
            format!("counts as downtime: maintenance {} was announced too late", numbers(late))
        }
        PieceCounts::Exempt(grounds) => {
            let grounds: Vec<String> = grounds.iter().map(|ground| ground_in_words(ground, contract)).collect();
            format!("exempt: {}", grounds.join("; "))
        }
        PieceCounts::BeforeReport => "does not count: before it was reported".to_owned(),
        PieceCounts::TooShort => {
            let least = rules.map_or(0, |uptime| uptime.min_outage);
            format!("does not count: shorter than {}", span_in_words(Span::Time(least)))
        }
    }
}

/// Says that outages count from their report only, or none where they count from their beginning.
pub fn reports_in_words(rules: &Uptime) -> Option<&'static str> {
    (rules.counts_from == CountsFrom::Report).then_some("Outages count from their report.")
}

/// Says that the two limits which the agreement names disagree about the month, or none where they agree, or it names
/// one.
pub fn disagreement_in_words(uptime: &MonthUptime) -> Option<String> {
    let promise = uptime.promise.as_ref()?;
    let stated = promise.stated?;
    let (decides, other) = if uptime.stated_otherwise()? { ("broken", "kept") } else { ("kept", "broken") };
    let words = floor_in_words(stated, promise.period);
    Some(format!("the agreement also says {words}: by that it is {other}; it is {decides} by what decides"))
}

fn ground_in_words(ground: &ExemptionGround, contract: &Contract) -> String {
    match ground {
        ExemptionGround::Window(place) => {
            let window = contract.maintenance.as_ref().and_then(|rule| rule.windows.get(*place));
            let hours = window.map_or_else(String::new, |window| format!(" {}", standing_window_in_words(window)));
            format!("standing window{hours}")
        }
        ExemptionGround::Maintenance(id) => format!("maintenance {id}"),
        ExemptionGround::Cause(id, cause) => format!("outage {id} is outside the promise ({})", cause_in_words(cause)),
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
    let from = |at: Option<Instant>| match at {
        Some(at) => {
            format!("announced too late: with that notice it may begin on {} at the earliest", say(at))
        }
        None => "not announced".to_owned(),
    };
    match notice {
        AnnouncementNotice::InTime { earliest } => {
            format!("announced in time: it may begin from {} on", say(earliest))
        }
        AnnouncementNotice::Before => "announced in time: before it starts".to_owned(),
        AnnouncementNotice::Afterwards { exempt: false } => "announced too late: not before it starts".to_owned(),
        AnnouncementNotice::Afterwards { exempt: true } => {
            "announced too late: not before it starts; it is exempt all the same".to_owned()
        }
        AnnouncementNotice::Short => "short enough to need no notice".to_owned(),
        AnnouncementNotice::OfKind => "of a kind that needs no notice".to_owned(),
        AnnouncementNotice::LateButExempt { earliest } => format!("{}; it is exempt all the same", from(earliest)),
        AnnouncementNotice::Late { earliest } => from(earliest),
        AnnouncementNotice::NoRule => "the agreement asks for no notice".to_owned(),
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
            format!("since {}, running for {}", clock_text(zone, outage.from), real_duration(outage.lasts(now)))
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
