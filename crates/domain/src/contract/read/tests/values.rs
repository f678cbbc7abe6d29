//! What a good file comes to: every value where it belongs, and what holds where the file says nothing.

use super::{GOOD, changed, problems, read};
use crate::contract::{
    Approval, CountsFrom, Credit, LogItem, MaintenanceWindow, Pause, Priority, PriorityStep, Promise, Scope,
    SeverityChange, TargetKind, Uptime, UptimeFloor, UptimePer, Within,
};
use crate::time::{ClockKind, Date, PeriodLength, Span, Weekday, Window};

const HOUR: i64 = 3600;

fn promise(within: Within) -> Promise {
    Promise::plain(within, ClockKind::Support)
}

#[test]
fn the_head_and_the_support() {
    let contract = read(GOOD).expect("good");
    assert_eq!((contract.id.as_str(), contract.vendor.as_str()), ("acme", "Acme AS"));
    assert_eq!((contract.service.as_deref(), contract.version.as_str()), (Some("Acme hosting"), "2024-01-08"));
    assert_eq!((contract.effective, contract.next_review), (Date::new(2024, 1, 8), Date::new(2024, 2, 1)));
    assert_eq!((contract.zone.name(), contract.notes.len()), ("Europe/Oslo", 2));
    assert_eq!(contract.source, GOOD);
    let support = contract.support;
    assert_eq!((support.holidays, support.channels), (vec!["NO".into()], vec!["phone".into(), "email".into()]));
    assert_eq!((support.default_clock, support.pause), (ClockKind::Support, vec![Pause::WaitingCustomer]));
    assert_eq!(support.severity_change, SeverityChange::Change);
}

#[test]
fn the_severities_and_the_priority() {
    let contract = read(GOOD).expect("good");
    let ids: Vec<&str> = contract.severities.iter().map(|severity| severity.id.as_str()).collect();
    assert_eq!(ids, ["critical", "minor"]);
    assert_eq!(contract.severities[0].own_name.as_deref(), Some("Kritisk"));
    assert_eq!((contract.severities[0].means.as_str(), contract.severities[1].means.as_str()), ("Down.", ""));
    assert_eq!((contract.channels("critical"), contract.channels("minor").len()), (&["phone".to_owned()][..], 2));
    let step = |id: &str, means: &str| PriorityStep { id: id.into(), means: means.into() };
    let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    let expected = Priority {
        impact: vec![step("high", "All."), step("low", "")],
        urgency: ["high", "medium", "low"].map(|id| step(id, "")).to_vec(),
        matrix: vec![row(["critical", "critical", "minor"]), row(["critical", "minor", "minor"])],
        workaround_cap: Some("minor".into()),
    };
    assert_eq!(contract.priority, Some(expected));
}

#[test]
fn the_targets_in_every_way_of_writing() {
    let contract = read(GOOD).expect("good");
    let target = |severity, kind| contract.promises("standard", severity).and_then(|p| p.get(kind)).cloned();
    let span = |span| promise(Within::Span(span));
    assert_eq!(target("critical", TargetKind::Response), Some(span(Span::Time(1800))));
    let started = Promise { clock: ClockKind::Calendar, ..span(Span::Time(4 * HOUR)) };
    assert_eq!(target("critical", TargetKind::WorkStart), Some(started));
    let corrected = Promise { otherwise: Some(Within::Span(Span::SupportDays(10))), ..span(Span::SupportDays(3)) };
    assert_eq!(target("critical", TargetKind::Correction), Some(corrected));
    let ranged = Promise { expected: Some(Span::Time(12 * HOUR)), ..span(Span::Time(48 * HOUR)) };
    assert_eq!(target("minor", TargetKind::Response), Some(ranged.clone()));
    assert_eq!(target("minor", TargetKind::WorkStart), None);
    assert_eq!(target("minor", TargetKind::Correction), Some(promise(Within::NextRelease)));
    let inside = read(&changed("\"12h..48h\"", "{ within = \"12h..48h\" }")).expect("good");
    assert_eq!(inside.promises("standard", "minor").unwrap().response, Some(ranged));
}

#[test]
fn a_default_clock_holds_for_every_target_that_names_none() {
    let contract = read(&changed("clock = \"support\"", "clock = \"calendar\"")).expect("good");
    let promises = contract.promises("standard", "critical").unwrap();
    assert_eq!(promises.response.as_ref().unwrap().clock, ClockKind::Calendar);
    assert_eq!(promises.correction.as_ref().unwrap().clock, ClockKind::Calendar);
}

#[test]
fn what_has_to_be_logged_of_an_outage() {
    let text = GOOD.replace("min_outage = \"10m\"", "log = [\"solution\", \"reported\"]");
    let contract = read(&text).expect("good");
    assert_eq!(contract.uptime.expect("uptime").log, [LogItem::Solution, LogItem::Reported]);
}

#[test]
fn the_uptime_the_maintenance_and_the_scope() {
    let contract = read(GOOD).expect("good");
    let expected = Uptime {
        floor: UptimeFloor::Percent { min: 99.1, inclusive: false },
        min_outage: 600,
        counts_from: CountsFrom::Report,
        per: UptimePer::Customer,
        stated: Some(UptimeFloor::Downtime(23_400)),
        credit: Some(Credit { percent: Some(50.0), of: "monthly cost".into(), bands: vec![] }),
        log: vec![],
        monthly_report: false,
        period: PeriodLength::Month,
        hours: None,
        claim_within: None,
    };
    assert_eq!(contract.uptime, Some(expected));
    let maintenance = contract.maintenance.expect("maintenance");
    assert_eq!(
        maintenance.windows,
        [MaintenanceWindow { days: vec![Weekday::Tue], hours: Window { from: 0, to: 390 } }]
    );
    assert_eq!((maintenance.notice, maintenance.notice_over), (Some(Span::SupportDays(3)), Some(1800)));
    assert_eq!((maintenance.strict, maintenance.without_notice), (true, vec!["security".into()]));
    assert_eq!(maintenance.windows_not_for, ["vendor"]);
    let expected = Scope {
        excluded: vec!["customer".into(), "third_party".into()],
        excluded_uptime: vec!["force_majeure".into()],
        excluded_tickets: vec!["unpaid".into()],
        billable: vec!["customer".into()],
        approval: Approval::None,
    };
    assert_eq!(contract.scope, expected);
    let causes = ["customer", "third_party", "force_majeure", "unpaid", "vendor"];
    assert_eq!(causes.map(|cause| contract.scope.excludes_ticket(cause)), [true, true, false, true, false]);
    assert_eq!(causes.map(|cause| contract.scope.excludes_uptime(cause)), [true, true, true, false, false]);
    let other = read(&changed("min_percent = 99.1", "max_downtime = \"3h30m\"")).expect("good");
    assert_eq!(other.uptime.unwrap().floor, UptimeFloor::Downtime(12_600));
    let whole = changed("min_percent = 99.1", "min_percent = 100").replace("inclusive = false", "inclusive = true");
    assert_eq!(read(&whole).expect("good").uptime.unwrap().floor, UptimeFloor::Percent { min: 100.0, inclusive: true });
}

#[test]
fn what_holds_where_a_file_says_nothing_of_the_later_keys() {
    let without = GOOD
        .replace("open = [\"easter-3\", \"2026-04-03\"]\nseverity_change = \"change\"\n", "")
        .replace("counts_from = \"report\"\nper = \"customer\"\nstated = { max_downtime = \"6h30m\" }\n", "")
        .replace("windows_not_for = [\"vendor\"]\n", "")
        .replace("excluded_uptime = [\"force_majeure\"]\nexcluded_tickets = [\"unpaid\"]\n", "");
    let contract = read(&without).expect("good");
    assert_eq!(contract.support.severity_change, SeverityChange::Report);
    assert_eq!(contract.support.clock.hours().open, []);
    let uptime = contract.uptime.expect("uptime");
    assert_eq!((uptime.counts_from, uptime.per, uptime.stated), (CountsFrom::Start, UptimePer::Service, None));
    assert!(contract.maintenance.expect("maintenance").windows_not_for.is_empty());
    assert!(contract.scope.excluded_uptime.is_empty() && contract.scope.excluded_tickets.is_empty());
}

/// Reads what is asked besides times: `MooCommerce`'s receipt and monthly report, Markant's consent in the window. A
/// text that has none of it names the same promise as before there was any.
#[test]
fn receipt_a_monthly_report_and_consent_in_the_window() {
    let good = read(GOOD).expect("good");
    assert!(!good.support.receipt && !good.uptime.as_ref().unwrap().monthly_report);
    assert_eq!(good.maintenance.as_ref().unwrap().window_consent, None);
    for key in ["receipt", "monthly_report", "window_consent"] {
        assert!(!serde_json::to_string(&good).unwrap().contains(key), "{key}");
    }
    let text = changed("severity_change = \"change\"", "severity_change = \"change\"\nreceipt = true")
        .replace("min_outage = \"10m\"", "min_outage = \"10m\"\nmonthly_report = true")
        .replace("strict = true", "strict = true\nwindow_consent = \"15m\"");
    let contract = read(&text).expect("good");
    assert!(contract.support.receipt && contract.uptime.as_ref().unwrap().monthly_report);
    assert_eq!(contract.maintenance.as_ref().unwrap().window_consent, Some(900));
    assert_ne!(contract.promise, good.promise);
}

#[test]
fn approval_is_for_all_paid_work_for_none_or_for_some_causes() {
    let of = |approval: &str| {
        let text = changed("approval = false", &format!("approval = {approval}"));
        let scope =
            read(&text.replace("billable = [\"customer\"]", "billable = [\"customer\", \"unpaid\"]")).unwrap().scope;
        (scope.asks_approval(), ["customer", "unpaid", "third_party"].map(|cause| scope.needs_approval(cause)))
    };
    assert_eq!(of("false"), (false, [false, false, false]));
    assert_eq!(of("true"), (true, [true, true, false]));
    assert_eq!(of("[\"unpaid\"]"), (true, [false, true, false]));
}

#[test]
fn a_goal_is_a_promise_that_says_so() {
    let text = changed("correction = \"next release\"", "correction = { within = \"next release\", goal = true }");
    let goal = read(&text).unwrap().promises("standard", "minor").unwrap().correction.clone();
    assert_eq!(goal, Some(Promise { goal: true, ..promise(Within::NextRelease) }));
    let text = changed("correction = \"next release\"", "correction = { within = \"next release\", goal = false }");
    let plain = read(&text).unwrap().promises("standard", "minor").unwrap().correction.clone();
    assert_eq!(plain, Some(promise(Within::NextRelease)));
}

#[test]
fn the_least_that_a_contract_needs() {
    let least = "id = \"a-1_b\"\nvendor = \"A\"\ntime_zone = \"UTC\"\n[[severity]]\nid = \"b\"\nname = \"B\"\n\
                 [plan.x]\nname = \"X\"\n[maintenance]\n";
    let contract = read(least).expect("good");
    assert_eq!((contract.version.as_str(), contract.service.as_deref(), contract.effective), ("", None, None));
    assert_eq!((&contract.scope, &contract.uptime), (&Scope::default(), &None));
    let maintenance = contract.maintenance.as_ref().expect("maintenance");
    assert_eq!((maintenance.strict, maintenance.notice, maintenance.windows.len()), (true, None, 0));
    assert!(contract.plans[0].targets.is_empty() && contract.channels("b").is_empty());
}

#[test]
fn ways_of_writing_that_are_fine() {
    for (from, to) in [
        ("effective = 2024-01-08", "effective = \"2024-01-08\""),
        ("fri = [\"08:00-14:00\"]", "fri = [\"12:00-14:00\", \"08:00-12:00\"]"),
        ("fri = [\"08:00-14:00\"]", "fri = [\"22:00-06:00\", \"01:00-03:00\"]"),
        ("sat = [\"22:00-06:00\"]\nsun = [\"06:00-24:00\"]", "sat-sun = [\"22:00-06:00\"]"),
        ("fri = [\"08:00-14:00\"]\nsat = [\"22:00-06:00\"]\nsun =", "fri-sun ="),
        ("sat = [\"22:00-06:00\"]\nsun = [\"06:00-24:00\"]", "sun-sun = []"),
        ("date = \"04-30\"", "date = 2026-04-30"),
        ("response = \"30m\"", "response = \"30m..30m\""),
        ("response = \"30m\"", "response = \"30m..1bd\""),
        ("response = \"30m\"", "response = \"12h..2d\""),
        ("response = \"30m\"", "response = \"1bd..end of 1bd\""),
        ("channels = [\"phone\", \"email\"]", "channels = [\"phone\", \"email\", \"fax\", \"account manager\"]"),
        ("[\"customer\", \"third_party\"]", "[\"customer\", \"third_party\", \"weather\"]"),
        ("days = \"tue\"", "days = \"sat-mon\""),
        ("holidays = [\"NO\"]", "holidays = [\"NL\", \"NO\"]"),
        ("\"Down.\"", "\"Ned: nettbutikken er nede – «502»\""),
    ] {
        assert_eq!(problems(&changed(from, to)), [], "{to}");
    }
    let weekend = read(&changed("days = \"tue\"", "days = \"sat-mon\"")).expect("good").maintenance.unwrap();
    assert_eq!(weekend.windows[0].days, [Weekday::Sat, Weekday::Sun, Weekday::Mon]);
}
