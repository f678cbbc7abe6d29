//! Says in words what an agreement says: the one place for the command line and the screen.
//!
//! A sentence about one ticket is made in `domain::sla`.

mod hours;
mod uptime;
mod vendor_side;

use super::model::{
    Approval, Contract, CountsFrom, MaintenanceRule, MaintenanceWindow, Pause, Promise, Scope, Severity, Uptime,
    UptimeFloor, UptimePer, Within,
};
use super::model::{Attainment, Promises, UptimeHours};
use crate::language::Language;
use crate::ticket::Kind;
use crate::time::{ClockKind, Date, DayKind, Instant, PeriodLength, Span, SupportHours, Weekday, Window, YearDay};

pub use hours::{HoursInWords, all_hours_in_words, clock_opening_in_words, counted_in_words, opening_shown_in};
pub use uptime::{credit_bands_in_words, uptime_facts};
pub use vendor_side::{calendars_in_words, vendor_reached_for, vendor_side_in_words};

/// Says whether support is open, and until or from when: `open until today 16:00`, `opens Mon 08:00`, `always open`.
pub fn opening_in_words(contract: &Contract, now: Instant) -> String {
    clock_opening_in_words(&contract.support.clock, now)
}

/// Returns whether the vendor meant to look at the text again before the local date of `now`.
pub fn review_is_past(contract: &Contract, now: Instant) -> bool {
    contract.next_review.is_some_and(|date| date < contract.zone.wall(now).date)
}

/// Says when the vendor means to look at the text again, and what to do where that is past, or none where no date is
/// named.
pub fn review_in_words(contract: &Contract, now: Instant) -> Option<String> {
    let past = if review_is_past(contract, now) { ", which is past: ask whether the text still holds" } else { "" };
    contract.next_review.map(|date| format!("{date}{past}"))
}

/// Returns a length of time in full: `30 min`, `1 h 30 min`, `3 support days`.
pub fn span_in_words(span: Span) -> String {
    span_in(Language::English, span)
}

/// Returns a length of time of a promise in a language: `2 h`, `1 support day`, `the end of the next support day`.
pub(crate) fn span_in(language: Language, span: Span) -> String {
    let hour = language.hour_unit();
    match span {
        Span::SupportDays(1) => language.one_support_day(),
        Span::SupportDays(n) => language.support_days(n),
        Span::EndOf(0) => language.end_of_same_day(),
        Span::EndOf(1) => language.end_of_next_day(),
        Span::EndOf(n) => language.end_of_later_day(n),
        Span::Days(1) => language.one_calendar_day(),
        Span::Days(n) => language.calendar_days(n),
        Span::Time(s) if s < 3600 => format!("{} min", s / 60),
        Span::Time(s) if s % 3600 == 0 => format!("{} {hour}", s / 3600),
        Span::Time(s) => format!("{} {hour} {} min", s / 3600, s / 60 % 60),
    }
}

/// Returns a promise for a cell of a table, where hours and minutes are support time unless it says otherwise: `2 h`,
/// `expected within 6 h, at the latest 8 h`, `3 support days, or 10 support days if no workaround is possible`.
pub fn promise_in_brief(promise: &Promise) -> String {
    times_in_words(promise, promise.clock, &further_in_words(promise))
}

/// Returns a promise as [`promise_in_brief`] does, for a table that says beside it what it is counted in.
pub fn promise_beside_clock(promise: &Promise) -> String {
    let further: String =
        [from_in(Language::English, promise), outside_in(Language::English, promise)].into_iter().flatten().collect();
    times_in_words(promise, ClockKind::Support, &further)
}

fn times_in_words(promise: &Promise, clock: ClockKind, further: &str) -> String {
    let within = match (promise.within, promise.expected) {
        (Within::Span(span), Some(first)) => {
            let by = if matches!(first, Span::EndOf(_)) { "by" } else { "within" };
            let latest = brief(Within::Span(span), clock);
            format!("expected {by} {}, at the latest {latest}", span_in_words(first))
        }
        (within, _) => brief(within, clock),
    };
    match promise.otherwise {
        Some(other) => format!("{within}, or {} if no workaround is possible{further}", brief(other, clock)),
        None => format!("{within}{}{further}", goal_in_words(promise)),
    }
}

/// Returns what a promise says besides its times: from when it counts, by which hours, and what holds outside of these.
pub fn further_in_words(promise: &Promise) -> String {
    further_in(Language::English, promise)
}

/// Says in a language what else holds for a promise: from what it counts, in which hours, and what holds outside of these.
pub(crate) fn further_in(language: Language, promise: &Promise) -> String {
    let hours = promise.hours.as_ref().filter(|_| counts_in_hours(promise));
    let hours = hours.map(|name| language.in_hours(name));
    [from_in(language, promise), hours, outside_in(language, promise)].into_iter().flatten().collect()
}

/// Returns whether anything of a promise counts by its hours: calendar days and releases do not.
fn counts_in_hours(promise: &Promise) -> bool {
    let spans = [Some(promise.within), promise.expected.map(Within::Span), promise.otherwise];
    let by_hours = |within: Within| matches!(within, Within::Span(span) if !matches!(span, Span::Days(_)));
    promise.outside.is_some() || spans.into_iter().flatten().any(by_hours)
}

fn from_in(language: Language, promise: &Promise) -> Option<String> {
    promise.from.map(|from| language.counted_from(language.target(from)))
}

fn outside_in(language: Language, promise: &Promise) -> Option<String> {
    promise.outside.map(|span| language.outside_hours(span_in(language, span)))
}

/// Returns `, a goal that is never breached` behind a promise that is only one.
pub fn goal_in_words(promise: &Promise) -> String {
    goal_in(Language::English, promise)
}

/// Says in a language that a promise is a goal; empty where it is none.
pub(crate) fn goal_in(language: Language, promise: &Promise) -> String {
    if promise.goal { language.never_breached_goal() } else { String::new() }
}

fn brief(within: Within, clock: ClockKind) -> String {
    match (within, clock) {
        (Within::NextRelease, _) => "next release".to_owned(),
        (Within::Span(span @ Span::Time(_)), ClockKind::Calendar) => format!("{} of real time", span_in_words(span)),
        (Within::Span(span), _) => span_in_words(span),
    }
}

/// Says what hours and minutes are counted in where a target does not say.
pub const fn clock_in_words(clock: ClockKind) -> &'static str {
    match clock {
        ClockKind::Support => "support hours",
        ClockKind::Calendar => "real time",
    }
}

/// Returns windows one after the other: `08:00-12:00, 12:30-16:00`.
pub fn windows_in_words(windows: &[Window]) -> String {
    windows.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Says from what time of a day a report counts from the next support day, or none where the agreement has no cut-off.
pub fn cut_off_in_words(contract: &Contract) -> Option<String> {
    contract.support.clock.hours().cut_off.map(hours::cut_off_in_words)
}

fn week_in_words(hours: &SupportHours) -> Vec<(String, String)> {
    let week = &hours.week;
    let mut lines: Vec<(Weekday, Weekday, &[Window])> = Vec::new();
    for day in Weekday::ALL {
        match lines.last_mut() {
            Some((_, last, windows)) if *windows == week.on(day) => *last = day,
            _ => lines.push((day, day, week.on(day))),
        }
    }
    let said = |(first, last, windows): (Weekday, Weekday, &[Window])| {
        let days =
            if first == last { first.short().to_owned() } else { format!("{}–{}", first.short(), last.short()) };
        (days, if windows.is_empty() { "closed".to_owned() } else { windows_in_words(windows) })
    };
    lines.into_iter().map(said).collect()
}

fn odd_in_words(hours: &SupportHours) -> Vec<(String, String)> {
    let closed = hours.closed.iter().map(|day| (day_in_words(*day), "closed".to_owned()));
    let open = hours.open.iter().map(|day| (day_in_words(*day), "open, though a holiday".to_owned()));
    let short = hours.short_days.iter().map(|short| (day_in_words(short.day), windows_in_words(&short.hours)));
    closed.chain(open).chain(short).collect()
}

fn day_in_words(day: YearDay) -> String {
    match day {
        // A leap year has every day; which year it was, and so its weekday, says nothing.
        YearDay::Yearly(month, day) => {
            Date::new(2000, month, day).map_or_else(String::new, |date| date.short().chars().skip(4).collect())
        }
        YearDay::Once(date) => date.long(),
        YearDay::Easter(0) => "Easter Sunday".to_owned(),
        YearDay::Easter(-1) => "the day before Easter Sunday".to_owned(),
        YearDay::Easter(1) => "the day after Easter Sunday".to_owned(),
        YearDay::Easter(days) if days < 0 => format!("{} days before Easter Sunday", -days),
        YearDay::Easter(days) => format!("{days} days after Easter Sunday"),
    }
}

/// Says why a day has no support: `closed: Good Friday`, `closed by the agreement`, `closed`.
pub fn closed_in_words(kind: &DayKind) -> String {
    match kind {
        DayKind::Holiday(name) => format!("closed: {name}"),
        DayKind::Closed => "closed by the agreement".to_owned(),
        DayKind::Ordinary | DayKind::NoHours | DayKind::Short => "closed".to_owned(),
    }
}

/// Returns a severity's name, with the agreement's own word: `Critical (Kritisk)`.
pub fn severity_in_words(severity: &Severity) -> String {
    let own = severity.own_name.as_ref().map_or_else(String::new, |own| format!(" ({own})"));
    format!("{}{own}", severity.name)
}

/// Returns a cause or a kind of maintenance as a person reads it: `third party`.
pub fn cause_in_words(cause: &str) -> String {
    cause.replace('_', " ")
}

/// Says what stops the clocks besides support being closed.
pub fn pauses_in_words(contract: &Contract) -> String {
    let waiting = |pause: &Pause| match pause {
        Pause::WaitingCustomer => "the customer",
        Pause::WaitingVendor => "the vendor",
    };
    match contract.support.pause.iter().map(waiting).collect::<Vec<_>>().as_slice() {
        [] => "nothing stops the clocks".to_owned(),
        on => match contract.support.pause_targets.iter().map(|kind| kind.words()).collect::<Vec<_>>().as_slice() {
            [] => format!("the clocks stop while waiting on {}", on.join(" or ")),
            [one] => format!("the clock of the {one} stops while waiting on {}", on.join(" or ")),
            some => format!("the clocks of {} stop while waiting on {}", some.join(", "), on.join(" or ")),
        },
    }
}

/// Says what tickets may be about, where it is more than incidents: `incident or change request`.
pub fn kinds_in_words(contract: &Contract) -> Option<String> {
    let kinds: Vec<&str> = contract.kinds.iter().map(|kind| kind.words()).collect();
    (contract.kinds != [Kind::Incident]).then(|| kinds.join(" or "))
}

/// Returns the vendor's release dates that are not past, each as `say` writes it, or says that none is known.
pub fn releases_in_words(contract: &Contract, now: Instant, say: impl Fn(Date) -> String) -> String {
    let today = contract.zone.wall(now).date;
    let coming: Vec<String> = contract.releases.iter().copied().filter(|d| *d >= today).map(say).collect();
    match coming.as_slice() {
        [] if waits_for_release(contract) => "none is known: what waits for one has no deadline".to_owned(),
        [] => "none is known".to_owned(),
        dates => dates.join(", "),
    }
}

fn waits_for_release(contract: &Contract) -> bool {
    let promises = contract.plans.iter().flat_map(|plan| plan.targets.values()).flat_map(Promises::all);
    promises.into_iter().any(|(_, p)| p.within == Within::NextRelease || p.otherwise == Some(Within::NextRelease))
}

/// Says what the workaround does to the priority, where the agreement says so.
pub fn workaround_cap_in_words(contract: &Contract) -> Option<String> {
    let cap = contract.priority.as_ref()?.workaround_cap.as_ref()?;
    let name = contract.severity(cap).map_or(cap.as_str(), |s| s.name.as_str());
    Some(format!("once a workaround stands, {name} at most"))
}

/// Returns the availability that is promised: `at least 99.5% of a month`.
pub fn uptime_in_words(uptime: &Uptime) -> String {
    floor_in_words(uptime.floor, uptime.period)
}

/// Says in a language what uptime is promised.
pub(crate) fn uptime_in(language: Language, uptime: &Uptime) -> String {
    floor_in(language, uptime.floor, uptime.period)
}

/// Returns the limit in the agreement's other words, and that it decides nothing, or none where it names one limit
/// only.
pub fn stated_in_words(uptime: &Uptime) -> Option<String> {
    stated_in(Language::English, uptime)
}

/// Says in a language what the agreement states besides; none where it states nothing else.
pub(crate) fn stated_in(language: Language, uptime: &Uptime) -> Option<String> {
    uptime.stated.map(|stated| language.decides_nothing(floor_in(language, stated, uptime.period)))
}

/// Says from when an outage counts, where it is not from when the service went down.
pub const fn counts_from_in_words(uptime: &Uptime) -> Option<&'static str> {
    match uptime.counts_from {
        CountsFrom::Start => None,
        CountsFrom::Report => Some("an outage counts from its report"),
    }
}

/// Says whose uptime it is, where it is not the whole service's.
pub const fn per_in_words(uptime: &Uptime) -> Option<&'static str> {
    match uptime.per {
        UptimePer::Service => None,
        UptimePer::Customer => Some("each customer's: an outage names whom it hit; one that names nobody hit all"),
    }
}

/// Returns one limit of uptime: `at least 99.5% of a month`, `at most 6 h 30 min down in a quarter`.
pub fn floor_in_words(floor: UptimeFloor, period: PeriodLength) -> String {
    floor_in(Language::English, floor, period)
}

/// Says in a language which uptime is the least, or which downtime the most.
pub(crate) fn floor_in(language: Language, floor: UptimeFloor, period: PeriodLength) -> String {
    let period = language.a_period(period);
    match floor {
        UptimeFloor::Percent { min, inclusive: true } => language.at_least(language.number(min), period),
        UptimeFloor::Percent { min, inclusive: false } => language.more_than(language.number(min), period),
        UptimeFloor::Downtime(seconds) => language.at_most_down(span_in(language, Span::Time(seconds)), period),
    }
}

/// Names the plans of one of the contract's promises of uptime: the plan of that id, or, without one, those that have no
/// promise of their own. None where all plans share one.
pub fn uptime_plan_in_words(contract: &Contract, plan: Option<&str>) -> Option<String> {
    if let Some(id) = plan {
        return Some(contract.plan(id).map_or_else(|| id.to_owned(), |plan| plan.name.clone()));
    }
    let (own, others): (Vec<_>, Vec<_>) = contract.plans.iter().partition(|plan| plan.uptime.is_some());
    let names: Vec<&str> = others.into_iter().map(|plan| plan.name.as_str()).collect();
    (!own.is_empty() && !names.is_empty()).then(|| names.join(", "))
}

/// Says in which hours downtime counts, or none where it does in all.
pub fn uptime_hours_in_words(uptime: &Uptime) -> Option<String> {
    uptime_hours_in(Language::English, uptime)
}

/// Says in a language which hours count alone, or none where all do.
pub(crate) fn uptime_hours_in(language: Language, uptime: &Uptime) -> Option<String> {
    let hours = match uptime.hours.as_ref()? {
        UptimeHours::Support => language.the_support_hours(),
        UptimeHours::Set(name) => language.the_hours(name),
    };
    Some(language.only_hours_count(hours))
}

/// Says until when a credit can be claimed, or none where the agreement does not say.
pub fn claim_in_words(uptime: &Uptime) -> Option<String> {
    let within = uptime.claim_within?;
    Some(format!("{} from the end of the {}", span_in_words(within), uptime.period.key()))
}

/// Returns a promise about many tickets: `95% of a month's responses, of critical`.
pub fn attainment_in_words(contract: &Contract, attainment: &Attainment) -> String {
    let name = |id: &String| contract.severity(id).map_or_else(|| id.clone(), |severity| severity.name.clone());
    let of = match attainment.severities.iter().map(name).collect::<Vec<_>>().as_slice() {
        [] => String::new(),
        names => format!(", of {}", names.join(", ")),
    };
    let (percent, period, target) = (attainment.percent, attainment.period.key(), attainment.target.words());
    format!("{target} in time for {percent}% of a {period}'s tickets{of}")
}

/// Says which outages are too short to count, or none where every one counts.
pub fn outages_in_words(uptime: &Uptime) -> Option<String> {
    outages_span(uptime).map(|least| format!("shorter than {} do not count", span_in_words(least)))
}

/// Returns the shortest outage that counts, or none where all do.
pub(crate) fn outages_span(uptime: &Uptime) -> Option<Span> {
    Some(uptime.min_outage).filter(|seconds| *seconds > 0).map(Span::Time)
}

/// Says that the customer is told at once that a report has come, or none where the agreement does not say so.
pub fn receipt_in_words(contract: &Contract) -> Option<&'static str> {
    contract.support.receipt.then_some("every report, at once")
}

/// Says that the vendor reports about each month, or none where the agreement does not say so.
pub fn monthly_report_in_words(uptime: &Uptime) -> Option<&'static str> {
    uptime.monthly_report.then_some("the vendor sends one about every month")
}

/// Says what has to be logged of every outage: `when it was reported, cause or symptom`, or none where nothing has to.
pub fn log_in_words(uptime: &Uptime) -> Option<String> {
    let words: Vec<&str> = uptime.log.iter().map(|item| item.words()).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// Says what is owed when the uptime promise is broken: `50% of monthly cost`, `of monthly cost: 10% below 99.5%, 25% over
/// 7 h down`.
pub fn credit_in_words(uptime: &Uptime) -> Option<String> {
    credit_in(Language::English, uptime)
}

/// Says in a language what is credited where the promise is broken.
pub(crate) fn credit_in(language: Language, uptime: &Uptime) -> Option<String> {
    let credit = uptime.credit.as_ref()?;
    if let Some(percent) = credit.percent {
        return Some(language.percent_of(language.number(percent), &credit.of));
    }
    let bands = credit.bands.iter().map(|band| uptime::band_in(language, band));
    Some(language.credit_bands(&credit.of, bands.collect::<Vec<_>>().join(", ")))
}

/// Returns the standing windows: `Tue 00:00-06:30`, `every day 00:00-03:00`, or none where there are none.
pub fn standing_windows_in_words(maintenance: &MaintenanceRule) -> Option<String> {
    let windows: Vec<String> = maintenance.windows.iter().map(standing_window_in_words).collect();
    let not_for = match maintenance.windows_not_for.as_slice() {
        [] => String::new(),
        causes => format!("; not for outages with the cause {}", causes_in_words(causes.iter())),
    };
    let consent = maintenance.window_consent.map_or_else(String::new, |least| {
        format!("; {} or more want consent or notice", span_in_words(Span::Time(least)))
    });
    (!windows.is_empty()).then(|| format!("{}{not_for}{consent}", windows.join(", ")))
}

/// Returns one standing window: `Tue 00:00-06:30`.
pub fn standing_window_in_words(window: &MaintenanceWindow) -> String {
    standing_window_in(Language::English, window)
}

/// Says in a language when a standing window is.
pub(crate) fn standing_window_in(language: Language, window: &MaintenanceWindow) -> String {
    let days = if window.days.len() == Weekday::ALL.len() {
        language.every_day()
    } else {
        window.days.iter().map(|day| language.weekday(*day)).collect::<Vec<_>>().join(", ")
    };
    format!("{days} {}", window.hours)
}

/// Says how long before its start a maintenance must be announced, and what late notice means.
pub fn notice_in_words(maintenance: &MaintenanceRule) -> String {
    let Some(notice) = maintenance.notice else { return "any, before it starts".to_owned() };
    let over = maintenance.notice_over.map(|over| format!(" if longer than {}", span_in_words(Span::Time(over))));
    let late = if maintenance.strict { "" } else { "; late notice exempts it as well" };
    let free: Vec<String> = maintenance.without_notice.iter().map(|kind| cause_in_words(kind)).collect();
    let free = if free.is_empty() { String::new() } else { format!("; none for {}", free.join(", ")) };
    format!("{} before{}{late}{free}", span_in_words(notice), over.unwrap_or_default())
}

/// Says how long before they take effect larger changes must be announced, or none where the agreement asks for no
/// notice of them.
pub fn change_notice_in_words(maintenance: &MaintenanceRule) -> Option<String> {
    maintenance.changes.map(|span| format!("announced {} before", span_in_words(span)))
}

/// Says whose approval paid work needs, or none where the agreement asks for none.
pub fn approval_in_words(contract: &Contract) -> Option<String> {
    let asked = "the customer's, in writing, before paid work";
    match &contract.scope.approval {
        Approval::None => None,
        Approval::All => Some(asked.to_owned()),
        Approval::For(causes) => Some(format!("{asked} for {}", causes_in_words(causes.iter()))),
    }
}

/// Returns the causes that a promise leaves out, each with what that means: `excluded, billed by the hour`, `excluded
/// from uptime only`.
pub fn exclusions_in_words(scope: &Scope) -> Vec<(&str, String)> {
    let paid = |cause: &str| if scope.is_billable(cause) { ", billed by the hour" } else { "" };
    let all = scope.excluded.iter().map(|cause| (cause, "excluded"));
    let tickets = scope.excluded_tickets.iter().map(|cause| (cause, "excluded for tickets, not for uptime"));
    let uptime = scope.excluded_uptime.iter().map(|cause| (cause, "excluded for uptime, not for tickets"));
    all.chain(tickets).chain(uptime).map(|(cause, words)| (cause.as_str(), format!("{words}{}", paid(cause)))).collect()
}

fn causes_in_words<'a>(causes: impl Iterator<Item = &'a String>) -> String {
    causes.map(|cause| cause_in_words(cause)).collect::<Vec<_>>().join(", ")
}

/// Returns the terms beside the times, as names and values, for a short list: only what the agreement has.
pub fn terms_in_words(contract: &Contract) -> Vec<(&'static str, Option<String>)> {
    let (uptime, maintenance, scope) = (contract.uptime.as_ref(), contract.maintenance.as_ref(), &contract.scope);
    let causes = |list: &[String]| (!list.is_empty()).then(|| causes_in_words(list.iter()));
    vec![
        ("acknowledge", receipt_in_words(contract).map(str::to_owned)),
        ("cut-off", cut_off_in_words(contract)),
        ("pauses", Some(pauses_in_words(contract))),
        ("workaround", workaround_cap_in_words(contract)),
        ("uptime", uptime.map(uptime_in_words)),
        ("uptime hours", uptime.and_then(uptime_hours_in_words)),
        ("outages", uptime.and_then(outages_in_words)),
        ("counted", uptime.and_then(counts_from_in_words).map(str::to_owned)),
        ("whose", uptime.and_then(per_in_words).map(str::to_owned)),
        ("also stated", uptime.and_then(stated_in_words)),
        ("outage log", uptime.and_then(log_in_words)),
        ("monthly report", uptime.and_then(monthly_report_in_words).map(str::to_owned)),
        ("credit", uptime.and_then(credit_in_words)),
        ("claim", uptime.and_then(claim_in_words)),
        ("maintenance", maintenance.and_then(standing_windows_in_words)),
        ("notice", maintenance.map(notice_in_words)),
        ("changes", maintenance.and_then(change_notice_in_words)),
        ("excluded", causes(&scope.excluded)),
        ("excluded for uptime only", causes(&scope.excluded_uptime)),
        ("excluded for tickets only", causes(&scope.excluded_tickets)),
        ("billable", causes(&scope.billable)),
        ("approval", approval_in_words(contract)),
    ]
}
