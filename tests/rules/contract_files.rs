//! The contract and calendar files that the program carries: they load, and say what the agreements say.

use std::sync::Arc;

use frist::domain::contract::{
    Approval, Book, Calendars, Contract, CountsFrom, LogItem, Promise, TargetKind, UptimeFloor, UptimePer, Within,
    read_contract, read_contract_as,
};
use frist::domain::reader::Strictness;
use frist::domain::time::{ClockKind, Date, Span, Weekday};

fn contract(id: &str) -> Arc<Contract> {
    Book::built_in().get(id).expect(id).clone()
}

/// Returns the targets as the files write them: `response=2h`, `response=6h..8h`, `correction=3bd/10bd`.
fn targets(contract: &Contract, plan: &str, severity: &str) -> String {
    let promises = contract.promises(plan, severity);
    let all = TargetKind::ALL.into_iter().filter_map(|kind| Some((kind, promises?.get(kind)?)));
    all.map(|(kind, promise)| format!("{}={}", kind.key(), shown(promise))).collect::<Vec<_>>().join(" ")
}

fn shown(promise: &Promise) -> String {
    assert_eq!(promise.clock, ClockKind::Support, "every time is counted in support time");
    let within = |within: Within| match within {
        Within::Span(span) => span.to_string(),
        Within::NextRelease => "next release".to_owned(),
    };
    let expected = promise.expected.map(|first| format!("{first}..")).unwrap_or_default();
    let goal = if promise.goal { "goal " } else { "" };
    let otherwise = promise.otherwise.map(|other| format!("/{}", within(other))).unwrap_or_default();
    format!("{goal}{expected}{}{otherwise}", within(promise.within))
}

fn severities(contract: &Contract) -> Vec<&str> {
    contract.severities.iter().map(|severity| severity.id.as_str()).collect()
}

fn plans(contract: &Contract) -> Vec<&str> {
    contract.plans.iter().map(|plan| plan.id.as_str()).collect()
}

/// Returns how many readings of the contract are assumed, each a note of its own.
fn assumed(contract: &Contract) -> usize {
    contract.notes.iter().filter(|note| note.starts_with("Assumed: ")).count()
}

#[test]
fn every_built_in_file_loads() {
    let book = Book::built_in();
    assert_eq!(book.problems(), []);
    let ids: Vec<_> = book.contracts().map(|contract| contract.id.as_str()).collect();
    assert_eq!(ids, ["markant", "missoun", "moocommerce", "myproduction", "sesam"]);
    for contract in book.contracts() {
        assert!(contract.severities.iter().all(|severity| severity.means.len() > 20), "{}", contract.id);
        assert_eq!((contract.support.pause.len(), contract.effective), (0, None), "{}", contract.id);
        assert_eq!(contract.support.default_clock, ClockKind::Support);
    }
}

#[test]
fn myproduction() {
    let it = contract("myproduction");
    assert_eq!((it.version.as_str(), it.zone.name(), assumed(&it)), ("2020-11-27", "Europe/Oslo", 3));
    assert_eq!((&it.support.holidays[..], plans(&it)), (&["NO".to_owned()][..], vec!["standard"]));
    assert_eq!(it.support.channels, ["web", "chat", "email"]);
    assert_eq!(severities(&it), ["critical", "high", "medium", "low"]);
    for (severity, expected) in [("critical", "1h"), ("high", "2h"), ("medium", "4h"), ("low", "24h")] {
        assert_eq!(targets(&it, "standard", severity), format!("response={expected}"));
    }
    let uptime = it.uptime.as_ref().expect("uptime");
    assert_eq!((uptime.floor, &uptime.credit), (UptimeFloor::Percent { min: 95.0, inclusive: true }, &None));
    let maintenance = it.maintenance.as_ref().expect("maintenance");
    assert_eq!((maintenance.notice, maintenance.notice_over), (Some(Span::Time(86_400)), Some(1800)));
    assert!(!maintenance.strict && maintenance.windows.is_empty());
    // Force majeure is only about availability.
    assert_eq!((it.scope.ticket_causes().count(), it.scope.billable.len()), (0, 0));
    assert_eq!(it.scope.excluded_uptime, ["force_majeure"]);
}

#[test]
fn sesam() {
    let it = contract("sesam");
    assert_eq!((it.version.as_str(), it.zone.name(), assumed(&it)), ("", "Europe/Oslo", 4));
    assert_eq!((plans(&it), severities(&it)), (vec!["partner", "customer"], vec!["critical", "error", "question"]));
    assert!(it.support.channels.is_empty());
    assert_eq!(targets(&it, "partner", "critical"), "work_start=8h correction=3bd/10bd");
    assert_eq!(targets(&it, "customer", "critical"), "work_start=8h correction=10bd");
    for plan in ["partner", "customer"] {
        assert_eq!(targets(&it, plan, "error"), "work_start=2bd correction=10bd/next release");
        assert_eq!(targets(&it, plan, "question"), "correction=goal next release");
    }
    let uptime = it.uptime.as_ref().expect("uptime");
    assert_eq!((uptime.floor, uptime.min_outage), (UptimeFloor::Percent { min: 99.5, inclusive: true }, 600));
    assert!(uptime.credit.is_none());
    assert_eq!(uptime.log, LogItem::ALL);
    let maintenance = it.maintenance.as_ref().expect("maintenance");
    assert_eq!(
        (maintenance.windows[0].days.len(), maintenance.windows[0].hours.to_string()),
        (7, "00:00-03:00".into())
    );
    assert_eq!((maintenance.notice, maintenance.strict), (Some(Span::Time(48 * 3600)), true));
    assert_eq!(
        (&it.scope.excluded[..], &it.scope.approval),
        (&["customer".to_owned(), "environment".to_owned()][..], &Approval::None)
    );
    assert_eq!(maintenance.windows_not_for, ["vendor"]);
    assert!(it.source.contains("closed   = [\"12-24\", \"12-31\"]"));
}

#[test]
fn missoun() {
    let it = contract("missoun");
    assert_eq!((it.version.as_str(), it.zone.name(), assumed(&it)), ("2022-10-10", "Europe/Amsterdam", 3));
    assert_eq!(
        (&it.support.holidays[..], &it.support.channels[..]),
        (&["NL".to_owned()][..], &["portal".to_owned()][..])
    );
    assert_eq!((plans(&it), severities(&it)), (vec!["standard"], vec!["high", "medium", "low"]));
    assert!(it.plans[0].targets.is_empty() && it.uptime.is_none());
    let priority = it.priority.as_ref().expect("priority");
    assert_eq!(priority.matrix, [["high", "high", "medium"], ["high", "medium", "low"], ["medium", "low", "low"]]);
    let told = priority.impact.iter().chain(&priority.urgency).filter(|step| step.means.len() > 20).count();
    assert_eq!(told, 6, "every step has its definition");
    assert_eq!(priority.workaround_cap.as_deref(), Some("medium"));
    let maintenance = it.maintenance.as_ref().expect("maintenance");
    assert_eq!((maintenance.notice, maintenance.strict), (Some(Span::Days(14)), true));
    assert_eq!(maintenance.without_notice, ["security", "critical"]);
    assert_eq!((&it.scope.excluded, &it.scope.approval), (&it.scope.billable, &Approval::All));
    assert_eq!(it.scope.excluded, ["customer", "third_party"]);
}

#[test]
fn markant() {
    let it = contract("markant");
    assert_eq!((it.version.as_str(), it.zone.name(), assumed(&it)), ("", "Europe/Oslo", 7));
    assert_eq!((plans(&it), severities(&it)), (vec!["standard", "extended"], vec!["critical", "serious", "minor"]));
    let rows = [
        ("standard", "critical", "response=2h work_start=4h"),
        ("standard", "serious", "response=4h work_start=8h"),
        ("standard", "minor", "response=3bd work_start=4bd"),
        ("extended", "critical", "response=30m work_start=2h"),
        ("extended", "serious", "response=1h work_start=4h"),
        ("extended", "minor", "response=2bd work_start=3bd"),
    ];
    for (plan, severity, expected) in rows {
        assert_eq!(targets(&it, plan, severity), expected);
    }
    assert_eq!((it.channels("critical"), it.channels("minor")), (&["phone".to_owned()][..], &it.support.channels[..]));
    assert_eq!(it.support.channels, ["phone", "email"]);
    let own: Vec<_> = it.severities.iter().filter_map(|severity| severity.own_name.as_deref()).collect();
    assert_eq!(own, ["Kritisk", "Alvorlig", "Mindre alvorlig"]);
    let uptime = it.uptime.as_ref().expect("uptime");
    let credit =
        uptime.credit.as_ref().map(|credit| format!("{} % of {}", credit.percent.unwrap_or_default(), credit.of));
    assert_eq!(uptime.floor, UptimeFloor::Percent { min: 99.1, inclusive: false });
    assert_eq!(credit.as_deref(), Some("50 % of monthly cost"));
    let maintenance = it.maintenance.as_ref().expect("maintenance");
    assert_eq!(
        (&maintenance.windows[0].days[..], maintenance.notice),
        (&[Weekday::Tue][..], Some(Span::SupportDays(3)))
    );
    assert_eq!((maintenance.windows[0].hours.to_string().as_str(), maintenance.strict), ("00:00-06:30", true));
    assert_eq!(it.scope.excluded, ["customer", "third_party", "application", "force_majeure", "unpaid"]);
    assert_eq!(it.scope.billable, ["customer", "third_party", "application"]);
    assert_eq!(it.scope.approval, Approval::For(vec!["application".to_owned()]));
    assert_eq!((uptime.counts_from, uptime.per), (CountsFrom::Report, UptimePer::Customer));
    assert_eq!(uptime.stated, Some(UptimeFloor::Downtime(6 * 3600 + 1800)));
}

#[test]
fn moocommerce() {
    let it = contract("moocommerce");
    assert_eq!((it.version.as_str(), it.zone.name(), assumed(&it)), ("2024-01-08", "Europe/Oslo", 6));
    assert_eq!(it.next_review, Date::new(2024, 2, 1));
    assert_eq!((plans(&it), severities(&it)), (vec!["standard"], vec!["critical", "serious", "minor"]));
    assert_eq!(targets(&it, "standard", "critical"), "response=2h work_start=2h");
    assert_eq!(targets(&it, "standard", "serious"), "response=6h..8h work_start=3h..4h");
    assert_eq!(targets(&it, "standard", "minor"), "response=12h..48h work_start=12h..36h");
    assert_eq!(
        (it.channels("critical"), it.channels("serious")),
        (&["phone".to_owned()][..], &["phone".to_owned()][..])
    );
    assert_eq!(it.channels("minor"), ["email", "phone"]);
    let uptime = it.uptime.as_ref().expect("uptime");
    let credit =
        uptime.credit.as_ref().map(|credit| format!("{} % of {}", credit.percent.unwrap_or_default(), credit.of));
    assert_eq!(
        (uptime.floor, credit.as_deref()),
        (UptimeFloor::Downtime(12_600), Some("50 % of monthly support cost"))
    );
    // Just 99.5 % is named beside the hours that may just be reached, so it keeps the promise as they do.
    assert_eq!(uptime.stated, Some(UptimeFloor::Percent { min: 99.5, inclusive: true }));
    assert_eq!((uptime.counts_from, uptime.per), (CountsFrom::Start, UptimePer::Customer));
    let maintenance = it.maintenance.as_ref().expect("maintenance");
    assert_eq!((maintenance.notice, maintenance.windows.len()), (None, 0));
    assert_eq!(it.scope.excluded, ["customer", "third_party", "application", "force_majeure"]);
    assert_eq!(it.scope.billable, ["customer", "third_party"]);
}

/// Returns the dates of a built-in calendar, `MM-DD`.
fn holidays(calendar: &str, year: i32) -> Vec<String> {
    let book = Book::built_in();
    let dates = book.calendars().get(calendar).expect(calendar).dates(year);
    dates.into_keys().map(|date| date.to_string()[5..].to_owned()).collect()
}

#[test]
fn norwegian_holidays() {
    let rows: [(i32, &str); 5] = [
        (1980, "01-01 04-03 04-04 04-06 04-07 05-01 05-15 05-17 05-25 05-26 12-25 12-26"),
        (2008, "01-01 03-20 03-21 03-23 03-24 05-01 05-11 05-12 05-17 12-25 12-26"),
        (2024, "01-01 03-28 03-29 03-31 04-01 05-01 05-09 05-17 05-19 05-20 12-25 12-26"),
        (2025, "01-01 04-17 04-18 04-20 04-21 05-01 05-17 05-29 06-08 06-09 12-25 12-26"),
        (2100, "01-01 03-25 03-26 03-28 03-29 05-01 05-06 05-16 05-17 12-25 12-26"),
    ];
    for (year, expected) in rows {
        assert_eq!(holidays("NO", year).join(" "), expected, "{year}");
    }
    let book = Book::built_in();
    let both = &book.calendars().get("NO").expect("NO").dates(2008)[&Date::new(2008, 5, 1).expect("a date")];
    assert_eq!(both, "Labour Day (arbeidernes dag) / Ascension Day (Kristi himmelfartsdag)");
}

#[test]
fn dutch_holidays() {
    let rows: [(i32, &str); 6] = [
        (2006, "01-01 04-14 04-16 04-17 04-29 05-25 06-04 06-05 12-25 12-26"),
        (2013, "01-01 03-29 03-31 04-01 04-30 05-09 05-19 05-20 12-25 12-26"),
        (2014, "01-01 04-18 04-20 04-21 04-26 05-29 06-08 06-09 12-25 12-26"),
        (2020, "01-01 04-10 04-12 04-13 04-27 05-05 05-21 05-31 06-01 12-25 12-26"),
        (2024, "01-01 03-29 03-31 04-01 04-27 05-09 05-19 05-20 12-25 12-26"),
        (2025, "01-01 04-18 04-20 04-21 04-26 05-05 05-29 06-08 06-09 12-25 12-26"),
    ];
    for (year, expected) in rows {
        assert_eq!(holidays("NL", year).join(" "), expected, "{year}");
    }
    // On 5 May 2016 it was Ascension Day that was held.
    let book = Book::built_in();
    let calendar = book.calendars().get("NL").expect("NL");
    let liberation = |year: &i32| calendar.dates(*year).values().any(|name| name.starts_with("Liberation Day"));
    let liberation: Vec<i32> = (2000..2031).filter(liberation).collect();
    assert_eq!(liberation, [2000, 2005, 2010, 2015, 2020, 2025, 2030]);
}

#[test]
fn a_week_with_several_shifts_and_days_of_every_kind_is_read() {
    let text = r#"
id = "shifts"
vendor = "Split Shift Pvt"
time_zone = "Asia/Kolkata"
[support]
closed = ["08-15", "10-02", "2024-03-25", "2026-11-09"]
[support.hours]
mon-thu = ["09:00-12:30", "13:15-18:00"]
fri = ["09:00-11:45", "14:00-16:30"]
sat = ["10:00-13:00"]
[[support.short_day]]
date = "12-31"
hours = ["09:00-10:30"]
[[support.short_day]]
date = "2025-05-01"
hours = ["15:00-15:20", "15:40-16:00"]
[[severity]]
id = "a"
name = "A"
means = "a"
[plan.two]
name = "Two"
[plan.two.target.a]
response = { within = "30m", clock = "calendar" }
work_start = "9h"
[plan.one]
name = "One"
"#;
    let it = read_contract("shifts.toml", text, &Calendars::default()).expect("good");
    assert_eq!((plans(&it), it.zone.name()), (vec!["two", "one"], "Asia/Kolkata"));
    assert_eq!(it.promises("two", "a").and_then(|p| p.response.as_ref()).expect("a target").clock, ClockKind::Calendar);
}

/// What hardly anybody means stands in no file that a user or a test goes by.
#[test]
fn the_files_of_the_vectors_are_told_nothing() {
    let book = Book::built_in();
    for folder in ["contracts", "shapes"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(folder);
        for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
            let text = std::fs::read_to_string(&file).unwrap();
            let (contract, told) = read_contract_as(Strictness::New, "x.toml", &text, book.calendars()).unwrap();
            assert_eq!(told, [], "{}", contract.id);
        }
    }
}
