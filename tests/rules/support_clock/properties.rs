//! What must hold for any support hours in any zone, beside the plain reading of the rules in [`super::reference`].

use chrono_tz::Tz;
use frist::domain::time::{ClockKind, ClockSeconds, Instant, Opening, Span, SupportClock};
use frist_testkit::cases;
use proptest::prelude::*;

use super::plan::{at, case, clock};
use super::reference::{DAY, Hours, Pick, Reference, dial, instant};

fn elapsed(clock: &SupportClock, a: i64, b: i64) -> i64 {
    clock.elapsed(at(a), at(b)).unwrap().secs()
}

/// Returns the due moment and the last one before the breach, in UTC seconds.
fn deadline(clock: &SupportClock, start: i64, span: Span) -> (i64, i64) {
    let deadline = clock.deadline(at(start), span, ClockKind::Support).unwrap();
    (deadline.due.secs(), deadline.breach_after.secs())
}

/// Days within which an opening or a closing is next to a moment. The reference of each property knows many more.
const NEXT: i64 = 30;

/// Returns the moment itself, or the opening or closing next to it, so that the edges are tried as often as the middles.
/// Hours round the clock do not close next to it: that they end with the dates of the reference says nothing.
fn at_an_edge(reference: &Reference, moment: i64, edge: u8) -> i64 {
    let next = reference.open.iter().find(|(_, to)| *to > moment).unwrap();
    match edge % 4 {
        0 => next.0,
        1 if next.1 < moment + NEXT * DAY => next.1,
        _ => moment,
    }
}

#[test]
fn what_the_reference_does_not_know_is_no_edge() {
    let round_the_clock = Hours {
        tz: Tz::Asia__Kathmandu,
        week: std::array::from_fn(|_| vec![(0, 720), (720, 1440)]),
        closed: vec![],
        open: vec![],
        short_days: vec![],
        holidays: vec![],
        cut_off: None,
    };
    let moment = 504_747_000;
    let reference = Reference::around(&round_the_clock, moment, 15, 160);
    assert_eq!(at_an_edge(&reference, moment, 1), moment);
    assert_eq!(reference.latest(at_an_edge(&reference, moment, 1)), moment);
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn elapsed_is_what_is_open(case in case(12), lengths in prop::collection::vec(0_i64..30 * DAY, 12)) {
        let clock = case.clock();
        for (a, length) in case.moments.iter().zip(lengths) {
            let (a, b) = (*a, a + length);
            let reference = Reference::around(&case.hours, a, 5, 35);
            prop_assert_eq!(elapsed(&clock, a, b), reference.elapsed(a, b), "[{}, {})", a, b);
            prop_assert_eq!(elapsed(&clock, b, a), 0);
            prop_assert_eq!(clock.elapsed_on(ClockKind::Calendar, at(a), at(b)).unwrap().secs(), length);
        }
    }

    #[test]
    fn splitting_a_span_changes_nothing(case in case(12)) {
        let clock = case.clock();
        let mut moments = case.moments.clone();
        moments.sort_unstable();
        let parts: i64 = moments.windows(2).map(|pair| elapsed(&clock, pair[0], pair[1])).sum();
        prop_assert_eq!(parts, elapsed(&clock, moments[0], moments[11]));
    }

    #[test]
    fn a_deadline_is_the_earliest_and_the_breach_the_latest(
        case in case(10), spans in prop::collection::vec((0_i64..40 * 3600, any::<u8>(), any::<bool>()), 10)
    ) {
        let clock = case.clock();
        for (moment, (seconds, edge, to_an_end)) in case.moments.iter().zip(spans) {
            let reference = Reference::around(&case.hours, *moment, 15, 340);
            let start = at_an_edge(&reference, *moment, edge);
            // Not past what the reference knows, however little is open, nor to the end of hours that never end.
            let far = start + 200 * DAY;
            let end = reference.open.iter().find(|(_, to)| *to > start + seconds).unwrap().1;
            let to_there = reference.elapsed(start, if to_an_end && end < far { end } else { far });
            let support = if to_an_end && end < far { to_there } else { seconds.min(to_there) };
            let (due, breach) = deadline(&clock, start, Span::Time(support));
            prop_assert_eq!(due, reference.earliest(start, support), "due, from {} with {}", start, support);
            prop_assert_eq!(breach, reference.latest(due), "breach, from {} with {}", start, support);
            prop_assert!(start <= due && due <= breach);
            prop_assert_eq!(elapsed(&clock, start, due), support);
            prop_assert!(due == start || elapsed(&clock, start, due - 1) == support - 1);
            prop_assert_eq!(elapsed(&clock, start, breach), support);
            prop_assert_eq!(elapsed(&clock, start, breach + 1), support + 1);
        }
    }

    #[test]
    fn a_later_start_or_a_larger_target_is_never_due_earlier(
        case in case(10), steps in prop::collection::vec((1_i64..3 * DAY, 0_i64..20 * 3600, 1_i64..3 * 3600, 0_u32..6), 10)
    ) {
        let clock = case.clock();
        for (start, (later, support, more, days)) in case.moments.iter().zip(steps) {
            let first = deadline(&clock, *start, Span::Time(support));
            for second in [
                deadline(&clock, start + later, Span::Time(support)),
                deadline(&clock, *start, Span::Time(support + more)),
            ] {
                prop_assert!(first.0 <= second.0 && first.1 <= second.1, "from {} with {}", start, support);
            }
            let first = deadline(&clock, *start, Span::SupportDays(days));
            let second = deadline(&clock, *start, Span::SupportDays(days + 1));
            prop_assert!(*start <= first.0 && first.0 <= second.0 && first.1 <= second.1, "from {} with {}bd", start, days);
        }
    }

    #[test]
    fn support_days_are_the_same_wall_clock_time(
        case in case(12), spans in prop::collection::vec((0_usize..12, any::<u8>()), 12)
    ) {
        let clock = case.clock();
        for (moment, (days, edge)) in case.moments.iter().zip(spans) {
            let reference = Reference::around(&case.hours, *moment, 15, 260);
            let start = at_an_edge(&reference, *moment, edge);
            let (due, breach) = deadline(&clock, start, Span::SupportDays(days as u32));
            prop_assert_eq!(due, reference.support_days(start, days), "{}bd from {}", days, start);
            prop_assert_eq!(breach, reference.latest(due), "{}bd from {}", days, start);
        }
    }

    #[test]
    fn the_end_of_a_support_day_is_its_last_closing(
        case in case(12), spans in prop::collection::vec((0_usize..12, any::<u8>()), 12)
    ) {
        let clock = case.clock();
        for (moment, (days, edge)) in case.moments.iter().zip(spans) {
            let reference = Reference::around(&case.hours, *moment, 15, 260);
            let start = at_an_edge(&reference, *moment, edge);
            let (due, breach) = deadline(&clock, start, Span::EndOf(days as u32));
            prop_assert_eq!(due, reference.end_of(start, days), "end of {}bd from {}", days, start);
            prop_assert_eq!(breach, reference.latest(due), "end of {}bd from {}", days, start);
            prop_assert!(start <= due && due <= breach);
        }
    }

    #[test]
    fn a_report_past_the_cut_off_counts_from_the_next_support_day(
        case in case(12), spans in prop::collection::vec((0_u32..40 * 3600, 0_u32..9, any::<u8>()), 12)
    ) {
        let clock = case.clock();
        for (moment, (seconds, days, edge)) in case.moments.iter().zip(spans) {
            let reference = Reference::around(&case.hours, *moment, 15, 260);
            let start = at_an_edge(&reference, *moment, edge);
            let from = reference.counts_from(start, case.hours.cut_off);
            prop_assert_eq!(clock.counts_from(at(start)), at(from), "{}", start);
            for span in [Span::Time(seconds.into()), Span::SupportDays(days), Span::EndOf(days)] {
                let counted = clock.deadline_of_report(at(start), span, ClockKind::Support).unwrap();
                prop_assert_eq!((counted.due.secs(), counted.breach_after.secs()), deadline(&clock, from, span));
            }
            for (span, kind) in [
                (Span::Time(seconds.into()), ClockKind::Calendar),
                (Span::SupportDays(days), ClockKind::Calendar),
                (Span::Days(days), ClockKind::Support),
            ] {
                let counted = clock.deadline_of_report(at(start), span, kind);
                prop_assert_eq!(counted, clock.deadline(at(start), span, kind), "{} is no support time", span);
            }
        }
    }

    #[test]
    fn calendar_spans_are_real_time_and_days_the_same_wall_clock_time(
        case in case(12), spans in prop::collection::vec((0_i64..90 * DAY, 0_u32..90), 12)
    ) {
        let clock = case.clock();
        for (start, (seconds, days)) in case.moments.iter().zip(spans) {
            let real = clock.deadline(at(*start), Span::Time(seconds), ClockKind::Calendar).unwrap();
            prop_assert_eq!((real.due.secs(), real.breach_after.secs()), (start + seconds, start + seconds));
            let there = instant(case.hours.tz, dial(case.hours.tz, *start) + i64::from(days) * DAY, Pick::Earlier);
            for kind in [ClockKind::Support, ClockKind::Calendar] {
                let day = clock.deadline(at(*start), Span::Days(days), kind).unwrap();
                prop_assert_eq!(day.due.secs(), there.max(*start), "{}d from {}", days, start);
                prop_assert_eq!(day.due, day.breach_after);
            }
            let support = clock.deadline(at(*start), Span::SupportDays(days), ClockKind::Support);
            prop_assert_eq!(clock.deadline(at(*start), Span::SupportDays(days), ClockKind::Calendar), support);
        }
    }

    #[test]
    fn an_account_sums_to_what_elapsed(case in case(12), lengths in prop::collection::vec(0_i64..12 * DAY, 12)) {
        let clock = case.clock();
        for (a, length) in case.moments.iter().zip(lengths) {
            let (a, b) = (at(*a), at(a + length));
            let days = clock.account(a, b);
            prop_assert_eq!(days.iter().map(|d| d.support).sum::<ClockSeconds>(), clock.elapsed(a, b).unwrap(), "{} {}", a, b);
            let pieces: Vec<_> = days.iter().flat_map(|d| d.pieces.clone()).collect();
            prop_assert!(pieces.iter().all(|p| a <= p.from && p.from < p.to && p.to <= b), "{} {}", a, b);
            prop_assert!(pieces.windows(2).all(|two| two[0].to <= two[1].from), "{} {}", a, b);
            for piece in pieces {
                prop_assert_eq!(piece.wall_from, clock.zone().wall(piece.from));
                prop_assert_eq!(piece.wall_to, clock.zone().wall(piece.to));
                prop_assert_eq!(clock.elapsed(piece.from, piece.to).unwrap().secs(), piece.to.since(piece.from));
            }
            for day in &days {
                prop_assert_eq!(day.pieces.iter().map(|p| p.to.since(p.from)).sum::<i64>(), day.support.secs());
                prop_assert_eq!(day.kind.clone(), clock.day_kind(day.date));
            }
            prop_assert!(days.windows(2).all(|two| two[0].date < two[1].date));
        }
    }

    #[test]
    fn opening_tells_what_elapsed_tells(case in case(16), edges in prop::collection::vec(any::<u8>(), 16)) {
        let clock = case.clock();
        for (moment, edge) in case.moments.iter().zip(edges) {
            let reference = Reference::around(&case.hours, *moment, 15, 160);
            let now = at_an_edge(&reference, *moment, edge);
            match clock.opening(at(now)) {
                Opening::Open(to) => {
                    prop_assert!(reference.is_open(now));
                    prop_assert_eq!(elapsed(&clock, now, to.secs()), to.secs() - now);
                    let for_ever = to.secs() > now + 100 * DAY;
                    prop_assert!(for_ever || elapsed(&clock, now, to.secs() + 1) == to.secs() - now);
                }
                Opening::Closed(next) => {
                    prop_assert!(!reference.is_open(now));
                    prop_assert_eq!(next.map(Instant::secs), Some(reference.latest(now)));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn years_are_counted_as_exactly_as_hours(case in case(2), years in 1_i64..5, share in 0.0_f64..1.0) {
        let clock = case.clock();
        let a = case.moments[0].min(3_800_000_000);
        let b = a + years * 366 * DAY + case.moments[1] % DAY;
        let reference = Reference::around(&case.hours, a, 15, 366 * 5 + 60);
        let all = reference.elapsed(a, b);
        prop_assert_eq!(elapsed(&clock, a, b), all);
        let part = (all as f64 * share) as i64;
        let due = reference.earliest(a, part);
        prop_assert_eq!(deadline(&clock, a, Span::Time(part)), (due, reference.latest(due)));
        let days = (share * 500.0 * years as f64 / 5.0) as usize;
        // One open weekday, of which a few are closed, is the least that random hours have.
        let days = days.min(years as usize * 45);
        prop_assert_eq!(deadline(&clock, a, Span::SupportDays(days as u32)).0, reference.support_days(a, days));
    }

    #[test]
    fn on_days_of_equal_length_support_days_are_days_times_the_length(
        zone in prop::sample::select(vec![Tz::UTC, Tz::Europe__Oslo, Tz::America__New_York, Tz::Asia__Kolkata]),
        (from, to) in (240_u32..700, 701_u32..1380), weekend in any::<bool>(),
        starts in prop::collection::vec((320_000_000_i64..4_030_000_000, 1_u32..600), 24),
    ) {
        let mut week: [Vec<(u32, u32)>; 7] = std::array::from_fn(|_| vec![(from, to)]);
        if !weekend {
            week[5].clear();
            week[6].clear();
        }
        let clock = clock(&Hours { tz: zone, week, closed: vec![], open: vec![], short_days: vec![], holidays: vec![], cut_off: None });
        for (start, days) in starts {
            let support = i64::from(days) * i64::from(to - from) * 60;
            prop_assert_eq!(
                deadline(&clock, start, Span::SupportDays(days)), deadline(&clock, start, Span::Time(support))
            );
        }
    }
}
