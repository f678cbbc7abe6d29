//! Being told of what came in: letters that wait in the inbox, and tickets that have to be phoned.

use std::time::Duration;

use frist::desk::{Change, Desk, LocalDesk, Request};
use frist::domain::alert::{AlertRules, UnverifiedLimit};
use frist::domain::ledger::{InboxLetter, LedgerFact, LedgerRecordId, LetterOutcome, Organisation};
use frist::domain::letter::{Trust, Verdict};
use frist::domain::ticket::{AlertPoint, EventData, NewTicket, event, say};
use frist::domain::time::Instant;
use frist::tui::run::ShellEffect;
use frist_testkit::letters::{head, mailbox};

use crate::at_desk::{AtDesk, MONDAY, happen, log, new};
use crate::people::enter;

fn now() -> Instant {
    Instant::parse(MONDAY).unwrap()
}

/// Returns a letter of somebody at Acme that was received at `received`.
fn letter(received: Instant, trust: Trust) -> InboxLetter {
    let mut head = head(mailbox("Kari Nord", "kari@acme.example"), "Scanners are down");
    head.trust = trust;
    InboxLetter { head, received, ..InboxLetter::default() }
}

fn put(desk: &LocalDesk, letter: InboxLetter) -> LedgerRecordId {
    enter(desk, LedgerFact::Letter(Box::new(letter)))
}

/// Opens a desk whose customer Acme is under Markant's standard plan, where a serious ticket has four hours to be answered and a
/// critical one has to be phoned.
fn desk() -> AtDesk {
    AtDesk::with(MONDAY, 220, 24, |desk| {
        let (names, domains) = (vec!["Acme AS".to_owned()], vec!["acme.example".to_owned()]);
        let (contract, plan) = (Some("markant".to_owned()), Some("standard".to_owned()));
        enter(
            desk,
            LedgerFact::Organisation(Box::new(Organisation {
                names,
                domains,
                contract,
                plan,
                ..Organisation::default()
            })),
        );
    })
}

/// Returns what the ledger has of alerts of letters: the letters and the points of each.
fn kept(desk: &AtDesk) -> Vec<(usize, Vec<AlertPoint>)> {
    let ledger = desk.desk.ledger();
    let told = ledger.facts().filter_map(|(_, fact)| fact.letter_alert());
    told.map(|told| (told.letters.len(), told.letters.iter().flat_map(|letter| letter.points.clone()).collect()))
        .collect()
}

fn bells(desk: &AtDesk) -> usize {
    desk.screen.performed().iter().filter(|effect| **effect == ShellEffect::Bell).count()
}

/// Says what becomes of a letter.
fn settle(desk: &AtDesk, id: LedgerRecordId, outcome: LetterOutcome) {
    let letter = desk.desk.ledger().get(id).unwrap().fact.as_ref().unwrap().letter().unwrap().clone();
    let fact = Some(Box::new(LedgerFact::Letter(Box::new(InboxLetter { outcome: Some(outcome), ..letter }))));
    desk.desk.commit(Request::new("agent1", vec![Change::Enter { entry: Some(id), revision: None, fact }])).unwrap();
}

const WAITS: &str = "letter from kari@acme.example “Scanners are down” waits";

#[test]
fn a_letter_that_comes_in_is_told_with_what_it_could_be_and_whom_to_call() {
    let mut desk = desk();
    desk.alert(AlertRules::default());
    put(&desk.desk, letter(now(), Trust::Verified));
    desk.told().sees(&format!("{WAITS}; 4h00 left if Serious at Markant, due today 14:00"));
    desk.sees("to be phoned if Critical, call 53 00 30 00");
    assert_eq!((kept(&desk), bells(&desk)), (vec![(1, vec![])], 1));
    // Three quarters of four hours, and a quarter of an hour before they are over.
    desk.pass(3 * 3600).sees("1h00 left if Serious").pass(2700).sees("15m left if Serious");
    desk.pass(900).sees("due now if Serious").pass(1).sees("overdue by 1m if Serious");
    desk.pass(30 * 86_400);
    let points = [AlertPoint::Part(75), AlertPoint::Before(900), AlertPoint::Due, AlertPoint::Breach];
    let told: Vec<AlertPoint> = kept(&desk).into_iter().flat_map(|(_, points)| points).collect();
    assert_eq!((told.as_slice(), bells(&desk)), (points.as_slice(), 5));
}

#[test]
fn it_is_told_once_whoever_has_the_store_and_as_missed_where_nobody_had() {
    let mut desk = desk();
    put(&desk.desk, letter(now(), Trust::Verified));
    desk.pass(3 * 3600 + 600);
    desk.alert(AlertRules::default()).sees("50m left if Serious").sees("missed while no frist was open");
    assert_eq!(kept(&desk), [(1, vec![AlertPoint::Part(75)])]);
    for _ in 0..2 {
        desk.alert(AlertRules::default());
    }
    assert_eq!((kept(&desk).len(), bells(&desk)), (1, 1));
    desk.pass(2100).sees("15m left if Serious").sees_not("missed");
}

#[test]
fn one_that_is_taken_joined_or_dropped_is_told_no_more() {
    for outcome in [LetterOutcome::Dropped, LetterOutcome::Blocked] {
        let mut desk = desk();
        desk.alert(AlertRules::default());
        let id = put(&desk.desk, letter(now(), Trust::Verified));
        desk.told();
        settle(&desk, id, outcome);
        desk.told().pass(86_400);
        assert_eq!(kept(&desk), [(1, vec![])]);
        assert_eq!(desk.alerts_rest(), Some(Duration::MAX));
    }
    let mut desk = desk();
    desk.alert(AlertRules::default());
    let list = put(&desk.desk, {
        let mut list = letter(now(), Trust::Verified);
        list.head.verdict = Verdict::List;
        list
    });
    desk.told().pass(86_400);
    assert_eq!(kept(&desk), [], "nobody is told of {list}, which a list wrote");
}

#[test]
fn what_it_could_be_follows_its_senders_agreement() {
    let mut desk = AtDesk::at(MONDAY, 220, 24);
    desk.alert(AlertRules::default());
    put(&desk.desk, letter(now(), Trust::Verified));
    // Under the plan with the shortest times of all agreements it would have an hour, and nobody knows whom to call.
    desk.told().sees(&format!("{WAITS}; 1h00 left if Serious at Markant, due today 11:00")).sees_not("call ");
    let (names, domains) = (vec!["Acme AS".to_owned()], vec!["acme.example".to_owned()]);
    let (contract, plan) = (Some("markant".to_owned()), Some("standard".to_owned()));
    enter(
        &desk.desk,
        LedgerFact::Organisation(Box::new(Organisation { names, domains, contract, plan, ..Organisation::default() })),
    );
    desk.told().pass(3600);
    assert_eq!(kept(&desk), [(1, vec![])]);
    desk.pass(2 * 3600).sees("1h00 left if Serious at Markant").sees_not("missed");
}

#[test]
fn letters_of_unverified_senders_are_told_together_and_after_twenty_an_hour_summed_up() {
    let mut desk = desk();
    desk.alert(AlertRules::default());
    let flood = |desk: &mut AtDesk, count: usize| {
        for _ in 0..count {
            put(&desk.desk, letter(desk.desk.now(), Trust::Unknown));
        }
        desk.told();
    };
    flood(&mut desk, 5);
    desk.sees(&format!("unverified {WAITS}")).sees("4 more letters wait");
    desk.pass(60);
    flood(&mut desk, 20);
    desk.sees("14 more letters wait; 5 more unverified letters wait");
    assert_eq!((kept(&desk).iter().map(|(letters, _)| letters).sum::<usize>(), bells(&desk)), (25, 2));
    // From now on nobody is disturbed for each, but hears how many there are.
    desk.pass(60);
    (0..9).for_each(|_| {
        flood(&mut desk, 3);
        desk.pass(10);
    });
    assert_eq!(bells(&desk), 2);
    desk.pass(UnverifiedLimit::HOLD - 90).sees("27 more unverified letters wait");
    assert_eq!((kept(&desk).iter().map(|(letters, _)| letters).sum::<usize>(), bells(&desk)), (52, 3));
    // Another process that has the store knows of them, and of how many were told this hour.
    desk.alert(AlertRules::default());
    flood(&mut desk, 1);
    assert_eq!(bells(&desk), 3);
    // One that is proven comes through.
    put(&desk.desk, letter(desk.desk.now(), Trust::Verified));
    desk.told().sees(&format!(" {WAITS}")).sees_not(&format!("unverified {WAITS}"));
    assert_eq!(bells(&desk), 4);
}

#[test]
fn a_quiet_desk_with_many_letters_wakes_no_more_often_than_an_empty_one() {
    let mut desk = desk();
    let old = now().plus(-40 * 86_400);
    let letters = (0..2_000).map(|second| letter(old.plus(second), Trust::Verified));
    let enter = |letter| Change::Enter {
        entry: None,
        revision: None,
        fact: Some(Box::new(LedgerFact::Letter(Box::new(letter)))),
    };
    let changes: Vec<Change> = letters.map(enter).collect();
    for some in changes.chunks(500) {
        desk.desk.commit(Request::new("frist", some.to_vec())).unwrap();
    }
    desk.alert(AlertRules::default());
    assert_eq!(desk.alerts_rest(), Some(Duration::MAX));
    assert_eq!(kept(&desk), []);
}

#[test]
fn a_critical_ticket_by_a_letter_is_told_with_the_number_to_call_until_it_is_phoned() {
    let mut desk = desk();
    desk.alert(AlertRules::default());
    let id = log(&desk.desk, "frist", new("markant", "standard", "critical", "email", "Shop down"));
    desk.told().sees("! #1 Markant Critical “Shop down”: to be phoned, call 53 00 30 00");
    let record = desk.desk.record(id).unwrap().unwrap();
    let alert = record.events.iter().find(|event| event.alert().is_some()).unwrap();
    assert_eq!(say(alert, &record.events), "alert: to be phoned, call 53 00 30 00");
    desk.pass(86_400);
    assert_eq!(bells(&desk), 1);
    happen(&desk.desk, "agent1", id, EventData::Reported(event::Reported { channel: "phone".to_owned() }));
    desk.told().pass(5400).sees("response has used 75 % of its time");
}

#[test]
fn a_ticket_whose_severity_is_raised_to_one_that_has_to_be_phoned_is_told() {
    let mut desk = desk();
    desk.alert(AlertRules::default());
    let minor = NewTicket { reported: Some(now().plus(-7200)), ..new("markant", "standard", "minor", "email", "Slow") };
    let id = log(&desk.desk, "agent1", minor);
    desk.told().sees_not("to be phoned, call");
    let raised = event::SeveritySet { severity: "critical".to_owned() };
    happen(&desk.desk, "agent1", id, EventData::SeveritySet(raised));
    desk.told().sees("#1 Markant Critical “Slow”: to be phoned, call 53 00 30 00");
}
