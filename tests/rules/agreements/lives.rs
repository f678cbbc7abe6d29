//! A ticket of every plan and severity from the report to the end: once with everything done in time, once left alone and
//! then done all the same. What is told at each step stands in a snapshot for each agreement, to be read beside it.

use std::fmt::Write as _;

use frist::domain::ticket::{EventData, event};
use frist::domain::time::duration_text;

use super::case::Case;
use super::every_promise::{START, all, case};

/// The moments of a ticket that is left alone for four weeks from Monday 8 January 2024 10:00.
const LEFT_ALONE: [&str; 9] = [
    START,
    "2024-01-08 13:30",
    "2024-01-08 15:50",
    "2024-01-08 20:00",
    "2024-01-09 09:30",
    "2024-01-09 12:00",
    "2024-01-12 12:00",
    "2024-01-20 12:00",
    "2024-02-05 12:00",
];

fn steps(day: &str) -> [(String, EventData); 7] {
    let steps = [
        ("10:10", EventData::ReceiptConfirmed),
        ("10:15", EventData::Responded),
        ("10:20", EventData::WorkStarted),
        ("10:25", EventData::WorkaroundGiven),
        ("10:30", EventData::Fixed),
        ("10:35", EventData::Closed(event::Closed { reason: None, words: None })),
        ("10:40", EventData::Reopened),
    ];
    steps.map(|(time, what)| (format!("{day} {time}"), what))
}

/// Returns the status and every target with why, or the age where nothing is promised: `new; response at_risk, due 11:00`.
fn told(case: &Case, now: &str) -> String {
    let mut said = vec![case.ticket().status().key().to_owned()];
    for target in case.targets(now) {
        let due = case.due(target, now).map_or_else(String::new, |due| format!(", due {due}"));
        said.push(format!("{target} {}{due}", case.stands(target, now)));
    }
    if case.targets(now).is_empty() {
        let sla = case.row(now).sla.unwrap();
        said.push(format!("as {}, age {}", sla.severity, duration_text(sla.age.secs())));
    }
    format!("  {now}  {}\n", said.join("; "))
}

fn lives(contract: &str) -> String {
    let mut out = String::new();
    for promise in all().filter(|promise| promise.0 == contract) {
        writeln!(out, "{} {} by {}, in time", promise.1, promise.2, promise.3).unwrap();
        let mut in_time = case(promise);
        out.push_str(&told(&in_time, START));
        for (at, what) in steps("2024-01-08") {
            in_time = in_time.then(&at, what);
            out.push_str(&told(&in_time, &at));
        }
        writeln!(out, "{} {} by {}, left alone", promise.1, promise.2, promise.3).unwrap();
        let mut late = case(promise);
        for now in LEFT_ALONE {
            out.push_str(&told(&late, now));
        }
        for (at, what) in steps("2024-02-06").into_iter().take(5) {
            late = late.then(&at, what);
        }
        out.push_str(&told(&late, "2024-02-06 11:00"));
    }
    out
}

/// "Expected response times during the Support Window".
#[test]
fn under_myproduction() {
    insta::assert_snapshot!(lives("myproduction"));
}

/// "Requirements for processing and reaction times".
#[test]
fn under_sesam() {
    insta::assert_snapshot!(lives("sesam"));
}

/// "Support Process".
#[test]
fn under_missoun() {
    insta::assert_snapshot!(lives("missoun"));
}

/// "Rapportering av feil og responstider".
#[test]
fn under_markant() {
    insta::assert_snapshot!(lives("markant"));
}

/// "Responstid".
#[test]
fn under_moocommerce() {
    insta::assert_snapshot!(lives("moocommerce"));
}
