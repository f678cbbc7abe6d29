//! Agreements with further sets of hours, every kind of target, promises by plan and about many tickets: what they come to,
//! and a row a mistake.

use super::{problems, read};
use crate::contract::{Attainment, BandLimit, Contract, Pause, Promise, TargetKind, UptimeFloor, UptimeHours, Within};
use crate::time::{ClockKind, Date, PeriodLength, Span};

/// A contract that uses everything of it and has no mistake.
const GOOD: &str = r#"id = "shapes"
vendor = "Shapes"
time_zone = "Europe/Oslo"

[support]
holidays = ["NO"]
closed = ["12-24"]
cut_off = "15:00"
pause = { states = ["waiting_customer"], targets = ["fix", "correction"] }
[support.hours]
mon-fri = ["08:00-16:00"]
[[support.short_day]]
date = "easter-4"
hours = ["08:00-12:00"]

[hours.always]
holidays = []
closed = []
cut_off = "24:00"
[hours.always.days]
mon-sun = ["00:00-24:00"]
[hours.late]
cut_off = "27:00"
[hours.late.days]
mon-fri = ["20:00-04:00"]

[[severity]]
id = "p1"
name = "P1"
clock = "always"
[[severity]]
id = "p2"
name = "P2"

[plan.base]
name = "Base"
[plan.base.target.p1]
acknowledge = "15m"
response = "30m"
update = "1h"
workaround = "4h"
fix = { within = "3bd", clock = "support" }
root_cause = { within = "5bd", from = "fix", clock = "calendar" }
[plan.base.target.p2]
response = { within = "2h", outside = "12h" }
correction = "end of 0bd..end of 2bd"
[plan.night]
name = "Night"
clock = "late"
[plan.night.target.p1]
response = "1h"
[plan.night.target.p2]
response = "1h"
fix = "next release"
[plan.night.uptime]
max_downtime = "9h"
period = "quarter"
hours = "late"

[[attainment]]
target = "response"
severity = ["p1"]
percent = 95
period = "month"

[uptime]
min_percent = 99.5
inclusive = true
period = "year"
hours = "support"
credit = { of = "fee", bands = [{ below = 99.5, percent = 10 }, { over = "7h", percent = 25 }] }
claim_within = "30d"
"#;

fn target(contract: &Contract, plan: &str, severity: &str, kind: TargetKind) -> Promise {
    contract.promises(plan, severity).and_then(|promises| promises.get(kind)).expect("a promise").clone()
}

#[test]
fn the_nearest_clock_counts() {
    let contract = read(GOOD).expect("good");
    let clock = |plan, severity, kind| {
        let promise = target(&contract, plan, severity, kind);
        (promise.clock, promise.hours)
    };
    let set = |name: &str| (ClockKind::Support, Some(name.to_owned()));
    assert_eq!(clock("base", "p1", TargetKind::Response), set("always"), "the severity's");
    assert_eq!(clock("base", "p1", TargetKind::Fix), (ClockKind::Support, None), "the target's own");
    assert_eq!(clock("base", "p1", TargetKind::RootCause), (ClockKind::Calendar, None));
    assert_eq!(clock("base", "p2", TargetKind::Response), (ClockKind::Support, None), "nobody names one");
    assert_eq!(clock("night", "p1", TargetKind::Response), set("always"), "the severity's before the plan's");
    assert_eq!(clock("night", "p2", TargetKind::Response), set("late"), "the plan's");
}

#[test]
fn a_set_of_hours_has_from_the_support_what_it_leaves_out() {
    let contract = read(GOOD).expect("good");
    let (support, always, late) = (contract.clock(None), contract.clock(Some("always")), contract.clock(Some("late")));
    assert_eq!((always.hours().holidays.len(), always.hours().closed.len()), (0, 0));
    assert_eq!(late.hours().holidays, support.hours().holidays);
    assert_eq!(late.hours().closed, support.hours().closed);
    assert_eq!(always.hours().short_days, support.hours().short_days);
    let cut_offs = [support, always, late].map(|clock| clock.hours().cut_off);
    assert_eq!(cut_offs, [Some(900), Some(1440), Some(1620)]);
    let day = Date::parse("2024-05-01").expect("a date");
    assert!(late.windows(day).is_empty() && !always.windows(day).is_empty());
    let alone = read(&GOOD.replace("[hours.late]\ncut_off = \"27:00\"\n", "")).expect("good");
    assert_eq!(alone.clock(Some("late")).hours().cut_off, Some(900));
    assert_eq!(contract.calendars(), ["NO"]);
}

#[test]
fn every_kind_of_target_in_order() {
    let contract = read(GOOD).expect("good");
    let kinds = |plan, severity| {
        let promises = contract.promises(plan, severity).expect("promises");
        promises.all().map(|(kind, _)| kind.key()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(kinds("base", "p1"), "acknowledge response update workaround fix root_cause");
    assert_eq!(kinds("base", "p2"), "response correction");
    let answered = target(&contract, "base", "p2", TargetKind::Response);
    assert_eq!(answered.outside, Some(Span::Time(12 * 3600)));
    let corrected = target(&contract, "base", "p2", TargetKind::Correction);
    assert_eq!((corrected.expected, corrected.within), (Some(Span::EndOf(0)), Within::Span(Span::EndOf(2))));
    assert_eq!(target(&contract, "base", "p1", TargetKind::RootCause).from, Some(TargetKind::Fix));
    assert_eq!(target(&contract, "night", "p2", TargetKind::Fix).within, Within::NextRelease);
}

#[test]
fn pauses_of_some_targets_and_promises_about_many() {
    let contract = read(GOOD).expect("good");
    let paused = |kind| contract.pauses(kind, Pause::WaitingCustomer);
    assert!(paused(TargetKind::Fix) && paused(TargetKind::Correction) && !paused(TargetKind::Response));
    assert!(!contract.pauses(TargetKind::Fix, Pause::WaitingVendor));
    let expected = Attainment {
        target: TargetKind::Response,
        severities: vec!["p1".into()],
        percent: 95.0,
        period: PeriodLength::Month,
    };
    assert_eq!(contract.attainment, [expected]);
}

#[test]
fn a_plan_has_an_uptime_of_its_own_and_takes_nothing_from_the_others() {
    let contract = read(GOOD).expect("good");
    let night = contract.uptime_of(Some("night")).expect("an uptime");
    assert_eq!((night.floor, night.period), (UptimeFloor::Downtime(9 * 3600), PeriodLength::Quarter));
    assert_eq!((night.hours.clone(), night.credit.clone()), (Some(UptimeHours::Set("late".into())), None));
    let base = contract.uptime_of(Some("base")).expect("an uptime");
    assert_eq!(contract.uptime_of(None), Some(base));
    assert_eq!((base.period, base.hours.clone()), (PeriodLength::Year, Some(UptimeHours::Support)));
    let bands: Vec<_> = base.credit.iter().flat_map(|credit| &credit.bands).map(|b| (b.from, b.percent)).collect();
    assert_eq!(bands, [(BandLimit::Below(99.5), 10.0), (BandLimit::Over(7 * 3600), 25.0)]);
    assert_eq!(base.claim_within, Some(Span::Days(30)));
}

/// What an agreement says that a text of before did not is part of its name; what it leaves out is not.
#[test]
fn what_is_promised_differs_where_any_of_it_does() {
    let name = |text: &str| read(text).expect("good").promise;
    let good = name(GOOD);
    for (from, to) in [
        ("cut_off = \"15:00\"\n", ""),
        ("cut_off = \"27:00\"", "cut_off = \"26:00\""),
        ("\"20:00-04:00\"", "\"20:00-05:00\""),
        (", targets = [\"fix\", \"correction\"]", ", targets = [\"fix\"]"),
        ("outside = \"12h\"", "outside = \"11h\""),
        (", from = \"fix\"", ""),
        ("clock = \"late\"", "clock = \"always\""),
        ("percent = 95", "percent = 96"),
        ("period = \"year\"", "period = \"quarter\""),
        ("claim_within = \"30d\"\n", ""),
        ("percent = 25", "percent = 26"),
        ("max_downtime = \"9h\"", "max_downtime = \"8h\""),
    ] {
        assert_eq!(GOOD.matches(from).count(), 1, "{from}");
        assert_ne!(name(&GOOD.replace(from, to)), good, "{from}");
    }
    assert_eq!(name(&GOOD.replace("name = \"P2\"", "name = \"P2\" # two")), good);
}

/// What stands in the good contract, what is put there, a text on the line that is named, the key, words of the message.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str);

fn check(rows: &[Row]) {
    for (from, to, on, key, message) in rows {
        assert_eq!(GOOD.matches(from).count(), 1, "`{from}` must stand once in the good contract");
        let text = GOOD.replace(from, to);
        let line = text.lines().position(|line| line.contains(on)).expect("the line is there") + 1;
        let found = problems(&text);
        let [problem] = found.as_slice() else { panic!("`{to}` gives {found:#?}") };
        assert_eq!((problem.line(), problem.key()), (Some(line), *key), "{to}: {problem}");
        assert!(problem.message.contains(message), "{to}: {problem}");
        assert!(!problem.hint.is_empty(), "{to}: {problem}");
    }
}

#[test]
fn mistakes_in_hours_and_pauses() {
    check(&[
        ("\"15:00\"", "\"15\"", "\"15\"", "support.cut_off", "`15` is no time of a support day"),
        ("\"27:00\"", "\"48:00\"", "48:00", "hours.late.cut_off", "`48:00` is no time"),
        ("\"27:00\"", "27", "cut_off = 27", "hours.late.cut_off", "this is a number"),
        ("cut_off = \"27:00\"", "cutoff = \"27:00\"", "cutoff", "hours.late.cutoff", "is not a key"),
        ("[\"20:00-04:00\"]", "[\"20:00\"]", "20:00", "hours.late.days.mon-fri", "is not a window"),
        (
            "[\"20:00-04:00\"]",
            "[]",
            "[hours.late.days]",
            "hours.late.days",
            "`plan.night.target.p2.response` counts them",
        ),
        ("[\"waiting_customer\"]", "[]", "pause", "support.pause.states", "names nothing"),
        ("states = [\"waiting_customer\"], ", "", "pause", "support.pause.states", "is missing"),
        (
            "targets = [\"fix\", \"correction\"]",
            "targets = [\"fixes\"]",
            "pause",
            "support.pause.targets",
            "`fixes` is unknown",
        ),
        ("clock = \"always\"", "clock = \"allways\"", "allways", "severity[1].clock", "`allways` is unknown"),
        ("clock = \"late\"", "clock = \"nights\"", "nights", "plan.night.clock", "`nights` is unknown"),
        ("clock = \"support\"", "clock = \"office\"", "office", "plan.base.target.p1.fix.clock", "`office` is unknown"),
    ]);
    let twice =
        problems(&GOOD.replace("[hours.late]", "[hours.support]").replace("[hours.late.days]", "[hours.support.days]"));
    assert!(
        twice.iter().any(|problem| problem.message.contains("`support` is the name of a clock already")),
        "{twice:#?}"
    );
}

#[test]
fn mistakes_in_targets() {
    const CORRECTION: &str = "correction = \"end of 0bd..end of 2bd\"";
    const RESPONSE: &str = "{ within = \"2h\", outside = \"12h\" }";
    check(&[
        (
            CORRECTION,
            "correction = \"end of 3bd..end of 2bd\"",
            "correction =",
            "plan.base.target.p2.correction",
            "later",
        ),
        (CORRECTION, "correction = \"end of 3d\"", "correction =", "plan.base.target.p2.correction", "not a length"),
        (
            CORRECTION,
            "workaround = \"next release\"",
            "workaround = \"n",
            "plan.base.target.p2.workaround",
            "cannot wait",
        ),
        (CORRECTION, "receipt = \"1h\"", "receipt", "plan.base.target.p2.receipt", "is not a key"),
        (
            CORRECTION,
            "fix = { within = \"1h\", otherwise = \"2h\" }",
            "otherwise",
            "plan.base.target.p2.fix.otherwise",
            "no `otherwise`",
        ),
        (
            RESPONSE,
            "{ within = \"2h\", outside = \"2bd\" }",
            "2bd\" }",
            "plan.base.target.p2.response.outside",
            "support days",
        ),
        (
            RESPONSE,
            "{ within = \"2h\", outside = \"end of 1bd\" }",
            "end of 1bd\" }",
            "plan.base.target.p2.response.outside",
            "support days",
        ),
        (
            RESPONSE,
            "{ within = \"2h\", outside = \"0h\" }",
            "\"0h",
            "plan.base.target.p2.response.outside",
            "no time at all",
        ),
        (
            RESPONSE,
            "{ within = \"2h\", outside = \"9h\", clock = \"calendar\" }",
            "9h",
            "plan.base.target.p2.response.outside",
            "always open",
        ),
        (
            RESPONSE,
            "{ within = \"2h\", outside = \"9h\", goal = true }",
            "9h",
            "plan.base.target.p2.response.goal",
            "one time",
        ),
    ]);
}

#[test]
fn mistakes_in_what_a_target_counts_from() {
    const RESPONSE: &str = "{ within = \"2h\", outside = \"12h\" }";
    const FIX: &str = "fix = { within = \"3bd\", clock = \"support\" }";
    check(&[
        (
            RESPONSE,
            "{ within = \"2h\", from = \"response\" }",
            "from = \"r",
            "plan.base.target.p2.response.from",
            "cannot count from `response`",
        ),
        (
            RESPONSE,
            "{ within = \"2h\", from = \"update\" }",
            "from = \"u",
            "plan.base.target.p2.response.from",
            "cannot count from `update`",
        ),
        (
            RESPONSE,
            "{ within = \"2h\", from = 2 }",
            "from = 2",
            "plan.base.target.p2.response.from",
            "this is a number",
        ),
        (
            "update = \"1h\"",
            "update = { within = \"1h\", from = \"fix\" }",
            "update",
            "plan.base.target.p1.update.from",
            "has no `from`",
        ),
        (
            "fix = \"next release\"",
            "fix = { within = \"next release\", from = \"response\" }",
            "next",
            "plan.night.target.p2.fix.from",
            "first after the report",
        ),
        (
            "fix = \"next release\"",
            "fix = { within = \"next release\", outside = \"1h\" }",
            "next",
            "plan.night.target.p2.fix.outside",
            "same for every report",
        ),
        (
            FIX,
            "fix = { within = \"3bd\", from = \"root_cause\" }",
            "fix =",
            "plan.base.target.p1.fix",
            "waits for it in its turn",
        ),
    ]);
}

#[test]
fn mistakes_in_promises_about_many_and_in_the_uptime() {
    const BANDS: &str = "bands = [{ below = 99.5, percent = 10 }, { over = \"7h\", percent = 25 }]";
    const CREDIT: &str = "{ of = \"fee\", bands = [{ below = 99.5, percent = 10 }, { over = \"7h\", percent = 25 }] }";
    check(&[
        ("target = \"response\"", "target = \"answer\"", "answer", "attainment[1].target", "`answer` is unknown"),
        (
            "target = \"response\"",
            "target = \"correction\"",
            "target = \"c",
            "attainment[1].target",
            "no plan promises a correction",
        ),
        ("[\"p1\"]", "[\"p3\"]", "p3", "attainment[1].severity", "no severity `p3`"),
        ("[\"p1\"]", "[]", "severity = []", "attainment[1].severity", "names no severity"),
        ("percent = 95", "percent = 0", "percent = 0", "attainment[1].percent", "no promise"),
        ("percent = 95", "percent = 950", "percent = 950", "attainment[1].percent", "out of range"),
        ("period = \"month\"", "period = \"week\"", "week", "attainment[1].period", "`week` is unknown"),
        ("\nperiod = \"month\"", "", "[[attainment]]", "attainment[1].period", "is missing"),
        (
            "\nperiod = \"month\"",
            "\nperiod = \"month\"\n[[attainment]]\ntarget = \"response\" # again\npercent = 90\nperiod = \"month\"",
            "# again",
            "attainment[2].target",
            "twice",
        ),
        ("period = \"year\"", "period = \"yearly\"", "yearly", "uptime.period", "`yearly` is unknown"),
        ("hours = \"support\"", "hours = \"nights\"", "nights", "uptime.hours", "there are no hours `nights`"),
        (
            "hours = \"late\"",
            "hours = \"calendar\"",
            "hours = \"calendar\"",
            "plan.night.uptime.hours",
            "there are no hours",
        ),
        (
            "max_downtime = \"9h\"",
            "max_down = \"9h\"\nmax_downtime = \"9h\"",
            "max_down =",
            "plan.night.uptime.max_down",
            "is not a key",
        ),
        ("\"30d\"", "\"end of 3bd\"", "claim", "uptime.claim_within", "is no length of time"),
        (CREDIT, "{ of = \"fee\" }", "credit", "uptime.credit.percent", "is missing"),
        (BANDS, "bands = []", "credit", "uptime.credit.bands", "there is no band"),
        (
            BANDS,
            "percent = 5, bands = [{ below = 99, percent = 10 }]",
            "credit",
            "uptime.credit.bands",
            "both `percent` and `bands`",
        ),
        (BANDS, "bands = [{ percent = 10 }]", "credit", "uptime.credit.bands[1].below", "is missing"),
        (BANDS, "bands = [{ below = 99 }]", "credit", "uptime.credit.bands[1].percent", "is missing"),
        (
            BANDS,
            "bands = [{ below = 99, over = \"1h\", percent = 1 }]",
            "credit",
            "uptime.credit.bands[1].over",
            "both `below` and `over`",
        ),
        (BANDS, "bands = [{ below = 99.6, percent = 1 }]", "credit", "uptime.credit.bands[1].below", "still holds"),
        (
            BANDS,
            "bands = [{ over = \"2bd\", percent = 1 }]",
            "credit",
            "uptime.credit.bands[1].over",
            "counted in days",
        ),
        (
            BANDS,
            "bands = [{ below = 99, percent = 10 }, { below = 98, percent = 10 }]",
            "credit",
            "uptime.credit.bands[2].percent",
            "owed already",
        ),
    ]);
    let nothing = problems(&GOOD.replace(&format!("credit = {CREDIT}\n"), ""));
    assert_eq!(
        nothing.iter().map(crate::problem::Problem::key).collect::<Vec<_>>(),
        ["uptime.claim_within"],
        "{nothing:#?}"
    );
}
