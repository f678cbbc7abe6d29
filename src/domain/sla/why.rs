//! The day-by-day account of one target's deadline: what an agent reads out to the vendor.

use crate::domain::contract::{Contract, TargetKind, Within};
use crate::domain::time::{
    ClockKind, Date, DayAccount, DayKind, Instant, Piece, Span, clock_text, duration_text, short_duration,
};

use super::compute::{clock_in_force, within_in_force};
use super::words::{promise_in_words, reason, start_in_words};
use super::{Row, Start, Target};

/// One line of the account: a day with hours that counted, or a run of days without.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WhyLine {
    /// `Mon 8 Jan`, or `Sat 6 – Sun 7 Jan`.
    pub days: String,
    /// `08:00–10:00`, or why nothing counted.
    pub hours: String,
    /// Support seconds that counted on it.
    pub support: i64,
    /// Support seconds that have counted so far.
    pub total: i64,
}

/// Why a target is due when it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Why {
    /// Which moment.
    pub target: TargetKind,
    /// What is promised, where it stands, and where it began; a sentence each.
    pub opening: Vec<String>,
    /// Day by day, where support time is counted.
    pub days: Vec<WhyLine>,
    /// When it is due and when it is breached; a sentence each.
    pub closing: Vec<String>,
}

/// Why the target `kind` of this row is due when it is, as seen at `now`; none where it is not promised.
pub fn why(row: &Row, kind: TargetKind, now: Instant) -> Option<Why> {
    let (contract, sla) = (row.contract.as_ref()?, row.sla.as_ref()?);
    let target = sla.target(kind)?;
    let mut why = Why { target: kind, opening: opening(row, contract, target, now), days: Vec::new(), closing: vec![] };
    if let (Start::At(start), Some(due)) = (sla.start, target.due) {
        if clock_in_force(&row.ticket, kind, &target.promise) == ClockKind::Support {
            why.days = lines(&contract.support.clock.account(start, due));
        }
        why.closing = closing(contract, target, due);
    }
    Some(why)
}

fn opening(row: &Row, contract: &Contract, target: &Target, now: Instant) -> Vec<String> {
    let sla = row.sla.as_ref();
    let severity = row.severity_name();
    let plan = contract.plan(&row.ticket.plan).map_or(row.ticket.plan.as_str(), |p| p.name.as_str());
    let words = target.kind.words();
    let mut lines = vec![format!(
        "{} of {}, {plan}, {severity}: {}",
        capital(words),
        contract.vendor,
        promise_in_words(&target.promise)
    )];
    lines.extend(sla.map(|s| capital(&start_in_words(&row.ticket, contract, s))));
    let within = within_in_force(&row.ticket, target.kind, &target.promise);
    if within != target.promise.within {
        lines.push("No workaround is possible, so the longer time holds".to_owned());
    }
    if let Within::Span(Span::SupportDays(n)) = within {
        let days = if n == 1 { "day".to_owned() } else { format!("{n} days") };
        lines.push(format!("The same wall-clock time, {days} with support hours later"));
    }
    let state = reason(row, target, now);
    lines.push(if state.is_empty() {
        format!("Stands: {}", target.state.words())
    } else {
        format!("Stands: {} ({state})", target.state.words())
    });
    lines
}

fn closing(contract: &Contract, target: &Target, due: Instant) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(expected) = target.expected {
        lines.push(format!("Expected {}", clock_text(contract.zone, expected)));
    }
    let whole = target.whole.map_or_else(String::new, |w| format!(", {} in all", duration_text(w)));
    lines.push(format!("Due {}{whole}", clock_text(contract.zone, due)));
    match target.breach_after {
        Some(last) if last > due => {
            let last = clock_text(contract.zone, last);
            lines.push(format!(
                "Support is closed from then on: it can be met until {last}, and is breached after that"
            ));
        }
        _ => lines.push("Breached after that moment".to_owned()),
    }
    lines
}

/// The account's lines: days that counted one by one, the others in runs with the same reason.
fn lines(days: &[DayAccount]) -> Vec<WhyLine> {
    let mut lines: Vec<WhyLine> = Vec::new();
    let (mut total, mut run): (i64, Option<(Date, Date, String)>) = (0, None);
    for day in days {
        total += day.support;
        if !day.pieces.is_empty() {
            lines.extend(run.take().map(|r| run_line(&r, total - day.support)));
            lines.push(counted(day, total));
            continue;
        }
        let why = not_counted(&day.kind);
        run = match run.take() {
            Some((first, _, reason)) if reason == why => Some((first, day.date, reason)),
            Some(other) => {
                lines.push(run_line(&other, total));
                Some((day.date, day.date, why))
            }
            None => Some((day.date, day.date, why)),
        };
    }
    lines.extend(run.map(|r| run_line(&r, total)));
    lines
}

fn counted(day: &DayAccount, total: i64) -> WhyLine {
    let hours: Vec<String> = day.pieces.iter().map(piece_words).collect();
    let short = if day.kind == DayKind::Short { " (other hours that day)" } else { "" };
    WhyLine { days: day.date.short(), hours: format!("{}{short}", hours.join(", ")), support: day.support, total }
}

fn piece_words(piece: &Piece) -> String {
    let second = |wall: crate::domain::time::Wall| if wall.second.is_multiple_of(60) { wall.hm() } else { wall.hms() };
    let to = if piece.wall_to.second == 0 { "24:00".to_owned() } else { second(piece.wall_to) };
    format!("{}–{to}", second(piece.wall_from))
}

fn not_counted(kind: &DayKind) -> String {
    match kind {
        DayKind::Holiday(name) => name.clone(),
        DayKind::Closed => "closed by the agreement".to_owned(),
        DayKind::NoHours => "no support hours".to_owned(),
        DayKind::Ordinary | DayKind::Short => "outside support hours".to_owned(),
    }
}

fn run_line((first, last, why): &(Date, Date, String), total: i64) -> WhyLine {
    let days = if first == last {
        first.short()
    } else if first.month() == last.month() {
        format!("{} {} – {}", first.weekday().short(), first.day(), last.short())
    } else {
        format!("{} – {}", first.short(), last.short())
    };
    WhyLine { days, hours: why.clone(), support: 0, total }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Why {
    /// The account as plain text, a line each, as it is copied and printed.
    pub fn to_text(&self) -> String {
        let width = |pick: fn(&WhyLine) -> &str| self.days.iter().map(|l| pick(l).chars().count()).max().unwrap_or(0);
        let (days, hours) = (width(|l| &l.days), width(|l| &l.hours));
        let mut text = String::new();
        push_lines(&mut text, &self.opening);
        for line in &self.days {
            let counted = if line.support == 0 {
                String::new()
            } else {
                format!("{:>6}  {:>6}", short_duration(line.support), short_duration(line.total))
            };
            text.push_str(format!("  {:<days$}  {:<hours$}  {counted}", line.days, line.hours).trim_end());
            text.push('\n');
        }
        push_lines(&mut text, &self.closing);
        text
    }
}

fn push_lines(text: &mut String, lines: &[String]) {
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
}
