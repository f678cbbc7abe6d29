use insta::assert_snapshot;

use crate::contract::{Book, Pause, TargetKind, read_internal_targets};
use crate::sla::fixture::{PAUSING, built_in, contract, reported, with_hours};
use crate::sla::{Target, TargetState};
use crate::ticket::{EventData, event};

const RESPONSE: TargetKind = TargetKind::Response;
const WORK: TargetKind = TargetKind::WorkStart;
const CORRECTION: TargetKind = TargetKind::Correction;
const CUSTOMER: EventData = EventData::waiting(Pause::WaitingCustomer);
const VENDOR: EventData = EventData::waiting(Pause::WaitingVendor);

#[test]
fn over_a_weekend() {
    let case = reported(&built_in("markant"), ("standard", "critical"), "phone", "2024-01-05 16:00");
    assert_snapshot!(case.why(RESPONSE, "2024-01-05 16:00"), @"
    Response of Markant, Standard, Critical: within 2 h of support time
    Clocks count from the report by phone at Fri 5 Jan 2024 16:00
    State: support closed, opens Mon 08:00
      Fri 5 Jan          closed since 16:00
      Sat 6 – Sun 7 Jan  no support hours
      Mon 8 Jan          08:00–10:00          2h00
    Due Mon 8 Jan 2024 10:00, after 2h00 of support time
    It is breached after that moment
    ");
}

#[test]
fn over_easter_with_the_names_of_the_holidays() {
    let case = reported(&built_in("markant"), ("standard", "serious"), "email", "2024-03-27 15:00");
    assert_snapshot!(case.why(WORK, "2024-04-02 15:30"), @"
    Work start of Markant, Standard, Serious: within 8 h of support time
    Clocks count from the report by email at Wed 27 Mar 2024 15:00
    State: breached, overdue by 30m
      Wed 27 Mar  15:00–16:00                       1h00
      Thu 28 Mar  Maundy Thursday (skjærtorsdag)
      Fri 29 Mar  Good Friday (langfredag)
      Sat 30 Mar  no support hours
      Sun 31 Mar  Easter Sunday (første påskedag)
      Mon 1 Apr   Easter Monday (andre påskedag)
      Tue 2 Apr   08:00–15:00                       7h00, 8h00 so far
    Due Tue 2 Apr 2024 15:00, after 8h00 of support time
    It is breached after that moment
    ");
}

#[test]
fn due_at_closing() {
    let case = reported(&built_in("markant"), ("standard", "critical"), "phone", "2024-01-05 14:00");
    assert_snapshot!(case.why(RESPONSE, "2024-01-06 12:00"), @"
    Response of Markant, Standard, Critical: within 2 h of support time
    Clocks count from the report by phone at Fri 5 Jan 2024 14:00
    State: support closed, due, opens Mon 08:00
      Fri 5 Jan  14:00–16:00   2h00
    Due Fri 5 Jan 2024 16:00, after 2h00 of support time
    Support is closed from then on: it can be met until Mon 8 Jan 2024 08:00, and is breached after that
    ");
}

#[test]
fn with_a_break_at_noon_and_seconds() {
    let contract = with_hours("Europe/Oslo", r#"mon-fri = ["08:00-12:00", "12:30-16:00"]"#);
    let case = reported(&contract, ("only", "one"), "", "2024-01-08 10:00:30");
    assert_snapshot!(case.why(RESPONSE, "2024-01-08 16:00"), @"
    Response of Made, Only, One: within 4 h of support time
    Clocks count from the report at Mon 8 Jan 2024 10:00:30
    State: breached, overdue by 1h30
      Mon 8 Jan  10:00:30–12:00, 12:30–14:30:30   4h00
    Due Mon 8 Jan 2024 14:30:30, after 4h00 of support time
    It is breached after that moment
    ");
}

#[test]
fn three_support_days() {
    let case = reported(&built_in("sesam"), ("partner", "critical"), "email", "2024-01-08 10:00");
    assert_snapshot!(case.why(CORRECTION, "2024-01-08 10:00"), @"
    Correction of SESAM, Partner, Critical: within 3 support days; 10 support days if no workaround is possible
    Clocks count from the report by email at Mon 8 Jan 2024 10:00
    3 support days on from Mon 8 Jan 2024 10:00 is the same time on Thu 11 Jan 2024
    State: running
      Mon 8 Jan   10:00–16:00   6h00
      Tue 9 Jan   08:00–16:00   8h00, 14h00 so far
      Wed 10 Jan  08:00–16:00   8h00, 22h00 so far
      Thu 11 Jan  08:00–10:00   2h00, 24h00 so far
    Due Thu 11 Jan 2024 10:00, after 24h00 of support time
    It is breached after that moment
    ");
}

#[test]
fn three_support_days_from_outside_support_hours() {
    let case = reported(&built_in("sesam"), ("partner", "critical"), "email", "2024-12-22 20:00");
    assert_snapshot!(case.why(CORRECTION, "2024-12-22 20:00"), @"
    Correction of SESAM, Partner, Critical: within 3 support days; 10 support days if no workaround is possible
    Clocks count from the report by email at Sun 22 Dec 2024 20:00
    3 support days on from Mon 23 Dec 2024 08:00 is the same time on Thu 2 Jan 2025
    No support time passes from Mon 30 Dec 2024 16:00 until then
    State: support closed, opens tomorrow 08:00
      Sun 22 Dec           no support hours
      Mon 23 Dec           08:00–16:00                               8h00
      Tue 24 Dec           closed by the agreement
      Wed 25 Dec           Christmas Day (første juledag)
      Thu 26 Dec           Second Day of Christmas (andre juledag)
      Fri 27 Dec           08:00–16:00                               8h00, 16h00 so far
      Sat 28 – Sun 29 Dec  no support hours
      Mon 30 Dec           08:00–16:00                               8h00, 24h00 so far
    Due Mon 30 Dec 2024 16:00, after 24h00 of support time
    Support is closed from then on: it can be met until Thu 2 Jan 2025 08:00, and is breached after that
    ");
}

#[test]
fn fourteen_calendar_days() {
    let case = reported(&contract(PAUSING), ("one", "days"), "", "2024-03-22 16:00");
    assert_snapshot!(case.why(RESPONSE, "2024-03-22 16:00"), @"
    Response of Pausing, One, Days: within 14 calendar days
    Clocks count from the report at Fri 22 Mar 2024 16:00
    14 calendar days on from Fri 22 Mar 2024 16:00 is Fri 5 Apr 2024 16:00
    State: running
    Due Fri 5 Apr 2024 16:00
    It is breached after that moment
    ");
}

#[test]
fn four_hours_of_real_time() {
    let case = reported(&contract(PAUSING), ("one", "hours"), "", "2024-01-05 15:00")
        .then("2024-01-05 18:00", EventData::WorkStarted);
    assert_snapshot!(case.why(WORK, "2024-01-05 18:00"), @"
    Work start of Pausing, One, Hours: within 4 h of real time
    Clocks count from the report at Fri 5 Jan 2024 15:00
    State: met today 18:00
    Due Fri 5 Jan 2024 19:00, after 4h00 of real time
    It would have been breached after that moment
    ");
}

#[test]
fn a_range() {
    let case = reported(&built_in("moocommerce"), ("standard", "serious"), "phone", "2024-01-08 10:00");
    assert_snapshot!(case.why(RESPONSE, "2024-01-08 16:00"), @"
    Response of MooCommerce, Standard, Serious: expected within 6 h, at the latest 8 h of support time
    Clocks count from the report by phone at Mon 8 Jan 2024 10:00
    State: at risk, past the expected time
      Mon 8 Jan  10:00–17:00   7h00
      Tue 9 Jan  09:00–10:00   1h00, 8h00 so far
    Expected Mon 8 Jan 2024 16:00
    Due Tue 9 Jan 2024 10:00, after 8h00 of support time
    It is breached after that moment
    ");
}

#[test]
fn no_clock() {
    let case = reported(&built_in("markant"), ("extended", "critical"), "email", "2024-01-08 10:00");
    assert_snapshot!(case.why(RESPONSE, "2024-01-08 16:00"), @"
    Response of Markant, Extended, Critical: within 30 min of support time
    It has to be phoned in: it came by email only, which does not count
    State: to be phoned
    ");
}

#[test]
fn the_next_release() {
    let mut agreement = built_in("sesam");
    let plans = &mut std::sync::Arc::make_mut(&mut agreement).plans;
    let questions = plans.iter_mut().filter_map(|plan| plan.targets.get_mut("question")?.correction.as_mut());
    questions.for_each(|promise| promise.goal = false);
    let case = reported(&agreement, ("partner", "question"), "email", "2024-01-08 10:00");
    assert_snapshot!(case.why(CORRECTION, "2024-01-08 16:00"), @"
    Correction of SESAM, Partner, Question: with the next release
    Clocks count from the report by email at Mon 8 Jan 2024 10:00
    No release after the report is known; frist release add enters one
    State: next release, no date
    ");
    let known = case.releases(&["2024-01-05", "2024-01-08", "2024-02-15", "2024-04-01"]);
    assert_snapshot!(known.why(CORRECTION, "2024-01-08 16:00"), @"
    Correction of SESAM, Partner, Question: with the next release
    Clocks count from the report by email at Mon 8 Jan 2024 10:00
    The next release after the report is on Thu 15 Feb 2024: due at the end of that day
    State: running
    Due Fri 16 Feb 2024 00:00
    It is breached after that moment
    ");
    assert_eq!(known.stands(CORRECTION, "2024-02-16 00:00"), "at_risk (due now)");
    assert_eq!(known.stands(CORRECTION, "2024-02-16 00:01"), "breached (overdue by 1m)");
}

/// SESAM, "evaluated with the goal of a fix in the next release": expected by then, and never breached.
#[test]
fn a_goal_is_expected_and_never_breached() {
    let case = reported(&built_in("sesam"), ("partner", "question"), "email", "2024-01-08 10:00");
    assert_eq!(case.stands(CORRECTION, "2024-01-08 16:00"), "none (a goal: no date is known)");
    let known = case.releases(&["2024-01-08", "2024-02-15"]);
    let target = known.target(CORRECTION, "2024-06-01 10:00");
    assert_eq!((target.due, target.breach_after, target.left), (None, None, None));
    assert_eq!(target.expected, Some(known.at("2024-02-16 00:00")));
    assert!(known.stands(CORRECTION, "2024-06-01 10:00").starts_with("none (a goal: expected by "));
    let why = known.why(CORRECTION, "2024-01-08 16:00");
    assert!(why.contains("15 Feb 2024: expected by the end of that day, which is a goal and never breached"), "{why}");
    let late = known.then("2024-03-01 10:00", EventData::Fixed);
    assert!(late.stands(CORRECTION, "2024-03-02 10:00").starts_with("met ("));
}

#[test]
fn a_house_target_is_told_from_the_vendors_word() {
    let book = Book::built_in();
    let text = "[internal_targets.missoun.standard.high]\nresponse = \"2h\"\n[internal_targets.markant.standard.serious]\nresponse = \"1h\"\n";
    let (house, problems) = read_internal_targets("config.toml", text, &book);
    assert_eq!(problems, vec![]);
    let book = book.with_internal_targets(&house);
    let case = reported(book.get("missoun").unwrap(), ("standard", "high"), "portal", "2024-01-08 10:00");
    let sla = case.row("2024-01-08 11:00").sla.unwrap();
    assert_eq!(sla.targets.len(), 1);
    let target = sla.internal_target(RESPONSE).unwrap();
    assert_eq!((target.words().as_str(), target.state), ("internal response", TargetState::Running));
    assert_snapshot!(case.why_of(target, "2024-01-08 11:00"), @"
    Internal response at Missoun, Standard, High: within 2 h of support time
    This is an internal target of the desk; the vendor has not promised it
    Clocks count from the report by portal at Mon 8 Jan 2024 10:00
    State: running
      Mon 8 Jan  10:00–12:00   2h00
    Due Mon 8 Jan 2024 12:00, after 2h00 of support time
    It is breached after that moment
    ");
    let late = case.row("2024-01-08 14:00").sla.unwrap();
    assert_eq!(late.next().map(|t| (t.house, t.state)), Some((true, TargetState::Breached)));
    assert!(!late.is_broken(), "the vendor has promised nothing, so it has broken nothing");
    let both = reported(book.get("markant").unwrap(), ("standard", "serious"), "phone", "2024-01-08 10:00");
    let told: Vec<String> = both.row("2024-01-08 10:00").sla.unwrap().targets.iter().map(Target::words).collect();
    assert_eq!(told, ["response", "work start", "internal response"]);
    assert!(both.row("2024-01-08 10:00").sla.unwrap().next().unwrap().house, "it breaks first");
    assert!(!both.row("2024-01-08 10:00").sla.unwrap().target(RESPONSE).unwrap().house);
}

#[test]
fn a_fallback_in_force() {
    let error = reported(&built_in("sesam"), ("partner", "error"), "email", "2024-01-08 10:00")
        .then("2024-01-09 10:00", EventData::WorkaroundImpossible);
    assert_snapshot!(error.why(CORRECTION, "2024-01-09 16:00"), @"
    Correction of SESAM, Partner, Error: within 10 support days; with the next release if no workaround is possible
    It counts by terms that hold since Tue 9 Jan 2024 10:00
    Clocks count from the report by email at Mon 8 Jan 2024 10:00
    No workaround is possible, so it comes with the next release
    No release after Tue 9 Jan 2024 is known; frist release add enters one
    State: next release, no date
    ");
    let critical = reported(&built_in("sesam"), ("partner", "critical"), "email", "2024-01-08 10:00")
        .then("2024-01-09 10:00", EventData::WorkaroundImpossible);
    assert_snapshot!(critical.why(CORRECTION, "2024-01-09 12:00"), @"
    Correction of SESAM, Partner, Critical: within 3 support days; 10 support days if no workaround is possible
    It counts by terms that hold since Tue 9 Jan 2024 10:00
    Clocks count from the report by email at Mon 8 Jan 2024 10:00
    No workaround is possible, so the 10 support days hold
    10 support days on from Mon 8 Jan 2024 10:00 is the same time on Mon 22 Jan 2024
    State: running
      Mon 8 Jan            10:00–16:00        6h00
      Tue 9 Jan            08:00–16:00        8h00, 14h00 so far
      Wed 10 Jan           08:00–16:00        8h00, 22h00 so far
      Thu 11 Jan           08:00–16:00        8h00, 30h00 so far
      Fri 12 Jan           08:00–16:00        8h00, 38h00 so far
      Sat 13 – Sun 14 Jan  no support hours
      Mon 15 Jan           08:00–16:00        8h00, 46h00 so far
      Tue 16 Jan           08:00–16:00        8h00, 54h00 so far
      Wed 17 Jan           08:00–16:00        8h00, 62h00 so far
      Thu 18 Jan           08:00–16:00        8h00, 70h00 so far
      Fri 19 Jan           08:00–16:00        8h00, 78h00 so far
      Sat 20 – Sun 21 Jan  no support hours
      Mon 22 Jan           08:00–10:00        2h00, 80h00 so far
    Due Mon 22 Jan 2024 10:00, after 80h00 of support time
    It is breached after that moment
    ");
}

#[test]
fn a_short_day_and_days_closed_by_the_agreement() {
    let hours = "mon-fri = [\"08:00-16:00\"]\n[[support.short_day]]\ndate = \"04-30\"\nhours = [\"08:00-10:00\", \"11:00-12:00\"]";
    let case = reported(&with_hours("Europe/Oslo", hours), ("only", "two"), "", "2024-04-29 12:00");
    assert_snapshot!(case.why(RESPONSE, "2024-04-29 12:00"), @"
    Response of Made, Only, Two: within 12 h of support time
    Clocks count from the report at Mon 29 Apr 2024 12:00
    State: running
      Mon 29 Apr  12:00–16:00                                       4h00
      Tue 30 Apr  08:00–10:00, 11:00–12:00 (other hours that day)   3h00, 7h00 so far
      Wed 1 May   08:00–13:00                                       5h00, 12h00 so far
    Due Wed 1 May 2024 13:00, after 12h00 of support time
    It is breached after that moment
    ");
}

#[test]
fn over_night() {
    let nights = with_hours("Europe/Oslo", r#"mon-fri = ["22:00-06:00"]"#);
    let case = reported(&nights, ("only", "two"), "", "2024-01-09 02:00");
    assert_snapshot!(case.why(RESPONSE, "2024-01-09 02:00"), @"
    Response of Made, Only, Two: within 12 h of support time
    Clocks count from the report at Tue 9 Jan 2024 02:00
    State: running
      Mon 8 Jan  Tue 02:00–06:00   4h00
      Tue 9 Jan  22:00–Wed 06:00   8h00, 12h00 so far
    Due Wed 10 Jan 2024 06:00, after 12h00 of support time
    Support is closed from then on: it can be met until Wed 10 Jan 2024 22:00, and is breached after that
    ");
    assert_snapshot!(case.why(WORK, "2024-01-09 02:00"), @"
    Work start of Made, Only, Two: within 14 calendar days
    Clocks count from the report at Tue 9 Jan 2024 02:00
    14 calendar days on from Tue 9 Jan 2024 02:00 is Tue 23 Jan 2024 02:00
    State: running
    Due Tue 23 Jan 2024 02:00
    It is breached after that moment
    ");
    let days = reported(&nights, ("only", "one"), "", "2024-01-09 02:00");
    assert_snapshot!(days.why(CORRECTION, "2024-01-09 02:00"), @"
    Correction of Made, Only, One: within 2 support days
    Clocks count from the report at Tue 9 Jan 2024 02:00
    2 support days on from Tue 9 Jan 2024 02:00 is the same time on Thu 11 Jan 2024
    State: running
      Mon 8 Jan   Tue 02:00–06:00   4h00
      Tue 9 Jan   22:00–Wed 06:00   8h00, 12h00 so far
      Wed 10 Jan  22:00–Thu 02:00   4h00, 16h00 so far
    Due Thu 11 Jan 2024 02:00, after 16h00 of support time
    It is breached after that moment
    ");
}

#[test]
fn up_to_midnight_and_round_the_clock() {
    let evenings = with_hours("Europe/Oslo", r#"mon-fri = ["21:00-24:00"]"#);
    let case = reported(&evenings, ("only", "two"), "", "2024-01-08 21:00");
    assert_snapshot!(case.why(RESPONSE, "2024-01-08 21:00"), @"
    Response of Made, Only, Two: within 12 h of support time
    Clocks count from the report at Mon 8 Jan 2024 21:00
    State: running
      Mon 8 Jan   21:00–24:00   3h00
      Tue 9 Jan   21:00–24:00   3h00, 6h00 so far
      Wed 10 Jan  21:00–24:00   3h00, 9h00 so far
      Thu 11 Jan  21:00–24:00   3h00, 12h00 so far
    Due Fri 12 Jan 2024 00:00, after 12h00 of support time
    Support is closed from then on: it can be met until Fri 12 Jan 2024 21:00, and is breached after that
    ");
    let always = with_hours("Europe/Oslo", r#"mon-sun = ["00:00-24:00"]"#);
    let case = reported(&always, ("only", "one"), "", "2024-01-08 20:00");
    assert_snapshot!(case.why(RESPONSE, "2024-01-08 20:00"), @"
    Response of Made, Only, One: within 4 h of support time
    Clocks count from the report at Mon 8 Jan 2024 20:00
    State: running
      Mon 8 Jan  20:00–24:00   4h00
    Due Tue 9 Jan 2024 00:00, after 4h00 of support time
    It is breached after that moment
    ");
}

#[test]
fn over_a_change_of_clocks() {
    let nights = with_hours("Europe/Oslo", r#"mon-sun = ["22:00-06:00"]"#);
    let spring = reported(&nights, ("only", "two"), "", "2024-03-30 22:00");
    assert_snapshot!(spring.why(RESPONSE, "2024-03-30 22:00"), @"
    Response of Made, Only, Two: within 12 h of support time
    Clocks count from the report at Sat 30 Mar 2024 22:00
    State: running
      Sat 30 Mar  22:00–Sun 06:00 (clocks go forward 1h00)   7h00
      Sun 31 Mar  22:00–Mon 03:00                            5h00, 12h00 so far
    Due Mon 1 Apr 2024 03:00, after 12h00 of support time
    It is breached after that moment
    ");
    let autumn = reported(&nights, ("only", "two"), "", "2024-10-26 22:00");
    assert_snapshot!(autumn.why(RESPONSE, "2024-10-26 22:00"), @"
    Response of Made, Only, Two: within 12 h of support time
    Clocks count from the report at Sat 26 Oct 2024 22:00
    State: running
      Sat 26 Oct  22:00–Sun 06:00 (clocks go back 1h00)   9h00
      Sun 27 Oct  22:00–Mon 01:00                         3h00, 12h00 so far
    Due Mon 28 Oct 2024 01:00, after 12h00 of support time
    It is breached after that moment
    ");
}

#[test]
fn support_that_does_not_open_again() {
    let once = "mon = []\n[[support.short_day]]\ndate = \"2024-01-08\"\nhours = [\"08:00-12:00\"]";
    let case = reported(&with_hours("Europe/Oslo", once), ("only", "one"), "", "2024-01-08 07:00");
    assert_snapshot!(case.why(RESPONSE, "2024-01-09 09:00"), @"
    Response of Made, Only, One: within 4 h of support time
    Clocks count from the report at Mon 8 Jan 2024 07:00
    State: support closed, does not open again
      Mon 8 Jan  08:00–12:00 (other hours that day)   4h00
    Due Mon 8 Jan 2024 12:00, after 4h00 of support time
    Support does not open again after that, so it is not breached
    ");
    assert_snapshot!(case.why(CORRECTION, "2024-01-09 09:00"), @"
    Correction of Made, Only, One: within 2 support days
    Clocks count from the report at Mon 8 Jan 2024 07:00
    State: support hours give no date up to 2100
    ");
}

#[test]
fn pauses_that_are_over() {
    let case = reported(&contract(PAUSING), ("one", "hours"), "", "2024-01-08 15:00")
        .then("2024-01-08 15:30", CUSTOMER)
        .then("2024-01-09 09:00", VENDOR)
        .then("2024-01-09 10:00", EventData::Resumed)
        .then("2024-01-09 11:00", CUSTOMER)
        .then("2024-01-09 12:00", EventData::Resumed);
    assert_snapshot!(case.why(RESPONSE, "2024-01-09 12:00"), @"
    Response of Pausing, One, Hours: within 4 h of support time
    Clocks count from the report at Mon 8 Jan 2024 15:00
    State: running
      Mon 8 Jan          15:00–15:30                                                   30m
      Mon 8 – Tue 9 Jan  15:30–Tue 09:00 waiting on the customer (1h30 not counted)
      Tue 9 Jan          09:00–10:00 waiting on the vendor (1h00 not counted)
      Tue 9 Jan          10:00–11:00                                                  1h00, 1h30 so far
      Tue 9 Jan          11:00–12:00 waiting on the customer (1h00 not counted)
      Tue 9 Jan          12:00–14:30                                                  2h30, 4h00 so far
    Due Tue 9 Jan 2024 14:30, after 4h00 of support time
    It is breached after that moment
    ");
    assert_snapshot!(case.why(WORK, "2024-01-09 12:00"), @"
    Work start of Pausing, One, Hours: within 4 h of real time
    Clocks count from the report at Mon 8 Jan 2024 15:00
    State: running
      Mon 8 Jan          15:00–15:30                                                    30m
      Mon 8 – Tue 9 Jan  15:30–Tue 09:00 waiting on the customer (17h30 not counted)
      Tue 9 Jan          09:00–10:00 waiting on the vendor (1h00 not counted)
      Tue 9 Jan          10:00–11:00                                                   1h00, 1h30 so far
      Tue 9 Jan          11:00–12:00 waiting on the customer (1h00 not counted)
      Tue 9 Jan          12:00–14:30                                                   2h30, 4h00 so far
    Due Tue 9 Jan 2024 14:30, after 4h00 of real time
    It is breached after that moment
    ");
    assert_snapshot!(case.why(CORRECTION, "2024-01-09 12:00"), @"
    Correction of Pausing, One, Hours: within 3 support days; 10 support days if no workaround is possible
    Clocks count from the report at Mon 8 Jan 2024 15:00
    3 support days on from Mon 8 Jan 2024 15:00 is the same time on Thu 11 Jan 2024
    State: running
      Mon 8 Jan          15:00–15:30                                                   30m
      Mon 8 – Tue 9 Jan  15:30–Tue 09:00 waiting on the customer (1h30 not counted)
      Tue 9 Jan          09:00–10:00 waiting on the vendor (1h00 not counted)
      Tue 9 Jan          10:00–11:00                                                  1h00, 1h30 so far
      Tue 9 Jan          11:00–12:00 waiting on the customer (1h00 not counted)
      Tue 9 Jan          12:00–16:00                                                  4h00, 5h30 so far
      Wed 10 Jan         08:00–16:00                                                  8h00, 13h30 so far
      Thu 11 Jan         08:00–16:00                                                  8h00, 21h30 so far
      Fri 12 Jan         08:00–10:30                                                  2h30, 24h00 so far
    Due Fri 12 Jan 2024 10:30, after 24h00 of support time
    It is breached after that moment
    ");
}

#[test]
fn a_pause_that_goes_on() {
    let case =
        reported(&contract(PAUSING), ("one", "hours"), "", "2024-01-08 08:00").then("2024-01-08 10:00", CUSTOMER);
    assert_snapshot!(case.why(RESPONSE, "2024-01-09 09:00"), @"
    Response of Pausing, One, Hours: within 4 h of support time
    Clocks count from the report at Mon 8 Jan 2024 08:00
    State: paused since yesterday 10:00, waiting on the customer
      Mon 8 Jan          08:00–10:00                                                        2h00
      Mon 8 – Tue 9 Jan  10:00–Tue 09:00 still waiting on the customer (7h00 not counted)
      Tue 9 Jan          09:00–11:00                                                        2h00, 4h00 so far
    Due Tue 9 Jan 2024 11:00, after 4h00 of support time
    It is breached after that moment
    The deadline moves on while the ticket waits on the customer
    ");
}

#[test]
fn met_before_the_severity_changed() {
    let case = reported(&built_in("markant"), ("standard", "serious"), "phone", "2024-01-08 09:00")
        .then("2024-01-08 12:30", EventData::Responded)
        .then("2024-01-08 12:45", EventData::SeveritySet(event::SeveritySet { severity: "critical".into() }));
    assert_snapshot!(case.why(RESPONSE, "2024-01-08 13:00"), @"
    Response of Markant, Standard, Serious: within 4 h of support time
    It was met before its terms changed on Mon 8 Jan 2024 12:45, so what was promised then holds
    Clocks count from the report by phone at Mon 8 Jan 2024 09:00
    State: met today 12:30
      Mon 8 Jan  09:00–13:00   4h00
    Due Mon 8 Jan 2024 13:00, after 4h00 of support time
    It would have been breached after that moment
    ");
}

#[test]
fn without_its_contract_there_is_no_account() {
    let case = reported(&built_in("markant"), ("standard", "serious"), "phone", "2024-01-08 09:00");
    let (mut row, now) = (case.row("2024-01-08 09:00"), case.at("2024-01-08 09:00"));
    row.contract = None;
    assert_eq!(super::why(&row, &case.target(RESPONSE, "2024-01-08 09:00"), now), None);
}
