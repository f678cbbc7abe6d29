//! Each plan and severity of each agreement: what a report on Monday 8 January 2024 at 10:00 is promised.

use frist::domain::sla::answer_targets;
use frist::domain::ticket::{EventData, event};
use frist::domain::time::ClockSeconds;

use super::case::{Case, contract, moment, reported};

pub const START: &str = "2024-01-08 10:00";

/// Contract, plan, severity, a channel that counts; targets as `target [expected..]due`, none promised = no entry.
pub type Promise = (&'static str, &'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

const PROMISES: [Promise; 19] = [
    // MyProduction, "Expected response times during the Support Window".
    ("myproduction", "standard", "critical", "web", &[("response", "01-08 11:00")]),
    ("myproduction", "standard", "high", "chat", &[("response", "01-08 12:00")]),
    ("myproduction", "standard", "medium", "email", &[("response", "01-08 14:00")]),
    ("myproduction", "standard", "low", "web", &[("response", "01-11 10:00")]),
    // SESAM, "Reaction time target and correction time".
    ("sesam", "partner", "critical", "email", &[("work_start", "01-09 10:00"), ("correction", "01-11 10:00")]),
    ("sesam", "partner", "error", "email", &[("work_start", "01-10 10:00"), ("correction", "01-22 10:00")]),
    ("sesam", "partner", "question", "email", &[("correction", "-")]),
    ("sesam", "customer", "critical", "email", &[("work_start", "01-09 10:00"), ("correction", "01-22 10:00")]),
    ("sesam", "customer", "error", "email", &[("work_start", "01-10 10:00"), ("correction", "01-22 10:00")]),
    ("sesam", "customer", "question", "email", &[("correction", "-")]),
    // Missoun, "Priority Levels": no times.
    ("missoun", "standard", "high", "portal", &[]),
    ("missoun", "standard", "medium", "portal", &[]),
    ("missoun", "standard", "low", "portal", &[]),
    // Markant, "Responstider".
    ("markant", "standard", "critical", "phone", &[("response", "01-08 12:00"), ("work_start", "01-08 14:00")]),
    ("markant", "standard", "serious", "email", &[("response", "01-08 14:00"), ("work_start", "01-09 10:00")]),
    ("markant", "standard", "minor", "email", &[("response", "01-11 10:00"), ("work_start", "01-12 10:00")]),
    ("markant", "extended", "critical", "phone", &[("response", "01-08 10:30"), ("work_start", "01-08 12:00")]),
    ("markant", "extended", "serious", "phone", &[("response", "01-08 11:00"), ("work_start", "01-08 14:00")]),
    ("markant", "extended", "minor", "email", &[("response", "01-10 10:00"), ("work_start", "01-11 10:00")]),
];

/// MooCommerce, "Avvikstype": what is expected, and when it is late.
const RANGES: [Promise; 3] = [
    ("moocommerce", "standard", "critical", "phone", &[("response", "01-08 12:00"), ("work_start", "01-08 12:00")]),
    (
        "moocommerce",
        "standard",
        "serious",
        "phone",
        &[("response", "01-08 16:00..01-09 10:00"), ("work_start", "01-08 13:00..01-08 14:00")],
    ),
    (
        "moocommerce",
        "standard",
        "minor",
        "email",
        &[("response", "01-09 14:00..01-16 10:00"), ("work_start", "01-09 14:00..01-12 14:00")],
    ),
];

pub fn all() -> impl Iterator<Item = Promise> {
    PROMISES.into_iter().chain(RANGES)
}

pub fn case(promise: Promise) -> Case {
    reported((promise.0, promise.1, promise.2), promise.3, START)
}

fn told(case: &Case, target: &str) -> String {
    let short = |at: Option<String>| at.map(|at| at.strip_prefix("2024-").unwrap().to_owned());
    match (short(case.expected(target, START)), short(case.due(target, START))) {
        (None, None) => "-".into(),
        (None, Some(due)) => due,
        (Some(expected), due) => format!("{expected}..{}", due.unwrap()),
    }
}

#[test]
fn each_is_due_when_the_agreement_says() {
    for promise in all() {
        let case = case(promise);
        let targets: Vec<_> = case.targets(START).into_iter().map(|t| (t, told(&case, t))).collect();
        let expected: Vec<_> = promise.4.iter().map(|(t, due)| (*t, (*due).to_owned())).collect();
        assert_eq!(targets, expected, "{promise:?}");
    }
}

#[test]
fn every_plan_and_severity_of_every_agreement_is_in_the_table() {
    for id in ["myproduction", "sesam", "missoun", "markant", "moocommerce"] {
        let contract = contract(id);
        let of_contract = contract.plans.len() * contract.severities.len();
        assert_eq!(all().filter(|p| p.0 == id).count(), of_contract, "{id}");
    }
}

#[test]
fn a_ticket_is_told_the_same_as_a_question_without_one() {
    for promise in all() {
        let case = case(promise);
        let start = moment(&case.contract, START);
        let answers = answer_targets(&case.contract, promise.1, promise.2, start).unwrap();
        let sla = case.row(START).sla.unwrap();
        let of_ticket: Vec<_> = sla.targets.iter().map(|t| (t.kind, t.expected, t.due, t.breach_after)).collect();
        let of_question: Vec<_> = answers.iter().map(|t| (t.target, t.expected, t.due, t.breach_after)).collect();
        assert_eq!(of_ticket, of_question, "{promise:?}");
    }
}

/// Every promise, from beginning to end: it runs, comes at risk, is breached; met at the last moment it is met, a second
/// later it is late.
#[test]
fn each_runs_comes_at_risk_and_is_breached() {
    for promise in all() {
        for target in case(promise).row(START).sla.unwrap().targets {
            let (Some(due), Some(last), Some(risk)) = (target.due, target.breach_after, target.at_risk_from) else {
                continue;
            };
            let at = |now| {
                let mut row = case(promise).row(START);
                row.tick(now);
                row.sla.unwrap().target(target.kind).unwrap().clone()
            };
            let (start, what) = (moment(&case(promise).contract, START), (promise, target.kind));
            assert_eq!(at(start).state.key(), "running", "{what:?}");
            assert_eq!(at(start).left, target.whole, "{what:?}");
            assert_eq!(at(risk.plus(-1)).state.key(), "running", "{what:?}");
            // A quarter left at closing time is told when support opens again.
            let then = if contract(promise.0).zone.wall(risk).hm() == "16:00" { "stopped" } else { "at_risk" };
            let expected = if target.expected.is_some() { "at_risk" } else { then };
            assert_eq!(at(risk).state.key(), expected, "{what:?}");
            assert_eq!(at(due).state.key(), "at_risk", "{what:?}");
            assert_eq!((at(due).left, due), (Some(ClockSeconds::ZERO), last), "{what:?}");
            assert_eq!(at(last.plus(1)).state.key(), "breached", "{what:?}");
            assert_eq!(at(last.plus(1)).left, Some(ClockSeconds::from_secs(-1)), "{what:?}");
        }
    }
}

#[test]
fn each_is_met_up_to_its_last_moment_and_late_after_it() {
    let kinds =
        [("response", EventData::Responded), ("work_start", EventData::WorkStarted), ("correction", EventData::Fixed)];
    for promise in all() {
        for (target, what) in &kinds {
            let Some(due) = promise.4.iter().find(|(t, _)| t == target).map(|(_, due)| due.split("..").last().unwrap())
            else {
                continue;
            };
            let met = |at: &str| {
                let case = case(promise).then(at, what.clone());
                let state = case.row("2024-02-01 12:00").sla.unwrap();
                state.targets.iter().find(|t| t.kind.key() == *target).unwrap().state.key()
            };
            let due = if due == "-" { "03-01 10:00" } else { due };
            assert_eq!(met(&format!("2024-{due}:00")), "met", "{promise:?}");
            if due != "03-01 10:00" {
                assert_eq!(met(&format!("2024-{due}:01")), "met_late", "{promise:?}");
            }
        }
    }
}

/// Each agreement leaves out causes for which it does not hold.
#[test]
fn nothing_is_owed_for_a_cause_that_the_agreement_leaves_out() {
    for promise in all() {
        for cause in contract(promise.0).scope.excluded.clone() {
            let case = case(promise).then(
                "2024-01-08 10:05",
                EventData::Excluded(event::Excluded { cause: cause.clone(), words: Some("it is theirs".to_owned()) }),
            );
            for (target, _) in promise.4 {
                assert_eq!(
                    case.stands(target, "2024-01-29 10:00"),
                    format!("excluded: excluded: {}", cause.replace('_', " ")),
                    "{promise:?}"
                );
            }
            assert!(case.row("2024-01-29 10:00").next().is_none());
            let case = case.then("2024-01-08 10:10", EventData::Included);
            for (target, due) in promise.4.iter().filter(|(_, due)| *due != "-") {
                assert_eq!(told(&case, target), *due, "{promise:?}");
            }
        }
    }
}

#[test]
fn a_cause_that_the_agreement_does_not_name_excludes_nothing() {
    let mut ours = reported(("sesam", "partner", "critical"), "email", START);
    let refused = ours
        .try_then(
            START,
            EventData::Excluded(event::Excluded {
                cause: "force_majeure".into(),
                words: Some("it is theirs".to_owned()),
            }),
        )
        .unwrap_err();
    assert_eq!(refused.to_string(), "sesam has no cause `force_majeure`; it has customer, environment");
}
