//! Writes what is behind a month's figures as lines of text: piece by piece what counted as what, and why.

use crate::domain::contract::{credit_in_words, uptime_hours_in_words};
use crate::domain::text::capital;
use crate::domain::time::{Date, Instant, Zone, clock_text, duration_text, real_duration, rough_duration};
use crate::domain::uptime::{
    DowntimePiece, EACH_CUSTOMER, EACH_SERVICE, MonthRound, MonthUptime, PieceCounts, claim_standing_in_words,
    disagreement_in_words, end_text, formula_in_words, in_seconds, judged_in_words, notice_of, notice_of_change,
    notice_said, party_in_words, percent_text, piece_in_words, promise_in_words, reports_in_words, standing_in_words,
    verdict_in_words, whose_promise, worked_out_in_words,
};
use crate::tui::feature::uptime::UptimeFigure;

/// A title and the lines below it.
type TitledLines = (String, Vec<String>);

/// The vendor's clocks, in which a month is counted, as they are told to a person whose own may differ.
#[derive(Clone, Copy)]
pub struct VendorClock {
    zone: Zone,
    own: Zone,
}

impl VendorClock {
    /// Creates the clocks of that round's vendor for a person in the zone `own`.
    pub fn of(round: &MonthRound<'_>, own: Zone) -> Self {
        Self { zone: round.uptime.zone, own }
    }

    /// Returns the place, where the person's clocks show something else then: ` Oslo`.
    fn place(self, at: Instant) -> String {
        if self.zone.offset(at) == self.own.offset(at) { String::new() } else { format!(" {}", self.zone.city()) }
    }

    /// Returns a moment with its place: `Wed 4 Nov 2026 03:10 Oslo`.
    fn moment(self, at: Instant) -> String {
        clock_text(self.zone, at) + &self.place(at)
    }

    /// Returns a stretch of time with its place: `Wed 4 Nov 2026 03:10 to 04:10 Oslo`.
    fn stretch(self, from: Instant, to: Instant) -> String {
        format!("{} to {}{}", clock_text(self.zone, from), end_text(self.zone, from, to), self.place(to))
    }
}

/// Returns the account of the whole month.
pub fn of_month(round: &MonthRound<'_>, clock: VendorClock) -> TitledLines {
    let mut lines = summary(round);
    lines.extend(round.unagreed().iter().map(|stretch| format!("! {}.", round.unagreed_in_words(stretch))));
    lines.extend(parties(round, standing_in_words));
    lines.push(String::new());
    let none = format!("Nothing was down in this {}.", period(round));
    lines.extend(pieces(round, &none, clock, |_| true));
    lines.push(String::new());
    lines.extend(entries(round, clock));
    (title(round, "why each minute counted or not"), lines)
}

/// Returns what is behind one figure.
pub fn of_figure(round: &MonthRound<'_>, figure: UptimeFigure, clock: VendorClock) -> TitledLines {
    let uptime = &round.uptime;
    match figure {
        UptimeFigure::Uptime => of_month(round, clock),
        UptimeFigure::Downtime => {
            let none = format!("No downtime in this {}.", period(round));
            let lines = pieces(round, &none, clock, |p| matches!(p.counts, PieceCounts::Downtime { .. }));
            (title(round, &format!("downtime {}", duration_text(uptime.downtime))), lines)
        }
        UptimeFigure::Exempt => {
            let none = format!("Nothing is exempt in this {}.", period(round));
            let lines = pieces(round, &none, clock, |p| matches!(p.counts, PieceCounts::Exempt(_)));
            (title(round, &format!("exempt {}", duration_text(uptime.exempt))), lines)
        }
        UptimeFigure::Left => (title(round, "what is left before the promise breaks"), budget(round, clock)),
        UptimeFigure::Credit => (title(round, "credit"), credit(round)),
    }
}

/// Returns the pieces of one day.
pub fn of_day(round: &MonthRound<'_>, date: Date, clock: VendorClock) -> TitledLines {
    let zone = round.uptime.zone;
    let (from, to) = (zone.midnight(date), zone.midnight(date.plus_days(1)));
    let none = "Nothing was down on this day.";
    let lines = pieces(round, none, clock, |piece| piece.from < to && from < piece.to);
    (format!("{}, {}", whose_promise(round), date.long()), lines)
}

/// Returns the month in a line: `Markant, November 2026: 99.583 %, kept; downtime 3h00, exempt 0m`.
pub fn in_a_line(round: &MonthRound<'_>) -> String {
    let uptime = &round.uptime;
    format!(
        "{}, {}: {} %, {}; downtime {}, exempt {}",
        whose_promise(round),
        uptime.period.long(),
        percent_text(uptime.judged()),
        judged_in_words(uptime),
        duration_text(uptime.judged().downtime),
        duration_text(uptime.judged().exempt)
    )
}

fn title(round: &MonthRound<'_>, what: &str) -> String {
    format!("{}, {}: {what}", whose_promise(round), round.uptime.period.long())
}

/// Returns the word for the length of the round's period: `month`.
fn period(round: &MonthRound<'_>) -> &'static str {
    round.uptime.period.length().key()
}

fn summary(round: &MonthRound<'_>) -> Vec<String> {
    let uptime = &round.uptime;
    // Below the formula's own right side.
    let seconds = in_seconds(uptime).map(|seconds| format!("          = {seconds}"));
    let seconds = seconds.unwrap_or_else(|| worked_out_in_words(uptime));
    let promised = format!("Promised: {}; {}.", promise_in_words(uptime), judged_in_words(uptime));
    let but = disagreement_in_words(uptime).map(|words| format!("But {words}."));
    let hours = uptime.rules.as_ref().and_then(uptime_hours_in_words).map(|hours| format!("{}.", capital(&hours)));
    let reports = uptime.rules.as_ref().and_then(reports_in_words);
    let worked_out = [formula_in_words(uptime), seconds];
    std::iter::once(promised).chain(but).chain(hours).chain(worked_out).chain(reports).collect()
}

/// Returns what is said of each customer's own month, where the promise is made to each one.
fn parties(round: &MonthRound<'_>, say: fn(&MonthUptime) -> String) -> Vec<String> {
    let (customers, services) = (round.parties(), round.services());
    let (parties, words) = if services.is_empty() { (customers, EACH_CUSTOMER) } else { (services, EACH_SERVICE) };
    let head = [String::new(), words.to_owned()].into_iter().filter(|_| !parties.is_empty());
    let lines = parties.iter().map(|party| format!("{}: {}", party_in_words(party), say(&party.uptime)));
    head.chain(lines).collect()
}

/// Returns the wanted pieces with what each counts as, and the outages that they belong to.
fn pieces(
    round: &MonthRound<'_>,
    none: &str,
    clock: VendorClock,
    wanted: impl Fn(&DowntimePiece) -> bool,
) -> Vec<String> {
    let uptime = &round.uptime;
    let mut lines: Vec<String> = Vec::new();
    let mut outages = Vec::new();
    for piece in uptime.pieces.iter().filter(|piece| wanted(piece)) {
        lines.push(piece_line(piece, round, clock));
        outages.extend(piece.outages.iter().copied().filter(|id| !outages.contains(id)).collect::<Vec<_>>());
    }
    if lines.is_empty() {
        return vec![none.to_owned()];
    }
    lines.push(String::new());
    let told = round.entries.outages.iter().filter(|(id, _)| outages.contains(id));
    lines.extend(told.map(|(id, outage)| {
        let symptom = outage.symptom.as_ref().map_or_else(String::new, |symptom| format!(": {symptom}"));
        let lasts = outage.lasts(uptime.now);
        let when = match outage.to {
            Some(to) => format!("{}, {}", clock.stretch(outage.from, to), real_duration(lasts)),
            None => format!("since {}, running for {}", clock.moment(outage.from), rough_duration(lasts)),
        };
        format!("outage {id}: {when}{symptom}")
    }));
    lines
}

fn piece_line(piece: &DowntimePiece, round: &MonthRound<'_>, clock: VendorClock) -> String {
    let outages: Vec<String> = piece.outages.iter().map(ToString::to_string).collect();
    format!(
        "{}  {}  outage {}: {}",
        clock.stretch(piece.from, piece.to),
        duration_text(piece.seconds()),
        outages.join(", "),
        piece_in_words(piece, round)
    )
}

/// Returns what was entered besides outages, with whether its announcement came in time.
fn entries(round: &MonthRound<'_>, clock: VendorClock) -> Vec<String> {
    let say = |at: Instant| clock.moment(at);
    let maintenance = round.entries.maintenance.iter().map(|(id, m)| {
        let notice = notice_said(notice_of(&round.contract, m), say);
        format!("maintenance {id}: {}; {notice}", clock.stretch(m.from, m.to))
    });
    let changes = round.entries.changes.iter().map(|(id, change)| {
        let notice = notice_said(notice_of_change(&round.contract, change), say);
        format!("change {id}: {} takes effect on {}; {notice}", change.note, say(change.from))
    });
    maintenance.chain(changes).collect()
}

fn budget(round: &MonthRound<'_>, clock: VendorClock) -> Vec<String> {
    let uptime = round.uptime.judged();
    let (Some(allowed), Some(left)) = (uptime.allowed(), uptime.left()) else {
        return vec!["No uptime is promised, so there is nothing to use up.".to_owned()];
    };
    let whole = &round.uptime;
    let promised = if whole.worst.is_some() { verdict_in_words(whole) } else { promise_in_words(whole) };
    let mut lines = vec![
        format!("Promised: {promised}."),
        format!(
            "The {} has {}, of which {} is exempt.",
            period(round),
            duration_text(uptime.month_s()),
            duration_text(uptime.exempt)
        ),
        format!(
            "Of the rest, {} of downtime keep the promise; {} are used.",
            duration_text(allowed.max(0)),
            duration_text(uptime.downtime)
        ),
    ];
    lines.push(if left >= 0 {
        format!("{} are left.", duration_text(left))
    } else {
        format!("It is broken by {}.", duration_text(-left))
    });
    lines.extend(
        round.breaks_at.map(|at| format!("If what is running goes on, the promise breaks on {}.", clock.moment(at))),
    );
    lines
}

fn credit(round: &MonthRound<'_>) -> Vec<String> {
    let uptime = &round.uptime;
    let promised = uptime.promise.as_ref().and_then(credit_in_words);
    let Some(promised) = promised else { return vec!["The agreement promises no credit.".to_owned()] };
    let mut lines = vec![
        format!("The agreement promises a credit of {promised} where the promise is broken."),
        format!("The promise is {}.", owed(uptime)),
    ];
    lines.extend(parties(round, owed));
    lines.extend(
        claim_standing_in_words(uptime).map(|words| format!("To be claimed {words}. {{claim}} writes the claim.")),
    );
    lines
}

/// Returns whether the promise is kept, and so whether its credit is due: `kept: it is not due`.
fn owed(uptime: &MonthUptime) -> String {
    if !uptime.has_begun() {
        return "not begun: it is not due".to_owned();
    }
    let due = if uptime.credit().is_some() { "it is due" } else { "it is not due" };
    format!("{}: {due}", judged_in_words(uptime))
}
