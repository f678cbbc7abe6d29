//! When a promise breaks if what is running goes on.

use super::*;

#[test]
fn a_promise_breaks_with_the_first_second_that_is_too_much() {
    // Three and a half hours in all, of which one is past.
    let told = under("moocommerce").down("2024-04-03 10:00", "2024-04-03 11:00").down("2024-04-10 10:00", "");
    let told = told.seen("2024-04-10 10:42");
    assert_eq!(told.breaks("2024-04").as_deref(), Some("Wed 10 Apr 2024 12:30:01"));
    let at = |now: &str| under("moocommerce").down_for("2024-04-03 10:00", HOUR).down("2024-04-10 10:00", "").seen(now);
    assert_eq!(at("2024-04-10 12:30").month("2024-04").kept(), Some(true));
    assert_eq!(at("2024-04-10 12:30:01").month("2024-04").kept(), Some(false));
    assert_eq!(at("2024-04-10 12:30:01").breaks("2024-04"), None, "it is broken already");
}

#[test]
fn nothing_breaks_where_nothing_runs_or_nothing_is_promised_or_in_another_month() {
    let runs = |contract: &str| under(contract).down("2024-04-10 10:00", "").seen("2024-04-10 10:42");
    assert_eq!(runs("missoun").breaks("2024-04"), None);
    assert_eq!(runs("moocommerce").breaks("2024-03"), None);
    assert_eq!(runs("moocommerce").breaks("2024-05"), None);
    assert_eq!(
        under("moocommerce").down_for("2024-04-10 10:00", HOUR).seen("2024-04-10 10:42").breaks("2024-04"),
        None
    );
    assert_eq!(runs("moocommerce").because("customer").breaks("2024-04"), None, "it is outside the promise");
    assert!(runs("moocommerce").because("vendor").breaks("2024-04").is_some());
}

#[test]
fn a_month_may_break_with_its_very_last_second() {
    let from_the_end = |seconds: i64| {
        let midnight = under("moocommerce").moment("2024-05-01 00:00");
        under("moocommerce").lasting(midnight.plus(-seconds), None).seen("2024-04-30 23:00").breaks("2024-04")
    };
    assert_eq!(from_the_end(12_600), None, "the month ends before");
    assert_eq!(from_the_end(12_601).as_deref(), Some("Wed 1 May 2024 00:00"));
    assert_eq!(from_the_end(12_602).as_deref(), Some("Tue 30 Apr 2024 23:59:59"));
}

#[test]
fn standing_windows_and_announced_maintenance_put_it_off() {
    // 3 h 36 min of 30 days, less 0.5 % of the three hours' window: two hours until midnight, the rest after 03:00.
    let told = under("sesam").down("2024-04-10 22:00", "").seen("2024-04-10 22:30");
    assert_eq!(told.breaks("2024-04").as_deref(), Some("Thu 11 Apr 2024 04:35:07"));
    let told = told.work("2024-04-11 04:00", "2024-04-11 05:00", "2024-04-01 12:00");
    assert_eq!(told.breaks("2024-04").as_deref(), Some("Thu 11 Apr 2024 05:34:49"));
}

#[test]
fn exempt_time_makes_the_month_shorter_until_the_downtime_there_was_is_too_much() {
    // At just 99.5 % now: with the first second that is the customer's, the month is too short for it.
    let told = under("sesam").down_for("2024-04-03 10:00", 12_960).down("2024-04-10 10:00", "").because("customer");
    assert_eq!(told.seen("2024-04-10 10:05").breaks("2024-04").as_deref(), Some("Wed 10 Apr 2024 10:10"));
}

/// One stretch counts whole, so the customer's outage exempts the vendor's from its first minute on.
#[test]
fn what_runs_beside_an_outage_that_counts_counts_at_once() {
    let told = under("sesam").down("2024-04-10 10:00", "").down("2024-04-10 13:30", "").because("customer");
    let at = |now: &str| {
        let told = under("sesam").down("2024-04-10 10:00", "").down("2024-04-10 13:30", "").because("customer");
        told.seen(now).month("2024-04").kept()
    };
    assert_eq!(["13:36", "13:36:01", "13:39:59", "13:40"].map(|hm| at(&format!("2024-04-10 {hm}"))), [Some(true); 4]);
    let breaks = told.seen("2024-04-10 13:35").breaks("2024-04");
    let broken = |told: Told, now: &str| told.seen(now).month("2024-04").kept() == Some(false);
    // Three and a half hours are 0.5 % of the month without the twenty that are the customer's by then.
    assert_eq!(breaks.as_deref(), Some("Thu 11 Apr 2024 09:30:01"));
    assert!(broken(under("sesam").down("2024-04-10 10:00", ""), "2024-04-10 13:36:01"));
}

/// Six minutes that ended just when the next began: the stretch counts from its first minute once it lasts for ten.
#[test]
fn a_stretch_that_runs_comes_to_count_by_its_whole_length() {
    let told = |now: &str| {
        let told = under("sesam").down_for("2024-04-03 09:00", 12_960 - 9 * MINUTE);
        told.down("2024-04-10 10:00", "2024-04-10 10:06").down("2024-04-10 10:06", "").seen(now)
    };
    assert_eq!(told("2024-04-10 10:09:59").sums("2024-04").0, 12_960 - 9 * MINUTE);
    assert_eq!(told("2024-04-10 10:10").sums("2024-04").0, 12_960 + MINUTE);
    assert_eq!(told("2024-04-10 10:07").breaks("2024-04").as_deref(), Some("Wed 10 Apr 2024 10:10"));
}
