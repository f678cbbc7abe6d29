//! Which time of which outage counts, and on which grounds it does not.

use super::*;
use crate::contract::MaintenanceWindow;
use crate::ledger::CAUSES;
use crate::time::{Weekday, Window};

#[test]
fn outages_that_overlap_count_no_second_twice() {
    let told = under("markant")
        .down("2024-04-10 10:00", "2024-04-10 11:00")
        .down("2024-04-10 10:30", "2024-04-10 11:30")
        .down("2024-04-10 10:40", "2024-04-10 10:50")
        .down("2024-04-10 11:30", "2024-04-10 12:00");
    assert_eq!(told.sums("2024-04"), (2 * HOUR, 0));
    assert_eq!(
        told.pieces("2024-04"),
        [
            "10 Apr 2024 10:00 to 10:30 [1] counts as downtime",
            "10 Apr 2024 10:30 to 10:40 [1 2] counts as downtime",
            "10 Apr 2024 10:40 to 10:50 [1 2 3] counts as downtime",
            "10 Apr 2024 10:50 to 11:00 [1 2] counts as downtime",
            "10 Apr 2024 11:00 to 11:30 [2] counts as downtime",
            "10 Apr 2024 11:30 to 12:00 [4] counts as downtime",
        ]
    );
}

#[test]
fn an_outage_across_two_months_counts_in_each_for_what_lies_in_it() {
    let told = under("moocommerce").down("2024-01-31 23:00", "2024-03-01 02:00");
    assert_eq!(told.sums("2024-01"), (HOUR, 0));
    assert_eq!(told.sums("2024-02"), (29 * DAY, 0));
    assert_eq!(told.sums("2024-03"), (2 * HOUR, 0));
    assert_eq!((told.sums("2023-12"), told.sums("2024-04")), ((0, 0), (0, 0)));
}

#[test]
fn what_lies_in_a_standing_window_is_exempt_and_the_rest_is_not() {
    // The second of January is a Tuesday.
    let told =
        under("markant").down("2024-01-01 23:00", "2024-01-02 07:00").down("2024-01-03 00:00", "2024-01-03 06:30");
    assert_eq!(
        told.pieces("2024-01"),
        [
            "1 Jan 2024 23:00 to Tue 2 Jan 2024 00:00 [1] counts as downtime",
            "2 Jan 2024 00:00 to 06:30 [1] exempt: standing window Tue 00:00-06:30",
            "2 Jan 2024 06:30 to 07:00 [1] counts as downtime",
            "3 Jan 2024 00:00 to 06:30 [2] counts as downtime",
        ]
    );
    assert_eq!(told.sums("2024-01"), (8 * HOUR, 6 * HOUR + 30 * MINUTE));
}

#[test]
fn a_window_in_which_nothing_failed_is_not_exempt_time() {
    assert_eq!(under("sesam").sums("2024-01"), (0, 0));
    assert_eq!(under("sesam").work("2024-01-10 12:00", "2024-01-10 13:00", "2024-01-01 12:00").sums("2024-01"), (0, 0));
}

#[test]
fn a_nightly_window_is_an_hour_shorter_or_longer_when_clocks_change() {
    for (month, day, window) in [("2024-03", "30", 3), ("2024-03", "31", 2), ("2024-10", "27", 4)] {
        let told = under("sesam").down(&format!("{month}-{day} 00:00"), &format!("{month}-{day} 04:00"));
        assert_eq!(told.sums(month), (HOUR, window * HOUR), "{month}-{day}");
    }
}

/// Oslo: on 31 March 02:00 becomes 03:00, on 27 October 03:00 becomes 02:00. The earlier 02:30 opens, the later closes.
#[test]
fn a_window_that_opens_or_closes_while_clocks_change() {
    for (hours, march, october) in [
        ("02:10-02:50", 0, 100),
        ("00:00-02:30", 120, 210),
        ("02:30-05:00", 120, 210),
        ("01:00-04:00", 120, 240),
        ("22:00-02:30", 240, 330),
    ] {
        let window = MaintenanceWindow { days: Weekday::ALL.to_vec(), hours: Window::parse(hours).unwrap() };
        let set = |contract: &mut Contract| contract.maintenance.as_mut().unwrap().windows = vec![window.clone()];
        let exempt = |from: &str, to: &str| under("sesam").changed(set).down(from, to).sums(&to[..7]).1 / MINUTE;
        let found = (exempt("2024-03-30 12:00", "2024-03-31 12:00"), exempt("2024-10-26 12:00", "2024-10-27 12:00"));
        assert_eq!(found, (march, october), "{hours}");
    }
}

#[test]
fn a_window_of_the_night_before_reaches_into_the_months_first_day() {
    let night = |contract: &mut Contract| {
        let window = MaintenanceWindow { days: vec![Weekday::Wed], hours: Window::parse("22:00-02:00").unwrap() };
        contract.maintenance.as_mut().unwrap().windows = vec![window];
    };
    // The last of January is a Wednesday.
    let told = under("sesam").changed(night).down("2024-01-31 21:00", "2024-02-01 03:00");
    assert_eq!(told.sums("2024-01"), (HOUR, 2 * HOUR));
    assert_eq!(told.sums("2024-02"), (HOUR, 2 * HOUR));
}

/// Havana, 3 November 2024: at 01:00 it is 00:00 again, so that Saturday closes an hour after Sunday has opened.
#[test]
fn a_window_that_meets_the_next_days_is_one_ground() {
    let days = |contract: &mut Contract| {
        contract.zone = crate::time::Zone::named("America/Havana").unwrap();
        let window = MaintenanceWindow { days: Weekday::ALL.to_vec(), hours: Window::parse("00:00-24:00").unwrap() };
        contract.maintenance.as_mut().unwrap().windows = vec![window];
    };
    let told = under("sesam").changed(days).down("2024-11-02 22:00", "2024-11-03 02:00");
    assert_eq!(told.sums("2024-11"), (0, 5 * HOUR));
    let pieces = told.pieces("2024-11");
    assert!(pieces.iter().all(|piece| piece.ends_with("exempt: standing window every day 00:00-24:00")), "{pieces:?}");
}

#[test]
fn an_outage_shorter_than_the_least_does_not_count_wherever_it_lies() {
    for (contract, seconds, counts) in [
        ("sesam", 10 * MINUTE - 1, false),
        ("sesam", 10 * MINUTE, true),
        ("markant", 1, true),
        ("moocommerce", 1, true),
        ("myproduction", 1, true),
        ("missoun", 1, true),
    ] {
        let told = under(contract).down_for("2024-04-10 10:00", seconds);
        assert_eq!(told.sums("2024-04"), (if counts { seconds } else { 0 }, 0), "{contract} {seconds}");
    }
    let short = under("sesam").down_for("2024-04-10 10:00", 10 * MINUTE - 1);
    assert_eq!(short.pieces("2024-04"), ["10 Apr 2024 10:00 to 10:09:59 [1] does not count: shorter than 10 min"]);
    assert_eq!(short.month("2024-04").percent().to_bits(), 100.0_f64.to_bits());
}

#[test]
fn its_length_is_that_of_the_whole_outage_before_anything_is_cut_off() {
    // Twelve minutes across the month's midnight: six in each month, of which the later lie in the nightly window.
    let across = under("sesam").down("2024-01-31 23:54", "2024-02-01 00:06");
    assert_eq!((across.sums("2024-01"), across.sums("2024-02")), ((6 * MINUTE, 0), (0, 6 * MINUTE)));
    let across = under("sesam").changed(|c| c.maintenance = None).down("2024-01-31 23:54", "2024-02-01 00:06");
    assert_eq!((across.sums("2024-01"), across.sums("2024-02")), ((6 * MINUTE, 0), (6 * MINUTE, 0)));
    let shorter = under("sesam").down("2024-01-31 23:56", "2024-02-01 00:05");
    assert_eq!((shorter.sums("2024-01"), shorter.sums("2024-02")), ((0, 0), (0, 0)));
    // Of three hours all but five minutes are in the window; those count.
    let cut = under("sesam").down("2024-04-10 00:00", "2024-04-10 03:05");
    assert_eq!(cut.sums("2024-04"), (5 * MINUTE, 3 * HOUR));
}

/// SESAM, "Definition of downtime": the service is down for ten minutes, however many entries tell of it.
#[test]
fn an_unbroken_stretch_counts_by_its_whole_length() {
    let told = |outages: &[(&str, &str)]| {
        let at = |hms: &str| format!("2024-04-10 {hms}");
        let told = outages.iter().fold(under("sesam"), |told, (from, to)| told.down(&at(from), &at(to)));
        told.sums("2024-04").0 / MINUTE
    };
    assert_eq!(told(&[("10:00", "10:09"), ("10:05", "10:14"), ("10:14", "10:18")]), 18);
    assert_eq!(told(&[("10:00", "10:05"), ("10:05", "10:10")]), 10, "they touch");
    assert_eq!(told(&[("10:00", "10:05"), ("10:05", "10:09:59")]), 0, "a second too little");
    assert_eq!(told(&[("10:00", "10:05"), ("10:05:01", "10:14")]), 0, "a second between them");
    assert_eq!(told(&[("10:00", "10:20"), ("10:02", "10:05"), ("10:19", "10:21")]), 21);
}

#[test]
fn a_stretch_is_joined_whatever_the_cause_and_over_the_months_end() {
    let mixed = under("sesam").down("2024-04-10 10:00", "2024-04-10 10:06").because("customer");
    assert_eq!(mixed.down("2024-04-10 10:06", "2024-04-10 10:12").sums("2024-04"), (6 * MINUTE, 6 * MINUTE));
    let across = under("sesam").changed(|c| c.maintenance = None);
    let across = across.down("2024-01-31 23:55", "2024-02-01 00:00").down("2024-02-01 00:00", "2024-02-01 00:06");
    assert_eq!((across.sums("2024-01"), across.sums("2024-02")), ((5 * MINUTE, 0), (6 * MINUTE, 0)));
}

/// Markant, "Nedetid": from when it is registered (01:00 to 09:00, registered at 08:00: one hour).
#[test]
fn an_outage_counts_from_its_report_where_the_agreement_says_so() {
    let told = |contract: &str, reported: &str| {
        let told = under(contract).down("2024-04-10 01:00", "2024-04-10 09:00");
        let told = if reported.is_empty() { told } else { told.reported(&format!("2024-04-10 {reported}")) };
        told.sums("2024-04").0 / MINUTE
    };
    assert_eq!((told("markant", "08:00"), told("moocommerce", "08:00")), (60, 8 * 60));
    assert_eq!((told("markant", "00:30"), told("markant", "")), (8 * 60, 8 * 60), "from its beginning at the earliest");
    assert_eq!((told("markant", "09:00"), told("markant", "10:00")), (0, 0), "it was over when it was reported");
    // Two months: of the first nothing counts.
    let across = under("markant").down("2024-03-31 20:00", "2024-04-01 09:00").reported("2024-04-01 08:00");
    assert_eq!((across.sums("2024-03"), across.sums("2024-04")), ((0, 0), (HOUR, 0)));
}

/// SESAM: the nightly window is for planned maintenance, so a failure of the vendor's counts there.
#[test]
fn a_window_does_not_exempt_what_it_is_not_for() {
    let night = |cause: &str| {
        let told = under("sesam").down("2024-04-10 00:00", "2024-04-10 01:00");
        if cause.is_empty() { told } else { told.because(cause) }
    };
    assert_eq!(night("vendor").sums("2024-04"), (HOUR, 0));
    for cause in ["", "third_party", "maintenance", "customer"] {
        assert_eq!(night(cause).sums("2024-04"), (0, HOUR), "`{cause}`");
    }
    let beside = night("vendor").down("2024-04-10 00:30", "2024-04-10 01:00").because("third_party");
    assert_eq!(beside.sums("2024-04"), (30 * MINUTE, 30 * MINUTE), "another outage that it is for covers half of it");
    let work = night("vendor").work("2024-04-10 00:00", "2024-04-10 00:20", "2024-04-01 00:00");
    assert_eq!(work.sums("2024-04"), (40 * MINUTE, 20 * MINUTE), "announced maintenance exempts whatever the cause");
}

#[test]
fn a_short_one_that_joins_one_that_counts_counts_with_it() {
    let told = under("sesam").down("2024-04-10 10:00", "2024-04-10 11:00").down("2024-04-10 10:58", "2024-04-10 11:03");
    assert_eq!(
        told.pieces("2024-04"),
        [
            "10 Apr 2024 10:00 to 10:58 [1] counts as downtime",
            "10 Apr 2024 10:58 to 11:00 [1 2] counts as downtime",
            "10 Apr 2024 11:00 to 11:03 [2] counts as downtime",
        ]
    );
}

#[test]
fn an_outage_that_is_still_running_lasts_until_now_or_the_months_end() {
    let runs = || under("moocommerce").down("2024-04-29 12:00", "");
    for (now, april, may, running) in [
        ("2024-04-29 12:00", 0, 0, [true, false]),
        ("2024-04-29 12:42", 42 * MINUTE, 0, [true, false]),
        ("2024-05-01 00:00", 36 * HOUR, 0, [false, true]),
        ("2024-05-03 00:00", 36 * HOUR, 48 * HOUR, [false, true]),
        // Looked at from before it began, there is nothing of it yet.
        ("2024-04-20 00:00", 0, 0, [false, false]),
    ] {
        let told = runs().seen(now);
        assert_eq!((told.sums("2024-04").0, told.sums("2024-05").0), (april, may), "{now}");
        assert_eq!(["2024-04", "2024-05"].map(|month| told.month(month).running), running, "{now}");
    }
    // Of SESAM's, it counts from its tenth minute on, and then from its beginning.
    let runs = |now| under("sesam").down("2024-04-29 12:00", "").seen(now).sums("2024-04").0;
    assert_eq!((runs("2024-04-29 12:09:59"), runs("2024-04-29 12:10")), (0, 600));
}

/// The causes that are outside each agreement's promise.
const EXCLUDED: [(&str, &[&str]); 5] = [
    ("markant", &["customer", "third_party", "application", "force_majeure", "unpaid"]),
    ("missoun", &["customer", "third_party"]),
    ("moocommerce", &["customer", "third_party", "application", "force_majeure"]),
    ("myproduction", &["force_majeure"]),
    ("sesam", &["customer", "environment"]),
];

#[test]
fn a_cause_outside_the_promise_exempts_and_another_does_not() {
    for (contract, excluded) in EXCLUDED {
        for cause in CAUSES {
            let told = under(contract).down("2024-04-10 10:00", "2024-04-10 12:00").because(cause);
            let exempt = if excluded.contains(&cause) { 2 * HOUR } else { 0 };
            assert_eq!(told.sums("2024-04"), (2 * HOUR - exempt, exempt), "{contract} {cause}");
        }
        let unknown = under(contract).down("2024-04-10 10:00", "2024-04-10 12:00");
        assert_eq!(unknown.sums("2024-04"), (2 * HOUR, 0), "{contract}: while the cause is not known it counts");
    }
}

#[test]
fn time_that_is_exempt_on_several_grounds_is_exempt_once_and_no_downtime_of_another() {
    let told = under("markant")
        .down("2024-04-09 05:00", "2024-04-09 09:00")
        .because("customer")
        .down("2024-04-09 04:00", "2024-04-09 10:00")
        .because("vendor")
        .work("2024-04-09 06:00", "2024-04-09 08:00", "2024-04-01 08:00")
        .work("2024-04-09 07:00", "2024-04-09 09:30", "2024-04-01 08:00");
    assert_eq!(
        told.pieces("2024-04"),
        [
            "9 Apr 2024 04:00 to 05:00 [2] exempt: standing window Tue 00:00-06:30",
            "9 Apr 2024 05:00 to 06:00 [1 2] exempt: standing window Tue 00:00-06:30; outage 1 is outside the promise \
             (customer)",
            "9 Apr 2024 06:00 to 06:30 [1 2] exempt: standing window Tue 00:00-06:30; maintenance 101; outage 1 is \
             outside the promise (customer)",
            "9 Apr 2024 06:30 to 07:00 [1 2] exempt: maintenance 101; outage 1 is outside the promise (customer)",
            "9 Apr 2024 07:00 to 08:00 [1 2] exempt: maintenance 101; maintenance 102; outage 1 is outside the promise \
             (customer)",
            "9 Apr 2024 08:00 to 09:00 [1 2] exempt: maintenance 102; outage 1 is outside the promise (customer)",
            "9 Apr 2024 09:00 to 09:30 [2] exempt: maintenance 102",
            "9 Apr 2024 09:30 to 10:00 [2] counts as downtime",
        ]
    );
    assert_eq!(told.sums("2024-04"), (30 * MINUTE, 5 * HOUR + 30 * MINUTE));
}

#[test]
fn a_stretch_too_short_to_count_exempts_nothing_either() {
    let told = |minutes: i64| {
        let told = under("sesam").down_for("2024-04-10 10:30", minutes * MINUTE).because("customer");
        told.sums("2024-04")
    };
    assert_eq!((told(9), told(10)), ((0, 0), (0, 10 * MINUTE)));
}

#[test]
fn late_maintenance_exempts_nothing_and_is_named() {
    let told = under("sesam")
        .down("2024-04-10 10:00", "2024-04-10 12:00")
        .work("2024-04-10 09:00", "2024-04-10 11:00", "2024-04-09 09:00")
        .work("2024-04-10 10:30", "2024-04-10 11:00", "");
    assert_eq!(
        told.pieces("2024-04"),
        [
            "10 Apr 2024 10:00 to 10:30 [1] counts as downtime: maintenance 101 was announced too late",
            "10 Apr 2024 10:30 to 11:00 [1] counts as downtime: maintenance 101, 102 was announced too late",
            "10 Apr 2024 11:00 to 12:00 [1] counts as downtime",
        ]
    );
    let covered = told.work("2024-04-10 10:00", "2024-04-10 11:00", "2024-04-01 09:00");
    assert_eq!(covered.sums("2024-04"), (HOUR, HOUR), "where another was announced in time, that one counts");
}

#[test]
fn maintenance_counts_in_each_month_that_it_lies_in() {
    let told = under("moocommerce").down("2024-01-31 20:00", "2024-02-01 06:00").work(
        "2024-01-31 22:00",
        "2024-02-01 02:00",
        "2024-01-31 12:00",
    );
    assert_eq!((told.sums("2024-01"), told.sums("2024-02")), ((2 * HOUR, 2 * HOUR), (4 * HOUR, 2 * HOUR)));
}

#[test]
fn numbers_stand_in_their_order_whatever_order_the_entries_come_in() {
    let told = under("sesam")
        .down("2024-04-10 10:00", "2024-04-10 11:00")
        .down("2024-04-10 10:00", "2024-04-10 11:00")
        .down("2024-04-11 10:00", "2024-04-11 10:05")
        .down("2024-04-11 10:00", "2024-04-11 10:05")
        .work("2024-04-10 10:00", "2024-04-10 11:00", "")
        .work("2024-04-10 10:00", "2024-04-10 11:00", "");
    let (mut outages, mut maintenance) = (told.outages(), told.maintenance());
    outages.reverse();
    maintenance.reverse();
    let uptime =
        month_uptime(&told.contract, Month::parse("2024-04").unwrap(), &outages, &maintenance, told.now).unwrap();
    let ids = |numbers: &[u64]| numbers.iter().copied().map(LedgerRecordId).collect::<Vec<_>>();
    assert_eq!(uptime.pieces[0].outages, ids(&[1, 2]));
    assert_eq!(uptime.pieces[0].counts, PieceCounts::Downtime { late: ids(&[101, 102]) });
    assert_eq!((&uptime.pieces[1].outages, &uptime.pieces[1].counts), (&ids(&[3, 4]), &PieceCounts::TooShort));
}
