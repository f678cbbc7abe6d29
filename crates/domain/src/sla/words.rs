//! Says in words what a target's state means: one sentence for the screen, the command line and the account alike.

use crate::contract::{Contract, Pause, Promise, TargetKind, Within, cause_in_words, further_in, goal_in, span_in};
use crate::language::Language;
use crate::ticket::{Report, Ticket};
use crate::time::{ClockKind, Instant, Opening, Span, Zone, coming_in_list, past_in_list, say_moment};

use super::compute::paused;
use super::{Sla, Start, Target, TargetState, TicketRow};

/// Returns `a`, `a or b`, `a, b or c`.
pub fn list_in_words(items: &[String]) -> String {
    Language::English.any_of(items)
}

/// Says by which channel a ticket has to come: `to be phoned`, `to be reported by portal`.
pub(super) fn wanted_in(language: Language, contract: &Contract, severity: &str) -> String {
    match contract.channels(severity) {
        [] => language.to_be_phoned(),
        [one] if one == "phone" => language.to_be_phoned(),
        many => language.to_be_reported(channel_list(language, many)),
    }
}

fn channel_list(language: Language, channels: &[String]) -> String {
    language.any_of(&channels.iter().map(|channel| language.channel(channel)).collect::<Vec<_>>())
}

/// Says how the ticket must be reported, as the end of `until …`: `phoned in`, `reported by email or phone`.
pub fn channels_in_words(channels: &[String]) -> String {
    channels_in(Language::English, channels)
}

fn channels_in(language: Language, channels: &[String]) -> String {
    match channels {
        [one] if one == "phone" => language.phoned_in(),
        many => language.reported_by_any(channel_list(language, many)),
    }
}

/// Says what a promise is: `within 2 h of support time`, `expected within 6 h, at the latest 8 h, of support time`.
pub fn promise_in_words(promise: &Promise) -> String {
    promise_in(Language::English, promise)
}

/// Says in a language what a promise is.
pub(crate) fn promise_in(language: Language, promise: &Promise) -> String {
    let further = further_in(language, promise);
    let Within::Span(span) = promise.within else {
        return format!("{}{}{further}", language.with_next_release(), goal_in(language, promise));
    };
    let span_text = |span| span_in(language, span);
    let clocked = format!("{}{}", span_text(span), clock_in(language, span, promise.clock));
    let within = match promise.expected {
        Some(first) if matches!(first, Span::EndOf(_)) => language.expected_by_latest(span_text(first), clocked),
        None if matches!(span, Span::EndOf(_)) => language.by_span(span_text(span)),
        Some(first) => language.expected_within_latest(span_text(first), clocked),
        None => language.within_span(clocked),
    };
    match promise.otherwise {
        Some(Within::Span(other)) => format!("{within}{further}{}", language.otherwise_span(span_text(other))),
        Some(Within::NextRelease) => format!("{within}{further}{}", language.otherwise_release()),
        None => format!("{within}{}{further}", goal_in(language, promise)),
    }
}

pub(super) fn clock_in(language: Language, span: Span, clock: ClockKind) -> String {
    if matches!(span, Span::Time(_)) { language.time_of(clock) } else { String::new() }
}

/// Says why the clocks count from when they do.
pub fn start_in_words(ticket: &Ticket, contract: &Contract, sla: &Sla) -> String {
    start_words(Language::English, ticket, contract, (sla.start, &sla.severity))
}

/// Says in a language why the clocks count from when they do.
pub(crate) fn start_in(language: Language, ticket: &Ticket, contract: &Contract, sla: &Sla) -> String {
    start_words(language, ticket, contract, (sla.start, &sla.severity))
}

pub(super) fn start_words(
    language: Language,
    ticket: &Ticket,
    contract: &Contract,
    (start, severity): (Start, &str),
) -> String {
    let say = |at| language.moment(contract.zone, at);
    let Start::At(at) = start else {
        let wanted = language.needs_channel(channels_in(language, contract.channels(severity)));
        return match came_by(language, ticket) {
            Some(came) => language.came_only_by(wanted, came),
            None => language.came_unknown(wanted),
        };
    };
    if ticket.round_began() == Some(at) {
        return language.counts_from_return(say(at));
    }
    let counts = |r: &&Report| r.at == at && contract.takes(severity, &r.channel);
    let Some(report) = ticket.reports.iter().find(counts) else {
        return language.counts_from_change(say(at));
    };
    match report.channel.as_str() {
        "" => language.counts_from_report(say(at)),
        channel => language.counts_from_report_by(language.channel(channel), say(at)),
    }
}

/// Returns the channels of the ticket's reports, each once.
fn came_by(language: Language, ticket: &Ticket) -> Option<String> {
    let mut channels: Vec<String> = Vec::new();
    for report in &ticket.reports {
        let channel = language.channel(&report.channel);
        if !channel.is_empty() && !channels.contains(&channel) {
            channels.push(channel);
        }
    }
    let (last, others) = channels.split_last()?;
    Some(if others.is_empty() { last.clone() } else { language.both_of(others.join(", "), last) })
}

/// Says when a target is due, with moments as `say` writes them. A release is due at the end of its day: that day's
/// 24:00, not the next one's midnight.
pub fn due_in_words(target: &Target, zone: Zone, now: Instant, say: SayMoment) -> Option<String> {
    target.due.map(|due| deadline_in_words(target.within, zone, due, now, say))
}

/// Says when a target is expected: the first value of a range, or a goal. A release is there by the end of its day.
pub fn expected_in_words(target: &Target, zone: Zone, now: Instant, say: SayMoment) -> Option<String> {
    target.expected.map(|expected| deadline_in_words(target.within, zone, expected, now, say))
}

/// Says the deadline of a promise: a release is there by the end of its day.
pub fn deadline_in_words(within: Within, zone: Zone, at: Instant, now: Instant, say: SayMoment) -> String {
    deadline_said(within, at, &|at| say(zone, at, now))
}

/// Says the deadline of a promise, with moments as `say` writes them.
pub(crate) fn deadline_said(within: Within, at: Instant, say: &dyn Fn(Instant) -> String) -> String {
    if within != Within::NextRelease {
        return say(at);
    }
    let said = say(at.plus(-1));
    said.rsplit_once(' ').map_or(said.clone(), |(day, _)| format!("{day} 24:00"))
}

/// Says for a column of a list when a target is due: `today 11:00`, `Mon 30 11:00`; what has passed begins with `since`. A
/// release is due at the end of its day.
pub fn due_in_list(target: &Target, zone: Zone, now: Instant) -> Option<String> {
    let due = target.due?;
    if due > now {
        return due_in_words(target, zone, now, coming_in_list);
    }
    Some(format!("since {}", past_in_list(zone, due, now)))
}

/// A function that says a moment: in that zone, at that moment, as seen at `now`.
pub type SayMoment = fn(Zone, Instant, Instant) -> String;

/// Says why a target stands as it does, in a few words, with moments in that zone as seen at `now`.
pub fn reason(row: &TicketRow, target: &Target, zone: Zone, now: Instant) -> String {
    reason_in(Language::English, row, target, &|at| say_moment(zone, at, now), now)
}

/// Says in a language why a target stands as it does, in a few words, with moments as `say` writes them.
pub(crate) fn reason_in(
    language: Language,
    row: &TicketRow,
    target: &Target,
    say: &dyn Fn(Instant) -> String,
    now: Instant,
) -> String {
    let (Some(contract), Some(sla)) = (&row.contract, &row.sla) else { return String::new() };
    let standing = standing(language, row, (contract, sla), target, (now, say));
    match (missed_in(language, target), target.kind) {
        (Some(missed), TargetKind::Update) if standing.is_empty() || target.met.is_some() => missed,
        (Some(missed), _) => format!("{standing}; {missed}"),
        (None, _) => standing,
    }
}

/// Says how many updates came too late: `1 update missed`, or none where all were in time.
pub fn missed_in_words(target: &Target) -> Option<String> {
    missed_in(Language::English, target)
}

/// Says in a language how many updates came too late.
pub(crate) fn missed_in(language: Language, target: &Target) -> Option<String> {
    match target.missed.len() {
        0 => None,
        1 => Some(language.one_update_missed()),
        many => Some(language.updates_missed(many)),
    }
}

fn standing(
    language: Language,
    row: &TicketRow,
    (contract, sla): (&Contract, &Sla),
    target: &Target,
    (now, say): (Instant, &dyn Fn(Instant) -> String),
) -> String {
    if let Some(from) = target.waits_for() {
        return language.counts_from_unmet(language.target(from));
    }
    let broken = || broken_in_brief(language, target, say);
    match target.state {
        TargetState::NoClock => wanted_in(language, contract, &sla.severity),
        TargetState::None if target.promise.goal => match target.expected {
            Some(expected) => language.goal_expected(deadline_said(target.within, expected, say)),
            None => language.goal_without_date(),
        },
        TargetState::None if target.within == Within::NextRelease => language.release_without_date(),
        TargetState::None => language.no_date_in_hours(),
        TargetState::Excluded => {
            let cause = row.ticket.exclusion.as_ref().map(|exclusion| exclusion.cause.as_str());
            cause.map_or_else(|| language.came_back_first(), |cause| language.excluded_for(cause_in_words(cause)))
        }
        TargetState::Met if target.kind == TargetKind::Update => {
            target.met.map_or_else(String::new, |at| language.met_until(say(at)))
        }
        TargetState::Met => target.met.map_or_else(String::new, |at| language.met_at(say(at))),
        TargetState::MetLate => {
            target.met.map_or_else(String::new, |at| format!("{}{}", language.met_late_at(say(at)), broken()))
        }
        TargetState::Breached => target.left.map_or_else(String::new, |left| {
            format!("{}{}", language.overdue_by(language.short_duration((-left).secs())), broken())
        }),
        TargetState::Stopped => stopped(language, contract, &row.ticket, target, (now, say)),
        TargetState::AtRisk if target.due.is_some_and(|due| now >= due) => language.due_now(),
        TargetState::AtRisk if target.expected.is_some_and(|e| now >= e) => language.past_expected(),
        TargetState::Running | TargetState::AtRisk => String::new(),
    }
}

/// Says what a change of its terms has to do with a breached target: `, broken before its terms changed today 14:00`.
fn broken_in_brief(language: Language, target: &Target, say: impl Fn(Instant) -> String) -> String {
    match (target.terms.kept, target.terms.since) {
        (Some(at), _) if target.met.is_some_and(|met| met <= at) => String::new(),
        (Some(at), _) => language.broken_before(say(at)),
        (None, Some(at)) if target.terms.at_once => language.broken_by_change(say(at)),
        _ => String::new(),
    }
}

/// Says what there is to say of a breached target besides by how much it is overdue: that a change of its terms broke it, and how
/// many updates were missed before. Moments are as `say` writes them.
pub fn breached_further(target: &Target, say: impl Fn(Instant) -> String) -> Option<String> {
    let broken = broken_in_brief(Language::English, target, say);
    let broken = broken.strip_prefix(", ").map(str::to_owned);
    let parts: Vec<String> = broken.into_iter().chain(missed_in_words(target)).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Says in a sentence what a change of plan, severity or fallback did to a target, or none where none has to do with
/// it.
pub fn change_in_words(target: &Target, say: impl Fn(Instant) -> String) -> Option<String> {
    change_in(Language::English, target, say)
}

/// Says in a language what a change of plan, severity or fallback did to a target.
pub(crate) fn change_in(language: Language, target: &Target, say: impl Fn(Instant) -> String) -> Option<String> {
    let terms = &target.terms;
    if let Some(changed) = terms.kept {
        let is_met = target.met.is_some_and(|met| met <= changed);
        let at = say(changed);
        return Some(if is_met { language.met_before_change(at) } else { language.broken_before_change(at) });
    }
    let since = terms.since?;
    let from = if target.start == Start::At(since) { language.and_from_then() } else { String::new() };
    let at_once = if terms.at_once { language.change_broke_it() } else { String::new() };
    Some(format!("{}{from}{at_once}", language.counts_by_terms(say(since))))
}

fn stopped(
    language: Language,
    contract: &Contract,
    ticket: &Ticket,
    target: &Target,
    (now, say): (Instant, &dyn Fn(Instant) -> String),
) -> String {
    if let Some(wait) = paused(ticket, contract, target.kind) {
        return language.paused_since(say(wait.from), on_whom(language, wait.on));
    }
    let is_due = target.due.is_some_and(|due| now >= due);
    match contract.clock_of(&target.promise).opening(now) {
        Opening::Closed(Some(opens)) if is_due => language.due_opens(say(opens)),
        Opening::Closed(Some(opens)) => language.opens(say(opens)),
        _ => language.never_opens(),
    }
}

/// Returns whom a ticket waits on: `the customer`.
pub(crate) fn on_whom(language: Language, on: Pause) -> String {
    match on {
        Pause::WaitingCustomer => language.the_customer(),
        Pause::WaitingVendor => language.the_vendor(),
    }
}

pub(super) const fn on_words(on: Pause) -> &'static str {
    match on {
        Pause::WaitingCustomer => "customer",
        Pause::WaitingVendor => "vendor",
    }
}
