//! What changes while a ticket runs: severity, plan, impact, channel, exclusion, reopening, a release that becomes known,
//! and taking each of these back. Open targets are worked out again from the same report; what is met stays as it was.

use frist::domain::contract::{Book, SourceFile, built_in_calendars};
use frist::domain::ticket::{EventData, event};

use super::case::{Case, contract, moment, reported};

const MONDAY: &str = "2024-01-08 10:00";

fn severity(id: &str) -> EventData {
    EventData::SeveritySet(event::SeveritySet { severity: id.into() })
}

fn plan(id: &str) -> EventData {
    EventData::PlanSet(event::PlanSet { plan: id.into() })
}

fn excluded(cause: &str) -> EventData {
    EventData::Excluded(event::Excluded { cause: cause.into(), words: Some("it is theirs".to_owned()) })
}

/// A ticket under each agreement, something that can happen to it, a target, and its due date before and after.
type Change =
    ((&'static str, &'static str, &'static str), &'static str, EventData, &'static str, [Option<&'static str>; 2]);

fn changes() -> Vec<Change> {
    let by = |channel: &str| EventData::Reported(event::Reported { channel: channel.into() });
    vec![
        // MyProduction, the four levels.
        (
            ("myproduction", "standard", "low"),
            "web",
            severity("critical"),
            "response",
            [Some("2024-01-11 10:00"), Some("2024-01-08 11:00")],
        ),
        // MyProduction, "via web tickets, chat, and email".
        (("myproduction", "standard", "high"), "phone", by("chat"), "response", [None, Some("2024-01-08 12:30")]),
        // SESAM, "The vendor assigns the priority".
        (
            ("sesam", "partner", "critical"),
            "email",
            severity("error"),
            "correction",
            [Some("2024-01-11 10:00"), Some("2024-01-22 10:00")],
        ),
        // SESAM, "3 days for Partners, n/a for customers".
        (
            ("sesam", "partner", "critical"),
            "email",
            plan("customer"),
            "correction",
            [Some("2024-01-11 10:00"), Some("2024-01-22 10:00")],
        ),
        // SESAM, "If this is not possible, a fix will be delivered within 10 days".
        (
            ("sesam", "partner", "critical"),
            "email",
            EventData::WorkaroundImpossible,
            "correction",
            [Some("2024-01-11 10:00"), Some("2024-01-22 10:00")],
        ),
        // SESAM, "Problems or questions": with the next release, of which none is known.
        (
            ("sesam", "partner", "critical"),
            "email",
            severity("question"),
            "correction",
            [Some("2024-01-11 10:00"), None],
        ),
        // Markant, "Standard" and "Utvidet".
        (
            ("markant", "standard", "serious"),
            "email",
            plan("extended"),
            "response",
            [Some("2024-01-08 14:00"), Some("2024-01-08 11:00")],
        ),
        // Markant, "Kritiske driftsbrudd skal alltid rapporteres via telefon".
        (("markant", "extended", "critical"), "email", by("phone"), "response", [None, Some("2024-01-08 11:00")]),
        (
            ("markant", "standard", "serious"),
            "email",
            severity("critical"),
            "response",
            [Some("2024-01-08 14:00"), None],
        ),
        // MooCommerce, "telefonoppringninger kreves for å rapportere alvorlige og kritiske".
        (("moocommerce", "standard", "serious"), "email", by("phone"), "response", [None, Some("2024-01-09 10:30")]),
        (
            ("moocommerce", "standard", "minor"),
            "phone",
            severity("critical"),
            "work_start",
            [Some("2024-01-12 14:00"), Some("2024-01-08 12:00")],
        ),
    ]
}

#[test]
fn a_change_counts_from_the_same_report_and_taking_it_back_restores_what_was_due() {
    for (promise, channel, what, target, [before, after]) in changes() {
        let case = reported(promise, channel, MONDAY);
        assert_eq!(case.due(target, MONDAY).as_deref(), before, "{promise:?}");
        let changed = case.then("2024-01-08 10:30", what.clone());
        assert_eq!(changed.due(target, "2024-01-08 10:30").as_deref(), after, "{promise:?} {what:?}");
        let undone = changed.undone("2024-01-08 10:40");
        assert_eq!(undone.due(target, "2024-01-08 10:40").as_deref(), before, "{promise:?} undone {what:?}");
    }
}

/// What is met before the change keeps the state it was met in, whatever the change.
#[test]
fn what_is_met_stays_met_through_each_change() {
    let meeting = |target: &str| match target {
        "response" => EventData::Responded,
        "work_start" => EventData::WorkStarted,
        _ => EventData::Fixed,
    };
    for (promise, channel, what, target, [before, _]) in changes() {
        let case = reported(promise, channel, MONDAY);
        // With no clock yet there is nothing to have met, and a fix leaves no workaround to be found impossible.
        if before.is_none() || what == EventData::WorkaroundImpossible {
            continue;
        }
        let met = case.then("2024-01-08 10:20", meeting(target)).then("2024-01-08 10:30", what.clone());
        assert_eq!(met.due(target, "2024-01-08 11:00").as_deref(), before, "{promise:?} {what:?}");
        assert_eq!(met.stands(target, "2024-01-08 11:00"), "met: met today 10:20", "{promise:?} {what:?}");
    }
}

/// Missoun, "Priority Levels": impact and urgency are set anew together, and retracted together.
#[test]
fn another_impact_makes_another_priority_and_undo_brings_the_first_back() {
    let set = |impact: &str, urgency: &str, severity: &str| {
        EventData::PrioritySet(event::PrioritySet {
            impact: impact.into(),
            urgency: urgency.into(),
            severity: severity.into(),
        })
    };
    let case = reported(("missoun", "standard", "high"), "portal", MONDAY)
        .house("[internal_targets.missoun.standard.high]\nresponse = \"1h\"\n[internal_targets.missoun.standard.low]\nresponse = \"4h\"\n");
    assert_eq!(case.due("response", MONDAY).as_deref(), Some("2024-01-08 11:00"));
    let lower = case.then("2024-01-08 10:30", set("medium", "low", "low"));
    assert_eq!(lower.due("response", "2024-01-08 10:30").as_deref(), Some("2024-01-08 14:00"));
    let undone = lower.undone("2024-01-08 10:40");
    assert_eq!(undone.due("response", "2024-01-08 10:40").as_deref(), Some("2024-01-08 11:00"));
}

/// Missoun, "Priority Levels": the whole matrix, each cell.
#[test]
fn every_cell_of_the_matrix_decides_the_severity() {
    let contract = contract("missoun");
    let priority = contract.priority.as_ref().unwrap();
    let expected = [["high", "high", "medium"], ["high", "medium", "low"], ["medium", "low", "low"]];
    assert_eq!(priority.matrix, expected);
    for (impact, cells) in priority.impact.iter().zip(expected) {
        for (urgency, severity) in priority.urgency.iter().zip(cells) {
            for other in ["high", "medium", "low"] {
                let (row, column) = (impact.id.as_str(), urgency.id.as_str());
                let what = EventData::PrioritySet(event::PrioritySet {
                    impact: row.to_owned(),
                    urgency: column.to_owned(),
                    severity: other.into(),
                });
                let before = if (row, column) == ("low", "low") { "high" } else { "low" };
                let done = reported(("missoun", "standard", before), "portal", MONDAY).try_then(MONDAY, what);
                assert_eq!(done.is_ok(), other == severity, "impact {row}, urgency {column}: {other}");
            }
        }
    }
}

/// Missoun, "Support Process": an external cause is excluded, and then nothing is booked before a written approval.
#[test]
fn paid_work_waits_for_the_customers_approval() {
    let time = || {
        EventData::TimeSpent(event::TimeSpent {
            minutes: 30,
            what: "Looked at the customer's set-up".into(),
            unpaid: false,
        })
    };
    for cause in ["customer", "third_party"] {
        let mut case = reported(("missoun", "standard", "high"), "portal", MONDAY).then(MONDAY, excluded(cause));
        assert_eq!(case.asks(MONDAY), ["tell_cause", "approval"]);
        let refused = case.try_then("2024-01-08 10:30", time()).unwrap_err();
        assert_eq!(refused.message, "the customer has not approved paid work in writing yet");
        let approved = case
            .then("2024-01-08 11:00", EventData::Approved(event::Approved { reference: "mail of 8 January".into() }));
        assert_eq!(approved.asks("2024-01-08 11:00"), [""; 0]);
        let mut undone = approved.then("2024-01-08 11:10", time()).undone("2024-01-08 11:20");
        undone = undone.then("2024-01-08 11:30", EventData::Included);
        assert_eq!(undone.asks("2024-01-08 11:30"), [""; 0]);
    }
    // What it owes anyway may be worked on without: the cause is Missoun's own.
    reported(("missoun", "standard", "high"), "portal", MONDAY).then(MONDAY, time());
}

/// Missoun, "Priority Levels": no times are promised, house targets are told apart and stop at the cap.
#[test]
fn house_targets_are_the_desks_and_follow_the_cap() {
    let rules = "[internal_targets.missoun.standard.high]\ncorrection = \"1bd\"\n[internal_targets.missoun.standard.medium]\nresponse = \"8h\"\n";
    let case = reported(("missoun", "standard", "high"), "portal", MONDAY).house(rules);
    let sla = case.row(MONDAY).sla.unwrap();
    assert!(sla.targets.iter().all(|target| target.house));
    assert_eq!(case.targets(MONDAY), ["correction"]);
    let capped = case.then("2024-01-08 11:00", EventData::WorkaroundGiven);
    assert!(capped.targets("2024-01-08 11:00").contains(&"response"));
    assert_eq!(capped.due("response", "2024-01-08 11:00").as_deref(), Some("2024-01-08 18:00"));
}

/// Markant, "Kostnader i forbindelse med feil utenfor Markants ansvarsområde"; MooCommerce, "Kostnader på grunn av feil
/// utenfor MooCommerces ansvarsområde": by the hour for the customer's and third parties' faults, for no other.
#[test]
fn only_the_customers_and_third_parties_faults_are_billed() {
    for (vendor, severity) in [("markant", "minor"), ("moocommerce", "minor"), ("missoun", "low"), ("sesam", "error")] {
        let contract = contract(vendor);
        let plan = contract.plans[0].id.clone();
        let channel = contract.support.channels.last().cloned().unwrap_or_else(|| "email".into());
        for cause in contract.scope.excluded.clone() {
            let out = reported((vendor, &plan, severity), &channel, MONDAY).then(MONDAY, excluded(&cause));
            let hourly = ["customer", "third_party"].contains(&cause.as_str());
            // Markant, "Dersom bistand ønskes med programvaremessige forhold".
            let billed = vendor != "sesam" && (hourly || (vendor, cause.as_str()) == ("markant", "application"));
            assert_eq!(out.ticket().is_billable(&contract), billed, "{vendor} {cause}");
        }
    }
}

/// Markant, "Varsling og tilbakemelding": the customer is kept informed until the fault is mended.
#[test]
fn a_customer_is_kept_informed_until_it_is_mended() {
    let case = reported(("markant", "standard", "serious"), "phone", MONDAY)
        .house("[internal_targets.markant]\nupdate = \"4h\"\n");
    assert_eq!(case.asks("2024-01-08 13:59"), [""; 0]);
    assert_eq!(case.asks("2024-01-08 14:00"), ["inform"]);
    let told =
        case.then("2024-01-08 14:10", EventData::Note(event::Note { text: "Still at it".into(), to_customer: true }));
    assert_eq!(told.asks("2024-01-09 10:09"), [""; 0]);
    assert_eq!(told.asks("2024-01-09 10:10"), ["inform"]);
    assert_eq!(told.then("2024-01-09 11:00", EventData::Fixed).asks("2024-01-12 10:00"), [""; 0]);
}

/// SESAM, last paragraph: an error of the operating environment is excluded and passed on without undue delay.
#[test]
fn an_error_of_the_environment_is_passed_on() {
    let case = reported(("sesam", "customer", "error"), "email", MONDAY).then(MONDAY, excluded("environment"));
    assert_eq!(case.asks(MONDAY), ["pass_on"]);
    let passed = case.then("2024-01-08 10:30", EventData::PassedOn(event::PassedOn { supplier: "The cloud".into() }));
    assert_eq!(passed.asks("2024-01-08 10:30"), [""; 0]);
    assert_eq!(passed.undone("2024-01-08 10:40").asks("2024-01-08 10:40"), ["pass_on"]);
    let own = reported(("sesam", "customer", "error"), "email", MONDAY).then(MONDAY, excluded("customer"));
    assert_eq!(own.asks(MONDAY), [""; 0], "the customer's own fault is nobody's to pass on");
}

/// SESAM, "a fix will be delivered in the next release": due at the end of the first release day from then on. Of a
/// question it is a goal: never late.
#[test]
fn the_next_release_is_the_first_after_it_holds() {
    let error = || {
        let error = reported(("sesam", "partner", "error"), "email", MONDAY);
        error.then(MONDAY, EventData::WorkaroundImpossible)
    };
    assert_eq!(error().releases(&["2024-01-07", "2024-01-08"]).due("correction", MONDAY), None);
    let dated = error().releases(&["2024-01-08", "2024-02-01", "2024-03-01"]);
    assert_eq!(dated.due("correction", MONDAY).as_deref(), Some("2024-02-02 00:00"));
    let on_its_day = dated.then("2024-02-01 23:59", EventData::Fixed);
    assert_eq!(on_its_day.stands("correction", "2024-02-05 10:00"), "met: met Thu 1 23:59");
    let after = error().releases(&["2024-02-01"]).then("2024-02-02 08:00", EventData::Fixed);
    assert_eq!(after.stands("correction", "2024-02-05 10:00"), "met_late: met late, Fri 2 08:00");
    let question = reported(("sesam", "partner", "question"), "email", MONDAY).releases(&["2024-02-01"]);
    assert_eq!(question.due("correction", MONDAY), None);
    let question = question.then("2024-02-02 08:00", EventData::Fixed);
    assert_eq!(question.stands("correction", "2024-02-05 10:00"), "met: met Fri 2 08:00");
    // Of an error, only once no workaround is possible.
    let error = reported(("sesam", "customer", "error"), "email", MONDAY).releases(&["2024-02-01"]);
    assert_eq!(error.due("correction", MONDAY).as_deref(), Some("2024-01-22 10:00"));
    let known = error.then("2024-01-09 10:00", EventData::WorkaroundImpossible);
    assert_eq!(known.due("correction", "2024-01-09 10:00").as_deref(), Some("2024-02-02 00:00"));
    assert_eq!(
        known.undone("2024-01-09 11:00").due("correction", "2024-01-09 11:00").as_deref(),
        Some("2024-01-22 10:00")
    );
}

/// MooCommerce, "Neste planlagte gjennomgang: 01.02.2024".
#[test]
fn the_review_date_of_moocommerce_is_told_once_it_is_past() {
    let contract = contract("moocommerce");
    let past = |at: &str| frist::domain::contract::review_is_past(&contract, moment(&contract, at));
    assert!(!past("2024-02-01 23:59"));
    assert!(past("2024-02-02 00:00"));
}

/// MooCommerce, "Eskaleringsprosedyrer": a higher level of support, then management.
#[test]
fn it_is_escalated_level_by_level_up_to_management() {
    assert_eq!(Book::built_in().levels(), ["second line", "management"]);
    let up = |level: &str| EventData::Escalated(event::Escalated { level: level.into(), to: None });
    let case = reported(("moocommerce", "standard", "minor"), "email", MONDAY);
    let top = case.then("2024-01-08 10:30", up("second line")).then("2024-01-08 11:00", up("management"));
    assert_eq!(top.ticket().level.as_deref(), Some("management"));
    assert_eq!(top.undone("2024-01-08 11:10").ticket().level.as_deref(), Some("second line"));
}

/// A fix that does not hold: the correction is owed again by its old deadline (SESAM, "a normal situation … has been
/// re-established"), and taking the reopening back meets it again.
#[test]
fn reopening_brings_back_the_old_deadline_under_every_plan_that_promises_a_correction() {
    for (plan, severity, due) in [
        ("partner", "critical", "2024-01-11 10:00"),
        ("partner", "error", "2024-01-22 10:00"),
        ("customer", "critical", "2024-01-22 10:00"),
        ("customer", "error", "2024-01-22 10:00"),
    ] {
        let fixed = reported(("sesam", plan, severity), "email", MONDAY).then("2024-01-09 09:00", EventData::Fixed);
        assert_eq!(fixed.stands("correction", "2024-01-09 12:00"), "met: met today 09:00");
        let open = fixed.then("2024-01-09 11:00", EventData::Reopened);
        assert_eq!(open.due("correction", "2024-01-09 12:00").as_deref(), Some(due), "{plan} {severity}");
        assert_eq!(open.stands("correction", "2024-01-09 12:00"), "running", "{plan} {severity}");
        assert_eq!(open.undone("2024-01-09 12:30").stands("correction", "2024-01-09 13:00"), "met: met today 09:00");
    }
}

/// Excluded and included again: the clocks have run on meanwhile, for the promise held all the time.
#[test]
fn included_again_it_owes_what_it_owed() {
    let case = reported(("markant", "extended", "serious"), "phone", MONDAY);
    let out = case.then("2024-01-08 10:30", excluded("customer"));
    assert_eq!(out.stands("response", "2024-01-08 12:00"), "excluded: excluded: customer");
    let back = out.then("2024-01-08 12:00", EventData::Included);
    assert_eq!(back.stands("response", "2024-01-08 12:00"), "breached: overdue by 1h00");
    let undone = back.undone("2024-01-08 12:10");
    assert_eq!(undone.stands("response", "2024-01-08 12:10"), "excluded: excluded: customer");
}

/// A later text of an agreement holds for what is reported from its date on; a ticket keeps the text it was reported under.
#[test]
fn a_later_version_holds_for_later_reports() {
    let text = contract("markant").source.clone();
    let later = text.replacen("id        = ", "version = \"2\"\neffective = 2024-01-09\nid        = ", 1);
    let later = later.replace("response   = \"4h\"", "response   = \"1h\"");
    let first = SourceFile::user("markant.toml", text);
    let book = Book::new(built_in_calendars(), [first, SourceFile::user("markant-2.toml", later)]);
    assert!(book.problems().is_empty(), "{:?}", book.problems());
    let due = |at: &str| {
        let holds = book.for_report("markant", moment(&contract("markant"), at)).unwrap().clone();
        let case: Case = reported(("markant", "standard", "serious"), "phone", at);
        let case = Case { contract: holds, ..case };
        case.due("response", at).unwrap()
    };
    assert_eq!(due("2024-01-08 10:00"), "2024-01-08 14:00");
    assert_eq!(due("2024-01-08 23:59"), "2024-01-09 12:00");
    assert_eq!(due("2024-01-09 10:00"), "2024-01-09 11:00");
    assert_eq!(book.of_version("markant", "").unwrap().version, "");
}
