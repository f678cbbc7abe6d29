use std::sync::Arc;

use proptest::prelude::*;

use crate::contract::{Contract, TargetKind};
use crate::sla::fixture::{TicketCase, built_in, contract, reported};
use crate::sla::{Target, TargetState};
use crate::ticket::{EventData, event};

const RESPONSE: TargetKind = TargetKind::Response;
const WORK: TargetKind = TargetKind::WorkStart;
const CORRECTION: TargetKind = TargetKind::Correction;

/// Returns a contract with office hours, `high` and `low` in two plans, a cap once a workaround stands, and nothing
/// promised for `none`.
fn changing(mode: &str) -> Arc<Contract> {
    contract(&format!(
        r#"
id = "changing"
vendor = "Changing"
time_zone = "Europe/Oslo"
[support]
{mode}
[support.hours]
mon-fri = ["08:00-16:00"]
[[severity]]
id = "high"
name = "High"
means = "High."
[[severity]]
id = "low"
name = "Low"
means = "Low."
[[severity]]
id = "none"
name = "None"
means = "None."
[priority]
impact = ["all", "some"]
urgency = ["now", "later"]
matrix = [["high", "low"], ["low", "none"]]
workaround_cap = "low"
[plan.one]
name = "One"
[plan.one.target.high]
response = "1h"
work_start = "2h"
correction = {{ within = "1bd", otherwise = "10bd" }}
[plan.one.target.low]
response = "8h"
work_start = {{ within = "12h", clock = "calendar" }}
correction = {{ within = "5bd", otherwise = "next release" }}
[plan.two]
name = "Two"
[plan.two.target.high]
response = "4h"
correction = "3bd"
"#
    ))
}

fn from_report() -> Arc<Contract> {
    changing("")
}

fn from_change() -> Arc<Contract> {
    changing("severity_change = \"change\"")
}

fn severity(id: &str) -> EventData {
    EventData::SeveritySet(event::SeveritySet { severity: id.into() })
}

fn plan(id: &str) -> EventData {
    EventData::PlanSet(event::PlanSet { plan: id.into() })
}

fn priority(impact: &str, urgency: &str, severity: &str) -> EventData {
    EventData::PrioritySet(event::PrioritySet {
        impact: impact.into(),
        urgency: urgency.into(),
        severity: severity.into(),
    })
}

/// Returns a ticket reported on Monday 8 January 2024 at 08:00.
fn monday(contract: &Arc<Contract>, severity: &str, events: &[(&str, EventData)]) -> TicketCase {
    let case = reported(contract, ("one", severity), "", "2024-01-08 08:00");
    events.iter().fold(case, |case, (at, what)| case.then(&format!("2024-01-{at}"), what.clone()))
}

/// Returns `breached, due 08 09:00, until 08 10:00 (high)`, the severity being that by which it counts.
fn verdict(case: &TicketCase, kind: TargetKind, now: &str) -> String {
    let Some(target) = target(case, kind, now) else { return "nothing promised".to_owned() };
    let said = |at| case.contract.zone.wall(at).to_string().replace("2024-01-", "");
    let due = target.due.map_or("no date".to_owned(), |at| format!("due {}", said(at)));
    let until = target.breach_after.filter(|at| Some(*at) != target.due).map(|at| format!(", until {}", said(at)));
    let kept = target.terms.kept.map(|at| format!(", kept {}", said(at)));
    let since = target.terms.since.map(|at| format!(", since {}", said(at)));
    let (until, kept, since) = (until.unwrap_or_default(), kept.unwrap_or_default(), since.unwrap_or_default());
    format!("{}, {due}{until}{kept}{since} ({})", target.state.key(), target.terms.severity)
}

fn target(case: &TicketCase, kind: TargetKind, now: &str) -> Option<Target> {
    case.row(&format!("2024-01-{now}")).sla.unwrap().target(kind).cloned()
}

/// What was broken under the old terms stays broken under them, whatever changed after it.
#[test]
fn what_is_broken_stays_broken() {
    let fixed = EventData::Fixed;
    for (was, events, kind, now, is) in [
        // Another severity, another plan, impact and urgency; the response was due at 09:00.
        (
            "high",
            vec![("08 10:00", severity("low"))],
            RESPONSE,
            "08 10:30",
            "breached, due 08 09:00, kept 08 10:00 (high)",
        ),
        (
            "high",
            vec![("08 10:00", severity("none"))],
            RESPONSE,
            "08 10:30",
            "breached, due 08 09:00, kept 08 10:00 (high)",
        ),
        ("high", vec![("08 10:00", plan("two"))], RESPONSE, "08 10:30", "breached, due 08 09:00, kept 08 10:00 (high)"),
        (
            "high",
            vec![("08 10:00", priority("some", "now", "low"))],
            RESPONSE,
            "08 10:30",
            "breached, due 08 09:00, kept 08 10:00 (high)",
        ),
        // A second change, and an answer: late by the terms that it broke.
        (
            "high",
            vec![("08 10:00", severity("low")), ("08 11:00", severity("none"))],
            RESPONSE,
            "08 11:30",
            "breached, due 08 09:00, kept 08 10:00 (high)",
        ),
        (
            "high",
            vec![("08 10:00", severity("low")), ("08 11:00", EventData::Responded)],
            RESPONSE,
            "08 11:30",
            "met_late, due 08 09:00, kept 08 10:00 (high)",
        ),
        // No workaround is possible, recorded a day after the correction was broken.
        (
            "high",
            vec![("10 09:00", EventData::WorkaroundImpossible)],
            CORRECTION,
            "10 10:00",
            "breached, due 08 16:00, until 09 08:00, kept 10 09:00 (high)",
        ),
        (
            "high",
            vec![("10 09:00", EventData::WorkaroundImpossible), ("10 11:00", fixed.clone())],
            CORRECTION,
            "10 12:00",
            "met_late, due 08 16:00, until 09 08:00, kept 10 09:00 (high)",
        ),
        // A workaround lowers the severity to `low`: too late for the response.
        (
            "high",
            vec![("08 10:00", EventData::WorkaroundGiven)],
            RESPONSE,
            "08 10:30",
            "breached, due 08 09:00, kept 08 10:00 (high)",
        ),
        // Just in time is not broken: at its last moment, the change is followed.
        (
            "high",
            vec![("08 09:00", severity("low"))],
            RESPONSE,
            "08 10:30",
            "running, due 08 16:00, until 09 08:00, since 08 09:00 (low)",
        ),
        (
            "high",
            vec![("08 08:30", EventData::WorkaroundGiven)],
            RESPONSE,
            "08 10:30",
            "running, due 08 16:00, until 09 08:00, since 08 08:30 (low)",
        ),
        (
            "high",
            vec![("08 08:30", EventData::WorkaroundImpossible)],
            CORRECTION,
            "10 10:00",
            "running, due 19 16:00, until 22 08:00, since 08 08:30 (high)",
        ),
        ("high", vec![("08 08:30", severity("none"))], RESPONSE, "08 10:30", "nothing promised"),
    ] {
        assert_eq!(verdict(&monday(&from_report(), was, &events), kind, now), is, "{events:?}");
    }
}

/// What was met stays met by the terms of then, though nothing of the kind is promised any more.
#[test]
fn what_is_met_stays_met() {
    for (events, kind, is) in [
        (
            vec![("08 08:50", EventData::Responded), ("08 10:00", severity("none"))],
            RESPONSE,
            "met, due 08 09:00, kept 08 10:00 (high)",
        ),
        (
            vec![("08 09:30", EventData::Responded), ("08 10:00", severity("low"))],
            RESPONSE,
            "met_late, due 08 09:00, kept 08 10:00 (high)",
        ),
        (
            vec![("08 08:50", EventData::WorkStarted), ("08 10:00", plan("two"))],
            WORK,
            "met, due 08 10:00, kept 08 10:00 (high)",
        ),
        // The workaround that lowers the severity has met the correction before it does.
        (
            vec![("08 08:50", EventData::WorkaroundGiven)],
            CORRECTION,
            "met, due 08 16:00, until 09 08:00, kept 08 08:50 (high)",
        ),
    ] {
        assert_eq!(verdict(&monday(&from_report(), "high", &events), kind, "09 12:00"), is, "{events:?}");
    }
    // Answered while nothing was promised: no later promise can make that late.
    let early = monday(&from_report(), "none", &[("08 12:00", EventData::Responded), ("08 14:00", severity("high"))]);
    assert_eq!(verdict(&early, RESPONSE, "08 15:00"), "met, due 08 09:00, until 08 14:00, since 08 14:00 (high)");
    // In one second the order of entry decides.
    let [answer, raise] = [("08 14:00", EventData::Responded), ("08 14:00", severity("high"))];
    let before = monday(&from_report(), "none", &[answer.clone(), raise.clone()]);
    assert_eq!(verdict(&before, RESPONSE, "08 15:00"), "met, due 08 09:00, until 08 14:00, since 08 14:00 (high)");
    let behind = monday(&from_report(), "none", &[raise, answer]);
    assert_eq!(verdict(&behind, RESPONSE, "08 15:00"), "met_late, due 08 09:00, until 08 14:00, since 08 14:00 (high)");
}

/// A severity raised at 14:00 was at once "overdue by 3h00".
#[test]
fn a_deadline_before_the_change_is_broken_by_the_change_and_not_earlier() {
    let raised = monday(&from_report(), "low", &[("08 14:00", severity("high"))]);
    assert_eq!(verdict(&raised, RESPONSE, "08 14:00"), "breached, due 08 09:00, until 08 14:00, since 08 14:00 (high)");
    for (now, stands) in [
        ("2024-01-08 14:00", "breached (overdue by 0m, breached by the change today 14:00)"),
        ("2024-01-08 14:20", "breached (overdue by 20m, breached by the change today 14:00)"),
        ("2024-01-09 08:10", "breached (overdue by 2h10, breached by the change yesterday 14:00)"),
    ] {
        assert_eq!(raised.stands(RESPONSE, now), stands);
    }
    let answered = raised.then("2024-01-08 14:30", EventData::Responded);
    assert_eq!(
        answered.stands(RESPONSE, "2024-01-08 15:00"),
        "met_late (met late, today 14:30, breached by the change today 14:00)"
    );
    assert_eq!(crate::sla::overrun(&answered.contract, &answered.target(RESPONSE, "2024-01-08 15:00")).secs(), 1800);
    // One that is not over yet counts from the report.
    let soon = monday(&from_report(), "low", &[("08 08:40", severity("high"))]);
    assert_eq!(verdict(&soon, RESPONSE, "08 08:50"), "at_risk, due 08 09:00, since 08 08:40 (high)");
    // Two changes in one moment: the terms in between held for no time, and broke nothing.
    let at_once = [("08 14:00", severity("high")), ("08 14:00", severity("low"))];
    assert_eq!(
        verdict(&monday(&from_report(), "low", &at_once), RESPONSE, "08 15:00"),
        "at_risk, due 08 16:00, until 09 08:00, since 08 14:00 (low)"
    );
    // Raised on a Saturday, due on Friday at closing: it can still be met until support opens.
    let friday =
        reported(&from_report(), ("one", "low"), "", "2024-01-12 15:00").then("2024-01-13 12:00", severity("high"));
    assert_eq!(verdict(&friday, RESPONSE, "13 13:00"), "stopped, due 12 16:00, until 15 08:00, since 13 12:00 (high)");
}

#[test]
fn with_the_change_as_the_start_everything_counts_from_it() {
    for (was, events, kind, now, is) in [
        (
            "low",
            vec![("08 14:00", severity("high"))],
            RESPONSE,
            "08 14:30",
            "running, due 08 15:00, since 08 14:00 (high)",
        ),
        (
            "low",
            vec![("08 14:00", severity("high"))],
            RESPONSE,
            "08 15:30",
            "breached, due 08 15:00, since 08 14:00 (high)",
        ),
        ("high", vec![("08 08:30", plan("two"))], RESPONSE, "08 09:30", "running, due 08 12:30, since 08 08:30 (high)"),
        (
            "high",
            vec![("08 08:30", EventData::WorkaroundImpossible)],
            CORRECTION,
            "08 09:30",
            "running, due 22 08:30, since 08 08:30 (high)",
        ),
        (
            "high",
            vec![("08 08:30", EventData::WorkaroundGiven)],
            RESPONSE,
            "08 09:30",
            "running, due 09 08:30, since 08 08:30 (low)",
        ),
        // What is broken stays broken here too, and what is met stays met.
        (
            "high",
            vec![("08 10:00", severity("low"))],
            RESPONSE,
            "08 10:30",
            "breached, due 08 09:00, kept 08 10:00 (high)",
        ),
        (
            "high",
            vec![("08 08:50", EventData::Responded), ("08 10:00", severity("low"))],
            RESPONSE,
            "08 12:00",
            "met, due 08 09:00, kept 08 10:00 (high)",
        ),
        // Impact and urgency that leave the severity as it was change nothing.
        (
            "low",
            vec![("08 09:00", priority("all", "later", "low"))],
            RESPONSE,
            "08 10:00",
            "running, due 08 16:00, until 09 08:00 (low)",
        ),
    ] {
        assert_eq!(verdict(&monday(&from_change(), was, &events), kind, now), is, "{events:?}");
    }
}

/// Reported on 8 January, releases on 10 January and 14 February, "no workaround" on 18 January.
#[test]
fn the_next_release_is_the_first_after_it_began_to_hold() {
    // As if the next release were promised for a question, and not a goal.
    let mut agreement = built_in("sesam");
    let plans = &mut Arc::make_mut(&mut agreement).plans;
    let questions = plans.iter_mut().filter_map(|plan| plan.targets.get_mut("question")?.correction.as_mut());
    questions.for_each(|promise| promise.goal = false);
    let sesam = reported(&agreement, ("partner", "error"), "email", "2024-01-08 10:00");
    let sesam = sesam.releases(&["2024-01-10", "2024-02-14", "2024-03-13"]);
    let impossible = sesam.clone().then("2024-01-18 09:00", EventData::WorkaroundImpossible);
    assert_eq!(impossible.due(CORRECTION, "2024-01-18 10:00"), "2024-02-15 00:00");
    let why = impossible.why(CORRECTION, "2024-01-18 10:00");
    assert!(
        why.contains("The next release after Thu 18 Jan 2024 is on Wed 14 Feb 2024: due at the end of that day"),
        "{why}"
    );
    // On the day of a release: that one came out already.
    let same_day = sesam.clone().then("2024-01-10 09:00", EventData::WorkaroundImpossible);
    assert_eq!(same_day.due(CORRECTION, "2024-01-10 10:00"), "2024-02-15 00:00");
    // Another severity that goes with the next release: from then on; one that did so already goes on waiting for the same.
    let question = sesam.clone().then("2024-01-11 09:00", severity("question"));
    assert_eq!(question.due(CORRECTION, "2024-01-11 10:00"), "2024-02-15 00:00");
    let waited = sesam.clone().then("2024-01-09 09:00", severity("question"));
    let waited = waited.then("2024-01-09 10:00", EventData::WorkaroundImpossible);
    assert_eq!(waited.due(CORRECTION, "2024-01-09 10:30"), "2024-01-11 00:00");
    let again = waited.then("2024-01-12 10:00", severity("error"));
    assert_eq!(again.due(CORRECTION, "2024-01-15 10:30"), "2024-01-11 00:00", "broken by then, and stays so");
    let still =
        question.then("2024-02-01 10:00", EventData::WorkaroundImpossible).then("2024-02-14 12:00", severity("error"));
    assert_eq!(
        still.due(CORRECTION, "2024-02-14 13:00"),
        "2024-02-15 00:00",
        "it has waited for that one since 11 January"
    );
}

#[test]
fn the_account_says_what_a_change_did() {
    let line = |case: &TicketCase, now: &str| {
        let text = case.why(RESPONSE, now);
        text.lines().find(|line| line.starts_with("It ")).unwrap_or(&text).to_owned()
    };
    let broken = monday(&from_report(), "high", &[("08 10:00", severity("low"))]);
    assert_eq!(
        line(&broken, "2024-01-08 10:30"),
        "It was broken before its terms changed on Mon 8 Jan 2024 10:00, so what was promised then holds"
    );
    let raised = monday(&from_report(), "low", &[("08 14:00", severity("high"))]);
    assert_eq!(
        line(&raised, "2024-01-08 14:30"),
        "It counts by terms that hold since Mon 8 Jan 2024 14:00; its deadline lay before that, so the change broke it, not earlier"
    );
    assert!(raised.why(RESPONSE, "2024-01-08 14:30").ends_with("Breached by the change, Mon 8 Jan 2024 14:00\n"));
    let from = monday(&from_change(), "low", &[("08 14:00", severity("high"))]);
    assert_eq!(
        line(&from, "2024-01-08 14:30"),
        "It counts by terms that hold since Mon 8 Jan 2024 14:00, and from then on"
    );
    assert!(from.why(RESPONSE, "2024-01-08 14:30").contains("Clocks count from the change at Mon 8 Jan 2024 14:00"));
}

/// Both ways of reopening, after a fix on Tuesday and a second outage on Thursday. Office hours, 1 h to answer, 1 support day.
#[test]
fn coming_back_starts_new_targets_and_not_holding_goes_on_with_the_old_ones() {
    let fixed = [
        ("08 09:30", EventData::Responded),
        ("08 12:00", EventData::Fixed),
        ("08 13:00", EventData::Closed(event::Closed { reason: None, words: None })),
    ];
    let held = |again: EventData| monday(&from_report(), "high", &[&fixed[..], &[("11 10:00", again)]].concat());
    let (not_held, back) = (held(EventData::Reopened), held(EventData::CameBack));
    assert_eq!(verdict(&not_held, RESPONSE, "11 10:30"), "met_late, due 08 09:00 (high)");
    assert_eq!(verdict(&not_held, CORRECTION, "11 10:30"), "breached, due 08 16:00, until 09 08:00 (high)");
    assert_eq!(verdict(&back, RESPONSE, "11 10:30"), "running, due 11 11:00 (high)");
    assert_eq!(verdict(&back, CORRECTION, "11 10:30"), "running, due 12 10:00 (high)");
    // The verdict of the first round stands, whenever it is looked at.
    for now in ["11 10:30", "31 10:00"] {
        let row = back.row(&format!("2024-01-{now}"));
        let [round] = row.earlier_rounds().try_into().unwrap();
        let states: Vec<_> = round.sla.unwrap().targets.iter().map(|target| target.state).collect();
        assert_eq!(states, [TargetState::MetLate, TargetState::MetLate, TargetState::Met], "{now}");
    }
    // Another severity now is none of the first round's business, and one of before is where the new round begins.
    let other = back.then("2024-01-11 10:30", severity("low"));
    assert_eq!(verdict(&other, RESPONSE, "11 11:30"), "running, due 12 10:00, since 11 10:30 (low)");
    let [round] = other.row("2024-01-11 12:00").earlier_rounds().try_into().unwrap();
    assert_eq!(round.sla.unwrap().targets[0].terms.severity, "high");
    let low = monday(
        &from_change(),
        "high",
        &[&fixed[..1], &[("08 10:00", severity("low"))], &fixed[1..], &[("11 10:00", EventData::CameBack)]].concat(),
    );
    assert_eq!(verdict(&low, RESPONSE, "11 11:30"), "running, due 12 10:00 (low)");
    let why = low.why(RESPONSE, "2024-01-11 11:30");
    assert!(why.contains("Clocks count from when it came back, Thu 11 Jan 2024 10:00"), "{why}");
}

/// A severity that has to be phoned in: somebody who hears that it came back need not be phoned again.
#[test]
fn a_round_begins_when_it_came_back_however_that_was_said() {
    let markant = reported(&built_in("markant"), ("standard", "critical"), "phone", "2024-01-08 09:00")
        .then("2024-01-08 10:00", EventData::Fixed)
        .then("2024-01-09 09:00", EventData::CameBack);
    assert_eq!(markant.due(RESPONSE, "2024-01-09 09:30"), "2024-01-09 11:00");
    let told = crate::sla::rounds_in_words(
        &markant.row("2024-01-09 09:30"),
        markant.contract.zone,
        markant.at("2024-01-09 09:30"),
    );
    assert_eq!(told.as_deref(), Some("round 2 since today 09:00; round 1: response breached, work start met"));
}

fn any_change() -> impl Strategy<Value = EventData> {
    prop_oneof![
        prop::sample::select(vec!["high", "low", "none"]).prop_map(severity),
        prop::sample::select(vec!["one", "two"]).prop_map(plan),
        Just(EventData::WorkaroundImpossible),
        Just(EventData::WorkaroundGiven),
        Just(EventData::Responded),
        Just(EventData::WorkStarted),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// Whatever changes later: what is met or broken by then is the same target afterwards, and a breach never lies before
    /// the change that brought it.
    #[test]
    fn a_change_leaves_the_past_as_it_was(
        mode in any::<bool>(),
        steps in prop::collection::vec((any_change(), 1_i64..1200), 1..8),
    ) {
        let contract = if mode { from_change() } else { from_report() };
        let mut case = reported(&contract, ("one", "high"), "", "2024-01-08 08:00");
        let mut at = case.at("2024-01-08 08:00");
        for (what, minutes) in steps {
            at = at.plus(minutes * 60);
            let before = case.row_at(at.plus(-1)).sla.unwrap().targets;
            case.events.push(crate::ticket::Event { happened: at, recorded: at, by: "agent1".into(), what: what.into() });
            let after = case.row_at(at).sla.unwrap();
            for was in &before {
                let settled = matches!(was.state, TargetState::Met | TargetState::MetLate | TargetState::Breached);
                let is = after.target(was.kind);
                if settled {
                    let is = is.unwrap();
                    prop_assert_eq!((is.due, is.breach_after, &is.terms.severity), (was.due, was.breach_after, &was.terms.severity));
                    let broken = was.state != TargetState::Met;
                    prop_assert_eq!(matches!(is.state, TargetState::MetLate | TargetState::Breached), broken);
                }
            }
            for is in &after.targets {
                prop_assert!(is.breach_after >= is.terms.since || is.due.is_none());
                prop_assert!(is.breach_after >= is.due);
                prop_assert!(is.left.is_none_or(|left| left.secs() >= 0 || is.due.unwrap() < at));
            }
        }
    }
}
