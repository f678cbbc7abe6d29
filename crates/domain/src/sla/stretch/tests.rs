use std::sync::Arc;

use proptest::prelude::*;

use crate::contract::{Book, Contract, Pause, TargetKind, read_internal_targets};
use crate::sla::fixture::{EIGHT, TicketCase, contract, reported};
use crate::sla::{Target, TargetState, overrun};
use crate::ticket::{EventData, check_event, event};
use crate::time::Instant;

use TargetKind::{Acknowledge, Correction, Fix, Response, RootCause, Update, WorkStart, Workaround};

const CLOSED: EventData = EventData::Closed(event::Closed { reason: None, words: None });

fn word(text: &str) -> EventData {
    EventData::Note(event::Note { text: text.into(), to_customer: true })
}

fn explained() -> EventData {
    EventData::RootCauseExplained(event::RootCauseExplained { text: Some("a full disk".into()) })
}

fn severity(id: &str) -> EventData {
    EventData::SeveritySet(event::SeveritySet { severity: id.into() })
}

fn retracted(event: u32) -> EventData {
    EventData::Retracted(event::Retracted { event })
}

/// Returns a critical ticket that came on Monday 8 January 2024 at 09:00.
fn monday(events: &[(&str, EventData)]) -> TicketCase {
    let case = reported(&contract(EIGHT), ("premium", "critical"), "phone", "2024-01-08 09:00");
    told(case, events)
}

fn told(case: TicketCase, events: &[(&str, EventData)]) -> TicketCase {
    events.iter().fold(case, |case, (at, what)| case.then(&day(at), what.clone()))
}

/// Returns `2024-01-08 09:00` for `08 09:00`.
fn day(at: &str) -> String {
    format!("2024-01-{at}")
}

/// Returns when that target is due, as `08 10:00`, or what it waits for.
fn due(case: &TicketCase, kind: TargetKind, now: &str) -> String {
    let target = case.target(kind, &day(now));
    match target.waits_for() {
        Some(from) => format!("waits for {}", from.key()),
        None => case.due(kind, &day(now)).replace("2024-01-", ""),
    }
}

fn stands(case: &TicketCase, kind: TargetKind, now: &str) -> String {
    case.stands(kind, &day(now))
}

fn update(case: &TicketCase, now: &str) -> Target {
    case.target(Update, &day(now))
}

/// Returns the seconds by which each missed update was late.
fn late(case: &TicketCase, now: &str) -> Vec<i64> {
    update(case, now).missed.iter().map(|missed| missed.over.secs()).collect()
}

#[test]
fn every_kind_counts_on_a_ticket_in_the_order_of_the_format() {
    let case = monday(&[]);
    let sla = case.row(&day("08 09:10")).sla.unwrap();
    assert_eq!(sla.targets.iter().map(|target| target.kind).collect::<Vec<_>>(), TargetKind::ALL);
    let dues = TargetKind::ALL.map(|kind| due(&case, kind, "08 09:10"));
    let expected =
        ["08 10:00", "09 16:00", "08 11:00", "08 10:00", "08 13:00", "waits for response", "15 09:00", "waits for fix"];
    assert_eq!(dues, expected);
    let minor = reported(&case.contract, ("premium", "minor"), "phone", "2024-01-08 09:00");
    let kinds: Vec<_> = minor.row(&day("08 09:10")).sla.unwrap().targets.iter().map(|target| target.kind).collect();
    assert_eq!(kinds, [Response, Update]);
}

#[test]
fn each_kind_is_met_by_its_own_event_in_time_or_late() {
    let fixed = || EventData::Fixed;
    for (kind, what, in_time, too_late) in [
        (Acknowledge, EventData::ReceiptConfirmed, "08 10:00", "08 10:00:01"),
        // Whatever the customer is told tells that the report has come.
        (Acknowledge, EventData::Responded, "08 09:10", "08 11:00"),
        (Acknowledge, word("we have it"), "08 09:10", "08 11:00"),
        (Response, EventData::Responded, "10 08:00", "10 08:00:01"),
        (WorkStart, EventData::WorkStarted, "08 11:00", "08 11:00:01"),
        (Workaround, EventData::WorkaroundGiven, "08 13:00", "08 13:00:01"),
        // Nobody needs a workaround any more.
        (Workaround, fixed(), "08 12:00", "08 13:30"),
        (Fix, fixed(), "15 09:00", "15 09:00:01"),
    ] {
        let case = monday(&[(in_time, what.clone())]);
        assert_eq!(case.target(kind, "2024-01-31 12:00").state, TargetState::Met, "{kind:?} {what:?}");
        let case = monday(&[(too_late, what.clone())]);
        assert_eq!(case.target(kind, "2024-01-31 12:00").state, TargetState::MetLate, "{kind:?} {what:?}");
        assert!(case.target(kind, &day(in_time)).met.is_some(), "{kind:?}");
        let without = monday(&[]).target(kind, "2024-01-31 12:00");
        assert_eq!((without.state, without.met), (TargetState::Breached, None), "{kind:?}");
    }
    // What meets one is nothing to the others.
    let case = monday(&[("08 09:30", EventData::WorkaroundGiven)]);
    assert_eq!(case.target(Fix, &day("08 10:00")).met, None);
    let case = monday(&[("08 09:30", EventData::WorkStarted)]);
    assert_eq!(case.target(Acknowledge, &day("08 09:40")).met, None);
}

#[test]
fn what_counts_from_another_target_begins_when_that_is_met_and_waits_again_when_it_is_not() {
    let case = monday(&[("08 09:20", EventData::Responded)]);
    assert_eq!(due(&case, Correction, "08 10:00"), "09 09:20");
    let case = case.then(&day("08 10:00"), EventData::Fixed);
    assert_eq!(
        (due(&case, RootCause, "08 11:00"), stands(&case, Correction, "08 11:00").as_str()),
        ("15 10:00".into(), "met (met today 10:00)")
    );
    // The fix did not hold: as though there had been none.
    let again = case.clone().then(&day("09 09:00"), EventData::Reopened);
    assert_eq!(due(&again, RootCause, "09 10:00"), "waits for fix");
    assert_eq!(stands(&again, RootCause, "09 10:00"), "none (counts from the fix, which is not met yet)");
    assert_eq!(again.target(Fix, &day("09 10:00")).met, None);
    let refixed = again.then(&day("09 11:00"), EventData::Fixed);
    assert_eq!(due(&refixed, RootCause, "09 12:00"), "16 11:00");
    // Undone, it waits as before.
    let undone = case.then(&day("08 10:30"), retracted(3));
    assert_eq!(due(&undone, RootCause, "08 11:00"), "waits for fix");
    assert_eq!(
        crate::sla::state_in_words(&undone.row(&day("08 11:00")), &undone.target(RootCause, &day("08 11:00"))),
        "waits for fix"
    );
}

#[test]
fn the_root_cause_counts_on_after_the_fix_until_it_is_explained() {
    let case = monday(&[("08 09:20", EventData::Responded), ("08 10:00", EventData::Fixed)]);
    let next = |case: &TicketCase, now: &str| case.row(&day(now)).next().map(|target| target.kind);
    assert_eq!(next(&case, "08 10:05"), Some(Update));
    assert_eq!(stands(&case, RootCause, "15 10:00:01"), "breached (overdue by 1m)");
    let known = case.clone().then(&day("12 09:00"), explained());
    assert_eq!(stands(&known, RootCause, "15 12:00"), "met (met Fri 12 09:00)");
    // It is a word to the customer as well.
    assert_eq!(due(&known, Update, "12 09:10"), "12 10:00");
    let at = |case: &TicketCase, text: &str| case.at(&day(text));
    let close = |case: &TicketCase, now: &str| {
        let row = case.row(&day(now));
        check_event(&row.ticket, row.contract.as_deref(), &CLOSED, at(case, now), at(case, now))
            .map_err(|no| no.to_string())
    };
    let owed = "#1 still has to meet its root cause; record that the cause was explained first (root-cause)";
    assert_eq!(close(&case, "08 11:00"), Err(owed.to_owned()));
    assert_eq!(close(&known, "12 11:00"), Ok(()), "an update is never owed at the end");
    assert_eq!(
        close(&monday(&[]), "08 11:00"),
        Err("#1 still has to meet its acknowledgement; acknowledge the report first (acknowledge)".to_owned())
    );
}

#[test]
fn each_word_to_the_customer_begins_the_next_update() {
    let case = monday(&[]);
    assert_eq!(
        (due(&case, Update, "08 09:30"), stands(&case, Update, "08 09:30")),
        ("08 10:00".into(), "running ()".into())
    );
    assert_eq!(stands(&case, Update, "08 10:10"), "breached (overdue by 10m)");
    for what in [word("soon"), EventData::Responded, EventData::ReceiptConfirmed, explained()] {
        let case = monday(&[("08 09:45", what.clone())]);
        assert_eq!(due(&case, Update, "08 10:10"), "08 10:45", "{what:?}");
        assert_eq!(
            (update(&case, "08 10:10").state, late(&case, "08 10:10")),
            (TargetState::Running, vec![]),
            "{what:?}"
        );
    }
    let inward = monday(&[("08 09:45", EventData::Note(event::Note { text: "hm".into(), to_customer: false }))]);
    assert_eq!(due(&inward, Update, "08 09:50"), "08 10:00");
    // Support closes at 16:00: half an hour on Friday, half on Monday.
    let weekend = monday(&[("12 15:30", word("soon"))]);
    assert_eq!(due(&weekend, Update, "13 12:00"), "15 08:30");
    assert!(
        stands(&weekend, Update, "13 12:00").starts_with("stopped (opens Mon"),
        "{}",
        stands(&weekend, Update, "13 12:00")
    );
}

#[test]
fn a_gap_that_went_past_its_last_moment_stays_a_missed_update() {
    let case = monday(&[("08 09:45", word("soon")), ("08 11:00", word("still at it"))]);
    assert_eq!((due(&case, Update, "08 11:30"), late(&case, "08 11:30")), ("08 12:00".into(), vec![900]));
    assert_eq!(stands(&case, Update, "08 11:30"), "running (1 update missed)");
    assert_eq!(stands(&case, Update, "08 12:30"), "breached (overdue by 30m; 1 update missed)");
    let (contract, open) = (&case.contract, update(&case, "08 11:30"));
    assert_eq!(
        (open.is_broken(), overrun(contract, &open).secs(), overrun(contract, &update(&case, "08 12:30")).secs()),
        (true, 900, 1800)
    );
    assert!(case.row(&day("08 11:30")).sla.unwrap().is_broken());
    let why = case.why(Update, &day("08 11:30"));
    assert!(why.contains("It counts from the last word to the customer, Mon 8 Jan 2024 11:00"), "{why}");
    assert!(
        why.contains(
            "The update that was due Mon 8 Jan 2024 10:45 was missed: the customer had word Mon 8 Jan 2024 11:00"
        ),
        "{why}"
    );
    // A word at closing time until the next opening is in time.
    let night =
        monday(&[("08 09:30", word("a")), ("08 10:30", word("b")), ("08 15:00", word("c")), ("09 08:00", word("d"))]);
    assert_eq!(late(&night, "09 08:10"), [12_600]);
}

#[test]
fn the_closing_ends_the_updates_as_they_are() {
    let in_time = monday(&[("08 09:45", word("soon")), ("08 10:45", CLOSED)]);
    assert_eq!(stands(&in_time, Update, "09 12:00"), "met (met until yesterday 10:45)");
    let late_once = monday(&[("08 10:15", word("soon")), ("08 10:45", CLOSED)]);
    assert_eq!(stands(&late_once, Update, "09 12:00"), "met_late (1 update missed)");
    let at_the_end = monday(&[("08 09:45", word("soon")), ("08 11:45", CLOSED)]);
    assert_eq!(
        (stands(&at_the_end, Update, "09 12:00"), late(&at_the_end, "09 12:00")),
        ("met_late (1 update missed)".into(), vec![3600])
    );
    assert!(at_the_end.why(Update, &day("09 12:00")).contains("was missed: it ended Mon 8 Jan 2024 11:45"));
    // What is written down behind the closing changes nothing; reopened, the next word is owed from then on.
    let noted = late_once.then(&day("08 15:00"), word("as agreed"));
    assert_eq!(late(&noted, "09 12:00"), [900]);
    let reopened = in_time.then(&day("08 12:00"), EventData::Reopened);
    assert_eq!(
        (due(&reopened, Update, "08 12:10"), stands(&reopened, Update, "08 12:10")),
        ("08 13:00".into(), "running ()".into())
    );
}

#[test]
fn a_word_that_is_entered_late_or_retracted_counts_where_it_happened() {
    let late_entry = monday(&[("08 11:00", word("b")), ("08 09:50", word("a"))]);
    assert_eq!((late(&late_entry, "08 11:10"), due(&late_entry, Update, "08 11:10")), (vec![600], "08 12:00".into()));
    let gone = late_entry.then(&day("08 11:20"), retracted(3));
    assert_eq!(late(&gone, "08 11:20"), [3600]);
    let none = gone.then(&day("08 11:25"), retracted(2));
    assert_eq!(
        (late(&none, "08 11:30"), stands(&none, Update, "08 11:30")),
        (vec![], "breached (overdue by 1h30)".into())
    );
}

#[test]
fn another_severity_moves_the_next_update_and_leaves_what_was_missed() {
    let milder = monday(&[("08 09:30", severity("minor"))]);
    assert_eq!(due(&milder, Update, "08 09:40"), "08 13:00");
    // Broken before the change, it stays broken until the customer has word.
    let broken = monday(&[("08 10:30", severity("minor"))]);
    assert_eq!(
        (due(&broken, Update, "08 10:40"), update(&broken, "08 10:40").state),
        ("08 10:00".into(), TargetState::Breached)
    );
    let told = broken.then(&day("08 11:00"), word("a"));
    assert_eq!((due(&told, Update, "08 11:10"), late(&told, "08 11:10")), ("08 15:00".into(), vec![3600]));
    // Where none is promised any more, what was missed still stands.
    let without = monday(&[("08 10:15", word("a")), ("08 10:20", severity("none"))]);
    assert_eq!(
        (stands(&without, Update, "08 12:00"), late(&without, "08 12:00")),
        ("met_late (1 update missed)".into(), vec![900])
    );
    let never = monday(&[("08 09:50", word("a")), ("08 10:20", severity("none"))]);
    assert!(never.row(&day("08 12:00")).sla.unwrap().target(Update).is_none());
    // A sharper severity: the deadline that lies before the change is broken by it.
    let minor = reported(&contract(EIGHT), ("premium", "minor"), "phone", "2024-01-08 09:00");
    let sharper = minor.then(&day("08 11:00"), severity("critical"));
    assert_eq!(
        (update(&sharper, "08 11:00").state, due(&sharper, Update, "08 11:00")),
        (TargetState::Breached, "08 10:00".into())
    );
}

/// The deadline that lies before the change is breached at the moment of the change, not earlier.
#[test]
fn an_update_that_a_change_broke_is_late_from_the_change_on() {
    let minor = reported(&contract(EIGHT), ("premium", "minor"), "phone", "2024-01-08 09:00");
    let sharper = minor.then(&day("08 12:30"), severity("critical")).then(&day("08 12:40"), word("a"));
    let [missed] = update(&sharper, "08 12:45").missed.try_into().unwrap();
    assert_eq!((missed.over.secs(), missed.changed), (600, Some(sharper.at(&day("08 12:30")))));
    assert_eq!((missed.due, missed.late_from()), (sharper.at(&day("08 10:00")), sharper.at(&day("08 12:30"))));
    let why = sharper.why(Update, &day("08 12:45"));
    assert!(
        why.contains(
            "The update that was due Mon 8 Jan 2024 10:00 was missed: the change of its terms on Mon 8 Jan 2024 12:30 broke \
             it, not earlier; the customer had word Mon 8 Jan 2024 12:40"
        ),
        "{why}"
    );
    let ordinary = monday(&[("08 10:15", word("a"))]);
    assert_eq!(update(&ordinary, "08 10:20").missed[0].changed, None);
}

#[test]
fn what_came_back_begins_every_target_anew() {
    let first = [("08 09:20", EventData::Responded), ("08 10:40", EventData::Fixed), ("08 10:50", explained())];
    let case = monday(&first).then(&day("09 09:00"), EventData::CameBack);
    let dues = TargetKind::ALL.map(|kind| due(&case, kind, "09 09:10"));
    let expected =
        ["09 10:00", "10 16:00", "09 11:00", "09 10:00", "09 13:00", "waits for response", "16 09:00", "waits for fix"];
    assert_eq!(dues, expected);
    let rounds = case.row(&day("09 09:10")).earlier_rounds();
    let of = |kind| rounds[0].sla.as_ref().unwrap().target(kind).unwrap().clone();
    assert_eq!((of(RootCause).state, of(Fix).state), (TargetState::Met, TargetState::Met));
    assert_eq!(of(Update).missed.len(), 2, "09:20 to 10:50 was too long, and so was 10:50 to the coming back");
    assert!(update(&case, "09 09:10").missed.is_empty(), "that is the first round's");
    assert_eq!(due(&case.then(&day("09 09:30"), word("we see it again")), Update, "09 09:40"), "09 10:30");
}

/// The fix did not hold, so what was explained with it was not the cause.
#[test]
fn the_explanation_goes_with_the_fix_that_did_not_hold() {
    let before = monday(&[("08 09:20", EventData::Responded)]);
    let no = |case: &TicketCase, at: &str| {
        let row = case.row(&day(at));
        let moment = case.at(&day(at));
        check_event(&row.ticket, row.contract.as_deref(), &explained(), moment, moment).map_err(|no| no.to_string())
    };
    let owed = "#1 is not fixed, and its root cause counts from the fix; record the fix first (fix), or tell the customer \
                what is known so far (update)";
    assert_eq!(no(&before, "08 09:50"), Err(owed.to_owned()));
    let known = before.then(&day("08 10:00"), EventData::Fixed).then(&day("08 10:30"), explained());
    let again = known.clone().then(&day("08 12:00"), EventData::Reopened);
    assert_eq!(stands(&again, RootCause, "08 12:10"), "none (counts from the fix, which is not met yet)");
    assert_eq!(no(&again, "08 12:10"), Err(owed.to_owned()));
    let refixed = again.then(&day("08 13:00"), EventData::Fixed);
    assert_eq!((no(&refixed, "08 13:10"), due(&refixed, RootCause, "08 13:10").as_str()), (Ok(()), "15 13:00"));
    let told = refixed.then(&day("08 13:30"), explained());
    assert_eq!(stands(&told, RootCause, "08 14:00"), "met (met today 13:30)");
    // Undone, the first explanation is there again.
    let undone = known.then(&day("08 12:00"), EventData::Reopened).then(&day("08 12:05"), retracted(5));
    assert_eq!(stands(&undone, RootCause, "08 12:10"), "met (met today 10:30)");
    // It came back: what is explained belongs to the new round, and to its fix.
    let back = monday(&[("08 10:00", EventData::Fixed), ("08 12:00", EventData::CameBack)]);
    assert_eq!(no(&back, "08 12:10"), Err(owed.to_owned()));
    // Nothing is promised for the minor one that counts from the fix.
    assert_eq!(no(&back.then(&day("08 12:20"), severity("minor")), "08 12:30"), Ok(()));
}

#[test]
fn coming_back_ends_the_round_and_what_is_open_in_it_does_not_count() {
    let case = monday(&[("08 09:50", EventData::Fixed), ("08 10:00", word("a")), ("08 10:30", EventData::CameBack)]);
    let [round] = case.row(&day("20 09:10")).earlier_rounds().try_into().unwrap();
    let of = |kind| round.sla.as_ref().unwrap().target(kind).unwrap().clone();
    assert_eq!((of(Update).state, of(Update).met), (TargetState::Met, Some(case.at(&day("08 10:30")))));
    assert_eq!(crate::sla::state_in_words(&round, &of(RootCause)), "not counted");
    assert!(!of(RootCause).is_unmet() && !of(RootCause).is_broken());
    // A response of before counts as running in figures, as it always did.
    assert_eq!(of(Response).state, TargetState::Running);
    assert_eq!(
        crate::sla::reason(&round, &of(RootCause), case.contract.zone, case.at(&day("08 10:30"))),
        "not counted: it came back first"
    );
    // What was broken by then stays so.
    let late = monday(&[("08 09:50", EventData::Fixed), ("30 10:30", EventData::CameBack)]);
    let [round] = late.row(&day("30 10:40")).earlier_rounds().try_into().unwrap();
    let states = [Update, RootCause].map(|kind| round.sla.as_ref().unwrap().target(kind).unwrap().state);
    assert_eq!(states, [TargetState::MetLate, TargetState::Breached]);
}

#[test]
fn while_it_was_closed_no_update_was_owed() {
    let first = [("08 09:20", EventData::Responded), ("08 09:40", EventData::Fixed), ("08 09:50", CLOSED)];
    let again = monday(&first).then(&day("08 14:00"), EventData::Reopened);
    assert_eq!((due(&again, Update, "08 14:10"), late(&again, "08 14:10")), ("08 15:00".into(), vec![]));
    let why = again.why(Update, &day("08 14:10"));
    assert!(why.contains("It counts from when it was reopened, Mon 8 Jan 2024 14:00"), "{why}");
    assert_eq!(stands(&again, Update, "08 15:30"), "breached (overdue by 30m)");
    let told = again.clone().then(&day("08 15:30"), word("a"));
    assert_eq!((due(&told, Update, "08 15:40"), late(&told, "08 15:40")), ("09 08:30".into(), vec![1800]));
    // What was too late before the closing stays missed.
    let missed = monday(&[("08 09:20", EventData::Responded), ("08 10:40", EventData::Fixed), ("08 10:50", CLOSED)]);
    let missed = missed.then(&day("08 14:00"), EventData::Reopened);
    assert_eq!(late(&missed, "08 14:10"), [1800]);
    // Fixed and not closed, the customer is still owed a word.
    let open = monday(&first[..2]).then(&day("08 14:00"), EventData::Reopened);
    assert_eq!((due(&open, Update, "08 14:10"), late(&open, "08 14:10")), ("08 10:20".into(), vec![]));
}

#[test]
fn what_waiting_stops_is_named_where_it_is_open() {
    let on = EventData::waiting(Pause::WaitingCustomer);
    let says = |case: &TicketCase, at: &str| {
        let row = case.row(&day(at));
        (crate::sla::pause_means(&row, Pause::WaitingCustomer), crate::sla::waiting_in_brief(&row).unwrap_or_default())
    };
    let waits = monday(&[("08 09:20", on.clone())]);
    let (means, brief) = says(&waits, "08 09:30");
    assert_eq!(means, "the clock of the update is paused until it is resumed");
    assert_eq!(brief, "waiting on the customer, the clock of the update is paused");
    let nothing = monday(&[("08 09:10", severity("none")), ("08 09:20", on)]);
    assert_eq!(says(&nothing, "08 09:30").0, "the clock runs on: none of the open targets is paused");
}

#[test]
fn a_pause_stops_the_updates_alone_and_an_exclusion_all() {
    let waited = monday(&[("08 09:20", EventData::waiting(Pause::WaitingCustomer)), ("08 12:00", EventData::Resumed)]);
    assert_eq!([Update, WorkStart].map(|kind| due(&waited, kind, "08 12:10")), ["08 12:40", "08 11:00"]);
    assert_eq!(late(&waited.then(&day("08 12:40"), word("a")), "08 12:45"), [0_i64; 0]);
    let cause = EventData::Excluded(event::Excluded { cause: "customer".into(), words: None });
    let out = monday(&[("08 10:30", word("a")), ("08 11:00", cause)]);
    let states = TargetKind::ALL.map(|kind| out.target(kind, &day("08 12:00")).state);
    assert!(states.iter().all(|state| *state == TargetState::Excluded), "{states:?}");
    assert!(!out.row(&day("08 12:00")).sla.unwrap().is_broken());
    let back = out.then(&day("08 11:10"), EventData::Included);
    assert_eq!(stands(&back, Update, "08 11:12"), "running (1 update missed)");
}

/// A report that does not start the vendor's clocks still has a customer behind it.
#[test]
fn the_desks_own_update_counts_from_any_report_until_it_is_fixed() {
    let contract = contract(EIGHT);
    let book = |contract: &Arc<Contract>| {
        let settings = "[internal_targets.markant]\nupdate = \"30m\"\n";
        let (house, problems) = read_internal_targets("c.toml", settings, &Book::built_in());
        assert_eq!(problems, []);
        let mut contract = Contract::clone(contract);
        contract.house = house.of("markant").unwrap().clone();
        Arc::new(contract)
    };
    let case = reported(&book(&contract), ("premium", "minor"), "email", "2024-01-08 09:00");
    let own = |case: &TicketCase, now: &str| case.row(&day(now)).sla.unwrap().internal_target(Update).unwrap().clone();
    assert_eq!(case.target(Update, &day("08 09:10")).state, TargetState::NoClock);
    assert_eq!(own(&case, "08 09:10").due, Some(case.at(&day("08 09:30"))));
    assert_eq!(own(&case, "08 09:40").state, TargetState::Breached);
    let fixed = case.then(&day("08 09:25"), EventData::Fixed);
    assert_eq!(
        (own(&fixed, "08 12:00").state, own(&fixed, "08 12:00").words()),
        (TargetState::Met, "internal update".to_owned())
    );
    // The critical one has the vendor's beside it, which goes on.
    let both = reported(&book(&contract), ("premium", "critical"), "phone", "2024-01-08 09:00")
        .then(&day("08 09:25"), EventData::Fixed);
    assert_eq!(
        (own(&both, "08 09:40").state, update(&both, "08 09:40").state),
        (TargetState::Met, TargetState::Running)
    );
}

/// Of agreements without the new kinds nothing is counted that was not before.
#[test]
fn only_what_is_promised_is_worked_out() {
    let promised = |id: &str, severity: &str| {
        let case = reported(&crate::sla::fixture::built_in(id), ("standard", severity), "phone", "2024-01-08 09:00");
        let row = case.row(&day("08 10:00"));
        super::promised_kinds(&row.ticket, row.contract.as_ref().unwrap(), false)
    };
    let kinds = |any: [bool; 8]| {
        TargetKind::ALL.into_iter().zip(any).filter_map(|(kind, any)| any.then_some(kind)).collect::<Vec<_>>()
    };
    assert_eq!(kinds(promised("markant", "critical")), [Response, WorkStart]);
    let set = monday(&[("08 09:30", severity("none"))]);
    let row = set.row(&day("08 10:00"));
    assert_eq!(super::promised_kinds(&row.ticket, &set.contract, false), [true; 8], "it was critical before");
    assert_eq!(super::promised_kinds(&row.ticket, &set.contract, true), [false; 8]);
}

proptest! {
    /// On a clock that always runs, an update is missed as often as two words lie further apart than promised, in whatever
    /// order they are entered.
    #[test]
    fn as_many_updates_are_missed_as_gaps_are_too_long(words in prop::collection::vec(1..2_000_i64, 0..12)) {
        let text = EIGHT.replace("update = \"1h\"", "update = { within = \"1h\", clock = \"calendar\" }");
        let mut case = reported(&contract(&text), ("premium", "critical"), "phone", "2024-01-08 09:00");
        let start = case.at("2024-01-08 09:00");
        let at = |minutes: i64| start.plus(minutes * 60);
        let spoken = |happened: Instant| crate::ticket::Event { happened, recorded: at(3_000), by: "anna".into(), what: word("a").into() };
        case.events.extend(words.iter().map(|minutes| spoken(at(*minutes))));
        let mut sorted = words.clone();
        sorted.sort_unstable();
        let gaps = std::iter::once(0).chain(sorted.iter().copied()).zip(&sorted);
        let plain: Vec<i64> = gaps.map(|(from, to)| to - from - 60).filter(|over| *over > 0).map(|over| over * 60).collect();
        let target = case.row_at(at(3_000)).sla.unwrap().target(Update).unwrap().clone();
        prop_assert_eq!(target.missed.iter().map(|missed| missed.over.secs()).collect::<Vec<_>>(), plain);
        prop_assert_eq!(target.due, Some(at(sorted.last().copied().unwrap_or(0) + 60)));
    }
}
