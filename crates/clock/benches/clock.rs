//! Measures what an answer of the support clock costs, for short spans and for long ones.
//!
//! Each answer starts from another of many random moments, so that no answer is helped by the one before it.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use frist_clock::{ClockKind, Date, Instant, Span, SupportClock, SupportHours, Week, Window, YearDay, Zone};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365 * DAY;

/// Returns office hours with a break at noon, a short Friday, and a dozen days a year on which there is no support.
fn hours() -> SupportHours {
    let windows = |texts: &[&str]| texts.iter().filter_map(|t| Window::parse(t).ok()).collect::<Vec<_>>();
    let long = windows(&["08:00-12:00", "12:30-16:00"]);
    let days = [long.clone(), long.clone(), long.clone(), long, windows(&["08:00-14:00"]), vec![], vec![]];
    let holidays = [(1, 1), (4, 2), (4, 5), (5, 1), (5, 13), (5, 17), (5, 24), (12, 25), (12, 26)];
    let holidays = (1979..=2101)
        .flat_map(|year| holidays.map(|(month, day)| Date::new(year, month, day)))
        .flatten()
        .map(|date| (date, "Fridag".to_owned()))
        .collect();
    SupportHours {
        zone: Zone::named("Europe/Oslo").unwrap_or(Zone::utc()),
        week: Week { days },
        closed: vec![YearDay::Yearly(12, 24), YearDay::Yearly(12, 31)],
        open: vec![],
        short_days: vec![],
        holidays,
        cut_off: None,
    }
}

/// Returns moments of the years 1980 to 2085, any second of the week.
fn starts() -> Vec<Instant> {
    let mut random = fastrand::Rng::with_seed(1);
    let first = Instant::FIRST.secs();
    (0..1 << 16).map(|_| Instant::from_secs(random.i64(first..first + 105 * YEAR))).collect()
}

fn deadlines(c: &mut Criterion) {
    let (clock, starts) = (SupportClock::new(hours()), starts());
    for (name, span) in [
        ("deadline/1h", Span::Time(HOUR)),
        // Support is open 36 hours a week: this span takes three years.
        ("deadline/3 years", Span::Time(3 * 52 * 36 * HOUR)),
        ("deadline/12 years", Span::Time(12 * 52 * 36 * HOUR)),
        ("deadline/3bd", Span::SupportDays(3)),
        ("deadline/750bd", Span::SupportDays(750)),
        ("deadline/14d", Span::Days(14)),
        ("deadline/end of 1bd", Span::EndOf(1)),
        ("deadline/end of 250bd", Span::EndOf(250)),
    ] {
        let mut next = starts.iter().cycle();
        c.bench_function(name, |b| {
            b.iter(|| next.next().map(|start| clock.deadline(*start, black_box(span), ClockKind::Support)));
        });
    }
}

/// Reports past a cut-off count from the next support day: so do nearly half of these.
fn reports(c: &mut Criterion) {
    let (clock, starts) = (SupportClock::new(SupportHours { cut_off: Some(13 * 60), ..hours() }), starts());
    for (name, span) in
        [("report/1h", Span::Time(HOUR)), ("report/3bd", Span::SupportDays(3)), ("report/end of 1bd", Span::EndOf(1))]
    {
        let mut next = starts.iter().cycle();
        c.bench_function(name, |b| {
            b.iter(|| next.next().map(|start| clock.deadline_of_report(*start, black_box(span), ClockKind::Support)));
        });
    }
}

fn elapsed(c: &mut Criterion) {
    let (clock, starts) = (SupportClock::new(hours()), starts());
    for (name, length) in [("elapsed/1 day", DAY), ("elapsed/10 years", 10 * YEAR)] {
        let mut next = starts.iter().cycle();
        c.bench_function(name, |b| {
            b.iter(|| next.next().map(|start| clock.elapsed(*start, start.plus(black_box(length)))));
        });
    }
}

fn building(c: &mut Criterion) {
    let hours = hours();
    // The first question builds the clock's table.
    c.bench_function("building a clock", |b| {
        b.iter(|| SupportClock::new(black_box(hours.clone())).opening(Instant::FIRST));
    });
}

criterion_group!(benches, deadlines, reports, elapsed, building);
criterion_main!(benches);
