use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use frist_testkit::cases;

use super::{RowOrder, StateCounts, TicketRow};
use crate::contract::{Contract, Pause, TargetKind};
use crate::sla::fixture::{ONCE, PAUSING, TicketCase, built_in, contract, reported, with_hours};
use crate::sla::{TargetState, why};
use crate::ticket::{EventData, event};
use crate::time::{ClockSeconds, Instant, Opening};

/// Contracts with all there is: ranges, fallbacks, pauses, nights, no closing time, no opening time.
static CONTRACTS: LazyLock<Vec<Arc<Contract>>> = LazyLock::new(|| {
    vec![
        contract(PAUSING),
        built_in("markant"),
        built_in("sesam"),
        built_in("moocommerce"),
        with_hours("Europe/Oslo", r#"mon-sun = ["22:00-06:00"]"#),
        with_hours("Europe/Oslo", r#"mon-sun = ["00:00-24:00"]"#),
        with_hours("America/New_York", r#"mon-fri = ["08:00-12:00", "12:30-16:00"]"#),
        with_hours("Europe/Oslo", ONCE),
    ]
});

fn phoned(contract: &Arc<Contract>, plan: &str, severity: &str, at: &str) -> TicketCase {
    reported(contract, (plan, severity), "phone", at)
}

fn what() -> impl Strategy<Value = EventData> {
    prop_oneof![
        Just(EventData::Responded),
        Just(EventData::WorkStarted),
        Just(EventData::WorkaroundImpossible),
        Just(EventData::Fixed),
        Just(EventData::Reopened),
        Just(EventData::CameBack),
        Just(EventData::SeveritySet(event::SeveritySet { severity: "critical".into() })),
        Just(EventData::waiting(Pause::WaitingCustomer)),
        Just(EventData::waiting(Pause::WaitingVendor)),
        Just(EventData::Resumed),
        Just(EventData::Excluded(event::Excluded { cause: "customer".into(), words: Some("it is theirs".to_owned()) })),
        Just(EventData::Reported(event::Reported { channel: "phone".into() })),
    ]
}

prop_compose! {
    /// Returns a ticket of any contract with up to six events over the two weeks from a Thursday, and a moment after them.
    fn any_case()(
        contract in 0..CONTRACTS.len(),
        plan in any::<prop::sample::Index>(),
        severity in any::<prop::sample::Index>(),
        channel in prop::sample::select(vec!["email", "phone"]),
        start in 0_i64..14 * 1440,
        steps in prop::collection::vec((what(), 0_i64..2880), 0..6),
        after in 0_i64..8 * 86_400,
    ) -> (TicketCase, Instant) {
        let contract = CONTRACTS[contract].clone();
        let plan = contract.plans[plan.index(contract.plans.len())].id.clone();
        let severity = contract.severities[severity.index(contract.severities.len())].id.clone();
        let wall = |minutes: i64| {
            // From Thursday 21 March 2024, over the change of clocks and Easter.
            let day = crate::time::Date::new(2024, 3, 21).unwrap().plus_days(minutes / 1440);
            format!("{day} {:02}:{:02}", minutes / 60 % 24, minutes % 60)
        };
        // An hour that a change of clocks skips is none that anything happened in.
        let kept = |minutes: i64| if (10 * 1440 + 60..10 * 1440 + 180).contains(&minutes) { minutes + 180 } else { minutes };
        let mut minutes = kept(start);
        let mut case = reported(&contract, (&plan, &severity), channel, &wall(minutes));
        for (what, later) in steps {
            minutes = kept(minutes + later);
            case = case.then(&wall(minutes), what);
        }
        let now = case.at(&wall(minutes)).plus(after);
        (case, now)
    }
}

/// Returns what must not change between two moments at which something is said to change.
fn seen(case: &TicketCase, now: Instant) -> (Option<TargetState>, Vec<TargetState>, u8) {
    let row = case.row_at(now);
    let states = row.sla.iter().flat_map(|s| &s.targets).map(|t| t.state).collect();
    (row.state(), states, row.order(now).bucket)
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn nothing_changes_before_the_moment_that_is_named((case, now) in any_case(), parts in prop::collection::vec(0.0..1.0_f64, 12)) {
        let next = case.row_at(now).changes_after(now);
        prop_assert!(next.is_none_or(|at| at > now && at < Instant::END));
        let until = next.map_or(60 * 86_400, |at| at.since(now)) - 1;
        let is = seen(&case, now);
        for part in parts.into_iter().chain([1.0]) {
            let then = now.plus((until as f64 * part) as i64);
            prop_assert_eq!(&seen(&case, then), &is, "{} to {}, next {:?}", now, then, next);
        }
    }

    #[test]
    fn something_changes_at_the_moment_that_is_named((case, now) in any_case()) {
        let row = case.row_at(now);
        let alive = row.sla.iter().flat_map(|s| &s.targets).filter(|t| t.is_unmet() && t.due.is_some());
        // With several, a change of place may be that of a target which does not come first.
        let one = alive.count() == 1;
        if let Some(next) = row.changes_after(now).filter(|_| one) {
            prop_assert_ne!(seen(&case, next), seen(&case, next.plus(-1)), "{} then {}", now, next);
        }
    }

    #[test]
    fn an_account_adds_up_to_what_was_promised((case, now) in any_case()) {
        let row = case.row_at(now);
        for target in row.sla.iter().flat_map(|s| &s.targets) {
            let told = why(&row, target, now).unwrap();
            let sum: ClockSeconds = told.days.iter().map(|l| l.support).sum();
            if !told.days.is_empty() {
                prop_assert_eq!(Some(sum), target.whole, "{}", told.to_text());
            }
        }
    }

    /// How much is left and how much has run make the whole, but for what ran in pauses.
    #[test]
    fn what_is_left_never_exceeds_the_whole((case, now) in any_case()) {
        for target in case.row_at(now).sla.iter().flat_map(|s| &s.targets) {
            if let (Some(left), Some(whole)) = (target.left, target.whole) {
                prop_assert!(left <= whole);
                prop_assert_eq!(left < ClockSeconds::ZERO, target.due.unwrap() < now && left != ClockSeconds::ZERO);
            }
            if let (Some(due), Some(last)) = (target.due, target.breach_after) {
                prop_assert!(due <= last);
                prop_assert!(target.at_risk_from.unwrap() <= due);
            }
        }
    }
}

#[test]
fn a_support_that_never_closes_is_no_change_to_wait_for() {
    let always = with_hours("Europe/Oslo", r#"mon-sun = ["00:00-24:00"]"#);
    let case = phoned(&always, "only", "one", "2024-01-08 20:00");
    let open = |now| always.support.clock.opening(case.at(now));
    assert!(matches!(open("2024-01-08 20:00"), Opening::Open(until) if until >= Instant::END));
    let after = |now: &str| {
        let next = case.row(now).changes_after(case.at(now));
        next.map(|at| always.zone.wall(at).to_string() + if at.secs() % 60 == 0 { "" } else { "+" })
    };
    // Response 4 h, work start 6 h of real time, correction 2 support days.
    assert_eq!(after("2024-01-08 20:00").as_deref(), Some("2024-01-08 23:00"));
    assert_eq!(after("2024-01-08 23:00").as_deref(), Some("2024-01-09 00:00+"));
    assert_eq!(after("2024-01-10 08:00").as_deref(), Some("2024-01-10 19:00"));
    assert_eq!(after("2024-01-10 19:00").as_deref(), Some("2024-01-10 20:00+"));
    assert_eq!(after("2024-01-10 20:01"), None);
}

#[test]
fn support_that_does_not_open_again_is_never_breached() {
    let case = phoned(&with_hours("Europe/Oslo", ONCE), "only", "one", "2024-03-22 07:00")
        .then("2024-03-22 07:30", EventData::WorkStarted);
    assert_eq!(case.stands(TargetKind::Response, "2099-01-01 00:00"), "stopped (does not open again)");
    assert_eq!(case.row("2024-03-23 00:00").changes_after(case.at("2024-03-23 00:00")), None);
}

#[test]
fn changes_of_a_day_one_after_another() {
    let case = phoned(&built_in("markant"), "standard", "critical", "2024-01-05 14:30")
        .then("2024-01-05 15:00", EventData::WorkStarted);
    let mut now = case.at("2024-01-05 14:30");
    let mut told = Vec::new();
    while let Some(next) = case.row_at(now).changes_after(now) {
        told.push(format!("{} {:?}", case.contract.zone.wall(next).hms(), case.row_at(next).state().unwrap()));
        now = next;
    }
    // Due on Monday at 08:30: a quarter of two hours is left from 08:00 on, and it is near from 07:30 on.
    assert_eq!(told, ["16:00:00 Stopped", "07:30:00 Stopped", "08:00:00 AtRisk", "08:30:01 Breached"]);
}

#[test]
fn what_breaks_first_comes_first() {
    let (markant, missoun) = (built_in("markant"), built_in("missoun"));
    let now = "2024-01-12 15:10";
    let cases = [
        ("breached for long", phoned(&markant, "standard", "critical", "2024-01-10 09:00")),
        ("breached just now", phoned(&markant, "extended", "critical", "2024-01-12 14:30")),
        // Due at 15:30.
        ("due within the hour", phoned(&markant, "standard", "critical", "2024-01-12 13:30")),
        // Due at 16:00, though it can be met until Monday.
        ("due at closing", phoned(&markant, "standard", "critical", "2024-01-12 14:00")),
        ("to be phoned in", reported(&markant, ("standard", "critical"), "email", "2024-01-12 15:00")),
        ("due on Monday at 09:00", phoned(&markant, "standard", "critical", "2024-01-12 15:00")),
        ("due on Wednesday", phoned(&markant, "standard", "minor", "2024-01-12 15:00")),
        // Missoun promises no times: by priority, then by age.
        ("high", reported(&missoun, ("standard", "high"), "portal", "2024-01-12 14:00")),
        ("low and older", reported(&missoun, ("standard", "low"), "portal", "2024-01-09 10:00")),
        ("low", reported(&missoun, ("standard", "low"), "portal", "2024-01-10 10:00")),
        (
            "answered and in work",
            phoned(&markant, "standard", "minor", "2024-01-08 15:00")
                .then("2024-01-08 15:10", EventData::Responded)
                .then("2024-01-08 15:10", EventData::WorkStarted),
        ),
    ];
    let mut rows: Vec<(RowOrder, &str)> =
        cases.iter().map(|(name, case)| (case.row(now).order(case.at(now)), *name)).collect();
    rows.reverse();
    rows.sort();
    let names: Vec<&str> = rows.iter().map(|(_, name)| *name).collect();
    assert_eq!(names, cases.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    let buckets: Vec<u8> = rows.iter().map(|(order, _)| order.bucket).collect();
    assert_eq!(buckets, [0, 0, 0, 0, 1, 2, 2, 3, 3, 3, 4]);
}

#[test]
fn a_paused_one_is_not_near_however_little_is_left() {
    let pausing = contract(PAUSING);
    let at = "2024-01-08 11:30";
    let case = phoned(&pausing, "one", "hours", "2024-01-08 08:00")
        .then("2024-01-08 08:10", EventData::WorkStarted)
        .then(at, EventData::waiting(Pause::WaitingVendor));
    assert_eq!(case.row(at).order(case.at(at)).bucket, 2);
    assert_eq!(case.row(at).changes_after(case.at(at)), None);
    let resumed = case.then("2024-01-08 11:40", EventData::Resumed);
    assert_eq!(resumed.row("2024-01-08 11:40").order(resumed.at("2024-01-08 11:40")).bucket, 0);
}

#[test]
fn every_row_is_counted_once() {
    let (markant, sesam) = (built_in("markant"), built_in("sesam"));
    let now = "2024-01-12 15:10";
    let rows = [
        phoned(&markant, "standard", "critical", "2024-01-10 09:00").row(now),
        phoned(&markant, "standard", "critical", "2024-01-12 13:30").row(now),
        phoned(&markant, "standard", "minor", "2024-01-12 15:00").row(now),
        reported(&markant, ("standard", "critical"), "email", "2024-01-12 15:00").row(now),
        phoned(&sesam, "partner", "question", "2024-01-12 15:00").row(now),
        phoned(&markant, "standard", "critical", "2024-01-10 09:00")
            .then(
                "2024-01-10 09:05",
                EventData::Excluded(event::Excluded {
                    cause: "customer".into(),
                    words: Some("it is theirs".to_owned()),
                }),
            )
            .row(now),
        TicketRow {
            contract: None,
            sla: None,
            ..phoned(&markant, "standard", "critical", "2024-01-10 09:00").row(now)
        },
    ];
    let count = StateCounts::of(&rows);
    assert_eq!(
        count,
        StateCounts { breached: 1, at_risk: 1, running: 1, stopped: 0, paused: 0, no_clock: 1, to_report: 0, quiet: 3 }
    );
    assert_eq!(count.total(), rows.len());
    let evening = phoned(&markant, "standard", "minor", "2024-01-12 15:00").row("2024-01-12 18:00");
    assert_eq!(StateCounts::of([&evening]).stopped, 1);
}

#[test]
fn short_names_tell_the_severities_of_a_contract_apart() {
    let short = |name: &str, others: &[&str]| super::short_name(name, others.iter().copied());
    let names = [("Critical", "crit"), ("Serious", "ser"), ("Medium", "med"), ("High", "high"), ("Low", "low")];
    for (name, wanted) in names {
        assert_eq!(short(name, &["Minor", "Question"]), wanted);
    }
    let steps = ["Priority 1", "Priority 2", "Priority 3"];
    assert_eq!(steps.map(|name| short(name, &steps.map(|s| if s == name { "" } else { s }))), ["pri1", "pri2", "pri3"]);
    assert_eq!((short("P1", &[]), short("Sév 1 – bloquant", &[])), ("p1".to_owned(), "sév1".to_owned()));
}
