//! Measures what an answer of the support clock costs: every kind of promise, on hours of every shape.
//!
//! Each answer starts from another of many random moments, so that no answer is helped by the one before it. What a deadline
//! may cost is told by that of an hour, measured in the same run.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use frist_clock::{
    ClockKind, Date, Deadline, Instant, OutOfRange, ShortDay, Span, SupportClock, SupportHours, Week, Window, YearDay,
    Zone,
};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365 * DAY;

fn windows(texts: &[&str]) -> Vec<Window> {
    texts.iter().filter_map(|text| Window::parse(text).ok()).collect()
}

/// Returns office hours with a break at noon, a short Friday, and a dozen days a year on which there is no support.
fn office() -> SupportHours {
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

fn every_day(texts: &[&str]) -> Week {
    Week { days: std::array::from_fn(|_| windows(texts)) }
}

/// Returns hours that never close.
fn always() -> SupportHours {
    let none = SupportHours { closed: vec![], holidays: [].into(), ..office() };
    SupportHours { week: every_day(&["00:00-24:00"]), ..none }
}

/// Returns nights from Monday to Friday, each of which ends on the next day.
fn nights() -> SupportHours {
    let night = windows(&["22:00-06:00"]);
    let week = Week { days: std::array::from_fn(|day| if day < 5 { night.clone() } else { vec![] }) };
    SupportHours { week, ..office() }
}

/// Returns office hours of which nearly every week has an exception: forty short days and thirty closed ones a year.
fn exceptions() -> SupportHours {
    let short =
        |n: u32| ShortDay { day: YearDay::Yearly(n % 12 + 1, n / 12 * 7 + 2), hours: windows(&["09:00-13:00"]) };
    let closed = (0..30).map(|n| YearDay::Yearly(n % 12 + 1, n / 12 * 8 + 5));
    let by_easter = [-48, -3, -2, 1, 39, 50, 60].map(YearDay::Easter);
    let closed = closed.chain(by_easter).chain(office().closed).collect();
    SupportHours { short_days: (0..40).map(short).collect(), closed, ..office() }
}

/// Returns the hours by name.
fn shapes() -> [(&'static str, SupportHours); 4] {
    [
        ("", office()),
        (", round the clock", always()),
        (", overnight", nights()),
        (", an exception a week", exceptions()),
    ]
}

/// Returns moments of the years 1980 to 2085, any second of the week.
fn starts() -> Vec<Instant> {
    let mut random = fastrand::Rng::with_seed(1);
    let first = Instant::FIRST.secs();
    (0..1 << 16).map(|_| Instant::from_secs(random.i64(first..first + 105 * YEAR))).collect()
}

/// Measures what is asked of moments one by one.
fn each<T>(c: &mut Criterion, name: &str, starts: &[Instant], ask: impl Fn(Instant) -> T) {
    let mut next = starts.iter().cycle();
    c.bench_function(name, |b| b.iter(|| next.next().map(|start| ask(*start))));
}

fn deadlines(c: &mut Criterion) {
    let starts = starts();
    let spans = [
        ("1h", Span::Time(HOUR)),
        // Of office hours there are 36 a week: this takes three years, and the next one twelve.
        ("3 years", Span::Time(3 * 52 * 36 * HOUR)),
        ("12 years", Span::Time(12 * 52 * 36 * HOUR)),
        ("3bd", Span::SupportDays(3)),
        ("750bd", Span::SupportDays(750)),
        ("14d", Span::Days(14)),
        ("end of 1bd", Span::EndOf(1)),
        ("end of 250bd", Span::EndOf(250)),
    ];
    for (shape, hours) in shapes() {
        let clock = SupportClock::new(hours);
        for (name, span) in spans.into_iter().filter(|(name, _)| shape.is_empty() || !name.contains("year")) {
            let ask = |start| clock.deadline(start, black_box(span), ClockKind::Support);
            each(c, &format!("deadline/{name}{shape}"), &starts, ask);
        }
        let ask = |start| clock.deadline(start, black_box(Span::Time(HOUR)), ClockKind::Calendar);
        if shape.is_empty() {
            each(c, "deadline/1h, calendar", &starts, ask);
        }
    }
}

/// Returns the deadline of what has other real time outside its hours.
fn or_outside(clock: &SupportClock, start: Instant, (within, outside): (Span, Span)) -> Result<Deadline, OutOfRange> {
    if clock.is_open(start) {
        clock.deadline_of_report(start, within, ClockKind::Support)
    } else {
        clock.deadline(start, outside, ClockKind::Calendar)
    }
}

/// Reports past a cut-off count from the next support day: so do nearly half of these.
fn reports(c: &mut Criterion) {
    let starts = starts();
    let (clock, office) = (SupportClock::new(SupportHours { cut_off: Some(13 * 60), ..office() }), office());
    let office = SupportClock::new(office);
    for (name, span) in [
        ("1h", Span::Time(HOUR)),
        ("3bd", Span::SupportDays(3)),
        ("750bd", Span::SupportDays(750)),
        ("end of 1bd", Span::EndOf(1)),
    ] {
        let ask = |start| clock.deadline_of_report(start, black_box(span), ClockKind::Support);
        each(c, &format!("deadline/{name}, cut-off"), &starts, ask);
    }
    let spans = (Span::Time(HOUR), Span::Time(12 * HOUR));
    each(c, "deadline/1h, outside 12h", &starts, |start| or_outside(&office, start, black_box(spans)));
    // What counts from another target is a deadline from the moment at which that one was met.
    let met = |start: Instant| start.plus(start.secs() % (3 * DAY));
    each(c, "deadline/5bd, from another", &starts, |start| {
        office.deadline_of_report(met(start), black_box(Span::SupportDays(5)), ClockKind::Support)
    });
}

fn elapsed(c: &mut Criterion) {
    let (clock, starts) = (SupportClock::new(office()), starts());
    for (name, length) in [("elapsed/1 day", DAY), ("elapsed/10 years", 10 * YEAR)] {
        each(c, name, &starts, |start| clock.elapsed(start, start.plus(black_box(length))));
    }
}

/// The first question works out the open time of all years.
fn building(c: &mut Criterion) {
    for (shape, hours) in shapes() {
        let hours = SupportHours { cut_off: Some(15 * 60), ..hours };
        c.bench_function(&format!("open time{shape}"), |b| {
            b.iter_batched(
                || SupportClock::new(hours.clone()),
                |clock| {
                    clock.prepare();
                    clock
                },
                criterion::BatchSize::SmallInput,
            );
        });
    }
}

criterion_group!(benches, deadlines, reports, elapsed, building);
criterion_main!(benches);
