//! Says when some hours of an office's time are over, and why: `cargo run --example deadline --
//! 2024-03-27T15:00:00+01:00 4h`.

use std::collections::BTreeMap;
use std::error::Error;

use frist_clock::{
    ClockKind, DayKind, HolidayCalendar, HolidayDate, HolidayRule, Instant, Span, SupportClock, SupportHours, Week,
    Window, Zone, duration_text,
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(start), Some(span)) = (arguments.next(), arguments.next()) else {
        return Err("name a moment and a length: 2024-03-27T15:00:00+01:00 4h".into());
    };
    let (clock, start) = (office()?, Instant::parse(&start)?);
    let deadline = clock.deadline(start, Span::parse(&span)?, ClockKind::Support)?;
    println!("due {}", clock.zone().wall(deadline.due));
    for day in clock.account(start, deadline.due) {
        let why = match day.kind {
            DayKind::Ordinary => String::new(),
            DayKind::NoHours => "no hours".to_owned(),
            DayKind::Holiday(name) => name,
            DayKind::Closed => "closed".to_owned(),
            DayKind::Short => "other hours".to_owned(),
        };
        println!("{} {:?} {:>8} {why}", day.date, day.date.weekday(), duration_text(day.support.secs()));
    }
    Ok(())
}

/// Returns an office in Oslo that is closed at Easter.
fn office() -> Result<SupportClock, Box<dyn Error>> {
    let easter = [("Maundy Thursday", -3), ("Good Friday", -2), ("Easter Monday", 1)];
    let norway = HolidayCalendar {
        id: "NO".to_owned(),
        name: "Norway".to_owned(),
        days: easter.map(|(name, days)| HolidayRule::plain(name.to_owned(), HolidayDate::Easter(days))).to_vec(),
        ..HolidayCalendar::default()
    };
    let hours = vec![Window::parse("08:00-16:00")?];
    Ok(SupportClock::new(SupportHours {
        zone: Zone::named("Europe/Oslo").ok_or("there is no such zone")?,
        week: Week { days: std::array::from_fn(|day| if day < 5 { hours.clone() } else { vec![] }) },
        closed: vec![],
        open: vec![],
        short_days: vec![],
        holidays: (1979..=2101).flat_map(|year| norway.dates(year)).collect::<BTreeMap<_, _>>(),
        cut_off: None,
    }))
}
