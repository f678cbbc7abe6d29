//! The terms of a contract beside its times, as names and values: days that differ, uptime, maintenance, scope.

use crate::domain::contract::{Contract, Maintenance, MaintenanceWindow, Uptime, UptimeFloor};
use crate::domain::time::{Date, Span, Weekday, Window, YearDay};

/// The days with hours of their own: the day, and `closed` or its windows.
pub(super) fn odd_days(contract: &Contract) -> Vec<Vec<String>> {
    let hours = contract.support.clock.hours();
    let closed = hours.closed.iter().map(|day| vec![day_words(*day), "closed".to_owned()]);
    let short = hours.short_days.iter().map(|short| vec![day_words(short.day), windows(&short.hours)]);
    closed.chain(short).collect()
}

/// What is promised of the service itself, and what the promise leaves out; only what the contract has.
pub(super) fn terms(contract: &Contract) -> Vec<(&'static str, Option<String>)> {
    let (uptime, maintenance, scope) = (contract.uptime.as_ref(), contract.maintenance.as_ref(), &contract.scope);
    let some = |list: &[String]| (!list.is_empty()).then(|| list.join(", "));
    let standing = |m: &Maintenance| m.windows.iter().map(standing_words).collect::<Vec<_>>();
    let credit = uptime.and_then(|u| u.credit.as_ref());
    let least = uptime.map(|u| u.min_outage).filter(|seconds| *seconds > 0);
    vec![
        ("uptime", uptime.map(uptime_words)),
        ("outages", least.map(|seconds| format!("shorter than {} do not count", Span::Time(seconds)))),
        ("credit", credit.map(|c| format!("{}% of {}", c.percent, c.of))),
        ("maintenance", maintenance.and_then(|m| some(&standing(m)))),
        ("notice", maintenance.map(notice_words)),
        ("excluded", some(&scope.excluded)),
        ("billable", some(&scope.billable)),
        ("approval", scope.approval.then(|| "the customer's, in writing, before paid work".to_owned())),
    ]
}

fn windows(windows: &[Window]) -> String {
    windows.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn day_words(day: YearDay) -> String {
    match day {
        // A leap year has every day; which year it was, and so its weekday, says nothing.
        YearDay::Yearly(month, day) => {
            Date::new(2000, month, day).map_or_else(String::new, |date| date.short().chars().skip(4).collect())
        }
        YearDay::Once(date) => date.long(),
    }
}

fn uptime_words(uptime: &Uptime) -> String {
    match uptime.floor {
        UptimeFloor::Percent { min, inclusive: true } => format!("at least {min}% of a month"),
        UptimeFloor::Percent { min, inclusive: false } => format!("more than {min}% of a month"),
        UptimeFloor::Downtime(seconds) => format!("at most {} down in a month", Span::Time(seconds)),
    }
}

fn standing_words(window: &MaintenanceWindow) -> String {
    let days = if window.days.len() == Weekday::ALL.len() {
        "every day".to_owned()
    } else {
        window.days.iter().map(|day| day.short()).collect::<Vec<_>>().join(", ")
    };
    format!("{days} {}", window.hours)
}

fn notice_words(maintenance: &Maintenance) -> String {
    let Some(notice) = maintenance.notice else { return "any, before it starts".to_owned() };
    let over = maintenance.notice_over.map(|seconds| format!(" if longer than {}", Span::Time(seconds)));
    let late = if maintenance.strict { "" } else { "; late notice exempts it as well" };
    let free = &maintenance.without_notice;
    let free = if free.is_empty() { String::new() } else { format!("; none for {}", free.join(", ")) };
    format!("{} before{}{late}{free}", length(notice), over.unwrap_or_default())
}

fn length(span: Span) -> String {
    match span {
        Span::SupportDays(1) => "1 support day".to_owned(),
        Span::SupportDays(days) => format!("{days} support days"),
        Span::Days(1) => "1 day".to_owned(),
        Span::Days(days) => format!("{days} days"),
        time @ Span::Time(_) => time.to_string(),
    }
}
